#include "drivers/runtime_process/launch.hpp"

#include "core/quiet_thread.hpp"
#include "drivers/runtime_process/wire.hpp"

#include <climits>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <filesystem>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef KEELSON_SUPERVISOR_FOLDERS
#define KEELSON_SUPERVISOR_FOLDERS
#endif

namespace keelson {

namespace {

constexpr char const* program_name = "keelson-supervisor";

std::string folder_of(std::string const& path) { return std::filesystem::path(path).parent_path().string(); }

std::vector<std::string> folders_to_search() {
    std::vector<std::string> folders;
    std::array<char, PATH_MAX> self{};
    if (::readlink("/proc/self/exe", self.data(), self.size() - 1) > 0) {
        auto const folder = folder_of(self.data());
        folders.push_back(folder);
        folders.push_back(folder + "/../libexec/keelson");
    }
    Dl_info library{};
    if (::dladdr(reinterpret_cast<void const*>(&find_supervisor), &library) != 0 && library.dli_fname != nullptr) {
        auto const folder = folder_of(library.dli_fname);
        folders.push_back(folder + "/../libexec/keelson");
        folders.push_back(folder + "/../../libexec/keelson");  // from lib/x86_64-linux-gnu
    }
    for (std::string const folder : std::initializer_list<char const*>{KEELSON_SUPERVISOR_FOLDERS})
        folders.push_back(folder);
    return folders;
}

/// All that the two short-lived children need. They share our memory, so they change nothing in it.
struct Launch {
    char const* program;
    char* const* arguments;
    char* const* environment;
    int null;
    int ready;
    char* stack_top;
    int exec_errno;  ///< the one thing that they do write
};

// From here on, in the children: system calls only.

void reset_signals() {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &usual, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

int run_supervisor(void* argument) {
    auto* const launch = static_cast<Launch*>(argument);
    ::setsid();
    // Above everything that is about to be put in place, should the host have closed its first descriptors.
    int const null = ::fcntl(launch->null, F_DUPFD, 10);
    int const ready = ::fcntl(launch->ready, F_DUPFD, 10);
    for (int fd = 0; fd < 3; ++fd) ::dup2(null, fd);
    ::dup2(ready, process_wire::ready_descriptor);
    ::syscall(SYS_close_range, 4U, ~0U, 0U);
    reset_signals();
    ::execve(launch->program, launch->arguments, launch->environment);
    launch->exec_errno = errno;
    return 127;
}

int run_parent(void* argument) {
    auto* const launch = static_cast<Launch*>(argument);
    // No signal at its end, and none at ours: the host does not notice either of us.
    if (::clone(run_supervisor, launch->stack_top, CLONE_VM | CLONE_VFORK, argument) < 0) launch->exec_errno = errno;
    return 0;
}

/// Starts the program as a grandchild whose parent is gone. Gives an errno.
int start_detached(Launch& launch) {
    constexpr std::size_t stack_bytes = 256 * 1024;
    void* const stacks =
        ::mmap(nullptr, 2 * stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stacks == MAP_FAILED) return errno;
    auto* const base = static_cast<char*>(stacks);
    launch.stack_top = base + stack_bytes;
    // The host's handlers must not run in a child that shares its memory.
    std::optional<BlockedSignals> blocked(std::in_place);
    int const child = ::clone(run_parent, base + 2 * stack_bytes, CLONE_VM | CLONE_VFORK, &launch);
    int const failed = child < 0 ? errno : launch.exec_errno;
    // Whoever waits for any child in this process does not see one without an exit signal; __WALL does.
    if (child > 0) {
        while (::waitpid(child, nullptr, __WALL) < 0 && errno == EINTR) {
        }
    }
    blocked.reset();
    ::munmap(stacks, 2 * stack_bytes);
    return failed;
}

struct Fd {
    int value = -1;
    ~Fd() { close(); }
    void close() {
        if (value >= 0) ::close(std::exchange(value, -1));
    }
};

Result<std::string> read_report(int fd, int wait_millis) {
    std::string text;
    for (;;) {
        pollfd ready{fd, POLLIN, 0};
        int const found = ::poll(&ready, 1, wait_millis);
        if (found < 0 && errno == EINTR) continue;
        if (found <= 0) return Error(Errc::unavailable, "the supervisor does not say that it is ready");
        std::array<char, 512> part;
        auto const count = ::read(fd, part.data(), part.size());
        if (count <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

Result<std::string> find_supervisor(std::string const& given) {
    auto const can_run = [](std::string const& path) { return ::access(path.c_str(), X_OK) == 0; };
    if (!given.empty()) {
        if (can_run(given)) return given;
        return Error(Errc::invalid, "cannot run the supervisor program " + given + ": " + std::strerror(errno));
    }
    std::string searched;
    for (auto const& folder : folders_to_search()) {
        auto path = folder + "/" + program_name;
        if (can_run(path)) return path;
        searched += (searched.empty() ? "" : ", ") + folder;
    }
    return Error(Errc::invalid, std::string("the program ") + program_name +
                                    ", which a process runtime needs, is in none of: " + searched);
}

Result<bool> launch_supervisor(std::string const& program, std::string const& folder, int wait_millis) {
    std::string program_text = program, folder_text = folder;
    std::array<char*, 3> const arguments{program_text.data(), folder_text.data(), nullptr};
    std::array<char*, 1> const environment{nullptr};
    Fd const null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
    int ends[2];
    if (null.value < 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
        return Error(Errc::unavailable, std::string("cannot start the supervisor: ") + std::strerror(errno));
    }
    Fd const read_end{ends[0]};
    Fd write_end{ends[1]};
    Launch launch{program_text.c_str(), arguments.data(), environment.data(), null.value, write_end.value, nullptr, 0};
    if (int const failed = start_detached(launch); failed != 0) {
        return Error(Errc::unavailable, "cannot start " + program + ": " + std::strerror(failed));
    }
    write_end.close();
    auto const said = read_report(read_end.value, wait_millis);
    if (said.has_error()) return said.error();
    if (*said == "ok") return true;
    if (*said == "busy") return false;
    return Error(Errc::unavailable, said->empty() ? "the supervisor ended as it started" : "the supervisor: " + *said);
}

}  // namespace keelson
