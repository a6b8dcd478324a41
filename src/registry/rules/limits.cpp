#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"
#include "registry/rules/workloads.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

/// Fills in of one map what another one has and it has not.
void complete(json::object& item, std::string_view to, std::string_view from) {
    auto const* const source = find_object(item, from);
    if (!source || source->empty()) return;
    auto const values = *source;
    auto& map = ensure_object(item, to);
    for (auto const& entry : values)
        if (!map.contains(entry.key())) map[entry.key()] = entry.value();
}

/// Of containers, what is not said follows from what is: the default limit from the maximum, the default request from
/// the default limit, or else from the minimum.
/// https://kubernetes.io/docs/tasks/administer-cluster/manage-resources/memory-default-namespace/
void limit_range_defaults(json::object& object) {
    auto* const spec = find_object(object, "spec");
    auto* const limits = spec ? find_list(*spec, "limits") : nullptr;
    if (!limits) return;
    for (auto& limit : *limits) {
        auto* const item = limit.if_object();
        if (!item || string_of(*item, "type") != "Container") continue;
        complete(*item, "default", "max");
        complete(*item, "defaultRequest", "default");
        complete(*item, "defaultRequest", "min");
    }
}

/// That an amount is not above a bound.
void validate_order(FieldView const& amounts, FieldView const& bounds, std::string_view what, FieldErrors& errors) {
    for (auto const& entry : amounts.fields()) {
        auto const amount = amounts[entry.key()];
        auto const bound = bounds[entry.key()];
        auto const a = quantity_of(amount), b = quantity_of(bound);
        if (a && b && *a > *b)
            errors.invalid(amounts.key_path(entry.key()), FieldErrors::quoted(a->text()),
                           std::string(what) + " value " + a->text() + " is greater than " + b->text());
    }
}

void validate_limit_range(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    std::set<std::string_view> types;
    for (auto const limit : spec["limits"]) {
        auto const type = limit["type"];
        if (!types.insert(type.string()).second) errors.duplicate(type.path(), type.text());
        auto const most = limit["max"];
        auto const least = limit["min"];
        auto const limits = limit["default"];
        auto const requests = limit["defaultRequest"];
        auto const ratios = limit["maxLimitRequestRatio"];
        for (auto const* const map : {&most, &least, &limits, &requests, &ratios})
            for (auto const& entry : map->fields())
                validate_amount(entry.key(), (*map)[entry.key()], map->key_path(entry.key()), errors);
        if (type.string() == "Pod") {
            if (limits.given()) errors.forbidden(limits.path(), "may not be specified when `type` is 'Pod'");
            if (requests.given()) errors.forbidden(requests.path(), "may not be specified when `type` is 'Pod'");
        }
        if (type.string() == "PersistentVolumeClaim" && !least["storage"].present() && !most["storage"].present())
            errors.required(limit.path(),
                            "either minimum or maximum storage value is required, but neither was provided");
        validate_order(least, most, "min", errors);
        validate_order(least, requests, "min", errors);
        validate_order(requests, limits, "default request", errors);
        validate_order(requests, most, "default request", errors);
        validate_order(limits, most, "default", errors);
        for (auto const& entry : ratios.fields()) {
            auto const ratio = ratios[entry.key()];
            auto const value = quantity_of(ratio);
            if (value && value->millis() < 1000)
                errors.invalid(ratios.key_path(entry.key()), FieldErrors::quoted(value->text()),
                               "ratio " + value->text() + " is less than 1");
        }
    }
}

constexpr std::array<std::string_view, 6> pod_amounts{"cpu",    "limits.cpu",   "limits.memory",
                                                      "memory", "requests.cpu", "requests.memory"};
constexpr std::array<std::string_view, 7> quota_scopes{
    "BestEffort",  "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass",
    "Terminating", "VolumeAttributesClass"};

/// Whether a quota can limit it, of the names without a domain.
bool is_quota_resource(std::string_view name) {
    constexpr std::array<std::string_view, 13> others{"configmaps",
                                                      "ephemeral-storage",
                                                      "limits.ephemeral-storage",
                                                      "persistentvolumeclaims",
                                                      "pods",
                                                      "replicationcontrollers",
                                                      "requests.ephemeral-storage",
                                                      "requests.storage",
                                                      "resourcequotas",
                                                      "secrets",
                                                      "services",
                                                      "services.loadbalancers",
                                                      "services.nodeports"};
    return std::find(pod_amounts.begin(), pod_amounts.end(), name) != pod_amounts.end() ||
           std::find(others.begin(), others.end(), name) != others.end() || name.starts_with("hugepages-") ||
           name.starts_with("requests.hugepages-");
}

/// Whether a scope says anything of what is limited.
/// https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
bool is_in_scope(std::string_view name, std::string_view scope) {
    if (scope == "BestEffort") return name == "pods";
    if (scope == "Terminating" || scope == "NotTerminating" || scope == "NotBestEffort")
        return name == "pods" || std::find(pod_amounts.begin(), pod_amounts.end(), name) != pod_amounts.end();
    return true;
}

