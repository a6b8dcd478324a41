#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SESSIONS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SESSIONS_HPP

#include "drivers/runtime_process/supervisor/pods.hpp"

namespace keelson::supervisor {

/// Who talks to a program: to one that was started for it, or to a container's own. Each has a connection of its own,
/// so that a slow one keeps nobody waiting but itself.
class Sessions {
public:
    Sessions(Loop& loop, Children& children, Pods& pods) : loop_(loop), children_(children), pods_(pods) {}

    /// Takes the connection over; `asked` was the first frame on it.
    void open(Descriptor socket, process_wire::FrameReader reader, process_wire::Frame const& asked);
    /// What belongs to one container is over, or to all.
    void end(ContainerId const& id);
    void cancel_all();

private:
    struct Session;
    using Pointer = std::shared_ptr<Session>;

    std::optional<Error> start(Pointer const& session, TerminalExec const& config);
    std::optional<Error> attach(Pointer const& session, bool input);
    std::optional<Error> connect(Session& session, Program& program, TerminalExec const& config,
                                 std::vector<Descriptor>& ends);
    void at_gate(Pointer const& session);
    void read_socket(Pointer const& session);
    void take(Pointer const& session, process_wire::Frame const& frame);
    void take_pending(Pointer const& session);
    void watch_output(Pointer const& session, bool wanted);
    void read_output(Pointer const& session, std::size_t stream);
    void read_rest(Pointer const& session);
    void send(Pointer const& session, process_wire::Verb verb, std::string_view content);
    void flush(Pointer const& session);
    void arm(Session const& session);
    void finish(Pointer const& session, std::string const& content);
    void lose_client(Pointer const& session);
    void drop(Pointer const& session);

    Loop& loop_;
    Children& children_;
    Pods& pods_;
    std::set<Pointer> sessions_;
};

}  // namespace keelson::supervisor

#endif
