#ifndef KEELSON_API_TYPE_INFO_HPP
#define KEELSON_API_TYPE_INFO_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace keelson {

enum class Scope : std::uint8_t { namespaced, cluster };

/// What a kind is called. The core group is the empty one.
struct TypeInfo {
    std::string_view group;
    std::string_view version;
    std::string_view kind;    ///< "Deployment"
    std::string_view plural;  ///< "deployments", as in paths and in messages
    Scope scope = Scope::namespaced;

    /// "apps/v1", or "v1" for the core group.
    [[nodiscard]] std::string api_version() const {
        return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
    }
    /// "deployments.apps", or "pods" for the core group: how messages and stores name the resource.
    [[nodiscard]] std::string resource() const {
        return group.empty() ? std::string(plural) : std::string(plural) + "." + std::string(group);
    }
    friend bool operator==(TypeInfo const&, TypeInfo const&) = default;
};

/// An object's place within its kind. `namespace_` is empty for kinds of the whole cluster.
struct ObjectKey {
    std::string namespace_;
    std::string name;
    friend auto operator<=>(ObjectKey const&, ObjectKey const&) = default;
    /// "default/web", or "web" without a namespace.
    [[nodiscard]] std::string text() const { return namespace_.empty() ? name : namespace_ + "/" + name; }
};

}  // namespace keelson

#endif
