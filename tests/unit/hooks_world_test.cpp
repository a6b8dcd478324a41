#include "api/json.hpp"
#include "support/web_deployment.hpp"

#include <keelson/admission.hpp>
#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/values.hpp>
#include <keelson/testing/world.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <map>

using namespace keelson;
using namespace std::chrono_literals;
using testing::World;
using testing::WorldOptions;
using tests::web;

namespace {

AdmissionHook add_region() {
    return AdmissionHook::mutating<Pod>("region", [](AdmissionRequest const&, Pod& pod) -> Result<> {
        for (auto& container : pod.spec.containers) {
            bool const there = std::any_of(container.env.begin(), container.env.end(),
                                           [](EnvVar const& one) { return one.name == "REGION"; });
            if (!there) container.env.push_back({.name = "REGION", .value = "north"});
        }
        return {};
    });
}

/// A webhook beside a World: the test says when it answers, and what.
struct Webhooks {
    struct Asked {
        json::value review;
        Completion<std::string> done;
    };
    std::shared_ptr<std::deque<Asked>> asked = std::make_shared<std::deque<Asked>>();

    [[nodiscard]] WebhookCaller caller() const {
        return [asked = asked](WebhookCall call, Completion<std::string> done) {
            asked->push_back({parse_json(call.body).value(), std::move(done)});
        };
    }
    /// Answers all that is open; how many those were.
    std::size_t answer(std::string const& response) {
        auto open = std::exchange(*asked, {});
        for (auto const& one : open)
            one.done(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":")" +
                     std::string(string_at(one.review, {"request", "uid"})) + "\"," + response.substr(1) + "}");
        return open.size();
    }
};

std::string const allowed = R"({"allowed":true})";
std::string const deny = R"({"allowed":false,"status":{"code":403,"message":"not today"}})";

void configure(World& world, std::string const& kind, std::string const& resource, std::string const& operation) {
    Request request;
    request.verb = Request::Verb::create;
    request.resource = kind + "webhookconfigurations.admissionregistration.k8s.io";
    request.key.name = "checks";
    request.body = R"({"metadata":{"name":"checks"},"webhooks":[{"name":"a.example.com","sideEffects":"None",)"
                   R"("admissionReviewVersions":["v1"],"timeoutSeconds":30,"clientConfig":{"url":"https://a"},)"
                   R"("rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":[")" +
                   resource + R"("],"operations":[")" + operation + R"("]}]}]})";
    REQUIRE(world.call(std::move(request)));
}

std::size_t running(World& world) {
    auto const pods = world.list<Pod>();
    return static_cast<std::size_t>(
        std::count_if(pods.begin(), pods.end(), [](Pod const& pod) { return pod.status.phase == "Running"; }));
}

}  // namespace

TEST_CASE("admission: a hook of the host's adds to every Pod of a Deployment, and to none twice") {
    WorldOptions options;
    options.admission = {add_region()};
    World world(options);
    REQUIRE(world.apply(web(3)));
    REQUIRE(world.run_until([&] { return running(world) == 3; }, 30s));
    world.restart();
    world.advance(1min);
    auto const pods = world.list<Pod>();
    REQUIRE(pods.size() == 3);
    for (auto const& pod : pods) {
        REQUIRE(pod.spec.containers.at(0).env.size() == 1);
        CHECK(pod.spec.containers[0].env[0].value == "north");
    }
    // The template is what the user has stated.
    CHECK(world.get<Deployment>({"default", "web"})->spec.template_.spec.containers[0].env.empty());
}

TEST_CASE("admission: what a hook refuses of a controller's writes it tells in an event, and it comes once it may") {
    auto const open = std::make_shared<bool>(false);
    AdmissionScope pods;
    pods.resources = {"pods"};
    pods.verbs = {AdmissionRequest::Verb::create};
    WorldOptions options;
    options.admission = {AdmissionHook::validating(
        "gate", pods, [open](AdmissionRequest const& request, std::vector<std::string>&) -> Result<> {
            CHECK(request.user == "system:serviceaccount:kube-system:replicaset-controller");
            if (*open) return {};
            return Error(Errc::forbidden, "closed");
        })};
    World world(options);
    REQUIRE(world.apply(web(2)));
    world.advance(5s);
    CHECK(world.list<Pod>().empty());
    auto const events = world.list<Event>();
    CHECK(std::any_of(events.begin(), events.end(), [](Event const& event) {
        return event.reason == "FailedCreate" &&
               event.message.find("admission hook \"gate\" denied the request: closed") != std::string::npos;
    }));
    *open = true;
    CHECK(world.run_until([&] { return running(world) == 2; }, 10min));
}

