#include "api/json.hpp"
#include "http/api_server.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using test::TestExchange;

namespace {

constexpr char const* pod_path = "/api/v1/namespaces/default/pods/web";
constexpr char const* strategic = "application/strategic-merge-patch+json";

struct Api {
    explicit Api(std::string const& resources = R"({"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"2"}})") {
        server->start();
        send("POST", "/api/v1/namespaces/default/pods",
             R"({"metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"i","resources":)" + resources +
                 R"(}],"initContainers":[{"name":"first","image":"i","resources":{"requests":{"cpu":"1"}}}]}})");
        REQUIRE(status == 201);
    }
    ~Api() { server->stop(); }

    json::value send(std::string method, std::string target, std::string body, std::string type = "application/json") {
        auto const exchange = std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body),
                                                             http::Headers{{"content-type", std::move(type)}});
        server->answer(exchange);
        f.settle();
        REQUIRE(exchange->answer);
        status = exchange->answer->status;
        auto parsed = parse_json(exchange->answer->body);
        return parsed ? *parsed : json::value(exchange->answer->body);
    }
    /// A patch of a part; what was answered.
    json::value patch(std::string const& part, std::string const& spec) {
        return send("PATCH", std::string(pod_path) + "/" + part, R"({"spec":)" + spec + "}", strategic);
    }
    std::string refusal(std::string const& part, std::string const& spec) {
        auto const answer = patch(part, spec);
        CHECK(status == 422);
        return std::string(string_at(answer, {"message"}));
    }

    test::RegistryFixture f;
    std::shared_ptr<http::ApiServer> server =
        std::make_shared<http::ApiServer>(f.strand, f.registry, http::ApiServerOptions{});
    int status = 0;
};

std::string resize(std::string const& resources) {
    return R"({"containers":[{"name":"main","resources":)" + resources + "}]}";
}

}  // namespace

TEST_CASE("api: ephemeral containers are added, and stay as they are") {
    Api api;
    auto const made = api.patch("ephemeralcontainers", R"({"ephemeralContainers":[{"name":"a","image":"tools"}]})");
    CHECK(api.status == 200);
    auto const* const list = find_path(made, {"spec", "ephemeralContainers"});
    REQUIRE(list);
    CHECK(string_at(list->get_array()[0], {"imagePullPolicy"}) == "Always");
    CHECK(find_path(made, {"metadata", "generation"})->get_int64() == 2);
    // What is new comes behind what is there, wherever the patch puts it.
    auto const more = api.patch("ephemeralcontainers", R"({"ephemeralContainers":[{"name":"b","image":"tools"}]})");
    auto const& both = find_path(more, {"spec", "ephemeralContainers"})->get_array();
    REQUIRE(both.size() == 2);
    CHECK(string_at(both[0], {"name"}) == "a");
    CHECK(string_at(both[1], {"name"}) == "b");
    CHECK(api.refusal("ephemeralcontainers", R"({"ephemeralContainers":[{"name":"a","image":"other"}]})") ==
          "Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"a\" may not be "
          "changed\n");
    CHECK(api.refusal("ephemeralcontainers", R"({"ephemeralContainers":[{"name":"a","$patch":"delete"}]})") ==
          "Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"a\" may not be "
          "removed\n");
    CHECK(api.refusal("ephemeralcontainers", R"({"ephemeralContainers":[{"name":"main","image":"i"}]})") ==
          "Pod \"web\" is invalid: spec.ephemeralContainers[2].name: Duplicate value: \"main\"");
    CHECK(api.refusal("ephemeralcontainers",
                      R"({"ephemeralContainers":[{"name":"c","image":"i","targetContainerName":"none"}]})") ==
          "Pod \"web\" is invalid: spec.ephemeralContainers[2].targetContainerName: Not found: \"none\"");
}

