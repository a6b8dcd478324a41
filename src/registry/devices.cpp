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

/// A device and how many of its shares are taken.
struct Shelf {
    NodeDevice device;
    std::int64_t used = 0;
    [[nodiscard]] std::int64_t free() const {
        return device.healthy ? std::max<std::int64_t>(device.shares - used, 0) : 0;
    }
};
using Shelves = std::map<std::string, std::vector<Shelf>, std::less<>>;

/// An annotation of an object that is looked for only now and then, without reading the rest of it.
std::string annotation(Object const& object) {
    MemberScanner members(object.bytes());
    for (std::string_view key, value; members.next(key, value);) {
        if (key != "metadata") continue;
        if (value.find(devices_annotation) == value.npos) return {};
        auto const metadata = parse_json(value);
        return metadata ? std::string(string_at(*metadata, {"annotations", devices_annotation})) : std::string();
    }
    return {};
}

Shelves shelves_of(Object const& node) {
    Shelves shelves;
    for (auto& [resource, devices] : read_node_devices(annotation(node))) {
        for (auto& device : devices) shelves[resource].push_back({std::move(device)});
    }
    return shelves;
}

/// Whether a container runs beside those that come after it: not an init container that ends.
bool stays(json::value const& container, std::string_view list) {
    return list == "containers" || string_at(container, {"restartPolicy"}) == "Always";
}

/// Takes away what one Pod holds. What an init container has is also that of others later on, so each device counts as
/// often as it was given at once.
void take_away(GivenDevices const& given, json::value const& pod, Shelves& shelves) {
    using Held = std::map<std::pair<std::string, std::string>, std::int64_t>;
    Held held, before;
    for (std::string_view const list : {"initContainers", "containers"}) {
        auto const* const containers = find_path(pod, {"spec", list});
        if (!containers || !containers->is_array()) continue;
        for (auto const& container : containers->get_array()) {
            auto const found = given.find(std::string(string_at(container, {"name"})));
            if (found == given.end()) continue;
            Held own;
            for (auto const& [resource, ids] : found->second)
                for (auto const& id : ids) ++own[{resource, id}];
            for (auto const& [device, count] : own) {
                if (stays(container, list)) {
                    held[device] += count;
                } else {
                    before[device] = std::max(before[device], count);
                }
            }
        }
    }
    for (auto const& [device, count] : before) held[device] = std::max(held[device], count);
    for (auto const& [device, count] : held) {
        auto const found = shelves.find(device.first);
        if (found == shelves.end()) continue;
        for (auto& shelf : found->second)
            if (shelf.device.id == device.second) shelf.used += count;
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
    bool stays = true;
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
            claims.push_back({std::string(string_at(container, {"name"})), count, stays(container, list)});
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
        for (; shelf.free() > 0 && count > 0; --count, ++shelf.used) chosen.push_back(shelf.device.id);
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
        if (given.empty()) continue;
        if (auto const tree = parse_json(other->bytes())) take_away(read_given_devices(given), *tree, shelves);
    }
    GivenDevices given;
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
            auto const begin = chosen.begin() + static_cast<std::ptrdiff_t>(from);
            given[claim.container][resource].assign(begin, begin + claim.count);
            if (claim.stays) from += static_cast<std::size_t>(claim.count);
        }
    }
    if (given.empty()) return {};
    object_at(object_at(pod, "metadata"), "annotations")[devices_annotation] = write_given_devices(given);
    return {};
}

}  // namespace keelson
