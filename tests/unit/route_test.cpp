#include "net/route.hpp"

#include "net/session.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>

using namespace keelson;
using namespace keelson::net;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<Backend> backend(std::string const& uid) {
    auto pod = std::make_shared<Pod>();
    pod->uid = uid;
    return std::make_shared<Backend>(Backend{.endpoint = {"127.0.0.1", 1, uid}, .address = {}, .pod = pod});
}

auto const client = boost::asio::ip::make_address("127.0.0.1");
Instant const now{};

}  // namespace

TEST_CASE("route: endpoints that are equally busy take turns") {
    Route route(1);
    route.set({backend("a"), backend("b"), backend("c")}, std::nullopt);
    std::string order;
    for (int i = 0; i < 6; ++i) order += route.pick(client, {}, now)->endpoint.pod_uid;
    CHECK(order == "abcabc");
}

TEST_CASE("route: a busy endpoint is passed over for one that is not") {
    Route route(1);
    auto const a = backend("a"), b = backend("b"), c = backend("c");
    route.set({a, b, c}, std::nullopt);
    for (int i = 0; i < 3000; ++i) ++route.pick(client, {}, now)->open;
    CHECK(a->open == 1000);
    a->open = 0;
    for (int i = 0; i < 1200; ++i) ++route.pick(client, {}, now)->open;
    CHECK(a->open > 600);
}

TEST_CASE("route: what was tried, drains or left is not picked") {
    Route route(1);
    auto const a = backend("a"), b = backend("b"), c = backend("c");
    route.set({a, b, c}, std::nullopt);
    b->pod->draining = true;
    for (int i = 0; i < 10; ++i) CHECK(route.pick(client, {a}, now) == c);
    CHECK(route.pick(client, {a, c}, now) == nullptr);
    auto const gone = route.set({backend("a"), backend("b")}, std::nullopt);
    CHECK(gone == Backends{c});
    CHECK_FALSE(c->listed);
    CHECK(route.backends().front() == a);
    CHECK(route.pick(client, {}, now) == a);
    CHECK(route.any_eligible());
    route.set({}, std::nullopt);
    CHECK_FALSE(route.any_eligible());
    CHECK_FALSE(a->listed);
    CHECK(route.pick(client, {}, now) == nullptr);
}

TEST_CASE("route: a client keeps its endpoint while it keeps coming") {
    Route route(1);
    auto const a = backend("a"), b = backend("b"), c = backend("c");
    route.set({a, b, c}, 10s);
    auto const other = boost::asio::ip::make_address("127.0.0.2");
    auto at = now;
    auto const first = route.pick(client, {}, at);
    CHECK(route.pick(other, {}, at) != first);
    for (int i = 0; i < 5; ++i) CHECK(route.pick(client, {}, at += 9s) == first);
    CHECK(route.pick(client, {}, at += 10s) != first);
    auto const second = route.pick(client, {}, at);
    CHECK(route.pick(client, {second}, at) != second);
    auto const third = route.pick(client, {}, at);
    third->pod->draining = true;
    CHECK(route.pick(client, {}, at) != third);
}

TEST_CASE("route: the memory of clients is bounded") {
    AffinityTable table;
    auto const a = backend("a");
    auto const address = [](unsigned i) { return boost::asio::ip::address(boost::asio::ip::address_v4(i)); };
    for (unsigned i = 0; i <= AffinityTable::limit; ++i) table.put(address(i), a, now);
    CHECK(table.find(address(0), now, 1s) == nullptr);
    CHECK(table.find(address(1), now, 1s) == a);
}
