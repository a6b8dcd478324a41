#include <keelson/api/core_v1.hpp>
#include <keelson/scheduling/schedule.hpp>

#include <catch2/catch.hpp>

using namespace keelson;

namespace {

using Amounts = std::map<std::string, std::string>;

std::map<std::string, Quantity> quantities(Amounts const& amounts) {
    std::map<std::string, Quantity> all;
    for (auto const& [name, text] : amounts) all[name] = Quantity::parse(text).value();
    return all;
}

Node node(std::string name, Amounts const& allocatable = {{"cpu", "4"}, {"memory", "8Gi"}, {"pods", "110"}}) {
    Node made;
    made.metadata.labels = {{"kubernetes.io/hostname", name}};
    made.metadata.name = std::move(name);
    made.status.allocatable = quantities(allocatable);
    return made;
}

Container container(Amounts const& requests) {
    Container made;
    made.name = "main";
    if (!requests.empty()) made.resources.emplace().requests = quantities(requests);
    return made;
}

Pod pod(std::string name, Amounts const& requests = {}, std::string on = {}) {
    Pod made;
    made.metadata.name = std::move(name);
    made.metadata.namespace_ = "default";
    made.metadata.uid = "uid-" + made.metadata.name;
    made.spec.containers.push_back(container(requests));
    made.spec.nodeName = std::move(on);
    return made;
}

Snapshot snapshot(std::vector<Node> const& nodes, std::vector<Pod> const& pods = {}) {
    Snapshot all;
    for (auto const& one : nodes) all.nodes.push_back(std::make_shared<Node const>(one));
    for (auto const& one : pods) all.pods.push_back(std::make_shared<Pod const>(one));
    return all;
}

Decision decide(Snapshot const& state, Pod const& wanted) { return schedule(state, wanted, Profile::defaults()); }

LabelSelector labelled(std::string key, std::string value) {
    LabelSelector selector;
    selector.matchLabels[std::move(key)] = std::move(value);
    return selector;
}

PodAffinityTerm near(std::string topology, LabelSelector selector) {
    PodAffinityTerm term;
    term.topologyKey = std::move(topology);
    term.labelSelector = std::move(selector);
    return term;
}

Node in_zone(Node made, std::string zone) {
    made.metadata.labels["topology.kubernetes.io/zone"] = std::move(zone);
    return made;
}

Pod with_labels(Pod made, std::map<std::string, std::string> labels) {
    made.metadata.labels = std::move(labels);
    return made;
}

Pod owned(Pod made, std::string owner) {
    OwnerReference reference;
    reference.controller = true;
    reference.uid = std::move(owner);
    made.metadata.ownerReferences.push_back(std::move(reference));
    return made;
}

}  // namespace

