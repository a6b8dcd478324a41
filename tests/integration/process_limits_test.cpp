#include "integration/process_node.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace process_tests;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

bool is_root() { return ::geteuid() == 0; }

/// The groups of a container, as its own process sees them, that are not those of this one.
std::vector<std::string> groups_of(std::int64_t pid) {
    std::istringstream lines(read_file("/proc/" + std::to_string(pid) + "/cgroup"));
    std::vector<std::string> own;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("keelson") != std::string::npos) own.push_back(line);
    }
    return own;
}

}  // namespace

TEST_CASE("trap 19: limits are enforced on containers, or reported as not enforced, and the host is never moved") {
    TemporaryFolder const folder;
    auto const own_groups = read_file("/proc/self/cgroup");
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    auto const ability = node.runtime().abilities().limits;
    auto limited = node.container("limited", {"sleep", "1000"});
    limited.limits = {
        .cpu_request_millis = 250, .cpu_limit_millis = 500, .memory_limit_bytes = 64 << 20, .pids_limit = 20};
    REQUIRE(node.run(limited).has_value());
    auto const pid = node.status(limited.id).pid;
    CHECK(read_file("/proc/self/cgroup") == own_groups);
    CHECK(groups_of(node.supervisor()).empty());
    if (!ability.available) {
        CHECK_FALSE(ability.reason.empty());
        CHECK(groups_of(pid).empty());
        return;
    }
    CHECK_FALSE(groups_of(pid).empty());
    auto free = node.container("free", {"sleep", "1000"});
    REQUIRE(node.run(free).has_value());
    CHECK(groups_of(node.status(free.id).pid).empty());
    auto many = node.container("many", shell("for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1000 & done; wait"));
    many.limits.pids_limit = 4;
    REQUIRE(node.run(many).has_value());
    CHECK(node.ended(many.id).exit_code != 0);
    auto const hungry = [&](std::string const& name, std::string const& end) {
        auto config = node.container(name, shell("tail /dev/zero > /dev/null" + end));
        config.limits.memory_limit_bytes = 32 << 20;
        REQUIRE(node.run(config).has_value());
        return node.ended(config.id);
    };
    auto const killed = hungry("hungry", "; exit $?");
    CHECK(killed.out_of_memory);
    CHECK(killed.exit_code == 137);
    CHECK_FALSE(hungry("survivor", "; exit 0").out_of_memory);  // one of its processes was killed, and it did not mind
    CHECK(node.stop(limited.id).has_value());
}

TEST_CASE("process runtime: control groups are gone when their containers are") {
    TemporaryFolder const folder;
    std::vector<std::string> paths;
    {
        ProcessNode node(folder.path());
        REQUIRE(node.open().has_value());
        if (!node.runtime().abilities().limits.available) return;
        auto config = node.container("limited", shell("sleep 1000 & wait"));
        config.limits = {.cpu_limit_millis = 500, .memory_limit_bytes = 64 << 20};
        REQUIRE(node.run(config).has_value());
        for (auto const& line : groups_of(node.status(config.id).pid)) {
            auto const second = line.find(':', line.find(':') + 1);
            auto const controller = line.substr(line.find(':') + 1, second - line.find(':') - 1);
            paths.push_back("/sys/fs/cgroup/" + controller + line.substr(second + 1));
        }
        CHECK_FALSE(paths.empty());
        // A supervisor that is replaced knows them still.
        ::kill(node.supervisor(), SIGKILL);
        REQUIRE(eventually([&] { return node.empty_hints == 1; }));
    }
    for (auto const& path : paths) {
        INFO(path);
        auto const node_group = path.substr(0, path.rfind('/'));
        CHECK(eventually([&] { return ::access(path.c_str(), F_OK) != 0 && ::access(node_group.c_str(), F_OK) != 0; }));
    }
}

