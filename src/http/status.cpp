#include "http/status.hpp"

#include "api/json.hpp"
#include "http/utf8.hpp"

namespace keelson::http {
namespace {

std::string status_of(bool good, int code, std::string_view reason, std::string_view message,
                      StatusDetails const& details, std::vector<Cause> const& causes) {
    json::object status{{"apiVersion", "v1"}, {"kind", "Status"}, {"metadata", json::object{}}};
    status["status"] = good ? "Success" : "Failure";
    if (!good) status["code"] = code;
    // Messages and names may quote what came in the path or the query.
    if (!message.empty()) status["message"] = as_utf8(message);
    if (!reason.empty()) status["reason"] = reason;
    json::object about;
    for (auto const& [field, value] : {std::pair<std::string_view, std::string const&>{"name", details.name},
                                       {"group", details.group},
                                       {"kind", details.kind},
                                       {"uid", details.uid}}) {
        if (!value.empty()) about[field] = as_utf8(value);
    }
    if (details.retry_after_seconds != 0) about["retryAfterSeconds"] = details.retry_after_seconds;
    json::array list;
    for (auto const& cause : causes) {
        json::object one{{"reason", cause.reason}, {"message", as_utf8(cause.message)}};
        if (!cause.field.empty()) one["field"] = as_utf8(cause.field);
        list.push_back(std::move(one));
    }
    if (!list.empty()) about["causes"] = std::move(list);
    if (!about.empty() || reason == "Invalid") status["details"] = std::move(about);
    return canonical(status) + "\n";
}

}  // namespace

Error invalid_option(std::string_view options, std::string_view field, std::string_view reason, std::string message) {
    auto const subject = std::string(options) + ".meta.k8s.io";
    Error error(Errc::invalid, subject + " \"\" is invalid: " + std::string(field) + ": " + message, subject);
    error.causes.push_back({std::string(reason), std::move(message), std::string(field)});
    return error;
}

Error too_large_revision(std::uint64_t wanted, std::uint64_t current) {
    Error error(Errc::timeout, "Timeout: Too large resource version: " + std::to_string(wanted) +
                                   ", current: " + std::to_string(current));
    error.causes.push_back({"ResourceVersionTooLarge", "Too large resource version", {}});
    return error;
}

std::string failure_status(Error const& error, StatusDetails const& details) {
    return status_of(false, http_status(error.code), reason(error.code), error.message, details, error.causes);
}

Reply failure(Error const& error, StatusDetails const& details) {
    Reply reply;
    reply.status = http_status(error.code);
    reply.body = failure_status(error, details);
    if (reply.status == 429 || reply.status == 503 || details.retry_after_seconds == 1)
        reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply success(StatusDetails const& details) {
    Reply reply;
    reply.body = status_of(true, 200, {}, {}, details, {});
    return reply;
}

Reply method_refused() {
    return refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
}

Reply no_such_resource() { return refusal(404, "NotFound", "the server could not find the requested resource"); }

}  // namespace keelson::http
