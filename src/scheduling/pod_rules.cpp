#include "scheduling/pod_rules.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace keelson::scheduling {

using plugins::InterPodAffinity;
using plugins::PodTopologySpread;

namespace {

constexpr std::string_view host_key = "kubernetes.io/hostname";
constexpr std::string_view zone_key = "topology.kubernetes.io/zone";

Verdict lacks_label() {
    return Verdict::reject_for_good("node(s) didn't match pod topology spread constraints (missing required label)");
}

}  // namespace

PodRules::PodRules(Cluster& cluster, Pod const& pod, std::shared_ptr<Tag> tag, Profile const& profile)
    : tag_(std::move(tag)) {
    if (auto const* const entry = profile.find(PodTopologySpread::name)) {
        if (auto const* const options = entry->plugin->as<PodTopologySpread>()) {
            spread_weight_ = entry->weight;
            read_spread(cluster, pod, *options);
        }
    }
    if (auto const* const entry = profile.find(InterPodAffinity::name)) {
        if (entry->plugin->as<InterPodAffinity>()) {
            affinity_weight_ = entry->weight;
            uses_affinity_ = true;
            read_affinity(cluster, pod);
        }
    }
    bool const chooses_nodes = !pod.spec.nodeSelector.empty() || (pod.spec.affinity && pod.spec.affinity->nodeAffinity);
    auto const asks = [&](Spread const& spread) {
        return spread.honors_taints || (spread.honors_affinity && chooses_nodes);
    };
    asks_about_nodes_ = std::any_of(hard_.begin(), hard_.end(), asks) || std::any_of(soft_.begin(), soft_.end(), asks);
}

void PodRules::read_spread(Cluster& cluster, Pod const& pod, PodTopologySpread const& options) {
    own_constraints_ = !pod.spec.topologySpreadConstraints.empty();
    for (auto const& constraint : pod.spec.topologySpreadConstraints) {
        Spread spread;
        spread.counter = cluster.counter(PodSet::of(constraint, *tag_));
        spread.topology = cluster.topology(constraint.topologyKey);
        spread.by_host = constraint.topologyKey == host_key;
        spread.most_skew = constraint.maxSkew;
        spread.least_domains = constraint.minDomains.value_or(1);
        spread.self = spread.counter->set.contains(*tag_, cluster.namespaces()) ? 1 : 0;
        spread.honors_affinity = constraint.nodeAffinityPolicy.value_or("Honor") == "Honor";
        spread.honors_taints = constraint.nodeTaintsPolicy.value_or("Ignore") == "Honor";
        (constraint.whenUnsatisfiable == "ScheduleAnyway" ? soft_ : hard_).push_back(std::move(spread));
    }
    if (own_constraints_ || !options.spread_replicas || tag_->owner_uid.empty()) return;
    // kube-scheduler's defaults for a cluster, with the skews that it has there.
    for (auto const& [key, skew] : {std::pair{host_key, 3}, std::pair{zone_key, 5}}) {
        Spread spread;
        spread.counter = cluster.counter(PodSet::of_owner(tag_->owner_uid));
        spread.topology = cluster.topology(std::string(key));
        spread.by_host = key == host_key;
        spread.most_skew = skew;
        soft_.push_back(std::move(spread));
    }
}

void PodRules::read_affinity(Cluster& cluster, Pod const& pod) {
    if (!pod.spec.affinity) return;
    auto const wished = [&](std::vector<WeightedPodAffinityTerm> const& terms, int sign) {
        for (auto const& term : terms) {
            wished_.push_back({cluster.counter(PodSet::of(term.podAffinityTerm, *tag_)),
                               cluster.topology(term.podAffinityTerm.topologyKey), sign * term.weight});
        }
    };
    if (auto const& affinity = pod.spec.affinity->podAffinity) {
        std::vector<PodSet> all;
        for (auto const& term : affinity->requiredDuringSchedulingIgnoredDuringExecution) {
            all.push_back(PodSet::of(term, *tag_));
            drawn_in_.push_back(cluster.topology(term.topologyKey));
        }
        if (!all.empty()) {
            drawn_to_ = cluster.counter(PodSet::of_all(std::move(all)));
            draws_itself_ = drawn_to_->set.contains(*tag_, cluster.namespaces());
        }
        wished(affinity->preferredDuringSchedulingIgnoredDuringExecution, 1);
    }
    if (auto const& affinity = pod.spec.affinity->podAntiAffinity) {
        for (auto const& term : affinity->requiredDuringSchedulingIgnoredDuringExecution) {
            kept_from_.push_back({cluster.counter(PodSet::of(term, *tag_)), cluster.topology(term.topologyKey), 0});
        }
        wished(affinity->preferredDuringSchedulingIgnoredDuringExecution, -1);
    }
}

