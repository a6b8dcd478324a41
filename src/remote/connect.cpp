#include "core/awaited.hpp"
#include "remote/http_transport.hpp"
#include "remote/remote_core.hpp"
#include "remote/wire.hpp"

#include <atomic>
#include <cstdlib>

namespace keelson {
namespace {

using namespace remote;

constexpr auto ask_within = std::chrono::seconds(60);
constexpr auto stream_within = std::chrono::hours(24 * 365);

Error closed() { return {Errc::unavailable, "the connection is closed"}; }

/// The thread of a connection and what lives on it.
struct Rim {
    Rim(Access access_, Log log)
        : access(std::move(access_)),
          transfers(system_clock(), system_entropy(), std::move(log), HttpTransport::limits),
          strand(transfers.strand()),
          transport(transfers, access),
          core(std::make_shared<RemoteCore>(strand, transport)) {}

    Access access;
    transfer::Transfers transfers;
    QueueStrand& strand;
    HttpTransport transport;
    std::shared_ptr<RemoteCore> core;
};

/// Requests to an API server.
class HttpBackend final : public ClientBackend, public std::enable_shared_from_this<HttpBackend> {
public:
    HttpBackend(Access access, Log log) : rim_(std::make_shared<Rim>(std::move(access), std::move(log))) {}
    Result<> start() { return rim_->transfers.start(rim_); }
    ~HttpBackend() override {
        rim_->strand.post([rim = rim_.get()] { rim->core->close(closed()); });
        rim_->transfers.stop();
    }

    void call(std::vector<Request> requests, Completion<std::vector<Response>> done) override {
        rim_->strand.post([rim = rim_.get(), requests = std::move(requests), done = std::move(done)] {
            rim->core->call(requests, done);
        });
    }
    Subscription follow(std::string resource, ListOptions options, Follow follow) override {
        struct Following {
            std::shared_ptr<Follower> follower;
            std::atomic<bool> ended = false;
        };
        auto const following = std::make_shared<Following>();
        rim_->strand.post([rim = rim_.get(), following, resource = std::move(resource), options = std::move(options),
                           follow = std::move(follow)] {
            rim->core->resolve_resource(resource,
                                        [rim, following, options, follow](Result<std::shared_ptr<Kind const>> kind) {
                                            if (following->ended) return;
                                            if (!kind) {
                                                if (follow.failed) follow.failed(kind.error());
                                                return;
                                            }
                                            following->follower = rim->core->follow(*kind, options, follow);
                                        });
        });
        return Subscription([self = shared_from_this(), following] {
            following->ended = true;
            self->rim_->strand.post([following] {
                if (following->follower) following->follower->stop();
                following->follower.reset();
            });
        });
    }
    void logs(ObjectKey pod, LogQuery query, Completion<std::string> done) override {
        rim_->strand.post([rim = rim_.get(), pod = std::move(pod), query = std::move(query), done = std::move(done)] {
            rim->core->logs(pod, query, done);
        });
    }
    std::shared_ptr<Kind const> find_kind(std::string_view api_version, std::string_view name) const override {
        RemoteCore::Find const find = [version = std::string(api_version), wanted = std::string(name)](
                                          Kinds const& kinds) { return kinds.find(version, wanted); };
        if (auto kind = rim_->core->known(find)) return kind;
        if (on_engine_thread()) return nullptr;
        auto const slot = std::make_shared<Awaited<std::shared_ptr<Kind const>>>();
        rim_->strand.post([rim = rim_.get(), find, slot] {
            rim->core->resolve(find, [slot](Result<std::shared_ptr<Kind const>> kind) { slot->put(std::move(kind)); });
        });
        auto const kind = slot->take();
        return kind ? *kind : nullptr;
    }
    bool on_engine_thread() const override { return rim_->strand.inside(); }

