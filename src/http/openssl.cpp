#include "http/openssl.hpp"

#include <array>
#include <cstring>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
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

constexpr std::size_t p256_bytes = 32, p256_point_bytes = 65;
using Point = std::array<unsigned char, p256_point_bytes>;

/// The public point of a key on P-256, uncompressed; false for any other key.
bool read_point(EVP_PKEY* key, Point& point) {
    char group[32] = "";
    std::size_t size = 0;
    auto const known =
        EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
        OBJ_txt2nid(group) == NID_X9_62_prime256v1 &&
        EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) == 1 &&
        size == point.size() && point.front() == POINT_CONVERSION_UNCOMPRESSED;
    ERR_clear_error();
    return known;
}

/// A private key on P-256 in PKCS#8 (RFC 5208, RFC 5915), which has the same bytes around any key; empty for others.
std::string p256_to_pem(EVP_PKEY* key) {
    static constexpr unsigned char head[] = {0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86,
                                             0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
                                             0x03, 0x01, 0x07, 0x04, 0x6d, 0x30, 0x6b, 0x02, 0x01, 0x01, 0x04, 0x20};
    static constexpr unsigned char middle[] = {0xa1, 0x44, 0x03, 0x42, 0x00};
    Point point;
    if (!read_point(key, point)) return {};
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) {
        ERR_clear_error();
        return {};
    }
    std::array<unsigned char, sizeof head + p256_bytes + sizeof middle + p256_point_bytes> der;
    auto* at = der.data();
    std::memcpy(at, head, sizeof head);
    auto const fits = BN_bn2binpad(number, at += sizeof head, p256_bytes) == static_cast<int>(p256_bytes);
    std::memcpy(at += p256_bytes, middle, sizeof middle);
    std::memcpy(at + sizeof middle, point.data(), point.size());
    BN_clear_free(number);
    Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
    auto const written =
        fits && bio && PEM_write_bio(bio.get(), PEM_STRING_PKCS8INF, "", der.data(), static_cast<long>(der.size())) > 0;
    OPENSSL_cleanse(der.data(), der.size());
    ERR_clear_error();
    return written ? text_of(bio.get()) : std::string();
}

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
    if (auto text = p256_to_pem(private_key); !text.empty()) return text;
    Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PKCS8PrivateKey(bio.get(), private_key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return openssl_error("a private key as PEM");
    }
    return text_of(bio.get());
}

bool set_public_key(X509* certificate, EVP_PKEY* key) {
    Point point;
    if (!read_point(key, point)) return X509_set_pubkey(certificate, key) == 1;
    auto* const bytes = static_cast<unsigned char*>(OPENSSL_memdup(point.data(), point.size()));
    if (bytes == nullptr) return false;
    auto const set =
        X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(certificate), OBJ_nid2obj(NID_X9_62_id_ecPublicKey), V_ASN1_OBJECT,
                               OBJ_nid2obj(NID_X9_62_prime256v1), bytes, static_cast<int>(point.size())) == 1;
    if (!set) OPENSSL_free(bytes);
    return set;
}

Result<Ssl<EVP_PKEY>> make_key() {
    Ssl<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return openssl_error("a new key");
    return key;
}

}  // namespace keelson::http
