#ifndef KEELSON_SRC_ENGINE_SERVICE_ROUTER_HPP
#define KEELSON_SRC_ENGINE_SERVICE_ROUTER_HPP

#include "engine/reader.hpp"
#include "net/balancer.hpp"
#include "net/io_thread.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace keelson {

/// Keeps the balancer at what Services and EndpointSlices say, and takes Pods that leave out of it.
/// Threading: on the strand only.
class ServiceRouter {
public:
    ServiceRouter(Strand& strand, Registry& registry, TypedCache& cache, std::shared_ptr<net::IoThread> io);
    ~ServiceRouter();

    void start();
    void stop();
    /// Durable changes.
    void changed(std::vector<Change> const& changes);
    void rebuilt() { start(); }

    /// The Pod is on its way out: nothing new goes to it from the acknowledgement of the proxy on; `done` is
    /// called on the strand when what was in flight has ended or `most` has passed.
    void drain(std::string const& pod_uid, Duration most, std::function<void()> done);

private:
    void route(ObjectKey const& service, net::Balancer::Applied applied = {});
    void told(ObjectKey const& service, std::vector<net::Listening> const& listening);

    Strand* strand_;
    Registry* registry_;
    TypedCache* cache_;
    std::shared_ptr<net::IoThread> io_;
    std::unique_ptr<net::Balancer> balancer_;
    std::set<ObjectKey> routed_;
    std::set<std::string> leaving_;  // uids of Pods that get nothing any more
    std::map<ObjectKey, std::string> complained_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace keelson

#endif