bool PodRules::any(Cluster& cluster) {
    if (!hard_.empty() || !soft_.empty() || drawn_to_ || !kept_from_.empty() || !wished_.empty()) return true;
    if (!uses_affinity_) return false;
    renew_wishes(cluster);
    return !others_.empty();
}

void PodRules::renew_wishes(Cluster& cluster) {
    if (others_seen_ == cluster.wish_generation()) return;
    others_seen_ = cluster.wish_generation();
    others_.clear();
    cluster.wishes().each_shared([&](std::shared_ptr<Wish> const& wish) {
        if (!wish->set.contains(*tag_, cluster.namespaces())) return;
        others_.push_back({wish, cluster.topology(wish->topology_key)});
    });
}

void PodRules::renew_eligible(Cluster& cluster, Pod const& pod) {
    if (!asks_about_nodes_) return;
    affine_.resize(cluster.nodes().size(), 0);
    tolerated_.resize(cluster.nodes().size(), 0);
    cluster.node_changes().catch_up(eligible_seen_, [&](Slot slot) {
        auto const& state = cluster.nodes()[slot];
        affine_[slot] = state.node && plugins::NodeAffinity{}.filter(pod, NodeView(state)).accepted() ? 1 : 0;
        tolerated_[slot] = state.node && plugins::TaintToleration{}.filter(pod, NodeView(state)).accepted() ? 1 : 0;
    });
}

/// Whether the Pods of a node, and the domain that it stands for, count at all.
bool PodRules::counts_on(Spread const& spread, Slot slot) const noexcept {
    if (!asks_about_nodes_) return true;
    return (!spread.honors_affinity || affine_[slot]) && (!spread.honors_taints || tolerated_[slot]);
}

/// Pods by domain, into sums_.
void PodRules::sum(Counter& counter, Topology& topology, std::size_t slots) {
    counter.grow(slots);
    topology.grow(slots);
    sums_.assign(static_cast<std::size_t>(topology.domains) + 1, 0);
    auto const* const domain = topology.domain.data();
    auto const* const pods = counter.pods.data();
    auto* const sums = sums_.data() + 1;
    for (std::size_t slot = 0; slot < slots; ++slot) sums[domain[slot]] += pods[slot];
    sums_[0] = 0;
}

bool PodRules::labelled(std::vector<Spread> const& spreads, Slot slot) noexcept {
    return std::all_of(spreads.begin(), spreads.end(),
                       [&](Spread const& spread) { return spread.topology->domain[slot] >= 0; });
}

void PodRules::grow(std::vector<Spread>& spreads, std::size_t slots) {
    for (auto& spread : spreads) {
        spread.counter->grow(slots);
        spread.topology->grow(slots);
    }
}

/// Pods by domain, into sums_, of the nodes that count and have all labels that `together` asks for; in present_ the
/// domains that have a candidate. Gives the number of these.
template <class Candidate>
std::size_t PodRules::sum_spread(Spread const& spread, std::vector<Spread> const& together, std::size_t slots,
                                 Candidate const& candidate) {
    auto const domains = static_cast<std::size_t>(spread.topology->domains) + 1;
    sums_.assign(domains, 0);
    present_.assign(domains, 0);
    auto const* const domain = spread.topology->domain.data();
    auto const* const pods = spread.counter->pods.data();
    bool const ask = asks_about_nodes_, others = together.size() > 1;
    for (Slot slot = 0; slot < slots; ++slot) {
        auto const at = static_cast<std::size_t>(domain[slot] + 1);
        present_[at] |= candidate(slot) ? 1 : 0;
        if ((ask && !counts_on(spread, slot)) || (others && !labelled(together, slot))) continue;
        sums_[at] += pods[slot];
    }
    present_[0] = 0;
    sums_[0] = 0;
    return static_cast<std::size_t>(std::count(present_.begin(), present_.end(), 1));
}

