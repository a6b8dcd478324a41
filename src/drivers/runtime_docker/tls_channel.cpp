#include "drivers/runtime_docker/tls_channel.hpp"

#include <cerrno>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace keelson::docker {
namespace {

struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* session) const { SSL_free(session); }
};

std::string last_error() {
    char text[256] = "unknown";
    if (auto const code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

class TlsChannel final : public Channel {
public:
    TlsChannel(std::unique_ptr<SSL_CTX, Free> context, std::unique_ptr<SSL, Free> session,
               std::shared_ptr<std::string> why)
        : context_(std::move(context)), session_(std::move(session)), why_(std::move(why)) {}

    ssize_t open(int socket) override {
        if (SSL_get_fd(session_.get()) < 0 && SSL_set_fd(session_.get(), socket) != 1) return -ENOMEM;
        ERR_clear_error();
        auto const done = SSL_connect(session_.get());
        if (done == 1) return 0;
        auto const outcome = outcome_of(done);
        if (auto const verified = SSL_get_verify_result(session_.get()); outcome != -EAGAIN && verified != X509_V_OK)
            *why_ = X509_verify_cert_error_string(verified);
        return outcome == 0 ? -ECONNRESET : outcome;
    }
    ssize_t read(char* bytes, std::size_t count) override {
        ERR_clear_error();
        std::size_t got = 0;
        auto const done = SSL_read_ex(session_.get(), bytes, count, &got);
        return done == 1 ? static_cast<ssize_t>(got) : outcome_of(done);
    }
    ssize_t write(char const* bytes, std::size_t count) override {
        ERR_clear_error();
        std::size_t put = 0;
        auto const done = SSL_write_ex(session_.get(), bytes, count, &put);
        return done == 1 ? static_cast<ssize_t>(put) : outcome_of(done);
    }
    void finish() override { SSL_shutdown(session_.get()); }
    [[nodiscard]] Waits waits() const override { return waits_; }

private:
    ssize_t outcome_of(int done) {
        auto const system = errno;
        switch (SSL_get_error(session_.get(), done)) {
            case SSL_ERROR_WANT_READ: waits_ = Waits::to_read; return -EAGAIN;
            case SSL_ERROR_WANT_WRITE: waits_ = Waits::to_write; return -EAGAIN;
            case SSL_ERROR_ZERO_RETURN: return 0;
            case SSL_ERROR_SYSCALL: return system == 0 ? -ECONNRESET : -system;
            default: *why_ = last_error(); return -EPROTO;
        }
    }

    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> session_;
    std::shared_ptr<std::string> why_;
    Waits waits_ = Waits::to_write;
};

}  // namespace

Result<std::unique_ptr<Channel>> tls_channel(Endpoint const& endpoint, std::shared_ptr<std::string> why) {
    ERR_clear_error();
    std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_client_method()));
    if (!context) return Error(Errc::internal, "TLS: " + last_error());
    auto const wrong = [](std::string const& file) {
        return Error(Errc::invalid, file + " cannot be used for TLS: " + last_error());
    };
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (endpoint.tls_ca.empty()) {
        SSL_CTX_set_default_verify_paths(context.get());
    } else if (SSL_CTX_load_verify_locations(context.get(), endpoint.tls_ca.c_str(), nullptr) != 1) {
        return wrong(endpoint.tls_ca);
    }
    if (!endpoint.tls_cert.empty() && SSL_CTX_use_certificate_chain_file(context.get(), endpoint.tls_cert.c_str()) != 1)
        return wrong(endpoint.tls_cert);
    if (!endpoint.tls_key.empty() &&
        SSL_CTX_use_PrivateKey_file(context.get(), endpoint.tls_key.c_str(), SSL_FILETYPE_PEM) != 1)
        return wrong(endpoint.tls_key);
    std::unique_ptr<SSL, Free> session(SSL_new(context.get()));
    if (!session) return Error(Errc::internal, "TLS: " + last_error());
    auto* const expected = SSL_get0_param(session.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, endpoint.host.c_str()) != 1) {
        ERR_clear_error();
        SSL_set_tlsext_host_name(session.get(), endpoint.host.c_str());
        X509_VERIFY_PARAM_set1_host(expected, endpoint.host.c_str(), 0);
    }
    return std::unique_ptr<Channel>(
        std::make_unique<TlsChannel>(std::move(context), std::move(session), std::move(why)));
}

}  // namespace keelson::docker
