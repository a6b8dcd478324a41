#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"
#include "registry/rules/workloads.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <utility>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr std::int64_t most_indexed = 100'000;
constexpr std::size_t most_rules = 20;

void before_defaults(json::object& job) {
    prepare_template(job);
    auto* const spec = find_object(job, "spec");
    auto const absent = [&](std::string_view field) {
        auto const* const value = spec->if_contains(field);
        return !value || value->is_null();
    };
    if (spec && absent("completions") && absent("parallelism")) (*spec)["completions"] = 1;
}

void after_defaults(json::object& job) {
    default_template(job);
    auto* const spec = find_object(job, "spec");
    if (!spec) return;
    // Not in the Schema: the Jobs of a CronJob's template get these when they are made, and not before.
    for (auto const& [field, value] : {std::pair<std::string_view, json::value>{"completionMode", "NonIndexed"},
                                       {"parallelism", 1},
                                       {"suspend", false}})
        if (!spec->contains(field)) (*spec)[field] = value;
    bool const per_index = spec->contains("backoffLimitPerIndex");
    if (!spec->contains("backoffLimit"))
        (*spec)["backoffLimit"] = per_index ? std::numeric_limits<std::int32_t>::max() : 6;
    if (!spec->contains("podReplacementPolicy"))
        (*spec)["podReplacementPolicy"] = spec->contains("podFailurePolicy") ? "Failed" : "TerminatingOrFailed";
    auto& metadata = ensure_object(job, "metadata");  // which may move the spec
    auto* const pod_template = find_object(*find_object(job, "spec"), "template");
    auto* const of_template = pod_template ? find_object(*pod_template, "metadata") : nullptr;
    if (of_template && !is_empty(*of_template, "labels") && is_empty(metadata, "labels"))
        metadata["labels"] = (*of_template)["labels"];
}

/// A Job selects its Pods by its own uid, unless manualSelector says that its author knows better.
/// https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
void prepare_create(json::object& job, std::string_view uid) {
    auto& metadata = ensure_object(job, "metadata");
    metadata["uid"] = json::string(uid);
    auto const name = std::string(string_of(metadata, "name"));
    auto& spec = ensure_object(job, "spec");
    if (!is_empty(spec, "manualSelector")) return;
    auto& labels = ensure_object(ensure_object(ensure_object(spec, "template"), "metadata"), "labels");
    // A label that is there already stays: if it says something else, validation tells.
    auto const label = [&](std::string_view key, std::string_view value) {
        if (!labels.contains(key)) labels[key] = json::string(value);
    };
    label("controller-uid", uid);
    label("batch.kubernetes.io/controller-uid", uid);
    label("job-name", name);
    label("batch.kubernetes.io/job-name", name);
    auto& wanted = ensure_object(ensure_object(spec, "selector"), "matchLabels");
    if (!wanted.contains("batch.kubernetes.io/controller-uid"))
        wanted["batch.kubernetes.io/controller-uid"] = json::string(uid);
    // As a default does at the next reading, were it not done now.
    auto& own = ensure_object(job, "metadata");
    if (is_empty(own, "labels"))
        own["labels"] = ensure_object(ensure_object(ensure_object(job, "spec"), "template"), "metadata")["labels"];
}

