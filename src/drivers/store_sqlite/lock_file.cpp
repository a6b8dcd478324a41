#include "drivers/store_sqlite/lock_file.hpp"

#include <array>
#include <cstring>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace keelson::sqlite {
namespace {

std::string holder(int descriptor) {
    std::array<char, 128> text{};
    auto const size = ::pread(descriptor, text.data(), text.size(), 0);
    auto line = std::string(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!line.empty() && line.back() == '\n') line.pop_back();
    auto const space = line.find(' ');
    if (line.empty() || space == std::string::npos) return "another process";
    return "process " + line.substr(0, space) + " (" + line.substr(space + 1) + ")";
}

/// Whether the path still names the locked file: a holder that leaves removes it.
bool is_current(int descriptor, std::string const& path) {
    struct stat locked {};
    struct stat named {};
    if (::fstat(descriptor, &locked) != 0 || ::stat(path.c_str(), &named) != 0) return false;
    return locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

void sign(int descriptor) {
    auto const line = std::to_string(::getpid()) + " " + program_invocation_short_name + "\n";
    // The text is for people: the lock holds without it.
    if (::ftruncate(descriptor, 0) != 0) return;
    [[maybe_unused]] auto const written = ::pwrite(descriptor, line.data(), line.size(), 0);
}

}  // namespace

Result<LockFile> LockFile::take(std::string const& store_path) {
    auto path = store_path + ".lock";
    for (;;) {
        auto const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0) {
            return Error(Errc::unavailable, std::string("its lock file cannot be opened: ") + std::strerror(errno),
                         path);
        }
        LockFile lock(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            auto const why = errno;
            auto const text = why == EWOULDBLOCK ? "it is open in " + holder(descriptor)
                                                 : std::string("it cannot be locked: ") + std::strerror(why);
            ::close(std::exchange(lock.descriptor_, -1));
            return Error(why == EWOULDBLOCK ? Errc::conflict : Errc::unavailable, text, store_path);
        }
        if (is_current(descriptor, path)) {
            sign(descriptor);
            return lock;
        }
        ::close(std::exchange(lock.descriptor_, -1));
    }
}

LockFile::LockFile(LockFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

LockFile::~LockFile() {
    if (descriptor_ < 0) return;
    // Before the lock is let go, so that nobody's but our own file is removed.
    ::unlink(path_.c_str());
    ::close(descriptor_);
}

}  // namespace keelson::sqlite
