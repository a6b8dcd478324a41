#include "http/rbac_objects.hpp"

#include <keelson/api/meta_v1.hpp>

#include <algorithm>

namespace keelson::http {
namespace {

template <class Read>
void each(json::value const& tree, std::initializer_list<std::string_view> path, Read read) {
    auto const* const found = find_path(tree, path);
    if (found == nullptr || !found->is_array()) return;
    for (auto const& entry : found->get_array()) read(entry);
}

PolicyRule read_rule(json::value const& tree) {
    return {texts_at(tree, "verbs"), texts_at(tree, "apiGroups"), texts_at(tree, "resources"),
            texts_at(tree, "resourceNames"), texts_at(tree, "nonResourceURLs")};
}

}  // namespace

std::vector<std::string> texts_at(json::value const& tree, std::string_view member) {
    std::vector<std::string> texts;
    each(tree, {member}, [&](json::value const& entry) {
        if (entry.is_string()) texts.emplace_back(entry.get_string());
    });
    return texts;
}

json::array to_json(std::vector<std::string> const& texts) {
    json::array array;
    for (auto const& text : texts) array.emplace_back(text);
    return array;
}

json::array to_json(std::vector<PolicyRule> const& rules) {
    json::array array;
    for (auto const& rule : rules) {
        json::object tree{{"verbs", to_json(rule.verbs)}};
        if (!rule.groups.empty()) tree["apiGroups"] = to_json(rule.groups);
        if (!rule.resources.empty()) tree["resources"] = to_json(rule.resources);
        if (!rule.names.empty()) tree["resourceNames"] = to_json(rule.names);
        if (!rule.paths.empty()) tree["nonResourceURLs"] = to_json(rule.paths);
        array.emplace_back(std::move(tree));
    }
    return array;
}

Result<RoleObject> read_role(std::string_view object) {
    auto const read = parse_json(object);
    if (!read) return read.error();
    auto const& tree = read.value();
    RoleObject role;
    role.namespace_ = string_at(tree, {"metadata", "namespace"});
    role.name = string_at(tree, {"metadata", "name"});
    each(tree, {"rules"}, [&](json::value const& rule) { role.rules.push_back(read_rule(rule)); });
    if (auto const* const labels = find_path(tree, {"metadata", "labels"}); labels != nullptr && labels->is_object()) {
        for (auto const& [key, value] : labels->get_object()) {
            if (value.is_string()) role.labels.emplace_back(key, value.get_string());
        }
        std::sort(role.labels.begin(), role.labels.end());
    }
    auto const* const aggregation = find_path(tree, {"aggregationRule"});
    role.aggregates = aggregation != nullptr && aggregation->is_object();
    Result<> outcome;
    each(tree, {"aggregationRule", "clusterRoleSelectors"}, [&](json::value const& selector) {
        auto const decoded = decode_tree<LabelSelector>(selector);
        auto compiled = decoded ? Selector::from(decoded.value()) : Result<Selector>(decoded.error());
        if (compiled) {
            role.selectors.push_back(std::move(compiled).value());
        } else {
            outcome = compiled.error();
        }
    });
    if (!outcome) return outcome.error();
    return role;
}

Result<BindingObject> read_binding(std::string_view object) {
    auto const read = parse_json(object);
    if (!read) return read.error();
    auto const& tree = read.value();
    BindingObject binding;
    binding.namespace_ = string_at(tree, {"metadata", "namespace"});
    binding.name = string_at(tree, {"metadata", "name"});
    binding.role_kind = string_at(tree, {"roleRef", "kind"});
    binding.role_name = string_at(tree, {"roleRef", "name"});
    each(tree, {"subjects"}, [&](json::value const& subject) {
        auto const kind = string_at(subject, {"kind"});
        auto const name = std::string(string_at(subject, {"name"}));
        if (kind == "User") {
            binding.users.push_back(name);
        } else if (kind == "Group") {
            binding.groups.push_back(name);
        } else if (kind == "ServiceAccount") {
            // Without a namespace it is none: Kubernetes does not take the binding's.
            auto const namespace_ = std::string(string_at(subject, {"namespace"}));
            if (!namespace_.empty()) binding.users.push_back("system:serviceaccount:" + namespace_ + ":" + name);
        }
    });
    return binding;
}

}  // namespace keelson::http
