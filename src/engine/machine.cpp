#include "engine/machine.hpp"

#include <cstdlib>
#include <filesystem>
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
