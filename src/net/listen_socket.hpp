#ifndef KEELSON_NET_LISTEN_SOCKET_HPP
#define KEELSON_NET_LISTEN_SOCKET_HPP

#include "net/balancer_loop.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::net {

/// The listening side of one port of a Service. While the port has no endpoints the address is held
/// but not listened on, so the kernel itself refuses connections.
/// Threading: on the first loop's executor only.
/// Lifetime: holds nothing that belongs to another loop's context, since contexts may go in any order.
class ListenSocket : public std::enable_shared_from_this<ListenSocket> {
public:
    ListenSocket(std::shared_ptr<BalancerLoop> home, std::vector<std::weak_ptr<BalancerLoop>> others, ServiceKey key,
                 std::string port_name, Listener address);

    /// Opens, or follows a change: whether to accept connections, and whether all go to the first loop
    /// (where clients' affinity is remembered).
    void set(bool accepting, bool first_loop_only);
    void close();

    [[nodiscard]] Listening status() const { return {port_name_, address_, error_}; }

private:
    using Acceptor = boost::asio::ip::tcp::acceptor;

    void open();
    boost::system::error_code try_open();
    void failed(boost::system::error_code ec);
    void retry_later();
    void accept();
    void accept_ready();
    std::shared_ptr<BalancerLoop> next_loop();
    void exhausted(boost::system::error_code ec);

    std::shared_ptr<BalancerLoop> home_;
    std::vector<std::weak_ptr<BalancerLoop>> others_;
    ServiceKey key_;
    std::string port_name_;
    Listener address_;
    Acceptor acceptor_;
    boost::asio::ip::tcp protocol_ = boost::asio::ip::tcp::v4();
    boost::asio::steady_timer timer_;
    std::optional<Error> error_;
    Duration pause_{};
    std::size_t turn_ = 0;
    std::uint32_t generation_ = 0;  // of the acceptor
    bool wanted_ = true;
    bool accepting_ = false;  // asked for
    bool listening_ = false;  // so it is
    bool first_loop_only_ = false;
};

}  // namespace keelson::net

#endif
