#include "bench.hpp"
#include "drivers/runtime_docker/spec.hpp"
#include "support/docker_engine.hpp"

#include <keelson/runtime/docker.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <atomic>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace keelson::bench {

namespace {

namespace json = boost::json;

constexpr int pods_at_once = 50, requests_at_once = 32;
constexpr char network[] = "keelson-bench-bare";

/// One connection to an engine that waits for each answer: the bare API.
class BareEngine {
public:
    explicit BareEngine(std::string const& host) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        host.copy(name.sun_path, sizeof name.sun_path - 1, std::string("unix://").size());
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0)
            give_up(host, "the engine does not answer");
    }
    ~BareEngine() { ::close(socket_); }
    BareEngine(BareEngine const&) = delete;
    BareEngine& operator=(BareEngine const&) = delete;

    std::string ask(std::string const& method, std::string const& path, std::string const& body = {}) {
        auto const question = method + " /v1.41" + path +
                              " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body;
        if (::send(socket_, question.data(), question.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(question.size()))
            give_up(path, "the connection broke");
        std::size_t head = 0;
        while ((head = bytes_.find("\r\n\r\n")) == std::string::npos) read_more();
        auto const top = bytes_.substr(0, head);
        bytes_.erase(0, head + 4);
        auto const status = std::stoi(top.substr(9, 3));
        std::string answer;
        if (auto const at = top.find("Content-Length: "); at != std::string::npos) {
            auto const length = static_cast<std::size_t>(std::stoul(top.substr(at + 16)));
            while (bytes_.size() < length) read_more();
            answer = bytes_.substr(0, length);
            bytes_.erase(0, length);
        } else if (status != 204 && status != 304) {
            give_up(path, "an answer without a length");
        }
        if (status >= 400 && status != 409) give_up(path, answer);
        return answer;
    }

private:
    void read_more() {
        char part[4096];
        auto const count = ::recv(socket_, part, sizeof part, 0);
        if (count <= 0) give_up("the engine", "the connection broke");
        bytes_.append(part, static_cast<std::size_t>(count));
    }
    int socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string bytes_;
};

std::string id_in(std::string const& answer) { return json::parse(answer).at("Id").as_string().c_str(); }

/// Two creates and two starts, with the very bodies that the node sends.
std::vector<std::string> make_bare_pod(BareEngine& engine, std::string const& name) {
    docker::Owner const owner{"bare", "0123456789abcdef"};
    docker::EngineInfo info;
    info.lowers_oom_score = false;
    SandboxConfig sandbox;
    sandbox.id = sandbox.pod_name = sandbox.hostname = name;
    sandbox.pod_namespace = "default";
    sandbox.dns = DnsConfig{{"10.0.0.10"}, {"default.svc.cluster.local"}, {"ndots:5"}};
    auto const sandbox_body = must(docker::sandbox_body(sandbox, owner, info, network), "a sandbox");
    auto const facts = docker::facts_of(sandbox);
    auto const first = id_in(engine.ask("POST", "/containers/create?name=" + docker::sandbox_name(name, facts),
                                        json::serialize(sandbox_body)));
    engine.ask("POST", "/containers/" + first + "/start");
    ContainerConfig container;
    container.id = {name, "main", 0};
    container.image = "busybox:latest";
    container.command = {"sleep", "1000"};
    auto const body = must(docker::container_body(container, owner, info, facts, first, {}), "a container");
    auto const second = id_in(engine.ask(
        "POST", "/containers/create?name=" + docker::container_name(container.id, facts), json::serialize(body)));
    engine.ask("POST", "/containers/" + second + "/start");
    return {second, first};
}

/// Runs `one` for each of the numbers up to `count`, on so many threads.
void on_threads(int count, std::function<void(int)> const& one) {
    std::atomic<int> next = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < std::min(count, requests_at_once); ++i)
        threads.emplace_back([&] {
            for (int mine; (mine = next++) < count;) one(mine);
        });
    for (auto& thread : threads) thread.join();
}

/// Milliseconds for so many Pods over the bare API, which are removed again.
double bare_pods(std::string const& host, int count) {
    std::vector<std::vector<std::string>> made(static_cast<std::size_t>(count));
    auto const begin = Steady::now();
    on_threads(count, [&](int i) {
        thread_local std::unique_ptr<BareEngine> engine;
        if (!engine) engine = std::make_unique<BareEngine>(host);
        made[static_cast<std::size_t>(i)] = make_bare_pod(*engine, "bare-" + std::to_string(i));
    });
    auto const took = ms_since(begin);
    on_threads(count, [&](int i) {
        BareEngine engine(host);
        for (auto const& id : made[static_cast<std::size_t>(i)])
            engine.ask("DELETE", "/containers/" + id + "?force=1&v=1");
    });
    return took;
}

