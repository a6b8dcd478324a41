#include "integration/net_support.hpp"
#include "net/asio_prober.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace net_test;

namespace {

/// A prober on a thread of its own, in the test's time.
struct Probes {
    Probes() { thread.start().value(); }
    ~Probes() {
        prober.reset();
        thread.stop();
    }

    Result<ProbeResult> http(HttpProbe probe, Duration timeout = patience) {
        std::promise<Result<ProbeResult>> promise;
        prober->http(std::move(probe), timeout, [&](auto result) { promise.set_value(std::move(result)); });
        return Proxy::get(promise.get_future());
    }
    ProbeResult http_to(Server const& server, std::string path = "/", Duration timeout = patience) {
        return http({.host = server.ip(), .port = server.port(), .path = std::move(path)}, timeout).value();
    }
    ProbeResult tcp(std::string host, std::uint16_t port, Duration timeout = patience) {
        std::promise<Result<ProbeResult>> promise;
        prober->tcp(std::move(host), port, timeout, [&](auto result) { promise.set_value(std::move(result)); });
        return Proxy::get(promise.get_future()).value();
    }

    net::IoThread thread;
    std::unique_ptr<net::AsioProber> prober = std::make_unique<net::AsioProber>(thread.executor());
};

/// Answers each connection's request with these bytes and closes.
Server::Serve answer(std::string bytes) {
    return [bytes = std::move(bytes)](int fd) {
        Reader reader(fd);
        if (reader.message()) send_all(fd, bytes);
        ::shutdown(fd, SHUT_WR);
        reader.until_end();
    };
}

std::uint16_t free_port() {
    return Server([](int) {}).port();
}

}  // namespace

TEST_CASE("prober: 200 to 399 is well, everything else is not") {
    Probes probes;
    for (auto const& [status, well] : std::vector<std::pair<int, bool>>{{200, true},
                                                                        {204, true},
                                                                        {304, true},
                                                                        {399, true},
                                                                        {400, false},
                                                                        {404, false},
                                                                        {500, false},
                                                                        {599, false}}) {
        Server const server(answer("HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: 0\r\n\r\n"));
        auto const result = probes.http_to(server);
        INFO(status);
        CHECK(result.success == well);
        CHECK(result.message == (well ? "" : "HTTP probe failed with statuscode: " + std::to_string(status)));
    }
}

TEST_CASE("prober: asks as a kubelet does") {
    std::promise<std::string> seen;
    Server const server([&](int fd) {
        Reader reader(fd);
        seen.set_value(reader.message().value_or(""));
        send_all(fd, "HTTP/1.1 100 Continue\r\n\r\n" + response("fine"));
    });
    Probes probes;
    auto const result = probes.http({.scheme = "http",
                                     .host = "127.0.0.1",
                                     .port = server.port(),
                                     .path = "health?x=1",
                                     .headers = {{"X-Key", "a b"}, {"host", "model.test"}, {"Accept", ""}}});
    CHECK(result.value() == ProbeResult{true, "fine"});
    CHECK(Proxy::get(seen.get_future()) ==
          "GET /health?x=1 HTTP/1.1\r\nHost: model.test\r\nUser-Agent: kube-probe/1.35\r\nX-Key: a b\r\n"
          "Connection: close\r\n\r\n");
}

TEST_CASE("prober: the body is kept up to 10 KiB, whatever its framing") {
    Probes probes;
    std::string const body(100'000, 'x');
    Server const plain(answer(response(body)));
    CHECK(probes.http_to(plain).message == std::string(10 * 1024, 'x'));
    Server const to_end(answer("HTTP/1.1 200 OK\r\n\r\nshort"));
    CHECK(probes.http_to(to_end).message == "short");
    Server const chunked(
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"));
    CHECK(probes.http_to(chunked).message == "abcd");
    Server const cut(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
    CHECK(probes.http_to(cut) == ProbeResult{true, "abc"});
}

TEST_CASE("prober: what goes wrong is said in a kubelet's words") {
    Probes probes;
    auto const port = std::to_string(free_port());
    auto const number = static_cast<std::uint16_t>(std::stoi(port));
    CHECK(probes.http({.host = "127.0.0.1", .port = number, .path = "/ready"}).value().message ==
          "Get \"http://127.0.0.1:" + port + "/ready\": dial tcp 127.0.0.1:" + port + ": connect: connection refused");
    CHECK(probes.tcp("127.0.0.1", number) ==
          ProbeResult{false, "dial tcp 127.0.0.1:" + port + ": connect: connection refused"});

    Server const silent([](int fd) { Reader(fd).until_end(); });
    auto const base = "Get \"http://127.0.0.1:" + std::to_string(silent.port()) + "/\": ";
    CHECK(probes.http_to(silent, "/", 30ms).message ==
          base + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");

    Server const closes(answer(""));
    CHECK(probes.http_to(closes).message.ends_with("/\": EOF"));
    Server const stutters(answer("HTTP/1.1 200"));
    CHECK(probes.http_to(stutters).message.ends_with("/\": unexpected EOF"));
    Server const other(answer("220 mail\r\n"));
    CHECK(probes.http_to(other).message.ends_with(
        "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"220 mail\""));
    CHECK_FALSE(probes.http({.host = "127.0.0.1", .port = 1, .headers = {{"a", "b\r\nc: d"}}}).value().success);
}

TEST_CASE("prober: a connection that opens is well") {
    Server const server([](int fd) { Reader(fd).until_end(); });
    Probes probes;
    CHECK(probes.tcp("127.0.0.1", server.port()) == ProbeResult{true, ""});
    CHECK(probes.tcp("localhost", server.port()) == ProbeResult{true, ""});
}

TEST_CASE("prober: a redirect to the same host is followed, one elsewhere is well") {
    Probes probes;
    auto const to = [](std::string const& location) {
        return answer("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 4\r\n\r\nbody");
    };
    Server const sick(answer("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"));
    Server const same(to("http://127.0.0.1:" + std::to_string(sick.port()) + "/x"));
    CHECK(probes.http_to(same).message == "HTTP probe failed with statuscode: 503");
    Server const elsewhere(to("http://example.test/"));
    CHECK(probes.http_to(elsewhere) == ProbeResult{true, "Probe terminated redirects, Response body: body"});
    Server const circle(to("/again"));
    CHECK(probes.http_to(circle).message.ends_with("/again\": stopped after 10 redirects"));
    CHECK(circle.accepted() == 10);
}

TEST_CASE("prober: what cannot be probed is an error, not a result") {
    Probes probes;
    auto const https = probes.http({.scheme = "HTTPS", .host = "127.0.0.1", .port = 1});
    REQUIRE(https.has_error());
    CHECK(https.error().code == Errc::unsupported);
    CHECK(probes.http({.scheme = "ftp", .host = "127.0.0.1", .port = 1}).has_error());

    Server const silent([](int fd) { Reader(fd).until_end(); });
    std::promise<Result<ProbeResult>> promise;
    probes.prober->http({.host = "127.0.0.1", .port = silent.port()}, patience,
                        [&](auto result) { promise.set_value(std::move(result)); });
    CHECK(eventually([&] { return silent.accepted() == 1; }));
    probes.prober->stop();
    CHECK(Proxy::get(promise.get_future()).error().code == Errc::cancelled);
    CHECK(probes.http({.host = "127.0.0.1", .port = 1}).error().code == Errc::cancelled);
}
