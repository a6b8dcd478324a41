#include "registry/address_pool.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace keelson;
using keelson::AddressPool;

namespace {

AddressPool::Taken taken_in(std::set<std::string> const& taken) {
    return [&taken](std::string_view ip) { return taken.contains(std::string(ip)); };
}

}  // namespace

TEST_CASE("address pool: the same name gets the same address") {
    auto const pool = AddressPool::open().value();
    auto const ip = pool.choose("default", "digits", "", {}).value();
    CHECK(ip == AddressPool::open().value().choose("default", "digits", "", {}).value());
    CHECK(ip.starts_with("127.96."));
    CHECK(pool.contains(ip));
    CHECK(ip != pool.choose("default", "digitt", "", {}).value());
    CHECK(ip != pool.choose("defaul", "tdigits", "", {}).value());
}

TEST_CASE("address pool: a taken address is passed over until none is left") {
    auto const pool = AddressPool::open("127.1.2.0/29").value();
    std::set<std::string> taken;
    for (int i = 0; i < 7; ++i) {
        auto const ip = pool.choose("a", "b", "", taken_in(taken)).value();
        CHECK(pool.contains(ip));
        CHECK(taken.insert(ip).second);
    }
    CHECK_FALSE(taken.contains("127.1.2.0"));
    CHECK(taken.contains("127.1.2.1"));
    CHECK(taken.contains("127.1.2.7"));
    auto const full = pool.choose("a", "b", "", taken_in(taken));
    REQUIRE(full.has_error());
    CHECK(full.error().code == Errc::unavailable);
    CHECK(full.error().message == "failed to allocate a cluster IP: the range 127.1.2.0/29 is full");
}

TEST_CASE("address pool: an address that is asked for is honoured on loopback only") {
    auto const pool = AddressPool::open().value();
    CHECK(pool.choose("a", "b", "127.3.4.5", {}).value() == "127.3.4.5");
    CHECK(pool.choose("a", "b", "None", {}).value() == "None");
    std::set<std::string> const taken{"127.3.4.5"};
    for (auto ip : {"127.3.4.5", "10.0.0.1", "127.0.0.0", "127.255.255.255", "127.1", "127.0.0.01", "localhost", "::1",
                    "127.0.0.1 ", "127.0.0.256", "none", "127.0.0.1.2"}) {
        INFO(ip);
        auto const chosen = pool.choose("a", "b", ip, taken_in(taken));
        REQUIRE(chosen.has_error());
        CHECK(chosen.error().code == Errc::invalid);
    }
}

TEST_CASE("address pool: a range that is not on loopback or has no room is refused") {
    for (auto range : {"10.96.0.0/16", "127.0.0.0/7", "127.96.0.0", "127.96.0.0/", "127.96.0.0/33", "127.96.0.0/32",
                       "127.255.255.254/31", "127.96.0/16", "x/8", "127.0.0.0/+8"}) {
        INFO(range);
        CHECK(AddressPool::open(range).has_error());
    }
    auto const all = AddressPool::open("127.0.0.0/8").value();
    CHECK_FALSE(all.contains("127.0.0.0"));
    CHECK_FALSE(all.contains("127.255.255.255"));
    CHECK(all.contains("127.255.255.254"));
    CHECK(AddressPool::open("127.5.5.8/31").value().choose("a", "b", "", {}).value() == "127.5.5.9");
}
