#include "integration/process_node.hpp"

#include <fcntl.h>
#include <set>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace process_tests;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

/// A host in a process of its own, to be killed. `body` ends with a word that the parent waits for.
class HostProcess {
public:
    explicit HostProcess(std::function<std::string()> const& body) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return;
        pid_ = ::fork();
        if (pid_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            auto const word = body() + "\n";
            if (::write(ends[1], word.data(), word.size()) < 0) ::_exit(1);
            for (;;) ::pause();
        }
        ::close(ends[1]);
        char c = 0;
        while (::read(ends[0], &c, 1) == 1 && c != '\n') word_ += c;
        ::close(ends[0]);
    }
    ~HostProcess() { kill(); }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(std::exchange(pid_, -1), nullptr, 0);
    }
    [[nodiscard]] std::string const& word() const { return word_; }

private:
    pid_t pid_ = -1;
    std::string word_;
};

/// Starts a Pod that sleeps and gives its process number, in a host that never closes anything.
std::string start_sleeper(std::string const& folder, ProcessOptions const& options = {}) {
    auto* const node = new ProcessNode(folder, options);
    if (auto opened = node->open(); opened.has_error()) return opened.error().message;
    auto const config = node->container("sleeper", {"sleep", "1000"});
    if (auto started = node->run(config); started.has_error()) return started.error().message;
    return std::to_string(node->status(config.id).pid);
}

ContainerId const sleeper{"sleeper-uid", "main", 0};

void kill_supervisor(ProcessNode const& node) {
    auto const pid = node.supervisor();
    REQUIRE(pid > 1);
    REQUIRE(::kill(pid, SIGKILL) == 0);
    REQUIRE(eventually([&] { return !alive(pid); }));
}

/// Ends a container while neither a host nor a supervisor is there to see it. What its process was.
pid_t kill_unseen(ProcessNode& node, ContainerId const& id) {
    auto const pid = static_cast<pid_t>(node.status(id).pid);
    node.close();
    kill_supervisor(node);
    REQUIRE(::kill(pid, SIGKILL) == 0);
    REQUIRE(eventually([&] { return ::kill(pid, 0) != 0; }));
    return pid;
}

}  // namespace

TEST_CASE("process runtime: a host that is killed and comes back finds the same processes") {
    TemporaryFolder const folder;
    HostProcess host([&] { return start_sleeper(folder.path()); });
    auto const pid = std::atoi(host.word().c_str());
    INFO(host.word());
    REQUIRE(pid > 1);
    host.kill();
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const status = node.status(sleeper);
    CHECK(status.state == RuntimeState::running);
    CHECK(status.pid == pid);
    CHECK(alive(pid));
    REQUIRE(node.stop(sleeper).has_value());
    CHECK(node.status(sleeper).signal == SIGTERM);
}

TEST_CASE("process runtime: Pods that are not to be kept die with their host, however it ends") {
    TemporaryFolder const folder;
    ProcessOptions const options{.keep_pods = false, .supervisor = {}, .first_ip = {}};
    HostProcess host([&] { return start_sleeper(folder.path(), options); });
    auto const pid = std::atoi(host.word().c_str());
    REQUIRE(pid > 1);
    host.kill();
    CHECK(eventually([&] { return !alive(pid); }));
    ProcessNode node(folder.path(), options);
    REQUIRE(node.open().has_value());
    CHECK(node.status(sleeper).state == RuntimeState::exited);
    REQUIRE(node.remove_sandbox(sleeper.sandbox).has_value());

    auto const config =
        node.container("again", shell("setsid sleep 1000 & echo $! > " + folder.path() + "/escapee; wait"));
    REQUIRE(node.run(config).has_value());
    auto const main = node.status(config.id).pid;
    auto const supervisor = node.supervisor();
    REQUIRE(eventually([&] { return !read_file(folder.path() + "/escapee").empty(); }));
    auto const escapee = std::stoi(read_file(folder.path() + "/escapee"));
    node.close();  // when it returns, it has happened
    CHECK_FALSE(alive(main));
    CHECK(eventually([&] { return !alive(escapee); }));
    CHECK_FALSE(alive(supervisor));

    // Not even a supervisor that is killed leaves any.
    REQUIRE(node.open().has_value());
    auto const belt = node.container("belt", {"sleep", "1000"});
    REQUIRE(node.run(belt).has_value());
    auto const last = node.status(belt.id).pid;
    kill_supervisor(node);
    CHECK(eventually([&] { return !alive(last); }));
}

