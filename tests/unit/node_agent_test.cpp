#include "support/node_fixture.hpp"

#include <keelson/api/devices.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using test::NodeFixture;

namespace {

SimulatedOptions scripted(SimulatedBehaviour behaviour) {
    SimulatedOptions options;
    options.otherwise = behaviour;
    return options;
}

/// Volumes that remember what they were asked to be.
class RecordedVolumes final : public VolumeStore {
public:
    explicit RecordedVolumes(Strand& strand) : strand_(&strand) {}
    void prepare(std::string uid, std::vector<VolumeContent> volumes,
                 Completion<std::vector<std::string>> done) override {
        prepared = volumes;
        ++times;
        std::vector<std::string> places;
        for (auto const& volume : volumes) places.push_back("/" + uid + "/" + volume.name);
        strand_->post([places, done] { done(places); });
    }
    void make_sub_path(std::string, std::string, Completion<> done) override {
        strand_->post([done] { done({}); });
    }
    void make_message_file(std::string uid, std::string container, std::uint32_t attempt,
                           Completion<std::string> done) override {
        auto path = "/" + uid + "/" + container + "/" + std::to_string(attempt);
        message_files.push_back(path);
        strand_->post([path, done] { done(path); });
    }
    void usage(std::vector<std::string> directories, Completion<std::vector<std::uint64_t>> done) override {
        std::vector<std::uint64_t> bytes;
        for (auto const& directory : directories) bytes.push_back(used[directory.substr(directory.rfind('/') + 1)]);
        strand_->post([bytes, done] { done(bytes); });
    }
    void read_tail(std::string path, std::size_t, Completion<std::string> done) override {
        tails.push_back(std::move(path));
        strand_->post([done] { done(std::string("2026-02-02T02:40:00Z stderr F it broke\n")); });
    }
    void write_log(std::string path, std::string bytes, bool anew, Completion<> done) override {
        if (anew) kept_logs[path].clear();
        kept_logs[path] += bytes;
        strand_->post([done] { done({}); });
    }
    void remove_logs(std::string, Completion<> done) override {
        strand_->post([done] { done({}); });
    }
    void remove(std::string uid, Completion<> done) override {
        removed.push_back(uid);
        strand_->post([done] { done({}); });
    }

    std::vector<VolumeContent> prepared;
    std::vector<std::string> removed;
    std::vector<std::string> tails;
    std::map<std::string, std::string> kept_logs;
    std::vector<std::string> message_files;
    std::map<std::string, std::uint64_t> used;  ///< by the last part of a directory
    int times = 0;

private:
    Strand* strand_;
};

}  // namespace

TEST_CASE("node agent: it registers its node and says that it is ready and alive") {
    NodeFixture f;
    f.start();
    auto const node = f.node();
    CHECK(node.metadata.labels.at("kubernetes.io/hostname") == "n1");
    CHECK(node.status.capacity.at("cpu").text() == "4");
    CHECK(node.status.allocatable.at("pods").text() == "110");
    CHECK(f.condition(node, "Ready") == "True KubeletReady: kubelet is posting ready status");
    CHECK(f.condition(node, "MemoryPressure").starts_with("False KubeletHasSufficientMemory"));
    CHECK(node.status.addresses.front().address == "192.168.1.1");
    CHECK(node.status.nodeInfo->containerRuntimeVersion == "simulated://");
    auto const beats = f.beats;
    f.advance(100s);
    CHECK(f.beats >= beats + 9);
    CHECK(f.beats <= beats + 12);
}

TEST_CASE("node agent: a Pod that is bound runs, and one that is deleted goes") {
    NodeFixture f;
    f.start();
    (void)f.create(f.pod("web")).value();
    f.settle();
    CHECK(f.sim->running() == 1);
    CHECK(f.ready("web"));
    auto const pod = f.read_pod("web");
    CHECK(pod.status.phase == "Running");
    CHECK(pod.status.hostIP == "192.168.1.1");
    CHECK(pod.status.podIP == f.sim->sandboxes().front().ip);
    CHECK(f.told("Started") == std::vector<std::string>{"Started container web"});
    f.remove("web");
    f.advance(1s);
    CHECK(f.read_pod("web").metadata.uid.empty());
    CHECK(f.sim->sandboxes().empty());
    CHECK(f.agent->pods() == 0);
}

