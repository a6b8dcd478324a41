#include "registry/address_pool.hpp"

#include <charconv>

namespace keelson {
namespace {

constexpr std::uint32_t loopback = 127U << 24;
constexpr std::uint32_t loopback_mask = 0xffU << 24;
constexpr std::uint32_t broadcast = loopback | 0xffffffU;

/// FNV-1a, spread by a finalizer: names that differ in the last letter only land far apart.
std::uint64_t hash(std::string_view namespace_, std::string_view name) {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    auto const add = [&h](std::string_view text) {
        for (unsigned char c : text) h = (h ^ c) * 0x100000001b3ULL;
    };
    add(namespace_);
    add("/");
    add(name);
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdULL;
    return h ^ (h >> 33);
}

bool parse_decimal(std::string_view text, std::uint32_t most, std::uint32_t& number) {
    if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) return false;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number <= most;
}

Error refused(std::string_view ip, std::string_view why) {
    return {Errc::invalid, "spec.clusterIP: Invalid value: \"" + std::string(ip) + "\": failed to allocate IP " +
                               std::string(ip) + ": " + std::string(why)};
}

}  // namespace

std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
    std::uint32_t address = 0;
    for (int octet = 0; octet < 4; ++octet) {
        auto const dot = octet < 3 ? text.find('.') : text.size();
        std::uint32_t number = 0;
        if (dot == std::string_view::npos || !parse_decimal(text.substr(0, dot), 255, number)) return std::nullopt;
        address = address << 8 | number;
        text = octet < 3 ? text.substr(dot + 1) : std::string_view{};
    }
    return address;
}

std::string format_ipv4(std::uint32_t address) {
    return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 0xff) + '.' +
           std::to_string(address >> 8 & 0xff) + '.' + std::to_string(address & 0xff);
}

Result<AddressPool> AddressPool::open(std::string_view cidr) {
    auto const slash = cidr.find('/');
    auto const base = parse_ipv4(cidr.substr(0, slash));
    std::uint32_t bits = 0;
    if (slash == std::string_view::npos || !base || !parse_decimal(cidr.substr(slash + 1), 32, bits)) {
        return Error(Errc::invalid, "\"" + std::string(cidr) + "\" is not an IPv4 range such as 127.96.0.0/16");
    }
    if ((*base & loopback_mask) != loopback || bits < 8 || bits > 31) {
        return Error(Errc::invalid, "the range " + std::string(cidr) + " is not a part of 127.0.0.0/8 with room in it");
    }
    auto const size = 1U << (32 - bits);
    auto const network = *base & ~(size - 1);
    auto const last = network + size - 1 == broadcast ? 1U : 0U;
    if (size - 1 - last == 0) {
        return Error(Errc::invalid, "the range " + std::string(cidr) + " has no address to give");
    }
    return AddressPool(network + 1, size - 1 - last, std::string(cidr));
}

Result<std::string> AddressPool::choose(std::string_view namespace_, std::string_view name, std::string_view requested,
                                        Taken const& taken) const {
    if (requested == headless) return std::string(headless);
    if (!requested.empty()) {
        auto const address = parse_ipv4(requested);
        if (!address) {
            return Error(Errc::invalid, "spec.clusterIP: Invalid value: \"" + std::string(requested) +
                                            "\": must be a valid IP address, (e.g. 127.96.0.10)");
        }
        if ((*address & loopback_mask) != loopback || *address == loopback || *address == broadcast) {
            return refused(requested,
                           "the provided IP is not in the valid range. The range of valid IPs is 127.0.0.0/8");
        }
        if (taken && taken(requested)) return refused(requested, "provided IP is already allocated");
        return std::string(requested);
    }
    auto const start = static_cast<std::uint32_t>(hash(namespace_, name) % size_);
    for (std::uint32_t i = 0; i < size_; ++i) {
        // 64 bits: the sum passes 2^32 for no range, but the compiler need not take that on trust.
        auto const offset = static_cast<std::uint32_t>((std::uint64_t{start} + i) % size_);
        auto ip = format_ipv4(first_ + offset);
        if (!taken || !taken(ip)) return ip;
    }
    return Error(Errc::unavailable, "failed to allocate a cluster IP: the range " + range_ + " is full");
}

bool AddressPool::contains(std::string_view ip) const {
    auto const address = parse_ipv4(ip);
    return address && *address >= first_ && *address - first_ < size_;
}

}  // namespace keelson