void validate_amounts(FieldView const& map, FieldErrors& errors) {
    for (auto const& entry : map.fields()) {
        auto const path = map.key_path(entry.key());
        std::string_view const name = entry.key();
        report(errors, path, name, check_qualified_name(name));
        auto const amount = map[name];
        validate_amount(name, amount, path, errors);
        auto const value = quantity_of(amount);
        bool const counted = name.starts_with("count/") || name == "services" || name == "secrets" ||
                             name == "configmaps" || name == "persistentvolumeclaims" || name == "resourcequotas" ||
                             name == "replicationcontrollers" || name.starts_with("services.");
        if (counted && value && value->millis() % 1000 != 0)
            errors.invalid(path, FieldErrors::quoted(value->text()), "must be an integer");
    }
}

void validate_quota(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    auto const hard = spec["hard"];
    validate_amounts(hard, errors);
    for (auto const& entry : hard.fields()) {
        std::string_view const name = entry.key();
        if (name.find('/') != name.npos || is_quota_resource(name)) continue;
        auto const path = hard.key_path(name);
        errors.invalid(path, FieldErrors::quoted(name), "must be a standard resource type or fully qualified");
        errors.invalid(path, FieldErrors::quoted(name), "must be a standard resource for quota");
    }
    auto const scopes = spec["scopes"];
    for (auto const scope : scopes) {
        if (std::find(quota_scopes.begin(), quota_scopes.end(), scope.string()) == quota_scopes.end()) {
            errors.invalid(scopes.path(), scopes.text(), "unsupported scope");
            continue;
        }
        for (auto const& entry : hard.fields())
            if (!is_in_scope(entry.key(), scope.string()))
                errors.invalid(scopes.path(), scopes.text(), "unsupported scope applied to resource");
    }
    std::set<std::string_view> seen;
    for (auto const scope : scopes) seen.insert(scope.string());
    for (auto const& [one, other] : {std::pair("BestEffort", "NotBestEffort"), {"Terminating", "NotTerminating"}})
        if (seen.contains(one) && seen.contains(other))
            errors.invalid(scopes.path(), scopes.text(), "conflicting scopes");
    auto const selector = spec["scopeSelector"];
    for (auto const expression : selector["matchExpressions"]) {
        auto const values = expression["values"];
        auto const how = expression["operator"].string();
        bool const lists = how == "In" || how == "NotIn";
        if (lists && values.size() == 0)
            errors.required(values.path(),
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        if (!lists && values.size() != 0)
            errors.invalid(values.path(), values.text(),
                           "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector");
    }
}

void validate_quota_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    validate_immutable(spec.fields(), before.fields(), "scopes", "spec.scopes", errors);
}

void validate_quota_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    validate_amounts(status["hard"], errors);
    validate_amounts(status["used"], errors);
}

void validate_budget(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    auto const available = spec["minAvailable"];
    auto const unavailable = spec["maxUnavailable"];
    if (available.present() && unavailable.present())
        errors.invalid(spec.path(), {}, "minAvailable and maxUnavailable cannot be both set");
    for (auto const& share : {available, unavailable}) {
        validate_share(share, errors);
        auto const text = share.string();
        int percent = 0;
        if (text.ends_with('%') &&
            std::from_chars(text.data(), text.data() + text.size() - 1, percent).ec == std::errc() && percent > 100)
            errors.invalid(share.path(), FieldErrors::quoted(text), "must not be greater than 100%");
    }
    if (auto const selector = spec["selector"]; selector.present()) validate_label_selector(selector, errors);
}

void validate_budget_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    for (std::string_view const name : {"currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"})
        validate_non_negative(status[name], errors);
}

json::object policy(std::string_view type, int value) {
    return {{"type", json::string(type)}, {"value", value}, {"periodSeconds", 15}};
}

/// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior
void autoscaler_defaults(json::object& object) {
    auto* const spec = find_object(object, "spec");
    if (!spec) return;
    if (is_empty(*spec, "metrics")) {
        json::object const cpu{
            {"type", "Resource"},
            {"resource", {{"name", "cpu"}, {"target", {{"type", "Utilization"}, {"averageUtilization", 80}}}}}};
        (*spec)["metrics"] = json::array{cpu};
    }
    auto* const behavior = find_object(*spec, "behavior");
    if (!behavior) return;
    auto& up = ensure_object(*behavior, "scaleUp");
    set_default(up, "policies", json::array{policy("Pods", 4), policy("Percent", 100)});
    set_default(up, "selectPolicy", "Max");
    if (!up.contains("stabilizationWindowSeconds")) up["stabilizationWindowSeconds"] = 0;
    auto& down = ensure_object(*behavior, "scaleDown");
    set_default(down, "policies", json::array{policy("Percent", 100)});
    set_default(down, "selectPolicy", "Max");
}

