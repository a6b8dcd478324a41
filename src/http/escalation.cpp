#include "http/authorization.hpp"
#include "http/rbac_objects.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr std::string_view rbac_group = "rbac.authorization.k8s.io";
constexpr std::size_t single_rules_max = 100'000;

bool has_or_all(std::vector<std::string> const& owned, std::string const& wanted) {
    return std::any_of(owned.begin(), owned.end(), [&](auto const& one) { return one == "*" || one == wanted; });
}

bool covers_resource(std::vector<std::string> const& owned, std::string const& wanted) {
    auto const slash = wanted.find('/');
    auto const any_with_subresource = slash == std::string::npos ? std::string() : "*" + wanted.substr(slash);
    return std::any_of(owned.begin(), owned.end(), [&](auto const& one) {
        return one == "*" || one == wanted || (slash != std::string::npos && one == any_with_subresource);
    });
}

bool covers_path(std::vector<std::string> const& owned, std::string const& wanted) {
    return std::any_of(owned.begin(), owned.end(), [&](auto const& one) {
        return one == wanted ||
               (one.ends_with('*') && wanted.starts_with(std::string_view(one).substr(0, one.size() - 1)));
    });
}

/// `wanted` has one entry in each of its lists, at most.
bool covers(PolicyRule const& owned, PolicyRule const& wanted) {
    if (!has_or_all(owned.verbs, wanted.verbs.front())) return false;
    if (!wanted.paths.empty()) return covers_path(owned.paths, wanted.paths.front());
    if (!has_or_all(owned.groups, wanted.groups.front()) ||
        !covers_resource(owned.resources, wanted.resources.front())) {
        return false;
    }
    return owned.names.empty() || (!wanted.names.empty() && std::find(owned.names.begin(), owned.names.end(),
                                                                      wanted.names.front()) != owned.names.end());
}

/// A rule as rules of one verb, group, resource and name each. False when they are too many.
bool take_apart(PolicyRule const& rule, std::vector<PolicyRule>& out) {
    for (auto const& verb : rule.verbs) {
        for (auto const& path : rule.paths) out.push_back({{verb}, {}, {}, {}, {path}});
        for (auto const& group : rule.groups) {
            for (auto const& resource : rule.resources) {
                if (out.size() > single_rules_max) return false;
                if (rule.names.empty()) out.push_back({{verb}, {group}, {resource}, {}, {}});
                for (auto const& name : rule.names) out.push_back({{verb}, {group}, {resource}, {name}, {}});
            }
        }
        if (out.size() > single_rules_max) return false;
    }
    return true;
}

std::string list_text(char const* name, std::vector<std::string> const& texts) {
    if (texts.empty()) return {};
    std::string text = std::string(name) + ":[";
    for (auto const& one : texts) text += (&one == &texts.front() ? "\"" : ", \"") + one + "\"";
    return text + "]";
}

std::string rule_text(PolicyRule const& rule) {
    std::string text;
    for (auto const& part : {list_text("APIGroups", rule.groups), list_text("Resources", rule.resources),
                             list_text("ResourceNames", rule.names), list_text("NonResourceURLs", rule.paths),
                             list_text("Verbs", rule.verbs)}) {
        if (part.empty()) continue;
        text += (text.empty() ? "" : ", ") + part;
    }
    return "{" + text + "}";
}

std::string plural(std::string_view kind) {
    if (kind == "ClusterRole") return "clusterroles";
    if (kind == "Role") return "roles";
    return kind == "ClusterRoleBinding" ? "clusterrolebindings" : "rolebindings";
}

Error refused(User const& user, std::string_view kind, std::string const& name,
              std::vector<PolicyRule> const& missing) {
    auto text = plural(kind) + "." + std::string(rbac_group) + " \"" + name + "\" is forbidden: user \"" + user.name +
                "\" (groups=[";
    for (auto const& group : user.groups) text += (&group == &user.groups.front() ? "\"" : " \"") + group + "\"";
    text += "]) is attempting to grant RBAC permissions not currently held:";
    constexpr std::size_t shown_max = 50;
    for (std::size_t i = 0; i < missing.size() && i < shown_max; ++i) text += "\n" + rule_text(missing[i]);
    return {Errc::forbidden, std::move(text), name};
}

Attributes on_role(std::string_view verb, std::string_view kind, std::string const& namespace_,
                   std::string const& name) {
    Attributes wanted;
    wanted.verb = verb;
    wanted.group = rbac_group;
    wanted.version = "v1";
    wanted.resource = plural(kind);
    wanted.namespace_ = namespace_;
    wanted.name = name;
    wanted.is_resource = true;
    return wanted;
}

bool same_grant(BindingObject const& a, BindingObject const& b) {
    return a.role_kind == b.role_kind && a.role_name == b.role_name && a.users == b.users && a.groups == b.groups;
}

}  // namespace

std::vector<PolicyRule> missing_rules(std::vector<PolicyRule> const& owned, std::vector<PolicyRule> const& wanted) {
    std::vector<PolicyRule> missing;
    for (auto const& rule : wanted) {
        std::vector<PolicyRule> singles;
        if (!take_apart(rule, singles)) {
            // Too many to look at one by one: only who has it all has it.
            missing.push_back(rule);
            continue;
        }
        for (auto& single : singles) {
            if (std::none_of(owned.begin(), owned.end(), [&](auto const& one) { return covers(one, single); })) {
                missing.push_back(std::move(single));
            }
        }
    }
    return missing;
}

