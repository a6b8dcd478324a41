#include "controllers/node_lifecycle.hpp"

#include "controllers/conditions.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/taints.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace keelson::controllers {

namespace {

constexpr std::size_t most_writes_at_once = 500;

constexpr std::array<std::string_view, 4> reported_conditions = {"Ready", "MemoryPressure", "DiskPressure",
                                                                 "PIDPressure"};

struct PressureTaint {
    std::string_view condition;
    std::string_view key;
};
constexpr std::array<PressureTaint, 4> pressure_taints = {{
    {"MemoryPressure", "node.kubernetes.io/memory-pressure"},
    {"DiskPressure", "node.kubernetes.io/disk-pressure"},
    {"PIDPressure", "node.kubernetes.io/pid-pressure"},
    {"NetworkUnavailable", "node.kubernetes.io/network-unavailable"},
}};

enum class Health : std::uint8_t { ready, untold, not_ready, unknown };

Health health_of(std::vector<NodeCondition> const& conditions) {
    auto const* const ready = find_condition(conditions, "Ready");
    if (!ready) return Health::untold;  // it is new: nothing is placed on it, and nothing evicted
    if (ready->status == "Unknown") return Health::unknown;
    return ready->status == "True" ? Health::ready : Health::not_ready;
}

bool is_failure_taint(Taint const& taint) { return taint.key == not_ready_taint || taint.key == unreachable_taint; }

Taint const* find_taint(std::vector<Taint> const& all, std::string_view key, std::string_view effect) {
    auto const found =
        std::find_if(all.begin(), all.end(), [&](Taint const& t) { return t.key == key && t.effect == effect; });
    return found == all.end() ? nullptr : &*found;
}

/// How the nodes are doing together.
struct Census {
    std::size_t nodes = 0;
    std::size_t failing = 0;
    Time last_eviction_start;  ///< when the last node got a NoExecute taint for failing

    [[nodiscard]] bool all_failing() const { return failing == nodes; }
};

class NodeStep {
public:
    NodeStep(View const& view, Node const& node, NodeLifecycleOptions const& options, Plan& plan)
        : view_(view), node_(node), options_(options), plan_(plan), now_(view.now().whole_seconds()), wanted_(node) {}

    void run() {
        note_silence();
        health_ = health_of(wanted_.status.conditions);
        take_census();
        state_taints();
        write_node();
        if (health_ != Health::ready) unready_pods();
        evict();
    }

private:
    void note_silence();
    void take_census();
    void state_taints();
    void keep_taint(std::string_view key, std::string_view effect, bool wanted);
    void state_eviction(std::string_view key, std::string_view other);
    [[nodiscard]] bool may_start_eviction();
    void write_node();
    void unready_pods();
    void evict();
    void evict(Pod const& pod);

