#include "support/rules_subject.hpp"

#include <boost/json/serialize.hpp>

using namespace keelson;
using namespace keelson::test;

namespace {

constexpr Subject validating{"validatingwebhookconfigurations.admissionregistration.k8s.io",
                             "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
                             "{metadata: {name: checks}}"};
constexpr Subject mutating{"mutatingwebhookconfigurations.admissionregistration.k8s.io",
                           "MutatingWebhookConfiguration.admissionregistration.k8s.io", "{metadata: {name: changes}}"};
constexpr Subject policy{"validatingadmissionpolicies.admissionregistration.k8s.io",
                         "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
                         "{metadata: {name: rule}, spec: {validations: [{expression: 'true'}]}}"};
constexpr Subject binding{"mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                          "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io",
                          "{metadata: {name: rule}, spec: {policyName: rule}}"};

/// A configuration with one webhook that is right but for these fields.
std::string with(std::string const& change) {
    auto hook = yaml(
        "{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {url: "
        "'https://a.example.com'}, rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: "
        "[CREATE]}]}");
    merge(hook, yaml(change));
    return json::serialize(json::object{{"webhooks", json::array{hook}}});
}

std::string with_rule(std::string const& change) {
    auto rule = yaml("{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}");
    merge(rule, yaml(change));
    return with(json::serialize(json::object{{"rules", json::array{rule}}}));
}

void check_said(Subject const& subject, std::vector<std::pair<std::string, std::string>> const& rows) {
    for (auto const& [change, said] : rows) {
        auto const text = create(subject, change);
        INFO(change << "\n" << text);
        CHECK((said.empty() ? text.empty() : text.find(said) != std::string::npos));
    }
}

}  // namespace

TEST_CASE("rules: webhooks have a full name, say what they do, and speak v1") {
    CHECK(create(validating, "{}").empty());
    CHECK(create(validating, with("{}")).empty());
    check_said(
        validating,
        {{with("{name: null}"), "webhooks[0].name: Required value"},
         {with("{name: a.b}"),
          "webhooks[0].name: Invalid value: \"a.b\": should be a domain with at least three segments separated by "
          "dots"},
         {with("{sideEffects: null}"), "webhooks[0].sideEffects: Required value"},
         {with("{sideEffects: Some}"),
          "webhooks[0].sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\""},
         {with("{admissionReviewVersions: []}"),
          "webhooks[0].admissionReviewVersions: Required value: must specify v1"},
         {with("{admissionReviewVersions: [v1beta1]}"),
          "webhooks[0].admissionReviewVersions: Invalid value: [\"v1beta1\"]: must include at least one of v1"},
         {with("{admissionReviewVersions: [v1, v1]}"),
          "webhooks[0].admissionReviewVersions[1]: Invalid value: \"v1\": duplicate version"},
         {with("{timeoutSeconds: 31}"),
          "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds"},
         {with("{timeoutSeconds: 0}"), "webhooks[0].timeoutSeconds: Invalid value: 0: the timeout value"},
         {with("{failurePolicy: Maybe}"),
          "webhooks[0].failurePolicy: Unsupported value: \"Maybe\": supported values: \"Fail\", \"Ignore\""},
         {with("{matchPolicy: Roughly}"),
          "webhooks[0].matchPolicy: Unsupported value: \"Roughly\": supported values: \"Equivalent\", \"Exact\""},
         {with("{matchConditions: [{name: a, expression: 'true'}]}"),
          "webhooks[0].matchConditions: Forbidden: expressions in CEL cannot be evaluated by this server"}});
    check_said(mutating, {{with("{reinvocationPolicy: Always}"),
                           "webhooks[0].reinvocationPolicy: Unsupported value: \"Always\": supported values: "
                           "\"IfNeeded\", \"Never\""}});
    auto const defaulted = made(mutating, with("{}"));
    auto const& hook = find_path(defaulted, {"webhooks"})->as_array().at(0);
    CHECK(string_at(hook, {"reinvocationPolicy"}) == "Never");
    CHECK(string_at(hook, {"failurePolicy"}) == "Fail");
    CHECK(string_at(hook, {"matchPolicy"}) == "Equivalent");
    CHECK(find_path(hook, {"timeoutSeconds"})->as_int64() == 10);
    CHECK(string_at(find_path(hook, {"rules"})->as_array().at(0), {"scope"}) == "*");
}

