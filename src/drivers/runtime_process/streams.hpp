#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_STREAMS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_STREAMS_HPP

#include "core/connections.hpp"
#include "drivers/runtime_process/wire.hpp"

#include <keelson/core/completion.hpp>

namespace keelson {

/// A session with the supervisor on a connection of its own: `opening` is what it is asked for.
void open_session(Connections& connections, int socket, std::string opening, Instant deadline, ProgramEvents events,
                  Completion<std::shared_ptr<ProgramStreams>> done);

/// A connection with the first of these IPv4 addresses where somebody listens. `connections` is gone when its runtime
/// was closed meanwhile.
void open_port(std::weak_ptr<Connections> connections, std::vector<std::string> addresses, std::uint16_t port,
               Instant deadline, ByteEvents events, Completion<std::shared_ptr<ByteStream>> done);

}  // namespace keelson

#endif
