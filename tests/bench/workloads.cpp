#include "bench.hpp"
#include "engine/activity.hpp"

#include <thread>

namespace keelson::bench {
namespace {

bool any(Object const&) { return true; }
bool bound(Object const& pod) { return !pod.index().node.empty(); }
bool running(Object const& pod) { return pod.index().phase == "Running"; }

constexpr auto stop_patience = std::chrono::seconds(30);

void deployment(std::size_t nodes, std::string const& where) {
    constexpr int replicas = 1'000;
    std::vector<double> created, placed, run, cpu;
    for (int round = 0; round < 5; ++round) {
        Folder const folder;
        auto engine = must(Engine::open(simulated_options(folder.path("state.db"), nodes)), "the engine");
        must(engine.start(), "the engine");
        auto const client = engine.client();
        PodCount const all(client, any), with_node(client, bound), started(client, running);
        (void)must(client.list<Node>(), "a list");
        auto const used = cpu_seconds();
        auto const begin = Steady::now();
        (void)must(client.apply(plain_deployment("web", replicas, "web:1")), "the Deployment");
        created.push_back(all.ms_until(replicas, begin));
        if (nodes > 0) {
            placed.push_back(with_node.ms_until(replicas, begin));
            run.push_back(started.ms_until(replicas, begin));
        }
        cpu.push_back((cpu_seconds() - used) * 1000);
        must(engine.stop(stop_patience), "stopping");
    }
    auto const print = [&](std::string const& what, std::vector<double> const& samples) {
        Figure("R1", "Deployment of 1,000 replicas -> 1,000 " + what + ", durable, " + where, percentile(samples, 0.5),
               "ms")
            .percentiles(samples)
            .with("cpu_ms_of_all_steps", percentile(cpu, 0.5));
    };
    print("Pods", created);
    if (nodes == 0) return;
    print("Pods bound", placed);
    print("Pods running", run);
}

}  // namespace

void deployment_of_1000() {
    deployment(0, "no nodes");
    deployment(20, "20 simulated nodes");
}

void rollout_reconciles() {
    constexpr int replicas = 100;
    Folder const folder;
    auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 5)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    ObjectKey const key{"default", "web"};
    (void)must(client.apply(plain_deployment("web", replicas, "web:1")), "the Deployment");
    (void)must(client.wait<Deployment>(key, rolled_out, std::chrono::minutes(2)), "the first roll-out");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    auto const before = EngineActivity::of(engine);
    auto const begin = Steady::now();
    (void)must(client.apply(plain_deployment("web", replicas, "web:2")), "the Deployment");
    (void)must(client.wait<Deployment>(key, rolled_out, std::chrono::minutes(2)), "the second roll-out");
    auto const took = ms_since(begin);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    auto const after = EngineActivity::of(engine);
    auto const reconciles = static_cast<double>(after.control.reconciles - before.control.reconciles);
    auto const writes = static_cast<double>(after.revision - before.revision);
    Figure("R2", "reconciles per change in a roll-out of 100 replicas", reconciles / writes, "reconciles/write")
        .with("reconciles", reconciles)
        .with("writes", writes)
        .with("plans_written", static_cast<double>(after.control.plans - before.control.plans))
        .with("plans_refused", static_cast<double>(after.control.refused - before.control.refused))
        .with("ms", took);
    must(engine.stop(stop_patience), "stopping");
}

