#ifndef KEELSON_SRC_HTTP_COMMAND_SESSION_HPP
#define KEELSON_SRC_HTTP_COMMAND_SESSION_HPP

#include "http/pod_streams.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace keelson::http {

/// What a client wants of a program in a container.
struct CommandOptions {
    bool attach = false;  ///< to the container's own; otherwise `command` is started
    std::vector<std::string> command;
    bool input = false, output = false, error = false, tty = false;
};

/// How a program's end is told, as a Status in JSON: with its exit code as a cause, as clients expect it.
std::string ending_status(Result<ProgramEnding> const& ending, bool attach);
/// The size in `{"Width":80,"Height":24}`.
std::optional<TerminalSize> read_terminal_size(std::string_view json);

/// A program in a container and the client at the other end of a Socket: what the protocols have in common. Input waits
/// until there is a program, and neither side is read faster than the other takes it.
/// Threading: any thread; what a protocol overrides is called with the lock held.
class CommandSession : public std::enable_shared_from_this<CommandSession> {
public:
    CommandSession(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams, PodPlace place,
                   CommandOptions options);
    virtual ~CommandSession() = default;
    CommandSession(CommandSession const&) = delete;
    CommandSession& operator=(CommandSession const&) = delete;

    /// Takes the Socket's events. To be called once.
    void open();
    /// Starts the program now, if it was not already.
    void begin();

protected:
    enum class Output : std::uint8_t { output, error };

    /// Something came from the client.
    virtual void receive(Message message) = 0;
    virtual void send_output(Output which, std::string_view bytes) = 0;
    /// The program has ended, or could not be started. Everything that the client is to get is sent here.
    virtual void send_end(Result<ProgramEnding> const& ending) = 0;
    /// The program runs.
    virtual void started() {}

    // For protocols, with the lock held.
    void start();
    void input(std::string bytes);
    void end_input();
    void resize(TerminalSize size);
    /// The client makes no sense, or has gone.
    void drop();

    [[nodiscard]] std::shared_ptr<Socket> const& socket() const { return socket_; }
    [[nodiscard]] CommandOptions const& options() const { return options_; }
    [[nodiscard]] PodStreams const& streams() const { return *streams_; }
    [[nodiscard]] bool ended() const { return ended_; }
    /// Runs with the lock held, if the client is still there.
    void later(Duration delay, std::function<void()> what);

private:
    void print(Output which, std::string const& bytes);
    void running(Result<std::shared_ptr<ProgramStreams>> program);
    void end(Result<ProgramEnding> const& ending);
    void hold_program();
    void hold_client();
    void go_on_program();
    void go_on_client();

    std::mutex mutex_;
    std::shared_ptr<Socket> socket_;  ///< null when the client has gone
    std::shared_ptr<PodStreams const> streams_;
    PodPlace place_;
    CommandOptions options_;
    std::shared_ptr<ProgramStreams> program_;
    std::string early_input_;
    bool early_end_ = false;
    std::optional<TerminalSize> early_size_;
    bool starting_ = false, ended_ = false;
};

}  // namespace keelson::http

#endif
