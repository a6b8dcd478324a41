#ifndef KEELSON_SCHEDULING_PLUGIN_HPP
#define KEELSON_SCHEDULING_PLUGIN_HPP

#include <keelson/api/object.hpp>
#include <keelson/api/type_info.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace keelson {

struct Pod;
struct Node;
struct Taint;

/// What a filter says about one node for one Pod. Reasons are short and say nothing of numbers or names that differ
/// from node to node, for they are counted: "0/3 nodes are available: 2 node(s) were not in rack b, 1 ...".
class Verdict {
public:
    static Verdict accept() { return {}; }
    /// Not now: it may fit when other Pods have left.
    static Verdict reject(std::string why) { return {Outcome::rejected, std::move(why)}; }
    /// Not as long as the Node is as it is: no Pod that leaves would help.
    static Verdict reject_for_good(std::string why) { return {Outcome::rejected_for_good, std::move(why)}; }
    /// One more reason, counted beside the others.
    Verdict also(std::string why) && {
        reasons_.push_back(std::move(why));
        return std::move(*this);
    }

    [[nodiscard]] bool accepted() const noexcept { return outcome_ == Outcome::accepted; }
    [[nodiscard]] bool for_good() const noexcept { return outcome_ == Outcome::rejected_for_good; }
    [[nodiscard]] std::vector<std::string> const& reasons() const noexcept { return reasons_; }

private:
    enum class Outcome : std::uint8_t { accepted, rejected, rejected_for_good };
    Verdict() = default;
    Verdict(Outcome outcome, std::string why) : outcome_(outcome) { reasons_.push_back(std::move(why)); }

    Outcome outcome_ = Outcome::accepted;
    std::vector<std::string> reasons_;
};

/// How much a node is wished for: 0 to 100; what is beyond is cut.
class Score {
public:
    static constexpr int most = 100;
    constexpr Score(int value) : value_(std::clamp(value, 0, most)) {}
    [[nodiscard]] constexpr int value() const noexcept { return value_; }
    friend constexpr bool operator==(Score, Score) = default;

private:
    int value_;
};

/// Amounts of resources: what a node has, what Pods ask for.
struct Resources {
    std::int64_t cpu_millis = 0;
    std::int64_t memory_bytes = 0;
    std::int64_t ephemeral_bytes = 0;
    std::int64_t pods = 0;
    /// All others ("nvidia.com/gpu", "hugepages-2Mi"), sorted by name.
    std::vector<std::pair<std::string, std::int64_t>> others;

    /// The amount under its Kubernetes name, "cpu" in thousandths; 0 when there is none.
    [[nodiscard]] std::int64_t of(std::string_view name) const noexcept;
    void set(std::string_view name, std::int64_t amount);
    Resources& operator+=(Resources const& more);
    Resources& operator-=(Resources const& less);
    friend bool operator==(Resources const&, Resources const&) = default;
};

/// A port of the node that a Pod takes for itself.
struct HostPort {
    std::string ip;        ///< "0.0.0.0": every address
    std::string protocol;  ///< "TCP", "UDP", "SCTP"
    std::int32_t port = 0;
    [[nodiscard]] bool conflicts(HostPort const& other) const noexcept;
    friend bool operator==(HostPort const&, HostPort const&) = default;
};

/// What a Pod takes of its node.
struct PodNeeds {
    Resources requests;  ///< containers, init containers, sidecars and overhead, as Kubernetes adds them up; pods is 1
    std::int64_t scored_cpu_millis = 0;  ///< requests.cpu_millis, with 100m for each container that asks for none
    std::int64_t scored_memory_bytes =
        0;  ///< requests.memory_bytes, with 200 MiB for each container that asks for none
    std::vector<HostPort> ports;
    friend bool operator==(PodNeeds const&, PodNeeds const&) = default;
};
PodNeeds needs_of(Pod const& pod);

/// A Pod that is on a node: running, starting, on its way out (it holds what it has until it is gone) or just bound.
struct PlacedPod {
    ObjectKey key;
    std::string uid;
    std::shared_ptr<Labels const> labels;  ///< never null
    std::string owner_uid;                 ///< of its controller; empty: none
    std::shared_ptr<PodNeeds const> needs;
    std::int32_t priority = 0;
    bool terminating = false;
};

namespace detail {
struct NodeState {
    std::shared_ptr<Node const> node;  ///< null: unknown, or gone while Pods of it are left
    Resources allocatable;
    Resources requested;
    std::int64_t scored_cpu_millis = 0;
    std::int64_t scored_memory_bytes = 0;
    std::vector<PlacedPod const*> pods;
    std::vector<HostPort> ports;
};
}  // namespace detail

