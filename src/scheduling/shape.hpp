#ifndef KEELSON_SCHEDULING_SHAPE_HPP
#define KEELSON_SCHEDULING_SHAPE_HPP

#include "scheduling/cluster.hpp"
#include "scheduling/reasons.hpp"

#include <keelson/scheduling/profile.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::scheduling {

/// A plug-in together with what it found out about a kind of Pod.
struct ReadyPlugin {
    detail::AnyPlugin const* plugin = nullptr;
    int weight = 1;
    std::shared_ptr<void const> prepared;
};

/// What the plug-ins that look at Node objects alone say about each node for Pods of one kind.
class NodeAnswers {
public:
    NodeAnswers(std::vector<ReadyPlugin> plugins, std::shared_ptr<Pod const> pod)
        : plugins_(std::move(plugins)), pod_(std::move(pod)) {}
    void catch_up(Cluster& cluster);
    void drop();
    [[nodiscard]] ReasonId reason(Slot slot) const noexcept { return reasons_[slot]; }
    [[nodiscard]] std::int32_t score(Slot slot) const noexcept { return scores_[slot]; }

private:
    std::vector<ReadyPlugin> plugins_;
    std::shared_ptr<Pod const> pod_;
    std::vector<ReasonId> reasons_;     // by slot
    std::vector<std::int32_t> scores_;  // by slot
    std::uint64_t seen_ = 0;
};

/// What all plug-ins that judge a node by itself say about each node for Pods of one kind: the reason why not, or the
/// score. Only nodes that changed are asked about again, so that it is as exact as asking about all.
class Shape {
public:
    static constexpr std::int32_t unfit = -1;

    Shape(std::shared_ptr<NodeAnswers> nodes, std::vector<ReadyPlugin> plugins, std::shared_ptr<Pod const> pod)
        : nodes_(std::move(nodes)), plugins_(std::move(plugins)), pod_(std::move(pod)) {}

    void catch_up(Cluster& cluster);
    /// The best node; of equals the first from `start` on. Only after catch_up.
    [[nodiscard]] std::optional<Slot> best(Slot start) const noexcept;
    /// By slot; `unfit` where the Pod may not go.
    [[nodiscard]] std::vector<std::int32_t> const& scores() const noexcept { return scores_; }
    [[nodiscard]] Rejections const& rejections() const noexcept { return rejections_; }
    [[nodiscard]] Pod const& pod() const noexcept { return *pod_; }
    /// Forgets the answers, to be found out again when they are needed.
    void drop();
    [[nodiscard]] bool kept() const noexcept { return !scores_.empty(); }
    std::uint64_t last_used = 0;

private:
    static constexpr Slot block = 64;
    void resize(std::size_t slots);
    void renew(Cluster& cluster, Slot slot);
    [[nodiscard]] Slot first_in(Slot from, Slot to, std::int32_t score) const noexcept;

    std::shared_ptr<NodeAnswers> nodes_;
    std::vector<ReadyPlugin> plugins_;
    std::shared_ptr<Pod const> pod_;
    std::vector<std::int32_t> scores_;  // by slot
    std::vector<ReasonId> reasons_;     // by slot
    std::vector<std::int32_t> best_;    // of each block of slots
    Rejections rejections_;
    std::uint64_t seen_ = 0;
};

}  // namespace keelson::scheduling

#endif
