#include "http/connection.hpp"

#include "http/refusal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <sys/socket.h>
#include <utility>

namespace keelson::http {
namespace {

constexpr auto linger_time = std::chrono::seconds(1);
constexpr std::size_t dropped_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t encrypted_at_once = 256 * 1024;
constexpr std::size_t pieces_max = 64;
constexpr int rounds_max = 16;  ///< of reading in one turn: the others wait

}  // namespace

Connection::Connection(std::shared_ptr<Loop> loop, int socket, Peer peer, std::unique_ptr<TlsSession> tls)
    : loop_(std::move(loop)),
      shared_(loop_->shared()),
      descriptor_(loop_->context(), socket),
      peer_(std::move(peer)),
      tls_(std::move(tls)),
      reader_(limits().header_bytes, limits().body_bytes) {}

Connection::~Connection() { close(); }

void Connection::start() {
    if (tls_) {
        tls_->send_to(cipher_);
        set_deadline(limits().handshake);
    } else {
        phase_ = Phase::reading;
        set_deadline(limits().head);
    }
    quiet_since_ = std::chrono::steady_clock::now();
    turn();
}

void Connection::set_deadline(Duration from_now) { deadline_ = std::chrono::steady_clock::now() + from_now; }

void Connection::wake() {
    if (loop_->in_thread() && in_turn_) {
        again_ = true;
        return;
    }
    if (!notified.exchange(true)) loop_->notify(shared_from_this());
}

void Connection::turn() {
    auto const self = shared_from_this();
    try {
        take_turn();
    } catch (std::exception const& thrown) {
        shared_.log.error(std::string("a connection is closed, for an answer has thrown: ") + thrown.what());
        in_turn_ = false;
        close();
    }
}

void Connection::take_turn() {
    if (phase_ == Phase::closed) return;
    in_turn_ = true;
    input_ = kept_;
    auto yields = false;
    for (int round = 0; phase_ != Phase::closed; ++round) {
        again_ = false;
        if (phase_ == Phase::handshake && readable_) shake_hands();
        advance();
        if (!flush()) {
            close();
            break;
        }
        if (phase_ == Phase::closed) break;
        if (again_ && phase_ != Phase::replying) continue;
        auto const sends = phase_ == Phase::replying && !write_blocked_;
        auto const reads = readable_ && wants_input();
        if (!again_ && !sends && !reads) break;
        if (round >= rounds_max) {
            yields = true;
            break;
        }
        if (reads) read_some();
    }
    in_turn_ = false;
    if (phase_ == Phase::closed) return;
    keep_rest();
    if (yields) return wake();
    arm();
}

bool Connection::wants_input() {
    if (peer_end_) return false;
    switch (phase_) {
        case Phase::handshake:
        case Phase::socket_closing:
        case Phase::lingering: return true;
        case Phase::reading: return !closing_ && output_.bytes() < output_high;
        // Only to see that the client goes.
        case Phase::answering:
        case Phase::replying:
        case Phase::streaming: return input_.size() < input_ahead_max;
        case Phase::socket:
        case Phase::taken_over: {
            std::lock_guard const lock(call_->mutex);
            return !call_->held && call_->on_message != nullptr && output_.bytes() < output_high;
        }
        case Phase::closed: break;
    }
    return false;
}

void Connection::shake_hands() {
    auto const step = tls_->shake_hands();
    if (step == TlsSession::Step::wait) {
        readable_ = false;
        return;
    }
    if (step != TlsSession::Step::done) {
        // An alert may tell the client why.
        send_ciphertext();
        return close();
    }
    peer_.certificate = tls_->peer_certificate();
    phase_ = Phase::reading;
    set_deadline(limits().head);
}

/// Reads what there is, at most what the loop's buffer holds.
void Connection::read_some() {
    if (phase_ == Phase::handshake) return;
    if (phase_ == Phase::lingering) return drop_input();
    keep_rest();
    auto const count = receive(loop_->input.data(), loop_->input.size());
    if (count == 0) return;
    if (kept_.empty()) {
        input_ = {loop_->input.data(), count};
        return;
    }
    kept_.append(loop_->input.data(), count);
    input_ = kept_;
}

std::size_t Connection::receive(char* into, std::size_t room) {
    if (!tls_) {
        auto const count = ::recv(descriptor_.native_handle(), into, room, 0);
        if (count > 0) {
            readable_ = static_cast<std::size_t>(count) == room;
            return static_cast<std::size_t>(count);
        }
        if (count < 0 && errno == EINTR) return 0;
        readable_ = false;
        if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) peer_end_ = true;
        return 0;
    }
    std::size_t total = 0;
    while (total < room) {
        std::size_t count = 0;
        auto const step = tls_->read(into + total, room - total, count);
        total += count;
        if (step == TlsSession::Step::done) continue;
        readable_ = false;
        if (step != TlsSession::Step::wait) peer_end_ = true;
        break;
    }
    return total;
}

