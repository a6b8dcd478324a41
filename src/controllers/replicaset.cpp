#include "controllers/replicaset.hpp"

#include "controllers/child_names.hpp"
#include "controllers/claim.hpp"
#include "controllers/conditions.hpp"
#include "controllers/pod_ranking.hpp"
#include "controllers/pod_state.hpp"

#include <keelson/api/apps_v1.hpp>

#include <algorithm>

namespace keelson {
namespace {

using namespace controllers;

// The most Pods that one plan creates or deletes: a commit stays of a bounded size.
constexpr std::size_t burst = 500;

/// The Pods of a ReplicaSet by what they count as.
struct Census {
    std::vector<Ref> active;
    std::vector<Ref> terminating;
    std::vector<std::string> names;  ///< of all, finished ones included
};

Census take_census(View const& view, ReplicaSet const& set, Selector const& selector, Plan& plan) {
    Census census;
    auto claim = find_claim(view, Pod::type, set.metadata, selector);
    auto const count = [&](Ref& pod) {
        census.names.push_back(pod->key().name);
        if (is_active(pod->index())) {
            census.active.push_back(std::move(pod));
        } else if (is_terminating(pod->index())) {
            census.terminating.push_back(std::move(pod));
        }
    };
    for (auto& pod : claim.owned) count(pod);
    for (auto const& pod : claim.let_go) {
        census.names.push_back(pod->key().name);
        if (is_active(pod->index())) plan_release(plan, Pod::type, *pod, set.metadata.uid);
    }
    for (auto& pod : claim.adopt) {
        if (!is_active(pod->index())) continue;
        plan_adoption(plan, Pod::type, *pod, owner_reference(set));
        count(pod);
    }
    return census;
}

Pod pod_from(ReplicaSet const& set) {
    auto const& from = *set.spec.template_;
    Pod pod;
    pod.metadata.namespace_ = set.metadata.namespace_;
    pod.metadata.labels = from.metadata.labels;
    pod.metadata.annotations = from.metadata.annotations;
    pod.metadata.finalizers = from.metadata.finalizers;
    pod.metadata.ownerReferences = {owner_reference(set)};
    pod.spec = from.spec;
    return pod;
}

void create_pods(View const& view, ReplicaSet const& set, Census const& census, std::size_t count, Plan& plan) {
    ChildNames names(set.metadata.name, set.metadata.uid, set.metadata.generation.value_or(0));
    for (auto const& name : census.names) names.taken(name);
    auto pod = pod_from(set);
    pod.metadata.generateName = names.prefix();
    for (std::size_t i = 0; i < count; ++i) {
        do {
            pod.metadata.name = names.next();
        } while (view.ref<Pod>({pod.metadata.namespace_, pod.metadata.name}));
        plan.create(pod);
        plan.event(set, false, "SuccessfulCreate", "Created pod: " + pod.metadata.name);
    }
}

/// How many active Pods each node has of everything that belongs to the same owner as `set`.
std::map<std::string, std::int32_t> count_neighbours(View const& view, ReplicaSet const& set, Census const& census) {
    std::map<std::string, std::int32_t> nodes;
    auto const count = [&](std::vector<Ref> const& pods) {
        for (auto const& pod : pods)
            if (is_active(pod->index())) ++nodes[pod->index().node];
    };
    count(census.active);
    auto const& owners = set.metadata.ownerReferences;
    auto const owner = std::find_if(owners.begin(), owners.end(), [](auto const& o) { return o.controller == true; });
    if (owner == owners.end()) return nodes;
    ListScope scope;
    scope.namespace_ = set.metadata.namespace_;
    scope.owner_uid = owner->uid;
    for (auto const& sibling : view.refs<ReplicaSet>(scope)) {
        if (sibling->index().uid == set.metadata.uid) continue;
        scope.owner_uid = sibling->index().uid;
        count(view.refs<Pod>(scope));
    }
    return nodes;
}

/// Takes the Pods that go out of the census.
void remove_pods(View const& view, ReplicaSet const& set, Census& census, std::size_t count, Plan& plan) {
    auto const leaving = least_missed(census.active, count, set.spec.minReadySeconds.value_or(0), view.now(),
                                      [&] { return count_neighbours(view, set, census); });
    auto const grace = set.spec.template_ ? set.spec.template_->spec.terminationGracePeriodSeconds : std::nullopt;
    for (auto const& pod : leaving) {
        plan.remove(Pod::type, pod->key(),
                    {.grace_seconds = {}, .propagation = {}, .uid = pod->index().uid, .resource_version = {}});
        plan.event(set, false, "SuccessfulDelete", "Deleted pod: " + pod->key().name);
        // A Pod that no node has or that wants no time to end is gone at once, unless somebody holds it.
        auto const stays = !pod->index().node.empty() && grace != 0;
        if (stays || !pod->index().finalizers.empty()) census.terminating.push_back(pod);
    }
    std::vector<Object const*> gone;
    for (auto const& pod : leaving) gone.push_back(pod.get());
    std::sort(gone.begin(), gone.end());
    std::erase_if(census.active,
                  [&](Ref const& pod) { return std::binary_search(gone.begin(), gone.end(), pod.get()); });
}

/// What the status says of the Pods that are there and the `created` ones that this plan makes.
void count_pods(View const& view, ReplicaSet const& set, Census const& census, std::size_t created,
                ReplicaSetStatus& status, Plan& plan) {
    auto const min_ready = set.spec.minReadySeconds.value_or(0);
    auto const wanted_labels =
        Selector::from(set.spec.template_ ? set.spec.template_->metadata.labels : std::map<std::string, std::string>());
    status.replicas = static_cast<std::int32_t>(census.active.size() + created);
    status.fullyLabeledReplicas = static_cast<std::int32_t>(created);
    status.readyReplicas = 0;
    status.availableReplicas = 0;
    status.terminatingReplicas = static_cast<std::int32_t>(census.terminating.size());
    Labels const* last = nullptr;
    bool last_matches = false;
    for (auto const& pod : census.active) {
        auto const& index = pod->index();
        if (index.labels.get() != last) {
            last = index.labels.get();
            last_matches = wanted_labels.matches(*last);
        }
        if (last_matches) ++status.fullyLabeledReplicas;
        if (!index.ready) continue;
        ++status.readyReplicas;
        if (min_ready <= 0) {
            ++status.availableReplicas;
            continue;
        }
        auto const since = ready_since(*pod);
        if (auto const wait = available_in(since, min_ready, view.now())) {
            plan.requeue_after(*wait);
        } else if (!since.empty()) {
            ++status.availableReplicas;
        }
    }
}

constexpr char const* replica_failure = "ReplicaFailure";

Result<> reconcile(View const& view, ObjectKey const& key, Plan& plan) {
    auto const set = view.get<ReplicaSet>(key);
    if (!set) return {};
    auto const selector = Selector::from(set->spec.selector);
    if (!selector) return selector.error();

    auto census = take_census(view, *set, *selector, plan);
    auto status = set->status;
    std::size_t created = 0;
    if (set->metadata.deletionTimestamp.empty()) {
        auto const wanted = static_cast<std::size_t>(std::max(set->spec.replicas.value_or(1), 0));
        auto const have = census.active.size();
        auto left = std::size_t{0};
        if (have < wanted && set->spec.template_ && !namespace_ends(view, key.namespace_)) {
            // While Pods are refused, one at a time asks whether they still are.
            auto const most = find_condition(status.conditions, replica_failure) ? std::size_t{1} : burst;
            created = std::min(wanted - have, most);
            left = wanted - have - created;
            create_pods(view, *set, census, created, plan);
        } else if (have > wanted) {
            auto const removed = std::min(have - wanted, burst);
            left = have - wanted - removed;
            remove_pods(view, *set, census, removed, plan);
        }
        if (left == 0) {
            remove_condition(status.conditions, replica_failure);
        } else {
            plan.requeue_after(Duration::zero());
        }
    }
    count_pods(view, *set, census, created, status, plan);
    status.observedGeneration = set->metadata.generation.value_or(0);
    if (!equal(status, set->status)) {
        auto changed = *set;
        changed.status = std::move(status);
        plan.update_status(changed);
    }
    return {};
}

/// Says in the status why Pods are missing, and counts those that are there: the plan that would have done so is gone.
/// From then on they are asked for one at a time.
void refused(View const& view, ObjectKey const& key, Error const& why, Plan& plan) {
    auto const set = view.get<ReplicaSet>(key);
    if (!set || !set->metadata.deletionTimestamp.empty()) return;
    auto const selector = Selector::from(set->spec.selector);
    if (!selector) return;
    Plan unused;
    auto const census = take_census(view, *set, *selector, unused);
    auto const have = static_cast<std::int64_t>(census.active.size());
    auto const wanted = set->spec.replicas.value_or(1);
    if (have == wanted) return;
    ReplicaSetCondition condition;
    condition.type = replica_failure;
    condition.status = "True";
    condition.reason = have < wanted ? "FailedCreate" : "FailedDelete";
    condition.message = why.message;
    condition.lastTransitionTime = view.now().whole_seconds();
    plan.event(*set, true, condition.reason, (have < wanted ? "Error creating: " : "Error deleting: ") + why.message);
    auto changed = *set;
    set_condition(changed.status.conditions, std::move(condition));
    count_pods(view, *set, census, 0, changed.status, unused);
    changed.status.observedGeneration = set->metadata.generation.value_or(0);
    if (!equal(changed.status, set->status)) plan.update_status(changed);
}

/// Most of what a Pod reports is no news to its ReplicaSet, which counts.
bool counts_differently(Object const* before, Object const* after) {
    if (!before || !after) return true;
    auto const &was = before->index(), &is = after->index();
    return was.phase != is.phase || was.ready != is.ready || was.deleted != is.deleted || was.node != is.node ||
           was.generation != is.generation || was.uid != is.uid || *was.labels != *is.labels ||
           *was.owners != *is.owners;
}

}  // namespace

Controller replica_set_controller() {
    return Controller::of<ReplicaSet>("replicaset", reconcile)
        .owns<Pod>(counts_differently)
        .watches<Pod>(adopters<ReplicaSet>)
        .when_refused(refused);
}

}  // namespace keelson
