#ifndef KEELSON_CONTROLLERS_JOB_STEP_HPP
#define KEELSON_CONTROLLERS_JOB_STEP_HPP

#include "controllers/job.hpp"
#include "controllers/job_indexes.hpp"
#include "controllers/job_pods.hpp"

#include <keelson/control/plan.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keelson::controllers {

/// How much one plan adds, removes or lets go of.
inline constexpr std::size_t most_writes_at_once = 500;

/// As a ReplicaSet has it: Pods are refused, by a quota say. Not a condition that Jobs have in Kubernetes.
inline constexpr char const* replica_failure = "ReplicaFailure";

/// How a Job ends.
struct Ending {
    bool success = false;
    std::string reason;
    std::string message;
};

/// One decision about one Job: what there is and whether that is the end (job_step.cpp), which Pods are to come and go
/// (job_step_pods.cpp), what is counted, said and written (job_step_status.cpp).
class JobStep {
public:
    JobStep(View const& view, Job const& job, JobOptions options, Plan& plan)
        : view_(view),
          job_(job),
          options_(options),
          plan_(plan),
          now_(view.now().whole_seconds()),
          indexed_(is_indexed(job.spec)),
          status_(job.status) {}

    Result<> run();

private:
    // What there is.
    Result<bool> claim_pods();
    Result<> read_status();
    void start_clock();
    void take_stock();
    [[nodiscard]] bool counts_as_failed(JobPod const& pod) const;
    [[nodiscard]] bool index_in_range(JobPod const& pod) const;
    void note_failure(JobPod const& pod);
    [[nodiscard]] std::optional<Ending> known_ending();
    [[nodiscard]] std::optional<Ending> policy_ending() const;
    [[nodiscard]] std::optional<Ending> index_ending() const;
    [[nodiscard]] bool restarts_exceed_limit() const;
    [[nodiscard]] std::optional<Ending> completion() const;
    // Which Pods are to come and go.
    void choose_pods();
    [[nodiscard]] std::vector<JobPod const*> surplus(std::size_t wanted) const;
    [[nodiscard]] std::vector<JobPod const*> active_pods() const;
    [[nodiscard]] Duration pause_before_next() const;
    void add_pods(std::size_t count);
    void add_indexed_pods(std::size_t count);
    void add_pod(std::optional<std::int32_t> index, IndexFailures const* failures);
    // What is counted, said and written.
    void account();
    [[nodiscard]] bool may_let_go(JobPod const& pod) const;
    void settle_uncounted();
    void count(JobPod const& pod);
    void state_conditions();
    void write();

    [[nodiscard]] std::shared_ptr<Pod const> typed(JobPod const& pod) const { return view_.typed<Pod>(pod.ref); }
    [[nodiscard]] bool suspended() const { return job_.spec.suspend.value_or(false); }
    [[nodiscard]] bool deleting() const { return !job_.metadata.deletionTimestamp.empty(); }

    View const& view_;
    Job const& job_;
    JobOptions options_;
    Plan& plan_;
    Time now_;
    bool indexed_;

    JobStatus status_;  ///< what it will be
    std::vector<JobPod> pods_;
    std::set<std::string> uncounted_succeeded_;
    std::set<std::string> uncounted_failed_;
    std::int32_t succeeded_ = 0;  ///< the count and what has ended but is not counted yet
    std::int32_t failed_ = 0;
    JobIndexes completed_;
    JobIndexes failed_indexes_;
    /// Of each index that waits for its next attempt: the last Pod that failed, which knows how often.
    std::map<std::int32_t, JobPod const*> carriers_;
    std::optional<Ending> ending_;

    std::vector<JobPod const*> removed_;
    bool forget_removed_ = false;  ///< what is removed is given up and counts as nothing
    std::vector<Pod> added_;
    bool short_of_pods_ = false;  ///< more are wanted than are added now
    std::uint64_t next_number_ = 0;
    std::vector<JobPod const*> let_go_;
    bool all_let_go_ = true;
};

}  // namespace keelson::controllers

#endif
