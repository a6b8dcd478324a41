#ifndef KEELSON_NODE_POD_WORKER_HPP
#define KEELSON_NODE_POD_WORKER_HPP

#include "node/container_config.hpp"
#include "node/ephemeral_storage.hpp"
#include "node/node_services.hpp"
#include "node/pod_life.hpp"

#include <keelson/api/object.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// What the workers of one node share.
struct NodeShared {
    NodeServices services;
    std::string node;
    std::string host_ip;
    std::map<std::string, Quantity> allocatable;
    RuntimeAbilities abilities;
    std::function<void(std::string const& uid)> over;  ///< nothing of the Pod is left here
    std::function<void()> runtime_failed;              ///< a verb found the runtime unreachable
};

/// Moves one Pod forward: asks its PodLife what to do, does it, and reports.
///
/// Each Pod has its own verbs, its own look at the runtime and its own deadlines, so that one that is stuck harms
/// no other. What the runtime does not answer in time is unknown, and the next look decides; it is never "gone".
/// Threading: on the strand only; what comes from other threads is posted there first.
class PodWorker : public std::enable_shared_from_this<PodWorker> {
public:
    /// `seen` is what the runtime has of this Pod now; nothing: nothing.
    PodWorker(std::shared_ptr<NodeShared const> shared, Ref pod, std::optional<RuntimeSandbox> seen, double spread);
    ~PodWorker();

    /// The Pod's object has changed; null: it is no longer in the store.
    void pod_changed(Ref const& pod);
    /// A ConfigMap, Secret or claim has changed.
    void data_changed(TypeInfo const& type, std::string const& name);
    /// The runtime may have news.
    void look();
    /// Compares with a report that may be older than what the worker knows, and looks if they differ.
    void compare(RuntimeSandbox const* seen);
    /// The node stops: end what runs and leave the object alone.
    void hold();
    /// The Pod cannot go on here: it ends within its grace and has failed.
    void fail(PodFailure why);
    void step();
    /// Whether there are limits on what the Pod writes that somebody must look after.
    [[nodiscard]] bool limits_storage() const { return limits_storage_; }
    /// Looks what it has written, and ends the Pod if that is more than it may.
    void check_storage();
    /// Ends the Pod as failed, as when its node has too little of something.
    void evict(std::string message);

    /// As it was last in the store.
    [[nodiscard]] std::shared_ptr<Pod const> pod() const { return typed(); }
    [[nodiscard]] std::string const& uid() const { return pod_->index().uid; }
    [[nodiscard]] ObjectKey const& key() const { return pod_->key(); }
    /// How long the Pod's end may take at most.
    [[nodiscard]] Duration grace() const { return grace_; }

private:
    struct Outstanding {
        std::uint64_t token;
        PodAction action;
        Instant deadline;
    };

    /// An image that is to be there, for a container or (empty) a volume.
    struct WantedImage {
        std::string image, policy, container;
    };
    using Fetched = std::function<void(PodWorker&, ActionOutcome, std::optional<ImageInfo>)>;

    static constexpr Duration verb_limit = std::chrono::minutes(2);
    static constexpr Duration mount_limit = std::chrono::minutes(32);  ///< images may have to be pulled for it

    void step_once();
    void refuse(Pod const& pod);
    void tell(std::string container, bool warning, std::string reason, std::string message);
    void report(Pod const& pod, PodStep& step);
    void tell_once(Pod const& pod);
    void reported(Result<> const& result);
    /// Whether a version of the Pod is the one that this worker has just written.
    bool is_sent(Object const& pod) const;
    void rest();
    void set_alarm(std::optional<Instant> again);
    void alarm();

    void begin(PodAction const& action, Pod const& pod);
    void begin_mount(PodAction const& action, Pod const& pod);
    void prepare_volumes(std::uint64_t token);
    void begin_remove(PodAction const& action, Pod const& pod);
    void remove_after_logs(std::uint64_t token, PodAction const& action, std::vector<ContainerId> logs);
    void begin_sandbox(PodAction const& action, Pod const& pod);
    void begin_pull(PodAction const& action, Container const& container);
    void fetch(WantedImage wanted, Fetched done);
    void pull(WantedImage wanted, Fetched done);
    void tell_progress(std::string const& container, std::string const& image, std::string const& at);
    /// Sees to the images of volumes, from the one at this place on.
    void fetch_volume_images(std::size_t from, Completion<> done);
    void begin_create(PodAction const& action, Pod const& pod, Container const& container);
    void make_places(PodAction const& action, std::uint64_t token, std::string message_path, ContainerConfig config);
    void create(PodAction const& action, std::uint64_t token, ContainerConfig config);
    void make_sub_paths(std::vector<std::pair<std::string, std::string>> paths, Completion<> done);
    void begin_hook(PodAction const& action, Pod const& pod, Container const& container);
    void begin_probe(PodAction const& action, Pod const& pod, Container const& container);
    void begin_exec(PodAction const& action, Container const& container, std::vector<std::string> command,
                    Duration timeout);
    void begin_http(PodAction const& action, Container const& container, HTTPGetAction const& http, Duration timeout);
    void begin_tcp(PodAction const& action, Container const& container, TCPSocketAction const& tcp, Duration timeout);
    void begin_grpc(PodAction const& action, GRPCAction const& grpc, Duration timeout);
    void begin_drain(PodAction const& action);
    void begin_finish(PodAction const& action);
    void refresh_volumes();

