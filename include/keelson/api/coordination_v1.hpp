#ifndef KEELSON_API_COORDINATION_V1_HPP
#define KEELSON_API_COORDINATION_V1_HPP

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

/// The types of coordination/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct LeaseSpec {
    MicroTime acquireTime;
    std::optional<std::string> holderIdentity;
    std::optional<std::int32_t> leaseDurationSeconds;
    std::optional<std::int32_t> leaseTransitions;
    std::optional<std::string> preferredHolder;
    MicroTime renewTime;
    std::optional<std::string> strategy;
};

struct Lease {
    static constexpr TypeInfo type{"coordination.k8s.io", "v1", "Lease", "leases"};
    ObjectMeta metadata;
    LeaseSpec spec;
};

namespace detail {
extern template TypeDesc const& struct_desc<LeaseSpec>();
extern template TypeDesc const& struct_desc<Lease>();
}  // namespace detail

}  // namespace keelson

#endif
