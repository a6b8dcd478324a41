#ifndef KEELSON_SCHEDULING_SCHEDULE_HPP
#define KEELSON_SCHEDULING_SCHEDULE_HPP

#include <keelson/scheduling/profile.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// What a decision is made from. Pods count where their `spec.nodeName` says, unless they have succeeded or failed.
struct Snapshot {
    std::vector<std::shared_ptr<Node const>> nodes;
    std::vector<std::shared_ptr<Pod const>> pods;
};

/// A node, or why there is none.
struct Decision {
    struct Rejection {
        std::string reason;
        std::size_t nodes = 0;  ///< a node with several reasons counts under each
        friend bool operator==(Rejection const&, Rejection const&) = default;
    };
    std::string node;                   ///< empty: none fits
    std::size_t nodes = 0;              ///< how many there are
    std::vector<Rejection> rejections;  ///< why nodes were rejected; empty when the Pod was placed

    [[nodiscard]] bool placed() const noexcept { return !node.empty(); }
    /// "0/5 nodes are available: 1 Insufficient cpu, 4 node(s) were unschedulable.", as kube-scheduler words it;
    /// empty when the Pod was placed.
    [[nodiscard]] std::string message() const;
};

/// Where a Pod would be placed now. A pure function: of nodes that are equally good it takes the first.
Decision schedule(Snapshot const& snapshot, Pod const& pod, Profile const& profile);

}  // namespace keelson

#endif
