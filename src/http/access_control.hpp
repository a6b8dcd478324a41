#ifndef KEELSON_SRC_HTTP_ACCESS_CONTROL_HPP
#define KEELSON_SRC_HTTP_ACCESS_CONTROL_HPP

#include "http/api_server.hpp"
#include "http/authorization.hpp"
#include "http/peer.hpp"
#include "http/tokens.hpp"
#include "registry/registry.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace keelson::http {

/// RBAC as the registry has it: follows its Roles and bindings, makes the default ones, and keeps the rules of
/// ClusterRoles that aggregate as they should be. Threading: `open` and `stop` on the strand; what it answers, from any
/// thread.
class AccessControl : public std::enable_shared_from_this<AccessControl> {
public:
    /// After the registry was loaded. Default roles and bindings that are not there are submitted; they hold at once.
    static std::shared_ptr<AccessControl> open(Registry& registry);
    /// Before the registry goes.
    void stop();

    [[nodiscard]] Rbac const& rbac() const noexcept { return rbac_; }
    /// For ApiServerOptions.
    [[nodiscard]] Authorize authorize();

    /// For `Server::open`: whom `first` finds or, if he may and asks for it by `Impersonate-User`, another.
    [[nodiscard]] Authenticator with_impersonation(Authenticator first);

    /// Whether `user` may turn `before` (null: nothing) into `after`, the JSON of an object of that kind: nobody grants
    /// more than he has. Kinds that grant nothing are let through.
    [[nodiscard]] Result<> check_grant(User const& user, Kind const& kind, Object const* before,
                                       std::string_view after) const;

private:
    explicit AccessControl(Registry& registry) : registry_(&registry) {}
    void load();
    void take(std::vector<Change> const& changes);
    void make_defaults();
    void settle_aggregations();
    [[nodiscard]] ServedKind const* kind(std::string_view name) const;

    Registry* registry_;  // strand; null after stop
    Rbac rbac_;
};

/// The attributes of an attempt.
Attributes attributes_of(Attempt const& attempt);

/// Whether what a token is bound to is still there, with the uids that it names.
bool still_bound(TokenClaims const& claims, State const& state, KindTable const& kinds);

}  // namespace keelson::http

#endif