TEST_CASE("node agent: Pods that are there before it starts are taken over") {
    NodeFixture f;
    (void)f.create(f.pod("web")).value();
    f.start();
    CHECK(f.ready("web"));
}

TEST_CASE("trap 16: traffic is drained while the containers still run, and they end after it") {
    SimulatedBehaviour slow;
    slow.stops_after = 3s;
    NodeFixture f(scripted(slow));
    f.drain_takes = 5s;
    f.start();
    auto const uid = f.create(f.pod("web")).value()->index().uid;
    f.settle();
    f.remove("web");
    f.settle();
    CHECK(f.drained == std::vector<std::string>{uid});
    CHECK(f.running_at_drain == std::vector<std::size_t>{1});
    f.advance(7900ms);
    CHECK(f.sim->running() == 1);
    CHECK_FALSE(f.read_pod("web").metadata.uid.empty());
    f.advance(200ms);
    CHECK(f.sim->running() == 0);
    CHECK(f.read_pod("web").metadata.uid.empty());
}

TEST_CASE("node agent: a program that ignores its signal is killed when the grace is over") {
    SimulatedBehaviour deaf;
    deaf.stops_after = {};
    NodeFixture f(scripted(deaf));
    f.start();
    (void)f.create(f.pod("web")).value();
    f.settle();
    f.remove("web", 20);
    f.advance(19s);
    CHECK(f.sim->running() == 1);
    f.advance(2s);
    CHECK(f.sim->running() == 0);
    CHECK(f.read_pod("web").metadata.uid.empty());
}

TEST_CASE("node agent: a forced deletion kills at once") {
    SimulatedBehaviour deaf;
    deaf.stops_after = {};
    NodeFixture f(scripted(deaf));
    f.start();
    (void)f.create(f.pod("web")).value();
    f.settle();
    f.remove("web", 0);
    f.advance(10ms);
    CHECK(f.read_pod("web").metadata.uid.empty());
    CHECK(f.sim->sandboxes().empty());
    CHECK(f.agent->pods() == 0);
}

TEST_CASE("node agent: a new agent adopts what runs and starts nothing twice") {
    NodeFixture f;
    f.start();
    (void)f.create(f.pod("web")).value();
    (void)f.create(f.pod("db")).value();
    f.settle();
    auto const before = f.read_pod("web").status;
    f.restart();
    f.advance(2min);
    CHECK(f.sim->starts() == 2);
    CHECK(f.sim->running() == 2);
    CHECK(equal(before, f.read_pod("web").status));
}

TEST_CASE("node agent: what ended while no agent looked counts once") {
    NodeFixture f;
    f.start();
    auto const uid = f.create(f.pod("web")).value()->index().uid;
    f.settle();
    f.agent->stop(true, [](Result<> const&) {});
    f.settle();
    f.agent.reset();
    // The runtime is closed: the fault is made through another opening of it.
    RuntimeContext context;
    context.node = "n1";
    context.clock = f.clock;
    context.entropy = seeded_entropy(3);
    context.after = [](Duration, std::function<void()>) {};
    f.sim->open(context).value();
    CHECK(f.sim->kill(uid, "web", 9));
    f.sim->close();
    f.start();
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == 1);
    CHECK(f.read_pod("web").status.containerStatuses.front().lastState->terminated->exitCode == 9);
    CHECK(f.sim->running() == 1);
}

TEST_CASE("trap 2: a sandbox without a Pod is removed, and a Pod that has ended here is refused") {
    NodeFixture f;
    f.start();
    auto const old = f.create(f.pod("web")).value();
    f.settle();
    SECTION("its Pod went while no agent looked") {
        f.agent->stop(true, [](Result<> const&) {});
        f.settle();
        f.agent.reset();
        f.remove("web", 0);
        CHECK(f.sim->running() == 1);
        f.start();
        f.settle();
        CHECK(f.sim->sandboxes().empty());
    }
    SECTION("an old version of its Pod comes again") {
        f.remove("web");
        f.advance(1s);
        REQUIRE(f.sim->sandboxes().empty());
        f.agent->pod_changed(nullptr, old);
        f.advance(1s);
        CHECK(f.sim->sandboxes().empty());
        CHECK(f.agent->pods() == 0);
    }
}

