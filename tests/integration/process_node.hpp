#ifndef KEELSON_TESTS_INTEGRATION_PROCESS_NODE_HPP
#define KEELSON_TESTS_INTEGRATION_PROCESS_NODE_HPP

#include "scratch_folder.hpp"

#include <keelson/runtime/runtime.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <signal.h>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace process_tests {

using namespace keelson;
using namespace std::chrono_literals;

/// Waits for something in the outside world, for as long as a slow machine may need.
inline bool eventually(std::function<bool()> const& holds, Duration patience = 20s) {
    auto const give_up = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

inline std::string read_file(std::string const& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

inline void write_file(std::string const& path, std::string const& text) { std::ofstream(path) << text; }

inline bool alive(std::int64_t pid) {
    auto const stat = read_file("/proc/" + std::to_string(pid) + "/stat");
    return !stat.empty() && stat[stat.rfind(')') + 2] != 'Z';
}

/// Its path is put together with others as text.
struct TemporaryFolder : tests::ScratchFolder {
    [[nodiscard]] std::string path() const { return ScratchFolder::path().string(); }
};

/// A process runtime over a folder, with verbs that wait. What is left in it at the end is removed.
class ProcessNode {
public:
    explicit ProcessNode(std::string folder, ProcessOptions options = {})
        : folder_(std::move(folder)), options_(std::move(options)) {
        if (options_.supervisor.empty()) options_.supervisor = KEELSON_BINARY_DIR "/keelson-supervisor";
    }
    ~ProcessNode() {
        if (!runtime_ && open().has_error()) return;
        for (auto const& sandbox : list()) CHECK(remove_sandbox(sandbox.id).has_value());
        close();
        eventually([&] { return ::access((folder_ + "/process/socket").c_str(), F_OK) != 0; });
    }
    ProcessNode(ProcessNode const&) = delete;
    ProcessNode& operator=(ProcessNode const&) = delete;

    Result<> open() {
        auto runtime = process_runtime(options_);
        RuntimeContext context;
        context.node = "test";
        context.data_dir = folder_;
        context.clock = system_clock();
        if (auto opened = runtime->open(context); opened.has_error()) return opened;
        runtime_ = runtime;
        runtime_->on_change([this](std::vector<SandboxId> const& ids) { ids.empty() ? ++empty_hints : ++hints; });
        return {};
    }
    void close() {
        if (runtime_) runtime_->close();
        runtime_.reset();
    }
    Runtime& runtime() { return *runtime_; }

    template <class T, class Start>
    Result<T> wait_for(Start start) {
        auto const promise = std::make_shared<std::promise<Result<T>>>();
        start(Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
        auto future = promise->get_future();
        if (future.wait_for(60s) != std::future_status::ready) return Error(Errc::internal, "no completion");
        return future.get();
    }
    static Instant deadline(Duration in = 30s) { return std::chrono::steady_clock::now() + in; }

    std::vector<RuntimeSandbox> list(std::vector<SandboxId> const& only = {}) {
        auto all = wait_for<std::vector<RuntimeSandbox>>([&](auto done) { runtime_->list(only, done); });
        return all.has_value() ? *all : std::vector<RuntimeSandbox>{};
    }
    Result<RuntimeSandbox> create_sandbox(SandboxConfig const& config) {
        return wait_for<RuntimeSandbox>([&](auto done) { runtime_->create_sandbox(config, deadline(), done); });
    }
    Result<> remove_sandbox(SandboxId const& id) {
        return wait_for<void>([&](auto done) { runtime_->remove_sandbox(id, deadline(), done); });
    }
    Result<> create(ContainerConfig const& config) {
        return wait_for<void>([&](auto done) { runtime_->create(config, deadline(), done); });
    }
    Result<> start(ContainerId const& id) {
        return wait_for<void>([&](auto done) { runtime_->start(id, deadline(), done); });
    }
    Result<> stop(ContainerId const& id, Duration grace = 10s) {
        return wait_for<void>([&](auto done) { runtime_->stop(id, grace, deadline(), done); });
    }
    Result<ExecResult> exec(ContainerId const& id, ExecConfig const& config, Duration timeout = 20s) {
        return wait_for<ExecResult>([&](auto done) { runtime_->exec()->exec(id, config, deadline(timeout), done); });
    }

    SandboxConfig sandbox(std::string const& name) {
        SandboxConfig config;
        config.id = name + "-uid";
        config.pod_namespace = "default";
        config.pod_name = name;
        return config;
    }
    /// A container whose sandbox is there.
    ContainerConfig container(std::string const& name, std::vector<std::string> command) {
        REQUIRE(create_sandbox(sandbox(name)).has_value());
        ContainerConfig config;
        config.id = {name + "-uid", "main", 0};
        config.command = std::move(command);
        config.log_path = log(name);
        return config;
    }
    [[nodiscard]] std::string log(std::string const& name) const { return folder_ + "/logs/" + name + "/0.log"; }

    Result<> run(ContainerConfig const& config) {
        if (auto created = create(config); created.has_error()) return created;
        return start(config.id);
    }
    RuntimeContainer status(ContainerId const& id) {
        for (auto const& sandbox : list({id.sandbox})) {
            for (auto const& container : sandbox.containers) {
                if (container.id == id) return container;
            }
        }
        return {};
    }
    RuntimeContainer ended(ContainerId const& id) {
        REQUIRE(eventually([&] { return status(id).state == RuntimeState::exited; }));
        return status(id);
    }
    /// What a container printed, once it has ended, without times and streams.
    std::string output(std::string const& name, ContainerConfig const& config) {
        INFO(name);
        auto const started = run(config);
        INFO(started);
        REQUIRE(started.has_value());
        ended(config.id);
        return printed(log(name));
    }
    static std::string printed(std::string const& path) {
        std::istringstream lines(read_file(path));
        std::string text;
        for (std::string line; std::getline(lines, line);)
            text += line.substr(std::min<std::size_t>(line.size(), 40)) + "\n";
        return text;
    }
    [[nodiscard]] pid_t supervisor() const {
        auto const text = read_file(folder_ + "/process/lock");
        return text.empty() ? 0 : std::stoi(text);
    }
    [[nodiscard]] std::string const& folder() const { return folder_; }

    std::atomic<int> hints = 0, empty_hints = 0;

private:
    std::string folder_;
    ProcessOptions options_;
    std::shared_ptr<Runtime> runtime_;
};

}  // namespace process_tests

#endif
