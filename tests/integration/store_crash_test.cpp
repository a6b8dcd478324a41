#include "drivers/store_sqlite/store.hpp"
#include "fault_vfs.hpp"
#include "scratch_folder.hpp"

#include <keelson/store/store.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <signal.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace keelson {
namespace {

using tests::Fault;
using tests::FaultVfs;
using tests::FileOp;
using tests::ScratchFolder;

constexpr std::size_t log_entries_max = 60;
constexpr std::size_t log_kept_by_writer = 25;
// So small that checkpoints, trimming and starting the log over happen all the time.
constexpr sqlite::CheckpointLimits small_checkpoints{.start = 6, .restart = 12, .wait = 60};

std::uint64_t mix(std::uint64_t n) {
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9ULL;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebULL;
    return n ^ (n >> 31);
}

/// How many writes the commit has that starts at `first`.
std::uint64_t commit_size(Revision first) { return 1 + mix(first) % 7; }

/// The write of each revision: all follows from its number, so that any reader can tell whether it is whole.
struct Planned {
    std::string key;
    std::optional<std::string> value;
    bool ends_plan = false;
};

std::vector<Planned> commit_from(Revision first) {
    std::vector<Planned> writes;
    auto const count = commit_size(first);
    for (auto revision = first; revision < first + count; ++revision) {
        auto& write = writes.emplace_back();
        auto const dice = mix(revision + 1'000'000);
        write.key = "key-" + std::to_string(dice % 40);
        auto const length = dice % 11 == 0 ? 6'000 : dice % 300;
        if (dice % 5 != 0) write.value = std::to_string(revision) + std::string(length, static_cast<char>(dice));
        write.ends_plan = revision + 1 == first + count;
    }
    return writes;
}

/// What a store has to hold at some head.
class Expected {
public:
    [[nodiscard]] Revision head() const { return log_.size(); }
    [[nodiscard]] Revision head_after_next() const { return head() + commit_size(head() + 1); }

    void advance() {
        for (auto& write : commit_from(head() + 1)) {
            auto const held = live_.find(write.key);
            auto const previous = held == live_.end() ? 0 : held->second.revision;
            log_.push_back({head() + 1, write.key, write.value, previous, write.ends_plan});
            if (write.value)
                live_[write.key] = {write.key, *write.value, head()};
            else
                live_.erase(write.key);
        }
    }

    /// Whole commits up to `head`; false when `head` lies within one.
    bool advance_to(Revision head) {
        while (this->head() < head) advance();
        return this->head() == head;
    }

    void compact() { compacted_ = head(); }

    /// Empty when the store holds this and nothing else, of the log at least the last `entries_kept`; else
    /// what is wrong.
    [[nodiscard]] std::string check(Store& store, std::size_t entries_kept = log_entries_max) const {
        auto const head = store.head();
        if (!head) return "head(): " + head.error().message;
        if (*head != this->head())
            return "the head is " + std::to_string(*head) + ", not " + std::to_string(this->head());
        auto const records = store.list({}, {}, 1'000'000);
        if (!records) return "list(): " + records.error().message;
        std::vector<Record> wanted;
        for (auto const& [key, record] : live_) wanted.push_back(record);
        if (*records != wanted) return "the live records are not those of revision " + std::to_string(*head);
        auto const from = std::max(compacted_, *head > entries_kept ? *head - entries_kept : 0);
        auto const entries = store.log(from, 1'000'000);
        if (!entries) return "log(): " + entries.error().message;
        std::vector<LogEntry> const last(log_.begin() + static_cast<std::ptrdiff_t>(from), log_.end());
        return *entries == last ? "" : "the log is not the one that was written";
    }

private:
    std::map<std::string, Record> live_;
    std::vector<LogEntry> log_;
    Revision compacted_ = 0;
};

Result<std::shared_ptr<Store>> open(std::string const& path, std::string const& vfs = {}) {
    sqlite::Tuning tuning;
    tuning.vfs = vfs;
    tuning.checkpoints = small_checkpoints;
    return sqlite::open_store(path, {.log_entries_max = log_entries_max, .page_cache_bytes = 0}, tuning);
}

Result<> commit_next(Store& store, Revision head) {
    auto const planned = commit_from(head + 1);
    std::vector<Write> writes;
    for (auto const& [key, value, ends_plan] : planned) {
        auto& write = writes.emplace_back();
        write.key = key;
        if (value) write.value = *value;
        write.ends_plan = ends_plan;
    }
    return store.commit(head + 1, writes);
}

/// In the child: commits until it is killed, telling each head that was acknowledged.
[[noreturn]] void write_until_killed(std::string const& path, int acknowledged) {
    auto store = open(path);
    if (!store) ::_exit(1);
    auto head = (*store)->head();
    if (!head) ::_exit(2);
    for (;;) {
        if (!commit_next(**store, *head)) ::_exit(3);
        *head += commit_size(*head + 1);
        if (::write(acknowledged, &*head, sizeof *head) != sizeof *head) ::_exit(4);
        if (*head % 50 == 0 && !(*store)->compact(*head - log_kept_by_writer)) ::_exit(5);
    }
}

/// Runs a writer for a while, kills it, and returns the last head that it was told is durable.
Revision kill_a_writer(std::string const& path, std::chrono::microseconds after) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        write_until_killed(path, ends[1]);
    }
    ::close(ends[1]);
    // Emptied while it writes, so that the writer never waits for us.
    Revision last = 0;
    std::thread reader([&] {
        for (Revision head = 0; ::read(ends[0], &head, sizeof head) == sizeof head;) last = head;
    });
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    reader.join();
    ::close(ends[0]);
    CHECK(WIFSIGNALED(status));
    return last;
}

