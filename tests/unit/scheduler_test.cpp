#include "scheduling/scheduler.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/scheduling/schedule.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using scheduling::Scheduler;

namespace {

using Amounts = std::map<std::string, std::int64_t>;  // cpu in thousandths

Quantity quantity(std::string const& name, std::int64_t amount) {
    return name == "cpu" ? Quantity::from_millis(amount) : Quantity(amount);
}

Ref published(Pod const& pod) {
    static auto const kind = std::make_shared<Kind const>(Kind{});
    ObjectIndex index;
    index.key = {pod.metadata.namespace_, pod.metadata.name};
    index.uid = pod.metadata.uid;
    index.created = pod.metadata.creationTimestamp;
    index.deleted = pod.metadata.deletionTimestamp;
    index.labels = std::make_shared<Labels const>(pod.metadata.labels.begin(), pod.metadata.labels.end());
    auto owners = std::make_shared<std::vector<OwnerIndex>>();
    for (auto const& owner : pod.metadata.ownerReferences) {
        owners->push_back({.uid = owner.uid, .kind = {}, .name = {}, .api_version = {}, .controller = true});
    }
    index.owners = std::move(owners);
    index.phase = pod.status.phase;
    index.node = pod.spec.nodeName;
    return std::make_shared<Object const>(kind, std::move(index), encode(pod));
}

/// A cluster in a test: applies what the scheduler decides, as an engine does.
struct Cluster {
    explicit Cluster(std::uint64_t seed = 1) : scheduler({}, seeded_entropy(seed)) {}

    Scheduler scheduler;
    std::map<std::string, Pod> pods;
    std::map<std::string, std::shared_ptr<Node const>> nodes;
    Instant now{};

    void set(Node node) {
        auto& slot = nodes[node.metadata.name];
        auto const before = std::exchange(slot, std::make_shared<Node const>(std::move(node)));
        scheduler.node_changed(before, slot);
    }
    void add_node(std::string name, Amounts const& amounts = {{"cpu", 4000}, {"memory", 1 << 30}, {"pods", 110}},
                  std::map<std::string, std::string> labels = {}) {
        Node node;
        node.metadata.name = std::move(name);
        node.metadata.labels = std::move(labels);
        for (auto const& [resource, amount] : amounts) node.status.allocatable[resource] = quantity(resource, amount);
        set(std::move(node));
    }
    void remove_node(std::string const& name) {
        scheduler.node_changed(nodes.at(name), nullptr);
        nodes.erase(name);
    }
    void set(Pod pod) {
        auto const found = pods.find(pod.metadata.name);
        auto const before = found == pods.end() ? nullptr : published(found->second);
        auto typed = std::make_shared<Pod const>(pod);
        scheduler.pod_changed(before, published(pod), typed);
        pods[pod.metadata.name] = std::move(pod);
    }
    void remove_pod(std::string const& name) {
        scheduler.pod_changed(published(pods.at(name)), nullptr, nullptr);
        pods.erase(name);
    }
    void change_pod(std::string const& name, auto change) {
        auto pod = pods.at(name);
        change(pod);
        set(std::move(pod));
    }
    /// Runs the scheduler; its bindings come true.
    Scheduler::Round run(std::size_t most = 1'000'000) {
        auto round = scheduler.run(now, most);
        for (auto const& binding : round.bound) {
            change_pod(binding.pod.name, [&](Pod& pod) { pod.spec.nodeName = binding.node; });
        }
        return round;
    }
};

Pod pod(std::string name, Amounts const& requests = {}, std::int32_t priority = 0, int created = 1) {
    Pod made;
    made.metadata.name = std::move(name);
    made.metadata.namespace_ = "default";
    made.metadata.uid = "uid-" + made.metadata.name;
    made.metadata.creationTimestamp = {created * 1'000'000};
    made.spec.priority = priority;
    auto& container = made.spec.containers.emplace_back();
    container.name = "main";
    auto& resources = container.resources.emplace();
    for (auto const& [resource, amount] : requests) resources.requests[resource] = quantity(resource, amount);
    return made;
}

std::vector<std::string> names(std::vector<Scheduler::Binding> const& bindings) {
    std::vector<std::string> all;
    for (auto const& binding : bindings) all.push_back(binding.pod.name);
    return all;
}

}  // namespace

