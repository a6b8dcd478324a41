#include "registry/admission/admission.hpp"
#include "registry/rules/field_view.hpp"
#include "registry/rules/pod_spec.hpp"

/// Default classes of claims and ingresses, and what a class allows.
namespace keelson::admission {
namespace {

using rules::FieldView;

/// Of those that are marked as the default the newest, and of these the first by name.
Ref marked_as_default(Subject const& subject, std::string_view resource, std::string_view annotation) {
    Ref newest;
    for (auto const& object : subject.list(resource)) {
        auto const tree = parse_json(object->bytes());
        if (!tree || string_at(*tree, {"metadata", "annotations", annotation}) != "true") continue;
        if (!newest || newest->index().created < object->index().created) newest = object;
    }
    return newest;
}

Quantity storage_of(json::object const& claim) {
    FieldView const spec(rules::find(claim, "spec"), "spec");
    auto const resources = spec["resources"];
    auto const requests = resources["requests"];
    return rules::quantity_of(requests["storage"]).value_or(Quantity());
}

}  // namespace

Result<> give_storage_class(Subject const& subject, json::object& claim) {
    auto& spec = rules::ensure_object(claim, "spec");
    // "" is an answer too: no class.
    if (auto const* const said = rules::find(spec, "storageClassName"); said && !said->is_null()) return {};
    auto const found =
        marked_as_default(subject, "storageclasses.storage.k8s.io", "storageclass.kubernetes.io/is-default-class");
    if (found) spec["storageClassName"] = found->key().name;
    return {};
}

Result<> give_ingress_class(Subject const& subject, json::object& ingress) {
    FieldView const metadata(rules::find(ingress, "metadata"), "metadata");
    auto const annotations = metadata["annotations"];
    if (annotations["kubernetes.io/ingress.class"].present()) return {};
    auto& spec = rules::ensure_object(ingress, "spec");
    if (auto const* const said = rules::find(spec, "ingressClassName"); said && !said->is_null()) return {};
    auto const found =
        marked_as_default(subject, "ingressclasses.networking.k8s.io", "ingressclass.kubernetes.io/is-default-class");
    if (found) spec["ingressClassName"] = found->key().name;
    return {};
}

Result<> check_claim_resize(Subject const& subject, json::object const& claim, json::object const& old) {
    if (storage_of(claim) <= storage_of(old)) return {};
    FieldView const status(rules::find(old, "status"), "status");
    if (status["phase"].string() != "Bound")
        return subject.forbidden("Only bound persistent volume claims can be expanded");
    FieldView const spec(rules::find(old, "spec"), "spec");
    auto const used = subject.get("storageclasses.storage.k8s.io", {}, spec["storageClassName"].string());
    auto const tree = used ? parse_json(used->bytes()) : Result<json::value>(json::value());
    auto const* const allowed = tree ? find_path(*tree, {"allowVolumeExpansion"}) : nullptr;
    if (allowed && allowed->is_bool() && allowed->get_bool()) return {};
    return subject.forbidden(
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support "
        "resize");
}

}  // namespace keelson::admission
