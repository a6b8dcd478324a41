#include "node/node_agent.hpp"

#include "node/volumes.hpp"

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration heartbeat_period = 10s;
constexpr Duration relist_period = 60s;
constexpr Duration devices_period = 10s;
constexpr Duration list_limit = 30s;
constexpr std::size_t finalised_max = 10'000;

}  // namespace

NodeAgent::NodeAgent(NodeSetup setup, NodeServices services)
    : setup_(std::move(setup)),
      shared_(std::make_shared<NodeShared>()),
      list_retry_{1s, 30s},
      register_retry_{1s, 30s} {
    setup_.capacity.try_emplace("pods", Quantity(110));
    shared_->services = std::move(services);
    shared_->node = setup_.name;
    shared_->host_ip = setup_.address;
    shared_->allocatable = setup_.capacity;
    shared_->over = [this](std::string const& uid) { drop(uid); };
    shared_->runtime_failed = [this] {
        if (runtime_error_.empty()) relist();
    };
}

NodeAgent::~NodeAgent() {
    alive_.reset();
    close();
    shared_->over = [](std::string const&) {};
    shared_->runtime_failed = [] {};
    auto& strand = *shared_->services.strand;
    for (auto const timer : {relist_timer_, late_timer_, beat_timer_, register_timer_, stop_timer_, measure_timer_,
                             storage_timer_, devices_timer_}) {
        strand.cancel(timer);
    }
}

Duration NodeAgent::jittered(Duration period) const {
    auto const unit = shared_->services.strand->entropy()->unit();
    return std::chrono::duration_cast<Duration>(period * (0.9 + 0.2 * unit));
}

Log NodeAgent::log() const { return shared_->services.strand->log().with("node/" + setup_.name); }

Result<> NodeAgent::start() {
    auto& services = shared_->services;
    auto& strand = *services.strand;
    RuntimeContext context{
        .node = setup_.name,
        .data_dir = services.data_dir,
        .clock = strand.clock(),
        .entropy = strand.entropy(),
        .log = strand.log().with("runtime/" + setup_.name),
        .after = [&strand](Duration delay, std::function<void()> what) { strand.after(delay, std::move(what)); },
        .post = [&strand](std::function<void()> what) { strand.post(std::move(what)); }};
    if (auto const opened = services.runtime->open(std::move(context)); !opened) {
        return Error(opened.error()).wrap("node \"" + setup_.name + "\"");
    }
    open_ = true;
    shared_->abilities = services.runtime->abilities();
    // First the hints, then the list: what changes in between is not missed.
    services.runtime->on_change([this, alive = std::weak_ptr(alive_), &strand](std::vector<SandboxId> which) {
        strand.post([this, alive, which = std::move(which)] {
            if (alive.lock()) runtime_hint(which);
        });
    });
    look_at_devices();
    register_node();
    beat();
    measure();
    relist();
    return {};
}

// Pods

void NodeAgent::add(Ref const& pod, RuntimeSandbox const* seen) {
    auto const& uid = pod->index().uid;
    if (finalised_.contains(uid) || workers_.contains(uid)) return;
    auto worker =
        std::make_shared<PodWorker>(shared_, pod, seen != nullptr ? std::optional<RuntimeSandbox>(*seen) : std::nullopt,
                                    shared_->services.strand->entropy()->unit());
    workers_.emplace(uid, worker);
    if (worker->limits_storage()) check_storage_later();
    if (stop_done_) worker->hold();
    if (auto const trouble = trouble_of(*worker)) return worker->fail({.reason = "DeviceLost", .message = *trouble});
    worker->step();
}

void NodeAgent::pod_changed(Ref const& before, Ref const& after) {
    // Until the runtime's list is there nobody knows what already runs; then the whole state is looked at.
    if (!took_over_ || !open_) return;
    if (before && (!after || after->index().uid != before->index().uid)) {
        auto const found = workers_.find(before->index().uid);
        if (found != workers_.end()) {
            auto const worker = found->second;
            worker->pod_changed(nullptr);
        }
    }
    if (!after) return;
    auto const found = workers_.find(after->index().uid);
    if (found != workers_.end()) {
        auto const worker = found->second;
        return worker->pod_changed(after);
    }
    if (!stop_done_) add(after, nullptr);
}

void NodeAgent::drop(std::string const& uid) {
    auto const found = workers_.find(uid);
    if (found == workers_.end()) return;
    auto const worker = found->second;
    workers_.erase(found);
    if (!stop_done_) {
        // Its logs go with the Pod.
        auto const& key = worker->key();
        shared_->services.volumes->remove_logs(
            pod_log_directory(shared_->services.data_dir, key.namespace_, key.name, uid), [](Result<> const&) {});
        if (finalised_.insert(uid).second) finalised_order_.push_back(uid);
        if (finalised_order_.size() > finalised_max) {
            finalised_.erase(finalised_order_.front());
            finalised_order_.pop_front();
        }
    } else if (workers_.empty()) {
        shared_->services.strand->post([this, alive = std::weak_ptr(alive_)] {
            if (alive.lock()) stopped({});
        });
    }
}

