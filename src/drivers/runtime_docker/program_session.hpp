#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_PROGRAM_SESSION_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_PROGRAM_SESSION_HPP

#include "drivers/runtime_docker/frames.hpp"
#include "drivers/runtime_docker/programs.hpp"

#include <atomic>

namespace keelson::docker {

/// What is between a hijacked connection and whoever talks to the program behind it: common to programs that were
/// started for him and to those he attaches to. Lives on the connections' thread.
class ProgramSession : public std::enable_shared_from_this<ProgramSession> {
public:
    ProgramSession(std::shared_ptr<StreamsContext> context, Instant deadline, ProgramEvents events,
                   Completion<std::shared_ptr<Program>> done);
    virtual ~ProgramSession() = default;

    /// Any thread: no event is told any more.
    void silence() { silent_ = true; }
    void forget() { events_ = {}; }
    void resize(TerminalSize size);
    /// Nobody listens any more.
    virtual void abandon(bool at_once) = 0;

protected:
    /// Asks for the streams; `hold_bytes` as HijackQuestion has it.
    void open(std::string const& path, std::string body, std::size_t hold_bytes);
    virtual void opened() = 0;
    /// Bytes have come, and the streams were not given yet.
    virtual void heard() {}
    /// Everything has come: how it ended is to be found out.
    virtual void streams_over() = 0;
    virtual std::string resize_path() const = 0;

    void give();
    void fail(Error error);
    void end(Result<ProgramEnding> ending);
    [[nodiscard]] bool given() const noexcept { return given_; }
    [[nodiscard]] bool is_over() const noexcept { return over_; }
    [[nodiscard]] bool all_came() const noexcept { return all_came_; }
    /// What was printed before the streams were given, both of its streams together.
    std::string take_pending();

    template <class Session>
    std::shared_ptr<Session> self() {
        return std::static_pointer_cast<Session>(shared_from_this());
    }

    std::shared_ptr<StreamsContext> context_;
    Instant deadline_;
    bool tty_ = false, input_ = false;
    bool ends_input_ = true;  ///< the end of what is written is the end of the program's input

private:
    void take(std::string bytes);
    void tell(std::string bytes);
    void send_size();

    ProgramEvents events_;
    Completion<std::shared_ptr<Program>> done_;
    std::shared_ptr<SocketConnection> connection_;
    FrameReader frames_;
    std::string pending_;
    bool given_ = false, all_came_ = false, over_ = false;
    std::atomic<bool> silent_ = false;
    std::optional<TerminalSize> wanted_size_;
    bool resizing_ = false;
};

}  // namespace keelson::docker

#endif
