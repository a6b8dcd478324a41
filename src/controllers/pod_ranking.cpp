#include "controllers/pod_ranking.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <bit>

namespace keelson::controllers {
namespace {

// What the index alone decides, the first to go the lowest: assigned to a node, phase, ready.
int coarse_rank(ObjectIndex const& pod) noexcept {
    auto const assigned = pod.node.empty() ? 0 : 1;
    auto const phase = pod.phase == "Running" ? 2 : pod.phase == "Unknown" ? 1 : 0;
    return (assigned * 3 + phase) * 2 + (pod.ready ? 1 : 0);
}

// The order of magnitude, to the base of two, of the time since then. No time at all comes first.
int magnitude(Time since, Time now) noexcept {
    if (since.empty()) return -2;
    auto const age = (now - since).count();
    return age <= 0 ? -1 : std::bit_width(static_cast<std::uint64_t>(age)) - 1;
}

}  // namespace

bool goes_before(PodRank const& a, PodRank const& b, Time now) noexcept {
    if (auto const x = coarse_rank(*a.pod), y = coarse_rank(*b.pod); x != y) return x < y;
    if (a.merit.deletion_cost != b.merit.deletion_cost) return a.merit.deletion_cost < b.merit.deletion_cost;
    if (a.neighbours != b.neighbours) return a.neighbours > b.neighbours;
    // A Pod that is not yet available is ready for a shorter time than one that is, whatever the magnitudes say.
    if (a.available != b.available) return b.available;
    if (a.pod->ready) {
        auto const x = magnitude(a.merit.ready_since, now), y = magnitude(b.merit.ready_since, now);
        if (x != y) return x < y;
    }
    if (a.merit.restarts != b.merit.restarts) return a.merit.restarts > b.merit.restarts;
    if (a.merit.sidecar_restarts != b.merit.sidecar_restarts)
        return a.merit.sidecar_restarts > b.merit.sidecar_restarts;
    if (auto const x = magnitude(a.pod->created, now), y = magnitude(b.pod->created, now); x != y) return x < y;
    return a.pod->uid < b.pod->uid;
}

std::vector<Ref> least_missed(std::vector<Ref> pods, std::size_t count, std::int32_t min_ready_seconds, Time now,
                              CountNeighbours const& count_neighbours) {
    if (count >= pods.size()) return pods;
    if (count == 0) return {};
    auto const coarse = [](Ref const& pod) { return coarse_rank(pod->index()); };
    std::stable_sort(pods.begin(), pods.end(), [&](Ref const& a, Ref const& b) { return coarse(a) < coarse(b); });

    // Whole groups go as they are; only the group that the count cuts through is looked at closely.
    auto const last = coarse(pods[count - 1]);
    auto const same = [&](Ref const& pod) { return coarse(pod) == last; };
    auto const first = std::find_if(pods.begin(), pods.end(), same);
    auto const end = std::find_if_not(first, pods.end(), same);
    if (static_cast<std::size_t>(end - pods.begin()) > count) {
        auto const neighbours = count_neighbours();
        struct Ranked {
            PodRank rank;
            Ref pod;
        };
        std::vector<Ranked> group;
        for (auto at = first; at != end; ++at) {
            PodRank rank{.pod = &(*at)->index(), .merit = merit(**at)};
            if (auto const found = neighbours.find(rank.pod->node); found != neighbours.end())
                rank.neighbours = found->second;
            rank.available = rank.pod->ready && !rank.merit.ready_since.empty() &&
                             rank.merit.ready_since + spec_seconds(min_ready_seconds) <= now;
            group.push_back({std::move(rank), *at});
        }
        std::sort(group.begin(), group.end(),
                  [&](Ranked const& a, Ranked const& b) { return goes_before(a.rank, b.rank, now); });
        std::transform(group.begin(), group.end(), first, [](Ranked& ranked) { return std::move(ranked.pod); });
    }
    pods.resize(count);
    return pods;
}

}  // namespace keelson::controllers
