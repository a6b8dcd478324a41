#ifndef KEELSON_NODE_CONTAINER_CONFIG_HPP
#define KEELSON_NODE_CONTAINER_CONFIG_HPP

#include "node/environment.hpp"
#include "node/pod_network.hpp"
#include "node/volume_store.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>
#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keelson {

/// What a Pod's containers are configured from, besides the Pod.
struct ConfigSources {
    PodFacts facts;
    std::map<std::string, std::string> const* base_environment = nullptr;
    std::vector<VolumeContent> const* volumes = nullptr;
    std::vector<std::string> const* volume_places = nullptr;
    std::string log_directory;           ///< of the Pod
    ImageInfo const* image = nullptr;    ///< that of the container, where there are images
    std::string seccomp_directory = {};  ///< where profiles of type Localhost lie
};

/// What a Pod's sandbox is configured from, besides the Pod.
struct SandboxSources {
    std::vector<VolumeContent> const* volumes = nullptr;
    std::string log_directory;
    ClusterDns const* cluster_dns = nullptr;
    std::string host_resolv_conf;  ///< its text
};

/// DATA_DIR/logs/NAMESPACE_NAME_UID, as a kubelet names it.
std::string pod_log_directory(std::string const& data_dir, std::string const& namespace_, std::string const& name,
                              std::string const& uid);

/// DIRECTORY/CONTAINER/ATTEMPT.log
std::string container_log_path(std::string const& pod_log_directory, ContainerId const& id);

/// What of the end of a log is a termination message: the text of at most 80 lines and 2048 bytes, without the time
/// and stream that stand in front of each line.
std::string message_from_log(std::string_view tail);

/// Errors: what a FailedCreatePodSandBox event says; `forbidden` for a Pod that is never to run.
Result<SandboxConfig> sandbox_config(View const& view, Pod const& pod, SandboxSources const& sources);

/// Errors: what a CreateContainerConfigError says.
Result<ContainerConfig> container_config(View const& view, Pod const& pod, Container const& container,
                                         std::uint32_t attempt, ConfigSources const& sources);

/// What a container asks for and may use, as a runtime is told.
ResourceLimits container_limits(Pod const& pod, Container const& container, PodFacts const& facts);

/// The port of an action, by number or by the name of one of the container's ports.
Result<std::uint16_t> action_port(Container const& container, IntOrString const& port);

}  // namespace keelson

#endif
