#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PORTS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PORTS_HPP

#include "drivers/runtime_process/supervisor/table.hpp"

namespace keelson::supervisor {

using Sandboxes = std::map<SandboxId, SandboxRecord>;

/// For a container that ended in failure: whether one of its Pod's ports is held, on every address, by
/// somebody else. Gives the words for it, or nothing.
std::string explain_collision(SandboxRecord const& sandbox, Sandboxes const& sandboxes);

/// Containers that listen on every address at a port of their Pod, so that no other Pod can have it,
/// and the words for it.
std::vector<std::pair<ContainerId, std::string>> find_greedy(Sandboxes const& sandboxes);

}  // namespace keelson::supervisor

#endif
