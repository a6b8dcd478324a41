#include "drivers/runtime_docker/streams.hpp"

#include "drivers/runtime_docker/logs.hpp"
#include "drivers/runtime_docker/programs.hpp"

namespace keelson::docker {
namespace {

constexpr std::string_view connected_line = "connected\n";

/// A command that is waited for, as probes and hooks are.
struct Execution : std::enable_shared_from_this<Execution> {
    ExecConfig config;
    Completion<ExecResult> done;
    ExecResult result;
    std::shared_ptr<Program> program;
    bool late = false;

    void add(std::string const& bytes) {
        result.output.append(bytes, 0,
                             config.output_bytes_max - std::min(config.output_bytes_max, result.output.size()));
    }
    void began(Result<std::shared_ptr<Program>> started) {
        if (!started) return end(started.error().code == Errc::timeout ? not_begun() : started.error());
        if (late) return (*started)->kill();
        program = std::move(*started);
        if (config.input.empty()) return;
        program->write(std::exchange(config.input, {}));
        program->close_input();
    }
    void ended(Result<ProgramEnding> const& ending) {
        if (!ending) return end(ending.error());
        result.exit_code = ending->exit_code;
        end(std::move(result));
    }
    void overdue() {
        late = true;
        auto const running = std::exchange(program, {});
        if (!running) return end(not_begun());
        running->kill();
        end(Error(Errc::timeout, "the command has not ended in time"));
    }
    /// Which says nothing of the container: a probe has not failed because the engine hangs.
    static Error not_begun() { return {Errc::unavailable, "the Docker Engine has not begun the command in time"}; }
    void end(Result<ExecResult> how) {
        program.reset();
        if (auto const last = std::exchange(done, {})) last(std::move(how));
    }
};

/// A connection with a port: a program in the sandbox that passes bytes on.
class PortStream final : public ByteStream {
public:
    explicit PortStream(std::shared_ptr<Program> program) : program_(std::move(program)) {}

    void write(std::string bytes) override { program_->write(std::move(bytes)); }
    [[nodiscard]] std::size_t queued_bytes() const override { return program_->queued_bytes(); }
    void finish() override { program_->close_input(); }
    void pause(bool paused) override { program_->pause(paused); }
    void close() override { program_->cancel(); }

private:
    std::shared_ptr<Program> program_;
};

struct PortDial : std::enable_shared_from_this<PortDial> {
    std::uint16_t port = 0;
    ByteEvents events;
    Completion<std::shared_ptr<ByteStream>> done;
    std::shared_ptr<Program> program;
    std::string said;  ///< on standard error

    void take_error(std::string const& bytes) {
        said += bytes;
        if (!done || !said.starts_with(connected_line)) return;
        said.erase(0, connected_line.size());
        std::exchange(done, {})(std::make_shared<PortStream>(std::exchange(program, {})));
    }
    void overdue() {
        events = {};
        if (auto const running = std::exchange(program, {})) running->kill();
        std::exchange(done, {})(Error(Errc::timeout, "port " + std::to_string(port) + " has not answered in time"));
    }
    void ended(Result<ProgramEnding> const& ending) {
        auto const last = std::exchange(events, {});
        Result<> how;
        if (ending.has_error()) {
            how = ending.error();
        } else if (ending->exit_code != 0) {
            while (said.ends_with('\n')) said.pop_back();
            how = Error(Errc::unavailable, "dial tcp4 127.0.0.1:" + std::to_string(port) +
                                               ": connect: " + (said.empty() ? "the connection broke" : said));
        }
        program.reset();
        if (auto const opened = std::exchange(done, {}))
            return opened(how.has_error() ? how.error() : Error(Errc::unavailable, "the connection was closed"));
        if (how.has_value() && last.ended) last.ended();
        if (last.closed) last.closed(std::move(how));
    }
};

class EngineStreams final : public Streams {
public:
    EngineStreams(Api& api, Containers& containers) : context_(std::make_shared<StreamsContext>(api, containers)) {}
    ~EngineStreams() override { context_->hijacks.stop(); }
    EngineStreams(EngineStreams const&) = delete;
    EngineStreams& operator=(EngineStreams const&) = delete;

