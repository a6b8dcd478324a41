#include "drivers/runtime_process/supervisor/private_root.hpp"

#include "drivers/runtime_process/supervisor/descriptor.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"

#include <climits>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sched.h>
#include <set>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace keelson::supervisor {

namespace {

constexpr std::size_t skeleton_entries_max = 4096;

std::string because(std::string const& what) { return what + ": " + std::strerror(errno); }

bool write_file(char const* path, std::string const& text) {
    Descriptor const file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// Whether the kernel lets us mount as we are, without a user namespace.
bool may_mount() {
    auto const status = proc::read_file("/proc/self/status");
    auto const at = status.find("CapEff:");
    constexpr unsigned long long sys_admin = 1ULL << 21;
    return at != std::string::npos && (std::strtoull(status.c_str() + at + 7, nullptr, 16) & sys_admin) != 0;
}

std::string enter_namespaces() {
    auto const user = ::geteuid();
    auto const group = ::getegid();
    bool const own_users = !may_mount();
    if (::unshare(CLONE_NEWNS | (own_users ? CLONE_NEWUSER : 0)) != 0) return because("cannot make a mount namespace");
    if (own_users) {
        auto const same = [](auto id) { return std::to_string(id) + " " + std::to_string(id) + " 1\n"; };
        if (!write_file("/proc/self/setgroups", "deny") || !write_file("/proc/self/uid_map", same(user)) ||
            !write_file("/proc/self/gid_map", same(group))) {
            return because("cannot map the user into a namespace");
        }
    }
    // What the machine mounts later is still seen here; what is mounted here is seen nowhere else.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0)
        return because("cannot part from the machine's mounts");
    return {};
}

std::string set_read_only(int at, char const* path, unsigned flags, bool read_only, bool make_private) {
    mount_attr attributes{};
    (read_only ? attributes.attr_set : attributes.attr_clr) = MOUNT_ATTR_RDONLY;
    if (make_private) attributes.propagation = MS_PRIVATE;
    if (::mount_setattr(at, path, flags | AT_RECURSIVE, &attributes, sizeof attributes) != 0)
        return because("cannot change mount flags");
    return {};
}

Descriptor clone_tree(int at, std::string const& path) {
    return Descriptor(
        ::open_tree(at, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_NO_AUTOMOUNT));
}

bool attach(Descriptor const& tree, std::string const& target) {
    return ::move_mount(tree.get(), "", AT_FDCWD, target.c_str(), MOVE_MOUNT_F_EMPTY_PATH) == 0;
}

bool make_file(std::string const& path) {
    return static_cast<bool>(Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)));
}

