#include "http/server.hpp"

#include "http/connection.hpp"
#include "http/listening.hpp"
#include "http/loop.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <sys/socket.h>
#include <unistd.h>

namespace keelson::http {
namespace {

constexpr int accepted_at_once = 64;
constexpr auto accept_pause = std::chrono::milliseconds(100);  ///< when descriptors have run out

/// One listening address: takes connections on the first loop and deals them out.
class Acceptor : public std::enable_shared_from_this<Acceptor> {
public:
    Acceptor(std::vector<std::shared_ptr<Loop>> loops, ListeningSocket socket, bool secure)
        : loops_(std::move(loops)),
          descriptor_(loops_.front()->context(), socket.descriptor.release()),
          pause_(loops_.front()->context()),
          address_(std::move(socket.address)),
          unix_path_(std::move(socket.unix_path)),
          secure_(secure) {}

    [[nodiscard]] std::string const& address() const noexcept { return address_; }

    void wait() {
        descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                               [self = shared_from_this()](auto const& error) {
                                   if (!error && self->descriptor_.is_open()) self->accept();
                               });
    }
    void close() {
        boost::system::error_code ignored;
        descriptor_.close(ignored);
        pause_.cancel();
        if (!unix_path_.empty()) ::unlink(unix_path_.c_str());
        unix_path_.clear();
    }

private:
    void accept() {
        for (int i = 0; i < accepted_at_once; ++i) {
            Peer peer;
            auto const socket = accept_from(descriptor_.native_handle(), !unix_path_.empty(), peer);
            if (socket < 0) {
                if (errno == EINTR || errno == ECONNABORTED) continue;
                if (errno == EAGAIN || errno == EWOULDBLOCK) break;
                loops_.front()->shared().log.warning(std::string("no connection can be taken at ") + address_ + ": " +
                                                     std::generic_category().message(errno));
                return rest();
            }
            auto const& loop = loops_[next_++ % loops_.size()];
            auto const secure = secure_ && unix_path_.empty();
            if (loop == loops_.front()) {
                loop->add(socket, std::move(peer), secure);
            } else {
                boost::asio::post(loop->context(), [loop, socket, secure, peer = std::move(peer)]() mutable {
                    loop->add(socket, std::move(peer), secure);
                });
            }
        }
        wait();
    }
    void rest() {
        pause_.expires_after(accept_pause);
        pause_.async_wait([self = shared_from_this()](auto const& error) {
            if (!error && self->descriptor_.is_open()) self->accept();
        });
    }

    std::vector<std::shared_ptr<Loop>> loops_;
    boost::asio::posix::stream_descriptor descriptor_;
    boost::asio::steady_timer pause_;
    std::string address_, unix_path_;
    bool secure_;
    std::size_t next_ = 0;
};

}  // namespace

struct Server::Impl {
    std::shared_ptr<ServerShared> shared = std::make_shared<ServerShared>();
    std::vector<std::shared_ptr<Loop>> loops;
    std::vector<std::shared_ptr<Acceptor>> acceptors;
    std::vector<std::string> addresses;
    std::mutex stopping;
    bool stopped = false;

    /// Runs `work` on the loop's thread and waits for it.
    template <class Work>
    static void on(Loop& loop, Work work) {
        std::promise<void> done;
        boost::asio::post(loop.context(), [&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, Authenticator authenticator, Handler handler) {
    auto impl = std::make_unique<Impl>();
    auto& shared = *impl->shared;
    shared.limits = options.limits;
    shared.log = options.log;
    shared.clock = options.clock ? options.clock : system_clock();
    shared.authenticator = std::move(authenticator);
    shared.handler = std::move(handler);
    shared.refused = std::move(options.refused);
    if (options.tls) {
        auto tls = TlsContext::open(*options.tls);
        if (!tls) return tls.error();
        shared.set_tls(std::move(tls).value());
    }
    std::vector<ListeningSocket> sockets;
    for (auto const& address : options.listen) {
        auto socket = listen_at(address);
        if (!socket) return socket.error();
        if (socket.value().unix_path.empty() && !options.tls && !options.plain_tcp) {
            return Error(Errc::bad_request, "a TCP address needs a certificate", address);
        }
        sockets.push_back(std::move(socket).value());
    }
    for (int i = 0; i < std::max(1, options.threads); ++i) impl->loops.push_back(std::make_shared<Loop>(impl->shared));
    std::unique_ptr<Server> server(new Server(std::move(impl)));
    auto& own = *server->impl_;
    for (auto const& loop : own.loops) {
        if (auto const started = loop->start(); !started) return started.error();
    }
    for (auto& socket : sockets) {
        own.acceptors.push_back(std::make_shared<Acceptor>(own.loops, std::move(socket), options.tls.has_value()));
        own.addresses.push_back(own.acceptors.back()->address());
    }
    Impl::on(*own.loops.front(), [&] {
        for (auto const& acceptor : own.acceptors) acceptor->wait();
    });
    return server;
}

Server::~Server() { stop(Duration(0)); }

std::vector<std::string> Server::addresses() const { return impl_->addresses; }

Result<> Server::renew(TlsMaterial const& material) {
    auto tls = TlsContext::open(material);
    if (!tls) return tls.error();
    impl_->shared->set_tls(std::move(tls).value());
    return {};
}

void Server::stop(Duration grace) {
    auto& own = *impl_;
    std::lock_guard const lock(own.stopping);
    if (std::exchange(own.stopped, true)) return;
    own.shared->stopping = true;
    auto started = std::vector<std::shared_ptr<Loop>>();
    for (auto const& loop : own.loops) {
        if (loop->running()) started.push_back(loop);
    }
    if (!started.empty()) {
        Impl::on(*started.front(), [&] {
            for (auto const& acceptor : own.acceptors) acceptor->close();
        });
    }
    for (auto const& loop : started) Impl::on(*loop, [&] { loop->begin_stop(); });
    auto const until = std::chrono::steady_clock::now() + grace;
    own.shared->wait_until_empty(until);
    for (auto const& loop : started) Impl::on(*loop, [&] { loop->cut_all(); });
    for (auto const& loop : started) loop->join();
}

Server::Load Server::load() const noexcept {
    auto const& shared = *impl_->shared;
    return {shared.connections.load(), shared.requests.load(), shared.streams.load()};
}

}  // namespace keelson::http