TEST_CASE("api: through ephemeralcontainers nothing else is written, and through the Pod no ephemeral container") {
    Api api;
    auto pod = api.send("GET", std::string(pod_path) + "/ephemeralcontainers", {});
    CHECK(api.status == 200);
    auto& spec = pod.get_object()["spec"].get_object();
    spec["containers"].get_array()[0].get_object()["image"] = "other";
    pod.get_object()["metadata"].get_object()["labels"] = json::object{{"a", "b"}};
    spec["ephemeralContainers"] = json::array{json::object{{"name", "a"}, {"image", "tools"}}};
    auto const written = api.send("PUT", std::string(pod_path) + "/ephemeralcontainers", canonical(pod));
    CHECK(api.status == 200);
    CHECK(string_at(find_path(written, {"spec", "containers"})->get_array()[0], {"image"}) == "i");
    CHECK_FALSE(find_path(written, {"metadata", "labels"}));
    CHECK(find_path(written, {"spec", "ephemeralContainers"})->get_array().size() == 1);
    api.send("PATCH", pod_path, R"({"spec":{"ephemeralContainers":[{"name":"b","image":"tools"}]}})", strategic);
    CHECK(api.status == 422);
    api.send("POST", std::string(pod_path) + "/ephemeralcontainers", "{}");
    CHECK(api.status == 405);
}

TEST_CASE("api: a resize changes amounts of cpu and memory, and nothing else") {
    Api api;
    auto const made = api.patch("resize", resize(R"({"requests":{"cpu":"1500m"},"limits":{"cpu":"3"}})"));
    CHECK(api.status == 200);
    auto const& container = find_path(made, {"spec", "containers"})->get_array()[0];
    CHECK(string_at(container, {"resources", "requests", "cpu"}) == "1500m");
    CHECK(string_at(container, {"resources", "requests", "memory"}) == "1Gi");
    CHECK(string_at(container, {"resources", "limits", "cpu"}) == "3");
    CHECK(find_path(made, {"metadata", "generation"})->get_int64() == 2);
    auto const other = api.patch("resize", R"({"containers":[{"name":"main","image":"other"}]})");
    CHECK(api.status == 200);
    CHECK(string_at(find_path(other, {"spec", "containers"})->get_array()[0], {"image"}) == "i");
    api.send("PATCH", pod_path, R"({"spec":)" + resize(R"({"requests":{"cpu":"1"}})") + "}", strategic);
    CHECK(api.status == 422);
}

TEST_CASE("api: what a resize may not do is told as kube-apiserver does") {
    Api api;
    for (auto const& [spec, message] : std::vector<std::pair<std::string, std::string>>{
             {resize(R"({"limits":{"cpu":null}})"),
              "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed"},
             {resize(R"({"requests":{"memory":null}})"),
              "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed"},
             {resize(R"({"requests":{"ephemeral-storage":"1Gi"}})"),
              "spec: Forbidden: only cpu and memory resources are mutable"},
             {R"({"initContainers":[{"name":"first","resources":{"requests":{"cpu":"2"}}}]})",
              "spec: Forbidden: only cpu and memory resources for sidecar containers are mutable"},
             {R"({"containers":[{"name":"more","image":"i"}]})",
              "spec.containers: Forbidden: containers may not be added or removed on resize"},
             {resize(R"({"requests":{"cpu":"4"}})"),
              "spec.containers[0].resources.requests: Invalid value: \"4\": must be less than or equal to cpu limit of "
              "2"}}) {
        INFO(spec);
        CHECK(api.refusal("resize", spec) == "Pod \"web\" is invalid: " + message);
    }
    Api best_effort("{}");
    best_effort.send("DELETE", pod_path, {});
    best_effort.send("POST", "/api/v1/namespaces/default/pods",
                     R"({"metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"i"}]}})");
    REQUIRE(best_effort.status == 201);
    CHECK(best_effort.refusal("resize", resize(R"({"requests":{"cpu":"1"}})")) ==
          "Pod \"web\" is invalid: spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of "
          "resizing");
}
