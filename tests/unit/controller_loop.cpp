#include "unit/controller_loop.hpp"

#include <keelson/store/store.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace keelson {

class ControllerLoop::Reader : public StateReader {
public:
    Reader(State state, KindTable const& kinds) : state_(std::move(state)), kinds_(&kinds) {}
    [[nodiscard]] Ref get(TypeInfo const& type, ObjectKey const& key) const override {
        return state_.get(kind(type), key.namespace_, key.name);
    }
    [[nodiscard]] std::vector<Ref> list(TypeInfo const& type, ListScope const& scope) const override {
        return state_.list(kind(type), {.namespace_ = scope.namespace_,
                                        .labels = scope.labels.everything() ? nullptr : &scope.labels,
                                        .owner_uid = scope.owner_uid,
                                        .node = scope.node});
    }
    [[nodiscard]] std::uint64_t revision() const override { return state_.revision; }
    [[nodiscard]] Ref by_uid(std::string_view uid) const override { return state_.by_uid(uid); }
    [[nodiscard]] std::vector<Ref> dependents_of(std::string_view owner_uid) const override {
        return state_.dependents_of(owner_uid);
    }
    [[nodiscard]] std::vector<Ref> in_namespace(std::string_view namespace_) const override {
        return state_.in_namespace(namespace_);
    }
    [[nodiscard]] std::shared_ptr<void const> typed(Ref const& object, TypeDesc const&,
                                                    std::shared_ptr<void const> (*make)(Object const&)) const override {
        return make(*object);
    }

private:
    [[nodiscard]] Kind const& kind(TypeInfo const& type) const { return *kinds_->of(type)->kind; }
    State state_;
    KindTable const* kinds_;
};

ControllerLoop::ControllerLoop(std::vector<Controller> controllers, std::uint64_t seed)
    : strand_(clock_, seed), controllers_(std::move(controllers)) {
    registry_ = std::make_unique<Registry>(
        strand_, memory_store(),
        [this](std::function<void()> job, std::function<void()> done) {
            job();
            strand_.post(std::move(done));
        },
        kinds_);
    REQUIRE(registry_->load());
    Registry::Listener listener;
    listener.accepted = [this](std::vector<Change> const& all) {
        for (auto const& change : all) changed(change);
    };
    registry_->listen(std::move(listener));
    Namespace space;
    space.metadata.name = "default";
    create(space);
}

View ControllerLoop::view() const {
    // Views live as long as a call; the reader has to live as long as the view.
    static thread_local std::deque<std::unique_ptr<Reader>> readers;
    readers.push_back(std::make_unique<Reader>(registry_->accepted(), kinds_));
    if (readers.size() > 8) readers.pop_front();
    return {*readers.back(), clock_->wall()};
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
    made.kind = kinds_.of(type);
    made.key = {made.kind->kind->namespaced() ? "default" : "", meta.name};
    made.body = std::move(body);
    return made;
}

std::optional<Error> ControllerLoop::try_commit(std::vector<Operation> operations, std::string const& manager) {
    std::optional<Error> failed;
    WriteOptions options;
    options.manager = manager;
    registry_->submit(std::move(operations), options, [&](Result<BatchResult> result) {
        if (!result) failed = result.error();
    });
    strand_.run();
    return failed;
}

void ControllerLoop::commit(std::vector<Operation> operations) {
    auto const failed = try_commit(std::move(operations), "test");
    if (failed) FAIL(failed->message);
}

std::vector<Operation> ControllerLoop::operations_of(Plan const& plan) const {
    using Verb = PlannedWrite::Verb;
    std::vector<Operation> operations;
    for (auto const& write : plan.writes()) {
        Operation made;
        switch (write.verb) {
            case Verb::create: made.verb = Operation::Verb::create; break;
            case Verb::update: made.verb = Operation::Verb::update; break;
            case Verb::update_status: made.verb = Operation::Verb::update_status; break;
            case Verb::apply: made.verb = Operation::Verb::apply; break;
            case Verb::apply_status: made.verb = Operation::Verb::apply_status; break;
            case Verb::merge_patch:
                made.verb = write.status ? Operation::Verb::merge_patch_status : Operation::Verb::merge_patch;
                break;
            case Verb::remove: made.verb = Operation::Verb::remove; break;
        }
        made.kind = kinds_.of(write.type);
        made.key = write.key;
        made.body = write.body;
        made.typed = write.typed;
        made.remove = write.remove;
        made.remove.uid = write.uid;
        made.remove.resource_version = write.resource_version;
        operations.push_back(std::move(made));
    }
    return operations;
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
        later_[what] = strand_.now() + controller.back_off_first();
        plan = {};
        if (controller.refused()) controller.refused()(view(), what.key, *failed, plan);
        if (!plan.writes().empty()) failed = try_commit(operations_of(plan), controller.name());
    }
    for (auto const& event : plan.events()) events_.push_back(event.reason + " " + event.message);
    if (plan.delay()) {
        if (*plan.delay() <= Duration::zero()) {
            enqueue(what);
        } else {
            later_[what] = strand_.now() + *plan.delay();
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
    auto const end = strand_.now() + by;
    while (true) {
        auto next = end;
        for (auto const& [what, when] : later_) next = std::min(next, when);
        clock_->advance(next - strand_.now());
        for (auto at = later_.begin(); at != later_.end();) {
            if (at->second > strand_.now()) {
                ++at;
                continue;
            }
            enqueue(at->first);
            at = later_.erase(at);
        }
        settle();
        if (strand_.now() >= end) return;
    }
}

}  // namespace keelson
