#include "controllers/conditions.hpp"
#include "controllers/deployment.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/replicaset.hpp"
#include "unit/controller_loop.hpp"

#include <keelson/api/apps_v1.hpp>

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace keelson;
using namespace keelson::controllers;
using namespace std::chrono_literals;

namespace {

Deployment web(std::int32_t replicas, std::string const& image = "web:1") {
    Deployment deployment;
    deployment.metadata.name = "web";
    deployment.metadata.namespace_ = "default";
    deployment.spec.replicas = replicas;
    deployment.spec.selector.matchLabels = {{"app", "web"}};
    deployment.spec.template_.metadata.labels = {{"app", "web"}};
    Container container;
    container.name = "web";
    container.image = image;
    deployment.spec.template_.spec.containers = {container};
    return deployment;
}

/// The two controllers, and hands that play the scheduler and the nodes.
struct Cluster : ControllerLoop {
    explicit Cluster(std::uint64_t seed = 1)
        : ControllerLoop({deployment_controller(), replica_set_controller()}, seed) {}

    std::vector<std::shared_ptr<Pod const>> pods() const { return list<Pod>(); }
    std::vector<std::shared_ptr<Pod const>> active() const {
        auto all = pods();
        std::erase_if(all, [](auto const& pod) { return !is_active(*pod); });
        return all;
    }
    void bind(std::string const& name, std::string const& node = "n1") {
        bind_pod(name, node);
    }
    void set_ready(std::string const& name, bool ready) {
        edit_status<Pod>(name, [&](Pod& pod) {
            pod.status.phase = "Running";
            remove_condition(pod.status.conditions, "Ready");
            PodCondition condition;
            condition.type = "Ready";
            condition.status = ready ? "True" : "False";
            condition.lastTransitionTime = now().whole_seconds();
            pod.status.conditions.push_back(condition);
        });
    }
    void run(std::string const& name) {
        if (get<Pod>(name)->spec.nodeName.empty()) bind(name);
        set_ready(name, true);
    }
    void fail(std::string const& name) {
        edit_status<Pod>(name, [&](Pod& pod) {
            pod.status.phase = "Failed";
            pod.status.conditions.clear();
        });
    }
    void run_all() {
        settle();
        for (auto const& pod : active())
            if (!is_ready(*pod)) run(pod->metadata.name);
        settle();
    }
    /// The node has ended a Pod that was asked to go.
    void finish(std::string const& name) {
        remove<Pod>(name, {.grace_seconds = 0, .propagation = {}, .uid = {}, .resource_version = {}});
    }
    void finish_all() {
        for (auto const& pod : pods())
            if (!pod->metadata.deletionTimestamp.empty()) finish(pod->metadata.name);
        settle();
    }
    /// Lets Pods get ready and go until nothing changes any more.
    void roll() {
        int rounds = 0;
        for (std::uint64_t before = 0; before != revision();) {
            if (++rounds > 1000) FAIL("the rollout never ends");
            before = revision();
            run_all();
            finish_all();
        }
    }
    void set_image(std::string const& image) {
        edit<Deployment>("web",
                         [&](Deployment& deployment) { deployment.spec.template_.spec.containers[0].image = image; });
    }
    std::shared_ptr<Deployment const> deployment() const { return get<Deployment>("web"); }
    std::shared_ptr<ReplicaSet const> set_of(std::string const& image) const {
        for (auto const& set : list<ReplicaSet>())
            if (set->spec.template_->spec.containers[0].image == image) return set;
        return nullptr;
    }
    std::int32_t size_of(std::string const& image) const {
        auto const set = set_of(image);
        return set ? set->spec.replicas.value_or(1) : -1;
    }
    DeploymentCondition condition(std::string const& type) const {
        auto const status = deployment()->status;
        auto const* const found = find_condition(status.conditions, type);
        return found ? *found : DeploymentCondition{};
    }
    /// Neither controller would write anything now.
    void check_steady() const {
        for (auto const& each : list<Deployment>()) CHECK(plan_of(0, each->metadata.name).empty());
        for (auto const& each : list<ReplicaSet>()) CHECK(plan_of(1, each->metadata.name).empty());
    }
};

}  // namespace

