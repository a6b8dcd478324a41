#ifndef KEELSON_SRC_ENGINE_MACHINE_HPP
#define KEELSON_SRC_ENGINE_MACHINE_HPP

#include <keelson/api/core_v1.hpp>

#include <map>
#include <string>

namespace keelson {

/// What this machine has: "cpu", "memory", "ephemeral-storage" (where `directory` lies), "pods".
std::map<std::string, Quantity> machine_capacity(std::string const& directory);
/// Kernel, distribution and ids of this machine, as far as it tells them.
NodeSystemInfo machine_system();
/// What a simulated node has unless it is told otherwise: 32 CPUs, 256 GiB, 110 Pods.
std::map<std::string, Quantity> simulated_capacity();
/// What a program needs of the host's environment to be found and to run: PATH, HOME, LANG, TMPDIR.
std::map<std::string, std::string> host_environment();

}  // namespace keelson

#endif
