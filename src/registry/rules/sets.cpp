#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"
#include "registry/rules/workloads.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace keelson::rules {
namespace {

namespace json = boost::json;

/// The strategy in spec.updateStrategy, if it is a rolling one: made complete by its defaults.
json::object* rolling_update(json::object& object) {
    auto* const spec = find_object(object, "spec");
    auto* const strategy = spec ? find_object(*spec, "updateStrategy") : nullptr;
    if (!strategy || string_of(*strategy, "type") != "RollingUpdate") return nullptr;
    return &ensure_object(*strategy, "rollingUpdate");
}

/// 0 is a number like any other here: only what is absent has a default.
void default_absent(json::object& object, std::string_view field, json::value const& value) {
    if (!object.contains(field) || object[field].is_null()) object[field] = value;
}

void daemon_set_defaults(json::object& object) {
    default_template(object);
    auto* const rolling = rolling_update(object);
    if (!rolling) return;
    default_absent(*rolling, "maxUnavailable", 1);
    default_absent(*rolling, "maxSurge", 0);
}

void validate_daemon_set(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    validate_replicated(spec, "DaemonSet", "daemonset", errors);
    validate_non_negative(spec["revisionHistoryLimit"], errors);
    auto const strategy = spec["updateStrategy"];
    auto const rolling = strategy["rollingUpdate"];
    if (strategy["type"].string() != "RollingUpdate") return;
    auto const unavailable = rolling["maxUnavailable"];
    auto const surge = rolling["maxSurge"];
    validate_share(unavailable, errors);
    validate_share(surge, errors);
    if (!is_zero_share(unavailable) && !is_zero_share(surge))
        report(errors, surge, {"may not be set when maxUnavailable is non-zero"});
    if (is_zero_share(unavailable) && is_zero_share(surge))
        errors.required(unavailable.path(), "cannot be 0 when maxSurge is 0");
}

void validate_daemon_set_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    for (std::string_view const name :
         {"currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration",
          "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount"})
        validate_non_negative(status[name], errors);
}

void stateful_set_defaults(json::object& object) {
    default_template(object);
    if (auto* const rolling = rolling_update(object)) {
        default_absent(*rolling, "partition", 0);
        default_absent(*rolling, "maxUnavailable", 1);
    }
    auto* const spec = find_object(object, "spec");
    auto* const claims = spec ? find_list(*spec, "volumeClaimTemplates") : nullptr;
    if (!claims) return;
    for (auto& claim : *claims) {
        if (!claim.is_object()) continue;
        auto& fields = claim.get_object();
        fields["apiVersion"] = "v1";
        fields["kind"] = "PersistentVolumeClaim";
        fields["status"] = {{"phase", "Pending"}};
    }
}

void validate_stateful_set(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    validate_replicated(spec, "StatefulSet", "statefulset", errors);
    validate_non_negative(spec["revisionHistoryLimit"], errors);
    auto const ordinals = spec["ordinals"];
    validate_non_negative(ordinals["start"], errors);
    auto const strategy = spec["updateStrategy"];
    auto const rolling = strategy["rollingUpdate"];
    if (strategy["type"].string() == "OnDelete") {
        if (rolling.present())
            errors.invalid(rolling.path(), rolling.text(), "only allowed for updateStrategy 'RollingUpdate'");
    } else {
        validate_non_negative(rolling["partition"], errors);
        auto const unavailable = rolling["maxUnavailable"];
        validate_share(unavailable, errors);
        if (unavailable.present() && is_zero_share(unavailable)) report(errors, unavailable, {"cannot be 0"});
    }
    for (auto const claim : spec["volumeClaimTemplates"]) {
        auto const metadata = claim["metadata"];
        if (auto const name = metadata["name"]; name.given())
            report(errors, name, check_dns_subdomain(name.string()));
        else
            errors.required(name.path());
        validate_claim_spec(claim["spec"], errors);
    }
}

/// Of a StatefulSet only this may change: its Pods' names and volumes rest on the rest.
void validate_stateful_set_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    static constexpr std::array<std::string_view, 7> free{"replicas",
                                                          "ordinals",
                                                          "template",
                                                          "updateStrategy",
                                                          "revisionHistoryLimit",
                                                          "minReadySeconds",
                                                          "persistentVolumeClaimRetentionPolicy"};
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    auto now = spec.fields(), then = before.fields();
    for (auto const field : free) {
        now.erase(field);
        then.erase(field);
    }
    json::value const a(std::move(now)), b(std::move(then));
    if (!same(&a, &b))
        errors.forbidden("spec",
                         "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                         "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                         "'minReadySeconds' are forbidden");
}

