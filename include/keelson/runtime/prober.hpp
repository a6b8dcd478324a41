#ifndef KEELSON_RUNTIME_PROBER_HPP
#define KEELSON_RUNTIME_PROBER_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace keelson {

/// An `httpGet` action with its references resolved.
struct HttpProbe {
    std::string scheme = "HTTP";  ///< "HTTP" or "HTTPS", in any case
    std::string host;             ///< an IP address or a name
    std::uint16_t port = 0;
    std::string path = "/";  ///< with its query, if any; a missing leading slash is added
    std::vector<std::pair<std::string, std::string>> headers;
};

/// What a probe found. `message` is worded as a kubelet words it, so that it can go into an event:
/// the beginning of the answer's body on success, the reason on failure.
struct ProbeResult {
    bool success = false;
    std::string message;

    friend bool operator==(ProbeResult const&, ProbeResult const&) = default;
};

/// Asks a container over the network whether it is well. A container that does not answer is a
/// result, not an Error; an Error says that the probe could not be made and so tells nothing about
/// the container (`unsupported`, `cancelled`).
/// Threading: called on the engine's strand; completions come on a thread of the prober's.
class Prober {
public:
    virtual ~Prober() = default;

    /// GET; a status of 200 to 399 is a success. Redirects to the same host are followed, one to another
    /// host is a success, as in a kubelet.
    virtual void http(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) = 0;
    /// Health.Check of grpc.health.v1 for a service (empty: the server as a whole), without TLS; SERVING is a success.
    virtual void grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
                      Completion<ProbeResult> done) = 0;
    /// A connection that opens is a success; it is closed at once.
    virtual void tcp(std::string host, std::uint16_t port, Duration timeout, Completion<ProbeResult> done) = 0;
};

}  // namespace keelson

#endif
