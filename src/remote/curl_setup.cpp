#include "remote/curl_setup.hpp"

namespace keelson::remote {
namespace {

constexpr long connect_seconds = 10;
constexpr long keep_alive_seconds = 15;

void set_blob(CURL* easy, CURLoption option, std::string const& text) {
    if (text.empty()) return;
    // libcurl only reads it.
    curl_blob const blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
    curl().easy_setopt(easy, option, &blob);
}

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

void set_access(CURL* easy, Access const& access) {
    curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl().easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl().easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, keep_alive_seconds);
    curl().easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, keep_alive_seconds);
    curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    if (is_unix(access)) curl().easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path(access).c_str());
    if (!access.proxy_url.empty()) curl().easy_setopt(easy, CURLOPT_PROXY, access.proxy_url.c_str());
    if (!access.tls_server_name.empty() && !is_unix(access)) {
        auto const host = parts_of(access.server).host;
        // The list must live as long as the handle does: libcurl keeps no copy, so it is the handle's private data.
        auto* const list = curl().slist_append(nullptr, ("::" + host + ":").c_str());
        curl().easy_setopt(easy, CURLOPT_CONNECT_TO, list);
        curl().easy_setopt(easy, CURLOPT_PRIVATE, list);
    }
    if (access.insecure) {
        curl().easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl().easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    set_blob(easy, CURLOPT_CAINFO_BLOB, access.authority);
    set_blob(easy, CURLOPT_SSLCERT_BLOB, access.certificate);
    set_blob(easy, CURLOPT_SSLKEY_BLOB, access.key);
    if (!access.certificate.empty()) {
        curl().easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
        curl().easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
    }
    if (!access.username.empty()) {
        curl().easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl().easy_setopt(easy, CURLOPT_USERNAME, access.username.c_str());
        curl().easy_setopt(easy, CURLOPT_PASSWORD, access.password.c_str());
    }
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

Error error_of(CURLcode code, Access const& access, std::string_view detail) {
    auto const why = detail.empty() ? std::string(curl().easy_strerror(code)) : std::string(detail);
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return {Errc::timeout, "the server did not answer in time: " + why};
        case CURLE_COULDNT_CONNECT:
            return {Errc::unavailable, "the connection to the server " + access.server +
                                           " was refused - did you specify the right host or port?"};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER: return {Errc::unauthorized, "unable to connect to the server: " + why};
        case CURLE_WRITE_ERROR: return {Errc::internal, "the server's answer is too large"};
        default: return {Errc::unavailable, "unable to connect to the server " + access.server + ": " + why};
    }
}

}  // namespace keelson::remote
