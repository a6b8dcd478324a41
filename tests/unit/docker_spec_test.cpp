#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/spec.hpp"
#include "drivers/runtime_docker/status.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::docker;

namespace {

Owner const owner{"node", "0123456789abcdef"};

EngineInfo engine_of(int version) {
    EngineInfo engine;
    engine.version = version;
    engine.runtimes = {"runc"};
    engine.security = {"seccomp"};
    return engine;
}

ContainerConfig plain() {
    ContainerConfig config;
    config.id = {"uid", "main", 2};
    config.image = "busybox";
    config.spec_hash = "hash";
    return config;
}

SandboxFacts const facts{"default", "web"};

Result<json::object> body_of(ContainerConfig const& config, int version = 41, SandboxFacts const& sandbox = facts) {
    return container_body(config, owner, engine_of(version), sandbox, "SANDBOX", {});
}

json::value host_of(ContainerConfig const& config, int version = 41) {
    auto const body = body_of(config, version);
    REQUIRE(body.has_value());
    return body->at("HostConfig");
}

std::string refusal(ContainerConfig const& config, int version = 41) {
    auto const body = body_of(config, version);
    REQUIRE(body.has_error());
    CHECK(body.error().code == Errc::invalid);
    return body.error().message;
}

}  // namespace

TEST_CASE("docker spec: a container is named after its Pod and attempt, and its labels say who it is") {
    CHECK(container_name({"uid", "main", 2}, facts) == "k8s_main_web_default_uid_2");
    CHECK(sandbox_name("uid", facts) == "k8s_POD_web_default_uid_0");
    auto const body = body_of(plain());
    REQUIRE(body.has_value());
    json::value const expected{{label::node, "node"},
                               {label::engine, "0123456789abcdef"},
                               {label::kind, "container"},
                               {label::uid, "uid"},
                               {label::pod_namespace, "default"},
                               {label::pod_name, "web"},
                               {label::container, "main"},
                               {label::attempt, "2"},
                               {label::spec_hash, "hash"},
                               {label::log_path, ""}};
    CHECK(body->at("Labels") == expected);
}

TEST_CASE("docker spec: a container joins its sandbox, or the host where the Pod does") {
    auto const own = host_of(plain());
    CHECK(own.at("NetworkMode") == "container:SANDBOX");
    CHECK(own.at("IpcMode") == "container:SANDBOX");
    CHECK_FALSE(own.as_object().contains("PidMode"));
    SandboxFacts shared = facts;
    shared.share_processes = true;
    CHECK(body_of(plain(), 41, shared)->at("HostConfig").at("PidMode") == "container:SANDBOX");
    SandboxFacts host = facts;
    host.host_pid = host.host_ipc = host.host_network = true;
    auto const with_host = body_of(plain(), 41, host)->at("HostConfig");
    CHECK(with_host.at("PidMode") == "host");
    CHECK(with_host.at("IpcMode") == "host");
    CHECK(with_host.at("UTSMode") == "host");
    SandboxFacts read;
    read_sharing(sharing_text(host), read);
    CHECK((read.host_pid && read.host_ipc && read.host_network && !read.share_processes));
}

