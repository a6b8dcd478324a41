#ifndef KEELSON_CONTROLLERS_TAINTS_HPP
#define KEELSON_CONTROLLERS_TAINTS_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/core/time.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace keelson::controllers {

inline constexpr std::string_view not_ready_taint = "node.kubernetes.io/not-ready";
inline constexpr std::string_view unreachable_taint = "node.kubernetes.io/unreachable";
inline constexpr std::string_view unschedulable_taint = "node.kubernetes.io/unschedulable";
inline constexpr std::string_view out_of_service_taint = "node.kubernetes.io/out-of-service";

/// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
[[nodiscard]] bool tolerates(Toleration const& toleration, Taint const& taint) noexcept;

/// When a Pod has to leave a node that has these taints; nothing: it may stay. Only NoExecute counts. A Pod that
/// says nothing of the two taints of a failing node has `default_seconds` from when the taint was added.
[[nodiscard]] std::optional<Time> eviction_time(Pod const& pod, std::vector<Taint> const& taints,
                                                std::int64_t default_seconds);

}  // namespace keelson::controllers

#endif
