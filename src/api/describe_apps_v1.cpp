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
BOOST_DESCRIBE_STRUCT(RollingUpdateDaemonSet, (), (maxSurge, maxUnavailable))
BOOST_DESCRIBE_STRUCT(DaemonSetUpdateStrategy, (), (rollingUpdate, type))
BOOST_DESCRIBE_STRUCT(DaemonSetSpec, (), (minReadySeconds, revisionHistoryLimit, selector, template_, updateStrategy))
BOOST_DESCRIBE_STRUCT(DaemonSetCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(DaemonSetStatus, (),
                      (collisionCount, conditions, currentNumberScheduled, desiredNumberScheduled, numberAvailable,
                       numberMisscheduled, numberReady, numberUnavailable, observedGeneration, updatedNumberScheduled))
BOOST_DESCRIBE_STRUCT(DaemonSet, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(StatefulSetOrdinals, (), (start))
BOOST_DESCRIBE_STRUCT(StatefulSetPersistentVolumeClaimRetentionPolicy, (), (whenDeleted, whenScaled))
BOOST_DESCRIBE_STRUCT(RollingUpdateStatefulSetStrategy, (), (maxUnavailable, partition))
BOOST_DESCRIBE_STRUCT(StatefulSetUpdateStrategy, (), (rollingUpdate, type))
BOOST_DESCRIBE_STRUCT(StatefulSetSpec, (),
                      (minReadySeconds, ordinals, persistentVolumeClaimRetentionPolicy, podManagementPolicy, replicas,
                       revisionHistoryLimit, selector, serviceName, template_, updateStrategy, volumeClaimTemplates))
BOOST_DESCRIBE_STRUCT(StatefulSetCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(StatefulSetStatus, (),
                      (availableReplicas, collisionCount, conditions, currentReplicas, currentRevision,
                       observedGeneration, readyReplicas, replicas, updateRevision, updatedReplicas))
BOOST_DESCRIBE_STRUCT(StatefulSet, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(ControllerRevision, (), (metadata, data, revision))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<DeploymentCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ReplicaSetCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ReplicaSetStatus>{"replicas"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<DaemonSetCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 4> required_scalars<DaemonSetStatus>{
    "currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<StatefulSetCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<StatefulSetStatus>{"replicas"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ControllerRevision>{"revision"};

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
template TypeDesc const& struct_desc<RollingUpdateDaemonSet>();
template TypeDesc const& struct_desc<DaemonSetUpdateStrategy>();
template TypeDesc const& struct_desc<DaemonSetSpec>();
template TypeDesc const& struct_desc<DaemonSetCondition>();
template TypeDesc const& struct_desc<DaemonSetStatus>();
template TypeDesc const& struct_desc<DaemonSet>();
template TypeDesc const& struct_desc<StatefulSetOrdinals>();
template TypeDesc const& struct_desc<StatefulSetPersistentVolumeClaimRetentionPolicy>();
template TypeDesc const& struct_desc<RollingUpdateStatefulSetStrategy>();
template TypeDesc const& struct_desc<StatefulSetUpdateStrategy>();
template TypeDesc const& struct_desc<StatefulSetSpec>();
template TypeDesc const& struct_desc<StatefulSetCondition>();
template TypeDesc const& struct_desc<StatefulSetStatus>();
template TypeDesc const& struct_desc<StatefulSet>();
template TypeDesc const& struct_desc<ControllerRevision>();
}  // namespace detail

}  // namespace keelson