TEST_CASE("deployment: it gets a ReplicaSet and that gets Pods, and all of it is told") {
    Cluster cluster;
    cluster.create(web(3));
    cluster.settle();
    auto const sets = cluster.list<ReplicaSet>();
    REQUIRE(sets.size() == 1);
    auto const& set = *sets[0];
    auto const hash = set.metadata.labels.at("pod-template-hash");
    CHECK(set.metadata.name == "web-" + hash);
    CHECK(set.spec.selector.matchLabels.at("pod-template-hash") == hash);
    CHECK(set.metadata.annotations.at("deployment.kubernetes.io/revision") == "1");
    CHECK(set.metadata.annotations.at("deployment.kubernetes.io/desired-replicas") == "3");
    CHECK(set.metadata.annotations.at("deployment.kubernetes.io/max-replicas") == "4");
    CHECK(cluster.deployment()->metadata.annotations.at("deployment.kubernetes.io/revision") == "1");

    auto const pods = cluster.pods();
    REQUIRE(pods.size() == 3);
    for (auto const& pod : pods) {
        CHECK(pod->metadata.name.starts_with(set.metadata.name + "-"));
        CHECK(pod->metadata.labels == std::map<std::string, std::string>{{"app", "web"}, {"pod-template-hash", hash}});
        REQUIRE(pod->metadata.ownerReferences.size() == 1);
        CHECK(pod->metadata.ownerReferences[0].uid == set.metadata.uid);
        CHECK(pod->metadata.ownerReferences[0].controller == true);
        CHECK(pod->metadata.ownerReferences[0].blockOwnerDeletion == true);
    }
    CHECK(cluster.events()[0] == "ScalingReplicaSet Scaled up replica set " + set.metadata.name + " from 0 to 3");
    CHECK(cluster.events()[1].starts_with("SuccessfulCreate Created pod: " + set.metadata.name + "-"));
    CHECK(cluster.get<Pod>(cluster.events()[1].substr(std::string("SuccessfulCreate Created pod: ").size())));

    auto status = cluster.deployment()->status;
    CHECK(status.replicas == 3);
    CHECK(status.updatedReplicas == 3);
    CHECK(status.unavailableReplicas == 3);
    CHECK(status.readyReplicas == 0);
    CHECK(status.observedGeneration == cluster.deployment()->metadata.generation);
    CHECK(cluster.condition("Available").reason == "MinimumReplicasUnavailable");
    CHECK(cluster.condition("Progressing").reason == "ReplicaSetUpdated");

    cluster.run_all();
    status = cluster.deployment()->status;
    CHECK(status.readyReplicas == 3);
    CHECK(status.availableReplicas == 3);
    CHECK(status.unavailableReplicas == 0);
    CHECK(status.terminatingReplicas == 0);
    CHECK(cluster.condition("Available").reason == "MinimumReplicasAvailable");
    CHECK(cluster.condition("Available").message == "Deployment has minimum availability.");
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
    CHECK(cluster.condition("Progressing").message ==
          "ReplicaSet \"" + set.metadata.name + "\" has successfully progressed.");
    cluster.check_steady();
}

TEST_CASE("trap 21: controllers at rest write nothing, however often they are called and time passes") {
    Cluster cluster;
    cluster.create(web(3));
    cluster.roll();
    auto const before = cluster.revision();
    cluster.advance(24h);
    CHECK(cluster.revision() == before);
    cluster.check_steady();
}

TEST_CASE("deployment: a rolling update stays within surge and unavailable and ends with the old set empty") {
    Cluster cluster;
    cluster.create(web(10));
    cluster.roll();
    cluster.set_image("web:2");
    cluster.settle();
    CHECK(cluster.size_of("web:2") == 5);  // 3 more than wanted, and 2 for those that may be missing
    CHECK(cluster.size_of("web:1") == 8);
    CHECK(cluster.condition("Progressing").reason == "ReplicaSetUpdated");
    cluster.roll();
    CHECK(cluster.size_of("web:2") == 10);
    CHECK(cluster.size_of("web:1") == 0);
    CHECK(cluster.pods().size() == 10);
    CHECK(cluster.deployment()->metadata.annotations.at("deployment.kubernetes.io/revision") == "2");
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
    CHECK(cluster.condition("Available").status == "True");
    cluster.check_steady();
}

