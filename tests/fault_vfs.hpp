#ifndef KEELSON_TESTS_FAULT_VFS_HPP
#define KEELSON_TESTS_FAULT_VFS_HPP

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace keelson::tests {

enum class FileOp : unsigned { read = 1, write = 2, sync = 4, truncate = 8 };

constexpr unsigned operator|(FileOp a, FileOp b) { return static_cast<unsigned>(a) | static_cast<unsigned>(b); }
constexpr unsigned operator|(unsigned a, FileOp b) { return a | static_cast<unsigned>(b); }
constexpr unsigned any_op = FileOp::read | FileOp::write | FileOp::sync | FileOp::truncate;

/// What goes wrong.
struct Fault {
    unsigned ops = 0;           ///< the FileOps that count and are struck
    long at = 0;                ///< the one that is struck, from 1; 0: none
    bool from_then_on = false;  ///< all later ones of these as well
    bool power_cut = false;     ///< from then on nothing works, until `restore_power`
    bool full = false;          ///< a write is refused for want of space
    bool only_main_file = false;
};

/// SQLite's usual file system with faults, and with a memory of what a power cut would leave: what was
/// synced, and of what was not, any part. As on Linux, what a failed sync was about is lost even if a
/// later sync succeeds, and whoever else has the file open is told by his next sync.
class FaultVfs {
public:
    explicit FaultVfs(std::string name) : name_(std::move(name)), real_(sqlite3_vfs_find(nullptr)) {
        vfs_ = *real_;
        vfs_.iVersion = 1;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.zName = name_.c_str();
        vfs_.pAppData = this;
        vfs_.xOpen = &FaultVfs::open;
        vfs_.xDelete = &FaultVfs::remove;
        vfs_.xAccess = [](sqlite3_vfs* vfs, char const* path, int flags, int* out) {
            return self(vfs).real_->xAccess(self(vfs).real_, path, flags, out);
        };
        vfs_.xFullPathname = [](sqlite3_vfs* vfs, char const* path, int size, char* out) {
            return self(vfs).real_->xFullPathname(self(vfs).real_, path, size, out);
        };
        fill_methods();
        sqlite3_vfs_register(&vfs_, 0);
    }
    ~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }
    FaultVfs(FaultVfs const&) = delete;
    FaultVfs& operator=(FaultVfs const&) = delete;

    [[nodiscard]] std::string const& name() const { return name_; }

    /// Counts from one again.
    void set(Fault const& fault) {
        std::lock_guard const lock(mutex_);
        fault_ = fault;
        count_ = 0;
        struck_ = false;
    }
    [[nodiscard]] bool struck() const {
        std::lock_guard const lock(mutex_);
        return struck_;
    }

    void cut_power() {
        std::lock_guard const lock(mutex_);
        dead_ = true;
    }

    /// When all files have been closed: leaves on the disk what was synced, and of the rest what chance leaves.
    void restore_power(std::uint64_t seed) {
        std::lock_guard const lock(mutex_);
        std::mt19937_64 random(seed);
        for (auto& [path, image] : images_) {
            for (auto const& change : image.pending) {
                auto part = change;
                if (random() % 3 == 0) continue;
                if (random() % 3 == 0) part.bytes.resize(random() % (part.bytes.size() + 1));
                part.apply(image.durable);
            }
            std::ofstream(path, std::ios::binary | std::ios::trunc)
                .write(image.durable.data(), static_cast<std::streamsize>(image.durable.size()));
        }
        images_.clear();
        fault_ = {};
        dead_ = false;
    }

    /// When all files have been closed after a power cut: it was only the process that died, and the
    /// system still has what it wrote.
    void restart() {
        std::lock_guard const lock(mutex_);
        fault_ = {};
        dead_ = false;
    }

    /// Takes what is on the disk now for durable.
    void forget() {
        std::lock_guard const lock(mutex_);
        images_.clear();
    }

private:
    struct Pending {
        bool truncates = false;
        std::size_t offset = 0;
        std::string bytes;

        void apply(std::vector<char>& content) const {
            if (truncates) return content.resize(offset);
            if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
            std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
        }
    };
    struct Image {
        std::vector<char> durable;
        std::vector<Pending> pending;
        long failed_syncs = 0;
    };
    struct File {
        sqlite3_file base;
        FaultVfs* vfs;
        char const* path;
        bool is_main;
        long failed_syncs_seen;

        [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };

    static FaultVfs& self(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }
    static File& file(sqlite3_file* base) { return *reinterpret_cast<File*>(base); }
    static sqlite3_file* real(sqlite3_file* base) { return file(base).real(); }

    /// Whether this operation is to fail. Under the mutex.
    bool strike(File const& target, FileOp op) {
        if (dead_) return true;
        if ((fault_.ops & static_cast<unsigned>(op)) == 0 || (fault_.only_main_file && !target.is_main)) return false;
        ++count_;
        if (fault_.at == 0 || count_ < fault_.at || (count_ > fault_.at && !fault_.from_then_on)) return false;
        struck_ = true;
        dead_ = fault_.power_cut;
        return true;
    }

    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* base, int flags, int* out) {
        auto& me = self(vfs);
        auto& opened = file(base);
        opened = {{nullptr}, &me, path, (flags & SQLITE_OPEN_MAIN_DB) != 0, 0};
        std::lock_guard const lock(me.mutex_);
        if (me.dead_) return SQLITE_IOERR;
        if (path && me.images_.count(path) == 0) {
            std::ifstream in(path, std::ios::binary);
            me.images_[path].durable.assign(std::istreambuf_iterator<char>(in), {});
        }
        if (path) opened.failed_syncs_seen = me.images_[path].failed_syncs;
        auto const code = me.real_->xOpen(me.real_, path, opened.real(), flags, out);
        if (code == SQLITE_OK) opened.base.pMethods = &me.methods_;
        return code;
    }

    static int remove(sqlite3_vfs* vfs, char const* path, int sync_folder) {
        auto& me = self(vfs);
        std::lock_guard const lock(me.mutex_);
        if (me.dead_) return SQLITE_IOERR_DELETE;
        me.images_.erase(path);
        return me.real_->xDelete(me.real_, path, sync_folder);
    }

    static int read(sqlite3_file* base, void* out, int size, sqlite3_int64 offset) {
        auto& me = *file(base).vfs;
        std::lock_guard const lock(me.mutex_);
        if (me.strike(file(base), FileOp::read)) return SQLITE_IOERR_READ;
        return real(base)->pMethods->xRead(real(base), out, size, offset);
    }

    static int write(sqlite3_file* base, void const* data, int size, sqlite3_int64 offset) {
        auto& me = *file(base).vfs;
        std::lock_guard const lock(me.mutex_);
        if (me.strike(file(base), FileOp::write)) {
            // A failed write may have got half way.
            if (!me.dead_ && !me.fault_.full) me.put(base, data, size / 2, offset);
            return me.fault_.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        }
        return me.put(base, data, size, offset);
    }

    int put(sqlite3_file* base, void const* data, int size, sqlite3_int64 offset) {
        auto const bytes = std::string(static_cast<char const*>(data), static_cast<std::size_t>(size));
        if (file(base).path)
            images_[file(base).path].pending.push_back({false, static_cast<std::size_t>(offset), bytes});
        return real(base)->pMethods->xWrite(real(base), data, size, offset);
    }

    static int truncate(sqlite3_file* base, sqlite3_int64 size) {
        auto& me = *file(base).vfs;
        std::lock_guard const lock(me.mutex_);
        if (me.strike(file(base), FileOp::truncate)) return SQLITE_IOERR_TRUNCATE;
        if (file(base).path) me.images_[file(base).path].pending.push_back({true, static_cast<std::size_t>(size), {}});
        return real(base)->pMethods->xTruncate(real(base), size);
    }

    static int sync(sqlite3_file* base, int) {
        auto& me = *file(base).vfs;
        std::lock_guard const lock(me.mutex_);
        auto const failed = me.strike(file(base), FileOp::sync);
        // With the power off nothing changes any more; chance decides about the rest when it is back.
        if (me.dead_) return SQLITE_IOERR_FSYNC;
        if (!file(base).path) return failed ? SQLITE_IOERR_FSYNC : SQLITE_OK;
        auto& image = me.images_[file(base).path];
        if (failed)
            ++image.failed_syncs;
        else
            for (auto const& change : image.pending) change.apply(image.durable);
        image.pending.clear();
        auto const told_before = std::exchange(file(base).failed_syncs_seen, image.failed_syncs) == image.failed_syncs;
        return told_before ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }

    void fill_methods() {
        methods_.iVersion = 2;
        methods_.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
        methods_.xRead = &FaultVfs::read;
        methods_.xWrite = &FaultVfs::write;
        methods_.xTruncate = &FaultVfs::truncate;
        methods_.xSync = &FaultVfs::sync;
        methods_.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
            return real(f)->pMethods->xFileSize(real(f), size);
        };
        methods_.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
        methods_.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
        methods_.xCheckReservedLock = [](sqlite3_file* f, int* out) {
            return real(f)->pMethods->xCheckReservedLock(real(f), out);
        };
        methods_.xFileControl = [](sqlite3_file* f, int op, void* arg) {
            return real(f)->pMethods->xFileControl(real(f), op, arg);
        };
        methods_.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
        methods_.xDeviceCharacteristics = [](sqlite3_file* f) {
            return real(f)->pMethods->xDeviceCharacteristics(real(f));
        };
        methods_.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        };
        methods_.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
            return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
        };
        methods_.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
        methods_.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
    }

    std::string name_;
    sqlite3_vfs* real_;
    sqlite3_vfs vfs_{};
    sqlite3_io_methods methods_{};

    mutable std::mutex mutex_;
    Fault fault_;
    long count_ = 0;
    bool struck_ = false;
    bool dead_ = false;
    std::map<std::string, Image> images_;
};

}  // namespace keelson::tests

#endif
