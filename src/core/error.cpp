#include <keelson/core/error.hpp>

#include <ostream>

namespace keelson {

std::string_view reason(Errc code) noexcept {
    switch (code) {
        case Errc::bad_request: return "BadRequest";
        case Errc::unauthorized: return "Unauthorized";
        case Errc::forbidden: return "Forbidden";
        case Errc::not_found: return "NotFound";
        case Errc::already_exists: return "AlreadyExists";
        case Errc::conflict: return "Conflict";
        case Errc::invalid: return "Invalid";
        case Errc::expired: return "Expired";
        case Errc::too_many_requests: return "TooManyRequests";
        case Errc::unavailable: return "ServiceUnavailable";
        case Errc::timeout: return "Timeout";
        case Errc::cancelled: return "Cancelled";
        case Errc::unsupported: return "MethodNotAllowed";
        case Errc::internal: break;
    }
    return "InternalError";
}

int http_status(Errc code) noexcept {
    switch (code) {
        case Errc::bad_request: return 400;
        case Errc::unauthorized: return 401;
        case Errc::forbidden: return 403;
        case Errc::not_found: return 404;
        case Errc::already_exists: return 409;
        case Errc::conflict: return 409;
        case Errc::invalid: return 422;
        case Errc::expired: return 410;
        case Errc::too_many_requests: return 429;
        case Errc::unavailable: return 503;
        case Errc::timeout: return 504;
        case Errc::cancelled: return 499;
        case Errc::unsupported: return 405;
        case Errc::internal: break;
    }
    return 500;
}

Error Error::wrap(std::string_view context) && {
    std::string text;
    text.reserve(context.size() + 2 + message.size());
    text.append(context).append(": ").append(message);
    message = std::move(text);
    return std::move(*this);
}

bool Error::retryable() const noexcept {
    switch (code) {
        case Errc::conflict:
        case Errc::too_many_requests:
        case Errc::unavailable:
        case Errc::timeout:
        case Errc::internal: return true;
        default: return false;
    }
}

std::ostream& operator<<(std::ostream& out, Error const& error) {
    out << reason(error.code) << ": ";
    if (!error.subject.empty()) out << error.subject << ": ";
    return out << error.message;
}

std::ostream& print_outcome(std::ostream& out, Error const* error) { return error ? out << *error : out << "value"; }

ErrorException::ErrorException(Error error)
    : std::runtime_error(error.subject.empty() ? error.message : error.subject + ": " + error.message),
      error_(std::move(error)) {}

void throw_exception_from_error(Error const& error, boost::source_location const&) { throw ErrorException(error); }

}  // namespace keelson
