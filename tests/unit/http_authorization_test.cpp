#include "api/json.hpp"
#include "http/authorization.hpp"
#include "http/reviews.hpp"
#include "http/target.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

namespace {

using namespace keelson;
using namespace keelson::http;

User user(std::string name, std::vector<std::string> groups = {}) {
    return {std::move(name), {}, std::move(groups), {}};
}

Attributes on(std::string verb, std::string group, std::string resource, std::string namespace_ = {},
              std::string name = {}) {
    Attributes wanted;
    auto const slash = resource.find('/');
    wanted.verb = std::move(verb);
    wanted.group = std::move(group);
    wanted.version = "v1";
    wanted.resource = resource.substr(0, slash);
    if (slash != std::string::npos) wanted.subresource = resource.substr(slash + 1);
    wanted.namespace_ = std::move(namespace_);
    wanted.name = std::move(name);
    wanted.is_resource = true;
    return wanted;
}

Attributes path(std::string text) {
    Attributes wanted;
    wanted.verb = "get";
    wanted.path = std::move(text);
    return wanted;
}

std::string role(std::string const& kind, std::string const& name, std::string const& rules,
                 std::string const& namespace_ = {}) {
    auto const place = namespace_.empty() ? std::string() : R"(,"namespace":")" + namespace_ + "\"";
    return R"({"kind":")" + kind + R"(","metadata":{"name":")" + name + "\"" + place + R"(},"rules":[)" + rules + "]}";
}

std::string binding(std::string const& name, std::string const& role_kind, std::string const& role_name,
                    std::string const& subjects, std::string const& namespace_ = {}) {
    auto const place = namespace_.empty() ? std::string() : R"(,"namespace":")" + namespace_ + "\"";
    return R"({"metadata":{"name":")" + name + "\"" + place + R"(},"roleRef":{"kind":")" + role_kind + R"(","name":")" +
           role_name + R"("},"subjects":[)" + subjects + "]}";
}

std::string const jane = R"({"kind":"User","name":"jane"})";
std::string const read_pods = R"({"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]})";

struct Defaults {
    Rbac rbac;
    Defaults() {
        for (auto const& one : default_roles()) REQUIRE(rbac.set(one.kind, one.json));
    }
};

TEST_CASE("authorization: a path is read as a verb on a resource") {
    struct Case {
        std::string method, target, verb, group, resource, namespace_, name;
    };
    std::vector<Case> const cases = {
        {"GET", "/api/v1/pods", "list", "", "pods", "", ""},
        {"HEAD", "/api/v1/namespaces/a/pods/p", "get", "", "pods", "a", "p"},
        {"GET", "/api/v1/namespaces/a/pods?watch=true", "watch", "", "pods", "a", ""},
        {"GET", "/api/v1/namespaces/a/pods?watch=0&limit=5", "list", "", "pods", "a", ""},
        {"GET", "/api/v1/pods?fieldSelector=metadata.name%3Dweb&watch=1", "watch", "", "pods", "", "web"},
        {"GET", "/api/v1/pods?fieldSelector=metadata.name%3Dweb,status.phase%3DRunning", "list", "", "pods", "", ""},
        {"GET", "/api/v1/watch/namespaces/a/pods", "watch", "", "pods", "a", ""},
        {"POST", "/api/v1/namespaces/a/pods/p/exec?command=ls", "create", "", "pods/exec", "a", "p"},
        {"GET", "/api/v1/namespaces/a/pods/p/proxy/x/y", "get", "", "pods/proxy", "a", "p"},
        {"PUT", "/apis/apps/v1/namespaces/a/deployments/d/status", "update", "apps", "deployments/status", "a", "d"},
        {"PATCH", "/apis/apps/v1/namespaces/a/deployments/d", "patch", "apps", "deployments", "a", "d"},
        {"DELETE", "/apis/apps/v1/namespaces/a/deployments", "deletecollection", "apps", "deployments", "a", ""},
        {"DELETE", "/api/v1/namespaces/a", "delete", "", "namespaces", "a", "a"},
        {"GET", "/api/v1/namespaces", "list", "", "namespaces", "", ""},
        {"PUT", "/api/v1/namespaces/a/finalize", "update", "", "namespaces/finalize", "a", "a"},
        {"GET", "/api/v1/pods?watch", "watch", "", "pods", "", ""},
        {"GET", "/api/v1/pods?watch=yes", "watch", "", "pods", "", ""},
        {"GET", "/api/v1/namespaces/a/pods/p?watch=1", "watch", "", "pods", "a", "p"},
        {"GET", "/api/v1/namespaces/a/pods/p/exec?command=ls", "create", "", "pods/exec", "a", "p"},
        {"GET", "//api//v1/./secrets", "get", "", ".", "", "secrets"},
        {"GET", "/api/v1/namespaces/%61/secrets", "list", "", "secrets", "a", ""},
    };
    for (auto const& [method, target, verb, group, resource, namespace_, name] : cases) {
        INFO(method << " " << target);
        auto const wanted = request_attributes(method, target);
        CHECK(wanted.is_resource);
        CHECK(wanted.verb == verb);
        CHECK(wanted.group == group);
        CHECK(wanted.full_resource() == resource);
        CHECK(wanted.namespace_ == namespace_);
        CHECK(wanted.name == name);
    }
    for (auto const* const target :
         {"/", "/api", "/api/v1", "/apis/apps/v1", "/healthz", "/version?timeout=1s", "/openapi/v3/apis/apps/v1"}) {
        INFO(target);
        auto const wanted = request_attributes("GET", target);
        CHECK_FALSE(wanted.is_resource);
        CHECK(wanted.verb == "get");
        CHECK(wanted.path == std::string_view(target).substr(0, std::string_view(target).find('?')));
    }
}

