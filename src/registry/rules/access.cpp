#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr std::string_view rbac_group = "rbac.authorization.k8s.io";

bool is_person(std::string_view kind) { return kind == "User" || kind == "Group"; }

void binding_defaults(json::object& binding) {
    auto* const subjects = find_list(binding, "subjects");
    if (!subjects) return;
    for (auto& subject : *subjects) {
        auto* const fields = subject.if_object();
        if (fields && is_person(string_of(*fields, "kind"))) set_default(*fields, "apiGroup", json::string(rbac_group));
    }
}

void validate_rule(FieldView const& rule, bool in_namespace, FieldErrors& errors) {
    auto const verbs = rule["verbs"];
    auto const paths = rule["nonResourceURLs"];
    auto const groups = rule["apiGroups"];
    auto const resources = rule["resources"];
    if (verbs.size() == 0) errors.required(verbs.path(), "verbs must contain at least one value");
    if (paths.size() != 0) {
        if (in_namespace)
            errors.invalid(paths.path(), paths.text(), "namespaced rules cannot apply to non-resource URLs");
        if (groups.size() != 0 || resources.size() != 0 || rule["resourceNames"].size() != 0)
            errors.invalid(paths.path(), paths.text(),
                           "rules cannot apply to both regular resources and non-resource URLs");
        return;
    }
    if (groups.size() == 0) errors.required(groups.path(), "resource rules must supply at least one api group");
    if (resources.size() == 0) errors.required(resources.path(), "resource rules must supply at least one resource");
}

void validate_role(json::object const& role, FieldErrors& errors) {
    FieldView const rules(find(role, "rules"), "rules");
    for (auto const rule : rules) validate_rule(rule, true, errors);
}

void validate_cluster_role(json::object const& role, FieldErrors& errors) {
    FieldView const rules(find(role, "rules"), "rules");
    for (auto const rule : rules) validate_rule(rule, false, errors);
    FieldView const aggregation(find(role, "aggregationRule"), "aggregationRule");
    if (!aggregation.present()) return;
    auto const selectors = aggregation["clusterRoleSelectors"];
    if (selectors.size() == 0)
        errors.required(selectors.path(), "at least one clusterRoleSelector required if aggregationRule is non-nil");
    for (auto const selector : selectors) validate_label_selector(selector, errors);
}

void validate_subject(FieldView const& subject, bool in_namespace, FieldErrors& errors) {
    auto const name = subject["name"];
    auto const group = subject["apiGroup"];
    auto const kind = subject["kind"];
    if (!name.given()) errors.required(name.path());
    if (kind.string() == "ServiceAccount") {
        if (name.given()) report(errors, name, check_dns_subdomain(name.string()));
        if (group.given()) errors.not_supported(group.path(), group.string(), {""});
        if (auto const space = subject["namespace"]; !in_namespace && !space.given()) errors.required(space.path());
    } else if (is_person(kind.string())) {
        if (group.string() != rbac_group) errors.not_supported(group.path(), group.string(), {rbac_group});
    } else {
        errors.not_supported(kind.path(), kind.string(), {"Group", "ServiceAccount", "User"});
    }
}

void validate_any_binding(json::object const& binding, bool in_namespace, FieldErrors& errors) {
    FieldView const role(find(binding, "roleRef"), "roleRef");
    auto const group = role["apiGroup"];
    auto const kind = role["kind"];
    auto const name = role["name"];
    if (group.string() != rbac_group) errors.not_supported(group.path(), group.string(), {rbac_group});
    if (in_namespace && kind.string() != "Role" && kind.string() != "ClusterRole") {
        errors.not_supported(kind.path(), kind.string(), {"ClusterRole", "Role"});
    } else if (!in_namespace && kind.string() != "ClusterRole") {
        errors.not_supported(kind.path(), kind.string(), {"ClusterRole"});
    }
    if (!name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_path_segment(name.string(), false));
    }
    FieldView const subjects(find(binding, "subjects"), "subjects");
    for (auto const subject : subjects) validate_subject(subject, in_namespace, errors);
}

void validate_role_binding(json::object const& binding, FieldErrors& errors) {
    validate_any_binding(binding, true, errors);
}

void validate_cluster_role_binding(json::object const& binding, FieldErrors& errors) {
    validate_any_binding(binding, false, errors);
}

/// Who may change the subjects of a binding must not thereby be able to hand out another role.
void validate_binding_update(json::object const& binding, json::object const& old, FieldErrors& errors) {
    FieldView const role(find(binding, "roleRef"), "roleRef");
    if (!same(binding, old, "roleRef")) errors.invalid(role.path(), role.text(), "cannot change roleRef");
}

/// What was asked for, and by whom, stays as it was.
void keep_request(json::object& request, json::object const& old) {
    if (auto const* const spec = find(old, "spec")) request["spec"] = *spec;
}

/// A decision stands: what has been approved is not denied, and neither is taken back.
void validate_decision(json::object const& request, json::object const& old, FieldErrors& errors) {
    FieldView const status(find(request, "status"), "status");
    FieldView const before(find(old, "status"), "status");
    auto const conditions = status["conditions"];
    std::set<std::string_view> types;
    for (auto const condition : conditions) {
        auto const type = condition["type"].string();
        if (!types.insert(type).second) errors.duplicate(condition["type"].path(), condition["type"].text());
        bool const decides = type == "Approved" || type == "Denied" || type == "Failed";
        if (auto const value = condition["status"]; decides && value.string() != "True")
            errors.not_supported(value.path(), value.string(), {"True"});
    }
    if (types.contains("Approved") && types.contains("Denied"))
        errors.invalid(conditions.path(), {}, "Approved and Denied conditions are mutually exclusive");
    for (auto const condition : before["conditions"]) {
        auto const type = condition["type"].string();
        bool const decides = type == "Approved" || type == "Denied" || type == "Failed";
        if (decides && !types.contains(type))
            errors.forbidden(conditions.path(),
                             "updates may not remove a condition of type \"" + std::string(type) + "\"");
    }
}

}  // namespace

KindRules const& signing_requests() {
    static constexpr KindRules rules{.prepare_update = keep_request, .validate_status = validate_decision};
    return rules;
}

// Names such as "system:node" are no DNS names.

KindRules const& roles() {
    static constexpr KindRules rules{.name = NameRule::path_segment, .validate = validate_role};
    return rules;
}

KindRules const& cluster_roles() {
    static constexpr KindRules rules{.name = NameRule::path_segment, .validate = validate_cluster_role};
    return rules;
}

KindRules const& role_bindings() {
    static constexpr KindRules rules{.name = NameRule::path_segment,
                                     .after_defaults = binding_defaults,
                                     .validate = validate_role_binding,
                                     .validate_update = validate_binding_update};
    return rules;
}

KindRules const& cluster_role_bindings() {
    static constexpr KindRules rules{.name = NameRule::path_segment,
                                     .after_defaults = binding_defaults,
                                     .validate = validate_cluster_role_binding,
                                     .validate_update = validate_binding_update};
    return rules;
}

}  // namespace keelson::rules
