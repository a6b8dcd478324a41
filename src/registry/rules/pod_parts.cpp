#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr char const* mirror_annotation = "kubernetes.io/config.mirror";

std::string_view name_of(json::value const& container) {
    auto const* const name = container.is_object() ? container.get_object().if_contains("name") : nullptr;
    return name && name->is_string() ? std::string_view(name->get_string()) : std::string_view();
}

json::value const* by_name(json::array const& containers, std::string_view name) {
    auto const found = std::find_if(containers.begin(), containers.end(),
                                    [name](json::value const& one) { return name_of(one) == name; });
    return found == containers.end() ? nullptr : &*found;
}

/// What is asked for of a list in the spec; empty if there is none.
json::array asked_list(json::object& pod, std::string_view list) {
    auto* const spec = find_object(pod, "spec");
    auto* const found = spec ? find_list(*spec, list) : nullptr;
    return found ? json::array(*found) : json::array();
}

bool is_mirror(json::object const& pod) {
    FieldView const metadata(find(pod, "metadata"), "metadata");
    return metadata["annotations"].fields().contains(mirror_annotation);
}

void prepare_ephemeral(json::object& pod, json::object const& old) {
    auto asked = asked_list(pod, "ephemeralContainers");
    pod = old;
    auto& spec = ensure_object(pod, "spec");
    auto const* const before = find_list(spec, "ephemeralContainers");
    if (asked.empty() && !before) return;
    // A patch by name may put what is new first. On its node a container is known by its place too.
    json::array ordered;
    if (before) {
        for (auto const& container : *before)
            if (auto const* const kept = by_name(asked, name_of(container))) ordered.push_back(*kept);
    }
    for (auto& container : asked)
        if (!before || name_of(container).empty() || !by_name(*before, name_of(container)))
            ordered.push_back(std::move(container));
    spec["ephemeralContainers"] = std::move(ordered);
}

void validate_ephemeral_update(json::object const& pod, json::object const& old, FieldErrors& errors) {
    if (is_mirror(old)) return errors.forbidden("", "static pods do not support ephemeral containers");
    FieldView const spec(find(pod, "spec"), "spec");
    FieldView const old_spec(find(old, "spec"), "spec");
    auto const now = spec["ephemeralContainers"];
    for (auto const before : old_spec["ephemeralContainers"]) {
        auto const name = before["name"].string();
        json::value const* kept = nullptr;
        for (auto const container : now)
            if (container["name"].string() == name) kept = container.json();
        auto const which = "existing ephemeral containers " + FieldErrors::quoted(name) + " may not be ";
        if (!kept) {
            errors.forbidden(now.path(), which + "removed\n");
        } else if (!same(kept, before.json())) {
            errors.forbidden(now.path(), which + "changed\n");
        }
    }
}

constexpr std::array<std::string_view, 2> container_lists{"containers", "initContainers"};

void prepare_resize(json::object& pod, json::object const& old) {
    std::array<json::array, 2> asked;
    for (std::size_t i = 0; i < asked.size(); ++i) asked[i] = asked_list(pod, container_lists[i]);
    pod = old;
    auto& spec = ensure_object(pod, "spec");
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto* const list = find_list(spec, container_lists[i]);
        auto& wanted = asked[i];
        bool const same_names =
            list ? std::equal(list->begin(), list->end(), wanted.begin(), wanted.end(),
                              [](json::value const& a, json::value const& b) { return name_of(a) == name_of(b); })
                 : wanted.empty();
        if (!same_names) {
            spec[container_lists[i]] = std::move(wanted);  // for validation to find
            continue;
        }
        for (std::size_t j = 0; list && j < list->size(); ++j) {
            auto& container = (*list)[j].get_object();
            auto* const resources = wanted[j].get_object().if_contains("resources");
            if (resources) {
                container["resources"] = std::move(*resources);
            } else {
                container.erase("resources");
            }
        }
    }
}

/// What a container may not change of its resources while it runs.
void validate_container_resize(FieldView const& resources, FieldView const& old, FieldErrors& errors) {
    bool only_compute = same(resources["claims"].json(), old["claims"].json());
    for (std::string_view const part : {"limits", "requests"}) {
        auto const now = resources[part];
        auto const before = old[part];
        for (auto const& [name, amount] : before.fields()) {
            bool const compute = name == "cpu" || name == "memory";
            auto const* const kept = now.fields().if_contains(name);
            if (compute && !kept) {
                errors.forbidden(now.path(), "resource " + std::string(part) + " cannot be removed");
                break;
            }
            if (!compute && !same(kept, &amount)) only_compute = false;
        }
        for (auto const& entry : now.fields())
            if (entry.key() != "cpu" && entry.key() != "memory" && !before.fields().contains(entry.key()))
                only_compute = false;
    }
    if (!only_compute) errors.forbidden("spec", "only cpu and memory resources are mutable");
}

/// False if containers came, went or changed places.
bool validate_same_containers(FieldView const& now, FieldView const& before, FieldErrors& errors) {
    if (now.size() != before.size()) {
        errors.forbidden(now.path(), "containers may not be added or removed on resize");
        return false;
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
        auto const container = now[i];
        auto const old = before[i];
        if (container["name"].string() == old["name"].string()) continue;
        errors.forbidden(container.path("name"), "containers may not be renamed or reordered on resize");
        return false;
    }
    return true;
}

void validate_resize(json::object const& pod, json::object const& old, FieldErrors& errors) {
    if (is_mirror(old)) return errors.forbidden("", "static pods cannot be resized");
    FieldView const spec(find(pod, "spec"), "spec");
    FieldView const old_spec(find(old, "spec"), "spec");
    if (auto const os = spec["os"]; os["name"].string() == "windows")
        return errors.forbidden("spec", "windows pods cannot be resized");
    for (auto const list : container_lists) {
        auto const now = spec[list];
        auto const before = old_spec[list];
        if (!validate_same_containers(now, before, errors)) return;
        for (std::size_t i = 0; i < now.size(); ++i) {
            auto const container = now[i];
            auto const was = before[i];
            auto const resources = container["resources"];
            auto const old_resources = was["resources"];
            if (same(resources.json(), old_resources.json())) continue;
            if (list == "initContainers" && container["restartPolicy"].string() != "Always") {
                errors.forbidden("spec", "only cpu and memory resources for sidecar containers are mutable");
            } else {
                validate_container_resize(resources, old_resources, errors);
            }
        }
    }
    auto const qos = qos_class(spec.fields());
    if (qos != qos_class(old_spec.fields()))
        errors.invalid("spec", FieldErrors::quoted(qos), "Pod QOS Class may not change as a result of resizing");
}

}  // namespace

PartRules const* pod_parts() {
    static constexpr std::array<PartRules, 3> parts{
        {{"ephemeralcontainers", prepare_ephemeral, validate_ephemeral_update},
         {"resize", prepare_resize, validate_resize},
         {}}};
    return parts.data();
}

}  // namespace keelson::rules
