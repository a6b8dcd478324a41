#ifndef KEELSON_NET_SESSION_HPP
#define KEELSON_NET_SESSION_HPP

#include "net/http_scanner.hpp"
#include "net/route.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::net {

class BalancerLoop;

/// One client connection and, beside it, at most one connection to a backend.
///
/// Bytes are read into the loop's buffer and written on at once; only what the other side does not
/// take is kept, and then nothing more is read from where it came. An idle connection holds no buffer.
///
/// HTTP: requests are passed on one at a time (what a client sends ahead waits here), so between two of
/// them the backend connection can be left and another one be opened. Everything else, and
/// HTTP whose boundaries are in doubt, is opaque: it stays where it is until it ends.
class Session final : public std::enable_shared_from_this<Session>, public PodHook, public LoopHook {
public:
    Session(std::shared_ptr<BalancerLoop> loop, std::shared_ptr<Route> route, boost::asio::ip::tcp::socket client);
    ~Session();

    /// Opens the backend connection; the client's bytes wait in its socket.
    void start();
    /// The backend was taken out of the route or its Pod is draining: leaves it if that can be done unnoticed.
    void reconsider();
    /// Ends both connections with a reset.
    void reset();

private:
    using Socket = boost::asio::ip::tcp::socket;
    enum class Server : std::uint8_t { none, connecting, connected };
    enum class Protocol : std::uint8_t { unknown, http, opaque };
    /// What one side did not take yet.
    struct Pending {
        std::string bytes;
        std::size_t sent = 0;
        [[nodiscard]] bool empty() const noexcept { return bytes.empty(); }
        [[nodiscard]] std::string_view rest() const { return std::string_view(bytes).substr(sent); }
        void clear() { *this = {}; }
    };

    // The backend connection.
    void connect_next();
    bool open_server(Backend const& backend);
    void await_connect();
    void connected();
    void release_server();
    void server_gone(bool orderly);
    void try_another();
    [[nodiscard]] bool must_leave() const;

    // Bytes.
    void client_readable();
    void server_readable();
    void from_client(std::string_view data);
    void from_server(std::string_view data);
    void begin_exchange();
    void finish_exchange();
    void to_server(std::string_view data);
    void to_client(std::string_view data);
    void flush_to_server();
    void flush_to_client();
    void client_ended();
    void become_opaque();

    // Ends.
    void advance();
    void propagate_ends();
    void arm();
    void end_after_flush();
    void close();

    template <class Handler>
    void wait(Socket& socket, Socket::wait_type type, Handler handler);

    std::shared_ptr<BalancerLoop> loop_;
    std::shared_ptr<Route> route_;
    std::shared_ptr<Backend> backend_;
    Socket client_;
    Socket server_;
    boost::asio::ip::address client_address_;
    std::unique_ptr<boost::asio::steady_timer> timer_;  // of a connect or of the lingering end

    HttpScanner request_;
    HttpScanner response_;
    std::string replay_;  // what was sent of a request that may be sent again
    std::string held_;    // what the client sent ahead of the answer
    Pending up_;
    Pending down_;
    Backends tried_;
    std::uint64_t sent_up_ = 0;  // of the current exchange, to the current backend connection
    std::uint32_t server_generation_ = 0;

    Server server_state_ = Server::none;
    Protocol protocol_ = Protocol::unknown;
    bool over_ = false;
    bool ending_ = false;       // nothing more comes for the client but `down_`
    bool in_exchange_ = false;  // a request has begun and its answer has not ended
    bool answered_ = false;     // the answer has begun
    bool repeatable_ = false;   // `replay_` holds all that was sent of the request
    bool client_eof_ = false;
    bool server_eof_ = false;
    bool client_shut_ = false;
    bool server_shut_ = false;
    bool server_write_failed_ = false;
    bool client_reading_ = false;
    bool client_writing_ = false;
    bool server_reading_ = false;
    bool server_writing_ = false;
};

}  // namespace keelson::net

#endif
