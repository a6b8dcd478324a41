#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

namespace keelson::rules {
namespace {

bool has(std::vector<std::string_view> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool padded(std::string_view text) {
    constexpr std::string_view spaces = " \t\n\r\v\f";
    return !text.empty() && (spaces.find(text.front()) != spaces.npos || spaces.find(text.back()) != spaces.npos);
}

void validate_resize_policy(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    auto const policies = container["resizePolicy"];
    if (!policies.given()) return;
    std::vector<std::string_view> seen;
    for (auto const policy : policies) {
        auto const resource = policy["resourceName"];
        if (has(seen, resource.string())) errors.duplicate(policy.path(), resource.text());
        seen.push_back(resource.string());
        auto const restart = policy["restartPolicy"];
        if (scope.restart_policy == "Never" && restart.string() != "NotRequired")
            errors.invalid(policies.path(), restart.text(), "must be 'NotRequired' when `restartPolicy` is 'Never'");
    }
}

void validate_restart_rules(FieldView const& container, FieldErrors& errors) {
    auto const rules = container["restartPolicyRules"];
    if (!rules.given()) return;
    if (!container["restartPolicy"].given())
        errors.required(container.path("restartPolicy"), "must specify restartPolicy when restart rules are used");
    if (rules.size() > 20) errors.too_many(rules.path(), rules.size(), 20);
    for (auto const rule : rules) {
        if (auto const action = rule["action"]; action.string() != "Restart")
            errors.not_supported(action.path(), action.string(), {"Restart"});
        auto const codes = rule["exitCodes"];
        if (!codes.present()) {
            errors.required(codes.path(), "must be specified");
            continue;
        }
        if (auto const op = codes["operator"]; op.string() != "In" && op.string() != "NotIn")
            errors.not_supported(op.path(), op.string(), {"In", "NotIn"});
        auto const values = codes["values"];
        if (values.size() == 0) errors.required(values.path(), "must specify at least one value");
        if (values.size() > 255) errors.too_many(values.path(), values.size(), 255);
    }
}

void validate_container(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    auto const name = container["name"];
    if (name.string().empty()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_label(name.string()));
    }
    auto const image = container["image"];
    if (image.string().empty()) {
        errors.required(image.path());
    } else if (scope.is_pod && padded(image.string())) {
        report(errors, image, {"must not have leading or trailing whitespace"});
    }
    validate_ports(container, errors);
    validate_env(container, scope, errors);
    validate_mounts(container, scope, errors);
    auto const resources = container["resources"];
    validate_resources(resources, scope, false, errors);
    validate_resize_policy(container, scope, errors);
    if (auto const context = container["securityContext"]; context.present())
        validate_security_context(context, scope, errors);
}

void validate_running_parts(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    if (auto const lifecycle = container["lifecycle"]; lifecycle.present())
        validate_lifecycle(lifecycle, scope, errors);
    validate_probe(container["livenessProbe"], ProbeKind::liveness, scope, errors);
    validate_probe(container["readinessProbe"], ProbeKind::readiness, scope, errors);
    validate_probe(container["startupProbe"], ProbeKind::startup, scope, errors);
}

/// Two containers cannot have one port of the host.
void validate_host_ports(FieldView const& container, std::set<std::string>& taken, FieldErrors& errors) {
    for (auto const port : container["ports"]) {
        auto const host_port = port["hostPort"];
        if (!host_port.given()) continue;
        auto key = std::string(port["protocol"].string()) + "/" + std::string(port["hostIP"].string()) + "/" +
                   std::to_string(host_port.number());
        auto const text = FieldErrors::quoted(key);
        if (!taken.insert(std::move(key)).second) errors.duplicate(host_port.path(), text);
    }
}

void validate_init_container(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    std::set<std::string> ports;
    validate_host_ports(container, ports, errors);
    if (container["restartPolicy"].string() == "Always") return validate_running_parts(container, scope, errors);
    for (std::string_view const field : {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"})
        if (container[field].present())
            errors.forbidden(container.path(field), "may not be set for init containers without restartPolicy=Always");
}

void validate_ephemeral_container(FieldView const& container, std::vector<std::string_view> const& others,
                                  FieldErrors& errors) {
    if (auto const target = container["targetContainerName"]; target.given() && !has(others, target.string()))
        errors.not_found(target.path(), target.text());
    constexpr std::string_view why = "cannot be set for an Ephemeral Container";
    for (std::string_view const field : {"ports", "resources", "livenessProbe", "readinessProbe", "startupProbe",
                                         "lifecycle", "resizePolicy", "restartPolicy", "restartPolicyRules"})
        if (container[field].given()) errors.forbidden(container.path(field), why);
    for (auto const mount : container["volumeMounts"])
        for (std::string_view const field : {"subPath", "subPathExpr"})
            if (mount[field].given()) errors.forbidden(mount.path(field), why);
}

}  // namespace

void validate_containers(FieldView const& spec, PodScope const& scope, FieldErrors& errors) {
    auto const containers = spec["containers"];
    if (containers.size() == 0) errors.required(containers.path());
    std::vector<std::string_view> names;
    // The name of a container is new among those before it.
    auto const take_name = [&](FieldView const& container) {
        auto const name = container["name"];
        if (name.string().empty()) return;
        if (has(names, name.string())) {
            errors.duplicate(name.path(), name.text());
        } else {
            names.push_back(name.string());
        }
    };
    std::set<std::string> host_ports;
    for (auto const container : containers) {
        validate_container(container, scope, errors);
        take_name(container);
        validate_running_parts(container, scope, errors);
        validate_restart_rules(container, errors);
        validate_host_ports(container, host_ports, errors);
    }
    for (auto const container : spec["initContainers"]) {
        validate_container(container, scope, errors);
        take_name(container);
        validate_restart_rules(container, errors);
        validate_init_container(container, scope, errors);
    }
    auto const ephemeral = spec["ephemeralContainers"];
    if (!ephemeral.given()) return;
    auto const others = names;
    for (auto const container : ephemeral) {
        validate_container(container, scope, errors);
        take_name(container);
        validate_ephemeral_container(container, others, errors);
    }
}

}  // namespace keelson::rules
