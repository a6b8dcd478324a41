#ifndef KEELSON_CONTROLLERS_REPLICASET_HPP
#define KEELSON_CONTROLLERS_REPLICASET_HPP

#include <keelson/control/controller.hpp>

namespace keelson {

/// Keeps as many Pods of a ReplicaSet as it asks for: creates what is missing, deletes the least useful of what is
/// too many, adopts and releases Pods as their labels change, and counts them in its status.
Controller replica_set_controller();

}  // namespace keelson

#endif
