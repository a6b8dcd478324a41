#include "http/tls_client.hpp"

#include "http/openssl.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <utility>

namespace keelson::http {

struct TlsClient::Session {
    ~Session() {
        SSL_free(ssl);
        SSL_CTX_free(context);
    }
    SSL_CTX* context = nullptr;
    SSL* ssl = nullptr;
    BIO* in = nullptr;   // the session's
    BIO* out = nullptr;  // the session's
};

TlsClient::TlsClient(std::unique_ptr<Session> session) : session_(std::move(session)) {}
TlsClient::~TlsClient() = default;

Result<std::unique_ptr<TlsClient>> TlsClient::open() {
    ERR_clear_error();
    auto session = std::make_unique<Session>();
    session->context = SSL_CTX_new(TLS_client_method());
    if (session->context == nullptr) return openssl_error("a TLS client");
    SSL_CTX_set_verify(session->context, SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_min_proto_version(session->context, TLS1_2_VERSION);
    session->ssl = SSL_new(session->context);
    session->in = BIO_new(BIO_s_mem());
    session->out = BIO_new(BIO_s_mem());
    if (session->ssl == nullptr || session->in == nullptr || session->out == nullptr) {
        BIO_free(session->in);
        BIO_free(session->out);
        return openssl_error("a TLS client");
    }
    SSL_set_bio(session->ssl, session->in, session->out);
    SSL_set_connect_state(session->ssl);
    std::unique_ptr<TlsClient> made(new TlsClient(std::move(session)));
    if (auto const begun = made->advance(); !begun) return begun.error();
    return made;
}

Result<> TlsClient::advance() {
    ERR_clear_error();
    auto* const ssl = session_->ssl;
    if (SSL_is_init_finished(ssl) == 0) {
        auto const outcome = SSL_do_handshake(ssl);
        if (outcome == 1) {
        } else if (SSL_get_error(ssl, outcome) == SSL_ERROR_WANT_READ) {
            return {};
        } else {
            return openssl_error("TLS handshake");
        }
    }
    auto const bytes = std::exchange(waiting_, {});
    if (bytes.empty() || SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size())) > 0) return {};
    return openssl_error("TLS");
}

Result<> TlsClient::receive(std::string_view ciphertext, std::string& plain) {
    BIO_write(session_->in, ciphertext.data(), static_cast<int>(ciphertext.size()));
    if (auto const advanced = advance(); !advanced) return advanced;
    char room[16 * 1024];
    while (SSL_is_init_finished(session_->ssl) != 0) {
        auto const count = SSL_read(session_->ssl, room, sizeof room);
        if (count > 0) {
            plain.append(room, static_cast<std::size_t>(count));
            continue;
        }
        auto const why = SSL_get_error(session_->ssl, count);
        if (why == SSL_ERROR_ZERO_RETURN) ended_ = true;
        if (why == SSL_ERROR_ZERO_RETURN || why == SSL_ERROR_WANT_READ) break;
        return openssl_error("TLS");
    }
    return {};
}

Result<> TlsClient::write(std::string_view plain) {
    waiting_ += plain;
    return advance();
}

std::string TlsClient::take_output() {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(session_->out, &data);
    std::string bytes = size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
    (void)BIO_reset(session_->out);
    return bytes;
}

}  // namespace keelson::http
