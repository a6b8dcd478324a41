#ifndef KEELSON_SRC_HTTP_REVIEWS_HPP
#define KEELSON_SRC_HTTP_REVIEWS_HPP

#include "api/json.hpp"
#include "http/authorization.hpp"

#include <keelson/core/time.hpp>

#include <string>
#include <string_view>

namespace keelson::http {

/// What was sent to be reviewed: an object that is of this kind, if it says of which. Errors: `bad_request`.
Result<json::object> read_review(std::string_view body, std::string_view kind);

/// POST selfsubjectaccessreviews, subjectaccessreviews and localsubjectaccessreviews: the review with its status, for
/// the body of the request. `kind` says which; `namespace_` is the one of the path. Errors: `bad_request`, `invalid`.
Result<std::string> answer_access_review(Rbac const& rbac, User const& user, std::string_view kind,
                                         std::string_view namespace_, std::string_view body);

/// POST selfsubjectrulesreviews: what the user may do in a namespace.
Result<std::string> answer_rules_review(Rbac const& rbac, User const& user, std::string_view body);

/// POST selfsubjectreviews: who the user is.
Result<std::string> answer_self_review(User const& user, std::string_view body, Time now);

}  // namespace keelson::http

#endif
