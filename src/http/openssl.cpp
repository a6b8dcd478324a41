#include "http/openssl.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace keelson::http {
namespace {

Ssl<BIO> memory(std::string_view text) { return Ssl<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::string text_of(BIO* bio) {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

/// Keys with a passphrase are refused, not asked for on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

Error openssl_error(std::string_view what) {
    auto const code = ERR_get_error();
    ERR_clear_error();
    std::string message(what);
    if (auto const* const why = code == 0 ? nullptr : ERR_reason_error_string(code)) message.append(": ").append(why);
    return {Errc::internal, std::move(message)};
}

Result<std::vector<Ssl<X509>>> read_certificates(std::string_view pem) {
    auto const bio = memory(pem);
    std::vector<Ssl<X509>> certificates;
    while (auto* const certificate = PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr)) {
        certificates.emplace_back(certificate);
    }
    ERR_clear_error();
    if (certificates.empty()) return Error(Errc::bad_request, "this is no certificate in PEM form");
    return certificates;
}

Result<Ssl<EVP_PKEY>> read_private_key(std::string_view pem) {
    auto const bio = memory(pem);
    Ssl<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    ERR_clear_error();
    if (!key) return Error(Errc::bad_request, "this is no private key in PEM form, or one with a passphrase");
    return key;
}

std::string to_der(X509* certificate) {
    unsigned char* bytes = nullptr;
    auto const size = i2d_X509(certificate, &bytes);
    if (size <= 0) return {};
    std::string der(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

Ssl<X509> from_der(std::string_view der) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(der.data());
    Ssl<X509> certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
    ERR_clear_error();
    return certificate;
}

std::string to_pem(X509* certificate) {
    Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return text_of(bio.get());
}

Result<std::string> to_pem(EVP_PKEY* private_key) {
    Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PKCS8PrivateKey(bio.get(), private_key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return openssl_error("a private key as PEM");
    }
    return text_of(bio.get());
}

Result<Ssl<EVP_PKEY>> make_key() {
    Ssl<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return openssl_error("a new key");
    return key;
}

}  // namespace keelson::http
