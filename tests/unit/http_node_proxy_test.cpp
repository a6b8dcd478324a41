#include "api/json.hpp"
#include "http/api_server.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using test::TestExchange;

namespace {

constexpr char const* proxy = "/api/v1/nodes/n/proxy";

/// The API with a node of an engine, another that is not, and a Pod on the first.
struct NodeApi {
    NodeApi() {
        auto streams = std::make_shared<http::PodStreams>();
        streams->has_node = [](std::string const& node) { return node == "n"; };
        streams->node_figures = [this](std::string const&, Completion<http::NodeFigures> const& done) {
            if (unreachable) return done(Error(Errc::unavailable, "the runtime is away"));
            done(figures);
        };
        streams->logs = [this](ObjectKey pod, http::PodLogQuery const& query, http::LogSink const& sink) {
            logged = pod.namespace_ + "/" + pod.name + "/" + query.container + " " +
                     std::to_string(query.tail_lines.value_or(0));
            sink.open()->write("a line\n");
        };
        http::ApiServerOptions options;
        options.pods = streams;
        server = std::make_shared<http::ApiServer>(f.strand, f.registry, std::move(options));
        server->start();
        for (auto const* const name : {"n", "elsewhere"})
            send("POST", "/api/v1/nodes", std::string(R"({"metadata":{"name":")") + name + R"("}})");
        send("POST", "/api/v1/namespaces/default/pods",
             R"({"metadata":{"name":"web"},"spec":{"nodeName":"n","containers":[{"name":"main","image":"i"}]}})");
        REQUIRE(status == 201);
        uid = parse_json(body)->at("metadata").at("uid").get_string();
        send("PATCH", "/api/v1/namespaces/default/pods/web/status",
             R"({"status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z","containerStatuses":[
                 {"name":"main","image":"i","imageID":"","ready":true,"restartCount":0,
                  "state":{"running":{"startedAt":"2026-01-01T00:00:01Z"}}}]}})");
        REQUIRE(status == 200);
        send(
            "POST", "/api/v1/namespaces/default/pods",
            R"({"metadata":{"name":"other"},"spec":{"nodeName":"elsewhere","containers":[{"name":"c","image":"i"}]}})");
        REQUIRE(status == 201);
    }
    ~NodeApi() { server->stop(); }

    std::string send(std::string method, std::string target, std::string sent = {}) {
        auto const exchange =
            std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(sent),
                                           http::Headers{{"content-type", "application/merge-patch+json"}});
        if (exchange->asked.method == "POST") exchange->asked.headers = {{"content-type", "application/json"}};
        server->answer(exchange);
        f.settle();
        status = exchange->answer ? exchange->answer->status : 0;
        body = exchange->streamed ? exchange->streamed->all : exchange->answer ? exchange->answer->body : "";
        return body;
    }
    std::string get(std::string const& path) { return send("GET", proxy + path); }

    /// A container of the Pod that has used this much.
    void use(std::uint64_t nanos, std::optional<std::uint64_t> of_late) {
        Time const at = *parse_rfc3339("2026-01-01T00:01:00Z");
        figures.pods = {{.uid = uid,
                         .at = at,
                         .received_bytes = 7,
                         .sent_bytes = 8,
                         .containers = {{.name = "main",
                                         .at = at,
                                         .cpu = {.nanos = nanos, .nanos_per_second = of_late},
                                         .memory_bytes = 4096,
                                         .disk_bytes = 512}}}};
        http::MachineFigures machine;
        machine.at = at;
        machine.started = *parse_rfc3339("2025-12-31T00:00:00Z");
        machine.cpu.nanos = 5'000'000'000;
        machine.memory_bytes = 1000;
        machine.memory_available_bytes = 400;
        machine.disk_bytes = 100;
        machine.disk_available_bytes = 30;
        figures.machine = machine;
    }

    test::RegistryFixture f;
    std::shared_ptr<http::ApiServer> server;
    http::NodeFigures figures;
    bool unreachable = false;
    int status = 0;
    std::string body, uid, logged;
};

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("node proxy: a node is well, and has its own Pods and no others") {
    NodeApi api;
    CHECK(api.get("/healthz") == "ok");
    CHECK(api.send("GET", "/api/v1/nodes/n:10250/proxy/healthz") == "ok");
    CHECK(api.send("GET", "/api/v1/nodes/https:n:10250/proxy/healthz") == "ok");
    auto const pods = parse_json(api.get("/pods"));
    REQUIRE(pods);
    CHECK(pods->at("kind") == "PodList");
    REQUIRE(pods->at("items").as_array().size() == 1);
    CHECK(pods->at("items").at(0).at("metadata").at("name") == "web");
}

