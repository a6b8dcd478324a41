#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr std::string_view url_form = "; desired format: https://host[/path]";
constexpr std::int64_t timeout_seconds_max = 30;
constexpr std::string_view no_cel = "expressions in CEL cannot be evaluated by this server: use a webhook";

/// "webhook.example.com": at least three parts.
void validate_full_name(FieldView const& name, FieldErrors& errors) {
    if (!name.given()) return errors.required(name.path());
    auto const complaints = check_dns_subdomain(name.string());
    if (!complaints.empty()) return report(errors, name, complaints);
    if (std::count(name.string().begin(), name.string().end(), '.') < 2)
        errors.invalid(name.path(), name.text(), "should be a domain with at least three segments separated by dots");
}

void validate_url(FieldView const& field, FieldErrors& errors) {
    auto url = field.string();
    auto const wrong = [&](std::string_view part, std::string_view why) {
        errors.invalid(field.path(), FieldErrors::quoted(part), why);
    };
    bool const printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c != 0x7f; });
    auto const colon = url.find("://");
    auto const scheme = colon == std::string_view::npos ? std::string_view() : url.substr(0, colon);
    if (!printable) return wrong(url, "url must be a valid URL" + std::string(url_form));
    if (scheme != "https") wrong(scheme, "'https' is the only allowed URL scheme" + std::string(url_form));
    if (colon == std::string_view::npos) return;
    url.remove_prefix(colon + 3);
    if (auto const hash = url.find('#'); hash != std::string_view::npos) {
        if (hash + 1 < url.size()) wrong(url.substr(hash + 1), "fragments are not permitted in the URL");
        url = url.substr(0, hash);
    }
    if (auto const mark = url.find('?'); mark != std::string_view::npos) {
        if (mark + 1 < url.size()) wrong(url.substr(mark + 1), "query parameters are not permitted in the URL");
        url = url.substr(0, mark);
    }
    auto host = url.substr(0, url.find('/'));
    if (auto const at = host.rfind('@'); at != std::string_view::npos) {
        wrong(host.substr(0, at), "user information is not permitted in the URL");
        host.remove_prefix(at + 1);
    }
    if (host.empty()) wrong(host, "host must be specified" + std::string(url_form));
}

void validate_path(FieldView const& field, FieldErrors& errors) {
    auto path = field.string();
    if (path.empty() || path == "/") return;
    if (!path.starts_with('/')) return errors.invalid(field.path(), field.text(), "must start with a '/'");
    path.remove_prefix(1);
    if (path.ends_with('/') && path.size() > 1) path.remove_suffix(1);
    for (std::size_t i = 0;; ++i) {
        auto const slash = path.find('/');
        auto const segment = path.substr(0, slash);
        auto const where = "segment[" + std::to_string(i) + "]";
        if (segment.empty() || path == "/") {
            errors.invalid(field.path(), field.text(), where + " may not be empty");
        } else {
            for (auto const& complaint : check_dns_subdomain(segment))
                errors.invalid(field.path(), field.text(), where + ": " + complaint);
        }
        if (slash == std::string_view::npos) return;
        path.remove_prefix(slash + 1);
    }
}

void validate_client(FieldView const& client, FieldErrors& errors) {
    auto const url = client["url"], service = client["service"];
    if (url.present() == service.present())
        return errors.required(client.path(), "exactly one of url or service is required");
    if (url.present()) return validate_url(url, errors);
    auto const name = service["name"], space = service["namespace"], port = service["port"], path = service["path"];
    if (!name.given()) errors.required(name.path(), "service name is required");
    if (!space.given()) errors.required(space.path(), "service namespace is required");
    if (auto const number = port.integer()) {
        for (auto const& complaint : check_port(*number))
            errors.invalid(port.path(), port.text(), "port is not valid: " + complaint);
    }
    validate_path(path, errors);
}

bool lists(FieldView const& list, std::string_view wanted) {
    for (auto const one : list) {
        if (one.string() == wanted) return true;
    }
    return false;
}

/// A list that "*" must be alone in.
void validate_list(FieldView const& list, std::string_view what, FieldErrors& errors) {
    if (list.size() == 0) return errors.required(list.path());
    if (list.size() > 1 && lists(list, "*"))
        errors.invalid(list.path(), list.text(), "if '*' is present, must not specify other " + std::string(what));
}

