#include "function_runtime.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/testing/check_runtime.hpp>

#include <iostream>
#include <map>
#include <thread>

using namespace std::chrono_literals;

namespace {

char const* const manifest = R"(
apiVersion: batch/v1
kind: Job
metadata: {name: primes}
spec:
  completions: 3
  parallelism: 3
  completionMode: Indexed
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: count-primes, args: ["200000"]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: tickers}
spec:
  replicas: 2
  selector: {matchLabels: {app: ticker}}
  template:
    metadata: {labels: {app: ticker}}
    spec:
      containers: [{name: main, image: tick}]
)";

int count_primes(Life& life) {
    auto const limit = std::stoi(life.config().args.at(0));
    int primes = 0;
    for (int number = 2; number < limit; ++number) {
        bool prime = true;
        for (int divisor = 2; prime && divisor * divisor <= number; ++divisor) prime = number % divisor != 0;
        primes += prime ? 1 : 0;
        if (number % 10'000 == 0) life.sleep(0ms);  // here it may be killed
    }
    life.print(std::to_string(primes) + " primes below " + std::to_string(limit));
    return 0;
}

int tick(Life& life) {
    life.print("tick");
    while (!life.wait(100ms)) life.print("tick");
    return 0;
}

/// The strand of a check: what an engine's control strand is to a runtime.
struct Loop {
    void run_due() {
        while (!timers.empty() && timers.begin()->first <= keelson::system_clock()->now()) {
            auto const what = std::move(timers.extract(timers.begin()).mapped());
            what();
        }
    }
    std::multimap<keelson::Instant, std::function<void()>> timers;
};

/// Runs the contract's own suite over the runtime.
bool keeps_contract() {
    using Kind = keelson::testing::ProgramKind;
    Loop loop;
    std::map<std::string, Function> functions;
    functions["runs-on"] = [](Life& life) {
        while (!life.wait(1h)) {
        }
        return 0;
    };
    functions["ignores-stop"] = [](Life& life) {
        life.sleep(1h);
        return 0;
    };
    functions["exits"] = [](Life& life) { return std::stoi(life.config().args.at(0)); };
    keelson::testing::RuntimeSubject subject;
    subject.clock = keelson::system_clock();
    subject.pods_outlive_it = false;
    subject.open = [&]() -> keelson::Result<std::shared_ptr<keelson::Runtime>> {
        auto runtime = function_runtime(functions);
        keelson::RuntimeContext context;
        context.clock = subject.clock;
        context.after = [&](keelson::Duration delay, std::function<void()> what) {
            loop.timers.emplace(subject.clock->now() + delay, std::move(what));
        };
        if (auto const opened = runtime->open(std::move(context)); !opened) return opened.error();
        return runtime;
    };
    subject.wait = [&](std::function<bool()> const& until) {
        for (auto const end = subject.clock->now() + 20s; subject.clock->now() < end;) {
            loop.run_due();
            if (until()) return true;
            std::this_thread::sleep_for(1ms);
        }
        return false;
    };
    subject.program = [](Kind kind, int code, keelson::SandboxConfig&, keelson::ContainerConfig& container) {
        container.image = kind == Kind::runs_on ? "runs-on" : kind == Kind::ignores_stop ? "ignores-stop" : "exits";
        container.args = {std::to_string(code)};
    };
    auto const failures = keelson::testing::check_runtime(subject);
    for (auto const& failure : failures) std::cout << "not kept: " << failure << "\n";
    if (failures.empty()) std::cout << "the runtime keeps its contract\n";
    return failures.empty();
}

/// A Job and a Deployment over it. Says whether the Job's Pods have written the right answer.
bool deploy() {
    keelson::EngineOptions options;
    options.nodes.push_back(
        {.name = "threads", .runtime = function_runtime({{"count-primes", count_primes}, {"tick", tick}})});
    auto engine = keelson::Engine::open(std::move(options)).value();
    engine.start().value();
    auto const client = engine.client();
    client.apply_text(manifest).value();
    client.wait<keelson::Job>({"default", "primes"}, keelson::complete, 60s).value();
    client.wait<keelson::Deployment>({"default", "tickers"}, keelson::rolled_out, 60s).value();
    bool right = true;
    for (auto const& pod : client.list<keelson::Pod>().value()) {
        auto const log = client.logs({pod.metadata.namespace_, pod.metadata.name}).value();
        std::cout << pod.metadata.name << " (" << pod.status.phase << "): " << log.substr(0, log.find('\n')) << "\n";
        right = right && (pod.status.phase != "Succeeded" || log.starts_with("17984 primes"));
    }
    client.remove<keelson::Deployment>({"default", "tickers"}).value();
    engine.stop(10s).value();
    return right;
}

}  // namespace

int main() { return keeps_contract() && deploy() ? 0 : 1; }
