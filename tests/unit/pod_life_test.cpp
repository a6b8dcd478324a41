#include "node/pod_life.hpp"

#include <keelson/core/seconds.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// A Pod's life as a script: what the runtime reports goes in, steps and status come out. Actions are done as soon as
/// they are asked for, but for those that a test keeps for itself.
struct Script {
    Script() {
        pod.metadata.name = "web-1";
        pod.metadata.namespace_ = "default";
        pod.metadata.uid = "uid";
        pod.metadata.generation = 1;
        pod.spec.restartPolicy = "Always";
        pod.spec.nodeName = "n1";
        pod.status.phase = "Pending";
        pod.status.qosClass = "BestEffort";
        PodCondition scheduled;
        scheduled.type = "PodScheduled";
        scheduled.status = "True";
        pod.status.conditions = {scheduled};
    }

    Container& add(std::string name) {
        auto& made = pod.spec.containers.emplace_back();
        made.name = std::move(name);
        made.image = "image";
        return made;
    }
    Container& add_init(std::string name, bool sidecar = false) {
        auto& made = pod.spec.initContainers.emplace_back();
        made.name = std::move(name);
        made.image = "image";
        if (sidecar) made.restartPolicy = "Always";
        return made;
    }

    PodSituation situation() const {
        return {.pod = &pod,
                .exists = exists,
                .held = held,
                .sandbox = sandbox ? &*sandbox : nullptr,
                .host_ip = "10.0.0.1",
                .pulls_images = pulls_images,
                .resizes = resizes,
                .no_room = no_room,
                .now = now,
                .wall = wall};
    }

    /// One step; what is not kept is done, and the status is stored.
    PodStep step_once() {
        auto step = life.step(situation());
        changed = exists && store_status && !equal(pod.status, step.status);
        if (changed) pod.status = step.status;
        for (auto const& event : step.events) events.push_back(event);
        for (auto const& action : step.actions) {
            log.push_back(action);
            if (std::find(kept.begin(), kept.end(), action.verb) != kept.end()) continue;
            carry_out(action);
        }
        return step;
    }
    /// Steps until nothing is to be done now.
    PodStep run() {
        for (int i = 0; i < 100; ++i) {
            auto step = step_once();
            auto const left = std::any_of(step.actions.begin(), step.actions.end(), [&](PodAction const& action) {
                return std::find(kept.begin(), kept.end(), action.verb) == kept.end();
            });
            // A stored status is news as well.
            if (!left && !changed) return step;
        }
        FAIL("the Pod never comes to rest");
        return {};
    }
    void carry_out(PodAction const& action) {
        auto* const one = find(action.container, action.attempt);
        switch (action.verb) {
            case PodVerb::create_sandbox:
                sandbox = RuntimeSandbox{};
                sandbox->id = "uid";
                sandbox->ip = "10.1.0." + std::to_string(++ips);
                sandbox->ready = true;
                break;
            case PodVerb::remove_sandbox: sandbox.reset(); break;
            case PodVerb::create: {
                RuntimeContainer made;
                made.id = {"uid", action.container, action.attempt};
                made.state = RuntimeState::created;
                sandbox->containers.push_back(made);
                break;
            }
            case PodVerb::start:
                one->state = RuntimeState::running;
                one->started_at = wall;
                one->runtime_id = "sim://" + action.container + "/" + std::to_string(action.attempt);
                break;
            case PodVerb::stop: exit(action.container, 143); break;
            case PodVerb::remove:
                std::erase_if(sandbox->containers, [&](RuntimeContainer const& c) {
                    return c.id.name == action.container && c.id.attempt == action.attempt;
                });
                break;
            default: break;
        }
        done(action);
    }
    void done(PodAction const& action, ActionOutcome const& outcome = {}) { life.done(situation(), action, outcome); }
    void fail(PodAction const& action, std::string reason, std::string message) {
        done(action, {.kind = ActionOutcome::Kind::failed, .reason = std::move(reason), .message = std::move(message)});
    }
    void advance(Duration by) {
        now += by;
        wall = wall + by;
    }
    PodStep after(Duration by) {
        advance(by);
        return run();
    }

    RuntimeContainer* find(std::string const& name, std::uint32_t attempt) {
        if (!sandbox) return nullptr;
        for (auto& one : sandbox->containers) {
            if (one.id.name == name && one.id.attempt == attempt) return &one;
        }
        return nullptr;
    }
    /// The newest instance ends.
    void exit(std::string const& name, int code, bool out_of_memory = false) {
        RuntimeContainer* last = nullptr;
        for (auto& one : sandbox->containers) {
            if (one.id.name == name && (last == nullptr || one.id.attempt > last->id.attempt)) last = &one;
        }
        REQUIRE(last != nullptr);
        last->state = RuntimeState::exited;
        last->exit_code = code;
        last->out_of_memory = out_of_memory;
        last->finished_at = wall;
    }

