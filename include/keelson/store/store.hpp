#ifndef KEELSON_STORE_STORE_HPP
#define KEELSON_STORE_STORE_HPP

#include <keelson/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// The number of a write. The first write of a store is 1; there are no gaps.
using Revision = std::uint64_t;

/// A live key as the store holds it.
struct Record {
    std::string key;
    std::string value;
    Revision revision = 0;  ///< of the write that put this value

    friend bool operator==(Record const&, Record const&) = default;
};

/// One write of a commit: a put, or a removal when there is no value.
struct Write {
    std::string_view key;
    std::optional<std::string_view> value;
    /// Whether a plan ends with this write; a reader that was cut off resumes at such a place.
    bool ends_plan = true;
};

/// One write as the log remembers it.
struct LogEntry {
    Revision revision = 0;
    std::string key;
    std::optional<std::string> value;  ///< nothing: the key was removed
    Revision previous = 0;             ///< the revision that held this key before; 0: none did
    bool ends_plan = true;

    friend bool operator==(LogEntry const&, LogEntry const&) = default;
};

/// What a store can take, stated by its driver.
struct StoreLimits {
    std::size_t writes_per_commit = 100'000;
    std::size_t value_bytes = std::size_t{3} << 20;
};

/// An ordered map and the log of its writes. It knows no API objects, watches or caches.
///
/// Keys and values are any bytes, a key at least one; keys are ordered by unsigned byte.
///
/// Threading: at most one call at a time; the engine makes `commit` and `compact` on a thread of its
/// own and everything else while none of them runs.
/// Errors: a failed call leaves the store as it was, with one exception: after `commit` has failed with
/// `Errc::unavailable` or `Errc::internal`, whether its writes are there is unknown until `head()` has
/// been called, which reads the medium anew. `Errc::conflict` and `Errc::invalid` mean that nothing was written.
class Store {
public:
    virtual ~Store() = default;

    /// The newest revision on the medium; 0 when nothing was ever written. After a failed `commit`
    /// it opens the medium again, so that its answer is what a new process would see.
    virtual Result<Revision> head() = 0;

    /// Live records whose keys start with `prefix` and come after `after`, in key order, at most `limit`.
    virtual Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) = 0;

    /// Makes the writes durable as revisions `first`, `first + 1`, ..., or none of them. A key may come
    /// more than once. Fails with `conflict` unless the head is `first - 1`, and with `invalid` beyond `limits()`
    /// or for an empty key.
    virtual Result<> commit(Revision first, std::span<Write const> writes) = 0;

    /// Log entries after `after`, oldest first, at most `limit`. Fails with `expired` when entries
    /// after `after` have been compacted away, and with `invalid` when `after` lies beyond the head.
    virtual Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) = 0;

    /// Gives up the log through `through`; live records stay. Asking again for less is a success, for
    /// more than the head `invalid`.
    /// Space is given back in small steps with later commits.
    virtual Result<> compact(Revision through) = 0;

    [[nodiscard]] virtual StoreLimits limits() const noexcept { return {}; }
};

/// A store in memory: nothing outlives the object.
std::shared_ptr<Store> memory_store();

struct SqliteOptions {
    /// Superseded log entries that are kept for readers that resume, beyond which the oldest are dropped.
    std::size_t log_entries_max = 100'000;
    std::size_t log_bytes_max = std::size_t{256} << 20;
    std::size_t page_cache_bytes = std::size_t{4} << 20;
};

/// A store in one SQLite file (WAL, synchronous=FULL), made if it is missing. One engine at a time has
/// it open: a second one fails with `conflict` and the process id of the first. Fails with `invalid` when
/// the file is another program's, of a newer Keelson, or damaged, and with `unavailable` when it cannot be read or
/// written.
Result<std::shared_ptr<Store>> sqlite_store(std::string path, SqliteOptions options = {});

/// Copies an SQLite store that may be in use to a new file, as of one revision. Fails with
/// `already_exists` when `to` is there; a copy that was cut off is not left behind under that name.
Result<Revision> backup_sqlite_store(std::string const& from, std::string const& to);

/// Checks a backup and puts it in the place of the store `to`, which no engine may have open.
Result<Revision> restore_sqlite_store(std::string const& backup, std::string const& to);

}  // namespace keelson

#endif
