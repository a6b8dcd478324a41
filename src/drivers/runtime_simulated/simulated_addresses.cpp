#include "drivers/runtime_simulated/simulated_addresses.hpp"

#include <algorithm>
#include <charconv>

namespace keelson {
namespace {

/// FNV-1a.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (unsigned char const c : text) hash = (hash ^ c) * 16777619U;
    return hash;
}

std::uint32_t parse_ip(std::string_view text) {
    std::uint32_t ip = 0;
    for (int i = 0; i < 4; ++i) {
        std::uint32_t part = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
        if (error != std::errc() || part > 255) return 0;
        ip = ip << 8 | part;
        text.remove_prefix(std::min<std::size_t>(static_cast<std::size_t>(end - text.data()) + 1, text.size()));
    }
    return ip;
}

std::string format_ip(std::uint32_t ip) {
    return std::to_string(ip >> 24) + "." + std::to_string(ip >> 16 & 0xff) + "." + std::to_string(ip >> 8 & 0xff) +
           "." + std::to_string(ip & 0xff);
}

}  // namespace

Result<> SimulatedAddresses::begin(std::string_view first, std::string_view node) {
    if (first_ != 0) return {};
    first_ = first.empty() ? 10U << 24 | (hash_of(node) & 0xffffU) << 8 | 1U : parse_ip(first);
    if (first_ == 0) return Error(Errc::invalid, "\"" + std::string(first) + "\" is not an IPv4 address");
    return {};
}

std::string SimulatedAddresses::take(SandboxId const& pod) {
    for (;;) {
        auto const ip = first_ + next_;
        next_ = (next_ + 1) % 0xffffU;
        if ((ip & 0xffU) == 0 || (ip & 0xffU) == 0xffU) continue;
        auto text = format_ip(ip);
        if (pods_.try_emplace(text, pod).second) return text;
    }
}

SandboxId SimulatedAddresses::pod_of(std::string const& address) const {
    auto const found = pods_.find(address);
    return found == pods_.end() ? SandboxId() : found->second;
}

}  // namespace keelson
