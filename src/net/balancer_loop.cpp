#include "net/balancer_loop.hpp"

#include "net/sockets.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace keelson::net {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Any time limit is cut to this, so that it can be added to the present.
constexpr Duration longest_drain = std::chrono::hours(24 * 365);

}  // namespace

BalancerLoop::BalancerLoop(boost::asio::any_io_executor executor, std::shared_ptr<BalancerOptions const> options,
                           std::uint64_t seed)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      buffer_(std::make_unique<std::array<char, 64 * 1024>>()),
      seed_(seed) {}

BalancerLoop::~BalancerLoop() = default;

void BalancerLoop::set_routes(ServiceKey const& key, std::vector<ServicePort> const& ports) {
    if (stopped_) return;
    auto& routes = routes_[key];
    auto old = std::exchange(routes, {});
    Backends gone;
    auto const append_gone = [&gone](Backends more) {
        gone.insert(gone.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    for (auto const& port : ports) {
        Backends backends;
        for (auto const& endpoint : port.endpoints) {
            error_code ec;
            auto const address = boost::asio::ip::make_address(endpoint.ip, ec);
            if (ec) {
                options_->log.error("service " + key + ": endpoint \"" + endpoint.ip + "\" is not an IP address");
                continue;
            }
            backends.push_back(std::make_shared<Backend>(
                Backend{.endpoint = endpoint, .address = {address, endpoint.port}, .pod = pod(endpoint.pod_uid)}));
        }
        auto const before = old.find(port.name);
        auto route = before != old.end() ? before->second : std::make_shared<Route>(++seed_);
        if (before != old.end()) old.erase(before);
        append_gone(route->set(std::move(backends), port.client_ip_affinity));
        routes[port.name] = std::move(route);
    }
    for (auto& [name, route] : old) append_gone(route->set({}, std::nullopt));
    for (auto const& backend : gone) reconsider(*backend->pod);
}

void BalancerLoop::remove_routes(ServiceKey const& key) {
    set_routes(key, {});
    routes_.erase(key);
}

std::shared_ptr<Pod> BalancerLoop::pod(std::string const& uid) {
    auto& known = pods_[uid];
    if (auto pod = known.lock()) return pod;
    // The map forgets a Pod with the last backend and drain that knows it. Both live no longer than the loop.
    std::shared_ptr<Pod> made(new Pod{.uid = uid}, [this](Pod* pod) {
        pods_.erase(pod->uid);
        delete pod;
    });
    known = made;
    return made;
}

/// Lets the Pod's sessions leave it, those that can.
void BalancerLoop::reconsider(Pod& pod) {
    for (auto at = pod.sessions.begin(); at != pod.sessions.end();) {
        auto const session = (at++)->shared_from_this();
        session->reconsider();
    }
}

void BalancerLoop::drain(std::string const& pod_uid, Duration at_most, std::function<void(Drained)> done) {
    if (stopped_) return done({});
    auto const drained = pod(pod_uid);
    drained->draining = true;
    auto [found, first] = drains_.try_emplace(pod_uid, Drain{drained, boost::asio::steady_timer(executor_), {}});
    auto& drain = found->second;
    drain.waiting.push_back(std::move(done));
    auto const until = std::chrono::steady_clock::now() + std::min<Duration>(at_most, longest_drain);
    if (first || until < drain.timer.expiry()) {
        drain.timer.expires_at(std::chrono::time_point_cast<std::chrono::steady_clock::duration>(until));
        drain.timer.async_wait([self = shared_from_this(), pod_uid](error_code ec) {
            if (!ec) self->cut(pod_uid);
        });
    }
    reconsider(*drained);
    left(drained);
}

/// The time is up: what is left is reset.
void BalancerLoop::cut(std::string const& pod_uid) {
    auto const found = drains_.find(pod_uid);
    if (found == drains_.end() || found->second.finishing) return;
    found->second.finishing = true;
    auto const pod = found->second.pod;
    Drained result{.cut = pod->sessions.size()};
    while (!pod->sessions.empty()) pod->sessions.front().shared_from_this()->reset();
    finish_drain(pod_uid, result);
}

void BalancerLoop::left(std::shared_ptr<Pod> const& pod) {
    if (!pod->draining || !pod->sessions.empty()) return;
    auto const found = drains_.find(pod->uid);
    if (found == drains_.end() || found->second.finishing) return;
    found->second.finishing = true;
    // Not from within the session that is just leaving.
    boost::asio::post(executor_, [self = shared_from_this(), uid = pod->uid] { self->finish_drain(uid, {}); });
}

void BalancerLoop::finish_drain(std::string const& pod_uid, Drained result) {
    auto const found = drains_.find(pod_uid);
    if (found == drains_.end()) return;
    auto const drain = std::move(found->second);
    drains_.erase(found);
    drain.pod->draining = false;
    for (auto const& done : drain.waiting) done(result);
}

std::size_t BalancerLoop::connections(std::string const& pod_uid) const {
    auto const found = pods_.find(pod_uid);
    auto const pod = found == pods_.end() ? nullptr : found->second.lock();
    return pod ? pod->sessions.size() : 0;
}

void BalancerLoop::add_session(ServiceKey const& key, std::string const& port_name, tcp::socket client) {
    auto const service = routes_.find(key);
    auto const route = service == routes_.end() ? nullptr : [&]() -> std::shared_ptr<Route> {
        auto const found = service->second.find(port_name);
        return found == service->second.end() ? nullptr : found->second;
    }();
    auto const limit = options_->max_connections;
    if (sessions_.size() >= limit && !full_) {
        full_ = true;
        options_->log.warning("refusing connections: " + std::to_string(limit) + " are open");
    }
    if (stopped_ || !route || sessions_.size() >= limit) {
        return close_with_reset(client);
    }
    auto const session = std::make_shared<Session>(shared_from_this(), route, std::move(client));
    sessions_.push_back(*session);
    session->start();
}

void BalancerLoop::closed(Session& session) {
    sessions_.erase(sessions_.iterator_to(session));
    if (full_ && sessions_.size() < options_->max_connections / 10 * 9) full_ = false;
}

void BalancerLoop::stop() {
    if (stopped_) return;
    stopped_ = true;
    while (!sessions_.empty()) sessions_.front().shared_from_this()->reset();
    routes_.clear();
    while (!drains_.empty()) finish_drain(drains_.begin()->first, {});
}

}  // namespace keelson::net
