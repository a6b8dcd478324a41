#include "drivers/runtime_docker/spec.hpp"

#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/streams.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

namespace keelson::docker {

namespace {

constexpr std::int64_t unlimited_memory_bytes = std::numeric_limits<std::int64_t>::max() / 4096 * 4096;
constexpr std::int64_t cpu_period_micros = 100'000;
constexpr std::int64_t cpu_quota_least = 1'000;
constexpr std::int64_t cpu_shares_least = 2, cpu_shares_most = 262'144;
constexpr int sandbox_oom_score_adj = -998;
constexpr int version_read_only_alone = 44, version_sub_paths = 45, version_image_mounts = 48;

Error invalid(std::string const& field, std::string const& why) { return {Errc::invalid, field + ": " + why, field}; }

template <class Texts>
json::array array_of(Texts const& texts) {
    json::array all;
    for (auto const& text : texts) all.emplace_back(text);
    return all;
}

json::object labels_of(Owner const& owner, SandboxId const& id, SandboxFacts const& facts, char const* kind) {
    json::object labels;
    labels[label::node] = owner.node;
    labels[label::engine] = owner.engine;
    labels[label::kind] = kind;
    labels[label::uid] = id;
    labels[label::pod_namespace] = facts.pod_namespace;
    labels[label::pod_name] = facts.pod_name;
    return labels;
}

std::string_view word(PortProtocol protocol) {
    switch (protocol) {
        case PortProtocol::udp: return "udp";
        case PortProtocol::sctp: return "sctp";
        case PortProtocol::tcp: break;
    }
    return "tcp";
}

std::string resolv_conf(DnsConfig const& dns) {
    std::string text;
    for (auto const& server : dns.servers) text += "nameserver " + server + "\n";
    auto const line = [&](char const* name, std::vector<std::string> const& words) {
        if (words.empty()) return;
        text += name;
        for (auto const& one : words) text += " " + one;
        text += "\n";
    };
    line("search", dns.searches);
    line("options", dns.options);
    return text;
}

/// "container:ID" or what is shared with the host.
std::string joined(bool host, std::string const& sandbox) { return host ? "host" : "container:" + sandbox; }

Result<json::object> mount_of(Mount const& mount, SandboxId const& sandbox, EngineInfo const& engine) {
    auto const field = "volumeMounts{" + mount.target + "}";
    json::object made;
    made["Target"] = mount.target;
    if (mount.read_only) made["ReadOnly"] = true;
    if (mount.kind == Mount::Kind::bind) {
        if (!engine.sees_files) return invalid(field, "the Docker Engine does not see this machine's files");
        made["Type"] = "bind";
        made["Source"] = mount.source;
        json::object options;
        if (mount.propagation == "HostToContainer") {
            options["Propagation"] = "rslave";
        } else if (mount.propagation == "Bidirectional") {
            options["Propagation"] = "rshared";
        } else if (!mount.propagation.empty() && mount.propagation != "None") {
            // Else it is the Engine's choice: "rprivate", but where its own directory lies below, as below "/", and it
            // refuses that.
            return invalid(field + ".mountPropagation", "\"" + mount.propagation + "\" is not known");
        }
        // As a kubelet has it: what is mounted below is not made read-only with it.
        if (mount.read_only && engine.version >= version_read_only_alone) options["ReadOnlyNonRecursive"] = true;
        made["BindOptions"] = std::move(options);
        return made;
    }
    if (mount.kind == Mount::Kind::image) {
        if (engine.version < version_image_mounts)
            return invalid(field, "volumes of images need Docker Engine API 1.48, and this one has 1." +
                                      std::to_string(engine.version));
        made["Type"] = "image";
        made["Source"] = mount.source;
        if (!mount.sub_path.empty()) made["ImageOptions"] = {{"Subpath", mount.sub_path}};
        return made;
    }
    if (mount.source.empty()) {
        made["Type"] = "tmpfs";
        json::object options{{"Mode", 01777}};
        if (mount.size_bytes != 0) options["SizeBytes"] = mount.size_bytes;
        made["TmpfsOptions"] = std::move(options);
        return made;
    }
    made["Type"] = "volume";
    made["Source"] = memory_name(sandbox, mount.source);
    json::object options{{"NoCopy", true}};
    if (!mount.sub_path.empty()) {
        if (engine.version < version_sub_paths)
            return invalid(field + ".subPath",
                           "a part of a volume in memory needs Docker Engine API 1.45, and this one "
                           "has 1." +
                               std::to_string(engine.version));
        options["Subpath"] = mount.sub_path;
    }
    made["VolumeOptions"] = std::move(options);
    return made;
}

Result<> add_limits(ResourceLimits const& limits, EngineInfo const& engine, json::object& host) {
    auto const lacks = [](std::string const& what) {
        return invalid("resources.limits[" + what + "]", "the Docker Engine's kernel does not limit it");
    };
    host["CpuShares"] = std::clamp(limits.cpu_request_millis * 1024 / 1000, cpu_shares_least, cpu_shares_most);
    if (limits.cpu_limit_millis > 0) {
        if (!engine.cpu_quota) return lacks("cpu");
        host["CpuPeriod"] = cpu_period_micros;
        host["CpuQuota"] = std::max(limits.cpu_limit_millis * cpu_period_micros / 1000, cpu_quota_least);
    }
    if (limits.memory_limit_bytes > 0) {
        if (!engine.memory_limit) return lacks("memory");
        host["Memory"] = limits.memory_limit_bytes;
        host["MemorySwap"] = limits.memory_limit_bytes;  // together: no swap
    }
    if (limits.pids_limit > 0) {
        if (!engine.pids_limit) return lacks("pids");
        host["PidsLimit"] = limits.pids_limit;
    }
    for (auto const& [size, bytes] : limits.hugepage_limit_bytes)
        if (bytes > 0) return invalid("resources.limits[hugepages-" + size + "]", "Docker cannot limit huge pages");
    host["OomScoreAdj"] = engine.lowers_oom_score ? limits.oom_score_adj : std::max(limits.oom_score_adj, 0);
    return {};
}

Result<std::string> text_of_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return Error(Errc::invalid, "cannot read " + path);
    return text.str();
}

Result<json::array> security_options(SecurityConfig const& security, EngineInfo const& engine) {
    json::array options;
    if (security.no_new_privileges) options.emplace_back("no-new-privileges");
    if (auto const& profile = security.seccomp) {
        if (!engine.security.contains("seccomp") && profile->kind != SecurityProfile::Kind::unconfined)
            return invalid("securityContext.seccompProfile", "the Docker Engine has no seccomp");
        if (profile->kind == SecurityProfile::Kind::unconfined) options.emplace_back("seccomp=unconfined");
        if (profile->kind == SecurityProfile::Kind::localhost) {
            auto const text = text_of_file(profile->name);
            if (text.has_error())
                return invalid("securityContext.seccompProfile.localhostProfile", text.error().message);
            options.emplace_back("seccomp=" + *text);
        }
    }
    if (auto const& profile = security.app_armor) {
        bool const there = engine.security.contains("apparmor");
        if (!there && profile->kind != SecurityProfile::Kind::unconfined)
            return invalid("securityContext.appArmorProfile", "the Docker Engine's host has no AppArmor");
        if (there && profile->kind == SecurityProfile::Kind::unconfined) options.emplace_back("apparmor=unconfined");
        if (profile->kind == SecurityProfile::Kind::localhost) options.emplace_back("apparmor=" + profile->name);
    }
    if (auto const& se_linux = security.se_linux) {
        if (!engine.security.contains("selinux"))
            return invalid("securityContext.seLinuxOptions", "the Docker Engine's host has no SELinux");
        auto const add = [&](char const* name, std::string const& value) {
            if (!value.empty()) options.emplace_back(std::string("label=") + name + ":" + value);
        };
        add("user", se_linux->user);
        add("role", se_linux->role);
        add("type", se_linux->type);
        add("level", se_linux->level);
    }
    return options;
}

Result<std::string> user_of(SecurityConfig const& security, std::optional<std::string> const& image_user) {
    if (!security.user && !security.group) return std::string();
    auto user = security.user ? std::to_string(*security.user) : std::string();
    if (!security.group) return user;
    if (user.empty()) {
        if (!image_user) return invalid("securityContext.runAsGroup", "runAsUser must be set with it");
        user = image_user->substr(0, image_user->find(':'));
        if (user.empty()) user = "0";
    }
    return user + ":" + std::to_string(*security.group);
}

Result<> add_security(ContainerConfig const& config, EngineInfo const& engine,
                      std::optional<std::string> const& image_user, json::object& body, json::object& host) {
    auto const& security = config.security;
    auto const user = user_of(security, image_user);
    if (user.has_error()) return user.error();
    if (!user->empty()) body["User"] = *user;
    if (!security.supplemental_groups.empty()) {
        json::array groups;
        for (auto const group : security.supplemental_groups) groups.emplace_back(std::to_string(group));
        host["GroupAdd"] = std::move(groups);
    }
    if (!security.capabilities_add.empty()) host["CapAdd"] = array_of(security.capabilities_add);
    if (!security.capabilities_drop.empty()) host["CapDrop"] = array_of(security.capabilities_drop);
    if (security.privileged) host["Privileged"] = true;
    if (security.read_only_root) host["ReadonlyRootfs"] = true;
    if (security.unmasked_proc) {
        host["MaskedPaths"] = json::array();
        host["ReadonlyPaths"] = json::array();
    }
    auto options = security_options(security, engine);
    if (options.has_error()) return options.error();
    if (!options->empty()) host["SecurityOpt"] = *std::move(options);
    return {};
}

Result<> add_devices(ContainerConfig const& config, EngineInfo const& engine, json::object& host) {
    json::array nodes, requests;
    for (auto const& device : config.device_mounts) {
        if (!engine.sees_files)
            return invalid("volumeDevices{" + device.target + "}",
                           "the Docker Engine does not see this machine's files");
        nodes.push_back({{"PathOnHost", device.source},
                         {"PathInContainer", device.target},
                         {"CgroupPermissions", device.read_only ? "r" : "rwm"}});
    }
    for (auto const& [resource, ids] : config.devices) {
        json::array gpus;
        std::set<std::string_view> given;  // an id stands there once for each share
        for (auto const& id : ids) {
            if (!given.insert(id).second) continue;
            // Others are names that only the program knows what to do with: there is nothing to give.
            if (id.starts_with("/dev/"))
                nodes.push_back({{"PathOnHost", id}, {"PathInContainer", id}, {"CgroupPermissions", "rwm"}});
            if (resource == "nvidia.com/gpu" && (id.starts_with("GPU-") || id.starts_with("MIG-")))
                gpus.emplace_back(id);
        }
        if (!gpus.empty())
            requests.push_back({{"Driver", "nvidia"},
                                {"DeviceIDs", std::move(gpus)},
                                {"Capabilities", json::array{json::array{"gpu"}}}});
    }
    if (!nodes.empty()) host["Devices"] = std::move(nodes);
    if (!requests.empty()) host["DeviceRequests"] = std::move(requests);
    return {};
}

}  // namespace