void PodRules::apply(Cluster& cluster, Pod const& pod, std::vector<std::int32_t>& scores, Rejections& rejections) {
    renew_eligible(cluster, pod);
    if (uses_affinity_) renew_wishes(cluster);
    if (!hard_.empty()) apply_hard_spread(cluster, scores, rejections);
    if (drawn_to_ || !kept_from_.empty() || !others_.empty()) apply_affinity(cluster, scores, rejections);
    if (!soft_.empty()) apply_soft_spread(scores);
    if (!wished_.empty() || !others_.empty()) apply_wishes(scores);
}

void PodRules::apply_hard_spread(Cluster& cluster, std::vector<std::int32_t>& scores, Rejections& rejections) {
    auto const slots = static_cast<Slot>(scores.size());
    grow(hard_, slots);
    auto const lacking = cluster.reasons().add(lacks_label());
    auto const skewed = cluster.reasons().add(Verdict::reject("node(s) didn't match pod topology spread constraints"));
    for (Slot slot = 0; slot < slots; ++slot) {
        if (scores[slot] < 0 || labelled(hard_, slot)) continue;
        scores[slot] = -1;
        rejections.add(lacking);
    }
    for (auto const& spread : hard_) {
        auto const counted = [&](Slot slot) { return counts_on(spread, slot) && labelled(hard_, slot); };
        auto const domains = sum_spread(spread, hard_, slots, counted);
        auto least = std::numeric_limits<std::int32_t>::max();
        for (std::size_t domain = 1; domain < sums_.size(); ++domain) {
            if (present_[domain]) least = std::min(least, sums_[domain]);
        }
        if (domains < static_cast<std::size_t>(std::max(spread.least_domains, 1))) least = 0;
        auto const* const domain = spread.topology->domain.data();
        auto const* const sums = sums_.data() + 1;
        auto const most = spread.most_skew + least - spread.self;
        for (Slot slot = 0; slot < slots; ++slot) {
            if (scores[slot] < 0 || sums[domain[slot]] <= most) continue;
            scores[slot] = -1;
            rejections.add(skewed);
        }
    }
}

/// kube-scheduler's score: Pods of each domain, weighted by the logarithm of the number of domains, then turned around
/// so that the emptiest gets 100.
void PodRules::apply_soft_spread(std::vector<std::int32_t>& scores) {
    auto const slots = static_cast<Slot>(scores.size());
    grow(soft_, slots);
    constexpr double out = -1e300;  // stays below zero whatever is added
    std::vector<Spread> const none;
    // A node that lacks one of the Pod's own topologies gets nothing; replicas are spread over what labels there are.
    auto const& together = own_constraints_ ? soft_ : none;
    raw_.resize(slots);
    auto* const raw = raw_.data();
    std::size_t candidates = 0;
    for (Slot slot = 0; slot < slots; ++slot) {
        bool const in = scores[slot] >= 0 && (!own_constraints_ || labelled(together, slot));
        raw[slot] = in ? 0 : out;
        candidates += in ? 1 : 0;
    }
    for (auto const& spread : soft_) {
        auto const skew = static_cast<double>(spread.most_skew - 1);
        auto const* const domain = spread.topology->domain.data();
        auto const* const pods = spread.counter->pods.data();
        if (spread.by_host) {
            auto const weight = std::log(static_cast<double>(candidates) + 2);
            for (Slot slot = 0; slot < slots; ++slot) raw[slot] += pods[slot] * weight + skew;
            continue;
        }
        auto const domains = sum_spread(spread, together, slots, [&](Slot slot) { return raw[slot] >= 0; });
        auto const weight = std::log(static_cast<double>(domains) + 2);
        parts_.assign(sums_.size(), 0);
        for (std::size_t i = 1; i < sums_.size(); ++i) parts_[i] = sums_[i] * weight + skew;
        auto const* const parts = parts_.data() + 1;
        for (Slot slot = 0; slot < slots; ++slot) raw[slot] += parts[domain[slot]];
    }
    double least = std::numeric_limits<double>::max(), most = 0;
    for (Slot slot = 0; slot < slots; ++slot) {
        if (raw[slot] < 0) continue;
        raw[slot] = static_cast<double>(static_cast<std::int64_t>(raw[slot] + 0.5));
        least = std::min(least, raw[slot]);
        most = std::max(most, raw[slot]);
    }
    auto const scale = most > 0 ? Score::most / most : 0;
    auto const top = most > 0 ? (most + least) * scale + 1e-9 : Score::most;
    for (Slot slot = 0; slot < slots; ++slot) {
        if (raw[slot] >= 0) scores[slot] += spread_weight_ * static_cast<int>(top - raw[slot] * scale);
    }
}

