#include "registry/webhooks/review.hpp"

#include "api/json.hpp"

#include <keelson/api/values.hpp>

namespace keelson {
namespace {

constexpr std::string_view review_version = "admission.k8s.io/v1";

/// The code among ours that answers with this status, or the nearest one.
Errc code_of(std::int64_t status, std::string_view reason_text) {
    if (reason_text == reason(Errc::already_exists)) return Errc::already_exists;
    switch (status) {
        case 401: return Errc::unauthorized;
        case 403: return Errc::forbidden;
        case 404: return Errc::not_found;
        case 405:
        case 415: return Errc::unsupported;
        case 409: return Errc::conflict;
        case 410: return Errc::expired;
        case 422: return Errc::invalid;
        case 429: return Errc::too_many_requests;
        case 503: return Errc::unavailable;
        case 504: return Errc::timeout;
        default: return status >= 500 ? Errc::internal : Errc::bad_request;
    }
}

Error denial(Webhook const& hook, json::value const& response) {
    auto const* const status = find_path(response, {"status"});
    json::value const nothing;
    auto const& said = status ? *status : nothing;
    auto const* const number = find_path(said, {"code"});
    auto const why = string_at(said, {"reason"});
    auto text = string_at(said, {"message"});
    if (text.empty()) text = why;
    Error error(code_of(number && number->is_int64() ? number->get_int64() : 0, why),
                "admission webhook \"" + hook.name + "\" denied the request" +
                    (text.empty() ? std::string(" without explanation") : ": " + std::string(text)));
    auto const* const causes = find_path(said, {"details", "causes"});
    if (!causes || !causes->is_array()) return error;
    for (auto const& cause : causes->get_array())
        error.causes.push_back({std::string(string_at(cause, {"reason"})), std::string(string_at(cause, {"message"})),
                                std::string(string_at(cause, {"field"}))});
    return error;
}

/// What is wrong with the form of an answer, if anything.
std::string complaint(json::value const& review, std::string_view uid) {
    auto const version = string_at(review, {"apiVersion"}), kind = string_at(review, {"kind"});
    if (version != review_version || kind != "AdmissionReview")
        return "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got " + std::string(version) +
               ", Kind=" + std::string(kind);
    auto const* const response = find_path(review, {"response"});
    if (!response || !response->is_object()) return "webhook response was absent";
    if (string_at(*response, {"uid"}) != uid)
        return "expected response.uid=\"" + std::string(uid) + "\", got \"" +
               std::string(string_at(*response, {"uid"})) + "\"";
    auto const* const allowed = find_path(*response, {"allowed"});
    if (allowed && !allowed->is_bool()) return "response.allowed must be true or false";
    return {};
}

/// Reads the patch of an answer. What is wrong with it is answered.
std::string read_patch(Webhook const& hook, json::value const& response, std::string& patch) {
    auto const text = string_at(response, {"patch"}), type = string_at(response, {"patchType"});
    if (text.empty() && type.empty()) return {};
    if (hook.kind == Webhook::Kind::validating) return "a validating webhook may not return response.patch";
    if (type.empty()) return "webhook returned response.patch but not response.patchType";
    if (text.empty()) return "webhook returned response.patchType but not response.patch";
    if (type != "JSONPatch")
        return "invalid response.patchType of \"" + std::string(type) + "\", expected \"JSONPatch\"";
    auto decoded = decode_base64(text);
    if (!decoded) return "response.patch: " + decoded.error().message;
    auto const tree = parse_json(*decoded);
    if (!tree) return "response.patch: " + tree.error().message;
    if (!tree->is_array()) return "response.patch must be a list of operations";
    if (!tree->get_array().empty()) patch = std::move(*decoded);
    return {};
}

}  // namespace

std::string write_review(std::string_view request, std::string_view uid) {
    std::string made = R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":)";
    write_string(uid, made);
    made += ",";
    made += request.substr(1);
    return made += "}";
}

Error webhook_failed(Webhook const& hook, std::string_view why) {
    return {Errc::internal,
            "Internal error occurred: failed calling webhook \"" + hook.name + "\": " + std::string(why)};
}

WebhookAnswer read_review(Webhook const& hook, std::string_view uid, std::string_view body) {
    WebhookAnswer answer;
    auto const invalid = [&](std::string_view why) {
        answer.failed = webhook_failed(hook, "received invalid webhook response: " + std::string(why));
        return answer;
    };
    auto const review = parse_json(body);
    if (!review) return invalid(review.error().message);
    if (auto const wrong = complaint(*review, uid); !wrong.empty()) return invalid(wrong);
    auto const& response = *find_path(*review, {"response"});
    if (auto const* const warnings = find_path(response, {"warnings"}); warnings && warnings->is_array()) {
        for (auto const& one : warnings->get_array()) {
            if (one.is_string()) answer.warnings.emplace_back(one.get_string());
        }
    }
    if (auto const* const allowed = find_path(response, {"allowed"}); !allowed || !allowed->get_bool()) {
        answer.denied = denial(hook, response);
        return answer;
    }
    if (auto const wrong = read_patch(hook, response, answer.patch); !wrong.empty()) return invalid(wrong);
    return answer;
}

}  // namespace keelson
