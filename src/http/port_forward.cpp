#include "http/port_forward.hpp"

#include "http/query.hpp"
#include "http/spdy.hpp"
#include "http/tunnels.hpp"
#include "http/websocket.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <charconv>

namespace keelson::http {
namespace {

constexpr char const* spdy = "SPDY/3.1";
constexpr char const* spdy_protocol = "portforward.k8s.io";
constexpr char const* tunnel_protocol = "SPDY/3.1+portforward.k8s.io";
constexpr std::size_t ports_max = 100;  // of one WebSocket with channels: two for each, in a byte

std::optional<std::uint16_t> read_port(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failed != std::errc{} || end != text.data() + text.size() || port == 0) return {};
    return port;
}

/// For each connection a stream for its bytes and one on which an error is told; `requestid` says which belong
/// together.
class SpdyTunnels final : public Tunnels {
public:
    SpdyTunnels(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place)
        : Tunnels(std::move(socket), std::move(streams), std::move(place)) {
        SpdyConnection::Events events;
        events.send = [this](std::string bytes) {
            if (this->socket()) this->socket()->send({std::move(bytes), false});
        };
        events.opened = [this](Id id, SpdyHeaders const& headers) { opened(id, headers); };
        events.data = [this](Id id, std::string bytes) {
            if (has(id)) return write(id, std::move(bytes));
            connection_->consumed(id, bytes.size());
        };
        events.finished = [this](Id id) {
            if (has(id)) finish(id);
        };
        events.reset = [this](Id id) { lost(id); };
        events.drained = [this](Id id) { drained(id); };
        events.closed = [this] { drop(); };
        connection_ = std::make_unique<SpdyConnection>(std::move(events));
    }

protected:
    void receive(Message message) override { connection_->receive(message.bytes); }
    void send_bytes(Id id, std::string_view bytes) override { connection_->write(id, bytes); }
    void send_finish(Id id) override { connection_->finish(id); }
    void send_end(Id id, std::string const& error) override {
        auto const errors = errors_.extract(id);
        connection_->finish(id);
        if (errors.empty()) return;
        connection_->write(errors.mapped(), error);
        connection_->finish(errors.mapped());
    }
    [[nodiscard]] std::size_t held_bytes(Id id) const override { return connection_->held_bytes(id); }
    void taken(Id id, std::size_t bytes) override { connection_->consumed(id, bytes); }

private:
    struct Half {
        Id error = 0, data = 0;
        std::uint16_t port = 0;
    };

    void opened(Id id, SpdyHeaders const& headers) {
        auto const header = [&headers](std::string_view name) -> std::string_view {
            auto const found =
                std::find_if(headers.begin(), headers.end(), [name](auto const& one) { return one.first == name; });
            return found == headers.end() ? std::string_view() : found->second;
        };
        auto const type = header("streamtype");
        auto const port = read_port(header("port"));
        bool const data = type == "data";
        if ((!data && type != "error") || !port) return connection_->reset(id, SpdyReset::protocol_error);
        std::string request(header("requestid"));
        // Very old clients say none, and forward one connection of a port at a time.
        if (request.empty()) request = "port " + std::to_string(*port);
        auto& half = halves_[request];
        auto& place = data ? half.data : half.error;
        if (place != 0 || (half.port != 0 && half.port != *port) || halves_.size() > halves_max)
            return connection_->reset(id, SpdyReset::refused_stream);
        place = id;
        half.port = *port;
        if (data) prepare(id);
        connection_->reply(id);
        if (half.data == 0 || half.error == 0) return;
        auto const whole = half;
        halves_.erase(request);
        errors_[whole.data] = whole.error;
        connect(whole.data, whole.port);
    }

    void lost(Id id) {
        std::erase_if(halves_, [id](auto const& one) { return one.second.data == id || one.second.error == id; });
        if (!has(id)) return;
        close(id);
        auto const errors = errors_.extract(id);
        if (!errors.empty()) connection_->finish(errors.mapped());
    }

    static constexpr std::size_t halves_max = 256;

