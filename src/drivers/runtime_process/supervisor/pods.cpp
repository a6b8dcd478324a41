#include "drivers/runtime_process/supervisor/pods.hpp"

#include "drivers/runtime_process/supervisor/checks.hpp"
#include "drivers/runtime_process/supervisor/hash.hpp"
#include "drivers/runtime_process/supervisor/ports.hpp"
#include "drivers/runtime_process/supervisor/private_root.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace keelson::supervisor {

namespace {

using namespace std::chrono_literals;

// What kubelets and container runtimes report for a program that could not be started, and for one
// whose end nobody saw.
constexpr int start_failed_code = 128;
constexpr int unknown_code = 137;

Time wall() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return {now.tv_sec * std::int64_t{1'000'000} + now.tv_nsec / 1'000};
}

Error not_found(SandboxId const& id) { return {Errc::not_found, "sandbox \"" + id + "\" not found"}; }
Error not_found(ContainerId const& id) {
    return {Errc::not_found, "container \"" + id.name + "\" (attempt " + std::to_string(id.attempt) +
                                 ") of sandbox \"" + id.sandbox + "\" not found"};
}

void tell(std::vector<Done>& waiting, Error const* error) {
    for (auto const& done : std::exchange(waiting, {})) done(error);
}

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

Pods::Pods(Loop& loop, Children& children, Table& table, Cgroups& cgroups, std::string folder, rlimit limit)
    : loop_(loop),
      children_(children),
      table_(table),
      cgroups_(cgroups),
      folder_(std::move(folder)),
      staging_(folder_ + "/root"),
      limit_(limit) {
    ::mkdir(staging_.c_str(), 0700);
    ::mkdir((folder_ + "/run").c_str(), 0700);
    pipes_ = folder_ + "/run";
    // In memory where possible: a file system on disk takes a hundred times as long to make a pipe.
    std::array<char, 64> in_memory{};
    std::snprintf(in_memory.data(), in_memory.size(), "/dev/shm/keelson-%u-%016llx", static_cast<unsigned>(::geteuid()),
                  static_cast<unsigned long long>(hash(folder_)));
    struct stat status {};
    bool const there = ::mkdir(in_memory.data(), 0700) == 0 || errno == EEXIST;
    // Others may make names in /dev/shm too, so it must be ours and nobody else's.
    if (there && ::lstat(in_memory.data(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() &&
        (status.st_mode & 077) == 0) {
        pipes_ = in_memory.data();
    }
    abilities_.limits = cgroups_.ability();
    abilities_.mounts = mount_ability(staging_);
    abilities_.own_network = {false,
                              "processes share this machine's network: bind $(POD_IP) rather than every address"};
    abilities_.users = user_ability();
}

std::string Pods::configure(process_wire::Hello const& hello) {
    auto& settings = table_.settings();
    settings.keep_pods = hello.keep_pods;
    std::uint32_t first = 0;
    if (!hello.first_ip.empty()) {
        auto const parsed = parse_loopback(hello.first_ip);
        if (!parsed) return "first_ip " + hello.first_ip + " is not an address of 127.0.0.0/8";
        first = *parsed;
    }
    if (addresses_.first() == 0 || (first != 0 && first != addresses_.first())) {
        auto const same = first == 0 || first == settings.first_address;
        addresses_.open(first, hello.node + '\n' + hello.data_dir, settings.first_address);
        if (same && addresses_.first() == settings.first_address) addresses_.go_on_from(settings.next_address);
    }
    settings.first_address = addresses_.first();
    settings.next_address = addresses_.next();
    return table_.save_settings();
}

RuntimeContainer Pods::status(ContainerRecord const& container) const {
    auto const& progress = container.progress;
    RuntimeContainer status;
    status.id = container.config.id;
    status.state = progress.state;
    status.spec_hash = container.config.spec_hash;
    status.created_at = container.created_at;
    status.exit_code = progress.exit_code;
    status.signal = progress.signal;
    status.out_of_memory = progress.out_of_memory;
    status.message = progress.message;
    auto const live = live_.find(container.number);
    if (progress.state == RuntimeState::running && live != live_.end() && live->second.gate) {
        status.state = RuntimeState::created;  // on its way to its program
        return status;
    }
    if (progress.pid != 0) status.runtime_id = "process://" + std::to_string(progress.pid);
    if (progress.state == RuntimeState::running) status.pid = progress.pid;
    status.started_at = progress.started_at;
    status.finished_at = progress.finished_at;
    return status;
}

RuntimeSandbox Pods::status(SandboxRecord const& sandbox) const {
    RuntimeSandbox status;
    status.id = sandbox.config.id;
    status.pod_namespace = sandbox.config.pod_namespace;
    status.pod_name = sandbox.config.pod_name;
    status.ip = sandbox.address == 0 ? "127.0.0.1" : format_address(sandbox.address);
    status.ready = removals_.count(status.id) == 0;
    status.created_at = sandbox.created_at;
    for (auto const& [key, container] : sandbox.containers) status.containers.push_back(this->status(container));
    return status;
}

std::vector<RuntimeSandbox> Pods::list(std::vector<SandboxId> const& only) const {
    std::vector<RuntimeSandbox> all;
    if (only.empty()) {
        for (auto const& [id, sandbox] : table_.sandboxes()) all.push_back(status(sandbox));
    }
    for (auto const& id : std::set<SandboxId>(only.begin(), only.end())) {
        if (auto const* const sandbox = table_.find(id)) all.push_back(status(*sandbox));
    }
    return all;
}

void Pods::create_sandbox(SandboxConfig config, Done const& done) {
    if (removals_.count(config.id) != 0) {
        Error const error(Errc::conflict, "sandbox \"" + config.id + "\" is being removed");
        return done(&error);
    }
    if (table_.find(config.id) != nullptr) return done(nullptr);
    if (auto const error = check(config, abilities_)) return done(&*error);
    SandboxRecord sandbox;
    sandbox.number = table_.new_number();
    sandbox.created_at = wall();
    if (!config.host_network) {
        sandbox.address = addresses_.take();
        if (sandbox.address == 0) {
            Error const error(Errc::unavailable,
                              "all " + std::to_string(Addresses::block_size) + " addresses of the node are taken");
            return done(&error);
        }
    }
    sandbox.config = std::move(config);
    auto error = write_hosts(sandbox);
    auto const address = sandbox.address;
    if (error.empty()) error = table_.add(std::move(sandbox));
    if (error.empty()) return done(nullptr);
    addresses_.give_back(address);
    Error const failed(Errc::unavailable, error);
    done(&failed);
}

std::string Pods::hosts_path(SandboxRecord const& sandbox) const {
    return folder_ + "/run/" + std::to_string(sandbox.number) + ".hosts";
}

std::string Pods::write_hosts(SandboxRecord const& sandbox) const {
    if (sandbox.config.host_aliases.empty()) return {};
    auto text = proc::read_file("/etc/hosts") + "\n# Entries added by HostAliases.\n";
    for (auto const& [address, names] : sandbox.config.host_aliases) {
        text += address;
        for (auto const& name : names) text += '\t' + name;
        text += '\n';
    }
    auto const path = hosts_path(sandbox);
    Descriptor const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) return {};
    return "cannot write " + path + ": " + std::strerror(errno);
}

void Pods::create(ContainerConfig config, Done const& done) {
    auto const* const sandbox = table_.find(config.id.sandbox);
    if (sandbox == nullptr || removals_.count(config.id.sandbox) != 0) {
        auto const error = not_found(config.id.sandbox);
        return done(&error);
    }
    if (table_.find(config.id) != nullptr) return done(nullptr);
    if (auto const error = check(config, abilities_)) return done(&*error);
    ContainerRecord container;
    container.number = table_.new_number();
    container.created_at = wall();
    container.config = std::move(config);
    auto const error = table_.add(std::move(container));
    Error const failed(Errc::unavailable, error);
    done(error.empty() ? nullptr : &failed);
}

void Pods::start(ContainerId const& id, Done done) {
    auto* const container = removals_.count(id.sandbox) == 0 ? table_.find(id) : nullptr;
    if (container == nullptr) {
        auto const error = table_.find(id.sandbox) == nullptr ? not_found(id.sandbox) : not_found(id);
        return done(&error);
    }
    auto& live = live_[container->number];
    if (live.gate) {
        live.starting.push_back(std::move(done));
        return;
    }
    if (container->progress.start_failed) {
        Error const error(Errc::invalid, container->progress.message);
        return done(&error);
    }
    if (container->progress.state != RuntimeState::created) return done(nullptr);
    if (auto const error = launch(*container, live)) {
        live.output.reset();
        live.gate.close();  // a child that waits there ends
        container->progress = {};
        clear_groups(std::exchange(container->groups, {}), 50);
        return done(&*error);
    }
    live.starting.push_back(std::move(done));
}

Program Pods::program(ContainerRecord const& container) const {
    auto const& config = container.config;
    auto const* const sandbox = table_.find(config.id.sandbox);
    Program program;
    program.arguments = config.command;
    program.arguments.insert(program.arguments.end(), config.args.begin(), config.args.end());
    program.environment = config.env;
    program.working_dir = config.working_dir;
    program.mounts = config.mounts;
    if (!sandbox->config.host_aliases.empty()) {
        Mount hosts;
        hosts.source = hosts_path(*sandbox);
        hosts.target = "/etc/hosts";
        program.mounts.push_back(std::move(hosts));
    }
    program.read_only_root = config.security.read_only_root;
    program.private_root = program.read_only_root || !program.mounts.empty();
    program.staging = staging_;
    program.groups = container.groups;
    program.oom_score_adj = config.limits.oom_score_adj;
    program.die_with_supervisor = !table_.settings().keep_pods;
    program.open_files = limit_;
    return program;
}

std::optional<Error> Pods::launch(ContainerRecord& container, Live& live) {
    auto const& config = container.config;
    auto const id = config.id;
    auto const unavailable = [](std::string why) { return Error(Errc::unavailable, std::move(why)); };
    std::string error;
    container.groups = cgroups_.create(std::to_string(container.number), config.limits, error);
    if (!error.empty()) return unavailable(error);
    auto wanted = program(container);
    if (auto const problem = resolve(config.security, wanted.identity)) return unavailable(problem->why);
    Descriptor output, errors, input;
    if (!config.log_path.empty()) {
        container.pipes = pipes_ + "/" + std::to_string(container.number);
        live.output =
            std::make_unique<Output>(loop_, folder_ + "/run/" + std::to_string(container.number),
                                     LogSettings{config.log_path, config.log_file_bytes_max, config.log_files_max});
        error = live.output->create(wanted.identity.user, wanted.identity.group);
        if (!error.empty()) return unavailable(error);
        output = live.output->container_end(0);
        errors = live.output->container_end(1);
        wanted.output = output.get();
        wanted.error = errors.get();
    }
    if (config.open_stdin) {
        // An input that nobody ever attaches to: whoever reads it waits. It holds its own other end.
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return unavailable(std::string("cannot make a pipe: ") + std::strerror(errno));
        Descriptor const read_end(ends[0]), write_end(ends[1]);
        input = Descriptor(::open(("/proc/self/fd/" + std::to_string(ends[0])).c_str(), O_RDWR | O_CLOEXEC));
        wanted.input = input.get();
    }
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
    progress.exit_code = start_failed_code;
    progress.finished_at = wall();
    progress.message = *said;
    save(id);
    live.output.reset();
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
    if (!container.config.log_path.empty()) {
        auto const& config = container.config;
        live.output =
            std::make_unique<Output>(loop_, folder_ + "/run/" + std::to_string(container.number),
                                     LogSettings{config.log_path, config.log_file_bytes_max, config.log_files_max});
        live.output->adopt();
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

void Pods::stop(ContainerId const& id, std::chrono::nanoseconds grace, Done done) {
    auto* const container = table_.find(id);
    if (container == nullptr || container->progress.state != RuntimeState::running) return done(nullptr);
    auto& live = live_[container->number];
    live.stopping.push_back(std::move(done));
    if (grace <= 0ns) return kill(*container, live);
    if (!live.stop_sent) {
        live.stop_sent = true;
        remember_descendants(*container, live);  // those that left the group would be out of reach later
        // To the main process alone, as in a container: it knows best how to end its workers.
        send(*container, live, parse_signal(container->config.stop_signal).value_or(SIGTERM));
    }
    auto const kill_at = std::chrono::steady_clock::now() + grace;
    if (live.kill_timer != 0 && live.kill_at <= kill_at) return;
    loop_.cancel(live.kill_timer);
    live.kill_at = kill_at;
    live.kill_timer = loop_.after(grace, [this, id] {
        auto const* const late = table_.find(id);
        if (late == nullptr || late->progress.state != RuntimeState::running) return;
        live_[late->number].kill_timer = 0;
        kill(*late, live_[late->number]);
    });
}

void Pods::drop_container(ContainerRecord const& container) {
    clear_groups(container.groups, 50);
    auto const live = live_.find(container.number);
    if (live == live_.end()) return;
    loop_.cancel(live->second.kill_timer);
    if (live->second.process) loop_.forget(live->second.process.get());
    live_.erase(live);
}

void Pods::remove(ContainerId const& id, Done const& done) {
    auto const* const container = table_.find(id);
    if (container == nullptr) return done(nullptr);
    if (container->progress.state == RuntimeState::running) {
        Error const error(Errc::conflict, "container \"" + id.name + "\" is running");
        return done(&error);
    }
    drop_container(*container);
    auto const error = table_.remove(id);
    Error const failed(Errc::unavailable, error);
    done(error.empty() ? nullptr : &failed);
}

void Pods::remove_sandbox(SandboxId const& id, Done done) {
    auto* const sandbox = table_.find(id);
    if (sandbox == nullptr) return done(nullptr);
    removals_[id].push_back(std::move(done));
    for (auto& [key, container] : sandbox->containers) {
        if (container.progress.state == RuntimeState::running) kill(container, live_[container.number]);
    }
    finish_removal(id);
}

void Pods::finish_removal(SandboxId const& id) {
    auto const* const sandbox = table_.find(id);
    for (auto const& [key, container] : sandbox->containers) {
        if (container.progress.state == RuntimeState::running) return;
    }
    for (auto const& [key, container] : sandbox->containers) drop_container(container);
    ::unlink(hosts_path(*sandbox).c_str());
    auto const address = sandbox->address;
    auto waiting = removals_.extract(id);
    auto const error = table_.remove(id);
    if (error.empty()) addresses_.give_back(address);
    changed_.insert(id);
    Error const failed(Errc::unavailable, error);
    tell(waiting.mapped(), error.empty() ? nullptr : &failed);
}

std::optional<Error> Pods::find_running(ContainerId const& id, Program& program) const {
    auto const* const container = table_.find(id);
    if (container == nullptr) return not_found(id);
    auto const live = live_.find(container->number);
    bool const runs = container->progress.state == RuntimeState::running;
    if (!runs || live == live_.end() || live->second.gate)
        return Error(Errc::conflict, "container \"" + id.name + "\" is not running");
    program = this->program(*container);
    if (program.private_root) program.join = static_cast<pid_t>(container->progress.pid);
    if (auto const problem = resolve(container->config.security, program.identity))
        return Error(Errc::unavailable, problem->why);
    return {};
}

std::vector<UsageSample> Pods::usage(std::vector<SandboxId> const& only) const {
    std::map<pid_t, UsageSample> by_session;
    std::map<pid_t, Groups const*> groups;
    for (auto const& [id, sandbox] : table_.sandboxes()) {
        if (!only.empty() && std::find(only.begin(), only.end(), id) == only.end()) continue;
        for (auto const& [key, container] : sandbox.containers) {
            if (container.progress.state != RuntimeState::running) continue;
            auto const pid = static_cast<pid_t>(container.progress.pid);
            by_session[pid].id = container.config.id;
            groups[pid] = &container.groups;
        }
    }
    auto const nanos_per_tick = 1'000'000'000ULL / static_cast<unsigned long long>(::sysconf(_SC_CLK_TCK));
    auto const page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (!by_session.empty()) {
        proc::each_process([&](pid_t pid) {
            auto const stat = proc::stat(pid);
            auto const found = stat ? by_session.find(stat->session) : by_session.end();
            if (found == by_session.end()) return;
            found->second.cpu_nanos += stat->cpu_ticks * nanos_per_tick;
            found->second.memory_bytes += stat->resident_pages * page_bytes;
        });
    }
    std::vector<UsageSample> samples;
    for (auto& [pid, sample] : by_session) {
        sample.memory_bytes = memory_bytes(*groups[pid]).value_or(sample.memory_bytes);
        samples.push_back(sample);
    }
    return samples;
}

void Pods::clear_away() const {
    if (pipes_ != folder_ + "/run") ::rmdir(pipes_.c_str());
    cgroups_.close();
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

bool Pods::anything_running() const {
    for (auto const& [id, sandbox] : table_.sandboxes()) {
        for (auto const& [key, container] : sandbox.containers) {
            if (container.progress.state == RuntimeState::running) return true;
        }
    }
    return false;
}

void Pods::look_for_greedy() {
    greedy_timer_ = 0;
    for (auto const& [id, message] : find_greedy(table_.sandboxes())) {
        auto* const container = table_.find(id);
        if (container->progress.message == message) continue;
        container->progress.message = message;
        save(id);
        changed_.insert(id.sandbox);
    }
}

}  // namespace keelson::supervisor
