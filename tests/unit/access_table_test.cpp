// Who may do what, over the whole way of a request: credentials, authentication, authorization, the answer and the
// state afterwards. What is expected is written down from Kubernetes' documentation of its default roles
// (kubernetes.io/docs/reference/access-authn-authz/rbac), by hand.

#include "api/json.hpp"
#include "http/api_server.hpp"
#include "http/authentication.hpp"
#include "http/openssl.hpp"
#include "http/pki.hpp"
#include "http/refusal.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <sstream>
#include <unistd.h>

namespace {

using namespace keelson;
using namespace keelson::http;
using namespace std::chrono_literals;
using test::TestExchange;

/// Nobody but who may read Secrets ever sees this.
constexpr std::string_view secret = "bm90IGZvciB5b3Vy";

std::string binding(std::string const& role, std::string const& user) {
    return R"({"metadata":{"name":")" + user +
           R"("},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
        "name":")" +
           role + R"("},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":")" + user + R"("}]})";
}

/// An API with users of every sort, and with objects in two namespaces.
struct House {
    House() {
        Time const wall = f.clock->wall();
        pki = open_pki({}, wall).value();
        AuthenticationOptions options;
        options.clock = f.clock;
        options.clients = ClientAuthority::open(pki.authority.certificate_pem).value();
        options.tokens = TokenSigner::open(pki.token_key_pem).value();
        options.still_bound = [this](TokenClaims const& claims) { return server->still_bound(claims); };
        std::string tokens;
        for (auto const* const name : {"view", "edit", "admin", "clusteradmin", "everyview", "none", "boss", "narrow"})
            tokens += "token-" + std::string(name) + "," + name + ",1\n";
        options.static_tokens = read_static_tokens(tokens).value();
        signer = options.tokens;
        authentication = std::make_shared<Authentication const>(std::move(options));

        ApiServerOptions api;
        api.rbac = std::make_shared<Rbac>();
        api.tokens = signer;
        api.check_token = [this](std::string_view token) { return authentication->check_token(token); };
        server = std::make_shared<ApiServer>(f.strand, f.registry, std::move(api));
        server->start();
        f.settle();
        fill();
        auto const account = f.get("serviceaccounts", "a", "builder");
        TokenClaims claims;
        claims.namespace_ = "a";
        claims.service_account = {"builder", account->index().uid};
        claims.audiences = {std::string(default_issuer)};
        claims.issued = claims.not_before = wall;
        claims.expires = wall + 1h;
        account_token = signer->issue(claims).value();
        claims.expires = wall + -1min;
        claims.issued = claims.not_before = wall + -1h;
        expired_token = signer->issue(claims).value();
        claims.expires = wall + 1h;
        claims.service_account.uid = "another";
        former_token = signer->issue(claims).value();
    }
    ~House() {
        server->stop();
        f.settle();
    }

