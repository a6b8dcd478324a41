#include "http/snapshots.hpp"

#include <algorithm>

namespace keelson::http {

void Snapshots::publish(State state) {
    std::lock_guard const lock(mutex_);
    std::swap(now_, state);  // the one before ends outside the lock's use by readers as soon as they let go
}

State Snapshots::now() const {
    std::lock_guard const lock(mutex_);
    return now_;
}

void Snapshots::keep(State state) {
    std::lock_guard const lock(mutex_);
    std::erase_if(kept_, [&](State const& other) { return other.revision == state.revision; });
    kept_.push_back(std::move(state));
    if (kept_.size() > kept_max) kept_.pop_front();
}

std::optional<State> Snapshots::find(std::uint64_t revision) const {
    std::lock_guard const lock(mutex_);
    if (now_.revision == revision) return now_;
    auto const found =
        std::find_if(kept_.begin(), kept_.end(), [&](State const& state) { return state.revision == revision; });
    return found == kept_.end() ? std::nullopt : std::optional(*found);
}

}  // namespace keelson::http
