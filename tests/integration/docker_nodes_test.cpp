#include "integration/docker_node.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>

using namespace docker_tests;
using keelson::testing::DockerEngine;
using keelson::testing::without_docker;

namespace {

constexpr char manifest[] = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      tolerations:
      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 2}
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 2}
      containers:
      - {name: main, image: "busybox:latest", imagePullPolicy: IfNotPresent, command: [sleep, "1000"]}
)";

/// How many Pods run on a node.
std::size_t running(Client const& client, std::string const& node) {
    auto const all = client.list<Pod>({.namespace_ = "default"});
    if (!all) return 0;
    return static_cast<std::size_t>(std::count_if(all->begin(), all->end(), [&](Pod const& pod) {
        return pod.spec.nodeName == node && pod.status.phase == "Running" && pod.metadata.deletionTimestamp.empty();
    }));
}

}  // namespace

TEST_CASE("docker nodes: a Deployment spreads over two engines, leaves one that has stopped, and it rejoins") {
    if (without_docker()) return;
    DockerEngine first("first", 7), second("second", 8);
    TemporaryFolder const folder;
    auto const file = folder.path() + "/web.yaml";
    process_tests::write_file(file, manifest);
    EngineOptions options;
    options.data_dir = folder.path() + "/data";
    options.nodes.push_back({.name = "first", .runtime = docker_runtime({.host = first.host})});
    options.nodes.push_back({.name = "second", .runtime = docker_runtime({.host = second.host})});
    auto opened = Engine::open(std::move(options));
    REQUIRE(opened.has_value());
    auto& engine = *opened;
    REQUIRE(engine.start().has_value());
    auto const client = engine.client();
    REQUIRE(client.apply_file(file).has_value());
    CHECK(eventually([&] { return running(client, "first") == 2 && running(client, "second") == 2; }, 60s));

    second.kill();
    CHECK(eventually([&] { return running(client, "first") == 4; }, 60s));

    second.start();
    // What was replaced is removed there, and the node is given Pods again once its taints have gone.
    CHECK(eventually([&] { return second.ask("GET", "/containers/json?all=1") == "[]"; }, 60s));
    CHECK(eventually(
        [&] {
            auto const node = client.get<Node>({{}, "second"});
            return node && node->spec.taints.empty();
        },
        60s));
    auto web = client.get<Deployment>({"default", "web"});
    REQUIRE(web.has_value());
    web->spec.replicas = 6;
    REQUIRE(client.update(*web).has_value());
    CHECK(eventually([&] { return running(client, "second") == 2; }, 60s));
    CHECK(running(client, "first") == 4);
    CHECK(engine.stop(30s).has_value());
    CHECK(first.ask("GET", "/containers/json?all=1") == "[]");
    CHECK(second.ask("GET", "/containers/json?all=1") == "[]");
}