    View const& view_;
    Node const& node_;
    NodeLifecycleOptions const& options_;
    Plan& plan_;
    Time now_;
    Node wanted_;
    Health health_ = Health::ready;
    Census census_;
    std::size_t writes_ = 0;
};

void NodeStep::note_silence() {
    auto const age = options_.age_of_heartbeat ? options_.age_of_heartbeat(node_.metadata.name) : std::nullopt;
    if (!age) return;
    if (*age < options_.grace) {
        // A heartbeat changes nothing that is stored: this is how its absence is noticed.
        plan_.requeue_after(options_.grace - *age);
        return;
    }
    plan_.requeue_after(options_.grace);
    auto const was_ready = health_of(wanted_.status.conditions) == Health::ready;
    for (auto const type : reported_conditions) {
        auto const* const before = find_condition(wanted_.status.conditions, type);
        NodeCondition silent{
            .lastHeartbeatTime = before ? before->lastHeartbeatTime : node_.metadata.creationTimestamp,
            .lastTransitionTime = now_,
            .message = before ? "Kubelet stopped posting node status." : "Kubelet never posted node status.",
            .reason = before ? "NodeStatusUnknown" : "NodeStatusNeverUpdated",
            .status = "Unknown",
            .type = std::string(type)};
        if (!before || before->status != "Unknown") set_condition(wanted_.status.conditions, std::move(silent));
    }
    if (was_ready)
        plan_.event(node_, false, "NodeNotReady", "Node " + node_.metadata.name + " status is now: NodeNotReady");
}

void NodeStep::take_census() {
    if (health_ == Health::ready) return;
    for (auto const& node : view_.list<Node>()) {
        auto const self = node->metadata.uid == node_.metadata.uid;
        ++census_.nodes;
        if (self || health_of(node->status.conditions) != Health::ready) ++census_.failing;
        for (auto const& taint : node->spec.taints)
            if (is_failure_taint(taint) && taint.effect == "NoExecute")
                census_.last_eviction_start = std::max(census_.last_eviction_start, taint.timeAdded);
    }
}

void NodeStep::keep_taint(std::string_view key, std::string_view effect, bool wanted) {
    auto& taints = wanted_.spec.taints;
    auto const* const there = find_taint(taints, key, effect);
    if (wanted == (there != nullptr)) return;
    if (wanted) {
        taints.push_back({.effect = std::string(effect), .key = std::string(key), .timeAdded = now_});
    } else {
        std::erase_if(taints, [&](Taint const& taint) { return taint.key == key && taint.effect == effect; });
    }
}

void NodeStep::state_taints() {
    keep_taint(not_ready_taint, "NoSchedule", health_ == Health::not_ready || health_ == Health::untold);
    keep_taint(unreachable_taint, "NoSchedule", health_ == Health::unknown);
    keep_taint(unschedulable_taint, "NoSchedule", node_.spec.unschedulable.value_or(false));
    for (auto const& pressure : pressure_taints)
        keep_taint(pressure.key, "NoSchedule", is_true(wanted_.status.conditions, pressure.condition));

    auto const failing = health_ == Health::not_ready || health_ == Health::unknown;
    if (!failing || census_.all_failing()) {
        keep_taint(not_ready_taint, "NoExecute", false);
        keep_taint(unreachable_taint, "NoExecute", false);
        if (failing) plan_.requeue_after(options_.grace);
    } else {
        state_eviction(health_ == Health::not_ready ? not_ready_taint : unreachable_taint,
                       health_ == Health::not_ready ? unreachable_taint : not_ready_taint);
    }
    for (auto& taint : wanted_.spec.taints)
        if (taint.effect == "NoExecute" && taint.timeAdded.empty())
            taint.timeAdded = now_;  // a user's: it counts from now
}

void NodeStep::state_eviction(std::string_view key, std::string_view other) {
    auto& taints = wanted_.spec.taints;
    if (find_taint(taints, key, "NoExecute")) return keep_taint(other, "NoExecute", false);
    // A node that fails in another way now keeps the time since when it fails.
    for (auto& taint : taints) {
        if (taint.key != other || taint.effect != "NoExecute") continue;
        taint.key = key;
        return;
    }
    if (may_start_eviction()) keep_taint(key, "NoExecute", true);
}

bool NodeStep::may_start_eviction() {
    auto rate = static_cast<double>(options_.evicted_nodes_a_minute);
    auto const share = static_cast<double>(census_.failing) / static_cast<double>(census_.nodes);
    if (census_.failing > 2 && share > options_.failing_share)
        rate = census_.nodes <= options_.few_nodes ? 0 : rate / 10;
    if (rate <= 0) {
        plan_.requeue_after(options_.grace);
        return false;
    }
    auto const pause = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(60 / rate));
    auto const left = census_.last_eviction_start + pause - now_;
    if (census_.last_eviction_start.empty() || left <= Duration::zero() || left > pause) return true;
    plan_.requeue_after(left);
    return false;
}