TEST_CASE("webhooks: a controller's plan waits for them and is decided once, however often it is woken") {
    Webhooks webhooks;
    WorldOptions options;
    options.nodes = 2;
    options.webhooks = webhooks.caller();
    World world(options);
    configure(world, "mutating", "pods", "CREATE");
    REQUIRE(world.apply(web(3)));
    world.settle();
    REQUIRE(webhooks.asked->size() >= 1);
    CHECK(world.list<Pod>().empty());
    // News of the ReplicaSet while its Pods are being asked about.
    REQUIRE(world.merge_patch<ReplicaSet>({"default", world.list<ReplicaSet>().at(0).metadata.name},
                                          R"({"metadata":{"annotations":{"note":"1"}}})"));
    world.settle();
    auto const patch = R"({"allowed":true,"patchType":"JSONPatch","patch":")" +
                       encode_base64(R"([{"op":"add","path":"/metadata/annotations","value":{"seen":"yes"}}])") + "\"}";
    CHECK(world.run_until(
        [&] {
            webhooks.answer(patch);
            return running(world) == 3;
        },
        1min));
    world.advance(1min);
    auto const pods = world.list<Pod>();
    REQUIRE(pods.size() == 3);
    for (auto const& pod : pods) CHECK(pod.metadata.annotations.at("seen") == "yes");
}

TEST_CASE("webhooks: a plan that waited is decided on anew, on what is there by then") {
    Webhooks webhooks;
    WorldOptions options;
    options.webhooks = webhooks.caller();
    World world(options);
    configure(world, "validating", "pods", "CREATE");
    REQUIRE(world.apply(web(3)));
    world.settle();
    REQUIRE_FALSE(webhooks.asked->empty());
    REQUIRE(world.merge_patch<Deployment>({"default", "web"}, R"({"spec":{"replicas":1}})"));
    world.settle();
    CHECK(world.run_until(
        [&] {
            webhooks.answer(allowed);
            return running(world) == 1;
        },
        1min));
    world.advance(1min);
    CHECK(world.list<Pod>().size() == 1);
}

TEST_CASE("webhooks: while one is down only what it matches fails, and it goes on when it is back") {
    Webhooks webhooks;
    WorldOptions options;
    options.webhooks = webhooks.caller();
    World world(options);
    configure(world, "validating", "pods", "CREATE");
    REQUIRE(world.apply(web(2)));
    world.advance(2min);  // nobody answers
    CHECK(world.list<Pod>().empty());
    auto const events = world.list<Event>();
    CHECK(std::any_of(events.begin(), events.end(), [](Event const& event) {
        return event.reason == "FailedCreate" && event.message.find("context deadline exceeded") != std::string::npos;
    }));
    ConfigMap map;
    map.metadata.name = "other";
    CHECK(world.create(map));
    CHECK(world.run_until(
        [&] {
            webhooks.answer(allowed);
            return running(world) == 2;
        },
        30min));
}

TEST_CASE("webhooks: a binding that is denied keeps no other Pod from its node") {
    Webhooks webhooks;
    WorldOptions options;
    options.webhooks = webhooks.caller();
    World world(options);
    configure(world, "validating", "pods/binding", "CREATE");
    REQUIRE(world.apply(web(3)));
    std::string denied;
    world.run_until(
        [&] {
            for (auto& one : std::exchange(*webhooks.asked, {})) {
                auto const name = std::string(string_at(one.review, {"request", "name"}));
                if (denied.empty()) denied = name;
                webhooks.asked->push_back(std::move(one));
                webhooks.answer(name == denied ? deny : allowed);
            }
            return running(world) == 2;
        },
        5min);
    CHECK(running(world) == 2);
    CHECK(world.get<Pod>({"default", denied})->spec.nodeName.empty());
}
