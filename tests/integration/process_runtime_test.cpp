#include "integration/process_node.hpp"

#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace process_tests;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

}  // namespace

TEST_CASE("process runtime: what a container prints is in its log as the CRI writes it") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const long_line = std::string(20'000, 'x');
    auto const config = node.container("prints", shell("echo one; echo two >&2; echo " + long_line + "; printf last"));
    REQUIRE(node.run(config).has_value());
    node.ended(config.id);
    std::istringstream lines(read_file(node.log("prints")));
    std::vector<std::string> out;
    std::size_t partial = 0;
    for (std::string line; std::getline(lines, line);) {
        INFO(line.substr(0, 80));
        CHECK(line.size() >= 40);
        CHECK(parse_rfc3339(line.substr(0, 30)).has_value());
        if (line.substr(31, 9) == "stdout P ") ++partial;
        out.push_back(line.substr(31));
    }
    CHECK(std::count(out.begin(), out.end(), "stdout F one") == 1);
    CHECK(std::count(out.begin(), out.end(), "stderr F two") == 1);
    CHECK(std::count(out.begin(), out.end(), "stdout F last") == 1);
    CHECK(std::count(out.begin(), out.end(), "stdout P " + std::string(16'384, 'x')) == 1);
    CHECK(std::count(out.begin(), out.end(), "stdout F " + std::string(20'000 - 16'384, 'x')) == 1);
    CHECK(partial == 1);
}

TEST_CASE("process runtime: full logs are rotated and only so many are kept") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto config = node.container("loud", shell("i=0; while [ $i -lt 3000 ]; do echo line number $i; i=$((i+1)); done"));
    config.log_file_bytes_max = 8'192;
    config.log_files_max = 3;
    REQUIRE(node.run(config).has_value());
    node.ended(config.id);
    std::vector<std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path() + "/logs/loud")) {
        files.push_back(entry.path());
        CHECK(std::filesystem::file_size(entry.path()) <= 8'192);
    }
    REQUIRE(files.size() == 3);
    std::sort(files.begin(), files.end());
    CHECK(files[0] == node.log("loud"));
    std::rotate(files.begin(), files.begin() + 1, files.end());  // from the oldest to the one being written
    int last = 0;
    for (auto const& file : files) {
        std::istringstream lines(ProcessNode::printed(file));
        for (std::string line; std::getline(lines, line);) {
            auto const number = std::stoi(line.substr(std::string("line number ").size()));
            if (last != 0) REQUIRE(number == last + 1);
            last = number;
        }
    }
    CHECK(last == 2999);
}

TEST_CASE("process runtime: a program finds the environment and the folder that it was given, and no more") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto config = node.container("env", {"env"});
    config.env = {{"FIRST", "1"}, {"SECOND", "a b=c"}, {"FIRST", "2"}, {"PATH", "/usr/bin:/bin"}, {"HOME", "/nowhere"}};
    CHECK(node.output("env", config) == "FIRST=2\nSECOND=a b=c\nPATH=/usr/bin:/bin\nHOME=/nowhere\n");
    auto place = node.container("cwd", {"pwd"});
    place.working_dir = "/usr/share";
    CHECK(node.output("cwd", place) == "/usr/share\n");
    auto arguments = node.container("args", {"printf", "%s|"});
    arguments.args = {"a b", "", "$HOME"};
    CHECK(node.output("args", arguments) == "a b||$HOME|\n");
}

