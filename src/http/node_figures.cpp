#include "http/node_figures.hpp"

#include "api/json.hpp"
#include "core/metrics.hpp"

#include <keelson/api/core_v1.hpp>

#include <boost/json/serialize.hpp>

#include <functional>
#include <map>

namespace keelson::http {
namespace {

using Type = MetricText::Type;

struct Sums {
    std::uint64_t nanos = 0, memory_bytes = 0, disk_bytes = 0;
    std::optional<std::uint64_t> nanos_per_second;
};

Sums sums_of(PodFigures const& pod) {
    Sums sums;
    for (auto const& one : pod.containers) {
        sums.nanos += one.cpu.nanos;
        sums.memory_bytes += one.memory_bytes;
        sums.disk_bytes += one.disk_bytes;
        if (one.cpu.nanos_per_second)
            sums.nanos_per_second = sums.nanos_per_second.value_or(0) + *one.cpu.nanos_per_second;
    }
    return sums;
}

json::object cpu_of(Time at, std::uint64_t nanos, std::optional<std::uint64_t> nanos_per_second) {
    json::object cpu{{"time", format_rfc3339(at)}, {"usageCoreNanoSeconds", nanos}};
    if (nanos_per_second) cpu["usageNanoCores"] = *nanos_per_second;
    return cpu;
}

json::object memory_of(Time at, std::uint64_t working_set) {
    return {{"time", format_rfc3339(at)}, {"workingSetBytes", working_set}};
}

json::object machine_of(std::string const& name, std::optional<MachineFigures> const& machine, bool brief) {
    json::object node{{"nodeName", name}};
    if (!machine) return node;
    auto const time = format_rfc3339(machine->at);
    node["startTime"] = format_rfc3339(machine->started);
    node["cpu"] = cpu_of(machine->at, machine->cpu.nanos, machine->cpu.nanos_per_second);
    auto memory = memory_of(machine->at, machine->memory_bytes - machine->memory_available_bytes);
    memory["availableBytes"] = machine->memory_available_bytes;
    node["memory"] = std::move(memory);
    if (brief) return node;
    node["fs"] = {{"time", time},
                  {"availableBytes", machine->disk_available_bytes},
                  {"capacityBytes", machine->disk_bytes},
                  {"usedBytes", machine->disk_bytes - machine->disk_available_bytes},
                  {"inodes", machine->inodes},
                  {"inodesFree", machine->inodes_free},
                  {"inodesUsed", machine->inodes - machine->inodes_free}};
    if (machine->image_disk_bytes != 0)
        node["runtime"] = {{"imageFs",
                            {{"time", time},
                             {"availableBytes", machine->image_disk_bytes - machine->image_disk_used_bytes},
                             {"capacityBytes", machine->image_disk_bytes},
                             {"usedBytes", machine->image_disk_used_bytes}}}};
    node["rlimit"] = {{"time", time}, {"maxpid", machine->pids}, {"curproc", machine->pids - machine->pids_available}};
    return node;
}

/// When a container began to run; empty if it does not run.
Time started(Pod const& pod, std::string const& name) {
    auto const& status = pod.status;
    for (auto const* all :
         {&status.containerStatuses, &status.initContainerStatuses, &status.ephemeralContainerStatuses}) {
        for (auto const& one : *all)
            if (one.name == name && one.state && one.state->running) return one.state->running->startedAt;
    }
    return {};
}

json::object container_of(Pod const& pod, ContainerFigures const& one, bool brief) {
    json::object container{{"name", one.name},
                           {"cpu", cpu_of(one.at, one.cpu.nanos, one.cpu.nanos_per_second)},
                           {"memory", memory_of(one.at, one.memory_bytes)}};
    if (auto const since = started(pod, one.name); !since.empty()) container["startTime"] = format_rfc3339(since);
    if (!brief) container["rootfs"] = {{"time", format_rfc3339(one.at)}, {"usedBytes", one.disk_bytes}};
    return container;
}

json::object pod_of(Pod const& pod, PodFigures const* figures, bool brief) {
    json::object made{
        {"podRef", {{"name", pod.metadata.name}, {"namespace", pod.metadata.namespace_}, {"uid", pod.metadata.uid}}},
        {"startTime", format_rfc3339(pod.status.startTime)}};
    json::array containers;
    if (figures != nullptr) {
        for (auto const& one : figures->containers) containers.push_back(container_of(pod, one, brief));
        auto const sums = sums_of(*figures);
        made["cpu"] = cpu_of(figures->at, sums.nanos, sums.nanos_per_second);
        made["memory"] = memory_of(figures->at, sums.memory_bytes);
        auto const time = format_rfc3339(figures->at);
        if (!brief) {
            made["ephemeral-storage"] = {{"time", time}, {"usedBytes", sums.disk_bytes}};
            // A Pod on the host's network has no figures of its own.
            if (!pod.spec.hostNetwork.value_or(false))
                made["network"] = {{"time", time},
                                   {"name", "eth0"},
                                   {"rxBytes", figures->received_bytes},
                                   {"txBytes", figures->sent_bytes}};
        }
    }
    made["containers"] = std::move(containers);
    return made;
}

/// Each Pod that runs, with its figures or null where there are none.
void each_pod(NodeFigures const& figures, std::vector<Pod> const& pods,
              std::function<void(Pod const&, PodFigures const*)> const& tell) {
    std::map<std::string, PodFigures const*> by_uid;
    for (auto const& one : figures.pods) by_uid[one.uid] = &one;
    for (auto const& pod : pods) {
        auto const found = by_uid.find(pod.metadata.uid);
        if (found != by_uid.end()) {
            tell(pod, found->second);
        } else if (pod.status.phase == "Running") {
            tell(pod, nullptr);
        }
    }
}

double seconds(std::uint64_t nanos) { return static_cast<double>(nanos) / 1e9; }

}  // namespace

std::string write_summary(std::string const& node, NodeFigures const& figures, std::vector<Pod> const& pods,
                          bool brief) {
    json::array all;
    each_pod(figures, pods, [&](Pod const& pod, PodFigures const* use) { all.push_back(pod_of(pod, use, brief)); });
    return json::serialize(json::object{{"node", machine_of(node, figures.machine, brief)}, {"pods", std::move(all)}}) +
           "\n";
}

std::string write_resource_metrics(NodeFigures const& figures, std::vector<Pod> const& pods) {
    MetricText text;
    auto const each_container = [&](auto const& value) {
        each_pod(figures, pods, [&](Pod const& pod, PodFigures const* use) {
            if (use == nullptr) return;
            for (auto const& one : use->containers)
                if (auto const number = value(pod, one))
                    text.sample(
                        {{"container", one.name}, {"namespace", pod.metadata.namespace_}, {"pod", pod.metadata.name}},
                        *number);
        });
    };
    auto const each_sum = [&](auto const& value) {
        each_pod(figures, pods, [&](Pod const& pod, PodFigures const* use) {
            if (use != nullptr)
                text.sample({{"namespace", pod.metadata.namespace_}, {"pod", pod.metadata.name}}, value(sums_of(*use)));
        });
    };
    text.family("container_cpu_usage_seconds_total", Type::counter, "Processor time that a container has used.");
    each_container([](Pod const&, ContainerFigures const& one) { return std::optional(seconds(one.cpu.nanos)); });
    text.family("container_memory_working_set_bytes", Type::gauge, "Memory that a container can't do without.");
    each_container(
        [](Pod const&, ContainerFigures const& one) { return std::optional(static_cast<double>(one.memory_bytes)); });
    text.family("container_start_time_seconds", Type::gauge, "When a container was started, since 1970.");
    each_container([](Pod const& pod, ContainerFigures const& one) -> std::optional<double> {
        auto const since = started(pod, one.name);
        if (since.empty()) return std::nullopt;
        return static_cast<double>(since.micros) / 1e6;
    });
    if (auto const& machine = figures.machine) {
        text.family("node_cpu_usage_seconds_total", Type::counter, "Processor time that the node has used.");
        text.sample({}, seconds(machine->cpu.nanos));
        text.family("node_memory_working_set_bytes", Type::gauge, "Memory that the node can't do without.");
        text.sample({}, static_cast<double>(machine->memory_bytes - machine->memory_available_bytes));
    }
    text.family("pod_cpu_usage_seconds_total", Type::counter, "Processor time that a Pod has used.");
    each_sum([](Sums const& sums) { return seconds(sums.nanos); });
    text.family("pod_memory_working_set_bytes", Type::gauge, "Memory that a Pod can't do without.");
    each_sum([](Sums const& sums) { return static_cast<double>(sums.memory_bytes); });
    text.family("resource_scrape_error", Type::gauge, "1 if there was an error while these were gathered, 0 if not.");
    text.sample({}, 0);
    return text.take();
}

std::string write_node_metrics(std::string const& node, NodeFigures const& figures, std::vector<Pod> const& pods) {
    std::map<std::string, int> containers;
    int running = 0;
    for (auto const& pod : pods) {
        if (pod.status.phase == "Running") ++running;
        for (auto const* all : {&pod.status.containerStatuses, &pod.status.initContainerStatuses,
                                &pod.status.ephemeralContainerStatuses}) {
            for (auto const& one : *all) {
                if (!one.state || one.state->waiting) continue;
                ++containers[one.state->running ? "running" : "exited"];
            }
        }
    }
    MetricText text;
    text.family("kubelet_node_name", Type::gauge, "The node's name. The count is always 1.");
    text.sample({{"node", node}}, 1);
    text.family("kubelet_running_pods", Type::gauge, "Pods of the node that run.");
    text.sample({}, running);
    text.family("kubelet_running_containers", Type::gauge, "Containers of the node, by their state.");
    for (auto const& [state, count] : containers) text.sample({{"container_state", state}}, count);
    if (auto const& machine = figures.machine) {
        text.family("machine_memory_bytes", Type::gauge, "Memory of the node's machine.");
        text.sample({}, static_cast<double>(machine->memory_bytes));
    }
    return text.take();
}

}  // namespace keelson::http
