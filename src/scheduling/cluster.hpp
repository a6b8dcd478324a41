#ifndef KEELSON_SCHEDULING_CLUSTER_HPP
#define KEELSON_SCHEDULING_CLUSTER_HPP

#include "scheduling/change_log.hpp"
#include "scheduling/intern.hpp"
#include "scheduling/pod_set.hpp"
#include "scheduling/reasons.hpp"

#include <keelson/scheduling/plugin.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace keelson::scheduling {

/// What a Pod brings along that other Pods' placement depends on.
struct Load {
    std::shared_ptr<PodNeeds const> needs;
    std::shared_ptr<Tag> tag;
    std::shared_ptr<Bearings const> bearings;  ///< its own wishes about other Pods; null: none
};

/// A Pod on a node. Its address is its identity while it is placed.
struct PodRecord : PlacedPod {
    Load load;
    Slot slot = no_slot;
    std::uint32_t at_tag = 0;  ///< where it stands in its tag's list
};

/// The nodes and what is on them, in slots. Whatever follows from a Pod is added when it is placed and taken back
/// when it is removed, at a cost that knows no number of nodes or Pods; nothing is kept that could not be derived from
/// the Nodes and Pods that are there.
class Cluster {
public:
    Cluster();
    Cluster(Cluster const&) = delete;
    Cluster& operator=(Cluster const&) = delete;

    /// Adds a node or takes its new version. `every_change` counts changes that no default plug-in looks at.
    void set_node(std::shared_ptr<Node const> node, bool every_change);
    void remove_node(std::string const& name);
    /// Puts a Pod on a node, known or not.
    void place(PodRecord& pod, Slot slot);
    void place(PodRecord& pod, std::string const& node) { place(pod, slot_of(node)); }
    void remove(PodRecord& pod);
    /// Takes what is new of a placed Pod.
    void update(PodRecord& pod, Load load, bool terminating);
    void set_namespace(std::string const& name, Labels labels);
    void remove_namespace(std::string const& name);

    std::shared_ptr<Tag> tag(std::string const& namespace_, std::shared_ptr<Labels const> labels,
                             std::string const& owner_uid);
    std::shared_ptr<PodNeeds const> needs(Pod const& pod);
    /// Null when the Pod has no such wishes.
    std::shared_ptr<Bearings const> bearings(Pod const& pod, Tag const& tag);
    /// Counts the Pods of a set, node by node, from now on.
    std::shared_ptr<Counter> counter(PodSet set);
    /// The places of nodes in the topology of a label key.
    std::shared_ptr<Topology> topology(std::string const& key);

    [[nodiscard]] std::vector<detail::NodeState> const& nodes() const noexcept { return nodes_; }
    [[nodiscard]] std::size_t node_count() const noexcept { return node_count_; }
    [[nodiscard]] std::string const& node_name(Slot slot) const;
    [[nodiscard]] ClusterView view() const { return ClusterView(nodes_); }
    [[nodiscard]] ChangeLog const& node_changes() const noexcept { return node_changes_; }  ///< of Node objects
    [[nodiscard]] ChangeLog const& changes() const noexcept { return changes_; }  ///< these, and of what is there
    [[nodiscard]] NamespaceLabels const& namespaces() const noexcept { return namespaces_; }
    /// Wishes that placed Pods have about others, each with where its bearers are.
    [[nodiscard]] InternTable<Wish> const& wishes() const noexcept { return wishes_; }
    /// Grows whenever a wish appears.
    [[nodiscard]] std::uint64_t wish_generation() const noexcept { return wish_generation_; }
    ReasonTable& reasons() noexcept { return reasons_; }

    /// How often something happened that may help a Pod that does not fit.
    struct Events {
        std::uint64_t nodes = 0;    ///< a node came or changed
        std::uint64_t leavers = 0;  ///< a Pod left a node, or turned to leave
        std::uint64_t comers = 0;   ///< a Pod came to a node, or has other labels
        friend bool operator==(Events const&, Events const&) = default;
    };
    [[nodiscard]] Events const& events() const noexcept { return events_; }

private:
    Slot slot_of(std::string const& name);
    void release_if_empty(Slot slot);
    void lift(PodRecord& pod);
    void count(PodRecord& pod, std::int32_t by);
    void match(Tag& tag);
    void match(Counter& counter);

    std::vector<detail::NodeState> nodes_;
    std::vector<std::string> names_;
    std::vector<Slot> free_;
    std::unordered_map<std::string, Slot> slots_;
    std::size_t node_count_ = 0;
    ChangeLog node_changes_;
    ChangeLog changes_;
    Events events_;
    NamespaceLabels namespaces_;
    ReasonTable reasons_;
    InternTable<PodNeeds> needs_;
    InternTable<Counter> counters_;
    InternTable<Tag> tags_;
    InternTable<Wish> wishes_;
    InternTable<Bearings> bearings_;
    InternTable<Topology> topologies_;
    std::uint64_t wish_generation_ = 0;
};

}  // namespace keelson::scheduling

#endif
