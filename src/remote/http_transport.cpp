#include "remote/http_transport.hpp"

#include "remote/access.hpp"

namespace keelson::remote {
namespace {

/// The text of a Warning header: `299 - "text"`.
std::string warning_text(std::string_view value) {
    auto const open = value.find('"');
    auto const close = value.rfind('"');
    if (open == std::string_view::npos || close <= open) return std::string(value);
    std::string text;
    for (auto i = open + 1; i < close; ++i) {
        if (value[i] == '\\' && i + 1 < close) ++i;
        text += value[i];
    }
    return text;
}

HttpAnswer answer_of(transfer::Answer answer) {
    HttpAnswer made{answer.status, std::string(answer.header("content-type")), std::move(answer.body), {}};
    for (auto const& [name, value] : answer.headers) {
        if (name == "warning") made.warnings.push_back(warning_text(value));
    }
    return made;
}

}  // namespace

HttpTransport::HttpTransport(transfer::Transfers& transfers, Access access)
    : transfers_(&transfers),
      access_(std::move(access)),
      server_(std::make_shared<transfer::Server>(server_of(access_))) {}

Transport::Id HttpTransport::send(HttpQuestion question, std::chrono::seconds at_most,
                                  std::function<void(std::string_view)> part, Completion<HttpAnswer> done) {
    auto headers = identity_headers(access_);
    if (!headers) {
        transfers_->strand().post([done = std::move(done), error = headers.error()] { done(error); });
        return refused_;
    }
    headers->push_back("Accept: " + question.accept);
    headers->push_back("User-Agent: keelson");
    if (!question.body.empty()) headers->push_back("Content-Type: " + question.content_type);
    transfer::Exchange exchange{.server = server_,
                                .method = question.method,
                                .url = url_of(access_, question.target),
                                .headers = std::move(*headers),
                                .body = std::move(question.body),
                                .waits = part != nullptr,
                                .deadline = transfers_->strand().now() + at_most};
    // What is created with a generated name would be there twice.
    exchange.once = question.method == "POST";
    auto const told = [this, done = std::move(done)](transfer::Outcome outcome) {
        if (outcome.failure.fault != transfer::Fault::none) return done(error_of(outcome.failure, access_));
        done(answer_of(std::move(outcome.answer)));
    };
    return transfers_->send(std::move(exchange), {.done = told, .part = std::move(part)});
}

void HttpTransport::cancel(Id id) { transfers_->cancel(id); }

}  // namespace keelson::remote