void PodRules::apply_affinity(Cluster& cluster, std::vector<std::int32_t>& scores, Rejections& rejections) {
    auto const slots = static_cast<Slot>(scores.size());
    // sums_ of a node without the label is 0.
    auto const reject = [&](Topology const& topology, ReasonId why, auto const& unfit) {
        auto const* const domain = topology.domain.data();
        auto const* const sums = sums_.data() + 1;
        for (Slot slot = 0; slot < slots; ++slot) {
            if (scores[slot] < 0 || !unfit(domain[slot], sums[domain[slot]])) continue;
            scores[slot] = -1;
            rejections.add(why);
        }
    };
    if (drawn_to_) {
        auto const why = cluster.reasons().add(Verdict::reject_for_good("node(s) didn't match pod affinity rules"));
        // The first Pod of a set that wants to be together may go anywhere.
        bool const first = drawn_to_->total == 0 && draws_itself_;
        for (auto const& topology : drawn_in_) {
            sum(*drawn_to_, *topology, slots);
            reject(*topology, why,
                   [&](std::int32_t domain, std::int32_t pods) { return domain < 0 || (!first && pods == 0); });
        }
    }
    auto const occupied = [](std::int32_t, std::int32_t pods) { return pods > 0; };
    for (auto const& term : kept_from_) {
        if (term.counter->total == 0) continue;
        sum(*term.counter, *term.topology, slots);
        reject(*term.topology, cluster.reasons().add(Verdict::reject("node(s) didn't match pod anti-affinity rules")),
               occupied);
    }
    for (auto const& other : others_) {
        if (other.wish->kind != Wish::Kind::never_there || other.wish->bearers.total == 0) continue;
        sum(other.wish->bearers, *other.topology, slots);
        reject(*other.topology,
               cluster.reasons().add(Verdict::reject("node(s) didn't satisfy existing pods anti-affinity rules")),
               occupied);
    }
}

void PodRules::apply_wishes(std::vector<std::int32_t>& scores) {
    auto const slots = static_cast<Slot>(scores.size());
    raw_.assign(slots, 0);
    bool any = false;
    auto const add = [&](Counter& counter, Topology& topology, std::int32_t weight) {
        if (counter.total == 0 || weight == 0) return;
        any = true;
        sum(counter, topology, slots);
        auto const* const domain = topology.domain.data();
        auto const* const sums = sums_.data() + 1;
        for (Slot slot = 0; slot < slots; ++slot) raw_[slot] += static_cast<double>(weight) * sums[domain[slot]];
    };
    for (auto const& term : wished_) add(*term.counter, *term.topology, term.weight);
    for (auto const& other : others_) {
        if (other.wish->kind == Wish::Kind::rather_there) {
            add(other.wish->bearers, *other.topology, other.wish->weight);
        }
    }
    if (!any) return;
    auto least = std::numeric_limits<double>::max(), most = std::numeric_limits<double>::lowest();
    for (Slot slot = 0; slot < slots; ++slot) {
        if (scores[slot] < 0) continue;
        least = std::min(least, raw_[slot]);
        most = std::max(most, raw_[slot]);
    }
    if (most <= least) return;
    for (Slot slot = 0; slot < slots; ++slot) {
        if (scores[slot] < 0) continue;
        scores[slot] += affinity_weight_ * static_cast<int>(Score::most * (raw_[slot] - least) / (most - least));
    }
}

}  // namespace keelson::scheduling
