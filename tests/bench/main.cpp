#include "bench.hpp"

#include <csignal>
#include <cstring>
#include <iostream>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>

extern char** environ;

namespace keelson::bench {

std::map<std::string, Bench> const& benches() {
    static std::map<std::string, Bench> const all = {
        {"A1", store_puts},         {"A2", http_create},        {"A3", http_get},
        {"A4", http_list},          {"A5", http_watch},         {"A6", create_to_event},
        {"A7", engine_open},        {"A7H", http_first_answer}, {"A8", idle_memory},
        {"A9", object_memory},      {"C1", process_pod},        {"C2", docker_pods},
        {"C5", transitions},        {"Q1", simulated_time},     {"R1", deployment_of_1000},
        {"R2", rollout_reconciles}, {"S1", create_to_bound},    {"BIG", hundred_thousand_pods},
    };
    return all;
}

namespace {

/// Each one in a process of its own, so that none finds another's heap, threads and caches.
int run_apart(char const* id) {
    char self[] = "/proc/self/exe", flag[] = "--inside";
    std::string copy = id;
    char* const arguments[] = {self, flag, copy.data(), nullptr};
    pid_t child = 0;
    if (::posix_spawn(&child, self, nullptr, nullptr, arguments, environ) != 0) return 1;
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int run(std::vector<char const*> ids) {
    if (ids.size() == 2 && std::strcmp(ids[0], "--inside") == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever stops the benchmark stops this too
        benches().at(ids[1])();
        return 0;
    }
    for (auto const* const id : ids) {
        if (benches().contains(id)) continue;
        std::cerr << "there is no benchmark \"" << id << "\"; there are";
        for (auto const& [known, bench] : benches()) std::cerr << " " << known;
        std::cerr << "\n";
        return 2;
    }
    if (ids.empty()) {
        for (auto const& [id, bench] : benches()) ids.push_back(id.c_str());
    }
    int failed = 0;
    for (auto const* const id : ids) {
        if (run_apart(id) == 0) continue;
        std::cerr << id << " failed\n";
        failed = 1;
    }
    return failed;
}

}  // namespace
}  // namespace keelson::bench

int main(int count, char** arguments) {
    return keelson::bench::run(std::vector<char const*>(arguments + 1, arguments + count));
}
