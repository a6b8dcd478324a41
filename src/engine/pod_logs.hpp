#ifndef KEELSON_SRC_ENGINE_POD_LOGS_HPP
#define KEELSON_SRC_ENGINE_POD_LOGS_HPP

#include <keelson/api/object.hpp>
#include <keelson/client.hpp>

#include <string>

namespace keelson {

/// What a container of a Pod has written, from the log files of its node below `nodes_dir`; the newest
/// 16 MiB at most. Reads files: not on the strand.
/// Errors: as kube-apiserver words them, `bad_request` when the container must be named or does not exist.
Result<std::string> read_pod_logs(std::string const& nodes_dir, Object const& pod, LogQuery const& query);

}  // namespace keelson

#endif
