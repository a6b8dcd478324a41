#include "http/authentication.hpp"

#include "http/base64.hpp"
#include "http/websocket.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <unistd.h>

namespace keelson::http {
namespace {

constexpr std::size_t known_tokens_max = 4096;
constexpr std::string_view socket_token = "base64url.bearer.authorization.k8s.io.";

TokenDigest digest_of(std::string_view token) {
    TokenDigest digest{};
    unsigned int size = 0;
    EVP_Digest(token.data(), token.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return digest;
}

/// One line's fields; quotes around a field keep its commas, two of them are one.
Result<std::vector<std::string>> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    auto quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    if (quoted) return Error(Errc::bad_request, "a quote is not closed");
    return fields;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

User known(User user) {
    auto const group = std::string(authenticated_group);
    if (std::find(user.groups.begin(), user.groups.end(), group) == user.groups.end()) user.groups.push_back(group);
    return user;
}

bool names_bearer(std::string_view scheme) {
    constexpr std::string_view bearer = "bearer";
    return std::equal(scheme.begin(), scheme.end(), bearer.begin(), bearer.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

Result<StaticTokens> read_static_tokens(std::string_view csv) {
    StaticTokens tokens;
    for (int number = 1; !csv.empty(); ++number) {
        auto const end = csv.find('\n');
        auto const line = trimmed(csv.substr(0, end));
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (line.empty() || line.front() == '#') continue;
        auto const where = "line " + std::to_string(number);
        auto const fields = fields_of(line);
        if (!fields) return Error(fields.error()).wrap(where);
        auto const field = [&](std::size_t at) {
            return at < fields.value().size() ? std::string(trimmed(fields.value()[at])) : std::string();
        };
        if (fields.value().size() < 3)
            return Error(Errc::bad_request, where + ": a token, a user and a uid are needed");
        if (field(0).empty() || field(1).empty())
            return Error(Errc::bad_request, where + ": the token or the user is empty");
        User user{field(1), field(2), {}, {}};
        auto const groups = field(3);
        for (std::string_view rest = groups; !rest.empty();) {
            auto const comma = rest.find(',');
            if (auto const group = trimmed(rest.substr(0, comma)); !group.empty()) user.groups.emplace_back(group);
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
        if (!tokens.emplace(digest_of(field(0)), known(std::move(user))).second) {
            return Error(Errc::bad_request, where + ": the token is there twice");
        }
    }
    return tokens;
}

std::string bearer_token(Request const& request) {
    auto const header = trimmed(request.header("authorization"));
    if (auto const space = header.find(' '); space != std::string_view::npos && names_bearer(header.substr(0, space))) {
        return std::string(trimmed(header.substr(space)));
    }
    if (!header.empty()) return {};
    for (auto const protocol : list_header(request, "sec-websocket-protocol")) {
        if (!protocol.starts_with(socket_token)) continue;
        // What cannot be read is a wrong token, not none.
        return from_base64url(protocol.substr(socket_token.size())).value_or("not base64url");
    }
    return {};
}

Authentication::Authentication(AuthenticationOptions options) : options_(std::move(options)) {
    if (!options_.clock) options_.clock = system_clock();
}

Result<User> Authentication::authenticate(Peer& peer, Request const& request) const {
    std::string problem;
    if (!peer.certificate.empty() && options_.clients) {
        auto user = check_certificate(peer);
        if (user) return user;
        problem = user.error().message;
    }
    if (auto const token = bearer_token(request); !token.empty()) {
        auto checked = check_token(token);
        auto const& own = options_.tokens ? options_.tokens->issuer() : std::string();
        if (checked) {
            auto& [user, audiences] = checked.value();
            auto const for_us =
                audiences.empty() || std::find(audiences.begin(), audiences.end(), own) != audiences.end();
            if (for_us) return std::move(user);
            problem = "the token is for other audiences";
        } else {
            problem = checked.error().message;
        }
    }
    if (!problem.empty()) return Error(Errc::unauthorized, std::move(problem));
    if (peer.unix_uid && options_.unix_owner_is_admin && (*peer.unix_uid == 0 || *peer.unix_uid == ::geteuid())) {
        return User{
            "unix:" + std::to_string(*peer.unix_uid), {}, {"system:masters", std::string(authenticated_group)}, {}};
    }
    if (!options_.anonymous) return Error(Errc::unauthorized, "credentials are needed");
    return User{};
}

Result<User> Authentication::check_certificate(Peer& peer) const {
    if (!peer.checked) {
        auto checked = options_.clients->check(peer.certificate);
        checked.user = known(std::move(checked.user));
        peer.checked = std::make_shared<CheckedCertificate const>(std::move(checked));
    }
    auto const& checked = *peer.checked;
    if (!checked.problem.empty()) return Error(Errc::unauthorized, checked.problem);
    auto const now = options_.clock->wall();
    if (now < checked.validity.not_before) return Error(Errc::unauthorized, "the certificate does not hold yet");
    if (checked.validity.not_after < now) return Error(Errc::unauthorized, "the certificate has expired");
    return checked.user;
}

Result<std::pair<User, std::vector<std::string>>> Authentication::check_token(std::string_view token) const {
    using Checked = std::pair<User, std::vector<std::string>>;
    auto const digest = digest_of(token);
    if (auto const found = options_.static_tokens.find(digest); found != options_.static_tokens.end()) {
        // A static token is for whoever this server is.
        return Checked{found->second,
                       options_.tokens ? std::vector{options_.tokens->issuer()} : std::vector<std::string>{}};
    }
    if (!options_.tokens) return Error(Errc::unauthorized, "the token is not known");
    auto account = check_account_token(token, digest);
    if (!account) return account.error();
    return Checked{std::move(account.value().user), std::move(account.value().claims.audiences)};
}

/// The signature is checked once; the time, and whether its ServiceAccount is still there, each time.
Result<Authentication::Known> Authentication::check_account_token(std::string_view token,
                                                                  TokenDigest const& digest) const {
    auto const now = options_.clock->wall();
    auto seen = false;
    Known account;
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = known_.find(digest); found != known_.end()) {
            account = found->second;
            seen = true;
            if (account.claims.expires <= now) {
                known_.erase(found);
                return Error(Errc::unauthorized, "the token has expired");
            }
        }
    }
    if (!seen) {
        auto claims = options_.tokens->check(token, now);
        if (!claims) return claims.error();
        account.claims = std::move(claims).value();
        account.user = known(account.claims.user());
        std::lock_guard const lock(mutex_);
        if (known_.size() >= known_tokens_max) known_.clear();
        known_.emplace(digest, account);
    }
    if (options_.still_bound && !options_.still_bound(account.claims)) {
        return Error(Errc::unauthorized, "what the token is bound to is gone");
    }
    return account;
}

Authenticator authenticator(std::shared_ptr<Authentication const> authentication) {
    return [authentication = std::move(authentication)](Peer& peer, Request const& request) {
        return authentication->authenticate(peer, request);
    };
}

}  // namespace keelson::http
