#include "http/reviews.hpp"
#include "http/tokens.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr std::int64_t seconds_default = 3600, seconds_min = 600, seconds_max = std::int64_t{1} << 32;

Error invalid(std::string field, std::string message) {
    Error error(Errc::invalid, field + ": " + message);
    error.causes.push_back({"FieldValueInvalid", std::move(message), std::move(field)});
    return error;
}

std::vector<std::string> strings_at(json::value const& tree, std::initializer_list<std::string_view> path) {
    std::vector<std::string> texts;
    auto const* const found = find_path(tree, path);
    if (found == nullptr || !found->is_array()) return texts;
    for (auto const& entry : found->get_array()) {
        if (entry.is_string()) texts.emplace_back(entry.get_string());
    }
    return texts;
}

json::array to_array(std::vector<std::string> const& texts) {
    json::array array;
    for (auto const& text : texts) array.emplace_back(text);
    return array;
}

/// Fills in what the token is bound to.
Result<> bind(json::value const& tree, TokenClaims& claims, FindBound const& find) {
    auto const kind = string_at(tree, {"spec", "boundObjectRef", "kind"});
    auto const name = string_at(tree, {"spec", "boundObjectRef", "name"});
    auto const uid = string_at(tree, {"spec", "boundObjectRef", "uid"});
    if (kind != "Pod" && kind != "Secret" && kind != "Node") {
        return Error(Errc::bad_request, "cannot bind token for object of type " + std::string(kind));
    }
    auto const found = find(kind, name);
    if (!found) return found.error();
    auto const& object = found.value();
    if (!uid.empty() && uid != object.uid) {
        return Error(Errc::conflict, "the UID in the bound object reference (" + std::string(uid) +
                                         ") does not match the UID in record. The object might have been deleted and "
                                         "then recreated");
    }
    TokenObject const bound{std::string(name), object.uid};
    if (kind == "Pod") {
        auto const& account = object.service_account;
        if (account != claims.service_account.name) {
            return Error(Errc::bad_request, "cannot bind token for serviceaccount \"" + claims.service_account.name +
                                                "\" to pod running with different serviceaccount name");
        }
        claims.pod = bound;
        claims.node = object.node;
    } else if (kind == "Secret") {
        claims.secret = bound;
    } else {
        claims.node = bound;
    }
    return {};
}

}  // namespace

Result<std::string> answer_token_request(TokenSigner const& signer, std::string_view namespace_,
                                         TokenObject const& service_account, std::string_view body,
                                         FindBound const& find, Time now, Entropy& entropy) {
    auto read = read_review(body, "TokenRequest");
    if (!read) return read.error();
    json::value const tree = std::move(read).value();
    auto lifetime = seconds_default;
    if (auto const* const wanted = find_path(tree, {"spec", "expirationSeconds"});
        wanted != nullptr && !wanted->is_null()) {
        boost::system::error_code error;
        lifetime = wanted->is_number() ? wanted->to_number<std::int64_t>(error) : 0;
        if (error || lifetime < seconds_min) {
            return invalid("spec.expirationSeconds", "Invalid value: may not specify a duration less than 10 minutes");
        }
        if (lifetime > seconds_max) {
            return invalid("spec.expirationSeconds",
                           "Invalid value: may not specify a duration larger than 2^32 seconds");
        }
    }
    TokenClaims claims;
    claims.namespace_ = namespace_;
    claims.service_account = service_account;
    claims.audiences = strings_at(tree, {"spec", "audiences"});
    if (claims.audiences.empty()) claims.audiences = {signer.issuer()};
    if (auto const* const bound = find_path(tree, {"spec", "boundObjectRef"}); bound != nullptr && bound->is_object()) {
        if (auto const done = bind(tree, claims, find); !done) return done.error();
    }
    claims.issued = claims.not_before = now.whole_seconds();
    claims.expires = claims.issued + std::chrono::seconds(lifetime);
    claims.id = entropy.uuid();
    auto token = signer.issue(claims);
    if (!token) return token.error();
    json::object spec{{"audiences", to_array(claims.audiences)}, {"expirationSeconds", lifetime}};
    if (auto const* const bound = find_path(tree, {"spec", "boundObjectRef"})) spec["boundObjectRef"] = *bound;
    return canonical(json::object{
        {"apiVersion", "authentication.k8s.io/v1"},
        {"kind", "TokenRequest"},
        {"metadata",
         json::object{
             {"name", service_account.name}, {"namespace", namespace_}, {"creationTimestamp", format_rfc3339(now)}}},
        {"spec", std::move(spec)},
        {"status", json::object{{"expirationTimestamp", format_rfc3339(claims.expires)}, {"token", token.value()}}}});
}

Result<std::string> answer_token_review(std::string_view body, CheckToken const& check, std::string_view own_audience) {
    auto read = read_review(body, "TokenReview");
    if (!read) return read.error();
    json::value const tree = std::move(read).value();
    auto const token = string_at(tree, {"spec", "token"});
    if (token.empty()) return Error(Errc::bad_request, "token is required for TokenReview in authentication");
    auto wanted = strings_at(tree, {"spec", "audiences"});
    if (wanted.empty()) wanted = {std::string(own_audience)};
    json::object status;
    auto const checked = check(token);
    std::vector<std::string> audiences;
    if (checked) {
        auto const& good_for = checked.value().second;
        std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(audiences), [&](auto const& audience) {
            return std::find(good_for.begin(), good_for.end(), audience) != good_for.end();
        });
    }
    if (!checked) {
        status["error"] = checked.error().message;
    } else if (audiences.empty()) {
        status["error"] = "the token is for other audiences";
    } else {
        auto const& user = checked.value().first;
        json::object found{{"username", user.name}, {"groups", to_array(user.groups)}};
        if (!user.uid.empty()) found["uid"] = user.uid;
        json::object extra;
        for (auto const& [key, values] : user.extra) extra[key] = to_array(values);
        if (!extra.empty()) found["extra"] = std::move(extra);
        status["authenticated"] = true;
        status["user"] = std::move(found);
        status["audiences"] = to_array(audiences);
    }
    auto const* const spec = find_path(tree, {"spec"});
    return canonical(json::object{{"apiVersion", "authentication.k8s.io/v1"},
                                  {"kind", "TokenReview"},
                                  {"metadata", json::object{}},
                                  {"spec", *spec},
                                  {"status", std::move(status)}});
}

}  // namespace keelson::http
