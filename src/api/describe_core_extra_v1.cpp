#include <keelson/api/core_extra_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(LimitRangeItem, (), (default_, defaultRequest, max, maxLimitRequestRatio, min, type))
BOOST_DESCRIBE_STRUCT(LimitRangeSpec, (), (limits))
BOOST_DESCRIBE_STRUCT(LimitRange, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(ScopedResourceSelectorRequirement, (), (operator_, scopeName, values))
BOOST_DESCRIBE_STRUCT(ScopeSelector, (), (matchExpressions))
BOOST_DESCRIBE_STRUCT(ResourceQuotaSpec, (), (hard, scopeSelector, scopes))
BOOST_DESCRIBE_STRUCT(ResourceQuotaStatus, (), (hard, used))
BOOST_DESCRIBE_STRUCT(ResourceQuota, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(PodTemplate, (), (metadata, template_))
BOOST_DESCRIBE_STRUCT(ReplicationControllerSpec, (), (minReadySeconds, replicas, selector, template_))
BOOST_DESCRIBE_STRUCT(ReplicationControllerCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(ReplicationControllerStatus, (),
                      (availableReplicas, conditions, fullyLabeledReplicas, observedGeneration, readyReplicas,
                       replicas))
BOOST_DESCRIBE_STRUCT(ReplicationController, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(EndpointAddress, (), (hostname, ip, nodeName, targetRef))
BOOST_DESCRIBE_STRUCT(EndpointsPort, (), (appProtocol, name, port, protocol))
BOOST_DESCRIBE_STRUCT(EndpointSubset, (), (addresses, notReadyAddresses, ports))
BOOST_DESCRIBE_STRUCT(Endpoints, (), (metadata, subsets))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<LimitRangeItem>{"type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ScopedResourceSelectorRequirement>{"operator",
                                                                                                     "scopeName"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ReplicationControllerCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ReplicationControllerStatus>{"replicas"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<EndpointAddress>{"ip"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<EndpointsPort>{"port"};

template TypeDesc const& struct_desc<LimitRangeItem>();
template TypeDesc const& struct_desc<LimitRangeSpec>();
template TypeDesc const& struct_desc<LimitRange>();
template TypeDesc const& struct_desc<ScopedResourceSelectorRequirement>();
template TypeDesc const& struct_desc<ScopeSelector>();
template TypeDesc const& struct_desc<ResourceQuotaSpec>();
template TypeDesc const& struct_desc<ResourceQuotaStatus>();
template TypeDesc const& struct_desc<ResourceQuota>();
template TypeDesc const& struct_desc<PodTemplate>();
template TypeDesc const& struct_desc<ReplicationControllerSpec>();
template TypeDesc const& struct_desc<ReplicationControllerCondition>();
template TypeDesc const& struct_desc<ReplicationControllerStatus>();
template TypeDesc const& struct_desc<ReplicationController>();
template TypeDesc const& struct_desc<EndpointAddress>();
template TypeDesc const& struct_desc<EndpointsPort>();
template TypeDesc const& struct_desc<EndpointSubset>();
template TypeDesc const& struct_desc<Endpoints>();
}  // namespace detail

}  // namespace keelson
