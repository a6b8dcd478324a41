#include "drivers/runtime_simulated/simulated_streams.hpp"

#include <keelson/runtime/prober.hpp>
#include <keelson/runtime/resize.hpp>
#include <keelson/runtime/simulated.hpp>

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

namespace keelson {
namespace {

using namespace std::chrono_literals;

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
    std::uint32_t ip = 0;
};

/// FNV-1a.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (unsigned char const c : text) hash = (hash ^ c) * 16777619U;
    return hash;
}

std::uint32_t parse_ip(std::string_view text) {
    std::uint32_t ip = 0;
    for (int i = 0; i < 4; ++i) {
        std::uint32_t part = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
        if (error != std::errc() || part > 255) return 0;
        ip = ip << 8 | part;
        text.remove_prefix(std::min<std::size_t>(static_cast<std::size_t>(end - text.data()) + 1, text.size()));
    }
    return ip;
}

std::string format_ip(std::uint32_t ip) {
    return std::to_string(ip >> 24) + "." + std::to_string(ip >> 16 & 0xff) + "." + std::to_string(ip >> 8 & 0xff) +
           "." + std::to_string(ip & 0xff);
}

class Simulated final : public SimulatedRuntime,
                        public ExecFacet,
                        public ImageFacet,
                        public ResizeFacet,
                        public std::enable_shared_from_this<Simulated> {
public:
    explicit Simulated(SimulatedOptions options) : options_(std::move(options)) {
        for (auto const& rule : options_.rules) {
            for (auto const& one : rule.alternatives) has_images_ = has_images_ || one.image_missing;
        }
    }

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
                .devices = yes,
                .process_namespaces = {false, "no program is there to see another"}};
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
    [[nodiscard]] SimulatedBehaviour const& draw(std::vector<SimulatedBehaviour> const& from, bool missing) const;
    [[nodiscard]] SimulatedBehaviour const& behaviour_of(SimSandbox const& pod, ContainerConfig const& config) const;
    [[nodiscard]] ImageInfo image_info(std::string const& image) const;
    [[nodiscard]] SimulatedRule const* image_rule(std::string const& image) const;
    [[nodiscard]] bool matches(SimulatedRule const& rule, SimSandbox const& pod, std::string const& container,
                               std::string const& image) const;
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
    std::uint32_t take_ip();
    [[nodiscard]] std::optional<Error> look(ContainerId const& id);
    [[nodiscard]] std::optional<Error> look(SandboxId const& pod, std::uint16_t port);

    SimulatedOptions options_;
    bool has_images_ = false;
    std::optional<RuntimeContext> context_;
    std::uint64_t opened_ = 0;  ///< how often; what an earlier engine has asked for is not answered
    std::function<void(std::vector<SandboxId>)> hint_;
    std::map<SandboxId, SimSandbox> pods_;
    std::map<std::string, SandboxId> by_ip_;
    std::set<SandboxId> hung_;
    std::set<std::pair<Instant, ContainerId>> ends_;  ///< when containers end
    Instant armed_ = Instant::max();
    Instant unreachable_until_{};
    Instant slow_until_{};
    Duration slow_by_{};
    bool drop_hints_ = false;
    std::uint32_t first_ip_ = 0;
    std::uint32_t next_ip_ = 0;
    std::size_t running_ = 0;
    std::uint64_t starts_ = 0;
    SimulatedStreams streams_{[this](ContainerId const& id) { return look(id); },
                              [this](SandboxId const& pod, std::uint16_t port) { return look(pod, port); }};
};

class SimulatedProber final : public Prober {
public:
    explicit SimulatedProber(std::shared_ptr<Simulated> runtime) : runtime_(std::move(runtime)) {}
    void http(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) override {
        runtime_->probe(probe.host, "Get \"" + probe.path + "\"", timeout, std::move(done));
    }
    void grpc(std::string host, std::uint16_t port, std::string, Duration timeout,
              Completion<ProbeResult> done) override {
        runtime_->probe(host, "dial tcp " + host + ":" + std::to_string(port), timeout, std::move(done));
    }
    void tcp(std::string host, std::uint16_t port, Duration timeout, Completion<ProbeResult> done) override {
        runtime_->probe(host, "dial tcp " + host + ":" + std::to_string(port), timeout, std::move(done));
    }

private:
    std::shared_ptr<Simulated> runtime_;
};

