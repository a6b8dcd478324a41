#ifndef KEELSON_TESTS_INTEGRATION_NET_SUPPORT_HPP
#define KEELSON_TESTS_INTEGRATION_NET_SUPPORT_HPP

#include "net/balancer.hpp"
#include "net/io_thread.hpp"
#include "support/local_server.hpp"

#include <future>
#include <memory>
#include <poll.h>

namespace net_test {

using namespace std::chrono_literals;
using keelson::net::Balancer;
using keelson::net::Drained;
using keelson::net::Endpoint;
using keelson::net::Listening;
using keelson::net::ServicePort;

using keelson::tests::patience, keelson::tests::address_of, keelson::tests::send_all, keelson::tests::response,
    keelson::tests::Reader;

/// A Pod's server.
class Server : public keelson::tests::LocalServer {
public:
    using LocalServer::LocalServer;
    [[nodiscard]] Endpoint endpoint(std::string uid) const { return {ip(), port(), std::move(uid)}; }
};

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
