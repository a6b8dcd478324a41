#include "http/authentication.hpp"
#include "http/base64.hpp"
#include "http/openssl.hpp"
#include "http/pki.hpp"
#include "http/tokens.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

namespace {

using namespace keelson;
using namespace keelson::http;
using namespace std::chrono_literals;

Time const now = parse_rfc3339("2026-03-01T12:00:00Z").value();

struct FixedClock final : Clock {
    Time time = ::now;
    Instant now() const override { return {}; }
    Time wall() const override { return time; }
};

TokenClaims sample() {
    TokenClaims claims;
    claims.namespace_ = "default";
    claims.service_account = {"builder", "uid-1"};
    claims.pod = {"web-0", "uid-2"};
    claims.audiences = {std::string(default_issuer)};
    claims.issued = claims.not_before = now;
    claims.expires = now + 1h;
    claims.id = "id-1";
    return claims;
}

std::shared_ptr<TokenSigner const> new_signer() {
    auto const key = make_key();
    return TokenSigner::open(to_pem(key.value().get()).value()).value();
}

Request with_token(std::string const& token) {
    Request request;
    request.headers = {{"authorization", "Bearer " + token}};
    return request;
}

TEST_CASE("tokens: what was issued is read back, until it expires") {
    auto const signer = new_signer();
    auto const token = signer->issue(sample()).value();
    auto const claims = signer->check(token, now).value();
    CHECK(claims.namespace_ == "default");
    CHECK(claims.service_account.name == "builder");
    CHECK(claims.service_account.uid == "uid-1");
    CHECK(claims.pod.uid == "uid-2");
    CHECK(claims.audiences == std::vector{std::string(default_issuer)});
    CHECK(claims.expires == now + 1h);
    auto const user = claims.user();
    CHECK(user.name == "system:serviceaccount:default:builder");
    CHECK(user.groups == std::vector<std::string>{"system:serviceaccounts", "system:serviceaccounts:default"});
    CHECK(user.extra.at("authentication.kubernetes.io/pod-name") == std::vector<std::string>{"web-0"});
    CHECK(user.extra.at("authentication.kubernetes.io/credential-id") == std::vector<std::string>{"JTI=id-1"});
    CHECK(signer->is_own(token));
    CHECK(signer->check(token, now + (1h - 1s)));
    CHECK(signer->check(token, now + 1h).error().code == Errc::unauthorized);
    CHECK_FALSE(signer->check(token, now + -1min));
}

TEST_CASE("tokens: forged, changed and foreign ones are refused") {
    auto const signer = new_signer(), other = new_signer();
    auto const token = signer->issue(sample()).value();
    auto const first = token.find('.'), second = token.rfind('.');
    auto const header = token.substr(0, first), payload = token.substr(first + 1, second - first - 1),
               signature = token.substr(second + 1);
    auto claims = *from_base64url(payload);
    claims.replace(claims.find("default"), 7, "another");
    auto const none = to_base64url(R"({"alg":"none"})"), hs256 = to_base64url(R"({"alg":"HS256"})");
    CHECK_FALSE(other->check(token, now));
    for (auto const& wrong :
         {header + "." + to_base64url(claims) + "." + signature, none + "." + payload + ".",
          hs256 + "." + payload + "." + signature, header + "." + payload,
          header + "." + payload + "." + signature + ".x", std::string(), std::string(".."),
          header + "." + payload + "." + std::string(86, 'A'), token + "A", std::string(100'000, 'a')}) {
        INFO(wrong.substr(0, 200));
        auto const checked = signer->check(wrong, now);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Errc::unauthorized);
    }
}

TEST_CASE("tokens: the public key is given out for others to check with") {
    auto const signer = new_signer();
    CHECK(signer->key_set().find(R"("crv":"P-256","kid":")") != std::string::npos);
    CHECK(signer->openid_configuration("https://host:6443").find(R"("jwks_uri":"https://host:6443/openid/v1/jwks")") !=
          std::string::npos);
}

TEST_CASE("tokens: a TokenRequest is answered with a token for what it asks") {
    auto const signer = new_signer();
    auto const entropy = seeded_entropy(1);
    FindBound const find = [](std::string_view kind, std::string_view name) -> Result<BoundObject> {
        if (kind == "Pod" && name == "web-0") return BoundObject{"uid-2", "builder", {"n1", "uid-n1"}};
        return Error(Errc::not_found, "pods \"" + std::string(name) + "\" not found");
    };
    auto const ask = [&](std::string const& body) {
        return answer_token_request(*signer, "default", {"builder", "uid-1"}, body, find, now, *entropy);
    };
    auto const token_in = [](std::string const& body) {
        auto const at = body.find(R"("token":")") + 9;
        return body.substr(at, body.find('"', at) - at);
    };
    auto const plain = ask("{}").value();
    CHECK(plain.find(R"("expirationTimestamp":"2026-03-01T13:00:00Z")") != std::string::npos);
    CHECK(signer->check(token_in(plain), now).value().audiences == std::vector{std::string(default_issuer)});
    auto const bound = ask(R"({"kind":"TokenRequest","spec":{"audiences":["vault"],"expirationSeconds":7200,)"
                           R"("boundObjectRef":{"kind":"Pod","name":"web-0","uid":"uid-2"}}})")
                           .value();
    auto const claims = signer->check(token_in(bound), now + 7199s).value();
    CHECK(claims.audiences == std::vector<std::string>{"vault"});
    CHECK(claims.pod.uid == "uid-2");
    CHECK(claims.node.name == "n1");
    CHECK(ask(R"({"spec":{"expirationSeconds":599}})").error().code == Errc::invalid);
    CHECK(ask(R"({"spec":{"expirationSeconds":"soon"}})").error().code == Errc::invalid);
    CHECK(ask(R"({"spec":{"expirationSeconds":4294967297}})").error().code == Errc::invalid);
    CHECK(ask(R"({"spec":{"boundObjectRef":{"kind":"Pod","name":"web-0","uid":"old"}}})").error().code ==
          Errc::conflict);
    CHECK(ask(R"({"spec":{"boundObjectRef":{"kind":"Pod","name":"gone"}}})").error().code == Errc::not_found);
    CHECK(ask(R"({"spec":{"boundObjectRef":{"kind":"Service","name":"a"}}})").error().code == Errc::bad_request);
    CHECK(ask(R"({"kind":"Pod"})").error().code == Errc::bad_request);
    CHECK(ask("[]").error().code == Errc::bad_request);
    CHECK_FALSE(answer_token_request(*signer, "default", {"another", "uid-9"},
                                     R"({"spec":{"boundObjectRef":{"kind":"Pod","name":"web-0"}}})", find, now,
                                     *entropy));
}

TEST_CASE("tokens: a TokenReview says who is behind a token, for the audiences that it is for") {
    CheckToken const check = [](std::string_view token) -> Result<std::pair<User, std::vector<std::string>>> {
        if (token != "good") return Error(Errc::unauthorized, "the token is not known");
        return std::pair{User{"jane", "7", {"dev"}, {{"k", {"v"}}}}, std::vector<std::string>{"vault", "api"}};
    };
    auto const review = [&](std::string const& body) { return answer_token_review(body, check, "api"); };
    auto const good = review(R"({"spec":{"token":"good"}})").value();
    CHECK(
        good.find(
            R"("status":{"audiences":["api"],"authenticated":true,"user":{"extra":{"k":["v"]},"groups":["dev"],"uid":"7","username":"jane"}})") !=
        std::string::npos);
    CHECK(review(R"({"spec":{"token":"good","audiences":["vault","x"]}})")
              .value()
              .find(R"("audiences":["vault"],"auth)") != std::string::npos);
    CHECK(review(R"({"spec":{"token":"good","audiences":["x"]}})").value().find("\"authenticated\"") ==
          std::string::npos);
    CHECK(review(R"({"spec":{"token":"bad"}})").value().find(R"("status":{"error":"the token is not known"})") !=
          std::string::npos);
    CHECK(review(R"({"spec":{}})").error().code == Errc::bad_request);
    CHECK_FALSE(review("no JSON"));
}

TEST_CASE("authentication: a static file has a token, a user, a uid and groups on each line") {
    auto const tokens =
        read_static_tokens("# comment\nsecret,jane,1,\"dev, ops\"\r\n\nother,\"doe, john\",2\n").value();
    REQUIRE(tokens.size() == 2);
    AuthenticationOptions options;
    options.static_tokens = tokens;
    Authentication const authentication(std::move(options));
    Peer peer;
    auto const jane = authentication.authenticate(peer, with_token("secret")).value();
    CHECK(jane.name == "jane");
    CHECK(jane.uid == "1");
    CHECK(jane.groups == std::vector<std::string>{"dev", "ops", "system:authenticated"});
    CHECK(authentication.authenticate(peer, with_token("other")).value().name == "doe, john");
    CHECK(authentication.authenticate(peer, with_token("wrong")).error().code == Errc::unauthorized);
    for (auto const* const wrong : {"a,b", ",b,c", "a,,c", "a,b,c,\"open", "a,b,c\na,d,e"})
        CHECK_FALSE(read_static_tokens(wrong));
}

TEST_CASE("authentication: a ServiceAccount's token counts while it holds, is for us, and its account is there") {
    auto const clock = std::make_shared<FixedClock>();
    auto const signer = new_signer();
    auto there = true;
    AuthenticationOptions options;
    options.tokens = signer;
    options.clock = clock;
    options.still_bound = [&](TokenClaims const& claims) { return there && claims.service_account.uid == "uid-1"; };
    Authentication const authentication(std::move(options));
    Peer peer;
    auto const request = with_token(signer->issue(sample()).value());
    for (int i = 0; i < 2; ++i) {
        auto const user = authentication.authenticate(peer, request).value();
        CHECK(user.name == "system:serviceaccount:default:builder");
        CHECK(user.groups.back() == "system:authenticated");
    }
    there = false;
    CHECK_FALSE(authentication.authenticate(peer, request));
    there = true;
    CHECK(authentication.authenticate(peer, request));
    clock->time = now + 2h;
    CHECK_FALSE(authentication.authenticate(peer, request));
    CHECK_FALSE(authentication.authenticate(peer, request));
    clock->time = now;
    auto claims = sample();
    claims.audiences = {"vault"};
    CHECK_FALSE(authentication.authenticate(peer, with_token(signer->issue(claims).value())));
}

TEST_CASE("authentication: a client certificate, a Unix peer, nobody; what is given and wrong is refused") {
    auto const clock = std::make_shared<FixedClock>();
    auto const pki = open_pki({}, now).value();
    AuthenticationOptions options;
    options.clock = clock;
    options.clients = ClientAuthority::open(pki.authority.certificate_pem).value();
    options.static_tokens = read_static_tokens("secret,jane,1").value();
    Authentication const authentication(std::move(options));
    Request const request;
    auto const der = [](std::string const& pem) { return to_der(read_certificates(pem).value().front().get()); };

    Peer admin;
    admin.certificate = der(pki.admin.certificate_pem);
    auto const user = authentication.authenticate(admin, request).value();
    CHECK(user.name == "kubernetes-admin");
    CHECK(user.groups == std::vector<std::string>{"system:masters", "system:authenticated"});
    clock->time = now + 24h * 400;
    CHECK(authentication.authenticate(admin, request).error().code == Errc::unauthorized);
    CHECK(authentication.authenticate(admin, with_token("secret")).value().name == "jane");
    clock->time = now;

    Peer stranger;
    stranger.certificate =
        der(issue(make_authority("x", now).value(), {"root", {"system:masters"}}, now).value().certificate_pem);
    CHECK_FALSE(authentication.authenticate(stranger, request));

    Peer nobody;
    auto const anonymous = authentication.authenticate(nobody, request).value();
    CHECK(anonymous.name == "system:anonymous");
    CHECK(anonymous.groups == std::vector<std::string>{"system:unauthenticated"});
    CHECK_FALSE(authentication.authenticate(nobody, with_token("wrong")));

    Peer owner, other;
    owner.unix_uid = ::geteuid();
    other.unix_uid = ::geteuid() + 12345;
    CHECK(authentication.authenticate(owner, request).value().groups.front() == "system:masters");
    CHECK(authentication.authenticate(other, request).value().name == "system:anonymous");
    CHECK(authentication.authenticate(owner, with_token("secret")).value().name == "jane");

    Authentication const strict(AuthenticationOptions{nullptr, {}, nullptr, {}, false, true, clock});
    CHECK(strict.authenticate(nobody, request).error().code == Errc::unauthorized);
}

TEST_CASE("authentication: a browser sends its token as a WebSocket protocol") {
    Request request;
    request.headers = {{"sec-websocket-protocol",
                        "v4.channel.k8s.io, base64url.bearer.authorization.k8s.io." + to_base64url("secret")}};
    CHECK(bearer_token(request) == "secret");
    request.headers = {{"sec-websocket-protocol", "base64url.bearer.authorization.k8s.io.!"}};
    CHECK_FALSE(bearer_token(request).empty());
    request.headers = {{"authorization", "bearer  abc "}};
    CHECK(bearer_token(request) == "abc");
    request.headers = {{"authorization", "Basic abc"}};
    CHECK(bearer_token(request).empty());
}

}  // namespace
