#include "controllers/job_pods.hpp"

#include <keelson/api/codec.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

namespace keelson::controllers {

namespace {

constexpr std::string_view index_key = "batch.kubernetes.io/job-completion-index";
constexpr std::string_view failures_key = "batch.kubernetes.io/job-index-failure-count";
constexpr std::string_view ignored_key = "batch.kubernetes.io/job-index-ignored-failure-count";

std::optional<std::int32_t> number(std::string_view text) {
    std::int32_t value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::int32_t annotated(Pod const& pod, std::string_view key) {
    auto const found = pod.metadata.annotations.find(std::string(key));
    return found == pod.metadata.annotations.end() ? 0 : number(found->second).value_or(0);
}

void add_index_variable(std::vector<Container>& containers) {
    constexpr std::string_view name = "JOB_COMPLETION_INDEX";
    for (auto& container : containers) {
        auto const there = std::any_of(container.env.begin(), container.env.end(),
                                       [&](EnvVar const& variable) { return variable.name == name; });
        if (there) continue;
        EnvVar variable{.name = std::string(name)};
        variable.valueFrom.emplace().fieldRef.emplace().fieldPath = "metadata.labels['" + std::string(index_key) + "']";
        container.env.push_back(std::move(variable));
    }
}

}  // namespace

JobPod job_pod(Ref pod) {
    JobPod result{.ref = std::move(pod)};
    auto const& finalizers = result.ref->index().finalizers;
    result.tracked = std::find(finalizers.begin(), finalizers.end(), job_tracking_finalizer) != finalizers.end();
    if (auto const* const label = result.ref->label(index_key)) result.index = number(*label);
    return result;
}

bool less_advanced(JobPod const& a, JobPod const& b) {
    auto const rank = [](ObjectIndex const& pod) {
        return std::tuple(!pod.node.empty(), pod.phase == "Running", pod.ready, -pod.created.micros);
    };
    auto const& left = a.ref->index();
    auto const& right = b.ref->index();
    auto const order = rank(left) <=> rank(right);
    return order != 0 ? order < 0 : right.key.name < left.key.name;
}

IndexFailures index_failures(Pod const& pod) {
    return {.counted = annotated(pod, failures_key), .ignored = annotated(pod, ignored_key)};
}

bool is_indexed(JobSpec const& job) noexcept { return job.completionMode && *job.completionMode == "Indexed"; }

std::int32_t backoff_limit(JobSpec const& job) noexcept {
    return job.backoffLimit.value_or(job.backoffLimitPerIndex ? std::numeric_limits<std::int32_t>::max() : 6);
}

std::int32_t parallelism(JobSpec const& job) noexcept { return std::max(0, job.parallelism.value_or(1)); }

std::optional<std::int32_t> completions(JobSpec const& job) noexcept {
    if (!job.completions && !job.parallelism) return 1;
    return job.completions;
}

bool replaces_only_failed(JobSpec const& job) noexcept {
    if (job.podReplacementPolicy && *job.podReplacementPolicy == "Failed") return true;
    return job.podFailurePolicy.has_value();
}

std::string job_pod_base(Job const& job, std::optional<std::int32_t> index) {
    if (!index) return job.metadata.name + "-";
    // The index must survive in a name that has to be cut.
    constexpr std::size_t most = 63 - 5;
    auto const tail = "-" + std::to_string(*index) + "-";
    return job.metadata.name.substr(0, most - tail.size()) + tail;
}

Pod make_job_pod(Job const& job, std::string name, std::optional<std::int32_t> index, IndexFailures const* failures) {
    auto const& from = job.spec.template_;
    Pod pod{.metadata = {.annotations = from.metadata.annotations,
                         .finalizers = from.metadata.finalizers,
                         .labels = from.metadata.labels,
                         .name = std::move(name),
                         .namespace_ = job.metadata.namespace_,
                         .ownerReferences = {owner_reference(job)}},
            .spec = from.spec};
    pod.metadata.finalizers.emplace_back(job_tracking_finalizer);
    if (!job.spec.manualSelector.value_or(false)) {
        for (auto const* prefix : {"", "batch.kubernetes.io/"}) {
            pod.metadata.labels[std::string(prefix) + "controller-uid"] = job.metadata.uid;
            pod.metadata.labels[std::string(prefix) + "job-name"] = job.metadata.name;
        }
    }
    if (!index) return pod;
    auto const text = std::to_string(*index);
    pod.metadata.labels[std::string(index_key)] = text;
    pod.metadata.annotations[std::string(index_key)] = text;
    if (failures) {
        pod.metadata.annotations[std::string(failures_key)] = std::to_string(failures->counted);
        if (failures->ignored > 0)
            pod.metadata.annotations[std::string(ignored_key)] = std::to_string(failures->ignored);
    }
    pod.spec.hostname = job.metadata.name + "-" + text;
    add_index_variable(pod.spec.initContainers);
    add_index_variable(pod.spec.containers);
    return pod;
}

std::string patch_without_tracking(ObjectIndex const& pod) {
    auto rest = pod.finalizers;
    std::erase(rest, job_tracking_finalizer);
    return R"({"metadata":{"finalizers":)" + (rest.empty() ? "null" : encode(rest)) + "}}";
}

}  // namespace keelson::controllers
