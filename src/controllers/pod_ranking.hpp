#ifndef KEELSON_CONTROLLERS_POD_RANKING_HPP
#define KEELSON_CONTROLLERS_POD_RANKING_HPP

#include "controllers/pod_state.hpp"

#include <keelson/api/object.hpp>

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace keelson::controllers {

/// What decides which of several replicas is missed least.
struct PodRank {
    ObjectIndex const* pod = nullptr;
    PodMerit merit;
    std::int32_t neighbours = 0;  ///< active Pods of the same purpose on its node
    bool available = false;
};

/// Whether `a` goes before `b`: not assigned to a node, Pending, of unknown phase, not ready, cheaper to delete
/// (pod-deletion-cost), with more siblings on its node, ready for a shorter time, restarted more often, younger.
/// Times count by their order of magnitude, so that not always the youngest goes.
/// https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
[[nodiscard]] bool goes_before(PodRank const& a, PodRank const& b, Time now) noexcept;

/// How many active Pods of the same purpose each node has. Asked for only when it matters.
using CountNeighbours = std::function<std::map<std::string, std::int32_t>()>;

/// The `count` Pods that are missed least, the first to go first. Decodes only those between which the index does
/// not decide.
[[nodiscard]] std::vector<Ref> least_missed(std::vector<Ref> pods, std::size_t count, std::int32_t min_ready_seconds,
                                            Time now, CountNeighbours const& count_neighbours);

}  // namespace keelson::controllers

#endif
