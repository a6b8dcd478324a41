#include "function_runtime.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>

using namespace keelson;

namespace {

struct Killed {};

/// Somebody who waits for an end: answered once, by the thread that ended or at the deadline on the strand.
struct Waiter {
    explicit Waiter(Completion<> done_) : done(std::move(done_)) {}
    void answer(Result<> const& result) {
        if (!answered.exchange(true)) done(result);
    }
    Completion<> done;
    std::atomic<bool> answered = false;
};
using Waiters = std::vector<std::shared_ptr<Waiter>>;

/// One container. All that changes is guarded by the machine's mutex.
struct Container {
    ContainerConfig config;
    RuntimeContainer status;
    Function function;
    std::condition_variable changed;
    bool stopping = false, killed = false;
    Waiters waiting;
};

struct Sandbox {
    [[nodiscard]] bool running() const {
        return std::any_of(containers.begin(), containers.end(),
                           [](auto const& entry) { return entry.second->status.state == RuntimeState::running; });
    }
    RuntimeSandbox status;
    std::map<ContainerId, std::shared_ptr<Container>> containers;
    Waiters removing;  ///< not empty: it goes when its last function has ended
};

/// What the runtime and its threads share.
struct Machine {
    std::mutex mutex;
    std::condition_variable emptied;
    std::size_t threads = 0;
    std::map<SandboxId, Sandbox> sandboxes;
    std::function<void(std::vector<SandboxId>)> hint;
    RuntimeContext context;
    std::uint64_t last_number = 0;
};

class ThreadLife final : public Life {
public:
    ThreadLife(Machine& machine, Container& container) : machine_(machine), container_(container) {
        if (config().log_path.empty()) return;
        std::error_code ignored;  // without a log the function runs all the same
        std::filesystem::create_directories(std::filesystem::path(config().log_path).parent_path(), ignored);
        log_.open(config().log_path, std::ios::app);
    }

    [[nodiscard]] ContainerConfig const& config() const override { return container_.config; }
    bool wait(Duration time) override {
        return wait_until(time, [this] { return container_.stopping; });
    }
    void sleep(Duration time) override {
        wait_until(time, [] { return false; });
    }
    void print(std::string_view line) override {
        log_ << format_rfc3339_micro(machine_.context.clock->wall()) << " stdout F " << line << std::endl;
        wait_until({}, [] { return true; });
    }

private:
    template <class Enough>
    bool wait_until(Duration time, Enough enough) {
        std::unique_lock lock(machine_.mutex);
        bool const came = container_.changed.wait_for(lock, time, [&] { return container_.killed || enough(); });
        if (container_.killed) throw Killed{};
        return came;
    }

    Machine& machine_;
    Container& container_;
    std::ofstream log_;
};

/// A container's thread: from its start to its end, which is told to all who wait for it.
void run(Machine& machine, std::shared_ptr<Container> const& container) {
    int exit_code = 0, signal = 0;
    std::string message;
    try {
        ThreadLife life(machine, *container);
        exit_code = container->function(life);
    } catch (Killed const&) {
        exit_code = 137;
        signal = 9;
    } catch (std::exception const& failure) {
        exit_code = 1;
        message = failure.what();
    }
    Waiters waiting, removing;
    std::function<void(std::vector<SandboxId>)> hint;
    auto const& id = container->config.id.sandbox;
    {
        std::lock_guard const lock(machine.mutex);
        auto& status = container->status;
        status.state = RuntimeState::exited;
        status.exit_code = exit_code;
        status.signal = signal;
        status.message = std::move(message);
        status.finished_at = machine.context.clock->wall();
        waiting.swap(container->waiting);
        hint = machine.hint;
        auto const sandbox = machine.sandboxes.find(id);
        if (sandbox != machine.sandboxes.end() && !sandbox->second.removing.empty() && !sandbox->second.running()) {
            removing.swap(sandbox->second.removing);
            machine.sandboxes.erase(sandbox);
        }
    }
    for (auto const& waiter : waiting) waiter->answer({});
    for (auto const& waiter : removing) waiter->answer({});
    if (hint) hint({id});
    std::lock_guard const lock(machine.mutex);
    if (--machine.threads == 0) machine.emptied.notify_all();
}

class FunctionRuntime final : public Runtime {
public:
    explicit FunctionRuntime(std::map<std::string, Function> functions) : functions_(std::move(functions)) {}
    ~FunctionRuntime() override { close(); }

    [[nodiscard]] std::string_view name() const noexcept override { return "function"; }

    Result<> open(RuntimeContext context) override {
        if (session_) return Error(Errc::conflict, "the runtime is open already");
        machine_->context = std::move(context);
        session_ = std::make_shared<int>();
        return {};
    }

    void close() override {
        session_.reset();  // what `later` still holds is dropped
        std::unique_lock lock(machine_->mutex);
        machine_->hint = {};
        for (auto& [id, sandbox] : machine_->sandboxes) {
            for (auto& [container_id, container] : sandbox.containers) kill(*container);
        }
        machine_->emptied.wait(lock, [this] { return machine_->threads == 0; });
        machine_->sandboxes.clear();
    }

    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) override {
        std::vector<RuntimeSandbox> all;
        std::lock_guard const lock(machine_->mutex);
        for (auto const& [id, sandbox] : machine_->sandboxes) {
            if (!only.empty() && std::find(only.begin(), only.end(), id) == only.end()) continue;
            auto& status = all.emplace_back(sandbox.status);
            for (auto const& [container_id, container] : sandbox.containers)
                status.containers.push_back(container->status);
        }
        later(std::move(done), Result<std::vector<RuntimeSandbox>>(std::move(all)));
    }