TEST_CASE("authorization: what is asked about is what is served, however a path is written") {
    std::vector<std::string> const words = {"api",   "apis",    "v1",      "apps",  "namespaces", "a",
                                            "pods",  "secrets", "",        "%61",   "status",     "finalize",
                                            "a%2Fb", "log",     "watches", "nodes", "exec",       "proxy"};
    std::uint64_t state = 1;
    auto const below = [&](std::size_t bound) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % bound;
    };
    std::size_t served = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string path = below(2) == 0 ? "/api/v1" : "/apis/apps/v1";
        for (auto left = below(7); left > 0; --left) path += "/" + words[below(words.size())];
        auto const target = parse_target(path);
        auto const found = target ? resource_path(*target) : std::nullopt;
        if (!found) continue;
        ++served;
        auto const wanted = request_attributes("GET", path);
        auto const same =
            wanted.is_resource && wanted.group == found->group && wanted.version == found->version &&
            wanted.resource == found->resource && wanted.subresource == found->subresource &&
            wanted.name == found->name &&
            wanted.namespace_ ==
                (found->resource == "namespaces" && found->namespace_.empty() ? found->name : found->namespace_);
        if (!same) FAIL(path);
    }
    CHECK(served > 10'000);
}

TEST_CASE("authorization: rules match verbs, groups, resources, subresources, names and paths") {
    struct Case {
        PolicyRule rule;
        Attributes wanted;
        bool allowed;
    };
    std::vector<Case> const cases = {
        {{{"get"}, {""}, {"pods"}, {}, {}}, on("get", "", "pods", "a", "p"), true},
        {{{"get"}, {""}, {"pods"}, {}, {}}, on("list", "", "pods", "a"), false},
        {{{"get"}, {""}, {"pods"}, {}, {}}, on("get", "apps", "pods", "a", "p"), false},
        {{{"get"}, {""}, {"pods"}, {}, {}}, on("get", "", "pods/log", "a", "p"), false},
        {{{"get"}, {""}, {"pods/log"}, {}, {}}, on("get", "", "pods/log", "a", "p"), true},
        {{{"get"}, {""}, {"pods/log"}, {}, {}}, on("get", "", "pods", "a", "p"), false},
        {{{"get"}, {"*"}, {"*/scale"}, {}, {}}, on("get", "apps", "deployments/scale", "a", "d"), true},
        {{{"get"}, {"*"}, {"*/scale"}, {}, {}}, on("get", "apps", "deployments/status", "a", "d"), false},
        {{{"get"}, {"*"}, {"*/scale"}, {}, {}}, on("get", "apps", "deployments", "a", "d"), false},
        {{{"*"}, {"*"}, {"*"}, {}, {}}, on("escalate", "x", "ys/z", "a", "d"), true},
        {{{"*"}, {"*"}, {"*"}, {}, {}}, path("/metrics"), false},
        {{{"get"}, {""}, {"secrets"}, {"one"}, {}}, on("get", "", "secrets", "a", "one"), true},
        {{{"get"}, {""}, {"secrets"}, {"one"}, {}}, on("get", "", "secrets", "a", "two"), false},
        {{{"list"}, {""}, {"secrets"}, {"one"}, {}}, on("list", "", "secrets", "a"), false},
        {{{"get"}, {}, {}, {}, {"/healthz"}}, path("/healthz"), true},
        {{{"get"}, {}, {}, {}, {"/healthz"}}, path("/healthz/etcd"), false},
        {{{"get"}, {}, {}, {}, {"/healthz/*"}}, path("/healthz/etcd"), true},
        {{{"get"}, {}, {}, {}, {"*"}}, path("/anything"), true},
        {{{"post"}, {}, {}, {}, {"*"}}, path("/anything"), false},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        INFO(i);
        CHECK(cases[i].rule.allows(cases[i].wanted) == cases[i].allowed);
    }
}

