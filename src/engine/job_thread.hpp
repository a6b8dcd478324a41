#ifndef KEELSON_SRC_ENGINE_JOB_THREAD_HPP
#define KEELSON_SRC_ENGINE_JOB_THREAD_HPP

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace keelson {

/// A thread that runs jobs one after the other. It starts with the first job and takes none of the host's signals.
class JobThread {
public:
    JobThread() = default;
    /// Runs what was asked for, then ends.
    ~JobThread();
    JobThread(JobThread const&) = delete;
    JobThread& operator=(JobThread const&) = delete;

    void run(std::function<void()> job);

private:
    void loop();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace keelson

#endif
