#include <keelson/http.hpp>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <utility>

namespace keelson {
namespace {

/// More than this never waits to be written: who has one more line waits for the disk.
constexpr std::size_t waiting_bytes_max = 16 * 1024 * 1024;

class AuditFile {
public:
    AuditFile(int file, std::function<void(Error)> failed)
        : file_(file), failed_(std::move(failed)), thread_([this] { run(); }) {}
    ~AuditFile() {
        {
            std::lock_guard const lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        thread_.join();
        ::close(file_);
    }
    AuditFile(AuditFile const&) = delete;
    AuditFile& operator=(AuditFile const&) = delete;

    void add(std::string_view line) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() < waiting_bytes_max; });
        if (waiting_.empty()) changed_.notify_all();
        waiting_ += line;
    }

private:
    void run() {
        std::string lines;
        for (std::unique_lock lock(mutex_);;) {
            changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
            if (waiting_.empty()) return;
            lines.clear();
            std::swap(lines, waiting_);
            lock.unlock();
            changed_.notify_all();
            write(lines);
            lock.lock();
        }
    }
    void write(std::string_view lines) {
        while (!lines.empty()) {
            auto const count = ::write(file_, lines.data(), lines.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) {
                // Told once, until it can be written again.
                if (!std::exchange(broken_, true) && failed_)
                    failed_(Error(Errc::unavailable, "the audit log can't be written, lines are lost: " +
                                                         std::string(std::strerror(errno))));
                return;
            }
            lines.remove_prefix(static_cast<std::size_t>(count));
        }
        broken_ = false;
    }

    int file_;
    std::function<void(Error)> failed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    bool ended_ = false;
    bool broken_ = false;  // of the thread
    std::thread thread_;
};

}  // namespace

Result<AuditSink> audit_file(std::string const& path, std::function<void(Error)> failed) {
    auto const file = path == "-" ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                                  : ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return Error(Errc::unavailable, "the audit log " + path + " can't be opened: " + std::strerror(errno));
    return AuditSink(
        [log = std::make_shared<AuditFile>(file, std::move(failed))](std::string_view line) { log->add(line); });
}

}  // namespace keelson
