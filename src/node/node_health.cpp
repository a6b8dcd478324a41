#include "node/node_agent.hpp"

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration measure_period = 10s;
constexpr Duration storage_period = 10s;
constexpr Duration image_limit = 2min;
/// How often images are collected while their disk is too full.
constexpr Duration collection_period = 1min;

}  // namespace

void NodeAgent::measure() {
    auto& services = shared_->services;
    if (!services.measure) return;
    services.strand->cancel(measure_timer_);
    measure_timer_ = services.strand->after(jittered(measure_period), [this] { measure(); });
    services.measure(back<NodeUsage>([](NodeAgent& self, Result<NodeUsage> const& result) { self.measured(result); }));
}

void NodeAgent::measured(Result<NodeUsage> const& result) {
    if (!result) return log().warning("cannot measure the machine: " + result.error().message);
    auto& services = shared_->services;
    auto* const images = services.runtime->images();
    if (images == nullptr) return take_usage(*result, DiskUsage());
    images->disk_usage(services.strand->now() + image_limit,
                       back<DiskUsage>([usage = *result](NodeAgent& self, Result<DiskUsage> const& disk) {
                           self.take_usage(usage, disk);
                       }));
}

void NodeAgent::take_usage(NodeUsage const& usage, Result<DiskUsage> const& images) {
    auto const now = shared_->services.strand->now();
    auto all = usage;
    if (images) {
        all.image_disk_bytes = images->capacity_bytes;
        all.image_disk_available_bytes = images->capacity_bytes - std::min(images->used_bytes, images->capacity_bytes);
    }
    pressure_.take(all, now);
    register_node();
    auto const bytes = images ? image_bytes_to_free(*images) : 0;
    if (bytes == 0 || collecting_ || now < next_collection_) return;
    next_collection_ = now + collection_period;
    collect_images(bytes);
}

std::set<std::string, std::less<>> NodeAgent::images_in_use() const {
    std::set<std::string, std::less<>> used;
    auto const add = [&used](std::vector<ContainerStatus> const& statuses) {
        for (auto const& one : statuses) used.insert(one.imageID);
    };
    shared_->services.read([&](View const& view) {
        for (auto const& ref : view.refs<Pod>({.namespace_ = {}, .labels = {}, .owner_uid = {}, .node = setup_.name})) {
            auto const pod = view.typed<Pod>(ref);
            for (auto const* all : {&pod->spec.initContainers, &pod->spec.containers}) {
                for (auto const& one : *all) used.insert(full_image_name(one.image));
            }
            for (auto const& volume : pod->spec.volumes) {
                if (volume.image) used.insert(full_image_name(volume.image->reference));
            }
            add(pod->status.initContainerStatuses);
            add(pod->status.containerStatuses);
        }
    });
    used.erase(std::string());
    return used;
}

void NodeAgent::collect_images(std::uint64_t bytes) {
    auto& services = shared_->services;
    collecting_ = true;
    services.runtime->images()->list(
        services.strand->now() + image_limit,
        back<std::vector<ImageInfo>>([bytes](NodeAgent& self, Result<std::vector<ImageInfo>> const& images) {
            auto& strand = *self.shared_->services.strand;
            if (!images) {
                self.collecting_ = false;
                return self.tell_node("ImageGCFailed", images.error().message);
            }
            auto unused = self.image_history_.unused(*images, self.images_in_use(), strand.now(), strand.wall());
            std::reverse(unused.begin(), unused.end());  // the next one is taken from the back
            self.remove_images(std::move(unused), bytes, 0);
        }));
}

void NodeAgent::remove_images(std::vector<CollectableImage> images, std::uint64_t wanted, std::uint64_t freed) {
    if (freed >= wanted || images.empty()) {
        collecting_ = false;
        if (freed >= wanted) return;
        return tell_node("FreeDiskSpaceFailed",
                         "Failed to garbage collect required amount of images. Attempted to free " +
                             std::to_string(wanted) + " bytes, but only found " + std::to_string(freed) +
                             " bytes eligible to free.");
    }
    auto const next = std::move(images.back());
    images.pop_back();
    auto& services = shared_->services;
    services.runtime->images()->remove(
        next.id, services.strand->now() + image_limit,
        back<void>([next, images = std::move(images), wanted, freed](NodeAgent& self, Result<> const& result) {
            if (result) self.log().info("removed image " + next.id + ", which nobody used");
            self.remove_images(images, wanted, freed + (result ? next.size_bytes : 0));
        }));
}

void NodeAgent::tell_node(std::string reason, std::string message) {
    auto& services = shared_->services;
    Plan plan;
    services.read([&](View const& view) {
        if (auto const node = view.get<Node>({{}, setup_.name}))
            plan.event(*node, true, std::move(reason), std::move(message));
    });
    if (!plan.empty()) services.submit(std::move(plan), [](Result<> const&) {});
}

void NodeAgent::check_storage_later() {
    if (storage_timer_ != 0) return;
    storage_timer_ = shared_->services.strand->after(jittered(storage_period), [this] {
        storage_timer_ = 0;
        auto wanted = false;
        auto const all = workers_;
        for (auto const& [uid, worker] : all) {
            if (!worker->limits_storage()) continue;
            wanted = true;
            worker->check_storage();
        }
        if (wanted) check_storage_later();
    });
}

}  // namespace keelson
