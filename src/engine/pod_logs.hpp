#ifndef KEELSON_SRC_ENGINE_POD_LOGS_HPP
#define KEELSON_SRC_ENGINE_POD_LOGS_HPP

#include "engine/container_log.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/client.hpp>

#include <string>

namespace keelson {

/// The container of a Pod that is meant: the one of that name, or the only one when none is named.
/// Errors: `bad_request`, as kube-apiserver words it.
Result<std::string> choose_container(Pod const& pod, std::string const& named);

/// What the Pod's status says of a container; null when it says nothing.
ContainerStatus const* status_of(Pod const& pod, std::string const& container);

/// Where the log of a container is.
struct LogPlace {
    std::string container;
    std::string folder;  ///< empty: nothing was ever written, for the Pod is on no node
    std::uint32_t attempt = 0;
};

/// Finds the log of a container's latest start, or of the one before, below `nodes_dir`. Reads folders: not on the
/// strand.
/// Errors: as a kubelet words them, `bad_request` when the container has not started, or has no earlier start.
Result<LogPlace> find_log(std::string const& nodes_dir, Pod const& pod, std::string const& container, bool previous);

/// What a container of a Pod has written; the newest 16 MiB at most. Reads files: not on the strand.
Result<std::string> read_pod_logs(std::string const& nodes_dir, Object const& pod, LogQuery const& query);

}  // namespace keelson

#endif
