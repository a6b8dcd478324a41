#ifndef KEELSON_SRC_HTTP_EXCHANGE_HPP
#define KEELSON_SRC_HTTP_EXCHANGE_HPP

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::http {

/// Who asks, as authentication has found it.
struct User {
    std::string name = "system:anonymous";
    std::string uid;
    std::vector<std::string> groups = {"system:unauthenticated"};
    std::map<std::string, std::vector<std::string>> extra;
};

using Headers = std::vector<std::pair<std::string, std::string>>;  ///< names of requests in lower case

/// A request that was read whole, its body within the limit.
struct Request {
    std::string method;  ///< "GET"
    std::string target;  ///< path and query as they came: "/api/v1/pods?limit=5"
    Headers headers;
    std::string body;
    User user;
    std::string remote;  ///< of the client, for audit: "127.0.0.1:53211"

    /// The first header of that name (in lower case), or nothing.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept {
        for (auto const& [key, value] : headers) {
            if (key == name) return value;
        }
        return {};
    }
};

struct Reply {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    Headers headers;
    /// What comes behind `body`, made while the client takes what was before it: adds a piece and says whether there is
    /// more. Called on a thread of the server; let go of when all was asked for, or when the client has gone.
    std::function<bool(std::string& piece)> more = {};
};

/// The body of an answer that comes in parts and has no end of its own: a watch, a log that is followed.
/// Threading: any thread. Callbacks come on a thread of the server and must not block it.
class Stream {
public:
    virtual ~Stream() = default;
    /// Queues a part. After the client has gone it is dropped. Parts that wait leave together in one write.
    virtual void write(std::string part) = 0;
    /// The same for bytes that many streams send: they are shared, not copied. `events`: so many events of a watch they
    /// tell, for who counts them.
    virtual void write_shared(std::shared_ptr<std::string const> part, std::size_t events) {
        static_cast<void>(events);
        write(std::string(*part));
    }
    /// How much was queued and not sent yet.
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    /// Called each time that nothing is queued any more.
    virtual void on_drained(std::function<void()> drained) = 0;
    /// Called once when the client has gone or the server stops, not after `end`; at once if that was before.
    virtual void on_closed(std::function<void()> closed) = 0;
    /// The answer is complete. A stream that is dropped is ended.
    virtual void end() = 0;
};

/// One message of a two-way connection.
struct Message {
    std::string bytes;
    bool text = false;
};

/// A connection that has become a WebSocket, or bytes in both directions. One that is dropped is closed.
/// Threading: as Stream.
class Socket {
public:
    virtual ~Socket() = default;
    [[nodiscard]] virtual std::string_view protocol() const = 0;  ///< the subprotocol that was agreed on
    virtual void send(Message message) = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
    /// Nothing is read before this was called, not even that the client has gone.
    virtual void on_message(std::function<void(Message)> received) = 0;
    /// While held, nothing is read from the client, so that it cannot be faster than who takes its messages; a few that
    /// were read already may still come.
    virtual void hold(bool held) { static_cast<void>(held); }
    virtual void on_drained(std::function<void()> drained) = 0;
    virtual void on_closed(std::function<void()> closed) = 0;
    /// Closes it after what is queued.
    virtual void close() = 0;
};

/// A request and where its answer goes. Of `reply`, `stream`, `upgrade` and `take_over` exactly one is called, once; an
/// exchange that is dropped without an answer is answered with 500. Threading: any thread.
class Exchange {
public:
    virtual ~Exchange() = default;
    [[nodiscard]] virtual Request& request() = 0;
    virtual void reply(Reply reply) = 0;
    virtual std::shared_ptr<Stream> stream(int status, std::string content_type, Headers headers = {}) = 0;
    /// Whether the client has asked for a WebSocket.
    [[nodiscard]] virtual bool wants_socket() const = 0;
    /// Agrees to a WebSocket with the first of `protocols` that the client offers. `open` is called with it, or with
    /// null when none suits; the client was answered 400 then.
    virtual void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<Socket>)> open) = 0;
    /// Agrees to another protocol that the client's `Upgrade` header names ("SPDY/3.1"): the answer is 101 with these
    /// headers, then messages are bytes as they come and go. Null when the client has not asked for it; it was answered
    /// 400 then.
    virtual void take_over(std::string_view protocol, Headers headers,
                           std::function<void(std::shared_ptr<Socket>)> open) {
        static_cast<void>(protocol), static_cast<void>(headers);
        open(nullptr);
    }
};

/// What a server does with a request. Called on a thread of the server; must not block it.
using Handler = std::function<void(std::shared_ptr<Exchange>)>;

}  // namespace keelson::http

#endif
