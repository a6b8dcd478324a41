#include "scheduling/shape.hpp"

#include <algorithm>

namespace keelson::scheduling {
namespace {

struct Answer {
    ReasonId reason = fits;
    std::int32_t score = 0;
};

/// The first plug-in that rejects a node says why.
Answer ask(std::vector<ReadyPlugin> const& plugins, NodeView const& node, ReasonTable& reasons) {
    Answer answer;
    for (auto const& [plugin, weight, prepared] : plugins) {
        if (!plugin->traits().filters) continue;
        auto const verdict = plugin->filter(prepared.get(), node);
        if (!verdict.accepted()) return {reasons.add(verdict), Shape::unfit};
    }
    for (auto const& [plugin, weight, prepared] : plugins) {
        if (plugin->traits().scores) answer.score += weight * plugin->score(prepared.get(), node);
    }
    return answer;
}

}  // namespace

void NodeAnswers::catch_up(Cluster& cluster) {
    auto const slots = cluster.nodes().size();
    if (reasons_.size() < slots) {
        reasons_.resize(slots, no_node);
        scores_.resize(slots, 0);
    }
    cluster.node_changes().catch_up(seen_, [&](Slot slot) {
        auto const& state = cluster.nodes()[slot];
        auto const answer = state.node ? ask(plugins_, NodeView(state), cluster.reasons()) : Answer{no_node, 0};
        reasons_[slot] = answer.reason;
        scores_[slot] = answer.score;
    });
}

void NodeAnswers::drop() {
    reasons_ = {};
    scores_ = {};
    seen_ = 0;
}

void Shape::resize(std::size_t slots) {
    rejections_.add(no_node, static_cast<std::uint32_t>(slots - scores_.size()));
    scores_.resize(slots, unfit);
    reasons_.resize(slots, no_node);
    best_.resize((slots + block - 1) / block, unfit);
}

void Shape::catch_up(Cluster& cluster) {
    nodes_->catch_up(cluster);
    if (scores_.size() < cluster.nodes().size()) resize(cluster.nodes().size());
    cluster.changes().catch_up(seen_, [&](Slot slot) { renew(cluster, slot); });
}

void Shape::renew(Cluster& cluster, Slot slot) {
    Answer answer{nodes_->reason(slot), unfit};
    if (answer.reason == fits) {
        answer = ask(plugins_, NodeView(cluster.nodes()[slot]), cluster.reasons());
        if (answer.reason == fits) answer.score += nodes_->score(slot);
    }
    --rejections_.nodes[reasons_[slot]];
    rejections_.add(answer.reason);
    reasons_[slot] = answer.reason;
    auto const before = std::exchange(scores_[slot], answer.score);
    auto& best = best_[slot / block];
    if (answer.score >= best) {
        best = answer.score;
    } else if (before == best) {
        auto const from = slot / block * block;
        auto const to = std::min<std::size_t>(from + block, scores_.size());
        best = *std::max_element(scores_.begin() + from, scores_.begin() + static_cast<std::ptrdiff_t>(to));
    }
}

/// The first slot in [from, to) with this score, or no_slot.
Slot Shape::first_in(Slot from, Slot to, std::int32_t score) const noexcept {
    while (from < to) {
        auto const end = std::min(to, (from / block + 1) * block);
        if (best_[from / block] >= score) {
            for (; from < end; ++from) {
                if (scores_[from] == score) return from;
            }
        }
        from = end;
    }
    return no_slot;
}

std::optional<Slot> Shape::best(Slot start) const noexcept {
    if (best_.empty()) return std::nullopt;
    auto const score = *std::max_element(best_.begin(), best_.end());
    if (score == unfit) return std::nullopt;
    auto const slots = static_cast<Slot>(scores_.size());
    auto const found = first_in(start, slots, score);
    return found != no_slot ? found : first_in(0, start, score);
}

void Shape::drop() {
    scores_ = {};
    reasons_ = {};
    best_ = {};
    rejections_ = {};
    seen_ = 0;
    nodes_->drop();
}

}  // namespace keelson::scheduling
