#ifndef KEELSON_SRC_HTTP_AUTHENTICATION_HPP
#define KEELSON_SRC_HTTP_AUTHENTICATION_HPP

#include "http/certificates.hpp"
#include "http/peer.hpp"
#include "http/tokens.hpp"

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

using TokenDigest = std::array<unsigned char, 32>;

/// Tokens of a static file, known by their digests.
using StaticTokens = std::map<TokenDigest, User>;
/// Reads lines of token,user,uid,"group1,group2", the last optional.
Result<StaticTokens> read_static_tokens(std::string_view csv);

struct AuthenticationOptions {
    std::shared_ptr<ClientAuthority const> clients;  ///< null: client certificates are not looked at
    StaticTokens static_tokens;
    std::shared_ptr<TokenSigner const> tokens;  ///< null: no ServiceAccounts
    /// Whether what a token is bound to (the ServiceAccount, its Pod) is still there with these uids. Called on the
    /// server's threads for each request with a token.
    std::function<bool(TokenClaims const&)> still_bound;
    bool anonymous = true;            ///< requests without credentials are system:anonymous, else 401
    bool unix_owner_is_admin = true;  ///< a Unix peer with this program's uid, or root, is in system:masters
    std::shared_ptr<Clock const> clock;
};

/// Who asks: a client certificate, else a bearer token, else a Unix peer, else nobody. Credentials that are given and
/// are wrong are an error, not nobody. Threading: any thread.
class Authentication {
public:
    explicit Authentication(AuthenticationOptions options);

    [[nodiscard]] Result<User> authenticate(Peer& peer, Request const& request) const;
    /// A token's user and the audiences that it is for.
    [[nodiscard]] Result<std::pair<User, std::vector<std::string>>> check_token(std::string_view token) const;

private:
    struct Known {
        TokenClaims claims;
        User user;
    };
    [[nodiscard]] Result<User> check_certificate(Peer& peer) const;
    [[nodiscard]] Result<Known> check_account_token(std::string_view token, TokenDigest const& digest) const;

    AuthenticationOptions options_;
    mutable std::mutex mutex_;
    mutable std::map<TokenDigest, Known> known_;  ///< tokens whose signature was checked
};

/// The same as a function for `Server::open`.
Authenticator authenticator(std::shared_ptr<Authentication const> authentication);

/// The token of `Authorization: Bearer`, or of the WebSocket protocol in which browsers must send it.
std::string bearer_token(Request const& request);

/// The name of the one group that all who are known are in.
inline constexpr std::string_view authenticated_group = "system:authenticated";

}  // namespace keelson::http

#endif
