#include "net/session.hpp"

#include "net/balancer_loop.hpp"
#include "net/sockets.hpp"

#include <chrono>

namespace keelson::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// What is kept of a GET or HEAD so that it can be sent again.
constexpr std::size_t replay_limit_bytes = 16 * 1024;
/// How long a client may take to close its side after an HTTP exchange that was the last.
constexpr auto linger_limit = std::chrono::seconds(5);

void set_stream_options(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
}

}  // namespace

Session::Session(std::shared_ptr<BalancerLoop> loop, std::shared_ptr<Route> route, tcp::socket client)
    : loop_(std::move(loop)), route_(std::move(route)), client_(std::move(client)), server_(client_.get_executor()) {
    error_code ignored;
    client_address_ = client_.remote_endpoint(ignored).address();
}

Session::~Session() {
    // Only linked when the executor's context goes while sessions are open.
    if (PodHook::is_linked()) backend_->pod->sessions.erase(backend_->pod->sessions.iterator_to(*this));
    if (LoopHook::is_linked()) loop_->closed(*this);
}

void Session::start() {
    set_stream_options(client_);
    connect_next();
    advance();
}

// The backend connection

/// Tries endpoints until one connects or has to be waited for; resets the client when none is left.
void Session::connect_next() {
    auto backend =
        tried_.size() < loop_->options().connect_tries ? route_->pick(client_address_, tried_, loop_->now()) : nullptr;
    if (!backend) return reset();
    backend_ = std::move(backend);
    ++backend_->open;
    backend_->pod->sessions.push_back(*this);
    if (!open_server(*backend_)) try_another();
}

/// False when the endpoint refuses at once.
bool Session::open_server(Backend const& backend) {
    if (open_socket(server_, backend.address.protocol())) return false;
    set_stream_options(server_);
    auto const ec = begin_connect(server_, backend.address);
    if (!ec) {
        connected();
        return true;
    }
    if (ec != boost::asio::error::in_progress) return false;
    server_state_ = Server::connecting;
    await_connect();
    timer_ = std::make_unique<boost::asio::steady_timer>(client_.get_executor(), loop_->options().connect_timeout);
    timer_->async_wait([self = shared_from_this(), generation = server_generation_](error_code timer_ec) {
        if (timer_ec || self->over_ || generation != self->server_generation_) return;
        if (self->server_state_ == Server::connecting) self->try_another();
        self->advance();
    });
    return true;
}

void Session::await_connect() {
    wait(server_, Socket::wait_write, [generation = server_generation_](Session& self, error_code) {
        if (generation != self.server_generation_ || self.server_state_ != Server::connecting) return;
        auto const ec = connect_outcome(self.server_);
        if (ec == boost::asio::error::in_progress) return self.await_connect();
        if (ec) return self.try_another();
        self.timer_.reset();
        self.connected();
    });
}

void Session::connected() {
    server_state_ = Server::connected;
    flush_to_server();
}

/// The backend did not work out for what is at hand: the next one, if this is still allowed.
void Session::try_another() {
    tried_.push_back(backend_);
    release_server();
    connect_next();
}

void Session::release_server() {
    if (!backend_) return;
    auto const backend = std::move(backend_);
    backend_ = nullptr;
    --backend->open;
    backend->pod->sessions.erase(backend->pod->sessions.iterator_to(*this));
    ++server_generation_;
    timer_.reset();
    error_code ignored;
    server_.close(ignored);
    server_state_ = Server::none;
    server_eof_ = server_shut_ = server_write_failed_ = server_reading_ = server_writing_ = false;
    sent_up_ = 0;
    loop_->left(backend->pod);
}

/// Whether the next request should go elsewhere. An endpoint that is only no longer ready keeps its
/// clients while there is no other, as it would behind kube-proxy.
bool Session::must_leave() const { return backend_->pod->draining || (!backend_->listed && route_->any_eligible()); }

void Session::reconsider() {
    if (over_ || !backend_) return;
    bool const untouched = protocol_ == Protocol::unknown && !in_exchange_;
    // A connection that is only being opened would be a new one after the change: it goes elsewhere or nowhere.
    if (server_state_ == Server::connecting ? !backend_->eligible() : untouched && must_leave()) {
        release_server();
        connect_next();
    } else if (protocol_ == Protocol::http && !in_exchange_ && backend_->pod->draining) {
        release_server();
    }
    advance();
}

