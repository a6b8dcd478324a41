#ifndef KEELSON_NODE_NODE_DEVICES_HPP
#define KEELSON_NODE_NODE_DEVICES_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/devices.hpp>
#include <keelson/runtime/devices.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// The devices of a node, as they were when it last looked.
class WatchedDevices {
public:
    /// Whether anything has changed.
    bool take(std::vector<Device> const& devices);
    [[nodiscard]] bool empty() const noexcept { return devices_.empty(); }
    /// For the Node's annotation.
    [[nodiscard]] std::string text() const { return devices_.empty() ? std::string() : write_node_devices(devices_); }
    /// All shares are the capacity; those of healthy devices can be had.
    void add_to(std::map<std::string, Quantity>& capacity, std::map<std::string, Quantity>& allocatable) const;
    /// Why a Pod cannot go on: "nvidia.com/gpu GPU-8f3c of container main: the GPU has fallen off the bus".
    /// Nothing: all that it was given is well, or not known here.
    [[nodiscard]] std::optional<std::string> trouble_of(Pod const& pod) const;

private:
    NodeDevices devices_;
};

}  // namespace keelson

#endif
