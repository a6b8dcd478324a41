#ifndef KEELSON_TESTS_SIM_CLUSTER_HPP
#define KEELSON_TESTS_SIM_CLUSTER_HPP

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::sim {

enum class Fault : std::uint8_t {
    container_killed,
    node_crashed,
    container_lost,
    pod_lost,
    runtime_unreachable,
    verbs_slow,
    pod_hung,
    hints_dropped,
    commits_slow,
    commit_refused,
    answer_lost,
    medium_lost,
    engine_killed,
    count
};
std::string_view name(Fault fault);
using FaultCounts = std::array<std::uint64_t, static_cast<std::size_t>(Fault::count)>;

struct Outcome {
    std::string failure;  ///< empty: all was well
    std::uint64_t trace_hash = 0;
    std::uint64_t writes = 0;
    std::uint64_t pods_started = 0;
    double simulated_seconds = 0;
    FaultCounts faults{};
    std::string trace;
};

/// One cluster's hour.
Outcome run_cluster(std::uint64_t seed, bool trace);

}  // namespace keelson::sim

#endif
