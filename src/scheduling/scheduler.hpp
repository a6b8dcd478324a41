#ifndef KEELSON_SCHEDULING_SCHEDULER_HPP
#define KEELSON_SCHEDULING_SCHEDULER_HPP

#include "scheduling/placer.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/object.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/time.hpp>
#include <keelson/scheduling/profile.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace keelson::scheduling {

/// Which Pods wait, where they go, and when those that do not fit are looked at again. Pure state: it is told of every
/// change of a Node or Pod as it is accepted, and decides when it is run.
///
/// Pods that are placed alike wait as one group. A group that does not fit costs one look, not one a Pod; it is looked
/// at again when something happened that may help it, or after five minutes.
/// Threading: the engine's strand.
class Scheduler {
public:
    struct Binding {
        ObjectKey pod;
        std::string uid;
        std::string node;
    };
    /// For the condition PodScheduled=False, and the event FailedScheduling if the reason is Unschedulable.
    struct Failure {
        ObjectKey pod;
        std::string uid;
        std::string reason;  ///< "Unschedulable" or "SchedulingGated"
        std::string message;
        bool changed = false;  ///< the Pod was not told so before
    };
    struct Round {
        std::vector<Binding> bound;
        std::vector<Failure> failed;
    };

    /// Without a profile: the default one.
    Scheduler(std::vector<Profile> profiles, std::shared_ptr<Entropy> entropy);
    Scheduler(Scheduler const&) = delete;
    Scheduler& operator=(Scheduler const&) = delete;

    /// Either may be null.
    void node_changed(std::shared_ptr<Node const> const& before, std::shared_ptr<Node const> const& after);
    /// Every Pod, bound or not; either may be null. Without `typed_after` the Pod is decoded when that is needed.
    void pod_changed(Ref const& before, Ref const& after, std::shared_ptr<Pod const> typed_after);
    /// Only for affinity terms that choose namespaces by their labels.
    void namespace_changed(Ref const& before, Ref const& after);

    /// Decides for up to `most` Pods, by priority, then age, and reports up to `most` failures. Bound Pods count where
    /// they go from now on; either pod_changed says so as well, or bind_failed takes it back.
    Round run(Instant now, std::size_t most);
    /// The binding was not written. The Pod is tried again after its back-off.
    void bind_failed(ObjectKey const& pod, std::string const& uid);

    /// When the next back-off ends, if nothing happens before.
    [[nodiscard]] std::optional<Instant> next() const;
    /// Whether there is something to run for now.
    [[nodiscard]] bool pending() const;

    /// How many Pods wait for a node, those in back-off and gated ones included.
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }

    struct Waiting {
        std::size_t active = 0, back_off = 0, unschedulable = 0, gated = 0;
    };
    /// The same, by what they wait for.
    [[nodiscard]] Waiting count_waiting() const;

private:
    struct Entry;
    struct Group;
    struct Rank {  // by priority, then age, then arrival
        std::int32_t priority = 0;
        std::int64_t created = 0;
        std::uint64_t number = 0;
        friend bool operator<(Rank const& a, Rank const& b) {
            if (a.priority != b.priority) return a.priority > b.priority;
            return a.created != b.created ? a.created < b.created : a.number < b.number;
        }
    };
    enum class Wait : std::uint8_t {
        none,      // on a node
        group,     // in its group
        back_off,  // on its own, after a binding that failed
        gated      // until its scheduling gates are gone
    };
    struct Entry {
        PodRecord record;
        Rank rank;
        Wait wait = Wait::none;
        bool assumed = false;
        Group* group = nullptr;
        std::shared_ptr<PodClass> pods;           // null once it is bound
        std::shared_ptr<std::string const> told;  // what was reported of it last
        std::optional<std::list<Entry*>::iterator> untold;
        int attempts = 0;
        Instant retry_at{};
    };
    enum class Mood : std::uint8_t { active, stuck };
    struct Group {
        std::shared_ptr<PodClass> pods;
        std::uint64_t number = 0;
        std::map<Rank, Entry*> waiting;
        std::list<Entry*> untold;
        Mood mood = Mood::active;
        Rank head;  // under which it stands among the active
        Instant failed_at{};
        Cluster::Events seen;
        bool room_helps = false, pods_help = false;
        std::shared_ptr<std::string const> message;
    };
    struct KeyHash {
        std::size_t operator()(ObjectKey const& key) const noexcept {
            return std::hash<std::string>{}(key.name) * 31 + std::hash<std::string>{}(key.namespace_);
        }
    };

    [[nodiscard]] Entry* find(ObjectKey const& key);
    void forget(ObjectKey const& key);
    void bound_changed(Ref const& after, std::shared_ptr<Pod const> typed);
    void pending_changed(Ref const& after, std::shared_ptr<Pod const> typed);
    Entry& add(Object const& object);
    [[nodiscard]] std::optional<std::size_t> profile_of(Pod const& pod) const;
    void enqueue(Entry& entry);
    void dequeue(Entry& entry);
    void activate(Group& group);
    void stand(Group& group);
    void leave_mood(Group& group);
    void take_due(Instant now);
    void wake();
    void decide(Group& group, Instant now, Round& round);
    void mind(Group& group, WhyNot const& why);
    [[nodiscard]] bool something_may_help() const;
    void fail(Group& group, WhyNot const& why, Instant now);
    void report(Entry& entry, std::shared_ptr<std::string const> message, std::string_view reason);

    std::shared_ptr<Entropy> entropy_;
    Placer placer_;
    std::unordered_map<ObjectKey, std::unique_ptr<Entry>, KeyHash> entries_;
    std::unordered_map<PodClass const*, std::unique_ptr<Group>> groups_;
    std::map<Rank, Group*> active_;
    std::map<std::uint64_t, Group*> stuck_;  // by number
    std::set<std::pair<Instant, std::uint64_t>> flushes_;
    std::map<std::pair<Instant, std::uint64_t>, Entry*> retries_;
    std::map<std::uint64_t, Group*> newcomers_;  // groups that failed and that Pods have joined since
    std::deque<Failure> reports_;
    Cluster::Events woken_for_;
    int minding_pods_ = 0;  // stuck groups that a Pod may help by coming
    Instant now_{};
    std::uint64_t numbers_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace keelson::scheduling

#endif
