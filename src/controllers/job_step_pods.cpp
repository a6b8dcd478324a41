#include "controllers/conditions.hpp"
#include "controllers/hashed_name.hpp"
#include "controllers/job_policy.hpp"
#include "controllers/job_step.hpp"

#include <algorithm>
#include <limits>

namespace keelson::controllers {

std::vector<JobPod const*> JobStep::active_pods() const {
    std::vector<JobPod const*> active;
    for (auto const& pod : pods_)
        if (pod.active()) active.push_back(&pod);
    return active;
}

void JobStep::choose_pods() {
    if (deleting()) return;
    auto const active = active_pods();
    if (ending_ || suspended()) {
        removed_ = active;
        forget_removed_ = !ending_;
    } else {
        auto const wanted_total = completions(job_.spec);
        std::size_t wanted = 0;
        if (wanted_total) {
            wanted = static_cast<std::size_t>(std::clamp(*wanted_total - succeeded_, 0, parallelism(job_.spec)));
        } else {
            // The first success of a work queue says that there is nothing left to hand out.
            wanted = succeeded_ > 0 ? active.size() : static_cast<std::size_t>(parallelism(job_.spec));
        }
        removed_ = surplus(wanted);
        forget_removed_ = true;
        if (removed_.empty()) {
            auto held = active.size();
            if (replaces_only_failed(job_.spec))
                held += static_cast<std::size_t>(
                    std::count_if(pods_.begin(), pods_.end(), [](auto const& pod) { return pod.terminating(); }));
            if (wanted > held) add_pods(wanted - held);
        }
    }
    if (removed_.size() > most_writes_at_once) {
        removed_.resize(most_writes_at_once);
        plan_.requeue_after(Duration::zero());
    }
}

// The Pods that are too many: second ones of an index, those of no index, and the least advanced of the rest.
std::vector<JobPod const*> JobStep::surplus(std::size_t wanted) const {
    auto rest = active_pods();
    std::sort(rest.begin(), rest.end(), [](auto const* a, auto const* b) { return less_advanced(*a, *b); });
    std::vector<JobPod const*> gone;
    auto const too_many = rest.size() > wanted ? rest.size() - wanted : 0;
    if (indexed_) {
        std::set<std::int32_t> seen;
        std::vector<JobPod const*> kept;
        for (auto pod = rest.rbegin(); pod != rest.rend(); ++pod) {
            auto const useful = index_in_range(**pod) && !completed_.contains(*(*pod)->index) &&
                                !failed_indexes_.contains(*(*pod)->index) && seen.insert(*(*pod)->index).second;
            (useful ? kept : gone).push_back(*pod);
        }
        rest.assign(kept.rbegin(), kept.rend());
    }
    for (auto pod = rest.begin(); pod != rest.end() && gone.size() < too_many; ++pod) gone.push_back(*pod);
    return gone;
}

Duration JobStep::pause_before_next() const {
    Time last_failure;
    std::vector<Time> failures;
    for (auto const& pod : pods_) {
        if (!counts_as_failed(pod)) continue;
        failures.push_back(finish_time(*typed(pod)));
        last_failure = std::max(last_failure, failures.back());
    }
    if (failures.empty() ||
        pause_left(std::numeric_limits<std::int32_t>::max(), last_failure, now_) <= Duration::zero())
        return Duration::zero();
    Time last_success;
    for (auto const& pod : pods_)
        if (pod.succeeded()) last_success = std::max(last_success, finish_time(*typed(pod)));
    auto const in_a_row =
        std::count_if(failures.begin(), failures.end(), [&](Time failure) { return failure > last_success; });
    return pause_left(static_cast<std::int32_t>(in_a_row), last_failure, view_.now());
}

void JobStep::add_pods(std::size_t count) {
    // While Pods are refused, one at a time asks whether they still are.
    auto const most = find_condition(status_.conditions, replica_failure) ? std::size_t{1} : most_writes_at_once;
    if (count > most) {
        count = most;
        short_of_pods_ = true;
        plan_.requeue_after(Duration::zero());
    }
    if (!job_.spec.backoffLimitPerIndex) {
        if (auto const pause = pause_before_next(); pause > Duration::zero()) {
            short_of_pods_ = true;
            return plan_.requeue_after(pause);
        }
    }
    if (indexed_) return add_indexed_pods(count);
    while (count-- > 0) add_pod(std::nullopt, nullptr);
}

void JobStep::add_indexed_pods(std::size_t count) {
    std::set<std::int32_t> taken;
    for (auto const& pod : pods_)
        if (pod.index && (pod.active() || (pod.terminating() && replaces_only_failed(job_.spec))))
            taken.insert(*pod.index);
    auto const by_index = job_.spec.backoffLimitPerIndex.has_value();
    for (std::int32_t index = 0; index < *job_.spec.completions && count > 0; ++index) {
        if (taken.contains(index) || completed_.contains(index) || failed_indexes_.contains(index)) continue;
        IndexFailures failures;
        if (auto const carrier = carriers_.find(index); carrier != carriers_.end()) {
            auto const last = typed(*carrier->second);
            failures = index_failures(*last);
            ++(judge_failure(job_.spec, *last).counts() ? failures.counted : failures.ignored);
            auto const pause = pause_left(failures.counted + failures.ignored, finish_time(*last), view_.now());
            if (pause > Duration::zero()) {
                plan_.requeue_after(pause);
                continue;
            }
        }
        add_pod(index, by_index ? &failures : nullptr);
        --count;
    }
}

void JobStep::add_pod(std::optional<std::int32_t> index, IndexFailures const* failures) {
    auto const base = job_pod_base(job_, index);
    std::string name;
    do name = hashed_name(base, job_.metadata.uid, next_number_++);
    while (view_.ref<Pod>({job_.metadata.namespace_, name}));
    added_.push_back(make_job_pod(job_, std::move(name), index, failures));
}

}  // namespace keelson::controllers
