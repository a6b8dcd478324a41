#ifndef KEELSON_SRC_HTTP_WEBSOCKET_HPP
#define KEELSON_SRC_HTTP_WEBSOCKET_HPP

#include "http/exchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// The server's end of RFC 6455 without I/O: bytes of a client to messages. Fragments are put together.
class WebSocketReader {
public:
    enum class Event : std::uint8_t { none, message, ping, close, failed };

    explicit WebSocketReader(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

    /// Takes bytes from the front of `bytes` up to the next event. `none`: all were taken, more are needed.
    Event take(std::string_view& bytes);
    [[nodiscard]] Message& message() noexcept { return message_; }  ///< after `message`; may be moved from
    [[nodiscard]] std::string const& payload() const noexcept { return control_; }  ///< of a ping
    /// The code to close with: after `close` that of the client, after `failed` why.
    [[nodiscard]] std::uint16_t close_code() const noexcept { return close_code_; }

private:
    Event fail(std::uint16_t code);
    Event take_head();
    Event take_end();

    std::size_t message_bytes_max_;
    Message message_;
    std::string control_;
    std::string head_;
    std::uint64_t left_ = 0;  ///< of the frame's payload
    std::uint8_t opcode_ = 0;
    bool final_ = true;
    bool in_message_ = false;
    bool in_payload_ = false;
    bool delivered_ = false;
    std::uint8_t mask_[4] = {};
    std::uint64_t mask_at_ = 0;
    std::uint16_t close_code_ = 1000;
};

enum class Opcode : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// The head of an unmasked, unfragmented frame.
void write_frame_head(Opcode opcode, std::uint64_t payload_bytes, std::string& out);
std::string close_frame(std::uint16_t code);

/// `Sec-WebSocket-Accept` for a key; empty when the key is not 16 bytes in base64.
std::string websocket_accept(std::string_view key);
/// Takes the number of its channel off the front of a message of Kubernetes' channel protocols, and decodes the rest if
/// it is in base64. Nothing: the message makes no sense.
std::optional<std::uint8_t> take_channel(std::string& bytes, bool in_base64);
/// The values of a header that is a list, of all its occurrences.
std::vector<std::string_view> list_header(Request const& request, std::string_view name);

}  // namespace keelson::http

#endif
