#include "integration/talk.hpp"

#include <arpa/inet.h>
#include <iterator>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace process_tests;

namespace {

std::vector<std::string> shell(std::string const& script) { return {"/bin/sh", "-c", script}; }

/// A node with one container that runs on, to talk to.
struct Fixture {
    explicit Fixture(std::function<void(ContainerConfig&)> const& change = {}) : node(folder.path()) {
        REQUIRE(node.open().has_value());
        config = node.container("talks", {"sleep", "1000"});
        config.env = {{"GREETING", "hello"}};
        if (change) change(config);
        auto const ran = node.run(config);
        INFO(ran);
        REQUIRE(ran.has_value());
    }
    Result<std::shared_ptr<ProgramStreams>> start(TerminalExec const& exec) {
        return node.wait_for<std::shared_ptr<ProgramStreams>>([&](auto done) {
            node.runtime().terminals()->start(config.id, exec, ProcessNode::deadline(), Talk::events(talk), done);
        });
    }
    Result<std::shared_ptr<ProgramStreams>> attach(bool input, std::shared_ptr<Talk> const& to) {
        return node.wait_for<std::shared_ptr<ProgramStreams>>([&](auto done) {
            node.runtime().terminals()->attach(config.id, input, ProcessNode::deadline(), Talk::events(to), done);
        });
    }
    Result<std::shared_ptr<ByteStream>> connect(std::uint16_t port) {
        return node.wait_for<std::shared_ptr<ByteStream>>([&](auto done) {
            node.runtime().ports()->connect(config.id.sandbox, port, ProcessNode::deadline(), Talk::bytes(talk), done);
        });
    }

    TemporaryFolder folder;
    ProcessNode node;
    ContainerConfig config;
    std::shared_ptr<Talk> talk = std::make_shared<Talk>();
};

/// A program that listens; its port is free on every address.
struct Listener {
    explicit Listener(std::string const& address) : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        ::inet_pton(AF_INET, address.c_str(), &name.sin_addr);
        REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
        REQUIRE(::listen(socket, 4) == 0);
        socklen_t size = sizeof name;
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size);
        port = ntohs(name.sin_port);
    }
    ~Listener() { ::close(socket); }
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;
    int socket;
    std::uint16_t port = 0;
};

}  // namespace

TEST_CASE("process streams: a program in a container has its environment, and its exit code comes back") {
    Fixture f([](ContainerConfig& config) { config.working_dir = "/usr"; });
    auto const streams = f.start({.command = shell("echo $GREETING; pwd; echo bad >&2; exit 7")});
    INFO(streams);
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 7);
    CHECK(f.talk->printed() == "hello\n/usr\n");
    CHECK(f.talk->printed_errors() == "bad\n");
}

TEST_CASE("process streams: a program that cannot be started is refused in the words of a container runtime") {
    Fixture f;
    auto const streams = f.start({.command = {"no-such-program"}});
    REQUIRE(streams.has_error());
    CHECK(streams.error().code == Errc::invalid);
    CHECK(streams.error().message == "exec: \"no-such-program\": executable file not found in $PATH");
    REQUIRE(f.node.stop(f.config.id).has_value());
    CHECK(f.start({.command = {"true"}}).error().code == Errc::conflict);
    f.config.id.name = "nobody";
    CHECK(f.start({.command = {"true"}}).error().code == Errc::not_found);
}

TEST_CASE("process streams: ten megabytes go in and come out again, and nobody holds more than a little of them") {
    Fixture f;
    auto const streams = f.start({.command = {"cat"}, .input = true});
    REQUIRE(streams.has_value());
    std::string sent;
    for (int i = 0; sent.size() < (10U << 20); ++i) sent += std::to_string(i) + " and so on\n";
    (*streams)->pause(true);
    (*streams)->write(sent);
    (*streams)->close_input();
    // With nobody reading, the program gets stuck, and so does what it is given.
    std::this_thread::sleep_for(300ms);
    CHECK((*streams)->queued_bytes() > (5U << 20));
    CHECK(f.talk->printed().size() < (1U << 20));
    (*streams)->pause(false);
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 0);
    CHECK(f.talk->printed() == sent);
    CHECK(f.talk->drains > 0);
}

TEST_CASE("process streams: on a terminal the program sees its size, and is told of a new one") {
    Fixture f;
    auto const streams = f.start({.command = shell("stty size; trap 'stty size; exit 3' WINCH; echo ready; while :; do "
                                                   "read line || sleep 1; done"),
                                  .input = true,
                                  .tty = true});
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().find("ready") != std::string::npos; }));
    CHECK(f.talk->printed().starts_with("0 0\r\n"));
    (*streams)->resize({132, 43});
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 3);
    CHECK(f.talk->printed().find("43 132") != std::string::npos);
}

