#include "drivers/runtime_docker/engine_api.hpp"
#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/streams.hpp"
#include "integration/talk.hpp"
#include "support/docker_engine.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace process_tests;
namespace json = boost::json;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

/// The engine's containers that a test has made, by the names that it knows them by.
struct KnownContainers final : docker::Containers {
    void find(ContainerId id, Instant, Completion<std::string> done) override { answer(id.name, done); }
    void find_sandbox(SandboxId id, Instant, Completion<std::string> done) override { answer(id, done); }
    void answer(std::string const& name, Completion<std::string> const& done) {
        auto const found = ids.find(name);
        api->post([done, id = found == ids.end() ? std::string() : found->second] {
            if (id.empty()) return done(Error(Errc::not_found, "no such container"));
            done(id);
        });
    }
    docker::Api* api = nullptr;
    std::map<std::string, std::string> ids;
};

/// An engine with one container that runs on, to talk to.
struct Fixture {
    explicit Fixture(std::string const& host = keelson::testing::shared_docker_host()) {
        auto const options = docker_options_of_environment(host).value();
        api = std::make_unique<docker::EngineApi>(docker::endpoint_of(options).value(), 16, system_clock(), Log());
        api->agree_on(41);
        REQUIRE(api->open());
        known.api = api.get();
        streams = docker::make_streams(*api, known);
        // As the runtime sees to it before the first Pod.
        auto const image = docker::sandbox_image();
        auto const colon = image.rfind(':');
        ask("POST", "/images/create?fromSrc=-&repo=" + image.substr(0, colon) + "&tag=" + image.substr(colon + 1),
            docker::sandbox_archive(), "application/x-tar");
    }
    ~Fixture() {
        for (auto const& [name, id] : known.ids) ask("DELETE", "/containers/" + id + "?force=1&v=1");
        api->close();
        streams->close();
    }
    Fixture(Fixture const&) = delete;
    Fixture& operator=(Fixture const&) = delete;

    json::value ask(std::string method, std::string path, std::string body = {},
                    std::string type = "application/json") {
        docker::Question question{std::move(method), std::move(path), std::move(body), std::move(type)};
        auto const answer =
            wait_for<docker::Answer>([&](auto done) { api->send(std::move(question), deadline(), done); });
        INFO((answer ? answer->body : answer.error().message));
        REQUIRE(answer.has_value());
        if (!answer->good()) return {};
        boost::system::error_code wrong;
        return json::parse(answer->body, wrong);
    }
    void run(std::vector<std::string> const& command, json::object change = {}, std::string const& name = "main") {
        change["Image"] = "busybox:latest";
        change["Cmd"] = json::array(command.begin(), command.end());
        change["StopSignal"] = "SIGKILL";
        auto const made = ask("POST", "/containers/create", json::serialize(change));
        REQUIRE(made.is_object());
        known.ids[name] = made.at("Id").as_string().c_str();
        ask("POST", "/containers/" + known.ids[name] + "/start");
    }
    void stop() { ask("POST", "/containers/" + known.ids["main"] + "/kill"); }
    template <class T, class Start>
    Result<T> wait_for(Start begin) {
        auto const outcome = std::make_shared<Outcome<T>>();
        begin(Completion<T>([outcome](Result<T> result) {
            std::lock_guard const lock(outcome->mutex);
            outcome->result = std::move(result);
        }));
        if (!eventually([&] {
                std::lock_guard const lock(outcome->mutex);
                return outcome->result.has_value();
            }))
            return Error(Errc::timeout, "no completion");
        std::lock_guard const lock(outcome->mutex);
        return *outcome->result;
    }
    template <class T>
    struct Outcome {
        std::mutex mutex;
        std::optional<Result<T>> result;
    };
    static Instant deadline() { return system_clock()->now() + std::chrono::seconds(20); }
    Result<std::shared_ptr<ProgramStreams>> start(TerminalExec const& exec, std::string const& name = "main") {
        return wait_for<std::shared_ptr<ProgramStreams>>([&](auto done) {
            streams->start({"pod", name, 0}, exec, deadline(), Talk::events(talk), done);
        });
    }
    Result<std::shared_ptr<ProgramStreams>> attach(bool input, std::shared_ptr<Talk> const& to) {
        return wait_for<std::shared_ptr<ProgramStreams>>([&](auto done) {
            streams->attach({"pod", "main", 0}, input, deadline(), Talk::events(to), done);
        });
    }
    Result<ExecResult> exec(ExecConfig const& config, Duration within = std::chrono::seconds(20)) {
        return wait_for<ExecResult>([&](auto done) {
            streams->exec({"pod", "main", 0}, config, system_clock()->now() + within, done);
        });
    }
    Result<std::shared_ptr<ByteStream>> read(LogSelection const& wanted, std::shared_ptr<Talk> const& to) {
        return wait_for<std::shared_ptr<ByteStream>>([&](auto done) {
            streams->read({"pod", "main", 0}, wanted, deadline(), Talk::bytes(to), done);
        });
    }
    /// The whole log, without its times.
    std::string log(LogSelection const& wanted = {}) {
        auto const to = std::make_shared<Talk>();
        auto const stream = read(wanted, to);
        INFO(stream);
        REQUIRE(stream.has_value());
        REQUIRE(eventually([&] { return closed(*to); }));
        CHECK(to->closed->has_value());
        std::string text;
        std::istringstream lines(to->printed());
        for (std::string line; std::getline(lines, line);) {
            REQUIRE(parse_rfc3339(line.substr(0, line.find(' '))).has_value());
            text += line.substr(line.find(' ') + 1) + "\n";
        }
        return text;
    }
    static bool closed(Talk& talk) {
        std::lock_guard const lock(talk.mutex);
        return talk.closed.has_value();
    }
    /// How many programs run in the container.
    std::size_t programs() {
        auto const top = ask("GET", "/containers/" + known.ids["main"] + "/top");
        return top.at("Processes").as_array().size();
    }

