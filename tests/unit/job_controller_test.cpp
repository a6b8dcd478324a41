#include "controllers/conditions.hpp"
#include "controllers/job.hpp"
#include "controllers/job_indexes.hpp"
#include "controllers/job_policy.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/batch_v1.hpp>

#include <catch2/catch.hpp>

#include <set>

using namespace keelson;
using namespace keelson::controllers;
using namespace std::chrono_literals;
using test::ControllerWorld;

namespace {

Job simple_job(std::function<void(JobSpec&)> const& edit = {}) {
    Job job{.metadata = {.name = "train", .namespace_ = "default"}};
    job.spec.template_.spec.restartPolicy = "Never";
    job.spec.template_.spec.containers.push_back({.image = "x", .name = "main"});
    if (edit) edit(job.spec);
    return job;
}

struct JobWorld : ControllerWorld {
    explicit JobWorld(JobOptions options = {}) {
        remote = !options.plans_are_atomic;
        add(job_controller(options));
        collect_garbage();
    }
    keelson::Job job() { return *find<keelson::Job>("train"); }
    void start(std::function<void(JobSpec&)> const& edit = {}) {
        create(simple_job(edit)).value();
        run();
    }
    std::vector<std::shared_ptr<Pod const>> running() {
        auto pods = all<Pod>();
        std::erase_if(pods, [](auto const& pod) {
            return !pod->metadata.deletionTimestamp.empty() || pod->status.phase == "Succeeded" ||
                   pod->status.phase == "Failed";
        });
        return pods;
    }
    void end(std::string const& pod, std::string const& phase, std::int32_t code = 0) {
        change_status<Pod>(pod, [&](Pod& p) {
            p.status.phase = phase;
            ContainerStatus container{.name = "main"};
            container.state.emplace().terminated.emplace(
                ContainerStateTerminated{.exitCode = code, .finishedAt = clock->wall().whole_seconds()});
            p.status.containerStatuses = {container};
        });
    }
    void succeed(std::string const& pod) { end(pod, "Succeeded"); }
    void fail(std::string const& pod, std::int32_t code = 1) { end(pod, "Failed", code); }
    void bind(std::string const& pod) {
        auto made = operation(Operation::Verb::bind, "pods", "n1", {"default", pod});
        (void)one(made).value();
    }
    bool is(std::string_view condition) { return is_true(job().status.conditions, condition); }
    std::string reason(std::string_view condition) {
        auto const now = job();
        auto const* const found = find_condition(now.status.conditions, condition);
        return found ? found->reason : "<none>";
    }
    Pod const& pod_of(std::int32_t index) {
        for (auto const& pod : running())
            if (pod->metadata.labels.at("batch.kubernetes.io/job-completion-index") == std::to_string(index))
                return *(kept_ = pod);
        FAIL("no pod of that index");
        return *kept_;
    }
    std::shared_ptr<Pod const> kept_;
};

std::function<void(JobSpec&)> completions(std::int32_t count, std::int32_t at_once) {
    return [=](JobSpec& spec) {
        spec.completions = count;
        spec.parallelism = at_once;
    };
}
std::function<void(JobSpec&)> indexed(std::int32_t count, std::int32_t at_once,
                                      std::function<void(JobSpec&)> const& more = {}) {
    return [=](JobSpec& spec) {
        spec.completionMode = "Indexed";
        spec.completions = count;
        spec.parallelism = at_once;
        if (more) more(spec);
    };
}

}  // namespace

TEST_CASE("job indexes: text, sums and sets") {
    auto indexes = JobIndexes::parse("1,3-5,7", 100).value();
    CHECK(indexes.total() == 5);
    CHECK(indexes.contains(4));
    CHECK_FALSE(indexes.contains(2));
    indexes.add({2, 0, 9, 8, 2});
    CHECK(indexes.text() == "0-5,7-9");
    CHECK(JobIndexes::parse("3,4", 100).value().text() == "3,4");
    CHECK(JobIndexes::parse("0-9", 4).value().text() == "0-3");
    CHECK(JobIndexes::parse("0-9", 10).value().common(JobIndexes::parse("3,8-20", 30).value()) == 3);
    CHECK_FALSE(JobIndexes::parse("5-3", 10).has_value());
    CHECK_FALSE(JobIndexes::parse("1,a", 10).has_value());
    CHECK_FALSE(JobIndexes::parse("4,2", 10).has_value());
}

