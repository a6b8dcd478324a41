#include "http.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace digits {
namespace {

constexpr std::size_t head_limit_bytes = 16 * 1024;
constexpr std::size_t body_limit_bytes = 16 * 1024 * 1024;
constexpr std::size_t connection_limit = 512;
constexpr std::chrono::milliseconds idle_limit = std::chrono::seconds(75);
/// For the rest of a request once it has begun, and for a client to take its answer.
constexpr std::chrono::seconds transfer_limit{10};

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 400: return "Bad Request";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Internal Server Error";
    }
}

bool same_word(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool send_all(int fd, std::string_view data) {
    while (!data.empty()) {
        auto const n = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

struct Refused {
    int status;
    std::string why;
};

struct Head {
    Request request;
    std::size_t length = 0;
    bool close = false;
    bool expects_continue = false;
    bool has_length = false;
};

void read_header(Head& head, std::string_view name, std::string_view value) {
    if (same_word(name, "content-length")) {
        std::size_t length = 0;
        auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
        if (error != std::errc{} || end != value.data() + value.size() || (head.has_length && length != head.length)) {
            throw Refused{400, "the Content-Length is not a number"};
        }
        if (length > body_limit_bytes) throw Refused{413, "the body is larger than 16 MiB"};
        head.length = length;
        head.has_length = true;
    } else if (same_word(name, "transfer-encoding")) {
        throw Refused{411, "a body needs a Content-Length"};
    } else if (same_word(name, "connection")) {
        if (same_word(value, "close")) head.close = true;
        if (same_word(value, "keep-alive")) head.close = false;
    } else if (same_word(name, "expect")) {
        head.expects_continue = same_word(value, "100-continue");
    }
}

Head parse_head(std::string_view text) {
    Head head;
    auto const line = text.substr(0, text.find("\r\n"));
    auto const first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || last == first || line[first + 1] != '/') {
        throw Refused{400, "not a request line"};
    }
    auto const version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        throw Refused{505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
    head.close = version == "HTTP/1.0";
    head.request.method = line.substr(0, first);
    auto const target = line.substr(first + 1, last - first - 1);
    head.request.path = target.substr(0, target.find('?'));
    for (text.remove_prefix(line.size() + 2); !text.starts_with("\r\n");) {
        auto const header = text.substr(0, text.find("\r\n"));
        text.remove_prefix(header.size() + 2);
        auto const colon = header.find(':');
        if (colon == std::string_view::npos || colon == 0) throw Refused{400, "not a header: a line without a colon"};
        auto value = header.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
        read_header(head, header.substr(0, colon), value);
    }
    return head;
}

/// One client's connection, on its own thread.
class Connection {
public:
    Connection(int fd, int stopping, HttpServer::Answer const& answer) : fd_(fd), stopping_(stopping), answer_(answer) {
        int const on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        timeval const limit{transfer_limit.count(), 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }

    void run() {
        try {
            while (answer_one()) {
            }
        } catch (Refused const& refused) {
            // Where the next request begins can no longer be told.
            respond({refused.status, "{\"error\":\"" + refused.why + "\"}", {}}, true, false);
            linger();
        }
    }

private:
    using Clock = std::chrono::steady_clock;

    /// False when the connection is to end.
    bool answer_one() {
        if (buffer_.empty() && !wait_for_request()) return false;
        auto const until = Clock::now() + transfer_limit;
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (buffer_.size() > head_limit_bytes) throw Refused{431, "the head is larger than 16 KiB"};
            if (!receive(until)) return false;
        }
        auto head = parse_head(std::string_view(buffer_).substr(0, end + 4));
        buffer_.erase(0, end + 4);
        if (head.expects_continue && head.length > buffer_.size() && !send_all(fd_, "HTTP/1.1 100 Continue\r\n\r\n")) {
            return false;
        }
        while (buffer_.size() < head.length) {
            if (!receive(until)) return false;
        }
        head.request.body = buffer_.substr(0, head.length);
        buffer_.erase(0, head.length);
        auto const response = answer_(head.request);
        bool const last = head.close || stopping();
        return respond(response, last, head.request.method == "HEAD") && !last;
    }

    bool stopping() const {
        pollfd wanted{stopping_, POLLIN, 0};
        return ::poll(&wanted, 1, 0) > 0;
    }

    /// Between requests: until bytes come, the client goes, the time is up or the server stops.
    bool wait_for_request() {
        pollfd wanted[2] = {{fd_, POLLIN, 0}, {stopping_, POLLIN, 0}};
        int n = 0;
        do n = ::poll(wanted, 2, static_cast<int>(idle_limit.count()));
        while (n < 0 && errno == EINTR);
        return n > 0 && wanted[0].revents != 0 && receive(Clock::now() + transfer_limit);
    }

    bool receive(Clock::time_point until) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        pollfd wanted{fd_, POLLIN, 0};
        int ready = 0;
        do ready = ::poll(&wanted, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0)));
        while (ready < 0 && errno == EINTR);
        if (ready == 0) throw Refused{408, "the request did not come to its end in time"};
        char data[16 * 1024];
        auto const n = ::recv(fd_, data, sizeof data, 0);
        if (n <= 0) return false;
        buffer_.append(data, static_cast<std::size_t>(n));
        return true;
    }

    bool respond(Response const& response, bool last, bool head_only) {
        std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
        text += reason(response.status);
        text += "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(response.body.size());
        if (!response.allow.empty()) text += "\r\nAllow: " + response.allow;
        text += last ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n";
        if (!head_only) text += response.body;
        return send_all(fd_, text);
    }

    /// Closing with unread bytes would reset the connection and could take the answer back.
    void linger() {
        ::shutdown(fd_, SHUT_WR);
        char data[16 * 1024];
        pollfd wanted{fd_, POLLIN, 0};
        for (int i = 0; i < 64 && ::poll(&wanted, 1, 500) > 0 && ::recv(fd_, data, sizeof data, 0) > 0; ++i) {
        }
    }

    int fd_;
    int stopping_;
    HttpServer::Answer const& answer_;
    std::string buffer_;
};

}  // namespace

