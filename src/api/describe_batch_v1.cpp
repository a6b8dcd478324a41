#include <keelson/api/batch_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(PodFailurePolicyOnExitCodesRequirement, (), (containerName, operator_, values))
BOOST_DESCRIBE_STRUCT(PodFailurePolicyOnPodConditionsPattern, (), (status, type))
BOOST_DESCRIBE_STRUCT(PodFailurePolicyRule, (), (action, onExitCodes, onPodConditions))
BOOST_DESCRIBE_STRUCT(PodFailurePolicy, (), (rules))
BOOST_DESCRIBE_STRUCT(SuccessPolicyRule, (), (succeededCount, succeededIndexes))
BOOST_DESCRIBE_STRUCT(SuccessPolicy, (), (rules))
BOOST_DESCRIBE_STRUCT(JobSpec, (),
                      (activeDeadlineSeconds, backoffLimit, backoffLimitPerIndex, completionMode, completions,
                       managedBy, manualSelector, maxFailedIndexes, parallelism, podFailurePolicy, podReplacementPolicy,
                       selector, successPolicy, suspend, template_, ttlSecondsAfterFinished))
BOOST_DESCRIBE_STRUCT(JobCondition, (), (lastProbeTime, lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(UncountedTerminatedPods, (), (failed, succeeded))
BOOST_DESCRIBE_STRUCT(JobStatus, (),
                      (active, completedIndexes, completionTime, conditions, failed, failedIndexes, ready, startTime,
                       succeeded, terminating, uncountedTerminatedPods))
BOOST_DESCRIBE_STRUCT(Job, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(JobTemplateSpec, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(CronJobSpec, (),
                      (concurrencyPolicy, failedJobsHistoryLimit, jobTemplate, schedule, startingDeadlineSeconds,
                       successfulJobsHistoryLimit, suspend, timeZone))
BOOST_DESCRIBE_STRUCT(CronJobStatus, (), (active, lastScheduleTime, lastSuccessfulTime))
BOOST_DESCRIBE_STRUCT(CronJob, (), (metadata, spec, status))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodFailurePolicyOnExitCodesRequirement>{"operator"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodFailurePolicyOnPodConditionsPattern>{"type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodFailurePolicyRule>{"action"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<JobCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CronJobSpec>{"schedule"};

template TypeDesc const& struct_desc<PodFailurePolicyOnExitCodesRequirement>();
template TypeDesc const& struct_desc<PodFailurePolicyOnPodConditionsPattern>();
template TypeDesc const& struct_desc<PodFailurePolicyRule>();
template TypeDesc const& struct_desc<PodFailurePolicy>();
template TypeDesc const& struct_desc<SuccessPolicyRule>();
template TypeDesc const& struct_desc<SuccessPolicy>();
template TypeDesc const& struct_desc<JobSpec>();
template TypeDesc const& struct_desc<JobCondition>();
template TypeDesc const& struct_desc<UncountedTerminatedPods>();
template TypeDesc const& struct_desc<JobStatus>();
template TypeDesc const& struct_desc<Job>();
template TypeDesc const& struct_desc<JobTemplateSpec>();
template TypeDesc const& struct_desc<CronJobSpec>();
template TypeDesc const& struct_desc<CronJobStatus>();
template TypeDesc const& struct_desc<CronJob>();
}  // namespace detail

}  // namespace keelson
