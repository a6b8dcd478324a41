#include "cluster.hpp"

#include "invariants.hpp"

#include <keelson/testing/world.hpp>

#include <algorithm>
#include <cstdio>

namespace keelson::sim {
namespace {

using namespace std::chrono_literals;
using testing::World;

constexpr std::size_t node_count = 20;
constexpr std::size_t fault_count = 200;
constexpr auto hour = 3600s;
// Small enough to be full now and then, large enough for a Job beside all servers.
constexpr std::int64_t node_cpu_millis = 750;
constexpr std::int64_t node_pods = 3;

Container container_of(std::string image, std::int64_t cpu_millis) {
    Container made;
    made.name = "main";
    made.image = std::move(image);
    made.resources.emplace().requests = {{"cpu", Quantity::from_millis(cpu_millis)}};
    return made;
}

SimulatedOptions behaviours() {
    SimulatedOptions options;
    SimulatedBehaviour fine{.weight = 0.8, .start_delay = 500ms, .runs_for = 20s, .jitter = 1};
    SimulatedBehaviour fails{.weight = 0.2, .start_delay = 500ms, .runs_for = 5s, .exit_code = 1, .jitter = 1};
    options.rules.push_back({.labels = {{"kind", "job"}}, .alternatives = {fine, fails}});
    SimulatedBehaviour steady{.weight = 0.9, .start_delay = 1s, .ready_after = 2s, .stops_after = 1s, .jitter = 1};
    SimulatedBehaviour crashes{
        .weight = 0.1, .start_delay = 1s, .ready_after = 2s, .runs_for = 10min, .exit_code = 1, .jitter = 1};
    options.rules.push_back({.labels = {{"kind", "server"}}, .alternatives = {steady, crashes}});
    options.verb_delay = 2ms;
    return options;
}

/// One run: what people do and what goes wrong, both drawn from the seed.
class Cluster {
public:
    Cluster(std::uint64_t seed, bool trace)
        : trace_(trace),
          invariants_({node_cpu_millis, node_pods}),
          world_({.seed = seed,
                  .nodes = node_count,
                  .capacity = {{"cpu", Quantity::from_millis(node_cpu_millis)}, {"pods", Quantity(node_pods)}},
                  .pods = behaviours(),
                  .committed =
                      [this](Revision revision, std::string_view key, std::optional<std::string_view> object) {
                          ++outcome_.writes;
                          invariants_.written(revision, key, object);
                      },
                  .trace = trace}) {}

    Outcome run() {
        auto const begin = world_.now();
        for (std::size_t i = 0; i < fault_count && fine(); ++i) {
            pass(hour * 1.0 / fault_count);
            if (i % 2 == 0) do_something();
            strike();
            check_runtimes();
        }
        calm();
        if (fine()) finish();
        outcome_.failure = invariants_.violation();
        outcome_.simulated_seconds = std::chrono::duration<double>(world_.now() - begin).count();
        outcome_.trace_hash = world_.trace_hash();
        outcome_.trace = world_.trace();
        for (std::size_t i = 0; i < world_.nodes(); ++i) outcome_.pods_started += world_.node(i).starts();
        return std::move(outcome_);
    }

private:
    bool fine() const { return invariants_.violation().empty(); }
    std::size_t below(std::size_t bound) { return world_.entropy().below(bound); }

    template <class D>
    void pass(D time) {
        auto const end = world_.now() + std::chrono::duration_cast<Duration>(time);
        while (fine() && world_.now() < end && world_.step(end - world_.now())) {
        }
        if (fine() && world_.now() < end) world_.advance(end - world_.now());
    }

    std::string some(std::string const& kind, std::size_t of) { return kind + "-" + std::to_string(below(of)); }

    void do_something() {
        switch (below(12)) {
            case 0:
            case 1:
            case 2: apply_deployment(); break;
            case 3:
                (void)world_.merge_patch<Deployment>({"default", some("web", 4)},
                                                     R"({"spec":{"replicas":)" + std::to_string(below(9)) + "}}");
                break;
            case 4:
                if (below(3) == 0)
                    (void)world_.remove<Deployment>({"default", some("web", 4)}, {.propagation = propagation()});
                break;
            case 5:
            case 6: apply_job(); break;
            case 7:
                if (below(4) == 0)
                    (void)world_.remove<Job>({"default", some("job", 6)}, {.propagation = propagation()});
                break;
            case 8:
                apply_chain();
                apply_shared();
                break;
            case 9:
                (void)world_.remove<ConfigMap>(
                    {"default", some("root", 3)},
                    {.propagation = below(2) ? Propagation::background : Propagation::foreground});
                break;
            case 10: remove_some_pod(); break;
            default: apply_service(); break;
        }
    }

