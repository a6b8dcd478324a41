#include "integration/docker_node.hpp"

#include <keelson/runtime/resize.hpp>

#include <sys/socket.h>
#include <sys/un.h>

using namespace docker_tests;
using keelson::testing::DockerEngine;
using keelson::testing::shared_docker_host;
using keelson::testing::shell;
using keelson::testing::without_docker;

namespace {

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string ask(std::string const& host, std::string const& method, std::string const& path) {
    return shell("curl -sS --max-time 60 --unix-socket " + host.substr(7) + " -X " + method + " 'http://docker" + path +
                 "'");
}

/// An engine that answers every request with the same words.
class PaperEngine {
public:
    PaperEngine(std::string path, std::string body) : body_(std::move(body)) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        path.copy(name.sun_path, sizeof name.sun_path - 1);
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
        REQUIRE(::listen(socket_, 4) == 0);
        thread_ = std::thread([this] {
            for (int peer; (peer = ::accept(socket_, nullptr, nullptr)) >= 0; ::close(peer)) {
                char bytes[4096];
                if (::read(peer, bytes, sizeof bytes) <= 0) continue;
                auto const answer =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body_.size()) +
                    "\r\n\r\n" + body_;
                [[maybe_unused]] auto const count = ::write(peer, answer.data(), answer.size());
            }
        });
    }
    ~PaperEngine() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    PaperEngine(PaperEngine const&) = delete;
    PaperEngine& operator=(PaperEngine const&) = delete;

private:
    std::string body_;
    int socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::thread thread_;
};

}  // namespace

TEST_CASE("docker runtime: two nodes on one engine do not see each other's Pods") {
    if (without_docker()) return;
    auto const host = shared_docker_host();
    DockerNode one(host, "node"), other(host, "node");
    REQUIRE(one.open().has_value());
    REQUIRE(other.open().has_value());
    auto const config = DockerNode::container("alone");
    REQUIRE(one.run(config).has_value());
    CHECK(other.list()->empty());
    CHECK(other.remove_sandbox(config.id.sandbox).has_value());
    CHECK(one.status(config.id).state == RuntimeState::running);
    auto const taken = other.create_sandbox(DockerNode::sandbox("alone"));
    REQUIRE(taken.has_error());
    CHECK(taken.error().code == Errc::conflict);
}

TEST_CASE("docker runtime: trap 17: what is done to containers behind its back is seen") {
    if (without_docker()) return;
    auto const host = shared_docker_host();
    DockerNode node(host);
    REQUIRE(node.open().has_value());
    auto const killed = DockerNode::container("killed"), removed = DockerNode::container("removed"),
               paused = DockerNode::container("paused");
    for (auto const& config : {killed, removed, paused}) REQUIRE(node.run(config).has_value());
    auto const before = node.status(paused.id);

    node.hinted({});
    ask(host, "POST", "/containers/" + docker_id(node.status(killed.id)) + "/kill");
    CHECK(eventually([&] { return node.hinted(killed.id.sandbox); }));
    auto const ended = node.status(killed.id);
    CHECK(ended.state == RuntimeState::exited);
    CHECK(ended.exit_code == 137);
    CHECK(ended.signal == 9);
    CHECK_FALSE(ended.out_of_memory);

    ask(host, "DELETE", "/containers/" + docker_id(node.status(removed.id)) + "?force=1");
    CHECK(eventually([&] { return node.hinted(removed.id.sandbox); }));
    auto const left = node.list({removed.id.sandbox});
    REQUIRE(left.has_value());
    REQUIRE(left->size() == 1);
    CHECK(left->front().ready);
    CHECK(left->front().containers.empty());

    ask(host, "POST", "/containers/" + docker_id(before) + "/pause");
    CHECK(eventually([&] { return node.hinted(paused.id.sandbox); }));
    auto const now = node.status(paused.id);
    CHECK(now.state == RuntimeState::running);
    CHECK(contains(now.message, "paused"));
    CHECK(now.pid == before.pid);
    CHECK(node.stop(paused.id, 1s).has_value());
    CHECK(node.status(paused.id).state == RuntimeState::exited);
}

