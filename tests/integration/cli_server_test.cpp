// The verbs of `keelson` that ask a server, against `keelson up`: what they print, and how they end.

#include "integration/program.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <memory>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

using namespace keelson::tests;

namespace {

struct Ended {
    int status;
    std::string out, err;
};

/// An engine with a node of processes and a simulated one, served to this test alone.
class Served {
public:
    explicit Served(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"up",       "--node",      "local=process", "--node", "sim=simulated",
                                           "--listen", "127.0.0.1:0", "--kubeconfig",  config()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        up_ = std::make_unique<Program>(site_.folder(), arguments);
        REQUIRE(eventually([&] { return std::filesystem::exists(config()); }));
    }

    Ended operator()(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--kubeconfig", config()});
        return bare(std::move(arguments));
    }
    [[nodiscard]] Ended bare(std::vector<std::string> arguments) const {
        Program program(site_.folder(), std::move(arguments));
        auto const status = program.wait();
        return {status, program.out(), program.err()};
    }
    void stop() {
        up_->signal(SIGTERM);
        CHECK(up_->wait() == 0);
    }
    [[nodiscard]] std::string config() const { return site_.folder().file("config"); }
    [[nodiscard]] Site const& site() const noexcept { return site_; }

private:
    Site site_;
    std::unique_ptr<Program> up_;
};

std::string const web = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeName: sim
      containers: [{name: c, image: "i:1"}]
)";
std::string const map = R"(apiVersion: v1
kind: ConfigMap
metadata: {name: cm, labels: {a: b}}
data: {k: v, other: w}
)";
std::string const talk = R"(apiVersion: v1
kind: Pod
metadata: {name: talk}
spec:
  nodeName: local
  terminationGracePeriodSeconds: 1
  containers:
    - {name: c, image: none, command: [sh, -c, "echo one; echo two; sleep 600"]}
)";

void is(Ended const& ended, int status, std::string const& out, std::string const& err = {}) {
    CHECK(ended.status == status);
    CHECK(ended.out == out);
    CHECK(ended.err == err);
}

bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("cli: apply, get in every form, and delete") {
    Served const keelson;
    auto const file = keelson.site().manifest("map.yaml", map);
    is(keelson({"apply", "-f", file, "--dry-run", "server"}), 0, "configmap/cm created (server dry run)\n");
    is(keelson({"get", "configmaps", "-l", "a=b"}), 0, "", "No resources found in default namespace.\n");
    is(keelson({"apply", "-f", file}), 0, "configmap/cm created\n");
    is(keelson({"apply", "-f", file}), 0, "configmap/cm unchanged\n");
    auto const changed = keelson.site().manifest("map.yaml", map + "immutable: false\n");
    is(keelson({"apply", "-f", changed}), 0, "configmap/cm configured\n");

    auto const table = keelson({"get", "cm", "cm"});
    CHECK(table.status == 0);
    CHECK(table.out.starts_with("NAME   DATA   AGE\ncm     2      "));
    CHECK(keelson({"get", "cm", "cm", "--no-headers"}).out.starts_with("cm   2   "));
    CHECK(keelson({"get", "cm", "-A", "-l", "a=b"})
              .out.starts_with("NAMESPACE   NAME   DATA   AGE\ndefault     cm     2      "));
    CHECK(holds(keelson({"get", "nodes", "-o", "wide"}).out, "INTERNAL-IP"));
    is(keelson({"get", "cm", "-l", "a=b", "-o", "name"}), 0, "configmap/cm\n");
    is(keelson({"get", "cm/cm", "-o", "jsonpath={.data.k}"}), 0, "v");
    is(keelson({"get", "cm", "-l", "a=b", "-o",
                R"(jsonpath={.items[*].metadata.name}{"\n"}: {.items[0].data.other}{.none})"}),
       0, "cm\n: w");
    is(keelson({"get", "cm", "-l", "a=c"}), 0, "", "No resources found in default namespace.\n");
    CHECK(holds(keelson({"get", "cm", "-l", "a in (b)"}).out, "\ncm "));
    auto const yaml = keelson({"get", "cm", "cm", "-o", "yaml"});
    CHECK(yaml.out.starts_with(
        "apiVersion: v1\ndata:\n  k: v\n  other: w\nimmutable: false\nkind: ConfigMap\nmetadata:\n"));
    CHECK_FALSE(holds(yaml.out, "managedFields"));
    CHECK(keelson({"get", "cm", "cm", "-o", "json"})
              .out.starts_with("{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n"));
    // What one prints the other takes.
    is(keelson({"apply", "-f", keelson.site().manifest("again.yaml", yaml.out)}), 0, "configmap/cm unchanged\n");
    CHECK(holds(keelson({"describe", "cm", "cm"}).out, "Name:         cm\nNamespace:    default\nLabels:       a=b\n"));

    is(keelson({"delete", "cm", "cm"}), 0, "configmap \"cm\" deleted\n");
    is(keelson({"delete", "cm", "cm"}), 1, "", "Error from server (NotFound): configmaps \"cm\" not found\n");
    is(keelson({"delete", "cm", "cm", "--ignore-not-found"}), 0, "");
    is(keelson({"describe", "cm", "cm"}), 1, "", "Error from server (NotFound): configmaps \"cm\" not found\n");
}

