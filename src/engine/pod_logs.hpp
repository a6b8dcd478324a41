#ifndef KEELSON_SRC_ENGINE_POD_LOGS_HPP
#define KEELSON_SRC_ENGINE_POD_LOGS_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace keelson {

/// The container of a Pod that is meant: the one of that name, or the only one when none is named.
/// Errors: `bad_request`, as kube-apiserver words it.
Result<std::string> choose_container(Pod const& pod, std::string const& named);

/// What the Pod's status says of a container; null when it says nothing.
ContainerStatus const* status_of(Pod const& pod, std::string const& container);

/// Which start of a container a log is of. None: nothing was ever written.
using LogAttempt = std::optional<std::uint32_t>;

/// The latest start of a container, or the one before; `newest` is the latest that has a log.
/// Errors: as a kubelet words them, `bad_request` when the container has not started, or has no earlier start.
Result<LogAttempt> choose_attempt(Pod const& pod, std::string const& container, LogAttempt newest, bool previous);

/// Where the log of a container is.
struct LogPlace {
    std::string container;
    std::string folder;  ///< empty: nothing was ever written
    std::uint32_t attempt = 0;
};

/// Finds the log that is meant below `nodes_dir`; `newest` is the latest start that is known otherwise. Reads folders:
/// not on the strand.
/// Errors: those of the two above.
Result<LogPlace> find_log(std::string const& nodes_dir, Pod const& pod, std::string const& container, bool previous,
                          LogAttempt newest = {});

}  // namespace keelson

#endif
