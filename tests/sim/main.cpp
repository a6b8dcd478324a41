#include "cluster.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace keelson::sim;

namespace {

struct Arguments {
    std::uint64_t first = 1, seeds = 100, threads = 2;
    bool trace = false;
};

/// Every so many seeds one is run twice: the traces must be the same, byte for byte.
constexpr std::uint64_t repeat_every = 25;

std::string check(std::uint64_t seed, Outcome& outcome) {
    outcome = run_cluster(seed, false);
    if (!outcome.failure.empty() || seed % repeat_every != 0) return outcome.failure;
    auto const again = run_cluster(seed, false);
    return again.trace_hash == outcome.trace_hash ? std::string() : "the same seed gave another trace";
}

int usage() {
    std::fprintf(stderr, "usage: keelson-tests-sim [--seeds N] [--first S] [--threads N] | --seed S [--trace]\n");
    return 2;
}

}  // namespace

int main(int count, char** values) {
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        auto const is = [&](char const* name) { return std::strcmp(values[i], name) == 0 && i + 1 < count; };
        if (std::strcmp(values[i], "--trace") == 0) {
            arguments.trace = true;
        } else if (is("--seeds")) {
            arguments.seeds = std::strtoull(values[++i], nullptr, 10);
        } else if (is("--first")) {
            arguments.first = std::strtoull(values[++i], nullptr, 10);
        } else if (is("--threads")) {
            arguments.threads = std::strtoull(values[++i], nullptr, 10);
        } else if (is("--seed")) {
            arguments.first = std::strtoull(values[++i], nullptr, 10);
            arguments.seeds = 1;
            arguments.threads = 1;
        } else {
            return usage();
        }
    }
    if (arguments.trace) {
        auto const outcome = run_cluster(arguments.first, true);
        std::fputs(outcome.trace.c_str(), stdout);
        std::printf("%s\n", outcome.failure.empty() ? "all was well" : outcome.failure.c_str());
        return outcome.failure.empty() ? 0 : 1;
    }
    std::atomic<std::uint64_t> next{0};
    std::mutex mutex;
    std::uint64_t passed = 0, failed = 0, writes = 0, pods = 0;
    double simulated = 0;
    FaultCounts faults{};
    auto const begin = std::chrono::steady_clock::now();
    auto const work = [&] {
        while (true) {
            auto const i = next++;
            if (i >= arguments.seeds) return;
            Outcome outcome;
            auto const failure = check(arguments.first + i, outcome);
            std::lock_guard const lock(mutex);
            if (failure.empty()) {
                ++passed;
            } else {
                ++failed;
                std::printf("seed %llu: %s\n  again: keelson-tests-sim --seed %llu --trace\n",
                            static_cast<unsigned long long>(arguments.first + i), failure.c_str(),
                            static_cast<unsigned long long>(arguments.first + i));
                std::fflush(stdout);
            }
            writes += outcome.writes;
            pods += outcome.pods_started;
            simulated += outcome.simulated_seconds;
            for (std::size_t f = 0; f < faults.size(); ++f) faults[f] += outcome.faults[f];
        }
    };
    std::vector<std::thread> threads;
    for (std::uint64_t i = 0; i < arguments.threads; ++i) threads.emplace_back(work);
    for (auto& thread : threads) thread.join();
    auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    for (std::size_t f = 0; f < faults.size(); ++f)
        std::printf("%-34s %10llu\n", std::string(name(static_cast<Fault>(f))).c_str(),
                    static_cast<unsigned long long>(faults[f]));
    std::printf("%.0f simulated hours in %.1f s (%.0f times real time), %llu writes, %llu containers started\n",
                simulated / 3600, took, simulated / took, static_cast<unsigned long long>(writes),
                static_cast<unsigned long long>(pods));
    std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(passed),
                static_cast<unsigned long long>(failed));
    return failed == 0 ? 0 : 1;
}
