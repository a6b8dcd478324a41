#ifndef KEELSON_SRC_REMOTE_REMOTE_LOOP_HPP
#define KEELSON_SRC_REMOTE_REMOTE_LOOP_HPP

#include "core/queue_strand.hpp"
#include "remote/cache.hpp"
#include "remote/elector.hpp"

#include <keelson/remote.hpp>

#include <deque>
#include <map>
#include <set>

namespace keelson::remote {

/// Controllers over a Client: what they see, when they are called, and how their plans are carried out.
/// Threading: on its strand; what the Client calls back is brought there.
class RemoteLoop : public std::enable_shared_from_this<RemoteLoop> {
public:
    RemoteLoop(Client client, RemoteOptions options);
    void start();
    /// No write is begun any more. `done` when nothing is left to do.
    void stop(std::function<void()> done);
    [[nodiscard]] RemoteControllers::Figures figures() const;

    QueueStrand strand;

private:
    /// What a controller has written and must see before it is called again.
    struct Barrier {
        std::string resource;
        ObjectKey key;
        std::string uid;
        std::uint64_t version = 0;
        bool removed = false;
        bool of_status = false;
        bool asked = false;  // the server, because it took long
    };
    struct Running {
        Controller controller;
        std::set<std::string> needs;  // resources
        std::deque<ObjectKey> queue;
        std::set<ObjectKey> queued;
        std::optional<ObjectKey> key;  // that a plan is carried out for
        bool again = false;            // something has changed for it meanwhile
        std::map<ObjectKey, int> failures;
        std::map<ObjectKey, TimerQueue::Id> timers;
        std::vector<Barrier> barriers;
        bool primed = false;
        bool posted = false;
    };
    struct Informer {
        Subscription following;
        std::uint64_t life = 0;
        int failures = 0;
    };
    struct Deferred {
        std::size_t controller, watch;
        Ref before, after;
    };
    struct Execution {
        Plan plan;
        std::size_t next = 0;
        std::optional<Error> refused;  // the plan records a refusal
    };

    void inform(std::string const& resource);
    void informed(std::string const& resource, ChangeType type, Ref object);
    void listed(std::string const& resource);
    void inform_failed(std::string const& resource, Error const& error);
    void inform_again(std::string const& resource);
    void changed(Ref const& before, Ref const& after);
    void map_change(std::size_t controller, std::size_t watch, Ref const& before, Ref const& after);
    bool is_echo(Running const& running, Object const* before, Object const* after) const;

    void enqueue(std::size_t i, ObjectKey key);
    void enqueue_later(std::size_t i, ObjectKey const& key, Duration delay);
    void kick(std::size_t i);
    void kick_all();
    bool may_run(Running& running);
    void turn(std::size_t i);
    void reconcile(std::size_t i, ObjectKey const& key);
    void execute(std::size_t i, std::shared_ptr<Execution> const& execution);
    void written(std::size_t i, std::shared_ptr<Execution> const& execution, Result<Response> const& result);
    void write_failed(std::size_t i, std::shared_ptr<Execution> const& execution, Error const& error);
    void finish(std::size_t i, std::shared_ptr<Execution> const& execution);
    void release(std::size_t i);
    void retry(std::size_t i, ObjectKey const& key, Error const& error, bool whatever_it_is);
    Request request_of(Running const& running, PlannedWrite const& write) const;

    void add_barrier(Running& running, Barrier barrier);
    void check_barriers();
    bool passed(Barrier const& barrier) const;
    void ask_about(std::size_t i, Barrier const& barrier);

    void tell(Running const& running, PlannedEvent const& event);
    bool may_tell(std::string const& about);

    Client client_;
    RemoteOptions options_;
    Cache cache_;
    std::map<std::string, Informer> informers_;
    std::uint64_t lives_ = 0;
    std::vector<std::unique_ptr<Running>> controllers_;
    std::vector<Deferred> deferred_;
    std::shared_ptr<Elector> elector_;
    struct Bucket {
        double tokens;
        Instant filled;
    };
    std::map<std::string, Bucket> told_;
    RemoteControllers::Figures figures_;
    bool leads_ = false;
    bool stopped_ = false;
};

}  // namespace keelson::remote

#endif
