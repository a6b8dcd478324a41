#include "http/certificates.hpp"
#include "http/pki.hpp"
#include "http/refusal.hpp"
#include "http/server.hpp"
#include "http/websocket.hpp"
#include "http_site.hpp"
#include "scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <sys/stat.h>
#include <thread>

namespace {

using namespace keelson;
using namespace keelson::http;
using namespace keelson::tests;
using namespace std::chrono_literals;

TEST_CASE("http server: one connection answers many requests, and pipelined ones in their order") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    std::string body;
    for (int i = 0; i < 3; ++i) {
        REQUIRE(client.send(get("/" + std::to_string(i))));
        CHECK(client.answer(&body).starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(body == "GET /" + std::to_string(i) + " ");
    }
    std::string many;
    for (int i = 0; i < 1000; ++i) many += get("/" + std::to_string(i));
    many += "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + get("/last");
    REQUIRE(client.send(many));
    for (int i = 0; i < 1000; ++i) {
        client.answer(&body);
        REQUIRE(body == "GET /" + std::to_string(i) + " ");
    }
    client.answer(&body);
    CHECK(body == "POST /p body");
    client.answer(&body);
    CHECK(body == "GET /last ");
    REQUIRE(client.send(get("/bye", "Connection: close\r\n")));
    CHECK(client.answer().find("Connection: close\r\n") != std::string::npos);
    CHECK(client.rest().empty());
    CHECK(client.properly_ended());
}

TEST_CASE("http server: an answer given later, on another thread, waits for nobody and keeps the order") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/wait") + get("/after")));
    REQUIRE(site.wait([&] { return site.waiting.size() == 1; }));
    CHECK(site.requests == 1);
    RawClient other(site.address());
    REQUIRE(other.send(get("/other")));
    CHECK(other.answer().starts_with("HTTP/1.1 200"));
    site.waiting.front()->reply({201, "text/plain", "late", {{"Warning", "299 - \"a\r\nb\""}}});
    site.waiting.clear();
    std::string body;
    auto const head = client.answer(&body);
    CHECK(head.starts_with("HTTP/1.1 201 Created\r\n"));
    CHECK(head.find("Warning: 299 - \"ab\"\r\n") != std::string::npos);
    CHECK(body == "late");
    client.answer(&body);
    CHECK(body == "GET /after ");
}

