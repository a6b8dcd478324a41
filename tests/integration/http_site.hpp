#ifndef KEELSON_TESTS_INTEGRATION_HTTP_SITE_HPP
#define KEELSON_TESTS_INTEGRATION_HTTP_SITE_HPP

#include "http/server.hpp"
#include "http_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace keelson::tests {

using namespace keelson::http;
using namespace std::chrono_literals;

/// A server whose answers the tests can hold back.
struct HttpSite {
    ServerOptions options;
    std::unique_ptr<Server> server;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::shared_ptr<Exchange>> waiting;
    std::vector<std::shared_ptr<Stream>> streams;
    std::vector<std::shared_ptr<Socket>> sockets;
    std::atomic<int> closed{0}, refused{0}, requests{0}, pieces{0};

    HttpSite() {
        options.listen = {"127.0.0.1:0"};
        options.plain_tcp = true;
    }
    ~HttpSite() { server.reset(); }

    void open(Authenticator authenticator = [](Peer&, Request const&) { return Result<User>(User{}); }) {
        auto opened = Server::open(options, std::move(authenticator), [this](auto exchange) { answer(exchange); });
        REQUIRE(opened);
        server = std::move(opened).value();
    }
    [[nodiscard]] std::string address() const { return server->addresses().front(); }

    void answer(std::shared_ptr<Exchange> const& exchange) {
        ++requests;
        auto const& request = exchange->request();
        std::unique_lock lock(mutex);
        if (request.target == "/wait") {
            waiting.push_back(exchange);
        } else if (request.target == "/drop") {
        } else if (request.target == "/throw") {
            throw std::runtime_error("on purpose");
        } else if (request.target == "/stream") {
            auto stream = exchange->stream(200, "text/plain");
            stream->on_closed([this] { ++closed, changed.notify_all(); });
            streams.push_back(stream);
        } else if (request.target == "/socket") {
            exchange->upgrade({"v5.echo", "v4.echo"}, [this](auto socket) { open_socket(socket); });
        } else if (request.target == "/raw") {
            exchange->take_over("SPDY/3.1", {{"X-Stream-Protocol-Version", "v4"}},
                                [this](auto socket) { open_socket(socket); });
        } else if (request.target == "/user") {
            auto text = request.user.name;
            for (auto const& group : request.user.groups) text += " " + group;
            exchange->reply({200, "text/plain", text, {}});
        } else if (request.target.starts_with("/pieces")) {
            Reply reply{200, "text/plain", "first ", {}};
            // Tells when it is let go of.
            auto const held = std::shared_ptr<void>(nullptr, [this](void*) { ++closed, changed.notify_all(); });
            auto const endless = request.target == "/pieces/endless";
            reply.more = [this, held, endless, left = 300](std::string& piece) mutable {
                ++pieces;
                piece += std::string(10'000, static_cast<char>('a' + left % 26));
                return endless || --left > 0;
            };
            exchange->reply(std::move(reply));
        } else if (request.target.starts_with("/large")) {
            exchange->reply({200, "text/plain", std::string(20'000'000, 'x'), {}});
        } else {
            exchange->reply({200, "text/plain", request.method + " " + request.target + " " + request.body, {}});
        }
        lock.unlock();
        changed.notify_all();
    }
    void open_socket(std::shared_ptr<Socket> const& socket) {
        if (!socket) {
            ++refused;
            return;
        }
        std::weak_ptr const weak = socket;
        socket->on_closed([this] { ++closed, changed.notify_all(); });
        socket->on_message([weak](Message message) {
            if (auto const open = weak.lock()) open->send(std::move(message));
        });
        std::lock_guard const lock(mutex);
        sockets.push_back(socket);
        changed.notify_all();
    }
    template <class Test>
    bool wait(Test test) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 10s, test);
    }
};

inline std::string get(std::string const& path, std::string const& more = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}

inline std::string masked_frame(int opcode, std::string const& text, bool last = true) {
    std::string frame;
    frame += static_cast<char>((last ? 0x80 : 0) | opcode);
    frame += static_cast<char>(0x80 | text.size());
    frame += "abcd";
    for (std::size_t i = 0; i < text.size(); ++i) frame += static_cast<char>(text[i] ^ "abcd"[i % 4]);
    return frame;
}

inline std::string const socket_asked =
    "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

}  // namespace keelson::tests

#endif
