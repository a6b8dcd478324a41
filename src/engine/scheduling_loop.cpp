#include "engine/scheduling_loop.hpp"

#include <keelson/api/core_v1.hpp>

namespace keelson {
namespace {

/// So many Pods are placed with one commit.
constexpr std::size_t pods_a_round = 512;
std::string const manager = "kube-scheduler";
std::string const component = "default-scheduler";

bool is(Kind const& kind, TypeInfo const& type) { return kind.plural == type.plural && kind.group == type.group; }

}  // namespace

SchedulingLoop::SchedulingLoop(Strand& strand, Registry& registry, ControlLoop& control, TypedCache& cache,
                               std::vector<Profile> profiles)
    : strand_(&strand), registry_(&registry), control_(&control), cache_(&cache), profiles_(std::move(profiles)) {}

template <class T>
std::shared_ptr<T const> SchedulingLoop::typed(Ref const& object) {
    if (!object) return nullptr;
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    return View(reader, strand_->wall()).typed<T>(object);
}

void SchedulingLoop::rebuild() {
    scheduler_ = std::make_unique<scheduling::Scheduler>(profiles_, strand_->entropy());
    for (auto const& type : {Node::type, Namespace::type, Pod::type}) {
        for (auto const& object : registry_->accepted().list(*registry_->kinds().of(type)->kind, {}))
            change({nullptr, object, 0, false});
    }
    arm();
}

void SchedulingLoop::changed(std::vector<Change> const& changes) {
    if (!scheduler_ || stopped_) return;
    for (auto const& one : changes) change(one);
    arm();
}

void SchedulingLoop::change(Change const& change) {
    auto const& kind = (change.after ? change.after : change.before)->kind();
    if (is(kind, Pod::type)) {
        // Those that wait and those that are new are looked at; of the others the index says enough.
        // A changed one may have been resized.
        auto const looked_at =
            change.after && (!change.before || change.after->index().node.empty() ||
                             (change.after->index().generation > 1 && change.after->index().deleted.empty()));
        scheduler_->pod_changed(change.before, change.after, looked_at ? typed<Pod>(change.after) : nullptr);
    } else if (is(kind, Node::type)) {
        scheduler_->node_changed(typed<Node>(change.before), typed<Node>(change.after));
    } else if (is(kind, Namespace::type)) {
        scheduler_->namespace_changed(change.before, change.after);
    }
}

void SchedulingLoop::arm() {
    if (stopped_) return;
    if (scheduler_->pending()) {
        if (posted_) return;
        posted_ = true;
        strand_->post([this] {
            posted_ = false;
            run();
        });
        return;
    }
    if (timer_ != 0) strand_->cancel(timer_);
    timer_ = 0;
    if (auto const next = scheduler_->next()) {
        timer_ = strand_->after(*next - strand_->now(), [this] {
            timer_ = 0;
            run();
        });
    }
}

void SchedulingLoop::run() {
    if (stopped_) return;
    auto round = scheduler_->run(strand_->now(), pods_a_round);
    figures_.unschedulable += round.failed.size();
    if (!round.bound.empty()) bind(std::move(round.bound));
    if (!round.failed.empty()) report(round.failed);
    arm();
}

void SchedulingLoop::bind(std::vector<scheduling::Scheduler::Binding> bound) {
    auto const* const pods = registry_->kinds().of(Pod::type);
    std::vector<Operation> operations;
    std::vector<PlannedEvent> events;
    auto const who = registry_->has_admission() ? component_requester(manager) : nullptr;
    for (auto const& binding : bound) {
        Operation bind;
        bind.by = who;
        bind.verb = Operation::Verb::bind;
        bind.kind = pods;
        bind.key = binding.pod;
        bind.body = binding.node;
        bind.remove.uid = binding.uid;
        operations.push_back(std::move(bind));
        events.push_back({Pod::type,
                          binding.pod,
                          binding.uid,
                          {},
                          false,
                          "Scheduled",
                          "Successfully assigned " + binding.pod.text() + " to " + binding.node});
    }
    WriteOptions options;
    options.manager = manager;
    registry_->submit(std::move(operations), options,
                      [this, bound = std::move(bound), events = std::move(events)](Result<BatchResult> result) {
                          if (stopped_) return;
                          (result ? figures_.scheduled : figures_.errors) += bound.size();
                          if (result) return control_->tell(events, component);
                          // One that is refused is no reason to keep the others waiting.
                          if (bound.size() > 1 && result.error().code != Errc::unavailable) {
                              for (auto const& binding : bound) bind({binding});
                              return;
                          }
                          strand_->log().with("scheduler").warning("bindings were refused: " + result.error().message);
                          for (auto const& binding : bound) scheduler_->bind_failed(binding.pod, binding.uid);
                          arm();
                      });
}

void SchedulingLoop::report(std::vector<scheduling::Scheduler::Failure> const& failed) {
    for (auto const& failure : failed) {
        if (!failure.changed) continue;
        auto const object = registry_->accepted().get(*registry_->kinds().of(Pod::type)->kind, failure.pod.namespace_,
                                                      failure.pod.name);
        auto const pod = typed<Pod>(object);
        if (!pod || pod->metadata.uid != failure.uid) continue;
        Pod changed = *pod;
        auto& conditions = changed.status.conditions;
        auto found =
            std::find_if(conditions.begin(), conditions.end(), [](auto const& c) { return c.type == "PodScheduled"; });
        if (found == conditions.end()) found = conditions.insert(conditions.end(), PodCondition{});
        found->type = "PodScheduled";
        if (found->status != "False") found->lastTransitionTime = strand_->wall().whole_seconds();
        found->status = "False";
        found->reason = failure.reason;
        found->message = failure.message;
        Plan plan;
        plan.update_status(changed);
        control_->submit(plan, manager, {});
        if (failure.reason == "Unschedulable")
            control_->tell({{Pod::type, failure.pod, failure.uid, {}, true, "FailedScheduling", failure.message}},
                           component);
    }
}

}  // namespace keelson
