#include "http/discovery.hpp"

#include "registry/kind_table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace keelson;
namespace json = boost::json;

namespace {

constexpr std::string_view kubectl_accepts =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

http::Kinds served() { return KindTable().served(); }

Kind custom(std::string version) {
    Kind kind;
    kind.group = "demo.example.com";
    kind.version = std::move(version);
    kind.name = "Greeting";
    kind.plural = "greetings";
    kind.singular = "greeting";
    kind.schema = built_in_kinds().front()->schema;
    return kind;
}

json::object answer(http::Kinds const& kinds, std::string_view path, std::string_view accept = "application/json") {
    auto const reply = http::discover(kinds, path, accept, "127.0.0.1:6443");
    INFO(path);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    return json::parse(reply->body).as_object();
}

json::object const& named(json::value const& list, std::string_view member, std::string_view name) {
    for (auto const& item : list.as_array())
        if (item.at(member).as_string() == name) return item.as_object();
    FAIL(std::string(name) + " is missing");
    static json::object const none;
    return none;
}

std::string text(json::value const& value) { return json::serialize(value); }

}  // namespace

TEST_CASE("discovery: the core group says its version and where the server is") {
    auto const body = answer(served(), "/api");
    CHECK(text(body) == R"({"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":)"
                        R"([{"clientCIDR":"0.0.0.0/0","serverAddress":"127.0.0.1:6443"}]})");
    CHECK(answer(served(), "/api/") == body);
}

TEST_CASE("discovery: groups come in Kubernetes' order, each with the version that it prefers") {
    auto const groups = answer(served(), "/apis").at("groups").as_array();
    std::vector<std::string> names;
    for (auto const& group : groups) names.emplace_back(group.at("name").as_string());
    CHECK(names.size() == 20);
    CHECK(names.front() == "apiregistration.k8s.io");
    CHECK(names.at(1) == "apps");
    CHECK(names.back() == "flowcontrol.apiserver.k8s.io");
    CHECK(
        text(named(groups, "name", "autoscaling")) ==
        R"({"name":"autoscaling","versions":[{"groupVersion":"autoscaling/v2","version":"v2"},)"
        R"({"groupVersion":"autoscaling/v1","version":"v1"}],"preferredVersion":{"groupVersion":"autoscaling/v2","version":"v2"}})");
    auto const apps = answer(served(), "/apis/apps");
    CHECK(apps.at("kind") == "APIGroup");
    CHECK(apps.at("preferredVersion").at("groupVersion") == "apps/v1");
}

TEST_CASE("discovery: a resource has its verbs and names, and its subresources beside it") {
    auto const core = answer(served(), "/api/v1");
    CHECK(core.at("kind") == "APIResourceList");
    CHECK(core.at("groupVersion") == "v1");
    auto const& resources = core.at("resources");
    CHECK(
        text(named(resources, "name", "pods")) ==
        R"({"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["create","delete","deletecollection",)"
        R"("get","list","patch","update","watch"],"shortNames":["po"],"categories":["all"]})");
    CHECK(
        text(named(resources, "name", "pods/eviction")) ==
        R"({"name":"pods/eviction","singularName":"","namespaced":true,"group":"policy","version":"v1","kind":"Eviction","verbs":["create"]})");
    CHECK(text(named(resources, "name", "pods/exec").at("verbs")) == R"(["create","get"])");
    CHECK(text(named(resources, "name", "pods/log")) ==
          R"({"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]})");
    CHECK(text(named(resources, "name", "namespaces").at("verbs")) ==
          R"(["create","delete","get","list","patch","update","watch"])");
    CHECK(text(named(resources, "name", "bindings").at("verbs")) == R"(["create"])");
    auto const apps = answer(served(), "/apis/apps/v1");
    CHECK(apps.at("apiVersion") == "v1");
    CHECK(named(apps.at("resources"), "name", "deployments/scale").at("group") == "autoscaling");
    CHECK(answer(served(), "/apis/autoscaling/v1").at("resources").as_array().size() == 2);
}

TEST_CASE("discovery: what there is not, and what is no discovery path, is nothing") {
    for (auto const* const path : {"/apis/nobody.example.com", "/apis/apps/v2", "/api/v2", "/apis/apps/v1/deployments",
                                   "/apis//v1", "/version", "/", "", "/apisx"}) {
        INFO(path);
        CHECK_FALSE(http::discover(served(), path, "application/json", "h"));
    }
}

TEST_CASE("discovery: to who accepts it everything is told at once") {
    auto const reply = http::discover(served(), "/apis", kubectl_accepts, "h");
    REQUIRE(reply);
    CHECK(reply->content_type == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    auto const body = json::parse(reply->body);
    CHECK(body.at("kind") == "APIGroupDiscoveryList");
    CHECK(body.at("apiVersion") == "apidiscovery.k8s.io/v2");
    CHECK(body.at("items").as_array().size() == 20);
    for (auto const& item : body.at("items").as_array()) {
        if (item.at("metadata").at("name") != "apps") continue;
        auto const& version = item.at("versions").at(0);
        CHECK(version.at("version") == "v1");
        CHECK(version.at("freshness") == "Current");
        CHECK(
            text(named(version.at("resources"), "resource", "deployments")) ==
            R"({"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},"scope":"Namespaced",)"
            R"("singularResource":"deployment","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],)"
            R"("shortNames":["deploy"],"categories":["all"],"subresources":[{"subresource":"scale","responseKind":)"
            R"({"group":"autoscaling","version":"v1","kind":"Scale"},"verbs":["get","patch","update"]},{"subresource":"status",)"
            R"("responseKind":{"group":"apps","version":"v1","kind":"Deployment"},"verbs":["get","patch","update"]}]})");
    }
    auto const core = answer(served(), "/api", kubectl_accepts);
    CHECK(core.at("items").as_array().size() == 1);
    CHECK(named(core.at("items").at(0).at("versions").at(0).at("resources"), "resource", "nodes").at("scope") ==
          "Cluster");
}

TEST_CASE("discovery: the first form that a client names and that there is counts") {
    auto const type = [](std::string_view accept) {
        return http::discover(served(), "/api", accept, "h")->content_type;
    };
    CHECK(type("application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList") ==
          "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList");
    CHECK(type("application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList, "
               "application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io") ==
          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    CHECK(type("application/json, application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList") ==
          "application/json");
    CHECK(type("application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json") ==
          "application/json");
    CHECK(type("*/*") == "application/json");
    CHECK(type("") == "application/json");
}

TEST_CASE("discovery: a kind of one's own is there with all its versions, after those of Kubernetes") {
    KindTable table;
    auto stable = custom("v1");
    stable.short_names = {"gr"};
    REQUIRE(table.add(stable));
    for (auto const* const version : {"v1beta1", "v2alpha1", "v1beta2", "foo"}) {
        auto form = custom(version);
        form.stored_as = "demo.example.com/v1";
        REQUIRE(table.add(form));
    }
    auto const kinds = table.served();
    CHECK(http::groups_of(kinds).back() == "demo.example.com");
    CHECK(http::versions_of(kinds, "demo.example.com") ==
          std::vector<std::string>{"v1", "v1beta2", "v1beta1", "v2alpha1", "foo"});
    auto const list = answer(kinds, "/apis/demo.example.com/v1");
    CHECK(text(named(list.at("resources"), "name", "greetings").at("shortNames")) == R"(["gr"])");
    CHECK(named(list.at("resources"), "name", "greetings").at("verbs").as_array().size() == 8);
}
