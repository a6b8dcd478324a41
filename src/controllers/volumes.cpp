#include "controllers/volumes.hpp"

#include "controllers/volume_match.hpp"

#include <algorithm>
#include <memory>
#include <string>

namespace keelson::controllers {

namespace {

constexpr char const* volume_protection = "kubernetes.io/pv-protection";
constexpr char const* bound_by_controller = "pv.kubernetes.io/bound-by-controller";
constexpr char const* provisioned_by = "pv.kubernetes.io/provisioned-by";

bool has_finalizer(PersistentVolume const& volume, std::string_view name) {
    auto const& all = volume.metadata.finalizers;
    return std::find(all.begin(), all.end(), name) != all.end();
}

bool is_ours(PersistentVolume const& volume) {
    auto const found = volume.metadata.annotations.find(provisioned_by);
    return found != volume.metadata.annotations.end() && found->second == local_path_provisioner;
}

/// One decision about one volume.
class VolumeStep {
public:
    VolumeStep(View const& view, PersistentVolume const& volume, Plan& plan)
        : view_(view), volume_(volume), plan_(plan), wanted_(volume) {}

    void run() {
        state_phase();
        state_finalizers();
        write();
        if (removed_) plan_.remove(volume_);
    }

private:
    [[nodiscard]] bool deleting() const { return !volume_.metadata.deletionTimestamp.empty(); }

    void state_phase() {
        auto const& reference = volume_.spec.claimRef;
        if (!reference || reference->uid.empty()) return enter("Available");
        auto const claim = view_.get<PersistentVolumeClaim>({reference->namespace_, reference->name});
        if (!claim || claim->metadata.uid != reference->uid) return release();
        if (claim->spec.volumeName == volume_.metadata.name) return enter("Bound");
        if (claim->spec.volumeName.empty()) return;  // on the way to being bound
        // The claim went elsewhere meanwhile.
        if (volume_.metadata.annotations.contains(bound_by_controller)) {
            wanted_.spec.claimRef.reset();
            wanted_.metadata.annotations.erase(bound_by_controller);
            return enter("Available");
        }
        if (is_ours(volume_)) release();
    }

    void release() {
        auto const& policy = volume_.spec.persistentVolumeReclaimPolicy;
        if (policy == "Delete" && is_ours(volume_)) {
            enter("Released");
            removed_ = !deleting();
        } else if (policy == "Delete") {
            fail("error getting deleter volume plugin for volume \"" + volume_.metadata.name +
                 "\": no deletable volume plugin matched");
        } else if (policy == "Recycle") {
            fail("no recyclable volume plugin matched");
        } else {
            enter("Released");
        }
    }

    void enter(std::string_view phase, std::string message = {}) {
        auto& status = wanted_.status;
        if (status.phase != phase) status.lastPhaseTransitionTime = view_.now().whole_seconds();
        status.phase = phase;
        status.message = std::move(message);
    }

    void fail(std::string message) {
        if (volume_.status.phase != "Failed") plan_.event(volume_, true, "VolumeFailedDelete", message);
        enter("Failed", std::move(message));
    }

    void state_finalizers() {
        auto& finalizers = wanted_.metadata.finalizers;
        if (!deleting()) {
            if (!has_finalizer(volume_, volume_protection)) finalizers.emplace_back(volume_protection);
            return;
        }
        if (wanted_.status.phase != "Bound") std::erase(finalizers, volume_protection);
        // Its data is to outlive it: there is no directory to wait for.
        if (volume_.spec.persistentVolumeReclaimPolicy != "Delete") std::erase(finalizers, local_path_finalizer);
    }

    void write() {
        auto const same_status = equal(wanted_.status, volume_.status);
        auto status = wanted_;
        // The status before the metadata: without its last finalizer the volume is gone.
        if (!same_status) plan_.update_status(status);
        if (equal(wanted_.spec, volume_.spec) && equal(wanted_.metadata, volume_.metadata)) return;
        auto rest = wanted_;
        if (!same_status) rest.metadata.resourceVersion.clear();
        plan_.update(rest);
    }

    View const& view_;
    PersistentVolume const& volume_;
    Plan& plan_;
    PersistentVolume wanted_;
    bool removed_ = false;
};

std::vector<ObjectKey> volumes_of_claim(View const& view, Object const* before, Object const* after) {
    std::vector<ObjectKey> keys;
    for (auto const* object : {before, after}) {
        if (!object) continue;
        auto const claim = decode<PersistentVolumeClaim>(*object);
        if (claim && !claim->spec.volumeName.empty()) keys.push_back({"", claim->spec.volumeName});
    }
    // A volume may be reserved for a claim that never said so.
    if (!after)
        for (auto const& volume : view.list<PersistentVolume>())
            if (volume->spec.claimRef && volume->spec.claimRef->uid == before->index().uid)
                keys.push_back({"", volume->metadata.name});
    return keys;
}

}  // namespace

Controller volume_controller() {
    auto reconcile = [](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        if (auto const volume = view.get<PersistentVolume>(key)) VolumeStep(view, *volume, plan).run();
        return {};
    };
    return Controller::of<PersistentVolume>("volume", reconcile).watches<PersistentVolumeClaim>(volumes_of_claim);
}

bool wants_directory_removed(PersistentVolume const& volume) {
    return !volume.metadata.deletionTimestamp.empty() && has_finalizer(volume, local_path_finalizer) &&
           !has_finalizer(volume, volume_protection) && is_ours(volume) &&
           volume.spec.persistentVolumeReclaimPolicy == "Delete" && volume.spec.hostPath.has_value();
}

}  // namespace keelson::controllers
