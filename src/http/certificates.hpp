#ifndef KEELSON_SRC_HTTP_CERTIFICATES_HPP
#define KEELSON_SRC_HTTP_CERTIFICATES_HPP

#include "http/exchange.hpp"
#include "http/peer.hpp"

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace keelson::http {

/// A certificate and its private key, PEM. All keys are on P-256: an RSA key takes longer to make than all else of a
/// first start.
struct KeyPair {
    std::string certificate_pem;
    std::string key_pem;
    /// The same, where somebody has made or read them already: reading a key takes OpenSSL a millisecond. Null
    /// otherwise, and for a text of several certificates.
    std::shared_ptr<x509_st> certificate = nullptr;
    std::shared_ptr<evp_pkey_st> key = nullptr;
};

enum class CertificateUse : std::uint8_t { server, client };

struct CertificateOrder {
    std::string common_name;                 ///< of a client: its user name
    std::vector<std::string> organizations;  ///< of a client: its groups
    CertificateUse use = CertificateUse::client;
    std::vector<std::string> dns_names;
    std::vector<std::string> ip_addresses;
    Duration lifetime = std::chrono::hours(24 * 365);
};

/// A new authority that signs itself.
Result<KeyPair> make_authority(std::string const& name, Time now, Duration lifetime = std::chrono::hours(24 * 3650));
/// The same authority for longer: what it has signed stays valid.
Result<std::string> renew_authority(KeyPair const& authority, Time now,
                                    Duration lifetime = std::chrono::hours(24 * 3650));
/// A new key with a certificate. Errors: `bad_request` for a name or address that is none.
Result<KeyPair> issue(KeyPair const& authority, CertificateOrder const& order, Time now);

/// What a PKCS#10 request asks for; it is signed with its own key, or refused.
struct SigningRequest {
    std::string common_name;
    std::vector<std::string> organizations;
    std::vector<std::string> dns_names;
    std::vector<std::string> ip_addresses;
};
Result<SigningRequest> read_signing_request(std::string_view pem);
/// Signs it as it is, for these uses in the words of certificates.k8s.io ("client auth", "digital signature", ...). The
/// certificate never outlives its authority's.
Result<std::string> sign(KeyPair const& authority, std::string_view request_pem, std::vector<std::string> const& usages,
                         Time now, Duration lifetime);

/// From when until when a certificate holds.
struct Validity {
    Time not_before, not_after;
};
Result<Validity> validity(std::string_view certificate_pem);
Validity validity(x509_st const& certificate);

/// What there is to say of a client's certificate.
struct CheckedCertificate {
    User user;  ///< CN and O, without system:authenticated
    Validity validity;
    std::string problem;  ///< why it is not trusted whatever the time; empty: it is
};

/// Those whose clients' certificates are trusted.
/// Threading: any thread.
class ClientAuthority {
public:
    static Result<std::shared_ptr<ClientAuthority const>> open(std::string_view authorities_pem);
    static Result<std::shared_ptr<ClientAuthority const>> open(KeyPair const& authority);
    ~ClientAuthority();
    ClientAuthority(ClientAuthority const&) = delete;
    ClientAuthority& operator=(ClientAuthority const&) = delete;
    [[nodiscard]] CheckedCertificate check(std::string_view der) const;

private:
    struct Store;
    explicit ClientAuthority(std::unique_ptr<Store> store);
    static Result<std::shared_ptr<ClientAuthority const>> trust(std::vector<x509_st*> const& authorities);
    std::unique_ptr<Store> store_;
};

}  // namespace keelson::http

#endif
