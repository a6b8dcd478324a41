#include "api/json.hpp"

#include <keelson/api/devices.hpp>

#include <algorithm>

namespace keelson {
namespace {

template <class T>
T number_at(json::value const& tree, std::string_view name, T otherwise) {
    auto const* const found = find_path(tree, {name});
    return found && found->is_int64() && found->get_int64() >= 0 ? static_cast<T>(found->get_int64()) : otherwise;
}

}  // namespace

NodeDevices read_node_devices(std::string_view annotation) {
    NodeDevices all;
    auto const tree = parse_json(annotation);
    if (!tree || !tree->is_object()) return all;
    for (auto const& [resource, listed] : tree->get_object()) {
        auto& devices = all[std::string(resource)];
        if (!listed.is_array()) continue;
        for (auto const& one : listed.get_array()) {
            auto const* const healthy = find_path(one, {"healthy"});
            devices.push_back({.id = std::string(string_at(one, {"id"})),
                               .model = std::string(string_at(one, {"model"})),
                               .memory_bytes = number_at<std::uint64_t>(one, "memoryBytes", 0),
                               .shares = std::max(number_at<std::uint32_t>(one, "shares", 1), 1U),
                               .healthy = !healthy || !healthy->is_bool() || healthy->get_bool(),
                               .trouble = std::string(string_at(one, {"trouble"}))});
        }
    }
    return all;
}

std::string write_node_devices(NodeDevices const& devices) {
    json::object all;
    for (auto const& [resource, listed] : devices) {
        auto& array = all[resource].emplace_array();
        for (auto const& device : listed) {
            json::object one{{"id", device.id}, {"healthy", device.healthy}, {"shares", device.shares}};
            if (device.memory_bytes != 0) one["memoryBytes"] = device.memory_bytes;
            if (!device.model.empty()) one["model"] = device.model;
            if (!device.trouble.empty()) one["trouble"] = device.trouble;
            array.push_back(std::move(one));
        }
    }
    return canonical(json::value(std::move(all)));
}

GivenDevices read_given_devices(std::string_view annotation) {
    GivenDevices all;
    auto const tree = parse_json(annotation);
    if (!tree || !tree->is_object()) return all;
    for (auto const& [container, resources] : tree->get_object()) {
        if (!resources.is_object()) continue;
        for (auto const& [resource, ids] : resources.get_object()) {
            if (!ids.is_array()) continue;
            auto& given = all[std::string(container)][std::string(resource)];
            for (auto const& id : ids.get_array())
                if (id.is_string()) given.emplace_back(id.get_string());
        }
    }
    return all;
}

std::string write_given_devices(GivenDevices const& devices) {
    json::object all;
    for (auto const& [container, resources] : devices) {
        auto& inner = all[container].emplace_object();
        for (auto const& [resource, ids] : resources) {
            auto& array = inner[resource].emplace_array();
            for (auto const& id : ids) array.emplace_back(id);
        }
    }
    return canonical(json::value(std::move(all)));
}

}  // namespace keelson
