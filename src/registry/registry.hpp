#ifndef KEELSON_SRC_REGISTRY_REGISTRY_HPP
#define KEELSON_SRC_REGISTRY_REGISTRY_HPP

#include "core/metrics.hpp"
#include "core/strand.hpp"
#include "registry/webhooks/admission.hpp"
#include "registry/event_ring.hpp"
#include "registry/kind_table.hpp"
#include "registry/publisher.hpp"
#include "registry/service_addresses.hpp"
#include "registry/state.hpp"
#include "registry/transaction.hpp"
#include "registry/watch.hpp"

#include <keelson/api/options.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/store/store.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// Runs a job that may wait for the disk, and `done` on the strand when it has ended. Jobs are run one
/// after the other. In production it is a thread, in the simulated world an event in virtual time.
using StoreExecutor = std::function<void(std::function<void()> job, std::function<void()> done)>;

/// The outcome of a batch of operations.
struct BatchResult {
    std::vector<Ref> objects;  ///< one for each operation: as it is afterwards, null when it is gone
    std::vector<std::string> warnings;
    std::uint64_t revision = 0;  ///< the newest revision that this was computed from
};

/// The objects of an engine: what they are, who may follow them, and how they change.
///
/// A batch is admitted at once and seen at once by those who read `accepted()`; it is durable, seen by
/// `durable()` and by watchers, and answered, after the store has committed it. Batches that come while
/// a commit is in flight share the next one.
/// Threading: on the strand only; a State that was copied off may be read anywhere.
class Registry {
public:
    /// Those who follow. All of them are called on the strand, in the order of the revisions.
    struct Listener {
        /// After a batch was accepted, before its commit.
        std::function<void(std::vector<Change> const&)> accepted;
        /// After it is durable.
        std::function<void(std::vector<Change> const&)> durable;
        /// A commit has failed: accepted() is durable() again, and everything derived from it is to be made anew.
        std::function<void()> rebuilt;
    };

    Registry(Strand& strand, std::shared_ptr<Store> store, StoreExecutor executor, KindTable& kinds,
             AdmissionOptions admission = {});

    /// Reads the store. Blocks; called once, before anything else.
    Result<> load();

    void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

    /// What happens to a batch that had to wait because webhooks were asked about it.
    struct Waiting {
        std::shared_ptr<AdmissionAnswers> answers;  ///< what they have said; null at first
        /// Called instead of carrying out the same operations again: for those who decided on what the state was, and
        /// have to decide again. They submit with these answers, and `done` is theirs to call.
        std::function<void(std::shared_ptr<AdmissionAnswers>)> again;
    };
    /// Carries out the operations together or not at all. `done` is called on the strand, not from within this call.
    /// If webhooks are to be asked they are asked first, outside the strand; then all of it is carried out on what the
    /// objects are by then, preconditions included. True when it waits.
    bool submit(std::vector<Operation> operations, WriteOptions options, Completion<BatchResult> done,
                Waiting waiting = {});
    /// Who is asked before something is written. Set before use.
    [[nodiscard]] Admission& hooks() noexcept { return hooks_; }
    /// Whether there are hooks or webhooks: what is refused now may be accepted later, though nothing has changed.
    [[nodiscard]] bool has_admission() { return hooks_.active(accepted_, *kinds_); }

    [[nodiscard]] State const& accepted() const noexcept { return accepted_; }
    [[nodiscard]] State const& durable() const noexcept { return durable_; }
    [[nodiscard]] KindTable& kinds() noexcept { return *kinds_; }
    [[nodiscard]] WatchHub& watches() noexcept { return watches_; }
    [[nodiscard]] EventRing& events() noexcept { return events_; }
    /// How long commits took, from when the store's executor was given them.
    [[nodiscard]] Histogram const& commit_durations() const noexcept { return commit_durations_; }
    /// Whether everything that was accepted is durable.
    [[nodiscard]] bool settled() const noexcept { return pending_.empty() && !in_flight_; }

private:
    struct Pending {
        std::vector<Change> changes;
        State after;
        std::vector<std::function<void(std::optional<Error>)>> answers;  // that wait for it to be durable
    };

    /// Always false: nobody waits for webhooks.
    bool answer(Completion<BatchResult> done, Result<BatchResult> result);
    /// Asks what is open, and then carries the batch out again.
    bool wait(AdmissionTurn const& turn, std::vector<Operation> operations, WriteOptions options,
              Completion<BatchResult> done, Waiting waiting);
    void begin();
    void finished(Result<> const& outcome);
    void publish(std::size_t count);
    void resolve(Error const& why);
    void resolved(Result<Revision> const& head, Error const& why);
    void fail(std::size_t from, Error const& why);
    void compact();
    Result<> load_definitions();
    /// Brings the kinds in line with what has happened to their definitions.
    void follow_definitions(std::vector<Change> const& changes);
    void define(Ref const& definition);
    /// The same for all of them, after accepted() has been made anew.
    void redefine();
    /// Deletes the objects of a definition that is being deleted, some at a time.
    void purge(std::string resource);
    using LogRead = std::function<void(Result<std::vector<Change>>)>;
    void read_log(std::uint64_t after, bool with_before, LogRead done);
    struct LogEntries;
    [[nodiscard]] std::vector<Change> changes_of(LogEntries const& read);
    void keep_page(std::uint64_t after, bool with_before, std::vector<Change> const& changes);
    /// Brings what follows from the changes of an accepted batch up to date.
    void follow(std::vector<Change> const& changes);
    /// Writes the status of quotas anew when Pods that should be gone cease to count.
    void wait_for_quotas();

    Strand* strand_;
    std::shared_ptr<Store> store_;
    StoreExecutor executor_;
    KindTable* kinds_;
    Publisher publisher_;
    ServiceAddresses addresses_;
    admission::QuotaLedger quotas_;
    AdmissionOptions admission_;
    TimerQueue::Id quota_timer_ = 0;
    Time quota_due_;
    Admission hooks_;
    EventRing events_;
    WatchHub watches_;
    std::vector<Listener> listeners_;

    State accepted_, durable_;
    std::deque<Pending> pending_;
    std::size_t committing_ = 0;  // how many of the first pending ones are in flight
    bool in_flight_ = false;
    Instant commit_began_{};
    Histogram commit_durations_;
    bool closed_ = false;  // after a failed commit, until its outcome is known
    std::uint64_t compacted_ = 0;

    /// A part of the log as it was read: those who come back together read it once.
    struct LogPage {
        std::uint64_t after = 0;
        bool with_before = false;
        std::vector<Change> changes;
    };
    std::deque<LogPage> log_pages_;  // the newest last
    TimerQueue::Id pages_timer_ = 0;
    std::map<std::pair<std::uint64_t, bool>, std::vector<LogRead>> reading_;
};

}  // namespace keelson

#endif
