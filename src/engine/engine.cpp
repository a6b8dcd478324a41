#include "api/custom_kind.hpp"
#include "controllers/deployment.hpp"
#include "controllers/disruption.hpp"
#include "controllers/endpointslice.hpp"
#include "controllers/job.hpp"
#include "controllers/namespace.hpp"
#include "controllers/node_lifecycle.hpp"
#include "controllers/pod_garbage.hpp"
#include "controllers/replicaset.hpp"
#include "controllers/volumes.hpp"
#include "core/quiet_thread.hpp"
#include "drivers/webhook_curl/webhook_client.hpp"
#include "engine/activity.hpp"
#include "engine/control_loop.hpp"
#include "engine/endpoint.hpp"
#include "engine/engine_metrics.hpp"
#include "engine/job_thread.hpp"
#include "engine/local_backend.hpp"
#include "engine/machine.hpp"
#include "engine/pod_gate.hpp"
#include "engine/scheduling_loop.hpp"
#include "engine/service_router.hpp"
#include "engine/volume_cleaner.hpp"
#include "net/asio_prober.hpp"
#include "net/io_thread.hpp"
#include "node/node_agent.hpp"
#include "registry/rules/names.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/storage_v1.hpp>
#include <keelson/engine.hpp>

#include <boost/json/serialize.hpp>

#include <condition_variable>
#include <filesystem>
#include <future>
#include <set>

namespace keelson {
namespace {

/// An engine that is just being stopped does not answer any more.
constexpr auto metrics_within = std::chrono::seconds(5);
constexpr auto settle_pause = std::chrono::milliseconds(1);

std::vector<Controller> built_in_controllers(
    std::string volume_directory, std::function<std::optional<Duration>(std::string const&)> age_of_heartbeat) {
    controllers::NodeLifecycleOptions nodes;
    nodes.age_of_heartbeat = std::move(age_of_heartbeat);
    std::vector<Controller> all;
    all.push_back(deployment_controller());
    all.push_back(replica_set_controller());
    all.push_back(controllers::job_controller());
    all.push_back(controllers::endpointslice_controller());
    all.push_back(controllers::namespace_controller());
    all.push_back(controllers::disruption_controller());
    all.push_back(controllers::node_lifecycle_controller(std::move(nodes)));
    all.push_back(controllers::pod_garbage_controller());
    all.push_back(controllers::volume_claim_controller({std::move(volume_directory)}));
    all.push_back(controllers::volume_controller());
    return all;
}

bool is(Kind const& kind, TypeInfo const& type) { return kind.plural == type.plural && kind.group == type.group; }

/// What of admission an engine has. The one place where tokens are switched on, once nodes can carry them.
constexpr AdmissionOptions engine_admission() { return {.service_accounts = true, .mount_tokens = false}; }

Result<> check(EngineOptions const& options) {
    std::set<std::string> names;
    for (auto const& node : options.nodes) {
        if (node.name.empty()) return Error(Errc::invalid, "nodes: a node needs a name");
        if (!node.runtime) return Error(Errc::invalid, "nodes: \"" + node.name + "\" needs a runtime");
        if (auto const wrong = rules::check_dns_subdomain(node.name); !wrong.empty())
            return Error(Errc::invalid, "nodes: \"" + node.name + "\" is no name for a node: " + wrong.front());
        if (!names.insert(node.name).second)
            return Error(Errc::invalid, "nodes: there are two nodes with the name \"" + node.name + "\"");
    }
    std::set<std::string> controllers;
    for (auto const& controller : options.controllers) {
        if (!controller.reconcile())
            return Error(Errc::invalid, "controllers: \"" + controller.name() + "\" has no function");
        if (!controllers.insert(controller.name()).second)
            return Error(Errc::invalid, "controllers: there are two with the name \"" + controller.name() + "\"");
    }
    std::set<std::string> hooks;
    for (auto const& hook : options.admission) {
        if (hook.name().empty()) return Error(Errc::invalid, "admission: a hook needs a name");
        if (!hook.change() && !hook.check())
            return Error(Errc::invalid, "admission: \"" + hook.name() + "\" has no function");
        if (!hooks.insert(hook.name()).second)
            return Error(Errc::invalid, "admission: there are two hooks with the name \"" + hook.name() + "\"");
    }
    return {};
}

}  // namespace

struct Engine::Impl {
    explicit Impl(EngineOptions from)
        : options(std::move(from)),
          strand(options.clock, options.entropy, Log(options.log, options.log_level, "engine")),
          registry(strand, options.store, executor(), kinds, engine_admission()),
          control(strand, registry, cache),
          scheduling(strand, registry, control, cache, options.profiles) {}

