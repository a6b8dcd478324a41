#ifndef KEELSON_RUNTIME_SIMULATED_HPP
#define KEELSON_RUNTIME_SIMULATED_HPP

#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

class Prober;

/// What a simulated container does with its life.
struct SimulatedBehaviour {
    double weight = 1;                                 ///< how likely among the alternatives of its rule
    Duration start_delay{};                            ///< from start() until it runs
    std::optional<Duration> ready_after = Duration{};  ///< from when on probes succeed, once it runs; nothing: never
    std::optional<Duration> well_for;                  ///< how long, from then on, until they fail; nothing: for good
    std::optional<Duration> runs_for;                  ///< until it ends on its own; nothing: never
    int exit_code = 0;                                 ///< when it ends on its own
    bool out_of_memory = false;                        ///< it ends for want of memory, with 137
    std::string start_error;                           ///< it cannot be started, and why
    std::optional<Duration> stops_after = Duration{};  ///< from the stop signal; nothing: it must be killed
    int stop_exit_code = 143;                          ///< when it ends at the stop signal
    /// Its image cannot be pulled. Images are pulled for no container in particular: this is looked at in rules that
    /// say `image` and by the image alone.
    bool image_missing = false;
    double jitter = 0;  ///< each of the times is longer by up to this share of itself, as chance has it
};

/// Which containers do what. Each part that is set narrows the choice; one alternative is drawn for each start.
struct SimulatedRule {
    std::map<std::string, std::string> labels = {};  ///< that the Pod has
    std::string namespace_ = {};
    std::string pod_prefix = {};  ///< how the Pod's name begins
    std::string container = {};   ///< its whole name
    std::string image = {};       ///< how the image begins
    std::vector<SimulatedBehaviour> alternatives = {};
};

struct SimulatedOptions {
    std::vector<SimulatedRule> rules = {};  ///< the first that matches counts
    SimulatedBehaviour otherwise = {};      ///< for containers that no rule matches: ready at once, runs for ever
    Duration verb_delay{};                  ///< how long a verb takes
    Duration pull_delay{};
    /// The address of the node's first Pod; empty: in 10.0.0.0/8, derived from the node's name.
    std::string first_ip = {};
};

/// The Pods of a node that exist on paper only: no process, no file, no thread, all time through the engine's clock
/// and all chance through its entropy. Tens of thousands of them are nothing.
///
/// The object is the machine: it outlives engines. A Pod lives on in it while no engine has it open, and the next
/// one that opens it finds what there is. Its exec facet succeeds when the container is ready by its script.
/// Threading: on the strand of the engine that has it open.
class SimulatedRuntime : public Runtime {
public:
    /// Answers network probes of this node's Pods by their scripts: a probe succeeds when every running container
    /// of the Pod with that IP is ready.
    std::shared_ptr<Prober> prober() override = 0;

    // Faults. Those that name a container are false when it does not run.

    /// Ends a container as if it had crashed.
    virtual bool kill(SandboxId const& pod, std::string const& container, int exit_code = 137,
                      bool out_of_memory = false) = 0;
    /// Ends every container.
    virtual void kill_all(int exit_code = 137) = 0;
    /// Forgets a container, running or not, and tells nobody.
    virtual bool lose(SandboxId const& pod, std::string const& container) = 0;
    /// Forgets a whole Pod, and tells nobody.
    virtual bool lose_sandbox(SandboxId const& pod) = 0;
    /// From now on and for this long, every verb fails with `unavailable` and nothing is hinted. Pods live on.
    virtual void unreachable_for(Duration time) = 0;
    /// Verbs that begin within this time take `delay` longer. What takes longer than its deadline fails with `timeout`
    /// and still happens.
    virtual void slow_for(Duration time, Duration delay) = 0;
    /// A Pod whose verbs are never answered, from now on; `list` of it neither. Until let go.
    virtual void hang(SandboxId const& pod) = 0;
    virtual void let_go(SandboxId const& pod) = 0;
    /// What has not been told of by a hint stays untold.
    virtual void drop_hints(bool drop) = 0;

    /// What there is now, for checks.
    [[nodiscard]] virtual std::vector<RuntimeSandbox> sandboxes() const = 0;
    /// How many containers run.
    [[nodiscard]] virtual std::size_t running() const = 0;
    /// How many containers were ever started.
    [[nodiscard]] virtual std::uint64_t starts() const = 0;
};

std::shared_ptr<SimulatedRuntime> simulated_runtime(SimulatedOptions options = {});

}  // namespace keelson

#endif