TEST_CASE("cli: get -w tells what happens until it is ended") {
    Served const keelson;
    auto const file = keelson.site().manifest("map.yaml", map);
    Program watch(keelson.site().folder(), {"get", "cm", "-w", "-o", "name", "--kubeconfig", keelson.config()});
    // It may have begun before or after: what is there at its begin is shown too.
    REQUIRE(keelson({"apply", "-f", file}).status == 0);
    CHECK(eventually([&] { return holds(watch.out(), "configmap/cm\n"); }));
    REQUIRE(keelson({"delete", "-f", file}).status == 0);
    watch.signal(SIGINT);
    CHECK(watch.wait() == 128 + SIGINT);
}

TEST_CASE("cli: a Deployment is scaled, rolled out, halted and taken back") {
    Served const keelson;
    auto const file = keelson.site().manifest("web.yaml", web);
    REQUIRE(keelson({"apply", "-f", file}).status == 0);
    auto const status = keelson({"rollout", "status", "deployment/web", "--timeout", "60s"});
    CHECK(status.status == 0);
    CHECK(status.out.ends_with("deployment \"web\" successfully rolled out\n"));
    is(keelson({"wait", "deployment/web", "--for=condition=Available", "--timeout", "60s"}), 0,
       "deployment.apps/web condition met\n");
    is(keelson({"scale", "deployment/web", "--replicas", "3"}), 0, "deployment.apps/web scaled\n");
    is(keelson({"wait", "deployment/web", "--for=jsonpath={.status.readyReplicas}=3", "--timeout", "60s"}), 0,
       "deployment.apps/web condition met\n");
    // Who was scaled by another owns it no longer alone.
    auto const conflict = keelson({"apply", "-f", file, "--field-manager", "me"});
    CHECK(conflict.status == 1);
    CHECK(holds(conflict.err, "Apply failed with"));
    CHECK(keelson({"apply", "-f", file, "--field-manager", "me", "--force-conflicts"}).status == 0);

    is(keelson({"rollout", "pause", "deployment", "web"}), 0, "deployment.apps/web paused\n");
    is(keelson({"rollout", "restart", "deployment/web"}), 0, "deployment.apps/web restarted\n");
    is(keelson({"rollout", "resume", "deployment/web"}), 0, "deployment.apps/web resumed\n");
    CHECK(keelson({"rollout", "status", "deployment/web", "--timeout", "60s"}).status == 0);
    is(keelson({"rollout", "history", "deployment/web"}), 0,
       "deployment.apps/web \nREVISION   CHANGE-CAUSE\n1          <none>\n2          <none>\n");
    is(keelson({"rollout", "undo", "deployment/web", "--to-revision", "7"}), 1, "",
       "error: unable to find specified revision 7 in history\n");
    is(keelson({"rollout", "undo", "deployment/web"}), 0, "deployment.apps/web rolled back\n");
    CHECK(keelson({"rollout", "status", "deployment/web", "--timeout", "60s"}).status == 0);
    CHECK(holds(keelson({"rollout", "history", "deployment/web"}).out, "\n3          <none>\n"));
    is(keelson({"rollout", "status", "cm/x"}), 1, "",
       "error: rollout status is for Deployments, and configmaps are none\n");

    // What it owns stays, goes with it, or goes before it.
    is(keelson({"delete", "deployment", "web", "--cascade", "orphan"}), 0, "deployment.apps \"web\" deleted\n");
    CHECK(holds(keelson({"get", "rs", "-o", "name"}).out, "replicaset.apps/web-"));
    CHECK(keelson({"delete", "rs", "--all", "--cascade", "foreground", "--timeout", "60s"}).status == 0);
    CHECK(eventually([&] { return keelson({"get", "pods", "-o", "name"}).out.empty(); }));
}

