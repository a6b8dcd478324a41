#ifndef KEELSON_SRC_REGISTRY_KIND_TABLE_HPP
#define KEELSON_SRC_REGISTRY_KIND_TABLE_HPP

#include "registry/rules/rules.hpp"

#include <keelson/api/kind.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// A kind as the registry serves it.
struct ServedKind {
    std::shared_ptr<Kind const> kind;
    KindRules const* rules = nullptr;
    std::string resource;  ///< "deployments.apps"
    std::string title;     ///< "Deployment.apps": how errors about its objects name it
};

/// The kinds of one engine, found by any of their names.
class KindTable {
public:
    /// Adds the built-in kinds.
    KindTable();
    /// Adds a kind, or keeps the one that has its resource already. Fails with `already_exists` when the
    /// resource is another kind's.
    Result<> add(Kind const& kind);
    /// A kind for records of which nothing else is known: stored by a program that had it compiled in.
    ServedKind const* add_unknown(std::string_view resource, std::string_view api_version, std::string_view name,
                                  bool namespaced);

    [[nodiscard]] ServedKind const* by_resource(std::string_view resource) const;
    [[nodiscard]] ServedKind const* by_name(std::string_view api_version, std::string_view kind) const;
    [[nodiscard]] ServedKind const* of(TypeInfo const& type) const;
    /// By plural, singular, short name or "plural.group", as people type it.
    [[nodiscard]] ServedKind const* by_any_name(std::string_view name) const;
    [[nodiscard]] std::vector<ServedKind const*> all() const;

private:
    std::map<std::string, ServedKind, std::less<>> kinds_;  // by resource
};

/// The key of an object in the store: "deployments.apps/default/web".
std::string store_key(std::string_view resource, ObjectKey const& key);
/// The parts of such a key, or nothing when it is none.
struct StoreKey {
    std::string_view resource, namespace_, name;
};
bool parse_store_key(std::string_view text, StoreKey& key);

}  // namespace keelson

#endif
