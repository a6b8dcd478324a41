#ifndef KEELSON_SRC_HTTP_LOOP_HPP
#define KEELSON_SRC_HTTP_LOOP_HPP

#include "http/call.hpp"
#include "http/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace keelson::http {

class Connection;

/// What all connections of a server share. The numbers are exact, the limits on them are kept to within the number of
/// threads.
struct ServerShared {
    ServerLimits limits;
    Log log;
    std::shared_ptr<Clock const> clock;
    Authenticator authenticator;
    Handler handler;
    decltype(ServerOptions::refused) refused;
    std::atomic<std::size_t> connections{0}, requests{0}, streams{0}, bodies_bytes{0};
    std::atomic<bool> stopping{false};

    std::shared_ptr<TlsContext> tls() const {
        std::lock_guard const lock(tls_mutex_);
        return tls_;
    }
    void set_tls(std::shared_ptr<TlsContext> tls) {
        std::lock_guard const lock(tls_mutex_);
        std::swap(tls_, tls);
    }

    void count_closed() {
        if (--connections > 0) return;
        std::lock_guard const lock(empty_mutex_);
        empty_.notify_all();
    }
    void wait_until_empty(Instant until) {
        std::unique_lock lock(empty_mutex_);
        empty_.wait_until(lock, until, [this] { return connections == 0; });
    }

private:
    mutable std::mutex tls_mutex_;
    std::shared_ptr<TlsContext> tls_;
    std::mutex empty_mutex_;
    std::condition_variable empty_;
};

/// One thread of a server and the connections that live on it.
/// Threading: `notify` and `in_thread` from anywhere; the rest on its thread.
class Loop : public std::enable_shared_from_this<Loop> {
public:
    explicit Loop(std::shared_ptr<ServerShared> shared);
    Result<> start();
    /// Lets go of all connections and ends the thread.
    void join();

    /// The connection gets its turn soon, however often it is notified.
    void notify(std::shared_ptr<Connection> connection);
    [[nodiscard]] bool in_thread() const noexcept { return thread_id_.load() == std::this_thread::get_id(); }
    [[nodiscard]] bool running() const noexcept { return thread_.joinable(); }

    void add(int socket, Peer peer, bool secure);
    void remove(Connection* connection);
    void begin_stop();
    void cut_all();

    boost::asio::io_context& context() noexcept { return context_; }
    ServerShared& shared() noexcept { return *shared_; }
    /// "Date: ...\r\n", made once a second.
    std::string_view date_line();

    // What a connection uses during its turn, so that idle ones need no buffers.
    std::array<char, 64 * 1024> input;
    std::array<char, 16 * 1024> record;
    std::string ciphertext;
    std::vector<Part> parts;

private:
    void run_notified();
    void sweep();
    void arm_sweep();

    std::shared_ptr<ServerShared> shared_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer sweep_timer_;
    bool sweeping_ = false;
    Duration sweep_every_;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
    std::mutex mutex_;
    bool ended_ = false;
    std::vector<std::shared_ptr<Connection>> notified_;
    std::vector<std::shared_ptr<Connection>> turning_;
    std::atomic<std::thread::id> thread_id_{};
    std::thread thread_;
    std::string date_line_;
    std::int64_t date_second_ = -1;
};

}  // namespace keelson::http

#endif
