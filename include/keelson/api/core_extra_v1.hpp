#ifndef KEELSON_API_CORE_EXTRA_V1_HPP
#define KEELSON_API_CORE_EXTRA_V1_HPP

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

/// The more types of core/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct LimitRangeItem {
    std::map<std::string, Quantity> default_;
    std::map<std::string, Quantity> defaultRequest;
    std::map<std::string, Quantity> max;
    std::map<std::string, Quantity> maxLimitRequestRatio;
    std::map<std::string, Quantity> min;
    std::string type;
};

struct LimitRangeSpec {
    std::vector<LimitRangeItem> limits;
};

struct LimitRange {
    static constexpr TypeInfo type{"", "v1", "LimitRange", "limitranges"};
    ObjectMeta metadata;
    LimitRangeSpec spec;
};

struct ScopedResourceSelectorRequirement {
    std::string operator_;
    std::string scopeName;
    std::vector<std::string> values;
};

struct ScopeSelector {
    std::vector<ScopedResourceSelectorRequirement> matchExpressions;
};

struct ResourceQuotaSpec {
    std::map<std::string, Quantity> hard;
    std::optional<ScopeSelector> scopeSelector;
    std::vector<std::string> scopes;
};

struct ResourceQuotaStatus {
    std::map<std::string, Quantity> hard;
    std::map<std::string, Quantity> used;
};

struct ResourceQuota {
    static constexpr TypeInfo type{"", "v1", "ResourceQuota", "resourcequotas"};
    ObjectMeta metadata;
    ResourceQuotaSpec spec;
    ResourceQuotaStatus status;
};

struct PodTemplate {
    static constexpr TypeInfo type{"", "v1", "PodTemplate", "podtemplates"};
    ObjectMeta metadata;
    std::optional<PodTemplateSpec> template_;
};

struct ReplicationControllerSpec {
    std::optional<std::int32_t> minReadySeconds;
    std::optional<std::int32_t> replicas;
    std::map<std::string, std::string> selector;
    std::optional<PodTemplateSpec> template_;
};

struct ReplicationControllerCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct ReplicationControllerStatus {
    std::int32_t availableReplicas = 0;
    std::vector<ReplicationControllerCondition> conditions;
    std::int32_t fullyLabeledReplicas = 0;
    std::int64_t observedGeneration = 0;
    std::int32_t readyReplicas = 0;
    std::int32_t replicas = 0;
};

struct ReplicationController {
    static constexpr TypeInfo type{"", "v1", "ReplicationController", "replicationcontrollers"};
    ObjectMeta metadata;
    ReplicationControllerSpec spec;
    ReplicationControllerStatus status;
};

struct EndpointAddress {
    std::string hostname;
    std::string ip;
    std::string nodeName;
    std::optional<ObjectReference> targetRef;
};

struct EndpointsPort {
    std::optional<std::string> appProtocol;
    std::string name;
    std::int32_t port = 0;
    std::string protocol;
};

struct EndpointSubset {
    std::vector<EndpointAddress> addresses;
    std::vector<EndpointAddress> notReadyAddresses;
    std::vector<EndpointsPort> ports;
};

struct Endpoints {
    static constexpr TypeInfo type{"", "v1", "Endpoints", "endpoints"};
    ObjectMeta metadata;
    std::vector<EndpointSubset> subsets;
};

namespace detail {
extern template TypeDesc const& struct_desc<LimitRangeItem>();
extern template TypeDesc const& struct_desc<LimitRangeSpec>();
extern template TypeDesc const& struct_desc<LimitRange>();
extern template TypeDesc const& struct_desc<ScopedResourceSelectorRequirement>();
extern template TypeDesc const& struct_desc<ScopeSelector>();
extern template TypeDesc const& struct_desc<ResourceQuotaSpec>();
extern template TypeDesc const& struct_desc<ResourceQuotaStatus>();
extern template TypeDesc const& struct_desc<ResourceQuota>();
extern template TypeDesc const& struct_desc<PodTemplate>();
extern template TypeDesc const& struct_desc<ReplicationControllerSpec>();
extern template TypeDesc const& struct_desc<ReplicationControllerCondition>();
extern template TypeDesc const& struct_desc<ReplicationControllerStatus>();
extern template TypeDesc const& struct_desc<ReplicationController>();
extern template TypeDesc const& struct_desc<EndpointAddress>();
extern template TypeDesc const& struct_desc<EndpointsPort>();
extern template TypeDesc const& struct_desc<EndpointSubset>();
extern template TypeDesc const& struct_desc<Endpoints>();
}  // namespace detail

}  // namespace keelson

#endif
