#ifndef KEELSON_TESTS_SUPPORT_REAL_RUNTIME_HPP
#define KEELSON_TESTS_SUPPORT_REAL_RUNTIME_HPP

#include "scratch_folder.hpp"

#include <keelson/testing/check_runtime.hpp>

#include <catch2/catch.hpp>

#include <thread>

namespace keelson::tests {

/// What the contract is checked with where programs are real: those of a shell, in this machine's time. `program` and
/// `echo_port` are for each runtime to say.
inline testing::RuntimeSubject real_subject(ScratchFolder const& folder,
                                            std::function<std::shared_ptr<Runtime>()> const& make) {
    testing::RuntimeSubject subject;
    subject.clock = system_clock();
    subject.log_directory = folder.file("logs");
    subject.open = [make, data = folder.path().string(), clock = subject.clock]() -> Result<std::shared_ptr<Runtime>> {
        auto runtime = make();
        RuntimeContext context;
        context.node = "check";
        context.data_dir = data;
        context.clock = clock;
        if (auto opened = runtime->open(context); opened.has_error()) return opened.error();
        return runtime;
    };
    subject.wait = [](std::function<bool()> const& until) {
        auto const give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!until()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    };
    subject.exec_command = [](int code) {
        return std::vector<std::string>{"sh", "-c", "echo out; exit " + std::to_string(code)};
    };
    subject.ending_command = subject.exec_command;
    subject.echo_command = {"cat"};
    return subject;
}

}  // namespace keelson::tests

#endif
