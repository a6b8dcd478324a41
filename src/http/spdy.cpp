#include "http/spdy.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

enum Control : std::uint16_t {
    syn_stream = 1,
    syn_reply = 2,
    rst_stream = 3,
    settings = 4,
    ping = 6,
    goaway = 7,
    headers_frame = 8,
    window_update = 9,
};

constexpr std::size_t head_bytes = 8;
constexpr std::size_t frame_bytes_max = std::size_t{1} << 20;  // clients send 32 KiB at most
constexpr std::size_t data_bytes_max = 32 * 1024;              // of one frame of ours
constexpr std::size_t streams_max = 1024;
constexpr std::uint8_t flag_fin = 1;
constexpr std::uint8_t flag_unidirectional = 2;
constexpr std::uint32_t initial_window_setting = 7;
constexpr std::int64_t window_max = 0x7fffffff;
constexpr std::int64_t receive_window = 65'536;

std::uint32_t number(std::string_view text, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(text[at + i]);
    return value;
}

void put(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

std::uint32_t id_of(std::string_view text, std::size_t at = 0) { return number(text, at) & 0x7fffffffU; }

std::string control(Control type, std::uint8_t flags, std::string_view content) {
    std::string frame;
    frame.reserve(head_bytes + content.size());
    put(frame, 0x80030000U | type);
    put(frame, static_cast<std::uint32_t>(flags) << 24 | static_cast<std::uint32_t>(content.size()));
    frame += content;
    return frame;
}

std::string words(std::initializer_list<std::uint32_t> values) {
    std::string text;
    for (auto const value : values) put(text, value);
    return text;
}

}  // namespace

SpdyConnection::SpdyConnection(Events events)
    : events_(std::move(events)),
      inflater_(std::make_unique<SpdyInflater>()),
      deflater_(std::make_unique<SpdyDeflater>()) {}
SpdyConnection::~SpdyConnection() = default;

void SpdyConnection::receive(std::string_view bytes) {
    if (closed_) return;
    buffer_ += bytes;
    while (!closed_ && take_frame()) {
    }
    buffer_.erase(0, std::exchange(taken_, 0));
}

bool SpdyConnection::take_frame() {
    auto const rest = std::string_view(buffer_).substr(taken_);
    if (rest.size() < head_bytes) return false;
    auto const first = number(rest, 0), second = number(rest, 4);
    auto const flags = static_cast<std::uint8_t>(second >> 24);
    std::size_t const size = second & 0xffffffU;
    if (size > frame_bytes_max) return fail(), false;
    if (rest.size() < head_bytes + size) return false;
    // A copy: what is told of it may call back.
    std::string const content(rest.substr(head_bytes, size));
    taken_ += head_bytes + size;
    if ((first & 0x80000000U) == 0) {
        take_data(first, flags, content);
    } else if ((first >> 16 & 0x7fffU) == 3) {
        take_control(static_cast<std::uint16_t>(first & 0xffffU), flags, content);
    } else {
        fail();
    }
    return true;
}

void SpdyConnection::take_control(std::uint16_t type, std::uint8_t flags, std::string_view content) {
    switch (type) {
        case syn_stream: return open_stream(flags, content);
        case syn_reply: return take_headers(true, flags, content);
        case headers_frame: return take_headers(false, flags, content);
        case settings: return take_settings(content);
        case window_update: return take_window(content);
        case ping:
            if (content.size() != 4) return fail();
            // Those of the client have odd numbers; an even one would be an answer to ours, and we ask none.
            if ((number(content, 0) & 1) != 0) events_.send(control(ping, 0, content));
            return;
        case goaway:
            closed_ = true;
            if (events_.closed) events_.closed();
            return;
        case rst_stream: {
            if (content.size() != 8) return fail();
            auto const id = id_of(content);
            if (streams_.erase(id) != 0 && events_.reset) events_.reset(id);
            return;
        }
        default: return;  // to be ignored, says SPDY
    }
}

void SpdyConnection::open_stream(std::uint8_t flags, std::string_view content) {
    if (content.size() < 10) return fail();
    auto const id = id_of(content);
    // Read in any case: the blocks of a connection build on each other.
    auto headers = inflater_->headers(content.substr(10));
    if (!headers) return fail();
    // Its streams are odd and ever higher. Everything else is beyond repair.
    if (id % 2 == 0 || id <= last_) return fail();
    last_ = id;
    if (gone_ || streams_.size() >= streams_max) return send_reset(id, SpdyReset::refused_stream);
    auto& stream = streams_[id];
    stream.send_window = initial_window_;
    stream.receive_window = receive_window;
    stream.ended_here = (flags & flag_unidirectional) != 0;
    events_.opened(id, std::move(*headers));
    if ((flags & flag_fin) != 0) end_there(id);
}

void SpdyConnection::take_headers(bool reply, std::uint8_t flags, std::string_view content) {
    if (content.size() < 4) return fail();
    auto const id = id_of(content);
    if (!inflater_->headers(content.substr(4))) return fail();
    // We open no stream that could be replied to, and further headers of a stream say nothing to us.
    if (reply || streams_.count(id) == 0) return send_reset(id, SpdyReset::invalid_stream);
    if ((flags & flag_fin) != 0) end_there(id);
}

