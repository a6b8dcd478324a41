#ifndef KEELSON_API_NODE_V1_HPP
#define KEELSON_API_NODE_V1_HPP

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

/// The types of node/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct Overhead {
    std::map<std::string, Quantity> podFixed;
};

struct Scheduling {
    std::map<std::string, std::string> nodeSelector;
    std::vector<Toleration> tolerations;
};

struct RuntimeClass {
    static constexpr TypeInfo type{"node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", Scope::cluster};
    ObjectMeta metadata;
    std::string handler;
    std::optional<Overhead> overhead;
    std::optional<Scheduling> scheduling;
};

namespace detail {
extern template TypeDesc const& struct_desc<Overhead>();
extern template TypeDesc const& struct_desc<Scheduling>();
extern template TypeDesc const& struct_desc<RuntimeClass>();
}  // namespace detail

}  // namespace keelson

#endif
