#include "http/port_forward.hpp"
#include "support/paper_socket.hpp"
#include "support/spdy_client.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::http;
using Client = test::SpdyClient;

namespace {

constexpr char const* tunnel = "SPDY/3.1+portforward.k8s.io";

struct Server {
    explicit Server(std::vector<std::string> offered, std::string const& query = {}, Headers headers = {}) {
        exchange->asked.method = "GET";
        exchange->asked.target = "/api/v1/namespaces/default/pods/web/portforward" + query;
        exchange->asked.headers = std::move(headers);
        exchange->offered = std::move(offered);
        serve_port_forward(exchange, pod.streams(), {"default", "web"},
                           [this](std::shared_ptr<Exchange> const&, Error error) { refused = std::move(error); });
    }
    test::PaperSocket& socket() { return *exchange->socket; }
    /// The client opens the two streams of a connection: `id` for errors, `id` + 2 for bytes.
    void open(std::uint32_t id, std::string const& port, std::string const& request) {
        socket().receive(client.open(id, {{"streamtype", "error"}, {"port", port}, {"requestid", request}}));
        socket().receive(client.open(id + 2, {{"streamtype", "data"}, {"port", port}, {"requestid", request}}));
    }
    std::vector<Client::Frame> take() { return Client::frames(socket().take()); }

    test::PaperPod pod;
    std::shared_ptr<test::PaperExchange> exchange = std::make_shared<test::PaperExchange>();
    Error refused{Errc::internal, ""};
    Client client;
};

}  // namespace

TEST_CASE("port forward: connections are carried by pairs of streams, in a WebSocket or bare") {
    for (bool const bare : {false, true}) {
        INFO(bare);
        Server s(bare ? std::vector<std::string>{} : std::vector<std::string>{tunnel}, {},
                 {{"upgrade", "SPDY/3.1"}, {"x-stream-protocol-version", "portforward.k8s.io"}});
        if (bare) CHECK(s.exchange->answered == Headers{{"X-Stream-Protocol-Version", "portforward.k8s.io"}});
        s.open(1, "80", "0");
        s.open(5, "81", "1");
        REQUIRE(s.pod.ports.size() == 2);
        CHECK(s.pod.ports[1]->port == 81);
        s.socket().receive(Client::data(3, "early"));
        s.pod.connect(0);
        CHECK(s.pod.ports[0]->input == "early");
        s.socket().receive(Client::data(3, "", true));
        CHECK(s.pod.ports[0]->finished);
        s.take();
        s.pod.ports[0]->events.bytes("answer");
        s.pod.ports[0]->events.ended();
        s.pod.ports[0]->events.closed({});
        auto const frames = s.take();
        CHECK(Client::received(frames, 3) == "answer");
        CHECK(Client::finished(frames, 3));
        CHECK(Client::received(frames, 1).empty());
        CHECK(Client::finished(frames, 1));
        CHECK_FALSE(s.socket().closed);
        s.socket().go();
        s.pod.connect(1);
        CHECK(s.pod.ports[1]->closed);
    }
}

TEST_CASE("port forward: what goes wrong is told on the stream of errors") {
    Server s({tunnel});
    s.open(1, "80", "0");
    s.take();
    s.pod.connected[0](Error(Errc::unavailable, "dial tcp4 127.0.0.1:80: connect: connection refused"));
    auto const frames = s.take();
    CHECK(Client::received(frames, 1) ==
          "error forwarding port 80 to pod web, uid uid: dial tcp4 127.0.0.1:80: connect: connection refused");
    CHECK(Client::finished(frames, 1));
    CHECK(Client::finished(frames, 3));
}

TEST_CASE("port forward: bytes that come before the stream of errors are not lost") {
    Server s({tunnel});
    s.socket().receive(s.client.open(1, {{"streamtype", "data"}, {"port", "80"}, {"requestid", "0"}}));
    s.socket().receive(Client::data(1, "first"));
    s.socket().receive(s.client.open(3, {{"streamtype", "error"}, {"port", "80"}, {"requestid", "0"}}));
    s.pod.connect(0);
    CHECK(s.pod.ports[0]->input == "first");
}

