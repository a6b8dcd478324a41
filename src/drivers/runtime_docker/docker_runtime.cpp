#include "drivers/runtime_docker/events.hpp"
#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/stats.hpp"
#include "drivers/runtime_docker/streams.hpp"

#include <keelson/runtime/resize.hpp>

#include <future>

namespace keelson {

namespace docker {
namespace {

using namespace std::chrono_literals;

/// How long open() waits for an engine that is there but slow.
constexpr Duration open_patience = 30s;
constexpr Duration close_patience = 3s;

/// The parts of a runtime that is open, in the order that they are made.
struct Parts {
    Parts(Endpoint const& endpoint, DockerOptions const& options, RuntimeContext const& context)
        : owner{context.node, short_hash(context.data_dir)},
          api(endpoint, options.requests_at_once, context.clock, context.log),
          setup(api, owner, context.data_dir, options.subnet, context.log),
          images(api, setup),
          pods(api, setup, images, owner, context.log),
          events(api, setup, pods, owner, context.log),
          stats(api, pods),
          streams(make_streams(api, pods)) {}
    ~Parts() {
        // First the loop, which calls all of them.
        api.close();
        streams->close();
    }
    Parts(Parts const&) = delete;
    Parts& operator=(Parts const&) = delete;

    Owner owner;
    EngineApi api;
    Setup setup;
    Images images;
    Pods pods;
    Events events;
    Stats stats;
    std::unique_ptr<Streams> streams;
};

/// Each verb is carried out on the loop.
class DockerRuntime final : public Runtime,
                            public ExecFacet,
                            public TerminalFacet,
                            public PortFacet,
                            public LogFacet,
                            public ImageFacet,
                            public StatsFacet,
                            public ResizeFacet {
public:
    explicit DockerRuntime(DockerOptions options) : options_(std::move(options)) {}
    ~DockerRuntime() override { close(); }

    [[nodiscard]] std::string_view name() const noexcept override { return "docker"; }
    Result<> open(RuntimeContext context) override;
    void close() override;

    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) override {
        on_loop([only = std::move(only), done = std::move(done)](Parts& parts) { parts.pods.list(only, done); });
    }
    void create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) override {
        on_loop([config = std::move(config), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.create_sandbox(config, deadline, done);
        });
    }
    void remove_sandbox(SandboxId id, Instant deadline, Completion<> done) override {
        on_loop([id = std::move(id), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.remove_sandbox(id, deadline, done);
        });
    }
    void create(ContainerConfig config, Instant deadline, Completion<> done) override {
        on_loop([config = std::move(config), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.create(config, deadline, done);
        });
    }
    void start(ContainerId id, Instant deadline, Completion<> done) override {
        on_loop([id = std::move(id), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.start(id, deadline, done);
        });
    }
    void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) override {
        on_loop([id = std::move(id), grace, deadline, done = std::move(done)](Parts& parts) {
            parts.pods.stop(id, grace, deadline, done);
        });
    }
    void remove(ContainerId id, Instant deadline, Completion<> done) override {
        on_loop([id = std::move(id), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.remove(id, deadline, done);
        });
    }
    void on_change(std::function<void(std::vector<SandboxId>)> hint) override {
        hint_ = hint;
        on_loop([hint = std::move(hint)](Parts& parts) { parts.events.on_change(hint); });
    }
    [[nodiscard]] RuntimeAbilities abilities() const override;

    // There before it is open, for what it can do is asked before.
    ExecFacet* exec() noexcept override { return this; }
    TerminalFacet* terminals() noexcept override { return this; }
    PortFacet* ports() noexcept override { return this; }
    LogFacet* logs() noexcept override { return this; }
    ImageFacet* images() noexcept override { return this; }
    StatsFacet* stats() noexcept override { return this; }
    ResizeFacet* resizing() noexcept override { return this; }

