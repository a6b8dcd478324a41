#include "http/base64.hpp"
#include "http/certificates.hpp"
#include "http/openssl.hpp"
#include "http/pki.hpp"
#include "scratch_folder.hpp"

#include <keelson/api/values.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

namespace {

using namespace keelson;
using namespace keelson::http;

Time at(char const* text) { return parse_rfc3339(text).value(); }
Time const now = at("2026-03-01T12:00:00Z");

std::string der_of(std::string const& pem) { return to_der(read_certificates(pem).value().front().get()); }

std::string text_of(std::filesystem::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A certificate request as a client would make one.
std::string make_request(char const* name, char const* group, char const* alternative, EVP_PKEY* signs_with = nullptr) {
    auto const key = make_key();
    Ssl<X509_REQ> const request(X509_REQ_new());
    auto* const subject = X509_REQ_get_subject_name(request.get());
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(group), -1, -1, 0);
    if (name != nullptr)
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(name), -1, -1,
                                   0);
    X509_REQ_set_pubkey(request.get(), key.value().get());
    auto* const names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative);
    auto* const stack = sk_X509_EXTENSION_new_null();
    sk_X509_EXTENSION_push(stack, names);
    X509_REQ_add_extensions(request.get(), stack);
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
    X509_REQ_sign(request.get(), signs_with != nullptr ? signs_with : key.value().get(), EVP_sha256());
    Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509_REQ(bio.get(), request.get());
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

TEST_CASE("certificates: keys and their certificates are written as OpenSSL writes them") {
    auto const pem_of = [](EVP_PKEY* key) {
        Ssl<BIO> const bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
        char* data = nullptr;
        auto const size = BIO_get_mem_data(bio.get(), &data);
        return std::string(data, static_cast<std::size_t>(size));
    };
    auto const public_key_of = [](X509* certificate) {
        unsigned char* bytes = nullptr;
        auto const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &bytes);
        std::string const der(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
        OPENSSL_free(bytes);
        return der;
    };
    for (int i = 0; i < 20; ++i) {
        auto const key = make_key().value();
        CHECK(to_pem(key.get()).value() == pem_of(key.get()));
        Ssl<X509> const ours(X509_new()), theirs(X509_new());
        REQUIRE(set_public_key(ours.get(), key.get()));
        X509_set_pubkey(theirs.get(), key.get());
        CHECK(public_key_of(ours.get()) == public_key_of(theirs.get()));
    }
    for (auto const* const other : {"P-384", "secp256k1"}) {
        Ssl<EVP_PKEY> const key(EVP_EC_gen(other));
        CHECK(to_pem(key.get()).value() == pem_of(key.get()));
        Ssl<X509> const certificate(X509_new());
        REQUIRE(set_public_key(certificate.get(), key.get()));
        CHECK(EVP_PKEY_eq(X509_get0_pubkey(certificate.get()), key.get()) == 1);
    }
}

TEST_CASE("certificates: a client's certificate says who it is, and is trusted by its authority alone") {
    auto const ours = make_authority("ours", now).value(), theirs = make_authority("ours", now).value();
    CertificateOrder const order{"jane", {"developers", "admins"}};
    auto const jane = issue(ours, order, now).value();
    auto const checked = ClientAuthority::open(ours.certificate_pem).value()->check(der_of(jane.certificate_pem));
    CHECK(checked.problem.empty());
    CHECK(checked.user.name == "jane");
    CHECK(checked.user.groups == std::vector<std::string>{"developers", "admins"});
    CHECK(checked.validity.not_before == at("2026-03-01T11:55:00Z"));
    CHECK(checked.validity.not_after == at("2027-03-01T12:00:00Z"));
    CHECK_FALSE(
        ClientAuthority::open(theirs.certificate_pem).value()->check(der_of(jane.certificate_pem)).problem.empty());
    CHECK_FALSE(ClientAuthority::open(ours.certificate_pem).value()->check("nonsense").problem.empty());
}

TEST_CASE("certificates: a server's certificate does not make a client, nor one without a name") {
    auto const authority = make_authority("ca", now).value();
    auto const clients = ClientAuthority::open(authority.certificate_pem).value();
    CertificateOrder const server{"system:masters", {"system:masters"}, CertificateUse::server, {"localhost"}, {}};
    CHECK_FALSE(clients->check(der_of(issue(authority, server, now).value().certificate_pem)).problem.empty());
    CHECK(issue(authority, {"", {"g"}}, now).error().code == Errc::bad_request);
    auto const nameless = make_request(nullptr, "system:masters", "DNS:a");
    auto const signed_for = sign(authority, nameless, {"client auth"}, now, std::chrono::hours(1)).value();
    CHECK(clients->check(der_of(signed_for)).problem == "the certificate names no user");
}

