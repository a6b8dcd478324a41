#ifndef KEELSON_SCHEDULING_POD_SET_HPP
#define KEELSON_SCHEDULING_POD_SET_HPP

#include "scheduling/change_log.hpp"

#include <keelson/api/selector.hpp>
#include <keelson/scheduling/plugin.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace keelson {
struct PodAffinityTerm;
struct TopologySpreadConstraint;
}  // namespace keelson

namespace keelson::scheduling {

struct PodRecord;
struct Counter;

using NamespaceLabels = std::map<std::string, Labels>;

/// What Pods are told apart by when others count them: one for all replicas of an owner.
struct Tag {
    std::string namespace_;
    std::shared_ptr<Labels const> labels;
    std::string owner_uid;
    std::vector<PodRecord*> pods;    ///< on nodes
    std::vector<Counter*> counters;  ///< of the sets that it is in
};

/// A set of Pods: those of an owner, or those in some namespaces that all the selectors match.
struct PodSet {
    bool leaving_too = false;    ///< Pods that are on their way out are in it
    std::string owner_uid;       ///< if set, nothing else is looked at
    std::vector<PodSet> all_of;  ///< those in all of these sets; if set, nothing else is looked at
    bool every_namespace = false;
    std::set<std::string> namespaces;
    std::optional<Selector> namespace_selector;
    std::vector<Selector> selectors;

    [[nodiscard]] bool contains(Tag const& tag, NamespaceLabels const& known) const;
    [[nodiscard]] std::string key() const;
    static PodSet of_owner(std::string uid);
    static PodSet of(PodAffinityTerm const& term, Tag const& bearer);
    static PodSet of_all(std::vector<PodSet> sets);
    static PodSet of(TopologySpreadConstraint const& constraint, Tag const& bearer);
};

/// How many Pods of a set are on each node.
struct Counter {
    PodSet set;
    std::vector<std::int32_t> pods;  ///< by slot
    std::int64_t total = 0;
    void grow(std::size_t slots) {
        if (pods.size() < slots) pods.resize(slots, 0);
    }
    void add(Slot slot, std::int32_t by) {
        grow(slot + 1);
        pods[slot] += by;
        total += by;
    }
};

/// What a Pod wishes of Pods that come after it: to stay away from its topology domain, or to come to it.
struct Wish {
    enum class Kind : std::uint8_t { never_there, rather_there };
    Kind kind = Kind::never_there;
    std::int32_t weight = 0;  ///< of rather_there; below zero: rather not
    PodSet set;
    std::string topology_key;
    Counter bearers;  ///< where the Pods that wish it are; its own set is empty
};

/// All wishes of a Pod.
struct Bearings {
    std::vector<std::shared_ptr<Wish>> wishes;
};

/// In which domain of a topology (a zone, a rack, a host) each node is.
struct Topology {
    std::string key;
    std::vector<std::int32_t> domain;  ///< by slot; -1: none
    std::int32_t domains = 0;
    std::unordered_map<std::string, std::int32_t> ids;
    void grow(std::size_t slots) {
        if (domain.size() < slots) domain.resize(slots, -1);
    }
    void set(Slot slot, std::string const* value);
};

}  // namespace keelson::scheduling

#endif
