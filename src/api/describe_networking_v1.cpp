#include <keelson/api/networking_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(ServiceBackendPort, (), (name, number))
BOOST_DESCRIBE_STRUCT(IngressServiceBackend, (), (name, port))
BOOST_DESCRIBE_STRUCT(IngressBackend, (), (resource, service))
BOOST_DESCRIBE_STRUCT(HTTPIngressPath, (), (backend, path, pathType))
BOOST_DESCRIBE_STRUCT(HTTPIngressRuleValue, (), (paths))
BOOST_DESCRIBE_STRUCT(IngressRule, (), (host, http))
BOOST_DESCRIBE_STRUCT(IngressTLS, (), (hosts, secretName))
BOOST_DESCRIBE_STRUCT(IngressSpec, (), (defaultBackend, ingressClassName, rules, tls))
BOOST_DESCRIBE_STRUCT(IngressPortStatus, (), (error, port, protocol))
BOOST_DESCRIBE_STRUCT(IngressLoadBalancerIngress, (), (hostname, ip, ports))
BOOST_DESCRIBE_STRUCT(IngressLoadBalancerStatus, (), (ingress))
BOOST_DESCRIBE_STRUCT(IngressStatus, (), (loadBalancer))
BOOST_DESCRIBE_STRUCT(Ingress, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(IngressClassParametersReference, (), (apiGroup, kind, name, namespace_, scope))
BOOST_DESCRIBE_STRUCT(IngressClassSpec, (), (controller, parameters))
BOOST_DESCRIBE_STRUCT(IngressClass, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(NetworkPolicyPort, (), (endPort, port, protocol))
BOOST_DESCRIBE_STRUCT(IPBlock, (), (cidr, except))
BOOST_DESCRIBE_STRUCT(NetworkPolicyPeer, (), (ipBlock, namespaceSelector, podSelector))
BOOST_DESCRIBE_STRUCT(NetworkPolicyEgressRule, (), (ports, to))
BOOST_DESCRIBE_STRUCT(NetworkPolicyIngressRule, (), (from, ports))
BOOST_DESCRIBE_STRUCT(NetworkPolicySpec, (), (egress, ingress, podSelector, policyTypes))
BOOST_DESCRIBE_STRUCT(NetworkPolicy, (), (metadata, spec))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<IngressServiceBackend>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HTTPIngressPath>{"pathType"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<IngressPortStatus>{"port", "protocol"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<IngressClassParametersReference>{"kind", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<IPBlock>{"cidr"};

template TypeDesc const& struct_desc<ServiceBackendPort>();
template TypeDesc const& struct_desc<IngressServiceBackend>();
template TypeDesc const& struct_desc<IngressBackend>();
template TypeDesc const& struct_desc<HTTPIngressPath>();
template TypeDesc const& struct_desc<HTTPIngressRuleValue>();
template TypeDesc const& struct_desc<IngressRule>();
template TypeDesc const& struct_desc<IngressTLS>();
template TypeDesc const& struct_desc<IngressSpec>();
template TypeDesc const& struct_desc<IngressPortStatus>();
template TypeDesc const& struct_desc<IngressLoadBalancerIngress>();
template TypeDesc const& struct_desc<IngressLoadBalancerStatus>();
template TypeDesc const& struct_desc<IngressStatus>();
template TypeDesc const& struct_desc<Ingress>();
template TypeDesc const& struct_desc<IngressClassParametersReference>();
template TypeDesc const& struct_desc<IngressClassSpec>();
template TypeDesc const& struct_desc<IngressClass>();
template TypeDesc const& struct_desc<NetworkPolicyPort>();
template TypeDesc const& struct_desc<IPBlock>();
template TypeDesc const& struct_desc<NetworkPolicyPeer>();
template TypeDesc const& struct_desc<NetworkPolicyEgressRule>();
template TypeDesc const& struct_desc<NetworkPolicyIngressRule>();
template TypeDesc const& struct_desc<NetworkPolicySpec>();
template TypeDesc const& struct_desc<NetworkPolicy>();
}  // namespace detail

}  // namespace keelson
