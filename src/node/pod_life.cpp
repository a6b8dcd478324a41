#include "node/pod_life.hpp"

#include "node/ephemeral.hpp"

#include <algorithm>
#include <cstdio>

namespace keelson {
namespace {

using namespace std::chrono_literals;

/// A container that ran this long is not crash-looping, as in a kubelet: twice the longest back-off.
constexpr Duration ran_well = 10min;
/// What a program gets for its own shutdown after a preStop hook has used up the grace, as in a kubelet.
constexpr Duration least_grace_after_hook = 2s;

bool terminal(std::string const& phase) { return phase == "Succeeded" || phase == "Failed"; }

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

std::string pod_full_name(Pod const& pod) {
    return pod.metadata.name + "_" + pod.metadata.namespace_ + "(" + pod.metadata.uid + ")";
}

Duration grace_of(Pod const& pod) { return std::chrono::seconds(pod.spec.terminationGracePeriodSeconds.value_or(30)); }

std::optional<Probe> const& probe_of(Container const& spec, ProbeKind kind) {
    switch (kind) {
        case ProbeKind::startup: return spec.startupProbe;
        case ProbeKind::readiness: return spec.readinessProbe;
        case ProbeKind::liveness: break;
    }
    return spec.livenessProbe;
}

std::string_view probe_name(ProbeKind kind) {
    switch (kind) {
        case ProbeKind::startup: return "Startup";
        case ProbeKind::readiness: return "Readiness";
        case ProbeKind::liveness: break;
    }
    return "Liveness";
}

bool rule_restarts(Container const& spec, std::int32_t code) {
    for (auto const& rule : spec.restartPolicyRules) {
        if (rule.action != "Restart" || !rule.exitCodes) continue;
        auto const& codes = rule.exitCodes->values;
        bool const listed = std::find(codes.begin(), codes.end(), code) != codes.end();
        if (listed == (rule.exitCodes->operator_ == "In")) return true;
    }
    return false;
}

}  // namespace

std::string format_go_duration(Duration duration) {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    if (duration < 1s) {
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) + "ms";
    }
    std::string text;
    if (seconds >= 3600) text += std::to_string(seconds / 3600) + "h";
    if (seconds >= 60) text += std::to_string(seconds / 60 % 60) + "m";
    return text + std::to_string(seconds % 60) + "s";
}

