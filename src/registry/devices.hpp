#ifndef KEELSON_SRC_REGISTRY_DEVICES_HPP
#define KEELSON_SRC_REGISTRY_DEVICES_HPP

#include "registry/kind_table.hpp"
#include "registry/state.hpp"

#include <keelson/core/error.hpp>

#include <boost/json/object.hpp>

#include <string_view>

namespace keelson {

/// Chooses the devices of a Pod that comes to a node, and notes them in its annotation. What is free follows from the
/// Pods that are there: one that has not ended holds what it was given, and nothing else is counted. A sidecar and the
/// containers proper have theirs side by side; an init container, which ends before those begin, uses the same.
/// Errors: `conflict` when the node has not enough that are healthy and free.
Result<> assign_devices(State const& state, KindTable const& kinds, std::string_view node, boost::json::object& pod);

}  // namespace keelson

#endif