TEST_CASE("node agent: a Pod of the same name and another uid is another Pod") {
    NodeFixture f;
    f.start();
    auto const first = f.create(f.pod("web")).value()->index().uid;
    f.settle();
    f.remove("web", 0);
    (void)f.create(f.pod("web")).value();
    f.advance(1s);
    REQUIRE(f.sim->sandboxes().size() == 1);
    CHECK(f.sim->sandboxes().front().id != first);
    CHECK(f.ready("web"));
}

TEST_CASE("node agent: a container that lacks a ConfigMap starts as soon as there is one") {
    NodeFixture f;
    f.start();
    auto pod = f.pod("web");
    EnvVar variable;
    variable.name = "A";
    variable.valueFrom = EnvVarSource{};
    variable.valueFrom->configMapKeyRef = ConfigMapKeySelector{"a", "conf", {}};
    pod.spec.containers[0].env = {variable};
    (void)f.create(pod).value();
    f.advance(1s);
    auto const waiting = f.read_pod("web").status.containerStatuses.front().state->waiting;
    REQUIRE(waiting);
    CHECK(waiting->reason == "CreateContainerConfigError");
    CHECK(waiting->message == "configmap \"conf\" not found");
    f.advance(5min);
    (void)f.create(R"({"metadata":{"name":"conf"},"data":{"a":"1"}})", "configmaps", "default").value();
    f.settle();
    CHECK(f.ready("web"));
}

TEST_CASE("node agent: volumes follow their ConfigMap, and a volume that cannot be made says why") {
    NodeFixture f;
    auto const volumes = std::make_shared<RecordedVolumes>(f.strand);
    f.volumes = volumes;
    f.start();
    auto pod = f.pod("web");
    auto& volume = pod.spec.volumes.emplace_back();
    volume.name = "conf";
    volume.configMap = ConfigMapVolumeSource{};
    volume.configMap->name = "conf";
    (void)f.create(pod).value();
    f.settle();
    CHECK(f.read_pod("web").status.containerStatuses.front().state->waiting->reason == "ContainerCreating");
    CHECK(f.told("FailedMount").front() ==
          "MountVolume.SetUp failed for volume \"conf\" : configmap \"conf\" not found");
    auto const made = f.create(R"({"metadata":{"name":"conf"},"data":{"a":"1"}})", "configmaps", "default").value();
    f.settle();
    CHECK(f.ready("web"));
    REQUIRE(volumes->prepared.size() == 1);
    CHECK(volumes->prepared[0].files.front().content == "1");
    auto const times = volumes->times;
    auto op = f.operation(Operation::Verb::merge_patch, "configmaps", R"({"data":{"a":"2"}})", made->key());
    (void)f.one(op).value();
    f.settle();
    CHECK(volumes->times == times + 1);
    CHECK(volumes->prepared[0].files.front().content == "2");
    f.remove("web");
    f.advance(1s);
    CHECK(volumes->removed.size() == 1);
}

TEST_CASE("node agent: volume sources that it cannot mount are refused by name") {
    NodeFixture f;
    f.start();
    auto pod = f.pod("web");
    auto& volume = pod.spec.volumes.emplace_back();
    volume.name = "data";
    volume.nfs = NFSVolumeSource{"/x", {}, "server"};
    (void)f.create(pod).value();
    f.settle();
    auto const state = f.read_pod("web").status.containerStatuses.front().state;
    CHECK(state->waiting->reason == "ContainerCreating");
    CHECK(state->waiting->message == "volume \"data\": volume source spec.volumes.nfs is not supported by this node");
}

