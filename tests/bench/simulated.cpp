#include "bench.hpp"

#include <keelson/testing/world.hpp>

namespace keelson::bench {

using testing::World;
using testing::WorldOptions;

void transitions() {
    constexpr std::size_t nodes = 100, pods = 10'000;
    constexpr auto quiet = std::chrono::minutes(1);
    std::size_t writes = 0;
    WorldOptions options;
    options.nodes = nodes;
    options.pods.otherwise.start_delay = quiet;
    options.pods.otherwise.runs_for = quiet;
    options.pods.otherwise.jitter = 0.5;
    options.committed = [&](Revision, std::string_view key, std::optional<std::string_view>) {
        if (key.find("pods/") != std::string_view::npos || key.find("nodes/") != std::string_view::npos) ++writes;
    };
    World world(std::move(options));
    world.settle();
    for (std::size_t i = 0; i < pods; ++i) {
        auto pod = plain_pod("pod-" + std::to_string(i));
        pod.spec.nodeName = "node-" + std::to_string(i % nodes);
        pod.spec.restartPolicy = "Never";
        world.client().call_async(create_request(pod), [](Result<Response> response) {
            if (!response) give_up("a Pod", response.error().message);
        });
    }
    world.settle();
    // From here on there is nothing but nodes telling how their Pods begin to run, and how they end.
    writes = 0;
    auto const begin = Steady::now();
    auto const cpu = cpu_seconds();
    world.advance(6 * quiet);
    auto const seconds = ms_since(begin) / 1000;
    Figure("C5", "transitions of simulated Pods and nodes", static_cast<double>(writes) / seconds, "1/s")
        .with("transitions", static_cast<double>(writes))
        .with("cpu_us_each", (cpu_seconds() - cpu) / static_cast<double>(writes) * 1e6);
}

void simulated_time() {
    constexpr auto hour = std::chrono::hours(1);
    World world({.nodes = 100});
    world.settle();
    auto const ratio = [&](std::string const& what, std::chrono::seconds time, auto const& run) {
        auto const begin = Steady::now();
        run();
        auto const seconds = ms_since(begin) / 1000;
        Figure("Q1", "simulated time per real time, 100 nodes, " + what, static_cast<double>(time.count()) / seconds,
               "s/s")
            .with("real_s", seconds);
    };
    ratio("no Pods", hour, [&] { world.advance(hour); });
    (void)must(world.apply(plain_deployment("web", 300, "web:1")), "the Deployment");
    world.advance(std::chrono::minutes(1));
    ratio("300 Pods", hour, [&] { world.advance(hour); });
    ratio("300 Pods, rolled out every ten minutes", hour, [&] {
        for (int i = 2; i < 8; ++i) {
            (void)must(world.apply(plain_deployment("web", 300, "web:" + std::to_string(i))), "the Deployment");
            world.advance(std::chrono::minutes(10));
        }
    });
}

}  // namespace keelson::bench
