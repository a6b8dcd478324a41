#include "registry/state.hpp"

#include <algorithm>
#include <limits>

namespace keelson {
namespace {

int compare(std::string_view a, std::string_view b) { return a.compare(b); }

int compare(Kind const& a, Kind const& b) {
    if (&a == &b) return 0;
    if (auto const plural = compare(a.plural, b.plural); plural != 0) return plural;
    return compare(a.group, b.group);
}

int compare(Object const& a, Object const& b) {
    if (auto const kind = compare(a.kind(), b.kind()); kind != 0) return kind;
    if (auto const space = compare(a.key().namespace_, b.key().namespace_); space != 0) return space;
    return compare(a.key().name, b.key().name);
}

bool wanted(Object const& object, StateScope const& scope) {
    if (!scope.namespace_.empty() && object.key().namespace_ != scope.namespace_) return false;
    if (!scope.node.empty() && object.index().node != scope.node) return false;
    if (!scope.owner_uid.empty()) {
        auto const& owners = *object.index().owners;
        if (std::none_of(owners.begin(), owners.end(), [&](auto const& owner) { return owner.uid == scope.owner_uid; }))
            return false;
    }
    return !scope.labels || scope.labels->matches(*object.index().labels);
}

}  // namespace

int State::ByKey::operator()(Ref const& a, Ref const& b) const { return compare(*a, *b); }

int State::ByKey::operator()(Ref const& a, KeyProbe const& b) const {
    if (auto const kind = compare(a->kind(), *b.kind); kind != 0) return kind;
    if (auto const space = compare(a->key().namespace_, b.namespace_); space != 0) return space;
    return compare(a->key().name, b.name);
}

int State::ByOwner::operator()(Entry const& a, Entry const& b) const {
    auto const uid = compare((*a.object->index().owners)[a.which].uid, (*b.object->index().owners)[b.which].uid);
    return uid != 0 ? uid : compare(*a.object, *b.object);
}

int State::ByOwner::operator()(Entry const& a, std::string_view uid) const {
    return compare((*a.object->index().owners)[a.which].uid, uid);
}

int State::ByLabel::operator()(Entry const& a, Entry const& b) const {
    if (auto const kind = compare(a.object->kind(), b.object->kind()); kind != 0) return kind;
    auto const& [a_key, a_value] = (*a.object->index().labels)[a.which];
    auto const& [b_key, b_value] = (*b.object->index().labels)[b.which];
    if (auto const key = compare(a_key, b_key); key != 0) return key;
    if (auto const value = compare(a_value, b_value); value != 0) return value;
    return compare(*a.object, *b.object);
}

int State::ByLabel::operator()(Entry const& a, LabelProbe const& b) const {
    if (auto const kind = compare(a.object->kind(), *b.kind); kind != 0) return kind;
    auto const& [key, value] = (*a.object->index().labels)[a.which];
    if (auto const by_key = compare(key, b.key); by_key != 0) return by_key;
    if (auto const by_value = compare(value, b.value); by_value != 0) return by_value;
    return compare(a.object->key().namespace_, b.namespace_);
}

int State::ByNode::operator()(Ref const& a, Ref const& b) const {
    auto const node = compare(a->index().node, b->index().node);
    return node != 0 ? node : compare(*a, *b);
}

int State::ByNode::operator()(Ref const& a, std::string_view node) const { return compare(a->index().node, node); }

void State::change(Ref const& before, Ref const& after) {
    if (before) {
        auto const& index = before->index();
        for (std::uint32_t i = 0; i < index.owners->size(); ++i) owners_.erase(Entry{before, i});
        // Labels, node and uid seldom change: an entry with the same place is replaced and not taken out.
        bool const same_labels =
            after && (after->index().labels == index.labels || *after->index().labels == *index.labels);
        if (!same_labels) {
            for (std::uint32_t i = 0; i < index.labels->size(); ++i) labels_.erase(Entry{before, i});
        }
        if (!index.node.empty() && !(after && after->index().node == index.node)) nodes_.erase(before);
        if (!after || after->index().uid != index.uid) uids_.erase(before);
        if (!after) objects_.erase(before);
    }
    if (!after) return;
    auto const& index = after->index();
    objects_.put(after);
    uids_.put(after);
    for (std::uint32_t i = 0; i < index.owners->size(); ++i) owners_.put({after, i});
    for (std::uint32_t i = 0; i < index.labels->size(); ++i) labels_.put({after, i});
    if (!index.node.empty()) nodes_.put(after);
}

Ref State::get(Kind const& kind, std::string_view namespace_, std::string_view name) const {
    auto const* const found = objects_.find(KeyProbe{&kind, namespace_, name});
    return found ? *found : nullptr;
}

Ref State::by_uid(std::string_view uid) const {
    auto const* const found = uids_.find(uid);
    return found ? *found : nullptr;
}

std::vector<Ref> State::list(Kind const& kind, StateScope const& scope) const {
    return page(kind, scope, nullptr, std::numeric_limits<std::size_t>::max());
}

std::vector<Ref> State::page(Kind const& kind, StateScope const& scope, ObjectKey const* after,
                             std::size_t limit) const {
    std::vector<Ref> found;
    auto const take = [&](Ref const& object) {
        if (wanted(*object, scope)) found.push_back(object);
    };
    auto const of_kind = [&](Object const& object) { return compare(object.kind(), kind) == 0; };
    if (!after && !scope.owner_uid.empty()) {
        owners_.from(scope.owner_uid, [&](Entry const& entry) {
            if ((*entry.object->index().owners)[entry.which].uid != scope.owner_uid) return false;
            if (of_kind(*entry.object)) take(entry.object);
            return true;
        });
    } else if (!after && !scope.node.empty()) {
        nodes_.from(scope.node, [&](Ref const& object) {
            if (object->index().node != scope.node) return false;
            if (of_kind(*object)) take(object);
            return true;
        });
    } else {
        // The index of one label value is better than all of a namespace where the selector asks for one.
        Selector::Requirement const* equality = nullptr;
        if (!after && scope.labels) {
            for (auto const& requirement : scope.labels->requirements()) {
                if (requirement.op == Selector::Operator::in && requirement.values.size() == 1) equality = &requirement;
            }
        }
        if (equality) {
            LabelProbe const probe{&kind, equality->key, equality->values.front(), scope.namespace_};
            labels_.from(probe, [&](Entry const& entry) {
                auto const& [key, value] = (*entry.object->index().labels)[entry.which];
                if (!of_kind(*entry.object) || key != probe.key || value != probe.value) return false;
                if (!probe.namespace_.empty() && entry.object->key().namespace_ != probe.namespace_) return false;
                take(entry.object);
                return true;
            });
        } else {
            auto const start =
                after ? KeyProbe{&kind, after->namespace_, after->name} : KeyProbe{&kind, scope.namespace_, {}};
            objects_.from(start, [&](Ref const& object) {
                if (!of_kind(*object)) return false;
                if (!scope.namespace_.empty() && object->key().namespace_ != scope.namespace_) return false;
                if (after && object->key() == *after) return true;
                take(object);
                return found.size() < limit;
            });
        }
    }
    return found;
}

std::vector<Ref> State::dependents_of(std::string_view owner_uid) const {
    std::vector<Ref> found;
    owners_.from(owner_uid, [&](Entry const& entry) {
        if ((*entry.object->index().owners)[entry.which].uid != owner_uid) return false;
        found.push_back(entry.object);
        return true;
    });
    return found;
}

std::vector<Ref> State::in_namespace(std::string_view namespace_) const {
    // Kind by kind: skip from each kind's first object straight to the namespace, and on to the next kind.
    std::vector<Ref> found;
    Kind const* kind = nullptr;
    static Kind const first;
    KeyProbe probe{&first, {}, {}};
    while (true) {
        kind = nullptr;
        objects_.from(probe, [&](Ref const& object) {
            if (probe.kind != &first && compare(object->kind(), *probe.kind) == 0) return true;
            kind = &object->kind();
            return false;
        });
        if (!kind) return found;
        if (kind->namespaced()) {
            auto const of_kind = list(*kind, {.namespace_ = namespace_});
            found.insert(found.end(), of_kind.begin(), of_kind.end());
        }
        probe = {kind, "\x7f", {}};
    }
}

std::vector<Ref> State::all() const {
    std::vector<Ref> found;
    found.reserve(objects_.size());
    static Kind const first;
    objects_.from(KeyProbe{&first, {}, {}}, [&](Ref const& object) {
        found.push_back(object);
        return true;
    });
    return found;
}

}  // namespace keelson
