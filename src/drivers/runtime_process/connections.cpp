#include "drivers/runtime_process/connections.hpp"

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
    bool stopping = false, running = false;
};

/// One of them. What its users change is guarded by the mutex of the state; the socket and the events are the thread's.
class Connections::Held final : public Connection, public std::enable_shared_from_this<Connections::Held> {
public:
    Held(std::shared_ptr<State> state, int socket, Instant deadline, ConnectionEvents events)
        : state_(std::move(state)), socket_(socket), deadline_(deadline), events_(std::move(events)) {}
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
        bool const writes = connecting_ || !writing_.empty() || !queued_.empty() || (finished_ && !write_ended_);
        if (writes) wants.events |= POLLOUT;
        if (!connecting_ && !paused_ && !read_ended_) wants.events |= POLLIN;
        if (wants.events == 0) wants.fd = -1;  // or the end of the other side would be told of again and again
        return wants;
    }
    void serve(short ready, Instant now) {
        if (over()) return;
        if (ready != 0 && connecting_ && !finish_connecting()) return;
        if ((ready & (POLLOUT | POLLERR)) != 0 && !write_some()) return;
        if ((ready & (POLLIN | POLLHUP | POLLERR)) != 0 && !read_some()) return;
        if (over()) return;
        if (now >= deadline()) return lose(ETIMEDOUT);
        if (!read_ended_ || !write_ended_) return;
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
    bool finish_connecting() {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return lose(error), false;
        connecting_ = false;
        if (events_.connected) events_.connected(shared_from_this());
        return !over();
    }
    bool write_some() {
        {
            std::lock_guard const lock(state_->mutex);
            if (writing_.empty()) writing_ = std::exchange(queued_, {});
            writing_bytes_ = writing_.size() - written_;
        }
        bool const had = !writing_.empty();
        while (written_ < writing_.size()) {
            auto const count =
                ::send(socket_, writing_.data() + written_, writing_.size() - written_, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0 && errno == EAGAIN) break;
            if (count <= 0) return lose(errno), false;
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
            ::shutdown(socket_, SHUT_WR);
            write_ended_ = true;
        }
        return !over();
    }
    bool read_some() {
        {
            std::lock_guard const lock(state_->mutex);
            if (paused_ || read_ended_) return true;
        }
        std::string bytes(65536, '\0');
        auto const count = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
        if (count < 0) return lose(errno), false;
        if (count == 0) {
            read_ended_ = true;
            if (events_.ended) events_.ended();
            return !over();
        }
        bytes.resize(static_cast<std::size_t>(count));
        if (events_.bytes) events_.bytes(std::move(bytes));
        return !over();
    }

    std::shared_ptr<State> state_;
    int socket_;
    Instant deadline_;
    std::string queued_;             // guarded, as the next four are
    std::size_t writing_bytes_ = 0;  // what is left of `writing_`
    bool paused_ = false, finished_ = false, closed_ = false;
    bool over_ = false;
    std::string writing_;
    std::size_t written_ = 0;
    bool connecting_ = true, read_ended_ = false, write_ended_ = false;
    ConnectionEvents events_;
};

Connections::Connections(std::shared_ptr<Clock const> clock) : state_(std::make_shared<State>(std::move(clock))) {}

void Connections::add(int socket, Instant deadline, ConnectionEvents events) {
    auto held = std::make_shared<Held>(state_, socket, deadline, std::move(events));
    {
        std::lock_guard const lock(state_->mutex);
        if (state_->stopping) return;  // nothing is told any more
        state_->all.push_back(std::move(held));
        if (!state_->running) {
            state_->running = true;
            // The signals of the host are none of this thread's.
            sigset_t every, before;
            ::sigfillset(&every);
            ::pthread_sigmask(SIG_SETMASK, &every, &before);
            thread_ = std::thread([state = state_] { run(state); });
            ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        }
    }
    state_->wake();
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
    for (;;) {
        auto first = Instant::max();
        serving.clear();
        polled.assign(1, {state->wake_fd, POLLIN, 0});
        bool stopping = false;
        {
            std::lock_guard const lock(state->mutex);
            stopping = state->stopping;
            std::erase_if(state->all, [&](auto const& one) {
                auto const wants = one->wanted(first);
                if (!wants) {
                    gone.push_back(one);
                    return true;
                }
                serving.push_back(one);
                polled.push_back(*wants);
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
        int wait = -1;
        if (first != Instant::max()) {
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
