#include <keelson/api/rbac_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(PolicyRule, (), (apiGroups, nonResourceURLs, resourceNames, resources, verbs))
BOOST_DESCRIBE_STRUCT(Role, (), (metadata, rules))
BOOST_DESCRIBE_STRUCT(AggregationRule, (), (clusterRoleSelectors))
BOOST_DESCRIBE_STRUCT(ClusterRole, (), (metadata, aggregationRule, rules))
BOOST_DESCRIBE_STRUCT(RoleRef, (), (apiGroup, kind, name))
BOOST_DESCRIBE_STRUCT(Subject, (), (apiGroup, kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(RoleBinding, (), (metadata, roleRef, subjects))
BOOST_DESCRIBE_STRUCT(ClusterRoleBinding, (), (metadata, roleRef, subjects))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<RoleRef>{"kind", "name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<Subject>{"kind", "name"};

template TypeDesc const& struct_desc<PolicyRule>();
template TypeDesc const& struct_desc<Role>();
template TypeDesc const& struct_desc<AggregationRule>();
template TypeDesc const& struct_desc<ClusterRole>();
template TypeDesc const& struct_desc<RoleRef>();
template TypeDesc const& struct_desc<Subject>();
template TypeDesc const& struct_desc<RoleBinding>();
template TypeDesc const& struct_desc<ClusterRoleBinding>();
}  // namespace detail

}  // namespace keelson
