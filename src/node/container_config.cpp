#include "node/container_config.hpp"

#include "node/pod_life.hpp"
#include "node/volumes.hpp"

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
int oom_score(Pod const& pod, Container const& container, PodFacts const& facts) {
    if (pod.status.qosClass == "Guaranteed") return -997;
    if (pod.status.qosClass != "Burstable") return 1000;
    std::int64_t const request = container.resources ? amount_of(container.resources->requests, "memory", false) : 0;
    std::int64_t const room = facts.allocatable != nullptr ? amount_of(*facts.allocatable, "memory", false) : 0;
    if (room <= 0) return 999;
    auto const share = static_cast<double>(request) / static_cast<double>(room);
    return static_cast<int>(std::clamp(1000.0 - 1000.0 * share, 3.0, 999.0));
}

Result<SecurityConfig> security_config(Pod const& pod, Container const& container) {
    SecurityConfig security;
    std::optional<bool> non_root;
    if (auto const& whole = pod.spec.securityContext) {
        security.user = whole->runAsUser;
        security.group = whole->runAsGroup;
        security.supplemental_groups = whole->supplementalGroups;
        if (whole->fsGroup) security.supplemental_groups.push_back(*whole->fsGroup);
        non_root = whole->runAsNonRoot;
    }
    if (auto const& own = container.securityContext) {
        if (own->runAsUser) security.user = own->runAsUser;
        if (own->runAsGroup) security.group = own->runAsGroup;
        if (own->runAsNonRoot) non_root = own->runAsNonRoot;
        security.privileged = own->privileged.value_or(false);
        security.read_only_root = own->readOnlyRootFilesystem.value_or(false);
        security.no_new_privileges = !own->allowPrivilegeEscalation.value_or(true);
        if (own->capabilities) {
            security.capabilities_add = own->capabilities->add;
            security.capabilities_drop = own->capabilities->drop;
        }
    }
    if (non_root.value_or(false) && security.user && *security.user == 0) {
        return Error(Errc::invalid, "container's runAsUser breaks non-root policy (pod: \"" + pod.metadata.name + "_" +
                                        pod.metadata.namespace_ + "(" + pod.metadata.uid +
                                        ")\", container: " + container.name + ")");
    }
    return security;
}

void note(std::vector<std::string>& all, bool present, std::string text) {
    if (present) all.push_back(std::move(text));
}

template <class Context>
void note_security(std::vector<std::string>& all, Context const& context, std::string const& where) {
    note(all, context.seLinuxOptions.has_value(), where + ".seLinuxOptions");
    note(all, context.seccompProfile && context.seccompProfile->type != "Unconfined", where + ".seccompProfile");
    note(all, context.appArmorProfile && context.appArmorProfile->type != "Unconfined", where + ".appArmorProfile");
    note(all, context.windowsOptions.has_value(), where + ".windowsOptions");
}

