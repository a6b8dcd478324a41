#ifndef KEELSON_CONTROL_CONTROLLER_HPP
#define KEELSON_CONTROL_CONTROLLER_HPP

#include <keelson/api/kind.hpp>
#include <keelson/control/plan.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/error.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace keelson {

/// What a controller does for one key: reads a View and says in a Plan what should be written.
///
/// It is a function of the View alone: it is given a key and no event, may be called at any time, and
/// decides the same for the same View. Its plan is committed only if nothing that it read and writes has
/// changed since; else it is called again with a newer View. On an error nothing is committed: retryable
/// errors (Error::retryable) come back with a growing delay, others wait for a change.
/// Threading: called on the engine's strand, one key at a time. It must not block.
using Reconcile = std::function<Result<>(View const& view, ObjectKey const& key, Plan& plan)>;

/// What a controller wants to be known when its plan for a key was refused although nothing had changed meanwhile
/// (invalid, forbidden, ...): a condition, an event. Called with the newest View; its own plan is committed if it
/// can be. The controller is called again for the key with a growing delay, whatever the refusal.
/// Threading: as Reconcile.
using Refused = std::function<void(View const& view, ObjectKey const& key, Error const& why, Plan& plan)>;

/// A controller as a value: a name, the kind that it is for, a function, and which other changes concern it.
class Controller {
public:
    /// Maps a change of an object to the keys that should be looked at. `before` or `after` may be null.
    using MapChange =
        std::function<std::vector<ObjectKey>(View const& view, Object const* before, Object const* after)>;
    struct Watch {
        Kind kind;
        MapChange map;
    };

    /// A controller for kind T; each change of an object of it leads to a call with its key.
    template <class T>
    static Controller of(std::string name, Reconcile reconcile) {
        return Controller(std::move(name), kind_of<T>(), std::move(reconcile));
    }

    /// A change of a T leads to a call for the T's controlling owner, if that is of this controller's kind. With
    /// `matters`, only a change of which it says so; `before` or `after` may be null.
    template <class T>
    [[nodiscard]] Controller owns(bool (*matters)(Object const* before, Object const* after) = nullptr) && {
        watches_.push_back({kind_of<T>(), owner_map(matters)});
        return std::move(*this);
    }
    /// A change of a T leads to calls for the keys that `map` gives.
    template <class T>
    [[nodiscard]] Controller watches(MapChange map) && {
        watches_.push_back({kind_of<T>(), std::move(map)});
        return std::move(*this);
    }
    /// What to record when a plan was refused. Nothing, unless this is given.
    [[nodiscard]] Controller when_refused(Refused refused) && {
        refused_ = std::move(refused);
        return std::move(*this);
    }
    /// Keys to look at when an engine starts, beside those of the objects that exist: of objects that are gone
    /// and may have left something behind.
    [[nodiscard]] Controller looks_at_start(std::function<std::vector<ObjectKey>(View const& view)> keys) && {
        at_start_ = std::move(keys);
        return std::move(*this);
    }
    /// Delays after errors: doubling from `first` to at most `most`.
    [[nodiscard]] Controller back_off(Duration first, Duration most) && {
        back_off_first_ = first;
        back_off_most_ = most;
        return std::move(*this);
    }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] Kind const& kind() const noexcept { return kind_; }
    [[nodiscard]] Reconcile const& reconcile() const noexcept { return reconcile_; }
    /// Null when there is nothing to record.
    [[nodiscard]] Refused const& refused() const noexcept { return refused_; }
    [[nodiscard]] std::vector<Watch> const& watched() const noexcept { return watches_; }
    /// May be empty.
    [[nodiscard]] std::function<std::vector<ObjectKey>(View const& view)> const& at_start() const noexcept {
        return at_start_;
    }
    [[nodiscard]] Duration back_off_first() const noexcept { return back_off_first_; }
    [[nodiscard]] Duration back_off_most() const noexcept { return back_off_most_; }

private:
    Controller(std::string name, Kind kind, Reconcile reconcile)
        : name_(std::move(name)), kind_(std::move(kind)), reconcile_(std::move(reconcile)) {}
    [[nodiscard]] MapChange owner_map(bool (*matters)(Object const*, Object const*)) const;

    std::string name_;
    Kind kind_;
    Reconcile reconcile_;
    Refused refused_;
    std::vector<Watch> watches_;
    std::function<std::vector<ObjectKey>(View const& view)> at_start_;
    Duration back_off_first_ = std::chrono::milliseconds(5);
    Duration back_off_most_ = std::chrono::seconds(1000);
};

}  // namespace keelson

#endif