/// The backend closed (`orderly`) or broke the connection.
void Session::server_gone(bool orderly) {
    if (protocol_ == Protocol::opaque) {
        if (!orderly) return reset();
        server_eof_ = true;
        return;
    }
    if (!in_exchange_) {
        // Idle: the client need not know. Untouched: it was never served, so another one may.
        if (protocol_ == Protocol::http) return release_server();
        return try_another();
    }
    if (!answered_) {
        if (sent_up_ == 0 || repeatable_) {
            if (sent_up_ != 0) up_ = {replay_, 0};
            return try_another();
        }
    }
    release_server();
    if (!orderly) return reset();
    end_after_flush();  // complete or cut short: the client is told as it would have been
}

// Bytes

void Session::client_readable() {
    auto& buffer = loop_->buffer();
    auto const n = receive(client_, buffer.data(), buffer.size());
    if (n > 0) {
        if (!ending_) from_client({buffer.data(), static_cast<std::size_t>(n)});
    } else if (n == 0) {
        client_ended();
    } else if (n == broken) {
        reset();
    }
}

void Session::server_readable() {
    auto& buffer = loop_->buffer();
    auto const n = receive(server_, buffer.data(), buffer.size());
    if (n > 0) {
        from_server({buffer.data(), static_cast<std::size_t>(n)});
    } else if (n != nothing_yet) {
        server_gone(n == 0);
    }
}

void Session::from_client(std::string_view data) {
    if (protocol_ == Protocol::opaque) return to_server(data);
    if (!in_exchange_) begin_exchange();
    if (over_) return;
    auto const used = request_.feed(data);  // none once the request is complete
    if (request_.state() == HttpScanner::State::odd) {
        become_opaque();
        return to_server(data);
    }
    if (request_.method_known() && !request_.safe_to_repeat()) {
        repeatable_ = false;
        replay_ = {};
    }
    held_.append(data.substr(used));
    to_server(data.substr(0, used));
}

void Session::begin_exchange() {
    in_exchange_ = true;
    protocol_ = Protocol::http;
    answered_ = false;
    repeatable_ = true;
    replay_.clear();
    tried_.clear();
    sent_up_ = 0;
    request_.expect_request();
    if (server_state_ == Server::connected && (must_leave() || closed_by_peer(server_))) release_server();
}

void Session::become_opaque() {
    protocol_ = Protocol::opaque;
    repeatable_ = false;
    replay_ = {};
    if (held_.empty()) return;
    auto const held = std::move(held_);
    held_ = {};
    to_server(held);
}

void Session::from_server(std::string_view data) {
    if (protocol_ == Protocol::opaque) return to_client(data);
    if (!in_exchange_ || !request_.head_complete()) {
        // The server speaks first, or out of turn (as with a 408 before it closes).
        become_opaque();
        return to_client(data);
    }
    if (!answered_) {
        answered_ = true;
        repeatable_ = false;
        replay_ = {};
        tried_.clear();
        response_.expect_response(request_.is_head_method());
    }
    auto rest = data;
    do {
        rest.remove_prefix(response_.feed(rest));
        if (!response_.interim()) break;
        response_.expect_response(request_.is_head_method());
    } while (!rest.empty());
    to_client(data);
    if (over_) return;
    auto const state = response_.state();
    bool const done = state == HttpScanner::State::done;
    if (state == HttpScanner::State::odd || state == HttpScanner::State::tunnel ||
        (done && (!rest.empty() || request_.state() != HttpScanner::State::done))) {
        become_opaque();
    } else if (done) {
        finish_exchange();
    }
}

void Session::finish_exchange() {
    in_exchange_ = false;
    if (request_.last() || response_.last() || client_eof_) {
        release_server();
        return end_after_flush();
    }
    if (must_leave()) release_server();
    if (held_.empty()) return;
    auto const held = std::move(held_);
    held_ = {};
    from_client(held);
}

void Session::to_server(std::string_view data) {
    if (data.empty() || over_) return;
    if (repeatable_) {
        repeatable_ = replay_.size() + data.size() <= replay_limit_bytes;
        if (repeatable_) {
            replay_.append(data);
        } else {
            replay_ = {};
        }
    }
    std::size_t sent = 0;
    if (server_state_ == Server::connected && up_.empty() && !server_write_failed_) {
        auto const n = send_some(server_, data);
        // What became of it is said by the reading side, which may hold an answer yet.
        server_write_failed_ = n < 0;
        sent = n > 0 ? static_cast<std::size_t>(n) : 0;
        sent_up_ += sent;
    }
    if (sent < data.size()) up_.bytes.append(data.substr(sent));
    if (server_state_ == Server::none) connect_next();
}