TEST_CASE("scheduler: Pods go by priority, then age") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 4000}, {"memory", 1 << 30}, {"pods", 3}});
    cluster.set(pod("young", {}, 0, 9));
    cluster.set(pod("old", {}, 0, 1));
    cluster.set(pod("urgent", {{"cpu", 10}}, 1000, 10));
    cluster.set(pod("least", {}, -5, 0));
    auto const round = cluster.run();
    CHECK(names(round.bound) == std::vector<std::string>{"urgent", "old", "young"});
    REQUIRE(round.failed.size() == 1);
    CHECK(round.failed[0].pod.name == "least");
    CHECK(round.failed[0].uid == "uid-least");
    CHECK(round.failed[0].reason == "Unschedulable");
    CHECK(round.failed[0].message == "0/1 nodes are available: 1 Too many pods.");
    CHECK(round.failed[0].changed);
    CHECK_FALSE(cluster.scheduler.pending());
}

TEST_CASE("scheduler: a run decides no more than it was asked to") {
    Cluster cluster;
    cluster.add_node("a");
    for (int i = 0; i < 10; ++i) cluster.set(pod("p" + std::to_string(i)));
    CHECK(cluster.run(4).bound.size() == 4);
    CHECK(cluster.scheduler.pending());
    CHECK(cluster.scheduler.waiting() == 6);
    CHECK(cluster.run(6).bound.size() == 6);
    CHECK_FALSE(cluster.scheduler.pending());
    for (int i = 0; i < 10; ++i) cluster.set(pod("big" + std::to_string(i), {{"cpu", 9000}}));
    CHECK(cluster.run(3).failed.size() == 3);
    CHECK(cluster.scheduler.pending());
    CHECK(cluster.run(30).failed.size() == 7);
    CHECK_FALSE(cluster.scheduler.pending());
}

TEST_CASE("scheduler: what is bound in a round counts at once and until it is told otherwise") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("one", {{"cpu", 1000}}));
    cluster.set(pod("two", {{"cpu", 1000}}));
    auto const round = cluster.scheduler.run(cluster.now, 10);
    CHECK(names(round.bound) == std::vector<std::string>{"one"});
    CHECK(round.failed.size() == 1);

    SECTION("an old version of the Pod does not take it back") {
        cluster.change_pod("one", [](Pod& changed) { changed.metadata.annotations["a"] = "b"; });
        CHECK(cluster.scheduler.run(cluster.now + 20s, 10).bound.empty());
    }
    SECTION("a failed binding does, and the Pod backs off while others take the room") {
        cluster.scheduler.bind_failed({"default", "one"}, "uid-one");
        CHECK(cluster.scheduler.next() == Instant{} + 1s);
        cluster.now += 500ms;
        CHECK(names(cluster.run().bound) == std::vector<std::string>{"two"});
        cluster.now += 500ms;
        CHECK(cluster.run().failed.size() == 1);
    }
    SECTION("a failure of another Pod of that name changes nothing") {
        cluster.scheduler.bind_failed({"default", "one"}, "another");
        CHECK(cluster.scheduler.run(cluster.now + 20s, 10).bound.empty());
    }
    SECTION("its deletion does") {
        cluster.remove_pod("one");
        CHECK(names(cluster.scheduler.run(cluster.now + 20s, 10).bound) == std::vector<std::string>{"two"});
    }
}

