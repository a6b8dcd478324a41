#include "node/pod_life.hpp"

#include <algorithm>
#include <arpa/inet.h>

namespace keelson {
namespace {

using namespace std::chrono_literals;

/// A container that ran this long is not crash-looping, as in a kubelet: twice the longest back-off.
constexpr Duration ran_well = 10min;

bool terminal(std::string const& phase) { return phase == "Succeeded" || phase == "Failed"; }

/// What a runtime says goes into the status, and is not judged any more there.
bool is_address(std::string const& text) {
    in6_addr bytes{};
    return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 || ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

ContainerStateTerminated lost_end(Time wall, std::string const& runtime_id, Time started_at) {
    ContainerStateTerminated end;
    end.containerID = runtime_id;
    end.exitCode = 137;
    end.startedAt = started_at;
    end.finishedAt = wall.whole_seconds();
    end.reason = "ContainerStatusUnknown";
    end.message = "The container could not be located. The container used to be Running";
    return end;
}

ContainerStateTerminated end_of(RuntimeContainer const& seen) {
    ContainerStateTerminated end;
    end.containerID = seen.runtime_id;
    end.exitCode = seen.exit_code;
    end.startedAt = seen.started_at.whole_seconds();
    end.finishedAt = seen.finished_at.whole_seconds();
    end.message = seen.message;
    if (seen.signal != 0) end.signal = seen.signal;
    if (seen.started_at.empty()) {
        end.reason = "StartError";
        if (end.exitCode == 0) end.exitCode = 128;
    } else if (seen.out_of_memory) {
        end.reason = "OOMKilled";
    } else {
        end.reason = seen.exit_code == 0 ? "Completed" : "Error";
    }
    return end;
}

Duration crash_delay_of(std::uint32_t attempt) {
    if (attempt == 0) return {};
    return std::min<Duration>(10s * (1LL << std::min(attempt - 1, 10U)), 5min);
}

}  // namespace

void PodLife::adopt(PodSituation const& now) {
    auto const& pod = *now.pod;
    start_time_ = pod.status.startTime.empty() ? now.wall.whole_seconds() : pod.status.startTime;
    started_ = now.now - std::max(now.wall - start_time_, Duration::zero());
    had_sandbox_ = !pod.status.podIP.empty();
    initialized_ =
        now.sandbox != nullptr &&
        std::any_of(pod.status.conditions.begin(), pod.status.conditions.end(), [](PodCondition const& condition) {
            return condition.type == "Initialized" && condition.status == "True";
        });
    take_stored(now, pod.spec.initContainers, pod.status.initContainerStatuses, init_);
    take_stored(now, pod.spec.containers, pod.status.containerStatuses, main_);
    take_stored(now, ephemeral_specs_, pod.status.ephemeralContainerStatuses, ephemeral_);
}

void PodLife::take_stored(PodSituation const& now, std::vector<Container> const& specs,
                          std::vector<ContainerStatus> const& stored, std::vector<Life>& lives) {
    lives.resize(specs.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
        auto const found = std::find_if(stored.begin(), stored.end(),
                                        [&](ContainerStatus const& one) { return one.name == specs[i].name; });
        if (found == stored.end() || !found->state) continue;
        auto& life = lives[i];
        life.attempt = static_cast<std::uint32_t>(found->restartCount);
        life.image_id = found->imageID;
        life.given = found->resources;
        life.runtime_id = found->containerID;
        if (found->lastState && found->lastState->terminated) life.last_end = found->lastState->terminated;
        if (found->state->running) {
            life.existed = life.adopted = true;
            life.phase = Life::Phase::running;
            life.started_at = found->state->running->startedAt;
            life.running_since = now.now - std::max(now.wall - life.started_at, Duration::zero());
            auto const was_started = found->started.value_or(false);
            if (was_started) life.post_start = Life::Hook::done;
            life.probes[static_cast<std::size_t>(ProbeKind::startup)].good = was_started;
            life.probes[static_cast<std::size_t>(ProbeKind::readiness)].good = found->ready;
        } else if (found->state->terminated) {
            life.existed = true;
            life.phase = Life::Phase::exited;
            life.end = found->state->terminated;
        } else if (life.last_end) {
            life.existed = true;
            life.phase = Life::Phase::exited;
            life.end = std::move(life.last_end);
            life.last_end.reset();
        }
        life.crash.current = crash_delay_of(life.attempt);
        if (life.end) {
            auto const age = std::max(now.wall - life.end->finishedAt, Duration::zero());
            life.crash.until = now.now + std::max(life.crash.current - age, Duration::zero());
        }
        had_sandbox_ = had_sandbox_ || life.existed;
    }
}

void PodLife::observe(PodSituation const& now) {
    auto const* const sandbox = now.sandbox;
    if (sandbox == nullptr) {
        if (had_sandbox_) lose_sandbox(now);
        had_sandbox_ = sandbox_ready_ = false;
        return;
    }
    had_sandbox_ = true;
    sandbox_ready_ = sandbox->ready;
    if (sandbox->ip != ip_ && is_address(sandbox->ip)) ip_ = sandbox->ip;
    auto const& spec = now.pod->spec;
    for (std::size_t i = 0; i < init_.size(); ++i) observe_container(now, spec.initContainers[i], init_[i]);
    for (std::size_t i = 0; i < main_.size(); ++i) observe_container(now, spec.containers[i], main_[i]);
    for (std::size_t i = 0; i < ephemeral_.size(); ++i) observe_container(now, ephemeral_specs_[i], ephemeral_[i]);
    // Main containers are made only after the init containers have done their work.
    initialized_ = initialized_ || std::any_of(main_.begin(), main_.end(), [](Life const& life) {
                       return life.phase == Life::Phase::created || life.phase == Life::Phase::running;
                   });
}

void PodLife::observe_container(PodSituation const& now, Container const& spec, Life& life) {
    RuntimeContainer const* seen = nullptr;
    RuntimeContainer const* known = nullptr;
    for (auto const& one : now.sandbox->containers) {
        if (one.id.name != spec.name) continue;
        if (seen == nullptr || one.id.attempt > seen->id.attempt) seen = &one;
        if (life.existed && one.id.attempt == life.attempt) known = &one;
    }
    if (seen == nullptr || (life.existed && seen->id.attempt < life.attempt)) {
        if (life.phase == Life::Phase::running) {
            mark_exited(now, life, lost_end(now.wall, life.runtime_id, life.started_at));
        } else if (life.phase == Life::Phase::created) {
            life.phase = Life::Phase::none;
        }
        return;
    }
    if (!life.existed || seen->id.attempt > life.attempt) {
        if (life.phase == Life::Phase::running) {
            // It ended and another was started while nobody looked.
            mark_exited(now, life,
                        known != nullptr && known->state == RuntimeState::exited
                            ? end_of(*known)
                            : lost_end(now.wall, life.runtime_id, life.started_at));
        } else if (life.phase == Life::Phase::none && seen->id.attempt > 0 && !life.last_end) {
            for (auto const& one : now.sandbox->containers) {
                if (one.id.name == spec.name && one.id.attempt + 1 == seen->id.attempt &&
                    one.state == RuntimeState::exited) {
                    life.last_end = end_of(one);
                }
            }
        }
        auto const first = !life.existed;
        life.begin_instance(seen->id.attempt);
        life.adopted = adopting_;
        if (first) life.crash.current = crash_delay_of(seen->id.attempt);
    }
    life.spec_hash = seen->spec_hash;
    if (!seen->image_id.empty()) life.image_id = seen->image_id;
    if (!seen->runtime_id.empty()) life.runtime_id = seen->runtime_id;
    switch (seen->state) {
        case RuntimeState::created:
            if (life.phase == Life::Phase::none) life.phase = Life::Phase::created;
            break;
        case RuntimeState::running:
            if (life.phase != Life::Phase::exited) mark_running(now, life, *seen);
            break;
        case RuntimeState::exited:
            if (life.phase != Life::Phase::exited) mark_exited(now, life, end_of(*seen));
            break;
        case RuntimeState::unknown: break;
    }
}

void PodLife::mark_running(PodSituation const& now, Life& life, RuntimeContainer const& seen) {
    if (life.phase == Life::Phase::running) {
        if (life.started_at.empty()) life.started_at = seen.started_at.whole_seconds();
        return;
    }
    life.phase = Life::Phase::running;
    life.started_at = seen.started_at.whole_seconds();
    life.running_since = life.adopted ? now.now - std::max(now.wall - seen.started_at, Duration::zero()) : now.now;
    life.waiting_reason.clear();
    life.waiting_message.clear();
    life.retry.reset();
}

void PodLife::mark_exited(PodSituation const& now, Life& life, ContainerStateTerminated end) {
    auto const ran = life.phase == Life::Phase::running ? now.now - life.running_since : end.finishedAt - end.startedAt;
    auto age = Duration::zero();
    if (life.phase != Life::Phase::running || life.adopted) {
        age = std::max(now.wall - end.finishedAt, Duration::zero());
    }
    if (!end.startedAt.empty() && ran >= ran_well) life.crash.reset();
    life.crash.until = now.now + std::max(life.crash.current - age, Duration::zero());
    life.phase = Life::Phase::exited;
    life.end = std::move(end);
    life.adopted = false;
    life.image_ready = false;
    life.waiting_reason.clear();
    life.waiting_message.clear();
    life.retry.reset();
    life.probes = {};
    life.kill.reset();
    life.crash_told = false;
}

void PodLife::lose_sandbox(PodSituation const& now) {
    ip_.clear();
    initialized_ = false;
    if (terminal(now.pod->status.phase)) return;
    auto const lose = [&](Life& life) {
        if (life.phase == Life::Phase::running) {
            mark_exited(now, life, lost_end(now.wall, life.runtime_id, life.started_at));
        } else if (life.phase == Life::Phase::created) {
            life.phase = Life::Phase::none;
        }
    };
    for (std::size_t i = 0; i < init_.size(); ++i) {
        lose(init_[i]);
        // What an init container has done is gone with the sandbox.
        auto const& life = init_[i];
        init_[i].run_again = life.phase == Life::Phase::exited && life.end->exitCode == 0;
    }
    for (auto& life : main_) lose(life);
    for (auto& life : ephemeral_) lose(life);
}

}  // namespace keelson
