#include "node/image_collector.hpp"

#include "node/image_name.hpp"

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t high_percent = 85, low_percent = 80;
constexpr Duration least_age = 2min;

}  // namespace

std::vector<CollectableImage> ImageHistory::unused(std::vector<ImageInfo> const& images,
                                                   std::set<std::string, std::less<>> const& used, Instant now,
                                                   Time wall) {
    std::map<std::string, Record, std::less<>> records;
    std::vector<std::pair<Time, CollectableImage>> found;
    for (auto const& image : images) {
        auto const known = records_.find(image.id);
        auto& record = records[image.id];
        record = known != records_.end() ? known->second : Record{.first_seen = now, .last_used = {}};
        auto const in_use = used.contains(image.id) ||
                            std::any_of(image.names.begin(), image.names.end(),
                                        [&](std::string const& name) { return used.contains(full_image_name(name)); });
        if (in_use) record.last_used = wall;
        if (in_use || now - record.first_seen < least_age) continue;
        found.emplace_back(std::max(record.last_used, image.last_used),
                           CollectableImage{.id = image.id, .size_bytes = image.size_bytes});
    }
    records_ = std::move(records);
    std::stable_sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<CollectableImage> all;
    for (auto& [last_used, image] : found) all.push_back(std::move(image));
    return all;
}

std::string full_image_name(std::string const& name) {
    auto const parsed = parse_image_name(name);
    if (!parsed) return name;
    return parsed->repository() + (parsed->digest.empty() ? ":" + parsed->tag : "@" + parsed->digest);
}

std::uint64_t image_bytes_to_free(DiskUsage const& usage) {
    if (usage.capacity_bytes == 0) return 0;
    auto const share = usage.capacity_bytes / 100;
    if (usage.used_bytes < share * high_percent) return 0;
    return usage.used_bytes - std::min(usage.used_bytes, share * low_percent);
}

}  // namespace keelson
