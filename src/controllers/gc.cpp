#include "controllers/gc.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/api/meta_v1.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace keelson::controllers::gc {

/// Of an object of any kind, what all of them have.
struct AnyObject {
    ObjectMeta metadata;
};
BOOST_DESCRIBE_STRUCT(AnyObject, (), (metadata))

namespace {

constexpr std::size_t most_writes_at_once = 500;

TypeInfo type_of(Kind const& kind) { return {kind.group, kind.version, kind.name, kind.plural, kind.scope}; }

bool has_finalizer(Object const& object, std::string_view name) noexcept {
    auto const& all = object.index().finalizers;
    return std::find(all.begin(), all.end(), name) != all.end();
}

bool being_deleted(Object const& object) noexcept { return !object.index().deleted.empty(); }

/// It goes when its dependents have gone.
bool waits_for_dependents(Object const& object) noexcept {
    return being_deleted(object) && has_finalizer(object, foreground_finalizer);
}

bool waits_for_orphans(Object const& object) noexcept {
    return being_deleted(object) && has_finalizer(object, orphan_finalizer);
}

bool blocks(Object const& dependent, std::string_view owner_uid) noexcept {
    auto const& owners = *dependent.index().owners;
    return std::any_of(owners.begin(), owners.end(),
                       [&](OwnerIndex const& owner) { return owner.uid == owner_uid && owner.blocks_deletion; });
}

/// Whether the reference says of the object with that uid what is true of it. Admission sees to it; an object that
/// came by another way must not cost its dependents their life, nor keep them by chance.
bool fits(OwnerIndex const& reference, Object const& owner, Object const& dependent) {
    auto const& key = owner.key();
    return reference.kind == owner.kind().name && reference.name == key.name &&
           (key.namespace_.empty() || key.namespace_ == dependent.key().namespace_);
}

void patch_finalizers(Object const& object, std::string_view without, Plan& plan) {
    auto rest = object.index().finalizers;
    std::erase(rest, without);
    plan.merge_patch(type_of(object.kind()), object.key(),
                     R"({"metadata":{"finalizers":)" + (rest.empty() ? "null" : encode(rest)) + "}}", false,
                     object.index().uid, std::to_string(object.index().resource_version));
}

Result<> forget_owners(Object const& object, std::set<std::string> const& uids, Plan& plan) {
    auto const read = decode<AnyObject>(object);
    if (!read) return Error(read.error()).wrap(object.kind().resource() + " " + object.key().text());
    auto rest = read->metadata.ownerReferences;
    std::erase_if(rest, [&](OwnerReference const& owner) { return uids.contains(owner.uid); });
    plan.merge_patch(type_of(object.kind()), object.key(),
                     R"({"metadata":{"ownerReferences":)" + (rest.empty() ? "null" : encode(rest)) + "}}", false,
                     object.index().uid, std::to_string(object.index().resource_version));
    return {};
}

/// Whether `from` waits, itself or through what it waits for, for the object with this uid.
bool waits_for(View const& view, Ref const& from, std::string_view uid, std::set<std::string_view>& seen) {
    if (from->index().uid == uid) return true;
    if (!waits_for_dependents(*from) || !seen.insert(from->index().uid).second) return false;
    for (auto const& dependent : view.dependents_of(from->index().uid))
        if (blocks(*dependent, from->index().uid) && waits_for(view, dependent, uid, seen)) return true;
    return false;
}

void release_from_foreground(View const& view, Object const& subject, Plan& plan) {
    auto const& uid = subject.index().uid;
    for (auto const& dependent : view.dependents_of(uid)) {
        if (!blocks(*dependent, uid)) continue;
        // Objects that own each other in a ring would wait for each other for ever.
        std::set<std::string_view> seen;
        if (!waits_for(view, dependent, uid, seen)) return;
    }
    patch_finalizers(subject, foreground_finalizer, plan);
}

Result<> orphan_dependents(View const& view, Object const& subject, Plan& plan) {
    std::size_t writes = 0;
    for (auto const& dependent : view.dependents_of(subject.index().uid)) {
        if (writes++ == most_writes_at_once) {
            plan.requeue_after(Duration::zero());
            return {};
        }
        if (auto const done = forget_owners(*dependent, {subject.index().uid}, plan); !done) return done;
    }
    patch_finalizers(subject, orphan_finalizer, plan);
    return {};
}

/// What is left of an object's owners.
struct Owners {
    std::set<std::string> gone;
    std::set<std::string> waiting;  ///< being deleted in the foreground
    bool others = false;
};

/// Whether an owner that is not there can be said to be gone.
bool can_be_gone(OwnerIndex const& reference, Object const& dependent, ScopeOfKind const& scope_of) {
    auto const scope = scope_of(reference.api_version, reference.kind);
    return scope && (*scope == Scope::cluster || dependent.kind().namespaced());
}

Owners look_up_owners(View const& view, Object const& subject, ScopeOfKind const& scope_of) {
    Owners owners;
    for (auto const& reference : *subject.index().owners) {
        auto const owner = view.by_uid(reference.uid);
        if (!owner && can_be_gone(reference, subject, scope_of)) {
            owners.gone.insert(reference.uid);
        } else if (owner && fits(reference, *owner, subject) && waits_for_dependents(*owner)) {
            owners.waiting.insert(reference.uid);
        } else {
            owners.others = true;
        }
    }
    return owners;
}

Result<> follow_owners(View const& view, Object const& subject, ScopeOfKind const& scope_of, Plan& plan) {
    if (subject.index().owners->empty()) return {};
    auto const owners = look_up_owners(view, subject, scope_of);
    if (owners.others) {
        auto going = owners.gone;
        going.insert(owners.waiting.begin(), owners.waiting.end());
        if (going.empty()) return {};
        return forget_owners(subject, going, plan);
    }
    RemoveOptions options{.propagation = Propagation::background, .uid = subject.index().uid};
    // In the foreground all the way down: the owner's end says that everything below it has ended.
    if (!owners.waiting.empty() && !view.dependents_of(subject.index().uid).empty())
        options.propagation = Propagation::foreground;
    if (has_finalizer(subject, foreground_finalizer)) options.propagation = Propagation::foreground;
    if (has_finalizer(subject, orphan_finalizer)) options.propagation = Propagation::orphan;
    plan.remove(type_of(subject.kind()), subject.key(), std::move(options));
    return {};
}

}  // namespace

