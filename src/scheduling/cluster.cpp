#include "scheduling/cluster.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>

namespace keelson::scheduling {
namespace {

Resources allocatable_of(Node const& node) {
    Resources all;
    auto const& amounts = node.status.allocatable.empty() ? node.status.capacity : node.status.allocatable;
    for (auto const& [name, quantity] : amounts) all.set(name, name == "cpu" ? quantity.millis() : quantity.units());
    return all;
}

bool same_taints(std::vector<Taint> const& a, std::vector<Taint> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Taint const& x, Taint const& y) {
        return x.key == y.key && x.value == y.value && x.effect == y.effect;
    });
}

std::string key_of(PodNeeds const& needs) {
    std::string key;
    auto const add = [&](std::int64_t amount) { (key += std::to_string(amount)) += ','; };
    add(needs.requests.cpu_millis);
    add(needs.requests.memory_bytes);
    add(needs.requests.ephemeral_bytes);
    add(needs.scored_cpu_millis);
    add(needs.scored_memory_bytes);
    for (auto const& [name, amount] : needs.requests.others) {
        add_to_key(key, name);
        add(amount);
    }
    for (auto const& port : needs.ports) {
        add_to_key(key, port.ip);
        add_to_key(key, port.protocol);
        add(port.port);
    }
    return key;
}

template <class T>
void take_out(std::vector<T>& from, T const& value) {
    if (auto const found = std::find(from.begin(), from.end(), value); found != from.end()) from.erase(found);
}

}  // namespace

Cluster::Cluster()
    : counters_([this](Counter& counter) { tags_.each([&](Tag& tag) { take_out(tag.counters, &counter); }); }) {}

std::string const& Cluster::node_name(Slot slot) const { return names_[slot]; }

Slot Cluster::slot_of(std::string const& name) {
    auto const [found, added] = slots_.try_emplace(name, no_slot);
    if (!added) return found->second;
    if (free_.empty()) {
        free_.push_back(static_cast<Slot>(nodes_.size()));
        nodes_.emplace_back();
        names_.emplace_back();
    }
    auto const slot = free_.back();
    free_.pop_back();
    names_[slot] = name;
    return found->second = slot;
}

void Cluster::release_if_empty(Slot slot) {
    auto& state = nodes_[slot];
    if (state.node || !state.pods.empty()) return;
    state = {};
    slots_.erase(names_[slot]);
    free_.push_back(slot);
}

void Cluster::set_node(std::shared_ptr<Node const> node, bool every_change) {
    auto const slot = slot_of(node->metadata.name);
    auto& state = nodes_[slot];
    auto allocatable = allocatable_of(*node);
    auto const before = std::exchange(state.node, std::move(node));
    auto const& after = *state.node;
    bool const labels_differ = !before || before->metadata.labels != after.metadata.labels;
    bool const changed = every_change || labels_differ || state.allocatable != allocatable ||
                         before->spec.unschedulable.value_or(false) != after.spec.unschedulable.value_or(false) ||
                         !same_taints(before->spec.taints, after.spec.taints);
    if (!before) ++node_count_;
    if (!changed) return;
    state.allocatable = std::move(allocatable);
    if (labels_differ) {
        topologies_.each([&](Topology& topology) { topology.set(slot, NodeView(state).label(topology.key)); });
    }
    node_changes_.note(slot);
    changes_.note(slot);
    ++events_.nodes;
}

void Cluster::remove_node(std::string const& name) {
    auto const found = slots_.find(name);
    if (found == slots_.end() || !nodes_[found->second].node) return;
    auto const slot = found->second;
    nodes_[slot].node = nullptr;
    nodes_[slot].allocatable = {};
    --node_count_;
    topologies_.each([&](Topology& topology) { topology.set(slot, nullptr); });
    node_changes_.note(slot);
    changes_.note(slot);
    ++events_.nodes;
    release_if_empty(slot);
}

/// Adds a Pod to, or takes it from, all that counts Pods.
void Cluster::count(PodRecord& pod, std::int32_t by) {
    for (auto* const counter : pod.load.tag->counters) {
        if (!pod.terminating || counter->set.leaving_too) counter->add(pod.slot, by);
    }
    if (!pod.load.bearings) return;
    for (auto const& wish : pod.load.bearings->wishes) wish->bearers.add(pod.slot, by);
}

void Cluster::place(PodRecord& pod, Slot slot) {
    auto& state = nodes_[slot];
    pod.slot = slot;
    pod.needs = pod.load.needs;
    pod.labels = pod.load.tag->labels;
    pod.owner_uid = pod.load.tag->owner_uid;
    state.requested += pod.needs->requests;
    state.scored_cpu_millis += pod.needs->scored_cpu_millis;
    state.scored_memory_bytes += pod.needs->scored_memory_bytes;
    state.ports.insert(state.ports.end(), pod.needs->ports.begin(), pod.needs->ports.end());
    state.pods.push_back(&pod);
    auto& siblings = pod.load.tag->pods;
    pod.at_tag = static_cast<std::uint32_t>(siblings.size());
    siblings.push_back(&pod);
    count(pod, 1);
    changes_.note(slot);
    ++events_.comers;
}

void Cluster::lift(PodRecord& pod) {
    auto const slot = pod.slot;
    auto& state = nodes_[slot];
    count(pod, -1);
    state.requested -= pod.needs->requests;
    state.scored_cpu_millis -= pod.needs->scored_cpu_millis;
    state.scored_memory_bytes -= pod.needs->scored_memory_bytes;
    for (auto const& port : pod.needs->ports) take_out(state.ports, port);
    auto const at = std::find(state.pods.begin(), state.pods.end(), &pod);
    *at = state.pods.back();
    state.pods.pop_back();
    auto& siblings = pod.load.tag->pods;
    siblings.back()->at_tag = pod.at_tag;
    siblings[pod.at_tag] = siblings.back();
    siblings.pop_back();
    pod.slot = no_slot;
    changes_.note(slot);
    ++events_.leavers;
}