TEST_CASE(
    "process runtime: a program that cannot be started is reported by start, in the words of a container runtime") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    write_file(folder.path() + "/plain", "no program");
    auto const refused = [&](std::string const& name, ContainerConfig const& config, std::string const& message) {
        INFO(name);
        REQUIRE(node.create(config).has_value());
        for (int i = 0; i < 2; ++i) {  // it stays so
            auto const started = node.start(config.id);
            REQUIRE(started.has_error());
            CHECK(started.error().code == Errc::invalid);
            CHECK(started.error().message == message);
        }
        auto const status = node.status(config.id);
        CHECK(status.state == RuntimeState::exited);
        CHECK(status.exit_code == 128);
        CHECK(status.message == message);
    };
    refused("missing", node.container("missing", {"no-such-program"}),
            "exec: \"no-such-program\": executable file not found in $PATH");
    refused("path", node.container("path", {"/no/such/program"}),
            "exec: \"/no/such/program\": no such file or directory");
    refused("plain", node.container("plain", {folder.path() + "/plain"}),
            "exec: \"" + folder.path() + "/plain\": permission denied");
    refused("folder", node.container("folder", {"/usr"}), "exec: \"/usr\": is a directory");
    auto lost = node.container("lost", {"true"});
    lost.working_dir = "/no/such/folder";
    refused("lost", lost, "cannot change to the working directory /no/such/folder: No such file or directory");
}

TEST_CASE("process runtime: what can never work here is refused with its field") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const refused = [&](std::string const& name, std::string const& field, auto change) {
        INFO(field);
        auto config = node.container(name, {"true"});
        change(config);
        auto const created = node.create(config);
        REQUIRE(created.has_error());
        CHECK(created.error().code == Errc::invalid);
        CHECK(created.error().message.starts_with("spec.containers[main]." + field + ": "));
        REQUIRE(created.error().causes.size() == 1);
        CHECK(created.error().causes[0].field == "spec.containers[main]." + field);
        CHECK(node.list({config.id.sandbox}).at(0).containers.empty());
    };
    refused("a", "command", [](auto& c) { c.command.clear(); });
    refused("c", "workingDir", [](auto& c) { c.working_dir = "here"; });
    refused("d", "lifecycle.stopSignal", [](auto& c) { c.stop_signal = "SIGNOTHING"; });
    refused("e", "volumeDevices", [](auto& c) { c.device_mounts = {{.source = "/dev/null", .target = "/dev/x"}}; });
    refused("f", "volumeMounts[0].mountPath",
            [](auto& c) { c.mounts = {{.source = "/tmp", .target = "x", .propagation = {}}}; });
    refused("g", "volumeMounts[0].mountPath",
            [](auto& c) { c.mounts = {{.source = "/tmp", .target = "/a/../b", .propagation = {}}}; });
    refused("h", "volumeMounts[0].mountPropagation",
            [](auto& c) { c.mounts = {{.source = "/tmp", .target = "/x", .propagation = "Bidirectional"}}; });
    refused("i", "securityContext.capabilities.add", [](auto& c) { c.security.capabilities_add = {"NO_SUCH"}; });
    refused("j", "securityContext.runAsUser", [](auto& c) { c.security.user = -1; });

    auto config = node.sandbox("port");
    config.ports = {{.container_port = 80, .host_port = 8080, .host_ip = {}}};
    auto const created = node.create_sandbox(config);
    REQUIRE(created.has_error());
    CHECK(created.error().code == Errc::invalid);
    config.id = "class";
    config.ports.clear();
    config.runtime_class = "gvisor";
    CHECK(node.create_sandbox(config).error().code == Errc::invalid);
}

TEST_CASE("process runtime: each Pod has an address of its own, and a freed one is not the next") {
    TemporaryFolder const folder, other_folder;
    ProcessNode node(folder.path()), other(other_folder.path()),
        fixed(folder.path() + "/fixed", {.supervisor = {}, .first_ip = "127.9.8.254"});
    std::filesystem::create_directory(folder.path() + "/fixed");
    REQUIRE(node.open().has_value());
    REQUIRE(other.open().has_value());
    REQUIRE(fixed.open().has_value());
    auto const first = node.create_sandbox(node.sandbox("a"))->ip;
    auto const second = node.create_sandbox(node.sandbox("b"))->ip;
    CHECK(first != second);
    REQUIRE(node.remove_sandbox("a-uid").has_value());
    node.close();  // nor is it after a restart
    REQUIRE(node.open().has_value());
    auto const third = node.create_sandbox(node.sandbox("c"))->ip;
    CHECK(third != first);
    CHECK(third != second);
    REQUIRE(other.create_sandbox(other.sandbox("a")).has_value());
    CHECK(other.list()[0].ip != first);
    auto host = node.sandbox("host");
    host.host_network = true;
    CHECK(node.create_sandbox(host)->ip == "127.0.0.1");
    CHECK(fixed.create_sandbox(fixed.sandbox("a"))->ip == "127.9.8.254");
    CHECK(fixed.create_sandbox(fixed.sandbox("b"))->ip == "127.9.9.1");
}

