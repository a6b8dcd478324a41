#ifndef KEELSON_SRC_API_CUSTOM_KIND_HPP
#define KEELSON_SRC_API_CUSTOM_KIND_HPP

#include "api/custom_schema.hpp"
#include "api/json_path.hpp"

#include <keelson/api/kind.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// What one version of a CustomResourceDefinition says of its kind. Immutable.
struct CustomKind {
    struct Column {
        std::string name, type, format, description;
        int priority = 0;
        JsonPath path;
    };
    /// Where a Scale of its objects is read from and written to: fields from the top.
    struct Scale {
        std::vector<std::string> spec, status, selector;
    };
    std::shared_ptr<CustomSchema const> schema;
    std::string list_kind;
    std::vector<Column> columns;
    std::optional<Scale> scale;
    std::vector<std::string> selectable;  ///< "spec.color": what field selectors may name
    std::string deprecation;              ///< what every request is warned of; empty: nothing
    bool served = true;
    bool dying = false;  ///< its definition is being deleted: nothing new is created
};

/// The names of the finalizer and of the resource of definitions.
inline constexpr std::string_view definitions_resource = "customresourcedefinitions.apiextensions.k8s.io";
inline constexpr std::string_view definition_finalizer = "customresourcecleanup.apiextensions.k8s.io";

/// The fields of a path such as ".spec.replicas"; empty when it is none.
std::vector<std::string> simple_path(std::string_view path);

/// The kinds of a definition that has been validated, one of each version: first the one in which objects are stored,
/// then the other ones that are served. None if it cannot be read.
std::vector<std::shared_ptr<Kind const>> kinds_of_definition(json::value const& definition);

/// Whether a condition of a definition has the status "True".
bool has_condition(json::value const& definition, std::string_view type);

/// Whether one of the versions has a schema that is no structural one, or something else that is not served here.
void check_versions(json::object const& spec, std::vector<SchemaProblem>& problems);

/// The definition of a kind that is compiled in, without status.
json::object definition_of(Kind const& kind);

}  // namespace keelson

#endif
