#ifndef KEELSON_SCHEDULING_POD_RULES_HPP
#define KEELSON_SCHEDULING_POD_RULES_HPP

#include "scheduling/cluster.hpp"
#include "scheduling/reasons.hpp"

#include <keelson/scheduling/profile.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keelson::scheduling {

/// The rules of a kind of Pod about where other Pods are: PodTopologySpread and InterPodAffinity. Pods are counted
/// node by node as they come and go; a decision is a few passes over flat arrays.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
class PodRules {
public:
    PodRules(Cluster& cluster, Pod const& pod, std::shared_ptr<Tag> tag, Profile const& profile);

    /// Whether there is anything to apply, now that other Pods may have made wishes.
    bool any(Cluster& cluster);
    /// Takes nodes out of `scores` (by slot, below zero: not to be used) with the reason why, and adds to the others'.
    void apply(Cluster& cluster, Pod const& pod, std::vector<std::int32_t>& scores, Rejections& rejections);

private:
    struct Spread {
        std::shared_ptr<Counter> counter;
        std::shared_ptr<Topology> topology;
        bool by_host = false;
        std::int32_t most_skew = 1;
        std::int32_t least_domains = 1;
        std::int32_t self = 0;  ///< 1 when the Pod will be counted itself
        bool honors_affinity = true;
        bool honors_taints = false;
    };
    struct Affinity {
        std::shared_ptr<Counter> counter;
        std::shared_ptr<Topology> topology;
        std::int32_t weight = 0;
    };
    struct OthersWish {
        std::shared_ptr<Wish> wish;
        std::shared_ptr<Topology> topology;
    };

    void read_spread(Cluster& cluster, Pod const& pod, plugins::PodTopologySpread const& options);
    void read_affinity(Cluster& cluster, Pod const& pod);
    void renew_wishes(Cluster& cluster);
    void renew_eligible(Cluster& cluster, Pod const& pod);
    [[nodiscard]] bool counts_on(Spread const& spread, Slot slot) const noexcept;
    [[nodiscard]] static bool labelled(std::vector<Spread> const& spreads, Slot slot) noexcept;
    static void grow(std::vector<Spread>& spreads, std::size_t slots);
    void sum(Counter& counter, Topology& topology, std::size_t slots);
    template <class Candidate>
    std::size_t sum_spread(Spread const& spread, std::vector<Spread> const& together, std::size_t slots,
                           Candidate const& candidate);
    void apply_hard_spread(Cluster& cluster, std::vector<std::int32_t>& scores, Rejections& rejections);
    void apply_soft_spread(std::vector<std::int32_t>& scores);
    void apply_affinity(Cluster& cluster, std::vector<std::int32_t>& scores, Rejections& rejections);
    void apply_wishes(std::vector<std::int32_t>& scores);

    std::shared_ptr<Tag> tag_;
    int spread_weight_ = 0;
    int affinity_weight_ = 0;
    bool uses_affinity_ = false;
    bool own_constraints_ = false;  // as opposed to those that spread replicas by default
    std::vector<Spread> hard_;
    std::vector<Spread> soft_;
    std::shared_ptr<Counter> drawn_to_;  // Pods that match all required affinity terms
    bool draws_itself_ = false;
    std::vector<std::shared_ptr<Topology>> drawn_in_;
    std::vector<Affinity> kept_from_;
    std::vector<Affinity> wished_;
    std::vector<OthersWish> others_;
    std::uint64_t others_seen_ = UINT64_MAX;
    bool asks_about_nodes_ = false;
    std::vector<std::uint8_t> affine_, tolerated_;  // by slot: matches node affinity, has no untolerated taint
    std::uint64_t eligible_seen_ = 0;
    // By domain, moved by one: the first is that of nodes that have none.
    std::vector<std::int32_t> sums_;
    std::vector<std::uint8_t> present_;
    std::vector<double> parts_;
    std::vector<double> raw_;  // by slot
};

}  // namespace keelson::scheduling

#endif
