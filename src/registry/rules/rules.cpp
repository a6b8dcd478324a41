#include "registry/rules/rules.hpp"

#include "registry/rules/kinds.hpp"

#include <algorithm>
#include <array>

namespace keelson {
namespace {

struct Entry {
    std::string_view resource;
    KindRules const& (*rules)();
};

// Sorted by resource.
constexpr std::array entries{Entry{"certificatesigningrequests.certificates.k8s.io", rules::signing_requests},
                             Entry{"clusterrolebindings.rbac.authorization.k8s.io", rules::cluster_role_bindings},
                             Entry{"clusterroles.rbac.authorization.k8s.io", rules::cluster_roles},
                             Entry{"configmaps", rules::config_maps},
                             Entry{"controllerrevisions.apps", rules::controller_revisions},
                             Entry{"cronjobs.batch", rules::cron_jobs},
                             Entry{"customresourcedefinitions.apiextensions.k8s.io", rules::definitions},
                             Entry{"daemonsets.apps", rules::daemon_sets},
                             Entry{"deployments.apps", rules::deployments},
                             Entry{"endpoints", rules::endpoints},
                             Entry{"endpointslices.discovery.k8s.io", rules::endpoint_slices},
                             Entry{"events", rules::events},
                             Entry{"horizontalpodautoscalers.autoscaling", rules::autoscalers},
                             Entry{"ingressclasses.networking.k8s.io", rules::ingress_classes},
                             Entry{"ingresses.networking.k8s.io", rules::ingresses},
                             Entry{"ipaddresses.networking.k8s.io", rules::ip_addresses},
                             Entry{"jobs.batch", rules::jobs},
                             Entry{"leases.coordination.k8s.io", rules::leases},
                             Entry{"limitranges", rules::limit_ranges},
                             Entry{"namespaces", rules::namespaces},
                             Entry{"networkpolicies.networking.k8s.io", rules::network_policies},
                             Entry{"nodes", rules::nodes},
                             Entry{"persistentvolumeclaims", rules::persistent_volume_claims},
                             Entry{"persistentvolumes", rules::persistent_volumes},
                             Entry{"poddisruptionbudgets.policy", rules::disruption_budgets},
                             Entry{"pods", rules::pods},
                             Entry{"podtemplates", rules::pod_templates},
                             Entry{"priorityclasses.scheduling.k8s.io", rules::priority_classes},
                             Entry{"replicasets.apps", rules::replica_sets},
                             Entry{"replicationcontrollers", rules::replication_controllers},
                             Entry{"resourcequotas", rules::resource_quotas},
                             Entry{"rolebindings.rbac.authorization.k8s.io", rules::role_bindings},
                             Entry{"roles.rbac.authorization.k8s.io", rules::roles},
                             Entry{"runtimeclasses.node.k8s.io", rules::runtime_classes},
                             Entry{"secrets", rules::secrets},
                             Entry{"serviceaccounts", rules::service_accounts},
                             Entry{"services", rules::services},
                             Entry{"statefulsets.apps", rules::stateful_sets},
                             Entry{"storageclasses.storage.k8s.io", rules::storage_classes}};
constexpr KindRules no_rules;

}  // namespace

KindRules const& rules_of(std::string_view resource) {
    if (resource.ends_with(".admissionregistration.k8s.io"))
        return resource.find("webhook") != resource.npos ? rules::webhook_configurations()
                                                         : rules::admission_policies();
    auto const* const found = std::lower_bound(entries.begin(), entries.end(), resource,
                                               [](Entry const& e, std::string_view key) { return e.resource < key; });
    return found != entries.end() && found->resource == resource ? found->rules() : no_rules;
}

}  // namespace keelson
