#include "drivers/runtime_process/streams.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keelson {

namespace {

using process_wire::Decoder;
using process_wire::Verb;

constexpr std::size_t frame_content_max = 32 * 1024;  // so that one frame never fills the supervisor's buffers

/// What the supervisor says on a session's connection, told to whoever opened it. Lives on the connections' thread.
struct Session {
    process_wire::FrameReader reader;
    ProgramEvents events;
    Completion<std::shared_ptr<ProgramStreams>> done;  ///< until it is called
    std::shared_ptr<SocketConnection> connection;

    void take(process_wire::Frame& frame);
    void answer(std::string const& content);
    void end(Result<ProgramEnding> const& ending);
    void lose(int error) {
        end(Error(error == ETIMEDOUT   ? Errc::timeout
                  : error == ECANCELED ? Errc::cancelled
                                       : Errc::unavailable,
                  error == ETIMEDOUT   ? "the node's supervisor has not finished in time"
                  : error == ECANCELED ? "the runtime was closed"
                                       : "the connection with the node's supervisor was lost"));
    }
};

class ProcessStreams final : public ProgramStreams {
public:
    explicit ProcessStreams(std::shared_ptr<SocketConnection> connection) : connection_(std::move(connection)) {}
    ~ProcessStreams() override { connection_->close(); }

    void write(std::string input) override {
        for (std::size_t at = 0; at < input.size(); at += frame_content_max)
            connection_->write(
                process_wire::frame(Verb::input, 0, std::string_view(input).substr(at, frame_content_max)));
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return connection_->queued_bytes(); }
    void close_input() override { connection_->write(process_wire::frame(Verb::end_of_input, 0, {})); }
    void resize(TerminalSize size) override {
        connection_->write(process_wire::frame(Verb::resize, 0, process_wire::encode(size)));
    }
    void pause(bool paused) override { connection_->pause(paused); }
    void cancel() override { connection_->close(); }

private:
    std::shared_ptr<SocketConnection> connection_;
};

void Session::take(process_wire::Frame& frame) {
    switch (frame.verb) {
        case Verb::answer: return answer(frame.content);
        case Verb::output:
            if (events.output) events.output(std::move(frame.content));
            return;
        case Verb::error_output:
            if (events.error) events.error(std::move(frame.content));
            return;
        case Verb::ended: {
            Decoder decoder(frame.content);
            bool ok = false;
            ProgramEnding ending;
            Error error(Errc::unavailable, "the node's supervisor gave an answer that cannot be read");
            decoder(ok);
            if (ok ? decoder(ending) : (decoder(error), false)) return end(ending);
            return end(error);
        }
        default: return;
    }
}

void Session::answer(std::string const& content) {
    if (!done) return;
    Decoder decoder(content);
    bool ok = false;
    Error error(Errc::unavailable, "the node's supervisor gave an answer that cannot be read");
    decoder(ok);
    if (!ok) {
        decoder(error);
        return end(error);
    }
    connection->lift_deadline();
    std::exchange(done, {})(std::make_shared<ProcessStreams>(connection));
}

void Session::end(Result<ProgramEnding> const& ending) {
    auto const told = std::exchange(events, {});
    auto const opened = std::exchange(done, {});
    if (connection) std::exchange(connection, {})->close();
    if (opened) {
        opened(ending.has_error() ? ending.error() : Error(Errc::unavailable, "the program has ended already"));
    } else if (told.ended) {
        told.ended(ending);
    }
}

/// Tries one address after the other.
struct Dial : std::enable_shared_from_this<Dial> {
    std::weak_ptr<Connections> connections;
    std::vector<std::string> addresses;
    std::size_t next = 0;
    std::uint16_t port = 0;
    Instant deadline;
    ByteEvents events;
    Completion<std::shared_ptr<ByteStream>> done;

