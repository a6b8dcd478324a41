#include "drivers/runtime_process/supervisor/cgroups.hpp"

#include "drivers/runtime_process/supervisor/descriptor.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace keelson::supervisor {

namespace {

constexpr std::int64_t period_micros = 100'000;

/// Writes a control file. False with errno.
bool set(std::string const& path, std::string const& value) {
    Descriptor const file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), value.data(), value.size()) == static_cast<ssize_t>(value.size());
}

bool there(std::string const& path) { return ::access(path.c_str(), F_OK) == 0; }

bool make(std::string const& path) { return ::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST; }

std::vector<std::string> words(std::string const& text, char separator) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string word; std::getline(stream, word, separator);) found.push_back(word);
    return found;
}

bool contains(std::vector<std::string> const& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Where this process's group of a hierarchy is in the file system; empty when it is not mounted.
/// `controller` empty: version 2.
std::string own_group(std::string const& controller) {
    std::string path;
    for (auto const& line : words(proc::read_file("/proc/self/cgroup"), '\n')) {
        auto const second = line.find(':', line.find(':') + 1);
        if (second == std::string::npos) continue;
        auto const controllers = line.substr(line.find(':') + 1, second - line.find(':') - 1);
        bool const match = controller.empty() ? controllers.empty() : contains(words(controllers, ','), controller);
        if (match) path = line.substr(second + 1);
    }
    if (path.empty()) return {};
    for (auto const& line : words(proc::read_file("/proc/self/mountinfo"), '\n')) {
        auto const parts = words(line, ' ');
        auto const dash = std::find(parts.begin(), parts.end(), "-");
        if (parts.size() < 10 || parts.end() - dash < 4) continue;
        bool const match = controller.empty()
                               ? *(dash + 1) == "cgroup2"
                               : *(dash + 1) == "cgroup" && contains(words(*(dash + 3), ','), controller);
        if (!match) continue;
        auto const& root = parts[3];
        std::string below = path;
        if (root != "/" && path.starts_with(root)) below = path.substr(root.size());
        auto group = parts[4] + (below == "/" ? "" : below);
        if (there(group)) return group;
    }
    return {};
}

std::uint64_t number_after(std::string const& text, std::string_view key) {
    std::istringstream lines(text);
    std::string name;
    for (std::uint64_t value = 0; lines >> name >> value;) {
        if (name == key) return value;
    }
    return 0;
}

std::string because(std::string const& what) { return what + ": " + std::strerror(errno); }

}  // namespace

void Cgroups::open(std::string const& name) {
    std::string why_not_2, why_not_1;
    if (open_v2(name, why_not_2) || open_v1(name, why_not_1)) {
        ability_ = {true, {}};
    } else {
        ability_ = {false, "no control groups for limits: " + why_not_2 + "; " + why_not_1};
    }
}

bool Cgroups::open_v2(std::string const& name, std::string& why) {
    auto const own = own_group("");
    if (own.empty()) {
        why = "cgroup v2 is not mounted";
        return false;
    }
    std::vector<std::string> places{own};
    // The group above is ours to use where somebody said so: by delegation, or by its owner.
    auto const parent = own.substr(0, own.rfind('/'));
    bool const delegated = ::getxattr(parent.c_str(), "trusted.delegate", nullptr, 0) > 0 ||
                           ::getxattr(parent.c_str(), "user.delegate", nullptr, 0) > 0;
    if ((delegated || ::geteuid() != 0) && there(parent + "/cgroup.subtree_control")) places.push_back(parent);
    for (auto const& place : places) {
        auto controllers = words(proc::read_file(place + "/cgroup.controllers"), ' ');
        for (auto& controller : controllers) {
            while (!controller.empty() && controller.back() == '\n') controller.pop_back();
        }
        if (!contains(controllers, "memory") || !contains(controllers, "cpu")) {
            why = place + " has no memory and cpu controllers";
            continue;
        }
        auto const node = place + "/keelson-" + name;
        std::string const wanted = contains(controllers, "pids") ? "+memory +cpu +pids" : "+memory +cpu";
        if (!make(node)) {
            why = because("cannot make " + node);
        } else if (!set(place + "/cgroup.subtree_control", wanted) || !set(node + "/cgroup.subtree_control", wanted)) {
            why = because("cannot hand on the controllers of " + place);
            ::rmdir(node.c_str());
        } else {
            unified_ = true;
            memory_ = cpu_ = node;
            pids_ = contains(controllers, "pids") ? node : "";
            return true;
        }
    }
    return false;
}