TEST_CASE("job: the pause after failures doubles from 10 s and stops at six minutes") {
    CHECK(failure_pause(0) == 0s);
    CHECK(failure_pause(1) == 10s);
    CHECK(failure_pause(3) == 40s);
    CHECK(failure_pause(6) == 320s);
    CHECK(failure_pause(7) == 6min);
    CHECK(failure_pause(1000) == 6min);
}

TEST_CASE("trap 14: a clock that is set back makes a Job wait no longer than its pause") {
    Time const failure{1'770'000'000'000'000};
    CHECK(pause_left(2, failure, failure + 5s) == 15s);
    CHECK(pause_left(2, failure, failure + 30s) == 0s);
    CHECK(pause_left(2, failure, failure + -24h) == 20s);
}

TEST_CASE("job: runs as many Pods at once as it may until enough have succeeded") {
    JobWorld w;
    w.start(completions(3, 2));
    REQUIRE(w.running().size() == 2);
    CHECK(w.job().status.active == 2);
    CHECK_FALSE(w.job().status.startTime.empty());
    auto const pod = *w.running()[0];
    CHECK(pod.metadata.finalizers == std::vector<std::string>{"batch.kubernetes.io/job-tracking"});
    CHECK(pod.metadata.labels.at("batch.kubernetes.io/job-name") == "train");
    CHECK(pod.metadata.ownerReferences.at(0).uid == w.job().metadata.uid);

    w.succeed(pod.metadata.name);
    w.run();
    CHECK(w.job().status.succeeded == 1);
    CHECK(w.running().size() == 2);
    for (auto const& each : w.running()) w.succeed(each->metadata.name);
    w.run();
    CHECK(w.job().status.succeeded == 3);
    CHECK(w.job().status.active == 0);
    CHECK(w.is("Complete"));
    CHECK(w.reason("SuccessCriteriaMet") == "CompletionsReached");
    CHECK_FALSE(w.job().status.completionTime.empty());
    CHECK(w.all<Pod>().size() == 3);
    CHECK(w.count_told("SuccessfulCreate") == 3);
    CHECK(w.count_told("Completed") == 1);
}

TEST_CASE("trap 13: a Pod's end is counted and let go of in one commit, also when it was deleted before") {
    JobWorld w;
    w.start(completions(2, 2));
    auto const first = w.running()[0]->metadata.name;
    auto const second = w.running()[1]->metadata.name;
    w.succeed(first);
    w.succeed(second);
    w.remove<Pod>(second).value();  // its finalizer keeps it
    REQUIRE(w.find<Pod>(second));
    auto const plan = w.plan("job", {"default", "train"});
    REQUIRE(plan.writes().size() == 3);  // one status, two finalizers
    w.run();
    CHECK(w.job().status.succeeded == 2);
    CHECK(w.is("Complete"));
    CHECK_FALSE(w.find<Pod>(second));
    CHECK(w.find<Pod>(first)->metadata.finalizers.empty());
}

TEST_CASE("trap 13: the count is exact wherever a plan is cut, and on views that lag") {
    for (std::size_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        JobWorld w({.plans_are_atomic = false});
        auto const chance = seeded_entropy(seed);
        bool const by_index = seed % 2 == 1;
        w.create(simple_job(by_index ? indexed(6, 3) : completions(6, 3))).value();
        std::set<std::string> counted_ok;
        std::size_t failures = 0;
        std::deque<test::StateOf> past;
        for (int step = 0; step < 400 && !w.is("Complete") && !w.is("Failed"); ++step) {
            past.emplace_back(w.registry.accepted(), w.kinds);
            switch (chance->below(6)) {
                case 0:
                    w.cut_after = [&]() -> std::size_t { return chance->below(2) == 0 ? chance->below(4) : 100; };
                    break;
                case 1:
                    for (auto const& pod : w.running())
                        if (chance->below(2) == 0) {
                            w.succeed(pod->metadata.name);
                            counted_ok.insert(pod->metadata.uid);
                        }
                    break;
                case 2:
                    if (failures < 4 && !w.running().empty()) {
                        w.fail(w.running()[0]->metadata.name);
                        ++failures;
                    }
                    break;
                case 3:  // an old view decides first; whatever it wants must do no harm
                    w.decide_late("job", {"default", "train"},
                                  past[past.size() - 1 - chance->below(std::min<std::size_t>(past.size(), 5))]);
                    break;
                case 4:  // a Pod that has ended is deleted by somebody
                    for (auto const& pod : w.all<Pod>())
                        if (pod->status.phase == "Succeeded" && chance->below(3) == 0)
                            (void)w.remove<Pod>(pod->metadata.name);
                    break;
                default: break;
            }
            w.pass(chance->below(2) == 0 ? 1s : 30s);
            auto const& status = w.job().status;
            auto const waiting = status.uncountedTerminatedPods.value_or(UncountedTerminatedPods{});
            REQUIRE(static_cast<std::size_t>(status.succeeded) + waiting.succeeded.size() <= counted_ok.size());
            REQUIRE(static_cast<std::size_t>(status.failed) + waiting.failed.size() <= failures);
            REQUIRE(w.running().size() <= 3);
        }
        w.cut_after = nullptr;
        w.pass(1h);
        REQUIRE(w.is("Complete"));
        CHECK(w.job().status.succeeded == 6);
        CHECK(counted_ok.size() == 6);
        CHECK(static_cast<std::size_t>(w.job().status.failed) == failures);
        CHECK_FALSE(w.job().status.uncountedTerminatedPods);
        for (auto const& pod : w.all<Pod>()) CHECK(pod->metadata.finalizers.empty());
    }
}

TEST_CASE("trap 13: a Pod whose Job is gone is let go of") {
    JobWorld w;
    w.start(completions(2, 2));
    w.succeed(w.running()[0]->metadata.name);
    w.remove<Job>("train").value();
    SECTION("at once") {}
    SECTION("after a restart that came before") { w.restart(); }
    SECTION("after a restart that came when they were being deleted already") {
        for (auto const& pod : w.all<Pod>()) w.remove<Pod>(pod->metadata.name, {.grace_seconds = 0}).value();
        REQUIRE(w.all<Pod>().size() == 2);
        w.restart();
    }
    w.run();
    CHECK(w.all<Pod>().empty());
}

TEST_CASE("trap 13: with podReplacementPolicy Failed the next Pod waits until the last one has ended") {
    auto const policy = GENERATE(std::string("TerminatingOrFailed"), std::string("Failed"));
    JobWorld w;
    w.start([&](JobSpec& spec) { spec.podReplacementPolicy = policy; });
    auto const first = w.running().at(0)->metadata.name;
    w.bind(first);
    w.remove<Pod>(first).value();
    w.pass(15s);
    CHECK(w.running().size() == (policy == "Failed" ? 0U : 1U));
    if (policy == "TerminatingOrFailed") return;
    CHECK(w.job().status.terminating == 1);
    CHECK(w.job().status.failed == 0);
    w.fail(first);
    w.remove<Pod>(first, {.grace_seconds = 0}).value();
    w.pass(15s);
    CHECK(w.job().status.failed == 1);
    CHECK(w.running().size() == 1);
}

TEST_CASE("trap 1: a decision that is made twice from the same view makes no second Pod") {
    JobWorld w;
    w.create(simple_job(completions(4, 4))).value();
    auto const before = w.state();
    w.run();
    REQUIRE(w.running().size() == 4);
    w.remote = true;  // write by write, without the status that would stop it
    auto const late = w.plan("job", {"default", "train"}, before);
    for (auto const& write : late.writes()) {
        if (write.verb != PlannedWrite::Verb::create) continue;
        CHECK(w.find<Pod>(write.key.name));
    }
    CHECK_FALSE(w.carry_out(late, "job"));
    CHECK(w.running().size() == 4);
}

TEST_CASE("trap 3: after a restart a Job goes on where it was, and its steady state writes nothing") {
    JobWorld w;
    w.start(completions(3, 2));
    w.fail(w.running()[0]->metadata.name);
    w.run();
    auto const revision = w.registry.accepted().revision;
    w.restart();
    w.run();
    CHECK(w.registry.accepted().revision == revision);
    w.pass(9s);
    CHECK(w.running().size() == 1);  // the pause is not forgotten
    w.pass(1s);
    CHECK(w.running().size() == 2);
}

TEST_CASE("trap 21: a Job at rest writes nothing, however often it is looked at") {
    JobWorld w;
    w.start(indexed(3, 2, [](JobSpec& spec) { spec.backoffLimitPerIndex = 1; }));
    w.fail(w.pod_of(0).metadata.name);
    w.run();
    CHECK(w.plan("job", {"default", "train"}).empty());
    w.pass(10min);
    for (auto const& pod : w.running()) w.succeed(pod->metadata.name);
    w.pass(1min);
    for (auto const& pod : w.running()) w.succeed(pod->metadata.name);
    w.run();
    REQUIRE(w.is("Complete"));
    CHECK(w.plan("job", {"default", "train"}).empty());
}

TEST_CASE("job: a work queue is done when one Pod has succeeded and the others have ended") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.parallelism = 3; });
    REQUIRE(w.running().size() == 3);
    w.succeed(w.running()[0]->metadata.name);
    w.run();
    CHECK(w.running().size() == 2);
    CHECK_FALSE(w.is("Complete"));
    for (auto const& pod : w.running()) w.succeed(pod->metadata.name);
    w.run();
    CHECK(w.is("Complete"));
    CHECK(w.job().status.succeeded == 3);
}