TEST_CASE("trap 17: a Pod that hangs harms neither the others nor the node") {
    NodeFixture f;
    f.start();
    auto const stuck = f.create(f.pod("stuck")).value()->index().uid;
    f.settle();
    f.sim->hang(stuck);
    f.remove("stuck");
    (void)f.create(f.pod("web")).value();
    f.advance(5min);
    CHECK(f.ready("web"));
    CHECK(f.condition(f.node(), "Ready").starts_with("True"));
    CHECK_FALSE(f.read_pod("stuck").metadata.uid.empty());
    (void)f.create(f.pod("later")).value();
    f.settle();
    CHECK(f.ready("later"));
    f.sim->let_go(stuck);
    f.advance(5min);
    CHECK(f.read_pod("stuck").metadata.uid.empty());
}

TEST_CASE("trap 17: a Pod that begins to hang at any moment of its end goes when the hang is over") {
    SimulatedBehaviour polite;
    polite.stops_after = 1s;
    auto options = scripted(polite);
    options.verb_delay = 2ms;
    for (auto const moment : {0us, 300us, 2500us, 4500us, 1000500us, 1002500us, 1004500us}) {
        CAPTURE(moment.count());
        NodeFixture f(options);
        f.start();
        auto const stuck = f.create(f.pod("stuck")).value()->index().uid;
        f.advance(1min);
        f.remove("stuck");
        f.advance(moment);
        f.sim->hang(stuck);
        f.advance(3min);
        f.sim->let_go(stuck);
        f.advance(5min);
        CHECK(f.read_pod("stuck").metadata.uid.empty());
        CHECK(f.sim->sandboxes().empty());
    }
}

TEST_CASE("trap 17: a runtime that cannot be reached makes the node not ready, and its Pods are not gone") {
    NodeFixture f;
    f.start();
    (void)f.create(f.pod("web")).value();
    f.settle();
    auto const before = f.read_pod("web").status;
    f.sim->unreachable_for(5min);
    f.advance(2min);
    CHECK(f.condition(f.node(), "Ready") ==
          "False KubeletNotReady: container runtime is down: the simulated machine is down");
    CHECK(equal(before, f.read_pod("web").status));
    (void)f.create(f.pod("late")).value();
    f.advance(30s);
    CHECK_FALSE(f.ready("late"));
    f.advance(5min);
    CHECK(f.condition(f.node(), "Ready").starts_with("True"));
    CHECK(f.ready("late"));
    CHECK(f.sim->starts() == 2);
    CHECK(equal(before, f.read_pod("web").status));
}

TEST_CASE("trap 17: events are hints: what nobody told of is found by looking again") {
    NodeFixture f;
    f.start();
    auto const uid = f.create(f.pod("web")).value()->index().uid;
    f.settle();
    SECTION("a crash without a hint") {
        f.sim->drop_hints(true);
        CHECK(f.sim->kill(uid, "web"));
    }
    SECTION("a container that is no more") { CHECK(f.sim->lose(uid, "web")); }
    SECTION("a Pod that is no more") { CHECK(f.sim->lose_sandbox(uid)); }
    f.advance(2min);
    CHECK(f.sim->running() == 1);
    CHECK(f.ready("web"));
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == 1);
}

TEST_CASE("trap 17: a verb that takes longer than its deadline and still happens is not done twice") {
    NodeFixture f;
    f.start();
    f.sim->slow_for(1s, 3min);
    (void)f.create(f.pod("web")).value();
    f.advance(10min);
    CHECK(f.ready("web"));
    CHECK(f.sim->starts() == 1);
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == 0);
}

TEST_CASE("trap 17: a list that is older than what was done since decides nothing") {
    SimulatedOptions options;
    options.verb_delay = 100ms;
    SimulatedBehaviour late;
    late.start_delay = 50ms;
    options.rules.push_back({.container = "late", .alternatives = {late}});
    NodeFixture f(std::move(options));
    f.start();
    auto pod = f.pod("web");
    auto& second = pod.spec.containers.emplace_back();
    second.name = "late";
    second.image = "image";
    (void)f.create(pod).value();
    f.advance(10s);
    CHECK(f.ready("web"));
    int started = 0;
    for (auto const& event : f.registry.events().list("default")) {
        auto const read = decode<Event>(*event).value();
        if (read.reason == "Started") started += read.count.value_or(1);
    }
    CHECK(started == 2);
}

