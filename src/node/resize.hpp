#ifndef KEELSON_NODE_RESIZE_HPP
#define KEELSON_NODE_RESIZE_HPP

#include "node/pod_life.hpp"

#include <keelson/control/view.hpp>

#include <map>
#include <optional>
#include <string>

namespace keelson {

/// Why a node with so much to give cannot give a Pod on it what it asks for now: never, or not beside the others that
/// are there. Nothing: it can.
std::optional<ResizeRefusal> refuse_resize(View const& view, Pod const& pod,
                                           std::map<std::string, Quantity> const& allocatable);

}  // namespace keelson

#endif
