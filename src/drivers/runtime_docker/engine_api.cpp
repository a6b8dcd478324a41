#include "drivers/runtime_docker/engine_api.hpp"

#include <algorithm>

namespace keelson::docker {
namespace {

transfer::Server server_of(Endpoint const& endpoint) {
    transfer::Server server;
    server.socket = endpoint.socket;
    if (endpoint.tls) {
        server.authority.file = endpoint.tls_ca;
        server.certificate.file = endpoint.tls_cert;
        server.key.file = endpoint.tls_key;
    }
    return server;
}

std::string origin_of(Endpoint const& endpoint) {
    std::string const scheme = endpoint.tls ? "https://" : "http://";
    if (!endpoint.socket.empty()) return scheme + "docker";
    bool const bare = endpoint.host.find(':') == std::string::npos;
    return scheme + (bare ? endpoint.host : "[" + endpoint.host + "]") + ":" + std::to_string(endpoint.port);
}

transfer::Transfers::Limits limits_of(std::size_t at_once) {
    return {.at_once = std::max<std::size_t>(at_once, 1), .body_bytes_max = std::size_t{64} << 20};
}

}  // namespace

EngineApi::EngineApi(Endpoint endpoint, std::size_t at_once, std::shared_ptr<Clock const> clock, Log log)
    : endpoint_(std::move(endpoint)),
      clock_(clock),
      server_(std::make_shared<transfer::Server>(server_of(endpoint_))),
      transfers_(std::move(clock), nullptr, std::move(log), limits_of(at_once)) {}

std::string EngineApi::prefix() const {
    int const version = version_;
    return version == 0 ? std::string() : "/v1." + std::to_string(version);
}

transfer::Exchange EngineApi::exchange_of(Question question, Instant deadline) const {
    // A POST is sent again if a kept connection turns out to be closed: each of this driver's names what it is about,
    // so that the second of two finds what the first one did.
    transfer::Exchange exchange{.server = server_,
                                .method = std::move(question.method),
                                .url = origin_of(endpoint_) + (question.unversioned ? "" : prefix()) + question.path,
                                .headers = std::move(question.headers),
                                .body = std::move(question.body),
                                .waits = question.slow,
                                .deadline = deadline};
    exchange.headers.emplace_back("User-Agent: keelson");
    if (!exchange.body.empty()) exchange.headers.push_back("Content-Type: " + question.content_type);
    return exchange;
}

Result<Answer> EngineApi::answer_of(transfer::Outcome outcome) const {
    using transfer::Fault;
    auto const& failure = outcome.failure;
    switch (failure.fault) {
        case Fault::none: return Answer{outcome.answer.status, std::move(outcome.answer.body)};
        case Fault::late: return late();
        case Fault::too_many: return Error(Errc::too_many_requests, "too many requests wait for the Docker Engine");
        default:
            return Error(Errc::unavailable,
                         "the Docker Engine at " + endpoint_.text() + " cannot be reached: " + failure.why);
    }
}

Api::Id EngineApi::send(Question question, Instant deadline, Completion<Answer> done) {
    return transfers_.send(
        exchange_of(std::move(question), deadline),
        {.done = [this, done = std::move(done)](transfer::Outcome outcome) { done(answer_of(std::move(outcome))); }});
}

Api::Id EngineApi::stream(Question question, Instant deadline, std::function<void()> begun,
                          std::function<void(std::string_view)> part, Completion<Answer> done) {
    auto exchange = exchange_of(std::move(question), deadline);
    exchange.waits = true;
    return transfers_.send(
        std::move(exchange),
        {.done = [this, done = std::move(done)](transfer::Outcome outcome) { done(answer_of(std::move(outcome))); },
         .part = std::move(part),
         .begun = std::move(begun)});
}

void EngineApi::after(Duration time, std::function<void()> what) {
    auto& strand = transfers_.strand();
    if (strand.inside()) {
        strand.after(time, std::move(what));
    } else {
        strand.post([&strand, time, what = std::move(what)] { strand.after(time, what); });
    }
}

}  // namespace keelson::docker
