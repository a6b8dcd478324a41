#include "node/devices.hpp"

#include <keelson/api/devices.hpp>

#include <algorithm>

namespace keelson {

std::map<std::string, std::vector<std::string>> chosen_devices(Pod const& pod, std::string const& container) {
    auto const found = pod.metadata.annotations.find(std::string(devices_annotation));
    if (found == pod.metadata.annotations.end()) return {};
    return std::move(read_given_devices(found->second)[container]);
}

void show_devices(std::map<std::string, std::vector<std::string>> const& devices, Environment& environment) {
    std::vector<std::string> seen;  // an id stands there once for each share
    std::string ids;
    for (auto const& [resource, chosen] : devices) {
        if (!resource.starts_with("nvidia.com/")) continue;
        for (auto const& id : chosen) {
            if (std::find(seen.begin(), seen.end(), id) != seen.end()) continue;
            seen.push_back(id);
            ids += (ids.empty() ? "" : ",") + id;
        }
    }
    if (ids.empty()) return;
    environment.set("NVIDIA_VISIBLE_DEVICES", ids);
    environment.set("CUDA_VISIBLE_DEVICES", ids);
}

}  // namespace keelson
