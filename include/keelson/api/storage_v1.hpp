#ifndef KEELSON_API_STORAGE_V1_HPP
#define KEELSON_API_STORAGE_V1_HPP

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

/// The types of storage/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct StorageClass {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "StorageClass", "storageclasses", Scope::cluster};
    ObjectMeta metadata;
    std::optional<bool> allowVolumeExpansion;
    std::vector<TopologySelectorTerm> allowedTopologies;
    std::vector<std::string> mountOptions;
    std::map<std::string, std::string> parameters;
    std::string provisioner;
    std::optional<std::string> reclaimPolicy;
    std::optional<std::string> volumeBindingMode;
};

namespace detail {
extern template TypeDesc const& struct_desc<StorageClass>();
}  // namespace detail

}  // namespace keelson

#endif
