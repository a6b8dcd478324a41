#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <keelson/api/devices.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <limits>

namespace keelson::rules {
namespace {

namespace json = boost::json;

bool spec_changes(json::object const& object, json::object const& old) { return !same(object, old, "spec"); }

void before_defaults(json::object& pod) {
    if (auto* const spec = find_object(pod, "spec")) prepare_pod_spec(*spec);
}

/// Takes over what is missing. A member that is added moves the others of its object, so both are looked up after that.
void fill_in(json::object& requests, json::object const& limits) {
    for (auto const& limit : limits)
        if (!requests.contains(limit.key())) requests[limit.key()] = limit.value();
}

/// What is limited and not asked for is asked for in full. Pods only: a template stays as it was written.
void requests_from_limits(json::object& owner) {
    auto* const resources = find_object(owner, "resources");
    auto* const limits = resources ? find_object(*resources, "limits") : nullptr;
    if (!limits || limits->empty()) return;
    auto& requests = ensure_object(*resources, "requests");
    fill_in(requests, *find_object(*resources, "limits"));
}

/// The same for the Pod as a whole, except that what its containers ask for counts first.
void requests_of_pod(json::object& spec) {
    auto* const resources = find_object(spec, "resources");
    auto* const limits = resources ? find_object(*resources, "limits") : nullptr;
    if (!limits || limits->empty()) return;
    auto& requests = ensure_object(*resources, "requests");
    for (auto const& [name, amount] : amounts_of_containers(spec))
        if ((name == "cpu" || name == "memory") && !requests.contains(name)) requests[name] = amount.text();
    fill_in(requests, *find_object(*resources, "limits"));
}

void after_defaults(json::object& pod) {
    auto* const spec = find_object(pod, "spec");
    if (!spec) return;
    default_pod_spec(*spec);
    if (!spec->contains("enableServiceLinks")) (*spec)["enableServiceLinks"] = true;
    bool const host_network = !is_empty(*spec, "hostNetwork");
    for (std::string_view const name : {"containers", "initContainers"}) {
        auto* const list = find_list(*spec, name);
        if (!list) continue;
        for (auto& container : *list) {
            if (!container.is_object()) continue;
            requests_from_limits(container.get_object());
            auto* const ports = host_network ? find_list(container.get_object(), "ports") : nullptr;
            if (!ports) continue;
            for (auto& port : *ports)
                if (port.is_object() && port.get_object().contains("containerPort"))
                    set_default(port.get_object(), "hostPort", port.get_object()["containerPort"]);
        }
    }
    requests_of_pod(*spec);
}

/// Pods stay for five minutes on a node that is not ready or cannot be reached, unless they say otherwise.
/// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds
void tolerate_for_a_while(json::object& spec) {
    constexpr std::int64_t seconds = 300;
    for (std::string_view const key : {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"}) {
        auto* list = find_list(spec, "tolerations");
        bool tolerated = false;
        if (list)
            for (auto const& item : *list) {
                FieldView const toleration(&item, "toleration");
                auto const effect = toleration["effect"].string();
                auto const wanted = toleration["key"].string();
                tolerated =
                    tolerated || ((wanted == key || wanted.empty()) && (effect == "NoExecute" || effect.empty()));
            }
        if (tolerated) continue;
        if (!list) list = &spec["tolerations"].emplace_array();
        list->push_back(
            {{"key", key}, {"operator", "Exists"}, {"effect", "NoExecute"}, {"tolerationSeconds", seconds}});
    }
}

void prepare_create(json::object& pod, std::string_view) {
    auto& spec = ensure_object(pod, "spec");
    tolerate_for_a_while(spec);
    auto const qos = qos_class(spec);
    pod["status"] = {{"phase", "Pending"}, {"qosClass", qos}};
}

/// The QoS class is settled on create; a status without one means the same.
void prepare_status(json::object& pod, json::object const& old) {
    FieldView const before(find(old, "status"), "status");
    if (auto const qos = before["qosClass"]; qos.given())
        set_default(ensure_object(pod, "status"), "qosClass", *qos.json());
}

void validate(json::object const& pod, FieldErrors& errors) {
    FieldView const spec(find(pod, "spec"), "spec");
    FieldView const metadata(find(pod, "metadata"), "metadata");
    validate_pod_annotations(metadata["annotations"], errors);
    validate_pod_spec(spec, true, metadata["name"].string(), errors);
}

void validate_create(json::object const& pod, FieldErrors& errors) {
    FieldView const spec(find(pod, "spec"), "spec");
    if (auto const ephemeral = spec["ephemeralContainers"]; ephemeral.given())
        errors.forbidden(ephemeral.path(), "cannot be set on create");
    if (auto const node = spec["nodeName"]; node.given() && spec["schedulingGates"].given())
        errors.forbidden(node.path(), "cannot be set until all schedulingGates have been cleared");
}

void validate_update(json::object const& pod, json::object const& old, FieldErrors& errors) {
    validate_pod_spec_update(find(pod, "spec"), find(old, "spec"), errors);
    FieldView const metadata(find(pod, "metadata"), "metadata");
    FieldView const before(find(old, "metadata"), "metadata");
    auto const annotations = metadata["annotations"];
    auto const old_annotations = before["annotations"];
    if (!same(annotations[devices_annotation].json(), old_annotations[devices_annotation].json()))
        errors.forbidden(annotations.path() + "[" + std::string(devices_annotation) + "]",
                         "devices are chosen when the pod is bound, and stay the same");
}

/// A container that has ended for good does not run again.
void validate_transitions(FieldView const& status, FieldView const& before, std::string_view list,
                          std::string_view restart_policy, FieldView const& spec, FieldErrors& errors) {
    if (restart_policy == "Always") return;
    auto const statuses = status[list];
    auto const old_statuses = before[list];
    for (auto const ended : old_statuses) {
        auto const state = ended["state"];
        auto const terminated = state["terminated"];
        if (!terminated.present()) continue;
        if (terminated["exitCode"].number() != 0 && restart_policy == "OnFailure") continue;
        auto const name = ended["name"].string();
        bool restarts = false;
        for (std::string_view const kind : {"initContainers", "containers"})
            for (auto const container : spec[kind])
                restarts = restarts || (container["name"].string() == name && container["restartPolicy"].given());
        if (restarts) continue;
        for (auto const now : statuses) {
            auto const next = now["state"];
            if (now["name"].string() == name && !next["terminated"].present())
                errors.forbidden(ended.path("state"), "may not be transitioned to non-terminated state");
        }
    }
}

void validate_status(json::object const& pod, json::object const& old, FieldErrors& errors) {
    FieldView const status(find(pod, "status"), "status");
    FieldView const before(find(old, "status"), "status");
    FieldView const spec(find(pod, "spec"), "spec");
    for (auto const condition : status["conditions"]) {
        auto const type = condition["type"];
        report(errors, type, check_qualified_name(type.string()));
    }
    if (auto const node = status["nominatedNodeName"];
        node.given() && node.string() != before["nominatedNodeName"].string())
        report(errors, node, check_dns_subdomain(node.string()));
    auto const qos = status["qosClass"];
    if (qos.string() != before["qosClass"].string())
        errors.invalid(qos.path(), FieldErrors::quoted(qos.string()), "field is immutable");
    auto const policy = spec["restartPolicy"].string();
    validate_transitions(status, before, "containerStatuses", policy, spec, errors);
    validate_transitions(status, before, "initContainerStatuses", policy, spec, errors);
    validate_transitions(status, before, "ephemeralContainerStatuses", "Never", spec, errors);
    for (std::string_view const list : {"podIPs", "hostIPs"}) {
        std::size_t v4 = 0, v6 = 0;
        auto const addresses = status[list];
        for (auto const address : addresses) {
            auto const ip = address["ip"].string();
            report(errors, address.path(), ip, check_ip(ip));
            v4 += is_ipv4(ip);
            v6 += is_ipv6(ip);
        }
        if (v4 > 1 || v6 > 1)
            errors.invalid(addresses.path(), addresses.text(), "may specify no more than one IP for each IP family");
    }
}

}  // namespace

KindRules const& pods() {
    static KindRules const rules{.generation_changes = spec_changes,
                                 .before_defaults = before_defaults,
                                 .after_defaults = after_defaults,
                                 .prepare_create = prepare_create,
                                 .prepare_status = prepare_status,
                                 .validate_create = validate_create,
                                 .validate = validate,
                                 .validate_update = validate_update,
                                 .beside_status = KindRules::Beside::spec,
                                 .trusts_nodes = true,
                                 .parts = pod_parts(),
                                 .validate_status = validate_status};
    return rules;
}

}  // namespace keelson::rules
