#ifndef KEELSON_SRC_CORE_STRAND_HPP
#define KEELSON_SRC_CORE_STRAND_HPP

#include <keelson/core/entropy.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

namespace keelson {

/// Timers of one engine, run in order of time and, within one time, in the order that they were set.
class TimerQueue {
public:
    using Id = std::uint64_t;  ///< never 0

    Id add(Instant when, std::function<void()> what);
    void cancel(Id id);
    [[nodiscard]] std::optional<Instant> next() const;
    /// Takes the first timer that is due at `now`; empty when there is none.
    std::function<void()> take_due(Instant now);

private:
    std::set<std::pair<Instant, Id>> order_;
    std::unordered_map<Id, std::pair<Instant, std::function<void()>>> timers_;
    Id last_ = 0;
};

/// What the components of an engine share: its one control strand, its time and its chance.
/// Threading: `post` from any thread; the rest on the strand only.
class Strand {
public:
    Strand(std::shared_ptr<Clock const> clock, std::shared_ptr<Entropy> entropy, Log log)
        : clock_(std::move(clock)), entropy_(std::move(entropy)), log_(std::move(log)) {}
    virtual ~Strand() = default;

    /// Runs `what` on the strand, after what was posted before. Never from within this call.
    virtual void post(std::function<void()> what) = 0;

    TimerQueue::Id after(Duration delay, std::function<void()> what);
    void cancel(TimerQueue::Id id) { timers_.cancel(id); }

    [[nodiscard]] Instant now() const { return clock_->now(); }
    [[nodiscard]] Time wall() const { return clock_->wall(); }
    [[nodiscard]] std::shared_ptr<Clock const> const& clock() const { return clock_; }
    [[nodiscard]] std::shared_ptr<Entropy> const& entropy() const { return entropy_; }
    [[nodiscard]] Log const& log() const { return log_; }

protected:
    /// Called when the first timer has changed, so that the rim can set its alarm.
    virtual void timer_changed() = 0;
    TimerQueue timers_;

private:
    std::shared_ptr<Clock const> clock_;
    std::shared_ptr<Entropy> entropy_;
    Log log_;
};

}  // namespace keelson

#endif
