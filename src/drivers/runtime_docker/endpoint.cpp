#include "drivers/runtime_docker/endpoint.hpp"

#include <charconv>
#include <cstdlib>

namespace keelson {

namespace docker {

namespace {

constexpr std::string_view default_socket = "/var/run/docker.sock";

}  // namespace

std::string Endpoint::text() const {
    if (!socket.empty()) return "unix://" + socket;
    return "tcp://" + (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

Result<Endpoint> endpoint_of(DockerOptions const& options) {
    auto const wrong = [&](std::string const& why) {
        return Error(Errc::invalid, "docker host \"" + options.host + "\": " + why);
    };
    Endpoint endpoint;
    endpoint.tls_ca = options.tls_ca;
    endpoint.tls_cert = options.tls_cert;
    endpoint.tls_key = options.tls_key;
    if (options.tls_cert.empty() != options.tls_key.empty()) return wrong("a TLS certificate and its key go together");
    if (options.host.empty()) {
        endpoint.socket = default_socket;
        return endpoint;
    }
    std::string_view rest = options.host;
    if (rest.starts_with("unix://")) {
        rest.remove_prefix(7);
        if (!rest.starts_with('/')) return wrong("the path of the socket must be absolute");
        endpoint.socket = rest;
        return endpoint;
    }
    if (!rest.starts_with("tcp://")) return wrong("must be unix:///PATH or tcp://HOST:PORT");
    rest.remove_prefix(6);
    while (rest.ends_with('/')) rest.remove_suffix(1);
    auto const colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return wrong("must be tcp://HOST:PORT");
    auto const number = rest.substr(colon + 1);
    auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), endpoint.port);
    if (error != std::errc{} || end != number.data() + number.size() || endpoint.port == 0)
        return wrong("\"" + std::string(number) + "\" is no port");
    auto host = rest.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    endpoint.host = host;
    endpoint.tls = !options.tls_ca.empty() || !options.tls_cert.empty();
    return endpoint;
}

}  // namespace docker

Result<DockerOptions> docker_options_of_environment(std::string host) {
    auto const variable = [](char const* name) -> std::string {
        auto const* const value = std::getenv(name);
        return value == nullptr ? "" : value;
    };
    DockerOptions options;
    options.host = host.empty() ? variable("DOCKER_HOST") : std::move(host);
    if (options.host.starts_with("tcp://") && !variable("DOCKER_TLS_VERIFY").empty()) {
        auto folder = variable("DOCKER_CERT_PATH");
        if (folder.empty()) folder = variable("HOME") + "/.docker";
        options.tls_ca = folder + "/ca.pem";
        options.tls_cert = folder + "/cert.pem";
        options.tls_key = folder + "/key.pem";
    }
    if (auto const endpoint = docker::endpoint_of(options); endpoint.has_error()) return endpoint.error();
    return options;
}

}  // namespace keelson