Pod docker_pod(std::string const& name) {
    auto pod = plain_pod(name);
    pod.spec.containers.front().image = "busybox:latest";
    pod.spec.containers.front().imagePullPolicy = "IfNotPresent";
    pod.spec.containers.front().command = {"sleep", "1000"};
    pod.spec.terminationGracePeriodSeconds = 0;
    return pod;
}

std::string name_of(std::string const& prefix, int i) { return prefix + "-" + std::to_string(i); }

/// Milliseconds from the first create until all of them run, durably.
double make_pods(Client const& client, std::string const& prefix, int count) {
    PodCount const running(client, [prefix](Object const& seen) {
        return seen.index().phase == "Running" && seen.index().key.name.starts_with(prefix + "-");
    });
    std::vector<Request> requests;
    for (int i = 0; i < count; ++i) requests.push_back(create_request(docker_pod(name_of(prefix, i))));
    auto const begin = Steady::now();
    (void)send_all(client, requests.size(), requests.size(), [&](std::size_t i) { return std::move(requests[i]); });
    return running.ms_until(static_cast<std::size_t>(count), begin);
}

void remove_pods(Client const& client, std::string const& prefix, int count) {
    for (int i = 0; i < count; ++i) must(client.remove<Pod>({"default", name_of(prefix, i)}), "removing a Pod");
    for (int i = 0; i < count; ++i)
        must(client.wait_gone<Pod>({"default", name_of(prefix, i)}, std::chrono::seconds(120)), "a Pod's end");
}

}  // namespace

void docker_pods() {
    constexpr int rounds = 5, singles = 10;
    auto const host = testing::shared_docker_host();
    Folder const folder;
    EngineOptions options;
    options.store = open_store(folder.path("state.db"));
    options.data_dir = folder.path("data");
    options.nodes.push_back({.name = "docker", .runtime = docker_runtime({.host = host})});
    auto engine = must(Engine::open(std::move(options)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    BareEngine(host).ask("POST", "/networks/create",
                         json::serialize(json::object{{"Name", network}, {"CheckDuplicate", true}}));
    (void)make_pods(client, "first", 1);
    remove_pods(client, "first", 1);
    (void)bare_pods(host, 1);

    // In turns, so that what else the machine does is shared.
    std::vector<double> one, bare_one, all, bare_all;
    for (int i = 0; i < singles; ++i) {
        one.push_back(make_pods(client, name_of("one", i), 1));
        remove_pods(client, name_of("one", i), 1);
        bare_one.push_back(bare_pods(host, 1));
    }
    for (int i = 0; i < rounds; ++i) {
        all.push_back(make_pods(client, name_of("all", i), pods_at_once));
        if (i + 1 < rounds) remove_pods(client, name_of("all", i), pods_at_once);
        bare_all.push_back(bare_pods(host, pods_at_once));
    }
    auto const ours = percentile(one, 0.5), theirs = percentile(bare_one, 0.5);
    Figure("C2", "Docker Pod, create -> Running, durable", ours, "ms")
        .with("bare", theirs)
        .with("times_bare", ours / theirs);
    auto const rate = pods_at_once / percentile(all, 0.5) * 1000,
               bare_rate = pods_at_once / percentile(bare_all, 0.5) * 1000;
    Figure("C2", "50 Docker Pods at once, create -> Running, durable", rate, "Pods/s")
        .with("bare", bare_rate)
        .with("of_bare", rate / bare_rate);

    std::this_thread::sleep_for(std::chrono::seconds(5));
    constexpr int rest_seconds = 30;
    auto const cpu = cpu_seconds();
    std::this_thread::sleep_for(std::chrono::seconds(rest_seconds));
    Figure("C2", "an engine at rest with 50 Docker Pods", (cpu_seconds() - cpu) / rest_seconds * 100, "% of a core");
    remove_pods(client, name_of("all", rounds - 1), pods_at_once);
    BareEngine(host).ask("DELETE", std::string("/networks/") + network);
    must(engine.stop(std::chrono::seconds(40)), "stopping");
}

}  // namespace keelson::bench
