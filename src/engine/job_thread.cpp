#include "engine/job_thread.hpp"

#include "core/quiet_thread.hpp"

namespace keelson {

JobThread::~JobThread() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void JobThread::run(std::function<void()> job) {
    {
        std::lock_guard const lock(mutex_);
        jobs_.push_back(std::move(job));
        if (!thread_.joinable()) thread_ = quiet_thread([this] { loop(); });
    }
    wake_.notify_one();
}

void JobThread::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        job = {};
        lock.lock();
    }
}

}  // namespace keelson