    ContainerStatus const& status(std::string const& name = "web") const {
        for (auto const* all : {&pod.status.containerStatuses, &pod.status.initContainerStatuses}) {
            for (auto const& one : *all) {
                if (one.name == name) return one;
            }
        }
        FAIL("no status of " << name);
        return pod.status.containerStatuses.front();
    }
    std::string waiting(std::string const& name = "web") const {
        auto const& state = status(name).state;
        return state && state->waiting ? state->waiting->reason : "";
    }
    bool running(std::string const& name = "web") const { return status(name).state->running.has_value(); }
    std::optional<ContainerStateTerminated> terminated(std::string const& name = "web") const {
        return status(name).state->terminated;
    }
    PodCondition condition(std::string const& type) const {
        for (auto const& one : pod.status.conditions) {
            if (one.type == type) return one;
        }
        return {};
    }
    /// What was asked for of this container since the last call, in words.
    std::vector<std::string> verbs() {
        static constexpr char const* names[] = {"mount",      "create_sandbox", "pull",     "create", "start",
                                                "post_start", "probe",          "pre_stop", "stop",   "remove",
                                                "drain",      "remove_sandbox", "unmount",  "finish", "resize"};
        std::vector<std::string> words;
        for (auto const& action : std::exchange(log, {})) {
            auto text = std::string(names[static_cast<std::size_t>(action.verb)]);
            if (!action.container.empty()) text += " " + action.container;
            words.push_back(std::move(text));
        }
        return words;
    }
    PodAction last(PodVerb verb) const {
        for (auto i = log.rbegin(); i != log.rend(); ++i) {
            if (i->verb == verb) return *i;
        }
        FAIL("no such action");
        return {};
    }
    std::vector<std::string> told() {
        std::vector<std::string> words;
        for (auto const& event : std::exchange(events, {})) words.push_back(event.reason + ": " + event.message);
        return words;
    }
    bool was_told(std::string const& text) {
        auto const words = told();
        return std::find(words.begin(), words.end(), text) != words.end();
    }
    void ask_to_delete(std::int64_t grace) {
        pod.metadata.deletionTimestamp = wall + std::chrono::seconds(grace);
        pod.metadata.deletionGracePeriodSeconds = grace;
    }
    void restart_agent() {
        life = PodLife(0.5);
        log.clear();
        events.clear();
    }

    Pod pod;
    PodLife life;
    std::optional<RuntimeSandbox> sandbox;
    bool exists = true;
    bool held = false;
    bool pulls_images = false;
    bool resizes = false;
    std::optional<ResizeRefusal> no_room;
    bool store_status = true;
    bool changed = false;
    Instant now{1h};
    Time wall{1'770'000'000'000'000};
    std::vector<PodVerb> kept;
    std::vector<PodAction> log;
    std::vector<PodEvent> events;
    int ips = 0;
};

using Words = std::vector<std::string>;

Probe probe_every(std::int32_t period, std::int32_t failures = 3) {
    Probe probe;
    probe.exec = ExecAction{{"true"}};
    probe.periodSeconds = period;
    probe.failureThreshold = failures;
    return probe;
}

}  // namespace

