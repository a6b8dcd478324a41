#include "http/base64.hpp"

#include <array>
#include <cstdint>

namespace keelson::http {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto table = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}();

}  // namespace

std::string to_base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t word = 0;
    int bits = 0;
    for (auto const byte : bytes) {
        word = (word << 8) | static_cast<std::uint8_t>(byte);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(word >> (bits - 6)) & 63];
    }
    if (bits > 0) text += alphabet[(word << (6 - bits)) & 63];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t word = 0;
    int bits = 0;
    for (auto const c : text) {
        auto const value = table[static_cast<std::uint8_t>(c)];
        if (value < 0) return std::nullopt;
        word = (word << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((word >> bits) & 0xff);
    }
    if ((word & ((1U << bits) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace keelson::http
