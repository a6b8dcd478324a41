#include "node/pod_worker.hpp"

#include <chrono>

namespace keelson {

void PodWorker::check_storage() {
    if (measuring_ || over_ || !sandbox_) return;
    measuring_ = true;
    auto* const stats = shared_->services.runtime->stats();
    if (stats == nullptr) return usage_known({});
    stats->usage({uid()},
                 back<std::vector<SandboxUsage>>([](PodWorker& self, Result<std::vector<SandboxUsage>> const& result) {
                     std::vector<StorageUse> containers;
                     if (result) {
                         for (auto const& pod : *result) {
                             for (auto const& one : pod.containers) containers.push_back({one.id.name, one.disk_bytes});
                         }
                     }
                     self.usage_known(containers);
                 }));
}

void PodWorker::usage_known(std::vector<StorageUse> const& containers) {
    auto const pod = typed();
    std::vector<StorageUse> volumes;
    std::vector<std::string> directories;
    for (std::size_t i = 0; i < pod->spec.volumes.size() && i < volume_places_.size(); ++i) {
        auto const& volume = pod->spec.volumes[i];
        if (!volume.emptyDir || !volume.emptyDir->medium.empty()) continue;
        volumes.push_back({volume.name, 0});
        directories.push_back(volume_places_[i]);
    }
    std::vector<StorageUse> sums;
    for (auto const* all : {&pod->spec.containers, &pod->spec.initContainers}) {
        for (auto const& one : *all) {
            auto& sum = sums.emplace_back(StorageUse{one.name, 0});
            for (auto const& layer : containers) sum.bytes += layer.name == one.name ? layer.bytes : 0;
            directories.push_back(log_directory() + "/" + one.name);
        }
    }
    shared_->services.volumes->usage(
        std::move(directories), back<std::vector<std::uint64_t>>(
                                    [volumes, sums](PodWorker& self, Result<std::vector<std::uint64_t>> const& bytes) {
                                        self.measuring_ = false;
                                        if (!bytes || bytes->size() != volumes.size() + sums.size()) return;
                                        auto in_volumes = volumes;
                                        auto in_containers = sums;
                                        for (std::size_t i = 0; i < bytes->size(); ++i) {
                                            auto& use =
                                                i < volumes.size() ? in_volumes[i] : in_containers[i - volumes.size()];
                                            use.bytes += (*bytes)[i];
                                        }
                                        if (auto excess = storage_excess(*self.typed(), in_volumes, in_containers))
                                            self.evict(std::move(*excess));
                                    }));
}

void PodWorker::evict(std::string message) {
    fail({.reason = "Evicted", .message = std::move(message), .grace = std::chrono::seconds(1), .disrupts = true});
}

}  // namespace keelson
