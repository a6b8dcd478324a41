#include "core/connections.hpp"

#include "core/quiet_thread.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace keelson {

struct Connections::State {
    explicit State(std::shared_ptr<Clock const> from) : clock(std::move(from)) {
        wake_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    ~State() {
        if (wake_fd >= 0) ::close(wake_fd);
    }
    State(State const&) = delete;
    State& operator=(State const&) = delete;

    void wake() const {
        std::uint64_t const one = 1;
        [[maybe_unused]] auto const written = ::write(wake_fd, &one, sizeof one);
    }

    std::shared_ptr<Clock const> clock;
    int wake_fd = -1;
    std::mutex mutex;
    std::vector<std::shared_ptr<Held>> all;
    std::vector<std::function<void()>> posted;
    bool stopping = false, running = false;
};

/// One of them. What its users change is guarded by the mutex of the state; the socket and the events are the thread's.
class Connections::Held final : public SocketConnection, public std::enable_shared_from_this<Connections::Held> {
public:
    Held(std::shared_ptr<State> state, int socket, Instant deadline, ConnectionEvents events, Options options)
        : state_(std::move(state)),
          socket_(socket),
          deadline_(deadline),
          channel_(std::move(options.channel)),
          hold_bytes_(options.hold_bytes),
          opening_(channel_ != nullptr),
          events_(std::move(events)) {}
    ~Held() override {
        if (socket_ >= 0) ::close(socket_);
    }
    Held(Held const&) = delete;
    Held& operator=(Held const&) = delete;

    void write(std::string bytes) override {
        if (bytes.empty()) return;
        {
            std::lock_guard const lock(state_->mutex);
            if (closed_ || finished_) return;
            if (queued_.empty()) {
                queued_ = std::move(bytes);
            } else {
                queued_ += bytes;
            }
        }
        state_->wake();
    }
    [[nodiscard]] std::size_t queued_bytes() const override {
        std::lock_guard const lock(state_->mutex);
        return queued_.size() + writing_bytes_;
    }
    void finish() override { set(finished_, true); }
    void pause(bool paused) override { set(paused_, paused); }
    void close() override { set(closed_, true); }
    void lift_deadline() override {
        std::lock_guard const lock(state_->mutex);
        deadline_ = Instant::max();
    }

    // On the thread:

