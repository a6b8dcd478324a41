#ifndef KEELSON_DRIVERS_STORE_SQLITE_LOCK_FILE_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_LOCK_FILE_HPP

#include <keelson/core/error.hpp>

#include <string>

namespace keelson::sqlite {

/// One engine at a time: a lock on `PATH.lock`, in which the holder leaves its process id and name.
/// It ends with the object or the process, whichever is first, and counts between two opens of one
/// process as well.
class LockFile {
public:
    /// Fails with `conflict`, naming the holder, when the lock is taken.
    static Result<LockFile> take(std::string const& store_path);

    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;
    ~LockFile();

private:
    LockFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

    std::string path_;
    int descriptor_ = -1;
};

}  // namespace keelson::sqlite

#endif
