#ifndef KEELSON_SRC_HTTP_API_SERVER_HPP
#define KEELSON_SRC_HTTP_API_SERVER_HPP

#include "core/metrics.hpp"
#include "core/strand.hpp"
#include "http/audit.hpp"
#include "http/authorization.hpp"
#include "http/exchange.hpp"
#include "http/media.hpp"
#include "http/pod_streams.hpp"
#include "http/proxy.hpp"
#include "http/request_metrics.hpp"
#include "http/snapshots.hpp"
#include "http/table.hpp"
#include "http/target.hpp"
#include "http/tokens.hpp"
#include "http/watch_lines.hpp"
#include "registry/registry.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace keelson::http {

struct ApiServerOptions {
    std::shared_ptr<Rbac> rbac;                 ///< told of the roles there are; null: everybody may do everything
    std::shared_ptr<TokenSigner const> tokens;  ///< null: ServiceAccounts have none
    CheckToken check_token;                     ///< for TokenReviews; null: they are not answered
    /// Signs what a CertificateSigningRequest asks for, PEM in and out; null: requests are approved and not signed.
    std::function<Result<std::string>(std::string_view request, std::vector<std::string> const& usages, Duration)> sign;
    std::shared_ptr<PodStreams const> pods;  ///< the way to what runs in Pods; null: there is none
    std::string version = "v1.35.0";
    std::shared_ptr<Metrics> metrics;  ///< asked for /metrics, and told of requests; null: neither
    std::function<bool()> ready;       ///< for /readyz; null: always
    std::shared_ptr<Auditor> auditor;  ///< told of every request; null: nobody is
};

/// The Kubernetes API of one engine: reads a request, answers it from the registry.
///
/// Reads are answered beside the strand from the last durable state; writes and watches go over the strand.
/// Threading: `answer` from any thread.
class ApiServer : public std::enable_shared_from_this<ApiServer> {
public:
    ApiServer(Strand& strand, Registry& registry, ApiServerOptions options);

    /// Called once on the strand, after the registry was loaded.
    void start();
    /// Called on the strand before the registry goes: what comes later is answered 503.
    void stop();

    void answer(std::shared_ptr<Exchange> const& exchange);

    /// Whether the ServiceAccount of a token, and what else it is bound to, is there with the same uid.
    [[nodiscard]] bool still_bound(TokenClaims const& claims) const;

private:
    /// A request about a resource, as its parts are needed further down.
    struct Call {
        std::shared_ptr<Exchange> exchange;
        Target target;
        ResourcePath path;
        std::shared_ptr<KindSet const> kinds;  ///< of which are those two
        ServedKind const* kind = nullptr;      ///< whose objects it is about
        ServedKind const* shown = nullptr;     ///< the form in which they are asked for: mostly the same
        std::string verb;
        Form form = Form::object;
        bool pretty = false;
        [[nodiscard]] Query const& query() const { return target.query; }
    };
    using CallPtr = std::shared_ptr<Call>;
    struct Watching;

    void route(std::shared_ptr<Exchange> const& exchange, RequestLabels* labels);
    /// /healthz, /livez and /readyz (`name`), as a whole or one check of them. True.
    bool answer_health(std::shared_ptr<Exchange> const& exchange, Target const& target, std::string const& name) const;
    void send_metrics(std::shared_ptr<Exchange> const& exchange);
    [[nodiscard]] bool answer_plain(std::shared_ptr<Exchange> const& exchange, Target const& target);
    [[nodiscard]] bool answer_schema(std::shared_ptr<Exchange> const& exchange, Target const& target);
    struct Documents;
    [[nodiscard]] std::shared_ptr<Documents const> documents();
    [[nodiscard]] bool allowed(std::shared_ptr<Exchange> const& exchange) const;
    void dispatch(CallPtr const& call);

    // Reads.
    void get(CallPtr const& call);
    void list(CallPtr const& call);
    void list_events(CallPtr const& call);
    void send_list(CallPtr const& call, std::vector<Ref> objects, std::uint64_t revision, std::string const& continue_,
                   std::size_t remaining) const;
    void send_object(Call const& call, Object const& object, int status,
                     std::vector<std::string> const& warnings = {}) const;
    [[nodiscard]] std::string rendered(Call const& call, Object const& object) const;
    void render(Call const& call, Object const& object, std::string& out) const;
    [[nodiscard]] std::string table(Call const& call, std::span<Ref const> objects, ListHead const& head,
                                    bool with_columns) const;