bool concerns_collection(Object const& object) noexcept {
    return !object.index().owners->empty() || waits_for_dependents(object) || waits_for_orphans(object);
}

std::vector<std::string> to_collect(View const& view, Object const* before, Object const* after) {
    std::vector<std::string> uids;
    auto const add_dependents = [&](std::string const& owner_uid) {
        for (auto const& dependent : view.dependents_of(owner_uid)) uids.push_back(dependent->index().uid);
    };
    if (after && concerns_collection(*after)) uids.push_back(after->index().uid);
    auto const waits = after && waits_for_dependents(*after);
    if (waits && !(before && waits_for_dependents(*before))) add_dependents(after->index().uid);
    if (!before) return uids;

    if (!after) add_dependents(before->index().uid);
    // An owner may have waited for this one.
    for (auto const& owner : *before->index().owners)
        if (owner.blocks_deletion && !(after && blocks(*after, owner.uid))) uids.push_back(owner.uid);
    return uids;
}

Result<> collect(View const& view, Object const& subject, ScopeOfKind const& scope_of, Plan& plan) {
    if (waits_for_orphans(subject)) return orphan_dependents(view, subject, plan);
    if (waits_for_dependents(subject)) {
        release_from_foreground(view, subject, plan);
        return {};
    }
    if (being_deleted(subject)) return {};
    return follow_owners(view, subject, scope_of, plan);
}

}  // namespace keelson::controllers::gc
