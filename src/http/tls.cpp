#include "http/tls.hpp"

#include "http/openssl.hpp"

#include <cerrno>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace keelson::http {

/// A BIO on the session's socket: `recv` in, the session's string out.
struct SocketBio {
    static int read(BIO* bio, char* into, int room) {
        auto& session = *static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        if (session.end_) return 0;
        if (!session.drained_) {
            ssize_t count = 0;
            do {
                count = ::recv(session.socket_, into, static_cast<std::size_t>(room), 0);
            } while (count < 0 && errno == EINTR);
            if (count > 0) {
                // Less than there was room for: another call would only hear that there is nothing.
                session.drained_ = count < room;
                return static_cast<int>(count);
            }
            if (count == 0) session.end_ = true;
            if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) return count == 0 ? 0 : -1;
            session.drained_ = true;
        }
        BIO_set_retry_read(bio);
        return -1;
    }
    static int write(BIO* bio, char const* bytes, int count) {
        auto& session = *static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        if (session.out_ == nullptr) return -1;
        session.out_->append(bytes, static_cast<std::size_t>(count));
        return count;
    }
    static long control(BIO* bio, int command, long, void*) {
        auto const& session = *static_cast<TlsSession*>(BIO_get_data(bio));
        if (command == BIO_CTRL_FLUSH) return 1;
        if (command == BIO_CTRL_EOF) return session.end_ ? 1 : 0;
        return 0;
    }
};

namespace {

constexpr unsigned char alpn_http11[] = "\x08http/1.1";
constexpr unsigned char session_scope[] = "keelson";

int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* chosen_size, unsigned char const* offered,
                    unsigned int offered_size, void*) {
    unsigned char* found = nullptr;
    auto const outcome =
        SSL_select_next_proto(&found, chosen_size, alpn_http11, sizeof alpn_http11 - 1, offered, offered_size);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Any certificate gets through the handshake: authentication checks it, and refuses in words.
int accept_any(X509_STORE_CTX*, void*) { return 1; }

Result<> use_certificates(SSL_CTX* context, TlsMaterial const& material) {
    if (material.certificate) {
        if (SSL_CTX_use_certificate(context, material.certificate.get()) == 1) return {};
        return openssl_error("the server's certificate");
    }
    auto const certificates = read_certificates(material.certificate_pem);
    if (!certificates) return certificates.error();
    auto const& chain = certificates.value();
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1) return openssl_error("the server's certificate");
    for (std::size_t i = 1; i < chain.size(); ++i) {
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) return openssl_error("the server's certificates");
    }
    return {};
}

Result<> use_key(SSL_CTX* context, TlsMaterial const& material) {
    auto key = material.key;
    if (!key) {
        auto read = read_private_key(material.key_pem);
        if (!read) return read.error();
        key = std::move(read).value();
    }
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        return openssl_error("the server's key");
    return {};
}

Result<> name_client_authorities(SSL_CTX* context, TlsMaterial const& material) {
    if (material.client_authority) {
        SSL_CTX_add_client_CA(context, material.client_authority.get());
    } else if (!material.client_authority_pem.empty()) {
        auto const authorities = read_certificates(material.client_authority_pem);
        if (!authorities) return authorities.error();
        for (auto const& authority : authorities.value()) SSL_CTX_add_client_CA(context, authority.get());
    }
    return {};
}

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::open(TlsMaterial const& material) {
    std::shared_ptr<TlsContext> shared(new TlsContext);
    auto* const context = shared->context_ = SSL_CTX_new(TLS_server_method());
    if (context == nullptr) return openssl_error("TLS");
    // Without an index of its own: those are counted for the whole program.
    auto* const method = shared->socket_method_ = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "keelson socket");
    if (method == nullptr) return openssl_error("TLS");
    BIO_meth_set_read(method, &SocketBio::read);
    BIO_meth_set_write(method, &SocketBio::write);
    BIO_meth_set_ctrl(method, &SocketBio::control);

    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, accept_any, nullptr);
    SSL_CTX_set_session_id_context(context, session_scope, sizeof session_scope - 1);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets carry the sessions
    SSL_CTX_set_num_tickets(context, 1);

    for (auto const step : {use_certificates, use_key, name_client_authorities}) {
        if (auto const done = step(context, material); !done) return done.error();
    }
    return shared;
}

TlsContext::~TlsContext() {
    SSL_CTX_free(context_);
    BIO_meth_free(socket_method_);
}

std::unique_ptr<TlsSession> TlsSession::open(std::shared_ptr<TlsContext> context, int socket) {
    std::unique_ptr<TlsSession> session(new TlsSession(std::move(context), socket));
    session->ssl_ = SSL_new(session->context_->native());
    auto* const bio = BIO_new(session->context_->socket_method());
    if (session->ssl_ == nullptr || bio == nullptr) {
        BIO_free(bio);
        ERR_clear_error();
        return nullptr;
    }
    BIO_set_data(bio, session.get());
    BIO_set_init(bio, 1);
    SSL_set_bio(session->ssl_, bio, bio);
    SSL_set_accept_state(session->ssl_);
    return session;
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

TlsSession::Step TlsSession::shake_hands() {
    ERR_clear_error();
    auto const outcome = SSL_do_handshake(ssl_);
    if (outcome == 1) {
        shaken_ = true;
        return Step::done;
    }
    auto const why = SSL_get_error(ssl_, outcome);
    if (why == SSL_ERROR_WANT_READ) return Step::wait;
    broken_ = true;
    ERR_clear_error();
    return end_ ? Step::closed : Step::failed;
}

TlsSession::Step TlsSession::read(char* into, std::size_t room, std::size_t& count) {
    ERR_clear_error();
    count = 0;
    if (SSL_read_ex(ssl_, into, room, &count) == 1) return Step::done;
    auto const why = SSL_get_error(ssl_, 0);
    if (why == SSL_ERROR_WANT_READ) return Step::wait;
    if (why == SSL_ERROR_ZERO_RETURN) return Step::closed;
    broken_ = true;
    ERR_clear_error();
    return end_ ? Step::closed : Step::failed;
}

TlsSession::Step TlsSession::write(std::string_view bytes) {
    ERR_clear_error();
    while (!bytes.empty()) {
        std::size_t count = 0;
        if (SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count) != 1) {
            broken_ = true;
            ERR_clear_error();
            return Step::failed;
        }
        bytes.remove_prefix(count);
    }
    return Step::done;
}

void TlsSession::close_notify() {
    if (!shaken_ || broken_) return;
    ERR_clear_error();
    SSL_shutdown(ssl_);
    ERR_clear_error();
}

std::string TlsSession::peer_certificate() const {
    auto* const certificate = SSL_get0_peer_certificate(ssl_);
    return certificate == nullptr ? std::string() : to_der(certificate);
}

bool TlsSession::resumed() const { return SSL_session_reused(ssl_) == 1; }

}  // namespace keelson::http