TEST_CASE("scheduling: why no node fits is told in kube-scheduler's words") {
    auto cordoned = node("cordoned");
    cordoned.spec.unschedulable = true;
    auto tainted = node("tainted");
    tainted.spec.taints.push_back({.effect = "NoSchedule", .key = "gpu", .timeAdded = {}, .value = "only"});
    auto evicting = node("evicting");
    evicting.spec.taints.push_back({.effect = "NoExecute", .key = "down", .timeAdded = {}, .value = ""});
    auto small = node("small", {{"cpu", "1"}, {"memory", "1Gi"}, {"pods", "110"}});
    auto crowded = node("crowded", {{"cpu", "4"}, {"memory", "8Gi"}, {"pods", "1"}});
    auto ssd = node("ssd");
    ssd.metadata.labels["disk"] = "ssd";

    SECTION("one reason each, sorted as text") {
        auto wanted = pod("p", {{"cpu", "2"}, {"memory", "2Gi"}});
        auto const state = snapshot({cordoned, tainted, evicting, small, crowded}, {pod("q", {}, "crowded")});
        CHECK(decide(state, wanted).message() ==
              "0/5 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods, 1 node(s) had "
              "untolerated taint {down: }, 1 node(s) had untolerated taint {gpu: only}, 1 node(s) were unschedulable.");
        CHECK(decide(state, wanted).node.empty());
    }
    SECTION("the same reason is counted") {
        auto wanted = pod("p");
        wanted.spec.nodeSelector["disk"] = "nvme";
        CHECK(decide(snapshot({ssd, small, tainted}), wanted).message() ==
              "0/3 nodes are available: 1 node(s) had untolerated taint {gpu: only}, 2 node(s) didn't match Pod's node "
              "affinity/selector.");
    }
    SECTION("resources by name") {
        auto const wanted = pod("p", {{"nvidia.com/gpu", "1"}, {"ephemeral-storage", "1Gi"}});
        CHECK(decide(snapshot({node("a"), node("b")}), wanted).message() ==
              "0/2 nodes are available: 2 Insufficient ephemeral-storage, 2 Insufficient nvidia.com/gpu.");
    }
    SECTION("ports and names") {
        auto holds = pod("h", {}, "a"), wants = pod("w");
        for (auto* const each : {&holds, &wants}) {
            auto& port = each->spec.containers[0].ports.emplace_back();
            port.containerPort = 80;
            port.hostPort = 8080;
        }
        CHECK(decide(snapshot({node("a")}, {holds}), wants).message() ==
              "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.");
        wants.spec.containers[0].ports[0].protocol = "UDP";
        CHECK(decide(snapshot({node("a")}, {holds}), wants).node == "a");
        CHECK(decide(snapshot({node("a")}), pod("p", {}, "elsewhere")).message() ==
              "0/1 nodes are available: 1 node(s) didn't match the requested node name.");
    }
    SECTION("no nodes at all") {
        CHECK(decide(snapshot({}), pod("p")).message() == "no nodes available to schedule pods");
    }
    SECTION("spread and affinity between Pods") {
        auto wanted = with_labels(pod("p"), {{"app", "web"}});
        auto& spread = wanted.spec.topologySpreadConstraints.emplace_back();
        spread.maxSkew = 1;
        spread.topologyKey = "topology.kubernetes.io/zone";
        spread.whenUnsatisfiable = "DoNotSchedule";
        spread.labelSelector = labelled("app", "web");
        auto full = in_zone(node("full", {{"cpu", "1"}, {"memory", "1Gi"}, {"pods", "0"}}), "b");
        auto const there = with_labels(pod("q", {}, "a"), {{"app", "web"}});
        CHECK(decide(snapshot({in_zone(node("a"), "a"), full, node("nowhere")}, {there}), wanted).message() ==
              "0/3 nodes are available: 1 Too many pods, 1 node(s) didn't match pod topology spread constraints, 1 "
              "node(s) didn't match pod topology spread constraints (missing required label).");

        auto apart = with_labels(pod("p"), {{"app", "web"}});
        apart.spec.affinity.emplace().podAntiAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution = {
            near("kubernetes.io/hostname", labelled("app", "web"))};
        CHECK(decide(snapshot({node("a")}, {there}), apart).message() ==
              "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.");
        auto shy = apart;
        shy.spec.nodeName = "a";
        CHECK(decide(snapshot({node("a")}, {shy}), with_labels(pod("r"), {{"app", "web"}})).message() ==
              "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.");
        auto together = pod("p");
        together.spec.affinity.emplace().podAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution = {
            near("kubernetes.io/hostname", labelled("app", "db"))};
        CHECK(decide(snapshot({node("a")}, {there}), together).message() ==
              "0/1 nodes are available: 1 node(s) didn't match pod affinity rules.");
    }
}

TEST_CASE("scheduling: tolerations open tainted and cordoned nodes") {
    auto tainted = node("a");
    tainted.spec.taints.push_back({.effect = "NoSchedule", .key = "gpu", .timeAdded = {}, .value = "only"});
    auto const with = [](Toleration toleration) {
        auto made = pod("p");
        made.spec.tolerations.push_back(std::move(toleration));
        return made;
    };
    auto const fits = [&](Toleration toleration) {
        return decide(snapshot({tainted}), with(std::move(toleration))).placed();
    };
    CHECK(fits({.effect = {}, .key = "gpu", .operator_ = "Exists", .tolerationSeconds = {}, .value = {}}));
    CHECK(fits({.effect = "NoSchedule", .key = "gpu", .operator_ = {}, .tolerationSeconds = {}, .value = "only"}));
    CHECK(fits({.effect = {}, .key = {}, .operator_ = "Exists", .tolerationSeconds = {}, .value = {}}));
    CHECK_FALSE(fits({.effect = {}, .key = "gpu", .operator_ = "Equal", .tolerationSeconds = {}, .value = "none"}));
    CHECK_FALSE(
        fits({.effect = "NoExecute", .key = "gpu", .operator_ = "Exists", .tolerationSeconds = {}, .value = {}}));
    CHECK_FALSE(fits({.effect = {}, .key = "tpu", .operator_ = "Exists", .tolerationSeconds = {}, .value = {}}));

    auto cordoned = node("a");
    cordoned.spec.unschedulable = true;
    auto const tolerant = with({.effect = "NoSchedule",
                                .key = "node.kubernetes.io/unschedulable",
                                .operator_ = "Exists",
                                .tolerationSeconds = {},
                                .value = {}});
    CHECK(decide(snapshot({cordoned}), tolerant).placed());
    CHECK_FALSE(decide(snapshot({cordoned}), pod("p")).placed());
}

