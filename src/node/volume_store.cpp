#include "node/volume_store.hpp"

#include "core/quiet_thread.hpp"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace keelson {
namespace {

namespace fs = std::filesystem;

Error failed(std::string_view what, fs::path const& path, std::error_code const& code) {
    return {Errc::unavailable, std::string(what) + " " + path.string() + ": " + code.message()};
}
Error failed(std::string_view what, fs::path const& path) {
    return failed(what, path, std::error_code(errno, std::system_category()));
}

/// A hash of what a set of files is: the same files, the same directory, and nothing to be written.
std::string hash_of(std::vector<VolumeFile> const& files, std::optional<std::int64_t> group) {
    std::array<std::uint64_t, 2> hash{0xcbf29ce484222325ULL, 0x84222325cbf29ce4ULL};
    auto const add = [&hash](std::string_view text) {
        auto const length = std::to_string(text.size()) + ":";
        for (auto const part : {std::string_view(length), text}) {
            for (unsigned char const c : part) {
                for (auto& word : hash) word = (word ^ c) * 0x100000001b3ULL;
                hash[1] ^= hash[1] >> 29;
            }
        }
    };
    if (group) add(std::to_string(*group));
    for (auto const& file : files) {
        add(file.path);
        add(file.content);
        add(std::to_string(file.mode));
        add(file.user ? std::to_string(*file.user) : "");
    }
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(hash[0]),
                  static_cast<unsigned long long>(hash[1]));
    return text.data();
}

bool leaves(std::string const& path) {
    if (path.empty() || path.front() == '/') return true;
    for (auto const& part : fs::path(path)) {
        if (part == "..") return true;
    }
    return false;
}

Result<> write_file(fs::path const& path, VolumeFile const& file) {
    auto const descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return failed("write", path);
    std::string_view left = file.content;
    while (!left.empty()) {
        auto const wrote = ::write(descriptor, left.data(), left.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) {
            auto const error = failed("write", path);
            ::close(descriptor);
            return error;
        }
        left.remove_prefix(static_cast<std::size_t>(wrote));
    }
    // First whose it is: a change of that takes some modes away.
    auto const owner = file.user ? static_cast<uid_t>(*file.user) : static_cast<uid_t>(-1);
    auto const set = (!file.user || ::fchown(descriptor, owner, static_cast<gid_t>(-1)) == 0) &&
                     ::fchmod(descriptor, file.mode & 0777U) == 0;
    auto const error = set ? Result<>() : Result<>(failed("set the owner and mode of", path));
    ::close(descriptor);
    return error;
}

constexpr mode_t group_writes = 0660, group_reads = 0440, group_enters = 0110;

/// Gives one file or directory to a group, with what a kubelet lets the group do.
Result<> give_to_group(fs::path const& path, std::int64_t group, bool read_only) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return failed("look at", path);
    if (::lchown(path.c_str(), static_cast<uid_t>(-1), static_cast<gid_t>(group)) != 0)
        return failed("change the group of", path);
    if (S_ISLNK(status.st_mode)) return {};
    auto mode = (status.st_mode & 07777U) | (read_only ? group_reads : group_writes);
    if (S_ISDIR(status.st_mode)) mode |= S_ISGID | group_enters;
    if (::chmod(path.c_str(), mode) != 0) return failed("set the mode of", path);
    return {};
}

Result<> give_all_to_group(fs::path const& root, std::int64_t group, bool read_only) {
    std::error_code code;
    for (fs::recursive_directory_iterator at(root, code), end; !code && at != end; at.increment(code)) {
        if (auto const given = give_to_group(at->path(), group, read_only); !given) return given;
    }
    if (code) return failed("read", root, code);
    return give_to_group(root, group, read_only);
}

/// Whether a volume's directory looks as if all in it had been given to the group.
bool belongs_to_group(fs::path const& root, std::int64_t group) {
    struct stat status {};
    if (::stat(root.c_str(), &status) != 0) return false;
    auto const wanted = S_ISGID | group_writes | group_enters;
    return status.st_gid == static_cast<gid_t>(group) && (status.st_mode & wanted) == wanted;
}

/// What a tree takes on disk, without following links or leaving its file system.
std::uint64_t tree_bytes(fs::path const& root) {
    struct stat top {};
    if (::lstat(root.c_str(), &top) != 0) return 0;
    auto bytes = static_cast<std::uint64_t>(top.st_blocks) * 512;
    std::error_code code;
    for (fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, code), end;
         !code && at != end; at.increment(code)) {
        struct stat status {};
        if (::lstat(at->path().c_str(), &status) != 0) continue;
        if (status.st_dev != top.st_dev) {
            if (S_ISDIR(status.st_mode)) at.disable_recursion_pending();
            continue;
        }
        bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    return bytes;
}