/// A node with what is on it, the Pods that were bound a moment ago included.
/// Lifetime: of the call that it was given to.
class NodeView {
public:
    explicit NodeView(detail::NodeState const& state) : state_(&state) {}

    [[nodiscard]] Node const& node() const noexcept { return *state_->node; }
    [[nodiscard]] std::string const& name() const noexcept;
    /// The value of a label, or null.
    [[nodiscard]] std::string const* label(std::string_view key) const noexcept;
    [[nodiscard]] std::vector<Taint> const& taints() const noexcept;
    [[nodiscard]] bool unschedulable() const noexcept;
    [[nodiscard]] Resources const& allocatable() const noexcept { return state_->allocatable; }
    /// By all Pods on it that have not ended.
    [[nodiscard]] Resources const& requested() const noexcept { return state_->requested; }
    /// The same as requested(), with PodNeeds' stand-ins for containers that ask for nothing: for scores.
    [[nodiscard]] std::int64_t scored_cpu_millis() const noexcept { return state_->scored_cpu_millis; }
    [[nodiscard]] std::int64_t scored_memory_bytes() const noexcept { return state_->scored_memory_bytes; }
    /// In no particular order.
    [[nodiscard]] std::span<PlacedPod const* const> pods() const noexcept { return state_->pods; }
    [[nodiscard]] std::span<HostPort const> ports() const noexcept { return state_->ports; }

private:
    detail::NodeState const* state_;
};

/// All nodes, for plug-ins that compare them.
/// Lifetime: of the call that it was given to.
class ClusterView {
public:
    explicit ClusterView(std::span<detail::NodeState const> nodes) : nodes_(nodes) {}
    /// Calls `visit(NodeView)` for each node, in an order that is the same in every run.
    template <class Visit>
    void each_node(Visit&& visit) const {
        for (auto const& state : nodes_) {
            if (state.node) visit(NodeView(state));
        }
    }

private:
    std::span<detail::NodeState const> nodes_;
};

// A scheduler plug-in is any value with a name and at least one of `filter` and `score`:
//
//     struct RackAffinity {
//         static constexpr std::string_view name = "RackAffinity";
//         Verdict filter(Pod const& pod, NodeView const& node) const;  // may the Pod be there?
//         Score score(Pod const& pod, NodeView const& node) const;     // is it wished for there?
//     };
//
// Both are pure: they decide by their arguments alone. Their answers are kept until the node, or what is on it,
// changes, and serve all Pods that are alike. So the Pod that they are given is its template: it has no name, uid,
// timestamps or status. A plug-in that throws has rejected the node.
//
// One that takes `PodNeeds const&` in the place of `Pod const&` looks at what the Pod needs and at nothing else of it.
//
// A plug-in may also have
//   static constexpr bool node_only = true;   it looks at the Node object and at nothing that runs on it: asked once
//                                             for each version of a Node
//   std::string signature(Pod const&) const;  all that it looks at in a Pod; without it that is everything but what the
//                                             template lacks, and Pods with other annotations are other Pods
//   auto prepare(Pod const&) const;           what it needs to know of the Pod, found out once: filter and score are
//                                             then given this instead of the Pod
//   auto prepare(Pod const&, ClusterView const&) const;
//                                             the same, for a plug-in that looks at other nodes too. It is called
//                                             anew for every decision, filter and score then for each node that all
//                                             other plug-ins accept: exact, and slower

namespace detail {

template <class P>
concept PreparesPod = requires(P const& plugin, Pod const& pod) {
    plugin.prepare(pod);
};
template <class P>
concept PreparesCluster = requires(P const& plugin, Pod const& pod, ClusterView const& cluster) {
    plugin.prepare(pod, cluster);
};

template <class P, class Subject>
concept Judges = requires(P const& plugin, Subject const& pod, NodeView const& node) {
    plugin.filter(pod, node);
}
|| requires(P const& plugin, Subject const& pod, NodeView const& node) { plugin.score(pod, node); };
template <class P>
concept TakesNeeds = !PreparesPod<P> && !PreparesCluster<P> && !Judges<P, Pod> && Judges<P, PodNeeds>;

template <class P>
struct PreparedOf {
    using Type = Pod;
};
template <TakesNeeds P>
struct PreparedOf<P> {
    using Type = PodNeeds;
};
template <PreparesPod P>
struct PreparedOf<P> {
    using Type = std::remove_cvref_t<decltype(std::declval<P const&>().prepare(std::declval<Pod const&>()))>;
};
template <PreparesCluster P>
struct PreparedOf<P> {
    using Type = std::remove_cvref_t<decltype(std::declval<P const&>().prepare(std::declval<Pod const&>(),
                                                                               std::declval<ClusterView const&>()))>;
};

template <class P>
concept Filters = requires(P const& plugin, typename PreparedOf<P>::Type const& pod, NodeView const& node) {
    { plugin.filter(pod, node) } -> std::convertible_to<Verdict>;
};
template <class P>
concept Scores = requires(P const& plugin, typename PreparedOf<P>::Type const& pod, NodeView const& node) {
    { plugin.score(pod, node) } -> std::convertible_to<Score>;
};
template <class P>
concept Signs = requires(P const& plugin, Pod const& pod) {
    { plugin.signature(pod) } -> std::convertible_to<std::string>;
};

struct PluginTraits {
    bool filters = false;
    bool scores = false;
    bool signs = false;
    bool node_only = false;
    bool needs_only = false;
    bool whole_cluster = false;
};

/// A plug-in behind one type.
class AnyPlugin {
public:
    virtual ~AnyPlugin() = default;
    AnyPlugin(AnyPlugin const&) = delete;
    AnyPlugin& operator=(AnyPlugin const&) = delete;

    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] PluginTraits const& traits() const noexcept { return traits_; }
    /// The plug-in itself, if it is of this type.
    template <class P>
    [[nodiscard]] P const* as() const noexcept;