    /// What to wait for; nothing when it is over.
    std::optional<pollfd> wanted(Instant& first_deadline) {
        if (over_ || closed_) return {};
        first_deadline = std::min(first_deadline, deadline_);
        pollfd wants{socket_, 0, 0};
        bool const writes = !writing_.empty() || !queued_.empty() || (finished_ && !write_ended_);
        bool const reads = (!paused_ || hold_bytes_ > 0) && !read_ended_;
        if (connecting_) {
            wants.events = POLLOUT;
        } else if (opening_) {
            wants.events = channel_waits();
        } else {
            if (writes) wants.events = static_cast<short>(wants.events | write_waits_);
            if (reads) wants.events = static_cast<short>(wants.events | read_waits_);
        }
        if (wants.events == 0) wants.fd = -1;  // or the end of the other side would be told of again and again
        return wants;
    }
    /// Whether what was held is to be told now.
    [[nodiscard]] bool has_held() const { return !paused_ && !held_.empty() && !over_ && !closed_; }
    void serve(short ready, Instant now) {
        if (over()) return;
        if (ready != 0 && (connecting_ || opening_) && !finish_connecting()) return;
        if (!connecting_ && !opening_) {
            // With a channel, either direction may have waited for the other.
            bool const any = channel_ && ready != 0;
            if ((any || (ready & (POLLOUT | POLLERR)) != 0) && !write_some()) return;
            if (!tell_held()) return;
            if ((any || (ready & (POLLIN | POLLHUP | POLLERR)) != 0) && !read_some()) return;
        }
        if (over()) return;
        if (now >= deadline()) return lose(ETIMEDOUT);
        if (!read_ended_ || !write_ended_ || !held_.empty()) return;
        over_ = true;
        if (events_.closed) events_.closed();
    }
    void lose(int error) {
        if (over()) return;
        over_ = true;
        if (events_.lost) events_.lost(error);
    }
    /// Lets go of everything that its events hold.
    void drop() {
        events_ = {};
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }

private:
    void set(bool& flag, bool value) {
        {
            std::lock_guard const lock(state_->mutex);
            flag = value;
        }
        state_->wake();
    }
    [[nodiscard]] bool over() const {
        std::lock_guard const lock(state_->mutex);
        return over_ || closed_;
    }
    [[nodiscard]] Instant deadline() const {
        std::lock_guard const lock(state_->mutex);
        return deadline_;
    }
    [[nodiscard]] short channel_waits() const {
        return channel_->waits() == Channel::Waits::to_read ? POLLIN : POLLOUT;
    }
    bool finish_connecting() {
        if (connecting_) {
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
            if (error != 0) return lose(error), false;
            connecting_ = false;
        }
        if (opening_) {
            auto const opened = channel_->open(socket_);
            if (opened == -EAGAIN) return true;
            if (opened < 0) return lose(static_cast<int>(-opened)), false;
            opening_ = false;
        }
        if (events_.connected) events_.connected(shared_from_this());
        return !over();
    }
    /// As read(2), with an errno as a negative number.
    ssize_t receive(char* bytes, std::size_t size) {
        if (channel_) {
            auto const count = channel_->read(bytes, size);
            read_waits_ = count == -EAGAIN ? channel_waits() : static_cast<short>(POLLIN);
            return count;
        }
        auto const count = ::recv(socket_, bytes, size, MSG_DONTWAIT);
        return count < 0 ? -errno : count;
    }
    ssize_t send(char const* bytes, std::size_t size) {
        if (channel_) {
            auto const count = channel_->write(bytes, size);
            write_waits_ = count == -EAGAIN ? channel_waits() : static_cast<short>(POLLOUT);
            return count;
        }
        auto const count = ::send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        return count < 0 ? -errno : count;
    }
    bool write_some() {
        {
            std::lock_guard const lock(state_->mutex);
            if (writing_.empty()) writing_ = std::exchange(queued_, {});
            writing_bytes_ = writing_.size() - written_;
        }
        bool const had = !writing_.empty();
        while (written_ < writing_.size()) {
            auto const count = send(writing_.data() + written_, writing_.size() - written_);
            if (count == -EINTR) continue;
            if (count == -EAGAIN) break;
            if (count <= 0) return lose(static_cast<int>(-count)), false;
            written_ += static_cast<std::size_t>(count);
        }
        bool drained = false, ends = false;
        {
            std::lock_guard const lock(state_->mutex);
            if (written_ == writing_.size()) {
                writing_.clear();
                written_ = 0;
            }
            writing_bytes_ = writing_.size() - written_;
            drained = writing_.empty() && queued_.empty();
            ends = drained && finished_ && !write_ended_;
        }
        if (drained && had && events_.drained) events_.drained();
        if (ends) {
            if (channel_) {
                channel_->finish();
            } else {
                ::shutdown(socket_, SHUT_WR);
            }
            write_ended_ = true;
        }
        return !over();
    }
    bool tell_held() {
        std::string bytes;
        {
            std::lock_guard const lock(state_->mutex);
            if (!has_held()) return true;
            bytes.swap(held_);
        }
        if (events_.bytes) events_.bytes(std::move(bytes));
        if (!over() && read_ended_ && events_.ended) events_.ended();
        return !over();
    }
    bool read_some() {
        bool holds = false;
        {
            std::lock_guard const lock(state_->mutex);
            holds = paused_ || !held_.empty();
            if (read_ended_ || (holds && hold_bytes_ == 0)) return true;
        }
        std::string bytes(65536, '\0');
        auto const count = receive(bytes.data(), bytes.size());
        if (count == -EINTR || count == -EAGAIN) return true;
        if (count < 0) return lose(static_cast<int>(-count)), false;
        if (count == 0) {
            read_ended_ = true;
            if (!holds && events_.ended) events_.ended();
            return !over();
        }
        bytes.resize(static_cast<std::size_t>(count));
        if (holds) {
            std::lock_guard const lock(state_->mutex);
            held_ += bytes;
            if (held_.size() <= hold_bytes_) return true;
        } else {
            if (events_.bytes) events_.bytes(std::move(bytes));
            return !over();
        }
        return lose(ENOBUFS), false;
    }

