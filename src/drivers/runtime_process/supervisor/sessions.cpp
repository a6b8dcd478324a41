#include "drivers/runtime_process/supervisor/sessions.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace keelson::supervisor {

namespace {

using namespace std::chrono_literals;
using process_wire::encode;
using process_wire::Verb;

constexpr std::size_t unsent_bytes_max = 512 * 1024;       // more is not read from a program
constexpr std::size_t behind_bytes_max = 4 * 1024 * 1024;  // who is further behind a container is cut off
constexpr auto patience = 5s;                              // with a program whose client has gone

void kill_group(pid_t leader, int signal) {
    if (::kill(-leader, signal) != 0) ::kill(leader, signal);
}

}  // namespace

struct Sessions::Session {
    Descriptor socket;
    process_wire::FrameReader reader;
    std::uint64_t id = 0;  ///< of the request that is to be answered
    std::string unsent;
    ContainerId container;
    bool answered = false, over = false;

    // Of a program of its own:
    pid_t pid = 0;
    Descriptor gate, terminal;
    std::array<Descriptor, 2> output;  ///< with a terminal one, which is that
    bool output_watched = false;
    std::unique_ptr<Input> own_input;
    Loop::Timer kill_timer = 0;

    // Of a container's program:
    Console console;
    std::uint64_t listener = 0;
    bool may_write = false;

    [[nodiscard]] Input* input() const { return own_input ? own_input.get() : may_write ? console.input : nullptr; }
};

