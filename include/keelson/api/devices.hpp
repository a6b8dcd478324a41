#ifndef KEELSON_API_DEVICES_HPP
#define KEELSON_API_DEVICES_HPP

#include <string_view>

namespace keelson {

/// The annotation in which a Node says which devices it has,
///     {"nvidia.com/gpu": [{"id": "GPU-8f3c...", "healthy": true, "shares": 1, "memoryBytes": ..., "model": "..."}]}
/// and a Pod which of them its containers were given: {"main": {"nvidia.com/gpu": ["GPU-8f3c..."]}}. They are chosen as
/// the Pod is bound, in the same write, and stay the same as long as it is there.
inline constexpr std::string_view devices_annotation = "keelson.io/devices";

}  // namespace keelson

#endif
