#include "http/connection.hpp"
#include "http/refusal.hpp"

#include <algorithm>
#include <utility>

namespace keelson::http {
namespace {

constexpr auto socket_close_time = std::chrono::seconds(5);

}  // namespace

void Connection::refuse_upgrade(Reply reply) {
    decltype(call_->open) open;
    {
        std::lock_guard const lock(call_->mutex);
        std::swap(open, call_->open);
    }
    send_reply(std::move(reply));
    call_->finish(false);
    finish_request();
    if (open) open(nullptr);
}

void Connection::open_socket() {
    auto const& request = call_->request;
    auto const accept = websocket_accept(request.header("sec-websocket-key"));
    if (!call_->may_upgrade || accept.empty()) {
        return refuse_upgrade(refusal(400, "BadRequest", "this is answered over a WebSocket only"));
    }
    if (request.header("sec-websocket-version") != "13") {
        auto reply = refusal(400, "BadRequest", "only version 13 of WebSocket is spoken here");
        reply.headers.emplace_back("Sec-WebSocket-Version", "13");
        return refuse_upgrade(std::move(reply));
    }
    auto const offered = list_header(request, "sec-websocket-protocol");
    auto const suits = [&](std::string const& protocol) {
        return protocol.empty() ? offered.empty()
                                : std::find(offered.begin(), offered.end(), protocol) != offered.end();
    };
    auto const chosen = std::find_if(call_->protocols.begin(), call_->protocols.end(), suits);
    if (chosen == call_->protocols.end() && !call_->protocols.empty()) {
        return refuse_upgrade(refusal(400, "BadRequest", "none of the offered WebSocket protocols is spoken here"));
    }
    if (!count_stream()) {
        return refuse_upgrade(refusal(429, "TooManyRequests", "too many connections are open, please try again later"));
    }
    if (chosen != call_->protocols.end()) call_->protocol = *chosen;
    Reply head{101, {}, {}, {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", accept}}};
    if (!call_->protocol.empty()) head.headers.emplace_back("Sec-WebSocket-Protocol", call_->protocol);
    write_head(head, Framing::none);
    keep_alive_ = false;
    phase_ = Phase::socket;
    socket_reader_ = std::make_unique<WebSocketReader>(limits().socket_message_bytes);
    decltype(call_->open) open;
    {
        std::lock_guard const lock(call_->mutex);
        std::swap(open, call_->open);
    }
    if (open) open(make_socket(call_));
    if (shared_.stopping && call_) tell_stop();
}

void Connection::take_over() {
    auto const asked = list_header(call_->request, "upgrade");
    auto const protocol = call_->protocol;
    auto const named = std::find(asked.begin(), asked.end(), protocol) != asked.end();
    if (!named || !reader_.wants_upgrade()) {
        return refuse_upgrade(refusal(400, "BadRequest", "this is answered over " + protocol + " only"));
    }
    if (!count_stream()) {
        return refuse_upgrade(refusal(429, "TooManyRequests", "too many connections are open, please try again later"));
    }
    auto head = std::move(call_->reply);
    head.headers.emplace_back("Upgrade", protocol);
    head.headers.emplace_back("Connection", "Upgrade");
    write_head(head, Framing::none);
    keep_alive_ = false;
    phase_ = Phase::taken_over;
    decltype(call_->open) open;
    {
        std::lock_guard const lock(call_->mutex);
        std::swap(open, call_->open);
    }
    if (open) open(make_socket(call_));
    if (shared_.stopping && call_) tell_stop();
}

void Connection::read_socket() {
    decltype(call_->on_message) received;
    auto const may_read = [&](bool first) {
        std::lock_guard const lock(call_->mutex);
        if (first) received = call_->on_message;
        return !call_->held && !call_->closed;
    };
    auto const closing = phase_ == Phase::socket_closing;
    if (!may_read(true) && !closing) return;
    if (!received && !closing) return;
    while (!input_.empty() && (closing || may_read(false))) {
        switch (socket_reader_->take(input_)) {
            case WebSocketReader::Event::none: break;
            case WebSocketReader::Event::message:
                if (!closing) received(std::move(socket_reader_->message()));
                break;
            case WebSocketReader::Event::ping:
                if (closing || output_.bytes() >= output_high) break;
                {
                    auto const& payload = socket_reader_->payload();
                    auto& out = output_.tail();
                    write_frame_head(Opcode::pong, payload.size(), out);
                    out += payload;
                    output_.commit();
                }
                break;
            case WebSocketReader::Event::close:
            case WebSocketReader::Event::failed:
                input_ = {};
                if (!closing) end_socket(socket_reader_->close_code());
                closing_ = true;
                return;
        }
        if (phase_ == Phase::closed) return;
    }
}

/// The last frame, after what was sent.
void Connection::end_socket(std::uint16_t code) {
    if (phase_ == Phase::socket) output_.add(close_frame(code));
    call_->finish(true);
    taken_bytes_ = 0;
}

void Connection::read_taken_over() {
    decltype(call_->on_message) received;
    {
        std::lock_guard const lock(call_->mutex);
        if (call_->held || !call_->on_message) return;
        received = call_->on_message;
    }
    if (input_.empty()) return;
    Message message{std::string(input_), false};
    input_ = {};
    received(std::move(message));
}

bool Connection::take_messages() {
    auto const ended = swap_parts();
    if (!ended) return false;
    auto& parts = loop_->parts;
    for (auto& part : parts) {
        auto const size = part.view().size();
        taken_bytes_ += size;
        if (phase_ == Phase::socket) {
            write_frame_head(part.text ? Opcode::text : Opcode::binary, size, output_.tail());
            output_.commit();
        }
        output_.add(std::move(part.own));
    }
    parts.clear();
    if (!*ended) return true;
    auto const code = shared_.stopping ? std::uint16_t{1001} : std::uint16_t{1000};
    end_socket(code);
    if (phase_ == Phase::socket) {
        phase_ = Phase::socket_closing;
        set_deadline(socket_close_time);
    } else {
        closing_ = true;
    }
    return true;
}

}  // namespace keelson::http
