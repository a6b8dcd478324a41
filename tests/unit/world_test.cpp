#include "support/web_deployment.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/control/controller.hpp>
#include <keelson/testing/world.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using testing::World;
using tests::web;

namespace {

std::uint64_t run(std::uint64_t seed) {
    World world({.seed = seed, .nodes = 3});
    world.apply(web(5)).value();
    world.advance(10s);
    world.restart();
    world.node(1).kill_all();
    world.advance(60s);
    return world.trace_hash();
}

}  // namespace

TEST_CASE("world: one seed is one run, byte for byte") {
    CHECK(run(1) == run(1));
    CHECK(run(1) != run(2));
}

TEST_CASE("world: a restart keeps objects and Pods") {
    World world({.nodes = 2});
    world.apply(web(4)).value();
    REQUIRE(world.run_until([&] { return rolled_out(*world.get<Deployment>({"default", "web"})); }, 30s));
    auto const before = world.list<Pod>();
    auto const starts = world.node(0).starts() + world.node(1).starts();
    world.restart();
    world.advance(5min);
    auto const after = world.list<Pod>();
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i].metadata.uid == before[i].metadata.uid);
    CHECK(world.node(0).starts() + world.node(1).starts() == starts);
}

TEST_CASE("world: a lost answer is found out, a refused commit is as if never asked for") {
    World world;
    world.store().fail_next(testing::CommitFault::lost_answer);
    CHECK(world.create(web(1)));
    world.settle();
    world.store().fail_next(testing::CommitFault::refused);
    auto other = web(1);
    other.metadata.name = "other";
    (void)world.create(other);
    CHECK(world.run_until([&] { return world.create(other) || world.get<Deployment>({"default", "other"}); }, 10s));
}

TEST_CASE("trap 7: a cluster at rest writes nothing, heartbeats included") {
    World world({.nodes = 5});
    world.apply(web(10)).value();
    world.advance(5min);
    auto const before = world.trace_hash();
    world.advance(1h);
    CHECK(world.trace_hash() == before);
}

TEST_CASE("trap 1: a controller is never called with a View older than what it wrote") {
    // Each call makes one more ConfigMap until there are five; a stale View would make more.
    int calls = 0;
    auto const grow = [&calls](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        ++calls;
        auto const owner = view.get<Secret>(key);
        if (!owner) return {};
        auto const there = view.owned_by<ConfigMap>(owner->metadata.uid).size();
        if (there >= 5) return {};
        ConfigMap made;
        made.metadata.generateName = key.name + "-";
        made.metadata.namespace_ = key.namespace_;
        made.metadata.ownerReferences = {owner_reference(*owner)};
        plan.create(made);
        return {};
    };
    World world({.controllers = {Controller::of<Secret>("grow", grow).owns<ConfigMap>()}});
    world.slow_commits(10s);
    Secret seed;
    seed.metadata.name = "seed";
    world.client().apply_async(seed, Completion<Secret>([](Result<Secret>) {}));
    world.advance(5min);
    CHECK(world.list<ConfigMap>().size() == 5);
    CHECK(calls >= 6);
}

TEST_CASE("engine: a controller whose plan is refused records it and tries again") {
    int tries = 0;
    auto const make = [&tries](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        ++tries;
        if (!view.get<Secret>(key)) return {};
        ConfigMap wrong;
        wrong.metadata.name = "Not A Name";
        wrong.metadata.namespace_ = key.namespace_;
        plan.create(wrong);
        return {};
    };
    std::string recorded;
    auto const record = [&recorded](View const&, ObjectKey const&, Error const& why, Plan&) { recorded = why.message; };
    World world({.controllers = {Controller::of<Secret>("make", make).when_refused(record)}});
    Secret secret;
    secret.metadata.name = "seed";
    world.create(secret).value();
    world.advance(1min);
    CHECK(recorded.find("ConfigMap \"Not A Name\" is invalid: metadata.name") == 0);
    CHECK(tries > 3);
    CHECK(tries < 30);
}
