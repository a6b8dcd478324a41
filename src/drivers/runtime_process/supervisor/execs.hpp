#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_EXECS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_EXECS_HPP

#include "drivers/runtime_process/supervisor/children.hpp"
#include "drivers/runtime_process/supervisor/spawn.hpp"

namespace keelson::supervisor {

/// Commands that run beside a container's own program.
class Execs {
public:
    using Done = std::function<void(Error const*, ExecResult const&)>;

    Execs(Loop& loop, Children& children) : loop_(loop), children_(children) {}

    /// `program` is that of the container, as `Pods::find_running` gives it.
    void run(ContainerId id, Program program, ExecConfig const& config, std::chrono::nanoseconds timeout, Done done);
    /// Kills those of one container, or all.
    void cancel(ContainerId const& id);
    void cancel_all();

private:
    struct Running {
        ContainerId container;
        Descriptor gate, output;
        std::size_t output_bytes_max = 0;
        ExecResult result;
        Loop::Timer timer = 0;
        Done done;
    };

    void read_output(pid_t pid);
    void at_gate(pid_t pid);
    void finish(pid_t pid, Error const* error);

    Loop& loop_;
    Children& children_;
    std::map<pid_t, Running> running_;
};

}  // namespace keelson::supervisor

#endif