TEST_CASE("process streams: a terminal is a terminal, and its input ends with an end-of-file") {
    Fixture f;
    auto const streams =
        f.start({.command = shell("tty >/dev/null && echo $TERM; cat; echo end"), .input = true, .tty = true});
    REQUIRE(streams.has_value());
    (*streams)->write("one line\n");
    (*streams)->close_input();
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 0);
    CHECK(f.talk->printed().find("xterm\r\n") != std::string::npos);
    CHECK(f.talk->printed().find("end\r\n") != std::string::npos);
}

TEST_CASE("process streams: a program whose client goes away loses its terminal, or is killed in the end") {
    Fixture f;
    auto const pid_of = [&](std::string const& printed) { return std::stoll(printed); };
    auto polite = f.start({.command = shell("echo $$; while :; do sleep 0.1; done"), .input = true, .tty = true});
    REQUIRE(polite.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().find('\n') != std::string::npos; }));
    auto const first = pid_of(f.talk->printed());
    CHECK(alive(first));
    (*polite)->cancel();
    CHECK(eventually([&] { return !alive(first); }, 3s));

    f.talk = std::make_shared<Talk>();
    auto deaf = f.start({.command = shell("trap '' HUP PIPE; echo $$; while :; do sleep 0.1; done"), .input = true});
    REQUIRE(deaf.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().find('\n') != std::string::npos; }));
    auto const second = pid_of(f.talk->printed());
    deaf->reset();
    std::this_thread::sleep_for(100ms);
    CHECK(alive(second));
    CHECK(eventually([&] { return !alive(second); }, 15s));
    CHECK_FALSE(f.talk->has_ended());
}

TEST_CASE("trap 18: programs that were started beside a container leave no zombies and no descriptors behind") {
    Fixture f;
    auto const descriptors = [&] {
        auto const folder = "/proc/" + std::to_string(f.node.supervisor()) + "/fd";
        return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
    };
    auto const children = [&] {
        auto const pid = std::to_string(f.node.supervisor());
        std::istringstream ids(read_file("/proc/" + pid + "/task/" + pid + "/children"));
        return std::distance(std::istream_iterator<int>(ids), std::istream_iterator<int>());
    };
    auto const before = descriptors();
    for (int i = 0; i < 20; ++i) {
        f.talk = std::make_shared<Talk>();
        auto const streams = f.start({.command = shell("(sleep 0.05 &) ; exit 1"), .input = true, .tty = i % 2 == 0});
        REQUIRE(streams.has_value());
        if (i % 5 == 0) continue;  // its client goes at once
        REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    }
    CHECK(eventually([&] { return children() == 1 && descriptors() == before; }));
}

TEST_CASE("process streams: programs end with their container") {
    Fixture f;
    auto const streams = f.start({.command = {"sleep", "1000"}, .input = true});
    REQUIRE(streams.has_value());
    REQUIRE(f.node.stop(f.config.id).has_value());
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 137);
}

TEST_CASE("process streams: who attaches hears what a container prints from now on, and how it ends") {
    Fixture f([](ContainerConfig& config) {
        config.command = shell("echo before; while read line; do echo got $line; echo err >&2; done; exit 5");
        config.open_stdin = true;
        config.stdin_once = true;
    });
    REQUIRE(eventually([&] { return read_file(f.node.log("talks")).find("before") != std::string::npos; }));
    auto const other = std::make_shared<Talk>();
    auto const listens = f.attach(false, other);
    REQUIRE(listens.has_value());
    auto const streams = f.attach(true, f.talk);
    REQUIRE(streams.has_value());
    (*streams)->write("one\n");
    REQUIRE(eventually([&] { return f.talk->printed() == "got one\n" && other->printed() == "got one\n"; }));
    CHECK(eventually([&] { return f.talk->printed_errors() == "err\n"; }));
    (*streams)->close_input();
    REQUIRE(eventually([&] { return f.talk->has_ended() && other->has_ended(); }));
    CHECK(f.talk->exit_code() == 5);
    CHECK(f.node.ended(f.config.id).exit_code == 5);
    CHECK(ProcessNode::printed(f.node.log("talks")) == "before\ngot one\nerr\n");
}

TEST_CASE("process streams: without stdinOnce a container's input goes on when who attached has gone") {
    Fixture f([](ContainerConfig& config) {
        config.command = shell("while read line; do echo got $line; done; echo over");
        config.open_stdin = true;
    });
    {
        auto const streams = f.attach(true, f.talk);
        REQUIRE(streams.has_value());
        (*streams)->write("one\n");
        (*streams)->close_input();
        REQUIRE(eventually([&] { return f.talk->printed() == "got one\n"; }));
    }
    auto const next = std::make_shared<Talk>();
    auto const streams = f.attach(true, next);
    REQUIRE(streams.has_value());
    (*streams)->write("two\n");
    CHECK(eventually([&] { return next->printed() == "got two\n"; }));
    CHECK(f.node.status(f.config.id).state == RuntimeState::running);
}