    StoreExecutor executor() {
        return [this](std::function<void()> job, std::function<void()> done) {
            auto const back = [this, done = std::move(done)] { strand.post(done); };
            if (options.store_executor) {
                options.store_executor(std::move(job), back);
            } else {
                store_jobs.run([job = std::move(job), back] {
                    job();
                    back();
                });
            }
        };
    }

    /// Work with files that may take its time: beside the strand, or in virtual time at once.
    void run_file_job(std::function<void()> job) {
        if (options.store_executor) {
            job();
        } else {
            file_jobs.run(std::move(job));
        }
    }

    Result<> open();
    void begin();
    void make_first_objects();
    void make_definitions();
    Result<> make_node(NodeOptions const& node);
    void durable(std::vector<Change> const& changes);
    void begin_stop(std::function<void(Result<>)> done);
    void finish_stop();
    void loop();
    void wake();

    EngineOptions options;
    std::string data_dir;
    std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
    QueueStrand strand;
    KindTable kinds;
    TypedCache cache;
    Registry registry;
    ControlLoop control;
    SchedulingLoop scheduling;
    std::shared_ptr<net::IoThread> io;
    std::unique_ptr<ServiceRouter> router;
    std::unique_ptr<VolumeCleaner> cleaner;
    std::map<std::string, std::unique_ptr<NodeAgent>> agents;
    std::map<std::string, Instant> heartbeats;
    Instant started{};
    std::shared_ptr<LocalBackend> backend;
    std::shared_ptr<PodGate> pods;  ///< the API's way to what runs in them

    bool begun = false;
    std::optional<Error> failed_to_begin;
    std::vector<std::string> not_started;
    bool stopping = false, stopped = false;
    bool endpoint_stops = false;
    std::size_t agents_left = 0;
    std::string stop_problem;
    std::function<void(Result<>)> stop_done;

    std::mutex mutex;
    std::condition_variable woken_condition;
    bool woken = false, quit = false, running = false;
    std::thread thread;
    std::function<void()> on_wake;

