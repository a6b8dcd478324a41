#include "node/pod_life.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

/// What a program gets for its own shutdown after a preStop hook has used up the grace, as in a kubelet.
constexpr Duration least_grace_after_hook = 2s;

bool terminal(std::string const& phase) { return phase == "Succeeded" || phase == "Failed"; }

}  // namespace

PodLife::Ending PodLife::ending(PodSituation const& now) {
    auto const& pod = *now.pod;
    if (!now.exists) return Ending::gone;
    if (!pod.metadata.deletionTimestamp.empty()) return Ending::deleted;
    if (now.held) return Ending::held;
    if (terminal(pod.status.phase)) return Ending::completed;
    if (now.failure != nullptr && !failure_ && ending_ == Ending::none) {
        failure_ = *now.failure;
        tell({}, true, failure_->reason, failure_->event.empty() ? failure_->message : failure_->event);
    }
    if (pod.spec.activeDeadlineSeconds && !failure_ &&
        now.now - started_ >= spec_seconds(*pod.spec.activeDeadlineSeconds)) {
        failure_ = {.reason = "DeadlineExceeded",
                    .message = "Pod was active on the node longer than the specified deadline"};
        tell({}, false, failure_->reason, failure_->message);
    }
    if (failure_) return Ending::failed;
    if (ending_ == Ending::completed || init_failed(pod) || finished_for_good(pod)) return Ending::completed;
    return Ending::none;
}

void PodLife::set_end_deadline(PodSituation const& now, Ending why) {
    auto const& meta = now.pod->metadata;
    auto seconds = now.pod->spec.terminationGracePeriodSeconds.value_or(30);
    if (why == Ending::gone) seconds = 0;
    if (why == Ending::deleted) seconds = meta.deletionGracePeriodSeconds.value_or(seconds);
    if (grace_seconds_ && *grace_seconds_ <= seconds) return;
    if (why == Ending::failed && failure_->grace)
        seconds = std::chrono::duration_cast<std::chrono::seconds>(*failure_->grace).count();
    Duration left = spec_seconds(seconds);
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

}  // namespace keelson
