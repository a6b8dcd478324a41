#include "drivers/runtime_process/launch.hpp"
#include "drivers/runtime_process/link.hpp"
#include "drivers/runtime_process/streams.hpp"

#include <keelson/runtime/ports.hpp>

#include <cerrno>
#include <sys/stat.h>

namespace keelson {

namespace {

using namespace std::chrono_literals;
using process_wire::encode;
using process_wire::Verb;

constexpr Duration list_patience = 30s;

/// The verbs, each one a request to the supervisor; what flows both ways has connections of its own.
class ProcessRuntime final : public Runtime,
                             public ExecFacet,
                             public StatsFacet,
                             public TerminalFacet,
                             public PortFacet {
public:
    explicit ProcessRuntime(ProcessOptions options) : options_(std::move(options)) {}
    ~ProcessRuntime() override { close(); }

    [[nodiscard]] std::string_view name() const noexcept override { return "process"; }
    Result<> open(RuntimeContext context) override;
    void close() override {
        if (connections_) connections_->stop();
        connections_.reset();
        link_.reset();
    }

    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) override {
        ask(Verb::list, encode(only), soon(), std::move(done));
    }
    void create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) override {
        ask(Verb::create_sandbox, encode(config), deadline, std::move(done));
    }
    void remove_sandbox(SandboxId id, Instant deadline, Completion<> done) override {
        ask(Verb::remove_sandbox, encode(id), deadline, std::move(done));
    }
    void create(ContainerConfig config, Instant deadline, Completion<> done) override {
        ask(Verb::create, encode(config), deadline, std::move(done));
    }
    void start(ContainerId id, Instant deadline, Completion<> done) override {
        ask(Verb::start, encode(id), deadline, std::move(done));
    }
    void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) override {
        ask(Verb::stop, encode(id, static_cast<std::int64_t>(grace.count())), deadline, std::move(done));
    }
    void remove(ContainerId id, Instant deadline, Completion<> done) override {
        ask(Verb::remove, encode(id), deadline, std::move(done));
    }
    void on_change(std::function<void(std::vector<SandboxId>)> hint) override {
        hint_ = std::move(hint);
        if (link_) link_->on_change(hint_);
    }
    [[nodiscard]] RuntimeAbilities abilities() const override { return abilities_; }

    ExecFacet* exec() noexcept override { return this; }
    StatsFacet* stats() noexcept override { return this; }
    TerminalFacet* terminals() noexcept override { return this; }
    PortFacet* ports() noexcept override { return this; }
    void exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) override {
        auto const left = std::max<Duration>(deadline - clock_->now(), 0s);
        ask(Verb::exec, encode(id, config, static_cast<std::int64_t>(left.count())), deadline, std::move(done));
    }
    void start(ContainerId id, TerminalExec config, Instant deadline, ProgramEvents events,
               Completion<std::shared_ptr<ProgramStreams>> done) override {
        talk(Verb::exec_session, encode(id, config), deadline, std::move(events), std::move(done));
    }
    void attach(ContainerId id, bool input, Instant deadline, ProgramEvents events,
                Completion<std::shared_ptr<ProgramStreams>> done) override {
        talk(Verb::attach_session, encode(id, input), deadline, std::move(events), std::move(done));
    }
    void connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                 Completion<std::shared_ptr<ByteStream>> done) override;
    void usage(std::vector<SandboxId> only, Completion<std::vector<SandboxUsage>> done) override {
        ask(Verb::usage, encode(only), soon(), std::move(done));
    }

private:
    [[nodiscard]] Instant soon() const { return clock_->now() + list_patience; }

    template <class T>
    void ask(Verb verb, std::string const& content, Instant deadline, Completion<T> done) {
        if (!link_) return;  // closed: no completion comes any more
        link_->request(verb, content, deadline, [done = std::move(done)](Result<std::string> answer) {
            if (answer.has_error()) return done(answer.error());
            if constexpr (std::is_void_v<T>) {
                done({});
            } else {
                T value;
                process_wire::Decoder decoder(*answer);
                if (decoder(value)) return done(std::move(value));
                done(Error(Errc::unavailable, "the node's supervisor gave an answer that cannot be read"));
            }
        });
    }

    void talk(Verb verb, std::string const& content, Instant deadline, ProgramEvents events,
              Completion<std::shared_ptr<ProgramStreams>> done);

    ProcessOptions options_;
    std::shared_ptr<Clock const> clock_ = system_clock();
    RuntimeAbilities abilities_;
    std::function<void(std::vector<SandboxId>)> hint_;
    std::unique_ptr<SupervisorLink> link_;
    std::shared_ptr<Connections> connections_;
};

void ProcessRuntime::talk(Verb verb, std::string const& content, Instant deadline, ProgramEvents events,
                          Completion<std::shared_ptr<ProgramStreams>> done) {
    if (!link_) return;  // closed: no completion comes any more
    auto const socket = link_->connect_socket();
    if (socket.has_value())
        return open_session(*connections_, *socket, process_wire::frame(verb, 1, content), deadline, std::move(events),
                            std::move(done));
    // From the link's thread, for it must not come from within this call.
    link_->fail(socket.error(), [done = std::move(done)](Result<std::string> const& answer) { done(answer.error()); });
}

void ProcessRuntime::connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                             Completion<std::shared_ptr<ByteStream>> done) {
    std::vector<SandboxId> const only{id};
    ask<std::vector<RuntimeSandbox>>(
        Verb::list, encode(only), deadline,
        [id, port, deadline, events = std::move(events), done = std::move(done),
         connections = std::weak_ptr(connections_)](Result<std::vector<RuntimeSandbox>> const& found) {
            if (found.has_error()) return done(found.error());
            if (found->empty()) return done(Error(Errc::not_found, "sandbox \"" + id + "\" not found"));
            // Some programs listen on the machine's loopback address, whatever their Pod's.
            open_port(connections, {found->front().ip, "127.0.0.1"}, port, deadline, events, done);
        });
}

Result<> ProcessRuntime::open(RuntimeContext context) {
    auto const program = find_supervisor(options_.supervisor);
    if (program.has_error()) return program.error();
    auto const folder = context.data_dir + "/" + process_wire::folder;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return Error(Errc::unavailable, "cannot make " + folder + ": " + std::strerror(errno));
    }
    clock_ = context.clock;
    process_wire::Hello hello;
    hello.keep_pods = options_.keep_pods;
    hello.node = context.node;
    hello.data_dir = context.data_dir;
    hello.first_ip = options_.first_ip;
    auto link = std::make_unique<SupervisorLink>(
        SupervisorLink::Options{*program, folder, std::move(hello), clock_, context.log});
    link->on_change(hint_);
    auto const welcome = link->open();
    if (welcome.has_error()) return welcome.error();
    abilities_ = welcome->abilities;
    link_ = std::move(link);
    connections_ = std::make_shared<Connections>(clock_);
    return {};
}

}  // namespace

std::shared_ptr<Runtime> process_runtime(ProcessOptions options) {
    return std::make_shared<ProcessRuntime>(std::move(options));
}

}  // namespace keelson
