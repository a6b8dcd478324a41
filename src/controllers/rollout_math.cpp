#include "controllers/rollout_math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace keelson::controllers {
namespace {

// How much a ReplicaSet would change if it alone kept its part of the Deployment's limit.
std::int64_t fraction(Share const& share, std::int32_t wanted, std::int32_t surge, std::int32_t current) {
    if (wanted == 0) return -std::int64_t{share.replicas};
    auto const before = share.limit_before != 0 ? share.limit_before : current;
    if (before == 0) return 0;
    auto const exact = static_cast<double>(share.replicas) * (wanted + surge) / before;
    return std::llround(exact) - share.replicas;
}

}  // namespace

bool is_recreate(Deployment const& deployment) noexcept {
    return deployment.spec.strategy && deployment.spec.strategy->type == "Recreate";
}

std::int32_t wanted_replicas(Deployment const& deployment) noexcept {
    return std::max(deployment.spec.replicas.value_or(1), 0);
}

RolloutLimits rolling_limits(std::optional<RollingUpdateDeployment> const& asked, std::int32_t replicas) {
    // Admission has refused what is neither a number nor a percentage; if it slipped through, it counts as zero.
    auto const resolve = [&](std::optional<IntOrString> const& value, bool round_up) {
        auto const number = value.value_or(IntOrString("25%")).of(replicas, round_up);
        return number ? std::max(*number, 0) : 0;
    };
    RolloutLimits limits{.surge = resolve(asked ? asked->maxSurge : std::nullopt, true),
                         .unavailable = resolve(asked ? asked->maxUnavailable : std::nullopt, false)};
    if (limits.surge == 0 && limits.unavailable == 0) limits.unavailable = 1;
    limits.unavailable = std::min(limits.unavailable, replicas);
    limits.surge = std::min(limits.surge, std::numeric_limits<std::int32_t>::max() - replicas);
    return limits;
}

RolloutLimits rollout_limits(Deployment const& deployment) {
    if (is_recreate(deployment)) return {};
    auto const& strategy = deployment.spec.strategy;
    return rolling_limits(strategy ? strategy->rollingUpdate : std::nullopt, wanted_replicas(deployment));
}

std::int32_t grow_newest(std::int32_t newest, std::int64_t total, std::int32_t wanted, std::int32_t surge) noexcept {
    auto const room = std::int64_t{wanted} + surge - total;
    if (room <= 0 || newest >= wanted) return newest;
    return newest + static_cast<std::int32_t>(std::min<std::int64_t>(room, wanted - newest));
}

std::vector<std::int32_t> proportional_sizes(std::vector<Share> const& shares, std::int32_t wanted, std::int32_t surge,
                                             std::int32_t current) {
    std::vector<std::int32_t> sizes;
    std::int64_t total = 0;
    for (auto const& share : shares) {
        sizes.push_back(share.replicas);
        total += share.replicas;
    }
    auto const to_add = (wanted > 0 ? std::int64_t{wanted} + surge : 0) - total;
    if (to_add == 0 || shares.empty()) return sizes;
    std::int64_t added = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i].replicas == 0 || added == to_add) continue;
        auto const part = fraction(shares[i], wanted, surge, current);
        auto const rest = to_add - added;
        auto const change = to_add > 0 ? std::min(part, rest) : std::max(part, rest);
        sizes[i] += static_cast<std::int32_t>(change);
        added += change;
    }
    sizes.front() = static_cast<std::int32_t>(std::max<std::int64_t>(sizes.front() + to_add - added, 0));
    return sizes;
}

std::vector<std::int32_t> shrink_old(std::vector<OldSize> const& old, NewestSize newest, std::int32_t wanted,
                                     std::int32_t unavailable) {
    std::vector<std::int32_t> sizes;
    // Of a ReplicaSet that is about to shrink, more may be available than it keeps. Only what it keeps counts.
    std::int64_t total = newest.replicas, available = std::min(newest.available, newest.replicas);
    auto const newest_unavailable = newest.replicas - available;
    for (auto const& set : old) {
        sizes.push_back(set.replicas);
        total += set.replicas;
        available += std::min(set.available, set.replicas);
    }
    auto const floor = wanted - unavailable;
    // What the newest has not got ready keeps as many of the old from going.
    auto const room = total - floor - newest_unavailable;
    if (room <= 0) return sizes;

    auto broken = room;
    for (std::size_t i = 0; i < old.size(); ++i) {
        auto const change = std::clamp<std::int64_t>(sizes[i] - old[i].available, 0, broken);
        sizes[i] -= static_cast<std::int32_t>(change);
        broken -= change;
    }
    auto spare = std::max<std::int64_t>(available - floor, 0);
    for (auto& size : sizes) {
        auto const change = std::min<std::int64_t>(size, spare);
        size -= static_cast<std::int32_t>(change);
        spare -= change;
    }
    return sizes;
}

}  // namespace keelson::controllers