void validate_stateful_set_status(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    FieldView const before(find(old, "status"), "status");
    validate_counts(status, {"readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"}, errors);
    auto const collisions = status["collisionCount"];
    validate_non_negative(collisions, errors);
    if (collisions.number() < before["collisionCount"].number()) report(errors, collisions, {"cannot be decremented"});
}

void validate_revision(json::object const& object, FieldErrors& errors) {
    FieldView const data(find(object, "data"), "data");
    FieldView const revision(find(object, "revision"), "revision");
    if (!data.present()) errors.required(data.path(), "data is mandatory");
    validate_non_negative(revision, errors);
}

void validate_revision_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    validate_immutable(object, old, "data", "data", errors);
}

void replication_controller_defaults(json::object& object) {
    default_template(object);
    auto* const spec = find_object(object, "spec");
    auto* const pod_template = spec ? find_object(*spec, "template") : nullptr;
    auto* const of_template = pod_template ? find_object(*pod_template, "metadata") : nullptr;
    if (!of_template || is_empty(*of_template, "labels")) return;
    json::value const labels = (*of_template)["labels"];
    set_default(*spec, "selector", labels);
    set_default(ensure_object(object, "metadata"), "labels", labels);
}

void validate_replication_controller(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    validate_non_negative(spec["replicas"], errors);
    validate_non_negative(spec["minReadySeconds"], errors);
    auto const selector = spec["selector"];
    validate_labels(selector, errors);
    if (!selector.given()) errors.required(selector.path());
    auto const pod_template = spec["template"];
    if (!pod_template.present()) return errors.required(pod_template.path());
    auto const metadata = pod_template["metadata"];
    auto const labels = metadata["labels"];
    json::value const wanted = {{"matchLabels", selector.fields()}};
    if (selector.given() && !selects(FieldView(&wanted, "selector"), labels))
        errors.invalid(pod_template.path() + ".metadata.labels", labels.text(),
                       "`selector` does not match template `labels`");
    validate_lasting_template(pod_template, "ReplicationController", errors);
}

void validate_replication_controller_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    validate_counts(status, {"fullyLabeledReplicas", "readyReplicas", "availableReplicas"}, errors);
}

json::object* spec_of_template(json::object& object) {
    auto* const pod_template = find_object(object, "template");
    return pod_template ? find_object(*pod_template, "spec") : nullptr;
}

void prepare_pod_template(json::object& object) {
    if (auto* const spec = spec_of_template(object)) prepare_pod_spec(*spec);
}

void default_pod_template(json::object& object) {
    if (auto* const spec = spec_of_template(object)) default_pod_spec(*spec);
}

void validate_template_object(json::object const& object, FieldErrors& errors) {
    FieldView const pod_template(find(object, "template"), "template");
    validate_pod_template(pod_template, errors);
}

}  // namespace

KindRules const& daemon_sets() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = prepare_template,
                                     .after_defaults = daemon_set_defaults,
                                     .validate = validate_daemon_set,
                                     .validate_update = validate_selector_update,
                                     .validate_status = validate_daemon_set_status};
    return rules;
}

KindRules const& stateful_sets() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = prepare_template,
                                     .after_defaults = stateful_set_defaults,
                                     .validate = validate_stateful_set,
                                     .validate_update = validate_stateful_set_update,
                                     .validate_status = validate_stateful_set_status};
    return rules;
}

KindRules const& controller_revisions() {
    static constexpr KindRules rules{.validate = validate_revision, .validate_update = validate_revision_update};
    return rules;
}

KindRules const& replication_controllers() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = prepare_template,
                                     .after_defaults = replication_controller_defaults,
                                     .validate = validate_replication_controller,
                                     .validate_status = validate_replication_controller_status};
    return rules;
}

KindRules const& pod_templates() {
    static constexpr KindRules rules{.before_defaults = prepare_pod_template,
                                     .after_defaults = default_pod_template,
                                     .validate = validate_template_object};
    return rules;
}

}  // namespace keelson::rules
