#ifndef KEELSON_API_AUTOSCALING_V2_HPP
#define KEELSON_API_AUTOSCALING_V2_HPP

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

/// The types of autoscaling/v2 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct HPAScalingPolicy {
    std::int32_t periodSeconds = 0;
    std::string type;
    std::int32_t value = 0;
};

struct HPAScalingRules {
    std::vector<HPAScalingPolicy> policies;
    std::optional<std::string> selectPolicy;
    std::optional<std::int32_t> stabilizationWindowSeconds;
    std::optional<Quantity> tolerance;
};

struct HorizontalPodAutoscalerBehavior {
    std::optional<HPAScalingRules> scaleDown;
    std::optional<HPAScalingRules> scaleUp;
};

struct MetricTarget {
    std::optional<std::int32_t> averageUtilization;
    std::optional<Quantity> averageValue;
    std::string type;
    std::optional<Quantity> value;
};

struct ContainerResourceMetricSource {
    std::string container;
    std::string name;
    MetricTarget target;
};

struct MetricIdentifier {
    std::string name;
    std::optional<LabelSelector> selector;
};

struct ExternalMetricSource {
    MetricIdentifier metric;
    MetricTarget target;
};

struct CrossVersionObjectReference {
    std::string apiVersion;
    std::string kind;
    std::string name;
};

struct ObjectMetricSource {
    CrossVersionObjectReference describedObject;
    MetricIdentifier metric;
    MetricTarget target;
};

struct PodsMetricSource {
    MetricIdentifier metric;
    MetricTarget target;
};

struct ResourceMetricSource {
    std::string name;
    MetricTarget target;
};

struct MetricSpec {
    std::optional<ContainerResourceMetricSource> containerResource;
    std::optional<ExternalMetricSource> external;
    std::optional<ObjectMetricSource> object;
    std::optional<PodsMetricSource> pods;
    std::optional<ResourceMetricSource> resource;
    std::string type;
};

struct HorizontalPodAutoscalerSpec {
    std::optional<HorizontalPodAutoscalerBehavior> behavior;
    std::int32_t maxReplicas = 0;
    std::vector<MetricSpec> metrics;
    std::optional<std::int32_t> minReplicas;
    CrossVersionObjectReference scaleTargetRef;
};

struct HorizontalPodAutoscalerCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct MetricValueStatus {
    std::optional<std::int32_t> averageUtilization;
    std::optional<Quantity> averageValue;
    std::optional<Quantity> value;
};

struct ContainerResourceMetricStatus {
    std::string container;
    MetricValueStatus current;
    std::string name;
};

struct ExternalMetricStatus {
    MetricValueStatus current;
    MetricIdentifier metric;
};

struct ObjectMetricStatus {
    MetricValueStatus current;
    CrossVersionObjectReference describedObject;
    MetricIdentifier metric;
};

struct PodsMetricStatus {
    MetricValueStatus current;
    MetricIdentifier metric;
};

struct ResourceMetricStatus {
    MetricValueStatus current;
    std::string name;
};

struct MetricStatus {
    std::optional<ContainerResourceMetricStatus> containerResource;
    std::optional<ExternalMetricStatus> external;
    std::optional<ObjectMetricStatus> object;
    std::optional<PodsMetricStatus> pods;
    std::optional<ResourceMetricStatus> resource;
    std::string type;
};

struct HorizontalPodAutoscalerStatus {
    std::vector<HorizontalPodAutoscalerCondition> conditions;
    std::vector<MetricStatus> currentMetrics;
    std::int32_t currentReplicas = 0;
    std::int32_t desiredReplicas = 0;
    Time lastScaleTime;
    std::int64_t observedGeneration = 0;
};

struct HorizontalPodAutoscaler {
    static constexpr TypeInfo type{"autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"};
    ObjectMeta metadata;
    HorizontalPodAutoscalerSpec spec;
    HorizontalPodAutoscalerStatus status;
};

namespace detail {
extern template TypeDesc const& struct_desc<HPAScalingPolicy>();
extern template TypeDesc const& struct_desc<HPAScalingRules>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscalerBehavior>();
extern template TypeDesc const& struct_desc<MetricTarget>();
extern template TypeDesc const& struct_desc<ContainerResourceMetricSource>();
extern template TypeDesc const& struct_desc<MetricIdentifier>();
extern template TypeDesc const& struct_desc<ExternalMetricSource>();
extern template TypeDesc const& struct_desc<CrossVersionObjectReference>();
extern template TypeDesc const& struct_desc<ObjectMetricSource>();
extern template TypeDesc const& struct_desc<PodsMetricSource>();
extern template TypeDesc const& struct_desc<ResourceMetricSource>();
extern template TypeDesc const& struct_desc<MetricSpec>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscalerSpec>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscalerCondition>();
extern template TypeDesc const& struct_desc<MetricValueStatus>();
extern template TypeDesc const& struct_desc<ContainerResourceMetricStatus>();
extern template TypeDesc const& struct_desc<ExternalMetricStatus>();
extern template TypeDesc const& struct_desc<ObjectMetricStatus>();
extern template TypeDesc const& struct_desc<PodsMetricStatus>();
extern template TypeDesc const& struct_desc<ResourceMetricStatus>();
extern template TypeDesc const& struct_desc<MetricStatus>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscalerStatus>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscaler>();
}  // namespace detail

}  // namespace keelson

#endif
