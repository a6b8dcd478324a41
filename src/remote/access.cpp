#include "remote/access.hpp"

namespace keelson::remote {
namespace {

bool is_unix(Access const& access) { return access.server.starts_with("unix:"); }

std::string socket_path(Access const& access) {
    auto path = access.server.substr(5);
    return path.starts_with("//") ? path.substr(2) : path;
}

/// Of a server's address: what is before the host, the host, and what is behind.
struct Parts {
    std::string scheme, host, rest;
};
Parts parts_of(std::string const& server) {
    auto const begin = server.find("://") + 3;
    auto const path = std::min(server.find('/', begin), server.size());
    auto const bracket = server.find(']', begin);
    auto const colon = server.find(':', bracket < path ? bracket : begin);
    auto const end = std::min(colon, path);
    return {server.substr(0, begin), server.substr(begin, end - begin), server.substr(end)};
}

}  // namespace

std::string url_of(Access const& access, std::string const& target) {
    if (is_unix(access)) return "http://localhost" + target;
    if (access.tls_server_name.empty()) return access.server + target;
    auto const parts = parts_of(access.server);
    return parts.scheme + access.tls_server_name + parts.rest + target;
}

transfer::Server server_of(Access const& access) {
    transfer::Server server;
    server.proxy = access.proxy_url.empty() ? std::nullopt : std::optional(access.proxy_url);
    if (is_unix(access)) {
        server.socket = socket_path(access);
    } else if (!access.tls_server_name.empty()) {
        server.connect_to = "::" + parts_of(access.server).host + ":";
    }
    server.authority.text = access.authority;
    server.certificate.text = access.certificate;
    server.key.text = access.key;
    server.trusts_any = access.insecure;
    server.username = access.username;
    server.password = access.password;
    return server;
}

Result<std::vector<std::string>> identity_headers(Access const& access) {
    std::vector<std::string> headers;
    auto token = access.token;
    if (!access.token_file.empty()) {
        auto text = read_file(access.token_file);
        if (!text) return Error(Errc::unauthorized, "the token can't be read: " + text.error().message);
        token = std::move(*text);
        while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' '))
            token.pop_back();
    }
    if (!token.empty()) headers.push_back("Authorization: Bearer " + token);
    if (!access.as.empty()) headers.push_back("Impersonate-User: " + access.as);
    for (auto const& group : access.as_groups) headers.push_back("Impersonate-Group: " + group);
    for (auto const& header : headers) {
        if (header.find_first_of("\r\n") != std::string::npos)
            return Error(Errc::unauthorized, "a credential has a line break in it");
    }
    return headers;
}

Error error_of(transfer::Failure const& failure, Access const& access) {
    using transfer::Fault;
    switch (failure.fault) {
        case Fault::late: return {Errc::timeout, "the server did not answer in time"};
        case Fault::late_connecting: return {Errc::timeout, "the server did not answer in time: " + failure.why};
        case Fault::refused:
            return {Errc::unavailable, "the connection to the server " + access.server +
                                           " was refused - did you specify the right host or port?"};
        case Fault::untrusted: return {Errc::unauthorized, "unable to connect to the server: " + failure.why};
        case Fault::too_large: return {Errc::internal, "the server's answer is too large"};
        case Fault::too_many: return {Errc::too_many_requests, "too many requests wait for the server"};
        case Fault::closed: return {Errc::unavailable, "the connection is closed"};
        default: return {Errc::unavailable, "unable to connect to the server " + access.server + ": " + failure.why};
    }
}

}  // namespace keelson::remote
