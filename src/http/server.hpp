#ifndef KEELSON_SRC_HTTP_SERVER_HPP
#define KEELSON_SRC_HTTP_SERVER_HPP

#include "http/peer.hpp"
#include "http/tls.hpp"

#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::http {

/// What a client may cost. Time-outs are counted on the system's steady clock and kept to within a quarter of the
/// shortest of them, at most a second.
struct ServerLimits {
    std::uint32_t header_bytes = 64 * 1024;
    std::uint64_t body_bytes = 3 * 1024 * 1024;
    std::uint64_t bodies_bytes = 256 * 1024 * 1024;  ///< of all requests that are being read or answered
    std::size_t socket_message_bytes = 1024 * 1024;  ///< of one WebSocket message
    std::size_t connections = 10'000;                ///< further ones are closed at once
    std::size_t requests = 600;                      ///< being answered; further ones get 429
    std::size_t streams = 20'000;                    ///< watches, followed logs, WebSockets: they are no `requests`
    Duration handshake = std::chrono::seconds(10);
    Duration head = std::chrono::seconds(15);         ///< from its first byte, or from the connection's begin
    Duration body = std::chrono::seconds(60);         ///< from the end of the head
    Duration idle = std::chrono::seconds(180);        ///< between requests
    Duration write_stall = std::chrono::seconds(30);  ///< without any byte taken by a client that has bytes to take
    /// The same for connections that were upgraded: at the other end may be a terminal whose output somebody has
    /// halted.
    Duration socket_stall = std::chrono::hours(4);
};

struct ServerOptions {
    /// "127.0.0.1:6443", "[::1]:6443", "unix:///run/keelson.sock". Port 0: any that is free. Names are not looked up.
    std::vector<std::string> listen;
    std::optional<TlsMaterial> tls;  ///< needed for TCP
    bool plain_tcp = false;          ///< TCP without TLS, for tests
    int threads = 2;
    ServerLimits limits;
    Log log;
    std::shared_ptr<Clock const> clock;  ///< for the `Date` of answers; null: the system's
    /// Told, on the server's threads, of requests that no handler got to see: `user` is nothing when it was not found
    /// out who asks. Null: nobody is.
    std::function<void(Request const&, std::optional<User> user, int status, std::string_view reason)> refused;
};

/// An HTTP/1.1 server: keep-alive, pipelining, chunked streams, WebSockets, TLS. Every connection belongs to one of its
/// threads; a handler is called there.
/// Threading: any thread but its own.
class Server {
public:
    /// Listens when it returns. Errors: `bad_request` for an address that is none, `unavailable` for one that is taken.
    static Result<std::unique_ptr<Server>> open(ServerOptions options, Authenticator authenticator, Handler handler);
    /// Stops, without time for what runs.
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Where it listens, in the form of `ServerOptions::listen` with the real ports.
    [[nodiscard]] std::vector<std::string> addresses() const;

    /// Shows another certificate to connections from here on.
    Result<> renew(TlsMaterial const& material);

    /// No new connections; idle ones are closed, streams are told and ended properly, requests get this long for their
    /// answers. Then all is cut off. Nothing of the handler is called afterwards.
    void stop(Duration grace);

    struct Load {
        std::size_t connections = 0, requests = 0, streams = 0;
    };
    [[nodiscard]] Load load() const noexcept;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson::http

#endif
