#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

bool is_headless(FieldView const& spec) {
    auto const addresses = spec["clusterIPs"];
    auto const first = addresses[0];
    return addresses.size() == 1 && first.string() == "None";
}
bool is_external(FieldView const& spec) { return spec["type"].string() == "ExternalName"; }
bool has_node_ports(FieldView const& spec) {
    return spec["type"].string() == "NodePort" || spec["type"].string() == "LoadBalancer";
}
bool is_reached_from_outside(FieldView const& spec) {
    return has_node_ports(spec) || (spec["type"].string() == "ClusterIP" && spec["externalIPs"].given());
}

void before_defaults(json::object& service) {
    auto* const spec = find_object(service, "spec");
    if (!spec) return;
    for (std::string_view const field : {"type", "sessionAffinity"})
        if (spec->contains(field) && is_empty(*spec, field)) spec->erase(field);
    if (auto* const ports = find_list(*spec, "ports"))
        for (auto& port : *ports)
            if (port.is_object() && is_empty(port.get_object(), "protocol")) port.get_object().erase("protocol");
}

void after_defaults(json::object& service) {
    auto* const spec = find_object(service, "spec");
    if (!spec) return;
    FieldView const view(find(service, "spec"), "spec");
    if (auto* const ports = find_list(*spec, "ports"))
        for (auto& port : *ports)
            if (port.is_object() && port.get_object().contains("port"))
                set_default(port.get_object(), "targetPort", port.get_object()["port"]);
    std::string const affinity(string_of(*spec, "sessionAffinity"));  // a member that is added moves the others
    if (affinity == "None") spec->erase("sessionAffinityConfig");
    if (affinity == "ClientIP") {
        constexpr std::int64_t three_hours = 10800;
        auto& config = ensure_object(ensure_object(*spec, "sessionAffinityConfig"), "clientIP");
        if (!config.contains("timeoutSeconds")) config["timeoutSeconds"] = three_hours;
    }
    if (is_reached_from_outside(view)) set_default(*spec, "externalTrafficPolicy", "Cluster");
    if (!is_external(view) && !spec->contains("internalTrafficPolicy")) (*spec)["internalTrafficPolicy"] = "Cluster";
    if (view["type"].string() == "LoadBalancer" && !spec->contains("allocateLoadBalancerNodePorts"))
        (*spec)["allocateLoadBalancerNodePorts"] = true;
}

/// One address may be written in two places, and its family in a third.
void complete_addresses(json::object& spec) {
    FieldView const type(find(spec, "type"), "type");
    if (type.string() == "ExternalName") return;
    std::string const address(string_of(spec, "clusterIP"));
    if (!address.empty() && is_empty(spec, "clusterIPs")) spec["clusterIPs"] = {json::string(address)};
    set_default(spec, "ipFamilies", {is_ipv6(address) ? "IPv6" : "IPv4"});
    set_default(spec, "ipFamilyPolicy", "SingleStack");
}

void prepare_create(json::object& service, std::string_view) { complete_addresses(ensure_object(service, "spec")); }

