#include "drivers/runtime_simulated/simulated_node.hpp"

namespace keelson {
namespace {

class SimulatedProber final : public Prober {
public:
    explicit SimulatedProber(std::shared_ptr<Simulated> runtime) : runtime_(std::move(runtime)) {}
    void http(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) override {
        runtime_->probe(probe.host, "Get \"" + probe.path + "\"", timeout, std::move(done));
    }
    void grpc(std::string host, std::uint16_t port, std::string, Duration timeout,
              Completion<ProbeResult> done) override {
        runtime_->probe(host, "dial tcp " + host + ":" + std::to_string(port), timeout, std::move(done));
    }
    void tcp(std::string host, std::uint16_t port, Duration timeout, Completion<ProbeResult> done) override {
        runtime_->probe(host, "dial tcp " + host + ":" + std::to_string(port), timeout, std::move(done));
    }

private:
    std::shared_ptr<Simulated> runtime_;
};

}  // namespace

std::optional<Error> Simulated::look(ContainerId const& id) {
    if (now() < unreachable_until_) return Error(Errc::unavailable, "the simulated machine is down");
    auto const* const container = find(id);
    if (container == nullptr) return Error(Errc::not_found, "container " + id.name + " not found");
    if (container->status.state == RuntimeState::running) return {};
    return Error(Errc::conflict, "container " + id.name + " is not running");
}

std::optional<Error> Simulated::look(SandboxId const& pod, std::uint16_t port) {
    if (now() < unreachable_until_) return Error(Errc::unavailable, "the simulated machine is down");
    auto const found = pods_.find(pod);
    if (found == pods_.end()) return Error(Errc::not_found, "sandbox " + pod + " not found");
    for (auto const& [key, container] : found->second.containers) {
        if (container.status.state == RuntimeState::running) return {};
    }
    return Error(Errc::unavailable,
                 "dial tcp4 " + found->second.status.ip + ":" + std::to_string(port) + ": connect: connection refused");
}

void Simulated::exec(ContainerId id, ExecConfig config, Instant deadline, Completion<ExecResult> done) {
    auto apply = [this, id, most = config.output_bytes_max]() -> Result<ExecResult> {
        auto* const container = find(id);
        if (container == nullptr || container->status.state != RuntimeState::running) {
            return Error(Errc::not_found, "container " + id.name + " is not running");
        }
        if (ready(*container)) return ExecResult{.exit_code = 0, .output = {}};
        return ExecResult{.exit_code = 1, .output = std::string("not ready").substr(0, most)};
    };
    verb<ExecResult>(id.sandbox, {}, deadline, std::move(apply), std::move(done));
}

ImageInfo Simulated::image_info(std::string const& image) const {
    ImageInfo info;
    info.id = image;
    info.names = {image};
    info.last_used = context_->clock->wall();
    return info;
}

void Simulated::resize(ContainerId id, ResourceLimits, Instant deadline, Completion<> done) {
    // Nothing is used here that could be limited.
    auto apply = [this, id]() -> Result<> {
        auto const* const container = find(id);
        if (container != nullptr && container->status.state == RuntimeState::running) return {};
        return Error(Errc::not_found, "container " + id.name + " does not run");
    };
    verb<void>(id.sandbox, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) {
    auto apply = [this, image = std::move(image)]() -> Result<std::optional<ImageInfo>> {
        if (rules_.must_be_pulled(image)) return std::optional<ImageInfo>();
        return std::optional<ImageInfo>(image_info(image));
    };
    verb<std::optional<ImageInfo>>({}, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) {
    auto apply = [this, image = std::move(pull.image)]() -> Result<ImageInfo> {
        if (!rules_.can_be_pulled(image, *context_->entropy))
            return Error(Errc::not_found, "image \"" + image + "\" not found");
        return image_info(image);
    };
    verb<ImageInfo>({}, options_.pull_delay, deadline, std::move(apply), std::move(done));
}

// Images that exist on paper take no room: there is nothing to collect.

void Simulated::list(Instant deadline, Completion<std::vector<ImageInfo>> done) {
    auto apply = []() -> Result<std::vector<ImageInfo>> { return std::vector<ImageInfo>(); };
    verb<std::vector<ImageInfo>>({}, {}, deadline, std::move(apply), std::move(done));
}

void Simulated::remove(std::string, Instant deadline, Completion<> done) {
    verb<void>(
        {}, {}, deadline, []() -> Result<> { return {}; }, std::move(done));
}

void Simulated::disk_usage(Instant deadline, Completion<DiskUsage> done) {
    verb<DiskUsage>(
        {}, {}, deadline, []() -> Result<DiskUsage> { return DiskUsage(); }, std::move(done));
}

std::shared_ptr<Prober> Simulated::prober() { return std::make_shared<SimulatedProber>(shared_from_this()); }

void Simulated::probe(std::string const& host, std::string subject, Duration timeout, Completion<ProbeResult> done) {
    if (!context_) return;
    auto const id = addresses_.pod_of(host);
    auto const deadline = now() + timeout;
    auto apply = [this, id, subject]() -> Result<ProbeResult> {
        auto const found = pods_.find(id);
        auto any = false;
        auto well = true;
        if (found != pods_.end()) {
            for (auto const& [key, one] : found->second.containers) {
                if (one.status.state != RuntimeState::running) continue;
                any = true;
                well = well && ready(one);
            }
        }
        if (!any) return ProbeResult{.success = false, .message = subject + ": connection refused"};
        if (!well) return ProbeResult{.success = false, .message = "HTTP probe failed with statuscode: 503"};
        return ProbeResult{.success = true, .message = "ok"};
    };
    if (!id.empty() && hung_.contains(id)) {
        return later(timeout, [done = std::move(done), subject] {
            done(ProbeResult{.success = false, .message = subject + ": context deadline exceeded"});
        });
    }
    // A machine that cannot be reached does not answer, which is how a probe finds it.
    auto const answer = [done = std::move(done), subject](Result<ProbeResult> const& result) {
        if (result) return done(result);
        done(ProbeResult{.success = false, .message = subject + ": " + result.error().message});
    };
    verb<ProbeResult>(id, {}, deadline, std::move(apply), answer);
}

}  // namespace keelson
