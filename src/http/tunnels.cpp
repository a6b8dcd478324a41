#include "http/tunnels.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr std::size_t to_port_bytes_max = 512 * 1024;
constexpr std::size_t to_client_bytes_max = 1024 * 1024;

}  // namespace

Tunnels::Tunnels(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place)
    : socket_(std::move(socket)), streams_(std::move(streams)), place_(std::move(place)) {}

void Tunnels::open() {
    auto const self = shared_from_this();
    auto const socket = socket_;  // what follows may end us
    socket->on_closed([self] {
        std::lock_guard const lock(self->mutex_);
        self->drop();
    });
    socket->on_drained([self] {
        std::lock_guard const lock(self->mutex_);
        for (auto const& [id, tunnel] : self->tunnels_) self->hold(id);
    });
    {
        std::lock_guard const lock(mutex_);
        if (socket_) begin();
    }
    socket->on_message([self](Message message) {
        std::lock_guard const lock(self->mutex_);
        if (self->socket_) self->receive(std::move(message));
    });
}

void Tunnels::connect(Id id, std::uint16_t port) {
    auto const self = shared_from_this();
    tunnels_[id].port = port;
    ByteEvents events;
    events.bytes = [self, id](std::string const& bytes) {
        std::lock_guard const lock(self->mutex_);
        if (!self->socket_ || !self->has(id)) return;
        self->send_bytes(id, bytes);
        self->hold(id);
    };
    events.drained = [self, id] {
        std::lock_guard const lock(self->mutex_);
        auto const found = self->tunnels_.find(id);
        if (!self->socket_ || found == self->tunnels_.end()) return;
        if (auto const bytes = std::exchange(found->second.untaken, 0); bytes != 0) self->taken(id, bytes);
        self->hold_client();
    };
    events.ended = [self, id] {
        std::lock_guard const lock(self->mutex_);
        if (self->socket_ && self->has(id)) self->send_finish(id);
    };
    events.closed = [self, id](Result<> const& why) {
        std::lock_guard const lock(self->mutex_);
        self->end(id, why);
    };
    streams_->connect(place_, port, std::move(events), [self, id](Result<std::shared_ptr<ByteStream>> stream) {
        std::lock_guard const lock(self->mutex_);
        self->connected(id, std::move(stream));
    });
}

void Tunnels::connected(Id id, Result<std::shared_ptr<ByteStream>> stream) {
    auto const found = tunnels_.find(id);
    if (!socket_ || found == tunnels_.end()) {
        if (stream) (*stream)->close();
        return;
    }
    if (!stream) return end(id, stream.error());
    auto& tunnel = found->second;
    tunnel.stream = std::move(*stream);
    if (!tunnel.early.empty()) tunnel.stream->write(std::exchange(tunnel.early, {}));
    if (tunnel.finished) tunnel.stream->finish();
    hold_client();
}

void Tunnels::write(Id id, std::string bytes) {
    auto const found = tunnels_.find(id);
    if (found == tunnels_.end() || found->second.finished) return;
    auto& tunnel = found->second;
    tunnel.untaken += bytes.size();
    if (tunnel.stream) {
        tunnel.stream->write(std::move(bytes));
    } else {
        tunnel.early += bytes;
    }
    hold_client();
}

void Tunnels::finish(Id id) {
    auto const found = tunnels_.find(id);
    if (found == tunnels_.end() || std::exchange(found->second.finished, true)) return;
    if (found->second.stream) found->second.stream->finish();
}

void Tunnels::close(Id id) {
    auto const tunnel = tunnels_.extract(id);
    if (!tunnel.empty() && tunnel.mapped().stream) tunnel.mapped().stream->close();
    hold_client();
}

void Tunnels::end(Id id, Result<> const& why) {
    auto const tunnel = tunnels_.extract(id);
    if (tunnel.empty() || !socket_) return;
    auto const port = std::to_string(tunnel.mapped().port);
    send_end(id, why.has_value() ? std::string()
                                 : "error forwarding port " + port + " to pod " + place_.pod + ", uid " + place_.uid +
                                       ": " + why.error().message);
    hold_client();
}

void Tunnels::drained(Id id) { hold(id); }

void Tunnels::hold(Id id) {
    auto const found = tunnels_.find(id);
    if (!socket_ || found == tunnels_.end() || !found->second.stream) return;
    auto& tunnel = found->second;
    auto const full = [&] { return socket_->queued_bytes() + held_bytes(id) > to_client_bytes_max; };
    bool const wanted = full();
    if (wanted != std::exchange(tunnel.paused, wanted)) tunnel.stream->pause(wanted);
    // It may have drained in between, and tells that only once.
    if (wanted && !full()) tunnel.stream->pause(tunnel.paused = false);
}

std::size_t Tunnels::waiting(Tunnel const& tunnel) {
    return tunnel.stream ? tunnel.stream->queued_bytes() : tunnel.early.size();
}

void Tunnels::hold_client() {
    if (!socket_) return;
    auto const full = [this] {
        return std::any_of(tunnels_.begin(), tunnels_.end(),
                           [](auto const& one) { return waiting(one.second) > to_port_bytes_max; });
    };
    bool const wanted = full();
    if (wanted != std::exchange(held_, wanted)) socket_->hold(wanted);
    if (wanted && !full()) socket_->hold(held_ = false);
}

void Tunnels::drop() {
    auto const all = std::exchange(tunnels_, {});
    for (auto const& [id, tunnel] : all) {
        if (tunnel.stream) tunnel.stream->close();
    }
    if (auto const socket = std::exchange(socket_, nullptr)) socket->close();
}

}  // namespace keelson::http
