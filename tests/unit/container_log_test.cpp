#include "engine/container_log.hpp"

#include "engine/log_feed.hpp"
#include "scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <filesystem>
#include <fstream>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// The logs of a container, written as a runtime writes them.
struct Folder {
    void add(std::string const& text, std::string const& stream = "stdout", char tag = 'F', int attempt = 0) {
        auto const time = "2026-01-31T12:00:" + std::to_string(10 + seconds) + ".000000000Z";
        std::ofstream(file(attempt), std::ios::app) << time << ' ' << stream << ' ' << tag << ' ' << text << '\n';
    }
    void rotate(int attempt = 0) {
        std::filesystem::rename(file(attempt), file(attempt) + ".20260131-1200" + std::to_string(10 + rotated++));
    }
    [[nodiscard]] std::string file(int attempt = 0) const { return scratch.file(std::to_string(attempt) + ".log"); }
    [[nodiscard]] std::string path() const { return std::filesystem::path(file()).parent_path().string(); }
    [[nodiscard]] std::string read(LogForm form = {}, std::uint32_t attempt = 0) const {
        ContainerLog log(path(), attempt, std::move(form));
        std::string text;
        while (log.read(16, text)) {
        }
        return text;
    }

    tests::ScratchFolder scratch;
    int seconds = 0, rotated = 0;
};

LogForm tail(std::uint64_t lines) {
    LogForm form;
    form.tail_lines = lines;
    return form;
}

/// A client of a log, and an engine that does one thing after the other.
struct Client final : http::Stream, std::enable_shared_from_this<Client> {
    void write(std::string part) override {
        text += part;
        queued += part.size();
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
    void on_drained(std::function<void()> drained) override { drained_ = std::move(drained); }
    void on_closed(std::function<void()> closed) override { closed_ = std::move(closed); }
    void end() override { ended = true; }

    /// Everything that is to be done now; looks at the container count as one each.
    void run(int most = 1000) {
        for (; most > 0 && !jobs.empty(); --most) {
            auto const job = std::move(jobs.front());
            jobs.pop_front();
            job();
        }
    }
    void follow(Folder const& folder, bool across_restarts = false) {
        LogFeed::Options options;
        options.folder = folder.path();
        options.follow = true;
        options.across_restarts = across_restarts;
        LogFeedServices services;
        services.run_file_job = [this](std::function<void()> job) { jobs.push_back(std::move(job)); };
        services.after = [this](Duration, std::function<void()> what) { timers.push_back(std::move(what)); };
        services.ask = [this](std::uint32_t attempt, std::function<void(LogSource)> const& answer) {
            asked = attempt;
            answer(source);
        };
        std::make_shared<LogFeed>(options, services, shared_from_this())->start();
        run();
    }
    void look() {
        auto const due = std::exchange(timers, {});
        for (auto const& timer : due) timer();
        run();
    }
    void take() {
        queued = 0;
        drained_();
        run();
    }
    void go() { closed_(); }

    std::string text;
    std::size_t queued = 0;
    bool ended = false;
    std::deque<std::function<void()>> jobs;
    std::vector<std::function<void()>> timers;
    LogSource source = LogSource::writes;
    std::uint32_t asked = 99;

private:
    std::function<void()> drained_, closed_;
};

}  // namespace

TEST_CASE("container log: lines come without their times, and parts are put together") {
    Folder folder;
    folder.add("one");
    folder.add("two ", "stderr", 'P');
    folder.add("halves", "stderr");
    std::ofstream(folder.file(), std::ios::app) << "no line of the format\n\n2026 stdout\n";
    folder.add("");
    CHECK(folder.read() == "one\ntwo halves\n\n");
    LogForm form;
    form.timestamps = true;
    CHECK(folder.read(form) ==
          "2026-01-31T12:00:10.000000000Z one\n2026-01-31T12:00:10.000000000Z two halves\n"
          "2026-01-31T12:00:10.000000000Z \n");
    form = {};
    form.stream = "stderr";
    CHECK(folder.read(form) == "two halves\n");
}

TEST_CASE("container log: full files come first, in their order, and belong to their start") {
    Folder folder;
    for (int i = 0; i < 5; ++i) {
        folder.add("line " + std::to_string(i));
        if (i < 4) folder.rotate();
    }
    folder.add("another start", "stdout", 'F', 1);
    CHECK(folder.read() == "line 0\nline 1\nline 2\nline 3\nline 4\n");
    CHECK(folder.read(tail(3)) == "line 2\nline 3\nline 4\n");
    CHECK(folder.read(tail(1)) == "line 4\n");
    CHECK(folder.read(tail(0)).empty());
    CHECK(folder.read(tail(99)) == folder.read());
    CHECK(folder.read({}, 1) == "another start\n");
    CHECK(folder.read({}, 2).empty());
    CHECK(ContainerLog::newest_attempt(folder.path()) == 1);
    CHECK_FALSE(ContainerLog::newest_attempt(folder.path() + "/nothing"));
}

