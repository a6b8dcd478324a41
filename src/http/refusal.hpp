#ifndef KEELSON_SRC_HTTP_REFUSAL_HPP
#define KEELSON_SRC_HTTP_REFUSAL_HPP

#include "http/exchange.hpp"

#include <keelson/core/error.hpp>

#include <string>
#include <string_view>

namespace keelson::http {

/// The body of a failure that has nothing to say about an object: a Status.
std::string status_body(int code, std::string_view reason, std::string_view message);

/// An answer that is a Status.
Reply refusal(int code, std::string_view reason, std::string_view message);

/// The answer for an error; its message as it is, but "Unauthorized" alone for 401, as Kubernetes has it.
Reply refusal(Error const& error);

/// "Bad Request" for 400.
std::string_view status_text(int code) noexcept;

}  // namespace keelson::http

#endif
