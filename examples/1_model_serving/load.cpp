#include "load.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace digits {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t failures_limit = 1000;
constexpr std::size_t answer_limit_bytes = 1 << 20;

[[noreturn]] void fail(std::string const& doing, int error) {
    throw std::runtime_error(doing + ": " + (error == 0 ? "the connection ended" : std::strerror(error)));
}

/// A keep-alive connection that gives up on everything after the time limit.
class Connection {
public:
    Connection(LoadOptions const& options)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)), limit_(options.time_limit) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(options.port);
        if (fd_ < 0) fail("socket", errno);
        try {
            if (::inet_pton(AF_INET, options.ip.c_str(), &address.sin_addr) != 1) {
                throw std::runtime_error(options.ip + ": not an IPv4 address");
            }
            connect(address);
        } catch (...) {
            ::close(fd_);
            throw;
        }
    }
    ~Connection() { ::close(fd_); }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// The body of the answer.
    std::string ask(std::string_view request) {
        auto const until = Clock::now() + limit_;
        while (!request.empty()) {
            auto const n = ::send(fd_, request.data(), request.size(), MSG_NOSIGNAL);
            if (n >= 0) {
                request.remove_prefix(static_cast<std::size_t>(n));
            } else if (errno == EAGAIN) {
                wait(POLLOUT, until, "sending");
            } else if (errno != EINTR) {
                fail("sending", errno);
            }
        }
        std::string answer;
        std::size_t head = 0, length = 0;
        while (head == 0 || answer.size() < head + length) {
            receive(answer, until);
            if (head == 0) head = complete_head(answer, length);
        }
        reusable_ = answer.substr(0, head).find("Connection: close") == std::string::npos;
        if (!answer.starts_with("HTTP/1.1 200 ")) {
            reusable_ = false;
            throw std::runtime_error("answer: " + answer.substr(9, answer.find("\r\n") - 9) + " " +
                                     answer.substr(head));
        }
        return answer.substr(head);
    }

    [[nodiscard]] bool reusable() const { return reusable_; }

private:
    void connect(sockaddr_in const& address) {
        int const on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return;
        if (errno != EINPROGRESS) fail("connecting", errno);
        wait(POLLOUT, Clock::now() + limit_, "connecting");
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) fail("connecting", error);
    }

    void wait(short events, Clock::time_point until, char const* doing) {
        while (true) {
            auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
            if (left <= 0) fail(doing, ETIMEDOUT);
            pollfd wanted{fd_, events, 0};
            auto const n = ::poll(&wanted, 1, static_cast<int>(left));
            if (n > 0) return;
            if (n < 0 && errno != EINTR) fail(doing, errno);
        }
    }

    void receive(std::string& answer, Clock::time_point until) {
        if (answer.size() > answer_limit_bytes) throw std::runtime_error("answer: too long");
        char data[16 * 1024];
        auto const n = ::recv(fd_, data, sizeof data, 0);
        if (n > 0) {
            answer.append(data, static_cast<std::size_t>(n));
        } else if (n == 0) {
            fail("waiting for the answer", 0);
        } else if (errno == EAGAIN) {
            wait(POLLIN, until, "waiting for the answer");
        } else if (errno != EINTR) {
            fail("waiting for the answer", errno);
        }
    }

    /// The size of the head once it is complete, else 0.
    static std::size_t complete_head(std::string const& answer, std::size_t& length) {
        auto const end = answer.find("\r\n\r\n");
        if (end == std::string::npos) return 0;
        constexpr std::string_view name = "Content-Length: ";
        auto const at = answer.find(name);
        if (at > end) throw std::runtime_error("answer: no Content-Length");
        length = std::strtoul(answer.c_str() + at + name.size(), nullptr, 10);
        if (length > answer_limit_bytes) throw std::runtime_error("answer: too long");
        return end + 4;
    }

    int fd_;
    std::chrono::milliseconds limit_;
    bool reusable_ = true;
};

