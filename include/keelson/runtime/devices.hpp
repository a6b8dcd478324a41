#ifndef KEELSON_RUNTIME_DEVICES_HPP
#define KEELSON_RUNTIME_DEVICES_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// Something of a node that containers are given piece by piece: a GPU.
struct Device {
    std::string resource = "nvidia.com/gpu";  ///< what a Pod asks for under resources.limits
    std::string id;                           ///< as the runtime and its programs name it: "GPU-8f3c..."
    std::string model;
    std::uint64_t memory_bytes = 0;
    /// How many containers it may be given to at once. What a Pod asks for is a number of shares then, and the node has
    /// as many as its devices together; each stands for this part of the device's memory.
    std::uint32_t shares = 1;
    bool healthy = true;
    std::string trouble;  ///< what is wrong with one that is not healthy
    friend bool operator==(Device const&, Device const&) = default;
};

/// Where a node learns which devices it has and how they are.
/// Threading: `list` may wait; it is called on a thread for that, one call at a time.
class DeviceSource {
public:
    virtual ~DeviceSource() = default;
    /// All of them, also those that are lost: a device that is missing is not known, and its Pods are left alone.
    virtual Result<std::vector<Device>> list() = 0;
};

/// These, as the host says. It can say something else at any time.
class DeclaredDevices final : public DeviceSource {
public:
    explicit DeclaredDevices(std::vector<Device> devices);
    ~DeclaredDevices() override;
    Result<std::vector<Device>> list() override;
    /// May be called on any thread; the node sees it when it looks next, within ten seconds.
    void set(std::vector<Device> devices);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The GPUs that NVIDIA's driver knows, by its management library, which is loaded when it is first asked. Without a
/// driver there are none. A GPU that the driver has lost, or that needs a reset, is not healthy.
std::shared_ptr<DeviceSource> nvml_devices(std::string library = "libnvidia-ml.so.1");

}  // namespace keelson

#endif
