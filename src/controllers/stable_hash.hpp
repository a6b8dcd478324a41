#ifndef KEELSON_CONTROLLERS_STABLE_HASH_HPP
#define KEELSON_CONTROLLERS_STABLE_HASH_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::controllers {

/// The letters and digits that Kubernetes makes names of: no vowels, nothing that looks like another.
inline constexpr std::string_view name_letters = "bcdfghjklmnpqrstvwxz2456789";

/// A hash that is the same in every process, on every machine and in every release: names are made of it.
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view text,
                                                  std::uint64_t seed = 0xcbf29ce484222325U) noexcept {
    auto hash = seed;
    for (char const c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3U;
    }
    // The low bits of that depend on the low bits of the text only; this spreads them.
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93U;
    hash ^= hash >> 32;
    return hash;
}

/// The last `digits` digits of a number to the base of name_letters.
[[nodiscard]] inline std::string name_text(std::uint64_t number, std::size_t digits) {
    std::string text(digits, name_letters.front());
    for (auto i = digits; i-- > 0; number /= name_letters.size()) text[i] = name_letters[number % name_letters.size()];
    return text;
}

}  // namespace keelson::controllers

#endif
