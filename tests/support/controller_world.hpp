#ifndef KEELSON_TESTS_SUPPORT_CONTROLLER_WORLD_HPP
#define KEELSON_TESTS_SUPPORT_CONTROLLER_WORLD_HPP

#include "controllers/gc.hpp"
#include "support/registry_fixture.hpp"
#include "support/state_of.hpp"

#include <keelson/control/controller.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace keelson::test {

/// Controllers over the real registry, run step by step on a clock that stands still until a test moves it.
///
/// Each plan is committed as one, or, in remote mode, write by write; it may then be cut after any write and be
/// made from an old view.
class ControllerWorld : public RegistryFixture {
public:
    ControllerWorld() {
        Registry::Listener listener;
        listener.accepted = [this](std::vector<Change> const& changes) {
            for (auto const& change : changes) note(change.before.get(), change.after.get());
        };
        registry.listen(std::move(listener));
    }

    /// Adds a controller and starts it.
    void add(Controller controller) {
        controllers_.push_back(std::move(controller));
        start(controllers_.size() - 1);
    }
    /// Starts garbage collection, as gc.hpp says how.
    void collect_garbage() {
        collecting_ = true;
        for (auto const& object : registry.accepted().all())
            if (controllers::gc::concerns_collection(*object)) push({gc_lane, {"", object->index().uid}});
    }

    bool remote = false;
    std::function<std::size_t()> cut_after;  ///< in remote mode: after how many writes the next plan is cut
    std::vector<PlannedEvent> told;
    std::vector<Error> refusals;
    std::size_t decisions = 0;
    std::size_t writes = 0;

    controllers::gc::ScopeOfKind scopes() {
        return [this](std::string_view api_version, std::string_view name) -> std::optional<Scope> {
            auto const* const kind = kinds.by_name(api_version, name);
            return kind ? std::optional(kind->kind->scope) : std::nullopt;
        };
    }
    StateOf state() { return StateOf(registry.accepted(), kinds); }
    View view_of(StateOf const& state) const { return View(state.reader(), clock->wall()); }

    /// Decides until nobody has anything to do now. Fails the test when that never comes.
    void run(std::size_t most = 2000) {
        for (std::size_t i = 0; !queue_.empty(); ++i) {
            if (i == most) FAIL("the controllers never come to rest");
            auto const next = queue_.front();
            queue_.pop_front();
            queued_.erase(next);
            decide(next, state());
        }
    }
    /// Moves the time on, from one delayed call to the next.
    void pass(Duration time) {
        auto const end = clock->now() + time;
        run();
        while (true) {
            std::optional<Instant> first;
            for (auto const& [item, when] : delayed_) first = first ? std::min(*first, when) : when;
            if (!first || *first > end) break;
            clock->advance(std::max(Duration::zero(), Duration(*first - clock->now())));
            wake();
            run();
        }
        clock->advance(end - clock->now());
        wake();
        run();
    }

    /// One decision of the controller with this name, on the current state or on an old one; nothing is queued by it.
    Plan plan(std::string const& name, ObjectKey const& key) { return plan(name, key, state()); }
    Plan plan(std::string const& name, ObjectKey const& key, StateOf const& state) {
        Plan plan;
        for (auto const& controller : controllers_)
            if (controller.name() == name) controller.reconcile()(view_of(state), key, plan).value();
        return plan;
    }
    /// Decides on an old state and carries the plan out on the current one.
    void decide_late(std::string const& name, ObjectKey const& key, StateOf const& state) {
        (void)carry_out(plan(name, key, state), name);
    }
    void look_at(std::string const& name, ObjectKey const& key) {
        for (std::size_t i = 0; i < controllers_.size(); ++i)
            if (controllers_[i].name() == name) push({i, key});
    }
    /// Forgets what is queued, as a restart does, and begins again from what is stored.
    void restart() {
        queue_.clear();
        queued_.clear();
        delayed_.clear();
        for (std::size_t i = 0; i < controllers_.size(); ++i) start(i);
        if (collecting_) collect_garbage();
    }

    template <class T>
    std::shared_ptr<T const> find(std::string const& name, std::string const& namespace_ = "default") {
        auto const now = state();
        return view_of(now).get<T>({T::type.scope == Scope::cluster ? "" : namespace_, name});
    }
    template <class T>
    std::vector<std::shared_ptr<T const>> all() {
        auto const now = state();
        return view_of(now).list<T>();
    }
    /// Reads, changes and writes back all but the status.
    template <class T>
    void change(std::string const& name, std::function<void(T&)> const& edit, std::string const& ns = "default") {
        write_back<T>(Operation::Verb::update, name, edit, ns);
    }
    template <class T>
    void change_status(std::string const& name, std::function<void(T&)> const& edit,
                       std::string const& ns = "default") {
        write_back<T>(Operation::Verb::update_status, name, edit, ns);
    }
    template <class T>
    Result<Ref> remove(std::string const& name, RemoveOptions options = {}, std::string const& ns = "default") {
        auto made = operation(Operation::Verb::remove, T::type.resource(), {},
                              {T::type.scope == Scope::cluster ? "" : ns, name});
        made.remove = std::move(options);
        return one(std::move(made));
    }
    std::size_t count_told(std::string_view reason) const {
        return static_cast<std::size_t>(
            std::count_if(told.begin(), told.end(), [&](auto const& event) { return event.reason == reason; }));
    }