    // Writes.
    /// Whether the user may also create what the call would change if it were there; else that is answered.
    bool may_create(Call const& call) const;
    Result<> check_stated(Call const& call, Operation const& operation) const;
    void create(CallPtr const& call);
    void update(CallPtr const& call);
    void patch(CallPtr const& call);
    void remove(CallPtr const& call);
    void remove_collection(CallPtr const& call);
    void create_event(CallPtr const& call);
    [[nodiscard]] Result<WriteOptions> write_options(Call const& call) const;
    [[nodiscard]] Result<Operation> operation(Call const& call, Operation::Verb verb, bool needs_patch = false) const;
    void submit(CallPtr const& call, Operation operation, WriteOptions options, int status);
    void removed(Call const& call, Ref const& before, Ref const& after) const;

    // Access.
    void learn_roles(std::vector<Change> const& changes);
    void learn_all_roles();
    void make_default_roles();
    void fill_aggregated_roles();
    void sign_requests(std::vector<Change> const& changes);
    void submit_grant(CallPtr const& call, Operation operation, WriteOptions options, int status);
    void review(CallPtr const& call);
    void request_token(CallPtr const& call);
    void give_token(CallPtr const& call, std::string const& body);

    // Subresources.
    void serve_pod(CallPtr const& call);
    void proxy(CallPtr const& call);
    void node_proxy(CallPtr const& call, ProxyName const& asked);
    [[nodiscard]] std::vector<Pod> pods_on(std::string const& node, CallPtr const& call) const;
    void send_node_pods(CallPtr const& call, std::string const& node) const;
    void send_node_figures(CallPtr const& call, std::string const& node, std::string const& path);
    void send_container_log(CallPtr const& call, std::string const& node, std::string_view rest);
    void scale(CallPtr const& call);
    /// What a patch, or a whole new one, makes of a resource that is only a view of an object.
    [[nodiscard]] Result<json::value> patched(Call const& call, json::value const& now, std::string const& body,
                                              BodyFormat format) const;
    void bind(CallPtr const& call);
    void evict(CallPtr const& call);
    /// Goes on once admission has nothing against the connection.
    void admit_connection(CallPtr const& call, std::function<void()> next);
    /// Who asks, as admission is told.
    [[nodiscard]] static std::shared_ptr<Requester const> requester(Call const& call);

    // Watches.
    void watch(CallPtr const& call);
    void begin_watch(std::shared_ptr<Watching> const& watching);
    void deliver(std::shared_ptr<Watching> const& watching);
    void tell(Watching& watching, std::vector<WatchEvent> const& events);
    void forget_lines();
    void arm_bookmark(std::shared_ptr<Watching> const& watching);
    void end_watch(std::shared_ptr<Watching> const& watching);

    void reply(Call const& call, Reply reply) const;
    void fail(Call const& call, Error error) const;
    /// Runs on the strand; answers 503 when the server has stopped.
    void on_strand(CallPtr const& call, std::function<void()> run);
    [[nodiscard]] Ref find(Call const& call, State const& state) const;
    /// What is said of the version that is asked for; empty: nothing.
    [[nodiscard]] static std::string const& deprecation(Call const& call);
    /// Of a custom resource only some fields can be selected by.
    [[nodiscard]] static Result<> check_fields(Call const& call, FieldSelector const& fields);

    Strand* strand_;
    Registry* registry_;
    KindTable* kinds_;
    ApiServerOptions options_;
    std::shared_ptr<RequestMetrics> request_metrics_;  // null: nothing is counted
    Snapshots snapshots_;
    std::atomic<std::size_t> proxied_{0};  // requests whose answers have not begun
    std::atomic<std::size_t> turn_{0};     // which endpoint of a Service is next
    std::mutex documents_mutex_;
    std::shared_ptr<Documents const> documents_;  // made when they are first asked for, and anew with other kinds
    bool stopped_ = false;                        // strand
    std::vector<std::weak_ptr<Watching>> watching_;
    WatchLines lines_;
    TimerQueue::Id lines_timer_ = 0;
    bool lines_used_ = false;
};

/// The value of a Warning header.
std::string warning_header(std::string_view text);

}  // namespace keelson::http

#endif