TEST_CASE("scheduling: a node with a PreferNoSchedule taint comes last") {
    auto avoided = node("avoided", {{"cpu", "64"}, {"memory", "64Gi"}, {"pods", "110"}});
    avoided.spec.taints.push_back({.effect = "PreferNoSchedule", .key = "old", .timeAdded = {}, .value = ""});
    CHECK(decide(snapshot({avoided, node("small")}), pod("p", {{"cpu", "1"}})).node == "small");
    CHECK(decide(snapshot({avoided}), pod("p")).node == "avoided");
}

TEST_CASE("scheduling: node affinity reads every operator") {
    auto labelled_node = node("a");
    labelled_node.metadata.labels["cores"] = "16";
    auto const state = snapshot({labelled_node});
    auto const fits = [&](std::string key, std::string op, std::vector<std::string> values, bool field = false) {
        auto wanted = pod("p");
        auto& affinity = wanted.spec.affinity.emplace().nodeAffinity.emplace();
        auto& term = affinity.requiredDuringSchedulingIgnoredDuringExecution.emplace().nodeSelectorTerms.emplace_back();
        (field ? term.matchFields : term.matchExpressions)
            .push_back({.key = std::move(key), .operator_ = std::move(op), .values = std::move(values)});
        return decide(state, wanted).placed();
    };
    CHECK(fits("cores", "In", {"8", "16"}));
    CHECK_FALSE(fits("cores", "In", {"8"}));
    CHECK_FALSE(fits("cores", "NotIn", {"16"}));
    CHECK(fits("absent", "NotIn", {"16"}));
    CHECK(fits("cores", "Exists", {}));
    CHECK_FALSE(fits("absent", "Exists", {}));
    CHECK(fits("absent", "DoesNotExist", {}));
    CHECK_FALSE(fits("cores", "DoesNotExist", {}));
    CHECK(fits("cores", "Gt", {"15"}));
    CHECK_FALSE(fits("cores", "Gt", {"16"}));
    CHECK(fits("cores", "Lt", {"17"}));
    CHECK_FALSE(fits("absent", "Lt", {"17"}));
    CHECK_FALSE(fits("kubernetes.io/hostname", "Gt", {"1"}));
    CHECK(fits("metadata.name", "In", {"a"}, true));
    CHECK_FALSE(fits("metadata.name", "In", {"b"}, true));

    auto wanted = pod("p");
    auto& affinity = wanted.spec.affinity.emplace().nodeAffinity.emplace();
    affinity.requiredDuringSchedulingIgnoredDuringExecution.emplace().nodeSelectorTerms.emplace_back();
    CHECK_FALSE(decide(state, wanted).placed());  // an empty term matches nothing
}

TEST_CASE("scheduling: preferred node affinity weighs") {
    auto a = node("a"), b = node("b"), c = node("c");
    b.metadata.labels["disk"] = "ssd";
    c.metadata.labels["rack"] = "7";
    auto wanted = pod("p");
    auto& affinity = wanted.spec.affinity.emplace().nodeAffinity.emplace();
    auto const prefer = [&](std::string key, int weight) {
        auto& term = affinity.preferredDuringSchedulingIgnoredDuringExecution.emplace_back();
        term.weight = weight;
        term.preference.matchExpressions.push_back({.key = std::move(key), .operator_ = "Exists", .values = {}});
    };
    prefer("disk", 10);
    CHECK(decide(snapshot({a, b, c}), wanted).node == "b");
    prefer("rack", 20);
    CHECK(decide(snapshot({a, b, c}), wanted).node == "c");
}

