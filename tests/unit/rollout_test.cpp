#include "controllers/child_names.hpp"
#include "controllers/conditions.hpp"
#include "controllers/pod_ranking.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/pod_template.hpp"
#include "controllers/revision.hpp"
#include "controllers/rollout_math.hpp"
#include "controllers/stable_hash.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace keelson;
using namespace keelson::controllers;

namespace {

constexpr Time noon{1'770'000'000'000'000};

RolloutLimits limits_of(IntOrString surge, IntOrString unavailable, std::int32_t replicas) {
    return rolling_limits(RollingUpdateDeployment{.maxSurge = surge, .maxUnavailable = unavailable}, replicas);
}

// A Pod as it is published, from the few things that ranks depend on.
struct PodFacts {
    std::string name = "web";
    std::string node = "n1";
    std::string phase = "Running";
    std::optional<Duration> ready_for = std::chrono::hours(1);
    Duration age = std::chrono::hours(1);
    std::int32_t cost = 0;
    std::int32_t restarts = 0;
};
Ref published(PodFacts const& facts) {
    Pod pod;
    pod.metadata.name = facts.name;
    pod.metadata.namespace_ = "default";
    pod.metadata.uid = "uid-" + facts.name;
    if (facts.cost != 0)
        pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = std::to_string(facts.cost);
    pod.spec.nodeName = facts.node;
    pod.status.phase = facts.phase;
    if (facts.ready_for) {
        PodCondition ready;
        ready.type = "Ready";
        ready.status = "True";
        ready.lastTransitionTime = noon + -*facts.ready_for;
        pod.status.conditions.push_back(ready);
    }
    ContainerStatus container;
    container.name = "main";
    container.restartCount = facts.restarts;
    pod.status.containerStatuses.push_back(container);

    ObjectIndex index;
    index.key = {"default", facts.name};
    index.uid = pod.metadata.uid;
    index.created = noon + -facts.age;
    index.labels = std::make_shared<Labels const>();
    index.owners = std::make_shared<std::vector<OwnerIndex> const>();
    index.phase = facts.phase;
    index.node = facts.node;
    index.ready = facts.ready_for.has_value();
    return std::make_shared<Object const>(std::make_shared<Kind const>(kind_of<Pod>()), std::move(index), encode(pod));
}

std::vector<std::string> order(std::vector<PodFacts> const& facts, std::size_t count, std::int32_t min_ready = 0,
                               std::map<std::string, std::int32_t> const& neighbours = {}) {
    std::vector<Ref> pods;
    for (auto const& one : facts) pods.push_back(published(one));
    std::vector<std::string> names;
    for (auto const& pod : least_missed(pods, count, min_ready, noon, [&] { return neighbours; }))
        names.push_back(pod->key().name);
    return names;
}

PodTemplateSpec web_template() {
    PodTemplateSpec pod;
    pod.metadata.labels = {{"app", "web"}};
    Container container;
    container.name = "web";
    container.image = "web:1";
    pod.spec.containers.push_back(container);
    return pod;
}

}  // namespace

TEST_CASE("rollout: surge is rounded up and unavailable down, and never are both zero") {
    struct Row {
        IntOrString surge, unavailable;
        std::int32_t replicas;
        RolloutLimits wanted;
    };
    for (auto const& row : {
             Row{"25%", "25%", 4, {.surge = 1, .unavailable = 1}},
             Row{"25%", "25%", 10, {.surge = 3, .unavailable = 2}},
             Row{"25%", "25%", 1, {.surge = 1, .unavailable = 0}},
             Row{"0%", "25%", 1, {.surge = 0, .unavailable = 1}},
             Row{0, 0, 5, {.surge = 0, .unavailable = 1}},
             Row{"0%", "0%", 3, {.surge = 0, .unavailable = 1}},
             Row{3, 1, 10, {.surge = 3, .unavailable = 1}},
             Row{0, 20, 3, {.surge = 0, .unavailable = 3}},
             Row{"100%", "0%", 3, {.surge = 3, .unavailable = 0}},
             Row{"25%", "25%", 0, {.surge = 0, .unavailable = 0}},
             Row{"1%", "1%", 1000, {.surge = 10, .unavailable = 10}},
             Row{"nonsense", 1, 3, {.surge = 0, .unavailable = 1}},
         }) {
        CAPTURE(row.surge.text(), row.unavailable.text(), row.replicas);
        auto const got = limits_of(row.surge, row.unavailable, row.replicas);
        CHECK(got.surge == row.wanted.surge);
        CHECK(got.unavailable == row.wanted.unavailable);
    }
    CHECK(rolling_limits(std::nullopt, 8) == RolloutLimits{.surge = 2, .unavailable = 2});

    Deployment recreate;
    recreate.spec.replicas = 10;
    recreate.spec.strategy = DeploymentStrategy{.rollingUpdate = {}, .type = "Recreate"};
    CHECK(rollout_limits(recreate) == RolloutLimits{});
}

TEST_CASE("trap 10: a Deployment of one replica can always move") {
    // Terminate-first is the way out when there is no room for a surge; as long as one of both is not zero it moves.
    for (auto const* surge : {"0%", "25%", "100%"}) {
        for (auto const* unavailable : {"0%", "25%", "100%"}) {
            auto const limits = limits_of(surge, unavailable, 1);
            CHECK(limits.surge + limits.unavailable >= 1);
        }
    }
}

TEST_CASE("rollout: the newest grows into the room that the surge leaves") {
    struct Row {
        std::int32_t newest, total, wanted, surge, size;
    };
    for (auto const& row : {
             Row{0, 10, 10, 3, 3},    // what the surge allows at once
             Row{3, 13, 10, 3, 3},    // no room
             Row{3, 11, 10, 3, 5},    // as old ones have gone
             Row{9, 9, 10, 3, 10},    // never more than wanted
             Row{0, 0, 10, 0, 10},    // the first of all
             Row{10, 20, 10, 0, 10},  // over the limit: stays
         }) {
        CAPTURE(row.newest, row.total, row.wanted, row.surge);
        CHECK(grow_newest(row.newest, row.total, row.wanted, row.surge) == row.size);
    }
}

TEST_CASE("rollout: a resize in mid-rollout is shared in proportion") {
    struct Row {
        std::vector<std::int32_t> before;
        std::int32_t limit_before, wanted, surge;
        std::vector<std::int32_t> after;
    };
    // Without a surge the limit before is the size before.
    for (auto const& row : {
             Row{{3, 2}, 5, 10, 0, {6, 4}},
             Row{{3, 2}, 5, 3, 0, {2, 1}},
             Row{{8, 1}, 9, 4, 0, {4, 0}},
             Row{{3, 2, 2}, 7, 10, 0, {4, 3, 3}},
             Row{{8, 3, 2}, 13, 8, 0, {5, 2, 1}},
             Row{{1, 1, 1}, 3, 4, 0, {2, 1, 1}},
             Row{{5, 3}, 8, 0, 0, {0, 0}},
             // Ten with a surge of three become fifteen with a surge of four.
             Row{{8, 5}, 13, 15, 4, {12, 7}},
             Row{{8, 5}, 13, 10, 3, {8, 5}},
         }) {
        CAPTURE(row.before, row.wanted);
        std::vector<Share> shares;
        for (auto const replicas : row.before)
            shares.push_back({.replicas = replicas, .limit_before = row.limit_before});
        CHECK(proportional_sizes(shares, row.wanted, row.surge, 0) == row.after);
    }
    // What was not noted falls back to how many there are; if there are none, the first takes all.
    CHECK(proportional_sizes({{.replicas = 3}, {.replicas = 2}}, 10, 0, 5) == std::vector<std::int32_t>{6, 4});
    CHECK(proportional_sizes({{.replicas = 3}, {.replicas = 2}}, 10, 0, 0) == std::vector<std::int32_t>{8, 2});
}

TEST_CASE("rollout: proportional sizes always add up to what is allowed") {
    std::mt19937 random(7);
    auto const pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    for (int round = 0; round < 20'000; ++round) {
        std::vector<Share> shares;
        std::int32_t total = 0;
        for (int i = pick(1, 5); i > 0; --i) {
            shares.push_back({.replicas = pick(1, 30), .limit_before = 0});
            total += shares.back().replicas;
        }
        for (auto& share : shares) share.limit_before = total;
        std::sort(shares.begin(), shares.end(), [](auto const& a, auto const& b) { return a.replicas > b.replicas; });
        auto const wanted = pick(0, 100), surge = pick(0, 10);
        auto const sizes = proportional_sizes(shares, wanted, surge, total);
        std::int32_t sum = 0;
        for (auto const size : sizes) {
            CHECK(size >= 0);
            sum += size;
        }
        REQUIRE(sum == (wanted == 0 ? 0 : wanted + surge));
    }
}

TEST_CASE("rollout: old Pods that are not available go first and the others only while enough stay") {
    using Sizes = std::vector<std::int32_t>;
    // 10 wanted, 2 may be missing: the newest has none ready, nothing of the old ones is to spare but 2.
    CHECK(shrink_old({{.replicas = 10, .available = 10}}, {.replicas = 0, .available = 0}, 10, 2) == Sizes{8});
    CHECK(shrink_old({{.replicas = 10, .available = 10}}, {.replicas = 3, .available = 0}, 10, 2) == Sizes{8});
    CHECK(shrink_old({{.replicas = 8, .available = 8}}, {.replicas = 5, .available = 0}, 10, 2) == Sizes{8});
    CHECK(shrink_old({{.replicas = 8, .available = 8}}, {.replicas = 5, .available = 3}, 10, 2) == Sizes{5});
    // Broken ones of any old set before whole ones of the oldest.
    CHECK(shrink_old({{.replicas = 5, .available = 5}, {.replicas = 5, .available = 1}},
                     {.replicas = 2, .available = 0}, 10, 2) == Sizes{5, 3});
    // A rollout to something that never gets ready keeps what works.
    CHECK(shrink_old({{.replicas = 3, .available = 3}}, {.replicas = 1, .available = 0}, 3, 0) == Sizes{3});
    // Pods beyond what a set keeps do not count as spare.
    CHECK(shrink_old({{.replicas = 6, .available = 8}}, {.replicas = 4, .available = 4}, 10, 2) == Sizes{4});
}

TEST_CASE("rollout: shrinking never takes what is available below the floor") {
    std::mt19937 random(11);
    auto const pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    for (int round = 0; round < 50'000; ++round) {
        auto const wanted = pick(0, 20), unavailable = pick(0, wanted);
        std::vector<OldSize> old;
        for (int i = pick(1, 4); i > 0; --i) {
            auto const replicas = pick(0, 12);
            old.push_back({.replicas = replicas, .available = pick(0, replicas + 3)});
        }
        auto const size = pick(0, wanted);
        NewestSize const newest{.replicas = size, .available = pick(0, size)};
        auto const kept = [&](auto const& size_of) {
            auto sum = newest.available;
            for (std::size_t i = 0; i < old.size(); ++i) sum += std::min(old[i].available, size_of(i));
            return sum;
        };
        auto const sizes = shrink_old(old, newest, wanted, unavailable);
        auto const before = kept([&](std::size_t i) { return old[i].replicas; });
        auto const after = kept([&](std::size_t i) { return sizes[i]; });
        for (std::size_t i = 0; i < old.size(); ++i) {
            REQUIRE(sizes[i] >= 0);
            REQUIRE(sizes[i] <= old[i].replicas);
        }
        REQUIRE(after >= std::min(before, wanted - unavailable));
    }
}

TEST_CASE("replicaset: the Pods that are missed least go first") {
    using namespace std::chrono_literals;
    std::vector<PodFacts> const facts{
        {.name = "ready"},
        {.name = "unassigned", .node = "", .phase = "Pending", .ready_for = {}},
        {.name = "pending", .phase = "Pending", .ready_for = {}},
        {.name = "unknown", .phase = "Unknown", .ready_for = {}},
        {.name = "starting", .ready_for = {}},
        {.name = "cheap", .cost = -5},
        {.name = "dear", .cost = 5},
        {.name = "fresh", .ready_for = 10s},
        {.name = "restarting", .restarts = 3},
        {.name = "young", .age = 10s},
    };
    CHECK(order(facts, 9) == std::vector<std::string>{"unassigned", "pending", "unknown", "starting", "cheap", "fresh",
                                                      "restarting", "young", "ready"});
    CHECK(order(facts, 3) == std::vector<std::string>{"unassigned", "pending", "unknown"});
    CHECK(order(facts, 0).empty());
    CHECK(order(facts, 10).size() == 10);
}

TEST_CASE("replicaset: Pods that share a node with siblings go before others") {
    CHECK(order({{.name = "alone", .node = "n1"}, {.name = "crowded", .node = "n2"}}, 1, 0, {{"n1", 1}, {"n2", 3}}) ==
          std::vector<std::string>{"crowded"});
}

TEST_CASE("replicaset: times count by their order of magnitude, and what is not available yet goes before") {
    using namespace std::chrono_literals;
    // 20 s and 30 s are of one magnitude: the restarts decide.
    std::vector<PodFacts> const facts{{.name = "a", .ready_for = 30s, .restarts = 1}, {.name = "b", .ready_for = 20s}};
    CHECK(order(facts, 1) == std::vector<std::string>{"a"});
    CHECK(order(facts, 1, 25) == std::vector<std::string>{"b"});
}

TEST_CASE("pod state: finished, active, terminating, ready and available are told apart") {
    ObjectIndex index;
    index.phase = "Running";
    CHECK(is_active(index));
    CHECK_FALSE(is_terminating(index));
    index.deleted = noon;
    CHECK_FALSE(is_active(index));
    CHECK(is_terminating(index));
    index.phase = "Failed";
    CHECK_FALSE(is_terminating(index));
    index.deleted = {};
    CHECK_FALSE(is_active(index));

    auto const pod = published({.ready_for = std::chrono::seconds(10)});
    CHECK(is_available(*pod, 0, noon));
    CHECK(is_available(*pod, 10, noon));
    CHECK_FALSE(is_available(*pod, 11, noon));
    CHECK(available_in(ready_since(*pod), 11, noon) == std::optional<Duration>(std::chrono::seconds(1)));
    CHECK_FALSE(available_in(ready_since(*pod), 10, noon));
    CHECK_FALSE(is_available(*published({.ready_for = {}}), 0, noon));
    auto const typed = decode<Pod>(*pod).value();
    CHECK(is_ready(typed));
    CHECK(is_available(typed, 10, noon));
    CHECK_FALSE(is_available(typed, 11, noon));
}

TEST_CASE("pod state: of sidecars, restarts are counted apart") {
    Pod pod;
    Container sidecar, setup;
    sidecar.name = "sidecar";
    sidecar.restartPolicy = "Always";
    setup.name = "setup";
    pod.spec.initContainers = {sidecar, setup};
    ContainerStatus a, b, c;
    a.name = "sidecar";
    a.restartCount = 2;
    b.name = "setup";
    b.restartCount = 9;
    c.name = "main";
    c.restartCount = 4;
    pod.status.initContainerStatuses = {a, b};
    pod.status.containerStatuses = {c};
    ObjectIndex index;
    auto const seen = merit(Object(std::make_shared<Kind const>(kind_of<Pod>()), index, encode(pod)));
    CHECK(seen.restarts == 4);
    CHECK(seen.sidecar_restarts == 2);
    CHECK(seen.deletion_cost == 0);
    CHECK(seen.ready_since.empty());
}

TEST_CASE("conditions: the same status and reason change nothing, and a transition is a change of status") {
    std::vector<DeploymentCondition> all;
    auto const make = [](char const* status, char const* reason, Time at) {
        DeploymentCondition condition;
        condition.type = "Available";
        condition.status = status;
        condition.reason = reason;
        condition.lastTransitionTime = at;
        return condition;
    };
    CHECK(set_condition(all, make("False", "A", noon)));
    CHECK_FALSE(set_condition(all, make("False", "A", noon + std::chrono::hours(1))));
    CHECK(all[0].lastTransitionTime == noon);
    CHECK(set_condition(all, make("False", "B", noon + std::chrono::hours(1))));
    CHECK(all[0].lastTransitionTime == noon);
    CHECK(set_condition(all, make("True", "B", noon + std::chrono::hours(2))));
    CHECK(all[0].lastTransitionTime == noon + std::chrono::hours(2));
    CHECK(is_true(all, "Available"));
    CHECK(remove_condition(all, "Available"));
    CHECK_FALSE(remove_condition(all, "Available"));
}

TEST_CASE("trap 12: the hash of a template is what it was in the first release") {
    // These change names only, never what runs; but a release that changes them names every ReplicaSet anew.
    auto pod = web_template();
    CHECK(template_hash(pod, 0) == "bhwkqsgsnp");
    CHECK(template_hash(pod, 1) == "k5q9v9ftph");
    pod.spec.containers[0].image = "web:2";
    CHECK(template_hash(pod, 0) == "gz2kd8rr2g");
    CHECK(template_hash(PodTemplateSpec{}, 0) == "r7kxcbfn94");
}

TEST_CASE("trap 12: templates are compared by what they say") {
    auto const wanted = web_template();
    auto labelled = wanted;
    labelled.metadata.labels[template_hash_label] = "abc";
    CHECK(identical_template(wanted, labelled));
    CHECK(template_hash(labelled, 0) == template_hash(wanted, 0));

    auto other = wanted;
    other.spec.containers[0].image = "web:2";
    CHECK_FALSE(same_template(wanted, other));
    other = wanted;
    other.metadata.annotations["restartedAt"] = "now";
    CHECK_FALSE(same_template(wanted, other));

    // As if the field or its default had come with a release after the ReplicaSet was made.
    auto defaulted = labelled;
    defaulted.spec.restartPolicy = "Always";
    defaulted.spec.terminationGracePeriodSeconds = 30;
    defaulted.spec.containers[0].terminationMessagePath = "/dev/termination-log";
    CHECK_FALSE(identical_template(wanted, defaulted));
    CHECK(same_template(wanted, defaulted));
    defaulted.spec.terminationGracePeriodSeconds = 31;
    CHECK_FALSE(same_template(wanted, defaulted));

    auto cpu = wanted, millis = wanted;
    cpu.spec.containers[0].resources.emplace().requests["cpu"] = Quantity::parse("1").value();
    millis.spec.containers[0].resources.emplace().requests["cpu"] = Quantity::parse("1000m").value();
    CHECK(identical_template(cpu, millis));
}

TEST_CASE("trap 1: names of children are the same for the same state and never those of a sibling") {
    auto const take = [](ChildNames names, int count) {
        std::vector<std::string> taken;
        for (int i = 0; i < count; ++i) taken.push_back(names.next());
        return taken;
    };
    ChildNames const fresh("web-7d5f8c9b6d", "uid-1", 1);
    auto const first = take(fresh, 1000);
    CHECK(first == take(fresh, 1000));
    CHECK(std::set<std::string>(first.begin(), first.end()).size() == 1000);
    for (auto const& name : first) {
        REQUIRE(name.size() == 20);
        REQUIRE(name.starts_with("web-7d5f8c9b6d-"));
        REQUIRE(name.find_first_not_of(name_letters, 15) == std::string::npos);
    }
    // From a state that lags behind by some of them, the next ones are those that exist already, in whatever order
    // they are seen.
    auto lagging = fresh;
    for (int i = 9; i >= 0; --i) lagging.taken(first[static_cast<std::size_t>(i)]);
    auto const repeated = take(lagging, 990);
    CHECK(std::equal(repeated.begin(), repeated.end(), first.begin() + 10));
    // While the younger one is there, the name of an older one that is gone is not given again.
    auto later = fresh;
    later.taken(first[5]);
    CHECK(take(later, 1).front() == first[6]);
    // When all are gone, the owner's generation has moved on.
    CHECK(take(ChildNames("web-7d5f8c9b6d", "uid-1", 2), 1).front() != first[0]);
    CHECK(take(ChildNames("web-7d5f8c9b6d", "uid-2", 1), 1).front() != first[0]);
    // Names of strangers are none of its business.
    auto untouched = fresh;
    for (auto const* name : {"web-7d5f8c9b6d-aaaaa", "web-7d5f8c9b6d-toolong", "db-7d5f8c9b6d-bcdfg"})
        untouched.taken(name);
    CHECK(take(untouched, 3) == std::vector<std::string>(first.begin(), first.begin() + 3));
}

TEST_CASE("replicaset: a long name is cut so that its Pods' names are host names") {
    ChildNames names(std::string(70, 'w'), "uid", 1);
    CHECK(names.next().size() == 63);
}

TEST_CASE("rollout: the revision rises and the history keeps what it was") {
    Annotations annotations;
    CHECK(raise_revision(annotations, 1));
    CHECK_FALSE(raise_revision(annotations, 1));
    CHECK_FALSE(annotations.contains(history_annotation));
    CHECK(raise_revision(annotations, 3));
    CHECK(raise_revision(annotations, 4));
    CHECK(annotations[revision_annotation] == "4");
    CHECK(annotations[history_annotation] == "1,3");
    for (int i = 5; i < 1000; ++i) raise_revision(annotations, i);
    CHECK(annotations[history_annotation].size() <= 2000);
    CHECK(annotations[history_annotation].ends_with(",997,998"));
    CHECK_FALSE(number_in({{revision_annotation, "4x"}}, revision_annotation));
}

TEST_CASE("rollout: a Deployment's annotations are its ReplicaSets' but for those about itself") {
    Annotations const deployment{{"kubernetes.io/change-cause", "v2"},
                                 {"kubectl.kubernetes.io/last-applied-configuration", "{}"},
                                 {revision_annotation, "7"}};
    Annotations set{{revision_annotation, "2"}};
    CHECK(inherits_more(deployment, set));
    inherit(deployment, set);
    CHECK(set == Annotations{{revision_annotation, "2"}, {"kubernetes.io/change-cause", "v2"}});
    CHECK_FALSE(inherits_more(deployment, set));
}
