#ifndef KEELSON_NODE_EPHEMERAL_STORAGE_HPP
#define KEELSON_NODE_EPHEMERAL_STORAGE_HPP

#include <keelson/api/core_v1.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// What a container or a volume of a Pod has written to the node's disk.
struct StorageUse {
    std::string name;
    std::uint64_t bytes = 0;
};

/// Whether a Pod limits what it writes: sizeLimit of an emptyDir on disk, or ephemeral-storage.
bool has_storage_limits(Pod const& pod);

/// The first limit that a Pod has passed, as the message of its eviction: an emptyDir's, then the sum of its
/// containers', then a container's own. `containers`: their own layers and logs.
std::optional<std::string> storage_excess(Pod const& pod, std::vector<StorageUse> const& volumes,
                                          std::vector<StorageUse> const& containers);

}  // namespace keelson

#endif