    std::optional<Propagation> propagation() {
        switch (below(3)) {
            case 0: return Propagation::foreground;
            default: return Propagation::background;
        }
    }

    void apply_deployment() {
        Deployment made;
        made.metadata.name = some("web", 4);
        made.metadata.namespace_ = "default";
        made.spec.replicas = static_cast<std::int32_t>(below(9));
        made.spec.selector.matchLabels = {{"app", made.metadata.name}};
        made.spec.template_.metadata.labels = {{"app", made.metadata.name}, {"kind", "server"}};
        made.spec.template_.spec.containers.push_back(container_of("server:" + std::to_string(below(5)), 250));
        auto& strategy = made.spec.strategy.emplace();
        strategy.type = "RollingUpdate";
        auto& rolling = strategy.rollingUpdate.emplace();
        rolling.maxSurge = static_cast<std::int32_t>(below(3));
        rolling.maxUnavailable = static_cast<std::int32_t>(rolling.maxSurge->number() == 0 ? 1 + below(2) : below(2));
        (void)world_.apply(made);
    }

    void apply_job() {
        Job made;
        made.metadata.name = some("job", 6);
        made.metadata.namespace_ = "default";
        made.spec.completions = static_cast<std::int32_t>(1 + below(6));
        made.spec.parallelism = static_cast<std::int32_t>(1 + below(3));
        made.spec.backoffLimit = 50;
        made.spec.template_.metadata.labels = {{"kind", "job"}};
        made.spec.template_.spec.restartPolicy = "Never";
        made.spec.template_.spec.containers.push_back(container_of("train:1", 500));
        (void)world_.create(made);
    }

    void apply_chain() {
        auto const n = std::to_string(below(3));
        std::optional<ConfigMap> owner;
        for (auto const* const level : {"root-", "middle-", "leaf-"}) {
            ConfigMap made;
            made.metadata.name = level + n;
            made.metadata.namespace_ = "default";
            if (owner) made.metadata.ownerReferences = {owner_reference(*owner)};
            if (auto written = world_.create(made)) {
                owner = *written;
            } else {
                owner = world_.get<ConfigMap>({"default", made.metadata.name});
                if (!owner) return;
            }
        }
    }

    /// A ConfigMap that belongs to two others.
    void apply_shared() {
        ConfigMap made;
        made.metadata.name = some("shared", 3);
        made.metadata.namespace_ = "default";
        auto const n = below(3);
        for (auto const i : {n, (n + 1) % 3}) {
            if (auto const owner = world_.get<ConfigMap>({"default", "root-" + std::to_string(i)}))
                made.metadata.ownerReferences.push_back(owner_reference(*owner));
        }
        for (auto& owner : made.metadata.ownerReferences) owner.controller.reset();
        if (made.metadata.ownerReferences.size() == 2) (void)world_.create(made);
    }

    void apply_service() {
        Service made;
        made.metadata.name = some("web", 4);
        made.metadata.namespace_ = "default";
        made.spec.selector = {{"app", made.metadata.name}};
        auto& port = made.spec.ports.emplace_back();
        port.port = 80;
        port.targetPort = 8080;
        (void)world_.apply(made);
    }

    void remove_some_pod() {
        auto const& pods = invariants_.pods();
        if (pods.empty()) return;
        auto const chosen = std::next(pods.begin(), static_cast<std::ptrdiff_t>(below(pods.size())));
        auto const name = chosen->first.substr(chosen->first.rfind('/') + 1);
        (void)world_.remove<Pod>({"default", name},
                                 {.grace_seconds = below(2) ? std::optional<std::int64_t>(1) : std::nullopt});
    }

    /// A container that runs somewhere, if there is one.
    std::optional<std::pair<std::size_t, std::string>> some_pod() {
        auto const node = below(node_count);
        for (std::size_t i = 0; i < node_count; ++i) {
            auto const at = (node + i) % node_count;
            auto const sandboxes = world_.node(at).sandboxes();
            if (!sandboxes.empty()) return std::make_pair(at, sandboxes[below(sandboxes.size())].id);
        }
        return {};
    }

