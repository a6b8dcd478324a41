#ifndef KEELSON_NODE_REGISTRY_LOGINS_HPP
#define KEELSON_NODE_REGISTRY_LOGINS_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/error.hpp>
#include <keelson/runtime/runtime.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// The logins in a Docker config file, `{"auths": {SERVER: {...}}}`, and in the old form, `{SERVER: {...}}`.
Result<std::vector<RegistryLogin>> read_docker_config(std::string_view json);
Result<std::vector<RegistryLogin>> read_docker_cfg(std::string_view json);

/// Whether a login's server, which may have a port, a path and globs in its host ("*.example.com"), is that of an
/// image. `repository` is its registry and path.
bool login_fits(std::string const& server, std::string const& repository);

/// Those of `logins` that fit, the ones that say more about where they belong first; otherwise in their order.
std::vector<RegistryLogin> logins_for(std::string const& repository, std::vector<RegistryLogin> const& logins);

/// What a Pod's imagePullSecrets hold.
struct PullSecrets {
    std::vector<RegistryLogin> logins;
    std::vector<std::string> missing;  ///< names of those that are not there or make no sense
};
PullSecrets pull_secrets(View const& view, Pod const& pod);

}  // namespace keelson

#endif
