#include "registry/rules/workloads.hpp"

#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace keelson::rules {

namespace json = boost::json;

void prepare_template(json::object& object) {
    auto* const spec = find_object(object, "spec");
    auto* const pod_template = spec ? find_object(*spec, "template") : nullptr;
    auto* const pod_spec = pod_template ? find_object(*pod_template, "spec") : nullptr;
    if (pod_spec) prepare_pod_spec(*pod_spec);
}

void default_template(json::object& object) {
    auto* const spec = find_object(object, "spec");
    auto* const pod_template = spec ? find_object(*spec, "template") : nullptr;
    auto* const pod_spec = pod_template ? find_object(*pod_template, "spec") : nullptr;
    if (pod_spec) default_pod_spec(*pod_spec);
}

void validate_selected_template(FieldView const& spec, FieldErrors& errors) {
    auto const selector = spec["selector"];
    auto const pod_template = spec["template"];
    auto const metadata = pod_template["metadata"];
    auto const labels = metadata["labels"];
    bool const asks = selector["matchLabels"].given() || selector["matchExpressions"].given();
    if (asks && is_selector(selector) && !selects(selector, labels))
        errors.invalid(pod_template.path() + ".metadata.labels", labels.text(),
                       "`selector` does not match template `labels`");
}

bool spec_changes(json::object const& object, json::object const& old) { return !same(object, old, "spec"); }

namespace {

/// Annotations are handed on to ReplicaSets, so for a Deployment they count as its spec. All but its revision: that is
/// what its controller says, which in Kubernetes travels with the status.
bool deployment_changes(json::object const& object, json::object const& old) {
    if (spec_changes(object, old)) return true;
    FieldView const metadata(find(object, "metadata"), "metadata");
    FieldView const before(find(old, "metadata"), "metadata");
    if (same(metadata.fields(), before.fields(), "annotations")) return false;
    auto is = metadata["annotations"].fields(), was = before["annotations"].fields();
    is.erase("deployment.kubernetes.io/revision");
    was.erase("deployment.kubernetes.io/revision");
    return is != was;
}

}  // namespace

void validate_lasting_template(FieldView const& pod_template, std::string_view kind, FieldErrors& errors) {
    validate_pod_template(pod_template, errors);
    auto const pod = pod_template["spec"];
    if (auto const policy = pod["restartPolicy"]; policy.string() != "Always")
        errors.not_supported(policy.path(), policy.string(), {"Always"});
    if (pod["activeDeadlineSeconds"].present())
        errors.forbidden(pod.path("activeDeadlineSeconds"),
                         "activeDeadlineSeconds in " + std::string(kind) + " is not Supported");
}

void validate_replicated(FieldView const& spec, std::string_view kind, std::string_view word, FieldErrors& errors) {
    validate_non_negative(spec["replicas"], errors);
    validate_non_negative(spec["minReadySeconds"], errors);
    auto const selector = spec["selector"];
    if (!selector.present()) {
        errors.required(selector.path());
    } else {
        validate_label_selector(selector, errors);
        if (!selector["matchLabels"].given() && !selector["matchExpressions"].given())
            errors.invalid(selector.path(), selector.text(), "empty selector is invalid for " + std::string(word));
        if (!is_selector(selector)) report(errors, selector, {"invalid label selector"});
    }
    auto const pod_template = spec["template"];
    if (!pod_template.present()) return errors.required(pod_template.path());
    validate_selected_template(spec, errors);
    validate_lasting_template(pod_template, kind, errors);
}

namespace {

/// A percentage as its number, or -1.
std::int64_t percent(FieldView const& field) {
    auto const text = field.string();
    std::int64_t number = -1;
    if (!field.is_string() || text.empty() || text.front() == '-' || text.front() == '+') return -1;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc{} && parsed.ptr + 1 == text.data() + text.size() && *parsed.ptr == '%' ? number : -1;
}

}  // namespace

void validate_share(FieldView const& field, FieldErrors& errors) {
    if (field.is_string()) {
        if (percent(field) < 0)
            report(errors, field,
                   {"a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', "
                    "regex used for validation is '[0-9]+%')"});
    } else {
        validate_non_negative(field, errors);
    }
}

bool is_zero_share(FieldView const& field) { return field.is_string() ? percent(field) == 0 : field.number() == 0; }

