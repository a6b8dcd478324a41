#include "controllers/job_indexes.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keelson::controllers {

namespace {

std::optional<std::int32_t> number(std::string_view text) {
    std::int32_t value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

Result<JobIndexes> JobIndexes::parse(std::string_view text, std::int32_t limit) {
    JobIndexes result;
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        auto const part = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        auto const dash = part.find('-');
        auto const first = number(part.substr(0, dash));
        auto const last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
        if (!first || !last || *last < *first) return Error(Errc::invalid, "no range of indexes: " + std::string(part));
        if (!result.ranges_.empty() && *first <= result.ranges_.back().last)
            return Error(Errc::invalid, "indexes must ascend: " + std::string(part));
        if (*first < limit) result.add_range({*first, std::min(*last, limit - 1)});
    }
    return result;
}

void JobIndexes::add_range(Range range) {
    if (!ranges_.empty() && range.first <= ranges_.back().last + 1) {
        ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
        ranges_.push_back(range);
    }
}

void JobIndexes::add(std::vector<std::int32_t> indexes) {
    std::sort(indexes.begin(), indexes.end());
    auto const old = std::exchange(ranges_, {});
    auto range = old.begin();
    for (auto const index : indexes) {
        while (range != old.end() && range->first <= index) add_range(*range++);
        add_range({index, index});
    }
    while (range != old.end()) add_range(*range++);
}

bool JobIndexes::contains(std::int32_t index) const noexcept {
    auto const after = std::upper_bound(ranges_.begin(), ranges_.end(), index,
                                        [](std::int32_t wanted, Range const& range) { return wanted < range.first; });
    return after != ranges_.begin() && index <= std::prev(after)->last;
}

std::int32_t JobIndexes::total() const noexcept {
    std::int32_t sum = 0;
    for (auto const& range : ranges_) sum += range.last - range.first + 1;
    return sum;
}

std::int32_t JobIndexes::common(JobIndexes const& other) const noexcept {
    std::int32_t sum = 0;
    auto theirs = other.ranges_.begin();
    for (auto const& ours : ranges_) {
        while (theirs != other.ranges_.end() && theirs->last < ours.first) ++theirs;
        for (auto each = theirs; each != other.ranges_.end() && each->first <= ours.last; ++each)
            sum += std::min(ours.last, each->last) - std::max(ours.first, each->first) + 1;
    }
    return sum;
}

std::string JobIndexes::text() const {
    std::string text;
    for (auto const& range : ranges_) {
        if (!text.empty()) text += ',';
        text += std::to_string(range.first);
        // Kubernetes writes a range of two as two numbers.
        if (range.last == range.first + 1) text += ',' + std::to_string(range.last);
        if (range.last > range.first + 1) text += '-' + std::to_string(range.last);
    }
    return text;
}

}  // namespace keelson::controllers
