#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/resize.hpp>
#include <keelson/runtime/terminals.hpp>
#include <keelson/testing/check_runtime.hpp>

#include <algorithm>
#include <mutex>
#include <sstream>
#include <thread>

namespace keelson::testing {

namespace {

using namespace std::chrono_literals;

std::string text_of(Error const& error) {
    std::ostringstream out;
    out << error;
    return out.str();
}

/// The ids that a runtime hinted at. Hints come from any thread, and may come after a part is over.
struct Hints {
    std::mutex mutex;
    std::vector<SandboxId> ids;
    bool all = false;

    bool take(SandboxId const& id) {
        std::lock_guard const lock(mutex);
        bool const told = all || std::find(ids.begin(), ids.end(), id) != ids.end();
        ids.clear();
        all = false;
        return told;
    }
};

/// A call under way, shared with its completion, which may come late.
template <class T>
struct Call {
    std::mutex mutex;
    std::optional<Result<T>> outcome;
    int times = 0;
};

/// What came of a stream. Events may come after a part is over.
struct Heard {
    std::mutex mutex;
    std::string output;
    std::optional<Result<ProgramEnding>> ended;
    std::optional<Result<>> closed;
    int last_words = 0;  ///< how often it was told that it is over

    template <class Question>
    auto ask(Question question) {
        std::lock_guard const lock(mutex);
        return question(*this);
    }
};

ProgramEvents hear_program(std::shared_ptr<Heard> const& heard) {
    ProgramEvents events;
    auto const add = [heard](std::string const& bytes) { heard->ask([&](Heard& h) { h.output += bytes; }); };
    events.output = add;
    events.error = add;
    events.ended = [heard](Result<ProgramEnding> const& ending) {
        heard->ask([&](Heard& h) {
            h.ended = ending;
            ++h.last_words;
        });
    };
    return events;
}

class Check {
public:
    explicit Check(RuntimeSubject const& subject) : subject_(subject) {}

    std::vector<std::string> run();

private:
    using Part = void (Check::*)();

    void part(std::string name, Part body);
    bool open();
    void close();
    void expect(bool holds, std::string const& sentence) {
        if (!holds) failures_.push_back(part_ + ": " + sentence);
    }

    /// Makes a verb wait: gives what its completion got, or `timeout` if it was not called.
    template <class T, class Start>
    Result<T> wait_for(std::string const& verb, Start start) {
        auto const call = std::make_shared<Call<T>>();
        auto const caller = std::this_thread::get_id();
        auto const inside = std::make_shared<bool>(true);
        auto const from_within = std::make_shared<bool>(false);
        start(Completion<T>([call, caller, inside, from_within](Result<T> result) {
            if (std::this_thread::get_id() == caller && *inside) *from_within = true;
            std::lock_guard const lock(call->mutex);
            if (!call->outcome) call->outcome = std::move(result);
            ++call->times;
        }));
        *inside = false;
        expect(!*from_within, verb + " must not call its completion from within the call");
        bool const came = subject_.wait([&] {
            std::lock_guard const lock(call->mutex);
            return call->outcome.has_value();
        });
        std::lock_guard const lock(call->mutex);
        expect(came, verb + " must call its completion");
        expect(call->times <= 1, verb + " must call its completion once");
        if (!call->outcome) return Error(Errc::timeout, "no completion");
        return *call->outcome;
    }
    template <class T>
    void expect_success(Result<T> const& result, std::string const& sentence) {
        expect(result.has_value(), sentence + (result.has_value() ? "" : ", but: " + text_of(result.error())));
    }
    template <class T>
    void expect_failure(Result<T> const& result, Errc code, std::string const& sentence) {
        expect(result.has_error() && result.error().code == code,
               sentence + (result.has_error() ? ", but: " + text_of(result.error()) : ", but it succeeded"));
    }

