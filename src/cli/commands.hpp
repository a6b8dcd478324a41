#ifndef KEELSON_SRC_CLI_COMMANDS_HPP
#define KEELSON_SRC_CLI_COMMANDS_HPP

#include "session.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace keelson::cli {

/// The commands that ask a server. The one that was given is left in `run`, which returns the program's exit code.
void add_server_commands(CLI::App& app, std::function<int()>& run);

struct GetOptions {
    std::vector<std::string> what;
    std::string output, labels, fields;
    bool watch = false, no_headers = false;
};
int get(Session& session, GetOptions const& options);

struct ApplyOptions {
    std::vector<std::string> files;
    bool force_conflicts = false;
    std::string dry_run = "none", manager = "keelson";
};
int apply(Session& session, ApplyOptions const& options);

struct DeleteOptions {
    std::vector<std::string> what, files;
    std::string labels, cascade = "background";
    bool all = false, ignore_not_found = false, force = false, wait = true;
    std::optional<std::int64_t> grace;
    std::string timeout = "0s";
};
int remove(Session& session, DeleteOptions const& options);

int scale(Session& session, std::vector<std::string> const& what, std::int64_t replicas);
int describe(Session& session, std::vector<std::string> const& what);

/// The API's path of what NAME or pod/NAME says.
std::string pod_path(Session& session, std::string const& argument);

struct LogsOptions {
    std::string pod, container;
    bool follow = false, previous = false, timestamps = false;
    std::int64_t tail = -1;
};
int logs(Session& session, LogsOptions const& options);

struct WaitOptions {
    std::vector<std::string> what;
    std::string wanted, labels, timeout = "30s";
};
int wait(Session& session, WaitOptions const& options);

struct ExecOptions {
    std::string pod, container;
    bool input = false, terminal = false;
    std::vector<std::string> command;
};
int exec(Session& session, ExecOptions const& options);

/// `verb`: status, history, undo, restart, pause or resume.
int rollout(Session& session, std::string const& verb, std::vector<std::string> const& what, std::int64_t revision,
            std::string const& timeout);

/// "90s", "5m", "1h30m"; negative or 0: no limit, a week.
std::chrono::milliseconds duration_of(std::string const& text);

}  // namespace keelson::cli

#endif
