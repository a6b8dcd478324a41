#ifndef KEELSON_SRC_CORE_AWAITED_HPP
#define KEELSON_SRC_CORE_AWAITED_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace keelson {

/// Where a waiting call gets its answer. The first one counts.
template <class T>
class Awaited {
public:
    void put(Result<T> result) {
        std::lock_guard const lock(mutex_);
        if (!result_) result_.emplace(std::move(result));
        arrived_.notify_all();
    }
    Result<T> take() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [&] { return result_.has_value(); });
        return std::move(*result_);
    }
    /// Nothing: it has not come in that time.
    std::optional<Result<T>> take_within(Duration at_most) {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, at_most, [&] { return result_.has_value(); })) return {};
        return std::move(*result_);
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<Result<T>> result_;
};

}  // namespace keelson

#endif
