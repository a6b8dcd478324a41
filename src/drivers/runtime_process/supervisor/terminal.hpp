#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_TERMINAL_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_TERMINAL_HPP

#include "drivers/runtime_process/supervisor/descriptor.hpp"

#include <keelson/core/streams.hpp>

#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace keelson::supervisor {

/// A pseudo terminal. When `ours` is closed, whoever sits at it gets SIGHUP.
struct Terminal {
    Descriptor ours;      ///< does not block
    Descriptor programs;  ///< to be closed here once the program has it
};

/// Gives what went wrong, or nothing. `owner` may open it by its name.
std::string open_terminal(Terminal& terminal, uid_t owner);

void resize(Descriptor const& ours, TerminalSize size);

/// Another descriptor of the same terminal.
Descriptor duplicate(Descriptor const& of);

/// Programs at a terminal are told which kind it is, as container runtimes do.
void name_terminal(std::vector<std::pair<std::string, std::string>>& environment);

/// Whether there is something to be read, waiting a moment for what was written just now: what is written to a
/// terminal gets to its other end a little later.
bool wait_for_rest(Descriptor const& ours);

}  // namespace keelson::supervisor

#endif