TEST_CASE("http server: an exchange without an answer, and a handler that throws, are 500") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    std::string body;
    REQUIRE(client.send(get("/drop") + get("/throw") + get("/still")));
    CHECK(client.answer(&body).starts_with("HTTP/1.1 500 "));
    CHECK(body.find(R"("reason":"InternalError")") != std::string::npos);
    CHECK(client.answer(&body).starts_with("HTTP/1.1 500 "));
    CHECK(client.answer(&body).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("http server: HEAD has no body, HTTP/1.0 no chunks, and 100 comes before a body that waits for it") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/y")));
    CHECK(client.answer(nullptr, true).find("Content-Length: 8\r\n") != std::string::npos);
    std::string body;
    client.answer(&body);
    CHECK(body == "GET /y ");
    REQUIRE(client.send("PUT /z HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
    CHECK(client.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    REQUIRE(client.send("ab"));
    client.answer(&body);
    CHECK(body == "PUT /z ab");
    REQUIRE(client.send(
        "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
    client.answer(&body);
    CHECK(body == "POST /c abcde");

    RawClient old(site.address());
    REQUIRE(old.send("GET /stream HTTP/1.0\r\n\r\n"));
    REQUIRE(site.wait([&] { return site.streams.size() == 1; }));
    site.streams.front()->write("all");
    site.streams.front()->end();
    auto const all = old.rest();
    CHECK(all.find("chunked") == std::string::npos);
    CHECK(all.ends_with("\r\n\r\nall"));
}

TEST_CASE("http server: an answer that is made in pieces comes whole, and the connection goes on after it") {
    std::string whole = "first ";
    for (int left = 300; left > 0; --left) whole += std::string(10'000, static_cast<char>('a' + left % 26));
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/pieces") + get("/after")));
    CHECK(client.until("\r\n\r\n").find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(client.chunks() == whole);
    std::string body;
    client.answer(&body);
    CHECK(body == "GET /after ");
    CHECK(site.closed == 1);

    auto const before = site.pieces.load();
    REQUIRE(client.send("HEAD /pieces HTTP/1.1\r\nHost: a\r\n\r\n" + get("/then")));
    client.answer(nullptr, true);
    client.answer(&body);
    CHECK(body == "GET /then ");
    CHECK(site.pieces == before);

    RawClient old(site.address());
    REQUIRE(old.send("GET /pieces HTTP/1.0\r\n\r\n"));
    auto const all = old.rest();
    CHECK(all.find("chunked") == std::string::npos);
    CHECK(all.ends_with("\r\n\r\n" + whole));
    CHECK(old.properly_ended());
}

TEST_CASE("http server: of an answer in pieces no more is made than its client takes, and none when it has gone") {
    HttpSite site;
    site.options.limits.write_stall = 60s;
    site.open();
    auto slow = std::make_unique<RawClient>(site.address());
    REQUIRE(slow->send(get("/pieces/endless")));
    CHECK_FALSE(slow->until("\r\n\r\n").empty());
    // Others get their turns beside it.
    RawClient other(site.address());
    for (int i = 0; i < 20; ++i) {
        REQUIRE(other.send(get("/" + std::to_string(i))));
        CHECK(other.answer().starts_with("HTTP/1.1 200"));
    }
    CHECK(slow->take(50'000'000).size() == 50'000'000);
    // What the kernel takes for a client that does not read is a few megabytes.
    auto const taken = site.pieces.load();
    for (int i = 0; i < 200; ++i) {
        REQUIRE(other.send(get("/" + std::to_string(i))));
        CHECK(other.answer().starts_with("HTTP/1.1 200"));
    }
    CHECK(site.pieces.load() - taken < 2'000);
    CHECK(site.closed == 0);
    slow.reset();
    CHECK(site.wait([&] { return site.closed == 1; }));
    // A stop lets one that is being taken come to its end.
    RawClient last(site.address());
    REQUIRE(last.send(get("/pieces")));
    CHECK_FALSE(last.until("\r\n\r\n").empty());
    std::thread stopping([&] { site.server->stop(60s); });
    CHECK(last.chunks().size() == 3'000'006);
    stopping.join();
}

TEST_CASE("http server: a stream's parts come in order, shared ones too, and the connection goes on after it") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/stream")));
    CHECK(client.until("\r\n\r\n").find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    REQUIRE(site.wait([&] { return site.streams.size() == 1; }));
    auto const stream = site.streams.front();
    std::atomic<int> drained{0};
    stream->on_drained([&] { ++drained, site.changed.notify_all(); });
    stream->write("one");
    CHECK(client.until("one\r\n") == "3\r\none\r\n");
    REQUIRE(site.wait([&] { return drained == 1; }));
    CHECK(stream->queued_bytes() == 0);
    auto const shared = std::make_shared<std::string const>(100'000, 's');
    stream->write_shared(shared, 0);
    stream->write("");
    stream->write("end");
    stream->end();
    stream->write("dropped");
    auto const text = client.until("0\r\n\r\n");
    CHECK(text.find(*shared) != std::string::npos);
    CHECK(text.find("end") != std::string::npos);
    CHECK(text.find("dropped") == std::string::npos);
    REQUIRE(client.send(get("/next")));
    std::string body;
    client.answer(&body);
    CHECK(body == "GET /next ");
    CHECK(site.closed == 0);
}

TEST_CASE("http server: a stream is told that its client has gone") {
    HttpSite site;
    site.open();
    {
        RawClient client(site.address());
        REQUIRE(client.send(get("/stream")));
        CHECK_FALSE(client.until("\r\n\r\n").empty());
    }
    CHECK(site.wait([&] { return site.closed == 1; }));
    site.streams.front()->write("nobody");
    CHECK(site.streams.front()->queued_bytes() == 0);
    auto called = false;
    site.streams.front()->on_closed([&] { called = true; });
    CHECK(called);
}

TEST_CASE("trap 4: a client that never reads holds nobody up and is cut off") {
    HttpSite site;
    site.options.limits.write_stall = 300ms;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/stream")));
    REQUIRE(site.wait([&] { return site.streams.size() == 1; }));
    auto const part = std::make_shared<std::string const>(1'000'000, 'x');
    for (int i = 0; i < 40; ++i) site.streams.front()->write_shared(part, 0);
    RawClient other(site.address());
    REQUIRE(other.send(get("/other")));
    CHECK(other.answer().starts_with("HTTP/1.1 200"));
    CHECK(site.wait([&] { return site.closed == 1; }));
}

TEST_CASE("http server: what is not HTTP is 400, too large a head 431, too large a body 413, each as a Status") {
    HttpSite site;
    site.options.limits.header_bytes = 4096;
    site.options.limits.body_bytes = 1000;
    site.open();
    struct Case {
        std::string request, status;
    };
    std::vector<Case> const cases = {
        {"nonsense\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        {"GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505"},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n", "431"},
        {"GET /" + std::string(5000, 'x'), "431"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), "413"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + std::string(1024, 'x') + "\r\n",
         "413"},
    };
    for (auto const& [request, status] : cases) {
        INFO(request.substr(0, 100));
        RawClient client(site.address());
        REQUIRE(client.send(request));
        std::string body;
        CHECK(client.answer(&body).starts_with("HTTP/1.1 " + status));
        CHECK(body.find(R"({"kind":"Status","apiVersion":"v1")") == 0);
        CHECK(body.find("\"code\":" + status) != std::string::npos);
        CHECK(client.rest().empty());
        CHECK(client.properly_ended());
    }
    CHECK(site.requests == 0);
}

TEST_CASE("http server: slow clients are cut off: in the head, in the body, between requests, before the first") {
    HttpSite site;
    site.options.limits.head = site.options.limits.body = site.options.limits.idle = 150ms;
    site.open();
    RawClient silent(site.address());
    CHECK(silent.rest().empty());
    CHECK(silent.ended());
    RawClient head(site.address());
    REQUIRE(head.send("GET / HT"));
    CHECK(head.answer().starts_with("HTTP/1.1 408 "));
    RawClient body(site.address());
    REQUIRE(body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"));
    CHECK(body.answer().starts_with("HTTP/1.1 408 "));
    RawClient idle(site.address());
    REQUIRE(idle.send(get("/")));
    CHECK(idle.answer().starts_with("HTTP/1.1 200 "));
    CHECK(idle.rest().empty());
    CHECK(idle.ended());
}

TEST_CASE("http server: a client that sends and then closes its half still gets its answer") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/half") + get("/wait")));
    ::shutdown(client.socket(), SHUT_WR);
    std::string body;
    client.answer(&body);
    CHECK(body == "GET /half ");
    REQUIRE(site.wait([&] { return site.waiting.size() == 1; }));
    site.waiting.front()->reply({200, "text/plain", "late", {}});
    client.answer(&body);
    CHECK(body == "late");
    CHECK(client.rest().empty());
}

TEST_CASE("http server: too many requests are 429 with Retry-After, streams are not counted among them") {
    HttpSite site;
    site.options.limits.requests = 2;
    site.options.limits.streams = 1;
    site.open();
    RawClient stream(site.address()), first(site.address()), second(site.address()), third(site.address());
    REQUIRE(stream.send(get("/stream")));
    CHECK(stream.until("\r\n\r\n").starts_with("HTTP/1.1 200 "));
    REQUIRE(first.send(get("/wait")));
    REQUIRE(second.send(get("/wait")));
    REQUIRE(site.wait([&] { return site.waiting.size() == 2; }));
    REQUIRE(third.send(get("/")));
    std::string body;
    auto const head = third.answer(&body);
    CHECK(head.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
    CHECK(head.find("Retry-After: 1\r\n") != std::string::npos);
    CHECK(body.find(R"("reason":"TooManyRequests","details":{"retryAfterSeconds":1},"code":429)") != std::string::npos);
    site.waiting.clear();
    CHECK(first.answer().starts_with("HTTP/1.1 500 "));
    REQUIRE(third.send(get("/") + get("/stream")));
    CHECK(third.answer().starts_with("HTTP/1.1 200 "));
    CHECK(third.answer().starts_with("HTTP/1.1 429 "));
    CHECK(site.server->load().streams == 1);
}

TEST_CASE("http server: connections over the limit are closed, and there is room again when one goes") {
    HttpSite site;
    site.options.limits.connections = 1;
    site.open();
    {
        RawClient first(site.address());
        REQUIRE(first.send(get("/")));
        CHECK(first.answer().starts_with("HTTP/1.1 200 "));
        RawClient second(site.address());
        CHECK(second.rest().empty());
    }
    for (int i = 0; i < 1000 && site.server->load().connections > 0; ++i) std::this_thread::sleep_for(5ms);
    RawClient third(site.address());
    REQUIRE(third.send(get("/")));
    CHECK(third.answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("http server: without credentials the body is not even read") {
    HttpSite site;
    site.open([](Peer&, Request const& request) -> Result<User> {
        if (request.header("authorization") == "Bearer good") return User{"good", {}, {}, {}};
        return Error(Errc::unauthorized, "a secret reason");
    });
    RawClient client(site.address());
    std::string body;
    REQUIRE(client.send(get("/") + get("/user", "Authorization: Bearer good\r\n")));
    CHECK(client.answer(&body).starts_with("HTTP/1.1 401 Unauthorized\r\n"));
    CHECK(body == R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized",)"
                  R"("reason":"Unauthorized","code":401})"
                  "\n");
    client.answer(&body);
    CHECK(body == "good");
    REQUIRE(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    CHECK(client.answer(&body).starts_with("HTTP/1.1 401 "));
    CHECK(client.rest().empty());
    CHECK(site.requests == 1);
}

TEST_CASE("http server: a stop ends streams properly, lets requests finish and takes no more") {
    HttpSite site;
    site.open();
    auto const address = site.address();
    RawClient stream(address), waiting(address), idle(address), socket(address);
    REQUIRE(stream.send(get("/stream")));
    CHECK_FALSE(stream.until("\r\n\r\n").empty());
    REQUIRE(waiting.send(get("/wait")));
    REQUIRE(idle.send(get("/")));
    CHECK(idle.answer().starts_with("HTTP/1.1 200 "));
    REQUIRE(socket.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: v4.echo\r\n")));
    CHECK_FALSE(socket.until("\r\n\r\n").empty());
    REQUIRE(site.wait([&] { return site.waiting.size() == 1 && site.sockets.size() == 1; }));
    std::thread stopping([&] { site.server->stop(10s); });
    CHECK(stream.rest() == "0\r\n\r\n");
    CHECK(stream.properly_ended());
    CHECK(idle.rest().empty());
    CHECK(idle.properly_ended());
    CHECK(socket.take(4) == std::string("\x88\x02\x03\xe9"));
    ::shutdown(socket.socket(), SHUT_RDWR);
    CHECK(site.closed == 2);
    CHECK_FALSE(RawClient(address).connected());
    site.waiting.front()->reply({200, "text/plain", "in time", {}});
    std::string body;
    CHECK(waiting.answer(&body).find("Connection: close\r\n") != std::string::npos);
    CHECK(body == "in time");
    ::shutdown(stream.socket(), SHUT_RDWR);
    ::shutdown(waiting.socket(), SHUT_RDWR);
    stopping.join();
    site.waiting.clear();
    CHECK(site.server->load().connections == 0);
}

TEST_CASE("http server: a stop waits no longer than it was given") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/wait")));
    REQUIRE(site.wait([&] { return site.waiting.size() == 1; }));
    site.server->stop(50ms);
    CHECK(client.rest().empty());
    site.waiting.front()->reply({});
    site.waiting.clear();
}

TEST_CASE("http server: a WebSocket agrees on a protocol, echoes, answers pings and closes") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: v9.echo, v4.echo\r\n")));
    auto const head = client.until("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
    CHECK(head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    CHECK(head.find("Sec-WebSocket-Protocol: v4.echo\r\n") != std::string::npos);
    REQUIRE(client.send(masked_frame(2, "bytes")));
    CHECK(client.take(7) ==
          "\x82\x05"
          "bytes");
    REQUIRE(client.send(masked_frame(1, "in ", false) + masked_frame(9, "p") + masked_frame(0, "parts")));
    CHECK(client.take(3) == "\x8a\x01p");
    CHECK(client.take(10) == "\x81\x08in parts");
    REQUIRE(client.send(masked_frame(2, "")));
    CHECK(client.take(2) == std::string("\x82\x00", 2));
    REQUIRE(site.wait([&] { return site.sockets.size() == 1; }));
    CHECK(site.sockets.front()->protocol() == "v4.echo");
    REQUIRE(client.send(masked_frame(8, "\x03\xe8")));
    CHECK(client.take(4) == "\x88\x02\x03\xe8");
    CHECK(client.rest().empty());
    CHECK(site.wait([&] { return site.closed == 1; }));

    RawClient unmasked(site.address());
    REQUIRE(unmasked.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: v5.echo\r\n")));
    CHECK_FALSE(unmasked.until("\r\n\r\n").empty());
    REQUIRE(unmasked.send("\x82\x01x" + std::string(8, 'x')));
    CHECK(unmasked.take(4) == "\x88\x02\x03\xea");

    RawClient stranger(site.address());
    REQUIRE(stranger.send(get("/socket", socket_asked + "Sec-WebSocket-Protocol: other\r\n") + get("/socket")));
    CHECK(stranger.answer().starts_with("HTTP/1.1 400 "));
    CHECK(stranger.answer().starts_with("HTTP/1.1 400 "));
    CHECK(site.refused == 2);
}

TEST_CASE("http server: a connection that is taken over carries bytes both ways") {
    HttpSite site;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send(get("/raw", "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n") + "early"));
    auto const head = client.until("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 101 "));
    CHECK(head.find("Upgrade: SPDY/3.1\r\n") != std::string::npos);
    CHECK(head.find("X-Stream-Protocol-Version: v4\r\n") != std::string::npos);
    CHECK(client.take(5) == "early");
    REQUIRE(client.send("more"));
    CHECK(client.take(4) == "more");
    REQUIRE(site.wait([&] { return site.sockets.size() == 1; }));
    // While held, a client cannot push more than what lies in the kernel's buffers.
    site.sockets.front()->hold(true);
    std::string const much(64 * 1024, 'm');
    auto const timeout = timeval{0, 300'000};
    ::setsockopt(client.socket(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    auto sent = 0;
    while (sent < 10'000 && client.send(much)) ++sent;
    CHECK(sent < 10'000);
    site.sockets.front()->hold(false);
    CHECK(client.take(much.size()) == much);
    site.sockets.front()->close();
    client.rest();
    CHECK(client.ended());

    RawClient other(site.address());
    REQUIRE(other.send(get("/raw")));
    CHECK(other.answer().starts_with("HTTP/1.1 400 "));
}

struct Secure : HttpSite {
    Pki pki;
    Secure() {
        pki = open_pki({}, system_clock()->wall()).value();
        options.plain_tcp = false;
        options.tls = TlsMaterial{pki.server.certificate_pem, pki.server.key_pem, pki.authority.certificate_pem};
        auto const authority = ClientAuthority::open(pki.authority.certificate_pem).value();
        open([authority](Peer& peer, Request const&) -> Result<User> {
            if (peer.certificate.empty()) return User{};
            auto checked = authority->check(peer.certificate);
            if (!checked.problem.empty()) return Error(Errc::unauthorized, checked.problem);
            return checked.user;
        });
    }
};

TEST_CASE("http server: TLS with a client certificate, without one, and with a stranger's") {
    Secure site;
    std::string body;
    RawClient anonymous(site.address());
    REQUIRE(anonymous.secure(site.pki.authority.certificate_pem));
    unsigned char const* alpn = nullptr;
    unsigned int alpn_size = 0;
    SSL_get0_alpn_selected(anonymous.ssl(), &alpn, &alpn_size);
    CHECK(std::string(reinterpret_cast<char const*>(alpn), alpn_size) == "http/1.1");
    REQUIRE(anonymous.send(get("/user")));
    anonymous.answer(&body);
    CHECK(body == "system:anonymous system:unauthenticated");

    RawClient admin(site.address());
    REQUIRE(admin.secure(site.pki.authority.certificate_pem, site.pki.admin.certificate_pem, site.pki.admin.key_pem));
    REQUIRE(admin.send(get("/user") + get("/large")));
    admin.answer(&body);
    CHECK(body == "kubernetes-admin system:masters");
    admin.answer(&body);
    CHECK(body == std::string(20'000'000, 'x'));

    auto const stranger_authority = make_authority("stranger", system_clock()->wall()).value();
    auto const stranger = issue(stranger_authority, {"root", {"system:masters"}}, system_clock()->wall()).value();
    RawClient client(site.address());
    REQUIRE(client.secure(site.pki.authority.certificate_pem, stranger.certificate_pem, stranger.key_pem));
    REQUIRE(client.send(get("/user")));
    CHECK(client.answer().starts_with("HTTP/1.1 401 "));

    RawClient only_h2(site.address());
    CHECK_FALSE(only_h2.secure(site.pki.authority.certificate_pem, {}, {}, "\x02h2"));
    RawClient plain(site.address());
    REQUIRE(plain.send(get("/user")));
    CHECK(plain.rest().find("HTTP/1.1 200") == std::string::npos);
}

TEST_CASE("http server: a TLS session is resumed with its client's identity") {
    Secure site;
    std::string body;
    SSL_SESSION* session = nullptr;
    {
        RawClient first(site.address());
        REQUIRE(
            first.secure(site.pki.authority.certificate_pem, site.pki.admin.certificate_pem, site.pki.admin.key_pem));
        REQUIRE(first.send(get("/user")));
        first.answer(&body);
        session = SSL_get1_session(first.ssl());
    }
    RawClient second(site.address());
    REQUIRE(second.secure(site.pki.authority.certificate_pem, {}, {}, "\x08http/1.1", session));
    CHECK(SSL_session_reused(second.ssl()) == 1);
    REQUIRE(second.send(get("/user")));
    second.answer(&body);
    CHECK(body == "kubernetes-admin system:masters");
    SSL_SESSION_free(session);
}

TEST_CASE("http server: a stop ends TLS streams with their last chunk and close_notify") {
    Secure site;
    RawClient stream(site.address()), idle(site.address());
    REQUIRE(stream.secure(site.pki.authority.certificate_pem));
    REQUIRE(idle.secure(site.pki.authority.certificate_pem));
    REQUIRE(idle.send(get("/")));
    CHECK_FALSE(idle.answer().empty());
    REQUIRE(stream.send(get("/stream")));
    CHECK_FALSE(stream.until("\r\n\r\n").empty());
    std::thread stopping([&] { site.server->stop(10s); });
    CHECK(stream.rest() == "0\r\n\r\n");
    CHECK(stream.properly_ended());
    CHECK(idle.rest().empty());
    CHECK(idle.properly_ended());
    stopping.join();
}

TEST_CASE("http server: a handshake that does not go on is cut off") {
    Secure site;
    site.server.reset();
    site.options.limits.handshake = 100ms;
    site.open();
    RawClient client(site.address());
    REQUIRE(client.send("\x16\x03\x01\x02"));
    client.rest();
    CHECK(client.ended());
}

TEST_CASE("http server: renewed certificates are shown to new connections") {
    Secure site;
    auto const other = open_pki({}, system_clock()->wall()).value();
    REQUIRE(site.server->renew({other.server.certificate_pem, other.server.key_pem, other.authority.certificate_pem}));
    RawClient old(site.address()), fresh(site.address());
    CHECK_FALSE(old.secure(site.pki.authority.certificate_pem));
    CHECK(fresh.secure(other.authority.certificate_pem));
    CHECK_FALSE(site.server->renew({"nonsense", "nonsense", ""}));
}

TEST_CASE("http server: a Unix socket is its owner's alone, tells who connects, and is replaced when it is stale") {
    tests::ScratchFolder const folder;
    HttpSite site;
    auto const path = folder.file("api.sock");
    site.options.listen = {"unix://" + path};
    site.options.plain_tcp = false;
    auto const open = [&] {
        site.open([](Peer& peer, Request const&) -> Result<User> {
            if (!peer.unix_uid) return Error(Errc::unauthorized, "no peer");
            return User{"uid-" + std::to_string(*peer.unix_uid), {}, {}, {}};
        });
    };
    open();
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    RawClient client(site.address());
    REQUIRE(client.send(get("/user")));
    std::string body;
    client.answer(&body);
    CHECK(body == "uid-" + std::to_string(::getuid()));

    auto const taken = Server::open(site.options, {}, {});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == Errc::unavailable);
    site.server->stop(0s);
    CHECK(::stat(path.c_str(), &found) != 0);
    sockaddr_un stale{};
    stale.sun_family = AF_UNIX;
    std::strncpy(stale.sun_path, path.c_str(), sizeof stale.sun_path - 1);
    auto const descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&stale), sizeof stale) == 0);
    ::close(descriptor);
    open();
    RawClient again(site.address());
    CHECK(again.connected());
}

TEST_CASE("http server: addresses that are none, and TCP without a certificate, are refused") {
    for (auto const* const address :
         {"localhost:80", "127.0.0.1", "127.0.0.1:99999", "[::1:1", "unix://relative", ""}) {
        INFO(address);
        ServerOptions options;
        options.plain_tcp = true;
        options.listen = {address};
        auto const opened = Server::open(options, {}, {});
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Errc::bad_request);
    }
    ServerOptions options;
    options.listen = {"127.0.0.1:0"};
    CHECK_FALSE(Server::open(options, {}, {}));
    ServerOptions six;
    six.plain_tcp = true;
    six.listen = {"[::1]:0", "127.0.0.1:0"};
    auto const both = Server::open(six, {}, {});
    if (both) CHECK(both.value()->addresses().front().starts_with("[::1]:"));
}

}  // namespace
