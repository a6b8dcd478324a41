#ifndef KEELSON_TESTS_SUPPORT_LOCAL_SERVER_HPP
#define KEELSON_TESTS_SUPPORT_LOCAL_SERVER_HPP

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace keelson::tests {

using namespace std::chrono_literals;

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
class LocalServer {
public:
    using Serve = std::function<void(int fd)>;

    /// At a port of its own, or at the path of a Unix socket.
    explicit LocalServer(Serve serve, std::string where = "127.0.0.1") : serve_(std::move(serve)), where_(where) {
        sockaddr_storage address{};
        socklen_t size = sizeof(sockaddr_in);
        bool const local = where_.starts_with('/');
        if (local) {
            auto& path = reinterpret_cast<sockaddr_un&>(address);
            path.sun_family = AF_UNIX;
            where_.copy(path.sun_path, sizeof path.sun_path - 1);
            size = sizeof path;
        } else {
            reinterpret_cast<sockaddr_in&>(address) = address_of(where_, 0);
        }
        listener_ = ::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 1024) != 0 ||
            ::getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("cannot listen");
        if (!local) port_ = ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port);
        acceptor_ = std::thread([this] { accept(); });
    }
    ~LocalServer() { kill(); }
    LocalServer(LocalServer const&) = delete;
    LocalServer& operator=(LocalServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string const& ip() const { return where_; }
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
    std::string where_;
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

}  // namespace keelson::tests

#endif