    void start();
    void failed(int error);
    void connected(std::shared_ptr<SocketConnection> connection);
    void lost(int error);
    [[nodiscard]] Error because(int error) const {
        return {error == ETIMEDOUT ? Errc::timeout : Errc::unavailable,
                "dial tcp4 " + addresses.front() + ":" + std::to_string(port) +
                    ": connect: " + (error == ECONNREFUSED ? "connection refused" : std::strerror(error))};
    }
};

class PortStream final : public ByteStream {
public:
    explicit PortStream(std::shared_ptr<SocketConnection> connection) : connection_(std::move(connection)) {}
    ~PortStream() override { connection_->close(); }

    void write(std::string bytes) override { connection_->write(std::move(bytes)); }
    [[nodiscard]] std::size_t queued_bytes() const override { return connection_->queued_bytes(); }
    void finish() override { connection_->finish(); }
    void pause(bool paused) override { connection_->pause(paused); }
    void close() override { connection_->close(); }

private:
    std::shared_ptr<SocketConnection> connection_;
};

void Dial::start() {
    auto const held = connections.lock();
    if (!held) return;  // closed: no completion comes any more
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0 || ::inet_pton(AF_INET, addresses[next].c_str(), &name.sin_addr) != 1) {
        auto const error = because(socket < 0 ? errno : EINVAL);
        if (socket >= 0) ::close(socket);
        return std::exchange(done, {})(error);
    }
    ++next;
    int const at_once = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    ::connect(socket, reinterpret_cast<sockaddr const*>(&name), sizeof name);  // how it went is asked for later
    ConnectionEvents told;
    auto const self = shared_from_this();
    told.connected = [self](std::shared_ptr<SocketConnection> made) { self->connected(std::move(made)); };
    told.bytes = [self](std::string bytes) {
        if (self->events.bytes) self->events.bytes(std::move(bytes));
    };
    told.drained = [self] {
        if (self->events.drained) self->events.drained();
    };
    told.ended = [self] {
        if (self->events.ended) self->events.ended();
    };
    told.closed = [self] {
        if (auto const last = std::exchange(self->events, {}); last.closed) last.closed({});
    };
    told.lost = [self](int error) { self->done ? self->failed(error) : self->lost(error); };
    held->add(socket, deadline, std::move(told));
}

void Dial::connected(std::shared_ptr<SocketConnection> connection) {
    connection->lift_deadline();
    std::exchange(done, {})(std::make_shared<PortStream>(std::move(connection)));
}

void Dial::failed(int error) {
    if (error == ECONNREFUSED && next < addresses.size()) return start();
    std::exchange(done, {})(because(error));
}

void Dial::lost(int error) {
    auto const last = std::exchange(events, {});
    if (last.closed) last.closed(Error(Errc::unavailable, std::strerror(error)));
}

}  // namespace

void open_session(Connections& connections, int socket, std::string opening, Instant deadline, ProgramEvents events,
                  Completion<std::shared_ptr<ProgramStreams>> done) {
    auto const session = std::make_shared<Session>();
    session->events = std::move(events);
    session->done = std::move(done);
    ConnectionEvents told;
    told.connected = [session, opening = std::move(opening)](std::shared_ptr<SocketConnection> const& made) {
        session->connection = made;
        made->write(opening);
    };
    told.bytes = [session](std::string const& bytes) {
        session->reader.add(bytes);
        while (auto frame = session->reader.next()) session->take(*frame);
        if (!session->reader.sound()) session->lose(EPROTO);
    };
    told.drained = [session] {
        if (session->events.drained) session->events.drained();
    };
    told.ended = [session] { session->lose(ECONNRESET); };
    told.lost = [session](int error) { session->lose(error); };
    connections.add(socket, deadline, std::move(told));
}

void open_port(std::weak_ptr<Connections> connections, std::vector<std::string> addresses, std::uint16_t port,
               Instant deadline, ByteEvents events, Completion<std::shared_ptr<ByteStream>> done) {
    auto const dial = std::make_shared<Dial>();
    dial->connections = std::move(connections);
    dial->addresses = std::move(addresses);
    dial->port = port;
    dial->deadline = deadline;
    dial->events = std::move(events);
    dial->done = std::move(done);
    dial->start();
}

}  // namespace keelson
