#ifndef KEELSON_TESTS_INTEGRATION_HTTP_CLIENT_HPP
#define KEELSON_TESTS_INTEGRATION_HTTP_CLIENT_HPP

#include "http/openssl.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace keelson::tests {

/// A client that sends what it is told to, well formed or not, in plain or over TLS.
class RawClient {
public:
    explicit RawClient(std::string const& address) {
        if (address.starts_with("unix://")) {
            sockaddr_un to{};
            to.sun_family = AF_UNIX;
            std::strncpy(to.sun_path, address.c_str() + 7, sizeof to.sun_path - 1);
            socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
            return;
        }
        auto const colon = address.rfind(':');
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
        ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    ~RawClient() {
        // Or its session counts as broken, and cannot be resumed.
        if (ssl_ != nullptr) SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
        SSL_free(ssl_);
        SSL_CTX_free(context_);
        if (socket_ >= 0) ::close(socket_);
    }
    RawClient(RawClient const&) = delete;
    RawClient& operator=(RawClient const&) = delete;

    [[nodiscard]] bool connected() const noexcept { return connected_; }
    [[nodiscard]] int socket() const noexcept { return socket_; }

    /// Speaks TLS from here on; false when the handshake fails. A client certificate is optional.
    bool secure(std::string const& authority_pem, std::string const& certificate_pem = {},
                std::string const& key_pem = {}, std::string const& alpn = "\x08http/1.1",
                SSL_SESSION* session = nullptr) {
        context_ = SSL_CTX_new(TLS_client_method());
        auto const authorities = http::read_certificates(authority_pem);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), authorities.value().front().get());
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        if (!certificate_pem.empty()) {
            auto const certificates = http::read_certificates(certificate_pem);
            auto const key = http::read_private_key(key_pem);
            SSL_CTX_use_certificate(context_, certificates.value().front().get());
            SSL_CTX_use_PrivateKey(context_, key.value().get());
        }
        ssl_ = SSL_new(context_);
        SSL_set_alpn_protos(ssl_, reinterpret_cast<unsigned char const*>(alpn.data()),
                            static_cast<unsigned>(alpn.size()));
        SSL_set1_host(ssl_, "localhost");
        if (session != nullptr) SSL_set_session(ssl_, session);
        SSL_set_fd(ssl_, socket_);
        return SSL_connect(ssl_) == 1;
    }
    [[nodiscard]] SSL* ssl() const noexcept { return ssl_; }

    bool send(std::string_view bytes) {
        if (ssl_ != nullptr) return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
        while (!bytes.empty()) {
            auto const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    /// One read; false at the end, after an error, or when nothing came in time.
    bool read(std::chrono::milliseconds patience = std::chrono::seconds(10)) {
        if (ssl_ == nullptr || SSL_pending(ssl_) == 0) {
            pollfd poll{socket_, POLLIN, 0};
            if (::poll(&poll, 1, static_cast<int>(patience.count())) != 1) {
                timed_out_ = true;
                return false;
            }
        }
        char buffer[65536];
        auto const count = ssl_ != nullptr ? SSL_read(ssl_, buffer, sizeof buffer)
                                           : static_cast<int>(::recv(socket_, buffer, sizeof buffer, 0));
        if (count <= 0) {
            ended_ = true;
            properly_ended_ = ssl_ != nullptr ? (SSL_get_shutdown(ssl_) & SSL_RECEIVED_SHUTDOWN) != 0 : count == 0;
            return false;
        }
        text_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }
    /// Reads until this is there, then gives all up to and with it; empty when it does not come.
    std::string until(std::string_view mark) {
        for (;;) {
            if (auto const at = text_.find(mark); at != std::string::npos) return cut(at + mark.size());
            if (!read()) return {};
        }
    }
    std::string take(std::size_t bytes) {
        while (text_.size() < bytes) {
            if (!read()) return {};
        }
        return cut(bytes);
    }
    /// A whole answer with a Content-Length: its head, and its body in `body`.
    std::string answer(std::string* body = nullptr, bool to_head = false) {
        auto head = until("\r\n\r\n");
        auto const at = head.find("Content-Length: ");
        auto const length = at == std::string::npos || to_head ? 0 : std::stoul(head.substr(at + 16));
        auto bytes = length == 0 ? std::string() : take(length);
        if (body != nullptr) *body = std::move(bytes);
        return head;
    }
    /// The body of a chunked answer, after its head.
    std::string chunks() {
        std::string body;
        for (;;) {
            auto const line = until("\r\n");
            if (line.empty()) return body;
            auto const size = std::stoul(line, nullptr, 16);
            body += take(size);
            until("\r\n");
            if (size == 0) return body;
        }
    }
    /// All that comes until the end.
    std::string rest() {
        while (read()) {
        }
        return std::exchange(text_, {});
    }
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] bool properly_ended() const noexcept { return properly_ended_; }
    [[nodiscard]] bool timed_out() const noexcept { return timed_out_; }

private:
    std::string cut(std::size_t bytes) {
        auto front = text_.substr(0, bytes);
        text_.erase(0, bytes);
        return front;
    }

    int socket_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* ssl_ = nullptr;
    std::string text_;
    bool connected_ = false, ended_ = false, properly_ended_ = false, timed_out_ = false;
};

}  // namespace keelson::tests

#endif
