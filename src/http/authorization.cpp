#include "http/authorization.hpp"

#include "http/rbac_objects.hpp"
#include "http/refusal.hpp"
#include "http/utf8.hpp"

#include <algorithm>
#include <mutex>

namespace keelson::http {
namespace {

constexpr std::string_view masters = "system:masters";

bool has(std::vector<std::string> const& texts, std::string_view text) noexcept {
    return std::any_of(texts.begin(), texts.end(), [&](auto const& one) { return one == text; });
}
bool has_or_all(std::vector<std::string> const& texts, std::string_view text) noexcept {
    return std::any_of(texts.begin(), texts.end(), [&](auto const& one) { return one == "*" || one == text; });
}

/// "pods", "pods/log", "*", "*/scale".
bool names_resource(std::string_view rule, Attributes const& wanted) noexcept {
    if (rule == "*") return true;
    if (wanted.subresource.empty()) return rule == wanted.resource;
    auto const slash = rule.find('/');
    if (slash == std::string_view::npos || rule.substr(slash + 1) != wanted.subresource) return false;
    auto const resource = rule.substr(0, slash);
    return resource == "*" || resource == wanted.resource;
}

bool names_path(std::string_view rule, std::string_view path) noexcept {
    if (rule == path) return true;
    return rule.ends_with('*') && path.starts_with(rule.substr(0, rule.size() - 1));
}

std::string key_of(std::string_view namespace_, std::string_view name) {
    std::string key(namespace_);
    key += '/';
    key += name;
    return key;
}

bool is_cluster_role(std::string_view kind) { return kind == "ClusterRole"; }

std::string reason_text(std::string_view binding_kind, std::string_view binding, std::string_view role_kind,
                        std::string_view role, std::string_view subject_kind, std::string_view subject) {
    auto const quoted = [](std::string_view text) { return " \"" + std::string(text) + "\""; };
    return "RBAC: allowed by " + std::string(binding_kind) + quoted(binding) + " of " + std::string(role_kind) +
           quoted(role) + " to " + std::string(subject_kind) + quoted(subject);
}

}  // namespace

std::string Attributes::full_resource() const { return subresource.empty() ? resource : resource + "/" + subresource; }

bool in_group(User const& user, std::string_view group) noexcept { return has(user.groups, group); }

bool PolicyRule::allows(Attributes const& wanted) const noexcept {
    if (!has_or_all(verbs, wanted.verb)) return false;
    if (!wanted.is_resource) {
        return std::any_of(paths.begin(), paths.end(), [&](auto const& path) { return names_path(path, wanted.path); });
    }
    return has_or_all(groups, wanted.group) &&
           std::any_of(resources.begin(), resources.end(),
                       [&](auto const& name) { return names_resource(name, wanted); }) &&
           (names.empty() || has(names, wanted.name));
}

Result<> Rbac::set(std::string_view kind, std::string_view object, Gather gather) {
    if (kind == "Role" || is_cluster_role(kind)) {
        auto role = read_role(object);
        if (!role) return role.error();
        auto const key = key_of(is_cluster_role(kind) ? "" : role.value().namespace_, role.value().name);
        std::unique_lock const lock(mutex_);
        set_role(key, std::move(role).value());
        if (is_cluster_role(kind) && gather == Gather::now) aggregate_locked();
        return {};
    }
    if (kind == "RoleBinding" || kind == "ClusterRoleBinding") {
        auto binding = read_binding(object);
        if (!binding) return binding.error();
        if (kind == "ClusterRoleBinding") binding.value().namespace_.clear();
        auto const key = key_of(binding.value().namespace_, binding.value().name);
        std::unique_lock const lock(mutex_);
        set_binding(key, std::move(binding).value());
        return {};
    }
    return Error(Errc::bad_request, "authorization knows no such kind", std::string(kind));
}

void Rbac::set_role(std::string const& key, RoleObject object) {
    auto& role = *role_at(key);
    role.exists = true;
    role.own = std::move(object.rules);
    role.labels = std::move(object.labels);
    role.aggregates = object.aggregates;
    role.selectors = std::move(object.selectors);
    // What aggregates has what it had until it gathers anew.
    if (!role.aggregates) role.effective = role.own;
}

/// A binding may come before its role: the place is kept.
std::shared_ptr<Rbac::Role> Rbac::role_at(std::string const& key) {
    auto& place = roles_[key];
    if (!place) place = std::make_shared<Role>();
    return place;
}

void Rbac::set_binding(std::string const& key, BindingObject object) {
    forget_binding(key);
    auto binding = std::make_shared<Binding>();
    // A ClusterRoleBinding cannot mean a Role.
    auto const in_vain = object.namespace_.empty() && !is_cluster_role(object.role_kind);
    auto const role_namespace = is_cluster_role(object.role_kind) ? std::string() : object.namespace_;
    binding->role = in_vain ? std::make_shared<Role>() : role_at(key_of(role_namespace, object.role_name));
    binding->namespace_ = std::move(object.namespace_);
    binding->name = std::move(object.name);
    binding->role_kind = std::move(object.role_kind);
    binding->role_name = std::move(object.role_name);
    binding->users = std::move(object.users);
    binding->groups = std::move(object.groups);
    auto& scope = scopes_[binding->namespace_];
    for (auto const& user : binding->users) scope.users[user].push_back(binding);
    for (auto const& group : binding->groups) scope.groups[group].push_back(binding);
    bindings_[key] = std::move(binding);
}

void Rbac::forget_binding(std::string const& key) {
    auto const found = bindings_.find(key);
    if (found == bindings_.end()) return;
    auto const binding = std::move(found->second);
    bindings_.erase(found);
    auto const scope = scopes_.find(binding->namespace_);
    if (scope == scopes_.end()) return;  // it named nobody, and went with the last one that did
    auto const forget = [&](auto& index, std::vector<std::string> const& subjects) {
        for (auto const& subject : subjects) {
            auto const at = index.find(subject);
            if (at == index.end()) continue;
            std::erase(at->second, binding);
            if (at->second.empty()) index.erase(at);
        }
    };
    forget(scope->second.users, binding->users);
    forget(scope->second.groups, binding->groups);
    if (scope->second.users.empty() && scope->second.groups.empty()) scopes_.erase(scope);
}

void Rbac::remove(std::string_view kind, std::string_view namespace_, std::string_view name, Gather gather) {
    std::unique_lock const lock(mutex_);
    if (kind == "RoleBinding" || kind == "ClusterRoleBinding") {
        return forget_binding(key_of(kind == "RoleBinding" ? namespace_ : "", name));
    }
    auto const found = roles_.find(key_of(is_cluster_role(kind) ? "" : namespace_, name));
    if (found == roles_.end()) return;
    *found->second = {};
    if (found->second.use_count() == 1) roles_.erase(found);
    if (is_cluster_role(kind) && gather == Gather::now) aggregate_locked();
}

void Rbac::clear() {
    std::unique_lock const lock(mutex_);
    roles_.clear();
    bindings_.clear();
    scopes_.clear();
}

void Rbac::aggregate() {
    std::unique_lock const lock(mutex_);
    aggregate_locked();
}

/// ClusterRoles that aggregate get the rules of those whose labels they select. One that aggregates may itself be
/// selected: then what it has gathered goes on, which takes as many rounds as there are levels.
void Rbac::aggregate_locked() {
    std::vector<std::pair<std::string_view, Role*>> sources;
    for (auto const& [key, role] : roles_) {
        if (key.starts_with('/') && role->exists) sources.emplace_back(key, role.get());
    }
    std::sort(sources.begin(), sources.end());
    for (auto const& [_, role] : sources) {
        if (role->aggregates) role->effective.clear();
    }
    constexpr int levels_max = 8;
    auto changed = true;
    for (int level = 0; changed && level < levels_max; ++level) {
        changed = false;
        for (auto const& [_, role] : sources) {
            if (!role->aggregates) continue;
            for (auto const& [key, source] : sources) {
                if (source == role) continue;
                auto const selected =
                    std::any_of(role->selectors.begin(), role->selectors.end(),
                                [&](auto const& selector) { return selector.matches(source->labels); });
                if (!selected) continue;
                for (auto const& rule : source->effective) {
                    if (std::find(role->effective.begin(), role->effective.end(), rule) != role->effective.end())
                        continue;
                    role->effective.push_back(rule);
                    changed = true;
                }
            }
        }
    }
}

/// Calls `visit(binding, subject kind, subject)` for each binding that holds for the user; true as soon as it says so.
template <class Visit>
bool Rbac::visit_bindings(User const& user, std::string_view namespace_, Visit visit) const {
    auto const look = [&](Scope const& scope) {
        auto const subject = [&](auto const& index, std::string const& name, std::string_view kind) {
            auto const found = index.find(name);
            return found != index.end() &&
                   std::any_of(found->second.begin(), found->second.end(),
                               [&](auto const& binding) { return visit(*binding, kind, name); });
        };
        if (subject(scope.users, user.name, "User")) return true;
        return std::any_of(user.groups.begin(), user.groups.end(),
                           [&](auto const& group) { return subject(scope.groups, group, "Group"); });
    };
    static std::string const everywhere;
    if (auto const found = scopes_.find(everywhere); found != scopes_.end() && look(found->second)) return true;
    if (namespace_.empty()) return false;
    auto const found = scopes_.find(std::string(namespace_));
    return found != scopes_.end() && look(found->second);
}

bool Rbac::allows(User const& user, Attributes const& wanted) const {
    if (in_group(user, masters)) return true;
    std::shared_lock const lock(mutex_);
    return visit_bindings(user, wanted.is_resource ? std::string_view(wanted.namespace_) : std::string_view(),
                          [&](Binding const& binding, std::string_view, std::string const&) {
                              auto const& rules = binding.role->effective;
                              return std::any_of(rules.begin(), rules.end(),
                                                 [&](auto const& rule) { return rule.allows(wanted); });
                          });
}

Decision Rbac::decide(User const& user, Attributes const& wanted) const {
    if (in_group(user, masters)) return {true, {}};
    Decision decision;
    std::shared_lock const lock(mutex_);
    decision.allowed = visit_bindings(
        user, wanted.is_resource ? std::string_view(wanted.namespace_) : std::string_view(),
        [&](Binding const& binding, std::string_view kind, std::string const& subject) {
            auto const& rules = binding.role->effective;
            if (std::none_of(rules.begin(), rules.end(), [&](auto const& rule) { return rule.allows(wanted); }))
                return false;
            auto const clusterwide = binding.namespace_.empty();
            auto const name = clusterwide ? binding.name : binding.name + "/" + binding.namespace_;
            decision.reason = reason_text(clusterwide ? "ClusterRoleBinding" : "RoleBinding", name, binding.role_kind,
                                          binding.role_name, kind, subject);
            return true;
        });
    return decision;
}

std::vector<PolicyRule> Rbac::rules_of(User const& user, std::string_view namespace_) const {
    if (in_group(user, masters)) return {{{"*"}, {"*"}, {"*"}, {}, {}}, {{"*"}, {}, {}, {}, {"*"}}};
    std::vector<PolicyRule> rules;
    std::shared_lock const lock(mutex_);
    visit_bindings(user, namespace_, [&](Binding const& binding, std::string_view, std::string const&) {
        for (auto const& rule : binding.role->effective) {
            if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
        }
        return false;
    });
    return rules;
}

std::optional<std::vector<PolicyRule>> Rbac::role(std::string_view kind, std::string_view namespace_,
                                                  std::string_view name) const {
    std::shared_lock const lock(mutex_);
    auto const found = roles_.find(key_of(is_cluster_role(kind) ? "" : namespace_, name));
    if (found == roles_.end() || !found->second->exists) return std::nullopt;
    return found->second->effective;
}

std::vector<std::pair<std::string, std::string>> Rbac::aggregated() const {
    std::vector<std::pair<std::string, std::string>> all;
    std::shared_lock const lock(mutex_);
    for (auto const& [key, role] : roles_) {
        if (role->aggregates && role->own != role->effective)
            all.emplace_back(key.substr(1), canonical(to_json(role->effective)));
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::string refusal_text(User const& user, Attributes const& wanted) {
    auto const quoted = [](std::string_view text) { return "\"" + std::string(text) + "\""; };
    if (!wanted.is_resource) {
        return "forbidden: User " + quoted(user.name) + " cannot " + wanted.verb + " path " + quoted(wanted.path);
    }
    auto text = wanted.resource;
    if (!wanted.group.empty()) text += "." + wanted.group;
    if (!wanted.name.empty()) text += " " + quoted(wanted.name);
    text += " is forbidden: User " + quoted(user.name) + " cannot " + wanted.verb + " resource " +
            quoted(wanted.full_resource()) + " in API group " + quoted(wanted.group);
    text += wanted.namespace_.empty() ? " at the cluster scope" : " in the namespace " + quoted(wanted.namespace_);
    return text;
}

Reply forbidden(User const& user, Attributes const& wanted) {
    json::object details;
    if (wanted.is_resource) {
        if (!wanted.name.empty()) details["name"] = as_utf8(wanted.name);
        if (!wanted.group.empty()) details["group"] = as_utf8(wanted.group);
        details["kind"] = as_utf8(wanted.resource);
    }
    auto reply = refusal(403, "Forbidden", refusal_text(user, wanted));
    auto const at = reply.body.rfind(R"(,"code":)");
    reply.body.insert(at, R"(,"details":)" + canonical(details));
    return reply;
}

}  // namespace keelson::http
