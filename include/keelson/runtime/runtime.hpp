#ifndef KEELSON_RUNTIME_RUNTIME_HPP
#define KEELSON_RUNTIME_RUNTIME_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// A Pod on its node: the Pod's uid.
using SandboxId = std::string;

/// One start of one container of a Pod. The caller chooses it, so that a verb can be repeated.
struct ContainerId {
    SandboxId sandbox;
    std::string name;
    std::uint32_t attempt = 0;  ///< 0 for the first start, one more for each restart
    friend auto operator<=>(ContainerId const&, ContainerId const&) = default;
};

enum class PortProtocol : std::uint8_t { tcp, udp, sctp };

struct PortMapping {
    std::uint16_t container_port = 0;
    std::uint16_t host_port = 0;  ///< 0: not on the host
    PortProtocol protocol = PortProtocol::tcp;
    std::string host_ip;
};

/// How programs of a Pod resolve names: what its resolv.conf says.
struct DnsConfig {
    std::vector<std::string> servers;
    std::vector<std::string> searches;
    std::vector<std::string> options;  ///< "ndots:5"
};

/// A file system in memory that a Pod's containers share, kept for as long as the sandbox is.
struct SharedMemory {
    std::string name;              ///< what a mount of kind `tmpfs` gives as its source
    std::uint64_t size_bytes = 0;  ///< 0: no limit of its own
    std::optional<std::int64_t> group;
};

/// What the containers of a Pod share: network, IPC, process namespace, limits as a whole.
struct SandboxConfig {
    SandboxId id;
    std::string pod_namespace;
    std::string pod_name;
    std::string hostname;
    std::string domain;  ///< what follows the hostname in its full name; empty: nothing
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> annotations;
    std::vector<PortMapping> ports;
    std::map<std::string, std::vector<std::string>> host_aliases;  ///< IP -> names
    bool host_network = false;
    bool host_pid = false;
    bool host_ipc = false;
    bool share_processes = false;
    std::optional<DnsConfig> dns;  ///< nothing: as the host has it
    std::map<std::string, std::string> sysctls;
    std::vector<SharedMemory> memories;
    std::string log_directory;  ///< on the host; there are the logs of the Pod's containers
    std::string runtime_class;
};

struct Mount {
    enum class Kind : std::uint8_t { bind, tmpfs, image };
    Kind kind = Kind::bind;
    std::string source;       ///< a path on the host; of tmpfs: the name of one of the sandbox's memories; an image
    std::string sub_path;     ///< what of a tmpfs or an image is mounted; empty: all. That of a bind is in its source
    std::string target;       ///< an absolute path in the container
    std::string propagation;  ///< "", "HostToContainer" or "Bidirectional"
    bool read_only = false;
    std::uint64_t size_bytes = 0;  ///< for tmpfs; 0: no limit of its own
};

/// A block device of the host's in a container.
struct DeviceMount {
    std::string source;  ///< on the host
    std::string target;  ///< in the container
    bool read_only = false;
};

struct ResourceLimits {
    std::int64_t cpu_request_millis = 0;  ///< weight under contention
    std::int64_t cpu_limit_millis = 0;    ///< 0: none
    std::int64_t memory_limit_bytes = 0;  ///< 0: none
    std::int64_t pids_limit = 0;          ///< 0: none
    std::int64_t memory_request_bytes = 0;
    std::map<std::string, std::int64_t> hugepage_limit_bytes;  ///< "2Mi" -> bytes
    int oom_score_adj = 0;
};

/// A profile of seccomp or AppArmor.
struct SecurityProfile {
    enum class Kind : std::uint8_t { runtime_default, unconfined, localhost };
    Kind kind = Kind::runtime_default;
    std::string name;  ///< of localhost: the path of a seccomp profile on the host, or the name of an AppArmor profile
};

struct SeLinuxLabel {
    std::string user, role, type, level;
};

struct SecurityConfig {
    std::optional<std::int64_t> user;
    std::optional<std::int64_t> group;
    std::vector<std::int64_t> supplemental_groups;
    std::vector<std::string> capabilities_add;
    std::vector<std::string> capabilities_drop;
    bool privileged = false;
    bool read_only_root = false;
    bool no_new_privileges = false;
    std::optional<SecurityProfile> seccomp;    ///< nothing: as the runtime does
    std::optional<SecurityProfile> app_armor;  ///< nothing: as the runtime does
    std::optional<SeLinuxLabel> se_linux;
    bool unmasked_proc = false;  ///< procMount: Unmasked
};

