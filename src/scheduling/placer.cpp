#include "scheduling/placer.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/core_v1.hpp>

#include <algorithm>

namespace keelson::scheduling {
namespace {

// What the kept answers of all shapes may take, and what one slot of one shape takes.
constexpr std::size_t kept_bytes = std::size_t{64} << 20;
constexpr std::size_t bytes_per_slot = 20;
constexpr std::size_t least_kept = 32;

Pod template_of(Pod const& pod) {
    Pod copy = pod;
    ObjectMeta meta;
    meta.namespace_ = std::move(copy.metadata.namespace_);
    meta.labels = std::move(copy.metadata.labels);
    meta.annotations = std::move(copy.metadata.annotations);
    meta.ownerReferences = std::move(copy.metadata.ownerReferences);
    copy.metadata = std::move(meta);
    copy.status = {};
    return copy;
}

/// What PodTopologySpread and InterPodAffinity look at, besides labels and owner.
std::string rules_key(Pod const& pod) {
    std::string key;
    for (auto const& constraint : pod.spec.topologySpreadConstraints) key += encode(constraint);
    if (!pod.spec.affinity) return key;
    key += '/';
    if (pod.spec.affinity->podAffinity) key += encode(*pod.spec.affinity->podAffinity);
    key += '/';
    if (pod.spec.affinity->podAntiAffinity) key += encode(*pod.spec.affinity->podAntiAffinity);
    return key;
}

bool judges_nodes(detail::AnyPlugin const& plugin) {
    auto const& traits = plugin.traits();
    return (traits.filters || traits.scores) && !traits.whole_cluster;
}

}  // namespace

Placer::Placer(std::vector<Profile> profiles) : profiles_(std::move(profiles)) {
    auto const defaults = Profile::defaults();
    for (auto const& profile : profiles_) {
        for (auto const& [plugin, weight] : profile.plugins()) {
            own_plugins_ = own_plugins_ || !defaults.find(plugin->name());
        }
    }
}

Load Placer::load(Pod const& pod, std::shared_ptr<Labels const> labels, std::string const& owner_uid) {
    Load load;
    load.tag = cluster_.tag(pod.metadata.namespace_, std::move(labels), owner_uid);
    load.needs = cluster_.needs(pod);
    load.bearings = cluster_.bearings(pod, *load.tag);
    return load;
}

std::shared_ptr<PodClass> Placer::classify(Pod const& pod, Load load, std::size_t profile) {
    std::string node_key = std::to_string(profile), pod_key;
    bool whole = false, needs = false;
    for (auto const& [plugin, weight] : profiles_[profile].plugins()) {
        auto const& traits = plugin->traits();
        if (!traits.filters && !traits.scores) continue;
        if (traits.needs_only) {
            needs = true;
        } else if (traits.signs) {
            add_to_key(traits.node_only ? node_key : pod_key, plugin->signature(pod));
        } else {
            whole = true;
        }
    }
    if (whole) add_to_key(node_key, encode(template_of(pod)));
    // A class holds its tag, needs and bearings and a shape its needs, so that no other can have their addresses while
    // it lives.
    if (needs) pod_key += std::to_string(reinterpret_cast<std::uintptr_t>(load.needs.get()));
    auto const shape_key = node_key + "|" + pod_key;
    auto key = shape_key + "|" + rules_key(pod);
    for (void const* const part : {static_cast<void const*>(load.tag.get()), static_cast<void const*>(load.needs.get()),
                                   static_cast<void const*>(load.bearings.get())}) {
        key += '@';
        key += std::to_string(reinterpret_cast<std::uintptr_t>(part));
    }
    return classes_.get(key, [&] { return make_class(pod, std::move(load), profile, node_key, shape_key); });
}

std::shared_ptr<PodClass> Placer::make_class(Pod const& pod, Load load, std::size_t profile,
                                             std::string const& node_key, std::string const& shape_key) {
    auto const blank = std::make_shared<Pod const>(template_of(pod));
    auto const ready = [&](bool node_only) {
        std::vector<ReadyPlugin> all;
        for (auto const& [plugin, weight] : profiles_[profile].plugins()) {
            if (!judges_nodes(*plugin) || plugin->traits().node_only != node_only) continue;
            all.push_back({plugin.get(), weight, plugin->prepare(blank, load.needs, cluster_.view())});
        }
        return all;
    };
    auto shape = shapes_.get(shape_key, [&] {
        auto answers = node_answers_.get(node_key, [&] { return std::make_shared<NodeAnswers>(ready(true), blank); });
        return std::make_shared<Shape>(std::move(answers), ready(false), blank);
    });
    auto tag = load.tag;
    auto made =
        std::make_shared<PodClass>(PodClass{.profile = profile,
                                            .load = std::move(load),
                                            .pod = blank,
                                            .shape = std::move(shape),
                                            .rules = PodRules(cluster_, *blank, std::move(tag), profiles_[profile]),
                                            .whole_cluster = {}});
    for (auto const& [plugin, weight] : profiles_[profile].plugins()) {
        if (plugin->traits().whole_cluster) made->whole_cluster.push_back({plugin.get(), weight, nullptr});
    }
    return made;
}

std::optional<Slot> Placer::pick(PodClass& pods, Slot start, WhyNot* why) {
    auto& shape = *pods.shape;
    if (!shape.kept()) limit_memory();
    shape.last_used = ++uses_;
    shape.catch_up(cluster_);
    Rejections rejections;
    std::optional<Slot> found;
    bool const rules = pods.rules.any(cluster_);
    if (!rules && pods.whole_cluster.empty()) {
        found = shape.best(start);
    } else {
        scores_ = shape.scores();
        if (rules) pods.rules.apply(cluster_, *pods.pod, scores_, rejections);
        for (auto const& [plugin, weight, unused] : pods.whole_cluster) {
            auto const prepared = plugin->prepare(pods.pod, pods.load.needs, cluster_.view());
            for (Slot slot = 0; slot < scores_.size(); ++slot) {
                if (scores_[slot] < 0) continue;
                NodeView const node(cluster_.nodes()[slot]);
                auto const verdict = plugin->filter(prepared.get(), node);
                if (verdict.accepted()) {
                    scores_[slot] += weight * plugin->score(prepared.get(), node);
                } else {
                    scores_[slot] = Shape::unfit;
                    rejections.add(cluster_.reasons().add(verdict));
                }
            }
        }
        std::int32_t best = Shape::unfit;
        Slot at = 0;
        auto const look = [&](Slot from, Slot to) {
            for (Slot slot = from; slot < to; ++slot) {
                if (scores_[slot] > best) {
                    best = scores_[slot];
                    at = slot;
                }
            }
        };
        auto const slots = static_cast<Slot>(scores_.size());
        look(std::min(start, slots), slots);
        look(0, std::min(start, slots));
        if (best >= 0) found = at;
    }
    if (found || !why) return found;
    why->nodes = cluster_.node_count();
    why->pods = !rejections.nodes.empty();
    why->rejections = shape.rejections();
    for (ReasonId id = 0; id < rejections.nodes.size(); ++id) {
        if (rejections.nodes[id] > 0) why->rejections.add(id, rejections.nodes[id]);
    }
    why->room = why->pods;
    for (ReasonId id = no_node + 1; id < why->rejections.nodes.size(); ++id) {
        if (why->rejections.nodes[id] > 0 && !cluster_.reasons().for_good(id)) why->room = true;
    }
    // What plug-ins of one's own look at is not known: it may be Pods on the node.
    if (own_plugins_) why->pods = why->room;
    return found;
}

void Placer::limit_memory() {
    auto const most =
        std::max(least_kept, kept_bytes / bytes_per_slot / std::max<std::size_t>(1, cluster_.nodes().size()));
    if (++kept_ <= most) return;
    std::vector<Shape*> kept;
    shapes_.each([&](Shape& shape) {
        if (shape.kept()) kept.push_back(&shape);
    });
    auto const half = kept.size() / 2;
    std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(half), kept.end(),
                     [](Shape const* a, Shape const* b) { return a->last_used < b->last_used; });
    for (std::size_t i = 0; i < half; ++i) kept[i]->drop();
    kept_ = kept.size() - half + 1;
}

Decision Placer::explain(WhyNot const& why) {
    Decision decision;
    decision.nodes = why.nodes;
    for (ReasonId id = no_node + 1; id < why.rejections.nodes.size(); ++id) {
        if (why.rejections.nodes[id] == 0) continue;
        for (auto const& text : cluster_.reasons().texts(id)) {
            auto const found = std::find_if(decision.rejections.begin(), decision.rejections.end(),
                                            [&](auto const& rejection) { return rejection.reason == text; });
            if (found != decision.rejections.end()) {
                found->nodes += why.rejections.nodes[id];
            } else {
                decision.rejections.push_back({text, why.rejections.nodes[id]});
            }
        }
    }
    std::sort(decision.rejections.begin(), decision.rejections.end(),
              [](auto const& a, auto const& b) { return a.reason < b.reason; });
    return decision;
}

}  // namespace keelson::scheduling
