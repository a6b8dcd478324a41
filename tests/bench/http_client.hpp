#ifndef KEELSON_TESTS_BENCH_HTTP_CLIENT_HPP
#define KEELSON_TESTS_BENCH_HTTP_CLIENT_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

namespace keelson::bench {

/// One keep-alive connection over TLS that waits for each answer: what a client costs that does no more than it must.
class HttpClient {
public:
    /// As the administrator whose certificate and key lie there as PEM files; the server is trusted as it is.
    HttpClient(std::uint16_t port, std::string const& certificate, std::string const& key);
    ~HttpClient();
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// Sends a request and reads its answer; the status. `body()` holds until the next one.
    int ask(std::string_view method, std::string_view path, std::string_view body = {});
    [[nodiscard]] std::string_view body() const noexcept { return body_; }
    /// Asks, then gives the body of the answer in parts as it comes, until `part` says no.
    void follow(std::string_view path, std::function<bool(std::string_view)> const& part);

private:
    void send(std::string_view method, std::string_view path, std::string_view body);
    /// Reads until the buffer holds so many bytes.
    void need(std::size_t bytes);
    /// Reads the head of an answer; its status.
    int read_head(std::size_t& length, bool& chunked);

    int socket_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    std::string buffer_, body_;
};

}  // namespace keelson::bench

#endif
