#ifndef KEELSON_SRC_HTTP_TLS_HPP
#define KEELSON_SRC_HTTP_TLS_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;
struct evp_pkey_st;
struct x509_st;
struct bio_method_st;

namespace keelson::http {

/// What a server shows and whom it asks for, as PEM texts.
struct TlsMaterial {
    std::string certificate_pem;  ///< the server's own, then those between it and its authority
    std::string key_pem;
    std::string client_authority_pem;  ///< named to clients, so that they know which certificate to send; may be empty
    /// The same, each where it was read already and the text has no other; otherwise null.
    std::shared_ptr<x509_st> certificate = nullptr;
    std::shared_ptr<evp_pkey_st> key = nullptr;
    std::shared_ptr<x509_st> client_authority = nullptr;
};

/// The settings that connections share: TLS 1.2 or newer, "http/1.1" alone by ALPN, client certificates asked for but
/// not needed, resumption by tickets.
class TlsContext {
public:
    static Result<std::shared_ptr<TlsContext>> open(TlsMaterial const& material);
    ~TlsContext();
    TlsContext(TlsContext const&) = delete;
    TlsContext& operator=(TlsContext const&) = delete;
    [[nodiscard]] ssl_ctx_st* native() const noexcept { return context_; }
    [[nodiscard]] bio_method_st* socket_method() const noexcept { return socket_method_; }

private:
    TlsContext() = default;
    ssl_ctx_st* context_ = nullptr;
    bio_method_st* socket_method_ = nullptr;
};

/// One connection's TLS over a socket that never waits. It reads from the socket itself; what it has to send it appends
/// to a string, so that many records leave in one call.
class TlsSession {
public:
    enum class Step : std::uint8_t { done, wait, closed, failed };

    static std::unique_ptr<TlsSession> open(std::shared_ptr<TlsContext> context, int socket);
    ~TlsSession();
    TlsSession(TlsSession const&) = delete;
    TlsSession& operator=(TlsSession const&) = delete;

    /// Where ciphertext goes from here on. It must stay until the next call.
    void send_to(std::string& out) noexcept { out_ = &out; }
    /// The socket was said to be readable: it is asked again.
    void readable() noexcept { drained_ = false; }

    Step shake_hands();
    Step read(char* into, std::size_t room, std::size_t& count);
    Step write(std::string_view bytes);
    /// Says that nothing more will be sent.
    void close_notify();

    /// The client's certificate, DER; empty when it sent none.
    [[nodiscard]] std::string peer_certificate() const;
    [[nodiscard]] bool resumed() const;

private:
    friend struct SocketBio;
    TlsSession(std::shared_ptr<TlsContext> context, int socket) : context_(std::move(context)), socket_(socket) {}

    std::shared_ptr<TlsContext> context_;
    ssl_st* ssl_ = nullptr;
    std::string* out_ = nullptr;
    int socket_;
    bool drained_ = false;
    bool end_ = false;
    bool shaken_ = false;
    bool broken_ = false;
};

}  // namespace keelson::http

#endif
