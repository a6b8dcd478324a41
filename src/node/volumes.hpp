#ifndef KEELSON_NODE_VOLUMES_HPP
#define KEELSON_NODE_VOLUMES_HPP

#include "node/environment.hpp"
#include "node/volume_store.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/error.hpp>
#include <keelson/runtime/runtime.hpp>

#include <string>
#include <vector>

namespace keelson {

/// What the volumes of a Pod consist of, as of this View. Only volumes that some container mounts matter, but all
/// are made, as in Kubernetes.
/// Errors: worded for a FailedMount event; a volume of a source that this node cannot mount names its field.
Result<std::vector<VolumeContent>> volume_contents(View const& view, Pod const& pod, PodFacts const& facts);

/// Whether a Pod's volumes or environment are made of this object.
bool uses_data(Pod const& pod, TypeInfo const& type, std::string const& name);

/// Where `sub_path` of a volume mount leads, expanded; empty without one.
/// Errors: `invalid` when it is absolute or leaves the volume.
Result<std::string> mount_sub_path(VolumeMount const& mount, Environment const& environment);

/// What a container sees of its Pod's volumes. `sources` are the places of the volumes in the order of spec.volumes.
Result<std::vector<Mount>> container_mounts(Pod const& pod, Container const& container,
                                            std::vector<VolumeContent> const& contents,
                                            std::vector<std::string> const& sources, Environment const& environment);

/// The block devices that a container is given.
Result<std::vector<DeviceMount>> container_devices(Pod const& pod, Container const& container,
                                                   std::vector<VolumeContent> const& contents);

}  // namespace keelson

#endif