TEST_CASE("docker runtime: a sandbox that was killed is not ready, one that was removed leaves its containers listed") {
    if (without_docker()) return;
    auto const host = shared_docker_host();
    DockerNode node(host);
    REQUIRE(node.open().has_value());
    auto const config = DockerNode::container("headless");
    REQUIRE(node.run(config).has_value());
    auto const name = "k8s_POD_headless_tests_" + config.id.sandbox + "_0";
    ask(host, "POST", "/containers/" + name + "/kill");
    CHECK(eventually([&] {
        auto const all = node.list({config.id.sandbox});
        return all && all->size() == 1 && !all->front().ready;
    }));
    ask(host, "DELETE", "/containers/" + name + "?force=1");
    auto const all = node.list({config.id.sandbox});
    REQUIRE(all->size() == 1);
    CHECK_FALSE(all->front().ready);
    CHECK(all->front().pod_name == "headless");
    CHECK(all->front().containers.size() == 1);
    CHECK(node.remove_sandbox(config.id.sandbox).has_value());
    CHECK(node.list({config.id.sandbox})->empty());
}

TEST_CASE("docker runtime: why a container cannot be made or started is said in the engine's words") {
    if (without_docker()) return;
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto no_program = DockerNode::container("words");
    no_program.command = {"no-such-program"};
    auto const started = node.run(no_program);
    REQUIRE(started.has_error());
    CHECK(contains(started.error().message, "executable file not found"));
    auto const status = node.status(no_program.id);
    CHECK(status.state == RuntimeState::exited);
    CHECK(status.exit_code == 127);
    CHECK(contains(status.message, "executable file not found"));

    auto no_image = DockerNode::container("words");
    no_image.id.name = "imageless";
    no_image.image = "example.com/nobody/nothing:1";
    auto const made = node.create(no_image);
    REQUIRE(made.has_error());
    CHECK(made.error().code != Errc::not_found);  // which is said of sandboxes
    CHECK(contains(made.error().message, "No such image: example.com/nobody/nothing:1"));

    auto no_folder = DockerNode::container("words");
    no_folder.id.name = "mountless";
    Mount mount;
    mount.source = "/nobody/has/this";
    mount.target = "/data";
    no_folder.mounts = {mount};
    auto const mounted = node.create(no_folder);
    REQUIRE(mounted.has_error());
    CHECK(contains(mounted.error().message, "/nobody/has/this"));

    auto huge = DockerNode::container("words");
    huge.id.name = "huge";
    huge.limits.hugepage_limit_bytes["2Mi"] = 2 << 20;
    auto const refused = node.create(huge);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::invalid);
    CHECK(contains(refused.error().message, "hugepages-2Mi"));
}

