#include "controllers/volume_match.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::controllers {

namespace {

Quantity storage_in(std::map<std::string, Quantity> const& amounts) {
    auto const found = amounts.find("storage");
    return found == amounts.end() ? Quantity() : found->second;
}

bool holds(NodeSelectorRequirement const& wanted, std::string const* value) {
    auto const number = [](std::string const& text) {
        std::int64_t parsed = 0;
        auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
        return error == std::errc{} && stop == text.data() + text.size() ? std::optional(parsed) : std::nullopt;
    };
    auto const listed = value && std::find(wanted.values.begin(), wanted.values.end(), *value) != wanted.values.end();
    if (wanted.operator_ == "In") return listed;
    if (wanted.operator_ == "NotIn") return !listed;
    if (wanted.operator_ == "Exists") return value != nullptr;
    if (wanted.operator_ == "DoesNotExist") return value == nullptr;
    if (!value || wanted.values.size() != 1) return false;
    auto const theirs = number(*value);
    auto const limit = number(wanted.values.front());
    if (!theirs || !limit) return false;
    return wanted.operator_ == "Gt" ? *theirs > *limit : wanted.operator_ == "Lt" && *theirs < *limit;
}

bool matches(NodeSelectorTerm const& term, Node const& node) {
    // An empty term selects nothing.
    if (term.matchExpressions.empty() && term.matchFields.empty()) return false;
    auto const& labels = node.metadata.labels;
    auto const by_label = [&](NodeSelectorRequirement const& wanted) {
        auto const found = labels.find(wanted.key);
        return holds(wanted, found == labels.end() ? nullptr : &found->second);
    };
    auto const by_field = [&](NodeSelectorRequirement const& wanted) {
        return wanted.key == "metadata.name" && holds(wanted, &node.metadata.name);
    };
    return std::all_of(term.matchExpressions.begin(), term.matchExpressions.end(), by_label) &&
           std::all_of(term.matchFields.begin(), term.matchFields.end(), by_field);
}

std::string mode_of(std::optional<std::string> const& mode) { return mode && !mode->empty() ? *mode : "Filesystem"; }

}  // namespace

Quantity requested_storage(PersistentVolumeClaim const& claim) {
    return claim.spec.resources ? storage_in(claim.spec.resources->requests) : Quantity();
}

Quantity storage_capacity(PersistentVolume const& volume) { return storage_in(volume.spec.capacity); }

bool refers_to(PersistentVolume const& volume, PersistentVolumeClaim const& claim) noexcept {
    auto const& ref = volume.spec.claimRef;
    return ref && ref->name == claim.metadata.name && ref->namespace_ == claim.metadata.namespace_ &&
           (ref->uid.empty() || ref->uid == claim.metadata.uid);
}

std::string mismatch(PersistentVolume const& volume, PersistentVolumeClaim const& claim) {
    if (storage_capacity(volume) < requested_storage(claim)) return "requested PV is too small";
    if (volume.spec.storageClassName != claim.spec.storageClassName.value_or(""))
        return "storageClassName does not match";
    if (mode_of(volume.spec.volumeMode) != mode_of(claim.spec.volumeMode)) return "incompatible volumeMode";
    if (volume.spec.volumeAttributesClassName.value_or("") != claim.spec.volumeAttributesClassName.value_or(""))
        return "volumeAttributesClassName does not match";
    auto const& offered = volume.spec.accessModes;
    for (auto const& mode : claim.spec.accessModes)
        if (std::find(offered.begin(), offered.end(), mode) == offered.end()) return "incompatible accessMode";
    return {};
}

bool reachable(PersistentVolume const& volume, Node const& node) {
    if (!volume.spec.nodeAffinity || !volume.spec.nodeAffinity->required) return true;
    auto const& terms = volume.spec.nodeAffinity->required->nodeSelectorTerms;
    return std::any_of(terms.begin(), terms.end(), [&](NodeSelectorTerm const& term) { return matches(term, node); });
}

std::shared_ptr<PersistentVolume const> reserved_volume(View const& view, PersistentVolumeClaim const& claim) {
    for (auto& volume : view.list<PersistentVolume>())
        if (volume->metadata.deletionTimestamp.empty() && refers_to(*volume, claim) && mismatch(*volume, claim).empty())
            return std::move(volume);
    return nullptr;
}

std::shared_ptr<PersistentVolume const> free_volume(View const& view, PersistentVolumeClaim const& claim,
                                                    Node const* node) {
    auto selector = Selector();
    if (claim.spec.selector) {
        auto const given = Selector::from(*claim.spec.selector);
        if (!given) return nullptr;
        selector = *given;
    }
    std::shared_ptr<PersistentVolume const> best;
    for (auto& volume : view.list<PersistentVolume>()) {
        if (!volume->metadata.deletionTimestamp.empty() || volume->spec.claimRef) continue;
        if (!mismatch(*volume, claim).empty() || !selector.matches(volume->metadata.labels)) continue;
        if (node && !reachable(*volume, *node)) continue;
        // In the order of names where sizes are the same.
        if (!best || storage_capacity(*volume) < storage_capacity(*best)) best = std::move(volume);
    }
    return best;
}

std::shared_ptr<StorageClass const> default_class(View const& view) {
    std::shared_ptr<StorageClass const> newest;
    for (auto& each : view.list<StorageClass>()) {
        auto const mark = each->metadata.annotations.find("storageclass.kubernetes.io/is-default-class");
        if (mark == each->metadata.annotations.end() || mark->second != "true") continue;
        if (!newest || newest->metadata.creationTimestamp < each->metadata.creationTimestamp) newest = std::move(each);
    }
    return newest;
}

}  // namespace keelson::controllers
