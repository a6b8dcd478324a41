#include "http/certificates.hpp"

#include "http/openssl.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <map>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace keelson::http {
namespace {

/// Clocks of clients may be behind.
constexpr auto backdated = std::chrono::minutes(5);

bool is_ip(std::string const& text) {
    unsigned char bytes[16];
    return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

bool is_dns_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '*' || c == '_';
    });
}

bool set_times(X509* certificate, Time from, Time until) {
    auto const seconds = [](Time time) { return static_cast<time_t>(time.whole_seconds().micros / 1'000'000); };
    return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(from)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(until)) != nullptr;
}

bool set_serial(X509* certificate) {
    std::unique_ptr<BIGNUM, decltype(&BN_free)> const number(BN_new(), &BN_free);
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool add_text(X509_NAME* name, int nid, std::string const& text) {
    return X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension == nullptr) return false;
    auto const added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

/// Everything that certificates have in common, but the signature.
Result<Ssl<X509>> begin_certificate(EVP_PKEY* key, X509_NAME const* subject, Time from, Time until) {
    Ssl<X509> certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 || !set_serial(certificate.get()) ||
        !set_times(certificate.get(), from, until) || X509_set_subject_name(certificate.get(), subject) != 1 ||
        !set_public_key(certificate.get(), key)) {
        return openssl_error("a new certificate");
    }
    return certificate;
}

