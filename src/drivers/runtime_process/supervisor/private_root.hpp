#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PRIVATE_ROOT_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PRIVATE_ROOT_HPP

#include <keelson/runtime/runtime.hpp>

#include <sys/types.h>

namespace keelson::supervisor {

/// Whether private mounts can be had here, found out by making some.
[[nodiscard]] Ability mount_ability(std::string const& staging);

/// Gives the calling process a view of the file system of its own: the machine's, with these mounts in it.
///
/// A target that the machine does not have is made on a skeleton: a tmpfs in place of the folder above,
/// with everything that is in that folder bound into it. So the machine's own folders get no new entries,
/// files in them go on to be the machine's, and new entries beside the target are the container's alone.
/// `staging` is an empty folder. Gives what went wrong, or nothing.
std::string enter_private_root(std::vector<Mount> mounts, bool read_only_root, std::string const& staging);

/// Enters the view of another process. Gives what went wrong, or nothing.
std::string join_private_root(pid_t pid);

}  // namespace keelson::supervisor

#endif