TEST_CASE("docker runtime: a host port that is taken fails its sandbox, which is not left behind") {
    if (without_docker()) return;
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto first = DockerNode::sandbox("port-a"), second = DockerNode::sandbox("port-b");
    first.ports =
        second.ports = {{.container_port = 80, .host_port = 28'917, .protocol = PortProtocol::tcp, .host_ip = {}}};
    REQUIRE(node.create_sandbox(first).has_value());
    auto const refused = node.create_sandbox(second);
    REQUIRE(refused.has_error());
    CHECK(contains(refused.error().message, "port is already allocated"));
    CHECK(node.list({second.id})->empty());
    CHECK(node.remove_sandbox(first.id).has_value());
    CHECK(node.create_sandbox(second).has_value());
}

TEST_CASE("docker runtime: a container that the kernel kills for want of memory says so") {
    if (without_docker()) return;
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto config = DockerNode::container("hungry", "x=a; while :; do x=$x$x$x$x; done");
    config.limits.memory_limit_bytes = 16 << 20;
    REQUIRE(node.run(config).has_value());
    REQUIRE(node.ends(config.id));
    auto const status = node.status(config.id);
    CHECK(status.exit_code == 137);
    CHECK(status.out_of_memory);
}

TEST_CASE("docker runtime: a container that runs gets other limits without a restart") {
    if (without_docker()) return;
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto config = DockerNode::container("resized");
    config.limits.memory_limit_bytes = 64 << 20;
    config.limits.cpu_limit_millis = 500;
    REQUIRE(node.run(config).has_value());
    auto const pid = node.status(config.id).pid;
    auto const resize = [&](ResourceLimits const& limits) {
        return node.wait<void>([&](auto done) {
            node.runtime().resizing()->resize(config.id, limits, system_clock()->now() + 30s, done);
        });
    };
    auto const says = [&](std::string const& v1, std::string const& v2) {
        auto const result =
            node.exec(config.id, "cat /sys/fs/cgroup/" + v1 + " 2>/dev/null || cat /sys/fs/cgroup/" + v2);
        return result ? result->output : result.error().message;
    };
    auto limits = config.limits;
    limits.memory_limit_bytes = 128 << 20;
    limits.cpu_limit_millis = 250;
    REQUIRE(resize(limits).has_value());
    CHECK(says("memory/memory.limit_in_bytes", "memory.max") == "134217728\n");
    CHECK(says("cpu/cpu.cfs_quota_us", "cpu.max").starts_with("25000"));
    limits.cpu_limit_millis = 0;
    REQUIRE(resize(limits).has_value());
    CHECK_FALSE(says("cpu/cpu.cfs_quota_us", "cpu.max").starts_with("25000"));
    CHECK(node.status(config.id).pid == pid);
    limits.memory_limit_bytes = 0;
    REQUIRE(resize(limits).has_value());
    auto const unlimited = says("memory/memory.limit_in_bytes", "memory.max");
    CHECK((unlimited == "9223372036854771712\n" || unlimited == "max\n"));
    REQUIRE(node.stop(config.id, 0s).has_value());
    auto const ended = resize(config.limits);
    REQUIRE(ended.has_error());
    CHECK(ended.error().code == Errc::not_found);
}

TEST_CASE("docker runtime: a Pod has its own names, hosts and memories, gone with it") {
    if (without_docker()) return;
    auto const host = shared_docker_host();
    DockerNode node(host);
    REQUIRE(node.open().has_value());
    auto sandbox = DockerNode::sandbox("fields");
    sandbox.domain = "sub.tests.svc.cluster.local";
    sandbox.dns = DnsConfig{{"10.1.2.3"}, {"tests.svc.cluster.local", "example.com"}, {"ndots:5"}};
    sandbox.host_aliases = {{"10.9.8.7", {"alias", "alias.example.com"}}};
    sandbox.share_processes = true;
    sandbox.sysctls = {{"net.core.somaxconn", "1234"}};
    sandbox.memories = {{.name = "scratch", .size_bytes = 8 << 20, .group = 2000}};
    auto config = DockerNode::container("fields");
    Mount memory;
    memory.kind = Mount::Kind::tmpfs;
    memory.source = "scratch";
    memory.target = "/scratch";
    config.mounts = {memory};
    config.limits.oom_score_adj = -500;  // which not every engine may give
    REQUIRE(node.run(config, sandbox).has_value());
    auto const says = [&](std::string const& script) {
        auto const result = node.exec(config.id, script);
        return result ? result->output : result.error().message;
    };
    CHECK(says("cat /etc/resolv.conf") ==
          "nameserver 10.1.2.3\nsearch tests.svc.cluster.local example.com\noptions ndots:5\n");
    CHECK(contains(says("cat /etc/hosts"), "10.9.8.7\talias.example.com"));
    CHECK(contains(says("cat /etc/hosts"), "\tfields.sub.tests.svc.cluster.local fields"));
    CHECK(says("hostname") == "fields\n");
    CHECK(says("cat /proc/sys/net/core/somaxconn") == "1234\n");
    CHECK(contains(says("cat /proc/1/cmdline"), "keelson-sandbox"));
    CHECK(says("stat -c '%a %g' /scratch") == "3777 2000\n");
    CHECK(contains(says("df -k /scratch | tail -1"), " 8192 "));
    // What is written there outlives the container.
    says("echo kept >/scratch/file");
    auto again = config;
    again.id.attempt = 1;
    REQUIRE(node.stop(config.id, 0s).has_value());
    REQUIRE(node.create(again).has_value());
    REQUIRE(node.start(again.id).has_value());
    auto const kept = node.exec(again.id, "cat /scratch/file");
    CHECK((kept && kept->output == "kept\n"));
    REQUIRE(node.remove_sandbox(sandbox.id).has_value());
    CHECK_FALSE(contains(ask(host, "GET", "/volumes"), sandbox.id));
}

TEST_CASE("docker runtime: images are found, counted and removed, and bad names are told from absent images") {
    if (without_docker()) return;
    auto const host = shared_docker_host();
    DockerNode node(host);
    REQUIRE(node.open().has_value());
    auto& images = *node.runtime().images();
    auto const soon = system_clock()->now() + 30s;
    auto const find = [&](std::string const& name) {
        return node.wait<std::optional<ImageInfo>>([&](auto done) { images.find(name, soon, done); });
    };
    auto const there = find("busybox:latest");
    REQUIRE((there && *there));
    CHECK(contains((**there).id, "sha256:"));
    CHECK((**there).size_bytes > 0);
    auto const absent = find("example.com/nobody/nothing:1");
    CHECK((absent && !*absent));
    auto const bad = find("Not A Name");
    REQUIRE(bad.has_error());
    CHECK(bad.error().code == Errc::invalid);
    auto const all = node.wait<std::vector<ImageInfo>>([&](auto done) { images.list(soon, done); });
    REQUIRE(all.has_value());
    CHECK(std::none_of(all->begin(), all->end(), [](ImageInfo const& image) {
        return !image.names.empty() && image.names.front().starts_with("keelson/");
    }));
    auto const config = DockerNode::container("user");
    REQUIRE(node.run(config).has_value());
    CHECK(node.status(config.id).image_id == (**there).id);
    auto const removed = node.wait<void>([&](auto done) { images.remove((**there).id, soon, done); });
    REQUIRE(removed.has_error());
    CHECK(removed.error().code == Errc::conflict);
    CHECK((find("busybox:latest") && *find("busybox:latest")));
    auto const usage = node.wait<DiskUsage>([&](auto done) { images.disk_usage(soon, done); });
    REQUIRE(usage.has_value());
    CHECK(usage->used_bytes > 0);
}

TEST_CASE("docker runtime: images are pulled as whoever may, by tag and by digest") {
    if (without_docker()) return;
    struct Registry {
        Registry(int port, std::string const& how)
            : name("127.0.0.1:" + std::to_string(port)),
              pid(shell(std::string(KEELSON_SOURCE_DIR) + "/tests/support/registry.py " + std::to_string(port) +
                        " $(command -v busybox) " + how + " >/dev/null 2>&1 & echo $!")) {
            REQUIRE(eventually([&] {
                return shell("curl -s -o /dev/null -w '%{http_code}' http://" + name + "/v2/ || true") != "000";
            }));
        }
        ~Registry() { shell("kill " + pid); }
        Registry(Registry const&) = delete;
        Registry& operator=(Registry const&) = delete;
        std::string name, pid;
    } const open_registry(28'500, ""), closed_registry(28'501, "closed");
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto& images = *node.runtime().images();
    auto const pull = [&](std::string const& image, std::vector<RegistryLogin> logins = {}) {
        ImagePull wanted;
        wanted.image = image;
        wanted.logins = std::move(logins);
        return node.wait<ImageInfo>(
            [&](auto done) { images.pull(std::move(wanted), system_clock()->now() + 60s, done); });
    };
    auto const forget = [&](std::string const& id) {
        CHECK(node.wait<void>([&](auto done) { images.remove(id, system_clock()->now() + 60s, done); }).has_value());
    };
    auto const open = pull(open_registry.name + "/tests/image:1");
    REQUIRE(open.has_value());
    CHECK(open->user == "1234");
    CHECK(open->id.starts_with("docker-pullable://" + open_registry.name + "/tests/image@sha256:"));
    auto const digest = open->id.substr(open->id.find('@') + 1);
    forget(open->id);
    auto const again = pull(open_registry.name + "/tests/image@" + digest);
    REQUIRE(again.has_value());
    CHECK(again->id == open->id);
    forget(again->id);

    auto const absent = pull(open_registry.name + "/tests/image:2");
    REQUIRE(absent.has_error());
    CHECK(absent.error().code == Errc::not_found);
    CHECK(contains(absent.error().message, "manifest"));
    auto const closed = pull(closed_registry.name + "/tests/image:1");
    REQUIRE(closed.has_error());
    CHECK(closed.error().code == Errc::unauthorized);
    RegistryLogin wrong, right;
    wrong.server = right.server = closed_registry.name;
    wrong.username = "nobody";
    wrong.password = "nothing";
    right.username = "reader";
    right.password = "secret";
    auto const as_reader = pull(closed_registry.name + "/tests/image:1", {wrong, right});
    REQUIRE(as_reader.has_value());
    forget(as_reader->id);
    CHECK(pull("Not/A/Name").error().code == Errc::invalid);
    CHECK(node.wait<ImageInfo>([&](auto done) {
                  ImagePull nobody;
                  nobody.image = "127.0.0.1:1/nobody/nothing:1";
                  images.pull(std::move(nobody), system_clock()->now() + 60s, done);
              })
              .has_error());
}

TEST_CASE("docker runtime: use of processor, memory and network is measured") {
    if (without_docker()) return;
    DockerNode node(shared_docker_host());
    REQUIRE(node.open().has_value());
    auto const config = DockerNode::container("busy", "while :; do :; done");
    REQUIRE(node.run(config).has_value());
    auto const measure = [&] {
        auto const all = node.wait<std::vector<SandboxUsage>>(
            [&](auto done) { node.runtime().stats()->usage({config.id.sandbox}, done); });
        REQUIRE(all.has_value());
        REQUIRE(all->size() == 1);
        REQUIRE(all->front().containers.size() == 1);
        return all->front();
    };
    auto const first = measure();
    CHECK(first.id == config.id.sandbox);
    CHECK(first.containers.front().memory_bytes > 0);
    CHECK(eventually([&] { return measure().containers.front().cpu_nanos > first.containers.front().cpu_nanos; }));
}

TEST_CASE("docker runtime: an engine that is not there, and then is") {
    if (without_docker()) return;
    auto const socket = std::string("/tmp/keelson-docker-late/docker.sock");
    DockerNode node("unix://" + socket);
    REQUIRE(node.open().has_value());
    auto const refused = node.list();
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(contains(refused.error().message, socket));
    auto const begun = std::chrono::steady_clock::now();
    CHECK(node.create_sandbox(DockerNode::sandbox("early")).error().code == Errc::unavailable);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
    node.hinted({});
    DockerEngine engine("late", 6);
    CHECK(eventually([&] { return node.hinted("any"); }));
    CHECK(node.run(DockerNode::container("late")).has_value());
    for (auto const& sandbox : *node.list()) CHECK(node.remove_sandbox(sandbox.id).has_value());
    node.close();
}

TEST_CASE("docker runtime: an engine that is killed and started again under load loses and doubles nothing") {
    if (without_docker()) return;
    DockerEngine engine("crash", 5);
    DockerNode node(engine.host);
    REQUIRE(node.open().has_value());
    auto const kept = DockerNode::container("kept");
    REQUIRE(node.run(kept).has_value());
    auto const before = node.status(kept.id);

    // Pods are made all the time, and each step is repeated until it is done.
    std::atomic<bool> over = false;
    std::atomic<int> made = 0;
    std::vector<std::thread> makers;
    for (int maker = 0; maker < 3; ++maker) {
        makers.emplace_back([&, maker] {
            for (int i = 0; !over; ++i) {
                auto const name = "load" + std::to_string(maker) + "x" + std::to_string(i);
                auto const config = DockerNode::container(name);
                while (!node.create_sandbox(DockerNode::sandbox(name))) std::this_thread::sleep_for(50ms);
                while (!node.create(config)) std::this_thread::sleep_for(50ms);
                while (!node.start(config.id)) std::this_thread::sleep_for(50ms);
                ++made;
            }
        });
    }
    CHECK(eventually([&] { return made >= 3; }));
    engine.kill();
    auto const gone = node.list();
    REQUIRE(gone.has_error());
    CHECK(gone.error().code == Errc::unavailable);
    node.hinted({});
    engine.start();
    CHECK(eventually([&] { return node.hinted("any"); }));
    auto const then = made.load();
    CHECK(eventually([&] { return made >= then + 3; }, 60s));
    over = true;
    for (auto& maker : makers) maker.join();

    auto const after = node.status(kept.id);
    CHECK(after.state == RuntimeState::running);
    CHECK(after.pid == before.pid);
    CHECK(after.started_at == before.started_at);
    auto const all = node.list();
    REQUIRE(all.has_value());
    CHECK(all->size() == static_cast<std::size_t>(made) + 1);
    for (auto const& sandbox : *all) {
        INFO(sandbox.id);
        CHECK(sandbox.ready);
        CHECK(sandbox.containers.size() == 1);
        for (auto const& container : sandbox.containers) CHECK(container.state == RuntimeState::running);
    }
    for (auto const& sandbox : *all) CHECK(node.remove_sandbox(sandbox.id).has_value());
    auto const left =
        shell("curl -sS --unix-socket " + engine.host.substr(7) + " 'http://docker/containers/json?all=1'");
    CHECK(left == "[]");
    node.close();
}

TEST_CASE("docker runtime: an engine that is too old is refused by its version") {
    TemporaryFolder const folder;
    auto const socket = folder.path() + "/socket";
    PaperEngine const engine(socket, R"({"ApiVersion": "1.40", "MinAPIVersion": "1.12"})");
    auto const runtime = docker_runtime({.host = "unix://" + socket});
    RuntimeContext context;
    context.node = "old";
    context.data_dir = folder.path();
    context.clock = system_clock();
    auto const opened = runtime->open(std::move(context));
    REQUIRE(opened.has_error());
    CHECK(opened.error().code == Errc::unsupported);
    CHECK(contains(opened.error().message, "1.40"));
    CHECK(contains(opened.error().message, "1.41"));
}

TEST_CASE("docker runtime: hosts that are none are refused") {
    for (std::string const host :
         {"ssh://host", "unix://relative", "tcp://host", "tcp://host:99999", "/var/run/docker.sock"}) {
        INFO(host);
        auto const options = docker_options_of_environment(host);
        REQUIRE(options.has_error());
        CHECK(options.error().code == Errc::invalid);
    }
    CHECK(docker_options_of_environment("unix:///run/docker.sock").has_value());
    CHECK(docker_options_of_environment("tcp://[::1]:2376").has_value());
}
