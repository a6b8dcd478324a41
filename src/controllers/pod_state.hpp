#ifndef KEELSON_CONTROLLERS_POD_STATE_HPP
#define KEELSON_CONTROLLERS_POD_STATE_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/object.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace keelson::controllers {

/// What controllers ask of a Pod. Each question is put to the published index where that knows the answer, so
/// that a thousand Pods are counted without decoding one.

/// Its containers have ended for good.
[[nodiscard]] bool is_finished(std::string_view phase) noexcept;

/// Neither finished nor on its way out: what a ReplicaSet counts as a replica.
[[nodiscard]] bool is_active(ObjectIndex const& pod) noexcept;
[[nodiscard]] bool is_active(Pod const& pod) noexcept;

/// Asked to go, and its containers may still run.
[[nodiscard]] bool is_terminating(ObjectIndex const& pod) noexcept;
[[nodiscard]] bool is_terminating(Pod const& pod) noexcept;

/// The condition "Ready" is "True".
[[nodiscard]] bool is_ready(ObjectIndex const& pod) noexcept;
[[nodiscard]] bool is_ready(Pod const& pod) noexcept;

/// The condition of that type, or null.
[[nodiscard]] PodCondition const* find_condition(Pod const& pod, std::string_view type) noexcept;

/// Since when it is ready; empty when it is not.
[[nodiscard]] Time ready_since(Pod const& pod) noexcept;
/// The same, reading no more than the index for a Pod that is not ready.
[[nodiscard]] Time ready_since(Object const& pod);

/// Ready for at least `min_ready_seconds`. With 0 the index is enough.
[[nodiscard]] bool is_available(Pod const& pod, std::int32_t min_ready_seconds, Time now) noexcept;
[[nodiscard]] bool is_available(Object const& pod, std::int32_t min_ready_seconds, Time now);

/// How long until a Pod that is ready since `since` becomes available if nothing happens to it; nothing when it is
/// not ready or already available.
[[nodiscard]] std::optional<Duration> available_in(Time since, std::int32_t min_ready_seconds, Time now) noexcept;

/// What ranks Pods of one node and phase against each other when some must go.
struct PodMerit {
    std::int32_t deletion_cost = 0;  ///< controller.kubernetes.io/pod-deletion-cost
    std::int32_t restarts = 0;       ///< most restarts of one container
    std::int32_t sidecar_restarts = 0;
    Time ready_since;  ///< empty: not ready
};
/// Reads these few fields and nothing else of the Pod.
[[nodiscard]] PodMerit merit(Object const& pod);

}  // namespace keelson::controllers

#endif