void NodeAgent::data_changed(Object const& object) {
    auto const& kind = object.kind();
    TypeInfo const type{kind.group, kind.version, kind.name, kind.plural, kind.scope};
    auto const all = workers_;
    for (auto const& [uid, worker] : all) {
        if (worker->key().namespace_ == object.key().namespace_) worker->data_changed(type, object.key().name);
    }
}

void NodeAgent::rebuilt() {
    if (!took_over_ || !open_) return;
    std::map<std::string, Ref, std::less<>> bound;
    shared_->services.read([&](View const& view) {
        for (auto const& pod : view.refs<Pod>({.namespace_ = {}, .labels = {}, .owner_uid = {}, .node = setup_.name})) {
            bound.emplace(pod->index().uid, pod);
        }
    });
    auto const all = workers_;
    for (auto const& [uid, worker] : all) {
        auto const found = bound.find(uid);
        worker->pod_changed(found == bound.end() ? nullptr : found->second);
    }
    for (auto const& [uid, pod] : bound) add(pod, nullptr);
    register_node();
    relist();
}

// The runtime

void NodeAgent::runtime_hint(std::vector<SandboxId> const& which) {
    if (which.empty()) return relist();
    for (auto const& uid : which) {
        auto const found = workers_.find(uid);
        if (found == workers_.end()) continue;
        auto const worker = found->second;
        worker->look();
    }
}

void NodeAgent::plan_relist(Duration delay) {
    auto& strand = *shared_->services.strand;
    strand.cancel(relist_timer_);
    relist_timer_ = strand.after(delay, [this] { relist(); });
}

void NodeAgent::relist() {
    if (!open_) return;
    if (listing_) {
        list_again_ = true;
        return;
    }
    auto& strand = *shared_->services.strand;
    strand.cancel(relist_timer_);
    listing_ = true;
    list_again_ = false;
    auto const round = ++round_;
    strand.cancel(late_timer_);
    late_timer_ = strand.after(list_limit, [this, round] { relist_late(round); });
    shared_->services.runtime->list(
        {},
        back<std::vector<RuntimeSandbox>>([round](NodeAgent& self, Result<std::vector<RuntimeSandbox>> const& result) {
            self.listed(round, result);
        }));
}

void NodeAgent::relist_late(std::uint64_t round) {
    if (round != round_ || !listing_) return;
    // One container that hangs may hold up the list of all. Only a runtime that does not even say that it has
    // never heard of something is down.
    auto& strand = *shared_->services.strand;
    late_timer_ = strand.after(
        list_limit, [this, round] { listed(round, Error(Errc::unavailable, "the runtime does not answer")); });
    shared_->services.runtime->list(
        {"keelson-ping"},
        back<std::vector<RuntimeSandbox>>([round](NodeAgent& self, Result<std::vector<RuntimeSandbox>> const& result) {
            if (!result) return self.listed(round, result);
            if (round != self.round_ || !self.listing_) return;
            self.listing_ = false;
            self.shared_->services.strand->cancel(self.late_timer_);
            self.set_runtime_error({});
            self.plan_relist(self.jittered(relist_period));
        }));
}

void NodeAgent::listed(std::uint64_t round, Result<std::vector<RuntimeSandbox>> const& result) {
    if (round != round_ || !listing_) return;
    listing_ = false;
    auto& strand = *shared_->services.strand;
    strand.cancel(late_timer_);
    if (!result) {
        list_retry_.fail(strand.now());
        set_runtime_error(result.error().message);
        return plan_relist(jittered(list_retry_.current));
    }
    list_retry_.reset();
    shared_->abilities = shared_->services.runtime->abilities();
    set_runtime_error({});
    if (!took_over_) {
        take_over(*result);
    } else {
        std::map<std::string_view, RuntimeSandbox const*> by_uid;
        for (auto const& one : *result) by_uid.emplace(one.id, &one);
        auto const all = workers_;
        for (auto const& [uid, worker] : all) {
            auto const found = by_uid.find(uid);
            worker->compare(found == by_uid.end() ? nullptr : found->second);
        }
    }
    remove_orphans(*result);
    if (list_again_) return relist();
    plan_relist(jittered(relist_period));
}

