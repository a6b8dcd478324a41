#include "drivers/store_sqlite/prepare_file.hpp"

#include "drivers/store_sqlite/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <errno.h>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace keelson::sqlite {
namespace {

constexpr int alone_wait_ms = 250;
// SQLite's files take less than 128 KiB in a call.
constexpr std::size_t rewrite_bytes = std::size_t{64} << 10;

enum class Sharing : std::uint8_t { alone, with_readers };

/// Objects hold secrets: the file is its owner's, and SQLite gives those beside it the same rights.
Result<> make_private(std::string const& path) {
    auto const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
        return {};
    }
    if (errno == EEXIST) return {};
    return Error(Errc::unavailable, std::string("it cannot be made: ") + std::strerror(errno), path);
}

bool is_locked(sqlite3* database) { return (sqlite3_extended_errcode(database) & 0xff) == SQLITE_BUSY; }

/// Writes the WAL's own bytes over itself, and syncs it. After a sync that failed, the system may take pages for
/// clean that never reached the disk; the next sync then does nothing for them, and says it was good.
Result<> rewrite_wal(Connection& file) {
    sqlite3_file* wal = nullptr;
    sqlite3_file_control(file.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
    if (!wal || !wal->pMethods) return {};
    sqlite3_int64 size = 0;
    if (auto const code = wal->pMethods->xFileSize(wal, &size); code != SQLITE_OK) return file.error(code);
    std::vector<char> buffer(rewrite_bytes);
    for (sqlite3_int64 at = 0; at < size;) {
        auto const part =
            static_cast<int>(std::min<sqlite3_int64>(size - at, static_cast<sqlite3_int64>(buffer.size())));
        if (auto const code = wal->pMethods->xRead(wal, buffer.data(), part, at); code != SQLITE_OK)
            return file.error(code);
        if (auto const code = wal->pMethods->xWrite(wal, buffer.data(), part, at); code != SQLITE_OK)
            return file.error(code);
        at += part;
    }
    if (size == 0) return {};
    auto const code = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
    return code == SQLITE_OK ? Result<>() : file.error(code);
}

/// Brings the WAL's content into the file.
Result<> settle_wal(Connection& file, Sharing sharing) {
    // Against other writers, who would have to be of another program: bytes that were read are written back.
    if (auto begun = file.run("BEGIN IMMEDIATE"); !begun) return begun;
    auto rewritten = rewrite_wal(file);
    auto const ended = file.run("ROLLBACK");
    if (!rewritten) return rewritten;
    if (!ended) return ended;
    auto const code = sqlite3_wal_checkpoint_v2(file.get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    auto const good = code == SQLITE_OK || ((code & 0xff) == SQLITE_BUSY && sharing == Sharing::with_readers);
    return good ? Result<>() : file.error(code);
}

Result<> prepare(Connection& file, std::span<Migration const> steps, Sharing sharing) {
    // A file that turns out to be another program's is left as it is, and one that cannot be settled too.
    file.keep_wal(true);
    if (auto set = file.run("PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF"); !set) return set;
    if (sharing == Sharing::alone) {
        // Alone, SQLite makes its account of the WAL anew, from the first frame; with others it goes on with
        // theirs, in which failed syncs may count as done.
        file.wait_for_locks(alone_wait_ms);
        if (auto set = file.run("PRAGMA locking_mode=EXCLUSIVE"); !set) return set;
    }
    if (auto prepared = prepare_schema(file, steps); !prepared) return prepared;
    auto const mode = file.text("PRAGMA journal_mode=WAL");
    if (!mode) return mode.error();
    if (*mode != "wal") return Error(Errc::unavailable, "its file system cannot carry a write-ahead log", file.path());
    if (auto settled = settle_wal(file, sharing); !settled) return settled;
    file.keep_wal(false);
    return {};
}

/// Its name may be newer than the last sync of its folder.
Result<> sync_folder(std::string const& path) {
    auto const folder = std::filesystem::path(path).parent_path().string();
    auto const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return Error(Errc::unavailable, std::string("it cannot be opened: ") + std::strerror(errno), folder);
    auto const good = ::fsync(descriptor) == 0;
    auto const why = errno;
    ::close(descriptor);
    if (good || why == EINVAL) return {};
    return Error(Errc::unavailable, std::string("it cannot be synced: ") + std::strerror(why), folder);
}

}  // namespace

Result<> prepare_file(std::string const& path, std::string const& vfs, std::span<Migration const> steps, Trust trust) {
    if (auto made = make_private(path); !made) return made;
    for (auto const sharing : {Sharing::alone, Sharing::with_readers}) {
        auto file = Connection::open(path, Access::write, vfs);
        if (!file) return file.error();
        if (sqlite3_db_readonly(file->get(), "main") == 1)
            return Error(Errc::unavailable, "the file is read-only", path);
        auto const prepared = prepare(*file, steps, sharing);
        if (prepared) return sync_folder(path);
        auto const try_with_readers = sharing == Sharing::alone && trust == Trust::last_sync && is_locked(file->get());
        if (!try_with_readers) return as_refusal(prepared.error());
    }
    return {};
}

}  // namespace keelson::sqlite