TEST_CASE("authorization: bindings hold where they are, from when they are there until they go") {
    Rbac rbac;
    auto const wanted = on("get", "", "pods", "a", "p");
    // The binding before its role.
    REQUIRE(rbac.set("RoleBinding", binding("b", "Role", "reader", jane, "a")));
    CHECK_FALSE(rbac.allows(user("jane"), wanted));
    REQUIRE(rbac.set("Role", role("Role", "reader", read_pods, "a")));
    CHECK(rbac.allows(user("jane"), wanted));
    CHECK_FALSE(rbac.allows(user("john"), wanted));
    CHECK_FALSE(rbac.allows(user("other", {"jane"}), wanted));
    CHECK_FALSE(rbac.allows(user("jane"), on("get", "", "pods", "b", "p")));
    CHECK_FALSE(rbac.allows(user("jane"), on("list", "", "pods")));
    CHECK(rbac.decide(user("jane"), wanted).reason ==
          R"(RBAC: allowed by RoleBinding "b/a" of Role "reader" to User "jane")");

    REQUIRE(rbac.set("Role", role("Role", "reader", "", "a")));
    CHECK_FALSE(rbac.allows(user("jane"), wanted));
    REQUIRE(rbac.set("Role", role("Role", "reader", read_pods, "a")));
    REQUIRE(rbac.set("RoleBinding", binding("b", "Role", "reader", R"({"kind":"Group","name":"dev"})", "a")));
    CHECK_FALSE(rbac.allows(user("jane"), wanted));
    CHECK(rbac.allows(user("jane", {"dev"}), wanted));
    rbac.remove("Role", "a", "reader");
    CHECK_FALSE(rbac.allows(user("jane", {"dev"}), wanted));
    REQUIRE(rbac.set("Role", role("Role", "reader", read_pods, "a")));
    CHECK(rbac.allows(user("jane", {"dev"}), wanted));
    rbac.remove("RoleBinding", "a", "b");
    CHECK_FALSE(rbac.allows(user("jane", {"dev"}), wanted));

    REQUIRE(rbac.set("ClusterRole", role("ClusterRole", "everywhere", read_pods)));
    REQUIRE(rbac.set("RoleBinding", binding("c", "ClusterRole", "everywhere",
                                            R"({"kind":"ServiceAccount","name":"sa","namespace":"z"})", "a")));
    auto const account = user("system:serviceaccount:z:sa");
    CHECK(rbac.allows(account, wanted));
    CHECK_FALSE(rbac.allows(account, on("get", "", "pods", "b", "p")));
    REQUIRE(rbac.set("ClusterRoleBinding", binding("d", "ClusterRole", "everywhere", jane)));
    CHECK(rbac.allows(user("jane"), on("get", "", "pods", "b", "p")));
    CHECK(rbac.allows(user("jane"), on("list", "", "pods")));
    // A Role cannot be granted everywhere, whatever the binding says.
    REQUIRE(rbac.set("ClusterRoleBinding", binding("e", "Role", "reader", R"({"kind":"User","name":"eve"})", "a")));
    CHECK_FALSE(rbac.allows(user("eve"), wanted));
    rbac.clear();
    CHECK_FALSE(rbac.allows(user("jane"), on("list", "", "pods")));
    CHECK_FALSE(rbac.set("Pod", "{}"));
    // Bindings to nobody come and go like others.
    for (auto const* const name : {"x", "y", "x"})
        REQUIRE(rbac.set("RoleBinding", binding(name, "Role", "r", "", "a")));
    rbac.remove("RoleBinding", "a", "x");
    rbac.remove("RoleBinding", "a", "y");
    REQUIRE(rbac.set("RoleBinding", binding("b", "Role", "reader", jane, "a")));
    REQUIRE(rbac.set("Role", role("Role", "reader", read_pods, "a")));
    CHECK(rbac.allows(user("jane"), wanted));
    CHECK_FALSE(rbac.set("Role", "no JSON"));
}

