#include "drivers/runtime_simulated/simulated_streams.hpp"

#include <atomic>
#include <charconv>
#include <deque>
#include <mutex>
#include <utility>

namespace keelson {

/// The way to the strand, for as long as there is one.
struct SimulatedStreams::Gate {
    std::mutex mutex;
    Post post;

    void run(std::function<void()> what) {
        std::lock_guard const lock(mutex);
        if (post) post(std::move(what));
    }
};

namespace {

/// What is to be told, kept while nobody wants to hear. On the strand.
class Telling {
public:
    void tell(std::function<void()> what) {
        waiting_.push_back(std::move(what));
        go_on();
    }
    void pause(bool paused) {
        paused_ = paused;
        go_on();
    }
    void stop() {
        waiting_.clear();
        stopped_ = true;
    }
    [[nodiscard]] bool held() const { return paused_; }

private:
    void go_on() {
        while (!paused_ && !stopped_ && !waiting_.empty()) {
            auto const what = std::move(waiting_.front());
            waiting_.pop_front();
            what();
        }
    }
    std::deque<std::function<void()>> waiting_;
    bool paused_ = false, stopped_ = false;
};

}  // namespace

class SimulatedStreams::Program final : public std::enable_shared_from_this<Program> {
public:
    Program(std::shared_ptr<Gate> by, ContainerId of, ProgramEvents events, bool is_attached, bool input)
        : gate(std::move(by)),
          container(std::move(of)),
          attached(is_attached),
          reads(input),
          events_(std::move(events)) {}

    /// On the strand, when it has the streams.
    std::function<void(Program&, std::string const&)> read;  ///< what becomes of its input

    void print(std::string const& bytes) {
        telling_.tell([this, bytes] {
            if (events_.output) events_.output(bytes);
        });
    }
    void end(ProgramEnding ending) {
        telling_.tell([self = shared_from_this(), ending] {
            auto const last = std::exchange(self->events_, {});
            self->telling_.stop();
            if (last.ended) last.ended(ending);
        });
    }
    void stop() {
        telling_.stop();
        events_ = {};
    }
    /// Takes its input, unless nobody takes what it prints.
    void take() {
        while (!telling_.held() && !input_.empty()) {
            auto const bytes = std::move(input_.front());
            input_.pop_front();
            queued -= bytes.size();
            if (reads) read(*this, bytes);
            if (input_.empty() && events_.drained) events_.drained();
        }
        if (input_ended_ && input_.empty() && !attached && reads) {
            reads = false;
            end({});
        }
    }
    void add(std::string bytes) {
        input_.push_back(std::move(bytes));
        take();
    }
    void end_input() {
        input_ended_ = true;
        take();
    }
    void pause(bool paused) {
        telling_.pause(paused);
        take();
    }

    std::shared_ptr<Gate> gate;
    ContainerId container;
    bool attached, reads, tty = false;
    std::atomic<std::size_t> queued = 0;

private:
    ProgramEvents events_;
    Telling telling_;
    std::deque<std::string> input_;
    bool input_ended_ = false;
};

class SimulatedStreams::Port final : public std::enable_shared_from_this<Port> {
public:
    Port(std::shared_ptr<Gate> by, ByteEvents events) : gate(std::move(by)), events_(std::move(events)) {}

    void echo(std::string const& bytes) {
        telling_.tell([this, bytes] {
            queued -= bytes.size();
            if (events_.bytes) events_.bytes(bytes);
            if (queued == 0 && events_.drained) events_.drained();
        });
    }
    void finish() {
        telling_.tell([self = shared_from_this()] {
            auto const last = std::exchange(self->events_, {});
            self->telling_.stop();
            if (last.ended) last.ended();
            if (last.closed) last.closed({});
        });
    }
    void pause(bool paused) { telling_.pause(paused); }
    void stop() {
        telling_.stop();
        events_ = {};
    }

    std::shared_ptr<Gate> gate;
    std::atomic<std::size_t> queued = 0;

private:
    ByteEvents events_;
    Telling telling_;
};

namespace {

/// Brings calls from any thread to the strand, where `Target` lives.
template <class Target>
class Calls {
public:
    explicit Calls(std::shared_ptr<Target> target) : target_(std::move(target)) {}
    ~Calls() {
        call([](Target& target) { target.stop(); });
    }
    Calls(Calls const&) = delete;
    Calls& operator=(Calls const&) = delete;

    void call(std::function<void(Target&)> what) {
        target_->gate->run([target = target_, what = std::move(what)] { what(*target); });
    }
    Target& target() const { return *target_; }

private:
    std::shared_ptr<Target> target_;
};

template <class Target>
class SimulatedProgramStreams final : public ProgramStreams {
public:
    explicit SimulatedProgramStreams(std::shared_ptr<Target> program) : calls_(std::move(program)) {}

