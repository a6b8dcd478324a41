#ifndef KEELSON_CONNECT_HPP
#define KEELSON_CONNECT_HPP

#include <keelson/client.hpp>
#include <keelson/core/log.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

/// Which API server, and as whom. By default as kubectl finds it: the files of $KUBECONFIG, or ~/.kube/config; where
/// there is none, the service account of the Pod that this program runs in.
struct ConnectOptions {
    std::string kubeconfig;   ///< a file; empty: as above
    std::string context;      ///< empty: the current one
    bool in_cluster = false;  ///< the Pod's service account and nothing else
    LogSink log;
    LogLevel log_level = LogLevel::info;
};

/// A request in HTTP's own words, for what has no typed form: tables, subresources, streams.
struct HttpQuestion {
    std::string method = "GET";
    std::string target;  ///< path and query: "/api/v1/namespaces/default/pods?limit=5"
    std::string accept = "application/json";
    std::string content_type = "application/json";  ///< of the body
    std::string body;
};

struct HttpAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
    std::vector<std::string> warnings;  ///< of the server to the user
};

/// A WebSocket of an API server, of whole binary messages. Threading: one thread.
class Messages {
public:
    virtual ~Messages() = default;
    /// Of those that were offered, the one that the server has chosen.
    [[nodiscard]] virtual std::string const& protocol() const noexcept = 0;
    /// Never waits: what the server does not take at once goes while `read` waits.
    virtual Result<> write(std::string_view message) = 0;
    /// What was written and is not sent yet.
    [[nodiscard]] virtual std::size_t unsent_bytes() const noexcept = 0;
    /// The next message; empty: the server has closed it. Waits at most so long and then fails with `timeout`, as it
    /// does when one of these descriptors can be read, or when all that was written has been sent.
    virtual Result<std::string> read(Duration at_most, std::span<int const> others = {}) = 0;
};

/// The way to an API server: Keelson's own (EngineOptions::endpoint), or that of any Kubernetes.
///
/// It has one thread, on which completions and watches are called. An answer is bounded in size, a request in time, and
/// what is asked for at once in number. A watch goes on across lost connections, restarts of the server and expired
/// versions, after which what has changed meanwhile is told as changes; it fails only if the server will not have it at
/// all (no such kind, no right).
/// An ObjectKey without a namespace means "default", as everywhere; `default_namespace` is what the kubeconfig says.
/// Threading: any thread; blocking forms from any but its own. Lifetime: its Clients and Subscriptions keep it.
class Connection {
public:
    /// Reads the configuration; the server is not asked for anything yet.
    /// Errors: `invalid` with the file and what is wrong with it; `unsupported` for credentials that a plug-in makes.
    static Result<Connection> open(ConnectOptions options = {});

    [[nodiscard]] Client client() const;
    [[nodiscard]] std::string const& default_namespace() const;
    /// "https://127.0.0.1:6443".
    [[nodiscard]] std::string const& server() const;

    /// Any request, waiting. An answer of the server is an answer, whatever its status; see `check`.
    Result<HttpAnswer> ask(HttpQuestion question) const;
    /// A request whose answer has no end. `part` is called as it comes, `ended` once and last, on the connection's
    /// thread; no more after the Subscription has gone.
    Subscription stream(HttpQuestion question, std::function<void(std::string_view)> part,
                        std::function<void(Result<HttpAnswer>)> ended) const;
    /// A WebSocket with one of these subprotocols, as for exec; the first is the dearest.
    Result<std::unique_ptr<Messages>> open_messages(std::string target, std::vector<std::string> protocols) const;
    /// The kinds that the server serves, asked for once.
    Result<std::vector<std::shared_ptr<Kind const>>> kinds() const;

    struct Impl;

private:
    explicit Connection(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<Impl> impl_;
};

/// The answer, or what its Status says.
Result<HttpAnswer> check(HttpAnswer answer);

/// A Client of an API server.
Result<Client> connect(ConnectOptions options = {});

/// Makes a kind of one's own known to the server, as a CustomResourceDefinition that says what its struct does, and
/// waits until its objects are served. One that was there is made to say the same.
/// Errors: `conflict` when another kind has one of its names; `timeout`; what the server refuses.
Result<> add_kind(Client const& client, Kind const& kind, Duration at_most = std::chrono::seconds(30));

}  // namespace keelson

#endif
