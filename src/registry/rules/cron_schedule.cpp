#include "registry/rules/cron_schedule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <vector>

namespace keelson::rules {
namespace {

struct Field {
    int least, most;
    std::span<std::string_view const> names;  ///< of least, least + 1, ...
};

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<Field, 5> fields{{{0, 59, {}}, {0, 23, {}}, {1, 31, {}}, {1, 12, months}, {0, 6, days}}};

std::string lower(std::string_view text) {
    std::string made(text);
    for (auto& c : made) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return made;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && text.front() != '-';
    return whole ? std::optional(value) : std::nullopt;
}

std::optional<int> value_of(std::string_view text, Field const& field) {
    auto const named = std::find(field.names.begin(), field.names.end(), lower(text));
    if (named != field.names.end()) return field.least + static_cast<int>(named - field.names.begin());
    return text.empty() ? std::nullopt : number(text);
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// "5", "1-5", "*/15", "mon-fri/2"
std::string check_range(std::string_view text, Field const& field) {
    auto const steps = split(text, '/');
    if (steps.size() > 2) return "too many slashes: " + quoted(text);
    auto const ends = split(steps[0], '-');
    if (ends.size() > 2) return "too many hyphens: " + quoted(text);
    int from = field.least, to = field.most;
    if (bool const all = ends[0] == "*" || ends[0] == "?"; !all || ends.size() == 2) {
        auto const first = value_of(ends[0], field), last = value_of(ends.back(), field);
        if (!first || !last) return "failed to parse int from " + quoted(first ? ends.back() : ends[0]);
        from = *first;
        to = ends.size() == 2 || steps.size() == 1 ? *last : field.most;
    }
    if (steps.size() == 2) {
        auto const step = steps[1].empty() ? std::nullopt : number(steps[1]);
        if (!step) return "failed to parse int from " + quoted(steps[1]);
        if (*step == 0) return "step of range should be a positive number: " + quoted(text);
    }
    auto const bounds = [&](std::string_view which, int value, std::string_view relation, int bound) {
        return std::string(which) + " of range (" + std::to_string(value) + ") " + std::string(relation) + " (" +
               std::to_string(bound) + "): " + quoted(text);
    };
    if (from < field.least) return bounds("beginning", from, "below minimum", field.least);
    if (to > field.most) return bounds("end", to, "above maximum", field.most);
    if (from > to) return bounds("beginning", from, "beyond end of range", to);
    return {};
}

/// "1h30m": numbers with units.
bool is_duration(std::string_view text) {
    bool any = false;
    while (!text.empty()) {
        auto const digits = std::min(text.find_first_not_of("0123456789."), text.size());
        auto const dots =
            static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), '.'));
        if (digits == 0 || dots > 1 || digits == dots) return false;
        text.remove_prefix(digits);
        std::string_view unit;
        for (std::string_view const known : {"ms", "us", "ns", "h", "m", "s"})
            if (unit.empty() && text.starts_with(known)) unit = known;
        if (unit.empty()) return false;
        text.remove_prefix(unit.size());
        any = true;
    }
    return any;
}

std::string check_descriptor(std::string_view text) {
    for (std::string_view const known :
         {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
        if (text == known) return {};
    constexpr std::string_view every = "@every ";
    if (!text.starts_with(every)) return "unrecognized descriptor: " + std::string(text);
    return is_duration(text.substr(every.size())) ? std::string() : "failed to parse duration " + std::string(text);
}

}  // namespace

std::string check_cron_schedule(std::string_view schedule) {
    if (schedule.empty()) return "empty spec string";
    if (schedule.front() == '@') return check_descriptor(schedule);
    std::vector<std::string_view> given;
    for (auto const part : split(schedule, ' '))
        if (!part.empty()) given.push_back(part);
    if (given.size() != fields.size()) {
        std::string text;
        for (auto const part : given) text.append(text.empty() ? "" : " ").append(part);
        return "expected exactly 5 fields, found " + std::to_string(given.size()) + ": [" + text + "]";
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
        for (auto const range : split(given[i], ','))
            if (auto wrong = check_range(range, fields[i]); !wrong.empty()) return wrong;
    return {};
}

}  // namespace keelson::rules
