#ifndef KEELSON_TESTS_UNIT_CONTROLLER_LOOP_HPP
#define KEELSON_TESTS_UNIT_CONTROLLER_LOOP_HPP

#include "support/registry_fixture.hpp"
#include "support/state_of.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/control/controller.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// Controllers over a real registry with a store in memory, one reconcile at a time and in any order: what an
/// engine's loop does, but for the order, which here is the test's. Changes lead to keys by the controllers' rules.
class ControllerLoop {
public:
    explicit ControllerLoop(std::vector<Controller> controllers, std::uint64_t seed = 1);

    /// Runs reconciles until nothing is left to do now. Fails the test when there is no end to it.
    void settle();
    /// Runs one reconcile, of the `pick`-th key that waits. Returns whether there was one.
    bool step(std::size_t pick = 0);
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    /// Lets time pass and then settles, stopping wherever a controller wanted to be called again.
    void advance(Duration by);

    /// Writes something as a user or a node would. The batch must succeed.
    void commit(std::vector<Operation> operations);
    [[nodiscard]] std::optional<Error> try_commit(std::vector<Operation> operations, std::string const& manager);

    template <class T>
    void create(T const& object) {
        commit({operation(Operation::Verb::create, T::type, object.metadata, encode(object))});
    }
    template <class T>
    void update(T const& object) {
        commit({operation(Operation::Verb::update, T::type, object.metadata, encode(object))});
    }
    template <class T>
    void update_status(T const& object) {
        commit({operation(Operation::Verb::update_status, T::type, object.metadata, encode(object))});
    }
    template <class T>
    void remove(std::string const& name, RemoveOptions options = {}) {
        Operation removal;
        removal.verb = Operation::Verb::remove;
        removal.kind = fixture_.kinds.of(T::type);
        removal.key = {"default", name};
        removal.remove = std::move(options);
        commit({std::move(removal)});
    }
    template <class T>
    [[nodiscard]] std::shared_ptr<T const> get(std::string const& name) const {
        return view().template get<T>({"default", name});
    }
    template <class T>
    [[nodiscard]] std::vector<std::shared_ptr<T const>> list() const {
        return view().template list<T>();
    }
    /// Changes an object as it is now: `change(object)`.
    template <class T, class Change>
    void edit(std::string const& name, Change change) {
        auto copy = *get<T>(name);
        change(copy);
        update(copy);
    }
    /// What a scheduler does.
    void bind_pod(std::string const& name, std::string const& node) {
        commit({operation(Operation::Verb::bind, Pod::type, get<Pod>(name)->metadata, node)});
    }
    template <class T, class Change>
    void edit_status(std::string const& name, Change change) {
        auto copy = *get<T>(name);
        change(copy);
        update_status(copy);
    }

    [[nodiscard]] View view() const;
    [[nodiscard]] std::vector<Operation> operations_of(Plan const& plan) const {
        return keelson::operations_of(plan, fixture_.kinds).value();
    }
    [[nodiscard]] std::uint64_t revision() const { return fixture_.registry.accepted().revision; }
    [[nodiscard]] Time now() const { return fixture_.clock->wall(); }
    /// "SuccessfulCreate Created pod: x", in the order in which they happened.
    [[nodiscard]] std::vector<std::string> const& events() const { return events_; }
    /// What the controller would do now for this key.
    [[nodiscard]] Plan plan_of(std::size_t controller, std::string const& name) const;

    std::size_t reconciles = 0;
    std::size_t changes = 0;
    /// Called before a controller's plan is committed.
    std::function<void(std::string const& controller, Plan const& plan)> before_commit;
    /// Refuses a batch of a controller.
    std::function<std::optional<Error>(Plan const& plan)> refuse;

private:
    struct Waiting {
        std::size_t controller;
        ObjectKey key;
        friend auto operator<=>(Waiting const&, Waiting const&) = default;
    };
    Operation operation(Operation::Verb verb, TypeInfo const& type, ObjectMeta const& meta, std::string body) const;
    void changed(Change const& change);
    void enqueue(Waiting what);

    test::RegistryFixture fixture_;
    mutable std::deque<std::unique_ptr<test::StateOf>> states_;  // of the last Views
    std::vector<Controller> controllers_;
    std::deque<Waiting> queue_;
    std::map<Waiting, Instant> later_;
    std::optional<Waiting> writing_;  // whose plan is being committed
    std::vector<std::string> events_;
};

}  // namespace keelson

#endif