void Cluster::remove(PodRecord& pod) {
    auto const slot = pod.slot;
    lift(pod);
    release_if_empty(slot);
}

void Cluster::update(PodRecord& pod, Load load, bool terminating) {
    if (pod.load.needs == load.needs && pod.load.tag == load.tag && pod.load.bearings == load.bearings &&
        pod.terminating == terminating) {
        return;
    }
    auto const slot = pod.slot;
    lift(pod);
    pod.load = std::move(load);
    pod.terminating = terminating;
    place(pod, slot);
}

std::shared_ptr<Tag> Cluster::tag(std::string const& namespace_, std::shared_ptr<Labels const> labels,
                                  std::string const& owner_uid) {
    std::string key;
    add_to_key(key, namespace_);
    add_to_key(key, owner_uid);
    for (auto const& [name, value] : *labels) {
        add_to_key(key, name);
        add_to_key(key, value);
    }
    return tags_.get(key, [&] {
        auto made = std::make_shared<Tag>(Tag{namespace_, std::move(labels), owner_uid, {}, {}});
        match(*made);
        return made;
    });
}

void Cluster::match(Tag& tag) {
    counters_.each([&](Counter& counter) {
        if (counter.set.contains(tag, namespaces_)) tag.counters.push_back(&counter);
    });
}

void Cluster::match(Counter& counter) {
    tags_.each([&](Tag& tag) {
        if (!counter.set.contains(tag, namespaces_)) return;
        tag.counters.push_back(&counter);
        for (auto const* const pod : tag.pods) {
            if (!pod->terminating || counter.set.leaving_too) counter.add(pod->slot, 1);
        }
    });
}

std::shared_ptr<Counter> Cluster::counter(PodSet set) {
    auto const key = set.key();
    return counters_.get(key, [&] {
        auto made = std::make_shared<Counter>();
        made->set = std::move(set);
        match(*made);
        return made;
    });
}

std::shared_ptr<PodNeeds const> Cluster::needs(Pod const& pod) {
    auto needs = needs_of(pod);
    auto const key = key_of(needs);
    return needs_.get(key, [&] { return std::make_shared<PodNeeds>(std::move(needs)); });
}

std::shared_ptr<Bearings const> Cluster::bearings(Pod const& pod, Tag const& tag) {
    if (!pod.spec.affinity) return nullptr;
    std::string all;
    std::vector<std::shared_ptr<Wish>> wishes;
    auto const add = [&](Wish::Kind kind, std::int32_t weight, PodAffinityTerm const& term) {
        auto set = PodSet::of(term, tag);
        std::string key = kind == Wish::Kind::never_there ? "never" : std::to_string(weight);
        add_to_key(key, term.topologyKey);
        key += set.key();
        add_to_key(all, key);
        wishes.push_back(wishes_.get(key, [&] {
            ++wish_generation_;
            auto made = std::make_shared<Wish>();
            made->kind = kind;
            made->weight = weight;
            made->set = std::move(set);
            made->topology_key = term.topologyKey;
            return made;
        }));
    };
    if (auto const& affinity = pod.spec.affinity->podAffinity) {
        // A required term draws the Pods that it is about with the weight of kube-scheduler's hardPodAffinityWeight.
        for (auto const& term : affinity->requiredDuringSchedulingIgnoredDuringExecution) {
            add(Wish::Kind::rather_there, 1, term);
        }
        for (auto const& term : affinity->preferredDuringSchedulingIgnoredDuringExecution) {
            add(Wish::Kind::rather_there, term.weight, term.podAffinityTerm);
        }
    }
    if (auto const& affinity = pod.spec.affinity->podAntiAffinity) {
        for (auto const& term : affinity->requiredDuringSchedulingIgnoredDuringExecution) {
            add(Wish::Kind::never_there, 0, term);
        }
        for (auto const& term : affinity->preferredDuringSchedulingIgnoredDuringExecution) {
            add(Wish::Kind::rather_there, -term.weight, term.podAffinityTerm);
        }
    }
    if (wishes.empty()) return nullptr;
    return bearings_.get(all, [&] { return std::make_shared<Bearings>(Bearings{std::move(wishes)}); });
}

std::shared_ptr<Topology> Cluster::topology(std::string const& key) {
    return topologies_.get(key, [&] {
        auto made = std::make_shared<Topology>();
        made->key = key;
        for (Slot slot = 0; slot < nodes_.size(); ++slot) {
            made->set(slot, nodes_[slot].node ? NodeView(nodes_[slot]).label(key) : nullptr);
        }
        return made;
    });
}

void Cluster::set_namespace(std::string const& name, Labels labels) {
    auto const [found, added] = namespaces_.try_emplace(name);
    if (!added && found->second == labels) return;
    found->second = std::move(labels);
    // Sets that choose by these labels are other sets now; few are, and namespaces change seldom.
    counters_.each([&](Counter& counter) {
        tags_.each([&](Tag& tag) { take_out(tag.counters, &counter); });
        counter.pods.clear();
        counter.total = 0;
        match(counter);
    });
    ++wish_generation_;
    ++events_.leavers;
    ++events_.comers;
}

void Cluster::remove_namespace(std::string const& name) { namespaces_.erase(name); }

}  // namespace keelson::scheduling
