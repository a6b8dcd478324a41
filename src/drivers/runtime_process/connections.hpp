#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_CONNECTIONS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_CONNECTIONS_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace keelson {

class Connection;

/// What becomes of a connection. Called on the thread of all connections, one after the other.
struct ConnectionEvents {
    std::function<void(std::shared_ptr<Connection>)> connected;
    std::function<void(std::string)> bytes;
    std::function<void()> drained;
    std::function<void()> ended;   ///< the other end writes nothing more
    std::function<void()> closed;  ///< both directions have ended; nothing follows
    std::function<void(int)>
        lost;  ///< an errno; ETIMEDOUT at the deadline; ECANCELED when all were ended; nothing follows
};

/// A socket that does not block its users. Threading: any thread.
class Connection {
public:
    virtual ~Connection() = default;
    virtual void write(std::string bytes) = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    virtual void finish() = 0;
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

    /// Takes over a socket that is connected or on its way.
    void add(int socket, Instant deadline, ConnectionEvents events);
    /// All that there are are lost. Waits for the thread, unless it is the one that calls.
    void stop();

private:
    struct State;
    class Held;
    static void run(std::shared_ptr<State> const& state);

    std::shared_ptr<State> state_;
    std::thread thread_;
};

}  // namespace keelson

#endif