std::string container_spec_hash(Container const& container) {
    // FNV-1a over what a kubelet hashes: the fields whose change restarts a container.
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    auto const add = [&hash](std::string_view text) {
        for (unsigned char const c : text) hash = (hash ^ c) * 0x100000001b3ULL;
        hash = (hash ^ 0xffU) * 0x100000001b3ULL;
    };
    add(container.name);
    add(container.image);
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

void PodLife::Life::begin_instance(std::uint32_t number) {
    if (existed && phase == Phase::exited) last_end = std::move(end);
    if (existed && number > attempt) {
        crash.current = crash.current == Duration::zero() ? crash.first : std::min(crash.current * 2, crash.most);
    }
    end.reset();
    phase = Phase::none;
    existed = true;
    attempt = number;
    runtime_id.clear();
    spec_hash.clear();
    started_at = {};
    running_since = {};
    run_again = false;
    post_start = Hook::none;
    probes = {};
    kill.reset();
    crash_told = false;
}

PodStep PodLife::step(PodSituation const& now) {
    PodStep step;
    resize_pending_.reset();
    resizing_ = false;
    learn_ephemeral(*now.pod);
    if (adopting_) adopt(now);
    observe(now);
    adopting_ = false;
    ending_ = ending(now);
    if (ending_ == Ending::none) {
        bring_up(now, step);
    } else {
        end(now, step);
    }
    if (now.exists) step.status = status(now);
    step.events = std::move(events_);
    events_.clear();
    return step;
}

void PodLife::learn_ephemeral(Pod const& pod) {
    auto const& specs = pod.spec.ephemeralContainers;
    for (auto i = ephemeral_specs_.size(); i < specs.size(); ++i) ephemeral_specs_.push_back(as_container(specs[i]));
    ephemeral_.resize(ephemeral_specs_.size());
}

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
    if (!sandbox->ip.empty()) ip_ = sandbox->ip;
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

PodLife::Ending PodLife::ending(PodSituation const& now) {
    auto const& pod = *now.pod;
    if (!now.exists) return Ending::gone;
    if (!pod.metadata.deletionTimestamp.empty()) return Ending::deleted;
    if (now.held) return Ending::held;
    if (terminal(pod.status.phase)) return Ending::completed;
    if (pod.spec.activeDeadlineSeconds && !deadline_exceeded_ &&
        now.now - started_ >= std::chrono::seconds(*pod.spec.activeDeadlineSeconds)) {
        deadline_exceeded_ = true;
        tell({}, false, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
    }
    if (deadline_exceeded_) return Ending::failed;
    if (ending_ == Ending::completed || init_failed(pod) || finished_for_good(pod)) return Ending::completed;
    return Ending::none;
}

void PodLife::set_end_deadline(PodSituation const& now, Ending why) {
    auto const& meta = now.pod->metadata;
    auto seconds = now.pod->spec.terminationGracePeriodSeconds.value_or(30);
    if (why == Ending::gone) seconds = 0;
    if (why == Ending::deleted) seconds = meta.deletionGracePeriodSeconds.value_or(seconds);
    if (grace_seconds_ && *grace_seconds_ <= seconds) return;
    Duration left = std::chrono::seconds(seconds);
    // A request that came before this agent looked has used some of its grace already.
    if (why == Ending::deleted && !grace_seconds_) {
        left = std::clamp(meta.deletionTimestamp - now.wall, Duration::zero(), left);
    }
    end_by_ = grace_seconds_ ? std::min(end_by_, now.now + left) : now.now + left;
    grace_seconds_ = seconds;
}

void PodLife::end(PodSituation const& now, PodStep& step) {
    set_end_deadline(now, ending_);
    auto const any_running =
        std::any_of(main_.begin(), main_.end(), [](Life const& life) { return life.phase == Life::Phase::running; });
    if (drain_ == Drain::none && ending_ != Ending::completed) {
        // Half of the grace at most: the other half is for the program's own end.
        auto const most = std::max((end_by_ - now.now) / 2, Duration::zero());
        drain_ = any_running ? Drain::running : Drain::done;
        drain_by_ = now.now + most;
        if (any_running) step.actions.push_back({.verb = PodVerb::drain, .container = {}, .grace = most});
    }
    if (drain_ == Drain::running) {
        drain_by_ = std::min(drain_by_, end_by_);
        if (any_running && now.now < drain_by_) return wake(step, drain_by_);
        drain_ = Drain::done;
    }
    if (end_containers(now, step)) clean_up(now, step);
}

bool PodLife::end_containers(PodSituation const& now, PodStep& step) {
    auto const& spec = now.pod->spec;
    auto ended = true;
    for (std::size_t i = 0; i < main_.size(); ++i) {
        if (!kill(now, spec.containers[i], main_[i], end_by_, step)) ended = false;
    }
    for (std::size_t i = 0; i < ephemeral_.size(); ++i) {
        if (!kill(now, ephemeral_specs_[i], ephemeral_[i], end_by_, step)) ended = false;
    }
    if (!ended) return false;
    // Sidecars serve the others to the end, and go in the reverse of the order in which they came.
    auto const by = ending_ == Ending::gone ? end_by_ : std::max(end_by_, now.now + least_grace_after_hook);
    for (std::size_t i = init_.size(); i-- > 0;) {
        auto const& life = init_[i];
        if (!kill(now, spec.initContainers[i], init_[i], life.kill ? life.kill->by : by, step)) return false;
    }
    return true;
}

void PodLife::clean_up(PodSituation const& now, PodStep& step) {
    if (in_flight_) return;
    if (!end_retry_.over(now.now)) return wake(step, end_retry_.until);
    auto const begin = [&](PodVerb verb) {
        in_flight_ = verb;
        step.actions.push_back({.verb = verb, .container = {}, .grace = {}});
    };
    auto const leaves_object = ending_ == Ending::held || ending_ == Ending::gone;
    // How it ended must be durable before what it is known from is removed.
    if (!leaves_object && ever_ran() && !terminal(now.pod->status.phase)) return;
    if (now.sandbox != nullptr) return begin(PodVerb::remove_sandbox);
    if (ending_ == Ending::held) {
        step.over = true;
        return;
    }
    if (!unmounted_) return begin(PodVerb::unmount);
    if (ending_ == Ending::deleted && !finished_) return begin(PodVerb::finish);
    step.over = ending_ == Ending::gone;
}

void PodLife::bring_up(PodSituation const& now, PodStep& step) {
    auto const& pod = *now.pod;
    if (pod.spec.activeDeadlineSeconds) {
        wake(step, started_ + std::chrono::seconds(*pod.spec.activeDeadlineSeconds));
    }
    if (!bring_up_sandbox(now, step)) return;
    remove_old(now, step);
    bring_up_ephemeral(now, step);
    if (!bring_up_init(now, step)) return;
    for (std::size_t i = 0; i < main_.size(); ++i) {
        auto const& spec = pod.spec.containers[i];
        if (main_[i].phase == Life::Phase::exited && !restarts(pod, spec, false, main_[i])) continue;
        drive(now, spec, main_[i], step);
    }
}

bool PodLife::bring_up_sandbox(PodSituation const& now, PodStep& step) {
    auto const begin = [&](PodVerb verb, BackOff const& retry) {
        if (in_flight_) return;
        if (!retry.over(now.now)) return wake(step, retry.until);
        in_flight_ = verb;
        step.actions.push_back({.verb = verb, .container = {}, .grace = {}});
    };
    if (!mounted_) begin(PodVerb::mount, mount_retry_);
    if (now.sandbox != nullptr && now.sandbox->ready) return true;
    if (!mounted_) return false;
    if (now.sandbox != nullptr) {
        if (!in_flight_ && sandbox_retry_.over(now.now)) {
            tell({}, false, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
        }
        begin(PodVerb::remove_sandbox, sandbox_retry_);
    } else {
        begin(PodVerb::create_sandbox, sandbox_retry_);
    }
    return false;
}

/// Before anything else: they may be there to see why the others do not start.
void PodLife::bring_up_ephemeral(PodSituation const& now, PodStep& step) {
    for (std::size_t i = 0; i < ephemeral_.size(); ++i) {
        if (ephemeral_[i].phase != Life::Phase::exited) drive(now, ephemeral_specs_[i], ephemeral_[i], step);
    }
}

bool PodLife::bring_up_init(PodSituation const& now, PodStep& step) {
    auto const& pod = *now.pod;
    for (std::size_t i = 0; i < init_.size(); ++i) {
        auto const& spec = pod.spec.initContainers[i];
        auto& life = init_[i];
        if (is_sidecar(spec)) {
            drive(now, spec, life, step);
            if (!initialized_ && !started(spec, life)) return false;
        } else if (!initialized_) {
            auto const completed = life.phase == Life::Phase::exited && life.end->exitCode == 0 && !life.run_again;
            if (completed) continue;
            drive(now, spec, life, step);
            return false;
        }
    }
    initialized_ = true;
    return true;
}

void PodLife::drive(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    if (life.phase != Life::Phase::running) return make_next(now, spec, life, step);
    if (!life.kill && !life.spec_hash.empty() && life.spec_hash != container_spec_hash(spec)) {
        tell(spec.name, false, "Killing", "Container " + spec.name + " definition changed, will be restarted");
        life.kill = Kill{.by = now.now + grace_of(*now.pod)};
        life.run_again = true;
    }
    if (life.kill) {
        resizing_ = resizing_ ||
                    (life.run_again && life.given && spec.resources && !same_amounts(*life.given, *spec.resources));
        kill(now, spec, life, life.kill->by, step);
        return;
    }
    if (drive_resize(now, spec, life, step)) return;
    drive_running(now, spec, life, step);
}

void PodLife::drive_running(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    if (life.post_start == Life::Hook::none) {
        if (spec.lifecycle && spec.lifecycle->postStart) {
            life.post_start = Life::Hook::running;
            step.actions.push_back({.verb = PodVerb::post_start, .container = spec.name, .attempt = life.attempt});
        } else {
            life.post_start = Life::Hook::done;
        }
    }
    if (life.post_start == Life::Hook::done) drive_probes(now, spec, life, step);
}

void PodLife::drive_probes(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    for (auto const kind : {ProbeKind::startup, ProbeKind::readiness, ProbeKind::liveness}) {
        auto const& probe = probe_of(spec, kind);
        if (!probe) continue;
        auto& state = life.probes[static_cast<std::size_t>(kind)];
        if (kind == ProbeKind::startup && state.good) continue;
        if (kind != ProbeKind::startup && !started(spec, life)) continue;
        Duration const period = std::chrono::seconds(std::max(probe->periodSeconds.value_or(10), 1));
        if (!state.set_up) {
            state.set_up = true;
            state.next = life.running_since + std::chrono::seconds(probe->initialDelaySeconds.value_or(0));
            // After a restart of the agent all probes of all Pods would be due at once.
            if (life.adopted) {
                auto const later = std::chrono::duration_cast<Duration>(period * spread_);
                state.next = std::max(state.next, now.now + later);
            }
        }
        if (state.in_flight) continue;
        if (state.next > now.now) {
            wake(step, state.next);
            continue;
        }
        state.in_flight = true;
        state.next = now.now + period;
        step.actions.push_back(
            {.verb = PodVerb::probe, .container = spec.name, .attempt = life.attempt, .probe = kind});
    }
}

void PodLife::make_next(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    if (life.in_flight) return;
    if (life.phase == Life::Phase::exited && !life.run_again && !life.crash.over(now.now)) {
        auto const delay = "back-off " + format_go_duration(life.crash.current);
        life.waiting_reason = "CrashLoopBackOff";
        life.waiting_message = delay + " restarting failed container=" + spec.name + " pod=" + pod_full_name(*now.pod);
        if (!life.crash_told) {
            life.crash_told = true;
            tell(spec.name, true, "BackOff",
                 "Back-off restarting failed container " + spec.name + " in pod " + pod_full_name(*now.pod));
        }
        return wake(step, life.crash.until);
    }
    if (!life.retry.over(now.now)) return wake(step, life.retry.until);
    auto const begin = [&](PodVerb verb) {
        life.in_flight = verb;
        step.actions.push_back({.verb = verb, .container = spec.name, .attempt = life.next_attempt()});
    };
    if (life.phase == Life::Phase::created) return begin(PodVerb::start);
    if (!mounted_) return;
    if (now.pulls_images && !life.image_ready) {
        auto const& retry = life.pull_retry;
        if (retry.over(now.now)) return begin(PodVerb::pull);
        if (life.waiting_reason != "ErrImagePull") return wake(step, retry.until);
        auto const shown_until = retry.until - retry.current / 2;
        if (now.now < shown_until) return wake(step, shown_until);
        auto const message = "Back-off pulling image \"" + spec.image + "\"";
        tell(spec.name, false, "BackOff", message);
        tell(spec.name, true, "Failed", "Error: ImagePullBackOff");
        life.waiting_reason = "ImagePullBackOff";
        life.waiting_message = message + ": ErrImagePull: " + life.waiting_message;
        return wake(step, retry.until);
    }
    life.given = spec.resources.value_or(ResourceRequirements{});
    begin(PodVerb::create);
}

bool PodLife::kill(PodSituation const& now, Container const& spec, Life& life, Instant by, PodStep& step) {
    if (life.phase != Life::Phase::running) return !life.in_flight || *life.in_flight == PodVerb::pull;
    if (life.in_flight) return false;
    if (!life.kill) {
        life.kill = Kill{.by = by};
        if (ending_ != Ending::none) tell(spec.name, false, "Killing", "Stopping container " + spec.name);
    }
    auto& one = *life.kill;
    one.by = std::min(one.by, by);
    if (spec.lifecycle && spec.lifecycle->preStop && !one.pre_stop_begun && now.now < one.by) {
        one.pre_stop_begun = true;
        step.actions.push_back(
            {.verb = PodVerb::pre_stop, .container = spec.name, .attempt = life.attempt, .grace = one.by - now.now});
    }
    if (one.pre_stop_begun && !one.pre_stop_done && now.now < one.by) {
        wake(step, one.by);
        return false;
    }
    auto grace = std::max(one.by - now.now, Duration::zero());
    if (one.pre_stop_begun && ending_ != Ending::gone) grace = std::max(grace, least_grace_after_hook);
    // A later request with a shorter grace overtakes the stop that is under way.
    if (one.stopping ? now.now + grace + 1s >= one.stop_by : !life.retry.over(now.now)) {
        if (!one.stopping) wake(step, life.retry.until);
        return false;
    }
    one.stopping = true;
    one.stop_by = now.now + grace;
    step.actions.push_back({.verb = PodVerb::stop, .container = spec.name, .attempt = life.attempt, .grace = grace});
    return false;
}

void PodLife::remove_old(PodSituation const& now, PodStep& step) {
    auto const& stored = now.pod->status;
    for (auto const& one : now.sandbox->containers) {
        if (one.state == RuntimeState::running) continue;
        auto const [spec, life] = find(*now.pod, one.id.name);
        if (spec == nullptr || one.id.attempt >= life->attempt) continue;
        // Only when the newer one is on record: until then this is what its restart is known by.
        auto const recorded = [&](std::vector<ContainerStatus> const& all) {
            return std::any_of(all.begin(), all.end(), [&](ContainerStatus const& status) {
                return status.name == one.id.name && static_cast<std::uint32_t>(status.restartCount) > one.id.attempt;
            });
        };
        if (!recorded(stored.containerStatuses) && !recorded(stored.initContainerStatuses)) continue;
        std::pair const what{one.id.name, one.id.attempt};
        if (std::find(removing_.begin(), removing_.end(), what) != removing_.end()) continue;
        removing_.push_back(what);
        step.actions.push_back({.verb = PodVerb::remove, .container = one.id.name, .attempt = one.id.attempt});
    }
}

void PodLife::done(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome) {
    if (action.container.empty()) return take_pod_verb(now, action, outcome);
    if (action.verb == PodVerb::remove) {
        std::erase(removing_, std::pair{action.container, action.attempt});
        return;
    }
    auto const [spec, life] = find(*now.pod, action.container);
    if (spec == nullptr) return;
    switch (action.verb) {
        case PodVerb::probe: return take_probe(now, action, outcome, *spec, *life);
        case PodVerb::post_start:
        case PodVerb::pre_stop: return take_hook(now, action, outcome, *spec, *life);
        case PodVerb::stop:
            if (action.attempt != life->attempt || !life->kill) return;
            life->kill->stopping = false;
            // Even a stop that says that it is done is not repeated at once if the container still runs.
            return life->retry.fail(now.now);
        default: return take_verb(now, action, outcome, *spec, *life);
    }
}

void PodLife::take_pod_verb(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome) {
    auto const well = outcome.kind == ActionOutcome::Kind::done;
    auto const failed = outcome.kind == ActionOutcome::Kind::failed;
    if (action.verb == PodVerb::drain) {
        drain_ = Drain::done;
        return;
    }
    in_flight_.reset();
    auto const settle = [&](BackOff& retry, std::string_view event) {
        if (well) {
            retry.reset();
            pod_waiting_message_.clear();
            return;
        }
        retry.fail(now.now);
        if (!failed) return;
        pod_waiting_message_ = outcome.message;
        if (!event.empty()) tell({}, true, std::string(event), outcome.message);
    };
    switch (action.verb) {
        case PodVerb::mount:
            settle(mount_retry_, "FailedMount");
            mounted_ = well;
            break;
        case PodVerb::create_sandbox: settle(sandbox_retry_, "FailedCreatePodSandBox"); break;
        case PodVerb::remove_sandbox: settle(ending_ == Ending::none ? sandbox_retry_ : end_retry_, ""); break;
        case PodVerb::unmount:
            settle(end_retry_, "FailedUnMount");
            unmounted_ = well;
            break;
        case PodVerb::finish:
            settle(end_retry_, "");
            finished_ = well;
            break;
        default: break;
    }
}

void PodLife::take_probe(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                         Container const& spec, Life& life) {
    auto const& probe = probe_of(spec, action.probe);
    if (action.attempt != life.attempt || life.phase != Life::Phase::running || !probe) return;
    auto& state = life.probes[static_cast<std::size_t>(action.probe)];
    state.in_flight = false;
    std::string const name(probe_name(action.probe));
    if (outcome.kind == ActionOutcome::Kind::unknown) {
        // A probe that could not be made says nothing about the container.
        tell(spec.name, true, "Unhealthy", name + " probe errored: " + outcome.message);
        return;
    }
    if (outcome.kind == ActionOutcome::Kind::done) {
        state.failures = 0;
        if (++state.successes >= probe->successThreshold.value_or(1)) state.good = true;
        return;
    }
    state.successes = 0;
    ++state.failures;
    tell(spec.name, true, "Unhealthy", name + " probe failed: " + outcome.message);
    if (state.failures < probe->failureThreshold.value_or(3)) return;
    if (action.probe == ProbeKind::readiness) {
        state.good = false;
        return;
    }
    if (life.kill || ending_ != Ending::none) return;
    auto const which = action.probe == ProbeKind::liveness ? "liveness" : "startup";
    tell(spec.name, false, "Killing", "Container " + spec.name + " failed " + which + " probe, will be restarted");
    Duration grace = grace_of(*now.pod);
    if (probe->terminationGracePeriodSeconds) grace = std::chrono::seconds(*probe->terminationGracePeriodSeconds);
    life.kill = Kill{.by = now.now + grace};
}

void PodLife::take_hook(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                        Container const& spec, Life& life) {
    if (action.attempt != life.attempt) return;
    auto const well = outcome.kind == ActionOutcome::Kind::done;
    if (action.verb == PodVerb::pre_stop) {
        if (!well) tell(spec.name, true, "FailedPreStopHook", "PreStopHook failed: " + outcome.message);
        if (life.kill) life.kill->pre_stop_done = true;
        return;
    }
    life.post_start = Life::Hook::done;
    if (well || life.phase != Life::Phase::running || life.kill) return;
    tell(spec.name, true, "FailedPostStartHook", "PostStartHook failed: " + outcome.message);
    life.kill = Kill{.by = now.now + grace_of(*now.pod)};
}

void PodLife::take_verb(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                        Container const& spec, Life& life) {
    life.in_flight.reset();
    if (action.verb == PodVerb::resize) return take_resize(now, outcome, life);
    if (action.verb == PodVerb::pull) return take_pull(now, outcome, spec, life);
    auto const verb_done = action.verb == PodVerb::create ? "Created" : "Started";
    if (outcome.kind == ActionOutcome::Kind::done) {
        life.retry.reset();
        life.waiting_reason.clear();
        life.waiting_message.clear();
        tell(spec.name, false, verb_done,
             action.verb == PodVerb::create ? "Created container: " + spec.name : "Started container " + spec.name);
        return;
    }
    life.retry.fail(now.now);
    if (outcome.kind == ActionOutcome::Kind::unknown) return;
    tell(spec.name, true, "Failed", "Error: " + outcome.message);
    if (action.verb == PodVerb::start && action.attempt == life.attempt && life.phase == Life::Phase::created) {
        // A start that failed has used up this attempt.
        ContainerStateTerminated end;
        end.containerID = life.runtime_id;
        end.exitCode = 128;
        end.reason = "StartError";
        end.message = outcome.message;
        end.finishedAt = now.wall.whole_seconds();
        mark_exited(now, life, std::move(end));
    }
    life.waiting_reason = outcome.reason;
    life.waiting_message = outcome.message;
}

void PodLife::take_pull(PodSituation const& now, ActionOutcome const& outcome, Container const& spec, Life& life) {
    if (outcome.kind == ActionOutcome::Kind::done) {
        life.image_ready = true;
        life.pull_retry.reset();
        life.waiting_reason.clear();
        life.waiting_message.clear();
        if (!outcome.message.empty()) tell(spec.name, false, "Pulled", outcome.message);
        return;
    }
    life.pull_retry.fail(now.now);
    if (outcome.kind == ActionOutcome::Kind::unknown) return;
    if (outcome.reason == "ErrImagePull") {
        tell(spec.name, true, "Failed", "Failed to pull image \"" + spec.image + "\": " + outcome.message);
    }
    tell(spec.name, true, outcome.reason == "ErrImageNeverPull" ? "ErrImageNeverPull" : "Failed",
         outcome.reason == "ErrImageNeverPull" ? outcome.message : "Error: " + outcome.reason);
    life.waiting_reason = outcome.reason;
    life.waiting_message = outcome.message;
}

void PodLife::retry_now() {
    mount_retry_.until = {};
    for (auto* lives : {&init_, &main_, &ephemeral_}) {
        for (auto& life : *lives) {
            if (life.waiting_reason == "CreateContainerConfigError") life.retry.until = {};
        }
    }
}

bool PodLife::waits_for_data() const {
    if (ending_ != Ending::none) return false;
    auto const waits = [](Life const& life) { return life.waiting_reason == "CreateContainerConfigError"; };
    return (!mounted_ && !in_flight_) || std::any_of(init_.begin(), init_.end(), waits) ||
           std::any_of(main_.begin(), main_.end(), waits) || std::any_of(ephemeral_.begin(), ephemeral_.end(), waits);
}

bool PodLife::restarts(Pod const& pod, Container const& spec, bool init, Life const& life) const {
    if (life.run_again) return true;
    if (init && is_sidecar(spec)) return true;
    auto const code = life.end ? life.end->exitCode : 0;
    if (rule_restarts(spec, code)) return true;
    auto const& policy = spec.restartPolicy ? *spec.restartPolicy : pod.spec.restartPolicy;
    if (policy == "Never") return false;
    if (policy == "OnFailure" || init) return code != 0;
    return true;
}

bool PodLife::started(Container const& spec, Life const& life) const {
    if (life.phase != Life::Phase::running || life.post_start != Life::Hook::done) return false;
    return !spec.startupProbe || life.probes[static_cast<std::size_t>(ProbeKind::startup)].good;
}

bool PodLife::ready(Container const& spec, Life const& life) const {
    if (!started(spec, life) || life.kill) return false;
    return !spec.readinessProbe || life.probes[static_cast<std::size_t>(ProbeKind::readiness)].good;
}

bool PodLife::finished_for_good(Pod const& pod) const {
    for (std::size_t i = 0; i < main_.size(); ++i) {
        auto const& life = main_[i];
        if (life.phase != Life::Phase::exited || life.in_flight) return false;
        if (restarts(pod, pod.spec.containers[i], false, life)) return false;
    }
    return !main_.empty();
}

bool PodLife::init_failed(Pod const& pod) const {
    if (initialized_) return false;
    for (std::size_t i = 0; i < init_.size(); ++i) {
        auto const& life = init_[i];
        if (life.phase != Life::Phase::exited || life.in_flight || life.end->exitCode == 0) continue;
        if (!restarts(pod, pod.spec.initContainers[i], true, life)) return true;
    }
    return false;
}

bool PodLife::all_ended() const {
    auto const ended = [](Life const& life) {
        return life.phase != Life::Phase::running && (!life.in_flight || *life.in_flight == PodVerb::pull);
    };
    return std::all_of(init_.begin(), init_.end(), ended) && std::all_of(main_.begin(), main_.end(), ended) &&
           std::all_of(ephemeral_.begin(), ephemeral_.end(), ended);
}

bool PodLife::ever_ran() const {
    auto const ran = [](Life const& life) { return life.existed; };
    return std::any_of(init_.begin(), init_.end(), ran) || std::any_of(main_.begin(), main_.end(), ran);
}

std::pair<Container const*, PodLife::Life*> PodLife::find(Pod const& pod, std::string const& container) {
    for (std::size_t i = 0; i < main_.size(); ++i) {
        if (pod.spec.containers[i].name == container) return {&pod.spec.containers[i], &main_[i]};
    }
    for (std::size_t i = 0; i < init_.size(); ++i) {
        if (pod.spec.initContainers[i].name == container) return {&pod.spec.initContainers[i], &init_[i]};
    }
    for (std::size_t i = 0; i < ephemeral_.size(); ++i) {
        if (ephemeral_specs_[i].name == container) return {&ephemeral_specs_[i], &ephemeral_[i]};
    }
    return {nullptr, nullptr};
}

void PodLife::tell(std::string container, bool warning, std::string reason, std::string message) {
    events_.push_back({std::move(container), warning, std::move(reason), std::move(message)});
}

void PodLife::wake(PodStep& step, Instant when) {
    if (!step.again || when < *step.again) step.again = when;
}

}  // namespace keelson
