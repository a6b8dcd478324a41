#include "net/transfer_prober.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace keelson::net {
namespace {

using namespace std::chrono_literals;
using transfer::Fault;

constexpr int redirect_limit = 10;
constexpr Duration longest_timeout = 24h;
constexpr transfer::Transfers::Limits limits{.at_once = 512, .body_bytes_max = 10 * 1024};

Error cancelled() { return {Errc::cancelled, "the prober is stopped"}; }

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string host_port(std::string const& host, std::uint16_t port) {
    auto const bare = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return bare + ":" + std::to_string(port);
}

/// Every certificate will do, and a connection may take as long as the probe.
std::shared_ptr<transfer::Server const> server_of(transfer::Server::Version version) {
    return std::make_shared<transfer::Server>(
        transfer::Server{.version = version, .trusts_any = true, .connect_within = longest_timeout});
}

Duration bounded(Duration timeout) { return std::clamp<Duration>(timeout, 1ms, longest_timeout); }

/// A duration as Go prints it, in the fractions that timeouts have.
std::string go_words(Duration timeout) {
    auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count();
    if (millis % 1000 != 0) return std::to_string(millis) + "ms";
    auto const seconds = millis / 1000;
    return seconds < 60 ? std::to_string(seconds) + "s"
                        : std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
}

bool clean(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// A message of one field, the service's name, behind gRPC's five bytes: not compressed, and its length.
std::string framed(std::string const& service) {
    std::string message;
    if (!service.empty()) {
        message += '\x0a';
        auto size = service.size();
        for (; size >= 0x80; size >>= 7U) message += static_cast<char>(0x80U | (size & 0x7fU));
        message += static_cast<char>(size);
        message += service;
    }
    std::string frame(1, '\0');
    for (unsigned shift = 32; shift > 0;) {
        shift -= 8;
        frame += static_cast<char>(message.size() >> shift & 0xffU);
    }
    return frame + message;
}

std::string code_name(std::string const& number) {
    constexpr std::string_view names[] = {
        "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
        "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
        "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
        "DataLoss", "Unauthenticated"};
    std::size_t code = std::size(names);
    std::from_chars(number.data(), number.data() + number.size(), code);
    return code < std::size(names) ? std::string(names[code]) : "Code(" + number + ")";
}

bool sendable(HttpProbe const& probe) {
    return clean(probe.path) && std::all_of(probe.headers.begin(), probe.headers.end(),
                                            [](auto const& one) { return clean(one.first) && clean(one.second); });
}

std::vector<std::string> headers_of(HttpProbe const& probe) {
    std::vector<std::string> lines;
    auto agent = false, accept = false;
    for (auto const& [name, value] : probe.headers) {
        agent = agent || lower(name) == "user-agent";
        accept = accept || lower(name) == "accept";
        // Without a value it is sent empty, not left out.
        lines.push_back(value.empty() ? name + ";" : name + ": " + value);
    }
    if (!agent) lines.emplace_back("User-Agent: kube-probe/1.35");
    if (!accept) lines.emplace_back("Accept: */*");
    return lines;
}

ProbeResult serving(transfer::Outcome const& outcome) {
    auto const& body = outcome.answer.body;
    if (body.size() < 5) {
        bool const whole = outcome.failure.fault == Fault::none;
        return {false, "error: health rpc probe failed: " +
                           (whole ? "the answer is no gRPC message" : lower(outcome.failure.why))};
    }
    // Field 1 is the status; without it, it is 0.
    auto const has_status = body.size() >= 7 && body[5] == '\x08';
    auto const status = has_status ? static_cast<unsigned char>(body[6]) : 0U;
    if (status == 1) return {true, "service healthy"};
    auto const name = status == 2 ? "NOT_SERVING" : status == 3 ? "SERVICE_UNKNOWN" : "UNKNOWN";
    return {false, std::string("service unhealthy (responded with \"") + name + "\")"};
}

ProbeResult grpc_result(transfer::Outcome const& outcome, std::string const& address, Duration timeout) {
    auto const& [fault, why] = outcome.failure;
    auto const timed_out = fault == Fault::late;
    if (fault != Fault::none && !outcome.connected) {
        if (timed_out)
            return {false, "timeout: failed to connect service \"" + address + "\" within " + go_words(timeout)};
        return {false,
                "error: failed to connect service at \"" + address + "\": " +
                    (fault == Fault::refused ? "dial tcp " + address + ": connect: connection refused" : lower(why))};
    }
    if (timed_out) return {false, "timeout: health rpc did not complete within " + go_words(timeout)};
    auto const status = std::string(outcome.answer.header("grpc-status"));
    if (status.empty() || status == "0") return serving(outcome);
    auto const message = std::string(outcome.answer.header("grpc-message"));
    if (status == "12") {
        return {false,
                "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): " + message};
    }
    return {false, "error: health rpc probe failed: rpc error: code = " + code_name(status) + " desc = " + message};
}

}  // namespace

/// A probe over HTTPS, which may lead to another.
struct TransferProber::HttpsFlight {
    ProbeResult result(transfer::Outcome outcome) const {
        // A status that came is an answer, even if the body was cut short.
        auto const status = outcome.answer.status;
        auto& body = outcome.answer.body;
        if (status == 0) return {false, "Get \"" + url + "\": " + words(outcome.failure)};
        if (redirects >= redirect_limit) return {false, "Get \"" + url + "\": stopped after 10 redirects"};
        if (leads_elsewhere) return {true, "Probe terminated redirects, Response body: " + body};
        if (status >= 200 && status < 400) return {true, std::move(body)};
        return {false, "HTTP probe failed with statuscode: " + std::to_string(status)};
    }

