#ifndef KEELSON_NODE_EPHEMERAL_HPP
#define KEELSON_NODE_EPHEMERAL_HPP

#include <keelson/api/core_v1.hpp>

#include <optional>
#include <string>

namespace keelson {

/// An ephemeral container as any other: what it is started from is the same.
Container as_container(EphemeralContainer const& one);

/// The one of that name, or nothing.
std::optional<Container> find_ephemeral(Pod const& pod, std::string const& name);

/// Whose processes a container of that name is to see besides its own; empty where it names nobody, or where the whole
/// Pod or the host has them in common.
std::string process_target_name(Pod const& pod, std::string const& name);

}  // namespace keelson

#endif