struct ContainerConfig {
    ContainerId id;
    std::string image;
    std::vector<std::string> command;  ///< replaces the image's entry point when not empty; expanded
    std::vector<std::string> args;     ///< expanded
    std::vector<std::pair<std::string, std::string>> env;  ///< the whole of it, in order
    std::string working_dir;
    std::vector<Mount> mounts;
    std::vector<DeviceMount> device_mounts;
    ResourceLimits limits;
    SecurityConfig security;
    std::map<std::string, std::vector<std::string>> devices;     ///< resource -> ids of those that the scheduler chose
    std::string log_path;                                        ///< on the host, in the Pod's log directory
    std::uint64_t log_file_bytes_max = std::uint64_t{10} << 20;  ///< a fuller file is rotated
    std::uint32_t log_files_max = 5;
    std::string stop_signal = "SIGTERM";
    std::string spec_hash;  ///< given back by list()
    bool tty = false;
    bool open_stdin = false;
    bool stdin_once = false;  ///< with open_stdin: it ends with the input of the first who attached
    /// A running container of the same sandbox whose process namespace it joins, where that is not the Pod's or the
    /// host's. Nothing: as the sandbox says.
    std::optional<ContainerId> process_target;
};

enum class RuntimeState : std::uint8_t { created, running, exited, unknown };

struct RuntimeContainer {
    ContainerId id;
    RuntimeState state = RuntimeState::unknown;
    std::string runtime_id;  ///< as the runtime names it, for example "process://4711"
    std::string image_id;
    std::string spec_hash;
    std::int64_t pid = 0;
    Time created_at, started_at, finished_at;
    int exit_code = 0;  ///< 128 + signal when a signal ended it
    int signal = 0;
    bool out_of_memory = false;
    std::string message;  ///< why it could not start or ended, when the runtime knows more than the code
};

struct RuntimeSandbox {
    SandboxId id;
    std::string pod_namespace;
    std::string pod_name;
    std::string ip;
    bool ready = false;  ///< whether containers can be started in it
    Time created_at;
    std::vector<RuntimeContainer> containers;  ///< ended ones too, until they are removed
};

/// Something a runtime can or cannot do on this machine, and why not.
struct Ability {
    bool available = false;
    std::string reason;
};

struct RuntimeAbilities {
    Ability limits;       ///< CPU and memory limits are enforced
    Ability mounts;       ///< volumes appear at their paths
    Ability own_network;  ///< each Pod has its ports to itself, whatever it binds
    Ability users;        ///< runAsUser and runAsGroup
    Ability confinement;  ///< capabilities, seccomp and AppArmor profiles, read-only roots, SELinux labels, proc masks
    Ability sysctls;
    Ability dns;                 ///< a resolv.conf and a hosts file of the Pod's own
    Ability devices;             ///< devices that the scheduler chose are given, and only those
    Ability process_namespaces;  ///< programs see the processes of their container, of their Pod or of a target alone
};

/// Optional: run a command in a running container.
struct ExecConfig {
    std::vector<std::string> command;
    std::string input;                      ///< given as standard input
    std::size_t output_bytes_max = 16'384;  ///< the rest is dropped
};
struct ExecResult {
    int exit_code = 0;
    std::string output;  ///< standard output and error, in the order that they came
};
class ExecFacet {
public:
    virtual ~ExecFacet() = default;
    /// Fails with `timeout` at the deadline; the command is then killed. With `unavailable` if it has not begun by
    /// then.
    virtual void exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) = 0;
};

/// An image that is there.
struct ImageInfo {
    std::string id;                  ///< as status.containerStatuses[].imageID shows it
    std::vector<std::string> names;  ///< tags and digests
    std::string user;                ///< who its programs run as: "", "1000", "nginx", "1000:100"
    std::uint64_t size_bytes = 0;
    Time last_used;  ///< empty if the runtime does not know
};

/// Who one is for a registry.
struct RegistryLogin {
    std::string server;  ///< "registry.example.com", with or without a path; as a Docker config file has it
    std::string username, password;
    std::string identity_token, registry_token;
};

struct ImagePull {
    std::string image;
    std::vector<RegistryLogin> logins;  ///< those that fit the image's registry, tried in this order
    /// Told now and then, on any thread, what the pull is at: "Downloading 12.5 MB of 80.1 MB". May be empty.
    std::function<void(std::string)> progress;
};

struct DiskUsage {
    std::uint64_t used_bytes = 0, capacity_bytes = 0;  ///< capacity 0: not known
};

/// Optional: images are to be fetched before a container is made.
class ImageFacet {
public:
    virtual ~ImageFacet() = default;
    /// The image, if it is there. Errors: `invalid` when that is no name of an image.
    virtual void find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) = 0;
    /// Fetches it. Errors: `not_found` when the registry has no such image, `unauthorized` or `forbidden` when it
    /// does not give it to these logins.
    virtual void pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) = 0;
    virtual void list(Instant deadline, Completion<std::vector<ImageInfo>> done) = 0;
    /// Errors: `conflict` when a container is made of it. An unknown id is a success.
    virtual void remove(std::string id, Instant deadline, Completion<> done) = 0;
    /// Of the file system that images are kept in.
    virtual void disk_usage(Instant deadline, Completion<DiskUsage> done) = 0;
};

