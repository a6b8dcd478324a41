#include "node/resize.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

/// How often it is looked whether there is room by now.
constexpr Duration look_again = 10s;

using Amounts = std::map<std::string, Quantity>;

std::int64_t amount_of(Amounts const& amounts, std::string const& name) {
    auto const found = amounts.find(name);
    if (found == amounts.end()) return 0;
    return name == "cpu" ? found->second.millis() : found->second.units();
}

std::vector<Container const*> lasting_containers(Pod const& pod) {
    std::vector<Container const*> all;
    for (auto const& one : pod.spec.containers) all.push_back(&one);
    for (auto const& one : pod.spec.initContainers) {
        if (is_sidecar(one)) all.push_back(&one);
    }
    return all;
}

ContainerStatus const* status_of(Pod const& pod, std::string const& name) {
    for (auto const* all : {&pod.status.containerStatuses, &pod.status.initContainerStatuses}) {
        for (auto const& one : *all) {
            if (one.name == name) return &one;
        }
    }
    return nullptr;
}

/// `held`: with what is larger, what it asks for or what it has.
std::int64_t requested(Pod const& pod, std::string const& name, bool held) {
    std::int64_t sum = 0;
    for (auto const* container : lasting_containers(pod)) {
        auto amount = container->resources ? amount_of(container->resources->requests, name) : 0;
        auto const* const status = held ? status_of(pod, container->name) : nullptr;
        if (status != nullptr) amount = std::max(amount, amount_of(status->allocatedResources, name));
        sum += amount;
    }
    return sum;
}

bool needs_restart(Container const& spec, ResourceRequirements const& from, ResourceRequirements const& to) {
    return std::any_of(spec.resizePolicy.begin(), spec.resizePolicy.end(), [&](ContainerResizePolicy const& policy) {
        auto const& name = policy.resourceName;
        return policy.restartPolicy == "RestartContainer" &&
               (amount_of(from.requests, name) != amount_of(to.requests, name) ||
                amount_of(from.limits, name) != amount_of(to.limits, name));
    });
}

}  // namespace

bool same_amounts(ResourceRequirements const& a, ResourceRequirements const& b) {
    auto const same = [](Amounts const& x, Amounts const& y) {
        return x.size() == y.size() && std::all_of(x.begin(), x.end(), [&](auto const& one) {
                   return y.contains(one.first) && amount_of(x, one.first) == amount_of(y, one.first);
               });
    };
    return same(a.requests, b.requests) && same(a.limits, b.limits);
}

bool wants_resize(Pod const& pod) {
    auto const all = lasting_containers(pod);
    return std::any_of(all.begin(), all.end(), [&](Container const* container) {
        auto const* const status = status_of(pod, container->name);
        return status != nullptr && status->resources && container->resources &&
               !same_amounts(*status->resources, *container->resources);
    });
}

std::optional<ResizeRefusal> refuse_resize(View const& view, Pod const& pod, Amounts const& allocatable) {
    for (std::string const name : {"cpu", "memory"}) {
        auto const wanted = requested(pod, name, false);
        auto const room = amount_of(allocatable, name);
        auto const of = [&](std::int64_t amount) { return std::to_string(amount); };
        if (wanted > room)
            return ResizeRefusal{"Infeasible", "Node didn't have enough capacity: " + name +
                                                   ", requested: " + of(wanted) + ", capacity: " + of(room)};
        std::int64_t used = 0;
        for (auto const& ref :
             view.refs<Pod>({.namespace_ = {}, .labels = {}, .owner_uid = {}, .node = pod.spec.nodeName})) {
            auto const& index = ref->index();
            if (index.uid == pod.metadata.uid || index.phase == "Succeeded" || index.phase == "Failed") continue;
            if (auto const other = view.typed<Pod>(ref)) used += requested(*other, name, true);
        }
        if (wanted + used > room)
            return ResizeRefusal{"Deferred", "Node didn't have enough resource: " + name + ", requested: " +
                                                 of(wanted) + ", used: " + of(used) + ", capacity: " + of(room)};
    }
    return std::nullopt;
}

bool PodLife::drive_resize(PodSituation const& now, Container const& spec, Life& life, PodStep& step) {
    auto const wanted = spec.resources.value_or(ResourceRequirements{});
    if (!life.given) life.given = wanted;
    if (same_amounts(*life.given, wanted)) return false;
    if (now.no_room) {
        resize_pending_ = now.no_room;
        wake(step, now.now + look_again);
        return false;
    }
    if (needs_restart(spec, *life.given, wanted)) {
        resizing_ = true;
        if (life.in_flight) return false;
        tell(spec.name, false, "Killing", "Container " + spec.name + " resize requires restart");
        life.kill = Kill{.by = now.now + spec_seconds(now.pod->spec.terminationGracePeriodSeconds.value_or(30))};
        life.run_again = true;
        kill(now, spec, life, life.kill->by, step);
        return true;
    }
    if (!now.resizes) {
        resize_pending_ = ResizeRefusal{"Infeasible", "the runtime of this node can't change what container " +
                                                          spec.name + " may use while it runs"};
        return false;
    }
    resizing_ = true;
    if (life.in_flight) return false;
    if (!life.retry.over(now.now)) {
        wake(step, life.retry.until);
        return false;
    }
    life.in_flight = PodVerb::resize;
    life.resizing_to = wanted;
    step.actions.push_back({.verb = PodVerb::resize, .container = spec.name, .attempt = life.attempt});
    return false;
}

void PodLife::take_resize(PodSituation const& now, ActionOutcome const& outcome, Life& life) {
    resize_error_.clear();
    if (outcome.kind == ActionOutcome::Kind::done) {
        life.retry.reset();
        life.given = std::move(life.resizing_to);
        return;
    }
    life.retry.fail(now.now);
    if (outcome.kind == ActionOutcome::Kind::failed) resize_error_ = outcome.message;
}

}  // namespace keelson
