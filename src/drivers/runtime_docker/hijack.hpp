#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_HIJACK_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_HIJACK_HPP

#include "core/connections.hpp"
#include "drivers/runtime_docker/endpoint.hpp"

#include <keelson/core/error.hpp>

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

namespace keelson::docker {

/// One question to an engine, and what flows after its answer. On the thread of all of them.
struct HijackEvents {
    /// The engine has agreed; bytes follow.
    std::function<void(std::shared_ptr<SocketConnection>)> opened;
    std::function<void(std::string)> bytes;
    std::function<void()> drained;
    /// Once, and last, unless the connection was closed here: all has come, or the engine refused, or it broke.
    /// Errors: as an engine's answer, `unavailable`, `timeout` until it was opened, `cancelled` when all were ended,
    /// `too_many_requests` when more came while it was paused than is held.
    std::function<void(Result<>)> ended;
};

struct HijackQuestion {
    std::string method = "POST";
    std::string path;  ///< with the API's version
    std::string body;  ///< JSON, or nothing
    /// Whether bytes are to flow both ways. Otherwise the answer's body is read, and nothing written.
    bool both_ways = true;
    /// Paused, so much is still read and kept; with more, it ends.
    std::size_t hold_bytes = 0;
};

/// Connections of one's own with an engine. Threading: any thread.
class Hijacks {
public:
    Hijacks(Endpoint endpoint, std::shared_ptr<Clock const> clock);
    ~Hijacks() { stop(); }
    Hijacks(Hijacks const&) = delete;
    Hijacks& operator=(Hijacks const&) = delete;

    void open(HijackQuestion question, Instant deadline, HijackEvents events);
    /// Runs something on the thread of all connections, soon.
    void post(std::function<void()> what) { connections_.post(std::move(what)); }
    /// All are ended. When it has returned, nothing is called back any more.
    void stop();

private:
    struct Resolving;
    struct Talk;
    void dial(std::shared_ptr<Talk> const& talk, Instant deadline);
    void resolve(std::shared_ptr<Talk> talk, Instant deadline);
    void add(std::shared_ptr<Talk> const& talk, int socket, Instant deadline);
    void refuse(std::shared_ptr<Talk> const& talk, Error error);

    Endpoint endpoint_;
    Connections connections_;
    std::mutex mutex_;
    bool stopped_ = false;
    std::list<std::shared_ptr<Resolving>> resolving_;  // names are looked up beside all else, for that may wait
};

}  // namespace keelson::docker

#endif
