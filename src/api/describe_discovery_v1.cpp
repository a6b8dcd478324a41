#include <keelson/api/discovery_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(EndpointConditions, (), (ready, serving, terminating))
BOOST_DESCRIBE_STRUCT(ForNode, (), (name))
BOOST_DESCRIBE_STRUCT(ForZone, (), (name))
BOOST_DESCRIBE_STRUCT(EndpointHints, (), (forNodes, forZones))
BOOST_DESCRIBE_STRUCT(Endpoint, (),
                      (addresses, conditions, deprecatedTopology, hints, hostname, nodeName, targetRef, zone))
BOOST_DESCRIBE_STRUCT(EndpointPort, (), (appProtocol, name, port, protocol))
BOOST_DESCRIBE_STRUCT(EndpointSlice, (), (metadata, addressType, endpoints, ports))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ForNode>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ForZone>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<EndpointSlice>{"addressType"};

template TypeDesc const& struct_desc<EndpointConditions>();
template TypeDesc const& struct_desc<ForNode>();
template TypeDesc const& struct_desc<ForZone>();
template TypeDesc const& struct_desc<EndpointHints>();
template TypeDesc const& struct_desc<Endpoint>();
template TypeDesc const& struct_desc<EndpointPort>();
template TypeDesc const& struct_desc<EndpointSlice>();
}  // namespace detail

}  // namespace keelson
