#include "controllers/pod_garbage.hpp"

#include "controllers/conditions.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/stable_hash.hpp"
#include "controllers/taints.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <set>
#include <string>

namespace keelson::controllers {

namespace {

constexpr std::size_t most_removed_at_once = 500;

// Counting asks every Pod. One in so many that end leads to a count, chosen by uid, so that ten thousand that end
// together do not lead to ten thousand counts.
constexpr std::uint64_t ends_per_count = 64;

void remove_now(Pod const& pod, std::string message, Time now, Plan& plan) {
    if (!is_finished(pod.status.phase)) {
        auto failed = pod;
        failed.status.phase = "Failed";
        set_condition(failed.status.conditions, {.lastTransitionTime = now,
                                                 .message = message,
                                                 .reason = "DeletionByPodGC",
                                                 .status = "True",
                                                 .type = "DisruptionTarget"});
        plan.update_status(failed);
    }
    plan.event(pod, false, "DeletionByPodGC", std::move(message));
    plan.remove(pod, {.grace_seconds = 0});
}

void remove_orphans(View const& view, std::string const& node, PodGarbageOptions const& options, Plan& plan) {
    std::size_t removed = 0;
    for (auto const& ref : view.refs<Pod>({.node = node})) {
        // Of what somebody else's finalizer still keeps there is nothing left to do.
        if (!ref->index().deleted.empty() && is_finished(ref->index().phase)) continue;
        auto const left = ref->index().created + options.patience - view.now();
        if (left > Duration::zero()) {
            plan.requeue_after(left);
            continue;
        }
        if (removed++ == most_removed_at_once) return plan.requeue_after(Duration::zero());
        remove_now(*view.typed<Pod>(ref), "PodGC: node no longer exists", view.now().whole_seconds(), plan);
    }
}

void remove_out_of_service(View const& view, Node const& node, Plan& plan) {
    auto const& taints = node.spec.taints;
    auto const out =
        std::any_of(taints.begin(), taints.end(), [](Taint const& t) { return t.key == out_of_service_taint; });
    if (!out || is_true(node.status.conditions, "Ready")) return;
    std::size_t removed = 0;
    for (auto const& ref : view.refs<Pod>({.node = node.metadata.name})) {
        if (!is_terminating(ref->index())) continue;
        if (removed++ == most_removed_at_once) return plan.requeue_after(Duration::zero());
        remove_now(*view.typed<Pod>(ref), "PodGC: node is out-of-service", view.now().whole_seconds(), plan);
    }
}

void remove_oldest_terminated(View const& view, std::size_t most, Plan& plan) {
    if (most == 0) return;
    std::vector<Ref> ended;
    for (auto& pod : view.refs<Pod>())
        if (is_finished(pod->index().phase) && pod->index().deleted.empty()) ended.push_back(std::move(pod));
    if (ended.size() <= most) return;
    auto const too_many = ended.size() - most;
    auto const now = std::min(too_many, most_removed_at_once);
    if (too_many > now) plan.requeue_after(Duration::zero());
    std::partial_sort(ended.begin(), ended.begin() + static_cast<std::ptrdiff_t>(now), ended.end(),
                      [](Ref const& a, Ref const& b) {
                          auto const& x = a->index();
                          auto const& y = b->index();
                          return x.created != y.created ? x.created < y.created : x.key < y.key;
                      });
    for (std::size_t i = 0; i < now; ++i)
        plan.remove(Pod::type, ended[i]->key(), {.grace_seconds = 0, .uid = ended[i]->index().uid});
}

std::vector<ObjectKey> keys_of(View const& view, Object const* before, Object const* after) {
    if (!after) return {};
    std::vector<ObjectKey> keys;
    auto const& pod = after->index();
    auto const ended = is_finished(pod.phase) && !(before && is_finished(before->index().phase));
    if (ended && stable_hash(pod.uid) % ends_per_count == 0) keys.push_back(terminated_pods_key());
    auto const moved = !before || before->index().node != pod.node || before->index().deleted != pod.deleted;
    if (!pod.node.empty() && moved) {
        // Nearly every Pod is on a node that exists and serves.
        auto const node = view.get<Node>({"", pod.node});
        if (!node || !node->spec.taints.empty()) keys.push_back({"", pod.node});
    }
    return keys;
}

std::vector<ObjectKey> keys_at_start(View const& view) {
    std::set<std::string> missing;
    for (auto const& pod : view.refs<Pod>())
        if (auto const& node = pod->index().node; !node.empty() && !view.ref<Node>({"", node})) missing.insert(node);
    std::vector<ObjectKey> keys = {terminated_pods_key()};
    for (auto const& node : missing) keys.push_back({"", node});
    return keys;
}

}  // namespace

ObjectKey terminated_pods_key() { return {}; }

Controller pod_garbage_controller(PodGarbageOptions options) {
    auto reconcile = [options](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        if (key == terminated_pods_key()) {
            remove_oldest_terminated(view, options.most_terminated, plan);
        } else if (auto const node = view.get<Node>(key)) {
            remove_out_of_service(view, *node, plan);
        } else {
            remove_orphans(view, key.name, options, plan);
        }
        return {};
    };
    return Controller::of<Node>("pod-garbage", std::move(reconcile))
        .watches<Pod>(keys_of)
        .looks_at_start(keys_at_start);
}

}  // namespace keelson::controllers
