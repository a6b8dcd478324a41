#ifndef KEELSON_API_SCHEDULING_V1_HPP
#define KEELSON_API_SCHEDULING_V1_HPP

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

/// The types of scheduling/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct PriorityClass {
    static constexpr TypeInfo type{"scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", Scope::cluster};
    ObjectMeta metadata;
    std::string description;
    std::optional<bool> globalDefault;
    std::optional<std::string> preemptionPolicy;
    std::optional<std::int32_t> value;
};

namespace detail {
extern template TypeDesc const& struct_desc<PriorityClass>();
}  // namespace detail

}  // namespace keelson

#endif
