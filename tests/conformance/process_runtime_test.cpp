#include "support/local_server.hpp"
#include "support/real_runtime.hpp"

using namespace keelson;

TEST_CASE("process runtime: it keeps every sentence of the runtime's contract") {
    tests::ScratchFolder const folder;
    auto subject = tests::real_subject(
        folder, [] { return process_runtime({.supervisor = KEELSON_BINARY_DIR "/keelson-supervisor"}); });
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
    // Answers with what it is sent, on an address that every process of the machine has.
    tests::LocalServer const echo([](int fd) {
        char bytes[4096];
        for (ssize_t count; (count = ::read(fd, bytes, sizeof bytes)) > 0;) {
            if (!tests::send_all(fd, {bytes, static_cast<std::size_t>(count)})) return;
        }
    });
    subject.echo_port = echo.port();
    for (auto const& failure : testing::check_runtime(subject)) FAIL_CHECK(failure);
}