SandboxFacts facts_of(SandboxConfig const& config) {
    return {config.pod_namespace, config.pod_name,        config.host_network, config.host_pid,
            config.host_ipc,      config.share_processes, config.runtime_class};
}

std::string sharing_text(SandboxFacts const& facts) {
    std::string text;
    auto const add = [&](bool is, char const* name) {
        if (is) text += (text.empty() ? "" : ",") + std::string(name);
    };
    add(facts.host_network, "host-network");
    add(facts.host_pid, "host-pid");
    add(facts.host_ipc, "host-ipc");
    add(facts.share_processes, "processes");
    return text;
}

void read_sharing(std::string_view text, SandboxFacts& facts) {
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        auto const name = text.substr(0, comma);
        facts.host_network |= name == "host-network";
        facts.host_pid |= name == "host-pid";
        facts.host_ipc |= name == "host-ipc";
        facts.share_processes |= name == "processes";
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
}

std::string sandbox_name(SandboxId const& id, SandboxFacts const& facts) {
    return "k8s_POD_" + facts.pod_name + "_" + facts.pod_namespace + "_" + id + "_0";
}

std::string container_name(ContainerId const& id, SandboxFacts const& facts) {
    return "k8s_" + id.name + "_" + facts.pod_name + "_" + facts.pod_namespace + "_" + id.sandbox + "_" +
           std::to_string(id.attempt);
}

