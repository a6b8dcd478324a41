#include "controllers/job.hpp"

#include "controllers/conditions.hpp"
#include "controllers/hashed_name.hpp"
#include "controllers/job_indexes.hpp"
#include "controllers/job_pods.hpp"
#include "controllers/job_policy.hpp"

#include <keelson/api/batch_v1.hpp>
#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace keelson::controllers {

namespace {

constexpr std::size_t most_writes_at_once = 500;

/// How a Job ends.
struct Ending {
    bool success = false;
    std::string reason;
    std::string message;
};

JobCondition job_condition(std::string_view type, bool status, Ending const& why, Time now) {
    return {.lastProbeTime = now,
            .lastTransitionTime = now,
            .message = why.message,
            .reason = why.reason,
            .status = status ? "True" : "False",
            .type = std::string(type)};
}

/// As a ReplicaSet has it: Pods are refused, by a quota say. Not a condition that Jobs have in Kubernetes.
constexpr char const* replica_failure = "ReplicaFailure";

JobCondition const* finished_condition(Job const& job) {
    for (auto const* type : {"Complete", "Failed"})
        if (is_true(job.status.conditions, type)) return find_condition(job.status.conditions, type);
    return nullptr;
}

/// One decision about one Job.
class JobStep {
public:
    JobStep(View const& view, Job const& job, JobOptions options, Plan& plan)
        : view_(view),
          job_(job),
          options_(options),
          plan_(plan),
          now_(view.now().whole_seconds()),
          indexed_(is_indexed(job.spec)),
          status_(job.status) {}