TEST_CASE("trap 21: a cluster at rest writes nothing") {
    NodeFixture f;
    f.start();
    auto pod = f.pod("web");
    Probe probe;
    probe.tcpSocket = TCPSocketAction{{}, 80};
    pod.spec.containers[0].readinessProbe = probe;
    pod.spec.containers[0].livenessProbe = probe;
    (void)f.create(pod).value();
    f.advance(30s);
    REQUIRE(f.ready("web"));
    auto const revision = f.registry.durable().revision;
    f.advance(1h);
    CHECK(f.registry.durable().revision == revision);
}

TEST_CASE("node agent: a Pod costs a bounded number of writes") {
    NodeFixture f;
    f.start();
    auto const revision = f.registry.durable().revision;
    (void)f.create(f.pod("web")).value();
    f.settle();
    REQUIRE(f.ready("web"));
    CHECK(f.registry.durable().revision - revision <= 4);
}

TEST_CASE("node agent: a status that somebody else has changed is written again, and theirs is kept") {
    NodeFixture f;
    f.start();
    auto const made = f.create(f.pod("web")).value();
    f.held = true;
    f.settle();
    // Accepted before the agent's own write is, and not seen by it.
    auto patch = f.operation(Operation::Verb::merge_patch_status, "pods",
                             R"({"status":{"conditions":[{"type":"example.com/x","status":"True"}]}})", made->key());
    f.registry.submit({patch}, {}, [](Result<BatchResult> const&) {});
    f.held = false;
    f.settle();
    CHECK(f.ready("web"));
    auto const conditions = f.read_pod("web").status.conditions;
    CHECK(std::count_if(conditions.begin(), conditions.end(),
                        [](PodCondition const& one) { return one.type == "example.com/x"; }) == 1);
}

TEST_CASE("node agent: probes find what the script says, and a container that is not alive is restarted") {
    SimulatedBehaviour behaviour;
    behaviour.ready_after = 12s;
    behaviour.well_for = 60s;
    NodeFixture f(scripted(behaviour));
    f.start();
    auto pod = f.pod("web");
    Probe http;
    http.httpGet = HTTPGetAction{};
    http.httpGet->port = 8080;
    http.httpGet->path = "/healthz";
    http.periodSeconds = 5;
    pod.spec.containers[0].readinessProbe = http;
    Probe exec;
    exec.exec = ExecAction{{"true"}};
    exec.initialDelaySeconds = 30;
    exec.periodSeconds = 5;
    exec.failureThreshold = 2;
    pod.spec.containers[0].livenessProbe = exec;
    (void)f.create(pod).value();
    f.advance(11s);
    CHECK_FALSE(f.ready("web"));
    f.advance(6s);
    CHECK(f.ready("web"));
    f.advance(30s);
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == 0);
    f.advance(35s);
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == 1);
    CHECK(f.told("Unhealthy").size() >= 1);
    CHECK(f.told("Killing") == std::vector<std::string>{"Container web failed liveness probe, will be restarted"});
}

TEST_CASE("node agent: an image that is missing holds its Pod back, and a Job's Pod ends") {
    SimulatedOptions options;
    SimulatedBehaviour missing;
    missing.image_missing = true;
    options.rules.push_back({.image = "nowhere/", .alternatives = {missing}});
    SimulatedBehaviour ends;
    ends.runs_for = 10s;
    ends.exit_code = 3;
    options.rules.push_back({.pod_prefix = "job", .alternatives = {ends}});
    NodeFixture f(std::move(options));
    f.start();
    auto pod = f.pod("web");
    pod.spec.containers[0].image = "nowhere/app:1";
    (void)f.create(pod).value();
    auto job = f.pod("job-1");
    job.spec.restartPolicy = "Never";
    (void)f.create(job).value();
    f.advance(1s);
    CHECK(f.read_pod("web").status.containerStatuses.front().state->waiting->reason == "ErrImagePull");
    f.advance(6s);
    CHECK(f.read_pod("web").status.containerStatuses.front().state->waiting->reason == "ImagePullBackOff");
    f.advance(10s);
    CHECK(f.read_pod("job-1").status.phase == "Failed");
    CHECK(f.read_pod("job-1").status.containerStatuses.front().state->terminated->exitCode == 3);
    CHECK(f.sim->running() == 0);
}

