#include "controllers/gc.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/core_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::controllers;
using test::ControllerWorld;

namespace {

struct Owned {
    std::string name;
    bool blocks = false;
};

struct GcWorld : ControllerWorld {
    GcWorld() { collect_garbage(); }

    void make(std::string const& name, std::vector<Owned> const& owners = {}) {
        ConfigMap object{.metadata = {.name = name, .namespace_ = "default"}};
        for (auto const& owner : owners) object.metadata.ownerReferences.push_back(reference(owner));
        create(object).value();
        run();
    }
    OwnerReference reference(Owned const& owner) {
        auto made = owner_reference(*find<ConfigMap>(owner.name));
        made.controller.reset();
        made.blockOwnerDeletion = owner.blocks;
        return made;
    }
    void own(std::string const& name, Owned const& owner) {
        change<ConfigMap>(name, [&](ConfigMap& map) { map.metadata.ownerReferences.push_back(reference(owner)); });
    }
    void take(std::string const& name, Propagation how = Propagation::background) {
        remove<ConfigMap>(name, {.propagation = how}).value();
    }
    bool has(std::string const& name) { return find<ConfigMap>(name) != nullptr; }
    void hold(std::string const& name, bool on) {
        change<ConfigMap>(name, [&](ConfigMap& map) {
            auto& finalizers = map.metadata.finalizers;
            if (on) {
                finalizers.emplace_back("demo.example.com/hold");
            } else {
                std::erase(finalizers, "demo.example.com/hold");
            }
        });
    }
};

}  // namespace

TEST_CASE("gc: what belonged to an owner goes after it, all the way down") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a"}});
    w.make("c", {{"b"}});
    w.make("free");
    w.take("a");
    CHECK(w.has("b"));
    w.run();
    CHECK_FALSE(w.has("b"));
    CHECK_FALSE(w.has("c"));
    CHECK(w.has("free"));
}

TEST_CASE("gc: while one owner is left it stays, and forgets the others") {
    GcWorld w;
    w.make("a");
    w.make("b");
    w.make("child", {{"a"}, {"b"}});
    w.take("a");
    w.run();
    REQUIRE(w.has("child"));
    REQUIRE(w.find<ConfigMap>("child")->metadata.ownerReferences.size() == 1);
    CHECK(w.find<ConfigMap>("child")->metadata.ownerReferences[0].name == "b");
    w.take("b");
    w.run();
    CHECK_FALSE(w.has("child"));
}

TEST_CASE("gc: in the foreground the owner goes last") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a", true}});
    w.make("c", {{"b", true}});
    w.make("loose", {{"a", false}});
    w.hold("c", true);
    w.take("a", Propagation::foreground);
    w.run();
    CHECK(w.has("a"));
    CHECK(w.has("b"));
    CHECK(w.has("c"));
    CHECK_FALSE(w.has("loose"));
    w.hold("c", false);
    w.run();
    CHECK_FALSE(w.has("c"));
    CHECK_FALSE(w.has("b"));
    CHECK_FALSE(w.has("a"));
}

TEST_CASE("gc: a dependent that does not block lets its owner go first") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a", false}});
    w.hold("b", true);
    w.take("a", Propagation::foreground);
    w.run();
    CHECK_FALSE(w.has("a"));
    CHECK(w.has("b"));
}

TEST_CASE("gc: orphans stay and forget their owner") {
    GcWorld w;
    w.make("a");
    w.make("b");
    w.make("child", {{"a", true}, {"b"}});
    w.take("a", Propagation::orphan);
    w.run();
    CHECK_FALSE(w.has("a"));
    REQUIRE(w.has("child"));
    CHECK(w.find<ConfigMap>("child")->metadata.ownerReferences.size() == 1);
}

TEST_CASE("trap 8: a second deletion in the foreground does not hold its object up for ever") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a", true}});
    w.hold("b", true);
    w.take("a", Propagation::foreground);
    w.run();
    w.take("a", Propagation::foreground);
    w.run();
    w.hold("b", false);
    w.run();
    CHECK_FALSE(w.has("a"));
    w.make("c");
    w.take("c", Propagation::foreground);
    w.run();
    CHECK_FALSE(w.has("c"));
}

TEST_CASE("trap 8: objects that own each other in a ring do not wait for each other for ever") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a", true}});
    w.make("c", {{"b", true}});
    w.own("a", {"c", true});
    w.take("a", Propagation::foreground);
    w.run();
    CHECK_FALSE(w.has("a"));
    CHECK_FALSE(w.has("b"));
    CHECK_FALSE(w.has("c"));
}

TEST_CASE("trap 9: an owner of the same name but another uid does not keep a dependent") {
    GcWorld w;
    w.make("a");
    w.make("child", {{"a"}});
    w.take("a");
    w.create(ConfigMap{.metadata = {.name = "a", .namespace_ = "default"}}).value();  // before anybody looked
    w.run();
    CHECK_FALSE(w.has("child"));
    CHECK(w.has("a"));
}

TEST_CASE("trap 9: the outcome is the same when a restart comes in between") {
    GcWorld w;
    w.make("a");
    w.make("b", {{"a", true}});
    w.make("c", {{"b", true}});
    w.make("parent");
    w.make("orphan", {{"parent"}});
    w.take("a", Propagation::foreground);
    w.take("parent", Propagation::orphan);
    w.restart();
    w.run();
    CHECK_FALSE(w.has("a"));
    CHECK_FALSE(w.has("b"));
    CHECK_FALSE(w.has("c"));
    CHECK_FALSE(w.has("parent"));
    CHECK(w.has("orphan"));
}

TEST_CASE("trap 9: a reference that does not fit its uid never leads to a removal") {
    // Admission refuses such references; the collector must not depend on that.
    GcWorld w;
    w.make("a");
    w.make("child", {{"a", true}});
    auto const child = w.find<ConfigMap>("child");
    auto index = ObjectIndex(w.get("configmaps", "default", "child")->index());
    auto owners = *index.owners;
    owners[0].name = "someone-else";
    index.owners = std::make_shared<std::vector<OwnerIndex> const>(owners);
    Object const odd(w.kinds.by_resource("configmaps")->kind, index, encode(*child));

    w.hold("child", true);
    w.take("a", Propagation::foreground);
    auto const now = w.state();
    Plan plan;
    REQUIRE(gc::collect(w.view_of(now), odd, plan));
    CHECK(plan.writes().empty());
}

TEST_CASE("trap 9: a decision on a version that has changed since is not carried out") {
    GcWorld w;
    w.make("a");
    w.make("b");
    w.make("child", {{"a"}, {"b"}});
    w.take("a");
    auto const before = w.state();
    Plan plan;
    auto const seen = w.get("configmaps", "default", "child");
    REQUIRE(gc::collect(w.view_of(before), *seen, plan));
    REQUIRE(plan.writes().size() == 1);
    w.change<ConfigMap>("child", [](ConfigMap& map) { map.data["k"] = "v"; });
    CHECK(w.carry_out(plan, "gc").error().code == Errc::conflict);
}

TEST_CASE("trap 21: with nothing to collect nothing is written") {
    GcWorld w;
    w.make("a");
    w.make("child", {{"a", true}});
    auto const revision = w.registry.accepted().revision;
    w.restart();
    w.run();
    CHECK(w.registry.accepted().revision == revision);
}
