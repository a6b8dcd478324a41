#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CHECKS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CHECKS_HPP

#include <keelson/runtime/runtime.hpp>

namespace keelson::supervisor {

/// Why a sandbox or a container cannot be had on this node, by field; nothing if it can.
std::optional<Error> check(SandboxConfig const& config, RuntimeAbilities const& abilities);
std::optional<Error> check(ContainerConfig const& config, RuntimeAbilities const& abilities);

}  // namespace keelson::supervisor

#endif
