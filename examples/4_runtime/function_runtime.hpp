#ifndef FUNCTION_RUNTIME_HPP
#define FUNCTION_RUNTIME_HPP

#include <keelson/runtime/runtime.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

/// What a function that runs as a container sees of the world.
///
/// A thread cannot be killed from outside. So this is where it is killed: every call here ends the function by an
/// exception when its time has come. One that never calls any of these runs on, and stop() of it fails at its deadline.
class Life {
public:
    virtual ~Life() = default;
    [[nodiscard]] virtual keelson::ContainerConfig const& config() const = 0;
    /// Waits. True, and at once, when the container is asked to stop.
    virtual bool wait(keelson::Duration time) = 0;
    /// Waits the whole time, asked to stop or not.
    virtual void sleep(keelson::Duration time) = 0;
    /// A line in the container's log.
    virtual void print(std::string_view line) = 0;
};

/// A program: it gets its life and gives its exit code.
using Function = std::function<int(Life&)>;

/// Containers are functions of this process, each on a thread of its own; the image of a container names its
/// function. They share the host's memory, so Pods end with the engine.
std::shared_ptr<keelson::Runtime> function_runtime(std::map<std::string, Function> functions);

#endif
