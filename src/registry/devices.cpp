#include "registry/devices.hpp"

#include "api/json.hpp"
#include "registry/transaction_parts.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/devices.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace keelson {
namespace {

struct Shelf {
    std::string id;
    std::int64_t shares = 1;
    std::int64_t used = 0;
    bool healthy = true;
    [[nodiscard]] std::int64_t free() const { return healthy ? std::max<std::int64_t>(shares - used, 0) : 0; }
};
using Shelves = std::map<std::string, std::vector<Shelf>, std::less<>>;

/// An annotation of an object that is looked for only now and then, without reading the rest of it.
json::value annotation(Object const& object) {
    MemberScanner members(object.bytes());
    for (std::string_view key, value; members.next(key, value);) {
        if (key != "metadata") continue;
        if (value.find(devices_annotation) == value.npos) return {};
        auto const metadata = parse_json(value);
        if (!metadata) return {};
        auto const stated = string_at(*metadata, {"annotations", devices_annotation});
        auto parsed = parse_json(stated);
        return parsed ? std::move(*parsed) : json::value();
    }
    return {};
}

/// {"nvidia.com/gpu": [{"id": "GPU-1", "healthy": true, "shares": 1}]}
Shelves shelves_of(Object const& node) {
    Shelves shelves;
    auto const stated = annotation(node);
    if (!stated.is_object()) return shelves;
    for (auto const& [resource, devices] : stated.get_object()) {
        if (!devices.is_array()) continue;
        auto& shelf = shelves[std::string(resource)];
        for (auto const& device : devices.get_array()) {
            auto const* const shares = find_path(device, {"shares"});
            auto const* const healthy = find_path(device, {"healthy"});
            shelf.push_back({std::string(string_at(device, {"id"})),
                             shares && shares->is_int64() ? std::max<std::int64_t>(shares->get_int64(), 1) : 1, 0,
                             !healthy || !healthy->is_bool() || healthy->get_bool()});
        }
    }
    return shelves;
}

/// What one Pod holds. An init container's are also those of others, so each device counts as often as it was given at
/// once: by the containers that run side by side.
void take_away(json::value const& given, json::value const* spec, Shelves& shelves) {
    if (!given.is_object()) return;
    std::map<std::pair<std::string, std::string>, std::int64_t> held;
    auto const runs_beside = [&](std::string_view container) {
        auto const* const init = spec ? find_path(*spec, {"initContainers"}) : nullptr;
        if (!init || !init->is_array()) return true;
        for (auto const& one : init->get_array())
            if (string_at(one, {"name"}) == container) return string_at(one, {"restartPolicy"}) == "Always";
        return true;
    };
    for (bool const beside : {true, false}) {
        for (auto const& [container, resources] : given.get_object()) {
            if (!resources.is_object() || runs_beside(container) != beside) continue;
            std::map<std::pair<std::string, std::string>, std::int64_t> own;
            for (auto const& [resource, ids] : resources.get_object()) {
                if (!ids.is_array()) continue;
                for (auto const& id : ids.get_array())
                    if (id.is_string()) ++own[{std::string(resource), std::string(id.get_string())}];
            }
            for (auto const& [device, count] : own)
                held[device] = beside ? held[device] + count : std::max(held[device], count);
        }
    }
    for (auto const& [device, count] : held) {
        auto const found = shelves.find(device.first);
        if (found == shelves.end()) continue;
        for (auto& shelf : found->second)
            if (shelf.id == device.second) shelf.used += count;
    }
}

/// How many of a resource a container asks for.
std::int64_t wanted(json::value const& container, std::string_view resource) {
    for (std::string_view const part : {"limits", "requests"}) {
        auto const text = string_at(container, {"resources", part, resource});
        if (text.empty()) continue;
        auto const amount = Quantity::parse(text);
        return amount ? amount->units() : 0;
    }
    return 0;
}

struct Claim {
    std::string container;
    std::int64_t count = 0;
    bool stays = true;  ///< beside those that come after it: not an init container that ends
};

std::vector<Claim> claims_of(json::object const& pod, std::string_view resource) {
    std::vector<Claim> claims;
    auto const* const spec = pod.if_contains("spec");
    for (std::string_view const list : {"initContainers", "containers"}) {
        auto const* const containers = spec ? find_path(*spec, {list}) : nullptr;
        if (!containers || !containers->is_array()) continue;
        for (auto const& container : containers->get_array()) {
            auto const count = wanted(container, resource);
            if (count <= 0) continue;
            bool const stays = list == "containers" || string_at(container, {"restartPolicy"}) == "Always";
            claims.push_back({std::string(string_at(container, {"name"})), count, stays});
        }
    }
    return claims;
}

bool asks_for_any(json::object const& pod) {
    auto const* const spec = pod.if_contains("spec");
    for (std::string_view const list : {"initContainers", "containers"}) {
        auto const* const containers = spec ? find_path(*spec, {list}) : nullptr;
        if (!containers || !containers->is_array()) continue;
        for (auto const& container : containers->get_array()) {
            auto const* const limits = find_path(container, {"resources", "limits"});
            if (!limits || !limits->is_object()) continue;
            // Devices are extended resources, and these have a domain in their name.
            for (auto const& limit : limits->get_object())
                if (limit.key().find('/') != json::string_view::npos) return true;
        }
    }
    return false;
}

/// Shares that are begun are used up first, so that whole devices stay free.
std::vector<std::string> choose(std::vector<Shelf>& shelves, std::int64_t count) {
    std::stable_sort(shelves.begin(), shelves.end(), [](Shelf const& a, Shelf const& b) { return a.used > b.used; });
    std::vector<std::string> chosen;
    for (auto& shelf : shelves) {
        for (; shelf.free() > 0 && count > 0; --count, ++shelf.used) chosen.push_back(shelf.id);
    }
    return chosen;
}

}  // namespace

