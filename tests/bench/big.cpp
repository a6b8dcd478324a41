#include "bench.hpp"
#include "engine/activity.hpp"

#include <thread>

namespace keelson::bench {
namespace {

/// Milliseconds until nothing was written for half a second; that pause does not count. (A thousand nodes are looked at
/// all the time, for their heartbeats might be missing.)
double ms_until_idle(Engine const& engine, Steady::time_point begin) {
    constexpr auto pause = std::chrono::milliseconds(500);
    auto before = EngineActivity::of(engine);
    auto last_change = Steady::now();
    while (true) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        auto const asked = Steady::now();
        auto const now = EngineActivity::of(engine);
        if (now.revision != before.revision) last_change = Steady::now();
        before = now;
        if (asked - last_change > pause) break;
    }
    return std::chrono::duration<double, std::milli>(last_change - begin).count();
}

}  // namespace

void hundred_thousand_pods() {
    constexpr std::size_t nodes = 1'000, deployments = 100;
    constexpr int replicas = 1'000;
    constexpr auto patience = std::chrono::minutes(10);
    Folder const folder;
    auto const path = folder.path("state.db");
    // The nodes' machines outlive the engine, as real ones do.
    auto const machines = simulated_options(folder.path("none.db"), nodes, 200).nodes;
    auto const open = [&] {
        EngineOptions options;
        options.store = open_store(path);
        options.nodes = machines;
        options.keep_pods = true;
        return must(Engine::open(std::move(options)), "the engine");
    };
    auto const name = [](std::size_t i) { return "web-" + std::to_string(i); };
    auto const empty = Memory::now();
    {
        auto engine = open();
        must(engine.start(), "the engine");
        auto const client = engine.client();
        PodCount const started(client, [](Object const& pod) { return pod.index().phase == "Running"; });
        auto const begin = Steady::now();
        for (std::size_t i = 0; i < deployments; ++i)
            (void)must(client.apply(plain_deployment(name(i), replicas, "web:1")), "a Deployment");
        auto const took = started.ms_until(deployments * replicas, begin);
        Figure("BIG", "100 Deployments -> 100,000 Pods running, durable, 1,000 nodes", took / 1000, "s");
        (void)ms_until_idle(engine, begin);
        auto const memory = Memory::now();
        Figure("BIG", "memory with 100,000 Pods, resident", memory.resident / 1e6, "MB")
            .with("allocated", memory.in_use / 1e6)
            .with("allocated_before", empty.in_use / 1e6)
            .with("per_pod_bytes", (memory.in_use - empty.in_use) / (deployments * replicas));
        must(engine.stop(patience), "stopping");
    }
    auto const begin = Steady::now();
    auto engine = open();
    must(engine.start(), "the engine");
    auto const client = engine.client();
    (void)must(client.get<Deployment>({"default", name(0)}), "the first answer");
    auto const answered = ms_since(begin);
    auto const idle = ms_until_idle(engine, begin);
    Figure("BIG", "restart with 100,000 Pods -> first answer", answered, "ms");
    Figure("BIG", "restart with 100,000 Pods -> controllers idle", idle, "ms");
    auto const memory = Memory::now();
    Figure("BIG", "memory with 100,000 Pods after the restart, resident", memory.resident / 1e6, "MB")
        .with("allocated", memory.in_use / 1e6);
    auto const rollout = Steady::now();
    (void)must(client.apply(plain_deployment(name(0), replicas, "web:2")), "the Deployment");
    (void)must(client.wait<Deployment>({"default", name(0)}, rolled_out, patience), "the roll-out");
    Figure("BIG", "roll-out of 1,000 replicas among 100,000 Pods", ms_since(rollout) / 1000, "s");
    must(engine.stop(patience), "stopping");
}

}  // namespace keelson::bench
