#include "http/refusal.hpp"

#include "api/json.hpp"
#include "http/utf8.hpp"

namespace keelson::http {

std::string status_body(int code, std::string_view reason, std::string_view message) {
    std::string body = R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":)";
    write_string(as_utf8(message), body);
    if (!reason.empty()) {
        body += R"(,"reason":)";
        write_string(reason, body);
    }
    if (code == 429) body += R"(,"details":{"retryAfterSeconds":1})";
    body += R"(,"code":)";
    body += std::to_string(code);
    body += "}\n";
    return body;
}

Reply refusal(int code, std::string_view reason, std::string_view message) {
    Reply reply;
    reply.status = code;
    reply.body = status_body(code, reason, message);
    if (code == 429) reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply refusal(Error const& error) {
    if (error.code == Errc::unauthorized) return refusal(401, "Unauthorized", "Unauthorized");
    return refusal(http_status(error.code), reason(error.code), error.message);
}

std::string_view status_text(int code) noexcept {
    switch (code) {
        case 100: return "Continue";
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 413: return "Request Entity Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Entity";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

}  // namespace keelson::http
