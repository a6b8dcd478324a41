#ifndef KEELSON_CONTROLLERS_DISRUPTION_HPP
#define KEELSON_CONTROLLERS_DISRUPTION_HPP

#include <keelson/control/controller.hpp>

namespace keelson::controllers {

/// Keeps the status of PodDisruptionBudgets: how many of their Pods are healthy, how many must be, and so how many may
/// be evicted. The eviction itself takes one off in its own transaction.
/// https://kubernetes.io/docs/tasks/run-application/configure-pdb/
Controller disruption_controller();

}  // namespace keelson::controllers

#endif
