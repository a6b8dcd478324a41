#include "http/pki.hpp"
#include "integration/net_support.hpp"
#include "net/asio_prober.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <memory>
#include <openssl/pem.h>
#include <openssl/ssl.h>

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

    ProbeResult grpc(std::uint16_t port, std::string service = {}, Duration timeout = patience) {
        std::promise<Result<ProbeResult>> promise;
        prober->grpc("127.0.0.1", port, std::move(service), timeout,
                     [&](auto result) { promise.set_value(std::move(result)); });
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

/// Answers over TLS, with a certificate that nobody vouches for.
Server::Serve answer_tls(std::string bytes) {
    auto const pki = http::open_pki({}, system_clock()->wall()).value();
    std::shared_ptr<SSL_CTX> const context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    std::unique_ptr<BIO, decltype(&BIO_free)> const certificate(
        BIO_new_mem_buf(pki.server.certificate_pem.data(), static_cast<int>(pki.server.certificate_pem.size())),
        BIO_free);
    std::unique_ptr<BIO, decltype(&BIO_free)> const key(
        BIO_new_mem_buf(pki.server.key_pem.data(), static_cast<int>(pki.server.key_pem.size())), BIO_free);
    std::unique_ptr<X509, decltype(&X509_free)> const x509(
        PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr), X509_free);
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const private_key(
        PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    SSL_CTX_use_certificate(context.get(), x509.get());
    SSL_CTX_use_PrivateKey(context.get(), private_key.get());
    return [context, bytes = std::move(bytes)](int fd) {
        std::unique_ptr<SSL, decltype(&SSL_free)> const tls(SSL_new(context.get()), SSL_free);
        SSL_set_fd(tls.get(), fd);
        if (SSL_accept(tls.get()) != 1) return;
        std::string request;
        std::array<char, 1024> buffer{};
        while (request.find("\r\n\r\n") == std::string::npos) {
            auto const got = SSL_read(tls.get(), buffer.data(), static_cast<int>(buffer.size()));
            if (got <= 0) return;
            request.append(buffer.data(), static_cast<std::size_t>(got));
        }
        SSL_write(tls.get(), bytes.data(), static_cast<int>(bytes.size()));
        SSL_shutdown(tls.get());
    };
}

/// A gRPC server that knows one answer: HTTP/2 without TLS, by hand. `message` is what the health service says (none:
/// no data), then come the trailers' status and message. What it was asked is left in `asked`.
struct GrpcServer {
    static std::string frame(char type, char flags, char stream, std::string const& content) {
        std::string bytes(3, '\0');
        bytes[2] = static_cast<char>(content.size());
        return bytes + type + flags + std::string(3, '\0') + stream + content;
    }
    static std::string field(std::string const& name, std::string const& value) {
        return std::string(1, '\0') + static_cast<char>(name.size()) + name + static_cast<char>(value.size()) + value;
    }
    void serve(int fd) {
        Reader reader(fd);
        if (!reader.exactly(24)) return;  // "PRI * HTTP/2.0..."
        send_all(fd, frame(4, 0, 0, {}));
        for (;;) {
            auto const head = reader.exactly(9);
            if (!head) return;
            auto const size = static_cast<std::size_t>(static_cast<unsigned char>((*head)[1])) << 8 |
                              static_cast<std::size_t>(static_cast<unsigned char>((*head)[2]));
            auto const content = reader.exactly(size);
            if (!content) return;
            if ((*head)[3] == 4 && (*head)[4] == 0) send_all(fd, frame(4, 1, 0, {}));
            if ((*head)[3] == 0) asked += *content;
            if ((*head)[3] <= 1 && ((*head)[4] & 1) != 0) break;
        }
        auto const stream = '\1';
        send_all(fd, frame(1, 4, stream, "\x88" + field("content-type", "application/grpc")));
        if (!message.empty()) send_all(fd, frame(0, 0, stream, message));
        send_all(fd, frame(1, 5, stream, field("grpc-status", status) + field("grpc-message", words)));
        reader.until_end();
    }
    std::string message, status = "0", words;
    std::string asked = {};
};

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
    auto const odd = probes.http({.scheme = "GOPHER", .host = "127.0.0.1", .port = 1});
    REQUIRE(odd.has_error());
    CHECK(odd.error().code == Errc::unsupported);
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

TEST_CASE("prober: HTTPS is asked whatever the certificate says, and what does not speak it is not well") {
    Probes probes;
    Server const well(answer_tls("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine"));
    HttpProbe probe{.scheme = "HTTPS", .host = "127.0.0.1", .port = well.port(), .path = "healthz"};
    CHECK(probes.http(probe).value() == ProbeResult{true, "fine"});
    Server const unwell(answer_tls("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    probe.port = unwell.port();
    CHECK(probes.http(probe).value() == ProbeResult{false, "HTTP probe failed with statuscode: 503"});
    Server const plain([](int fd) {
        send_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        ::shutdown(fd, SHUT_WR);
        Reader(fd).until_end();
    });
    probe.port = plain.port();
    CHECK_FALSE(probes.http(probe)->success);
    probe.port = free_port();
    auto const there = "127.0.0.1:" + std::to_string(probe.port);
    CHECK(probes.http(probe)->message ==
          "Get \"https://" + there + "/healthz\": dial tcp " + there + ": connect: connection refused");
    // Somebody who listens and says nothing.
    Server const silent([](int fd) { Reader(fd).until_end(); });
    probe.port = silent.port();
    CHECK(probes.http(probe, std::chrono::milliseconds(200))->message ==
          "Get \"https://127.0.0.1:" + std::to_string(probe.port) + "/healthz\": context deadline exceeded");
}

TEST_CASE("prober: HTTPS follows a redirect to its own host, and one to another is well") {
    Probes probes;
    Server const end(answer_tls("HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    auto const to = [](std::string const& url) {
        return answer_tls("HTTP/1.1 302 Found\r\nLocation: " + url +
                          "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    Server const here(to("https://127.0.0.1:" + std::to_string(end.port()) + "/"));
    CHECK(probes.http({.scheme = "HTTPS", .host = "127.0.0.1", .port = here.port()})->message ==
          "HTTP probe failed with statuscode: 500");
    Server const elsewhere(to("https://other.example.com/"));
    CHECK(probes.http({.scheme = "HTTPS", .host = "127.0.0.1", .port = elsewhere.port()}).value() ==
          ProbeResult{true, "Probe terminated redirects, Response body: "});
}

TEST_CASE("prober: gRPC's health service is asked in its own protocol") {
    Probes probes;
    auto const ask = [&](GrpcServer& grpc, std::string service = {}) {
        Server const server([&](int fd) { grpc.serve(fd); });
        return probes.grpc(server.port(), std::move(service));
    };
    auto const says = [](char status) { return std::string("\0\0\0\0\2\x08", 6) + status; };
    GrpcServer serving{.message = says(1), .words = {}};
    CHECK(ask(serving, "live") == ProbeResult{true, "service healthy"});
    CHECK(serving.asked == std::string("\0\0\0\0\6\x0a\4live", 11));
    GrpcServer other{.message = says(2), .words = {}};
    CHECK(ask(other) == ProbeResult{false, "service unhealthy (responded with \"NOT_SERVING\")"});
    CHECK(other.asked == std::string(5, '\0'));
    GrpcServer unknown{.message = std::string(5, '\0'), .words = {}};
    CHECK(ask(unknown).message == "service unhealthy (responded with \"UNKNOWN\")");
    GrpcServer missing{.message = {}, .status = "12", .words = "unknown service"};
    CHECK(ask(missing) == ProbeResult{false,
                                      "error: this server does not implement the grpc health protocol "
                                      "(grpc.health.v1.Health): unknown service"});
    GrpcServer nobody{.message = {}, .status = "5", .words = "no such service"};
    CHECK(ask(nobody).message == "error: health rpc probe failed: rpc error: code = NotFound desc = no such service");
}

TEST_CASE("prober: a gRPC server that is not there, or is silent, is not well") {
    Probes probes;
    auto const port = free_port();
    auto const there = "127.0.0.1:" + std::to_string(port);
    CHECK(probes.grpc(port).message ==
          "error: failed to connect service at \"" + there + "\": dial tcp " + there + ": connect: connection refused");
    Server const silent([](int fd) { Reader(fd).until_end(); });
    auto const late = probes.grpc(silent.port(), {}, std::chrono::milliseconds(300));
    CHECK(late == ProbeResult{false, "timeout: health rpc did not complete within 300ms"});
}
