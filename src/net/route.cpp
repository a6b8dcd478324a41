#include "net/route.hpp"

#include <algorithm>

namespace keelson::net {

std::shared_ptr<Backend> AffinityTable::find(boost::asio::ip::address const& client, Instant now,
                                             Duration timeout) const {
    auto const found = by_client_.find(client);
    if (found == by_client_.end() || now - found->second->last >= timeout) return nullptr;
    return found->second->backend.lock();
}

void AffinityTable::put(boost::asio::ip::address const& client, std::shared_ptr<Backend> backend, Instant now) {
    if (auto const found = by_client_.find(client); found != by_client_.end()) {
        by_age_.splice(by_age_.end(), by_age_, found->second);
        found->second->backend = backend;
        found->second->last = now;
        return;
    }
    if (by_client_.size() >= limit) {
        by_client_.erase(by_age_.front().client);
        by_age_.pop_front();
    }
    by_age_.push_back({client, backend, now});
    by_client_.emplace(client, std::prev(by_age_.end()));
}

void AffinityTable::clear() {
    by_client_.clear();
    by_age_.clear();
}

Backends Route::set(Backends backends, std::optional<Duration> affinity) {
    affinity_ = affinity;
    if (!affinity_) affinity_table_.clear();
    for (auto& backend : backends) {
        auto const same = std::find_if(backends_.begin(), backends_.end(),
                                       [&](auto const& old) { return old && old->endpoint == backend->endpoint; });
        if (same != backends_.end()) backend = std::move(*same);
    }
    Backends gone;
    for (auto& old : backends_) {
        if (!old) continue;
        old->listed = false;
        gone.push_back(std::move(old));
    }
    backends_ = std::move(backends);
    return gone;
}

std::shared_ptr<Backend> Route::pick(boost::asio::ip::address const& client, Backends const& tried, Instant now) {
    auto const fits = [&](std::shared_ptr<Backend> const& backend) {
        return backend->eligible() && std::find(tried.begin(), tried.end(), backend) == tried.end();
    };
    std::shared_ptr<Backend> chosen;
    if (affinity_) {
        chosen = affinity_table_.find(client, now, *affinity_);
        if (chosen && !fits(chosen)) chosen = nullptr;
    }
    for (std::size_t i = 0; i < backends_.size() && !chosen; ++i) {
        auto const& candidate = backends_[(turn_ + i) % backends_.size()];
        if (!fits(candidate)) continue;
        chosen = candidate;
        turn_ = (turn_ + i + 1) % backends_.size();
        auto const& other = backends_[next_random() % backends_.size()];
        if (other->open < chosen->open && fits(other)) chosen = other;
    }
    if (affinity_ && chosen) affinity_table_.put(client, chosen, now);
    return chosen;
}

bool Route::any_eligible() const {
    return std::any_of(backends_.begin(), backends_.end(), [](auto const& backend) { return backend->eligible(); });
}

std::uint64_t Route::next_random() {
    // xorshift64 (Marsaglia 2003): enough to choose between two endpoints.
    random_ |= random_ == 0;
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    return random_;
}

}  // namespace keelson::net