TEST_CASE("certificates: names go into a certificate as they are, or not at all") {
    auto const authority = make_authority("ca", now).value();
    CertificateOrder order{
        "server", {}, CertificateUse::server, {"localhost", "kubernetes.default.svc"}, {"127.0.0.1", "::1"}};
    auto const pem = issue(authority, order, now).value().certificate_pem;
    auto const certificates = read_certificates(pem);
    auto* const certificate = certificates.value().front().get();
    CHECK(X509_check_host(certificate, "kubernetes.default.svc", 0, 0, nullptr) == 1);
    CHECK(X509_check_host(certificate, "elsewhere", 0, 0, nullptr) == 0);
    CHECK(X509_check_ip_asc(certificate, "127.0.0.1", 0) == 1);
    CHECK(X509_check_ip_asc(certificate, "::1", 0) == 1);
    CHECK(X509_check_ip_asc(certificate, "127.0.0.2", 0) == 0);
    order.dns_names = {"a,DNS:b"};
    CHECK(issue(authority, order, now).error().code == Errc::bad_request);
    order.dns_names = {};
    order.ip_addresses = {"localhost"};
    CHECK(issue(authority, order, now).error().code == Errc::bad_request);
}

TEST_CASE("certificates: what a request asks for is read, and signed for the uses that are granted") {
    auto const authority = make_authority("ca", now).value();
    auto const request = make_request("system:node:n1", "system:nodes", "DNS:n1,IP:10.0.0.1");
    auto const asked = read_signing_request(request).value();
    CHECK(asked.common_name == "system:node:n1");
    CHECK(asked.organizations == std::vector<std::string>{"system:nodes"});
    CHECK(asked.dns_names == std::vector<std::string>{"n1"});
    CHECK(asked.ip_addresses == std::vector<std::string>{"10.0.0.1"});

    auto const client =
        sign(authority, request, {"client auth", "digital signature"}, now, std::chrono::hours(1)).value();
    auto const clients = ClientAuthority::open(authority.certificate_pem).value();
    CHECK(clients->check(der_of(client)).problem.empty());
    CHECK(clients->check(der_of(client)).user.name == "system:node:n1");
    CHECK(validity(client).value().not_after == at("2026-03-01T13:00:00Z"));
    auto const server = sign(authority, request, {"server auth"}, now, std::chrono::hours(1)).value();
    CHECK_FALSE(clients->check(der_of(server)).problem.empty());
    auto const server_certificates = read_certificates(server);
    CHECK(X509_check_host(server_certificates.value().front().get(), "n1", 0, 0, nullptr) == 1);
    auto const longest = sign(authority, request, {"client auth"}, now, std::chrono::hours(24 * 36500)).value();
    CHECK(validity(longest).value().not_after == validity(authority.certificate_pem).value().not_after);
    CHECK(sign(authority, request, {"world domination"}, now, std::chrono::hours(1)).error().code == Errc::bad_request);
}

TEST_CASE("certificates: a request that another key has signed is refused") {
    auto const other = make_key();
    auto const forged = make_request("root", "system:masters", "DNS:a", other.value().get());
    CHECK(read_signing_request(forged).error().code == Errc::bad_request);
    auto const authority = make_authority("ca", now).value();
    CHECK_FALSE(sign(authority, forged, {"client auth"}, now, std::chrono::hours(1)));
    CHECK_FALSE(read_signing_request("nonsense"));
}