TEST_CASE("deployment: before an available Pod goes, Pods are counted and not what a status said of them") {
    Cluster cluster;
    auto deployment = web(4);
    deployment.spec.strategy = DeploymentStrategy{
        .rollingUpdate = RollingUpdateDeployment{.maxSurge = IntOrString(1), .maxUnavailable = IntOrString(0)},
        .type = "RollingUpdate"};
    cluster.create(deployment);
    cluster.roll();
    cluster.set_image("web:2");
    cluster.settle();
    auto const newest = cluster.set_of("web:2")->metadata.uid;
    std::string pod;
    for (auto const& one : cluster.pods())
        if (one->metadata.ownerReferences[0].uid == newest) pod = one->metadata.name;
    cluster.run(pod);
    REQUIRE(cluster.step());
    REQUIRE(cluster.set_of("web:2")->status.availableReplicas == 1);
    cluster.set_ready(pod, false);
    REQUIRE(cluster.step());
    REQUIRE(cluster.set_of("web:2")->status.availableReplicas == 1);
    CHECK(cluster.size_of("web:1") == 4);
    cluster.roll();
    CHECK(cluster.size_of("web:1") == 0);
}

TEST_CASE("deployment: a rollout that never gets ready keeps the old Pods and is reported") {
    Cluster cluster;
    auto deployment = web(3);
    deployment.spec.progressDeadlineSeconds = 60;
    cluster.create(deployment);
    cluster.roll();
    cluster.set_image("web:broken");
    cluster.settle();
    CHECK(cluster.size_of("web:1") == 3);
    CHECK(cluster.size_of("web:broken") == 1);
    cluster.advance(59s);
    CHECK(cluster.condition("Progressing").status == "True");
    cluster.advance(3s);
    auto const condition = cluster.condition("Progressing");
    CHECK(condition.status == "False");
    CHECK(condition.reason == "ProgressDeadlineExceeded");
    CHECK(condition.message.ends_with("\" has timed out progressing."));
    CHECK(cluster.condition("Available").status == "True");
    CHECK(cluster.size_of("web:1") == 3);
    cluster.check_steady();
    // And it goes on as soon as there is something better.
    cluster.set_image("web:3");
    cluster.roll();
    CHECK(cluster.size_of("web:3") == 3);
    CHECK(cluster.size_of("web:broken") == 0);
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
}

TEST_CASE("deployment: an old template that comes back gets its ReplicaSet and the highest revision") {
    Cluster cluster;
    cluster.create(web(2));
    cluster.roll();
    auto const first = cluster.set_of("web:1")->metadata;
    cluster.set_image("web:2");
    cluster.roll();
    cluster.set_image("web:1");
    cluster.roll();
    CHECK(cluster.list<ReplicaSet>().size() == 2);
    auto const again = cluster.set_of("web:1")->metadata;
    CHECK(again.uid == first.uid);
    CHECK(again.annotations.at("deployment.kubernetes.io/revision") == "3");
    CHECK(again.annotations.at("deployment.kubernetes.io/revision-history") == "1");
    CHECK(cluster.deployment()->metadata.annotations.at("deployment.kubernetes.io/revision") == "3");
    CHECK(cluster.size_of("web:1") == 2);
    CHECK(cluster.size_of("web:2") == 0);
    CHECK(cluster.condition("Progressing").message == "ReplicaSet \"" + first.name + "\" has successfully progressed.");
}

