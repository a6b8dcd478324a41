#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PODS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PODS_HPP

#include "drivers/runtime_process/supervisor/children.hpp"
#include "drivers/runtime_process/supervisor/input.hpp"
#include "drivers/runtime_process/supervisor/output.hpp"
#include "drivers/runtime_process/supervisor/spawn.hpp"
#include "drivers/runtime_process/supervisor/table.hpp"
#include "drivers/runtime_process/supervisor/terminal.hpp"

#include <ctime>
#include <set>

namespace keelson::supervisor {

/// Called once; null when it went well.
using Done = std::function<void(Error const*)>;

/// Calls all of them, and forgets them.
inline void tell(std::vector<Done>& waiting, Error const* error) {
    for (auto const& done : std::exchange(waiting, {})) done(error);
}

/// The calendar time of this machine.
inline Time wall() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return {now.tv_sec * std::int64_t{1'000'000} + now.tv_nsec / 1'000};
}

/// A running container's own standard streams. They go when it is told that it has ended.
struct Console {
    Output* output = nullptr;
    Input* input = nullptr;                ///< null: it has none that could be written to
    Descriptor const* terminal = nullptr;  ///< null: it does not sit at one
    bool input_once = false;               ///< it ends with the first who wrote
};

/// The node's sandboxes and containers and their lives. The verbs are those of `Runtime`.
class Pods {
public:
    /// `limit` is how many open files a container may have.
    Pods(Loop& loop, Children& children, Table& table, Cgroups& cgroups, std::string folder, rlimit limit);

    /// Takes on what an earlier supervisor left. `same_boot` is false when nothing of it can be running.
    void adopt(bool same_boot);
    /// From which addresses Pods get theirs, and whether they are to live on after the supervisor.
    std::string configure(process_wire::Hello const& hello);

    [[nodiscard]] RuntimeAbilities const& abilities() const noexcept { return abilities_; }
    [[nodiscard]] std::vector<RuntimeSandbox> list(std::vector<SandboxId> const& only) const;
    void create_sandbox(SandboxConfig config, Done const& done);
    void remove_sandbox(SandboxId const& id, Done done);
    void create(ContainerConfig config, Done const& done);
    void start(ContainerId const& id, Done done);
    void stop(ContainerId const& id, std::chrono::nanoseconds grace, Done done);
    void remove(ContainerId const& id, Done const& done);
    [[nodiscard]] std::vector<SandboxUsage> usage(std::vector<SandboxId> const& only) const;

    /// A running container and all that a further program in it needs; an error if there is none.
    std::optional<Error> find_running(ContainerId const& id, Program& program) const;

    /// Its standard streams; an error if it does not run or has none.
    std::optional<Error> find_console(ContainerId const& id, Console& console);
    /// How a container has ended.
    [[nodiscard]] Ending ending(ContainerId const& id) const;

    void kill_everything();
    /// Removes what belongs to no sandbox, at the end of the last supervisor.
    void clear_away() const;
    [[nodiscard]] bool empty() const { return table_.sandboxes().empty(); }
    [[nodiscard]] bool anything_running() const;
    /// The sandboxes in which something happened since the last call.
    [[nodiscard]] std::set<SandboxId> take_changed() { return std::exchange(changed_, {}); }
    /// Told when a container has ended.
    void on_end(std::function<void(ContainerId const&)> ended) { ended_ = std::move(ended); }

private:
    struct Escapee {
        pid_t pid;
        std::uint64_t start_ticks;
    };
    /// What a container has beside its record.
    struct Live {
        std::unique_ptr<Output> output;
        std::unique_ptr<Input> input;
        Descriptor terminal;
        Descriptor gate;     ///< open while it starts
        Descriptor process;  ///< a pidfd, for a process that an earlier supervisor started
        std::vector<Done> starting, stopping;
        Loop::Timer kill_timer = 0;
        std::chrono::steady_clock::time_point kill_at{};
        bool stop_sent = false;
        std::vector<Escapee> descendants;  ///< as they were when it was told to stop
    };

    [[nodiscard]] RuntimeSandbox status(SandboxRecord const& sandbox) const;
    [[nodiscard]] RuntimeContainer status(ContainerRecord const& container) const;
    [[nodiscard]] Program program(ContainerRecord const& container) const;
    std::optional<Error> launch(ContainerRecord& container, Live& live);
    std::string connect(ContainerRecord& container, Live& live, Program& wanted, std::vector<Descriptor>& ends);
    std::string connect_terminal(ContainerRecord const& container, Live& live, Program& wanted,
                                 std::vector<Descriptor>& ends);
    [[nodiscard]] std::string run_path(ContainerRecord const& container) const {
        return folder_ + "/run/" + std::to_string(container.number);
    }
    void at_gate(ContainerId const& id);
    void end(ContainerId const& id, Ending ending, std::string message);
    void adopt(ContainerRecord& container);
    void adopted_ended(ContainerId const& id, int tries);
    void send(ContainerRecord const& container, Live& live, int signal);
    void kill(ContainerRecord const& container, Live& live);
    void remember_descendants(ContainerRecord const& container, Live& live);
    void save(ContainerId const& id);
    static void kill_orphans();
    void clear_groups(Groups groups, int tries);
    void finish_removal(SandboxId const& id);
    void drop_container(ContainerRecord const& container);
    void look_for_greedy();
    std::string write_hosts(SandboxRecord const& sandbox) const;
    [[nodiscard]] std::string hosts_path(SandboxRecord const& sandbox) const;

    Loop& loop_;
    Children& children_;
    Table& table_;
    Cgroups& cgroups_;
    std::string folder_, staging_, pipes_;
    rlimit limit_;
    RuntimeAbilities abilities_;
    Addresses addresses_;
    std::map<std::uint64_t, Live> live_;  ///< by the number of the record
    std::map<SandboxId, std::vector<Done>> removals_;
    std::set<SandboxId> changed_;
    std::function<void(ContainerId const&)> ended_;
    Loop::Timer greedy_timer_ = 0;
};

}  // namespace keelson::supervisor

#endif
