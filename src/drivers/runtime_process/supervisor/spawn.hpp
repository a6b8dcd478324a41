#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SPAWN_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SPAWN_HPP

#include "drivers/runtime_process/supervisor/cgroups.hpp"
#include "drivers/runtime_process/supervisor/descriptor.hpp"
#include "drivers/runtime_process/supervisor/identity.hpp"

#include <sys/resource.h>

namespace keelson::supervisor {

/// A program to run, with all that it is to find itself in.
struct Program {
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string working_dir;
    Identity identity;
    bool private_root = false;
    std::vector<Mount> mounts;
    bool read_only_root = false;
    std::string staging;  ///< an empty folder
    pid_t join = 0;       ///< a process whose private root is to be entered instead
    Groups groups;
    int oom_score_adj = 0;
    rlimit open_files{};  ///< the supervisor has raised its own
    bool die_with_supervisor = false;
    bool terminal = false;                    ///< the input is one, which is to be its own
    int input = -1, output = -1, error = -1;  ///< -1: nothing is read, what is written is dropped
};

/// A child on its way to its program. It waits at the gate for one byte, goes on, and the gate gives
/// either its end, which is when the program runs, or what went wrong. A child whose gate is closed
/// without the byte ends. So a supervisor that is killed leaves no process that nobody knows of.
struct Spawned {
    pid_t pid = -1;
    Descriptor gate;
};

/// Gives what went wrong in `error`, and a pid of -1, when not even a child could be made.
Spawned spawn(Program const& program, std::string& error);

/// What the gate has to say. No value: not yet; empty: the program runs (or was killed before it did).
std::optional<std::string> read_gate(Descriptor const& gate);

/// The number of "SIGTERM", "term", "15" or "SIGRTMIN+3".
std::optional<int> parse_signal(std::string_view name);

}  // namespace keelson::supervisor

#endif
