#ifndef KEELSON_DRIVERS_STORE_SQLITE_CHECKPOINTER_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_CHECKPOINTER_HPP

#include "drivers/store_sqlite/connection.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace keelson::sqlite {

/// Sizes of the WAL, in frames of one page each.
struct CheckpointLimits {
    std::size_t start = 1'000;    ///< written back from here on, beside the commits
    std::size_t restart = 4'000;  ///< one commit waits for the rest to be written back, and the WAL starts over
    std::size_t wait = 16'000;    ///< commits wait for a checkpoint, and fail if it does
};

/// Writes the WAL back into the file, off the commit path, on a thread and a connection of its own. The
/// thread starts when the WAL first grows to `CheckpointLimits::start`.
///
/// Commits that follow each other closely would never let a checkpoint catch up, so it does most of the work
/// beside them and then holds the next one back for the small rest. Only somebody who reads the file for long (a
/// backup) can keep the WAL growing.
///
/// Threading: `begin_commit` and `end_commit` are called by one thread, in turn.
class Checkpointer {
public:
    Checkpointer(std::string path, std::string vfs, CheckpointLimits limits);
    ~Checkpointer();
    Checkpointer(Checkpointer const&) = delete;
    Checkpointer& operator=(Checkpointer const&) = delete;

    /// Fails when the WAL is at its bound and cannot be written back, or once `is_broken()`; then no commit has begun.
    Result<> begin_commit();
    /// `frames`: how many the WAL has now.
    void end_commit(std::size_t frames);

    /// Whether writing back has failed in a way that may have lost what SQLite takes for written: it does
    /// not sync the file until all frames are in it, so a sync that fails is about earlier rounds too. From
    /// here on only the WAL is good. It must not start over, and the file be made from it anew.
    [[nodiscard]] bool is_broken();

private:
    using Lock = std::unique_lock<std::mutex>;
    struct Progress {
        std::size_t frames = 0;
        std::size_t written_back = 0;
    };

    Result<> ask();
    void run();
    void pass(Lock& lock);
    bool write_back(Lock& lock, Progress& progress);
    void write_back_alone(Lock& lock, Progress& progress);
    Result<Progress> checkpoint();

    std::string const path_;
    std::string const vfs_;
    CheckpointLimits const limits_;
    Connection connection_;  ///< the thread's own
    int last_code_ = 0;      ///< what SQLite said to the last checkpoint; the thread's own

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t frames_ = 0;
    std::size_t due_;       ///< frames at which the next pass is asked for
    std::size_t hold_due_;  ///< frames at which commits wait for it
    std::size_t asked_ = 0;
    std::size_t answered_ = 0;
    bool committing_ = false;
    bool holding_ = false;
    bool stopping_ = false;
    bool broken_ = false;
    std::optional<Error> failure_;  ///< of the last pass
    std::thread thread_;
};

}  // namespace keelson::sqlite

#endif
