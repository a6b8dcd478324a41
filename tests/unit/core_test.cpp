#include <keelson/core/entropy.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/seconds.hpp>
#include <keelson/core/time.hpp>

#include <catch2/catch.hpp>

#include <limits>

using namespace keelson;
using namespace std::chrono_literals;

TEST_CASE("time: what is printed is read back") {
    for (std::int64_t seconds : {1LL, -1LL, 1'770'000'000LL, 951'782'400LL, 253'402'300'799LL}) {
        Time const time{seconds * 1'000'000};
        CHECK(parse_rfc3339(format_rfc3339(time)).value() == time);
    }
    CHECK(format_rfc3339({1'770'000'000'123'456}) == "2026-02-02T02:40:00Z");
    CHECK(format_rfc3339_micro({1'770'000'000'123'456}) == "2026-02-02T02:40:00.123456Z");
    CHECK(parse_rfc3339("2026-02-02T04:40:00.5+02:00").value().micros == 1'770'000'000'500'000);
}

TEST_CASE("time: what is not RFC 3339 is refused") {
    for (auto text : {"", "now", "2026-02-30T00:00:00Z", "2026-02-02", "2026-02-02T24:00:00Z", "2026-02-02T00:00:00",
                      "2026-02-02T00:00:00.Z", "2026-02-02T00:00:00Zx"}) {
        CHECK_FALSE(parse_rfc3339(text));
    }
}

TEST_CASE("time: ages read as kubectl prints them") {
    using namespace std::chrono_literals;
    CHECK(format_age(5s) == "5s");
    CHECK(format_age(119s) == "119s");
    CHECK(format_age(192s) == "3m12s");
    CHECK(format_age(180s) == "3m");
    CHECK(format_age(15min) == "15m");
    CHECK(format_age(3h + 5min) == "3h5m");
    CHECK(format_age(52h) == "2d4h");
}

TEST_CASE("time: seconds that somebody has written are bounded, so that they can be added to any time") {
    CHECK(spec_seconds(30) == 30s);
    CHECK(spec_seconds(-30) == -30s);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    CHECK(spec_seconds(std::numeric_limits<std::int32_t>::max()) == std::chrono::seconds(2'147'483'647));
    CHECK(spec_seconds(most) == spec_seconds(std::numeric_limits<std::int32_t>::max()));
    CHECK(spec_seconds(std::numeric_limits<std::int64_t>::min()) == -spec_seconds(most));
    auto const now = *parse_rfc3339("2026-01-01T00:00:00Z");
    CHECK(format_rfc3339(now + spec_seconds(most)) == "2094-01-19T03:14:07Z");
    CHECK(spec_seconds(most) + spec_seconds(most) + spec_seconds(most) + spec_seconds(most) > spec_seconds(most));
}

TEST_CASE("entropy: one seed, one sequence") {
    auto a = seeded_entropy(7), b = seeded_entropy(7), c = seeded_entropy(8);
    CHECK(a->uuid() == b->uuid());
    CHECK(a->suffix() == b->suffix());
    CHECK(a->uuid() != c->uuid());
    auto const uuid = system_entropy()->uuid();
    REQUIRE(uuid.size() == 36);
    CHECK(uuid[14] == '4');
    CHECK((uuid[19] == '8' || uuid[19] == '9' || uuid[19] == 'a' || uuid[19] == 'b'));
}

TEST_CASE("error: context goes in front and the code stays") {
    auto const error = Error(Errc::not_found, "pods \"x\" not found").wrap("apply");
    CHECK(error.message == "apply: pods \"x\" not found");
    CHECK(error.code == Errc::not_found);
    CHECK_FALSE(error.retryable());
    CHECK_THROWS_AS(Result<int>(error).value(), ErrorException);
}