void note_container(std::vector<std::string>& all, Container const& container, std::string const& where,
                    RuntimeAbilities const& abilities) {
    if (auto const& own = container.securityContext) {
        note_security(all, *own, where + ".securityContext");
        note(all, own->procMount && *own->procMount != "Default", where + ".securityContext.procMount");
        note(all, own->runAsUser && !abilities.users.available,
             where + ".securityContext.runAsUser (" + abilities.users.reason + ")");
    }
    note(all, container.resources && !container.resources->limits.empty() && !abilities.limits.available,
         where + ".resources.limits (" + abilities.limits.reason + ")");
    note(all, !container.terminationMessagePath.empty() && container.terminationMessagePath != "/dev/termination-log",
         where + ".terminationMessagePath");
    note(all, container.resources && !container.resources->claims.empty(), where + ".resources.claims");
    for (auto const& rule : container.restartPolicyRules) {
        note(all, rule.action != "Restart", where + ".restartPolicyRules action " + rule.action);
    }
    for (auto const& mount : container.volumeMounts) {
        note(all, mount.recursiveReadOnly && *mount.recursiveReadOnly != "Disabled",
             where + ".volumeMounts{" + mount.name + "}.recursiveReadOnly");
    }
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

SandboxConfig sandbox_config(Pod const& pod, std::string log_directory) {
    SandboxConfig config;
    auto const& spec = pod.spec;
    config.id = pod.metadata.uid;
    config.pod_namespace = pod.metadata.namespace_;
    config.pod_name = pod.metadata.name;
    config.hostname = spec.hostnameOverride   ? *spec.hostnameOverride
                      : spec.hostname.empty() ? pod.metadata.name.substr(0, 63)
                                              : spec.hostname;
    while (config.hostname.ends_with('-') || config.hostname.ends_with('.')) config.hostname.pop_back();
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
    config.log_directory = std::move(log_directory);
    config.runtime_class = spec.runtimeClassName.value_or("");
    return config;
}

ResourceLimits container_limits(Pod const& pod, Container const& container, PodFacts const& facts) {
    ResourceLimits limits;
    if (auto const& resources = container.resources) {
        limits.cpu_request_millis = amount_of(resources->requests, "cpu", true);
        limits.cpu_limit_millis = amount_of(resources->limits, "cpu", true);
        limits.memory_limit_bytes = amount_of(resources->limits, "memory", false);
    }
    limits.oom_score_adj = oom_score(pod, container, facts);
    return limits;
}

Result<ContainerConfig> container_config(View const& view, Pod const& pod, Container const& container,
                                         std::uint32_t attempt, ConfigSources const& sources) {
    auto environment = container_environment(view, pod, container, sources.facts, *sources.base_environment);
    if (!environment) return environment.error();
    auto mounts = container_mounts(pod, container, *sources.volumes, *sources.volume_places, *environment);
    if (!mounts) return mounts.error();
    auto security = security_config(pod, container);
    if (!security) return security.error();

    ContainerConfig config;
    config.id = {.sandbox = pod.metadata.uid, .name = container.name, .attempt = attempt};
    config.image = container.image;
    for (auto const& word : container.command) config.command.push_back(expand_references(word, *environment));
    for (auto const& word : container.args) config.args.push_back(expand_references(word, *environment));
    config.working_dir = container.workingDir;
    config.mounts = std::move(*mounts);
    config.security = std::move(*security);
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

std::vector<std::string> fields_without_effect(Pod const& pod, RuntimeAbilities const& abilities) {
    std::vector<std::string> all;
    auto const& spec = pod.spec;
    if (auto const& whole = spec.securityContext) {
        note_security(all, *whole, "spec.securityContext");
        note(all, whole->fsGroup.has_value(), "spec.securityContext.fsGroup (volumes keep their group)");
        note(all, !whole->sysctls.empty(), "spec.securityContext.sysctls");
        note(all, whole->runAsUser && !abilities.users.available,
             "spec.securityContext.runAsUser (" + abilities.users.reason + ")");
    }
    note(all, spec.dnsConfig.has_value(), "spec.dnsConfig");
    note(all, !spec.resourceClaims.empty(), "spec.resourceClaims");
    note(all, !spec.hostUsers.value_or(true), "spec.hostUsers");
    note(all, spec.setHostnameAsFQDN.value_or(false), "spec.setHostnameAsFQDN");
    note(all, spec.resources && !spec.resources->limits.empty(), "spec.resources.limits");
    for (auto const& volume : spec.volumes) {
        note(all, volume.emptyDir && volume.emptyDir->sizeLimit && volume.emptyDir->medium.empty(),
             "spec.volumes{" + volume.name + "}.emptyDir.sizeLimit");
    }
    for (auto const& one : spec.initContainers) {
        note_container(all, one, "spec.initContainers{" + one.name + "}", abilities);
    }
    for (auto const& one : spec.containers) {
        note_container(all, one, "spec.containers{" + one.name + "}", abilities);
    }
    return all;
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
