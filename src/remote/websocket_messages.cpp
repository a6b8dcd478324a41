#include "http/websocket.hpp"
#include "remote/access.hpp"
#include "remote/http_transport.hpp"
#include "remote/wire.hpp"
#include "transfer/line.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <deque>
#include <utility>

namespace keelson::remote {
namespace {

constexpr std::size_t head_bytes_max = 64 << 10;
constexpr std::uint64_t message_bytes_max = 16 << 20;
constexpr auto answer_within = std::chrono::seconds(10);

Error broken(std::string_view why) { return {Errc::unavailable, "the WebSocket broke: " + std::string(why)}; }

/// The client's end of RFC 6455 over a bare connection.
class WebSocketMessages final : public Messages {
public:
    explicit WebSocketMessages(Access access)
        : access_(std::move(access)), line_(server_of(access_)), entropy_(system_entropy()) {}

    Result<> open(std::string const& target, std::vector<std::string> const& protocols) {
        auto const url = url_of(access_, {});
        auto const failure = line_.open(url + "/");
        if (failure.fault != transfer::Fault::none) return error_of(failure, access_);
        auto identity = identity_headers(access_);
        if (!identity) return identity.error();
        if (!access_.username.empty())
            identity->push_back("Authorization: Basic " + encode_base64(access_.username + ":" + access_.password));
        std::string bytes;
        for (int i = 0; i < 16; ++i) bytes += static_cast<char>(entropy_->below(256));
        auto const key = encode_base64(bytes);
        auto const begin = url.find("://") + 3;
        auto const slash = std::min(url.find('/', begin), url.size());
        std::string offered;
        for (auto const& protocol : protocols) offered += (offered.empty() ? "" : ", ") + protocol;
        std::string head = "GET " + url.substr(slash) + target +
                           " HTTP/1.1\r\nHost: " + url.substr(begin, slash - begin) +
                           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "User-Agent: keelson\r\nSec-WebSocket-Key: " +
                           key + "\r\nSec-WebSocket-Protocol: " + offered + "\r\n";
        for (auto const& line : *identity) head += line + "\r\n";
        add(head + "\r\n");
        auto const end = std::chrono::steady_clock::now() + answer_within;
        while (!unsent_.empty()) {
            if (auto const sent = send(); !sent) return sent;
            if (!unsent_.empty() && !line_.wait(end, true)) return Error(Errc::timeout, "the server takes nothing");
        }
        if (auto const answered = take_answer(key, end); !answered) return answered;
        if (std::find(protocols.begin(), protocols.end(), protocol_) == protocols.end())
            return broken("the server does not speak " + offered);
        return {};
    }

    [[nodiscard]] std::string const& protocol() const noexcept override { return protocol_; }

    Result<> write(std::string_view message) override {
        add_frame(http::Opcode::binary, message);
        return send();
    }

    [[nodiscard]] std::size_t unsent_bytes() const noexcept override { return unsent_bytes_; }

    Result<std::string> read(Duration at_most, std::span<int const> others) override {
        auto const end = std::chrono::steady_clock::now() + at_most;
        while (true) {
            if (rest_.size() < 2) {
                if (auto const more = receive(end, others); !more) return more.error();
                continue;
            }
            auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(rest_[i]); };
            std::size_t head = 2;
            std::uint64_t size = byte(1) & 0x7F;
            if ((byte(1) & 0x80) != 0) return broken("the server masks what it sends");
            std::size_t const extra = size == 126 ? 2 : size == 127 ? 8 : 0;
            if (rest_.size() < head + extra) {
                if (auto const more = receive(end, others); !more) return more.error();
                continue;
            }
            if (extra != 0) size = 0;
            for (std::size_t i = 0; i < extra; ++i) size = size << 8 | byte(head++);
            if (size > message_bytes_max || message_.size() + size > message_bytes_max)
                return broken("a message is too large");
            if (rest_.size() < head + size) {
                if (auto const more = receive(end, others); !more) return more.error();
                continue;
            }
            bool const last = (byte(0) & 0x80) != 0;
            auto const opcode = byte(0) & 0x0F;
            auto const payload = rest_.substr(head, size);
            rest_.erase(0, head + size);
            if (opcode == static_cast<unsigned>(http::Opcode::close)) return std::string();
            if (opcode == static_cast<unsigned>(http::Opcode::ping)) add_frame(http::Opcode::pong, payload);
            if (opcode > 2) continue;
            message_ += payload;
            if (last && !message_.empty()) return std::exchange(message_, {});
        }
    }

private:
    using Deadline = transfer::Line::Deadline;