    void make(std::string const& resource, std::string const& body, std::string const& namespace_ = {}) {
        auto const made = f.create(body, resource, namespace_);
        INFO(resource << " " << body << (made ? "" : ": " + made.error().message));
        REQUIRE(made);
    }
    void fill() {
        std::string const rbac = ".rbac.authorization.k8s.io";
        make("customresourcedefinitions.apiextensions.k8s.io",
             R"({"metadata":{"name":"toys.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
                 "names":{"plural":"toys","kind":"Toy"},"versions":[{"name":"v1","served":true,"storage":true,
                 "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}})");
        for (std::string const space : {"a", "b"}) {
            make("namespaces", R"({"metadata":{"name":")" + space + "\"}}");
            make("secrets", R"({"metadata":{"name":"one"},"data":{"k":")" + std::string(secret) + "\"}}", space);
            make("configmaps", R"({"metadata":{"name":"one"},"data":{"k":"v"}})", space);
            make("pods", R"({"metadata":{"name":"one"},"spec":{"containers":[{"name":"c","image":"i"}]}})", space);
            make("deployments.apps",
                 R"({"metadata":{"name":"one"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{
                     "metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
                 space);
            make("roles" + rbac, R"({"metadata":{"name":"one"},"rules":[]})", space);
            make("toys.example.com", R"({"apiVersion":"example.com/v1","kind":"Toy","metadata":{"name":"one"}})",
                 space);
        }
        make("serviceaccounts", R"({"metadata":{"name":"builder"}})", "a");
        make("nodes", R"({"metadata":{"name":"one"}})");
        for (auto const* const role : {"view", "edit", "admin"}) make("rolebindings" + rbac, binding(role, role), "a");
        make("rolebindings" + rbac, binding("cluster-admin", "boss"), "a");
        make("clusterrolebindings" + rbac, binding("cluster-admin", "clusteradmin"));
        make("clusterrolebindings" + rbac, binding("view", "everyview"));
        // One verb on one object by its name.
        make("roles" + rbac,
             R"({"metadata":{"name":"narrow"},"rules":[{"apiGroups":[""],"resources":["configmaps"],
                 "resourceNames":["one"],"verbs":["get"]}]})",
             "a");
        make(
            "rolebindings" + rbac,
            R"({"metadata":{"name":"narrow"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"narrow"},
                 "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"narrow"}]})",
            "a");
        make("rolebindings" + rbac,
             R"({"metadata":{"name":"builder"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                 "name":"view"},"subjects":[{"kind":"ServiceAccount","name":"builder","namespace":"a"}]})",
             "a");
    }

    static std::string der(KeyPair const& pair) {
        return to_der(read_certificates(pair.certificate_pem).value().front().get());
    }
    /// The peer and the credentials of an identity.
    Peer peer(std::string const& who, Request& request) {
        Peer peer;
        peer.address = "127.0.0.1:1";
        auto const bearer = [&](std::string const& token) {
            request.headers.emplace_back("authorization", "Bearer " + token);
        };
        auto const wall = f.clock->wall();
        if (who == "owner") peer.unix_uid = ::geteuid();
        if (who == "neighbour") peer.unix_uid = ::geteuid() + 4711;
        if (who == "root") peer.certificate = der(pki.admin);
        if (who == "kubelet")
            peer.certificate = der(issue(pki.authority, {"system:node:one", {"system:nodes"}}, wall).value());
        if (who == "foreign") {
            static auto const other = make_authority("other", wall).value();
            peer.certificate = der(issue(other, {"root", {"system:masters"}}, wall).value());
        }
        if (who == "expired") {
            CertificateOrder order{"root", {"system:masters"}};
            order.lifetime = 1h;
            peer.certificate = der(issue(pki.authority, order, wall + -24h).value());
        }
        if (who == "asserver") {
            CertificateOrder order{"root", {"system:masters"}};
            order.use = CertificateUse::server;
            order.dns_names = {"root"};
            peer.certificate = der(issue(pki.authority, order, wall).value());
        }
        if (who == "badtoken") bearer("token-view-and-more");
        if (who == "forgedtoken") bearer(account_token.substr(0, account_token.size() - 4) + "AAAA");
        if (who == "expiredtoken") bearer(expired_token);
        if (who == "formertoken") bearer(former_token);
        if (who == "account") bearer(account_token);
        if (who == "view" || who == "edit" || who == "admin" || who == "clusteradmin" || who == "everyview" ||
            who == "none" || who == "boss" || who == "narrow")
            bearer("token-" + who);
        return peer;
    }

    /// As the transport does it: who asks comes first.
    Reply ask(std::string const& who, std::string method, std::string target, std::string body = {},
              Headers headers = {}) {
        auto const exchange =
            std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body), std::move(headers));
        auto from = peer(who, exchange->asked);
        auto user = authentication->authenticate(from, exchange->asked);
        if (!user) return refusal(user.error());
        exchange->asked.user = std::move(*user);
        server->answer(exchange);
        f.settle();
        REQUIRE(exchange->answer);
        if (exchange->streamed) {
            exchange->answer->body = exchange->streamed->take();
            exchange->streamed->close();
            f.settle();
        }
        return *exchange->answer;
    }

    test::RegistryFixture f;
    Pki pki;
    std::shared_ptr<TokenSigner const> signer;
    std::shared_ptr<Authentication const> authentication;
    std::shared_ptr<ApiServer> server;
    std::string account_token, expired_token, former_token;
};

std::vector<std::string> words(std::string const& text) {
    std::istringstream in(text);
    std::vector<std::string> all;
    for (std::string word; in >> word;) all.push_back(word);
    return all;
}

struct Row {
    std::string verb, path, body;
    std::string may;  ///< of those who are known
    Headers headers = {};
};

std::string const one_map = R"({"metadata":{"name":"new"}})";
std::string const merge = "application/merge-patch+json";

