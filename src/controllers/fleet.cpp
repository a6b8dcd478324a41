#include "controllers/fleet.hpp"

#include "controllers/claim.hpp"
#include "controllers/pod_template.hpp"
#include "controllers/revision.hpp"
#include "controllers/rollout_math.hpp"

#include <algorithm>
#include <tuple>

namespace keelson::controllers {
namespace {

bool has_template(Member const& member, PodTemplateSpec const& wanted,
                  bool (*same)(PodTemplateSpec const&, PodTemplateSpec const&)) {
    auto const& spec = member.set().spec;
    return spec.template_ && same(*spec.template_, wanted);
}

}  // namespace

Fleet::Fleet(View const& view, Deployment const& deployment, Selector const& selector, Plan& plan)
    : deployment_(&deployment),
      wanted_(wanted_replicas(deployment)),
      limit_(wanted_ + rollout_limits(deployment).surge) {
    auto const claim = find_claim(view, ReplicaSet::type, deployment.metadata, selector);
    for (auto const& child : claim.let_go) plan_release(plan, ReplicaSet::type, *child, deployment.metadata.uid);
    for (auto const& child : claim.owned) members_.emplace_back(view.typed<ReplicaSet>(child));
    for (auto const& child : claim.adopt) {
        auto& member = members_.emplace_back(view.typed<ReplicaSet>(child));
        member.edit().metadata.ownerReferences = adopted_references(*child, owner_reference(deployment));
    }
    std::sort(members_.begin(), members_.end(), [](Member const& a, Member const& b) {
        auto const &x = a.set().metadata, &y = b.set().metadata;
        return std::tie(x.creationTimestamp, x.name) < std::tie(y.creationTimestamp, y.name);
    });
    for (auto const same : {identical_template, same_template}) {
        auto const found = std::find_if(members_.begin(), members_.end(), [&](Member const& member) {
            return has_template(member, deployment.spec.template_, same);
        });
        if (found == members_.end()) continue;
        newest_ = &*found;
        break;
    }
}

std::vector<Member*> Fleet::old() {
    std::vector<Member*> members;
    for (auto& member : members_)
        if (&member != newest_) members.push_back(&member);
    return members;
}

std::vector<Member*> Fleet::active(std::vector<Member*> members) {
    std::erase_if(members, [](Member const* member) { return member->replicas() <= 0; });
    return members;
}

std::vector<Member*> Fleet::all() {
    auto members = old();
    if (newest_) members.push_back(newest_);
    return members;
}

std::int64_t Fleet::total_replicas() const noexcept {
    std::int64_t total = 0;
    for (auto const& member : members_) total += member.replicas();
    return total;
}

std::int64_t Fleet::total_pods() const noexcept {
    std::int64_t total = 0;
    for (auto const& member : members_) total += std::max(member.replicas(), member.set().status.replicas);
    return total;
}

void Fleet::scale(Member& member, std::int32_t replicas) {
    if (member.replicas() == replicas && !sizes_differ(member.set().metadata.annotations, wanted_, limit_)) return;
    auto& set = member.edit();
    set.spec.replicas = replicas;
    note_sizes(set.metadata.annotations, wanted_, limit_);
}

void Fleet::write(Plan& plan) const {
    for (auto const& member : members_) {
        if (!member.changed()) continue;
        if (member.exists()) {
            plan.update(member.set());
        } else {
            plan.create(member.set());
        }
        auto const before = member.exists() ? member.read()->spec.replicas.value_or(1) : 0;
        auto const after = member.replicas();
        if (before == after) continue;
        plan.event(*deployment_, false, "ScalingReplicaSet",
                   std::string("Scaled ") + (after > before ? "up" : "down") + " replica set " +
                       member.set().metadata.name + " from " + std::to_string(before) + " to " + std::to_string(after));
    }
}

}  // namespace keelson::controllers
