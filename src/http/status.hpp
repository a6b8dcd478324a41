#ifndef KEELSON_SRC_HTTP_STATUS_HPP
#define KEELSON_SRC_HTTP_STATUS_HPP

#include "http/exchange.hpp"
#include "http/refusal.hpp"

#include <keelson/core/error.hpp>

#include <string>

namespace keelson::http {

/// What a Status is about.
struct StatusDetails {
    std::string name, group, kind, uid;
    int retry_after_seconds = 0;
};

/// A Kubernetes `Status` of an error, as JSON.
std::string failure_status(Error const& error, StatusDetails const& details = {});
/// The same as an answer, with its HTTP status.
Reply failure(Error const& error, StatusDetails const& details = {});
/// The answer to a deletion that left nothing.
Reply success(StatusDetails const& details);

/// "the server could not find the requested resource"
Reply no_such_resource();

}  // namespace keelson::http

#endif
