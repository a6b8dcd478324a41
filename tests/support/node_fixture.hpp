#ifndef KEELSON_TESTS_SUPPORT_NODE_FIXTURE_HPP
#define KEELSON_TESTS_SUPPORT_NODE_FIXTURE_HPP

#include "engine/control_loop.hpp"
#include "node/node_agent.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/runtime/simulated.hpp>

namespace keelson::test {

/// A node over the real registry and the simulated runtime, on a clock that a test moves.
struct NodeFixture : RegistryFixture {
    explicit NodeFixture(SimulatedOptions options = {}) : sim(simulated_runtime(std::move(options))) {
        volumes = no_volume_store([this](std::function<void()> what) { strand.post(std::move(what)); });
        Registry::Listener listener;
        listener.durable = [this](std::vector<Change> const& changes) {
            for (auto const& change : changes) tell(change);
        };
        listener.rebuilt = [this] {
            if (agent) agent->rebuilt();
        };
        registry.listen(std::move(listener));
    }
    ~NodeFixture() { agent.reset(); }

    void tell(Change const& change) {
        auto const& some = change.after ? change.after : change.before;
        if (!agent || !some) return;
        if (some->kind().name == "Pod") {
            auto const bound = [](Ref const& pod) { return pod && pod->index().node == "n1" ? pod : Ref(); };
            auto const before = bound(change.before);
            auto const after = bound(change.after);
            if (before || after) agent->pod_changed(before, after);
        } else if (change.after && (some->kind().name == "ConfigMap" || some->kind().name == "Secret")) {
            agent->data_changed(*change.after);
        }
    }

    NodeServices services() {
        NodeServices services;
        services.strand = &strand;
        services.runtime = sim;
        services.prober = sim->prober();
        services.volumes = volumes;
        services.data_dir = "/nowhere";
        services.environment = services.host_environment = {{"PATH", "/bin"}};
        services.read = [this](std::function<void(View const&)> const& read) {
            Reader const reader(registry.durable(), kinds, cache);
            read(View(reader, strand.wall()));
        };
        services.submit = [this](Plan plan, Completion<> done) { loop.submit(plan, "kubelet", std::move(done)); };
        services.drain = [this](std::string const& uid, Duration most, std::function<void()> done) {
            drained.push_back(uid);
            running_at_drain.push_back(sim->running());
            strand.after(std::min<Duration>(most, drain_takes), std::move(done));
        };
        services.devices = [this](Completion<std::vector<Device>> done) { done(devices.list()); };
        services.token = issue_token;
        services.measure = measure;
        services.heartbeat = [this](std::string const&) { ++beats; };
        return services;
    }
    void start() {
        NodeSetup setup;
        setup.name = "n1";
        setup.address = "192.168.1.1";
        setup.capacity = {{"cpu", Quantity(4)}, {"memory", Quantity::from_bytes(1LL << 30)}};
        agent = std::make_unique<NodeAgent>(std::move(setup), services());
        agent->start().value();
        settle();
    }
    void restart() {
        agent.reset();
        settle();
        start();
    }

    Pod pod(std::string name) const {
        Pod made;
        made.metadata.name = std::move(name);
        made.metadata.namespace_ = "default";
        made.spec.nodeName = "n1";
        auto& web = made.spec.containers.emplace_back();
        web.name = "web";
        web.image = "image";
        return made;
    }
    Pod read_pod(std::string const& name) {
        auto const found = registry.durable().get(*kinds.by_resource("pods")->kind, "default", name);
        return found ? decode<Pod>(*found).value() : Pod();
    }
    Node node() {
        auto const found = registry.durable().get(*kinds.by_resource("nodes")->kind, {}, "n1");
        return found ? decode<Node>(*found).value() : Node();
    }
    std::string condition(Node const& of, std::string const& type) const {
        for (auto const& one : of.status.conditions) {
            if (one.type == type) return one.status + " " + one.reason + ": " + one.message;
        }
        return "none";
    }
    bool ready(std::string const& name) {
        auto const read = read_pod(name);
        for (auto const& one : read.status.conditions) {
            if (one.type == "Ready") return one.status == "True";
        }
        return false;
    }
    void remove(std::string const& name, std::optional<std::int64_t> grace = {}) {
        auto op = operation(Operation::Verb::remove, "pods", {}, {"default", name});
        op.remove.grace_seconds = grace;
        (void)one(std::move(op)).value();
    }
    std::vector<std::string> told(std::string const& reason) {
        std::vector<std::string> messages;
        for (auto const& event : registry.events().list("default")) {
            auto const read = decode<Event>(*event).value();
            if (read.reason == reason) messages.push_back(read.message);
        }
        return messages;
    }

    std::shared_ptr<SimulatedRuntime> sim;
    std::shared_ptr<VolumeStore> volumes;
    IssueToken issue_token;
    std::function<void(Completion<NodeUsage>)> measure;
    TypedCache cache;
    ControlLoop loop{strand, registry, cache};
    std::vector<std::string> drained;
    std::vector<std::size_t> running_at_drain;
    Duration drain_takes{};
    DeclaredDevices devices{{}};
    int beats = 0;
    std::unique_ptr<NodeAgent> agent;
};

}  // namespace keelson::test

#endif