TEST_CASE("process runtime: exit codes are kept while no host is there") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const flag = folder.path() + "/flag";
    auto const config =
        node.container("away", shell("while [ ! -e " + flag + " ]; do sleep 0.01; done; echo end; exit 7"));
    REQUIRE(node.run(config).has_value());
    auto const pid = node.status(config.id).pid;
    node.close();
    write_file(flag, "");
    REQUIRE(eventually([&] { return !alive(pid); }));
    REQUIRE(node.open().has_value());
    auto const status = node.ended(config.id);
    CHECK(status.exit_code == 7);
    CHECK(status.message.empty());
    CHECK(ProcessNode::printed(node.log("away")) == "end\n");
}

TEST_CASE("process runtime: a supervisor goes when it has nothing left to do, and not before") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const first = node.supervisor();
    REQUIRE(node.create_sandbox(node.sandbox("a")).has_value());
    node.close();
    REQUIRE(node.open().has_value());
    CHECK(node.supervisor() == first);
    REQUIRE(node.remove_sandbox("a-uid").has_value());
    CHECK(alive(first));
    node.close();
    CHECK(eventually([&] { return !alive(first); }));
}

TEST_CASE("process runtime: a supervisor that is killed is replaced, and its Pods run on and are heard") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const config = node.container(
        "talks", shell("trap 'echo bye; exit 5' TERM; i=0; while :; do i=$((i+1)); echo $i; sleep 0.005; done"));
    auto const brief = node.container("brief", shell("exit 6"));
    REQUIRE(node.run(config).has_value());
    REQUIRE(node.run(brief).has_value());
    CHECK(node.ended(brief.id).exit_code == 6);
    auto const before = node.list();
    auto const pid = node.status(config.id).pid;
    auto const first = node.supervisor();
    kill_supervisor(node);
    REQUIRE(eventually([&] { return node.empty_hints == 1; }));
    CHECK(node.supervisor() != first);
    auto const after = node.list();
    REQUIRE(after.size() == before.size());
    CHECK(after[0].ip == before[0].ip);
    CHECK(node.status(config.id).state == RuntimeState::running);
    CHECK(node.status(config.id).pid == pid);
    CHECK(node.status(brief.id).exit_code == 6);
    // Whatever was printed meanwhile waited in the pipe: nothing is missing.
    auto const lines = [&] {
        return std::count(std::istreambuf_iterator<char>(std::ifstream(node.log("talks")).rdbuf()), {}, '\n');
    };
    auto const heard = lines();
    CHECK(eventually([&] { return lines() > heard + 10; }));
    REQUIRE(node.stop(config.id).has_value());
    auto const status = node.status(config.id);
    CHECK(status.state == RuntimeState::exited);
    CHECK((status.exit_code == 5 || status.exit_code == 137));  // kernels before 6.15 tell only the parent
    if (status.exit_code == 137)
        CHECK(status.message == "the supervisor that started it is gone, so its exit code is not known");
    CHECK(eventually([&] { return ProcessNode::printed(node.log("talks")).ends_with("bye\n"); }));
    std::istringstream printed(ProcessNode::printed(node.log("talks")));
    int expected = 0;
    INFO(printed.str());
    for (std::string line; std::getline(printed, line) && line != "bye";) REQUIRE(std::stoi(line) == ++expected);
}

TEST_CASE("process runtime: what ended while no supervisor was there is reported as ended, its code as unknown") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const config = node.container("lost", {"sleep", "1000"});
    REQUIRE(node.run(config).has_value());
    kill_unseen(node, config.id);
    REQUIRE(node.open().has_value());
    auto const status = node.ended(config.id);
    CHECK(status.exit_code == 137);
    CHECK(status.message == "it ended while no supervisor was there, so its exit code is not known");
}

TEST_CASE("process runtime: of two hosts one is refused, and let in when the first has gone") {
    TemporaryFolder const folder;
    HostProcess host([&] { return start_sleeper(folder.path()); });
    REQUIRE(std::atoi(host.word().c_str()) > 1);
    ProcessNode node(folder.path());
    auto const refused = node.open();
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(refused.error().message.find("serves process") != std::string::npos);
    host.kill();
    CHECK(node.open().has_value());
}

