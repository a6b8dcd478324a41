#include <keelson/runtime/devices.hpp>

#include <mutex>
#include <utility>

namespace keelson {

struct DeclaredDevices::State {
    std::mutex mutex;
    std::vector<Device> devices;
};

DeclaredDevices::DeclaredDevices(std::vector<Device> devices) : state_(std::make_unique<State>()) {
    state_->devices = std::move(devices);
}

DeclaredDevices::~DeclaredDevices() = default;

Result<std::vector<Device>> DeclaredDevices::list() {
    std::lock_guard const lock(state_->mutex);
    return state_->devices;
}

void DeclaredDevices::set(std::vector<Device> devices) {
    std::lock_guard const lock(state_->mutex);
    state_->devices = std::move(devices);
}

}  // namespace keelson
