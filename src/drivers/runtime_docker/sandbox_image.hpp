#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_SANDBOX_IMAGE_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_SANDBOX_IMAGE_HPP

#include <string>
#include <string_view>

namespace keelson::docker {

inline constexpr std::string_view sandbox_repository = "keelson/sandbox";

/// The image of sandboxes, named after its content: "keelson/sandbox:0123456789abcdef".
std::string const& sandbox_image();
/// Its file system, as a tar archive: the one program.
std::string sandbox_archive();
/// What the program was compiled for, as the Engine calls it: "x86_64" or "aarch64".
std::string_view sandbox_architecture() noexcept;

/// 64 bits that stand for a text, the same for ever (FNV-1a), in hexadecimal.
std::string short_hash(std::string_view text);

}  // namespace keelson::docker

#endif
