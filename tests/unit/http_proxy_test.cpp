#include "http/api_server.hpp"
#include "http/proxy.hpp"
#include "http/response_reader.hpp"
#include "support/paper_socket.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::http;

namespace {

/// A request of a client that may change to another protocol.
class ProxyExchange final : public Exchange {
public:
    Request& request() override { return asked; }
    void reply(Reply reply) override { replied = std::move(reply); }
    std::shared_ptr<Stream> stream(int status, std::string content_type, Headers headers) override {
        replied = Reply{status, std::move(content_type), {}, std::move(headers)};
        return streamed = std::make_shared<test::TestStream>();
    }
    [[nodiscard]] bool wants_socket() const override { return false; }
    void upgrade(std::vector<std::string>, std::function<void(std::shared_ptr<Socket>)> open) override {
        open(nullptr);
    }
    void take_over(std::string_view protocol, Headers headers,
                   std::function<void(std::shared_ptr<Socket>)> open) override {
        replied = Reply{101, {}, {}, std::move(headers)};
        socket = std::make_shared<test::PaperSocket>(std::string(protocol));
        open(socket);
    }

    Request asked;
    std::optional<Reply> replied;
    std::shared_ptr<test::TestStream> streamed;
    std::shared_ptr<test::PaperSocket> socket;
};

std::string header_of(Headers const& headers, std::string_view name) {
    for (auto const& [key, value] : headers) {
        if (key == name) return value;
    }
    return "(none)";
}

struct Through {
    explicit Through(std::string method = "GET", Headers headers = {{"host", "api:6443"}}, std::string body = {},
                     std::string path = "/a%20b?c=d") {
        exchange->asked.method = std::move(method);
        exchange->asked.headers = std::move(headers);
        exchange->asked.body = std::move(body);
        exchange->asked.remote = "10.1.2.3:4444";
        ProxyTarget target;
        target.place.pod = "web";
        target.port = 8080;
        target.path = std::move(path);
        target.prefix = "/api/v1/namespaces/default/pods/web:8080/proxy";
        serve_proxy(
            exchange, pod.streams(), std::move(target),
            [this](std::shared_ptr<Exchange> const&, Error error) { refused = std::move(error); },
            [this] { ++answered; });
        if (!pod.connected.empty()) pod.connect(0);
    }
    test::PaperPort& port() { return *pod.ports.at(0); }
    void say(std::string const& bytes) { port().events.bytes(bytes); }
    [[nodiscard]] bool asked(std::string_view line) {
        return port().input.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
    }

    test::PaperPod pod;
    std::shared_ptr<ProxyExchange> exchange = std::make_shared<ProxyExchange>();
    std::optional<Error> refused;
    int answered = 0;
};

}  // namespace

TEST_CASE("proxy: a name is read with its scheme and port") {
    struct Case {
        std::string text;
        bool tls;
        std::string name, port;
    };
    for (auto const& one : std::vector<Case>{{"web", false, "web", ""},
                                             {"web:8080", false, "web", "8080"},
                                             {"web:http", false, "web", "http"},
                                             {"https:web:8443", true, "web", "8443"},
                                             {"https:web:", true, "web", ""},
                                             {"http:web:80", false, "web", "80"},
                                             {":web:80", false, "web", "80"},
                                             {"https:web", false, "https", "web"}}) {
        INFO(one.text);
        auto const read = read_proxy_name(one.text);
        REQUIRE(read);
        CHECK(read->tls == one.tls);
        CHECK(read->name == one.name);
        CHECK(read->port == one.port);
    }
    for (auto const* const text : {"", ":80", "ftp:web:80", "https:web:80:90", "a:b:c:d"})
        CHECK_FALSE(read_proxy_name(text));
}

TEST_CASE("proxy: a request goes on without credentials and what is between neighbours, and says where it came from") {
    Through p("POST",
              {{"host", "api:6443"},
               {"authorization", "Bearer secret"},
               {"impersonate-user", "root"},
               {"x-remote-user", "root"},
               {"connection", "keep-alive, X-Mine"},
               {"keep-alive", "5"},
               {"x-mine", "1"},
               {"te", "trailers"},
               {"x-forwarded-for", "10.9.9.9"},
               {"x-forwarded-host", "evil"},
               {"content-length", "4"},
               {"cookie", "a=b"},
               {"content-type", "text/plain"}},
              "body");
    CHECK(p.port().port == 8080);
    CHECK(p.port().input.starts_with("POST /a%20b?c=d HTTP/1.1\r\n"));
    CHECK(p.port().input.ends_with("\r\n\r\nbody"));
    for (auto const* const line :
         {"host: api:6443", "cookie: a=b", "content-type: text/plain", "content-length: 4", "connection: close",
          "x-forwarded-for: 10.9.9.9, 10.1.2.3", "x-forwarded-host: api:6443", "x-forwarded-proto: https",
          "x-forwarded-uri: /api/v1/namespaces/default/pods/web:8080/proxy/a%20b"}) {
        INFO(line);
        CHECK(p.asked(line));
    }
    for (auto const* const word : {"secret", "root", "x-mine", "keep-alive", "trailers", "evil"}) {
        INFO(word);
        CHECK(p.port().input.find(word) == std::string::npos);
    }
}

