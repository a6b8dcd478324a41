#include "drivers/store_sqlite/store.hpp"
#include "fault_vfs.hpp"
#include "scratch_folder.hpp"

#include <keelson/store/store.hpp>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace keelson {
namespace {

using Catch::Matchers::Contains;
using tests::FaultVfs;
using tests::FileOp;
using tests::ScratchFolder;

/// Another program's view of a file.
class Shell {
public:
    explicit Shell(std::string const& path) { REQUIRE(sqlite3_open(path.c_str(), &database_) == SQLITE_OK); }
    ~Shell() { sqlite3_close(database_); }
    Shell(Shell const&) = delete;
    Shell& operator=(Shell const&) = delete;

    void run(char const* sql) {
        INFO(sql);
        REQUIRE(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    long number(char const* sql) {
        long value = 0;
        auto const take = [](void* out, int, char** columns, char**) {
            *static_cast<long*>(out) = std::stol(columns[0]);
            return 0;
        };
        REQUIRE(sqlite3_exec(database_, sql, take, &value, nullptr) == SQLITE_OK);
        return value;
    }

private:
    sqlite3* database_ = nullptr;
};

std::string content(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t size(std::string const& path) {
    std::error_code missing;
    auto const bytes = std::filesystem::file_size(path, missing);
    return missing ? 0 : bytes;
}

Result<> put(Store& store, Revision at, std::string const& key, std::string const& value) {
    Write const write{.key = key, .value = value};
    return store.commit(at, {&write, 1});
}

/// `count` writes, round robin over `keys`.
void update(Store& store, int count, int keys, std::size_t bytes, int per_commit = 50) {
    auto head = store.head().value();
    std::string const value(bytes, 'v');
    for (int done = 0; done < count;) {
        std::vector<std::string> names;
        for (int i = 0; i < per_commit && done < count; ++i, ++done)
            names.push_back("key-" + std::to_string(done % keys));
        std::vector<Write> writes;
        for (auto const& name : names) writes.push_back({.key = name, .value = value});
        store.commit(head + 1, writes).value();
        head += writes.size();
    }
}

Result<std::shared_ptr<Store>> open(std::string const& path, sqlite::Tuning const& tuning,
                                    SqliteOptions const& options = {}) {
    return sqlite::open_store(path, options, tuning);
}

}  // namespace

TEST_CASE("sqlite store: a second engine is told whose process has the file") {
    ScratchFolder const folder;
    auto first = sqlite_store(folder.file("state.db"));
    REQUIRE(first);
    auto const second = sqlite_store(folder.file("state.db"));
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Errc::conflict);
    CHECK_THAT(second.error().message, Contains("process " + std::to_string(::getpid()) + " ("));

    std::filesystem::create_symlink(folder.file("state.db"), folder.file("other.db"));
    auto const by_other_name = sqlite_store(folder.file("other.db"));
    REQUIRE_FALSE(by_other_name);
    CHECK(by_other_name.error().code == Errc::conflict);

    CHECK((*first)->head().value() == 0);
    first->reset();
    CHECK(sqlite_store(folder.file("other.db")));
}

TEST_CASE("sqlite store: the lock counts between processes and ends with its holder") {
    ScratchFolder const folder;
    int ready[2];
    int leave[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(leave) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const store = sqlite_store(folder.file("state.db"));
        char byte = store ? 'y' : 'n';
        if (::write(ready[1], &byte, 1) != 1 || ::read(leave[0], &byte, 1) != 1) ::_exit(1);
        // Without a word to the store, as when it is killed.
        ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    REQUIRE(byte == 'y');
    auto const refused = sqlite_store(folder.file("state.db"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
    CHECK_THAT(refused.error().message, Contains("process " + std::to_string(child) + " ("));
    REQUIRE(::write(leave[1], &byte, 1) == 1);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK(sqlite_store(folder.file("state.db")));
    for (auto const end : {ready[0], ready[1], leave[0], leave[1]}) ::close(end);
}

TEST_CASE("sqlite store: a clean end leaves one file, and it is its owner's alone") {
    ScratchFolder const folder;
    {
        auto const store = sqlite_store(folder.file("state.db")).value();
        put(*store, 1, "a", "1").value();
        struct stat status {};
        REQUIRE(::stat(folder.file("state.db-wal").c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path()))
        names.push_back(entry.path().filename());
    CHECK(names == std::vector<std::string>{"state.db"});
    struct stat status {};
    REQUIRE(::stat(folder.file("state.db").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("sqlite store: another program's file is refused and left as it is") {
    ScratchFolder const folder;
    auto const path = folder.file("notes.txt");
    auto const expect_refusal = [&] {
        auto const before = content(path);
        auto const store = sqlite_store(path);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == Errc::invalid);
        CHECK(store.error().subject == path);
        CHECK_THAT(store.error().message, Contains("another program's"));
        CHECK(content(path) == before);
        CHECK_FALSE(std::filesystem::exists(path + ".lock"));
    };
    SECTION("a text") {
        std::ofstream(path) << std::string(5'000, 'x');
        expect_refusal();
    }
    SECTION("a short text") {
        std::ofstream(path) << "shopping list";
        expect_refusal();
    }
    SECTION("an SQLite database with an id of its own") {
        Shell(path).run("PRAGMA application_id=77; CREATE TABLE t (x)");
        expect_refusal();
    }
    SECTION("an SQLite database without one") {
        Shell(path).run("CREATE TABLE log (revision)");
        expect_refusal();
    }
    SECTION("an SQLite database with a log") {
        Shell shell(path);
        shell.run("PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        auto const store = sqlite_store(path);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == Errc::invalid);
        CHECK(shell.number("SELECT count(*) FROM t") == 1);
    }
}

TEST_CASE("sqlite store: an empty file becomes a store, and an empty database too") {
    ScratchFolder const folder;
    std::ofstream(folder.file("empty"));
    CHECK(sqlite_store(folder.file("empty")));
    Shell(folder.file("empty.db")).run("VACUUM");
    {
        auto const store = sqlite_store(folder.file("empty.db"));
        REQUIRE(store);
        CHECK(put(**store, 1, "a", "1"));
    }
    // Space can be given back only if the file was made for it.
    CHECK(Shell(folder.file("empty.db")).number("PRAGMA auto_vacuum") == 2);
    CHECK(Shell(folder.file("empty")).number("PRAGMA auto_vacuum") == 2);
}

TEST_CASE("sqlite store: a file of a newer Keelson is refused with both versions") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    CHECK(sqlite_store(path));
    Shell(path).run("PRAGMA user_version=9");
    auto const store = sqlite_store(path);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == Errc::invalid);
    CHECK_THAT(store.error().message, Contains("schema version is 9") && Contains("up to 1"));
    CHECK(Shell(path).number("PRAGMA user_version") == 9);
}

TEST_CASE("sqlite store: an older schema is brought up to date, each step as a whole") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    put(*sqlite_store(path).value(), 1, "a", "1").value();
    std::vector<sqlite::Migration> steps(sqlite::migrations().begin(), sqlite::migrations().end());
    sqlite::Tuning tuning;

    steps.push_back("CREATE TABLE extra (x); INSERT INTO extra VALUES (7); CREATE TABLE log (already there)");
    tuning.schema = steps;
    auto const broken = open(path, tuning);
    REQUIRE_FALSE(broken);
    CHECK_THAT(broken.error().message, Contains("schema version 2"));
    CHECK(Shell(path).number("PRAGMA user_version") == 1);
    CHECK(Shell(path).number("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0);

    steps.back() = "CREATE TABLE extra (x); INSERT INTO extra VALUES (7)";
    steps.push_back("UPDATE extra SET x = x + 1");
    tuning.schema = steps;
    auto store = open(path, tuning);
    REQUIRE(store);
    CHECK((*store)->list("", "", 9).value() == std::vector<Record>{{"a", "1", 1}});
    store->reset();
    CHECK(Shell(path).number("PRAGMA user_version") == 3);
    CHECK(Shell(path).number("SELECT x FROM extra") == 8);
}

TEST_CASE("sqlite store: a damaged file is refused, or the call that meets the damage says so") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    update(*sqlite_store(path).value(), 2'000, 1'000, 300);
    auto const damage = [&](std::size_t offset, std::size_t bytes) {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(offset));
        file << std::string(bytes, '\x5a');
    };
    auto const expect_refusal = [&] {
        auto const store = sqlite_store(path);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == Errc::invalid);
        CHECK_THAT(store.error().message, Contains("damaged"));
    };
    SECTION("its header") {
        damage(0, 64);
        expect_refusal();
    }
    SECTION("its schema") {
        damage(100, 900);
        expect_refusal();
    }
    SECTION("its end is missing") {
        std::filesystem::resize_file(path, size(path) / 2);
        auto const store = sqlite_store(path);
        auto const found = store ? (*store)->list("", "", 5'000).error() : store.error();
        CHECK_THAT(found.message, Contains("damaged"));
    }
    SECTION("its head is lost") {
        Shell(path).run("DELETE FROM state");
        expect_refusal();
    }
    SECTION("its head is behind its log") {
        Shell(path).run("UPDATE state SET head = 1990");
        expect_refusal();
    }
    SECTION("its log is behind its head") {
        Shell(path).run("DELETE FROM log WHERE revision > 1990");
        expect_refusal();
    }
    SECTION("its pages") {
        damage(8 * 4096, size(path) - 8 * 4096);
        auto const store = sqlite_store(path);
        auto const found = store ? (*store)->list("", "", 5'000).error() : store.error();
        CHECK_THAT(found.message, Contains("damaged"));
    }
}

TEST_CASE("sqlite store: a place that cannot be written is unavailable") {
    ScratchFolder const folder;
    CHECK(sqlite_store(folder.file("missing/state.db")).error().code == Errc::unavailable);
    CHECK(sqlite_store(folder.path().string()).error().code == Errc::unavailable);
    CHECK(sqlite_store("").error().code == Errc::unavailable);
}

TEST_CASE("sqlite store: a read-only file is unavailable") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    CHECK(sqlite_store(path));
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    // Root may write anything, so the call is made as somebody else.
    auto const is_root = ::geteuid() == 0;
    if (is_root) REQUIRE(::seteuid(65'534) == 0);
    auto const store = sqlite_store(path);
    if (is_root) REQUIRE(::seteuid(0) == 0);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == Errc::unavailable);
    CHECK_THAT(store.error().message, Contains("read-only"));
}

TEST_CASE("sqlite store: a full disk loses nothing, and writing goes on when there is room") {
    ScratchFolder const folder;
    FaultVfs vfs("keelson-full");
    sqlite::Tuning tuning;
    tuning.vfs = vfs.name();
    auto const store = open(folder.file("state.db"), tuning).value();
    put(*store, 1, "a", "1").value();
    vfs.set({.ops = static_cast<unsigned>(FileOp::write), .at = 1, .from_then_on = true, .full = true});
    auto const refused = put(*store, 2, "a", "2");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK_THAT(refused.error().message, Contains("disk is full"));
    vfs.set({});
    REQUIRE(store->head().value() == 1);
    CHECK(put(*store, 2, "a", "3"));
    CHECK(store->list("", "", 9).value() == std::vector<Record>{{"a", "3", 2}});
}

TEST_CASE("sqlite store: after a failed commit only head() can be asked, and it reads the medium anew") {
    ScratchFolder const folder;
    FaultVfs vfs("keelson-failing");
    sqlite::Tuning tuning;
    tuning.vfs = vfs.name();
    auto const store = open(folder.file("state.db"), tuning).value();
    put(*store, 1, "a", "1").value();
    vfs.set({.ops = static_cast<unsigned>(FileOp::sync), .at = 1, .from_then_on = true});
    CHECK(put(*store, 2, "b", "2").error().code == Errc::unavailable);
    CHECK(store->list("", "", 9).error().code == Errc::unavailable);
    CHECK(store->log(0, 9).error().code == Errc::unavailable);
    CHECK(store->compact(1).error().code == Errc::unavailable);
    CHECK(put(*store, 2, "b", "2").error().code == Errc::unavailable);
    CHECK(store->head().error().code == Errc::unavailable);
    vfs.set({});
    auto const head = store->head().value();
    CHECK((head == 1 || head == 2));
    CHECK(store->list("", "", 9).value().size() == head);
    CHECK(put(*store, head + 1, "c", "3"));
}

TEST_CASE("sqlite store: a checkpoint that fails is made good before the next commit") {
    ScratchFolder const folder;
    FaultVfs vfs("keelson-checkpoint");
    sqlite::Tuning tuning;
    tuning.vfs = vfs.name();
    tuning.checkpoints = {.start = 5, .restart = 10, .wait = 20};
    auto const store = open(folder.file("state.db"), tuning).value();
    vfs.set({.ops = static_cast<unsigned>(FileOp::sync), .at = 1, .only_main_file = true});
    for (Revision revision = 1; revision <= 100; ++revision)
        REQUIRE(put(*store, revision, "k" + std::to_string(revision), "v"));
    CHECK(vfs.struck());
    CHECK(store->head().value() == 100);

    vfs.set({.ops = static_cast<unsigned>(FileOp::write), .at = 1, .from_then_on = true, .only_main_file = true});
    Revision revision = 101;
    while (revision < 1'000 && put(*store, revision, "more", "v")) ++revision;
    // A WAL that can never be written back would grow without bound.
    CHECK(revision < 200);
    vfs.set({});
    auto const head = store->head().value();
    CHECK((head == revision || head == revision - 1));
    CHECK(store->list("k", "", 999).value().size() == 100);
}

TEST_CASE(
    "sqlite store: a checkpoint whose sync fails may have lost what earlier ones wrote, and all is written again") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    FaultVfs vfs("keelson-partial");
    sqlite::Tuning tuning;
    tuning.vfs = vfs.name();
    tuning.checkpoints = {.start = 20, .restart = 20, .wait = 20};
    auto store = open(path, tuning).value();
    Revision revision = 0;
    auto const put_many = [&](int count, std::string const& prefix, std::size_t bytes) {
        for (int i = 0; i < count; ++i) {
            ++revision;
            REQUIRE(put(*store, revision, prefix + std::to_string(i), std::string(bytes, static_cast<char>('a' + i))));
        }
    };
    put_many(1, "large-", 30'000);
    {
        // With a reader in its way a checkpoint goes as far as it can, and SQLite does not sync that yet.
        Shell reader(path);
        reader.run("BEGIN");
        CHECK(reader.number("SELECT count(*) FROM live") == 1);
        put_many(10, "small-", 10);
    }
    vfs.set({.ops = static_cast<unsigned>(FileOp::sync), .at = 1, .only_main_file = true});
    put_many(40, "small-", 10);
    REQUIRE(vfs.struck());
    auto const before = store->list("", "", 99).value();
    vfs.cut_power();
    store.reset();
    vfs.restore_power(1);
    auto const after = open(path, tuning).value();
    CHECK(after->head().value() == revision);
    CHECK(after->list("", "", 99).value() == before);
}

TEST_CASE("sqlite store: commits without a pause do not make the write-ahead log grow") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    sqlite::Tuning tuning;
    tuning.checkpoints = {.start = 50, .restart = 100, .wait = 4'000};
    auto const store = open(path, tuning).value();
    auto const most = std::size_t{1'000} * 4120;
    update(*store, 20'000, 100, 100);
    CHECK(size(path + "-wal") > 0);
    CHECK(size(path + "-wal") < most);
    // Commits that take longer than a checkpoint, so that nearly always one is under way.
    update(*store, 60'000, 500, 1'000, 500);
    CHECK(size(path + "-wal") < most);
}

TEST_CASE("sqlite store: a reader that stays holds up no commit, and the write-ahead log starts over after it") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    sqlite::Tuning tuning;
    tuning.checkpoints = {.start = 50, .restart = 100, .wait = 200};
    auto const store = open(path, tuning).value();
    update(*store, 100, 100, 100);
    {
        Shell reader(path);
        reader.run("BEGIN");
        CHECK(reader.number("SELECT count(*) FROM live") == 100);
        update(*store, 10'000, 100, 100);
        CHECK(reader.number("SELECT max(revision) FROM log") == 100);
    }
    auto const grown = size(path + "-wal");
    CHECK(grown > 400 * 4120);
    update(*store, 20'000, 100, 100);
    CHECK(size(path + "-wal") <= grown + 400 * 4120);
}

TEST_CASE("trap 5: revisions are dense and come in order, whatever fails in between") {
    ScratchFolder const folder;
    FaultVfs vfs("keelson-dense");
    sqlite::Tuning tuning;
    tuning.vfs = vfs.name();
    auto store = open(folder.file("state.db"), tuning).value();
    for (int i = 0; i < 60; ++i) {
        auto const head = store->head().value();
        CHECK(put(*store, head + 2, "gap", "x").error().code == Errc::conflict);
        if (i % 7 == 3) vfs.set({.ops = FileOp::write | FileOp::sync, .at = 1 + i % 5});
        (void)put(*store, head + 1, "k" + std::to_string(i % 5), std::to_string(i));
        vfs.set({});
        if (i % 11 == 5) {
            store.reset();
            store = open(folder.file("state.db"), tuning).value();
        }
    }
    auto const head = store->head().value();
    CHECK(head > 40);
    auto const entries = store->log(0, 1'000).value();
    REQUIRE(entries.size() == head);
    for (Revision revision = 1; revision <= head; ++revision) CHECK(entries[revision - 1].revision == revision);
}

TEST_CASE("trap 6: many updates of few keys keep the file small") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    auto const store = sqlite_store(path, {.log_entries_max = 1'000}).value();
    update(*store, 20'000, 20, 500);
    auto const after_some = size(path) + size(path + "-wal");
    update(*store, 100'000, 20, 500);
    auto const after_many = size(path) + size(path + "-wal");
    // A thousand entries of half a kilobyte, and a write-ahead log of 16 MB.
    CHECK(size(path) < (std::size_t{3} << 20));
    CHECK(after_many < after_some + (std::size_t{12} << 20));
    CHECK(store->list("", "", 99).value().size() == 20);
    CHECK(store->log(120'000 - 1'000, 2'000).value().size() == 1'000);
    CHECK(store->log(10, 1).error().code == Errc::expired);
}

TEST_CASE("trap 6: a bound in bytes holds as well") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const store = sqlite_store(folder.file("state.db"), {.log_bytes_max = 100'000}).value();
    update(*store, 3'000, 10, 1'000);
    CHECK(store->log(3'000 - 90, 999).value().size() == 90);
    CHECK(store->log(3'000 - 120, 999).error().code == Errc::expired);
}

TEST_CASE("trap 6: live records survive trimming, and go at once when they are superseded later") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    auto store = sqlite_store(path, {.log_entries_max = 10}).value();
    update(*store, 500, 500, 100);
    update(*store, 1'000, 10, 100);
    CHECK(store->list("", "", 999).value().size() == 500);
    update(*store, 500, 500, 100);
    CHECK(store->list("", "", 999).value().size() == 500);
    store.reset();
    Shell shell(path);
    CHECK(shell.number("SELECT count(*) FROM log") <= 510);
    CHECK(shell.number("SELECT superseded_entries FROM state") == shell.number("SELECT count(*) - 500 FROM log"));
    CHECK(shell.number("SELECT superseded_bytes FROM state") ==
          shell.number("SELECT ifnull(sum(length(key) + ifnull(length(value), 0)), 0) FROM log"
                       " WHERE revision NOT IN (SELECT revision FROM live)"));
}

TEST_CASE("trap 6: space is given back in small steps after a compaction") {
    ScratchFolder const folder(ScratchFolder::Place::memory);
    auto const path = folder.file("state.db");
    sqlite::Tuning tuning;
    tuning.checkpoints = {.start = 50, .restart = 100, .wait = 400};
    auto store = open(path, tuning).value();
    update(*store, 5'000, 5'000, 1'000);
    auto head = store->head().value();
    std::vector<std::string> keys;
    for (int i = 10; i < 5'000; ++i) keys.push_back("key-" + std::to_string(i));
    std::vector<Write> removals;
    for (auto const& key : keys) removals.push_back({.key = key, .value = {}});
    store->commit(head + 1, removals).value();
    head += removals.size();
    store->compact(head).value();
    auto const before = Shell(path).number("PRAGMA page_count");
    update(*store, 30'000, 10, 100);
    auto const after = Shell(path).number("PRAGMA page_count");
    CHECK(before > 1'200);
    // The log of the updates since is what is left, and free pages for its next rows.
    CHECK(after < 1'000);
    CHECK(store->list("", "", 99).value().size() == 10);
    CHECK(store->log(head, 1).value().size() == 1);
}

TEST_CASE("sqlite store: a backup made while commits go on is as of one revision") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    auto const store = sqlite_store(path).value();
    update(*store, 3'000, 300, 1'000);
    std::thread writer([&] { update(*store, 5'000, 300, 1'000); });
    std::vector<Revision> heads;
    for (int i = 0; i < 3; ++i)
        heads.push_back(backup_sqlite_store(path, folder.file("copy-" + std::to_string(i))).value());
    writer.join();
    for (int i = 0; i < 3; ++i) {
        auto const copy = sqlite_store(folder.file("copy-" + std::to_string(i))).value();
        CHECK(copy->head().value() == heads[static_cast<std::size_t>(i)]);
        CHECK(heads[static_cast<std::size_t>(i)] % 50 == 0);
        CHECK(copy->list("", "", 999).value().size() == 300);
        CHECK(copy->log(0, 99'999).value() == store->log(0, heads[static_cast<std::size_t>(i)]).value());
    }
}

TEST_CASE("sqlite store: a backup never replaces a file and leaves nothing half done") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    put(*sqlite_store(path).value(), 1, "a", "1").value();
    std::ofstream(folder.file("there")) << "something";
    CHECK(backup_sqlite_store(path, folder.file("there")).error().code == Errc::already_exists);
    CHECK(content(folder.file("there")) == "something");
    CHECK(backup_sqlite_store(folder.file("missing"), folder.file("copy")).error().code == Errc::not_found);
    CHECK(backup_sqlite_store(folder.file("there"), folder.file("copy")).error().code == Errc::invalid);
    CHECK(backup_sqlite_store(path, folder.file("no folder/copy")).error().code == Errc::unavailable);
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) files += entry.exists() ? 1 : 0;
    CHECK(files == 2);
}

TEST_CASE("sqlite store: a backup takes the place of a store that nobody has open") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    auto store = sqlite_store(path).value();
    put(*store, 1, "a", "1").value();
    REQUIRE(backup_sqlite_store(path, folder.file("copy")).value() == 1);
    put(*store, 2, "a", "2").value();

    auto const refused = restore_sqlite_store(folder.file("copy"), path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
    CHECK(store->head().value() == 2);
    store.reset();

    CHECK(restore_sqlite_store(folder.file("copy"), path).value() == 1);
    CHECK(restore_sqlite_store(folder.file("copy"), folder.file("new.db")).value() == 1);
    for (auto const& restored : {path, folder.file("new.db")}) {
        auto const again = sqlite_store(restored).value();
        CHECK(again->list("", "", 9).value() == std::vector<Record>{{"a", "1", 1}});
        CHECK(put(*again, 2, "b", "2"));
    }
}

TEST_CASE("sqlite store: a restored store does not take the log of the one that it replaces for its own") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const store = sqlite_store(path);
        if (!store || !put(**store, 1, "a", "1")) ::_exit(1);
        if (!backup_sqlite_store(path, folder.file("copy"))) ::_exit(2);
        if (!put(**store, 2, "a", "2")) ::_exit(3);
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    REQUIRE(size(path + "-wal") > 0);
    SECTION("a good one") {}
    SECTION("a damaged one") {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(4096);
        file << std::string(4096, '\x5a');
    }
    CHECK(restore_sqlite_store(folder.file("copy"), path).value() == 1);
    CHECK(sqlite_store(path).value()->list("", "", 9).value() == std::vector<Record>{{"a", "1", 1}});
}

TEST_CASE("sqlite store: what is no whole backup is not restored, and what is no store not replaced") {
    ScratchFolder const folder;
    auto const path = folder.file("state.db");
    auto const copy = folder.file("copy");
    update(*sqlite_store(path).value(), 1'000, 500, 500);
    REQUIRE(backup_sqlite_store(path, copy));
    SECTION("a damaged copy") {
        std::fstream file(copy, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(20 * 4096);
        file << std::string(8'192, '\x5a');
        file.close();
        auto const restored = restore_sqlite_store(copy, path);
        REQUIRE_FALSE(restored);
        CHECK(restored.error().code == Errc::invalid);
        CHECK(restored.error().subject == copy);
    }
    SECTION("a copy that lost values") {
        Shell(copy).run("DELETE FROM log WHERE revision = 900");
        CHECK(restore_sqlite_store(copy, path).error().code == Errc::invalid);
    }
    SECTION("a copy of a newer Keelson") {
        Shell(copy).run("PRAGMA user_version=5");
        CHECK(restore_sqlite_store(copy, path).error().code == Errc::invalid);
    }
    SECTION("another program's file") {
        Shell(folder.file("other")).run("CREATE TABLE t (x)");
        CHECK(restore_sqlite_store(folder.file("other"), path).error().code == Errc::invalid);
        CHECK(restore_sqlite_store(copy, folder.file("other")).error().code == Errc::invalid);
        CHECK(Shell(folder.file("other")).number("SELECT count(*) FROM t") == 0);
    }
    SECTION("none at all") {
        CHECK(restore_sqlite_store(folder.file("missing"), path).error().code == Errc::not_found);
    }
    CHECK(sqlite_store(path).value()->head().value() == 1'000);
}

}  // namespace keelson