TEST_CASE("job: an Indexed Job has one Pod an index, which knows its index") {
    JobWorld w;
    w.start(indexed(3, 2));
    auto const pod = w.pod_of(1);
    CHECK(pod.metadata.name.starts_with("train-1-"));
    CHECK(pod.spec.hostname == "train-1");
    CHECK(pod.metadata.annotations.at("batch.kubernetes.io/job-completion-index") == "1");
    auto const& env = pod.spec.containers[0].env.at(0);
    CHECK(env.name == "JOB_COMPLETION_INDEX");
    CHECK(env.valueFrom->fieldRef->fieldPath == "metadata.labels['batch.kubernetes.io/job-completion-index']");
    w.succeed(pod.metadata.name);
    w.run();
    CHECK(w.job().status.completedIndexes == "1");
    w.succeed(w.pod_of(0).metadata.name);
    w.succeed(w.pod_of(2).metadata.name);
    w.run();
    CHECK(w.job().status.completedIndexes == "0-2");
    CHECK(w.is("Complete"));
}

TEST_CASE("job: failures are replaced after a growing pause until the limit is passed") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.backoffLimit = 2; });
    for (Duration const pause : {Duration(10s), Duration(20s)}) {
        w.fail(w.running().at(0)->metadata.name);
        w.pass(pause - 1s);
        CHECK(w.running().empty());
        w.pass(1s);
        REQUIRE(w.running().size() == 1);
    }
    w.fail(w.running()[0]->metadata.name);
    w.run();
    CHECK(w.is("Failed"));
    CHECK(w.reason("Failed") == "BackoffLimitExceeded");
    CHECK(w.reason("FailureTarget") == "BackoffLimitExceeded");
    CHECK(w.job().status.failed == 3);
    CHECK(w.count_told("BackoffLimitExceeded") == 1);
}

