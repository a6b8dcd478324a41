#include "node/pod_life.hpp"

#include <algorithm>

namespace keelson {
namespace {

bool terminal(std::string const& phase) { return phase == "Succeeded" || phase == "Failed"; }

ContainerStatus const* find_status(std::vector<ContainerStatus> const& all, std::string const& name) {
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::string in_brackets(std::vector<std::string> const& names) {
    std::string text = "[";
    for (auto const& name : names) {
        if (text.size() > 1) text += ' ';
        text += name;
    }
    return text + "]";
}

struct Verdict {
    bool good = true;
    std::string reason;
    std::string message;
};

Verdict containers_ready(PodSpec const& spec, PodStatus const& status) {
    if (status.phase == "Succeeded") return {false, "PodCompleted", {}};
    if (status.phase == "Failed") return {false, "PodFailed", {}};
    std::vector<std::string> unready;
    for (auto const& init : spec.initContainers) {
        auto const* const one = find_status(status.initContainerStatuses, init.name);
        if (is_sidecar(init) && (one == nullptr || !one->ready)) unready.push_back(init.name);
    }
    for (auto const& one : status.containerStatuses) {
        if (!one.ready) unready.push_back(one.name);
    }
    if (unready.empty()) return {};
    return {false, "ContainersNotReady", "containers with unready status: " + in_brackets(unready)};
}

Verdict pod_ready(PodSpec const& spec, PodStatus const& status, Verdict const& containers) {
    if (!containers.good) return containers;
    std::string missing;
    for (auto const& gate : spec.readinessGates) {
        auto const found = std::find_if(status.conditions.begin(), status.conditions.end(),
                                        [&](PodCondition const& one) { return one.type == gate.conditionType; });
        if (found != status.conditions.end() && found->status == "True") continue;
        if (!missing.empty()) missing += ", ";
        if (found == status.conditions.end()) {
            missing += "corresponding condition of pod readiness gate \"" + gate.conditionType + "\" does not exist.";
        } else {
            missing +=
                "the status of pod readiness gate \"" + gate.conditionType + "\" is not \"True\", but " + found->status;
        }
    }
    if (missing.empty()) return {};
    return {false, "ReadinessGatesNotReady", missing};
}

Verdict initialized(PodSpec const& spec, PodStatus const& status) {
    if (status.phase == "Succeeded") return {true, "PodCompleted", {}};
    std::vector<std::string> incomplete;
    for (auto const& init : spec.initContainers) {
        auto const* const one = find_status(status.initContainerStatuses, init.name);
        auto const complete = one != nullptr && (is_sidecar(init) ? one->started.value_or(false) : one->ready);
        if (!complete) incomplete.push_back(init.name);
    }
    if (incomplete.empty()) return {};
    return {false, "ContainersNotInitialized", "containers with incomplete status: " + in_brackets(incomplete)};
}

/// What the containers' states are worth for the phase, as a kubelet counts them.
struct Count {
    int waiting = 0;
    int running = 0;
    int stopped = 0;
    int succeeded = 0;
};

Count count(std::vector<ContainerStatus> const& statuses) {
    Count counted;
    for (auto const& one : statuses) {
        if (!one.state || one.state->waiting) {
            // One that waits for its next start has been stopped.
            if (one.lastState && one.lastState->terminated) {
                ++counted.stopped;
            } else {
                ++counted.waiting;
            }
        } else if (one.state->running) {
            ++counted.running;
        } else {
            ++counted.stopped;
            if (one.state->terminated && one.state->terminated->exitCode == 0) ++counted.succeeded;
        }
    }
    return counted;
}

}  // namespace

PodStatus PodLife::status(PodSituation const& now) const {
    auto const& pod = *now.pod;
    PodStatus status = pod.status;
    // A terminal phase is the last word.
    if (terminal(status.phase)) return status;
    if (ending_ == Ending::deleted && !ever_ran()) return status;
    status.observedGeneration = pod.metadata.generation.value_or(0);
    status.startTime = start_time_;
    status.hostIP = now.host_ip;
    status.hostIPs.clear();
    if (!now.host_ip.empty()) status.hostIPs.push_back({now.host_ip});
    if (!ip_.empty() || ending_ == Ending::none) {
        status.podIP = ip_;
        status.podIPs.clear();
        if (!ip_.empty()) status.podIPs.push_back({ip_});
    }
    auto const report = [&](std::vector<Container> const& specs, bool init, std::vector<Life> const& lives,
                            std::vector<ContainerStatus> const& stored) {
        std::vector<ContainerStatus> all;
        all.reserve(specs.size());
        for (std::size_t i = 0; i < lives.size(); ++i) {
            all.push_back(container_status(now, specs[i], init, lives[i], find_status(stored, specs[i].name)));
        }
        return all;
    };
    if (failure_ && !ever_ran()) {
        // A Pod that was turned away has no containers to speak of.
        status.phase = "Failed";
        status.reason = failure_->reason;
        status.message = failure_->message;
        set_conditions(now, status);
        return status;
    }
    status.initContainerStatuses = report(pod.spec.initContainers, true, init_, pod.status.initContainerStatuses);
    status.containerStatuses = report(pod.spec.containers, false, main_, pod.status.containerStatuses);
    status.ephemeralContainerStatuses =
        report(ephemeral_specs_, false, ephemeral_, pod.status.ephemeralContainerStatuses);
    // Nobody waits for one, and no traffic goes to it.
    for (std::size_t i = 0; i < ephemeral_.size(); ++i) {
        auto& one = status.ephemeralContainerStatuses[i];
        one.ready = false;
        one.started.reset();
        if (ephemeral_[i].phase != Life::Phase::exited) continue;
        // It waits for no other start, whatever the end of this one was.
        one.state = ContainerState{.running = {}, .terminated = ephemeral_[i].end, .waiting = {}};
        one.lastState.reset();
    }
    status.phase = phase(now, status);
    if (status.phase == "Failed" && failure_) {
        status.reason = failure_->reason;
        status.message = failure_->message;
    }
    set_conditions(now, status);
    return status;
}

ContainerStatus PodLife::container_status(PodSituation const& now, Container const& spec, bool init, Life const& life,
                                          ContainerStatus const* stored) const {
    ContainerStatus status;
    status.name = spec.name;
    status.image = spec.image;
    status.imageID = life.image_id;
    status.containerID = life.runtime_id;
    status.restartCount = static_cast<std::int32_t>(life.attempt);
    auto const ended = [](std::optional<ContainerStateTerminated> const& end) {
        return ContainerState{.running = {}, .terminated = end, .waiting = {}};
    };
    auto const waiting = [](std::string reason, std::string message) {
        return ContainerState{
            .running = {},
            .terminated = {},
            .waiting = ContainerStateWaiting{.message = std::move(message), .reason = std::move(reason)}};
    };
    if (life.given && !(life.given->requests.empty() && life.given->limits.empty())) {
        status.resources = life.given;
        status.allocatedResources = life.given->requests;
    }
    if (life.last_end) status.lastState = ended(life.last_end);
    switch (life.phase) {
        case Life::Phase::none:
        case Life::Phase::created:
            if (life.phase == Life::Phase::created && life.last_end && life.attempt > 0) {
                // Between two instances the old one is shown, so that a restart is one change and not two.
                if (stored != nullptr && stored->state && !stored->state->running) return *stored;
                status.state = ended(life.last_end);
                status.restartCount = static_cast<std::int32_t>(life.attempt) - 1;
                status.containerID = life.last_end->containerID;
                status.lastState = stored != nullptr ? stored->lastState : std::nullopt;
            } else if (!life.waiting_reason.empty()) {
                status.state = waiting(life.waiting_reason, life.waiting_message);
            } else {
                status.state = waiting(now.pod->spec.initContainers.empty() ? "ContainerCreating" : "PodInitializing",
                                       pod_waiting_message_);
            }
            break;
        case Life::Phase::running:
            status.state =
                ContainerState{.running = ContainerStateRunning{life.started_at}, .terminated = {}, .waiting = {}};
            break;
        case Life::Phase::exited:
            if (life.waiting_reason.empty() || ending_ != Ending::none) {
                status.state = ended(life.end);
            } else {
                status.state = waiting(life.waiting_reason, life.waiting_message);
                status.lastState = ended(life.end);
            }
            break;
    }
    auto const ordinary_init = init && !is_sidecar(spec);
    status.started = !ordinary_init && started(spec, life);
    status.ready = ordinary_init ? life.phase == Life::Phase::exited && life.end->exitCode == 0 && !life.run_again
                                 : ready(spec, life);
    return status;
}

std::string PodLife::phase(PodSituation const& now, PodStatus const& status) const {
    auto const& spec = now.pod->spec;
    auto const main = count(status.containerStatuses);
    auto const final_end = ending_ == Ending::completed || ending_ == Ending::failed || ending_ == Ending::deleted;
    if (final_end && all_ended() && (ever_ran() || ending_ != Ending::deleted)) {
        auto const well = !failure_ && main.succeeded == static_cast<int>(spec.containers.size());
        return well ? "Succeeded" : "Failed";
    }
    if (!initialized_ && !spec.initContainers.empty() && main.running == 0 && main.stopped == 0) return "Pending";
    if (main.waiting > 0) return "Pending";
    return "Running";
}

void PodLife::set_conditions(PodSituation const& now, PodStatus& status) const {
    auto const& spec = now.pod->spec;
    std::vector<PodCondition> conditions;
    auto const set = [&](std::string type, Verdict const& verdict) {
        PodCondition condition;
        auto const found = std::find_if(now.pod->status.conditions.begin(), now.pod->status.conditions.end(),
                                        [&](PodCondition const& one) { return one.type == type; });
        std::string const value = verdict.good ? "True" : "False";
        condition.lastTransitionTime = now.wall.whole_seconds();
        if (found != now.pod->status.conditions.end()) {
            condition.lastProbeTime = found->lastProbeTime;
            if (found->status == value) condition.lastTransitionTime = found->lastTransitionTime;
        }
        condition.type = std::move(type);
        condition.status = value;
        condition.reason = verdict.reason;
        condition.message = verdict.message;
        condition.observedGeneration = now.pod->metadata.generation;
        conditions.push_back(std::move(condition));
    };
    auto const containers = containers_ready(spec, status);
    set("PodReadyToStartContainers", {had_sandbox_ && sandbox_ready_, {}, {}});
    set("Initialized", initialized(spec, status));
    set("Ready", pod_ready(spec, status, containers));
    set("ContainersReady", containers);
    auto const disrupted = failure_ && failure_->disrupts;
    if (disrupted) set("DisruptionTarget", {true, "TerminationByKubelet", failure_->message});
    if (resize_pending_) set("PodResizePending", {true, resize_pending_->reason, resize_pending_->message});
    if (resizing_)
        set("PodResizeInProgress", {true, resize_error_.empty() ? std::string() : std::string("Error"), resize_error_});
    for (auto& other : status.conditions) {
        auto const ours = other.type == "PodReadyToStartContainers" || other.type == "Initialized" ||
                          other.type == "Ready" || other.type == "ContainersReady" ||
                          other.type == "PodResizePending" || other.type == "PodResizeInProgress" ||
                          (other.type == "DisruptionTarget" && disrupted);
        if (!ours) conditions.push_back(std::move(other));
    }
    status.conditions = std::move(conditions);
}

}  // namespace keelson
