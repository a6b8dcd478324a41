#include "registry/definitions.hpp"

#include "api/custom_kind.hpp"
#include "registry/transaction_parts.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <set>

namespace keelson {
namespace {

/// The names that are taken in a group.
struct Taken {
    std::set<std::string, std::less<>> resources;  // plural, singular and short names
    std::set<std::string, std::less<>> kinds;      // of objects and of lists
};

void add_names(json::value const& names, Taken& taken) {
    for (std::string_view const field : {"plural", "singular"})
        if (auto const name = string_at(names, {field}); !name.empty()) taken.resources.emplace(name);
    if (auto const* const all = find_path(names, {"shortNames"}); all && all->is_array()) {
        for (auto const& one : all->get_array())
            if (one.is_string()) taken.resources.emplace(one.get_string());
    }
    for (std::string_view const field : {"kind", "listKind"})
        if (auto const name = string_at(names, {field}); !name.empty()) taken.kinds.emplace(name);
}

Taken taken_in(std::string_view group, std::vector<json::value> const& others, KindSet const& kinds) {
    Taken taken;
    for (auto const* const kind : kinds.all()) {
        if (!kind->built_in || kind->kind->group != group) continue;
        taken.resources.insert({kind->kind->plural, kind->kind->singular});
        taken.resources.insert(kind->kind->short_names.begin(), kind->kind->short_names.end());
        taken.kinds.insert({kind->kind->name, kind->kind->name + "List"});
    }
    for (auto const& other : others) {
        auto const* const accepted = find_path(other, {"status", "acceptedNames"});
        if (accepted && string_at(other, {"spec", "group"}) == group) add_names(*accepted, taken);
    }
    return taken;
}

}  // namespace

void set_condition(json::value& definition, std::string_view type, bool status, std::string_view reason,
                   std::string_view message, Time now) {
    auto& conditions = object_at(definition.get_object(), "status")["conditions"];
    if (!conditions.is_array()) conditions.emplace_array();
    auto& all = conditions.get_array();
    auto found =
        std::find_if(all.begin(), all.end(), [&](auto const& one) { return string_at(one, {"type"}) == type; });
    if (found == all.end()) {
        all.push_back(json::object{{"type", type}});
        found = all.end() - 1;
    }
    if (!found->is_object()) found->emplace_object();
    auto& condition = found->get_object();
    auto const text = status ? std::string_view("True") : std::string_view("False");
    if (string_at(*found, {"status"}) != text) condition["lastTransitionTime"] = format_rfc3339(now.whole_seconds());
    condition["status"] = text;
    condition["reason"] = reason;
    condition["message"] = message;
}

void settle_definition(json::value& definition, std::vector<json::value> const& others, KindSet const& kinds,
                       Time now) {
    auto const* const spec_names = find_path(definition, {"spec", "names"});
    if (!spec_names || !spec_names->is_object()) return;
    json::value const wanted = *spec_names;
    auto const taken = taken_in(string_at(definition, {"spec", "group"}), others, kinds);
    auto const* const before = find_path(definition, {"status", "acceptedNames"});
    json::object accepted = before && before->is_object() ? before->get_object() : json::object();
    std::string reason, message;
    auto const refuse = [&](std::string_view why, std::string_view name) {
        reason = why;
        message += (message.empty() ? "\"" : ", \"") + std::string(name) + "\" is already in use";
    };
    for (auto const& [field, why] : {std::pair<std::string_view, std::string_view>{"plural", "PluralConflict"},
                                     {"singular", "SingularConflict"}}) {
        auto const name = string_at(wanted, {field});
        if (taken.resources.contains(name)) {
            refuse(why, name);
        } else {
            accepted[field] = name;
        }
    }
    bool short_names_free = true;
    auto const* const short_names = find_path(wanted, {"shortNames"});
    if (short_names && short_names->is_array()) {
        for (auto const& one : short_names->get_array()) {
            if (!one.is_string() || !taken.resources.contains(std::string_view(one.get_string()))) continue;
            refuse("ShortNamesConflict", one.get_string());
            short_names_free = false;
        }
    }
    if (short_names_free) take(accepted, wanted.get_object(), "shortNames");
    for (auto const& [field, why] :
         {std::pair<std::string_view, std::string_view>{"kind", "KindConflict"}, {"listKind", "ListKindConflict"}}) {
        auto const name = string_at(wanted, {field});
        if (taken.kinds.contains(name)) {
            refuse(why, name);
        } else {
            accepted[field] = name;
        }
    }
    take(accepted, wanted.get_object(), "categories");

    object_at(definition.get_object(), "status")["acceptedNames"] = std::move(accepted);
    bool const free = reason.empty();
    set_condition(definition, "NamesAccepted", free, free ? "NoConflicts" : reason,
                  free ? "no conflicts found" : message, now);
    // Once established it stays so: objects of it may exist.
    if (free || has_condition(definition, "Established")) {
        set_condition(definition, "Established", true, "InitialNamesAccepted", "the initial names have been accepted",
                      now);
    } else {
        set_condition(definition, "Established", false, "NotAccepted", "not all names are accepted", now);
    }
    auto& stored = object_at(definition.get_object(), "status")["storedVersions"];
    if (!stored.is_array()) stored.emplace_array();
    auto const* const versions = find_path(definition, {"spec", "versions"});
    if (!versions || !versions->is_array()) return;
    for (auto const& version : versions->get_array()) {
        auto const* const storage = find_path(version, {"storage"});
        if (!storage || !storage->is_bool() || !storage->get_bool()) continue;
        auto const name = string_at(version, {"name"});
        auto const& all = stored.get_array();
        bool const there = std::any_of(all.begin(), all.end(),
                                       [&](auto const& one) { return one.is_string() && one.get_string() == name; });
        if (!there) stored.get_array().emplace_back(json::string(name));
    }
}

}  // namespace keelson