    Result<> run() {
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

private:
    Result<bool> claim_pods();
    Result<> read_status();
    void start_clock();
    void take_stock();
    [[nodiscard]] bool counts_as_failed(JobPod const& pod) const;
    [[nodiscard]] bool index_in_range(JobPod const& pod) const;
    void note_failure(JobPod const& pod);
    [[nodiscard]] std::optional<Ending> known_ending();
    [[nodiscard]] std::optional<Ending> policy_ending() const;
    [[nodiscard]] std::optional<Ending> index_ending() const;
    [[nodiscard]] bool restarts_exceed_limit() const;
    [[nodiscard]] std::optional<Ending> completion() const;
    void choose_pods();
    [[nodiscard]] std::vector<JobPod const*> surplus(std::size_t wanted) const;
    [[nodiscard]] std::vector<JobPod const*> active_pods() const;
    [[nodiscard]] Duration pause_before_next() const;
    void add_pods(std::size_t count);
    void add_indexed_pods(std::size_t count);
    void add_pod(std::optional<std::int32_t> index, IndexFailures const* failures);
    void account();
    [[nodiscard]] bool may_let_go(JobPod const& pod) const;
    void settle_uncounted();
    void count(JobPod const& pod);
    void state_conditions();
    void write();

    [[nodiscard]] std::shared_ptr<Pod const> typed(JobPod const& pod) const { return view_.typed<Pod>(pod.ref); }
    [[nodiscard]] bool suspended() const { return job_.spec.suspend.value_or(false); }
    [[nodiscard]] bool deleting() const { return !job_.metadata.deletionTimestamp.empty(); }

    View const& view_;
    Job const& job_;
    JobOptions options_;
    Plan& plan_;
    Time now_;
    bool indexed_;

    JobStatus status_;  ///< what it will be
    std::vector<JobPod> pods_;
    std::set<std::string> uncounted_succeeded_;
    std::set<std::string> uncounted_failed_;
    std::int32_t succeeded_ = 0;  ///< the count and what has ended but is not counted yet
    std::int32_t failed_ = 0;
    JobIndexes completed_;
    JobIndexes failed_indexes_;
    /// Of each index that waits for its next attempt: the last Pod that failed, which knows how often.
    std::map<std::int32_t, JobPod const*> carriers_;
    std::optional<Ending> ending_;

    std::vector<JobPod const*> removed_;
    bool forget_removed_ = false;  ///< what is removed is given up and counts as nothing
    std::vector<Pod> added_;
    bool short_of_pods_ = false;  ///< more are wanted than are added now
    std::uint64_t next_number_ = 0;
    std::vector<JobPod const*> let_go_;
    bool all_let_go_ = true;
};

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
        auto const left = status_.startTime + spec_seconds(*deadline) - view_.now();
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

std::optional<Ending> JobStep::completion() const {
    auto const active = active_pods().size() - removed_.size() + added_.size();
    if (active > 0 || suspended()) return std::nullopt;
    auto const wanted = completions(job_.spec);
    if (wanted ? succeeded_ < *wanted : succeeded_ == 0) return std::nullopt;
    return Ending{true, "CompletionsReached", "Reached expected number of succeeded pods"};
}

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

bool waits_for_gone_job(View const& view, Object const& pod) {
    auto const* const controller = pod.controller();
    if (!controller || controller->kind != Job::type.kind) return false;
    auto const& finalizers = pod.index().finalizers;
    return std::find(finalizers.begin(), finalizers.end(), job_tracking_finalizer) != finalizers.end() &&
           !view.by_uid(controller->uid);
}

// Pods whose Job is gone need not be counted any more. Without this their finalizer would keep them for ever.
void let_go_of_orphans(View const& view, ObjectKey const& key, Plan& plan) {
    for (auto const& pod : view.refs<Pod>({.namespace_ = key.namespace_})) {
        if (!waits_for_gone_job(view, *pod) || pod->controller()->name != key.name) continue;
        plan.merge_patch(Pod::type, pod->key(), patch_without_tracking(pod->index()), false, pod->index().uid,
                         std::to_string(pod->index().resource_version));
    }
}

std::vector<ObjectKey> gone_jobs(View const& view) {
    std::set<ObjectKey> keys;
    for (auto const& pod : view.refs<Pod>())
        if (waits_for_gone_job(view, *pod)) keys.insert({pod->key().namespace_, pod->controller()->name});
    return {keys.begin(), keys.end()};
}

void after_the_end(View const& view, Job const& job, JobCondition const& end, Plan& plan) {
    for (auto const& pod : view.refs<Pod>({.namespace_ = job.metadata.namespace_, .owner_uid = job.metadata.uid})) {
        if (!job_pod(pod).tracked) continue;
        plan.merge_patch(Pod::type, pod->key(), patch_without_tracking(pod->index()), false, pod->index().uid,
                         std::to_string(pod->index().resource_version));
    }
    if (!job.spec.ttlSecondsAfterFinished || !job.metadata.deletionTimestamp.empty()) return;
    auto const left = end.lastTransitionTime + spec_seconds(*job.spec.ttlSecondsAfterFinished) - view.now();
    if (left > Duration::zero()) return plan.requeue_after(left);
    plan.remove(job, {.propagation = Propagation::foreground});
}

/// Says in the status why Pods are missing. From then on they are asked for one at a time.
void refused(View const& view, ObjectKey const& key, Error const& why, Plan& plan) {
    auto const job = view.get<Job>(key);
    if (!job || !job->metadata.deletionTimestamp.empty() || finished_condition(*job)) return;
    plan.event(*job, true, "FailedCreate", "Error creating: " + why.message);
    JobCondition condition;
    condition.type = replica_failure;
    condition.status = "True";
    condition.reason = "FailedCreate";
    condition.message = why.message;
    condition.lastProbeTime = condition.lastTransitionTime = view.now().whole_seconds();
    auto changed = *job;
    if (set_condition(changed.status.conditions, std::move(condition))) plan.update_status(changed);
}

}  // namespace

Controller job_controller(JobOptions options) {
    auto reconcile = [options](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        auto const job = view.get<Job>(key);
        // A new Job may follow one of the same name whose Pods are still here.
        if (!job || (job->status.startTime.empty() && job->status.conditions.empty()))
            let_go_of_orphans(view, key, plan);
        if (!job) return {};
        if (job->spec.managedBy && *job->spec.managedBy != "kubernetes.io/job-controller") return {};
        if (auto const* end = finished_condition(*job)) {
            after_the_end(view, *job, *end, plan);
            return {};
        }
        return JobStep(view, *job, options, plan).run();
    };
    return Controller::of<Job>("job", std::move(reconcile)).owns<Pod>().looks_at_start(gone_jobs).when_refused(refused);
}

}  // namespace keelson::controllers
