#include "core/strand.hpp"

namespace keelson {

TimerQueue::Id TimerQueue::add(Instant when, std::function<void()> what) {
    auto const id = ++last_;
    order_.emplace(when, id);
    timers_.emplace(id, std::make_pair(when, std::move(what)));
    return id;
}

void TimerQueue::cancel(Id id) {
    auto const found = timers_.find(id);
    if (found == timers_.end()) return;
    order_.erase({found->second.first, id});
    timers_.erase(found);
}

std::optional<Instant> TimerQueue::next() const {
    if (order_.empty()) return {};
    return order_.begin()->first;
}

std::function<void()> TimerQueue::take_due(Instant now) {
    if (order_.empty() || order_.begin()->first > now) return {};
    auto const found = timers_.find(order_.begin()->second);
    auto what = std::move(found->second.second);
    timers_.erase(found);
    order_.erase(order_.begin());
    return what;
}

TimerQueue::Id Strand::after(Duration delay, std::function<void()> what) {
    auto const before = timers_.next();
    auto const id = timers_.add(now() + std::max(delay, Duration::zero()), std::move(what));
    if (timers_.next() != before) timer_changed();
    return id;
}

}  // namespace keelson