TEST_CASE("port forward: streams that make no sense are reset") {
    Server s({tunnel});
    s.socket().receive(s.client.open(1, {{"streamtype", "data"}, {"port", "0"}}));
    s.socket().receive(s.client.open(3, {{"streamtype", "data"}, {"port", "x"}}));
    s.socket().receive(s.client.open(5, {{"streamtype", "what"}, {"port", "80"}}));
    s.socket().receive(s.client.open(7, {{"streamtype", "data"}}));
    s.socket().receive(s.client.open(9, {{"streamtype", "error"}, {"port", "80"}, {"requestid", "1"}}));
    s.socket().receive(s.client.open(11, {{"streamtype", "error"}, {"port", "80"}, {"requestid", "1"}}));
    s.socket().receive(s.client.open(13, {{"streamtype", "data"}, {"port", "81"}, {"requestid", "1"}}));
    std::vector<std::uint32_t> reset;
    for (auto const& frame : s.take()) {
        if (frame.type == 3) reset.push_back(frame.number(0));
    }
    CHECK(reset == std::vector<std::uint32_t>{1, 3, 5, 7, 11, 13});
    CHECK(s.pod.ports.empty());
}

TEST_CASE("port forward: a client that resets a stream closes its connection") {
    Server s({tunnel});
    s.open(1, "80", "0");
    s.pod.connect(0);
    s.socket().receive(Client::control(3, 0, Client::word(3) + Client::word(5)));
    CHECK(s.pod.ports[0]->closed);
    CHECK(Client::finished(s.take(), 1));
}

TEST_CASE("port forward: who does not read holds the other, and is held no longer than that") {
    Server s({tunnel});
    s.open(1, "80", "0");
    s.pod.connect(0);
    for (int i = 0; i < 12; ++i) s.pod.ports[0]->events.bytes(std::string(100'000, 'x'));
    CHECK(s.pod.ports[0]->paused);
    s.take();
    CHECK_FALSE(s.pod.ports[0]->paused);
    for (int i = 0; i < 6; ++i) s.socket().receive(Client::data(3, std::string(100'000, 'x')));
    CHECK(s.socket().held);
    s.pod.ports[0]->drain();
    CHECK_FALSE(s.socket().held);
}

TEST_CASE("port forward: over channels each port has two, which begin with its number") {
    Server s({"v4.channel.k8s.io"}, "?ports=80&ports=8080");
    REQUIRE(s.pod.ports.size() == 2);
    std::vector<std::string> sent;
    for (auto const& message : s.socket().sent) sent.push_back(message.bytes);
    CHECK(sent ==
          std::vector<std::string>{std::string("\0P\0", 3), std::string("\1P\0", 3), "\2\x90\x1f", "\3\x90\x1f"});
    s.socket().take();
    s.pod.connect(0);
    s.pod.connect(1);
    s.socket().receive(std::string("\0", 1) + "to 80");
    s.socket().receive("\2to 8080");
    s.socket().receive("\3to nobody");
    s.socket().receive("");
    CHECK(s.pod.ports[0]->input == "to 80");
    CHECK(s.pod.ports[1]->input == "to 8080");
    s.pod.ports[1]->events.bytes("from 8080");
    CHECK(s.socket().take() == "\2from 8080");
    s.pod.ports[1]->events.closed(Error(Errc::unavailable, "reset"));
    CHECK(s.socket().take() == "\3error forwarding port 8080 to pod web, uid uid: reset");
    CHECK_FALSE(s.socket().closed);
    s.pod.ports[0]->events.closed({});
    CHECK(s.socket().closed);
}

TEST_CASE("port forward: requests that cannot be served are refused") {
    CHECK(Server({"v4.channel.k8s.io"}, "?ports=x").refused.code == Errc::bad_request);
    CHECK(Server({"v4.channel.k8s.io"}, "?ports=80,70000").refused.code == Errc::bad_request);
    CHECK(Server({"v4.channel.k8s.io"}).exchange->socket == nullptr);  // no ports
    CHECK(Server({}).refused.message == "Upgrade request required");
    Server s({tunnel});
    s.socket().receive(std::string(64, 'x'));
    CHECK(s.socket().closed);
}
