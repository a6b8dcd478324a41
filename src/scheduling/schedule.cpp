#include "scheduling/placer.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/scheduling/schedule.hpp>

#include <algorithm>
#include <deque>

namespace keelson {
namespace {

std::shared_ptr<Labels const> labels_of(Pod const& pod) {
    return std::make_shared<Labels const>(pod.metadata.labels.begin(), pod.metadata.labels.end());
}

std::string owner_of(Pod const& pod) {
    for (auto const& owner : pod.metadata.ownerReferences) {
        if (owner.controller.value_or(false)) return owner.uid;
    }
    return {};
}

}  // namespace

std::string Decision::message() const {
    if (placed()) return {};
    if (nodes == 0) return "no nodes available to schedule pods";
    std::vector<std::string> parts;
    for (auto const& [reason, count] : rejections) parts.push_back(std::to_string(count) + " " + reason);
    // kube-scheduler sorts the texts, numbers included.
    std::sort(parts.begin(), parts.end());
    std::string text = "0/" + std::to_string(nodes) + " nodes are available";
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? ": " : ", ") + parts[i];
    return text + ".";
}

Decision schedule(Snapshot const& snapshot, Pod const& pod, Profile const& profile) {
    using namespace scheduling;
    Placer placer({profile});
    auto& cluster = placer.cluster();
    for (auto const& node : snapshot.nodes) cluster.set_node(node, true);
    std::deque<PodRecord> placed;
    for (auto const& other : snapshot.pods) {
        if (other->spec.nodeName.empty() || other->status.phase == "Succeeded" || other->status.phase == "Failed") {
            continue;
        }
        auto& record = placed.emplace_back();
        record.key = {other->metadata.namespace_, other->metadata.name};
        record.uid = other->metadata.uid;
        record.priority = other->spec.priority.value_or(0);
        record.terminating = !other->metadata.deletionTimestamp.empty();
        record.load = placer.load(*other, labels_of(*other), owner_of(*other));
        cluster.place(record, other->spec.nodeName);
    }
    auto const pods = placer.classify(pod, placer.load(pod, labels_of(pod), owner_of(pod)), 0);
    WhyNot why;
    if (auto const slot = placer.pick(*pods, 0, &why)) {
        Decision decision;
        decision.node = cluster.node_name(*slot);
        decision.nodes = cluster.node_count();
        return decision;
    }
    return placer.explain(why);
}

}  // namespace keelson
