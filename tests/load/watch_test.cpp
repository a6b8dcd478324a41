#include "load/expected.hpp"
#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

#include <ctime>
#include <optional>

using namespace keelson;
using namespace keelson::load;

namespace {

constexpr std::size_t objects = 2'000;
constexpr std::size_t at_once = 64;  ///< writes that share a commit

/// One who follows a twentieth of the ConfigMaps, in his own manner.
struct Follower {
    enum class Manner : std::uint8_t { reads, comes_back, stays_away, never_reads };

    Follower(test::RegistryFixture& fixture, std::size_t number)
        : f(fixture), told(number % shards), manner(static_cast<Manner>(number / shards % 4)) {
        // Of the hundred, two in five read as it comes.
        if (number >= 4 * shards) manner = Manner::reads;
        follow(f.registry.durable().revision);
    }

    void follow(std::uint64_t after) {
        WatchScope scope{f.kinds.by_resource("configmaps")->kind,
                         "default",
                         Selector::parse("shard=s" + std::to_string(told.shard())).value(),
                         {}};
        watch = f.registry.watches().add(std::move(scope), after);
        if (manner != Manner::never_reads) watch->ready = [this] { read(); };
    }
    void read() {
        while (watch) {
            auto const events = watch->take(256);
            if (!events) {
                ++gone;
                if (events.error().code != Errc::expired) ++wrong;
                // What a client does then: it lists again, and watches from there.
                auto const now = f.registry.durable().revision;
                told.listed(now);
                follow(now);
                continue;
            }
            if (events->empty()) return;
            for (auto const& event : *events) told.event(event.revision, event.type);
            if (manner == Manner::comes_back && ++reads % 50 == 0) follow(watch->cursor());
            if (manner == Manner::stays_away && leaves && ++reads % 200 == 0) {
                left_at = watch->cursor();
                watch.reset();
            }
        }
    }
    /// Once in a while: who has left comes back when the history has gone past him, and sometimes even the log.
    void look() {
        if (!left_at) return;
        auto const away = told.shard() % 4 == 0 ? 300'000U : 90'000U;
        if (f.registry.durable().revision < *left_at + away) return;
        follow(*std::exchange(left_at, std::nullopt));
        read();
    }
    void catch_up() {
        leaves = false;
        if (left_at) follow(*std::exchange(left_at, std::nullopt));
        watch->ready = [this] { read(); };
        read();
    }

    test::RegistryFixture& f;
    Told told;
    Manner manner;
    std::shared_ptr<Watch> watch;
    std::optional<std::uint64_t> left_at;
    std::size_t reads = 0, gone = 0, wrong = 0;
    bool leaves = true;
};

struct Writer {
    explicit Writer(test::RegistryFixture& fixture) : f(fixture), at(objects, nowhere) {}

    /// Object after object is made, changed, moved to another shard now and then, and sometimes removed.
    Operation next(std::size_t i) {
        auto const object = i % objects;
        auto const key = ObjectKey{"default", "o" + std::to_string(object)};
        auto& shard = at[object];
        auto const before = shard;
        if (shard != nowhere && i % 97 == 0) {
            shard = nowhere;
        } else if (shard == nowhere || i % 13 == 0) {
            shard = static_cast<int>((object + i / objects) % shards);
        }
        expected.add(++revision, before, shard);
        auto const body = R"({"metadata":{"name":")" + key.name + R"(","labels":{"shard":"s)" + std::to_string(shard) +
                          R"("}},"data":{"n":")" + std::to_string(i) + R"("}})";
        if (shard == nowhere) return f.operation(Operation::Verb::remove, "configmaps", {}, key);
        return f.operation(before == nowhere ? Operation::Verb::create : Operation::Verb::merge_patch, "configmaps",
                           body, key);
    }
    void write(std::size_t first, std::size_t count) {
        for (auto i = first; i < first + count; ++i) {
            f.registry.submit({next(i)}, {}, [this](Result<BatchResult> done) { refused += done ? 0 : 1; });
            if (i % at_once == at_once - 1) f.settle();
        }
        f.settle();
    }
    /// Seconds of processor time.
    double seconds(std::size_t first, std::size_t count) {
        auto const begin = std::clock();
        write(first, count);
        return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    }

    test::RegistryFixture& f;
    std::vector<int> at;
    Expected expected;
    std::uint64_t revision = f.registry.durable().revision;
    std::size_t refused = 0;
};

}  // namespace

TEST_CASE("load: a million events reach a hundred watchers of a twentieth each, once and in order") {
    constexpr std::size_t count = 1'000'000, alone = 100'000, piece = 10'000;
    test::RegistryFixture f;
    Writer writer(f);
    // The first ones fill the history, and so the memory that a write has to do with.
    writer.write(0, alone / 2);
    auto const seconds_alone = writer.seconds(alone / 2, alone / 2);
    auto const start = f.registry.durable().revision;

    std::vector<std::unique_ptr<Follower>> followers;
    for (std::size_t i = 0; i < watchers; ++i) {
        followers.push_back(std::make_unique<Follower>(f, i));
        followers.back()->told.listed(start);
        followers.back()->read();
    }
    double seconds = 0;
    for (std::size_t done = 0; done < count; done += piece) {
        seconds += writer.seconds(alone + done, piece);
        for (auto const& follower : followers) follower->look();
    }
    for (auto const& follower : followers) follower->catch_up();
    f.settle();

    CHECK(writer.refused == 0);
    REQUIRE(f.registry.durable().revision == writer.revision);
    std::size_t told = 0, gone = 0, lists = 0;
    for (auto const& follower : followers) {
        CAPTURE(static_cast<int>(follower->manner), follower->told.shard(), follower->told.lists());
        CHECK(follower->wrong == 0);
        CHECK(follower->told.wrong(writer.expected) == 0);
        told += follower->told.events();
        gone += follower->gone;
        lists += follower->told.lists() - 1;
    }
    // Some have been away for longer than anything remembers; nobody else had to begin again.
    CHECK(gone > 0);
    CHECK(gone == lists);
    for (auto const& follower : followers) {
        if (follower->manner == Follower::Manner::reads || follower->manner == Follower::Manner::comes_back)
            CHECK(follower->gone == 0);
    }
    report("watch, in process", {{"events", count},
                                 {"deliveries", static_cast<double>(told)},
                                 {"told_to_list_again", static_cast<double>(gone)},
                                 {"cpu_us_per_write_alone", seconds_alone / (alone / 2) * 1e6},
                                 {"cpu_us_per_write_watched", seconds / count * 1e6}});
}