TEST_CASE("scheduler: an unschedulable Pod is looked at again when something may help, and not before") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("holder", {{"cpu", 800}}));
    cluster.run();
    cluster.set(pod("waits", {{"cpu", 500}}));
    CHECK(cluster.run().failed.size() == 1);
    cluster.now += 30s;

    SECTION("nothing happened") {
        CHECK_FALSE(cluster.scheduler.pending());
        auto const round = cluster.run();
        CHECK(round.bound.empty());
        CHECK(round.failed.empty());
    }
    SECTION("a Pod came elsewhere") {
        cluster.set(pod("small", {{"cpu", 100}}));
        auto const round = cluster.run();
        CHECK(names(round.bound) == std::vector<std::string>{"small"});
        CHECK(round.failed.empty());
    }
    SECTION("a Pod left") {
        cluster.remove_pod("holder");
        CHECK(cluster.scheduler.pending());
        CHECK(names(cluster.run().bound) == std::vector<std::string>{"waits"});
    }
    SECTION("a Pod ended") {
        cluster.change_pod("holder", [](Pod& ended) { ended.status.phase = "Failed"; });
        CHECK(names(cluster.run().bound) == std::vector<std::string>{"waits"});
    }
    SECTION("a node came") {
        cluster.add_node("b");
        auto const round = cluster.run();
        REQUIRE(round.bound.size() == 1);
        CHECK(round.bound[0].node == "b");
    }
    SECTION("a node that is of no use came") {
        cluster.add_node("b", {{"cpu", 100}, {"pods", 10}});
        auto const round = cluster.run();
        CHECK(round.bound.empty());
        CHECK(round.failed.empty());
    }
    SECTION("the node grew") {
        cluster.add_node("a", {{"cpu", 2000}, {"memory", 1 << 30}, {"pods", 10}});
        CHECK(names(cluster.run().bound) == std::vector<std::string>{"waits"});
    }
    SECTION("a heartbeat of the node is nothing") {
        auto same = *cluster.nodes["a"];
        same.status.conditions.emplace_back().type = "Ready";
        cluster.set(same);
        CHECK_FALSE(cluster.scheduler.pending());
    }
    SECTION("it asks for less") {
        cluster.change_pod("waits", [](Pod& less) {
            less.spec.containers[0].resources->requests["cpu"] = Quantity::from_millis(100);
        });
        CHECK(names(cluster.run().bound) == std::vector<std::string>{"waits"});
    }
    SECTION("five minutes have passed") {
        cluster.now = *cluster.scheduler.next();
        CHECK(cluster.now == Instant{} + 5min);
        auto const round = cluster.run();
        REQUIRE(round.failed.size() == 1);
        CHECK_FALSE(round.failed[0].changed);
    }
}

TEST_CASE("scheduler: the back-off after refused bindings doubles from one second to ten") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("unlucky", {{"cpu", 1000}}));
    for (auto const expected : {1s, 2s, 4s, 8s, 10s, 10s}) {
        CHECK(names(cluster.scheduler.run(cluster.now, 10).bound) == std::vector<std::string>{"unlucky"});
        cluster.scheduler.bind_failed({"default", "unlucky"}, "uid-unlucky");
        CHECK(cluster.scheduler.next() == cluster.now + expected);
        cluster.now += expected;
    }
}

TEST_CASE("scheduler: a Pod that did not fit is placed as soon as it does, however often it failed") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("holder", {{"cpu", 1000}}));
    cluster.run();
    cluster.set(pod("waits", {{"cpu", 500}}));
    for (int i = 0; i < 5; ++i) {
        CHECK(cluster.run().bound.empty());
        cluster.change_pod("holder", [&](Pod& changed) { changed.metadata.labels["turn"] = std::to_string(i); });
    }
    cluster.remove_pod("holder");
    CHECK(names(cluster.run().bound) == std::vector<std::string>{"waits"});
}

TEST_CASE("scheduler: Pods that are alike fail as one and are each told once") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 1000}});
    for (int i = 0; i < 100; ++i) cluster.set(pod("p" + std::to_string(i), {{"cpu", 2000}}));
    auto const round = cluster.run(100);
    CHECK(round.failed.size() == 100);
    CHECK_FALSE(cluster.scheduler.pending());
    cluster.set(pod("late", {{"cpu", 2000}}));
    CHECK(cluster.scheduler.pending());
    auto const again = cluster.run();
    REQUIRE(again.failed.size() == 1);
    CHECK(again.failed[0].pod.name == "late");
    cluster.add_node("b", {{"cpu", 6000}, {"memory", 1 << 30}, {"pods", 1000}});
    cluster.now += 1s;
    auto const helped = cluster.run();
    CHECK(helped.bound.size() == 3);
    CHECK(helped.failed.size() == 98);  // the message is another one now
    CHECK(helped.failed[0].message == "0/2 nodes are available: 2 Insufficient cpu.");
}

TEST_CASE("scheduler: scheduling gates hold a Pod, and say so once") {
    Cluster cluster;
    cluster.add_node("a");
    auto gated = pod("gated");
    gated.spec.schedulingGates.push_back({.name = "quota"});
    cluster.set(gated);
    auto const round = cluster.run();
    CHECK(round.bound.empty());
    REQUIRE(round.failed.size() == 1);
    CHECK(round.failed[0].reason == "SchedulingGated");
    CHECK(round.failed[0].message == "Scheduling is blocked due to non-empty scheduling gates");
    cluster.set(gated);
    CHECK(cluster.run().failed.empty());
    cluster.change_pod("gated", [](Pod& open) { open.spec.schedulingGates.clear(); });
    CHECK(cluster.run().bound.size() == 1);
}

