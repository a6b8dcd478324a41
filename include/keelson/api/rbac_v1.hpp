#ifndef KEELSON_API_RBAC_V1_HPP
#define KEELSON_API_RBAC_V1_HPP

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

/// The types of rbac/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct PolicyRule {
    std::vector<std::string> apiGroups;
    std::vector<std::string> nonResourceURLs;
    std::vector<std::string> resourceNames;
    std::vector<std::string> resources;
    std::vector<std::string> verbs;
};

struct Role {
    static constexpr TypeInfo type{"rbac.authorization.k8s.io", "v1", "Role", "roles"};
    ObjectMeta metadata;
    std::vector<PolicyRule> rules;
};

struct AggregationRule {
    std::vector<LabelSelector> clusterRoleSelectors;
};

struct ClusterRole {
    static constexpr TypeInfo type{"rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", Scope::cluster};
    ObjectMeta metadata;
    std::optional<AggregationRule> aggregationRule;
    std::vector<PolicyRule> rules;
};

struct RoleRef {
    std::string apiGroup;
    std::string kind;
    std::string name;
};

struct Subject {
    std::string apiGroup;
    std::string kind;
    std::string name;
    std::string namespace_;
};

struct RoleBinding {
    static constexpr TypeInfo type{"rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"};
    ObjectMeta metadata;
    RoleRef roleRef;
    std::vector<Subject> subjects;
};

struct ClusterRoleBinding {
    static constexpr TypeInfo type{"rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings",
                                   Scope::cluster};
    ObjectMeta metadata;
    RoleRef roleRef;
    std::vector<Subject> subjects;
};

namespace detail {
extern template TypeDesc const& struct_desc<PolicyRule>();
extern template TypeDesc const& struct_desc<Role>();
extern template TypeDesc const& struct_desc<AggregationRule>();
extern template TypeDesc const& struct_desc<ClusterRole>();
extern template TypeDesc const& struct_desc<RoleRef>();
extern template TypeDesc const& struct_desc<Subject>();
extern template TypeDesc const& struct_desc<RoleBinding>();
extern template TypeDesc const& struct_desc<ClusterRoleBinding>();
}  // namespace detail

}  // namespace keelson

#endif