void Sessions::open(Descriptor socket, process_wire::FrameReader reader, process_wire::Frame const& asked) {
    auto const session = std::make_shared<Session>();
    session->socket = std::move(socket);
    session->reader = std::move(reader);
    session->id = asked.id;
    sessions_.insert(session);
    loop_.watch(session->socket.get(), EPOLLIN | EPOLLRDHUP, [this, session](std::uint32_t events) {
        auto const kept = session;  // this function may go with the watch
        if ((events & EPOLLOUT) != 0) flush(kept);
        if (kept->socket && (events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) read_socket(kept);
    });
    process_wire::Decoder decoder(asked.content);
    TerminalExec config;
    bool input = false;
    std::optional<Error> error = Error(Errc::bad_request, "the supervisor cannot read the request");
    if (asked.verb == Verb::exec_session && decoder(session->container, config)) error = start(session, config);
    if (asked.verb == Verb::attach_session && decoder(session->container, input)) error = attach(session, input);
    if (!error) return take_pending(session);
    session->answered = true;
    send(session, Verb::answer, process_wire::failure(*error));
    session->over = true;
}

std::optional<Error> Sessions::start(Pointer const& session, TerminalExec const& config) {
    if (config.command.empty() || config.command.front().empty())
        return Error(Errc::invalid, "command: Required value");
    Program program;
    if (auto error = pods_.find_running(session->container, program)) return error;
    std::vector<Descriptor> ends;  // the program's; closed here once it has them
    if (auto error = connect(*session, program, config, ends)) return error;
    program.arguments = config.command;
    program.die_with_supervisor = true;  // nobody would ever talk to it again
    std::string problem;
    auto spawned = spawn(program, problem);
    if (spawned.pid < 0) return Error(Errc::unavailable, problem);
    session->pid = spawned.pid;
    session->gate = std::move(spawned.gate);
    children_.watch(session->pid, [this, session](Ending ending) {
        if (session->gate) at_gate(session);
        read_rest(session);
        session->pid = 0;
        loop_.cancel(session->kill_timer);
        if (!session->socket) return drop(session);
        if (session->answered && !session->over)
            finish(session, encode(true, ProgramEnding{ending.exit_code, ending.signal}));
    });
    ::send(session->gate.get(), "g", 1, MSG_NOSIGNAL);
    loop_.watch(session->gate.get(), EPOLLIN, [this, session](std::uint32_t) { at_gate(session); });
    return {};
}

std::optional<Error> Sessions::connect(Session& session, Program& program, TerminalExec const& config,
                                       std::vector<Descriptor>& ends) {
    auto const failed = [] {
        return Error(Errc::unavailable,
                     std::string("cannot prepare standard input and output: ") + std::strerror(errno));
    };
    if (config.tty) {
        Terminal terminal;
        if (auto problem = open_terminal(terminal, program.identity.user); !problem.empty())
            return Error(Errc::unavailable, problem);
        name_terminal(program.environment);
        program.input = program.output = program.error = terminal.programs.get();
        program.terminal = true;
        session.output[0] = duplicate(terminal.ours);
        // Without an input there is a terminal all the same, at which nobody types.
        if (config.input) session.own_input = std::make_unique<Input>(loop_, duplicate(terminal.ours), true);
        session.terminal = std::move(terminal.ours);
        ends.push_back(std::move(terminal.programs));
        return {};
    }
    auto const make = [&](bool to_program) -> std::pair<Descriptor, int> {
        int both[2];
        if (::pipe2(both, O_CLOEXEC) != 0) return {};
        int const ours = both[to_program ? 1 : 0], theirs = both[to_program ? 0 : 1];
        ::fcntl(ours, F_SETFL, O_NONBLOCK);
        ends.emplace_back(theirs);
        return {Descriptor(ours), theirs};
    };
    if (config.input) {
        auto [ours, theirs] = make(true);
        if (!ours) return failed();
        session.own_input = std::make_unique<Input>(loop_, std::move(ours), false);
        program.input = theirs;
    }
    for (std::size_t stream = 0; stream < 2; ++stream) {
        auto [ours, theirs] = make(false);
        if (!ours) return failed();
        session.output[stream] = std::move(ours);
        (stream == 0 ? program.output : program.error) = theirs;
    }
    return {};
}

std::optional<Error> Sessions::attach(Pointer const& session, bool input) {
    if (auto error = pods_.find_console(session->container, session->console)) return error;
    auto const& console = session->console;
    if (input && console.input == nullptr) {
        return Error(Errc::invalid,
                     "container \"" + session->container.name + "\" has no standard input to be attached to");
    }
    session->may_write = input;
    session->answered = true;
    send(session, Verb::answer, encode(true));
    session->listener = console.output->add_listener([this, session](std::size_t stream, std::string_view bytes) {
        if (session->over || !session->socket) return;
        send(session, stream == 0 ? Verb::output : Verb::error_output, bytes);
        if (session->unsent.size() <= behind_bytes_max) return;
        finish(session, process_wire::failure({Errc::too_many_requests, "the container prints faster than is read"}));
    });
    return {};
}

void Sessions::at_gate(Pointer const& session) {
    auto const kept = session;  // the caller's may go with the watch
    auto const said = read_gate(kept->gate);
    if (!said) return;
    loop_.forget(kept->gate.get());
    kept->gate.close();
    if (!kept->socket) return;
    kept->answered = said->empty();
    send(kept, Verb::answer, said->empty() ? encode(true) : process_wire::failure({Errc::invalid, *said}));
    if (!said->empty()) {
        kept->over = true;
        return;
    }
    watch_output(kept, true);
    take_pending(kept);
}

void Sessions::read_socket(Pointer const& session) {
    std::array<char, 65536> bytes;
    auto const count = ::recv(session->socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) return lose_client(session);
    session->reader.add({bytes.data(), static_cast<std::size_t>(count)});
    take_pending(session);
}

void Sessions::take_pending(Pointer const& session) {
    if (!session->answered) return arm(*session);
    auto* const input = session->input();
    while (session->socket && (input == nullptr || !input->full())) {
        auto const frame = session->reader.next();
        if (!frame) break;
        take(session, *frame);
    }
    if (!session->socket) return;
    if (!session->reader.sound()) return lose_client(session);
    if (input != nullptr && input->full()) {
        input->when_room([this, weak = std::weak_ptr(session)] {
            if (auto const waiting = weak.lock(); waiting && waiting->socket) take_pending(waiting);
        });
    }
    arm(*session);
}

void Sessions::take(Pointer const& session, process_wire::Frame const& frame) {
    auto* const input = session->input();
    switch (frame.verb) {
        case Verb::input:
            if (input != nullptr) input->write(frame.content);
            return;
        case Verb::end_of_input:
            if (session->own_input || (input != nullptr && session->console.input_once)) input->close();
            return;
        case Verb::resize: {
            TerminalSize size;
            process_wire::Decoder decoder(frame.content);
            if (!decoder(size)) return;
            auto const* const terminal = session->terminal ? &session->terminal : session->console.terminal;
            if (terminal != nullptr) resize(*terminal, size);
            return;
        }
        default: return lose_client(session);
    }
}

void Sessions::arm(Session const& session) {
    // Before the program runs, and while it does not take what was sent, the rest waits in the socket.
    auto const* const input = session.input();
    bool const read = session.answered && (input == nullptr || !input->full());
    std::uint32_t events = EPOLLRDHUP;
    if (read) events |= EPOLLIN;
    if (!session.unsent.empty()) events |= EPOLLOUT;
    loop_.change(session.socket.get(), events);
}

void Sessions::watch_output(Pointer const& session, bool wanted) {
    if (session->output_watched == wanted) return;
    session->output_watched = wanted;
    for (std::size_t stream = 0; stream < 2; ++stream) {
        auto const& pipe = session->output[stream];
        if (!pipe) continue;
        if (wanted) {
            loop_.watch(pipe.get(), EPOLLIN, [this, session, stream](std::uint32_t) { read_output(session, stream); });
        } else {
            loop_.forget(pipe.get());  // and not only unwatched: an end would be told of again and again
        }
    }
}

void Sessions::read_output(Pointer const& from, std::size_t stream) {
    auto const session = from;  // the caller's may go with the watch
    static std::array<char, 65536> bytes;
    auto& pipe = session->output[stream];
    auto const count = ::read(pipe.get(), bytes.data(), bytes.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {  // of a terminal an error, when nobody sits at it any more
        loop_.forget(pipe.get());
        pipe.close();
        return;
    }
    send(session, stream == 0 ? Verb::output : Verb::error_output, {bytes.data(), static_cast<std::size_t>(count)});
    if (session->unsent.size() > unsent_bytes_max) watch_output(session, false);
}

void Sessions::read_rest(Pointer const& session) {
    // At most what a pipe holds: others may write on.
    for (std::size_t stream = 0; stream < 2; ++stream) {
        for (int round = 0; round < 32 && session->output[stream] && session->socket; ++round) {
            if (session->terminal) {
                if (!wait_for_rest(session->output[stream])) break;
            }
            auto const before = session->unsent.size();
            std::array<char, 65536> bytes;
            auto const count = ::read(session->output[stream].get(), bytes.data(), bytes.size());
            if (count <= 0) break;
            send(session, stream == 0 ? Verb::output : Verb::error_output,
                 {bytes.data(), static_cast<std::size_t>(count)});
            if (before > behind_bytes_max) break;
        }
    }
    watch_output(session, false);
    session->output = {};
}

void Sessions::send(Pointer const& session, Verb verb, std::string_view content) {
    if (!session->socket) return;
    bool const waiting = !session->unsent.empty();
    session->unsent += process_wire::frame(verb, session->id, content);
    if (!waiting) flush(session);
}

void Sessions::flush(Pointer const& session) {
    std::size_t sent = 0;
    auto& unsent = session->unsent;
    while (sent < unsent.size()) {
        auto const count =
            ::send(session->socket.get(), unsent.data() + sent, unsent.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;  // full, or broken: then it shows when reading
        sent += static_cast<std::size_t>(count);
    }
    unsent.erase(0, sent);
    arm(*session);
    if (session->pid != 0 && session->answered && unsent.size() < unsent_bytes_max / 2) watch_output(session, true);
}

void Sessions::finish(Pointer const& session, std::string const& content) {
    session->over = true;
    if (session->listener != 0) session->console.output->remove_listener(std::exchange(session->listener, 0));
    session->console = {};
    session->may_write = false;
    session->own_input.reset();
    send(session, Verb::ended, content);  // the client closes the connection when it has that
}

void Sessions::lose_client(Pointer const& session) {
    loop_.forget(session->socket.get());
    session->socket.close();
    session->unsent.clear();
    if (session->may_write && session->console.input_once && session->console.input != nullptr)
        session->console.input->close();
    if (session->pid == 0) return drop(session);
    watch_output(session, false);
    session->output = {};
    session->own_input.reset();
    if (session->terminal) kill_group(session->pid, SIGHUP);
    session->terminal.close();
    session->kill_timer = loop_.after(patience, [pid = session->pid] { kill_group(pid, SIGKILL); });
}

void Sessions::drop(Pointer const& gone) {
    auto const session = gone;
    if (session->listener != 0) session->console.output->remove_listener(std::exchange(session->listener, 0));
    if (session->socket) loop_.forget(session->socket.get());
    session->socket.close();
    if (session->gate) loop_.forget(session->gate.get());
    watch_output(session, false);
    sessions_.erase(session);
}

void Sessions::end(ContainerId const& id) {
    auto const all = sessions_;
    for (auto const& session : all) {
        if (session->container != id) continue;
        if (session->pid != 0) kill_group(session->pid, SIGKILL);
        if (session->listener == 0) continue;
        auto const ending = pods_.ending(id);
        finish(session, encode(true, ProgramEnding{ending.exit_code, ending.signal}));
    }
}

void Sessions::cancel_all() {
    auto const all = sessions_;
    for (auto const& session : all) {
        if (session->socket) lose_client(session);
    }
}

}  // namespace keelson::supervisor
