#include "core/queue_strand.hpp"
#include "engine/pod_gate.hpp"
#include "http/pod_log.hpp"
#include "http/port_forward.hpp"
#include "http/remote_command.hpp"
#include "http/server.hpp"
#include "integration/talk.hpp"
#include "node/container_config.hpp"
#include "registry/kind_table.hpp"

#include <keelson/api/codec.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace process_tests;

extern char** environ;

namespace {

constexpr char const* discovery = R"({"kind":"APIResourceList","groupVersion":"v1","resources":[
{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]},
{"name":"pods/exec","singularName":"","namespaced":true,"kind":"PodExecOptions","verbs":["create","get"]},
{"name":"pods/attach","singularName":"","namespaced":true,"kind":"PodAttachOptions","verbs":["create","get"]},
{"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]},
{"name":"pods/portforward","singularName":"","namespaced":true,"kind":"PodPortForwardOptions","verbs":["create"]}]})";

/// A node with one Pod, and of the API as much as kubectl needs to get at it.
class Cluster {
public:
    explicit Cluster(std::function<void(ContainerConfig&)> const& change = {}) : node(folder.path() + "/nodes/test") {
        std::filesystem::create_directories(node.folder());
        REQUIRE(node.open().has_value());
        config.id = {"web-uid", "main", 0};
        config.command = {"sleep", "1000"};
        if (change) change(config);
        config.log_path = log();
        SandboxConfig sandbox = node.sandbox("web");
        REQUIRE(node.create_sandbox(sandbox).has_value());
        auto const ran = node.run(config);
        INFO(ran);
        REQUIRE(ran.has_value());
        pod.metadata.name = "web";
        pod.metadata.namespace_ = "default";
        pod.metadata.uid = "web-uid";
        pod.spec.nodeName = "test";
        pod.spec.containers.resize(1);
        pod.spec.containers[0].name = "main";
        pod.spec.containers[0].image = "none";
        pod.spec.containers[0].stdin = config.open_stdin;
        pod.spec.containers[0].stdinOnce = config.stdin_once;
        pod.spec.containers[0].tty = config.tty;
        pod.status.phase = "Running";
        pod.status.containerStatuses.resize(1);
        auto& status = pod.status.containerStatuses[0];
        status.name = "main";
        status.state.emplace().running.emplace();
        turning = std::thread([this] {
            while (!over) {
                strand.run_ready();
                std::this_thread::sleep_for(1ms);
            }
        });
        PodGateServices services;
        services.strand = &strand;
        services.find_pod = [this](ObjectKey const& key) -> Ref {
            std::lock_guard const lock(mutex);
            if (key.name != "web") return nullptr;
            return publish(pod);
        };
        services.runtime_of = [this](std::string const& name) { return name == "test" ? &node.runtime() : nullptr; };
        services.run_file_job = [](std::function<void()> const& job) { job(); };
        services.nodes_dir = folder.path() + "/nodes";
        gate = std::make_shared<PodGate>(services);
        streams = gate->streams();
        http::ServerOptions options;
        options.listen = {"127.0.0.1:0"};
        options.plain_tcp = true;
        auto opened = http::Server::open(
            options, [](http::Peer&, http::Request const&) -> Result<http::User> { return http::User{}; },
            [this](auto exchange) { answer(exchange); });
        INFO(opened);
        REQUIRE(opened.has_value());
        server = std::move(*opened);
    }
    ~Cluster() {
        server->stop(0s);
        gate->close();
        over = true;
        turning.join();
    }
    Cluster(Cluster const&) = delete;
    Cluster& operator=(Cluster const&) = delete;

    [[nodiscard]] std::string log(int attempt = 0) const {
        return pod_log_directory(folder.path() + "/nodes/test", "default", "web", "web-uid") + "/main/" +
               std::to_string(attempt) + ".log";
    }
    void change_pod(std::function<void(Pod&)> const& change) {
        std::lock_guard const lock(mutex);
        change(pod);
    }

