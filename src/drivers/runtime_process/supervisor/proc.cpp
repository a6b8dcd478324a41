#include "drivers/runtime_process/supervisor/proc.hpp"

#include "drivers/runtime_process/supervisor/descriptor.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace keelson::supervisor::proc {

namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

std::string of(pid_t pid, char const* file) { return "/proc/" + std::to_string(pid) + "/" + file; }

std::optional<pid_t> number(char const* text) {
    pid_t pid = 0;
    auto const end = text + std::string_view(text).size();
    auto const [at, failed] = std::from_chars(text, end, pid);
    if (failed != std::errc{} || at != end) return {};
    return pid;
}

}  // namespace

std::string read_file(std::string const& path) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> part;
    while (file) {
        auto const count = ::read(file.get(), part.data(), part.size());
        if (count <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    return text;
}

std::optional<Stat> stat(pid_t pid) {
    auto const text = read_file(of(pid, "stat"));
    auto const open = text.find('(');
    auto const close = text.rfind(')');  // the name may contain anything, brackets included
    if (open == std::string::npos || close == std::string::npos || close + 2 >= text.size()) return {};
    Stat stat;
    stat.name = text.substr(open + 1, close - open - 1);
    stat.state = text[close + 2];
    std::array<long long, 25> value{};  // value[3] is the field that proc(5) numbers 4
    char const* at = text.c_str() + close + 3;
    for (std::size_t field = 3; field < value.size(); ++field) {
        char* end = nullptr;
        value[field] = std::strtoll(at, &end, 10);
        if (end == at) return {};
        at = end;
    }
    stat.session = static_cast<pid_t>(value[5]);
    stat.cpu_ticks = static_cast<std::uint64_t>(value[13] + value[14] + value[15] + value[16]);
    stat.start_ticks = static_cast<std::uint64_t>(value[21]);
    stat.resident_pages = static_cast<std::uint64_t>(value[23]);
    return stat;
}

std::string boot_id() {
    auto id = read_file("/proc/sys/kernel/random/boot_id");
    while (!id.empty() && id.back() == '\n') id.pop_back();
    std::array<char, 64> link{};
    if (::readlink("/proc/self/ns/pid", link.data(), link.size() - 1) > 0) id += std::string(" ") + link.data();
    return id;
}

void each_process(std::function<void(pid_t)> const& visit) {
    Directory const directory(::opendir("/proc"));
    if (!directory) return;
    while (auto const* entry = ::readdir(directory.get())) {
        if (auto const pid = number(entry->d_name)) visit(*pid);
    }
}

std::vector<Listener> wildcard_listeners() {
    std::vector<Listener> found;
    for (char const* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::istringstream lines(read_file(table));
        std::string line;
        std::getline(lines, line);  // the heading
        while (std::getline(lines, line)) {
            std::array<char, 40> address{};
            unsigned port = 0, state = 0;
            unsigned long long inode = 0;
            if (std::sscanf(line.c_str(), " %*d: %32[0-9A-F]:%x %*s %x %*s %*s %*s %*s %*s %llu", address.data(), &port,
                            &state, &inode) != 4) {
                continue;
            }
            constexpr unsigned listening = 0x0a;
            bool const everywhere = std::string_view(address.data()).find_first_not_of('0') == std::string_view::npos;
            if (state == listening && everywhere) found.push_back({static_cast<std::uint16_t>(port), inode});
        }
    }
    return found;
}

bool has_socket(pid_t pid, std::uint64_t inode) {
    auto const wanted = "socket:[" + std::to_string(inode) + "]";
    auto const path = of(pid, "fd");
    Directory const directory(::opendir(path.c_str()));
    if (!directory) return false;
    while (auto const* entry = ::readdir(directory.get())) {
        std::array<char, 64> link{};
        if (::readlinkat(::dirfd(directory.get()), entry->d_name, link.data(), link.size() - 1) > 0 &&
            wanted == link.data()) {
            return true;
        }
    }
    return false;
}

std::vector<pid_t> children(pid_t pid) {
    std::vector<pid_t> found;
    auto const path = of(pid, "task");
    Directory const directory(::opendir(path.c_str()));
    while (auto const* entry = directory ? ::readdir(directory.get()) : nullptr) {
        if (!number(entry->d_name)) continue;
        std::istringstream text(read_file(path + "/" + entry->d_name + "/children"));
        for (pid_t child = 0; text >> child;) found.push_back(child);
    }
    return found;
}

}  // namespace keelson::supervisor::proc