Result<> Simulated::open(RuntimeContext context) {
    if (context_) return Error(Errc::already_exists, "the simulated runtime is open already");
    context_ = std::move(context);
    ++opened_;
    if (first_ip_ == 0) {
        first_ip_ = options_.first_ip.empty() ? 10U << 24 | (hash_of(context_->node) & 0xffffU) << 8 | 1U
                                              : parse_ip(options_.first_ip);
        if (first_ip_ == 0) {
            context_.reset();
            return Error(Errc::invalid, "\"" + options_.first_ip + "\" is not an IPv4 address");
        }
    }
    if (context_->post) streams_.open(context_->post);
    armed_ = Instant::max();
    arm();
    return {};
}

void Simulated::close() {
    streams_.close();
    context_.reset();
    hint_ = nullptr;
    for (auto& [id, pod] : pods_) {
        for (auto& [key, container] : pod.containers) {
            container.stop_waiters.clear();
        }
    }
}

void Simulated::later(Duration delay, std::function<void()> then) {
    context_->after(delay, [weak = weak_from_this(), opened = opened_, then = std::move(then)] {
        auto const self = weak.lock();
        if (self && self->context_ && self->opened_ == opened) then();
    });
}

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

Duration Simulated::drawn(Duration time, double jitter) const {
    if (jitter <= 0 || time == Duration::zero()) return time;
    return time + std::chrono::duration_cast<Duration>(time * (jitter * context_->entropy->unit()));
}

SimulatedBehaviour const& Simulated::draw(std::vector<SimulatedBehaviour> const& from, bool missing) const {
    // `missing` leaves those with a missing image in: a container that is there has its image.
    auto const counts = [missing](SimulatedBehaviour const& one) { return missing || !one.image_missing; };
    double total = 0;
    for (auto const& one : from) total += counts(one) ? one.weight : 0;
    if (total <= 0) return options_.otherwise;
    auto left = from.size() == 1 ? 0.0 : context_->entropy->unit() * total;
    SimulatedBehaviour const* last = &options_.otherwise;
    for (auto const& one : from) {
        if (!counts(one)) continue;
        last = &one;
        left -= one.weight;
        if (left < 0) break;
    }
    return *last;
}

bool Simulated::matches(SimulatedRule const& rule, SimSandbox const& pod, std::string const& container,
                        std::string const& image) const {
    if (!rule.namespace_.empty() && rule.namespace_ != pod.status.pod_namespace) return false;
    if (!pod.status.pod_name.starts_with(rule.pod_prefix)) return false;
    if (!rule.container.empty() && rule.container != container) return false;
    if (!image.starts_with(rule.image)) return false;
    return std::all_of(rule.labels.begin(), rule.labels.end(), [&](auto const& label) {
        auto const found = pod.labels.find(label.first);
        return found != pod.labels.end() && found->second == label.second;
    });
}

SimulatedBehaviour const& Simulated::behaviour_of(SimSandbox const& pod, ContainerConfig const& config) const {
    for (auto const& rule : options_.rules) {
        if (matches(rule, pod, config.id.name, config.image)) return draw(rule.alternatives, false);
    }
    return options_.otherwise;
}

SimulatedRule const* Simulated::image_rule(std::string const& image) const {
    for (auto const& rule : options_.rules) {
        auto const missing = std::any_of(rule.alternatives.begin(), rule.alternatives.end(),
                                         [](SimulatedBehaviour const& one) { return one.image_missing; });
        if (missing && !rule.image.empty() && image.starts_with(rule.image)) return &rule;
    }
    return nullptr;
}

RuntimeSandbox Simulated::report(SimSandbox const& pod) const {
    auto status = pod.status;
    status.containers.reserve(pod.containers.size());
    for (auto const& [key, container] : pod.containers) status.containers.push_back(container.status);
    return status;
}

std::vector<RuntimeSandbox> Simulated::sandboxes() const {
    std::vector<RuntimeSandbox> all;
    all.reserve(pods_.size());
    for (auto const& [id, pod] : pods_) all.push_back(report(pod));
    return all;
}

SimContainer* Simulated::find(ContainerId const& id) {
    auto const pod = pods_.find(id.sandbox);
    if (pod == pods_.end()) return nullptr;
    auto const found = pod->second.containers.find({id.name, id.attempt});
    return found == pod->second.containers.end() ? nullptr : &found->second;
}

