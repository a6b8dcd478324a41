#include "drivers/runtime_process/supervisor/hash.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"
#include "drivers/runtime_process/supervisor/server.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace keelson::supervisor {

namespace {

/// Tells whoever started us how it went.
void report(std::string const& word) {
    [[maybe_unused]] auto const written = ::write(process_wire::ready_descriptor, word.data(), word.size());
    ::close(process_wire::ready_descriptor);
}

[[noreturn]] void give_up(std::string const& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    report(why);
    ::_exit(1);
}

void open_diary() {
    struct stat status {};
    bool const long_winded = ::stat(process_wire::diary_name, &status) == 0 && status.st_size > (1 << 20);
    int const file =
        ::open(process_wire::diary_name, O_WRONLY | O_CREAT | O_APPEND | (long_winded ? O_TRUNC : 0), 0600);
    if (file < 0) return;
    ::dup2(file, 1);
    ::dup2(file, 2);
    ::close(file);
}

/// One supervisor a node. The lock goes with the process, however it ends.
Descriptor lock() {
    Descriptor file(::open(process_wire::lock_name, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) give_up(std::string("cannot open the lock file: ") + std::strerror(errno));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        report("busy");
        ::_exit(0);
    }
    auto const pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0 || ::write(file.get(), pid.data(), pid.size()) < 0) {
        give_up(std::string("cannot write the lock file: ") + std::strerror(errno));
    }
    return file;
}

/// The name of the node's control groups: short, and another one for each folder.
std::string group_name(std::string const& folder) {
    std::array<char, 20> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash(folder)));
    return text.data();
}

void watch_signals(Loop& loop, Descriptor& signals, Server& server) {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);
    ::signal(SIGINT, SIG_IGN);
    sigset_t term;
    ::sigemptyset(&term);
    ::sigaddset(&term, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &term, nullptr);
    signals = Descriptor(::signalfd(-1, &term, SFD_CLOEXEC | SFD_NONBLOCK));
    loop.watch(signals.get(), EPOLLIN, [&](std::uint32_t) {
        signalfd_siginfo ignored;
        while (::read(signals.get(), &ignored, sizeof ignored) > 0) {
        }
        server.leave();
    });
}

void run(std::string const& folder) {
    auto const lock_file = lock();
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto const raised = rlimit{limit.rlim_max, limit.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &raised);

    Loop loop;
    Children children(loop);
    Cgroups cgroups;
    cgroups.open(group_name(folder));
    Table table(folder + "/" + process_wire::journal_name);
    bool same_boot = false;
    if (auto const error = table.open(proc::boot_id(), same_boot); !error.empty()) give_up(error);
    Pods pods(loop, children, table, cgroups, folder, limit);
    Execs execs(loop, children);
    Sessions sessions(loop, children, pods);
    Server server(loop, pods, execs, sessions);
    pods.adopt(same_boot);
    Descriptor signals;
    watch_signals(loop, signals, server);
    if (auto const error = server.open(process_wire::socket_name); !error.empty()) give_up(error);
    report("ok");
    loop.run([&] { server.go_on(); });
    ::unlink(process_wire::socket_name);
    if (server.finished()) pods.clear_away();
    ::_exit(0);  // nothing is torn down: what the containers hold on to stays for a successor
}

}  // namespace

}  // namespace keelson::supervisor

int main(int count, char** arguments) {
    if (count != 2 || ::fcntl(keelson::process_wire::ready_descriptor, F_GETFD) < 0) {
        std::fprintf(stderr, "keelson-supervisor is started by a program that embeds Keelson, not by hand\n");
        return 2;
    }
    ::fcntl(keelson::process_wire::ready_descriptor, F_SETFD, FD_CLOEXEC);
    ::syscall(SYS_close_range, 4U, ~0U, 0U);
    if (::chdir(arguments[1]) != 0) {
        keelson::supervisor::give_up(std::string("cannot enter ") + arguments[1] + ": " + std::strerror(errno));
    }
    ::umask(022);
    keelson::supervisor::open_diary();
    keelson::supervisor::run(arguments[1]);
}