    void exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) override {
        if (parts_) parts_->streams->exec(std::move(id), std::move(config), deadline, std::move(done));
    }
    void start(ContainerId id, TerminalExec config, Instant deadline, ProgramEvents events,
               Completion<std::shared_ptr<ProgramStreams>> done) override {
        if (!parts_) return;
        parts_->streams->start(std::move(id), std::move(config), deadline, std::move(events), std::move(done));
    }
    void attach(ContainerId id, bool input, Instant deadline, ProgramEvents events,
                Completion<std::shared_ptr<ProgramStreams>> done) override {
        if (parts_) parts_->streams->attach(std::move(id), input, deadline, std::move(events), std::move(done));
    }
    void connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                 Completion<std::shared_ptr<ByteStream>> done) override {
        if (parts_) parts_->streams->connect(std::move(id), port, deadline, std::move(events), std::move(done));
    }
    void read(ContainerId id, LogSelection wanted, Instant deadline, ByteEvents events,
              Completion<std::shared_ptr<ByteStream>> done) override {
        if (!parts_) return;
        parts_->streams->read(std::move(id), std::move(wanted), deadline, std::move(events), std::move(done));
    }
    void find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) override {
        if (parts_) parts_->images.find(std::move(image), deadline, std::move(done));
    }
    void pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) override {
        if (parts_) parts_->images.pull(std::move(pull), deadline, std::move(done));
    }
    void list(Instant deadline, Completion<std::vector<ImageInfo>> done) override {
        if (parts_) parts_->images.list(deadline, std::move(done));
    }
    void remove(std::string image, Instant deadline, Completion<> done) override {
        if (parts_) parts_->images.remove(std::move(image), deadline, std::move(done));
    }
    void disk_usage(Instant deadline, Completion<DiskUsage> done) override {
        if (parts_) parts_->images.disk_usage(deadline, std::move(done));
    }
    void resize(ContainerId id, ResourceLimits limits, Instant deadline, Completion<> done) override {
        on_loop([id = std::move(id), limits = std::move(limits), deadline, done = std::move(done)](Parts& parts) {
            parts.pods.resize(id, limits, deadline, done);
        });
    }
    void usage(std::vector<SandboxId> only, Completion<std::vector<SandboxUsage>> done) override {
        if (parts_) parts_->stats.usage(std::move(only), std::move(done));
    }

private:
    void on_loop(std::function<void(Parts&)> what) {
        if (!parts_) return;  // closed: no completion comes any more
        parts_->api.post([parts = parts_.get(), what = std::move(what)] { what(*parts); });
    }

    DockerOptions options_;
    std::function<void(std::vector<SandboxId>)> hint_;
    std::unique_ptr<Parts> parts_;
};

Result<> DockerRuntime::open(RuntimeContext context) {
    auto const endpoint = endpoint_of(options_);
    if (endpoint.has_error()) return endpoint.error();
    auto parts = std::make_unique<Parts>(*endpoint, options_, context);
    parts->events.on_change(hint_);
    if (auto const opened = parts->api.open(); opened.has_error()) return opened.error();
    auto const ready = std::make_shared<std::promise<Result<>>>();
    auto came = ready->get_future();
    parts->api.post([&setup = parts->setup, ready] {
        setup.ensure([ready](Result<> const& outcome) { ready->set_value(outcome); });
    });
    if (came.wait_for(open_patience) == std::future_status::ready) {
        if (auto const outcome = came.get(); outcome.has_error()) {
            auto const code = outcome.error().code;
            // Whatever else it is may be over soon: the node says so as long as it lasts.
            if (code == Errc::unsupported || code == Errc::invalid) return outcome.error();
            context.log.warning(outcome.error().message);
        }
    }
    parts->api.post([&events = parts->events] { events.start(); });
    parts_ = std::move(parts);
    return {};
}

void DockerRuntime::close() {
    if (!parts_) return;
    auto const retired = std::make_shared<std::promise<void>>();
    auto came = retired->get_future();
    parts_->api.post([&setup = parts_->setup, retired] { setup.retire([retired] { retired->set_value(); }); });
    came.wait_for(close_patience);
    parts_.reset();
}

RuntimeAbilities DockerRuntime::abilities() const {
    Ability const can{true, {}};
    RuntimeAbilities abilities{can, can, can, can, can, can, can, can};
    if (!parts_) return abilities;
    auto const info = parts_->setup.info();
    auto const lacks = [](std::string reason) { return Ability{false, std::move(reason)}; };
    if (!info.memory_limit || !info.cpu_quota)
        abilities.limits = lacks("the Docker Engine's kernel does not limit memory or processor time");
    if (!info.sees_files)
        abilities.mounts =
            lacks("the Docker Engine at " + parts_->api.endpoint().text() + " does not see this machine's files");
    return abilities;
}

}  // namespace
}  // namespace docker

std::shared_ptr<Runtime> docker_runtime(DockerOptions options) {
    return std::make_shared<docker::DockerRuntime>(std::move(options));
}

}  // namespace keelson