TEST_CASE("cli: wait ends with 0 when it is so, with 1 when time is up or there is nothing") {
    Served const keelson;
    REQUIRE(keelson({"apply", "-f", keelson.site().manifest("map.yaml", map)}).status == 0);
    is(keelson({"wait", "cm/cm", "--for=jsonpath={.data.k}=v"}), 0, "configmap/cm condition met\n");
    is(keelson({"wait", "cm/cm", "--for=jsonpath={.data.k}=x", "--timeout", "300ms"}), 1, "",
       "error: timed out waiting for the condition on configmaps/cm\n");
    is(keelson({"wait", "cm/none", "--for=condition=Ready"}), 1, "",
       "Error from server (NotFound): configmaps \"none\" not found\n");
    is(keelson({"wait", "cm/none", "--for=delete"}), 0, "configmap/none condition met\n");
    is(keelson({"wait", "cm/cm", "--for=happiness"}), 1, "", "error: unrecognized condition: \"happiness\"\n");
    is(keelson({"wait", "cm/cm", "--for=jsonpath={.items[?(@.x)]}"}), 1, "",
       "error: jsonpath {.items[?(@.x)]}: only members and elements of lists are known here\n");
    is(keelson({"wait", "cm/cm", "--for=delete", "--timeout", "soon"}), 1, "",
       "error: invalid duration \"soon\", as in 30s, 5m or 1h30m\n");
    Program gone(keelson.site().folder(),
                 {"wait", "cm/cm", "--for=delete", "--timeout", "60s", "--kubeconfig", keelson.config()});
    REQUIRE(keelson({"delete", "cm", "cm"}).status == 0);
    CHECK(gone.wait() == 0);
    CHECK(gone.out() == "configmap/cm condition met\n");
}