/// Takes over what was given to the Service when it was made, and lets go of it when its type changes.
void prepare_update(json::object& service, json::object const& old) {
    auto* const spec = find_object(service, "spec");
    FieldView const now(find(service, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    if (!spec || !before.present()) return;
    auto const keep = [&](std::string_view field) {
        if (is_empty(*spec, field) && before[field].given()) (*spec)[field] = *before[field].json();
    };
    auto const let_go = [&](std::string_view field) {
        if (same(*spec, before.fields(), field)) spec->erase(field);
    };
    if (!is_external(now) && !is_external(before)) {
        // A new clusterIP alone means the list, too.
        bool const renamed = !is_empty(*spec, "clusterIP") && !same(*spec, before.fields(), "clusterIP");
        if (renamed && same(*spec, before.fields(), "clusterIPs")) spec->erase("clusterIPs");
        if (is_empty(*spec, "clusterIP") && is_empty(*spec, "clusterIPs")) {
            keep("clusterIP");
            keep("clusterIPs");
        }
        keep("ipFamilies");
        keep("ipFamilyPolicy");
    } else if (is_external(now)) {
        for (std::string_view const field : {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) let_go(field);
    }
    auto* const ports = find_list(*spec, "ports");
    auto const old_ports = before["ports"];
    for (std::size_t i = 0; ports && i < ports->size(); ++i) {
        if (!(*ports)[i].is_object()) continue;
        auto& port = (*ports)[i].get_object();
        for (auto const old_port : old_ports) {
            bool const alike = same(port, old_port.fields(), "port") && same(port, old_port.fields(), "protocol");
            if (!alike || !old_port["nodePort"].given()) continue;
            if (has_node_ports(now) && has_node_ports(before))
                set_default(port, "nodePort", *old_port["nodePort"].json());
            if (!has_node_ports(now) && same(port, old_port.fields(), "nodePort")) port.erase("nodePort");
        }
    }
    if (!is_reached_from_outside(now)) let_go("externalTrafficPolicy");
    if (now["type"].string() == "LoadBalancer") {
        keep("healthCheckNodePort");
    } else {
        for (std::string_view const field :
             {"allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"})
            let_go(field);
    }
    complete_addresses(*spec);
}

void validate_port(FieldView const& port, bool named, std::set<std::string_view>& names, FieldErrors& errors) {
    auto const name = port["name"];
    if (!name.given()) {
        if (named) errors.required(name.path());
    } else {
        report(errors, name, check_dns_label(name.string()));
        if (!names.insert(name.string()).second) errors.duplicate(name.path(), name.text());
    }
    auto const number = port["port"];
    if (auto const wrong = check_port(number.number()); !wrong.empty())
        errors.invalid(number.path(), std::to_string(number.number()), wrong.front());
    auto const target = port["targetPort"];
    if (target.present())
        report(errors, target, target.is_string() ? check_port_name(target.string()) : check_port(target.number()));
    if (auto const protocol = port["appProtocol"]; protocol.present())
        report(errors, protocol, check_qualified_name(protocol.string()));
}

void validate_ports(FieldView const& spec, FieldErrors& errors) {
    auto const ports = spec["ports"];
    if (ports.size() == 0 && !is_headless(spec) && !is_external(spec)) errors.required(ports.path());
    std::set<std::string_view> names;
    std::set<std::pair<std::string_view, std::int64_t>> numbers, node_ports;
    for (auto const port : ports) {
        validate_port(port, ports.size() > 1, names, errors);
        auto const protocol = port["protocol"].string();
        auto const number = port["port"].number();
        if (!numbers.emplace(protocol, number).second)
            errors.duplicate(port.path(), "{\"protocol\":" + FieldErrors::quoted(protocol) +
                                              ",\"port\":" + std::to_string(number) + "}");
        auto const node = port["nodePort"];
        if (!node.given()) continue;
        if (!node_ports.emplace(protocol, node.number()).second) errors.duplicate(node.path(), node.text());
        if (spec["type"].string() == "ClusterIP")
            errors.forbidden(node.path(), "may not be used when `type` is 'ClusterIP'");
        else if (node.number() < 30000 || node.number() > 32767)
            report(errors, node, {"provided port is not in the valid range. The range of valid ports is 30000-32767"});
    }
}

void validate_addresses(FieldView const& spec, FieldErrors& errors) {
    auto const address = spec["clusterIP"];
    auto const addresses = spec["clusterIPs"];
    auto const families = spec["ipFamilies"];
    auto const first = addresses[0];
    if (address.given()) {
        if (addresses.size() == 0) {
            errors.required(addresses.path());
        } else if (first.string() != address.string()) {
            report(errors, addresses, {"first value must match `clusterIP`"});
        }
    } else if (addresses.size() != 0) {
        report(errors, addresses, {"must be empty when `clusterIP` is not specified"});
    }
    std::set<std::string_view> seen;
    for (auto const family : families) {
        if (family.string() != "IPv4" && family.string() != "IPv6")
            errors.not_supported(family.path(), family.string(), {"IPv4", "IPv6"});
        if (!seen.insert(family.string()).second) errors.duplicate(family.path(), family.text());
    }
    if (auto const policy = spec["ipFamilyPolicy"]; policy.present()) {
        auto const text = policy.string();
        if (text != "SingleStack" && text != "PreferDualStack" && text != "RequireDualStack")
            errors.not_supported(policy.path(), text, {"PreferDualStack", "RequireDualStack", "SingleStack"});
    }
    bool wrong = false;
    std::size_t v4 = 0;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        auto const one = addresses[i];
        auto const text = one.string();
        if (i == 0 && text == "None") {
            if (addresses.size() == 1) continue;
            wrong = true;
            report(errors, addresses, {"'None' must be the first and only value"});
            continue;
        }
        auto const complaints = check_ip(text);
        report(errors, one, complaints);
        wrong = wrong || !complaints.empty();
        v4 += is_ipv4(text);
    }
    if (addresses.size() > 2) report(errors, addresses, {"may only hold up to 2 values"});
    if (wrong) return;
    if (addresses.size() == 2 && v4 != 1)
        report(errors, addresses, {"may specify no more than one IP for each IP family"});
    for (std::size_t i = 0; i < addresses.size() && i < families.size() && !is_headless(spec); ++i) {
        auto const one = addresses[i];
        auto const family = families[i];
        auto const expected = family.string();
        if ((expected == "IPv4" && !is_ipv4(one.string())) || (expected == "IPv6" && !is_ipv6(one.string())))
            report(errors, one,
                   {"expected an " + std::string(expected) + " value as indicated by `ipFamilies[" + std::to_string(i) +
                    "]`"});
    }
}

void validate_external_name(FieldView const& spec, FieldErrors& errors) {
    for (std::string_view const field : {"clusterIPs", "ipFamilies", "ipFamilyPolicy"})
        if (spec[field].given()) errors.forbidden(spec.path(field), "may not be set for ExternalName services");
    auto const name = spec["externalName"];
    auto text = name.string();
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.empty()) {
        errors.required(name.path());
    } else {
        report(errors, name.path(), text, check_dns_subdomain(text));
    }
}

void validate_affinity_config(FieldView const& spec, FieldErrors& errors) {
    constexpr std::int64_t a_day = 86400;
    auto const config = spec["sessionAffinityConfig"];
    auto const affinity = spec["sessionAffinity"].string();
    if (affinity == "None" && config.present())
        errors.forbidden(config.path(), "must not be set when session affinity is None");
    if (affinity != "ClientIP") return;
    auto const client = config["clientIP"];
    auto const timeout = client["timeoutSeconds"];
    if (!timeout.present()) {
        errors.required(timeout.path(), "when session affinity type is ClientIP");
    } else if (timeout.number() <= 0 || timeout.number() > a_day) {
        report(errors, timeout, {"must be greater than 0 and less than 86400"});
    }
}

void validate_traffic(FieldView const& spec, FieldErrors& errors) {
    auto const outside = spec["externalTrafficPolicy"];
    if (!is_reached_from_outside(spec)) {
        if (outside.given()) report(errors, outside, {"may only be set for externally-accessible services"});
    } else if (outside.given() && outside.string() != "Cluster" && outside.string() != "Local") {
        errors.not_supported(outside.path(), outside.string(), {"Cluster", "Local"});
    }
    auto const inside = spec["internalTrafficPolicy"];
    if (inside.present() && inside.string() != "Cluster" && inside.string() != "Local")
        errors.not_supported(inside.path(), inside.string(), {"Cluster", "Local"});
    auto const distribution = spec["trafficDistribution"];
    if (distribution.present() && distribution.string() != "PreferClose" && distribution.string() != "PreferSameZone" &&
        distribution.string() != "PreferSameNode")
        errors.not_supported(distribution.path(), distribution.string(),
                             {"PreferClose", "PreferSameZone", "PreferSameNode"});
}

void validate_balancer(FieldView const& spec, FieldErrors& errors) {
    bool const balanced = spec["type"].string() == "LoadBalancer";
    for (std::string_view const field : {"allocateLoadBalancerNodePorts", "loadBalancerClass"})
        if (!balanced && spec[field].present())
            errors.forbidden(spec.path(field), "may only be used when `type` is 'LoadBalancer'");
    if (auto const name = spec["loadBalancerClass"]; balanced && name.present())
        report(errors, name, check_qualified_name(name.string()));
    auto const ranges = spec["loadBalancerSourceRanges"];
    if (ranges.given() && !balanced)
        errors.forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
    for (auto const range : ranges) {
        auto text = range.string();
        while (text.starts_with(' ')) text.remove_prefix(1);
        while (text.ends_with(' ')) text.remove_suffix(1);
        report(errors, range, check_cidr(text));
    }
    auto const health = spec["healthCheckNodePort"];
    if (!health.given()) return;
    if (balanced && spec["externalTrafficPolicy"].string() == "Local") {
        report(errors, health, check_port(health.number()));
    } else {
        report(errors, health,
               {"may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"});
    }
}

void validate(json::object const& service, FieldErrors& errors) {
    FieldView const spec(find(service, "spec"), "spec");
    auto const addresses = spec["clusterIPs"];
    if (has_node_ports(spec) && is_headless(spec))
        errors.invalid(addresses.path() + "[0]", "\"None\"",
                       "may not be set to 'None' for " + std::string(spec["type"].string()) + " services");
    if (is_external(spec)) {
        validate_external_name(spec, errors);
    } else {
        validate_addresses(spec, errors);
    }
    validate_ports(spec, errors);
    validate_labels(spec["selector"], errors);
    validate_affinity_config(spec, errors);
    for (auto const ip : spec["externalIPs"]) report(errors, ip, check_ip(ip.string()));
    validate_balancer(spec, errors);
    validate_traffic(spec, errors);
}

void validate_set_once(FieldView const& spec, FieldView const& before, std::string_view field, std::string_view what,
                       FieldErrors& errors) {
    auto const now = spec[field];
    auto const then = before[field];
    for (std::size_t i = 0; i < now.size() && i < then.size(); ++i) {
        auto const a = now[i];
        auto const b = then[i];
        if (a.string() != b.string()) errors.invalid(a.path(), now.text(), "may not change once set");
    }
    if (then.size() != 0 && now.size() == 0)
        errors.invalid(now.path() + "[0]", now.present() ? now.text() : "null",
                       "primary " + std::string(what) + " can not be unset");
    if (now.size() == 1 && then.size() == 2 && spec["ipFamilyPolicy"].string() != "SingleStack")
        errors.invalid(spec.path("ipFamilyPolicy"), spec["ipFamilyPolicy"].text(),
                       "must be set to 'SingleStack' when releasing the secondary " + std::string(what));
}

void validate_update(json::object const& service, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(service, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    if (spec["type"].string() == "LoadBalancer" && before["type"].string() == "LoadBalancer" &&
        !same(spec.fields(), before.fields(), "loadBalancerClass"))
        errors.invalid(spec.path("loadBalancerClass"), spec["loadBalancerClass"].text(), "may not change once set");
    if (is_external(spec) || is_external(before)) return;
    if (!is_headless(spec) || !is_headless(before)) validate_set_once(spec, before, "clusterIPs", "clusterIP", errors);
    if (!is_headless(spec) && !is_headless(before)) validate_set_once(spec, before, "ipFamilies", "ipFamily", errors);
}

void validate_status(json::object const& service, json::object const&, FieldErrors& errors) {
    FieldView const spec(find(service, "spec"), "spec");
    FieldView const status(find(service, "status"), "status");
    auto const balancer = status["loadBalancer"];
    auto const points = balancer["ingress"];
    if (points.given() && spec["type"].string() != "LoadBalancer")
        return errors.forbidden(points.path(), "may only be used when `spec.type` is 'LoadBalancer'");
    for (auto const point : points) {
        if (auto const ip = point["ip"]; ip.given()) report(errors, ip, check_ip(ip.string()));
        auto const name = point["hostname"];
        if (!name.given()) continue;
        report(errors, name, check_dns_subdomain(name.string()));
        if (is_ipv4(name.string())) report(errors, name, {"must be a DNS name, not an IP address"});
    }
}

bool slice_changes(json::object const& object, json::object const& old) {
    FieldView const metadata(find(object, "metadata"), "metadata");
    FieldView const before(find(old, "metadata"), "metadata");
    for (std::string_view const field : {"addressType", "endpoints", "ports"})
        if (!same(object, old, field)) return true;
    return !same(metadata.fields(), before.fields(), "labels");
}

/// Unlike in Kubernetes, an endpoint may be a loopback address: Pods that run as processes of this host
/// have addresses in 127.0.0.0/8.
Complaints check_endpoint(std::string_view address, std::string_view type) {
    if (type == "IPv4") {
        if (!is_ipv4(address)) return {"must be a valid IPv4 address"};
        if (address == "0.0.0.0") return {"may not be unspecified (0.0.0.0)"};
        if (address.starts_with("169.254.")) return {"may not be in the link-local range (169.254.0.0/16, fe80::/10)"};
        if (address.starts_with("224.0.0."))
            return {"may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"};
    } else if (type == "IPv6") {
        if (!is_ipv6(address)) return {"must be a valid IPv6 address"};
        if (address == "::") return {"may not be unspecified (::)"};
    } else if (type == "FQDN") {
        if (address.ends_with('.')) address.remove_suffix(1);
        if (auto wrong = check_dns_subdomain(address); !wrong.empty()) return wrong;
        if (address.find('.') == address.npos)
            return {"should be a domain with at least two segments separated by dots"};
    }
    return {};
}

void validate_hints(FieldView const& hints, FieldErrors& errors) {
    constexpr std::size_t most = 8;
    for (std::string_view const list : {"forZones", "forNodes"}) {
        auto const names = hints[list];
        if (names.size() > most) errors.too_many(names.path(), names.size(), most);
        std::set<std::string_view> seen;
        for (auto const entry : names) {
            auto const name = entry["name"];
            report(errors, name, check_label_value(name.string()));
            if (!seen.insert(name.string()).second) errors.duplicate(name.path(), name.text());
        }
    }
}

/// As in slices, an address on loopback is allowed.
void validate_endpoints(json::object const& object, FieldErrors& errors) {
    for (auto const subset : FieldView(find(object, "subsets"), "subsets")) {
        auto const ready = subset["addresses"], others = subset["notReadyAddresses"], ports = subset["ports"];
        if (ready.size() == 0 && others.size() == 0)
            errors.required(subset.path(), "must specify `addresses` or `notReadyAddresses`");
        for (auto const& list : {ready, others})
            for (auto const address : list)
                if (auto const ip = address["ip"]; ip.given()) report(errors, ip, check_ip(ip.string()));
        for (auto const port : ports) {
            if (auto const number = port["port"]; number.given()) report(errors, number, check_port(number.number()));
            auto const name = port["name"];
            if (!name.given() && ports.size() > 1) errors.required(name.path());
            if (name.given()) report(errors, name, check_dns_label(name.string()));
        }
    }
}

void validate_slice(json::object const& slice, FieldErrors& errors) {
    constexpr std::size_t most_endpoints = 1000, most_addresses = 100, most_ports = 20000, most_labels = 16;
    auto const type = string_of(slice, "addressType");
    if (type.empty()) errors.required("addressType");
    FieldView const endpoints(find(slice, "endpoints"), "endpoints");
    if (endpoints.size() > most_endpoints) return errors.too_many(endpoints.path(), endpoints.size(), most_endpoints);
    for (auto const endpoint : endpoints) {
        auto const addresses = endpoint["addresses"];
        if (addresses.size() == 0) errors.required(addresses.path(), "must contain at least 1 address");
        if (addresses.size() > most_addresses) errors.too_many(addresses.path(), addresses.size(), most_addresses);
        for (auto const address : addresses)
            if (auto const wrong = check_endpoint(address.string(), type); !wrong.empty())
                report(errors, address, wrong);
        auto const topology = endpoint["deprecatedTopology"];
        if (topology.size() > most_labels) errors.too_many(topology.path(), topology.size(), most_labels);
        validate_labels(topology, errors);
        if (auto const name = endpoint["hostname"]; name.present())
            report(errors, name, check_dns_label(name.string()));
        if (auto const node = endpoint["nodeName"]; node.present())
            report(errors, node, check_dns_subdomain(node.string()));
        if (auto const hints = endpoint["hints"]; hints.given()) validate_hints(hints, errors);
    }
    FieldView const ports(find(slice, "ports"), "ports");
    if (ports.size() > most_ports) return errors.too_many(ports.path(), ports.size(), most_ports);
    std::set<std::string_view> names;
    for (auto const port : ports) {
        auto const name = port["name"];
        if (name.given()) report(errors, name, check_dns_label(name.string()));
        if (!names.insert(name.string()).second) errors.duplicate(name.path(), FieldErrors::quoted(name.string()));
        if (auto const number = port["port"]; number.present()) report(errors, number, check_port(number.number()));
        if (auto const protocol = port["appProtocol"]; protocol.present())
            report(errors, protocol, check_qualified_name(protocol.string()));
    }
}

void validate_slice_update(json::object const& slice, json::object const& old, FieldErrors& errors) {
    validate_immutable(slice, old, "addressType", "addressType", errors);
}

}  // namespace

KindRules const& services() {
    static constexpr KindRules rules{.name = NameRule::dns_1035_label,
                                     .before_defaults = before_defaults,
                                     .after_defaults = after_defaults,
                                     .prepare_create = prepare_create,
                                     .prepare_update = prepare_update,
                                     .validate = validate,
                                     .validate_update = validate_update,
                                     .validate_status = validate_status};
    return rules;
}

KindRules const& endpoints() {
    static constexpr KindRules rules{.validate = validate_endpoints};
    return rules;
}

KindRules const& endpoint_slices() {
    static constexpr KindRules rules{
        .generation_changes = slice_changes, .validate = validate_slice, .validate_update = validate_slice_update};
    return rules;
}

}  // namespace keelson::rules