TEST_CASE("job: restarts of containers count against the limit when Pods are kept") {
    JobWorld w;
    w.start([](JobSpec& spec) {
        spec.template_.spec.restartPolicy = "OnFailure";
        spec.backoffLimit = 2;
    });
    auto const restarts = [&](std::int32_t count) {
        w.change_status<Pod>(w.running().at(0)->metadata.name, [&](Pod& pod) {
            pod.status.phase = "Running";
            pod.status.containerStatuses = {{.name = "main", .restartCount = count}};
        });
        w.run();
    };
    restarts(1);
    CHECK_FALSE(w.is("FailureTarget"));
    restarts(2);
    CHECK(w.reason("FailureTarget") == "BackoffLimitExceeded");
}

TEST_CASE("job: past its deadline it gives up its Pods and fails when they have ended") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.activeDeadlineSeconds = 60; });
    auto const pod = w.running().at(0)->metadata.name;
    w.bind(pod);
    w.pass(59s);
    CHECK(w.running().size() == 1);
    w.pass(1s);
    CHECK(w.running().empty());
    CHECK(w.reason("FailureTarget") == "DeadlineExceeded");
    CHECK_FALSE(w.is("Failed"));
    CHECK(w.job().status.terminating == 1);
    w.remove<Pod>(pod, {.grace_seconds = 0}).value();
    w.run();
    CHECK(w.is("Failed"));
    CHECK(w.job().status.terminating == 0);
}

