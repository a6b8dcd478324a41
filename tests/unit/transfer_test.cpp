#include "core/awaited.hpp"
#include "scratch_folder.hpp"
#include "support/local_server.hpp"
#include "transfer/line.hpp"
#include "transfer/transfers.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace keelson;
using namespace keelson::transfer;
using namespace keelson::tests;

namespace {

/// Answers every request on its connection with the same bytes, and remembers what it was asked.
class Echo {
public:
    explicit Echo(std::string bytes, std::string where = "127.0.0.1")
        : server_(
              [this, bytes = std::move(bytes)](int fd) {
                  Reader reader(fd);
                  while (auto const request = reader.message()) {
                      {
                          std::lock_guard const lock(mutex_);
                          asked_.push_back(*request);
                      }
                      if (!send_all(fd, bytes)) return;
                  }
              },
              std::move(where)) {}

    [[nodiscard]] std::vector<std::string> asked() const {
        std::lock_guard const lock(mutex_);
        return asked_;
    }
    [[nodiscard]] int connections() const { return server_.accepted(); }
    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    LocalServer server_;
};

/// Takes requests and says nothing.
LocalServer::Serve silence() {
    return [](int fd) { Reader(fd).until_end(); };
}

struct Asking {
    explicit Asking(Transfers::Limits limits = {}) : transfers(system_clock(), nullptr, Log(), limits) {
        REQUIRE(transfers.start());
    }

    Exchange to(std::uint16_t port, std::string path = "/") const {
        return {.server = server, .url = "http://127.0.0.1:" + std::to_string(port) + path};
    }
    std::future<Outcome> begin(Exchange exchange, Transfers::Id* id = nullptr) {
        auto const promise = std::make_shared<std::promise<Outcome>>();
        auto const sent = transfers.send(
            std::move(exchange), {.done = [promise](Outcome outcome) { promise->set_value(std::move(outcome)); }});
        if (id) *id = sent;
        return promise->get_future();
    }
    static Outcome outcome(std::future<Outcome> future) {
        if (future.wait_for(patience) != std::future_status::ready) throw std::runtime_error("nothing came");
        return future.get();
    }
    Outcome ask(Exchange exchange) { return outcome(begin(std::move(exchange))); }
    /// Runs something on the strand, and waits for it.
    void inside(std::function<void()> what) {
        std::promise<void> ran;
        transfers.strand().post([&] {
            what();
            ran.set_value();
        });
        if (ran.get_future().wait_for(patience) != std::future_status::ready) throw std::runtime_error("nothing ran");
    }

    std::shared_ptr<transfer::Server const> server = std::make_shared<transfer::Server>();
    Transfers transfers;
};

Instant in(Duration time) { return system_clock()->now() + time; }

}  // namespace

TEST_CASE("transfers: an answer comes with its status, headers and body, and its connection is used again") {
    Echo server("HTTP/1.1 404 x\r\nContent-Length: 4\r\nX-One: 1\r\nx-one: 2\r\n\r\ngone");
    Asking asking;
    for (int i = 0; i < 3; ++i) {
        auto exchange = asking.to(server.port(), "/here?a=b");
        exchange.method = "PUT";
        exchange.headers = {"Content-Type: text/plain"};
        exchange.body = "what";
        auto const outcome = asking.ask(std::move(exchange));
        CHECK(outcome.failure.fault == Fault::none);
        CHECK(outcome.answer.status == 404);
        CHECK(outcome.answer.body == "gone");
        CHECK(outcome.answer.header("x-one") == "2");
        CHECK(outcome.answer.header("x-two").empty());
    }
    CHECK(server.connections() == 1);
    auto const asked = server.asked();
    REQUIRE(asked.size() == 3);
    CHECK(asked[0].starts_with("PUT /here?a=b HTTP/1.1\r\n"));
    CHECK(asked[0].find("Expect") == std::string::npos);
    CHECK(asked[0].ends_with("\r\n\r\nwhat"));
}

TEST_CASE("transfers: a POST without a body says that it has none, and not of which type") {
    Echo server(response("done"));
    Asking asking;
    auto exchange = asking.to(server.port());
    exchange.method = "POST";
    CHECK(asking.ask(std::move(exchange)).answer.body == "done");
    CHECK(server.asked().at(0).find("Content-Length: 0\r\n") != std::string::npos);
    CHECK(server.asked().at(0).find("Content-Type") == std::string::npos);
}

