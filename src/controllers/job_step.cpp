#include "controllers/job_step.hpp"

#include "controllers/conditions.hpp"
#include "controllers/job_policy.hpp"

namespace keelson::controllers {

Result<> JobStep::run() {
    if (indexed_ && !job_.spec.completions)
        return Error(Errc::invalid, "an Indexed job needs completions", "job " + job_.metadata.name);
    auto const claimed = claim_pods();
    if (!claimed) return claimed.error();
    // What was claimed is counted when it is seen again as ours.
    if (!*claimed) return {};
    if (auto const read = read_status(); !read) return read;
    start_clock();
    take_stock();
    ending_ = known_ending();
    choose_pods();
    if (!ending_) ending_ = completion();
    account();
    state_conditions();
    write();
    return {};
}

// Takes in Pods that match and belong to nobody, and lets go of those that match no longer. Returns whether there
// was nothing to claim.
Result<bool> JobStep::claim_pods() {
    auto const manual = job_.spec.manualSelector.value_or(false);
    auto selector = Selector::from({{"batch.kubernetes.io/controller-uid", job_.metadata.uid}});
    if (job_.spec.selector) {
        auto const given = Selector::from(*job_.spec.selector);
        if (!given) return given.error();
        selector = *given;
    }
    // A template that does not match would be let go of as soon as it is made, and made again, for ever.
    if (!selector.matches(make_job_pod(job_, {}, std::nullopt, nullptr).metadata.labels))
        return Error(Errc::invalid, "the selector does not match the labels of the template",
                     "job " + job_.metadata.name);

    bool settled = true;
    for (auto& ref : view_.refs<Pod>({.namespace_ = job_.metadata.namespace_, .owner_uid = job_.metadata.uid})) {
        auto const* const controller = ref->controller();
        if (!controller || controller->uid != job_.metadata.uid) continue;
        if (ref->index().deleted.empty() && !deleting() && !selector.matches(*ref->index().labels)) {
            auto pod = *view_.typed<Pod>(ref);
            std::erase_if(pod.metadata.ownerReferences, [&](auto const& o) { return o.uid == job_.metadata.uid; });
            std::erase(pod.metadata.finalizers, job_tracking_finalizer);
            plan_.update(pod);
            settled = false;
            continue;
        }
        pods_.push_back(job_pod(std::move(ref)));
    }
    if (!manual || deleting()) return settled;
    for (auto const& ref : view_.refs<Pod>({.namespace_ = job_.metadata.namespace_, .labels = selector})) {
        if (ref->controller() || !ref->index().deleted.empty()) continue;
        auto pod = *view_.typed<Pod>(ref);
        pod.metadata.ownerReferences.push_back(owner_reference(job_));
        pod.metadata.finalizers.emplace_back(job_tracking_finalizer);
        plan_.update(pod);
        settled = false;
    }
    return settled;
}

Result<> JobStep::read_status() {
    if (auto const& uncounted = job_.status.uncountedTerminatedPods) {
        uncounted_succeeded_.insert(uncounted->succeeded.begin(), uncounted->succeeded.end());
        uncounted_failed_.insert(uncounted->failed.begin(), uncounted->failed.end());
    }
    if (!indexed_) return {};
    auto const limit = *job_.spec.completions;
    auto completed = JobIndexes::parse(job_.status.completedIndexes, limit);
    if (!completed) return std::move(completed.error()).wrap("status.completedIndexes");
    completed_ = std::move(*completed);
    auto failed = JobIndexes::parse(job_.status.failedIndexes.value_or(""), limit);
    if (!failed) return std::move(failed.error()).wrap("status.failedIndexes");
    failed_indexes_ = std::move(*failed);
    return {};
}

void JobStep::start_clock() {
    if (!suspended() && status_.startTime.empty()) status_.startTime = now_;
    if (!suspended() && is_true(status_.conditions, "Suspended")) status_.startTime = now_;
}

bool JobStep::counts_as_failed(JobPod const& pod) const {
    if (pod.failed_phase()) return true;
    // Who deletes a Pod gives up that attempt; it may never get as far as a phase.
    return pod.deleting() && !pod.succeeded() && !replaces_only_failed(job_.spec);
}

bool JobStep::index_in_range(JobPod const& pod) const {
    return !indexed_ || (pod.index && *pod.index < *job_.spec.completions);
}

void JobStep::take_stock() {
    std::vector<std::int32_t> newly_completed;
    auto new_succeeded = static_cast<std::int32_t>(uncounted_succeeded_.size());
    failed_ = job_.status.failed + static_cast<std::int32_t>(uncounted_failed_.size());
    next_number_ = static_cast<std::uint64_t>(job_.status.succeeded) + static_cast<std::uint64_t>(failed_) +
                   uncounted_succeeded_.size();
    for (auto const& pod : pods_) {
        auto const known = uncounted_succeeded_.contains(pod.uid()) || uncounted_failed_.contains(pod.uid());
        if (!pod.tracked || known) continue;
        ++next_number_;
        if (!pod.succeeded() || !index_in_range(pod)) continue;
        if (indexed_) newly_completed.push_back(*pod.index);
        ++new_succeeded;
    }
    completed_.add(std::move(newly_completed));
    succeeded_ = indexed_ ? completed_.total() : job_.status.succeeded + new_succeeded;

    for (auto const& pod : pods_)
        if (pod.tracked && index_in_range(pod) && counts_as_failed(pod)) note_failure(pod);
    for (auto const& pod : pods_)
        if (pod.active() && pod.index) carriers_.erase(*pod.index);
}

void JobStep::note_failure(JobPod const& pod) {
    auto verdict = FailureVerdict{};
    if (job_.spec.podFailurePolicy) verdict = judge_failure(job_.spec, *typed(pod));
    if (verdict.counts() && !uncounted_failed_.contains(pod.uid())) ++failed_;
    if (!indexed_ || !job_.spec.backoffLimitPerIndex || completed_.contains(*pod.index)) return;

    auto const failures = index_failures(*typed(pod));
    auto const over = verdict.counts() && failures.counted >= *job_.spec.backoffLimitPerIndex;
    if (over || verdict.action == FailureVerdict::Action::fail_index) {
        failed_indexes_.add({*pod.index});
        carriers_.erase(*pod.index);
    }
    if (failed_indexes_.contains(*pod.index)) return;
    auto& carrier = carriers_[*pod.index];
    auto const attempts = [&](JobPod const& p) {
        auto const f = index_failures(*typed(p));
        return f.counted + f.ignored;
    };
    if (!carrier || attempts(*carrier) < attempts(pod)) carrier = &pod;
}

std::optional<Ending> JobStep::known_ending() {
    for (auto const* type : {"SuccessCriteriaMet", "FailureTarget"})
        if (is_true(status_.conditions, type)) {
            auto const* const before = find_condition(status_.conditions, type);
            return Ending{before->type == "SuccessCriteriaMet", before->reason, before->message};
        }
    if (auto by_policy = policy_ending()) return by_policy;
    if (failed_ > backoff_limit(job_.spec) || restarts_exceed_limit())
        return Ending{false, "BackoffLimitExceeded", "Job has reached the specified backoff limit"};
    if (auto const deadline = job_.spec.activeDeadlineSeconds; deadline && !suspended()) {
        auto const left = status_.startTime + std::chrono::seconds(*deadline) - view_.now();
        if (left <= Duration::zero())
            return Ending{false, "DeadlineExceeded", "Job was active longer than specified deadline"};
        plan_.requeue_after(left);
    }
    return index_ending();
}

std::optional<Ending> JobStep::policy_ending() const {
    if (!job_.spec.podFailurePolicy) return std::nullopt;
    for (auto const& pod : pods_) {
        if (!pod.failed_phase()) continue;
        auto verdict = judge_failure(job_.spec, *typed(pod));
        if (verdict.action == FailureVerdict::Action::fail_job)
            return Ending{false, "PodFailurePolicy", std::move(verdict.message)};
    }
    return std::nullopt;
}

std::optional<Ending> JobStep::index_ending() const {
    if (!indexed_) return std::nullopt;
    if (job_.spec.backoffLimitPerIndex) {
        auto const failed = failed_indexes_.total();
        if (job_.spec.maxFailedIndexes && failed > *job_.spec.maxFailedIndexes)
            return Ending{false, "MaxFailedIndexesExceeded",
                          "Job has exceeded the specified maximal number of failed indexes"};
        if (failed > 0 && failed + completed_.total() >= *job_.spec.completions)
            return Ending{false, "FailedIndexes", "Job has failed indexes"};
    }
    if (auto const rule = met_success_rule(job_.spec, completed_))
        return Ending{true, "SuccessPolicy", "Matched rules at index " + std::to_string(*rule)};
    return std::nullopt;
}

// With restartPolicy OnFailure the Pod stays and its containers fail.
bool JobStep::restarts_exceed_limit() const {
    if (job_.spec.template_.spec.restartPolicy != "OnFailure") return false;
    std::int64_t restarts = 0;
    for (auto const& pod : pods_) {
        auto const& phase = pod.ref->index().phase;
        if (phase != "Running" && phase != "Pending") continue;
        auto const full = typed(pod);
        for (auto const* all : {&full->status.initContainerStatuses, &full->status.containerStatuses})
            for (auto const& container : *all) restarts += container.restartCount;
    }
    auto const limit = backoff_limit(job_.spec);
    return limit == 0 ? restarts > 0 : restarts >= limit;
}

std::optional<Ending> JobStep::completion() const {
    auto const active = active_pods().size() - removed_.size() + added_.size();
    if (active > 0 || suspended()) return std::nullopt;
    auto const wanted = completions(job_.spec);
    if (wanted ? succeeded_ < *wanted : succeeded_ == 0) return std::nullopt;
    return Ending{true, "CompletionsReached", "Reached expected number of succeeded pods"};
}

}  // namespace keelson::controllers