void validate_generated_labels(json::object const& job, FieldView const& spec, FieldErrors& errors) {
    if (spec["manualSelector"].boolean()) return;
    FieldView const metadata(find(job, "metadata"), "metadata");
    auto const uid = metadata["uid"].string();
    auto const name = metadata["name"].string();
    auto const pod_template = spec["template"];
    auto const of_template = pod_template["metadata"];
    auto const labels = of_template["labels"];
    auto const check = [&](std::string_view key, std::string_view value) {
        auto const label = labels[key];
        auto const why = "must be '" + std::string(value) + "'";
        auto const path = pod_template.path() + ".metadata.labels[" + std::string(key) + "]";
        if (!label.present()) {
            errors.required(path, why);
        } else if (label.string() != value) {
            errors.invalid(path, labels.text(), why);
        }
    };
    if (uid.empty()) errors.required("metadata.uid");
    check("batch.kubernetes.io/controller-uid", uid);
    check("batch.kubernetes.io/job-name", name);
    check("controller-uid", uid);
    check("job-name", name);
    json::value const expected = {{"controller-uid", uid},
                                  {"job-name", name},
                                  {"batch.kubernetes.io/controller-uid", uid},
                                  {"batch.kubernetes.io/job-name", name}};
    auto const selector = spec["selector"];
    if (selector.present() && !selects(selector, FieldView(&expected, "labels")))
        errors.invalid(selector.path(), selector.text(), "`selector` not auto-generated");
}

void validate_exit_codes(FieldView const& codes, FieldView const& pod, FieldErrors& errors) {
    auto const op = codes["operator"];
    if (!op.given()) {
        errors.required(op.path(), "valid values: [\"In\" \"NotIn\"]");
    } else if (op.string() != "In" && op.string() != "NotIn") {
        errors.not_supported(op.path(), op.string(), {"In", "NotIn"});
    }
    if (auto const name = codes["containerName"]; name.present()) {
        bool known = false;
        for (std::string_view const list : {"containers", "initContainers"})
            for (auto const container : pod[list]) known = known || container["name"].string() == name.string();
        if (!known) report(errors, name, {"must be one of the container or initContainer names in the pod template"});
    }
    auto const values = codes["values"];
    if (values.size() == 0) {
        errors.invalid(values.path(), values.present() ? values.text() : "[]", "at least one value is required");
    } else if (values.size() > 255) {
        errors.too_many(values.path(), values.size(), 255);
    }
    std::set<std::int64_t> seen;
    bool ordered = true;
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    for (auto const value : values) {
        if (op.string() == "In" && value.number() == 0) report(errors, value, {"must not be 0 for the In operator"});
        if (!seen.insert(value.number()).second) errors.duplicate(value.path(), value.text());
        ordered = ordered && last <= value.number();
        last = value.number();
    }
    if (!ordered) report(errors, values, {"must be ordered"});
}

