#include "integration/net_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <numeric>

using namespace keelson;
using namespace net_test;

namespace {

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 2654435761U) >> 13);
    return text;
}

void echo(int fd) {
    char data[16 * 1024];
    for (ssize_t n = 0; (n = ::recv(fd, data, sizeof data, 0)) > 0;) {
        if (!send_all(fd, {data, static_cast<std::size_t>(n)})) return;
    }
}

std::size_t thread_count() {
    auto const tasks = std::filesystem::directory_iterator("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

}  // namespace

TEST_CASE("net: there is no thread before the start") {
    auto const before = thread_count();
    net::IoThread thread;
    Balancer balancer({.loops = {thread.executor()}});
    balancer.set_service("a/b", {});
    CHECK(thread_count() == before);
    REQUIRE(thread.start());
    REQUIRE(thread.start());
    CHECK(thread_count() == before + 1);
    thread.stop();
    CHECK(thread_count() == before);
}

TEST_CASE("net: bytes pass both ways unchanged, however slowly they are taken") {
    Server server(echo);
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    auto client = proxy.connect();
    auto const sent = "\x01" + pattern(8 << 20);
    std::thread writer([&] {
        CHECK(client.send(sent));
        client.half_close();
    });
    std::this_thread::sleep_for(100ms);  // both directions fill up
    CHECK(client.reader().until_end() == sent);
    CHECK(errno == 0);
    writer.join();
    CHECK(eventually([&] { return proxy.connections("a") == 0; }));
}

TEST_CASE("net: either side may end its half and still be served") {
    Server server([](int fd) {
        Reader reader(fd);
        auto const all = reader.until_end();
        send_all(fd, "got " + std::to_string(all.size()));
    });
    Server closes_first([](int fd) {
        send_all(fd, "hello");
        ::shutdown(fd, SHUT_WR);
        Reader reader(fd);
        if (reader.until_end() == "late") send_all(fd, "unseen");
    });
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    {
        auto client = proxy.connect();
        client.send("\x02 some bytes");
        client.half_close();
        CHECK(client.reader().until_end() == "got 12");
    }
    proxy.set({closes_first.endpoint("b")});
    auto client = proxy.connect();
    CHECK(client.reader().until_end() == "hello");
    CHECK(client.send("late"));
    client.half_close();
    CHECK(eventually([&] { return proxy.connections("b") == 0; }));
}

TEST_CASE("net: a port without endpoints refuses connections until it has one") {
    NameServer server("a");
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    CHECK(proxy.connect().get() == "a");
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(proxy.set({}).error);
        CHECK(proxy.connect().error() == ECONNREFUSED);
        CHECK_FALSE(proxy.set({server.endpoint("a")}).error);
        CHECK(proxy.connect().get() == "a");
    }
    std::promise<void> removed;
    proxy->remove_service("default/web", [&] { removed.set_value(); });
    Proxy::get(removed.get_future());
    CHECK(proxy.connect().error() == ECONNREFUSED);
}

TEST_CASE("net: an endpoint that refuses is passed over before the client notices") {
    NameServer good("good");
    auto dead = std::make_unique<NameServer>("dead");
    auto const dead_endpoint = dead->endpoint("dead");
    dead.reset();
    Proxy proxy;
    proxy.set({dead_endpoint, good.endpoint("good")});
    for (int i = 0; i < 10; ++i) CHECK(proxy.connect().get() == "good");
    proxy.set({dead_endpoint});
    auto client = proxy.connect();
    CHECK_FALSE(client.get());
    CHECK(proxy.connections("dead") == 0);
}

TEST_CASE("net: an endpoint that does not answer is left after a time, or when it is removed") {
    // A queue of one that nobody empties: further connections are neither accepted nor refused.
    int const listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = address_of("127.0.0.1", 0);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener, 0) == 0);
    REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    Endpoint const stuck{"127.0.0.1", ntohs(address.sin_port), "stuck"};
    std::vector<int> fillers;
    for (int i = 0; i < 4; ++i) {
        fillers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        ::connect(fillers.back(), reinterpret_cast<sockaddr*>(&address), size);
        std::this_thread::sleep_for(10ms);  // until the kernel counts it
    }

    NameServer good("good");
    {
        Proxy proxy(1, [](auto& options) { options.connect_timeout = 50ms; });
        proxy.set({stuck, good.endpoint("good")});
        for (int i = 0; i < 2; ++i) CHECK(proxy.connect().get() == "good");
    }
    {
        Proxy proxy(1, [](auto& options) { options.connect_timeout = 1h; });
        proxy.set({stuck});
        auto client = proxy.connect();
        CHECK(eventually([&] { return proxy.connections("stuck") == 1; }));
        proxy.set({good.endpoint("good")});
        CHECK(client.get() == "good");
        CHECK(proxy.connections("stuck") == 0);
    }
    for (int fd : fillers) ::close(fd);
    ::close(listener);
}

