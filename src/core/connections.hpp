#ifndef KEELSON_SRC_CORE_CONNECTIONS_HPP
#define KEELSON_SRC_CORE_CONNECTIONS_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>
#include <thread>
#include <utility>

namespace keelson {

class SocketConnection;

/// What becomes of a connection. Called on the thread of all connections, one after the other.
struct ConnectionEvents {
    std::function<void(std::shared_ptr<SocketConnection>)> connected;
    std::function<void(std::string)> bytes;
    std::function<void()> drained;
    std::function<void()> ended;   ///< the other end writes nothing more
    std::function<void()> closed;  ///< both directions have ended; nothing follows
    std::function<void(int)>
        lost;  ///< an errno; ETIMEDOUT at the deadline; ECANCELED when all were ended; nothing follows
};

/// What stands between a connection and its socket: encryption. Used on the thread of all connections.
class Channel {
public:
    enum class Waits : std::uint8_t { to_read, to_write };

    virtual ~Channel() = default;
    // Each gives what read(2) and write(2) give, but an errno as a negative number; after -EAGAIN `waits` says what
    // for.
    /// Goes on with what both ends must agree on first; 0 when they have.
    virtual ssize_t open(int socket) = 0;
    virtual ssize_t read(char* bytes, std::size_t count) = 0;
    virtual ssize_t write(char const* bytes, std::size_t count) = 0;
    /// Nothing more will be written.
    virtual void finish() = 0;
    [[nodiscard]] virtual Waits waits() const = 0;
};

/// A socket that does not block its users. Threading: any thread.
class SocketConnection {
public:
    virtual ~SocketConnection() = default;
    virtual void write(std::string bytes) = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    virtual void finish() = 0;
    /// While paused nothing is read. Where the other end must never wait, up to `hold_bytes` are read all the same and
    /// kept; with more than that it is lost (ENOBUFS).
    virtual void pause(bool paused) = 0;
    /// What it waited for has come in time.
    virtual void lift_deadline() = 0;
    /// At once, and nothing follows.
    virtual void close() = 0;
};

/// The streams of one runtime, on one thread that begins with the first of them.
class Connections {
public:
    explicit Connections(std::shared_ptr<Clock const> clock);
    ~Connections() { stop(); }
    Connections(Connections const&) = delete;
    Connections& operator=(Connections const&) = delete;

    struct Options {
        std::unique_ptr<Channel> channel = nullptr;  ///< null: bytes go as they are
        std::size_t hold_bytes = 0;
    };
    /// Takes over a socket that is connected or on its way.
    void add(int socket, Instant deadline, ConnectionEvents events, Options options);
    void add(int socket, Instant deadline, ConnectionEvents events) {
        add(socket, deadline, std::move(events), Options{});
    }
    /// Runs something on the thread, soon; not any more once all were ended.
    void post(std::function<void()> what);
    /// All that there are are lost. Waits for the thread, unless it is the one that calls.
    void stop();

private:
    struct State;
    class Held;
    void start_thread();
    static void run(std::shared_ptr<State> const& state);

    std::shared_ptr<State> state_;
    std::thread thread_;
};

}  // namespace keelson

#endif