void NodeStep::write_node() {
    if (!equal(wanted_.spec, node_.spec)) plan_.update(wanted_);
    if (equal(wanted_.status, node_.status)) return;
    // Stated and not written back: after the taints the version that was read is not the newest any more. All that
    // silence touches is stated each time, for an apply drops what it states no longer.
    Node told{.metadata = {.name = node_.metadata.name}};
    for (auto const type : reported_conditions)
        if (auto const* const condition = find_condition(wanted_.status.conditions, type))
            told.status.conditions.push_back(*condition);
    plan_.apply_status(told);
}

void NodeStep::unready_pods() {
    // An agent that says that its node is not ready still speaks for its Pods: two writers of one condition would
    // go on for ever. Only for one that has fallen silent somebody else must.
    if (health_ != Health::unknown) return;
    for (auto const& ref : view_.refs<Pod>({.node = node_.metadata.name})) {
        if (!ref->index().ready || is_finished(ref->index().phase)) continue;
        if (writes_++ >= most_writes_at_once) return plan_.requeue_after(Duration::zero());
        auto pod = *view_.typed<Pod>(ref);
        for (auto& condition : pod.status.conditions) {
            if (condition.type != "Ready") continue;
            condition.status = "False";
            condition.reason = "NodeNotReady";
            condition.message = "node " + node_.metadata.name + " is not ready";
            condition.lastTransitionTime = now_;
        }
        plan_.update_status(pod);
        plan_.event(pod, true, "NodeNotReady", "Node is not ready");
    }
}

void NodeStep::evict() {
    auto const& taints = wanted_.spec.taints;
    if (std::none_of(taints.begin(), taints.end(), [](Taint const& t) { return t.effect == "NoExecute"; })) return;
    for (auto const& ref : view_.refs<Pod>({.node = node_.metadata.name})) {
        if (!is_active(ref->index())) continue;
        auto const pod = view_.typed<Pod>(ref);
        auto const when = eviction_time(*pod, taints, options_.default_toleration_seconds);
        if (!when) continue;
        if (*when > view_.now()) {
            plan_.requeue_after(*when - view_.now());
            continue;
        }
        if (writes_ >= most_writes_at_once) return plan_.requeue_after(Duration::zero());
        writes_ += 2;
        evict(*pod);
    }
}

void NodeStep::evict(Pod const& pod) {
    // Stated and not written back: its readiness may have been written in this same plan.
    PodCondition const disrupted{.lastTransitionTime = now_,
                                 .message = "Taint manager: deleting due to NoExecute taint",
                                 .reason = "DeletionByTaintManager",
                                 .status = "True",
                                 .type = "DisruptionTarget"};
    Pod told{.metadata = {.name = pod.metadata.name, .namespace_ = pod.metadata.namespace_}};
    told.status.conditions = {disrupted};
    plan_.apply_status(told);
    plan_.remove(pod);
    plan_.event(pod, false, "TaintManagerEviction",
                "Marking for deletion Pod " + pod.metadata.namespace_ + "/" + pod.metadata.name);
}

std::vector<ObjectKey> node_of(View const&, Object const* before, Object const* after) {
    // A Pod that was just bound may not tolerate the node, nor one whose tolerations have changed; and one that says it
    // is ready may be cut off from us.
    if (!after || after->index().node.empty()) return {};
    auto const& now = after->index();
    bool const known = before && before->index().node == now.node && before->index().generation == now.generation;
    if (known && (!now.ready || before->index().ready)) return {};
    return {{"", after->index().node}};
}

}  // namespace

Controller node_lifecycle_controller(NodeLifecycleOptions options) {
    auto reconcile = [options = std::move(options)](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        auto const node = view.get<Node>(key);
        if (node && node->metadata.deletionTimestamp.empty()) NodeStep(view, *node, options, plan).run();
        return {};
    };
    return Controller::of<Node>("node-lifecycle", std::move(reconcile)).watches<Pod>(node_of);
}

}  // namespace keelson::controllers