TEST_CASE("process streams: a container may sit at a terminal, of which its log has everything") {
    Fixture f([](ContainerConfig& config) {
        config.command = shell("tty > /dev/null || echo none; read line; echo \"typed $line\"; stty size; exit 4");
        config.open_stdin = true;
        config.tty = true;
    });
    auto const streams = f.attach(true, f.talk);
    REQUIRE(streams.has_value());
    (*streams)->resize({100, 40});
    (*streams)->write("word\n");
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == 4);
    CHECK(f.talk->printed().find("typed word\r\n40 100\r\n") != std::string::npos);
    CHECK(ProcessNode::printed(f.node.log("talks")).find("40 100\r\n") != std::string::npos);
}

TEST_CASE("process streams: who has no input cannot be written to") {
    Fixture f;
    CHECK(f.attach(false, f.talk).has_value());
    auto const refused = f.attach(true, f.talk);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::invalid);
}

TEST_CASE("trap 4: an attached client that reads nothing is cut off, and the container does not wait") {
    Fixture f([](ContainerConfig& config) {
        config.command = shell("read line; head -c 20000000 /dev/zero | tr '\\0' 'x' | fold -w 1000; echo; exit 6");
        config.open_stdin = true;
    });
    auto const slow = f.attach(true, f.talk);
    REQUIRE(slow.has_value());
    (*slow)->pause(true);
    (*slow)->write("go\n");
    CHECK(f.node.ended(f.config.id).exit_code == 6);
    (*slow)->pause(false);
    REQUIRE(eventually([&] { return f.talk->has_ended(); }));
    CHECK(f.talk->exit_code() == -1);
    CHECK(f.talk->printed().size() < 10'000'000);
}

TEST_CASE("process streams: a port is reached at the Pod's address, or at that of the machine") {
    Fixture f;
    auto const ip = f.node.list({f.config.id.sandbox}).at(0).ip;
    for (auto const& address : {ip, std::string("127.0.0.1")}) {
        INFO(address);
        f.talk = std::make_shared<Talk>();
        Listener const listener(address);
        auto const stream = f.connect(listener.port);
        INFO(stream);
        REQUIRE(stream.has_value());
        int const peer = ::accept(listener.socket, nullptr, nullptr);
        REQUIRE(peer >= 0);
        (*stream)->write("question");
        (*stream)->finish();
        std::string heard;
        char bytes[64];
        for (ssize_t count; (count = ::read(peer, bytes, sizeof bytes)) > 0;)
            heard.append(bytes, static_cast<std::size_t>(count));
        CHECK(heard == "question");
        CHECK(::write(peer, "answer", 6) == 6);
        ::close(peer);
        REQUIRE(eventually([&] {
            std::lock_guard const lock(f.talk->mutex);
            return f.talk->closed.has_value();
        }));
        CHECK(f.talk->printed() == "answer");
        CHECK(f.talk->half_closed);
        CHECK(f.talk->closed->has_value());
    }
    std::uint16_t nobodys = 0;
    {
        Listener const gone("127.0.0.1");
        nobodys = gone.port;
    }
    auto const refused = f.connect(nobodys);
    REQUIRE(refused.has_error());
    CHECK(refused.error().message ==
          "dial tcp4 " + ip + ":" + std::to_string(nobodys) + ": connect: connection refused");
}

TEST_CASE("process streams: when the runtime is closed, what was open is told so and programs end") {
    Fixture f;
    auto const streams = f.start({.command = shell("echo $$; exec sleep 1000")});
    REQUIRE(streams.has_value());
    REQUIRE(eventually([&] { return f.talk->printed().find('\n') != std::string::npos; }));
    auto const pid = std::stoll(f.talk->printed());
    f.node.close();
    CHECK(f.talk->has_ended());
    CHECK(eventually([&] { return !alive(pid); }, 15s));
    REQUIRE(f.node.open().has_value());
    CHECK(f.node.status(f.config.id).state == RuntimeState::running);
}

TEST_CASE("process streams: a container's input survives its supervisor") {
    Fixture f([](ContainerConfig& config) {
        config.command = shell("while read line; do echo got $line; done");
        config.open_stdin = true;
    });
    ::kill(f.node.supervisor(), SIGKILL);
    REQUIRE(eventually([&] { return f.node.empty_hints > 0; }));
    auto const streams = f.attach(true, f.talk);
    REQUIRE(streams.has_value());
    (*streams)->write("again\n");
    CHECK(eventually([&] { return f.talk->printed() == "got again\n"; }));
}
