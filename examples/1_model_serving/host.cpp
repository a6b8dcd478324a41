// A program that embeds Keelson: it trains a model, serves it, heals it and rolls out a better one, while
// requests go on and on. Everything that runs is started by the manifests beside this file.
#include "docker.hpp"
#include "load.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/runtime/docker.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// What runs the Pods.
struct Place {
    std::shared_ptr<Runtime> runtime;
    std::string docker;  ///< the engine; empty: they are processes
};

Place make_place(std::string const& kind, std::string const& programs) {
    if (kind == "process") return {process_runtime({.keep_pods = false}), {}};
    auto const docker = docker_options_of_environment().value();
    auto const host = docker.host.empty() ? std::string("unix:///var/run/docker.sock") : docker.host;
    // Nothing needs to be pulled: the programs are static, and each is an image of its own.
    digits::make_image(host, "localhost/digits-train", "v1",
                       {{programs + "/digits-train", "usr/bin/digits-train"},
                        {digits::default_data(), digits::default_data().substr(1)}});
    digits::make_image(host, "localhost/digits-serve", "v1", {{programs + "/digits-serve", "usr/bin/digits-serve"}});
    return {docker_runtime(docker), host};
}

struct Step {
    std::string name;
    double seconds;
};

/// Runs one step, says how long it took and keeps it for the summary.
template <class Run>
void step(std::vector<Step>& steps, std::string name, Run const& run) {
    std::cout << name << " ..." << std::flush;
    auto const begin = std::chrono::steady_clock::now();
    run();
    steps.push_back({std::move(name), std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()});
    std::printf(" %.2f s\n", steps.back().seconds);
    std::fflush(stdout);
}

void train(Client const& client, std::string const& manifests, std::string const& job) {
    client.apply_file(manifests).value();
    client.wait<Job>({"default", job}, complete, 120s).value();
}

/// Kills one server from outside, as a crash would, and waits until the Deployment is whole again.
void kill_a_server(Client const& client, std::string const& docker) {
    ListOptions serving;
    serving.namespace_ = "default";
    serving.label_selector = "app=digits,step=serve";
    auto const pod = client.list<Pod>(serving).value().at(0);
    auto const& id = pod.status.containerStatuses.at(0).containerID;
    auto const name = id.substr(id.find("://") + 3);
    if (docker.empty()) {
        ::kill(static_cast<pid_t>(std::stol(name)), SIGKILL);
    } else {
        digits::kill_container(docker, name);
    }
    auto const restarted = [](Pod const& seen) {
        auto const& status = seen.status.containerStatuses.at(0);
        return status.restartCount > 0 && status.ready;
    };
    client.wait<Pod>({"default", pod.metadata.name}, restarted, 60s).value();
    client.wait<Deployment>({"default", "digits"}, rolled_out, 60s).value();
}

