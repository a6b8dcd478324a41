#ifndef KEELSON_SRC_HTTP_OPENSSL_HPP
#define KEELSON_SRC_HTTP_OPENSSL_HPP

#include <keelson/core/error.hpp>

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// Frees what OpenSSL has made.
struct OpenSslDelete {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
    void operator()(X509_REQ* request) const noexcept { X509_REQ_free(request); }
    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX* context) const noexcept { X509_STORE_CTX_free(context); }
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
template <class T>
using Ssl = std::unique_ptr<T, OpenSslDelete>;

/// The oldest error of this thread's queue, with words in front; the queue is empty afterwards.
Error openssl_error(std::string_view what);

/// All certificates of a PEM text, at least one.
Result<std::vector<Ssl<X509>>> read_certificates(std::string_view pem);
Result<Ssl<EVP_PKEY>> read_private_key(std::string_view pem);
std::string to_der(X509* certificate);
Ssl<X509> from_der(std::string_view der);
std::string to_pem(X509* certificate);
Result<std::string> to_pem(EVP_PKEY* private_key);
/// Says whose the certificate is. OpenSSL finds the key's form by asking all that could know it, a million instructions
/// each time; for P-256 it is known here, but then nobody can ask the certificate for its key before it was read again.
bool set_public_key(X509* certificate, EVP_PKEY* key);
/// A new key on P-256.
Result<Ssl<EVP_PKEY>> make_key();

}  // namespace keelson::http

#endif
