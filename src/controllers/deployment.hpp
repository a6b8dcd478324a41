#ifndef KEELSON_CONTROLLERS_DEPLOYMENT_HPP
#define KEELSON_CONTROLLERS_DEPLOYMENT_HPP

#include <keelson/control/controller.hpp>

namespace keelson {

/// Keeps a ReplicaSet per version of a Deployment's Pod template and moves the replicas from the old ones to the
/// newest: rolling within maxSurge and maxUnavailable, or all at once (Recreate). It never touches Pods itself.
Controller deployment_controller();

}  // namespace keelson

#endif