TEST_CASE("process runtime: stop reaches the whole group, and what has left it") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const pids = [&](std::string const& file) {
        std::istringstream text(read_file(folder.path() + "/" + file));
        std::vector<int> found;
        for (int pid = 0; text >> pid;) found.push_back(pid);
        return found;
    };
    auto const script = "sleep 1000 & echo $! > " + folder.path() + "/member; " + "setsid sleep 1000 & echo $! > " +
                        folder.path() + "/escapee; wait";
    // As long as something runs, an orphan may be anybody's: what follows has to be found otherwise.
    REQUIRE(node.run(node.container("bystander", {"sleep", "1000"})).has_value());
    for (auto const grace : {Duration(20s), Duration(0s)}) {
        auto const name = grace == 0s ? "killed" : "stopped";
        std::filesystem::remove(folder.path() + "/member");
        std::filesystem::remove(folder.path() + "/escapee");
        auto const config = node.container(name, shell(script));
        REQUIRE(node.run(config).has_value());
        REQUIRE(eventually([&] { return pids("member").size() == 1 && pids("escapee").size() == 1; }));
        auto const member = pids("member")[0], escapee = pids("escapee")[0];
        REQUIRE(eventually([&] {  // until it has got its session
            return read_file("/proc/" + std::to_string(escapee) + "/comm") == "sleep\n";
        }));
        REQUIRE(node.stop(config.id, grace).has_value());
        CHECK(eventually([&] { return !alive(member) && !alive(escapee); }));
    }
    // A main process that ends takes its group with it.
    auto const config = node.container("leader", shell("sleep 1000 & echo $! > " + folder.path() + "/left; exit 0"));
    REQUIRE(node.run(config).has_value());
    node.ended(config.id);
    REQUIRE(eventually([&] { return pids("left").size() == 1; }));
    CHECK(eventually([&] { return !alive(pids("left")[0]); }));
}

TEST_CASE("process runtime: signals and codes are reported as a container's") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const crash = node.container("crash", shell("kill -SEGV $$"));
    REQUIRE(node.run(crash).has_value());
    auto const status = node.ended(crash.id);
    CHECK(status.signal == SIGSEGV);
    CHECK(status.exit_code == 128 + SIGSEGV);
    CHECK(status.pid == 0);
    auto custom = node.container("custom", shell("trap 'exit 9' USR1; echo ready; while :; do sleep 0.01; done"));
    custom.stop_signal = "SIGUSR1";
    REQUIRE(node.run(custom).has_value());
    REQUIRE(eventually([&] { return ProcessNode::printed(node.log("custom")) == "ready\n"; }));
    REQUIRE(node.stop(custom.id).has_value());
    CHECK(node.status(custom.id).exit_code == 9);
}

TEST_CASE("process runtime: a command can be run beside a container's program") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto config = node.container("main", {"sleep", "1000"});
    config.env = {{"COLOUR", "green"}, {"PATH", "/usr/bin:/bin"}};
    config.working_dir = "/usr";
    config.mounts = {{.source = folder.path(), .target = "/keelson-exec", .propagation = {}}};
    write_file(folder.path() + "/word", "seen");
    REQUIRE(node.run(config).has_value());
    auto const result = node.exec(
        config.id, {.command = shell("cat; pwd; echo $COLOUR >&2; cat /keelson-exec/word; exit 3"), .input = "in\n"});
    REQUIRE(result.has_value());
    CHECK(result->output == "in\n/usr\ngreen\nseen");
    CHECK(result->exit_code == 3);
    auto const large =
        node.exec(config.id, {.command = shell("yes | head -c 1000000; exit 0"), .input = {}, .output_bytes_max = 100});
    REQUIRE(large.has_value());
    CHECK(large->output.size() == 100);
    auto const missing = node.exec(config.id, {.command = {"no-such-program"}, .input = {}});
    REQUIRE(missing.has_error());
    CHECK(missing.error().message == "exec: \"no-such-program\": executable file not found in $PATH");
    auto const late = node.exec(
        config.id, {.command = shell("echo $$ > " + folder.path() + "/late; sleep 1000"), .input = {}}, 500ms);
    REQUIRE(late.has_error());
    CHECK(late.error().code == Errc::timeout);
    auto const pid = std::stoi(read_file(folder.path() + "/late"));
    CHECK(eventually([&] { return !alive(pid); }));
}