/// Everything is in namespace "a", but where a path says "b". A verb is written as its method.
std::vector<Row> table() {
    std::string const a = "/api/v1/namespaces/a/", b = "/api/v1/namespaces/b/";
    std::string const rbac = "/apis/rbac.authorization.k8s.io/v1/";
    std::string const toys = "/apis/example.com/v1/namespaces/a/toys";
    std::string const all = "root owner clusteradmin";
    std::string const writers = all + " boss admin edit";
    std::string const readers = writers + " view everyview account";
    std::string const known = readers + " none narrow kubelet";
    Headers const patches{{"content-type", merge}};
    std::string const pod = R"({"metadata":{"name":"new"},"spec":{"containers":[{"name":"c","image":"i"}]}})";
    std::string const role_ref = R"("roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":)";
    return {
        // ConfigMaps: whatever the verb.
        {"GET", a + "configmaps/one", "", readers + " narrow"},
        {"GET", a + "configmaps", "", readers},
        {"GET", a + "configmaps?fieldSelector=metadata.name%3Done", "", readers},
        {"GET", a + "configmaps?watch=1&timeoutSeconds=1", "", readers},
        {"POST", a + "configmaps", one_map, writers},
        {"PUT", a + "configmaps/one", R"({"metadata":{"name":"one"},"data":{"k":"w"}})", writers},
        {"PATCH", a + "configmaps/one", R"({"data":{"k":"w"}})", writers, patches},
        {"DELETE", a + "configmaps/one", "", writers},
        {"DELETE", a + "configmaps", "", writers},
        // In another namespace, and in all of them.
        {"GET", b + "configmaps/one", "", all + " everyview"},
        {"POST", b + "configmaps", one_map, all},
        {"DELETE", b + "configmaps/one", "", all},
        {"GET", "/api/v1/configmaps", "", all + " everyview"},
        // Secrets are not for viewers.
        {"GET", a + "secrets/one", "", writers},
        {"GET", a + "secrets", "", writers},
        {"GET", a + "secrets?watch=1&timeoutSeconds=1", "", writers},
        {"GET", "/api/v1/secrets", "", all},
        {"GET", b + "secrets/one", "", all},
        {"POST", a + "secrets", one_map, writers},
        {"PATCH", a + "secrets/one", R"({"data":{"k":"dw=="}})", writers, patches},
        {"DELETE", a + "secrets/one", "", writers},
        // Pods and what is done with them.
        {"GET", a + "pods/one", "", readers},
        {"GET", a + "pods/one/status", "", readers},
        {"POST", a + "pods", pod, writers},
        {"DELETE", a + "pods/one", "", writers},
        {"DELETE", a + "pods", "", writers},
        {"PATCH", a + "pods/one/status", R"({"status":{"reason":"x"}})", all + " boss", patches},
        {"POST", a + "pods/one/binding", R"({"target":{"kind":"Node","name":"one"}})", all + " boss"},
        {"POST", a + "pods/one/eviction", R"({"metadata":{"name":"one"}})", writers},
        // Deployments, their scale and status.
        {"GET", "/apis/apps/v1/namespaces/a/deployments/one", "", readers},
        {"GET", "/apis/apps/v1/namespaces/a/deployments/one/scale", "", readers},
        {"PATCH", "/apis/apps/v1/namespaces/a/deployments/one/scale", R"({"spec":{"replicas":3}})", writers, patches},
        {"PATCH", "/apis/apps/v1/namespaces/a/deployments/one/status", R"({"status":{"replicas":3}})", all + " boss",
         patches},
        // Namespaces and nodes.
        {"GET", "/api/v1/namespaces/a", "", readers},
        {"GET", "/api/v1/namespaces", "", all + " everyview"},
        {"POST", "/api/v1/namespaces", one_map, all},
        {"GET", "/api/v1/nodes", "", all},
        {"PATCH", "/api/v1/nodes/one", R"({"spec":{"unschedulable":true}})", all, patches},
        // Roles: an admin may write them, but give no more than he has.
        {"GET", rbac + "namespaces/a/roles/one", "", all + " boss admin"},
        {"POST", rbac + "namespaces/a/roles",
         R"({"metadata":{"name":"new"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]})",
         all + " boss admin"},
        {"POST", rbac + "namespaces/a/roles",
         R"({"metadata":{"name":"new"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]})", all + " boss"},
        {"POST", rbac + "namespaces/a/rolebindings",
         R"({"metadata":{"name":"new"},)" + role_ref + R"("view"},"subjects":[]})", all + " boss admin"},
        {"POST", rbac + "namespaces/a/rolebindings",
         R"({"metadata":{"name":"new"},)" + role_ref + R"("cluster-admin"},"subjects":[]})", all + " boss"},
        {"GET", rbac + "clusterroles", "", all},
        {"POST", rbac + "clusterroles", R"({"metadata":{"name":"new"},"rules":[]})", all},
        {"POST", rbac + "clusterrolebindings",
         R"({"metadata":{"name":"new"},)" + role_ref + R"("view"},"subjects":[]})", all},
        // Custom resources: nobody's, unless a role says so.
        {"GET", toys + "/one", "", all + " boss"},
        {"GET", toys, "", all + " boss"},
        {"POST", toys, R"({"apiVersion":"example.com/v1","kind":"Toy","metadata":{"name":"new"}})", all + " boss"},
        {"DELETE", toys + "/one", "", all + " boss"},
        {"GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/toys.example.com", "", all},
        // Tokens of ServiceAccounts are as good as what these may do.
        {"POST", a + "serviceaccounts/builder/token", R"({"spec":{}})", writers},
        // Reviews.
        {"POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
         R"({"spec":{"resourceAttributes":{"verb":"get","resource":"secrets"}}})", known},
        {"POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", known},
        {"POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews",
         R"({"spec":{"user":"x","nonResourceAttributes":{"verb":"get","path":"/x"}}})", all},
        {"POST", "/apis/authentication.k8s.io/v1/tokenreviews", R"({"spec":{"token":"token-view"}})", all},
        // What is no resource.
        {"GET", "/api", "", known},
        {"GET", "/apis/apps/v1", "", known},
        {"GET", "/openapi/v3", "", known},
        {"GET", "/openid/v1/jwks", "", all + " account"},
        {"GET", "/logs", "", all},
        // To act as somebody else.
        {"GET", a + "secrets/one", "", all, {{"impersonate-user", "edit"}}},
        {"GET", a + "configmaps/one", "", all, {{"impersonate-user", "x"}, {"impersonate-group", "system:masters"}}},
        {"GET", a + "configmaps/one", "", writers, {{"impersonate-user", "system:serviceaccount:a:builder"}}},
    };
}

