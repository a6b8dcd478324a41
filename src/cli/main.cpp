#include "commands.hpp"
#include "up.hpp"

#include <keelson/store/store.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

int report(keelson::Result<keelson::Revision> const& outcome, std::string_view done) {
    if (!outcome) {
        auto const& error = outcome.error();
        std::cerr << "error: " << (error.subject.empty() ? "" : error.subject + ": ") << error.message << "\n";
        return 1;
    }
    std::cout << done << " at revision " << *outcome << "\n";
    return 0;
}

/// What is wrong with the arguments, and where to read more.
int refused(CLI::App const& app, CLI::ParseError const& error, int count, char** arguments) {
    auto const* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    auto const name = at == &app ? app.get_name() : app.get_name() + " " + at->get_display_name();
    auto const* const parent = at->get_parent();
    auto const whole =
        parent && parent != &app ? app.get_name() + " " + parent->get_name() + " " + at->get_name() : name;
    std::string message = error.what();
    // A word where a command should be is not told as a command that is missing.
    char const* const last = count > 1 ? arguments[at == &app ? 1 : count - 1] : "-";
    if (dynamic_cast<CLI::RequiredError const*>(&error) && !at->get_subcommands({}).empty() && *last != '-' &&
        at->get_name() != last)
        message = "unknown command \"" + std::string(last) + "\"";
    else if (dynamic_cast<CLI::RequiredError const*>(&error) && !at->get_subcommands({}).empty())
        message = "a command is missing";
    std::cerr << "error: " << message << "\nSee " << whole << " --help\n";
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App app{"Kubernetes without a cluster: runs what manifests say on this machine.", "keelson"};
    app.require_subcommand(1);

    keelson::cli::UpOptions options;
    auto* const up = app.add_subcommand("up", "Apply manifests and keep them true until Ctrl-C");
    up->add_option("-f,--filename", options.files,
                   "A manifest, or a directory of them (.yaml, .yml, .json); may be repeated")
        ->type_name("FILE_OR_DIR");
    up->add_option("--data", options.data,
                   "Where state, volumes and logs are kept; without it nothing outlives the program")
        ->type_name("DIR");
    up->add_option("--device", options.devices,
                   "A device of a node that Pods are given; may be repeated. A node without one has the GPUs of "
                   "NVIDIA's driver")
        ->type_name("NODE=RESOURCE:ID[*SHARES]");
    up->add_option("--node", options.nodes, "A node to run Pods on; may be repeated (default: local=process)")
        ->type_name("NAME=process|docker[:HOST]|simulated[:COUNT]");
    up->add_flag("--exit-when-ready", options.exit_when_ready,
                 "End with 0 as soon as everything that was applied is ready, with 1 when it can't be");
    up->add_option("--timeout", options.timeout_seconds, "With --exit-when-ready: how long to wait (default: no limit)")
        ->type_name("SECONDS")
        ->check(CLI::NonNegativeNumber);
    std::string on_exit = "stop";
    up->add_option("--on-exit", on_exit, "What becomes of the Pods at the end (default: stop)")
        ->type_name("keep|stop")
        ->check(CLI::IsMember({"keep", "stop"}));
    up->add_option(
          "--listen", options.listen,
          "Serve the Kubernetes API there, for kubectl: 127.0.0.1:6443, [::1]:6443, unix:///run/k.sock; may be "
          "repeated")
        ->type_name("ADDRESS");
    up->add_option("--kubeconfig", options.kubeconfig,
                   "With --listen: write a kubeconfig for an administrator there (kubectl --kubeconfig FILE)")
        ->type_name("FILE");
    up->add_option("--token-auth-file", options.token_file,
                   "With --listen: users and their tokens, as token,user,uid,groups")
        ->type_name("FILE");
    up->add_option("--audit-log", options.audit_log,
                   "With --listen: append who has asked for what there, a line of JSON a request; - is this output")
        ->type_name("FILE");
    up->add_option("--encryption-key-file", options.encryption_key_file,
                   "With --data: encrypt Secrets on disk with the first key of this file, lines of NAME:BASE64 of 32 "
                   "bytes; all of them decrypt")
        ->type_name("FILE");
    up->add_option("--log-level", options.log_level, "What is said on stderr (default: warning)")
        ->type_name("debug|info|warning|error")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));

    std::string data, file;
    auto* const backup = app.add_subcommand("backup", "Copy the state to a file, also while an engine uses it");
    backup->add_option("--data", data, "The data directory")->required()->type_name("DIR");
    backup->add_option("FILE", file, "The copy; must not be there yet")->required();
    auto* const restore = app.add_subcommand("restore", "Put a copy in the place of the state");
    restore->add_option("--data", data, "The data directory; no engine may be using it")->required()->type_name("DIR");
    restore->add_option("FILE", file, "A copy made by `keelson backup`")->required();
    auto* const version = app.add_subcommand("version", "Print the version");

    std::function<int()> ask_server;
    keelson::cli::add_server_commands(app, ask_server);
    up->footer("Example:\n  keelson up -f model.yaml --data ./state");
    backup->footer("Example:\n  keelson backup --data ./state monday.db");
    restore->footer("Example:\n  keelson restore --data ./state monday.db");
    app.footer("Example:\n  keelson up -f model.yaml --data ./state");

    try {
        app.parse(count, arguments);
    } catch (CLI::Success const& asked) {
        return app.exit(asked);  // for help
    } catch (CLI::ParseError const& error) {
        return refused(app, error, count, arguments);
    }
    if (ask_server) return ask_server();
    if (version->parsed()) {
        std::cout << "keelson " KEELSON_VERSION " (Kubernetes API 1.35)\n";
        return 0;
    }
    if (backup->parsed()) return report(keelson::backup_sqlite_store(data + "/state.db", file), "backup " + file);
    if (restore->parsed()) return report(keelson::restore_sqlite_store(file, data + "/state.db"), "restored " + data);
    options.keep = on_exit == "keep";
    return keelson::cli::up(options);
}