    void create_sandbox(SandboxConfig config, Instant, Completion<RuntimeSandbox> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const [at, created] = machine_->sandboxes.try_emplace(config.id);
        auto& status = at->second.status;
        if (created) {
            auto const number = ++machine_->last_number;
            status.id = config.id;
            status.pod_namespace = config.pod_namespace;
            status.pod_name = config.pod_name;
            status.ip = "127.77." + std::to_string(number / 254 % 256) + "." + std::to_string(number % 254 + 1);
            status.ready = true;
            status.created_at = machine_->context.clock->wall();
        }
        later(std::move(done), Result<RuntimeSandbox>(status));
    }

    void remove_sandbox(SandboxId id, Instant deadline, Completion<> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const found = machine_->sandboxes.find(id);
        if (found == machine_->sandboxes.end()) return later(std::move(done), Result<>());
        if (found->second.running()) {
            for (auto& [container_id, container] : found->second.containers) kill(*container);
            return wait_for_end(found->second.removing, deadline, std::move(done));
        }
        machine_->sandboxes.erase(found);
        later(std::move(done), Result<>());
    }

    void create(ContainerConfig config, Instant, Completion<> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const sandbox = machine_->sandboxes.find(config.id.sandbox);
        if (sandbox == machine_->sandboxes.end()) return later(std::move(done), unknown_sandbox(config.id.sandbox));
        auto const function = functions_.find(config.image);
        if (function == functions_.end())
            return later(std::move(done),
                         Result<>(Error(Errc::invalid, "image: there is no function \"" + config.image + "\"")));
        auto& container = sandbox->second.containers[config.id];
        if (!container) {
            container = std::make_shared<Container>();
            auto& status = container->status;
            status.id = config.id;
            status.state = RuntimeState::created;
            status.runtime_id = "function://" + std::to_string(++machine_->last_number);
            status.image_id = config.image;
            status.spec_hash = config.spec_hash;
            status.created_at = machine_->context.clock->wall();
            container->function = function->second;
            container->config = std::move(config);
        }
        later(std::move(done), Result<>());
    }

    void start(ContainerId id, Instant, Completion<> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const container = find(id);
        if (!container) return later(std::move(done), unknown_sandbox(id.sandbox));
        if (container->status.state == RuntimeState::created) {
            container->status.state = RuntimeState::running;
            container->status.started_at = machine_->context.clock->wall();
            ++machine_->threads;
            std::thread([machine = machine_, container] { run(*machine, container); }).detach();
        }
        later(std::move(done), Result<>());
    }

    void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const container = find(id);
        if (!container || container->status.state != RuntimeState::running) return later(std::move(done), Result<>());
        container->stopping = true;
        container->changed.notify_all();
        after(grace, [machine = machine_, container] {
            std::lock_guard const locked(machine->mutex);
            kill(*container);
        });
        wait_for_end(container->waiting, deadline, std::move(done));
    }

    void remove(ContainerId id, Instant, Completion<> done) override {
        std::lock_guard const lock(machine_->mutex);
        auto const container = find(id);
        if (container && container->status.state == RuntimeState::running)
            return later(std::move(done), Result<>(Error(Errc::conflict, "container " + id.name + " runs")));
        if (container) machine_->sandboxes[id.sandbox].containers.erase(id);
        later(std::move(done), Result<>());
    }

    void on_change(std::function<void(std::vector<SandboxId>)> hint) override {
        std::lock_guard const lock(machine_->mutex);
        machine_->hint = std::move(hint);
    }

    [[nodiscard]] RuntimeAbilities abilities() const override {
        Ability const no{false, "a function shares its process with the host"};
        return {.limits = no,
                .mounts = no,
                .own_network = no,
                .users = no,
                .confinement = no,
                .sysctls = no,
                .dns = no,
                .devices = no};
    }

private:
    static Result<> unknown_sandbox(SandboxId const& id) {
        return Error(Errc::not_found, "sandbox " + id + " or its container is not known");
    }
    static void kill(Container& container) {
        container.killed = true;
        container.changed.notify_all();
    }
    std::shared_ptr<Container> find(ContainerId const& id) {
        auto const sandbox = machine_->sandboxes.find(id.sandbox);
        if (sandbox == machine_->sandboxes.end()) return nullptr;
        auto const container = sandbox->second.containers.find(id);
        return container == sandbox->second.containers.end() ? nullptr : container->second;
    }

    /// Calls back on the engine's strand, unless the runtime is closed by then.
    void after(Duration delay, std::function<void()> what) {
        machine_->context.after(delay, [session = std::weak_ptr(session_), what = std::move(what)] {
            if (!session.expired()) what();
        });
    }
    /// Answers soon, for a completion is never called from within the call.
    template <class T>
    void later(Completion<T> done, Result<T> result) {
        after({}, [done = std::move(done), result = std::move(result)] { done(result); });
    }
    void wait_for_end(Waiters& waiting, Instant deadline, Completion<> done) {
        auto const waiter = waiting.emplace_back(std::make_shared<Waiter>(std::move(done)));
        after(deadline - machine_->context.clock->now(),
              [waiter] { waiter->answer(Error(Errc::timeout, "the function does not look whether it is to end")); });
    }

    std::map<std::string, Function> functions_;
    std::shared_ptr<Machine> machine_ = std::make_shared<Machine>();
    std::shared_ptr<int> session_;  ///< as long as it is open
};

}  // namespace

std::shared_ptr<Runtime> function_runtime(std::map<std::string, Function> functions) {
    return std::make_shared<FunctionRuntime>(std::move(functions));
}
