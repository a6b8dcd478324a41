#ifndef KEELSON_RUNTIME_RESIZE_HPP
#define KEELSON_RUNTIME_RESIZE_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

namespace keelson {

/// Optional: change what a running container may use.
class ResizeFacet {
public:
    virtual ~ResizeFacet() = default;
    /// Done when the limits are in force. Repeating it is harmless.
    /// Errors: `not_found` for a container that does not run; `invalid` for limits that it can't have, a memory limit
    /// below what it uses, say: it keeps those that it had.
    virtual void resize(ContainerId id, ResourceLimits limits, Instant deadline, Completion<> done) = 0;
};

}  // namespace keelson

#endif
