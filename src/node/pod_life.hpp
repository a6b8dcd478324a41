#ifndef KEELSON_NODE_POD_LIFE_HPP
#define KEELSON_NODE_POD_LIFE_HPP

#include "node/back_off.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// What can be done for a Pod. Each is begun by a Step and ended by PodLife::done.
enum class PodVerb : std::uint8_t {
    mount,  ///< make its volumes ready
    create_sandbox,
    pull,  ///< see to it that a container's image is there
    create,
    start,
    post_start,
    probe,
    pre_stop,
    stop,
    remove,  ///< forget an ended container
    drain,   ///< let the proxy send nothing new, and wait for what is in flight
    remove_sandbox,
    unmount,
    finish,  ///< take the Pod object out of the store
    resize,  ///< change what a running container may use
};

enum class ProbeKind : std::uint8_t { startup, readiness, liveness };

struct PodAction {
    PodVerb verb = PodVerb::mount;
    std::string container;      ///< empty for the Pod as a whole
    std::uint32_t attempt = 0;  ///< which start of the container
    ProbeKind probe = ProbeKind::startup;
    Duration grace{};  ///< of stop and pre_stop: how long it may take; of drain: how long at most

    friend bool operator==(PodAction const&, PodAction const&) = default;
};

/// How an action ended.
struct ActionOutcome {
    enum class Kind : std::uint8_t {
        done,
        failed,   ///< of a probe: the container is not well
        unknown,  ///< it may have happened or not: the runtime could not be asked, or a deadline has passed
    };
    Kind kind = Kind::done;
    std::string reason;   ///< what a waiting container shows: "ErrImagePull", "CreateContainerConfigError", ...
    std::string message;  ///< for people
};

struct PodEvent {
    std::string container;  ///< empty: the Pod as a whole
    bool warning = false;
    std::string reason;
    std::string message;

    friend bool operator==(PodEvent const&, PodEvent const&) = default;
};

/// What to do for a Pod now.
struct PodStep {
    std::vector<PodAction> actions;  ///< to be begun now, in this order
    std::vector<PodEvent> events;    ///< to be told
    PodStatus status;                ///< what the Pod's status should say
    std::optional<Instant> again;    ///< when to look again even if nothing happens
    bool over = false;               ///< nothing of the Pod is left on this node
};

/// Why a Pod must end as failed, though its containers might go on: "Evicted", "DeviceLost", ...
struct PodFailure {
    std::string reason;
    std::string message;
    std::string event = {};              ///< what the event says; empty: the message
    std::optional<Duration> grace = {};  ///< nothing: the Pod's own
    bool disrupts = false;               ///< told by the condition DisruptionTarget

    friend bool operator==(PodFailure const&, PodFailure const&) = default;
};

/// Why a Pod gets no other resources now.
struct ResizeRefusal {
    std::string reason;  ///< "Deferred" or "Infeasible"
    std::string message;
};

/// What a step is decided from.
struct PodSituation {
    Pod const* pod = nullptr;
    bool exists = true;                       ///< the Pod is still in the store
    bool held = false;                        ///< the node stops: end what runs, but leave the object alone
    RuntimeSandbox const* sandbox = nullptr;  ///< as the runtime last reported it; null: there is none
    PodFailure const* failure = nullptr;      ///< why it must end; null: it need not
    std::string host_ip;                      ///< of the node
    bool pulls_images = false;                ///< the runtime has images that must be fetched
    bool resizes = false;                     ///< the runtime can change what a running container may use
    std::optional<ResizeRefusal> no_room{};   ///< the node has not what the Pod asks for now
    Instant now;
    Time wall;
};

/// The life of one Pod on its node: what a kubelet does for it, as a state machine that does nothing itself.
///
/// `step` says which actions to begin and what to report; whoever begins them says with `done` how they
/// ended. At most one verb is under way for a container at a time, but for probes and for a stop that
/// overtakes a slower one. What happened before (restart counts, how containers ended, which hooks ran) is
/// taken from the stored status and the runtime's report at the first step, so that a new PodLife goes on where
/// an earlier one ended.
class PodLife {
public:
    /// `spread` in [0, 1) says where in its first period a probe of a container that ran already begins.
    explicit PodLife(double spread = 0) : spread_(spread) {}

