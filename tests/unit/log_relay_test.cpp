#include "engine/log_relay.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// A log as a runtime gives it: each source is one that was asked for.
struct Source final : ByteStream {
    void write(std::string) override {}
    [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
    void finish() override {}
    void pause(bool paused_now) override { paused = paused_now; }
    void close() override { closed = true; }

    void print(std::string const& text, std::string const& stream = "stdout") const {
        events.bytes("2026-01-31T12:00:0" + std::to_string(second) + ".000000000Z " + stream + " F " + text + "\n");
    }

    ByteEvents events;
    ContainerId id;
    LogSelection wanted;
    int second = 0;
    bool paused = false, closed = false;
};

struct Client final : http::Stream {
    void write(std::string part) override {
        text += part;
        queued += part.size();
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
    void on_drained(std::function<void()> drained) override { drained_ = std::move(drained); }
    void on_closed(std::function<void()> closed) override { closed_ = std::move(closed); }
    void end() override { ended = true; }
    void take() {
        queued = 0;
        drained_();
    }
    void go() { closed_(); }

    std::string text;
    std::size_t queued = 0;
    bool ended = false;

private:
    std::function<void()> drained_, closed_;
};

struct Fixture {
    void start(LogRelay::Options options = {}) {
        LogRelayServices services;
        services.read = [this](ContainerId id, LogSelection wanted, ByteEvents events,
                               Completion<std::shared_ptr<ByteStream>> const& done) {
            if (refusal) return done(*refusal);
            auto const source = std::make_shared<Source>();
            source->events = std::move(events);
            source->id = std::move(id);
            source->wanted = wanted;
            sources.push_back(source);
            done(std::shared_ptr<ByteStream>(source));
        };
        services.after = [this](Duration, std::function<void()> what) { timers.push_back(std::move(what)); };
        services.ask = [this](std::uint32_t, std::function<void(LogSource)> const& answer) { answer(state); };
        services.find_next = [this](std::uint32_t, std::function<void(std::optional<std::uint32_t>)> const& found) {
            found(next);
        };
        http::LogSink sink;
        sink.refused = [this](Error error) { refused = std::move(error); };
        sink.open = [this] { return client; };
        std::make_shared<LogRelay>(std::move(options), services, sink)->start();
    }
    void look() {
        auto const due = std::exchange(timers, {});
        for (auto const& timer : due) timer();
    }
    static void close(Source& source, Result<> const& why = {}) {
        auto const events = std::exchange(source.events, {});
        events.closed(why);
    }

    std::shared_ptr<Client> client = std::make_shared<Client>();
    std::vector<std::shared_ptr<Source>> sources;
    std::vector<std::function<void()>> timers;
    std::optional<Error> refusal, refused;
    std::optional<std::uint32_t> next;
    LogSource state = LogSource::writes;
};

}  // namespace

TEST_CASE("log relay: what a runtime gives comes in the form that is wanted, and ends with it") {
    Fixture f;
    LogRelay::Options options;
    options.id = {"uid", "main", 3};
    options.form.timestamps = true;
    options.form.stream = "stderr";
    options.form.tail_lines = 7;
    options.form.since = parse_rfc3339("2026-01-31T12:00:02Z").value();
    f.start(options);
    auto& source = *f.sources.at(0);
    CHECK(source.id == options.id);
    CHECK_FALSE(source.wanted.output);
    CHECK(source.wanted.errors);
    CHECK_FALSE(source.wanted.follow);
    CHECK(source.wanted.tail_lines == 7);
    CHECK(source.wanted.since == options.form.since);
    source.print("too old", "stderr");
    source.second = 2;
    source.print("out");
    source.print("bad", "stderr");
    CHECK(f.client->text == "2026-01-31T12:00:02.000000000Z bad\n");
    CHECK_FALSE(f.client->ended);
    f.close(source);
    CHECK(f.client->ended);
}

TEST_CASE("log relay: a runtime's refusal is the client's, before it has a stream") {
    Fixture f;
    f.refusal = Error(Errc::not_found, "no such container");
    f.start();
    REQUIRE(f.refused);
    CHECK(f.refused->message == "no such container");
    CHECK_FALSE(f.client->ended);
}

TEST_CASE("log relay: a client that does not read makes the runtime wait, and nothing is lost") {
    Fixture f;
    f.start();
    auto& source = *f.sources.at(0);
    int printed = 0;
    for (; !source.paused && printed < 10'000; ++printed) source.print(std::string(1000, 'x'));
    CHECK(f.client->queued > 100'000);
    CHECK(f.client->queued < 1'000'000);
    source.print("one more was under way");
    f.client->take();
    CHECK_FALSE(source.paused);
    source.print("last");
    f.close(source);
    CHECK(f.client->text.size() == static_cast<std::size_t>(printed) * 1001 + 23 + 5);
    CHECK(f.client->ended);
}

TEST_CASE("log relay: a limit cuts anywhere, and the log is let go") {
    Fixture f;
    LogRelay::Options options;
    options.form.limit_bytes = 6;
    options.follow = true;
    f.start(options);
    f.sources.at(0)->print("one");
    f.sources.at(0)->print("three");
    CHECK(f.client->text == "one\nth");
    CHECK(f.client->ended);
    CHECK(f.sources.at(0)->closed);
}

TEST_CASE("log relay: when the client has gone, the log is let go") {
    Fixture f;
    LogRelay::Options options;
    options.follow = true;
    f.start(options);
    f.client->go();
    CHECK(f.sources.at(0)->closed);
    f.sources.at(0)->print("nobody hears this");
    CHECK(f.client->text.empty());
}

TEST_CASE("log relay: across restarts the next start follows, until nothing more will come") {
    Fixture f;
    LogRelay::Options options;
    options.follow = options.across_restarts = true;
    options.form.tail_lines = 1;
    f.start(options);
    f.sources.at(0)->print("first life");
    f.state = LogSource::waits;
    f.close(*f.sources.at(0));
    f.look();
    CHECK_FALSE(f.client->ended);
    f.next = 2;
    f.look();
    REQUIRE(f.sources.size() == 2);
    CHECK(f.sources[1]->id.attempt == 2);
    CHECK_FALSE(f.sources[1]->wanted.tail_lines);
    f.sources[1]->print("second life");
    f.next.reset();
    f.state = LogSource::is_over;
    f.close(*f.sources[1]);
    CHECK(f.client->text == "first life\nsecond life\n");
    CHECK(f.client->ended);
    CHECK(f.timers.empty());
}

TEST_CASE("log relay: a log that breaks ends, and is not taken for a restart") {
    Fixture f;
    LogRelay::Options options;
    options.follow = options.across_restarts = true;
    f.start(options);
    f.sources.at(0)->print("one");
    f.close(*f.sources.at(0), Error(Errc::unavailable, "gone"));
    CHECK(f.client->text == "one\n");
    CHECK(f.client->ended);
}
