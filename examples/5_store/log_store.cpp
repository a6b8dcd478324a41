#include "log_store.hpp"

#include <keelson/store/checks.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace keelson;

namespace {

constexpr std::size_t log_entries_min = 10'000, log_entries_max = 30'000;

Error failure(std::string const& what, std::string const& path) {
    return {Errc::unavailable, "cannot " + what + " " + path + ": " + std::strerror(errno), path};
}

std::uint32_t crc32(std::string_view bytes) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            auto value = i;
            for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t sum = ~0U;
    for (unsigned char const byte : bytes) sum = table[(sum ^ byte) & 0xFF] ^ (sum >> 8);
    return ~sum;
}

void put(std::string& to, std::uint64_t number) {
    for (int i = 0; i < 8; ++i) to += static_cast<char>(number >> (8 * i));
}
void put(std::string& to, std::string_view text) {
    put(to, text.size());
    to += text;
}
/// Reads what put() wrote. Frames are checked before they are read, so that no bounds are.
std::uint64_t take_number(std::string_view& from) {
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i)
        number |= std::uint64_t{static_cast<unsigned char>(from[static_cast<std::size_t>(i)])} << (8 * i);
    from.remove_prefix(8);
    return number;
}
std::string take_text(std::string_view& from) {
    auto const size = take_number(from);
    std::string text(from.substr(0, size));
    from.remove_prefix(size);
    return text;
}

// A frame is its length, the checksum of its content, the checksum of these two, and its content.
constexpr std::size_t header_bytes = 24;

std::string frame(std::string const& content) {
    std::string made;
    put(made, content.size());
    put(made, crc32(content));
    put(made, crc32(made));
    return made + content;
}

/// A file descriptor.
class File {
public:
    explicit File(int fd = -1) : fd_(fd) {}
    File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

    [[nodiscard]] bool append(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

private:
    int fd_;
};

using Value = std::shared_ptr<std::string const>;
struct Live {
    Value value;
    Revision revision = 0;
};
struct Entry {
    std::string key;
    Value value;  ///< null: the key was removed
    Revision previous = 0;
    bool ends_plan = true;
};
using Keys = std::map<std::string, Live, std::less<>>;

class LogStore final : public Store {
public:
    explicit LogStore(std::string path) : path_(std::move(path)) {}

    Result<> open() {
        file_ = File(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        if (!file_) return failure("open", path_);
        if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0)
            return Error(Errc::conflict, path_ + " is in use by another engine", path_);
        sync_folder();
        return read();
    }

    Result<Revision> head() override {
        if (!doubtful_) return head_;
        if (auto const again = read(); !again) return again.error();
        return head_;
    }

    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        std::vector<Record> records;
        auto it = after < prefix ? live_.lower_bound(prefix) : live_.upper_bound(after);
        for (; it != live_.end() && records.size() < limit && it->first.starts_with(prefix); ++it)
            records.push_back({it->first, *it->second.value, it->second.revision});
        return records;
    }

    Result<> commit(Revision first, std::span<Write const> writes) override {
        if (doubtful_) return Error(Errc::unavailable, "a commit before this one failed; ask for the head first");
        if (auto checked = check_commit(limits(), head_, first, writes); !checked) return checked;
        if (writes.empty()) return {};
        std::string content;
        put(content, first);
        for (auto const& write : writes) {
            put(content, (write.value ? 1U : 0U) | (write.ends_plan ? 2U : 0U));
            put(content, write.key);
            if (write.value) put(content, *write.value);
        }
        if (!file_.append(frame(content)) || ::fdatasync(file_.get()) != 0) {
            doubtful_ = true;
            return failure("write", path_);
        }
        add_commit(content);
        // A failure leaves a longer log, and nothing else.
        if (log_.size() > log_entries_max + 2 * live_.size()) (void)compact(head_ - log_entries_min);
        return {};
    }

    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        if (auto checked = check_log(horizon_, head_, after); !checked) return checked.error();
        std::vector<LogEntry> entries;
        for (auto i = after - horizon_; i < log_.size() && entries.size() < limit; ++i) {
            auto const& entry = log_[i];
            auto& copy = entries.emplace_back();
            copy = {horizon_ + i + 1, entry.key, {}, entry.previous, entry.ends_plan};
            if (entry.value) copy.value = *entry.value;
        }
        return entries;
    }

    /// The new file begins with what was live at the horizon and goes on with the log after it.
    Result<> compact(Revision through) override {
        if (auto checked = check_compact(head_, through); !checked) return checked;
        if (through <= horizon_) return {};
        auto base = base_;
        auto const gone = static_cast<std::ptrdiff_t>(through - horizon_);
        for (std::ptrdiff_t i = 0; i < gone; ++i)
            apply(base, log_[static_cast<std::size_t>(i)], horizon_ + static_cast<Revision>(i) + 1);
        std::string content;
        put(content, through);
        for (auto const& [key, live] : base) {
            put(content, live.revision);
            put(content, key);
            put(content, *live.value);
        }
        auto bytes = frame(content);
        auto revision = through;
        for (auto entry = log_.begin() + gone; entry != log_.end(); ++entry) {
            content.clear();
            put(content, ++revision);
            put(content, (entry->value ? 1U : 0U) | (entry->ends_plan ? 2U : 0U));
            put(content, entry->key);
            if (entry->value) put(content, *entry->value);
            bytes += frame(content);
        }
        if (auto replaced = replace(bytes); !replaced) return replaced;
        base_ = std::move(base);
        log_.erase(log_.begin(), log_.begin() + gone);
        horizon_ = through;
        return {};
    }

