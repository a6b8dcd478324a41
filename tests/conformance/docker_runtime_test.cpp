#include "support/docker_engine.hpp"

#include <keelson/runtime/docker.hpp>
#include <keelson/testing/check_runtime.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <thread>
#include <unistd.h>

using namespace keelson;
using namespace std::chrono_literals;

TEST_CASE("docker runtime: it keeps every sentence of the runtime's contract") {
    if (testing::without_docker()) return;
    auto const host = testing::shared_docker_host();
    auto directory = (std::filesystem::temp_directory_path() / "keelson-check-XXXXXX").string();
    REQUIRE(::mkdtemp(directory.data()) != nullptr);
    testing::RuntimeSubject subject;
    subject.clock = system_clock();
    subject.log_directory = directory + "/logs";
    subject.open = [&]() -> Result<std::shared_ptr<Runtime>> {
        auto runtime = docker_runtime({.host = host});
        RuntimeContext context;
        context.node = "check";
        context.data_dir = directory;
        context.clock = subject.clock;
        if (auto opened = runtime->open(context); opened.has_error()) return opened.error();
        return runtime;
    };
    subject.wait = [](std::function<bool()> const& until) {
        auto const give_up = std::chrono::steady_clock::now() + 30s;
        while (!until()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    };
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
    subject.exec_command = [](int code) {
        return std::vector<std::string>{"sh", "-c", "echo out; exit " + std::to_string(code)};
    };
    subject.ending_command = subject.exec_command;
    subject.echo_command = {"cat"};
    subject.echo_port = 7777;
    for (auto const& failure : testing::check_runtime(subject)) FAIL_CHECK(failure);
    std::filesystem::remove_all(directory);
}