TEST_CASE("pod life: from nothing to ready, one verb after the other") {
    Script s;
    s.add("web");
    s.step_once();
    CHECK(s.pod.status.phase == "Pending");
    CHECK(s.waiting() == "ContainerCreating");
    CHECK(s.condition("Initialized").status == "True");
    CHECK(s.condition("Ready").message == "containers with unready status: [web]");
    CHECK(s.condition("Ready").reason == "ContainersNotReady");
    CHECK(s.condition("PodReadyToStartContainers").status == "False");
    s.run();
    CHECK(s.verbs() == Words{"mount", "create_sandbox", "create web", "start web"});
    CHECK(s.pod.status.phase == "Running");
    CHECK(s.running());
    CHECK(s.status().ready);
    CHECK(s.status().started == true);
    CHECK(s.status().containerID == "sim://web/0");
    CHECK(s.condition("Ready").status == "True");
    CHECK(s.condition("PodReadyToStartContainers").status == "True");
    CHECK(s.condition("PodScheduled").status == "True");
    CHECK(s.condition("Ready").observedGeneration == 1);
    CHECK(s.pod.status.podIP == "10.1.0.1");
    CHECK(s.pod.status.podIPs.front().ip == "10.1.0.1");
    CHECK(s.pod.status.hostIP == "10.0.0.1");
    CHECK(s.pod.status.qosClass == "BestEffort");
    CHECK(s.pod.status.startTime == Time{1'770'000'000'000'000});
    CHECK(s.pod.status.observedGeneration == 1);
    CHECK(s.told() == Words{"Created: Created container: web", "Started: Started container web"});
}

TEST_CASE("trap 21: nothing happens, nothing changes: the status of a step without news is the stored one") {
    Script s;
    s.add("web").readinessProbe = probe_every(10);
    s.run();
    auto const before = s.pod.status;
    auto const transition = s.condition("Ready").lastTransitionTime;
    s.after(3min);
    CHECK(equal(before, s.pod.status));
    CHECK(s.condition("Ready").lastTransitionTime == transition);
}

TEST_CASE("pod life: a container that ends is restarted, at once at first and then after a back-off that doubles") {
    Script s;
    s.add("web");
    s.run();
    s.advance(1s);
    s.exit("web", 1);
    s.run();
    CHECK(s.status().restartCount == 1);
    CHECK(s.running());
    CHECK(s.status().lastState->terminated->exitCode == 1);
    CHECK(s.status().lastState->terminated->reason == "Error");
    CHECK_FALSE(s.was_told("BackOff: Back-off restarting failed container web in pod web-1_default(uid)"));
    for (auto const& [delay, text] : std::vector<std::pair<Duration, std::string>>{{10s, "10s"},
                                                                                   {20s, "20s"},
                                                                                   {40s, "40s"},
                                                                                   {80s, "1m20s"},
                                                                                   {160s, "2m40s"},
                                                                                   {300s, "5m0s"},
                                                                                   {300s, "5m0s"}}) {
        auto const count = s.status().restartCount;
        s.advance(1s);
        s.exit("web", 1);
        auto const step = s.run();
        CHECK(s.waiting() == "CrashLoopBackOff");
        CHECK(s.status().state->waiting->message ==
              "back-off " + text + " restarting failed container=web pod=web-1_default(uid)");
        CHECK(s.status().lastState->terminated->exitCode == 1);
        CHECK(s.pod.status.phase == "Running");
        CHECK(s.was_told("BackOff: Back-off restarting failed container web in pod web-1_default(uid)"));
        REQUIRE(step.again);
        CHECK(*step.again == s.now + delay);
        s.after(delay - 1ms);
        CHECK_FALSE(s.running());
        s.after(1ms);
        CHECK(s.running());
        CHECK(s.status().restartCount == count + 1);
    }
    SECTION("ten minutes of running make it forgotten") {
        s.advance(10min);
        s.exit("web", 1);
        s.run();
        CHECK(s.running());
    }
}

TEST_CASE("pod life: only the last ended instance is kept, once its restart is on record") {
    Script s;
    s.add("web");
    s.run();
    s.exit("web", 1);
    s.store_status = false;
    s.run();
    CHECK(s.find("web", 0) != nullptr);
    s.store_status = true;
    s.run();
    s.run();
    CHECK(s.find("web", 0) == nullptr);
    CHECK(s.find("web", 1) != nullptr);
}

TEST_CASE("pod life: restart policies decide, and the phase says how it ended") {
    Script s;
    s.add("web");
    s.pod.spec.restartPolicy = GENERATE("Never", "OnFailure");
    s.run();
    auto const code = GENERATE(0, 3);
    s.advance(5s);
    s.exit("web", code);
    s.run();
    if (code == 3 && s.pod.spec.restartPolicy == "OnFailure") {
        CHECK(s.running());
        CHECK(s.pod.status.phase == "Running");
        return;
    }
    CHECK(s.pod.status.phase == (code == 0 ? "Succeeded" : "Failed"));
    CHECK(s.terminated()->exitCode == code);
    CHECK(s.terminated()->reason == (code == 0 ? "Completed" : "Error"));
    CHECK(s.condition("Ready").reason == (code == 0 ? "PodCompleted" : "PodFailed"));
    // What it held is given back, and its last word stays.
    CHECK_FALSE(s.sandbox);
    auto const words = s.verbs();
    CHECK(Words(words.end() - 2, words.end()) == Words{"remove_sandbox", "unmount"});
    s.after(1h);
    CHECK(s.verbs().empty());
    CHECK(s.terminated()->exitCode == code);
}

TEST_CASE("pod life: a terminal status is stored before what it is known from is removed") {
    Script s;
    s.add("web");
    s.pod.spec.restartPolicy = "Never";
    s.run();
    s.exit("web", 0);
    s.store_status = false;
    CHECK(s.run().status.phase == "Succeeded");
    CHECK(s.sandbox);
    s.store_status = true;
    s.run();
    s.run();
    CHECK_FALSE(s.sandbox);
}

TEST_CASE("pod life: restart rules of a container go before the Pod's policy") {
    Script s;
    auto& web = s.add("web");
    ContainerRestartRule rule;
    rule.action = "Restart";
    rule.exitCodes = ContainerRestartRuleOnExitCodes{"In", {42}};
    web.restartPolicy = "Never";
    web.restartPolicyRules = {rule};
    s.run();
    s.exit("web", 42);
    s.run();
    CHECK(s.running());
    s.exit("web", 1);
    s.run();
    CHECK(s.pod.status.phase == "Failed");
}

TEST_CASE("pod life: what ran out of memory says so") {
    Script s;
    s.add("web");
    s.run();
    s.exit("web", 137, true);
    s.run();
    CHECK(s.status().lastState->terminated->reason == "OOMKilled");
    CHECK(s.status().lastState->terminated->exitCode == 137);
}

TEST_CASE("pod life: init containers run one after the other, and the others wait") {
    Script s;
    s.add_init("one");
    s.add_init("two");
    s.add("web");
    s.run();
    CHECK(s.waiting("two") == "PodInitializing");
    CHECK(s.waiting("web") == "PodInitializing");
    CHECK(s.condition("Initialized").message == "containers with incomplete status: [one two]");
    CHECK(s.pod.status.phase == "Pending");
    s.exit("one", 0);
    s.run();
    CHECK(s.status("one").ready);
    CHECK(s.running("two"));
    CHECK(s.condition("Initialized").message == "containers with incomplete status: [two]");
    SECTION("they succeed") {
        s.exit("two", 0);
        s.run();
        CHECK(s.running("web"));
        CHECK(s.condition("Initialized").status == "True");
        CHECK(s.pod.status.phase == "Running");
    }
    SECTION("one fails and is tried again") {
        s.exit("two", 1);
        s.run();
        CHECK(s.running("two"));
        CHECK(s.status("two").restartCount == 1);
        s.exit("two", 1);
        s.run();
        CHECK(s.waiting("two") == "CrashLoopBackOff");
        CHECK(s.pod.status.phase == "Pending");
    }
    SECTION("one fails and may not be tried again") {
        s.pod.spec.restartPolicy = "Never";
        s.exit("two", 1);
        s.run();
        CHECK(s.pod.status.phase == "Failed");
        CHECK(s.waiting("web") == "PodInitializing");
    }
}

TEST_CASE("pod life: a sidecar starts before the others, is restarted, and ends after them") {
    Script s;
    s.add_init("proxy", true).startupProbe = probe_every(5);
    s.add("web");
    s.pod.spec.restartPolicy = "Never";
    s.kept = {PodVerb::probe};
    s.run();
    CHECK(s.running("proxy"));
    CHECK(s.waiting("web") == "PodInitializing");
    s.done(s.last(PodVerb::probe));
    s.run();
    CHECK(s.running("web"));
    CHECK(s.status("proxy").started == true);
    s.exit("proxy", 1);
    s.run();
    CHECK(s.running("proxy"));
    CHECK(s.status("proxy").restartCount == 1);
    s.verbs();
    s.exit("web", 0);
    s.run();
    CHECK(s.pod.status.phase == "Succeeded");
    CHECK(s.verbs().front() == "stop proxy");
    CHECK(s.terminated("proxy"));
}

TEST_CASE("pod life: readiness decides whether the Pod is ready, and nothing else") {
    Script s;
    auto probe = probe_every(10, 2);
    probe.initialDelaySeconds = 5;
    s.add("web").readinessProbe = probe;
    s.kept = {PodVerb::probe};
    auto step = s.run();
    CHECK(s.running());
    CHECK_FALSE(s.status().ready);
    CHECK(s.status().started == true);
    CHECK(*step.again == s.now + 5s);
    s.after(5s);
    auto const first = s.last(PodVerb::probe);
    CHECK(first.probe == ProbeKind::readiness);
    s.fail(first, {}, "connection refused");
    s.run();
    CHECK(s.was_told("Unhealthy: Readiness probe failed: connection refused"));
    s.after(10s);
    s.done(s.last(PodVerb::probe));
    s.run();
    CHECK(s.status().ready);
    CHECK(s.condition("Ready").status == "True");
    // One failure is no failure while the threshold is two.
    s.after(10s);
    s.fail(s.last(PodVerb::probe), {}, "x");
    s.run();
    CHECK(s.status().ready);
    s.after(10s);
    s.fail(s.last(PodVerb::probe), {}, "x");
    s.run();
    CHECK_FALSE(s.status().ready);
    CHECK(s.running());
    SECTION("a probe that is under way is not begun again") {
        s.after(10s);
        s.verbs();
        s.after(30s);
        CHECK(s.verbs().empty());
    }
    SECTION("a probe that cannot be made says nothing") {
        s.after(10s);
        s.done(s.last(PodVerb::probe));
        s.run();
        s.after(10s);
        s.done(s.last(PodVerb::probe), {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = "no runtime"});
        s.run();
        s.after(10s);
        s.done(s.last(PodVerb::probe), {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = "no runtime"});
        s.run();
        CHECK(s.status().ready);
        CHECK(s.was_told("Unhealthy: Readiness probe errored: no runtime"));
    }
}

TEST_CASE("pod life: readiness gates are waited for, and what others say about the Pod is kept") {
    Script s;
    s.add("web");
    s.pod.spec.readinessGates = {{"example.com/gate"}};
    s.run();
    CHECK(s.condition("ContainersReady").status == "True");
    CHECK(s.condition("Ready").reason == "ReadinessGatesNotReady");
    CHECK(s.condition("Ready").message ==
          "corresponding condition of pod readiness gate \"example.com/gate\" does not exist.");
    PodCondition gate;
    gate.type = "example.com/gate";
    gate.status = "False";
    s.pod.status.conditions.push_back(gate);
    s.run();
    CHECK(s.condition("Ready").message ==
          "the status of pod readiness gate \"example.com/gate\" is not \"True\", but False");
    s.pod.status.conditions.back().status = "True";
    s.run();
    CHECK(s.condition("Ready").status == "True");
    CHECK(s.condition("example.com/gate").status == "True");
}

TEST_CASE("pod life: a container that is not alive is killed and restarted") {
    Script s;
    auto probe = probe_every(10, 2);
    probe.terminationGracePeriodSeconds = 7;
    s.add("web").livenessProbe = probe;
    s.kept = {PodVerb::probe, PodVerb::stop};
    s.run();
    s.fail(s.last(PodVerb::probe), {}, "dead");
    s.after(10s);
    s.told();
    s.fail(s.last(PodVerb::probe), {}, "dead");
    s.run();
    CHECK(s.told() == Words{"Unhealthy: Liveness probe failed: dead",
                            "Killing: Container web failed liveness probe, will be restarted"});
    auto const stop = s.last(PodVerb::stop);
    CHECK(stop.grace == 7s);
    CHECK_FALSE(s.status().ready);
    s.exit("web", 137);
    s.done(stop);
    s.run();
    CHECK(s.running());
    CHECK(s.status().restartCount == 1);
    CHECK(s.status().lastState->terminated->exitCode == 137);
}

TEST_CASE("pod life: the startup probe goes before the others") {
    Script s;
    auto& web = s.add("web");
    web.startupProbe = probe_every(10, 3);
    web.readinessProbe = probe_every(10);
    web.livenessProbe = probe_every(10);
    s.kept = {PodVerb::probe};
    s.run();
    CHECK(s.status().started == false);
    CHECK(std::count_if(s.log.begin(), s.log.end(), [](auto const& one) { return one.verb == PodVerb::probe; }) == 1);
    SECTION("it succeeds") {
        s.done(s.last(PodVerb::probe));
        s.run();
        CHECK(s.status().started == true);
        auto const words = s.verbs();
        CHECK(std::count(words.begin(), words.end(), "probe web") == 3);
    }
    SECTION("it fails too often") {
        for (int i = 0; i < 3; ++i) {
            s.fail(s.last(PodVerb::probe), {}, "no");
            s.after(10s);
        }
        CHECK(s.was_told("Killing: Container web failed startup probe, will be restarted"));
        CHECK(s.status().restartCount == 1);
    }
}

TEST_CASE("pod life: after a postStart hook a container counts as started, and a failed one kills it") {
    Script s;
    auto& web = s.add("web");
    web.lifecycle = Lifecycle{};
    web.lifecycle->postStart = LifecycleHandler{};
    web.lifecycle->postStart->exec = ExecAction{{"true"}};
    s.kept = {PodVerb::post_start};
    s.run();
    CHECK(s.running());
    CHECK(s.status().started == false);
    CHECK_FALSE(s.status().ready);
    SECTION("done") {
        s.done(s.last(PodVerb::post_start));
        s.run();
        CHECK(s.status().ready);
        s.after(1h);
        auto const words = s.verbs();
        CHECK(std::count(words.begin(), words.end(), "post_start web") == 1);
    }
    SECTION("failed") {
        s.fail(s.last(PodVerb::post_start), {}, "exit 1");
        s.run();
        auto const told = s.told();
        CHECK(std::count(told.begin(), told.end(), "FailedPostStartHook: PostStartHook failed: exit 1") == 1);
        CHECK(std::count(told.begin(), told.end(), "Killing: FailedPostStartHook") == 1);
        CHECK(s.status().restartCount == 1);
    }
}

TEST_CASE("trap 16: a deleted Pod is drained before its preStop hook, and that comes before SIGTERM") {
    Script s;
    auto& web = s.add("web");
    web.lifecycle = Lifecycle{};
    web.lifecycle->preStop = LifecycleHandler{};
    web.lifecycle->preStop->exec = ExecAction{{"true"}};
    s.run();
    s.verbs();
    s.ask_to_delete(30);
    s.kept = {PodVerb::drain, PodVerb::pre_stop, PodVerb::stop, PodVerb::finish};
    s.run();
    CHECK(s.verbs() == Words{"drain"});
    SECTION("each in its turn, within one grace") {
        s.after(4s);
        CHECK(s.verbs().empty());
        s.done({.verb = PodVerb::drain, .container = {}});
        s.run();
        auto const hook = s.last(PodVerb::pre_stop);
        CHECK(s.verbs() == Words{"pre_stop web"});
        CHECK(hook.grace == 26s);
        s.advance(6s);
        s.done(hook);
        s.run();
        auto const stop = s.last(PodVerb::stop);
        CHECK(s.verbs() == Words{"stop web"});
        CHECK(stop.grace == 20s);
        CHECK(s.was_told("Killing: Stopping container web"));
        s.exit("web", 0);
        s.done(stop);
        s.run();
        CHECK(s.pod.status.phase == "Succeeded");
        CHECK(s.verbs() == Words{"remove_sandbox", "unmount", "finish"});
    }
    SECTION("a drain that does not end takes half of the grace") {
        s.after(14s);
        CHECK(s.verbs().empty());
        s.after(1s);
        CHECK(s.verbs() == Words{"pre_stop web"});
        // And a hook that does not end leaves two seconds for the program.
        s.after(15s);
        CHECK(s.last(PodVerb::stop).grace == 2s);
    }
    SECTION("a second request with a shorter grace overtakes") {
        s.ask_to_delete(1);
        s.run();
        s.after(1s);
        CHECK(s.last(PodVerb::stop).grace <= 2s);
    }
    SECTION("a forced deletion waits for nothing") {
        s.exists = false;
        s.run();
        CHECK(s.last(PodVerb::stop).grace == 0s);
    }
}

TEST_CASE("pod life: a stop is overtaken by one with a shorter grace") {
    Script s;
    s.add("web");
    s.run();
    s.ask_to_delete(300);
    s.kept = {PodVerb::stop};
    s.run();
    CHECK(s.last(PodVerb::stop).grace == 300s);
    s.verbs();
    s.after(10s);
    CHECK(s.verbs().empty());
    s.ask_to_delete(5);
    s.run();
    CHECK(s.last(PodVerb::stop).grace == 5s);
}

TEST_CASE("pod life: a Pod that is deleted before anything ran just goes") {
    Script s;
    s.add("web");
    s.ask_to_delete(30);
    s.kept = {PodVerb::finish};
    s.run();
    CHECK(s.verbs() == Words{"unmount", "finish"});
    s.done({.verb = PodVerb::finish, .container = {}});
    s.run();
    CHECK(s.verbs().empty());
    s.exists = false;
    CHECK(s.run().over);
}

TEST_CASE("pod life: the deadline of a Pod ends it, whatever its restart policy") {
    Script s;
    s.add("web");
    s.pod.spec.activeDeadlineSeconds = 60;
    auto const step = s.run();
    CHECK(*step.again == s.now + 60s);
    s.after(59s);
    CHECK(s.running());
    s.after(1s);
    CHECK(s.pod.status.phase == "Failed");
    CHECK(s.pod.status.reason == "DeadlineExceeded");
    CHECK(s.pod.status.message == "Pod was active on the node longer than the specified deadline");
    CHECK(s.terminated()->exitCode == 143);
    CHECK_FALSE(s.sandbox);
}

TEST_CASE("pod life: seconds beyond all bounds are a long time and no other") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    Script s;
    auto& web = s.add("web");
    web.livenessProbe.emplace();
    web.livenessProbe->exec.emplace();
    web.livenessProbe->initialDelaySeconds = std::numeric_limits<std::int32_t>::max();
    web.livenessProbe->periodSeconds = std::numeric_limits<std::int32_t>::max();
    web.livenessProbe->terminationGracePeriodSeconds = most;
    s.pod.spec.terminationGracePeriodSeconds = most;
    s.pod.spec.activeDeadlineSeconds = most;
    s.run();
    CHECK(s.running());
    s.after(24h * 365);
    CHECK(s.running());
    CHECK(s.pod.status.phase == "Running");
    // Deleted, it has that long to end.
    s.kept = {PodVerb::stop};
    s.pod.metadata.deletionTimestamp = s.wall + spec_seconds(most);
    s.pod.metadata.deletionGracePeriodSeconds = most;
    s.run();
    auto const stop =
        std::find_if(s.log.begin(), s.log.end(), [](PodAction const& action) { return action.verb == PodVerb::stop; });
    REQUIRE(stop != s.log.end());
    CHECK(stop->grace > 24h * 365);
}

TEST_CASE("trap 14: the wall clock may jump and neither deadlines nor back-offs care") {
    Script s;
    s.add("web");
    s.pod.spec.activeDeadlineSeconds = 3600;
    s.run();
    s.wall = s.wall + 10h;
    s.run();
    CHECK(s.running());
    s.exit("web", 1);
    s.run();
    s.exit("web", 1);
    s.run();
    CHECK(s.waiting() == "CrashLoopBackOff");
    s.wall = s.wall + -20h;
    s.after(9s);
    CHECK(s.waiting() == "CrashLoopBackOff");
    s.after(1s);
    CHECK(s.running());
}

TEST_CASE("pod life: an image that cannot be pulled is tried again, ever more rarely") {
    Script s;
    s.add("web");
    s.pulls_images = true;
    s.kept = {PodVerb::pull};
    s.run();
    s.fail(s.last(PodVerb::pull), "ErrImagePull", "no such image");
    s.run();
    CHECK(s.waiting() == "ErrImagePull");
    CHECK(s.told() == Words{"Failed: Failed to pull image \"image\": no such image", "Failed: Error: ErrImagePull"});
    s.after(5s);
    CHECK(s.waiting() == "ImagePullBackOff");
    CHECK(s.status().state->waiting->message == "Back-off pulling image \"image\": ErrImagePull: no such image");
    s.verbs();
    s.after(5s);
    CHECK(s.verbs() == Words{"pull web"});
    s.done({.verb = PodVerb::pull, .container = "web"}, {.message = "Successfully pulled image \"image\" in 1s"});
    s.run();
    CHECK(s.running());
    CHECK(s.was_told("Pulled: Successfully pulled image \"image\" in 1s"));
}

TEST_CASE("pod life: what cannot be configured, created or started says so and is tried again") {
    Script s;
    s.add("web");
    SECTION("a container that lacks something waits for it") {
        s.kept = {PodVerb::create};
        s.run();
        s.fail(s.last(PodVerb::create), "CreateContainerConfigError", "configmap \"x\" not found");
        s.run();
        CHECK(s.waiting() == "CreateContainerConfigError");
        CHECK(s.status().state->waiting->message == "configmap \"x\" not found");
        CHECK(s.was_told("Failed: Error: configmap \"x\" not found"));
        CHECK(s.life.waits_for_data());
        s.verbs();
        s.life.retry_now();
        s.kept = {};
        s.run();
        CHECK(s.running());
        CHECK(s.status().restartCount == 0);
    }
    SECTION("a start that fails is an attempt used up") {
        s.kept = {PodVerb::start};
        s.run();
        s.fail(s.last(PodVerb::start), "RunContainerError", "no such file");
        s.kept.push_back(PodVerb::create);
        s.run();
        CHECK(s.waiting() == "RunContainerError");
        CHECK(s.status().lastState->terminated->reason == "StartError");
        CHECK(s.status().lastState->terminated->exitCode == 128);
        CHECK(s.status().lastState->terminated->message == "no such file");
        CHECK(s.last(PodVerb::create).attempt == 1);
    }
    SECTION("a volume that cannot be mounted keeps everything waiting, with its reason") {
        s.kept = {PodVerb::mount};
        s.run();
        s.fail(s.last(PodVerb::mount), {}, "secret \"x\" not found");
        s.run();
        CHECK(s.waiting() == "ContainerCreating");
        CHECK(s.status().state->waiting->message == "secret \"x\" not found");
        CHECK(s.was_told("FailedMount: secret \"x\" not found"));
        CHECK(s.verbs() == Words{"mount"});
        s.after(500ms);
        CHECK(s.verbs() == Words{"mount"});
        s.done({.verb = PodVerb::mount, .container = {}});
        s.run();
        CHECK(s.running());
    }
}

TEST_CASE("trap 17: a verb without an answer is unknown, and what the runtime reports decides") {
    Script s;
    s.add("web");
    s.kept = {PodVerb::start};
    s.run();
    auto const start = s.last(PodVerb::start);
    ActionOutcome const unknown{.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = "no answer"};
    SECTION("it did happen") {
        s.kept = {};
        s.find("web", 0)->state = RuntimeState::running;
        s.find("web", 0)->started_at = s.wall;
        s.done(start, unknown);
        s.verbs();
        s.run();
        CHECK(s.running());
        CHECK(s.verbs().empty());
    }
    SECTION("it did not happen, and is done again after a while") {
        s.kept = {};
        s.done(start, unknown);
        s.verbs();
        s.run();
        CHECK(s.verbs().empty());
        s.after(1s);
        CHECK(s.verbs() == Words{"start web"});
        CHECK(s.status().restartCount == 0);
    }
    SECTION("a container in an unknown state stays as it was") {
        s.kept = {};
        s.carry_out(start);
        s.run();
        s.find("web", 0)->state = RuntimeState::unknown;
        s.verbs();
        s.run();
        CHECK(s.running());
        CHECK(s.verbs().empty());
    }
}

TEST_CASE("trap 17: one stuck container harms no other") {
    Script s;
    s.add("stuck");
    s.add("web");
    s.kept = {PodVerb::create};
    s.run();
    for (auto const& action : std::exchange(s.log, {})) {
        if (action.verb == PodVerb::create && action.container == "web") s.carry_out(action);
    }
    s.run();
    CHECK(s.running("web"));
    s.exit("web", 1);
    s.kept = {};
    s.run();
    CHECK(s.running("web"));
    CHECK(s.waiting("stuck") == "ContainerCreating");
    CHECK(s.pod.status.phase == "Pending");
}

TEST_CASE("pod life: a lost container counts as ended, once, and is restarted") {
    Script s;
    s.add("web");
    s.run();
    s.sandbox->containers.clear();
    s.run();
    CHECK(s.running());
    CHECK(s.status().restartCount == 1);
    CHECK(s.status().lastState->terminated->reason == "ContainerStatusUnknown");
    CHECK(s.status().lastState->terminated->exitCode == 137);
}

TEST_CASE("pod life: a lost sandbox is made anew, with its init containers") {
    Script s;
    s.add_init("init");
    s.add("web");
    s.run();
    s.exit("init", 0);
    s.run();
    CHECK(s.running("web"));
    s.sandbox.reset();
    s.verbs();
    s.run();
    CHECK(s.verbs() == Words{"create_sandbox", "create init", "start init"});
    CHECK(s.pod.status.podIP == "10.1.0.2");
    CHECK(s.condition("Initialized").status == "False");
    s.exit("init", 0);
    s.run();
    CHECK(s.running("web"));
    CHECK(s.status("web").restartCount == 1);
    CHECK(s.status("init").restartCount == 1);
}

TEST_CASE("pod life: an agent that starts anew goes on where the last one ended") {
    Script s;
    auto& web = s.add("web");
    web.readinessProbe = probe_every(10);
    web.lifecycle = Lifecycle{};
    web.lifecycle->postStart = LifecycleHandler{};
    web.lifecycle->postStart->sleep = SleepAction{1};
    s.run();
    REQUIRE(s.status().ready);
    auto const before = s.pod.status;
    SECTION("what runs runs on, ready as it was, and its hook is not run again") {
        s.restart_agent();
        s.kept = {PodVerb::probe};
        auto const step = s.run();
        CHECK(equal(before, s.pod.status));
        CHECK(s.verbs() == Words{"mount"});
        // Trap 3: probes do not all come at once after a restart.
        CHECK(*step.again == s.now + 5s);
    }
    SECTION("what runs is known even if nothing of it was recorded") {
        s.pod.status = PodStatus{};
        s.pod.status.phase = "Pending";
        s.restart_agent();
        s.kept = {PodVerb::probe, PodVerb::post_start};
        s.run();
        CHECK(s.running());
        CHECK(s.status().restartCount == 0);
        CHECK(s.verbs() == Words{"mount", "post_start web"});
        s.done({.verb = PodVerb::post_start, .container = "web"});
        CHECK(*s.run().again == s.now + 5s);
    }
    SECTION("an end that nobody saw counts once") {
        s.exit("web", 1);
        s.restart_agent();
        s.run();
        CHECK(s.status().restartCount == 1);
        CHECK(s.status().lastState->terminated->exitCode == 1);
        s.restart_agent();
        s.run();
        CHECK(s.status().restartCount == 1);
    }
    SECTION("a restart that was not recorded is not made twice") {
        s.store_status = false;
        s.exit("web", 1);
        s.run();
        CHECK(s.find("web", 1)->state == RuntimeState::running);
        s.store_status = true;
        s.restart_agent();
        s.run();
        CHECK(s.status().restartCount == 1);
        CHECK(s.status().lastState->terminated->exitCode == 1);
    }
    SECTION("a back-off goes on") {
        for (int i = 0; i < 2; ++i) {
            s.exit("web", 1);
            s.run();
        }
        REQUIRE(s.waiting() == "CrashLoopBackOff");
        s.restart_agent();
        s.run();
        CHECK(s.waiting() == "CrashLoopBackOff");
        CHECK(s.status().lastState->terminated->exitCode == 1);
        s.after(10s);
        CHECK(s.running());
        CHECK(s.status().restartCount == 2);
    }
    SECTION("how a Pod ended survives the loss of everything else") {
        s.pod.spec.restartPolicy = "Never";
        s.exit("web", 3);
        s.run();
        auto const last_word = s.pod.status;
        s.restart_agent();
        s.run();
        CHECK(equal(last_word, s.pod.status));
        auto const words = s.verbs();
        CHECK(words == Words{"unmount"});
    }
    SECTION("a deletion that was under way has used up its grace") {
        s.ask_to_delete(30);
        s.restart_agent();
        s.advance(25s);
        s.kept = {PodVerb::stop};
        s.run();
        CHECK(s.last(PodVerb::stop).grace == 5s);
    }
}

TEST_CASE("pod life: when the node stops, what runs ends and the object stays as it is") {
    Script s;
    s.add("web");
    s.run();
    s.held = true;
    s.verbs();
    auto const step = s.run();
    CHECK(step.over);
    CHECK(s.verbs() == Words{"drain", "stop web", "remove_sandbox"});
    CHECK(s.pod.status.phase == "Running");
    // The next agent brings it up again.
    s.held = false;
    s.restart_agent();
    s.run();
    CHECK(s.running());
    CHECK(s.status().restartCount == 1);
}

TEST_CASE("pod life: a container whose image has changed is restarted with the new one") {
    Script s;
    s.add("web");
    s.pod.spec.restartPolicy = "Never";
    s.run();
    s.find("web", 0)->spec_hash = container_spec_hash(s.pod.spec.containers[0]);
    s.run();
    CHECK(s.status().restartCount == 0);
    s.pod.spec.containers[0].image = "image:2";
    s.run();
    CHECK(s.was_told("Killing: Container web definition changed, will be restarted"));
    CHECK(s.running());
    CHECK(s.status().restartCount == 1);
    CHECK(s.status().image == "image:2");
}

TEST_CASE("pod life: an ephemeral container starts in a Pod that runs, and never again") {
    Script s;
    s.add("main");
    s.run();
    REQUIRE(s.pod.status.phase == "Running");
    auto& added = s.pod.spec.ephemeralContainers.emplace_back();
    added.name = "debug";
    added.image = "tools";
    s.run();
    REQUIRE(s.pod.status.ephemeralContainerStatuses.size() == 1);
    auto const& status = s.pod.status.ephemeralContainerStatuses[0];
    CHECK(status.name == "debug");
    REQUIRE(status.state);
    CHECK(status.state->running);
    CHECK_FALSE(status.ready);
    CHECK(s.pod.status.containerStatuses[0].ready);
    s.exit("debug", 1);
    s.run();
    REQUIRE(s.pod.status.ephemeralContainerStatuses[0].state->terminated);
    CHECK(s.pod.status.ephemeralContainerStatuses[0].state->terminated->exitCode == 1);
    s.after(10min);
    CHECK(s.pod.status.ephemeralContainerStatuses[0].restartCount == 0);
    CHECK(s.pod.status.ephemeralContainerStatuses[0].state->terminated);
    CHECK(s.pod.status.phase == "Running");
    s.pod.spec.ephemeralContainers.emplace_back().name = "second";
    s.run();
    CHECK(s.pod.status.ephemeralContainerStatuses[1].state->running);
    CHECK(s.pod.status.ephemeralContainerStatuses[0].state->terminated);
}

TEST_CASE("pod life: an ephemeral container starts before init containers are done, and ends with the Pod") {
    Script s;
    s.add_init("setup");
    s.add("main");
    s.pod.spec.ephemeralContainers.emplace_back().name = "debug";
    s.run();
    CHECK(s.pod.status.phase == "Pending");
    CHECK(s.pod.status.ephemeralContainerStatuses.at(0).state->running);
    s.exit("setup", 0);
    s.run();
    s.pod.spec.restartPolicy = "Never";
    s.exit("main", 0);
    s.run();
    CHECK(s.pod.status.phase == "Succeeded");
    CHECK(s.pod.status.ephemeralContainerStatuses.at(0).state->terminated);
}

TEST_CASE("pod life: an ephemeral container whose start fails has ended") {
    Script s;
    s.add("main");
    s.run();
    s.kept = {PodVerb::start};
    s.pod.spec.ephemeralContainers.emplace_back().name = "debug";
    auto const step = s.run();
    REQUIRE(step.actions.size() == 1);
    s.fail(step.actions[0], "RunContainerError", "no such program");
    s.run();
    auto const& state = *s.pod.status.ephemeralContainerStatuses.at(0).state;
    REQUIRE(state.terminated);
    CHECK(state.terminated->reason == "StartError");
    CHECK_FALSE(state.waiting);
    s.after(10min);
    CHECK(s.pod.status.ephemeralContainerStatuses[0].state->terminated);
}

TEST_CASE("pod life: a new agent finds an ephemeral container as it was") {
    Script s;
    s.add("main");
    s.pod.spec.ephemeralContainers.emplace_back().name = "debug";
    s.run();
    s.exit("debug", 7);
    s.run();
    s.life = PodLife();
    s.run();
    auto const& status = s.pod.status.ephemeralContainerStatuses.at(0);
    CHECK(status.restartCount == 0);
    REQUIRE(status.state->terminated);
    CHECK(status.state->terminated->exitCode == 7);
}

namespace {

ResourceRequirements cpu(char const* request) {
    ResourceRequirements made;
    made.requests["cpu"] = Quantity::parse(request).value();
    return made;
}

PodCondition const* condition(Pod const& pod, std::string const& type) {
    for (auto const& one : pod.status.conditions) {
        if (one.type == type) return &one;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("pod life: a container that asks for other resources gets them while it runs") {
    Script s;
    s.resizes = true;
    s.add("main").resources = cpu("1");
    s.run();
    CHECK(s.pod.status.containerStatuses[0].allocatedResources.at("cpu").text() == "1");
    s.kept = {PodVerb::resize};
    s.pod.spec.containers[0].resources = cpu("2");
    auto const step = s.run();
    REQUIRE(step.actions.size() <= 1);
    REQUIRE(s.log.back().verb == PodVerb::resize);
    CHECK(condition(s.pod, "PodResizeInProgress"));
    CHECK(s.pod.status.containerStatuses[0].allocatedResources.at("cpu").text() == "1");
    s.fail(s.log.back(), {}, "memory is in use");
    s.run();
    REQUIRE(condition(s.pod, "PodResizeInProgress"));
    CHECK(condition(s.pod, "PodResizeInProgress")->reason == "Error");
    CHECK(condition(s.pod, "PodResizeInProgress")->message == "memory is in use");
    s.kept.clear();
    s.after(1min);
    CHECK_FALSE(condition(s.pod, "PodResizeInProgress"));
    auto const& status = s.pod.status.containerStatuses[0];
    CHECK(status.allocatedResources.at("cpu").text() == "2");
    CHECK(status.resources->requests.at("cpu").text() == "2");
    CHECK(status.restartCount == 0);
    CHECK(s.pod.status.phase == "Running");
}

TEST_CASE("pod life: resources that the node has not, or can't change, are pending") {
    Script s;
    s.add("main").resources = cpu("1");
    s.run();
    s.pod.spec.containers[0].resources = cpu("2");
    s.run();
    REQUIRE(condition(s.pod, "PodResizePending"));
    CHECK(condition(s.pod, "PodResizePending")->reason == "Infeasible");
    s.resizes = true;
    s.no_room = ResizeRefusal{"Deferred", "others are there"};
    s.run();
    REQUIRE(condition(s.pod, "PodResizePending"));
    CHECK(condition(s.pod, "PodResizePending")->reason == "Deferred");
    CHECK(s.pod.status.containerStatuses[0].allocatedResources.at("cpu").text() == "1");
    s.no_room.reset();
    s.after(10s);
    CHECK_FALSE(condition(s.pod, "PodResizePending"));
    CHECK(s.pod.status.containerStatuses[0].allocatedResources.at("cpu").text() == "2");
}

TEST_CASE("pod life: a resize restarts a container whose policy says so, and no other") {
    Script s;
    s.add("main").resources = cpu("1");
    s.add("other").resources = cpu("1");
    s.pod.spec.containers[0].resizePolicy.push_back({.resourceName = "cpu", .restartPolicy = "RestartContainer"});
    s.run();
    s.pod.spec.containers[0].resources = cpu("2");
    s.run();
    s.run();
    CHECK(s.pod.status.containerStatuses[0].restartCount == 1);
    CHECK(s.pod.status.containerStatuses[0].state->running);
    CHECK(s.pod.status.containerStatuses[0].resources->requests.at("cpu").text() == "2");
    CHECK(s.pod.status.containerStatuses[1].restartCount == 0);
    CHECK_FALSE(condition(s.pod, "PodResizeInProgress"));
    CHECK_FALSE(condition(s.pod, "PodResizePending"));
}

TEST_CASE("pod life: a new agent knows what a container was given") {
    Script s;
    s.resizes = true;
    s.add("main").resources = cpu("1");
    s.run();
    s.pod.spec.containers[0].resources = cpu("2");
    s.life = PodLife();
    s.kept = {PodVerb::resize};
    s.run();
    CHECK(s.log.back().verb == PodVerb::resize);
    CHECK(s.pod.status.containerStatuses[0].allocatedResources.at("cpu").text() == "1");
}
