#include "commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace keelson::cli {
namespace {

/// A command's options live as long as the program's description of them.
struct Given {
    ServerOptions server;
    GetOptions get;
    ApplyOptions apply;
    DeleteOptions remove;
    LogsOptions logs;
    WaitOptions wait;
    ExecOptions exec;
    std::vector<std::string> what;
    std::int64_t replicas = -1, revision = 0;
    bool server_side = true;
    std::string timeout = "0s";
};

template <class Command>
std::function<int()> running(std::shared_ptr<Given> const& given, Command command) {
    return [given, command = std::move(command)] {
        try {
            Session session(given->server);
            return command(session, *given);
        } catch (Failure const& failure) {
            std::cout.flush();
            std::cerr << failure.message << std::endl;
            return failure.code;
        } catch (std::exception const& thrown) {
            std::cerr << "error: the server's answer can't be read: " << thrown.what() << std::endl;
            return 1;
        }
    };
}

}  // namespace

void add_server_commands(CLI::App& app, std::function<int()>& run) {
    auto const given = std::make_shared<Given>();
    auto const add = [&, given](CLI::App& parent, char const* name, char const* text, char const* example,
                                auto command) {
        auto* const made = parent.add_subcommand(name, text);
        made->footer(std::string("Example:\n  keelson ") + example);
        made->add_option("--kubeconfig", given->server.kubeconfig, "Of which server (default: as kubectl)")
            ->type_name("FILE");
        made->add_option("--context", given->server.context, "Which of its contexts")->type_name("NAME");
        made->add_option("-n,--namespace", given->server.namespace_, "In which namespace")->type_name("NAME");
        made->callback([&run, given, command] { run = running(given, command); });
        return made;
    };
    auto* made = add(app, "get", "Show objects", "get deployments,pods -o wide",
                     [](Session& session, Given& is) { return get(session, is.get); });
    made->add_option("WHAT", given->get.what, "TYPE, TYPE NAME.., TYPE/NAME..")->required();
    made->add_option("-o,--output", given->get.output, "How")
        ->type_name("wide|name|json|yaml|jsonpath=TEMPLATE")
        ->check([](std::string const& text) {
            for (auto const* const known : {"wide", "name", "json", "yaml"}) {
                if (text == known) return std::string();
            }
            bool const path = text.starts_with("jsonpath=") && text.size() > 9;
            return path ? std::string() : "\"" + text + "\" is none of wide, name, json, yaml and jsonpath=TEMPLATE";
        });
    made->add_option("-l,--selector", given->get.labels, "Only with these labels");
    made->add_option("--field-selector", given->get.fields, "Only with these fields");
    made->add_flag("-A,--all-namespaces", given->server.all_namespaces, "In all namespaces");
    made->add_flag("-w,--watch", given->get.watch, "And every change");
    made->add_flag("--no-headers", given->get.no_headers, "Without the line of titles");

    made = add(app, "apply", "Make objects what manifests say (server-side apply)", "apply -f model.yaml",
               [](Session& session, Given& is) { return apply(session, is.apply); });
    made->add_option("-f,--filename", given->apply.files, "A manifest, a directory of them, or - for standard input")
        ->required();
    made->add_flag("--force-conflicts", given->apply.force_conflicts, "Take fields that others own");
    made->add_option("--field-manager", given->apply.manager, "Who owns the fields (default: keelson)");
    made->add_option("--dry-run", given->apply.dry_run, "Write nothing")->check(CLI::IsMember({"none", "server"}));
    made->add_flag("--server-side", given->server_side, "As it always is");

    made = add(app, "delete", "Delete objects", "delete deployment digits",
               [](Session& session, Given& is) { return remove(session, is.remove); });
    made->add_option("WHAT", given->remove.what, "TYPE NAME.., TYPE/NAME..");
    made->add_option("-f,--filename", given->remove.files, "Those of a manifest");
    made->add_option("-l,--selector", given->remove.labels, "Those with these labels");
    made->add_flag("--all", given->remove.all, "All of the type in the namespace");
    made->add_option("--cascade", given->remove.cascade, "What becomes of what they own")
        ->check(CLI::IsMember({"background", "foreground", "orphan"}));
    made->add_option("--grace-period", given->remove.grace, "Seconds that a Pod has to end");
    made->add_flag("--force", given->remove.force, "Without waiting for the node");
    made->add_flag("--ignore-not-found", given->remove.ignore_not_found, "It is good if it is not there");
    made->add_flag("--wait,!--no-wait", given->remove.wait, "Wait until they are gone (default)");
    made->add_option("--timeout", given->remove.timeout, "For so long");

    made = add(app, "describe", "Show objects in detail, with their events", "describe pod digits-5d8f7c-x2kqp",
               [](Session& session, Given& is) { return describe(session, is.what); });
    made->add_option("WHAT", given->what, "TYPE, TYPE NAME.., TYPE/NAME..")->required();

    made = add(app, "logs", "Show what a container has written", "logs -f digits-5d8f7c-x2kqp",
               [](Session& session, Given& is) { return logs(session, is.logs); });
    made->add_option("POD", given->logs.pod, "NAME or pod/NAME")->required();
    made->add_option("-c,--container", given->logs.container, "Which container");
    made->add_flag("-f,--follow", given->logs.follow, "And what it writes from now on");
    made->add_flag("-p,--previous", given->logs.previous, "Of its start before");
    made->add_flag("--timestamps", given->logs.timestamps, "With the time of each line");
    made->add_option("--tail", given->logs.tail, "Only so many lines");

    made = add(app, "scale", "Set how many replicas there are", "scale deployment/digits --replicas 5",
               [](Session& session, Given& is) { return scale(session, is.what, is.replicas); });
    made->add_option("WHAT", given->what, "TYPE NAME, TYPE/NAME..")->required();
    made->add_option("--replicas", given->replicas, "So many")
        ->required()
        ->type_name("NUMBER")
        ->check([](std::string const& text) {
            bool const number = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == text.npos;
            return number ? std::string() : "\"" + text + "\" is no number of replicas";
        });

    made = add(app, "wait", "Wait until objects are so", "wait pod/digits-0 --for=condition=Ready --timeout 60s",
               [](Session& session, Given& is) { return wait(session, is.wait); });
    made->add_option("WHAT", given->wait.what, "TYPE NAME.., TYPE/NAME..")->required();
    made->add_option("--for", given->wait.wanted,
                     "condition=NAME[=VALUE], create, delete or jsonpath='{.PATH}'[=VALUE]")
        ->required();
    made->add_option("-l,--selector", given->wait.labels, "Those with these labels");
    made->add_option("--timeout", given->wait.timeout, "For so long (default: 30s)");

    made = add(app, "exec", "Run a command in a container", "exec -it digits-5d8f7c-x2kqp -- sh",
               [](Session& session, Given& is) { return exec(session, is.exec); });
    made->add_option("POD", given->exec.pod, "NAME or pod/NAME")->required();
    made->add_option("COMMAND", given->exec.command, "Behind --")->required();
    made->add_option("-c,--container", given->exec.container, "Which container");
    made->add_flag("-i,--stdin", given->exec.input, "Give it this program's input");
    made->add_flag("-t,--tty", given->exec.terminal, "On a terminal; with -i on this one");

    auto* const parent = app.add_subcommand("rollout", "The course of a Deployment's newest template");
    parent->require_subcommand(1);
    parent->footer("Example:\n  keelson rollout status deployment/digits");
    for (auto const& [verb, text] :
         {std::pair{"status", "Tell how far it is, until it is done"},
          std::pair{"history", "List the revisions that there are"},
          std::pair{"undo", "Go back to the revision before, or to another one"},
          std::pair{"restart", "Replace all Pods by new ones of the same template"},
          std::pair{"pause", "Let changes of the template wait"}, std::pair{"resume", "Let them come to pass"}}) {
        auto const example = "rollout " + std::string(verb) + " deployment/digits";
        made = add(*parent, verb, text, example.c_str(), [verb = std::string(verb)](Session& session, Given& is) {
            return rollout(session, verb, is.what, is.revision, is.timeout);
        });
        made->add_option("WHAT", given->what, "deployment NAME, deployment/NAME")->required();
        if (std::string_view(verb) == "undo")
            made->add_option("--to-revision", given->revision, "Which (default: the one before)");
        if (std::string_view(verb) == "status") made->add_option("--timeout", given->timeout, "For so long");
    }
}

}  // namespace keelson::cli
