#include "http/tokens.hpp"

#include "api/json.hpp"
#include "http/base64.hpp"
#include "http/openssl.hpp"

#include <algorithm>
#include <array>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <utility>

namespace keelson::http {
namespace {

constexpr std::size_t token_bytes_max = 16 * 1024;
constexpr std::size_t half = 32;  ///< bytes of r and of s on P-256
constexpr auto clock_skew = std::chrono::seconds(10);

std::int64_t seconds(Time time) { return time.whole_seconds().micros / 1'000'000; }

Error not_valid(std::string_view why) { return {Errc::unauthorized, std::string(why)}; }

json::object to_json(TokenObject const& object) {
    json::object tree{{"name", object.name}};
    if (!object.uid.empty()) tree["uid"] = object.uid;
    return tree;
}

TokenObject object_at(json::value const& tree, std::string_view which) {
    return {std::string(string_at(tree, {"kubernetes.io", which, "name"})),
            std::string(string_at(tree, {"kubernetes.io", which, "uid"}))};
}

Time time_at(json::value const& tree, std::string_view claim) {
    auto const* const found = find_path(tree, {claim});
    if (found == nullptr || !found->is_number()) return {};
    constexpr std::int64_t latest = 253'402'300'799;  // the year 9999
    boost::system::error_code error;
    auto const number = found->to_number<std::int64_t>(error);
    if (error) return {};
    return {std::clamp<std::int64_t>(number, 0, latest) * 1'000'000};
}

std::string ecdsa_to_raw(std::string const& der) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(der.data());
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> const signature(
        d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())), &ECDSA_SIG_free);
    std::string raw(2 * half, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(raw.data());
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, half) < 0 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, half) < 0) {
        return {};
    }
    return raw;
}

std::string raw_to_ecdsa(std::string_view raw) {
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> const signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
    auto const* const in = reinterpret_cast<unsigned char const*>(raw.data());
    auto* const r = BN_bin2bn(in, half, nullptr);
    auto* const s = BN_bin2bn(in + half, half, nullptr);
    if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r), BN_free(s);
        return {};
    }
    unsigned char* der = nullptr;
    auto const size = i2d_ECDSA_SIG(signature.get(), &der);
    if (size <= 0) return {};
    std::string text(reinterpret_cast<char const*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

/// The three parts of a token.
struct Parts {
    std::string_view header, payload, signature;
};
bool split(std::string_view token, Parts& parts) {
    auto const first = token.find('.');
    auto const second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.size() > token_bytes_max) return false;
    parts = {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
    return parts.signature.find('.') == std::string_view::npos;
}

Result<json::value> read_part(std::string_view part) {
    auto const text = from_base64url(part);
    if (!text) return not_valid("the token is not well formed");
    auto tree = parse_json(*text);
    if (!tree || !tree.value().is_object()) return not_valid("the token is not well formed");
    return tree;
}

TokenClaims read_claims(json::value const& tree) {
    TokenClaims claims;
    claims.namespace_ = string_at(tree, {"kubernetes.io", "namespace"});
    claims.service_account = object_at(tree, "serviceaccount");
    claims.pod = object_at(tree, "pod");
    claims.secret = object_at(tree, "secret");
    claims.node = object_at(tree, "node");
    if (auto const* const audiences = find_path(tree, {"aud"})) {
        if (audiences->is_string()) claims.audiences.emplace_back(audiences->get_string());
        if (audiences->is_array()) {
            for (auto const& audience : audiences->get_array()) {
                if (audience.is_string()) claims.audiences.emplace_back(audience.get_string());
            }
        }
    }
    claims.issued = time_at(tree, "iat");
    claims.not_before = time_at(tree, "nbf");
    claims.expires = time_at(tree, "exp");
    claims.id = string_at(tree, {"jti"});
    return claims;
}

}  // namespace

User TokenClaims::user() const {
    User user;
    user.name = "system:serviceaccount:" + namespace_ + ":" + service_account.name;
    user.uid = service_account.uid;
    user.groups = {"system:serviceaccounts", "system:serviceaccounts:" + namespace_};
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) user.extra[std::string("authentication.kubernetes.io/") + key] = {value};
    };
    if (!id.empty()) add("credential-id", "JTI=" + id);
    add("pod-name", pod.name);
    add("pod-uid", pod.uid);
    add("node-name", node.name);
    add("node-uid", node.uid);
    return user;
}

struct TokenSigner::Impl {
    std::shared_ptr<EVP_PKEY> key;
    std::string issuer;
    std::string key_id;
    std::string header;  ///< in base64url, with the dot
    std::string x, y;    ///< the public point

    [[nodiscard]] Result<> read_public() {
        std::array<unsigned char, 2 * half + 1> point{};
        std::size_t size = 0;
        auto const* const name = OSSL_PKEY_PARAM_PUB_KEY;
        if (EVP_PKEY_get_octet_string_param(key.get(), name, point.data(), point.size(), &size) != 1 ||
            size != point.size() || point[0] != 4) {
            ERR_clear_error();
            return Error(Errc::bad_request, "the key of tokens is not on P-256");
        }
        auto const* const bytes = reinterpret_cast<char const*>(point.data()) + 1;
        x = to_base64url({bytes, half});
        y = to_base64url({bytes + half, half});
        unsigned char* der = nullptr;
        auto const der_size = i2d_PUBKEY(key.get(), &der);
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int digest_size = 0;
        auto const digested = der_size > 0 && EVP_Digest(der, static_cast<std::size_t>(der_size), digest.data(),
                                                         &digest_size, EVP_sha256(), nullptr) == 1;
        OPENSSL_free(der);
        if (!digested) return openssl_error("the key of tokens");
        key_id = to_base64url({reinterpret_cast<char const*>(digest.data()), digest_size});
        header = to_base64url(R"({"alg":"ES256","kid":")" + key_id + R"("})") + ".";
        return {};
    }
};

