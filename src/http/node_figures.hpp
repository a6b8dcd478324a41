#ifndef KEELSON_SRC_HTTP_NODE_FIGURES_HPP
#define KEELSON_SRC_HTTP_NODE_FIGURES_HPP

#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keelson {
struct Pod;
}

namespace keelson::http {

/// Processor time that was used: since the start, and of late.
struct ProcessorUse {
    std::uint64_t nanos = 0;
    std::optional<std::uint64_t> nanos_per_second;  ///< nothing until it was looked at twice
};

struct ContainerFigures {
    std::string name;
    Time at;
    ProcessorUse cpu;
    std::uint64_t memory_bytes = 0;  ///< the working set
    std::uint64_t disk_bytes = 0;    ///< what it has written to its own layer
};

struct PodFigures {
    std::string uid;
    Time at;
    std::uint64_t received_bytes = 0, sent_bytes = 0;
    std::vector<ContainerFigures> containers;
};

/// The machine of a node.
struct MachineFigures {
    Time at, started;
    ProcessorUse cpu;
    std::uint64_t memory_bytes = 0, memory_available_bytes = 0;
    std::uint64_t disk_bytes = 0, disk_available_bytes = 0;
    std::uint64_t inodes = 0, inodes_free = 0;
    std::uint64_t pids = 0, pids_available = 0;
    std::uint64_t image_disk_bytes = 0, image_disk_used_bytes = 0;  ///< 0: there is none
};

/// What a node and its Pods use, as far as its runtime knows it.
struct NodeFigures {
    std::optional<MachineFigures> machine;  ///< nothing for one that is simulated
    std::vector<PodFigures> pods;
};

/// A kubelet's `/stats/summary`, in JSON. `pods`: those of the node. `brief`: processor and memory alone.
std::string write_summary(std::string const& node, NodeFigures const& figures, std::vector<Pod> const& pods,
                          bool brief);
/// A kubelet's `/metrics/resource`, in Prometheus' text format.
std::string write_resource_metrics(NodeFigures const& figures, std::vector<Pod> const& pods);
/// What a kubelet tells of itself under `/metrics`: which node it is, and what runs there.
std::string write_node_metrics(std::string const& node, NodeFigures const& figures, std::vector<Pod> const& pods);

}  // namespace keelson::http

#endif
