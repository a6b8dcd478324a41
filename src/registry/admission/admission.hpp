#ifndef KEELSON_SRC_REGISTRY_ADMISSION_ADMISSION_HPP
#define KEELSON_SRC_REGISTRY_ADMISSION_ADMISSION_HPP

#include "api/json.hpp"
#include "registry/kind_table.hpp"
#include "registry/state.hpp"

#include <keelson/core/entropy.hpp>
#include <keelson/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// Which parts of admission depend on what else an engine has.
struct AdmissionOptions {
    /// Every namespace has a ServiceAccount `default` from its first commit on, and a Pod needs an account that exists.
    bool service_accounts = false;
    /// Pods get a volume with a token of their account. Off, until nodes can carry such volumes.
    bool mount_tokens = false;
};

/// The built-in admission plug-ins of kube-apiserver, as far as they look at one object and the state beside it. Each
/// has a file of its own; quotas, which count, are in quota_ledger.hpp.
/// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
namespace admission {

/// What a plug-in is asked about.
struct Subject {
    ServedKind const& kind;
    ObjectKey const& key;
    State const& state;  ///< before the write
    KindTable const& kinds;
    Entropy& entropy;
    AdmissionOptions const& options;
    std::vector<std::string>& warnings;

    /// The object of a kind of Kubernetes' own, by its resource; null if there is none.
    [[nodiscard]] Ref get(std::string_view resource, std::string_view namespace_, std::string_view name) const;
    /// Those of the namespace of the subject, or of the whole cluster for a kind that has no namespaces.
    [[nodiscard]] std::vector<Ref> list(std::string_view resource) const;
    /// `pods "web" is forbidden: why`
    [[nodiscard]] Error forbidden(std::string_view why) const;
};

/// What a new object is given: after its defaults, before it is validated.
Result<> complete(Subject const& subject, json::object& object);
/// Whether a new object may be: after it was validated.
Result<> check_new(Subject const& subject, json::object const& object);
/// The same of a new version of an object.
Result<> check_changed(Subject const& subject, json::object const& object, json::object const& old);

// limit_ranges.cpp
Result<> apply_limit_ranges(Subject const& subject, json::object& pod);
Result<> check_limit_ranges(Subject const& subject, json::object const& object);
// service_accounts.cpp
Result<> give_account(Subject const& subject, json::object& pod);
// pod_classes.cpp
Result<> give_priority(Subject const& subject, json::object& pod);
Result<> give_runtime_class(Subject const& subject, json::object& pod);
// classes.cpp
Result<> give_storage_class(Subject const& subject, json::object& claim);
Result<> give_ingress_class(Subject const& subject, json::object& ingress);
Result<> check_claim_resize(Subject const& subject, json::object const& claim, json::object const& old);
// pod_security.cpp
Result<> check_pod_security(Subject const& subject, json::object const& object, json::object const* old);

}  // namespace admission
}  // namespace keelson

#endif
