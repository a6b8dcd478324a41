#ifndef KEELSON_RUNTIME_TERMINALS_HPP
#define KEELSON_RUNTIME_TERMINALS_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/streams.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// A further program in a container.
struct TerminalExec {
    std::vector<std::string> command;
    bool input = false;  ///< whether something is written to it; otherwise its input is empty
    bool tty = false;    ///< on a terminal of its own
};

/// Optional: talk to programs in containers.
class TerminalFacet {
public:
    virtual ~TerminalFacet() = default;
    /// Starts a program in a running container, in the environment, folder, user, mounts and limits of the container.
    /// Errors: `not_found` and `conflict` when the container is unknown or does not run, `invalid` when the program
    /// cannot be started.
    virtual void start(ContainerId id, TerminalExec config, Instant deadline, ProgramEvents events,
                       Completion<std::shared_ptr<ProgramStreams>> done) = 0;
    /// The streams of a running container's own program, its output from now on. `input`: to write to it too, which
    /// works if the container was created with `open_stdin`. Several may attach; the end of the first one's input is
    /// the end of the program's if the container has `stdin_once`. Whoever reads too slowly is cut off with an error:
    /// the container never waits for him.
    virtual void attach(ContainerId id, bool input, Instant deadline, ProgramEvents events,
                        Completion<std::shared_ptr<ProgramStreams>> done) = 0;
};

}  // namespace keelson

#endif
