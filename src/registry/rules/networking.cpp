#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/workloads.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <utility>

namespace keelson::rules {
namespace {

namespace json = boost::json;

void validate_backend(FieldView const& backend, FieldErrors& errors) {
    auto const service = backend["service"];
    auto const resource = backend["resource"];
    if (service.present() && resource.present())
        return errors.invalid(backend.path(), {}, "cannot set both resource and service backends");
    if (resource.present()) {
        for (std::string_view const field : {"kind", "name"})
            if (!resource[field].given()) errors.required(resource.path(field));
        return;
    }
    if (!service.present()) return errors.invalid(backend.path(), {}, "resource or service backend is required");
    auto const name = service["name"];
    if (!name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_1035_label(name.string()));
    }
    auto const port = service["port"];
    auto const number = port["number"];
    auto const port_name = port["name"];
    if (port_name.given() && number.given()) {
        errors.invalid(port.path(), {}, "cannot set both port name & port number");
    } else if (port_name.given()) {
        report(errors, port_name, check_port_name(port_name.string()));
    } else if (number.given()) {
        report(errors, number, check_port(number.number()));
    } else {
        errors.required(service.path(), "port name or number is required");
    }
}

void validate_ingress_path(FieldView const& path, FieldErrors& errors) {
    auto const type = path["pathType"];
    auto const text = path["path"];
    if (!type.given()) errors.required(type.path(), "pathType must be specified");
    bool const plain = type.string() == "Exact" || type.string() == "Prefix";
    if (plain && !text.string().starts_with('/')) report(errors, text, {"must be an absolute path"});
    if (plain) {
        for (std::string_view const part : {"//", "/./", "/../", "%2f", "%2F"})
            if (text.string().find(part) != std::string_view::npos)
                report(errors, text, {"must not contain '" + std::string(part) + "'"});
        for (std::string_view const end : {"/..", "/."})
            if (text.string().ends_with(end)) report(errors, text, {"cannot end with '" + std::string(end) + "'"});
    } else if (text.given() && !text.string().starts_with('/')) {
        report(errors, text, {"must be an absolute path"});
    }
    validate_backend(path["backend"], errors);
}

void validate_host(FieldView const& host, FieldErrors& errors) {
    if (!host.given()) return;
    auto name = host.string();
    if (is_ipv4(name) || is_ipv6(name)) return report(errors, host, {"must be a DNS name, not an IP address"});
    if (name.starts_with("*.")) name.remove_prefix(2);
    report(errors, host.path(), host.string(), check_dns_subdomain(name));
}

void validate_ingress(json::object const& ingress, FieldErrors& errors) {
    FieldView const spec(find(ingress, "spec"), "spec");
    auto const rules = spec["rules"];
    auto const backend = spec["defaultBackend"];
    if (rules.size() == 0 && !backend.present())
        errors.invalid(spec.path(), {}, "either `defaultBackend` or `rules` must be specified");
    if (backend.present()) validate_backend(backend, errors);
    for (auto const rule : rules) {
        validate_host(rule["host"], errors);
        auto const http = rule["http"];
        auto const paths = http["paths"];
        if (http.present() && paths.size() == 0) errors.required(paths.path());
        for (auto const path : paths) validate_ingress_path(path, errors);
    }
    for (auto const tls : spec["tls"])
        for (auto const host : tls["hosts"]) validate_host(host, errors);
    if (auto const name = spec["ingressClassName"]; name.present())
        report(errors, name, check_dns_subdomain(name.string()));
}

void validate_ingress_class(json::object const& object, FieldErrors& errors) {
    constexpr std::size_t longest = 250;
    FieldView const spec(find(object, "spec"), "spec");
    auto const controller = spec["controller"];
    auto const text = controller.string();
    auto const slash = text.find('/');
    if (!controller.given()) {
        errors.required(controller.path());
    } else if (slash == text.npos || slash == 0 || slash + 1 == text.size()) {
        report(errors, controller, {"must be a domain-prefixed path (such as \"acme.io/foo\")"});
    } else {
        report(errors, controller.path(), text, check_dns_subdomain(text.substr(0, slash)));
    }
    if (text.size() > longest) errors.too_long(controller.path(), longest);
    auto const parameters = spec["parameters"];
    if (!parameters.present()) return;
    for (std::string_view const field : {"kind", "name"})
        if (!parameters[field].given()) errors.required(parameters.path(field));
    auto const space = parameters["namespace"];
    bool const cluster = parameters["scope"].string() == "Cluster";
    if (cluster && space.given())
        errors.forbidden(space.path(), "parameters.namespace is forbidden when scope is set to 'Cluster'");
    if (!cluster && !space.given()) errors.required(space.path(), "parameters.scope is set to 'Namespace'");
}

void validate_ingress_class_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    validate_immutable(spec.fields(), before.fields(), "controller", "spec.controller", errors);
}