TEST_CASE("node proxy: the summary has a kubelet's form") {
    NodeApi api;
    api.use(3'000'000'000, 250'000'000);
    auto const summary = parse_json(api.get("/stats/summary"));
    REQUIRE(summary);
    auto const& node = summary->at("node");
    CHECK(node.at("nodeName") == "n");
    CHECK(node.at("startTime") == "2025-12-31T00:00:00Z");
    CHECK(node.at("cpu").at("usageCoreNanoSeconds") == 5'000'000'000);
    CHECK(node.at("memory").at("workingSetBytes") == 600);
    CHECK(node.at("fs").at("usedBytes") == 70);
    auto const& pod = summary->at("pods").at(0);
    CHECK(pod.at("podRef").at("name") == "web");
    CHECK(pod.at("podRef").at("namespace") == "default");
    CHECK(pod.at("cpu").at("usageNanoCores") == 250'000'000);
    CHECK(pod.at("network").at("rxBytes") == 7);
    auto const& container = pod.at("containers").at(0);
    CHECK(container.at("name") == "main");
    CHECK(container.at("startTime") == "2026-01-01T00:00:01Z");
    CHECK(container.at("cpu").at("usageNanoCores") == 250'000'000);
    CHECK(container.at("memory").at("workingSetBytes") == 4096);
    CHECK(container.at("rootfs").at("usedBytes") == 512);
    auto const brief = parse_json(api.get("/stats/summary?only_cpu_and_memory=true"));
    REQUIRE(brief);
    CHECK_FALSE(brief->at("node").as_object().contains("fs"));
    CHECK_FALSE(brief->at("pods").at(0).as_object().contains("network"));
    CHECK_FALSE(brief->at("pods").at(0).at("containers").at(0).as_object().contains("rootfs"));
}

TEST_CASE("node proxy: what is not known is left out, and a Pod that runs without figures is there") {
    NodeApi api;
    auto const summary = parse_json(api.get("/stats/summary"));
    REQUIRE(summary);
    CHECK_FALSE(summary->at("node").as_object().contains("cpu"));
    CHECK(summary->at("pods").at(0).at("podRef").at("name") == "web");
    CHECK(summary->at("pods").at(0).at("containers").as_array().empty());
    api.use(1, {});
    CHECK_FALSE(
        parse_json(api.get("/stats/summary"))->at("pods").at(0).at("cpu").as_object().contains("usageNanoCores"));
}

TEST_CASE("node proxy: metrics are named as a kubelet's") {
    NodeApi api;
    api.use(3'500'000'000, {});
    auto const resources = api.get("/metrics/resource");
    CHECK(contains(resources,
                   "container_cpu_usage_seconds_total{container=\"main\",namespace=\"default\",pod=\"web\"} 3.5\n"));
    CHECK(contains(resources,
                   "container_memory_working_set_bytes{container=\"main\",namespace=\"default\",pod=\"web\"} 4096\n"));
    CHECK(contains(resources,
                   "container_start_time_seconds{container=\"main\",namespace=\"default\",pod=\"web\"} "
                   "1767225601\n"));
    CHECK(contains(resources, "pod_memory_working_set_bytes{namespace=\"default\",pod=\"web\"} 4096\n"));
    CHECK(contains(resources, "node_cpu_usage_seconds_total 5\n"));
    CHECK(contains(resources, "node_memory_working_set_bytes 600\n"));
    CHECK(contains(resources, "resource_scrape_error 0\n"));
    auto const own = api.get("/metrics");
    CHECK(contains(own, "kubelet_running_pods 1\n"));
    CHECK(contains(own, "kubelet_running_containers{container_state=\"running\"} 1\n"));
    CHECK(contains(own, "kubelet_node_name{node=\"n\"} 1\n"));
}

TEST_CASE("node proxy: logs of the node's own Pods are read") {
    NodeApi api;
    CHECK(api.get("/containerLogs/default/web/main?tailLines=5") == "a line\n");
    CHECK(api.logged == "default/web/main 5");
    api.get("/containerLogs/default/other/c");
    CHECK(api.status == 404);
    api.get("/containerLogs/default/web");
    CHECK(api.status == 400);
}

TEST_CASE("node proxy: what nodes do not have is refused with the reason") {
    NodeApi api;
    CHECK(contains(api.get("/configz"), "nodes of this engine have no /configz"));
    CHECK(api.status == 404);
    CHECK(contains(api.get("/exec/default/web/main?command=ls"), "nodes of this engine have no /exec"));
    CHECK(api.get("/nonsense") == "404 page not found\n");
    CHECK(api.status == 404);
    api.send("POST", std::string(proxy) + "/pods");
    CHECK(api.status == 405);
    CHECK(contains(api.send("GET", "/api/v1/nodes/n:9100/proxy/metrics"), "nothing is served for its port 9100"));
    CHECK(api.status == 503);
    CHECK(contains(api.send("GET", "/api/v1/nodes/elsewhere/proxy/healthz"), "is not one of this engine's nodes"));
    CHECK(api.status == 503);
    api.unreachable = true;
    CHECK(contains(api.get("/stats/summary"), "the runtime is away"));
    CHECK(api.status == 503);
}
