#include "net/listen_socket.hpp"

#include "net/sockets.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

namespace keelson::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr Duration first_pause = std::chrono::milliseconds(100);
constexpr Duration longest_pause = std::chrono::seconds(10);
/// For want of descriptors or memory: accepting again at once would only spin.
constexpr Duration exhausted_pause = std::chrono::milliseconds(50);
constexpr int backlog = 4096;
/// Connections accepted before others on the loop have their turn.
constexpr int batch = 32;

Errc code_of(error_code ec) {
    if (ec == boost::asio::error::address_in_use) return Errc::conflict;
    if (ec == boost::asio::error::access_denied) return Errc::forbidden;
    return Errc::unavailable;
}

}  // namespace

ListenSocket::ListenSocket(std::shared_ptr<BalancerLoop> home, std::vector<std::weak_ptr<BalancerLoop>> others,
                           ServiceKey key, std::string port_name, Listener address)
    : home_(std::move(home)),
      others_(std::move(others)),
      key_(std::move(key)),
      port_name_(std::move(port_name)),
      address_(std::move(address)),
      acceptor_(home_->executor()),
      timer_(home_->executor()) {}

void ListenSocket::set(bool accepting, bool first_loop_only) {
    first_loop_only_ = first_loop_only;
    if (acceptor_.is_open() && accepting == accepting_) return;
    accepting_ = accepting;
    if (error_ && pause_ != Duration{}) return;  // it is tried again in its time
    open();
}

void ListenSocket::close() {
    wanted_ = false;
    ++generation_;
    timer_.cancel();
    error_code ignored;
    acceptor_.close(ignored);
}

void ListenSocket::open() {
    auto const ec = try_open();
    if (ec) return failed(ec);
    error_.reset();
    pause_ = {};
    if (listening_) accept();
}

error_code ListenSocket::try_open() {
    error_code ec;
    auto const ip = boost::asio::ip::make_address(address_.ip, ec);
    if (ec) return ec;
    tcp::endpoint const endpoint(ip, address_.port);
    // There is no way back from listening, so a port that loses its last endpoint is bound anew.
    if (acceptor_.is_open() && listening_) {
        ++generation_;
        acceptor_.close(ec);
        listening_ = false;
    }
    if (!acceptor_.is_open()) {
        ec = open_socket(acceptor_, endpoint.protocol());
        protocol_ = endpoint.protocol();
        if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
        if (!ec) acceptor_.bind(endpoint, ec);
        if (ec) return ec;
        address_.port = acceptor_.local_endpoint(ec).port();
    }
    if (accepting_) acceptor_.listen(backlog, ec);
    listening_ = accepting_ && !ec;
    return ec;
}

void ListenSocket::failed(error_code ec) {
    error_code ignored;
    acceptor_.close(ignored);
    listening_ = false;
    error_ = Error(code_of(ec),
                   "cannot listen on " + address_.ip + ":" + std::to_string(address_.port) + ": " + ec.message());
    if (ec == boost::asio::error::address_in_use) {
        retry_later();
    } else {
        pause_ = {};
    }
}

void ListenSocket::retry_later() {
    pause_ = pause_ == Duration{} ? first_pause : std::min(pause_ * 2, longest_pause);
    timer_.expires_after(std::chrono::duration_cast<boost::asio::steady_timer::duration>(pause_));
    timer_.async_wait([self = shared_from_this()](error_code ec) {
        if (ec || !self->wanted_) return;
        self->open();
        auto const& options = self->home_->options();
        if (!self->error_ && options.on_listening) options.on_listening(self->key_, self->status());
    });
}

void ListenSocket::accept() {
    acceptor_.async_wait(Acceptor::wait_read, [self = shared_from_this(), generation = generation_](error_code) {
        if (generation == self->generation_) self->accept_ready();
    });
}

void ListenSocket::accept_ready() {
    for (int i = 0; i < batch && listening_; ++i) {
        auto const loop = next_loop();
        tcp::socket client(loop->executor());
        auto const ec = accept_into(acceptor_, protocol_, client);
        if (ec == boost::asio::error::would_block) break;
        if (ec == boost::asio::error::connection_aborted || ec == boost::asio::error::interrupted) continue;
        if (ec) return exhausted(ec);
        if (loop == home_) {
            loop->add_session(key_, port_name_, std::move(client));
        } else {
            boost::asio::post(loop->executor(),
                              [loop, key = key_, name = port_name_, client = std::move(client)]() mutable {
                                  loop->add_session(key, name, std::move(client));
                              });
        }
    }
    accept();
}

/// The loops in turn.
std::shared_ptr<BalancerLoop> ListenSocket::next_loop() {
    auto const turn = first_loop_only_ ? 0 : turn_++ % (others_.size() + 1);
    auto const other = turn == 0 ? nullptr : others_[turn - 1].lock();
    return other ? other : home_;
}

void ListenSocket::exhausted(error_code ec) {
    home_->options().log.warning("accepting on " + address_.ip + ":" + std::to_string(address_.port) + ": " +
                                 ec.message());
    timer_.expires_after(std::chrono::duration_cast<boost::asio::steady_timer::duration>(exhausted_pause));
    timer_.async_wait([self = shared_from_this(), generation = generation_](error_code timer_ec) {
        if (!timer_ec && generation == self->generation_) self->accept();
    });
}

}  // namespace keelson::net
