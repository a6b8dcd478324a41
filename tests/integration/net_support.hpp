#ifndef KEELSON_TESTS_INTEGRATION_NET_SUPPORT_HPP
#define KEELSON_TESTS_INTEGRATION_NET_SUPPORT_HPP

#include "net/balancer.hpp"
#include "net/io_thread.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <set>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace net_test {

using namespace std::chrono_literals;
using keelson::net::Balancer;
using keelson::net::Drained;
using keelson::net::Endpoint;
using keelson::net::Listening;
using keelson::net::ServicePort;

/// Nothing on loopback takes this long unless it hangs.
constexpr auto patience = 10s;

inline sockaddr_in address_of(std::string const& ip, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, ip.c_str(), &address.sin_addr);
    return address;
}

inline bool send_all(int fd, std::string_view data) {
    while (!data.empty()) {
        auto const n = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

/// Reads messages with a Content-Length, or without a body, off a socket.
class Reader {
public:
    explicit Reader(int fd) : fd_(fd) {}

    /// Head and body; nothing when the stream has ended before.
    std::optional<std::string> message(bool with_body = true) {
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return std::nullopt;
        }
        end += 4;
        auto const length = buffer_.find("Content-Length: ");
        if (with_body && length < end) end += std::stoul(buffer_.substr(length + 16));
        return exactly(end);
    }

    std::optional<std::string> exactly(std::size_t size) {
        while (buffer_.size() < size) {
            if (!more()) return std::nullopt;
        }
        auto result = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return result;
    }

    std::string until_end() {
        while (more()) {
        }
        return std::exchange(buffer_, {});
    }

    bool more() {
        char data[64 * 1024];
        ssize_t n = 0;
        do n = ::recv(fd_, data, sizeof data, 0);
        while (n < 0 && errno == EINTR);
        error_ = n < 0 ? errno : 0;
        if (n <= 0) return false;
        buffer_.append(data, static_cast<std::size_t>(n));
        return true;
    }

    /// Why there was no more: 0 for an orderly end.
    [[nodiscard]] int error() const { return error_; }

private:
    int fd_;
    int error_ = 0;
    std::string buffer_;
};

/// A thread for each connection, which runs what the test wants there.
class Server {
public:
    using Serve = std::function<void(int fd)>;

    explicit Server(Serve serve, std::string ip = "127.0.0.1") : serve_(std::move(serve)), ip_(std::move(ip)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = address_of(ip_, 0);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 1024) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("cannot listen");
        }
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept(); });
    }
    ~Server() { kill(); }
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string const& ip() const { return ip_; }
    [[nodiscard]] Endpoint endpoint(std::string uid) const { return {ip_, port_, std::move(uid)}; }
    [[nodiscard]] int accepted() const { return accepted_; }

    /// Stops listening, breaks every connection with a reset and waits for the threads.
    void kill() {
        if (killed_.exchange(true)) return;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        std::vector<std::thread> threads;
        {
            std::lock_guard const lock(mutex_);
            for (int fd : open_) {
                linger const hard{1, 0};
                ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
                ::shutdown(fd, SHUT_RDWR);
            }
            threads.swap(threads_);
        }
        for (auto& thread : threads) thread.join();
    }

private:
    void accept() {
        while (true) {
            int const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) {
                if (killed_) return;
                continue;
            }
            ++accepted_;
            std::lock_guard const lock(mutex_);
            open_.insert(fd);
            threads_.emplace_back([this, fd] {
                serve_(fd);
                std::lock_guard const inner(mutex_);
                open_.erase(fd);
                ::close(fd);
            });
        }
    }

    Serve serve_;
    std::string ip_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> killed_ = false;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::set<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

inline std::string response(std::string const& body, std::string const& headers = {}) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

/// Answers each request on a keep-alive connection with its name, after a delay.
class NameServer : public Server {
public:
    explicit NameServer(std::string name, std::chrono::microseconds delay = {})
        : Server([this, name = std::move(name), delay](int fd) {
              Reader reader(fd);
              while (auto const request = reader.message()) {
                  ++begun;
                  if (delay.count() > 0) std::this_thread::sleep_for(delay);
                  bool const last = request->find("Connection: close") != std::string::npos;
                  if (!send_all(fd, response(name, last ? "Connection: close\r\n" : ""))) return;
                  ++answered;
                  if (last) return;
              }
          }) {}
    ~NameServer() { kill(); }

