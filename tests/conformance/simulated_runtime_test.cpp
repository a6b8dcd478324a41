#include "core/queue_strand.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/runtime/simulated.hpp>
#include <keelson/testing/check_runtime.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// A runtime on a strand of a test's own.
struct Machine {
    RuntimeContext context() {
        RuntimeContext made;
        made.node = "check";
        made.clock = clock;
        made.entropy = strand.entropy();
        made.after = [this](Duration delay, std::function<void()> what) { strand.after(delay, std::move(what)); };
        made.post = [this](std::function<void()> what) { strand.post(std::move(what)); };
        return made;
    }
    void settle() {
        while (strand.run_ready()) {
        }
    }
    /// Moves the time to each timer until it holds, for at most a simulated day.
    bool wait(std::function<bool()> const& until) {
        for (auto const end = clock->now() + 24h; clock->now() < end;) {
            settle();
            if (until()) return true;
            auto const next = strand.next();
            clock->advance(next ? std::max<Duration>(*next - clock->now(), 0ns) : Duration(10ms));
        }
        return false;
    }

    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    QueueStrand strand{clock, seeded_entropy(1), Log()};
};

SimulatedOptions programs() {
    auto const rule = [](std::string program, SimulatedBehaviour behaviour) {
        return SimulatedRule{.labels = {{"program", std::move(program)}}, .alternatives = {behaviour}};
    };
    SimulatedOptions options;
    SimulatedBehaviour deaf;
    deaf.stops_after = {};
    options.rules = {rule("runs-on", {}), rule("ignores-stop", deaf)};
    for (int const code : {0, 1, 3, 7, 255}) {
        SimulatedBehaviour ends;
        ends.runs_for = 1ms;
        ends.exit_code = code;
        options.rules.push_back(rule("exits-" + std::to_string(code), ends));
    }
    return options;
}

}  // namespace

TEST_CASE("simulated runtime: it keeps every sentence of the runtime's contract") {
    Machine machine;
    auto const runtime = simulated_runtime(programs());
    keelson::testing::RuntimeSubject subject;
    subject.clock = machine.clock;
    subject.open = [&]() -> Result<std::shared_ptr<Runtime>> {
        if (auto const opened = runtime->open(machine.context()); !opened) return opened.error();
        return std::shared_ptr<Runtime>(runtime);
    };
    subject.wait = [&](std::function<bool()> const& until) { return machine.wait(until); };
    subject.program = [](keelson::testing::ProgramKind kind, int code, SandboxConfig& sandbox, ContainerConfig&) {
        using Kind = keelson::testing::ProgramKind;
        sandbox.labels["program"] = kind == Kind::runs_on        ? "runs-on"
                                    : kind == Kind::ignores_stop ? "ignores-stop"
                                                                 : "exits-" + std::to_string(code);
    };
    subject.ending_command = [](int code) { return std::vector<std::string>{"exit", std::to_string(code)}; };
    subject.echo_command = {"echo"};
    subject.echo_port = 80;
    for (auto const& failure : keelson::testing::check_runtime(subject)) FAIL_CHECK(failure);
}

TEST_CASE("simulated runtime: rules are looked at in order, and alternatives come as often as they weigh") {
    Machine machine;
    SimulatedBehaviour rare, common;
    rare.runs_for = 1s;
    rare.exit_code = 1;
    rare.weight = 1;
    common.runs_for = 1s;
    common.exit_code = 2;
    common.weight = 9;
    SimulatedBehaviour never;
    never.start_error = "exec format error";
    SimulatedOptions options;
    options.rules = {{.pod_prefix = "bad", .alternatives = {never}},
                     {.container = "web", .alternatives = {rare, common}}};
    auto const runtime = simulated_runtime(std::move(options));
    runtime->open(machine.context()).value();
    std::optional<Error> refused;
    for (int i = 0; i < 1000; ++i) {
        SandboxConfig pod;
        pod.id = std::to_string(i);
        pod.pod_name = i == 0 ? "bad-1" : "good-" + pod.id;
        runtime->create_sandbox(pod, Instant::max(), [](Result<RuntimeSandbox> const&) {});
        machine.settle();
        ContainerConfig container;
        container.id = {pod.id, "web", 0};
        runtime->create(container, Instant::max(), [](Result<> const&) {});
        machine.settle();
        runtime->start(container.id, Instant::max(), [&](Result<> const& result) {
            if (!result) refused = result.error();
        });
        machine.settle();
    }
    REQUIRE(refused);
    CHECK(refused->message == "exec format error");
    CHECK(runtime->running() == 999);
    machine.wait([&] { return runtime->running() == 0; });
    int rarely = 0;
    for (auto const& pod : runtime->sandboxes()) rarely += pod.containers.front().exit_code == 1 ? 1 : 0;
    CHECK(rarely > 60);
    CHECK(rarely < 140);
    runtime->close();
}

TEST_CASE("simulated runtime: times pass while no engine has it open") {
    Machine machine;
    SimulatedBehaviour ends;
    ends.runs_for = 10s;
    SimulatedOptions options;
    options.otherwise = ends;
    auto const runtime = simulated_runtime(std::move(options));
    runtime->open(machine.context()).value();
    CHECK_FALSE(runtime->open(machine.context()));
    SandboxConfig pod;
    pod.id = "a";
    ContainerConfig container;
    container.id = {"a", "web", 0};
    runtime->create_sandbox(pod, Instant::max(), [](Result<RuntimeSandbox> const&) {});
    machine.settle();
    runtime->create(container, Instant::max(), [](Result<> const&) {});
    machine.settle();
    runtime->start(container.id, Instant::max(), [](Result<> const&) {});
    machine.settle();
    auto const began = machine.clock->wall();
    runtime->close();
    machine.clock->advance(1min);
    runtime->open(machine.context()).value();
    machine.settle();
    auto const ended = runtime->sandboxes().front().containers.front();
    CHECK(ended.state == RuntimeState::exited);
    CHECK(ended.finished_at - began == 10s);
    runtime->close();
}