TEST_CASE("cli: logs and exec of a process") {
    Served const keelson;
    REQUIRE(keelson({"apply", "-f", keelson.site().manifest("talk.yaml", talk)}).status == 0);
    REQUIRE(keelson({"wait", "pod/talk", "--for=condition=Ready", "--timeout", "60s"}).status == 0);
    REQUIRE(eventually([&] { return keelson({"logs", "talk"}).out == "one\ntwo\n"; }));
    is(keelson({"logs", "pod/talk", "--tail", "1"}), 0, "two\n");
    CHECK(holds(keelson({"logs", "talk", "--timestamps"}).out, "Z one\n"));
    is(keelson({"logs", "none"}), 1, "", "Error from server (NotFound): pods \"none\" not found\n");
    is(keelson({"logs", "talk", "-c", "x"}), 1, "",
       "Error from server (BadRequest): container x is not valid for pod talk\n");
    is(keelson({"logs", "talk", "-p"}), 1, "",
       "Error from server (BadRequest): previous terminated container \"c\" in pod \"talk\" not found\n");
    Program follow(keelson.site().folder(), {"logs", "-f", "talk", "--kubeconfig", keelson.config()});
    CHECK(eventually([&] { return follow.out() == "one\ntwo\n"; }));

    is(keelson.bare(
           {"exec", "talk", "--kubeconfig", keelson.config(), "--", "sh", "-c", "echo out; echo err >&2; exit 3"}),
       3, "out\n", "err\ncommand terminated with exit code 3\n");
    auto const missing = keelson.bare({"exec", "talk", "--kubeconfig", keelson.config(), "--", "/none"});
    CHECK(missing.status == 1);
    CHECK(holds(missing.err, "\"/none\": no such file or directory\n"));
    is(keelson.bare({"exec", "none", "--kubeconfig", keelson.config(), "--", "ls"}), 1, "",
       "Error from server (NotFound): pods \"none\" not found\n");
    auto const out = keelson.site().folder().file("piped");
    auto const piped = "printf 'in' | " KEELSON_BINARY_DIR "/keelson exec -i talk --kubeconfig " + keelson.config() +
                       " -- cat > " + out;
    CHECK(std::system(piped.c_str()) == 0);
    CHECK(read_text(out) == "in");

    // Input that the program takes late, and more of it than is kept on the way.
    auto const late = "head -c 20000000 /dev/zero | " KEELSON_BINARY_DIR "/keelson exec -i talk --kubeconfig " +
                      keelson.config() + " -- sh -c 'sleep 2; wc -c' > " + out;
    CHECK(std::system(late.c_str()) == 0);
    CHECK(read_text(out) == "20000000\n");
    is(keelson.bare({"exec", "-it", "talk", "--kubeconfig", keelson.config(), "--", "echo", "on"}), 0, "on\n",
       "Unable to use a TTY - input is not a terminal or the right kind of file\n");

    // A log that is followed ends with its container.
    is(keelson({"delete", "pod", "talk", "--grace-period", "1"}), 0, "pod \"talk\" deleted\n");
    CHECK(follow.wait() == 0);
    CHECK(keelson.site().sleepers().empty());
}

TEST_CASE("cli: exec has the terminal of who asks for it, its size and its keys") {
    Served const keelson;
    REQUIRE(keelson({"apply", "-f", keelson.site().manifest("talk.yaml", talk)}).status == 0);
    REQUIRE(keelson({"wait", "pod/talk", "--for=condition=Ready", "--timeout", "60s"}).status == 0);
    winsize window{.ws_row = 11, .ws_col = 22, .ws_xpixel = 0, .ws_ypixel = 0};
    int terminal = -1;
    auto const config = keelson.config();
    auto const child = ::forkpty(&terminal, nullptr, nullptr, &window);
    if (child == 0) {
        ::execl(KEELSON_BINARY_DIR "/keelson", "keelson", "exec", "-it", "talk", "--kubeconfig", config.c_str(), "--",
                "sh", "-c", "stty size; read x; stty size; echo got $x; read y", nullptr);
        ::_exit(127);
    }
    REQUIRE(child > 0);
    std::string out;
    auto const shows = [&](std::string_view wanted) {
        return eventually([&] {
            pollfd one{terminal, POLLIN, 0};
            char part[4096];
            if (::poll(&one, 1, 0) > 0) {
                if (auto const got = ::read(terminal, part, sizeof part); got > 0)
                    out.append(part, static_cast<std::size_t>(got));
            }
            return holds(out, wanted);
        });
    };
    CHECK(shows("11 22\r\n"));
    window.ws_row = 33;
    REQUIRE(::ioctl(terminal, TIOCSWINSZ, &window) == 0);
    REQUIRE(::write(terminal, "word\r", 5) == 5);
    CHECK(shows("got word\r\n"));
    CHECK(holds(out, "33 22\r\n"));
    REQUIRE(::write(terminal, "\x03", 1) == 1);  // Ctrl-C is the program's, not ours
    CHECK(shows("command terminated with exit code 130"));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 130);
    ::close(terminal);
    REQUIRE(keelson({"delete", "pod", "talk", "--grace-period", "1"}).status == 0);
}

