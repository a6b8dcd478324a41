#ifndef KEELSON_CORE_STREAMS_HPP
#define KEELSON_CORE_STREAMS_HPP

#include <keelson/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace keelson {

// What flows both ways while it lasts. Common to both kinds of stream:
//
// Threading: functions may be called on any thread, from within events too. Events come one after the other, on a
// thread of the stream's own that they must not block, and none comes from within a call or before the stream was
// given to whoever opened it.
// Lifetime: whoever lets go of a stream has closed it; events may come until that call has returned, and one that is
// under way on another thread ends later. After the last event the stream holds on to none of them.
// Back pressure: `pause(true)` keeps further bytes away, at most what is in one buffer still comes, and the other end
// has to wait. What is written is queued; writers stop at a bound of their own and go on at `drained`.

struct TerminalSize {
    std::uint16_t columns = 0, rows = 0;
};

struct ProgramEnding {
    int exit_code = 0;  ///< 128 + signal when a signal ended it
    int signal = 0;
};

struct ProgramEvents {
    std::function<void(std::string)> output;  ///< what it printed; with a terminal everything
    std::function<void(std::string)> error;
    std::function<void()> drained;  ///< nothing of what was written is queued any more
    /// Once, and last, unless it was cancelled: how it ended, or why nothing is known of it any more.
    std::function<void(Result<ProgramEnding>)> ended;
};

/// The standard streams of a program.
class ProgramStreams {
public:
    virtual ~ProgramStreams() = default;
    /// To its standard input; dropped if it has none, or it is closed.
    virtual void write(std::string input) = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    /// The input ends, after what is queued. On a terminal that is an end-of-file character.
    virtual void close_input() = 0;
    virtual void resize(TerminalSize size) = 0;
    virtual void pause(bool paused) = 0;
    /// Nobody listens any more, and no event follows. A program that was started for this stream is told by the loss
    /// of its terminal (SIGHUP) or by the end of its input, and killed if it is still there some seconds later.
    virtual void cancel() = 0;
};

struct ByteEvents {
    std::function<void(std::string)> bytes;
    std::function<void()> drained;  ///< nothing of what was written is queued any more
    std::function<void()> ended;    ///< the other end will write nothing more
    /// Once, and last, unless it was closed here: both directions are done, or it broke.
    std::function<void(Result<>)> closed;
};

/// A connection.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    virtual void write(std::string bytes) = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    /// Nothing more will be written.
    virtual void finish() = 0;
    virtual void pause(bool paused) = 0;
    /// Ends it at once; what is queued is lost, and no event follows.
    virtual void close() = 0;
};

}  // namespace keelson

#endif
