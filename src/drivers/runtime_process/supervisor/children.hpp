#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CHILDREN_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CHILDREN_HPP

#include "drivers/runtime_process/supervisor/loop.hpp"

#include <sys/types.h>

namespace keelson::supervisor {

/// How a process ended.
struct Ending {
    int exit_code = 0;  ///< 128 + signal when a signal did it
    int signal = 0;
};

/// Reaps: the processes that were started here, and the orphans that they leave behind.
class Children {
public:
    explicit Children(Loop& loop);

    /// `ended` is called once, after everything in the child's process group has been sent SIGKILL.
    void watch(pid_t pid, std::function<void(Ending)> ended);

private:
    void reap();

    Loop& loop_;
    Descriptor signals_;
    std::unordered_map<pid_t, std::function<void(Ending)>> watched_;
};

}  // namespace keelson::supervisor

#endif
