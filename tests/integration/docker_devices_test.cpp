#include "integration/docker_site.hpp"

#include <boost/json/serialize.hpp>

using namespace docker_tests;
using keelson::testing::DockerEngine;
using keelson::testing::shell;
using keelson::testing::without_docker;

namespace {

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string wanting(std::string const& resource, int count) {
    return "resources: {limits: {" + resource + ": " + std::to_string(count) + "}}";
}

/// What an engine was asked for, of the container of a Pod.
boost::json::object asked(DockerEngine const& engine, std::string const& pod) {
    for (auto const& one : engine_containers(engine)) {
        if (one.pod != pod || one.kind != "container") continue;
        auto const inspected = boost::json::parse(engine.ask("GET", "/containers/" + one.docker_id + "/json"));
        auto const* const host = inspected.as_object().if_contains("HostConfig");
        if (host == nullptr) continue;  // removed in the meantime
        auto found = host->as_object();
        found["Env"] = inspected.at("Config").at("Env");
        return found;
    }
    return {};
}

std::string text(boost::json::object const& of, char const* name) {
    auto const* const found = of.if_contains(name);
    return found == nullptr ? std::string() : boost::json::serialize(*found);
}

}  // namespace

TEST_CASE("docker devices: what was chosen for a container is asked of its engine, and its program is told") {
    if (without_docker()) return;
    DockerEngine const engine("faults-devices", 17);
    TemporaryFolder const folder;
    auto const declared = [](std::string resource, std::string id, std::uint32_t shares = 1) {
        Device device;
        device.resource = std::move(resource);
        device.id = std::move(id);
        device.shares = shares;
        return device;
    };
    DockerSite const site(folder.path() + "/data",
                          {{"here", engine.host,
                            std::make_shared<DeclaredDevices>(std::vector<Device>{
                                declared("nvidia.com/gpu", "GPU-11112222-3333-4444-5555-666677778888", 2),
                                declared("example.com/fpga", "/dev/full"), declared("example.com/token", "seat-7")})}});
    // Two shares of one device are one device.
    site.apply(shell_pod("gpu", "sleep 5000", "", wanting("nvidia.com/gpu", 2)));
    CHECK(eventually([&] { return !asked(engine, "gpu").empty(); }));
    auto const gpu = asked(engine, "gpu");
    CHECK(text(gpu, "DeviceRequests") ==
          R"([{"Driver":"nvidia","Count":0,"DeviceIDs":["GPU-11112222-3333-4444-5555-666677778888"],)"
          R"("Capabilities":[["gpu"]],"Options":null}])");
    CHECK(contains(text(gpu, "Env"), "\"CUDA_VISIBLE_DEVICES=GPU-11112222-3333-4444-5555-666677778888\""));
    // Where there is no such driver the Pod says so, in the engine's words.
    bool const has_driver = contains(engine.ask("GET", "/info"), "\"nvidia\"");
    std::string const why = "could not select device driver \"nvidia\" with capabilities: [[gpu]]";
    CHECK(eventually([&] { return has_driver ? ready(site.pod("gpu")) : contains(site.events_of("gpu"), why); }));
    INFO(site.events_of("gpu"));
    CHECK(eventually([&] { return contains(site.waits_for("gpu"), has_driver ? "" : "CrashLoopBackOff"); }));

    // What is a path below /dev is that device, of whatever resource.
    site.apply(shell_pod("fpga", "[ -c /dev/full ] && ! echo >/dev/full && sleep 5000", "restartPolicy: Never",
                         wanting("example.com/fpga", 1)));
    CHECK(site.runs("fpga"));
    CHECK(text(asked(engine, "fpga"), "Devices") ==
          R"([{"PathOnHost":"/dev/full","PathInContainer":"/dev/full","CgroupPermissions":"rwm"}])");
    // Docker has nothing for others; which one it is stands in the annotation.
    site.apply(shell_pod("token", "grep -q seat-7 /pod/devices && sleep 5000",
                         "restartPolicy: Never, volumes: [{name: pod, downwardAPI: {items: [{path: devices, fieldRef: "
                         "{fieldPath: \"metadata.annotations['keelson.io/devices']\"}}]}}]",
                         "volumeMounts: [{name: pod, mountPath: /pod}], " + wanting("example.com/token", 1)));
    CHECK(site.runs("token"));
    auto const token = asked(engine, "token");
    CHECK((text(token, "Devices") == "[]" || text(token, "Devices") == "null"));
    CHECK(text(token, "DeviceRequests") == "null");
}