TEST_CASE("pki: what is made on a first start is found again, and keys are their owner's alone") {
    tests::ScratchFolder const scratch;
    PkiOptions options;
    options.folder = scratch.path() / "state" / "pki";
    auto const first = open_pki(options, now).value();
    auto const second = open_pki(options, now + std::chrono::hours(24)).value();
    CHECK(second.authority.certificate_pem == first.authority.certificate_pem);
    CHECK(second.server.certificate_pem == first.server.certificate_pem);
    CHECK(second.admin.key_pem == first.admin.key_pem);
    CHECK(second.token_key_pem == first.token_key_pem);
    struct stat found {};
    REQUIRE(::stat(options.folder.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0700);
    for (auto const* const name : {"ca.key", "server.key", "admin.key", "tokens.key"}) {
        REQUIRE(::stat((options.folder / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0600);
    }
    ::chmod((options.folder / "ca.key").c_str(), 0644);
    REQUIRE(open_pki(options, now));
    REQUIRE(::stat((options.folder / "ca.key").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("pki: certificates are issued again before they expire and for new names, the authority stays") {
    tests::ScratchFolder const scratch;
    PkiOptions options;
    options.folder = scratch.path() / "pki";
    auto const first = open_pki(options, now).value();
    auto const later = open_pki(options, now + std::chrono::hours(24 * 340)).value();
    CHECK(later.server.certificate_pem != first.server.certificate_pem);
    CHECK(later.authority.certificate_pem == first.authority.certificate_pem);
    options.ip_addresses.emplace_back("10.1.2.3");
    auto const named = open_pki(options, now + std::chrono::hours(24 * 341)).value();
    CHECK(named.server.certificate_pem != later.server.certificate_pem);
    CHECK(named.admin.certificate_pem == later.admin.certificate_pem);
    std::ofstream(options.folder / "server.crt") << "torn";
    CHECK(open_pki(options, now + std::chrono::hours(24 * 342)));

    auto const decade = open_pki(options, now + std::chrono::hours(24 * 3640)).value();
    CHECK(decade.authority.certificate_pem != first.authority.certificate_pem);
    CHECK(decade.authority.key_pem == first.authority.key_pem);
    // The old clients are still its own.
    auto const clients = ClientAuthority::open(decade.authority.certificate_pem).value();
    CHECK(clients->check(der_of(first.admin.certificate_pem)).problem.empty());
}

TEST_CASE("pki: an authority that cannot be read is not replaced") {
    tests::ScratchFolder const scratch;
    PkiOptions options;
    options.folder = scratch.path() / "pki";
    REQUIRE(open_pki(options, now));
    auto const key = text_of(options.folder / "ca.key");
    std::filesystem::remove(options.folder / "ca.key");
    CHECK_FALSE(open_pki(options, now));
    std::ofstream(options.folder / "ca.key") << key;
    CHECK(open_pki(options, now));
    std::ofstream(options.folder / "ca.crt") << "torn";
    CHECK_FALSE(open_pki(options, now));
    // But a first start that the power has cut short is a first start again.
    std::ofstream(options.folder / "ca.crt").flush();
    std::ofstream(options.folder / "tokens.key").flush();
    CHECK(open_pki(options, now));
    CHECK(text_of(options.folder / "ca.key") != key);
    CHECK_FALSE(text_of(options.folder / "tokens.key").empty());
}

TEST_CASE("pki: a kubeconfig holds all that a client needs") {
    auto const pki = open_pki({}, now).value();
    auto const text = kubeconfig("https://127.0.0.1:6443", pki.authority.certificate_pem, pki.admin);
    CHECK(text.find("server: https://127.0.0.1:6443\n") != std::string::npos);
    CHECK(text.find("client-key-data: " + encode_base64(pki.admin.key_pem) + "\n") != std::string::npos);
    CHECK(text.find("current-context: keelson\n") != std::string::npos);
    tests::ScratchFolder const scratch;
    auto const path = scratch.path() / "config";
    REQUIRE(write_private_file(path, text));
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    CHECK(text_of(path) == text);
    CHECK_FALSE(write_private_file(scratch.path() / "missing" / "config", text));
}

TEST_CASE("base64: both alphabets, and one text for one value") {
    for (auto const& [plain, text] : std::vector<std::pair<std::string, std::string>>{
             {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"\xfb\xff\xfe", "+//+"}}) {
        CHECK(encode_base64(plain) == text);
        CHECK(decode_base64(text).value() == plain);
        CHECK(from_base64url(to_base64url(plain)) == plain);
    }
    CHECK(to_base64url("\xfb\xff\xfe") == "-__-");
    for (auto const* const wrong : {"Zg", "Z", "Zg=a", "Zm9v=", "====", "Zm 9"}) CHECK_FALSE(decode_base64(wrong));
    CHECK_FALSE(from_base64url("Zg=="));
    CHECK_FALSE(from_base64url("Zh"));
}

}  // namespace