TEST_CASE("container log: a tail counts lines and not their parts, of the stream that is asked for") {
    Folder folder;
    folder.add("first");
    folder.add("a", "stdout", 'P');
    folder.add("b", "stdout", 'P');
    folder.add("c");
    folder.add("complaint", "stderr");
    CHECK(folder.read(tail(2)) == "abc\ncomplaint\n");
    auto form = tail(1);
    form.stream = "stdout";
    CHECK(folder.read(form) == "abc\n");
}

TEST_CASE("container log: since leaves out what is older, and a limit cuts anywhere") {
    Folder folder;
    for (int i = 0; i < 5; ++i) {
        folder.seconds = i;
        folder.add("second " + std::to_string(i));
    }
    LogForm form;
    form.since = parse_rfc3339("2026-01-31T12:00:13Z").value();
    CHECK(folder.read(form) == "second 3\nsecond 4\n");
    form.limit_bytes = 12;
    CHECK(folder.read(form) == "second 3\nsec");
}

TEST_CASE("container log: what is added is read on, across the rotation of the file") {
    Folder folder;
    folder.add("one");
    ContainerLog log(folder.path(), 0, {});
    std::string text;
    auto const more = [&] {
        text.clear();
        while (log.read(1000, text)) {
        }
        return text;
    };
    CHECK(more() == "one\n");
    folder.add("two");
    folder.rotate();
    CHECK(more() == "two\n");  // there is no new file yet
    folder.add("three");
    folder.rotate();
    folder.add("four");
    folder.rotate();
    folder.add("five");
    CHECK(more() == "three\nfour\nfive\n");
    CHECK(more().empty());
    // Half a line is not told before the other half is there.
    std::ofstream(folder.file(), std::ios::app) << "2026-01-31T12:00:10Z stdout F s";
    CHECK(more().empty());
    std::ofstream(folder.file(), std::ios::app) << "ix\n";
    CHECK(more() == "six\n");
    // The file that was read is removed with others: what is left comes next.
    folder.rotate();
    folder.add("lost");
    folder.rotate();
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) std::filesystem::remove(entry);
    folder.add("seven");
    CHECK(more() == "seven\n");
}

TEST_CASE("container log: a log that is not there yet is waited for") {
    Folder folder;
    ContainerLog log(folder.path(), 0, {});
    std::string text;
    CHECK_FALSE(log.read(100, text));
    folder.add("there");
    log.read(100, text);
    CHECK(text == "there\n");
}

TEST_CASE("log feed: a log is followed until its container has ended, with what it wrote last") {
    Folder folder;
    folder.add("one");
    auto const client = std::make_shared<Client>();
    client->follow(folder);
    CHECK(client->text == "one\n");
    CHECK(client->asked == 0);
    folder.add("two");
    client->look();
    CHECK(client->text == "one\ntwo\n");
    CHECK_FALSE(client->ended);
    // It ends between the look at the file and the question.
    client->source = LogSource::waits;
    folder.add("three");
    client->look();
    CHECK(client->text == "one\ntwo\nthree\n");
    CHECK(client->ended);
    CHECK(client->timers.empty());
}

TEST_CASE("log feed: across restarts the next start follows, until nothing more will come") {
    Folder folder;
    folder.add("first life");
    auto const client = std::make_shared<Client>();
    client->follow(folder, true);
    client->source = LogSource::waits;
    client->look();
    client->look();
    CHECK_FALSE(client->ended);
    folder.add("second life", "stdout", 'F', 1);
    client->source = LogSource::writes;
    client->look();
    CHECK(client->text == "first life\nsecond life\n");
    CHECK(client->asked == 1);
    client->source = LogSource::is_over;
    client->look();
    CHECK(client->ended);
}

TEST_CASE("log feed: a client that does not read is not read for") {
    Folder folder;
    for (int i = 0; i < 3000; ++i) folder.add(std::string(1000, 'x'));
    auto const client = std::make_shared<Client>();
    client->follow(folder);
    CHECK(client->queued > 100'000);
    CHECK(client->queued < 1'000'000);
    CHECK(client->jobs.empty());
    CHECK(client->timers.empty());
    for (int i = 0; i < 10; ++i) client->take();
    CHECK(client->text.size() == 3000 * 1001);
}

TEST_CASE("log feed: when the client has gone, nobody looks at the log any more") {
    Folder folder;
    folder.add("one");
    auto const client = std::make_shared<Client>();
    client->follow(folder);
    client->go();
    folder.add("two");
    client->look();
    CHECK(client->text == "one\n");
    CHECK(client->timers.empty());
    CHECK(client->jobs.empty());
}
