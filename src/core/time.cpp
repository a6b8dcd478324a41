#include <keelson/core/time.hpp>

#include <array>

namespace keelson {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;

constexpr std::int64_t micros_per_second = 1'000'000;

/// Division that rounds towards the past, so that times before 1970 print right.
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::string format(Time time, bool fraction) {
    if (time.empty()) return {};
    auto const seconds = floor_div(time.micros, micros_per_second);
    auto const days = floor_div(seconds, 86'400);
    std::chrono::year_month_day const date{sys_days{std::chrono::days{days}}};
    auto const second_of_day = static_cast<int>(seconds - days * 86'400);
    std::array<char, 27> text;
    auto* end = text.data();
    auto const put = [&end](std::int64_t number, int width, char after) {
        for (auto* at = end + width; at > end; number /= 10) *--at = static_cast<char>('0' + number % 10);
        end += width;
        *end++ = after;
    };
    put(static_cast<int>(date.year()), 4, '-');
    put(static_cast<unsigned>(date.month()), 2, '-');
    put(static_cast<unsigned>(date.day()), 2, 'T');
    put(second_of_day / 3600, 2, ':');
    put(second_of_day / 60 % 60, 2, ':');
    put(second_of_day % 60, 2, fraction ? '.' : 'Z');
    if (fraction) put(time.micros - seconds * micros_per_second, 6, 'Z');
    return {text.data(), end};
}

/// Reads exactly `count` digits from the front of `text`, or fails with -1.
int digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

class SystemClock final : public Clock {
public:
    Instant now() const override { return std::chrono::steady_clock::now(); }
    Time wall() const override {
        return {std::chrono::duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
    }
};

}  // namespace

Time Time::whole_seconds() const noexcept { return {floor_div(micros, micros_per_second) * micros_per_second}; }

std::string format_rfc3339(Time time) { return format(time, false); }
std::string format_rfc3339_micro(Time time) { return format(time, true); }

Result<Time> parse_rfc3339(std::string_view text) {
    auto const whole = text;
    auto const fail = [&] {
        return Error(Errc::invalid,
                     "\"" + std::string(whole) + "\" is not an RFC 3339 time such as 2026-01-31T12:00:00Z");
    };
    int const year = digits(text, 4);
    if (year < 0 || !skip(text, '-')) return fail();
    int const month = digits(text, 2);
    if (month < 0 || !skip(text, '-')) return fail();
    int const day = digits(text, 2);
    if (day < 0 || !(skip(text, 'T') || skip(text, 't') || skip(text, ' '))) return fail();
    int const hour = digits(text, 2);
    if (hour < 0 || hour > 23 || !skip(text, ':')) return fail();
    int const minute = digits(text, 2);
    if (minute < 0 || minute > 59 || !skip(text, ':')) return fail();
    int const second = digits(text, 2);
    if (second < 0 || second > 60) return fail();
    std::int64_t fraction = 0;
    if (skip(text, '.')) {
        std::int64_t unit = micros_per_second / 10;
        std::size_t count = 0;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            fraction += (text.front() - '0') * unit;
            unit /= 10;
            text.remove_prefix(1);
            if (++count > 9) return fail();
        }
        if (count == 0) return fail();
    }
    std::int64_t offset = 0;
    if (!(skip(text, 'Z') || skip(text, 'z'))) {
        if (text.empty() || (text.front() != '+' && text.front() != '-')) return fail();
        int const sign = text.front() == '+' ? 1 : -1;
        text.remove_prefix(1);
        int const hours = digits(text, 2);
        if (hours < 0 || hours > 23 || !skip(text, ':')) return fail();
        int const minutes = digits(text, 2);
        if (minutes < 0 || minutes > 59) return fail();
        offset = sign * (hours * 3600 + minutes * 60);
    }
    if (!text.empty()) return fail();
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return fail();
    auto const days = sys_days{date}.time_since_epoch().count();
    auto const seconds = static_cast<std::int64_t>(days) * 86'400 + hour * 3600 + minute * 60 + second - offset;
    return Time{seconds * micros_per_second + fraction};
}

std::string format_age(Duration age) {
    using namespace std::chrono;
    auto const total = duration_cast<seconds>(age).count();
    if (total < 0) return "<invalid>";
    auto const d = total / 86'400, h = total / 3600, m = total / 60;
    auto const pair = [](std::int64_t big, char const* big_unit, std::int64_t small, char const* small_unit) {
        auto text = std::to_string(big) + big_unit;
        if (small != 0) text += std::to_string(small) + small_unit;
        return text;
    };
    if (total < 120) return std::to_string(total) + "s";
    if (m < 10) return pair(m, "m", total % 60, "s");
    if (m < 180) return std::to_string(m) + "m";
    if (h < 8) return pair(h, "h", m % 60, "m");
    if (h < 48) return std::to_string(h) + "h";
    if (d < 8) return pair(d, "d", h % 24, "h");
    if (d < 730) return std::to_string(d) + "d";
    if (d < 8 * 365) return pair(d / 365, "y", d % 365, "d");
    return std::to_string(d / 365) + "y";
}

std::shared_ptr<Clock const> system_clock() { return std::make_shared<SystemClock>(); }

}  // namespace keelson
