#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_SPEC_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_SPEC_HPP

#include <keelson/runtime/runtime.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <set>
#include <string>

namespace keelson::docker {

namespace json = boost::json;

// Who a container is, on its labels: everything is rebuilt from them.
namespace label {
inline constexpr char node[] = "io.keelson.node";
inline constexpr char engine[] = "io.keelson.engine";  // tells nodes of one name apart: of the data directory
inline constexpr char kind[] = "io.keelson.kind";      // "sandbox", "container"
inline constexpr char uid[] = "io.keelson.pod.uid";
inline constexpr char pod_namespace[] = "io.keelson.pod.namespace";
inline constexpr char pod_name[] = "io.keelson.pod.name";
inline constexpr char container[] = "io.keelson.container";
inline constexpr char attempt[] = "io.keelson.attempt";
inline constexpr char spec_hash[] = "io.keelson.spec-hash";
inline constexpr char log_path[] = "io.keelson.log-path";
inline constexpr char sharing[] = "io.keelson.sharing";  // of a sandbox: "host-network,host-pid,..."
inline constexpr char runtime[] = "io.keelson.runtime";
inline constexpr char oom_score[] = "io.keelson.oom-score";  // "refused": the engine may not lower it
}  // namespace label

/// Whose containers are ours.
struct Owner {
    std::string node;
    std::string engine;
};

/// What an Engine can do, as it says.
struct EngineInfo {
    int version = 0;      ///< the API's minor number
    std::string release;  ///< the Engine's own
    std::set<std::string> runtimes;
    std::set<std::string> security;  ///< "apparmor", "seccomp", "selinux", "rootless", ...
    bool memory_limit = true, cpu_quota = true, pids_limit = true;
    bool sees_files = true;        ///< whether the node's directory is the same directory for it
    bool lowers_oom_score = true;  ///< whether it may give a negative oom_score_adj
    std::string root_dir;
    std::string architecture;
    std::string name;
};

/// What the containers of a sandbox must know of it.
struct SandboxFacts {
    std::string pod_namespace, pod_name;
    bool host_network = false, host_pid = false, host_ipc = false, share_processes = false;
    std::string runtime;
    bool oom_score_refused = false;
};
SandboxFacts facts_of(SandboxConfig const& config);
std::string sharing_text(SandboxFacts const& facts);
void read_sharing(std::string_view text, SandboxFacts& facts);

/// "k8s_POD_web_default_UID_0" and "k8s_main_web_default_UID_3": the same for the same, so that creating it twice is
/// noticed by the Engine.
std::string sandbox_name(SandboxId const& id, SandboxFacts const& facts);
std::string container_name(ContainerId const& id, SandboxFacts const& facts);
/// The volume that is a Pod's memory.
std::string memory_name(SandboxId const& id, std::string_view memory);

/// The bodies of the requests that create them. Errors: `invalid` for what this Engine cannot do, with the field's
/// name.
Result<json::object> sandbox_body(SandboxConfig const& config, Owner const& owner, EngineInfo const& engine,
                                  std::string const& network);
/// `image_user`: who the image's programs run as, if that is known.
Result<json::object> container_body(ContainerConfig const& config, Owner const& owner, EngineInfo const& engine,
                                    SandboxFacts const& sandbox, std::string const& sandbox_docker_id,
                                    std::optional<std::string> const& image_user);
/// Makes it see the processes of another container, unless the whole Pod shares them or has the host's.
void join_processes(json::object& container_body, SandboxFacts const& sandbox, std::string const& target_docker_id);

/// The body of the request that changes the limits of a running container. `has_memory_limit`: whether it has one now.
Result<json::object> update_body(ResourceLimits const& limits, EngineInfo const& engine, bool has_memory_limit);

}  // namespace keelson::docker

#endif
