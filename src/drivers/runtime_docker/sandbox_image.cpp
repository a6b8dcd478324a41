#include "drivers/runtime_docker/sandbox_image.hpp"

#include "drivers/runtime_docker/streams.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace keelson::docker {

namespace {

constexpr unsigned char program[] = {
#include "keelson_sandbox.inc"
};
constexpr std::size_t block = 512;

std::string_view program_bytes() { return {reinterpret_cast<char const*>(program), sizeof program}; }

}  // namespace

std::string short_hash(std::string_view text) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (unsigned char const byte : text) hash = (hash ^ byte) * 1'099'511'628'211U;
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
    return digits.data();
}

std::string const& sandbox_image() {
    static std::string const name = std::string(sandbox_repository) + ":" + short_hash(program_bytes());
    return name;
}

std::string sandbox_archive() {
    // One entry in the ustar format: name, mode, ids, size and time in octal digits, then the content.
    std::array<char, block> header{};
    auto const put = [&](std::size_t offset, char const* text) {
        std::memcpy(&header[offset], text, std::strlen(text));
    };
    std::array<char, 12> size{};
    std::snprintf(size.data(), size.size(), "%011zo", sizeof program);
    put(0, sandbox_program + 1);
    put(100, "0000555");
    put(108, "0000000");
    put(116, "0000000");
    put(124, size.data());
    put(136, "00000000000");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (unsigned char const byte : header) sum += byte;
    std::array<char, 8> checksum{};
    std::snprintf(checksum.data(), checksum.size(), "%06o", sum);
    std::memcpy(&header[148], checksum.data(), 7);
    std::string archive(header.data(), header.size());
    archive += program_bytes();
    archive.resize((archive.size() + block - 1) / block * block + 2 * block);
    return archive;
}

std::string_view sandbox_architecture() noexcept {
#if defined(__aarch64__)
    return "aarch64";
#else
    return "x86_64";
#endif
}

}  // namespace keelson::docker
