#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_INPUT_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_INPUT_HPP

#include "drivers/runtime_process/supervisor/loop.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace keelson::supervisor {

/// What is on its way to a program: bytes for the pipe or the terminal that it reads.
class Input {
public:
    /// `to` does not block. A terminal stays open at the end; the program gets an end-of-file character.
    Input(Loop& loop, Descriptor to, bool terminal);
    ~Input();
    Input(Input const&) = delete;
    Input& operator=(Input const&) = delete;

    /// A pipe with a name, so that a successor finds it. `reader` is the container's end; with `ends` it sees the end
    /// of what is written, otherwise it holds its own other end and waits. Gives what went wrong, or nothing.
    static std::string make_pipe(std::string const& path, uid_t owner, gid_t group, bool ends, Descriptor& reader);
    /// The writing end of such a pipe, which somebody reads.
    static Descriptor open_pipe(std::string const& path);
    /// Removes the pipe's name when this goes.
    void own_name(std::string path) { path_ = std::move(path); }

    void write(std::string_view bytes);
    /// After what is queued.
    void close();
    /// Whoever writes has to wait.
    [[nodiscard]] bool full() const noexcept { return queued_.size() >= queued_bytes_max; }
    /// Called once, when there is room again.
    void when_room(std::function<void()> room) { waiting_.push_back(std::move(room)); }

private:
    static constexpr std::size_t queued_bytes_max = 256 * 1024;

    void flush();
    void end();

    Loop& loop_;
    Descriptor to_;
    bool terminal_;
    bool watched_ = false, closing_ = false, line_begun_ = false;
    std::string queued_;
    std::string path_;
    std::vector<std::function<void()>> waiting_;
};

}  // namespace keelson::supervisor

#endif