    Result<> take_answer(std::string const& key, Deadline end) {
        while (rest_.find("\r\n\r\n") == std::string::npos) {
            if (rest_.size() > head_bytes_max) return broken("the server's answer has no end");
            if (auto const more = receive(end); !more) return more;
        }
        auto const stop = rest_.find("\r\n\r\n");
        auto const head = rest_.substr(0, stop);
        rest_.erase(0, stop + 4);
        int status = 0;
        if (head.size() > 12) std::from_chars(head.data() + 9, head.data() + 12, status);
        auto const value = [&](std::string name) {
            std::string low = head;
            std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) { return std::tolower(c); });
            auto const at = low.find("\r\n" + name + ":");
            if (at == std::string::npos) return std::string();
            auto begin = head.find_first_not_of(' ', at + name.size() + 3);
            return head.substr(begin, head.find("\r\n", begin) - begin);
        };
        if (status != 101) {
            std::size_t length = 0;
            auto const text = value("content-length");
            std::from_chars(text.data(), text.data() + text.size(), length);
            while (rest_.size() < std::min(length, head_bytes_max)) {
                if (!receive(end)) break;
            }
            return error_of_status(status, rest_);
        }
        if (value("sec-websocket-accept") != http::websocket_accept(key))
            return broken("the server's answer does not belong to the question");
        protocol_ = value("sec-websocket-protocol");
        return {};
    }

    void add(std::string bytes) {
        unsent_bytes_ += bytes.size();
        unsent_.push_back(std::move(bytes));
    }

    void add_frame(http::Opcode opcode, std::string_view payload) {
        std::string frame;
        frame.reserve(payload.size() + 14);
        http::write_frame_head(opcode, payload.size(), frame);
        frame[1] = static_cast<char>(static_cast<unsigned char>(frame[1]) | 0x80);
        char mask[4];
        for (auto& byte : mask) byte = static_cast<char>(entropy_->below(256));
        frame.append(mask, 4);
        for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
        add(std::move(frame));
    }

    /// As much as the server takes now.
    Result<> send() {
        while (!unsent_.empty()) {
            auto const rest = std::string_view(unsent_.front()).substr(sent_);
            auto const taken = line_.send(rest);
            if (!taken) return broken(taken.error().message);
            unsent_bytes_ -= *taken;
            sent_ += *taken;
            if (*taken < rest.size()) return {};
            unsent_.pop_front();
            sent_ = 0;
        }
        return {};
    }

    Result<> receive(Deadline end, std::span<int const> others = {}) {
        while (true) {
            bool const sending = !unsent_.empty();
            if (auto const going = send(); !going) return going;
            if (sending && unsent_.empty()) return Error(Errc::timeout, "all has been sent");
            auto const came = line_.receive(rest_);
            if (!came) return broken(came.error().message);
            if (*came) return {};
            if (!line_.wait(end, !unsent_.empty(), others)) return Error(Errc::timeout, "nothing came in time");
        }
    }

    Access access_;
    transfer::Line line_;
    std::shared_ptr<Entropy> entropy_;
    std::string protocol_;
    std::string rest_;     ///< received, and not read yet
    std::string message_;  ///< its fragments so far
    std::deque<std::string> unsent_;
    std::size_t sent_ = 0;  ///< of the first of them
    std::size_t unsent_bytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<Messages>> open_messages(Access const& access, std::string const& target,
                                                std::vector<std::string> const& protocols) {
    auto made = std::make_unique<WebSocketMessages>(access);
    if (auto const opened = made->open(target, protocols); !opened) return opened.error();
    return std::unique_ptr<Messages>(std::move(made));
}

}  // namespace keelson::remote