void Session::flush_to_server() {
    if (up_.empty() || server_write_failed_) return;
    auto const n = send_some(server_, up_.rest());
    if (n < 0) {
        server_write_failed_ = true;
        return;
    }
    up_.sent += static_cast<std::size_t>(n);
    sent_up_ += static_cast<std::uint64_t>(n);
    if (up_.sent == up_.bytes.size()) up_.clear();
}

void Session::to_client(std::string_view data) {
    if (over_) return;
    std::size_t sent = 0;
    if (down_.empty()) {
        auto const n = send_some(client_, data);
        if (n < 0) return reset();
        sent = static_cast<std::size_t>(n);
    }
    if (sent < data.size()) down_.bytes.append(data.substr(sent));
}

void Session::flush_to_client() {
    auto const n = send_some(client_, down_.rest());
    if (n < 0) return reset();
    down_.sent += static_cast<std::size_t>(n);
    if (down_.sent == down_.bytes.size()) down_.clear();
}

void Session::client_ended() {
    client_eof_ = true;
    if (ending_ || (protocol_ == Protocol::http && !in_exchange_)) return close();
    if (!in_exchange_ || !request_.head_complete()) become_opaque();
}

// Ends

/// Says to the client that no more comes, once it has what is there.
void Session::end_after_flush() {
    if (over_) return;
    ending_ = true;
    in_exchange_ = false;
    held_ = {};
    up_.clear();
    timer_ = std::make_unique<boost::asio::steady_timer>(client_.get_executor());
}

void Session::propagate_ends() {
    error_code ignored;
    if ((ending_ || server_eof_) && down_.empty() && !client_shut_) {
        client_shut_ = true;
        client_.shutdown(Socket::shutdown_send, ignored);
        if (ending_ && !client_eof_) {
            // Closing at once could take the answer back: a reset for bytes not read overtakes it.
            timer_->expires_after(linger_limit);
            timer_->async_wait([self = shared_from_this()](error_code ec) {
                if (!ec) self->close();
            });
        }
    }
    if (client_eof_ && !ending_ && up_.empty() && server_state_ == Server::connected && !server_shut_) {
        server_shut_ = true;
        server_.shutdown(Socket::shutdown_send, ignored);
    }
    if (server_write_failed_ && server_eof_) return reset();
    if (client_eof_ && client_shut_ && (ending_ || server_shut_)) close();
}

/// Called at the end of every handler: does what follows from the state, then waits for what it needs.
void Session::advance() {
    if (!over_) propagate_ends();
    if (!over_) arm();
}

void Session::arm() {
    auto const generation = server_generation_;
    if (!client_reading_ && !client_eof_ && up_.empty() && held_.empty() && server_state_ != Server::connecting) {
        client_reading_ = true;
        wait(client_, Socket::wait_read, [](Session& self, error_code) {
            self.client_reading_ = false;
            self.client_readable();
        });
    }
    if (!client_writing_ && !down_.empty()) {
        client_writing_ = true;
        wait(client_, Socket::wait_write, [](Session& self, error_code) {
            self.client_writing_ = false;
            self.flush_to_client();
        });
    }
    if (server_state_ != Server::connected) return;
    if (!server_reading_ && !server_eof_ && down_.empty()) {
        server_reading_ = true;
        wait(server_, Socket::wait_read, [generation](Session& self, error_code) {
            if (generation != self.server_generation_) return;
            self.server_reading_ = false;
            self.server_readable();
        });
    }
    if (!server_writing_ && !up_.empty() && !server_write_failed_) {
        server_writing_ = true;
        wait(server_, Socket::wait_write, [generation](Session& self, error_code) {
            if (generation != self.server_generation_) return;
            self.server_writing_ = false;
            self.flush_to_server();
        });
    }
}

template <class Handler>
void Session::wait(Socket& socket, Socket::wait_type type, Handler handler) {
    socket.async_wait(type, [self = shared_from_this(), handler](error_code ec) {
        if (self->over_) return;
        handler(*self, ec);
        self->advance();
    });
}

void Session::reset() {
    if (over_) return;
    close_with_reset(server_);
    close_with_reset(client_);
    close();
}

void Session::close() {
    if (over_) return;
    over_ = true;
    release_server();
    timer_.reset();
    error_code ignored;
    client_.close(ignored);
    loop_->closed(*this);
}

}  // namespace keelson::net
