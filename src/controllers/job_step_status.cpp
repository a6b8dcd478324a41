#include "controllers/conditions.hpp"
#include "controllers/job_policy.hpp"
#include "controllers/job_step.hpp"

#include <algorithm>

namespace keelson::controllers {

namespace {

JobCondition job_condition(std::string_view type, bool status, Ending const& why, Time now) {
    return {.lastProbeTime = now,
            .lastTransitionTime = now,
            .message = why.message,
            .reason = why.reason,
            .status = status ? "True" : "False",
            .type = std::string(type)};
}

}  // namespace

bool JobStep::may_let_go(JobPod const& pod) const {
    if (deleting() || ending_ || pod.succeeded()) return true;
    if (!counts_as_failed(pod)) return false;
    if (!pod.index) return true;
    auto const carrier = carriers_.find(*pod.index);
    if (carrier == carriers_.end() || carrier->second != &pod) return true;
    // The next attempt knows what this one knew, but only if both are committed together.
    return options_.plans_are_atomic && std::any_of(added_.begin(), added_.end(), [&](Pod const& next) {
               return next.spec.hostname == job_.metadata.name + "-" + std::to_string(*pod.index);
           });
}

// What was announced earlier and has lost its finalizer since becomes a count.
void JobStep::settle_uncounted() {
    std::set<std::string> still_tracked;
    if (!options_.plans_are_atomic)
        for (auto const& pod : pods_)
            if (pod.tracked) still_tracked.insert(pod.uid());
    UncountedTerminatedPods left;
    for (auto const& uid : uncounted_succeeded_) {
        if (still_tracked.contains(uid)) {
            left.succeeded.push_back(uid);
        } else if (!indexed_) {
            ++status_.succeeded;
        }
    }
    for (auto const& uid : uncounted_failed_) {
        if (still_tracked.contains(uid)) {
            left.failed.push_back(uid);
        } else {
            ++status_.failed;
        }
    }
    status_.uncountedTerminatedPods.reset();
    if (!left.succeeded.empty() || !left.failed.empty()) status_.uncountedTerminatedPods = std::move(left);
}

void JobStep::account() {
    settle_uncounted();
    // Those that were announced come first: their counts are settled in the belief that they are let go of.
    for (bool const announced : {true, false}) {
        for (auto const& pod : pods_) {
            if (!pod.tracked) continue;
            auto const known = uncounted_succeeded_.contains(pod.uid()) || uncounted_failed_.contains(pod.uid());
            if (known != announced || (!known && !may_let_go(pod))) continue;
            if (!known && let_go_.size() >= most_writes_at_once) {
                all_let_go_ = false;
                plan_.requeue_after(Duration::zero());
                break;
            }
            if (!known) count(pod);
            let_go_.push_back(&pod);
        }
    }
    if (!indexed_) return;
    std::vector<std::int32_t> completed;
    for (auto const* pod : let_go_)
        if (pod->succeeded() && index_in_range(*pod)) completed.push_back(*pod->index);
    auto const limit = *job_.spec.completions;
    auto durable = JobIndexes::parse(job_.status.completedIndexes, limit);
    if (durable) {
        durable->add(std::move(completed));
        status_.completedIndexes = durable->text();
        status_.succeeded = durable->total();
    }
    if (job_.spec.backoffLimitPerIndex) status_.failedIndexes = failed_indexes_.text();
}

void JobStep::count(JobPod const& pod) {
    auto const announce = [&](auto list) {
        if (!status_.uncountedTerminatedPods) status_.uncountedTerminatedPods.emplace();
        ((*status_.uncountedTerminatedPods).*list).push_back(pod.uid());
    };
    if (pod.succeeded()) {
        if (indexed_) return;  // its index is the record
        if (options_.plans_are_atomic) {
            ++status_.succeeded;
        } else {
            announce(&UncountedTerminatedPods::succeeded);
        }
        return;
    }
    // A Job that has failed counts what it cuts short; one that is being deleted or has met its goal does not.
    if (!counts_as_failed(pod) && !(ending_ && !ending_->success)) return;
    if (!index_in_range(pod)) return;
    if (job_.spec.podFailurePolicy && !judge_failure(job_.spec, *typed(pod)).counts()) return;
    if (options_.plans_are_atomic) {
        ++status_.failed;
    } else {
        announce(&UncountedTerminatedPods::failed);
    }
}

void JobStep::state_conditions() {
    auto& conditions = status_.conditions;
    if (!short_of_pods_) remove_condition(conditions, replica_failure);
    if (!ending_ && !deleting()) {
        if (suspended()) {
            if (set_condition(conditions,
                              job_condition("Suspended", true, {{}, "JobSuspended", "Job suspended"}, now_)))
                plan_.event(job_, false, "Suspended", "Job suspended");
        } else if (is_true(conditions, "Suspended")) {
            set_condition(conditions, job_condition("Suspended", false, {{}, "JobResumed", "Job resumed"}, now_));
            plan_.event(job_, false, "Resumed", "Job resumed");
        }
    }
    auto const active = active_pods();
    auto const removed = [&](JobPod const* pod) {
        return std::find(removed_.begin(), removed_.end(), pod) != removed_.end();
    };
    status_.active = static_cast<std::int32_t>(active.size() - removed_.size() + added_.size());
    status_.ready = static_cast<std::int32_t>(std::count_if(active.begin(), active.end(), [&](JobPod const* pod) {
        return pod->ref->index().ready && (removed_.empty() || !removed(pod));
    }));
    auto const terminating =
        std::count_if(pods_.begin(), pods_.end(), [](auto const& pod) { return pod.terminating(); });
    status_.terminating = static_cast<std::int32_t>(terminating + static_cast<std::ptrdiff_t>(removed_.size()));

    if (!ending_) return;
    set_condition(conditions,
                  job_condition(ending_->success ? "SuccessCriteriaMet" : "FailureTarget", true, *ending_, now_));
    auto const nothing_runs = status_.active == 0 && *status_.terminating == 0;
    auto const all_counted =
        all_let_go_ && !status_.uncountedTerminatedPods && (options_.plans_are_atomic || let_go_.empty());
    if (!nothing_runs || !all_counted) return;
    set_condition(conditions, job_condition(ending_->success ? "Complete" : "Failed", true, *ending_, now_));
    if (ending_->success) {
        status_.completionTime = now_;
        plan_.event(job_, false, "Completed", "Job completed");
    } else {
        plan_.event(job_, true, ending_->reason, ending_->message);
    }
}

void JobStep::write() {
    // The status comes first: on a remote cluster its precondition stops a decision on an old view before any
    // Pod is made or forgotten, and what a Pod's end counts for is recorded before the Pod is let go of.
    if (!equal(status_, job_.status)) {
        auto wanted = job_;
        wanted.status = status_;
        plan_.update_status(wanted);
    }
    auto const let_go = [&](JobPod const& pod) {
        plan_.merge_patch(Pod::type, pod.ref->key(), patch_without_tracking(pod.ref->index()), false, pod.uid(),
                          std::to_string(pod.ref->index().resource_version));
    };
    for (auto const* pod : let_go_) let_go(*pod);
    for (auto const* pod : removed_) {
        if (forget_removed_ && pod->tracked) let_go(*pod);
        plan_.remove(Pod::type, pod->ref->key(), {.uid = pod->uid()});
        plan_.event(job_, false, "SuccessfulDelete", "Deleted pod: " + pod->ref->key().name);
    }
    for (auto const& pod : added_) {
        plan_.create(pod);
        plan_.event(job_, false, "SuccessfulCreate", "Created pod: " + pod.metadata.name);
    }
}

}  // namespace keelson::controllers
