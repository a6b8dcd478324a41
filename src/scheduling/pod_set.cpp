#include "scheduling/pod_set.hpp"

#include "scheduling/intern.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>

namespace keelson::scheduling {
namespace {

/// No selector selects nothing, an empty one everything. A malformed one selects nothing, too: what is stored was
/// validated.
Selector compiled(std::optional<LabelSelector> const& selector) {
    if (!selector) return Selector::nothing();
    auto result = Selector::from(*selector);
    return result ? std::move(*result) : Selector::nothing();
}

/// `matchLabelKeys`: only Pods with the bearer's own values of these labels (or, for mismatchLabelKeys, with others).
void add_label_keys(PodSet& set, std::vector<std::string> const& keys, Tag const& bearer, bool same) {
    LabelSelector selector;
    for (auto const& key : keys) {
        for (auto const& [name, value] : *bearer.labels) {
            if (name == key) selector.matchExpressions.push_back({key, same ? "In" : "NotIn", {value}});
        }
    }
    if (!selector.matchExpressions.empty()) set.selectors.push_back(compiled(selector));
}

}  // namespace

bool PodSet::contains(Tag const& tag, NamespaceLabels const& known) const {
    if (!owner_uid.empty()) return tag.owner_uid == owner_uid;
    if (!all_of.empty()) {
        return std::all_of(all_of.begin(), all_of.end(), [&](PodSet const& set) { return set.contains(tag, known); });
    }
    if (!every_namespace && !namespaces.contains(tag.namespace_)) {
        auto const found = known.find(tag.namespace_);
        if (!namespace_selector || found == known.end() || !namespace_selector->matches(found->second)) return false;
    }
    return std::all_of(selectors.begin(), selectors.end(),
                       [&](Selector const& selector) { return selector.matches(*tag.labels); });
}

std::string PodSet::key() const {
    std::string text;
    add_to_key(text, owner_uid);
    text += leaving_too ? 'l' : '-';
    text += every_namespace ? '*' : '-';
    for (auto const& set : all_of) add_to_key(text, set.key());
    text += '/';
    for (auto const& name : namespaces) add_to_key(text, name);
    text += '/';
    auto const add = [&](Selector const& selector) {
        // The text of a selector is the same for "everything" and "nothing".
        text += selector.everything() ? '*' : '=';
        add_to_key(text, selector.text());
    };
    if (namespace_selector) add(*namespace_selector);
    text += '/';
    for (auto const& selector : selectors) add(selector);
    return text;
}

PodSet PodSet::of_owner(std::string uid) {
    PodSet set;
    set.owner_uid = std::move(uid);
    return set;
}

PodSet PodSet::of(PodAffinityTerm const& term, Tag const& bearer) {
    PodSet set;
    set.leaving_too = true;
    set.namespaces.insert(term.namespaces.begin(), term.namespaces.end());
    if (term.namespaceSelector) {
        auto selector = compiled(term.namespaceSelector);
        set.every_namespace = selector.everything();
        if (!set.every_namespace) set.namespace_selector = std::move(selector);
    } else if (term.namespaces.empty()) {
        set.namespaces.insert(bearer.namespace_);
    }
    set.selectors.push_back(compiled(term.labelSelector));
    add_label_keys(set, term.matchLabelKeys, bearer, true);
    add_label_keys(set, term.mismatchLabelKeys, bearer, false);
    return set;
}

PodSet PodSet::of_all(std::vector<PodSet> sets) {
    PodSet set;
    set.leaving_too = true;
    set.all_of = std::move(sets);
    return set;
}

PodSet PodSet::of(TopologySpreadConstraint const& constraint, Tag const& bearer) {
    PodSet set;
    set.namespaces.insert(bearer.namespace_);
    set.selectors.push_back(compiled(constraint.labelSelector));
    add_label_keys(set, constraint.matchLabelKeys, bearer, true);
    return set;
}

void Topology::set(Slot slot, std::string const* value) {
    grow(slot + 1);
    if (!value) {
        domain[slot] = -1;
        return;
    }
    auto const [found, added] = ids.try_emplace(*value, domains);
    if (added) ++domains;
    domain[slot] = found->second;
}

}  // namespace keelson::scheduling
