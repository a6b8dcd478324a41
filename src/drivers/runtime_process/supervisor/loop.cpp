#include "drivers/runtime_process/supervisor/loop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>

namespace keelson::supervisor {

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

void Loop::watch(int fd, std::uint32_t events, Ready ready) {
    auto const generation = ++generation_;
    watches_[fd] = {generation, std::make_shared<Ready>(std::move(ready))};
    // The generation tells an event of a closed descriptor from one of its successor with the same number.
    epoll_event event{.events = events,
                      .data = {.u64 = std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(fd)}};
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

void Loop::change(int fd, std::uint32_t events) {
    auto const found = watches_.find(fd);
    if (found == watches_.end()) return;
    epoll_event event{.events = events,
                      .data = {.u64 = std::uint64_t{found->second.generation} << 32 | static_cast<std::uint32_t>(fd)}};
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Loop::forget(int fd) {
    if (watches_.erase(fd) != 0) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

Loop::Timer Loop::after(std::chrono::nanoseconds delay, std::function<void()> fire) {
    auto const moment = std::chrono::steady_clock::now() + std::max(delay, std::chrono::nanoseconds(0));
    auto const timer = ++last_timer_;
    timers_.emplace(std::pair(moment, timer), std::move(fire));
    moments_.emplace(timer, moment);
    return timer;
}

void Loop::cancel(Timer& timer) {
    auto const found = moments_.find(timer);
    if (found != moments_.end()) {
        timers_.erase({found->second, timer});
        moments_.erase(found);
    }
    timer = 0;
}

void Loop::run(std::function<void()> const& between) {
    while (running_) {
        std::array<epoll_event, 64> events;
        int const count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_millis());
        for (int i = 0; i < count; ++i) {
            auto const key = events[static_cast<std::size_t>(i)].data.u64;
            auto const found = watches_.find(static_cast<int>(key & 0xffffffffU));
            if (found == watches_.end() || found->second.generation != key >> 32) continue;
            auto const ready = found->second.ready;
            (*ready)(events[static_cast<std::size_t>(i)].events);
        }
        fire_due();
        between();
    }
}

void Loop::fire_due() {
    auto const now = std::chrono::steady_clock::now();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        auto node = timers_.extract(timers_.begin());
        moments_.erase(node.key().second);
        node.mapped()();
    }
}

int Loop::wait_millis() const {
    if (timers_.empty()) return -1;
    auto const left = timers_.begin()->first.first - std::chrono::steady_clock::now();
    auto const millis = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::clamp<long long>(millis, 0, 3'600'000));
}

}  // namespace keelson::supervisor