/// Optional: what containers use.
struct UsageSample {
    ContainerId id;
    Time at;
    std::uint64_t cpu_nanos = 0;     ///< since the start
    std::uint64_t memory_bytes = 0;  ///< the working set: without what could be dropped at once
    std::uint64_t disk_bytes = 0;    ///< what it has written to its own layer; 0 if that is not known
};
struct SandboxUsage {
    SandboxId id;
    Time at;
    std::uint64_t received_bytes = 0, sent_bytes = 0;  ///< since the start; 0 on the host's network
    std::vector<UsageSample> containers;
};
class StatsFacet {
public:
    virtual ~StatsFacet() = default;
    /// `only` empty: all of the node's.
    virtual void usage(std::vector<SandboxId> only, Completion<std::vector<SandboxUsage>> done) = 0;
};

/// What an engine gives a runtime to live with.
struct RuntimeContext {
    std::string node;      ///< the node's name
    std::string data_dir;  ///< a directory of the node's own on the host, absolute, already there
    std::shared_ptr<Clock const> clock;
    std::shared_ptr<Entropy> entropy;  ///< to be used on the strand only
    Log log;
    /// Calls back on the engine's strand after a time. May be called on the strand only.
    std::function<void(Duration, std::function<void()>)> after;
    /// Calls back on the engine's strand, soon. May be called on any thread, until the runtime is closed.
    std::function<void(std::function<void()>)> post;
};

class Prober;
class TerminalFacet;  // keelson/runtime/terminals.hpp
class PortFacet;      // keelson/runtime/ports.hpp
class LogFacet;       // keelson/runtime/logs.hpp
class ResizeFacet;    // keelson/runtime/resize.hpp

/// The Pods of one node.
///
/// Every verb is idempotent and has a deadline, after which its outcome is unknown and `list` decides.
/// Threading: verbs are called on the engine's strand and return at once; completions and hints may
/// come from any thread, but not from within the call.
/// Errors: `unavailable` when the runtime cannot be reached, `invalid` when the configuration can never
/// work here (the message says which field and why), `not_found` for an unknown sandbox in `create` and `start`.
class Runtime {
public:
    virtual ~Runtime() = default;

    /// A short word for the kind of runtime: "process", "docker", "simulated".
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// Called once, before any other verb, when the engine starts. Threads are started here and not before.
    virtual Result<> open(RuntimeContext context) = 0;
    /// Ends what open() began; containers run on if the runtime lets them outlive the engine. When it
    /// has returned, no completion or hint comes any more.
    virtual void close() = 0;

    /// What is there, whoever started it. `only` empty: every sandbox of this node; an id that is not
    /// in the answer does not exist.
    virtual void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) = 0;
    /// Answers with the status, the IP included.
    virtual void create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) = 0;
    /// Kills what still runs in it, removes its containers and then itself. An unknown id is a success.
    virtual void remove_sandbox(SandboxId id, Instant deadline, Completion<> done) = 0;
    /// Errors: `conflict` where there is no `process_target` to join, if the runtime has process namespaces.
    virtual void create(ContainerConfig config, Instant deadline, Completion<> done) = 0;
    /// Done when the program runs. A container that ran before is not started again: a success.
    virtual void start(ContainerId id, Instant deadline, Completion<> done) = 0;
    /// Stop signal, then SIGKILL after `grace`. Done when it has ended. An unknown or ended id is a success.
    virtual void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) = 0;
    /// Forgets an ended container; its log stays. An unknown id is a success.
    virtual void remove(ContainerId id, Instant deadline, Completion<> done) = 0;
    /// Sets who is told that something may have changed. A hint: it may come late, twice or for
    /// nothing, and an empty list means "look at all".
    virtual void on_change(std::function<void(std::vector<SandboxId>)> hint) = 0;

    [[nodiscard]] virtual RuntimeAbilities abilities() const = 0;
    /// Of what it is built on: "20.10.24". Empty if there is none, or as long as it is not known.
    [[nodiscard]] virtual std::string version() const { return {}; }

    virtual ExecFacet* exec() noexcept { return nullptr; }
    virtual TerminalFacet* terminals() noexcept { return nullptr; }
    virtual PortFacet* ports() noexcept { return nullptr; }
    virtual ResizeFacet* resizing() noexcept { return nullptr; }
    /// Who asks the containers of this runtime over the network; null: the engine does, by its own sockets.
    virtual std::shared_ptr<Prober> prober() { return nullptr; }
    virtual ImageFacet* images() noexcept { return nullptr; }
    virtual StatsFacet* stats() noexcept { return nullptr; }
    /// Null: the containers' logs are the files at their `log_path`.
    virtual LogFacet* logs() noexcept { return nullptr; }
};

struct ProcessOptions {
    /// Whether Pods run on when the engine ends, whatever ends it. Otherwise they are killed with it.
    bool keep_pods = true;
    /// The supervisor program; empty: "keelson-supervisor" beside this program, then as installed.
    std::string supervisor;
    /// The first address of the node's Pods in 127.0.0.0/8; empty: derived from the node's name and data directory.
    std::string first_ip;
};

/// Pods as plain processes of this machine.
std::shared_ptr<Runtime> process_runtime(ProcessOptions options = {});

}  // namespace keelson

#endif
