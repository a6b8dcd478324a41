#ifndef KEELSON_NET_ADDRESS_POOL_HPP
#define KEELSON_NET_ADDRESS_POOL_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace keelson {

/// "127.96.0.1" as a number in host order; nothing for what is not four plain decimal octets.
std::optional<std::uint32_t> parse_ipv4(std::string_view text);
std::string format_ipv4(std::uint32_t address);

/// The virtual addresses of Services. Linux binds any address of 127.0.0.0/8 without being asked to
/// configure it first, so a Service has an IP of its own that only this machine can reach.
///
/// Pure: which addresses are taken is the caller's knowledge (the Services in the store), so two
/// engines that see the same objects choose the same addresses.
class AddressPool {
public:
    using Taken = std::function<bool(std::string_view ip)>;

    /// The value of `spec.clusterIP` of a headless Service.
    static constexpr std::string_view headless = "None";
    static constexpr std::string_view default_range = "127.96.0.0/16";

    /// A range inside 127.0.0.0/8 with at least two addresses; its first address is never given away.
    /// Errors: `invalid`.
    static Result<AddressPool> open(std::string_view cidr = default_range);

    /// The address for a Service. `requested` is its `spec.clusterIP`: empty, "None", or an address
    /// anywhere in 127.0.0.0/8. An empty one is chosen by the hash of the name and then upwards, so
    /// that a Service that is deleted and made again tends to get the address that it had.
    /// Errors: `invalid` (not an address, not on loopback, taken), `unavailable` (the range is full).
    [[nodiscard]] Result<std::string> choose(std::string_view namespace_, std::string_view name,
                                             std::string_view requested, Taken const& taken) const;

    /// Whether `choose` may give this address away.
    [[nodiscard]] bool contains(std::string_view ip) const;

private:
    AddressPool(std::uint32_t first, std::uint32_t size, std::string range)
        : first_(first), size_(size), range_(std::move(range)) {}

    std::uint32_t first_;  // the address after the range's own
    std::uint32_t size_;
    std::string range_;
};

}  // namespace keelson

#endif
