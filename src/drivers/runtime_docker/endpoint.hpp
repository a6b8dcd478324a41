#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_ENDPOINT_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_ENDPOINT_HPP

#include <keelson/runtime/docker.hpp>

#include <cstdint>

namespace keelson::docker {

/// Where an engine listens.
struct Endpoint {
    std::string socket;  ///< the path of a Unix socket; empty: TCP
    std::string host;
    std::uint16_t port = 0;
    bool tls = false;
    std::string tls_ca, tls_cert, tls_key;

    /// "unix:///var/run/docker.sock", "tcp://127.0.0.1:2375".
    [[nodiscard]] std::string text() const;
};

/// Errors: `invalid` for what is no address of an engine.
Result<Endpoint> endpoint_of(DockerOptions const& options);

}  // namespace keelson::docker

#endif
