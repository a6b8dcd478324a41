#include "http/reviews.hpp"

#include "http/rbac_objects.hpp"

namespace keelson::http {
namespace {

Error invalid(std::string_view kind, std::string field, std::string message) {
    Error error(Errc::invalid, std::string(kind) + ".authorization.k8s.io \"\" is invalid: " + field + ": " + message);
    error.causes.push_back({"FieldValueInvalid", std::move(message), std::move(field)});
    return error;
}

/// The review again, with a status.
std::string with_status(json::object review, std::string_view version, std::string_view kind, json::object status) {
    review["apiVersion"] = version;
    review["kind"] = kind;
    review["status"] = std::move(status);
    if (!review.contains("metadata")) review["metadata"] = json::object{};
    return canonical(review);
}

json::value to_tree(User const& user) {
    json::object tree{{"username", user.name}, {"groups", to_json(user.groups)}};
    if (!user.uid.empty()) tree["uid"] = user.uid;
    json::object extra;
    for (auto const& [key, values] : user.extra) extra[key] = to_json(values);
    if (!extra.empty()) tree["extra"] = std::move(extra);
    return tree;
}

/// The user that a SubjectAccessReview asks about.
User read_subject(json::value const& spec) {
    User user{
        std::string(string_at(spec, {"user"})), std::string(string_at(spec, {"uid"})), texts_at(spec, "groups"), {}};
    if (auto const* const extra = find_path(spec, {"extra"}); extra != nullptr && extra->is_object()) {
        for (auto const& [key, _] : extra->get_object()) user.extra[key] = texts_at(*extra, key);
    }
    return user;
}

Result<Attributes> read_attributes(std::string_view kind, json::value const& spec) {
    auto const* const resource = find_path(spec, {"resourceAttributes"});
    auto const* const path = find_path(spec, {"nonResourceAttributes"});
    auto const has_resource = resource != nullptr && resource->is_object();
    auto const has_path = path != nullptr && path->is_object();
    if (has_resource == has_path) {
        return invalid(
            kind, has_resource ? "spec.nonResourceAttributes" : "spec.resourceAttributes",
            has_resource
                ? "Invalid value: cannot be specified in combination with resourceAttributes"
                : "Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
    Attributes wanted;
    wanted.is_resource = has_resource;
    if (has_path) {
        wanted.verb = string_at(*path, {"verb"});
        wanted.path = string_at(*path, {"path"});
        return wanted;
    }
    wanted.verb = string_at(*resource, {"verb"});
    wanted.group = string_at(*resource, {"group"});
    wanted.version = string_at(*resource, {"version"});
    wanted.resource = string_at(*resource, {"resource"});
    wanted.subresource = string_at(*resource, {"subresource"});
    wanted.namespace_ = string_at(*resource, {"namespace"});
    wanted.name = string_at(*resource, {"name"});
    return wanted;
}

}  // namespace

Result<json::object> read_review(std::string_view body, std::string_view kind) {
    auto tree = parse_json(body);
    if (!tree) return tree.error();
    if (!tree.value().is_object()) return Error(Errc::bad_request, "the body is no object");
    auto const given = string_at(tree.value(), {"kind"});
    if (!given.empty() && given != kind) {
        return Error(Errc::bad_request, "the body is a " + std::string(given) + ", not a " + std::string(kind));
    }
    return std::move(tree.value().get_object());
}

Result<std::string> answer_access_review(Rbac const& rbac, User const& user, std::string_view kind,
                                         std::string_view namespace_, std::string_view body) {
    auto review = read_review(body, kind);
    if (!review) return review.error();
    auto const* const given = review.value().if_contains("spec");
    json::value const spec = given != nullptr ? *given : json::value(json::object{});
    auto const wanted = read_attributes(kind, spec);
    if (!wanted) return wanted.error();
    auto subject = user;
    if (kind != "SelfSubjectAccessReview") {
        subject = read_subject(spec);
        if (subject.name.empty() && subject.groups.empty()) {
            return invalid(kind, "spec.user", "Invalid value: \"\": at least one of user or group must be specified");
        }
    }
    if (kind == "LocalSubjectAccessReview") {
        if (!wanted.value().is_resource) {
            return invalid(kind, "spec.nonResourceAttributes", "Invalid value: disallowed on this kind of request");
        }
        if (wanted.value().namespace_ != namespace_) {
            return invalid(kind, "spec.resourceAttributes.namespace",
                           "Invalid value: \"" + wanted.value().namespace_ + "\": must match metadata.namespace");
        }
    }
    auto const decision = rbac.decide(subject, wanted.value());
    json::object status{{"allowed", decision.allowed}};
    if (!decision.reason.empty()) status["reason"] = decision.reason;
    return with_status(std::move(review).value(), "authorization.k8s.io/v1", kind, std::move(status));
}

Result<std::string> answer_rules_review(Rbac const& rbac, User const& user, std::string_view body) {
    constexpr std::string_view kind = "SelfSubjectRulesReview";
    auto review = read_review(body, kind);
    if (!review) return review.error();
    auto const namespace_ = std::string(string_at(json::value(review.value()), {"spec", "namespace"}));
    if (namespace_.empty()) return Error(Errc::bad_request, "no namespace on request");
    json::array resources, paths;
    for (auto const& rule : rbac.rules_of(user, namespace_)) {
        if (!rule.resources.empty()) {
            json::object tree{{"verbs", to_json(rule.verbs)},
                              {"apiGroups", to_json(rule.groups)},
                              {"resources", to_json(rule.resources)}};
            if (!rule.names.empty()) tree["resourceNames"] = to_json(rule.names);
            resources.emplace_back(std::move(tree));
        }
        if (!rule.paths.empty()) {
            paths.emplace_back(json::object{{"verbs", to_json(rule.verbs)}, {"nonResourceURLs", to_json(rule.paths)}});
        }
    }
    json::object status{
        {"incomplete", false}, {"nonResourceRules", std::move(paths)}, {"resourceRules", std::move(resources)}};
    return with_status(std::move(review).value(), "authorization.k8s.io/v1", kind, std::move(status));
}

Result<std::string> answer_self_review(User const& user, std::string_view body, Time now) {
    constexpr std::string_view kind = "SelfSubjectReview";
    auto review = read_review(body, kind);
    if (!review) return review.error();
    review.value()["metadata"] = json::object{{"creationTimestamp", format_rfc3339(now)}};
    return with_status(std::move(review).value(), "authentication.k8s.io/v1", kind,
                       json::object{{"userInfo", to_tree(user)}});
}

}  // namespace keelson::http