TEST_CASE("scheduling: what a Pod needs is added up as Kubernetes adds it up") {
    Pod wanted;
    wanted.spec.containers = {container({{"cpu", "100m"}, {"memory", "100Mi"}}), container({{"cpu", "200m"}})};
    CHECK(needs_of(wanted).requests.cpu_millis == 300);
    CHECK(needs_of(wanted).requests.pods == 1);
    CHECK(needs_of(wanted).scored_memory_bytes == (100 + 200) * 1024 * 1024);

    auto& early = wanted.spec.initContainers.emplace_back(container({{"cpu", "1"}}));
    CHECK(needs_of(wanted).requests.cpu_millis == 1000);  // the larger of the two phases

    early.restartPolicy = "Always";  // a sidecar runs beside all others
    CHECK(needs_of(wanted).requests.cpu_millis == 1300);
    wanted.spec.initContainers.push_back(container({{"cpu", "500m"}}));
    CHECK(needs_of(wanted).requests.cpu_millis == 1500);  // the second init container beside the sidecar

    wanted.spec.overhead = quantities({{"cpu", "50m"}, {"memory", "8Mi"}});
    CHECK(needs_of(wanted).requests.cpu_millis == 1550);
    CHECK(needs_of(wanted).requests.memory_bytes == 108 * 1024 * 1024);

    wanted.spec.resources.emplace().requests = quantities({{"cpu", "3"}});  // for the Pod as a whole
    CHECK(needs_of(wanted).requests.cpu_millis == 3050);

    wanted.spec.containers[0].resources->requests = quantities({{"nvidia.com/gpu", "2"}});
    CHECK(needs_of(wanted).requests.of("nvidia.com/gpu") == 2);
}

TEST_CASE("scheduling: a container being resized holds the larger of what it has and what it asks for") {
    auto resized = pod("p", {{"cpu", "1"}});
    auto& status = resized.status.containerStatuses.emplace_back();
    status.name = "main";
    status.allocatedResources = quantities({{"cpu", "3"}});
    CHECK(needs_of(resized).requests.cpu_millis == 3000);
}

TEST_CASE("scheduling: least allocated spreads, most allocated packs") {
    auto const state = snapshot({node("empty"), node("used")}, {pod("q", {{"cpu", "2"}, {"memory", "4Gi"}}, "used")});
    auto const wanted = pod("p", {{"cpu", "1"}, {"memory", "2Gi"}});
    CHECK(schedule(state, wanted, Profile::defaults()).node == "empty");
    auto packing = Profile::defaults();
    packing.add(plugins::NodeResourcesFit{.strategy = plugins::Strategy::most_allocated});
    CHECK(packing.plugins().size() == Profile::defaults().plugins().size());
    CHECK(schedule(state, wanted, packing).node == "used");
}

TEST_CASE("scheduling: balanced allocation evens out CPU and memory") {
    Profile profile;
    profile.add(plugins::NodeResourcesBalancedAllocation{});
    auto const state = snapshot({node("cpu-heavy"), node("memory-heavy")},
                                {pod("c", {{"cpu", "2"}}, "cpu-heavy"), pod("m", {{"memory", "4Gi"}}, "memory-heavy")});
    CHECK(schedule(state, pod("p", {{"cpu", "1"}}), profile).node == "memory-heavy");
    CHECK(schedule(state, pod("p", {{"memory", "2Gi"}}), profile).node == "cpu-heavy");
}

TEST_CASE("scheduling: replicas of one owner are spread over hosts and zones") {
    std::vector<Node> const nodes{in_zone(node("a1"), "a"), in_zone(node("a2"), "a"), in_zone(node("b1"), "b")};
    std::vector<Pod> placed;
    std::map<std::string, int> zones;
    for (int i = 0; i < 4; ++i) {
        auto next = owned(pod("web-" + std::to_string(i)), "rs");
        next.spec.nodeName = decide(snapshot(nodes, placed), next).node;
        ++zones[next.spec.nodeName.substr(0, 1)];
        placed.push_back(std::move(next));
    }
    CHECK(zones["a"] == 2);
    CHECK(zones["b"] == 2);
    // Another owner's Pods are nothing to it.
    CHECK(decide(snapshot(nodes, {owned(pod("x", {}, "a1"), "other")}), owned(pod("p"), "rs")).placed());
}

