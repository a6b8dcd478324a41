#ifndef KEELSON_SRC_HTTP_BASE64_HPP
#define KEELSON_SRC_HTTP_BASE64_HPP

#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// With the alphabet of URLs and without padding, as in tokens. The usual form is in keelson/api/values.hpp.
std::string to_base64url(std::string_view bytes);
/// One text for one value: bits that belong to no byte must be zero.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace keelson::http

#endif
