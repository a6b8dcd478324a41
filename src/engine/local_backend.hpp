#ifndef KEELSON_SRC_ENGINE_LOCAL_BACKEND_HPP
#define KEELSON_SRC_ENGINE_LOCAL_BACKEND_HPP

#include "core/queue_strand.hpp"
#include "registry/registry.hpp"

#include <keelson/client.hpp>

#include <mutex>

namespace keelson {

/// Requests to an engine in this process. Clients hold it; the engine takes itself out of it when it stops.
/// Threading: any thread.
class LocalBackend final : public ClientBackend, public std::enable_shared_from_this<LocalBackend> {
public:
    using ReadLogs = std::function<void(ObjectKey pod, LogQuery query, Completion<std::string> done)>;

    LocalBackend(QueueStrand& strand, Registry& registry, ReadLogs read_logs)
        : strand_(&strand), registry_(&registry), read_logs_(std::move(read_logs)) {}

    /// From now on every call fails with `unavailable`. On the strand.
    void close();

    void call(std::vector<Request> requests, Completion<std::vector<Response>> done) override;
    Subscription follow(std::string resource, ListOptions options, Follow follow) override;
    void logs(ObjectKey pod, LogQuery query, Completion<std::string> done) override;
    std::shared_ptr<Kind const> find_kind(std::string_view api_version, std::string_view name) const override;
    bool on_engine_thread() const override;

private:
    struct Following;
    /// Runs on the strand, or says that there is none any more.
    void on_strand(std::function<void()> run, std::function<void(Error)> closed);
    void answer(std::vector<Request> requests, Completion<std::vector<Response>> done);
    Result<Response> read(Request const& request);
    void begin(std::shared_ptr<Following> const& following);
    void begin_events(std::shared_ptr<Following> const& following);
    static void deliver(std::shared_ptr<Following> const& following);

    mutable std::mutex mutex_;
    QueueStrand* strand_;
    Registry* registry_;
    ReadLogs read_logs_;
    std::vector<std::weak_ptr<Following>> following_;
};

}  // namespace keelson

#endif
