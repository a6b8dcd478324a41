#include "drivers/runtime_process/supervisor/terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace keelson::supervisor {

std::string open_terminal(Terminal& terminal, uid_t owner) {
    auto const failed = [] { return std::string("cannot open a terminal: ") + std::strerror(errno); };
    terminal.ours = Descriptor(::open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    if (!terminal.ours) return failed();
    int locked = 0;
    if (::ioctl(terminal.ours.get(), TIOCSPTLCK, &locked) != 0) return failed();
    terminal.programs = Descriptor(::ioctl(terminal.ours.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!terminal.programs) return failed();
    // A program that opens /dev/tty or /dev/stdin by its name does so as its own user.
    if (owner != ::geteuid() && ::fchown(terminal.programs.get(), owner, static_cast<gid_t>(-1)) != 0) return failed();
    ::fchmod(terminal.programs.get(), 0620);
    return {};
}

void resize(Descriptor const& ours, TerminalSize size) {
    winsize const wanted{.ws_row = size.rows, .ws_col = size.columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(ours.get(), TIOCSWINSZ, &wanted);
}

Descriptor duplicate(Descriptor const& of) { return Descriptor(::fcntl(of.get(), F_DUPFD_CLOEXEC, 3)); }

void name_terminal(std::vector<std::pair<std::string, std::string>>& environment) {
    auto const named = [](auto const& variable) { return variable.first == "TERM"; };
    if (std::none_of(environment.begin(), environment.end(), named)) environment.emplace_back("TERM", "xterm");
}

bool wait_for_rest(Descriptor const& ours) {
    constexpr int moment_millis = 20;
    pollfd ready{ours.get(), POLLIN, 0};
    return ::poll(&ready, 1, moment_millis) > 0;
}

}  // namespace keelson::supervisor