TEST_CASE("transfers: a redirect is told and not followed, and a trailer is a header") {
    Echo leads("HTTP/1.1 302 x\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
    Echo trails("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nGrpc-Status: 7\r\n\r\n");
    Asking asking;
    auto const led = asking.ask(asking.to(leads.port()));
    CHECK(led.answer.status == 302);
    CHECK(led.redirect == "http://127.0.0.1:" + std::to_string(leads.port()) + "/there");
    CHECK(leads.asked().size() == 1);
    auto const trailed = asking.ask(asking.to(trails.port()));
    CHECK(trailed.answer.body == "ok");
    CHECK(trailed.answer.header("grpc-status") == "7");
}

TEST_CASE("transfers: a good answer comes in parts of any size, a bad one whole") {
    Echo good(response(std::string(100'000, 'x')));
    Echo bad("HTTP/1.1 500 x\r\nContent-Length: 5\r\n\r\nsorry");
    Asking asking({.body_bytes_max = 10});
    auto const ask = [&](std::uint16_t port, std::string& told) {
        auto exchange = asking.to(port);
        exchange.waits = true;
        std::promise<Outcome> promise;
        asking.transfers.send(std::move(exchange), {.done = [&](Outcome outcome) { promise.set_value(outcome); },
                                                    .part = [&](std::string_view part) { told += part; },
                                                    .begun = [&] { told += "begun:"; }});
        return Asking::outcome(promise.get_future());
    };
    std::string told;
    CHECK(ask(good.port(), told).answer.body.empty());
    CHECK(told == "begun:" + std::string(100'000, 'x'));
    told.clear();
    CHECK(ask(bad.port(), told).answer.body == "sorry");
    CHECK(told.empty());
}

TEST_CASE("transfers: a body that is too large ends there, with its beginning") {
    Echo server(response("0123456789abcdef"));
    Asking asking({.body_bytes_max = 10});
    auto const outcome = asking.ask(asking.to(server.port()));
    CHECK(outcome.failure.fault == Fault::too_large);
    CHECK(outcome.answer.status == 200);
    CHECK(outcome.answer.body == "0123456789");
}

TEST_CASE("transfers: what is late ends at its deadline, under way or behind others") {
    LocalServer silent(silence());
    Asking asking({.at_once = 1});
    auto first = asking.to(silent.port());
    first.deadline = in(60ms);
    auto second = asking.to(silent.port());
    second.deadline = in(20ms);
    auto slow = asking.begin(std::move(first));
    auto queued = asking.begin(std::move(second));
    auto const never = Asking::outcome(std::move(queued));
    CHECK(never.failure.fault == Fault::late);
    CHECK(!never.connected);
    auto const hung = Asking::outcome(std::move(slow));
    CHECK(hung.failure.fault == Fault::late);
    CHECK(hung.connected);
    CHECK(hung.answer.status == 0);
    CHECK(silent.accepted() == 1);
    auto past = asking.to(silent.port());
    past.deadline = in(-1s);
    CHECK(asking.ask(std::move(past)).failure.fault == Fault::late);
}

TEST_CASE("transfers: there are bounds, and what mostly waits takes nobody's place") {
    LocalServer silent(silence());
    Echo server(response("here"));
    Asking asking({.at_once = 1, .queued_max = 1, .waiting_max = 1});
    auto waits = asking.to(silent.port());
    waits.waits = true;
    auto const waiting = asking.begin(waits);
    CHECK(asking.ask(waits).failure.fault == Fault::too_many);
    CHECK(asking.ask(asking.to(server.port())).answer.body == "here");
    auto const under_way = asking.begin(asking.to(silent.port()));
    auto const queued = asking.begin(asking.to(server.port()));
    CHECK(asking.ask(asking.to(server.port())).failure.fault == Fault::too_many);
}

TEST_CASE("transfers: what was cancelled on the strand is never heard of, and leaves its place to the next") {
    LocalServer silent(silence());
    Echo server(response("next"));
    Asking asking({.at_once = 1});
    Transfers::Id id = 0;
    auto cancelled = asking.begin(asking.to(silent.port()), &id);
    auto next = asking.begin(asking.to(server.port()));
    asking.inside([&] { asking.transfers.cancel(id); });
    CHECK(Asking::outcome(std::move(next)).answer.body == "next");
    CHECK_THROWS_AS(cancelled.get(), std::future_error);  // it was let go of
}

TEST_CASE("transfers: a part may cancel the transfer that it belongs to") {
    Echo server(response(std::string(1'000'000, 'x')));
    Asking asking;
    std::promise<void> cancelled;
    Transfers::Id id = 0;
    int parts = 0;
    asking.inside([&] {
        id = asking.transfers.send(asking.to(server.port()), {.done = [&](Outcome) { parts += 1000; },
                                                              .part =
                                                                  [&](std::string_view) {
                                                                      if (++parts != 1) return;
                                                                      asking.transfers.cancel(id);
                                                                      cancelled.set_value();
                                                                  }});
    });
    REQUIRE(cancelled.get_future().wait_for(patience) == std::future_status::ready);
    asking.inside([] {});
    asking.transfers.stop();
    CHECK(parts == 1);
}

TEST_CASE("transfers: what must not be carried out twice is not sent twice when a kept connection is gone") {
    for (bool const once : {false, true}) {
        // Answers once, and breaks the connection with the second request.
        std::atomic<int> requests = 0;
        LocalServer server([&](int fd) {
            Reader reader(fd);
            if (!reader.message()) return;
            bool const breaks = ++requests == 1;
            send_all(fd, response("done"));
            if (!breaks) return;
            if (reader.message()) ++requests;
        });
        Asking asking;
        auto const post = [&] {
            auto exchange = asking.to(server.port());
            exchange.method = "POST";
            exchange.body = "make one";
            exchange.once = once;
            return asking.ask(std::move(exchange));
        };
        CHECK(post().answer.body == "done");
        auto const second = post();
        CHECK((second.failure.fault == Fault::none) == !once);
        CHECK(requests == (once ? 2 : 3));
    }
}

TEST_CASE("transfers: nobody there is told in the system's words") {
    ScratchFolder const folder;
    Asking asking;
    auto const port = LocalServer([](int) {}).port();
    CHECK(asking.ask(asking.to(port)).failure.fault == Fault::refused);
    auto exchange = asking.to(1);
    exchange.server = std::make_shared<transfer::Server>(transfer::Server{.socket = folder.path() / "none"});
    auto const outcome = asking.ask(std::move(exchange));
    CHECK(outcome.failure.fault == Fault::refused);
    CHECK(outcome.failure.why == "No such file or directory");
    CHECK(!outcome.connected);
}

TEST_CASE("transfers: a Unix socket is a server too") {
    ScratchFolder const folder;
    auto const path = (folder.path() / "socket").string();
    Echo server(response("local"), path);
    Asking asking;
    Exchange exchange{.server = std::make_shared<transfer::Server>(transfer::Server{.socket = path}),
                      .url = "http://anything/"};
    CHECK(asking.ask(std::move(exchange)).answer.body == "local");
}

TEST_CASE("transfers: stopped, what is under way is closed and what comes later too") {
    LocalServer silent(silence());
    Asking asking({.at_once = 1});
    auto under_way = asking.begin(asking.to(silent.port()));
    auto queued = asking.begin(asking.to(silent.port()));
    asking.transfers.stop();
    CHECK(Asking::outcome(std::move(under_way)).failure.fault == Fault::closed);
    CHECK(Asking::outcome(std::move(queued)).failure.fault == Fault::closed);
    CHECK(asking.ask(asking.to(silent.port())).failure.fault == Fault::closed);
    Transfers never_started(system_clock(), nullptr, Log(), {});
    never_started.stop();
}

TEST_CASE("transfers: dropped, nothing is called back any more") {
    LocalServer silent(silence());
    Asking asking;
    int called = 0;
    auto const send = [&] { asking.transfers.send(asking.to(silent.port()), {.done = [&](Outcome) { ++called; }}); };
    send();
    asking.inside([] {});
    asking.transfers.drop();
    send();
    CHECK(called == 0);
}

TEST_CASE("transfers: they may be let go of on their own thread") {
    Echo server(response("bye"));
    auto transfers = std::make_shared<Transfers>(system_clock(), nullptr, Log(), Transfers::Limits{});
    auto const owner = std::make_shared<std::promise<void>>();
    auto ended = owner->get_future();
    auto last = std::shared_ptr<void>(nullptr, [owner](void*) { owner->set_value(); });
    REQUIRE(transfers->start(last));
    Exchange exchange{.server = std::make_shared<transfer::Server>(),
                      .url = "http://127.0.0.1:" + std::to_string(server.port())};
    auto& asked = *transfers;
    asked.send(std::move(exchange), {.done = [held = std::move(transfers)](Outcome) mutable { held.reset(); }});
    last.reset();
    CHECK(ended.wait_for(patience) == std::future_status::ready);
}

TEST_CASE("transfers: the host of a URL") {
    CHECK(host_of("https://Example.ORG:6443/a?b") == "example.org");
    CHECK(host_of("https://[::1]/") == "[::1]");
    CHECK(host_of("nothing at all").empty());
}

TEST_CASE("lines: bytes go both ways, and an end is told") {
    LocalServer server([](int fd) {
        Reader reader(fd);
        if (auto const bytes = reader.exactly(5)) send_all(fd, "got " + *bytes);
    });
    Line line({});
    auto const url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
    REQUIRE(line.open(url).fault == Fault::none);
    auto const in = [](Duration time) { return std::chrono::steady_clock::now() + time; };
    std::string bytes;
    CHECK_FALSE(line.wait(in(10ms), false));
    CHECK(line.receive(bytes).value() == false);
    CHECK(line.wait(in(patience), true));
    CHECK(line.send("hello").value() == 5);
    while (bytes.size() < 9) {
        REQUIRE(line.wait(in(patience), false));
        REQUIRE(line.receive(bytes).has_value());
    }
    CHECK(bytes == "got hello");
    REQUIRE(line.wait(in(patience), false));
    auto const end = line.receive(bytes);
    REQUIRE(!end);
    CHECK(end.error().code == Errc::unavailable);
    server.kill();
    CHECK(Line({}).open(url).fault == Fault::refused);
}
