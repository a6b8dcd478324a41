#ifndef KEELSON_NODE_BACK_OFF_HPP
#define KEELSON_NODE_BACK_OFF_HPP

#include <keelson/core/time.hpp>

#include <algorithm>
#include <string>

namespace keelson {

/// A delay that doubles with each failure: what is tried again, and when.
struct BackOff {
    Duration first;
    Duration most;
    Duration current{};  ///< zero: nothing has failed
    Instant until{};

    /// One more failure at `now`.
    void fail(Instant now) {
        current = current == Duration::zero() ? first : std::min(current * 2, most);
        until = now + current;
    }
    void reset() {
        current = Duration::zero();
        until = {};
    }
    [[nodiscard]] bool over(Instant now) const { return now >= until; }
};

/// A duration as Go prints it, and so as it stands in a kubelet's messages: "10s", "1m20s", "5m0s".
std::string format_go_duration(Duration duration);

}  // namespace keelson

#endif
