#include "drivers/runtime_process/supervisor/addresses.hpp"

#include "drivers/runtime_process/supervisor/hash.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>

namespace keelson::supervisor {

namespace {

// 127.0.0.0/9 is left to everybody else: people, distributions and the addresses of Services.
constexpr std::uint32_t range_begin = 0x7f800000;
constexpr std::uint32_t range_blocks = 0x7f0000 / Addresses::block_size;  // 127.128.0.0 to 127.254.255.255

}  // namespace

std::optional<std::uint32_t> parse_loopback(std::string_view text) {
    in_addr address{};
    if (::inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return {};
    auto const value = ntohl(address.s_addr);
    if (value >> 24 != 127) return {};
    return value;
}

std::string format_address(std::uint32_t address) {
    std::array<char, INET_ADDRSTRLEN> text{};
    in_addr const value{htonl(address)};
    ::inet_ntop(AF_INET, &value, text.data(), text.size());
    return text.data();
}

void Addresses::open(std::uint32_t first, std::string_view seed, std::uint32_t kept) {
    if (first != 0) {
        first_ = first;
        return;
    }
    if (kept != 0 && (reserve(kept) || !used_.empty())) {
        first_ = kept;
        return;
    }
    auto const start = hash(seed);
    for (std::uint32_t i = 0; i < range_blocks; ++i) {
        first_ = range_begin + (start % range_blocks + i) % range_blocks * block_size;
        if (reserve(first_)) return;
    }
}

bool Addresses::reserve(std::uint32_t block) {
    // An abstract name is unique within a network namespace, which is just where the addresses are.
    reservation_ = Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un name{.sun_family = AF_UNIX, .sun_path = {}};
    auto const text = "keelson/pods/" + format_address(block);
    std::memcpy(name.sun_path + 1, text.data(), text.size());
    auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + text.size());
    return ::bind(reservation_.get(), reinterpret_cast<sockaddr const*>(&name), size) == 0;
}

std::uint32_t Addresses::take() {
    for (std::uint32_t i = 0; i < block_size; ++i) {
        auto const address = first_ + next_;
        next_ = (next_ + 1) % block_size;
        auto const last = address & 0xff;
        // Not the ends of a /24, which people take for a network and its broadcast, and nothing beyond 127/8.
        if (last == 0 || last == 255 || address >> 24 != 127) continue;
        if (used_.insert(address).second) return address;
    }
    return 0;
}

}  // namespace keelson::supervisor
