#include "engine/pod_logs.hpp"

#include "node/container_config.hpp"

#include <algorithm>

namespace keelson {
namespace {

constexpr std::size_t read_max = std::size_t{16} << 20;
constexpr std::size_t part_bytes = std::size_t{256} << 10;

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

Result<LogPlace> find_log(std::string const& nodes_dir, Pod const& pod, std::string const& named, bool previous) {
    auto const container = choose_container(pod, named);
    if (!container) return container.error();
    LogPlace place;
    place.container = *container;
    if (pod.spec.nodeName.empty()) return place;
    auto const folder = pod_log_directory(nodes_dir + "/" + pod.spec.nodeName, pod.metadata.namespace_,
                                          pod.metadata.name, pod.metadata.uid) +
                        "/" + *container;
    auto const newest = ContainerLog::newest_attempt(folder);
    auto const* const status = status_of(pod, *container);
    bool const waiting = status != nullptr && status->state && status->state->waiting;
    auto const what = "container \"" + *container + "\" in pod \"" + pod.metadata.name + "\"";
    if (previous) {
        // While it waits for its next start, the latest is the one before that.
        auto const back = waiting ? 0U : 1U;
        if (!newest || *newest < back) return Error(Errc::bad_request, "previous terminated " + what + " not found");
        place.folder = folder;
        place.attempt = *newest - back;
        return place;
    }
    if (newest) {
        place.folder = folder;
        place.attempt = *newest;
        return place;
    }
    if (waiting) {
        auto const& reason = status->state->waiting->reason;
        bool const no_image = reason == "ErrImagePull" || reason == "ImagePullBackOff";
        return Error(Errc::bad_request,
                     what + " is waiting to start: " + (no_image ? "trying and failing to pull image" : reason));
    }
    if (status == nullptr) return Error(Errc::bad_request, what + " is not available");
    return place;  // of a runtime that writes no logs
}

Result<std::string> read_pod_logs(std::string const& nodes_dir, Object const& object, LogQuery const& query) {
    auto const pod = decode<Pod>(object);
    if (!pod) return pod.error();
    auto const place = find_log(nodes_dir, *pod, query.container, query.previous);
    if (!place) return place.error();
    std::string text;
    if (place->folder.empty()) return text;
    LogForm form;
    if (query.tail_lines != 0) form.tail_lines = query.tail_lines;
    ContainerLog log(place->folder, place->attempt, std::move(form));
    while (log.read(part_bytes, text)) {
        if (text.size() > 2 * read_max) text.erase(0, text.size() - read_max);
    }
    if (text.size() > read_max) text.erase(0, text.size() - read_max);
    return text;
}

}  // namespace keelson
