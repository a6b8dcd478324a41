#include "drivers/store_sqlite/checkpointer.hpp"

#include "core/quiet_thread.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace keelson::sqlite {
namespace {

// What is left to write back while a commit waits: about a megabyte.
constexpr std::size_t small_rest = 256;
constexpr int rounds_max = 4;

}  // namespace

Checkpointer::Checkpointer(std::string path, std::string vfs, CheckpointLimits limits)
    : path_(std::move(path)), vfs_(std::move(vfs)), limits_(limits), due_(limits.start), hold_due_(limits.wait) {}

Checkpointer::~Checkpointer() {
    {
        Lock const lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<> Checkpointer::begin_commit() {
    Lock lock(mutex_);
    auto const beyond = [this] { return failure_ && (broken_ || frames_ >= limits_.wait); };
    if (!broken_ && (frames_ >= hold_due_ || beyond())) {
        if (auto asked = ask(); !asked) return asked;
        auto const mine = asked_;
        changed_.wait(lock, [&] { return answered_ >= mine; });
    }
    changed_.wait(lock, [this] { return !holding_; });
    if (beyond()) return Error(*failure_).wrap("the write-ahead log cannot be written back");
    committing_ = true;
    return {};
}

void Checkpointer::end_commit(std::size_t frames) {
    Lock const lock(mutex_);
    committing_ = false;
    if (frames < frames_) {
        due_ = limits_.start;
        hold_due_ = limits_.wait;
    }
    frames_ = frames;
    // That the thread cannot be started is told to the commit that would have to wait for it.
    if (frames_ >= due_) (void)ask();
    changed_.notify_all();
}

bool Checkpointer::is_broken() {
    Lock const lock(mutex_);
    return broken_;
}

Result<> Checkpointer::ask() {
    if (!thread_.joinable()) {
        try {
            thread_ = quiet_thread([this] { run(); });
        } catch (std::system_error const& error) {
            return Error(Errc::unavailable, std::string("no thread for checkpoints: ") + error.what(), path_);
        }
    }
    ++asked_;
    changed_.notify_all();
    return {};
}

void Checkpointer::run() {
    Lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || asked_ > answered_; });
        if (stopping_) break;
        auto const now = asked_;
        pass(lock);
        due_ = frames_ + limits_.start;
        // A WAL that a reader keeps from starting over is not worth a wait at every commit.
        if (!failure_) hold_due_ = std::max(limits_.wait, frames_ + limits_.wait / 4);
        answered_ = now;
        changed_.notify_all();
    }
    connection_.close();
}

void Checkpointer::pass(Lock& lock) {
    if (broken_) return;
    Progress progress;
    for (int round = 0; round < rounds_max && !stopping_; ++round) {
        if (!write_back(lock, progress)) return;
        if (progress.frames - progress.written_back <= small_rest) break;
    }
    if (frames_ < limits_.restart || stopping_) return;
    // A commit that is under way goes on at the end of the WAL; only the next one can start it over.
    auto const complete = frames_ == progress.frames && progress.written_back == progress.frames;
    if (complete && !committing_) return;
    write_back_alone(lock, progress);
}

bool Checkpointer::write_back(Lock& lock, Progress& progress) {
    if (broken_) return false;
    lock.unlock();
    auto result = checkpoint();
    lock.lock();
    if (!result) {
        failure_ = result.error();
        broken_ = (last_code_ & 0xff) == SQLITE_IOERR;
        return false;
    }
    failure_.reset();
    progress = *result;
    return true;
}

void Checkpointer::write_back_alone(Lock& lock, Progress& progress) {
    holding_ = true;
    changed_.wait(lock, [this] { return !committing_; });
    write_back(lock, progress);
    holding_ = false;
    changed_.notify_all();
}

Result<Checkpointer::Progress> Checkpointer::checkpoint() {
    last_code_ = SQLITE_OK;
    if (!connection_.is_open()) {
        auto opened = Connection::open(path_, Access::write, vfs_);
        if (!opened) return opened.error();
        if (auto set = opened->run("PRAGMA synchronous=FULL; PRAGMA cache_size=-64"); !set) return set.error();
        connection_ = std::move(*opened);
    }
    int frames = 0;
    int written_back = 0;
    last_code_ =
        sqlite3_wal_checkpoint_v2(connection_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &written_back);
    if (last_code_ != SQLITE_OK && (last_code_ & 0xff) != SQLITE_BUSY) {
        auto error = connection_.error(last_code_);
        // What the connection holds of the file may be stale now.
        connection_.close();
        return error;
    }
    return Progress{static_cast<std::size_t>(std::max(frames, 0)), static_cast<std::size_t>(std::max(written_back, 0))};
}

}  // namespace keelson::sqlite
