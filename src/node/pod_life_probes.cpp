#include "node/pod_life.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson {
namespace {

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

}  // namespace

void PodLife::drive_probes(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    for (auto const kind : {ProbeKind::startup, ProbeKind::readiness, ProbeKind::liveness}) {
        auto const& probe = probe_of(spec, kind);
        if (!probe) continue;
        auto& state = life.probes[static_cast<std::size_t>(kind)];
        if (kind == ProbeKind::startup && state.good) continue;
        if (kind != ProbeKind::startup && !started(spec, life)) continue;
        Duration const period = spec_seconds(std::max(probe->periodSeconds.value_or(10), 1));
        if (!state.set_up) {
            state.set_up = true;
            state.next = life.running_since + spec_seconds(probe->initialDelaySeconds.value_or(0));
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
    Duration grace = spec_seconds(now.pod->spec.terminationGracePeriodSeconds.value_or(30));
    if (probe->terminationGracePeriodSeconds) grace = spec_seconds(*probe->terminationGracePeriodSeconds);
    life.kill = Kill{.by = now.now + grace};
}

}  // namespace keelson
