#ifndef KEELSON_SRC_HTTP_OPENAPI_PROTO_HPP
#define KEELSON_SRC_HTTP_OPENAPI_PROTO_HPP

#include <boost/json/object.hpp>

#include <string>

namespace keelson::http {

/// An OpenAPI v2 document, as `openapi_v2` makes it, in protobuf: the message openapi.v2.Document of gnostic. Only the
/// members that those documents have are written.
std::string gnostic_document(boost::json::object const& document);

}  // namespace keelson::http

#endif
