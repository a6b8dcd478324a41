#ifndef KEELSON_SRC_REGISTRY_WEBHOOKS_REVIEW_HPP
#define KEELSON_SRC_REGISTRY_WEBHOOKS_REVIEW_HPP

#include "registry/webhooks/webhooks.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// What a webhook has said to one question.
struct WebhookAnswer {
    std::optional<Error> failed;  ///< it could not be asked, or its answer is none
    std::optional<Error> denied;
    std::string patch;  ///< a JSON patch; empty: the object is to stay as it is
    std::vector<std::string> warnings;
};

/// The body of a question: an AdmissionReview with this request, which is a JSON object without a uid.
std::string write_review(std::string_view request, std::string_view uid);
/// Reads the answer to it.
WebhookAnswer read_review(Webhook const& hook, std::string_view uid, std::string_view body);

/// `failed calling webhook "x": why`, as clients are told of it when the webhook must succeed.
Error webhook_failed(Webhook const& hook, std::string_view why);

}  // namespace keelson

#endif
