#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PROC_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_PROC_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// What /proc says of processes and sockets.
namespace keelson::supervisor::proc {

/// A small file as text; empty when it cannot be read.
std::string read_file(std::string const& path);

struct Stat {
    std::string name;
    char state = '?';
    pid_t session = 0;
    std::uint64_t cpu_ticks = 0;  ///< its own and that of its ended children
    std::uint64_t start_ticks = 0;
    std::uint64_t resident_pages = 0;
};
std::optional<Stat> stat(pid_t pid);

/// Identifies this boot and this process namespace: a process number means something only within it.
std::string boot_id();

void each_process(std::function<void(pid_t)> const& visit);

/// A TCP socket that listens on every address.
struct Listener {
    std::uint16_t port = 0;
    std::uint64_t inode = 0;
};
std::vector<Listener> wildcard_listeners();

/// Whether the process has this socket open.
bool has_socket(pid_t pid, std::uint64_t inode);

/// The child processes of one, whichever of its threads made them.
std::vector<pid_t> children(pid_t pid);

}  // namespace keelson::supervisor::proc

#endif