void NodeAgent::take_over(std::vector<RuntimeSandbox> const& sandboxes) {
    took_over_ = true;
    std::map<std::string_view, RuntimeSandbox const*> by_uid;
    for (auto const& one : sandboxes) by_uid.emplace(one.id, &one);
    std::vector<Ref> bound;
    shared_->services.read([&](View const& view) {
        bound = view.refs<Pod>({.namespace_ = {}, .labels = {}, .owner_uid = {}, .node = setup_.name});
    });
    for (auto const& pod : bound) {
        auto const found = by_uid.find(pod->index().uid);
        add(pod, found == by_uid.end() ? nullptr : found->second);
    }
}

void NodeAgent::remove_orphans(std::vector<RuntimeSandbox> const& sandboxes) {
    for (auto const& one : sandboxes) {
        if (workers_.contains(one.id) || removing_.contains(one.id) || stop_done_) continue;
        log().info("removes " + one.pod_namespace + "/" + one.pod_name + " (" + one.id + "): its Pod is gone");
        removing_.insert(one.id);
        auto& services = shared_->services;
        services.runtime->remove_sandbox(one.id, services.strand->now() + 2min,
                                         back<void>([uid = one.id](NodeAgent& self, Result<> const& result) {
                                             // If it failed, the next list shows it again.
                                             self.removing_.erase(uid);
                                             if (!result)
                                                 self.log().warning("remove_sandbox: " + result.error().message);
                                         }));
        services.volumes->remove(one.id, [](Result<> const&) {});
        services.volumes->remove_logs(pod_log_directory(services.data_dir, one.pod_namespace, one.pod_name, one.id),
                                      [](Result<> const&) {});
    }
}

void NodeAgent::set_runtime_error(std::string error) {
    if (error == runtime_error_) return;
    if (error.empty()) {
        log().info("the runtime answers again");
    } else {
        log().warning("the runtime cannot be reached: " + error);
    }
    auto const was_down = !runtime_error_.empty();
    runtime_error_ = std::move(error);
    if (was_down && runtime_error_.empty()) {
        auto const all = workers_;
        for (auto const& [uid, worker] : all) worker->look();
    }
    register_node();
}

void NodeAgent::beat() {
    auto& services = shared_->services;
    if (services.heartbeat) services.heartbeat(setup_.name);
    beat_timer_ = services.strand->after(jittered(heartbeat_period), [this] { beat(); });
}

// Devices

void NodeAgent::look_at_devices() {
    if (!shared_->services.devices) return;
    shared_->services.devices(back<std::vector<Device>>(
        [](NodeAgent& self, Result<std::vector<Device>> const& devices) { self.devices_seen(devices); }));
}

void NodeAgent::devices_seen(Result<std::vector<Device>> const& devices) {
    devices_timer_ = shared_->services.strand->after(jittered(devices_period), [this] { look_at_devices(); });
    if (!devices) return log().warning("cannot look at the devices: " + devices.error().message);
    if (!devices_.take(*devices)) return;
    devices_.add_to(setup_.capacity, shared_->allocatable);
    register_node();
    auto const workers = workers_;
    for (auto const& [uid, worker] : workers) {
        if (auto const trouble = trouble_of(*worker)) worker->fail({.reason = "DeviceLost", .message = *trouble});
    }
}

std::optional<std::string> NodeAgent::trouble_of(PodWorker const& worker) const {
    return devices_.empty() ? std::nullopt : devices_.trouble_of(*worker.pod());
}

// The end

void NodeAgent::stop(bool keep_pods, Completion<> done) {
    stop_done_ = std::move(done);
    auto& strand = *shared_->services.strand;
    if (!open_ || keep_pods || workers_.empty()) {
        strand.post([this, alive = std::weak_ptr(alive_)] {
            if (alive.lock()) stopped({});
        });
        return;
    }
    Duration longest = 0s;
    auto const all = workers_;
    for (auto const& [uid, worker] : all) longest = std::max(longest, worker->grace());
    stop_timer_ = strand.after(longest + 30s, [this] {
        stopped(Error(Errc::timeout, std::to_string(workers_.size()) + " pods of node \"" + setup_.name +
                                         "\" have not ended in time"));
    });
    for (auto const& [uid, worker] : all) worker->hold();
}

void NodeAgent::stopped(Result<> const& result) {
    if (!stop_done_) return;
    close();
    auto const done = std::move(stop_done_);
    stop_done_ = nullptr;
    done(result);
}

void NodeAgent::close() {
    if (!open_) return;
    open_ = false;
    auto& strand = *shared_->services.strand;
    for (auto const timer : {relist_timer_, late_timer_, beat_timer_, register_timer_, stop_timer_, measure_timer_,
                             storage_timer_, devices_timer_}) {
        strand.cancel(timer);
    }
    workers_.clear();
    shared_->services.runtime->close();
}

}  // namespace keelson