SimContainer* Simulated::find_running(SandboxId const& pod, std::string const& container) {
    auto const found = pods_.find(pod);
    if (found == pods_.end()) return nullptr;
    for (auto& [key, one] : found->second.containers) {
        if (key.first == container && one.status.state == RuntimeState::running) return &one;
    }
    return nullptr;
}

void Simulated::list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) {
    SandboxId stuck;
    if (!hung_.empty()) {
        auto const hangs = [this](SandboxId const& id) { return hung_.contains(id); };
        auto const found = std::find_if(only.begin(), only.end(), hangs);
        if (found != only.end()) stuck = *found;
        if (only.empty()) stuck = *hung_.begin();
    }
    // As it is now: a list may be old when it arrives.
    std::vector<RuntimeSandbox> some;
    if (only.empty()) some = sandboxes();
    for (auto const& id : only) {
        auto const found = pods_.find(id);
        if (found != pods_.end()) some.push_back(report(found->second));
    }
    auto apply = [some = std::move(some)]() -> Result<std::vector<RuntimeSandbox>> { return some; };
    verb<std::vector<RuntimeSandbox>>(stuck, {}, Instant::max(), std::move(apply), std::move(done));
}

std::uint32_t Simulated::take_ip() {
    for (;;) {
        auto const ip = first_ip_ + next_ip_;
        next_ip_ = (next_ip_ + 1) % 0xffffU;
        if ((ip & 0xffU) == 0 || (ip & 0xffU) == 0xffU) continue;
        if (!by_ip_.contains(format_ip(ip))) return ip;
    }
}

