#ifndef KEELSON_SRC_HTTP_OPENAPI_PATHS_HPP
#define KEELSON_SRC_HTTP_OPENAPI_PATHS_HPP

#include "http/openapi_schemas.hpp"

#include <boost/json/object.hpp>

namespace keelson::http {

/// Adds the paths of a kind to the `paths` of a document, and what they refer to to its schemas.
void add_paths(Kind const& kind, OpenApiVersion version, OpenApiSchemas& schemas, boost::json::object& paths);

}  // namespace keelson::http

#endif