/// Whose credentials are wrong: 401 whatever they ask for.
std::string const wrong = "foreign expired asserver badtoken forgedtoken expiredtoken formertoken";
std::string const nobody = "anonymous neighbour";
std::string const known = "root owner clusteradmin boss admin edit view everyview account none narrow kubelet";

std::string text_at(std::string const& body, std::string_view member) {
    auto const tree = parse_json(body);
    return tree ? std::string(string_at(*tree, {member})) : std::string();
}

}  // namespace

TEST_CASE("access: identity by verb by resource") {
    for (auto const& who : words(known)) {
        House house;  // each starts with the same state
        for (auto const& row : table()) {
            auto const may = words(row.may);
            bool const expected = std::find(may.begin(), may.end(), who) != may.end();
            auto const before = house.f.registry.accepted();
            auto const answer = house.ask(who, row.verb, row.path, row.body, row.headers);
            INFO(who << " " << row.verb << " " << row.path << " " << row.body << "\n"
                     << answer.status << " " << answer.body);
            if (expected) {
                // Whether it is there is another question, which only those who may are told.
                CHECK((answer.status < 300 || answer.status == 404 || answer.status == 409));
                continue;
            }
            CHECK(answer.status == 403);
            CHECK(text_at(answer.body, "reason") == "Forbidden");
            CHECK(answer.body.find(secret) == std::string::npos);
            CHECK(house.f.registry.accepted().revision == before.revision);
        }
    }
}

TEST_CASE("access: without credentials nothing is shown or changed") {
    House house;
    auto const before = house.f.registry.accepted();
    for (auto const& who : words(nobody)) {
        for (auto const& row : table()) {
            auto const answer = house.ask(who, row.verb, row.path, row.body, row.headers);
            INFO(who << " " << row.verb << " " << row.path << "\n" << answer.body);
            CHECK(answer.status == 403);
            CHECK(text_at(answer.body, "kind") == "Status");
            CHECK(text_at(answer.body, "message").find("\"system:anonymous\"") != std::string::npos);
            CHECK(answer.body.find(secret) == std::string::npos);
        }
        for (auto const* const path : {"/healthz", "/livez", "/readyz", "/version"})
            CHECK(house.ask(who, "GET", path).status == 200);
    }
    CHECK(house.f.registry.accepted().revision == before.revision);
}