Result<Ssl<X509>> finish_authority(EVP_PKEY* key, X509_NAME const* subject, Time now, Duration lifetime) {
    auto begun = begin_certificate(key, subject, now + -backdated, now + lifetime);
    if (!begun) return begun.error();
    auto* const certificate = begun.value().get();
    if (X509_set_issuer_name(certificate, subject) != 1 ||
        !add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE") ||
        !add_extension(certificate, certificate, NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign") ||
        !add_extension(certificate, certificate, NID_subject_key_identifier, "hash") ||
        X509_sign(certificate, key, EVP_sha256()) == 0) {
        return openssl_error("a new authority");
    }
    return begun;
}

struct Authority {
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

Result<Authority> read_authority(KeyPair const& pair) {
    Authority authority{pair.certificate, pair.key};
    if (!authority.certificate) {
        auto certificates = read_certificates(pair.certificate_pem);
        if (!certificates) return certificates.error();
        authority.certificate = std::move(certificates.value().front());
    }
    if (!authority.key) {
        auto key = read_private_key(pair.key_pem);
        if (!key) return key.error();
        authority.key = std::move(key).value();
    }
    if (X509_check_private_key(authority.certificate.get(), authority.key.get()) != 1) {
        ERR_clear_error();
        return Error(Errc::bad_request, "the authority's certificate and key do not belong together");
    }
    return authority;
}

/// `read`: the certificate will be needed here and not only as a text.
Result<KeyPair> pair_of(Ssl<X509> certificate, Ssl<EVP_PKEY> key, bool read) {
    auto key_pem = to_pem(key.get());
    if (!key_pem) return key_pem.error();
    auto certificate_pem = to_pem(certificate.get());
    certificate = read ? from_der(to_der(certificate.get())) : nullptr;
    if (read && !certificate) return openssl_error("a new certificate");
    return KeyPair{std::move(certificate_pem), std::move(key_pem).value(), std::move(certificate), std::move(key)};
}

Time to_time(ASN1_TIME const* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
    std::chrono::year_month_day const date{std::chrono::year(parts.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                           std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    auto const days = std::chrono::sys_days(date).time_since_epoch().count();
    std::int64_t const seconds = ((days * 24LL + parts.tm_hour) * 60 + parts.tm_min) * 60 + parts.tm_sec;
    return {seconds * 1'000'000};
}

/// The last part of what an authority does: nothing outlives it.
Result<> finish_leaf(Authority const& authority, X509* certificate) {
    auto* const issuer = authority.certificate.get();
    if (ASN1_TIME_compare(X509_get0_notAfter(certificate), X509_get0_notAfter(issuer)) > 0 &&
        X509_set1_notAfter(certificate, X509_get0_notAfter(issuer)) != 1) {
        return openssl_error("a new certificate");
    }
    if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) != 1 ||
        !add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always") ||
        X509_sign(certificate, authority.key.get(), EVP_sha256()) == 0) {
        return openssl_error("a new certificate");
    }
    return {};
}

/// "DNS:localhost,IP:127.0.0.1"; the parts hold nothing that means something there.
Result<std::string> alternative_names(CertificateOrder const& order) {
    std::string names;
    for (auto const& name : order.dns_names) {
        if (!is_dns_name(name)) return Error(Errc::bad_request, "this is no DNS name", name);
        names += (names.empty() ? "DNS:" : ",DNS:") + name;
    }
    for (auto const& address : order.ip_addresses) {
        if (!is_ip(address)) return Error(Errc::bad_request, "this is no IP address", address);
        names += (names.empty() ? "IP:" : ",IP:") + address;
    }
    return names;
}

std::vector<std::string> entries(X509_NAME const* name, int nid) {
    std::vector<std::string> texts;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0;) {
        unsigned char* bytes = nullptr;
        auto const size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
        if (size >= 0) texts.emplace_back(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
        OPENSSL_free(bytes);
    }
    ERR_clear_error();
    return texts;
}

Result<Ssl<X509_REQ>> read_request(std::string_view pem) {
    Ssl<BIO> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Ssl<X509_REQ> request(PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
    auto* const key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    auto const sound = key != nullptr && X509_REQ_verify(request.get(), key) == 1;
    ERR_clear_error();
    if (!request) return Error(Errc::bad_request, "this is no certificate request in PEM form");
    if (!sound) return Error(Errc::bad_request, "the certificate request is not signed with its own key");
    return request;
}

using Extensions = std::unique_ptr<STACK_OF(X509_EXTENSION), void (*)(STACK_OF(X509_EXTENSION)*)>;
Extensions extensions_of(X509_REQ* request) {
    return {X509_REQ_get_extensions(request),
            [](STACK_OF(X509_EXTENSION) * stack) { sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free); }};
}

/// The usages of certificates.k8s.io in OpenSSL's words, those of the key and those of the extended kind apart.
struct UsageNames {
    std::string key, extended;
};
Result<UsageNames> usage_names(std::vector<std::string> const& usages) {
    static std::map<std::string_view, std::string_view> const key = {
        {"signing", "digitalSignature"},          {"digital signature", "digitalSignature"},
        {"content commitment", "nonRepudiation"}, {"key encipherment", "keyEncipherment"},
        {"key agreement", "keyAgreement"},        {"data encipherment", "dataEncipherment"},
        {"encipher only", "encipherOnly"},        {"decipher only", "decipherOnly"}};
    static std::map<std::string_view, std::string_view> const extended = {
        {"server auth", "serverAuth"},           {"client auth", "clientAuth"}, {"code signing", "codeSigning"},
        {"email protection", "emailProtection"}, {"s/mime", "emailProtection"}, {"timestamping", "timeStamping"},
        {"ocsp signing", "OCSPSigning"},         {"any", "anyExtendedKeyUsage"}};
    UsageNames names{"critical", ""};
    for (auto const& usage : usages) {
        if (auto const found = key.find(usage); found != key.end()) {
            names.key.append(",").append(found->second);
        } else if (auto const other = extended.find(usage); other != extended.end()) {
            names.extended.append(names.extended.empty() ? "" : ",").append(other->second);
        } else {
            return Error(Errc::bad_request, "no certificate is signed for this usage", usage);
        }
    }
    return names;
}

}  // namespace

Result<KeyPair> make_authority(std::string const& name, Time now, Duration lifetime) {
    auto key = make_key();
    if (!key) return key.error();
    std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)> const subject(X509_NAME_new(), &X509_NAME_free);
    if (!subject || !add_text(subject.get(), NID_commonName, name)) return openssl_error("a new authority");
    auto certificate = finish_authority(key.value().get(), subject.get(), now, lifetime);
    if (!certificate) return certificate.error();
    return pair_of(std::move(certificate).value(), std::move(key).value(), true);
}

