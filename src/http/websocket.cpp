#include "http/websocket.hpp"

#include "http/utf8.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <openssl/evp.h>

namespace keelson::http {
namespace {

constexpr std::uint8_t op_continuation = 0, op_text = 1, op_binary = 2, op_close = 8, op_ping = 9, op_pong = 10;
constexpr std::size_t control_bytes_max = 125;

std::size_t head_size(std::string const& head) {
    if (head.size() < 2) return 2;
    auto const length = static_cast<std::uint8_t>(head[1]) & 0x7f;
    return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
}

}  // namespace

WebSocketReader::Event WebSocketReader::fail(std::uint16_t code) {
    close_code_ = code;
    return Event::failed;
}

WebSocketReader::Event WebSocketReader::take(std::string_view& bytes) {
    if (delivered_) {
        message_ = {};
        delivered_ = false;
    }
    for (;;) {
        if (!in_payload_) {
            auto const wanted = head_size(head_) - head_.size();
            auto const count = std::min(wanted, bytes.size());
            head_.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
            if (head_.size() < head_size(head_)) {
                if (bytes.empty()) return Event::none;
                continue;
            }
            if (auto const event = take_head(); event != Event::none) return event;
        }
        auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
        auto& target = opcode_ >= op_close ? control_ : message_.bytes;
        auto const begin = target.size();
        target.append(bytes.substr(0, count));
        for (std::size_t i = 0; i < count; ++i) {
            target[begin + i] = static_cast<char>(target[begin + i] ^ static_cast<char>(mask_[(mask_at_ + i) & 3]));
        }
        mask_at_ += count;
        bytes.remove_prefix(count);
        left_ -= count;
        if (left_ > 0) return Event::none;
        in_payload_ = false;
        head_.clear();
        if (auto const event = take_end(); event != Event::none) return event;
        if (bytes.empty()) return Event::none;
    }
}

WebSocketReader::Event WebSocketReader::take_head() {
    auto const byte = [this](std::size_t at) { return static_cast<std::uint8_t>(head_[at]); };
    final_ = (byte(0) & 0x80) != 0;
    opcode_ = byte(0) & 0x0f;
    if ((byte(0) & 0x70) != 0 || (byte(1) & 0x80) == 0) return fail(1002);  // no extensions; a client masks
    auto const length_code = byte(1) & 0x7f;
    auto const length_bytes = length_code == 126 ? 2U : length_code == 127 ? 8U : 0U;
    left_ = length_bytes == 0 ? static_cast<std::uint64_t>(length_code) : 0;
    for (std::size_t i = 0; i < length_bytes; ++i) left_ = (left_ << 8) | byte(2 + i);
    std::copy_n(head_.begin() + 2 + length_bytes, 4, mask_);
    mask_at_ = 0;
    in_payload_ = true;
    if (opcode_ >= op_close) {
        if (opcode_ > op_pong || !final_ || left_ > control_bytes_max) return fail(1002);
        control_.clear();
        return Event::none;
    }
    if (opcode_ > op_binary || (opcode_ == op_continuation) != in_message_) return fail(1002);
    if (opcode_ != op_continuation) message_.text = opcode_ == op_text;
    in_message_ = !final_;
    if (left_ > message_bytes_max_ - std::min(message_bytes_max_, message_.bytes.size())) return fail(1009);
    return Event::none;
}

WebSocketReader::Event WebSocketReader::take_end() {
    if (opcode_ == op_ping) return Event::ping;
    if (opcode_ == op_pong) return Event::none;
    if (opcode_ == op_close) {
        if (control_.size() == 1) return fail(1002);
        close_code_ = 1000;
        if (control_.size() >= 2) {
            close_code_ = static_cast<std::uint16_t>((static_cast<std::uint8_t>(control_[0]) << 8) |
                                                     static_cast<std::uint8_t>(control_[1]));
            if (!is_utf8(std::string_view(control_).substr(2))) return fail(1007);
            auto const known = (close_code_ >= 1000 && close_code_ <= 1014 && close_code_ != 1004 &&
                                close_code_ != 1005 && close_code_ != 1006) ||
                               (close_code_ >= 3000 && close_code_ <= 4999);
            if (!known) return fail(1002);
        }
        return Event::close;
    }
    if (!final_) return Event::none;
    if (message_.text && !is_utf8(message_.bytes)) return fail(1007);
    delivered_ = true;
    return Event::message;
}

void write_frame_head(Opcode opcode, std::uint64_t payload_bytes, std::string& out) {
    out += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    auto const put = [&](std::size_t count) {
        for (auto shift = static_cast<int>(count) * 8 - 8; shift >= 0; shift -= 8) {
            out += static_cast<char>((payload_bytes >> shift) & 0xff);
        }
    };
    if (payload_bytes < 126) {
        out += static_cast<char>(payload_bytes);
    } else if (payload_bytes < 65536) {
        out += static_cast<char>(126);
        put(2);
    } else {
        out += static_cast<char>(127);
        put(8);
    }
}

std::string close_frame(std::uint16_t code) {
    std::string frame;
    write_frame_head(Opcode::close, 2, frame);
    frame += static_cast<char>(code >> 8);
    frame += static_cast<char>(code & 0xff);
    return frame;
}

std::string websocket_accept(std::string_view key) {
    auto const bytes = decode_base64(key);
    if (!bytes || bytes->size() != 16) return {};
    std::string text(key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455, 1.3
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr) != 1) return {};
    return encode_base64({reinterpret_cast<char const*>(digest), size});
}

std::vector<std::string_view> list_header(Request const& request, std::string_view name) {
    std::vector<std::string_view> values;
    for (auto const& [key, text] : request.headers) {
        if (key != name) continue;
        std::string_view rest = text;
        while (!rest.empty()) {
            auto const comma = rest.find(',');
            auto value = rest.substr(0, comma);
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
            while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
            while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
            if (!value.empty()) values.push_back(value);
        }
    }
    return values;
}

std::optional<std::uint8_t> take_channel(std::string& bytes, bool in_base64) {
    if (bytes.empty()) return {};
    auto const channel = static_cast<std::uint8_t>(bytes.front());
    bytes.erase(0, 1);
    if (!in_base64) return channel;
    auto decoded = decode_base64(bytes);
    if (channel < '0' || !decoded) return {};
    bytes = std::move(*decoded);
    return static_cast<std::uint8_t>(channel - '0');
}

}  // namespace keelson::http