TEST_CASE("cli: what is asked for wrongly is told in a line, with 1") {
    Served keelson;
    struct Case {
        std::vector<std::string> arguments;
        std::string err;
    };
    for (auto const& [arguments, err] : std::vector<Case>{
             {{"frobnicate"}, "error: unknown command \"frobnicate\"\nSee keelson --help\n"},
             {{"rollout", "back"}, "error: unknown command \"back\"\nSee keelson rollout --help\n"},
             {{"rollout"}, "error: a command is missing\nSee keelson rollout --help\n"},
             {{}, "error: a command is missing\nSee keelson --help\n"},
             {{"get"}, "error: WHAT is required\nSee keelson get --help\n"},
             {{"get", "cm", "--bad"},
              "error: The following argument was not expected: --bad\nSee keelson get --help\n"},
             {{"get", "cm", "-o", "xml"},
              "error: --output: \"xml\" is none of wide, name, json, yaml and jsonpath=TEMPLATE\nSee keelson get "
              "--help\n"},
             {{"scale", "deploy/web", "--replicas", "-1"},
              "error: --replicas: \"-1\" is no number of replicas\nSee keelson scale --help\n"},
             {{"rollout", "status"}, "error: WHAT is required\nSee keelson rollout status --help\n"},
             {{"exec", "talk"}, "error: COMMAND is required\nSee keelson exec --help\n"},
         }) {
        INFO(err);
        is(keelson.bare(arguments), 1, "", err);
    }
    is(keelson({"get", "nothing"}), 1, "", "error: the server doesn't have a resource type \"nothing\"\n");
    is(keelson({"delete", "cm"}), 1, "", "error: resource(s) were provided, but no name was specified\n");
    is(keelson({"delete"}), 1, "", "error: You must specify the type of resource, as in: keelson get pods\n");
    is(keelson({"get", "cm", "--context", "none"}), 1, "",
       "error: context \"none\" does not exist in the kubeconfig\n");
    is(keelson.bare({"get", "cm", "--kubeconfig", "/none"}), 1, "", "error: /none: no such file\n");
    is(keelson({"apply", "-f", keelson.site().manifest("wrong.yaml", map + "datum: {}\n")}), 1, "",
       "Error from server (BadRequest): ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding "
       "error: unknown field \"datum\"\n");
    auto const help = keelson.bare({"rollout", "--help"});
    CHECK(help.status == 0);
    CHECK(holds(help.out, "undo"));
    keelson.stop();
    auto const nobody = keelson({"get", "cm"});
    CHECK(nobody.status == 1);
    CHECK(nobody.err.starts_with("The connection to the server https://127.0.0.1:"));
    CHECK(nobody.err.ends_with(" was refused - did you specify the right host or port?\n"));
}

TEST_CASE("cli: --audit-log has a line for each request, and needs --listen") {
    Site const other;
    Program alone(other.folder(), {"up", "--audit-log", other.folder().file("audit.log")});
    CHECK(alone.wait() == 1);
    CHECK(alone.err() ==
          "error: --kubeconfig, --token-auth-file and --audit-log need --listen, as in --listen 127.0.0.1:6443\n");
    auto const log = other.folder().file("audit.log");
    Served keelson({"--audit-log", log});
    REQUIRE(keelson({"apply", "-f", keelson.site().manifest("map.yaml", map)}).status == 0);
    REQUIRE(keelson({"get", "secrets", "-A"}).status == 0);
    keelson.stop();
    auto const lines = read_text(log);
    CHECK(lines.ends_with("}\n"));
    CHECK(holds(lines, R"("objectRef":{"apiVersion":"v1","name":"cm","namespace":"default","resource":"configmaps"})"));
    CHECK(holds(lines, R"("verb":"patch")"));
    CHECK(holds(lines, R"("username":"kubernetes-admin")"));
    CHECK(holds(lines, R"("userAgent":"keelson")"));
    CHECK_FALSE(holds(lines, "other"));  // of the data nothing
}
