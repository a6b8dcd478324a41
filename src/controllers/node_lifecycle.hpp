#ifndef KEELSON_CONTROLLERS_NODE_LIFECYCLE_HPP
#define KEELSON_CONTROLLERS_NODE_LIFECYCLE_HPP

#include <keelson/control/controller.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace keelson::controllers {

struct NodeLifecycleOptions {
    /// How long ago a node's last heartbeat was, on a monotonic clock; before its first one, how long it has been
    /// waited for. Nothing: nobody waits for it, and the node is taken at its word. Whoever answers gives every node
    /// a fresh start when this machine was suspended or the control plane stood still.
    std::function<std::optional<Duration>(std::string const& node)> age_of_heartbeat;
    Duration grace = std::chrono::seconds(40);      ///< without a heartbeat a node is unreachable
    std::int64_t default_toleration_seconds = 300;  ///< of Pods that say nothing of failing nodes
    std::int32_t evicted_nodes_a_minute = 6;        ///< nodes whose Pods start to be evicted
    /// With more than this share of the nodes failing, and more than two of them, it is more likely that we cannot
    /// see than that they are gone: eviction of further nodes stops on up to `few_nodes` nodes, and is ten times
    /// slower on more. When all fail, nothing is evicted.
    double failing_share = 0.55;
    std::size_t few_nodes = 50;
};

/// Turns silence into Node conditions, conditions into taints, and NoExecute taints into evictions:
///
/// - no heartbeat within the grace: Ready and the pressure conditions become Unknown; the node's agent takes that
///   back by writing its conditions again when it can;
/// - Ready is not True: taints not-ready or unreachable, NoSchedule at once, NoExecute at the rate of the options, and
///   the node's Pods are no longer Ready; spec.unschedulable and pressure conditions: their NoSchedule taints;
/// - Pods leave when they do not tolerate a NoExecute taint, or no longer.
///
/// The rate is kept by the times in the taints themselves, so that it holds across restarts.
/// https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller
Controller node_lifecycle_controller(NodeLifecycleOptions options);

}  // namespace keelson::controllers

#endif
