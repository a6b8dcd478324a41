#ifndef KEELSON_CONTROLLERS_POD_GARBAGE_HPP
#define KEELSON_CONTROLLERS_POD_GARBAGE_HPP

#include <keelson/control/controller.hpp>

#include <cstddef>

namespace keelson::controllers {

struct PodGarbageOptions {
    std::size_t most_terminated = 12500;  ///< Pods that have ended and are kept; 0: all
    /// A Pod may name a node that comes a moment later.
    Duration patience = std::chrono::seconds(40);
};

/// Removes Pods that nobody else would: those on a node that does not exist (any more), those that are being deleted
/// on a node that its administrator has declared out of service, and the oldest of those that have ended when they
/// are too many. What had not ended is marked Failed first.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection
Controller pod_garbage_controller(PodGarbageOptions options = {});

/// The key under which terminated Pods are counted: no node has it.
[[nodiscard]] ObjectKey terminated_pods_key();

}  // namespace keelson::controllers

#endif
