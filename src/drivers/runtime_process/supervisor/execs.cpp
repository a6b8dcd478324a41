#include "drivers/runtime_process/supervisor/execs.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>

namespace keelson::supervisor {

namespace {

void kill_group(pid_t leader) {
    // A child that has not got its own session yet has no group of its own either.
    if (::kill(-leader, SIGKILL) != 0) ::kill(leader, SIGKILL);
}

}  // namespace

void Execs::run(ContainerId id, Program program, ExecConfig const& config, std::chrono::nanoseconds timeout,
                Done done) {
    auto const fail = [&done](Errc code, std::string const& message) {
        Error const error(code, message);
        done(&error, {});
    };
    if (config.command.empty() || config.command.front().empty()) return fail(Errc::invalid, "command: Required value");
    // A file can be as long as it likes and is read by nobody but the command.
    Descriptor const input(::memfd_create("input", MFD_CLOEXEC));
    int ends[2];
    bool const written = input && ::write(input.get(), config.input.data(), config.input.size()) ==
                                      static_cast<ssize_t>(config.input.size());
    if (!written || ::lseek(input.get(), 0, SEEK_SET) != 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
        return fail(Errc::unavailable,
                    std::string("cannot prepare standard input and output: ") + std::strerror(errno));
    }
    Running one;
    one.output = Descriptor(ends[0]);
    Descriptor const write_end(ends[1]);
    ::fcntl(one.output.get(), F_SETFL, O_NONBLOCK);
    program.arguments = config.command;
    program.input = input.get();
    program.output = program.error = write_end.get();
    std::string error;
    auto spawned = spawn(program, error);
    if (spawned.pid < 0) return fail(Errc::unavailable, error);

    auto const pid = spawned.pid;
    one.container = std::move(id);
    one.gate = std::move(spawned.gate);
    one.output_bytes_max = config.output_bytes_max;
    one.done = std::move(done);
    one.timer = loop_.after(timeout, [this, pid] {
        kill_group(pid);
        Error const late(Errc::timeout, "the command did not end in time");
        finish(pid, &late);
    });
    children_.watch(pid, [this, pid](Ending ending) {
        auto const found = running_.find(pid);
        if (found == running_.end()) return;
        if (found->second.gate) at_gate(pid);
        if (running_.count(pid) == 0) return;
        read_output(pid);
        found->second.result.exit_code = ending.exit_code;
        finish(pid, nullptr);
    });
    ::send(one.gate.get(), "g", 1, MSG_NOSIGNAL);
    loop_.watch(one.gate.get(), EPOLLIN, [this, pid](std::uint32_t) { at_gate(pid); });
    loop_.watch(one.output.get(), EPOLLIN, [this, pid](std::uint32_t) { read_output(pid); });
    running_.emplace(pid, std::move(one));
}

void Execs::at_gate(pid_t pid) {
    auto& one = running_.at(pid);
    auto const said = read_gate(one.gate);
    if (!said) return;
    loop_.forget(one.gate.get());
    one.gate.close();
    if (said->empty()) return;
    Error const error(Errc::invalid, *said);
    finish(pid, &error);
}

void Execs::read_output(pid_t pid) {
    auto& one = running_.at(pid);
    std::array<char, 16384> bytes;
    for (int round = 0; round < 16 && one.output; ++round) {
        auto const count = ::read(one.output.get(), bytes.data(), bytes.size());
        if (count < 0) return;
        if (count == 0) {
            loop_.forget(one.output.get());
            one.output.close();
            return;
        }
        auto& kept = one.result.output;
        auto const room = one.output_bytes_max - std::min(kept.size(), one.output_bytes_max);
        kept.append(bytes.data(), std::min(static_cast<std::size_t>(count), room));
    }
}

void Execs::finish(pid_t pid, Error const* error) {
    auto found = running_.extract(pid);
    if (found.empty()) return;
    auto& one = found.mapped();
    loop_.cancel(one.timer);
    if (one.gate) loop_.forget(one.gate.get());
    if (one.output) loop_.forget(one.output.get());
    one.done(error, one.result);
}

void Execs::cancel(ContainerId const& id) {
    for (auto const& [pid, one] : running_) {
        if (one.container == id) kill_group(pid);
    }
}

void Execs::cancel_all() {
    for (auto const& [pid, one] : running_) kill_group(pid);
}

}  // namespace keelson::supervisor
