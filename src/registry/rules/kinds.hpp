#ifndef KEELSON_SRC_REGISTRY_RULES_KINDS_HPP
#define KEELSON_SRC_REGISTRY_RULES_KINDS_HPP

#include "registry/rules/rules.hpp"

/// The rules of each built-in kind, defined in the file of its group.
namespace keelson::rules {

// config.cpp
KindRules const& config_maps();
KindRules const& secrets();
KindRules const& service_accounts();
// cluster.cpp
KindRules const& namespaces();
KindRules const& nodes();
KindRules const& leases();
KindRules const& priority_classes();
KindRules const& events();
// pods.cpp
KindRules const& pods();
// workloads.cpp
KindRules const& deployments();
KindRules const& replica_sets();
// jobs.cpp
KindRules const& jobs();
// services.cpp
KindRules const& services();
KindRules const& endpoint_slices();
KindRules const& endpoints();
// storage.cpp
KindRules const& persistent_volumes();
KindRules const& persistent_volume_claims();
KindRules const& storage_classes();

// sets.cpp
KindRules const& daemon_sets();
KindRules const& stateful_sets();
KindRules const& controller_revisions();
KindRules const& replication_controllers();
KindRules const& pod_templates();
// cron_jobs.cpp
KindRules const& cron_jobs();
// access.cpp
KindRules const& roles();
KindRules const& cluster_roles();
KindRules const& role_bindings();
KindRules const& cluster_role_bindings();
KindRules const& signing_requests();
// networking.cpp
KindRules const& ingresses();
KindRules const& ingress_classes();
KindRules const& network_policies();
KindRules const& ip_addresses();
// limits.cpp
KindRules const& limit_ranges();
KindRules const& resource_quotas();
KindRules const& disruption_budgets();
KindRules const& autoscalers();
KindRules const& runtime_classes();
// definitions.cpp
KindRules const& definitions();
/// Of every kind that is not Kubernetes' own.
KindRules const& custom_resources();
// webhooks.cpp
KindRules const& webhook_configurations();
/// Policies of admission in CEL, and their bindings: refused.
KindRules const& admission_policies();

}  // namespace keelson::rules

#endif