std::string parent_of(std::string const& path) {
    auto const slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

bool is_below(std::string const& path, std::string const& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && (folder == "/" || path[folder.size()] == '/');
}

/// "/a//b/./c/" as "/a/b/c". Dots that go up are refused before.
std::string plain(std::string const& path) {
    std::string out;
    for (std::size_t at = 0; at < path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        auto const part = path.substr(at, end - at);
        if (!part.empty() && part != ".") out += "/" + part;
        at = end + 1;
    }
    return out.empty() ? "/" : out;
}

class Root {
public:
    explicit Root(std::string staging) : staging_(std::move(staging)) {}

    /// Sees to it that something can be mounted on `target`. `target` becomes its true path.
    std::string prepare(std::string& target, bool folder, bool in_volume) {
        std::string there = target;
        struct stat status {};
        while (::stat(there.c_str(), &status) != 0) there = parent_of(there);
        std::unique_ptr<char, decltype(&std::free)> const real(::realpath(there.c_str(), nullptr), &std::free);
        if (!real) return because("cannot follow " + there);
        auto const missing = target.substr(there == "/" ? 0 : there.size());
        std::string const base = real.get();
        target = base == "/" && !missing.empty() ? missing : base + missing;
        if (missing.empty()) {
            if (S_ISDIR(status.st_mode) == folder) return {};
            return target + (folder ? " is a file" : " is a folder") + ", but what is to be mounted there is not";
        }
        if (!S_ISDIR(status.st_mode)) return base + " is not a folder";
        if (base == "/proc" || base == "/sys" || is_below(base, "/proc") || is_below(base, "/sys")) {
            return "nothing can be made in " + base;
        }
        if (!in_volume && made_.count(base) == 0) {
            if (auto error = make_skeleton(base); !error.empty()) return error;
        }
        return make_missing(base, target, folder);
    }

private:
    std::string make_missing(std::string base, std::string const& target, bool folder) {
        while (base != target) {
            auto const start = base == "/" ? 1 : base.size() + 1;
            base = target.substr(0, std::min(target.find('/', start), target.size()));
            bool const ok = base == target && !folder ? make_file(base) : ::mkdir(base.c_str(), 0755) == 0;
            if (!ok) return because("cannot make " + base);
            made_.insert(base);
        }
        return {};
    }

    struct Entry {
        std::string name;
        mode_t mode;
        std::string link;
        Descriptor tree;
    };

    std::string make_skeleton(std::string const& folder) {
        Descriptor const old(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        struct stat status {};
        if (!old || ::fstat(old.get(), &status) != 0) return because("cannot open " + folder);
        std::vector<Entry> entries;
        if (auto error = read_entries(old, folder, entries); !error.empty()) return error;
        auto const where = folder == "/" ? staging_ : folder;
        char options[64];
        std::snprintf(options, sizeof options, "mode=%o", static_cast<unsigned>(status.st_mode & 07777));
        if (::mount("keelson", where.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) {
            return because("cannot mount a tmpfs on " + where);
        }
        // Fails where the owner has no number in our user namespace; then it is ours, as what we make is.
        if (::chown(where.c_str(), status.st_uid, status.st_gid) != 0) errno = 0;
        for (auto& entry : entries) {
            auto const path = where + "/" + entry.name;
            bool ok = false;
            if (S_ISLNK(entry.mode)) {
                ok = ::symlink(entry.link.c_str(), path.c_str()) == 0;
            } else {
                ok = (S_ISDIR(entry.mode) ? ::mkdir(path.c_str(), 0755) == 0 : make_file(path)) &&
                     attach(entry.tree, path);
            }
            if (!ok) return because("cannot bind " + folder + "/" + entry.name);
        }
        made_.insert(folder);
        if (folder != "/") return {};
        if (::chdir(staging_.c_str()) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 ||
            ::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0) {
            return because("cannot enter the new root");
        }
        return {};
    }

    static std::string read_entries(Descriptor const& folder, std::string const& path, std::vector<Entry>& entries) {
        struct Close {
            void operator()(DIR* directory) const { ::closedir(directory); }
        };
        std::unique_ptr<DIR, Close> const directory(::fdopendir(::fcntl(folder.get(), F_DUPFD_CLOEXEC, 0)));
        if (!directory) return because("cannot read " + path);
        while (auto const* found = ::readdir(directory.get())) {
            std::string const name = found->d_name;
            struct stat status {};
            if (name == "." || name == ".." ||
                ::fstatat(folder.get(), found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
                continue;
            if (entries.size() == skeleton_entries_max) return path + " has too many entries for a mount beside them";
            Entry entry{name, status.st_mode, {}, {}};
            if (S_ISLNK(status.st_mode)) {
                entry.link.resize(PATH_MAX);
                auto const size = ::readlinkat(folder.get(), found->d_name, entry.link.data(), entry.link.size());
                if (size < 0) continue;  // just removed
                entry.link.resize(static_cast<std::size_t>(size));
            } else {
                entry.tree = clone_tree(folder.get(), name);
                if (!entry.tree && errno == ENOENT) continue;  // just removed
                if (!entry.tree) return because("cannot bind " + path + "/" + name);
            }
            entries.push_back(std::move(entry));
        }
        return {};
    }

    std::string staging_;
    std::set<std::string> made_;  ///< folders that are ours: what is missing in them can be made
};

struct Planned {
    Mount mount;
    Descriptor tree;
    bool folder = true;
    bool nested = false;  ///< below another mount, so its place is there
};

std::string plan(std::vector<Mount> mounts, std::vector<Planned>& planned) {
    for (auto& mount : mounts) mount.target = plain(mount.target);
    auto const depth = [](Mount const& mount) { return std::count(mount.target.begin(), mount.target.end(), '/'); };
    std::stable_sort(mounts.begin(), mounts.end(), [&](auto const& a, auto const& b) { return depth(a) < depth(b); });
    for (auto& mount : mounts) {
        Planned one{std::move(mount), {}, true, false};
        if (one.mount.kind == Mount::Kind::bind) {
            // Taken now, before anything can lie over it.
            struct stat status {};
            one.tree = clone_tree(AT_FDCWD, one.mount.source);
            if (!one.tree || ::stat(one.mount.source.c_str(), &status) != 0)
                return because("cannot mount " + one.mount.source);
            one.folder = S_ISDIR(status.st_mode);
        }
        for (auto const& above : planned) one.nested = one.nested || is_below(one.mount.target, above.mount.target);
        planned.push_back(std::move(one));
    }
    return {};
}

std::string attach_planned(Planned const& one) {
    auto const& mount = one.mount;
    if (mount.kind == Mount::Kind::tmpfs) {
        auto const size = mount.size_bytes == 0 ? "" : ",size=" + std::to_string(mount.size_bytes);
        unsigned long flags = MS_NOSUID | MS_NODEV;
        if (mount.read_only) flags |= MS_RDONLY;
        if (::mount("tmpfs", mount.target.c_str(), "tmpfs", flags, ("mode=1777" + size).c_str()) != 0) {
            return because("cannot mount a tmpfs on " + mount.target);
        }
        return {};
    }
    // "None", Kubernetes' default: mounts made later by the machine are not seen in a volume.
    bool const make_private = mount.propagation != "HostToContainer";
    if (mount.read_only || make_private) {
        mount_attr attributes{};
        if (mount.read_only) attributes.attr_set = MOUNT_ATTR_RDONLY;
        if (make_private) attributes.propagation = MS_PRIVATE;
        if (::mount_setattr(one.tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes) != 0) {
            return because("cannot change the flags of " + mount.source);
        }
    }
    if (!attach(one.tree, mount.target)) return because("cannot mount " + mount.source + " on " + mount.target);
    return {};
}

}  // namespace

std::string enter_private_root(std::vector<Mount> mounts, bool read_only_root, std::string const& staging) {
    if (auto error = enter_namespaces(); !error.empty()) return error;
    std::vector<Planned> planned;
    if (auto error = plan(std::move(mounts), planned); !error.empty()) return error;
    Root root(staging);
    for (auto& one : planned) {
        if (one.nested) continue;
        if (auto error = root.prepare(one.mount.target, one.folder, false); !error.empty()) return error;
    }
    if (read_only_root) {
        if (auto error = set_read_only(AT_FDCWD, "/", 0, true, false); !error.empty()) return error;
        // As in a container: devices, shared memory and the process's own entries of /proc stay writable.
        for (char const* path : {"/dev", "/proc"}) {
            auto const tree = clone_tree(AT_FDCWD, path);
            if (!tree || !set_read_only(tree.get(), "", AT_EMPTY_PATH, false, false).empty() || !attach(tree, path)) {
                return because(std::string("cannot keep ") + path + " writable");
            }
        }
    }
    for (auto& one : planned) {
        if (one.nested) {
            if (auto error = root.prepare(one.mount.target, one.folder, true); !error.empty()) return error;
        }
        if (auto error = attach_planned(one); !error.empty()) return error;
    }
    return {};
}

std::string join_private_root(pid_t pid) {
    auto const of = "/proc/" + std::to_string(pid) + "/ns/";
    Descriptor const mounts(::open((of + "mnt").c_str(), O_RDONLY | O_CLOEXEC));
    Descriptor const users(::open((of + "user").c_str(), O_RDONLY | O_CLOEXEC));
    if (!mounts || !users) return because("cannot open the namespaces of the container");
    if (!may_mount() && ::setns(users.get(), CLONE_NEWUSER) != 0)
        return because("cannot enter the container's user namespace");
    if (::setns(mounts.get(), CLONE_NEWNS) != 0) return because("cannot enter the container's mount namespace");
    return {};
}

Ability mount_ability(std::string const& staging) {
    int pipes[2];
    if (::pipe2(pipes, O_CLOEXEC) != 0) return {false, because("cannot make a pipe")};
    Descriptor const read_end(pipes[0]);
    Descriptor write_end(pipes[1]);
    pid_t const child = ::fork();
    if (child == 0) {
        // A target that does not exist, at the root: the hardest case.
        Mount mount;
        mount.kind = Mount::Kind::tmpfs;
        mount.target = "/keelson-tries-its-mounts";
        auto const error = enter_private_root({mount}, false, staging);
        [[maybe_unused]] auto const written = ::write(write_end.get(), error.data(), error.size());
        ::_exit(0);
    }
    write_end.close();
    if (child < 0) return {false, because("cannot fork")};
    std::string error;
    char part[512];
    for (ssize_t count; (count = ::read(read_end.get(), part, sizeof part)) > 0;)
        error.append(part, static_cast<std::size_t>(count));
    int status = 0;
    ::waitpid(child, &status, 0);
    if (error.empty() && WIFEXITED(status)) return {true, {}};
    return {false, "no private mounts here: " + (error.empty() ? "the attempt was killed" : error)};
}

}  // namespace keelson::supervisor
