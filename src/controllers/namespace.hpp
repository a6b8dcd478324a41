#ifndef KEELSON_CONTROLLERS_NAMESPACE_HPP
#define KEELSON_CONTROLLERS_NAMESPACE_HPP

#include <keelson/control/controller.hpp>

#include <string_view>
#include <vector>

namespace keelson::controllers {

/// What keeps a Namespace until its contents are gone: an entry of spec.finalizers that the registry puts there when
/// the Namespace is made, and that this controller takes off.
inline constexpr std::string_view namespace_finalizer = "kubernetes";

/// Keeps the ServiceAccount `default` in each active Namespace, and empties those that are being deleted: first what
/// may make Pods (workloads, and user kinds, whose own controllers may run in the namespace), then Pods with their
/// grace, then the rest, and service accounts, roles and quotas last; each stage when the one before is gone. The
/// conditions of the Namespace say what is left and which finalizers it waits for.
/// https://kubernetes.io/docs/tasks/administer-cluster/namespaces/
Controller namespace_controller();

/// For kinds that `namespace_controller` does not know: the Namespace to look at again after a change of an object
/// in it. An engine calls it, as the map of a watch, for every namespaced kind that is not built in; without that
/// the controller looks again after a few seconds.
[[nodiscard]] std::vector<ObjectKey> namespace_to_empty(View const& view, Object const* before, Object const* after);

}  // namespace keelson::controllers

#endif
