#include "controllers/conditions.hpp"
#include "controllers/node_lifecycle.hpp"
#include "controllers/pod_garbage.hpp"
#include "controllers/taints.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/core_v1.hpp>

#include <catch2/catch.hpp>

#include <map>

using namespace keelson;
using namespace keelson::controllers;
using namespace std::chrono_literals;
using test::ControllerWorld;

namespace {

struct NodeWorld : ControllerWorld {
    explicit NodeWorld(NodeLifecycleOptions options = {}) {
        options.age_of_heartbeat = [this](std::string const& node) -> std::optional<Duration> {
            auto const found = heard.find(node);
            if (found == heard.end()) return std::nullopt;
            return clock->now() - found->second;
        };
        add(node_lifecycle_controller(std::move(options)));
        add(pod_garbage_controller({.most_terminated = 3}));
    }
    void make_node(std::string const& name) {
        create(Node{.metadata = {.name = name}}).value();
        report(name, "True");
        heard[name] = clock->now();
        run();
    }
    void report(std::string const& name, std::string const& ready) {
        change_status<Node>(name, [&](Node& node) {
            for (auto const* type : {"Ready", "MemoryPressure"})
                set_condition(node.status.conditions,
                              {.lastTransitionTime = clock->wall().whole_seconds(),
                               .reason = "Reported",
                               .status = std::string_view(type) == "Ready" ? ready : std::string("False"),
                               .type = type});
        });
    }
    void make_pod(std::string const& name, std::string const& node, std::vector<Toleration> tolerations = {}) {
        Pod pod{.metadata = {.name = name, .namespace_ = "default"}};
        pod.spec.containers.push_back({.image = "x", .name = "main"});
        pod.spec.tolerations = std::move(tolerations);
        create(pod).value();
        auto bind = operation(Operation::Verb::bind, "pods", node, {"default", name});
        (void)one(bind).value();
        change_status<Pod>(name, [&](Pod& p) {
            p.status.phase = "Running";
            p.status.conditions = {{.status = "True", .type = "Ready"}};
        });
        run();
    }
    /// Time passes; the nodes that are named stay silent.
    void pass_without(Duration time, std::set<std::string> const& silent) {
        for (Duration passed = 0s; passed < time; passed += 10s) {
            pass(std::min<Duration>(10s, time - passed));
            for (auto& [name, when] : heard)
                if (!silent.contains(name)) when = clock->now();
        }
    }
    std::string taints(std::string const& name) {
        std::set<std::string> all;
        auto const node = find<Node>(name);
        for (auto const& taint : node->spec.taints) all.insert(taint.key.substr(19) + ":" + taint.effect);
        std::string text;
        for (auto const& taint : all) text += (text.empty() ? "" : " ") + taint;
        return text;
    }
    NodeCondition ready(std::string const& name) {
        return *find_condition(find<Node>(name)->status.conditions, "Ready");
    }
    bool going(std::string const& pod) {
        auto const found = find<Pod>(pod);
        return !found || !found->metadata.deletionTimestamp.empty();
    }

    std::map<std::string, Instant> heard;
};

}  // namespace

