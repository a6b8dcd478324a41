#include "drivers/runtime_process/link.hpp"

#include "core/quiet_thread.hpp"
#include "drivers/runtime_process/launch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace keelson {

namespace {

using namespace std::chrono_literals;
using namespace process_wire;

constexpr int connect_tries = 200;
constexpr auto try_again_after = 20ms;
constexpr int launch_wait_millis = 10'000;
constexpr int greet_wait_millis = 10'000;
constexpr int farewell_wait_millis = 10'000;
constexpr Duration back_off_least = 10ms, back_off_most = 2s;

Error lost() { return {Errc::unavailable, "the connection with the node's supervisor was lost"}; }

/// Reads from a blocking socket until it has a whole frame.
Result<Frame> read_frame(int socket, int millis, FrameReader& reader) {
    for (;;) {
        pollfd ready{socket, POLLIN, 0};
        int const found = ::poll(&ready, 1, millis);
        if (found < 0 && errno == EINTR) continue;
        if (found <= 0) return Error(Errc::unavailable, "the node's supervisor does not answer");
        std::array<char, 4096> part;
        auto const count = ::recv(socket, part.data(), part.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return lost();
        reader.add({part.data(), static_cast<std::size_t>(count)});
        if (auto frame = reader.next()) return *std::move(frame);
        if (!reader.sound()) return Error(Errc::unavailable, "the node's supervisor speaks another language");
    }
}

}  // namespace

Result<Welcome> SupervisorLink::open() {
    auto welcome = connect_or_launch();
    if (welcome.has_error()) return welcome;
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    connected_ = true;
    thread_ = quiet_thread([this] { run(); });
    return welcome;
}

void SupervisorLink::close() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
        hint_ = nullptr;
    }
    wake();
    if (thread_.joinable()) thread_.join();
    if (wake_ >= 0) ::close(std::exchange(wake_, -1));
}

Result<Welcome> SupervisorLink::connect_or_launch() {
    Error trouble = lost();
    for (int i = 0; i < connect_tries; ++i) {
        {
            std::lock_guard const lock(mutex_);
            if (closing_) return Error(Errc::cancelled, "closed");
        }
        if (i > 0) std::this_thread::sleep_for(try_again_after);
        auto socket = connect_socket();
        if (socket.has_error()) {
            auto const launched = launch_supervisor(options_.program, options_.folder, launch_wait_millis);
            if (launched.has_error()) return launched.error();
            socket = connect_socket();
        }
        if (socket.has_error()) {
            trouble = socket.error();  // it is just ending, or another host is just starting it
            continue;
        }
        auto welcome = greet(*socket);
        if (welcome.has_value() && welcome->version == version) {
            std::lock_guard const lock(mutex_);
            socket_ = *socket;
            supervisor_ = static_cast<pid_t>(welcome->pid);
            return welcome;
        }
        if (welcome.has_value()) {
            // Of another version of the library: it leaves its processes to the one that we start next.
            auto const retire = frame(Verb::retire, 0, {});
            ::send(*socket, retire.data(), retire.size(), MSG_NOSIGNAL);
            trouble = Error(Errc::unavailable, "the node's supervisor is of another version and does not retire");
        } else {
            trouble = welcome.error();
        }
        ::close(*socket);
        if (trouble.code == Errc::invalid) break;
    }
    return trouble;
}

