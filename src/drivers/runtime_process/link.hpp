#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_LINK_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_LINK_HPP

#include "drivers/runtime_process/wire.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace keelson {

/// A process runtime's connection with its node's supervisor: made by open(), kept up by one thread,
/// with the supervisor started again whenever there is none.
class SupervisorLink {
public:
    struct Options {
        std::string program;  ///< the supervisor's
        std::string folder;   ///< what host and supervisor share
        process_wire::Hello hello;
        std::shared_ptr<Clock const> clock;
        Log log;
    };
    /// What the supervisor answered, after the flag that says that it went well.
    using Answer = std::function<void(Result<std::string>)>;

    explicit SupervisorLink(Options options) : options_(std::move(options)) {}
    ~SupervisorLink() { close(); }
    SupervisorLink(SupervisorLink const&) = delete;
    SupervisorLink& operator=(SupervisorLink const&) = delete;

    /// Connects, and starts a supervisor if there is none. Blocks for a few milliseconds, seconds at worst.
    Result<process_wire::Welcome> open();
    /// Requests that have no answer yet are answered `cancelled`. Waits until the supervisor is gone if
    /// it does not keep the Pods.
    void close();

    /// Sends a request. The answer comes on the link's thread: `timeout` at the deadline, `unavailable`
    /// when there is no connection or it is lost.
    void request(process_wire::Verb verb, std::string const& content, Instant deadline, Answer answer);

    /// Called on the link's thread, with an empty list after a connection was lost and made again.
    void on_change(std::function<void(std::vector<SandboxId>)> hint);

    /// Gives this answer, as if the supervisor had: on the link's thread.
    void fail(Error error, Answer answer);

    /// A further connection, for a session. Threading: any thread.
    [[nodiscard]] Result<int> connect_socket() const;

private:
    struct Pending {
        Answer answer;
        Instant deadline;
    };
    struct Finished {
        Answer answer;
        Result<std::string> outcome;
    };

    Result<process_wire::Welcome> connect_or_launch();
    Result<process_wire::Welcome> greet(int socket);
    void run();
    void run_connection();
    void read_socket();
    void take(process_wire::Frame const& frame);
    void write_unsent();
    void lose_connection();
    void reconnect();
    void finish_late();
    [[nodiscard]] int wait_millis();
    void deliver();
    void wake() const;
    void say_farewell();

    Options options_;
    std::thread thread_;
    int socket_ = -1;  ///< the thread's; others look at it with `mutex_` held
    int wake_ = -1;
    process_wire::FrameReader reader_;
    pid_t supervisor_ = 0;
    Duration back_off_{};
    std::string last_trouble_;

    std::mutex mutex_;  // guards what follows
    bool connected_ = false;
    bool closing_ = false;
    Instant wakes_at_ = Instant::min();  ///< when the thread looks at deadlines next
    std::string unsent_;
    std::uint64_t last_id_ = 0;
    std::unordered_map<std::uint64_t, Pending> pending_;
    std::vector<Finished> finished_;
    std::function<void(std::vector<SandboxId>)> hint_;
};

}  // namespace keelson

#endif
