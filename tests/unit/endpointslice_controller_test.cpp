#include "controllers/endpointslice.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/discovery_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::controllers;
using test::ControllerWorld;

namespace {

struct SliceWorld : ControllerWorld {
    explicit SliceWorld(EndpointSliceOptions options = {}) {
        add(endpointslice_controller(options));
        collect_garbage();
    }
    void make_service(std::function<void(Service&)> const& edit = {}) {
        Service service{.metadata = {.name = "web", .namespace_ = "default"}};
        service.spec.selector = {{"app", "web"}};
        service.spec.ports = {{.name = "http", .port = 80, .targetPort = IntOrString(8080)}};
        if (edit) edit(service);
        create(service).value();
        run();
    }
    void make_pod(std::string const& name, std::string const& ip, std::function<void(Pod&)> const& edit = {}) {
        Pod pod{.metadata = {.labels = {{"app", "web"}}, .name = name, .namespace_ = "default"}};
        pod.spec.containers.push_back({.image = "x", .name = "main"});
        if (edit) edit(pod);
        create(pod).value();
        auto bind = operation(Operation::Verb::bind, "pods", "n1", {"default", name});
        (void)one(bind).value();
        if (!ip.empty()) state_pod(name, ip, true);
        run();
    }
    void state_pod(std::string const& name, std::string const& ip, bool ready, std::string const& phase = "Running") {
        change_status<Pod>(name, [&](Pod& pod) {
            pod.status.phase = phase;
            pod.status.podIP = ip;
            pod.status.conditions = {{.status = ready ? "True" : "False", .type = "Ready"}};
        });
        run();
    }
    std::vector<std::shared_ptr<EndpointSlice const>> slices() { return all<EndpointSlice>(); }
    Endpoint endpoint(std::string const& pod) {
        for (auto const& slice : slices())
            for (auto const& each : slice->endpoints)
                if (each.targetRef->name == pod) return each;
        FAIL("no endpoint of " << pod);
        return {};
    }
    std::size_t endpoints() {
        std::size_t sum = 0;
        for (auto const& slice : slices()) sum += slice->endpoints.size();
        return sum;
    }
};

}  // namespace

TEST_CASE("endpointslice: a Service's slice says who is behind it, where and how ready") {
    SliceWorld w;
    w.make_service([](Service& service) { service.metadata.labels = {{"team", "a"}}; });
    REQUIRE(w.slices().size() == 1);  // an empty one says that the Service was seen
    CHECK(w.endpoints() == 0);
    w.make_pod("a", "10.0.0.1");
    w.make_pod("waiting", "");
    w.make_pod("other", "10.0.0.9", [](Pod& pod) { pod.metadata.labels = {{"app", "db"}}; });
    REQUIRE(w.slices().size() == 1);
    auto const slice = *w.slices()[0];
    CHECK(slice.metadata.name.starts_with("web-"));
    CHECK(slice.metadata.labels.at("kubernetes.io/service-name") == "web");
    CHECK(slice.metadata.labels.at("endpointslice.kubernetes.io/managed-by") == "endpointslice-controller.k8s.io");
    CHECK(slice.metadata.labels.at("team") == "a");
    CHECK(slice.metadata.ownerReferences.at(0).kind == "Service");
    CHECK(slice.addressType == "IPv4");
    REQUIRE(slice.ports.size() == 1);
    CHECK(slice.ports[0].port == 8080);
    CHECK(slice.ports[0].name == "http");
    REQUIRE(slice.endpoints.size() == 1);
    auto const a = w.endpoint("a");
    CHECK(a.addresses == std::vector<std::string>{"10.0.0.1"});
    CHECK(a.nodeName == "n1");
    CHECK(a.targetRef->uid == w.find<Pod>("a")->metadata.uid);
    CHECK(a.conditions->ready == true);
    w.state_pod("a", "10.0.0.1", false);
    CHECK(w.endpoint("a").conditions->ready == false);
    w.state_pod("a", "10.0.0.1", false, "Failed");
    CHECK(w.endpoints() == 0);
}

TEST_CASE("trap 16: a Pod on its way out is not ready at once, and listed as terminating until it has ended") {
    SliceWorld w;
    w.make_service();
    w.make_pod("a", "10.0.0.1");
    w.remove<Pod>("a").value();
    w.run();
    auto const going = w.endpoint("a").conditions;
    CHECK(going->ready == false);
    CHECK(going->serving == true);
    CHECK(going->terminating == true);
    w.remove<Pod>("a", {.grace_seconds = 0}).value();
    w.run();
    CHECK(w.endpoints() == 0);
}

