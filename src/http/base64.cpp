#include "http/base64.hpp"

#include <array>
#include <cstdint>

namespace keelson::http {
namespace {

constexpr std::string_view usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view for_urls = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> reversed(std::string_view alphabet) {
    std::array<std::int8_t, 256> table{};
    for (auto& entry : table) entry = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return table;
}

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t word = 0;
    int bits = 0;
    for (auto const byte : bytes) {
        word = (word << 8) | static_cast<std::uint8_t>(byte);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(word >> (bits - 6)) & 63];
    }
    if (bits > 0) text += alphabet[(word << (6 - bits)) & 63];
    return text;
}

/// One text for one value: bits that belong to no byte must be zero.
std::optional<std::string> decode(std::string_view text, std::array<std::int8_t, 256> const& table) {
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

}  // namespace

std::string to_base64(std::string_view bytes) {
    auto text = encode(bytes, usual);
    while (text.size() % 4 != 0) text += '=';
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    static constexpr auto table = reversed(usual);
    if (text.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return decode(text, table);
}

std::string to_base64url(std::string_view bytes) { return encode(bytes, for_urls); }

std::optional<std::string> from_base64url(std::string_view text) {
    static constexpr auto table = reversed(for_urls);
    return decode(text, table);
}

}  // namespace keelson::http
