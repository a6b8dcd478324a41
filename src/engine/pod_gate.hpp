#ifndef KEELSON_SRC_ENGINE_POD_GATE_HPP
#define KEELSON_SRC_ENGINE_POD_GATE_HPP

#include "core/strand.hpp"
#include "engine/log_feed.hpp"
#include "engine/pod_logs.hpp"
#include "http/pod_streams.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/runtime/runtime.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace keelson {

/// What a PodGate needs of the engine.
struct PodGateServices {
    Strand* strand = nullptr;
    /// A Pod as it is durable now, or null. On the strand.
    std::function<Ref(ObjectKey const&)> find_pod;
    /// The runtime of a node of this engine, or null. On the strand.
    std::function<Runtime*(std::string const& node)> runtime_of;
    /// Runs beside the strand, one job after the other.
    std::function<void(std::function<void()>)> run_file_job;
    /// What a node of this engine and its Pods use. On the strand.
    std::function<void(std::string node, Completion<http::NodeFigures>)> node_figures;
    std::function<bool(std::string const& node)> has_node;  ///< any thread
    std::string nodes_dir;                                  ///< where the nodes keep their logs
};

/// The way from the API to what runs in Pods: finds who is meant, and opens streams with the runtime of its node.
/// Threading: any thread.
class PodGate : public std::enable_shared_from_this<PodGate> {
public:
    explicit PodGate(PodGateServices services) : services_(std::move(services)) {}

    /// What `http` works with. It may be used for longer than this lives.
    [[nodiscard]] std::shared_ptr<http::PodStreams const> streams();
    /// What a container has written so far; the newest 16 MiB at most.
    void read_log(ObjectKey pod, http::PodLogQuery query, Completion<std::string> done);
    /// From now on nothing is answered any more. On the strand, or when nobody turns it.
    void close();

private:
    /// Runs on the strand, unless this is closed before.
    void on_strand(std::function<void()> what);
    void find_container(ObjectKey const& key, std::string const& named, Completion<http::PodPlace> const& done);
    void find_pod(ObjectKey const& key, Completion<http::PodPlace> const& done);
    [[nodiscard]] Result<http::PodPlace> place_of(Pod const& pod) const;
    [[nodiscard]] Result<Pod> get(ObjectKey const& key) const;
    void logs(ObjectKey const& key, http::PodLogQuery const& query, http::LogSink const& sink);
    void send_file_log(Pod const& pod, http::PodLogQuery const& query, http::LogSink const& sink, LogAttempt newest);
    void send_runtime_log(Pod const& pod, http::PodLogQuery const& query, http::LogSink const& sink);
    void list_starts(std::string const& node, std::string const& uid, std::string const& container,
                     Completion<std::vector<std::uint32_t>> const& done);
    [[nodiscard]] std::function<void(std::uint32_t, std::function<void(LogSource)>)> source_of(
        Pod const& pod, std::string const& container);
    void after(Duration delay, std::function<void()> what);
    [[nodiscard]] LogSource source(ObjectKey const& key, std::string const& uid, std::string const& container,
                                   std::uint32_t attempt) const;

    std::mutex mutex_;
    bool closed_ = false;
    PodGateServices services_;
};

}  // namespace keelson

#endif
