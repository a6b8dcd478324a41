#ifndef KEELSON_SRC_HTTP_AUDIT_HPP
#define KEELSON_SRC_HTTP_AUDIT_HPP

#include "http/authorization.hpp"

#include <keelson/core/time.hpp>

#include <optional>
#include <string>

namespace keelson::http {

/// A request that was answered.
struct AuditRecord {
    std::string id;  ///< a UUID
    Request const& request;
    Attributes const& wanted;
    User const& user;
    std::optional<User> acting;  ///< whom he impersonated
    int status = 200;
    Time received, answered;
    bool allowed = true;
    std::string reason;  ///< of the decision
};

/// One line of JSON, an Event of audit.k8s.io at level Metadata, with its newline.
std::string audit_line(AuditRecord const& record);

}  // namespace keelson::http

#endif
