#include "node/pod_life.hpp"

#include "node/ephemeral.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <cstdio>

namespace keelson {
namespace {

using namespace std::chrono_literals;

std::string pod_full_name(Pod const& pod) {
    return pod.metadata.name + "_" + pod.metadata.namespace_ + "(" + pod.metadata.uid + ")";
}

Duration grace_of(Pod const& pod) { return spec_seconds(pod.spec.terminationGracePeriodSeconds.value_or(30)); }

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

void PodLife::bring_up(PodSituation const& now, PodStep& step) {
    auto const& pod = *now.pod;
    if (pod.spec.activeDeadlineSeconds) {
        wake(step, started_ + spec_seconds(*pod.spec.activeDeadlineSeconds));
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
    tell(spec.name, false, "Killing", "FailedPostStartHook");
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
    if (outcome.reason == "ErrImageNeverPull") tell(spec.name, true, "ErrImageNeverPull", outcome.message);
    tell(spec.name, true, "Failed", "Error: " + outcome.reason);
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
