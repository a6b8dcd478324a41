#ifndef KEELSON_SRC_REMOTE_REMOTE_CORE_HPP
#define KEELSON_SRC_REMOTE_REMOTE_CORE_HPP

#include "api/json.hpp"
#include "core/strand.hpp"
#include "remote/follower.hpp"
#include "remote/kinds.hpp"
#include "remote/transport.hpp"

#include <mutex>
#include <vector>

namespace keelson::remote {

/// What a backend does, on its strand: requests to questions, answers to responses.
/// Threading: on the strand; `known` from any thread.
class RemoteCore : public std::enable_shared_from_this<RemoteCore> {
public:
    using Resolved = Completion<std::shared_ptr<Kind const>>;
    /// Null when the server does not have it.
    using Find = std::function<std::shared_ptr<Kind const>(Kinds const&)>;

    RemoteCore(Strand& strand, Transport& transport) : strand_(&strand), transport_(&transport) {}

    void call(std::vector<Request> requests, Completion<std::vector<Response>> done);
    /// The follower stops when what it was given goes.
    std::shared_ptr<Follower> follow(std::shared_ptr<Kind const> kind, ListOptions options,
                                     ClientBackend::Follow follow);
    void logs(ObjectKey const& pod, LogQuery const& query, Completion<std::string> done);
    /// The kind, asked for if it is not known. Errors: `not_found`, or that the server can't be asked.
    void resolve(Find find, Resolved done);
    void resolve_resource(std::string const& resource, Resolved done);
    /// Asks for all kinds, whether they are known or not.
    void discover(Completion<> done);

    /// Without asking.
    [[nodiscard]] std::shared_ptr<Kind const> known(Find const& find) const;
    [[nodiscard]] std::vector<std::shared_ptr<Kind const>> served() const;
    /// Ends every follower with this error.
    void close(Error const& error);

private:
    struct Batch;
    struct Listing;
    struct Discovery;
    void next(std::shared_ptr<Batch> const& batch);
    void run(std::shared_ptr<Batch> const& batch, std::shared_ptr<Kind const> const& kind);
    void ask(std::shared_ptr<Batch> const& batch, std::shared_ptr<Kind const> const& kind, json::value const* current);
    void list(std::shared_ptr<Batch> const& batch, std::shared_ptr<Listing> const& listing);
    void ask_discovery(std::shared_ptr<Discovery> const& discovery);
    void take_discovery(std::shared_ptr<Discovery> const& discovery, Result<HttpAnswer> answer);
    void finish_discovery(Result<> outcome, std::vector<std::shared_ptr<Kind const>> found);

    Strand* strand_;
    Transport* transport_;
    mutable std::mutex mutex_;
    Kinds kinds_;
    std::vector<Completion<>> waiting_;  // for discovery
    std::vector<std::weak_ptr<Follower>> followers_;
};

}  // namespace keelson::remote

#endif
