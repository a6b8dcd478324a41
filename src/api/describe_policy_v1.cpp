#include <keelson/api/policy_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(PodDisruptionBudgetSpec, (), (maxUnavailable, minAvailable, selector, unhealthyPodEvictionPolicy))
BOOST_DESCRIBE_STRUCT(PodDisruptionBudgetStatus, (),
                      (conditions, currentHealthy, desiredHealthy, disruptedPods, disruptionsAllowed, expectedPods,
                       observedGeneration))
BOOST_DESCRIBE_STRUCT(PodDisruptionBudget, (), (metadata, spec, status))

namespace detail {

template TypeDesc const& struct_desc<PodDisruptionBudgetSpec>();
template TypeDesc const& struct_desc<PodDisruptionBudgetStatus>();
template TypeDesc const& struct_desc<PodDisruptionBudget>();
}  // namespace detail

}  // namespace keelson