TEST_CASE("job: suspended it has no Pods, counts none of them, and starts its clock again when it goes on") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.activeDeadlineSeconds = 60; });
    auto const suspend = [&](bool on) {
        w.change<Job>("train", [&](Job& job) { job.spec.suspend = on; });
        w.run();
    };
    w.pass(30s);
    suspend(true);
    CHECK(w.all<Pod>().empty());
    CHECK(w.is("Suspended"));
    CHECK(w.job().status.failed == 0);
    w.pass(10min);
    CHECK_FALSE(w.is("FailureTarget"));
    suspend(false);
    CHECK_FALSE(w.is("Suspended"));
    CHECK(w.running().size() == 1);
    CHECK(w.job().status.startTime == w.clock->wall().whole_seconds());
    CHECK(w.count_told("Suspended") == 1);
    CHECK(w.count_told("Resumed") == 1);
}

TEST_CASE("job: fewer at once means that the least advanced go, uncounted") {
    JobWorld w;
    w.start(completions(5, 3));
    auto const kept = w.running()[1]->metadata.name;
    w.bind(kept);
    w.change<Job>("train", [](Job& job) { job.spec.parallelism = 1; });
    w.run();
    REQUIRE(w.running().size() == 1);
    CHECK(w.running()[0]->metadata.name == kept);
    CHECK(w.job().status.failed == 0);
}

TEST_CASE("job: podFailurePolicy ignores, fails the Job or counts, by exit code and condition") {
    auto const rule = [](std::string action, std::vector<std::int32_t> codes) {
        PodFailurePolicyRule made{.action = std::move(action)};
        made.onExitCodes.emplace(PodFailurePolicyOnExitCodesRequirement{.operator_ = "In", .values = std::move(codes)});
        return made;
    };
    PodFailurePolicyRule disrupted{.action = "Ignore",
                                   .onPodConditions = {{.status = "True", .type = "DisruptionTarget"}}};
    JobWorld w;
    w.start([&](JobSpec& spec) {
        spec.backoffLimit = 0;
        spec.podFailurePolicy.emplace().rules = {rule("Ignore", {7}), rule("FailJob", {42}), disrupted};
    });
    auto const next = [&] { return w.running().at(0)->metadata.name; };
    w.fail(next(), 7);
    w.pass(10s);
    CHECK(w.job().status.failed == 0);
    auto const name = next();
    w.change_status<Pod>(name, [](Pod& pod) {
        pod.status.phase = "Failed";
        pod.status.conditions = {{.status = "True", .type = "DisruptionTarget"}};
    });
    w.pass(1min);
    CHECK(w.job().status.failed == 0);
    auto const last = next();
    w.fail(last, 42);
    w.run();
    CHECK(w.reason("Failed") == "PodFailurePolicy");
    CHECK(find_condition(w.job().status.conditions, "Failed")->message ==
          "Container main for pod default/" + last + " failed with exit code 42 matching FailJob rule at index 1");
    CHECK(w.job().status.failed == 1);
}