Result<> check_role_write(Rbac const& rbac, User const& user, std::string_view kind, std::string_view object,
                          std::string_view before) {
    auto const role = read_role(object);
    if (!role) return role.error();
    auto const& wanted = role.value();
    auto const aggregation_same = [&](RoleObject const& old) {
        return old.aggregates == wanted.aggregates && old.selectors == wanted.selectors;
    };
    if (!before.empty()) {
        auto const old = read_role(before);
        if (old && old.value().rules == wanted.rules && aggregation_same(old.value())) return {};
    }
    auto const namespace_ = kind == "ClusterRole" ? std::string() : wanted.namespace_;
    if (in_group(user, "system:masters") || rbac.allows(user, on_role("escalate", kind, namespace_, wanted.name)))
        return {};
    auto rules = wanted.rules;
    // What it will gather is not known yet: that may be anything.
    if (wanted.aggregates) rules = {{{"*"}, {"*"}, {"*"}, {}, {}}, {{"*"}, {}, {}, {}, {"*"}}};
    auto const missing = missing_rules(rbac.rules_of(user, namespace_), rules);
    if (missing.empty()) return {};
    return refused(user, kind, wanted.name, missing);
}

Result<> check_binding_write(Rbac const& rbac, User const& user, std::string_view kind, std::string_view object,
                             std::string_view before) {
    auto const binding = read_binding(object);
    if (!binding) return binding.error();
    auto const& wanted = binding.value();
    if (!before.empty()) {
        auto const old = read_binding(before);
        if (old && same_grant(old.value(), wanted)) return {};
    }
    auto const namespace_ = kind == "ClusterRoleBinding" ? std::string() : wanted.namespace_;
    if (in_group(user, "system:masters")) return {};
    if (rbac.allows(user, on_role("bind", wanted.role_kind, namespace_, wanted.role_name))) return {};
    auto const rules = rbac.role(wanted.role_kind, namespace_, wanted.role_name);
    if (!rules) {
        return Error(
            Errc::not_found,
            plural(wanted.role_kind) + "." + std::string(rbac_group) + " \"" + wanted.role_name + "\" not found",
            wanted.role_name);
    }
    auto const missing = missing_rules(rbac.rules_of(user, namespace_), *rules);
    if (missing.empty()) return {};
    return refused(user, kind, wanted.name, missing);
}

Result<User> acting_user(Rbac const& rbac, User const& user, Request const& request) {
    constexpr std::string_view extra_prefix = "impersonate-extra-";
    User acting{
        std::string(request.header("impersonate-user")), std::string(request.header("impersonate-uid")), {}, {}};
    for (auto const& [name, value] : request.headers) {
        if (name == "impersonate-group") acting.groups.push_back(value);
        if (name.starts_with(extra_prefix)) acting.extra[name.substr(extra_prefix.size())].push_back(value);
    }
    if (acting.name.empty()) {
        if (acting.uid.empty() && acting.groups.empty() && acting.extra.empty()) return user;
        return Error(Errc::bad_request, "groups, a uid or extra fields are to be impersonated without a user");
    }
    auto const may = [&](std::string_view group, std::string_view resource, std::string_view subresource,
                         std::string const& name, std::string const& namespace_) -> Result<> {
        Attributes wanted;
        wanted.verb = "impersonate";
        wanted.group = group;
        wanted.version = "v1";
        wanted.resource = resource;
        wanted.subresource = subresource;
        wanted.name = name;
        wanted.namespace_ = namespace_;
        wanted.is_resource = true;
        if (rbac.allows(user, wanted)) return {};
        return Error(Errc::forbidden, refusal_text(user, wanted), name);
    };
    constexpr std::string_view account = "system:serviceaccount:";
    auto const rest = acting.name.starts_with(account) ? acting.name.substr(account.size()) : std::string();
    auto const colon = rest.find(':');
    std::vector<std::string> implied;  // of a ServiceAccount, when no groups are asked for
    if (!rest.empty() && colon != std::string::npos) {
        auto const namespace_ = rest.substr(0, colon);
        if (auto const done = may("", "serviceaccounts", "", rest.substr(colon + 1), namespace_); !done)
            return done.error();
        if (acting.groups.empty()) implied = {"system:serviceaccounts", "system:serviceaccounts:" + namespace_};
    } else if (auto const done = may("", "users", "", acting.name, ""); !done) {
        return done.error();
    }
    for (auto const& group : acting.groups) {
        if (auto const done = may("", "groups", "", group, ""); !done) return done.error();
    }
    if (!acting.uid.empty()) {
        if (auto const done = may("authentication.k8s.io", "uids", "", acting.uid, ""); !done) return done.error();
    }
    for (auto const& [key, values] : acting.extra) {
        for (auto const& value : values) {
            if (auto const done = may("authentication.k8s.io", "userextras", key, value, ""); !done)
                return done.error();
        }
    }
    acting.groups.insert(acting.groups.end(), implied.begin(), implied.end());
    auto const nobody = acting.name == "system:anonymous";
    auto const* const group = nobody ? "system:unauthenticated" : "system:authenticated";
    if (!in_group(acting, group)) acting.groups.emplace_back(group);
    return acting;
}

}  // namespace keelson::http
