#ifndef KEELSON_SRC_REMOTE_ELECTOR_HPP
#define KEELSON_SRC_REMOTE_ELECTOR_HPP

#include "core/queue_strand.hpp"

#include <keelson/api/coordination_v1.hpp>
#include <keelson/remote.hpp>

namespace keelson::remote {

/// Errors: `invalid` when the options contradict each other.
Result<> check_options(LeaderElectionOptions const& options);

/// Takes a Lease, keeps it and gives it back.
/// Threading: on the strand; answers of the Client are brought there.
class Elector : public std::enable_shared_from_this<Elector> {
public:
    Elector(QueueStrand& strand, Client client, LeaderElectionOptions options, LeaderElection::Events events);
    void start() { look(); }
    /// No event follows. `done` when the Lease was given back, or need not be.
    void stop(std::function<void()> done);
    [[nodiscard]] bool leads() const noexcept { return leads_; }

private:
    void look();
    void seen(Result<Response> const& answer);
    void take();
    void taken(Result<Response> const& answer, Instant asked);
    void observe(Lease const& lease);
    void lose();
    void watch_deadline();
    void again();
    void write(Lease const& lease, Request::Verb verb, std::function<void(Result<Response>)> done);
    /// A completion that comes back to the strand if this is still there.
    Completion<Response> here(std::function<void(Elector&, Result<Response> const&)> then);

    QueueStrand* strand_;
    Client client_;
    LeaderElectionOptions options_;
    LeaderElection::Events events_;
    std::optional<Lease> lease_;  // as it was seen last
    Instant observed_{};          // when it was seen to change
    Instant renewed_{};           // when the write that renewed it last was begun
    std::string told_;            // whom new_leader was told of
    bool leads_ = false;
    bool stopped_ = false;
};

}  // namespace keelson::remote

#endif
