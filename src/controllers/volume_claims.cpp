#include "controllers/conditions.hpp"
#include "controllers/pod_state.hpp"
#include "controllers/volume_match.hpp"
#include "controllers/volumes.hpp"

#include <algorithm>
#include <utility>

namespace keelson::controllers {

namespace {

constexpr char const* claim_protection = "kubernetes.io/pvc-protection";
constexpr char const* volume_protection = "kubernetes.io/pv-protection";
constexpr char const* bind_completed = "pv.kubernetes.io/bind-completed";
constexpr char const* bound_by_controller = "pv.kubernetes.io/bound-by-controller";
constexpr char const* provisioned_by = "pv.kubernetes.io/provisioned-by";
constexpr char const* storage_provisioner = "volume.kubernetes.io/storage-provisioner";
constexpr char const* selected_node = "volume.kubernetes.io/selected-node";

std::string annotation(ObjectMeta const& meta, char const* key) {
    auto const found = meta.annotations.find(key);
    return found == meta.annotations.end() ? std::string() : found->second;
}

bool uses(Pod const& pod, std::string_view claim) {
    return std::any_of(pod.spec.volumes.begin(), pod.spec.volumes.end(), [&](Volume const& volume) {
        if (volume.ephemeral) return pod.metadata.name + "-" + volume.name == claim;
        return volume.persistentVolumeClaim && volume.persistentVolumeClaim->claimName == claim;
    });
}

bool in_use(View const& view, PersistentVolumeClaim const& claim) {
    for (auto const& ref : view.refs<Pod>({.namespace_ = claim.metadata.namespace_})) {
        if (ref->index().node.empty() || is_finished(ref->index().phase)) continue;
        if (uses(*view.typed<Pod>(ref), claim.metadata.name)) return true;
    }
    return false;
}

NodeSelectorTerm term_of_node(Node const& node) {
    auto const label = node.metadata.labels.find("kubernetes.io/hostname");
    NodeSelectorTerm term;
    if (label != node.metadata.labels.end()) {
        term.matchExpressions.push_back({.key = label->first, .operator_ = "In", .values = {label->second}});
    } else {
        term.matchFields.push_back({.key = "metadata.name", .operator_ = "In", .values = {node.metadata.name}});
    }
    return term;
}

/// One decision about one claim.
class ClaimStep {
public:
    ClaimStep(View const& view, PersistentVolumeClaim const& claim, VolumeOptions const& options, Plan& plan)
        : view_(view), claim_(claim), options_(options), plan_(plan), wanted_(claim) {}

    void run() {
        auto& finalizers = wanted_.metadata.finalizers;
        auto const kept = std::find(finalizers.begin(), finalizers.end(), claim_protection);
        if (!claim_.metadata.deletionTimestamp.empty()) {
            if (kept == finalizers.end() || in_use(view_, claim_)) return;
            finalizers.erase(kept);
            plan_.update(wanted_);
            return;
        }
        if (kept == finalizers.end()) finalizers.emplace_back(claim_protection);
        if (wanted_.status.phase.empty()) wanted_.status.phase = "Pending";
        if (!annotation(claim_.metadata, bind_completed).empty()) {
            keep();
        } else if (!claim_.spec.volumeName.empty()) {
            bind_named();
        } else {
            find();
        }
        write();
    }

private:
    void keep();
    void lose(char const* reason, char const* message);
    void grow(PersistentVolume const& volume);
    void bind_named();
    void find();
    void bind(PersistentVolume const& volume);
    void state_bound(PersistentVolume const& volume);
    void provision(StorageClass const& from, Node const* node);
    [[nodiscard]] std::string cannot_provision(StorageClass const& from) const;
    [[nodiscard]] PersistentVolume make_volume(StorageClass const& from, Node const* node) const;
    [[nodiscard]] ObjectReference reference() const;
    void write();