    /// Carries a plan out; in remote mode as far as `cut_after` allows.
    Result<> carry_out(Plan const& plan, std::string const& manager) {
        WriteOptions options;
        options.manager = manager;
        options.force = true;
        auto operations = operations_of(plan, kinds).value();
        if (!remote) {
            if (operations.empty()) return done(plan);
            writes += operations.size();
            auto const outcome = submit(std::move(operations), options);
            if (!outcome) return outcome.error();
            return done(plan);
        }
        auto const limit = cut_after ? cut_after() : operations.size();
        for (std::size_t i = 0; i < operations.size(); ++i) {
            if (i == limit) return Error(Errc::unavailable, "cut");
            ++writes;
            if (auto const outcome = submit({operations[i]}, options); !outcome) return outcome.error();
        }
        return done(plan);
    }

private:
    using Item = std::pair<std::size_t, ObjectKey>;  // which controller, and what to look at
    static constexpr std::size_t gc_lane = static_cast<std::size_t>(-1);

    void start(std::size_t which) {
        auto const& controller = controllers_[which];
        for (auto const& object : registry.accepted().all())
            if (object->kind().resource() == controller.kind().resource()) push({which, object->key()});
        auto const now = state();
        if (controller.at_start())
            for (auto& key : controller.at_start()(view_of(now))) push({which, std::move(key)});
    }
    void push(Item item) {
        if (queued_.insert(item).second) queue_.push_back(std::move(item));
    }
    void wake() {
        for (auto item = delayed_.begin(); item != delayed_.end();) {
            if (item->second > clock->now()) {
                ++item;
                continue;
            }
            push(item->first);
            item = delayed_.erase(item);
        }
    }
    void note(Object const* before, Object const* after) {
        for (std::size_t i = 0; i < controllers_.size(); ++i) note_for(i, before, after);
        if (!collecting_) return;
        auto const now = state();
        for (auto& uid : controllers::gc::to_collect(view_of(now), before, after))
            push({gc_lane, {"", std::move(uid)}});
    }
    void note_for(std::size_t which, Object const* before, Object const* after) {
        auto const& controller = controllers_[which];
        auto const& object = after ? *after : *before;
        // As in an engine: what a controller says of its own object is no news to it.
        auto const news = !deciding_ || *deciding_ != Item{which, object.key()} || !before || !after ||
                          before->index().generation != after->index().generation ||
                          before->index().deleted != after->index().deleted;
        if (object.kind().resource() == controller.kind().resource() && news) push({which, object.key()});
        auto const now = state();
        for (auto const& watch : controller.watched())
            if (watch.kind.resource() == object.kind().resource())
                for (auto& key : watch.map(view_of(now), before, after)) push({which, std::move(key)});
    }
    void decide(Item const& item, StateOf const& state) {
        ++decisions;
        Plan plan;
        auto const view = view_of(state);
        Result<> decided;
        std::string name = "garbage-collector";
        if (item.first == gc_lane) {
            auto const subject = view.by_uid(item.second.name);
            if (!subject) return;
            decided = controllers::gc::collect(view, *subject, scopes(), plan);
        } else {
            name = controllers_[item.first].name();
            decided = controllers_[item.first].reconcile()(view, item.second, plan);
        }
        if (!decided) {
            refusals.push_back(decided.error());
            return;
        }
        delayed_.erase(item);
        deciding_ = item;
        auto const outcome = carry_out(plan, name);
        deciding_.reset();
        if (!outcome) {
            refusals.push_back(outcome.error());
            delayed_[item] = clock->now() + std::chrono::milliseconds(5);
            return;
        }
        if (plan.delay()) delayed_[item] = clock->now() + *plan.delay();
        if (plan.delay() && *plan.delay() <= Duration::zero()) push(item);
    }
    Result<> done(Plan const& plan) {
        told.insert(told.end(), plan.events().begin(), plan.events().end());
        return {};
    }
    template <class T>
    void write_back(Operation::Verb verb, std::string const& name, std::function<void(T&)> const& edit,
                    std::string const& ns) {
        auto object = *find<T>(name, ns);
        edit(object);
        auto made = operation(verb, T::type.resource(), encode(object), {object.metadata.namespace_, name});
        made.typed = &type_desc<T>();
        (void)one(std::move(made)).value();
    }

    std::vector<Controller> controllers_;
    bool collecting_ = false;
    std::deque<Item> queue_;
    std::set<Item> queued_;
    std::map<Item, Instant> delayed_;
    std::optional<Item> deciding_;
};

}  // namespace keelson::test

#endif
