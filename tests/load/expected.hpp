#ifndef KEELSON_TESTS_LOAD_EXPECTED_HPP
#define KEELSON_TESTS_LOAD_EXPECTED_HPP

#include "registry/watch.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace keelson::load {

constexpr std::size_t shards = 20;
constexpr std::size_t watchers = 100;
constexpr int nowhere = -1;  ///< the shard of what is not there

/// What each twentieth of the objects, those with `shard=N`, goes through.
class Expected {
public:
    using Event = std::pair<std::uint64_t, WatchEvent::Type>;

    /// An object went from one shard to another at this revision.
    void add(std::uint64_t revision, int before, int after) {
        using Type = WatchEvent::Type;
        if (before == after) {
            events_[static_cast<std::size_t>(after)].emplace_back(revision, Type::modified);
            return;
        }
        if (before != nowhere) events_[static_cast<std::size_t>(before)].emplace_back(revision, Type::deleted);
        if (after != nowhere) events_[static_cast<std::size_t>(after)].emplace_back(revision, Type::added);
    }
    void sort() {
        for (auto& some : events_) std::sort(some.begin(), some.end());
    }
    [[nodiscard]] std::vector<Event> const& of(std::size_t shard) const { return events_[shard]; }
    [[nodiscard]] std::size_t total() const {
        std::size_t sum = 0;
        for (auto const& some : events_) sum += some.size();
        return sum;
    }

private:
    std::array<std::vector<Event>, shards> events_;
};

/// What one watcher was told, compared with what he should have been told.
class Told {
public:
    explicit Told(std::size_t shard) : shard_(shard) {}

    void event(std::uint64_t revision, WatchEvent::Type type) { events_.emplace_back(revision, type); }
    /// What came up to this revision is known from a list.
    void listed(std::uint64_t revision) {
        lists_.emplace_back(events_.size(), revision);
        last_ = revision;
    }
    /// How many events are missing, doubled, out of order or of the wrong type.
    [[nodiscard]] std::size_t wrong(Expected const& expected) const {
        auto const& should = expected.of(shard_);
        std::size_t wrong = 0, at = 0, list = 0;
        for (std::size_t i = 0; i <= events_.size(); ++i) {
            for (; list < lists_.size() && lists_[list].first == i; ++list) {
                auto const& revision = lists_[list].second;
                while (at < should.size() && should[at].first <= revision) ++at;
            }
            if (i == events_.size()) break;
            if (at < should.size() && should[at] == events_[i]) {
                ++at;
                continue;
            }
            ++wrong;
            // What is missing is counted once, and the rest compared again from there.
            auto const found = std::lower_bound(should.begin() + static_cast<std::ptrdiff_t>(at), should.end(),
                                                std::pair(events_[i].first, WatchEvent::Type::added));
            if (found == should.end() || found->first != events_[i].first) continue;
            auto const place = static_cast<std::size_t>(found - should.begin());
            wrong += place - at;
            at = place + 1;
        }
        return wrong + should.size() - at;
    }
    [[nodiscard]] std::uint64_t last() const { return events_.empty() ? last_ : std::max(last_, events_.back().first); }
    [[nodiscard]] std::size_t shard() const { return shard_; }
    [[nodiscard]] std::size_t events() const { return events_.size(); }
    [[nodiscard]] std::size_t lists() const { return lists_.size(); }

private:
    std::size_t shard_;
    std::vector<Expected::Event> events_;
    std::vector<std::pair<std::size_t, std::uint64_t>> lists_;  // after so many events, at this revision
    std::uint64_t last_ = 0;
};

/// A figure for the log of the run; no test depends on it.
inline void report(std::string const& name, std::vector<std::pair<std::string, double>> const& values) {
    std::cout << R"({"name":")" << name << '"';
    for (auto const& [key, value] : values) std::cout << ",\"" << key << "\":" << value;
    std::cout << "}" << std::endl;
}

}  // namespace keelson::load

#endif
