#ifndef KEELSON_SRC_REMOTE_WAITING_HPP
#define KEELSON_SRC_REMOTE_WAITING_HPP

#include <keelson/core/error.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace keelson::remote {

/// Where a waiting call gets its answer.
template <class T>
class Slot {
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

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<Result<T>> result_;
};

}  // namespace keelson::remote

#endif