TEST_CASE("scheduler: Pods of other schedulers are left alone, and count where they are") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    auto foreign = pod("foreign", {{"cpu", 1000}});
    foreign.spec.schedulerName = "another";
    cluster.set(foreign);
    CHECK(cluster.run().bound.empty());
    CHECK(cluster.scheduler.waiting() == 0);
    cluster.change_pod("foreign", [](Pod& bound) { bound.spec.nodeName = "a"; });
    cluster.set(pod("ours", {{"cpu", 1000}}));
    CHECK(cluster.run().bound.empty());
}

TEST_CASE("scheduler: a Pod that is being deleted is not placed any more") {
    Cluster cluster;
    cluster.set(pod("p"));
    CHECK(cluster.run().failed[0].message == "no nodes available to schedule pods");
    cluster.change_pod("p", [](Pod& leaving) { leaving.metadata.deletionTimestamp = {5}; });
    cluster.add_node("a");
    cluster.now += 10s;
    CHECK(cluster.run().bound.empty());
    CHECK(cluster.scheduler.waiting() == 0);
}

TEST_CASE("scheduler: a node that comes back finds its Pods on it") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("one", {{"cpu", 1000}}));
    cluster.run();
    cluster.remove_node("a");
    cluster.set(pod("two", {{"cpu", 1000}}));
    CHECK(cluster.run().failed[0].message == "no nodes available to schedule pods");
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.now += 10s;
    CHECK(cluster.run().bound.empty());
    cluster.remove_pod("one");
    CHECK(names(cluster.run().bound) == std::vector<std::string>{"two"});
}

TEST_CASE("scheduler: a Pod of the same name and another uid is another Pod") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}});
    cluster.set(pod("p", {{"cpu", 1000}}));
    cluster.run();
    auto next = pod("p", {{"cpu", 1000}});
    next.metadata.uid = "another";
    cluster.set(next);
    auto const round = cluster.run();
    REQUIRE(round.bound.size() == 1);
    CHECK(round.bound[0].uid == "another");
}

TEST_CASE("scheduler: equal nodes are chosen among by the seed, the same way each time") {
    auto const places = [](std::uint64_t seed) {
        Cluster cluster(seed);
        for (int i = 0; i < 50; ++i) cluster.add_node("n" + std::to_string(i));
        for (int i = 0; i < 20; ++i) cluster.set(pod("p" + std::to_string(i)));
        std::vector<std::string> all;
        for (auto const& binding : cluster.run().bound) all.push_back(binding.node);
        return all;
    };
    CHECK(places(1) == places(1));
    CHECK(places(1) != places(2));
}

TEST_CASE("scheduler: a changed label moves a Pod between the sets that are counted") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 1000}, {"memory", 1 << 30}, {"pods", 10}}, {{"kubernetes.io/hostname", "a"}});
    auto there = pod("there");
    there.metadata.labels["app"] = "web";
    cluster.set(there);
    cluster.run();
    auto apart = pod("apart");
    auto& term = apart.spec.affinity.emplace()
                     .podAntiAffinity.emplace()
                     .requiredDuringSchedulingIgnoredDuringExecution.emplace_back();
    term.topologyKey = "kubernetes.io/hostname";
    term.labelSelector.emplace().matchLabels["app"] = "web";
    cluster.set(apart);
    CHECK(cluster.run().bound.empty());
    cluster.change_pod("there", [](Pod& changed) { changed.metadata.labels["app"] = "db"; });
    cluster.now += 10s;
    CHECK(names(cluster.run().bound) == std::vector<std::string>{"apart"});
}

TEST_CASE("trap 10: the scheduler gives away what a Pod held when it is gone, not when it is asked to go") {
    Cluster cluster;
    cluster.add_node("a", {{"cpu", 4000}, {"pods", 10}, {"nvidia.com/gpu", 1}});
    cluster.set(pod("old", {{"nvidia.com/gpu", 1}}));
    cluster.run();
    cluster.set(pod("new", {{"nvidia.com/gpu", 1}}));
    cluster.run();
    cluster.change_pod("old", [](Pod& leaving) { leaving.metadata.deletionTimestamp = {5}; });
    cluster.now += 10s;
    CHECK(cluster.run().bound.empty());
    cluster.remove_pod("old");
    CHECK(names(cluster.run().bound) == std::vector<std::string>{"new"});
}

