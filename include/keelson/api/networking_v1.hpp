#ifndef KEELSON_API_NETWORKING_V1_HPP
#define KEELSON_API_NETWORKING_V1_HPP

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

/// The types of networking/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct ServiceBackendPort {
    std::string name;
    std::optional<std::int32_t> number;
};

struct IngressServiceBackend {
    std::string name;
    std::optional<ServiceBackendPort> port;
};

struct IngressBackend {
    std::optional<TypedLocalObjectReference> resource;
    std::optional<IngressServiceBackend> service;
};

struct HTTPIngressPath {
    IngressBackend backend;
    std::string path;
    std::string pathType;
};

struct HTTPIngressRuleValue {
    std::vector<HTTPIngressPath> paths;
};

struct IngressRule {
    std::string host;
    std::optional<HTTPIngressRuleValue> http;
};

struct IngressTLS {
    std::vector<std::string> hosts;
    std::string secretName;
};

struct IngressSpec {
    std::optional<IngressBackend> defaultBackend;
    std::optional<std::string> ingressClassName;
    std::vector<IngressRule> rules;
    std::vector<IngressTLS> tls;
};

struct IngressPortStatus {
    std::optional<std::string> error;
    std::int32_t port = 0;
    std::string protocol;
};

struct IngressLoadBalancerIngress {
    std::string hostname;
    std::string ip;
    std::vector<IngressPortStatus> ports;
};

struct IngressLoadBalancerStatus {
    std::vector<IngressLoadBalancerIngress> ingress;
};

struct IngressStatus {
    std::optional<IngressLoadBalancerStatus> loadBalancer;
};

struct Ingress {
    static constexpr TypeInfo type{"networking.k8s.io", "v1", "Ingress", "ingresses"};
    ObjectMeta metadata;
    IngressSpec spec;
    IngressStatus status;
};

struct IngressClassParametersReference {
    std::optional<std::string> apiGroup;
    std::string kind;
    std::string name;
    std::optional<std::string> namespace_;
    std::optional<std::string> scope;
};

struct IngressClassSpec {
    std::string controller;
    std::optional<IngressClassParametersReference> parameters;
};

struct IngressClass {
    static constexpr TypeInfo type{"networking.k8s.io", "v1", "IngressClass", "ingressclasses", Scope::cluster};
    ObjectMeta metadata;
    IngressClassSpec spec;
};

struct NetworkPolicyPort {
    std::optional<std::int32_t> endPort;
    std::optional<IntOrString> port;
    std::optional<std::string> protocol;
};

struct IPBlock {
    std::string cidr;
    std::vector<std::string> except;
};

struct NetworkPolicyPeer {
    std::optional<IPBlock> ipBlock;
    std::optional<LabelSelector> namespaceSelector;
    std::optional<LabelSelector> podSelector;
};

struct NetworkPolicyEgressRule {
    std::vector<NetworkPolicyPort> ports;
    std::vector<NetworkPolicyPeer> to;
};

struct NetworkPolicyIngressRule {
    std::vector<NetworkPolicyPeer> from;
    std::vector<NetworkPolicyPort> ports;
};

struct NetworkPolicySpec {
    std::vector<NetworkPolicyEgressRule> egress;
    std::vector<NetworkPolicyIngressRule> ingress;
    std::optional<LabelSelector> podSelector;
    std::vector<std::string> policyTypes;
};

struct NetworkPolicy {
    static constexpr TypeInfo type{"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"};
    ObjectMeta metadata;
    NetworkPolicySpec spec;
};

namespace detail {
extern template TypeDesc const& struct_desc<ServiceBackendPort>();
extern template TypeDesc const& struct_desc<IngressServiceBackend>();
extern template TypeDesc const& struct_desc<IngressBackend>();
extern template TypeDesc const& struct_desc<HTTPIngressPath>();
extern template TypeDesc const& struct_desc<HTTPIngressRuleValue>();
extern template TypeDesc const& struct_desc<IngressRule>();
extern template TypeDesc const& struct_desc<IngressTLS>();
extern template TypeDesc const& struct_desc<IngressSpec>();
extern template TypeDesc const& struct_desc<IngressPortStatus>();
extern template TypeDesc const& struct_desc<IngressLoadBalancerIngress>();
extern template TypeDesc const& struct_desc<IngressLoadBalancerStatus>();
extern template TypeDesc const& struct_desc<IngressStatus>();
extern template TypeDesc const& struct_desc<Ingress>();
extern template TypeDesc const& struct_desc<IngressClassParametersReference>();
extern template TypeDesc const& struct_desc<IngressClassSpec>();
extern template TypeDesc const& struct_desc<IngressClass>();
extern template TypeDesc const& struct_desc<NetworkPolicyPort>();
extern template TypeDesc const& struct_desc<IPBlock>();
extern template TypeDesc const& struct_desc<NetworkPolicyPeer>();
extern template TypeDesc const& struct_desc<NetworkPolicyEgressRule>();
extern template TypeDesc const& struct_desc<NetworkPolicyIngressRule>();
extern template TypeDesc const& struct_desc<NetworkPolicySpec>();
extern template TypeDesc const& struct_desc<NetworkPolicy>();
}  // namespace detail

}  // namespace keelson

#endif