    std::shared_ptr<State> state_;
    int socket_;
    Instant deadline_;
    std::unique_ptr<Channel> channel_;
    std::size_t const hold_bytes_;
    std::string held_;               // guarded; what was read while paused
    std::string queued_;             // guarded, as the next five are
    std::size_t writing_bytes_ = 0;  // what is left of `writing_`
    bool paused_ = false, finished_ = false, closed_ = false;
    bool over_ = false;
    std::string writing_;
    std::size_t written_ = 0;
    bool connecting_ = true, opening_, read_ended_ = false, write_ended_ = false;
    short read_waits_ = POLLIN, write_waits_ = POLLOUT;
    ConnectionEvents events_;
};

Connections::Connections(std::shared_ptr<Clock const> clock) : state_(std::make_shared<State>(std::move(clock))) {}

void Connections::add(int socket, Instant deadline, ConnectionEvents events, Options options) {
    auto held = std::make_shared<Held>(state_, socket, deadline, std::move(events), std::move(options));
    {
        std::lock_guard const lock(state_->mutex);
        if (state_->stopping) return;  // nothing is told any more
        state_->all.push_back(std::move(held));
        start_thread();
    }
    state_->wake();
}

void Connections::post(std::function<void()> what) {
    {
        std::lock_guard const lock(state_->mutex);
        if (state_->stopping) return;
        state_->posted.push_back(std::move(what));
        start_thread();
    }
    state_->wake();
}

void Connections::start_thread() {
    if (state_->running) return;
    state_->running = true;
    thread_ = quiet_thread([state = state_] { run(state); });
}

void Connections::stop() {
    {
        std::lock_guard const lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake();
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {
        thread_.detach();
    } else {
        thread_.join();
    }
}

void Connections::run(std::shared_ptr<State> const& state) {
    std::vector<std::shared_ptr<Held>> serving, gone;
    std::vector<pollfd> polled;
    std::vector<std::function<void()>> posted;
    for (;;) {
        auto first = Instant::max();
        serving.clear();
        polled.assign(1, {state->wake_fd, POLLIN, 0});
        bool stopping = false, at_once = false;
        {
            std::lock_guard const lock(state->mutex);
            stopping = state->stopping;
            posted = std::exchange(state->posted, {});
            at_once = !posted.empty();
            std::erase_if(state->all, [&](auto const& one) {
                auto const wants = one->wanted(first);
                if (!wants) {
                    gone.push_back(one);
                    return true;
                }
                serving.push_back(one);
                polled.push_back(*wants);
                at_once = at_once || one->has_held();
                return false;
            });
        }
        for (auto const& one : gone) one->drop();
        gone.clear();
        if (stopping) {
            for (auto const& one : serving) one->lose(ECANCELED);
            for (auto const& one : serving) one->drop();
            std::lock_guard const lock(state->mutex);
            state->all.clear();  // each holds on to the state
            return;
        }
        for (auto const& what : posted) what();
        posted.clear();
        int wait = at_once ? 0 : -1;
        if (!at_once && first != Instant::max()) {
            auto const left = std::chrono::ceil<std::chrono::milliseconds>(first - state->clock->now()).count();
            wait = static_cast<int>(std::clamp<long long>(left, 0, 60'000));
        }
        ::poll(polled.data(), polled.size(), wait);
        std::uint64_t ignored = 0;
        if (polled[0].revents != 0) [[maybe_unused]]
            auto const count = ::read(state->wake_fd, &ignored, sizeof ignored);
        auto const now = state->clock->now();
        for (std::size_t i = 0; i < serving.size(); ++i) serving[i]->serve(polled[i + 1].revents, now);
    }
}

}  // namespace keelson
