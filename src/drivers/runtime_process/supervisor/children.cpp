#include "drivers/runtime_process/supervisor/children.hpp"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

namespace keelson::supervisor {

Children::Children(Loop& loop) : loop_(loop) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    sigset_t child;
    ::sigemptyset(&child);
    ::sigaddset(&child, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child, nullptr);
    signals_ = Descriptor(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
    loop_.watch(signals_.get(), EPOLLIN, [this](std::uint32_t) {
        signalfd_siginfo ignored;
        while (::read(signals_.get(), &ignored, sizeof ignored) > 0) {
        }
        reap();
    });
}

void Children::watch(pid_t pid, std::function<void(Ending)> ended) { watched_[pid] = std::move(ended); }

void Children::reap() {
    for (;;) {
        siginfo_t info{};
        if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
        // The number is taken as long as it has not been reaped, so this group is the right one.
        auto found = watched_.extract(info.si_pid);
        if (!found.empty()) ::kill(-info.si_pid, SIGKILL);
        siginfo_t reaped{};
        ::waitid(P_PID, static_cast<id_t>(info.si_pid), &reaped, WEXITED | WNOHANG);
        if (found.empty()) continue;
        bool const exited = info.si_code == CLD_EXITED;
        found.mapped()({exited ? info.si_status : 128 + info.si_status, exited ? 0 : info.si_status});
    }
}

}  // namespace keelson::supervisor
