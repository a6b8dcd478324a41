#ifndef KEELSON_SRC_HTTP_TOKENS_HPP
#define KEELSON_SRC_HTTP_TOKENS_HPP

#include "http/exchange.hpp"

#include <keelson/core/entropy.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace keelson::http {

inline constexpr std::string_view default_issuer = "https://kubernetes.default.svc";

/// An object that a token lives and dies with. Empty: none.
struct TokenObject {
    std::string name, uid;
    [[nodiscard]] bool empty() const noexcept { return name.empty(); }
};

/// What the token of a ServiceAccount says.
struct TokenClaims {
    std::string namespace_;
    TokenObject service_account;
    TokenObject pod, secret, node;
    std::vector<std::string> audiences;
    Time issued, not_before, expires;
    std::string id;

    /// "system:serviceaccount:default:builder" and its groups, without system:authenticated.
    [[nodiscard]] User user() const;
};

/// Issues and checks JSON Web Tokens of ServiceAccounts, signed with ES256. The claims are those of Kubernetes.
/// Threading: any thread.
class TokenSigner {
public:
    static Result<std::shared_ptr<TokenSigner const>> open(std::string_view key_pem,
                                                           std::string issuer = std::string(default_issuer));
    static Result<std::shared_ptr<TokenSigner const>> open(std::shared_ptr<evp_pkey_st> key,
                                                           std::string issuer = std::string(default_issuer));
    ~TokenSigner();
    TokenSigner(TokenSigner const&) = delete;
    TokenSigner& operator=(TokenSigner const&) = delete;

    [[nodiscard]] Result<std::string> issue(TokenClaims const& claims) const;
    /// Whether it was signed here and holds now. Errors: `unauthorized`.
    [[nodiscard]] Result<TokenClaims> check(std::string_view token, Time now) const;
    /// Whether a token looks like one of this issuer's, so that another's is left to others.
    [[nodiscard]] bool is_own(std::string_view token) const;

    [[nodiscard]] std::string const& issuer() const noexcept;
    /// The bodies of /.well-known/openid-configuration and /openid/v1/jwks.
    [[nodiscard]] std::string openid_configuration(std::string_view server_url) const;
    [[nodiscard]] std::string key_set() const;

private:
    struct Impl;
    explicit TokenSigner(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Finds the object that a token is to be bound to: its uid and, of a Pod, the ServiceAccount it runs as and its node.
struct BoundObject {
    std::string uid;
    std::string service_account;
    TokenObject node;
};
using FindBound = std::function<Result<BoundObject>(std::string_view kind, std::string_view name)>;

/// POST serviceaccounts/NAME/token: the TokenRequest with its status, for the body of the request.
/// Errors: `bad_request`, `invalid`, and `conflict` when the object is not the one that was meant.
Result<std::string> answer_token_request(TokenSigner const& signer, std::string_view namespace_,
                                         TokenObject const& service_account, std::string_view body,
                                         FindBound const& find, Time now, Entropy& entropy);

/// POST tokenreviews: whom `authenticate` finds behind the token of the request, for one of the audiences.
using CheckToken = std::function<Result<std::pair<User, std::vector<std::string>>>(std::string_view token)>;
Result<std::string> answer_token_review(std::string_view body, CheckToken const& check, std::string_view own_audience);

}  // namespace keelson::http

#endif
