#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_STREAMS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_STREAMS_HPP

#include "drivers/runtime_docker/api.hpp"

#include <keelson/runtime/logs.hpp>
#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/terminals.hpp>

#include <memory>

namespace keelson::docker {

/// What flows to and from containers while it lasts, over connections of its own.
class Streams : public ExecFacet, public TerminalFacet, public PortFacet, public LogFacet {
public:
    /// Ends what is open. When it has returned, nothing is called back any more. The loop has ended before.
    virtual void close() = 0;
};

/// `api` and `containers` outlive it.
std::unique_ptr<Streams> make_streams(Api& api, Containers& containers);

/// The program of a sandbox's image, and its mode that joins its standard input and output with a port of the Pod:
/// {sandbox_program, "connect", "8080"} as an exec in the sandbox. It says "connected" in a line on standard error and
/// ends with 0 when the other side is done; when nobody listens it says so there and ends with 1.
inline constexpr char sandbox_program[] = "/keelson-sandbox";

}  // namespace keelson::docker

#endif