    /// Whether the answer leads on to the same host; then the flight is ready for it.
    bool redirected(transfer::Outcome const& outcome) {
        if (outcome.failure.fault != Fault::none || outcome.redirect.empty()) return false;
        leads_elsewhere = transfer::host_of(outcome.redirect) != transfer::host_of(url);
        if (leads_elsewhere || ++redirects >= redirect_limit) return false;
        url = outcome.redirect;
        return true;
    }

    [[nodiscard]] std::string words(transfer::Failure const& failure) const {
        auto const dial = "dial tcp " + host_port(probe.host, probe.port) + ": ";
        switch (failure.fault) {
            case Fault::refused: return dial + "connect: connection refused";
            case Fault::unknown_host: return "dial tcp: lookup " + probe.host + ": no such host";
            case Fault::late: return "context deadline exceeded";
            case Fault::no_answer: return "EOF";
            default: return lower(failure.why);
        }
    }

    HttpProbe probe;
    Instant deadline;
    Completion<ProbeResult> done;
    std::string url = {};
    int redirects = 0;
    bool leads_elsewhere = false;
};

TransferProber::TransferProber()
    : https_(server_of(transfer::Server::Version::http2_over_tls)),
      grpc_(server_of(transfer::Server::Version::http2)),
      transfers_(system_clock(), nullptr, Log(), limits) {}

void TransferProber::https(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) {
    if (!sendable(probe)) return done(ProbeResult{false, "net/http: invalid header field value"});
    if (!probe.path.starts_with('/')) probe.path = "/" + probe.path;
    auto const flight = std::make_shared<HttpsFlight>(
        HttpsFlight{std::move(probe), transfers_.strand().now() + bounded(timeout), std::move(done)});
    flight->url = "https://" + host_port(flight->probe.host, flight->probe.port) + flight->probe.path;
    static_cast<void>(transfers_.start());  // the exchange tells
    fly(flight);
}

void TransferProber::fly(std::shared_ptr<HttpsFlight> const& flight) {
    transfer::Exchange exchange{
        .server = https_, .url = flight->url, .headers = headers_of(flight->probe), .deadline = flight->deadline};
    transfers_.send(std::move(exchange), {.done = [this, flight](transfer::Outcome outcome) {
                        if (outcome.failure.fault == Fault::closed) return flight->done(cancelled());
                        if (flight->redirected(outcome)) return fly(flight);
                        flight->done(flight->result(std::move(outcome)));
                    }});
}

void TransferProber::grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
                          Completion<ProbeResult> done) {
    auto const address = host_port(host, port);
    transfer::Exchange exchange{
        .server = grpc_,
        .method = "POST",
        .url = "http://" + address + "/grpc.health.v1.Health/Check",
        .headers = {"Content-Type: application/grpc", "TE: trailers", "User-Agent: kube-probe/1.35"},
        .body = framed(service),
        .deadline = transfers_.strand().now() + bounded(timeout)};
    static_cast<void>(transfers_.start());  // the exchange tells
    transfers_.send(std::move(exchange),
                    {.done = [address, timeout, done = std::move(done)](transfer::Outcome outcome) {
                        if (outcome.failure.fault == Fault::closed) return done(cancelled());
                        done(grpc_result(outcome, address, timeout));
                    }});
}

}  // namespace keelson::net
