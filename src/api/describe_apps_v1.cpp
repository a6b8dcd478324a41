#include <keelson/api/apps_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(RollingUpdateDeployment, (), (maxSurge, maxUnavailable))
BOOST_DESCRIBE_STRUCT(DeploymentStrategy, (), (rollingUpdate, type))
BOOST_DESCRIBE_STRUCT(DeploymentSpec, (),
                      (minReadySeconds, paused, progressDeadlineSeconds, replicas, revisionHistoryLimit, selector,
                       strategy, template_))
BOOST_DESCRIBE_STRUCT(DeploymentCondition, (), (lastTransitionTime, lastUpdateTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(DeploymentStatus, (),
                      (availableReplicas, collisionCount, conditions, observedGeneration, readyReplicas, replicas,
                       terminatingReplicas, unavailableReplicas, updatedReplicas))
BOOST_DESCRIBE_STRUCT(Deployment, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(ReplicaSetSpec, (), (minReadySeconds, replicas, selector, template_))
BOOST_DESCRIBE_STRUCT(ReplicaSetCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(ReplicaSetStatus, (),
                      (availableReplicas, conditions, fullyLabeledReplicas, observedGeneration, readyReplicas, replicas,
                       terminatingReplicas))
BOOST_DESCRIBE_STRUCT(ReplicaSet, (), (metadata, spec, status))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<DeploymentCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ReplicaSetCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ReplicaSetStatus>{"replicas"};

template TypeDesc const& struct_desc<RollingUpdateDeployment>();
template TypeDesc const& struct_desc<DeploymentStrategy>();
template TypeDesc const& struct_desc<DeploymentSpec>();
template TypeDesc const& struct_desc<DeploymentCondition>();
template TypeDesc const& struct_desc<DeploymentStatus>();
template TypeDesc const& struct_desc<Deployment>();
template TypeDesc const& struct_desc<ReplicaSetSpec>();
template TypeDesc const& struct_desc<ReplicaSetCondition>();
template TypeDesc const& struct_desc<ReplicaSetStatus>();
template TypeDesc const& struct_desc<ReplicaSet>();
}  // namespace detail

}  // namespace keelson
