#ifndef KEELSON_CONTROLLERS_VOLUME_MATCH_HPP
#define KEELSON_CONTROLLERS_VOLUME_MATCH_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/selector.hpp>
#include <keelson/api/storage_v1.hpp>
#include <keelson/control/view.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace keelson::controllers {

[[nodiscard]] Quantity requested_storage(PersistentVolumeClaim const& claim);
[[nodiscard]] Quantity storage_capacity(PersistentVolume const& volume);

/// Whether the volume's claimRef means this claim. One without a uid is meant for whoever bears the name.
[[nodiscard]] bool refers_to(PersistentVolume const& volume, PersistentVolumeClaim const& claim) noexcept;

/// Why a volume cannot be had for a claim that asks for it; empty: it can. The selector and the node are not looked
/// at: who names a volume means it.
[[nodiscard]] std::string mismatch(PersistentVolume const& volume, PersistentVolumeClaim const& claim);

/// Whether the volume can be reached from the node.
[[nodiscard]] bool reachable(PersistentVolume const& volume, Node const& node);

/// A volume that is reserved for the claim by its claimRef, or null.
[[nodiscard]] std::shared_ptr<PersistentVolume const> reserved_volume(View const& view,
                                                                      PersistentVolumeClaim const& claim);
/// The smallest free volume that matches, or null. `node` may be null: then every node will do.
[[nodiscard]] std::shared_ptr<PersistentVolume const> free_volume(View const& view, PersistentVolumeClaim const& claim,
                                                                  Node const* node);

/// The class that claims without one take: the newest that is annotated as the default; null: none.
[[nodiscard]] std::shared_ptr<StorageClass const> default_class(View const& view);

}  // namespace keelson::controllers

#endif