TEST_CASE("access: with wrong credentials nothing is shown or changed, not even what everybody may see") {
    House house;
    auto const before = house.f.registry.accepted();
    for (auto const& who : words(wrong)) {
        for (auto const& row : table()) {
            auto const answer = house.ask(who, row.verb, row.path, row.body, row.headers);
            INFO(who << " " << row.verb << " " << row.path << "\n" << answer.body);
            CHECK(answer.status == 401);
            // Why is not told.
            CHECK(answer.body == R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",)"
                                 R"("message":"Unauthorized","reason":"Unauthorized","code":401})"
                                 "\n");
        }
        CHECK(house.ask(who, "GET", "/version").status == 401);
    }
    CHECK(house.f.registry.accepted().revision == before.revision);
}

TEST_CASE("access: a refusal names who, what and where, and nothing else") {
    House house;
    struct Case {
        std::string who, verb, path, message;
        Headers headers = {};
    };
    for (
        auto const& one : std::vector<Case>{
            {"view", "GET", "/api/v1/namespaces/a/secrets/one",
             R"(secrets "one" is forbidden: User "view" cannot get resource "secrets" in API group "" in the namespace "a")"},
            // Whether it is there is not told.
            {"view", "GET", "/api/v1/namespaces/a/secrets/two",
             R"(secrets "two" is forbidden: User "view" cannot get resource "secrets" in API group "" in the namespace "a")"},
            {"anonymous", "GET", "/api/v1/namespaces/none/toys",
             R"(toys is forbidden: User "system:anonymous" cannot list resource "toys" in API group "" in the namespace "none")"},
            {"none", "DELETE", "/apis/apps/v1/namespaces/a/deployments",
             R"(deployments.apps is forbidden: User "none" cannot deletecollection resource "deployments" in API group "apps" in the namespace "a")"},
            {"account", "GET", "/api/v1/nodes",
             R"(nodes is forbidden: User "system:serviceaccount:a:builder" cannot list resource "nodes" in API group "" at the cluster scope)"},
            {"none", "GET", "/metrics", R"(forbidden: User "none" cannot get path "/metrics")"},
            {"none",
             "GET",
             "/api/v1/namespaces/a/pods",
             R"(users "jane" is forbidden: User "none" cannot impersonate resource "users" in API group "" at the cluster scope)",
             {{"impersonate-user", "jane"}}},
        }) {
        auto const answer = house.ask(one.who, one.verb, one.path, {}, one.headers);
        INFO(one.who << " " << one.path);
        CHECK(answer.status == 403);
        CHECK(text_at(answer.body, "message") == one.message);
    }
}

TEST_CASE("access: what a grant is refused for is told to who tries it") {
    House house;
    auto const answer =
        house.ask("admin", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles",
                  R"({"metadata":{"name":"new"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]})");
    CHECK(answer.status == 403);
    CHECK(text_at(answer.body, "message").find("attempting to grant RBAC permissions not currently held") !=
          std::string::npos);
    // With the verbs `escalate` and `bind` one may after all.
    house.make("roles.rbac.authorization.k8s.io",
               R"({"metadata":{"name":"grants"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],
                   "resources":["roles","clusterroles","rolebindings"],"verbs":["create","escalate","bind"]}]})",
               "a");
    house.make("rolebindings.rbac.authorization.k8s.io",
               R"({"metadata":{"name":"grants"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role",
                   "name":"grants"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"none"}]})",
               "a");
    CHECK(house
              .ask("none", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles",
                   R"({"metadata":{"name":"new"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]})")
              .status == 201);
    CHECK(house
              .ask("none", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/a/rolebindings",
                   R"({"metadata":{"name":"new"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                        "name":"cluster-admin"},"subjects":[]})")
              .status == 201);
}

TEST_CASE("access: an account's token is worth nothing once the account is gone") {
    House house;
    CHECK(house.ask("account", "GET", "/api/v1/namespaces/a/configmaps").status == 200);
    CHECK(house.ask("root", "DELETE", "/api/v1/namespaces/a/serviceaccounts/builder").status == 200);
    CHECK(house.ask("account", "GET", "/api/v1/namespaces/a/configmaps").status == 401);
    // Nor for another account of the same name.
    house.make("serviceaccounts", R"({"metadata":{"name":"builder"}})", "a");
    CHECK(house.ask("account", "GET", "/api/v1/namespaces/a/configmaps").status == 401);
}

TEST_CASE("access: a role that is taken away is gone with the next request") {
    House house;
    CHECK(house.ask("view", "GET", "/api/v1/namespaces/a/configmaps").status == 200);
    CHECK(house.ask("root", "DELETE", "/apis/rbac.authorization.k8s.io/v1/namespaces/a/rolebindings/view").status ==
          200);
    CHECK(house.ask("view", "GET", "/api/v1/namespaces/a/configmaps").status == 403);
}
