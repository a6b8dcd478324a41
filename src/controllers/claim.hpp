#ifndef KEELSON_CONTROLLERS_CLAIM_HPP
#define KEELSON_CONTROLLERS_CLAIM_HPP

#include <keelson/api/codec.hpp>
#include <keelson/api/selector.hpp>
#include <keelson/control/controller.hpp>

#include <string>
#include <vector>

namespace keelson::controllers {

/// The objects that belong to an owner with a label selector, as Kubernetes has it: an owner adopts what matches
/// and has no controller, and lets go what it controls and no longer matches.
struct Claim {
    std::vector<Ref> owned;   ///< controlled by the owner and matching, in key order
    std::vector<Ref> adopt;   ///< matching, without a controller; not among `owned`
    std::vector<Ref> let_go;  ///< controlled by the owner and no longer matching
};

/// Finds what `owner` has and should have of one kind. An owner that is being deleted adopts and lets go nothing;
/// what is being deleted is not adopted.
[[nodiscard]] Claim find_claim(View const& view, TypeInfo const& children, ObjectMeta const& owner,
                               Selector const& selector);

/// The child's owner references with the owner as its controller.
[[nodiscard]] std::vector<OwnerReference> adopted_references(Object const& child, OwnerReference const& owner);

void plan_adoption(Plan& plan, TypeInfo const& type, Object const& child, OwnerReference const& owner);
void plan_release(Plan& plan, TypeInfo const& type, Object const& child, std::string_view owner_uid);

/// Whether a namespace takes no new objects any more, for it is being deleted.
[[nodiscard]] bool namespace_ends(View const& view, std::string const& name);

/// Whether a change has made or changed an orphan, so that somebody may want to adopt it.
[[nodiscard]] bool orphan_changed(Object const* before, Object const* after);

/// For Controller::watches: the owners of kind T whose selector matches an orphan that has changed.
template <class T>
std::vector<ObjectKey> adopters(View const& view, Object const* before, Object const* after) {
    std::vector<ObjectKey> keys;
    if (!orphan_changed(before, after)) return keys;
    auto const& child = after->index();
    ListScope scope;
    scope.namespace_ = child.key.namespace_;
    for (auto const& owner : view.list<T>(scope)) {
        auto const selector = Selector::from(owner->spec.selector);
        if (selector && !selector->everything() && selector->matches(*child.labels))
            keys.push_back({owner->metadata.namespace_, owner->metadata.name});
    }
    return keys;
}

}  // namespace keelson::controllers

#endif
