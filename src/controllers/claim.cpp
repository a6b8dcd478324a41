#include "controllers/claim.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>

namespace keelson::controllers {
namespace {

// Siblings share their labels, so that nearly all of a thousand Pods are answered by the first.
class Matcher {
public:
    explicit Matcher(Selector const& selector) : selector_(&selector) {}
    bool operator()(Object const& object) {
        auto const* const labels = object.index().labels.get();
        if (labels != last_) {
            last_ = labels;
            matches_ = selector_->matches(*labels);
        }
        return matches_;
    }

private:
    Selector const* selector_;
    Labels const* last_ = nullptr;
    bool matches_ = false;
};

std::vector<OwnerReference> references_of(Object const& child) {
    std::vector<OwnerReference> all;
    for (auto const& owner : *child.index().owners) {
        auto& reference = all.emplace_back();
        reference.apiVersion = owner.api_version;
        reference.kind = owner.kind;
        reference.name = owner.name;
        reference.uid = owner.uid;
        if (owner.controller) reference.controller = true;
        if (owner.blocks_deletion) reference.blockOwnerDeletion = true;
    }
    return all;
}

void patch_references(Plan& plan, TypeInfo const& type, Object const& child,
                      std::vector<OwnerReference> const& references) {
    auto const list = references.empty() ? "null" : encode(references);
    plan.merge_patch(type, child.key(), R"({"metadata":{"ownerReferences":)" + list + "}}", false, child.index().uid,
                     std::to_string(child.index().resource_version));
}

}  // namespace

Claim find_claim(View const& view, TypeInfo const& children, ObjectMeta const& owner, Selector const& selector) {
    Claim claim;
    auto const owner_goes = !owner.deletionTimestamp.empty();
    ListScope scope;
    scope.namespace_ = owner.namespace_;
    scope.owner_uid = owner.uid;
    Matcher matches(selector);
    for (auto& child : view.refs(children, scope)) {
        auto const* const controller = child->controller();
        if (!controller || controller->uid != owner.uid) continue;
        auto const keep = owner_goes || matches(*child);
        (keep ? claim.owned : claim.let_go).push_back(std::move(child));
    }
    if (owner_goes || selector.everything()) return claim;

    scope.owner_uid.clear();
    scope.labels = selector;
    for (auto& child : view.refs(children, scope))
        if (!child->controller() && child->index().deleted.empty()) claim.adopt.push_back(std::move(child));
    return claim;
}

std::vector<OwnerReference> adopted_references(Object const& child, OwnerReference const& owner) {
    auto references = references_of(child);
    std::erase_if(references, [&](OwnerReference const& reference) { return reference.uid == owner.uid; });
    references.push_back(owner);
    return references;
}

void plan_adoption(Plan& plan, TypeInfo const& type, Object const& child, OwnerReference const& owner) {
    patch_references(plan, type, child, adopted_references(child, owner));
}

void plan_release(Plan& plan, TypeInfo const& type, Object const& child, std::string_view owner_uid) {
    auto references = references_of(child);
    std::erase_if(references, [&](OwnerReference const& reference) { return reference.uid == owner_uid; });
    patch_references(plan, type, child, references);
}

bool namespace_ends(View const& view, std::string const& name) {
    auto const found = view.ref<Namespace>({{}, name});
    return found && !found->index().deleted.empty();
}

bool orphan_changed(Object const* before, Object const* after) {
    if (!after || after->controller() || after->index().labels->empty() || !after->index().deleted.empty())
        return false;
    return !before || before->controller() || *before->index().labels != *after->index().labels;
}

}  // namespace keelson::controllers
