#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_STREAMS_CONTEXT_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_STREAMS_CONTEXT_HPP

#include "drivers/runtime_docker/api.hpp"
#include "drivers/runtime_docker/hijack.hpp"

#include <boost/json/value.hpp>

namespace keelson::docker {

/// What all streams of a runtime share. What is asked here is answered on the connections' thread, where all that a
/// stream is lives. After the runtime was closed nothing is answered.
struct StreamsContext : std::enable_shared_from_this<StreamsContext> {
    StreamsContext(Api& api, Containers& containers);

    void find(ContainerId const& id, Instant deadline, Completion<std::string> done);
    void find_sandbox(SandboxId const& id, Instant deadline, Completion<std::string> done);
    /// The body of a good answer; errors as `error_of` has them.
    void ask(Question question, Instant deadline, Completion<boost::json::value> done);
    void after(Duration time, std::function<void()> what);
    /// Ends a program of a container with a signal: `pid` is what the engine knows it by.
    void signal(std::string const& container, std::int64_t pid, int signal);

    Api& api;
    Containers& containers;
    Hijacks hijacks;

private:
    template <class T>
    Completion<T> on_thread(Completion<T> done);
};

/// A member of an object; null if there is none.
boost::json::value const& member(boost::json::value const& object, std::string_view name);
std::int64_t number(boost::json::value const& value);
bool truth(boost::json::value const& value);
std::string text(boost::json::value const& value);

}  // namespace keelson::docker

#endif