TEST_CASE("authorization: a role that aggregates has the rules of those it selects, over two levels") {
    Rbac rbac;
    auto const labelled = [](std::string name, std::string label, std::string rules, std::string gathers = {}) {
        auto const rule = gathers.empty() ? ""
                                          : R"(,"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{")" +
                                                gathers + R"(":"true"}}]})";
        return R"({"metadata":{"name":")" + name + R"(","labels":{")" + label + R"(":"true"}},"rules":[)" + rules +
               "]" + rule + "}";
    };
    auto const get_pods = R"({"apiGroups":[""],"resources":["pods"],"verbs":["get"]})";
    REQUIRE(rbac.set("ClusterRole", labelled("top", "none", get_pods, "to-top")));
    REQUIRE(rbac.set("ClusterRole", labelled("middle", "to-top", "", "to-middle")));
    REQUIRE(rbac.set("ClusterRoleBinding", binding("b", "ClusterRole", "top", jane)));
    // What it holds of its own is overwritten by what it gathers.
    CHECK_FALSE(rbac.allows(user("jane"), on("get", "", "pods", "a")));
    REQUIRE(rbac.set("ClusterRole", labelled("leaf", "to-middle", read_pods)));
    CHECK(rbac.allows(user("jane"), on("get", "", "pods", "a")));
    CHECK(rbac.aggregated().size() == 2);
    CHECK(rbac.aggregated().back() ==
          std::pair<std::string, std::string>("top",
                                              R"([{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}])"));
    // Once it holds what it gathers there is nothing to tell of it.
    REQUIRE(rbac.set("ClusterRole", labelled("top", "none", read_pods, "to-top")));
    CHECK(rbac.aggregated().size() == 1);
    CHECK(rbac.aggregated().front().first == "middle");
    rbac.remove("ClusterRole", "", "leaf", Rbac::Gather::later);
    CHECK(rbac.allows(user("jane"), on("get", "", "pods", "a")));
    rbac.aggregate();
    CHECK_FALSE(rbac.allows(user("jane"), on("get", "", "pods", "a")));
}

TEST_CASE("authorization: the default roles are named as they say and hold what they gather") {
    Defaults const defaults;
    CHECK(defaults.rbac.aggregated().empty());
    for (auto const& one : default_roles()) {
        auto tree = parse_json(one.json);
        REQUIRE(tree);
        CHECK(string_at(*tree, {"kind"}) == one.kind);
        CHECK(string_at(*tree, {"metadata", "name"}) == one.name);
    }
    auto const admin = defaults.rbac.role("ClusterRole", "", "admin");
    REQUIRE(admin);
    CHECK(admin->size() > defaults.rbac.role("ClusterRole", "", "edit")->size());
}

