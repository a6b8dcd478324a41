#ifndef KEELSON_CONTROLLERS_JOB_HPP
#define KEELSON_CONTROLLERS_JOB_HPP

#include <keelson/control/controller.hpp>

namespace keelson::controllers {

struct JobOptions {
    /// Whether a plan is committed as one, as an engine does. A Pod that ended is then counted and let go of in the
    /// same plan. Without it, on a remote cluster, where a plan may be cut after any write, its uid goes into
    /// status.uncountedTerminatedPods first, then its finalizer is removed, and the next plan turns it into a
    /// count: Kubernetes' way, exact wherever it is cut, for one more write.
    bool plans_are_atomic = true;
};

/// Runs Pods until enough of them have succeeded: fixed completion counts, work queues and Indexed Jobs, with
/// backoffLimit, backoffLimitPerIndex, deadlines, suspension, podFailurePolicy, successPolicy,
/// podReplacementPolicy and removal after ttlSecondsAfterFinished.
///
/// Each Pod that ends is counted exactly once: it keeps a finalizer until it is. A Pod may still run more than once
/// for one completion (its node is lost, say); its uid tells attempts apart.
/// https://kubernetes.io/docs/concepts/workloads/controllers/job/
Controller job_controller(JobOptions options = {});

}  // namespace keelson::controllers

#endif
