#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_TLS_CHANNEL_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_TLS_CHANNEL_HPP

#include "core/connections.hpp"
#include "drivers/runtime_docker/endpoint.hpp"

namespace keelson::docker {

/// A channel with an engine that listens with TLS, which must prove to be `endpoint.host`. Why it failed goes to `why`.
/// Reads the endpoint's files.
Result<std::unique_ptr<Channel>> tls_channel(Endpoint const& endpoint, std::shared_ptr<std::string> why);

}  // namespace keelson::docker

#endif