Result<> put_link(fs::path const& target, fs::path const& link) {
    std::error_code code;
    if (fs::is_symlink(fs::symlink_status(link, code)) && fs::read_symlink(link, code) == target) return {};
    auto temporary = link;
    temporary += "..tmp";
    fs::remove(temporary, code);
    fs::create_symlink(target, temporary, code);
    if (code) return failed("make", temporary, code);
    fs::rename(temporary, link, code);
    if (code) return failed("make", link, code);
    return {};
}

/// The files under a directory of their own, `..data` leading to it, and a link through `..data` for each first
/// component of their paths. One rename changes all of them.
Result<> write_files(fs::path const& volume, VolumeContent const& content) {
    auto const& files = content.files;
    auto const generation = ".." + hash_of(files, content.group);
    std::error_code code;
    auto const current = fs::read_symlink(volume / "..data", code);
    std::set<std::string> names;
    for (auto const& file : files) {
        if (leaves(file.path)) return Error(Errc::invalid, "file path \"" + file.path + "\" leaves its volume");
        names.insert(fs::path(file.path).begin()->string());
    }
    if (current != generation) {
        auto const directory = volume / generation;
        fs::remove_all(directory, code);
        fs::create_directories(directory, code);
        if (code) return failed("make", directory, code);
        fs::permissions(directory, fs::perms(0755), code);
        for (auto const& file : files) {
            auto const path = directory / file.path;
            fs::create_directories(path.parent_path(), code);
            if (code) return failed("make", path.parent_path(), code);
            if (auto const wrote = write_file(path, file); !wrote) return wrote;
        }
        if (content.group) {
            if (auto const given = give_all_to_group(directory, *content.group, true); !given) return given;
        }
        if (auto const linked = put_link(generation, volume / "..data"); !linked) return linked;
    }
    for (auto const& name : names) {
        if (auto const linked = put_link(fs::path("..data") / name, volume / name); !linked) return linked;
    }
    // What an earlier set had and this one has not, and earlier generations.
    for (auto const& entry : fs::directory_iterator(volume, code)) {
        auto const name = entry.path().filename().string();
        if (name == "..data" || name == generation || names.contains(name)) continue;
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
    }
    return {};
}

/// Checks or makes a place on the host, as hostPath types ask for it.
Result<> check_path(VolumeContent const& volume) {
    std::error_code code;
    auto const& type = volume.path_type;
    fs::path const path = volume.path;
    if (!path.is_absolute()) return Error(Errc::invalid, "path \"" + volume.path + "\" is not absolute");
    if (type.empty()) return {};
    auto status = fs::status(path, code);
    if (type == "DirectoryOrCreate" && status.type() == fs::file_type::not_found) {
        fs::create_directories(path, code);
        if (code) return failed("make", path, code);
        fs::permissions(path, fs::perms(0755), code);
        return {};
    }
    if (type == "FileOrCreate" && status.type() == fs::file_type::not_found) {
        return write_file(path, {.path = {}, .content = {}, .mode = 0644});
    }
    struct Expected {
        std::string_view type;
        fs::file_type is;
        std::string_view words;
    };
    constexpr std::array expected{Expected{"Directory", fs::file_type::directory, "a directory"},
                                  Expected{"DirectoryOrCreate", fs::file_type::directory, "a directory"},
                                  Expected{"File", fs::file_type::regular, "a file"},
                                  Expected{"FileOrCreate", fs::file_type::regular, "a file"},
                                  Expected{"Socket", fs::file_type::socket, "a socket file"},
                                  Expected{"CharDevice", fs::file_type::character, "a character device"},
                                  Expected{"BlockDevice", fs::file_type::block, "a block device"}};
    for (auto const& one : expected) {
        if (one.type != type) continue;
        if (status.type() == one.is) return {};
        return Error(Errc::invalid, "hostPath type check failed: " + volume.path + " is not " + std::string(one.words));
    }
    return Error(Errc::invalid, "hostPath type \"" + type + "\" is not known");
}

