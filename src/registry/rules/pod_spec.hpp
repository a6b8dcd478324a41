#ifndef KEELSON_SRC_REGISTRY_RULES_POD_SPEC_HPP
#define KEELSON_SRC_REGISTRY_RULES_POD_SPEC_HPP

#include "registry/rules/field_view.hpp"

#include <keelson/api/quantity.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rules of a PodSpec, wherever it stands: in a Pod or in the template of a workload.
namespace keelson::rules {

/// What the parts of a PodSpec must know of the whole.
struct PodScope {
    bool is_pod = false;        ///< a Pod itself, not a template
    std::string_view pod_name;  ///< of a Pod
    std::int64_t grace = 30;    ///< terminationGracePeriodSeconds
    bool host_users = true;
    std::string_view restart_policy;
    /// Volumes that are right, by name.
    std::vector<std::pair<std::string_view, boost::json::object const*>> volumes;
    std::vector<std::string_view> claims;  ///< names in resourceClaims

    [[nodiscard]] boost::json::object const* volume(std::string_view name) const;
};

// pod_defaults.cpp
/// Before the Schema's defaults: drops what says nothing ("" and 0) and so is to be defaulted, and gives a
/// volume without a source an emptyDir.
void prepare_pod_spec(boost::json::object& spec);
/// After them: what depends on other fields (imagePullPolicy).
void default_pod_spec(boost::json::object& spec);
/// Guaranteed, Burstable or BestEffort.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
std::string_view qos_class(boost::json::object const& spec);

// pod_spec.cpp
void validate_pod_spec(FieldView const& spec, bool is_pod, std::string_view pod_name, FieldErrors& errors);
/// Labels, annotations and spec of a template.
void validate_pod_template(FieldView const& pod_template, FieldErrors& errors);
/// Annotations of a Pod or template that mean something to Kubernetes itself.
void validate_pod_annotations(FieldView const& annotations, FieldErrors& errors);

// containers.cpp
void validate_containers(FieldView const& spec, PodScope const& scope, FieldErrors& errors);

// container_parts.cpp
void validate_env(FieldView const& container, PodScope const& scope, FieldErrors& errors);
void validate_mounts(FieldView const& container, PodScope const& scope, FieldErrors& errors);
void validate_ports(FieldView const& container, FieldErrors& errors);
void validate_object_field(FieldView const& selector, bool in_volume, FieldErrors& errors);
void validate_resource_field(FieldView const& selector, bool in_volume, FieldErrors& errors);

// probes.cpp
enum class ProbeKind : std::uint8_t { liveness, readiness, startup };
void validate_probe(FieldView const& probe, ProbeKind kind, PodScope const& scope, FieldErrors& errors);
void validate_lifecycle(FieldView const& lifecycle, PodScope const& scope, FieldErrors& errors);

// resources.cpp
/// The quantity in a field, if it is one.
std::optional<Quantity> quantity_of(FieldView const& field);
/// Requests and limits: names, amounts, request <= limit, claims.
void validate_resources(FieldView const& resources, PodScope const& scope, bool of_pod, FieldErrors& errors);
/// Pod-level resources against those of the containers.
void validate_pod_resources(FieldView const& spec, PodScope const& scope, FieldErrors& errors);
/// An amount of a resource: not negative, and whole where the resource has no parts.
void validate_amount(std::string_view resource, FieldView const& amount, std::string const& path, FieldErrors& errors);
using Amounts = std::map<std::string, Quantity, std::less<>>;
/// What the containers of a Pod ask for together, init containers taken into account; or with "limits" what they are
/// bounded by.
Amounts amounts_of_containers(boost::json::object const& spec, std::string_view part = "requests");
/// The same of the Pod as a whole: what it says itself comes before the sum of its containers, and its overhead comes
/// on top.
Amounts amounts_of_pod(boost::json::object const& spec, std::string_view part, bool with_overhead = true);

// security.cpp
void validate_security_context(FieldView const& context, PodScope const& scope, FieldErrors& errors);
void validate_pod_security_context(FieldView const& spec, FieldErrors& errors);
void validate_os(FieldView const& spec, FieldErrors& errors);

// volumes.cpp
/// Checks the volumes of a PodSpec and notes those that are right in `scope`.
void validate_volumes(FieldView const& spec, PodScope& scope, FieldErrors& errors);
/// The source of a PersistentVolume; false if it has none.
void validate_persistent_volume_source(FieldView const& spec, std::string_view name, FieldErrors& errors);
/// "must be a relative path", "must not contain '..'", "must not start with '..'".
void validate_local_path(FieldView const& path, FieldErrors& errors);
void validate_descending_path(FieldView const& path, FieldErrors& errors);
void validate_no_backsteps(FieldView const& path, FieldErrors& errors);

// storage.cpp
void validate_claim_spec(FieldView const& spec, FieldErrors& errors);

// scheduling.cpp
void validate_affinity(FieldView const& affinity, FieldErrors& errors);
void validate_node_selector(FieldView const& selector, FieldErrors& errors);
void validate_tolerations(FieldView const& tolerations, FieldErrors& errors);
void validate_spread_constraints(FieldView const& constraints, FieldErrors& errors);

/// An update of a Pod's spec: images, a shorter deadline, more tolerations, fewer gates, and nothing else.
void validate_pod_spec_update(boost::json::value const* spec, boost::json::value const* old, FieldErrors& errors);

// pod_parts.cpp
/// What is written through a Pod's subresources: its ephemeral containers, which only come, and the resources of its
/// containers.
PartRules const* pod_parts();

}  // namespace keelson::rules

#endif
