#ifndef KEELSON_NET_BALANCER_LOOP_HPP
#define KEELSON_NET_BALANCER_LOOP_HPP

#include "net/balancer.hpp"
#include "net/route.hpp"
#include "net/session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keelson::net {

/// One loop's share of the balancer: its own copy of the routes and its own connections. Loops share
/// nothing, so nothing here is locked; every function runs on the loop's executor.
class BalancerLoop : public std::enable_shared_from_this<BalancerLoop> {
public:
    BalancerLoop(boost::asio::any_io_executor executor, std::shared_ptr<BalancerOptions const> options,
                 std::uint64_t seed);
    ~BalancerLoop();

    void set_routes(ServiceKey const& key, std::vector<ServicePort> const& ports);
    void remove_routes(ServiceKey const& key);
    void drain(std::string const& pod_uid, Duration at_most, std::function<void(Drained)> done);
    [[nodiscard]] std::size_t connections(std::string const& pod_uid) const;
    void add_session(ServiceKey const& key, std::string const& port_name, boost::asio::ip::tcp::socket client);
    void stop();

    // For sessions.
    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }
    [[nodiscard]] BalancerOptions const& options() const noexcept { return *options_; }
    /// Where a session reads into; its content lasts until the handler returns.
    [[nodiscard]] std::array<char, 64 * 1024>& buffer() noexcept { return *buffer_; }
    [[nodiscard]] Instant now() const { return options_->clock->now(); }
    /// A session leaves its backend's Pod.
    void left(std::shared_ptr<Pod> const& pod);
    void closed(Session& session);

private:
    struct Drain {
        std::shared_ptr<Pod> pod;
        boost::asio::steady_timer timer;
        std::vector<std::function<void(Drained)>> waiting;
        bool finishing = false;
    };

    std::shared_ptr<Pod> pod(std::string const& uid);
    void reconsider(Pod& pod);
    void cut(std::string const& pod_uid);
    void finish_drain(std::string const& pod_uid, Drained result);

    boost::asio::any_io_executor executor_;
    std::shared_ptr<BalancerOptions const> options_;
    std::unique_ptr<std::array<char, 64 * 1024>> buffer_;
    std::uint64_t seed_;
    std::map<std::string, std::weak_ptr<Pod>> pods_;  // before what holds Pods: the last holder erases here
    std::map<ServiceKey, std::map<std::string, std::shared_ptr<Route>>> routes_;
    std::map<std::string, Drain> drains_;
    boost::intrusive::list<Session, boost::intrusive::base_hook<LoopHook>> sessions_;
    bool full_ = false;
    bool stopped_ = false;
};

}  // namespace keelson::net

#endif