void create_to_bound() {
    constexpr std::size_t nodes = 5'000, pods = 10'000;
    Folder const folder;
    auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 0)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    // Nodes as objects alone, as benchmarks of schedulers have them: nothing starts the Pods.
    auto const node = [](std::size_t i) {
        Node made;
        made.metadata.name = "node-" + std::to_string(i);
        made.metadata.labels = {{"kubernetes.io/hostname", made.metadata.name}};
        made.status.capacity = {{"cpu", Quantity(std::int64_t{32})},
                                {"memory", Quantity::from_bytes(std::int64_t{256} << 30)},
                                {"pods", Quantity(std::int64_t{110})}};
        made.status.allocatable = made.status.capacity;
        NodeCondition condition;
        condition.type = "Ready";
        condition.status = "True";
        made.status.conditions.push_back(condition);
        return made;
    };
    (void)send_all(client, nodes, 1'000, [&](std::size_t i) { return create_request(node(i)); });
    (void)send_all(client, nodes, 1'000, [&](std::size_t i) {
        auto request = create_request(node(i));
        request.verb = Request::Verb::merge_patch_status;
        return request;
    });
    auto const measure = [&](std::string const& prefix, std::string const& how, std::size_t count,
                             std::size_t in_flight) {
        std::mutex mutex;
        std::vector<Steady::time_point> begun(count);
        std::vector<double> latencies;
        PodCount const placed(client, [&, prefix](Object const& pod) {
            if (pod.index().node.empty() || !pod.index().key.name.starts_with(prefix)) return false;
            std::lock_guard const lock(mutex);
            auto& since = begun[std::stoul(pod.index().key.name.substr(prefix.size()))];
            if (since != Steady::time_point{}) latencies.push_back(ms_since(std::exchange(since, {})));
            return true;
        });
        std::vector<Request> requests;
        for (std::size_t i = 0; i < count; ++i)
            requests.push_back(create_request(plain_pod(prefix + std::to_string(i))));
        auto const cpu = cpu_seconds();
        auto const begin = Steady::now();
        (void)send_all(client, count, in_flight, [&](std::size_t i) {
            std::lock_guard const lock(mutex);
            begun[i] = Steady::now();
            return std::move(requests[i]);
        });
        auto const total = placed.ms_until(count, begin);
        auto const cpu_each = (cpu_seconds() - cpu) / static_cast<double>(count) * 1e6;
        std::lock_guard const lock(mutex);
        Figure("S1", "create -> bound, 5,000 nodes, durable, " + how, static_cast<double>(count) / total * 1000,
               "Pods/s")
            .percentiles(latencies)
            .with("cpu_us_each", cpu_each);
    };
    // All of it within the 40 s after which Nodes that nobody answers for count as lost.
    measure("single-", "one create at a time", 200, 1);
    measure("many-", "1,000 creates in flight", pods, 1'000);
    must(engine.stop(stop_patience), "stopping");
}

void process_pod() {
    constexpr int rounds = 50;
    Folder const folder;
    EngineOptions options;
    options.store = open_store(folder.path("state.db"));
    options.data_dir = folder.path("data");
    options.nodes.push_back({.name = "local", .runtime = process_runtime({.keep_pods = false})});
    auto engine = must(Engine::open(std::move(options)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    auto const run_one = [&](std::string const& name) {
        auto pod = plain_pod(name);
        pod.spec.containers.front().command = {"sleep", "1000"};
        pod.spec.terminationGracePeriodSeconds = 0;
        PodCount const started(client, [name](Object const& seen) {
            return seen.index().phase == "Running" && seen.index().key.name == name;
        });
        auto const begin = Steady::now();
        (void)must(client.create(pod), "a Pod");
        auto const took = started.ms_until(1, begin);
        must(client.remove<Pod>({"default", name}), "removing a Pod");
        must(client.wait_gone<Pod>({"default", name}, std::chrono::seconds(30)), "a Pod's end");
        return took;
    };
    // The first one waits for the node and starts the supervisor.
    auto const first = run_one("first");
    std::vector<double> took;
    for (int i = 0; i < rounds; ++i) took.push_back(run_one("pod-" + std::to_string(i)));
    Figure("C1", "process Pod, create -> Running, durable", percentile(took, 0.5), "ms")
        .percentiles(took)
        .with("first", first);
    must(engine.stop(stop_patience), "stopping");
}

}  // namespace keelson::bench
