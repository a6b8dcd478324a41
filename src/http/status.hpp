#ifndef KEELSON_SRC_HTTP_STATUS_HPP
#define KEELSON_SRC_HTTP_STATUS_HPP

#include "http/exchange.hpp"
#include "http/refusal.hpp"

#include <keelson/core/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::http {

/// What a Status is about.
struct StatusDetails {
    std::string name, group, kind, uid;
    int retry_after_seconds = 0;
};

/// What is wrong with an option of a request, under the name of its options: `ListOptions.meta.k8s.io "" is invalid:
/// ...`.
Error invalid_option(std::string_view options, std::string_view field, std::string_view reason, std::string message);
/// A revision that is yet to come: clients come back, or look for an older one.
Error too_large_revision(std::uint64_t wanted, std::uint64_t current);

/// A Kubernetes `Status` of an error, as JSON.
std::string failure_status(Error const& error, StatusDetails const& details = {});
/// The same as an answer, with its HTTP status.
Reply failure(Error const& error, StatusDetails const& details = {});
/// The answer to a deletion that left nothing.
Reply success(StatusDetails const& details);

/// "the server could not find the requested resource"
Reply no_such_resource();
/// "the server does not allow this method on the requested resource"
Reply method_refused();

}  // namespace keelson::http

#endif
