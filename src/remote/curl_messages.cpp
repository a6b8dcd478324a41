#include "http/base64.hpp"
#include "http/websocket.hpp"
#include "remote/curl_setup.hpp"
#include "remote/curl_transport.hpp"
#include "remote/wire.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <poll.h>

namespace keelson::remote {
namespace {

constexpr std::size_t head_bytes_max = 64 << 10;
constexpr std::uint64_t message_bytes_max = 16 << 20;
constexpr auto answer_within = std::chrono::seconds(10);

Error broken(std::string_view why) { return {Errc::unavailable, "the WebSocket broke: " + std::string(why)}; }

/// The client's end of RFC 6455 over a connection that libcurl has made.
class CurlMessages final : public Messages {
public:
    explicit CurlMessages(Access access) : access_(std::move(access)), entropy_(system_entropy()) {}
    ~CurlMessages() override {
        if (!easy_) return;
        void* list = nullptr;
        curl().easy_getinfo(easy_, CURLINFO_PRIVATE, &list);
        curl().easy_cleanup(easy_);
        curl().slist_free_all(static_cast<curl_slist*>(list));
    }
    CurlMessages(CurlMessages const&) = delete;
    CurlMessages& operator=(CurlMessages const&) = delete;

    Result<> open(std::string const& target, std::string const& protocol) {
        easy_ = curl().easy_init();
        set_access(easy_, access_);
        auto const url = url_of(access_, {});
        curl().easy_setopt(easy_, CURLOPT_URL, (url + "/").c_str());
        curl().easy_setopt(easy_, CURLOPT_CONNECT_ONLY, 1L);
        if (auto const code = curl().easy_perform(easy_); code != CURLE_OK) return error_of(code, access_, {});
        auto identity = identity_headers(access_);
        if (!identity) return identity.error();
        if (!access_.username.empty())
            identity->push_back("Authorization: Basic " + http::to_base64(access_.username + ":" + access_.password));
        std::string bytes;
        for (int i = 0; i < 16; ++i) bytes += static_cast<char>(entropy_->below(256));
        auto const key = http::to_base64(bytes);
        auto const begin = url.find("://") + 3;
        auto const slash = std::min(url.find('/', begin), url.size());
        std::string head = "GET " + url.substr(slash) + target +
                           " HTTP/1.1\r\nHost: " + url.substr(begin, slash - begin) +
                           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "User-Agent: keelson\r\nSec-WebSocket-Key: " +
                           key + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n";
        for (auto const& line : *identity) head += line + "\r\n";
        if (auto const sent = send(head + "\r\n"); !sent) return sent;
        return take_answer(key, protocol);
    }

    Result<> write(std::string_view message) override { return send_frame(http::Opcode::binary, message); }

    Result<std::string> read(Duration at_most) override {
        auto const end = std::chrono::steady_clock::now() + at_most;
        std::string message;
        while (true) {
            if (rest_.size() < 2) {
                if (auto const more = receive(end); !more) return more.error();
                continue;
            }
            auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(rest_[i]); };
            std::size_t head = 2;
            std::uint64_t size = byte(1) & 0x7F;
            if ((byte(1) & 0x80) != 0) return broken("the server masks what it sends");
            std::size_t const extra = size == 126 ? 2 : size == 127 ? 8 : 0;
            if (rest_.size() < head + extra) {
                if (auto const more = receive(end); !more) return more.error();
                continue;
            }
            if (extra != 0) size = 0;
            for (std::size_t i = 0; i < extra; ++i) size = size << 8 | byte(head++);
            if (size > message_bytes_max || message.size() + size > message_bytes_max)
                return broken("a message is too large");
            if (rest_.size() < head + size) {
                if (auto const more = receive(end); !more) return more.error();
                continue;
            }
            bool const last = (byte(0) & 0x80) != 0;
            auto const opcode = byte(0) & 0x0F;
            auto const payload = rest_.substr(head, size);
            rest_.erase(0, head + size);
            if (opcode == static_cast<unsigned>(http::Opcode::close)) return std::string();
            if (opcode == static_cast<unsigned>(http::Opcode::ping)) {
                if (auto const sent = send_frame(http::Opcode::pong, payload); !sent) return sent.error();
            }
            if (opcode > 2) continue;
            message += payload;
            if (last && !message.empty()) return message;
        }
    }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    Result<> take_answer(std::string const& key, std::string const& protocol) {
        auto const end = std::chrono::steady_clock::now() + answer_within;
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
        if (value("sec-websocket-protocol") != protocol) return broken("the server does not speak " + protocol);
        return {};
    }

    Result<> send_frame(http::Opcode opcode, std::string_view payload) {
        std::string frame;
        http::write_frame_head(opcode, payload.size(), frame);
        frame[1] = static_cast<char>(static_cast<unsigned char>(frame[1]) | 0x80);
        char mask[4];
        for (auto& byte : mask) byte = static_cast<char>(entropy_->below(256));
        frame.append(mask, 4);
        for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
        return send(frame);
    }

    Result<> send(std::string_view bytes) {
        while (!bytes.empty()) {
            std::size_t sent = 0;
            auto const code = curl().easy_send(easy_, bytes.data(), bytes.size(), &sent);
            if (code == CURLE_AGAIN) {
                if (!wait(POLLOUT, std::chrono::steady_clock::now() + answer_within))
                    return Error(Errc::timeout, "the server takes nothing any more");
                continue;
            }
            if (code != CURLE_OK) return broken(curl().easy_strerror(code));
            bytes.remove_prefix(sent);
        }
        return {};
    }

    Result<> receive(Deadline end) {
        char buffer[16384];
        while (true) {
            std::size_t got = 0;
            auto const code = curl().easy_recv(easy_, buffer, sizeof buffer, &got);
            if (code == CURLE_AGAIN) {
                if (!wait(POLLIN, end)) return Error(Errc::timeout, "nothing came in time");
                continue;
            }
            if (code != CURLE_OK) return broken(curl().easy_strerror(code));
            if (got == 0) return broken("the server has closed the connection");
            rest_.append(buffer, got);
            return {};
        }
    }

    bool wait(short what, Deadline end) {
        curl_socket_t socket = CURL_SOCKET_BAD;
        curl().easy_getinfo(easy_, CURLINFO_ACTIVESOCKET, &socket);
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0) return false;
        pollfd one{socket, what, 0};
        return ::poll(&one, 1, static_cast<int>(std::min<long>(left, 3'600'000))) > 0;
    }

    Access access_;
    std::shared_ptr<Entropy> entropy_;
    CURL* easy_ = nullptr;
    std::string rest_;
};

}  // namespace

Result<std::unique_ptr<Messages>> CurlTransport::open_messages(Access const& access, std::string const& target,
                                                               std::string const& protocol) {
    auto made = std::make_unique<CurlMessages>(access);
    if (auto const opened = made->open(target, protocol); !opened) return opened.error();
    return std::unique_ptr<Messages>(std::move(made));
}

}  // namespace keelson::remote
