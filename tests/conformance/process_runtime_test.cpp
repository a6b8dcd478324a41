#include <keelson/testing/check_runtime.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// Answers each connection with what it is sent, on an address that every process of the machine has.
struct EchoServer {
    EchoServer() {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
        REQUIRE(::listen(socket, 4) == 0);
        socklen_t size = sizeof name;
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size);
        port = ntohs(name.sin_port);
        thread = std::thread([this] {
            for (int peer; (peer = ::accept(socket, nullptr, nullptr)) >= 0; ::close(peer)) {
                char bytes[4096];
                for (ssize_t count; (count = ::read(peer, bytes, sizeof bytes)) > 0;)
                    if (::write(peer, bytes, static_cast<std::size_t>(count)) != count) break;
            }
        });
    }
    ~EchoServer() {
        ::shutdown(socket, SHUT_RDWR);  // which ends accept
        thread.join();
        ::close(socket);
    }
    EchoServer(EchoServer const&) = delete;
    EchoServer& operator=(EchoServer const&) = delete;

    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t port = 0;
    std::thread thread;
};

}  // namespace

TEST_CASE("process runtime: it keeps every sentence of the runtime's contract") {
    auto directory = (std::filesystem::temp_directory_path() / "keelson-check-XXXXXX").string();
    REQUIRE(::mkdtemp(directory.data()) != nullptr);
    testing::RuntimeSubject subject;
    subject.clock = system_clock();
    subject.log_directory = directory + "/logs";
    subject.open = [&]() -> Result<std::shared_ptr<Runtime>> {
        auto runtime = process_runtime({.supervisor = KEELSON_BINARY_DIR "/keelson-supervisor"});
        RuntimeContext context;
        context.node = "check";
        context.data_dir = directory;
        context.clock = subject.clock;
        if (auto opened = runtime->open(context); opened.has_error()) return opened.error();
        return runtime;
    };
    subject.wait = [](std::function<bool()> const& until) {
        auto const give_up = std::chrono::steady_clock::now() + 20s;
        while (!until()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    };
    subject.program = [](testing::ProgramKind kind, int code, SandboxConfig&, ContainerConfig& container) {
        switch (kind) {
            case testing::ProgramKind::runs_on: container.command = {"sleep", "1000"}; break;
            case testing::ProgramKind::ignores_stop:
                container.command = {"sleep", "1000"};
                container.stop_signal = "SIGURG";  // ignored from the first moment on
                break;
            case testing::ProgramKind::exits: container.command = {"sh", "-c", "exit " + std::to_string(code)}; break;
        }
    };
    subject.exec_command = [](int code) {
        return std::vector<std::string>{"sh", "-c", "echo out; exit " + std::to_string(code)};
    };
    subject.ending_command = subject.exec_command;
    subject.echo_command = {"cat"};
    EchoServer const server;
    subject.echo_port = server.port;
    for (auto const& failure : testing::check_runtime(subject)) FAIL_CHECK(failure);
    // The supervisor, which is just ending, may remove its socket at the same time.
    std::error_code ignored;
    for (int i = 0; i < 3; ++i) std::filesystem::remove_all(directory, ignored);
}