TEST_CASE("authorization: identity by verb by resource under the default roles") {
    Defaults defaults;
    auto& rbac = defaults.rbac;
    for (auto const* const name : {"admin", "edit", "view"}) {
        REQUIRE(rbac.set("RoleBinding", binding(name, "ClusterRole", name,
                                                R"({"kind":"User","name":")" + std::string(name) + "\"}", "a")));
    }
    std::map<std::string, User> const who = {
        {"root", user("root", {"system:masters", "system:authenticated"})},
        {"admin", user("admin", {"system:authenticated"})},
        {"edit", user("edit", {"system:authenticated"})},
        {"view", user("view", {"system:authenticated"})},
        {"account", user("system:serviceaccount:a:default",
                         {"system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated"})},
        {"known", user("known", {"system:authenticated"})},
        {"nobody", User{}},
    };
    struct Case {
        Attributes wanted;
        std::string allowed;  ///< who, in the order of the map
    };
    std::vector<Case> const cases = {
        {path("/healthz"), "account admin edit known nobody root view"},
        {path("/livez"), "account admin edit known nobody root view"},
        {path("/readyz"), "account admin edit known nobody root view"},
        {path("/version"), "account admin edit known nobody root view"},
        {path("/api"), "account admin edit known root view"},
        {path("/apis/apps/v1"), "account admin edit known root view"},
        {path("/openapi/v2"), "account admin edit known root view"},
        {path("/openid/v1/jwks"), "account root"},
        {path("/metrics"), "root"},
        {path("/"), "root"},
        {on("create", "authorization.k8s.io", "selfsubjectaccessreviews"), "account admin edit known root view"},
        {on("create", "authentication.k8s.io", "selfsubjectreviews"), "account admin edit known root view"},
        {on("create", "authorization.k8s.io", "subjectaccessreviews"), "root"},
        {on("list", "", "pods", "a"), "admin edit root view"},
        {on("list", "", "pods", "b"), "root"},
        {on("list", "", "pods"), "root"},
        {on("get", "", "pods/log", "a", "p"), "admin edit root view"},
        {on("create", "", "pods/exec", "a", "p"), "admin edit root"},
        {on("get", "", "pods/exec", "a", "p"), "admin edit root"},
        {on("create", "", "pods", "a"), "admin edit root"},
        {on("deletecollection", "", "pods", "a"), "admin edit root"},
        {on("update", "", "pods/status", "a", "p"), "root"},
        {on("get", "", "secrets", "a", "s"), "admin edit root"},
        {on("watch", "", "configmaps", "a"), "admin edit root view"},
        {on("patch", "apps", "deployments/scale", "a", "d"), "admin edit root"},
        {on("get", "apps", "deployments/scale", "a", "d"), "admin edit root view"},
        {on("impersonate", "", "serviceaccounts", "a", "s"), "admin edit root"},
        {on("create", "", "serviceaccounts/token", "a", "s"), "admin edit root"},
        {on("create", "rbac.authorization.k8s.io", "rolebindings", "a"), "admin root"},
        {on("create", "rbac.authorization.k8s.io", "clusterrolebindings"), "root"},
        {on("update", "", "resourcequotas", "a", "q"), "root"},
        {on("list", "", "resourcequotas", "a"), "admin edit root view"},
        {on("list", "", "nodes"), "root"},
        {on("delete", "", "namespaces", "a", "a"), "root"},
        {on("get", "", "namespaces", "a", "a"), "admin edit root view"},
        {on("create", "apiextensions.k8s.io", "customresourcedefinitions"), "root"},
        {on("get", "demo.example.com", "greetings", "a", "g"), "root"},
    };
    for (auto const& [wanted, allowed] : cases) {
        INFO(wanted.verb << " " << wanted.full_resource() << wanted.path << " in " << wanted.namespace_);
        std::string found;
        for (auto const& [name, one] : who) {
            if (rbac.allows(one, wanted)) found += (found.empty() ? "" : " ") + name;
            CHECK(rbac.decide(one, wanted).allowed == rbac.allows(one, wanted));
        }
        CHECK(found == allowed);
    }
    CHECK(rbac.allows(user("system:kube-scheduler"), on("create", "", "pods/binding", "a", "p")));
    CHECK_FALSE(rbac.allows(user("system:kube-scheduler"), on("get", "", "secrets", "a", "s")));
    CHECK(rbac.allows(user("system:kube-scheduler"),
                      on("update", "coordination.k8s.io", "leases", "kube-system", "kube-scheduler")));
    CHECK_FALSE(
        rbac.allows(user("system:kube-scheduler"), on("update", "coordination.k8s.io", "leases", "kube-system", "x")));
}

