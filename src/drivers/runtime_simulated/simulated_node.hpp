#ifndef KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_NODE_HPP
#define KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_NODE_HPP

#include "drivers/runtime_simulated/simulated_addresses.hpp"
#include "drivers/runtime_simulated/simulated_rules.hpp"
#include "drivers/runtime_simulated/simulated_streams.hpp"

#include <keelson/runtime/prober.hpp>
#include <keelson/runtime/resize.hpp>
#include <keelson/runtime/simulated.hpp>

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace keelson {

struct SimContainer {
    RuntimeContainer status;
    SimulatedBehaviour behaviour;
    Instant ready_at = Instant::max();
    Instant unwell_at = Instant::max();
    Instant ends_at = Instant::max();  ///< of its own or by a stop
    Instant kill_at = Instant::max();  ///< the end of a stop's grace
    bool stopped = false;              ///< it has got its stop signal
    std::vector<Completion<>> stop_waiters;
};

struct SimSandbox {
    RuntimeSandbox status;  ///< its containers are kept apart
    std::map<std::string, std::string> labels;
    std::map<std::pair<std::string, std::uint32_t>, SimContainer> containers;
};

/// The machine. It outlives the engines that have it open.
class Simulated final : public SimulatedRuntime,
                        public ExecFacet,
                        public ImageFacet,
                        public ResizeFacet,
                        public std::enable_shared_from_this<Simulated> {
public:
    explicit Simulated(SimulatedOptions options)
        : options_(std::move(options)), rules_(options_), has_images_(rules_.have_images()) {}

    // Runtime
    [[nodiscard]] std::string_view name() const noexcept override { return "simulated"; }
    Result<> open(RuntimeContext context) override;
    void close() override;
    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) override;
    void create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) override;
    void remove_sandbox(SandboxId id, Instant deadline, Completion<> done) override;
    void create(ContainerConfig config, Instant deadline, Completion<> done) override;
    void start(ContainerId id, Instant deadline, Completion<> done) override;
    void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) override;
    void remove(ContainerId id, Instant deadline, Completion<> done) override;
    void on_change(std::function<void(std::vector<SandboxId>)> hint) override { hint_ = std::move(hint); }
    [[nodiscard]] RuntimeAbilities abilities() const override {
        Ability const yes{true, {}};
        return {.limits = yes,
                .mounts = yes,
                .own_network = yes,
                .users = yes,
                .confinement = yes,
                .sysctls = yes,
                .dns = {false, "no program is there to look a name up"},
                .devices = yes};
    }
    ExecFacet* exec() noexcept override { return this; }
    ImageFacet* images() noexcept override { return has_images_ ? this : nullptr; }
    TerminalFacet* terminals() noexcept override { return context_ && context_->post ? &streams_ : nullptr; }
    ResizeFacet* resizing() noexcept override { return this; }
    PortFacet* ports() noexcept override { return context_ && context_->post ? &streams_ : nullptr; }

    // Facets
    void exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) override;
    void find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) override;
    void pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) override;
    void list(Instant deadline, Completion<std::vector<ImageInfo>> done) override;
    void remove(std::string id, Instant deadline, Completion<> done) override;
    void disk_usage(Instant deadline, Completion<DiskUsage> done) override;
    void resize(ContainerId id, ResourceLimits limits, Instant deadline, Completion<> done) override;

    // SimulatedRuntime
    std::shared_ptr<Prober> prober() override;
    bool kill(SandboxId const& pod, std::string const& container, int exit_code, bool out_of_memory) override;
    void kill_all(int exit_code) override;
    bool lose(SandboxId const& pod, std::string const& container) override;
    bool lose_sandbox(SandboxId const& pod) override;
    void unreachable_for(Duration time) override { unreachable_until_ = now() + time; }
    void slow_for(Duration time, Duration delay) override {
        slow_until_ = now() + time;
        slow_by_ = delay;
    }
    void hang(SandboxId const& pod) override { hung_.insert(pod); }
    void let_go(SandboxId const& pod) override { hung_.erase(pod); }
    void drop_hints(bool drop) override { drop_hints_ = drop; }
    [[nodiscard]] std::vector<RuntimeSandbox> sandboxes() const override;
    [[nodiscard]] std::size_t running() const override { return running_; }
    [[nodiscard]] std::uint64_t starts() const override { return starts_; }

    /// What a network probe of a Pod finds.
    void probe(std::string const& host, std::string subject, Duration timeout, Completion<ProbeResult> done);

