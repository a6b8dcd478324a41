#ifndef KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_ADDRESSES_HPP
#define KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_ADDRESSES_HPP

#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace keelson {

/// The addresses of a simulated node's Pods: one after the other, so that one that was given back is new for long.
class SimulatedAddresses {
public:
    /// The first one; empty: what the node's name gives. Only the first call counts. Errors: `invalid`.
    Result<> begin(std::string_view first, std::string_view node);
    std::string take(SandboxId const& pod);
    void give_back(std::string const& address) { pods_.erase(address); }
    /// Empty when it is nobody's.
    [[nodiscard]] SandboxId pod_of(std::string const& address) const;

private:
    std::uint32_t first_ = 0;
    std::uint32_t next_ = 0;
    std::map<std::string, SandboxId> pods_;
};

}  // namespace keelson

#endif
