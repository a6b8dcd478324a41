#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

void namespace_defaults(json::object& object) {
    auto& metadata = ensure_object(object, "metadata");
    // A generated name comes later: then prepare_create adds the label.
    if (auto const name = std::string(string_of(metadata, "name")); !name.empty())
        ensure_object(metadata, "labels")["kubernetes.io/metadata.name"] = name;
}

void prepare_namespace(json::object& object, std::string_view) {
    namespace_defaults(object);
    auto& spec = ensure_object(object, "spec");
    auto& finalizers = spec["finalizers"];
    if (!finalizers.is_array()) finalizers.emplace_array();
    auto& list = finalizers.get_array();
    if (std::find(list.begin(), list.end(), json::value("kubernetes")) == list.end()) list.emplace_back("kubernetes");
    object["status"] = {{"phase", "Active"}};
}

/// The spec of a namespace is not for its users to change. Once it is being deleted its finalizers may go,
/// and none may come: Kubernetes has a sub-resource for that, "finalize".
void keep_namespace_spec(json::object& object, json::object const& old) {
    FieldView const metadata(find(old, "metadata"), "metadata");
    FieldView const before(find(old, "spec"), "spec");
    FieldView const after(find(object, "spec"), "spec");
    if (!metadata["deletionTimestamp"].given()) {
        object.erase("spec");
        if (before.json()) object["spec"] = *before.json();
        return;
    }
    json::array kept;
    for (auto const finalizer : before["finalizers"])
        for (auto const wanted : after["finalizers"])
            if (wanted.string() == finalizer.string()) {
                kept.push_back(json::string(finalizer.string()));
                break;
            }
    auto& spec = ensure_object(object, "spec");
    spec.erase("finalizers");
    if (!kept.empty()) spec["finalizers"] = std::move(kept);
}

void validate_namespace(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    auto const finalizers = spec["finalizers"];
    for (auto const finalizer : finalizers) {
        auto const name = finalizer.string();
        report(errors, finalizers.path(), name, check_qualified_name(name));
        if (name.find('/') == name.npos && name != "kubernetes" && name != "orphan" && name != "foregroundDeletion")
            report(errors, finalizers.path(), name,
                   {"name is neither a standard finalizer name nor is it fully qualified"});
    }
}

void validate_namespace_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const metadata(find(object, "metadata"), "metadata");
    FieldView const status(find(object, "status"), "status");
    auto const phase = FieldErrors::quoted(status["phase"].string());
    bool const deleted = metadata["deletionTimestamp"].given();
    if (!deleted && status["phase"].string() != "Active")
        errors.invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
    if (deleted && status["phase"].string() != "Terminating")
        errors.invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
}

void node_defaults(json::object& object) {
    auto* const status = find_object(object, "status");
    if (status && status->contains("capacity")) set_default(*status, "allocatable", (*status)["capacity"]);
}

void prepare_node_status(json::object& object, json::object const&) { node_defaults(object); }

void validate_node_amounts(FieldView const& status, FieldErrors& errors) {
    for (std::string_view const list : {"capacity", "allocatable"}) {
        auto const amounts = status[list];
        for (auto const& entry : amounts.fields())
            validate_amount(entry.key(), FieldView(&entry.value(), entry.key()), amounts.path(entry.key()), errors);
    }
}

void validate_taints(FieldView const& taints, FieldErrors& errors) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (auto const taint : taints) {
        auto const key = taint["key"];
        auto const value = taint["value"];
        report(errors, key, check_qualified_name(key.string()));
        std::string wrong;
        for (auto const& one : check_label_value(value.string())) wrong.append(wrong.empty() ? "" : ";").append(one);
        if (!wrong.empty()) report(errors, value, {wrong});
        if (auto const effect = taint["effect"]; !effect.given()) errors.required(effect.path());
        if (!seen.emplace(key.string(), taint["effect"].string()).second)
            errors.duplicate(taint.path(), taint.text() + ": taints must be unique by key and effect pair");
    }
}

void validate_node(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const status(find(object, "status"), "status");
    validate_taints(spec["taints"], errors);
    validate_node_amounts(status, errors);
    auto const ranges = spec["podCIDRs"];
    std::size_t v4 = 0, v6 = 0;
    for (auto const range : ranges) {
        report(errors, range, check_cidr(range.string()));
        (range.string().find(':') == std::string_view::npos ? v4 : v6) += 1;
    }
    if (v4 > 1 || v6 > 1) report(errors, ranges, {"may specify no more than one CIDR for each IP family"});
}

void validate_node_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    auto const set_once = [&](std::string_view field, std::string_view name) {
        if (before[field].given() && !same(spec.fields(), before.fields(), field))
            errors.forbidden(spec.path(field),
                             "node updates may not change " + std::string(name) + " except from \"\" to valid");
    };
    set_once("podCIDRs", "podCIDR");
    set_once("providerID", "providerID");
    if (spec["externalID"].string() != before["externalID"].string())
        errors.forbidden(spec.path("externalID"), "may not be updated");
}