    // Last, so that they end first: what they still do comes back to the strand.
    WebhookClient webhooks;
    JobThread store_jobs, file_jobs;
    JobThread device_jobs;  // apart from the others: a driver with a broken device may take long to say so
};

Result<> Engine::Impl::open() {
    for (auto const& kind : options.kinds) {
        if (auto const added = kinds.add(kind); !added) return added.error();
    }
    for (auto const& controller : options.controllers) {
        if (auto const added = kinds.add(controller.kind()); !added) return added.error();
        for (auto const& watch : controller.watched()) {
            if (auto const added = kinds.add(watch.kind); !added) return added.error();
        }
    }
    registry.hooks().set(
        options.admission,
        options.webhooks ? options.webhooks : [this](WebhookCall call, Completion<std::string> done) {
            webhooks.call(std::move(call), std::move(done));
        });
    if (auto const loaded = registry.load(); !loaded) return loaded.error();
    bool const on_disk = std::any_of(options.nodes.begin(), options.nodes.end(),
                                     [](auto const& node) { return node.runtime->name() != "simulated"; });
    data_dir = options.data_dir;
    std::error_code error;
    if (on_disk) {
        if (data_dir.empty()) {
            auto pattern = (std::filesystem::temp_directory_path() / "keelson-XXXXXX").string();
            if (!::mkdtemp(pattern.data()))
                return Error(Errc::unavailable, "no directory for nodes can be made in " + pattern);
            data_dir = pattern;
        }
        std::filesystem::create_directories(data_dir, error);
        if (error)
            return Error(Errc::unavailable, "the data directory " + data_dir + " can't be made: " + error.message());
        data_dir = std::filesystem::absolute(data_dir, error).string();
    } else if (data_dir.empty()) {
        data_dir = "/var/lib/keelson";
    }
    auto const age = [this](std::string const& node) -> std::optional<Duration> {
        // An agent of this engine beats on this very strand: when that is late it is for the engine's own work, and no
        // sign that the node is gone.
        if (agents.contains(node)) return Duration::zero();
        auto const found = heartbeats.find(node);
        return strand.now() - (found == heartbeats.end() ? started : found->second);
    };
    for (auto& controller : built_in_controllers(data_dir + "/volumes", age)) control.add(std::move(controller));
    for (auto const& controller : options.controllers) control.add(controller);
    backend = std::make_shared<LocalBackend>(
        strand, registry, [this](ObjectKey pod, LogQuery const& query, Completion<std::string> done) {
            http::PodLogQuery wanted;
            wanted.container = query.container;
            wanted.previous = query.previous;
            if (query.tail_lines != 0) wanted.tail_lines = query.tail_lines;
            pods->read_log(std::move(pod), std::move(wanted), std::move(done));
        });
    PodGateServices gate;
    gate.strand = &strand;
    gate.find_pod = [this](ObjectKey const& key) {
        return registry.durable().get(*kinds.of(Pod::type)->kind, key.namespace_.empty() ? "default" : key.namespace_,
                                      key.name);
    };
    gate.runtime_of = [this](std::string const& name) -> Runtime* {
        auto const& nodes = options.nodes;
        auto const found =
            std::find_if(nodes.begin(), nodes.end(), [&](auto const& node) { return node.name == name; });
        return found == nodes.end() ? nullptr : found->runtime.get();
    };
    gate.run_file_job = [this](std::function<void()> job) { run_file_job(std::move(job)); };
    gate.nodes_dir = data_dir + "/nodes";
    pods = std::make_shared<PodGate>(std::move(gate));
    strand.wake = [this] { wake(); };
    // The first thing on the strand, before any request of a client that was quicker than start() or poll().
    strand.post([this] { begin(); });
    return {};
}

void Engine::Impl::begin() {
    begun = true;
    started = strand.now();
    registry.listen({[this](std::vector<Change> const& changes) {
                         control.changed(changes);
                         scheduling.changed(changes);
                     },
                     [this](std::vector<Change> const& changes) { durable(changes); },
                     [this] {
                         control.start();
                         scheduling.rebuild();
                         if (router) router->rebuilt();
                         if (cleaner) cleaner->start();
                         for (auto const& [name, agent] : agents) agent->rebuilt();
                     }});
    add_engine_metrics(*metrics, registry, control, scheduling);
    make_first_objects();
    make_definitions();
    bool const real = std::any_of(options.nodes.begin(), options.nodes.end(),
                                  [](auto const& node) { return node.runtime->prober() == nullptr; });
    if (real) {
        io = std::make_shared<net::IoThread>(strand.log().with("net"));
        if (auto const started_io = io->start(); !started_io) {
            failed_to_begin = started_io.error();
            return;
        }
        if (options.serve_services) router = std::make_unique<ServiceRouter>(strand, registry, cache, io);
    }
    cleaner = std::make_unique<VolumeCleaner>(strand, registry, control, cache, data_dir + "/volumes",
                                              [this](std::function<void()> job) { run_file_job(std::move(job)); });
    for (auto const& node : options.nodes) {
        if (auto const made = make_node(node); !made) {
            failed_to_begin = Error(made.error()).wrap("node " + node.name);
            return;
        }
    }
    control.start();
    scheduling.start();
    if (router) router->start();
    cleaner->start();
    if (!options.endpoint) return;
    auto const opened = options.endpoint->start(
        {&strand, &registry, pods->streams(), metrics, options.data_dir.empty() ? "" : data_dir});
    if (!opened) failed_to_begin = opened.error();
}

void Engine::Impl::make_first_objects() {
    Plan plan;
    Reader const reader(registry.accepted(), kinds, cache);
    View const view(reader, strand.wall());
    for (auto const* const name : {"default", "kube-node-lease", "kube-public", "kube-system"}) {
        if (view.ref<Namespace>({{}, name})) continue;
        Namespace space;
        space.metadata.name = name;
        plan.create(space);
    }
    if (!view.ref<StorageClass>({{}, "local-path"}) && registry.accepted().revision == 0) {
        StorageClass local;
        local.metadata.name = "local-path";
        local.metadata.annotations = {{"storageclass.kubernetes.io/is-default-class", "true"}};
        local.provisioner = controllers::local_path_provisioner;
        local.reclaimPolicy = "Delete";
        local.volumeBindingMode = "Immediate";
        plan.create(local);
    }
    if (plan.empty()) return;
    control.submit(plan, "keelson", [this](Result<> done) {
        if (!done) strand.log().error("the first objects can't be made: " + done.error().message);
    });
}

/// Each kind of the host's own is there as a CustomResourceDefinition too, as it would be on a cluster.
void Engine::Impl::make_definitions() {
    auto const kind_set = kinds.now();
    auto const* const definitions = kind_set->by_resource(definitions_resource);
    for (auto const* const kind : kind_set->all()) {
        // In the core group, or in one of a single word, a definition can't be.
        if (!is_own_kind(*kind) || kind->kind->custom || kind->kind->group.find('.') == std::string::npos) continue;
        Operation made;
        made.kind = definitions;
        made.key = {{}, kind->resource};
        auto body = definition_of(*kind->kind);
        made.verb = Operation::Verb::create;
        if (auto const old = registry.accepted().get(*definitions->kind, {}, kind->resource)) {
            made.verb = Operation::Verb::merge_patch;
            // Of what an earlier program said nothing is kept.
            auto const tree = parse_json(old->bytes());
            if (auto const* const spec = tree ? find_path(*tree, {"spec"}) : nullptr; spec && spec->is_object()) {
                auto& wanted = body["spec"].get_object();
                for (auto const& member : spec->get_object()) wanted.emplace(member.key(), nullptr);
                json::object names = wanted.at("names").get_object();
                for (std::string_view const name : {"shortNames", "categories"}) names.emplace(name, nullptr);
                wanted["names"] = std::move(names);
            }
        }
        made.body = json::serialize(body);
        WriteOptions write;
        write.manager = "keelson";
        registry.submit({made}, write, [this, name = kind->resource](Result<BatchResult> done) {
            if (!done) strand.log().error("the definition of " + name + " can't be written: " + done.error().message);
        });
    }
}

Result<> Engine::Impl::make_node(NodeOptions const& node) {
    bool const simulated = node.runtime->name() == "simulated";
    NodeSetup setup;
    setup.name = node.name;
    setup.labels = node.labels;
    setup.address = "127.0.0.1";
    setup.capacity = simulated ? simulated_capacity() : machine_capacity(data_dir);
    for (auto const& [name, amount] : node.capacity) setup.capacity[name] = amount;
    NodeServices services;
    services.strand = &strand;
    services.runtime = node.runtime;
    services.prober = node.runtime->prober();
    if (!services.prober) services.prober = std::make_shared<net::AsioProber>(io->executor());
    services.data_dir = data_dir + "/nodes/" + node.name;
    if (simulated) {
        services.volumes = no_volume_store([this](std::function<void()> what) { strand.post(std::move(what)); });
    } else {
        std::error_code error;
        std::filesystem::create_directories(services.data_dir, error);
        if (error)
            return Error(Errc::unavailable,
                         "the directory " + services.data_dir + " can't be made: " + error.message());
        services.volumes = disk_volume_store(services.data_dir);
        services.environment = node.environment;
        services.host_environment = node.environment.empty() ? host_environment() : node.environment;
        services.measure = [this, directory = services.data_dir](Completion<NodeUsage> done) {
            run_file_job([directory, done = std::move(done)] { done(measure_machine(directory)); });
        };
    }
    services.docker_config = node.docker_config;
    services.cluster_dns.servers = node.dns_servers;
    services.cluster_dns.domain = node.cluster_domain;
    if (options.endpoint) {
        services.token = [this](PodTokenRequest const& request) { return options.endpoint->issue_token(request); };
    }
    services.read = [this](std::function<void(View const&)> const& reader) {
        Reader const durable_state(registry.durable(), kinds, cache);
        reader(View(durable_state, strand.wall()));
    };
    services.submit = [this, name = node.name](Plan const& plan, Completion<> done) {
        if (plan.writes().empty()) {  // events alone are not part of the state
            control.tell(plan.events(), "kubelet", name);
            strand.post([done = std::move(done)] {
                if (done) done({});
            });
            return;
        }
        control.submit_of_node(plan, std::move(done));
    };
    if (router) {
        services.drain = [this](std::string const& uid, Duration most, std::function<void()> done) {
            router->drain(uid, most, std::move(done));
        };
    }
    auto const source = node.devices || simulated ? node.devices : nvml_devices();
    if (source) {
        services.devices = [this, source](Completion<std::vector<Device>> done) {
            auto look = [source, done = std::move(done)] { done(source->list()); };
            if (options.store_executor) {
                look();
            } else {
                device_jobs.run(std::move(look));
            }
        };
    }
    services.heartbeat = [this](std::string const& name) { heartbeats[name] = strand.now(); };
    auto agent = std::make_unique<NodeAgent>(std::move(setup), std::move(services));
    if (auto const agent_started = agent->start(); !agent_started) return agent_started.error();
    agents.emplace(node.name, std::move(agent));
    return {};
}

void Engine::Impl::durable(std::vector<Change> const& changes) {
    if (router) router->changed(changes);
    if (cleaner) cleaner->changed(changes);
    for (auto const& change : changes) {
        auto const& any = *(change.after ? change.after : change.before);
        if (is(any.kind(), Pod::type)) {
            auto const* const before = change.before ? &change.before->index().node : nullptr;
            auto const* const after = change.after ? &change.after->index().node : nullptr;
            auto const& node = after && !after->empty() ? *after : before ? *before : std::string();
            if (auto const agent = agents.find(node); agent != agents.end())
                agent->second->pod_changed(change.before, change.after);
        } else if (is(any.kind(), ConfigMap::type) || is(any.kind(), Secret::type) ||
                   is(any.kind(), PersistentVolumeClaim::type)) {
            for (auto const& [name, agent] : agents) agent->data_changed(any);
        }
    }
}

void Engine::Impl::begin_stop(std::function<void(Result<>)> done) {
    if (stopping) return done(Error(Errc::conflict, "the engine is being stopped already"));
    stopping = true;
    stop_done = std::move(done);
    if (options.endpoint) {
        endpoint_stops = true;
        options.endpoint->stop([this] { strand.post([this] { endpoint_stops = false; }); });
    }
    control.stop();
    scheduling.stop();
    agents_left = agents.size();
    if (agents_left == 0) return finish_stop();
    for (auto const& [name, agent] : agents) {
        agent->stop(options.keep_pods, [this, node = name](Result<> ended) {
            if (!ended) stop_problem += (stop_problem.empty() ? "" : "; ") + node + ": " + ended.error().message;
            if (--agents_left == 0) finish_stop();
        });
    }
}

void Engine::Impl::finish_stop() {
    registry.hooks().close();
    if (!registry.settled() || endpoint_stops) {
        strand.after(settle_pause, [this] { finish_stop(); });
        return;
    }
    if (router) router->stop();
    backend->close();
    pods->close();
    stopped = true;
    if (!stop_done) return;
    auto const done = std::exchange(stop_done, {});
    done(stop_problem.empty() ? Result<>{} : Result<>(Error(Errc::timeout, stop_problem)));
}

void Engine::Impl::wake() {
    std::function<void()> told;
    {
        std::lock_guard const lock(mutex);
        woken = true;
        told = on_wake;
    }
    woken_condition.notify_one();
    if (told) told();
}

void Engine::Impl::loop() {
    std::unique_lock lock(mutex);
    while (!quit) {
        woken = false;
        lock.unlock();
        strand.run_ready();
        auto const next = strand.next();
        lock.lock();
        auto const due = [&] { return quit || woken; };
        if (next) {
            auto const wait = *next - strand.now();
            if (wait > Duration::zero()) woken_condition.wait_for(lock, wait, due);
        } else {
            woken_condition.wait(lock, due);
        }
    }
}

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;

Engine& Engine::operator=(Engine&& other) noexcept {
    if (this != &other) {
        if (impl_) (void)stop(Duration::zero());
        impl_ = std::move(other.impl_);
    }
    return *this;
}

Engine::~Engine() {
    if (impl_) (void)stop(Duration::zero());
}

Result<Engine> Engine::open(EngineOptions options) {
    if (auto const fine = check(options); !fine) return fine.error();
    if (!options.store) options.store = memory_store();
    if (!options.clock) options.clock = system_clock();
    if (!options.entropy) options.entropy = system_entropy();
    auto impl = std::make_unique<Impl>(std::move(options));
    if (auto const opened = impl->open(); !opened) return opened.error();
    return Engine(std::move(impl));
}

Result<> Engine::start() {
    auto& impl = *impl_;
    {
        std::lock_guard const lock(impl.mutex);
        if (impl.running || impl.begun) return Error(Errc::conflict, "the engine runs already");
        impl.running = true;
    }
    std::mutex mutex;
    std::condition_variable begun;
    bool done = false;
    impl.strand.post([&] {
        std::lock_guard const lock(mutex);
        done = true;
        begun.notify_one();
    });
    impl.thread = quiet_thread([&impl] { impl.loop(); });
    {
        std::unique_lock lock(mutex);
        begun.wait(lock, [&] { return done; });
    }
    if (!impl.failed_to_begin) return {};
    auto error = *impl.failed_to_begin;
    (void)stop(Duration::zero());
    return error;
}

std::optional<Instant> Engine::poll(std::size_t most) {
    auto& impl = *impl_;
    impl.strand.run_ready(most);
    if (!impl.strand.idle()) return impl.strand.now();
    return impl.strand.next();
}

void Engine::on_wake(std::function<void()> wake) {
    std::lock_guard const lock(impl_->mutex);
    impl_->on_wake = std::move(wake);
}

EngineActivity EngineActivity::of(Engine const& engine) {
    auto& impl = *engine.impl_;
    std::promise<EngineActivity> answer;
    impl.strand.post([&] {
        EngineActivity seen;
        seen.control = impl.control.figures();
        seen.revision = impl.registry.durable().revision;
        seen.idle = impl.control.idle() && impl.registry.settled();
        answer.set_value(seen);
    });
    return answer.get_future().get();
}

std::vector<std::string> Engine::addresses() const {
    return impl_->options.endpoint ? impl_->options.endpoint->addresses() : std::vector<std::string>();
}

std::string Engine::metrics() const {
    auto& impl = *impl_;
    if (!impl.thread.joinable() || impl.strand.inside()) return impl.metrics->text();
    auto const answer = std::make_shared<std::promise<std::string>>();
    impl.strand.post([metrics = impl.metrics, answer] { answer->set_value(metrics->text()); });
    auto text = answer->get_future();
    return text.wait_for(metrics_within) == std::future_status::ready ? text.get() : std::string();
}

Client Engine::client() const { return Client(impl_->backend); }

Result<> Engine::stop(Duration at_most) {
    auto& impl = *impl_;
    if (impl.strand.inside()) return Error(Errc::unsupported, "the engine can't be stopped by one of its own threads");
    struct Outcome {
        std::mutex mutex;
        std::condition_variable arrived;
        std::optional<Result<>> result;
    };
    auto const outcome = std::make_shared<Outcome>();
    Result<> ended;
    if (impl.begun && !impl.stopped) {
        impl.strand.post([&impl, outcome] {
            impl.begin_stop([outcome](Result<> result) {
                std::lock_guard const lock(outcome->mutex);
                outcome->result.emplace(std::move(result));
                outcome->arrived.notify_one();
            });
        });
        // At least long enough to let go of everything that answers at once.
        auto const patience = std::max(at_most, Duration(std::chrono::milliseconds(200)));
        if (impl.thread.joinable()) {
            std::unique_lock lock(outcome->mutex);
            outcome->arrived.wait_for(lock, patience, [&] { return outcome->result.has_value(); });
        } else {
            impl.strand.run_ready();
        }
        std::lock_guard const lock(outcome->mutex);
        ended = outcome->result
                    ? *outcome->result
                    : Result<>(Error(Errc::timeout, "Pods still run: not all nodes have stopped within the time"));
    }
    if (impl.thread.joinable()) {
        {
            std::lock_guard const lock(impl.mutex);
            impl.quit = true;
        }
        impl.woken_condition.notify_one();
        impl.thread.join();
    }
    impl.agents.clear();
    impl.registry.hooks().close();
    impl.backend->close();
    impl.pods->close();
    impl.router.reset();
    impl.cleaner.reset();
    if (impl.io) impl.io->stop();
    impl.stopped = true;
    return ended;
}

}  // namespace keelson
