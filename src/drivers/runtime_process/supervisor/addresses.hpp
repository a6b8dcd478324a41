#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_ADDRESSES_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_ADDRESSES_HPP

#include "drivers/runtime_process/supervisor/descriptor.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace keelson::supervisor {

/// "127.1.2.3" as a number, if it is one of 127.0.0.0/8.
std::optional<std::uint32_t> parse_loopback(std::string_view text);
std::string format_address(std::uint32_t address);

/// The addresses of one node's Pods: 4,096 of 127.0.0.0/8, given out in turn, so that one that became
/// free comes up again only after all others.
class Addresses {
public:
    static constexpr std::uint32_t block_size = 4096;

    /// The block that begins at a given address, or one that follows from `seed`. In the latter case
    /// nodes of one machine that would get the same block move on to the next, of whatever user they are.
    /// `kept` is the first address of a block from an earlier run: 0 if there is none.
    void open(std::uint32_t first, std::string_view seed, std::uint32_t kept);

    /// 0 when all are taken.
    std::uint32_t take();
    /// Says that an address is in use since an earlier run.
    void claim(std::uint32_t address) { used_.insert(address); }
    void give_back(std::uint32_t address) { used_.erase(address); }

    [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
    [[nodiscard]] std::uint32_t next() const noexcept { return next_; }
    void go_on_from(std::uint32_t offset) noexcept { next_ = offset % block_size; }

private:
    [[nodiscard]] bool reserve(std::uint32_t block);

    std::uint32_t first_ = 0;
    std::uint32_t next_ = 0;  ///< an offset
    std::set<std::uint32_t> used_;
    Descriptor reservation_;
};

}  // namespace keelson::supervisor

#endif
