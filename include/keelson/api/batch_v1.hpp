#ifndef KEELSON_API_BATCH_V1_HPP
#define KEELSON_API_BATCH_V1_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

/// The types of batch/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct PodFailurePolicyOnExitCodesRequirement {
    std::optional<std::string> containerName;
    std::string operator_;
    std::vector<std::int32_t> values;
};

struct PodFailurePolicyOnPodConditionsPattern {
    std::string status;
    std::string type;
};

struct PodFailurePolicyRule {
    std::string action;
    std::optional<PodFailurePolicyOnExitCodesRequirement> onExitCodes;
    std::vector<PodFailurePolicyOnPodConditionsPattern> onPodConditions;
};

struct PodFailurePolicy {
    std::vector<PodFailurePolicyRule> rules;
};

struct SuccessPolicyRule {
    std::optional<std::int32_t> succeededCount;
    std::optional<std::string> succeededIndexes;
};

struct SuccessPolicy {
    std::vector<SuccessPolicyRule> rules;
};

struct JobSpec {
    std::optional<std::int64_t> activeDeadlineSeconds;
    std::optional<std::int32_t> backoffLimit;
    std::optional<std::int32_t> backoffLimitPerIndex;
    std::optional<std::string> completionMode;
    std::optional<std::int32_t> completions;
    std::optional<std::string> managedBy;
    std::optional<bool> manualSelector;
    std::optional<std::int32_t> maxFailedIndexes;
    std::optional<std::int32_t> parallelism;
    std::optional<PodFailurePolicy> podFailurePolicy;
    std::optional<std::string> podReplacementPolicy;
    std::optional<LabelSelector> selector;
    std::optional<SuccessPolicy> successPolicy;
    std::optional<bool> suspend;
    PodTemplateSpec template_;
    std::optional<std::int32_t> ttlSecondsAfterFinished;
};

struct JobCondition {
    Time lastProbeTime;
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct UncountedTerminatedPods {
    std::vector<std::string> failed;
    std::vector<std::string> succeeded;
};

struct JobStatus {
    std::int32_t active = 0;
    std::string completedIndexes;
    Time completionTime;
    std::vector<JobCondition> conditions;
    std::int32_t failed = 0;
    std::optional<std::string> failedIndexes;
    std::optional<std::int32_t> ready;
    Time startTime;
    std::int32_t succeeded = 0;
    std::optional<std::int32_t> terminating;
    std::optional<UncountedTerminatedPods> uncountedTerminatedPods;
};

struct Job {
    static constexpr TypeInfo type{"batch", "v1", "Job", "jobs"};
    ObjectMeta metadata;
    JobSpec spec;
    JobStatus status;
};

struct JobTemplateSpec {
    ObjectMeta metadata;
    JobSpec spec;
};

struct CronJobSpec {
    std::string concurrencyPolicy;
    std::optional<std::int32_t> failedJobsHistoryLimit;
    JobTemplateSpec jobTemplate;
    std::string schedule;
    std::optional<std::int64_t> startingDeadlineSeconds;
    std::optional<std::int32_t> successfulJobsHistoryLimit;
    std::optional<bool> suspend;
    std::optional<std::string> timeZone;
};

struct CronJobStatus {
    std::vector<ObjectReference> active;
    Time lastScheduleTime;
    Time lastSuccessfulTime;
};

struct CronJob {
    static constexpr TypeInfo type{"batch", "v1", "CronJob", "cronjobs"};
    ObjectMeta metadata;
    CronJobSpec spec;
    CronJobStatus status;
};

namespace detail {
extern template TypeDesc const& struct_desc<PodFailurePolicyOnExitCodesRequirement>();
extern template TypeDesc const& struct_desc<PodFailurePolicyOnPodConditionsPattern>();
extern template TypeDesc const& struct_desc<PodFailurePolicyRule>();
extern template TypeDesc const& struct_desc<PodFailurePolicy>();
extern template TypeDesc const& struct_desc<SuccessPolicyRule>();
extern template TypeDesc const& struct_desc<SuccessPolicy>();
extern template TypeDesc const& struct_desc<JobSpec>();
extern template TypeDesc const& struct_desc<JobCondition>();
extern template TypeDesc const& struct_desc<UncountedTerminatedPods>();
extern template TypeDesc const& struct_desc<JobStatus>();
extern template TypeDesc const& struct_desc<Job>();
extern template TypeDesc const& struct_desc<JobTemplateSpec>();
extern template TypeDesc const& struct_desc<CronJobSpec>();
extern template TypeDesc const& struct_desc<CronJobStatus>();
extern template TypeDesc const& struct_desc<CronJob>();
}  // namespace detail

}  // namespace keelson

#endif
