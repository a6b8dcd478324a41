#include "node/ephemeral_storage.hpp"

#include <algorithm>

namespace keelson {
namespace {

constexpr char const* resource = "ephemeral-storage";

std::optional<Quantity> limit_of(Container const& container) {
    if (!container.resources) return {};
    auto const found = container.resources->limits.find(resource);
    if (found == container.resources->limits.end()) return {};
    return found->second;
}

bool passes(std::uint64_t bytes, Quantity const& limit) {
    return bytes > static_cast<std::uint64_t>(std::max<std::int64_t>(limit.units(), 0));
}

std::uint64_t use_of(std::vector<StorageUse> const& all, std::string const& name) {
    auto const found = std::find_if(all.begin(), all.end(), [&](StorageUse const& one) { return one.name == name; });
    return found == all.end() ? 0 : found->bytes;
}

}  // namespace

bool has_storage_limits(Pod const& pod) {
    auto const limited = [](Container const& one) { return limit_of(one).has_value(); };
    auto const& spec = pod.spec;
    return std::any_of(spec.volumes.begin(), spec.volumes.end(),
                       [](Volume const& one) {
                           return one.emptyDir && one.emptyDir->sizeLimit && one.emptyDir->medium.empty();
                       }) ||
           std::any_of(spec.containers.begin(), spec.containers.end(), limited) ||
           std::any_of(spec.initContainers.begin(), spec.initContainers.end(), limited);
}

std::optional<std::string> storage_excess(Pod const& pod, std::vector<StorageUse> const& volumes,
                                          std::vector<StorageUse> const& containers) {
    auto const& spec = pod.spec;
    std::uint64_t total = 0;
    for (auto const& one : containers) total += one.bytes;
    for (auto const& volume : spec.volumes) {
        if (!volume.emptyDir || !volume.emptyDir->medium.empty()) continue;
        auto const bytes = use_of(volumes, volume.name);
        total += bytes;
        auto const& limit = volume.emptyDir->sizeLimit;
        if (limit && !limit->zero() && passes(bytes, *limit)) {
            return "Usage of EmptyDir volume \"" + volume.name + "\" exceeds the limit \"" + limit->text() + "\". ";
        }
    }
    std::optional<Quantity> sum;
    for (auto const& container : spec.containers) {
        if (auto const limit = limit_of(container)) sum = sum ? *sum + *limit : *limit;
    }
    for (auto const& init : spec.initContainers) {
        if (auto const limit = limit_of(init); limit && sum && *limit > *sum) sum = limit;
    }
    if (sum && passes(total, *sum)) {
        return "Pod ephemeral local storage usage exceeds the total limit of containers " + sum->text() + ". ";
    }
    for (auto const* all : {&spec.containers, &spec.initContainers}) {
        for (auto const& container : *all) {
            auto const limit = limit_of(container);
            if (!limit || !passes(use_of(containers, container.name), *limit)) continue;
            return "Container " + container.name + " exceeded its local ephemeral storage limit \"" + limit->text() +
                   "\". ";
        }
    }
    return {};
}

}  // namespace keelson
