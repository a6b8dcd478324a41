#include "remote/cache.hpp"

#include <algorithm>

namespace keelson::remote {
namespace {

constexpr std::size_t young_max = 4096;

bool selects(ListScope const& scope, Object const& object) {
    if (!scope.namespace_.empty() && object.key().namespace_ != scope.namespace_) return false;
    if (!scope.node.empty() && object.index().node != scope.node) return false;
    if (!scope.labels.matches(*object.index().labels)) return false;
    if (scope.owner_uid.empty()) return true;
    auto const& owners = *object.index().owners;
    return std::any_of(owners.begin(), owners.end(), [&](auto const& owner) { return owner.uid == scope.owner_uid; });
}

}  // namespace

Cache::Table* Cache::table(std::string const& resource) {
    auto const found = tables_.find(resource);
    return found == tables_.end() ? nullptr : &found->second;
}

Cache::Table const* Cache::table(std::string const& resource) const {
    auto const found = tables_.find(resource);
    return found == tables_.end() ? nullptr : &found->second;
}

void Cache::enter(std::string const& resource, Object const& object, bool in) {
    Order const order{resource, object.key()};
    auto const move = [&](Index& index, std::string const& value) {
        if (value.empty()) return;
        if (in) {
            index[value].insert(order);
            return;
        }
        auto const found = index.find(value);
        if (found == index.end()) return;
        found->second.erase(order);
        if (found->second.empty()) index.erase(found);
    };
    for (auto const& owner : *object.index().owners) move(owners_, owner.uid);
    move(namespaces_, object.key().namespace_);
    move(nodes_, object.index().node);
    if (in) {
        uids_[object.index().uid] = order;
    } else {
        uids_.erase(object.index().uid);
    }
}

Ref Cache::put(std::string const& resource, Ref object) {
    auto& slot = tables_[resource].objects[object->key()];
    auto const before = slot;
    if (before) enter(resource, *before, false);
    enter(resource, *object, true);
    revision_ = std::max(revision_, object->index().resource_version);
    slot = std::move(object);
    return before;
}

Ref Cache::drop(std::string const& resource, ObjectKey const& key) {
    auto& objects = tables_[resource].objects;
    auto const found = objects.find(key);
    if (found == objects.end()) return nullptr;
    auto before = found->second;
    enter(resource, *before, false);
    objects.erase(found);
    return before;
}

Ref Cache::get(Order const& what) const {
    auto const* const found = table(what.first);
    if (!found) return nullptr;
    auto const object = found->objects.find(what.second);
    return object == found->objects.end() ? nullptr : object->second;
}

Ref Cache::by_uid(std::string_view uid) const {
    auto const found = uids_.find(std::string(uid));
    return found == uids_.end() ? nullptr : get(found->second);
}

namespace {
std::set<Cache::Order> const* find_in(std::unordered_map<std::string, std::set<Cache::Order>> const& index,
                                      std::string const& value) {
    auto const found = index.find(value);
    return found == index.end() ? nullptr : &found->second;
}
}  // namespace

std::set<Cache::Order> const* Cache::owned_by(std::string const& uid) const { return find_in(owners_, uid); }
std::set<Cache::Order> const* Cache::in_namespace(std::string const& space) const {
    return find_in(namespaces_, space);
}
std::set<Cache::Order> const* Cache::on_node(std::string const& node) const { return find_in(nodes_, node); }

std::shared_ptr<void const> Cache::typed(Ref const& object, TypeDesc const& type,
                                         std::shared_ptr<void const> (*make)(Object const&)) {
    if (auto const found = young_.find(object.get()); found != young_.end()) {
        if (found->second.type == &type) return found->second.value;
        return make(*object);
    }
    Typed entry{object, &type, {}};
    if (auto const found = old_.find(object.get()); found != old_.end() && found->second.type == &type) {
        entry = std::move(found->second);
        old_.erase(found);
    } else {
        entry.value = make(*object);
    }
    if (young_.size() >= young_max) {
        old_ = std::move(young_);
        young_.clear();
    }
    return young_.emplace(object.get(), std::move(entry)).first->second.value;
}

Cache::Table const* CacheReader::table(TypeInfo const& type) const {
    auto const resource = type.resource();
    auto const* const found = cache_->table(resource);
    if (!found || !found->listed) missing_.insert(resource);
    return found && found->listed ? found : nullptr;
}

Ref CacheReader::get(TypeInfo const& type, ObjectKey const& key) const {
    auto const* const found = table(type);
    if (!found) return nullptr;
    auto const object = found->objects.find(type.scope == Scope::namespaced ? key : ObjectKey{{}, key.name});
    return object == found->objects.end() ? nullptr : object->second;
}

std::vector<Ref> CacheReader::list(TypeInfo const& type, ListScope const& scope) const {
    std::vector<Ref> all;
    auto const* const found = table(type);
    if (!found) return all;
    auto const resource = type.resource();
    // By the index that has the fewest, as a rule: what one owner has, what is on one node, then a namespace.
    if (!scope.owner_uid.empty() || !scope.node.empty()) {
        auto const* const some =
            !scope.owner_uid.empty() ? cache_->owned_by(scope.owner_uid) : cache_->on_node(scope.node);
        if (!some) return all;
        for (auto at = some->lower_bound({resource, {}}); at != some->end() && at->first == resource; ++at) {
            if (auto object = cache_->get(*at); object && selects(scope, *object)) all.push_back(std::move(object));
        }
        return all;
    }
    for (auto at = found->objects.lower_bound({scope.namespace_, {}}); at != found->objects.end(); ++at) {
        if (!scope.namespace_.empty() && at->first.namespace_ != scope.namespace_) break;
        if (selects(scope, *at->second)) all.push_back(at->second);
    }
    return all;
}

std::vector<Ref> CacheReader::dependents_of(std::string_view owner_uid) const {
    std::vector<Ref> all;
    if (auto const* const some = cache_->owned_by(std::string(owner_uid))) {
        for (auto const& one : *some) all.push_back(cache_->get(one));
    }
    return all;
}

std::vector<Ref> CacheReader::in_namespace(std::string_view namespace_) const {
    std::vector<Ref> all;
    if (auto const* const some = cache_->in_namespace(std::string(namespace_))) {
        for (auto const& one : *some) all.push_back(cache_->get(one));
    }
    return all;
}

}  // namespace keelson::remote