void validate_failure_rule(FieldView const& rule, FieldView const& spec, FieldView const& pod, FieldErrors& errors) {
    auto const action = rule["action"];
    auto const name = action.string();
    if (name.empty()) {
        errors.required(action.path(), "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
    } else if (name == "FailIndex") {
        if (!spec["backoffLimitPerIndex"].present())
            report(errors, action, {"requires the backoffLimitPerIndex to be set"});
    } else if (name != "Count" && name != "FailJob" && name != "Ignore") {
        errors.not_supported(action.path(), name, {"Count", "FailIndex", "FailJob", "Ignore"});
    }
    auto const codes = rule["onExitCodes"];
    auto const conditions = rule["onPodConditions"];
    if (codes.present()) validate_exit_codes(codes, pod, errors);
    if (conditions.size() > most_rules) errors.too_many(conditions.path(), conditions.size(), most_rules);
    for (auto const condition : conditions) {
        auto const type = condition["type"];
        report(errors, type, check_qualified_name(type.string()));
        auto const status = condition["status"];
        auto const text = status.string();
        if (text.empty()) {
            errors.required(status.path(), "valid values: [\"False\" \"True\" \"Unknown\"]");
        } else if (text != "False" && text != "True" && text != "Unknown") {
            errors.not_supported(status.path(), text, {"False", "True", "Unknown"});
        }
    }
    if (codes.present() && conditions.given())
        errors.invalid(rule.path(), {}, "specifying both OnExitCodes and OnPodConditions is not supported");
    if (!codes.present() && !conditions.given())
        errors.invalid(rule.path(), {}, "specifying one of OnExitCodes and OnPodConditions is required");
}

/// How many indexes "0,2-4" names; the complaint if it is not such a list.
std::int64_t count_indexes(std::string_view text, std::int64_t completions, std::string& complaint) {
    std::int64_t total = 0, last = -1;
    while (!text.empty() && complaint.empty()) {
        auto const comma = text.find(',');
        auto const part = text.substr(0, comma);
        text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
        auto const dash = part.find('-');
        std::int64_t bounds[2];
        std::string_view const ends[2] = {part.substr(0, dash), dash == part.npos ? part : part.substr(dash + 1)};
        for (int i = 0; i < 2; ++i) {
            auto const* const stop = ends[i].data() + ends[i].size();
            auto const parsed = std::from_chars(ends[i].data(), stop, bounds[i]);
            if (parsed.ec != std::errc{} || parsed.ptr != stop || bounds[i] < 0)
                complaint = "cannot convert string to integer for index: \"" + std::string(ends[i]) + "\"";
            else if (bounds[i] >= completions)
                complaint = "too large index: \"" + std::string(ends[i]) + "\"";
        }
        if (!complaint.empty()) break;
        if (bounds[0] <= last || bounds[1] < bounds[0] || (dash != part.npos && bounds[0] == bounds[1]))
            complaint = "non-increasing order, previous: " + std::to_string(bounds[0] <= last ? last : bounds[0]) +
                        ", current: " + std::to_string(bounds[0] <= last ? bounds[0] : bounds[1]);
        total += bounds[1] - bounds[0] + 1;
        last = bounds[1];
    }
    return total;
}

void validate_success_rule(FieldView const& rule, std::int64_t completions, FieldErrors& errors) {
    auto const count = rule["succeededCount"];
    auto const indexes = rule["succeededIndexes"];
    if (!count.present() && !indexes.present())
        errors.required(rule.path(), "at least one of succeededCount or succeededIndexes must be specified");
    std::int64_t total = 0;
    if (indexes.present()) {
        constexpr std::size_t longest = 64 << 10;
        if (indexes.string().size() > longest) errors.too_long(indexes.path(), longest);
        std::string complaint;
        total = count_indexes(indexes.string(), completions, complaint);
        if (!complaint.empty()) report(errors, indexes, {"error parsing succeededIndexes: " + complaint});
    }
    if (!count.present()) return;
    validate_non_negative(count, errors);
    auto const bounded = [&](std::int64_t bound, std::string_view what) {
        if (count.number() > bound)
            report(errors, count,
                   {"must be less than or equal to " + std::to_string(bound) + " (the number of " + std::string(what) +
                    ")"});
    };
    bounded(completions, "specified completions");
    if (indexes.present()) bounded(total, "indexes in the specified succeededIndexes field");
}

/// "example.com/name": who else looks after the Job.
void validate_managed_by(FieldView const& manager, FieldErrors& errors) {
    if (!manager.present()) return;
    auto const text = manager.string();
    auto const slash = text.find('/');
    if (text.empty()) {
        errors.required(manager.path());
    } else if (slash == text.npos || slash == 0 || slash + 1 == text.size()) {
        report(errors, manager, {"must be a domain-prefixed path (such as \"acme.io/foo\")"});
    } else {
        report(errors, manager.path(), text.substr(0, slash), check_dns_subdomain(text.substr(0, slash)));
    }
    if (text.size() > 63) errors.too_long(manager.path(), 63);
}

void validate_indexed(FieldView const& spec, std::string_view name, FieldErrors& errors) {
    auto const completions = spec["completions"];
    auto const parallelism = spec["parallelism"];
    auto const failures = spec["maxFailedIndexes"];
    auto const per_index = spec["backoffLimitPerIndex"];
    if (!completions.present()) errors.required(completions.path(), "when completion mode is Indexed");
    if (parallelism.number() > most_indexed)
        report(errors, parallelism, {"must be less than or equal to 100000 when completion mode is Indexed"});
    if (completions.present() && failures.number() > completions.number())
        report(errors, failures, {"must be less than or equal to completions"});
    if (per_index.present() && completions.number() > most_indexed) {
        if (!failures.present()) errors.required(failures.path(), "must be specified when completions is above 100000");
        constexpr std::string_view tail = " when completions are above 100000 and used with backoff limit per index";
        if (parallelism.number() > 10'000)
            report(errors, parallelism, {"must be less than or equal to 10000" + std::string(tail)});
        if (failures.number() > 10'000)
            report(errors, failures, {"must be less than or equal to 10000" + std::string(tail)});
    }
    if (completions.number() < 1 || name.empty()) return;
    // The Pods' hostnames are the Job's name and an index.
    auto const longest = std::string(name) + "-" + std::to_string(completions.number() - 1);
    for (auto const& wrong : check_dns_label(longest))
        errors.invalid("metadata.name", FieldErrors::quoted(name),
                       "will not able to create pod with invalid DNS label \"" + longest + "\": " + wrong);
}

void validate_policies(FieldView const& spec, bool indexed, FieldErrors& errors) {
    auto const pod_template = spec["template"];
    auto const pod = pod_template["spec"];
    auto const failure = spec["podFailurePolicy"];
    if (failure.present()) {
        auto const rules = failure["rules"];
        if (rules.size() > most_rules) errors.too_many(rules.path(), rules.size(), most_rules);
        for (auto const rule : rules) validate_failure_rule(rule, spec, pod, errors);
    }
    if (auto const success = spec["successPolicy"]; success.present()) {
        auto const rules = success["rules"];
        if (!indexed) {
            report(errors, success, {"requires indexed completion mode"});
        } else if (rules.size() == 0) {
            errors.required(rules.path(), "at least one rules must be specified when the successPolicy is specified");
        } else if (rules.size() > most_rules) {
            errors.too_many(rules.path(), rules.size(), most_rules);
        } else {
            for (auto const rule : rules) validate_success_rule(rule, spec["completions"].number(), errors);
        }
    }
    auto const replacement = spec["podReplacementPolicy"];
    auto const text = replacement.string();
    if (!replacement.present()) return;
    if (failure.present() && text != "Failed") {
        errors.not_supported(replacement.path(), text, {"Failed"});
    } else if (text != "Failed" && text != "TerminatingOrFailed") {
        errors.not_supported(replacement.path(), text, {"Failed", "TerminatingOrFailed"});
    }
}

void validate_restart_policy(FieldView const& spec, FieldErrors& errors) {
    auto const pod_template = spec["template"];
    auto const pod = pod_template["spec"];
    auto const policy = pod["restartPolicy"];
    auto const text = policy.string();
    // "Always" is what an absent one was defaulted to.
    if (text.empty() || text == "Always") {
        errors.required(policy.path(), "valid values: \"OnFailure\", \"Never\"");
    } else if (text != "OnFailure" && text != "Never") {
        errors.not_supported(policy.path(), text, {"OnFailure", "Never"});
    } else if (spec["podFailurePolicy"].present() && text != "Never") {
        report(errors, policy, {"only \"Never\" is supported when podFailurePolicy is specified"});
    }
}

}  // namespace

void validate_job_spec(FieldView const& spec, std::string_view name, FieldErrors& errors) {
    for (std::string_view const field : {"parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
                                         "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"})
        validate_non_negative(spec[field], errors);
    auto const per_index = spec["backoffLimitPerIndex"];
    auto const failures = spec["maxFailedIndexes"];
    if (failures.present() && !per_index.present())
        errors.required(per_index.path(), "when maxFailedIndexes is specified");
    validate_managed_by(spec["managedBy"], errors);
    bool const indexed = spec["completionMode"].string() == "Indexed";
    if (indexed) {
        validate_indexed(spec, name, errors);
    } else {
        for (auto const* const field : {&per_index, &failures})
            if (field->present()) report(errors, *field, {"requires indexed completion mode"});
    }
    validate_policies(spec, indexed, errors);
    validate_pod_template(spec["template"], errors);
    validate_restart_policy(spec, errors);
}

namespace {

void validate(json::object const& job, FieldErrors& errors) {
    FieldView const metadata(find(job, "metadata"), "metadata");
    FieldView const spec(find(job, "spec"), "spec");
    validate_generated_labels(job, spec, errors);
    validate_job_spec(spec, metadata["name"].string(), errors);
    if (auto const selector = spec["selector"]; !selector.present()) {
        errors.required(selector.path());
    } else {
        validate_label_selector(selector, errors);
    }
    validate_selected_template(spec, errors);
}

/// Before a suspended Job starts for the first time, its Pods may still be told where to run.
json::value without_scheduling(FieldView const& pod_template) {
    json::value copy = pod_template.json() ? *pod_template.json() : json::value(nullptr);
    auto* const fields = copy.if_object();
    if (!fields) return copy;
    if (auto* const metadata = find_object(*fields, "metadata")) {
        metadata->erase("labels");
        metadata->erase("annotations");
    }
    auto* const spec = find_object(*fields, "spec");
    if (!spec) return copy;
    for (std::string_view const name : {"nodeSelector", "tolerations", "schedulingGates"}) spec->erase(name);
    if (auto* const affinity = find_object(*spec, "affinity")) affinity->erase("nodeAffinity");
    return copy;
}

void validate_update(json::object const& job, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(job, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    auto const fixed = [&](std::string_view field) {
        validate_immutable(spec.fields(), before.fields(), field, spec.path(field), errors);
    };
    auto const completions = spec["completions"];
    if (spec["completionMode"].string() != "Indexed") {
        fixed("completions");
    } else if (completions.present() && !same(spec.fields(), before.fields(), "completions") &&
               completions.number() != spec["parallelism"].number()) {
        report(errors, completions, {"can only be modified in tandem with spec.parallelism"});
    }
    fixed("selector");
    FieldView const status(find(old, "status"), "status");
    auto const pod_template = spec["template"];
    auto const old_template = before["template"];
    if (before["suspend"].boolean() && !status["startTime"].given()) {
        auto const now = without_scheduling(pod_template);
        auto const then = without_scheduling(old_template);
        if (!same(&now, &then)) report(errors, pod_template, {"field is immutable"});
    } else {
        fixed("template");
    }
    for (std::string_view const field :
         {"completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"})
        fixed(field);
}

void validate_status(json::object const& job, json::object const& old, FieldErrors& errors) {
    FieldView const status(find(job, "status"), "status");
    FieldView const before(find(old, "status"), "status");
    for (std::string_view const name : {"active", "succeeded", "failed", "ready", "terminating"})
        validate_non_negative(status[name], errors);
    auto const has = [](FieldView const& of, std::string_view type) {
        for (auto const condition : of["conditions"])
            if (condition["type"].string() == type && condition["status"].string() == "True") return true;
        return false;
    };
    bool const complete = has(status, "Complete"), failed = has(status, "Failed");
    if (complete && failed)
        errors.invalid("status.conditions", {}, "cannot set Complete=True and Failed=true conditions");
    auto const completed_at = status["completionTime"];
    if (complete && !completed_at.given())
        errors.required(completed_at.path(), "completionTime is required for Complete jobs");
    if (!complete && completed_at.given())
        report(errors, completed_at, {"completionTime cannot be set when there is no Complete=True condition"});
    for (std::string_view const type : {"Complete", "Failed"})
        if (has(before, type) && !has(status, type))
            errors.invalid("status.conditions", {},
                           "cannot disable the terminal " + std::string(type) + "=True condition");
}

}  // namespace

KindRules const& jobs() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = before_defaults,
                                     .after_defaults = after_defaults,
                                     .prepare_create = prepare_create,
                                     .validate = validate,
                                     .validate_update = validate_update,
                                     .validate_status = validate_status};
    return rules;
}

}  // namespace keelson::rules