    void strike() {
        auto const fault = static_cast<Fault>(below(static_cast<std::size_t>(Fault::count)));
        auto const pod = some_pod();
        bool struck = true;
        switch (fault) {
            case Fault::container_killed:
                struck = pod && world_.node(pod->first).kill(pod->second, "main", 137, below(2) == 0);
                break;
            case Fault::node_crashed: world_.node(below(node_count)).kill_all(); break;
            case Fault::container_lost: struck = pod && world_.node(pod->first).lose(pod->second, "main"); break;
            case Fault::pod_lost: struck = pod && world_.node(pod->first).lose_sandbox(pod->second); break;
            case Fault::runtime_unreachable:
                world_.node(below(node_count)).unreachable_for(std::chrono::seconds(5 + below(600)));
                break;
            case Fault::verbs_slow:
                world_.node(below(node_count)).slow_for(60s, std::chrono::seconds(1 + below(30)));
                break;
            case Fault::pod_hung:
                struck = pod.has_value();
                if (pod) {
                    world_.node(pod->first).hang(pod->second);
                    hung_.push_back(*pod);
                }
                break;
            case Fault::hints_dropped: {
                auto const node = below(node_count);
                world_.node(node).drop_hints(true);
                deaf_.push_back(node);
                break;
            }
            case Fault::commits_slow: world_.slow_commits(std::chrono::milliseconds(below(2000))); break;
            case Fault::commit_refused: world_.store().fail_next(testing::CommitFault::refused, 1 + below(3)); break;
            case Fault::answer_lost: world_.store().fail_next(testing::CommitFault::lost_answer, 1 + below(3)); break;
            case Fault::medium_lost:
                world_.store().fail_next(testing::CommitFault::refused);
                world_.store().lose_medium(1 + below(5));
                break;
            case Fault::engine_killed:
                world_.store().lose_medium(0);
                world_.restart();
                break;
            case Fault::count: break;
        }
        if (struck) ++outcome_.faults[static_cast<std::size_t>(fault)];
        if (trace_) {
            std::fprintf(stderr, "%lld %s %s\n", static_cast<long long>(world_.now().time_since_epoch().count()),
                         std::string(name(fault)).c_str(),
                         pod ? ("node-" + std::to_string(pod->first) + " " + pod->second).c_str() : "");
        }
        // Slow commits, deaf nodes and hung Pods last for a while.
        if (below(3) == 0) world_.slow_commits({});
        if (deaf_.size() > 3) heal_ears();
        if (hung_.size() > 3) let_go();
    }

    /// A container never runs twice at a time.
    void check_runtimes() {
        for (std::size_t i = 0; i < node_count; ++i) {
            for (auto const& sandbox : world_.node(i).sandboxes()) {
                auto const running = std::count_if(sandbox.containers.begin(), sandbox.containers.end(),
                                                   [](auto const& one) { return one.state == RuntimeState::running; });
                if (running > 1)
                    invariants_.violate(sandbox.pod_name + " runs its container " + std::to_string(running) + " times");
            }
        }
    }

    void heal_ears() {
        for (auto const node : deaf_) world_.node(node).drop_hints(false);
        deaf_.clear();
    }
    void let_go() {
        for (auto const& [node, pod] : hung_) world_.node(node).let_go(pod);
        hung_.clear();
    }

    void calm() {
        heal_ears();
        let_go();
        world_.slow_commits({});
        world_.store().fail_next(testing::CommitFault::none, 0);
        world_.store().lose_medium(0);
    }

    /// With nothing going wrong any more, everything becomes as it should be.
    void finish() {
        std::string why;
        for (int minute = 0; minute < 60 && fine(); ++minute) {
            pass(1min);
            if ((why = unfinished()).empty()) return;
        }
        invariants_.violate("it never became so: " + why);
    }

