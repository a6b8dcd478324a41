#ifndef KEELSON_API_APPS_V1_HPP
#define KEELSON_API_APPS_V1_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

/// The types of apps/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct RollingUpdateDeployment {
    std::optional<IntOrString> maxSurge;
    std::optional<IntOrString> maxUnavailable;
};

struct DeploymentStrategy {
    std::optional<RollingUpdateDeployment> rollingUpdate;
    std::string type;
};

struct DeploymentSpec {
    std::optional<std::int32_t> minReadySeconds;
    std::optional<bool> paused;
    std::optional<std::int32_t> progressDeadlineSeconds;
    std::optional<std::int32_t> replicas;
    std::optional<std::int32_t> revisionHistoryLimit;
    LabelSelector selector;
    std::optional<DeploymentStrategy> strategy;
    PodTemplateSpec template_;
};

struct DeploymentCondition {
    Time lastTransitionTime;
    Time lastUpdateTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct DeploymentStatus {
    std::int32_t availableReplicas = 0;
    std::optional<std::int32_t> collisionCount;
    std::vector<DeploymentCondition> conditions;
    std::int64_t observedGeneration = 0;
    std::int32_t readyReplicas = 0;
    std::int32_t replicas = 0;
    std::optional<std::int32_t> terminatingReplicas;
    std::int32_t unavailableReplicas = 0;
    std::int32_t updatedReplicas = 0;
};

struct Deployment {
    static constexpr TypeInfo type{"apps", "v1", "Deployment", "deployments"};
    ObjectMeta metadata;
    DeploymentSpec spec;
    DeploymentStatus status;
};

struct ReplicaSetSpec {
    std::optional<std::int32_t> minReadySeconds;
    std::optional<std::int32_t> replicas;
    LabelSelector selector;
    std::optional<PodTemplateSpec> template_;
};

struct ReplicaSetCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct ReplicaSetStatus {
    std::int32_t availableReplicas = 0;
    std::vector<ReplicaSetCondition> conditions;
    std::int32_t fullyLabeledReplicas = 0;
    std::int64_t observedGeneration = 0;
    std::int32_t readyReplicas = 0;
    std::int32_t replicas = 0;
    std::optional<std::int32_t> terminatingReplicas;
};

struct ReplicaSet {
    static constexpr TypeInfo type{"apps", "v1", "ReplicaSet", "replicasets"};
    ObjectMeta metadata;
    ReplicaSetSpec spec;
    ReplicaSetStatus status;
};

struct RollingUpdateDaemonSet {
    std::optional<IntOrString> maxSurge;
    std::optional<IntOrString> maxUnavailable;
};

struct DaemonSetUpdateStrategy {
    std::optional<RollingUpdateDaemonSet> rollingUpdate;
    std::string type;
};

struct DaemonSetSpec {
    std::optional<std::int32_t> minReadySeconds;
    std::optional<std::int32_t> revisionHistoryLimit;
    LabelSelector selector;
    PodTemplateSpec template_;
    std::optional<DaemonSetUpdateStrategy> updateStrategy;
};

struct DaemonSetCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct DaemonSetStatus {
    std::optional<std::int32_t> collisionCount;
    std::vector<DaemonSetCondition> conditions;
    std::int32_t currentNumberScheduled = 0;
    std::int32_t desiredNumberScheduled = 0;
    std::int32_t numberAvailable = 0;
    std::int32_t numberMisscheduled = 0;
    std::int32_t numberReady = 0;
    std::int32_t numberUnavailable = 0;
    std::int64_t observedGeneration = 0;
    std::int32_t updatedNumberScheduled = 0;
};

struct DaemonSet {
    static constexpr TypeInfo type{"apps", "v1", "DaemonSet", "daemonsets"};
    ObjectMeta metadata;
    DaemonSetSpec spec;
    DaemonSetStatus status;
};

struct StatefulSetOrdinals {
    std::optional<std::int32_t> start;
};

struct StatefulSetPersistentVolumeClaimRetentionPolicy {
    std::string whenDeleted;
    std::string whenScaled;
};

struct RollingUpdateStatefulSetStrategy {
    std::optional<IntOrString> maxUnavailable;
    std::optional<std::int32_t> partition;
};

struct StatefulSetUpdateStrategy {
    std::optional<RollingUpdateStatefulSetStrategy> rollingUpdate;
    std::string type;
};

struct StatefulSetSpec {
    std::optional<std::int32_t> minReadySeconds;
    std::optional<StatefulSetOrdinals> ordinals;
    std::optional<StatefulSetPersistentVolumeClaimRetentionPolicy> persistentVolumeClaimRetentionPolicy;
    std::string podManagementPolicy;
    std::optional<std::int32_t> replicas;
    std::optional<std::int32_t> revisionHistoryLimit;
    LabelSelector selector;
    std::string serviceName;
    PodTemplateSpec template_;
    std::optional<StatefulSetUpdateStrategy> updateStrategy;
    std::vector<PersistentVolumeClaim> volumeClaimTemplates;
};

struct StatefulSetCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct StatefulSetStatus {
    std::int32_t availableReplicas = 0;
    std::optional<std::int32_t> collisionCount;
    std::vector<StatefulSetCondition> conditions;
    std::int32_t currentReplicas = 0;
    std::string currentRevision;
    std::int64_t observedGeneration = 0;
    std::int32_t readyReplicas = 0;
    std::int32_t replicas = 0;
    std::string updateRevision;
    std::int32_t updatedReplicas = 0;
};

struct StatefulSet {
    static constexpr TypeInfo type{"apps", "v1", "StatefulSet", "statefulsets"};
    ObjectMeta metadata;
    StatefulSetSpec spec;
    StatefulSetStatus status;
};

struct ControllerRevision {
    static constexpr TypeInfo type{"apps", "v1", "ControllerRevision", "controllerrevisions"};
    ObjectMeta metadata;
    RawJson data;
    std::int64_t revision = 0;
};

namespace detail {
extern template TypeDesc const& struct_desc<RollingUpdateDeployment>();
extern template TypeDesc const& struct_desc<DeploymentStrategy>();
extern template TypeDesc const& struct_desc<DeploymentSpec>();
extern template TypeDesc const& struct_desc<DeploymentCondition>();
extern template TypeDesc const& struct_desc<DeploymentStatus>();
extern template TypeDesc const& struct_desc<Deployment>();
extern template TypeDesc const& struct_desc<ReplicaSetSpec>();
extern template TypeDesc const& struct_desc<ReplicaSetCondition>();
extern template TypeDesc const& struct_desc<ReplicaSetStatus>();
extern template TypeDesc const& struct_desc<ReplicaSet>();
extern template TypeDesc const& struct_desc<RollingUpdateDaemonSet>();
extern template TypeDesc const& struct_desc<DaemonSetUpdateStrategy>();
extern template TypeDesc const& struct_desc<DaemonSetSpec>();
extern template TypeDesc const& struct_desc<DaemonSetCondition>();
extern template TypeDesc const& struct_desc<DaemonSetStatus>();
extern template TypeDesc const& struct_desc<DaemonSet>();
extern template TypeDesc const& struct_desc<StatefulSetOrdinals>();
extern template TypeDesc const& struct_desc<StatefulSetPersistentVolumeClaimRetentionPolicy>();
extern template TypeDesc const& struct_desc<RollingUpdateStatefulSetStrategy>();
extern template TypeDesc const& struct_desc<StatefulSetUpdateStrategy>();
extern template TypeDesc const& struct_desc<StatefulSetSpec>();
extern template TypeDesc const& struct_desc<StatefulSetCondition>();
extern template TypeDesc const& struct_desc<StatefulSetStatus>();
extern template TypeDesc const& struct_desc<StatefulSet>();
extern template TypeDesc const& struct_desc<ControllerRevision>();
}  // namespace detail

}  // namespace keelson

#endif