void Connection::drop_input() {
    auto const count = ::recv(descriptor_.native_handle(), loop_->input.data(), loop_->input.size(), 0);
    if (count > 0) {
        dropped_ += static_cast<std::size_t>(count);
        if (dropped_ > dropped_bytes_max) close();
        return;
    }
    if (count < 0 && errno == EINTR) return;
    readable_ = false;
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) close();
}

/// What was not read yet moves from the loop's buffer to the connection's own.
void Connection::keep_rest() {
    if (input_.empty()) {
        kept_.clear();
    } else if (input_.data() >= kept_.data() && input_.data() < kept_.data() + kept_.size()) {
        kept_.erase(0, kept_.size() - input_.size());
    } else {
        kept_.assign(input_);
    }
    input_ = kept_;
}

void Connection::arm() {
    using boost::asio::posix::stream_descriptor;
    if (!read_armed_ && wants_input()) {
        read_armed_ = true;
        descriptor_.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](auto const& error) {
            self->read_armed_ = false;
            if (error || self->phase_ == Phase::closed) return;
            self->readable_ = true;
            if (self->tls_) self->tls_->readable();
            self->turn();
        });
    }
    if (!write_armed_ && write_blocked_) {
        write_armed_ = true;
        descriptor_.async_wait(stream_descriptor::wait_write, [self = shared_from_this()](auto const& error) {
            self->write_armed_ = false;
            if (error || self->phase_ == Phase::closed) return;
            self->write_blocked_ = false;
            self->turn();
        });
    }
}

/// Sends what can be sent. False: the client is gone.
bool Connection::flush() {
    for (;;) {
        if (write_blocked_) return true;
        if (!(tls_ ? send_ciphertext() : send_plain())) return false;
        if (write_blocked_) return true;
        if (tls_ && !output_.empty()) {
            if (!encrypt_some()) return false;
            continue;
        }
        break;
    }
    write_deadline_ = Instant::max();
    tell_drained();
    if (closing_ && all_sent() && phase_ != Phase::lingering && phase_ != Phase::closed) linger();
    return true;
}

bool Connection::send_ciphertext() {
    while (cipher_at_ < cipher_.size()) {
        auto const count =
            ::send(descriptor_.native_handle(), cipher_.data() + cipher_at_, cipher_.size() - cipher_at_, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EINTR) continue;
            if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
            write_blocked_ = true;
            if (write_deadline_ == Instant::max()) write_deadline_ = std::chrono::steady_clock::now() + stall_limit();
            return true;
        }
        cipher_at_ += static_cast<std::size_t>(count);
        write_deadline_ = Instant::max();
    }
    cipher_.clear();
    cipher_at_ = 0;
    // Its room goes back to the loop, for the next connection.
    if (cipher_.capacity() > loop_->ciphertext.capacity()) std::swap(cipher_, loop_->ciphertext);
    return true;
}

/// Records of the output's front. Small pieces share one.
bool Connection::encrypt_some() {
    if (loop_->ciphertext.capacity() > cipher_.capacity()) std::swap(cipher_, loop_->ciphertext);
    auto& record = loop_->record;
    while (!output_.empty() && cipher_.size() < encrypted_at_once) {
        auto const front = output_.front();
        if (front.size() >= record.size() || front.size() == output_.bytes()) {
            auto const piece = front.substr(0, encrypted_at_once);
            if (tls_->write(piece) != TlsSession::Step::done) return false;
            output_.remove(piece.size());
            continue;
        }
        std::size_t filled = 0;
        while (!output_.empty() && filled < record.size()) {
            auto const piece = output_.front().substr(0, record.size() - filled);
            std::copy(piece.begin(), piece.end(), record.begin() + static_cast<std::ptrdiff_t>(filled));
            filled += piece.size();
            output_.remove(piece.size());
        }
        if (tls_->write({record.data(), filled}) != TlsSession::Step::done) return false;
    }
    return true;
}

