#ifndef KEELSON_API_STORAGE_V1_HPP
#define KEELSON_API_STORAGE_V1_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

/// The types of storage/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct StorageClass {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "StorageClass", "storageclasses", Scope::cluster};
    ObjectMeta metadata;
    std::optional<bool> allowVolumeExpansion;
    std::vector<TopologySelectorTerm> allowedTopologies;
    std::vector<std::string> mountOptions;
    std::map<std::string, std::string> parameters;
    std::string provisioner;
    std::optional<std::string> reclaimPolicy;
    std::optional<std::string> volumeBindingMode;
};

struct CSITokenRequest {
    std::string audience;
    std::optional<std::int64_t> expirationSeconds;
};

struct CSIDriverSpec {
    std::optional<bool> attachRequired;
    std::optional<std::string> fsGroupPolicy;
    std::optional<std::int64_t> nodeAllocatableUpdatePeriodSeconds;
    std::optional<bool> podInfoOnMount;
    std::optional<bool> preventPodSchedulingIfMissing;
    std::optional<bool> requiresRepublish;
    std::optional<bool> seLinuxMount;
    std::optional<bool> serviceAccountTokenInSecrets;
    std::optional<bool> storageCapacity;
    std::vector<CSITokenRequest> tokenRequests;
    std::vector<std::string> volumeLifecycleModes;
};

struct CSIDriver {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "CSIDriver", "csidrivers", Scope::cluster};
    ObjectMeta metadata;
    CSIDriverSpec spec;
};

struct VolumeNodeResources {
    std::optional<std::int32_t> count;
};

struct CSINodeDriver {
    std::optional<VolumeNodeResources> allocatable;
    std::string name;
    std::string nodeID;
    std::vector<std::string> topologyKeys;
};

struct CSINodeSpec {
    std::vector<CSINodeDriver> drivers;
};

struct CSINode {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "CSINode", "csinodes", Scope::cluster};
    ObjectMeta metadata;
    CSINodeSpec spec;
};

struct CSIStorageCapacity {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "CSIStorageCapacity", "csistoragecapacities"};
    ObjectMeta metadata;
    std::optional<Quantity> capacity;
    std::optional<Quantity> maximumVolumeSize;
    std::optional<LabelSelector> nodeTopology;
    std::string storageClassName;
};

struct VolumeAttachmentSource {
    std::optional<PersistentVolumeSpec> inlineVolumeSpec;
    std::optional<std::string> persistentVolumeName;
};

struct VolumeAttachmentSpec {
    std::string attacher;
    std::string nodeName;
    VolumeAttachmentSource source;
};

struct VolumeError {
    std::optional<std::int32_t> errorCode;
    std::string message;
    Time time;
};

struct VolumeAttachmentStatus {
    std::optional<VolumeError> attachError;
    bool attached = false;
    std::map<std::string, std::string> attachmentMetadata;
    std::optional<VolumeError> detachError;
};

struct VolumeAttachment {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "VolumeAttachment", "volumeattachments", Scope::cluster};
    ObjectMeta metadata;
    VolumeAttachmentSpec spec;
    VolumeAttachmentStatus status;
};

struct VolumeAttributesClass {
    static constexpr TypeInfo type{"storage.k8s.io", "v1", "VolumeAttributesClass", "volumeattributesclasses",
                                   Scope::cluster};
    ObjectMeta metadata;
    std::string driverName;
    std::map<std::string, std::string> parameters;
};

namespace detail {
extern template TypeDesc const& struct_desc<StorageClass>();
extern template TypeDesc const& struct_desc<CSITokenRequest>();
extern template TypeDesc const& struct_desc<CSIDriverSpec>();
extern template TypeDesc const& struct_desc<CSIDriver>();
extern template TypeDesc const& struct_desc<VolumeNodeResources>();
extern template TypeDesc const& struct_desc<CSINodeDriver>();
extern template TypeDesc const& struct_desc<CSINodeSpec>();
extern template TypeDesc const& struct_desc<CSINode>();
extern template TypeDesc const& struct_desc<CSIStorageCapacity>();
extern template TypeDesc const& struct_desc<VolumeAttachmentSource>();
extern template TypeDesc const& struct_desc<VolumeAttachmentSpec>();
extern template TypeDesc const& struct_desc<VolumeError>();
extern template TypeDesc const& struct_desc<VolumeAttachmentStatus>();
extern template TypeDesc const& struct_desc<VolumeAttachment>();
extern template TypeDesc const& struct_desc<VolumeAttributesClass>();
}  // namespace detail

}  // namespace keelson

#endif
