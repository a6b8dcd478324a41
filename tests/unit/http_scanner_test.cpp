#include "net/http_scanner.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using keelson::net::HttpScanner;
using State = HttpScanner::State;

namespace {

enum class Kind { request, response, response_to_head };

void expect(HttpScanner& scanner, Kind kind) {
    if (kind == Kind::request) return scanner.expect_request();
    scanner.expect_response(kind == Kind::response_to_head);
}

struct Scanned {
    State state;
    std::size_t length;
    friend bool operator==(Scanned const&, Scanned const&) = default;
};

Scanned scan(Kind kind, std::vector<std::string_view> const& pieces) {
    HttpScanner scanner;
    expect(scanner, kind);
    std::size_t length = 0;
    for (auto piece : pieces) {
        auto const used = scanner.feed(piece);
        length += used;
        if (used < piece.size()) break;
    }
    return {scanner.state(), length};
}

/// The message ends where `message` ends, with `next` behind it, wherever the stream is cut.
void check_boundary(Kind kind, std::string const& message, std::string const& next = "GET /next HTTP/1.1\r\n\r\n") {
    auto const stream = message + next;
    std::string_view const view = stream;
    Scanned const wanted{State::done, message.size()};
    INFO(message);
    CHECK(scan(kind, {view}) == wanted);
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        INFO("cut at " << cut);
        REQUIRE(scan(kind, {view.substr(0, cut), view.substr(cut)}) == wanted);
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < stream.size(); ++i) bytes.push_back(view.substr(i, 1));
    CHECK(scan(kind, bytes) == wanted);
}

void check_odd(Kind kind, std::string const& stream) {
    std::string_view const view = stream;
    INFO(stream);
    CHECK(scan(kind, {view}).state == State::odd);
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        INFO("cut at " << cut);
        REQUIRE(scan(kind, {view.substr(0, cut), view.substr(cut)}).state == State::odd);
    }
}

}  // namespace

