#include "engine/pod_logs.hpp"

#include "engine/container_log.hpp"
#include "node/container_config.hpp"

#include <algorithm>

namespace keelson {
namespace {

template <class Containers>
void add_names(Containers const& containers, std::vector<std::string>& names) {
    for (auto const& container : containers) names.push_back(container.name);
}

std::string join(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

Result<std::string> choose_container(Pod const& pod, std::string const& named) {
    std::vector<std::string> names, others;
    add_names(pod.spec.containers, names);
    add_names(pod.spec.initContainers, others);
    add_names(pod.spec.ephemeralContainers, others);
    if (named.empty()) {
        if (names.size() == 1) return names.front();
        auto message = "a container name must be specified for pod " + pod.metadata.name + ", choose one of: [" +
                       join(names) + "]";
        if (!pod.spec.initContainers.empty()) {
            std::vector<std::string> first;
            add_names(pod.spec.initContainers, first);
            message += " or one of the init containers: [" + join(first) + "]";
        }
        return Error(Errc::bad_request, message);
    }
    names.insert(names.end(), others.begin(), others.end());
    if (std::find(names.begin(), names.end(), named) != names.end()) return named;
    return Error(Errc::bad_request, "container " + named + " is not valid for pod " + pod.metadata.name);
}

ContainerStatus const* status_of(Pod const& pod, std::string const& container) {
    for (auto const* all :
         {&pod.status.containerStatuses, &pod.status.initContainerStatuses, &pod.status.ephemeralContainerStatuses}) {
        for (auto const& status : *all) {
            if (status.name == container) return &status;
        }
    }
    return nullptr;
}

Result<LogAttempt> choose_attempt(Pod const& pod, std::string const& container, LogAttempt newest, bool previous) {
    auto const* const status = status_of(pod, container);
    bool const waiting = status != nullptr && status->state && status->state->waiting;
    auto const what = "container \"" + container + "\" in pod \"" + pod.metadata.name + "\"";
    if (previous) {
        // While it waits for its next start, the latest is the one before that.
        auto const back = waiting ? 0U : 1U;
        if (!newest || *newest < back) return Error(Errc::bad_request, "previous terminated " + what + " not found");
        return LogAttempt(*newest - back);
    }
    if (newest) return newest;
    if (waiting) {
        auto const& reason = status->state->waiting->reason;
        bool const no_image = reason == "ErrImagePull" || reason == "ImagePullBackOff";
        return Error(Errc::bad_request,
                     what + " is waiting to start: " + (no_image ? "trying and failing to pull image" : reason));
    }
    if (status == nullptr) return Error(Errc::bad_request, what + " is not available");
    return LogAttempt();  // of a runtime that writes no logs
}

Result<LogPlace> find_log(std::string const& nodes_dir, Pod const& pod, std::string const& named, bool previous,
                          LogAttempt newest) {
    auto const container = choose_container(pod, named);
    if (!container) return container.error();
    LogPlace place;
    place.container = *container;
    if (pod.spec.nodeName.empty()) return place;
    auto const folder = pod_log_directory(nodes_dir + "/" + pod.spec.nodeName, pod.metadata.namespace_,
                                          pod.metadata.name, pod.metadata.uid) +
                        "/" + *container;
    auto const attempt =
        choose_attempt(pod, *container, std::max(newest, ContainerLog::newest_attempt(folder)), previous);
    if (!attempt) return attempt.error();
    if (!*attempt) return place;
    place.folder = folder;
    place.attempt = **attempt;
    return place;
}

}  // namespace keelson