void Simulated::create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) {
    auto const id = config.id;
    auto apply = [this, config = std::move(config)]() -> Result<RuntimeSandbox> {
        auto const [place, made] = pods_.try_emplace(config.id);
        auto& pod = place->second;
        if (made) {
            pod.status.id = config.id;
            pod.status.pod_namespace = config.pod_namespace;
            pod.status.pod_name = config.pod_name;
            pod.ip = take_ip();
            pod.status.ip = format_ip(pod.ip);
            pod.status.ready = true;
            pod.status.created_at = context_->clock->wall();
            pod.labels = config.labels;
            by_ip_.emplace(pod.status.ip, config.id);
        }
        return report(pod);
    };
    verb<RuntimeSandbox>(id, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::forget(SimContainer& container) {
    if (container.status.state == RuntimeState::running) {
        --running_;
        streams_.ended(container.status.id, {137, 9});
    }
    ends_.erase({std::min(container.ends_at, container.kill_at), container.status.id});
    for (auto& waiter : container.stop_waiters) later({}, [waiter = std::move(waiter)] { waiter({}); });
}

void Simulated::remove_sandbox(SandboxId id, Instant deadline, Completion<> done) {
    auto apply = [this, id]() -> Result<> {
        auto const found = pods_.find(id);
        if (found == pods_.end()) return {};
        for (auto& [key, container] : found->second.containers) forget(container);
        by_ip_.erase(found->second.status.ip);
        pods_.erase(found);
        return {};
    };
    verb<void>(id, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::create(ContainerConfig config, Instant deadline, Completion<> done) {
    auto const pod_id = config.id.sandbox;
    auto apply = [this, config = std::move(config)]() -> Result<> {
        auto const pod = pods_.find(config.id.sandbox);
        if (pod == pods_.end()) return Error(Errc::not_found, "sandbox " + config.id.sandbox + " not found");
        auto const [place, made] = pod->second.containers.try_emplace({config.id.name, config.id.attempt});
        if (!made) return {};
        auto& container = place->second;
        container.behaviour = behaviour_of(pod->second, config);
        container.status.id = config.id;
        container.status.state = RuntimeState::created;
        container.status.spec_hash = config.spec_hash;
        container.status.image_id = config.image;
        container.status.created_at = context_->clock->wall();
        container.status.runtime_id =
            "simulated://" + config.id.sandbox + "/" + config.id.name + "/" + std::to_string(config.id.attempt);
        return {};
    };
    verb<void>(pod_id, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::start(ContainerId id, Instant deadline, Completion<> done) {
    Duration takes{};
    if (auto* const container = find(id); container != nullptr && context_) {
        takes = drawn(container->behaviour.start_delay, container->behaviour.jitter);
    }
    auto apply = [this, id]() -> Result<> {
        auto* const container = find(id);
        if (container == nullptr) return Error(Errc::not_found, "container " + id.name + " not found");
        if (container->status.state != RuntimeState::created) return {};
        if (auto const& error = container->behaviour.start_error; !error.empty()) {
            container->status.state = RuntimeState::exited;
            container->status.exit_code = 128;
            container->status.message = error;
            container->status.finished_at = context_->clock->wall();
            return Error(Errc::internal, error);
        }
        run(*container);
        return {};
    };
    verb<void>(id.sandbox, takes, deadline, std::move(apply), std::move(done));
}

void Simulated::run(SimContainer& container) {
    auto const& behaviour = container.behaviour;
    ++running_;
    ++starts_;
    container.status.state = RuntimeState::running;
    container.status.pid = static_cast<std::int64_t>(starts_);
    container.status.started_at = context_->clock->wall();
    if (behaviour.ready_after) container.ready_at = now() + drawn(*behaviour.ready_after, behaviour.jitter);
    if (behaviour.ready_after && behaviour.well_for) {
        container.unwell_at = container.ready_at + drawn(*behaviour.well_for, behaviour.jitter);
    }
    if (behaviour.runs_for) plan_end(container, now() + drawn(*behaviour.runs_for, behaviour.jitter));
}

void Simulated::plan_end(SimContainer& container, Instant when) {
    ends_.erase({std::min(container.ends_at, container.kill_at), container.status.id});
    container.ends_at = when;
    ends_.emplace(std::min(container.ends_at, container.kill_at), container.status.id);
    arm();
}

void Simulated::stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) {
    if (!context_) return;
    auto apply = [this, id, grace]() -> Result<> {
        auto* const container = find(id);
        if (container != nullptr && container->status.state == RuntimeState::running) signal(*container, grace);
        return {};
    };
    // Done when it has ended, which another stop or a crash may bring about as well.
    auto waiting = [this, id, deadline, done = std::move(done)](Result<> const& reached) {
        auto* const container = reached ? find(id) : nullptr;
        if (container == nullptr || container->status.state != RuntimeState::running) return done(reached);
        auto const once = [answered = std::make_shared<bool>(false), done](Result<> const& result) {
            if (!std::exchange(*answered, true)) done(result);
        };
        container->stop_waiters.push_back(once);
        if (std::min(container->kill_at, container->ends_at) > deadline) {
            later(deadline - now(), [once] { once(Error(Errc::timeout, "the deadline has passed")); });
        }
    };
    verb<void>(id.sandbox, {}, deadline, std::move(apply), std::move(waiting));
}

void Simulated::signal(SimContainer& container, Duration grace) {
    auto const& behaviour = container.behaviour;
    ends_.erase({std::min(container.ends_at, container.kill_at), container.status.id});
    if (!container.stopped && behaviour.stops_after) {
        auto const at = now() + drawn(*behaviour.stops_after, behaviour.jitter);
        container.stopped = at < container.ends_at;
        container.ends_at = std::min(container.ends_at, at);
    }
    container.kill_at = std::min(container.kill_at, now() + std::max(grace, Duration::zero()));
    ends_.emplace(std::min(container.ends_at, container.kill_at), container.status.id);
    arm();
}

void Simulated::remove(ContainerId id, Instant deadline, Completion<> done) {
    auto apply = [this, id]() -> Result<> {
        auto const pod = pods_.find(id.sandbox);
        if (pod == pods_.end()) return {};
        auto const found = pod->second.containers.find({id.name, id.attempt});
        if (found == pod->second.containers.end()) return {};
        if (found->second.status.state == RuntimeState::running) {
            return Error(Errc::conflict, "container " + id.name + " is running");
        }
        forget(found->second);
        pod->second.containers.erase(found);
        return {};
    };
    verb<void>(id.sandbox, {}, deadline, std::move(apply), std::move(done));
}

// Time

void Simulated::arm() {
    if (!context_ || ends_.empty()) return;
    auto const first = ends_.begin()->first;
    if (first >= armed_) return;
    armed_ = first;
    later(std::max(first - now(), Duration::zero()), [this] { wake(); });
}

void Simulated::wake() {
    armed_ = Instant::max();
    while (!ends_.empty() && ends_.begin()->first <= now()) {
        auto const id = ends_.begin()->second;
        if (auto* const container = find(id)) {
            end_due(*container);
        } else {
            ends_.erase(ends_.begin());
        }
    }
    arm();
}

void Simulated::end_due(SimContainer& container) {
    auto const& behaviour = container.behaviour;
    if (container.kill_at < container.ends_at || (container.kill_at == container.ends_at && !container.stopped)) {
        return end(container, 137, 9, false, container.kill_at);
    }
    if (container.stopped) {
        auto const code = behaviour.stop_exit_code;
        return end(container, code, code > 128 ? code - 128 : 0, false, container.ends_at);
    }
    if (behaviour.out_of_memory) return end(container, 137, 9, true, container.ends_at);
    end(container, behaviour.exit_code, 0, false, container.ends_at);
}

void Simulated::end(SimContainer& container, int exit_code, int signal, bool out_of_memory, Instant when) {
    ends_.erase({std::min(container.ends_at, container.kill_at), container.status.id});
    container.ends_at = container.kill_at = Instant::max();
    auto& status = container.status;
    status.state = RuntimeState::exited;
    status.exit_code = exit_code;
    status.signal = signal;
    status.out_of_memory = out_of_memory;
    status.finished_at = wall_of(when);
    --running_;
    streams_.ended(status.id, {exit_code, signal});
    auto waiters = std::move(container.stop_waiters);
    container.stop_waiters.clear();
    auto const pod = status.id.sandbox;
    for (auto& waiter : waiters) later({}, [waiter = std::move(waiter)] { waiter({}); });
    hint(pod);
}

void Simulated::hint(SandboxId const& pod) {
    if (!hint_ || drop_hints_ || now() < unreachable_until_ || hung_.contains(pod)) return;
    later({}, [this, pod] {
        if (hint_) hint_({pod});
    });
}

// Facets

std::optional<Error> Simulated::look(ContainerId const& id) {
    if (now() < unreachable_until_) return Error(Errc::unavailable, "the simulated machine is down");
    auto const* const container = find(id);
    if (container == nullptr) return Error(Errc::not_found, "container " + id.name + " not found");
    if (container->status.state == RuntimeState::running) return {};
    return Error(Errc::conflict, "container " + id.name + " is not running");
}

std::optional<Error> Simulated::look(SandboxId const& pod, std::uint16_t port) {
    if (now() < unreachable_until_) return Error(Errc::unavailable, "the simulated machine is down");
    auto const found = pods_.find(pod);
    if (found == pods_.end()) return Error(Errc::not_found, "sandbox " + pod + " not found");
    for (auto const& [key, container] : found->second.containers) {
        if (container.status.state == RuntimeState::running) return {};
    }
    return Error(Errc::unavailable,
                 "dial tcp4 " + found->second.status.ip + ":" + std::to_string(port) + ": connect: connection refused");
}

void Simulated::exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) {
    auto apply = [this, id, most = config.output_bytes_max]() -> Result<ExecResult> {
        auto* const container = find(id);
        if (container == nullptr || container->status.state != RuntimeState::running) {
            return Error(Errc::not_found, "container " + id.name + " is not running");
        }
        if (ready(*container)) return ExecResult{.exit_code = 0, .output = {}};
        return ExecResult{.exit_code = 1, .output = std::string("not ready").substr(0, most)};
    };
    verb<ExecResult>(id.sandbox, {}, deadline, std::move(apply), std::move(done));
}

ImageInfo Simulated::image_info(std::string const& image) const {
    ImageInfo info;
    info.id = image;
    info.names = {image};
    info.last_used = context_->clock->wall();
    return info;
}

void Simulated::resize(ContainerId id, ResourceLimits, Instant deadline, Completion<> done) {
    // Nothing is used here that could be limited.
    auto apply = [this, id]() -> Result<> {
        auto const* const container = find(id);
        if (container != nullptr && container->status.state == RuntimeState::running) return {};
        return Error(Errc::not_found, "container " + id.name + " does not run");
    };
    verb<void>(id.sandbox, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) {
    auto apply = [this, image = std::move(image)]() -> Result<std::optional<ImageInfo>> {
        if (image_rule(image) != nullptr) return std::optional<ImageInfo>();
        return std::optional<ImageInfo>(image_info(image));
    };
    verb<std::optional<ImageInfo>>({}, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) {
    auto apply = [this, image = std::move(pull.image)]() -> Result<ImageInfo> {
        auto const* const rule = image_rule(image);
        if (rule != nullptr && draw(rule->alternatives, true).image_missing)
            return Error(Errc::not_found, "image \"" + image + "\" not found");
        return image_info(image);
    };
    verb<ImageInfo>({}, options_.pull_delay, deadline, std::move(apply), std::move(done));
}

// Images that exist on paper take no room: there is nothing to collect.

void Simulated::list(Instant deadline, Completion<std::vector<ImageInfo>> done) {
    auto apply = []() -> Result<std::vector<ImageInfo>> { return std::vector<ImageInfo>(); };
    verb<std::vector<ImageInfo>>({}, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::remove(std::string, Instant deadline, Completion<> done) {
    verb<void>(
        {}, {}, deadline, []() -> Result<> { return {}; }, std::move(done));
}

void Simulated::disk_usage(Instant deadline, Completion<DiskUsage> done) {
    verb<DiskUsage>(
        {}, {}, deadline, []() -> Result<DiskUsage> { return DiskUsage(); }, std::move(done));
}

std::shared_ptr<Prober> Simulated::prober() { return std::make_shared<SimulatedProber>(shared_from_this()); }

void Simulated::probe(std::string const& host, std::string subject, Duration timeout, Completion<ProbeResult> done) {
    if (!context_) return;
    auto const pod = by_ip_.find(host);
    auto const id = pod == by_ip_.end() ? SandboxId() : pod->second;
    auto const deadline = now() + timeout;
    auto apply = [this, id, subject]() -> Result<ProbeResult> {
        auto const found = pods_.find(id);
        auto any = false;
        auto well = true;
        if (found != pods_.end()) {
            for (auto const& [key, one] : found->second.containers) {
                if (one.status.state != RuntimeState::running) continue;
                any = true;
                well = well && ready(one);
            }
        }
        if (!any) return ProbeResult{.success = false, .message = subject + ": connection refused"};
        if (!well) return ProbeResult{.success = false, .message = "HTTP probe failed with statuscode: 503"};
        return ProbeResult{.success = true, .message = "ok"};
    };
    if (!id.empty() && hung_.contains(id)) {
        return later(timeout, [done = std::move(done), subject] {
            done(ProbeResult{.success = false, .message = subject + ": context deadline exceeded"});
        });
    }
    // A machine that cannot be reached does not answer, which is how a probe finds it.
    auto const answer = [done = std::move(done), subject](Result<ProbeResult> const& result) {
        if (result) return done(result);
        done(ProbeResult{.success = false, .message = subject + ": " + result.error().message});
    };
    verb<ProbeResult>(id, {}, deadline, std::move(apply), answer);
}

// Faults

bool Simulated::kill(SandboxId const& pod, std::string const& container, int exit_code, bool out_of_memory) {
    auto* const found = find_running(pod, container);
    if (found == nullptr || !context_) return false;
    end(*found, exit_code, exit_code > 128 ? exit_code - 128 : 0, out_of_memory, now());
    return true;
}

void Simulated::kill_all(int exit_code) {
    if (!context_) return;
    for (auto& [id, pod] : pods_) {
        for (auto& [key, container] : pod.containers) {
            if (container.status.state != RuntimeState::running) continue;
            end(container, exit_code, exit_code > 128 ? exit_code - 128 : 0, false, now());
        }
    }
}

bool Simulated::lose(SandboxId const& pod, std::string const& container) {
    auto const found = pods_.find(pod);
    if (found == pods_.end()) return false;
    auto lost = false;
    for (auto one = found->second.containers.begin(); one != found->second.containers.end();) {
        if (one->first.first != container) {
            ++one;
            continue;
        }
        lost = true;
        forget(one->second);
        one = found->second.containers.erase(one);
    }
    return lost;
}

bool Simulated::lose_sandbox(SandboxId const& pod) {
    auto const found = pods_.find(pod);
    if (found == pods_.end()) return false;
    for (auto& [key, container] : found->second.containers) forget(container);
    by_ip_.erase(found->second.status.ip);
    pods_.erase(found);
    return true;
}

}  // namespace

std::shared_ptr<SimulatedRuntime> simulated_runtime(SimulatedOptions options) {
    return std::make_shared<Simulated>(std::move(options));
}

}  // namespace keelson
