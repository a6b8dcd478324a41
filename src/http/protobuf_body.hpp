#ifndef KEELSON_SRC_HTTP_PROTOBUF_BODY_HPP
#define KEELSON_SRC_HTTP_PROTOBUF_BODY_HPP

#include <keelson/core/error.hpp>

#include <string>
#include <string_view>

namespace keelson::http {

/// A body in Kubernetes' protobuf form (application/vnd.kubernetes.protobuf), as JSON. Answers are never in that form:
/// clients that send it take JSON as well.
/// Errors: `unsupported` for a kind whose messages are not known, `bad_request` for what is no such body.
Result<std::string> json_of_protobuf(std::string_view body);

}  // namespace keelson::http

#endif