TEST_CASE("authorization: a refusal says who cannot do what where") {
    CHECK(refusal_text(user("x"), on("list", "", "pods", "default")) ==
          R"(pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "default")");
    CHECK(
        refusal_text(user("x"), on("create", "", "pods/exec", "default", "web")) ==
        R"(pods "web" is forbidden: User "x" cannot create resource "pods/exec" in API group "" in the namespace "default")");
    CHECK(
        refusal_text(user("x"), on("get", "apps", "deployments", "a", "d")) ==
        R"(deployments.apps "d" is forbidden: User "x" cannot get resource "deployments" in API group "apps" in the namespace "a")");
    CHECK(refusal_text(user("x"), on("list", "", "nodes")) ==
          R"(nodes is forbidden: User "x" cannot list resource "nodes" in API group "" at the cluster scope)");
    CHECK(refusal_text(User{}, path("/metrics")) == R"(forbidden: User "system:anonymous" cannot get path "/metrics")");
    auto const reply = forbidden(user("x"), on("get", "apps", "deployments", "a", "d"));
    CHECK(reply.status == 403);
    CHECK(reply.body.find(
              R"("reason":"Forbidden","details":{"group":"apps","kind":"deployments","name":"d"},"code":403})") !=
          std::string::npos);
}

TEST_CASE("authorization: nobody grants more than he has") {
    Defaults defaults;
    auto& rbac = defaults.rbac;
    REQUIRE(rbac.set("RoleBinding", binding("b", "ClusterRole", "admin", jane, "a")));
    auto const someone = user("jane", {"system:authenticated"});
    auto const root = user("root", {"system:masters"});
    auto const more = role("Role", "more", R"({"apiGroups":[""],"resources":["nodes","pods"],"verbs":["list"]})", "a");
    CHECK(check_role_write(rbac, someone, "Role", role("Role", "r", read_pods, "a")));
    CHECK(check_role_write(rbac, root, "Role", more));
    auto const refused = check_role_write(rbac, someone, "Role", more);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::forbidden);
    CHECK(refused.error().message ==
          "roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"jane\" (groups=[\"system:authenticated\"]) is "
          "attempting to "
          "grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"list\"]}");
    // A change of labels grants nothing.
    CHECK(check_role_write(rbac, someone, "Role", more, more));
    CHECK_FALSE(check_role_write(rbac, someone, "Role", role("Role", "r", read_pods, "other")));
    CHECK_FALSE(check_role_write(rbac, someone, "ClusterRole", role("ClusterRole", "r", read_pods)));
    CHECK_FALSE(check_role_write(rbac, someone, "ClusterRole",
                                 R"({"metadata":{"name":"r"},"aggregationRule":{"clusterRoleSelectors":[{}]}})"));
    CHECK_FALSE(check_role_write(rbac, someone, "Role",
                                 role("Role", "r", R"({"apiGroups":["*"],"resources":["*"],"verbs":["*"]})", "a")));

    CHECK(check_binding_write(rbac, someone, "RoleBinding", binding("n", "ClusterRole", "view", jane, "a")));
    CHECK(check_binding_write(rbac, someone, "RoleBinding", binding("n", "ClusterRole", "admin", jane, "a")));
    CHECK_FALSE(
        check_binding_write(rbac, someone, "RoleBinding", binding("n", "ClusterRole", "cluster-admin", jane, "a")));
    CHECK_FALSE(check_binding_write(rbac, someone, "RoleBinding", binding("n", "ClusterRole", "view", jane, "other")));
    CHECK_FALSE(check_binding_write(rbac, someone, "ClusterRoleBinding", binding("n", "ClusterRole", "view", jane)));
    CHECK(check_binding_write(rbac, someone, "RoleBinding", binding("n", "Role", "absent", jane, "a")).error().code ==
          Errc::not_found);
    auto const kept = binding("n", "ClusterRole", "cluster-admin", jane, "a");
    CHECK(check_binding_write(rbac, someone, "RoleBinding", kept, kept));
    CHECK(check_binding_write(rbac, root, "ClusterRoleBinding", binding("n", "ClusterRole", "cluster-admin", jane)));

    auto const rbac_verbs =
        R"({"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","clusterroles"],"verbs":["escalate","bind"]})";
    REQUIRE(rbac.set("ClusterRole", role("ClusterRole", "free", rbac_verbs)));
    REQUIRE(rbac.set("RoleBinding", binding("f", "ClusterRole", "free", jane, "a")));
    CHECK(check_role_write(rbac, someone, "Role", more));
    CHECK(check_binding_write(rbac, someone, "RoleBinding", kept));
    CHECK_FALSE(
        check_binding_write(rbac, someone, "RoleBinding", binding("n", "ClusterRole", "cluster-admin", jane, "other")));
}

