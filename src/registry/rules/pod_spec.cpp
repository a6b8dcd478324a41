#include "registry/rules/pod_spec.hpp"

#include "registry/rules/names.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace keelson::rules {
namespace {

constexpr std::int64_t largest_int32 = std::numeric_limits<std::int32_t>::max();

void validate_host_network(FieldView const& spec, bool is_pod, FieldErrors& errors) {
    if (!spec["hostNetwork"].boolean()) return;
    for (auto const container : spec["containers"])
        for (auto const port : container["ports"]) {
            auto const host = port["hostPort"];
            bool const must_match = is_pod || host.number() != 0;
            if (must_match && host.number() != port["containerPort"].number())
                errors.invalid(host.path(), std::to_string(host.number()),
                               "must match `containerPort` when `hostNetwork` is true");
        }
}

void validate_dns(FieldView const& spec, FieldErrors& errors) {
    constexpr std::size_t most_servers = 3, most_searches = 32, most_characters = 2048;
    auto const config = spec["dnsConfig"];
    auto const servers = config["nameservers"];
    auto const searches = config["searches"];
    if (spec["dnsPolicy"].string() == "None") {
        if (!config.present())
            return errors.required(config.path(), "must provide `dnsConfig` when `dnsPolicy` is None");
        if (servers.size() == 0)
            return errors.required(servers.path(), "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
    if (!config.present()) return;
    if (servers.size() > most_servers) report(errors, servers, {"must not have more than 3 nameservers"});
    for (auto const server : servers) report(errors, server, check_ip(server.string()));
    if (searches.size() > most_searches) report(errors, searches, {"must not have more than 32 search paths"});
    std::size_t characters = searches.size() ? searches.size() - 1 : 0;
    for (auto const search : searches) {
        auto text = search.string();
        characters += text.size();
        if (text == ".") continue;
        if (text.ends_with('.')) text.remove_suffix(1);
        report(errors, search, check_dns_search(text));
    }
    if (characters > most_characters)
        report(errors, searches, {"must not have more than 2048 characters (including spaces) in the search list"});
    for (auto const option : config["options"])
        if (!option["name"].given()) errors.required(option.path(), "must not be empty");
}

void validate_gates(FieldView const& spec, FieldErrors& errors) {
    for (auto const gate : spec["readinessGates"]) {
        auto const type = gate["conditionType"];
        report(errors, type, check_qualified_name(type.string()));
    }
    std::vector<std::string_view> seen;
    for (auto const gate : spec["schedulingGates"]) {
        auto const name = gate["name"].string();
        report(errors, gate.path(), name, check_qualified_name(name));
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            errors.duplicate(gate.path(), FieldErrors::quoted(name));
        seen.push_back(name);
    }
}

void validate_resource_claims(FieldView const& spec, PodScope& scope, FieldErrors& errors) {
    for (auto const claim : spec["resourceClaims"]) {
        auto const name = claim["name"];
        if (!name.given()) {
            errors.required(name.path());
        } else if (std::find(scope.claims.begin(), scope.claims.end(), name.string()) != scope.claims.end()) {
            errors.duplicate(name.path(), name.text());
        } else {
            report(errors, name, check_dns_label(name.string()));
            scope.claims.push_back(name.string());
        }
        auto const direct = claim["resourceClaimName"];
        auto const made = claim["resourceClaimTemplateName"];
        if (direct.present() && made.present())
            errors.invalid(claim.path(), claim.text(),
                           "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
        if (!direct.present() && !made.present())
            errors.invalid(claim.path(), claim.text(),
                           "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        for (auto const* const field : {&direct, &made})
            if (field->present()) report(errors, *field, check_dns_subdomain(field->string()));
    }
}

void validate_host_aliases(FieldView const& aliases, FieldErrors& errors) {
    for (auto const alias : aliases) {
        auto const ip = alias["ip"];
        report(errors, ip, check_ip(ip.string()));
        for (auto const name : alias["hostnames"]) report(errors, name, check_dns_subdomain(name.string()));
    }
}

void validate_names(FieldView const& spec, FieldErrors& errors) {
    for (std::string_view const field : {"hostname", "subdomain"})
        if (auto const name = spec[field]; name.given()) report(errors, name, check_dns_label(name.string()));
    for (std::string_view const field : {"serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"})
        if (auto const name = spec[field]; name.given()) report(errors, name, check_dns_subdomain(name.string()));
    auto const name = spec["hostnameOverride"];
    if (!name.present()) return;
    if (name.string().size() > 64) errors.too_long(name.path(), 64);
    report(errors, name, check_dns_subdomain(name.string()));
    if (spec["hostNetwork"].boolean()) errors.forbidden(name.path(), "may not be set when `hostNetwork` is true");
    if (spec["setHostnameAsFQDN"].boolean())
        errors.forbidden(name.path(), "may not be set when `setHostnameAsFQDN` is true");
}

void validate_overhead(FieldView const& overhead, FieldErrors& errors) {
    for (auto const& entry : overhead.fields())
        validate_amount(entry.key(), FieldView(&entry.value(), entry.key()), overhead.key_path(entry.key()), errors);
}

}  // namespace

void validate_pod_spec(FieldView const& spec, bool is_pod, std::string_view pod_name, FieldErrors& errors) {
    PodScope scope;
    scope.is_pod = is_pod;
    scope.pod_name = pod_name;
    if (auto const users = spec["hostUsers"]; users.present()) scope.host_users = users.boolean();
    scope.restart_policy = spec["restartPolicy"].string();
    auto const grace = spec["terminationGracePeriodSeconds"];
    scope.grace = grace.number();
    if (!grace.present()) errors.required(grace.path());

    validate_volumes(spec, scope, errors);
    validate_resource_claims(spec, scope, errors);
    validate_containers(spec, scope, errors);
    validate_pod_resources(spec, scope, errors);
    validate_host_network(spec, is_pod, errors);
    validate_labels(spec["nodeSelector"], errors);
    validate_pod_security_context(spec, errors);
    if (auto const affinity = spec["affinity"]; affinity.given()) validate_affinity(affinity, errors);
    validate_dns(spec, errors);
    validate_gates(spec, errors);
    if (auto const spread = spec["topologySpreadConstraints"]; spread.given())
        validate_spread_constraints(spread, errors);
    validate_names(spec, errors);
    if (auto const deadline = spec["activeDeadlineSeconds"]; deadline.present())
        report(errors, deadline, check_range(deadline.number(), 1, largest_int32));
    if (auto const tolerations = spec["tolerations"]; tolerations.given()) validate_tolerations(tolerations, errors);
    if (auto const aliases = spec["hostAliases"]; aliases.given()) validate_host_aliases(aliases, errors);
    validate_overhead(spec["overhead"], errors);
    validate_os(spec, errors);
}

void validate_pod_annotations(FieldView const& annotations, FieldErrors& errors) {
    constexpr std::string_view deletion_cost = "controller.kubernetes.io/pod-deletion-cost";
    auto const cost = annotations[deletion_cost];
    if (!cost.present()) return;
    auto const text = cost.string();
    std::int32_t number = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const plain = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    if (!plain || (text.size() > 1 && text[0] == '0'))
        errors.invalid(annotations.key_path(deletion_cost), cost.text(), "must be a 32bit integer");
}

void validate_pod_template(FieldView const& pod_template, FieldErrors& errors) {
    auto const metadata = pod_template["metadata"];
    // Kubernetes names these "template.labels", not "template.metadata.labels".
    auto const* const labels = metadata.fields().if_contains("labels");
    auto const* const annotations = metadata.fields().if_contains("annotations");
    auto const labels_path = pod_template.path("labels");
    auto const annotations_path = pod_template.path("annotations");
    validate_labels(FieldView(labels, labels_path), errors);
    validate_annotations(FieldView(annotations, annotations_path), errors);
    validate_pod_annotations(FieldView(annotations, annotations_path), errors);
    auto const spec = pod_template["spec"];
    validate_pod_spec(spec, false, {}, errors);
    if (spec["ephemeralContainers"].given())
        errors.forbidden(spec.path("ephemeralContainers"), "ephemeral containers not allowed in pod template");
}

}  // namespace keelson::rules