Result<std::string> renew_authority(KeyPair const& authority, Time now, Duration lifetime) {
    auto const old = read_authority(authority);
    if (!old) return old.error();
    auto const renewed =
        finish_authority(old.value().key.get(), X509_get_subject_name(old.value().certificate.get()), now, lifetime);
    if (!renewed) return renewed.error();
    return to_pem(renewed.value().get());
}

Result<KeyPair> issue(KeyPair const& authority, CertificateOrder const& order, Time now) {
    if (order.common_name.empty()) return Error(Errc::bad_request, "a certificate needs a name");
    auto const signer = read_authority(authority);
    if (!signer) return signer.error();
    auto const names = alternative_names(order);
    if (!names) return names.error();
    auto key = make_key();
    if (!key) return key.error();
    std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)> const subject(X509_NAME_new(), &X509_NAME_free);
    for (auto const& organization : order.organizations) {
        if (!add_text(subject.get(), NID_organizationName, organization)) return openssl_error("a new certificate");
    }
    if (!add_text(subject.get(), NID_commonName, order.common_name)) return openssl_error("a new certificate");
    auto begun = begin_certificate(key.value().get(), subject.get(), now + -backdated, now + order.lifetime);
    if (!begun) return begun.error();
    auto* const certificate = begun.value().get();
    auto const* const use = order.use == CertificateUse::server ? "serverAuth" : "clientAuth";
    if (!add_extension(certificate, nullptr, NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(certificate, nullptr, NID_key_usage, "critical,digitalSignature") ||
        !add_extension(certificate, nullptr, NID_ext_key_usage, use) ||
        (!names.value().empty() && !add_extension(certificate, nullptr, NID_subject_alt_name, names.value()))) {
        return openssl_error("a new certificate");
    }
    if (auto const done = finish_leaf(signer.value(), certificate); !done) return done.error();
    return pair_of(std::move(begun).value(), std::move(key).value(), order.use == CertificateUse::server);
}

Result<SigningRequest> read_signing_request(std::string_view pem) {
    auto const request = read_request(pem);
    if (!request) return request.error();
    SigningRequest asked;
    auto const* const subject = X509_REQ_get_subject_name(request.value().get());
    if (auto names = entries(subject, NID_commonName); !names.empty()) asked.common_name = std::move(names.back());
    asked.organizations = entries(subject, NID_organizationName);
    auto const extensions = extensions_of(request.value().get());
    if (!extensions) return asked;
    std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> const names(
        static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free);
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        auto const* const name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS) {
            asked.dns_names.emplace_back(reinterpret_cast<char const*>(ASN1_STRING_get0_data(name->d.dNSName)),
                                         static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        } else if (name->type == GEN_IPADD) {
            char text[INET6_ADDRSTRLEN] = "";
            auto const family = ASN1_STRING_length(name->d.iPAddress) == 4 ? AF_INET : AF_INET6;
            if (family == AF_INET6 && ASN1_STRING_length(name->d.iPAddress) != 16) continue;
            ::inet_ntop(family, ASN1_STRING_get0_data(name->d.iPAddress), text, sizeof text);
            asked.ip_addresses.emplace_back(text);
        }
    }
    ERR_clear_error();
    return asked;
}