/// https://kubernetes.io/docs/concepts/services-networking/network-policies/
void network_policy_defaults(json::object& policy) {
    auto* const spec = find_object(policy, "spec");
    if (!spec || !is_empty(*spec, "policyTypes")) return;
    json::array types{"Ingress"};
    if (!is_empty(*spec, "egress")) types.push_back("Egress");
    (*spec)["policyTypes"] = std::move(types);
}

void validate_policy_port(FieldView const& port, FieldErrors& errors) {
    auto const number = port["port"];
    auto const end = port["endPort"];
    if (number.is_string()) {
        report(errors, number, check_port_name(number.string()));
    } else if (number.present()) {
        report(errors, number, check_port(number.number()));
    }
    if (!end.present()) return;
    if (!number.present()) {
        errors.required(number.path(), "must be specified when `endPort` is specified");
    } else if (number.is_string()) {
        report(errors, number, {"may not be set when `endPort` is specified"});
    } else if (end.number() < number.number()) {
        report(errors, end, {"must be greater than or equal to `port`"});
    } else {
        report(errors, end, check_port(end.number()));
    }
}

void validate_peer(FieldView const& peer, FieldErrors& errors) {
    auto const pods = peer["podSelector"];
    auto const spaces = peer["namespaceSelector"];
    auto const block = peer["ipBlock"];
    if (pods.present()) validate_label_selector(pods, errors);
    if (spaces.present()) validate_label_selector(spaces, errors);
    if (!pods.present() && !spaces.present() && !block.present())
        return errors.required(peer.path(), "must specify a peer");
    if (!block.present()) return;
    if (pods.present() || spaces.present())
        errors.forbidden(peer.path(), "may not specify both ipBlock and another peer");
    auto const range = block["cidr"];
    if (!range.given()) {
        errors.required(range.path());
    } else {
        report(errors, range, check_cidr(range.string()));
    }
    for (auto const hole : block["except"]) report(errors, hole, check_cidr(hole.string()));
}

void validate_network_policy(json::object const& policy, FieldErrors& errors) {
    FieldView const spec(find(policy, "spec"), "spec");
    validate_label_selector(spec["podSelector"], errors);
    using Side = std::pair<std::string_view, std::string_view>;
    for (auto const& [list, peers] : {Side("ingress", "from"), Side("egress", "to")})
        for (auto const rule : spec[list]) {
            for (auto const port : rule["ports"]) validate_policy_port(port, errors);
            for (auto const peer : rule[peers]) validate_peer(peer, errors);
        }
    auto const types = spec["policyTypes"];
    if (types.size() > 2)
        return errors.invalid(types.path(), types.text(), "may not specify more than two policyTypes");
    for (auto const type : types)
        if (type.string() != "Ingress" && type.string() != "Egress")
            errors.not_supported(type.path(), type.string(), {"Egress", "Ingress"});
}

void validate_address(json::object const& object, FieldErrors& errors) {
    FieldView const metadata(find(object, "metadata"), "metadata");
    if (auto const name = metadata["name"]; name.given()) report(errors, name, check_ip(name.string()));
    FieldView const spec(find(object, "spec"), "spec");
    auto const parent = spec["parentRef"];
    if (!parent.present()) return errors.required(parent.path());
    for (std::string_view const field : {"resource", "name"})
        if (!parent[field].given()) errors.required(parent.path(field));
}

void validate_address_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    validate_immutable(spec.fields(), before.fields(), "parentRef", "spec.parentRef", errors);
}

}  // namespace

KindRules const& ingresses() {
    static constexpr KindRules rules{.generation_changes = spec_changes, .validate = validate_ingress};
    return rules;
}

KindRules const& ingress_classes() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .validate = validate_ingress_class,
                                     .validate_update = validate_ingress_class_update};
    return rules;
}

KindRules const& network_policies() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .after_defaults = network_policy_defaults,
                                     .validate = validate_network_policy};
    return rules;
}

KindRules const& ip_addresses() {
    static constexpr KindRules rules{
        .name = NameRule::path_segment, .validate = validate_address, .validate_update = validate_address_update};
    return rules;
}

}  // namespace keelson::rules
