#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SERVER_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_SERVER_HPP

#include "drivers/runtime_process/supervisor/execs.hpp"
#include "drivers/runtime_process/supervisor/sessions.hpp"

namespace keelson::supervisor {

/// The socket: who asks for what, and when the supervisor's work is done.
class Server {
public:
    Server(Loop& loop, Pods& pods, Execs& execs, Sessions& sessions);

    /// Gives what went wrong, or nothing.
    std::string open(std::string const& socket_path);
    /// To be called between batches of events.
    void go_on();
    /// Nobody is coming any more: Pods that need not be kept are ended.
    void leave();
    /// False when the processes are to be left to a successor.
    [[nodiscard]] bool finished() const noexcept { return !retired_; }

private:
    struct Peer {
        Descriptor socket;
        Descriptor process;  ///< a pidfd: a forked child may hold the socket longer than the host lives
        std::int64_t pid = 0;
        process_wire::FrameReader reader;
        std::string unsent;
    };
    using PeerPointer = std::shared_ptr<Peer>;

    void accept();
    void read(PeerPointer const& peer);
    void drop(PeerPointer const& peer);
    void answer(PeerPointer const& peer, process_wire::Frame const& frame);
    void hello(PeerPointer const& peer, process_wire::Frame const& frame);
    void open_session(PeerPointer const& peer, process_wire::Frame const& frame);
    void dispatch(PeerPointer const& peer, process_wire::Frame const& frame);
    void send(PeerPointer const& peer, std::string const& bytes);
    void flush(PeerPointer const& peer);
    Done reply(PeerPointer const& peer, std::uint64_t id);
    void reply(std::weak_ptr<Peer> const& peer, std::uint64_t id, std::string const& content);

    Loop& loop_;
    Pods& pods_;
    Execs& execs_;
    Sessions& sessions_;
    Descriptor socket_;
    std::set<PeerPointer> peers_;
    PeerPointer active_;
    bool keep_pods_ = true;
    bool waited_ = false;  ///< long enough for somebody to come
    bool retired_ = false;
};

}  // namespace keelson::supervisor

#endif
