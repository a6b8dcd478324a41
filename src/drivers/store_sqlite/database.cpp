#include "drivers/store_sqlite/database.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace keelson::sqlite {
namespace {

// A commit looks at twice as many of the oldest rows as it writes, and some more: so trimming always gains on writing.
constexpr std::size_t trim_rows_per_write = 2;
constexpr std::size_t trim_rows_min = 64;
constexpr std::uint64_t trim_rows_at_once_max = 1'000;
// Free pages are reused by the log's next rows; only what is far more than that is cut off the file, slowly.
constexpr std::uint64_t free_pages_kept = 256;
constexpr std::uint64_t free_pages_kept_share = 8;
// Debian's SQLite would else overwrite what is deleted, which doubles what trimming writes.
constexpr char const* setup = "PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF; PRAGMA cell_size_check=ON";
// An overwritten WAL is cheaper to sync than one that grows: so it keeps this much when it starts over.
constexpr char const* wal_setup = "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=33554432";

std::uint64_t as_limit(std::size_t limit) {
    return std::min<std::uint64_t>(limit, std::numeric_limits<std::int64_t>::max());
}

/// The first key that no longer starts with `prefix`; empty: there is none.
std::string end_of(std::string_view prefix) {
    std::string end(prefix);
    while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
    if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
    return end;
}

int on_wal_grown(void* frames, sqlite3*, char const*, int count) {
    *static_cast<std::size_t*>(frames) = static_cast<std::size_t>(count);
    return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::string const& path, std::string const& vfs,
                                                 SqliteOptions const& options) {
    auto connection = Connection::open(path, Access::write, vfs);
    if (!connection) return connection.error();
    std::unique_ptr<Database> database(new Database(std::move(*connection), options));
    if (auto prepared = database->prepare_connection(); !prepared) return as_refusal(prepared.error());
    if (auto prepared = database->prepare_statements(); !prepared) return as_refusal(prepared.error());
    if (auto loaded = database->load_state(); !loaded) return as_refusal(loaded.error());
    if (auto checked = database->check_state(); !checked) return checked.error();
    return database;
}

void Database::keep_wal() noexcept { connection_.keep_wal(true); }

Result<> Database::prepare_connection() {
    auto const cache = std::max<std::size_t>(options_.page_cache_bytes / 1024, 64);
    if (auto set = connection_.run(("PRAGMA cache_size=-" + std::to_string(cache)).c_str()); !set) {
        return set;
    }
    if (auto set = connection_.run(setup); !set) return set;
    if (auto set = connection_.run(wal_setup); !set) return set;
    sqlite3_wal_hook(connection_.get(), on_wal_grown, &wal_frames_);
    return {};
}

Result<> Database::prepare_statements() {
    struct Wanted {
        Statement& statement;
        std::string_view sql;
    };
    Wanted const wanted[] = {
        {begin_, "BEGIN IMMEDIATE"},
        {commit_, "COMMIT"},
        {rollback_, "ROLLBACK"},
        {load_, "SELECT head, trimmed, compacted, superseded_entries, superseded_bytes FROM state WHERE id = 1"},
        {save_,
         "UPDATE state SET head = ?1, trimmed = ?2, compacted = ?3, superseded_entries = ?4, superseded_bytes = ?5"
         " WHERE id = 1 AND head = ?6"},
        {list_,
         "SELECT live.key, log.value, live.revision FROM live CROSS JOIN log ON log.revision = live.revision"
         " WHERE live.key >= ?1 ORDER BY live.key LIMIT ?2"},
        {list_to_,
         "SELECT live.key, log.value, live.revision FROM live CROSS JOIN log ON log.revision = live.revision"
         " WHERE live.key >= ?1 AND live.key < ?3 ORDER BY live.key LIMIT ?2"},
        {log_,
         "SELECT revision, key, value, previous, ends_plan FROM log WHERE revision > ?1 ORDER BY revision LIMIT ?2"},
        {find_live_, "SELECT revision, bytes FROM live WHERE key = ?1"},
        {put_live_,
         "INSERT INTO live VALUES (?1, ?2, ?3)"
         " ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes"},
        {remove_live_, "DELETE FROM live WHERE key = ?1"},
        {append_, "INSERT INTO log (revision, previous, ends_plan, key, value) VALUES (?1, ?2, ?3, ?4, ?5)"},
        {remove_row_, "DELETE FROM log WHERE revision = ?1"},
        {oldest_,
         "SELECT log.revision, length(log.key) + ifnull(length(log.value), 0), live.revision IS log.revision"
         " FROM log LEFT JOIN live ON live.key = log.key"
         " WHERE log.revision > ?1 ORDER BY log.revision LIMIT ?2"},
        {free_pages_, "PRAGMA freelist_count"},
        {pages_, "PRAGMA page_count"},
        {vacuum_, "PRAGMA incremental_vacuum(32)"},
    };
    for (auto const& [statement, sql] : wanted) {
        auto prepared = connection_.prepare(sql);
        if (!prepared) return prepared.error();
        statement = std::move(*prepared);
    }
    return {};
}

Result<> Database::load_state() {
    Reset const reset(load_);
    if (!load_.step()) {
        if (load_.failed()) return connection_.error();
        return Error(Errc::internal, "the file is damaged: it has lost its head", connection_.path());
    }
    state_ = {load_.number(0), load_.number(1), load_.number(2), load_.number(3), load_.number(4)};
    return {};
}

Result<> Database::check_state() {
    auto const newest = connection_.number("SELECT ifnull(max(revision), 0) FROM log");
    if (!newest) return as_refusal(newest.error());
    auto const orderly = state_.trimmed <= state_.head && state_.compacted <= state_.head;
    if (orderly && *newest <= state_.head && (*newest == state_.head || state_.trimmed == state_.head)) return {};
    return Error(Errc::invalid, "the file is damaged: its log and its head do not agree", connection_.path());
}

Result<> Database::finish(Statement& statement) {
    if (statement.run()) return {};
    return connection_.error();
}

Result<std::vector<Record>> Database::list(std::string_view prefix, std::string_view after, std::size_t limit) {
    std::vector<Record> records;
    auto const end = end_of(prefix);
    // The least key after `after` is `after` and a zero byte.
    auto const from = after < prefix ? std::string(prefix) : std::string(after) + '\0';
    auto& statement = end.empty() ? list_ : list_to_;
    Reset const reset(statement);
    statement.bind(1, from).bind(2, as_limit(limit));
    if (!end.empty()) statement.bind(3, end);
    while (statement.step()) {
        auto& record = records.emplace_back();
        record.key = statement.bytes(0);
        record.value = statement.bytes(1);
        record.revision = statement.number(2);
    }
    if (statement.failed()) return connection_.error();
    return records;
}

Result<std::vector<LogEntry>> Database::log(Revision after, std::size_t limit) {
    std::vector<LogEntry> entries;
    Reset const reset(log_);
    log_.bind(1, after).bind(2, as_limit(limit));
    while (log_.step()) {
        auto& entry = entries.emplace_back();
        entry.revision = log_.number(0);
        entry.key = log_.bytes(1);
        if (!log_.is_null(2)) entry.value.emplace(log_.bytes(2));
        entry.previous = log_.number(3);
        entry.ends_plan = log_.number(4) != 0;
    }
    if (log_.failed()) return connection_.error();
    return entries;
}

template <class Work>
Result<> Database::transact(Work work) {
    auto next = state_;
    auto done = finish(begin_);
    if (done) done = work(next);
    if (done) done = save(next);
    if (done) done = finish(commit_);
    if (!done) {
        if (sqlite3_get_autocommit(connection_.get()) == 0) (void)finish(rollback_);
        return done;
    }
    state_ = next;
    return {};
}

Result<> Database::save(State const& next) {
    save_.bind(1, next.head).bind(2, next.trimmed).bind(3, next.compacted).bind(4, next.superseded_entries);
    save_.bind(5, next.superseded_bytes).bind(6, state_.head);
    if (auto saved = finish(save_); !saved) return saved;
    if (sqlite3_changes(connection_.get()) == 1) return {};
    return Error(Errc::internal, "somebody else has written to the file", connection_.path());
}

Result<> Database::commit(std::span<Write const> writes) {
    return transact([&](State& next) { return write_all(next, writes); });
}

Result<> Database::compact(Revision through) {
    return transact([&](State& next) {
        next.compacted = through;
        return Result<>();
    });
}

Result<> Database::write_all(State& next, std::span<Write const> writes) {
    for (auto const& one : writes) {
        if (auto written = write(next, one); !written) return written;
    }
    if (auto trimmed = trim(next, writes.size() * trim_rows_per_write + trim_rows_min); !trimmed) return trimmed;
    return give_back_space();
}

Result<> Database::write(State& next, Write const& one) {
    auto const held = find_live(one.key);
    if (!held) return held.error();
    auto const revision = ++next.head;
    auto const bytes = one.key.size() + (one.value ? one.value->size() : 0);
    append_.bind(1, revision).bind(2, held->revision).bind(3, one.ends_plan ? 1U : 0U).bind(4, one.key);
    if (one.value)
        append_.bind(5, *one.value);
    else
        append_.bind_null(5);
    if (auto appended = finish(append_); !appended) return appended;
    if (auto superseded = supersede(next, *held); !superseded) return superseded;
    if (one.value) {
        put_live_.bind(1, one.key).bind(2, revision).bind(3, bytes);
        return finish(put_live_);
    }
    ++next.superseded_entries;
    next.superseded_bytes += bytes;
    if (held->revision == 0) return {};
    remove_live_.bind(1, one.key);
    return finish(remove_live_);
}

Result<Database::Held> Database::find_live(std::string_view key) {
    Reset const reset(find_live_);
    find_live_.bind(1, key);
    if (find_live_.step()) return Held{find_live_.number(0), find_live_.number(1)};
    if (find_live_.failed()) return connection_.error();
    return Held{};
}

Result<> Database::supersede(State& next, Held const& held) {
    if (held.revision == 0) return {};
    if (held.revision > next.trimmed) {
        ++next.superseded_entries;
        next.superseded_bytes += held.bytes;
        return {};
    }
    // Trimming has passed this row because it was live, and does not come back for it.
    remove_row_.bind(1, held.revision);
    return finish(remove_row_);
}

Result<> Database::trim(State& next, std::size_t budget) {
    while (budget > 0 && is_over(next)) {
        auto const rows = oldest(next.trimmed, std::min(budget, trim_rows_at_once(next)));
        if (!rows) return rows.error();
        if (rows->empty())
            return Error(Errc::internal, "the file is damaged: its log has lost rows", connection_.path());
        budget -= rows->size();
        for (auto const& row : *rows) {
            if (!is_over(next)) break;
            if (auto trimmed = trim_row(next, row); !trimmed) return trimmed;
        }
    }
    return {};
}

std::size_t Database::trim_rows_at_once(State const& state) const noexcept {
    // In the steady state a commit of one write has one row to trim, and each row looked at costs a look-up.
    auto excess = std::uint64_t{8};
    if (state.superseded_entries > options_.log_entries_max) {
        excess = std::max(excess, state.superseded_entries - options_.log_entries_max);
    }
    if (state.trimmed < state.compacted) excess = std::max(excess, state.compacted - state.trimmed);
    return std::min<std::uint64_t>(excess, trim_rows_at_once_max);
}

Result<std::vector<Database::Candidate>> Database::oldest(Revision after, std::size_t limit) {
    std::vector<Candidate> rows;
    Reset const reset(oldest_);
    oldest_.bind(1, after).bind(2, limit);
    while (oldest_.step()) rows.push_back({oldest_.number(0), oldest_.number(1), oldest_.number(2) != 0});
    if (oldest_.failed()) return connection_.error();
    return rows;
}

Result<> Database::trim_row(State& next, Candidate const& row) {
    next.trimmed = row.revision;
    if (row.live) return {};
    --next.superseded_entries;
    next.superseded_bytes -= row.bytes;
    remove_row_.bind(1, row.revision);
    return finish(remove_row_);
}

Result<> Database::give_back_space() {
    std::uint64_t free = 0;
    std::uint64_t all = 0;
    {
        Reset const reset_free(free_pages_);
        Reset const reset_all(pages_);
        if (!free_pages_.step()) return connection_.error();
        free = free_pages_.number(0);
        if (free <= free_pages_kept) return {};
        if (!pages_.step()) return connection_.error();
        all = pages_.number(0);
    }
    if (free <= all / free_pages_kept_share) return {};
    return finish(vacuum_);
}

}  // namespace keelson::sqlite