    struct Outcome {
        int code = -1;
        std::string out, err;
    };
    struct Running {
        pid_t pid = -1;
        std::string out, err;
        [[nodiscard]] std::string printed() const { return read_file(out); }
        Outcome wait() {
            int status = 0;
            bool const ended = eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }, 30s);
            if (!ended) {
                ::kill(pid, SIGKILL);
                ::waitpid(pid, &status, 0);
            }
            pid = -1;
            return {!ended              ? -1
                    : WIFEXITED(status) ? WEXITSTATUS(status)
                                        : 128 + WTERMSIG(status),
                    read_file(out), read_file(err)};
        }
        ~Running() {
            if (pid < 0) return;
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
    };
    /// kubectl, or another program.
    std::unique_ptr<Running> start(std::vector<std::string> arguments, std::string const& input = {},
                                   std::map<std::string, std::string> const& variables = {}) {
        auto made = std::make_unique<Running>();
        auto const base = folder.path() + "/client" + std::to_string(++clients);
        made->out = base + ".out";
        made->err = base + ".err";
        write_file(base + ".in", input);
        if (arguments[0] == "kubectl") {
            arguments.insert(arguments.begin() + 1, {"--server", "http://" + server->addresses().at(0), "--cache-dir",
                                                     folder.path() + "/cache"});
        }
        std::vector<char*> argv, envp;
        for (auto& word : arguments) argv.push_back(word.data());
        argv.push_back(nullptr);
        std::vector<std::string> lines;
        for (char** line = environ; *line != nullptr; ++line) lines.emplace_back(*line);
        lines.push_back("KUBECONFIG=/dev/null");
        for (auto const& [name, value] : variables) lines.push_back(name + "=" + value);
        for (auto& line : lines) envp.push_back(line.data());
        envp.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 0, (base + ".in").c_str(), O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 1, made->out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::posix_spawn_file_actions_addopen(&actions, 2, made->err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int const failed = ::posix_spawnp(&made->pid, argv[0], &actions, nullptr, argv.data(), envp.data());
        ::posix_spawn_file_actions_destroy(&actions);
        REQUIRE(failed == 0);
        return made;
    }
    Outcome run(std::vector<std::string> arguments, std::string const& input = {},
                std::map<std::string, std::string> const& variables = {}) {
        return start(std::move(arguments), input, variables)->wait();
    }

    TemporaryFolder folder;
    ProcessNode node;
    ContainerConfig config;
    std::shared_ptr<http::PodStreams const> streams;
    std::unique_ptr<http::Server> server;
    std::atomic<int> sockets = 0, bare = 0;  ///< how often was asked for a WebSocket, and for SPDY

private:
    void answer(std::shared_ptr<http::Exchange> const& exchange) {
        auto const& target = exchange->request().target;
        auto const path = target.substr(0, target.find('?'));
        if (exchange->wants_socket()) ++sockets;
        if (exchange->request().header("upgrade") == "SPDY/3.1") ++bare;
        auto const json = [&](std::string body) { exchange->reply({200, "application/json", std::move(body), {}}); };
        auto const refuse = [](std::shared_ptr<http::Exchange> const& to, Error const& error) {
            to->reply({http_status(error.code),
                       "application/json",
                       R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":)" + quoted(error.message) +
                           R"(,"reason":")" + std::string(reason(error.code)) + R"(","code":)" +
                           std::to_string(http_status(error.code)) + "}",
                       {}});
        };
        std::string const prefix = "/api/v1/namespaces/default/pods/";
        if (path == "/api") return json(R"({"kind":"APIVersions","versions":["v1"]})");
        if (path == "/apis") return json(R"({"kind":"APIGroupList","apiVersion":"v1","groups":[]})");
        if (path == "/api/v1") return json(discovery);
        if (!path.starts_with(prefix)) return refuse(exchange, Error(Errc::not_found, "no such path"));
        auto rest = path.substr(prefix.size());
        auto const slash = rest.find('/');
        ObjectKey const key{"default", rest.substr(0, slash)};
        auto const what = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
        if (what == "exec") return http::serve_exec(exchange, streams, key, refuse);
        if (what == "attach") return http::serve_attach(exchange, streams, key, refuse);
        if (what == "portforward") return http::serve_port_forward(exchange, streams, key, refuse);
        if (what == "log") return http::serve_pod_log(exchange, streams, key, refuse);
        std::lock_guard const lock(mutex);
        if (key.name != "web") return refuse(exchange, Error(Errc::not_found, "pods \"" + key.name + "\" not found"));
        json(encode(pod));
    }
    static std::string quoted(std::string const& text) {
        std::string out = "\"";
        for (char const c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + "\"";
    }
    Ref publish(Pod const& made) {
        ObjectIndex index;
        index.key = {"default", "web"};
        index.uid = made.metadata.uid;
        index.node = made.spec.nodeName;
        index.labels = std::make_shared<Labels>();
        index.owners = std::make_shared<std::vector<OwnerIndex>>();
        return std::make_shared<Object>(kinds.of(Pod::type)->kind, std::move(index), encode(made));
    }

    std::mutex mutex;
    KindTable kinds;
    Pod pod;
    std::atomic<bool> over = false;
    QueueStrand strand{system_clock(), system_entropy(), Log()};
    std::thread turning;
    std::shared_ptr<PodGate> gate;
    int clients = 0;
};

/// Who follows a log.
struct Reader final : http::Stream {
    void write(std::string part) override {
        std::lock_guard const lock(mutex);
        text += part;
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
    void on_drained(std::function<void()>) override {}
    void on_closed(std::function<void()>) override {}
    void end() override { ended = true; }
    std::string read() {
        std::lock_guard const lock(mutex);
        return text;
    }
    std::mutex mutex;
    std::string text;
    std::atomic<bool> ended = false;
};

bool have(std::string const& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

/// kubectl speaks both; the newer one by default.
std::vector<std::map<std::string, std::string>> const transports{
    {}, {{"KUBECTL_REMOTE_COMMAND_WEBSOCKETS", "false"}, {"KUBECTL_PORT_FORWARD_WEBSOCKETS", "false"}}};

}  // namespace

TEST_CASE("pod streams: kubectl exec gives the output, the errors and the exit code of a program") {
    if (!have("kubectl")) return;
    Cluster cluster;
    for (auto const& variables : transports) {
        INFO("WebSocket: " << variables.empty());
        auto const plain =
            cluster.run({"kubectl", "exec", "web", "--", "sh", "-c", "echo out; echo err >&2; exit 3"}, {}, variables);
        INFO(plain.err);
        CHECK(plain.code == 3);
        CHECK(plain.out == "out\n");
        CHECK(plain.err == "err\ncommand terminated with exit code 3\n");
        auto const fine = cluster.run({"kubectl", "exec", "web", "-c", "main", "--", "true"}, {}, variables);
        CHECK(fine.code == 0);
        CHECK(fine.err.empty());
        auto const missing = cluster.run({"kubectl", "exec", "web", "--", "no-such-program"}, {}, variables);
        CHECK(missing.code == 1);
        CHECK(missing.err.find("exec: \"no-such-program\": executable file not found in $PATH") != std::string::npos);
        auto const nobody = cluster.run({"kubectl", "exec", "web", "-c", "side", "--", "true"}, {}, variables);
        CHECK(nobody.code == 1);
        INFO(nobody.err);
        CHECK(nobody.err.find("container side is not valid for pod web") != std::string::npos);
    }
    CHECK(cluster.sockets >= 4);
    CHECK(cluster.bare >= 4);
}

TEST_CASE("pod streams: ten megabytes of input go through kubectl exec and come back") {
    if (!have("kubectl")) return;
    Cluster cluster;
    std::string sent;
    for (int i = 0; sent.size() < (10U << 20); ++i) sent += std::to_string(i) + " of many lines\n";
    for (auto const& variables : transports) {
        INFO("WebSocket: " << variables.empty());
        auto const echoed = cluster.run({"kubectl", "exec", "-i", "web", "--", "cat"}, sent, variables);
        INFO(echoed.err);
        CHECK(echoed.code == 0);
        CHECK(echoed.out.size() == sent.size());
        CHECK((echoed.out == sent));
    }
}

TEST_CASE("pod streams: kubectl exec on a terminal has its size") {
    if (!have("kubectl") || !have("script")) return;
    Cluster cluster;
    for (auto const* const prefix : {"", "KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false "}) {
        auto const terminal =
            cluster.run({"script", "-qec",
                         std::string("stty rows 33 cols 111; ") + prefix + "kubectl --server http://" +
                             cluster.server->addresses().at(0) + " --cache-dir " + cluster.folder.path() +
                             "/cache exec -it web -- sh -c 'sleep 0.5; stty size; exit 9'",
                         "/dev/null"});
        INFO(terminal.out << terminal.err);
        CHECK(terminal.code == 9);
        CHECK(terminal.out.find("33 111") != std::string::npos);
    }
}

TEST_CASE("pod streams: kubectl attach talks to the container's own program") {
    if (!have("kubectl")) return;
    for (auto const& variables : transports) {
        INFO("WebSocket: " << variables.empty());
        Cluster cluster([](ContainerConfig& config) {
            config.command = {"sh", "-c", "while read line; do echo got $line; done; exit 2"};
            config.open_stdin = config.stdin_once = true;
        });
        auto const attached = cluster.run({"kubectl", "attach", "-i", "web"}, "one\ntwo\n", variables);
        INFO(attached.err);
        CHECK(attached.out == "got one\ngot two\n");
        CHECK(attached.code == 0);
        CHECK(cluster.node.ended(cluster.config.id).exit_code == 2);
    }
}

TEST_CASE("pod streams: kubectl port-forward carries what is sent to a port of a Pod, and says when nobody listens") {
    if (!have("kubectl") || !have("python3")) return;
    Cluster cluster([](ContainerConfig& config) {
        config.command = {
            "python3", "-c",
            "import socket\ns=socket.create_server(('127.0.0.1', 0))\nprint(s.getsockname()[1], flush=True)\n"
            "while True:\n c,_=s.accept()\n d=b''\n while True:\n  b=c.recv(65536)\n  if not b: break\n  d+=b\n"
            " c.sendall(d[::-1])\n c.close()\n"};
    });
    REQUIRE(eventually([&] { return !ProcessNode::printed(cluster.log()).empty(); }));
    auto const port = std::to_string(std::stoi(ProcessNode::printed(cluster.log())));
    for (auto const& variables : transports) {
        INFO("WebSocket: " << variables.empty());
        auto forward = cluster.start({"kubectl", "port-forward", "web", ":" + port, ":1"}, {}, variables);
        auto const local = [&](std::string const& remote) {
            auto const text = forward->printed();
            auto const arrow = text.find(" -> " + remote + "\n");
            auto const colon = text.rfind(':', arrow);
            return arrow == std::string::npos ? 0 : std::stoi(text.substr(colon + 1));
        };
        REQUIRE(eventually([&] { return local(port) != 0 && local("1") != 0; }));
        auto const ask = [&](int to, std::string const& text) {
            int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in name{};
            name.sin_family = AF_INET;
            name.sin_port = htons(static_cast<std::uint16_t>(to));
            name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
            std::thread writer([&] {
                for (std::size_t at = 0; at < text.size();) {
                    auto const count = ::send(socket, text.data() + at, text.size() - at, MSG_NOSIGNAL);
                    if (count <= 0) break;
                    at += static_cast<std::size_t>(count);
                }
                ::shutdown(socket, SHUT_WR);
            });
            std::string answer;
            char bytes[65536];
            for (ssize_t count; (count = ::recv(socket, bytes, sizeof bytes, 0)) > 0;)
                answer.append(bytes, static_cast<std::size_t>(count));
            writer.join();
            ::close(socket);
            return answer;
        };
        std::string question;
        for (int i = 0; question.size() < (4U << 20); ++i) question += std::to_string(i) + ",";
        auto const wanted = std::string(question.rbegin(), question.rend());
        for (int i = 0; i < 3; ++i) CHECK((ask(local(port), question) == wanted));
        CHECK(ask(local("1"), "x").empty());
        CHECK(eventually([&] { return read_file(forward->err).find("connection refused") != std::string::npos; }));
        CHECK((cluster.bare == 0) == variables.empty());
    }
}

TEST_CASE("pod streams: kubectl logs follows across the rotation of the log, until the container ends") {
    if (!have("kubectl")) return;
    Cluster cluster([](ContainerConfig& config) {
        config.command = {"sh", "-c",
                          "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); [ $((i%200)) = 0 ] && sleep "
                          "0.1; done; exit 1"};
        config.log_file_bytes_max = 16'384;
        config.log_files_max = 100;
    });
    auto const followed = cluster.start({"kubectl", "logs", "-f", "web"});
    REQUIRE(cluster.node.ended(cluster.config.id).exit_code == 1);
    cluster.change_pod([](Pod& pod) {
        auto& state = *pod.status.containerStatuses[0].state;
        state = {};
        state.terminated.emplace().exitCode = 1;
    });
    auto const outcome = followed->wait();
    std::string wanted;
    for (int i = 0; i < 2000; ++i) wanted += "line " + std::to_string(i) + "\n";
    CHECK(outcome.code == 0);
    CHECK((outcome.out == wanted));
    auto const tail = cluster.run({"kubectl", "logs", "web", "--tail", "2"});
    CHECK(tail.out == "line 1998\nline 1999\n");
    auto const previous = cluster.run({"kubectl", "logs", "web", "--previous"});
    CHECK(previous.code == 1);
    CHECK(previous.err.find("previous terminated container \"main\" in pod \"web\" not found") != std::string::npos);
}

TEST_CASE("pod streams: a log may be followed across restarts of its container") {
    Cluster cluster([](ContainerConfig& config) { config.command = {"sh", "-c", "echo first; exit 1"}; });
    auto const reader = std::make_shared<Reader>();
    http::LogSink sink;
    sink.refused = [](Error const& error) { FAIL_CHECK(error.message); };
    sink.open = [reader] { return reader; };
    http::PodLogQuery query;
    query.follow = query.across_restarts = true;
    REQUIRE(cluster.node.ended(cluster.config.id).exit_code == 1);
    cluster.streams->logs({"default", "web"}, query, sink);
    CHECK(eventually([&] { return reader->read() == "first\n"; }));
    auto second = cluster.config;
    second.id.attempt = 1;
    second.log_path = cluster.log(1);
    second.command = {"sh", "-c", "echo second"};
    REQUIRE(cluster.node.run(second).has_value());
    cluster.change_pod([](Pod& pod) { pod.status.containerStatuses[0].restartCount = 1; });
    CHECK(eventually([&] { return reader->read() == "first\nsecond\n"; }));
    CHECK_FALSE(reader->ended);
    cluster.change_pod([](Pod& pod) { pod.status.phase = "Failed"; });
    CHECK(eventually([&] { return reader->ended.load(); }));
}