TokenSigner::TokenSigner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TokenSigner::~TokenSigner() = default;

Result<std::shared_ptr<TokenSigner const>> TokenSigner::open(std::string_view key_pem, std::string issuer) {
    auto key = read_private_key(key_pem);
    if (!key) return key.error();
    return open(std::shared_ptr<EVP_PKEY>(std::move(key).value()), std::move(issuer));
}

Result<std::shared_ptr<TokenSigner const>> TokenSigner::open(std::shared_ptr<EVP_PKEY> key, std::string issuer) {
    auto impl = std::make_unique<Impl>();
    impl->key = std::move(key);
    impl->issuer = std::move(issuer);
    if (auto const read = impl->read_public(); !read) return read.error();
    return std::shared_ptr<TokenSigner const>(new TokenSigner(std::move(impl)));
}

std::string const& TokenSigner::issuer() const noexcept { return impl_->issuer; }

Result<std::string> TokenSigner::issue(TokenClaims const& claims) const {
    json::object bound{{"namespace", claims.namespace_}, {"serviceaccount", to_json(claims.service_account)}};
    if (!claims.pod.empty()) bound["pod"] = to_json(claims.pod);
    if (!claims.secret.empty()) bound["secret"] = to_json(claims.secret);
    if (!claims.node.empty()) bound["node"] = to_json(claims.node);
    json::array audiences;
    for (auto const& audience : claims.audiences) audiences.emplace_back(audience);
    json::object const payload{
        {"aud", audiences},
        {"exp", seconds(claims.expires)},
        {"iat", seconds(claims.issued)},
        {"iss", impl_->issuer},
        {"jti", claims.id},
        {"kubernetes.io", bound},
        {"nbf", seconds(claims.not_before)},
        {"sub", "system:serviceaccount:" + claims.namespace_ + ":" + claims.service_account.name},
    };
    auto text = impl_->header + to_base64url(canonical(payload));
    Ssl<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    std::string der(128, '\0');
    auto size = der.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, impl_->key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                       reinterpret_cast<unsigned char const*>(text.data()), text.size()) != 1) {
        return openssl_error("a token");
    }
    der.resize(size);
    return text + "." + to_base64url(ecdsa_to_raw(der));
}

bool TokenSigner::is_own(std::string_view token) const {
    Parts parts;
    if (!split(token, parts)) return false;
    auto const payload = read_part(parts.payload);
    return payload && string_at(payload.value(), {"iss"}) == impl_->issuer;
}

Result<TokenClaims> TokenSigner::check(std::string_view token, Time now) const {
    Parts parts;
    if (!split(token, parts)) return not_valid("the token is not well formed");
    auto const header = read_part(parts.header);
    if (!header) return header.error();
    // The algorithm is ours to say, not the token's.
    if (string_at(header.value(), {"alg"}) != "ES256") return not_valid("the token is not signed with ES256");
    auto const raw = from_base64url(parts.signature);
    if (!raw || raw->size() != 2 * half) return not_valid("the token's signature is not well formed");
    auto const der = raw_to_ecdsa(*raw);
    auto const signed_text = token.substr(0, parts.header.size() + 1 + parts.payload.size());
    Ssl<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    auto const good =
        context && !der.empty() &&
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, impl_->key.get()) == 1 &&
        EVP_DigestVerify(context.get(), reinterpret_cast<unsigned char const*>(der.data()), der.size(),
                         reinterpret_cast<unsigned char const*>(signed_text.data()), signed_text.size()) == 1;
    ERR_clear_error();
    if (!good) return not_valid("the token was not signed here");
    auto const payload = read_part(parts.payload);
    if (!payload) return payload.error();
    auto const& tree = payload.value();
    if (string_at(tree, {"iss"}) != impl_->issuer) return not_valid("the token is another issuer's");
    auto claims = read_claims(tree);
    if (claims.namespace_.empty() || claims.service_account.name.empty())
        return not_valid("the token names no ServiceAccount");
    if (string_at(tree, {"sub"}) != claims.user().name) return not_valid("the token contradicts itself");
    if (claims.expires.empty() || claims.expires <= now) return not_valid("the token has expired");
    if (now + Duration(clock_skew) < claims.not_before) return not_valid("the token does not hold yet");
    return claims;
}

std::string TokenSigner::openid_configuration(std::string_view server_url) const {
    return canonical(json::object{{"id_token_signing_alg_values_supported", json::array{"ES256"}},
                                  {"issuer", impl_->issuer},
                                  {"jwks_uri", std::string(server_url) + "/openid/v1/jwks"},
                                  {"response_types_supported", json::array{"id_token"}},
                                  {"subject_types_supported", json::array{"public"}}});
}

std::string TokenSigner::key_set() const {
    json::object const key{{"alg", "ES256"}, {"crv", "P-256"}, {"kid", impl_->key_id}, {"kty", "EC"},
                           {"use", "sig"},   {"x", impl_->x},  {"y", impl_->y}};
    return canonical(json::object{{"keys", json::array{key}}});
}

}  // namespace keelson::http