TEST_CASE("process runtime: containers run as the users and with the rights that they ask for") {
    if (!is_root()) return;
    TemporaryFolder const folder;
    ::chmod(folder.path().c_str(), 0755);
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    CHECK(node.runtime().abilities().users.available);
    auto const ids = shell("id -u; id -g; id -G; echo by name > /dev/stderr");
    auto user = node.container("user", ids);
    user.security.user = 65534;
    CHECK(node.output("user", user).starts_with("65534\n65534\n65534\n"));
    auto group = node.container("group", ids);
    group.security = {.user = 4711, .group = 4712, .supplemental_groups = {4713, 4714}};
    auto const printed = node.output("group", group);
    CHECK(printed.starts_with("4711\n4712\n4712 4713 4714\n"));
    CHECK(printed.find("by name") != std::string::npos);
    auto const rights = shell("grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status | tr -s '\\t\\n' ' '");
    auto none = node.container("none", rights);
    none.security.capabilities_drop = {"ALL"};
    none.security.no_new_privileges = true;
    CHECK(node.output("none", none) == "CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1 \n");
    auto one = node.container("one", rights);
    one.security.capabilities_drop = {"ALL"};
    one.security.capabilities_add = {"NET_BIND_SERVICE"};
    CHECK(node.output("one", one) == "CapEff: 0000000000000400 CapBnd: 0000000000000400 NoNewPrivs: 0 \n");
    auto score = node.container("score", {"cat", "/proc/self/oom_score_adj"});
    score.limits.oom_score_adj = 777;
    CHECK(node.output("score", score) == "777\n");
}

TEST_CASE("process runtime: without rights it does what it can and refuses the rest") {
    if (!is_root()) return;  // then the other tests show the same
    TemporaryFolder const folder;
    REQUIRE(::chown(folder.path().c_str(), 65534, 65534) == 0);
    auto const report = folder.path() + "/report";
    // Where an unprivileged user can run it.
    TemporaryFolder const programs;
    ::chmod(programs.path().c_str(), 0755);
    auto const supervisor = programs.path() + "/keelson-supervisor";
    std::filesystem::copy_file(KEELSON_BINARY_DIR "/keelson-supervisor", supervisor);
    pid_t const host = ::fork();
    if (host == 0) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(1);
        std::ofstream out(report);
        {
            ProcessNode node(folder.path(), {.supervisor = supervisor});
            if (auto opened = node.open(); opened.has_error()) {
                out << opened.error().message;
                ::_exit(1);
            }
            auto const abilities = node.runtime().abilities();
            out << "users " << abilities.users.available << " " << abilities.users.reason << "\n";
            out << "mounts " << abilities.mounts.available << " " << abilities.mounts.reason << "\n";
            auto other = node.container("other", {"true"});
            other.security.user = 1;
            out << "other: " << node.create(other).error().message << "\n";
            auto same = node.container("same", {"id", "-u"});
            same.security.user = 65534;
            out << "same: " << node.output("same", same);
            if (abilities.mounts.available) {
                auto mounts =
                    node.container("mounts", shell("id -u; ls -d /keelson-models /keelson-models/logs /usr/bin"));
                mounts.mounts = {
                    {.source = folder.path(), .target = "/keelson-models", .propagation = {}, .read_only = true}};
                out << "mounts: " << node.output("mounts", mounts);
                auto keeps = node.container("keeps", {"sleep", "1000"});
                keeps.mounts = mounts.mounts;
                if (node.run(keeps).has_error()) out << "does not run\n";
                auto const result = node.exec(keeps.id, {.command = {"ls", "-d", "/keelson-models/logs"}, .input = {}});
                out << "exec: " << (result.has_value() ? result->output : result.error().message + "\n");
            }
        }
        out.flush();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(host, &status, 0);
    auto const text = read_file(report);
    INFO(text);
    CHECK(status == 0);
    CHECK(text.find("users 0 this node runs without the right to change users") == 0);
    CHECK(text.find("other: spec.containers[main].securityContext.runAsUser: Forbidden: this node runs without") !=
          std::string::npos);
    CHECK(text.find("same: 65534\n") != std::string::npos);
    if (text.find("mounts 1") != std::string::npos) {
        CHECK(text.find("mounts: 65534\n/keelson-models\n/keelson-models/logs\n/usr/bin\n") != std::string::npos);
        CHECK(text.find("exec: /keelson-models/logs\n") != std::string::npos);
    } else {
        CHECK(text.find("mounts 0 no private mounts here: ") != std::string::npos);
    }
}
