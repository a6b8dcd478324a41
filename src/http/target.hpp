#ifndef KEELSON_SRC_HTTP_TARGET_HPP
#define KEELSON_SRC_HTTP_TARGET_HPP

#include <keelson/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::http {

/// The query of a request, decoded, in its order.
class Query {
public:
    void add(std::string key, std::string value) { all_.emplace_back(std::move(key), std::move(value)); }
    /// The first value of that name, or nothing when it was not given.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
    [[nodiscard]] std::string_view text(std::string_view key) const { return find(key).value_or(std::string_view()); }
    [[nodiscard]] std::vector<std::string> all(std::string_view key) const;
    /// Whether it was given and says true, as "1", "true" or nothing at all do.
    [[nodiscard]] bool flag(std::string_view key) const;
    /// A whole number that is not negative; nothing when it was not given.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view key) const;

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

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
    std::string rest;         ///< behind a "proxy" subresource, with its slash
};
/// Reads /api/VERSION/... and /apis/GROUP/VERSION/...; nothing when it is neither or names no resource.
std::optional<ResourcePath> resource_path(Target const& target);

}  // namespace keelson::http

#endif
