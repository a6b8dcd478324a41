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
constexpr std::array entries{Entry{"configmaps", rules::config_maps},
                             Entry{"deployments.apps", rules::deployments},
                             Entry{"endpointslices.discovery.k8s.io", rules::endpoint_slices},
                             Entry{"events", rules::events},
                             Entry{"jobs.batch", rules::jobs},
                             Entry{"leases.coordination.k8s.io", rules::leases},
                             Entry{"namespaces", rules::namespaces},
                             Entry{"nodes", rules::nodes},
                             Entry{"persistentvolumeclaims", rules::persistent_volume_claims},
                             Entry{"persistentvolumes", rules::persistent_volumes},
                             Entry{"pods", rules::pods},
                             Entry{"priorityclasses.scheduling.k8s.io", rules::priority_classes},
                             Entry{"replicasets.apps", rules::replica_sets},
                             Entry{"secrets", rules::secrets},
                             Entry{"serviceaccounts", rules::service_accounts},
                             Entry{"services", rules::services},
                             Entry{"storageclasses.storage.k8s.io", rules::storage_classes}};
constexpr KindRules no_rules;

}  // namespace

KindRules const& rules_of(std::string_view resource) {
    auto const* const found = std::lower_bound(entries.begin(), entries.end(), resource,
                                               [](Entry const& e, std::string_view key) { return e.resource < key; });
    return found != entries.end() && found->resource == resource ? found->rules() : no_rules;
}

}  // namespace keelson