TEST_CASE("process runtime: the supervisor's program is asked for by its name when it is not there") {
    TemporaryFolder const folder;
    auto const runtime = process_runtime({.supervisor = "/no/such/supervisor"});
    RuntimeContext context;
    context.node = "test";
    context.data_dir = folder.path();
    context.clock = system_clock();
    auto const opened = runtime->open(context);
    REQUIRE(opened.has_error());
    CHECK(opened.error().code == Errc::invalid);
    CHECK(opened.error().message == "cannot run the supervisor program /no/such/supervisor: No such file or directory");
    auto const other = process_runtime({.supervisor = "/bin/false"});
    auto const failed = other->open(context);
    REQUIRE(failed.has_error());
    CHECK(failed.error().code == Errc::unavailable);
}

TEST_CASE("process runtime: a data directory may have a path that no socket could have") {
    TemporaryFolder const folder;
    auto const deep = folder.path() + "/" + std::string(120, 'a') + "/" + std::string(120, 'b');
    std::filesystem::create_directories(deep);
    ProcessNode node(deep);
    REQUIRE(node.open().has_value());
    auto const config = node.container("deep", {"echo", "deep"});
    CHECK(node.output("deep", config) == "deep\n");
}

TEST_CASE("trap 17: after a lost connection the runtime says look at all, and one stuck verb holds up no other") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto stuck = node.container("stuck", {"sleep", "1000"});
    stuck.stop_signal = "SIGURG";  // which is ignored
    REQUIRE(node.run(stuck).has_value());
    std::promise<Result<>> stopped;
    node.runtime().stop(stuck.id, 1000s, ProcessNode::deadline(),
                        [&](Result<> result) { stopped.set_value(std::move(result)); });
    auto const config = node.container("other", {"echo", "done"});
    CHECK(node.output("other", config) == "done\n");
    auto const late = node.wait_for<void>(
        [&](auto done) { node.runtime().stop(stuck.id, 1000s, ProcessNode::deadline(100ms), done); });
    REQUIRE(late.has_error());
    CHECK(late.error().code == Errc::timeout);
    CHECK(node.status(stuck.id).state == RuntimeState::running);  // list() decides
    CHECK(node.empty_hints == 0);
    kill_supervisor(node);
    auto outcome = stopped.get_future();
    REQUIRE(outcome.wait_for(30s) == std::future_status::ready);
    auto const lost = outcome.get();
    REQUIRE(lost.has_error());
    CHECK(lost.error().code == Errc::unavailable);
    CHECK(eventually([&] { return node.empty_hints == 1; }));
    CHECK(node.status(stuck.id).state == RuntimeState::running);
}