TEST_CASE("authorization: what rules cover, verb by verb and name by name") {
    std::vector<PolicyRule> const owned = {{{"get", "list"}, {"", "apps"}, {"pods", "*/scale"}, {}, {}},
                                           {{"get"}, {""}, {"secrets"}, {"one"}, {}},
                                           {{"get"}, {}, {}, {}, {"/healthz/*"}}};
    CHECK(missing_rules(owned, {{{"get"}, {"apps"}, {"deployments/scale"}, {}, {}}}).empty());
    CHECK(missing_rules(owned, {{{"get"}, {""}, {"pods"}, {"p"}, {}}}).empty());
    CHECK(missing_rules(owned, {{{"get"}, {""}, {"secrets"}, {"one"}, {}}}).empty());
    CHECK(missing_rules(owned, {{{"get"}, {""}, {"secrets"}, {}, {}}}).size() == 1);
    CHECK(missing_rules(owned, {{{"get"}, {""}, {"secrets"}, {"one", "two"}, {}}}).size() == 1);
    CHECK(missing_rules(owned, {{{"get", "watch"}, {"", "apps"}, {"pods"}, {}, {}}}).size() == 2);
    CHECK(missing_rules(owned, {{{"*"}, {""}, {"pods"}, {}, {}}}).size() == 1);
    CHECK(missing_rules(owned, {{{"get"}, {}, {}, {}, {"/healthz/a"}}}).empty());
    CHECK(missing_rules(owned, {{{"get"}, {}, {}, {}, {"/healthz/*"}}}).empty());
    CHECK(missing_rules(owned, {{{"get"}, {}, {}, {}, {"/*"}}}).size() == 1);
    PolicyRule huge{{}, {""}, {}, {}, {}};
    for (int i = 0; i < 1000; ++i) huge.verbs.push_back(std::to_string(i)), huge.resources.push_back(std::to_string(i));
    CHECK(missing_rules(owned, {huge}).size() == 1);
}

TEST_CASE("authorization: to act as another needs the right to, for the user and each group") {
    Defaults defaults;
    auto& rbac = defaults.rbac;
    REQUIRE(rbac.set(
        "ClusterRole",
        role(
            "ClusterRole", "i",
            R"({"apiGroups":[""],"resources":["users","groups"],"resourceNames":["john","dev"],"verbs":["impersonate"]})")));
    REQUIRE(rbac.set("ClusterRoleBinding", binding("i", "ClusterRole", "i", jane)));
    Request request;
    auto const someone = user("jane"), root = user("root", {"system:masters"});
    CHECK(acting_user(rbac, someone, request).value().name == "jane");
    request.headers = {{"impersonate-user", "john"}, {"impersonate-group", "dev"}};
    auto const acting = acting_user(rbac, someone, request).value();
    CHECK(acting.name == "john");
    CHECK(acting.groups == std::vector<std::string>{"dev", "system:authenticated"});
    CHECK(acting_user(rbac, user("other"), request).error().code == Errc::forbidden);
    request.headers = {{"impersonate-user", "john"}, {"impersonate-group", "system:masters"}};
    CHECK(
        acting_user(rbac, someone, request).error().message ==
        R"(groups "system:masters" is forbidden: User "jane" cannot impersonate resource "groups" in API group "" at the cluster scope)");
    request.headers = {{"impersonate-user", "john"}, {"impersonate-extra-scopes", "all"}};
    CHECK_FALSE(acting_user(rbac, someone, request));
    CHECK(acting_user(rbac, root, request).value().extra.at("scopes") == std::vector<std::string>{"all"});
    request.headers = {{"impersonate-group", "dev"}};
    CHECK(acting_user(rbac, root, request).error().code == Errc::bad_request);
    request.headers = {{"impersonate-user", "system:serviceaccount:a:builder"}};
    CHECK_FALSE(acting_user(rbac, someone, request));
    CHECK(acting_user(rbac, root, request).value().groups ==
          std::vector<std::string>{"system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated"});
    REQUIRE(rbac.set("RoleBinding", binding("e", "ClusterRole", "edit", jane, "a")));
    CHECK(acting_user(rbac, someone, request));
    request.headers.emplace_back("impersonate-group", "system:serviceaccounts:kube-system");
    CHECK_FALSE(acting_user(rbac, someone, request));
}

