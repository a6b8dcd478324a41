#ifndef KEELSON_SRC_HTTP_OPENAPI_HPP
#define KEELSON_SRC_HTTP_OPENAPI_HPP

#include "http/discovery.hpp"

#include <map>
#include <string>
#include <string_view>

namespace keelson::http {

// The API as OpenAPI documents. Making them takes tens of milliseconds and some megabytes, so the caller keeps them
// until the kinds change. `server_version` is what /version says: "v1.35.0".
// Threading: any thread.

/// What /openapi/v3 serves below itself: "api/v1", "apis/apps/v1", ... with their documents, one of each group and
/// version.
std::map<std::string, std::string> openapi_v3_documents(Kinds const& kinds, std::string_view server_version);
/// One of them.
std::string openapi_v3(Kinds const& kinds, std::string_view group, std::string_view version,
                       std::string_view server_version);
/// The answer to /openapi/v3 itself: where the documents are, with a hash of each, so that clients may keep them.
std::string openapi_v3_index(std::map<std::string, std::string> const& documents);
/// A hash of a document, for that and for ETag: 32 hexadecimal digits.
std::string content_hash(std::string_view text);

/// What /openapi/v2 answers: everything in one document.
std::string openapi_v2(Kinds const& kinds, std::string_view server_version);
/// The same as protobuf, which kubectl prefers: the Document of https://github.com/google/gnostic.
std::string openapi_v2_protobuf(Kinds const& kinds, std::string_view server_version);
/// The Content-Type of that. Clients ask for it by this name or by an older one, with an `@` in it, that is no media
/// type and that they would not accept as an answer.
inline constexpr std::string_view openapi_v2_protobuf_type =
    "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
/// Whether a client would rather have protobuf than JSON from /openapi/v2, by its Accept header.
bool prefers_openapi_v2_protobuf(std::string_view accept);

}  // namespace keelson::http

#endif