    KnownContainers known;
    std::unique_ptr<docker::EngineApi> api;
    std::unique_ptr<docker::Streams> streams;
    std::shared_ptr<Talk> talk = std::make_shared<Talk>();
};

std::vector<std::string> const idle = {"/bin/sleep", "1000"};

}  // namespace

TEST_CASE("docker streams: a program in a container has its environment, and its exit code comes back") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle, {{"Env", {"GREETING=hello"}}, {"WorkingDir", "/bin"}});
    auto const streams = f.start({.command = shell("echo $GREETING; pwd; echo bad >&2; exit 7")});
    INFO(streams);
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 7);
    CHECK(f.talk->printed() == "hello\n/bin\n");
    CHECK(f.talk->printed_errors() == "bad\n");
}

TEST_CASE("docker streams: a program that cannot be started is refused in the engine's words") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    for (bool const tty : {false, true}) {
        auto const streams = f.start({.command = {"/no/such/program"}, .tty = tty});
        REQUIRE(streams.has_error());
        CHECK(streams.error().code == Errc::invalid);
        CHECK(streams.error().message.find("no such file or directory") != std::string::npos);
    }
    CHECK(f.start({.command = idle}, "nobody").error().code == Errc::not_found);
    f.stop();
    CHECK(f.start({.command = idle}).error().code == Errc::conflict);
}

TEST_CASE("docker streams: what is written reaches the program, and the end of it too") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    for (bool const tty : {false, true}) {
        f.talk = std::make_shared<Talk>();
        auto const streams = f.start({.command = {"/bin/cat"}, .input = true, .tty = tty});
        INFO(streams);
        REQUIRE(streams.has_value());
        (*streams)->write("one\n");
        (*streams)->write("two\n");
        (*streams)->close_input();
        REQUIRE(eventually([&] { return f.talk->has_ended(); }));
        CHECK(f.talk->exit_code() == 0);
        CHECK(f.talk->printed().find(tty ? "two\r\n" : "one\ntwo\n") != std::string::npos);
        CHECK(eventually([&] { return f.talk->drains > 0; }));
    }
}

TEST_CASE("docker streams: a terminal has the size that it is given, and keys that docker would take for itself") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto const streams =
        f.start({.command = shell("stty -echo raw; echo ready; while ! stty size | grep -q 33.99; do :; done; "
                                  "echo sized; head -c 4 | cat -v"),
                 .input = true,
                 .tty = true});
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().find("ready") != std::string::npos; }));
    (*streams)->resize({80, 24});
    (*streams)->resize({99, 33});
    REQUIRE(eventually([&] { return f.talk->printed().find("sized") != std::string::npos; }));
    (*streams)->write("\x10\x11xy");
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->printed().find("^P^Qxy") != std::string::npos);
}

TEST_CASE("docker streams: a program whose user has gone ends with its input, or is killed") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto obeys = f.start({.command = {"/bin/cat"}, .input = true});
    auto stays = f.start({.command = shell("trap '' HUP TERM; sleep 1000 & wait; sleep 1000"), .tty = true});
    REQUIRE(obeys.has_value());
    REQUIRE(stays.has_value());
    CHECK(eventually([&] { return f.programs() == 4; }));
    (*obeys)->cancel();
    CHECK(eventually([&] { return f.programs() == 3; }));
    stays->reset();
    CHECK(eventually([&] { return f.programs() == 1; }));
    CHECK_FALSE(f.talk->has_ended());
}

TEST_CASE("docker streams: a program ends with its container") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto const streams = f.start({.command = {"/bin/cat"}, .input = true});
    REQUIRE(streams.has_value());
    f.stop();
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 137);
}

