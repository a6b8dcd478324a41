#include "registry/admission/admission.hpp"
#include "registry/rules/field_view.hpp"
#include "registry/rules/pod_spec.hpp"

#include <algorithm>
#include <cstdio>

/// https://kubernetes.io/docs/concepts/policy/limit-range/
namespace keelson::admission {
namespace {

using rules::Amounts;
using rules::FieldView;

constexpr std::string_view annotation = "kubernetes.io/limit-ranger";

Amounts amounts_in(FieldView const& map) {
    Amounts amounts;
    for (auto const& entry : map.fields())
        if (auto const amount = rules::quantity_of(FieldView(&entry.value(), entry.key())))
            amounts.emplace(entry.key(), *amount);
    return amounts;
}

/// Fills in what a container does not say; the names of what was filled in.
std::string fill_in(json::object& container, std::string_view part, FieldView const& defaults) {
    auto const said = [&](std::string_view name) {
        auto const* const there = rules::find_object(container, "resources");
        auto const* const amounts = there ? there->if_contains(part) : nullptr;
        return amounts && amounts->is_object() && amounts->get_object().contains(name);
    };
    std::vector<std::string_view> names;
    for (auto const& entry : defaults.fields())
        if (!said(entry.key())) names.push_back(entry.key());
    std::sort(names.begin(), names.end());
    std::string text;
    for (auto const name : names) {
        auto& resources = rules::ensure_object(container, "resources");
        rules::ensure_object(resources, part)[name] = *defaults[name].json();
        text.append(text.empty() ? "" : ", ").append(name);
    }
    return text;
}

/// What one LimitRange gives the containers of a Pod, as the annotation tells it.
std::string give_defaults(json::object& spec, FieldView const& limit) {
    std::string told;
    auto const requests = limit["defaultRequest"];
    auto const limits = limit["default"];
    for (auto const& [list, title] : {std::pair<std::string_view, std::string_view>{"containers", "container"},
                                      {"initContainers", "init container"}}) {
        auto* const containers = rules::find_list(spec, list);
        if (!containers) continue;
        for (auto& item : *containers) {
            if (!item.is_object()) continue;
            auto& container = item.get_object();
            for (auto const& [part, defaults, noun] :
                 {std::tuple<std::string_view, FieldView const&, std::string_view>{"requests", requests, "request"},
                  {"limits", limits, "limit"}}) {
                auto const set = fill_in(container, part, defaults);
                if (set.empty()) continue;
                told.append(told.empty() ? "" : "; ").append(set).append(" ").append(noun).append(" for ");
                told.append(title).append(" ").append(rules::string_of(container, "name"));
            }
        }
    }
    return told;
}

/// The messages of one aggregate: each once, in brackets when there are several.
class Complaints {
public:
    void add(std::string message) {
        if (std::find(all_.begin(), all_.end(), message) == all_.end()) all_.push_back(std::move(message));
    }
    [[nodiscard]] bool empty() const { return all_.empty(); }
    [[nodiscard]] std::string text() const {
        if (all_.size() == 1) return all_.front();
        std::string text;
        for (auto const& one : all_) text.append(text.empty() ? "[" : ", ").append(one);
        return text + "]";
    }

private:
    std::vector<std::string> all_;
};

/// What one type of a LimitRange demands, put to what one subject asks for and is bounded by.
struct Check {
    std::string_view type;
    Amounts const& requests;
    Amounts const& limits;
    bool limits_count = true;  ///< a claim has none
    Complaints& complaints;

