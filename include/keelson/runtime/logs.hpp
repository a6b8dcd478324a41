#ifndef KEELSON_RUNTIME_LOGS_HPP
#define KEELSON_RUNTIME_LOGS_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/streams.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace keelson {

/// What of a container's log is wanted.
struct LogSelection {
    bool follow = false;                      ///< what is still to come too, until the container ends
    Time since;                               ///< nothing before that; none: from its beginning
    std::optional<std::uint64_t> tail_lines;  ///< the last so many of those that are wanted; a part counts as one
    bool output = true;                       ///< what it printed to standard output
    bool errors = true;                       ///< what it printed to standard error
};

/// Optional: what containers have printed, where the runtime keeps it itself.
class LogFacet {
public:
    virtual ~LogFacet() = default;
    /// Gives the log as lines of the CRI format, `TIME stdout|stderr F|P TEXT`, oldest first. It closes when there is
    /// no more, with an error when it broke before. Whoever reads pauses it; nothing is dropped. An ended container has
    /// its log until it is removed. Errors: `not_found` for a container that is not there.
    virtual void read(ContainerId id, LogSelection wanted, Instant deadline, ByteEvents events,
                      Completion<std::shared_ptr<ByteStream>> done) = 0;
};

}  // namespace keelson

#endif
