#ifndef KEELSON_ENGINE_HPP
#define KEELSON_ENGINE_HPP

#include <keelson/admission.hpp>
#include <keelson/client.hpp>
#include <keelson/control/controller.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/time.hpp>
#include <keelson/http.hpp>
#include <keelson/runtime/devices.hpp>
#include <keelson/runtime/runtime.hpp>
#include <keelson/scheduling/profile.hpp>
#include <keelson/store/store.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// A machine that Pods run on.
struct NodeOptions {
    std::string name;
    std::shared_ptr<Runtime> runtime;
    std::map<std::string, std::string> labels = {};
    /// "cpu", "memory", "pods", "nvidia.com/gpu", ...; what is missing is measured on this machine.
    std::map<std::string, Quantity> capacity = {};
    /// The devices that its Pods are given. Null: the GPUs that NVIDIA's driver knows; simulated nodes have none.
    std::shared_ptr<DeviceSource> devices = {};
    /// The environment that containers begin with. Without images, PATH and HOME of the host if it has none.
    std::map<std::string, std::string> environment = {};
    /// A Docker config file with the logins of registries; read whenever an image is pulled. Empty: none.
    std::string docker_config = {};
    /// Name servers of the cluster, for Pods that ask for them (dnsPolicy ClusterFirst); none: the host's serve those
    /// too.
    std::vector<std::string> dns_servers = {};
    std::string cluster_domain = "cluster.local";
};

/// Runs a job that may wait for the disk, then `done` on any thread. Jobs run one after the other.
using JobExecutor = std::function<void(std::function<void()> job, std::function<void()> done)>;

struct EngineOptions {
    std::shared_ptr<Store> store;  ///< null: in memory
    std::vector<NodeOptions> nodes;
    std::vector<Controller> controllers;   ///< of the host, beside the built-in ones; they bring their kinds
    std::vector<Kind> kinds;               ///< kinds of the host that no controller brings
    std::vector<Profile> profiles;         ///< how Pods are placed; empty: as kube-scheduler does by default
    std::vector<AdmissionHook> admission;  ///< the host's own rules for what is written, in this order
    /// Where nodes keep logs, volumes and sockets. Empty: a directory of its own under the system's temporary one.
    std::string data_dir;
    /// Whether Pods are left running by stop(). Otherwise they are stopped within their grace.
    bool keep_pods = false;
    /// Whether Services get addresses on loopback that are served.
    bool serve_services = true;
    std::shared_ptr<EngineEndpoint> endpoint;  ///< null: the engine is reached from within this process alone
    LogSink log;
    LogLevel log_level = LogLevel::info;

    // For tests and replays: where time, chance and waiting come from.
    std::shared_ptr<Clock const> clock;  ///< null: the system's
    std::shared_ptr<Entropy> entropy;    ///< null: the system's
    JobExecutor store_executor;          ///< null: a thread of the engine's own
    WebhookCaller webhooks;              ///< null: over HTTPS
};

/// A Kubernetes in this process.
///
/// Nothing runs before start(): no thread, no file but the store's. Two engines share nothing.
/// Threading: all functions may be called from any thread but those of the engine itself, where stop()
/// fails with `unsupported` instead of waiting for itself.
/// Lifetime: the destructor stops it as stop(0) does. Clients may outlive it; their calls then fail with `unavailable`.
class Engine {
public:
    /// Opens the store and checks the options.
    static Result<Engine> open(EngineOptions options);

    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;
    ~Engine();

    /// Starts the engine on a thread of its own. Answers when it accepts requests.
    Result<> start();

    /// The other way to run it, for a host with a loop of its own or with a time of its own: runs what is
    /// ready now and says when the next timer is due. The first call starts the engine. `on_wake` is called, on
    /// any thread, when poll() should be called again before that.
    std::optional<Instant> poll(std::size_t most = 100'000);
    void on_wake(std::function<void()> wake);

    [[nodiscard]] Client client() const;
    /// Where the endpoint listens, once the engine has started: "127.0.0.1:6443".
    [[nodiscard]] std::vector<std::string> addresses() const;

    /// Figures of this engine and its process in Prometheus' text format, as /metrics shows them. A host that turns
    /// the engine itself with poll() calls it on the thread that does. Empty when the engine is being stopped.
    [[nodiscard]] std::string metrics() const;

    /// Stops: Pods first (or not, as EngineOptions::keep_pods says), waiting for them at most this long, then
    /// everything else. What is acknowledged is on disk. Fails with `timeout`, naming the Pods that still run.
    Result<> stop(Duration at_most);

    struct Impl;

private:
    friend struct EngineActivity;
    explicit Engine(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson

#endif
