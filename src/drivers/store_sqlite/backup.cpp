#include "drivers/store_sqlite/connection.hpp"
#include "drivers/store_sqlite/lock_file.hpp"
#include "drivers/store_sqlite/schema.hpp"
#include "drivers/store_sqlite/store.hpp"

#include <keelson/store/store.hpp>

#include <sqlite3.h>

#include <cstring>
#include <errno.h>
#include <fcntl.h>
#include <filesystem>
#include <stdio.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace keelson {
namespace {

using sqlite::Access;
using sqlite::Connection;

Error system_error(std::string const& what, std::string const& path) {
    auto const why = errno;
    return {Errc::unavailable, what + ": " + std::strerror(why), path};
}

bool exists(std::string const& path) {
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

/// The file under the name that it has until it is whole; removed unless it was given its own.
class Unfinished {
public:
    /// Beside `target`, so that a rename is enough.
    static Result<Unfinished> make(std::string const& target) {
        auto path = target + ".unfinished-XXXXXX";
        auto const descriptor = ::mkostemp(path.data(), O_CLOEXEC);
        if (descriptor < 0) return system_error("no file can be made", path);
        ::close(descriptor);
        return Unfinished(std::move(path));
    }

    Unfinished(Unfinished&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Unfinished& operator=(Unfinished&&) = delete;
    ~Unfinished() {
        if (path_.empty()) return;
        for (auto const* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + suffix).c_str());
    }

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

    /// Gives the file its name, on the disk too.
    Result<> become(std::string const& target, bool may_replace) {
        if (auto synced = sync(path_, O_RDWR); !synced) return synced;
        if (auto renamed = rename(target, may_replace); !renamed) return renamed;
        path_.clear();
        return sync(std::filesystem::path(target).parent_path().string(), O_RDONLY | O_DIRECTORY);
    }

private:
    explicit Unfinished(std::string path) : path_(std::move(path)) {}

    [[nodiscard]] Result<> rename(std::string const& target, bool may_replace) const {
        if (may_replace) {
            return ::rename(path_.c_str(), target.c_str()) == 0 ? Result<>()
                                                                : system_error("it cannot be put in place", target);
        }
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return {};
        // Not every file system can do that; a link never replaces either.
        if (errno == EINVAL && ::link(path_.c_str(), target.c_str()) == 0) {
            ::unlink(path_.c_str());
            return {};
        }
        if (errno == EEXIST) return Error(Errc::already_exists, "there is a file of this name", target);
        return system_error("it cannot be put in place", target);
    }

    static Result<> sync(std::string const& path, int flags) {
        auto const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
        if (descriptor < 0) return system_error("it cannot be opened", path);
        auto done = ::fsync(descriptor) == 0 ? Result<>() : system_error("it cannot be synced", path);
        ::close(descriptor);
        return done;
    }

    std::string path_;
};

Result<Connection> open_existing(std::string const& path, Access access) {
    if (!exists(path)) return Error(Errc::not_found, "there is no such file", path);
    auto file = Connection::open(path, access, {});
    if (!file) return file;
    if (auto checked = sqlite::check_owner(*file, sqlite::migrations().size()); !checked) return checked.error();
    return file;
}

/// Copies all pages as of one moment. Commits to `from` go on meanwhile; they are not in the copy.
Result<> copy_pages(Connection& from, Connection& to) {
    if (auto set = to.run("PRAGMA synchronous=OFF; PRAGMA secure_delete=OFF"); !set) return set;
    auto* copy = sqlite3_backup_init(to.get(), "main", from.get(), "main");
    if (!copy) return to.error();
    auto const stepped = sqlite3_backup_step(copy, -1);
    auto const finished = sqlite3_backup_finish(copy);
    if (stepped == SQLITE_DONE && finished == SQLITE_OK) {
        // One file that can be read without making another beside it.
        return to.run("PRAGMA journal_mode=DELETE");
    }
    auto const code = finished != SQLITE_OK ? finished : stepped;
    // Damage shows on the side that is read, most else on the side that is written.
    return (code & 0xff) == SQLITE_CORRUPT ? from.error(code) : to.error(code);
}

Result<Revision> head_of(Connection& file) { return file.number("SELECT head FROM state WHERE id = 1"); }

Result<Revision> check_whole(Connection& file) {
    auto const verdict = file.text("PRAGMA quick_check(1)");
    if (!verdict) return sqlite::as_refusal(verdict.error());
    if (*verdict != "ok") return Error(Errc::invalid, "the file is damaged: " + *verdict, file.path());
    auto const lost = file.number(
        "SELECT count(*) FROM live LEFT JOIN log ON log.revision = live.revision AND log.key = live.key"
        " WHERE log.value IS NULL");
    if (!lost) return sqlite::as_refusal(lost.error());
    if (*lost != 0) {
        return Error(Errc::invalid, "the file is damaged: it has lost " + std::to_string(*lost) + " values",
                     file.path());
    }
    auto head = head_of(file);
    if (!head) return sqlite::as_refusal(head.error());
    return head;
}

/// What may be replaced: nothing, or a store. Leaves no log of the old file behind, for SQLite would
/// take it for the new one's.
Result<> clear_place(std::string const& path) {
    if (exists(path)) {
        auto old = Connection::open(path, Access::write, {});
        if (!old) return old.error();
        auto const owner = old->number("PRAGMA application_id");
        if (!owner || *owner != sqlite::application_id) {
            return Error(Errc::invalid,
                         "the file in its place is no Keelson store, or too damaged to tell; move it away first", path);
        }
        // A damaged store cannot take in its log any more, and is about to be replaced.
        (void)sqlite3_wal_checkpoint_v2(old->get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    }
    for (auto const* suffix : {"-wal", "-shm", "-journal"}) {
        if (::unlink((path + suffix).c_str()) != 0 && errno != ENOENT)
            return system_error("it cannot be removed", path + suffix);
    }
    return {};
}

}  // namespace

Result<Revision> backup_sqlite_store(std::string const& from, std::string const& to) {
    auto const target = sqlite::canonical_path(to);
    if (!target) return target.error();
    if (exists(*target)) return Error(Errc::already_exists, "there is a file of this name", to);
    auto source = open_existing(from, Access::write);
    if (!source) return source.error();
    auto unfinished = Unfinished::make(*target);
    if (!unfinished) return unfinished.error();
    Revision revision = 0;
    {
        auto copy = Connection::open(unfinished->path(), Access::write, {});
        if (!copy) return copy.error();
        if (auto copied = copy_pages(*source, *copy); !copied) return copied.error();
        auto const head = head_of(*copy);
        if (!head) return head.error();
        revision = *head;
    }
    if (auto placed = unfinished->become(*target, false); !placed) return placed.error();
    return revision;
}

Result<Revision> restore_sqlite_store(std::string const& backup, std::string const& to) {
    auto const target = sqlite::canonical_path(to);
    if (!target) return target.error();
    auto lock = sqlite::LockFile::take(*target);
    if (!lock) return lock.error();
    auto source = open_existing(backup, Access::read);
    if (!source) return source.error();
    auto unfinished = Unfinished::make(*target);
    if (!unfinished) return unfinished.error();
    Revision revision = 0;
    {
        auto copy = Connection::open(unfinished->path(), Access::write, {});
        if (!copy) return copy.error();
        if (auto copied = copy_pages(*source, *copy); !copied) return sqlite::as_refusal(copied.error());
        auto const head = check_whole(*copy);
        if (!head) {
            auto error = head.error();
            error.subject = backup;
            return error;
        }
        revision = *head;
    }
    if (auto cleared = clear_place(*target); !cleared) return cleared.error();
    if (auto placed = unfinished->become(*target, true); !placed) return placed.error();
    return revision;
}

}  // namespace keelson
