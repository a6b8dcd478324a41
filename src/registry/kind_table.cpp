#include "registry/kind_table.hpp"

#include "api/custom_kind.hpp"
#include "registry/rules/kinds.hpp"

#include <algorithm>

namespace keelson {
namespace {

std::string form_key(std::string_view group, std::string_view version, std::string_view plural) {
    return std::string(group).append("/").append(version).append("/").append(plural);
}

std::shared_ptr<ServedKind const> make_served(std::shared_ptr<Kind const> kind, bool built_in = false) {
    auto made = std::make_shared<ServedKind>();
    made->resource = kind->resource();
    made->title = kind->group.empty() ? kind->name : kind->name + "." + kind->group;
    bool const known = kind->schema->type == Schema::Type::object;
    made->rules = built_in || !known ? &rules_of(made->resource) : &rules::custom_resources();
    made->built_in = built_in;
    made->kind = std::move(kind);
    return made;
}

}  // namespace

bool is_own_kind(ServedKind const& kind) { return !kind.built_in && kind.kind->schema->type == Schema::Type::object; }

ServedKind const* KindSet::by_resource(std::string_view resource) const {
    auto const found = kinds_.find(resource);
    return found == kinds_.end() ? nullptr : found->second.get();
}

ServedKind const* KindSet::by_name(std::string_view api_version, std::string_view kind) const {
    for (auto const& [resource, entry] : kinds_) {
        if (entry->kind->name == kind && entry->kind->api_version() == api_version) return entry.get();
    }
    for (auto const& [key, form] : forms_) {
        if (form->kind->name == kind && form->kind->api_version() == api_version) return stored(*form);
    }
    return nullptr;
}

ServedKind const* KindSet::of(TypeInfo const& type) const {
    if (type.group.empty()) return by_resource(type.plural);
    return by_resource(type.resource());
}

ServedKind const* KindSet::by_any_name(std::string_view name) const {
    if (auto const* found = by_resource(name)) return found;
    ServedKind const* own = nullptr;  // Kubernetes' own names come first
    for (auto const& [resource, entry] : kinds_) {
        auto const& kind = *entry->kind;
        if (kind.plural != name && kind.singular != name && kind.name != name &&
            std::find(kind.short_names.begin(), kind.short_names.end(), name) == kind.short_names.end())
            continue;
        if (entry->built_in) return entry.get();
        if (!own) own = entry.get();
    }
    if (own) return own;
    for (auto const& [key, form] : forms_) {
        if (form->resource == name) return stored(*form);
    }
    return nullptr;
}

std::vector<ServedKind const*> KindSet::all() const {
    std::vector<ServedKind const*> all;
    for (auto const& [resource, entry] : kinds_) all.push_back(entry.get());
    return all;
}

ServedKind const* KindSet::at(std::string_view group, std::string_view version, std::string_view plural) const {
    if (auto const form = forms_.find(form_key(group, version, plural)); form != forms_.end())
        return form->second.get();
    auto const* const found =
        by_resource(group.empty() ? std::string(plural) : std::string(plural).append(".").append(group));
    if (!found || found->kind->version != version) return nullptr;
    return found->kind->custom && !found->kind->custom->served ? nullptr : found;
}

ServedKind const* KindSet::stored(ServedKind const& form) const {
    return form.kind->stored_as.empty() ? &form : by_name(form.kind->stored_as, form.kind->name);
}

std::vector<std::shared_ptr<Kind const>> KindSet::served() const {
    auto all = built_in_kinds();
    for (auto const* const table : {&kinds_, &forms_}) {
        for (auto const& [key, entry] : *table) {
            // Of a kind that is only known from its records nothing can be said.
            bool const hidden = entry->kind->custom && !entry->kind->custom->served;
            if (is_own_kind(*entry) && !hidden) all.push_back(entry->kind);
        }
    }
    return all;
}

KindTable::KindTable() {
    KindSet first;
    for (auto& kind : built_in_kinds()) {
        auto made = make_served(kind, true);
        if (kind->stored_as.empty()) {
            first.kinds_.emplace(made->resource, std::move(made));
        } else {
            first.forms_.emplace(form_key(kind->group, kind->version, kind->plural), std::move(made));
        }
    }
    publish(std::move(first));
}

std::shared_ptr<KindSet const> KindTable::now() const {
    std::lock_guard const lock(mutex_);
    return now_;
}

void KindTable::publish(KindSet next) {
    auto made = std::make_shared<KindSet const>(std::move(next));
    std::lock_guard const lock(mutex_);
    now_.swap(made);
}

Result<> KindTable::add(Kind const& kind) {
    KindSet next = *now();
    auto made = make_served(std::make_shared<Kind const>(kind));
    if (!kind.stored_as.empty()) {
        if (!next.by_name(kind.stored_as, kind.name))
            return Error(Errc::not_found, kind.api_version() + " " + kind.name + " is stored as " + kind.stored_as +
                                              ", which is not there");
        next.forms_.emplace(form_key(kind.group, kind.version, kind.plural), std::move(made));
        publish(std::move(next));
        return {};
    }
    auto const* const found = next.by_resource(made->resource);
    if (!found) {
        next.kinds_.emplace(made->resource, std::move(made));
        publish(std::move(next));
        return {};
    }
    auto const& there = *found->kind;
    if (there.name != kind.name || there.version != kind.version || there.scope != kind.scope)
        return Error(Errc::already_exists, "the resource \"" + made->resource + "\" is " + there.api_version() + " " +
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
    auto const made = make_served(std::move(kind));
    KindSet next = *now();
    next.kinds_.emplace(made->resource, made);
    publish(std::move(next));
    return made.get();
}

void KindTable::define(std::vector<std::shared_ptr<Kind const>> const& kinds) {
    if (kinds.empty()) return;
    KindSet next = *now();
    auto const resource = kinds.front()->resource();
    std::erase_if(next.forms_, [&](auto const& form) { return form.second->resource == resource; });
    next.kinds_[resource] = make_served(kinds.front());
    for (auto kind = kinds.begin() + 1; kind != kinds.end(); ++kind)
        next.forms_[form_key((*kind)->group, (*kind)->version, (*kind)->plural)] = make_served(*kind);
    publish(std::move(next));
}

void KindTable::remove(std::string_view resource) {
    KindSet next = *now();
    std::erase_if(next.forms_, [&](auto const& form) { return form.second->resource == resource; });
    if (auto const found = next.kinds_.find(resource); found != next.kinds_.end()) next.kinds_.erase(found);
    publish(std::move(next));
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
