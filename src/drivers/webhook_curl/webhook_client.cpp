#include "drivers/webhook_curl/webhook_client.hpp"

namespace keelson {
namespace {

constexpr transfer::Transfers::Limits limits{.at_once = 64, .body_bytes_max = std::size_t{8} << 20};

/// "HOST:PORT" of a URL.
std::string authority_of(std::string const& url) {
    auto const begin = url.find("://") + 3;
    return url.substr(begin, url.find_first_of("/?", begin) - begin);
}

Result<std::string> answer_of(transfer::Outcome outcome) {
    using transfer::Fault;
    switch (outcome.failure.fault) {
        case Fault::none: break;
        case Fault::late:
        case Fault::late_connecting: return Error(Errc::timeout, "context deadline exceeded");
        case Fault::too_large: return Error(Errc::internal, "the answer is too large");
        case Fault::closed: return Error(Errc::unavailable, "the engine is stopped");
        default: return Error(Errc::unavailable, outcome.failure.why);
    }
    if (!outcome.answer.good())
        return Error(Errc::internal, "the webhook answered with status " + std::to_string(outcome.answer.status));
    return std::move(outcome.answer.body);
}

}  // namespace

WebhookClient::WebhookClient() : transfers_(system_clock(), nullptr, Log(), limits) {}

void WebhookClient::call(WebhookCall call, Completion<std::string> done) {
    transfer::Server server;
    if (!call.connect_to.empty()) server.connect_to = authority_of(call.url) + ":" + call.connect_to;
    server.authority.text = std::move(call.authority);
    transfer::Exchange exchange{
        .server = std::make_shared<transfer::Server>(std::move(server)),
        .method = "POST",
        .url = std::move(call.url),
        .headers = {"Content-Type: application/json", "Accept: application/json", "User-Agent: keelson-admission"},
        .body = std::move(call.body),
        .deadline = transfers_.strand().now() + call.at_most};
    static_cast<void>(transfers_.start());  // the exchange tells
    transfers_.send(std::move(exchange), {.done = [done = std::move(done)](transfer::Outcome outcome) {
                        done(answer_of(std::move(outcome)));
                    }});
}

}  // namespace keelson