void SpdyConnection::take_data(StreamId id, std::uint8_t flags, std::string_view content) {
    auto const found = streams_.find(id);
    if (found == streams_.end()) {
        // It was reset, and the client cannot know yet; or it never was, which is no different to us.
        if (id == 0 || id > last_) send_reset(id, SpdyReset::invalid_stream);
        return;
    }
    if (found->second.ended_there) {
        send_reset(id, SpdyReset::stream_already_closed);
        streams_.erase(id);
        if (events_.reset) events_.reset(id);
        return;
    }
    found->second.receive_window -= static_cast<std::int64_t>(content.size());
    if (!content.empty() && events_.data) events_.data(id, std::string(content));
    if ((flags & flag_fin) != 0) end_there(id);
}

void SpdyConnection::take_settings(std::string_view content) {
    if (content.size() < 4 || (content.size() - 4) % 8 != 0 || number(content, 0) != (content.size() - 4) / 8)
        return fail();
    for (std::size_t at = 4; at < content.size(); at += 8) {
        if ((number(content, at) & 0xffffffU) != initial_window_setting) continue;
        std::int64_t const window = number(content, at + 4) & 0x7fffffffU;
        counts_windows_ = true;
        auto const more = window - std::exchange(initial_window_, window);
        for (auto& [id, stream] : streams_) stream.send_window += more;
    }
    std::vector<StreamId> all;
    for (auto const& [id, stream] : streams_) all.push_back(id);
    for (auto const id : all) flush(id);
}

void SpdyConnection::take_window(std::string_view content) {
    if (content.size() != 8) return fail();
    auto const id = id_of(content);
    std::int64_t const more = number(content, 4) & 0x7fffffffU;
    counts_windows_ = true;
    auto const found = streams_.find(id);
    if (found == streams_.end()) return;  // of the connection as a whole, or too late
    found->second.send_window += more;
    if (more == 0 || found->second.send_window > window_max) {
        streams_.erase(found);
        send_reset(id, SpdyReset::flow_control_error);
        if (events_.reset) events_.reset(id);
        return;
    }
    flush(id);
}

void SpdyConnection::end_there(StreamId id) {
    auto const found = streams_.find(id);
    if (found == streams_.end() || std::exchange(found->second.ended_there, true)) return;
    if (events_.finished) events_.finished(id);
    forget_ended(id);
}

void SpdyConnection::reply(StreamId id) {
    auto const found = streams_.find(id);
    if (closed_ || found == streams_.end() || std::exchange(found->second.replied, true)) return;
    events_.send(control(syn_reply, 0, words({id}) + deflater_->block({})));
    flush(id);
}

void SpdyConnection::write(StreamId id, std::string_view bytes) {
    auto const found = streams_.find(id);
    if (closed_ || found == streams_.end() || found->second.finishing || found->second.ended_here) return;
    found->second.held += bytes;
    flush(id);
}

void SpdyConnection::finish(StreamId id) {
    auto const found = streams_.find(id);
    if (closed_ || found == streams_.end()) return;
    found->second.finishing = true;
    flush(id);
}

void SpdyConnection::flush(StreamId id) {
    auto const found = streams_.find(id);
    if (closed_ || found == streams_.end() || !found->second.replied || found->second.ended_here) return;
    auto& stream = found->second;
    std::size_t sent = 0;
    bool const had = !stream.held.empty();
    while (sent < stream.held.size() && (!counts_windows_ || stream.send_window > 0)) {
        auto count = std::min(stream.held.size() - sent, data_bytes_max);
        if (counts_windows_) count = std::min(count, static_cast<std::size_t>(stream.send_window));
        std::string frame;
        put(frame, id);
        put(frame, static_cast<std::uint32_t>(count));
        frame.append(stream.held, sent, count);
        sent += count;
        stream.send_window -= static_cast<std::int64_t>(count);
        events_.send(std::move(frame));
    }
    stream.held.erase(0, sent);
    if (!stream.held.empty()) return;
    if (stream.finishing) {
        stream.ended_here = true;
        std::string frame;
        put(frame, id);
        put(frame, std::uint32_t{flag_fin} << 24);
        events_.send(std::move(frame));
        return forget_ended(id);
    }
    if (had && events_.drained) events_.drained(id);
}

void SpdyConnection::reset(StreamId id, SpdyReset why) {
    if (streams_.erase(id) != 0 && !closed_) send_reset(id, why);
}

void SpdyConnection::consumed(StreamId id, std::size_t bytes) {
    auto const found = streams_.find(id);
    if (closed_ || found == streams_.end() || found->second.ended_there) return;
    auto& stream = found->second;
    stream.consumed_bytes += bytes;
    if (stream.consumed_bytes < receive_window / 2) return;
    auto const more = std::exchange(stream.consumed_bytes, 0);
    stream.receive_window += static_cast<std::int64_t>(more);
    events_.send(control(window_update, 0, words({id, static_cast<std::uint32_t>(more)})));
}

std::size_t SpdyConnection::held_bytes(StreamId id) const {
    auto const found = streams_.find(id);
    return found == streams_.end() ? 0 : found->second.held.size();
}

void SpdyConnection::go_away() {
    if (closed_ || std::exchange(gone_, true)) return;
    events_.send(control(goaway, 0, words({last_, 0})));
}

void SpdyConnection::forget_ended(StreamId id) {
    auto const found = streams_.find(id);
    if (found != streams_.end() && found->second.ended_here && found->second.ended_there) streams_.erase(found);
}

void SpdyConnection::send_reset(StreamId id, SpdyReset why) {
    events_.send(control(rst_stream, 0, words({id, static_cast<std::uint32_t>(why)})));
}

void SpdyConnection::fail() {
    if (std::exchange(closed_, true)) return;
    constexpr std::uint32_t protocol_error = 1;
    events_.send(control(goaway, 0, words({last_, protocol_error})));
    if (events_.closed) events_.closed();
}

}  // namespace keelson::http
