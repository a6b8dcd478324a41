#ifndef KEELSON_API_DISCOVERY_V1_HPP
#define KEELSON_API_DISCOVERY_V1_HPP

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

/// The types of discovery/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct EndpointConditions {
    std::optional<bool> ready;
    std::optional<bool> serving;
    std::optional<bool> terminating;
};

struct ForNode {
    std::string name;
};

struct ForZone {
    std::string name;
};

struct EndpointHints {
    std::vector<ForNode> forNodes;
    std::vector<ForZone> forZones;
};

struct Endpoint {
    std::vector<std::string> addresses;
    std::optional<EndpointConditions> conditions;
    std::map<std::string, std::string> deprecatedTopology;
    std::optional<EndpointHints> hints;
    std::optional<std::string> hostname;
    std::optional<std::string> nodeName;
    std::optional<ObjectReference> targetRef;
    std::optional<std::string> zone;
};

struct EndpointPort {
    std::optional<std::string> appProtocol;
    std::optional<std::string> name;
    std::optional<std::int32_t> port;
    std::optional<std::string> protocol;
};

struct EndpointSlice {
    static constexpr TypeInfo type{"discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"};
    ObjectMeta metadata;
    std::string addressType;
    std::vector<Endpoint> endpoints;
    std::vector<EndpointPort> ports;
};

namespace detail {
extern template TypeDesc const& struct_desc<EndpointConditions>();
extern template TypeDesc const& struct_desc<ForNode>();
extern template TypeDesc const& struct_desc<ForZone>();
extern template TypeDesc const& struct_desc<EndpointHints>();
extern template TypeDesc const& struct_desc<Endpoint>();
extern template TypeDesc const& struct_desc<EndpointPort>();
extern template TypeDesc const& struct_desc<EndpointSlice>();
}  // namespace detail

}  // namespace keelson

#endif
