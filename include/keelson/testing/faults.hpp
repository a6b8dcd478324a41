#ifndef KEELSON_TESTING_FAULTS_HPP
#define KEELSON_TESTING_FAULTS_HPP

#include <keelson/core/time.hpp>
#include <keelson/store/store.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace keelson::testing {

/// A clock that stands still until it is moved. Threading: one thread.
class ManualClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] Time wall() const override { return wall_; }
    void advance(Duration by) {
        now_ += by;
        // The calendar counts whole microseconds; what is less must add up, or it would fall behind.
        rest_ += by;
        auto const whole = std::chrono::duration_cast<std::chrono::microseconds>(rest_);
        rest_ -= whole;
        wall_ = wall_ + whole;
    }
    /// The calendar jumps; durations do not notice.
    void jump(Duration by) { wall_ = wall_ + by; }

private:
    Instant now_{std::chrono::hours(1)};
    Time wall_{1'770'000'000'000'000};
    Duration rest_{};
};

/// What becomes of a commit.
enum class CommitFault : std::uint8_t {
    none,
    refused,      ///< it fails, and nothing was written
    lost_answer,  ///< it fails, and all was written
};

/// A store that fails as it is told, over another one.
class FaultyStore final : public Store {
public:
    explicit FaultyStore(std::shared_ptr<Store> inner) : inner_(std::move(inner)) {}

    /// The next commits, one after the other, end so.
    void fail_next(CommitFault fault, std::size_t commits = 1) {
        fault_ = fault;
        faults_left_ = commits;
    }
    /// For so many calls, `head` fails too: the medium is gone.
    void lose_medium(std::size_t calls) { head_failures_ = calls; }
    /// Told of every write that was committed.
    std::function<void(Revision, Write const&)> committed;

    Result<Revision> head() override;
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override;
    Result<> commit(Revision first, std::span<Write const> writes) override;
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override;
    Result<> compact(Revision through) override;
    [[nodiscard]] StoreLimits limits() const noexcept override { return inner_->limits(); }

private:
    std::shared_ptr<Store> inner_;
    CommitFault fault_ = CommitFault::none;
    std::size_t faults_left_ = 0;
    std::size_t head_failures_ = 0;
};

}  // namespace keelson::testing

#endif
