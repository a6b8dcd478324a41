#ifndef KEELSON_SRC_HTTP_BASE64_HPP
#define KEELSON_SRC_HTTP_BASE64_HPP

#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// With padding, as in Secrets and kubeconfigs.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

/// With the alphabet of URLs and without padding, as in tokens.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace keelson::http

#endif
