#include "support/docker_engine.hpp"
#include "support/real_runtime.hpp"

#include <keelson/runtime/docker.hpp>

using namespace keelson;

TEST_CASE("docker runtime: it keeps every sentence of the runtime's contract") {
    if (testing::without_docker()) return;
    auto const host = testing::shared_docker_host();
    tests::ScratchFolder const folder;
    auto subject = tests::real_subject(folder, [&] { return docker_runtime({.host = host}); });
    subject.program = [](testing::ProgramKind kind, int code, SandboxConfig&, ContainerConfig& container) {
        container.image = "busybox:latest";
        // Every program of the check also answers on the port that the check connects with.
        std::string const echo = "nc -ll -p 7777 -e cat & ";
        switch (kind) {
            // As process 1 of its namespace it gets only the signals that it asks for.
            case testing::ProgramKind::runs_on:
                container.command = {"sh", "-c", echo + "trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done"};
                break;
            case testing::ProgramKind::ignores_stop: container.command = {"sleep", "1000"}; break;
            case testing::ProgramKind::exits: container.command = {"sh", "-c", "exit " + std::to_string(code)}; break;
        }
    };
    subject.echo_port = 7777;
    for (auto const& failure : testing::check_runtime(subject)) FAIL_CHECK(failure);
}