    Instant deadline() { return subject_.clock->now() + 60s; }
    Result<RuntimeSandbox> create_sandbox(SandboxConfig const& config) {
        return wait_for<RuntimeSandbox>("create_sandbox",
                                        [&](auto done) { runtime_->create_sandbox(config, deadline(), done); });
    }
    Result<> remove_sandbox(SandboxId const& id) {
        return wait_for<void>("remove_sandbox", [&](auto done) { runtime_->remove_sandbox(id, deadline(), done); });
    }
    Result<> create(ContainerConfig const& config) {
        return wait_for<void>("create", [&](auto done) { runtime_->create(config, deadline(), done); });
    }
    Result<> start(ContainerId const& id) {
        return wait_for<void>("start", [&](auto done) { runtime_->start(id, deadline(), done); });
    }
    Result<> stop(ContainerId const& id, Duration grace) {
        return wait_for<void>("stop", [&](auto done) { runtime_->stop(id, grace, deadline(), done); });
    }
    Result<> remove(ContainerId const& id) {
        return wait_for<void>("remove", [&](auto done) { runtime_->remove(id, deadline(), done); });
    }
    std::vector<RuntimeSandbox> list(std::vector<SandboxId> const& only = {}) {
        auto all = wait_for<std::vector<RuntimeSandbox>>("list", [&](auto done) { runtime_->list(only, done); });
        expect_success(all, "list must succeed");
        return all.has_value() ? *all : std::vector<RuntimeSandbox>{};
    }
    std::optional<RuntimeSandbox> find(SandboxId const& id) {
        for (auto& status : list({id})) {
            if (status.id == id) return std::move(status);
        }
        return {};
    }
    RuntimeContainer find(ContainerId const& id) {
        if (auto const sandbox = find(id.sandbox)) {
            for (auto const& container : sandbox->containers) {
                if (container.id == id) return container;
            }
        }
        return {};
    }
    bool wait_state(ContainerId const& id, RuntimeState state) {
        // The list itself waits, so it is asked for between the waits and not within one.
        for (int i = 0; i < 1000; ++i) {
            if (find(id).state == state) return true;
            auto const next = subject_.clock->now() + 10ms;
            subject_.wait([&] { return subject_.clock->now() >= next; });
        }
        return false;
    }

    struct Pod {
        SandboxConfig sandbox;
        ContainerConfig container;
    };
    Pod describe(std::string const& name, ProgramKind kind, int exit_code = 0);
    /// A Pod whose container has been created.
    Pod make(std::string const& name, ProgramKind kind, int exit_code = 0);
    Pod make_running(std::string const& name, ProgramKind kind);

    void sandboxes();
    void unknown_ids();
    void containers();
    void exit_codes();
    void stopping();
    void attempts();
    void process_targets();
    void removing();
    void hints();
    void execs();
    void terminals();
    void attaching();
    void ports();
    void resizing();
    void reopening();