    /// What filter and score are to be given; null when the plug-in failed.
    [[nodiscard]] virtual std::shared_ptr<void const> prepare(std::shared_ptr<Pod const> const& pod,
                                                              std::shared_ptr<PodNeeds const> const& needs,
                                                              ClusterView const& cluster) const = 0;
    [[nodiscard]] virtual Verdict filter(void const* prepared, NodeView const& node) const = 0;
    [[nodiscard]] virtual int score(void const* prepared, NodeView const& node) const = 0;
    [[nodiscard]] virtual std::string signature(Pod const& pod) const = 0;

protected:
    AnyPlugin(std::string_view name, PluginTraits traits) : name_(name), traits_(traits) {}

private:
    std::string_view name_;
    PluginTraits traits_;
};

template <class P>
class PluginModel final : public AnyPlugin {
public:
    using Prepared = typename PreparedOf<P>::Type;

    explicit PluginModel(P plugin) : AnyPlugin(P::name, traits_of()), plugin_(std::move(plugin)) {}
    [[nodiscard]] P const& value() const noexcept { return plugin_; }

    [[nodiscard]] std::shared_ptr<void const> prepare([[maybe_unused]] std::shared_ptr<Pod const> const& pod,
                                                      [[maybe_unused]] std::shared_ptr<PodNeeds const> const& needs,
                                                      [[maybe_unused]] ClusterView const& cluster) const override {
        try {
            if constexpr (PreparesCluster<P>) {
                return std::make_shared<Prepared const>(plugin_.prepare(*pod, cluster));
            } else if constexpr (PreparesPod<P>) {
                return std::make_shared<Prepared const>(plugin_.prepare(*pod));
            } else if constexpr (TakesNeeds<P>) {
                return needs;
            } else {
                return pod;
            }
        } catch (std::exception const&) {
            return nullptr;
        }
    }

    [[nodiscard]] Verdict filter([[maybe_unused]] void const* prepared,
                                 [[maybe_unused]] NodeView const& node) const override {
        if (!prepared) return failed();
        try {
            if constexpr (Filters<P>) return plugin_.filter(*static_cast<Prepared const*>(prepared), node);
        } catch (std::exception const&) {
            return failed();
        }
        return Verdict::accept();
    }

    [[nodiscard]] int score([[maybe_unused]] void const* prepared,
                            [[maybe_unused]] NodeView const& node) const override {
        if (!prepared) return 0;
        try {
            if constexpr (Scores<P>) {
                return static_cast<Score>(plugin_.score(*static_cast<Prepared const*>(prepared), node)).value();
            }
        } catch (std::exception const&) {
            return 0;
        }
        return 0;
    }

    [[nodiscard]] std::string signature([[maybe_unused]] Pod const& pod) const override {
        if constexpr (Signs<P>) {
            return plugin_.signature(pod);
        } else {
            return {};
        }
    }

private:
    static constexpr PluginTraits traits_of() {
        PluginTraits traits;
        traits.filters = Filters<P>;
        traits.scores = Scores<P>;
        traits.signs = Signs<P>;
        traits.needs_only = TakesNeeds<P>;
        traits.whole_cluster = PreparesCluster<P>;
        if constexpr (requires { P::node_only; }) traits.node_only = P::node_only;
        return traits;
    }
    [[nodiscard]] Verdict failed() const { return Verdict::reject("plug-in " + std::string(P::name) + " failed"); }

    P plugin_;
};

template <class P>
P const* AnyPlugin::as() const noexcept {
    auto const* const model = dynamic_cast<PluginModel<P> const*>(this);
    return model ? &model->value() : nullptr;
}

}  // namespace detail

}  // namespace keelson

#endif