TEST_CASE("scheduling: topology spread constraints hold in every step") {
    std::vector<Node> nodes;
    for (auto const* const zone : {"a", "b", "c"}) {
        for (int i = 0; i < 2; ++i) nodes.push_back(in_zone(node(zone + std::to_string(i)), zone));
    }
    auto wanted = with_labels(pod("p"), {{"app", "web"}});
    auto& spread = wanted.spec.topologySpreadConstraints.emplace_back();
    spread.maxSkew = 1;
    spread.topologyKey = "topology.kubernetes.io/zone";
    spread.whenUnsatisfiable = "DoNotSchedule";
    spread.labelSelector = labelled("app", "web");
    std::vector<Pod> placed;
    std::map<char, int> zones;
    for (int i = 0; i < 9; ++i) {
        auto next = wanted;
        next.metadata.name = "p" + std::to_string(i);
        next.spec.nodeName = decide(snapshot(nodes, placed), next).node;
        REQUIRE_FALSE(next.spec.nodeName.empty());
        ++zones[next.spec.nodeName[0]];
        placed.push_back(next);
        auto const counts = {zones['a'], zones['b'], zones['c']};
        CHECK(std::max(counts) - std::min(counts) <= 1);
    }
    SECTION("Pods on their way out do not count") {
        for (auto& each : placed) {
            if (each.spec.nodeName[0] == 'a') each.metadata.deletionTimestamp = {1};
        }
        CHECK(decide(snapshot(nodes, placed), wanted).node[0] == 'a');
    }
    SECTION("zones that the Pod cannot go to do not count") {
        std::vector<Pod> few;
        for (auto& each : placed) {
            if (each.spec.nodeName[0] != 'c') few.push_back(each);
        }
        auto choosy = wanted;
        auto& affinity = choosy.spec.affinity.emplace().nodeAffinity.emplace();
        affinity.requiredDuringSchedulingIgnoredDuringExecution.emplace()
            .nodeSelectorTerms.emplace_back()
            .matchExpressions.push_back(
                {.key = "topology.kubernetes.io/zone", .operator_ = "In", .values = {"a", "b"}});
        CHECK(decide(snapshot(nodes, few), choosy).placed());
        CHECK(decide(snapshot(nodes, few), wanted).node[0] == 'c');
    }
    SECTION("with fewer domains than asked for, the least is none") {
        auto more = wanted;
        more.spec.topologySpreadConstraints[0].minDomains = 4;
        CHECK_FALSE(decide(snapshot(nodes, placed), more).placed());
    }
}

TEST_CASE("scheduling: affinity between Pods draws and keeps apart") {
    std::vector<Node> const nodes{in_zone(node("a1"), "a"), in_zone(node("a2"), "a"), in_zone(node("b1"), "b")};
    auto const db = with_labels(pod("db", {}, "b1"), {{"app", "db"}});
    auto wanted = with_labels(pod("p"), {{"app", "web"}});
    auto& affinity = wanted.spec.affinity.emplace();

    affinity.podAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution = {
        near("topology.kubernetes.io/zone", labelled("app", "db"))};
    CHECK(decide(snapshot(nodes, {db}), wanted).node == "b1");
    auto elsewhere = db;
    elsewhere.metadata.namespace_ = "other";
    CHECK_FALSE(decide(snapshot(nodes, {elsewhere}), wanted).placed());
    affinity.podAffinity->requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.emplace();
    CHECK(decide(snapshot(nodes, {elsewhere}), wanted).node == "b1");

    // The first of a group that wants to be together has nobody to be with.
    affinity.podAffinity->requiredDuringSchedulingIgnoredDuringExecution = {
        near("topology.kubernetes.io/zone", labelled("app", "web"))};
    CHECK(decide(snapshot(nodes), wanted).placed());

    affinity.podAffinity.reset();
    affinity.podAntiAffinity.emplace().requiredDuringSchedulingIgnoredDuringExecution = {
        near("topology.kubernetes.io/zone", labelled("app", "db"))};
    CHECK(decide(snapshot(nodes, {db}), wanted).node[0] == 'a');
    auto first = wanted;
    first.spec.nodeName = "a1";
    auto const late_db = with_labels(pod("late"), {{"app", "db"}});
    CHECK(decide(snapshot(nodes, {first}), late_db).node == "b1");

    affinity.podAntiAffinity.reset();
    affinity.podAffinity.emplace().preferredDuringSchedulingIgnoredDuringExecution.push_back(
        {.podAffinityTerm = near("kubernetes.io/hostname", labelled("app", "db")), .weight = 10});
    CHECK(decide(snapshot(nodes, {db}), wanted).node == "b1");
}