TEST_CASE("trap 20: GPUs are never given twice, whatever the order of events, and what is free follows from the Pods") {
    Cluster cluster;
    auto entropy = seeded_entropy(20);
    for (int i = 0; i < 4; ++i) {
        cluster.add_node("n" + std::to_string(i), {{"cpu", 64000}, {"pods", 110}, {"nvidia.com/gpu", 4}});
    }
    auto const gpus = [&] {
        std::map<std::string, std::int64_t> used;
        for (auto const& [name, each] : cluster.pods) {
            if (each.spec.nodeName.empty() || each.status.phase == "Succeeded") continue;
            used[each.spec.nodeName] += each.spec.containers[0].resources->requests.at("nvidia.com/gpu").units();
        }
        return used;
    };
    int number = 0;
    for (int step = 0; step < 400; ++step) {
        auto const any = [&] {
            return std::next(cluster.pods.begin(), static_cast<std::ptrdiff_t>(entropy->below(cluster.pods.size())))
                ->first;
        };
        switch (entropy->below(5)) {
            case 0:
            case 1:
                cluster.set(pod("p" + std::to_string(++number),
                                {{"nvidia.com/gpu", 1 + static_cast<std::int64_t>(entropy->below(3))}}));
                break;
            case 2:
                if (!cluster.pods.empty()) cluster.remove_pod(any());
                break;
            case 3:  // completed Pods come again after a restart, and once more
                if (!cluster.pods.empty()) {
                    auto const name = any();
                    if (cluster.pods[name].spec.nodeName.empty()) break;
                    for (int i = 0; i < 2; ++i) {
                        cluster.change_pod(name, [](Pod& done) { done.status.phase = "Succeeded"; });
                    }
                }
                break;
            default: {
                auto const round = cluster.scheduler.run(cluster.now, 3);
                for (auto const& binding : round.bound) {
                    if (entropy->below(4) == 0) {
                        cluster.scheduler.bind_failed(binding.pod, binding.uid);
                    } else {
                        cluster.change_pod(binding.pod.name, [&](Pod& bound) { bound.spec.nodeName = binding.node; });
                    }
                }
            }
        }
        cluster.now += 3s;
        for (auto const& [name, used] : gpus()) REQUIRE(used <= 4);
    }
    // Everything that waits now fits nowhere: nothing was lost, either.
    cluster.now += 10min;
    cluster.run();
    auto const used = gpus();
    for (auto const& [name, each] : cluster.pods) {
        if (!each.spec.nodeName.empty() || each.status.phase == "Succeeded") continue;
        for (int i = 0; i < 4; ++i) {
            auto const node = "n" + std::to_string(i);
            auto const free = 4 - (used.contains(node) ? used.at(node) : 0);
            CHECK(each.spec.containers[0].resources->requests.at("nvidia.com/gpu").units() > free);
        }
    }
}