std::string request_for(Image const& image, std::string const& host) {
    json::array const data(image.pixels.begin(), image.pixels.end());
    auto const body = json::serialize(json::object{
        {"inputs",
         json::array{
             {{"name", "image"}, {"shape", json::array{1, pixel_count}}, {"datatype", "FP32"}, {"data", data}}}},
        {"outputs", json::array{{{"name", "label"}}}}});
    return "POST /v2/models/digits/infer HTTP/1.1\r\nHost: " + host +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Answered {
    std::string version;
    std::int64_t label = -1;
};

Answered read_answer(std::string const& body) {
    json::error_code error;
    auto const value = json::parse(body, error);
    if (error) throw std::runtime_error("answer: not JSON");
    try {
        return {std::string(value.at("model_version").as_string()),
                value.at("outputs").at(0).at("data").at(0).as_int64()};
    } catch (std::exception const& e) {
        throw std::runtime_error(std::string("answer: not an inference: ") + e.what());
    }
}

}  // namespace

// 23 classes to each doubling, from a microsecond up to a day.
constexpr double classes_per_doubling = 23;

void Latencies::add(std::chrono::nanoseconds latency) {
    auto const micros = std::max(static_cast<double>(latency.count()) / 1000, 1.0);
    auto const index = static_cast<std::size_t>(std::log2(micros) * classes_per_doubling);
    ++counts_[std::min(index, counts_.size() - 1)];
    ++total_;
}

void Latencies::add(Latencies const& others) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += others.counts_[i];
    total_ += others.total_;
}

std::chrono::nanoseconds Latencies::percentile(double share) const {
    if (total_ == 0) return {};
    auto const wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        seen += counts_[i];
        if (seen < wanted) continue;
        // The upper end of the class: never less than what was measured.
        auto const micros = std::exp2(static_cast<double>(i + 1) / classes_per_doubling);
        return std::chrono::nanoseconds(static_cast<std::int64_t>(micros * 1000));
    }
    return {};
}

Latencies LoadResult::latencies() const {
    Latencies all;
    for (auto const& [version, result] : versions) all.add(result.latencies);
    return all;
}

Load::Load(LoadOptions options) : options_(std::move(options)) {
    if (options_.images.empty()) throw std::invalid_argument("there are no images to ask about");
}

Load::~Load() { stop(); }

void Load::start() {
    if (!threads_.empty()) return;
    stopping_ = false;
    started_ = Clock::now();
    for (std::size_t i = 0; i < options_.connections; ++i) threads_.emplace_back([this, i] { run(i); });
}

void Load::stop() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
    if (!threads_.empty()) {
        std::lock_guard const lock(mutex_);
        result_.elapsed += Clock::now() - started_;
    }
    threads_.clear();
}

LoadResult Load::snapshot() const {
    std::lock_guard const lock(mutex_);
    auto result = result_;
    if (!stopping_ && !threads_.empty()) result.elapsed += Clock::now() - started_;
    return result;
}

void Load::run(std::size_t number) {
    auto const host = options_.ip + ":" + std::to_string(options_.port);
    std::unique_ptr<Connection> connection;
    // Connections start apart, not in step.
    std::this_thread::sleep_for(options_.pause * number / options_.connections);
    while (!stopping_) {
        auto const& image = options_.images[next_image_++ % options_.images.size()];
        auto const request = request_for(image, host);
        auto const start = Clock::now();
        try {
            if (!connection) connection = std::make_unique<Connection>(options_);
            auto const answered = read_answer(connection->ask(request));
            auto const latency = Clock::now() - start;
            std::lock_guard const lock(mutex_);
            auto& version = result_.versions[answered.version];
            ++result_.requests;
            ++version.requests;
            version.correct += answered.label == image.label;
            version.latencies.add(latency);
        } catch (std::exception const& e) {
            connection.reset();
            std::lock_guard const lock(mutex_);
            ++result_.requests;
            ++result_.failed;
            if (result_.failures.size() < failures_limit) {
                result_.failures.push_back({std::chrono::system_clock::now(), e.what()});
            }
        }
        if (connection && !connection->reusable()) connection.reset();
        std::this_thread::sleep_for(options_.pause);
    }
}

}  // namespace digits