    RuntimeSubject const& subject_;
    std::shared_ptr<Runtime> runtime_;
    std::shared_ptr<Hints> hints_ = std::make_shared<Hints>();
    std::string part_;
    std::vector<SandboxId> made_;
    std::vector<std::string> failures_;
    int last_ = 0;
};

bool Check::open() {
    auto opened = subject_.open();
    expect_success(opened, "the runtime must open");
    if (opened.has_error()) return false;
    runtime_ = *opened;
    runtime_->on_change([hints = hints_](std::vector<SandboxId> ids) {
        std::lock_guard const lock(hints->mutex);
        hints->all = hints->all || ids.empty();
        hints->ids.insert(hints->ids.end(), ids.begin(), ids.end());
    });
    return true;
}

void Check::close() {
    if (runtime_) runtime_->close();
    runtime_.reset();
}

void Check::part(std::string name, Part body) {
    part_ = std::move(name);
    if (!open()) return;
    (this->*body)();
    for (auto const& id : std::exchange(made_, {})) {
        if (runtime_) expect_success(remove_sandbox(id), "a sandbox of the check must be removed");
    }
    close();
}

std::vector<std::string> Check::run() {
    part("sandboxes", &Check::sandboxes);
    part("unknown ids", &Check::unknown_ids);
    part("containers", &Check::containers);
    part("exit codes", &Check::exit_codes);
    part("stop", &Check::stopping);
    part("attempts", &Check::attempts);
    part("process targets", &Check::process_targets);
    part("remove", &Check::removing);
    part("hints", &Check::hints);
    part("exec", &Check::execs);
    part("terminals", &Check::terminals);
    part("attach", &Check::attaching);
    part("ports", &Check::ports);
    part("resizing", &Check::resizing);
    part("close and open", &Check::reopening);
    return std::move(failures_);
}

Check::Pod Check::describe(std::string const& name, ProgramKind kind, int exit_code) {
    Pod pod;
    pod.sandbox.id = "check-" + name + "-" + std::to_string(++last_);
    pod.sandbox.pod_namespace = "checks";
    pod.sandbox.pod_name = name;
    pod.sandbox.log_directory = subject_.log_directory;
    pod.container.id = {pod.sandbox.id, "main", 0};
    pod.container.spec_hash = "hash-of-" + name;
    if (!subject_.log_directory.empty())
        pod.container.log_path = subject_.log_directory + "/" + pod.sandbox.id + ".log";
    subject_.program(kind, exit_code, pod.sandbox, pod.container);
    return pod;
}

Check::Pod Check::make(std::string const& name, ProgramKind kind, int exit_code) {
    auto pod = describe(name, kind, exit_code);
    made_.push_back(pod.sandbox.id);
    expect_success(create_sandbox(pod.sandbox), "create_sandbox must succeed");
    expect_success(create(pod.container), "create must succeed");
    return pod;
}

Check::Pod Check::make_running(std::string const& name, ProgramKind kind) {
    auto pod = make(name, kind);
    expect_success(start(pod.container.id), "start must succeed");
    return pod;
}

void Check::sandboxes() {
    auto const one = describe("one", ProgramKind::runs_on), two = describe("two", ProgramKind::runs_on);
    made_ = {one.sandbox.id, two.sandbox.id};
    auto const created = create_sandbox(one.sandbox);
    expect_success(created, "create_sandbox must succeed");
    if (created.has_value()) {
        expect(created->id == one.sandbox.id, "create_sandbox must answer with the sandbox's id");
        expect(!created->ip.empty(), "create_sandbox must answer with the IP");
        expect(created->ready, "a new sandbox must be ready");
        expect(created->pod_name == "one" && created->pod_namespace == "checks", "a sandbox must know its Pod's name");
        expect(!created->created_at.empty(), "a sandbox must have its time of creation");
    }
    auto const again = create_sandbox(one.sandbox);
    expect_success(again, "create_sandbox must succeed a second time");
    if (created.has_value() && again.has_value()) {
        expect(again->ip == created->ip && again->created_at == created->created_at,
               "create_sandbox a second time must change nothing");
    }
    auto const other = create_sandbox(two.sandbox);
    expect_success(other, "create_sandbox of another must succeed");
    if (created.has_value() && other.has_value() && !one.sandbox.host_network) {
        expect(other->ip != created->ip, "each sandbox must have an IP of its own");
    }
    auto const has = [](std::vector<RuntimeSandbox> const& all, SandboxId const& id) {
        return std::count_if(all.begin(), all.end(), [&](auto const& status) { return status.id == id; });
    };
    auto const all = list();
    expect(has(all, one.sandbox.id) == 1 && has(all, two.sandbox.id) == 1, "list must give every sandbox, once");
    auto const some = list({two.sandbox.id, "check-nobody"});
    expect(some.size() == 1 && has(some, two.sandbox.id) == 1,
           "list(only) must give those that exist of `only`, and no others");
    expect_success(remove_sandbox(one.sandbox.id), "remove_sandbox must succeed");
    expect(!find(one.sandbox.id), "a removed sandbox must not be listed");
    expect(find(two.sandbox.id).has_value(), "removing one sandbox must leave the others");
    expect_success(remove_sandbox(one.sandbox.id), "remove_sandbox must succeed a second time");
}

void Check::unknown_ids() {
    auto const pod = describe("nobody", ProgramKind::runs_on);
    expect_failure(create(pod.container), Errc::not_found, "create in an unknown sandbox must fail with not_found");
    expect_failure(start(pod.container.id), Errc::not_found, "start in an unknown sandbox must fail with not_found");
    expect_success(stop(pod.container.id, 1s), "stop of an unknown id must succeed");
    expect_success(remove(pod.container.id), "remove of an unknown id must succeed");
    expect_success(remove_sandbox(pod.sandbox.id), "remove_sandbox of an unknown id must succeed");
    expect(!find(pod.sandbox.id), "none of this may create anything");
    made_.push_back(pod.sandbox.id);
    expect_success(create_sandbox(pod.sandbox), "create_sandbox must succeed");
    expect_success(stop(pod.container.id, 1s), "stop of an unknown container must succeed");
    expect_success(remove(pod.container.id), "remove of an unknown container must succeed");
}

void Check::containers() {
    auto const pod = make("life", ProgramKind::runs_on);
    auto const& id = pod.container.id;
    auto const created = find(id);
    expect(created.state == RuntimeState::created, "a new container must be listed as created");
    expect(created.spec_hash == pod.container.spec_hash, "list must give the spec hash back");
    expect(!created.created_at.empty(), "a container must have its time of creation");
    expect_success(create(pod.container), "create must succeed a second time");
    expect_success(stop(id, 1s), "stop of a container that has not been started must succeed");
    expect_success(start(id), "start must succeed");
    auto const running = find(id);
    expect(running.state == RuntimeState::running, "when start is done, the program must run");
    expect(!running.started_at.empty() && running.started_at >= running.created_at,
           "a running container must have its start time");
    expect(!running.runtime_id.empty(), "a running container must have the runtime's id");
    expect_success(start(id), "start must succeed a second time");
    expect_success(create(pod.container), "create must succeed when it runs");
    auto const same = find(id);
    expect(same.state == RuntimeState::running && same.pid == running.pid && same.started_at == running.started_at &&
               same.runtime_id == running.runtime_id,
           "start and create a second time must not touch what runs");
    expect_success(stop(id, 30s), "stop must succeed");
    auto const ended = find(id);
    expect(ended.state == RuntimeState::exited, "when stop is done, the container must have ended");
    expect(!ended.finished_at.empty() && ended.finished_at >= ended.started_at,
           "an ended container must have its end time");
    expect_success(stop(id, 1s), "stop of an ended container must succeed");
    expect_success(start(id), "start of an ended container must succeed");
    expect(find(id).state == RuntimeState::exited, "a container that ran must not be started again");
    expect_success(create(pod.container), "create of an ended container must succeed");
    expect(find(id).state == RuntimeState::exited, "create must not make an ended container anew");
}

void Check::exit_codes() {
    for (int const code : {0, 1, 3, 255}) {
        auto const pod = make("code-" + std::to_string(code), ProgramKind::exits, code);
        expect_success(start(pod.container.id), "start must succeed for a program that ends at once");
        expect(wait_state(pod.container.id, RuntimeState::exited), "a program that ends must be listed as exited");
        auto const status = find(pod.container.id);
        expect(status.exit_code == code,
               "exit code " + std::to_string(code) + " must be reported, not " + std::to_string(status.exit_code));
        expect(status.signal == 0 && !status.out_of_memory, "a program that exits must not be reported as killed");
        expect(!status.finished_at.empty() && !status.started_at.empty(), "an ended container must have its times");
    }
}

void Check::stopping() {
    auto const polite = make_running("polite", ProgramKind::runs_on);
    auto const begun = subject_.clock->now();
    expect_success(stop(polite.container.id, 40s), "stop must succeed");
    expect(subject_.clock->now() - begun < 30s, "stop must not wait for the grace of a program that has ended");
    expect(find(polite.container.id).signal != 9, "a program that ends at its stop signal must not be killed");

    auto const deaf = make_running("deaf", ProgramKind::ignores_stop);
    expect_success(stop(deaf.container.id, 200ms), "stop must succeed for a program that ignores its signal");
    auto const killed = find(deaf.container.id);
    expect(killed.state == RuntimeState::exited, "a program that ignores its signal must be killed after the grace");
    expect(killed.signal == 9 && killed.exit_code == 137,
           "a killed program must be reported with signal 9 and exit code 137");

    auto const at_once = make_running("at-once", ProgramKind::ignores_stop);
    expect_success(stop(at_once.container.id, 0s), "stop without a grace must succeed");
    expect(find(at_once.container.id).exit_code == 137, "stop without a grace must kill");

    auto const shortened = make_running("shortened", ProgramKind::ignores_stop);
    runtime_->stop(shortened.container.id, 50s, deadline(), [](Result<> const&) {});
    expect_success(stop(shortened.container.id, 100ms), "a second stop with a shorter grace must succeed");
    expect(find(shortened.container.id).exit_code == 137,
           "a second stop with a shorter grace must kill after that one");
}

void Check::attempts() {
    auto const pod = make("attempts", ProgramKind::exits, 1);
    expect_success(start(pod.container.id), "start must succeed");
    expect(wait_state(pod.container.id, RuntimeState::exited), "the first attempt must end");
    auto second = pod.container;
    second.id.attempt = 1;
    expect_success(create(second), "create of a second attempt must succeed beside the first");
    expect(find(pod.container.id).state == RuntimeState::exited, "an ended attempt must be listed until it is removed");
    expect(find(second.id).state == RuntimeState::created, "a second attempt must begin as created");
    expect_success(start(second.id), "start of a second attempt must succeed");
    expect(wait_state(second.id, RuntimeState::exited), "a second attempt must run and end");
    expect_success(remove(pod.container.id), "remove of an ended attempt must succeed");
    auto const sandbox = find(pod.sandbox.id);
    expect(sandbox && sandbox->containers.size() == 1 && sandbox->containers[0].id == second.id,
           "remove must forget that attempt and no other");
    expect_success(remove(pod.container.id), "remove must succeed a second time");
    auto sidecar = second;
    sidecar.id = {pod.sandbox.id, "sidecar", 0};
    expect_success(create(sidecar), "create of another container of the sandbox must succeed");
    auto const both = find(pod.sandbox.id);
    expect(both && both->containers.size() == 2, "a sandbox must hold several containers");
}

void Check::process_targets() {
    auto const pod = make_running("target", ProgramKind::runs_on);
    auto looks = pod.container;
    looks.id = {pod.sandbox.id, "looks", 0};
    looks.process_target = pod.container.id;
    expect_success(create(looks), "create of a container that joins another's processes must succeed");
    expect_success(start(looks.id), "start of a container that joins another's processes must succeed");
    expect(wait_state(looks.id, RuntimeState::running), "it must run");
    expect(find(pod.container.id).state == RuntimeState::running, "the one that it joins must run on");
    if (!runtime_->abilities().process_namespaces.available) return;
    auto lost = looks;
    lost.id.name = "lost";
    lost.process_target = ContainerId{pod.sandbox.id, "nobody", 0};
    expect_failure(create(lost), Errc::conflict, "create must fail where there is nothing to join");
}

void Check::removing() {
    auto const pod = make_running("removed", ProgramKind::ignores_stop);
    auto const other = make_running("other", ProgramKind::runs_on);
    expect_success(remove_sandbox(pod.sandbox.id), "remove_sandbox must kill what still runs");
    expect(!find(pod.sandbox.id), "a removed sandbox must be gone with its containers");
    expect(find(other.container.id).state == RuntimeState::running, "remove_sandbox must leave other sandboxes alone");
    expect_failure(create(pod.container), Errc::not_found, "create in a removed sandbox must fail with not_found");
    auto const ended = make("ended", ProgramKind::exits, 0);
    expect_success(start(ended.container.id), "start must succeed");
    expect(wait_state(ended.container.id, RuntimeState::exited), "it must end");
    expect_success(remove(ended.container.id), "remove of an ended container must succeed");
    auto const left = find(ended.sandbox.id);
    expect(left && left->containers.empty(), "a removed container must not be listed, but its sandbox must");
    expect_success(create(ended.container), "a container may be created again once it was removed");
    expect(find(ended.container.id).state == RuntimeState::created, "then it must begin anew");
}

void Check::hints() {
    auto const pod = make("hinted", ProgramKind::exits, 0);
    hints_->take(pod.sandbox.id);
    expect_success(start(pod.container.id), "start must succeed");
    bool told = false;
    bool const came = subject_.wait([&] { return told = told || hints_->take(pod.sandbox.id); });
    expect(came, "the end of a container must be hinted at");
}

void Check::execs() {
    auto* const facet = runtime_->exec();
    if (facet == nullptr || !subject_.exec_command) return;
    auto const pod = make_running("exec", ProgramKind::runs_on);
    auto const exec = [&](ContainerId const& id, ExecConfig const& config) {
        return wait_for<ExecResult>("exec", [&](auto done) { facet->exec(id, config, deadline(), done); });
    };
    for (int const code : {0, 4}) {
        auto const result = exec(pod.container.id, {.command = subject_.exec_command(code), .input = {}});
        expect_success(result, "exec must succeed");
        if (result.has_error()) continue;
        expect(result->exit_code == code, "exec must give the command's exit code");
        expect(result->output.starts_with("out"), "exec must give the command's output");
    }
    auto const cut = exec(pod.container.id, {.command = subject_.exec_command(0), .input = {}, .output_bytes_max = 2});
    expect(cut.has_value() && cut->output == "ou", "exec must drop what is beyond output_bytes_max");
    expect(exec({pod.sandbox.id, "nobody", 0}, {.command = subject_.exec_command(0), .input = {}}).has_error(),
           "exec in an unknown container must fail");
    expect_success(stop(pod.container.id, 30s), "stop must succeed");
    expect(exec(pod.container.id, {.command = subject_.exec_command(0), .input = {}}).has_error(),
           "exec in an ended container must fail");
}

void Check::terminals() {
    auto* const facet = runtime_->terminals();
    if (facet == nullptr || !subject_.ending_command) return;
    auto const pod = make_running("terminal", ProgramKind::runs_on);
    auto const heard_end = [&](std::shared_ptr<Heard> const& heard) {
        return subject_.wait([&] { return heard->ask([](Heard& h) { return h.ended.has_value(); }); });
    };
    auto const run = [&](ContainerId const& id, TerminalExec const& config, std::shared_ptr<Heard> const& heard) {
        return wait_for<std::shared_ptr<ProgramStreams>>(
            "start of a program", [&](auto done) { facet->start(id, config, deadline(), hear_program(heard), done); });
    };
    for (int const code : {0, 4}) {
        auto const heard = std::make_shared<Heard>();
        auto const streams = run(pod.container.id, {.command = subject_.ending_command(code)}, heard);
        expect_success(streams, "a program must start in a running container");
        expect(heard_end(heard), "the end of a program must be told");
        expect(heard->ask([&](Heard& h) { return h.ended && *h.ended && (**h.ended).exit_code == code; }),
               "the exit code of a program must be told");
    }
    for (bool const tty : {false, true}) {
        auto const heard = std::make_shared<Heard>();
        auto const streams =
            run(pod.container.id, {.command = subject_.echo_command, .input = true, .tty = tty}, heard);
        expect_success(streams, "a program with an input must start");
        if (streams.has_error()) continue;
        (*streams)->resize({80, 24});
        (*streams)->write("first\n");
        (*streams)->write("second\n");
        (*streams)->close_input();
        expect(heard_end(heard), "a program must see the end of its input");
        auto const text = heard->ask([](Heard& h) { return h.output; });
        auto const first = text.find("first"), second = text.find("second");
        expect(first != std::string::npos && second != std::string::npos && first < second,
               "what is written to a program must reach it in order, and what it prints must come back");
        expect(heard->ask([](Heard& h) { return h.last_words == 1; }), "the end must be told once");
    }
    auto const cancelled = std::make_shared<Heard>();
    auto streams = run(pod.container.id, {.command = subject_.echo_command, .input = true}, cancelled);
    expect_success(streams, "a program with an input must start");
    if (streams.has_value()) {
        (*streams)->cancel();
        (*streams)->write("nobody hears this\n");
        streams->reset();
    }
    auto const cut = std::make_shared<Heard>();
    auto const left = run(pod.container.id, {.command = subject_.echo_command, .input = true}, cut);
    expect_success(left, "a program must start after another was cancelled");
    expect_success(stop(pod.container.id, 30s), "stop must succeed");
    expect(heard_end(cut), "programs must end with their container");
    expect(cancelled->ask([](Heard& h) { return h.last_words == 0; }), "a stream that was cancelled must be silent");
    expect(run(pod.container.id, {.command = subject_.ending_command(0)}, cut).has_error(),
           "no program may start in an ended container");
    expect_failure(run({pod.sandbox.id, "nobody", 0}, {.command = subject_.ending_command(0)}, cut), Errc::not_found,
                   "no program may start in an unknown container");
}

void Check::attaching() {
    auto* const facet = runtime_->terminals();
    if (facet == nullptr || !subject_.ending_command) return;
    auto const pod = make_running("attached", ProgramKind::runs_on);
    auto const heard = std::make_shared<Heard>();
    auto const streams = wait_for<std::shared_ptr<ProgramStreams>>(
        "attach", [&](auto done) { facet->attach(pod.container.id, false, deadline(), hear_program(heard), done); });
    expect_success(streams, "attach to a running container must succeed");
    expect_success(stop(pod.container.id, 30s), "stop must succeed");
    expect(subject_.wait([&] { return heard->ask([](Heard& h) { return h.ended.has_value(); }); }),
           "who is attached must be told that the container has ended");
    auto const late = wait_for<std::shared_ptr<ProgramStreams>>("attach", [&](auto done) {
        facet->attach(pod.container.id, false, deadline(), hear_program(std::make_shared<Heard>()), done);
    });
    expect(late.has_error(), "attach to an ended container must fail");
}

void Check::ports() {
    auto* const facet = runtime_->ports();
    if (facet == nullptr || subject_.echo_port == 0) return;
    auto const pod = make_running("port", ProgramKind::runs_on);
    auto const heard = std::make_shared<Heard>();
    auto const connect = [&](SandboxId const& id) {
        ByteEvents events;
        events.bytes = [heard](std::string const& bytes) { heard->ask([&](Heard& h) { h.output += bytes; }); };
        events.closed = [heard](Result<> const& why) {
            heard->ask([&](Heard& h) {
                h.closed = why;
                ++h.last_words;
            });
        };
        return wait_for<std::shared_ptr<ByteStream>>(
            "connect", [&](auto done) { facet->connect(id, subject_.echo_port, deadline(), events, done); });
    };
    expect_failure(connect("check-nobody"), Errc::not_found, "connect with an unknown sandbox must fail");
    auto const stream = connect(pod.sandbox.id);
    expect_success(stream, "connect with a port that listens must succeed");
    if (stream.has_error()) return;
    (*stream)->write("there and ");
    (*stream)->write("back");
    (*stream)->finish();
    expect(subject_.wait([&] { return heard->ask([](Heard& h) { return h.closed.has_value(); }); }),
           "when both ends are done, that must be told");
    expect(heard->ask([](Heard& h) { return h.output == "there and back" && h.last_words == 1 && *h.closed; }),
           "all bytes must come, in order, and then the end, once");
}

void Check::resizing() {
    auto* const facet = runtime_->resizing();
    if (facet == nullptr) return;
    auto const resize = [&](ContainerId const& id, ResourceLimits const& limits) {
        return wait_for<void>("resize", [&](auto done) { facet->resize(id, limits, deadline(), done); });
    };
    ResourceLimits limits;
    limits.cpu_limit_millis = 500;
    limits.memory_limit_bytes = std::int64_t{512} << 20;
    expect_failure(resize({"check-nobody", "main", 0}, limits), Errc::not_found,
                   "a resize of an unknown container must fail");
    auto const pod = make_running("resize", ProgramKind::runs_on);
    auto const before = find(pod.container.id);
    expect_success(resize(pod.container.id, limits), "a resize must succeed");
    expect_success(resize(pod.container.id, limits), "a resize must succeed again");
    expect_success(resize(pod.container.id, {}), "limits must go away again");
    auto const after = find(pod.container.id);
    expect(after.state == RuntimeState::running && after.started_at == before.started_at,
           "a container must run on through a resize");
    expect_success(stop(pod.container.id, 30s), "stop must succeed");
    expect_failure(resize(pod.container.id, limits), Errc::not_found, "a resize of an ended container must fail");
}

void Check::reopening() {
    auto const running = make_running("kept", ProgramKind::runs_on);
    auto const ended = make("ended", ProgramKind::exits, 7);
    expect_success(start(ended.container.id), "start must succeed");
    expect(wait_state(ended.container.id, RuntimeState::exited), "it must end");
    auto const before = find(running.sandbox.id);
    auto const pid = find(running.container.id).pid;
    close();
    if (!open() || !subject_.pods_outlive_it) return;
    auto const after = find(running.sandbox.id);
    expect(after.has_value(), "a sandbox must be there after close and open");
    expect(before && after && before->ip == after->ip && before->created_at == after->created_at,
           "a sandbox must be the same after close and open");
    auto const status = find(running.container.id);
    expect(status.state == RuntimeState::running && status.pid == pid,
           "a container must run on through close and open");
    expect(status.spec_hash == running.container.spec_hash, "the spec hash must be known after close and open");
    expect(find(ended.container.id).exit_code == 7, "exit codes must be known after close and open");
    expect_success(stop(running.container.id, 30s), "stop must succeed after close and open");
    expect(find(running.container.id).state == RuntimeState::exited, "and must have stopped it");
}

}  // namespace

std::vector<std::string> check_runtime(RuntimeSubject const& subject) { return Check(subject).run(); }

}  // namespace keelson::testing
