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
}  // namespace detail

}  // namespace keelson

#endif