TEST_CASE("proxy: a short answer comes whole, however it is cut") {
    std::string const answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nX-Own: 1\r\n"
        "Keep-Alive: 5\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 5\r\n\r\nhello";
    for (std::size_t cut = 1; cut < answer.size(); ++cut) {
        INFO(cut);
        Through p;
        p.say(answer.substr(0, cut));
        CHECK_FALSE(p.exchange->replied);
        p.say(answer.substr(cut));
        REQUIRE(p.exchange->replied);
        auto const& reply = *p.exchange->replied;
        CHECK(reply.status == 404);
        CHECK(reply.content_type == "text/html");
        CHECK(reply.body == "hello");
        CHECK(reply.headers == Headers{{"x-own", "1"}});
        CHECK(p.port().closed);
        CHECK(p.answered == 1);
    }
}

TEST_CASE("proxy: an answer without a known end is passed on as it comes, and its source waits for the client") {
    Through p;
    p.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    REQUIRE(p.exchange->streamed);
    auto& stream = *p.exchange->streamed;
    CHECK(stream.all == "abc");
    p.say("2;x=y\r\nde\r\n");
    CHECK(stream.all == "abcde");
    stream.reads = false;
    for (int i = 0; i < 3; ++i) {
        p.say("7a120\r\n" + std::string(500'000, 'x') + "\r\n");
    }
    CHECK(p.port().paused);
    stream.drain();
    CHECK_FALSE(p.port().paused);
    CHECK_FALSE(stream.ended);
    p.say("0\r\n\r\n");
    CHECK(stream.ended);
    CHECK(p.port().closed);

    Through until_close;
    until_close.say("HTTP/1.0 200 OK\r\n\r\nall that ");
    until_close.say("there is");
    until_close.port().events.closed({});
    CHECK(until_close.exchange->streamed->all == "all that there is");
    CHECK(until_close.exchange->streamed->ended);
}

TEST_CASE("proxy: a client that goes away ends the connection with the Pod") {
    Through p;
    p.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    p.exchange->streamed->close();
    CHECK(p.port().closed);
}

TEST_CASE("proxy: HEAD and 304 have no body") {
    Through head("HEAD");
    head.say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
    REQUIRE(head.exchange->replied);
    CHECK(head.exchange->replied->body.empty());
    Through unchanged;
    unchanged.say("HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n");
    REQUIRE(unchanged.exchange->replied);
    CHECK(unchanged.exchange->replied->status == 304);
}

TEST_CASE("proxy: redirects within the target lead through the proxy, others stay") {
    std::string const prefix = "/api/v1/namespaces/default/pods/web:8080/proxy";
    for (auto const& [given, wanted] :
         std::vector<std::pair<std::string, std::string>>{{"/login?next=/a", prefix + "/login?next=/a"},
                                                          {"http://api:6443/login", prefix + "/login"},
                                                          {"https://api:6443", prefix + "/"},
                                                          {prefix + "/there", prefix + "/there"},
                                                          {"beside", "beside"},
                                                          {"//elsewhere/x", "//elsewhere/x"},
                                                          {"https://example.com/x", "https://example.com/x"}}) {
        INFO(given);
        Through p;
        p.say("HTTP/1.1 302 Found\r\nLocation: " + given + "\r\nContent-Length: 0\r\n\r\n");
        REQUIRE(p.exchange->replied);
        CHECK(header_of(p.exchange->replied->headers, "location") == wanted);
    }
}

TEST_CASE("proxy: what does not answer, or not in HTTP, is told as kube-apiserver does") {
    auto const message = [](auto const& break_it) {
        Through p;
        break_it(p);
        REQUIRE(p.refused);
        CHECK(p.answered == 1);
        CHECK_FALSE(p.exchange->replied);
        return p.refused->message;
    };
    CHECK(message([](Through& p) { p.say("SSH-2.0-x\r\n"); }) ==
          "error trying to reach service: malformed HTTP response");
    CHECK(message([](Through& p) { p.port().events.closed({}); }) == "error trying to reach service: EOF");
    CHECK(message([](Through& p) {
              p.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
              p.port().events.closed({});
          }) == "error trying to reach service: unexpected EOF");
    CHECK(message([](Through& p) { p.pod.timers.at(0)(); }) ==
          "error trying to reach service: no answer came within 60 seconds");
    CHECK(message([](Through& p) { p.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"); }) ==
          "error trying to reach service: it switched protocols though nobody had asked");
}

TEST_CASE("proxy: nobody listens") {
    test::PaperPod pod;
    auto const exchange = std::make_shared<ProxyExchange>();
    std::optional<Error> refused;
    serve_proxy(
        exchange, pod.streams(), ProxyTarget{}, [&](auto const&, Error error) { refused = std::move(error); }, [] {});
    pod.connected[0](Error(Errc::unavailable, "connection refused"));
    REQUIRE(refused);
    CHECK(refused->code == Errc::unavailable);
    CHECK(refused->message == "error trying to reach service: connection refused");
}

TEST_CASE("proxy: an upgraded connection goes on as bytes in both directions, a token among its protocols aside") {
    Through p("GET", {{"host", "api"},
                      {"connection", "Upgrade"},
                      {"upgrade", "websocket"},
                      {"sec-websocket-key", "k"},
                      {"sec-websocket-protocol", "chat, base64url.bearer.authorization.k8s.io.c2VjcmV0"}});
    CHECK(p.asked("connection: Upgrade"));
    CHECK(p.asked("upgrade: websocket"));
    CHECK(p.asked("sec-websocket-protocol: chat"));
    p.say(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s\r\n\r\nfirst");
    REQUIRE(p.exchange->socket);
    CHECK(p.exchange->socket->protocol() == "websocket");
    CHECK(p.exchange->replied->headers == Headers{{"sec-websocket-accept", "s"}});
    CHECK(p.exchange->socket->take() == "first");
    p.port().input.clear();
    p.exchange->socket->receive("from client");
    CHECK(p.port().input == "from client");
    p.say("from pod");
    CHECK(p.exchange->socket->take() == "from pod");
    for (int i = 0; i < 6; ++i) p.exchange->socket->receive(std::string(100'000, 'x'));
    CHECK(p.exchange->socket->held);
    p.port().drain();
    CHECK_FALSE(p.exchange->socket->held);
    p.port().events.closed({});
    CHECK(p.exchange->socket->closed);
}

TEST_CASE("proxy: an upgrade that the Pod refuses is answered as it says") {
    Through p("GET", {{"connection", "upgrade"}, {"upgrade", "websocket"}});
    p.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    REQUIRE(p.exchange->replied);
    CHECK(p.exchange->replied->status == 403);
    CHECK(p.exchange->replied->body == "no");
}

TEST_CASE("response reader: heads that say two things are refused") {
    for (auto const* const head :
         {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 999 Odd\r\n\r\n", "HTTP/2 200\r\n\r\n"}) {
        INFO(head);
        ResponseReader reader(false);
        std::string body;
        CHECK(reader.take(head, body) == ResponseReader::State::failed);
    }
    ResponseReader endless(false);
    std::string body;
    CHECK(endless.take("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'), body) == ResponseReader::State::failed);
}

namespace {

/// The API with one Pod that runs, and a Service in front of it.
struct ProxyApi {
    ProxyApi() {
        http::ApiServerOptions options;
        options.pods = pod.streams();
        server = std::make_shared<http::ApiServer>(f.strand, f.registry, std::move(options));
        server->start();
        std::string const ns = "/api/v1/namespaces/default/";
        send("POST", ns + "pods", R"({"metadata":{"name":"web"},"spec":{"nodeName":"n","containers":[
            {"name":"c","image":"i","ports":[{"containerPort":9000,"name":"http"}]}]}})");
        REQUIRE(status == 201);
        send("PATCH", ns + "pods/web/status", R"({"status":{"phase":"Running","podIP":"10.0.0.1"}})");
        REQUIRE(status == 200);
        send("POST", ns + "services", R"({"metadata":{"name":"svc"},"spec":{"ports":[{"port":80,"name":"http"}]}})");
        REQUIRE(status == 201);
    }
    ~ProxyApi() { server->stop(); }
    void add_slice(std::string const& name, std::string const& endpoint) {
        send("POST", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
             R"({"metadata":{"name":")" + name +
                 R"(","labels":{"kubernetes.io/service-name":"svc"}},"addressType":"IPv4","endpoints":[)" + endpoint +
                 R"(],"ports":[{"name":"http","port":9100}]})");
        REQUIRE(status == 201);
    }
    std::shared_ptr<ProxyExchange> send(std::string method, std::string target, std::string body = {}) {
        auto const made = std::make_shared<ProxyExchange>();
        made->asked.headers = {
            {"content-type", method == "PATCH" ? "application/merge-patch+json" : "application/json"},
            {"accept", "text/html"}};
        if (target.find("/proxy") == std::string::npos) made->asked.headers.pop_back();
        made->asked.method = std::move(method);
        made->asked.target = std::move(target);
        made->asked.body = std::move(body);
        server->answer(made);
        f.settle();
        status = made->replied ? made->replied->status : 0;
        return made;
    }
    std::string text(std::string const& target) {
        auto const made = send("GET", "/api/v1/" + target);
        return made->replied ? made->replied->body : std::string();
    }

    test::PaperPod pod;
    test::RegistryFixture f;
    std::shared_ptr<http::ApiServer> server;
    int status = 0;
};

}  // namespace

TEST_CASE("proxy: a Pod is reached by its port's number or name, and the path goes on as it came") {
    ProxyApi api;
    std::string const pods = "/api/v1/namespaces/default/pods/";
    for (auto const& [target, port, line] : std::vector<std::tuple<std::string, int, std::string>>{
             {"web:81/proxy/a%2Fb//c/?x=%20", 81, "GET /a%2Fb//c/?x=%20 HTTP/1.1"},
             {"web/proxy/", 9000, "GET / HTTP/1.1"},
             {"web:http/proxy/?q", 9000, "GET /?q HTTP/1.1"},
             {"http:web:82/proxy/deep/path", 82, "GET /deep/path HTTP/1.1"}}) {
        INFO(target);
        api.pod.ports.clear();
        api.pod.connected.clear();
        auto const asked = api.send("GET", pods + target);
        REQUIRE(api.pod.ports.size() == 1);
        CHECK(api.pod.ports[0]->port == port);
        api.pod.connect(0);
        CHECK(api.pod.ports[0]->input.starts_with(line + "\r\n"));
        api.pod.ports[0]->events.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        REQUIRE(asked->replied);
        CHECK(asked->replied->body == "ok");
    }
    auto const away = api.send("GET", pods + "web:81/proxy?x=1");
    CHECK(api.status == 301);
    CHECK(header_of(away->replied->headers, "Location") == pods + "web:81/proxy/?x=1");
    api.pod.ports.clear();
    api.send("DELETE", pods + "web:81/proxy");
    CHECK(api.pod.ports.size() == 1);
}

TEST_CASE("proxy: a Service is reached at a ready endpoint that is a Pod of this engine") {
    ProxyApi api;
    std::string const svc = "namespaces/default/services/svc";
    CHECK(api.text(svc + ":80/proxy/").find(R"(no endpoints available for service \"svc\")") != std::string::npos);
    CHECK(api.status == 503);
    CHECK(api.text(svc + ":81/proxy/").find(R"(no service port 81 found for service \"svc\")") != std::string::npos);
    api.add_slice("a", R"({"addresses":["10.0.0.9"]})");
    CHECK(api.text(svc + ":80/proxy/").find("are no Pods of this engine") != std::string::npos);
    api.add_slice("b", R"({"addresses":["10.0.0.1"],"conditions":{"ready":false},
        "targetRef":{"kind":"Pod","name":"web","namespace":"default"}})");
    CHECK(api.text(svc + ":80/proxy/").find("are no Pods of this engine") != std::string::npos);
    CHECK(api.pod.ports.empty());
    api.add_slice("c", R"({"addresses":["10.0.0.1"],"targetRef":{"kind":"Pod","name":"web","namespace":"default"}})");
    for (auto const* const name : {"svc:80", "svc:http", "http:svc:http"}) {
        INFO(name);
        api.pod.ports.clear();
        api.send("GET", "/api/v1/namespaces/default/services/" + std::string(name) + "/proxy/");
        REQUIRE(api.pod.ports.size() == 1);
        CHECK(api.pod.ports[0]->port == 9100);
    }
    // An address that was another Pod's of that name is not this one's.
    ProxyApi other;
    other.add_slice("a", R"({"addresses":["10.0.0.1"],"targetRef":{"kind":"Pod","name":"web","uid":"another"}})");
    other.text(svc + ":80/proxy/");
    CHECK(other.status == 503);
    CHECK(other.pod.ports.empty());
}

TEST_CASE("proxy: what is not there, does not run or has no name is refused") {
    ProxyApi api;
    api.text("namespaces/default/pods/none:80/proxy/");
    CHECK(api.status == 404);
    api.text("namespaces/default/pods/ftp:web:80/proxy/");
    CHECK(api.status == 400);
    CHECK(api.text("namespaces/default/pods/web:nothing/proxy/").find("has no port") != std::string::npos);
    CHECK(api.status == 503);
    api.text("nodes/none/proxy/");
    CHECK(api.status == 404);
    api.text("namespaces/default/configmaps/a/proxy/");
    CHECK(api.status == 404);
    api.send("PATCH", "/api/v1/namespaces/default/pods/web/status", R"({"status":{"phase":"Succeeded"}})");
    CHECK(api.text("namespaces/default/pods/web:80/proxy/").find("is not running") != std::string::npos);
    CHECK(api.pod.ports.empty());
}
