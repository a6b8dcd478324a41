#include "node/container_config.hpp"

#include "node/devices.hpp"
#include "node/pod_life.hpp"
#include "node/security.hpp"
#include "node/volumes.hpp"

#include <keelson/api/node_v1.hpp>

#include <algorithm>
#include <deque>

namespace keelson {
namespace {

std::int64_t amount_of(std::map<std::string, Quantity> const& map, char const* name, bool millis) {
    auto const found = map.find(name);
    if (found == map.end()) return 0;
    return millis ? found->second.millis() : found->second.units();
}

/// Who is killed first when the machine runs out of memory, as a kubelet sets it by quality of service.
int oom_score(Pod const& pod, std::int64_t memory_request, PodFacts const& facts) {
    if (pod.spec.priority.value_or(0) >= 2'000'000'000) return -997;
    if (pod.status.qosClass == "Guaranteed") return -997;
    if (pod.status.qosClass != "Burstable") return 1000;
    std::int64_t const room = facts.allocatable != nullptr ? amount_of(*facts.allocatable, "memory", false) : 0;
    if (room <= 0) return 999;
    auto const share = static_cast<double>(memory_request) / static_cast<double>(room);
    return static_cast<int>(std::clamp(1000.0 - 1000.0 * share, 3.0, 999.0));
}

}  // namespace

std::string pod_log_directory(std::string const& data_dir, std::string const& namespace_, std::string const& name,
                              std::string const& uid) {
    return data_dir + "/logs/" + namespace_ + "_" + name + "_" + uid;
}

std::string container_log_path(std::string const& pod_log_directory, ContainerId const& id) {
    return pod_log_directory + "/" + id.name + "/" + std::to_string(id.attempt) + ".log";
}

std::string message_from_log(std::string_view tail) {
    constexpr std::size_t lines_max = 80;
    constexpr std::size_t bytes_max = 2048;
    std::deque<std::string> lines;
    auto unfinished = false;
    while (!tail.empty()) {
        auto const end = std::min(tail.find('\n'), tail.size());
        auto line = tail.substr(0, end);
        tail.remove_prefix(std::min(end + 1, tail.size()));
        // "TIME stdout F text": F ends a line, P is a part of one. The first may have lost its beginning.
        auto const stream = line.find(' ');
        auto const flag = stream == std::string_view::npos ? stream : line.find(' ', stream + 1);
        if (flag == std::string_view::npos || flag + 2 > line.size() || !line.substr(stream + 1).starts_with("std")) {
            continue;
        }
        auto const full = line[flag + 1] == 'F';
        line.remove_prefix(std::min(flag + 3, line.size()));
        if (unfinished && !lines.empty()) {
            lines.back().append(line);
        } else {
            lines.emplace_back(line);
        }
        unfinished = !full;
        if (lines.size() > lines_max) lines.pop_front();
    }
    std::string text;
    for (auto const& line : lines) text += line + "\n";
    if (text.size() > bytes_max) text.erase(0, text.size() - bytes_max);
    return text;
}

Result<SandboxConfig> sandbox_config(View const& view, Pod const& pod, SandboxSources const& sources) {
    SandboxConfig config;
    auto const& spec = pod.spec;
    auto const name = pod_hostname(pod, sources.cluster_dns->domain);
    if (!name) return name.error();
    auto sysctls = pod_sysctls(pod);
    if (!sysctls) return sysctls.error();
    config.id = pod.metadata.uid;
    config.pod_namespace = pod.metadata.namespace_;
    config.pod_name = pod.metadata.name;
    config.hostname = name->hostname;
    config.domain = name->domain;
    config.labels = pod.metadata.labels;
    config.annotations = pod.metadata.annotations;
    for (auto const* containers : {&spec.initContainers, &spec.containers}) {
        for (auto const& container : *containers) {
            for (auto const& port : container.ports) {
                config.ports.push_back({.container_port = static_cast<std::uint16_t>(port.containerPort),
                                        .host_port = static_cast<std::uint16_t>(port.hostPort.value_or(0)),
                                        .protocol = port.protocol == "UDP"    ? PortProtocol::udp
                                                    : port.protocol == "SCTP" ? PortProtocol::sctp
                                                                              : PortProtocol::tcp,
                                        .host_ip = port.hostIP});
            }
        }
    }
    for (auto const& alias : spec.hostAliases) {
        auto& names = config.host_aliases[alias.ip];
        names.insert(names.end(), alias.hostnames.begin(), alias.hostnames.end());
    }
    config.host_network = spec.hostNetwork.value_or(false);
    config.host_pid = spec.hostPID.value_or(false);
    config.host_ipc = spec.hostIPC.value_or(false);
    config.share_processes = spec.shareProcessNamespace.value_or(false);
    config.dns = pod_dns(pod, *sources.cluster_dns, sources.host_resolv_conf).config;
    config.sysctls = std::move(*sysctls);
    for (auto const& volume : *sources.volumes) {
        if (volume.kind != VolumeContent::Kind::memory) continue;
        config.memories.push_back({.name = volume.name, .size_bytes = volume.size_bytes, .group = volume.group});
    }
    config.log_directory = sources.log_directory;
    if (spec.runtimeClassName && !spec.runtimeClassName->empty()) {
        auto const handler = view.get<RuntimeClass>({{}, *spec.runtimeClassName});
        if (!handler) {
            return Error(Errc::not_found, "RuntimeClass \"" + *spec.runtimeClassName + "\" not found");
        }
        config.runtime_class = handler->handler;
    }
    return config;
}

/// What a container may use. What it does not limit itself, its Pod's limits do as far as they are for each alone.
ResourceLimits container_limits(Pod const& pod, Container const& container, PodFacts const& facts) {
    static std::map<std::string, Quantity> const none;
    auto const& limits = container.resources ? container.resources->limits : none;
    auto const& requests = container.resources ? container.resources->requests : none;
    auto const& whole = pod.spec.resources ? pod.spec.resources->limits : none;
    auto const either = [](std::int64_t own, std::int64_t other) { return own != 0 ? own : other; };
    ResourceLimits made;
    made.cpu_limit_millis = either(amount_of(limits, "cpu", true), amount_of(whole, "cpu", true));
    made.memory_limit_bytes = either(amount_of(limits, "memory", false), amount_of(whole, "memory", false));
    // A request that is not stated is the limit.
    made.cpu_request_millis =
        requests.contains("cpu") ? amount_of(requests, "cpu", true) : amount_of(limits, "cpu", true);
    made.memory_request_bytes =
        requests.contains("memory") ? amount_of(requests, "memory", false) : amount_of(limits, "memory", false);
    for (auto const* all : {&whole, &limits}) {
        for (auto const& [name, amount] : *all) {
            constexpr std::string_view pages = "hugepages-";
            if (name.starts_with(pages)) made.hugepage_limit_bytes[name.substr(pages.size())] = amount.units();
        }
    }
    made.oom_score_adj = oom_score(pod, made.memory_request_bytes, facts);
    return made;
}

Result<ContainerConfig> container_config(View const& view, Pod const& pod, Container const& container,
                                         std::uint32_t attempt, ConfigSources const& sources) {
    auto environment = container_environment(view, pod, container, sources.facts, *sources.base_environment);
    if (!environment) return environment.error();
    auto mounts = container_mounts(pod, container, *sources.volumes, *sources.volume_places, *environment);
    if (!mounts) return mounts.error();
    auto device_mounts = container_devices(pod, container, *sources.volumes);
    if (!device_mounts) return device_mounts.error();
    auto security = security_config(pod, container, sources.image, sources.seccomp_directory);
    if (!security) return security.error();

    ContainerConfig config;
    config.id = {.sandbox = pod.metadata.uid, .name = container.name, .attempt = attempt};
    config.image = container.image;
    for (auto const& word : container.command) config.command.push_back(expand_references(word, *environment));
    for (auto const& word : container.args) config.args.push_back(expand_references(word, *environment));
    config.working_dir = container.workingDir;
    config.mounts = std::move(*mounts);
    config.device_mounts = std::move(*device_mounts);
    config.security = std::move(*security);
    config.devices = chosen_devices(pod, container.name);
    show_devices(config.devices, *environment);
    config.limits = container_limits(pod, container, sources.facts);
    config.log_path = container_log_path(sources.log_directory, config.id);
    if (container.lifecycle && container.lifecycle->stopSignal && !container.lifecycle->stopSignal->empty()) {
        config.stop_signal = *container.lifecycle->stopSignal;
    }
    config.spec_hash = container_spec_hash(container);
    config.tty = container.tty.value_or(false);
    config.open_stdin = container.stdin.value_or(false);
    config.stdin_once = container.stdinOnce.value_or(false);
    config.env = std::move(*environment).take();
    return config;
}

Result<std::uint16_t> action_port(Container const& container, IntOrString const& port) {
    auto number = port.number();
    if (port.is_string()) {
        auto const found = std::find_if(container.ports.begin(), container.ports.end(),
                                        [&](ContainerPort const& one) { return one.name == port.string(); });
        if (found == container.ports.end()) {
            return Error(Errc::invalid, "container has no port named \"" + port.string() + "\"");
        }
        number = found->containerPort;
    }
    if (number < 1 || number > 65535) return Error(Errc::invalid, "invalid port number: " + std::to_string(number));
    return static_cast<std::uint16_t>(number);
}

}  // namespace keelson
