#include "registry/kind_table.hpp"

#include <algorithm>

namespace keelson {
namespace {

ServedKind served(std::shared_ptr<Kind const> kind) {
    ServedKind made;
    made.resource = kind->resource();
    made.title = kind->group.empty() ? kind->name : kind->name + "." + kind->group;
    made.rules = &rules_of(made.resource);
    made.kind = std::move(kind);
    return made;
}

}  // namespace

KindTable::KindTable() {
    for (auto& kind : built_in_kinds()) {
        auto made = served(kind);
        kinds_.emplace(made.resource, std::move(made));
    }
}

Result<> KindTable::add(Kind const& kind) {
    auto made = served(std::make_shared<Kind const>(kind));
    auto const found = kinds_.find(made.resource);
    if (found == kinds_.end()) {
        kinds_.emplace(made.resource, std::move(made));
        return {};
    }
    auto const& there = *found->second.kind;
    if (there.name != kind.name || there.version != kind.version || there.scope != kind.scope)
        return Error(Errc::already_exists, "the resource \"" + made.resource + "\" is " + there.api_version() + " " +
                                               there.name + " already and can't be " + kind.api_version() + " " +
                                               kind.name + " too");
    return {};
}

ServedKind const* KindTable::add_unknown(std::string_view resource, std::string_view api_version, std::string_view name,
                                         bool namespaced) {
    static Schema const anything{};
    auto kind = std::make_shared<Kind>();
    auto const dot = std::min(resource.find('.'), resource.size());
    kind->plural = resource.substr(0, dot);
    kind->group = dot < resource.size() ? resource.substr(dot + 1) : std::string_view();
    auto const slash = api_version.find('/');
    kind->version = slash == std::string_view::npos ? api_version : api_version.substr(slash + 1);
    kind->name = name;
    kind->scope = namespaced ? Scope::namespaced : Scope::cluster;
    kind->schema = std::shared_ptr<Schema const>(std::shared_ptr<void>(), &anything);
    auto made = served(std::move(kind));
    return &kinds_.emplace(made.resource, std::move(made)).first->second;
}

ServedKind const* KindTable::by_resource(std::string_view resource) const {
    auto const found = kinds_.find(resource);
    return found == kinds_.end() ? nullptr : &found->second;
}

ServedKind const* KindTable::by_name(std::string_view api_version, std::string_view kind) const {
    for (auto const& [resource, entry] : kinds_) {
        if (entry.kind->name == kind && entry.kind->api_version() == api_version) return &entry;
    }
    return nullptr;
}

ServedKind const* KindTable::of(TypeInfo const& type) const {
    if (type.group.empty()) return by_resource(type.plural);
    return by_resource(type.resource());
}

ServedKind const* KindTable::by_any_name(std::string_view name) const {
    if (auto const* found = by_resource(name)) return found;
    for (auto const& [resource, entry] : kinds_) {
        auto const& kind = *entry.kind;
        if (kind.plural == name || kind.singular == name || kind.name == name ||
            std::find(kind.short_names.begin(), kind.short_names.end(), name) != kind.short_names.end())
            return &entry;
    }
    return nullptr;
}

std::vector<ServedKind const*> KindTable::all() const {
    std::vector<ServedKind const*> all;
    for (auto const& [resource, entry] : kinds_) all.push_back(&entry);
    return all;
}

std::string store_key(std::string_view resource, ObjectKey const& key) {
    std::string text;
    text.reserve(resource.size() + key.namespace_.size() + key.name.size() + 2);
    return text.append(resource).append("/").append(key.namespace_).append("/").append(key.name);
}

bool parse_store_key(std::string_view text, StoreKey& key) {
    auto const first = text.find('/');
    if (first == std::string_view::npos) return false;
    auto const second = text.find('/', first + 1);
    if (second == std::string_view::npos) return false;
    key = {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
    return true;
}

}  // namespace keelson
