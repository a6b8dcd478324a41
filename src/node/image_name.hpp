#ifndef KEELSON_NODE_IMAGE_NAME_HPP
#define KEELSON_NODE_IMAGE_NAME_HPP

#include <keelson/core/error.hpp>

#include <string>
#include <string_view>

namespace keelson {

/// The parts of an image's name: `registry.example.com:5000/team/web:1.2@sha256:...`.
struct ImageName {
    std::string registry;  ///< "docker.io" where the name says none
    std::string path;      ///< "library/busybox"
    std::string tag;       ///< "latest" where neither tag nor digest are named
    std::string digest;    ///< "sha256:...", or empty

    /// "docker.io/library/busybox": what credentials are looked up by.
    [[nodiscard]] std::string repository() const { return registry + "/" + path; }
};

/// Errors: `invalid`, worded as a kubelet words it for InvalidImageName.
Result<ImageName> parse_image_name(std::string_view text);

}  // namespace keelson

#endif
