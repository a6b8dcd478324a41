#ifndef KEELSON_NET_ROUTE_HPP
#define KEELSON_NET_ROUTE_HPP

#include "net/balancer.hpp"

#include <keelson/core/time.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace keelson::net {

class Session;

using PodHook = boost::intrusive::list_base_hook<boost::intrusive::tag<struct PodTag>>;
using LoopHook = boost::intrusive::list_base_hook<boost::intrusive::tag<struct LoopTag>>;

/// A Pod as one loop sees it: its connections there, whatever Service they came through.
struct Pod {
    std::string uid;
    bool draining = false;
    boost::intrusive::list<Session, boost::intrusive::base_hook<PodHook>> sessions;
};

/// One endpoint of one route. It outlives its place in the route while connections go to it.
struct Backend {
    Endpoint endpoint;
    boost::asio::ip::tcp::endpoint address;
    std::shared_ptr<Pod> pod;
    std::size_t open = 0;  ///< connections through this route
    bool listed = true;    ///< still one of the route's endpoints

    [[nodiscard]] bool eligible() const noexcept { return listed && !pod->draining; }
};

using Backends = std::vector<std::shared_ptr<Backend>>;

/// Which endpoint a client was given, bounded and forgotten after a time without connections.
class AffinityTable {
public:
    static constexpr std::size_t limit = 16'384;  ///< clients; the one that came longest ago goes first

    std::shared_ptr<Backend> find(boost::asio::ip::address const& client, Instant now, Duration timeout) const;
    void put(boost::asio::ip::address const& client, std::shared_ptr<Backend> backend, Instant now);
    void clear();

private:
    struct Entry {
        boost::asio::ip::address client;
        std::weak_ptr<Backend> backend;
        Instant last;
    };
    std::list<Entry> by_age_;  // the oldest first
    std::map<boost::asio::ip::address, std::list<Entry>::iterator> by_client_;
};

/// The endpoints of one port of a Service, on one loop.
class Route {
public:
    explicit Route(std::uint64_t seed) : random_(seed) {}

    /// Replaces the endpoints; backends that stay keep their connections' counts. Returns those that left.
    Backends set(Backends backends, std::optional<Duration> affinity);

    [[nodiscard]] Backends const& backends() const noexcept { return backends_; }

    /// The endpoint for a new connection or request, none of `tried`; null when there is none.
    std::shared_ptr<Backend> pick(boost::asio::ip::address const& client, Backends const& tried, Instant now);

    /// Whether `pick` would find an endpoint.
    [[nodiscard]] bool any_eligible() const;

private:
    std::uint64_t next_random();

    Backends backends_;
    std::size_t turn_ = 0;
    std::uint64_t random_;
    std::optional<Duration> affinity_;
    AffinityTable affinity_table_;
};

}  // namespace keelson::net

#endif
