#include "drivers/runtime_process/supervisor/server.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

namespace keelson::supervisor {

namespace {

using namespace std::chrono_literals;
using namespace process_wire;

constexpr std::size_t unsent_bytes_max = 64U << 20;

bool is_gone(Descriptor const& socket, Descriptor const& process) {
    std::array<pollfd, 2> both{{{socket.get(), POLLRDHUP, 0}, {process.get(), POLLIN, 0}}};
    return ::poll(both.data(), both.size(), 0) > 0 &&
           ((both[0].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0 || (both[1].revents & POLLIN) != 0);
}

}  // namespace

Server::Server(Loop& loop, Pods& pods, Execs& execs, Sessions& sessions)
    : loop_(loop), pods_(pods), execs_(execs), sessions_(sessions) {
    pods_.on_end([this](ContainerId const& id) {
        execs_.cancel(id);
        sessions_.end(id);
    });
}

std::string Server::open(std::string const& socket_path) {
    auto const failed = [&] { return "cannot listen on " + socket_path + ": " + std::strerror(errno); };
    socket_ = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un name{.sun_family = AF_UNIX, .sun_path = {}};
    if (!socket_ || socket_path.size() >= sizeof name.sun_path) return failed();
    std::memcpy(name.sun_path, socket_path.c_str(), socket_path.size() + 1);
    ::unlink(socket_path.c_str());  // of a supervisor that was killed: we hold the lock
    auto const mask = ::umask(0177);
    auto const bound = ::bind(socket_.get(), reinterpret_cast<sockaddr const*>(&name), sizeof name);
    ::umask(mask);
    if (bound != 0 || ::listen(socket_.get(), 16) != 0) return failed();
    loop_.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
    loop_.after(10s, [this] { waited_ = true; });
    return {};
}

void Server::accept() {
    auto const peer = std::make_shared<Peer>();
    peer->socket = Descriptor(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!peer->socket) return;
    ucred who{};
    socklen_t size = sizeof who;
    bool const known = ::getsockopt(peer->socket.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0;
    if (!known || (who.uid != ::geteuid() && who.uid != 0)) return;
    peer->pid = who.pid;
    peers_.insert(peer);
    loop_.watch(peer->socket.get(), EPOLLIN | EPOLLRDHUP, [this, peer](std::uint32_t events) {
        if ((events & EPOLLOUT) != 0) flush(peer);
        read(peer);
    });
    peer->process = Descriptor(who.pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, who.pid, 0)) : -1);
    if (peer->process)
        loop_.watch(peer->process.get(), EPOLLIN, [this, peer](std::uint32_t) { read(peer), drop(peer); });
}

void Server::drop(PeerPointer const& gone) {
    auto const peer = gone;  // the caller's may go with the watch
    if (peers_.erase(peer) == 0) return;
    loop_.forget(peer->socket.get());
    if (peer->process) loop_.forget(peer->process.get());
    peer->socket.close();
    if (peer != active_) return;
    active_.reset();
    waited_ = true;
    execs_.cancel_all();
    sessions_.cancel_all();
    if (!keep_pods_) pods_.kill_everything();
}

void Server::read(PeerPointer const& from) {
    auto const peer = from;
    std::array<char, 65536> bytes;
    while (peer->socket) {
        auto const count = ::recv(peer->socket.get(), bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return drop(peer);
        peer->reader.add({bytes.data(), static_cast<std::size_t>(count)});
        while (peer->socket) {  // a session takes it away, with what was read
            auto const frame = peer->reader.next();
            if (!frame) break;
            answer(peer, *frame);
        }
        if (peer->socket && !peer->reader.sound()) return drop(peer);
    }
}

void Server::answer(PeerPointer const& peer, Frame const& frame) {
    if (frame.verb == Verb::hello) return hello(peer, frame);
    if (frame.verb == Verb::retire && (active_ == nullptr || active_ == peer)) {
        retired_ = true;
        return loop_.stop();
    }
    if (frame.verb == Verb::exec_session || frame.verb == Verb::attach_session) return open_session(peer, frame);
    if (peer != active_) return reply(peer, frame.id, failure({Errc::unavailable, "no hello yet"}));
    dispatch(peer, frame);
}

void Server::open_session(PeerPointer const& peer, Frame const& frame) {
    if (!active_ || peer == active_ || peer->pid != active_->pid) {
        return reply(peer, frame.id, failure({Errc::unavailable, "this is not the process that is served"}));
    }
    peers_.erase(peer);
    loop_.forget(peer->socket.get());
    if (peer->process) loop_.forget(peer->process.get());
    sessions_.open(std::move(peer->socket), std::move(peer->reader), frame);
}

void Server::hello(PeerPointer const& peer, Frame const& frame) {
    Hello hello;
    Decoder decoder(frame.content);
    decoder(hello.version);
    if (hello.version == version) {
        Decoder whole(frame.content);
        if (!whole(hello)) return drop(peer);
        if (active_ && active_ != peer && is_gone(active_->socket, active_->process)) drop(PeerPointer(active_));
        if (active_ && active_ != peer) {
            auto const who = "the node's supervisor serves process " + std::to_string(active_->pid);
            return reply(peer, frame.id, failure({Errc::unavailable, who}));
        }
        if (auto error = pods_.configure(hello); !error.empty()) {
            return reply(peer, frame.id, failure({Errc::invalid, error}));
        }
        active_ = peer;
        keep_pods_ = hello.keep_pods;
    }
    reply(peer, frame.id, encode(true, Welcome{version, ::getpid(), pods_.abilities()}));
}

Done Server::reply(PeerPointer const& peer, std::uint64_t id) {
    return [this, weak = std::weak_ptr(peer), id](Error const* error) {
        reply(weak, id, error == nullptr ? encode(true) : failure(*error));
    };
}

void Server::reply(std::weak_ptr<Peer> const& to, std::uint64_t id, std::string const& content) {
    if (auto const peer = to.lock()) send(peer, frame(Verb::answer, id, content));
}

void Server::dispatch(PeerPointer const& peer, Frame const& asked) {
    Decoder decoder(asked.content);
    SandboxId sandbox;
    ContainerId container;
    std::int64_t nanos = 0;
    auto const unsound = [&] {
        reply(peer, asked.id, failure({Errc::bad_request, "the supervisor cannot read the request"}));
    };
    switch (asked.verb) {
        case Verb::list:
        case Verb::usage: {
            std::vector<SandboxId> only;
            if (!decoder(only)) return unsound();
            auto const content =
                asked.verb == Verb::list ? encode(true, pods_.list(only)) : encode(true, pods_.usage(only));
            return reply(peer, asked.id, content);
        }
        case Verb::create_sandbox: {
            SandboxConfig config;
            if (!decoder(config)) return unsound();
            auto const id = config.id;
            return pods_.create_sandbox(std::move(config), [&](Error const* error) {
                reply(peer, asked.id, error == nullptr ? encode(true, pods_.list({id}).at(0)) : failure(*error));
            });
        }
        case Verb::create: {
            ContainerConfig config;
            if (!decoder(config)) return unsound();
            return pods_.create(std::move(config), reply(peer, asked.id));
        }
        case Verb::remove_sandbox:
            if (!decoder(sandbox)) return unsound();
            return pods_.remove_sandbox(sandbox, reply(peer, asked.id));
        case Verb::start:
            if (!decoder(container)) return unsound();
            return pods_.start(container, reply(peer, asked.id));
        case Verb::stop:
            if (!decoder(container, nanos)) return unsound();
            return pods_.stop(container, std::chrono::nanoseconds(nanos), reply(peer, asked.id));
        case Verb::remove:
            if (!decoder(container)) return unsound();
            return pods_.remove(container, reply(peer, asked.id));
        case Verb::exec: {
            ExecConfig config;
            if (!decoder(container, config, nanos)) return unsound();
            Program program;
            if (auto const error = pods_.find_running(container, program))
                return reply(peer, asked.id, failure(*error));
            auto done = [this, weak = std::weak_ptr(peer), id = asked.id](Error const* error,
                                                                          ExecResult const& result) {
                reply(weak, id, error == nullptr ? encode(true, result) : failure(*error));
            };
            return execs_.run(container, std::move(program), config, std::chrono::nanoseconds(nanos), std::move(done));
        }
        default: return unsound();
    }
}

void Server::send(PeerPointer const& peer, std::string const& bytes) {
    if (!peer->socket) return;
    bool const waiting = !peer->unsent.empty();
    peer->unsent += bytes;
    if (peer->unsent.size() > unsent_bytes_max) return ::shutdown(peer->socket.get(), SHUT_RDWR), void();
    if (!waiting) flush(peer);
}

void Server::flush(PeerPointer const& peer) {
    std::size_t sent = 0;
    while (sent < peer->unsent.size()) {
        auto const count =
            ::send(peer->socket.get(), peer->unsent.data() + sent, peer->unsent.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;  // full, or broken: then it shows when reading
        sent += static_cast<std::size_t>(count);
    }
    peer->unsent.erase(0, sent);
    auto const more = peer->unsent.empty() ? 0U : static_cast<unsigned>(EPOLLOUT);
    loop_.change(peer->socket.get(), EPOLLIN | EPOLLRDHUP | more);
}

void Server::leave() {
    waited_ = true;
    if (active_) drop(PeerPointer(active_));
    if (keep_pods_ && !pods_.empty()) {
        retired_ = true;
        loop_.stop();
    }
}

void Server::go_on() {
    auto const changed = pods_.take_changed();
    if (active_ && !changed.empty()) {
        send(active_, frame(Verb::changed, 0, encode(std::vector<SandboxId>(changed.begin(), changed.end()))));
    }
    if (active_ || !waited_) return;
    if (pods_.empty() || (!keep_pods_ && !pods_.anything_running())) loop_.stop();
}

}  // namespace keelson::supervisor
