#include "http/remote_command.hpp"

#include "http/command_session.hpp"
#include "http/query.hpp"
#include "http/spdy.hpp"
#include "http/websocket.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <chrono>

namespace keelson::http {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;  // with clients that open no streams, or do not close the connection

constexpr char const* spdy = "SPDY/3.1";
constexpr char const* spdy_protocol_header = "x-stream-protocol-version";

/// Messages begin with the number of their channel.
class ChannelCommand final : public CommandSession {
public:
    using CommandSession::CommandSession;

protected:
    enum Channel : std::uint8_t { stdin_channel, stdout_channel, stderr_channel, error_channel, resize_channel };
    static constexpr std::uint8_t close_channel = 255;  // of v5: the next byte says which

    void started() override {
        // Clients wait for something to come before they believe that they are connected.
        send(options().output ? stdout_channel : options().error ? stderr_channel : error_channel, {});
    }

    void receive(Message message) override {
        auto& bytes = message.bytes;
        if (bytes.empty()) return;
        auto const channel = take_channel(bytes, base64());
        if (!channel) return drop();
        switch (*channel) {
            case stdin_channel: return input(std::move(bytes));
            case resize_channel:
                if (auto const size = read_terminal_size(bytes)) resize(*size);
                return;
            case close_channel:
                if (version() < 5) return;
                if (bytes.size() == 1 && bytes.front() == stdin_channel) end_input();
                return;
            default: return;  // as on a cluster, what goes the wrong way is dropped
        }
    }

    void send_output(Output which, std::string_view bytes) override {
        send(which == Output::output ? stdout_channel : stderr_channel, bytes);
    }

    void send_end(Result<ProgramEnding> const& ending) override {
        if (version() >= 4) {
            send(error_channel, ending_status(ending, options().attach));
        } else if (!ending) {
            send(error_channel, ending.error().message);
        } else if (ending->exit_code != 0 && !options().attach) {
            send(error_channel, "command terminated with exit code " + std::to_string(ending->exit_code));
        }
        socket()->close();
    }

private:
    [[nodiscard]] bool base64() const { return socket()->protocol().find("base64") != std::string_view::npos; }
    [[nodiscard]] int version() const {
        auto const protocol = socket()->protocol();
        return protocol.size() > 2 && protocol[0] == 'v' && protocol[2] == '.' ? protocol[1] - '0' : 1;
    }
    void send(std::uint8_t channel, std::string_view bytes) {
        Message message;
        message.text = base64();
        message.bytes += static_cast<char>(base64() ? '0' + channel : channel);
        message.bytes += base64() ? encode_base64(bytes) : std::string(bytes);
        socket()->send(std::move(message));
    }
};

/// Each of the program's streams is one of SPDY's, as its header `streamtype` says.
class SpdyCommand final : public CommandSession {
public:
    SpdyCommand(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place,
                CommandOptions options, int version)
        : CommandSession(std::move(socket), std::move(streams), std::move(place), std::move(options)),
          version_(version) {
        SpdyConnection::Events events;
        events.send = [this](std::string bytes) {
            if (this->socket()) this->socket()->send({std::move(bytes), false});
        };
        events.opened = [this](StreamId id, SpdyHeaders const& headers) { opened(id, headers); };
        events.data = [this](StreamId id, std::string bytes) { data(id, std::move(bytes)); };
        events.finished = [this](StreamId id) {
            if (id == stdin_) end_input();
        };
        events.reset = events.finished;
        events.closed = [this] { drop(); };
        connection_ = std::make_unique<SpdyConnection>(std::move(events));
    }

    void await_streams() {
        later(patience, [this] {
            if (missing() != 0 && !ended()) drop();
        });
    }

protected:
    using StreamId = SpdyConnection::StreamId;

    void receive(Message message) override { connection_->receive(message.bytes); }

    void send_output(Output which, std::string_view bytes) override {
        connection_->write(which == Output::output ? stdout_ : stderr_, bytes);
    }

    void send_end(Result<ProgramEnding> const& ending) override {
        if (version_ >= 4) {
            connection_->write(error_, ending_status(ending, options().attach));
        } else if (!ending) {
            connection_->write(error_, ending.error().message);
        } else if (ending->exit_code != 0 && !options().attach) {
            connection_->write(error_, "command terminated with exit code " + std::to_string(ending->exit_code));
        }
        for (auto const id : {stdout_, stderr_, error_, resize_, stdin_}) {
            if (id != 0) connection_->finish(id);
        }
        connection_->go_away();
        // The client closes the connection: what it has not yet looked at would be lost if we did.
        later(patience, [this] { drop(); });
    }

private:
    void opened(StreamId id, SpdyHeaders const& headers) {
        auto const type = std::find_if(headers.begin(), headers.end(),
                                       [](auto const& header) { return header.first == "streamtype"; });
        auto* const place = type == headers.end() ? nullptr : place_of(type->second);
        if (place == nullptr || *place != 0) return connection_->reset(id, SpdyReset::refused_stream);
        *place = id;
        connection_->reply(id);
        if (missing() == 0) start();
    }

    StreamId* place_of(std::string_view type) {
        if (type == "error") return &error_;
        if (type == "stdin" && options().input) return &stdin_;
        if (type == "stdout" && options().output) return &stdout_;
        if (type == "stderr" && options().error) return &stderr_;
        if (type == "resize" && options().tty) return &resize_;
        return nullptr;
    }

