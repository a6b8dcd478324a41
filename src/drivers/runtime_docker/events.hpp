#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_EVENTS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_EVENTS_HPP

#include "drivers/runtime_docker/pods.hpp"

#include <set>

namespace keelson::docker {

/// One connection that the engine tells over what happens to the node's containers. What it tells is a hint to look;
/// what it may have missed, because it was gone, is a hint to look at all. Threading: on the loop.
class Events {
public:
    /// An empty list: look at all.
    using Hint = std::function<void(std::vector<SandboxId>)>;

    Events(Api& api, Setup& setup, Pods& pods, Owner owner, Log log);
    void start() { connect(); }
    void on_change(Hint hint) { hint_ = std::move(hint); }

private:
    void connect();
    void subscribe();
    void connected();
    void take(std::string_view part);
    void take_line(std::string_view line);
    void ended(Result<Answer> const& outcome);
    void tell();

    Api& api_;
    Setup& setup_;
    Pods& pods_;
    Owner owner_;
    Log log_;
    Hint hint_;
    std::string rest_;  // of a line that is not there yet
    std::set<SandboxId> changed_;
    bool telling_ = false;
    bool was_connected_ = false;
    Duration back_off_{};
    std::string last_trouble_;
};

}  // namespace keelson::docker

#endif
