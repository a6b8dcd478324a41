#ifndef KEELSON_SRC_REGISTRY_TRANSACTION_PARTS_HPP
#define KEELSON_SRC_REGISTRY_TRANSACTION_PARTS_HPP

#include "api/json.hpp"
#include "registry/kind_table.hpp"

#include <string>
#include <string_view>

/// What the files of Transaction share.
namespace keelson {

inline Error modified(std::string_view resource, std::string_view name) {
    return {Errc::conflict,
            "Operation cannot be fulfilled on " + std::string(resource) + " \"" + std::string(name) +
                "\": the object has been modified; please apply your changes to the latest version and try again"};
}

inline json::object& object_at(json::object& parent, std::string_view name) {
    auto& value = parent[name];
    if (!value.is_object()) value.emplace_object();
    return value.get_object();
}

/// Takes a member over from another object, its absence included.
inline void take(json::object& to, json::object const& from, std::string_view name) {
    if (auto const* const value = from.if_contains(name)) {
        to[name] = *value;
    } else {
        to.erase(name);
    }
}

inline json::object const& metadata_of(json::value const& tree) {
    static json::object const nothing;
    auto const* const found = find_path(tree, {"metadata"});
    return found && found->is_object() ? found->get_object() : nothing;
}

inline bool same_member(json::object const& a, json::object const& b, std::string_view name) {
    auto const *const x = a.if_contains(name), *const y = b.if_contains(name);
    return x && y ? *x == *y : x == y;
}

inline bool has_finalizers(json::value const& tree) {
    auto const* const listed = find_path(tree, {"metadata", "finalizers"});
    if (listed && listed->is_array() && !listed->get_array().empty()) return true;
    auto const* const of_namespace = find_path(tree, {"spec", "finalizers"});
    return of_namespace && of_namespace->is_array() && !of_namespace->get_array().empty();
}

inline bool is(ServedKind const& kind, std::string_view resource) { return kind.resource == resource; }

inline std::string numbered(std::uint64_t revision) { return std::to_string(revision); }

/// Whether a PUT of what is not there makes it: so it is of a few kinds in Kubernetes.
bool is_made_by_update(ServedKind const& kind);

/// Gives an object of a built-in kind the status that it has from the beginning: an empty one, with zeros where the
/// schema requires a number or a boolean, as everybody who reads it from Kubernetes finds it.
void complete_status(ServedKind const& kind, json::object& object);

/// A schema that adopts whole trees where a kind has none: everything is one field.
inline bool has_schema(ServedKind const& kind) { return kind.kind->schema->type == Schema::Type::object; }

}  // namespace keelson

#endif
