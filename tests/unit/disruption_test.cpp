#include "controllers/disruption.hpp"

#include "controllers/replicaset.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/policy_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using test::ControllerWorld;
using Verb = Operation::Verb;

namespace {

struct BudgetWorld : ControllerWorld {
    BudgetWorld() {
        add(replica_set_controller());
        add(controllers::disruption_controller());
    }
    void make_set(std::int32_t replicas, std::string const& name = "web") {
        ReplicaSet set{.metadata = {.name = name, .namespace_ = "default"}};
        set.spec.replicas = replicas;
        set.spec.selector.matchLabels = {{"app", name}};
        set.spec.template_.emplace();
        set.spec.template_->metadata.labels = {{"app", name}};
        set.spec.template_->spec.containers.push_back({.image = "x", .name = "c"});
        create(set).value();
        run();
        for (auto const& pod : all<Pod>()) start(pod->metadata.name);
    }
    void start(std::string const& name, bool ready = true) {
        (void)one(operation(Verb::bind, "pods", "n1", {"default", name}));
        change_status<Pod>(name, [&](Pod& pod) {
            pod.status.phase = "Running";
            std::erase_if(pod.status.conditions, [](auto const& c) { return c.type == "Ready"; });
            PodCondition condition;
            condition.type = "Ready";
            condition.status = ready ? "True" : "False";
            pod.status.conditions.push_back(condition);
        });
        run();
    }
    void make_budget(std::function<void(PodDisruptionBudgetSpec&)> const& edit, std::string const& name = "b") {
        PodDisruptionBudget budget{.metadata = {.name = name, .namespace_ = "default"}};
        budget.spec.selector.emplace().matchLabels = {{"app", "web"}};
        edit(budget.spec);
        create(budget).value();
        run();
    }
    Result<Ref> evict(std::string const& name, WriteOptions options = {}, std::string const& uid = {}) {
        auto made = operation(Verb::evict, "pods", {}, {"default", name});
        made.remove.uid = uid;
        return one(std::move(made), std::move(options));
    }
    std::string cause(std::string const& name) {
        auto const done = evict(name);
        if (done) return "evicted";
        CHECK(done.error().message == "Cannot evict pod as it would violate the pod's disruption budget.");
        CHECK(done.error().code == Errc::too_many_requests);
        REQUIRE(done.error().causes.size() == 1);
        CHECK(done.error().causes[0].reason == "DisruptionBudget");
        return done.error().causes[0].message;
    }
    PodDisruptionBudgetStatus status(std::string const& name = "b") { return find<PodDisruptionBudget>(name)->status; }
    std::string counts(std::string const& name = "b") {
        auto const is = status(name);
        std::string text = std::to_string(is.currentHealthy) + " of " + std::to_string(is.desiredHealthy) + " in " +
                           std::to_string(is.expectedPods) + ", " + std::to_string(is.disruptionsAllowed);
        for (auto const& condition : is.conditions) text += " " + condition.status + " " + condition.reason;
        return text;
    }
    std::string pod(std::size_t i) { return all<Pod>().at(i)->metadata.name; }
};

}  // namespace

TEST_CASE("disruption: the status counts the healthy, and says how many may go") {
    BudgetWorld w;
    w.make_set(4);
    w.make_budget([](auto& spec) { spec.minAvailable = IntOrString(3); });
    CHECK(w.counts() == "4 of 3 in 4, 1 True SufficientPods");
    CHECK(w.status().observedGeneration == 1);
    w.start(w.pod(0), false);
    CHECK(w.counts() == "3 of 3 in 4, 0 False InsufficientPods");
    w.start(w.pod(0));
    w.change<PodDisruptionBudget>("b", [](PodDisruptionBudget& budget) {
        budget.spec.minAvailable.reset();
        budget.spec.maxUnavailable = "50%";
    });
    w.run();
    CHECK(w.counts() == "4 of 2 in 4, 2 True SufficientPods");
    CHECK(w.status().observedGeneration == 2);
    w.change<ReplicaSet>("web", [](ReplicaSet& set) { set.spec.replicas = 5; });
    w.run();
    CHECK(w.counts() == "4 of 2 in 5, 2 True SufficientPods");
}

