#include "controllers/disruption.hpp"

#include "controllers/conditions.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_extra_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/policy_v1.hpp>

#include <algorithm>
#include <set>

namespace keelson::controllers {
namespace {

/// So long a Pod whose eviction was granted counts as gone; if it is still there then, it counts again.
constexpr Duration deletion_time_out = std::chrono::minutes(2);
constexpr char const* allowed_condition = "DisruptionAllowed";

/// No selector selects nothing, an empty one everything.
Selector selector_of(PodDisruptionBudget const& budget) {
    if (!budget.spec.selector) return Selector::nothing();
    auto const selector = Selector::from(*budget.spec.selector);
    return selector ? *selector : Selector::nothing();
}

struct Counted {
    std::int32_t expected = 0;
    std::int32_t wanted = 0;  ///< healthy ones
};

/// Whose replicas a Pod is one of, and how many there should be.
struct Workload {
    std::string uid;
    std::int32_t replicas = 0;
};

template <class T>
Result<Workload> workload(View const& view, std::string const& namespace_, std::string const& name,
                          std::string const& uid) {
    auto const found = view.get<T>({namespace_, name});
    if (!found || found->metadata.uid != uid) return Error(Errc::not_found, "gone");
    return Workload{uid, found->spec.replicas.value_or(1)};
}

Result<Workload> workload_of(View const& view, std::string const& space, OwnerIndex const& owner) {
    auto const is = [&](TypeInfo const& type) {
        return owner.kind == type.kind && owner.api_version == type.api_version();
    };
    if (is(ReplicaSet::type)) {
        auto const set = view.ref<ReplicaSet>({space, owner.name});
        auto const* const above = set && set->index().uid == owner.uid ? set->controller() : nullptr;
        if (above && above->kind == Deployment::type.kind)
            return workload<Deployment>(view, space, above->name, above->uid);
        return workload<ReplicaSet>(view, space, owner.name, owner.uid);
    }
    if (is(StatefulSet::type)) return workload<StatefulSet>(view, space, owner.name, owner.uid);
    if (is(ReplicationController::type)) return workload<ReplicationController>(view, space, owner.name, owner.uid);
    return Error(Errc::not_found, "no scale");
}

/// How many replicas those who made the Pods want. Pods that nobody controls count nothing.
Result<std::int32_t> expected_scale(View const& view, std::vector<Ref> const& pods) {
    std::int32_t total = 0;
    std::set<std::string> seen, counted;
    for (auto const& pod : pods) {
        auto const* const owner = pod->controller();
        if (!owner || !seen.insert(owner->uid).second) continue;
        auto const found = workload_of(view, pod->key().namespace_, *owner);
        if (!found) return Error(Errc::not_found, "found no controllers for pod \"" + pod->key().name + "\"");
        if (counted.insert(found->uid).second) total += found->replicas;
    }
    return total;
}

Result<Counted> count_expected(View const& view, PodDisruptionBudgetSpec const& spec, std::vector<Ref> const& pods) {
    Counted counted;
    auto const& least = spec.minAvailable;
    if (!spec.maxUnavailable && least && !least->is_string()) {
        counted.expected = static_cast<std::int32_t>(pods.size());
        counted.wanted = least->number();
        return counted;
    }
    if (!spec.maxUnavailable && !least) return counted;
    auto const scale = expected_scale(view, pods);
    if (!scale) return scale.error();
    counted.expected = *scale;
    auto const part = (spec.maxUnavailable ? *spec.maxUnavailable : *least).of(*scale, true);
    if (!part) return part.error();
    counted.wanted = spec.maxUnavailable ? std::max(*scale - *part, 0) : *part;
    return counted;
}

void state(PodDisruptionBudget const& budget, std::vector<Condition>& all, bool allowed, std::string_view reason,
           std::string message, Time now) {
    Condition wanted;
    wanted.type = allowed_condition;
    wanted.status = allowed ? "True" : "False";
    wanted.reason = reason;
    wanted.message = std::move(message);
    wanted.observedGeneration = budget.metadata.generation.value_or(0);
    wanted.lastTransitionTime = now;
    auto const found = std::find_if(all.begin(), all.end(), [](auto const& c) { return c.type == allowed_condition; });
    if (found == all.end()) return all.push_back(std::move(wanted));
    if (found->status == wanted.status) wanted.lastTransitionTime = found->lastTransitionTime;
    *found = std::move(wanted);
}

/// Pods whose eviction was granted and whose deletion is not seen yet.
std::map<std::string, Time> still_expected_to_go(PodDisruptionBudget const& budget, std::vector<Ref> const& pods,
                                                 Time now, Plan& plan) {
    std::map<std::string, Time> left;
    for (auto const& pod : pods) {
        auto const noted = budget.status.disruptedPods.find(pod->key().name);
        if (noted == budget.status.disruptedPods.end() || !pod->index().deleted.empty()) continue;
        auto const end = noted->second + deletion_time_out;
        if (end <= now) {
            plan.event({Pod::type,
                        pod->key(),
                        pod->index().uid,
                        {},
                        true,
                        "NotDeleted",
                        "Pod was expected by PDB " + budget.metadata.namespace_ + "/" + budget.metadata.name +
                            " to be deleted but it wasn't"});
            continue;
        }
        left.insert(*noted);
        plan.requeue_after(end - now);
    }
    return left;
}

Result<> reconcile(View const& view, ObjectKey const& key, Plan& plan) {
    auto const budget = view.get<PodDisruptionBudget>(key);
    if (!budget || !budget->metadata.deletionTimestamp.empty()) return {};
    ListScope scope;
    scope.namespace_ = key.namespace_;
    scope.labels = selector_of(*budget);
    auto const pods = view.refs<Pod>(scope);
    auto const now = view.now().whole_seconds();
    auto wanted = *budget;
    auto& status = wanted.status;
    status.observedGeneration = budget->metadata.generation.value_or(0);
    auto const counted = count_expected(view, budget->spec, pods);
    if (!counted) {
        status.disruptionsAllowed = 0;
        state(*budget, status.conditions, false, "SyncFailed", counted.error().message, now);
    } else {
        status.disruptedPods = still_expected_to_go(*budget, pods, now, plan);
        status.expectedPods = counted->expected;
        status.desiredHealthy = counted->wanted;
        status.currentHealthy = static_cast<std::int32_t>(std::count_if(pods.begin(), pods.end(), [&](Ref const& pod) {
            return pod->index().ready && pod->index().deleted.empty() &&
                   !status.disruptedPods.contains(pod->key().name);
        }));
        auto const spare = status.currentHealthy - counted->wanted;
        // As long as it has seen no Pods, nothing is given away: the first ones may not have been counted yet.
        status.disruptionsAllowed = counted->expected > 0 ? std::max(spare, 0) : 0;
        bool const allowed = status.disruptionsAllowed > 0;
        state(*budget, status.conditions, allowed, allowed ? "SufficientPods" : "InsufficientPods", {}, now);
    }
    if (equal(status, budget->status)) return {};
    if (!counted)
        plan.event(*budget, true, "CalculateExpectedPodCountFailed",
                   "Failed to calculate the number of expected pods: " + counted.error().message);
    if (pods.empty()) plan.event(*budget, false, "NoPods", "No matching pods found");
    plan.update_status(wanted);
    return {};
}

/// What of a Pod a budget counts.
bool counts_differently(Object const* before, Object const* after) {
    if (!before || !after) return true;
    auto const &was = before->index(), &is = after->index();
    return was.ready != is.ready || was.deleted != is.deleted || was.uid != is.uid || *was.labels != *is.labels ||
           *was.owners != *is.owners;
}

std::vector<ObjectKey> budgets_of_pod(View const& view, Object const* before, Object const* after) {
    std::vector<ObjectKey> keys;
    if (!counts_differently(before, after)) return keys;
    ListScope scope;
    scope.namespace_ = (after ? after : before)->key().namespace_;
    for (auto const& object : view.refs<PodDisruptionBudget>(scope)) {
        auto const selector = selector_of(*view.typed<PodDisruptionBudget>(object));
        if ((before && selector.matches(*before->index().labels)) ||
            (after && selector.matches(*after->index().labels)))
            keys.push_back(object->key());
    }
    return keys;
}

/// Another size of a workload: most often there is no budget at all.
std::vector<ObjectKey> budgets_beside(View const& view, Object const* before, Object const* after) {
    if (before && after && before->index().generation == after->index().generation &&
        *before->index().owners == *after->index().owners)
        return {};
    ListScope scope;
    scope.namespace_ = (after ? after : before)->key().namespace_;
    std::vector<ObjectKey> keys;
    for (auto const& object : view.refs<PodDisruptionBudget>(scope)) keys.push_back(object->key());
    return keys;
}

}  // namespace

Controller disruption_controller() {
    return Controller::of<PodDisruptionBudget>("disruption", reconcile)
        .watches<Pod>(budgets_of_pod)
        .watches<Deployment>(budgets_beside)
        .watches<ReplicaSet>(budgets_beside)
        .watches<StatefulSet>(budgets_beside)
        .watches<ReplicationController>(budgets_beside);
}

}  // namespace keelson::controllers