TEST_CASE("endpointslice: a Service may publish what is not ready") {
    SliceWorld w;
    w.make_service([](Service& service) { service.spec.publishNotReadyAddresses = true; });
    w.make_pod("a", "10.0.0.1");
    w.state_pod("a", "10.0.0.1", false);
    CHECK(w.endpoint("a").conditions->ready == true);
    CHECK(w.endpoint("a").conditions->serving == false);
}

TEST_CASE("endpointslice: a named port is each Pod's own, and Pods of different ports have different slices") {
    SliceWorld w;
    w.make_service([](Service& service) { service.spec.ports[0].targetPort = IntOrString("web"); });
    auto const with_port = [](std::int32_t port) {
        return [port](Pod& pod) { pod.spec.containers[0].ports = {{.containerPort = port, .name = "web"}}; };
    };
    w.make_pod("a", "10.0.0.1", with_port(8001));
    w.make_pod("b", "10.0.0.2", with_port(8002));
    w.make_pod("c", "10.0.0.3", with_port(8001));
    std::map<std::int32_t, std::size_t> sizes;
    for (auto const& slice : w.slices()) sizes[slice->ports.at(0).port.value()] = slice->endpoints.size();
    CHECK(sizes == std::map<std::int32_t, std::size_t>{{8001, 2}, {8002, 1}});
}

TEST_CASE("endpointslice: slices are filled to their limit, and a change of one Pod writes one slice") {
    SliceWorld w({.most_endpoints = 3});
    w.make_service();
    for (int i = 0; i < 7; ++i) w.make_pod("p" + std::to_string(i), "10.0.0." + std::to_string(i + 1));
    std::multiset<std::size_t> sizes;
    for (auto const& slice : w.slices()) sizes.insert(slice->endpoints.size());
    CHECK(sizes == std::multiset<std::size_t>{1, 3, 3});
    auto const writes = w.writes;
    w.state_pod("p2", "10.0.0.3", false);
    CHECK(w.writes == writes + 1);
    w.remove<Pod>("p1", {.grace_seconds = 0}).value();
    w.run();
    CHECK(w.writes == writes + 2);
    w.make_pod("new", "10.0.0.20");
    CHECK(w.slices().size() == 3);  // it takes a free place
    CHECK(w.endpoints() == 7);
}

TEST_CASE("endpointslice: a headless Service's slices say so, and know host names in its domain") {
    SliceWorld w;
    w.make_service([](Service& service) {
        service.spec.clusterIP = "None";
        service.spec.ports.clear();
    });
    w.make_pod("a", "10.0.0.1", [](Pod& pod) {
        pod.spec.hostname = "first";
        pod.spec.subdomain = "web";
    });
    CHECK(w.slices().at(0)->metadata.labels.contains("service.kubernetes.io/headless"));
    CHECK(w.slices().at(0)->ports.empty());
    CHECK(w.endpoint("a").hostname == "first");
}

TEST_CASE("endpointslice: a Pod that changes its labels, and a Service that changes its selector, are followed") {
    SliceWorld w;
    w.make_service();
    w.make_pod("a", "10.0.0.1");
    w.change<Pod>("a", [](Pod& pod) { pod.metadata.labels = {{"app", "gone"}}; });
    w.run();
    CHECK(w.endpoints() == 0);
    w.change<Service>("web", [](Service& service) { service.spec.selector = {{"app", "gone"}}; });
    w.run();
    CHECK(w.endpoints() == 1);
}

TEST_CASE("endpointslice: slices of a Service without a selector are its user's, and all go with the Service") {
    SliceWorld w;
    w.make_service([](Service& service) { service.spec.selector.clear(); });
    CHECK(w.slices().empty());
    w.change<Service>("web", [](Service& service) { service.spec.selector = {{"app", "web"}}; });
    w.run();
    CHECK(w.slices().size() == 1);
    w.remove<Service>("web").value();
    w.run();
    CHECK(w.slices().empty());
}

TEST_CASE("trap 21: slices at rest are not written again") {
    SliceWorld w({.most_endpoints = 2});
    w.make_service();
    for (int i = 0; i < 5; ++i) w.make_pod("p" + std::to_string(i), "10.0.0." + std::to_string(i + 1));
    CHECK(w.plan("endpointslice", {"default", "web"}).empty());
    auto const revision = w.registry.accepted().revision;
    w.restart();
    w.run();
    CHECK(w.registry.accepted().revision == revision);
}

TEST_CASE("trap 1: a slice that was made is not made again from an older view") {
    SliceWorld w;
    Service service{.metadata = {.name = "web", .namespace_ = "default"}};
    service.spec.selector = {{"app", "web"}};
    service.spec.ports = {{.port = 80}};
    w.create(service).value();
    auto const before = w.state();
    w.run();
    CHECK_FALSE(w.carry_out(w.plan("endpointslice", {"default", "web"}, before), "endpointslice"));
    CHECK(w.slices().size() == 1);
}
