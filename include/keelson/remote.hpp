#ifndef KEELSON_REMOTE_HPP
#define KEELSON_REMOTE_HPP

#include <keelson/client.hpp>
#include <keelson/control/controller.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// One of several programs is the leader: the one whose name a Lease holds.
///
/// A candidate takes the Lease when it has seen nothing change in it for as long as it lasts, by its own monotonic
/// clock; what times the others write, and whether their clocks are right, does not matter. A leader that could not
/// renew it for `renew_deadline` stops being one. That leaves a moment in which two believe in it when clocks run at
/// different speeds or a program is suspended: what is written must be guarded by preconditions too, as
/// RemoteControllers does.
struct LeaderElectionOptions {
    ObjectKey lease;       ///< "default/my-controllers"
    std::string identity;  ///< of this candidate, unlike any other's; empty: made up
    Duration lease_duration = std::chrono::seconds(15);
    Duration renew_deadline = std::chrono::seconds(10);
    Duration retry_period = std::chrono::seconds(2);
    bool release_on_stop = true;  ///< so that another one need not wait
};

/// The same alone. Threading: callbacks come on a thread of its own, one after the other.
class LeaderElection {
public:
    struct Events {
        std::function<void()> started;                                ///< it leads
        std::function<void()> stopped;                                ///< it does not any more
        std::function<void(std::string const& identity)> new_leader;  ///< somebody leads, perhaps itself
    };
    LeaderElection(Client client, LeaderElectionOptions options, Events events);
    /// As stop().
    ~LeaderElection();
    LeaderElection(LeaderElection&&) noexcept;
    LeaderElection& operator=(LeaderElection&&) noexcept;

    /// Errors: `invalid` when the options contradict each other.
    Result<> start();
    /// Gives the Lease back if it is held, waiting for at most some seconds. Not from a callback.
    void stop();
    [[nodiscard]] bool leads() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct RemoteOptions {
    std::vector<Controller> controllers;
    std::string namespace_;                        ///< empty: all
    std::optional<LeaderElectionOptions> leader;   ///< nothing: it leads from the start
    LogSink log;
    LogLevel log_level = LogLevel::info;

    // For tests and replays: where time and chance come from.
    std::shared_ptr<Clock const> clock;  ///< null: the system's
    std::shared_ptr<Entropy> entropy;    ///< null: the system's
};

/// The controllers of a host, run against an API server (or an engine) through a Client.
///
/// A View is what the server has told: each kind that a controller watches is listed and followed, and so is every
/// other kind that it reads, from its first reading on (its plan is put aside until then). `by_uid`, `dependents_of`
/// and `in_namespace` know those kinds and no others. A View is never older than what the same controller wrote; apart
/// from that it may lag behind, and different kinds may lag differently.
///
/// A Plan is carried out write by write in its order. It stops at the first that fails, and those before it stay: a
/// controller must survive that, and `keelson::testing` can try (WorldOptions::remote). An update carries the version
/// that it was made from; an apply, a patch and a deletion the uid of the object that the View had. Each controller
/// has one plan under way at a time; a key is called again when its plan has met a conflict.
/// Events are posted as Event objects, not more than some for one object in a short time.
/// Threading: controllers are called on a thread of its own, one at a time. Lifetime: holds its Client.
class RemoteControllers {
public:
    RemoteControllers(Client client, RemoteOptions options);
    /// As stop().
    ~RemoteControllers();
    RemoteControllers(RemoteControllers&&) noexcept;
    RemoteControllers& operator=(RemoteControllers&&) noexcept;

    /// Errors: `invalid` when the options contradict each other.
    Result<> start();
    /// The write that is under way may still be carried out; nothing follows it. Not from a controller.
    void stop();
    /// The other way to run it, as Engine::poll.
    std::optional<Instant> poll();
    void on_wake(std::function<void()> wake);

    struct Figures {
        std::uint64_t reconciles = 0, writes = 0, conflicts = 0;
        bool leads = false;
        bool synced = false;  ///< every watched kind was listed
    };
    [[nodiscard]] Figures figures() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson

#endif
