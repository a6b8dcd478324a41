#include "controllers/taints.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson::controllers {

namespace {

bool has_default(Taint const& taint) { return taint.key == not_ready_taint || taint.key == unreachable_taint; }

}  // namespace

bool tolerates(Toleration const& toleration, Taint const& taint) noexcept {
    if (!toleration.effect.empty() && toleration.effect != taint.effect) return false;
    if (toleration.operator_ == "Exists") return toleration.key.empty() || toleration.key == taint.key;
    return toleration.key == taint.key && toleration.value == taint.value;
}

std::optional<Time> eviction_time(Pod const& pod, std::vector<Taint> const& taints, std::int64_t default_seconds) {
    std::optional<Time> when;
    for (auto const& taint : taints) {
        if (taint.effect != "NoExecute") continue;
        auto const since = std::max(taint.timeAdded, pod.metadata.creationTimestamp);
        std::optional<std::int64_t> seconds;
        bool tolerated = false;
        bool forever = false;
        for (auto const& toleration : pod.spec.tolerations) {
            if (!tolerates(toleration, taint)) continue;
            tolerated = true;
            if (!toleration.tolerationSeconds) {
                forever = true;
            } else {
                auto const given = std::max<std::int64_t>(0, *toleration.tolerationSeconds);
                seconds = seconds ? std::min(*seconds, given) : given;
            }
        }
        // As in Kubernetes, a limited toleration counts even beside an unlimited one.
        if (tolerated && forever && !seconds) continue;
        if (!tolerated && has_default(taint)) seconds = default_seconds;
        auto const leaves = since + spec_seconds(seconds.value_or(0));
        when = when ? std::min(*when, leaves) : leaves;
    }
    return when;
}

}  // namespace keelson::controllers
