#ifndef KEELSON_DRIVERS_STORE_SQLITE_DATABASE_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_DATABASE_HPP

#include "drivers/store_sqlite/connection.hpp"

#include <keelson/store/store.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::sqlite {

/// The one row of `state`.
struct State {
    Revision head = 0;
    Revision trimmed = 0;    ///< through here, rows are in the log only if they are live
    Revision compacted = 0;  ///< through here, the log has been given up; its rows are trimmed little by little
    std::uint64_t superseded_entries = 0;  ///< after `trimmed`; removals count
    std::uint64_t superseded_bytes = 0;    ///< of their keys and values

    [[nodiscard]] Revision horizon() const noexcept { return trimmed > compacted ? trimmed : compacted; }
};

/// An open store file: its statements and a copy of its state, valid as long as nothing has failed to be written.
/// Threading: one call at a time.
class Database {
public:
    /// Opens a file that `prepare_file` has made ready.
    static Result<std::unique_ptr<Database>> open(std::string const& path, std::string const& vfs,
                                                  SqliteOptions const& options);

    /// To be said before the object goes when a write or a checkpoint has failed: the WAL is then all that is
    /// known to be good, and is left for `prepare_file`.
    void keep_wal() noexcept;

    [[nodiscard]] State const& state() const noexcept { return state_; }
    /// How many frames the WAL had after the last commit.
    [[nodiscard]] std::size_t wal_frames() const noexcept { return wal_frames_; }

    Result<> load_state();
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit);
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit);
    /// The caller has checked the writes. After a failure the object is to be thrown away.
    Result<> commit(std::span<Write const> writes);
    Result<> compact(Revision through);

private:
    struct Held {
        Revision revision = 0;  ///< 0: nothing
        std::uint64_t bytes = 0;
    };
    struct Candidate {
        Revision revision = 0;
        std::uint64_t bytes = 0;
        bool live = false;
    };

    Database(Connection connection, SqliteOptions const& options)
        : connection_(std::move(connection)), options_(options) {}

    Result<> prepare_connection();
    Result<> prepare_statements();
    Result<> check_state();
    Result<> write_all(State& next, std::span<Write const> writes);
    Result<> write(State& next, Write const& write);
    Result<Held> find_live(std::string_view key);
    Result<> supersede(State& next, Held const& held);
    Result<> trim(State& next, std::size_t budget);
    [[nodiscard]] std::size_t trim_rows_at_once(State const& state) const noexcept;
    Result<std::vector<Candidate>> oldest(Revision after, std::size_t limit);
    Result<> trim_row(State& next, Candidate const& row);
    Result<> give_back_space();
    Result<> save(State const& next);
    Result<> finish(Statement& statement);
    template <class Work>
    Result<> transact(Work work);

    [[nodiscard]] bool is_over(State const& state) const noexcept {
        return state.trimmed < state.compacted || state.superseded_entries > options_.log_entries_max ||
               state.superseded_bytes > options_.log_bytes_max;
    }

    Connection connection_;  // before the statements, which must go first
    SqliteOptions options_;
    State state_;
    std::size_t wal_frames_ = 0;

    Statement begin_, commit_, rollback_;
    Statement load_, save_;
    Statement list_, list_to_, log_;
    Statement find_live_, put_live_, remove_live_;
    Statement append_, remove_row_, oldest_;
    Statement free_pages_, pages_, vacuum_;
};

}  // namespace keelson::sqlite

#endif
