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
// storage.cpp
KindRules const& persistent_volumes();
KindRules const& persistent_volume_claims();
KindRules const& storage_classes();

}  // namespace keelson::rules

#endif
