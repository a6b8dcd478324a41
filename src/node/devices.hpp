#ifndef KEELSON_NODE_DEVICES_HPP
#define KEELSON_NODE_DEVICES_HPP

#include "node/environment.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>

#include <map>
#include <string>
#include <vector>

namespace keelson {

/// The annotation in which the scheduler says which devices are whose: `{CONTAINER: {RESOURCE: [ID, ...]}}`.
inline constexpr char const* devices_annotation = "keelson.io/devices";

/// The devices of one container: resource -> ids.
/// Errors: `invalid` when the annotation cannot be read.
Result<std::map<std::string, std::vector<std::string>>> chosen_devices(Pod const& pod, std::string const& container);

/// Tells a program which devices are its own, in the variables that the devices' libraries read.
void show_devices(std::map<std::string, std::vector<std::string>> const& devices, Environment& environment);

}  // namespace keelson

#endif
