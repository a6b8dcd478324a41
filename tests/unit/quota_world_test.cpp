#include "support/web_deployment.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/core_extra_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/policy_v1.hpp>
#include <keelson/testing/world.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace keelson;
using namespace std::chrono_literals;
using testing::World;
using tests::web;

namespace {

ResourceQuota pods_quota(std::int64_t pods) {
    ResourceQuota quota;
    quota.metadata.name = "q";
    quota.spec.hard["pods"] = Quantity(pods);
    return quota;
}

template <class T>
std::string failure(T const& object) {
    for (auto const& condition : object.status.conditions)
        if (condition.type == "ReplicaFailure") return condition.reason + ": " + condition.message;
    return {};
}

std::size_t tellings(World& world, std::string_view reason) {
    auto const events = world.list<Event>();
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [&](auto const& event) { return event.reason == reason; }));
}

}  // namespace

TEST_CASE("trap 10: a ReplicaSet that a quota stops makes what fits, says why, and goes on when there is room") {
    World world;
    world.apply(pods_quota(3)).value();
    world.apply(web(5)).value();
    world.advance(10s);
    CHECK(world.list<Pod>().size() == 3);
    auto const set = world.list<ReplicaSet>().at(0);
    CHECK(set.status.readyReplicas == 3);
    CHECK_THAT(failure(set), Catch::StartsWith("FailedCreate: pods \"" + set.metadata.name));
    CHECK_THAT(failure(set),
               Catch::EndsWith("is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3"));
    CHECK(tellings(world, "FailedCreate") != 0);
    // It asks less and less often.
    auto const revision = world.get<ReplicaSet>({"default", set.metadata.name})->metadata.resourceVersion;
    world.advance(60s);
    CHECK(world.get<ReplicaSet>({"default", set.metadata.name})->metadata.resourceVersion == revision);
    world.apply(pods_quota(5)).value();
    REQUIRE(world.run_until([&] { return rolled_out(*world.get<Deployment>({"default", "web"})); }, 20min));
    CHECK(world.get<ResourceQuota>({"default", "q"})->status.used.at("pods") == Quantity(5));
    CHECK(failure(world.list<ReplicaSet>().at(0)).empty());
}

TEST_CASE("trap 10: a Job that a quota stops makes what fits, says why, and ends all the same") {
    World world({.pods = {.otherwise = {.runs_for = 1s}}});
    world.apply(pods_quota(2)).value();
    Job job;
    job.metadata.name = "sums";
    job.spec.parallelism = job.spec.completions = 5;
    auto& pod = job.spec.template_.spec;
    pod.restartPolicy = "Never";
    pod.containers.push_back({.image = "x", .name = "c"});
    world.apply(job).value();
    REQUIRE(world.run_until([&] { return !failure(*world.get<Job>({"default", "sums"})).empty(); }, 10s));
    CHECK(world.list<Pod>().size() <= 2);
    CHECK_THAT(failure(*world.get<Job>({"default", "sums"})), Catch::Contains("exceeded quota: q, requested: pods=1"));
    CHECK(tellings(world, "FailedCreate") != 0);
    REQUIRE(world.run_until([&] { return world.get<Job>({"default", "sums"})->status.succeeded == 5; }, 30min));
    world.settle();
    auto const done = world.get<Job>({"default", "sums"}).value();
    CHECK(failure(done).empty());
    CHECK(world.get<ResourceQuota>({"default", "q"})->status.used.at("pods") == Quantity(0));
}

TEST_CASE("quota: in a world that is restarted and killed its status stays true") {
    World world({.nodes = 2});
    world.apply(pods_quota(10)).value();
    world.apply(web(4)).value();
    world.advance(5s);
    world.restart();
    world.advance(5s);
    CHECK(world.get<ResourceQuota>({"default", "q"})->status.used.at("pods") == Quantity(4));
    world.apply(web(1)).value();
    world.advance(2min);
    CHECK(world.list<Pod>().size() == 1);
    CHECK(world.get<ResourceQuota>({"default", "q"})->status.used.at("pods") == Quantity(1));
}

TEST_CASE("service accounts: every namespace of an engine has one when it can be seen, and Pods have it") {
    World world;
    for (auto const& space : world.list<Namespace>())
        CHECK(world.get<ServiceAccount>({space.metadata.name, "default"}));
    Namespace team;
    team.metadata.name = "team";
    world.create(team).value();
    Pod pod;
    pod.metadata.name = "p";
    pod.metadata.namespace_ = "team";
    pod.spec.containers.push_back({.image = "x", .name = "c"});
    CHECK(world.create(pod).value().spec.serviceAccountName == "default");
}

TEST_CASE("disruption: the budget of a Deployment is counted, through a rollout too") {
    World world({.nodes = 2});
    PodDisruptionBudget budget;
    budget.metadata.name = "b";
    budget.spec.selector.emplace().matchLabels = {{"app", "web"}};
    budget.spec.maxUnavailable = "25%";
    world.apply(budget).value();
    world.apply(web(4)).value();
    REQUIRE(world.run_until([&] { return rolled_out(*world.get<Deployment>({"default", "web"})); }, 60s));
    world.settle();
    auto const counted = world.get<PodDisruptionBudget>({"default", "b"})->status;
    CHECK(counted.expectedPods == 4);
    CHECK(counted.desiredHealthy == 3);
    CHECK(counted.currentHealthy == 4);
    CHECK(counted.disruptionsAllowed == 1);
}
