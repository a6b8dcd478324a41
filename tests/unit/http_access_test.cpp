#include "http/access_control.hpp"
#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace keelson;
using namespace keelson::http;
using keelson::test::RegistryFixture;

User user(std::string name, std::vector<std::string> groups = {}) {
    return {std::move(name), {}, std::move(groups), {}};
}

Attempt attempt(User const& who, std::string verb, std::string resource, std::string namespace_,
                std::string group = {}) {
    Attempt wanted;
    wanted.user = &who;
    wanted.verb = std::move(verb);
    wanted.resource.group = std::move(group);
    wanted.resource.version = "v1";
    wanted.resource.resource = std::move(resource);
    wanted.resource.namespace_ = std::move(namespace_);
    return wanted;
}

std::string const bind_jane =
    R"({"metadata":{"name":"jane","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},)"
    R"("subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"jane"}]})";

TEST_CASE("access: the default roles are stored on a first start, whole, and found on the next") {
    RegistryFixture fixture;
    auto const control = AccessControl::open(fixture.registry);
    auto const jane = user("jane", {"system:authenticated"});
    // In force before they are durable.
    CHECK_FALSE(control->authorize()(attempt(jane, "create", "selfsubjectreviews", "", "authentication.k8s.io")));
    fixture.settle();
    auto const* const roles = fixture.kinds.by_resource("clusterroles.rbac.authorization.k8s.io");
    REQUIRE(roles != nullptr);
    for (auto const& [kind, object] : default_roles()) {
        auto const name = std::string(string_at(parse_json(object).value(), {"metadata", "name"}));
        INFO(kind << " " << name);
        auto const* const served = fixture.kinds.by_name("rbac.authorization.k8s.io/v1", kind);
        CHECK(fixture.registry.durable().get(*served->kind, {}, name));
    }
    // What aggregates shows what it has gathered.
    auto const view = fixture.registry.durable().get(*roles->kind, {}, "view");
    REQUIRE(view);
    CHECK(view->bytes().find(R"("pods/log")") != std::string_view::npos);
    auto const revision = fixture.registry.durable().revision;
    auto const again = AccessControl::open(fixture.registry);
    fixture.settle();
    CHECK(fixture.registry.durable().revision == revision);
    CHECK_FALSE(again->authorize()(attempt(jane, "create", "selfsubjectreviews", "", "authentication.k8s.io")));
    control->stop();
    again->stop();
}

TEST_CASE("access: what is bound holds once it is durable, and no longer when it is gone") {
    RegistryFixture fixture;
    auto const control = AccessControl::open(fixture.registry);
    fixture.settle();
    auto const jane = user("jane", {"system:authenticated"});
    auto const allowed = [&, authorize = control->authorize()] {
        return !authorize(attempt(jane, "list", "pods", "default"));
    };
    CHECK_FALSE(allowed());
    REQUIRE(fixture.create(bind_jane, "rolebindings.rbac.authorization.k8s.io"));
    fixture.settle();
    CHECK(allowed());
    CHECK(
        control->authorize()(attempt(jane, "list", "secrets", "default")) ==
        R"(secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "default")");
    REQUIRE(fixture.create(
        R"({"metadata":{"name":"view-more","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},)"
        R"("rules":[{"apiGroups":["demo.example.com"],"resources":["greetings"],"verbs":["get","list"]}]})",
        "clusterroles.rbac.authorization.k8s.io"));
    fixture.settle();
    CHECK_FALSE(control->authorize()(attempt(jane, "list", "greetings", "default", "demo.example.com")));
    auto const* const roles = fixture.kinds.by_resource("clusterroles.rbac.authorization.k8s.io");
    for (auto const* const name : {"view", "edit", "admin"}) {
        INFO(name);
        CHECK(fixture.registry.durable().get(*roles->kind, {}, name)->bytes().find("greetings") !=
              std::string_view::npos);
    }
    control->stop();
}

TEST_CASE("access: who may write roles and bindings is asked for those kinds alone") {
    RegistryFixture fixture;
    auto const control = AccessControl::open(fixture.registry);
    auto const jane = user("jane");
    auto const& bindings = *fixture.kinds.by_resource("rolebindings.rbac.authorization.k8s.io")->kind;
    auto const& pods = *fixture.kinds.by_resource("pods")->kind;
    CHECK(control->check_grant(jane, bindings, nullptr, bind_jane).error().code == Errc::forbidden);
    CHECK(control->check_grant(user("root", {"system:masters"}), bindings, nullptr, bind_jane));
    CHECK(control->check_grant(jane, pods, nullptr, "{}"));
    fixture.settle();
}

TEST_CASE("access: a request acts as another if he who sends it may") {
    RegistryFixture fixture;
    auto const control = AccessControl::open(fixture.registry);
    auto name = std::string("root");
    auto const authenticate = control->with_impersonation([&](Peer&, Request const&) -> Result<User> {
        if (name.empty()) return Error(Errc::unauthorized, "nobody");
        return user(name, {name == "root" ? "system:masters" : "system:authenticated"});
    });
    Peer peer;
    Request request;
    CHECK(authenticate(peer, request).value().name == "root");
    request.headers = {{"impersonate-user", "jane"}};
    CHECK(authenticate(peer, request).value().name == "jane");
    CHECK_FALSE(in_group(authenticate(peer, request).value(), "system:masters"));
    name = "john";
    CHECK(authenticate(peer, request).error().code == Errc::forbidden);
    name.clear();
    CHECK(authenticate(peer, request).error().code == Errc::unauthorized);
    fixture.settle();
}

TEST_CASE("access: a token is worth nothing once its account or its Pod is another") {
    RegistryFixture fixture;
    REQUIRE(fixture.create(R"({"metadata":{"name":"builder","namespace":"default"}})", "serviceaccounts"));
    fixture.settle();
    auto const& state = fixture.registry.durable();
    auto const account = state.get(*fixture.kinds.by_resource("serviceaccounts")->kind, "default", "builder");
    REQUIRE(account);
    TokenClaims claims;
    claims.namespace_ = "default";
    claims.service_account = {"builder", account->index().uid};
    CHECK(still_bound(claims, state, fixture.kinds));
    claims.pod = {"web", "uid"};
    CHECK_FALSE(still_bound(claims, state, fixture.kinds));
    claims.pod = {};
    claims.service_account.uid = "old";
    CHECK_FALSE(still_bound(claims, state, fixture.kinds));
}

}  // namespace
