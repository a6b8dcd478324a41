#ifndef KEELSON_CONTROLLERS_JOB_PODS_HPP
#define KEELSON_CONTROLLERS_JOB_PODS_HPP

#include <keelson/api/batch_v1.hpp>
#include <keelson/control/view.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::controllers {

inline constexpr std::string_view job_tracking_finalizer = "batch.kubernetes.io/job-tracking";

/// One Pod of a Job as far as the Job is concerned; the index of the published object answers all of it.
struct JobPod {
    Ref ref;
    std::optional<std::int32_t> index;  ///< its completion index, if it has one
    bool tracked = false;               ///< it keeps the finalizer: the Job has not counted it yet

    [[nodiscard]] std::string const& uid() const noexcept { return ref->index().uid; }
    [[nodiscard]] bool succeeded() const noexcept { return ref->index().phase == "Succeeded"; }
    [[nodiscard]] bool failed_phase() const noexcept { return ref->index().phase == "Failed"; }
    [[nodiscard]] bool finished() const noexcept { return succeeded() || failed_phase(); }
    [[nodiscard]] bool deleting() const noexcept { return !ref->index().deleted.empty(); }
    [[nodiscard]] bool active() const noexcept { return !finished() && !deleting(); }
    [[nodiscard]] bool terminating() const noexcept { return !finished() && deleting(); }
};
[[nodiscard]] JobPod job_pod(Ref pod);
/// Which of two Pods to give up first: the one that has got less far.
[[nodiscard]] bool less_advanced(JobPod const& a, JobPod const& b);

/// How often an index failed so far; each Pod of the index carries the sum from one to the next.
struct IndexFailures {
    std::int32_t counted = 0;
    std::int32_t ignored = 0;
};
[[nodiscard]] IndexFailures index_failures(Pod const& pod);

[[nodiscard]] bool is_indexed(JobSpec const& job) noexcept;
/// How many Pods may fail before the Job does.
[[nodiscard]] std::int32_t backoff_limit(JobSpec const& job) noexcept;
[[nodiscard]] std::int32_t parallelism(JobSpec const& job) noexcept;
/// Nothing: a work queue, which is done when one of its Pods says so and the others have ended.
[[nodiscard]] std::optional<std::int32_t> completions(JobSpec const& job) noexcept;
/// A Pod on its way out is replaced only when it has ended.
[[nodiscard]] bool replaces_only_failed(JobSpec const& job) noexcept;

/// The next Pod of a Job, from its template. `failures` is null when the Job does not count by index.
[[nodiscard]] Pod make_job_pod(Job const& job, std::string name, std::optional<std::int32_t> index,
                               IndexFailures const* failures);
/// What the name of such a Pod begins with.
[[nodiscard]] std::string job_pod_base(Job const& job, std::optional<std::int32_t> index);

/// The merge patch that takes the tracking finalizer off.
[[nodiscard]] std::string patch_without_tracking(ObjectIndex const& pod);

}  // namespace keelson::controllers

#endif