TEST_CASE("node agent: the end of a failed container's log is its message, where it is asked for") {
    NodeFixture f;
    auto const volumes = std::make_shared<RecordedVolumes>(f.strand);
    f.volumes = volumes;
    f.start();
    auto pod = f.pod("web");
    pod.spec.containers[0].terminationMessagePolicy = "FallbackToLogsOnError";
    auto const uid = f.create(pod).value()->index().uid;
    f.settle();
    CHECK(f.sim->kill(uid, "web", 1));
    f.advance(2min);
    auto const status = f.read_pod("web").status.containerStatuses.front();
    CHECK(status.restartCount == 1);
    CHECK(status.lastState->terminated->message == "it broke\n");
    CHECK(volumes->tails == std::vector<std::string>{"/nowhere/logs/default_web_" + uid + "/web/0.log"});
}

TEST_CASE("node agent: stopping lets Pods be or ends them, as asked, and leaves their objects") {
    NodeFixture f;
    f.start();
    (void)f.create(f.pod("web")).value();
    f.settle();
    auto const keep = GENERATE(true, false);
    std::optional<Result<>> outcome;
    f.agent->stop(keep, [&](Result<> const& result) { outcome = result; });
    f.advance(40s);
    REQUIRE(outcome);
    CHECK(*outcome);
    CHECK(f.sim->running() == (keep ? 1 : 0));
    CHECK_FALSE(f.read_pod("web").metadata.uid.empty());
    f.restart();
    f.advance(1s);
    CHECK(f.ready("web"));
    CHECK(f.read_pod("web").status.containerStatuses.front().restartCount == (keep ? 0 : 1));
}

TEST_CASE("node agent: a Pod with a sysctl that is not safe is turned away") {
    NodeFixture f;
    f.start();
    auto pod = f.pod("web");
    pod.spec.securityContext = PodSecurityContext{};
    pod.spec.securityContext->sysctls = {{"kernel.msgmax", "1"}};
    (void)f.create(pod).value();
    f.advance(5s);
    auto const seen = f.read_pod("web").status;
    CHECK(seen.phase == "Failed");
    CHECK(seen.reason == "SysctlForbidden");
    CHECK(seen.message == "Pod was rejected: forbidden sysctl: \"kernel.msgmax\" not allowlisted");
    CHECK(f.told("SysctlForbidden") == std::vector<std::string>{"forbidden sysctl: \"kernel.msgmax\" not allowlisted"});
    CHECK(f.sim->sandboxes().empty());
}

TEST_CASE("node agent: a Pod that has written more than it may is evicted, others are not") {
    NodeFixture f;
    auto const volumes = std::make_shared<RecordedVolumes>(f.strand);
    f.volumes = volumes;
    f.start();
    auto pod = f.pod("web");
    auto& volume = pod.spec.volumes.emplace_back();
    volume.name = "cache";
    volume.emptyDir = EmptyDirVolumeSource{};
    auto other = pod;
    other.metadata.name = "other";
    volume.emptyDir->sizeLimit = Quantity::parse("1Mi").value();
    (void)f.create(pod).value();
    (void)f.create(other).value();
    f.advance(30s);
    CHECK(f.ready("web"));
    volumes->used["cache"] = (1 << 20) + 1;
    f.advance(15s);
    auto const seen = f.read_pod("web").status;
    CHECK(seen.phase == "Failed");
    CHECK(seen.reason == "Evicted");
    CHECK(seen.message == "Usage of EmptyDir volume \"cache\" exceeds the limit \"1Mi\". ");
    CHECK(f.told("Evicted").size() == 1);
    auto const target = std::find_if(seen.conditions.begin(), seen.conditions.end(),
                                     [](PodCondition const& one) { return one.type == "DisruptionTarget"; });
    REQUIRE(target != seen.conditions.end());
    CHECK(target->status == "True");
    CHECK(target->reason == "TerminationByKubelet");
    CHECK(f.ready("other"));
}