/// A fixed course of calls that ends at the first failure that does not mend. The model is told what is certain.
class Course {
public:
    Course(std::string path, std::string vfs) : path_(std::move(path)), vfs_(std::move(vfs)) {}

    void run() {
        auto opened = open(path_, vfs_);
        if (!opened) return;
        store_ = *opened;
        for (int i = 0; i < 30; ++i) {
            if (!step(i)) break;
        }
    }

    void close() { store_.reset(); }
    [[nodiscard]] std::string const& wrong() const { return wrong_; }
    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] Revision acknowledged() const { return expected_.head(); }
    [[nodiscard]] bool at_end() const { return steps_ == 30; }

    /// After everything works again.
    std::string check_again() {
        if (!wrong_.empty()) return wrong_;
        auto opened = open(path_, vfs_);
        if (!opened) return "it cannot be opened again: " + opened.error().message;
        auto const head = (*opened)->head();
        if (!head) return "it has no head: " + head.error().message;
        if (*head < expected_.head()) {
            return "it is back at " + std::to_string(*head) + " from " + std::to_string(expected_.head());
        }
        if (!accept(*head)) return wrong_;
        if (auto wrong = expected_.check(**opened); !wrong.empty()) return wrong;
        if (auto done = commit_next(**opened, *head); !done) return "it takes no more commits: " + done.error().message;
        expected_.advance();
        return expected_.check(**opened);
    }

private:
    bool step(int i) {
        if (!commit_next(*store_, expected_.head())) {
            in_doubt_ = true;
            auto head = store_->head();
            if (!head) head = store_->head();
            if (!head || !accept(*head)) return false;
        } else {
            expected_.advance();
        }
        in_doubt_ = false;
        if (i % 10 == 9) compact();
        if (i % 4 == 0) read();
        ++steps_;
        return wrong_.empty();
    }

    void compact() {
        // A failure leaves the store as it was; that the model then lets go more than the store does no harm.
        expected_.compact();
        (void)store_->compact(expected_.head());
    }

    void read() {
        auto const records = store_->list("key-1", "key-11", 5);
        if (!records) return;
        if (auto wrong = expected_.check(*store_); !wrong.empty() && wrong.find("()") == std::string::npos)
            wrong_ = wrong;
    }

    bool accept(Revision head) {
        if (head == expected_.head()) return true;
        if (in_doubt_ && head == expected_.head_after_next()) {
            expected_.advance();
            return true;
        }
        wrong_ = "its head is " + std::to_string(head) + " after " + std::to_string(expected_.head()) +
                 (in_doubt_ ? " and a commit in doubt" : "");
        return false;
    }

    std::string path_;
    std::string vfs_;
    std::shared_ptr<Store> store_;
    Expected expected_;
    std::string wrong_;
    bool in_doubt_ = false;
    int steps_ = 0;
};

