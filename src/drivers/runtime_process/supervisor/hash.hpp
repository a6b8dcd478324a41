#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_HASH_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_HASH_HPP

#include <cstdint>
#include <string_view>

namespace keelson::supervisor {

/// FNV-1a: the same in every version, for names that a later supervisor must find again.
constexpr std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 14695981039346656037ULL;
    for (unsigned char const c : text) value = (value ^ c) * 1099511628211ULL;
    return value;
}

}  // namespace keelson::supervisor

#endif