TEST_CASE("scheduler: no node beyond its room, and what is refused fits nowhere, for any cluster") {
    auto const seed = GENERATE(range(1, 30));
    auto entropy = seeded_entropy(static_cast<std::uint64_t>(seed));
    auto const roll = [&](std::uint64_t bound) { return static_cast<std::int64_t>(entropy->below(bound)); };
    Cluster cluster;
    auto const random_node = [&](std::string name) {
        Node node;
        node.metadata.name = std::move(name);
        node.status.allocatable["cpu"] = Quantity::from_millis(1000 * (1 + roll(4)));
        node.status.allocatable["memory"] = Quantity(1000 * (1 + roll(4)));
        node.status.allocatable["pods"] = Quantity(3 + roll(6));
        if (roll(3) == 0) node.status.allocatable["example.com/fpga"] = Quantity(roll(3));
        if (roll(2) == 0) node.metadata.labels["disk"] = "ssd";
        if (roll(6) == 0) node.spec.unschedulable = true;
        if (roll(4) == 0)
            node.spec.taints.push_back({.effect = "NoSchedule", .key = "t", .timeAdded = {}, .value = "v"});
        cluster.set(std::move(node));
    };
    auto const random_pod = [&](std::string name) {
        auto made = pod(std::move(name), {{"cpu", 100 * roll(12)}, {"memory", 100 * roll(12)}},
                        static_cast<std::int32_t>(roll(3)), static_cast<int>(roll(50)));
        auto& container = made.spec.containers[0];
        if (roll(8) == 0) container.resources->requests["example.com/fpga"] = Quantity(1);
        if (roll(5) == 0) {
            auto& port = container.ports.emplace_back();
            port.hostPort = static_cast<std::int32_t>(8000 + roll(2));
        }
        if (roll(3) == 0) made.spec.nodeSelector["disk"] = "ssd";
        if (roll(3) == 0) made.spec.tolerations.emplace_back().operator_ = "Exists";
        cluster.set(std::move(made));
    };
    // The rules once more, in the plainest way.
    auto const fits = [&](Pod const& wanted, Node const& node, bool itself_there) {
        std::map<std::string, std::int64_t> used{{"pods", 1}};
        auto const add = [&](Pod const& each) {
            for (auto const& [name, amount] : each.spec.containers[0].resources->requests) {
                used[name] += name == "cpu" ? amount.millis() : amount.units();
            }
        };
        add(wanted);
        for (auto const& [name, other] : cluster.pods) {
            if (other.spec.nodeName != node.metadata.name || name == wanted.metadata.name) continue;
            add(other);
            ++used["pods"];
            for (auto const& a : other.spec.containers[0].ports) {
                for (auto const& b : wanted.spec.containers[0].ports) {
                    if (a.hostPort == b.hostPort) return false;
                }
            }
        }
        for (auto const& [name, amount] : used) {
            auto const found = node.status.allocatable.find(name);
            std::int64_t const room = found == node.status.allocatable.end() ? 0
                                      : name == "cpu"                        ? found->second.millis()
                                                                             : found->second.units();
            if (amount > room) return false;
        }
        if (itself_there) return true;  // nodes may have changed under what runs on them
        if (node.spec.unschedulable.value_or(false) && wanted.spec.tolerations.empty()) return false;
        if (!node.spec.taints.empty() && wanted.spec.tolerations.empty()) return false;
        return wanted.spec.nodeSelector.empty() || node.metadata.labels.contains("disk");
    };
    for (int i = 0; i < 12; ++i) random_node("n" + std::to_string(i));
    int number = 0;
    for (int step = 0; step < 25; ++step) {
        for (int i = 0; i < 4; ++i) random_pod("p" + std::to_string(++number));
        if (roll(3) == 0 && !cluster.pods.empty()) {
            cluster.remove_pod(std::next(cluster.pods.begin(), roll(cluster.pods.size()))->first);
        }
        if (roll(5) == 0) {
            auto node = *cluster.nodes.at("n" + std::to_string(roll(12)));
            node.spec.unschedulable = !node.spec.unschedulable.value_or(false);
            cluster.set(std::move(node));
        }
        cluster.now += 11s;
        for (auto const& binding : cluster.run().bound) {
            auto const& bound = cluster.pods.at(binding.pod.name);
            REQUIRE(fits(bound, *cluster.nodes.at(binding.node), true));
        }
        for (auto const& [name, each] : cluster.pods) {
            if (!each.spec.nodeName.empty()) continue;
            for (auto const& [node_name, node] : cluster.nodes) {
                INFO(name << " on " << node_name);
                REQUIRE_FALSE(fits(each, *node, false));
            }
        }
    }
}