std::string memory_name(SandboxId const& id, std::string_view memory) {
    return "keelson_" + id + "_" + std::string(memory);
}

Result<json::object> sandbox_body(SandboxConfig const& config, Owner const& owner, EngineInfo const& engine,
                                  std::string const& network) {
    auto const facts = facts_of(config);
    if (!facts.runtime.empty() && !engine.runtimes.contains(facts.runtime))
        return invalid("runtimeClassName", "the Docker Engine has no runtime \"" + facts.runtime + "\"");
    json::object body, host;
    json::object labels;
    for (auto const& [name, value] : config.labels)
        if (!name.starts_with("io.keelson.")) labels[name] = value;
    for (auto const& [name, value] : config.annotations) labels["annotation." + name] = value;
    for (auto const& entry : labels_of(owner, config.id, facts, "sandbox")) labels[entry.key()] = entry.value();
    labels[label::sharing] = sharing_text(facts);
    if (!facts.runtime.empty()) labels[label::runtime] = facts.runtime;
    if (!engine.lowers_oom_score) labels[label::oom_score] = "refused";
    body["Labels"] = std::move(labels);
    body["Image"] = sandbox_image();
    body["Entrypoint"] = json::array{sandbox_program, "pause"};
    if (config.dns) body["Cmd"] = json::array{resolv_conf(*config.dns)};
    if (config.host_network) {
        host["UTSMode"] = "host";
    } else {
        if (!config.hostname.empty()) body["Hostname"] = config.hostname;
        if (!config.domain.empty()) body["Domainname"] = config.domain;
    }
    json::array hosts;
    for (auto const& [ip, names] : config.host_aliases)
        for (auto const& name : names) hosts.emplace_back(name + ":" + ip);
    if (!hosts.empty()) host["ExtraHosts"] = std::move(hosts);
    if (config.dns) {
        if (!config.dns->servers.empty()) host["Dns"] = array_of(config.dns->servers);
        if (!config.dns->searches.empty()) host["DnsSearch"] = array_of(config.dns->searches);
        if (!config.dns->options.empty()) host["DnsOptions"] = array_of(config.dns->options);
    }
    json::object exposed, bindings;
    for (auto const& port : config.ports) {
        if (port.host_port == 0 || config.host_network) continue;
        auto const name = std::to_string(port.container_port) + "/" + std::string(word(port.protocol));
        exposed[name] = json::object();
        if (!bindings.contains(name)) bindings[name] = json::array();
        bindings[name].as_array().push_back({{"HostIp", port.host_ip}, {"HostPort", std::to_string(port.host_port)}});
    }
    if (!bindings.empty()) {
        body["ExposedPorts"] = std::move(exposed);
        host["PortBindings"] = std::move(bindings);
    }
    json::array memories;
    for (auto const& memory : config.memories) {
        std::string options = "mode=1777";
        if (memory.size_bytes != 0) options += ",size=" + std::to_string(memory.size_bytes);
        if (memory.group) options += ",gid=" + std::to_string(*memory.group);
        // Of a group, it has the group's files as a kubelet makes them: for the group too, and kept in it.
        if (memory.group) options.replace(0, 9, "mode=3777");
        memories.push_back(
            {{"Type", "volume"},
             {"Source", memory_name(config.id, memory.name)},
             {"Target", "/memories/" + memory.name},
             {"VolumeOptions",
              {{"NoCopy", true},
               {"Labels", {{label::node, owner.node}, {label::engine, owner.engine}, {label::uid, config.id}}},
               {"DriverConfig",
                {{"Name", "local"}, {"Options", {{"type", "tmpfs"}, {"device", "tmpfs"}, {"o", options}}}}}}}});
    }
    if (!memories.empty()) host["Mounts"] = std::move(memories);
    json::object sysctls;
    for (auto const& [name, value] : config.sysctls) sysctls[name] = value;
    if (!sysctls.empty()) host["Sysctls"] = std::move(sysctls);
    host["NetworkMode"] = config.host_network ? "host" : network;
    host["IpcMode"] = config.host_ipc ? "host" : "shareable";
    if (config.host_pid) host["PidMode"] = "host";
    if (!facts.runtime.empty()) host["Runtime"] = facts.runtime;
    host["CpuShares"] = cpu_shares_least;
    if (engine.lowers_oom_score) host["OomScoreAdj"] = sandbox_oom_score_adj;
    host["CapDrop"] = json::array{"ALL"};
    host["SecurityOpt"] = json::array{"no-new-privileges"};
    host["LogConfig"] = {{"Type", "none"}, {"Config", json::object()}};
    body["HostConfig"] = std::move(host);
    return body;
}

