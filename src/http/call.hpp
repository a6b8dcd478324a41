#ifndef KEELSON_SRC_HTTP_CALL_HPP
#define KEELSON_SRC_HTTP_CALL_HPP

#include "http/exchange.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// Bytes that wait to be sent, one's own or shared ones.
struct Part {
    std::string own;
    std::shared_ptr<std::string const> shared;
    bool text = false;  ///< a WebSocket message that is text
    [[nodiscard]] std::string_view view() const noexcept { return shared ? std::string_view(*shared) : own; }
};

/// What is told that a call has changed: its connection.
/// Threading: any thread.
class Wakeable {
public:
    virtual ~Wakeable() = default;
    virtual void wake() = 0;
};

/// A request between its connection, which lives on one thread, and whoever answers it on any thread. The connection
/// uses it again for the next request once nobody else holds it.
struct Call {
    enum class Answer : std::uint8_t { none, reply, stream, socket, take_over };

    Request request;
    bool may_upgrade = false;  ///< the client asks for a WebSocket
    std::weak_ptr<Wakeable> connection;

    std::mutex mutex;  ///< for all that follows
    Answer answer = Answer::none;
    bool released = false;  ///< the exchange is gone
    bool closed = false;    ///< the connection is gone
    bool ended = false;     ///< nothing more is written
    bool held = false;
    Reply reply;                         ///< of a stream, all but the body
    std::vector<std::string> protocols;  ///< the ones to choose from
    std::string protocol;                ///< the one chosen
    std::vector<Part> parts;
    std::function<void(std::shared_ptr<Socket>)> open;
    std::function<void()> on_drained, on_closed;
    std::function<void(Message)> on_message;

    std::atomic<std::size_t> queued{0};

    /// For the next request.
    void reset();
    void wake_connection();
    void write(Part part);
    void end();
    void set_drained(std::function<void()> drained);
    void set_closed(std::function<void()> closed);
    /// The connection is gone, or the answer is over: callbacks are let go of; `told`: on_closed is called.
    void finish(bool told);
};

std::shared_ptr<Exchange> make_exchange(std::shared_ptr<Call> call);
std::shared_ptr<Socket> make_socket(std::shared_ptr<Call> call);

}  // namespace keelson::http

#endif