TEST_CASE("node agent: what a container leaves in its file is its message, wherever the runtime has images") {
    SimulatedOptions options;
    SimulatedBehaviour missing, ends;
    missing.image_missing = true;
    ends.runs_for = 10s;
    options.rules.push_back({.image = "nowhere/", .alternatives = {missing}});  // so that it has images
    options.otherwise = ends;
    NodeFixture f(std::move(options));
    auto const volumes = std::make_shared<RecordedVolumes>(f.strand);
    f.volumes = volumes;
    f.start();
    auto pod = f.pod("web");
    pod.spec.restartPolicy = "Never";
    auto const uid = f.create(pod).value()->index().uid;
    f.advance(15s);
    CHECK(volumes->message_files == std::vector<std::string>{"/" + uid + "/web/0"});
    CHECK(volumes->tails == std::vector<std::string>{"/nowhere/pods/" + uid + "/containers/web/0"});
    auto const end = *f.read_pod("web").status.containerStatuses.front().state->terminated;
    CHECK(end.exitCode == 0);
    CHECK(end.message == "2026-02-02T02:40:00Z stderr F it broke\n");
    CHECK(volumes->removed == std::vector<std::string>{uid});
}

TEST_CASE("node agent: a token in a volume is issued for the Pod and again in good time") {
    NodeFixture f;
    auto const volumes = std::make_shared<RecordedVolumes>(f.strand);
    f.volumes = volumes;
    std::vector<PodTokenRequest> asked;
    auto fails = false;
    f.issue_token = [&](PodTokenRequest const& request) -> Result<std::string> {
        if (fails) return Error(Errc::unavailable, "not now");
        asked.push_back(request);
        return "token-" + std::to_string(asked.size());
    };
    f.start();
    auto pod = f.pod("web");
    pod.spec.serviceAccountName = "builder";
    auto& volume = pod.spec.volumes.emplace_back();
    volume.name = "api";
    volume.projected = ProjectedVolumeSource{};
    auto& source = volume.projected->sources.emplace_back();
    source.serviceAccountToken =
        ServiceAccountTokenProjection{.audience = "vault", .expirationSeconds = 1000, .path = "token"};
    auto const uid = f.create(pod).value()->index().uid;
    f.advance(2s);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].service_account == "builder");
    CHECK(asked[0].pod == "web");
    CHECK(asked[0].pod_uid == uid);
    CHECK(asked[0].node == "n1");
    CHECK(asked[0].audience == "vault");
    CHECK(asked[0].lifetime == 1000s);
    auto const content = [&] { return volumes->prepared.at(0).files.at(0).content; };
    CHECK(content() == "token-1");
    f.advance(790s);
    CHECK(asked.size() == 1);
    f.advance(15s);
    CHECK(asked.size() == 2);
    CHECK(content() == "token-2");
    // While none is to be had the one that there is serves on.
    fails = true;
    f.advance(850s);
    CHECK(content() == "token-2");
    fails = false;
    f.advance(61s);
    CHECK(content() == "token-3");
}

TEST_CASE("node agent: its conditions say what the machine has left") {
    NodeFixture f;
    NodeUsage usage{.memory_bytes = 1 << 30, .memory_available_bytes = 1 << 29};
    f.measure = [&](Completion<NodeUsage> const& done) { f.strand.post([done, usage] { done(usage); }); };
    f.start();
    f.advance(1s);
    CHECK(f.condition(f.node(), "MemoryPressure") ==
          "False KubeletHasSufficientMemory: kubelet has sufficient memory available");
    usage.memory_available_bytes = 1000;
    f.advance(15s);
    CHECK(f.condition(f.node(), "MemoryPressure") ==
          "True KubeletHasInsufficientMemory: kubelet has insufficient memory available");
    CHECK(f.condition(f.node(), "DiskPressure") == "False KubeletHasNoDiskPressure: kubelet has no disk pressure");
    CHECK(f.condition(f.node(), "PIDPressure") ==
          "False KubeletHasSufficientPID: kubelet has sufficient PID available");
    usage.memory_available_bytes = 1 << 29;
    f.advance(280s);
    CHECK(f.condition(f.node(), "MemoryPressure").starts_with("True"));
    f.advance(60s);
    CHECK(f.condition(f.node(), "MemoryPressure").starts_with("False"));
}

