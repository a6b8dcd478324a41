#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_STATS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_STATS_HPP

#include "drivers/runtime_docker/pods.hpp"

#include <unordered_map>

namespace keelson::docker {

/// What the node's containers use, as the engine measures it.
/// Threading: usage() on any thread.
class Stats final : public StatsFacet {
public:
    Stats(Api& api, Pods& pods) : api_(api), pods_(pods) {}
    void usage(std::vector<SandboxId> only, Completion<std::vector<SandboxUsage>> done) override;

private:
    /// What a container has written: walking its layer costs, so it is asked for now and then.
    struct Layer {
        std::uint64_t bytes = 0;
        Instant asked{};
    };
    struct Asking;
    void ask(std::shared_ptr<Asking> const& asking, Listed const& listed);
    void take(Asking& asking, Listed const& listed, std::string const& body);
    void measure(std::string const& docker_id);

    Api& api_;
    Pods& pods_;
    std::unordered_map<std::string, Layer> layers_;
};

}  // namespace keelson::docker

#endif
