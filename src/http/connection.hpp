#ifndef KEELSON_SRC_HTTP_CONNECTION_HPP
#define KEELSON_SRC_HTTP_CONNECTION_HPP

#include "http/call.hpp"
#include "http/loop.hpp"
#include "http/output.hpp"
#include "http/request_reader.hpp"
#include "http/tls.hpp"
#include "http/websocket.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace keelson::http {

/// One client. Whatever happens (bytes came, there is room to send, an answer is there, time is up) gives it a turn, in
/// which it does all that can be done without waiting: read, answer, send in as few calls as can be.
/// Threading: its loop's thread; `wake` from anywhere.
class Connection final : public Wakeable, public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Loop> loop, int socket, Peer peer, std::unique_ptr<TlsSession> tls);
    ~Connection() override;

    void wake() override;
    void start();
    void turn();
    /// Looks whether a time-out is over; an idle one gives its buffers back.
    void check_time(Instant now);
    void begin_stop();
    void close();
    std::atomic<bool> notified{false};

private:
    enum class Phase : std::uint8_t {
        handshake,
        reading,    ///< a request, or waiting for one
        answering,  ///< the handler has it
        replying,   ///< the answer is made piece by piece as it is taken
        streaming,
        socket,          ///< a WebSocket
        socket_closing,  ///< our close frame is sent
        taken_over,
        lingering,  ///< all is sent; what still comes is dropped, so that the client can read its answer
        closed,
    };
    static constexpr std::size_t output_high = 64 * 1024;  ///< with more to send, nothing more is taken up
    static constexpr std::size_t input_ahead_max = 64 * 1024;

    // Reading (connection.cpp)
    void take_turn();
    [[nodiscard]] bool wants_input();
    void read_some();
    std::size_t receive(char* into, std::size_t room);
    void shake_hands();
    void drop_input();
    void keep_rest();
    void arm();

    // Sending (connection.cpp)
    bool flush();
    bool send_ciphertext();
    bool encrypt_some();
    bool send_plain();
    void tell_drained();
    void linger();
    void tell_stop();
    [[nodiscard]] bool all_sent() const noexcept { return output_.empty() && cipher_at_ == cipher_.size(); }

    // What a request goes through (connection_requests.cpp)
    void advance();
    bool read_request();
    void begin_request();
    bool check_head();
    bool count_body();
    void dispatch();
    bool take_answer();
    /// Brings to the loop what the call has written meanwhile; whether that is all of it. Nothing: there is nothing
    /// new.
    std::optional<bool> swap_parts();
    bool take_parts();
    bool take_messages();
    void open_socket();
    void take_over();
    void refuse_upgrade(Reply reply);
    void end_socket(std::uint16_t code);
    void read_socket();
    void read_taken_over();
    enum class Framing : std::uint8_t { length, chunks, none };
    void write_head(Reply const& reply, Framing framing);
    void refuse(Reply reply);
    void send_reply(Reply reply);
    bool send_pieces();
    void begin_stream();
    bool count_stream();
    void finish_request();
    void release_counts();

    [[nodiscard]] ServerLimits const& limits() const noexcept { return shared_.limits; }
    void set_deadline(Duration from_now);
    [[nodiscard]] Duration stall_limit() const noexcept {
        bool const upgraded = phase_ == Phase::socket || phase_ == Phase::socket_closing || phase_ == Phase::taken_over;
        return upgraded ? limits().socket_stall : limits().write_stall;
    }

    std::shared_ptr<Loop> loop_;
    ServerShared& shared_;
    boost::asio::posix::stream_descriptor descriptor_;
    Peer peer_;
    std::unique_ptr<TlsSession> tls_;
    std::string cipher_;  ///< not sent yet, from cipher_at_ on
    std::size_t cipher_at_ = 0;
    Output output_;

    std::string kept_;        ///< came, and was not read yet
    std::string_view input_;  ///< the same during a turn: of kept_ or of the loop's buffer
    RequestReader reader_;
    std::shared_ptr<Call> call_;
    std::function<bool(std::string&)> pieces_;  ///< of the answer, that are still to be made
    std::unique_ptr<WebSocketReader> socket_reader_;

    Phase phase_ = Phase::handshake;
    enum class Counted : std::uint8_t { none, request, stream } counted_ = Counted::none;
    std::size_t body_counted_ = 0;
    std::size_t taken_bytes_ = 0;  ///< of a call's parts, in output_
    std::size_t dropped_ = 0;
    bool request_begun_ = false;
    bool head_checked_ = false;
    bool keep_alive_ = true;
    bool chunked_ = true;
    bool no_body_ = false;  ///< the answer is to HEAD
    bool closing_ = false;  ///< after what is queued
    bool peer_end_ = false;
    bool readable_ = true;
    bool in_turn_ = false;
    bool again_ = false;
    bool read_armed_ = false;
    bool write_armed_ = false;
    bool write_blocked_ = false;
    Instant deadline_ = Instant::max();
    Instant write_deadline_ = Instant::max();
    Instant quiet_since_{};
};

}  // namespace keelson::http

#endif
