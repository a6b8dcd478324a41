#ifndef KEELSON_CONTROLLERS_DEPLOYMENT_STATUS_HPP
#define KEELSON_CONTROLLERS_DEPLOYMENT_STATUS_HPP

#include "controllers/fleet.hpp"

#include <keelson/api/apps_v1.hpp>

#include <optional>
#include <string>

namespace keelson::controllers {

/// Whether a Deployment wants to be told when it makes no progress.
[[nodiscard]] bool has_progress_deadline(Deployment const& deployment) noexcept;

/// The condition "Progressing" with this status and reason, since `now`.
[[nodiscard]] DeploymentCondition progressing(char const* status, char const* reason, std::string message, Time now);

/// Says in the conditions that a Deployment has been paused or resumed: its deadline rests meanwhile.
void note_pause(Deployment const& deployment, std::vector<DeploymentCondition>& conditions, Time now);

/// The counts, and whether enough is available. `before` holds what this reconcile has already decided:
/// conditions and collisionCount.
[[nodiscard]] DeploymentStatus count_replicas(Deployment const& deployment, DeploymentStatus const& before,
                                              Fleet const& fleet, Time now);

/// Whether the rollout has come to its end according to these counts.
[[nodiscard]] bool is_complete(Deployment const& deployment, DeploymentStatus const& status) noexcept;

/// Brings "Progressing" and "ReplicaFailure" up to date in `status`, which count_replicas has made.
void note_progress(Deployment const& deployment, Fleet const& fleet, DeploymentStatus& status, Time now);

/// When to look again whether the deadline has passed; nothing when nothing is awaited.
[[nodiscard]] std::optional<Duration> until_deadline(Deployment const& deployment, DeploymentStatus const& status,
                                                     Time now);

}  // namespace keelson::controllers

#endif
