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
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

namespace keelson::supervisor {

namespace {

using namespace std::chrono_literals;

Error not_found(SandboxId const& id) { return {Errc::not_found, "sandbox \"" + id + "\" not found"}; }
Error not_found(ContainerId const& id) {
    return {Errc::not_found, "container \"" + id.name + "\" (attempt " + std::to_string(id.attempt) +
                                 ") of sandbox \"" + id.sandbox + "\" not found"};
}

/// Where named pipes are made: in memory where possible, for a file system on disk takes a hundred times
/// as long to make one.
std::string pipes_folder(std::string const& folder) {
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "/dev/shm/keelson-%u-%016llx", static_cast<unsigned>(::geteuid()),
                  static_cast<unsigned long long>(hash(folder)));
    struct stat status {};
    bool const there = ::mkdir(name.data(), 0700) == 0 || errno == EEXIST;
    // Others may make names there too, so it must be ours and nobody else's.
    bool const ours = there && ::lstat(name.data(), &status) == 0 && S_ISDIR(status.st_mode) &&
                      status.st_uid == ::geteuid() && (status.st_mode & 077) == 0;
    return ours ? name.data() : folder + "/run";
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
    pipes_ = pipes_folder(folder_);
    abilities_.limits = cgroups_.ability();
    abilities_.mounts = mount_ability(staging_);
    abilities_.own_network = {false,
                              "processes share this machine's network: bind $(POD_IP) rather than every address"};
    abilities_.users = user_ability();
    abilities_.confinement = {false, "processes run on this machine's own kernel settings, under no profile"};
    abilities_.sysctls = {false, "processes share this machine's kernel parameters"};
    abilities_.dns = {false, "processes resolve names as this machine does"};
    abilities_.devices = {false, "processes are told which devices are theirs, and see all of this machine's"};
    abilities_.process_namespaces = {false, "programs see all processes of this machine, the target's among them"};
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
        live.input.reset();
        live.terminal.close();
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

std::optional<Error> Pods::find_console(ContainerId const& id, Console& console) {
    Program ignored;
    if (auto error = find_running(id, ignored)) return error;
    auto const* const container = table_.find(id);
    auto& live = live_[container->number];
    if (!live.output) {
        auto const what = container->config.tty ? "the terminal of container \"" + id.name +
                                                      "\" was lost with the supervisor that had made it"
                                                : "the output of container \"" + id.name + "\" is not kept";
        return Error(Errc::conflict, what);
    }
    console.output = live.output.get();
    console.input = live.input.get();
    console.terminal = live.terminal ? &live.terminal : nullptr;
    console.input_once = container->config.stdin_once;
    return {};
}

Ending Pods::ending(ContainerId const& id) const {
    auto const* const container = table_.find(id);
    if (container == nullptr) return {};
    return {container->progress.exit_code, container->progress.signal};
}

std::vector<SandboxUsage> Pods::usage(std::vector<SandboxId> const& only) const {
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
    auto const at = wall();
    std::map<SandboxId, SandboxUsage> by_sandbox;
    for (auto& [pid, sample] : by_session) {
        sample.at = at;
        sample.memory_bytes = memory_bytes(*groups[pid]).value_or(sample.memory_bytes);
        auto& sandbox = by_sandbox[sample.id.sandbox];
        sandbox.id = sample.id.sandbox;
        sandbox.at = at;
        sandbox.containers.push_back(sample);
    }
    std::vector<SandboxUsage> all;
    for (auto& [id, usage] : by_sandbox) all.push_back(std::move(usage));
    return all;
}

void Pods::clear_away() const {
    if (pipes_ != folder_ + "/run") ::rmdir(pipes_.c_str());
    cgroups_.close();
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
