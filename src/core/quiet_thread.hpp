#ifndef KEELSON_SRC_CORE_QUIET_THREAD_HPP
#define KEELSON_SRC_CORE_QUIET_THREAD_HPP

#include <csignal>
#include <pthread.h>
#include <thread>
#include <utility>

namespace keelson {

/// Blocks every signal of the calling thread, and of those that it starts, as long as this is there.
class BlockedSignals {
public:
    BlockedSignals() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~BlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    BlockedSignals(BlockedSignals const&) = delete;
    BlockedSignals& operator=(BlockedSignals const&) = delete;

private:
    sigset_t before_;
};

/// Starts a thread that takes none of the host's signals: all of them are blocked in it from its first moment.
/// Throws std::system_error when there can be no more threads.
template <class Body>
std::thread quiet_thread(Body&& body) {
    BlockedSignals const blocked;
    return std::thread(std::forward<Body>(body));
}

}  // namespace keelson

#endif
