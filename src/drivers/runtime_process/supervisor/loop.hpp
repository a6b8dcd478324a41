#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_LOOP_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_LOOP_HPP

#include "drivers/runtime_process/supervisor/descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

namespace keelson::supervisor {

/// The supervisor's one thread: descriptors that became ready and times that came.
/// Callbacks may add and forget anything, themselves included.
class Loop {
public:
    using Ready = std::function<void(std::uint32_t events)>;
    using Timer = std::uint64_t;  ///< 0 is none

    Loop();

    void watch(int fd, std::uint32_t events, Ready ready);
    void change(int fd, std::uint32_t events);
    void forget(int fd);

    Timer after(std::chrono::nanoseconds delay, std::function<void()> fire);
    void cancel(Timer& timer);

    /// Runs until `stop`. `between` is called after each batch of callbacks.
    void run(std::function<void()> const& between);
    void stop() noexcept { running_ = false; }

private:
    struct Watch {
        std::uint32_t generation;
        std::shared_ptr<Ready> ready;
    };
    using Moment = std::chrono::steady_clock::time_point;

    void fire_due();
    [[nodiscard]] int wait_millis() const;

    Descriptor epoll_;
    std::unordered_map<int, Watch> watches_;
    std::uint32_t generation_ = 0;
    std::map<std::pair<Moment, Timer>, std::function<void()>> timers_;
    std::unordered_map<Timer, Moment> moments_;
    Timer last_timer_ = 0;
    bool running_ = true;
};

}  // namespace keelson::supervisor

#endif
