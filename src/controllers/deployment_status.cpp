#include "controllers/deployment_status.hpp"

#include "controllers/conditions.hpp"
#include "controllers/rollout_math.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <limits>

namespace keelson::controllers {
namespace {

constexpr char const* progressing_type = "Progressing";
constexpr char const* failure_type = "ReplicaFailure";
constexpr std::string_view completed_reason = "NewReplicaSetAvailable";
constexpr std::string_view timed_out_reason = "ProgressDeadlineExceeded";

/// 'ReplicaSet "web-1" has ...', or the Deployment itself as long as it has none.
std::string about(Deployment const& deployment, Fleet const& fleet, char const* what) {
    auto const* const newest = fleet.newest();
    return (newest ? "ReplicaSet \"" + newest->set().metadata.name : "Deployment \"" + deployment.metadata.name) +
           "\" " + what;
}

bool has_progressed(DeploymentStatus const& before, DeploymentStatus const& now) noexcept {
    return now.updatedReplicas > before.updatedReplicas ||
           now.replicas - now.updatedReplicas < before.replicas - before.updatedReplicas ||
           now.readyReplicas > before.readyReplicas || now.availableReplicas > before.availableReplicas;
}

Duration deadline_of(Deployment const& deployment) noexcept {
    return spec_seconds(deployment.spec.progressDeadlineSeconds.value_or(0));
}

bool has_timed_out(Deployment const& deployment, DeploymentStatus const& status, Time now) noexcept {
    auto const* const condition = find_condition(status.conditions, progressing_type);
    if (!condition || condition->reason == completed_reason) return false;
    if (condition->reason == timed_out_reason) return true;
    return condition->lastUpdateTime + deadline_of(deployment) < now;
}

// Progress is news even if status and reason stay: then only the time of the update changes.
void note_update(std::vector<DeploymentCondition>& conditions, DeploymentCondition wanted) {
    auto const* const current = find_condition(conditions, progressing_type);
    if (current && current->status == wanted.status) wanted.lastTransitionTime = current->lastTransitionTime;
    remove_condition(conditions, progressing_type);
    conditions.push_back(std::move(wanted));
}

void note_failure(Fleet const& fleet, std::vector<DeploymentCondition>& conditions) {
    ReplicaSetCondition const* failure = nullptr;
    auto const look = [&](Member const& member) {
        if (!failure) failure = find_condition(member.set().status.conditions, failure_type);
    };
    if (fleet.newest()) look(*fleet.newest());
    for (auto const& member : fleet.members()) look(member);
    if (!failure) {
        remove_condition(conditions, failure_type);
        return;
    }
    DeploymentCondition condition;
    condition.type = failure->type;
    condition.status = failure->status;
    condition.reason = failure->reason;
    condition.message = failure->message;
    condition.lastTransitionTime = failure->lastTransitionTime;
    condition.lastUpdateTime = failure->lastTransitionTime;
    set_condition(conditions, std::move(condition));
}

}  // namespace

bool has_progress_deadline(Deployment const& deployment) noexcept {
    auto const& seconds = deployment.spec.progressDeadlineSeconds;
    return seconds && *seconds != std::numeric_limits<std::int32_t>::max();
}

DeploymentCondition progressing(char const* status, char const* reason, std::string message, Time now) {
    DeploymentCondition condition;
    condition.type = progressing_type;
    condition.status = status;
    condition.reason = reason;
    condition.message = std::move(message);
    condition.lastUpdateTime = now.whole_seconds();
    condition.lastTransitionTime = condition.lastUpdateTime;
    return condition;
}

void note_pause(Deployment const& deployment, std::vector<DeploymentCondition>& conditions, Time now) {
    if (!has_progress_deadline(deployment)) return;
    auto const* const current = find_condition(conditions, progressing_type);
    if (current && current->reason == timed_out_reason) return;  // that stays to be seen
    auto const noted = current && current->reason == "DeploymentPaused";
    auto const paused = deployment.spec.paused.value_or(false);
    if (paused && !noted)
        set_condition(conditions, progressing("Unknown", "DeploymentPaused", "Deployment is paused", now));
    if (!paused && noted)
        set_condition(conditions, progressing("Unknown", "DeploymentResumed", "Deployment is resumed", now));
}

DeploymentStatus count_replicas(Deployment const& deployment, DeploymentStatus const& before, Fleet const& fleet,
                                Time now) {
    auto status = before;
    status.observedGeneration = deployment.metadata.generation.value_or(0);
    status.replicas = status.readyReplicas = status.availableReplicas = 0;
    std::int32_t terminating = 0;
    bool terminating_known = true;
    for (auto const& member : fleet.members()) {
        auto const& set = member.set().status;
        status.replicas += set.replicas;
        status.readyReplicas += set.readyReplicas;
        status.availableReplicas += set.availableReplicas;
        terminating += set.terminatingReplicas.value_or(0);
        // One that its own controller has not looked at yet has no Pods.
        if (!set.terminatingReplicas && set.replicas > 0) terminating_known = false;
    }
    status.terminatingReplicas = terminating_known ? std::optional(terminating) : std::nullopt;
    status.updatedReplicas = fleet.newest() ? fleet.newest()->set().status.replicas : 0;
    status.unavailableReplicas =
        static_cast<std::int32_t>(std::max<std::int64_t>(fleet.total_replicas() - status.availableReplicas, 0));

    DeploymentCondition condition;
    condition.type = "Available";
    auto const enough =
        status.availableReplicas >= wanted_replicas(deployment) - rollout_limits(deployment).unavailable;
    condition.status = enough ? "True" : "False";
    condition.reason = enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
    condition.message =
        enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.";
    condition.lastUpdateTime = condition.lastTransitionTime = now.whole_seconds();
    set_condition(status.conditions, std::move(condition));
    return status;
}

bool is_complete(Deployment const& deployment, DeploymentStatus const& status) noexcept {
    auto const wanted = wanted_replicas(deployment);
    return status.updatedReplicas == wanted && status.replicas == wanted && status.availableReplicas == wanted &&
           status.observedGeneration >= deployment.metadata.generation.value_or(0);
}

void note_progress(Deployment const& deployment, Fleet const& fleet, DeploymentStatus& status, Time now) {
    auto& conditions = status.conditions;
    if (!has_progress_deadline(deployment)) {
        remove_condition(conditions, progressing_type);
    } else {
        auto const* const current = find_condition(conditions, progressing_type);
        // Once it has come to its end, Pods that come and go are no rollout any more.
        auto const ended = current && current->reason == completed_reason && status.replicas == status.updatedReplicas;
        if (ended) {
        } else if (is_complete(deployment, status)) {
            set_condition(conditions, progressing("True", "NewReplicaSetAvailable",
                                                  about(deployment, fleet, "has successfully progressed."), now));
        } else if (has_progressed(deployment.status, status)) {
            note_update(conditions,
                        progressing("True", "ReplicaSetUpdated", about(deployment, fleet, "is progressing."), now));
        } else if (has_timed_out(deployment, status, now)) {
            set_condition(conditions, progressing("False", "ProgressDeadlineExceeded",
                                                  about(deployment, fleet, "has timed out progressing."), now));
        }
    }
    note_failure(fleet, conditions);
}

std::optional<Duration> until_deadline(Deployment const& deployment, DeploymentStatus const& status, Time now) {
    if (!has_progress_deadline(deployment) || is_complete(deployment, status)) return std::nullopt;
    auto const* const current = find_condition(status.conditions, progressing_type);
    if (!current || current->reason == timed_out_reason || current->reason == completed_reason) return std::nullopt;
    // Times in conditions are whole seconds: a second later the deadline has surely passed.
    return std::max<Duration>(current->lastUpdateTime + deadline_of(deployment) - now + std::chrono::seconds(1),
                              std::chrono::milliseconds(1));
}

}  // namespace keelson::controllers
