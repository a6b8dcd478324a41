#include "node/pressure.hpp"

#include <charconv>
#include <cstring>
#include <fstream>
#include <string_view>
#include <sys/statvfs.h>
#include <unistd.h>

namespace keelson {
namespace {

using namespace std::chrono_literals;

// A kubelet's hard thresholds: memory.available<100Mi, nodefs.available<10%, nodefs.inodesFree<5%,
// imagefs.available<15%. It has none for process ids; ours is 2%.
constexpr std::uint64_t memory_least_bytes = std::uint64_t{100} << 20;
constexpr std::uint64_t disk_least_percent = 10, inodes_least_percent = 5, images_least_percent = 15,
                        pids_least_percent = 2;
constexpr Duration lasts = 5min;

bool below(std::uint64_t left, std::uint64_t capacity, std::uint64_t percent) {
    return capacity != 0 && left < capacity / 100 * percent;
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void read_memory(NodeUsage& usage) {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view total = "MemTotal:", available = "MemAvailable:";
        if (line.starts_with(total)) usage.memory_bytes = number_in(line.substr(total.size())) << 10;
        if (line.starts_with(available)) usage.memory_available_bytes = number_in(line.substr(available.size())) << 10;
    }
}

void read_pids(NodeUsage& usage) {
    std::uint64_t most = 0;
    std::ifstream("/proc/sys/kernel/pid_max") >> most;
    // "0.20 0.18 0.12 1/80 11206": the number behind the slash is that of all threads, each of which has an id.
    std::string one, five, fifteen, threads;
    std::ifstream("/proc/loadavg") >> one >> five >> fifteen >> threads;
    auto const slash = threads.find('/');
    if (most == 0 || slash == std::string::npos) return;
    auto const used = number_in(std::string_view(threads).substr(slash + 1));
    usage.pids = most;
    usage.pids_available = most > used ? most - used : 0;
}

/// "cpu  USER NICE SYSTEM IDLE IOWAIT IRQ SOFTIRQ STEAL ..." in ticks, and further down "btime SECONDS".
void read_processors(NodeUsage& usage) {
    std::ifstream file("/proc/stat");
    std::string word;
    std::array<std::uint64_t, 8> ticks{};
    file >> word;
    for (auto& one : ticks) file >> one;
    if (!file || word != "cpu") return;
    constexpr std::size_t idle = 3, io_wait = 4, steal = 7;
    std::uint64_t worked = 0;
    for (std::size_t i = 0; i < ticks.size(); ++i)
        if (i != idle && i != io_wait && i != steal) worked += ticks[i];
    auto const per_second = ::sysconf(_SC_CLK_TCK);
    if (per_second > 0) usage.cpu_nanos = worked * (1'000'000'000 / static_cast<std::uint64_t>(per_second));
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view boot = "btime";
        if (line.starts_with(boot))
            usage.started = {static_cast<std::int64_t>(number_in(std::string_view(line).substr(boot.size()))) *
                             1'000'000};
    }
}

}  // namespace

Result<NodeUsage> measure_machine(std::string const& directory) {
    NodeUsage usage;
    read_memory(usage);
    read_pids(usage);
    read_processors(usage);
    struct statvfs disk {};
    if (::statvfs(directory.c_str(), &disk) != 0)
        return Error(Errc::unavailable, "the file system of " + directory + ": " + std::strerror(errno));
    usage.disk_bytes = static_cast<std::uint64_t>(disk.f_blocks) * disk.f_frsize;
    usage.disk_available_bytes = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
    usage.inodes = disk.f_files;
    usage.inodes_free = disk.f_favail;
    return usage;
}

void PressureWatch::take(NodeUsage const& usage, Instant now) {
    measured_ = true;
    std::array<bool, 3> const low{
        usage.memory_bytes != 0 && usage.memory_available_bytes < memory_least_bytes,
        below(usage.disk_available_bytes, usage.disk_bytes, disk_least_percent) ||
            below(usage.inodes_free, usage.inodes, inodes_least_percent) ||
            below(usage.image_disk_available_bytes, usage.image_disk_bytes, images_least_percent),
        below(usage.pids_available, usage.pids, pids_least_percent)};
    for (std::size_t i = 0; i < low.size(); ++i) {
        if (low[i]) last_[i] = now;
        under_[i] = last_[i] && now - *last_[i] < lasts;
    }
}

}  // namespace keelson
