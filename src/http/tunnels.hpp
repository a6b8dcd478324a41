#ifndef KEELSON_SRC_HTTP_TUNNELS_HPP
#define KEELSON_SRC_HTTP_TUNNELS_HPP

#include "http/pod_streams.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace keelson::http {

/// The connections with ports of a Pod that one client has over its Socket. Each is held when the client does not read;
/// the client is held when one of them does not.
/// Threading: any thread; what a protocol overrides is called with the lock held.
class Tunnels : public std::enable_shared_from_this<Tunnels> {
public:
    Tunnels(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place);
    virtual ~Tunnels() = default;
    Tunnels(Tunnels const&) = delete;
    Tunnels& operator=(Tunnels const&) = delete;

    /// Takes the Socket's events. To be called once.
    void open();

protected:
    using Id = std::uint32_t;

    virtual void begin() {}
    virtual void receive(Message message) = 0;
    virtual void send_bytes(Id id, std::string_view bytes) = 0;
    /// The port's end writes nothing more.
    virtual void send_finish(Id id) = 0;
    /// It is over. `error` is what went wrong, if anything.
    virtual void send_end(Id id, std::string const& error) = 0;
    /// How much of it waits in the protocol, besides what waits in the Socket.
    [[nodiscard]] virtual std::size_t held_bytes(Id id) const = 0;
    /// So much of what the client sent was taken.
    virtual void taken(Id id, std::size_t bytes) = 0;

    // For protocols, with the lock held.
    /// What is written to it waits until it is connected.
    void prepare(Id id) { tunnels_.try_emplace(id); }
    void connect(Id id, std::uint16_t port);
    [[nodiscard]] bool has(Id id) const { return tunnels_.count(id) != 0; }
    void write(Id id, std::string bytes);
    void finish(Id id);
    /// Without a word to the client.
    void close(Id id);
    /// Nothing of it waits in the protocol any more.
    void drained(Id id);
    void drop();
    [[nodiscard]] std::shared_ptr<Socket> const& socket() const { return socket_; }

private:
    struct Tunnel {
        std::uint16_t port = 0;
        std::shared_ptr<ByteStream> stream;  ///< null until it is connected
        std::string early;
        bool finished = false, paused = false;
        std::size_t untaken = 0;  ///< what was passed on but is still queued
    };

    void connected(Id id, Result<std::shared_ptr<ByteStream>> stream);
    void end(Id id, Result<> const& why);
    void hold(Id id);
    void hold_client();
    [[nodiscard]] static std::size_t waiting(Tunnel const& tunnel);

    std::mutex mutex_;
    std::shared_ptr<Socket> socket_;
    std::shared_ptr<PodStreams const> streams_;
    PodPlace place_;
    std::map<Id, Tunnel> tunnels_;
    bool held_ = false;
};

}  // namespace keelson::http

#endif