    View const& view_;
    PersistentVolumeClaim const& claim_;
    VolumeOptions const& options_;
    Plan& plan_;
    PersistentVolumeClaim wanted_;
};

void ClaimStep::keep() {
    auto const volume = view_.get<PersistentVolume>({"", claim_.spec.volumeName});
    if (!volume) return lose("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    if (!volume->spec.claimRef) return bind(*volume);  // cut while it was bound
    if (!refers_to(*volume, claim_))
        return lose("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
    if (volume->spec.claimRef->uid.empty()) return bind(*volume);
    grow(*volume);
}

void ClaimStep::lose(char const* reason, char const* message) {
    if (wanted_.status.phase == "Lost") return;
    wanted_.status.phase = "Lost";
    wanted_.status.capacity.clear();
    wanted_.status.accessModes.clear();
    plan_.event(claim_, true, reason, message);
}

// A directory has no size of its own: a larger one is a matter of writing it down.
void ClaimStep::grow(PersistentVolume const& volume) {
    auto const requested = requested_storage(claim_);
    auto const from = view_.get<StorageClass>({"", volume.spec.storageClassName});
    auto const may = from && from->allowVolumeExpansion.value_or(false) &&
                     annotation(volume.metadata, provisioned_by) == local_path_provisioner;
    if (!may || !(storage_capacity(volume) < requested)) return state_bound(volume);
    auto larger = volume;
    larger.spec.capacity["storage"] = requested;
    plan_.update(larger);
    plan_.event(claim_, false, "VolumeResizeSuccessful", "Resize volume succeeded");
    state_bound(larger);
}

void ClaimStep::bind_named() {
    auto const volume = view_.get<PersistentVolume>({"", claim_.spec.volumeName});
    if (!volume || !volume->metadata.deletionTimestamp.empty()) return;
    if (volume->spec.claimRef && !refers_to(*volume, claim_)) {
        plan_.event(claim_, true, "FailedBinding",
                    "volume \"" + volume->metadata.name + "\" already bound to a different claim.");
        return;
    }
    if (auto const why = mismatch(*volume, claim_); !why.empty()) {
        plan_.event(claim_, true, "VolumeMismatch",
                    "Cannot bind to requested volume \"" + volume->metadata.name + "\": " + why);
        return;
    }
    bind(*volume);
}

void ClaimStep::find() {
    if (!claim_.spec.storageClassName) {
        // A class that becomes the default later is taken then.
        if (auto const standard = default_class(view_)) wanted_.spec.storageClassName = standard->metadata.name;
    }
    if (auto const reserved = reserved_volume(view_, wanted_)) return bind(*reserved);

    auto const class_name = wanted_.spec.storageClassName.value_or("");
    auto const from = class_name.empty() ? nullptr : view_.get<StorageClass>({"", class_name});
    std::shared_ptr<Node const> node;
    if (from && from->volumeBindingMode.value_or("") == "WaitForFirstConsumer") {
        auto const name = annotation(claim_.metadata, selected_node);
        node = name.empty() ? nullptr : view_.get<Node>({"", name});
        if (!node) {
            plan_.event(claim_, false, "WaitForFirstConsumer",
                        "waiting for first consumer to be created before binding");
            return;
        }
    }
    if (auto const free = free_volume(view_, wanted_, node.get())) return bind(*free);
    if (class_name.empty()) {
        plan_.event(claim_, false, "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
    } else if (!from) {
        plan_.event(claim_, true, "ProvisioningFailed", "storageclass.storage.k8s.io \"" + class_name + "\" not found");
    } else {
        provision(*from, node.get());
    }
}

ObjectReference ClaimStep::reference() const {
    return {.apiVersion = "v1",
            .kind = "PersistentVolumeClaim",
            .name = claim_.metadata.name,
            .namespace_ = claim_.metadata.namespace_,
            .uid = claim_.metadata.uid};
}

// The volume first: on a remote cluster a plan that is cut leaves a volume that is reserved for this claim, and the
// next one finds it.
void ClaimStep::bind(PersistentVolume const& volume) {
    auto bound = volume;
    if (!bound.spec.claimRef) bound.metadata.annotations[bound_by_controller] = "yes";
    if (!bound.spec.claimRef || bound.spec.claimRef->uid.empty()) {
        bound.spec.claimRef = reference();
        plan_.update(bound);
    }
    state_bound(bound);
}

void ClaimStep::state_bound(PersistentVolume const& volume) {
    if (wanted_.spec.volumeName.empty()) {
        wanted_.spec.volumeName = volume.metadata.name;
        wanted_.metadata.annotations[bound_by_controller] = "yes";
    }
    wanted_.metadata.annotations[bind_completed] = "yes";
    wanted_.status.phase = "Bound";
    wanted_.status.accessModes = volume.spec.accessModes;
    wanted_.status.capacity = volume.spec.capacity;
}

std::string ClaimStep::cannot_provision(StorageClass const& from) const {
    if (claim_.spec.selector) return "claim.Spec.Selector is not supported";
    if (claim_.spec.dataSource || claim_.spec.dataSourceRef) return "claim.Spec.DataSource is not supported";
    if (claim_.spec.volumeMode.value_or("") == "Block") return "volumeMode Block is not supported";
    if (!from.parameters.empty()) return "unknown parameter \"" + from.parameters.begin()->first + "\"";
    if (!from.mountOptions.empty()) return "mountOptions are not supported";
    return {};
}

void ClaimStep::provision(StorageClass const& from, Node const* node) {
    wanted_.metadata.annotations[storage_provisioner] = from.provisioner;
    if (from.provisioner != local_path_provisioner) {
        plan_.event(claim_, false, "ExternalProvisioning",
                    "Waiting for a volume to be created either by the external provisioner '" + from.provisioner +
                        "' or manually by the system administrator. If volume creation is delayed, please verify "
                        "that the provisioner is running and correctly registered.");
        return;
    }
    if (auto const why = cannot_provision(from); !why.empty()) {
        plan_.event(claim_, true, "ProvisioningFailed",
                    "failed to provision volume with StorageClass \"" + from.metadata.name + "\": " + why);
        return;
    }
    auto volume = make_volume(from, node);
    plan_.create(volume);
    plan_.event(claim_, false, "ProvisioningSucceeded", "Successfully provisioned volume " + volume.metadata.name);
    state_bound(volume);
}

PersistentVolume ClaimStep::make_volume(StorageClass const& from, Node const* node) const {
    auto const name = "pvc-" + claim_.metadata.uid;
    constexpr std::size_t file_name_length = 255;
    auto directory = claim_.metadata.namespace_ + "-" + claim_.metadata.name;
    directory.resize(std::min(directory.size(), file_name_length - name.size() - 1));

    PersistentVolume volume{.metadata = {.annotations = {{provisioned_by, std::string(local_path_provisioner)}},
                                         .finalizers = {volume_protection, std::string(local_path_finalizer)},
                                         .name = name},
                            .spec = {.accessModes = claim_.spec.accessModes,
                                     .capacity = {{"storage", requested_storage(claim_)}},
                                     .claimRef = reference(),
                                     .persistentVolumeReclaimPolicy = from.reclaimPolicy.value_or("Delete"),
                                     .storageClassName = from.metadata.name,
                                     .volumeMode = "Filesystem"}};
    volume.spec.hostPath.emplace(
        HostPathVolumeSource{.path = options_.directory + "/" + directory + "-" + name, .type = "DirectoryOrCreate"});
    std::vector<NodeSelectorTerm> terms;
    if (node) {
        terms.push_back(term_of_node(*node));
    } else {
        for (auto const& topology : from.allowedTopologies) {
            auto& term = terms.emplace_back();
            for (auto const& wanted : topology.matchLabelExpressions)
                term.matchExpressions.push_back({.key = wanted.key, .operator_ = "In", .values = wanted.values});
        }
    }
    if (!terms.empty()) volume.spec.nodeAffinity.emplace().required.emplace().nodeSelectorTerms = std::move(terms);
    return volume;
}

void ClaimStep::write() {
    auto const same_status = equal(wanted_.status, claim_.status);
    auto status = wanted_;
    if (!equal(wanted_.spec, claim_.spec) || !equal(wanted_.metadata, claim_.metadata)) {
        plan_.update(wanted_);
        // The version that was read is not the newest after that; the uid still is a precondition.
        status.metadata.resourceVersion.clear();
    }
    if (!same_status) plan_.update_status(status);
}

std::vector<ObjectKey> waiting_claims(View const& view) {
    std::vector<ObjectKey> keys;
    for (auto const& claim : view.refs<PersistentVolumeClaim>())
        if (claim->index().phase != "Bound" && claim->index().deleted.empty()) keys.push_back(claim->key());
    return keys;
}

std::vector<ObjectKey> claims_of_volume(View const& view, Object const* before, Object const* after) {
    std::vector<ObjectKey> keys;
    for (auto const* object : {before, after}) {
        if (!object) continue;
        auto const volume = decode<PersistentVolume>(*object);
        if (!volume) continue;
        if (auto const& claim = volume->spec.claimRef) {
            keys.push_back({claim->namespace_, claim->name});
        } else if (object == after) {
            return waiting_claims(view);
        }
    }
    return keys;
}

std::vector<ObjectKey> claims_of_pod(View const&, Object const* before, Object const* after) {
    // What matters is that a Pod lets go of its claims.
    auto const lets_go = before && !is_finished(before->index().phase) && (!after || is_finished(after->index().phase));
    if (!lets_go || before->bytes().find("\"volumes\":[") == std::string_view::npos) return {};
    auto const pod = decode<Pod>(*before);
    if (!pod) return {};
    std::vector<ObjectKey> keys;
    for (auto const& volume : pod->spec.volumes) {
        if (volume.persistentVolumeClaim)
            keys.push_back({pod->metadata.namespace_, volume.persistentVolumeClaim->claimName});
        if (volume.ephemeral) keys.push_back({pod->metadata.namespace_, pod->metadata.name + "-" + volume.name});
    }
    return keys;
}

std::vector<ObjectKey> claims_of_class(View const& view, Object const*, Object const* after) {
    return after ? waiting_claims(view) : std::vector<ObjectKey>();
}

}  // namespace

Controller volume_claim_controller(VolumeOptions options) {
    auto reconcile = [options = std::move(options)](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        if (auto const claim = view.get<PersistentVolumeClaim>(key)) ClaimStep(view, *claim, options, plan).run();
        return {};
    };
    return Controller::of<PersistentVolumeClaim>("volume-claim", std::move(reconcile))
        .watches<PersistentVolume>(claims_of_volume)
        .watches<Pod>(claims_of_pod)
        .watches<StorageClass>(claims_of_class);
}

}  // namespace keelson::controllers
