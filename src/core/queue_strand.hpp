#ifndef KEELSON_SRC_CORE_QUEUE_STRAND_HPP
#define KEELSON_SRC_CORE_QUEUE_STRAND_HPP

#include "core/strand.hpp"

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

namespace keelson {

/// A strand that somebody else turns: a thread of the engine, a host's own loop, or a test that owns the time.
/// Threading: `post` from any thread; turning it from one thread at a time.
class QueueStrand final : public Strand {
public:
    using Strand::Strand;

    void post(std::function<void()> what) override;

    /// Runs what is posted and the timers that are due, at most `most` of them; false when nothing was left to run.
    bool run_ready(std::size_t most = 100'000);
    /// When the first timer is due; nothing: there is none.
    [[nodiscard]] std::optional<Instant> next() const { return timers_.next(); }
    [[nodiscard]] bool idle();
    /// Whether the caller is on the strand now.
    [[nodiscard]] bool inside() const noexcept { return turning_.load() == std::this_thread::get_id(); }

    /// Told, on any thread, when there is something to run or the first timer has changed. Set before use.
    std::function<void()> wake;

private:
    void timer_changed() override;

    std::mutex mutex_;
    std::deque<std::function<void()>> posted_;
    std::atomic<std::thread::id> turning_{};
};

}  // namespace keelson

#endif
