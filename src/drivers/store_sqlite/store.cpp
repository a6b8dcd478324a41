#include "drivers/store_sqlite/store.hpp"

#include "drivers/store_sqlite/database.hpp"
#include "drivers/store_sqlite/lock_file.hpp"
#include "drivers/store_sqlite/prepare_file.hpp"

#include <keelson/store/checks.hpp>

#include <filesystem>
#include <system_error>
#include <utility>

namespace keelson {
namespace sqlite {
namespace {

class SqliteStore final : public Store {
public:
    SqliteStore(std::string path, LockFile lock, SqliteOptions const& options, Tuning tuning)
        : path_(std::move(path)), lock_(std::move(lock)), options_(options), tuning_(std::move(tuning)) {}

    ~SqliteStore() override { close(); }
    SqliteStore(SqliteStore const&) = delete;
    SqliteStore& operator=(SqliteStore const&) = delete;

    Result<> open(Trust trust) {
        close();
        if (auto prepared = prepare_file(path_, tuning_.vfs, tuning_.schema, trust); !prepared) return prepared;
        auto database = Database::open(path_, tuning_.vfs, options_);
        if (!database) return database.error();
        database_ = std::move(*database);
        checkpointer_ = std::make_unique<Checkpointer>(path_, tuning_.vfs, tuning_.checkpoints);
        is_unknown_ = false;
        return {};
    }

    Result<Revision> head() override {
        if (is_unknown_) {
            if (auto opened = open(Trust::nothing); !opened) return opened.error();
        } else if (auto loaded = database_->load_state(); !loaded) {
            return loaded.error();
        }
        return database_->state().head;
    }

    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        if (is_unknown_) return unknown();
        return database_->list(prefix, after, limit);
    }

    Result<> commit(Revision first, std::span<Write const> writes) override {
        if (is_unknown_) return unknown();
        if (auto checked = check_commit(limits(), database_->state().head, first, writes); !checked) return checked;
        if (writes.empty()) return {};
        return write([&] { return database_->commit(writes); });
    }

    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        if (is_unknown_) return unknown();
        auto const& state = database_->state();
        if (auto checked = check_log(state.horizon(), state.head, after); !checked) return checked.error();
        return database_->log(after, limit);
    }

    Result<> compact(Revision through) override {
        if (is_unknown_) return unknown();
        auto const& state = database_->state();
        if (auto checked = check_compact(state.head, through); !checked) return checked;
        if (through <= state.horizon()) return {};
        auto done = write([&] { return database_->compact(through); });
        if (done) return done;
        // Unlike after a commit nothing is in doubt for the caller, if the file can be read.
        if (open(Trust::nothing) && through <= database_->state().horizon()) return {};
        return done;
    }

private:
    [[nodiscard]] Error unknown() const {
        return {Errc::unavailable, "a write has failed; what the file holds is not known until its head is read anew",
                path_};
    }

    template <class Work>
    Result<> write(Work work) {
        is_unknown_ = true;
        auto begun = checkpointer_->begin_commit();
        if (!begun && checkpointer_->is_broken()) begun = begin_anew();
        if (!begun) return begun;
        auto done = work();
        checkpointer_->end_commit(database_->wal_frames());
        is_unknown_ = !done;
        return done;
    }

    /// Makes the file from the WAL anew after writing back has failed. No write is in doubt yet: the store holds what
    /// it held, or something is very wrong.
    Result<> begin_anew() {
        auto const head = database_->state().head;
        if (auto opened = open(Trust::nothing); !opened) return opened;
        is_unknown_ = true;
        if (database_->state().head == head) return checkpointer_->begin_commit();
        return Error(Errc::internal,
                     "the file has lost writes: its head was " + std::to_string(head) + " and is " +
                         std::to_string(database_->state().head),
                     path_);
    }

    void close() {
        auto const keep_wal = is_unknown_ || (checkpointer_ && checkpointer_->is_broken());
        is_unknown_ = true;
        checkpointer_.reset();
        if (database_ && keep_wal) database_->keep_wal();
        database_.reset();
    }

    std::string const path_;
    LockFile lock_;
    SqliteOptions const options_;
    Tuning const tuning_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Checkpointer> checkpointer_;
    bool is_unknown_ = true;  ///< the file is not open, or a write has failed since it was opened
};

}  // namespace

Result<std::string> canonical_path(std::string const& path) {
    std::error_code failed;
    auto found = std::filesystem::weakly_canonical(std::filesystem::absolute(path, failed), failed);
    if (path.empty() || failed) {
        return Error(Errc::unavailable, path.empty() ? "the path is empty" : failed.message(), path);
    }
    return found.string();
}

Result<std::shared_ptr<Store>> open_store(std::string const& path, SqliteOptions const& options, Tuning const& tuning) {
    auto file = canonical_path(path);
    if (!file) return file.error();
    auto lock = LockFile::take(*file);
    if (!lock) return lock.error();
    auto store = std::make_shared<SqliteStore>(*file, std::move(*lock), options, tuning);
    if (auto opened = store->open(Trust::last_sync); !opened) return opened.error();
    return std::shared_ptr<Store>(std::move(store));
}

}  // namespace sqlite

Result<std::shared_ptr<Store>> sqlite_store(std::string path, SqliteOptions options) {
    return sqlite::open_store(path, options, {});
}

}  // namespace keelson