TEST_CASE("docker spec: limits are a kubelet's: shares of the request, quota, memory without swap, pids") {
    auto config = plain();
    CHECK(host_of(config).at("CpuShares") == 2);
    config.limits.cpu_request_millis = 250;
    config.limits.cpu_limit_millis = 500;
    config.limits.memory_limit_bytes = 64 << 20;
    config.limits.pids_limit = 100;
    config.limits.oom_score_adj = -997;
    auto const host = host_of(config);
    CHECK(host.at("CpuShares") == 256);
    CHECK(host.at("CpuPeriod") == 100'000);
    CHECK(host.at("CpuQuota") == 50'000);
    CHECK(host.at("Memory") == 64 << 20);
    CHECK(host.at("MemorySwap") == 64 << 20);
    CHECK(host.at("PidsLimit") == 100);
    CHECK(host.at("OomScoreAdj") == -997);
    auto engine = engine_of(41);
    engine.lowers_oom_score = false;
    CHECK(container_body(config, owner, engine, facts, "S", {})->at("HostConfig").at("OomScoreAdj") == 0);
    config.limits.hugepage_limit_bytes = {{"2Mi", 2 << 20}};
    CHECK(refusal(config).starts_with("resources.limits[hugepages-2Mi]: "));
}

TEST_CASE("docker spec: command and args are entry point and command, and health checks of images are off") {
    auto config = plain();
    auto const as_image = body_of(config);
    CHECK_FALSE(as_image->contains("Entrypoint"));
    CHECK_FALSE(as_image->contains("Cmd"));
    CHECK(as_image->at("Healthcheck").at("Test") == json::value{"NONE"});
    config.command = {"sh", "-c"};
    config.args = {"true"};
    config.env = {{"A", "1"}, {"B", "x=y"}};
    auto const body = body_of(config);
    CHECK(body->at("Entrypoint") == json::array{"sh", "-c"});
    CHECK(body->at("Cmd") == json::array{"true"});
    CHECK(body->at("Env") == json::array{"A=1", "B=x=y"});
}

TEST_CASE("docker spec: users, groups, capabilities and profiles") {
    auto config = plain();
    config.security.group = 3000;
    CHECK(refusal(config).starts_with("securityContext.runAsGroup: "));
    auto const of_image = container_body(config, owner, engine_of(41), facts, "S", "nginx:nginx");
    CHECK(of_image->at("User") == "nginx:3000");
    config.security.user = 1000;
    config.security.supplemental_groups = {2000};
    config.security.capabilities_add = {"NET_ADMIN"};
    config.security.capabilities_drop = {"ALL"};
    config.security.read_only_root = config.security.no_new_privileges = config.security.unmasked_proc = true;
    config.security.seccomp = SecurityProfile{SecurityProfile::Kind::unconfined, {}};
    auto const body = body_of(config);
    CHECK(body->at("User") == "1000:3000");
    auto const& host = body->at("HostConfig");
    CHECK(host.at("GroupAdd") == json::array{"2000"});
    CHECK(host.at("CapAdd") == json::array{"NET_ADMIN"});
    CHECK(host.at("CapDrop") == json::array{"ALL"});
    CHECK(host.at("ReadonlyRootfs") == true);
    CHECK(host.at("MaskedPaths") == json::array());
    CHECK(host.at("ReadonlyPaths") == json::array());
    CHECK(host.at("SecurityOpt") == json::array{"no-new-privileges", "seccomp=unconfined"});
    config.security.app_armor = SecurityProfile{SecurityProfile::Kind::localhost, "mine"};
    CHECK(refusal(config).starts_with("securityContext.appArmorProfile: "));
    config.security.app_armor.reset();
    config.security.se_linux = SeLinuxLabel{"", "", "", "s0:c1"};
    CHECK(refusal(config).starts_with("securityContext.seLinuxOptions: "));
    config.security.se_linux.reset();
    config.security.seccomp = SecurityProfile{SecurityProfile::Kind::localhost, "/nobody/has/this.json"};
    CHECK(refusal(config).starts_with("securityContext.seccompProfile.localhostProfile: "));
}

TEST_CASE("docker spec: mounts, and what older engines cannot mount is refused by its field") {
    auto config = plain();
    Mount bind;
    bind.source = "/on/host";
    bind.target = "/data";
    bind.propagation = "Bidirectional";
    Mount memory;
    memory.kind = Mount::Kind::tmpfs;
    memory.source = "scratch";
    memory.target = "/scratch";
    config.mounts = {bind, memory};
    auto const mounts = host_of(config).at("Mounts");
    CHECK(mounts.at(0) == json::value{{"Target", "/data"},
                                      {"Type", "bind"},
                                      {"Source", "/on/host"},
                                      {"BindOptions", {{"Propagation", "rshared"}}}});
    // Its own directory may lie below, as it does below "/": then it takes no "rprivate".
    config.mounts[0].propagation = "None";
    CHECK(host_of(config).at("Mounts").at(0).at("BindOptions") == json::object());
    CHECK(mounts.at(1).at("Source") == "keelson_uid_scratch");
    CHECK(mounts.at(1).at("VolumeOptions").at("NoCopy") == true);
    config.mounts[1].sub_path = "part";
    CHECK(refusal(config).starts_with("volumeMounts{/scratch}.subPath: "));
    CHECK(host_of(config, 45).at("Mounts").at(1).at("VolumeOptions").at("Subpath") == "part");
    Mount image;
    image.kind = Mount::Kind::image;
    image.source = "models:1";
    image.target = "/model";
    config.mounts = {image};
    CHECK(refusal(config).starts_with("volumeMounts{/model}: "));
    CHECK(host_of(config, 48).at("Mounts").at(0).at("Type") == "image");
    config.mounts = {bind};
    auto engine = engine_of(41);
    engine.sees_files = false;
    CHECK(container_body(config, owner, engine, facts, "S", {}).has_error());
}

TEST_CASE("docker spec: real GPUs are asked for by their ids, declared ones are not") {
    auto config = plain();
    config.devices = {{"nvidia.com/gpu", {"declared-0"}}};
    CHECK_FALSE(host_of(config).as_object().contains("DeviceRequests"));
    config.devices = {{"nvidia.com/gpu", {"GPU-1", "GPU-2"}}};
    json::value const expected{{{"Driver", "nvidia"},
                                {"DeviceIDs", json::array{"GPU-1", "GPU-2"}},
                                {"Capabilities", json::array{json::array{"gpu"}}}}};
    CHECK(host_of(config).at("DeviceRequests") == json::array{expected.at(0)});
}

TEST_CASE("docker spec: a sandbox has its Pod's ports, names and sysctls, and a known runtime") {
    SandboxConfig config;
    config.id = "uid";
    config.pod_name = "web";
    config.pod_namespace = "default";
    config.hostname = "web";
    config.labels = {{"app", "web"}, {"io.keelson.node", "another"}};
    config.ports = {{.container_port = 80, .host_port = 8080, .protocol = PortProtocol::udp, .host_ip = "127.0.0.1"},
                    {.container_port = 81, .host_port = 0, .protocol = PortProtocol::tcp, .host_ip = {}}};
    config.dns = DnsConfig{{"10.0.0.10"}, {"a.b"}, {"ndots:5"}};
    auto const body = sandbox_body(config, owner, engine_of(41), "net");
    REQUIRE(body.has_value());
    CHECK(body->at("Image") == json::value(sandbox_image()));
    CHECK(body->at("Cmd") == json::array{"nameserver 10.0.0.10\nsearch a.b\noptions ndots:5\n"});
    CHECK(body->at("Labels").at("app") == "web");
    CHECK(body->at("Labels").at(label::node) == "node");
    auto const& host = body->at("HostConfig");
    CHECK(host.at("NetworkMode") == "net");
    json::value const binding{{"HostIp", "127.0.0.1"}, {"HostPort", "8080"}};
    CHECK(host.at("PortBindings").as_object().size() == 1);
    CHECK(host.at("PortBindings").at("80/udp").at(0) == binding);
    config.runtime_class = "gvisor";
    auto const refused = sandbox_body(config, owner, engine_of(41), "net");
    REQUIRE(refused.has_error());
    CHECK(refused.error().message.starts_with("runtimeClassName: "));
}

TEST_CASE("docker status: states are told as they are") {
    auto const read = [](std::string const& state) {
        auto const found = read_container(
            R"({"Id": "abc", "Created": "2026-01-02T03:04:05.5Z", "Image": "sha256:1", "State": )" + state + "}");
        REQUIRE(found.has_value());
        return *found;
    };
    auto const created = read(R"({"Status": "created", "StartedAt": "0001-01-01T00:00:00Z", "ExitCode": 0})");
    CHECK(created.status.state == RuntimeState::created);
    CHECK_FALSE(created.started);
    CHECK(created.status.started_at.empty());
    auto const running = read(R"({"Status": "running", "Pid": 7, "StartedAt": "2026-01-02T03:04:06Z"})");
    CHECK(running.status.state == RuntimeState::running);
    CHECK(running.status.pid == 7);
    auto const paused = read(R"({"Status": "paused", "Pid": 7, "StartedAt": "2026-01-02T03:04:06Z"})");
    CHECK(paused.status.state == RuntimeState::running);
    CHECK_FALSE(paused.status.message.empty());
    auto const killed = read(R"({"Status": "exited", "ExitCode": 137, "OOMKilled": true,
        "StartedAt": "2026-01-02T03:04:06Z", "FinishedAt": "2026-01-02T03:04:07Z"})");
    CHECK(killed.status.state == RuntimeState::exited);
    CHECK(killed.status.signal == 9);
    CHECK(killed.status.out_of_memory);
    CHECK(read(R"({"Status": "exited", "ExitCode": 255, "StartedAt": "2026-01-02T03:04:06Z"})").status.signal == 0);
    auto const failed = read(R"({"Status": "created", "ExitCode": 127, "Error": "no such program",
        "StartedAt": "0001-01-01T00:00:00Z"})");
    CHECK(failed.status.state == RuntimeState::exited);
    CHECK(failed.status.exit_code == 127);
    CHECK(failed.status.message == "no such program");
    CHECK(failed.status.finished_at == failed.status.created_at);
    CHECK(read(R"({"Status": "restarting"})").status.state == RuntimeState::unknown);
    CHECK(read_container("{").has_error());
    CHECK(read_container("[]").has_error());
}

TEST_CASE("docker image: the sandbox's image is a tar archive of one program, named by its content") {
    auto const archive = sandbox_archive();
    CHECK(archive.size() % 512 == 0);
    CHECK(archive.substr(0, 15) == "keelson-sandbox");
    CHECK(archive.substr(257, 5) == "ustar");
    CHECK(archive.substr(512, 4) ==
          "\x7f"
          "ELF");
    CHECK(sandbox_image().starts_with("keelson/sandbox:"));
    CHECK(short_hash("") == "cbf29ce484222325");
    CHECK(short_hash("a") == "af63dc4c8601ec8c");
}
