#include "integration/process_node.hpp"

#include <sys/stat.h>

using namespace process_tests;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

Mount bind_mount(std::string source, std::string target, bool read_only = false) {
    return {.source = std::move(source), .target = std::move(target), .propagation = {}, .read_only = read_only};
}

bool exists(std::string const& path) { return ::access(path.c_str(), F_OK) == 0; }

}  // namespace

TEST_CASE("process runtime: volumes appear at paths that the machine does not have, and leave no trace there") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    if (!node.runtime().abilities().mounts.available) return;
    auto const volume = folder.path() + "/volume";
    std::filesystem::create_directories(volume);
    write_file(volume + "/weights", "w");
    write_file(folder.path() + "/file", "f");

    auto config = node.container(
        "top", shell("cat /keelson-models/weights /var/lib/keelson-a/b/weights /etc/keelson-file /srv/kept; "
                     "echo new > /keelson-models/made; ls -d /usr/bin /proc/self /keelson-models; "
                     "cat /keelson-models/nested/weights; echo hello > /var/lib/keelson-beside"));
    config.mounts = {bind_mount(volume, "/keelson-models/nested"), bind_mount(volume, "/keelson-models"),
                     bind_mount(volume, "/var/lib/keelson-a/b"),
                     bind_mount(folder.path() + "/file", "/etc/keelson-file"),
                     bind_mount(folder.path() + "/file", "/srv/kept")};
    CHECK(node.output("top", config) == "wwff/keelson-models\n/proc/self\n/usr/bin\nw\n");
    CHECK(read_file(volume + "/made") == "new\n");
    for (char const* path :
         {"/keelson-models", "/var/lib/keelson-a", "/etc/keelson-file", "/srv/kept", "/var/lib/keelson-beside"}) {
        INFO(path);
        CHECK_FALSE(exists(path));
    }
}

TEST_CASE("process runtime: volumes cover what is there, for the container only") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    if (!node.runtime().abilities().mounts.available) return;
    std::filesystem::create_directories(folder.path() + "/empty");
    write_file(folder.path() + "/name", "another");
    auto config =
        node.container("over", shell("ls /usr/share | wc -l; cat /etc/hostname; mount | grep -c keelson-mount-test"));
    config.mounts = {bind_mount(folder.path() + "/empty", "/usr/share"),
                     bind_mount(folder.path() + "/name", "/etc/hostname")};
    CHECK(node.output("over", config) == "0\nanother0\n");
    CHECK_FALSE(std::filesystem::is_empty("/usr/share"));
    auto wrong = node.container("wrong", {"true"});
    wrong.mounts = {bind_mount(folder.path() + "/name", "/usr/share")};
    REQUIRE(node.create(wrong).has_value());
    CHECK(node.start(wrong.id).error().message == "/usr/share is a folder, but what is to be mounted there is not");
    auto gone = node.container("gone", {"true"});
    gone.mounts = {bind_mount(folder.path() + "/no-such-volume", "/keelson-x")};
    REQUIRE(node.create(gone).has_value());
    CHECK(node.start(gone.id).error().message ==
          "cannot mount " + folder.path() + "/no-such-volume: No such file or directory");
}

TEST_CASE("process runtime: read-only volumes, read-only roots and volumes in memory are what they say") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    if (!node.runtime().abilities().mounts.available) return;
    auto const volume = folder.path() + "/volume";
    std::filesystem::create_directories(volume);
    auto const attempt = [](std::string const& path) {
        return "(echo x > " + path + ") 2>/dev/null && echo yes || echo no; ";
    };

    auto config = node.container("ro", shell(attempt("/keelson-ro/x") + attempt("/keelson-rw/x")));
    config.mounts = {bind_mount(volume, "/keelson-ro", true), bind_mount(volume, "/keelson-rw")};
    CHECK(node.output("ro", config) == "no\nyes\n");

    auto locked = node.container(
        "locked", shell(attempt("/tmp/keelson-x") + attempt(folder.path() + "/y") + attempt("/keelson-rw/y") +
                        attempt("/dev/null") + attempt("/dev/shm/keelson-y; rm /dev/shm/keelson-y")));
    locked.mounts = {bind_mount(volume, "/keelson-rw")};
    locked.security.read_only_root = true;
    CHECK(node.output("locked", locked) == "no\nno\nyes\nyes\nyes\n");
    CHECK_FALSE(exists("/tmp/keelson-x"));

    auto memory = node.container("memory", shell("stat -f -c %T /keelson-memory; head -c 3000000 /dev/zero > "
                                                 "/keelson-memory/x 2>/dev/null || stat -c %s /keelson-memory/x"));
    memory.mounts = {{.kind = Mount::Kind::tmpfs,
                      .source = {},
                      .target = "/keelson-memory",
                      .propagation = {},
                      .size_bytes = 1 << 20}};
    CHECK(node.output("memory", memory) == "tmpfs\n1048576\n");
}

TEST_CASE("process runtime: host aliases are in the container's hosts file") {
    TemporaryFolder const folder;
    ProcessNode node(folder.path());
    REQUIRE(node.open().has_value());
    if (!node.runtime().abilities().mounts.available) return;
    auto sandbox = node.sandbox("aliases");
    sandbox.host_aliases = {{"127.1.2.3", {"model.test", "m"}}};
    REQUIRE(node.create_sandbox(sandbox).has_value());
    auto const config = node.container("aliases", {"grep", "model.test", "/etc/hosts"});
    CHECK(node.output("aliases", config) == "127.1.2.3\tmodel.test\tm\n");
    CHECK(read_file("/etc/hosts").find("model.test") == std::string::npos);
}
