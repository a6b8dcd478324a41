#ifndef KEELSON_CONTROLLERS_VOLUMES_HPP
#define KEELSON_CONTROLLERS_VOLUMES_HPP

#include <keelson/control/controller.hpp>

#include <string>
#include <string_view>

namespace keelson {
struct PersistentVolume;
}

namespace keelson::controllers {

inline constexpr std::string_view local_path_provisioner = "keelson.io/local-path";
/// Keeps a provisioned PersistentVolume until its directory is removed.
inline constexpr std::string_view local_path_finalizer = "keelson.io/local-path";

struct VolumeOptions {
    /// Below it lie the directories of volumes that the provisioner `keelson.io/local-path` makes, one each, named
    /// `<namespace>-<claim>-<volume>`. They are made when a Pod first uses them: hostPath of type DirectoryOrCreate.
    std::string directory;
};

/// Gives each PersistentVolumeClaim its volume: one that was chosen by name, the smallest free one that matches
/// (class, size, access modes, mode, selector, node), or a new directory when the class names our provisioner. A
/// claim without a class takes the default one. With WaitForFirstConsumer it waits for the annotation
/// volume.kubernetes.io/selected-node, and the volume belongs to that node; with Immediate all nodes share it.
/// A claim is kept by a finalizer while a Pod that is placed uses it.
/// https://kubernetes.io/docs/concepts/storage/persistent-volumes/
Controller volume_claim_controller(VolumeOptions options);

/// Keeps the phase of each PersistentVolume, and does what its reclaim policy says when its claim is gone: Retain
/// leaves it Released; Delete removes it if it was made by our provisioner, and says in its status that it cannot if
/// it was not, as does Recycle. A volume is kept by a finalizer while it is bound.
Controller volume_controller();

/// Whether the directory of this volume is to be removed now: it was made by our provisioner, its claim is gone and
/// it is being deleted. Controllers are pure and remove nothing: whoever has the files (an engine, its node agent)
/// follows PersistentVolumes, and for each for which this is true removes the tree at spec.hostPath.path and then the
/// finalizer `keelson.io/local-path`, which lets the object go. Both can be repeated.
[[nodiscard]] bool wants_directory_removed(PersistentVolume const& volume);

}  // namespace keelson::controllers

#endif