    void write(std::string input) override {
        calls_.target().queued += input.size();
        calls_.call([input = std::move(input)](Target& program) { program.add(input); });
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return calls_.target().queued; }
    void close_input() override {
        calls_.call([](Target& program) { program.end_input(); });
    }
    void resize(TerminalSize size) override {
        calls_.call([size](Target& program) {
            if (program.tty) program.print(std::to_string(size.rows) + " " + std::to_string(size.columns) + "\r\n");
        });
    }
    void pause(bool paused) override {
        calls_.call([paused](Target& program) { program.pause(paused); });
    }
    void cancel() override {
        calls_.call([](Target& program) { program.stop(); });
    }

private:
    Calls<Target> calls_;
};

template <class Target>
class SimulatedByteStream final : public ByteStream {
public:
    explicit SimulatedByteStream(std::shared_ptr<Target> port) : calls_(std::move(port)) {}

    void write(std::string bytes) override {
        calls_.target().queued += bytes.size();
        calls_.call([bytes = std::move(bytes)](Target& port) { port.echo(bytes); });
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return calls_.target().queued; }
    void finish() override {
        calls_.call([](Target& port) { port.finish(); });
    }
    void pause(bool paused) override {
        calls_.call([paused](Target& port) { port.pause(paused); });
    }
    void close() override {
        calls_.call([](Target& port) { port.stop(); });
    }

private:
    Calls<Target> calls_;
};

}  // namespace

SimulatedStreams::SimulatedStreams(Look look, LookPod look_pod)
    : look_(std::move(look)), look_pod_(std::move(look_pod)), gate_(std::make_shared<Gate>()) {}
SimulatedStreams::~SimulatedStreams() { close(); }

void SimulatedStreams::open(Post post) {
    std::lock_guard const lock(gate_->mutex);
    gate_->post = std::move(post);
}

void SimulatedStreams::close() {
    {
        std::lock_guard const lock(gate_->mutex);
        gate_->post = {};
    }
    gate_ = std::make_shared<Gate>();  // what is open stays shut
    for (auto const& weak : std::exchange(programs_, {})) {
        if (auto const program = weak.lock()) program->stop();
    }
}

void SimulatedStreams::ended(ContainerId const& id, ProgramEnding ending) {
    std::erase_if(programs_, [&](auto const& weak) {
        auto const program = weak.lock();
        if (!program) return true;
        if (program->container != id) return false;
        program->reads = false;
        program->end(program->attached ? ending : ProgramEnding{137, 9});
        return true;
    });
}

void SimulatedStreams::start(ContainerId id, TerminalExec config, Instant, ProgramEvents events,
                             Completion<std::shared_ptr<ProgramStreams>> done) {
    gate_->run([this, gate = gate_, id, config = std::move(config), events = std::move(events),
                done = std::move(done)]() mutable {
        if (gate != gate_) return;
        if (auto const error = look_(id)) return done(*error);
        if (config.command.empty() || config.command.front().empty())
            return done(Error(Errc::invalid, "command: Required value"));
        auto const program = std::make_shared<Program>(gate, id, std::move(events), false, config.input);
        program->tty = config.tty;
        program->read = [](Program& self, std::string const& bytes) { self.print(bytes); };
        programs_.push_back(program);
        done(std::make_shared<SimulatedProgramStreams<Program>>(program));
        if (config.command.front() == "exit" && config.command.size() == 2) {
            int code = 0;
            auto const& text = config.command[1];
            std::from_chars(text.data(), text.data() + text.size(), code);
            program->reads = false;
            return program->end({.exit_code = code});
        }
        std::string words;
        for (auto const& word : config.command) words += (words.empty() ? "" : " ") + word;
        program->print(words + (config.tty ? "\r\n" : "\n"));
        if (!config.input) program->end({});
    });
}

void SimulatedStreams::attach(ContainerId id, bool input, Instant, ProgramEvents events,
                              Completion<std::shared_ptr<ProgramStreams>> done) {
    gate_->run([this, gate = gate_, id, input, events = std::move(events), done = std::move(done)]() mutable {
        if (gate != gate_) return;
        if (auto const error = look_(id)) return done(*error);
        auto const program = std::make_shared<Program>(gate, id, std::move(events), true, input);
        program->read = [this, gate](Program& self, std::string const& bytes) {
            if (gate != gate_) return;
            auto const all = programs_;
            for (auto const& weak : all) {
                auto const other = weak.lock();
                if (other && other->attached && other->container == self.container) other->print(bytes);
            }
        };
        programs_.push_back(program);
        done(std::make_shared<SimulatedProgramStreams<Program>>(program));
    });
}

void SimulatedStreams::connect(SandboxId id, std::uint16_t port, Instant, ByteEvents events,
                               Completion<std::shared_ptr<ByteStream>> done) {
    gate_->run(
        [this, gate = gate_, id = std::move(id), port, events = std::move(events), done = std::move(done)]() mutable {
            if (gate != gate_) return;
            if (auto const error = look_pod_(id, port)) return done(*error);
            done(std::make_shared<SimulatedByteStream<Port>>(std::make_shared<Port>(gate, std::move(events))));
        });
}

}  // namespace keelson
