#ifndef KEELSON_NODE_NOT_ENFORCED_HPP
#define KEELSON_NODE_NOT_ENFORCED_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/runtime/runtime.hpp>

#include <string>
#include <vector>

namespace keelson {

/// The fields of a Pod that have no effect on a node with these abilities, with the reasons; empty: none.
/// `has_images`: the runtime has images. What a runtime refuses by itself is not among them.
std::vector<std::string> fields_without_effect(Pod const& pod, RuntimeAbilities const& abilities, bool has_images);

}  // namespace keelson

#endif