    std::uint64_t expect(PodAction const& action, Duration limit);
    void finish(std::uint64_t token, ActionOutcome outcome);
    /// Calls back on the strand, if this worker is still there.
    template <class T, class Then>
    Completion<T> back(Then then);
    /// The usual end of a runtime verb.
    Completion<> verb_done(std::uint64_t token, std::string reason);
    [[nodiscard]] ActionOutcome outcome_of(Result<> const& result, std::string reason);
    void seen(std::uint64_t look, std::uint64_t changes, Result<std::vector<RuntimeSandbox>> const& result);
    /// Reads what an ended container has left as its message, if that is still to be read, and goes on with `seen`.
    bool read_message(std::uint64_t look, std::uint64_t changes, std::vector<RuntimeSandbox> const& report);
    void read_message_of(RuntimeContainer const& ended, Container const& spec, std::function<void(std::string)> done);
    void read_log_end(ContainerId const& id, std::function<void(std::string)> done);
    /// Whether a container is given a file to leave a message in.
    [[nodiscard]] bool has_message_file(Container const& spec) const;
    [[nodiscard]] std::string message_file(ContainerId const& id) const;
    void usage_known(std::vector<StorageUse> const& containers);
    void note_created(PodAction const& action, std::string spec_hash);

    [[nodiscard]] Instant now() const { return shared_->services.strand->now(); }
    [[nodiscard]] PodFacts facts() const;
    [[nodiscard]] std::string log_directory() const;
    [[nodiscard]] std::optional<ResizeRefusal> resize_refusal(Pod const& pod) const;
    [[nodiscard]] PodSituation situation(Pod const& pod) const;
    [[nodiscard]] std::shared_ptr<Pod const> typed() const;

    std::shared_ptr<NodeShared const> shared_;
    Ref pod_;  ///< the last version that was in the store
    bool exists_ = true;
    bool held_ = false;
    bool over_ = false;
    bool uses_data_ = false;
    bool told_ = false;
    bool limits_storage_ = false;
    bool measuring_ = false;
    Duration grace_;
    PodLife life_;

    std::optional<RuntimeSandbox> sandbox_;
    bool stale_ = false;         ///< a verb has changed something since the last look
    std::uint64_t changes_ = 0;  ///< how many verbs have ended
    std::uint64_t looking_ = 0;  ///< the look that is under way; 0: none
    bool look_again_ = false;
    Instant look_deadline_{};
    BackOff look_retry_;
    bool stepping_ = false;
    bool step_again_ = false;

    std::vector<Outstanding> outstanding_;
    std::uint64_t last_token_ = 0;
    std::uint64_t timer_ = 0;
    Instant alarm_at_{};

    std::map<ContainerId, std::string> messages_;  ///< that containers have left
    std::map<std::string, ImageInfo> images_;      ///< of containers, by name
    std::vector<std::string> missing_secrets_;     ///< imagePullSecrets that were told to be missing
    Instant next_progress_{};                      ///< when an event may say again what a pull is at
    bool dns_told_ = false;
    /// The version that is being worked with, kept while there is something to do: it is read more than once then.
    mutable std::shared_ptr<Pod const> typed_;
    /// What was reported last, until it is seen in the store.
    std::shared_ptr<Pod> sent_;
    std::string sent_status_;
    std::vector<PodEvent> events_;  ///< not told yet
    std::optional<PodFailure> failure_;
    bool reporting_ = false;
    BackOff report_retry_;

    std::vector<VolumeContent> volumes_;
    std::vector<std::string> volume_places_;
    mutable PodTokens tokens_;
    bool refreshing_ = false;
};

template <class T, class Then>
Completion<T> PodWorker::back(Then then) {
    return [weak = weak_from_this(), strand = shared_->services.strand, then = std::move(then)](Result<T> result) {
        strand->post([weak, then, result = std::move(result)] {
            if (auto const self = weak.lock()) then(*self, result);
        });
    };
}

}  // namespace keelson

#endif