TEST_CASE("deployment: Recreate waits until the old Pods are really gone") {
    Cluster cluster;
    auto deployment = web(3);
    deployment.spec.strategy = DeploymentStrategy{.rollingUpdate = {}, .type = "Recreate"};
    cluster.create(deployment);
    cluster.roll();
    cluster.set_image("web:2");
    cluster.settle();
    CHECK(cluster.size_of("web:1") == 0);
    CHECK(cluster.active().empty());
    CHECK(cluster.pods().size() == 3);
    CHECK(cluster.deployment()->status.terminatingReplicas == 3);
    CHECK_FALSE(cluster.set_of("web:2"));
    auto const pods = cluster.pods();
    cluster.finish(pods[0]->metadata.name);
    cluster.finish(pods[1]->metadata.name);
    cluster.settle();
    CHECK_FALSE(cluster.set_of("web:2"));
    cluster.finish(pods[2]->metadata.name);
    cluster.settle();
    CHECK(cluster.size_of("web:2") == 3);
    cluster.roll();
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
    cluster.check_steady();
}

TEST_CASE("deployment: paused it scales and does not roll out, and its deadline rests") {
    Cluster cluster;
    auto deployment = web(4);
    deployment.spec.progressDeadlineSeconds = 60;
    cluster.create(deployment);
    cluster.roll();
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.paused = true; });
    cluster.settle();
    CHECK(cluster.condition("Progressing").reason == "DeploymentPaused");
    CHECK(cluster.condition("Progressing").status == "Unknown");
    cluster.set_image("web:2");
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.replicas = 6; });
    cluster.advance(1h);
    CHECK_FALSE(cluster.set_of("web:2"));
    CHECK(cluster.size_of("web:1") == 6);
    CHECK(cluster.condition("Progressing").reason == "DeploymentPaused");
    cluster.check_steady();
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.paused.reset(); });
    cluster.roll();
    CHECK(cluster.size_of("web:2") == 6);
    CHECK(cluster.size_of("web:1") == 0);
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
}

TEST_CASE("deployment: resized in the middle of a rollout, old and new grow in proportion") {
    Cluster cluster;
    auto deployment = web(10);
    deployment.spec.strategy = DeploymentStrategy{
        .rollingUpdate = RollingUpdateDeployment{.maxSurge = IntOrString(3), .maxUnavailable = IntOrString(2)},
        .type = "RollingUpdate"};
    cluster.create(deployment);
    cluster.roll();
    cluster.set_image("web:2");
    cluster.settle();
    REQUIRE(cluster.size_of("web:1") == 8);
    REQUIRE(cluster.size_of("web:2") == 5);
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.replicas = 15; });
    cluster.settle();
    // As in the documentation of Kubernetes: of five more, three go to the old and two to the new.
    CHECK(cluster.size_of("web:1") == 11);
    CHECK(cluster.size_of("web:2") == 7);
    cluster.check_steady();
    cluster.roll();
    CHECK(cluster.size_of("web:2") == 15);
    CHECK(cluster.size_of("web:1") == 0);
}

TEST_CASE("deployment: scaling up and down changes the one ReplicaSet that there is") {
    Cluster cluster;
    cluster.create(web(3));
    cluster.roll();
    for (auto const replicas : {7, 1, 0, 2}) {
        cluster.edit<Deployment>("web", [&](Deployment& d) { d.spec.replicas = replicas; });
        cluster.roll();
        CHECK(cluster.size_of("web:1") == replicas);
        CHECK(cluster.pods().size() == static_cast<std::size_t>(replicas));
        CHECK(cluster.deployment()->status.replicas == replicas);
        CHECK(cluster.set_of("web:1")->metadata.annotations.at("deployment.kubernetes.io/desired-replicas") ==
              std::to_string(replicas));
        cluster.check_steady();
    }
    CHECK(cluster.list<ReplicaSet>().size() == 1);
}

TEST_CASE("deployment: only as many old revisions are kept as it says") {
    Cluster cluster;
    auto deployment = web(1);
    deployment.spec.revisionHistoryLimit = 2;
    cluster.create(deployment);
    for (int version = 2; version <= 6; ++version) {
        cluster.roll();
        cluster.set_image("web:" + std::to_string(version));
    }
    cluster.roll();
    std::set<std::string> images;
    for (auto const& set : cluster.list<ReplicaSet>()) images.insert(set->spec.template_->spec.containers[0].image);
    CHECK(images == std::set<std::string>{"web:4", "web:5", "web:6"});
}