bool Cgroups::open_v1(std::string const& name, std::string& why) {
    struct Wanted {
        char const* controller;
        std::string* directory;
        bool required;
    };
    for (auto const& [controller, directory, required] :
         {Wanted{"memory", &memory_, true}, Wanted{"cpu", &cpu_, true}, Wanted{"pids", &pids_, false}}) {
        auto const own = own_group(controller);
        auto const node = own + "/keelson/" + name;
        if (!own.empty() && make(own + "/keelson") && make(node)) {
            *directory = node;
        } else if (required) {
            why = own.empty() ? "cgroup v1 has no " + std::string(controller) + " hierarchy mounted"
                              : because("cannot make " + node);
            close();
            return false;
        }
    }
    return true;
}

void Cgroups::close() const {
    for (auto const& directory : {memory_, cpu_, pids_}) {
        if (directory.empty()) continue;
        ::rmdir(directory.c_str());
        if (!unified_) ::rmdir(directory.substr(0, directory.rfind('/')).c_str());  // fails while another node is in it
    }
}

Groups Cgroups::create(std::string const& name, ResourceLimits const& limits, std::string& error) const {
    Groups groups;
    if (!ability_.available) return groups;
    auto const group = [&](std::string const& node) {
        auto const path = node + "/" + name;
        if (!make(path)) error = because("cannot make " + path);
        if (std::find(groups.begin(), groups.end(), path) == groups.end()) groups.push_back(path);
        return path + "/";
    };
    auto const limit = [&](std::string const& path, std::string const& value) {
        if (error.empty() && !set(path, value)) error = because("cannot write " + value + " to " + path);
    };
    if (limits.memory_limit_bytes > 0) {
        auto const path = group(memory_);
        auto const value = std::to_string(limits.memory_limit_bytes);
        limit(path + (unified_ ? "memory.max" : "memory.limit_in_bytes"), value);
        // No swap beyond the limit; where swap is not counted, there is no such file.
        unified_ ? set(path + "memory.swap.max", "0") : set(path + "memory.memsw.limit_in_bytes", value);
    }
    if (limits.cpu_limit_millis > 0) {
        auto const path = group(cpu_);
        auto const quota = std::to_string(std::max<std::int64_t>(limits.cpu_limit_millis * period_micros / 1000, 1000));
        if (unified_) {
            limit(path + "cpu.max", quota + " " + std::to_string(period_micros));
        } else {
            limit(path + "cpu.cfs_period_us", std::to_string(period_micros));
            limit(path + "cpu.cfs_quota_us", quota);
        }
    }
    if (limits.cpu_request_millis > 0) {
        auto const path = group(cpu_);
        auto const shares = std::clamp<std::int64_t>(limits.cpu_request_millis * 1024 / 1000, 2, 262'144);
        // The weight of version 2 as the kubelet computes it from the shares of version 1.
        unified_ ? limit(path + "cpu.weight", std::to_string(1 + (shares - 2) * 9999 / 262'142))
                 : limit(path + "cpu.shares", std::to_string(shares));
    }
    if (limits.pids_limit > 0 && !pids_.empty()) limit(group(pids_) + "pids.max", std::to_string(limits.pids_limit));
    return groups;
}

std::string join(Groups const& groups) {
    for (auto const& group : groups) {
        if (!set(group + "/cgroup.procs", "0")) return because("cannot join " + group);
    }
    return {};
}

void kill_all(Groups const& groups) {
    for (auto const& group : groups) {
        if (set(group + "/cgroup.kill", "1")) continue;
        std::istringstream members(proc::read_file(group + "/cgroup.procs"));
        for (pid_t pid = 0; members >> pid;) ::kill(pid, SIGKILL);
    }
}

bool had_oom_kill(Groups const& groups) {
    return std::any_of(groups.begin(), groups.end(), [](std::string const& group) {
        return number_after(proc::read_file(group + "/memory.oom_control"), "oom_kill") > 0 ||
               number_after(proc::read_file(group + "/memory.events"), "oom_kill") > 0;
    });
}

std::optional<std::uint64_t> memory_bytes(Groups const& groups) {
    for (auto const& group : groups) {
        for (char const* file : {"/memory.current", "/memory.usage_in_bytes"}) {
            auto const text = proc::read_file(group + file);
            if (text.empty()) continue;
            auto const used = std::strtoull(text.c_str(), nullptr, 10);
            auto const statistics = proc::read_file(group + "/memory.stat");
            auto const idle =
                std::max(number_after(statistics, "inactive_file"), number_after(statistics, "total_inactive_file"));
            return used > idle ? used - idle : 0;
        }
    }
    return {};
}

bool remove(Groups const& groups) {
    bool gone = true;
    for (auto const& group : groups) gone = (::rmdir(group.c_str()) == 0 || errno == ENOENT) && gone;
    return gone;
}

}  // namespace keelson::supervisor
