#ifndef KEELSON_SRC_ENGINE_ENDPOINT_HPP
#define KEELSON_SRC_ENGINE_ENDPOINT_HPP

#include "core/strand.hpp"
#include "node/pod_tokens.hpp"
#include "registry/registry.hpp"

#include <keelson/core/error.hpp>
#include <keelson/http.hpp>

#include <functional>
#include <string>
#include <vector>

namespace keelson {

namespace http {
struct PodStreams;
}

/// What an engine gives to a door to it.
struct EndpointParts {
    Strand* strand = nullptr;
    Registry* registry = nullptr;
    std::shared_ptr<http::PodStreams const> pods;
    std::shared_ptr<Metrics> metrics;
    std::string data_dir;  ///< empty: nothing is to be kept
};

class EngineEndpoint {
public:
    virtual ~EngineEndpoint() = default;
    /// On the strand, once the registry has its state.
    virtual Result<> start(EndpointParts const& parts) = 0;
    /// On the strand: nothing new comes in, what runs is ended properly. `done` comes on any thread; from then on the
    /// parts are not used any more.
    virtual void stop(std::function<void()> done) = 0;
    /// A token for a Pod, on the strand and after start(). Errors: `not_found` without the ServiceAccount.
    virtual Result<std::string> issue_token(PodTokenRequest const& request) = 0;
    /// Where it is to be found. Threading: any thread, after start().
    [[nodiscard]] virtual std::vector<std::string> addresses() const = 0;
};

}  // namespace keelson

#endif