private:
    static void apply(Keys& keys, Entry const& entry, Revision revision) {
        if (entry.value) {
            keys[entry.key] = {entry.value, revision};
        } else {
            keys.erase(entry.key);
        }
    }

    /// The first frame of a file: its horizon and what was live then.
    void add_base(std::string_view content) {
        head_ = horizon_ = take_number(content);
        while (!content.empty()) {
            auto const revision = take_number(content);
            auto key = take_text(content);
            base_[std::move(key)] = {std::make_shared<std::string const>(take_text(content)), revision};
        }
        live_ = base_;
    }

    void add_commit(std::string_view content) {
        head_ = take_number(content) - 1;
        while (!content.empty()) {
            auto const flags = take_number(content);
            auto& entry = log_.emplace_back();
            entry.key = take_text(content);
            if ((flags & 1) != 0) entry.value = std::make_shared<std::string const>(take_text(content));
            entry.ends_plan = (flags & 2) != 0;
            auto const held = live_.find(entry.key);
            if (held != live_.end()) entry.previous = held->second.revision;
            apply(live_, entry, ++head_);
        }
    }

    /// Reads the file as a new process would.
    Result<> read() {
        std::string bytes;
        if (auto const loaded = load(bytes); !loaded) return loaded;
        base_.clear();
        live_.clear();
        log_.clear();
        head_ = horizon_ = 0;
        std::string_view rest = bytes;
        bool first = true;
        while (rest.size() >= header_bytes) {
            auto header = rest;
            auto const size = take_number(header), sum = take_number(header), header_sum = take_number(header);
            // The end of a file that a crash left is a header or a content that is not all there, or zeros.
            bool const whole = header_sum == crc32(rest.substr(0, 16)) && size <= rest.size() - header_bytes;
            auto const content = rest.substr(header_bytes, whole ? size : 0);
            if (!whole || sum != crc32(content)) {
                if (whole && rest.size() > header_bytes + size)
                    return Error(Errc::invalid,
                                 path_ + " is damaged at byte " + std::to_string(bytes.size() - rest.size()), path_);
                break;
            }
            if (std::exchange(first, false)) {
                add_base(content);
            } else {
                add_commit(content);
            }
            rest.remove_prefix(header_bytes + size);
        }
        return cut_off(bytes.size() - rest.size(), first);
    }

    Result<> load(std::string& bytes) const {
        struct stat facts {};
        if (::fstat(file_.get(), &facts) != 0) return failure("read", path_);
        bytes.resize(static_cast<std::size_t>(facts.st_size));
        for (std::size_t done = 0; done < bytes.size();) {
            auto const got = ::pread(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return failure("read", path_);
            done += static_cast<std::size_t>(got);
        }
        return {};
    }

    /// Ends the file after its last whole frame, and begins an empty one. What was read is durable afterwards.
    Result<> cut_off(std::size_t size, bool empty) {
        std::string content;
        put(content, 0);
        if (::ftruncate(file_.get(), static_cast<off_t>(size)) != 0 || (empty && !file_.append(frame(content))) ||
            ::fsync(file_.get()) != 0)
            return failure("write", path_);
        doubtful_ = false;
        return {};
    }

    /// Puts a file with this content in the place of the present one.
    Result<> replace(std::string_view bytes) {
        auto const other = path_ + ".new";
        File made(::open(other.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
        if (!made || ::flock(made.get(), LOCK_EX | LOCK_NB) != 0 || !made.append(bytes) || ::fsync(made.get()) != 0 ||
            ::rename(other.c_str(), path_.c_str()) != 0)
            return failure("write", other);
        file_ = std::move(made);
        sync_folder();
        return {};
    }

    /// Makes the file's name durable.
    void sync_folder() const {
        auto const folder = std::filesystem::absolute(path_).parent_path();
        File const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (opened) ::fsync(opened.get());
    }

    std::string path_;
    File file_;
    bool doubtful_ = false;  ///< a commit failed: the file is to be read again
    Revision head_ = 0;
    Revision horizon_ = 0;   ///< the log holds the revisions after this one
    Keys base_;              ///< what was live at the horizon
    std::deque<Entry> log_;  ///< of the revisions horizon_ + 1 to head_
    Keys live_;
};

}  // namespace

Result<std::shared_ptr<Store>> log_store(std::string path) {
    auto store = std::make_shared<LogStore>(std::move(path));
    if (auto const opened = store->open(); !opened) return opened.error();
    return std::shared_ptr<Store>(std::move(store));
}