bool Connection::send_plain() {
    while (!output_.empty()) {
        std::array<iovec, pieces_max> pieces;
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = output_.gather(pieces.data(), pieces.size());
        auto const count = ::sendmsg(descriptor_.native_handle(), &message, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EINTR) continue;
            if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
            write_blocked_ = true;
            if (write_deadline_ == Instant::max()) write_deadline_ = std::chrono::steady_clock::now() + stall_limit();
            return true;
        }
        output_.remove(static_cast<std::size_t>(count));
        write_deadline_ = Instant::max();
    }
    return true;
}

/// All of a stream that was taken up is sent.
void Connection::tell_drained() {
    if (!call_ || !all_sent()) return;
    if (phase_ != Phase::streaming && phase_ != Phase::socket && phase_ != Phase::taken_over) return;
    if (taken_bytes_ == 0) return;
    call_->queued -= std::exchange(taken_bytes_, 0);
    std::function<void()> drained;
    {
        std::lock_guard const lock(call_->mutex);
        again_ = again_ || !call_->parts.empty() || call_->ended;
        if (call_->parts.empty() && !call_->ended) drained = call_->on_drained;
    }
    if (drained) drained();
}

/// Says that no more will come, and waits a little until the client has seen it: closing with bytes unread would take
/// the answer from it.
void Connection::linger() {
    if (tls_) {
        tls_->close_notify();
        if (!send_ciphertext()) return close();
    }
    ::shutdown(descriptor_.native_handle(), SHUT_WR);
    if (peer_end_) return close();
    phase_ = Phase::lingering;
    input_ = {};
    readable_ = true;
    set_deadline(linger_time);
}

void Connection::check_time(Instant now) {
    if (phase_ == Phase::closed) return;
    if (now >= write_deadline_) return close();
    if (now >= deadline_) {
        deadline_ = Instant::max();
        if (phase_ == Phase::reading && reader_.begun() && request_begun_ && !closing_) {
            refuse(refusal(408, "Timeout", "the request did not come in time"));
            return turn();
        }
        if (phase_ == Phase::socket_closing) {
            closing_ = true;
            return turn();
        }
        return close();
    }
    auto const quiet = phase_ == Phase::reading && !request_begun_ && all_sent();
    if (quiet && now - quiet_since_ > std::chrono::seconds(1) && call_) {
        if (call_.use_count() == 1) call_.reset();
        output_.shrink();
        cipher_ = {};
        kept_.shrink_to_fit();
    }
}

void Connection::begin_stop() {
    auto const idle = phase_ == Phase::reading && !request_begun_ && kept_.empty() && output_.empty();
    switch (phase_) {
        case Phase::handshake: return close();
        case Phase::reading:
            // One that is being sent still gets its answer.
            if (idle) closing_ = true;
            break;
        case Phase::streaming:
        case Phase::socket:
        case Phase::taken_over: tell_stop(); break;
        default: break;
    }
    turn();
    // An idle client has nothing more to read, so nothing can be taken from it.
    if (idle && phase_ == Phase::lingering) close();
}

/// Told first, so that it can say a last word; then it is over.
void Connection::tell_stop() {
    std::function<void()> told;
    {
        std::lock_guard const lock(call_->mutex);
        std::swap(told, call_->on_closed);
    }
    if (told) told();
    call_->end();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    auto const was = std::exchange(phase_, Phase::closed);
    input_ = {};
    kept_.clear();
    pieces_ = nullptr;
    if (tls_ && was != Phase::handshake && was != Phase::lingering && cipher_at_ == cipher_.size()) {
        tls_->close_notify();
        ::send(descriptor_.native_handle(), cipher_.data() + cipher_at_, cipher_.size() - cipher_at_, MSG_NOSIGNAL);
    }
    boost::system::error_code ignored;
    descriptor_.close(ignored);
    release_counts();
    if (auto const call = std::exchange(call_, nullptr)) call->finish(true);
    loop_->remove(this);
}

}  // namespace keelson::http