    std::string unfinished() {
        for (auto const& deployment : world_.list<Deployment>()) {
            if (!deployment.metadata.deletionTimestamp.empty())
                return deployment.metadata.name + " is still being deleted";
            if (!rolled_out(deployment) && !crashing(deployment))
                return deployment.metadata.name + " is not rolled out: " + encode(deployment.status);
        }
        for (auto const& job : world_.list<Job>()) {
            if (!job.metadata.deletionTimestamp.empty()) return job.metadata.name + " is still being deleted";
            bool const failed = std::any_of(job.status.conditions.begin(), job.status.conditions.end(),
                                            [](auto const& c) { return c.type == "Failed" && c.status == "True"; });
            if (!complete(job) && !failed) return job.metadata.name + " is not complete: " + encode(job.status);
            // What succeeded is counted, and exactly once: more than that is a violation by itself.
            auto const sure = invariants_.surely_succeeded(job.metadata.uid);
            if (static_cast<std::size_t>(job.status.succeeded) < sure)
                return job.metadata.name + " counts " + std::to_string(job.status.succeeded) + " that succeeded, and " +
                       std::to_string(sure) + " did";
            auto const lost = invariants_.surely_failed(job.metadata.uid);
            if (static_cast<std::size_t>(job.status.failed) < lost)
                return job.metadata.name + " counts " + std::to_string(job.status.failed) + " that failed, and " +
                       std::to_string(lost) + " did";
        }
        std::set<std::string> uids;
        std::vector<std::pair<std::string, ObjectMeta>> all;
        auto const collect = [&](auto const& objects) {
            for (auto const& object : objects) {
                uids.insert(object.metadata.uid);
                all.emplace_back(object.metadata.name, object.metadata);
            }
        };
        collect(world_.list<Deployment>());
        collect(world_.list<ReplicaSet>());
        collect(world_.list<Job>());
        collect(world_.list<ConfigMap>());
        auto const pods = world_.list<Pod>();
        collect(pods);
        for (auto const& [name, metadata] : all) {
            auto const& owners = metadata.ownerReferences;
            if (!owners.empty() &&
                std::none_of(owners.begin(), owners.end(), [&](auto const& owner) { return uids.contains(owner.uid); }))
                return name + " has no owner any more and was not collected";
        }
        std::set<std::string> ended;
        for (auto const& pod : pods) {
            if (!pod.metadata.deletionTimestamp.empty()) return pod.metadata.name + " is still being deleted";
            if (pod.spec.nodeName.empty()) return pod.metadata.name + " has no node";
            if (pod.status.phase == "Succeeded" || pod.status.phase == "Failed") ended.insert(pod.metadata.uid);
        }
        for (std::size_t i = 0; i < node_count; ++i) {
            for (auto const& sandbox : world_.node(i).sandboxes()) {
                if (!uids.contains(sandbox.id))
                    return "node-" + std::to_string(i) + " still has the Pod " + sandbox.pod_name +
                           " that does not exist";
                auto const runs = std::any_of(sandbox.containers.begin(), sandbox.containers.end(),
                                              [](auto const& one) { return one.state == RuntimeState::running; });
                if (runs && ended.contains(sandbox.id))
                    return "node-" + std::to_string(i) + " runs the Pod " + sandbox.pod_name + " that has ended";
            }
        }
        return {};
    }

    /// One tenth of the servers crash now and then: a Deployment with such Pods may have one in its back-off.
    static bool crashing(Deployment const& deployment) {
        auto const& status = deployment.status;
        return status.observedGeneration >= deployment.metadata.generation.value_or(0) &&
               status.updatedReplicas == deployment.spec.replicas.value_or(1) &&
               status.replicas == status.updatedReplicas && status.availableReplicas + 3 >= status.replicas;
    }

    bool const trace_;
    Invariants invariants_;
    Outcome outcome_;
    World world_;
    std::vector<std::size_t> deaf_;
    std::vector<std::pair<std::size_t, std::string>> hung_;
};

}  // namespace

std::string_view name(Fault fault) {
    constexpr std::array<std::string_view, static_cast<std::size_t>(Fault::count)> names{
        "container killed",
        "all containers of a node killed",
        "container lost",
        "Pod lost",
        "runtime unreachable",
        "verbs slow",
        "Pod hung",
        "hints dropped",
        "commits slow",
        "commit refused",
        "answer to a commit lost",
        "medium lost",
        "engine killed and restarted"};
    return names[static_cast<std::size_t>(fault)];
}

Outcome run_cluster(std::uint64_t seed, bool trace) { return Cluster(seed, trace).run(); }

}  // namespace keelson::sim
