#include <keelson/api/autoscaling_v2.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(HPAScalingPolicy, (), (periodSeconds, type, value))
BOOST_DESCRIBE_STRUCT(HPAScalingRules, (), (policies, selectPolicy, stabilizationWindowSeconds, tolerance))
BOOST_DESCRIBE_STRUCT(HorizontalPodAutoscalerBehavior, (), (scaleDown, scaleUp))
BOOST_DESCRIBE_STRUCT(MetricTarget, (), (averageUtilization, averageValue, type, value))
BOOST_DESCRIBE_STRUCT(ContainerResourceMetricSource, (), (container, name, target))
BOOST_DESCRIBE_STRUCT(MetricIdentifier, (), (name, selector))
BOOST_DESCRIBE_STRUCT(ExternalMetricSource, (), (metric, target))
BOOST_DESCRIBE_STRUCT(CrossVersionObjectReference, (), (apiVersion, kind, name))
BOOST_DESCRIBE_STRUCT(ObjectMetricSource, (), (describedObject, metric, target))
BOOST_DESCRIBE_STRUCT(PodsMetricSource, (), (metric, target))
BOOST_DESCRIBE_STRUCT(ResourceMetricSource, (), (name, target))
BOOST_DESCRIBE_STRUCT(MetricSpec, (), (containerResource, external, object, pods, resource, type))
BOOST_DESCRIBE_STRUCT(HorizontalPodAutoscalerSpec, (), (behavior, maxReplicas, metrics, minReplicas, scaleTargetRef))
BOOST_DESCRIBE_STRUCT(HorizontalPodAutoscalerCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(MetricValueStatus, (), (averageUtilization, averageValue, value))
BOOST_DESCRIBE_STRUCT(ContainerResourceMetricStatus, (), (container, current, name))
BOOST_DESCRIBE_STRUCT(ExternalMetricStatus, (), (current, metric))
BOOST_DESCRIBE_STRUCT(ObjectMetricStatus, (), (current, describedObject, metric))
BOOST_DESCRIBE_STRUCT(PodsMetricStatus, (), (current, metric))
BOOST_DESCRIBE_STRUCT(ResourceMetricStatus, (), (current, name))
BOOST_DESCRIBE_STRUCT(MetricStatus, (), (containerResource, external, object, pods, resource, type))
BOOST_DESCRIBE_STRUCT(HorizontalPodAutoscalerStatus, (),
                      (conditions, currentMetrics, currentReplicas, desiredReplicas, lastScaleTime, observedGeneration))
BOOST_DESCRIBE_STRUCT(HorizontalPodAutoscaler, (), (metadata, spec, status))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<HPAScalingPolicy>{"periodSeconds", "type", "value"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<MetricTarget>{"type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ContainerResourceMetricSource>{"container", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<MetricIdentifier>{"name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<CrossVersionObjectReference>{"kind", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceMetricSource>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<MetricSpec>{"type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HorizontalPodAutoscalerSpec>{"maxReplicas"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<HorizontalPodAutoscalerCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ContainerResourceMetricStatus>{"container", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceMetricStatus>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<MetricStatus>{"type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HorizontalPodAutoscalerStatus>{"desiredReplicas"};

template TypeDesc const& struct_desc<HPAScalingPolicy>();
template TypeDesc const& struct_desc<HPAScalingRules>();
template TypeDesc const& struct_desc<HorizontalPodAutoscalerBehavior>();
template TypeDesc const& struct_desc<MetricTarget>();
template TypeDesc const& struct_desc<ContainerResourceMetricSource>();
template TypeDesc const& struct_desc<MetricIdentifier>();
template TypeDesc const& struct_desc<ExternalMetricSource>();
template TypeDesc const& struct_desc<CrossVersionObjectReference>();
template TypeDesc const& struct_desc<ObjectMetricSource>();
template TypeDesc const& struct_desc<PodsMetricSource>();
template TypeDesc const& struct_desc<ResourceMetricSource>();
template TypeDesc const& struct_desc<MetricSpec>();
template TypeDesc const& struct_desc<HorizontalPodAutoscalerSpec>();
template TypeDesc const& struct_desc<HorizontalPodAutoscalerCondition>();
template TypeDesc const& struct_desc<MetricValueStatus>();
template TypeDesc const& struct_desc<ContainerResourceMetricStatus>();
template TypeDesc const& struct_desc<ExternalMetricStatus>();
template TypeDesc const& struct_desc<ObjectMetricStatus>();
template TypeDesc const& struct_desc<PodsMetricStatus>();
template TypeDesc const& struct_desc<ResourceMetricStatus>();
template TypeDesc const& struct_desc<MetricStatus>();
template TypeDesc const& struct_desc<HorizontalPodAutoscalerStatus>();
template TypeDesc const& struct_desc<HorizontalPodAutoscaler>();
}  // namespace detail

}  // namespace keelson
