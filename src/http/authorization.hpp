#ifndef KEELSON_SRC_HTTP_AUTHORIZATION_HPP
#define KEELSON_SRC_HTTP_AUTHORIZATION_HPP

#include "http/exchange.hpp"

#include <keelson/api/selector.hpp>
#include <keelson/core/error.hpp>

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keelson::http {

/// What a request wants to do, in the words of authorization.
struct Attributes {
    std::string verb;  ///< "list", "deletecollection"; of a path the method in lower case
    std::string group, version, resource, subresource;
    std::string namespace_, name;
    std::string path;  ///< without the query
    bool is_resource = false;

    /// "pods" or "pods/exec".
    [[nodiscard]] std::string full_resource() const;
};

/// Read from a request's method and target alone, so that it needs no kinds.
Attributes request_attributes(std::string_view method, std::string_view target);

/// One rule of a Role or ClusterRole.
struct PolicyRule {
    std::vector<std::string> verbs, groups, resources, names, paths;

    [[nodiscard]] bool allows(Attributes const& wanted) const noexcept;
    friend bool operator==(PolicyRule const&, PolicyRule const&) = default;
};

struct Decision {
    bool allowed = false;
    std::string reason;  ///< which binding of which role, when allowed
};

/// RBAC over the Roles, ClusterRoles and bindings that it was told of. Members of system:masters may do everything.
/// Threading: any thread; questions do not wait for each other.
class Rbac {
public:
    /// Whether what aggregates gathers anew at once, or when `aggregate` is called after a number of changes.
    enum class Gather : std::uint8_t { now, later };

    /// Adds one, or replaces the one of that name. `kind` is "Role", "ClusterRole", "RoleBinding" or
    /// "ClusterRoleBinding", `object` its JSON.
    Result<> set(std::string_view kind, std::string_view object, Gather gather = Gather::now);
    void remove(std::string_view kind, std::string_view namespace_, std::string_view name, Gather gather = Gather::now);
    void aggregate();
    void clear();

    [[nodiscard]] bool allows(User const& user, Attributes const& wanted) const;
    [[nodiscard]] Decision decide(User const& user, Attributes const& wanted) const;

    /// All rules that hold for a user in a namespace, or everywhere when it is empty.
    [[nodiscard]] std::vector<PolicyRule> rules_of(User const& user, std::string_view namespace_) const;
    /// The rules of a role, what it aggregates included; nothing when it is not there.
    [[nodiscard]] std::optional<std::vector<PolicyRule>> role(std::string_view kind, std::string_view namespace_,
                                                              std::string_view name) const;
    /// ClusterRoles with an aggregationRule that hold other rules than they gather: name and the `rules` that they
    /// should have, as JSON.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> aggregated() const;

private:
    struct Role {
        bool exists = false;
        bool aggregates = false;
        std::vector<PolicyRule> own, effective;
        Labels labels;
        std::vector<Selector> selectors;
    };
    struct Binding {
        std::string namespace_, name, role_kind, role_name;
        std::shared_ptr<Role> role;
        std::vector<std::string> users, groups;
    };
    using Bindings = std::vector<std::shared_ptr<Binding const>>;
    /// The bindings of one namespace, or of all, by whom they are for.
    struct Scope {
        std::unordered_map<std::string, Bindings> users, groups;
    };

    void set_role(std::string const& key, struct RoleObject role);
    void set_binding(std::string const& key, struct BindingObject binding);
    std::shared_ptr<Role> role_at(std::string const& key);
    void forget_binding(std::string const& key);
    void aggregate_locked();
    template <class Visit>
    bool visit_bindings(User const& user, std::string_view namespace_, Visit visit) const;

    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Role>> roles_;        ///< by "namespace/name"
    std::unordered_map<std::string, std::shared_ptr<Binding>> bindings_;  ///< by "namespace/name"
    std::unordered_map<std::string, Scope> scopes_;                       ///< by namespace; "": everywhere
};

/// `pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "default"`.
std::string refusal_text(User const& user, Attributes const& wanted);
/// The 403 for it.
Reply forbidden(User const& user, Attributes const& wanted);

/// Whether `user` may write this Role or ClusterRole: nobody grants more than he has, but with the verb `escalate`.
/// `before` is the stored one, or empty.
Result<> check_role_write(Rbac const& rbac, User const& user, std::string_view kind, std::string_view object,
                          std::string_view before = {});
/// The same for a RoleBinding or ClusterRoleBinding, with the verb `bind`.
Result<> check_binding_write(Rbac const& rbac, User const& user, std::string_view kind, std::string_view object,
                             std::string_view before = {});
/// The parts of `wanted` that `owned` does not cover.
std::vector<PolicyRule> missing_rules(std::vector<PolicyRule> const& owned, std::vector<PolicyRule> const& wanted);

/// Who acts after `Impersonate-User` and its like: `user` himself without them. Errors: `forbidden`.
Result<User> acting_user(Rbac const& rbac, User const& user, Request const& request);

struct DefaultRole {
    std::string_view kind, name;
    std::string json;
};
/// The default ClusterRoles and ClusterRoleBindings of Kubernetes, in an order in which they can be created. Those that
/// aggregate hold what they gather.
std::vector<DefaultRole> default_roles();

bool in_group(User const& user, std::string_view group) noexcept;

}  // namespace keelson::http

#endif
