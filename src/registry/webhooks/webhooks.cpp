#include "registry/webhooks/webhooks.hpp"

#include "api/json.hpp"

#include <keelson/api/meta_v1.hpp>
#include <keelson/api/values.hpp>

#include <algorithm>

namespace keelson {
namespace {

bool lists(std::vector<std::string> const& all, std::string_view wanted) {
    return std::any_of(all.begin(), all.end(), [&](auto const& one) { return one == "*" || one == wanted; });
}

/// "pods" is the object, "pods/log" one subresource, "pods/*" all of them with the object, "*/log" that of every
/// resource, "*" every resource without subresources, "*/*" everything.
bool lists_resource(std::vector<std::string> const& all, std::string_view plural, std::string_view subresource) {
    return std::any_of(all.begin(), all.end(), [&](std::string_view one) {
        auto const slash = one.find('/');
        auto const resource = one.substr(0, slash);
        auto const below = slash == std::string_view::npos ? std::string_view() : one.substr(slash + 1);
        return (resource == "*" || resource == plural) && (below == "*" || below == subresource);
    });
}

std::vector<std::string> texts(json::value const& from, std::string_view field) {
    std::vector<std::string> all;
    auto const* const list = find_path(from, {field});
    if (!list || !list->is_array()) return all;
    for (auto const& one : list->get_array()) {
        if (one.is_string()) all.emplace_back(one.get_string());
    }
    return all;
}

Selector selector_at(json::value const& from, std::string_view field) {
    auto const* const stated = find_path(from, {field});
    if (!stated || !stated->is_object()) return {};
    auto const read = decode_tree<LabelSelector>(*stated);
    auto selector = read ? Selector::from(*read) : Result<Selector>(read.error());
    return selector ? std::move(*selector) : Selector::nothing();
}

std::int64_t number_at(json::value const& from, std::initializer_list<std::string_view> path, std::int64_t otherwise) {
    auto const* const stated = find_path(from, path);
    return stated && stated->is_int64() ? stated->get_int64() : otherwise;
}

Webhook read_webhook(json::value const& from, Webhook::Kind kind, Object const& configuration) {
    Webhook made;
    made.kind = kind;
    made.name = string_at(from, {"name"});
    made.id =
        configuration.index().uid + "/" + std::to_string(configuration.index().resource_version) + "/" + made.name;
    if (auto const* const rules = find_path(from, {"rules"}); rules && rules->is_array()) {
        for (auto const& rule : rules->get_array())
            made.rules.push_back({texts(rule, "apiGroups"), texts(rule, "apiVersions"), texts(rule, "resources"),
                                  texts(rule, "operations"), std::string(string_at(rule, {"scope"}))});
    }
    made.namespaces = selector_at(from, "namespaceSelector");
    made.objects = selector_at(from, "objectSelector");
    made.exact = string_at(from, {"matchPolicy"}) == "Exact";
    made.must_succeed = string_at(from, {"failurePolicy"}) != "Ignore";
    auto const effects = string_at(from, {"sideEffects"});
    made.may_dry_run = effects == "None" || effects == "NoneOnDryRun";
    made.asked_again = string_at(from, {"reinvocationPolicy"}) == "IfNeeded";
    auto const versions = texts(from, "admissionReviewVersions");
    made.speaks_v1 = std::find(versions.begin(), versions.end(), "v1") != versions.end();
    made.timeout_seconds = static_cast<int>(number_at(from, {"timeoutSeconds"}, 10));
    made.url = string_at(from, {"clientConfig", "url"});
    made.service = string_at(from, {"clientConfig", "service", "name"});
    made.service_namespace = string_at(from, {"clientConfig", "service", "namespace"});
    made.service_path = string_at(from, {"clientConfig", "service", "path"});
    made.service_port = number_at(from, {"clientConfig", "service", "port"}, 443);
    if (auto authority = decode_base64(string_at(from, {"clientConfig", "caBundle"})))
        made.authority = std::move(*authority);
    return made;
}

void read_configurations(std::string_view resource, Webhook::Kind kind, State const& state, KindTable const& kinds,
                         std::vector<Webhook>& all) {
    auto const* const served = kinds.by_resource(resource);
    if (!served) return;
    for (auto const& configuration : state.list(*served->kind, {})) {  // by name
        auto const tree = parse_json(configuration->bytes());
        auto const* const hooks = tree ? find_path(*tree, {"webhooks"}) : nullptr;
        if (!hooks || !hooks->is_array()) continue;
        for (auto const& one : hooks->get_array()) all.push_back(read_webhook(one, kind, *configuration));
    }
}

}  // namespace

std::string_view admission_name(AdmissionVerb verb) {
    switch (verb) {
        case AdmissionVerb::create: return "CREATE";
        case AdmissionVerb::update: return "UPDATE";
        case AdmissionVerb::remove: return "DELETE";
        case AdmissionVerb::connect: return "CONNECT";
    }
    return {};
}

bool WebhookRule::matches(AdmissionVerb verb, std::string_view group, std::string_view version, std::string_view plural,
                          std::string_view subresource, bool in_namespace) const {
    if (scope == "Namespaced" && !in_namespace) return false;
    if (scope == "Cluster" && in_namespace) return false;
    return lists(operations, admission_name(verb)) && lists(groups, group) &&
           (version.empty() || lists(versions, version)) && lists_resource(resources, plural, subresource);
}

std::shared_ptr<Kind const> Webhook::form_for(AdmissionVerb verb, ServedKind const& stored, keelson::Kind const& form,
                                              std::string_view subresource, KindTable const& kinds_table) const {
    // Most requests are about none: found out before anything else is looked up.
    bool const maybe = std::any_of(rules.begin(), rules.end(), [&](auto const& rule) {
        return rule.matches(verb, form.group, {}, form.plural, subresource, form.namespaced());
    });
    if (!maybe) return nullptr;
    auto const matches = [&](keelson::Kind const& one) {
        return std::any_of(rules.begin(), rules.end(), [&](auto const& rule) {
            return rule.matches(verb, one.group, one.version, one.plural, subresource, one.namespaced());
        });
    };
    auto const kinds = kinds_table.now();
    if (matches(form)) {
        auto const* const asked = kinds->at(form.group, form.version, form.plural);
        return asked && asked->kind.get() == &form ? asked->kind : stored.kind;
    }
    if (exact) return nullptr;
    for (auto const& one : kinds->served()) {
        if (one->plural != stored.kind->plural || one->group != stored.kind->group) continue;
        auto const* const served = kinds->at(one->group, one->version, one->plural);
        if (served && kinds->stored(*served) == &stored && matches(*one)) return one;
    }
    return nullptr;
}

Webhooks read_webhooks(State const& state, KindTable const& kinds) {
    Webhooks made;
    read_configurations(mutating_webhooks_resource, Webhook::Kind::mutating, state, kinds, made.mutating);
    read_configurations(validating_webhooks_resource, Webhook::Kind::validating, state, kinds, made.validating);
    return made;
}

Result<WebhookAddress> find_webhook(Webhook const& hook, State const& state, KindTable const& kinds) {
    WebhookAddress found;
    auto const time = "timeout=" + std::to_string(hook.timeout_seconds) + "s";
    if (hook.service.empty()) {
        found.url = hook.url + (hook.url.find('?') == std::string::npos ? "?" : "&") + time;
        return found;
    }
    auto const port = std::to_string(hook.service_port);
    auto const host = hook.service + "." + hook.service_namespace + ".svc";
    auto const path = hook.service_path.starts_with('/') ? hook.service_path : "/" + hook.service_path;
    found.url = "https://" + host + ":" + port + path + "?" + time;
    auto const failed = [&](std::string const& why) {
        return Error(Errc::unavailable, "Post \"" + found.url + "\": " + why);
    };
    auto const service = state.get(*kinds.by_resource("services")->kind, hook.service_namespace, hook.service);
    if (!service) return failed("service \"" + hook.service + "\" not found");
    auto const tree = parse_json(service->bytes());
    if (!tree) return tree.error();
    if (string_at(*tree, {"spec", "type"}) == "ExternalName") {
        found.connect_to = std::string(string_at(*tree, {"spec", "externalName"})) + ":" + port;
        return found;
    }
    auto const* const ports = find_path(*tree, {"spec", "ports"});
    bool const listed = ports && ports->is_array() &&
                        std::any_of(ports->get_array().begin(), ports->get_array().end(), [&](json::value const& one) {
                            return number_at(one, {"port"}, 0) == hook.service_port;
                        });
    if (!listed) return failed("no service port " + port + " found for service \"" + hook.service + "\"");
    auto const ip = std::string(string_at(*tree, {"spec", "clusterIP"}));
    if (ip.empty() || ip == "None") return failed("service \"" + hook.service + "\" has no address of its own");
    found.connect_to = (ip.find(':') == std::string::npos ? ip : "[" + ip + "]") + ":" + port;
    return found;
}

}  // namespace keelson
