#include "registry/kind_table.hpp"

#include <algorithm>

namespace keelson {
namespace {

std::string form_key(std::string_view group, std::string_view version, std::string_view plural) {
    return std::string(group).append("/").append(version).append("/").append(plural);
}

ServedKind make_served(std::shared_ptr<Kind const> kind) {
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
        auto made = make_served(kind);
        if (kind->stored_as.empty()) {
            kinds_.emplace(made.resource, std::move(made));
        } else {
            forms_.emplace(form_key(kind->group, kind->version, kind->plural), std::move(made));
        }
    }
}

Result<> KindTable::add(Kind const& kind) {
    auto made = make_served(std::make_shared<Kind const>(kind));
    if (!kind.stored_as.empty()) {
        if (!by_name(kind.stored_as, kind.name))
            return Error(Errc::not_found, kind.api_version() + " " + kind.name + " is stored as " + kind.stored_as +
                                              ", which is not there");
        forms_.emplace(form_key(kind.group, kind.version, kind.plural), std::move(made));
        return {};
    }
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
    auto made = make_served(std::move(kind));
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
    for (auto const& [key, form] : forms_) {
        if (form.kind->name == kind && form.kind->api_version() == api_version) return stored(form);
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
    for (auto const& [key, form] : forms_) {
        if (form.resource == name) return stored(form);
    }
    return nullptr;
}

std::vector<ServedKind const*> KindTable::all() const {
    std::vector<ServedKind const*> all;
    for (auto const& [resource, entry] : kinds_) all.push_back(&entry);
    return all;
}

ServedKind const* KindTable::at(std::string_view group, std::string_view version, std::string_view plural) const {
    if (auto const form = forms_.find(form_key(group, version, plural)); form != forms_.end()) return &form->second;
    auto const* const found =
        by_resource(group.empty() ? std::string(plural) : std::string(plural).append(".").append(group));
    return found && found->kind->version == version ? found : nullptr;
}

ServedKind const* KindTable::stored(ServedKind const& form) const {
    return form.kind->stored_as.empty() ? &form : by_name(form.kind->stored_as, form.kind->name);
}

std::vector<std::shared_ptr<Kind const>> KindTable::served() const {
    auto all = built_in_kinds();
    auto const ours = all.size();
    for (auto const* const table : {&kinds_, &forms_}) {
        for (auto const& [key, entry] : *table) {
            auto const end = all.begin() + static_cast<std::ptrdiff_t>(ours);
            bool const built_in = std::find(all.begin(), end, entry.kind) != end;
            // Of a kind that is only known from its records nothing can be said.
            if (!built_in && entry.kind->schema->type == Schema::Type::object) all.push_back(entry.kind);
        }
    }
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
