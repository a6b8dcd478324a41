#include "registry/admission/quota_usage.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace keelson::admission {
namespace {

using rules::FieldView;

bool is_core(Kind const& kind, std::string_view plural) { return kind.group.empty() && kind.plural == plural; }

std::string count_name(Kind const& kind) { return "count/" + kind.resource(); }

bool is_extended(std::string_view name) {
    return name.find('/') != name.npos && name.find("kubernetes.io/") == name.npos && !name.starts_with("requests.");
}

/// What requests and limits count as. Compute resources have two names each.
void count_compute(Amounts const& requests, Amounts const& limits, Amounts& to) {
    for (auto const& [name, amount] : requests) {
        bool const plain = name == "cpu" || name == "memory" || name == "ephemeral-storage";
        bool const huge = name.starts_with("hugepages-");
        if (plain || huge) to[name] = amount;
        if (plain || huge || is_extended(name)) to["requests." + name] = amount;
    }
    for (auto const& [name, amount] : limits)
        if (name == "cpu" || name == "memory" || name == "ephemeral-storage") to["limits." + name] = amount;
}

Usage usage_of_pod(json::object const& pod) {
    Usage usage;
    FieldView const spec(rules::find(pod, "spec"), "spec");
    FieldView const status(rules::find(pod, "status"), "status");
    FieldView const metadata(rules::find(pod, "metadata"), "metadata");
    auto const phase = status["phase"].string();
    if (phase == "Succeeded" || phase == "Failed") return usage;
    auto const grace = metadata["deletionGracePeriodSeconds"].integer();
    if (auto const deleted = metadata["deletionTimestamp"]; deleted.given() && grace) {
        // The timestamp has the grace in it already; Kubernetes adds it once more.
        if (auto const when = parse_rfc3339(deleted.string())) usage.until = *when + spec_seconds(*grace);
    }
    usage.amounts["pods"] = Quantity(1);
    count_compute(rules::amounts_of_pod(spec.fields(), "requests"), rules::amounts_of_pod(spec.fields(), "limits"),
                  usage.amounts);
    return usage;
}

Amounts usage_of_service(json::object const& service) {
    FieldView const spec(rules::find(service, "spec"), "spec");
    auto const ports = spec["ports"];
    auto const type = spec["type"].string();
    std::int64_t node_ports = 0;
    auto const chosen = spec["allocateLoadBalancerNodePorts"];
    if (type == "NodePort" || (type == "LoadBalancer" && (!chosen.present() || chosen.boolean()))) {
        node_ports = static_cast<std::int64_t>(ports.size());
    } else if (type == "LoadBalancer") {
        for (auto const port : ports) node_ports += port["nodePort"].number() != 0 ? 1 : 0;
    }
    return {{"services", Quantity(1)},
            {"services.nodeports", Quantity(node_ports)},
            {"services.loadbalancers", Quantity(type == "LoadBalancer" ? 1 : 0)}};
}

Amounts usage_of_claim(json::object const& claim) {
    FieldView const spec(rules::find(claim, "spec"), "spec");
    FieldView const status(rules::find(claim, "status"), "status");
    auto const resources = spec["resources"];
    auto const requests = resources["requests"];
    auto const allocated = status["allocatedResources"];
    auto storage = rules::quantity_of(requests["storage"]).value_or(Quantity());
    if (auto const given = rules::quantity_of(allocated["storage"]); given && *given > storage) storage = *given;
    Amounts amounts{{"persistentvolumeclaims", Quantity(1)}, {"requests.storage", storage}};
    if (auto const of = spec["storageClassName"]; of.given()) {
        auto const prefix = std::string(of.string()) + ".storageclass.storage.k8s.io/";
        amounts[prefix + "persistentvolumeclaims"] = Quantity(1);
        amounts[prefix + "requests.storage"] = storage;
    }
    return amounts;
}

/// Whether a quota for `name` counts objects of this kind.
bool counts(Kind const& kind, std::string_view name) {
    if (name == count_name(kind)) return true;
    if (!kind.group.empty()) return false;
    if (kind.plural == "pods") {
        for (std::string_view const own :
             {"pods", "cpu", "memory", "ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage"})
            if (name == own) return true;
        if (name.starts_with("hugepages-")) return true;
        return name.starts_with("requests.") && name != "requests.storage";
    }
    if (kind.plural == "services") return name == "services" || name.starts_with("services.");
    if (kind.plural == "persistentvolumeclaims")
        return name == "persistentvolumeclaims" || name == "requests.storage" ||
               name.ends_with(".storageclass.storage.k8s.io/persistentvolumeclaims") ||
               name.ends_with(".storageclass.storage.k8s.io/requests.storage");
    for (std::string_view const own : {"configmaps", "secrets", "replicationcontrollers", "resourcequotas"})
        if (kind.plural == own && name == own) return true;
    return false;
}

bool looks_across_namespaces(FieldView const& term) {
    return term["namespaces"].given() || term["namespaceSelector"].present();
}

/// Whether its affinity to other Pods reaches into other namespaces.
bool has_cross_namespace_affinity(FieldView const& spec) {
    auto const affinity = spec["affinity"];
    for (std::string_view const kind : {"podAffinity", "podAntiAffinity"}) {
        auto const one = affinity[kind];
        for (auto const term : one["requiredDuringSchedulingIgnoredDuringExecution"])
            if (looks_across_namespaces(term)) return true;
        for (auto const weighted : one["preferredDuringSchedulingIgnoredDuringExecution"])
            if (looks_across_namespaces(weighted["podAffinityTerm"])) return true;
    }
    return false;
}

bool selects(QuotaSpec::Scope const& scope, std::string_view value) {
    bool const listed = std::find(scope.values.begin(), scope.values.end(), value) != scope.values.end();
    if (scope.op == "In") return !value.empty() && listed;
    if (scope.op == "NotIn") return !listed;
    if (scope.op == "DoesNotExist") return value.empty();
    return !value.empty();
}

bool in_scope(QuotaSpec::Scope const& scope, FieldView const& spec) {
    if (scope.name == "Terminating" || scope.name == "NotTerminating") {
        auto const deadline = spec["activeDeadlineSeconds"].integer();
        return (deadline && *deadline >= 0) == (scope.name == "Terminating");
    }
    if (scope.name == "BestEffort" || scope.name == "NotBestEffort")
        return (rules::qos_class(spec.fields()) == "BestEffort") == (scope.name == "BestEffort");
    if (scope.name == "CrossNamespacePodAffinity") return has_cross_namespace_affinity(spec);
    if (scope.name == "PriorityClass") return selects(scope, spec["priorityClassName"].string());
    return false;
}

}  // namespace