TEST_CASE("rules: a webhook is found at an https URL or at a Service") {
    auto const at = [](std::string const& url) { return with("{clientConfig: {url: '" + url + "'}}"); };
    auto const service = [](std::string const& fields) {
        return with("{clientConfig: {url: null, service: {" + fields + "}}}");
    };
    auto const path = std::string("webhooks[0].clientConfig.");
    check_said(
        validating,
        {{with("{clientConfig: {url: null}}"),
          "webhooks[0].clientConfig: Required value: exactly one of url or service is required"},
         {with("{clientConfig: {service: {name: a, namespace: b}}}"), "exactly one of url or service is required"},
         {at("http://a.example.com"), path + "url: Invalid value: \"http\": 'https' is the only allowed URL scheme"},
         {at("https:///x"), path + "url: Invalid value: \"\": host must be specified"},
         {at("https://me@a.example.com"),
          path + "url: Invalid value: \"me\": user information is not permitted in the URL"},
         {at("https://a.example.com#x"), path + "url: Invalid value: \"x\": fragments are not permitted in the URL"},
         {at("https://a.example.com?x=1"),
          path + "url: Invalid value: \"x=1\": query parameters are not permitted in the URL"},
         {at("https://a.example.com:8443/x/y"), ""},
         {service("name: a, namespace: b"), ""},
         {service("namespace: b"), path + "service.name: Required value: service name is required"},
         {service("name: a"), path + "service.namespace: Required value: service namespace is required"},
         {service("name: a, namespace: b, port: 70000"),
          path + "service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive"},
         {service("name: a, namespace: b, path: x"),
          path + "service.path: Invalid value: \"x\": must start with a '/'"},
         {service("name: a, namespace: b, path: /x//y"),
          path + "service.path: Invalid value: \"/x//y\": segment[1] may not be empty"},
         {service("name: a, namespace: b, path: /x/y"), ""}});
}

TEST_CASE("rules: what a webhook's rules may say") {
    auto const path = std::string("webhooks[0].rules[0].");
    check_said(
        validating,
        {{with_rule("{operations: []}"), path + "operations: Required value"},
         {with_rule("{operations: ['*', CREATE]}"), "if '*' is present, must not specify other operations"},
         {with_rule("{operations: [READ]}"), path + "operations[0]: Unsupported value: \"READ\": supported values: "
                                                    "\"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\""},
         {with_rule("{apiGroups: []}"), path + "apiGroups: Required value"},
         {with_rule("{apiGroups: ['*', apps]}"), "if '*' is present, must not specify other API groups"},
         {with_rule("{apiVersions: ['']}"), path + "apiVersions[0]: Required value"},
         {with_rule("{resources: []}"), path + "resources: Required value"},
         {with_rule("{resources: ['*/*', pods]}"), "if '*/*' is present, must not specify other resources"},
         {with_rule("{resources: ['pods/*', pods/log]}"),
          path + "resources[1]: Invalid value: \"pods/log\": if 'pods/*' is present, must not specify pods/log"},
         {with_rule("{resources: ['*', '*/status']}"), ""},
         {with_rule("{scope: Galaxy}"),
          path + "scope: Unsupported value: \"Galaxy\": supported values: \"*\", \"Cluster\", \"Namespaced\""}});
    auto twice = yaml(with("{}"));
    twice.as_object()["webhooks"].as_array().push_back(json::value(twice.as_object()["webhooks"].as_array()[0]));
    check_said(validating, {{json::serialize(twice), "webhooks[1].name: Duplicate value: \"a.example.com\""}});
}

TEST_CASE("rules: policies of admission need CEL and are refused by name") {
    check_said(policy, {{"{}", "spec: Forbidden: expressions in CEL cannot be evaluated by this server"}});
    check_said(binding, {{"{}", "spec: Forbidden: expressions in CEL cannot be evaluated by this server"}});
}
