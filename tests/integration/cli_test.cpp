#include "integration/program.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace keelson::tests;

namespace {

struct Ended {
    int status;
    std::string out, err;
};

Ended run(Site const& site, std::vector<std::string> arguments) {
    Program program(site.folder(), std::move(arguments));
    auto const status = program.wait();
    return {status, program.out(), program.err()};
}

/// `keelson up` with a simulated node, so that nothing but what is refused can start anything.
Ended up_simulated(Site const& site, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"up", "--node", "n1=simulated"});
    return run(site, std::move(arguments));
}

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

/// What is said of a manifest that is refused, without the name of the file in front.
std::string refusal(Site const& site, std::string const& text, std::string const& name = "bad.yaml") {
    auto const file = site.manifest(name, text);
    auto const ended = up_simulated(site, {"-f", file, "--exit-when-ready", "--timeout", "100"});
    CHECK(ended.status == 1);
    CHECK(ended.out.empty());  // nothing was created
    auto const front = "error: " + file + ":";
    INFO(ended.err);
    REQUIRE(ended.err.starts_with(front));
    return ended.err.substr(front.size());
}

std::string failing_job() {
    return R"(apiVersion: batch/v1
kind: Job
metadata: {name: broken}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - {name: main, image: none, command: [sh, -c, "exit 3"]}
)";
}

}  // namespace

TEST_CASE("cli: up ends when all is ready and leaves no process behind") {
    Site const site;
    auto const file = site.manifest("web.yaml", sleeper_deployment(site, 2));
    auto const ended = run(site, {"up", "--data", site.data(), "-f", file, "--exit-when-ready"});
    INFO(ended.out << ended.err);
    CHECK(ended.status == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out.starts_with("deployment.apps/web created\n"));
    CHECK(ended.out.find("deployment.apps/web 2/2 Available\n") != std::string::npos);
    CHECK(site.sleepers().empty());
}

TEST_CASE("cli: Pods that are kept are adopted by the next up") {
    Site const site;
    auto const file = site.manifest("web.yaml", sleeper_deployment(site, 2));
    auto const kept = run(site, {"up", "--data", site.data(), "-f", file, "--exit-when-ready", "--on-exit", "keep"});
    INFO(kept.out << kept.err);
    REQUIRE(kept.status == 0);
    auto const before = site.sleepers();
    REQUIRE(before.size() == 2);
    auto const again = run(site, {"up", "--data", site.data(), "-f", file, "--exit-when-ready", "--on-exit", "keep"});
    INFO(again.out << again.err);
    CHECK(again.status == 0);
    CHECK(again.out.starts_with("deployment.apps/web unchanged\n"));
    CHECK(site.sleepers() == before);
    CHECK(run(site, {"up", "--data", site.data(), "-f", file, "--exit-when-ready"}).status == 0);
    CHECK(site.sleepers().empty());
}

TEST_CASE("cli: SIGINT and SIGTERM end up cleanly, and a second up is told who holds the data") {
    auto const number = GENERATE(SIGINT, SIGTERM);
    Site const site;
    auto const file = site.manifest("web.yaml", sleeper_deployment(site, 1));
    Program first(site.folder(), {"up", "--data", site.data(), "-f", file});
    REQUIRE(eventually([&] { return first.out().find("1/1 Available") != std::string::npos; }));
    auto const second = run(site, {"up", "--data", site.data()});
    CHECK(second.status == 1);
    CHECK(second.out.empty());
    CHECK(second.err ==
          "error: " + site.data() + "/state.db: it is open in process " + std::to_string(first.pid()) + " (keelson)\n");
    CHECK(site.sleepers().size() == 1);
    first.signal(number);
    CHECK(first.wait() == 0);
    CHECK(first.err().empty());
    CHECK(site.sleepers().empty());
}

TEST_CASE("cli: a Job that fails gives 1 and the reason") {
    Site const site;
    auto const file = site.manifest("job.yaml", failing_job());
    auto const ended = run(site, {"up", "--data", site.data(), "-f", file, "--exit-when-ready"});
    CHECK(ended.status == 1);
    CHECK(ended.err == "error: job.batch/broken: BackoffLimitExceeded: Job has reached the specified backoff limit\n");
}

TEST_CASE("cli: a timeout says what is not ready") {
    Site const site;
    auto const file =
        site.manifest("far.yaml", replaced(sleeper_deployment(site, 1), "      terminationGracePeriodSeconds",
                                           "      nodeName: elsewhere\n      terminationGracePeriodSeconds"));
    auto const ended = up_simulated(site, {"-f", file, "--exit-when-ready", "--timeout", "1"});
    CHECK(ended.status == 1);
    CHECK(ended.err == "error: timed out waiting for deployment.apps/web (0/1)\n");
}

