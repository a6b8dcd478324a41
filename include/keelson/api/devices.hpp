#ifndef KEELSON_API_DEVICES_HPP
#define KEELSON_API_DEVICES_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// The annotation in which a Node says which devices it has,
///     {"nvidia.com/gpu": [{"id": "GPU-8f3c...", "healthy": true, "shares": 1, "memoryBytes": ..., "model": "..."}]}
/// and a Pod which of them its containers were given: {"main": {"nvidia.com/gpu": ["GPU-8f3c..."]}}. They are chosen as
/// the Pod is bound, in the same write, and stay the same as long as it is there.
inline constexpr std::string_view devices_annotation = "keelson.io/devices";

/// One of a Node's devices.
struct NodeDevice {
    std::string id;
    std::string model;
    std::uint64_t memory_bytes = 0;
    std::uint32_t shares = 1;  ///< how many containers it may be given to at once
    bool healthy = true;
    std::string trouble;  ///< what is wrong with one that is not healthy
    friend bool operator==(NodeDevice const&, NodeDevice const&) = default;
};
/// By the resource that Pods ask for.
using NodeDevices = std::map<std::string, std::vector<NodeDevice>>;
/// Ids by resource by container. An id stands there once for each share of it.
using GivenDevices = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

/// What the annotation of a Node says; what cannot be read is left out.
NodeDevices read_node_devices(std::string_view annotation);
std::string write_node_devices(NodeDevices const& devices);
/// What the annotation of a Pod says; what cannot be read is left out.
GivenDevices read_given_devices(std::string_view annotation);
std::string write_given_devices(GivenDevices const& devices);

}  // namespace keelson

#endif
