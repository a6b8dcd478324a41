#include "scheduling/scheduler.hpp"

#include <keelson/api/codec.hpp>

#include <algorithm>
#include <chrono>

namespace keelson::scheduling {
namespace {

using namespace std::chrono_literals;

// As kube-scheduler: podInitialBackoffSeconds, podMaxBackoffSeconds, and how long a Pod may stay unschedulable unseen.
constexpr Duration first_back_off = 1s;
constexpr Duration longest_back_off = 10s;
constexpr Duration longest_unseen = 5min;

Duration back_off(int attempts) {
    auto delay = first_back_off;
    for (int i = 1; i < attempts && delay < longest_back_off; ++i) delay *= 2;
    return std::min(delay, longest_back_off);
}

std::shared_ptr<Pod const> typed_of(Ref const& object, std::shared_ptr<Pod const> typed) {
    if (typed) return typed;
    auto pod = std::make_shared<Pod>();
    // What is stored was validated; a Pod that does not decode all the same counts with what could be read.
    (void)decode_published(type_desc<Pod>(), pod.get(), object->bytes());
    return pod;
}

std::string owner_of(Object const& object) {
    auto const* const owner = object.controller();
    return owner ? owner->uid : std::string();
}

bool ended(Object const& pod) { return pod.index().phase == "Succeeded" || pod.index().phase == "Failed"; }

}  // namespace

Scheduler::Scheduler(std::vector<Profile> profiles, std::shared_ptr<Entropy> entropy)
    : entropy_(std::move(entropy)),
      placer_(profiles.empty() ? std::vector<Profile>{Profile::defaults()} : std::move(profiles)) {}

Scheduler::Entry* Scheduler::find(ObjectKey const& key) {
    auto const found = entries_.find(key);
    return found == entries_.end() ? nullptr : found->second.get();
}

void Scheduler::node_changed(std::shared_ptr<Node const> const& before, std::shared_ptr<Node const> const& after) {
    if (after) {
        placer_.cluster().set_node(after, placer_.has_own_plugins());
    } else if (before) {
        placer_.cluster().remove_node(before->metadata.name);
    }
}

void Scheduler::namespace_changed(Ref const& before, Ref const& after) {
    if (after) {
        placer_.cluster().set_namespace(after->key().name, *after->index().labels);
    } else if (before) {
        placer_.cluster().remove_namespace(before->key().name);
    }
}

void Scheduler::pod_changed(Ref const& before, Ref const& after, std::shared_ptr<Pod const> typed_after) {
    if (!after) {
        if (before) forget(before->key());
        return;
    }
    auto const* const entry = find(after->key());
    if (entry && entry->record.uid != after->index().uid) forget(after->key());
    if (ended(*after)) {
        forget(after->key());
    } else if (!after->index().node.empty()) {
        bound_changed(after, std::move(typed_after));
    } else {
        pending_changed(after, std::move(typed_after));
    }
}

Scheduler::Entry& Scheduler::add(Object const& object) {
    auto made = std::make_unique<Entry>();
    made->record.key = object.key();
    made->record.uid = object.index().uid;
    made->rank.created = object.index().created.micros;
    made->rank.number = ++numbers_;
    return *entries_.emplace(object.key(), std::move(made)).first->second;
}

void Scheduler::forget(ObjectKey const& key) {
    auto* const entry = find(key);
    if (!entry) return;
    dequeue(*entry);
    if (entry->record.slot != no_slot) placer_.cluster().remove(entry->record);
    entries_.erase(key);
}

void Scheduler::bound_changed(Ref const& after, std::shared_ptr<Pod const> typed) {
    auto& cluster = placer_.cluster();
    auto const& index = after->index();
    bool const terminating = !index.deleted.empty();
    auto* entry = find(after->key());
    if (entry && entry->record.slot != no_slot && cluster.node_name(entry->record.slot) == index.node) {
        auto load = entry->record.load;
        if (typed && !entry->assumed) {
            load = placer_.load(*typed, index.labels, owner_of(*after));
        } else if (*load.tag->labels != *index.labels || load.tag->owner_uid != owner_of(*after)) {
            load.tag = cluster.tag(index.key.namespace_, index.labels, owner_of(*after));
        }
        entry->assumed = false;
        entry->pods = nullptr;
        entry->told = nullptr;
        cluster.update(entry->record, std::move(load), terminating);
        return;
    }
    typed = typed_of(after, std::move(typed));
    if (!entry) entry = &add(*after);
    dequeue(*entry);
    if (entry->record.slot != no_slot) cluster.remove(entry->record);
    entry->assumed = false;
    entry->pods = nullptr;
    entry->told = nullptr;
    entry->record.priority = typed->spec.priority.value_or(0);
    entry->record.terminating = terminating;
    entry->record.load = placer_.load(*typed, index.labels, owner_of(*after));
    cluster.place(entry->record, index.node);
}

std::optional<std::size_t> Scheduler::profile_of(Pod const& pod) const {
    auto const& name = pod.spec.schedulerName;
    auto const& profiles = placer_.profiles();
    auto const found = std::find_if(profiles.begin(), profiles.end(), [&](Profile const& profile) {
        return profile.scheduler_name() == name || (name.empty() && profile.scheduler_name() == "default-scheduler");
    });
    if (found == profiles.end()) return std::nullopt;
    return static_cast<std::size_t>(found - profiles.begin());
}

void Scheduler::pending_changed(Ref const& after, std::shared_ptr<Pod const> typed) {
    auto* entry = find(after->key());
    if (!after->index().deleted.empty()) {
        forget(after->key());
        return;
    }
    // Its binding is on its way: what it holds there is not given up for a version that does not know of it yet.
    if (entry && entry->assumed) return;
    if (entry && entry->record.slot != no_slot) placer_.cluster().remove(entry->record);
    typed = typed_of(after, std::move(typed));
    auto const profile = profile_of(*typed);
    if (!profile) {
        forget(after->key());
        return;
    }
    if (!entry) entry = &add(*after);
    auto const priority = typed->spec.priority.value_or(0);
    if (!typed->spec.schedulingGates.empty()) {
        if (entry->wait == Wait::gated) return;
        dequeue(*entry);
        entry->wait = Wait::gated;
        ++waiting_;
        report(*entry, std::make_shared<std::string const>("Scheduling is blocked due to non-empty scheduling gates"),
               "SchedulingGated");
        return;
    }
    auto pods = placer_.classify(*typed, placer_.load(*typed, after->index().labels, owner_of(*after)), *profile);
    if (entry->pods == pods && entry->rank.priority == priority &&
        (entry->wait == Wait::group || entry->wait == Wait::back_off)) {
        return;
    }
    dequeue(*entry);
    entry->pods = std::move(pods);
    entry->rank.priority = priority;
    entry->record.priority = priority;
    entry->attempts = 0;
    enqueue(*entry);
}

/// Puts a Pod into its group.
void Scheduler::enqueue(Entry& entry) {
    auto& slot = groups_[entry.pods.get()];
    bool const fresh = !slot;
    if (fresh) {
        slot = std::make_unique<Group>();
        slot->pods = entry.pods;
        slot->number = ++numbers_;
    }
    auto& group = *slot;
    entry.group = &group;
    entry.wait = Wait::group;
    ++waiting_;
    group.waiting.emplace(entry.rank, &entry);
    if (!entry.told || entry.told != group.message) entry.untold = group.untold.insert(group.untold.end(), &entry);
    if (fresh || group.mood == Mood::active) {
        if (!fresh) active_.erase(group.head);
        stand(group);
    } else {
        newcomers_.emplace(group.number, &group);
    }
}

/// Takes a Pod out of whatever it waits in.
void Scheduler::dequeue(Entry& entry) {
    if (entry.wait != Wait::none) --waiting_;
    if (entry.wait == Wait::back_off) retries_.erase({entry.retry_at, entry.rank.number});
    if (entry.wait == Wait::group) {
        auto& group = *entry.group;
        if (entry.untold) group.untold.erase(*entry.untold);
        entry.untold.reset();
        if (group.mood == Mood::active) active_.erase(group.head);
        group.waiting.erase(entry.rank);
        entry.group = nullptr;
        if (group.waiting.empty()) {
            leave_mood(group);
            groups_.erase(group.pods.get());
        } else if (group.mood == Mood::active) {
            stand(group);
        }
    }
    entry.wait = Wait::none;
}

/// Puts an active group where its first Pod stands.
void Scheduler::stand(Group& group) {
    group.mood = Mood::active;
    group.head = group.waiting.begin()->first;
    active_.emplace(group.head, &group);
}

void Scheduler::leave_mood(Group& group) {
    newcomers_.erase(group.number);
    if (group.mood == Mood::active) active_.erase(group.head);
    if (group.mood == Mood::stuck) {
        mind(group, {});
        stuck_.erase(group.number);
        flushes_.erase({group.failed_at + longest_unseen, group.number});
    }
}

void Scheduler::activate(Group& group) {
    leave_mood(group);
    stand(group);
}

void Scheduler::take_due(Instant now) {
    while (!retries_.empty() && retries_.begin()->first.first <= now) {
        auto& entry = *retries_.begin()->second;
        dequeue(entry);
        enqueue(entry);
    }
    while (!flushes_.empty() && flushes_.begin()->first <= now) activate(*stuck_.at(flushes_.begin()->second));
}

/// Looks at groups that did not fit where something happened that may have changed it. Whether it did is found out, not
/// guessed: a look costs little, for only nodes that changed are asked about again.
void Scheduler::wake() {
    auto const& events = placer_.cluster().events();
    // What stands in the way now may be something else than when it failed.
    auto const fits_now = [&](Group& group) {
        WhyNot why;
        if (placer_.pick(*group.pods, 0, &why)) return true;
        mind(group, why);
        return false;
    };
    if (something_may_help()) {
        woken_for_ = events;
        std::vector<Group*> ready;
        for (auto const& [number, group] : stuck_) {
            bool const relevant = events.nodes != group->seen.nodes ||
                                  (group->room_helps && events.leavers != group->seen.leavers) ||
                                  (group->pods_help && events.comers != group->seen.comers);
            if (!relevant) continue;
            group->seen = events;
            if (fits_now(*group)) ready.push_back(group);
        }
        // There is room for it: nothing is won by waiting.
        for (auto* const group : ready) activate(*group);
    }
    // Pods that came after their group failed.
    for (auto const& [number, group] : std::exchange(newcomers_, {})) {
        WhyNot why;
        if (placer_.pick(*group->pods, 0, &why)) {
            activate(*group);
        } else {
            auto const message = std::make_shared<std::string const>(placer_.explain(why).message());
            for (auto* const entry : group->untold) {
                entry->untold.reset();
                report(*entry, message, "Unschedulable");
            }
            group->untold.clear();
        }
    }
}

Scheduler::Round Scheduler::run(Instant now, std::size_t most) {
    now_ = now;
    Round round;
    take_due(now);
    wake();
    for (std::size_t decisions = 0; decisions < most && !active_.empty(); ++decisions) {
        decide(*active_.begin()->second, now, round);
    }
    while (!reports_.empty() && round.failed.size() < most) {
        round.failed.push_back(std::move(reports_.front()));
        reports_.pop_front();
    }
    return round;
}

void Scheduler::decide(Group& group, Instant now, Round& round) {
    auto& cluster = placer_.cluster();
    auto& entry = *group.waiting.begin()->second;
    WhyNot why;
    auto const start = static_cast<Slot>(entropy_->below(cluster.nodes().size()));
    auto const slot = placer_.pick(*group.pods, start, &why);
    if (!slot) {
        fail(group, why, now);
        return;
    }
    round.bound.push_back({entry.record.key, entry.record.uid, cluster.node_name(*slot)});
    entry.record.load = group.pods->load;
    entry.record.terminating = false;
    entry.assumed = true;
    cluster.place(entry.record, *slot);
    dequeue(entry);
}

/// Notes what may help a group that does not fit.
void Scheduler::mind(Group& group, WhyNot const& why) {
    group.room_helps = why.room;
    if (group.pods_help != why.pods) minding_pods_ += why.pods ? 1 : -1;
    group.pods_help = why.pods;
}

bool Scheduler::something_may_help() const {
    auto const& events = placer_.cluster().events();
    return !stuck_.empty() && (events.nodes != woken_for_.nodes || events.leavers != woken_for_.leavers ||
                               (minding_pods_ > 0 && events.comers != woken_for_.comers));
}

void Scheduler::fail(Group& group, WhyNot const& why, Instant now) {
    leave_mood(group);
    group.mood = Mood::stuck;
    group.failed_at = now;
    group.seen = placer_.cluster().events();
    if (stuck_.empty()) woken_for_ = group.seen;
    mind(group, why);
    stuck_.emplace(group.number, &group);
    flushes_.emplace(now + longest_unseen, group.number);

    auto text = placer_.explain(why).message();
    auto& first = *group.waiting.begin()->second;
    if (!group.message || *group.message != text) {
        group.message = std::make_shared<std::string const>(std::move(text));
        for (auto const& [rank, entry] : group.waiting) report(*entry, group.message, "Unschedulable");
    } else {
        if (!first.untold) report(first, group.message, "Unschedulable");
        for (auto* const entry : group.untold) report(*entry, group.message, "Unschedulable");
    }
    for (auto* const entry : group.untold) entry->untold.reset();
    group.untold.clear();
}

void Scheduler::report(Entry& entry, std::shared_ptr<std::string const> message, std::string_view reason) {
    bool const changed = !entry.told || *entry.told != *message;
    entry.told = std::move(message);
    reports_.push_back({entry.record.key, entry.record.uid, std::string(reason), *entry.told, changed});
}

void Scheduler::bind_failed(ObjectKey const& pod, std::string const& uid) {
    auto* const entry = find(pod);
    if (!entry || entry->record.uid != uid || !entry->assumed) return;
    placer_.cluster().remove(entry->record);
    entry->assumed = false;
    entry->wait = Wait::back_off;
    ++waiting_;
    entry->retry_at = now_ + back_off(++entry->attempts);
    retries_.emplace(std::pair{entry->retry_at, entry->rank.number}, entry);
}

std::optional<Instant> Scheduler::next() const {
    std::optional<Instant> first;
    auto const consider = [&](Instant at) { first = first ? std::min(*first, at) : at; };
    if (!retries_.empty()) consider(retries_.begin()->first.first);
    if (!flushes_.empty()) consider(flushes_.begin()->first);
    return first;
}

bool Scheduler::pending() const {
    return !active_.empty() || !reports_.empty() || !newcomers_.empty() || something_may_help();
}

Scheduler::Waiting Scheduler::count_waiting() const {
    Waiting count;
    for (auto const& [rank, group] : active_) count.active += group->waiting.size();
    for (auto const& [number, group] : stuck_) count.unschedulable += group->waiting.size();
    count.back_off = retries_.size();
    auto const known = count.active + count.unschedulable + count.back_off;
    count.gated = waiting_ - std::min(waiting_, known);
    return count;
}

}  // namespace keelson::scheduling
