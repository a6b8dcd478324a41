#include "engine/pod_gate.hpp"

#include "core/queue_strand.hpp"
#include "engine/pod_logs.hpp"
#include "http/pod_log.hpp"
#include "http/query.hpp"
#include "node/container_config.hpp"
#include "registry/kind_table.hpp"
#include "scratch_folder.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/runtime/logs.hpp>
#include <keelson/runtime/simulated.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

Pod web_pod() {
    Pod pod;
    pod.metadata.name = "web";
    pod.metadata.namespace_ = "default";
    pod.metadata.uid = "uid";
    pod.spec.nodeName = "node";
    pod.spec.containers.resize(1);
    pod.spec.containers[0].name = "main";
    pod.status.phase = "Running";
    pod.status.containerStatuses.resize(1);
    pod.status.containerStatuses[0].name = "main";
    pod.status.containerStatuses[0].state.emplace().running.emplace();
    return pod;
}

/// A runtime that keeps logs itself: each says of which start it is.
struct LoggingRuntime final : Runtime, LogFacet {
    explicit LoggingRuntime(Runtime& paper) : below(paper) {}

    [[nodiscard]] std::string_view name() const noexcept override { return "logging"; }
    Result<> open(RuntimeContext) override { return {}; }
    void close() override {}
    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) override {
        below.list(std::move(only), std::move(done));
    }
    void create_sandbox(SandboxConfig, Instant, Completion<RuntimeSandbox>) override {}
    void remove_sandbox(SandboxId, Instant, Completion<>) override {}
    void create(ContainerConfig, Instant, Completion<>) override {}
    void start(ContainerId, Instant, Completion<>) override {}
    void stop(ContainerId, Duration, Instant, Completion<>) override {}
    void remove(ContainerId, Instant, Completion<>) override {}
    void on_change(std::function<void(std::vector<SandboxId>)>) override {}
    [[nodiscard]] RuntimeAbilities abilities() const override { return {}; }
    LogFacet* logs() noexcept override { return this; }
    void read(ContainerId id, LogSelection, Instant, ByteEvents events,
              Completion<std::shared_ptr<ByteStream>> done) override {
        struct Nothing final : ByteStream {
            void write(std::string) override {}
            [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
            void finish() override {}
            void pause(bool) override {}
            void close() override {}
        };
        done(std::shared_ptr<ByteStream>(std::make_shared<Nothing>()));
        events.bytes("2026-01-31T12:00:00Z stdout F start " + std::to_string(id.attempt) + "\n");
        events.closed({});
    }

    Runtime& below;
};

/// A Pod on a simulated node, and the gate to it.
struct Fixture {
    Fixture() {
        RuntimeContext context;
        context.node = "node";
        context.clock = clock;
        context.entropy = strand.entropy();
        context.after = [this](Duration delay, std::function<void()> what) { strand.after(delay, std::move(what)); };
        context.post = [this](std::function<void()> what) { strand.post(std::move(what)); };
        runtime->open(context).value();
        SandboxConfig sandbox;
        sandbox.id = "uid";
        runtime->create_sandbox(sandbox, Instant::max(), [](Result<RuntimeSandbox> const&) {});
        settle();
        for (std::uint32_t attempt : {0U, 1U}) {
            ContainerConfig container;
            container.id = {"uid", "main", attempt};
            runtime->create(container, Instant::max(), [](Result<> const&) {});
            settle();
            runtime->start(container.id, Instant::max(), [](Result<> const&) {});
            settle();
            if (attempt == 0) runtime->kill("uid", "main", 1, false);
        }
        PodGateServices services;
        services.strand = &strand;
        services.find_pod = [this](ObjectKey const& key) -> Ref {
            if (key.name != "web") return nullptr;
            ObjectIndex index;
            index.key = key;
            index.labels = std::make_shared<Labels>();
            index.owners = std::make_shared<std::vector<OwnerIndex>>();
            return std::make_shared<Object>(kinds.of(Pod::type)->kind, index, encode(pod));
        };
        services.runtime_of = [this](std::string const& name) -> Runtime* {
            if (name != "node") return nullptr;
            return keeps_logs ? static_cast<Runtime*>(&logging) : runtime.get();
        };
        services.run_file_job = [](std::function<void()> const& job) { job(); };
        services.nodes_dir = scratch.file("nodes");
        gate = std::make_shared<PodGate>(services);
        streams = gate->streams();
    }
    ~Fixture() { runtime->close(); }
    void settle() {
        while (strand.run_ready()) {
        }
    }
    Result<http::PodPlace> find(std::string const& name, std::string const& container) {
        std::optional<Result<http::PodPlace>> found;
        streams->find_container({"default", name}, container, [&](Result<http::PodPlace> place) { found = place; });
        CHECK_FALSE(found);  // not from within the call
        settle();
        REQUIRE(found);
        return *found;
    }
    Error refused_log(http::PodLogQuery query) {
        Error refused(Errc::internal, "not refused");
        http::LogSink sink;
        sink.refused = [&](Error error) { refused = std::move(error); };
        sink.open = [] { return nullptr; };
        streams->logs({"default", "web"}, std::move(query), sink);
        settle();
        return refused;
    }

