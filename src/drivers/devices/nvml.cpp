#include <keelson/runtime/devices.hpp>

#include <algorithm>
#include <array>
#include <dlfcn.h>
#include <utility>

namespace keelson {
namespace {

// Of NVML's API, the part that is used here.
// https://docs.nvidia.com/deploy/nvml-api/
using NvmlDevice = struct NvmlDeviceOpaque*;
using NvmlReturn = int;
struct NvmlMemory {
    unsigned long long total, free, used;
};
constexpr NvmlReturn nvml_success = 0;
constexpr std::size_t uuid_bytes = 96;
constexpr std::size_t name_bytes = 96;

/// The library's functions, once it is loaded.
class Nvml {
public:
    Nvml() = default;
    Nvml(Nvml const&) = delete;
    Nvml& operator=(Nvml const&) = delete;
    ~Nvml() { unload(); }

    /// False when there is no library or no driver: that is how most machines are, and no error.
    bool load(std::string const& library) {
        if (library_ != nullptr) return true;
        library_ = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library_ == nullptr) return false;
        bool const whole = find(init_, "nvmlInit_v2") && find(shutdown_, "nvmlShutdown") &&
                           find(count, "nvmlDeviceGetCount_v2") && find(by_index, "nvmlDeviceGetHandleByIndex_v2") &&
                           find(uuid, "nvmlDeviceGetUUID") && find(name, "nvmlDeviceGetName") &&
                           find(memory, "nvmlDeviceGetMemoryInfo") && find(error_text, "nvmlErrorString");
        if (whole && init_() == nvml_success) return true;
        ::dlclose(std::exchange(library_, nullptr));
        return false;
    }

    void unload() {
        if (library_ == nullptr) return;
        (void)shutdown_();
        ::dlclose(std::exchange(library_, nullptr));
    }

    NvmlReturn (*count)(unsigned*) = nullptr;
    NvmlReturn (*by_index)(unsigned, NvmlDevice*) = nullptr;
    NvmlReturn (*uuid)(NvmlDevice, char*, unsigned) = nullptr;
    NvmlReturn (*name)(NvmlDevice, char*, unsigned) = nullptr;
    NvmlReturn (*memory)(NvmlDevice, NvmlMemory*) = nullptr;
    char const* (*error_text)(NvmlReturn) = nullptr;

private:
    template <class Function>
    bool find(Function& function, char const* symbol) {
        function = reinterpret_cast<Function>(::dlsym(library_, symbol));
        return function != nullptr;
    }

    void* library_ = nullptr;
    NvmlReturn (*init_)() = nullptr;
    NvmlReturn (*shutdown_)() = nullptr;
};

class NvmlDevices final : public DeviceSource {
public:
    explicit NvmlDevices(std::string library) : path_(std::move(library)) {}

    Result<std::vector<Device>> list() override {
        if (!nvml_.load(path_)) return lose_all("the NVIDIA driver is not loaded");
        unsigned count = 0;
        if (auto const code = nvml_.count(&count); code != nvml_success) {
            auto const why = text(code);
            // It may have been unloaded or replaced: the next look starts anew.
            nvml_.unload();
            return lose_all(why);
        }
        for (auto& device : seen_) {
            device.healthy = false;
            device.trouble = "the GPU has fallen off the bus";
        }
        for (unsigned i = 0; i < count; ++i) look_at(i);
        return seen_;
    }

private:
    [[nodiscard]] std::string text(NvmlReturn code) const {
        auto const* const words = nvml_.error_text(code);
        return words != nullptr ? words : "NVML error " + std::to_string(code);
    }

    std::vector<Device> const& lose_all(std::string const& why) {
        for (auto& device : seen_) {
            device.healthy = false;
            device.trouble = why;
        }
        return seen_;
    }

    void look_at(unsigned index) {
        NvmlDevice handle = nullptr;
        // Of a lost GPU not even the id can be read: it stays as "fallen off the bus".
        if (nvml_.by_index(index, &handle) != nvml_success) return;
        std::array<char, uuid_bytes> id{};
        if (nvml_.uuid(handle, id.data(), uuid_bytes) != nvml_success) return;
        auto found = std::find_if(seen_.begin(), seen_.end(), [&](Device const& one) { return one.id == id.data(); });
        if (found == seen_.end()) {
            found = seen_.insert(seen_.end(), Device{});
            found->id = id.data();
        }
        std::array<char, name_bytes> model{};
        if (nvml_.name(handle, model.data(), name_bytes) == nvml_success) found->model = model.data();
        NvmlMemory memory{};
        auto const code = nvml_.memory(handle, &memory);
        found->healthy = code == nvml_success;
        found->trouble = found->healthy ? std::string() : text(code);
        if (found->healthy) found->memory_bytes = memory.total;
    }

    std::string path_;
    Nvml nvml_;
    std::vector<Device> seen_;
};

}  // namespace

std::shared_ptr<DeviceSource> nvml_devices(std::string library) {
    return std::make_shared<NvmlDevices>(std::move(library));
}

}  // namespace keelson
