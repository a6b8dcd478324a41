#include "node/devices.hpp"

#include <keelson/api/codec.hpp>

namespace keelson {

struct ContainerDevices {
    std::map<std::string, std::map<std::string, std::vector<std::string>>> containers;
};
BOOST_DESCRIBE_STRUCT(ContainerDevices, (), (containers))

Result<std::map<std::string, std::vector<std::string>>> chosen_devices(Pod const& pod, std::string const& container) {
    auto const found = pod.metadata.annotations.find(devices_annotation);
    if (found == pod.metadata.annotations.end()) return std::map<std::string, std::vector<std::string>>();
    auto all = decode<ContainerDevices>("{\"containers\":" + found->second + "}");
    if (!all) return Error(all.error()).wrap(std::string("annotation ") + devices_annotation);
    return std::move(all->containers[container]);
}

void show_devices(std::map<std::string, std::vector<std::string>> const& devices, Environment& environment) {
    std::string ids;
    for (auto const& [resource, chosen] : devices) {
        if (!resource.starts_with("nvidia.com/")) continue;
        for (auto const& id : chosen) ids += (ids.empty() ? "" : ",") + id;
    }
    if (ids.empty()) return;
    environment.set("NVIDIA_VISIBLE_DEVICES", ids);
    environment.set("CUDA_VISIBLE_DEVICES", ids);
}

}  // namespace keelson