TEST_CASE("trap 18: the host's own children, signals and descriptors are left alone") {
    TemporaryFolder const folder;
    static std::atomic<int> children_ended;
    children_ended = 0;
    struct sigaction counting {
    }, before{};
    counting.sa_handler = [](int) { ++children_ended; };
    REQUIRE(::sigaction(SIGCHLD, &counting, &before) == 0);
    // Descriptors that a careless host left open for its children.
    int const leak = ::open("/dev/null", O_RDONLY);
    int const high = ::fcntl(leak, F_DUPFD, 200);
    // A host that reaps whatever it finds.
    std::atomic<bool> over = false;
    std::atomic<int> stolen = 0;
    std::thread thief([&] {
        while (!over) {
            if (::waitpid(-1, nullptr, WNOHANG) > 0) ++stolen;
            std::this_thread::sleep_for(1ms);
        }
    });
    {
        ProcessNode node(folder.path());
        REQUIRE(node.open().has_value());
        auto const signals = node.container("signals", {"grep", "-E", "SigBlk|SigIgn", "/proc/self/status"});
        CHECK(node.output("signals", signals) == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
        auto const code = node.container("code", shell("exit 3"));
        REQUIRE(node.run(code).has_value());
        CHECK(node.ended(code.id).exit_code == 3);
        auto waits = node.container("waits", {"cat"});
        waits.open_stdin = true;  // nobody ever writes to it
        REQUIRE(node.run(waits).has_value());
        std::set<std::string> open;
        auto const pid = node.status(waits.id).pid;
        // While the program is still being linked it has its libraries open.
        auto const deadline = std::chrono::steady_clock::now() + 10s;
        do {
            open.clear();
            for (auto const& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd"))
                open.insert(entry.path().filename());
        } while (open.size() != 3 && std::chrono::steady_clock::now() < deadline);
        CHECK(open == std::set<std::string>{"0", "1", "2"});
        CHECK(node.status(waits.id).state == RuntimeState::running);
        for (auto const& entry :
             std::filesystem::directory_iterator("/proc/" + std::to_string(node.supervisor()) + "/fd")) {
            CHECK(std::stoi(entry.path().filename()) < 64);
        }
        CHECK(read_file("/proc/" + std::to_string(node.supervisor()) + "/environ").empty());
    }
    over = true;
    thief.join();
    ::close(leak);
    ::close(high);
    ::sigaction(SIGCHLD, &before, nullptr);
    CHECK(children_ended == 0);
    CHECK(stolen == 0);
}

TEST_CASE(
    "trap 18: it works in a host that ignores SIGCHLD, blocks all signals and has closed its standard descriptors") {
    TemporaryFolder const folder;
    HostProcess host([&] {
        ::signal(SIGCHLD, SIG_IGN);
        ::signal(SIGTERM, SIG_IGN);
        sigset_t all;
        ::sigfillset(&all);
        ::sigprocmask(SIG_SETMASK, &all, nullptr);
        for (int fd = 0; fd < 3; ++fd) ::close(fd);
        return start_sleeper(folder.path());
    });
    INFO(host.word());
    auto const pid = std::atoi(host.word().c_str());
    REQUIRE(pid > 1);
    auto const status = read_file("/proc/" + std::to_string(pid) + "/status");
    CHECK(status.find("SigBlk:\t0000000000000000") != std::string::npos);
    CHECK(status.find("SigIgn:\t0000000000000000") != std::string::npos);
    host.kill();
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    CHECK(node.status(sleeper).pid == pid);
    REQUIRE(node.stop(sleeper, 20s).has_value());
    CHECK(node.status(sleeper).signal == SIGTERM);
}

TEST_CASE("trap 18: a process number that means another process by now is not taken for the old one") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const config = node.container("old", {"sleep", "1000"});
    REQUIRE(node.run(config).has_value());
    auto const pid = kill_unseen(node, config.id);
    // The kernel can be asked for a certain number, by those who may.
    pid_t child = -1;
    for (int i = 0; i < 100 && child != pid; ++i) {
        if (child > 0) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        write_file("/proc/sys/kernel/ns_last_pid", std::to_string(pid - 1));
        child = ::fork();
        if (child == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (;;) ::pause();
        }
    }
    bool const same = child == pid;
    if (same) {
        REQUIRE(node.open().has_value());
        CHECK(node.status(config.id).state == RuntimeState::exited);
        CHECK(node.stop(config.id, 0s).has_value());
        CHECK(node.remove_sandbox(config.id.sandbox).has_value());
        CHECK(alive(child));
    } else {
        WARN("process numbers cannot be chosen here");
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

TEST_CASE("trap 18: commands run by probes leave no zombies") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const config = node.container("probed", {"sleep", "1000"});
    REQUIRE(node.run(config).has_value());
    for (int i = 0; i < 10; ++i) {
        REQUIRE(node.exec(config.id, {.command = shell("(sleep 0.01 &) ; exit 0"), .input = {}}).has_value());
        REQUIRE(node.exec(config.id, {.command = shell("setsid sleep 1000 &"), .input = {}}).has_value());
    }
    auto const children = [supervisor = std::to_string(node.supervisor())] {
        std::istringstream text(read_file("/proc/" + supervisor + "/task/" + supervisor + "/children"));
        std::vector<int> pids;
        for (int pid = 0; text >> pid;) pids.push_back(pid);
        return pids;
    };
    CHECK(eventually([&] {
        auto const pids = children();
        return std::all_of(pids.begin(), pids.end(), [](int pid) { return alive(pid); });
    }));
    // And once nothing runs any more, what they left behind goes too.
    REQUIRE(node.stop(config.id).has_value());
    CHECK(eventually([&] { return children().empty(); }));
}