namespace {

struct RackAffinity {
    static constexpr std::string_view name = "RackAffinity";
    std::string rack;
    Verdict filter(Pod const&, NodeView const& node) const {
        auto const* const in = node.label("rack");
        return in && *in == rack ? Verdict::accept() : Verdict::reject_for_good("node(s) were not in rack " + rack);
    }
};

struct Named {
    static constexpr std::string_view name = "Named";
    Score score(Pod const& pod, NodeView const& node) const {
        return node.name() == pod.metadata.annotations.at("wish") ? 100 : 0;
    }
};

struct Throws {
    static constexpr std::string_view name = "Throws";
    Verdict filter(Pod const&, NodeView const&) const { throw std::runtime_error("no"); }
};

/// Away from the busiest node: it has to look at all of them.
struct NotTheBusiest {
    static constexpr std::string_view name = "NotTheBusiest";
    std::string prepare(Pod const&, ClusterView const& cluster) const {
        std::string busiest;
        std::size_t most = 0;
        cluster.each_node([&](NodeView const& node) {
            if (node.pods().size() > most) {
                most = node.pods().size();
                busiest = node.name();
            }
        });
        return busiest;
    }
    Verdict filter(std::string const& busiest, NodeView const& node) const {
        return node.name() == busiest ? Verdict::reject("node(s) were the busiest") : Verdict::accept();
    }
};

}  // namespace

TEST_CASE("scheduling: a plug-in of one's own filters and scores") {
    auto a = node("a"), b = node("b"), c = node("c");
    b.metadata.labels["rack"] = "b";
    c.metadata.labels["rack"] = "b";
    auto profile = Profile::defaults();
    profile.add(RackAffinity{"b"});
    CHECK(schedule(snapshot({a, b, c}), pod("p"), profile).node == "b");
    CHECK(schedule(snapshot({a}), pod("p"), profile).message() ==
          "0/1 nodes are available: 1 node(s) were not in rack b.");
    profile.add(Named{}, 5);
    auto wanted = pod("p");
    wanted.metadata.annotations["wish"] = "c";
    CHECK(schedule(snapshot({a, b, c}), wanted, profile).node == "c");
    profile.remove("RackAffinity");
    wanted.metadata.annotations["wish"] = "a";
    CHECK(schedule(snapshot({a, b, c}), wanted, profile).node == "a");
    profile.remove("nothing of that name");
}

TEST_CASE("scheduling: a plug-in that looks at other nodes is asked anew each time") {
    Profile profile;
    profile.add(NotTheBusiest{});
    auto const state = snapshot({node("a"), node("b")}, {pod("q", {}, "a")});
    CHECK(schedule(state, pod("p"), profile).node == "b");
    CHECK(schedule(snapshot({node("a")}, {pod("q", {}, "a")}), pod("p"), profile).message() ==
          "0/1 nodes are available: 1 node(s) were the busiest.");
}

TEST_CASE("scheduling: a plug-in that throws rejects the node and says which it was") {
    Profile profile;
    profile.add(Throws{});
    CHECK(schedule(snapshot({node("a")}), pod("p"), profile).message() ==
          "0/1 nodes are available: 1 plug-in Throws failed.");
}

TEST_CASE("scheduling: a profile without plug-ins accepts any node") {
    auto cordoned = node("a", {});
    cordoned.spec.unschedulable = true;
    CHECK(schedule(snapshot({cordoned}), pod("p", {{"cpu", "99"}}), Profile{}).node == "a");
}

TEST_CASE("trap 10: a Pod on its way out holds its resources until it is gone") {
    auto leaving = pod("old", {{"nvidia.com/gpu", "1"}}, "a");
    leaving.metadata.deletionTimestamp = {1};
    std::vector<Node> const nodes{node("a", {{"cpu", "4"}, {"pods", "10"}, {"nvidia.com/gpu", "1"}})};
    auto const next = pod("new", {{"nvidia.com/gpu", "1"}});
    CHECK(decide(snapshot(nodes, {leaving}), next).message() ==
          "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
    leaving.status.phase = "Succeeded";
    CHECK(decide(snapshot(nodes, {leaving}), next).node == "a");
}