void validate_scaling_rules(FieldView const& rules, FieldErrors& errors) {
    constexpr std::int64_t longest_window = 3600, longest_period = 1800;
    if (!rules.present()) return;
    auto const window = rules["stabilizationWindowSeconds"];
    validate_non_negative(window, errors);
    if (window.number() > longest_window) report(errors, window, {"must be less than or equal to 3600"});
    auto const policies = rules["policies"];
    if (policies.size() == 0) errors.required(policies.path(), "must specify at least one Policy");
    for (auto const one : policies) {
        if (auto const value = one["value"]; value.number() <= 0) report(errors, value, {"must be greater than zero"});
        auto const period = one["periodSeconds"];
        if (period.number() <= 0) report(errors, period, {"must be greater than zero"});
        if (period.number() > longest_period) report(errors, period, {"must be less than or equal to 1800"});
    }
}

/// Exactly the source that its type names, and in it a target with one value.
void validate_metric(FieldView const& metric, FieldErrors& errors) {
    static constexpr std::pair<std::string_view, std::string_view> sources[] = {
        {"ContainerResource", "containerResource"},
        {"External", "external"},
        {"Object", "object"},
        {"Pods", "pods"},
        {"Resource", "resource"}};
    auto const type = metric["type"].string();
    for (auto const& [name, field] : sources) {
        auto const source = metric[field];
        if (type == name && !source.present()) {
            errors.required(source.path(), "must populate information for the given metric source");
        } else if (type != name && source.present()) {
            errors.forbidden(source.path(), "must populate the given metric source only");
        } else if (type == name) {
            auto const target = source["target"];
            auto const share = target["averageUtilization"];
            auto const value = target["value"];
            auto const average = target["averageValue"];
            if (!target["type"].given()) errors.required(target.path("type"), "must specify a metric target type");
            if (share.present() && share.number() < 1) report(errors, share, {"must be greater than 0"});
            if (!share.present() && !value.present() && !average.present())
                errors.required(target.path(), "must set either a target raw value or a target utilization");
            for (auto const* const amount : {&value, &average})
                if (auto const quantity = quantity_of(*amount); quantity && (quantity->negative() || quantity->zero()))
                    report(errors, *amount, {"must be positive"});
        }
    }
}

void validate_autoscaler(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    auto const least = spec["minReplicas"];
    auto const most = spec["maxReplicas"];
    if (least.present() && least.number() < 1) report(errors, least, {"must be greater than or equal to 1"});
    if (most.number() < 1) report(errors, most, {"must be greater than 0"});
    if (least.present() && most.number() < least.number())
        report(errors, most, {"must be greater than or equal to `minReplicas`"});
    auto const target = spec["scaleTargetRef"];
    for (std::string_view const field : {"kind", "name"}) {
        auto const part = target[field];
        if (!part.given()) {
            errors.required(part.path());
        } else {
            report(errors, part, check_path_segment(part.string(), false));
        }
    }
    for (auto const metric : spec["metrics"]) validate_metric(metric, errors);
    auto const behavior = spec["behavior"];
    validate_scaling_rules(behavior["scaleUp"], errors);
    validate_scaling_rules(behavior["scaleDown"], errors);
}

void validate_autoscaler_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    validate_non_negative(status["currentReplicas"], errors);
    validate_non_negative(status["desiredReplicas"], errors);
}

void validate_runtime_class(json::object const& object, FieldErrors& errors) {
    FieldView const name(find(object, "handler"), "handler");
    if (!name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_label(name.string()));
    }
    FieldView const overhead(find(object, "overhead"), "overhead");
    validate_amounts(overhead["podFixed"], errors);
    FieldView const scheduling(find(object, "scheduling"), "scheduling");
    validate_labels(scheduling["nodeSelector"], errors);
    validate_tolerations(scheduling["tolerations"], errors);
}

void validate_runtime_class_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    validate_immutable(object, old, "handler", "handler", errors);
}

}  // namespace

KindRules const& limit_ranges() {
    static constexpr KindRules rules{.after_defaults = limit_range_defaults, .validate = validate_limit_range};
    return rules;
}

KindRules const& resource_quotas() {
    static constexpr KindRules rules{
        .validate = validate_quota, .validate_update = validate_quota_update, .validate_status = validate_quota_status};
    return rules;
}

KindRules const& disruption_budgets() {
    static constexpr KindRules rules{
        .generation_changes = spec_changes, .validate = validate_budget, .validate_status = validate_budget_status};
    return rules;
}

KindRules const& autoscalers() {
    static constexpr KindRules rules{.after_defaults = autoscaler_defaults,
                                     .validate = validate_autoscaler,
                                     .validate_status = validate_autoscaler_status};
    return rules;
}

KindRules const& runtime_classes() {
    static constexpr KindRules rules{.validate = validate_runtime_class,
                                     .validate_update = validate_runtime_class_update};
    return rules;
}

}  // namespace keelson::rules