TEST_CASE("http scanner: a request ends where its framing says, cut at any byte") {
    check_boundary(Kind::request, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    check_boundary(Kind::request, "OPTIONS * HTTP/1.1\r\n\r\n");
    check_boundary(Kind::request, "POST /v2 HTTP/1.1\r\ncontent-LENGTH:  5 \r\nX: y\r\n\r\nhello");
    check_boundary(Kind::request, "POST /v2 HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
    check_boundary(Kind::request, "POST /v2 HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    check_boundary(Kind::request,
                   "PUT /x HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n"
                   "5;ext=\"1\"\r\nhello\r\n1A \r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: 1\r\n\r\n");
    check_boundary(Kind::request, "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST_CASE("http scanner: a response ends where its framing says, cut at any byte") {
    std::string const next = "HTTP/1.1 500 x\r\n\r\n";
    check_boundary(Kind::response, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", next);
    check_boundary(Kind::response, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", next);
    check_boundary(Kind::response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", next);
    check_boundary(Kind::response, "HTTP/1.1 204 No Content\r\n\r\n", next);
    check_boundary(Kind::response, "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", next);
    check_boundary(Kind::response, "HTTP/1.1 100 Continue\r\n\r\n", next);
    check_boundary(Kind::response_to_head, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", next);
    check_boundary(Kind::response_to_head, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", next);
}

TEST_CASE("http scanner: what servers disagree about has no boundary") {
    for (std::string const head : {
             "\x16\x03\x01\x02",
             "PRI * HTTP/2.0\r\n",
             "SSH-2.0-x\r\n",
             "get / HTTP/1.1\r\n",
             "GET http://a/ HTTP/1.1\r\n",
             "GET /\r\n",
             "GET / HTTP/1.2\r\n",
             "GET / x HTTP/1.1\r\n",
             "GET  HTTP/1.1\r\n",
             "CONNECT a:1 HTTP/1.1\r\n",
             "CONNECT / HTTP/1.1\r\n",
             "GET / HTTP/1.1\n",
             "\r\nGET / HTTP/1.1\r\n",
             "GET / HTTP/1.1\r\n folded: 1\r\n",
             "GET / HTTP/1.1\r\nA : 1\r\n",
             "GET / HTTP/1.1\r\n: 1\r\n",
             "GET / HTTP/1.1\r\nno colon\r\n",
             "POST / HTTP/1.1\r\nContent-Length: -1\r\n",
             "POST / HTTP/1.1\r\nContent-Length: +1\r\n",
             "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n",
             "POST / HTTP/1.1\r\nContent-Length:\r\n",
             "POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n",
             "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
             "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n",
             "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
         }) {
        check_odd(Kind::request, head);
    }
    for (std::string const head : {"HTTP/2 200\r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 2000\r\n", "ICY 200 OK\r\n",
                                   "HTTP/1.1 099 x\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n"}) {
        check_odd(Kind::response, head);
    }
}

TEST_CASE("http scanner: a line or a head without end is given up, not kept") {
    HttpScanner scanner;
    scanner.expect_request();
    scanner.feed("GET / HTTP/1.1\r\nCookie: ");
    scanner.feed(std::string(HttpScanner::line_limit_bytes, 'x'));
    CHECK(scanner.state() == State::odd);

    scanner.expect_request();
    scanner.feed("GET / HTTP/1.1\r\n");
    std::size_t fed = 0;
    for (; scanner.state() == State::head && fed < 2 * HttpScanner::head_limit_bytes; fed += 8)
        scanner.feed("a: bcd\r\n");
    CHECK(scanner.state() == State::odd);
    CHECK(fed <= HttpScanner::head_limit_bytes + 8);
}

TEST_CASE("http scanner: says what the connection becomes afterwards") {
    HttpScanner scanner;
    auto const request_is_last = [&](std::string const& head) {
        scanner.expect_request();
        scanner.feed("GET / " + head + "\r\n");
        REQUIRE(scanner.state() == State::done);
        return scanner.last();
    };
    CHECK_FALSE(request_is_last("HTTP/1.1\r\n"));
    CHECK(request_is_last("HTTP/1.1\r\nConnection: upgrade , Close\r\n"));
    CHECK(request_is_last("HTTP/1.0\r\n"));
    CHECK_FALSE(request_is_last("HTTP/1.0\r\nConnection: Keep-Alive\r\n"));
    CHECK(request_is_last("HTTP/1.1\r\nConnection: keep-alive, close\r\n"));

    scanner.expect_response(false);
    scanner.feed("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    CHECK(scanner.state() == State::tunnel);

    scanner.expect_response(false);
    CHECK(scanner.feed("HTTP/1.1 200 OK\r\n\r\nuntil the end") == 32);
    CHECK(scanner.state() == State::until_close);
    CHECK(scanner.last());

    scanner.expect_response(false);
    scanner.feed("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
    CHECK(scanner.interim());
    CHECK(scanner.status() == 103);
}

TEST_CASE("http scanner: knows which requests may be sent twice") {
    HttpScanner scanner;
    for (auto const& [start, known, safe] : std::vector<std::tuple<std::string, bool, bool>>{
             {"GET / HTT", false, false},
             {"GET / HTTP/1.1\r\n", true, true},
             {"HEAD / HTTP/1.1\r\n", true, true},
             {"POST / HTTP/1.1\r\n", true, false},
             {"GETX / HTTP/1.1\r\n", true, false},
         }) {
        scanner.expect_request();
        scanner.feed(start);
        INFO(start);
        CHECK(scanner.method_known() == known);
        CHECK(scanner.safe_to_repeat() == safe);
    }
}

TEST_CASE("http scanner: collects a bounded part of the payload without its framing") {
    HttpScanner scanner;
    std::string body;
    scanner.collect_body(&body, 8);
    scanner.expect_response(false);
    scanner.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nde");
    scanner.feed("f\r\n6\r\nghijkl\r\n0\r\n\r\n");
    CHECK(scanner.state() == State::done);
    CHECK(body == "abcdefgh");
}
