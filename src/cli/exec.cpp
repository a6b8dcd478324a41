#include "commands.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <iostream>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

namespace keelson::cli {
namespace {

constexpr std::size_t unsent_bytes_max = 256 << 10;

/// The channels of a Pod's streams: the first byte of each message.
namespace channel {
constexpr char input = 0, output = 1, errors = 2, outcome = 3, size = 4, end = '\xFF';
}

/// This program's terminal while another program has it: every key goes there, and this program is told when the window
/// changes and when it is to end, by a descriptor.
class Terminal {
public:
    Terminal() {
        ::tcgetattr(STDIN_FILENO, &before_);
        sigset_t told;
        sigemptyset(&told);
        for (int const signal : {SIGWINCH, SIGTERM, SIGHUP}) sigaddset(&told, signal);
        ::pthread_sigmask(SIG_BLOCK, &told, nullptr);
        signals_ = ::signalfd(-1, &told, SFD_CLOEXEC | SFD_NONBLOCK);
        auto raw = before_;
        ::cfmakeraw(&raw);
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    }
    ~Terminal() {
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        ::close(signals_);
    }
    Terminal(Terminal const&) = delete;
    Terminal& operator=(Terminal const&) = delete;

    [[nodiscard]] int signals() const noexcept { return signals_; }
    /// The signal that has come, 0 if there is none.
    [[nodiscard]] int signal() const {
        signalfd_siginfo seen{};
        return ::read(signals_, &seen, sizeof seen) == sizeof seen ? static_cast<int>(seen.ssi_signo) : 0;
    }
    /// The message that tells the window's size.
    [[nodiscard]] static std::string size() {
        winsize window{};
        ::ioctl(STDIN_FILENO, TIOCGWINSZ, &window);
        return channel::size + ("{\"Width\":" + std::to_string(window.ws_col)) +
               ",\"Height\":" + std::to_string(window.ws_row) + "}";
    }

private:
    termios before_{};
    int signals_ = -1;
};

bool readable(int descriptor) {
    pollfd one{descriptor, POLLIN, 0};
    return ::poll(&one, 1, 0) > 0;
}

/// Returns the command's exit code, or says why there is none.
int outcome(std::string_view text) {
    auto const status = json::parse(text);
    if (text_at(status, {"status"}) == "Success") return 0;
    if (auto const* const causes = at(status, {"details", "causes"}); causes && causes->is_array()) {
        for (auto const& cause : causes->get_array()) {
            if (text_at(cause, {"reason"}) != "ExitCode") continue;
            int code = 1;
            auto const said = text_at(cause, {"message"});
            std::from_chars(said.data(), said.data() + said.size(), code);
            throw Failure{"command terminated with exit code " + std::to_string(code), code};
        }
    }
    throw Failure{"error: " + text_at(status, {"message"})};
}

struct Running {
    Messages& messages;
    bool input;
    std::optional<Terminal> terminal;

    void write(std::string_view message) {
        if (auto const sent = messages.write(message); !sent) throw failure_of(sent.error());
    }
    void send_input();
    void look_at_signals();
    int run();
};

void Running::send_input() {
    std::array<char, 32'768> message;
    message.front() = channel::input;
    auto const got = ::read(STDIN_FILENO, message.data() + 1, message.size() - 1);
    if (got > 0) return write({message.data(), static_cast<std::size_t>(got) + 1});
    input = false;
    if (!terminal) write(std::string{channel::end, channel::input});
}

void Running::look_at_signals() {
    while (int const signal = terminal->signal()) {
        if (signal != SIGWINCH) throw Failure{"error: ended by a signal", 128 + signal};
        write(Terminal::size());
    }
}

int Running::run() {
    if (terminal) write(Terminal::size());
    while (true) {
        std::vector<int> others;
        if (terminal) others.push_back(terminal->signals());
        if (input && messages.unsent_bytes() < unsent_bytes_max) others.push_back(STDIN_FILENO);
        auto const message = messages.read(std::chrono::hours(1), others);
        if (terminal) look_at_signals();
        if (!message) {
            if (message.error().code != Errc::timeout) throw failure_of(message.error());
            if (!others.empty() && others.back() == STDIN_FILENO && readable(STDIN_FILENO)) send_input();
            continue;
        }
        if (message->empty()) throw Failure{"error: the server has not said how the command ended"};
        auto const text = std::string_view(*message).substr(1);
        auto const size = static_cast<std::streamsize>(text.size());
        if (message->front() == channel::output) std::cout.write(text.data(), size).flush();
        if (message->front() == channel::errors) std::cerr.write(text.data(), size).flush();
        if (message->front() == channel::outcome) return outcome(text);
    }
}

}  // namespace

int exec(Session& session, ExecOptions const& options) {
    bool terminal = options.terminal && options.input;
    if (terminal && ::isatty(STDIN_FILENO) == 0) {
        std::cerr << "Unable to use a TTY - input is not a terminal or the right kind of file" << std::endl;
        terminal = false;
    }
    // A terminal has one output.
    bool const tty = options.input ? terminal : options.terminal;
    std::string target = pod_path(session, options.pod) + "/exec?stdout=true";
    target += tty ? "&tty=true" : "&stderr=true";
    if (options.input) target += "&stdin=true";
    if (!options.container.empty()) target += "&container=" + encoded(options.container);
    for (auto const& word : options.command) target += "&command=" + encoded(word);
    auto opened = session.connection().open_messages(target, {"v5.channel.k8s.io", "v4.channel.k8s.io"});
    if (!opened) {
        // A connection that was not made, or that broke, is no answer of the server.
        auto const& error = opened.error();
        if (error.code != Errc::unavailable && error.code != Errc::timeout && error.code != Errc::unauthorized)
            throw Failure{"Error from server (" + std::string(reason(error.code)) + "): " + error.message};
        throw failure_of(error);
    }
    if (options.input && !terminal && (*opened)->protocol() != "v5.channel.k8s.io")
        throw Failure{"error: this server cannot be told where the input ends; -i without -t needs Kubernetes 1.30"};
    Running running{**opened, options.input, std::nullopt};
    if (terminal) running.terminal.emplace();
    return running.run();
}

}  // namespace keelson::cli