TEST_CASE("cli: a node that cannot be is refused before anything starts") {
    Site const site;
    std::string const hint = "; write NAME=process, NAME=docker[:HOST], NAME=simulated or NAME=simulated:COUNT\n";
    auto const said = [&](std::string const& node) {
        auto const ended = run(site, {"up", "--node", node, "--exit-when-ready"});
        CHECK(ended.status == 1);
        CHECK(ended.out.empty());
        return ended.err;
    };
    CHECK(said("local") == "error: --node \"local\": the name or the kind is missing" + hint);
    CHECK(said("=process") == "error: --node \"=process\": the name or the kind is missing" + hint);
    CHECK(said("a=podman") == "error: --node \"a=podman\": \"podman\" is no kind of node" + hint);
    CHECK(said("a=simulated:0") == "error: --node \"a=simulated:0\": COUNT must be a number from 1 to 10000" + hint);
    CHECK(said("a=simulated:x") == "error: --node \"a=simulated:x\": COUNT must be a number from 1 to 10000" + hint);
    auto const twice = run(site, {"up", "--node", "a=simulated", "--node", "a=simulated"});
    CHECK(twice.status == 1);
    CHECK(twice.err == "error: nodes: there are two nodes with the name \"a\"\n");
}

TEST_CASE("cli: files that are not there are named") {
    Site const site;
    auto const missing = site.folder().file("missing.yaml"), empty = site.folder().file("empty");
    std::filesystem::create_directory(empty);
    CHECK(up_simulated(site, {"-f", missing}).err == "error: the path \"" + missing + "\" does not exist\n");
    CHECK(up_simulated(site, {"-f", empty}).err ==
          "error: the directory \"" + empty + "\" has no .yaml, .yml or .json file\n");
}

TEST_CASE("cli: a field that is wrong is refused with file, line, field and reason") {
    Site const site;
    auto const good = sleeper_deployment(site, 2);
    CHECK(refusal(site, replaced(good, "replicas: 2", "replicsa: 2")) ==
          "6: strict decoding error: unknown field \"spec.replicsa\"\n");
    CHECK(
        refusal(site, replaced(good, "replicas: 2", "replicas: two")) ==
        "6: Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: \"string\": must be of type integer, not "
        "string\n");
    CHECK(refusal(site, replaced(good, "  name: web", "  labels: {a: b}")) == "3: metadata.name: Required value\n");
    CHECK(refusal(site, replaced(good, "          image: none\n",
                                 "          image: none\n          resources: {limits: {cpu: lots}}\n")) ==
          "18: Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[cpu]: Invalid "
          "value: \"lots\": unable to parse quantity's suffix or number: \"lots\"; write a number with an optional "
          "suffix of n u m k M G T P E, Ki Mi Gi Ti Pi Ei or e3\n");
    CHECK(refusal(site, good + "        - name: main\n          image: none\n") ==
          "22: failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
          ".spec.template.spec.containers: duplicate entries for key [name=\"main\"]\n");
}

TEST_CASE("cli: of two documents neither is applied when one is wrong") {
    Site const site;
    std::string const fine = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine}\n";
    auto const bad = replaced(sleeper_deployment(site, 2), "replicas: 2", "replicsa: 2");
    auto const file = site.manifest("two.yaml", fine + "---\n" + bad);
    auto const refused = up_simulated(site, {"--data", site.data(), "-f", file});
    CHECK(refused.status == 1);
    CHECK(refused.out.empty());
    CHECK(refused.err == "error: " + file + ":10: strict decoding error: unknown field \"spec.replicsa\"\n");
    // It would be "unchanged" had it been kept.
    auto const alone = site.manifest("alone.yaml", fine);
    auto const again = up_simulated(site, {"--data", site.data(), "-f", alone, "--exit-when-ready"});
    CHECK(again.status == 0);
    CHECK(again.out.starts_with("configmap/fine created\n"));
}

TEST_CASE("cli: what is no manifest is refused at once") {
    Site const site;
    CHECK(refusal(site, std::string(100'000'000, '%')) ==
          "1: the manifest is larger than the 16 MiB that are read at most\n");
    CHECK(refusal(site, std::string("\x7f"
                                    "ELF\x02\x01\x01\0\0\0",
                                    10)) == "1: this is not YAML: it has a NUL byte\n");
    CHECK(refusal(site, "hello\n") == "1: a document must be a mapping with apiVersion and kind\n");
    CHECK(refusal(site, "kind: ConfigMap\n") == "1: apiVersion: Required value\n");
    CHECK(refusal(site, "apiVersion: v1\nkind: ConfigMapp\nmetadata: {name: x}\n") ==
          "1: no matches for kind \"ConfigMapp\" in version \"v1\"\n");
    CHECK(refusal(site, "a: [1\nb: ]2\n").find("this is not YAML: ") == 3);
    CHECK(refusal(site, std::string(100'000, '[')) == "1: this is no manifest: values are nested too deep\n");
}

TEST_CASE("cli: aliases that explode, or that stand within themselves, are refused") {
    Site const site;
    std::string bomb =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\ndata:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        auto const before = "*a" + std::to_string(i - 1);
        bomb += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 9; ++j) bomb += (j == 0 ? "" : ",") + before;
        bomb += "]\n";
    }
    CHECK(refusal(site, bomb) == "5: the document has more than 300000 values once its aliases are expanded\n");
    CHECK(refusal(site, "a: &a [*a]\n") == "1: values are nested more than 100 levels deep\n");
}
