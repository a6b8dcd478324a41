#include "controllers/deployment.hpp"

#include "controllers/claim.hpp"
#include "controllers/conditions.hpp"
#include "controllers/deployment_status.hpp"
#include "controllers/fleet.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/pod_template.hpp"
#include "controllers/revision.hpp"
#include "controllers/rollout_math.hpp"

#include <keelson/api/apps_v1.hpp>

#include <algorithm>
#include <limits>
#include <tuple>

namespace keelson {
namespace {

using namespace controllers;

ListScope pods_of(ReplicaSet const& set) {
    ListScope scope;
    scope.namespace_ = set.metadata.namespace_;
    scope.owner_uid = set.metadata.uid;
    return scope;
}

/// One reconcile of one Deployment.
class Rollout {
public:
    Rollout(View const& view, Deployment const& deployment, Selector const& selector, Plan& plan)
        : view_(view),
          deployment_(deployment),
          plan_(plan),
          fleet_(view, deployment, selector, plan),
          status_(deployment.status) {}

    void step();

private:
    void refresh_newest();
    void create_newest();
    [[nodiscard]] bool was_resized();
    void resize();
    void resize_in_proportion();
    void roll();
    void shrink_old_sets();
    void recreate();
    [[nodiscard]] bool old_pods_run();
    [[nodiscard]] std::int32_t count_available(Member const& member) const;
    [[nodiscard]] std::int64_t newest_revision();
    void drop_history();
    void note_revision(std::int64_t revision);
    void write(bool rollout);

