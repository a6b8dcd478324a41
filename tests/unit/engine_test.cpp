#include "support/registry_fixture.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/runtime/simulated.hpp>

#include <catch2/catch.hpp>

#include <iostream>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

std::string const web = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
)";

EngineOptions simulated(int nodes = 1) {
    EngineOptions options;
    for (int i = 0; i < nodes; ++i) options.nodes.push_back({.name = "n" + std::to_string(i), .runtime = simulated_runtime()});
    return options;
}

}  // namespace

TEST_CASE("engine: ten lines deploy three replicas") {
    auto engine = Engine::open(simulated()).value();
    REQUIRE(engine.start());
    auto const client = engine.client();
    auto const applied = client.apply_text(web, "web.yaml").value();
    CHECK(applied.at(0).outcome == Applied::Outcome::created);
    auto const seen = client.wait<Deployment>({"default", "web"}, rolled_out, 20s);
    if (!seen) std::cerr << seen.error() << "\n";
    REQUIRE(seen);
    CHECK(client.list<Pod>().value().size() == 3);
    CHECK(client.apply_text(web, "web.yaml").value().at(0).outcome == Applied::Outcome::unchanged);
    CHECK(engine.stop(5s));
    CHECK(client.get<Deployment>({"default", "web"}).error().code == Errc::unavailable);
}

TEST_CASE("engine: polled on a manual clock, the same in virtual time") {
    auto options = simulated(2);
    auto const clock = std::make_shared<test::ManualClock>();
    options.clock = clock;
    options.entropy = seeded_entropy(1);
    options.store_executor = [](auto job, auto done) {
        job();
        done();
    };
    auto engine = Engine::open(std::move(options)).value();
    auto const run_for = [&](Duration time) {
        auto const end = clock->now() + time;
        while (true) {
            auto const next = engine.poll();
            if (!next || *next > end) break;
            if (*next > clock->now()) clock->advance(*next - clock->now());
        }
        clock->advance(end - clock->now());
    };
    run_for(1s);
    Request request;
    request.verb = Request::Verb::apply;
    request.resource = "deployments.apps";
    request.key = {"default", "web"};
    request.body = R"({"spec":{"replicas":5,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})";
    bool answered = false;
    engine.client().call_async(request, [&](Result<Response> response) { answered = response.has_value(); });
    run_for(5s);
    CHECK(answered);
    std::optional<Deployment> seen;
    engine.client().get_async<Deployment>({"default", "web"}, [&](Result<Deployment> result) {
        if (result) seen = *result;
    });
    run_for(1s);
    REQUIRE(seen);
    CHECK(seen->status.availableReplicas == 5);
}

TEST_CASE("engine: two in one process share nothing") {
    auto one = Engine::open(simulated()).value(), two = Engine::open(simulated()).value();
    REQUIRE(one.start());
    REQUIRE(two.start());
    REQUIRE(one.client().apply_text(web));
    CHECK(two.client().get<Deployment>({"default", "web"}).error().code == Errc::not_found);
    CHECK(one.stop(5s));
    CHECK(two.client().list<Namespace>().value().size() == 4);
    CHECK(two.stop(5s));
}

TEST_CASE("engine: a manifest is applied as a whole or not at all, and says where it is wrong") {
    auto engine = Engine::open(simulated()).value();
    REQUIRE(engine.start());
    auto const client = engine.client();
    auto const refused = [&](std::string const& text) {
        auto const result = client.apply_text(text, "m.yaml");
        REQUIRE_FALSE(result);
        return result.error().subject + ": " + result.error().message;
    };
    std::string const good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n";
    CHECK(refused(good + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\nspec:\n  x: 1\n") == "m.yaml:9: strict decoding error: unknown field \"spec\"");
    CHECK(client.get<ConfigMap>({"default", "a"}).error().code == Errc::not_found);
    CHECK(refused("kind: ConfigMap\n") == "m.yaml:1: apiVersion: Required value");
    CHECK(refused("apiVersion: v1\nkind: ConfigMap\ndata: {}\n") == "m.yaml:1: metadata.name: Required value");
    CHECK(refused("apiVersion: apps/v1\nkind: Robot\nmetadata: {name: x}\n") == "m.yaml:1: no matches for kind \"Robot\" in version \"apps/v1\"");
    CHECK(refused("a: [1\n").find("m.yaml:2: this is not YAML") == 0);
    CHECK(refused(good + "data: {}\n") == "m.yaml:5: the key \"data\" is already set in this mapping");
    auto const wrong_type = refused("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  replicas: many\n");
    CHECK(wrong_type.find("m.yaml:5: ") == 0);
    CHECK(wrong_type.find("spec.replicas: Invalid value") != std::string::npos);
    std::string bomb = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + "]\n";
    CHECK(refused(bomb).find("values once its aliases are expanded") != std::string::npos);
    CHECK(refused(std::string(20 << 20, 'x')).find("bytes") != std::string::npos);
    CHECK(client.list<ConfigMap>().value().empty());
    CHECK(engine.stop(5s));
}
