#include "controllers/job.hpp"

#include "controllers/conditions.hpp"
#include "controllers/job_step.hpp"

#include <keelson/api/batch_v1.hpp>

#include <algorithm>
#include <set>

namespace keelson::controllers {

namespace {

JobCondition const* finished_condition(Job const& job) {
    for (auto const* type : {"Complete", "Failed"})
        if (is_true(job.status.conditions, type)) return find_condition(job.status.conditions, type);
    return nullptr;
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
    auto const left = end.lastTransitionTime + std::chrono::seconds(*job.spec.ttlSecondsAfterFinished) - view.now();
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