namespace {

void validate_strategy(FieldView const& strategy, FieldErrors& errors) {
    auto const rolling = strategy["rollingUpdate"];
    auto const type = strategy["type"].string();
    if (type == "Recreate" && rolling.present())
        errors.forbidden(rolling.path(), "may not be specified when strategy `type` is 'Recreate'");
    if (type != "RollingUpdate") return;
    auto const unavailable = rolling["maxUnavailable"];
    auto const surge = rolling["maxSurge"];
    validate_share(unavailable, errors);
    validate_share(surge, errors);
    if (is_zero_share(unavailable) && is_zero_share(surge))
        errors.invalid(unavailable.path(), unavailable.present() ? unavailable.text() : "0",
                       "may not be 0 when `maxSurge` is 0");
    if (percent(unavailable) > 100) report(errors, unavailable, {"must not be greater than 100%"});
}

void deployment_defaults(json::object& object) {
    default_template(object);
    auto* const spec = find_object(object, "spec");
    auto* const strategy = spec ? find_object(*spec, "strategy") : nullptr;
    if (!strategy || string_of(*strategy, "type") != "RollingUpdate") return;
    auto& rolling = ensure_object(*strategy, "rollingUpdate");
    // 0 is a number like any other here: only what is absent has a default.
    for (std::string_view const name : {"maxSurge", "maxUnavailable"})
        if (!rolling.contains(name) || rolling[name].is_null()) rolling[name] = "25%";
}

void validate_deployment(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    validate_replicated(spec, "ReplicaSet", "deployment", errors);
    auto const strategy = spec["strategy"];
    validate_strategy(strategy, errors);
    validate_non_negative(spec["revisionHistoryLimit"], errors);
    auto const deadline = spec["progressDeadlineSeconds"];
    if (!deadline.present()) return;
    validate_non_negative(deadline, errors);
    if (deadline.number() <= spec["minReadySeconds"].number())
        report(errors, deadline, {"must be greater than minReadySeconds"});
}

void validate_replica_set(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    // The word is Kubernetes' for ReplicaSets, too.
    validate_replicated(spec, "ReplicaSet", "deployment", errors);
}

}  // namespace

void validate_selector_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    validate_immutable(spec.fields(), before.fields(), "selector", "spec.selector", errors);
}

void validate_counts(FieldView const& status, std::initializer_list<std::string_view> parts, FieldErrors& errors) {
    for (std::string_view const name : {"observedGeneration", "replicas", "unavailableReplicas", "terminatingReplicas"})
        validate_non_negative(status[name], errors);
    auto const replicas = status["replicas"].number();
    for (auto const name : parts) {
        auto const part = status[name];
        validate_non_negative(part, errors);
        if (part.number() > replicas) report(errors, part, {"cannot be greater than status.replicas"});
    }
    if (auto const available = status["availableReplicas"]; available.number() > status["readyReplicas"].number())
        report(errors, available, {"cannot be greater than readyReplicas"});
}

namespace {

void validate_deployment_status(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    FieldView const before(find(old, "status"), "status");
    validate_counts(status, {"updatedReplicas", "readyReplicas", "availableReplicas"}, errors);
    auto const collisions = status["collisionCount"];
    validate_non_negative(collisions, errors);
    if (collisions.number() < before["collisionCount"].number())
        errors.invalid(collisions.path(), std::to_string(collisions.number()), "cannot be decremented");
}

void validate_replica_set_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    validate_counts(status, {"fullyLabeledReplicas", "readyReplicas", "availableReplicas"}, errors);
}

}  // namespace

KindRules const& deployments() {
    static constexpr KindRules rules{.generation_changes = deployment_changes,
                                     .before_defaults = prepare_template,
                                     .after_defaults = deployment_defaults,
                                     .validate = validate_deployment,
                                     .validate_update = validate_selector_update,
                                     .beside_status = KindRules::Beside::nothing,
                                     .validate_status = validate_deployment_status};
    return rules;
}

KindRules const& replica_sets() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = prepare_template,
                                     .after_defaults = default_template,
                                     .validate = validate_replica_set,
                                     .validate_update = validate_selector_update,
                                     .beside_status = KindRules::Beside::nothing,
                                     .validate_status = validate_replica_set_status};
    return rules;
}

}  // namespace keelson::rules