    [[nodiscard]] Rim& rim() const { return *rim_; }

private:
    std::shared_ptr<Rim> rim_;
};

std::string environment(char const* name) {
    auto const* const value = std::getenv(name);
    return value ? value : "";
}

}  // namespace

struct Connection::Impl {
    std::shared_ptr<HttpBackend> backend;
};

Result<Connection> Connection::open(ConnectOptions options) {
    auto access = find_access(options.kubeconfig, options.context, options.in_cluster, environment, read_file);
    if (!access) return access.error();
    auto impl = std::make_shared<Impl>();
    impl->backend =
        std::make_shared<HttpBackend>(std::move(*access), Log(std::move(options.log), options.log_level, "connection"));
    if (auto const started = impl->backend->start(); !started) return started.error();
    return Connection(std::move(impl));
}

Client Connection::client() const { return Client(impl_->backend); }
std::string const& Connection::default_namespace() const { return impl_->backend->rim().access.namespace_; }
std::string const& Connection::server() const { return impl_->backend->rim().access.server; }

Result<HttpAnswer> Connection::ask(HttpQuestion question) const {
    if (impl_->backend->on_engine_thread())
        return Error(Errc::unsupported, "a blocking call on the connection's own thread would wait for itself");
    auto const slot = std::make_shared<Awaited<HttpAnswer>>();
    auto& rim = impl_->backend->rim();
    rim.strand.post([&rim, question = std::move(question), slot] {
        rim.transport.send(question, ask_within, {},
                           [slot](Result<HttpAnswer> answer) { slot->put(std::move(answer)); });
    });
    return slot->take();
}

Subscription Connection::stream(HttpQuestion question, std::function<void(std::string_view)> part,
                                std::function<void(Result<HttpAnswer>)> ended) const {
    struct Streaming {
        Transport::Id id = 0;
        std::atomic<bool> ended = false;
    };
    auto const streaming = std::make_shared<Streaming>();
    auto& rim = impl_->backend->rim();
    rim.strand.post(
        [&rim, streaming, question = std::move(question), part = std::move(part), ended = std::move(ended)] {
            if (streaming->ended) return;
            streaming->id = rim.transport.send(
                question, stream_within,
                [streaming, part](std::string_view bytes) {
                    if (!streaming->ended) part(bytes);
                },
                [streaming, ended](Result<HttpAnswer> answer) {
                    if (!streaming->ended.exchange(true) && ended) ended(std::move(answer));
                });
        });
    return Subscription([impl = impl_, streaming] {
        streaming->ended = true;
        auto& owner = impl->backend->rim();
        owner.strand.post([&owner, streaming] { owner.transport.cancel(streaming->id); });
    });
}

Result<std::unique_ptr<Messages>> Connection::open_messages(std::string target,
                                                            std::vector<std::string> protocols) const {
    return remote::open_messages(impl_->backend->rim().access, target, protocols);
}

Result<std::vector<std::shared_ptr<Kind const>>> Connection::kinds() const {
    if (impl_->backend->on_engine_thread())
        return Error(Errc::unsupported, "a blocking call on the connection's own thread would wait for itself");
    auto& rim = impl_->backend->rim();
    if (auto served = rim.core->served(); !served.empty()) return served;
    auto const slot = std::make_shared<Awaited<bool>>();
    rim.strand.post([&rim, slot] {
        rim.core->discover(
            [slot](Result<> asked) { slot->put(asked ? Result<bool>(true) : Result<bool>(asked.error())); });
    });
    if (auto const asked = slot->take(); !asked) return asked.error();
    return rim.core->served();
}

Result<HttpAnswer> check(HttpAnswer answer) {
    if (answer.status >= 200 && answer.status < 300) return answer;
    return error_of_status(answer.status, answer.body);
}

Result<Client> connect(ConnectOptions options) {
    auto connection = Connection::open(std::move(options));
    if (!connection) return connection.error();
    return connection->client();
}

}  // namespace keelson
