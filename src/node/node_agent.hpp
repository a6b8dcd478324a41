#ifndef KEELSON_NODE_NODE_AGENT_HPP
#define KEELSON_NODE_NODE_AGENT_HPP

#include "node/image_collector.hpp"
#include "node/node_devices.hpp"
#include "node/node_services.hpp"
#include "node/pod_worker.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>
#include <keelson/core/completion.hpp>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace keelson {

/// A node: registers itself, runs the Pods that are bound to it, and says how they are. What a kubelet does, over
/// any Runtime.
///
/// It acts on durable state only, and knows what runs from the runtime alone, so that an agent that starts anew
/// goes on where the last one ended.
/// Threading: on the strand only.
class NodeAgent {
public:
    NodeAgent(NodeSetup setup, NodeServices services);
    ~NodeAgent();
    NodeAgent(NodeAgent const&) = delete;
    NodeAgent& operator=(NodeAgent const&) = delete;

    /// Opens the runtime, registers the Node, and takes over what already runs. The two latter go on after the
    /// return and are repeated until they succeed.
    Result<> start();
    /// A Pod bound to this node has changed, durably. `before` is null for a new one, `after` for one that is gone.
    void pod_changed(Ref const& before, Ref const& after);
    /// A ConfigMap, Secret or PersistentVolumeClaim has changed, durably.
    void data_changed(Object const& object);
    /// The durable state was built anew: look at everything again.
    void rebuilt();
    /// Lets go of what runs (`keep_pods`), or ends every Pod within its grace first; the Pod objects stay. Done, on
    /// the strand, when the runtime is closed; `timeout` names how many Pods could not be ended.
    void stop(bool keep_pods, Completion<> done);

    /// How many Pods are looked after.
    [[nodiscard]] std::size_t pods() const noexcept { return workers_.size(); }

private:
    struct Alive {};

    [[nodiscard]] Node wanted_node() const;
    void register_node();
    void registered(Result<> const& result);
    void set_node_status(View const& view, Node& node) const;
    void beat();
    void look_at_devices();
    void devices_seen(Result<std::vector<Device>> const& devices);
    [[nodiscard]] std::optional<std::string> trouble_of(PodWorker const& worker) const;

    // Whether there is enough of everything (node_health.cpp).
    void measure();
    void measured(Result<NodeUsage> const& result);
    void take_usage(NodeUsage const& usage, Result<DiskUsage> const& images);
    void collect_images(std::uint64_t bytes);
    void remove_images(std::vector<CollectableImage> images, std::uint64_t wanted, std::uint64_t freed);
    [[nodiscard]] std::set<std::string, std::less<>> images_in_use() const;
    void tell_node(std::string reason, std::string message);
    void check_storage_later();

    void relist();
    void listed(std::uint64_t round, Result<std::vector<RuntimeSandbox>> const& result);
    void relist_late(std::uint64_t round);
    void plan_relist(Duration delay);
    void set_runtime_error(std::string error);
    void take_over(std::vector<RuntimeSandbox> const& sandboxes);
    void remove_orphans(std::vector<RuntimeSandbox> const& sandboxes);
    void runtime_hint(std::vector<SandboxId> const& which);

    void add(Ref const& pod, RuntimeSandbox const* seen);
    void drop(std::string const& uid);
    void close();
    void stopped(Result<> const& result);
    template <class T, class Then>
    Completion<T> back(Then then);
    [[nodiscard]] Duration jittered(Duration period) const;
    [[nodiscard]] Log log() const;

    NodeSetup setup_;
    std::shared_ptr<NodeShared> shared_;
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    std::map<std::string, std::shared_ptr<PodWorker>, std::less<>> workers_;  ///< by uid of the Pod

    bool open_ = false;
    bool took_over_ = false;  ///< the runtime's first list has been seen
    std::uint64_t round_ = 0;
    bool listing_ = false;
    bool list_again_ = false;
    TimerQueue::Id relist_timer_ = 0;
    TimerQueue::Id late_timer_ = 0;
    TimerQueue::Id beat_timer_ = 0;
    TimerQueue::Id register_timer_ = 0;
    TimerQueue::Id measure_timer_ = 0;
    TimerQueue::Id storage_timer_ = 0;
    PressureWatch pressure_;
    ImageHistory image_history_;
    bool collecting_ = false;
    Instant next_collection_{};
    BackOff list_retry_;
    std::string runtime_error_;  ///< why the runtime cannot be reached; empty: it can

    WatchedDevices devices_;
    TimerQueue::Id devices_timer_ = 0;

    bool registering_ = false;
    bool register_again_ = false;
    BackOff register_retry_;

    std::set<std::string, std::less<>> removing_;   ///< sandboxes without a Pod, on their way out
    std::set<std::string, std::less<>> finalised_;  ///< Pods that have ended here and never come back
    std::deque<std::string> finalised_order_;

    Completion<> stop_done_;
    TimerQueue::Id stop_timer_ = 0;
};

template <class T, class Then>
Completion<T> NodeAgent::back(Then then) {
    return [this, alive = std::weak_ptr(alive_), strand = shared_->services.strand,
            then = std::move(then)](Result<T> result) {
        strand->post([this, alive, then, result = std::move(result)] {
            // What a runtime answers because it was closed says nothing of the node.
            if (alive.lock() && open_) then(*this, result);
        });
    };
}

}  // namespace keelson

#endif