    tests::ScratchFolder scratch;
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    QueueStrand strand{clock, seeded_entropy(1), Log()};
    KindTable kinds;
    Pod pod = web_pod();
    std::shared_ptr<SimulatedRuntime> runtime = simulated_runtime();
    LoggingRuntime logging{*runtime};
    bool keeps_logs = false;
    std::shared_ptr<PodGate> gate;
    std::shared_ptr<http::PodStreams const> streams;
};

}  // namespace

TEST_CASE("pod gate: the start of a container that runs is found, and others refused as a kubelet words it") {
    Fixture f;
    auto const found = f.find("web", "");
    REQUIRE(found.has_value());
    CHECK(found->container == "main");
    CHECK(found->attempt == 1);
    CHECK(found->uid == "uid");
    CHECK(f.find("nobody", "").error().code == Errc::not_found);
    CHECK(f.find("web", "side").error().message == "container side is not valid for pod web");
    f.pod.spec.containers.resize(2);
    f.pod.spec.containers[1].name = "side";
    CHECK(f.find("web", "").error().message ==
          "a container name must be specified for pod web, choose one of: [main side]");
    CHECK(f.find("web", "side").error().message == "container not found (\"side\")");
    f.pod.spec.nodeName = "elsewhere";
    CHECK(f.find("web", "main").error().code == Errc::unavailable);
    f.pod.spec.nodeName = "";
    CHECK(f.find("web", "main").error().message == "pod web does not have a host assigned");
}

TEST_CASE("pod gate: programs and ports are reached by the runtime of the Pod's node") {
    Fixture f;
    auto const place = f.find("web", "main").value();
    std::string output;
    std::optional<int> code;
    ProgramEvents events;
    events.output = [&](std::string const& bytes) { output += bytes; };
    events.ended = [&](Result<ProgramEnding> const& ending) { code = ending->exit_code; };
    std::shared_ptr<ProgramStreams> program;
    f.streams->exec(place, {"hello", "world"}, false, false, events,
                    [&](Result<std::shared_ptr<ProgramStreams>> streams) { program = streams.value(); });
    f.settle();
    CHECK(program);
    CHECK(output == "hello world\n");
    CHECK(code == 0);
    ByteEvents bytes;
    std::string echoed;
    bytes.bytes = [&](std::string const& text) { echoed += text; };
    std::shared_ptr<ByteStream> port;
    f.streams->connect(place, 80, bytes, [&](Result<std::shared_ptr<ByteStream>> stream) { port = stream.value(); });
    f.settle();
    REQUIRE(port);
    port->write("echo");
    f.settle();
    CHECK(echoed == "echo");
    f.pod.status.phase = "Pending";
    std::string message;
    f.streams->find_pod({"default", "web"},
                        [&](Result<http::PodPlace> const& found) { message = found.error().message; });
    f.settle();
    CHECK(message == "unable to forward port because pod is not running. Current status=Pending");
}

TEST_CASE("pod gate: once it is closed nothing is answered, and nothing breaks") {
    Fixture f;
    bool answered = false;
    f.streams->find_container({"default", "web"}, "", [&](Result<http::PodPlace> const&) { answered = true; });
    f.gate->close();
    f.settle();
    f.streams->find_pod({"default", "web"}, [&](Result<http::PodPlace> const&) { answered = true; });
    f.settle();
    CHECK_FALSE(answered);
}

