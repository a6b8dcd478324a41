#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <initializer_list>

namespace keelson::rules {
namespace {

namespace json = boost::json;

void drop_empty(json::object& object, std::initializer_list<std::string_view> fields) {
    for (auto const field : fields)
        if (object.contains(field) && is_empty(object, field)) object.erase(field);
}

template <class Do>
void each_object(json::object& parent, std::string_view field, Do what) {
    if (auto* const list = find_list(parent, field))
        for (auto& item : *list)
            if (item.is_object()) what(item.get_object());
}

void prepare_handler(json::object& handler) {
    if (auto* const http = find_object(handler, "httpGet")) drop_empty(*http, {"path", "scheme"});
}

void prepare_container(json::object& container) {
    drop_empty(container, {"imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy"});
    each_object(container, "ports", [](json::object& port) { drop_empty(port, {"protocol"}); });
    for (std::string_view const name : {"livenessProbe", "readinessProbe", "startupProbe"}) {
        auto* const probe = find_object(container, name);
        if (!probe) continue;
        drop_empty(*probe, {"timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"});
        prepare_handler(*probe);
    }
    if (auto* const lifecycle = find_object(container, "lifecycle"))
        for (std::string_view const name : {"postStart", "preStop"})
            if (auto* const handler = find_object(*lifecycle, name)) prepare_handler(*handler);
}

/// Always for ":latest" and for no tag at all, else IfNotPresent. A digest is a tag for that.
/// https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting
std::string_view pull_policy(std::string_view image) {
    if (image.find('@') != image.npos) return "IfNotPresent";
    auto const name = image.substr(image.rfind('/') + 1);
    auto const colon = name.find(':');
    return colon == name.npos || name.substr(colon + 1) == "latest" ? "Always" : "IfNotPresent";
}

bool asks(json::object const& resources, std::string_view part, std::string_view name) {
    auto const* const list = resources.if_contains(part);
    auto const* const amount = list && list->is_object() ? list->get_object().if_contains(name) : nullptr;
    auto const quantity = quantity_of(FieldView(amount, name));
    return quantity && !quantity->zero();
}

struct Demand {
    bool any = false;
    bool guaranteed = true;
};

void look_at(json::object const& resources, Demand& demand) {
    for (std::string_view const name : {"cpu", "memory"}) {
        bool const limit = asks(resources, "limits", name);
        bool const request = asks(resources, "requests", name);
        demand.any = demand.any || limit || request;
        FieldView const root(nullptr, "");
        if (!limit) {
            demand.guaranteed = false;
        } else if (request) {
            auto const* const limits = resources.if_contains("limits");
            auto const* const requests = resources.if_contains("requests");
            auto const a = quantity_of(FieldView(limits->get_object().if_contains(name), name));
            auto const b = quantity_of(FieldView(requests->get_object().if_contains(name), name));
            if (*a != *b) demand.guaranteed = false;
        }
    }
}

json::object const no_resources;

json::object const& resources_of(json::object const& owner) {
    auto const* const value = owner.if_contains("resources");
    return value && value->is_object() ? value->get_object() : no_resources;
}

}  // namespace

void prepare_pod_spec(json::object& spec) {
    drop_empty(spec, {"restartPolicy", "dnsPolicy", "schedulerName"});
    for (std::string_view const list : {"containers", "initContainers", "ephemeralContainers"})
        each_object(spec, list, prepare_container);
    each_object(spec, "volumes", [](json::object& volume) {
        bool sourced = false;
        for (auto const& field : volume) sourced = sourced || (field.key() != "name" && !field.value().is_null());
        if (!sourced) volume["emptyDir"] = json::object(volume.storage());
    });
}

void default_pod_spec(json::object& spec) {
    for (std::string_view const list : {"containers", "initContainers", "ephemeralContainers"})
        each_object(spec, list, [](json::object& container) {
            if (is_empty(container, "imagePullPolicy"))
                container["imagePullPolicy"] = pull_policy(string_of(container, "image"));
        });
    each_object(spec, "volumes", [](json::object& volume) {
        if (auto* const image = find_object(volume, "image"); image && is_empty(*image, "pullPolicy"))
            (*image)["pullPolicy"] = pull_policy(string_of(*image, "reference"));
    });
    // The old name of serviceAccountName is kept beside it.
    if (auto const name = string_of(spec, "serviceAccountName"); !name.empty()) {
        spec["serviceAccount"] = json::string(name);
    } else if (auto const old_name = string_of(spec, "serviceAccount"); !old_name.empty()) {
        spec["serviceAccountName"] = json::string(old_name);
    }
}

std::string_view qos_class(json::object const& spec) {
    Demand demand;
    if (auto const& of_pod = resources_of(spec); !of_pod.empty()) {
        look_at(of_pod, demand);
    } else {
        for (std::string_view const list : {"containers", "initContainers"}) {
            auto const* const containers = spec.if_contains(list);
            if (!containers || !containers->is_array()) continue;
            for (auto const& container : containers->get_array())
                look_at(container.is_object() ? resources_of(container.get_object()) : no_resources, demand);
        }
    }
    if (!demand.any) return "BestEffort";
    return demand.guaranteed ? "Guaranteed" : "Burstable";
}

}  // namespace keelson::rules
