#include "drivers/runtime_process/supervisor/checks.hpp"

#include "drivers/runtime_process/supervisor/identity.hpp"
#include "drivers/runtime_process/supervisor/spawn.hpp"

namespace keelson::supervisor {

namespace {

Error refuse(std::string const& field, std::string reason, std::string const& message) {
    Error error(Errc::invalid, field + ": " + message);
    error.causes.push_back({std::move(reason), message, field});
    return error;
}
Error forbid(std::string const& field, std::string const& why) {
    return refuse(field, "FieldValueForbidden", "Forbidden: " + why);
}
Error invalid(std::string const& field, std::string const& value, std::string const& why) {
    return refuse(field, "FieldValueInvalid", "Invalid value: \"" + value + "\": " + why);
}

std::optional<Error> check_mount(std::string const& field, Mount const& mount) {
    auto const& target = mount.target;
    if (target.empty() || target[0] != '/' || target.find_first_not_of("/.") == std::string::npos) {
        return invalid(field + ".mountPath", target, "must be an absolute path below /");
    }
    if ((target + "/").find("/../") != std::string::npos)
        return invalid(field + ".mountPath", target, "must not contain '..'");
    if (mount.kind == Mount::Kind::image) return forbid(field, "a process node has no images");
    if (mount.kind == Mount::Kind::tmpfs && !mount.sub_path.empty()) {
        return forbid(field + ".subPath", "a process node mounts an emptyDir in memory as a whole");
    }
    if (mount.propagation == "Bidirectional") {
        return forbid(field + ".mountPropagation", "Bidirectional is not available on a process node");
    }
    return {};
}

}  // namespace

std::optional<Error> check(SandboxConfig const& config, RuntimeAbilities const& abilities) {
    if (config.id.empty()) return refuse("metadata.uid", "FieldValueRequired", "Required value");
    if (!config.runtime_class.empty() && config.runtime_class != "process") {
        return invalid("spec.runtimeClassName", config.runtime_class, "a process node has the runtime process only");
    }
    for (auto const& port : config.ports) {
        if (port.host_port == 0 || (config.host_network && port.host_port == port.container_port)) continue;
        return forbid(
            "spec.containers[*].ports[*].hostPort",
            "the processes of a process node are on this machine's network already; use a Service, or hostNetwork");
    }
    if (!config.host_aliases.empty() && !abilities.mounts.available) {
        return forbid("spec.hostAliases", abilities.mounts.reason);
    }
    return {};
}

std::optional<Error> check(ContainerConfig const& config, RuntimeAbilities const& abilities) {
    auto const container = "spec.containers[" + config.id.name + "]";
    if (config.command.empty() || config.command.front().empty()) {
        return refuse(container + ".command", "FieldValueRequired",
                      "Required value: a process node runs programs of this machine and has no images");
    }
    if (!config.device_mounts.empty()) {
        return forbid(container + ".volumeDevices", "a process node cannot hand out block devices");
    }
    if (!config.working_dir.empty() && config.working_dir[0] != '/') {
        return invalid(container + ".workingDir", config.working_dir, "must be an absolute path");
    }
    if (!parse_signal(config.stop_signal)) {
        return invalid(container + ".lifecycle.stopSignal", config.stop_signal, "there is no such signal");
    }
    for (std::size_t i = 0; i < config.mounts.size(); ++i) {
        auto const field = container + ".volumeMounts[" + std::to_string(i) + "]";
        if (!abilities.mounts.available) return forbid(field, abilities.mounts.reason);
        if (auto error = check_mount(field, config.mounts[i])) return error;
    }
    auto const security = container + ".securityContext.";
    if (config.security.read_only_root && !abilities.mounts.available) {
        return forbid(security + "readOnlyRootFilesystem", abilities.mounts.reason);
    }
    Identity identity;
    if (auto const problem = resolve(config.security, identity)) return forbid(security + problem->field, problem->why);
    return {};
}

}  // namespace keelson::supervisor
