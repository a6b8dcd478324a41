#ifndef KEELSON_SRC_HTTP_SNAPSHOTS_HPP
#define KEELSON_SRC_HTTP_SNAPSHOTS_HPP

#include "registry/state.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace keelson::http {

/// The durable state for readers beside the strand, and those older ones that a list has been cut up from.
/// Threading: any thread; `publish` from one at a time.
class Snapshots {
public:
    /// How many lists that were not read to their end are remembered.
    static constexpr std::size_t kept_max = 64;

    void publish(State state);
    [[nodiscard]] State now() const;
    /// Keeps a state for the next page of a list.
    void keep(State state);
    [[nodiscard]] std::optional<State> find(std::uint64_t revision) const;

private:
    mutable std::mutex mutex_;
    State now_;
    std::deque<State> kept_;  // the last used ones at the back
};

}  // namespace keelson::http

#endif
