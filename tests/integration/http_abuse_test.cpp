// What clients of a server can do wrong, by accident or on purpose, and what it costs them.

#include "http_site.hpp"

#include <set>
#include <thread>

namespace {

using namespace keelson;
using namespace keelson::tests;

TEST_CASE("http server: bytes that drip in do not make the time longer") {
    HttpSite site;
    site.options.limits.head = site.options.limits.body = 400ms;
    site.open();
    for (std::string const& begin :
         {std::string("GET / HTTP/1.1\r\nHost: a\r\nX: "),
          std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"),
          std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1")}) {
        INFO(begin);
        RawClient client(site.address());
        REQUIRE(client.send(begin));
        auto const start = std::chrono::steady_clock::now();
        // A byte every now and then, each well within the limit.
        while (client.send("0")) {
            if (std::chrono::steady_clock::now() - start > 10s) break;
            std::this_thread::sleep_for(20ms);
            char peeked = 0;
            if (::recv(client.socket(), &peeked, 1, MSG_PEEK | MSG_DONTWAIT) > 0) break;
        }
        CHECK(std::chrono::steady_clock::now() - start < 5s);
        std::string body;
        CHECK(client.answer(&body).starts_with("HTTP/1.1 408 "));
        CHECK(body.find(R"("reason":"Timeout")") != std::string::npos);
        CHECK(client.rest().empty());
    }
    CHECK(site.requests == 0);
}

TEST_CASE("http server: many slow clients keep nobody out, and all of them are cut off") {
    HttpSite site;
    site.options.limits.head = 500ms;
    site.open();
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<RawClient>(site.address()));
        REQUIRE(slow.back()->send("GET / HTTP/1.1\r\nHost: a\r\n"));
    }
    RawClient other(site.address());
    REQUIRE(other.send(get("/")));
    CHECK(other.answer().starts_with("HTTP/1.1 200 "));
    for (auto const& client : slow) CHECK(client->answer().starts_with("HTTP/1.1 408 "));
    slow.clear();
    for (int i = 0; i < 2000 && site.server->load().connections > 1; ++i) std::this_thread::sleep_for(5ms);
    CHECK(site.server->load().connections == 1);
}

