#include "unit/controller_loop.hpp"

#include <keelson/store/store.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace keelson {

ControllerLoop::ControllerLoop(std::vector<Controller> controllers, std::uint64_t seed)
    : fixture_(memory_store(), {}, seed), controllers_(std::move(controllers)) {
    Registry::Listener listener;
    listener.accepted = [this](std::vector<Change> const& all) {
        for (auto const& change : all) changed(change);
    };
    fixture_.registry.listen(std::move(listener));
}

View ControllerLoop::view() const {
    // A View lives as long as a call, and what it reads as long as the View.
    states_.push_back(std::make_unique<test::StateOf>(fixture_.registry.accepted(), fixture_.kinds));
    if (states_.size() > 8) states_.pop_front();
    return {states_.back()->reader(), now()};
}

void ControllerLoop::enqueue(Waiting what) {
    if (std::find(queue_.begin(), queue_.end(), what) == queue_.end()) queue_.push_back(std::move(what));
}

void ControllerLoop::changed(Change const& change) {
    ++changes;
    auto const& object = change.after ? *change.after : *change.before;
    auto const same = [&](Kind const& kind) { return kind.resource() == object.kind().resource(); };
    for (std::size_t i = 0; i < controllers_.size(); ++i) {
        // As in an engine, what a controller says of its own object's status is no news to it.
        auto const own = writing_ == Waiting{i, object.key()} && change.before && change.after &&
                         change.before->index().generation == change.after->index().generation &&
                         change.before->index().deleted == change.after->index().deleted;
        if (same(controllers_[i].kind()) && !own) enqueue({i, object.key()});
        for (auto const& watch : controllers_[i].watched()) {
            if (!same(watch.kind)) continue;
            for (auto& key : watch.map(view(), change.before.get(), change.after.get())) enqueue({i, std::move(key)});
        }
    }
}

Operation ControllerLoop::operation(Operation::Verb verb, TypeInfo const& type, ObjectMeta const& meta,
                                    std::string body) const {
    Operation made;
    made.verb = verb;
    made.kind = fixture_.kinds.of(type);
    made.key = {made.kind->kind->namespaced() ? "default" : "", meta.name};
    made.body = std::move(body);
    return made;
}

std::optional<Error> ControllerLoop::try_commit(std::vector<Operation> operations, std::string const& manager) {
    WriteOptions options;
    options.manager = manager;
    auto const result = fixture_.submit(std::move(operations), options);
    return result ? std::nullopt : std::optional(result.error());
}

void ControllerLoop::commit(std::vector<Operation> operations) {
    auto const failed = try_commit(std::move(operations), "test");
    if (failed) FAIL(failed->message);
}

Plan ControllerLoop::plan_of(std::size_t controller, std::string const& name) const {
    Plan plan;
    REQUIRE(controllers_[controller].reconcile()(view(), {"default", name}, plan));
    return plan;
}

bool ControllerLoop::step(std::size_t pick) {
    if (queue_.empty()) return false;
    auto const at = queue_.begin() + static_cast<std::ptrdiff_t>(pick % queue_.size());
    auto const what = *at;
    queue_.erase(at);
    later_.erase(what);
    auto const& controller = controllers_[what.controller];
    ++reconciles;
    Plan plan;
    auto const done = controller.reconcile()(view(), what.key, plan);
    if (!done) FAIL(controller.name() << ": " << done.error().message);
    if (before_commit) before_commit(controller.name(), plan);
    auto failed = refuse ? refuse(plan) : std::nullopt;
    writing_ = what;
    if (!failed && !plan.writes().empty()) failed = try_commit(operations_of(plan), controller.name());
    writing_.reset();
    if (failed) {
        UNSCOPED_INFO(controller.name() << " " << what.key.text() << ": " << failed->message);
        later_[what] = fixture_.strand.now() + controller.back_off_first();
        plan = {};
        if (controller.refused()) controller.refused()(view(), what.key, *failed, plan);
        if (!plan.writes().empty()) failed = try_commit(operations_of(plan), controller.name());
    }
    for (auto const& event : plan.events()) events_.push_back(event.reason + " " + event.message);
    if (plan.delay()) {
        if (*plan.delay() <= Duration::zero()) {
            enqueue(what);
        } else {
            later_[what] = fixture_.strand.now() + *plan.delay();
        }
    }
    return true;
}

void ControllerLoop::settle() {
    std::size_t steps = 0;
    while (step()) {
        if (++steps > 10'000) FAIL("the controllers never come to rest");
    }
}

void ControllerLoop::advance(Duration by) {
    settle();
    auto const end = fixture_.strand.now() + by;
    while (true) {
        auto next = end;
        for (auto const& [what, when] : later_) next = std::min(next, when);
        fixture_.clock->advance(next - fixture_.strand.now());
        for (auto at = later_.begin(); at != later_.end();) {
            if (at->second > fixture_.strand.now()) {
                ++at;
                continue;
            }
            enqueue(at->first);
            at = later_.erase(at);
        }
        settle();
        if (fixture_.strand.now() >= end) return;
    }
}

}  // namespace keelson
