#ifndef KEELSON_SRC_HTTP_RBAC_OBJECTS_HPP
#define KEELSON_SRC_HTTP_RBAC_OBJECTS_HPP

#include "api/json.hpp"
#include "http/authorization.hpp"

#include <string>
#include <vector>

namespace keelson::http {

/// What authorization reads of a Role or ClusterRole.
struct RoleObject {
    std::string namespace_, name;
    std::vector<PolicyRule> rules;
    Labels labels;
    bool aggregates = false;
    std::vector<Selector> selectors;
};

/// What authorization reads of a RoleBinding or ClusterRoleBinding. A ServiceAccount is the user that it acts as.
struct BindingObject {
    std::string namespace_, name, role_kind, role_name;
    std::vector<std::string> users, groups;
};

Result<RoleObject> read_role(std::string_view object);
Result<BindingObject> read_binding(std::string_view object);
json::array to_json(std::vector<PolicyRule> const& rules);
std::vector<std::string> texts_at(json::value const& tree, std::string_view member);
json::array to_json(std::vector<std::string> const& texts);

}  // namespace keelson::http

#endif