TEST_CASE("net: an address in use is reported and had as soon as it is free") {
    NameServer server("a");
    auto other = std::make_unique<Server>(echo, "127.96.77.2");
    std::promise<Listening> listening;
    Proxy proxy(1, [&](auto& options) {
        options.on_listening = [&](net::ServiceKey const& key, Listening const& now) {
            CHECK(key == "default/web");
            listening.set_value(now);
        };
    });
    proxy.listen_on({"127.96.77.2", other->port()});
    auto const first = proxy.set({server.endpoint("a")});
    REQUIRE(first.error);
    CHECK(first.error->code == Errc::conflict);
    CHECK(first.error->message ==
          "cannot listen on 127.96.77.2:" + std::to_string(other->port()) + ": Address already in use");
    CHECK(proxy.set({server.endpoint("a")}).error);
    auto const port = other->port();
    other.reset();
    auto const now = Proxy::get(listening.get_future());
    CHECK_FALSE(now.error);
    CHECK(now.address.port == port);
    CHECK(Client("127.96.77.2", port).get() == "a");

    proxy.listen_on({"10.255.255.254", 1});
    CHECK(proxy.set({server.endpoint("a")}).error->code == Errc::unavailable);
}

TEST_CASE("net: connections spread over the endpoints, on one loop and on two") {
    auto const threads = GENERATE(1U, 2U);
    NameServer a("a"), b("b"), c("c");
    Proxy proxy(threads);
    proxy.set({a.endpoint("a"), b.endpoint("b"), c.endpoint("c")});
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<Client>(proxy.ip(), proxy.port()));
        REQUIRE(clients.back()->get());
    }
    for (auto uid : {"a", "b", "c"}) CHECK(proxy.connections(uid) == 10);
}

TEST_CASE("net: a client keeps its endpoint where affinity is asked for") {
    NameServer a("a"), b("b"), c("c");
    Proxy proxy(2);
    proxy.set({a.endpoint("a"), b.endpoint("b"), c.endpoint("c")}, 1h);
    auto const first = proxy.connect().get();
    for (int i = 0; i < 10; ++i) CHECK(proxy.connect().get() == first);
}