TEST_CASE("deployment: a ReplicaSet of its own template that has no owner is adopted") {
    Cluster cluster;
    cluster.create(web(2));
    cluster.roll();
    auto const name = cluster.set_of("web:1")->metadata.name;
    auto const pods = cluster.pods();
    cluster.remove<Deployment>(
        "web", {.grace_seconds = {}, .propagation = Propagation::background, .uid = {}, .resource_version = {}});
    cluster.edit<ReplicaSet>(name, [](ReplicaSet& set) { set.metadata.ownerReferences.clear(); });
    cluster.settle();
    cluster.create(web(2));
    cluster.settle();
    auto const sets = cluster.list<ReplicaSet>();
    REQUIRE(sets.size() == 1);
    REQUIRE(sets[0]->metadata.ownerReferences.size() == 1);
    CHECK(sets[0]->metadata.ownerReferences[0].uid == cluster.deployment()->metadata.uid);
    CHECK(cluster.pods().size() == 2);
    CHECK(cluster.pods()[0]->metadata.uid == pods[0]->metadata.uid);
    cluster.check_steady();
}

TEST_CASE("trap 12: a ReplicaSet's name that is taken by another template counts as a collision") {
    Cluster cluster;
    {
        Cluster other;
        other.create(web(1));
        other.settle();
        ReplicaSet foreign = *other.list<ReplicaSet>()[0];
        foreign.metadata.ownerReferences.clear();
        foreign.metadata.labels = {{"app", "other"}};
        foreign.spec.replicas = 0;
        foreign.spec.selector.matchLabels = {{"app", "other"}};
        foreign.spec.template_->metadata.labels = {{"app", "other"}};
        cluster.create(foreign);
    }
    cluster.create(web(1));
    cluster.roll();
    CHECK(cluster.deployment()->status.collisionCount == 1);
    CHECK(cluster.list<ReplicaSet>().size() == 2);
    CHECK(cluster.deployment()->status.availableReplicas == 1);
    cluster.check_steady();
}

TEST_CASE("deployment: Pods count as available only after minReadySeconds, and the rollout waits for that") {
    Cluster cluster;
    auto deployment = web(2);
    deployment.spec.minReadySeconds = 30;
    cluster.create(deployment);
    cluster.run_all();
    CHECK(cluster.deployment()->status.readyReplicas == 2);
    CHECK(cluster.deployment()->status.availableReplicas == 0);
    cluster.advance(29s);
    CHECK(cluster.deployment()->status.availableReplicas == 0);
    cluster.advance(1s);
    CHECK(cluster.deployment()->status.availableReplicas == 2);
    CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
    cluster.set_image("web:2");
    cluster.run_all();
    CHECK(cluster.size_of("web:1") == 2);
    cluster.advance(30s);
    CHECK(cluster.size_of("web:1") < 2);
    // A change of minReadySeconds is no new version.
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.minReadySeconds = 5; });
    cluster.settle();
    CHECK(cluster.list<ReplicaSet>().size() == 2);
    CHECK(cluster.set_of("web:2")->spec.minReadySeconds == 5);
}

TEST_CASE("replicaset: a Pod that fails or is deleted is replaced, and one on its way out is not counted") {
    Cluster cluster;
    cluster.create(web(3));
    cluster.roll();
    auto const pods = cluster.pods();
    cluster.fail(pods[0]->metadata.name);
    cluster.settle();
    CHECK(cluster.active().size() == 3);
    CHECK(cluster.pods().size() == 4);
    cluster.remove<Pod>(pods[1]->metadata.name);
    cluster.settle();
    CHECK(cluster.active().size() == 3);
    CHECK(cluster.pods().size() == 5);
    auto const set = cluster.set_of("web:1");
    CHECK(set->status.replicas == 3);
    CHECK(set->status.terminatingReplicas == 1);
    CHECK(set->status.readyReplicas == 1);
    CHECK(set->status.fullyLabeledReplicas == 3);
    cluster.finish_all();
    CHECK(cluster.set_of("web:1")->status.terminatingReplicas == 0);
}

