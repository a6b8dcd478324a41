#include "drivers/runtime_simulated/simulated_node.hpp"

#include <algorithm>

namespace keelson {

Result<> Simulated::open(RuntimeContext context) {
    if (context_) return Error(Errc::already_exists, "the simulated runtime is open already");
    if (auto const begun = addresses_.begin(options_.first_ip, context.node); !begun) return begun;
    context_ = std::move(context);
    ++opened_;
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

Duration Simulated::drawn(Duration time, double jitter) const {
    if (jitter <= 0 || time == Duration::zero()) return time;
    return time + std::chrono::duration_cast<Duration>(time * (jitter * context_->entropy->unit()));
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

void Simulated::create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) {
    auto const id = config.id;
    auto apply = [this, config = std::move(config)]() -> Result<RuntimeSandbox> {
        auto const [place, made] = pods_.try_emplace(config.id);
        auto& pod = place->second;
        if (made) {
            pod.status.id = config.id;
            pod.status.pod_namespace = config.pod_namespace;
            pod.status.pod_name = config.pod_name;
            pod.status.ip = addresses_.take(config.id);
            pod.status.ready = true;
            pod.status.created_at = context_->clock->wall();
            pod.labels = config.labels;
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
        addresses_.give_back(found->second.status.ip);
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
        container.behaviour = rules_.behaviour_of(pod->second.status, pod->second.labels, config, *context_->entropy);
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
    addresses_.give_back(found->second.status.ip);
    pods_.erase(found);
    return true;
}

std::shared_ptr<SimulatedRuntime> simulated_runtime(SimulatedOptions options) {
    return std::make_shared<Simulated>(std::move(options));
}

}  // namespace keelson
