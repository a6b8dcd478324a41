#ifndef KEELSON_CONTROLLERS_ROLLOUT_MATH_HPP
#define KEELSON_CONTROLLERS_ROLLOUT_MATH_HPP

#include <keelson/api/apps_v1.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace keelson::controllers {

/// The numbers of a rollout, as Kubernetes computes them.
/// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment

/// How far a Deployment may leave its size while it is rolled out.
struct RolloutLimits {
    std::int32_t surge = 0;        ///< Pods above spec.replicas
    std::int32_t unavailable = 0;  ///< available Pods below spec.replicas
    friend bool operator==(RolloutLimits const&, RolloutLimits const&) = default;
};

/// Percentages of the surge are rounded up, of the unavailable down; both cannot be zero, or nothing would move.
/// Nothing given is 25%. Recreate has no such limits: both are zero.
[[nodiscard]] RolloutLimits rollout_limits(Deployment const& deployment);
[[nodiscard]] RolloutLimits rolling_limits(std::optional<RollingUpdateDeployment> const& asked, std::int32_t replicas);

[[nodiscard]] bool is_recreate(Deployment const& deployment) noexcept;
[[nodiscard]] std::int32_t wanted_replicas(Deployment const& deployment) noexcept;

/// How large the newest ReplicaSet, now of `newest`, may be when all together have `total`.
[[nodiscard]] std::int32_t grow_newest(std::int32_t newest, std::int64_t total, std::int32_t wanted,
                                       std::int32_t surge) noexcept;

/// A ReplicaSet that takes part in proportional scaling.
struct Share {
    std::int32_t replicas = 0;
    std::int32_t limit_before = 0;  ///< the most Pods that its Deployment was allowed when it got this size; 0: unknown
};
/// New sizes for the active ReplicaSets of a Deployment that was resized in the middle of a rollout: each keeps
/// its part of the whole, and what rounding leaves over goes to the first. `shares` are in the order of
/// precedence, the largest first. `current` is the Deployment's status.replicas.
[[nodiscard]] std::vector<std::int32_t> proportional_sizes(std::vector<Share> const& shares, std::int32_t wanted,
                                                           std::int32_t surge, std::int32_t current);

/// An old ReplicaSet in a rollout.
struct OldSize {
    std::int32_t replicas = 0;
    std::int32_t available = 0;  ///< of these, as far as is known
};
/// New sizes for the old ReplicaSets, the oldest first, so that of all the Deployment's Pods at least
/// `wanted - unavailable` stay available: those that are not available go first, whosever they are.
struct NewestSize {
    std::int32_t replicas = 0;
    std::int32_t available = 0;
};
[[nodiscard]] std::vector<std::int32_t> shrink_old(std::vector<OldSize> const& old, NewestSize newest,
                                                   std::int32_t wanted, std::int32_t unavailable);

}  // namespace keelson::controllers

#endif