    PodStep step(PodSituation const& now);
    /// `now` needs no more than the Pod and the times.
    void done(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome);
    /// Something that a failed mount or create may have waited for has changed: try again now.
    void retry_now();
    /// Whether it waits for something that a changed ConfigMap, Secret or claim could bring.
    [[nodiscard]] bool waits_for_data() const;

private:
    enum class Ending : std::uint8_t { none, completed, failed, held, deleted, gone };
    struct ProbeLife {
        bool set_up = false;
        bool in_flight = false;
        Instant next{};
        std::int32_t successes = 0;
        std::int32_t failures = 0;
        bool good = false;
    };
    struct Kill {
        Instant by;  ///< when the grace is over
        bool pre_stop_begun = false;
        bool pre_stop_done = false;
        bool stopping = false;  ///< a stop is under way
        Instant stop_by{};      ///< the end of the grace that it was given
    };
    struct Life {
        enum class Phase : std::uint8_t { none, created, running, exited };
        enum class Hook : std::uint8_t { none, running, done };
        Phase phase = Phase::none;
        bool existed = false;  ///< the instance `attempt` is or was there
        bool adopted = false;  ///< it was there before this PodLife
        std::uint32_t attempt = 0;
        std::string runtime_id;
        std::string image_id;
        std::string spec_hash;
        Time started_at;
        Instant running_since{};
        std::optional<ContainerStateTerminated> end;       ///< of this instance
        std::optional<ContainerStateTerminated> last_end;  ///< of the one before
        bool run_again = false;                            ///< whatever its end was: the sandbox or its spec is new
        bool image_ready = false;
        std::optional<ResourceRequirements> given;  ///< what this instance was started with, or got since
        ResourceRequirements resizing_to;           ///< while `in_flight` is a resize
        std::optional<PodVerb> in_flight;
        Hook post_start = Hook::none;
        std::string waiting_reason;
        std::string waiting_message;
        BackOff retry{std::chrono::seconds(1), std::chrono::seconds(30)};
        BackOff pull_retry{std::chrono::seconds(10), std::chrono::minutes(5)};
        BackOff crash{std::chrono::seconds(10), std::chrono::minutes(5)};
        bool crash_told = false;
        std::array<ProbeLife, 3> probes;
        std::optional<Kill> kill;

        [[nodiscard]] std::uint32_t next_attempt() const {
            return existed && phase == Phase::exited ? attempt + 1 : attempt;
        }
        void begin_instance(std::uint32_t number);
    };

    // What there is.
    void adopt(PodSituation const& now);
    void take_stored(PodSituation const& now, std::vector<Container> const& specs,
                     std::vector<ContainerStatus> const& stored, std::vector<Life>& lives);
    void learn_ephemeral(Pod const& pod);
    void observe(PodSituation const& now);
    void observe_container(PodSituation const& now, Container const& spec, Life& life);
    void mark_running(PodSituation const& now, Life& life, RuntimeContainer const& seen);
    void mark_exited(PodSituation const& now, Life& life, ContainerStateTerminated end);
    void lose_sandbox(PodSituation const& now);

    // What should be done.
    [[nodiscard]] Ending ending(PodSituation const& now);
    void end(PodSituation const& now, PodStep& step);
    void set_end_deadline(PodSituation const& now, Ending why);
    bool end_containers(PodSituation const& now, PodStep& step);
    void clean_up(PodSituation const& now, PodStep& step);
    void bring_up(PodSituation const& now, PodStep& step);
    bool bring_up_sandbox(PodSituation const& now, PodStep& step);
    bool bring_up_init(PodSituation const& now, PodStep& step);
    void bring_up_ephemeral(PodSituation const& now, PodStep& step);
    void drive(PodSituation const& now, Container const& spec, Life& life, PodStep& step);
    void drive_running(PodSituation const& now, Container const& spec, Life& life, PodStep& step);
    /// True when the container is to be restarted for it.
    bool drive_resize(PodSituation const& now, Container const& spec, Life& life, PodStep& step);
    void take_resize(PodSituation const& now, ActionOutcome const& outcome, Life& life);
    void make_next(PodSituation const& now, Container const& spec, Life& life, PodStep& step);
    void drive_probes(PodSituation const& now, Container const& spec, Life& life, PodStep& step);
    bool kill(PodSituation const& now, Container const& spec, Life& life, Instant by, PodStep& step);
    void remove_old(PodSituation const& now, PodStep& step);
    void take_pod_verb(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome);
    void take_probe(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                    Container const& spec, Life& life);
    void take_verb(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                   Container const& spec, Life& life);
    void take_pull(PodSituation const& now, ActionOutcome const& outcome, Container const& spec, Life& life);
    void take_hook(PodSituation const& now, PodAction const& action, ActionOutcome const& outcome,
                   Container const& spec, Life& life);