Result<int> SupervisorLink::connect_socket() const {
    auto const failed = [](char const* what) {
        return Error(Errc::unavailable, std::string(what) + ": " + std::strerror(errno));
    };
    // By way of a descriptor, since a socket's path can have 107 characters only.
    int const folder = ::open(options_.folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return failed("cannot open the supervisor's folder");
    auto const path = "/proc/self/fd/" + std::to_string(folder) + "/" + socket_name;
    sockaddr_un name{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
    int const socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool const connected = socket >= 0 && ::connect(socket, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0;
    auto const error = failed("cannot connect with the node's supervisor");
    ::close(folder);
    if (connected) return socket;
    if (socket >= 0) ::close(socket);
    return error;
}

Result<Welcome> SupervisorLink::greet(int socket) {
    reader_ = {};
    auto const bytes = frame(Verb::hello, 0, encode(options_.hello));
    if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) return lost();
    auto const answer = read_frame(socket, greet_wait_millis, reader_);
    if (answer.has_error()) return answer.error();
    Decoder decoder(answer->content);
    bool ok = false;
    decoder(ok);
    if (!ok) {
        Error error;
        if (!decoder(error)) return lost();
        return error;
    }
    Welcome welcome;
    decoder(welcome.version);
    Decoder whole(std::string_view(answer->content).substr(1));
    if (welcome.version == version && !whole(welcome)) return lost();
    return welcome;
}

void SupervisorLink::request(Verb verb, std::string const& content, Instant deadline, Answer answer) {
    std::unique_lock lock(mutex_);
    if (closing_ || !connected_ || content.size() > frame_bytes_max - 64) {
        auto error = closing_      ? Error(Errc::cancelled, "the runtime is closed")
                     : !connected_ ? Error(Errc::unavailable, "there is no connection with the node's supervisor")
                                   : Error(Errc::invalid, "the configuration is too large for the node's supervisor");
        if (closing_ && !thread_.joinable()) return;  // nobody is left who could call back
        finished_.push_back({std::move(answer), std::move(error)});
        lock.unlock();
        return wake();
    }
    auto const id = ++last_id_;
    auto const bytes = frame(verb, id, content);
    pending_.emplace(id, Pending{std::move(answer), deadline});
    std::size_t sent = 0;
    if (unsent_.empty()) {
        // Here and now, which saves a change of threads. What does not fit is for the thread to send.
        auto const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) sent = static_cast<std::size_t>(count);
    }
    unsent_.append(bytes, sent);
    bool const left = !unsent_.empty();
    bool const sooner = deadline < wakes_at_;
    lock.unlock();
    if (sooner || left) wake();
}

void SupervisorLink::fail(Error error, Answer answer) {
    {
        std::lock_guard const lock(mutex_);
        finished_.push_back({std::move(answer), std::move(error)});
    }
    wake();
}

void SupervisorLink::on_change(std::function<void(std::vector<SandboxId>)> hint) {
    std::lock_guard const lock(mutex_);
    hint_ = std::move(hint);
}

void SupervisorLink::wake() const {
    std::uint64_t const one = 1;
    if (wake_ >= 0) [[maybe_unused]]
        auto const written = ::write(wake_, &one, sizeof one);
}

void SupervisorLink::run() {
    for (;;) {
        run_connection();
        lose_connection();
        deliver();
        bool closing = false;
        {
            std::lock_guard const lock(mutex_);
            closing = closing_;
        }
        if (!closing) {
            reconnect();
            continue;
        }
        // Completions may have asked for more; not for ever.
        for (int i = 0; i < 16; ++i) deliver();
        return;
    }
}

void SupervisorLink::run_connection() {
    for (;;) {
        bool write = false;
        {
            std::lock_guard const lock(mutex_);
            if (closing_ || socket_ < 0) break;
            write = !unsent_.empty();
        }
        std::array<pollfd, 2> both{
            {{socket_, static_cast<short>(write ? POLLIN | POLLOUT : POLLIN), 0}, {wake_, POLLIN, 0}}};
        ::poll(both.data(), both.size(), wait_millis());
        std::uint64_t ignored = 0;
        if (both[1].revents != 0) [[maybe_unused]]
            auto const count = ::read(wake_, &ignored, sizeof ignored);
        if ((both[0].revents & POLLOUT) != 0) write_unsent();
        if ((both[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) read_socket();
        finish_late();
        deliver();
    }
    if (socket_ >= 0) say_farewell();
}

void SupervisorLink::read_socket() {
    std::array<char, 65536> bytes;
    for (;;) {
        auto const count = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count > 0) reader_.add({bytes.data(), static_cast<std::size_t>(count)});
        while (auto const frame = reader_.next()) take(*frame);
        if (count > 0 && reader_.sound()) continue;
        std::lock_guard const lock(mutex_);
        ::close(std::exchange(socket_, -1));
        connected_ = false;
        return;
    }
}

void SupervisorLink::take(Frame const& frame) {
    Decoder decoder(frame.content);
    if (frame.verb == Verb::changed) {
        std::vector<SandboxId> ids;
        std::function<void(std::vector<SandboxId>)> hint;
        {
            std::lock_guard const lock(mutex_);
            hint = hint_;
        }
        if (hint && decoder(ids)) hint(std::move(ids));
        return;
    }
    bool ok = false;
    decoder(ok);
    Error error = lost();
    if (!ok && !decoder(error)) error = lost();
    std::lock_guard const lock(mutex_);
    auto pending = pending_.extract(frame.id);
    if (pending.empty()) return;  // its deadline came first
    auto outcome = ok ? Result<std::string>(frame.content.substr(1)) : Result<std::string>(error);
    finished_.push_back({std::move(pending.mapped().answer), std::move(outcome)});
}

void SupervisorLink::write_unsent() {
    std::lock_guard const lock(mutex_);
    auto const count = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) unsent_.erase(0, static_cast<std::size_t>(count));
}

void SupervisorLink::lose_connection() {
    std::lock_guard const lock(mutex_);
    connected_ = false;
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    unsent_.clear();
    auto const error = closing_ ? Error(Errc::cancelled, "the runtime was closed") : lost();
    for (auto& [id, pending] : pending_) finished_.push_back({std::move(pending.answer), error});
    pending_.clear();
}

void SupervisorLink::reconnect() {
    auto const welcome = connect_or_launch();
    std::function<void(std::vector<SandboxId>)> hint;
    {
        std::unique_lock const lock(mutex_);
        if (closing_) return;
        connected_ = welcome.has_value();
        hint = hint_;
    }
    if (welcome.has_value()) {
        options_.log.warning("the node's supervisor was gone; its successor has taken over the pods");
        last_trouble_.clear();
        back_off_ = {};
        if (hint) hint({});
        return;
    }
    if (last_trouble_ != welcome.error().message) options_.log.error(welcome.error().message);
    last_trouble_ = welcome.error().message;
    back_off_ = std::clamp(back_off_ * 2, back_off_least, back_off_most);
    pollfd woken{wake_, POLLIN, 0};
    ::poll(&woken, 1, static_cast<int>(back_off_ / 1ms));
    std::uint64_t ignored = 0;
    if (woken.revents != 0) [[maybe_unused]]
        auto const count = ::read(wake_, &ignored, sizeof ignored);
}

int SupervisorLink::wait_millis() {
    std::lock_guard const lock(mutex_);
    if (!finished_.empty()) return 0;
    auto first = Instant::max();
    for (auto const& [id, pending] : pending_) first = std::min(first, pending.deadline);
    wakes_at_ = first;
    if (first == Instant::max()) return -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(first - options_.clock->now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 60'000));
}

void SupervisorLink::finish_late() {
    std::lock_guard const lock(mutex_);
    auto const now = options_.clock->now();
    for (auto entry = pending_.begin(); entry != pending_.end();) {
        if (entry->second.deadline > now) {
            ++entry;
            continue;
        }
        Error const late(Errc::timeout, "the node's supervisor has not finished in time");
        finished_.push_back({std::move(entry->second.answer), late});
        entry = pending_.erase(entry);
    }
}

void SupervisorLink::deliver() {
    std::vector<Finished> finished;
    {
        std::lock_guard const lock(mutex_);
        finished.swap(finished_);
    }
    for (auto& one : finished) one.answer(std::move(one.outcome));
}

void SupervisorLink::say_farewell() {
    // It kills the Pods and ends. Until it has, it is not true that they end with this runtime.
    int const process = options_.hello.keep_pods ? -1 : static_cast<int>(::syscall(SYS_pidfd_open, supervisor_, 0));
    ::shutdown(socket_, SHUT_RDWR);
    if (process < 0) return;
    pollfd ended{process, POLLIN, 0};
    while (::poll(&ended, 1, farewell_wait_millis) < 0 && errno == EINTR) {
    }
    ::close(process);
}

}  // namespace keelson