Result<std::string> sign(KeyPair const& authority, std::string_view request_pem, std::vector<std::string> const& usages,
                         Time now, Duration lifetime) {
    auto const signer = read_authority(authority);
    if (!signer) return signer.error();
    auto const request = read_request(request_pem);
    if (!request) return request.error();
    auto const uses = usage_names(usages);
    if (!uses) return uses.error();
    auto begun = begin_certificate(X509_REQ_get0_pubkey(request.value().get()),
                                   X509_REQ_get_subject_name(request.value().get()), now + -backdated, now + lifetime);
    if (!begun) return begun.error();
    auto* const certificate = begun.value().get();
    if (!add_extension(certificate, nullptr, NID_basic_constraints, "critical,CA:FALSE") ||
        (uses.value().key != "critical" && !add_extension(certificate, nullptr, NID_key_usage, uses.value().key)) ||
        (!uses.value().extended.empty() &&
         !add_extension(certificate, nullptr, NID_ext_key_usage, uses.value().extended))) {
        return openssl_error("a new certificate");
    }
    // Of what else the request asks for, only names are its to choose.
    auto const extensions = extensions_of(request.value().get());
    if (auto const at = extensions ? X509v3_get_ext_by_NID(extensions.get(), NID_subject_alt_name, -1) : -1; at >= 0) {
        if (X509_add_ext(certificate, X509v3_get_ext(extensions.get(), at), -1) != 1) {
            return openssl_error("a new certificate");
        }
    }
    if (auto const done = finish_leaf(signer.value(), certificate); !done) return done.error();
    return to_pem(certificate);
}

Result<Validity> validity(std::string_view certificate_pem) {
    auto const certificates = read_certificates(certificate_pem);
    if (!certificates) return certificates.error();
    return validity(*certificates.value().front());
}

Validity validity(X509 const& certificate) {
    return {to_time(X509_get0_notBefore(&certificate)), to_time(X509_get0_notAfter(&certificate))};
}

struct ClientAuthority::Store {
    Ssl<X509_STORE> native;
};

ClientAuthority::ClientAuthority(std::unique_ptr<Store> store) : store_(std::move(store)) {}
ClientAuthority::~ClientAuthority() = default;

Result<std::shared_ptr<ClientAuthority const>> ClientAuthority::open(std::string_view authorities_pem) {
    auto const authorities = read_certificates(authorities_pem);
    if (!authorities) return authorities.error();
    std::vector<X509*> all;
    for (auto const& authority : authorities.value()) all.push_back(authority.get());
    return trust(all);
}

Result<std::shared_ptr<ClientAuthority const>> ClientAuthority::open(KeyPair const& authority) {
    return authority.certificate ? trust({authority.certificate.get()}) : open(authority.certificate_pem);
}

Result<std::shared_ptr<ClientAuthority const>> ClientAuthority::trust(std::vector<X509*> const& authorities) {
    auto store = std::make_unique<Store>();
    store->native.reset(X509_STORE_new());
    if (!store->native) return openssl_error("the clients' authority");
    for (auto* const authority : authorities) X509_STORE_add_cert(store->native.get(), authority);
    ERR_clear_error();
    return std::shared_ptr<ClientAuthority const>(new ClientAuthority(std::move(store)));
}

CheckedCertificate ClientAuthority::check(std::string_view der) const {
    CheckedCertificate checked;
    auto const certificate = from_der(der);
    if (!certificate) {
        checked.problem = "the certificate cannot be read";
        return checked;
    }
    checked.validity = http::validity(*certificate);
    auto const* const subject = X509_get_subject_name(certificate.get());
    auto names = entries(subject, NID_commonName);
    checked.user.name = names.empty() ? std::string() : std::move(names.back());
    checked.user.groups = entries(subject, NID_organizationName);
    Ssl<X509_STORE_CTX> const context(X509_STORE_CTX_new());
    if (!context || X509_STORE_CTX_init(context.get(), store_->native.get(), certificate.get(), nullptr) != 1) {
        checked.problem = "the certificate cannot be checked";
    } else {
        // A connection lives longer than a look at the time.
        X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME);
        X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
        if (X509_verify_cert(context.get()) != 1) {
            checked.problem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
        } else if (checked.user.name.empty()) {
            checked.problem = "the certificate names no user";
        }
    }
    ERR_clear_error();
    return checked;
}

}  // namespace keelson::http