void validate_resources(FieldView const& resources, FieldErrors& errors) {
    if (resources.size() == 0) return errors.required(resources.path());
    if (resources.size() > 1 && lists(resources, "*/*"))
        errors.invalid(resources.path(), resources.text(), "if '*/*' is present, must not specify other resources");
    for (auto const one : resources) {
        auto const text = one.string();
        if (text.empty()) {
            errors.required(one.path());
            continue;
        }
        auto const slash = text.find('/');
        auto const resource = std::string(text.substr(0, slash));
        auto const below = slash == std::string_view::npos ? std::string() : std::string(text.substr(slash + 1));
        for (auto const& covering : {resource + "/*", "*/" + below}) {
            if (slash == std::string_view::npos || covering == text || text == "*/*" || !lists(resources, covering))
                continue;
            errors.invalid(one.path(), one.text(),
                           "if '" + covering + "' is present, must not specify " + std::string(text));
        }
        if (slash == std::string_view::npos && text != "*" && lists(resources, "*"))
            errors.invalid(one.path(), one.text(), "if '*' is present, must not specify " + std::string(text));
    }
}

void validate_rule(FieldView const& rule, FieldErrors& errors) {
    auto const operations = rule["operations"], versions = rule["apiVersions"], scope = rule["scope"];
    validate_list(operations, "operations", errors);
    for (auto const one : operations) {
        static std::set<std::string_view> const known{"*", "CONNECT", "CREATE", "DELETE", "UPDATE"};
        if (!known.contains(one.string()))
            errors.not_supported(one.path(), one.string(), {"*", "CONNECT", "CREATE", "DELETE", "UPDATE"});
    }
    auto const groups = rule["apiGroups"];
    validate_list(groups, "API groups", errors);
    validate_list(versions, "API versions", errors);
    for (auto const one : versions) {
        if (!one.given()) errors.required(one.path());
    }
    auto const resources = rule["resources"];
    validate_resources(resources, errors);
    if (scope.given() && scope.string() != "*" && scope.string() != "Cluster" && scope.string() != "Namespaced")
        errors.not_supported(scope.path(), scope.string(), {"*", "Cluster", "Namespaced"});
}

void validate_versions(FieldView const& versions, FieldErrors& errors) {
    if (versions.size() == 0) return errors.required(versions.path(), "must specify v1");
    std::set<std::string_view> seen;
    for (auto const one : versions) {
        if (!seen.insert(one.string()).second) {
            errors.invalid(one.path(), one.text(), "duplicate version");
            continue;
        }
        report(errors, one, check_dns_1035_label(one.string()));
    }
    if (!seen.contains("v1")) errors.invalid(versions.path(), versions.text(), "must include at least one of v1");
}

void validate_choice(FieldView const& field, std::vector<std::string_view> const& allowed, FieldErrors& errors) {
    if (field.present() && std::find(allowed.begin(), allowed.end(), field.string()) == allowed.end())
        errors.not_supported(field.path(), field.string(), allowed);
}

void validate_webhook(FieldView const& hook, FieldErrors& errors) {
    auto const name = hook["name"], client = hook["clientConfig"], rules = hook["rules"], effects = hook["sideEffects"],
               timeout = hook["timeoutSeconds"], versions = hook["admissionReviewVersions"],
               conditions = hook["matchConditions"];
    validate_full_name(name, errors);
    for (auto const rule : rules) validate_rule(rule, errors);
    validate_choice(hook["failurePolicy"], {"Fail", "Ignore"}, errors);
    validate_choice(hook["matchPolicy"], {"Equivalent", "Exact"}, errors);
    validate_choice(hook["reinvocationPolicy"], {"IfNeeded", "Never"}, errors);
    if (!effects.given()) {
        errors.required(effects.path(), "must specify one of None, NoneOnDryRun");
    } else {
        validate_choice(effects, {"None", "NoneOnDryRun"}, errors);
    }
    if (auto const seconds = timeout.integer(); seconds && (*seconds < 1 || *seconds > timeout_seconds_max))
        errors.invalid(timeout.path(), timeout.text(), "the timeout value must be between 1 and 30 seconds");
    for (auto const* const field : {"namespaceSelector", "objectSelector"}) {
        auto const selector = hook[field];
        if (selector.present()) validate_label_selector(selector, errors);
    }
    validate_client(client, errors);
    validate_versions(versions, errors);
    if (conditions.size() != 0) errors.forbidden(conditions.path(), no_cel);
}

void validate_configuration(json::object const& configuration, FieldErrors& errors) {
    FieldView const hooks(find(configuration, "webhooks"), "webhooks");
    std::set<std::string_view> names;
    for (auto const hook : hooks) {
        validate_webhook(hook, errors);
        auto const name = hook["name"];
        if (name.given() && !names.insert(name.string()).second) errors.duplicate(name.path(), name.text());
    }
}

bool webhooks_change(json::object const& object, json::object const& old) { return !same(object, old, "webhooks"); }

void refuse_policy(json::object const&, FieldErrors& errors) { errors.forbidden("spec", no_cel); }

}  // namespace

KindRules const& webhook_configurations() {
    static constexpr KindRules rules{.generation_changes = webhooks_change, .validate = validate_configuration};
    return rules;
}

KindRules const& admission_policies() {
    static constexpr KindRules rules{.validate_create = refuse_policy};
    return rules;
}

}  // namespace keelson::rules
