#ifndef KEELSON_SCHEDULING_PLUGINS_HPP
#define KEELSON_SCHEDULING_PLUGINS_HPP

#include <keelson/scheduling/plugin.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// The plug-ins of Profile::defaults(), under the names that kube-scheduler gives them. They use nothing that a
/// plug-in of one's own could not use, but for PodTopologySpread and InterPodAffinity, which the scheduler counts for.
/// https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins
namespace keelson::plugins {

/// No node with `spec.unschedulable`, unless the Pod tolerates node.kubernetes.io/unschedulable:NoSchedule.
struct NodeUnschedulable {
    static constexpr std::string_view name = "NodeUnschedulable";
    static constexpr bool node_only = true;
    [[nodiscard]] Verdict filter(Pod const& pod, NodeView const& node) const;
    [[nodiscard]] std::string signature(Pod const& pod) const;
};

/// Only the node that `spec.nodeName` asks for, for what-ifs about Pods that name one.
struct NodeName {
    static constexpr std::string_view name = "NodeName";
    static constexpr bool node_only = true;
    [[nodiscard]] Verdict filter(Pod const& pod, NodeView const& node) const;
    [[nodiscard]] std::string signature(Pod const& pod) const;
};

/// No node with a NoSchedule or NoExecute taint that the Pod does not tolerate; rather none with a PreferNoSchedule
/// one.
struct TaintToleration {
    static constexpr std::string_view name = "TaintToleration";
    static constexpr bool node_only = true;
    [[nodiscard]] Verdict filter(Pod const& pod, NodeView const& node) const;
    /// 100 without such taints, 25 with one, 14 with two, falling.
    [[nodiscard]] Score score(Pod const& pod, NodeView const& node) const;
    [[nodiscard]] std::string signature(Pod const& pod) const;
};

/// nodeSelector and node affinity.
struct NodeAffinity {
    static constexpr std::string_view name = "NodeAffinity";
    static constexpr bool node_only = true;
    [[nodiscard]] Verdict filter(Pod const& pod, NodeView const& node) const;
    /// The weight of the preferred terms that match, as a share of all.
    [[nodiscard]] Score score(Pod const& pod, NodeView const& node) const;
    [[nodiscard]] std::string signature(Pod const& pod) const;
};

/// No node where a host port that the Pod asks for is taken.
struct NodePorts {
    static constexpr std::string_view name = "NodePorts";
    [[nodiscard]] Verdict filter(PodNeeds const& pod, NodeView const& node) const;
};

enum class Strategy : std::uint8_t {
    least_allocated,  ///< the emptier the better: spreads load
    most_allocated    ///< the fuller the better: packs
};

/// Room for what the Pod requests, in every resource and in the number of Pods.
struct NodeResourcesFit {
    static constexpr std::string_view name = "NodeResourcesFit";
    Strategy strategy = Strategy::least_allocated;
    [[nodiscard]] Verdict filter(PodNeeds const& pod, NodeView const& node) const;
    [[nodiscard]] Score score(PodNeeds const& pod, NodeView const& node) const;
};

/// Rather a node whose CPU and memory will be used to the same degree.
struct NodeResourcesBalancedAllocation {
    static constexpr std::string_view name = "NodeResourcesBalancedAllocation";
    [[nodiscard]] Score score(PodNeeds const& pod, NodeView const& node) const;
};

/// topologySpreadConstraints; for a Pod that has none but has a controller, replicas are spread over hosts and zones.
struct PodTopologySpread {
    static constexpr std::string_view name = "PodTopologySpread";
    bool spread_replicas = true;  ///< for Pods that have no constraints of their own
};

/// Affinity and anti-affinity between Pods.
struct InterPodAffinity {
    static constexpr std::string_view name = "InterPodAffinity";
};

}  // namespace keelson::plugins

#endif