Result<json::object> container_body(ContainerConfig const& config, Owner const& owner, EngineInfo const& engine,
                                    SandboxFacts const& sandbox, std::string const& sandbox_docker_id,
                                    std::optional<std::string> const& image_user) {
    json::object body, host;
    auto labels = labels_of(owner, config.id.sandbox, sandbox, "container");
    labels[label::container] = config.id.name;
    labels[label::attempt] = std::to_string(config.id.attempt);
    labels[label::spec_hash] = config.spec_hash;
    labels[label::log_path] = config.log_path;
    body["Labels"] = std::move(labels);
    body["Image"] = config.image;
    if (!config.command.empty()) body["Entrypoint"] = array_of(config.command);
    if (!config.args.empty()) body["Cmd"] = array_of(config.args);
    json::array env;
    for (auto const& [name, value] : config.env) env.emplace_back(name + "=" + value);
    if (!env.empty()) body["Env"] = std::move(env);
    if (!config.working_dir.empty()) body["WorkingDir"] = config.working_dir;
    if (config.tty) body["Tty"] = true;
    if (config.open_stdin) body["OpenStdin"] = true;
    if (config.open_stdin && config.stdin_once) body["StdinOnce"] = true;
    if (!config.stop_signal.empty()) body["StopSignal"] = config.stop_signal;
    body["Healthcheck"] = {{"Test", json::array{"NONE"}}};  // Kubernetes has probes of its own

    host["NetworkMode"] = "container:" + sandbox_docker_id;
    host["IpcMode"] = joined(sandbox.host_ipc, sandbox_docker_id);
    if (sandbox.host_network) host["UTSMode"] = "host";
    if (sandbox.host_pid || sandbox.share_processes) host["PidMode"] = joined(sandbox.host_pid, sandbox_docker_id);
    if (!sandbox.runtime.empty()) host["Runtime"] = sandbox.runtime;
    json::array mounts;
    for (auto const& mount : config.mounts) {
        auto made = mount_of(mount, config.id.sandbox, engine);
        if (made.has_error()) return made.error();
        mounts.push_back(*std::move(made));
    }
    if (!mounts.empty()) host["Mounts"] = std::move(mounts);
    if (auto const added = add_limits(config.limits, engine, host); added.has_error()) return added.error();
    if (auto const added = add_security(config, engine, image_user, body, host); added.has_error())
        return added.error();
    if (auto const added = add_devices(config, engine, host); added.has_error()) return added.error();
    host["LogConfig"] = {{"Type", "json-file"},
                         {"Config",
                          {{"max-size", std::to_string(std::max<std::uint64_t>(config.log_file_bytes_max, 1))},
                           {"max-file", std::to_string(std::max(config.log_files_max, 1U))}}}};
    body["HostConfig"] = std::move(host);
    return body;
}

Result<json::object> update_body(ResourceLimits const& limits, EngineInfo const& engine, bool has_memory_limit) {
    json::object body;
    if (auto const added = add_limits(limits, engine, body); added.has_error()) return added.error();
    body.erase("OomScoreAdj");  // which stays as it is for the life of a program
    // Zero, or nothing, is "as it was" there.
    if (limits.cpu_limit_millis == 0) body["CpuQuota"] = -1;
    // It does not take a memory limit away; this one is what a kernel says where there is none.
    if (limits.memory_limit_bytes == 0 && has_memory_limit) {
        body["Memory"] = unlimited_memory_bytes;
        body["MemorySwap"] = unlimited_memory_bytes;
    }
    return body;
}

}  // namespace keelson::docker
