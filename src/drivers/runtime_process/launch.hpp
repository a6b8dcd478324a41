#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_LAUNCH_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_LAUNCH_HPP

#include <keelson/core/error.hpp>

#include <string>

namespace keelson {

/// The supervisor program: `given` if it is not empty, else the first one found beside this program,
/// where this library is installed, and where it was built.
Result<std::string> find_supervisor(std::string const& given);

/// Starts the supervisor for `folder`, detached: it is no child of this process, has none of its
/// descriptors, signal dispositions or environment, and this process gets no SIGCHLD for it.
/// True when it serves; false when another one does already. Blocks until it is known, or `wait_millis`.
Result<bool> launch_supervisor(std::string const& program, std::string const& folder, int wait_millis);

}  // namespace keelson

#endif