/// Runs the course once for each place where the fault can strike, until it comes through without.
int strike_everywhere(Fault fault, std::function<void(FaultVfs&, Course&, std::uint64_t)> const& end) {
    FaultVfs vfs("keelson-fault");
    int places = 0;
    for (fault.at = 1;; ++fault.at) {
        ScratchFolder const folder(ScratchFolder::Place::memory);
        auto const path = folder.file("store.db");
        vfs.forget();
        vfs.set(fault);
        Course course(path, vfs.name());
        course.run();
        auto const struck = vfs.struck();
        end(vfs, course, static_cast<std::uint64_t>(fault.at));
        INFO("the fault struck at place " << fault.at);
        REQUIRE(course.check_again() == "");
        if (!struck) {
            CHECK(course.at_end());
            return places;
        }
        ++places;
    }
}

void close_and_repair(FaultVfs& vfs, Course& course, std::uint64_t) {
    course.close();
    vfs.set({});
}

void cut_power(FaultVfs& vfs, Course& course, std::uint64_t seed) {
    vfs.cut_power();
    course.close();
    vfs.restore_power(seed);
}

}  // namespace

TEST_CASE("store crash: a writer killed at 200 random moments loses nothing that it acknowledged") {
    ScratchFolder const folder;
    auto const path = folder.file("store.db");
    std::mt19937_64 random(4711);
    Expected expected;
    int with_progress = 0;
    for (int round = 0; round < 200; ++round) {
        INFO("round " << round);
        auto const acknowledged = kill_a_writer(path, std::chrono::microseconds(random() % 40'000));
        auto store = open(path);
        REQUIRE(store);
        auto const head = (*store)->head();
        REQUIRE(head);
        REQUIRE(*head >= acknowledged);
        REQUIRE(*head >= expected.head());
        if (*head > expected.head()) ++with_progress;
        REQUIRE(expected.advance_to(*head));
        REQUIRE(expected.check(**store, log_kept_by_writer) == "");
    }
    CHECK(with_progress > 50);
}

TEST_CASE("store crash: each read, write, sync and truncation fails once") {
    for (auto const op : {FileOp::read, FileOp::write, FileOp::sync, FileOp::truncate}) {
        Fault const fault{.ops = static_cast<unsigned>(op)};
        auto const places = strike_everywhere(fault, close_and_repair);
        CHECK(places > (op == FileOp::truncate ? 0 : 20));
    }
}

TEST_CASE("store crash: the disk fails from some read, write, sync or truncation on") {
    for (auto const op : {FileOp::read, FileOp::write, FileOp::sync, FileOp::truncate}) {
        Fault const fault{.ops = static_cast<unsigned>(op), .from_then_on = true};
        auto const places = strike_everywhere(fault, close_and_repair);
        CHECK(places > (op == FileOp::truncate ? 0 : 20));
    }
}

TEST_CASE("store crash: the power fails at any write, sync or truncation, and what was not synced is lost") {
    Fault const fault{.ops = FileOp::write | FileOp::sync | FileOp::truncate, .power_cut = true};
    auto const places = strike_everywhere(fault, cut_power);
    CHECK(places > 100);
}

TEST_CASE("store crash: a sync that failed once has not written, whatever a later sync says") {
    Fault const fault{.ops = static_cast<unsigned>(FileOp::sync)};
    auto const places = strike_everywhere(fault, cut_power);
    CHECK(places > 20);
}

TEST_CASE("store crash: what a killed writer left unsynced is durable once it has been read") {
    int seen_unsynced = 0;
    auto const die_and_cut_power = [&](FaultVfs& vfs, Course& course, std::uint64_t seed) {
        course.close();
        vfs.restart();
        auto again = open(course.path(), vfs.name());
        REQUIRE(again);
        auto const seen = (*again)->head();
        REQUIRE(seen);
        if (*seen > course.acknowledged()) ++seen_unsynced;
        vfs.cut_power();
        again->reset();
        vfs.restore_power(seed);
        auto const after = open(course.path(), vfs.name());
        REQUIRE(after);
        CHECK((*after)->head() == seen);
    };
    Fault const fault{.ops = static_cast<unsigned>(FileOp::sync), .power_cut = true};
    auto const places = strike_everywhere(fault, die_and_cut_power);
    CHECK(places > 20);
    CHECK(seen_unsynced > 10);
}

}  // namespace keelson