TEST_CASE("replicaset: an orphan that matches is adopted, and what no longer matches is let go and replaced") {
    Cluster cluster;
    cluster.create(web(2));
    cluster.roll();
    auto const pods = cluster.pods();
    auto const name = pods[0]->metadata.name;
    auto const hash = pods[0]->metadata.labels.at("pod-template-hash");
    cluster.edit<Pod>(name, [](Pod& pod) { pod.metadata.labels["pod-template-hash"] = "under-study"; });
    cluster.settle();
    CHECK(cluster.get<Pod>(name)->metadata.ownerReferences.empty());
    CHECK(cluster.pods().size() == 3);
    cluster.check_steady();

    cluster.edit<Pod>(name, [&](Pod& pod) { pod.metadata.labels["pod-template-hash"] = hash; });
    cluster.settle();
    auto const back = cluster.get<Pod>(name);
    REQUIRE(back);
    REQUIRE(back->metadata.ownerReferences.size() == 1);
    CHECK(back->metadata.ownerReferences[0].controller == true);
    // One too many now: the one that was started last and is not ready goes.
    CHECK(cluster.active().size() == 2);
    CHECK(is_active(*back));
    cluster.check_steady();
}

TEST_CASE("replicaset: more Pods than one plan holds are made in several") {
    Cluster cluster;
    std::size_t largest = 0;
    cluster.before_commit = [&](std::string const&, Plan const& plan) {
        largest = std::max(largest, plan.writes().size());
    };
    cluster.create(web(1200));
    cluster.settle();
    CHECK(cluster.pods().size() == 1200);
    CHECK(largest <= 502);
    CHECK(cluster.set_of("web:1")->status.replicas == 1200);
    cluster.edit<Deployment>("web", [](Deployment& d) { d.spec.replicas = 0; });
    cluster.settle();
    CHECK(cluster.pods().empty());
    CHECK(largest <= 502);
    cluster.check_steady();
}

TEST_CASE("trap 10: refused Pods are reported and then asked for one at a time") {
    Cluster cluster;
    std::size_t quota = 3;
    cluster.refuse = [&](Plan const& plan) -> std::optional<Error> {
        auto const made = std::count_if(plan.writes().begin(), plan.writes().end(), [](PlannedWrite const& write) {
            return write.verb == PlannedWrite::Verb::create && write.type == Pod::type;
        });
        if (made == 0 || cluster.pods().size() + static_cast<std::size_t>(made) <= quota) return std::nullopt;
        return Error(Errc::forbidden, "exceeded quota: pods");
    };
    cluster.create(web(10));
    cluster.advance(100ms);
    CHECK(cluster.pods().size() == 3);
    auto const set = cluster.set_of("web:1");
    auto const* const failure = find_condition(set->status.conditions, "ReplicaFailure");
    REQUIRE(failure);
    CHECK(failure->reason == "FailedCreate");
    CHECK(failure->message == "exceeded quota: pods");
    CHECK(cluster.condition("ReplicaFailure").reason == "FailedCreate");
    auto const before = cluster.revision();
    cluster.advance(100ms);
    CHECK(cluster.revision() == before);  // what is refused again changes nothing
    quota = 100;
    cluster.advance(100ms);
    CHECK(cluster.pods().size() == 10);
    CHECK(cluster.set_of("web:1")->status.conditions.empty());
    CHECK(cluster.condition("ReplicaFailure").type.empty());
}

TEST_CASE("deployment: a ReplicaSet that is refused is reported") {
    Cluster cluster;
    cluster.refuse = [&](Plan const& plan) -> std::optional<Error> {
        for (auto const& write : plan.writes())
            if (write.verb == PlannedWrite::Verb::create) return Error(Errc::forbidden, "no");
        return std::nullopt;
    };
    cluster.create(web(1));
    cluster.settle();
    CHECK(cluster.condition("Progressing").status == "False");
    CHECK(cluster.condition("Progressing").reason == "ReplicaSetCreateError");
    cluster.refuse = nullptr;
    cluster.advance(1s);
    CHECK(cluster.condition("Progressing").status == "True");
    CHECK(cluster.pods().size() == 1);
}

