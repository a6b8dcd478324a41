#ifndef KEELSON_CORE_TIME_HPP
#define KEELSON_CORE_TIME_HPP

#include <keelson/core/error.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace keelson {

using Duration = std::chrono::nanoseconds;

/// A point on a monotonic clock. Waits and time-outs are measured with it, never with the calendar.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// A calendar time in UTC, to the microsecond: what objects carry in their timestamps.
/// The default value is "no time" and prints as an empty string.
struct Time {
    std::int64_t micros = 0;  ///< since 1970-01-01T00:00:00Z

    [[nodiscard]] bool empty() const noexcept { return micros == 0; }
    friend auto operator<=>(Time const&, Time const&) = default;
    friend Time operator+(Time t, Duration d) noexcept {
        return {t.micros + std::chrono::duration_cast<std::chrono::microseconds>(d).count()};
    }
    friend Duration operator-(Time a, Time b) noexcept { return std::chrono::microseconds(a.micros - b.micros); }
    /// The same time with the fraction of its second cut off, as `Time` fields of objects are stored.
    [[nodiscard]] Time whole_seconds() const noexcept;
};

/// The same, in the fields that Kubernetes prints with six digits of fraction (Lease, Event).
struct MicroTime {
    Time time;
    friend auto operator<=>(MicroTime const&, MicroTime const&) = default;
};

/// "2026-01-31T12:00:00Z".
std::string format_rfc3339(Time time);
/// "2026-01-31T12:00:00.000000Z".
std::string format_rfc3339_micro(Time time);
/// Reads RFC 3339 with any offset and up to nine digits of fraction.
Result<Time> parse_rfc3339(std::string_view text);

/// The age of something the way `kubectl` prints it: "5s", "3m12s", "2d4h".
std::string format_age(Duration age);

/// Where an engine gets its time from. Nothing in Keelson asks the system for the time on its own.
/// Threading: both functions may be called from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    /// Monotonic time, for durations.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Calendar time, for timestamps only.
    [[nodiscard]] virtual Time wall() const = 0;
};

/// The clocks of this machine.
std::shared_ptr<Clock const> system_clock();

}  // namespace keelson

#endif
