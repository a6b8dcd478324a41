#include "api/json.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/api/devices.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

struct Devices : RegistryFixture {
    /// A node with devices: R"([{"id":"a"},{"id":"b"}])"
    void node(std::string const& name, std::string const& devices) {
        json::object annotations;
        annotations[devices_annotation] = R"({"nvidia.com/gpu":)" + devices + "}";
        json::object const body{{"metadata", json::object{{"name", name}, {"annotations", annotations}}}};
        REQUIRE(create(canonical(json::value(body)), "nodes", ""));
    }

    Ref pod(std::string const& name, std::string const& containers, std::string const& more = {}) {
        return create(R"({"metadata":{"name":")" + name + R"("},"spec":{"containers":)" + containers + more + "}}",
                      "pods")
            .value();
    }

    Result<Ref> bind(std::string const& name, std::string const& node = "gpus") {
        return one(operation(Verb::bind, "pods", node, {"default", name}));
    }

    /// What a Pod was given; empty: nothing.
    std::string given(std::string const& name) {
        auto const tree = parse_json(get("pods", "default", name)->bytes()).value();
        return std::string(string_at(tree, {"metadata", "annotations", devices_annotation}));
    }
};

std::string container(std::string const& name, int gpus, std::string const& more = {}) {
    return R"({"name":")" + name + R"(","image":"x")" + more + R"(,"resources":{"limits":{"nvidia.com/gpu":")" +
           std::to_string(gpus) + R"("}}})";
}

}  // namespace

TEST_CASE("trap 20: devices are chosen in the write that binds the Pod, each for one Pod at a time") {
    Devices f;
    f.node("gpus", R"([{"id":"a"},{"id":"b"},{"id":"c"}])");
    for (auto const* const name : {"one", "two", "three"})
        (void)f.pod(name, "[" + container("main", name[1] == 'w' ? 2 : 1) + "]");
    // Both in one commit: the second sees what the first has.
    auto const both = f.submit({f.operation(Verb::bind, "pods", "gpus", {"default", "one"}),
                                f.operation(Verb::bind, "pods", "gpus", {"default", "two"})});
    REQUIRE(both);
    CHECK(f.given("one") == R"({"main":{"nvidia.com/gpu":["a"]}})");
    CHECK(f.given("two") == R"({"main":{"nvidia.com/gpu":["b","c"]}})");
    CHECK(f.bind("three").error().message ==
          "Operation cannot be fulfilled on pods/binding \"three\": requested number of devices unavailable for "
          "nvidia.com/gpu on node \"gpus\": requested 1, available 0");
    CHECK(f.get("pods", "default", "three")->index().node.empty());
}

TEST_CASE("trap 20: what is free follows from the Pods that are there; one on its way out still holds its devices") {
    Devices f;
    f.node("gpus", R"([{"id":"a"}])");
    (void)f.pod("first", "[" + container("main", 1) + "]");
    (void)f.pod("second", "[" + container("main", 1) + "]");
    REQUIRE(f.bind("first"));
    REQUIRE(f.one(f.operation(Verb::remove, "pods", "", {"default", "first"})));
    REQUIRE(f.get("pods", "default", "first"));
    CHECK(f.bind("second").error().code == Errc::conflict);

    SECTION("it is gone") {
        auto gone = f.operation(Verb::remove, "pods", "", {"default", "first"});
        gone.remove.grace_seconds = 0;
        REQUIRE(f.one(gone));
    }
    SECTION("it has ended") {
        auto tree = parse_json(f.get("pods", "default", "first")->bytes()).value();
        tree.as_object()["status"].as_object()["phase"] = "Succeeded";
        REQUIRE(f.one(f.operation(Verb::update_status, "pods", canonical(tree), {"default", "first"})));
    }
    REQUIRE(f.bind("second"));
    CHECK(f.given("second") == R"({"main":{"nvidia.com/gpu":["a"]}})");
}

TEST_CASE("devices: one that is not healthy is given to nobody") {
    Devices f;
    f.node("gpus", R"([{"id":"a","healthy":false},{"id":"b","healthy":true}])");
    (void)f.pod("main", "[" + container("main", 1) + "]");
    REQUIRE(f.bind("main"));
    CHECK(f.given("main") == R"({"main":{"nvidia.com/gpu":["b"]}})");
}

TEST_CASE("devices: shares of one that is begun are used up before another is begun") {
    Devices f;
    f.node("gpus", R"([{"id":"a","shares":2},{"id":"b","shares":2}])");
    for (auto const* const name : {"p", "q", "r", "s", "t"}) (void)f.pod(name, "[" + container("main", 1) + "]");
    for (auto const* const name : {"p", "q", "r", "s"}) REQUIRE(f.bind(name));
    CHECK(f.given("p") == f.given("q"));
    CHECK(f.given("r") == f.given("s"));
    CHECK(f.given("p") != f.given("r"));
    CHECK(f.bind("t").error().code == Errc::conflict);
}

TEST_CASE("devices: an init container uses those of the containers that come after it, a sidecar has its own") {
    Devices f;
    f.node("gpus", R"([{"id":"a"},{"id":"b"},{"id":"c"}])");
    (void)f.pod("main", "[" + container("x", 1) + "," + container("y", 1) + "]",
                R"(,"initContainers":[)" + container("side", 1, R"(,"restartPolicy":"Always")") + "," +
                    container("prepare", 2) + "]");
    REQUIRE(f.bind("main"));
    CHECK(f.given("main") == R"({"prepare":{"nvidia.com/gpu":["b","c"]},"side":{"nvidia.com/gpu":["a"]},)"
                             R"("x":{"nvidia.com/gpu":["b"]},"y":{"nvidia.com/gpu":["c"]}})");
    (void)f.pod("more", "[" + container("main", 1) + "]");
    CHECK(f.bind("more").error().code == Errc::conflict);
}

TEST_CASE("devices: a Pod that is made on its node is given its devices at once, and a copied choice does not count") {
    Devices f;
    f.node("gpus", R"([{"id":"a"}])");
    auto const body = [](std::string const& name) {
        return R"({"metadata":{"name":")" + name +
               R"(","annotations":{"keelson.io/devices":"{\"main\":{\"nvidia.com/gpu\":[\"z\"]}}"}},
            "spec":{"nodeName":"gpus","containers":[)" +
               container("main", 1) + "]}}";
    };
    REQUIRE(f.create(body("one"), "pods"));
    CHECK(f.given("one") == R"({"main":{"nvidia.com/gpu":["a"]}})");
    CHECK(f.create(body("two"), "pods").error().code == Errc::conflict);
}

TEST_CASE("devices: nobody changes what a Pod was given") {
    Devices f;
    f.node("gpus", R"([{"id":"a"}])");
    (void)f.pod("main", "[" + container("main", 1) + "]");
    REQUIRE(f.bind("main"));
    auto const refused = f.one(f.operation(
        Verb::merge_patch, "pods", R"({"metadata":{"annotations":{"keelson.io/devices":null}}})", {"default", "main"}));
    CHECK(refused.error().message ==
          "Pod \"main\" is invalid: metadata.annotations[keelson.io/devices]: Forbidden: devices are chosen when the "
          "pod is bound, and stay the same");
}

TEST_CASE("devices: a Pod on a node that declares none is bound as any other") {
    Devices f;
    REQUIRE(f.create(R"({"metadata":{"name":"plain"}})", "nodes", ""));
    (void)f.pod("main", "[" + container("main", 1) + "]");
    REQUIRE(f.bind("main", "plain"));
    CHECK(f.given("main").empty());
}