TEST_CASE("deployment: nothing is made for what is being deleted") {
    Cluster cluster;
    auto deployment = web(2);
    deployment.metadata.finalizers = {"example.com/hold"};
    cluster.create(deployment);
    cluster.roll();
    cluster.remove<Deployment>("web");
    cluster.set_image("web:2");
    cluster.settle();
    CHECK(cluster.list<ReplicaSet>().size() == 1);
}

TEST_CASE("trap 1: a decision that is taken again from an older state makes no second set of children") {
    Cluster cluster;
    cluster.create(web(3));
    auto const set = cluster.plan_of(0, "web");
    REQUIRE(cluster.step());
    REQUIRE_FALSE(cluster.list<ReplicaSet>().empty());
    auto const pods = cluster.plan_of(1, cluster.set_of("web:1")->metadata.name);
    cluster.settle();
    for (auto const* plan : {&set, &pods}) {
        REQUIRE(plan->writes()[0].verb == PlannedWrite::Verb::create);
        auto const refused = cluster.try_commit(cluster.operations_of(*plan), "late");
        REQUIRE(refused);
        CHECK(refused->code == Errc::already_exists);
    }
    CHECK(cluster.list<ReplicaSet>().size() == 1);
    CHECK(cluster.pods().size() == 3);
}

TEST_CASE("rollout: with Pods that get ready, fail and go at random the floor and the ceiling hold") {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        auto const pick = [&](std::size_t below) {
            return static_cast<std::size_t>(random() % std::max<std::size_t>(below, 1));
        };
        Cluster cluster(seed);
        auto const replicas = static_cast<std::int32_t>(1 + pick(9));
        auto deployment = web(replicas);
        auto const surge = static_cast<std::int32_t>(pick(4));
        auto const unavailable = std::max(static_cast<std::int32_t>(pick(4)), surge == 0 ? 1 : 0);
        deployment.spec.strategy =
            DeploymentStrategy{.rollingUpdate = RollingUpdateDeployment{.maxSurge = IntOrString(surge),
                                                                        .maxUnavailable = IntOrString(unavailable)},
                               .type = "RollingUpdate"};
        cluster.create(deployment);
        cluster.roll();

        auto const floor = std::max(replicas - unavailable, 0), ceiling = replicas + surge;
        // What stays available once every ReplicaSet has the size that it is asked to have.
        auto const kept = [&](std::map<std::string, std::int32_t> const& asked) {
            std::int32_t sum = 0;
            for (auto const& set : cluster.list<ReplicaSet>()) {
                std::int32_t ready = 0;
                for (auto const& pod : cluster.active())
                    ready += pod->metadata.ownerReferences[0].uid == set->metadata.uid && is_ready(*pod) ? 1 : 0;
                auto const found = asked.find(set->metadata.name);
                sum += std::min(ready, found != asked.end() ? found->second : set->spec.replicas.value_or(1));
            }
            return sum;
        };
        cluster.before_commit = [&](std::string const& controller, Plan const& plan) {
            if (controller == "deployment") {
                std::map<std::string, std::int32_t> asked;
                for (auto const& write : plan.writes())
                    if (write.verb == PlannedWrite::Verb::update)
                        asked[write.key.name] = decode<ReplicaSet>(write.body).value().spec.replicas.value_or(1);
                REQUIRE(kept(asked) >= std::min(floor, kept({})));
            }
            // A ReplicaSet takes a Pod that is ready only with all of its own that are not.
            std::set<std::string> removed, sets;
            for (auto const& write : plan.writes()) {
                if (write.verb != PlannedWrite::Verb::remove || write.type != Pod::type) continue;
                removed.insert(write.key.name);
                auto const pod = cluster.get<Pod>(write.key.name);
                if (is_ready(*pod)) sets.insert(pod->metadata.ownerReferences[0].uid);
            }
            for (auto const& pod : cluster.active())
                if (!is_ready(*pod) && sets.contains(pod->metadata.ownerReferences[0].uid))
                    REQUIRE(removed.contains(pod->metadata.name));
        };
        for (int i = 0; i < 400; ++i) {
            auto const pods = cluster.pods();
            switch (pick(10)) {
                case 0:
                    if (pick(12) == 0) cluster.set_image("web:" + std::to_string(1 + pick(4)));
                    break;
                case 1:
                    if (!pods.empty() && pick(4) == 0) {
                        auto const& pod = pods[pick(pods.size())];
                        if (is_active(*pod)) cluster.fail(pod->metadata.name);
                    }
                    break;
                case 2:
                    if (!pods.empty() && pick(3) == 0) {
                        auto const& pod = pods[pick(pods.size())];
                        if (is_active(*pod) && is_ready(*pod)) cluster.set_ready(pod->metadata.name, false);
                    }
                    break;
                case 3:
                case 4:
                    if (!pods.empty()) {
                        auto const& pod = pods[pick(pods.size())];
                        if (is_active(*pod) && !is_ready(*pod)) cluster.run(pod->metadata.name);
                        if (!pod->metadata.deletionTimestamp.empty()) cluster.finish(pod->metadata.name);
                    }
                    break;
                case 5: cluster.advance(std::chrono::seconds(pick(20))); break;
                default: cluster.step(pick(cluster.waiting()));
            }
            REQUIRE(cluster.active().size() <= static_cast<std::size_t>(ceiling));
        }
        cluster.roll();
        auto const status = cluster.deployment()->status;
        CHECK(status.availableReplicas == replicas);
        CHECK(status.updatedReplicas == replicas);
        CHECK(cluster.condition("Progressing").reason == "NewReplicaSetAvailable");
        CHECK(cluster.active().size() == static_cast<std::size_t>(replicas));
        cluster.check_steady();
    }
}

