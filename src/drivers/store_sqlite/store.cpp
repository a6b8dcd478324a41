#include "drivers/store_sqlite/store.hpp"

#include "drivers/store_sqlite/database.hpp"
#include "drivers/store_sqlite/lock_file.hpp"

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

    Result<> open(bool must_rewrite) {
        checkpointer_.reset();
        database_.reset();
        auto database = Database::open(path_, tuning_.vfs, options_, tuning_.schema, must_rewrite);
        if (!database) return database.error();
        database_ = std::move(*database);
        checkpointer_ = std::make_unique<Checkpointer>(path_, tuning_.vfs, tuning_.checkpoints);
        return {};
    }

    Result<Revision> head() override {
        if (is_unknown_) {
            if (auto opened = open(true); !opened) return opened.error();
            is_unknown_ = false;
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
        auto done = write([&] { return database_->commit(writes); });
        is_unknown_ = !done;
        return done;
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
        // Unlike a commit this leaves nothing in doubt, if the file can be read.
        is_unknown_ = !open(true);
        if (!is_unknown_ && through <= database_->state().horizon()) return {};
        return done;
    }

private:
    [[nodiscard]] Error unknown() const {
        return {Errc::unavailable, "a write has failed; what the file holds is not known until its head is read anew",
                path_};
    }

    template <class Work>
    Result<> write(Work work) {
        if (auto begun = checkpointer_->begin_commit(); !begun) return begun;
        auto done = work();
        checkpointer_->end_commit(database_->wal_frames());
        return done;
    }

    std::string const path_;
    LockFile lock_;
    SqliteOptions const options_;
    Tuning const tuning_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Checkpointer> checkpointer_;
    bool is_unknown_ = false;  ///< a write has failed, and the file has not been opened again since
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
    if (auto opened = store->open(false); !opened) return opened.error();
    return std::shared_ptr<Store>(std::move(store));
}

}  // namespace sqlite

Result<std::shared_ptr<Store>> sqlite_store(std::string path, SqliteOptions options) {
    return sqlite::open_store(path, options, {});
}

}  // namespace keelson