TEST_CASE("docker streams: who pauses is not sent more, and nothing is lost") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto const streams = f.start({.command = shell("yes 0123456789abcde | head -c 40000000")});
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().size() > 1'000'000; }));
    (*streams)->pause(true);
    std::size_t before = 0;
    CHECK(eventually([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return std::exchange(before, f.talk->printed().size()) == f.talk->printed().size();
    }));
    CHECK(before < 40'000'000);
    (*streams)->pause(false);
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->printed().size() == 40'000'000);
}

TEST_CASE("docker exec: output, exit code and bound; at the deadline the command is killed") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto const done = f.exec({.command = shell("cat; echo err >&2; exit 3"), .input = "in\n"});
    INFO(done);
    REQUIRE(done.has_value());
    CHECK(done->exit_code == 3);
    CHECK(done->output.find("in\n") != std::string::npos);
    CHECK(done->output.find("err\n") != std::string::npos);
    CHECK(f.exec({.command = shell("echo 0123456789"), .input = {}, .output_bytes_max = 4})->output == "0123");
    CHECK(f.exec({.command = {"/nope"}, .input = {}}).error().code == Errc::invalid);
    auto const late = f.exec({.command = shell("trap '' HUP TERM; sleep 1000"), .input = {}}, std::chrono::seconds(1));
    REQUIRE(late.has_error());
    CHECK(late.error().code == Errc::timeout);
    CHECK(eventually([&] { return f.programs() == 1; }));
}

TEST_CASE("docker attach: several are attached, and are told how the program has ended") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(shell("while read line; do echo got $line; test $line = stop && exit 9; done"),
          {{"OpenStdin", true}, {"AttachStdin", true}});
    auto const second = std::make_shared<Talk>();
    auto const one = f.attach(true, f.talk);
    auto const two = f.attach(false, second);
    REQUIRE(one.has_value());
    REQUIRE(two.has_value());
    (*one)->write("a\n");
    (*two)->write("nobody hears this\n");
    CHECK(eventually([&] { return f.talk->printed() == "got a\n" && second->printed() == "got a\n"; }));
    (*two)->cancel();
    (*one)->write("stop\n");
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 9);
    CHECK(f.talk->printed() == "got a\ngot stop\n");
    CHECK_FALSE(second->has_ended());
    CHECK(f.attach(false, second).error().code == Errc::conflict);
}

TEST_CASE("docker attach: input ends with the first who attached if that is wanted, and else goes on") {
    if (keelson::testing::without_docker()) return;
    for (bool const once : {false, true}) {
        Fixture f;
        f.run(shell("while read line; do echo got $line; done; echo over; sleep 1000"),
              {{"OpenStdin", true}, {"StdinOnce", once}});
        auto const one = f.attach(true, f.talk);
        REQUIRE(one.has_value());
        (*one)->write("a\n");
        (*one)->close_input();
        CHECK(eventually([&] { return f.talk->printed().starts_with("got a\n"); }));
        if (once) {
            CHECK(eventually([&] { return f.talk->printed() == "got a\nover\n"; }));
            continue;
        }
        auto const next = std::make_shared<Talk>();
        auto const two = f.attach(true, next);
        REQUIRE(two.has_value());
        (*two)->write("b\n");
        CHECK(eventually([&] { return next->printed() == "got b\n"; }));
    }
}

TEST_CASE("docker attach: who reads too slowly is cut off, and the container goes on") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(shell("read line; yes 0123456789abcde | head -c 20000000; echo; echo done >&2; sleep 1000"),
          {{"OpenStdin", true}});
    auto const streams = f.attach(true, f.talk);
    REQUIRE(streams.has_value());
    (*streams)->pause(true);
    (*streams)->write("go\n");
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->ended->error().code == Errc::too_many_requests);
    LogSelection errors;
    errors.output = false;
    CHECK(eventually([&] { return f.log(errors) == "stderr F done\n"; }));
}

