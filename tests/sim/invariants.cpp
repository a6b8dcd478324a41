#include "invariants.hpp"

#include <keelson/api/codec.hpp>

#include <algorithm>

namespace keelson::sim {
namespace {

std::string controller_of(ObjectMeta const& metadata) {
    for (auto const& owner : metadata.ownerReferences) {
        if (owner.controller.value_or(false)) return owner.uid;
    }
    return {};
}

template <class T>
T read(std::string_view object) {
    T value;
    if (decode_published(type_desc<T>(), &value, object)) return value;
    return decode<T>(object).value();
}

bool holds_room(Invariants::PodFacts const& pod) {
    return !pod.node.empty() && pod.phase != "Succeeded" && pod.phase != "Failed";
}

}  // namespace

void Invariants::written(Revision revision, std::string_view key, std::optional<std::string_view> object) {
    if (revision != last_ + 1) violate("revision " + std::to_string(revision) + " came after " + std::to_string(last_));
    last_ = revision;
    if (object && object->find("\"resourceVersion\":\"" + std::to_string(revision) + "\"") == std::string_view::npos)
        violate(std::string(key) + " was written at revision " + std::to_string(revision) + " and says otherwise");
    if (key.starts_with("pods/")) pod_written(key, object);
    if (key.starts_with("replicasets.apps/")) set_written(key, object);
    if (key.starts_with("deployments.apps/")) deployment_written(key, object);
    if (key.starts_with("jobs.batch/")) job_written(key, object);
    if (key.starts_with("configmaps/")) map_written(key, object);
}

void Invariants::pod_written(std::string_view key, std::optional<std::string_view> object) {
    auto& slot = pods_[std::string(key)];
    auto const before = slot;
    if (holds_room(before)) {
        used_[before.node].cpu_millis -= before.cpu_millis;
        used_[before.node].pods -= 1;
    }
    if (!object) {
        if (!before.owner.empty() && !succeeded_[before.owner].contains(before.uid))
            over_[before.owner].insert(before.uid);
        pods_.erase(std::string(key));
        return;
    }
    auto const pod = read<Pod>(*object);
    PodFacts after;
    after.uid = pod.metadata.uid;
    after.node = pod.spec.nodeName;
    after.owner = controller_of(pod.metadata);
    after.phase = pod.status.phase;
    after.deleted = !pod.metadata.deletionTimestamp.empty();
    for (auto const& container : pod.spec.containers) {
        if (!container.resources) continue;
        auto const found = container.resources->requests.find("cpu");
        if (found != container.resources->requests.end()) after.cpu_millis += found->second.millis();
    }
    for (auto const& condition : pod.status.conditions) {
        if (condition.type == "Ready") after.ready = condition.status == "True";
    }
    for (auto const& container : pod.status.containerStatuses) after.restarts += container.restartCount;

    if (before.uid == after.uid) {
        if (!before.node.empty() && before.node != after.node)
            violate(std::string(key) + " moved from " + before.node + " to " + after.node);
        if (before.deleted && !after.deleted) violate(std::string(key) + " came back from its deletion");
        if (after.restarts < before.restarts) violate(std::string(key) + " had fewer restarts than before");
    }
    if (auto const ended = ended_.find(after.uid); ended != ended_.end() && after.phase != ended->second)
        violate(std::string(key) + " was " + ended->second + " and became " + after.phase);
    if (after.phase == "Succeeded" || after.phase == "Failed") {
        ended_.emplace(after.uid, after.phase);
        if (!after.owner.empty() && after.phase == "Succeeded" && !after.deleted)
            surely_[after.owner].insert(after.uid);
        if (!after.owner.empty() && after.phase == "Failed" && !after.deleted && !before.deleted)
            failed_[after.owner].insert(after.uid);
        if (!after.owner.empty()) (after.phase == "Succeeded" ? succeeded_ : over_)[after.owner].insert(after.uid);
    }
    if (after.deleted && !after.owner.empty()) over_[after.owner].insert(after.uid);
    slot = after;
    if (holds_room(after)) {
        used_[after.node].cpu_millis += after.cpu_millis;
        used_[after.node].pods += 1;
        check_room(after.node);
    }
    if (before.uid.empty()) check_ceiling(after.owner);
}

void Invariants::check_room(std::string const& node) {
    auto const& used = used_[node];
    if (used.cpu_millis > room_.cpu_millis || used.pods > room_.pods)
        violate(node + " has room for " + std::to_string(room_.cpu_millis) + "m of CPU and " +
                std::to_string(room_.pods) + " Pods and was given " + std::to_string(used.cpu_millis) + "m and " +
                std::to_string(used.pods));
}

/// A Deployment never has more Pods than its replicas and its surge, those on their way out aside.
void Invariants::check_ceiling(std::string const& owner) {
    auto const set =
        std::find_if(sets_.begin(), sets_.end(), [&](auto const& entry) { return entry.second.uid == owner; });
    if (set == sets_.end()) return;
    auto const deployment = std::find_if(deployments_.begin(), deployments_.end(),
                                         [&](auto const& entry) { return entry.second.uid == set->second.owner; });
    if (deployment == deployments_.end() || deployment->second.deleted) return;
    std::int32_t wanted = 0;
    for (auto const& [key, other] : sets_) {
        if (other.owner == set->second.owner) wanted += other.replicas;
    }
    std::int32_t active = 0;
    for (auto const& [key, pod] : pods_) {
        if (pod.owner == owner && !pod.deleted && pod.phase != "Failed" && pod.phase != "Succeeded") ++active;
    }
    if (active > set->second.replicas)
        violate(set->first + " wants " + std::to_string(set->second.replicas) + " Pods and made " +
                std::to_string(active));
}

void Invariants::set_written(std::string_view key, std::optional<std::string_view> object) {
    if (!object) {
        sets_.erase(std::string(key));
        return;
    }
    auto const set = read<ReplicaSet>(*object);
    SetFacts after{set.metadata.uid, controller_of(set.metadata), set.spec.replicas.value_or(1),
                   set.status.availableReplicas, set.status.readyReplicas};
    auto& slot = sets_[std::string(key)];
    auto const before = slot;
    slot = after;
    if (before.uid == after.uid && after.replicas < before.replicas) check_floor(key, before, after);
    if (before.uid != after.uid || after.replicas > before.replicas) {
        auto const deployment = std::find_if(deployments_.begin(), deployments_.end(),
                                             [&](auto const& entry) { return entry.second.uid == after.owner; });
        if (deployment == deployments_.end() || deployment->second.deleted) return;
        std::int32_t wanted = 0;
        for (auto const& [other_key, other] : sets_) {
            if (other.owner == after.owner) wanted += other.replicas;
        }
        // A Deployment that was made smaller meanwhile still has what it had.
        if (wanted > deployment->second.ceiling && wanted > before.replicas)
            violate(deployment->first + " may have " + std::to_string(deployment->second.ceiling) +
                    " Pods and asked for " + std::to_string(wanted));
    }
}

/// What a Deployment takes away must leave its floor standing, as far as its sets' statuses tell.
void Invariants::check_floor(std::string_view key, SetFacts const& before, SetFacts const& after) {
    auto const deployment = std::find_if(deployments_.begin(), deployments_.end(),
                                         [&](auto const& entry) { return entry.second.uid == after.owner; });
    if (deployment == deployments_.end() || deployment->second.deleted || !deployment->second.rolling) return;
    std::int32_t available = 0;
    for (auto const& [other_key, other] : sets_) {
        if (other.owner == after.owner) available += other.available;
    }
    auto const unavailable_here = std::max(0, before.replicas - before.available);
    auto const lost = std::max(0, before.replicas - after.replicas - unavailable_here);
    if (lost > 0 && available - lost < deployment->second.floor)
        violate(std::string(key) + " was scaled from " + std::to_string(before.replicas) + " to " +
                std::to_string(after.replicas) + " while " + std::to_string(available) +
                " Pods were available, of which " + std::to_string(deployment->second.floor) + " must stay");
}

void Invariants::deployment_written(std::string_view key, std::optional<std::string_view> object) {
    if (!object) {
        deployments_.erase(std::string(key));
        return;
    }
    auto const deployment = read<Deployment>(*object);
    DeploymentFacts facts;
    facts.uid = deployment.metadata.uid;
    facts.replicas = deployment.spec.replicas.value_or(1);
    facts.deleted = !deployment.metadata.deletionTimestamp.empty();
    facts.rolling = deployment.spec.strategy->type == "RollingUpdate";
    auto surge = 0, unavailable = 0;
    if (facts.rolling && deployment.spec.strategy->rollingUpdate) {
        surge = deployment.spec.strategy->rollingUpdate->maxSurge.value_or(0).of(facts.replicas, true).value();
        unavailable =
            deployment.spec.strategy->rollingUpdate->maxUnavailable.value_or(0).of(facts.replicas, false).value();
        if (surge == 0 && unavailable == 0) unavailable = 1;
    }
    facts.floor = facts.replicas - unavailable;
    facts.ceiling = facts.replicas + surge;
    deployments_[std::string(key)] = facts;
}

void Invariants::job_written(std::string_view key, std::optional<std::string_view> object) {
    if (!object) return;
    auto const job = read<Job>(*object);
    auto const& uid = job.metadata.uid;
    auto const& status = job.status;
    auto& before = counted_[uid];
    if (status.succeeded < before.first || status.failed < before.second)
        violate(std::string(key) + " counted backwards");
    before = {status.succeeded, status.failed};
    auto const succeeded = static_cast<std::int32_t>(succeeded_[uid].size()),
               over = static_cast<std::int32_t>(over_[uid].size());
    if (status.succeeded > succeeded)
        violate(std::string(key) + " counts " + std::to_string(status.succeeded) + " that succeeded, and " +
                std::to_string(succeeded) + " did");
    if (status.failed > over)
        violate(std::string(key) + " counts " + std::to_string(status.failed) + " that failed, and " +
                std::to_string(over) + " did");
}

/// Nobody deletes a shared ConfigMap by hand: while an owner that stays is there, neither may the collector.
void Invariants::map_written(std::string_view key, std::optional<std::string_view> object) {
    if (object) {
        maps_[std::string(key)] = read<ConfigMap>(*object).metadata;
        return;
    }
    auto const gone = maps_.extract(maps_.find(key)).mapped();
    if (!gone.name.starts_with("shared-")) return;
    for (auto const& owner : gone.ownerReferences) {
        auto const found =
            std::find_if(maps_.begin(), maps_.end(), [&](auto const& entry) { return entry.second.uid == owner.uid; });
        if (found != maps_.end() && found->second.deletionTimestamp.empty())
            violate(gone.name + " was collected while its owner " + owner.name + " was there");
    }
}

}  // namespace keelson::sim