    static Quantity const* in(Amounts const& amounts, std::string const& name) {
        auto const found = amounts.find(name);
        return found == amounts.end() ? nullptr : &found->second;
    }
    void complain(std::string_view bound, std::string const& name, Quantity const& value,
                  std::string const& but) const {
        complaints.add(std::string(bound) + " " + name + " usage per " + std::string(type) + " is " + value.text() +
                       but);
    }
    void least(std::string const& name, Quantity const& bound) const {
        auto const *const request = in(requests, name), *const limit = in(limits, name);
        if (!request) return complain("minimum", name, bound, ".  No request is specified");
        if (*request < bound) return complain("minimum", name, bound, ", but request is " + request->text());
        if (limit && *limit < bound) complain("minimum", name, bound, ", but limit is " + limit->text());
    }
    void most(std::string const& name, Quantity const& bound) const {
        auto const *const request = in(requests, name), *const limit = in(limits, name);
        if (limits_count && !limit) return complain("maximum", name, bound, ".  No limit is specified");
        if (!limits_count && !request) return complain("maximum", name, bound, ".  No request is specified");
        if (limit && *limit > bound) return complain("maximum", name, bound, ", but limit is " + limit->text());
        if (request && *request > bound) complain("maximum", name, bound, ", but request is " + request->text());
    }
    void ratio(std::string const& name, Quantity const& bound) const {
        auto const *const request = in(requests, name), *const limit = in(limits, name);
        auto const what = name + " max limit to request ratio per " + std::string(type) + " is " + bound.text();
        if (!request || request->zero()) return complaints.add(what + ", but no request is specified or request is 0");
        if (!limit || limit->zero()) return complaints.add(what + ", but no limit is specified or limit is 0");
        auto const is = static_cast<double>(limit->millis()) / static_cast<double>(request->millis());
        if (is * 1000 <= static_cast<double>(bound.millis())) return;
        char text[64];
        std::snprintf(text, sizeof text, "%f", is);
        complaints.add(what + ", but provided ratio is " + text);
    }
    void all(FieldView const& limit) const {
        for (auto const& [name, bound] : amounts_in(limit["min"])) least(name, bound);
        for (auto const& [name, bound] : amounts_in(limit["max"])) most(name, bound);
        for (auto const& [name, bound] : amounts_in(limit["maxLimitRequestRatio"])) ratio(name, bound);
    }
};

void check_pod(FieldView const& spec, FieldView const& limit, Complaints& complaints) {
    auto const type = limit["type"].string();
    if (type == "Pod") {
        auto const requests = rules::amounts_of_pod(spec.fields(), "requests", false);
        auto const limits = rules::amounts_of_pod(spec.fields(), "limits", false);
        return Check{type, requests, limits, true, complaints}.all(limit);
    }
    if (type != "Container") return;
    for (std::string_view const list : {"containers", "initContainers"}) {
        auto const containers = spec[list];
        for (auto const container : containers) {
            auto const resources = container["resources"];
            auto const requests = amounts_in(resources["requests"]), limits = amounts_in(resources["limits"]);
            Check{type, requests, limits, true, complaints}.all(limit);
        }
    }
}

}  // namespace

Result<> apply_limit_ranges(Subject const& subject, json::object& pod) {
    for (auto const& range : subject.list("limitranges")) {
        auto const tree = parse_json(range->bytes());
        if (!tree) return tree.error();
        FieldView const spec(find_path(*tree, {"spec"}), "spec");
        std::string told;
        for (auto const limit : spec["limits"]) {
            if (limit["type"].string() != "Container") continue;
            told = give_defaults(rules::ensure_object(pod, "spec"), limit);
        }
        if (told.empty()) continue;
        auto& metadata = rules::ensure_object(pod, "metadata");
        rules::ensure_object(metadata, "annotations")[annotation] = "LimitRanger plugin set: " + told;
    }
    return {};
}

Result<> check_limit_ranges(Subject const& subject, json::object const& object) {
    bool const of_pod = subject.kind.resource == "pods";
    if (!of_pod && subject.kind.resource != "persistentvolumeclaims") return {};
    FieldView const spec(rules::find(object, "spec"), "spec");
    for (auto const& range : subject.list("limitranges")) {
        auto const tree = parse_json(range->bytes());
        if (!tree) return tree.error();
        Complaints complaints;
        FieldView const bounds(find_path(*tree, {"spec"}), "spec");
        for (auto const limit : bounds["limits"]) {
            if (of_pod) {
                check_pod(spec, limit, complaints);
            } else if (limit["type"].string() == "PersistentVolumeClaim") {
                auto const resources = spec["resources"];
                auto const requests = amounts_in(resources["requests"]);
                Check{"PersistentVolumeClaim", requests, {}, false, complaints}.all(limit);
            }
        }
        if (!complaints.empty()) return subject.forbidden(complaints.text());
    }
    return {};
}

}  // namespace keelson::admission
