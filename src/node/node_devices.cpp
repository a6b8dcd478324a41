#include "node/node_devices.hpp"

#include <algorithm>

namespace keelson {

bool WatchedDevices::take(std::vector<Device> const& devices) {
    NodeDevices now;
    for (auto const& device : devices) {
        now[device.resource].push_back({.id = device.id,
                                        .model = device.model,
                                        .memory_bytes = device.memory_bytes,
                                        .shares = std::max(device.shares, 1U),
                                        .healthy = device.healthy,
                                        .trouble = device.trouble});
    }
    if (now == devices_) return false;
    devices_ = std::move(now);
    return true;
}

void WatchedDevices::add_to(std::map<std::string, Quantity>& capacity,
                            std::map<std::string, Quantity>& allocatable) const {
    for (auto const& [resource, devices] : devices_) {
        std::int64_t all = 0, healthy = 0;
        for (auto const& device : devices) {
            all += device.shares;
            if (device.healthy) healthy += device.shares;
        }
        capacity[resource] = Quantity(all);
        allocatable[resource] = Quantity(healthy);
    }
}

std::optional<std::string> WatchedDevices::trouble_of(Pod const& pod) const {
    auto const stated = pod.metadata.annotations.find(std::string(devices_annotation));
    if (stated == pod.metadata.annotations.end()) return {};
    for (auto const& [container, resources] : read_given_devices(stated->second)) {
        for (auto const& [resource, ids] : resources) {
            auto const known = devices_.find(resource);
            if (known == devices_.end()) continue;
            for (auto const& device : known->second) {
                if (device.healthy || std::find(ids.begin(), ids.end(), device.id) == ids.end()) continue;
                return resource + " " + device.id + " of container " + container + ": " +
                       (device.trouble.empty() ? "not healthy" : device.trouble);
            }
        }
    }
    return {};
}

}  // namespace keelson
