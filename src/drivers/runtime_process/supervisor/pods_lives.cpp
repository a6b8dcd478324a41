#include "drivers/runtime_process/supervisor/pods.hpp"
#include "drivers/runtime_process/supervisor/ports.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

// How containers begin, go on without their first supervisor, and end.
namespace keelson::supervisor {

namespace {

using namespace std::chrono_literals;

// What kubelets and container runtimes report for a program that could not be started, and for one
// whose end nobody saw.
constexpr int start_failed_code = 128;
constexpr int unknown_code = 137;

/// How a process ended that is not our child: kernels from 6.15 on tell whoever holds a pidfd.
std::optional<Ending> ask_ending(Descriptor const& process) {
    struct Info {
        std::uint64_t mask, cgroup;
        std::uint32_t ids[11];
        std::int32_t status;
    };
    static_assert(sizeof(Info) == 64);
    constexpr std::uint64_t exit_known = 1 << 3;
    Info info{};
    info.mask = exit_known;
    if (::ioctl(process.get(), _IOWR(0xFF, 11, Info), &info) != 0 || (info.mask & exit_known) == 0) return {};
    if (WIFEXITED(info.status)) return Ending{WEXITSTATUS(info.status), 0};
    return Ending{128 + WTERMSIG(info.status), WTERMSIG(info.status)};
}

/// Kills what is left of a session whose leader was not our child. A session's number is not given to
/// another process as long as anything is in it.
void kill_rest(Progress const& progress) {
    auto const leader = static_cast<pid_t>(progress.pid);
    auto const now = proc::stat(leader);
    if (now && now->start_ticks != progress.start_ticks) return;
    proc::each_process([leader](pid_t pid) {
        auto const stat = proc::stat(pid);
        if (stat && stat->session == leader) ::kill(pid, SIGKILL);
    });
}

bool has_ended(Descriptor const& process) {
    return ::syscall(SYS_pidfd_send_signal, process.get(), 0, nullptr, 0) != 0;
}

}  // namespace

std::optional<Error> Pods::launch(ContainerRecord& container, Live& live) {
    auto const& config = container.config;
    auto const id = config.id;
    auto const unavailable = [](std::string why) { return Error(Errc::unavailable, std::move(why)); };
    std::string error;
    container.groups = cgroups_.create(std::to_string(container.number), config.limits, error);
    if (!error.empty()) return unavailable(error);
    auto wanted = program(container);
    if (auto const problem = resolve(config.security, wanted.identity)) return unavailable(problem->why);
    std::vector<Descriptor> ends;  // the container's; closed here once it has them
    error = config.tty ? connect_terminal(container, live, wanted, ends) : connect(container, live, wanted, ends);
    if (!error.empty()) return unavailable(error);
    auto spawned = spawn(wanted, error);
    if (spawned.pid < 0) return unavailable(error);
    auto& progress = container.progress;
    progress.state = RuntimeState::running;
    progress.pid = spawned.pid;
    progress.started_at = wall();
    if (auto const stat = proc::stat(spawned.pid)) progress.start_ticks = stat->start_ticks;
    error = table_.save_progress(container);
    if (!error.empty()) return unavailable(error);
    children_.watch(spawned.pid, [this, id](Ending ending) { end(id, ending, {}); });
    live.gate = std::move(spawned.gate);
    ::send(live.gate.get(), "g", 1, MSG_NOSIGNAL);
    loop_.watch(live.gate.get(), EPOLLIN, [this, id](std::uint32_t) { at_gate(id); });
    if (live.output) live.output->listen();
    return {};
}

std::string Pods::connect(ContainerRecord& container, Live& live, Program& wanted, std::vector<Descriptor>& ends) {
    auto const& config = container.config;
    auto const& identity = wanted.identity;
    if (!config.log_path.empty()) {
        container.pipes = pipes_ + "/" + std::to_string(container.number);
        live.output = std::make_unique<Output>(
            loop_, run_path(container), LogSettings{config.log_path, config.log_file_bytes_max, config.log_files_max});
        if (auto error = live.output->create(identity.user, identity.group); !error.empty()) return error;
        for (std::size_t stream = 0; stream < 2; ++stream) {
            ends.push_back(live.output->container_end(stream));
            (stream == 0 ? wanted.output : wanted.error) = ends.back().get();
        }
    }
    if (!config.open_stdin) return {};
    auto const path = run_path(container) + ".in";
    Descriptor reader;
    auto error = Input::make_pipe(path, identity.user, identity.group, config.stdin_once, reader);
    if (!error.empty()) return error;
    live.input = std::make_unique<Input>(loop_, Input::open_pipe(path), false);
    live.input->own_name(path);
    wanted.input = reader.get();
    ends.push_back(std::move(reader));
    return {};
}

std::string Pods::connect_terminal(ContainerRecord const& container, Live& live, Program& wanted,
                                   std::vector<Descriptor>& ends) {
    auto const& config = container.config;
    Terminal terminal;
    if (auto error = open_terminal(terminal, wanted.identity.user); !error.empty()) return error;
    live.output = std::make_unique<Output>(
        loop_, run_path(container), LogSettings{config.log_path, config.log_file_bytes_max, config.log_files_max});
    if (auto error = live.output->use_terminal(duplicate(terminal.ours)); !error.empty()) return error;
    if (config.open_stdin) live.input = std::make_unique<Input>(loop_, duplicate(terminal.ours), true);
    live.terminal = std::move(terminal.ours);
    name_terminal(wanted.environment);
    wanted.terminal = true;
    wanted.input = wanted.output = wanted.error = terminal.programs.get();
    ends.push_back(std::move(terminal.programs));
    return {};
}

void Pods::at_gate(ContainerId const& id) {
    auto* const container = table_.find(id);
    auto& live = live_[container->number];
    auto const said = read_gate(live.gate);
    if (!said) return;
    loop_.forget(live.gate.get());
    live.gate.close();
    changed_.insert(id.sandbox);
    if (said->empty()) {
        auto const* const sandbox = table_.find(id.sandbox);
        if (!sandbox->config.ports.empty() && greedy_timer_ == 0) {
            greedy_timer_ = loop_.after(2s, [this] { look_for_greedy(); });
        }
        return tell(live.starting, nullptr);
    }
    auto& progress = container->progress;
    progress.state = RuntimeState::exited;
    progress.start_failed = true;
    progress.started_at = {};
    progress.exit_code = start_failed_code;
    progress.finished_at = wall();
    progress.message = *said;
    save(id);
    live.output.reset();
    live.input.reset();
    live.terminal.close();
    Error const error(Errc::invalid, *said);
    tell(live.starting, &error);
}

void Pods::end(ContainerId const& id, Ending ending, std::string message) {
    auto* const container = table_.find(id);
    if (container == nullptr) return;
    auto& live = live_[container->number];
    if (live.gate) at_gate(id);  // what it said last is there by now
    auto& progress = container->progress;
    kill_all(container->groups);
    for (auto const& descendant : live.descendants) {
        auto const stat = proc::stat(descendant.pid);
        if (stat && stat->start_ticks == descendant.start_ticks) ::kill(descendant.pid, SIGKILL);
    }
    loop_.cancel(live.kill_timer);
    if (progress.state == RuntimeState::running) {
        progress.state = RuntimeState::exited;
        progress.exit_code = ending.exit_code;
        progress.signal = ending.signal;
        progress.finished_at = wall();
        progress.out_of_memory = ending.exit_code != 0 && had_oom_kill(container->groups);
        progress.message = std::move(message);
        if (progress.message.empty() && ending.exit_code != 0 && ending.signal == 0) {
            progress.message = explain_collision(*table_.find(id.sandbox), table_.sandboxes());
        }
        if (live.output) live.output->drain();
        save(id);
    }
    clear_groups(container->groups, 50);
    if (!anything_running()) kill_orphans();
    changed_.insert(id.sandbox);
    if (ended_) ended_(id);
    live.input.reset();
    live.terminal.close();
    tell(live.stopping, nullptr);
    if (removals_.count(id.sandbox) != 0) finish_removal(id.sandbox);
}

void Pods::save(ContainerId const& id) {
    auto const* const container = table_.find(id);
    if (container == nullptr || table_.save_progress(*container).empty()) return;
    // It has happened all the same. Until it can be written, only a successor would not know of it.
    loop_.after(1s, [this, id] { save(id); });
}

void Pods::clear_groups(Groups groups, int tries) {
    if (groups.empty() || supervisor::remove(groups) || tries == 0) return;
    loop_.after(20ms, [this, groups = std::move(groups), tries] { clear_groups(groups, tries - 1); });
}

void Pods::adopt(bool same_boot) {
    for (auto& [id, sandbox] : table_.sandboxes()) {
        if (sandbox.address != 0) addresses_.claim(sandbox.address);
        for (auto& [key, container] : sandbox.containers) {
            if (container.progress.state != RuntimeState::running) continue;
            if (same_boot) {
                adopt(container);
            } else {
                end(container.config.id, {unknown_code, 0}, "the machine was restarted while it ran");
            }
        }
    }
}

void Pods::adopt(ContainerRecord& container) {
    auto const id = container.config.id;
    auto const& progress = container.progress;
    auto& live = live_[container.number];
    auto const pid = static_cast<pid_t>(progress.pid);
    // Opened first and compared then: from here on the number cannot come to mean another process.
    live.process = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    auto const stat = proc::stat(pid);
    if (!live.process || !stat || stat->start_ticks != progress.start_ticks) {
        live.process.close();
        return end(id, {unknown_code, 0}, "it ended while no supervisor was there, so its exit code is not known");
    }
    auto const& config = container.config;
    if (!config.log_path.empty() && !config.tty) {
        live.output = std::make_unique<Output>(
            loop_, run_path(container), LogSettings{config.log_path, config.log_file_bytes_max, config.log_files_max});
        live.output->adopt();
    }
    if (config.open_stdin && !config.tty) {
        auto const path = run_path(container) + ".in";
        live.input = std::make_unique<Input>(loop_, Input::open_pipe(path), false);
        live.input->own_name(path);
    }
    loop_.watch(live.process.get(), EPOLLIN, [this, id](std::uint32_t) { adopted_ended(id, 50); });
}

void Pods::adopted_ended(ContainerId const& id, int tries) {
    auto* const container = table_.find(id);
    if (container == nullptr) return;
    auto& live = live_[container->number];
    loop_.forget(live.process.get());
    auto const ending = ask_ending(live.process);
    if (!ending && tries > 0 && !has_ended(live.process)) {
        // Ended, but its new parent has not yet asked for its exit code.
        loop_.after(20ms, [this, id, tries] { adopted_ended(id, tries - 1); });
        return;
    }
    live.process.close();
    kill_rest(container->progress);
    if (ending) return end(id, *ending, {});
    end(id, {unknown_code, 0}, "the supervisor that started it is gone, so its exit code is not known");
}

void Pods::send(ContainerRecord const& container, Live& live, int signal) {
    auto const pid = static_cast<pid_t>(container.progress.pid);
    if (live.process) {
        ::syscall(SYS_pidfd_send_signal, live.process.get(), signal, nullptr, 0);
    } else {
        ::kill(pid, signal);
    }
}

void Pods::kill(ContainerRecord const& container, Live& live) {
    if (live.process && has_ended(live.process)) return;  // what it left is killed when its end is seen
    remember_descendants(container, live);
    ::kill(-static_cast<pid_t>(container.progress.pid), SIGKILL);
    send(container, live, SIGKILL);
    kill_all(container.groups);
    for (auto const& descendant : live.descendants) {
        auto const stat = proc::stat(descendant.pid);
        if (stat && stat->start_ticks == descendant.start_ticks) ::kill(descendant.pid, SIGKILL);
    }
}

void Pods::remember_descendants(ContainerRecord const& container, Live& live) {
    if (live.process && has_ended(live.process)) return;
    std::vector<pid_t> found{static_cast<pid_t>(container.progress.pid)};
    for (std::size_t i = 0; i < found.size(); ++i) {
        for (auto const child : proc::children(found[i])) {
            auto const stat = proc::stat(child);
            if (stat) live.descendants.push_back({child, stat->start_ticks});
            found.push_back(child);
        }
    }
}

void Pods::kill_everything() {
    for (auto& [id, sandbox] : table_.sandboxes()) {
        for (auto& [key, container] : sandbox.containers) {
            if (container.progress.state == RuntimeState::running) kill(container, live_[container.number]);
        }
    }
    kill_orphans();
}

void Pods::kill_orphans() {
    // What has left its container's group and session has become our child when its parents ended.
    for (auto const pid : proc::children(::getpid())) ::kill(pid, SIGKILL);
}

}  // namespace keelson::supervisor