void validate_node_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    validate_node_amounts(status, errors);
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (auto const address : status["addresses"])
        if (!seen.emplace(address["type"].string(), address["address"].string()).second)
            errors.duplicate(address.path(), address.text());
}

void validate_lease(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    if (auto const duration = spec["leaseDurationSeconds"]; duration.present() && duration.number() <= 0)
        report(errors, duration, {"must be greater than 0"});
    validate_non_negative(spec["leaseTransitions"], errors);
    if (auto const preferred = spec["preferredHolder"]; preferred.given() && !spec["strategy"].given())
        errors.forbidden(preferred.path(), "may only be specified if `strategy` is defined");
}

bool never_changes(json::object const&, json::object const&) { return false; }

void validate_priority_class(json::object const& object, FieldErrors& errors) {
    constexpr std::int64_t highest = 1'000'000'000, critical = 2 * highest;
    FieldView const metadata(find(object, "metadata"), "metadata");
    FieldView const value(find(object, "value"), "value");
    auto const name = metadata["name"].string();
    if (name.starts_with("system-")) {
        bool const known = (name == "system-cluster-critical" && value.number() == critical) ||
                           (name == "system-node-critical" && value.number() == critical + 1000);
        std::string why;
        if (name != "system-cluster-critical" && name != "system-node-critical") {
            why = std::string(name) + " is not a known system priority class";
        } else if (!known) {
            why = "value of " + std::string(name) + " PriorityClass must be " +
                  std::to_string(name == "system-node-critical" ? critical + 1000 : critical);
        } else if (!is_empty(object, "globalDefault")) {
            why = "globalDefault of " + std::string(name) + " PriorityClass must be false";
        }
        if (!why.empty())
            errors.forbidden(
                "metadata.name",
                "priority class names with 'system-' prefix are reserved for system use only. error: " + why);
    } else if (value.number() > highest) {
        errors.forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
    }
}

void validate_priority_class_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    if (!same(object, old, "value")) errors.forbidden("value", "may not be changed in an update.");
    validate_immutable(object, old, "preemptionPolicy", "preemptionPolicy", errors);
}

/// Events of the old form say little and are asked for little; those with an eventTime are asked for all.
/// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
void validate_event(json::object const& object, FieldErrors& errors) {
    FieldView const metadata(find(object, "metadata"), "metadata");
    FieldView const involved(find(object, "involvedObject"), "involvedObject");
    auto const space = metadata["namespace"].string();
    auto const of = involved["namespace"];
    bool const agrees = of.given() ? of.string() == space : space.empty() || space == "default";
    if (!agrees) errors.invalid(of.path(), FieldErrors::quoted(of.string()), "does not match event.namespace");
    if (string_of(object, "eventTime").empty()) return;
    constexpr std::size_t longest = 128, longest_note = 1024;
    FieldView const reporter(find(object, "reportingComponent"), "reportingController");
    if (!reporter.given()) {
        errors.required(reporter.path());
    } else {
        report(errors, reporter, check_qualified_name(reporter.string()));
    }
    for (std::string_view const name : {"reportingInstance", "action", "reason"}) {
        FieldView const field(find(object, name), name);
        if (!field.given()) errors.required(field.path());
        if (field.string().size() > longest) report(errors, field, {"can have at most 128 characters"});
    }
    FieldView const note(find(object, "message"), "message");
    if (note.string().size() > longest_note) report(errors, note, {"can have at most 1024 characters"});
}

}  // namespace

KindRules const& namespaces() {
    static constexpr KindRules rules{.name = NameRule::label,
                                     .after_defaults = namespace_defaults,
                                     .prepare_create = prepare_namespace,
                                     .prepare_update = keep_namespace_spec,
                                     .validate = validate_namespace,
                                     .validate_status = validate_namespace_status};
    return rules;
}

KindRules const& nodes() {
    static constexpr KindRules rules{.status_on_create = true,
                                     .after_defaults = node_defaults,
                                     .prepare_status = prepare_node_status,
                                     .validate = validate_node,
                                     .validate_update = validate_node_update,
                                     .beside_status = KindRules::Beside::nothing,
                                     .validate_status = validate_node_status};
    return rules;
}

KindRules const& leases() {
    static constexpr KindRules rules{.validate = validate_lease};
    return rules;
}

KindRules const& priority_classes() {
    static constexpr KindRules rules{.generation_changes = never_changes,
                                     .validate = validate_priority_class,
                                     .validate_update = validate_priority_class_update};
    return rules;
}

KindRules const& events() {
    static constexpr KindRules rules{.name = NameRule::path_segment, .validate = validate_event};
    return rules;
}

}  // namespace keelson::rules
