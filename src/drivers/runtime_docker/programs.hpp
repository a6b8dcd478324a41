#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_PROGRAMS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_PROGRAMS_HPP

#include "drivers/runtime_docker/streams_context.hpp"

#include <keelson/runtime/terminals.hpp>

namespace keelson::docker {

/// A program of a container, as whoever talks to it holds it.
class Program : public ProgramStreams {
public:
    /// As `cancel`, but it is not waited whether the program ends on its own.
    virtual void kill() = 0;
};

/// Finds the engine's id of a container, as StreamsContext::find.
using FindContainer = std::function<void(Instant deadline, Completion<std::string> done)>;

/// Starts a further program in a container. Contract: TerminalFacet::start.
void start_program(std::shared_ptr<StreamsContext> const& context, FindContainer const& find, TerminalExec config,
                   Instant deadline, ProgramEvents events, Completion<std::shared_ptr<Program>> done);

/// Contract: TerminalFacet::attach.
void attach_program(std::shared_ptr<StreamsContext> const& context, FindContainer const& find, bool input,
                    Instant deadline, ProgramEvents events, Completion<std::shared_ptr<Program>> done);

}  // namespace keelson::docker

#endif
