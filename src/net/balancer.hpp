#ifndef KEELSON_NET_BALANCER_HPP
#define KEELSON_NET_BALANCER_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::net {

class BalancerLoop;

/// "namespace/name".
using ServiceKey = std::string;

/// An address to listen on. Port 0 takes any free port and keeps it for the life of the listener.
struct Listener {
    std::string ip;
    std::uint16_t port = 0;

    friend auto operator<=>(Listener const&, Listener const&) = default;
};

/// A Pod's port behind a Service.
struct Endpoint {
    std::string ip;
    std::uint16_t port = 0;
    std::string pod_uid;

    friend bool operator==(Endpoint const&, Endpoint const&) = default;
};

struct ServicePort {
    std::string name;  ///< unique in its Service
    Listener listen;
    std::vector<Endpoint> endpoints;             ///< the ready ones
    std::optional<Duration> client_ip_affinity;  ///< a client keeps its Pod while it connects more often than this
};

/// Where a port of a Service is served, or why it is not.
struct Listening {
    std::string port_name;
    Listener address;  ///< with the real port where 0 was asked for
    std::optional<Error> error;
};

/// How a drain ended.
struct Drained {
    std::size_t cut = 0;  ///< connections that were still open at the time limit and were reset
};

struct BalancerOptions {
    /// At least one; the first also owns the listeners, connections go round all of them. Each runs its
    /// handlers one at a time: an `IoThread`'s, or a strand of the host's own.
    std::vector<boost::asio::any_io_executor> loops;
    std::shared_ptr<Clock const> clock = system_clock();
    std::uint64_t seed = 0;  ///< for the choice among endpoints
    Log log;
    Duration connect_timeout = std::chrono::seconds(2);  ///< of one try
    std::size_t connect_tries = 4;                       ///< different endpoints tried for a connection or request
    std::size_t max_connections = 65'536;                ///< per loop; more are refused
    /// Called, on the first loop, when a listener that could not be opened at first is open after all.
    std::function<void(ServiceKey const&, Listening const&)> on_listening;
};

/// The TCP load balancer behind the Services of one engine. It passes bytes on, and follows HTTP/1.x
/// just enough to know where requests end, so that a client's keep-alive connection can move from a
/// Pod that leaves to another one between two requests without the client noticing.
///
/// Choice of endpoint: the next one in turn, or a random second one if that has fewer connections.
/// A connection that an endpoint refuses is tried on others before the client sees anything. A port
/// without endpoints refuses connections, as a REJECT rule of kube-proxy does.
///
/// A Pod is taken out without losing a request like this:
///
///     balancer.set_service(key, ports_without_it, [&](auto const&) {    // from here on it gets nothing new
///         balancer.drain(uid, 30s, [&](Result<Drained>) { /* now it may be told to stop */ });
///     });
///
/// Threading: all functions may be called from any thread and return at once. Callbacks come on a
/// thread of one of the loops, in the order of the calls for calls with the same effect.
/// Lifetime: destroyed before its executors' contexts; that stops it.
class Balancer {
public:
    using Applied = std::function<void(std::vector<Listening> const&)>;

    explicit Balancer(BalancerOptions options);
    ~Balancer();
    Balancer(Balancer const&) = delete;
    Balancer& operator=(Balancer const&) = delete;

    /// Makes these ports the Service's ports. `applied` is called when the proxy acts by them: no
    /// connection and no request that starts later goes to an endpoint that is not among them,
    /// listeners that could not be opened notwithstanding. A listen address that is in use is tried again
    /// with growing pauses until it can be had (see `on_listening`) or is no longer wanted.
    void set_service(ServiceKey key, std::vector<ServicePort> ports, Applied applied = {});

    /// Closes the Service's listeners. Connections that are open stay.
    void remove_service(ServiceKey key, std::function<void()> applied = {});

    /// Gives the Pod no new connections and requests, moves idle HTTP connections away from it and calls
    /// `done` when no connection to it is left. What is open after `at_most` is reset.
    void drain(std::string pod_uid, Duration at_most, Completion<Drained> done);

    /// How many connections to this Pod are open or being opened.
    void connections(std::string pod_uid, std::function<void(std::size_t)> done);

    /// Closes listeners, resets connections and ends drains. Later calls change nothing; their callbacks still come.
    void stop(std::function<void()> done = {});

private:
    class Front;

    template <class Fn, class FrontFn>
    void on_all(Fn const& fn, FrontFn front_fn);

    std::vector<std::shared_ptr<BalancerLoop>> loops_;
    std::shared_ptr<Front> front_;
};

}  // namespace keelson::net

#endif
