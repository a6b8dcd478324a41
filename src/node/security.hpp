#ifndef KEELSON_NODE_SECURITY_HPP
#define KEELSON_NODE_SECURITY_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>
#include <keelson/runtime/runtime.hpp>

#include <map>
#include <optional>
#include <string>

namespace keelson {

/// Who and what a container's programs may be: its securityContext over its Pod's.
/// `image` is what it is made of, if that is known; null where there are no images.
/// Errors: worded as a kubelet words them for CreateContainerConfigError.
Result<SecurityConfig> security_config(Pod const& pod, Container const& container, ImageInfo const* image,
                                       std::string const& seccomp_directory);

/// The sysctls of a Pod.
/// Errors: `forbidden` when one is not among those that are safe to set for a Pod, which is a Pod's refusal.
Result<std::map<std::string, std::string>> pod_sysctls(Pod const& pod);

/// The group that the Pod's volumes belong to.
std::optional<std::int64_t> volume_group(Pod const& pod);

/// The user that all containers of a Pod run as, if it is one and the same.
std::optional<std::int64_t> common_user(Pod const& pod);

}  // namespace keelson

#endif