QuotaSpec read_quota(json::value const& quota) {
    QuotaSpec read;
    FieldView const spec(find_path(quota, {"spec"}), "spec");
    auto const hard = spec["hard"];
    for (auto const& entry : hard.fields())
        if (auto const amount = rules::quantity_of(FieldView(&entry.value(), entry.key())))
            read.hard.emplace(entry.key(), *amount);
    for (auto const scope : spec["scopes"]) read.scopes.push_back({std::string(scope.string()), "Exists", {}});
    auto const selector = spec["scopeSelector"];
    for (auto const expression : selector["matchExpressions"]) {
        QuotaSpec::Scope scope{
            std::string(expression["scopeName"].string()), std::string(expression["operator"].string()), {}};
        for (auto const value : expression["values"]) scope.values.emplace_back(value.string());
        read.scopes.push_back(std::move(scope));
    }
    return read;
}

Usage usage_of(Kind const& kind, json::object const& object) {
    Usage usage;
    if (is_core(kind, "pods")) {
        usage = usage_of_pod(object);
    } else if (is_core(kind, "services")) {
        usage.amounts = usage_of_service(object);
    } else if (is_core(kind, "persistentvolumeclaims")) {
        usage.amounts = usage_of_claim(object);
    } else if (counts(kind, kind.plural)) {
        usage.amounts[kind.plural] = Quantity(1);
    }
    usage.amounts[count_name(kind)] = Quantity(1);
    return usage;
}

Amounts usage_when_over(Kind const& kind) { return {{count_name(kind), Quantity(1)}}; }

bool concerns(QuotaSpec const& quota, Kind const& kind, json::object const& object) {
    bool const limits =
        std::any_of(quota.hard.begin(), quota.hard.end(), [&](auto const& one) { return counts(kind, one.first); });
    if (!limits) return false;
    if (quota.scopes.empty()) return true;
    if (!is_core(kind, "pods")) return false;
    FieldView const spec(rules::find(object, "spec"), "spec");
    return std::all_of(quota.scopes.begin(), quota.scopes.end(),
                       [&](auto const& scope) { return in_scope(scope, spec); });
}

std::string unstated(QuotaSpec const& quota, Kind const& kind, json::object const& object) {
    if (!is_core(kind, "pods")) return {};
    FieldView const spec(rules::find(object, "spec"), "spec");
    auto const of_pod = spec["resources"];
    std::map<std::string, std::set<std::string_view>> missing;
    for (auto const& [name, amount] : quota.hard) {
        for (std::string_view const resource : {"cpu", "memory"}) {
            auto const plain = std::string(resource);
            bool const limit = name == "limits." + plain;
            if (!limit && name != plain && name != "requests." + plain) continue;
            auto const part = limit ? "limits" : "requests";
            auto const whole = of_pod[part];
            if (whole[resource].present()) continue;
            for (std::string_view const list : {"containers", "initContainers"}) {
                auto const containers = spec[list];
                for (auto const container : containers) {
                    auto const resources = container["resources"];
                    auto const amounts = resources[part];
                    if (!amounts[resource].present()) missing[name].insert(container["name"].string());
                }
            }
        }
    }
    std::string text;
    for (auto const& [name, containers] : missing) {
        text.append(text.empty() ? "must specify " : "; ").append(name).append(" for: ");
        for (auto one = containers.begin(); one != containers.end(); ++one)
            text.append(one == containers.begin() ? "" : ",").append(*one);
    }
    return text;
}

std::string amounts_text(Amounts const& amounts) {
    std::string text;
    for (auto const& [name, amount] : amounts)
        text.append(text.empty() ? "" : ",").append(name).append("=").append(amount.text());
    return text;
}

}  // namespace keelson::admission
