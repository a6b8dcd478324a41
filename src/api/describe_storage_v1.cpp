#include <keelson/api/storage_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(StorageClass, (),
                      (metadata, allowVolumeExpansion, allowedTopologies, mountOptions, parameters, provisioner,
                       reclaimPolicy, volumeBindingMode))
BOOST_DESCRIBE_STRUCT(CSITokenRequest, (), (audience, expirationSeconds))
BOOST_DESCRIBE_STRUCT(CSIDriverSpec, (),
                      (attachRequired, fsGroupPolicy, nodeAllocatableUpdatePeriodSeconds, podInfoOnMount,
                       preventPodSchedulingIfMissing, requiresRepublish, seLinuxMount, serviceAccountTokenInSecrets,
                       storageCapacity, tokenRequests, volumeLifecycleModes))
BOOST_DESCRIBE_STRUCT(CSIDriver, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(VolumeNodeResources, (), (count))
BOOST_DESCRIBE_STRUCT(CSINodeDriver, (), (allocatable, name, nodeID, topologyKeys))
BOOST_DESCRIBE_STRUCT(CSINodeSpec, (), (drivers))
BOOST_DESCRIBE_STRUCT(CSINode, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(CSIStorageCapacity, (), (metadata, capacity, maximumVolumeSize, nodeTopology, storageClassName))
BOOST_DESCRIBE_STRUCT(VolumeAttachmentSource, (), (inlineVolumeSpec, persistentVolumeName))
BOOST_DESCRIBE_STRUCT(VolumeAttachmentSpec, (), (attacher, nodeName, source))
BOOST_DESCRIBE_STRUCT(VolumeError, (), (errorCode, message, time))
BOOST_DESCRIBE_STRUCT(VolumeAttachmentStatus, (), (attachError, attached, attachmentMetadata, detachError))
BOOST_DESCRIBE_STRUCT(VolumeAttachment, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(VolumeAttributesClass, (), (metadata, driverName, parameters))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<StorageClass>{"provisioner"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CSITokenRequest>{"audience"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<CSINodeDriver>{"name", "nodeID"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CSIStorageCapacity>{"storageClassName"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<VolumeAttachmentSpec>{"attacher", "nodeName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<VolumeAttachmentStatus>{"attached"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<VolumeAttributesClass>{"driverName"};

template TypeDesc const& struct_desc<StorageClass>();
template TypeDesc const& struct_desc<CSITokenRequest>();
template TypeDesc const& struct_desc<CSIDriverSpec>();
template TypeDesc const& struct_desc<CSIDriver>();
template TypeDesc const& struct_desc<VolumeNodeResources>();
template TypeDesc const& struct_desc<CSINodeDriver>();
template TypeDesc const& struct_desc<CSINodeSpec>();
template TypeDesc const& struct_desc<CSINode>();
template TypeDesc const& struct_desc<CSIStorageCapacity>();
template TypeDesc const& struct_desc<VolumeAttachmentSource>();
template TypeDesc const& struct_desc<VolumeAttachmentSpec>();
template TypeDesc const& struct_desc<VolumeError>();
template TypeDesc const& struct_desc<VolumeAttachmentStatus>();
template TypeDesc const& struct_desc<VolumeAttachment>();
template TypeDesc const& struct_desc<VolumeAttributesClass>();
}  // namespace detail

}  // namespace keelson
