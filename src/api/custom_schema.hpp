#ifndef KEELSON_SRC_API_CUSTOM_SCHEMA_HPP
#define KEELSON_SRC_API_CUSTOM_SCHEMA_HPP

#include "api/json.hpp"
#include "api/normalize.hpp"

#include <keelson/api/schema.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// What is wrong with a schema, or with a definition that has one.
struct SchemaProblem {
    enum class Kind : std::uint8_t { required, invalid, not_supported, duplicate, forbidden };
    Kind kind = Kind::forbidden;
    std::string field;
    std::string value;  ///< as it is printed; empty: left out
    std::string detail;
    std::vector<std::string> supported = {};
};

/// The openAPIV3Schema of one version of a CustomResourceDefinition, ready to be applied to objects. Immutable.
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
/// Threading: any thread.
class CustomSchema {
public:
    /// Null when there are problems, which are added with paths below `path`. What cannot be obeyed here (rules in CEL)
    /// is a problem too: nothing is accepted and then ignored.
    static std::shared_ptr<CustomSchema const> compile(json::value const& openapi, std::string const& path,
                                                       std::vector<SchemaProblem>& problems);

    /// The same as far as `Schema` can say it: for field owners, patches and OpenAPI v2. Lives as long as this.
    [[nodiscard]] Schema const& schema() const noexcept { return *schema_; }
    /// The whole object as OpenAPI v3 publishes it, without x-kubernetes-group-version-kind.
    [[nodiscard]] json::object const& published() const noexcept { return published_; }

    /// Drops unknown fields and nulls, and fills in defaults.
    void prepare(json::value& object, Findings& findings) const;
    /// The same, and says what is wrong, in the words of kube-apiserver.
    void normalize(json::value& object, Findings& findings) const;
    /// The same for the value of the status alone.
    void normalize_status(json::value& status, Findings& findings) const;

    struct Node;

private:
    CustomSchema() = default;
    class Compiler;

    std::shared_ptr<Node const> root_;
    std::shared_ptr<void const> owner_;  // of all that schema_ points to
    Schema const* schema_ = nullptr;
    json::object published_;
};

/// The other way round: a structural schema for a kind whose Schema is derived from a struct. Leaves out the fields
/// that every object has.
json::object structural_schema(Schema const& root);

}  // namespace keelson

#endif
