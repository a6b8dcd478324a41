#ifndef KEELSON_NODE_IMAGE_COLLECTOR_HPP
#define KEELSON_NODE_IMAGE_COLLECTOR_HPP

#include <keelson/core/completion.hpp>
#include <keelson/core/time.hpp>
#include <keelson/runtime/runtime.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace keelson {

/// An image that may go.
struct CollectableImage {
    std::string id;
    std::uint64_t size_bytes = 0;
};

/// Which images of a node nobody uses, the longest unused ones first, by what it was shown over time.
class ImageHistory {
public:
    /// `used`: full names and ids of images that Pods of the node use now. An image that is younger than two minutes
    /// here is left alone.
    std::vector<CollectableImage> unused(std::vector<ImageInfo> const& images,
                                         std::set<std::string, std::less<>> const& used, Instant now, Time wall);

private:
    struct Record {
        Instant first_seen;
        Time last_used;
    };
    std::map<std::string, Record, std::less<>> records_;  ///< by id
};

/// A name in full, so that two ways to write it are one: "docker.io/library/busybox:latest".
std::string full_image_name(std::string const& name);

/// How much is to go so that a file system that is fuller than 85 % becomes one of 80 %; 0: nothing.
std::uint64_t image_bytes_to_free(DiskUsage const& usage);

}  // namespace keelson

#endif