TEST_CASE("taints: which a toleration covers, and until when") {
    Taint const taint{.effect = "NoExecute", .key = "k", .timeAdded = Time{1'000'000'000}, .value = "v"};
    CHECK(tolerates({.operator_ = "Exists"}, taint));
    CHECK(tolerates({.key = "k", .value = "v"}, taint));
    CHECK_FALSE(tolerates({.key = "k", .operator_ = "Equal", .value = "w"}, taint));
    CHECK_FALSE(tolerates({.effect = "NoSchedule", .key = "k", .operator_ = "Exists"}, taint));
    Pod pod;
    CHECK(eviction_time(pod, {taint}, 300) == taint.timeAdded);
    pod.spec.tolerations = {{.key = "k", .operator_ = "Exists", .tolerationSeconds = 60}};
    CHECK(eviction_time(pod, {taint}, 300) == taint.timeAdded + 60s);
    pod.spec.tolerations = {{.key = "k", .operator_ = "Exists"}};
    CHECK_FALSE(eviction_time(pod, {taint}, 300));
    Taint const gone{.effect = "NoExecute", .key = std::string(unreachable_taint), .timeAdded = taint.timeAdded};
    CHECK(eviction_time(pod, {taint, gone}, 300) == taint.timeAdded + 300s);
    CHECK_FALSE(eviction_time(pod, {{.effect = "NoSchedule", .key = "x"}}, 300));
}

TEST_CASE("node: silence makes a node unreachable, and its Pods leave when their toleration ends") {
    NodeWorld w;
    for (auto const* name : {"n1", "n2", "n3"}) w.make_node(name);
    w.make_pod("usual", "n1");
    w.make_pod("patient", "n1",
               {{.effect = "NoExecute",
                 .key = std::string(unreachable_taint),
                 .operator_ = "Exists",
                 .tolerationSeconds = 600}});
    w.make_pod("loyal", "n1", {{.operator_ = "Exists"}});
    w.make_pod("elsewhere", "n2");
    w.pass_without(30s, {"n1"});
    CHECK(w.ready("n1").status == "True");
    CHECK(w.taints("n1").empty());
    w.pass_without(10s, {"n1"});
    CHECK(w.ready("n1").status == "Unknown");
    CHECK(w.ready("n1").reason == "NodeStatusUnknown");
    CHECK(w.ready("n1").message == "Kubelet stopped posting node status.");
    CHECK(find_condition(w.find<Node>("n1")->status.conditions, "MemoryPressure")->status == "Unknown");
    CHECK(w.taints("n1") == "unreachable:NoExecute unreachable:NoSchedule");
    CHECK(find_condition(w.find<Pod>("usual")->status.conditions, "Ready")->status == "False");
    CHECK(w.count_told("NodeNotReady") == 4);  // the node and its three Pods
    w.pass_without(290s, {"n1"});
    CHECK_FALSE(w.going("usual"));
    w.pass_without(10s, {"n1"});
    CHECK(w.going("usual"));
    CHECK(find_condition(w.find<Pod>("usual")->status.conditions, "DisruptionTarget")->reason ==
          "DeletionByTaintManager");
    CHECK_FALSE(w.going("patient"));
    w.pass_without(300s, {"n1"});
    CHECK(w.going("patient"));
    CHECK_FALSE(w.going("loyal"));
    CHECK_FALSE(w.going("elsewhere"));
}

TEST_CASE("node: it is told again when the node comes back") {
    NodeWorld w;
    for (auto const* name : {"n1", "n2", "n3"}) w.make_node(name);
    w.make_pod("a", "n1");
    w.pass_without(100s, {"n1"});
    REQUIRE(w.taints("n1") == "unreachable:NoExecute unreachable:NoSchedule");
    w.report("n1", "False");
    w.heard["n1"] = w.clock->now();
    w.run();
    CHECK(w.taints("n1") == "not-ready:NoExecute not-ready:NoSchedule");
    w.report("n1", "True");
    w.run();
    CHECK(w.taints("n1").empty());
    w.pass_without(1h, {});
    CHECK_FALSE(w.going("a"));
}

TEST_CASE("trap 14: when all nodes fall silent together nothing is evicted") {
    NodeWorld w;
    std::set<std::string> all;
    for (int i = 0; i < 4; ++i) {
        auto const name = "n" + std::to_string(i);
        all.insert(name);
        w.make_node(name);
        w.make_pod("p" + std::to_string(i), name);
    }
    w.pass_without(2h, all);
    for (auto const& name : all) {
        CHECK(w.ready(name).status == "Unknown");
        CHECK(w.taints(name) == "unreachable:NoSchedule");
    }
    for (int i = 0; i < 4; ++i) CHECK_FALSE(w.going("p" + std::to_string(i)));
    // One comes back: of four nodes three still fail, which is more than 55 %.
    all.erase("n0");
    w.heard["n0"] = w.clock->now();
    w.report("n0", "True");
    w.pass_without(2h, all);
    CHECK(w.taints("n0").empty());
    for (int i = 0; i < 4; ++i) CHECK_FALSE(w.going("p" + std::to_string(i)));
}

TEST_CASE("trap 14: nodes that fail together are evicted one after the other") {
    NodeWorld w({.evicted_nodes_a_minute = 1});
    for (int i = 0; i < 6; ++i) w.make_node("n" + std::to_string(i));
    w.pass_without(50s, {"n0", "n1", "n2"});
    auto const evicting = [&] {
        std::size_t count = 0;
        for (auto const& node : w.all<Node>())
            count += std::any_of(node->spec.taints.begin(), node->spec.taints.end(),
                                 [](Taint const& taint) { return taint.effect == "NoExecute"; });
        return count;
    };
    CHECK(evicting() == 1);
    w.pass_without(60s, {"n0", "n1", "n2"});
    CHECK(evicting() == 2);
    w.restart();  // the rate is in the objects
    w.run();
    CHECK(evicting() == 2);
    w.pass_without(60s, {"n0", "n1", "n2"});
    CHECK(evicting() == 3);
}

TEST_CASE("node: what is not schedulable, under pressure or new is tainted as such") {
    NodeWorld w;
    w.create(Node{.metadata = {.name = "new"}}).value();
    w.run();
    CHECK(w.taints("new") == "not-ready:NoSchedule");
    w.make_node("n1");
    w.change<Node>("n1", [](Node& node) { node.spec.unschedulable = true; });
    w.run();
    CHECK(w.taints("n1") == "unschedulable:NoSchedule");
    w.change_status<Node>("n1", [](Node& node) {
        for (auto& condition : node.status.conditions) condition.status = "True";
    });
    w.change<Node>("n1", [](Node& node) { node.spec.unschedulable.reset(); });
    w.run();
    CHECK(w.taints("n1") == "memory-pressure:NoSchedule");
}

TEST_CASE("node: a NoExecute taint of an administrator clears the node") {
    NodeWorld w;
    w.make_node("n1");
    w.make_pod("a", "n1");
    w.make_pod(
        "b", "n1",
        {{.effect = "NoExecute", .key = "example.com/drain-me", .operator_ = "Exists", .tolerationSeconds = 30}});
    w.change<Node>(
        "n1", [](Node& node) { node.spec.taints.push_back({.effect = "NoExecute", .key = "example.com/drain-me"}); });
    w.run();
    CHECK(w.going("a"));
    CHECK_FALSE(w.going("b"));
    w.pass_without(30s, {});
    CHECK(w.going("b"));
}

TEST_CASE("trap 21: nodes at rest are not written again, heartbeats or not") {
    NodeWorld w;
    for (auto const* name : {"n1", "n2", "n3"}) w.make_node(name);
    w.make_pod("a", "n1");
    auto revision = w.registry.accepted().revision;
    w.pass_without(10min, {});
    CHECK(w.registry.accepted().revision == revision);
    w.pass_without(10min, {"n1"});
    revision = w.registry.accepted().revision;
    w.pass_without(1h, {"n1"});
    w.restart();
    w.run();
    CHECK(w.registry.accepted().revision == revision);
}

TEST_CASE("pod garbage: Pods of a node that is gone go, marked as failed") {
    NodeWorld w;
    w.make_node("n1");
    w.make_pod("a", "n1");
    w.change<Pod>("a", [](Pod& pod) { pod.metadata.finalizers = {"demo.example.com/hold"}; });
    w.make_pod("early", "n2");  // its node may still come
    w.pass(39s);
    CHECK_FALSE(w.going("early"));
    w.pass(1s);
    CHECK_FALSE(w.find<Pod>("early"));
    w.remove<Node>("n1").value();
    w.restart();  // as if it had come in between
    w.run();
    auto const held = w.find<Pod>("a");
    CHECK(held->status.phase == "Failed");
    CHECK_FALSE(held->metadata.deletionTimestamp.empty());
    CHECK(find_condition(held->status.conditions, "DisruptionTarget")->reason == "DeletionByPodGC");
    CHECK(w.plan("pod-garbage", {"", "n1"}).empty());
}

TEST_CASE("pod garbage: what hangs on a node that is out of service is let go of") {
    NodeWorld w;
    for (auto const* name : {"n1", "n2", "n3"}) w.make_node(name);
    w.make_pod("a", "n1");
    w.make_pod("stays", "n1");
    w.remove<Pod>("a").value();
    w.pass_without(1min, {"n1"});
    CHECK(w.find<Pod>("a"));
    w.change<Node>("n1", [](Node& node) {
        node.spec.taints.push_back({.effect = "NoSchedule", .key = std::string(out_of_service_taint)});
    });
    w.run();
    CHECK_FALSE(w.find<Pod>("a"));
    CHECK(w.find<Pod>("stays"));
}

TEST_CASE("pod garbage: of Pods that have ended the oldest go when they are too many") {
    NodeWorld w;
    w.make_node("n1");
    for (int i = 0; i < 5; ++i) {
        auto const name = "p" + std::to_string(i);
        w.make_pod(name, "n1");
        w.change_status<Pod>(name, [](Pod& pod) { pod.status.phase = "Succeeded"; });
        w.pass(1s);
    }
    w.look_at("pod-garbage", terminated_pods_key());
    w.run();
    CHECK(w.all<Pod>().size() == 3);
    CHECK_FALSE(w.find<Pod>("p0"));
    CHECK_FALSE(w.find<Pod>("p1"));
}
