#include "controllers/job_policy.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson::controllers {

namespace {

FailureVerdict::Action action_named(std::string_view name) noexcept {
    if (name == "FailJob") return FailureVerdict::Action::fail_job;
    if (name == "FailIndex") return FailureVerdict::Action::fail_index;
    if (name == "Ignore") return FailureVerdict::Action::ignore;
    if (name == "Count") return FailureVerdict::Action::count;
    return FailureVerdict::Action::none;
}

ContainerStatus const* matching_container(PodFailurePolicyOnExitCodesRequirement const& wanted, Pod const& pod) {
    auto const matches = [&](ContainerStatus const& container) {
        if (wanted.containerName && *wanted.containerName != container.name) return false;
        if (!container.state || !container.state->terminated) return false;
        auto const code = container.state->terminated->exitCode;
        if (code == 0) return false;
        auto const listed = std::find(wanted.values.begin(), wanted.values.end(), code) != wanted.values.end();
        return wanted.operator_ == "In" ? listed : !listed;
    };
    for (auto const* all : {&pod.status.containerStatuses, &pod.status.initContainerStatuses}) {
        auto const found = std::find_if(all->begin(), all->end(), matches);
        if (found != all->end()) return &*found;
    }
    return nullptr;
}

PodCondition const* matching_condition(std::vector<PodFailurePolicyOnPodConditionsPattern> const& wanted,
                                       Pod const& pod) {
    for (auto const& condition : pod.status.conditions)
        for (auto const& pattern : wanted)
            if (condition.type == pattern.type &&
                condition.status == (pattern.status.empty() ? std::string_view("True") : pattern.status))
                return &condition;
    return nullptr;
}

Time latest_container_end(Pod const& pod) {
    Time latest;
    for (auto const& container : pod.status.containerStatuses)
        if (container.state && container.state->terminated)
            latest = std::max(latest, container.state->terminated->finishedAt);
    return latest;
}

}  // namespace

FailureVerdict judge_failure(JobSpec const& job, Pod const& pod) {
    if (!job.podFailurePolicy) return {};
    auto const& rules = job.podFailurePolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        auto const& rule = rules[i];
        auto const action = action_named(rule.action);
        auto const subject = pod.metadata.namespace_ + "/" + pod.metadata.name;
        auto const which = " matching " + rule.action + " rule at index " + std::to_string(i);
        if (rule.onExitCodes) {
            if (auto const* container = matching_container(*rule.onExitCodes, pod))
                return {action, "Container " + container->name + " for pod " + subject + " failed with exit code " +
                                    std::to_string(container->state->terminated->exitCode) + which};
        } else if (auto const* condition = matching_condition(rule.onPodConditions, pod)) {
            return {action, "Pod " + subject + " has condition " + condition->type + which};
        }
    }
    return {};
}

std::optional<std::size_t> met_success_rule(JobSpec const& job, JobIndexes const& succeeded) {
    if (!job.successPolicy) return std::nullopt;
    auto const& rules = job.successPolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        auto total = succeeded.total();
        auto needed = rules[i].succeededCount;
        if (rules[i].succeededIndexes) {
            auto const wanted = JobIndexes::parse(*rules[i].succeededIndexes, job.completions.value_or(0));
            if (!wanted) continue;
            total = wanted->common(succeeded);
            if (!needed) needed = wanted->total();
        }
        if (needed && total >= *needed) return i;
    }
    return std::nullopt;
}

Time finish_time(Pod const& pod) {
    if (auto const ended = latest_container_end(pod); !ended.empty()) return ended;
    for (auto const& condition : pod.status.conditions)
        if (condition.type == "Ready" && condition.status == "False" && !condition.lastTransitionTime.empty())
            return condition.lastTransitionTime;
    if (auto const& meta = pod.metadata; !meta.deletionTimestamp.empty())
        return meta.deletionTimestamp + -spec_seconds(meta.deletionGracePeriodSeconds.value_or(0));
    return pod.metadata.creationTimestamp;
}

Duration failure_pause(std::int32_t failures) noexcept {
    constexpr Duration first = std::chrono::seconds(10);
    constexpr Duration most = std::chrono::minutes(6);
    if (failures <= 0) return Duration::zero();
    if (failures > 6) return most;
    return std::min<Duration>(most, first * (1 << (failures - 1)));
}

Duration pause_left(std::int32_t failures, Time last_failure, Time now) noexcept {
    auto const pause = failure_pause(failures);
    auto const passed = std::max(Duration::zero(), now - last_failure);
    return passed >= pause ? Duration::zero() : pause - passed;
}

}  // namespace keelson::controllers