TEST_CASE("net: a keep-alive connection moves between two requests when its endpoint leaves") {
    NameServer a("a"), b("b");
    Proxy proxy;
    proxy.set({a.endpoint("a")});
    auto client = proxy.connect();
    CHECK(client.get() == "a");
    CHECK(client.post("x") == "a");
    // Without another endpoint it stays where it is: not ready is not gone.
    proxy.set({});
    CHECK(client.get() == "a");
    proxy.set({b.endpoint("b")});
    CHECK(client.post(pattern(300'000)) == "b");
    CHECK(client.get() == "b");
    CHECK(proxy.connections("a") == 0);
}

TEST_CASE("net: every kind of HTTP framing keeps its boundaries while endpoints change") {
    auto const serve = [](int fd) {
        Reader reader(fd);
        while (auto const request = reader.message()) {
            if (request->starts_with("HEAD")) {
                send_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            } else if (request->starts_with("DELETE")) {
                send_all(fd, "HTTP/1.1 204 No Content\r\n\r\n");
            } else if (request->find("100-continue") != std::string::npos) {
                send_all(fd, "HTTP/1.1 100 Continue\r\n\r\n");
                auto const body = reader.exactly(5);
                send_all(fd, response(body.value_or("")));
            } else {
                send_all(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                send_all(fd, "2\r\nde\r\n0\r\n\r\n");
            }
        }
    };
    Server a(serve), b(serve);
    Proxy proxy;
    proxy.set({a.endpoint("a")});
    auto client = proxy.connect();
    std::string const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (int i = 0; i < 10; ++i) {
        proxy.set({i % 2 == 0 ? b.endpoint("b") : a.endpoint("a")});
        client.send("HEAD / HTTP/1.1\r\n\r\n");
        CHECK(client.reader().message(false));
        proxy.set({i % 2 == 0 ? a.endpoint("a") : b.endpoint("b")});
        client.send("DELETE / HTTP/1.1\r\n\r\n");
        CHECK(client.reader().message(false));
        proxy.set({i % 2 == 0 ? b.endpoint("b") : a.endpoint("a")});
        client.send("PUT / HTTP/1.1\r\nX: 100-continue\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        CHECK(client.reader().message(false) == "HTTP/1.1 100 Continue\r\n\r\n");
        client.send("0\r\n\r\n");
        CHECK(client.reader().message().value_or("").ends_with("0\r\n\r\n"));
        client.send("GET / HTTP/1.1\r\n\r\n");
        CHECK(client.reader().exactly(chunked.size()) == chunked);
    }
    CHECK(a.accepted() >= 10);
    CHECK(b.accepted() >= 10);
}

TEST_CASE("net: requests that are sent ahead are answered in their order") {
    NameServer a("a", 2ms);
    Proxy proxy;
    proxy.set({a.endpoint("a")});
    auto client = proxy.connect();
    std::string all;
    for (int i = 0; i < 20; ++i) all += "GET / HTTP/1.1\r\n\r\n";
    client.send(all);
    for (int i = 0; i < 20; ++i) CHECK(client.reader().message() == response("a"));
    CHECK(a.begun == 20);
}

TEST_CASE("net: a last response ends the connection after its last byte") {
    auto const body = pattern(3 << 20);
    Server server([&](int fd) {
        Reader reader(fd);
        auto const request = reader.message();
        if (!request) return;
        bool const framed = request->find("framed") != std::string::npos;
        send_all(fd, framed ? response(body, "Connection: close\r\n") : "HTTP/1.1 200 OK\r\n\r\n" + body);
    });
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    for (auto path : {"/framed", "/"}) {
        auto client = proxy.connect();
        client.send("GET " + std::string(path) + " HTTP/1.1\r\n\r\n");
        CHECK(client.reader().until_end().ends_with(body));
        CHECK(errno == 0);
    }
    CHECK(eventually([&] { return proxy.connections("a") == 0; }));
}

TEST_CASE("net: what comes before the answer proper is not taken for it") {
    Server server([](int fd) {
        Reader reader(fd);
        while (reader.message()) send_all(fd, "HTTP/1.1 103 Early Hints\r\n\r\n" + response("final"));
    });
    NameServer next("next");
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    auto client = proxy.connect();
    for (int i = 0; i < 2; ++i) {
        CHECK(client.get() == "");
        CHECK(client.reader().message() == response("final"));
    }
    proxy.set({next.endpoint("b")});
    CHECK(client.get() == "next");
}

TEST_CASE("net: bytes that nobody waits for do not take a last answer back") {
    NameServer server("a");
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    auto client = proxy.connect();
    client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    CHECK(eventually([&] { return server.answered == 1 && proxy.connections("a") == 0; }));
    for (int i = 0; i < 3; ++i) {
        CHECK(client.send(pattern(1000)));
        std::this_thread::sleep_for(5ms);
    }
    CHECK(client.reader().until_end() == response("a", "Connection: close\r\n"));
    CHECK(errno == 0);
}

TEST_CASE("net: an upgraded connection is a tunnel that stays") {
    auto const serve = [](int fd) {
        Reader reader(fd);
        if (!reader.message()) return;
        send_all(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n\r\n");
        echo(fd);
    };
    Server a(serve), b(serve);
    Proxy proxy;
    proxy.set({a.endpoint("a")});
    auto client = proxy.connect();
    client.send("GET / HTTP/1.1\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n");
    CHECK(client.reader().message());
    proxy.set({b.endpoint("b")});
    client.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(client.reader().message() == "GET / HTTP/1.1\r\n\r\n");
    CHECK(b.accepted() == 0);
}

TEST_CASE("net: a backend that closes idle connections costs no request") {
    Server server([](int fd) {
        Reader reader(fd);
        if (reader.message()) send_all(fd, response("once"));
    });
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    auto client = proxy.connect();
    for (int i = 0; i < 50; ++i) {
        REQUIRE(client.post("x") == "once");
        // The closing itself takes a moment; a request in that moment is another test.
        REQUIRE(eventually([&] { return proxy.connections("a") == 0; }));
    }
    CHECK(server.accepted() == 50);
}

TEST_CASE("net: a request is sent again only if that does no harm") {
    Server dies([](int fd) {
        Reader reader(fd);
        reader.message();
    });
    NameServer good("good");
    Proxy proxy;
    for (int i = 0; i < 4; ++i) {
        proxy.set({dies.endpoint("dies"), good.endpoint("good")});
        CHECK(proxy.connect().get() == "good");
    }
    CHECK(dies.accepted() > 0);
    int lost = 0;
    for (int i = 0; i < 10; ++i) lost += !proxy.connect().post("x");
    CHECK(lost > 0);
    CHECK(good.begun + lost == 4 + 10);
}

TEST_CASE("net: a client that goes away takes its backend connection with it") {
    Server server([](int fd) {
        Reader reader(fd);
        reader.message();
        reader.until_end();
    });
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    {
        auto client = proxy.connect();
        client.send("GET / HTTP/1.1\r\n\r\n");
        CHECK(eventually([&] { return proxy.connections("a") == 1; }));
    }
    CHECK(eventually([&] { return proxy.connections("a") == 0; }));
    {
        auto client = proxy.connect();
        client.send("\x03");
        linger const hard{1, 0};
        ::setsockopt(client.fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    CHECK(eventually([&] { return proxy.connections("a") == 0; }));
}

TEST_CASE("net: more connections than allowed are refused, and room is used again") {
    NameServer server("a");
    Proxy proxy(1, [](auto& options) { options.max_connections = 2; });
    proxy.set({server.endpoint("a")});
    {
        auto one = proxy.connect(), two = proxy.connect();
        CHECK(one.get() == "a");
        CHECK(two.get() == "a");
        CHECK_FALSE(proxy.connect().get());
    }
    CHECK(eventually([&] { return proxy.connections("a") == 0; }));
    CHECK(proxy.connect().get() == "a");
}

TEST_CASE("net: after the stop nothing is open and every callback still comes") {
    NameServer server("a");
    Proxy proxy(2);
    proxy.set({server.endpoint("a")});
    auto client = proxy.connect();
    CHECK(client.get() == "a");
    auto opaque = proxy.connect();
    opaque.send("\x01");
    auto drained = proxy.drain("a");
    std::promise<void> stopped;
    proxy->stop([&] { stopped.set_value(); });
    Proxy::get(stopped.get_future());
    Proxy::get(std::move(drained));
    CHECK_FALSE(client.get());
    CHECK(proxy.connect().error() == ECONNREFUSED);
    CHECK(proxy.set({server.endpoint("a")}).error->code == Errc::cancelled);
    Proxy::get(proxy.drain("a"));
    CHECK(proxy.connections("a") == 0);
}

TEST_CASE("trap 16: after the acknowledgement a removed endpoint gets nothing new") {
    NameServer a("a"), b("b");
    Proxy proxy(2);
    proxy.set({a.endpoint("a"), b.endpoint("b")});
    std::atomic<bool> stop = false;
    std::atomic<int> failed = 0, done = 0;
    std::vector<std::thread> load;
    for (int i = 0; i < 3; ++i) {
        load.emplace_back([&] {
            while (!stop) {
                auto client = proxy.connect();
                for (int n = 0; n < 3; ++n) ++(client.get() ? done : failed);
            }
        });
    }
    for (int round = 0; round < 10; ++round) {
        auto& leaves = round % 2 == 0 ? a : b;
        auto& stays = round % 2 == 0 ? b : a;
        proxy.set({stays.endpoint(round % 2 == 0 ? "b" : "a")});
        CHECK(Proxy::get(proxy.drain(round % 2 == 0 ? "a" : "b")).cut == 0);
        auto const accepted = leaves.accepted();
        auto const begun = leaves.begun.load();
        auto const until = done + 50;
        CHECK(eventually([&] { return done >= until; }));
        CHECK(leaves.accepted() == accepted);
        CHECK(leaves.begun == begun);
        proxy.set({a.endpoint("a"), b.endpoint("b")});
    }
    stop = true;
    for (auto& thread : load) thread.join();
    CHECK(failed == 0);
}

TEST_CASE("trap 16: a drain waits for the request in flight and lets idle connections go") {
    std::promise<void> may_answer;
    auto const gate = may_answer.get_future().share();
    std::atomic<int> waiting = 0;
    Server slow([&](int fd) {
        Reader reader(fd);
        while (auto const request = reader.message()) {
            if (request->starts_with("POST")) {
                ++waiting;
                gate.wait();
            }
            send_all(fd, response("slow"));
        }
    });
    NameServer next("next");
    Proxy proxy;
    proxy.set({slow.endpoint("slow")});
    auto idle = proxy.connect();
    CHECK(idle.get() == "slow");
    auto untouched = proxy.connect();
    auto busy = proxy.connect();
    busy.send("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx");
    CHECK(eventually([&] { return waiting == 1; }));
    CHECK(proxy.connections("slow") == 3);

    proxy.set({next.endpoint("next")});
    auto drained = proxy.drain("slow");
    CHECK(eventually([&] { return proxy.connections("slow") == 1; }));
    CHECK(drained.wait_for(20ms) == std::future_status::timeout);
    CHECK(idle.get() == "next");
    CHECK(untouched.post("x") == "next");
    may_answer.set_value();
    CHECK(busy.reader().message() == response("slow"));
    CHECK(Proxy::get(std::move(drained)).cut == 0);
    CHECK(busy.get() == "next");
}

TEST_CASE("trap 16: a connection that cannot be followed is cut at the time limit, not before") {
    Server server(echo);
    Proxy proxy;
    proxy.set({server.endpoint("a")});
    auto ends = proxy.connect(), stays = proxy.connect();
    for (auto* client : {&ends, &stays}) {
        client->send(
            "\x01"
            "12");
        CHECK(client->reader().exactly(3));
    }
    proxy.set({});
    auto drained = proxy.drain("a", 300ms);
    ends.send("345");
    CHECK(ends.reader().exactly(3) == "345");
    ends.half_close();
    CHECK(ends.reader().until_end().empty());
    CHECK(errno == 0);
    CHECK(Proxy::get(std::move(drained)).cut == 1);
    CHECK(stays.reader().until_end().empty());
    CHECK(errno == ECONNRESET);
    CHECK(Proxy::get(proxy.drain("nobody")).cut == 0);
}

namespace {

/// Requests from many clients at once, some on connections that they keep.
class Load {
public:
    Load(Proxy& proxy, int keepers, int visitors) {
        for (int i = 0; i < keepers; ++i) threads_.emplace_back([this, &proxy, i] { keep(proxy, i); });
        for (int i = 0; i < visitors; ++i) threads_.emplace_back([this, &proxy, i] { visit(proxy, i); });
    }
    ~Load() { stop(); }
    void stop() {
        stop_ = true;
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }

    std::atomic<int> done = 0;
    std::atomic<int> failed = 0;
    std::atomic<int> worst = 0;  ///< failures of the client that had most

private:
    void count(bool good, int& failures) {
        ++(good ? done : failed);
        failures += !good;
        for (int seen = worst; seen < failures && !worst.compare_exchange_weak(seen, failures);) {
        }
    }
    void keep(Proxy& proxy, int number) {
        auto client = std::make_unique<Client>(proxy.ip(), proxy.port());
        int failures = 0;
        for (int i = number; !stop_; ++i) {
            bool const good = (i % 2 == 0 ? client->get() : client->post(std::string(200, 'x'))).has_value();
            count(good, failures);
            if (!good) client = std::make_unique<Client>(proxy.ip(), proxy.port());
        }
    }
    void visit(Proxy& proxy, int number) {
        int failures = 0;
        for (int i = number; !stop_; ++i) {
            auto client = proxy.connect();
            count((i % 2 == 0 ? client.get("Connection: close\r\n") : client.post("x")).has_value(), failures);
        }
    }

    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("trap 16: replacing every backend without end loses no request") {
    auto const threads = GENERATE(1U, 2U);
    Proxy proxy(threads);
    struct Replica {
        std::string uid;
        std::unique_ptr<NameServer> server;
    };
    std::vector<Replica> replicas;
    int made = 0;
    auto const add = [&] {
        auto const uid = "pod-" + std::to_string(made++);
        replicas.push_back({uid, std::make_unique<NameServer>(uid, 200us)});
    };
    auto const publish = [&] {
        std::vector<Endpoint> endpoints;
        for (auto const& replica : replicas) endpoints.push_back(replica.server->endpoint(replica.uid));
        proxy.set(endpoints);
    };
    for (int i = 0; i < 3; ++i) add();
    publish();
    Load load(proxy, 4, 2);
    for (int round = 0; round < 40; ++round) {
        add();
        publish();
        auto const old = std::move(replicas.front());
        replicas.erase(replicas.begin());
        publish();
        REQUIRE(Proxy::get(proxy.drain(old.uid)).cut == 0);
        old.server->kill();
        auto const until = load.done + 20;
        REQUIRE(eventually([&] { return load.done >= until || load.failed > 0; }));
    }
    load.stop();
    CHECK(load.failed == 0);
    CHECK(load.done > 800);
}

TEST_CASE("net: a killed backend costs at most the requests that it was at") {
    Proxy proxy;
    NameServer a("a", 1ms), b("b", 1ms);
    for (int round = 0; round < 5; ++round) {
        auto victim = std::make_unique<NameServer>("victim", 1ms);
        proxy.set({victim->endpoint("victim"), a.endpoint("a"), b.endpoint("b")});
        Load load(proxy, 6, 2);
        REQUIRE(eventually([&] { return victim->begun > 20; }));
        victim->kill();
        // It stays listed, as it does until somebody notices.
        auto const until = load.done + 200;
        REQUIRE(eventually([&] { return load.done >= until; }));
        load.stop();
        CHECK(load.worst <= 1);
    }
}
