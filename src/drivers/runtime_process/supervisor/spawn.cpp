#include "drivers/runtime_process/supervisor/spawn.hpp"

#include "drivers/runtime_process/supervisor/private_root.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace keelson::supervisor {

namespace {

constexpr char const* usual_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::string because(std::string const& what) { return what + ": " + std::strerror(errno); }

void reset_signals() {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int signal = 1; signal <= SIGRTMAX; ++signal) ::sigaction(signal, &usual, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// "NAME=VALUE" for each; of two with one name the later counts, as in a container.
std::vector<std::string> environment_of(Program const& program, std::string& path) {
    std::vector<std::string> lines;
    auto const add = [&lines](std::string const& name, std::string const& value) {
        auto const same = std::find_if(lines.begin(), lines.end(), [&](std::string const& line) {
            return line.size() > name.size() && line.starts_with(name) && line[name.size()] == '=';
        });
        (same == lines.end() ? lines.emplace_back() : *same) = name + "=" + value;
    };
    bool has_home = false;
    path = usual_path;
    for (auto const& [name, value] : program.environment) {
        add(name, value);
        if (name == "PATH") path = value;
        has_home = has_home || name == "HOME";
    }
    add("PATH", path);  // an image would have set these two
    if (!has_home) add("HOME", program.identity.home);
    return lines;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> list;
    for (auto& text : strings) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// Returns only on failure, with the reason.
std::string execute(Program const& program) {
    std::string path;
    auto environment = environment_of(program, path);
    auto arguments = program.arguments;
    auto const argv = pointers(arguments), envp = pointers(environment);
    auto const& name = arguments.front();
    auto const refused = [&name](std::string const& why) { return "exec: \"" + name + "\": " + why; };
    auto const reason = [] {
        switch (errno) {
            case EACCES: return "permission denied";
            case ENOENT: return "no such file or directory";
            case ENOEXEC: return "exec format error";
            default: return const_cast<char const*>(std::strerror(errno));
        }
    };
    if (name.find('/') != std::string::npos) {
        struct stat status {};
        if (::stat(name.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return refused("is a directory");
        ::execve(name.c_str(), argv.data(), envp.data());
        return refused(reason());
    }
    bool denied = false;
    for (std::size_t at = 0; at <= path.size();) {
        auto const end = std::min(path.find(':', at), path.size());
        auto const folder = path.substr(at, end - at);
        ::execve(((folder.empty() ? "." : folder) + "/" + name).c_str(), argv.data(), envp.data());
        if (errno == EACCES) denied = true;
        if (errno != EACCES && errno != ENOENT && errno != ENOTDIR) return refused(reason());
        at = end + 1;
    }
    return refused(denied ? "permission denied" : "executable file not found in $PATH");
}

std::string connect_stdio(Program const& program) {
    std::array const wanted{program.input, program.output, program.error};
    Descriptor const nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!nothing) return because("cannot open /dev/null");
    // All of the supervisor's own descriptors are above 2: it keeps those three open on /dev/null and its diary.
    for (int i = 0; i < 3; ++i) {
        auto const from = wanted[static_cast<std::size_t>(i)];
        if (::dup2(from >= 0 ? from : nothing.get(), i) < 0) return because("cannot connect standard input and output");
    }
    if (program.terminal && ::ioctl(0, TIOCSCTTY, 0) != 0) return because("cannot sit down at the terminal");
    // They are all marked to be closed; this is for those that a library or a debugger might have opened.
    ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    return {};
}

std::string set_oom_score(int score) {
    if (score == 0) return {};
    Descriptor const file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    auto const text = std::to_string(score);
    if (file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) return {};
    if (errno == EACCES && score < 0) return {};  // to lower it takes a right that not every host has
    return because("cannot set oom_score_adj");
}

/// Returns only on failure, with the reason.
std::string become(Program const& program, Descriptor const& gate) {
    ::setsid();
    ::umask(022);
    if (auto error = join(program.groups); !error.empty()) return error;
    if (auto error = set_oom_score(program.oom_score_adj); !error.empty()) return error;
    if (program.join != 0) {
        if (auto error = join_private_root(program.join); !error.empty()) return error;
    } else if (program.private_root) {
        auto error = enter_private_root(program.mounts, program.read_only_root, program.staging);
        if (!error.empty()) return error;
    }
    if (auto error = connect_stdio(program); !error.empty()) return error;
    auto const& folder = program.working_dir.empty() ? std::string("/") : program.working_dir;
    if (::chdir(folder.c_str()) != 0) return because("cannot change to the working directory " + folder);
    if (auto error = take_on(program.identity); !error.empty()) return error;
    reset_signals();
    if (program.open_files.rlim_max != 0) ::setrlimit(RLIMIT_NOFILE, &program.open_files);
    // After the change of user, which clears it.
    if (program.die_with_supervisor) ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    char go = 0;
    if (::read(gate.get(), &go, 1) != 1) ::_exit(127);
    return execute(program);
}

}  // namespace

Spawned spawn(Program const& program, std::string& error) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        error = because("cannot make a socket pair");
        return {};
    }
    Spawned spawned{-1, Descriptor(ends[0])};
    Descriptor const child_end(ends[1]);
    spawned.pid = ::fork();
    if (spawned.pid < 0) error = because("cannot fork");
    if (spawned.pid == 0) {
        spawned.gate.close();  // or the child would wait at the gate for itself
        auto const why = become(program, child_end);
        [[maybe_unused]] auto const written = ::write(child_end.get(), why.data(), why.size());
        ::_exit(127);
    }
    return spawned;
}

std::optional<std::string> read_gate(Descriptor const& gate) {
    std::string text;
    std::array<char, 1024> part;
    for (;;) {
        auto const count = ::recv(gate.get(), part.data(), part.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN && text.empty()) return {};
        if (count <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
}

std::optional<int> parse_signal(std::string_view text) {
    std::string name(text);
    for (auto& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    int offset = 0;
    auto const number = [](std::string_view digits, int& value) {
        auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return failed == std::errc{} && end == digits.data() + digits.size();
    };
    if (number(name, offset)) return offset >= 1 && offset <= SIGRTMAX ? std::optional(offset) : std::nullopt;
    if (name.starts_with("SIG")) name.erase(0, 3);
    for (auto const& [prefix, first] : {std::pair<std::string, int>{"RTMIN", SIGRTMIN}, {"RTMAX", SIGRTMAX}}) {
        if (!name.starts_with(prefix)) continue;
        auto const rest = std::string_view(name).substr(prefix.size());
        if (rest.empty()) return first;
        if (!number(rest.substr(rest[0] == '+' ? 1 : 0), offset)) return {};
        auto const signal = first + offset;
        return signal >= SIGRTMIN && signal <= SIGRTMAX ? std::optional(signal) : std::nullopt;
    }
    for (int signal = 1; signal < SIGRTMIN; ++signal) {
        auto const* known = ::sigabbrev_np(signal);
        if (known != nullptr && name == known) return signal;
    }
    return {};
}

}  // namespace keelson::supervisor
