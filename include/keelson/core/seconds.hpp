#ifndef KEELSON_CORE_SECONDS_HPP
#define KEELSON_CORE_SECONDS_HPP

#include <keelson/core/time.hpp>

#include <algorithm>
#include <limits>

namespace keelson {

/// A number of seconds that stands in an object, as a duration. It is no longer than 32 bits of seconds, 68 years,
/// either way: so it can be added to any time, and a few of them to each other, whatever somebody has written.
[[nodiscard]] constexpr Duration spec_seconds(std::int64_t seconds) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    return std::chrono::seconds(std::clamp(seconds, -most, most));
}

}  // namespace keelson

#endif
