#include "controllers/conditions.hpp"
#include "controllers/namespace.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/batch_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::controllers;
using namespace std::chrono_literals;
using test::ControllerWorld;

namespace {

struct NamespaceWorld : ControllerWorld {
    NamespaceWorld() {
        add(namespace_controller());
        collect_garbage();
        create(Namespace{.metadata = {.name = "team"}}).value();
        run();
    }
    template <class T>
    void make(std::string const& name, std::function<void(T&)> const& edit = {}) {
        T object{.metadata = {.name = name, .namespace_ = "team"}};
        if (edit) edit(object);
        create(object).value();
        run();
    }
    void make_pod(std::string const& name) {
        make<Pod>(name, [](Pod& pod) { pod.spec.containers.push_back({.image = "x", .name = "main"}); });
        auto bind = operation(Operation::Verb::bind, "pods", "n1", {"team", name});
        (void)one(bind).value();
    }
    std::string message(std::string_view type) {
        auto const team = find<Namespace>("team");
        auto const* const found = team ? find_condition(team->status.conditions, type) : nullptr;
        return found ? found->status + " " + found->reason + ": " + found->message : "<none>";
    }
    template <class T>
    bool has(std::string const& name) {
        return find<T>(name, "team") != nullptr;
    }
};

}  // namespace

TEST_CASE("namespace: an active one has its default ServiceAccount, also when that was deleted") {
    NamespaceWorld w;
    CHECK(w.has<ServiceAccount>("default"));
    CHECK(w.find<Namespace>("team")->status.phase == "Active");
    w.remove<ServiceAccount>("default", {}, "team").value();
    w.run();
    CHECK(w.has<ServiceAccount>("default"));
}

TEST_CASE("trap 8: a Namespace empties itself in order and says what it waits for") {
    NamespaceWorld w;
    w.make_pod("worker");
    w.make<ConfigMap>("settings");
    w.make<Job>("train", [](Job& job) {
        job.spec.template_.spec.restartPolicy = "Never";
        job.spec.template_.spec.containers.push_back({.image = "x", .name = "main"});
        job.metadata.finalizers = {"demo.example.com/hold"};
    });
    w.remove<Namespace>("team").value();
    w.run();
    CHECK(w.find<Namespace>("team")->status.phase == "Terminating");
    CHECK(w.message("NamespaceContentRemaining") ==
          "True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances, jobs.batch "
          "has 1 resource instances, pods. has 1 resource instances, serviceaccounts. has 1 resource instances");
    CHECK(w.message("NamespaceFinalizersRemaining") ==
          "True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: demo.example.com/hold "
          "in 1 resource instances");
    CHECK(w.find<Pod>("worker", "team")->metadata.deletionTimestamp.empty());  // workloads first

    w.change<Job>(
        "train", [](Job& job) { job.metadata.finalizers.clear(); }, "team");
    w.run();
    CHECK_FALSE(w.has<Job>("train"));
    CHECK(w.find<Pod>("worker", "team")->metadata.deletionGracePeriodSeconds == 30);
    CHECK(w.has<ConfigMap>("settings"));
    CHECK(w.message("NamespaceFinalizersRemaining").starts_with("False ContentHasNoFinalizers"));

    w.remove<Pod>("worker", {.grace_seconds = 0}, "team").value();
    w.run();
    CHECK_FALSE(w.has<ConfigMap>("settings"));
    CHECK_FALSE(w.has<ServiceAccount>("default"));
    CHECK_FALSE(w.find<Namespace>("team"));
    CHECK(w.refusals.empty());
}

TEST_CASE("namespace: nothing new comes into one that goes") {
    NamespaceWorld w;
    w.make_pod("worker");
    w.remove<Namespace>("team").value();
    w.run();
    CHECK(w.create(ConfigMap{.metadata = {.name = "late", .namespace_ = "team"}}).error().code == Errc::forbidden);
    CHECK(w.has<ServiceAccount>("default"));  // the last to go
}

TEST_CASE("trap 3: a Namespace that was being deleted goes on after a restart") {
    NamespaceWorld w;
    w.make<ConfigMap>("settings");
    w.remove<Namespace>("team").value();
    w.restart();
    w.run();
    CHECK_FALSE(w.find<Namespace>("team"));
}

TEST_CASE("trap 21: Namespaces at rest, active or waiting, are not written again") {
    NamespaceWorld w;
    w.make_pod("worker");
    CHECK(w.plan("namespace", {"", "team"}).empty());
    w.remove<Namespace>("team").value();
    w.run();
    CHECK(w.plan("namespace", {"", "team"}).empty());
    auto const revision = w.registry.accepted().revision;
    w.pass(1h);
    CHECK(w.registry.accepted().revision == revision);
}

TEST_CASE("namespace: objects of every kind go with it, also of those that have no struct") {
    for (
        auto const& [resource, body] : std::vector<std::pair<std::string, std::string>>{
            {"resourceclaims.resource.k8s.io", R"({"metadata":{"name":"x"},"spec":{}})"},
            {"resourceclaimtemplates.resource.k8s.io", R"({"metadata":{"name":"x"},"spec":{"spec":{}}})"},
            {"networkpolicies.networking.k8s.io", R"({"metadata":{"name":"x"},"spec":{"podSelector":{}}})"},
            {"roles.rbac.authorization.k8s.io", R"({"metadata":{"name":"x"}})"},
            {"resourcequotas", R"({"metadata":{"name":"x"}})"},
            {"endpoints", R"({"metadata":{"name":"x"}})"},
            {"horizontalpodautoscalers.autoscaling",
             R"({"metadata":{"name":"x"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"web"}}})"}}) {
        INFO(resource);
        NamespaceWorld w;
        REQUIRE(w.RegistryFixture::create(body, resource, "team"));
        w.remove<Namespace>("team").value();
        w.run();  // time does not pass: nothing is waited for
        CHECK_FALSE(w.get(resource, "team", "x"));
        CHECK_FALSE(w.find<Namespace>("team"));
        CHECK(w.refusals.empty());
    }
}
