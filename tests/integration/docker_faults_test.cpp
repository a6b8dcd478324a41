#include "integration/docker_site.hpp"
#include "integration/program.hpp"

#include <keelson/api/apps_v1.hpp>

#include <csignal>
#include <set>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace docker_tests;
using keelson::testing::DockerEngine;
using keelson::testing::shell;
using keelson::testing::without_docker;

namespace {

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string rollout(int version) {
    return R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 4
  minReadySeconds: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: main, image: "busybox:latest", imagePullPolicy: IfNotPresent, command: [sleep, ")" +
           std::to_string(1000 + version) + "\"]}\n";
}

ContainerStatus main_of(Pod const& pod) {
    return pod.status.containerStatuses.empty() ? ContainerStatus() : pod.status.containerStatuses.front();
}

/// How a container ended: that of this attempt, or that of the one before.
std::optional<ContainerStateTerminated> ended(std::optional<ContainerState> const& state) {
    return state ? state->terminated : std::nullopt;
}

/// Each container is of a Pod that is there, one for each attempt, and each Pod that runs has what it says.
void check_nothing_lost_or_doubled(DockerSite const& site, DockerEngine const& engine,
                                   std::string const& node = "here") {
    auto const pods = site.client().list<Pod>();
    REQUIRE(pods.has_value());
    std::map<std::string, Pod> by_uid;
    for (auto const& pod : *pods)
        if (pod.spec.nodeName == node) by_uid.emplace(pod.metadata.uid, pod);
    auto const all = engine_containers(engine);
    std::set<std::string> names;
    for (auto const& one : all) {
        INFO(one.pod << " " << one.uid << " " << one.kind << " " << one.name << " " << one.attempt);
        CHECK(by_uid.contains(one.uid));
        CHECK(names.insert(one.uid + "/" + one.name + "/" + one.attempt).second);
    }
    for (auto const& [uid, pod] : by_uid) {
        if (pod.status.phase != "Running") continue;
        INFO(pod.metadata.name);
        auto const own = of_pod(all, uid);
        auto const running =
            std::count_if(own.begin(), own.end(), [](auto const& one) { return one.state == "running"; });
        CHECK(running == 2);  // its sandbox and its container
        CHECK(std::any_of(own.begin(), own.end(), [id = main_of(pod).containerID](auto const& one) {
            return "docker://" + one.docker_id == id && one.state == "running";
        }));
    }
}

/// The process of a Pod's container, to be killed without the engine being asked.
pid_t pid_of(DockerEngine const& engine, std::vector<EngineContainer> const& all, std::string const& pod) {
    for (auto const& one : all) {
        if (one.pod != pod || one.kind != "container") continue;
        auto const inspected = boost::json::parse(engine.ask("GET", "/containers/" + one.docker_id + "/json"));
        return static_cast<pid_t>(inspected.at("State").at("Pid").as_int64());
    }
    FAIL("no container of " << pod);
    return -1;
}

/// A folder on a file system of its own that is full soon.
class SmallDisk {
public:
    explicit SmallDisk(std::string path) : path_(std::move(path)) {
        std::filesystem::create_directories(path_);
        INFO("mounting needs root");
        REQUIRE(::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=48m") == 0);
    }
    ~SmallDisk() { ::umount2(path_.c_str(), MNT_DETACH); }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;

    void fill() const { shell("dd if=/dev/zero of=" + path_ + "/rest bs=64k 2>/dev/null; true"); }
    void make_room() const { std::filesystem::remove(path_ + "/rest"); }

private:
    std::string path_;
};

}  // namespace

TEST_CASE(
    "docker faults: a host that is killed in mid-rollout finds its containers again, and touches none that is well") {
    if (without_docker()) return;
    DockerEngine const engine("faults-host", 10);
    keelson::tests::Site const place;
    auto const first = place.manifest("v1.yaml", rollout(1) + "---\n" + shell_pod("bystander", "sleep 5000") + "---\n" +
                                                     shell_pod("dies", "sleep 5000", "restartPolicy: Never") + "---\n" +
                                                     shell_pod("again", "sleep 5000"));
    auto const second = place.manifest("v2.yaml", rollout(2));
    std::vector<std::string> const up{
        "up", "--data", place.data(), "--on-exit", "keep", "--node", "here=docker:" + engine.host, "-f"};
    auto const with = [&](std::string const& file) {
        auto arguments = up;
        arguments.push_back(file);
        return arguments;
    };
    auto const running = [&](std::string const& pod) {
        auto all = engine_containers(engine);
        std::erase_if(all, [&](auto const& one) { return one.pod != pod || one.state != "running"; });
        return all;
    };
    {
        auto arguments = with(first);
        arguments.emplace_back("--exit-when-ready");
        keelson::tests::Program host(place.folder(), arguments);
        auto const status = host.wait();
        INFO(host.out() + host.err());
        REQUIRE(status == 0);
    }
    auto const all_first = engine_containers(engine);
    REQUIRE(all_first.size() == 14);
    auto const new_ones = [&] {
        auto all = engine_containers(engine);
        std::erase_if(all, [&](auto const& one) {
            return one.kind != "container" || one.state != "running" ||
                   std::any_of(all_first.begin(), all_first.end(),
                               [&](auto const& old) { return old.docker_id == one.docker_id; });
        });
        return all;
    };
    {
        keelson::tests::Program host(place.folder(), with(second));
        auto const midway = eventually([&] { return !new_ones().empty(); }, 30s);
        host.signal(SIGKILL);
        INFO(host.out() + host.err());
        REQUIRE(midway);
        REQUIRE(host.wait() == 128 + SIGKILL);
    }
    auto const bystander = running("bystander");
    REQUIRE(bystander.size() == 2);
    auto const midway = new_ones();
    REQUIRE(midway.size() < 4);
    // What happens while nobody looks.
    for (auto const* const name : {"dies", "again"}) REQUIRE(::kill(pid_of(engine, all_first, name), SIGKILL) == 0);

    DockerSite const site(place.data(), {{"here", engine.host}});
    auto const settled = eventually(
        [&] {
            auto const web = site.client().get<Deployment>({"default", "web"});
            return web && rolled_out(*web) && engine_containers(engine).size() <= 15;
        },
        60s);
    CHECK(settled);
    CHECK(running("bystander") == bystander);
    CHECK(main_of(site.pod("bystander")).restartCount == 0);
    auto const after = engine_containers(engine);
    for (auto const& one : midway) {
        INFO(one.pod);
        CHECK(std::find(after.begin(), after.end(), one) != after.end());
    }
    CHECK(eventually([&] { return site.phase("dies") == "Failed"; }));
    auto const dead = ended(main_of(site.pod("dies")).state);
    REQUIRE(dead);
    CHECK(dead->exitCode == 137);
    CHECK(dead->reason == "Error");
    CHECK(eventually([&] { return main_of(site.pod("again")).restartCount == 1 && ready(site.pod("again")); }, 30s));
    auto const before = ended(main_of(site.pod("again")).lastState);
    REQUIRE(before);
    CHECK(before->exitCode == 137);
    check_nothing_lost_or_doubled(site, engine);
}

TEST_CASE("docker faults: while an engine is away its node says so, and its Pods go on and are seen again") {
    if (without_docker()) return;
    DockerEngine engine("faults-gone", 11);
    TemporaryFolder const folder;
    DockerSite const site(folder.path() + "/data", {{"here", engine.host}});
    site.apply(shell_pod("bystander", "sleep 5000"));
    site.apply(shell_pod("dies", "sleep 5000", "restartPolicy: Never"));
    REQUIRE(site.runs("bystander"));
    REQUIRE(site.runs("dies"));
    auto const before = engine_containers(engine);
    auto const dies = pid_of(engine, before, "dies");

    engine.kill();
    std::filesystem::remove(engine.host.substr(7));
    CHECK(eventually([&] { return site.condition("here", "Ready").status == "False"; }));
    CHECK(site.condition("here", "Ready").reason == "KubeletNotReady");
    CHECK(eventually([&] {
        return site.condition("here", "Ready").message == "container runtime is down: the Docker Engine at " +
                                                              engine.host +
                                                              " cannot be reached: No such file or directory";
    }));
    site.apply(shell_pod("meanwhile", "sleep 5000", "nodeName: here"));
    REQUIRE(::kill(dies, SIGKILL) == 0);
    std::this_thread::sleep_for(1s);
    CHECK(site.condition("here", "Ready").status == "False");
    CHECK(site.phase("bystander") == "Running");
    CHECK(site.phase("meanwhile") == "Pending");

    engine.start();
    CHECK(eventually([&] { return site.condition("here", "Ready").status == "True"; }, 30s));
    CHECK(site.runs("meanwhile"));
    CHECK(of_pod(engine_containers(engine), site.pod("bystander").metadata.uid) ==
          of_pod(before, site.pod("bystander").metadata.uid));
    CHECK(main_of(site.pod("bystander")).restartCount == 0);
    CHECK(eventually([&] { return site.phase("dies") == "Failed"; }));
    auto const dead = ended(main_of(site.pod("dies")).state);
    REQUIRE(dead);
    CHECK(dead->exitCode == 137);
    check_nothing_lost_or_doubled(site, engine);
}

TEST_CASE("docker faults: a minute without an engine, and one without its socket, harm no Pod") {
    if (without_docker()) return;
    // One engine is killed and its socket removed; the other goes on, but nobody finds its socket.
    DockerEngine dead("faults-dead", 18), lost("faults-lost", 19);
    TemporaryFolder const folder;
    DockerSite const site(folder.path() + "/data", {{"dead", dead.host}, {"lost", lost.host}});
    auto const probed =
        "livenessProbe: {exec: {command: ['true']}, periodSeconds: 1, failureThreshold: 2}, "
        "readinessProbe: {exec: {command: ['true']}, periodSeconds: 1, failureThreshold: 2}";
    std::vector<std::string> names;
    for (std::string const node : {"dead", "lost"}) {
        auto const apply = [&](std::string const& name, std::string const& spec, std::string const& container) {
            names.push_back(name + "-" + node);
            site.apply(shell_pod(names.back(), "sleep 5000", "nodeName: " + node + spec, container));
        };
        apply("bystander", "", "");
        apply("probed", "", probed);
        apply("once", ", restartPolicy: Never", "");
        apply("again", "", "");
        apply("leaves", "", "");
    }
    for (auto const& name : names) REQUIRE(site.runs(name));
    auto const before = engine_containers(dead), before_lost = engine_containers(lost);
    REQUIRE(before.size() == 10);
    REQUIRE(before_lost.size() == 10);
    std::map<std::string, pid_t> pids;
    for (auto const& name : names)
        pids[name] = pid_of(name.ends_with("dead") ? dead : lost, name.ends_with("dead") ? before : before_lost, name);

    auto const socket = lost.host.substr(7);
    dead.kill();
    std::filesystem::remove(dead.host.substr(7));
    std::filesystem::rename(socket, socket + ".away");
    auto const begin = std::chrono::steady_clock::now();
    // What happens in the meantime: two programs end, a Pod is deleted, another is made.
    RemoveOptions grace;
    grace.grace_seconds = 1;
    for (auto const* const node : {"-dead", "-lost"}) {
        for (auto const* const name : {"once", "again"}) REQUIRE(::kill(pids[std::string(name) + node], SIGKILL) == 0);
        CHECK(site.client().remove<Pod>({"default", std::string("leaves") + node}, grace).has_value());
        site.apply(shell_pod(std::string("late") + node, "sleep 5000", std::string("nodeName: ") + (node + 1)));
    }
    CHECK(eventually([&] { return site.condition("dead", "Ready").status == "False"; }));
    while (std::chrono::steady_clock::now() - begin < 1min) {
        auto const ready_condition = site.condition("dead", "Ready");
        REQUIRE(ready_condition.status == "False");
        REQUIRE(ready_condition.reason == "KubeletNotReady");
        REQUIRE(contains(ready_condition.message, "container runtime is down: the Docker Engine at " + dead.host));
        for (std::string const name : {"bystander-dead", "probed-dead", "bystander-lost", "probed-lost"}) {
            auto const pod = site.pod(name);
            INFO(name << ": " << site.events_of(name));
            REQUIRE(pod.status.phase == "Running");
            REQUIRE(pod.metadata.deletionTimestamp.empty());
            REQUIRE(main_of(pod).restartCount == 0);
            REQUIRE(main_of(pod).ready);
            REQUIRE(::kill(pids[name], 0) == 0);
        }
        REQUIRE(site.phase("late-dead") == "Pending");
        REQUIRE_FALSE(site.pod("leaves-dead").metadata.deletionTimestamp.empty());
        std::this_thread::sleep_for(500ms);
    }
    std::filesystem::rename(socket + ".away", socket);
    dead.start();

    for (std::string const node : {"dead", "lost"}) {
        INFO(node);
        CHECK(eventually([&] { return site.condition(node, "Ready").status == "True"; }, 30s));
        CHECK(site.runs("late-" + node));
        CHECK(eventually([&] { return site.phase("once-" + node) == "Failed"; }));
        auto const end = ended(main_of(site.pod("once-" + node)).state);
        REQUIRE(end);
        CHECK(end->exitCode == 137);
        CHECK(end->reason == "Error");
        CHECK(eventually([&] { return main_of(site.pod("again-" + node)).restartCount == 1; }, 30s));
        CHECK(site.runs("again-" + node));
        CHECK(eventually([&] { return site.pod("leaves-" + node).metadata.name.empty(); }, 40s));
        auto const& engine = node == "dead" ? dead : lost;
        auto const& first = node == "dead" ? before : before_lost;
        for (auto const* const name : {"bystander-", "probed-"}) {
            auto const pod = site.pod(name + node);
            CHECK(of_pod(engine_containers(engine), pod.metadata.uid) == of_pod(first, pod.metadata.uid));
            CHECK(main_of(pod).restartCount == 0);
            CHECK(::kill(pids[name + node], 0) == 0);
        }
        // Those of the Pod that was deleted, and the first start of the one that was started again, are gone.
        CHECK(eventually([&] { return engine_containers(engine).size() <= 11; }, 30s));
        check_nothing_lost_or_doubled(site, engine, node);
    }
}

TEST_CASE("docker faults: containers that die with their engine have their endings told, and start again") {
    if (without_docker()) return;
    DockerEngine engine("faults-dies", 12, "--live-restore=false");
    TemporaryFolder const folder;
    DockerSite const site(folder.path() + "/data", {{"here", engine.host}});
    // As it comes back it ends what it finds: what listens to its signal soon, what does not after ten seconds.
    auto const listens = [](std::string const& code) {
        return "trap 'exit " + code + "' TERM; while :; do sleep 0.1; done";
    };
    site.apply(shell_pod("always", listens("0")));
    site.apply(shell_pod("never", listens("9"), "restartPolicy: Never"));
    site.apply(shell_pod("over", "exit 3", "restartPolicy: Never"));
    REQUIRE(site.runs("always"));
    REQUIRE(site.runs("never"));
    REQUIRE(eventually([&] { return site.phase("over") == "Failed"; }));
    auto const over = site.pod("over");

    engine.kill();
    engine.start();
    CHECK(eventually([&] { return site.phase("never") == "Failed"; }, 30s));
    auto const never = ended(main_of(site.pod("never")).state);
    REQUIRE(never);
    CHECK(never->exitCode == 9);
    CHECK(never->reason == "Error");
    CHECK(eventually([&] { return main_of(site.pod("always")).restartCount == 1 && ready(site.pod("always")); }, 30s));
    auto const last = ended(main_of(site.pod("always")).lastState);
    REQUIRE(last);
    CHECK(last->exitCode == 0);
    CHECK(last->reason == "Completed");
    CHECK(equal(site.pod("over").status, over.status));
    check_nothing_lost_or_doubled(site, engine);
}

TEST_CASE("docker faults: an engine that hangs holds up nobody else, and goes on where it was") {
    if (without_docker()) return;
    DockerEngine const engine("faults-hung", 13), other("faults-well", 14);
    TemporaryFolder const folder;
    DockerSite const site(folder.path() + "/data", {{"hung", engine.host}, {"well", other.host}});
    DockerNode node(engine.host, "verbs");
    REQUIRE(node.open().has_value());
    auto const there = DockerNode::container("there");
    REQUIRE(node.run(there).has_value());
    site.apply(shell_pod("bystander", "sleep 5000", "nodeName: hung",
                         "livenessProbe: {exec: {command: ['true']}, periodSeconds: 1, failureThreshold: 2}"));
    REQUIRE(site.runs("bystander"));
    auto const before = of_pod(engine_containers(engine), site.pod("bystander").metadata.uid);

    struct Stopped {
        explicit Stopped(pid_t one) : pid(one) { ::kill(pid, SIGSTOP); }
        ~Stopped() { ::kill(pid, SIGCONT); }
        pid_t pid;
    };
    {
        Stopped const stopped(engine.pid());
        site.apply(shell_pod("late", "sleep 5000", "nodeName: hung"));
        auto const verb = [&](auto begin) {
            auto const began = std::chrono::steady_clock::now();
            auto const outcome = node.wait<void>([&](auto done) { begin(system_clock()->now() + 1s, done); });
            CHECK(std::chrono::steady_clock::now() - began < 3s);
            REQUIRE(outcome.has_error());
            CHECK(outcome.error().code == Errc::timeout);
        };
        auto& runtime = node.runtime();
        verb([&](Instant by, auto done) {
            runtime.create_sandbox(DockerNode::sandbox("none"), by, [done](auto const& result) {
                done(result ? Result<>() : Result<>(result.error()));
            });
        });
        verb([&](Instant by, auto done) { runtime.stop(there.id, 0s, by, done); });
        verb([&](Instant by, auto done) { runtime.remove(there.id, by, done); });
        // The other node does not notice.
        auto const began = std::chrono::steady_clock::now();
        site.apply(shell_pod("quick", "sleep 5000", "nodeName: well"));
        CHECK(site.runs("quick"));
        CHECK(std::chrono::steady_clock::now() - began < 5s);
        CHECK(site.phase("late") == "Pending");
    }
    CHECK(site.runs("late"));
    // Probes that could not be made are none that failed.
    CHECK(of_pod(engine_containers(engine), site.pod("bystander").metadata.uid) == before);
    CHECK(main_of(site.pod("bystander")).restartCount == 0);
    // What it was asked for in the meantime it may make now.
    CHECK(eventually([&] {
        auto const left = node.list();
        if (left)
            for (auto const& sandbox : *left) static_cast<void>(node.remove_sandbox(sandbox.id));
        return engine_containers(engine).size() == 4;
    }));
    check_nothing_lost_or_doubled(site, engine, "hung");
    check_nothing_lost_or_doubled(site, other, "well");
}

TEST_CASE("docker faults: an engine whose connection is being made does not keep verbs beyond their deadlines") {
    if (without_docker()) return;
    DockerEngine engine("faults-hung", 13);
    DockerNode node(engine.host, "verbs");
    REQUIRE(node.open().has_value());
    auto const config = DockerNode::container("there");
    REQUIRE(node.run(config).has_value());
    engine.kill();
    REQUIRE(node.list().has_error());
    node.hinted({});
    // It is there again, but does not answer: what is asked for first waits for its version.
    std::filesystem::remove(engine.host.substr(7));
    auto const silent = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    engine.host.copy(name.sun_path, sizeof name.sun_path - 1, 7);
    REQUIRE(::bind(silent, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
    REQUIRE(::listen(silent, 64) == 0);
    std::this_thread::sleep_for(500ms);
    auto const began = std::chrono::steady_clock::now();
    auto const outcome = node.wait<RuntimeSandbox>([&](auto done) {
        node.runtime().create_sandbox(DockerNode::sandbox("none"), system_clock()->now() + 1s, done);
    });
    CHECK(std::chrono::steady_clock::now() - began < 3s);
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == Errc::timeout);
    ::close(silent);
    engine.start();
    CHECK(eventually([&] { return node.status(config.id).state == RuntimeState::running; }, 30s));
}

TEST_CASE("docker faults: an engine whose disk is full says so, loses nothing, and goes on when there is room") {
    if (without_docker()) return;
    TemporaryFolder const folder;
    SmallDisk const disk(folder.path() + "/disk");
    DockerEngine engine("faults-full", 15, "--data-root " + folder.path() + "/disk/docker");
    DockerSite const site(folder.path() + "/data", {{"here", engine.host}});
    site.apply(shell_pod("bystander", "sleep 5000"));
    site.apply(shell_pod("writer",
                         "until [ -e /go ]; do sleep 0.1; done; dd if=/dev/zero of=/file bs=1M count=100 || exit 4",
                         "restartPolicy: Never"));
    REQUIRE(site.runs("bystander"));
    REQUIRE(site.runs("writer"));
    auto const before = of_pod(engine_containers(engine), site.pod("bystander").metadata.uid);
    for (auto const& one : of_pod(engine_containers(engine), site.pod("writer").metadata.uid)) {
        if (one.kind != "container") continue;
        shell("docker -H " + engine.host + " exec " + one.docker_id + " touch /go");
    }
    // A program sees it as it would anywhere.
    CHECK(eventually([&] { return site.phase("writer") == "Failed"; }, 30s));
    auto const wrote = ended(main_of(site.pod("writer")).state);
    REQUIRE(wrote);
    CHECK(wrote->exitCode == 4);
    // What it has written goes with it.
    REQUIRE(eventually([&] { return of_pod(engine_containers(engine), site.pod("writer").metadata.uid).empty(); }));
    disk.fill();
    site.apply(shell_pod("late", "sleep 5000", "nodeName: here"));
    auto const told = [&] { return site.waits_for("late") + "\n" + site.events_of("late"); };
    CHECK(eventually([&] { return contains(told(), "no space left on device"); }, 20s));
    INFO(told());
    CHECK(site.phase("late") == "Pending");
    CHECK(eventually([&] { return site.condition("here", "DiskPressure").status == "True"; }, 25s));
    CHECK(site.condition("here", "DiskPressure").reason == "KubeletHasDiskPressure");
    CHECK(site.condition("here", "Ready").status == "True");
    CHECK(of_pod(engine_containers(engine), site.pod("bystander").metadata.uid) == before);

    // A node that comes now waits for room, and says so.
    DockerNode newcomer(engine.host, "newcomer");
    REQUIRE(newcomer.open().has_value());
    auto const early = newcomer.run(DockerNode::container("early"));
    REQUIRE(early.has_error());
    CHECK(contains(early.error().message, "no space left on device"));

    disk.make_room();
    CHECK(site.client().remove<Pod>({"default", "writer"}).has_value());
    CHECK(site.runs("late", 40s));
    CHECK(of_pod(engine_containers(engine), site.pod("bystander").metadata.uid) == before);
    CHECK(eventually([&] { return engine_containers(engine).size() == 4; }));
    check_nothing_lost_or_doubled(site, engine);
    CHECK(newcomer.run(DockerNode::container("early")).has_value());
}