    // What is asked of a container.
    [[nodiscard]] bool restarts(Pod const& pod, Container const& spec, bool init, Life const& life) const;
    [[nodiscard]] bool started(Container const& spec, Life const& life) const;
    [[nodiscard]] bool ready(Container const& spec, Life const& life) const;
    [[nodiscard]] bool finished_for_good(Pod const& pod) const;
    [[nodiscard]] bool init_failed(Pod const& pod) const;
    [[nodiscard]] bool all_ended() const;
    [[nodiscard]] bool ever_ran() const;
    [[nodiscard]] std::pair<Container const*, Life*> find(Pod const& pod, std::string const& container);

    // What is reported (pod_status.cpp).
    [[nodiscard]] PodStatus status(PodSituation const& now) const;
    [[nodiscard]] ContainerStatus container_status(PodSituation const& now, Container const& spec, bool init,
                                                   Life const& life, ContainerStatus const* stored) const;
    [[nodiscard]] std::string phase(PodSituation const& now, PodStatus const& status) const;
    void set_conditions(PodSituation const& now, PodStatus& status) const;

    void tell(std::string container, bool warning, std::string reason, std::string message);
    static void wake(PodStep& step, Instant when);

    double spread_;
    bool adopting_ = true;  ///< the first step is still to come
    std::vector<Life> init_;
    std::vector<Life> main_;
    std::vector<Life> ephemeral_;  ///< they only come, at the end, and never run again
    std::vector<Container> ephemeral_specs_;
    std::vector<PodEvent> events_;
    std::vector<std::pair<std::string, std::uint32_t>> removing_;

    std::optional<PodVerb> in_flight_;  ///< mount, create_sandbox, remove_sandbox, unmount, finish
    bool mounted_ = false;
    bool had_sandbox_ = false;
    bool sandbox_ready_ = false;
    std::string ip_;
    BackOff mount_retry_{std::chrono::milliseconds(500), std::chrono::minutes(2)};
    BackOff sandbox_retry_{std::chrono::seconds(1), std::chrono::minutes(1)};
    BackOff end_retry_{std::chrono::seconds(1), std::chrono::seconds(30)};
    std::string pod_waiting_message_;
    bool initialized_ = false;
    std::optional<ResizeRefusal> resize_pending_;  ///< as of this step
    bool resizing_ = false;                        ///< the same
    std::string resize_error_;
    Time start_time_;
    Instant started_{};

    Ending ending_ = Ending::none;
    std::optional<PodFailure> failure_;
    std::optional<std::int64_t> grace_seconds_;
    Instant end_by_{};
    enum class Drain : std::uint8_t { none, running, done } drain_ = Drain::none;
    Instant drain_by_{};
    bool unmounted_ = false;
    bool finished_ = false;
};

/// Whether an init container runs beside the others for the whole life of the Pod (a "sidecar").
inline bool is_sidecar(Container const& init) { return init.restartPolicy && *init.restartPolicy == "Always"; }

/// Whether two containers ask for the same and may use the same.
bool same_amounts(ResourceRequirements const& a, ResourceRequirements const& b);

/// Whether a container of a Pod asks for other resources than its status says that it has.
bool wants_resize(Pod const& pod);

/// What a change of a running container's spec is recognised by; given to the runtime and back by it.
std::string container_spec_hash(Container const& container);

}  // namespace keelson

#endif
