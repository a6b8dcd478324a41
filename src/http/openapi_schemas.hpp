#ifndef KEELSON_SRC_HTTP_OPENAPI_SCHEMAS_HPP
#define KEELSON_SRC_HTTP_OPENAPI_SCHEMAS_HPP

#include "http/discovery.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

enum class OpenApiVersion : std::uint8_t { v2, v3 };

/// The schemas of an OpenAPI document, as they are needed: what refers to one causes it to be written.
class OpenApiSchemas {
public:
    explicit OpenApiSchemas(OpenApiVersion version) : version_(version) {}

    /// Notes a kind, and gives the name of its schema: "io.k8s.api.apps.v1.Deployment".
    std::string add(Kind const& kind);
    /// The same of its list.
    std::string add_list(Kind const& kind);
    /// Of a body that is no kind's (Scale, DeleteOptions); empty if there is none of that name.
    /// `definition`: "io.k8s.api.autoscaling.v1.Scale", or its last part.
    std::string add_body(std::string_view definition);
    /// DeleteOptions, Status and the like count as kinds of each group that is named here.
    void add_group_version(std::string group, std::string version);

    [[nodiscard]] boost::json::object reference(std::string const& name) const;
    /// Everything that was noted and what it needs, by name.
    [[nodiscard]] boost::json::object write();

private:
    struct Group {
        std::string group, version;
    };
    struct Entry {
        Schema const* schema = nullptr;
        Kind const* kind = nullptr;
        bool list = false;
        bool body = false;
    };

    boost::json::object use(Schema const& schema);
    boost::json::object field(Schema::Field const& field);
    boost::json::object properties(Schema const& schema);
    boost::json::object definition(std::string const& name, Entry const& entry);
    boost::json::object list_of(Kind const& kind);
    boost::json::object refer(std::string const& name, Schema const* schema);
    void mark_merging(Schema const& schema, boost::json::object& out) const;

    OpenApiVersion version_;
    std::vector<Group> groups_;
    std::map<std::string, Entry> entries_;  // scalars have no schema
    std::vector<std::string> waiting_;      // noted and not written yet
    std::vector<Schema const*> within_;     // being written, for schemas that contain themselves
};

}  // namespace keelson::http

#endif