Result<> assign_devices(State const& state, KindTable const& kinds, std::string_view node, json::object& pod) {
    if (!asks_for_any(pod)) return {};
    auto const there = state.get(*kinds.of(Node::type)->kind, {}, node);
    if (!there) return {};
    auto shelves = shelves_of(*there);
    if (shelves.empty()) return {};
    StateScope on_node;
    on_node.node = node;
    for (auto const& other : state.list(*kinds.of(Pod::type)->kind, on_node)) {
        auto const& phase = other->index().phase;
        if (phase == "Succeeded" || phase == "Failed") continue;
        auto const given = annotation(*other);
        if (!given.is_object()) continue;
        auto const tree = parse_json(other->bytes());
        take_away(given, tree ? find_path(*tree, {"spec"}) : nullptr, shelves);
    }
    json::object given;
    for (auto& [resource, shelf] : shelves) {
        auto const claims = claims_of(pod, resource);
        std::int64_t most = 0, staying = 0;
        for (auto const& claim : claims) {
            most = std::max(most, staying + claim.count);
            if (claim.stays) staying += claim.count;
        }
        if (most == 0) continue;
        auto const chosen = choose(shelf, most);
        if (static_cast<std::int64_t>(chosen.size()) < most)
            return Error(Errc::conflict, "requested number of devices unavailable for " + resource + " on node \"" +
                                             std::string(node) + "\": requested " + std::to_string(most) +
                                             ", available " + std::to_string(chosen.size()));
        std::size_t from = 0;
        for (auto const& claim : claims) {
            auto& ids = object_at(given, claim.container)[resource].emplace_array();
            for (std::size_t i = 0; i < static_cast<std::size_t>(claim.count); ++i) ids.emplace_back(chosen[from + i]);
            if (claim.stays) from += static_cast<std::size_t>(claim.count);
        }
    }
    if (given.empty()) return {};
    object_at(object_at(pod, "metadata"), "annotations")[devices_annotation] = canonical(json::value(std::move(given)));
    return {};
}

}  // namespace keelson