TEST_CASE("authorization: access reviews answer for oneself, for another, and in one namespace") {
    Defaults defaults;
    auto& rbac = defaults.rbac;
    REQUIRE(rbac.set("RoleBinding", binding("v", "ClusterRole", "view", jane, "a")));
    auto const ask = [&](std::string const& kind, std::string const& spec) {
        return answer_access_review(rbac, user("jane"), kind, "a", R"({"kind":")" + kind + R"(","spec":)" + spec + "}");
    };
    auto const resource = [](std::string const& verb, std::string const& namespace_) {
        return R"("resourceAttributes":{"verb":")" + verb + R"(","resource":"pods","namespace":")" + namespace_ + "\"}";
    };
    auto const yes = ask("SelfSubjectAccessReview", "{" + resource("list", "a") + "}").value();
    CHECK(
        yes.find(
            R"("status":{"allowed":true,"reason":"RBAC: allowed by RoleBinding \"v/a\" of ClusterRole \"view\" to User \"jane\""})") !=
        std::string::npos);
    CHECK(yes.find(R"("apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview")") != std::string::npos);
    CHECK(ask("SelfSubjectAccessReview", "{" + resource("delete", "a") + "}")
              .value()
              .find(R"("status":{"allowed":false})") != std::string::npos);
    CHECK(ask("SubjectAccessReview", R"({"user":"eve",)" + resource("list", "a") + "}")
              .value()
              .find("\"allowed\":false") != std::string::npos);
    CHECK(ask("SubjectAccessReview", R"({"groups":["system:masters"],)" + resource("list", "a") + "}")
              .value()
              .find("\"allowed\":true") != std::string::npos);
    CHECK(ask("SelfSubjectAccessReview", R"({"nonResourceAttributes":{"verb":"get","path":"/metrics"}})")
              .value()
              .find("\"allowed\":false") != std::string::npos);
    CHECK(ask("LocalSubjectAccessReview", R"({"user":"jane",)" + resource("list", "a") + "}")
              .value()
              .find("\"allowed\":true") != std::string::npos);
    CHECK(ask("LocalSubjectAccessReview", R"({"user":"jane",)" + resource("list", "b") + "}").error().code ==
          Errc::invalid);
    CHECK(ask("SubjectAccessReview", "{" + resource("list", "a") + "}").error().causes.front().field == "spec.user");
    CHECK(ask("SelfSubjectAccessReview", "{}").error().code == Errc::invalid);
    CHECK(
        ask("SelfSubjectAccessReview", R"({"nonResourceAttributes":{},)" + resource("list", "a") + "}").error().code ==
        Errc::invalid);
    CHECK(answer_access_review(rbac, user("jane"), "SelfSubjectAccessReview", "", R"({"kind":"Pod"})").error().code ==
          Errc::bad_request);
}

TEST_CASE("authorization: rules and self reviews list what one may do and who one is") {
    Defaults defaults;
    auto const known = user("known", {"system:authenticated"});
    auto const rules = answer_rules_review(defaults.rbac, known, R"({"spec":{"namespace":"a"}})").value();
    CHECK(rules.find(R"("incomplete":false)") != std::string::npos);
    CHECK(rules.find(
              R"({"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"],"verbs":["create"]})") !=
          std::string::npos);
    CHECK(rules.find(R"({"nonResourceURLs":["/healthz","/livez","/readyz","/version","/version/"],"verbs":["get"]})") !=
          std::string::npos);
    CHECK(answer_rules_review(defaults.rbac, user("r", {"system:masters"}), R"({"spec":{"namespace":"a"}})")
              .value()
              .find(R"("nonResourceURLs":["*"])") != std::string::npos);
    CHECK(answer_rules_review(defaults.rbac, known, R"({"spec":{}})").error().code == Errc::bad_request);
    auto const self = answer_self_review(User{"jane", "7", {"dev"}, {{"k", {"v"}}}}, "{}",
                                         parse_rfc3339("2026-03-01T12:00:00Z").value())
                          .value();
    CHECK(
        self ==
        R"({"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview","metadata":{"creationTimestamp":"2026-03-01T12:00:00Z"},)"
        R"("status":{"userInfo":{"extra":{"k":["v"]},"groups":["dev"],"uid":"7","username":"jane"}}})");
}

}  // namespace
