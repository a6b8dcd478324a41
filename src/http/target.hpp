#ifndef KEELSON_SRC_HTTP_TARGET_HPP
#define KEELSON_SRC_HTTP_TARGET_HPP

#include "http/query.hpp"

#include <keelson/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// What a request is aimed at: "/api/v1/namespaces/default/pods?limit=5", taken apart and decoded.
struct Target {
    std::string path;  ///< as it came
    std::vector<std::string> segments;
    bool ends_in_slash = false;
    Query query;
};
Result<Target> parse_target(std::string_view text);

/// The part of the API that a path names.
struct ResourcePath {
    std::string group, version;
    std::string namespace_;
    std::string resource;     ///< plural
    std::string name;         ///< empty: all of them
    std::string subresource;  ///< "status", "log", ...
    std::string rest;         ///< behind a "proxy" subresource, with its slash and as it came: not decoded
};
/// Whether it is a part of a Pod that is read and written as the whole Pod is.
inline bool is_pod_part(ResourcePath const& path) {
    return path.group.empty() && path.resource == "pods" &&
           (path.subresource == "ephemeralcontainers" || path.subresource == "resize");
}
/// Reads /api/VERSION/... and /apis/GROUP/VERSION/...; nothing when it is neither or names no resource.
std::optional<ResourcePath> resource_path(Target const& target);

}  // namespace keelson::http

#endif
