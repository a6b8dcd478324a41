#ifndef KEELSON_TESTING_CHECK_RUNTIME_HPP
#define KEELSON_TESTING_CHECK_RUNTIME_HPP

#include <keelson/runtime/runtime.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keelson::testing {

/// What a container of the check is to do.
enum class ProgramKind : std::uint8_t {
    runs_on,       ///< until it gets its stop signal, at which it ends
    ignores_stop,  ///< until it is killed
    exits,         ///< at once, with `exit_code`
};

/// A runtime to be checked, and the world that it lives in.
struct RuntimeSubject {
    /// Gives the runtime, opened. Called once for each part of the check, always over the same node; the
    /// check closes what it is given.
    std::function<Result<std::shared_ptr<Runtime>>()> open;
    /// Lets time pass until `until` holds, as fast as this world can: by waiting, or by moving a manual
    /// clock and running what is due. False when that does not seem to happen. Seconds must be enough.
    std::function<bool(std::function<bool()> until)> wait;
    /// The clock that the runtime was opened with.
    std::shared_ptr<Clock const> clock;
    /// Fills in what makes a container do this: a command, an image, an annotation of its sandbox. It is
    /// called before either is created.
    std::function<void(ProgramKind kind, int exit_code, SandboxConfig&, ContainerConfig&)> program;
    /// Whether what runs is still there after close() and another open().
    bool pods_outlive_it = true;
    /// A command for the exec facet that ends with this code and prints "out" as it does. Not needed
    /// where there is no such facet.
    std::function<std::vector<std::string>(int exit_code)> exec_command;
    /// A folder for logs; empty if the runtime writes none.
    std::string log_directory;
    /// Commands for the terminal facet, not needed without it: one that ends with this code, and one that prints what
    /// it reads until there is no more.
    std::function<std::vector<std::string>(int exit_code)> ending_command;
    std::vector<std::string> echo_command;
    /// A port of any running Pod that answers with what it is sent and ends when that does. 0: the port facet is not
    /// checked.
    std::uint16_t echo_port = 0;
};

/// Checks a runtime against the contract in `keelson/runtime/runtime.hpp`, one sentence after the other.
/// Gives what does not hold, each time as a sentence; nothing if all does. What it created is removed.
std::vector<std::string> check_runtime(RuntimeSubject const& subject);

}  // namespace keelson::testing

#endif
