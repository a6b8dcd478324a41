#include "net/asio_prober.hpp"

#include "net/http_scanner.hpp"
#include "net/sockets.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

namespace keelson::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t body_limit_bytes = 10 * 1024;
constexpr int redirect_limit = 10;
constexpr Duration longest_timeout = std::chrono::hours(24);

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// "host:port", or "[host]:port" for an IPv6 address.
std::string host_port(std::string const& host, std::uint16_t port) {
    auto const bare = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return bare + ":" + std::to_string(port);
}

/// The words of Go's net package, which a kubelet's messages are made of.
std::string words(error_code ec) {
    if (ec == boost::asio::error::connection_refused) return "connection refused";
    if (ec == boost::asio::error::host_unreachable) return "no route to host";
    if (ec == boost::asio::error::network_unreachable) return "network is unreachable";
    if (ec == boost::asio::error::connection_reset) return "connection reset by peer";
    if (ec == boost::asio::error::broken_pipe) return "broken pipe";
    return lower(ec.message());
}

/// The value of a header in a complete head; empty if it is not there. `name` is in lower case.
std::string header_of(std::string_view head, std::string_view name) {
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        auto const line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || lower(line.substr(0, colon)) != name) continue;
        auto value = line.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
        return std::string(value);
    }
    return {};
}

/// Header values and paths come from manifests: a line break in one must not become another header.
bool clean(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

struct Target {
    std::string host;
    std::uint16_t port = 80;
    std::string path;

    [[nodiscard]] std::string url() const { return "http://" + host_port(host, port) + path; }
};

/// Where a redirect leads: nothing for what is not plain http with a host and port that can be read.
std::optional<Target> redirected(Target const& from, std::string_view location) {
    auto target = from;
    if (location.starts_with("/") && !location.starts_with("//")) {
        target.path = location;
        return target;
    }
    if (!lower(location.substr(0, 7)).starts_with("http://")) return std::nullopt;
    location.remove_prefix(7);
    auto const slash = location.find('/');
    target.path = slash == std::string_view::npos ? "/" : std::string(location.substr(slash));
    auto authority = location.substr(0, slash);
    target.port = 80;
    auto const bracket = authority.find(']');
    auto const colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        unsigned port = 0;
        for (char c : authority.substr(colon + 1)) {
            if (c < '0' || c > '9' || port > 65535) return std::nullopt;
            port = port * 10 + static_cast<unsigned>(c - '0');
        }
        if (port == 0 || port > 65535) return std::nullopt;
        target.port = static_cast<std::uint16_t>(port);
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with("[") && authority.ends_with("]")) authority = authority.substr(1, authority.size() - 2);
    target.host = std::string(authority);
    return target;
}

/// One probe from its call to its completion.
class Flight : public std::enable_shared_from_this<Flight> {
public:
    using Ended = std::function<void()>;

    Flight(boost::asio::any_io_executor const& executor, Completion<ProbeResult> done, Ended ended)
        : socket_(executor), resolver_(executor), timer_(executor), done_(std::move(done)), ended_(std::move(ended)) {}

    void start_tcp(std::string host, std::uint16_t port, Duration timeout) {
        target_ = {std::move(host), port, {}};
        start_timer(timeout);
        connect();
    }

    void start_http(HttpProbe probe, Duration timeout) {
        http_ = true;
        probe_ = std::move(probe);
        target_ = {probe_.host, probe_.port, probe_.path.starts_with("/") ? probe_.path : "/" + probe_.path};
        start_timer(timeout);
        connect();
    }

    void finish(Result<ProbeResult> result) {
        if (over_) return;
        over_ = true;
        timer_.cancel();
        resolver_.cancel();
        error_code ignored;
        socket_.close(ignored);
        auto const keep = shared_from_this();
        ended_();
        if (done_) done_(std::move(result));
    }

private:
    void start_timer(Duration timeout) {
        timer_.expires_after(
            std::chrono::duration_cast<boost::asio::steady_timer::duration>(std::min(timeout, longest_timeout)));
        timer_.async_wait([self = shared_from_this()](error_code ec) {
            if (!ec) self->timed_out();
        });
    }

    void timed_out() {
        if (!http_) return fail(dial_words("i/o timeout"));
        fail(reading_ ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                      : "context deadline exceeded");
    }

