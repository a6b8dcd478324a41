#ifndef KEELSON_SRC_HTTP_MEDIA_HPP
#define KEELSON_SRC_HTTP_MEDIA_HPP

#include <keelson/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// In which form a client wants objects.
enum class Form : std::uint8_t {
    object,   ///< as they are
    table,    ///< meta.k8s.io Table, as kubectl prints it
    partial,  ///< meta.k8s.io PartialObjectMetadata
};

/// The form that an Accept header asks for first among those that can be served; nothing when none can.
std::optional<Form> accepted_form(std::string_view accept);

enum class BodyFormat : std::uint8_t { json, yaml, protobuf, json_patch, merge_patch, strategic_patch, apply_patch };

/// What a Content-Type says; nothing for one that is not read. Empty is JSON.
std::optional<BodyFormat> body_format(std::string_view content_type);

/// The body as JSON: YAML is read as one document. Errors: `unsupported`, `bad_request`.
Result<std::string> body_as_json(BodyFormat format, std::string body);

}  // namespace keelson::http

#endif
