#include "core/queue_strand.hpp"

namespace keelson {

void QueueStrand::post(std::function<void()> what) {
    bool first = false;
    {
        std::lock_guard const lock(mutex_);
        first = posted_.empty();
        posted_.push_back(std::move(what));
    }
    if (first && wake) wake();
}

bool QueueStrand::run_ready(std::size_t most) {
    turning_ = std::this_thread::get_id();
    std::size_t done = 0;
    while (done < most) {
        std::function<void()> what;
        {
            std::lock_guard const lock(mutex_);
            if (!posted_.empty()) {
                what = std::move(posted_.front());
                posted_.pop_front();
            }
        }
        if (!what) what = timers_.take_due(now());
        if (!what) break;
        what();
        ++done;
    }
    turning_ = std::thread::id{};
    return done != 0;
}

bool QueueStrand::idle() {
    std::lock_guard const lock(mutex_);
    return posted_.empty() && !(timers_.next() && *timers_.next() <= now());
}

void QueueStrand::timer_changed() {
    if (wake && !inside()) wake();
}

}  // namespace keelson