private:
    /// Calls `then` after a time, if the same engine still has it open.
    void later(Duration delay, std::function<void()> then);
    /// One verb: refused, never answered, slow or just done, as faults have it. `apply` gives the outcome.
    template <class T>
    void verb(SandboxId const& pod, Duration takes, Instant deadline, std::function<Result<T>()> apply,
              Completion<T> done);

    [[nodiscard]] Instant now() const { return context_ ? context_->clock->now() : Instant{}; }
    [[nodiscard]] Time wall_of(Instant when) const { return context_->clock->wall() + (when - context_->clock->now()); }
    [[nodiscard]] Duration drawn(Duration time, double jitter) const;
    [[nodiscard]] ImageInfo image_info(std::string const& image) const;
    [[nodiscard]] RuntimeSandbox report(SimSandbox const& pod) const;
    SimContainer* find(ContainerId const& id);
    SimContainer* find_running(SandboxId const& pod, std::string const& container);
    [[nodiscard]] bool ready(SimContainer const& container) const {
        return container.status.state == RuntimeState::running && now() >= container.ready_at &&
               now() < container.unwell_at;
    }
    void run(SimContainer& container);
    void signal(SimContainer& container, Duration grace);
    void plan_end(SimContainer& container, Instant when);
    void end(SimContainer& container, int exit_code, int signal, bool out_of_memory, Instant when);
    void end_due(SimContainer& container);
    void forget(SimContainer& container);
    void hint(SandboxId const& pod);
    void arm();
    void wake();
    [[nodiscard]] std::optional<Error> look(ContainerId const& id);
    [[nodiscard]] std::optional<Error> look(SandboxId const& pod, std::uint16_t port);

    SimulatedOptions options_;
    SimulatedRules rules_;
    bool has_images_;
    SimulatedAddresses addresses_;
    std::optional<RuntimeContext> context_;
    std::uint64_t opened_ = 0;  ///< how often; what an earlier engine has asked for is not answered
    std::function<void(std::vector<SandboxId>)> hint_;
    std::map<SandboxId, SimSandbox> pods_;
    std::set<SandboxId> hung_;
    std::set<std::pair<Instant, ContainerId>> ends_;  ///< when containers end
    Instant armed_ = Instant::max();
    Instant unreachable_until_{};
    Instant slow_until_{};
    Duration slow_by_{};
    bool drop_hints_ = false;
    std::size_t running_ = 0;
    std::uint64_t starts_ = 0;
    SimulatedStreams streams_{[this](ContainerId const& id) { return look(id); },
                              [this](SandboxId const& pod, std::uint16_t port) { return look(pod, port); }};
};

template <class T>
void Simulated::verb(SandboxId const& pod, Duration takes, Instant deadline, std::function<Result<T>()> apply,
                     Completion<T> done) {
    if (!context_) return;
    if (now() < unreachable_until_) {
        return later({}, [done = std::move(done)] { done(Error(Errc::unavailable, "the simulated machine is down")); });
    }
    if (!pod.empty() && hung_.contains(pod)) return;
    auto delay = options_.verb_delay + takes;
    if (now() < slow_until_) delay += slow_by_;
    if (now() + delay > deadline) {
        // Too late to be answered, not to happen.
        later(deadline - now(), [done = std::move(done)] { done(Error(Errc::timeout, "the deadline has passed")); });
        return later(delay, [apply = std::move(apply)] { (void)apply(); });
    }
    later(delay, [this, apply = std::move(apply), done = std::move(done)] {
        if (now() < unreachable_until_) return done(Error(Errc::unavailable, "the simulated machine is down"));
        done(apply());
    });
}

}  // namespace keelson

#endif
