#include "controllers/pod_state.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

namespace keelson::controllers {

// The few fields of a Pod that its rank depends on. Decoding these is several times cheaper than the whole Pod,
// and a rollout of a thousand replicas asks for them again and again.
namespace glance {

struct Meta {
    std::map<std::string, std::string> annotations;
};
BOOST_DESCRIBE_STRUCT(Meta, (), (annotations))

struct InitContainer {
    std::string name;
    std::string restartPolicy;
};
BOOST_DESCRIBE_STRUCT(InitContainer, (), (name, restartPolicy))

struct Spec {
    std::vector<InitContainer> initContainers;
};
BOOST_DESCRIBE_STRUCT(Spec, (), (initContainers))

struct Condition {
    Time lastTransitionTime;
    std::string status;
    std::string type;
};
BOOST_DESCRIBE_STRUCT(Condition, (), (lastTransitionTime, status, type))

struct ContainerRestarts {
    std::string name;
    std::int32_t restartCount = 0;
};
BOOST_DESCRIBE_STRUCT(ContainerRestarts, (), (name, restartCount))

struct Status {
    std::vector<Condition> conditions;
    std::vector<ContainerRestarts> containerStatuses;
    std::vector<ContainerRestarts> initContainerStatuses;
};
BOOST_DESCRIBE_STRUCT(Status, (), (conditions, containerStatuses, initContainerStatuses))

struct Glance {
    Meta metadata;
    Spec spec;
    Status status;
};
BOOST_DESCRIBE_STRUCT(Glance, (), (metadata, spec, status))

struct StatusOfConditions {
    std::vector<Condition> conditions;
};
BOOST_DESCRIBE_STRUCT(StatusOfConditions, (), (conditions))

struct Conditions {
    StatusOfConditions status;
};
BOOST_DESCRIBE_STRUCT(Conditions, (), (status))

}  // namespace glance

namespace {

template <class Conditions>
Time ready_since_in(Conditions const& conditions) noexcept {
    for (auto const& condition : conditions)
        if (condition.type == "Ready" && condition.status == "True") return condition.lastTransitionTime;
    return {};
}

// What is stored was validated; a Pod that does not read says nothing, as one without a status does.
template <class T>
T read(Object const& pod) {
    T value;
    (void)decode_published(type_desc<T>(), &value, pod.bytes());
    return value;
}

std::int32_t deletion_cost(std::map<std::string, std::string> const& annotations) {
    auto const found = annotations.find("controller.kubernetes.io/pod-deletion-cost");
    if (found == annotations.end()) return 0;
    auto const& text = found->second;
    std::int32_t cost = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), cost);
    return error == std::errc{} && stop == text.data() + text.size() ? cost : 0;
}

bool long_enough(Time since, std::int32_t min_ready_seconds, Time now) noexcept {
    return min_ready_seconds <= 0 || (!since.empty() && since + spec_seconds(min_ready_seconds) <= now);
}

}  // namespace

bool is_finished(std::string_view phase) noexcept { return phase == "Succeeded" || phase == "Failed"; }

bool is_active(ObjectIndex const& pod) noexcept { return pod.deleted.empty() && !is_finished(pod.phase); }
bool is_active(Pod const& pod) noexcept {
    return pod.metadata.deletionTimestamp.empty() && !is_finished(pod.status.phase);
}

bool is_terminating(ObjectIndex const& pod) noexcept { return !pod.deleted.empty() && !is_finished(pod.phase); }
bool is_terminating(Pod const& pod) noexcept {
    return !pod.metadata.deletionTimestamp.empty() && !is_finished(pod.status.phase);
}

bool is_ready(ObjectIndex const& pod) noexcept { return pod.ready; }
bool is_ready(Pod const& pod) noexcept {
    auto const* const ready = find_condition(pod, "Ready");
    return ready && ready->status == "True";
}

PodCondition const* find_condition(Pod const& pod, std::string_view type) noexcept {
    auto const& all = pod.status.conditions;
    auto const found = std::find_if(all.begin(), all.end(), [&](PodCondition const& c) { return c.type == type; });
    return found == all.end() ? nullptr : &*found;
}

Time ready_since(Pod const& pod) noexcept { return ready_since_in(pod.status.conditions); }
Time ready_since(Object const& pod) {
    if (!pod.index().ready) return {};
    return ready_since_in(read<glance::Conditions>(pod).status.conditions);
}

bool is_available(Pod const& pod, std::int32_t min_ready_seconds, Time now) noexcept {
    return is_ready(pod) && long_enough(ready_since(pod), min_ready_seconds, now);
}
bool is_available(Object const& pod, std::int32_t min_ready_seconds, Time now) {
    if (!pod.index().ready) return false;
    return min_ready_seconds <= 0 || long_enough(ready_since(pod), min_ready_seconds, now);
}

std::optional<Duration> available_in(Time since, std::int32_t min_ready_seconds, Time now) noexcept {
    if (since.empty() || long_enough(since, min_ready_seconds, now)) return std::nullopt;
    return since + spec_seconds(min_ready_seconds) - now;
}

PodMerit merit(Object const& pod) {
    auto const seen = read<glance::Glance>(pod);
    PodMerit result{.deletion_cost = deletion_cost(seen.metadata.annotations),
                    .ready_since = ready_since_in(seen.status.conditions)};
    for (auto const& container : seen.status.containerStatuses)
        result.restarts = std::max(result.restarts, container.restartCount);
    for (auto const& container : seen.status.initContainerStatuses) {
        auto const sidecar = std::any_of(
            seen.spec.initContainers.begin(), seen.spec.initContainers.end(),
            [&](auto const& init) { return init.name == container.name && init.restartPolicy == "Always"; });
        if (sidecar) result.sidecar_restarts = std::max(result.sidecar_restarts, container.restartCount);
    }
    return result;
}

}  // namespace keelson::controllers
