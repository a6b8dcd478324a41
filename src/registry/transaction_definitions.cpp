#include "api/custom_kind.hpp"
#include "registry/definitions.hpp"
#include "registry/transaction.hpp"
#include "registry/transaction_parts.hpp"

#include <algorithm>

namespace keelson {
namespace {

/// Of "crontabs.stable.example.com" it is ".stable.example.com": names are taken within a group.
std::string_view group_part(std::string_view definition) {
    return definition.substr(std::min(definition.find('.'), definition.size()));
}

}  // namespace

Result<> Transaction::check_definition(json::value const& tree) const {
    auto const name = string_at(tree, {"metadata", "name"});
    auto const* const own = context_.kinds->by_resource(name);
    if (!own || own->kind->custom || !(own->built_in || is_own_kind(*own))) return {};
    auto const refused = [&](std::string const& why) {
        return Error(Errc::forbidden,
                     std::string(definitions_resource) + " \"" + std::string(name) + "\" is forbidden: " + why);
    };
    if (own->built_in) return refused("the resource is one of Kubernetes' own");
    json::value wanted = definition_of(*own->kind);
    auto const& rules = *context_.kinds->by_resource(definitions_resource);
    if (rules.rules->before_defaults) rules.rules->before_defaults(wanted.get_object());
    Findings findings;
    normalize(*rules.kind->schema, wanted, findings);
    if (rules.rules->after_defaults) rules.rules->after_defaults(wanted.get_object());
    auto const* const spec = find_path(tree, {"spec"});
    if (spec && canonical(*spec) == canonical(wanted.at("spec"))) return {};
    return refused("the kind is compiled into the program that runs, which says what it looks like");
}

void Transaction::settle(json::value& definition) const {
    std::vector<json::value> others;
    auto const& kind = *context_.kinds->by_resource(definitions_resource);
    auto const name = string_at(definition, {"metadata", "name"});
    for (auto const& other : draft_.list(*kind.kind, {})) {
        if (other->key().name == name || group_part(other->key().name) != group_part(name)) continue;
        if (auto tree = parse_json(other->bytes())) others.push_back(std::move(*tree));
    }
    settle_definition(definition, others, *context_.kinds->now(), context_.now);
}

bool Transaction::hold_definition(json::value& definition) const {
    auto const* const kind = context_.kinds->by_resource(string_at(definition, {"metadata", "name"}));
    if (!kind || !kind->kind->custom || draft_.page(*kind->kind, {}, nullptr, 1).empty()) return false;
    auto& finalizers = object_at(definition.get_object(), "metadata")["finalizers"];
    if (!finalizers.is_array()) finalizers.emplace_array();
    finalizers.get_array().emplace_back(json::string(definition_finalizer));
    set_condition(definition, "Terminating", true, "InstanceDeletionPending",
                  "the objects of this kind are being deleted", context_.now);
    return true;
}

void Transaction::settle_others(std::string_view gone) {
    auto const& kind = *context_.kinds->by_resource(definitions_resource);
    for (auto const& other : draft_.list(*kind.kind, {})) {
        if (group_part(other->key().name) != group_part(gone)) continue;
        auto tree = parse_json(other->bytes(), &arena_);
        if (!tree || has_condition(*tree, "NamesAccepted")) continue;
        auto before = canonical(*tree);
        settle(*tree);
        if (canonical(*tree) != before) (void)put(kind, other, *tree, other->ownership());
    }
}

void Transaction::release_definition(Kind const& kind) {
    auto const& definitions = *context_.kinds->by_resource(definitions_resource);
    auto const definition = draft_.get(*definitions.kind, {}, kind.resource());
    if (!definition || definition->index().deleted.empty() || !draft_.page(kind, {}, nullptr, 1).empty()) return;
    auto tree = parse_json(definition->bytes(), &arena_);
    if (!tree) return;
    auto& metadata = object_at(tree->get_object(), "metadata");
    auto* const finalizers = metadata.if_contains("finalizers");
    if (!finalizers || !finalizers->is_array()) return;
    auto& all = finalizers->get_array();
    all.erase(
        std::remove_if(all.begin(), all.end(),
                       [](auto const& one) { return one.is_string() && one.get_string() == definition_finalizer; }),
        all.end());
    if (all.empty()) {
        (void)erase(definition);
    } else {
        (void)put(definitions, definition, *tree, definition->ownership());
    }
}

}  // namespace keelson