bool summary(std::vector<Step> const& steps, digits::LoadResult const& load, std::uint64_t lost_by_the_kill,
             std::uint64_t lost_by_the_rollout) {
    auto const ms = [](std::chrono::nanoseconds time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    std::printf("\nversion  requests  accuracy      p50       p99\n");
    for (auto const& [version, result] : load.versions)
        std::printf("%-7s  %8llu   %5.1f %%  %6.2f ms  %6.2f ms\n", version.c_str(),
                    static_cast<unsigned long long>(result.requests), 100 * result.accuracy(),
                    ms(result.latencies.percentile(0.5)), ms(result.latencies.percentile(0.99)));
    std::printf("\nrequests %llu, failed %llu: %llu by the kill, %llu by the rollout\n\n",
                static_cast<unsigned long long>(load.requests), static_cast<unsigned long long>(load.failed),
                static_cast<unsigned long long>(lost_by_the_kill),
                static_cast<unsigned long long>(lost_by_the_rollout));
    for (auto const& [name, seconds] : steps) std::printf("%-36s %6.2f s\n", name.c_str(), seconds);
    for (auto const& failure : load.failures) std::printf("failed: %s\n", failure.reason.c_str());
    bool const better =
        load.versions.size() == 2 && load.versions.at("2").accuracy() > load.versions.at("1").accuracy();
    if (!better) std::printf("version 2 should have answered, and better than version 1\n");
    if (lost_by_the_rollout != 0) std::printf("the rollout should not have lost a request\n");
    return better && lost_by_the_rollout == 0;
}

int run(Place const& place, std::string const& manifests, std::string const& data) {
    EngineOptions options;
    options.store = sqlite_store(data + "/state.db").value();
    options.nodes.push_back({.name = "local", .runtime = place.runtime});
    options.data_dir = data;
    options.log_level = LogLevel::warning;
    options.log = [](LogRecord const& record) { std::cerr << record.component << ": " << record.message << "\n"; };
    auto engine = Engine::open(std::move(options)).value();
    engine.start().value();
    auto const client = engine.client();

    std::vector<Step> steps;
    constexpr int connections = 4;
    step(steps, "train version 1", [&] {
        client.apply_file(manifests + "/1-models.yaml").value();
        train(client, manifests + "/2-train-v1.yaml", "train-v1");
    });
    step(steps, "serve it with three replicas", [&] {
        client.apply_file(manifests + "/3-serve-v1.yaml").value();
        client.wait<Deployment>({"default", "digits"}, rolled_out, 60s).value();
    });
    auto const ip = client.get<Service>({"default", "digits"}).value().spec.clusterIP;
    digits::Load load({.ip = ip,
                       .port = 80,
                       .images = digits::held_out_images(digits::load_images(digits::default_data())),
                       .connections = connections});
    load.start();
    step(steps, "kill a server, and heal", [&] { kill_a_server(client, place.docker); });
    auto const after_kill = load.snapshot().failed;
    step(steps, "train version 2", [&] { train(client, manifests + "/4-train-v2.yaml", "train-v2"); });
    step(steps, "roll it out", [&] {
        client.apply_file(manifests + "/5-serve-v2.yaml").value();
        client.wait<Deployment>({"default", "digits"}, rolled_out, 120s).value();
    });
    std::this_thread::sleep_for(500ms);  // some more answers of version 2
    load.stop();
    auto const result = load.snapshot();
    bool good = summary(steps, result, after_kill, result.failed - after_kill);
    if (after_kill > connections) {
        std::printf("the kill lost more than the %d requests that can have been in flight\n", connections);
        good = false;
    }
    if (auto const stopped = engine.stop(40s); !stopped) {
        std::cerr << stopped.error() << "\n";
        good = false;
    }
    return good ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    std::vector<std::string> words(arguments + 1, arguments + count);
    std::string kind = "process";
    if (words.size() == 3 && words[0] == "--runtime") {
        kind = words[1];
        words.erase(words.begin(), words.begin() + 2);
    }
    if (words.size() != 1 || (kind != "process" && kind != "docker")) {
        std::cerr << "usage: " << arguments[0] << " [--runtime process|docker] MANIFESTS\n";
        return 2;
    }
    // The programs of the Pods lie beside this one; process Pods find them by the host's PATH.
    auto const here = fs::canonical("/proc/self/exe").parent_path().string();
    ::setenv("PATH", (here + ":" + std::getenv("PATH")).c_str(), 1);
    std::string data = (fs::temp_directory_path() / "keelson-digits-XXXXXX").string();
    if (!::mkdtemp(data.data())) return 1;
    int code = 1;
    try {
        code = run(make_place(kind, here), words[0], data);
    } catch (ErrorException const& failed) {
        std::cerr << "\n" << failed.error() << "\n";
    } catch (std::exception const& failed) {
        std::cerr << "\n" << failed.what() << "\n";
    }
    std::error_code ignored;
    fs::remove_all(data, ignored);
    return code;
}