TEST_CASE("scheduler: what it keeps up to date decides as what is built from scratch, rules between Pods included") {
    auto const seed = GENERATE(range(1, 25));
    auto entropy = seeded_entropy(static_cast<std::uint64_t>(seed) * 1000);
    auto const roll = [&](std::uint64_t bound) { return static_cast<int>(entropy->below(bound)); };
    auto const letter = [&](int bound) {
        return std::string(1, static_cast<char>('a' + roll(static_cast<std::uint64_t>(bound))));
    };
    Cluster cluster;
    auto const selecting = [&] {
        LabelSelector selector;
        selector.matchLabels["app"] = letter(3);
        return selector;
    };
    auto const term = [&] {
        PodAffinityTerm made;
        made.topologyKey = roll(2) == 0 ? "kubernetes.io/hostname" : "topology.kubernetes.io/zone";
        made.labelSelector = selecting();
        if (roll(4) == 0) made.namespaceSelector.emplace();
        return made;
    };
    auto const random_pod = [&](std::string name) {
        auto made = pod(std::move(name), {{"cpu", 100 * roll(10)}}, roll(2), roll(20));
        made.metadata.labels["app"] = letter(3);
        switch (roll(6)) {
            case 0: {
                auto& spread = made.spec.topologySpreadConstraints.emplace_back();
                spread.maxSkew = 1 + roll(2);
                spread.topologyKey = "topology.kubernetes.io/zone";
                spread.whenUnsatisfiable = roll(3) == 0 ? "ScheduleAnyway" : "DoNotSchedule";
                spread.labelSelector = selecting();
                if (roll(3) == 0) spread.nodeTaintsPolicy = "Honor";
                break;
            }
            case 1:
                made.spec.affinity.emplace().podAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution = {
                    term()};
                break;
            case 2:
                made.spec.affinity.emplace().podAntiAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution =
                    {term()};
                break;
            case 3:
                made.spec.affinity.emplace()
                    .podAntiAffinity.emplace()
                    .preferredDuringSchedulingIgnoredDuringExecution.push_back({term(), 1 + roll(9)});
                break;
            case 4: {
                auto& owner = made.metadata.ownerReferences.emplace_back();
                owner.controller = true;
                owner.uid = letter(2);
                break;
            }
            default: break;
        }
        if (roll(4) == 0) made.spec.nodeSelector["topology.kubernetes.io/zone"] = letter(3);
        cluster.set(std::move(made));
    };
    auto const set_node = [&](int i) {
        Node node;
        node.metadata.name = "n" + std::to_string(i);
        node.metadata.labels["kubernetes.io/hostname"] = node.metadata.name;
        if (roll(6) != 0) node.metadata.labels["topology.kubernetes.io/zone"] = letter(3);
        node.status.allocatable["cpu"] = Quantity::from_millis(1500);
        node.status.allocatable["pods"] = Quantity(6);
        if (roll(5) == 0) {
            node.spec.taints.push_back({.effect = "NoSchedule", .key = "t", .timeAdded = {}, .value = {}});
        }
        cluster.set(std::move(node));
    };
    auto const from_scratch = [&](Pod const& wanted) {
        Snapshot snapshot;
        for (auto const& [name, node] : cluster.nodes) snapshot.nodes.push_back(node);
        for (auto const& [name, each] : cluster.pods) {
            if (name != wanted.metadata.name) snapshot.pods.push_back(std::make_shared<Pod const>(each));
        }
        return schedule(snapshot, wanted, Profile::defaults());
    };
    for (int i = 0; i < 8; ++i) set_node(i);
    int number = 0;
    for (int step = 0; step < 30; ++step) {
        random_pod("p" + std::to_string(++number));
        random_pod("p" + std::to_string(++number));
        auto const any = [&] { return std::next(cluster.pods.begin(), roll(cluster.pods.size()))->first; };
        switch (roll(6)) {
            case 0: cluster.remove_pod(any()); break;
            case 1: cluster.change_pod(any(), [&](Pod& changed) { changed.metadata.labels["app"] = letter(3); }); break;
            case 2:
                cluster.change_pod(any(), [&](Pod& leaving) {
                    if (!leaving.spec.nodeName.empty()) leaving.metadata.deletionTimestamp = {9};
                });
                break;
            case 3: set_node(roll(9)); break;
            case 4:
                if (cluster.nodes.size() > 4) cluster.remove_node(cluster.nodes.begin()->first);
                break;
            default: break;
        }
        // Twice, for what was refused a node that something else made room on.
        for (int again = 0; again < 2; ++again) {
            cluster.now += 11s;
            do {
                // One at a time: each placement is right at its moment.
                auto const round = cluster.scheduler.run(cluster.now, 1);
                for (auto const& binding : round.bound) {
                    auto const& wanted = cluster.pods.at(binding.pod.name);
                    auto const decision = from_scratch(wanted);
                    INFO(binding.pod.name << ": " << decision.message());
                    REQUIRE(decision.placed());
                    // The very node is right as well: with only it named, it is still accepted.
                    auto named = wanted;
                    named.spec.nodeName = binding.node;
                    REQUIRE(from_scratch(named).node == binding.node);
                    cluster.change_pod(binding.pod.name, [&](Pod& bound) { bound.spec.nodeName = binding.node; });
                }
            } while (cluster.scheduler.pending());
        }
        for (auto const& [name, each] : cluster.pods) {
            if (!each.spec.nodeName.empty()) continue;
            INFO(name);
            REQUIRE_FALSE(from_scratch(each).placed());
        }
    }
}