TEST_CASE("http server: bodies of all requests together have a bound, beyond which it is 429 with Retry-After") {
    HttpSite site;
    site.options.limits.bodies_bytes = 100'000;
    site.open();
    RawClient first(site.address()), second(site.address());
    REQUIRE(first.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 80000\r\n\r\n" + std::string(80'000, 'x')));
    REQUIRE(site.wait([&] { return site.waiting.size() == 1; }));
    REQUIRE(second.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 80000\r\n\r\n" + std::string(80'000, 'x')));
    auto const head = second.answer();
    CHECK(head.starts_with("HTTP/1.1 429 "));
    CHECK(head.find("Retry-After: 1\r\n") != std::string::npos);
    site.waiting.front()->reply({200, "text/plain", "done", {}});
    CHECK(first.answer().starts_with("HTTP/1.1 200 "));
    RawClient third(site.address());
    REQUIRE(third.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 80000\r\n\r\n" + std::string(80'000, 'x')));
    CHECK(third.answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("http server: an upgrade that is asked for wrongly is 400, and the connection goes on") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    std::string const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                      version = "Sec-WebSocket-Version: 13\r\n", asks = "Connection: Upgrade\r\nUpgrade: websocket\r\n",
                      offers = "Sec-WebSocket-Protocol: v4.echo\r\n";
    for (auto const& more : {asks + version + offers,                                             // no key
                             asks + key + offers,                                                 // no version
                             asks + key + "Sec-WebSocket-Version: 8\r\n" + offers,                // an old one
                             asks + "Sec-WebSocket-Key: short\r\n" + version + offers,            // no 16 bytes
                             "Connection: Upgrade\r\nUpgrade: h2c\r\n" + key + version + offers,  // another protocol
                             "Upgrade: websocket\r\n" + key + version + offers,  // not said in Connection
                             asks + key + version,                               // no protocol
                             asks + key + version + "Sec-WebSocket-Protocol: ,;,\r\n"}) {
        INFO(more);
        REQUIRE(client.send(get("/socket", more)));
        std::string body;
        CHECK(client.answer(&body).starts_with("HTTP/1.1 400 "));
        CHECK(body.find(R"("kind":"Status")") != std::string::npos);
    }
    // Only GET begins a WebSocket.
    REQUIRE(client.send("POST /socket HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + asks + key + version + offers +
                        "\r\n"));
    CHECK(client.answer().starts_with("HTTP/1.1 400 "));
    REQUIRE(client.send(get("/raw", "Connection: Upgrade\r\nUpgrade: SPDY/2\r\n")));
    CHECK(client.answer().starts_with("HTTP/1.1 400 "));
    REQUIRE(client.send(get("/after")));
    CHECK(client.answer().starts_with("HTTP/1.1 200 "));
    CHECK(site.refused == 10);
    CHECK(site.sockets.empty());
}

TEST_CASE("http server: a WebSocket message beyond the limit ends the connection with 1009, in pieces too") {
    HttpSite site;
    site.options.limits.socket_message_bytes = 100;
    site.open();
    for (auto const& message :
         {masked_frame(2, std::string(101, 'x')),
          masked_frame(2, std::string(60, 'x'), false) + masked_frame(0, std::string(60, 'x'), false)}) {
        RawClient client(site.address());
        REQUIRE(client.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: v4.echo\r\n")));
        CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
        REQUIRE(client.send(message));
        CHECK(client.take(4) == "\x88\x02\x03\xf1");
    }
}

/// Sends to a client that has stopped reading until nothing more is taken.
void halt(HttpSite& site, RawClient const& client) {
    auto const small = 4096;
    ::setsockopt(client.socket(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    REQUIRE(site.wait([&] { return site.sockets.size() == 1; }));
    for (int i = 0; i < 20; ++i) site.sockets.front()->send({std::string(1'000'000, 'x'), false});
}

TEST_CASE("http server: a terminal whose output was halted is not hung up like a client that never reads") {
    HttpSite site;
    site.options.limits.write_stall = 100ms;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: v4.echo\r\n")));
    CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    halt(site, client);
    std::this_thread::sleep_for(600ms);  // many times what a client that never reads is given
    CHECK(site.closed == 0);
    // It goes on where it was.
    CHECK(client.take(10) == std::string("\x82\x7f\0\0\0\0\0\x0f\x42\x40", 10));
    CHECK(client.take(1'000'000) == std::string(1'000'000, 'x'));
}

TEST_CASE("http server: a connection that was upgraded and never reads again has a bound too") {
    HttpSite site;
    site.options.limits.socket_stall = 300ms;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/raw", "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n")));
    CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    halt(site, client);
    CHECK(site.wait([&] { return site.closed == 1; }));
}

TEST_CASE("http server: what no handler gets to see is told: who is not let in, and who is one too many") {
    HttpSite site;
    site.options.limits.requests = 1;
    std::mutex mutex;
    std::vector<std::string> told;
    site.options.refused = [&](Request const& request, std::optional<User> const& user, int status,
                               std::string_view reason) {
        std::lock_guard const lock(mutex);
        told.push_back(request.target + " " + (user ? user->name : "?") + " " + std::to_string(status) + " " +
                       std::string(reason));
    };
    site.open([](Peer&, Request const& request) -> Result<User> {
        if (request.header("authorization").empty()) return Error(Errc::unauthorized, "no token");
        return User{"good", {}, {}, {}};
    });
    std::string const known = "Authorization: Bearer x\r\n";
    RawClient client(site.address()), waiting(site.address());
    REQUIRE(client.send(get("/secret")));
    CHECK(client.answer().starts_with("HTTP/1.1 401 "));
    REQUIRE(waiting.send(get("/wait", known)));
    REQUIRE(site.wait([&] { return site.waiting.size() == 1; }));
    REQUIRE(client.send(get("/more", known)));
    CHECK(client.answer().starts_with("HTTP/1.1 429 "));
    std::lock_guard const lock(mutex);
    CHECK(told == std::vector<std::string>{"/secret ? 401 Unauthorized", "/more good 429 TooManyRequests"});
}

}  // namespace