    std::unique_ptr<SpdyConnection> connection_;
    std::map<std::string, Half> halves_;
    std::map<Id, Id> errors_;  ///< of a stream of bytes its stream of errors
};

/// For each port of the query two channels: an even one for bytes and the next for errors. Both begin with the port's
/// number, its low byte first.
class ChannelTunnels final : public Tunnels {
public:
    ChannelTunnels(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place,
                   std::vector<std::uint16_t> ports)
        : Tunnels(std::move(socket), std::move(streams), std::move(place)), ports_(std::move(ports)) {}

protected:
    void begin() override {
        left_ = ports_.size();
        for (Id i = 0; i < ports_.size(); ++i) {
            std::string const number{static_cast<char>(ports_[i] & 0xff), static_cast<char>(ports_[i] >> 8)};
            send(2 * i, number);
            send(2 * i + 1, number);
            connect(2 * i, ports_[i]);
        }
    }
    void receive(Message message) override {
        auto& bytes = message.bytes;
        if (bytes.empty()) return;
        auto const channel = take_channel(bytes, base64());
        if (!channel) return drop();
        if (has(*channel)) write(*channel, std::move(bytes));
    }
    void send_bytes(Id id, std::string_view bytes) override { send(id, bytes); }
    void send_finish(Id) override {}  // the protocol has no word for that; the end of both ways is told
    void send_end(Id id, std::string const& error) override {
        if (!error.empty()) send(id + 1, error);
        if (--left_ == 0) drop();
    }
    [[nodiscard]] std::size_t held_bytes(Id) const override { return 0; }
    void taken(Id, std::size_t) override {}

private:
    [[nodiscard]] bool base64() const { return socket()->protocol().find("base64") != std::string_view::npos; }
    void send(Id channel, std::string_view bytes) {
        Message message;
        message.text = base64();
        message.bytes += static_cast<char>(base64() ? '0' + channel : channel);
        message.bytes += base64() ? encode_base64(bytes) : std::string(bytes);
        socket()->send(std::move(message));
    }

    std::vector<std::uint16_t> ports_;
    std::size_t left_ = 0;
};

Result<std::vector<std::uint16_t>> read_ports(Query const& query) {
    std::vector<std::uint16_t> ports;
    for (auto const& value : query.all("ports")) {
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const end = std::min(rest.find(','), rest.size());
            auto const port = read_port(rest.substr(0, end));
            if (!port) return Error(Errc::bad_request, "invalid port \"" + std::string(rest.substr(0, end)) + "\"");
            ports.push_back(*port);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    if (ports.size() > ports_max) return Error(Errc::bad_request, "at most 100 ports can be forwarded at once");
    return ports;
}

void upgrade(std::shared_ptr<Exchange> const& exchange, std::shared_ptr<PodStreams const> const& streams,
             PodPlace const& place, std::vector<std::uint16_t> const& ports) {
    if (!exchange->wants_socket()) {
        Headers headers;
        if (!exchange->request().header("x-stream-protocol-version").empty())
            headers.emplace_back("X-Stream-Protocol-Version", spdy_protocol);
        return exchange->take_over(spdy, headers, [streams, place](std::shared_ptr<Socket> socket) {
            if (socket) std::make_shared<SpdyTunnels>(std::move(socket), streams, place)->open();
        });
    }
    std::vector<std::string> protocols{tunnel_protocol};
    if (!ports.empty()) {
        for (auto const* const name : {"v4.channel.k8s.io", "v4.base64.channel.k8s.io", "portforward.k8s.io"})
            protocols.emplace_back(name);
    }
    exchange->upgrade(protocols, [streams, place, ports](std::shared_ptr<Socket> socket) {
        if (!socket) return;
        if (socket->protocol() == tunnel_protocol) {
            std::make_shared<SpdyTunnels>(std::move(socket), streams, place)->open();
        } else {
            std::make_shared<ChannelTunnels>(std::move(socket), streams, place, ports)->open();
        }
    });
}

}  // namespace

void serve_port_forward(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                        Refuse const& refuse) {
    auto const ports = read_ports(Query(exchange->request().target));
    if (!ports) return refuse(std::move(exchange), ports.error());
    std::string asked(exchange->request().header("upgrade"));
    for (auto& c : asked) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (!exchange->wants_socket() && asked != spdy)
        return refuse(std::move(exchange), Error(Errc::bad_request, "Upgrade request required"));
    streams->find_pod(std::move(pod), [exchange, streams, ports = *ports, refuse](Result<PodPlace> const& place) {
        if (!place) return refuse(exchange, place.error());
        upgrade(exchange, streams, *place, ports);
    });
}

}  // namespace keelson::http
