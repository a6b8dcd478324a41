#ifndef KEELSON_SRC_HTTP_SPDY_HPP
#define KEELSON_SRC_HTTP_SPDY_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::http {

using SpdyHeaders = std::vector<std::pair<std::string, std::string>>;  ///< names in lower case

/// The header blocks of one direction of a connection: one zlib stream, with the dictionary of SPDY/3.
class SpdyInflater {
public:
    SpdyInflater();
    ~SpdyInflater();
    SpdyInflater(SpdyInflater const&) = delete;
    SpdyInflater& operator=(SpdyInflater const&) = delete;
    /// Errors: `bad_request` for a block that is damaged, or more than 64 KiB; then the connection cannot go on.
    Result<SpdyHeaders> headers(std::string_view block);

private:
    struct State;
    std::unique_ptr<State> state_;
};

class SpdyDeflater {
public:
    SpdyDeflater();
    ~SpdyDeflater();
    SpdyDeflater(SpdyDeflater const&) = delete;
    SpdyDeflater& operator=(SpdyDeflater const&) = delete;
    std::string block(SpdyHeaders const& headers);

private:
    struct State;
    std::unique_ptr<State> state_;
};

enum class SpdyReset : std::uint32_t {
    protocol_error = 1,
    invalid_stream = 2,
    refused_stream = 3,
    unsupported_version = 4,
    cancel = 5,
    internal_error = 6,
    flow_control_error = 7,
    stream_in_use = 8,
    stream_already_closed = 9,
};

/// The server's end of a connection in SPDY/3.1, as bytes in and bytes out: of streams that the client opens, both
/// directions each.
///
/// Kubernetes' own clients count no windows and never open one. So what is sent is held back only for a client that has
/// shown that it counts: by a SETTINGS with an initial window, or by a WINDOW_UPDATE. The window of the other direction
/// is opened again by `consumed`.
/// Threading: one thread at a time. Events come from within `receive`, and may call everything.
class SpdyConnection {
public:
    using StreamId = std::uint32_t;

    struct Events {
        std::function<void(std::string)> send;  ///< bytes for the client
        /// A new stream. It is answered with `reply` or `reset`.
        std::function<void(StreamId, SpdyHeaders)> opened;
        std::function<void(StreamId, std::string)> data;
        std::function<void(StreamId)> finished;  ///< the client sends nothing more on it
        std::function<void(StreamId)> reset;     ///< by the client; it is gone
        std::function<void(StreamId)> drained;   ///< nothing of it is held back by its window any more
        /// The client goes away, or has sent what makes no sense, in which case it has been told: nothing is received
        /// any more.
        std::function<void()> closed;
    };

    explicit SpdyConnection(Events events);
    ~SpdyConnection();
    SpdyConnection(SpdyConnection const&) = delete;
    SpdyConnection& operator=(SpdyConnection const&) = delete;

    void receive(std::string_view bytes);

    void reply(StreamId id);
    void write(StreamId id, std::string_view bytes);
    /// Nothing more will be written. A stream that has ended both ways is forgotten.
    void finish(StreamId id);
    void reset(StreamId id, SpdyReset why);
    /// So much of what was received on it is done with.
    void consumed(StreamId id, std::size_t bytes);
    /// How much is held back by its window.
    [[nodiscard]] std::size_t held_bytes(StreamId id) const;
    /// Tells the client that no stream is taken any more.
    void go_away();
    [[nodiscard]] std::size_t streams() const noexcept { return streams_.size(); }

private:
    struct Stream {
        std::int64_t send_window = 0;
        std::int64_t receive_window = 0;
        std::size_t consumed_bytes = 0;
        std::string held;
        bool replied = false;
        bool finishing = false;  ///< after what is held
        bool ended_here = false, ended_there = false;
    };

    bool take_frame();
    void take_control(std::uint16_t type, std::uint8_t flags, std::string_view content);
    void take_data(StreamId id, std::uint8_t flags, std::string_view content);
    void open_stream(std::uint8_t flags, std::string_view content);
    void take_headers(bool reply, std::uint8_t flags, std::string_view content);
    void take_settings(std::string_view content);
    void take_window(std::string_view content);
    void end_there(StreamId id);
    void flush(StreamId id);
    void forget_ended(StreamId id);
    void fail();
    void send_reset(StreamId id, SpdyReset why);

    Events events_;
    std::unique_ptr<SpdyInflater> inflater_;
    std::unique_ptr<SpdyDeflater> deflater_;
    std::string buffer_;
    std::size_t taken_ = 0;
    std::map<StreamId, Stream> streams_;
    StreamId last_ = 0;
    std::int64_t initial_window_ = 65'536;
    bool counts_windows_ = false;
    bool closed_ = false, gone_ = false;
};

}  // namespace keelson::http

#endif