TEST_CASE("disruption: without a known size percentages can't be counted, and nothing may go") {
    BudgetWorld w;
    Pod lone{.metadata = {.labels = {{"app", "web"}}, .name = "lone", .namespace_ = "default"}};
    lone.spec.containers.push_back({.image = "x", .name = "c"});
    lone.metadata.ownerReferences.push_back(
        {.apiVersion = "example.com/v1", .controller = true, .kind = "Thing", .name = "t", .uid = "u"});
    w.create(lone).value();
    w.start("lone");
    w.make_budget([](auto& spec) { spec.maxUnavailable = IntOrString(1); });
    CHECK(w.counts() == "0 of 0 in 0, 0 False SyncFailed");
    CHECK(w.status().conditions[0].message == "found no controllers for pod \"lone\"");
    CHECK(w.count_told("CalculateExpectedPodCountFailed") == 1);
    w.make_budget([](auto& spec) { spec.minAvailable = IntOrString(0); }, "number");
    CHECK(w.counts("number") == "1 of 0 in 1, 1 True SufficientPods");
}

TEST_CASE("disruption: an eviction takes one off in its own commit, and what is left is held") {
    BudgetWorld w;
    w.make_set(3);
    w.make_budget([](auto& spec) { spec.minAvailable = IntOrString(2); });
    auto const first = w.pod(0), second = w.pod(1);
    WriteOptions dry;
    dry.dry_run = true;
    CHECK(w.evict(first, dry).has_value());
    CHECK(w.counts() == "3 of 2 in 3, 1 True SufficientPods");
    CHECK(w.evict(first, {}, "other").error().code == Errc::conflict);
    CHECK(w.cause(first) == "evicted");
    CHECK(w.status().disruptionsAllowed == 0);  // before any controller has looked
    CHECK(w.status().disruptedPods.contains(first));
    CHECK(w.cause(second) == "The disruption budget b needs 2 healthy pods and has 3 currently");
    auto const dying = w.find<Pod>(first);
    REQUIRE(dying);
    auto const target = std::find_if(dying->status.conditions.begin(), dying->status.conditions.end(),
                                     [](auto const& c) { return c.type == "DisruptionTarget"; });
    REQUIRE(target != dying->status.conditions.end());
    CHECK(target->reason == "EvictionByEvictionAPI");
    w.run();
    CHECK(w.counts() == "2 of 2 in 4, 0 False InsufficientPods");  // the one that goes is still there
    CHECK(w.status().disruptedPods.empty());
    // The one that is going may be asked to go again.
    CHECK(w.cause(first) == "evicted");
    CHECK(w.cause(second) == "The disruption budget b needs 2 healthy pods and has 2 currently");
    // Its replacement is there: one more may go.
    for (auto const& one : w.all<Pod>())
        if (one->status.phase == "Pending") w.start(one->metadata.name);
    CHECK(w.cause(second) == "evicted");
}

TEST_CASE("disruption: who does not run goes freely, and who is not ready as the budget says") {
    BudgetWorld w;
    w.make_set(2);
    w.make_budget([](auto& spec) { spec.minAvailable = IntOrString(2); });
    auto const first = w.pod(0), second = w.pod(1);
    w.start(first, false);
    CHECK(w.cause(first) == "The disruption budget b needs 2 healthy pods and has 1 currently");
    w.change<PodDisruptionBudget>(
        "b", [](PodDisruptionBudget& budget) { budget.spec.unhealthyPodEvictionPolicy = "AlwaysAllow"; });
    w.run();
    CHECK(w.cause(first) == "evicted");
    CHECK(w.cause(second) == "The disruption budget b needs 2 healthy pods and has 1 currently");
    w.change_status<Pod>(second, [](Pod& pod) { pod.status.phase = "Failed"; });
    CHECK(w.cause(second) == "evicted");
}

TEST_CASE("disruption: a budget that was not counted yet holds, and two are one too many") {
    BudgetWorld w;
    w.make_set(2);
    PodDisruptionBudget budget{.metadata = {.name = "b", .namespace_ = "default"}};
    budget.spec.selector.emplace();  // everything
    budget.spec.minAvailable = IntOrString(1);
    w.create(budget).value();
    CHECK(w.cause(w.pod(0)) == "The disruption budget b is still being processed by the server.");
    w.run();
    w.make_budget([](auto& spec) { spec.minAvailable = IntOrString(0); }, "other");
    auto const refused = w.evict(w.pod(0));
    CHECK(refused.error().code == Errc::internal);
    CHECK(refused.error().message ==
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
}
