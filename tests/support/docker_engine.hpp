#ifndef KEELSON_TESTS_SUPPORT_DOCKER_ENGINE_HPP
#define KEELSON_TESTS_SUPPORT_DOCKER_ENGINE_HPP

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace keelson::testing {

/// Runs a command and gives what it printed; throws when it fails.
inline std::string shell(std::string const& command) {
    auto* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string output;
    std::array<char, 4096> part;
    for (std::size_t count; (count = ::fread(part.data(), 1, part.size(), pipe)) > 0;)
        output.append(part.data(), count);
    if (::pclose(pipe) != 0) throw std::runtime_error(command + " failed: " + output);
    while (output.ends_with('\n')) output.pop_back();
    return output;
}

inline std::string engine_script(std::string const& arguments) {
    return shell(std::string(KEELSON_SOURCE_DIR) + "/tests/support/docker_engine.sh " + arguments);
}

/// A test that cannot run without an engine is left out only where somebody has said so.
inline bool without_docker() { return std::getenv("KEELSON_WITHOUT_DOCKER") != nullptr; }

/// An engine that tests share: KEELSON_DOCKER_HOST's, or one of our own, which stays for the next test.
inline std::string shared_docker_host() {
    auto const* const given = std::getenv("KEELSON_DOCKER_HOST");
    return given != nullptr ? std::string(given) : engine_script("start tests 4");
}

/// An engine of a test's own, to be killed and stopped.
class DockerEngine {
public:
    /// `options` of dockerd replace those of the script.
    explicit DockerEngine(std::string name, int number, std::string options = {})
        : name_(std::move(name)), number_(number), options_(std::move(options)) {
        start();
    }
    ~DockerEngine() {
        try {
            engine_script("stop " + name_);
        } catch (std::exception const& error) {
            std::fprintf(stderr, "%s\n", error.what());
        }
    }
    DockerEngine(DockerEngine const&) = delete;
    DockerEngine& operator=(DockerEngine const&) = delete;

    void start() { host = engine_script("start " + name_ + " " + std::to_string(number_) + " " + options_); }
    void kill() { engine_script("kill " + name_); }
    /// Of the engine itself, to be stopped and continued.
    [[nodiscard]] int pid() const { return std::stoi(shell("cat /tmp/keelson-docker-" + name_ + "/pid")); }
    /// What the engine says to a request: `curl` with these arguments.
    [[nodiscard]] std::string ask(std::string const& method, std::string const& path) const {
        return shell("curl -sS --max-time 60 --unix-socket " + host.substr(7) + " -X " + method + " 'http://docker" +
                     path + "'");
    }

    std::string host;

private:
    std::string name_;
    int number_;
    std::string options_;
};

}  // namespace keelson::testing

#endif
