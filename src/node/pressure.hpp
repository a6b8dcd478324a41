#ifndef KEELSON_NODE_PRESSURE_HPP
#define KEELSON_NODE_PRESSURE_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace keelson {

/// What a machine has left; a capacity of 0: not known.
struct NodeUsage {
    std::uint64_t memory_bytes = 0, memory_available_bytes = 0;
    std::uint64_t disk_bytes = 0, disk_available_bytes = 0;  ///< of the file system with the node's directory
    std::uint64_t inodes = 0, inodes_free = 0;
    std::uint64_t image_disk_bytes = 0, image_disk_available_bytes = 0;  ///< of the one with images
    std::uint64_t pids = 0, pids_available = 0;
    std::uint64_t cpu_nanos = 0;  ///< that all processors have worked since it was started
    Time started;
};

/// Looks at /proc and the file system of `directory`. Waits for the disk at worst.
Result<NodeUsage> measure_machine(std::string const& directory);

enum class Pressure : std::uint8_t { memory, disk, pids };

/// Which of a machine's means run out, by a kubelet's thresholds, and for how long that is said. Pressure that has
/// gone is told of for five minutes more, so that a node does not swing.
class PressureWatch {
public:
    void take(NodeUsage const& usage, Instant now);
    [[nodiscard]] bool measured() const { return measured_; }
    [[nodiscard]] bool under(Pressure which) const { return under_[static_cast<std::size_t>(which)]; }

private:
    std::array<std::optional<Instant>, 3> last_;  ///< when it was last there
    std::array<bool, 3> under_{};
    bool measured_ = false;
};

}  // namespace keelson

#endif
