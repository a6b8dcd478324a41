#ifndef KEELSON_TESTS_INTEGRATION_DOCKER_NODE_HPP
#define KEELSON_TESTS_INTEGRATION_DOCKER_NODE_HPP

#include "integration/process_node.hpp"
#include "support/docker_engine.hpp"

#include <keelson/runtime/docker.hpp>

namespace docker_tests {

using namespace keelson;
using namespace std::chrono_literals;
using process_tests::eventually;
using process_tests::TemporaryFolder;

/// A Docker runtime with verbs that wait. The Pods that it made are removed at its end.
class DockerNode {
public:
    explicit DockerNode(std::string host, std::string name = "docker") : name_(std::move(name)) {
        options_.host = std::move(host);
    }
    explicit DockerNode(DockerOptions options) : options_(std::move(options)) {}
    ~DockerNode() {
        if (!runtime_ && open().has_error()) return;
        auto const left = list();
        if (left)
            for (auto const& sandbox : *left) CHECK(remove_sandbox(sandbox.id).has_value());
        close();
    }
    DockerNode(DockerNode const&) = delete;
    DockerNode& operator=(DockerNode const&) = delete;

    Result<> open() {
        runtime_ = docker_runtime(options_);
        RuntimeContext context;
        context.node = name_;
        context.data_dir = folder_.path();
        context.clock = system_clock();
        auto const opened = runtime_->open(std::move(context));
        if (!opened) runtime_.reset();
        if (opened) {
            runtime_->on_change([this](std::vector<SandboxId> const& ids) {
                std::lock_guard const lock(mutex_);
                all_ = all_ || ids.empty();
                hints_.insert(hints_.end(), ids.begin(), ids.end());
            });
        }
        return opened;
    }
    void close() {
        if (runtime_) runtime_->close();
        runtime_.reset();
    }
    [[nodiscard]] Runtime& runtime() const { return *runtime_; }

    /// Whether a hint at this Pod, or at all, came since the last question.
    bool hinted(SandboxId const& id) {
        std::lock_guard const lock(mutex_);
        bool const told = all_ || std::find(hints_.begin(), hints_.end(), id) != hints_.end();
        all_ = false;
        hints_.clear();
        return told;
    }

    Result<std::vector<RuntimeSandbox>> list(std::vector<SandboxId> only = {}) {
        return wait<std::vector<RuntimeSandbox>>([&](auto done) { runtime_->list(std::move(only), done); });
    }
    Result<RuntimeSandbox> create_sandbox(SandboxConfig config) {
        return wait<RuntimeSandbox>([&](auto done) { runtime_->create_sandbox(std::move(config), soon(), done); });
    }
    Result<> remove_sandbox(SandboxId const& id) {
        return wait<void>([&](auto done) { runtime_->remove_sandbox(id, soon(), done); });
    }
    Result<> create(ContainerConfig config) {
        return wait<void>([&](auto done) { runtime_->create(std::move(config), soon(), done); });
    }
    Result<> start(ContainerId const& id) {
        return wait<void>([&](auto done) { runtime_->start(id, soon(), done); });
    }
    Result<> stop(ContainerId const& id, Duration grace) {
        return wait<void>([&](auto done) { runtime_->stop(id, grace, soon(), done); });
    }
    Result<ExecResult> exec(ContainerId const& id, std::string const& script) {
        return wait<ExecResult>([&](auto done) {
            runtime_->exec()->exec(id, {.command = {"sh", "-c", script}, .input = {}}, soon(), done);
        });
    }
    template <class T, class Begin>
    Result<T> wait(Begin begin) {
        auto const promise = std::make_shared<std::promise<Result<T>>>();
        auto future = promise->get_future();
        begin(Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
        if (future.wait_for(90s) != std::future_status::ready) return Error(Errc::timeout, "no completion");
        return future.get();
    }

    /// A name that no earlier run on a shared engine has left anything under.
    static SandboxId uid(std::string const& name) {
        static auto const run = std::chrono::system_clock::now().time_since_epoch().count();
        return name + "-" + std::to_string(run % 1'000'000'000);
    }
    static SandboxConfig sandbox(std::string const& name) {
        SandboxConfig config;
        config.id = uid(name);
        config.pod_namespace = "tests";
        config.pod_name = name;
        config.hostname = name;
        return config;
    }
    static ContainerConfig container(std::string const& name, std::string const& script = "sleep 1000") {
        ContainerConfig config;
        config.id = {uid(name), "main", 0};
        config.image = "busybox:latest";
        config.command = {"sh", "-c", script};
        config.spec_hash = "hash";
        return config;
    }
    /// A Pod with one container that has been started.
    Result<> run(ContainerConfig const& config) {
        return run(config, sandbox(config.id.sandbox.substr(0, config.id.sandbox.rfind('-'))));
    }
    Result<> run(ContainerConfig const& config, SandboxConfig const& sandbox_config) {
        if (auto made = create_sandbox(sandbox_config); !made) return made.error();
        if (auto made = create(config); !made) return made;
        return start(config.id);
    }
    RuntimeContainer status(ContainerId const& id) {
        auto const all = list({id.sandbox});
        if (all)
            for (auto const& sandbox : *all)
                for (auto const& one : sandbox.containers)
                    if (one.id == id) return one;
        return {};
    }
    bool ends(ContainerId const& id) {
        return eventually([&] { return status(id).state == RuntimeState::exited; });
    }

private:
    static Instant soon() { return system_clock()->now() + 60s; }

    DockerOptions options_;
    std::string name_ = "docker";
    TemporaryFolder folder_;
    std::shared_ptr<Runtime> runtime_;
    std::mutex mutex_;
    std::vector<SandboxId> hints_;
    bool all_ = false;
};

/// The engine's id of a container.
inline std::string docker_id(RuntimeContainer const& container) { return container.runtime_id.substr(9); }

}  // namespace docker_tests

#endif