class DiskVolumes final : public VolumeStore {
public:
    explicit DiskVolumes(std::string root) : root_(std::move(root)) {}
    ~DiskVolumes() override {
        {
            std::lock_guard const lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

    void prepare(std::string pod_uid, std::vector<VolumeContent> volumes,
                 Completion<std::vector<std::string>> done) override {
        post([this, pod_uid = std::move(pod_uid), volumes = std::move(volumes), done = std::move(done)] {
            std::vector<std::string> places;
            for (auto const& volume : volumes) {
                auto place = make(pod_uid, volume);
                if (!place) return done(Error(place.error()).wrap("volume \"" + volume.name + "\""));
                places.push_back(std::move(*place));
            }
            done(std::move(places));
        });
    }

    void make_sub_path(std::string volume_path, std::string sub_path, Completion<> done) override {
        post([volume_path = std::move(volume_path), sub_path = std::move(sub_path), done = std::move(done)] {
            std::error_code code;
            auto const wanted = fs::path(volume_path) / sub_path;
            if (!fs::exists(wanted, code)) {
                // The part that is there must not lead out of the volume, or the rest would be made elsewhere.
                auto const where = fs::weakly_canonical(wanted, code);
                if (code || !inside(volume_path, where)) return done(leaves_volume(sub_path));
                fs::create_directories(where, code);
                if (code) return done(failed("make", wanted, code));
            }
            if (!inside(volume_path, fs::canonical(wanted, code)) || code) return done(leaves_volume(sub_path));
            done({});
        });
    }

    void make_message_file(std::string pod_uid, std::string container, std::uint32_t attempt,
                           Completion<std::string> done) override {
        post([this, pod_uid = std::move(pod_uid), container = std::move(container), attempt, done = std::move(done)] {
            if (leaves(pod_uid) || leaves(container)) return done(Error(Errc::invalid, "not a name"));
            auto const folder = fs::path(root_) / "pods" / pod_uid / "containers" / container;
            std::error_code code;
            fs::create_directories(folder, code);
            if (code) return done(failed("make", folder, code));
            auto const path = folder / std::to_string(attempt);
            if (auto const wrote = write_file(path, {.path = {}, .content = {}, .mode = 0666}); !wrote)
                return done(wrote.error());
            if (attempt > 1) fs::remove(folder / std::to_string(attempt - 2), code);
            done(path.string());
        });
    }

    void usage(std::vector<std::string> directories, Completion<std::vector<std::uint64_t>> done) override {
        post([directories = std::move(directories), done = std::move(done)] {
            std::vector<std::uint64_t> bytes;
            for (auto const& directory : directories) bytes.push_back(tree_bytes(directory));
            done(std::move(bytes));
        });
    }

    void read_tail(std::string path, std::size_t bytes_max, Completion<std::string> done) override {
        post([path = std::move(path), bytes_max, done = std::move(done)] {
            auto const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
            if (descriptor < 0) return done(std::string());
            struct stat status {};
            std::string text;
            if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
                auto const size = static_cast<std::size_t>(status.st_size);
                auto const from = size > bytes_max ? size - bytes_max : 0;
                text.resize(size - from);
                auto const got = ::pread(descriptor, text.data(), text.size(), static_cast<off_t>(from));
                text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
            }
            ::close(descriptor);
            done(std::move(text));
        });
    }

    void write_log(std::string path, std::string bytes, bool anew, Completion<> done) override {
        post([this, path = std::move(path), bytes = std::move(bytes), anew, done = std::move(done)] {
            std::error_code code;
            if (!is_log(path)) return done(Error(Errc::invalid, path + " is not in a log directory"));
            fs::create_directories(fs::path(path).parent_path(), code);
            std::ofstream file(path, std::ios::binary | (anew ? std::ios::trunc : std::ios::app));
            if (!file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
                return done(failed("write", path, std::error_code(errno, std::generic_category())));
            done({});
        });
    }

    void remove_logs(std::string directory, Completion<> done) override {
        post([this, directory = std::move(directory), done = std::move(done)] {
            std::error_code code;
            if (!is_log(directory)) return done(Error(Errc::invalid, directory + " is not a log directory"));
            fs::remove_all(directory, code);
            if (code) return done(failed("remove", directory, code));
            done({});
        });
    }

    void remove(std::string pod_uid, Completion<> done) override {
        post([this, pod_uid = std::move(pod_uid), done = std::move(done)] {
            if (leaves(pod_uid)) return done(Error(Errc::invalid, "\"" + pod_uid + "\" is not a uid"));
            std::error_code code;
            auto const path = fs::path(root_) / "pods" / pod_uid;
            given_.erase(pod_uid);
            fs::remove_all(path, code);
            if (code) return done(failed("remove", path, code));
            done({});
        });
    }

private:
    [[nodiscard]] bool is_log(std::string const& path) const {
        auto const inside = fs::path(path).lexically_normal().lexically_relative(fs::path(root_) / "logs");
        return !inside.empty() && *inside.begin() != ".." && *inside.begin() != ".";
    }
    static Error leaves_volume(std::string const& sub_path) {
        return {Errc::invalid, "subPath \"" + sub_path + "\" leads out of its volume"};
    }
    static bool inside(fs::path const& volume, fs::path const& path) {
        std::error_code code;
        auto const from = fs::canonical(volume, code);
        if (code) return false;
        auto const relative = path.lexically_relative(from);
        return !relative.empty() && *relative.begin() != "..";
    }

    Result<std::string> make(std::string const& pod_uid, VolumeContent const& volume) {
        if (leaves(pod_uid) || leaves(volume.name)) return Error(Errc::invalid, "not a name");
        auto const place = fs::path(root_) / "pods" / pod_uid / "volumes" / volume.name;
        std::error_code code;
        switch (volume.kind) {
            case VolumeContent::Kind::memory:
            case VolumeContent::Kind::image: return std::string();
            case VolumeContent::Kind::path:
            case VolumeContent::Kind::device:
                if (auto const checked = check_path(volume); !checked) return checked.error();
                if (volume.group) {
                    if (auto const given = give(pod_uid, volume, volume.path); !given) return given.error();
                }
                return volume.path;
            case VolumeContent::Kind::directory:
            case VolumeContent::Kind::files: break;
        }
        fs::create_directories(place, code);
        if (code) return failed("make", place, code);
        auto const files = volume.kind == VolumeContent::Kind::files;
        if (files) {
            fs::permissions(place, fs::perms(0755), code);
            if (auto const wrote = write_files(place, volume); !wrote) return wrote.error();
            if (volume.group) {
                if (auto const given = give_to_group(place, *volume.group, true); !given) return given.error();
            }
            return place.string();
        }
        fs::permissions(place, fs::perms(0777), fs::perm_options::add, code);
        if (volume.group) {
            if (auto const given = give(pod_uid, volume, place); !given) return given.error();
        }
        return place.string();
    }

    /// Gives a whole volume to its group, once for each Pod.
    Result<> give(std::string const& pod_uid, VolumeContent const& volume, fs::path const& place) {
        if (given_[pod_uid].contains(volume.name)) return {};
        if (!volume.group_on_mismatch || !belongs_to_group(place, *volume.group)) {
            if (auto const given = give_all_to_group(place, *volume.group, volume.read_only); !given) return given;
        }
        given_[pod_uid].insert(volume.name);
        return {};
    }

    void post(std::function<void()> job) {
        std::lock_guard const lock(mutex_);
        jobs_.push_back(std::move(job));
        if (!thread_.joinable()) thread_ = quiet_thread([this] { run(); });
        wake_.notify_one();
    }

    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            auto const job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::string root_;
    std::map<std::string, std::set<std::string>> given_;  ///< by Pod: volumes that are their group's; the thread's own
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool stopping_ = false;
    std::thread thread_;
};

class NoVolumes final : public VolumeStore {
public:
    explicit NoVolumes(std::function<void(std::function<void()>)> post) : post_(std::move(post)) {}

    void prepare(std::string pod_uid, std::vector<VolumeContent> volumes,
                 Completion<std::vector<std::string>> done) override {
        std::vector<std::string> places;
        for (auto const& volume : volumes) {
            auto const is_there =
                volume.kind == VolumeContent::Kind::path || volume.kind == VolumeContent::Kind::device;
            places.push_back(is_there ? volume.path : "/simulated/" + pod_uid + "/" + volume.name);
        }
        post_([places = std::move(places), done = std::move(done)] { done(places); });
    }
    void make_sub_path(std::string, std::string, Completion<> done) override {
        post_([done = std::move(done)] { done({}); });
    }
    void make_message_file(std::string, std::string, std::uint32_t, Completion<std::string> done) override {
        post_([done = std::move(done)] { done(std::string()); });
    }
    void usage(std::vector<std::string> directories, Completion<std::vector<std::uint64_t>> done) override {
        post_([count = directories.size(), done = std::move(done)] { done(std::vector<std::uint64_t>(count)); });
    }
    void read_tail(std::string, std::size_t, Completion<std::string> done) override {
        post_([done = std::move(done)] { done(std::string()); });
    }
    void write_log(std::string, std::string, bool, Completion<> done) override {
        post_([done = std::move(done)] { done({}); });
    }
    void remove_logs(std::string, Completion<> done) override {
        post_([done = std::move(done)] { done({}); });
    }
    void remove(std::string, Completion<> done) override {
        post_([done = std::move(done)] { done({}); });
    }

private:
    std::function<void(std::function<void()>)> post_;
};

}  // namespace

std::shared_ptr<VolumeStore> disk_volume_store(std::string root) {
    return std::make_shared<DiskVolumes>(std::move(root));
}

std::shared_ptr<VolumeStore> no_volume_store(std::function<void(std::function<void()>)> post) {
    return std::make_shared<NoVolumes>(std::move(post));
}

}  // namespace keelson