    View const& view_;
    Deployment const& deployment_;
    Plan& plan_;
    Fleet fleet_;
    DeploymentStatus status_;  ///< as it was, with the conditions and collisions of this step
    std::string revision_;     ///< to be noted on the Deployment; empty: it is
};

void Rollout::step() {
    auto const& meta = deployment_.metadata;
    if (!meta.deletionTimestamp.empty() || namespace_ends(view_, meta.namespace_)) return write(false);
    note_pause(deployment_, status_.conditions, view_.now());
    refresh_newest();
    if (deployment_.spec.paused.value_or(false)) {
        resize();
        drop_history();
        return write(false);
    }
    if (was_resized()) resize();
    if (is_recreate(deployment_)) {
        recreate();
    } else {
        roll();
    }
    if (is_complete(deployment_, count_replicas(deployment_, status_, fleet_, view_.now()))) drop_history();
    write(true);
}

/// The revision that the newest ReplicaSet should have: one more than any other.
std::int64_t Rollout::newest_revision() {
    std::int64_t highest = 0;
    for (auto const* const member : fleet_.old())
        highest = std::max(highest, number_in(member->set().metadata.annotations, revision_annotation).value_or(0));
    return highest + 1;
}

void Rollout::note_revision(std::int64_t revision) {
    auto const& annotations = deployment_.metadata.annotations;
    if (number_in(annotations, revision_annotation) != revision) revision_ = std::to_string(revision);
}

/// Brings the ReplicaSet of the current template up to date. One that was there before and is wanted again, as
/// after `kubectl rollout undo`, gets the highest revision.
void Rollout::refresh_newest() {
    auto* const newest = fleet_.newest();
    if (!newest) return;
    auto const revision = newest_revision();
    auto const& current = newest->set();
    auto const& annotations = current.metadata.annotations;
    if (revision_is_behind(annotations, revision)) raise_revision(newest->edit().metadata.annotations, revision);
    if (inherits_more(deployment_.metadata.annotations, newest->set().metadata.annotations))
        inherit(deployment_.metadata.annotations, newest->edit().metadata.annotations);
    if (newest->set().spec.minReadySeconds.value_or(0) != deployment_.spec.minReadySeconds.value_or(0))
        newest->edit().spec.minReadySeconds = deployment_.spec.minReadySeconds;
    note_revision(number_in(newest->set().metadata.annotations, revision_annotation).value_or(revision));
    if (has_progress_deadline(deployment_) && !find_condition(status_.conditions, "Progressing"))
        set_condition(status_.conditions,
                      progressing("True", "FoundNewReplicaSet",
                                  "Found new replica set \"" + newest->set().metadata.name + "\"", view_.now()));
}

void Rollout::create_newest() {
    auto const& meta = deployment_.metadata;
    auto const& from = deployment_.spec.template_;
    ReplicaSet set;
    set.metadata.namespace_ = meta.namespace_;
    std::string hash;
    // Whatever has this name is not this template's: the owned ones and the orphans were looked through before.
    for (auto collisions = status_.collisionCount.value_or(0);; ++collisions) {
        hash = template_hash(from, collisions);
        set.metadata.name = meta.name + "-" + hash;
        if (!view_.ref<ReplicaSet>({set.metadata.namespace_, set.metadata.name})) {
            if (collisions > 0) status_.collisionCount = collisions;
            break;
        }
    }
    set.metadata.ownerReferences = {owner_reference(deployment_)};
    set.spec.template_ = from;
    set.spec.template_->metadata.labels[template_hash_label] = hash;
    set.metadata.labels = set.spec.template_->metadata.labels;
    set.spec.selector = deployment_.spec.selector;
    set.spec.selector.matchLabels[template_hash_label] = hash;
    set.spec.minReadySeconds = deployment_.spec.minReadySeconds;
    auto const revision = newest_revision();
    auto const wanted = wanted_replicas(deployment_);
    auto const limits = rollout_limits(deployment_);
    inherit(meta.annotations, set.metadata.annotations);
    raise_revision(set.metadata.annotations, revision);
    note_sizes(set.metadata.annotations, wanted, wanted + limits.surge);
    set.spec.replicas = 0;
    note_revision(revision);
    if (has_progress_deadline(deployment_))
        set_condition(status_.conditions,
                      progressing("True", "NewReplicaSetCreated",
                                  "Created new replica set \"" + set.metadata.name + "\"", view_.now()));
    fleet_.add_newest(std::move(set));
}

/// Whether the Deployment's size has changed since its ReplicaSets got theirs.
bool Rollout::was_resized() {
    auto const wanted = wanted_replicas(deployment_);
    auto const active = Fleet::active(fleet_.all());
    return std::any_of(active.begin(), active.end(), [&](Member const* member) {
        auto const noted = number_in(member->set().metadata.annotations, desired_annotation);
        return noted && *noted != wanted;
    });
}

void Rollout::resize() {
    auto const wanted = wanted_replicas(deployment_);
    auto const old = fleet_.old();
    auto const active = Fleet::active(fleet_.all());
    if (active.size() <= 1) {
        // The one that has all the Pods, or the latest if there are none.
        auto* const only = !active.empty()   ? active.front()
                           : fleet_.newest() ? fleet_.newest()
                           : old.empty()     ? nullptr
                                             : old.back();
        if (only) fleet_.scale(*only, wanted);
        return;
    }
    auto const* const newest = fleet_.newest();
    auto const saturated = newest && newest->replicas() == wanted && newest->set().status.availableReplicas == wanted &&
                           number_in(newest->set().metadata.annotations, desired_annotation) == wanted;
    if (saturated) {
        for (auto* const member : Fleet::active(old)) fleet_.scale(*member, 0);
    } else if (!is_recreate(deployment_)) {
        resize_in_proportion();
    }
}

void Rollout::resize_in_proportion() {
    auto const wanted = wanted_replicas(deployment_);
    auto const surge = rollout_limits(deployment_).surge;
    auto active = Fleet::active(fleet_.all());
    // What grows, grows with the largest and newest first; what shrinks, with the largest and oldest.
    auto const grows = std::int64_t{wanted} + (wanted > 0 ? surge : 0) > fleet_.total_replicas();
    std::sort(active.begin(), active.end(), [&](Member const* a, Member const* b) {
        if (a->replicas() != b->replicas()) return a->replicas() > b->replicas();
        auto const &x = a->set().metadata, &y = b->set().metadata;
        auto const older = std::tie(x.creationTimestamp, x.name) < std::tie(y.creationTimestamp, y.name);
        return grows ? !older : older;
    });
    std::vector<Share> shares;
    for (auto const* const member : active) {
        auto const limit = number_in(member->set().metadata.annotations, limit_annotation).value_or(0);
        shares.push_back({.replicas = member->replicas(),
                          .limit_before = static_cast<std::int32_t>(
                              std::clamp<std::int64_t>(limit, 0, std::numeric_limits<std::int32_t>::max()))});
    }
    auto const sizes = proportional_sizes(shares, wanted, surge, deployment_.status.replicas);
    for (std::size_t i = 0; i < active.size(); ++i) fleet_.scale(*active[i], sizes[i]);
}

void Rollout::roll() {
    auto const wanted = wanted_replicas(deployment_);
    auto const limits = rollout_limits(deployment_);
    if (!fleet_.newest()) create_newest();
    auto& newest = *fleet_.newest();
    auto const size = newest.replicas();
    fleet_.scale(newest, size >= wanted ? wanted : grow_newest(size, fleet_.total_pods(), wanted, limits.surge));
    shrink_old_sets();
}

/// Pods of a ReplicaSet that are available at this very moment.
std::int32_t Rollout::count_available(Member const& member) const {
    if (!member.exists()) return 0;
    std::int32_t available = 0;
    auto const min_ready = member.set().spec.minReadySeconds.value_or(0);
    for (auto const& pod : view_.refs<Pod>(pods_of(member.set())))
        if (is_active(pod->index()) && is_available(*pod, min_ready, view_.now())) ++available;
    return available;
}

void Rollout::shrink_old_sets() {
    auto const old = Fleet::active(fleet_.old());
    if (old.empty()) return;
    auto const& newest = *fleet_.newest();
    auto const wanted = wanted_replicas(deployment_);
    auto const unavailable = rollout_limits(deployment_).unavailable;
    std::vector<OldSize> sizes;
    auto const count = [&](auto const& available_of) {
        sizes.clear();
        for (auto const* const member : old)
            sizes.push_back({.replicas = member->replicas(), .available = available_of(*member)});
        return shrink_old(sizes, {.replicas = newest.replicas(), .available = available_of(newest)}, wanted,
                          unavailable);
    };
    auto shrunk = count([](Member const& member) { return member.set().status.availableReplicas; });
    auto const unchanged = std::equal(shrunk.begin(), shrunk.end(), sizes.begin(), sizes.end(),
                                      [](std::int32_t size, OldSize const& before) { return size == before.replicas; });
    if (unchanged) return;
    // What a status says may be older than what has become of its Pods. Before anything that is available goes,
    // they are counted.
    shrunk = count([this](Member const& member) { return count_available(member); });
    for (std::size_t i = 0; i < old.size(); ++i) fleet_.scale(*old[i], shrunk[i]);
}

/// Whether a Pod of an old ReplicaSet may still run, one that is on its way out included.
bool Rollout::old_pods_run() {
    for (auto const* const member : fleet_.old()) {
        if (member->set().status.replicas > 0) return true;
        auto const pods = view_.refs<Pod>(pods_of(member->set()));
        if (std::any_of(pods.begin(), pods.end(), [](Ref const& pod) { return !is_finished(pod->index().phase); }))
            return true;
    }
    return false;
}

void Rollout::recreate() {
    auto const active = Fleet::active(fleet_.old());
    for (auto* const member : active) fleet_.scale(*member, 0);
    if (!active.empty() || old_pods_run()) return;
    if (!fleet_.newest()) create_newest();
    fleet_.scale(*fleet_.newest(), wanted_replicas(deployment_));
}

/// Removes the oldest revisions beyond the limit. Those that still have Pods stay.
void Rollout::drop_history() {
    auto const limit = deployment_.spec.revisionHistoryLimit;
    if (!limit || *limit == std::numeric_limits<std::int32_t>::max()) return;
    auto old = fleet_.old();
    std::erase_if(old, [](Member const* member) { return !member->set().metadata.deletionTimestamp.empty(); });
    auto const keep = static_cast<std::size_t>(std::max(*limit, 0));
    if (old.size() <= keep) return;
    auto const revision = [](Member const* member) {
        return number_in(member->set().metadata.annotations, revision_annotation).value_or(0);
    };
    std::stable_sort(old.begin(), old.end(),
                     [&](Member const* a, Member const* b) { return revision(a) < revision(b); });
    old.resize(old.size() - keep);
    for (auto const* const member : old) {
        auto const& set = member->set();
        auto const idle = set.status.replicas == 0 && member->replicas() == 0 && !member->changed() &&
                          set.metadata.generation.value_or(0) <= set.status.observedGeneration;
        if (idle) plan_.remove(set);
    }
}

void Rollout::write(bool rollout) {
    fleet_.write(plan_);
    auto status = count_replicas(deployment_, status_, fleet_, view_.now());
    if (rollout) {
        note_progress(deployment_, fleet_, status, view_.now());
        if (auto const wait = until_deadline(deployment_, status, view_.now())) plan_.requeue_after(*wait);
    }
    if (!equal(status, deployment_.status)) {
        auto changed = deployment_;
        changed.status = std::move(status);
        plan_.update_status(changed);
    }
    if (!revision_.empty()) {
        auto const& meta = deployment_.metadata;
        plan_.merge_patch(
            Deployment::type, {meta.namespace_, meta.name},
            std::string(R"({"metadata":{"annotations":{")") + revision_annotation + R"(":")" + revision_ + R"("}}})",
            false, meta.uid);
    }
}

Result<> reconcile(View const& view, ObjectKey const& key, Plan& plan) {
    auto const deployment = view.get<Deployment>(key);
    if (!deployment) return {};
    auto const selector = Selector::from(deployment->spec.selector);
    if (!selector) return selector.error();
    if (selector->everything()) return Error(Errc::invalid, "its selector selects all Pods", key.text());
    Rollout(view, *deployment, *selector, plan).step();
    return {};
}

/// Says in the status that the ReplicaSet of the current template could not be made.
void refused(View const& view, ObjectKey const& key, Error const& why, Plan& plan) {
    auto const deployment = view.get<Deployment>(key);
    if (!deployment || !deployment->metadata.deletionTimestamp.empty()) return;
    auto const selector = Selector::from(deployment->spec.selector);
    if (!selector) return;
    Plan unused;
    if (Fleet(view, *deployment, *selector, unused).newest()) return;
    constexpr auto const* reason = "ReplicaSetCreateError";
    auto const message = "Failed to create new replica set: " + why.message;
    plan.event(*deployment, true, reason, message);
    if (!has_progress_deadline(*deployment)) return;
    auto changed = *deployment;
    if (set_condition(changed.status.conditions, progressing("False", reason, message, view.now())))
        plan.update_status(changed);
}

}  // namespace

Controller deployment_controller() {
    return Controller::of<Deployment>("deployment", reconcile)
        .owns<ReplicaSet>()
        .watches<ReplicaSet>(adopters<Deployment>)
        .when_refused(refused);
}

}  // namespace keelson
