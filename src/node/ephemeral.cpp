#include "node/ephemeral.hpp"

namespace keelson {

Container as_container(EphemeralContainer const& one) {
    Container made;
    made.name = one.name;
    made.image = one.image;
    made.imagePullPolicy = one.imagePullPolicy;
    made.command = one.command;
    made.args = one.args;
    made.env = one.env;
    made.envFrom = one.envFrom;
    made.securityContext = one.securityContext;
    made.stdin = one.stdin;
    made.stdinOnce = one.stdinOnce;
    made.tty = one.tty;
    made.terminationMessagePath = one.terminationMessagePath;
    made.terminationMessagePolicy = one.terminationMessagePolicy;
    made.volumeDevices = one.volumeDevices;
    made.volumeMounts = one.volumeMounts;
    made.workingDir = one.workingDir;
    return made;
}

std::optional<Container> find_ephemeral(Pod const& pod, std::string const& name) {
    for (auto const& one : pod.spec.ephemeralContainers) {
        if (one.name == name) return as_container(one);
    }
    return std::nullopt;
}

std::string process_target_name(Pod const& pod, std::string const& name) {
    if (pod.spec.shareProcessNamespace.value_or(false) || pod.spec.hostPID.value_or(false)) return {};
    for (auto const& one : pod.spec.ephemeralContainers) {
        if (one.name == name) return one.targetContainerName;
    }
    return {};
}

}  // namespace keelson