TEST_CASE("node agent: a name that is no image's is told, and no runtime is asked") {
    SimulatedOptions options;
    SimulatedBehaviour missing;
    missing.image_missing = true;
    options.rules.push_back({.image = "nowhere/", .alternatives = {missing}});
    NodeFixture f(std::move(options));
    f.start();
    auto pod = f.pod("web");
    pod.spec.containers[0].image = "not/A:name";
    (void)f.create(pod).value();
    f.advance(1s);
    CHECK(f.read_pod("web").status.containerStatuses.front().state->waiting->reason == "InvalidImageName");
    CHECK(f.told("InspectFailed").size() == 1);
    CHECK(f.told("Failed").front() == "Error: InvalidImageName");
}

TEST_CASE("node agent: pull secrets that are missing are told once") {
    SimulatedOptions options;
    SimulatedBehaviour missing;
    missing.image_missing = true;
    options.rules.push_back({.image = "nowhere/", .alternatives = {missing}});
    NodeFixture f(std::move(options));
    f.start();
    auto pod = f.pod("web");
    pod.spec.containers[0].image = "nowhere/app:1";
    pod.spec.imagePullSecrets = {{"one"}, {"two"}};
    (void)f.create(pod).value();
    f.advance(60s);
    CHECK(
        f.told("FailedToRetrieveImagePullSecret") ==
        std::vector<std::string>{"Unable to retrieve some image pull secrets (one, two); attempting to pull the image "
                                 "may not succeed."});
}

TEST_CASE("node agent: what has no effect on a node is told") {
    NodeFixture f;
    f.start();
    auto pod = f.pod("web");
    pod.spec.dnsConfig = PodDNSConfig{};
    pod.spec.dnsConfig->searches = {"x"};
    (void)f.create(pod).value();
    f.settle();
    CHECK(f.told("NotEnforced") ==
          std::vector<std::string>{"no effect on this node: spec.dnsConfig (no program is there to look a name up)"});
}

TEST_CASE("node agent: a thousand Pods at once") {
    NodeFixture f;
    f.start();
    for (int i = 0; i < 1000; ++i) (void)f.create(f.pod("web-" + std::to_string(i))).value();
    f.settle();
    CHECK(f.sim->running() == 1000);
    CHECK(f.ready("web-999"));
}

TEST_CASE("trap 20: a device that is lost fails the Pods that have it, and those alone") {
    NodeFixture f;
    f.devices.set({{.id = "GPU-0", .memory_bytes = 80, .shares = 1}, {.id = "GPU-1"}});
    f.start();
    auto node = f.node();
    CHECK(node.status.capacity.at("nvidia.com/gpu").text() == "2");
    CHECK(node.status.allocatable.at("nvidia.com/gpu").text() == "2");
    CHECK(
        read_node_devices(node.metadata.annotations.at(std::string(devices_annotation))).at("nvidia.com/gpu").size() ==
        2);
    for (auto const* const name : {"one", "two", "none"}) {
        auto pod = f.pod(name);
        if (std::string(name) != "none")
            pod.spec.containers.front().resources.emplace().limits = {{"nvidia.com/gpu", Quantity(1)}};
        (void)f.create(pod).value();
    }
    f.settle();
    CHECK(f.sim->running() == 3);

    f.devices.set({{.id = "GPU-0", .healthy = false, .trouble = "the GPU has fallen off the bus"}, {.id = "GPU-1"}});
    f.advance(60s);
    node = f.node();
    CHECK(node.status.capacity.at("nvidia.com/gpu").text() == "2");
    CHECK(node.status.allocatable.at("nvidia.com/gpu").text() == "1");
    auto const lost = f.read_pod("one");
    CHECK(lost.status.phase == "Failed");
    CHECK(lost.status.reason == "DeviceLost");
    CHECK(lost.status.message == "nvidia.com/gpu GPU-0 of container web: the GPU has fallen off the bus");
    CHECK(f.read_pod("two").status.phase == "Running");
    CHECK(f.read_pod("none").status.phase == "Running");
    CHECK(f.sim->running() == 2);
}
