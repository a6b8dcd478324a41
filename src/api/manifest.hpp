#ifndef KEELSON_SRC_API_MANIFEST_HPP
#define KEELSON_SRC_API_MANIFEST_HPP

#include "api/json.hpp"

#include <keelson/core/error.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// One document of a manifest.
struct ManifestDocument {
    json::value tree;
    std::string file;
    int line = 0;  ///< where it begins, from 1
    /// The line of a field such as `spec.template.spec.containers[0].image`; of its nearest parent when it is not
    /// there.
    std::function<int(std::string_view field)> line_of;
};

/// Limits that keep a manifest from harming the process that reads it.
inline constexpr std::size_t manifest_bytes_max = std::size_t{16} << 20;
inline constexpr std::size_t manifest_nodes_max = 300'000;  ///< values, aliases counted as often as they are used
inline constexpr int manifest_depth_max = 100;

/// Reads YAML (which JSON is part of), one or several documents; empty ones are passed over. A `List` is
/// taken apart. Scalars are read as Kubernetes' tools read them (YAML 1.1: `yes` is true, `0644` is octal).
/// Errors: `invalid` with file and line.
Result<std::vector<ManifestDocument>> read_manifest(std::string_view text, std::string const& file);

/// The documents of a file, or of the .yaml, .yml and .json files of a directory in the order of their names.
Result<std::vector<ManifestDocument>> read_manifest_path(std::string const& path);

}  // namespace keelson

#endif
