#include "registry/admission/admission.hpp"

namespace keelson::admission {

Ref Subject::get(std::string_view resource, std::string_view namespace_, std::string_view name) const {
    auto const* const found = kinds.by_resource(resource);
    return found ? state.get(*found->kind, namespace_, name) : nullptr;
}

std::vector<Ref> Subject::list(std::string_view resource) const {
    auto const* const found = kinds.by_resource(resource);
    if (!found) return {};
    return state.list(*found->kind, {.namespace_ = found->kind->namespaced() ? std::string_view(key.namespace_) : ""});
}

Error Subject::forbidden(std::string_view why) const {
    return {Errc::forbidden, kind.resource + " \"" + key.name + "\" is forbidden: " + std::string(why)};
}

Result<> complete(Subject const& subject, json::object& object) {
    if (subject.kind.resource == "ingresses.networking.k8s.io") return give_ingress_class(subject, object);
    if (subject.kind.resource == "persistentvolumeclaims") return give_storage_class(subject, object);
    if (subject.kind.resource != "pods") return {};
    for (auto const plug_in : {apply_limit_ranges, give_account, give_priority, give_runtime_class})
        if (auto const done = plug_in(subject, object); !done) return done.error();
    return {};
}

Result<> check_new(Subject const& subject, json::object const& object) {
    if (auto const fine = check_pod_security(subject, object, nullptr); !fine) return fine.error();
    return check_limit_ranges(subject, object);
}

Result<> check_changed(Subject const& subject, json::object const& object, json::object const& old) {
    if (auto const fine = check_pod_security(subject, object, &old); !fine) return fine.error();
    if (subject.kind.resource != "persistentvolumeclaims") return {};
    if (auto const fine = check_claim_resize(subject, object, old); !fine) return fine.error();
    return check_limit_ranges(subject, object);
}

}  // namespace keelson::admission
