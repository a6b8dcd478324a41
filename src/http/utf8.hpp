#ifndef KEELSON_SRC_HTTP_UTF8_HPP
#define KEELSON_SRC_HTTP_UTF8_HPP

#include <string>
#include <string_view>

namespace keelson::http {

/// As RFC 3629 has it: no overlong forms, no surrogates.
bool is_utf8(std::string_view text) noexcept;

/// The same text, each byte that belongs to no character replaced by U+FFFD: what a client has sent can stand in JSON.
std::string as_utf8(std::string_view text);

/// Whether it is UTF-8 without control characters.
bool is_printable(std::string_view text) noexcept;

}  // namespace keelson::http

#endif
