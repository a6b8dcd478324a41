#include "engine/machine.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace keelson {

std::map<std::string, Quantity> machine_capacity(std::string const& directory) {
    std::map<std::string, Quantity> capacity;
    capacity["cpu"] = Quantity(std::max(1U, std::thread::hardware_concurrency()));
    auto const pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0)
        capacity["memory"] = Quantity::from_bytes(static_cast<std::int64_t>(pages) / 1024 * page * 1024);
    std::error_code error;
    auto const space = std::filesystem::space(directory, error);
    if (!error)
        capacity["ephemeral-storage"] = Quantity::from_bytes(static_cast<std::int64_t>(space.capacity / 1024 * 1024));
    capacity["pods"] = Quantity(110);
    return capacity;
}

NodeSystemInfo machine_system() {
    NodeSystemInfo system;
    utsname kernel{};
    if (::uname(&kernel) == 0) system.kernelVersion = kernel.release;
    std::ifstream release("/etc/os-release");
    for (std::string line; std::getline(release, line);) {
        constexpr std::string_view name = "PRETTY_NAME=";
        if (!line.starts_with(name)) continue;
        line.erase(0, name.size());
        if (line.size() > 1 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
        system.osImage = line;
    }
    std::ifstream("/etc/machine-id") >> system.machineID;
    std::ifstream("/sys/class/dmi/id/product_uuid") >> system.systemUUID;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> system.bootID;
    return system;
}

std::map<std::string, Quantity> simulated_capacity() {
    return {{"cpu", Quantity(32)}, {"memory", Quantity::from_bytes(std::int64_t{256} << 30)}, {"pods", Quantity(110)}};
}

std::map<std::string, std::string> host_environment() {
    std::map<std::string, std::string> environment{
        {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}};
    for (auto const* const name : {"PATH", "HOME", "LANG", "TMPDIR"}) {
        if (auto const* const value = std::getenv(name)) environment[name] = value;
    }
    return environment;
}

}  // namespace keelson
