#include "transfer/easy.hpp"

#include <algorithm>
#include <cctype>
#include <system_error>

namespace keelson::transfer {
namespace {

constexpr long keep_alive_seconds = 15;

long version_of(Server::Version version) {
    switch (version) {
        case Server::Version::http1: return CURL_HTTP_VERSION_1_1;
        case Server::Version::http2_over_tls: return CURL_HTTP_VERSION_2TLS;
        case Server::Version::http2: return CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
    }
    return CURL_HTTP_VERSION_1_1;
}

Fault fault_of(CURLcode code) {
    switch (code) {
        case CURLE_OK: return Fault::none;
        case CURLE_OPERATION_TIMEDOUT: return Fault::late_connecting;  // the only time that libcurl is told
        case CURLE_COULDNT_CONNECT: return Fault::refused;
        case CURLE_COULDNT_RESOLVE_HOST: return Fault::unknown_host;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER: return Fault::untrusted;
        case CURLE_GOT_NOTHING: return Fault::no_answer;
        case CURLE_WRITE_ERROR: return Fault::too_large;
        default: return Fault::broken;
    }
}

}  // namespace

Easy::Easy(Server const& server) : handle_(curl().easy_init()), local_(!server.socket.empty()) {
    curl().easy_setopt(handle_, CURLOPT_ERRORBUFFER, why_.data());
    set(CURLOPT_NOSIGNAL, 1);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, version_of(server.version));
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    set(CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(server.connect_within).count()));
    set(CURLOPT_TCP_KEEPALIVE, 1);
    set(CURLOPT_TCP_KEEPIDLE, keep_alive_seconds);
    set(CURLOPT_TCP_KEEPINTVL, keep_alive_seconds);
    if (local_) set(CURLOPT_UNIX_SOCKET_PATH, server.socket);
    if (server.proxy) set(CURLOPT_PROXY, *server.proxy);
    if (!server.connect_to.empty()) {
        connect_to_ = curl().slist_append(nullptr, server.connect_to.c_str());
        curl().easy_setopt(handle_, CURLOPT_CONNECT_TO, connect_to_);
    }
    if (server.trusts_any) {
        set(CURLOPT_SSL_VERIFYPEER, 0);
        set(CURLOPT_SSL_VERIFYHOST, 0);
    }
    set_pem(server.authority, CURLOPT_CAINFO_BLOB, CURLOPT_CAINFO);
    set_pem(server.certificate, CURLOPT_SSLCERT_BLOB, CURLOPT_SSLCERT);
    set_pem(server.key, CURLOPT_SSLKEY_BLOB, CURLOPT_SSLKEY);
    if (!server.username.empty()) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, server.username);
        set(CURLOPT_PASSWORD, server.password);
    }
}

Easy::~Easy() {
    curl().easy_cleanup(handle_);
    curl().slist_free_all(headers_);
    curl().slist_free_all(connect_to_);
}

void Easy::set_pem(Pem const& pem, CURLoption as_text, CURLoption as_file) {
    if (!pem.file.empty()) set(as_file, pem.file);
    if (pem.text.empty()) return;
    // libcurl only reads it.
    curl_blob const blob{const_cast<char*>(pem.text.data()), pem.text.size(), CURL_BLOB_NOCOPY};
    curl().easy_setopt(handle_, as_text, &blob);
}

long Easy::number(CURLINFO what) const {
    long value = 0;
    curl().easy_getinfo(handle_, what, &value);
    return value;
}

Failure Easy::failure(CURLcode code) const {
    if (code == CURLE_OK) return {};
    std::string why = why_[0] != '\0' ? why_.data() : curl().easy_strerror(code);
    // libcurl's own words are of hosts and ports.
    if (code == CURLE_COULDNT_CONNECT && local_) {
        auto const number = static_cast<int>(this->number(CURLINFO_OS_ERRNO));
        why = number != 0 ? std::generic_category().message(number) : "nobody listens there";
    }
    return {fault_of(code), std::move(why)};
}

std::string_view Answer::header(std::string_view name) const {
    for (auto one = headers.rbegin(); one != headers.rend(); ++one) {
        if (one->first == name) return one->second;
    }
    return {};
}

std::string host_of(std::string const& url) {
    std::string host;
    if (!load_curl()) return host;
    auto* const parts = curl().url();
    char* text = nullptr;
    if (curl().url_set(parts, CURLUPART_URL, url.c_str(), 0) == CURLUE_OK &&
        curl().url_get(parts, CURLUPART_HOST, &text, 0) == CURLUE_OK) {
        host = text;
        curl().free(text);
    }
    curl().url_cleanup(parts);
    std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) { return std::tolower(c); });
    return host;
}

}  // namespace keelson::transfer