TEST_CASE("rollout: without failures what is available never falls below the floor") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Cluster cluster(seed);
        auto const replicas = static_cast<std::int32_t>(1 + random() % 12);
        cluster.create(web(replicas));
        cluster.roll();
        auto const floor = replicas - replicas / 4;
        auto const ceiling = static_cast<std::size_t>(replicas + (replicas + 3) / 4);
        cluster.set_image("web:2");
        for (int i = 0; i < 2000 && cluster.deployment()->status.updatedReplicas < replicas + 1; ++i) {
            std::vector<std::string> open;
            for (auto const& pod : cluster.pods())
                if (!is_active(*pod) || !is_ready(*pod)) open.push_back(pod->metadata.name);
            if (cluster.waiting() > 0 && random() % 3 != 0) {
                cluster.step(static_cast<std::size_t>(random()));
            } else if (!open.empty()) {
                auto const& name = open[random() % open.size()];
                if (is_active(*cluster.get<Pod>(name))) {
                    cluster.run(name);
                } else {
                    cluster.finish(name);
                }
            } else if (!cluster.step()) {
                break;
            }
            std::int32_t ready = 0;
            for (auto const& pod : cluster.active()) ready += is_ready(*pod) ? 1 : 0;
            REQUIRE(ready >= floor);
            REQUIRE(cluster.active().size() <= ceiling);
        }
        CHECK(cluster.size_of("web:2") == replicas);
        CHECK(cluster.size_of("web:1") == 0);
    }
}

TEST_CASE("rollout: reconciles per change, in the worst case of one change at a time") {
    Cluster cluster;
    cluster.create(web(100));
    cluster.roll();
    cluster.set_image("web:2");
    cluster.changes = cluster.reconciles = 0;
    cluster.settle();
    while (cluster.deployment()->status.updatedReplicas < 100 || cluster.deployment()->status.availableReplicas < 100 ||
           cluster.pods().size() > 100) {
        for (auto const& pod : cluster.pods()) {
            if (!is_active(*pod)) {
                cluster.finish(pod->metadata.name);
            } else if (!is_ready(*pod)) {
                cluster.run(pod->metadata.name);
            }
            cluster.settle();
        }
    }
    CAPTURE(cluster.reconciles, cluster.changes);
    CHECK(static_cast<double>(cluster.reconciles) <= 1.05 * static_cast<double>(cluster.changes));
}
