#include "registry/admission/admission.hpp"
#include "registry/admission/pod_security_checks.hpp"

#include <algorithm>
#include <map>
#include <optional>

/// The labels of a namespace say what its Pods may do.
/// https://kubernetes.io/docs/concepts/security/pod-security-admission/
namespace keelson::admission {
namespace {

using rules::FieldView;

constexpr std::string_view prefix = "pod-security.kubernetes.io/";
/// So many Pods of a namespace are looked at when its level changes.
constexpr std::size_t most_pods = 3000;

struct Policy {
    PodSecurityLevel level = PodSecurityLevel::privileged;
    std::string text = "privileged:latest";  ///< "restricted:v1.30"
};

std::optional<PodSecurityLevel> level_of(std::string_view text) {
    if (text == "privileged") return PodSecurityLevel::privileged;
    if (text == "baseline") return PodSecurityLevel::baseline;
    if (text == "restricted") return PodSecurityLevel::restricted;
    return {};
}

bool is_version(std::string_view text) {
    if (text == "latest") return true;
    if (!text.starts_with("v1.") || text.size() == 3 || text.size() > 6) return false;
    auto const minor = text.substr(3);
    return minor.find_first_not_of("0123456789") == minor.npos && (minor.size() == 1 || minor.front() != '0');
}

/// What the labels say of one mode: "enforce", "warn".
template <class Find>
Policy policy(Find const& label, std::string const& mode) {
    std::string const key = std::string(prefix) + mode;
    Policy made;
    std::string_view const level = label(key);
    if (level.empty()) return made;
    made.level = level_of(level).value_or(PodSecurityLevel::restricted);
    std::string_view const version = label(key + "-version");
    made.text = std::string(level) + ":" + (version.empty() ? "latest" : std::string(version));
    return made;
}

Policy policy_of(Object const& space, std::string const& mode) {
    return policy(
        [&](std::string const& key) {
            auto const* const value = space.label(key);
            return value ? std::string_view(*value) : std::string_view();
        },
        mode);
}

std::string text_of(std::vector<Violation> const& all) {
    std::string text;
    for (auto const& one : all) {
        text.append(text.empty() ? "" : ", ").append(one.reason);
        if (!one.detail.empty()) text.append(" (").append(one.detail).append(")");
    }
    return text;
}

/// Where a kind of workload has its template.
std::vector<std::string_view> template_path(std::string_view resource) {
    if (resource == "podtemplates") return {"template"};
    if (resource == "cronjobs.batch") return {"spec", "jobTemplate", "spec", "template"};
    for (std::string_view const workload : {"replicationcontrollers", "replicasets.apps", "deployments.apps",
                                            "daemonsets.apps", "statefulsets.apps", "jobs.batch"})
        if (resource == workload) return {"spec", "template"};
    return {};
}

void check_labels(json::object const& space, FieldErrors& errors) {
    FieldView const metadata(rules::find(space, "metadata"), "metadata");
    auto const labels = metadata["labels"];
    for (std::string const mode : {"enforce", "audit", "warn"}) {
        auto const key = std::string(prefix) + mode;
        auto const level = labels[key];
        if (level.present() && !level_of(level.string()))
            errors.invalid(labels.key_path(key), FieldErrors::quoted(level.string()),
                           "must be one of privileged, baseline, restricted");
        auto const version_key = key + "-version";
        auto const version = labels[version_key];
        if (version.present() && !is_version(version.string()))
            errors.invalid(labels.key_path(version_key), FieldErrors::quoted(version.string()),
                           R"(must be "latest" or "v1.x")");
    }
}

/// Tells of the Pods that are there and would not be let in any more.
void warn_of_pods(Subject const& subject, Policy const& now) {
    auto const* const pods = subject.kinds.by_resource("pods");
    std::map<std::string, std::vector<std::string>> by_reason;
    for (auto const& pod : subject.state.page(*pods->kind, {.namespace_ = subject.key.name}, nullptr, most_pods)) {
        auto const tree = parse_json(pod->bytes());
        if (!tree) continue;
        FieldView const root(&*tree, "");
        auto const metadata = root["metadata"], spec = root["spec"];
        std::string reasons;
        for (auto const& one : violations(now.level, metadata, spec))
            reasons.append(reasons.empty() ? "" : ", ").append(one.reason);
        if (!reasons.empty()) by_reason[reasons].push_back(pod->key().name);
    }
    if (by_reason.empty()) return;
    subject.warnings.push_back("existing pods in namespace \"" + subject.key.name +
                               "\" violate the new PodSecurity enforce level \"" + now.text + "\"");
    for (auto const& [reasons, names] : by_reason) {
        auto const others = names.size() - 1;
        auto const more =
            others == 0 ? "" : " (and " + std::to_string(others) + (others == 1 ? " other pod)" : " other pods)");
        subject.warnings.push_back(names.front() + more + ": " + reasons);
    }
}

Result<> check_namespace(Subject const& subject, json::object const& space, json::object const* old) {
    FieldErrors errors;
    check_labels(space, errors);
    if (!errors.empty()) return errors.error(subject.kind.title, subject.key.name);
    if (!old) return {};
    auto const enforced = [](json::object const& tree) {
        FieldView const metadata(rules::find(tree, "metadata"), "metadata");
        auto const labels = metadata["labels"];
        return policy([&](std::string const& key) { return labels[key].string(); }, "enforce");
    };
    auto const now = enforced(space), before = enforced(*old);
    bool const stricter = now.level > before.level || (now.level == before.level && now.text != before.text);
    if (stricter && now.level != PodSecurityLevel::privileged) warn_of_pods(subject, now);
    return {};
}

}  // namespace

Result<> check_pod_security(Subject const& subject, json::object const& object, json::object const* old) {
    auto const& resource = subject.kind.resource;
    if (resource == "namespaces") return check_namespace(subject, object, old);
    bool const is_pod = resource == "pods";
    auto const path = is_pod ? std::vector<std::string_view>() : template_path(resource);
    if (!is_pod && path.empty()) return {};
    auto const space = subject.get("namespaces", {}, subject.key.namespace_);
    if (!space) return {};
    auto const enforce = is_pod ? policy_of(*space, "enforce") : Policy();
    auto const warn = policy_of(*space, "warn");
    if (enforce.level == PodSecurityLevel::privileged && warn.level == PodSecurityLevel::privileged) return {};

    json::object const* pod = &object;
    for (auto const step : path) {
        auto const* const next = pod->if_contains(step);
        pod = next ? next->if_object() : nullptr;
        if (!pod) return {};
    }
    FieldView const metadata(rules::find(*pod, "metadata"), "metadata"), spec(rules::find(*pod, "spec"), "spec");
    // What was let in once stays in, until something changes that could matter.
    if (is_pod && old) {
        FieldView const before(rules::find(*old, "metadata"), "metadata");
        auto const was = before["annotations"], is = metadata["annotations"];
        if (rules::same(object, *old, "spec") && rules::same(was.json(), is.json())) return {};
    }
    auto const bad = violations(enforce.level, metadata, spec);
    if (!bad.empty()) return subject.forbidden("violates PodSecurity \"" + enforce.text + "\": " + text_of(bad));
    auto const doubtful = violations(warn.level, metadata, spec);
    if (!doubtful.empty())
        subject.warnings.push_back("would violate PodSecurity \"" + warn.text + "\": " + text_of(doubtful));
    return {};
}

}  // namespace keelson::admission
