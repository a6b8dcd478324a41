#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_IDENTITY_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_IDENTITY_HPP

#include <keelson/runtime/runtime.hpp>

#include <sys/types.h>

namespace keelson::supervisor {

/// As whom a container runs, and with what rights.
struct Identity {
    uid_t user = 0;
    gid_t group = 0;
    std::string home;
    std::vector<gid_t> groups;
    bool change_user = false;        ///< whether any of the above is to be set
    std::uint64_t capabilities = 0;  ///< those that may be had at most
    bool limit_capabilities = false;
    bool no_new_privileges = false;
};

/// Whether this process may take on other users.
[[nodiscard]] Ability user_ability();

/// Works out an identity. On failure `field` is the field in the security context that cannot be had, and `why`.
struct IdentityProblem {
    std::string field, why;
};
std::optional<IdentityProblem> resolve(SecurityConfig const& config, Identity& identity);

/// Takes it on; for good. Gives what went wrong, or nothing.
std::string take_on(Identity const& identity);

}  // namespace keelson::supervisor

#endif