HttpServer::HttpServer(std::string const& ip, std::uint16_t port, Answer answer) : answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, ip.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error(ip + ": not an IPv4 address");
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    stopping_ = ::eventfd(0, EFD_CLOEXEC);
    int const on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 1024) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("cannot listen on " + ip + ":" + std::to_string(port) + ": " + std::strerror(errno));
    }
    port_ = ntohs(address.sin_port);
}

HttpServer::~HttpServer() {
    if (acceptor_.joinable()) stop(std::chrono::hours(1));
    ::close(listener_);
    ::close(stopping_);
}

void HttpServer::start() {
    acceptor_ = std::thread([this] { accept(); });
}

bool HttpServer::stop(std::chrono::milliseconds at_most) {
    std::uint64_t const one = 1;
    // Neither can fail in a way that matters: both wake threads that then look.
    [[maybe_unused]] auto const written = ::write(stopping_, &one, sizeof one);
    if (acceptor_.joinable()) acceptor_.join();
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, at_most, [this] { return open_ == 0; });
}

void HttpServer::accept() {
    while (true) {
        pollfd wanted[2] = {{listener_, POLLIN, 0}, {stopping_, POLLIN, 0}};
        if (::poll(wanted, 2, -1) < 0 && errno != EINTR) return;
        // A stop first serves those that the kernel has connected already.
        bool const stopping = wanted[1].revents != 0;
        if (stopping && (wanted[0].revents & POLLIN) == 0) {
            ::shutdown(listener_, SHUT_RDWR);
            return;
        }
        int const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            continue;
        }
        bool full = false;
        {
            std::lock_guard const lock(mutex_);
            full = open_ >= connection_limit;
            if (!full) ++open_;
        }
        if (full) {
            send_all(fd, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            ::close(fd);
            continue;
        }
        std::thread([this, fd] { serve(fd); }).detach();
    }
}

void HttpServer::serve(int fd) {
    Connection(fd, stopping_, answer_).run();
    ::close(fd);
    std::lock_guard const lock(mutex_);
    --open_;
    ended_.notify_all();
}

}  // namespace digits
