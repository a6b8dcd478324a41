#include "drivers/runtime_process/supervisor/input.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/stat.h>

namespace keelson::supervisor {

namespace {

constexpr char end_of_file = 4;

}  // namespace

Input::Input(Loop& loop, Descriptor to, bool terminal) : loop_(loop), to_(std::move(to)), terminal_(terminal) {}

Input::~Input() {
    if (watched_) loop_.forget(to_.get());
    if (!path_.empty()) ::unlink(path_.c_str());
}

std::string Input::make_pipe(std::string const& path, uid_t owner, gid_t group, bool ends, Descriptor& reader) {
    auto const failed = [&path] { return "cannot open " + path + ": " + std::strerror(errno); };
    ::unlink(path.c_str());
    if (::mkfifo(path.c_str(), 0600) != 0) return failed();
    if (owner != ::geteuid() && ::chown(path.c_str(), owner, group) != 0) return failed();
    // Not to block is only for this call, which would wait for a writer.
    reader = Descriptor(::open(path.c_str(), (ends ? O_RDONLY | O_NONBLOCK : O_RDWR) | O_CLOEXEC));
    if (!reader) return failed();
    if (ends) ::fcntl(reader.get(), F_SETFL, 0);
    return {};
}

Descriptor Input::open_pipe(std::string const& path) {
    return Descriptor(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
}

void Input::write(std::string_view bytes) {
    if (!to_ || closing_ || bytes.empty()) return;
    line_begun_ = bytes.back() != '\n';
    queued_ += bytes;
    if (!watched_) flush();
}

void Input::close() {
    if (!to_ || closing_) return;
    // One at the start of a line is its end; one within a line only hands over the line.
    if (terminal_) queued_.append(line_begun_ ? 2 : 1, end_of_file);
    line_begun_ = false;
    closing_ = !terminal_;
    if (!watched_) flush();
}

void Input::flush() {
    std::size_t written = 0;
    while (written < queued_.size()) {
        auto const count = ::write(to_.get(), queued_.data() + written, queued_.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) break;
        if (count <= 0) return end();  // nobody reads it any more
        written += static_cast<std::size_t>(count);
    }
    queued_.erase(0, written);
    if (queued_.empty() && closing_) return end();
    bool const wants = !queued_.empty();
    if (wants && !watched_) loop_.watch(to_.get(), EPOLLOUT, [this](std::uint32_t) { flush(); });
    if (!wants && watched_) loop_.forget(to_.get());
    watched_ = wants;
    if (full()) return;
    for (auto const& room : std::exchange(waiting_, {})) room();
}

void Input::end() {
    if (watched_) loop_.forget(to_.get());
    watched_ = false;
    to_.close();
    queued_.clear();
    for (auto const& room : std::exchange(waiting_, {})) room();
}

}  // namespace keelson::supervisor