TEST_CASE("docker log: all of it, its end, what came since, and one stream of two") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(shell("echo one; echo bad >&2; sleep 1; echo two; echo worse >&2; echo three"));
    CHECK(eventually([&] { return f.log().find("three") != std::string::npos; }));
    LogSelection wanted;
    wanted.tail_lines = 1;
    wanted.errors = false;
    CHECK(f.log(wanted) == "stdout F three\n");
    wanted.tail_lines = 2;
    CHECK(f.log(wanted) == "stdout F two\nstdout F three\n");
    wanted.tail_lines = 0;
    CHECK(f.log(wanted).empty());
    wanted.tail_lines.reset();
    CHECK(f.log(wanted) == "stdout F one\nstdout F two\nstdout F three\n");
    wanted = {};
    wanted.output = false;
    CHECK(f.log(wanted) == "stderr F bad\nstderr F worse\n");
    wanted = {};
    auto const all = std::make_shared<Talk>();
    auto const stream = f.read({}, all);
    REQUIRE(eventually([&] { return Fixture::closed(*all); }));
    auto const text = all->printed();
    auto const at = text.rfind('\n', text.find("stdout F two"));
    wanted.since = parse_rfc3339(text.substr(at + 1, text.find(' ', at) - at - 1)).value();
    CHECK(f.log(wanted).find("one") == std::string::npos);
    CHECK(f.log(wanted).find("stdout F two\n") != std::string::npos);
    auto const nobody = f.wait_for<std::shared_ptr<ByteStream>>([&](auto done) {
        f.streams->read({"pod", "nobody", 0}, {}, Fixture::deadline(), Talk::bytes(f.talk), done);
    });
    CHECK(nobody.error().code == Errc::not_found);
}

TEST_CASE("docker log: it is followed from before the first line until the container has ended") {
    if (keelson::testing::without_docker()) return;
    for (bool const tty : {false, true}) {
        Fixture f;
        f.run(shell("read line; for i in 1 2 3; do echo line $i; done; read line; echo last; exit 1"),
              {{"OpenStdin", true}, {"Tty", tty}});
        LogSelection wanted;
        wanted.follow = true;
        auto const to = std::make_shared<Talk>();
        auto const stream = f.read(wanted, to);
        INFO(stream);
        REQUIRE(stream.has_value());
        auto const input = f.attach(true, f.talk);
        REQUIRE(input.has_value());
        (*input)->write("\n");
        CHECK(eventually([&] { return to->printed().find("F line 3") != std::string::npos; }));
        CHECK_FALSE(Fixture::closed(*to));
        (*input)->write("\n");
        REQUIRE(eventually([&] { return Fixture::closed(*to); }));
        CHECK(to->closed->has_value());
        CHECK(to->printed().find("stdout F last") != std::string::npos);
    }
}

TEST_CASE("docker log: long lines come in parts and complete, with a terminal too") {
    if (keelson::testing::without_docker()) return;
    for (bool const tty : {false, true}) {
        Fixture f;
        f.run(shell("head -c 50000 /dev/zero | tr '\\0' x; echo end"), {{"Tty", tty}});
        CHECK(eventually([&] { return f.log().find("end") != std::string::npos; }));
        auto const text = f.log();
        auto const part = "stdout P " + std::string(16384, 'x') + "\n";
        CHECK(text ==
              part + part + part + "stdout F " + std::string(50'000 - 3 * 16384, 'x') + (tty ? "end\r\n" : "end\n"));
    }
}

TEST_CASE("docker log: a reader that pauses keeps the engine waiting, and a large log comes whole") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(shell("seq 1 300000"));
    CHECK(eventually([&] { return f.log({.tail_lines = 1}).find("300000") != std::string::npos; }));
    auto const to = std::make_shared<Talk>();
    auto const stream = f.read({}, to);
    REQUIRE(stream.has_value());
    (*stream)->pause(true);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    auto const size = to->printed().size();
    CHECK(size < 10'000'000);
    (*stream)->pause(false);
    REQUIRE(eventually([&] { return Fixture::closed(*to); }));
    auto const text = to->printed();
    CHECK(std::count(text.begin(), text.end(), '\n') == 300'000);
}

TEST_CASE("docker streams: when they are closed, all are told and nobody waits") {
    if (keelson::testing::without_docker()) return;
    Fixture f;
    f.run(idle);
    auto const streams = f.start({.command = {"/bin/cat"}, .input = true});
    REQUIRE(streams.has_value());
    f.streams->close();
    CHECK(f.talk->has_ended());
    CHECK(f.talk->ended->error().code == Errc::cancelled);
    (*streams)->write("nobody hears this");
    (*streams)->resize({1, 1});
}

TEST_CASE("docker streams: an engine that is not there is told of in the words of the system") {
    DockerOptions options;
    options.host = "unix:///tmp/there-is-no-such-socket";
    docker::EngineApi api(docker::endpoint_of(options).value(), 16, system_clock(), Log());
    REQUIRE(api.open());
    KnownContainers known;
    known.api = &api;
    known.ids["main"] = "0123";
    auto const streams = docker::make_streams(api, known);
    std::mutex mutex;
    std::optional<Error> error;
    streams->read({"pod", "main", 0}, {}, Fixture::deadline(), {}, [&](Result<std::shared_ptr<ByteStream>> const& got) {
        std::lock_guard const lock(mutex);
        error = got.error();
    });
    REQUIRE(eventually([&] {
        std::lock_guard const lock(mutex);
        return error.has_value();
    }));
    CHECK(error->code == Errc::unavailable);
    api.close();
    streams->close();
}
