#ifndef KEELSON_NODE_DEVICES_HPP
#define KEELSON_NODE_DEVICES_HPP

#include "node/environment.hpp"

#include <keelson/api/core_v1.hpp>

#include <map>
#include <string>
#include <vector>

namespace keelson {

/// The devices that were chosen for one container as its Pod was bound: resource -> ids.
std::map<std::string, std::vector<std::string>> chosen_devices(Pod const& pod, std::string const& container);

/// Tells a program which devices are its own, in the variables that the devices' libraries read.
void show_devices(std::map<std::string, std::vector<std::string>> const& devices, Environment& environment);

}  // namespace keelson

#endif