    /// How many of the streams that were announced have not come.
    [[nodiscard]] int missing() const {
        int count = error_ == 0 ? 1 : 0;
        if (options().input && stdin_ == 0) ++count;
        if (options().output && stdout_ == 0) ++count;
        if (options().error && stderr_ == 0) ++count;
        if (options().tty && version_ >= 3 && resize_ == 0) ++count;
        return count;
    }

    void data(StreamId id, std::string bytes) {
        connection_->consumed(id, bytes.size());  // the client as a whole is held where this is too fast
        if (id == stdin_) return input(std::move(bytes));
        if (id != resize_) return;
        // One object after the other, cut anywhere.
        constexpr std::size_t sizes_bytes_max = 4096;
        sizes_ += bytes;
        for (auto end = sizes_.find('}'); end != std::string::npos; end = sizes_.find('}')) {
            if (auto const size = read_terminal_size(sizes_.substr(0, end + 1))) resize(*size);
            sizes_.erase(0, end + 1);
            while (!sizes_.empty() && (sizes_.front() == '\n' || sizes_.front() == ' ')) sizes_.erase(0, 1);
        }
        if (sizes_.size() > sizes_bytes_max) drop();
    }

    int version_;
    std::unique_ptr<SpdyConnection> connection_;
    StreamId error_ = 0, stdin_ = 0, stdout_ = 0, stderr_ = 0, resize_ = 0;
    std::string sizes_;
};

std::vector<std::string> socket_protocols() {
    return {"v5.channel.k8s.io", "v4.channel.k8s.io",     "v4.base64.channel.k8s.io",
            "channel.k8s.io",    "base64.channel.k8s.io", ""};
}

/// The version of the best protocol that a SPDY client offers; 0 when none is known.
int spdy_version(Request const& request, std::string& protocol) {
    std::vector<std::string_view> offered;
    for (auto const& [name, value] : request.headers) {
        if (name != spdy_protocol_header) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const end = std::min(rest.find(','), rest.size());
            auto one = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            while (one.starts_with(' ')) one.remove_prefix(1);
            while (one.ends_with(' ')) one.remove_suffix(1);
            offered.push_back(one);
        }
    }
    std::pair<int, char const*> const known[] = {
        {4, "v4.channel.k8s.io"}, {3, "v3.channel.k8s.io"}, {2, "v2.channel.k8s.io"}, {1, "channel.k8s.io"}};
    for (auto const& [version, name] : known) {
        if (std::find(offered.begin(), offered.end(), name) == offered.end()) continue;
        protocol = name;
        return version;
    }
    return offered.empty() ? 1 : 0;
}

bool wants_spdy(Request const& request) {
    std::string asked(request.header("upgrade"));
    for (auto& c : asked) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return asked == spdy;
}

void upgrade(std::shared_ptr<Exchange> const& exchange, std::shared_ptr<PodStreams const> const& streams,
             PodPlace const& place, CommandOptions const& options, Refuse const& refuse) {
    if (exchange->wants_socket()) {
        return exchange->upgrade(socket_protocols(), [streams, place, options](std::shared_ptr<Socket> socket) {
            if (!socket) return;
            auto const session = std::make_shared<ChannelCommand>(std::move(socket), streams, place, options);
            session->open();
            session->begin();
        });
    }
    std::string protocol;
    int const version = spdy_version(exchange->request(), protocol);
    if (version == 0) return refuse(exchange, Error(Errc::forbidden, "none of the offered stream protocols is known"));
    Headers headers;
    if (!protocol.empty()) headers.emplace_back("X-Stream-Protocol-Version", protocol);
    exchange->take_over(spdy, headers, [streams, place, options, version](std::shared_ptr<Socket> socket) {
        if (!socket) return;
        auto const session = std::make_shared<SpdyCommand>(std::move(socket), streams, place, options, version);
        session->await_streams();
        session->open();
    });
}

Result<CommandOptions> read_options(Query const& query, bool attach) {
    CommandOptions options;
    options.attach = attach;
    options.input = query.flag("stdin");
    options.output = query.flag("stdout");
    options.tty = query.flag("tty");
    options.error = query.flag("stderr") && !options.tty;  // a terminal has one output
    if (!attach) options.command = query.all("command");
    if (!options.input && !options.output && !options.error)
        return Error(Errc::bad_request, "you must specify at least 1 of stdin, stdout, stderr");
    if (!attach && (options.command.empty() || options.command.front().empty()))
        return Error(Errc::bad_request, "you must specify at least one command for the container");
    return options;
}

void serve(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
           Refuse const& refuse, bool attach) {
    Query const query(exchange->request().target);
    auto const options = read_options(query, attach);
    if (!options) return refuse(std::move(exchange), options.error());
    if (!exchange->wants_socket() && !wants_spdy(exchange->request()))
        return refuse(std::move(exchange), Error(Errc::bad_request, "Upgrade request required"));
    streams->find_container(std::move(pod), query.get("container"),
                            [exchange, streams, options = *options, refuse](Result<PodPlace> const& place) {
                                if (!place) return refuse(exchange, place.error());
                                upgrade(exchange, streams, *place, options, refuse);
                            });
}

}  // namespace

void serve_exec(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                Refuse const& refuse) {
    serve(std::move(exchange), std::move(streams), std::move(pod), refuse, false);
}

void serve_attach(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                  Refuse const& refuse) {
    serve(std::move(exchange), std::move(streams), std::move(pod), refuse, true);
}

}  // namespace keelson::http