TEST_CASE("process runtime: usage counts all processes of a container") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const busy = node.container("busy", shell("(while :; do :; done) & wait"));
    auto const idle = node.container("idle", {"sleep", "1000"});
    REQUIRE(node.run(busy).has_value());
    REQUIRE(node.run(idle).has_value());
    auto const sample = [&](ContainerId const& id) {
        auto samples = node.wait_for<std::vector<SandboxUsage>>(
            [&](auto done) { node.runtime().stats()->usage({id.sandbox}, done); });
        REQUIRE(samples.has_value());
        REQUIRE(samples->size() == 1);
        CHECK(samples->at(0).id == id.sandbox);
        REQUIRE(samples->at(0).containers.size() == 1);
        CHECK(samples->at(0).containers[0].id == id);
        CHECK(samples->at(0).at == samples->at(0).containers[0].at);
        CHECK_FALSE(samples->at(0).at.empty());
        return samples->at(0).containers[0];
    };
    CHECK(eventually([&] { return sample(busy.id).cpu_nanos >= 100'000'000; }));
    CHECK(sample(idle.id).cpu_nanos < 100'000'000);
    CHECK(sample(idle.id).memory_bytes > 0);
}

TEST_CASE("process runtime: a Pod that finds its port taken on every address is told by whom") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    // A port that is free now.
    auto const port = std::to_string(20'000 + ::getpid() % 10'000);
    auto const listen = [&](std::string const& address) {
        return std::vector<std::string>{"perl", "-MSocket", "-e",
                                        "socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(" + port + ", " +
                                            address +
                                            ")) or exit 98; listen(S, 5); $| = 1; print \"ready\\n\"; sleep 1000"};
    };
    auto const pod = [&](std::string const& name, std::vector<std::string> const& command) {
        auto sandbox = node.sandbox(name);
        sandbox.ports = {{.container_port = static_cast<std::uint16_t>(std::stoi(port)), .host_ip = {}}};
        REQUIRE(node.create_sandbox(sandbox).has_value());
        auto const config = node.container(name, command);
        REQUIRE(node.run(config).has_value());
        return config.id;
    };
    auto const greedy = pod("greedy", listen("INADDR_ANY"));
    REQUIRE(eventually([&] { return ProcessNode::printed(node.log("greedy")) == "ready\n"; }));
    auto const victim = pod("victim", listen("INADDR_ANY"));
    auto const status = node.ended(victim);
    CHECK(status.exit_code == 98);
    CHECK(status.message == "address already in use: port " + port +
                                " is bound on every address by pod default/greedy; bind $(POD_IP) in both instead");
    // The one that is to blame hears of it as well.
    CHECK(eventually([&] { return !node.status(greedy).message.empty(); }));
    CHECK(node.status(greedy).message ==
          "port " + port +
              " is bound on every address, so no other pod of this node can have it; bind $(POD_IP) instead");
    REQUIRE(node.remove_sandbox(greedy.sandbox).has_value());
    for (char const* name : {"first", "second"}) {  // as it should be
        auto const ip = node.create_sandbox(node.sandbox(name))->ip;
        auto const config = node.container(name, listen("inet_aton(\"" + ip + "\")"));
        REQUIRE(node.run(config).has_value());
        CHECK(eventually([&] { return ProcessNode::printed(node.log(name)) == "ready\n"; }));
        CHECK(node.status(config.id).state == RuntimeState::running);
    }
}