    std::atomic<int> begun = 0;
    std::atomic<int> answered = 0;
};

/// A connection of the test's own. Its reads give up after `patience`.
class Client {
public:
    Client(std::string const& ip, std::uint16_t port)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), reader_(fd_) {
        timeval const limit{std::chrono::seconds(patience).count(), 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        auto const address = address_of(ip, port);
        error_ = ::connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 ? 0 : errno;
    }
    ~Client() { ::close(fd_); }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    [[nodiscard]] int error() const { return error_; }
    [[nodiscard]] int fd() const { return fd_; }
    Reader& reader() { return reader_; }
    bool send(std::string_view data) { return send_all(fd_, data); }
    void half_close() { ::shutdown(fd_, SHUT_WR); }

    /// The body of the answer; nothing when there is none.
    std::optional<std::string> ask(std::string const& request) {
        if (!send(request)) return std::nullopt;
        auto const answer = reader_.message();
        if (!answer) return std::nullopt;
        return answer->substr(answer->find("\r\n\r\n") + 4);
    }
    std::optional<std::string> get(std::string const& headers = {}) {
        return ask("GET / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }
    std::optional<std::string> post(std::string const& body, std::string const& headers = {}) {
        return ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
                   "\r\n" + body);
    }

private:
    int fd_;
    int error_ = 0;
    Reader reader_;
};

/// A balancer on threads of its own with one Service, in the test's time.
class Proxy {
public:
    explicit Proxy(std::size_t threads = 1, std::function<void(keelson::net::BalancerOptions&)> const& adjust = {}) {
        keelson::net::BalancerOptions options;
        options.seed = 7;
        for (std::size_t i = 0; i < threads; ++i) {
            threads_.push_back(std::make_unique<keelson::net::IoThread>());
            options.loops.push_back(threads_.back()->executor());
        }
        if (adjust) adjust(options);
        balancer_ = std::make_unique<Balancer>(std::move(options));
        for (auto& thread : threads_) thread->start().value();
    }
    ~Proxy() {
        balancer_.reset();
        for (auto& thread : threads_) thread->stop();
    }

    Balancer& operator*() { return *balancer_; }
    Balancer* operator->() { return balancer_.get(); }

    /// Sets the one port's endpoints and returns once they are in force.
    Listening set(std::vector<Endpoint> endpoints, std::optional<keelson::Duration> affinity = {}) {
        std::promise<std::vector<Listening>> applied;
        balancer_->set_service("default/web", {{"http", listen_, std::move(endpoints), affinity}},
                               [&applied](auto const& listening) { applied.set_value(listening); });
        auto const listening = get(applied.get_future()).at(0);
        if (!listening.error) port_ = listening.address.port;
        return listening;
    }
    void listen_on(keelson::net::Listener listen) { listen_ = std::move(listen); }

    std::future<Drained> drain(std::string uid, keelson::Duration at_most = patience) {
        auto promise = std::make_shared<std::promise<Drained>>();
        balancer_->drain(std::move(uid), at_most, [promise](auto drained) { promise->set_value(drained.value()); });
        return promise->get_future();
    }

    std::size_t connections(std::string uid) {
        auto promise = std::make_shared<std::promise<std::size_t>>();
        balancer_->connections(std::move(uid), [promise](std::size_t n) { promise->set_value(n); });
        return get(promise->get_future());
    }

    [[nodiscard]] std::string const& ip() const { return listen_.ip; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    Client connect() { return {ip(), port_}; }

    template <class T>
    static T get(std::future<T> future) {
        if (future.wait_for(patience) != std::future_status::ready) throw std::runtime_error("nothing came");
        return future.get();
    }

private:
    std::vector<std::unique_ptr<keelson::net::IoThread>> threads_;
    std::unique_ptr<Balancer> balancer_;
    keelson::net::Listener listen_{"127.96.77.1", 0};
    std::atomic<std::uint16_t> port_ = 0;
};

/// Waits for what another thread brings about.
template <class Condition>
bool eventually(Condition condition) {
    for (auto const until = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < until;) {
        if (condition()) return true;
        std::this_thread::sleep_for(1ms);
    }
    return condition();
}

}  // namespace net_test

#endif
