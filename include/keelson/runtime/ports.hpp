#ifndef KEELSON_RUNTIME_PORTS_HPP
#define KEELSON_RUNTIME_PORTS_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/streams.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <memory>

namespace keelson {

/// Optional: connect with what listens in a Pod.
class PortFacet {
public:
    virtual ~PortFacet() = default;
    /// Connects with a TCP port of a Pod, as if from within it.
    /// Errors: `not_found` for an unknown sandbox, `unavailable` when nobody listens there.
    virtual void connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                         Completion<std::shared_ptr<ByteStream>> done) = 0;
};

}  // namespace keelson

#endif
