#include "node/kept_log.hpp"

#include "core/queue_strand.hpp"
#include "scratch_folder.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/runtime/logs.hpp>
#include <keelson/runtime/simulated.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// A runtime that has a log, and gives it bit by bit.
struct LoggingRuntime final : Runtime, LogFacet {
    struct Stream final : ByteStream {
        explicit Stream(LoggingRuntime& owner) : of(owner) {}
        void write(std::string) override {}
        [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
        void finish() override {}
        void pause(bool paused) override {
            of.paused = paused;
            of.pauses += paused ? 1 : 0;
        }
        void close() override {}
        LoggingRuntime& of;
    };

    [[nodiscard]] std::string_view name() const noexcept override { return "logging"; }
    Result<> open(RuntimeContext) override { return {}; }
    void close() override {}
    void list(std::vector<SandboxId>, Completion<std::vector<RuntimeSandbox>>) override {}
    void create_sandbox(SandboxConfig, Instant, Completion<RuntimeSandbox>) override {}
    void remove_sandbox(SandboxId, Instant, Completion<>) override {}
    void create(ContainerConfig, Instant, Completion<>) override {}
    void start(ContainerId, Instant, Completion<>) override {}
    void stop(ContainerId, Duration, Instant, Completion<>) override {}
    void remove(ContainerId, Instant, Completion<>) override {}
    void on_change(std::function<void(std::vector<SandboxId>)>) override {}
    [[nodiscard]] RuntimeAbilities abilities() const override { return {}; }
    LogFacet* logs() noexcept override { return this; }
    void read(ContainerId, LogSelection wanted, Instant, ByteEvents told,
              Completion<std::shared_ptr<ByteStream>> done) override {
        CHECK_FALSE(wanted.follow);
        if (refused) return done(Error(Errc::not_found, "no such container"));
        events = std::move(told);
        done(std::shared_ptr<ByteStream>(std::make_shared<Stream>(*this)));
    }

    ByteEvents events;
    bool refused = false, paused = false;
    int pauses = 0;
};

struct Fixture {
    Fixture() {
        services.strand = &strand;
        services.runtime = runtime;
        services.volumes = disk_volume_store(scratch.path().string());
    }
    void keep() {
        keep_log(services, {"uid", "main", 1}, path, [this] { done = true; });
        turn();
    }
    void turn() {
        while (strand.run_ready()) {
        }
    }
    /// The disk has a thread of its own.
    bool finished() {
        for (int i = 0; i < 20'000 && !done; ++i) {
            turn();
            std::this_thread::yield();
        }
        return done;
    }
    [[nodiscard]] std::string kept() const {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    tests::ScratchFolder scratch;
    std::string path = scratch.file("logs/pod/main/1.log");
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    QueueStrand strand{clock, seeded_entropy(1), Log()};
    std::shared_ptr<LoggingRuntime> runtime = std::make_shared<LoggingRuntime>();
    NodeServices services;
    bool done = false;
};

}  // namespace

TEST_CASE("kept log: what a runtime has logged is in its file, in place of what was kept before") {
    Fixture f;
    std::filesystem::create_directories(std::filesystem::path(f.path).parent_path());
    std::ofstream(f.path) << "half of a copy that was cut off";
    f.keep();
    f.runtime->events.bytes("2026-01-31T12:00:00Z stdout F one\n");
    f.runtime->events.bytes("2026-01-31T12:00:00Z stdout F two\n");
    f.runtime->events.closed({});
    REQUIRE(f.finished());
    CHECK(f.kept() == "2026-01-31T12:00:00Z stdout F one\n2026-01-31T12:00:00Z stdout F two\n");
}

TEST_CASE("kept log: that nothing was printed is kept too") {
    Fixture f;
    f.keep();
    f.runtime->events.closed({});
    REQUIRE(f.finished());
    CHECK(std::filesystem::exists(f.path));
    CHECK(f.kept().empty());
}

TEST_CASE("kept log: a runtime that is faster than the disk waits, and nothing is lost") {
    Fixture f;
    f.keep();
    std::string const part(300'000, 'x');
    for (int i = 0; i < 8; ++i) f.runtime->events.bytes(part);
    f.runtime->events.closed({});
    REQUIRE(f.finished());
    CHECK(f.runtime->pauses > 0);
    CHECK(f.kept().size() == 8 * part.size());
}

TEST_CASE("kept log: one that cannot be had, or does not come, holds up nothing") {
    Fixture f;
    f.runtime->refused = true;
    f.keep();
    CHECK(f.done);
    CHECK_FALSE(std::filesystem::exists(f.path));
    f.done = f.runtime->refused = false;
    f.keep();
    f.turn();
    CHECK_FALSE(f.done);
    f.clock->advance(31s);
    f.turn();
    CHECK(f.done);
}