    [[nodiscard]] std::string dial_words(std::string const& reason) const {
        return "dial tcp " + host_port(target_.host, target_.port) + ": " + reason;
    }

    void fail(std::string const& reason) {
        finish(ProbeResult{false, http_ ? "Get \"" + target_.url() + "\": " + reason : reason});
    }

    void connect() {
        error_code ec;
        auto const address = boost::asio::ip::make_address(target_.host, ec);
        if (!ec) return connect_to(tcp::endpoint(address, target_.port));
        resolver_.async_resolve(target_.host, std::to_string(target_.port),
                                [self = shared_from_this()](error_code resolve_ec, tcp::resolver::results_type found) {
                                    if (self->over_) return;
                                    if (resolve_ec || found.empty()) {
                                        auto const& host = self->target_.host;
                                        return self->fail("dial tcp: lookup " + host + ": no such host");
                                    }
                                    self->connect_to(found.begin()->endpoint());
                                });
    }

    void connect_to(tcp::endpoint const& endpoint) {
        if (auto const ec = open_socket(socket_, endpoint.protocol())) return fail(dial_words("socket: " + words(ec)));
        socket_.async_connect(endpoint, [self = shared_from_this()](error_code ec) {
            if (self->over_) return;
            if (ec) return self->fail(self->dial_words("connect: " + words(ec)));
            if (!self->http_) return self->finish(ProbeResult{true, {}});
            self->send_request();
        });
    }

    void send_request() {
        std::string host = host_port(target_.host, target_.port), agent = "kube-probe/1.35", accept = "*/*", others;
        for (auto const& [name, value] : probe_.headers) {
            auto const known = lower(name);
            if (known == "host") {
                host = value;
            } else if (known == "user-agent") {
                agent = value;
            } else if (known == "accept") {
                accept = value;
            } else if (known != "connection" && known != "content-length" && known != "transfer-encoding") {
                others += name + ": " + value + "\r\n";
            }
        }
        request_ = "GET " + target_.path + " HTTP/1.1\r\nHost: " + host + "\r\n";
        if (!agent.empty()) request_ += "User-Agent: " + agent + "\r\n";
        if (!accept.empty()) request_ += "Accept: " + accept + "\r\n";
        request_ += others + "Connection: close\r\n\r\n";
        if (!clean(target_.path) || std::any_of(probe_.headers.begin(), probe_.headers.end(), [](auto const& header) {
                return !clean(header.first) || !clean(header.second);
            })) {
            return fail("net/http: invalid header field value");
        }
        reading_ = true;
        head_.clear();
        body_.clear();
        scanner_.expect_response(false);
        scanner_.collect_body(&body_, body_limit_bytes);
        boost::asio::async_write(socket_, boost::asio::buffer(request_),
                                 [self = shared_from_this()](error_code ec, std::size_t) {
                                     // A server may answer and close before it has read everything.
                                     if (!self->over_) self->read(ec);
                                 });
    }

    void read(error_code write_ec) {
        socket_.async_read_some(boost::asio::buffer(buffer_),
                                [self = shared_from_this(), write_ec](error_code ec, std::size_t size) {
                                    if (self->over_) return;
                                    if (ec) return self->input_ended(write_ec ? write_ec : ec);
                                    self->input({self->buffer_.data(), size}, write_ec);
                                });
    }

    void input(std::string_view data, error_code write_ec) {
        while (!data.empty()) {
            bool const in_head = scanner_.state() == HttpScanner::State::head;
            auto const used = scanner_.feed(data);
            if (in_head) head_.append(data.substr(0, used));
            data.remove_prefix(used);
            if (scanner_.state() == HttpScanner::State::odd) return malformed();
            if (!scanner_.interim()) break;
            head_.clear();
            scanner_.expect_response(false);
        }
        auto const state = scanner_.state();
        if (state == HttpScanner::State::done || state == HttpScanner::State::tunnel ||
            body_.size() >= body_limit_bytes) {
            return answered();
        }
        read(write_ec);
    }

    void input_ended(error_code ec) {
        // A status that came is an answer, even if the body was cut short.
        if (scanner_.head_complete()) return answered();
        if (ec == boost::asio::error::eof) return fail(head_.empty() ? "EOF" : "unexpected EOF");
        error_code ignored;
        auto const local = socket_.local_endpoint(ignored);
        fail("read tcp " + host_port(local.address().to_string(), local.port()) + "->" +
             host_port(target_.host, target_.port) + ": read: " + words(ec));
    }