TEST_CASE("pod gate: a log that is not there is refused as a kubelet words it") {
    Fixture f;
    CHECK(f.refused_log({.previous = true}).message ==
          "previous terminated container \"main\" in pod \"web\" not found");
    auto& state = *f.pod.status.containerStatuses[0].state;
    state = {};
    state.waiting.emplace().reason = "ContainerCreating";
    auto const waiting = f.refused_log({});
    CHECK(waiting.code == Errc::bad_request);
    CHECK(waiting.message == "container \"main\" in pod \"web\" is waiting to start: ContainerCreating");
    state.waiting->reason = "ImagePullBackOff";
    CHECK(f.refused_log({}).message ==
          "container \"main\" in pod \"web\" is waiting to start: trying and failing to pull image");
    f.pod.status.containerStatuses.clear();
    CHECK(f.refused_log({}).message == "container \"main\" in pod \"web\" is not available");
    CHECK(f.refused_log({.container = "side"}).message == "container side is not valid for pod web");
}

TEST_CASE("pod gate: previous means the start before, or the last one while the next is awaited") {
    Fixture f;
    auto const folder = pod_log_directory(f.scratch.file("nodes") + "/node", "default", "web", "uid") + "/main";
    std::filesystem::create_directories(folder);
    for (int i = 0; i < 3; ++i) std::ofstream(folder + "/" + std::to_string(i) + ".log") << "";
    auto const nodes = f.scratch.file("nodes");
    CHECK(find_log(nodes, f.pod, "", false)->attempt == 2);
    CHECK(find_log(nodes, f.pod, "", true)->attempt == 1);
    auto& state = *f.pod.status.containerStatuses[0].state;
    state = {};
    state.waiting.emplace().reason = "CrashLoopBackOff";
    CHECK(find_log(nodes, f.pod, "", false)->attempt == 2);
    CHECK(find_log(nodes, f.pod, "", true)->attempt == 2);
}

TEST_CASE("pod gate: a runtime that keeps logs itself is asked for the start that is meant") {
    Fixture f;
    f.keeps_logs = true;
    auto const read = [&](http::PodLogQuery query) {
        std::optional<Result<std::string>> text;
        f.gate->read_log({"default", "web"}, std::move(query), [&](Result<std::string> got) { text = std::move(got); });
        CHECK_FALSE(text);  // not from within the call
        f.settle();
        REQUIRE(text);
        return *text;
    };
    CHECK(read({}).value() == "start 1\n");
    CHECK(read({.timestamps = true}).value() == "2026-01-31T12:00:00Z start 1\n");
    CHECK(read({.previous = true}).value() == "start 0\n");
    CHECK(read({.container = "side"}).error().message == "container side is not valid for pod web");
    CHECK(f.runtime->lose("uid", "main"));
    f.settle();
    CHECK(read({.previous = true}).error().message ==
          "previous terminated container \"main\" in pod \"web\" not found");
    f.pod.spec.nodeName = "";
    CHECK(read({}).value().empty());
}

TEST_CASE("http: the query of a log is read, and refused where it makes no sense") {
    auto const query = http::read_log_query(
        "/log?container=c&follow=true&previous=1&timestamps&sinceSeconds=5&tailLines=0&limitBytes=7&stream=Stderr");
    REQUIRE(query.has_value());
    CHECK(query->container == "c");
    CHECK(query->follow);
    CHECK(query->previous);
    CHECK(query->timestamps);
    CHECK(query->since_seconds == 5);
    CHECK(query->tail_lines == 0);
    CHECK(query->limit_bytes == 7);
    CHECK(query->stream == "stderr");
    CHECK(http::read_log_query("/log?sinceTime=2026-01-31T12:00:00Z")->since ==
          parse_rfc3339("2026-01-31T12:00:00Z").value());
    for (auto const* const wrong : {"tailLines=x", "tailLines=", "sinceTime=yesterday", "limitBytes=1x"})
        CHECK(http::read_log_query(std::string("/log?") + wrong).error().code == Errc::bad_request);
    for (auto const* const wrong : {"tailLines=-1", "limitBytes=0", "sinceSeconds=0", "stream=All2",
                                    "sinceSeconds=1&sinceTime=2026-01-31T12:00:00Z"})
        CHECK(http::read_log_query(std::string("/log?") + wrong).error().code == Errc::invalid);
}

TEST_CASE("http: the parameters of a target are decoded, and flags are read as Kubernetes reads them") {
    http::Query const query("/path?a=1&a=%32+3&b&c=False&d=0&%65=%zz&&f=x#g=1");
    CHECK(query.all("a") == std::vector<std::string>{"1", "2 3"});
    CHECK(query.flag("b"));
    CHECK_FALSE(query.flag("c"));
    CHECK_FALSE(query.flag("d"));
    CHECK(query.get("e") == "%zz");
    CHECK(query.flag("f"));
    CHECK_FALSE(query.has("g"));
    CHECK_FALSE(http::Query("/path").has("a"));
}
