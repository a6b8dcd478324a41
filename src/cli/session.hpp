#ifndef KEELSON_SRC_CLI_SESSION_HPP
#define KEELSON_SRC_CLI_SESSION_HPP

#include <keelson/connect.hpp>

#include <boost/json/value.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace keelson::cli {

namespace json = boost::json;

/// What all commands that ask a server have in common.
struct ServerOptions {
    std::string kubeconfig, context, namespace_;
    bool all_namespaces = false;
};

/// Ends a command with a message, as kubectl words it.
struct Failure {
    std::string message;
    int code = 1;
};

/// "deployment.apps" with a name, or without one: all of them.
struct Target {
    std::shared_ptr<Kind const> kind;
    std::string name;
};

/// A server, with answers read and errors thrown as Failure: each command is one straight line.
class Session {
public:
    explicit Session(ServerOptions const& options);

    /// The kinds and objects that arguments name: `pods web`, `pod/web svc/web`, `pods,services`.
    std::vector<Target> targets(std::vector<std::string> const& arguments);
    Kind const& kind_named(std::string const& api_version, std::string const& name);
    std::shared_ptr<Kind const> kind_called(std::string const& name);

    /// "/apis/apps/v1/namespaces/default/deployments/web"; without a name that of the list.
    [[nodiscard]] std::string path(Kind const& kind, std::string const& name, std::string const& namespace_ = {}) const;
    json::value ask(HttpQuestion question);
    json::value get(std::string const& target) { return ask({.target = target}); }
    /// The answer whatever it is; fails only if there is none.
    HttpAnswer raw(HttpQuestion question);
    json::value patch(std::string const& target, json::value const& patch, std::string const& type = "merge-patch");

    [[nodiscard]] Connection const& connection() const noexcept { return connection_; }
    [[nodiscard]] std::string const& namespace_() const noexcept { return namespace_name_; }
    [[nodiscard]] bool all_namespaces() const noexcept { return all_; }

private:
    bool serves(Kind const& kind);

    Connection connection_;
    std::map<std::string, std::set<std::string>> plurals_;  // of versions of groups that were asked for
    std::string namespace_name_;
    bool all_ = false;
};

/// `Error from server (NotFound): ...` for what a server said.
Failure failure_of(Error const& error);

/// "deployment.apps/web".
std::string title(Kind const& kind, std::string const& name);
std::string encoded(std::string const& text);
json::value const* at(json::value const& tree, std::vector<std::string> const& path);
std::string text_at(json::value const& tree, std::vector<std::string> const& path);
std::int64_t number_at(json::value const& tree, std::vector<std::string> const& path, std::int64_t otherwise = 0);

}  // namespace keelson::cli

#endif