    void close() override { context_->hijacks.stop(); }

    void exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) override {
        auto const execution = std::make_shared<Execution>();
        TerminalExec wanted;
        wanted.command = config.command;
        wanted.input = !config.input.empty();
        execution->config = std::move(config);
        execution->done = std::move(done);
        ProgramEvents events;
        events.output = [execution](std::string const& bytes) { execution->add(bytes); };
        events.error = events.output;
        events.ended = [execution](Result<ProgramEnding> const& ending) { execution->ended(ending); };
        start_program(context_, finder(std::move(id)), std::move(wanted), deadline, std::move(events),
                      [execution](Result<std::shared_ptr<Program>> program) { execution->began(std::move(program)); });
        at(deadline, [weak = std::weak_ptr(execution)] {
            if (auto const still = weak.lock(); still && still->done) still->overdue();
        });
    }

    void start(ContainerId id, TerminalExec config, Instant deadline, ProgramEvents events,
               Completion<std::shared_ptr<ProgramStreams>> done) override {
        start_program(context_, finder(std::move(id)), std::move(config), deadline, std::move(events), plain(done));
    }
    void attach(ContainerId id, bool input, Instant deadline, ProgramEvents events,
                Completion<std::shared_ptr<ProgramStreams>> done) override {
        attach_program(context_, finder(std::move(id)), input, deadline, std::move(events), plain(done));
    }

    void connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                 Completion<std::shared_ptr<ByteStream>> done) override {
        auto const dial = std::make_shared<PortDial>();
        dial->port = port;
        dial->events = std::move(events);
        dial->done = std::move(done);
        TerminalExec wanted;
        wanted.command = {sandbox_program, "connect", std::to_string(port)};
        wanted.input = true;
        ProgramEvents told;
        told.output = [dial](std::string bytes) {
            if (dial->events.bytes) dial->events.bytes(std::move(bytes));
        };
        told.error = [dial](std::string const& bytes) { dial->take_error(bytes); };
        told.drained = [dial] {
            if (!dial->done && dial->events.drained) dial->events.drained();
        };
        told.ended = [dial](Result<ProgramEnding> const& ending) { dial->ended(ending); };
        auto const find = [context = context_, id = std::move(id)](Instant until, Completion<std::string> found) {
            context->find_sandbox(id, until, std::move(found));
        };
        start_program(context_, find, std::move(wanted), deadline, std::move(told),
                      [dial](Result<std::shared_ptr<Program>> program) {
                          if (program.has_value() && dial->done) {
                              dial->program = std::move(*program);
                          } else if (dial->done) {
                              std::exchange(dial->done, {})(program.error());
                          }
                      });
        at(deadline, [weak = std::weak_ptr(dial)] {
            if (auto const still = weak.lock(); still && still->done) still->overdue();
        });
    }

    void read(ContainerId id, LogSelection wanted, Instant deadline, ByteEvents events,
              Completion<std::shared_ptr<ByteStream>> done) override {
        read_log(context_, id, wanted, deadline, std::move(events), std::move(done));
    }

private:
    void at(Instant deadline, std::function<void()> what) {
        if (deadline == Instant::max()) return;
        context_->after(std::max(Duration::zero(), deadline - context_->api.clock().now()), std::move(what));
    }
    [[nodiscard]] FindContainer finder(ContainerId id) const {
        return [context = context_, id = std::move(id)](Instant deadline, Completion<std::string> done) {
            context->find(id, deadline, std::move(done));
        };
    }
    static Completion<std::shared_ptr<Program>> plain(Completion<std::shared_ptr<ProgramStreams>> done) {
        return [done = std::move(done)](Result<std::shared_ptr<Program>> program) {
            if (!program) return done(program.error());
            done(std::shared_ptr<ProgramStreams>(std::move(*program)));
        };
    }

    std::shared_ptr<StreamsContext> context_;
};

}  // namespace

std::unique_ptr<Streams> make_streams(Api& api, Containers& containers) {
    return std::make_unique<EngineStreams>(api, containers);
}

}  // namespace keelson::docker