    void malformed() {
        auto const line = head_.substr(0, std::min<std::size_t>(head_.find("\r\n"), 64));
        fail("net/http: HTTP/1.x transport connection broken: malformed HTTP response \"" + line + "\"");
    }

    void answered() {
        auto const status = scanner_.status();
        bool const redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (auto const location = header_of(head_, "location"); redirect && !location.empty()) {
            auto const next = redirected(target_, location);
            if (!next || lower(next->host) != lower(target_.host)) {
                return finish(ProbeResult{true, "Probe terminated redirects, Response body: " + body_});
            }
            if (++redirects_ >= redirect_limit) return fail("stopped after 10 redirects");
            error_code ignored;
            socket_.close(ignored);
            reading_ = false;
            target_ = *next;
            return connect();
        }
        if (status >= 200 && status < 400) return finish(ProbeResult{true, std::move(body_)});
        finish(ProbeResult{false, "HTTP probe failed with statuscode: " + std::to_string(status)});
    }

    tcp::socket socket_;
    tcp::resolver resolver_;
    boost::asio::steady_timer timer_;
    Completion<ProbeResult> done_;
    Ended ended_;
    HttpProbe probe_;
    Target target_;
    HttpScanner scanner_;
    std::string request_;
    std::string head_;
    std::string body_;
    std::array<char, 4096> buffer_;
    int redirects_ = 0;
    bool http_ = false;
    bool reading_ = false;
    bool over_ = false;
};

Error cancelled() { return {Errc::cancelled, "the prober is stopped"}; }

}  // namespace

/// What is in flight; only the executor's handlers touch it.
struct AsioProber::Flights : std::enable_shared_from_this<Flights> {
    explicit Flights(boost::asio::any_io_executor executor_) : executor(std::move(executor_)) {}

    template <class Start>
    void add(Completion<ProbeResult> done, Start start) {
        boost::asio::post(
            executor, [self = shared_from_this(), done = std::move(done), start = std::move(start)]() mutable {
                if (self->stopped) return done(cancelled());
                auto const id = self->next++;
                auto const flight =
                    std::make_shared<Flight>(self->executor, std::move(done), [self, id] { self->open.erase(id); });
                self->open.emplace(id, flight);
                start(*flight);
            });
    }

    void stop() {
        boost::asio::post(executor, [self = shared_from_this()] {
            self->stopped = true;
            while (!self->open.empty()) {
                auto const flight = self->open.begin()->second;
                flight->finish(cancelled());
            }
        });
    }

    boost::asio::any_io_executor executor;
    std::map<std::uint64_t, std::shared_ptr<Flight>> open;
    std::uint64_t next = 0;
    bool stopped = false;
};

AsioProber::AsioProber(boost::asio::any_io_executor executor)
    : flights_(std::make_shared<Flights>(std::move(executor))) {}

AsioProber::~AsioProber() { stop(); }

void AsioProber::stop() {
    flights_->stop();
    others_.stop();
}

void AsioProber::http(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) {
    auto const scheme = lower(probe.scheme);
    if (scheme == "https") return others_.https(std::move(probe), timeout, std::move(done));
    if (!scheme.empty() && scheme != "http") {
        auto const why = "no probe for the scheme \"" + probe.scheme + "\"";
        boost::asio::post(flights_->executor,
                          [done = std::move(done), error = Error(Errc::unsupported, why)] { done(error); });
        return;
    }
    flights_->add(std::move(done), [probe = std::move(probe), timeout](Flight& flight) mutable {
        flight.start_http(std::move(probe), timeout);
    });
}

void AsioProber::grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
                      Completion<ProbeResult> done) {
    others_.grpc(std::move(host), port, std::move(service), timeout, std::move(done));
}

void AsioProber::tcp(std::string host, std::uint16_t port, Duration timeout, Completion<ProbeResult> done) {
    flights_->add(std::move(done), [host = std::move(host), port, timeout](Flight& flight) mutable {
        flight.start_tcp(std::move(host), port, timeout);
    });
}

}  // namespace keelson::net
