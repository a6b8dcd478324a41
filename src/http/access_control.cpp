#include "http/access_control.hpp"

#include "api/json.hpp"
#include "registry/transaction.hpp"

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr std::string_view rbac_group = "rbac.authorization.k8s.io";
constexpr std::string_view rbac_version = "rbac.authorization.k8s.io/v1";
constexpr std::array<std::string_view, 4> rbac_kinds = {"ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding"};

bool is_rbac(Kind const& kind) {
    return kind.group == rbac_group && std::find(rbac_kinds.begin(), rbac_kinds.end(), kind.name) != rbac_kinds.end();
}

bool has_uid(State const& state, KindTable const& kinds, std::string_view resource, std::string_view namespace_,
             TokenObject const& object) {
    if (object.empty()) return true;
    auto const* const kind = kinds.by_resource(resource);
    auto const found = kind != nullptr ? state.get(*kind->kind, namespace_, object.name) : nullptr;
    return found && found->index().uid == object.uid;
}

}  // namespace

std::shared_ptr<AccessControl> AccessControl::open(Registry& registry) {
    std::shared_ptr<AccessControl> control(new AccessControl(registry));
    control->load();
    Registry::Listener listener;
    listener.durable = [weak = std::weak_ptr(control)](std::vector<Change> const& changes) {
        if (auto const self = weak.lock()) self->take(changes);
    };
    listener.rebuilt = [weak = std::weak_ptr(control)] {
        if (auto const self = weak.lock()) self->load();
    };
    registry.listen(std::move(listener));
    control->make_defaults();
    return control;
}

void AccessControl::stop() { registry_ = nullptr; }

ServedKind const* AccessControl::kind(std::string_view name) const {
    return registry_->kinds().by_name(rbac_version, name);
}

void AccessControl::load() {
    if (registry_ == nullptr) return;
    rbac_.clear();
    for (auto const name : rbac_kinds) {
        auto const* const served = kind(name);
        if (served == nullptr) continue;
        for (auto const& object : registry_->durable().list(*served->kind, {})) {
            static_cast<void>(rbac_.set(name, object->bytes()));  // it was valid when it was written
        }
    }
}

void AccessControl::take(std::vector<Change> const& changes) {
    if (registry_ == nullptr) return;
    auto aggregations = false;
    for (auto const& change : changes) {
        auto const& object = change.after ? change.after : change.before;
        if (!object || !is_rbac(object->kind())) continue;
        auto const& name = object->kind().name;
        if (change.after) {
            static_cast<void>(rbac_.set(name, object->bytes()));
        } else {
            rbac_.remove(name, object->key().namespace_, object->key().name);
        }
        aggregations = aggregations || name == "ClusterRole";
    }
    if (aggregations) settle_aggregations();
}

void AccessControl::make_defaults() {
    std::vector<Operation> missing;
    for (auto& [name, object] : default_roles()) {
        auto const* const served = kind(name);
        auto const tree = parse_json(object);
        if (served == nullptr || !tree) continue;
        auto const own_name = std::string(string_at(*tree, {"metadata", "name"}));
        if (registry_->accepted().get(*served->kind, {}, own_name)) continue;
        static_cast<void>(rbac_.set(name, object));
        Operation create;
        create.kind = served;
        create.key.name = own_name;
        create.body = object;
        missing.push_back(std::move(create));
    }
    if (missing.empty()) return;
    registry_->submit(std::move(missing), {}, [](Result<BatchResult> const&) {});
}

/// The rules of a ClusterRole that aggregates are an outcome: written when they differ from what is stored.
void AccessControl::settle_aggregations() {
    auto const* const roles = kind("ClusterRole");
    std::vector<Operation> outdated;
    for (auto& [name, rules] : rbac_.aggregated()) {
        auto const stored = registry_->accepted().get(*roles->kind, {}, name);
        if (!stored) continue;
        auto const tree = parse_json(stored->bytes());
        if (!tree) continue;
        auto const* const now = find_path(*tree, {"rules"});
        if ((now == nullptr ? std::string("[]") : canonical(*now)) == rules) continue;
        Operation patch;
        patch.verb = Operation::Verb::merge_patch;
        patch.kind = roles;
        patch.key.name = name;
        patch.body = R"({"rules":)" + rules + "}";
        patch.remove.resource_version = std::to_string(stored->index().resource_version);
        outdated.push_back(std::move(patch));
    }
    if (outdated.empty()) return;
    WriteOptions options;
    options.manager = "clusterrole-aggregation-controller";
    // What was changed meanwhile comes here again.
    registry_->submit(std::move(outdated), options, [](Result<BatchResult> const&) {});
}

Authorize AccessControl::authorize() {
    return [self = shared_from_this()](Attempt const& attempt) -> std::optional<std::string> {
        auto const wanted = attributes_of(attempt);
        if (self->rbac_.allows(*attempt.user, wanted)) return std::nullopt;
        return refusal_text(*attempt.user, wanted);
    };
}

Authenticator AccessControl::with_impersonation(Authenticator first) {
    return [self = shared_from_this(), first = std::move(first)](Peer& peer, Request const& request) -> Result<User> {
        auto user = first(peer, request);
        if (!user) return user;
        return acting_user(self->rbac_, *user, request);
    };
}

Result<> AccessControl::check_grant(User const& user, Kind const& kind, Object const* before,
                                    std::string_view after) const {
    if (!is_rbac(kind)) return {};
    auto const old = before != nullptr ? before->bytes() : std::string_view();
    if (kind.name.ends_with("Binding")) return check_binding_write(rbac_, user, kind.name, after, old);
    return check_role_write(rbac_, user, kind.name, after, old);
}

Attributes attributes_of(Attempt const& attempt) {
    Attributes wanted;
    wanted.verb = attempt.verb;
    wanted.path = attempt.path;
    auto const& path = attempt.resource;
    wanted.is_resource = !path.resource.empty();
    wanted.group = path.group;
    wanted.version = path.version;
    wanted.resource = path.resource;
    wanted.subresource = path.subresource;
    wanted.name = path.name;
    wanted.namespace_ = path.namespace_;
    // A namespace lies in itself, so that its own admin may look at it.
    if (path.group.empty() && path.resource == "namespaces") wanted.namespace_ = path.name;
    return wanted;
}

bool still_bound(TokenClaims const& claims, State const& state, KindTable const& kinds) {
    return has_uid(state, kinds, "serviceaccounts", claims.namespace_, claims.service_account) &&
           has_uid(state, kinds, "pods", claims.namespace_, claims.pod) &&
           has_uid(state, kinds, "secrets", claims.namespace_, claims.secret) &&
           (claims.pod.empty() ? has_uid(state, kinds, "nodes", {}, claims.node) : true);
}

}  // namespace keelson::http
