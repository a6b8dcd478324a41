#include <keelson/api/core_v1.hpp>
#include <keelson/scheduling/plugin.hpp>

#include <algorithm>
#include <map>

namespace keelson {
namespace {

using Amounts = std::map<std::string, Quantity>;

// kube-scheduler's stand-ins for what a container does not ask for (pkg/scheduler/util/pod_resources.go).
constexpr std::int64_t default_cpu_millis = 100;
constexpr std::int64_t default_memory_bytes = 200 * 1024 * 1024;

std::int64_t amount_of(std::string_view name, Quantity const& quantity) {
    return name == "cpu" ? quantity.millis() : quantity.units();
}

Resources resources_of(Amounts const& amounts) {
    Resources all;
    for (auto const& [name, quantity] : amounts) all.set(name, amount_of(name, quantity));
    return all;
}

void raise(Resources& to, Resources const& at_least) {
    to.cpu_millis = std::max(to.cpu_millis, at_least.cpu_millis);
    to.memory_bytes = std::max(to.memory_bytes, at_least.memory_bytes);
    to.ephemeral_bytes = std::max(to.ephemeral_bytes, at_least.ephemeral_bytes);
    for (auto const& [name, amount] : at_least.others) to.set(name, std::max(to.of(name), amount));
}

/// A container that is being resized holds the larger of what it asks for and what it has.
Resources requests_of(Container const& container, std::vector<ContainerStatus> const& statuses, bool stand_ins) {
    Resources all;
    if (container.resources) all = resources_of(container.resources->requests);
    for (auto const& status : statuses) {
        if (status.name != container.name) continue;
        raise(all, resources_of(status.allocatedResources));
        if (status.resources) raise(all, resources_of(status.resources->requests));
    }
    if (stand_ins) {
        auto const asks = [&](char const* name) {
            return container.resources && container.resources->requests.contains(name);
        };
        if (!asks("cpu")) all.cpu_millis = std::max(all.cpu_millis, default_cpu_millis);
        if (!asks("memory")) all.memory_bytes = std::max(all.memory_bytes, default_memory_bytes);
    }
    return all;
}

bool is_sidecar(Container const& init) { return init.restartPolicy == "Always"; }

/// What the containers need at the worst moment: all containers and sidecars together, or one init container and the
/// sidecars that were started before it.
Resources containers_need(Pod const& pod, bool stand_ins) {
    Resources running, starting, sidecars;
    for (auto const& container : pod.spec.containers) {
        running += requests_of(container, pod.status.containerStatuses, stand_ins);
    }
    for (auto const& init : pod.spec.initContainers) {
        auto need = requests_of(init, pod.status.initContainerStatuses, stand_ins);
        if (is_sidecar(init)) {
            running += need;
            sidecars += need;
            need = sidecars;
        } else {
            need += sidecars;
        }
        raise(starting, need);
    }
    raise(running, starting);
    return running;
}

/// spec.resources speaks for the whole Pod where it says something.
void replace_by_pod_level(Pod const& pod, Resources& all) {
    if (!pod.spec.resources) return;
    for (auto const& [name, quantity] : pod.spec.resources->requests) {
        if (name == "cpu" || name == "memory" || name.starts_with("hugepages-"))
            all.set(name, amount_of(name, quantity));
    }
}

void add_ports(std::vector<HostPort>& all, Container const& container) {
    for (auto const& port : container.ports) {
        if (!port.hostPort || *port.hostPort <= 0) continue;
        all.push_back({.ip = port.hostIP.empty() ? "0.0.0.0" : port.hostIP,
                       .protocol = port.protocol.empty() ? "TCP" : port.protocol,
                       .port = *port.hostPort});
    }
}

}  // namespace

std::int64_t Resources::of(std::string_view name) const noexcept {
    if (name == "cpu") return cpu_millis;
    if (name == "memory") return memory_bytes;
    if (name == "ephemeral-storage") return ephemeral_bytes;
    if (name == "pods") return pods;
    for (auto const& [other, amount] : others) {
        if (other == name) return amount;
    }
    return 0;
}

void Resources::set(std::string_view name, std::int64_t amount) {
    if (name == "cpu") {
        cpu_millis = amount;
    } else if (name == "memory") {
        memory_bytes = amount;
    } else if (name == "ephemeral-storage") {
        ephemeral_bytes = amount;
    } else if (name == "pods") {
        pods = amount;
    } else {
        auto const at = std::lower_bound(others.begin(), others.end(), name,
                                         [](auto const& pair, std::string_view wanted) { return pair.first < wanted; });
        if (at != others.end() && at->first == name) {
            at->second = amount;
        } else {
            others.emplace(at, name, amount);
        }
    }
}

Resources& Resources::operator+=(Resources const& more) {
    cpu_millis += more.cpu_millis;
    memory_bytes += more.memory_bytes;
    ephemeral_bytes += more.ephemeral_bytes;
    pods += more.pods;
    for (auto const& [name, amount] : more.others) set(name, of(name) + amount);
    return *this;
}

Resources& Resources::operator-=(Resources const& less) {
    cpu_millis -= less.cpu_millis;
    memory_bytes -= less.memory_bytes;
    ephemeral_bytes -= less.ephemeral_bytes;
    pods -= less.pods;
    for (auto const& [name, amount] : less.others) set(name, of(name) - amount);
    return *this;
}

bool HostPort::conflicts(HostPort const& other) const noexcept {
    constexpr std::string_view every = "0.0.0.0";
    return port == other.port && protocol == other.protocol && (ip == other.ip || ip == every || other.ip == every);
}

PodNeeds needs_of(Pod const& pod) {
    PodNeeds needs;
    needs.requests = containers_need(pod, false);
    auto scored = containers_need(pod, true);
    replace_by_pod_level(pod, needs.requests);
    replace_by_pod_level(pod, scored);
    auto const overhead = resources_of(pod.spec.overhead);
    needs.requests += overhead;
    scored += overhead;
    needs.requests.pods = 1;
    needs.scored_cpu_millis = scored.cpu_millis;
    needs.scored_memory_bytes = scored.memory_bytes;
    for (auto const& container : pod.spec.containers) add_ports(needs.ports, container);
    for (auto const& init : pod.spec.initContainers) {
        if (is_sidecar(init)) add_ports(needs.ports, init);
    }
    return needs;
}

}  // namespace keelson