TEST_CASE("job: with a limit by index one bad index does not end the others") {
    JobWorld w;
    w.start(indexed(2, 2, [](JobSpec& spec) { spec.backoffLimitPerIndex = 1; }));
    w.fail(w.pod_of(0).metadata.name);
    w.pass(10s);
    auto const second = w.pod_of(0);
    CHECK(second.metadata.annotations.at("batch.kubernetes.io/job-index-failure-count") == "1");
    CHECK(w.job().status.failed == 1);
    w.fail(second.metadata.name);
    w.pass(1h);
    CHECK(w.job().status.failedIndexes == "0");
    CHECK_FALSE(w.is("Failed"));
    w.succeed(w.pod_of(1).metadata.name);
    w.run();
    CHECK(w.reason("Failed") == "FailedIndexes");
    CHECK(w.job().status.completedIndexes == "1");
    CHECK(w.job().status.failed == 2);
}

TEST_CASE("job: more failed indexes than allowed end the Job") {
    JobWorld w;
    w.start(indexed(4, 4, [](JobSpec& spec) {
        spec.backoffLimitPerIndex = 0;
        spec.maxFailedIndexes = 1;
    }));
    w.fail(w.pod_of(0).metadata.name);
    w.run();
    CHECK_FALSE(w.is("FailureTarget"));
    w.fail(w.pod_of(1).metadata.name);
    w.run();
    CHECK(w.reason("Failed") == "MaxFailedIndexesExceeded");
    CHECK(w.running().empty());
}

TEST_CASE("job: a met successPolicy ends the Job and what still runs") {
    JobWorld w;
    w.start(indexed(3, 3, [](JobSpec& spec) {
        spec.successPolicy.emplace().rules = {{.succeededCount = 1, .succeededIndexes = "0,2"}};
    }));
    w.succeed(w.pod_of(1).metadata.name);
    w.run();
    CHECK_FALSE(w.is("SuccessCriteriaMet"));
    w.succeed(w.pod_of(2).metadata.name);
    w.run();
    CHECK(w.reason("SuccessCriteriaMet") == "SuccessPolicy");
    CHECK(w.is("Complete"));
    CHECK(w.running().empty());
}

TEST_CASE("job: is removed so many seconds after it has ended") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.ttlSecondsAfterFinished = 30; });
    w.succeed(w.running().at(0)->metadata.name);
    w.pass(29s);
    CHECK(w.find<Job>("train"));
    w.pass(1s);
    CHECK_FALSE(w.find<Job>("train"));
    CHECK(w.all<Pod>().empty());
}

TEST_CASE("job: with manualSelector it takes in the Pods that match and lets go of those that no longer do") {
    JobWorld w;
    Pod orphan{.metadata = {.labels = {{"app", "train"}}, .name = "orphan", .namespace_ = "default"}};
    orphan.spec = simple_job().spec.template_.spec;
    w.create(orphan).value();
    w.start([](JobSpec& spec) {
        spec.manualSelector = true;
        spec.selector.emplace().matchLabels = {{"app", "train"}};
        spec.template_.metadata.labels = {{"app", "train"}};
    });
    REQUIRE(w.running().size() == 1);
    CHECK(w.find<Pod>("orphan")->metadata.ownerReferences.size() == 1);
    w.change<Pod>("orphan", [](Pod& pod) { pod.metadata.labels = {{"app", "other"}}; });
    w.run();
    CHECK(w.find<Pod>("orphan")->metadata.ownerReferences.empty());
    CHECK(w.find<Pod>("orphan")->metadata.finalizers.empty());
    CHECK(w.job().status.active == 1);
    CHECK(w.running().size() == 2);
}

TEST_CASE("job: another controller's Job is left alone") {
    JobWorld w;
    w.start([](JobSpec& spec) { spec.managedBy = "kueue.x-k8s.io/multikueue"; });
    CHECK(w.all<Pod>().empty());
    CHECK(w.job().status.startTime.empty());
}
