#ifndef KEELSON_RUNTIME_DOCKER_HPP
#define KEELSON_RUNTIME_DOCKER_HPP

#include <keelson/runtime/runtime.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace keelson {

/// Which Docker Engine, and how its Pods are connected.
struct DockerOptions {
    /// "unix:///var/run/docker.sock" or "tcp://HOST:PORT"; empty: unix:///var/run/docker.sock.
    std::string host;
    /// PEM files of a TCP connection: the authority that vouches for the engine, and who one is for it. With none of
    /// them, TCP is not encrypted.
    std::string tls_ca, tls_cert, tls_key;
    /// Of this node's Pods, "10.88.0.0/16"; empty: chosen by the engine.
    std::string subnet;
    /// How many requests the engine has to work on at once; the others wait their turn.
    std::size_t requests_at_once = 32;
};

/// Pods as containers of a Docker Engine, API 1.41 or newer. Each node has a network and labels of its own, so several
/// nodes can share an engine. Pods run on when the runtime is closed.
///
/// An engine that cannot be reached does not fail `open`: verbs fail with `unavailable` until it is there.
std::shared_ptr<Runtime> docker_runtime(DockerOptions options = {});

/// What a `docker` command in this environment would talk to: DOCKER_HOST, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH.
/// `host` not empty: that engine in place of DOCKER_HOST's. Errors: `invalid` for a host that is neither unix nor tcp.
Result<DockerOptions> docker_options_of_environment(std::string host = {});

}  // namespace keelson

#endif
