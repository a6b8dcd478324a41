#include "api/kubernetes_schema.hpp"

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

struct CSIDriver;
struct CSINode;
struct CSIStorageCapacity;
struct ClusterRole;
struct ClusterRoleBinding;
struct ConfigMap;
struct ControllerRevision;
struct CronJob;
struct DaemonSet;
struct Deployment;
struct EndpointSlice;
struct Endpoints;
struct Event;
struct HorizontalPodAutoscaler;
struct Ingress;
struct IngressClass;
struct Job;
struct Lease;
struct LimitRange;
struct Namespace;
struct NetworkPolicy;
struct Node;
struct PersistentVolume;
struct PersistentVolumeClaim;
struct Pod;
struct PodDisruptionBudget;
struct PodTemplate;
struct PriorityClass;
struct ReplicaSet;
struct ReplicationController;
struct ResourceQuota;
struct Role;
struct RoleBinding;
struct RuntimeClass;
struct Secret;
struct Service;
struct ServiceAccount;
struct StatefulSet;
struct StorageClass;
struct VolumeAttachment;
struct VolumeAttributesClass;

namespace detail {
extern template TypeDesc const& struct_desc<CSIDriver>();
extern template TypeDesc const& struct_desc<CSINode>();
extern template TypeDesc const& struct_desc<CSIStorageCapacity>();
extern template TypeDesc const& struct_desc<ClusterRole>();
extern template TypeDesc const& struct_desc<ClusterRoleBinding>();
extern template TypeDesc const& struct_desc<ConfigMap>();
extern template TypeDesc const& struct_desc<ControllerRevision>();
extern template TypeDesc const& struct_desc<CronJob>();
extern template TypeDesc const& struct_desc<DaemonSet>();
extern template TypeDesc const& struct_desc<Deployment>();
extern template TypeDesc const& struct_desc<EndpointSlice>();
extern template TypeDesc const& struct_desc<Endpoints>();
extern template TypeDesc const& struct_desc<Event>();
extern template TypeDesc const& struct_desc<HorizontalPodAutoscaler>();
extern template TypeDesc const& struct_desc<Ingress>();
extern template TypeDesc const& struct_desc<IngressClass>();
extern template TypeDesc const& struct_desc<Job>();
extern template TypeDesc const& struct_desc<Lease>();
extern template TypeDesc const& struct_desc<LimitRange>();
extern template TypeDesc const& struct_desc<Namespace>();
extern template TypeDesc const& struct_desc<NetworkPolicy>();
extern template TypeDesc const& struct_desc<Node>();
extern template TypeDesc const& struct_desc<PersistentVolume>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaim>();
extern template TypeDesc const& struct_desc<Pod>();
extern template TypeDesc const& struct_desc<PodDisruptionBudget>();
extern template TypeDesc const& struct_desc<PodTemplate>();
extern template TypeDesc const& struct_desc<PriorityClass>();
extern template TypeDesc const& struct_desc<ReplicaSet>();
extern template TypeDesc const& struct_desc<ReplicationController>();
extern template TypeDesc const& struct_desc<ResourceQuota>();
extern template TypeDesc const& struct_desc<Role>();
extern template TypeDesc const& struct_desc<RoleBinding>();
extern template TypeDesc const& struct_desc<RuntimeClass>();
extern template TypeDesc const& struct_desc<Secret>();
extern template TypeDesc const& struct_desc<Service>();
extern template TypeDesc const& struct_desc<ServiceAccount>();
extern template TypeDesc const& struct_desc<StatefulSet>();
extern template TypeDesc const& struct_desc<StorageClass>();
extern template TypeDesc const& struct_desc<VolumeAttachment>();
extern template TypeDesc const& struct_desc<VolumeAttributesClass>();
}  // namespace detail

namespace {

constexpr Schema node_0{.type = Schema::Type::string};
constexpr Schema node_1{.type = Schema::Type::any, .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"};
constexpr Schema node_2{.type = Schema::Type::string, .format = Schema::Format::time};
constexpr Schema::Field ManagedFieldsEntry_fields[] = {
    {"apiVersion", &node_0}, {"fieldsType", &node_0},  {"fieldsV1", &node_1}, {"manager", &node_0},
    {"operation", &node_0},  {"subresource", &node_0}, {"time", &node_2}};
constexpr Schema ManagedFieldsEntry_{.type = Schema::Type::object,
                                     .name = "ManagedFieldsEntry",
                                     .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry",
                                     .fields = ManagedFieldsEntry_fields};
constexpr Schema node_3{.type = Schema::Type::boolean};
constexpr Schema::Field OwnerReference_fields[] = {
    {"apiVersion", &node_0, true},
    {"blockOwnerDeletion",
     &node_3,
     false,
     {},
     "True when the owner, deleted in the foreground, waits for this object."},
    {"controller", &node_3, false, {}, "True for the one owner that manages the object."},
    {"kind", &node_0, true},
    {"name", &node_0, true},
    {"uid", &node_0, true}};
constexpr Schema OwnerReference_{.type = Schema::Type::object,
                                 .name = "OwnerReference",
                                 .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference",
                                 .description = "Names the owner of an object.",
                                 .fields = OwnerReference_fields,
                                 .atomic = true};
constexpr Schema node_4{.type = Schema::Type::map, .element = &node_0};
constexpr Schema node_5{.type = Schema::Type::integer, .format = Schema::Format::int64};
constexpr Schema node_6{
    .type = Schema::Type::list, .list_type = Schema::ListType::set, .element = &node_0, .patch_merge = true};
constexpr Schema node_7{.type = Schema::Type::list, .element = &ManagedFieldsEntry_};
constexpr std::string_view strings_8[] = {"uid"};
constexpr Schema node_9{.type = Schema::Type::list,
                        .list_type = Schema::ListType::map,
                        .element = &OwnerReference_,
                        .list_keys = strings_8,
                        .merge_key = "uid",
                        .patch_merge = true};
constexpr Schema::Field ObjectMeta_fields[] = {
    {"annotations", &node_4, false, {}, "Keys and values for people and tools; nothing is selected by them."},
    {"creationTimestamp", &node_2, false, {}, "When the server created the object."},
    {"deletionGracePeriodSeconds", &node_5, false, {}, "How many seconds the object was given to end by itself."},
    {"deletionTimestamp",
     &node_2,
     false,
     {},
     "When the object will be gone at the latest; set once its deletion was asked for."},
    {"finalizers", &node_6, false, {}, "Who still has something to do before a deleted object may disappear."},
    {"generateName", &node_0, false, {}, "Beginning of a name that the server completes when no name is given."},
    {"generation", &node_5, false, {}, "Counts changes of what is wanted."},
    {"labels", &node_4, false, {}, "Keys and values by which objects are selected."},
    {"managedFields", &node_7, false, {}, "Which program owns which fields; kept by the server for server-side apply."},
    {"name",
     &node_0,
     false,
     {},
     "Name of the object, unique among those of its kind in a namespace. It cannot be changed."},
    {"namespace", &node_0, false, {}, "Namespace that the object lives in; empty for kinds of the whole cluster."},
    {"ownerReferences",
     &node_9,
     false,
     {},
     "Objects that this one belongs to. When all of them are gone it is collected."},
    {"resourceVersion", &node_0, false, {}, "Version of the object; an update that names an older one is refused."},
    {"selfLink", &node_0, false, {}, "No longer filled in."},
    {"uid", &node_0, false, {}, "Identity given by the server; never used again, even when the name is."}};
constexpr Schema ObjectMeta_{
    .type = Schema::Type::object,
    .name = "ObjectMeta",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
    .description = "What every object carries beside its own content: its name, labels, owners and history.",
    .fields = ObjectMeta_fields};
constexpr Schema node_10{.type = Schema::Type::list, .element = &node_0};
constexpr Schema::Field LabelSelectorRequirement_fields[] = {
    {"key", &node_0, true, {}, "Key of the label."},
    {"operator", &node_0, true, {}, "In, NotIn, Exists or DoesNotExist."},
    {"values", &node_10, false, {}, "Values that the operator looks at; none for Exists and DoesNotExist."}};
constexpr Schema LabelSelectorRequirement_{
    .type = Schema::Type::object,
    .name = "LabelSelectorRequirement",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement",
    .fields = LabelSelectorRequirement_fields};
constexpr Schema node_11{.type = Schema::Type::list, .element = &LabelSelectorRequirement_};
constexpr Schema::Field LabelSelector_fields[] = {
    {"matchExpressions", &node_11, false, {}, "Conditions on single labels; all must hold."},
    {"matchLabels", &node_4, false, {}, "Labels that an object must have, with these values."}};
constexpr Schema LabelSelector_{
    .type = Schema::Type::object,
    .name = "LabelSelector",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
    .description = "Selects objects by their labels. All that it asks for must hold; an empty one selects everything.",
    .fields = LabelSelector_fields,
    .atomic = true};
constexpr Schema::Field ShardInfo_fields[] = {{"selector", &node_0, true}};
constexpr Schema ShardInfo_{.type = Schema::Type::object,
                            .name = "ShardInfo",
                            .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo",
                            .fields = ShardInfo_fields};
constexpr Schema::Field ListMeta_fields[] = {
    {"continue", &node_0, false, {}, "Token with which the next page is asked for; empty on the last page."},
    {"remainingItemCount", &node_5, false, {}, "About how many items the pages after this one have."},
    {"resourceVersion",
     &node_0,
     false,
     {},
     "Version of the whole as of which the list was read; a watch can begin there."},
    {"selfLink", &node_0},
    {"shardInfo", &ShardInfo_}};
constexpr Schema ListMeta_{.type = Schema::Type::object,
                           .name = "ListMeta",
                           .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta",
                           .description = "What every list carries beside its items.",
                           .fields = ListMeta_fields};
constexpr Schema::Field Condition_fields[] = {
    {"lastTransitionTime", &node_2, true, {}, "When the status changed last."},
    {"message", &node_0, true, {}, "Why, as a sentence for people."},
    {"observedGeneration", &node_5},
    {"reason", &node_0, true, {}, "Why, as one word for programs."},
    {"status", &node_0, true, {}, "True, False or Unknown."},
    {"type", &node_0, true, {}, "Name of the condition."}};
constexpr Schema Condition_{.type = Schema::Type::object,
                            .name = "Condition",
                            .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.Condition",
                            .description = "One aspect of an object's state.",
                            .fields = Condition_fields};
constexpr Schema::Field NamespaceSpec_fields[] = {{"finalizers", &node_10}};
constexpr Schema NamespaceSpec_{.type = Schema::Type::object,
                                .name = "NamespaceSpec",
                                .definition = "io.k8s.api.core.v1.NamespaceSpec",
                                .fields = NamespaceSpec_fields};
constexpr Schema::Field NamespaceCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                       {"message", &node_0},
                                                       {"reason", &node_0},
                                                       {"status", &node_0, true},
                                                       {"type", &node_0, true}};
constexpr Schema NamespaceCondition_{.type = Schema::Type::object,
                                     .name = "NamespaceCondition",
                                     .definition = "io.k8s.api.core.v1.NamespaceCondition",
                                     .fields = NamespaceCondition_fields};
constexpr std::string_view strings_12[] = {"type"};
constexpr Schema node_13{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &NamespaceCondition_,
                         .list_keys = strings_12,
                         .merge_key = "type",
                         .patch_merge = true};
constexpr Schema::Field NamespaceStatus_fields[] = {{"conditions", &node_13}, {"phase", &node_0}};
constexpr Schema NamespaceStatus_{.type = Schema::Type::object,
                                  .name = "NamespaceStatus",
                                  .definition = "io.k8s.api.core.v1.NamespaceStatus",
                                  .fields = NamespaceStatus_fields};
constexpr Schema::Field Namespace_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &NamespaceSpec_, false, {}, "What is wanted."},
    {"status", &NamespaceStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Namespace_{.type = Schema::Type::object,
                            .name = "Namespace",
                            .definition = "io.k8s.api.core.v1.Namespace",
                            .description = "A scope for names; most objects live in one.",
                            .fields = Namespace_fields};
constexpr Schema::Field ConfigMapNodeConfigSource_fields[] = {{"kubeletConfigKey", &node_0, true},
                                                              {"name", &node_0, true},
                                                              {"namespace", &node_0, true},
                                                              {"resourceVersion", &node_0},
                                                              {"uid", &node_0}};
constexpr Schema ConfigMapNodeConfigSource_{.type = Schema::Type::object,
                                            .name = "ConfigMapNodeConfigSource",
                                            .definition = "io.k8s.api.core.v1.ConfigMapNodeConfigSource",
                                            .fields = ConfigMapNodeConfigSource_fields};
constexpr Schema::Field NodeConfigSource_fields[] = {{"configMap", &ConfigMapNodeConfigSource_}};
constexpr Schema NodeConfigSource_{.type = Schema::Type::object,
                                   .name = "NodeConfigSource",
                                   .definition = "io.k8s.api.core.v1.NodeConfigSource",
                                   .fields = NodeConfigSource_fields};
constexpr std::string_view strings_14[] = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
constexpr Schema node_15{.type = Schema::Type::string, .enums = strings_14};
constexpr Schema::Field Taint_fields[] = {
    {"effect", &node_15, true}, {"key", &node_0, true}, {"timeAdded", &node_2}, {"value", &node_0}};
constexpr Schema Taint_{
    .type = Schema::Type::object, .name = "Taint", .definition = "io.k8s.api.core.v1.Taint", .fields = Taint_fields};
constexpr Schema node_16{.type = Schema::Type::list, .element = &Taint_};
constexpr Schema::Field NodeSpec_fields[] = {
    {"configSource", &NodeConfigSource_},
    {"externalID", &node_0},
    {"podCIDR", &node_0},
    {"podCIDRs", &node_6},
    {"providerID", &node_0},
    {"taints", &node_16, false, {}, "Reasons for Pods not to run here, unless they tolerate them."},
    {"unschedulable", &node_3, false, {}, "True: no further Pods are placed here."}};
constexpr Schema NodeSpec_{.type = Schema::Type::object,
                           .name = "NodeSpec",
                           .definition = "io.k8s.api.core.v1.NodeSpec",
                           .fields = NodeSpec_fields};
constexpr Schema::Field NodeAddress_fields[] = {{"address", &node_0, true}, {"type", &node_0, true}};
constexpr Schema NodeAddress_{.type = Schema::Type::object,
                              .name = "NodeAddress",
                              .definition = "io.k8s.api.core.v1.NodeAddress",
                              .fields = NodeAddress_fields};
constexpr Schema::Field NodeCondition_fields[] = {{"lastHeartbeatTime", &node_2}, {"lastTransitionTime", &node_2},
                                                  {"message", &node_0},           {"reason", &node_0},
                                                  {"status", &node_0, true},      {"type", &node_0, true}};
constexpr Schema NodeCondition_{.type = Schema::Type::object,
                                .name = "NodeCondition",
                                .definition = "io.k8s.api.core.v1.NodeCondition",
                                .fields = NodeCondition_fields};
constexpr Schema::Field NodeConfigStatus_fields[] = {{"active", &NodeConfigSource_},
                                                     {"assigned", &NodeConfigSource_},
                                                     {"error", &node_0},
                                                     {"lastKnownGood", &NodeConfigSource_}};
constexpr Schema NodeConfigStatus_{.type = Schema::Type::object,
                                   .name = "NodeConfigStatus",
                                   .definition = "io.k8s.api.core.v1.NodeConfigStatus",
                                   .fields = NodeConfigStatus_fields};
constexpr Schema node_17{.type = Schema::Type::integer, .format = Schema::Format::int32};
constexpr Schema::Field DaemonEndpoint_fields[] = {{"Port", &node_17, true}};
constexpr Schema DaemonEndpoint_{.type = Schema::Type::object,
                                 .name = "DaemonEndpoint",
                                 .definition = "io.k8s.api.core.v1.DaemonEndpoint",
                                 .fields = DaemonEndpoint_fields};
constexpr Schema::Field NodeDaemonEndpoints_fields[] = {{"kubeletEndpoint", &DaemonEndpoint_}};
constexpr Schema NodeDaemonEndpoints_{.type = Schema::Type::object,
                                      .name = "NodeDaemonEndpoints",
                                      .definition = "io.k8s.api.core.v1.NodeDaemonEndpoints",
                                      .fields = NodeDaemonEndpoints_fields};
constexpr Schema::Field NodeFeatures_fields[] = {{"supplementalGroupsPolicy", &node_3}};
constexpr Schema NodeFeatures_{.type = Schema::Type::object,
                               .name = "NodeFeatures",
                               .definition = "io.k8s.api.core.v1.NodeFeatures",
                               .fields = NodeFeatures_fields};
constexpr Schema::Field ContainerImage_fields[] = {{"names", &node_10}, {"sizeBytes", &node_5}};
constexpr Schema ContainerImage_{.type = Schema::Type::object,
                                 .name = "ContainerImage",
                                 .definition = "io.k8s.api.core.v1.ContainerImage",
                                 .fields = ContainerImage_fields};
constexpr Schema::Field NodeSwapStatus_fields[] = {{"capacity", &node_5}};
constexpr Schema NodeSwapStatus_{.type = Schema::Type::object,
                                 .name = "NodeSwapStatus",
                                 .definition = "io.k8s.api.core.v1.NodeSwapStatus",
                                 .fields = NodeSwapStatus_fields};
constexpr Schema::Field NodeSystemInfo_fields[] = {
    {"architecture", &node_0, true},  {"bootID", &node_0, true},           {"containerRuntimeVersion", &node_0, true},
    {"kernelVersion", &node_0, true}, {"kubeProxyVersion", &node_0, true}, {"kubeletVersion", &node_0, true},
    {"machineID", &node_0, true},     {"operatingSystem", &node_0, true},  {"osImage", &node_0, true},
    {"swap", &NodeSwapStatus_},       {"systemUUID", &node_0, true}};
constexpr Schema NodeSystemInfo_{.type = Schema::Type::object,
                                 .name = "NodeSystemInfo",
                                 .definition = "io.k8s.api.core.v1.NodeSystemInfo",
                                 .fields = NodeSystemInfo_fields};
constexpr Schema::Field NodeRuntimeHandlerFeatures_fields[] = {{"recursiveReadOnlyMounts", &node_3},
                                                               {"userNamespaces", &node_3}};
constexpr Schema NodeRuntimeHandlerFeatures_{.type = Schema::Type::object,
                                             .name = "NodeRuntimeHandlerFeatures",
                                             .definition = "io.k8s.api.core.v1.NodeRuntimeHandlerFeatures",
                                             .fields = NodeRuntimeHandlerFeatures_fields};
constexpr Schema::Field NodeRuntimeHandler_fields[] = {{"features", &NodeRuntimeHandlerFeatures_}, {"name", &node_0}};
constexpr Schema NodeRuntimeHandler_{.type = Schema::Type::object,
                                     .name = "NodeRuntimeHandler",
                                     .definition = "io.k8s.api.core.v1.NodeRuntimeHandler",
                                     .fields = NodeRuntimeHandler_fields};
constexpr Schema::Field AttachedVolume_fields[] = {{"devicePath", &node_0, true}, {"name", &node_0, true}};
constexpr Schema AttachedVolume_{.type = Schema::Type::object,
                                 .name = "AttachedVolume",
                                 .definition = "io.k8s.api.core.v1.AttachedVolume",
                                 .fields = AttachedVolume_fields};
constexpr Schema node_18{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &NodeAddress_,
                         .list_keys = strings_12,
                         .merge_key = "type",
                         .patch_merge = true};
constexpr Schema node_19{.type = Schema::Type::string, .format = Schema::Format::quantity};
constexpr Schema node_20{.type = Schema::Type::map, .element = &node_19};
constexpr Schema node_21{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &NodeCondition_,
                         .list_keys = strings_12,
                         .merge_key = "type",
                         .patch_merge = true};
constexpr Schema node_22{.type = Schema::Type::list, .element = &ContainerImage_};
constexpr Schema node_23{.type = Schema::Type::list, .element = &NodeRuntimeHandler_};
constexpr Schema node_24{.type = Schema::Type::list, .element = &AttachedVolume_};
constexpr Schema::Field NodeStatus_fields[] = {
    {"addresses", &node_18},
    {"allocatable", &node_20, false, {}, "What of it Pods may use."},
    {"capacity", &node_20, false, {}, "What the node has."},
    {"conditions", &node_21, false, {}, "Ready, and what the node is short of."},
    {"config", &NodeConfigStatus_},
    {"daemonEndpoints", &NodeDaemonEndpoints_},
    {"declaredFeatures", &node_10},
    {"features", &NodeFeatures_},
    {"images", &node_22},
    {"nodeInfo", &NodeSystemInfo_},
    {"phase", &node_0},
    {"runtimeHandlers", &node_23},
    {"volumesAttached", &node_24},
    {"volumesInUse", &node_10}};
constexpr Schema NodeStatus_{.type = Schema::Type::object,
                             .name = "NodeStatus",
                             .definition = "io.k8s.api.core.v1.NodeStatus",
                             .fields = NodeStatus_fields};
constexpr Schema::Field Node_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &NodeSpec_, false, {}, "What is wanted."},
    {"status", &NodeStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Node_{.type = Schema::Type::object,
                       .name = "Node",
                       .definition = "io.k8s.api.core.v1.Node",
                       .description = "A machine, or a part of one, that Pods run on.",
                       .fields = Node_fields};
constexpr Schema::Field NodeSelectorRequirement_fields[] = {
    {"key", &node_0, true}, {"operator", &node_0, true}, {"values", &node_10}};
constexpr Schema NodeSelectorRequirement_{.type = Schema::Type::object,
                                          .name = "NodeSelectorRequirement",
                                          .definition = "io.k8s.api.core.v1.NodeSelectorRequirement",
                                          .fields = NodeSelectorRequirement_fields};
constexpr Schema node_25{.type = Schema::Type::list, .element = &NodeSelectorRequirement_};
constexpr Schema::Field NodeSelectorTerm_fields[] = {{"matchExpressions", &node_25}, {"matchFields", &node_25}};
constexpr Schema NodeSelectorTerm_{.type = Schema::Type::object,
                                   .name = "NodeSelectorTerm",
                                   .definition = "io.k8s.api.core.v1.NodeSelectorTerm",
                                   .fields = NodeSelectorTerm_fields,
                                   .atomic = true};
constexpr Schema::Field PreferredSchedulingTerm_fields[] = {{"preference", &NodeSelectorTerm_, true},
                                                            {"weight", &node_17, true}};
constexpr Schema PreferredSchedulingTerm_{.type = Schema::Type::object,
                                          .name = "PreferredSchedulingTerm",
                                          .definition = "io.k8s.api.core.v1.PreferredSchedulingTerm",
                                          .fields = PreferredSchedulingTerm_fields};
constexpr Schema node_26{.type = Schema::Type::list, .element = &NodeSelectorTerm_};
constexpr Schema::Field NodeSelector_fields[] = {{"nodeSelectorTerms", &node_26, true}};
constexpr Schema NodeSelector_{.type = Schema::Type::object,
                               .name = "NodeSelector",
                               .definition = "io.k8s.api.core.v1.NodeSelector",
                               .fields = NodeSelector_fields,
                               .atomic = true};
constexpr Schema node_27{.type = Schema::Type::list, .element = &PreferredSchedulingTerm_};
constexpr Schema::Field NodeAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_27},
                                                 {"requiredDuringSchedulingIgnoredDuringExecution", &NodeSelector_}};
constexpr Schema NodeAffinity_{.type = Schema::Type::object,
                               .name = "NodeAffinity",
                               .definition = "io.k8s.api.core.v1.NodeAffinity",
                               .fields = NodeAffinity_fields};
constexpr Schema::Field PodAffinityTerm_fields[] = {
    {"labelSelector", &LabelSelector_},     {"matchLabelKeys", &node_10}, {"mismatchLabelKeys", &node_10},
    {"namespaceSelector", &LabelSelector_}, {"namespaces", &node_10},     {"topologyKey", &node_0, true}};
constexpr Schema PodAffinityTerm_{.type = Schema::Type::object,
                                  .name = "PodAffinityTerm",
                                  .definition = "io.k8s.api.core.v1.PodAffinityTerm",
                                  .fields = PodAffinityTerm_fields};
constexpr Schema::Field WeightedPodAffinityTerm_fields[] = {{"podAffinityTerm", &PodAffinityTerm_, true},
                                                            {"weight", &node_17, true}};
constexpr Schema WeightedPodAffinityTerm_{.type = Schema::Type::object,
                                          .name = "WeightedPodAffinityTerm",
                                          .definition = "io.k8s.api.core.v1.WeightedPodAffinityTerm",
                                          .fields = WeightedPodAffinityTerm_fields};
constexpr Schema node_28{.type = Schema::Type::list, .element = &WeightedPodAffinityTerm_};
constexpr Schema node_29{.type = Schema::Type::list, .element = &PodAffinityTerm_};
constexpr Schema::Field PodAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_28},
                                                {"requiredDuringSchedulingIgnoredDuringExecution", &node_29}};
constexpr Schema PodAffinity_{.type = Schema::Type::object,
                              .name = "PodAffinity",
                              .definition = "io.k8s.api.core.v1.PodAffinity",
                              .fields = PodAffinity_fields};
constexpr Schema::Field PodAntiAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_28},
                                                    {"requiredDuringSchedulingIgnoredDuringExecution", &node_29}};
constexpr Schema PodAntiAffinity_{.type = Schema::Type::object,
                                  .name = "PodAntiAffinity",
                                  .definition = "io.k8s.api.core.v1.PodAntiAffinity",
                                  .fields = PodAntiAffinity_fields};
constexpr Schema::Field Affinity_fields[] = {
    {"nodeAffinity", &NodeAffinity_}, {"podAffinity", &PodAffinity_}, {"podAntiAffinity", &PodAntiAffinity_}};
constexpr Schema Affinity_{.type = Schema::Type::object,
                           .name = "Affinity",
                           .definition = "io.k8s.api.core.v1.Affinity",
                           .fields = Affinity_fields};
constexpr Schema::Field ConfigMapKeySelector_fields[] = {
    {"key", &node_0, true}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapKeySelector_{.type = Schema::Type::object,
                                       .name = "ConfigMapKeySelector",
                                       .definition = "io.k8s.api.core.v1.ConfigMapKeySelector",
                                       .fields = ConfigMapKeySelector_fields,
                                       .atomic = true};
constexpr Schema::Field ObjectFieldSelector_fields[] = {{"apiVersion", &node_0, false, "\"v1\""},
                                                        {"fieldPath", &node_0, true}};
constexpr Schema ObjectFieldSelector_{.type = Schema::Type::object,
                                      .name = "ObjectFieldSelector",
                                      .definition = "io.k8s.api.core.v1.ObjectFieldSelector",
                                      .fields = ObjectFieldSelector_fields,
                                      .atomic = true};
constexpr Schema::Field FileKeySelector_fields[] = {{"key", &node_0, true},
                                                    {"optional", &node_3, false, "false"},
                                                    {"path", &node_0, true},
                                                    {"volumeName", &node_0, true}};
constexpr Schema FileKeySelector_{.type = Schema::Type::object,
                                  .name = "FileKeySelector",
                                  .definition = "io.k8s.api.core.v1.FileKeySelector",
                                  .fields = FileKeySelector_fields,
                                  .atomic = true};
constexpr Schema::Field ResourceFieldSelector_fields[] = {
    {"containerName", &node_0}, {"divisor", &node_19, false, "\"0\""}, {"resource", &node_0, true}};
constexpr Schema ResourceFieldSelector_{.type = Schema::Type::object,
                                        .name = "ResourceFieldSelector",
                                        .definition = "io.k8s.api.core.v1.ResourceFieldSelector",
                                        .fields = ResourceFieldSelector_fields,
                                        .atomic = true};
constexpr Schema::Field SecretKeySelector_fields[] = {{"key", &node_0, true}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretKeySelector_{.type = Schema::Type::object,
                                    .name = "SecretKeySelector",
                                    .definition = "io.k8s.api.core.v1.SecretKeySelector",
                                    .fields = SecretKeySelector_fields,
                                    .atomic = true};
constexpr Schema::Field EnvVarSource_fields[] = {{"configMapKeyRef", &ConfigMapKeySelector_},
                                                 {"fieldRef", &ObjectFieldSelector_},
                                                 {"fileKeyRef", &FileKeySelector_},
                                                 {"resourceFieldRef", &ResourceFieldSelector_},
                                                 {"secretKeyRef", &SecretKeySelector_}};
constexpr Schema EnvVarSource_{.type = Schema::Type::object,
                               .name = "EnvVarSource",
                               .definition = "io.k8s.api.core.v1.EnvVarSource",
                               .fields = EnvVarSource_fields};
constexpr Schema::Field EnvVar_fields[] = {
    {"name", &node_0, true, {}, "Name of the variable."},
    {"value", &node_0, false, {}, "Its value; $(NAME) stands for an earlier variable."},
    {"valueFrom", &EnvVarSource_, false, {}, "Where the value comes from instead."}};
constexpr Schema EnvVar_{
    .type = Schema::Type::object, .name = "EnvVar", .definition = "io.k8s.api.core.v1.EnvVar", .fields = EnvVar_fields};
constexpr Schema::Field ConfigMapEnvSource_fields[] = {{"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapEnvSource_{.type = Schema::Type::object,
                                     .name = "ConfigMapEnvSource",
                                     .definition = "io.k8s.api.core.v1.ConfigMapEnvSource",
                                     .fields = ConfigMapEnvSource_fields};
constexpr Schema::Field SecretEnvSource_fields[] = {{"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretEnvSource_{.type = Schema::Type::object,
                                  .name = "SecretEnvSource",
                                  .definition = "io.k8s.api.core.v1.SecretEnvSource",
                                  .fields = SecretEnvSource_fields};
constexpr Schema::Field EnvFromSource_fields[] = {
    {"configMapRef", &ConfigMapEnvSource_}, {"prefix", &node_0}, {"secretRef", &SecretEnvSource_}};
constexpr Schema EnvFromSource_{.type = Schema::Type::object,
                                .name = "EnvFromSource",
                                .definition = "io.k8s.api.core.v1.EnvFromSource",
                                .fields = EnvFromSource_fields};
constexpr Schema::Field ExecAction_fields[] = {{"command", &node_10}};
constexpr Schema ExecAction_{.type = Schema::Type::object,
                             .name = "ExecAction",
                             .definition = "io.k8s.api.core.v1.ExecAction",
                             .fields = ExecAction_fields};
constexpr Schema::Field HTTPHeader_fields[] = {{"name", &node_0, true}, {"value", &node_0, true}};
constexpr Schema HTTPHeader_{.type = Schema::Type::object,
                             .name = "HTTPHeader",
                             .definition = "io.k8s.api.core.v1.HTTPHeader",
                             .fields = HTTPHeader_fields};
constexpr Schema node_30{.type = Schema::Type::list, .element = &HTTPHeader_};
constexpr Schema node_31{.type = Schema::Type::string, .format = Schema::Format::int_or_string};
constexpr std::string_view strings_32[] = {"HTTP", "HTTPS"};
constexpr Schema node_33{.type = Schema::Type::string, .enums = strings_32};
constexpr Schema::Field HTTPGetAction_fields[] = {{"host", &node_0},
                                                  {"httpHeaders", &node_30},
                                                  {"path", &node_0, false, "\"/\""},
                                                  {"port", &node_31, true},
                                                  {"scheme", &node_33, false, "\"HTTP\""}};
constexpr Schema HTTPGetAction_{.type = Schema::Type::object,
                                .name = "HTTPGetAction",
                                .definition = "io.k8s.api.core.v1.HTTPGetAction",
                                .fields = HTTPGetAction_fields};
constexpr Schema::Field SleepAction_fields[] = {{"seconds", &node_5, true}};
constexpr Schema SleepAction_{.type = Schema::Type::object,
                              .name = "SleepAction",
                              .definition = "io.k8s.api.core.v1.SleepAction",
                              .fields = SleepAction_fields};
constexpr Schema::Field TCPSocketAction_fields[] = {{"host", &node_0}, {"port", &node_31, true}};
constexpr Schema TCPSocketAction_{.type = Schema::Type::object,
                                  .name = "TCPSocketAction",
                                  .definition = "io.k8s.api.core.v1.TCPSocketAction",
                                  .fields = TCPSocketAction_fields};
constexpr Schema::Field LifecycleHandler_fields[] = {
    {"exec", &ExecAction_}, {"httpGet", &HTTPGetAction_}, {"sleep", &SleepAction_}, {"tcpSocket", &TCPSocketAction_}};
constexpr Schema LifecycleHandler_{.type = Schema::Type::object,
                                   .name = "LifecycleHandler",
                                   .definition = "io.k8s.api.core.v1.LifecycleHandler",
                                   .fields = LifecycleHandler_fields};
constexpr Schema::Field Lifecycle_fields[] = {
    {"postStart", &LifecycleHandler_}, {"preStop", &LifecycleHandler_}, {"stopSignal", &node_0}};
constexpr Schema Lifecycle_{.type = Schema::Type::object,
                            .name = "Lifecycle",
                            .definition = "io.k8s.api.core.v1.Lifecycle",
                            .fields = Lifecycle_fields};
constexpr Schema::Field GRPCAction_fields[] = {{"port", &node_17, true}, {"service", &node_0, false, "\"\""}};
constexpr Schema GRPCAction_{.type = Schema::Type::object,
                             .name = "GRPCAction",
                             .definition = "io.k8s.api.core.v1.GRPCAction",
                             .fields = GRPCAction_fields};
constexpr Schema::Field Probe_fields[] = {
    {"exec", &ExecAction_, false, {}, "Healthy when this command ends with 0."},
    {"failureThreshold", &node_17, false, "3", "How many failures in a row it takes."},
    {"grpc", &GRPCAction_, false, {}, "Healthy when the gRPC health service says so."},
    {"httpGet", &HTTPGetAction_, false, {}, "Healthy when this request is answered with 200 to 399."},
    {"initialDelaySeconds", &node_17, false, {}, "Seconds after the start before the first check."},
    {"periodSeconds", &node_17, false, "10", "Seconds between checks."},
    {"successThreshold", &node_17, false, "1", "How many successes in a row it takes after a failure."},
    {"tcpSocket", &TCPSocketAction_, false, {}, "Healthy when the port accepts a connection."},
    {"terminationGracePeriodSeconds", &node_5},
    {"timeoutSeconds", &node_17, false, "1", "Seconds after which a check without an answer has failed."}};
constexpr Schema Probe_{.type = Schema::Type::object,
                        .name = "Probe",
                        .definition = "io.k8s.api.core.v1.Probe",
                        .description = "How a container is checked.",
                        .fields = Probe_fields};
constexpr std::string_view strings_34[] = {"SCTP", "TCP", "UDP"};
constexpr Schema node_35{.type = Schema::Type::string, .enums = strings_34};
constexpr Schema::Field ContainerPort_fields[] = {
    {"containerPort", &node_17, true, {}, "Number of the port."},
    {"hostIP", &node_0},
    {"hostPort", &node_17, false, {}, "Port of the node that leads to it."},
    {"name", &node_0, false, {}, "Name by which Services and probes can refer to the port."},
    {"protocol", &node_35, false, "\"TCP\"", "TCP, UDP or SCTP."}};
constexpr Schema ContainerPort_{.type = Schema::Type::object,
                                .name = "ContainerPort",
                                .definition = "io.k8s.api.core.v1.ContainerPort",
                                .fields = ContainerPort_fields};
constexpr std::string_view strings_36[] = {"cpu", "memory"};
constexpr Schema node_37{.type = Schema::Type::string, .enums = strings_36};
constexpr std::string_view strings_38[] = {"NotRequired", "RestartContainer"};
constexpr Schema node_39{.type = Schema::Type::string, .enums = strings_38};
constexpr Schema::Field ContainerResizePolicy_fields[] = {{"resourceName", &node_37, true},
                                                          {"restartPolicy", &node_39, true}};
constexpr Schema ContainerResizePolicy_{.type = Schema::Type::object,
                                        .name = "ContainerResizePolicy",
                                        .definition = "io.k8s.api.core.v1.ContainerResizePolicy",
                                        .fields = ContainerResizePolicy_fields};
constexpr Schema::Field core_v1_ResourceClaim_fields[] = {{"name", &node_0, true}, {"request", &node_0}};
constexpr Schema core_v1_ResourceClaim_{.type = Schema::Type::object,
                                        .name = "ResourceClaim",
                                        .definition = "io.k8s.api.core.v1.ResourceClaim",
                                        .fields = core_v1_ResourceClaim_fields};
constexpr std::string_view strings_40[] = {"name"};
constexpr Schema node_41{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &core_v1_ResourceClaim_,
                         .list_keys = strings_40};
constexpr Schema::Field ResourceRequirements_fields[] = {
    {"claims", &node_41},
    {"limits", &node_20, false, {}, "The most that the container may use."},
    {"requests",
     &node_20,
     false,
     {},
     "What is set aside for the container; the scheduler looks for a node that has it."}};
constexpr Schema ResourceRequirements_{.type = Schema::Type::object,
                                       .name = "ResourceRequirements",
                                       .definition = "io.k8s.api.core.v1.ResourceRequirements",
                                       .description = "How much is asked for, and how much may be used.",
                                       .fields = ResourceRequirements_fields};
constexpr Schema node_42{.type = Schema::Type::list, .list_type = Schema::ListType::set, .element = &node_17};
constexpr Schema::Field ContainerRestartRuleOnExitCodes_fields[] = {{"operator", &node_0, true}, {"values", &node_42}};
constexpr Schema ContainerRestartRuleOnExitCodes_{.type = Schema::Type::object,
                                                  .name = "ContainerRestartRuleOnExitCodes",
                                                  .definition = "io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes",
                                                  .fields = ContainerRestartRuleOnExitCodes_fields};
constexpr Schema::Field ContainerRestartRule_fields[] = {{"action", &node_0, true},
                                                         {"exitCodes", &ContainerRestartRuleOnExitCodes_}};
constexpr Schema ContainerRestartRule_{.type = Schema::Type::object,
                                       .name = "ContainerRestartRule",
                                       .definition = "io.k8s.api.core.v1.ContainerRestartRule",
                                       .fields = ContainerRestartRule_fields};
constexpr std::string_view strings_43[] = {"Localhost", "RuntimeDefault", "Unconfined"};
constexpr Schema node_44{.type = Schema::Type::string, .enums = strings_43};
constexpr Schema::Field AppArmorProfile_fields[] = {{"localhostProfile", &node_0}, {"type", &node_44, true}};
constexpr Schema AppArmorProfile_{.type = Schema::Type::object,
                                  .name = "AppArmorProfile",
                                  .definition = "io.k8s.api.core.v1.AppArmorProfile",
                                  .fields = AppArmorProfile_fields};
constexpr Schema::Field Capabilities_fields[] = {{"add", &node_10}, {"drop", &node_10}};
constexpr Schema Capabilities_{.type = Schema::Type::object,
                               .name = "Capabilities",
                               .definition = "io.k8s.api.core.v1.Capabilities",
                               .fields = Capabilities_fields};
constexpr Schema::Field SELinuxOptions_fields[] = {
    {"level", &node_0}, {"role", &node_0}, {"type", &node_0}, {"user", &node_0}};
constexpr Schema SELinuxOptions_{.type = Schema::Type::object,
                                 .name = "SELinuxOptions",
                                 .definition = "io.k8s.api.core.v1.SELinuxOptions",
                                 .fields = SELinuxOptions_fields};
constexpr Schema::Field SeccompProfile_fields[] = {{"localhostProfile", &node_0}, {"type", &node_44, true}};
constexpr Schema SeccompProfile_{.type = Schema::Type::object,
                                 .name = "SeccompProfile",
                                 .definition = "io.k8s.api.core.v1.SeccompProfile",
                                 .fields = SeccompProfile_fields};
constexpr Schema::Field WindowsSecurityContextOptions_fields[] = {{"gmsaCredentialSpec", &node_0},
                                                                  {"gmsaCredentialSpecName", &node_0},
                                                                  {"hostProcess", &node_3},
                                                                  {"runAsUserName", &node_0}};
constexpr Schema WindowsSecurityContextOptions_{.type = Schema::Type::object,
                                                .name = "WindowsSecurityContextOptions",
                                                .definition = "io.k8s.api.core.v1.WindowsSecurityContextOptions",
                                                .fields = WindowsSecurityContextOptions_fields};
constexpr std::string_view strings_45[] = {"Default", "Unmasked"};
constexpr Schema node_46{.type = Schema::Type::string, .enums = strings_45};
constexpr Schema::Field SecurityContext_fields[] = {{"allowPrivilegeEscalation", &node_3},
                                                    {"appArmorProfile", &AppArmorProfile_},
                                                    {"capabilities", &Capabilities_},
                                                    {"privileged", &node_3},
                                                    {"procMount", &node_46},
                                                    {"readOnlyRootFilesystem", &node_3},
                                                    {"runAsGroup", &node_5},
                                                    {"runAsNonRoot", &node_3},
                                                    {"runAsUser", &node_5},
                                                    {"seLinuxOptions", &SELinuxOptions_},
                                                    {"seccompProfile", &SeccompProfile_},
                                                    {"windowsOptions", &WindowsSecurityContextOptions_}};
constexpr Schema SecurityContext_{.type = Schema::Type::object,
                                  .name = "SecurityContext",
                                  .definition = "io.k8s.api.core.v1.SecurityContext",
                                  .fields = SecurityContext_fields};
constexpr Schema::Field VolumeDevice_fields[] = {{"devicePath", &node_0, true}, {"name", &node_0, true}};
constexpr Schema VolumeDevice_{.type = Schema::Type::object,
                               .name = "VolumeDevice",
                               .definition = "io.k8s.api.core.v1.VolumeDevice",
                               .fields = VolumeDevice_fields};
constexpr std::string_view strings_47[] = {"Bidirectional", "HostToContainer", "None"};
constexpr Schema node_48{.type = Schema::Type::string, .enums = strings_47};
constexpr std::string_view strings_49[] = {"Disabled", "Enabled", "IfPossible"};
constexpr Schema node_50{.type = Schema::Type::string, .enums = strings_49};
constexpr Schema::Field VolumeMount_fields[] = {
    {"mountPath", &node_0, true, {}, "Where it appears in the container."},
    {"mountPropagation", &node_48},
    {"name", &node_0, true, {}, "Name of the volume."},
    {"readOnly", &node_3, false, {}, "True: the container cannot write to it."},
    {"recursiveReadOnly", &node_50},
    {"subPath", &node_0, false, {}, "Only this file or directory of the volume."},
    {"subPathExpr", &node_0}};
constexpr Schema VolumeMount_{.type = Schema::Type::object,
                              .name = "VolumeMount",
                              .definition = "io.k8s.api.core.v1.VolumeMount",
                              .fields = VolumeMount_fields};
constexpr Schema node_51{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &EnvVar_,
                         .list_keys = strings_40,
                         .merge_key = "name",
                         .patch_merge = true};
constexpr Schema node_52{.type = Schema::Type::list, .element = &EnvFromSource_};
constexpr std::string_view strings_53[] = {"Always", "IfNotPresent", "Never"};
constexpr Schema node_54{.type = Schema::Type::string, .enums = strings_53};
constexpr std::string_view strings_55[] = {"containerPort", "protocol"};
constexpr Schema node_56{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &ContainerPort_,
                         .list_keys = strings_55,
                         .merge_key = "containerPort",
                         .patch_merge = true};
constexpr Schema node_57{.type = Schema::Type::list, .element = &ContainerResizePolicy_};
constexpr std::string_view strings_58[] = {"Always", "Never", "OnFailure"};
constexpr Schema node_59{.type = Schema::Type::string, .enums = strings_58};
constexpr Schema node_60{.type = Schema::Type::list, .element = &ContainerRestartRule_};
constexpr std::string_view strings_61[] = {"File", "FallbackToLogsOnError"};
constexpr Schema node_62{.type = Schema::Type::string, .enums = strings_61};
constexpr std::string_view strings_63[] = {"devicePath"};
constexpr Schema node_64{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &VolumeDevice_,
                         .list_keys = strings_63,
                         .merge_key = "devicePath",
                         .patch_merge = true};
constexpr std::string_view strings_65[] = {"mountPath"};
constexpr Schema node_66{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &VolumeMount_,
                         .list_keys = strings_65,
                         .merge_key = "mountPath",
                         .patch_merge = true};
constexpr Schema::Field Container_fields[] = {
    {"args", &node_10, false, {}, "Arguments, instead of the image's."},
    {"command", &node_10, false, {}, "Program and first arguments, instead of the image's entry point."},
    {"env", &node_51, false, {}, "Environment variables."},
    {"envFrom", &node_52, false, {}, "ConfigMaps and Secrets whose every entry becomes an environment variable."},
    {"image", &node_0, false, {}, "Image that is run."},
    {"imagePullPolicy", &node_54, false, {}, "When the image is fetched: Always, IfNotPresent or Never."},
    {"lifecycle", &Lifecycle_, false, {}, "What is run after the start and before the end."},
    {"livenessProbe", &Probe_, false, {}, "A check that, when it keeps failing, has the container started anew."},
    {"name", &node_0, true, {}, "Name of the container, unique within the Pod."},
    {"ports",
     &node_56,
     false,
     {},
     "Ports that the program listens on; for information, and for Services that name them."},
    {"readinessProbe", &Probe_, false, {}, "A check that decides whether the container gets requests."},
    {"resizePolicy", &node_57},
    {"resources", &ResourceRequirements_, false, "{}",
     "How much CPU, memory and the like the container asks for and may use."},
    {"restartPolicy", &node_59, false, {}, "Of a single container: Always makes an init container a side-car."},
    {"restartPolicyRules", &node_60},
    {"securityContext", &SecurityContext_, false, {}, "Users, groups and other rights of this container."},
    {"startupProbe", &Probe_, false, {}, "A check that the other probes wait for."},
    {"stdin", &node_3, false, {}, "True: the program's input is kept open and can be attached to."},
    {"stdinOnce", &node_3},
    {"terminationMessagePath", &node_0, false, "\"/dev/termination-log\"",
     "File whose content becomes the message of the container's end."},
    {"terminationMessagePolicy", &node_62, false, "\"File\""},
    {"tty", &node_3, false, {}, "True: the program gets a terminal."},
    {"volumeDevices", &node_64, false, {}, "Where block volumes of the Pod appear in the container."},
    {"volumeMounts", &node_66, false, {}, "Where volumes of the Pod appear in the container."},
    {"workingDir", &node_0, false, {}, "Directory that the program starts in."}};
constexpr Schema Container_{.type = Schema::Type::object,
                            .name = "Container",
                            .definition = "io.k8s.api.core.v1.Container",
                            .description = "One container of a Pod.",
                            .fields = Container_fields};
constexpr Schema::Field PodDNSConfigOption_fields[] = {{"name", &node_0}, {"value", &node_0}};
constexpr Schema PodDNSConfigOption_{.type = Schema::Type::object,
                                     .name = "PodDNSConfigOption",
                                     .definition = "io.k8s.api.core.v1.PodDNSConfigOption",
                                     .fields = PodDNSConfigOption_fields};
constexpr Schema node_67{.type = Schema::Type::list, .element = &PodDNSConfigOption_};
constexpr Schema::Field PodDNSConfig_fields[] = {
    {"nameservers", &node_10}, {"options", &node_67}, {"searches", &node_10}};
constexpr Schema PodDNSConfig_{.type = Schema::Type::object,
                               .name = "PodDNSConfig",
                               .definition = "io.k8s.api.core.v1.PodDNSConfig",
                               .fields = PodDNSConfig_fields};
constexpr Schema::Field EphemeralContainer_fields[] = {
    {"args", &node_10},
    {"command", &node_10},
    {"env", &node_51},
    {"envFrom", &node_52},
    {"image", &node_0},
    {"imagePullPolicy", &node_54},
    {"lifecycle", &Lifecycle_},
    {"livenessProbe", &Probe_},
    {"name", &node_0, true},
    {"ports", &node_56},
    {"readinessProbe", &Probe_},
    {"resizePolicy", &node_57},
    {"resources", &ResourceRequirements_, false, "{}"},
    {"restartPolicy", &node_0},
    {"restartPolicyRules", &node_60},
    {"securityContext", &SecurityContext_},
    {"startupProbe", &Probe_},
    {"stdin", &node_3},
    {"stdinOnce", &node_3},
    {"targetContainerName", &node_0},
    {"terminationMessagePath", &node_0, false, "\"/dev/termination-log\""},
    {"terminationMessagePolicy", &node_62, false, "\"File\""},
    {"tty", &node_3},
    {"volumeDevices", &node_64},
    {"volumeMounts", &node_66},
    {"workingDir", &node_0}};
constexpr Schema EphemeralContainer_{.type = Schema::Type::object,
                                     .name = "EphemeralContainer",
                                     .definition = "io.k8s.api.core.v1.EphemeralContainer",
                                     .fields = EphemeralContainer_fields};
constexpr Schema::Field HostAlias_fields[] = {{"hostnames", &node_10}, {"ip", &node_0, true}};
constexpr Schema HostAlias_{.type = Schema::Type::object,
                            .name = "HostAlias",
                            .definition = "io.k8s.api.core.v1.HostAlias",
                            .fields = HostAlias_fields};
constexpr Schema::Field LocalObjectReference_fields[] = {{"name", &node_0}};
constexpr Schema LocalObjectReference_{.type = Schema::Type::object,
                                       .name = "LocalObjectReference",
                                       .definition = "io.k8s.api.core.v1.LocalObjectReference",
                                       .fields = LocalObjectReference_fields,
                                       .atomic = true};
constexpr std::string_view strings_68[] = {"linux", "windows"};
constexpr Schema node_69{.type = Schema::Type::string, .enums = strings_68};
constexpr Schema::Field PodOS_fields[] = {{"name", &node_69, true}};
constexpr Schema PodOS_{
    .type = Schema::Type::object, .name = "PodOS", .definition = "io.k8s.api.core.v1.PodOS", .fields = PodOS_fields};
constexpr Schema::Field PodReadinessGate_fields[] = {{"conditionType", &node_0, true}};
constexpr Schema PodReadinessGate_{.type = Schema::Type::object,
                                   .name = "PodReadinessGate",
                                   .definition = "io.k8s.api.core.v1.PodReadinessGate",
                                   .fields = PodReadinessGate_fields};
constexpr Schema::Field PodResourceClaim_fields[] = {
    {"name", &node_0, true}, {"resourceClaimName", &node_0}, {"resourceClaimTemplateName", &node_0}};
constexpr Schema PodResourceClaim_{.type = Schema::Type::object,
                                   .name = "PodResourceClaim",
                                   .definition = "io.k8s.api.core.v1.PodResourceClaim",
                                   .fields = PodResourceClaim_fields};
constexpr Schema::Field PodSchedulingGate_fields[] = {{"name", &node_0, true}};
constexpr Schema PodSchedulingGate_{.type = Schema::Type::object,
                                    .name = "PodSchedulingGate",
                                    .definition = "io.k8s.api.core.v1.PodSchedulingGate",
                                    .fields = PodSchedulingGate_fields};
constexpr Schema::Field PodSchedulingGroup_fields[] = {{"podGroupName", &node_0}};
constexpr Schema PodSchedulingGroup_{.type = Schema::Type::object,
                                     .name = "PodSchedulingGroup",
                                     .definition = "io.k8s.api.core.v1.PodSchedulingGroup",
                                     .fields = PodSchedulingGroup_fields};
constexpr Schema::Field Sysctl_fields[] = {{"name", &node_0, true}, {"value", &node_0, true}};
constexpr Schema Sysctl_{
    .type = Schema::Type::object, .name = "Sysctl", .definition = "io.k8s.api.core.v1.Sysctl", .fields = Sysctl_fields};
constexpr std::string_view strings_70[] = {"Always", "OnRootMismatch"};
constexpr Schema node_71{.type = Schema::Type::string, .enums = strings_70};
constexpr std::string_view strings_72[] = {"MountOption", "Recursive"};
constexpr Schema node_73{.type = Schema::Type::string, .enums = strings_72};
constexpr Schema node_74{.type = Schema::Type::list, .element = &node_5};
constexpr std::string_view strings_75[] = {"Merge", "Strict"};
constexpr Schema node_76{.type = Schema::Type::string, .enums = strings_75};
constexpr Schema node_77{.type = Schema::Type::list, .element = &Sysctl_};
constexpr Schema::Field PodSecurityContext_fields[] = {{"appArmorProfile", &AppArmorProfile_},
                                                       {"fsGroup", &node_5},
                                                       {"fsGroupChangePolicy", &node_71},
                                                       {"runAsGroup", &node_5},
                                                       {"runAsNonRoot", &node_3},
                                                       {"runAsUser", &node_5},
                                                       {"seLinuxChangePolicy", &node_73},
                                                       {"seLinuxOptions", &SELinuxOptions_},
                                                       {"seccompProfile", &SeccompProfile_},
                                                       {"supplementalGroups", &node_74},
                                                       {"supplementalGroupsPolicy", &node_76},
                                                       {"sysctls", &node_77},
                                                       {"windowsOptions", &WindowsSecurityContextOptions_}};
constexpr Schema PodSecurityContext_{.type = Schema::Type::object,
                                     .name = "PodSecurityContext",
                                     .definition = "io.k8s.api.core.v1.PodSecurityContext",
                                     .fields = PodSecurityContext_fields};
constexpr std::string_view strings_78[] = {"Equal", "Exists"};
constexpr Schema node_79{.type = Schema::Type::string, .enums = strings_78};
constexpr Schema::Field Toleration_fields[] = {
    {"effect", &node_15}, {"key", &node_0}, {"operator", &node_79}, {"tolerationSeconds", &node_5}, {"value", &node_0}};
constexpr Schema Toleration_{.type = Schema::Type::object,
                             .name = "Toleration",
                             .definition = "io.k8s.api.core.v1.Toleration",
                             .fields = Toleration_fields};
constexpr std::string_view strings_80[] = {"Honor", "Ignore"};
constexpr Schema node_81{.type = Schema::Type::string, .enums = strings_80};
constexpr std::string_view strings_82[] = {"DoNotSchedule", "ScheduleAnyway"};
constexpr Schema node_83{.type = Schema::Type::string, .enums = strings_82};
constexpr Schema::Field TopologySpreadConstraint_fields[] = {
    {"labelSelector", &LabelSelector_}, {"matchLabelKeys", &node_10},         {"maxSkew", &node_17, true},
    {"minDomains", &node_17},           {"nodeAffinityPolicy", &node_81},     {"nodeTaintsPolicy", &node_81},
    {"topologyKey", &node_0, true},     {"whenUnsatisfiable", &node_83, true}};
constexpr Schema TopologySpreadConstraint_{.type = Schema::Type::object,
                                           .name = "TopologySpreadConstraint",
                                           .definition = "io.k8s.api.core.v1.TopologySpreadConstraint",
                                           .fields = TopologySpreadConstraint_fields};
constexpr Schema::Field AWSElasticBlockStoreVolumeSource_fields[] = {
    {"fsType", &node_0}, {"partition", &node_17}, {"readOnly", &node_3}, {"volumeID", &node_0, true}};
constexpr Schema AWSElasticBlockStoreVolumeSource_{.type = Schema::Type::object,
                                                   .name = "AWSElasticBlockStoreVolumeSource",
                                                   .definition = "io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource",
                                                   .fields = AWSElasticBlockStoreVolumeSource_fields};
constexpr std::string_view strings_84[] = {"None", "ReadOnly", "ReadWrite"};
constexpr Schema node_85{.type = Schema::Type::string, .enums = strings_84};
constexpr std::string_view strings_86[] = {"Dedicated", "Managed", "Shared"};
constexpr Schema node_87{.type = Schema::Type::string, .enums = strings_86};
constexpr Schema::Field AzureDiskVolumeSource_fields[] = {{"cachingMode", &node_85, false, "\"ReadWrite\""},
                                                          {"diskName", &node_0, true},
                                                          {"diskURI", &node_0, true},
                                                          {"fsType", &node_0, false, "\"ext4\""},
                                                          {"kind", &node_87, false, "\"Shared\""},
                                                          {"readOnly", &node_3, false, "false"}};
constexpr Schema AzureDiskVolumeSource_{.type = Schema::Type::object,
                                        .name = "AzureDiskVolumeSource",
                                        .definition = "io.k8s.api.core.v1.AzureDiskVolumeSource",
                                        .fields = AzureDiskVolumeSource_fields};
constexpr Schema::Field AzureFileVolumeSource_fields[] = {
    {"readOnly", &node_3}, {"secretName", &node_0, true}, {"shareName", &node_0, true}};
constexpr Schema AzureFileVolumeSource_{.type = Schema::Type::object,
                                        .name = "AzureFileVolumeSource",
                                        .definition = "io.k8s.api.core.v1.AzureFileVolumeSource",
                                        .fields = AzureFileVolumeSource_fields};
constexpr Schema::Field CephFSVolumeSource_fields[] = {
    {"monitors", &node_10, true},          {"path", &node_0}, {"readOnly", &node_3}, {"secretFile", &node_0},
    {"secretRef", &LocalObjectReference_}, {"user", &node_0}};
constexpr Schema CephFSVolumeSource_{.type = Schema::Type::object,
                                     .name = "CephFSVolumeSource",
                                     .definition = "io.k8s.api.core.v1.CephFSVolumeSource",
                                     .fields = CephFSVolumeSource_fields};
constexpr Schema::Field CinderVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"secretRef", &LocalObjectReference_}, {"volumeID", &node_0, true}};
constexpr Schema CinderVolumeSource_{.type = Schema::Type::object,
                                     .name = "CinderVolumeSource",
                                     .definition = "io.k8s.api.core.v1.CinderVolumeSource",
                                     .fields = CinderVolumeSource_fields};
constexpr Schema::Field KeyToPath_fields[] = {{"key", &node_0, true}, {"mode", &node_17}, {"path", &node_0, true}};
constexpr Schema KeyToPath_{.type = Schema::Type::object,
                            .name = "KeyToPath",
                            .definition = "io.k8s.api.core.v1.KeyToPath",
                            .fields = KeyToPath_fields};
constexpr Schema node_88{.type = Schema::Type::list, .element = &KeyToPath_};
constexpr Schema::Field ConfigMapVolumeSource_fields[] = {
    {"defaultMode", &node_17, false, "420"}, {"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapVolumeSource_{.type = Schema::Type::object,
                                        .name = "ConfigMapVolumeSource",
                                        .definition = "io.k8s.api.core.v1.ConfigMapVolumeSource",
                                        .fields = ConfigMapVolumeSource_fields};
constexpr Schema::Field CSIVolumeSource_fields[] = {{"driver", &node_0, true},
                                                    {"fsType", &node_0},
                                                    {"nodePublishSecretRef", &LocalObjectReference_},
                                                    {"readOnly", &node_3},
                                                    {"volumeAttributes", &node_4}};
constexpr Schema CSIVolumeSource_{.type = Schema::Type::object,
                                  .name = "CSIVolumeSource",
                                  .definition = "io.k8s.api.core.v1.CSIVolumeSource",
                                  .fields = CSIVolumeSource_fields};
constexpr Schema::Field DownwardAPIVolumeFile_fields[] = {{"fieldRef", &ObjectFieldSelector_},
                                                          {"mode", &node_17},
                                                          {"path", &node_0, true},
                                                          {"resourceFieldRef", &ResourceFieldSelector_}};
constexpr Schema DownwardAPIVolumeFile_{.type = Schema::Type::object,
                                        .name = "DownwardAPIVolumeFile",
                                        .definition = "io.k8s.api.core.v1.DownwardAPIVolumeFile",
                                        .fields = DownwardAPIVolumeFile_fields};
constexpr Schema node_89{.type = Schema::Type::list, .element = &DownwardAPIVolumeFile_};
constexpr Schema::Field DownwardAPIVolumeSource_fields[] = {{"defaultMode", &node_17, false, "420"},
                                                            {"items", &node_89}};
constexpr Schema DownwardAPIVolumeSource_{.type = Schema::Type::object,
                                          .name = "DownwardAPIVolumeSource",
                                          .definition = "io.k8s.api.core.v1.DownwardAPIVolumeSource",
                                          .fields = DownwardAPIVolumeSource_fields};
constexpr Schema::Field EmptyDirVolumeSource_fields[] = {{"medium", &node_0}, {"sizeLimit", &node_19}};
constexpr Schema EmptyDirVolumeSource_{.type = Schema::Type::object,
                                       .name = "EmptyDirVolumeSource",
                                       .definition = "io.k8s.api.core.v1.EmptyDirVolumeSource",
                                       .fields = EmptyDirVolumeSource_fields};
constexpr Schema::Field TypedLocalObjectReference_fields[] = {
    {"apiGroup", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}};
constexpr Schema TypedLocalObjectReference_{.type = Schema::Type::object,
                                            .name = "TypedLocalObjectReference",
                                            .definition = "io.k8s.api.core.v1.TypedLocalObjectReference",
                                            .fields = TypedLocalObjectReference_fields,
                                            .atomic = true};
constexpr Schema::Field TypedObjectReference_fields[] = {
    {"apiGroup", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}, {"namespace", &node_0}};
constexpr Schema TypedObjectReference_{.type = Schema::Type::object,
                                       .name = "TypedObjectReference",
                                       .definition = "io.k8s.api.core.v1.TypedObjectReference",
                                       .fields = TypedObjectReference_fields};
constexpr Schema::Field VolumeResourceRequirements_fields[] = {{"limits", &node_20}, {"requests", &node_20}};
constexpr Schema VolumeResourceRequirements_{.type = Schema::Type::object,
                                             .name = "VolumeResourceRequirements",
                                             .definition = "io.k8s.api.core.v1.VolumeResourceRequirements",
                                             .fields = VolumeResourceRequirements_fields};
constexpr std::string_view strings_90[] = {"Block", "Filesystem"};
constexpr Schema node_91{.type = Schema::Type::string, .enums = strings_90};
constexpr Schema::Field PersistentVolumeClaimSpec_fields[] = {
    {"accessModes", &node_10, false, {}, "How many nodes or Pods must be able to read or write it."},
    {"dataSource", &TypedLocalObjectReference_},
    {"dataSourceRef", &TypedObjectReference_},
    {"resources", &VolumeResourceRequirements_, false, "{}", "How much storage is asked for."},
    {"selector", &LabelSelector_},
    {"storageClassName",
     &node_0,
     false,
     {},
     "StorageClass that makes the volume; empty: only volumes without a class."},
    {"volumeAttributesClassName", &node_0},
    {"volumeMode", &node_91, false, "\"Filesystem\""},
    {"volumeName", &node_0, false, {}, "The PersistentVolume that the claim is bound to."}};
constexpr Schema PersistentVolumeClaimSpec_{.type = Schema::Type::object,
                                            .name = "PersistentVolumeClaimSpec",
                                            .definition = "io.k8s.api.core.v1.PersistentVolumeClaimSpec",
                                            .fields = PersistentVolumeClaimSpec_fields};
constexpr Schema::Field PersistentVolumeClaimTemplate_fields[] = {{"metadata", &ObjectMeta_},
                                                                  {"spec", &PersistentVolumeClaimSpec_, true}};
constexpr Schema PersistentVolumeClaimTemplate_{.type = Schema::Type::object,
                                                .name = "PersistentVolumeClaimTemplate",
                                                .definition = "io.k8s.api.core.v1.PersistentVolumeClaimTemplate",
                                                .fields = PersistentVolumeClaimTemplate_fields};
constexpr Schema::Field EphemeralVolumeSource_fields[] = {{"volumeClaimTemplate", &PersistentVolumeClaimTemplate_}};
constexpr Schema EphemeralVolumeSource_{.type = Schema::Type::object,
                                        .name = "EphemeralVolumeSource",
                                        .definition = "io.k8s.api.core.v1.EphemeralVolumeSource",
                                        .fields = EphemeralVolumeSource_fields};
constexpr Schema::Field FCVolumeSource_fields[] = {
    {"fsType", &node_0}, {"lun", &node_17}, {"readOnly", &node_3}, {"targetWWNs", &node_10}, {"wwids", &node_10}};
constexpr Schema FCVolumeSource_{.type = Schema::Type::object,
                                 .name = "FCVolumeSource",
                                 .definition = "io.k8s.api.core.v1.FCVolumeSource",
                                 .fields = FCVolumeSource_fields};
constexpr Schema::Field FlexVolumeSource_fields[] = {{"driver", &node_0, true},
                                                     {"fsType", &node_0},
                                                     {"options", &node_4},
                                                     {"readOnly", &node_3},
                                                     {"secretRef", &LocalObjectReference_}};
constexpr Schema FlexVolumeSource_{.type = Schema::Type::object,
                                   .name = "FlexVolumeSource",
                                   .definition = "io.k8s.api.core.v1.FlexVolumeSource",
                                   .fields = FlexVolumeSource_fields};
constexpr Schema::Field FlockerVolumeSource_fields[] = {{"datasetName", &node_0}, {"datasetUUID", &node_0}};
constexpr Schema FlockerVolumeSource_{.type = Schema::Type::object,
                                      .name = "FlockerVolumeSource",
                                      .definition = "io.k8s.api.core.v1.FlockerVolumeSource",
                                      .fields = FlockerVolumeSource_fields};
constexpr Schema::Field GCEPersistentDiskVolumeSource_fields[] = {
    {"fsType", &node_0}, {"partition", &node_17}, {"pdName", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GCEPersistentDiskVolumeSource_{.type = Schema::Type::object,
                                                .name = "GCEPersistentDiskVolumeSource",
                                                .definition = "io.k8s.api.core.v1.GCEPersistentDiskVolumeSource",
                                                .fields = GCEPersistentDiskVolumeSource_fields};
constexpr Schema::Field GitRepoVolumeSource_fields[] = {
    {"directory", &node_0}, {"repository", &node_0, true}, {"revision", &node_0}};
constexpr Schema GitRepoVolumeSource_{.type = Schema::Type::object,
                                      .name = "GitRepoVolumeSource",
                                      .definition = "io.k8s.api.core.v1.GitRepoVolumeSource",
                                      .fields = GitRepoVolumeSource_fields};
constexpr Schema::Field GlusterfsVolumeSource_fields[] = {
    {"endpoints", &node_0, true}, {"path", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GlusterfsVolumeSource_{.type = Schema::Type::object,
                                        .name = "GlusterfsVolumeSource",
                                        .definition = "io.k8s.api.core.v1.GlusterfsVolumeSource",
                                        .fields = GlusterfsVolumeSource_fields};
constexpr std::string_view strings_92[] = {"",     "BlockDevice",  "CharDevice", "Directory", "DirectoryOrCreate",
                                           "File", "FileOrCreate", "Socket"};
constexpr Schema node_93{.type = Schema::Type::string, .enums = strings_92};
constexpr Schema::Field HostPathVolumeSource_fields[] = {{"path", &node_0, true}, {"type", &node_93, false, "\"\""}};
constexpr Schema HostPathVolumeSource_{.type = Schema::Type::object,
                                       .name = "HostPathVolumeSource",
                                       .definition = "io.k8s.api.core.v1.HostPathVolumeSource",
                                       .fields = HostPathVolumeSource_fields};
constexpr Schema::Field ImageVolumeSource_fields[] = {{"pullPolicy", &node_54}, {"reference", &node_0}};
constexpr Schema ImageVolumeSource_{.type = Schema::Type::object,
                                    .name = "ImageVolumeSource",
                                    .definition = "io.k8s.api.core.v1.ImageVolumeSource",
                                    .fields = ImageVolumeSource_fields};
constexpr Schema::Field ISCSIVolumeSource_fields[] = {{"chapAuthDiscovery", &node_3},
                                                      {"chapAuthSession", &node_3},
                                                      {"fsType", &node_0},
                                                      {"initiatorName", &node_0},
                                                      {"iqn", &node_0, true},
                                                      {"iscsiInterface", &node_0, false, "\"default\""},
                                                      {"lun", &node_17, true},
                                                      {"portals", &node_10},
                                                      {"readOnly", &node_3},
                                                      {"secretRef", &LocalObjectReference_},
                                                      {"targetPortal", &node_0, true}};
constexpr Schema ISCSIVolumeSource_{.type = Schema::Type::object,
                                    .name = "ISCSIVolumeSource",
                                    .definition = "io.k8s.api.core.v1.ISCSIVolumeSource",
                                    .fields = ISCSIVolumeSource_fields};
constexpr Schema::Field NFSVolumeSource_fields[] = {
    {"path", &node_0, true}, {"readOnly", &node_3}, {"server", &node_0, true}};
constexpr Schema NFSVolumeSource_{.type = Schema::Type::object,
                                  .name = "NFSVolumeSource",
                                  .definition = "io.k8s.api.core.v1.NFSVolumeSource",
                                  .fields = NFSVolumeSource_fields};
constexpr Schema::Field PersistentVolumeClaimVolumeSource_fields[] = {{"claimName", &node_0, true},
                                                                      {"readOnly", &node_3}};
constexpr Schema PersistentVolumeClaimVolumeSource_{
    .type = Schema::Type::object,
    .name = "PersistentVolumeClaimVolumeSource",
    .definition = "io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource",
    .fields = PersistentVolumeClaimVolumeSource_fields};
constexpr Schema::Field PhotonPersistentDiskVolumeSource_fields[] = {{"fsType", &node_0}, {"pdID", &node_0, true}};
constexpr Schema PhotonPersistentDiskVolumeSource_{.type = Schema::Type::object,
                                                   .name = "PhotonPersistentDiskVolumeSource",
                                                   .definition = "io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource",
                                                   .fields = PhotonPersistentDiskVolumeSource_fields};
constexpr Schema::Field PortworxVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"volumeID", &node_0, true}};
constexpr Schema PortworxVolumeSource_{.type = Schema::Type::object,
                                       .name = "PortworxVolumeSource",
                                       .definition = "io.k8s.api.core.v1.PortworxVolumeSource",
                                       .fields = PortworxVolumeSource_fields};
constexpr Schema::Field ClusterTrustBundleProjection_fields[] = {{"labelSelector", &LabelSelector_},
                                                                 {"name", &node_0},
                                                                 {"optional", &node_3},
                                                                 {"path", &node_0, true},
                                                                 {"signerName", &node_0}};
constexpr Schema ClusterTrustBundleProjection_{.type = Schema::Type::object,
                                               .name = "ClusterTrustBundleProjection",
                                               .definition = "io.k8s.api.core.v1.ClusterTrustBundleProjection",
                                               .fields = ClusterTrustBundleProjection_fields};
constexpr Schema::Field ConfigMapProjection_fields[] = {{"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapProjection_{.type = Schema::Type::object,
                                      .name = "ConfigMapProjection",
                                      .definition = "io.k8s.api.core.v1.ConfigMapProjection",
                                      .fields = ConfigMapProjection_fields};
constexpr Schema::Field DownwardAPIProjection_fields[] = {{"items", &node_89}};
constexpr Schema DownwardAPIProjection_{.type = Schema::Type::object,
                                        .name = "DownwardAPIProjection",
                                        .definition = "io.k8s.api.core.v1.DownwardAPIProjection",
                                        .fields = DownwardAPIProjection_fields};
constexpr Schema::Field PodCertificateProjection_fields[] = {
    {"certificateChainPath", &node_0}, {"credentialBundlePath", &node_0},  {"keyPath", &node_0},
    {"keyType", &node_0, true},        {"maxExpirationSeconds", &node_17}, {"signerName", &node_0, true},
    {"userAnnotations", &node_4}};
constexpr Schema PodCertificateProjection_{.type = Schema::Type::object,
                                           .name = "PodCertificateProjection",
                                           .definition = "io.k8s.api.core.v1.PodCertificateProjection",
                                           .fields = PodCertificateProjection_fields};
constexpr Schema::Field SecretProjection_fields[] = {{"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretProjection_{.type = Schema::Type::object,
                                   .name = "SecretProjection",
                                   .definition = "io.k8s.api.core.v1.SecretProjection",
                                   .fields = SecretProjection_fields};
constexpr Schema::Field ServiceAccountTokenProjection_fields[] = {
    {"audience", &node_0}, {"expirationSeconds", &node_5, false, "3600"}, {"path", &node_0, true}};
constexpr Schema ServiceAccountTokenProjection_{.type = Schema::Type::object,
                                                .name = "ServiceAccountTokenProjection",
                                                .definition = "io.k8s.api.core.v1.ServiceAccountTokenProjection",
                                                .fields = ServiceAccountTokenProjection_fields};
constexpr Schema::Field VolumeProjection_fields[] = {{"clusterTrustBundle", &ClusterTrustBundleProjection_},
                                                     {"configMap", &ConfigMapProjection_},
                                                     {"downwardAPI", &DownwardAPIProjection_},
                                                     {"podCertificate", &PodCertificateProjection_},
                                                     {"secret", &SecretProjection_},
                                                     {"serviceAccountToken", &ServiceAccountTokenProjection_}};
constexpr Schema VolumeProjection_{.type = Schema::Type::object,
                                   .name = "VolumeProjection",
                                   .definition = "io.k8s.api.core.v1.VolumeProjection",
                                   .fields = VolumeProjection_fields};
constexpr Schema node_94{.type = Schema::Type::list, .element = &VolumeProjection_};
constexpr Schema::Field ProjectedVolumeSource_fields[] = {{"defaultMode", &node_17, false, "420"},
                                                          {"sources", &node_94}};
constexpr Schema ProjectedVolumeSource_{.type = Schema::Type::object,
                                        .name = "ProjectedVolumeSource",
                                        .definition = "io.k8s.api.core.v1.ProjectedVolumeSource",
                                        .fields = ProjectedVolumeSource_fields};
constexpr Schema::Field QuobyteVolumeSource_fields[] = {{"group", &node_0},          {"readOnly", &node_3},
                                                        {"registry", &node_0, true}, {"tenant", &node_0},
                                                        {"user", &node_0},           {"volume", &node_0, true}};
constexpr Schema QuobyteVolumeSource_{.type = Schema::Type::object,
                                      .name = "QuobyteVolumeSource",
                                      .definition = "io.k8s.api.core.v1.QuobyteVolumeSource",
                                      .fields = QuobyteVolumeSource_fields};
constexpr Schema::Field RBDVolumeSource_fields[] = {{"fsType", &node_0},
                                                    {"image", &node_0, true},
                                                    {"keyring", &node_0, false, "\"/etc/ceph/keyring\""},
                                                    {"monitors", &node_10, true},
                                                    {"pool", &node_0, false, "\"rbd\""},
                                                    {"readOnly", &node_3},
                                                    {"secretRef", &LocalObjectReference_},
                                                    {"user", &node_0, false, "\"admin\""}};
constexpr Schema RBDVolumeSource_{.type = Schema::Type::object,
                                  .name = "RBDVolumeSource",
                                  .definition = "io.k8s.api.core.v1.RBDVolumeSource",
                                  .fields = RBDVolumeSource_fields};
constexpr Schema::Field ScaleIOVolumeSource_fields[] = {{"fsType", &node_0, false, "\"xfs\""},
                                                        {"gateway", &node_0, true},
                                                        {"protectionDomain", &node_0},
                                                        {"readOnly", &node_3},
                                                        {"secretRef", &LocalObjectReference_, true},
                                                        {"sslEnabled", &node_3},
                                                        {"storageMode", &node_0, false, "\"ThinProvisioned\""},
                                                        {"storagePool", &node_0},
                                                        {"system", &node_0, true},
                                                        {"volumeName", &node_0}};
constexpr Schema ScaleIOVolumeSource_{.type = Schema::Type::object,
                                      .name = "ScaleIOVolumeSource",
                                      .definition = "io.k8s.api.core.v1.ScaleIOVolumeSource",
                                      .fields = ScaleIOVolumeSource_fields};
constexpr Schema::Field SecretVolumeSource_fields[] = {
    {"defaultMode", &node_17, false, "420"}, {"items", &node_88}, {"optional", &node_3}, {"secretName", &node_0}};
constexpr Schema SecretVolumeSource_{.type = Schema::Type::object,
                                     .name = "SecretVolumeSource",
                                     .definition = "io.k8s.api.core.v1.SecretVolumeSource",
                                     .fields = SecretVolumeSource_fields};
constexpr Schema::Field StorageOSVolumeSource_fields[] = {{"fsType", &node_0},
                                                          {"readOnly", &node_3},
                                                          {"secretRef", &LocalObjectReference_},
                                                          {"volumeName", &node_0},
                                                          {"volumeNamespace", &node_0}};
constexpr Schema StorageOSVolumeSource_{.type = Schema::Type::object,
                                        .name = "StorageOSVolumeSource",
                                        .definition = "io.k8s.api.core.v1.StorageOSVolumeSource",
                                        .fields = StorageOSVolumeSource_fields};
constexpr Schema::Field VsphereVirtualDiskVolumeSource_fields[] = {
    {"fsType", &node_0}, {"storagePolicyID", &node_0}, {"storagePolicyName", &node_0}, {"volumePath", &node_0, true}};
constexpr Schema VsphereVirtualDiskVolumeSource_{.type = Schema::Type::object,
                                                 .name = "VsphereVirtualDiskVolumeSource",
                                                 .definition = "io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource",
                                                 .fields = VsphereVirtualDiskVolumeSource_fields};
constexpr Schema::Field Volume_fields[] = {
    {"awsElasticBlockStore", &AWSElasticBlockStoreVolumeSource_},
    {"azureDisk", &AzureDiskVolumeSource_},
    {"azureFile", &AzureFileVolumeSource_},
    {"cephfs", &CephFSVolumeSource_},
    {"cinder", &CinderVolumeSource_},
    {"configMap", &ConfigMapVolumeSource_, false, {}, "The entries of a ConfigMap as files."},
    {"csi", &CSIVolumeSource_},
    {"downwardAPI", &DownwardAPIVolumeSource_, false, {}, "Fields of the Pod itself as files."},
    {"emptyDir", &EmptyDirVolumeSource_, false, {}, "An empty directory that lives as long as the Pod."},
    {"ephemeral", &EphemeralVolumeSource_},
    {"fc", &FCVolumeSource_},
    {"flexVolume", &FlexVolumeSource_},
    {"flocker", &FlockerVolumeSource_},
    {"gcePersistentDisk", &GCEPersistentDiskVolumeSource_},
    {"gitRepo", &GitRepoVolumeSource_},
    {"glusterfs", &GlusterfsVolumeSource_},
    {"hostPath", &HostPathVolumeSource_, false, {}, "A file or directory of the node."},
    {"image", &ImageVolumeSource_},
    {"iscsi", &ISCSIVolumeSource_},
    {"name", &node_0, true, {}, "Name that the containers' mounts refer to."},
    {"nfs", &NFSVolumeSource_},
    {"persistentVolumeClaim",
     &PersistentVolumeClaimVolumeSource_,
     false,
     {},
     "The volume that a PersistentVolumeClaim is bound to."},
    {"photonPersistentDisk", &PhotonPersistentDiskVolumeSource_},
    {"portworxVolume", &PortworxVolumeSource_},
    {"projected", &ProjectedVolumeSource_, false, {}, "Several sources in one directory."},
    {"quobyte", &QuobyteVolumeSource_},
    {"rbd", &RBDVolumeSource_},
    {"scaleIO", &ScaleIOVolumeSource_},
    {"secret", &SecretVolumeSource_, false, {}, "The entries of a Secret as files."},
    {"storageos", &StorageOSVolumeSource_},
    {"vsphereVolume", &VsphereVirtualDiskVolumeSource_}};
constexpr Schema Volume_{.type = Schema::Type::object,
                         .name = "Volume",
                         .definition = "io.k8s.api.core.v1.Volume",
                         .description = "A volume of a Pod; exactly one source says what it is.",
                         .fields = Volume_fields};
constexpr Schema node_95{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &Container_,
                         .list_keys = strings_40,
                         .merge_key = "name",
                         .patch_merge = true};
constexpr std::string_view strings_96[] = {"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"};
constexpr Schema node_97{.type = Schema::Type::string, .enums = strings_96};
constexpr Schema node_98{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &EphemeralContainer_,
                         .list_keys = strings_40,
                         .merge_key = "name",
                         .patch_merge = true};
constexpr std::string_view strings_99[] = {"ip"};
constexpr Schema node_100{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &HostAlias_,
                          .list_keys = strings_99,
                          .merge_key = "ip",
                          .patch_merge = true};
constexpr Schema node_101{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &LocalObjectReference_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema node_102{.type = Schema::Type::map, .element = &node_0, .atomic = true};
constexpr std::string_view strings_103[] = {"PreemptLowerPriority", "Never"};
constexpr Schema node_104{.type = Schema::Type::string, .enums = strings_103};
constexpr Schema node_105{.type = Schema::Type::list, .element = &PodReadinessGate_};
constexpr Schema node_106{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PodResourceClaim_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true,
                          .retain_keys = true};
constexpr std::string_view strings_107[] = {"Always", "OnFailure", "Never"};
constexpr Schema node_108{.type = Schema::Type::string, .enums = strings_107};
constexpr Schema node_109{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PodSchedulingGate_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema node_110{.type = Schema::Type::list, .element = &Toleration_};
constexpr std::string_view strings_111[] = {"topologyKey", "whenUnsatisfiable"};
constexpr Schema node_112{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &TopologySpreadConstraint_,
                          .list_keys = strings_111,
                          .merge_key = "topologyKey",
                          .patch_merge = true};
constexpr Schema node_113{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &Volume_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true,
                          .retain_keys = true};
constexpr Schema::Field PodSpec_fields[] = {
    {"activeDeadlineSeconds",
     &node_5,
     false,
     {},
     "Seconds after which a Pod that is still running counts as failed and is ended."},
    {"affinity", &Affinity_, false, {}, "Rules about nodes and other Pods that the scheduler must or should follow."},
    {"automountServiceAccountToken", &node_3, false, {}, "False: the containers get no token of the ServiceAccount."},
    {"containers",
     &node_95,
     true,
     {},
     "The containers of the Pod; at least one. They start together and live as long as it does."},
    {"dnsConfig", &PodDNSConfig_, false, {}, "DNS settings added to those of the policy."},
    {"dnsPolicy", &node_97, false, "\"ClusterFirst\"", "Where the containers' DNS settings come from."},
    {"enableServiceLinks", &node_3},
    {"ephemeralContainers", &node_98, false, {}, "Containers added to a running Pod to look into it."},
    {"hostAliases", &node_100},
    {"hostIPC", &node_3, false, {}, "True: the containers share the node's IPC."},
    {"hostNetwork", &node_3, false, {}, "True: the containers use the network of the node itself."},
    {"hostPID", &node_3, false, {}, "True: the containers see the processes of the node."},
    {"hostUsers", &node_3},
    {"hostname", &node_0, false, {}, "Host name that the containers see; the Pod's name when absent."},
    {"hostnameOverride", &node_0},
    {"imagePullSecrets", &node_101, false, {}, "Secrets with which images are fetched from private registries."},
    {"initContainers",
     &node_95,
     false,
     {},
     "Containers that run before the others, one after the other, each to its end. One with restartPolicy Always keeps "
     "running beside the others."},
    {"nodeName", &node_0, false, {}, "Node that the Pod runs on; filled in by the scheduler."},
    {"nodeSelector", &node_102, false, {}, "Labels that a node must have for the Pod to run there."},
    {"os", &PodOS_},
    {"overhead", &node_20, false, {}, "What the Pod needs beside its containers, as its RuntimeClass says."},
    {"preemptionPolicy", &node_104, false, {}, "Never: the Pod waits rather than displace others."},
    {"priority", &node_17, false, {}, "Importance of the Pod; higher ones go first and may displace lower ones."},
    {"priorityClassName", &node_0, false, {}, "PriorityClass from which the Pod takes its priority."},
    {"readinessGates", &node_105},
    {"resourceClaims", &node_106},
    {"resources", &ResourceRequirements_, false, {}, "Resources of the Pod as a whole."},
    {"restartPolicy", &node_108, false, "\"Always\"",
     "When a container that has ended is started again: Always, OnFailure or Never."},
    {"runtimeClassName", &node_0, false, {}, "RuntimeClass that the Pod is run with."},
    {"schedulerName", &node_0, false, "\"default-scheduler\"", "Name of the scheduler profile that places the Pod."},
    {"schedulingGates", &node_109, false, {}, "While one of these is there the Pod is not scheduled."},
    {"schedulingGroup", &PodSchedulingGroup_},
    {"securityContext", &PodSecurityContext_, false, "{}",
     "Users, groups and other rights of all containers of the Pod."},
    {"serviceAccount", &node_0},
    {"serviceAccountName", &node_0, false, {}, "ServiceAccount that the Pod's containers act as."},
    {"setHostnameAsFQDN", &node_3},
    {"shareProcessNamespace", &node_3, false, {}, "True: the containers of the Pod see each other's processes."},
    {"subdomain", &node_0, false, {}, "Puts the Pod under this name in the cluster's DNS."},
    {"terminationGracePeriodSeconds", &node_5, false, "30", "Seconds between the request to end and the kill."},
    {"tolerations", &node_110, false, {}, "Taints of nodes that the Pod does not mind."},
    {"topologySpreadConstraints",
     &node_112,
     false,
     {},
     "How Pods of a group are to be spread over zones, nodes or the like."},
    {"volumes", &node_113, false, {}, "Volumes that the containers can mount."}};
constexpr Schema PodSpec_{.type = Schema::Type::object,
                          .name = "PodSpec",
                          .definition = "io.k8s.api.core.v1.PodSpec",
                          .description = "Which containers a Pod runs, with what beside them, and where.",
                          .fields = PodSpec_fields};
constexpr Schema::Field PodCondition_fields[] = {{"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2},
                                                 {"message", &node_0},       {"observedGeneration", &node_5},
                                                 {"reason", &node_0},        {"status", &node_0, true},
                                                 {"type", &node_0, true}};
constexpr Schema PodCondition_{.type = Schema::Type::object,
                               .name = "PodCondition",
                               .definition = "io.k8s.api.core.v1.PodCondition",
                               .fields = PodCondition_fields};
constexpr Schema::Field ResourceHealth_fields[] = {
    {"health", &node_0}, {"message", &node_0}, {"resourceID", &node_0, true}};
constexpr Schema ResourceHealth_{.type = Schema::Type::object,
                                 .name = "ResourceHealth",
                                 .definition = "io.k8s.api.core.v1.ResourceHealth",
                                 .fields = ResourceHealth_fields};
constexpr std::string_view strings_114[] = {"resourceID"};
constexpr Schema node_115{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ResourceHealth_,
                          .list_keys = strings_114};
constexpr Schema::Field ResourceStatus_fields[] = {{"name", &node_0, true}, {"resources", &node_115}};
constexpr Schema ResourceStatus_{.type = Schema::Type::object,
                                 .name = "ResourceStatus",
                                 .definition = "io.k8s.api.core.v1.ResourceStatus",
                                 .fields = ResourceStatus_fields};
constexpr Schema::Field ContainerStateRunning_fields[] = {{"startedAt", &node_2}};
constexpr Schema ContainerStateRunning_{.type = Schema::Type::object,
                                        .name = "ContainerStateRunning",
                                        .definition = "io.k8s.api.core.v1.ContainerStateRunning",
                                        .fields = ContainerStateRunning_fields};
constexpr Schema::Field ContainerStateTerminated_fields[] = {
    {"containerID", &node_0}, {"exitCode", &node_17, true}, {"finishedAt", &node_2}, {"message", &node_0},
    {"reason", &node_0},      {"signal", &node_17},         {"startedAt", &node_2}};
constexpr Schema ContainerStateTerminated_{.type = Schema::Type::object,
                                           .name = "ContainerStateTerminated",
                                           .definition = "io.k8s.api.core.v1.ContainerStateTerminated",
                                           .fields = ContainerStateTerminated_fields};
constexpr Schema::Field ContainerStateWaiting_fields[] = {{"message", &node_0}, {"reason", &node_0}};
constexpr Schema ContainerStateWaiting_{.type = Schema::Type::object,
                                        .name = "ContainerStateWaiting",
                                        .definition = "io.k8s.api.core.v1.ContainerStateWaiting",
                                        .fields = ContainerStateWaiting_fields};
constexpr Schema::Field ContainerState_fields[] = {{"running", &ContainerStateRunning_},
                                                   {"terminated", &ContainerStateTerminated_},
                                                   {"waiting", &ContainerStateWaiting_}};
constexpr Schema ContainerState_{.type = Schema::Type::object,
                                 .name = "ContainerState",
                                 .definition = "io.k8s.api.core.v1.ContainerState",
                                 .fields = ContainerState_fields};
constexpr Schema::Field LinuxContainerUser_fields[] = {
    {"gid", &node_5, true}, {"supplementalGroups", &node_74}, {"uid", &node_5, true}};
constexpr Schema LinuxContainerUser_{.type = Schema::Type::object,
                                     .name = "LinuxContainerUser",
                                     .definition = "io.k8s.api.core.v1.LinuxContainerUser",
                                     .fields = LinuxContainerUser_fields};
constexpr Schema::Field ContainerUser_fields[] = {{"linux", &LinuxContainerUser_}};
constexpr Schema ContainerUser_{.type = Schema::Type::object,
                                .name = "ContainerUser",
                                .definition = "io.k8s.api.core.v1.ContainerUser",
                                .fields = ContainerUser_fields};
constexpr Schema::Field ImageVolumeStatus_fields[] = {{"imageRef", &node_0, true}};
constexpr Schema ImageVolumeStatus_{.type = Schema::Type::object,
                                    .name = "ImageVolumeStatus",
                                    .definition = "io.k8s.api.core.v1.ImageVolumeStatus",
                                    .fields = ImageVolumeStatus_fields};
constexpr Schema::Field VolumeStatus_fields[] = {{"image", &ImageVolumeStatus_}};
constexpr Schema VolumeStatus_{.type = Schema::Type::object,
                               .name = "VolumeStatus",
                               .definition = "io.k8s.api.core.v1.VolumeStatus",
                               .fields = VolumeStatus_fields};
constexpr Schema::Field VolumeMountStatus_fields[] = {{"mountPath", &node_0, true},
                                                      {"name", &node_0, true},
                                                      {"readOnly", &node_3},
                                                      {"recursiveReadOnly", &node_0},
                                                      {"volumeStatus", &VolumeStatus_}};
constexpr Schema VolumeMountStatus_{.type = Schema::Type::object,
                                    .name = "VolumeMountStatus",
                                    .definition = "io.k8s.api.core.v1.VolumeMountStatus",
                                    .fields = VolumeMountStatus_fields};
constexpr Schema node_116{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ResourceStatus_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema node_117{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &VolumeMountStatus_,
                          .list_keys = strings_65,
                          .merge_key = "mountPath",
                          .patch_merge = true};
constexpr Schema::Field ContainerStatus_fields[] = {{"allocatedResources", &node_20},
                                                    {"allocatedResourcesStatus", &node_116},
                                                    {"containerID", &node_0},
                                                    {"image", &node_0, true},
                                                    {"imageID", &node_0, true},
                                                    {"lastState", &ContainerState_},
                                                    {"name", &node_0, true},
                                                    {"ready", &node_3, true},
                                                    {"resources", &ResourceRequirements_},
                                                    {"restartCount", &node_17, true},
                                                    {"started", &node_3},
                                                    {"state", &ContainerState_},
                                                    {"stopSignal", &node_0},
                                                    {"user", &ContainerUser_},
                                                    {"volumeMounts", &node_117}};
constexpr Schema ContainerStatus_{.type = Schema::Type::object,
                                  .name = "ContainerStatus",
                                  .definition = "io.k8s.api.core.v1.ContainerStatus",
                                  .fields = ContainerStatus_fields};
constexpr Schema::Field ContainerExtendedResourceRequest_fields[] = {
    {"containerName", &node_0, true}, {"requestName", &node_0, true}, {"resourceName", &node_0, true}};
constexpr Schema ContainerExtendedResourceRequest_{.type = Schema::Type::object,
                                                   .name = "ContainerExtendedResourceRequest",
                                                   .definition = "io.k8s.api.core.v1.ContainerExtendedResourceRequest",
                                                   .fields = ContainerExtendedResourceRequest_fields};
constexpr Schema node_118{.type = Schema::Type::list, .element = &ContainerExtendedResourceRequest_};
constexpr Schema::Field PodExtendedResourceClaimStatus_fields[] = {{"requestMappings", &node_118, true},
                                                                   {"resourceClaimName", &node_0, true}};
constexpr Schema PodExtendedResourceClaimStatus_{.type = Schema::Type::object,
                                                 .name = "PodExtendedResourceClaimStatus",
                                                 .definition = "io.k8s.api.core.v1.PodExtendedResourceClaimStatus",
                                                 .fields = PodExtendedResourceClaimStatus_fields};
constexpr Schema::Field HostIP_fields[] = {{"ip", &node_0, true}};
constexpr Schema HostIP_{
    .type = Schema::Type::object, .name = "HostIP", .definition = "io.k8s.api.core.v1.HostIP", .fields = HostIP_fields};
constexpr Schema node_119{.type = Schema::Type::list, .list_type = Schema::ListType::set, .element = &node_0};
constexpr Schema::Field NodeAllocatableResourceClaimStatus_fields[] = {
    {"containers", &node_119}, {"resourceClaimName", &node_0, true}, {"resources", &node_20, true}};
constexpr Schema NodeAllocatableResourceClaimStatus_{
    .type = Schema::Type::object,
    .name = "NodeAllocatableResourceClaimStatus",
    .definition = "io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus",
    .fields = NodeAllocatableResourceClaimStatus_fields};
constexpr Schema::Field PodIP_fields[] = {{"ip", &node_0, true}};
constexpr Schema PodIP_{
    .type = Schema::Type::object, .name = "PodIP", .definition = "io.k8s.api.core.v1.PodIP", .fields = PodIP_fields};
constexpr Schema::Field PodResourceClaimStatus_fields[] = {{"name", &node_0, true}, {"resourceClaimName", &node_0}};
constexpr Schema PodResourceClaimStatus_{.type = Schema::Type::object,
                                         .name = "PodResourceClaimStatus",
                                         .definition = "io.k8s.api.core.v1.PodResourceClaimStatus",
                                         .fields = PodResourceClaimStatus_fields};
constexpr Schema node_120{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PodCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema node_121{.type = Schema::Type::list, .element = &ContainerStatus_};
constexpr Schema node_122{.type = Schema::Type::list, .element = &HostIP_, .merge_key = "ip", .patch_merge = true};
constexpr Schema node_123{.type = Schema::Type::list, .element = &NodeAllocatableResourceClaimStatus_};
constexpr Schema node_124{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PodIP_,
                          .list_keys = strings_99,
                          .merge_key = "ip",
                          .patch_merge = true};
constexpr Schema node_125{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PodResourceClaimStatus_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true,
                          .retain_keys = true};
constexpr Schema::Field PodStatus_fields[] = {
    {"allocatedResources", &node_20},
    {"conditions", &node_120, false, {}, "Single aspects: scheduled, initialised, containers ready, ready."},
    {"containerStatuses", &node_121, false, {}, "State of each container."},
    {"ephemeralContainerStatuses", &node_121},
    {"extendedResourceClaimStatus", &PodExtendedResourceClaimStatus_},
    {"hostIP", &node_0, false, {}, "Address of its node."},
    {"hostIPs", &node_122},
    {"initContainerStatuses", &node_121},
    {"message", &node_0, false, {}, "Why the Pod is in this phase, as a sentence."},
    {"nodeAllocatableResourceClaimStatuses", &node_123},
    {"nominatedNodeName", &node_0},
    {"observedGeneration", &node_5},
    {"phase", &node_0, false, {}, "Pending, Running, Succeeded, Failed or Unknown."},
    {"podIP", &node_0, false, {}, "Address of the Pod."},
    {"podIPs", &node_124},
    {"qosClass", &node_0, false, {}, "Guaranteed, Burstable or BestEffort, after its requests and limits."},
    {"reason", &node_0, false, {}, "Why the Pod is in this phase, as one word."},
    {"resize", &node_0},
    {"resourceClaimStatuses", &node_125},
    {"resources", &ResourceRequirements_},
    {"startTime", &node_2, false, {}, "When the node took the Pod on."}};
constexpr Schema PodStatus_{.type = Schema::Type::object,
                            .name = "PodStatus",
                            .definition = "io.k8s.api.core.v1.PodStatus",
                            .fields = PodStatus_fields};
constexpr Schema::Field Pod_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &PodSpec_, false, {}, "Which containers are wanted, and how they are to run."},
    {"status", &PodStatus_, false, {}, "How the Pod is doing."}};
constexpr Schema Pod_{.type = Schema::Type::object,
                      .name = "Pod",
                      .definition = "io.k8s.api.core.v1.Pod",
                      .description = "Containers that run together on one node and share its network and volumes.",
                      .fields = Pod_fields};
constexpr Schema node_126{.type = Schema::Type::string, .format = Schema::Format::byte};
constexpr Schema node_127{.type = Schema::Type::map, .element = &node_126};
constexpr Schema::Field ConfigMap_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"binaryData", &node_127, false, {}, "Bytes by key, in base64."},
    {"data", &node_4, false, {}, "Texts by key."},
    {"immutable", &node_3, false, {}, "True: the content cannot be changed any more."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."}};
constexpr Schema ConfigMap_{.type = Schema::Type::object,
                            .name = "ConfigMap",
                            .definition = "io.k8s.api.core.v1.ConfigMap",
                            .description = "Settings as keys and values, for Pods to read.",
                            .fields = ConfigMap_fields};
constexpr Schema::Field Secret_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"data", &node_127, false, {}, "Bytes by key, in base64."},
    {"immutable", &node_3, false, {}, "True: the content cannot be changed any more."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"stringData", &node_4, false, {}, "Texts by key; written into data when the Secret is stored, never shown."},
    {"type", &node_0, false, "\"Opaque\"", "What the Secret is for; some types ask for certain keys."}};
constexpr Schema Secret_{.type = Schema::Type::object,
                         .name = "Secret",
                         .definition = "io.k8s.api.core.v1.Secret",
                         .description = "Like a ConfigMap, for what not everybody may read.",
                         .fields = Secret_fields};
constexpr Schema::Field ServicePort_fields[] = {
    {"appProtocol", &node_0},
    {"name", &node_0, false, {}, "Name of the port; needed if there are several."},
    {"nodePort", &node_17, false, {}, "Port of every node, for NodePort and LoadBalancer."},
    {"port", &node_17, true, {}, "Port of the Service."},
    {"protocol", &node_35, false, "\"TCP\"", "TCP, UDP or SCTP."},
    {"targetPort", &node_31, false, {}, "Port of the Pods, by number or name; the same as port when absent."}};
constexpr Schema ServicePort_{.type = Schema::Type::object,
                              .name = "ServicePort",
                              .definition = "io.k8s.api.core.v1.ServicePort",
                              .fields = ServicePort_fields};
constexpr Schema::Field ClientIPConfig_fields[] = {{"timeoutSeconds", &node_17}};
constexpr Schema ClientIPConfig_{.type = Schema::Type::object,
                                 .name = "ClientIPConfig",
                                 .definition = "io.k8s.api.core.v1.ClientIPConfig",
                                 .fields = ClientIPConfig_fields};
constexpr Schema::Field SessionAffinityConfig_fields[] = {{"clientIP", &ClientIPConfig_}};
constexpr Schema SessionAffinityConfig_{.type = Schema::Type::object,
                                        .name = "SessionAffinityConfig",
                                        .definition = "io.k8s.api.core.v1.SessionAffinityConfig",
                                        .fields = SessionAffinityConfig_fields};
constexpr std::string_view strings_128[] = {"port", "protocol"};
constexpr Schema node_129{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ServicePort_,
                          .list_keys = strings_128,
                          .merge_key = "port",
                          .patch_merge = true};
constexpr std::string_view strings_130[] = {"ClientIP", "None"};
constexpr Schema node_131{.type = Schema::Type::string, .enums = strings_130};
constexpr std::string_view strings_132[] = {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort"};
constexpr Schema node_133{.type = Schema::Type::string, .enums = strings_132};
constexpr Schema::Field ServiceSpec_fields[] = {
    {"allocateLoadBalancerNodePorts", &node_3},
    {"clusterIP", &node_0, false, {}, "Address of the Service; None for one without."},
    {"clusterIPs", &node_10},
    {"externalIPs", &node_10},
    {"externalName", &node_0, false, {}, "DNS name that an ExternalName Service stands for."},
    {"externalTrafficPolicy", &node_0},
    {"healthCheckNodePort", &node_17},
    {"internalTrafficPolicy", &node_0},
    {"ipFamilies", &node_10},
    {"ipFamilyPolicy", &node_0},
    {"loadBalancerClass", &node_0},
    {"loadBalancerIP", &node_0},
    {"loadBalancerSourceRanges", &node_10},
    {"ports", &node_129, false, {}, "Ports that the Service listens on, and where they lead."},
    {"publishNotReadyAddresses", &node_3},
    {"selector", &node_102, false, {}, "Labels of the Pods that requests are sent to."},
    {"sessionAffinity", &node_131, false, "\"None\"", "ClientIP sends requests of one client to the same Pod."},
    {"sessionAffinityConfig", &SessionAffinityConfig_},
    {"trafficDistribution", &node_0},
    {"type", &node_133, false, "\"ClusterIP\"", "ClusterIP, NodePort, LoadBalancer or ExternalName."}};
constexpr Schema ServiceSpec_{.type = Schema::Type::object,
                              .name = "ServiceSpec",
                              .definition = "io.k8s.api.core.v1.ServiceSpec",
                              .fields = ServiceSpec_fields};
constexpr Schema::Field PortStatus_fields[] = {
    {"error", &node_0}, {"port", &node_17, true}, {"protocol", &node_0, true}};
constexpr Schema PortStatus_{.type = Schema::Type::object,
                             .name = "PortStatus",
                             .definition = "io.k8s.api.core.v1.PortStatus",
                             .fields = PortStatus_fields};
constexpr Schema node_134{.type = Schema::Type::list, .element = &PortStatus_};
constexpr Schema::Field LoadBalancerIngress_fields[] = {
    {"hostname", &node_0}, {"ip", &node_0}, {"ipMode", &node_0}, {"ports", &node_134}};
constexpr Schema LoadBalancerIngress_{.type = Schema::Type::object,
                                      .name = "LoadBalancerIngress",
                                      .definition = "io.k8s.api.core.v1.LoadBalancerIngress",
                                      .fields = LoadBalancerIngress_fields};
constexpr Schema node_135{.type = Schema::Type::list, .element = &LoadBalancerIngress_};
constexpr Schema::Field LoadBalancerStatus_fields[] = {{"ingress", &node_135}};
constexpr Schema LoadBalancerStatus_{.type = Schema::Type::object,
                                     .name = "LoadBalancerStatus",
                                     .definition = "io.k8s.api.core.v1.LoadBalancerStatus",
                                     .fields = LoadBalancerStatus_fields};
constexpr Schema node_136{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &Condition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field ServiceStatus_fields[] = {{"conditions", &node_136}, {"loadBalancer", &LoadBalancerStatus_}};
constexpr Schema ServiceStatus_{.type = Schema::Type::object,
                                .name = "ServiceStatus",
                                .definition = "io.k8s.api.core.v1.ServiceStatus",
                                .fields = ServiceStatus_fields};
constexpr Schema::Field Service_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ServiceSpec_, false, {}, "What is wanted."},
    {"status", &ServiceStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Service_{.type = Schema::Type::object,
                          .name = "Service",
                          .definition = "io.k8s.api.core.v1.Service",
                          .description = "One name and address for the Pods that it selects.",
                          .fields = Service_fields};
constexpr Schema::Field AzureFilePersistentVolumeSource_fields[] = {
    {"readOnly", &node_3}, {"secretName", &node_0, true}, {"secretNamespace", &node_0}, {"shareName", &node_0, true}};
constexpr Schema AzureFilePersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "AzureFilePersistentVolumeSource",
                                                  .definition = "io.k8s.api.core.v1.AzureFilePersistentVolumeSource",
                                                  .fields = AzureFilePersistentVolumeSource_fields};
constexpr Schema::Field SecretReference_fields[] = {{"name", &node_0}, {"namespace", &node_0}};
constexpr Schema SecretReference_{.type = Schema::Type::object,
                                  .name = "SecretReference",
                                  .definition = "io.k8s.api.core.v1.SecretReference",
                                  .fields = SecretReference_fields,
                                  .atomic = true};
constexpr Schema::Field CephFSPersistentVolumeSource_fields[] = {
    {"monitors", &node_10, true},     {"path", &node_0}, {"readOnly", &node_3}, {"secretFile", &node_0},
    {"secretRef", &SecretReference_}, {"user", &node_0}};
constexpr Schema CephFSPersistentVolumeSource_{.type = Schema::Type::object,
                                               .name = "CephFSPersistentVolumeSource",
                                               .definition = "io.k8s.api.core.v1.CephFSPersistentVolumeSource",
                                               .fields = CephFSPersistentVolumeSource_fields};
constexpr Schema::Field CinderPersistentVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"secretRef", &SecretReference_}, {"volumeID", &node_0, true}};
constexpr Schema CinderPersistentVolumeSource_{.type = Schema::Type::object,
                                               .name = "CinderPersistentVolumeSource",
                                               .definition = "io.k8s.api.core.v1.CinderPersistentVolumeSource",
                                               .fields = CinderPersistentVolumeSource_fields};
constexpr Schema::Field ObjectReference_fields[] = {
    {"apiVersion", &node_0}, {"fieldPath", &node_0},       {"kind", &node_0}, {"name", &node_0},
    {"namespace", &node_0},  {"resourceVersion", &node_0}, {"uid", &node_0}};
constexpr Schema ObjectReference_{.type = Schema::Type::object,
                                  .name = "ObjectReference",
                                  .definition = "io.k8s.api.core.v1.ObjectReference",
                                  .fields = ObjectReference_fields,
                                  .atomic = true};
constexpr Schema::Field CSIPersistentVolumeSource_fields[] = {{"controllerExpandSecretRef", &SecretReference_},
                                                              {"controllerPublishSecretRef", &SecretReference_},
                                                              {"driver", &node_0, true},
                                                              {"fsType", &node_0},
                                                              {"nodeExpandSecretRef", &SecretReference_},
                                                              {"nodePublishSecretRef", &SecretReference_},
                                                              {"nodeStageSecretRef", &SecretReference_},
                                                              {"readOnly", &node_3},
                                                              {"volumeAttributes", &node_4},
                                                              {"volumeHandle", &node_0, true}};
constexpr Schema CSIPersistentVolumeSource_{.type = Schema::Type::object,
                                            .name = "CSIPersistentVolumeSource",
                                            .definition = "io.k8s.api.core.v1.CSIPersistentVolumeSource",
                                            .fields = CSIPersistentVolumeSource_fields};
constexpr Schema::Field FlexPersistentVolumeSource_fields[] = {{"driver", &node_0, true},
                                                               {"fsType", &node_0},
                                                               {"options", &node_4},
                                                               {"readOnly", &node_3},
                                                               {"secretRef", &SecretReference_}};
constexpr Schema FlexPersistentVolumeSource_{.type = Schema::Type::object,
                                             .name = "FlexPersistentVolumeSource",
                                             .definition = "io.k8s.api.core.v1.FlexPersistentVolumeSource",
                                             .fields = FlexPersistentVolumeSource_fields};
constexpr Schema::Field GlusterfsPersistentVolumeSource_fields[] = {
    {"endpoints", &node_0, true}, {"endpointsNamespace", &node_0}, {"path", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GlusterfsPersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "GlusterfsPersistentVolumeSource",
                                                  .definition = "io.k8s.api.core.v1.GlusterfsPersistentVolumeSource",
                                                  .fields = GlusterfsPersistentVolumeSource_fields};
constexpr Schema::Field ISCSIPersistentVolumeSource_fields[] = {
    {"chapAuthDiscovery", &node_3},   {"chapAuthSession", &node_3},   {"fsType", &node_0},
    {"initiatorName", &node_0},       {"iqn", &node_0, true},         {"iscsiInterface", &node_0, false, "\"default\""},
    {"lun", &node_17, true},          {"portals", &node_10},          {"readOnly", &node_3},
    {"secretRef", &SecretReference_}, {"targetPortal", &node_0, true}};
constexpr Schema ISCSIPersistentVolumeSource_{.type = Schema::Type::object,
                                              .name = "ISCSIPersistentVolumeSource",
                                              .definition = "io.k8s.api.core.v1.ISCSIPersistentVolumeSource",
                                              .fields = ISCSIPersistentVolumeSource_fields};
constexpr Schema::Field LocalVolumeSource_fields[] = {{"fsType", &node_0}, {"path", &node_0, true}};
constexpr Schema LocalVolumeSource_{.type = Schema::Type::object,
                                    .name = "LocalVolumeSource",
                                    .definition = "io.k8s.api.core.v1.LocalVolumeSource",
                                    .fields = LocalVolumeSource_fields};
constexpr Schema::Field VolumeNodeAffinity_fields[] = {{"required", &NodeSelector_}};
constexpr Schema VolumeNodeAffinity_{.type = Schema::Type::object,
                                     .name = "VolumeNodeAffinity",
                                     .definition = "io.k8s.api.core.v1.VolumeNodeAffinity",
                                     .fields = VolumeNodeAffinity_fields};
constexpr Schema::Field RBDPersistentVolumeSource_fields[] = {{"fsType", &node_0},
                                                              {"image", &node_0, true},
                                                              {"keyring", &node_0, false, "\"/etc/ceph/keyring\""},
                                                              {"monitors", &node_10, true},
                                                              {"pool", &node_0, false, "\"rbd\""},
                                                              {"readOnly", &node_3},
                                                              {"secretRef", &SecretReference_},
                                                              {"user", &node_0, false, "\"admin\""}};
constexpr Schema RBDPersistentVolumeSource_{.type = Schema::Type::object,
                                            .name = "RBDPersistentVolumeSource",
                                            .definition = "io.k8s.api.core.v1.RBDPersistentVolumeSource",
                                            .fields = RBDPersistentVolumeSource_fields};
constexpr Schema::Field ScaleIOPersistentVolumeSource_fields[] = {
    {"fsType", &node_0, false, "\"xfs\""},
    {"gateway", &node_0, true},
    {"protectionDomain", &node_0},
    {"readOnly", &node_3},
    {"secretRef", &SecretReference_, true},
    {"sslEnabled", &node_3},
    {"storageMode", &node_0, false, "\"ThinProvisioned\""},
    {"storagePool", &node_0},
    {"system", &node_0, true},
    {"volumeName", &node_0}};
constexpr Schema ScaleIOPersistentVolumeSource_{.type = Schema::Type::object,
                                                .name = "ScaleIOPersistentVolumeSource",
                                                .definition = "io.k8s.api.core.v1.ScaleIOPersistentVolumeSource",
                                                .fields = ScaleIOPersistentVolumeSource_fields};
constexpr Schema::Field StorageOSPersistentVolumeSource_fields[] = {{"fsType", &node_0},
                                                                    {"readOnly", &node_3},
                                                                    {"secretRef", &ObjectReference_},
                                                                    {"volumeName", &node_0},
                                                                    {"volumeNamespace", &node_0}};
constexpr Schema StorageOSPersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "StorageOSPersistentVolumeSource",
                                                  .definition = "io.k8s.api.core.v1.StorageOSPersistentVolumeSource",
                                                  .fields = StorageOSPersistentVolumeSource_fields};
constexpr Schema node_137{.type = Schema::Type::object,
                          .name = "ObjectReference",
                          .definition = "io.k8s.api.core.v1.ObjectReference",
                          .fields = ObjectReference_fields};
constexpr std::string_view strings_138[] = {"Delete", "Recycle", "Retain"};
constexpr Schema node_139{.type = Schema::Type::string, .enums = strings_138};
constexpr Schema::Field PersistentVolumeSpec_fields[] = {
    {"accessModes", &node_10},
    {"awsElasticBlockStore", &AWSElasticBlockStoreVolumeSource_},
    {"azureDisk", &AzureDiskVolumeSource_},
    {"azureFile", &AzureFilePersistentVolumeSource_},
    {"capacity", &node_20},
    {"cephfs", &CephFSPersistentVolumeSource_},
    {"cinder", &CinderPersistentVolumeSource_},
    {"claimRef", &node_137},
    {"csi", &CSIPersistentVolumeSource_},
    {"fc", &FCVolumeSource_},
    {"flexVolume", &FlexPersistentVolumeSource_},
    {"flocker", &FlockerVolumeSource_},
    {"gcePersistentDisk", &GCEPersistentDiskVolumeSource_},
    {"glusterfs", &GlusterfsPersistentVolumeSource_},
    {"hostPath", &HostPathVolumeSource_},
    {"iscsi", &ISCSIPersistentVolumeSource_},
    {"local", &LocalVolumeSource_},
    {"mountOptions", &node_10},
    {"nfs", &NFSVolumeSource_},
    {"nodeAffinity", &VolumeNodeAffinity_},
    {"persistentVolumeReclaimPolicy", &node_139, false, "\"Retain\""},
    {"photonPersistentDisk", &PhotonPersistentDiskVolumeSource_},
    {"portworxVolume", &PortworxVolumeSource_},
    {"quobyte", &QuobyteVolumeSource_},
    {"rbd", &RBDPersistentVolumeSource_},
    {"scaleIO", &ScaleIOPersistentVolumeSource_},
    {"storageClassName", &node_0},
    {"storageos", &StorageOSPersistentVolumeSource_},
    {"volumeAttributesClassName", &node_0},
    {"volumeMode", &node_91, false, "\"Filesystem\""},
    {"vsphereVolume", &VsphereVirtualDiskVolumeSource_}};
constexpr Schema PersistentVolumeSpec_{.type = Schema::Type::object,
                                       .name = "PersistentVolumeSpec",
                                       .definition = "io.k8s.api.core.v1.PersistentVolumeSpec",
                                       .fields = PersistentVolumeSpec_fields};
constexpr Schema::Field PersistentVolumeStatus_fields[] = {
    {"lastPhaseTransitionTime", &node_2}, {"message", &node_0}, {"phase", &node_0}, {"reason", &node_0}};
constexpr Schema PersistentVolumeStatus_{.type = Schema::Type::object,
                                         .name = "PersistentVolumeStatus",
                                         .definition = "io.k8s.api.core.v1.PersistentVolumeStatus",
                                         .fields = PersistentVolumeStatus_fields};
constexpr Schema::Field PersistentVolume_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &PersistentVolumeSpec_, false, {}, "What is wanted."},
    {"status", &PersistentVolumeStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema PersistentVolume_{.type = Schema::Type::object,
                                   .name = "PersistentVolume",
                                   .definition = "io.k8s.api.core.v1.PersistentVolume",
                                   .description = "A piece of storage that outlives Pods.",
                                   .fields = PersistentVolume_fields};
constexpr Schema::Field PersistentVolumeClaimCondition_fields[] = {
    {"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2}, {"message", &node_0},
    {"reason", &node_0},        {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema PersistentVolumeClaimCondition_{.type = Schema::Type::object,
                                                 .name = "PersistentVolumeClaimCondition",
                                                 .definition = "io.k8s.api.core.v1.PersistentVolumeClaimCondition",
                                                 .fields = PersistentVolumeClaimCondition_fields};
constexpr Schema::Field ModifyVolumeStatus_fields[] = {{"status", &node_0, true},
                                                       {"targetVolumeAttributesClassName", &node_0}};
constexpr Schema ModifyVolumeStatus_{.type = Schema::Type::object,
                                     .name = "ModifyVolumeStatus",
                                     .definition = "io.k8s.api.core.v1.ModifyVolumeStatus",
                                     .fields = ModifyVolumeStatus_fields};
constexpr Schema node_140{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PersistentVolumeClaimCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field PersistentVolumeClaimStatus_fields[] = {{"accessModes", &node_10},
                                                                {"allocatedResourceStatuses", &node_4},
                                                                {"allocatedResources", &node_20},
                                                                {"capacity", &node_20},
                                                                {"conditions", &node_140},
                                                                {"currentVolumeAttributesClassName", &node_0},
                                                                {"modifyVolumeStatus", &ModifyVolumeStatus_},
                                                                {"phase", &node_0}};
constexpr Schema PersistentVolumeClaimStatus_{.type = Schema::Type::object,
                                              .name = "PersistentVolumeClaimStatus",
                                              .definition = "io.k8s.api.core.v1.PersistentVolumeClaimStatus",
                                              .fields = PersistentVolumeClaimStatus_fields};
constexpr Schema::Field PersistentVolumeClaim_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &PersistentVolumeClaimSpec_, false, {}, "What is wanted."},
    {"status", &PersistentVolumeClaimStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema PersistentVolumeClaim_{.type = Schema::Type::object,
                                        .name = "PersistentVolumeClaim",
                                        .definition = "io.k8s.api.core.v1.PersistentVolumeClaim",
                                        .description = "Asks for storage; it is bound to a PersistentVolume.",
                                        .fields = PersistentVolumeClaim_fields};
constexpr Schema node_141{.type = Schema::Type::list, .element = &LocalObjectReference_};
constexpr Schema node_142{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ObjectReference_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field ServiceAccount_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"automountServiceAccountToken", &node_3},
    {"imagePullSecrets", &node_141},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"secrets", &node_142}};
constexpr Schema ServiceAccount_{.type = Schema::Type::object,
                                 .name = "ServiceAccount",
                                 .definition = "io.k8s.api.core.v1.ServiceAccount",
                                 .description = "An identity for programs that run in Pods.",
                                 .fields = ServiceAccount_fields};
constexpr Schema node_143{.type = Schema::Type::string, .format = Schema::Format::micro_time};
constexpr Schema::Field core_v1_EventSeries_fields[] = {{"count", &node_17}, {"lastObservedTime", &node_143}};
constexpr Schema core_v1_EventSeries_{.type = Schema::Type::object,
                                      .name = "EventSeries",
                                      .definition = "io.k8s.api.core.v1.EventSeries",
                                      .fields = core_v1_EventSeries_fields};
constexpr Schema::Field EventSource_fields[] = {{"component", &node_0}, {"host", &node_0}};
constexpr Schema EventSource_{.type = Schema::Type::object,
                              .name = "EventSource",
                              .definition = "io.k8s.api.core.v1.EventSource",
                              .fields = EventSource_fields};
constexpr Schema::Field core_v1_Event_fields[] = {
    {"action", &node_0},
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"count", &node_17},
    {"eventTime", &node_143},
    {"firstTimestamp", &node_2},
    {"involvedObject", &ObjectReference_, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"lastTimestamp", &node_2},
    {"message", &node_0},
    {"metadata", &ObjectMeta_, true, {}, "Name, labels and everything else that all objects have in common."},
    {"reason", &node_0},
    {"related", &ObjectReference_},
    {"reportingComponent", &node_0},
    {"reportingInstance", &node_0},
    {"series", &core_v1_EventSeries_},
    {"source", &EventSource_},
    {"type", &node_0}};
constexpr Schema core_v1_Event_{.type = Schema::Type::object,
                                .name = "Event",
                                .definition = "io.k8s.api.core.v1.Event",
                                .description = "Something that happened to an object, told for people.",
                                .fields = core_v1_Event_fields};
constexpr Schema::Field RollingUpdateDeployment_fields[] = {
    {"maxSurge", &node_31, false, {}, "How many Pods more than wanted there may be, as a number or a percentage."},
    {"maxUnavailable",
     &node_31,
     false,
     {},
     "How many Pods fewer than wanted may be available, as a number or a percentage."}};
constexpr Schema RollingUpdateDeployment_{.type = Schema::Type::object,
                                          .name = "RollingUpdateDeployment",
                                          .definition = "io.k8s.api.apps.v1.RollingUpdateDeployment",
                                          .fields = RollingUpdateDeployment_fields};
constexpr std::string_view strings_144[] = {"Recreate", "RollingUpdate"};
constexpr Schema node_145{.type = Schema::Type::string, .enums = strings_144};
constexpr Schema::Field DeploymentStrategy_fields[] = {
    {"rollingUpdate", &RollingUpdateDeployment_, false, {}, "How many at a time, for RollingUpdate."},
    {"type", &node_145, false, "\"RollingUpdate\"",
     "RollingUpdate replaces Pods bit by bit; Recreate ends all old ones first."}};
constexpr Schema DeploymentStrategy_{.type = Schema::Type::object,
                                     .name = "DeploymentStrategy",
                                     .definition = "io.k8s.api.apps.v1.DeploymentStrategy",
                                     .fields = DeploymentStrategy_fields};
constexpr Schema::Field PodTemplateSpec_fields[] = {
    {"metadata", &ObjectMeta_, false, {}, "Labels and annotations of those Pods."},
    {"spec", &PodSpec_, false, {}, "Their spec."}};
constexpr Schema PodTemplateSpec_{.type = Schema::Type::object,
                                  .name = "PodTemplateSpec",
                                  .definition = "io.k8s.api.core.v1.PodTemplateSpec",
                                  .description = "The Pods that a workload makes.",
                                  .fields = PodTemplateSpec_fields};
constexpr Schema node_146{.type = Schema::Type::object,
                          .name = "DeploymentStrategy",
                          .definition = "io.k8s.api.apps.v1.DeploymentStrategy",
                          .fields = DeploymentStrategy_fields,
                          .retain_keys = true};
constexpr Schema::Field DeploymentSpec_fields[] = {
    {"minReadySeconds", &node_17, false, {}, "Seconds that a Pod must be ready before it counts as available."},
    {"paused", &node_3, false, {}, "True: changes of the template are not rolled out."},
    {"progressDeadlineSeconds", &node_17, false, "600",
     "Seconds without progress after which a rollout is reported as failed."},
    {"replicas", &node_17, false, "1", "How many Pods are wanted. 1 when absent; 0 is allowed."},
    {"revisionHistoryLimit", &node_17, false, "10", "How many old ReplicaSets are kept to go back to."},
    {"selector",
     &LabelSelector_,
     true,
     {},
     "Which Pods belong to the Deployment; it must match the template's labels and cannot be changed."},
    {"strategy", &node_146, false, "{}", "How old Pods are replaced by new ones."},
    {"template", &PodTemplateSpec_, true, {}, "The Pods that are made."}};
constexpr Schema DeploymentSpec_{.type = Schema::Type::object,
                                 .name = "DeploymentSpec",
                                 .definition = "io.k8s.api.apps.v1.DeploymentSpec",
                                 .description = "What a Deployment keeps running, and how it changes it.",
                                 .fields = DeploymentSpec_fields};
constexpr Schema::Field DeploymentCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"lastUpdateTime", &node_2}, {"message", &node_0}, {"reason", &node_0},
    {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema DeploymentCondition_{.type = Schema::Type::object,
                                      .name = "DeploymentCondition",
                                      .definition = "io.k8s.api.apps.v1.DeploymentCondition",
                                      .fields = DeploymentCondition_fields};
constexpr Schema node_147{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &DeploymentCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field DeploymentStatus_fields[] = {
    {"availableReplicas", &node_17, false, {}, "How many of them have been ready for minReadySeconds."},
    {"collisionCount", &node_17},
    {"conditions", &node_147, false, {}, "Available, Progressing and ReplicaFailure."},
    {"observedGeneration", &node_5, false, {}, "The generation that this status is about."},
    {"readyReplicas", &node_17, false, {}, "How many of them are ready."},
    {"replicas", &node_17, false, {}, "How many Pods there are."},
    {"terminatingReplicas", &node_17},
    {"unavailableReplicas", &node_17, false, {}, "How many are still missing."},
    {"updatedReplicas", &node_17, false, {}, "How many of them are of the newest template."}};
constexpr Schema DeploymentStatus_{.type = Schema::Type::object,
                                   .name = "DeploymentStatus",
                                   .definition = "io.k8s.api.apps.v1.DeploymentStatus",
                                   .fields = DeploymentStatus_fields};
constexpr Schema::Field Deployment_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &DeploymentSpec_, false, {}, "What is wanted."},
    {"status", &DeploymentStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Deployment_{
    .type = Schema::Type::object,
    .name = "Deployment",
    .definition = "io.k8s.api.apps.v1.Deployment",
    .description = "Keeps a number of equal Pods running and rolls out changes to them step by step.",
    .fields = Deployment_fields};
constexpr Schema::Field ReplicaSetSpec_fields[] = {
    {"minReadySeconds", &node_17},
    {"replicas", &node_17, false, "1", "How many Pods are wanted."},
    {"selector", &LabelSelector_, true, {}, "Which Pods belong to the ReplicaSet."},
    {"template", &PodTemplateSpec_, false, {}, "The Pods that are made."}};
constexpr Schema ReplicaSetSpec_{.type = Schema::Type::object,
                                 .name = "ReplicaSetSpec",
                                 .definition = "io.k8s.api.apps.v1.ReplicaSetSpec",
                                 .fields = ReplicaSetSpec_fields};
constexpr Schema::Field ReplicaSetCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                        {"message", &node_0},
                                                        {"reason", &node_0},
                                                        {"status", &node_0, true},
                                                        {"type", &node_0, true}};
constexpr Schema ReplicaSetCondition_{.type = Schema::Type::object,
                                      .name = "ReplicaSetCondition",
                                      .definition = "io.k8s.api.apps.v1.ReplicaSetCondition",
                                      .fields = ReplicaSetCondition_fields};
constexpr Schema node_148{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ReplicaSetCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field ReplicaSetStatus_fields[] = {
    {"availableReplicas", &node_17},  {"conditions", &node_148},   {"fullyLabeledReplicas", &node_17},
    {"observedGeneration", &node_5},  {"readyReplicas", &node_17}, {"replicas", &node_17, true},
    {"terminatingReplicas", &node_17}};
constexpr Schema ReplicaSetStatus_{.type = Schema::Type::object,
                                   .name = "ReplicaSetStatus",
                                   .definition = "io.k8s.api.apps.v1.ReplicaSetStatus",
                                   .fields = ReplicaSetStatus_fields};
constexpr Schema::Field ReplicaSet_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ReplicaSetSpec_, false, {}, "What is wanted."},
    {"status", &ReplicaSetStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema ReplicaSet_{.type = Schema::Type::object,
                             .name = "ReplicaSet",
                             .definition = "io.k8s.api.apps.v1.ReplicaSet",
                             .description = "Keeps a number of equal Pods running. Usually made by a Deployment.",
                             .fields = ReplicaSet_fields};
constexpr Schema::Field RollingUpdateDaemonSet_fields[] = {{"maxSurge", &node_31}, {"maxUnavailable", &node_31}};
constexpr Schema RollingUpdateDaemonSet_{.type = Schema::Type::object,
                                         .name = "RollingUpdateDaemonSet",
                                         .definition = "io.k8s.api.apps.v1.RollingUpdateDaemonSet",
                                         .fields = RollingUpdateDaemonSet_fields};
constexpr std::string_view strings_149[] = {"OnDelete", "RollingUpdate"};
constexpr Schema node_150{.type = Schema::Type::string, .enums = strings_149};
constexpr Schema::Field DaemonSetUpdateStrategy_fields[] = {{"rollingUpdate", &RollingUpdateDaemonSet_},
                                                            {"type", &node_150, false, "\"RollingUpdate\""}};
constexpr Schema DaemonSetUpdateStrategy_{.type = Schema::Type::object,
                                          .name = "DaemonSetUpdateStrategy",
                                          .definition = "io.k8s.api.apps.v1.DaemonSetUpdateStrategy",
                                          .fields = DaemonSetUpdateStrategy_fields};
constexpr Schema::Field DaemonSetSpec_fields[] = {
    {"minReadySeconds", &node_17},
    {"revisionHistoryLimit", &node_17, false, "10"},
    {"selector", &LabelSelector_, true, {}, "Which Pods belong to the DaemonSet."},
    {"template", &PodTemplateSpec_, true, {}, "The Pod that each node gets."},
    {"updateStrategy", &DaemonSetUpdateStrategy_, false, "{}", "How changes of the template reach the Pods."}};
constexpr Schema DaemonSetSpec_{.type = Schema::Type::object,
                                .name = "DaemonSetSpec",
                                .definition = "io.k8s.api.apps.v1.DaemonSetSpec",
                                .fields = DaemonSetSpec_fields};
constexpr Schema::Field DaemonSetCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                       {"message", &node_0},
                                                       {"reason", &node_0},
                                                       {"status", &node_0, true},
                                                       {"type", &node_0, true}};
constexpr Schema DaemonSetCondition_{.type = Schema::Type::object,
                                     .name = "DaemonSetCondition",
                                     .definition = "io.k8s.api.apps.v1.DaemonSetCondition",
                                     .fields = DaemonSetCondition_fields};
constexpr Schema node_151{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &DaemonSetCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field DaemonSetStatus_fields[] = {{"collisionCount", &node_17},
                                                    {"conditions", &node_151},
                                                    {"currentNumberScheduled", &node_17, true},
                                                    {"desiredNumberScheduled", &node_17, true},
                                                    {"numberAvailable", &node_17},
                                                    {"numberMisscheduled", &node_17, true},
                                                    {"numberReady", &node_17, true},
                                                    {"numberUnavailable", &node_17},
                                                    {"observedGeneration", &node_5},
                                                    {"updatedNumberScheduled", &node_17}};
constexpr Schema DaemonSetStatus_{.type = Schema::Type::object,
                                  .name = "DaemonSetStatus",
                                  .definition = "io.k8s.api.apps.v1.DaemonSetStatus",
                                  .fields = DaemonSetStatus_fields};
constexpr Schema::Field DaemonSet_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &DaemonSetSpec_, false, {}, "What is wanted."},
    {"status", &DaemonSetStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema DaemonSet_{.type = Schema::Type::object,
                            .name = "DaemonSet",
                            .definition = "io.k8s.api.apps.v1.DaemonSet",
                            .description = "Runs one Pod on every node that suits.",
                            .fields = DaemonSet_fields};
constexpr Schema::Field StatefulSetOrdinals_fields[] = {{"start", &node_17}};
constexpr Schema StatefulSetOrdinals_{.type = Schema::Type::object,
                                      .name = "StatefulSetOrdinals",
                                      .definition = "io.k8s.api.apps.v1.StatefulSetOrdinals",
                                      .fields = StatefulSetOrdinals_fields};
constexpr std::string_view strings_152[] = {"Delete", "Retain"};
constexpr Schema node_153{.type = Schema::Type::string, .enums = strings_152};
constexpr Schema::Field StatefulSetPersistentVolumeClaimRetentionPolicy_fields[] = {
    {"whenDeleted", &node_153, false, "\"Retain\""}, {"whenScaled", &node_153, false, "\"Retain\""}};
constexpr Schema StatefulSetPersistentVolumeClaimRetentionPolicy_{
    .type = Schema::Type::object,
    .name = "StatefulSetPersistentVolumeClaimRetentionPolicy",
    .definition = "io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy",
    .fields = StatefulSetPersistentVolumeClaimRetentionPolicy_fields};
constexpr Schema::Field RollingUpdateStatefulSetStrategy_fields[] = {{"maxUnavailable", &node_31},
                                                                     {"partition", &node_17}};
constexpr Schema RollingUpdateStatefulSetStrategy_{.type = Schema::Type::object,
                                                   .name = "RollingUpdateStatefulSetStrategy",
                                                   .definition = "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy",
                                                   .fields = RollingUpdateStatefulSetStrategy_fields};
constexpr Schema::Field StatefulSetUpdateStrategy_fields[] = {{"rollingUpdate", &RollingUpdateStatefulSetStrategy_},
                                                              {"type", &node_150, false, "\"RollingUpdate\""}};
constexpr Schema StatefulSetUpdateStrategy_{.type = Schema::Type::object,
                                            .name = "StatefulSetUpdateStrategy",
                                            .definition = "io.k8s.api.apps.v1.StatefulSetUpdateStrategy",
                                            .fields = StatefulSetUpdateStrategy_fields};
constexpr std::string_view strings_154[] = {"OrderedReady", "Parallel"};
constexpr Schema node_155{.type = Schema::Type::string, .enums = strings_154};
constexpr Schema node_156{.type = Schema::Type::list, .element = &PersistentVolumeClaim_};
constexpr Schema::Field StatefulSetSpec_fields[] = {
    {"minReadySeconds", &node_17},
    {"ordinals", &StatefulSetOrdinals_},
    {"persistentVolumeClaimRetentionPolicy", &StatefulSetPersistentVolumeClaimRetentionPolicy_, false, "{}"},
    {"podManagementPolicy", &node_155, false, "\"OrderedReady\"",
     "OrderedReady goes Pod by Pod; Parallel does not wait."},
    {"replicas", &node_17, false, "1", "How many Pods are wanted."},
    {"revisionHistoryLimit", &node_17, false, "10"},
    {"selector", &LabelSelector_, true, {}, "Which Pods belong to the StatefulSet."},
    {"serviceName", &node_0, false, {}, "Service under whose name the Pods get theirs in DNS."},
    {"template", &PodTemplateSpec_, true, {}, "The Pods that are made."},
    {"updateStrategy", &StatefulSetUpdateStrategy_, false, "{}", "How changes of the template reach the Pods."},
    {"volumeClaimTemplates",
     &node_156,
     false,
     {},
     "A claim is made of each of these for each Pod, and kept for its successor."}};
constexpr Schema StatefulSetSpec_{.type = Schema::Type::object,
                                  .name = "StatefulSetSpec",
                                  .definition = "io.k8s.api.apps.v1.StatefulSetSpec",
                                  .fields = StatefulSetSpec_fields};
constexpr Schema::Field StatefulSetCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                         {"message", &node_0},
                                                         {"reason", &node_0},
                                                         {"status", &node_0, true},
                                                         {"type", &node_0, true}};
constexpr Schema StatefulSetCondition_{.type = Schema::Type::object,
                                       .name = "StatefulSetCondition",
                                       .definition = "io.k8s.api.apps.v1.StatefulSetCondition",
                                       .fields = StatefulSetCondition_fields};
constexpr Schema node_157{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &StatefulSetCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field StatefulSetStatus_fields[] = {{"availableReplicas", &node_17}, {"collisionCount", &node_17},
                                                      {"conditions", &node_157},       {"currentReplicas", &node_17},
                                                      {"currentRevision", &node_0},    {"observedGeneration", &node_5},
                                                      {"readyReplicas", &node_17},     {"replicas", &node_17, true},
                                                      {"updateRevision", &node_0},     {"updatedReplicas", &node_17}};
constexpr Schema StatefulSetStatus_{.type = Schema::Type::object,
                                    .name = "StatefulSetStatus",
                                    .definition = "io.k8s.api.apps.v1.StatefulSetStatus",
                                    .fields = StatefulSetStatus_fields};
constexpr Schema::Field StatefulSet_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &StatefulSetSpec_, false, {}, "What is wanted."},
    {"status", &StatefulSetStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema StatefulSet_{
    .type = Schema::Type::object,
    .name = "StatefulSet",
    .definition = "io.k8s.api.apps.v1.StatefulSet",
    .description = "Keeps Pods with lasting names and volumes of their own running, in order.",
    .fields = StatefulSet_fields};
constexpr Schema node_158{.type = Schema::Type::any, .definition = "io.k8s.apimachinery.pkg.runtime.RawExtension"};
constexpr Schema::Field ControllerRevision_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"data", &node_158},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"revision", &node_5, true}};
constexpr Schema ControllerRevision_{
    .type = Schema::Type::object,
    .name = "ControllerRevision",
    .definition = "io.k8s.api.apps.v1.ControllerRevision",
    .description = "An earlier or the present template of a StatefulSet or DaemonSet, kept to go back to.",
    .fields = ControllerRevision_fields};
constexpr Schema::Field PodFailurePolicyOnExitCodesRequirement_fields[] = {
    {"containerName", &node_0}, {"operator", &node_0, true}, {"values", &node_42, true}};
constexpr Schema PodFailurePolicyOnExitCodesRequirement_{
    .type = Schema::Type::object,
    .name = "PodFailurePolicyOnExitCodesRequirement",
    .definition = "io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement",
    .fields = PodFailurePolicyOnExitCodesRequirement_fields};
constexpr Schema::Field PodFailurePolicyOnPodConditionsPattern_fields[] = {{"status", &node_0, false, "\"True\""},
                                                                           {"type", &node_0, true}};
constexpr Schema PodFailurePolicyOnPodConditionsPattern_{
    .type = Schema::Type::object,
    .name = "PodFailurePolicyOnPodConditionsPattern",
    .definition = "io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern",
    .fields = PodFailurePolicyOnPodConditionsPattern_fields};
constexpr Schema node_159{.type = Schema::Type::list, .element = &PodFailurePolicyOnPodConditionsPattern_};
constexpr Schema::Field PodFailurePolicyRule_fields[] = {{"action", &node_0, true},
                                                         {"onExitCodes", &PodFailurePolicyOnExitCodesRequirement_},
                                                         {"onPodConditions", &node_159}};
constexpr Schema PodFailurePolicyRule_{.type = Schema::Type::object,
                                       .name = "PodFailurePolicyRule",
                                       .definition = "io.k8s.api.batch.v1.PodFailurePolicyRule",
                                       .fields = PodFailurePolicyRule_fields};
constexpr Schema node_160{.type = Schema::Type::list, .element = &PodFailurePolicyRule_};
constexpr Schema::Field PodFailurePolicy_fields[] = {{"rules", &node_160, true}};
constexpr Schema PodFailurePolicy_{.type = Schema::Type::object,
                                   .name = "PodFailurePolicy",
                                   .definition = "io.k8s.api.batch.v1.PodFailurePolicy",
                                   .fields = PodFailurePolicy_fields};
constexpr Schema::Field SuccessPolicyRule_fields[] = {{"succeededCount", &node_17}, {"succeededIndexes", &node_0}};
constexpr Schema SuccessPolicyRule_{.type = Schema::Type::object,
                                    .name = "SuccessPolicyRule",
                                    .definition = "io.k8s.api.batch.v1.SuccessPolicyRule",
                                    .fields = SuccessPolicyRule_fields};
constexpr Schema node_161{.type = Schema::Type::list, .element = &SuccessPolicyRule_};
constexpr Schema::Field SuccessPolicy_fields[] = {{"rules", &node_161, true}};
constexpr Schema SuccessPolicy_{.type = Schema::Type::object,
                                .name = "SuccessPolicy",
                                .definition = "io.k8s.api.batch.v1.SuccessPolicy",
                                .fields = SuccessPolicy_fields};
constexpr std::string_view strings_162[] = {"NonIndexed", "Indexed"};
constexpr Schema node_163{.type = Schema::Type::string, .enums = strings_162};
constexpr Schema::Field JobSpec_fields[] = {
    {"activeDeadlineSeconds", &node_5, false, {}, "Seconds after which the Job is ended as failed."},
    {"backoffLimit", &node_17, false, {}, "How many failures are allowed before the Job has failed."},
    {"backoffLimitPerIndex", &node_17},
    {"completionMode", &node_163, false, {}, "Indexed gives each Pod a number of its own to work on."},
    {"completions", &node_17, false, {}, "How many Pods must succeed."},
    {"managedBy", &node_0},
    {"manualSelector", &node_3},
    {"maxFailedIndexes", &node_17},
    {"parallelism", &node_17, false, {}, "How many Pods may run at the same time."},
    {"podFailurePolicy", &PodFailurePolicy_},
    {"podReplacementPolicy", &node_0},
    {"selector", &LabelSelector_},
    {"successPolicy", &SuccessPolicy_},
    {"suspend", &node_3, false, {}, "True: no Pods run until it is false again."},
    {"template", &PodTemplateSpec_, true, {}, "The Pods that are made."},
    {"ttlSecondsAfterFinished", &node_17, false, {}, "Seconds after its end when the Job is deleted."}};
constexpr Schema JobSpec_{.type = Schema::Type::object,
                          .name = "JobSpec",
                          .definition = "io.k8s.api.batch.v1.JobSpec",
                          .fields = JobSpec_fields};
constexpr Schema::Field JobCondition_fields[] = {{"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2},
                                                 {"message", &node_0},       {"reason", &node_0},
                                                 {"status", &node_0, true},  {"type", &node_0, true}};
constexpr Schema JobCondition_{.type = Schema::Type::object,
                               .name = "JobCondition",
                               .definition = "io.k8s.api.batch.v1.JobCondition",
                               .fields = JobCondition_fields};
constexpr Schema::Field UncountedTerminatedPods_fields[] = {{"failed", &node_119}, {"succeeded", &node_119}};
constexpr Schema UncountedTerminatedPods_{.type = Schema::Type::object,
                                          .name = "UncountedTerminatedPods",
                                          .definition = "io.k8s.api.batch.v1.UncountedTerminatedPods",
                                          .fields = UncountedTerminatedPods_fields};
constexpr Schema node_164{
    .type = Schema::Type::list, .element = &JobCondition_, .merge_key = "type", .patch_merge = true};
constexpr Schema::Field JobStatus_fields[] = {{"active", &node_17, false, {}, "How many Pods are running or about to."},
                                              {"completedIndexes", &node_0},
                                              {"completionTime", &node_2},
                                              {"conditions", &node_164},
                                              {"failed", &node_17, false, {}, "How many Pods have failed."},
                                              {"failedIndexes", &node_0},
                                              {"ready", &node_17},
                                              {"startTime", &node_2},
                                              {"succeeded", &node_17, false, {}, "How many Pods have succeeded."},
                                              {"terminating", &node_17},
                                              {"uncountedTerminatedPods", &UncountedTerminatedPods_}};
constexpr Schema JobStatus_{.type = Schema::Type::object,
                            .name = "JobStatus",
                            .definition = "io.k8s.api.batch.v1.JobStatus",
                            .fields = JobStatus_fields};
constexpr Schema::Field Job_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &JobSpec_, false, {}, "What is wanted."},
    {"status", &JobStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Job_{.type = Schema::Type::object,
                      .name = "Job",
                      .definition = "io.k8s.api.batch.v1.Job",
                      .description = "Runs Pods until enough of them have succeeded.",
                      .fields = Job_fields};
constexpr Schema::Field JobTemplateSpec_fields[] = {{"metadata", &ObjectMeta_}, {"spec", &JobSpec_}};
constexpr Schema JobTemplateSpec_{.type = Schema::Type::object,
                                  .name = "JobTemplateSpec",
                                  .definition = "io.k8s.api.batch.v1.JobTemplateSpec",
                                  .fields = JobTemplateSpec_fields};
constexpr std::string_view strings_165[] = {"Allow", "Forbid", "Replace"};
constexpr Schema node_166{.type = Schema::Type::string, .enums = strings_165};
constexpr Schema::Field CronJobSpec_fields[] = {
    {"concurrencyPolicy", &node_166, false, "\"Allow\"",
     "What happens when the last Job still runs: Allow, Forbid or Replace."},
    {"failedJobsHistoryLimit", &node_17, false, "1", "How many Jobs that failed are kept."},
    {"jobTemplate", &JobTemplateSpec_, true, {}, "The Jobs that are made."},
    {"schedule",
     &node_0,
     true,
     {},
     "When: minute, hour, day of the month, month and day of the week, or @hourly and the like."},
    {"startingDeadlineSeconds", &node_5, false, {}, "How late a Job may still be started, in seconds."},
    {"successfulJobsHistoryLimit", &node_17, false, "3", "How many Jobs that succeeded are kept."},
    {"suspend", &node_3, false, "false", "True: no further Jobs are made."},
    {"timeZone", &node_0, false, {}, "Time zone of the schedule, such as Europe/Berlin."}};
constexpr Schema CronJobSpec_{.type = Schema::Type::object,
                              .name = "CronJobSpec",
                              .definition = "io.k8s.api.batch.v1.CronJobSpec",
                              .fields = CronJobSpec_fields};
constexpr Schema node_167{.type = Schema::Type::list, .element = &ObjectReference_};
constexpr Schema::Field CronJobStatus_fields[] = {
    {"active", &node_167}, {"lastScheduleTime", &node_2}, {"lastSuccessfulTime", &node_2}};
constexpr Schema CronJobStatus_{.type = Schema::Type::object,
                                .name = "CronJobStatus",
                                .definition = "io.k8s.api.batch.v1.CronJobStatus",
                                .fields = CronJobStatus_fields};
constexpr Schema::Field CronJob_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &CronJobSpec_, true, {}, "What is wanted."},
    {"status", &CronJobStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema CronJob_{.type = Schema::Type::object,
                          .name = "CronJob",
                          .definition = "io.k8s.api.batch.v1.CronJob",
                          .description = "Makes a Job whenever its schedule says so.",
                          .fields = CronJob_fields};
constexpr Schema::Field LeaseSpec_fields[] = {
    {"acquireTime", &node_143},
    {"holderIdentity", &node_0, false, {}, "Who holds it."},
    {"leaseDurationSeconds", &node_17, false, {}, "Seconds after the last renewal when it may be taken over."},
    {"leaseTransitions", &node_17},
    {"preferredHolder", &node_0},
    {"renewTime", &node_143},
    {"strategy", &node_0}};
constexpr Schema LeaseSpec_{.type = Schema::Type::object,
                            .name = "LeaseSpec",
                            .definition = "io.k8s.api.coordination.v1.LeaseSpec",
                            .fields = LeaseSpec_fields};
constexpr Schema::Field Lease_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &LeaseSpec_, false, {}, "What is wanted."}};
constexpr Schema Lease_{.type = Schema::Type::object,
                        .name = "Lease",
                        .definition = "io.k8s.api.coordination.v1.Lease",
                        .description = "Who holds something at present, and until when: leadership, as a rule.",
                        .fields = Lease_fields};
constexpr Schema::Field EndpointConditions_fields[] = {
    {"ready", &node_3}, {"serving", &node_3}, {"terminating", &node_3}};
constexpr Schema EndpointConditions_{.type = Schema::Type::object,
                                     .name = "EndpointConditions",
                                     .definition = "io.k8s.api.discovery.v1.EndpointConditions",
                                     .fields = EndpointConditions_fields};
constexpr Schema::Field ForNode_fields[] = {{"name", &node_0, true}};
constexpr Schema ForNode_{.type = Schema::Type::object,
                          .name = "ForNode",
                          .definition = "io.k8s.api.discovery.v1.ForNode",
                          .fields = ForNode_fields};
constexpr Schema::Field ForZone_fields[] = {{"name", &node_0, true}};
constexpr Schema ForZone_{.type = Schema::Type::object,
                          .name = "ForZone",
                          .definition = "io.k8s.api.discovery.v1.ForZone",
                          .fields = ForZone_fields};
constexpr Schema node_168{.type = Schema::Type::list, .element = &ForNode_};
constexpr Schema node_169{.type = Schema::Type::list, .element = &ForZone_};
constexpr Schema::Field EndpointHints_fields[] = {{"forNodes", &node_168}, {"forZones", &node_169}};
constexpr Schema EndpointHints_{.type = Schema::Type::object,
                                .name = "EndpointHints",
                                .definition = "io.k8s.api.discovery.v1.EndpointHints",
                                .fields = EndpointHints_fields};
constexpr Schema::Field Endpoint_fields[] = {{"addresses", &node_119, true},
                                             {"conditions", &EndpointConditions_},
                                             {"deprecatedTopology", &node_4},
                                             {"hints", &EndpointHints_},
                                             {"hostname", &node_0},
                                             {"nodeName", &node_0},
                                             {"targetRef", &ObjectReference_},
                                             {"zone", &node_0}};
constexpr Schema Endpoint_{.type = Schema::Type::object,
                           .name = "Endpoint",
                           .definition = "io.k8s.api.discovery.v1.Endpoint",
                           .fields = Endpoint_fields};
constexpr Schema::Field discovery_v1_EndpointPort_fields[] = {{"appProtocol", &node_0},
                                                              {"name", &node_0, false, "\"\""},
                                                              {"port", &node_17},
                                                              {"protocol", &node_35, false, "\"TCP\""}};
constexpr Schema discovery_v1_EndpointPort_{.type = Schema::Type::object,
                                            .name = "EndpointPort",
                                            .definition = "io.k8s.api.discovery.v1.EndpointPort",
                                            .fields = discovery_v1_EndpointPort_fields,
                                            .atomic = true};
constexpr std::string_view strings_170[] = {"FQDN", "IPv4", "IPv6"};
constexpr Schema node_171{.type = Schema::Type::string, .enums = strings_170};
constexpr Schema node_172{.type = Schema::Type::list, .element = &Endpoint_};
constexpr Schema node_173{.type = Schema::Type::list, .element = &discovery_v1_EndpointPort_};
constexpr Schema::Field EndpointSlice_fields[] = {
    {"addressType", &node_171, true},
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"endpoints", &node_172},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"ports", &node_173}};
constexpr Schema EndpointSlice_{.type = Schema::Type::object,
                                .name = "EndpointSlice",
                                .definition = "io.k8s.api.discovery.v1.EndpointSlice",
                                .description = "Addresses of the Pods behind a Service.",
                                .fields = EndpointSlice_fields};
constexpr Schema::Field PriorityClass_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"description", &node_0},
    {"globalDefault", &node_3, false, {}, "True: Pods that name no class get this one."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"preemptionPolicy", &node_104, false, "\"PreemptLowerPriority\""},
    {"value", &node_17, false, {}, "The priority."}};
constexpr Schema PriorityClass_{.type = Schema::Type::object,
                                .name = "PriorityClass",
                                .definition = "io.k8s.api.scheduling.v1.PriorityClass",
                                .description = "A name for a priority of Pods.",
                                .fields = PriorityClass_fields};
constexpr Schema::Field TopologySelectorLabelRequirement_fields[] = {{"key", &node_0, true},
                                                                     {"values", &node_10, true}};
constexpr Schema TopologySelectorLabelRequirement_{.type = Schema::Type::object,
                                                   .name = "TopologySelectorLabelRequirement",
                                                   .definition = "io.k8s.api.core.v1.TopologySelectorLabelRequirement",
                                                   .fields = TopologySelectorLabelRequirement_fields};
constexpr Schema node_174{.type = Schema::Type::list, .element = &TopologySelectorLabelRequirement_};
constexpr Schema::Field TopologySelectorTerm_fields[] = {{"matchLabelExpressions", &node_174}};
constexpr Schema TopologySelectorTerm_{.type = Schema::Type::object,
                                       .name = "TopologySelectorTerm",
                                       .definition = "io.k8s.api.core.v1.TopologySelectorTerm",
                                       .fields = TopologySelectorTerm_fields,
                                       .atomic = true};
constexpr Schema node_175{.type = Schema::Type::list, .element = &TopologySelectorTerm_};
constexpr std::string_view strings_176[] = {"Immediate", "WaitForFirstConsumer"};
constexpr Schema node_177{.type = Schema::Type::string, .enums = strings_176};
constexpr Schema::Field StorageClass_fields[] = {
    {"allowVolumeExpansion", &node_3},
    {"allowedTopologies", &node_175},
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"mountOptions", &node_10},
    {"parameters", &node_4},
    {"provisioner", &node_0, true, {}, "Who makes the volumes."},
    {"reclaimPolicy", &node_153, false, "\"Delete\""},
    {"volumeBindingMode", &node_177, false, "\"Immediate\""}};
constexpr Schema StorageClass_{.type = Schema::Type::object,
                               .name = "StorageClass",
                               .definition = "io.k8s.api.storage.v1.StorageClass",
                               .description = "How volumes are made for claims.",
                               .fields = StorageClass_fields};
constexpr Schema::Field storage_v1_TokenRequest_fields[] = {{"audience", &node_0, true},
                                                            {"expirationSeconds", &node_5}};
constexpr Schema storage_v1_TokenRequest_{.type = Schema::Type::object,
                                          .name = "TokenRequest",
                                          .definition = "io.k8s.api.storage.v1.TokenRequest",
                                          .fields = storage_v1_TokenRequest_fields};
constexpr std::string_view strings_178[] = {"ReadWriteOnceWithFSType", "File", "None"};
constexpr Schema node_179{.type = Schema::Type::string, .enums = strings_178};
constexpr Schema node_180{.type = Schema::Type::list, .element = &storage_v1_TokenRequest_};
constexpr Schema::Field CSIDriverSpec_fields[] = {{"attachRequired", &node_3, false, "true"},
                                                  {"fsGroupPolicy", &node_179, false, "\"ReadWriteOnceWithFSType\""},
                                                  {"nodeAllocatableUpdatePeriodSeconds", &node_5},
                                                  {"podInfoOnMount", &node_3, false, "false"},
                                                  {"preventPodSchedulingIfMissing", &node_3},
                                                  {"requiresRepublish", &node_3, false, "false"},
                                                  {"seLinuxMount", &node_3, false, "false"},
                                                  {"serviceAccountTokenInSecrets", &node_3},
                                                  {"storageCapacity", &node_3, false, "false"},
                                                  {"tokenRequests", &node_180},
                                                  {"volumeLifecycleModes", &node_119, false, "[\"Persistent\"]"}};
constexpr Schema CSIDriverSpec_{.type = Schema::Type::object,
                                .name = "CSIDriverSpec",
                                .definition = "io.k8s.api.storage.v1.CSIDriverSpec",
                                .fields = CSIDriverSpec_fields};
constexpr Schema::Field CSIDriver_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &CSIDriverSpec_, true, "{}", "What is wanted."}};
constexpr Schema CSIDriver_{.type = Schema::Type::object,
                            .name = "CSIDriver",
                            .definition = "io.k8s.api.storage.v1.CSIDriver",
                            .fields = CSIDriver_fields};
constexpr Schema::Field VolumeNodeResources_fields[] = {{"count", &node_17}};
constexpr Schema VolumeNodeResources_{.type = Schema::Type::object,
                                      .name = "VolumeNodeResources",
                                      .definition = "io.k8s.api.storage.v1.VolumeNodeResources",
                                      .fields = VolumeNodeResources_fields};
constexpr Schema::Field CSINodeDriver_fields[] = {{"allocatable", &VolumeNodeResources_},
                                                  {"name", &node_0, true},
                                                  {"nodeID", &node_0, true},
                                                  {"topologyKeys", &node_10}};
constexpr Schema CSINodeDriver_{.type = Schema::Type::object,
                                .name = "CSINodeDriver",
                                .definition = "io.k8s.api.storage.v1.CSINodeDriver",
                                .fields = CSINodeDriver_fields};
constexpr Schema node_181{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &CSINodeDriver_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field CSINodeSpec_fields[] = {{"drivers", &node_181, true}};
constexpr Schema CSINodeSpec_{.type = Schema::Type::object,
                              .name = "CSINodeSpec",
                              .definition = "io.k8s.api.storage.v1.CSINodeSpec",
                              .fields = CSINodeSpec_fields};
constexpr Schema::Field CSINode_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &CSINodeSpec_, true, {}, "What is wanted."}};
constexpr Schema CSINode_{.type = Schema::Type::object,
                          .name = "CSINode",
                          .definition = "io.k8s.api.storage.v1.CSINode",
                          .fields = CSINode_fields};
constexpr Schema::Field CSIStorageCapacity_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"capacity", &node_19},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"maximumVolumeSize", &node_19},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"nodeTopology", &LabelSelector_},
    {"storageClassName", &node_0, true}};
constexpr Schema CSIStorageCapacity_{.type = Schema::Type::object,
                                     .name = "CSIStorageCapacity",
                                     .definition = "io.k8s.api.storage.v1.CSIStorageCapacity",
                                     .fields = CSIStorageCapacity_fields};
constexpr Schema::Field VolumeAttachmentSource_fields[] = {{"inlineVolumeSpec", &PersistentVolumeSpec_},
                                                           {"persistentVolumeName", &node_0}};
constexpr Schema VolumeAttachmentSource_{.type = Schema::Type::object,
                                         .name = "VolumeAttachmentSource",
                                         .definition = "io.k8s.api.storage.v1.VolumeAttachmentSource",
                                         .fields = VolumeAttachmentSource_fields};
constexpr Schema::Field VolumeAttachmentSpec_fields[] = {
    {"attacher", &node_0, true}, {"nodeName", &node_0, true}, {"source", &VolumeAttachmentSource_, true}};
constexpr Schema VolumeAttachmentSpec_{.type = Schema::Type::object,
                                       .name = "VolumeAttachmentSpec",
                                       .definition = "io.k8s.api.storage.v1.VolumeAttachmentSpec",
                                       .fields = VolumeAttachmentSpec_fields};
constexpr Schema::Field VolumeError_fields[] = {{"errorCode", &node_17}, {"message", &node_0}, {"time", &node_2}};
constexpr Schema VolumeError_{.type = Schema::Type::object,
                              .name = "VolumeError",
                              .definition = "io.k8s.api.storage.v1.VolumeError",
                              .fields = VolumeError_fields};
constexpr Schema::Field VolumeAttachmentStatus_fields[] = {{"attachError", &VolumeError_},
                                                           {"attached", &node_3, true},
                                                           {"attachmentMetadata", &node_4},
                                                           {"detachError", &VolumeError_}};
constexpr Schema VolumeAttachmentStatus_{.type = Schema::Type::object,
                                         .name = "VolumeAttachmentStatus",
                                         .definition = "io.k8s.api.storage.v1.VolumeAttachmentStatus",
                                         .fields = VolumeAttachmentStatus_fields};
constexpr Schema::Field VolumeAttachment_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &VolumeAttachmentSpec_, true, {}, "What is wanted."},
    {"status", &VolumeAttachmentStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema VolumeAttachment_{.type = Schema::Type::object,
                                   .name = "VolumeAttachment",
                                   .definition = "io.k8s.api.storage.v1.VolumeAttachment",
                                   .fields = VolumeAttachment_fields};
constexpr Schema::Field VolumeAttributesClass_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"driverName", &node_0, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"parameters", &node_4}};
constexpr Schema VolumeAttributesClass_{.type = Schema::Type::object,
                                        .name = "VolumeAttributesClass",
                                        .definition = "io.k8s.api.storage.v1.VolumeAttributesClass",
                                        .fields = VolumeAttributesClass_fields};
constexpr std::string_view strings_182[] = {"Pods", "Percent"};
constexpr Schema node_183{.type = Schema::Type::string, .enums = strings_182};
constexpr Schema::Field HPAScalingPolicy_fields[] = {
    {"periodSeconds", &node_17, true}, {"type", &node_183, true}, {"value", &node_17, true}};
constexpr Schema HPAScalingPolicy_{.type = Schema::Type::object,
                                   .name = "HPAScalingPolicy",
                                   .definition = "io.k8s.api.autoscaling.v2.HPAScalingPolicy",
                                   .fields = HPAScalingPolicy_fields};
constexpr Schema node_184{.type = Schema::Type::list, .element = &HPAScalingPolicy_};
constexpr std::string_view strings_185[] = {"Max", "Min", "Disabled"};
constexpr Schema node_186{.type = Schema::Type::string, .enums = strings_185};
constexpr Schema::Field HPAScalingRules_fields[] = {{"policies", &node_184},
                                                    {"selectPolicy", &node_186},
                                                    {"stabilizationWindowSeconds", &node_17},
                                                    {"tolerance", &node_19}};
constexpr Schema HPAScalingRules_{.type = Schema::Type::object,
                                  .name = "HPAScalingRules",
                                  .definition = "io.k8s.api.autoscaling.v2.HPAScalingRules",
                                  .fields = HPAScalingRules_fields};
constexpr Schema::Field HorizontalPodAutoscalerBehavior_fields[] = {{"scaleDown", &HPAScalingRules_},
                                                                    {"scaleUp", &HPAScalingRules_}};
constexpr Schema HorizontalPodAutoscalerBehavior_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerBehavior",
    .definition = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior",
    .fields = HorizontalPodAutoscalerBehavior_fields};
constexpr std::string_view strings_187[] = {"Utilization", "Value", "AverageValue"};
constexpr Schema node_188{.type = Schema::Type::string, .enums = strings_187};
constexpr Schema::Field MetricTarget_fields[] = {
    {"averageUtilization", &node_17}, {"averageValue", &node_19}, {"type", &node_188, true}, {"value", &node_19}};
constexpr Schema MetricTarget_{.type = Schema::Type::object,
                               .name = "MetricTarget",
                               .definition = "io.k8s.api.autoscaling.v2.MetricTarget",
                               .fields = MetricTarget_fields};
constexpr Schema::Field ContainerResourceMetricSource_fields[] = {
    {"container", &node_0, true}, {"name", &node_0, true}, {"target", &MetricTarget_, true}};
constexpr Schema ContainerResourceMetricSource_{.type = Schema::Type::object,
                                                .name = "ContainerResourceMetricSource",
                                                .definition = "io.k8s.api.autoscaling.v2.ContainerResourceMetricSource",
                                                .fields = ContainerResourceMetricSource_fields};
constexpr Schema::Field MetricIdentifier_fields[] = {{"name", &node_0, true}, {"selector", &LabelSelector_}};
constexpr Schema MetricIdentifier_{.type = Schema::Type::object,
                                   .name = "MetricIdentifier",
                                   .definition = "io.k8s.api.autoscaling.v2.MetricIdentifier",
                                   .fields = MetricIdentifier_fields};
constexpr Schema::Field ExternalMetricSource_fields[] = {{"metric", &MetricIdentifier_, true},
                                                         {"target", &MetricTarget_, true}};
constexpr Schema ExternalMetricSource_{.type = Schema::Type::object,
                                       .name = "ExternalMetricSource",
                                       .definition = "io.k8s.api.autoscaling.v2.ExternalMetricSource",
                                       .fields = ExternalMetricSource_fields};
constexpr Schema::Field autoscaling_v2_CrossVersionObjectReference_fields[] = {
    {"apiVersion", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}};
constexpr Schema autoscaling_v2_CrossVersionObjectReference_{
    .type = Schema::Type::object,
    .name = "CrossVersionObjectReference",
    .definition = "io.k8s.api.autoscaling.v2.CrossVersionObjectReference",
    .fields = autoscaling_v2_CrossVersionObjectReference_fields};
constexpr Schema::Field ObjectMetricSource_fields[] = {
    {"describedObject", &autoscaling_v2_CrossVersionObjectReference_, true},
    {"metric", &MetricIdentifier_, true},
    {"target", &MetricTarget_, true}};
constexpr Schema ObjectMetricSource_{.type = Schema::Type::object,
                                     .name = "ObjectMetricSource",
                                     .definition = "io.k8s.api.autoscaling.v2.ObjectMetricSource",
                                     .fields = ObjectMetricSource_fields};
constexpr Schema::Field PodsMetricSource_fields[] = {{"metric", &MetricIdentifier_, true},
                                                     {"target", &MetricTarget_, true}};
constexpr Schema PodsMetricSource_{.type = Schema::Type::object,
                                   .name = "PodsMetricSource",
                                   .definition = "io.k8s.api.autoscaling.v2.PodsMetricSource",
                                   .fields = PodsMetricSource_fields};
constexpr Schema::Field ResourceMetricSource_fields[] = {{"name", &node_0, true}, {"target", &MetricTarget_, true}};
constexpr Schema ResourceMetricSource_{.type = Schema::Type::object,
                                       .name = "ResourceMetricSource",
                                       .definition = "io.k8s.api.autoscaling.v2.ResourceMetricSource",
                                       .fields = ResourceMetricSource_fields};
constexpr std::string_view strings_189[] = {"ContainerResource", "External", "Object", "Pods", "Resource"};
constexpr Schema node_190{.type = Schema::Type::string, .enums = strings_189};
constexpr Schema::Field MetricSpec_fields[] = {{"containerResource", &ContainerResourceMetricSource_},
                                               {"external", &ExternalMetricSource_},
                                               {"object", &ObjectMetricSource_},
                                               {"pods", &PodsMetricSource_},
                                               {"resource", &ResourceMetricSource_},
                                               {"type", &node_190, true}};
constexpr Schema MetricSpec_{.type = Schema::Type::object,
                             .name = "MetricSpec",
                             .definition = "io.k8s.api.autoscaling.v2.MetricSpec",
                             .fields = MetricSpec_fields};
constexpr Schema node_191{.type = Schema::Type::list, .element = &MetricSpec_};
constexpr Schema::Field autoscaling_v2_HorizontalPodAutoscalerSpec_fields[] = {
    {"behavior", &HorizontalPodAutoscalerBehavior_, false, {}, "How fast it may go up and down."},
    {"maxReplicas", &node_17, true, {}, "The most Pods."},
    {"metrics", &node_191, false, {}, "What is measured, and which value is aimed at."},
    {"minReplicas", &node_17, false, "1", "The fewest Pods."},
    {"scaleTargetRef", &autoscaling_v2_CrossVersionObjectReference_, true, {}, "The workload that is scaled."}};
constexpr Schema autoscaling_v2_HorizontalPodAutoscalerSpec_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerSpec",
    .definition = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec",
    .fields = autoscaling_v2_HorizontalPodAutoscalerSpec_fields};
constexpr Schema::Field HorizontalPodAutoscalerCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                                     {"message", &node_0},
                                                                     {"reason", &node_0},
                                                                     {"status", &node_0, true},
                                                                     {"type", &node_0, true}};
constexpr Schema HorizontalPodAutoscalerCondition_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerCondition",
    .definition = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition",
    .fields = HorizontalPodAutoscalerCondition_fields};
constexpr Schema::Field MetricValueStatus_fields[] = {
    {"averageUtilization", &node_17}, {"averageValue", &node_19}, {"value", &node_19}};
constexpr Schema MetricValueStatus_{.type = Schema::Type::object,
                                    .name = "MetricValueStatus",
                                    .definition = "io.k8s.api.autoscaling.v2.MetricValueStatus",
                                    .fields = MetricValueStatus_fields};
constexpr Schema::Field ContainerResourceMetricStatus_fields[] = {
    {"container", &node_0, true}, {"current", &MetricValueStatus_, true}, {"name", &node_0, true}};
constexpr Schema ContainerResourceMetricStatus_{.type = Schema::Type::object,
                                                .name = "ContainerResourceMetricStatus",
                                                .definition = "io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus",
                                                .fields = ContainerResourceMetricStatus_fields};
constexpr Schema::Field ExternalMetricStatus_fields[] = {{"current", &MetricValueStatus_, true},
                                                         {"metric", &MetricIdentifier_, true}};
constexpr Schema ExternalMetricStatus_{.type = Schema::Type::object,
                                       .name = "ExternalMetricStatus",
                                       .definition = "io.k8s.api.autoscaling.v2.ExternalMetricStatus",
                                       .fields = ExternalMetricStatus_fields};
constexpr Schema::Field ObjectMetricStatus_fields[] = {
    {"current", &MetricValueStatus_, true},
    {"describedObject", &autoscaling_v2_CrossVersionObjectReference_, true},
    {"metric", &MetricIdentifier_, true}};
constexpr Schema ObjectMetricStatus_{.type = Schema::Type::object,
                                     .name = "ObjectMetricStatus",
                                     .definition = "io.k8s.api.autoscaling.v2.ObjectMetricStatus",
                                     .fields = ObjectMetricStatus_fields};
constexpr Schema::Field PodsMetricStatus_fields[] = {{"current", &MetricValueStatus_, true},
                                                     {"metric", &MetricIdentifier_, true}};
constexpr Schema PodsMetricStatus_{.type = Schema::Type::object,
                                   .name = "PodsMetricStatus",
                                   .definition = "io.k8s.api.autoscaling.v2.PodsMetricStatus",
                                   .fields = PodsMetricStatus_fields};
constexpr Schema::Field ResourceMetricStatus_fields[] = {{"current", &MetricValueStatus_, true},
                                                         {"name", &node_0, true}};
constexpr Schema ResourceMetricStatus_{.type = Schema::Type::object,
                                       .name = "ResourceMetricStatus",
                                       .definition = "io.k8s.api.autoscaling.v2.ResourceMetricStatus",
                                       .fields = ResourceMetricStatus_fields};
constexpr Schema::Field MetricStatus_fields[] = {{"containerResource", &ContainerResourceMetricStatus_},
                                                 {"external", &ExternalMetricStatus_},
                                                 {"object", &ObjectMetricStatus_},
                                                 {"pods", &PodsMetricStatus_},
                                                 {"resource", &ResourceMetricStatus_},
                                                 {"type", &node_0, true}};
constexpr Schema MetricStatus_{.type = Schema::Type::object,
                               .name = "MetricStatus",
                               .definition = "io.k8s.api.autoscaling.v2.MetricStatus",
                               .fields = MetricStatus_fields};
constexpr Schema node_192{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &HorizontalPodAutoscalerCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema node_193{.type = Schema::Type::list, .element = &MetricStatus_};
constexpr Schema::Field autoscaling_v2_HorizontalPodAutoscalerStatus_fields[] = {
    {"conditions", &node_192},           {"currentMetrics", &node_193}, {"currentReplicas", &node_17},
    {"desiredReplicas", &node_17, true}, {"lastScaleTime", &node_2},    {"observedGeneration", &node_5}};
constexpr Schema autoscaling_v2_HorizontalPodAutoscalerStatus_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerStatus",
    .definition = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus",
    .fields = autoscaling_v2_HorizontalPodAutoscalerStatus_fields};
constexpr Schema::Field autoscaling_v2_HorizontalPodAutoscaler_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &autoscaling_v2_HorizontalPodAutoscalerSpec_, true, {}, "What is wanted."},
    {"status",
     &autoscaling_v2_HorizontalPodAutoscalerStatus_,
     false,
     {},
     "What is so at present; written by the system."}};
constexpr Schema autoscaling_v2_HorizontalPodAutoscaler_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscaler",
    .definition = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
    .description = "Changes the number of Pods of a workload with its load.",
    .fields = autoscaling_v2_HorizontalPodAutoscaler_fields};
constexpr Schema::Field ServiceBackendPort_fields[] = {{"name", &node_0}, {"number", &node_17}};
constexpr Schema ServiceBackendPort_{.type = Schema::Type::object,
                                     .name = "ServiceBackendPort",
                                     .definition = "io.k8s.api.networking.v1.ServiceBackendPort",
                                     .fields = ServiceBackendPort_fields,
                                     .atomic = true};
constexpr Schema::Field IngressServiceBackend_fields[] = {{"name", &node_0, true}, {"port", &ServiceBackendPort_}};
constexpr Schema IngressServiceBackend_{.type = Schema::Type::object,
                                        .name = "IngressServiceBackend",
                                        .definition = "io.k8s.api.networking.v1.IngressServiceBackend",
                                        .fields = IngressServiceBackend_fields};
constexpr Schema::Field IngressBackend_fields[] = {{"resource", &TypedLocalObjectReference_},
                                                   {"service", &IngressServiceBackend_}};
constexpr Schema IngressBackend_{.type = Schema::Type::object,
                                 .name = "IngressBackend",
                                 .definition = "io.k8s.api.networking.v1.IngressBackend",
                                 .fields = IngressBackend_fields};
constexpr std::string_view strings_194[] = {"Exact", "ImplementationSpecific", "Prefix"};
constexpr Schema node_195{.type = Schema::Type::string, .enums = strings_194};
constexpr Schema::Field HTTPIngressPath_fields[] = {
    {"backend", &IngressBackend_, true}, {"path", &node_0}, {"pathType", &node_195, true}};
constexpr Schema HTTPIngressPath_{.type = Schema::Type::object,
                                  .name = "HTTPIngressPath",
                                  .definition = "io.k8s.api.networking.v1.HTTPIngressPath",
                                  .fields = HTTPIngressPath_fields};
constexpr Schema node_196{.type = Schema::Type::list, .element = &HTTPIngressPath_};
constexpr Schema::Field HTTPIngressRuleValue_fields[] = {{"paths", &node_196, true}};
constexpr Schema HTTPIngressRuleValue_{.type = Schema::Type::object,
                                       .name = "HTTPIngressRuleValue",
                                       .definition = "io.k8s.api.networking.v1.HTTPIngressRuleValue",
                                       .fields = HTTPIngressRuleValue_fields};
constexpr Schema::Field IngressRule_fields[] = {{"host", &node_0}, {"http", &HTTPIngressRuleValue_}};
constexpr Schema IngressRule_{.type = Schema::Type::object,
                              .name = "IngressRule",
                              .definition = "io.k8s.api.networking.v1.IngressRule",
                              .fields = IngressRule_fields};
constexpr Schema::Field IngressTLS_fields[] = {{"hosts", &node_10}, {"secretName", &node_0}};
constexpr Schema IngressTLS_{.type = Schema::Type::object,
                             .name = "IngressTLS",
                             .definition = "io.k8s.api.networking.v1.IngressTLS",
                             .fields = IngressTLS_fields};
constexpr Schema node_197{.type = Schema::Type::list, .element = &IngressRule_};
constexpr Schema node_198{.type = Schema::Type::list, .element = &IngressTLS_};
constexpr Schema::Field IngressSpec_fields[] = {
    {"defaultBackend", &IngressBackend_, false, {}, "Where requests go that no rule fits."},
    {"ingressClassName", &node_0, false, {}, "IngressClass that takes care of this Ingress."},
    {"rules", &node_197, false, {}, "Which host and path leads to which Service."},
    {"tls", &node_198, false, {}, "Certificates for hosts."}};
constexpr Schema IngressSpec_{.type = Schema::Type::object,
                              .name = "IngressSpec",
                              .definition = "io.k8s.api.networking.v1.IngressSpec",
                              .fields = IngressSpec_fields};
constexpr Schema::Field IngressPortStatus_fields[] = {
    {"error", &node_0}, {"port", &node_17, true}, {"protocol", &node_0, true}};
constexpr Schema IngressPortStatus_{.type = Schema::Type::object,
                                    .name = "IngressPortStatus",
                                    .definition = "io.k8s.api.networking.v1.IngressPortStatus",
                                    .fields = IngressPortStatus_fields};
constexpr Schema node_199{.type = Schema::Type::list, .element = &IngressPortStatus_};
constexpr Schema::Field IngressLoadBalancerIngress_fields[] = {
    {"hostname", &node_0}, {"ip", &node_0}, {"ports", &node_199}};
constexpr Schema IngressLoadBalancerIngress_{.type = Schema::Type::object,
                                             .name = "IngressLoadBalancerIngress",
                                             .definition = "io.k8s.api.networking.v1.IngressLoadBalancerIngress",
                                             .fields = IngressLoadBalancerIngress_fields};
constexpr Schema node_200{.type = Schema::Type::list, .element = &IngressLoadBalancerIngress_};
constexpr Schema::Field IngressLoadBalancerStatus_fields[] = {{"ingress", &node_200}};
constexpr Schema IngressLoadBalancerStatus_{.type = Schema::Type::object,
                                            .name = "IngressLoadBalancerStatus",
                                            .definition = "io.k8s.api.networking.v1.IngressLoadBalancerStatus",
                                            .fields = IngressLoadBalancerStatus_fields};
constexpr Schema::Field IngressStatus_fields[] = {{"loadBalancer", &IngressLoadBalancerStatus_}};
constexpr Schema IngressStatus_{.type = Schema::Type::object,
                                .name = "IngressStatus",
                                .definition = "io.k8s.api.networking.v1.IngressStatus",
                                .fields = IngressStatus_fields};
constexpr Schema::Field Ingress_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &IngressSpec_, false, {}, "What is wanted."},
    {"status", &IngressStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Ingress_{.type = Schema::Type::object,
                          .name = "Ingress",
                          .definition = "io.k8s.api.networking.v1.Ingress",
                          .description = "Rules by which HTTP requests from outside reach Services.",
                          .fields = Ingress_fields};
constexpr std::string_view strings_201[] = {"Cluster", "Namespace"};
constexpr Schema node_202{.type = Schema::Type::string, .enums = strings_201};
constexpr Schema::Field IngressClassParametersReference_fields[] = {{"apiGroup", &node_0},
                                                                    {"kind", &node_0, true},
                                                                    {"name", &node_0, true},
                                                                    {"namespace", &node_0},
                                                                    {"scope", &node_202, false, "\"Cluster\""}};
constexpr Schema IngressClassParametersReference_{
    .type = Schema::Type::object,
    .name = "IngressClassParametersReference",
    .definition = "io.k8s.api.networking.v1.IngressClassParametersReference",
    .fields = IngressClassParametersReference_fields};
constexpr Schema::Field IngressClassSpec_fields[] = {{"controller", &node_0},
                                                     {"parameters", &IngressClassParametersReference_}};
constexpr Schema IngressClassSpec_{.type = Schema::Type::object,
                                   .name = "IngressClassSpec",
                                   .definition = "io.k8s.api.networking.v1.IngressClassSpec",
                                   .fields = IngressClassSpec_fields};
constexpr Schema::Field IngressClass_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &IngressClassSpec_, false, {}, "What is wanted."}};
constexpr Schema IngressClass_{.type = Schema::Type::object,
                               .name = "IngressClass",
                               .definition = "io.k8s.api.networking.v1.IngressClass",
                               .description = "Who takes care of Ingresses that name it.",
                               .fields = IngressClass_fields};
constexpr Schema::Field NetworkPolicyPort_fields[] = {
    {"endPort", &node_17}, {"port", &node_31}, {"protocol", &node_35, false, "\"TCP\""}};
constexpr Schema NetworkPolicyPort_{.type = Schema::Type::object,
                                    .name = "NetworkPolicyPort",
                                    .definition = "io.k8s.api.networking.v1.NetworkPolicyPort",
                                    .fields = NetworkPolicyPort_fields};
constexpr Schema::Field IPBlock_fields[] = {{"cidr", &node_0, true}, {"except", &node_10}};
constexpr Schema IPBlock_{.type = Schema::Type::object,
                          .name = "IPBlock",
                          .definition = "io.k8s.api.networking.v1.IPBlock",
                          .fields = IPBlock_fields};
constexpr Schema::Field NetworkPolicyPeer_fields[] = {
    {"ipBlock", &IPBlock_}, {"namespaceSelector", &LabelSelector_}, {"podSelector", &LabelSelector_}};
constexpr Schema NetworkPolicyPeer_{.type = Schema::Type::object,
                                    .name = "NetworkPolicyPeer",
                                    .definition = "io.k8s.api.networking.v1.NetworkPolicyPeer",
                                    .fields = NetworkPolicyPeer_fields};
constexpr Schema node_203{.type = Schema::Type::list, .element = &NetworkPolicyPort_};
constexpr Schema node_204{.type = Schema::Type::list, .element = &NetworkPolicyPeer_};
constexpr Schema::Field NetworkPolicyEgressRule_fields[] = {{"ports", &node_203}, {"to", &node_204}};
constexpr Schema NetworkPolicyEgressRule_{.type = Schema::Type::object,
                                          .name = "NetworkPolicyEgressRule",
                                          .definition = "io.k8s.api.networking.v1.NetworkPolicyEgressRule",
                                          .fields = NetworkPolicyEgressRule_fields};
constexpr Schema::Field NetworkPolicyIngressRule_fields[] = {{"from", &node_204}, {"ports", &node_203}};
constexpr Schema NetworkPolicyIngressRule_{.type = Schema::Type::object,
                                           .name = "NetworkPolicyIngressRule",
                                           .definition = "io.k8s.api.networking.v1.NetworkPolicyIngressRule",
                                           .fields = NetworkPolicyIngressRule_fields};
constexpr Schema node_205{.type = Schema::Type::list, .element = &NetworkPolicyEgressRule_};
constexpr Schema node_206{.type = Schema::Type::list, .element = &NetworkPolicyIngressRule_};
constexpr Schema::Field NetworkPolicySpec_fields[] = {
    {"egress", &node_205, false, {}, "Connections from those Pods that are allowed."},
    {"ingress", &node_206, false, {}, "Connections to those Pods that are allowed."},
    {"podSelector", &LabelSelector_, false, {}, "The Pods that the policy is about; empty: all of the namespace."},
    {"policyTypes", &node_10, false, {}, "Ingress, Egress or both: directions in which only what is allowed passes."}};
constexpr Schema NetworkPolicySpec_{.type = Schema::Type::object,
                                    .name = "NetworkPolicySpec",
                                    .definition = "io.k8s.api.networking.v1.NetworkPolicySpec",
                                    .fields = NetworkPolicySpec_fields};
constexpr Schema::Field NetworkPolicy_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &NetworkPolicySpec_, false, {}, "What is wanted."}};
constexpr Schema NetworkPolicy_{.type = Schema::Type::object,
                                .name = "NetworkPolicy",
                                .definition = "io.k8s.api.networking.v1.NetworkPolicy",
                                .description = "Which connections Pods may have.",
                                .fields = NetworkPolicy_fields};
constexpr Schema::Field Overhead_fields[] = {{"podFixed", &node_20}};
constexpr Schema Overhead_{.type = Schema::Type::object,
                           .name = "Overhead",
                           .definition = "io.k8s.api.node.v1.Overhead",
                           .fields = Overhead_fields};
constexpr Schema::Field Scheduling_fields[] = {{"nodeSelector", &node_102}, {"tolerations", &node_110}};
constexpr Schema Scheduling_{.type = Schema::Type::object,
                             .name = "Scheduling",
                             .definition = "io.k8s.api.node.v1.Scheduling",
                             .fields = Scheduling_fields};
constexpr Schema::Field RuntimeClass_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"handler", &node_0, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"overhead", &Overhead_},
    {"scheduling", &Scheduling_}};
constexpr Schema RuntimeClass_{.type = Schema::Type::object,
                               .name = "RuntimeClass",
                               .definition = "io.k8s.api.node.v1.RuntimeClass",
                               .description = "A way to run Pods.",
                               .fields = RuntimeClass_fields};
constexpr Schema node_207{
    .type = Schema::Type::object,
    .name = "LabelSelector",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
    .description = "Selects objects by their labels. All that it asks for must hold; an empty one selects everything.",
    .fields = LabelSelector_fields,
    .atomic = true};
constexpr std::string_view strings_208[] = {"AlwaysAllow", "IfHealthyBudget"};
constexpr Schema node_209{.type = Schema::Type::string, .enums = strings_208};
constexpr Schema::Field PodDisruptionBudgetSpec_fields[] = {
    {"maxUnavailable", &node_31, false, {}, "How many may be missing, as a number or a percentage."},
    {"minAvailable", &node_31, false, {}, "How many must stay, as a number or a percentage."},
    {"selector", &node_207, false, {}, "The Pods of the group."},
    {"unhealthyPodEvictionPolicy", &node_209}};
constexpr Schema PodDisruptionBudgetSpec_{.type = Schema::Type::object,
                                          .name = "PodDisruptionBudgetSpec",
                                          .definition = "io.k8s.api.policy.v1.PodDisruptionBudgetSpec",
                                          .fields = PodDisruptionBudgetSpec_fields};
constexpr Schema node_210{.type = Schema::Type::map, .element = &node_2};
constexpr Schema::Field PodDisruptionBudgetStatus_fields[] = {
    {"conditions", &node_136},      {"currentHealthy", &node_17},     {"desiredHealthy", &node_17},
    {"disruptedPods", &node_210},   {"disruptionsAllowed", &node_17}, {"expectedPods", &node_17},
    {"observedGeneration", &node_5}};
constexpr Schema PodDisruptionBudgetStatus_{.type = Schema::Type::object,
                                            .name = "PodDisruptionBudgetStatus",
                                            .definition = "io.k8s.api.policy.v1.PodDisruptionBudgetStatus",
                                            .fields = PodDisruptionBudgetStatus_fields};
constexpr Schema::Field PodDisruptionBudget_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &PodDisruptionBudgetSpec_, false, {}, "What is wanted."},
    {"status", &PodDisruptionBudgetStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema PodDisruptionBudget_{.type = Schema::Type::object,
                                      .name = "PodDisruptionBudget",
                                      .definition = "io.k8s.api.policy.v1.PodDisruptionBudget",
                                      .description = "How many Pods of a group may be evicted at a time.",
                                      .fields = PodDisruptionBudget_fields};
constexpr Schema::Field PolicyRule_fields[] = {
    {"apiGroups", &node_10, false, {}, "API groups of the resources; empty text for the core group."},
    {"nonResourceURLs", &node_10, false, {}, "Paths that are no resources, such as /healthz."},
    {"resourceNames", &node_10, false, {}, "Only objects of these names."},
    {"resources", &node_10, false, {}, "Resources, such as pods or pods/log; * for all."},
    {"verbs", &node_10, true, {}, "What is allowed: get, list, watch, create and so on; * for everything."}};
constexpr Schema PolicyRule_{.type = Schema::Type::object,
                             .name = "PolicyRule",
                             .definition = "io.k8s.api.rbac.v1.PolicyRule",
                             .description = "Verbs that are allowed on some resources or paths.",
                             .fields = PolicyRule_fields};
constexpr Schema node_211{.type = Schema::Type::list, .element = &PolicyRule_};
constexpr Schema::Field Role_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"rules", &node_211}};
constexpr Schema Role_{.type = Schema::Type::object,
                       .name = "Role",
                       .definition = "io.k8s.api.rbac.v1.Role",
                       .description = "Permissions within one namespace.",
                       .fields = Role_fields};
constexpr Schema node_212{.type = Schema::Type::list, .element = &LabelSelector_};
constexpr Schema::Field AggregationRule_fields[] = {{"clusterRoleSelectors", &node_212}};
constexpr Schema AggregationRule_{.type = Schema::Type::object,
                                  .name = "AggregationRule",
                                  .definition = "io.k8s.api.rbac.v1.AggregationRule",
                                  .fields = AggregationRule_fields};
constexpr Schema::Field ClusterRole_fields[] = {
    {"aggregationRule", &AggregationRule_},
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"rules", &node_211}};
constexpr Schema ClusterRole_{.type = Schema::Type::object,
                              .name = "ClusterRole",
                              .definition = "io.k8s.api.rbac.v1.ClusterRole",
                              .description = "Permissions in all namespaces, or on what has none.",
                              .fields = ClusterRole_fields};
constexpr Schema::Field RoleRef_fields[] = {
    {"apiGroup", &node_0, false, "\"rbac.authorization.k8s.io\""}, {"kind", &node_0, true}, {"name", &node_0, true}};
constexpr Schema RoleRef_{.type = Schema::Type::object,
                          .name = "RoleRef",
                          .definition = "io.k8s.api.rbac.v1.RoleRef",
                          .description = "The role that a binding gives.",
                          .fields = RoleRef_fields,
                          .atomic = true};
constexpr Schema::Field rbac_v1_Subject_fields[] = {
    {"apiGroup", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}, {"namespace", &node_0}};
constexpr Schema rbac_v1_Subject_{.type = Schema::Type::object,
                                  .name = "Subject",
                                  .definition = "io.k8s.api.rbac.v1.Subject",
                                  .description = "Whom a binding gives a role to.",
                                  .fields = rbac_v1_Subject_fields,
                                  .atomic = true};
constexpr Schema node_213{.type = Schema::Type::list, .element = &rbac_v1_Subject_};
constexpr Schema::Field RoleBinding_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"roleRef", &RoleRef_, true},
    {"subjects", &node_213}};
constexpr Schema RoleBinding_{
    .type = Schema::Type::object,
    .name = "RoleBinding",
    .definition = "io.k8s.api.rbac.v1.RoleBinding",
    .description = "Gives the permissions of a role to users, groups or ServiceAccounts in one namespace.",
    .fields = RoleBinding_fields};
constexpr Schema::Field ClusterRoleBinding_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"roleRef", &RoleRef_, true},
    {"subjects", &node_213}};
constexpr Schema ClusterRoleBinding_{.type = Schema::Type::object,
                                     .name = "ClusterRoleBinding",
                                     .definition = "io.k8s.api.rbac.v1.ClusterRoleBinding",
                                     .description = "Gives the permissions of a ClusterRole everywhere.",
                                     .fields = ClusterRoleBinding_fields};
constexpr std::string_view strings_214[] = {"Pod", "Container", "PersistentVolumeClaim"};
constexpr Schema node_215{.type = Schema::Type::string, .enums = strings_214};
constexpr Schema::Field LimitRangeItem_fields[] = {{"default", &node_20}, {"defaultRequest", &node_20},
                                                   {"max", &node_20},     {"maxLimitRequestRatio", &node_20},
                                                   {"min", &node_20},     {"type", &node_215, true}};
constexpr Schema LimitRangeItem_{.type = Schema::Type::object,
                                 .name = "LimitRangeItem",
                                 .definition = "io.k8s.api.core.v1.LimitRangeItem",
                                 .fields = LimitRangeItem_fields};
constexpr Schema node_216{.type = Schema::Type::list, .element = &LimitRangeItem_};
constexpr Schema::Field LimitRangeSpec_fields[] = {{"limits", &node_216, true}};
constexpr Schema LimitRangeSpec_{.type = Schema::Type::object,
                                 .name = "LimitRangeSpec",
                                 .definition = "io.k8s.api.core.v1.LimitRangeSpec",
                                 .fields = LimitRangeSpec_fields};
constexpr Schema::Field LimitRange_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &LimitRangeSpec_, false, {}, "What is wanted."}};
constexpr Schema LimitRange_{.type = Schema::Type::object,
                             .name = "LimitRange",
                             .definition = "io.k8s.api.core.v1.LimitRange",
                             .description = "Bounds and defaults for the resources of single objects in a namespace.",
                             .fields = LimitRange_fields};
constexpr std::string_view strings_217[] = {"DoesNotExist", "Exists", "In", "NotIn"};
constexpr Schema node_218{.type = Schema::Type::string, .enums = strings_217};
constexpr std::string_view strings_219[] = {
    "BestEffort",  "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass",
    "Terminating", "VolumeAttributesClass"};
constexpr Schema node_220{.type = Schema::Type::string, .enums = strings_219};
constexpr Schema::Field ScopedResourceSelectorRequirement_fields[] = {
    {"operator", &node_218, true}, {"scopeName", &node_220, true}, {"values", &node_10}};
constexpr Schema ScopedResourceSelectorRequirement_{
    .type = Schema::Type::object,
    .name = "ScopedResourceSelectorRequirement",
    .definition = "io.k8s.api.core.v1.ScopedResourceSelectorRequirement",
    .fields = ScopedResourceSelectorRequirement_fields};
constexpr Schema node_221{.type = Schema::Type::list, .element = &ScopedResourceSelectorRequirement_};
constexpr Schema::Field ScopeSelector_fields[] = {{"matchExpressions", &node_221}};
constexpr Schema ScopeSelector_{.type = Schema::Type::object,
                                .name = "ScopeSelector",
                                .definition = "io.k8s.api.core.v1.ScopeSelector",
                                .fields = ScopeSelector_fields,
                                .atomic = true};
constexpr Schema::Field ResourceQuotaSpec_fields[] = {{"hard", &node_20, false, {}, "The most of each resource."},
                                                      {"scopeSelector", &ScopeSelector_},
                                                      {"scopes", &node_10}};
constexpr Schema ResourceQuotaSpec_{.type = Schema::Type::object,
                                    .name = "ResourceQuotaSpec",
                                    .definition = "io.k8s.api.core.v1.ResourceQuotaSpec",
                                    .fields = ResourceQuotaSpec_fields};
constexpr Schema::Field ResourceQuotaStatus_fields[] = {{"hard", &node_20}, {"used", &node_20}};
constexpr Schema ResourceQuotaStatus_{.type = Schema::Type::object,
                                      .name = "ResourceQuotaStatus",
                                      .definition = "io.k8s.api.core.v1.ResourceQuotaStatus",
                                      .fields = ResourceQuotaStatus_fields};
constexpr Schema::Field ResourceQuota_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ResourceQuotaSpec_, false, {}, "What is wanted."},
    {"status", &ResourceQuotaStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema ResourceQuota_{.type = Schema::Type::object,
                                .name = "ResourceQuota",
                                .definition = "io.k8s.api.core.v1.ResourceQuota",
                                .description = "Bounds for what all objects of a namespace use together.",
                                .fields = ResourceQuota_fields};
constexpr Schema::Field PodTemplate_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"template", &PodTemplateSpec_}};
constexpr Schema PodTemplate_{.type = Schema::Type::object,
                              .name = "PodTemplate",
                              .definition = "io.k8s.api.core.v1.PodTemplate",
                              .description = "A template of Pods as an object of its own.",
                              .fields = PodTemplate_fields};
constexpr Schema::Field ReplicationControllerSpec_fields[] = {{"minReadySeconds", &node_17},
                                                              {"replicas", &node_17, false, "1"},
                                                              {"selector", &node_102},
                                                              {"template", &PodTemplateSpec_}};
constexpr Schema ReplicationControllerSpec_{.type = Schema::Type::object,
                                            .name = "ReplicationControllerSpec",
                                            .definition = "io.k8s.api.core.v1.ReplicationControllerSpec",
                                            .fields = ReplicationControllerSpec_fields};
constexpr Schema::Field ReplicationControllerCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                                   {"message", &node_0},
                                                                   {"reason", &node_0},
                                                                   {"status", &node_0, true},
                                                                   {"type", &node_0, true}};
constexpr Schema ReplicationControllerCondition_{.type = Schema::Type::object,
                                                 .name = "ReplicationControllerCondition",
                                                 .definition = "io.k8s.api.core.v1.ReplicationControllerCondition",
                                                 .fields = ReplicationControllerCondition_fields};
constexpr Schema node_222{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ReplicationControllerCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field ReplicationControllerStatus_fields[] = {
    {"availableReplicas", &node_17}, {"conditions", &node_222},   {"fullyLabeledReplicas", &node_17},
    {"observedGeneration", &node_5}, {"readyReplicas", &node_17}, {"replicas", &node_17, true}};
constexpr Schema ReplicationControllerStatus_{.type = Schema::Type::object,
                                              .name = "ReplicationControllerStatus",
                                              .definition = "io.k8s.api.core.v1.ReplicationControllerStatus",
                                              .fields = ReplicationControllerStatus_fields};
constexpr Schema::Field ReplicationController_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ReplicationControllerSpec_, false, {}, "What is wanted."},
    {"status", &ReplicationControllerStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema ReplicationController_{
    .type = Schema::Type::object,
    .name = "ReplicationController",
    .definition = "io.k8s.api.core.v1.ReplicationController",
    .description = "Keeps a number of equal Pods running; Deployments have replaced it.",
    .fields = ReplicationController_fields};
constexpr Schema::Field EndpointAddress_fields[] = {
    {"hostname", &node_0}, {"ip", &node_0, true}, {"nodeName", &node_0}, {"targetRef", &ObjectReference_}};
constexpr Schema EndpointAddress_{.type = Schema::Type::object,
                                  .name = "EndpointAddress",
                                  .definition = "io.k8s.api.core.v1.EndpointAddress",
                                  .fields = EndpointAddress_fields,
                                  .atomic = true};
constexpr Schema::Field core_v1_EndpointPort_fields[] = {
    {"appProtocol", &node_0}, {"name", &node_0}, {"port", &node_17, true}, {"protocol", &node_35, false, "\"TCP\""}};
constexpr Schema core_v1_EndpointPort_{.type = Schema::Type::object,
                                       .name = "EndpointPort",
                                       .definition = "io.k8s.api.core.v1.EndpointPort",
                                       .fields = core_v1_EndpointPort_fields,
                                       .atomic = true};
constexpr Schema node_223{.type = Schema::Type::list, .element = &EndpointAddress_};
constexpr Schema node_224{.type = Schema::Type::list, .element = &core_v1_EndpointPort_};
constexpr Schema::Field EndpointSubset_fields[] = {
    {"addresses", &node_223}, {"notReadyAddresses", &node_223}, {"ports", &node_224}};
constexpr Schema EndpointSubset_{.type = Schema::Type::object,
                                 .name = "EndpointSubset",
                                 .definition = "io.k8s.api.core.v1.EndpointSubset",
                                 .fields = EndpointSubset_fields};
constexpr Schema node_225{.type = Schema::Type::list, .element = &EndpointSubset_};
constexpr Schema::Field Endpoints_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"subsets", &node_225}};
constexpr Schema Endpoints_{
    .type = Schema::Type::object,
    .name = "Endpoints",
    .definition = "io.k8s.api.core.v1.Endpoints",
    .description = "Addresses behind a Service in the older form; EndpointSlice has replaced it.",
    .fields = Endpoints_fields};
constexpr Schema::Field Binding_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"target", &ObjectReference_, true}};
constexpr Schema Binding_{.type = Schema::Type::object,
                          .name = "Binding",
                          .definition = "io.k8s.api.core.v1.Binding",
                          .description = "Places a Pod on a node.",
                          .fields = Binding_fields};
constexpr Schema::Field ComponentCondition_fields[] = {
    {"error", &node_0}, {"message", &node_0}, {"status", &node_0, true}, {"type", &node_0, true}};
constexpr Schema ComponentCondition_{.type = Schema::Type::object,
                                     .name = "ComponentCondition",
                                     .definition = "io.k8s.api.core.v1.ComponentCondition",
                                     .fields = ComponentCondition_fields};
constexpr Schema node_226{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ComponentCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field ComponentStatus_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"conditions", &node_226},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."}};
constexpr Schema ComponentStatus_{.type = Schema::Type::object,
                                  .name = "ComponentStatus",
                                  .definition = "io.k8s.api.core.v1.ComponentStatus",
                                  .fields = ComponentStatus_fields};
constexpr Schema::Field MatchCondition_fields[] = {{"expression", &node_0, true}, {"name", &node_0, true}};
constexpr Schema MatchCondition_{.type = Schema::Type::object,
                                 .name = "MatchCondition",
                                 .definition = "io.k8s.api.admissionregistration.v1.MatchCondition",
                                 .fields = MatchCondition_fields};
constexpr std::string_view strings_227[] = {"*", "Cluster", "Namespaced"};
constexpr Schema node_228{.type = Schema::Type::string, .enums = strings_227};
constexpr Schema::Field NamedRuleWithOperations_fields[] = {
    {"apiGroups", &node_10},     {"apiVersions", &node_10}, {"operations", &node_10},
    {"resourceNames", &node_10}, {"resources", &node_10},   {"scope", &node_228, false, "\"*\""}};
constexpr Schema NamedRuleWithOperations_{.type = Schema::Type::object,
                                          .name = "NamedRuleWithOperations",
                                          .definition = "io.k8s.api.admissionregistration.v1.NamedRuleWithOperations",
                                          .fields = NamedRuleWithOperations_fields,
                                          .atomic = true};
constexpr Schema node_229{.type = Schema::Type::list, .element = &NamedRuleWithOperations_};
constexpr std::string_view strings_230[] = {"Equivalent", "Exact"};
constexpr Schema node_231{.type = Schema::Type::string, .enums = strings_230};
constexpr Schema::Field MatchResources_fields[] = {{"excludeResourceRules", &node_229},
                                                   {"matchPolicy", &node_231, false, "\"Equivalent\""},
                                                   {"namespaceSelector", &LabelSelector_, false, "{}"},
                                                   {"objectSelector", &LabelSelector_, false, "{}"},
                                                   {"resourceRules", &node_229}};
constexpr Schema MatchResources_{.type = Schema::Type::object,
                                 .name = "MatchResources",
                                 .definition = "io.k8s.api.admissionregistration.v1.MatchResources",
                                 .fields = MatchResources_fields,
                                 .atomic = true};
constexpr Schema::Field ApplyConfiguration_fields[] = {{"expression", &node_0}};
constexpr Schema ApplyConfiguration_{.type = Schema::Type::object,
                                     .name = "ApplyConfiguration",
                                     .definition = "io.k8s.api.admissionregistration.v1.ApplyConfiguration",
                                     .fields = ApplyConfiguration_fields};
constexpr Schema::Field JSONPatch_fields[] = {{"expression", &node_0}};
constexpr Schema JSONPatch_{.type = Schema::Type::object,
                            .name = "JSONPatch",
                            .definition = "io.k8s.api.admissionregistration.v1.JSONPatch",
                            .fields = JSONPatch_fields};
constexpr Schema::Field Mutation_fields[] = {
    {"applyConfiguration", &ApplyConfiguration_}, {"jsonPatch", &JSONPatch_}, {"patchType", &node_0, true}};
constexpr Schema Mutation_{.type = Schema::Type::object,
                           .name = "Mutation",
                           .definition = "io.k8s.api.admissionregistration.v1.Mutation",
                           .fields = Mutation_fields};
constexpr Schema::Field ParamKind_fields[] = {{"apiVersion", &node_0}, {"kind", &node_0}};
constexpr Schema ParamKind_{.type = Schema::Type::object,
                            .name = "ParamKind",
                            .definition = "io.k8s.api.admissionregistration.v1.ParamKind",
                            .fields = ParamKind_fields,
                            .atomic = true};
constexpr Schema::Field Variable_fields[] = {{"expression", &node_0, true}, {"name", &node_0, true}};
constexpr Schema Variable_{.type = Schema::Type::object,
                           .name = "Variable",
                           .definition = "io.k8s.api.admissionregistration.v1.Variable",
                           .fields = Variable_fields,
                           .atomic = true};
constexpr std::string_view strings_232[] = {"Fail", "Ignore"};
constexpr Schema node_233{.type = Schema::Type::string, .enums = strings_232};
constexpr Schema node_234{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &MatchCondition_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema node_235{.type = Schema::Type::list, .element = &Mutation_};
constexpr Schema node_236{.type = Schema::Type::list, .element = &Variable_};
constexpr Schema::Field MutatingAdmissionPolicySpec_fields[] = {{"failurePolicy", &node_233, false, "\"Fail\""},
                                                                {"matchConditions", &node_234},
                                                                {"matchConstraints", &MatchResources_},
                                                                {"mutations", &node_235},
                                                                {"paramKind", &ParamKind_},
                                                                {"reinvocationPolicy", &node_0},
                                                                {"variables", &node_236}};
constexpr Schema MutatingAdmissionPolicySpec_{
    .type = Schema::Type::object,
    .name = "MutatingAdmissionPolicySpec",
    .definition = "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec",
    .fields = MutatingAdmissionPolicySpec_fields};
constexpr Schema::Field MutatingAdmissionPolicy_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &MutatingAdmissionPolicySpec_, false, {}, "What is wanted."}};
constexpr Schema MutatingAdmissionPolicy_{.type = Schema::Type::object,
                                          .name = "MutatingAdmissionPolicy",
                                          .definition = "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy",
                                          .fields = MutatingAdmissionPolicy_fields};
constexpr Schema::Field ParamRef_fields[] = {
    {"name", &node_0}, {"namespace", &node_0}, {"parameterNotFoundAction", &node_0}, {"selector", &LabelSelector_}};
constexpr Schema ParamRef_{.type = Schema::Type::object,
                           .name = "ParamRef",
                           .definition = "io.k8s.api.admissionregistration.v1.ParamRef",
                           .fields = ParamRef_fields,
                           .atomic = true};
constexpr Schema::Field MutatingAdmissionPolicyBindingSpec_fields[] = {
    {"matchResources", &MatchResources_}, {"paramRef", &ParamRef_}, {"policyName", &node_0}};
constexpr Schema MutatingAdmissionPolicyBindingSpec_{
    .type = Schema::Type::object,
    .name = "MutatingAdmissionPolicyBindingSpec",
    .definition = "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec",
    .fields = MutatingAdmissionPolicyBindingSpec_fields};
constexpr Schema::Field MutatingAdmissionPolicyBinding_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &MutatingAdmissionPolicyBindingSpec_, false, {}, "What is wanted."}};
constexpr Schema MutatingAdmissionPolicyBinding_{
    .type = Schema::Type::object,
    .name = "MutatingAdmissionPolicyBinding",
    .definition = "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding",
    .fields = MutatingAdmissionPolicyBinding_fields};
constexpr Schema::Field admissionregistration_v1_ServiceReference_fields[] = {
    {"name", &node_0, true}, {"namespace", &node_0, true}, {"path", &node_0}, {"port", &node_17, false, "443"}};
constexpr Schema admissionregistration_v1_ServiceReference_{
    .type = Schema::Type::object,
    .name = "ServiceReference",
    .definition = "io.k8s.api.admissionregistration.v1.ServiceReference",
    .fields = admissionregistration_v1_ServiceReference_fields};
constexpr Schema::Field admissionregistration_v1_WebhookClientConfig_fields[] = {
    {"caBundle", &node_126}, {"service", &admissionregistration_v1_ServiceReference_}, {"url", &node_0}};
constexpr Schema admissionregistration_v1_WebhookClientConfig_{
    .type = Schema::Type::object,
    .name = "WebhookClientConfig",
    .definition = "io.k8s.api.admissionregistration.v1.WebhookClientConfig",
    .fields = admissionregistration_v1_WebhookClientConfig_fields};
constexpr Schema::Field RuleWithOperations_fields[] = {{"apiGroups", &node_10},
                                                       {"apiVersions", &node_10},
                                                       {"operations", &node_10},
                                                       {"resources", &node_10},
                                                       {"scope", &node_228, false, "\"*\""}};
constexpr Schema RuleWithOperations_{.type = Schema::Type::object,
                                     .name = "RuleWithOperations",
                                     .definition = "io.k8s.api.admissionregistration.v1.RuleWithOperations",
                                     .fields = RuleWithOperations_fields};
constexpr std::string_view strings_237[] = {"IfNeeded", "Never"};
constexpr Schema node_238{.type = Schema::Type::string, .enums = strings_237};
constexpr Schema node_239{.type = Schema::Type::list, .element = &RuleWithOperations_};
constexpr Schema::Field MutatingWebhook_fields[] = {
    {"admissionReviewVersions", &node_10, true},
    {"clientConfig", &admissionregistration_v1_WebhookClientConfig_, true},
    {"failurePolicy", &node_233, false, "\"Fail\""},
    {"matchConditions", &node_234},
    {"matchPolicy", &node_231, false, "\"Equivalent\""},
    {"name", &node_0, true},
    {"namespaceSelector", &LabelSelector_, false, "{}"},
    {"objectSelector", &LabelSelector_, false, "{}"},
    {"reinvocationPolicy", &node_238, false, "\"Never\""},
    {"rules", &node_239},
    {"sideEffects", &node_0, true},
    {"timeoutSeconds", &node_17, false, "10"}};
constexpr Schema MutatingWebhook_{.type = Schema::Type::object,
                                  .name = "MutatingWebhook",
                                  .definition = "io.k8s.api.admissionregistration.v1.MutatingWebhook",
                                  .fields = MutatingWebhook_fields};
constexpr Schema node_240{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &MutatingWebhook_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field MutatingWebhookConfiguration_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"webhooks", &node_240}};
constexpr Schema MutatingWebhookConfiguration_{
    .type = Schema::Type::object,
    .name = "MutatingWebhookConfiguration",
    .definition = "io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration",
    .fields = MutatingWebhookConfiguration_fields};
constexpr Schema::Field AuditAnnotation_fields[] = {{"key", &node_0, true}, {"valueExpression", &node_0, true}};
constexpr Schema AuditAnnotation_{.type = Schema::Type::object,
                                  .name = "AuditAnnotation",
                                  .definition = "io.k8s.api.admissionregistration.v1.AuditAnnotation",
                                  .fields = AuditAnnotation_fields};
constexpr Schema::Field Validation_fields[] = {
    {"expression", &node_0, true}, {"message", &node_0}, {"messageExpression", &node_0}, {"reason", &node_0}};
constexpr Schema Validation_{.type = Schema::Type::object,
                             .name = "Validation",
                             .definition = "io.k8s.api.admissionregistration.v1.Validation",
                             .fields = Validation_fields};
constexpr Schema node_241{.type = Schema::Type::list, .element = &AuditAnnotation_};
constexpr Schema node_242{.type = Schema::Type::list, .element = &Validation_};
constexpr Schema node_243{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &Variable_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field ValidatingAdmissionPolicySpec_fields[] = {
    {"auditAnnotations", &node_241}, {"failurePolicy", &node_233, false, "\"Fail\""},
    {"matchConditions", &node_234},  {"matchConstraints", &MatchResources_},
    {"paramKind", &ParamKind_},      {"validations", &node_242},
    {"variables", &node_243}};
constexpr Schema ValidatingAdmissionPolicySpec_{
    .type = Schema::Type::object,
    .name = "ValidatingAdmissionPolicySpec",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec",
    .fields = ValidatingAdmissionPolicySpec_fields};
constexpr Schema::Field ExpressionWarning_fields[] = {{"fieldRef", &node_0, true}, {"warning", &node_0, true}};
constexpr Schema ExpressionWarning_{.type = Schema::Type::object,
                                    .name = "ExpressionWarning",
                                    .definition = "io.k8s.api.admissionregistration.v1.ExpressionWarning",
                                    .fields = ExpressionWarning_fields};
constexpr Schema node_244{.type = Schema::Type::list, .element = &ExpressionWarning_};
constexpr Schema::Field TypeChecking_fields[] = {{"expressionWarnings", &node_244}};
constexpr Schema TypeChecking_{.type = Schema::Type::object,
                               .name = "TypeChecking",
                               .definition = "io.k8s.api.admissionregistration.v1.TypeChecking",
                               .fields = TypeChecking_fields};
constexpr Schema node_245{
    .type = Schema::Type::list, .list_type = Schema::ListType::map, .element = &Condition_, .list_keys = strings_12};
constexpr Schema::Field ValidatingAdmissionPolicyStatus_fields[] = {
    {"conditions", &node_245}, {"observedGeneration", &node_5}, {"typeChecking", &TypeChecking_}};
constexpr Schema ValidatingAdmissionPolicyStatus_{
    .type = Schema::Type::object,
    .name = "ValidatingAdmissionPolicyStatus",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus",
    .fields = ValidatingAdmissionPolicyStatus_fields};
constexpr Schema::Field ValidatingAdmissionPolicy_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ValidatingAdmissionPolicySpec_, false, {}, "What is wanted."},
    {"status", &ValidatingAdmissionPolicyStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema ValidatingAdmissionPolicy_{
    .type = Schema::Type::object,
    .name = "ValidatingAdmissionPolicy",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy",
    .fields = ValidatingAdmissionPolicy_fields};
constexpr Schema::Field ValidatingAdmissionPolicyBindingSpec_fields[] = {{"matchResources", &MatchResources_},
                                                                         {"paramRef", &ParamRef_},
                                                                         {"policyName", &node_0, true},
                                                                         {"validationActions", &node_119, true}};
constexpr Schema ValidatingAdmissionPolicyBindingSpec_{
    .type = Schema::Type::object,
    .name = "ValidatingAdmissionPolicyBindingSpec",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec",
    .fields = ValidatingAdmissionPolicyBindingSpec_fields};
constexpr Schema::Field ValidatingAdmissionPolicyBinding_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ValidatingAdmissionPolicyBindingSpec_, true, {}, "What is wanted."}};
constexpr Schema ValidatingAdmissionPolicyBinding_{
    .type = Schema::Type::object,
    .name = "ValidatingAdmissionPolicyBinding",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding",
    .fields = ValidatingAdmissionPolicyBinding_fields};
constexpr Schema::Field ValidatingWebhook_fields[] = {
    {"admissionReviewVersions", &node_10, true},
    {"clientConfig", &admissionregistration_v1_WebhookClientConfig_, true},
    {"failurePolicy", &node_233, false, "\"Fail\""},
    {"matchConditions", &node_234},
    {"matchPolicy", &node_231, false, "\"Equivalent\""},
    {"name", &node_0, true},
    {"namespaceSelector", &LabelSelector_, false, "{}"},
    {"objectSelector", &LabelSelector_, false, "{}"},
    {"rules", &node_239},
    {"sideEffects", &node_0, true},
    {"timeoutSeconds", &node_17, false, "10"}};
constexpr Schema ValidatingWebhook_{.type = Schema::Type::object,
                                    .name = "ValidatingWebhook",
                                    .definition = "io.k8s.api.admissionregistration.v1.ValidatingWebhook",
                                    .fields = ValidatingWebhook_fields};
constexpr Schema node_246{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ValidatingWebhook_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field ValidatingWebhookConfiguration_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"webhooks", &node_246}};
constexpr Schema ValidatingWebhookConfiguration_{
    .type = Schema::Type::object,
    .name = "ValidatingWebhookConfiguration",
    .definition = "io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration",
    .fields = ValidatingWebhookConfiguration_fields};
constexpr Schema::Field apiextensions_v1_ServiceReference_fields[] = {
    {"name", &node_0, true}, {"namespace", &node_0, true}, {"path", &node_0}, {"port", &node_17, false, "443"}};
constexpr Schema apiextensions_v1_ServiceReference_{
    .type = Schema::Type::object,
    .name = "ServiceReference",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference",
    .fields = apiextensions_v1_ServiceReference_fields};
constexpr Schema::Field apiextensions_v1_WebhookClientConfig_fields[] = {
    {"caBundle", &node_126}, {"service", &apiextensions_v1_ServiceReference_}, {"url", &node_0}};
constexpr Schema apiextensions_v1_WebhookClientConfig_{
    .type = Schema::Type::object,
    .name = "WebhookClientConfig",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig",
    .fields = apiextensions_v1_WebhookClientConfig_fields};
constexpr Schema::Field WebhookConversion_fields[] = {{"clientConfig", &apiextensions_v1_WebhookClientConfig_},
                                                      {"conversionReviewVersions", &node_10, true}};
constexpr Schema WebhookConversion_{
    .type = Schema::Type::object,
    .name = "WebhookConversion",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion",
    .fields = WebhookConversion_fields};
constexpr std::string_view strings_247[] = {"None", "Webhook"};
constexpr Schema node_248{.type = Schema::Type::string, .enums = strings_247};
constexpr Schema::Field CustomResourceConversion_fields[] = {{"strategy", &node_248, true},
                                                             {"webhook", &WebhookConversion_}};
constexpr Schema CustomResourceConversion_{
    .type = Schema::Type::object,
    .name = "CustomResourceConversion",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion",
    .fields = CustomResourceConversion_fields};
constexpr Schema::Field CustomResourceDefinitionNames_fields[] = {{"categories", &node_10}, {"kind", &node_0, true},
                                                                  {"listKind", &node_0},    {"plural", &node_0, true},
                                                                  {"shortNames", &node_10}, {"singular", &node_0}};
constexpr Schema CustomResourceDefinitionNames_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinitionNames",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames",
    .fields = CustomResourceDefinitionNames_fields};
constexpr Schema::Field CustomResourceColumnDefinition_fields[] = {
    {"description", &node_0}, {"format", &node_0},    {"jsonPath", &node_0, true},
    {"name", &node_0, true},  {"priority", &node_17}, {"type", &node_0, true}};
constexpr Schema CustomResourceColumnDefinition_{
    .type = Schema::Type::object,
    .name = "CustomResourceColumnDefinition",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition",
    .fields = CustomResourceColumnDefinition_fields};
constexpr Schema::Field ExternalDocumentation_fields[] = {{"description", &node_0}, {"url", &node_0}};
constexpr Schema ExternalDocumentation_{
    .type = Schema::Type::object,
    .name = "ExternalDocumentation",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation",
    .fields = ExternalDocumentation_fields};
constexpr Schema::Field ValidationRule_fields[] = {
    {"fieldPath", &node_0},       {"message", &node_0}, {"messageExpression", &node_0},
    {"optionalOldSelf", &node_3}, {"reason", &node_0},  {"rule", &node_0, true}};
constexpr Schema ValidationRule_{
    .type = Schema::Type::object,
    .name = "ValidationRule",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule",
    .fields = ValidationRule_fields};
constexpr Schema node_249{
    .type = Schema::Type::any,
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool"};
extern Schema const JSONSchemaProps_;
constexpr Schema node_250{.type = Schema::Type::list, .element = &JSONSchemaProps_};
constexpr Schema node_251{.type = Schema::Type::any,
                          .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"};
constexpr Schema node_252{.type = Schema::Type::map, .element = &JSONSchemaProps_};
constexpr Schema node_253{
    .type = Schema::Type::any,
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray"};
constexpr Schema node_254{.type = Schema::Type::map, .element = &node_253};
constexpr Schema node_255{.type = Schema::Type::list, .element = &node_251};
constexpr Schema node_256{
    .type = Schema::Type::any,
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray"};
constexpr Schema node_257{.type = Schema::Type::number};
constexpr std::string_view strings_258[] = {"rule"};
constexpr Schema node_259{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ValidationRule_,
                          .list_keys = strings_258,
                          .merge_key = "rule",
                          .patch_merge = true};
constexpr Schema::Field JSONSchemaProps_fields[] = {{"$ref", &node_0},
                                                    {"$schema", &node_0},
                                                    {"additionalItems", &node_249},
                                                    {"additionalProperties", &node_249},
                                                    {"allOf", &node_250},
                                                    {"anyOf", &node_250},
                                                    {"default", &node_251},
                                                    {"definitions", &node_252},
                                                    {"dependencies", &node_254},
                                                    {"description", &node_0},
                                                    {"enum", &node_255},
                                                    {"example", &node_251},
                                                    {"exclusiveMaximum", &node_3},
                                                    {"exclusiveMinimum", &node_3},
                                                    {"externalDocs", &ExternalDocumentation_},
                                                    {"format", &node_0},
                                                    {"id", &node_0},
                                                    {"items", &node_256},
                                                    {"maxItems", &node_5},
                                                    {"maxLength", &node_5},
                                                    {"maxProperties", &node_5},
                                                    {"maximum", &node_257},
                                                    {"minItems", &node_5},
                                                    {"minLength", &node_5},
                                                    {"minProperties", &node_5},
                                                    {"minimum", &node_257},
                                                    {"multipleOf", &node_257},
                                                    {"not", &JSONSchemaProps_},
                                                    {"nullable", &node_3},
                                                    {"oneOf", &node_250},
                                                    {"pattern", &node_0},
                                                    {"patternProperties", &node_252},
                                                    {"properties", &node_252},
                                                    {"required", &node_10},
                                                    {"title", &node_0},
                                                    {"type", &node_0},
                                                    {"uniqueItems", &node_3},
                                                    {"x-kubernetes-embedded-resource", &node_3},
                                                    {"x-kubernetes-int-or-string", &node_3},
                                                    {"x-kubernetes-list-map-keys", &node_10},
                                                    {"x-kubernetes-list-type", &node_0},
                                                    {"x-kubernetes-map-type", &node_0},
                                                    {"x-kubernetes-preserve-unknown-fields", &node_3},
                                                    {"x-kubernetes-validations", &node_259}};
constexpr Schema JSONSchemaProps_{
    .type = Schema::Type::object,
    .name = "JSONSchemaProps",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
    .fields = JSONSchemaProps_fields};
constexpr Schema::Field CustomResourceValidation_fields[] = {{"openAPIV3Schema", &JSONSchemaProps_}};
constexpr Schema CustomResourceValidation_{
    .type = Schema::Type::object,
    .name = "CustomResourceValidation",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation",
    .fields = CustomResourceValidation_fields};
constexpr Schema::Field SelectableField_fields[] = {{"jsonPath", &node_0, true}};
constexpr Schema SelectableField_{
    .type = Schema::Type::object,
    .name = "SelectableField",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField",
    .fields = SelectableField_fields};
constexpr Schema::Field CustomResourceSubresourceScale_fields[] = {
    {"labelSelectorPath", &node_0}, {"specReplicasPath", &node_0, true}, {"statusReplicasPath", &node_0, true}};
constexpr Schema CustomResourceSubresourceScale_{
    .type = Schema::Type::object,
    .name = "CustomResourceSubresourceScale",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale",
    .fields = CustomResourceSubresourceScale_fields};
constexpr Schema CustomResourceSubresourceStatus_{
    .type = Schema::Type::object,
    .name = "CustomResourceSubresourceStatus",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus"};
constexpr Schema::Field CustomResourceSubresources_fields[] = {{"scale", &CustomResourceSubresourceScale_},
                                                               {"status", &CustomResourceSubresourceStatus_}};
constexpr Schema CustomResourceSubresources_{
    .type = Schema::Type::object,
    .name = "CustomResourceSubresources",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources",
    .fields = CustomResourceSubresources_fields};
constexpr Schema node_260{.type = Schema::Type::list, .element = &CustomResourceColumnDefinition_};
constexpr Schema node_261{.type = Schema::Type::list, .element = &SelectableField_};
constexpr Schema::Field CustomResourceDefinitionVersion_fields[] = {{"additionalPrinterColumns", &node_260},
                                                                    {"deprecated", &node_3},
                                                                    {"deprecationWarning", &node_0},
                                                                    {"name", &node_0, true},
                                                                    {"schema", &CustomResourceValidation_},
                                                                    {"selectableFields", &node_261},
                                                                    {"served", &node_3, true},
                                                                    {"storage", &node_3, true},
                                                                    {"subresources", &CustomResourceSubresources_}};
constexpr Schema CustomResourceDefinitionVersion_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinitionVersion",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion",
    .fields = CustomResourceDefinitionVersion_fields};
constexpr std::string_view strings_262[] = {"Cluster", "Namespaced"};
constexpr Schema node_263{.type = Schema::Type::string, .enums = strings_262};
constexpr Schema node_264{.type = Schema::Type::list, .element = &CustomResourceDefinitionVersion_};
constexpr Schema::Field CustomResourceDefinitionSpec_fields[] = {
    {"conversion", &CustomResourceConversion_, false, "{\"strategy\":\"None\"}"},
    {"group", &node_0, true, {}, "API group of the kind."},
    {"names", &CustomResourceDefinitionNames_, true, {}, "What the kind and its resource are called."},
    {"preserveUnknownFields", &node_3},
    {"scope", &node_263, true, {}, "Namespaced or Cluster."},
    {"versions", &node_264, true, {}, "Versions of the kind, each with its schema."}};
constexpr Schema CustomResourceDefinitionSpec_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinitionSpec",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec",
    .fields = CustomResourceDefinitionSpec_fields};
constexpr Schema::Field CustomResourceDefinitionCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"message", &node_0},   {"observedGeneration", &node_5}, {"reason", &node_0},
    {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema CustomResourceDefinitionCondition_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinitionCondition",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition",
    .fields = CustomResourceDefinitionCondition_fields};
constexpr Schema node_265{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &CustomResourceDefinitionCondition_,
                          .list_keys = strings_12};
constexpr Schema::Field CustomResourceDefinitionStatus_fields[] = {{"acceptedNames", &CustomResourceDefinitionNames_},
                                                                   {"conditions", &node_265},
                                                                   {"observedGeneration", &node_5},
                                                                   {"storedVersions", &node_10}};
constexpr Schema CustomResourceDefinitionStatus_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinitionStatus",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus",
    .fields = CustomResourceDefinitionStatus_fields};
constexpr Schema::Field CustomResourceDefinition_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &CustomResourceDefinitionSpec_, true, {}, "What is wanted."},
    {"status", &CustomResourceDefinitionStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema CustomResourceDefinition_{
    .type = Schema::Type::object,
    .name = "CustomResourceDefinition",
    .definition = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
    .description = "Defines a kind of one's own.",
    .fields = CustomResourceDefinition_fields};
constexpr Schema::Field apiregistration_v1_ServiceReference_fields[] = {
    {"name", &node_0}, {"namespace", &node_0}, {"port", &node_17, false, "443"}};
constexpr Schema apiregistration_v1_ServiceReference_{
    .type = Schema::Type::object,
    .name = "ServiceReference",
    .definition = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference",
    .fields = apiregistration_v1_ServiceReference_fields};
constexpr Schema::Field APIServiceSpec_fields[] = {{"caBundle", &node_126},
                                                   {"group", &node_0},
                                                   {"groupPriorityMinimum", &node_17, true},
                                                   {"insecureSkipTLSVerify", &node_3},
                                                   {"service", &apiregistration_v1_ServiceReference_},
                                                   {"version", &node_0},
                                                   {"versionPriority", &node_17, true}};
constexpr Schema APIServiceSpec_{.type = Schema::Type::object,
                                 .name = "APIServiceSpec",
                                 .definition = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec",
                                 .fields = APIServiceSpec_fields};
constexpr Schema::Field APIServiceCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                        {"message", &node_0},
                                                        {"reason", &node_0},
                                                        {"status", &node_0, true},
                                                        {"type", &node_0, true}};
constexpr Schema APIServiceCondition_{
    .type = Schema::Type::object,
    .name = "APIServiceCondition",
    .definition = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition",
    .fields = APIServiceCondition_fields};
constexpr Schema node_266{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &APIServiceCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field APIServiceStatus_fields[] = {{"conditions", &node_266}};
constexpr Schema APIServiceStatus_{.type = Schema::Type::object,
                                   .name = "APIServiceStatus",
                                   .definition = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus",
                                   .fields = APIServiceStatus_fields};
constexpr Schema::Field APIService_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &APIServiceSpec_, false, {}, "What is wanted."},
    {"status", &APIServiceStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema APIService_{.type = Schema::Type::object,
                             .name = "APIService",
                             .definition = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
                             .description = "Who serves a group and version of the API.",
                             .fields = APIService_fields};
constexpr Schema node_267{.type = Schema::Type::map, .element = &node_10};
constexpr Schema::Field UserInfo_fields[] = {
    {"extra", &node_267}, {"groups", &node_10}, {"uid", &node_0}, {"username", &node_0}};
constexpr Schema UserInfo_{.type = Schema::Type::object,
                           .name = "UserInfo",
                           .definition = "io.k8s.api.authentication.v1.UserInfo",
                           .fields = UserInfo_fields};
constexpr Schema::Field SelfSubjectReviewStatus_fields[] = {{"userInfo", &UserInfo_}};
constexpr Schema SelfSubjectReviewStatus_{.type = Schema::Type::object,
                                          .name = "SelfSubjectReviewStatus",
                                          .definition = "io.k8s.api.authentication.v1.SelfSubjectReviewStatus",
                                          .fields = SelfSubjectReviewStatus_fields};
constexpr Schema::Field SelfSubjectReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"status", &SelfSubjectReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema SelfSubjectReview_{.type = Schema::Type::object,
                                    .name = "SelfSubjectReview",
                                    .definition = "io.k8s.api.authentication.v1.SelfSubjectReview",
                                    .description = "Asks who one is to the server.",
                                    .fields = SelfSubjectReview_fields};
constexpr Schema::Field TokenReviewSpec_fields[] = {{"audiences", &node_10}, {"token", &node_0, true}};
constexpr Schema TokenReviewSpec_{.type = Schema::Type::object,
                                  .name = "TokenReviewSpec",
                                  .definition = "io.k8s.api.authentication.v1.TokenReviewSpec",
                                  .fields = TokenReviewSpec_fields};
constexpr Schema::Field TokenReviewStatus_fields[] = {
    {"audiences", &node_10}, {"authenticated", &node_3}, {"error", &node_0}, {"user", &UserInfo_}};
constexpr Schema TokenReviewStatus_{.type = Schema::Type::object,
                                    .name = "TokenReviewStatus",
                                    .definition = "io.k8s.api.authentication.v1.TokenReviewStatus",
                                    .fields = TokenReviewStatus_fields};
constexpr Schema::Field TokenReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &TokenReviewSpec_, true, {}, "What is wanted."},
    {"status", &TokenReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema TokenReview_{.type = Schema::Type::object,
                              .name = "TokenReview",
                              .definition = "io.k8s.api.authentication.v1.TokenReview",
                              .description = "Asks who a token belongs to.",
                              .fields = TokenReview_fields};
constexpr Schema::Field NonResourceAttributes_fields[] = {{"path", &node_0}, {"verb", &node_0}};
constexpr Schema NonResourceAttributes_{.type = Schema::Type::object,
                                        .name = "NonResourceAttributes",
                                        .definition = "io.k8s.api.authorization.v1.NonResourceAttributes",
                                        .fields = NonResourceAttributes_fields};
constexpr Schema::Field FieldSelectorRequirement_fields[] = {
    {"key", &node_0, true}, {"operator", &node_0, true}, {"values", &node_10}};
constexpr Schema FieldSelectorRequirement_{
    .type = Schema::Type::object,
    .name = "FieldSelectorRequirement",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement",
    .fields = FieldSelectorRequirement_fields};
constexpr Schema node_268{.type = Schema::Type::list, .element = &FieldSelectorRequirement_};
constexpr Schema::Field FieldSelectorAttributes_fields[] = {{"rawSelector", &node_0}, {"requirements", &node_268}};
constexpr Schema FieldSelectorAttributes_{.type = Schema::Type::object,
                                          .name = "FieldSelectorAttributes",
                                          .definition = "io.k8s.api.authorization.v1.FieldSelectorAttributes",
                                          .fields = FieldSelectorAttributes_fields};
constexpr Schema::Field LabelSelectorAttributes_fields[] = {{"rawSelector", &node_0}, {"requirements", &node_11}};
constexpr Schema LabelSelectorAttributes_{.type = Schema::Type::object,
                                          .name = "LabelSelectorAttributes",
                                          .definition = "io.k8s.api.authorization.v1.LabelSelectorAttributes",
                                          .fields = LabelSelectorAttributes_fields};
constexpr Schema::Field ResourceAttributes_fields[] = {{"fieldSelector", &FieldSelectorAttributes_},
                                                       {"group", &node_0},
                                                       {"labelSelector", &LabelSelectorAttributes_},
                                                       {"name", &node_0},
                                                       {"namespace", &node_0},
                                                       {"resource", &node_0},
                                                       {"subresource", &node_0},
                                                       {"verb", &node_0},
                                                       {"version", &node_0}};
constexpr Schema ResourceAttributes_{.type = Schema::Type::object,
                                     .name = "ResourceAttributes",
                                     .definition = "io.k8s.api.authorization.v1.ResourceAttributes",
                                     .fields = ResourceAttributes_fields};
constexpr Schema::Field SubjectAccessReviewSpec_fields[] = {{"extra", &node_267},
                                                            {"groups", &node_10},
                                                            {"nonResourceAttributes", &NonResourceAttributes_},
                                                            {"resourceAttributes", &ResourceAttributes_},
                                                            {"uid", &node_0},
                                                            {"user", &node_0}};
constexpr Schema SubjectAccessReviewSpec_{.type = Schema::Type::object,
                                          .name = "SubjectAccessReviewSpec",
                                          .definition = "io.k8s.api.authorization.v1.SubjectAccessReviewSpec",
                                          .fields = SubjectAccessReviewSpec_fields};
constexpr Schema::Field SubjectAccessReviewStatus_fields[] = {
    {"allowed", &node_3, true}, {"denied", &node_3}, {"evaluationError", &node_0}, {"reason", &node_0}};
constexpr Schema SubjectAccessReviewStatus_{.type = Schema::Type::object,
                                            .name = "SubjectAccessReviewStatus",
                                            .definition = "io.k8s.api.authorization.v1.SubjectAccessReviewStatus",
                                            .fields = SubjectAccessReviewStatus_fields};
constexpr Schema::Field LocalSubjectAccessReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &SubjectAccessReviewSpec_, true, {}, "What is wanted."},
    {"status", &SubjectAccessReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema LocalSubjectAccessReview_{.type = Schema::Type::object,
                                           .name = "LocalSubjectAccessReview",
                                           .definition = "io.k8s.api.authorization.v1.LocalSubjectAccessReview",
                                           .description = "Asks whether somebody may do something in one namespace.",
                                           .fields = LocalSubjectAccessReview_fields};
constexpr Schema::Field SelfSubjectAccessReviewSpec_fields[] = {{"nonResourceAttributes", &NonResourceAttributes_},
                                                                {"resourceAttributes", &ResourceAttributes_}};
constexpr Schema SelfSubjectAccessReviewSpec_{.type = Schema::Type::object,
                                              .name = "SelfSubjectAccessReviewSpec",
                                              .definition = "io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec",
                                              .fields = SelfSubjectAccessReviewSpec_fields};
constexpr Schema::Field SelfSubjectAccessReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &SelfSubjectAccessReviewSpec_, true, {}, "What is wanted."},
    {"status", &SubjectAccessReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema SelfSubjectAccessReview_{.type = Schema::Type::object,
                                          .name = "SelfSubjectAccessReview",
                                          .definition = "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
                                          .description = "Asks whether one may do something oneself.",
                                          .fields = SelfSubjectAccessReview_fields};
constexpr Schema::Field SelfSubjectRulesReviewSpec_fields[] = {{"namespace", &node_0}};
constexpr Schema SelfSubjectRulesReviewSpec_{.type = Schema::Type::object,
                                             .name = "SelfSubjectRulesReviewSpec",
                                             .definition = "io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec",
                                             .fields = SelfSubjectRulesReviewSpec_fields};
constexpr Schema::Field NonResourceRule_fields[] = {{"nonResourceURLs", &node_10}, {"verbs", &node_10, true}};
constexpr Schema NonResourceRule_{.type = Schema::Type::object,
                                  .name = "NonResourceRule",
                                  .definition = "io.k8s.api.authorization.v1.NonResourceRule",
                                  .fields = NonResourceRule_fields};
constexpr Schema::Field ResourceRule_fields[] = {
    {"apiGroups", &node_10}, {"resourceNames", &node_10}, {"resources", &node_10}, {"verbs", &node_10, true}};
constexpr Schema ResourceRule_{.type = Schema::Type::object,
                               .name = "ResourceRule",
                               .definition = "io.k8s.api.authorization.v1.ResourceRule",
                               .fields = ResourceRule_fields};
constexpr Schema node_269{.type = Schema::Type::list, .element = &NonResourceRule_};
constexpr Schema node_270{.type = Schema::Type::list, .element = &ResourceRule_};
constexpr Schema::Field SubjectRulesReviewStatus_fields[] = {{"evaluationError", &node_0},
                                                             {"incomplete", &node_3, true},
                                                             {"nonResourceRules", &node_269, true},
                                                             {"resourceRules", &node_270, true}};
constexpr Schema SubjectRulesReviewStatus_{.type = Schema::Type::object,
                                           .name = "SubjectRulesReviewStatus",
                                           .definition = "io.k8s.api.authorization.v1.SubjectRulesReviewStatus",
                                           .fields = SubjectRulesReviewStatus_fields};
constexpr Schema::Field SelfSubjectRulesReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &SelfSubjectRulesReviewSpec_, true, {}, "What is wanted."},
    {"status", &SubjectRulesReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema SelfSubjectRulesReview_{.type = Schema::Type::object,
                                         .name = "SelfSubjectRulesReview",
                                         .definition = "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
                                         .description = "Asks what one may do in a namespace.",
                                         .fields = SelfSubjectRulesReview_fields};
constexpr Schema::Field SubjectAccessReview_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &SubjectAccessReviewSpec_, true, {}, "What is wanted."},
    {"status", &SubjectAccessReviewStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema SubjectAccessReview_{.type = Schema::Type::object,
                                      .name = "SubjectAccessReview",
                                      .definition = "io.k8s.api.authorization.v1.SubjectAccessReview",
                                      .description = "Asks whether somebody may do something.",
                                      .fields = SubjectAccessReview_fields};
constexpr Schema::Field autoscaling_v1_CrossVersionObjectReference_fields[] = {
    {"apiVersion", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}};
constexpr Schema autoscaling_v1_CrossVersionObjectReference_{
    .type = Schema::Type::object,
    .name = "CrossVersionObjectReference",
    .definition = "io.k8s.api.autoscaling.v1.CrossVersionObjectReference",
    .fields = autoscaling_v1_CrossVersionObjectReference_fields,
    .atomic = true};
constexpr Schema::Field autoscaling_v1_HorizontalPodAutoscalerSpec_fields[] = {
    {"maxReplicas", &node_17, true, {}, "The most Pods."},
    {"minReplicas", &node_17, false, "1", "The fewest Pods."},
    {"scaleTargetRef", &autoscaling_v1_CrossVersionObjectReference_, true, {}, "The workload that is scaled."},
    {"targetCPUUtilizationPercentage",
     &node_17,
     false,
     {},
     "CPU use that is aimed at, in percent of what the Pods ask for."}};
constexpr Schema autoscaling_v1_HorizontalPodAutoscalerSpec_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerSpec",
    .definition = "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec",
    .fields = autoscaling_v1_HorizontalPodAutoscalerSpec_fields};
constexpr Schema::Field autoscaling_v1_HorizontalPodAutoscalerStatus_fields[] = {
    {"currentCPUUtilizationPercentage", &node_17},
    {"currentReplicas", &node_17, true},
    {"desiredReplicas", &node_17, true},
    {"lastScaleTime", &node_2},
    {"observedGeneration", &node_5}};
constexpr Schema autoscaling_v1_HorizontalPodAutoscalerStatus_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscalerStatus",
    .definition = "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus",
    .fields = autoscaling_v1_HorizontalPodAutoscalerStatus_fields};
constexpr Schema::Field autoscaling_v1_HorizontalPodAutoscaler_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &autoscaling_v1_HorizontalPodAutoscalerSpec_, true, {}, "What is wanted."},
    {"status",
     &autoscaling_v1_HorizontalPodAutoscalerStatus_,
     false,
     {},
     "What is so at present; written by the system."}};
constexpr Schema autoscaling_v1_HorizontalPodAutoscaler_{
    .type = Schema::Type::object,
    .name = "HorizontalPodAutoscaler",
    .definition = "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
    .description = "Changes the number of Pods of a workload with its CPU use.",
    .fields = autoscaling_v1_HorizontalPodAutoscaler_fields};
constexpr Schema::Field CertificateSigningRequestSpec_fields[] = {
    {"expirationSeconds", &node_17}, {"extra", &node_267}, {"groups", &node_10}, {"request", &node_126, true},
    {"signerName", &node_0, true},   {"uid", &node_0},     {"usages", &node_10}, {"username", &node_0}};
constexpr Schema CertificateSigningRequestSpec_{
    .type = Schema::Type::object,
    .name = "CertificateSigningRequestSpec",
    .definition = "io.k8s.api.certificates.v1.CertificateSigningRequestSpec",
    .fields = CertificateSigningRequestSpec_fields};
constexpr Schema::Field CertificateSigningRequestCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"lastUpdateTime", &node_2}, {"message", &node_0}, {"reason", &node_0},
    {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema CertificateSigningRequestCondition_{
    .type = Schema::Type::object,
    .name = "CertificateSigningRequestCondition",
    .definition = "io.k8s.api.certificates.v1.CertificateSigningRequestCondition",
    .fields = CertificateSigningRequestCondition_fields};
constexpr Schema node_271{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &CertificateSigningRequestCondition_,
                          .list_keys = strings_12};
constexpr Schema::Field CertificateSigningRequestStatus_fields[] = {{"certificate", &node_126},
                                                                    {"conditions", &node_271}};
constexpr Schema CertificateSigningRequestStatus_{
    .type = Schema::Type::object,
    .name = "CertificateSigningRequestStatus",
    .definition = "io.k8s.api.certificates.v1.CertificateSigningRequestStatus",
    .fields = CertificateSigningRequestStatus_fields};
constexpr Schema::Field CertificateSigningRequest_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &CertificateSigningRequestSpec_, true, {}, "What is wanted."},
    {"status", &CertificateSigningRequestStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema CertificateSigningRequest_{.type = Schema::Type::object,
                                            .name = "CertificateSigningRequest",
                                            .definition = "io.k8s.api.certificates.v1.CertificateSigningRequest",
                                            .description = "Asks for a certificate.",
                                            .fields = CertificateSigningRequest_fields};
constexpr Schema::Field events_v1_EventSeries_fields[] = {{"count", &node_17, true},
                                                          {"lastObservedTime", &node_143, true}};
constexpr Schema events_v1_EventSeries_{.type = Schema::Type::object,
                                        .name = "EventSeries",
                                        .definition = "io.k8s.api.events.v1.EventSeries",
                                        .fields = events_v1_EventSeries_fields};
constexpr Schema::Field events_v1_Event_fields[] = {
    {"action", &node_0},
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"deprecatedCount", &node_17},
    {"deprecatedFirstTimestamp", &node_2},
    {"deprecatedLastTimestamp", &node_2},
    {"deprecatedSource", &EventSource_},
    {"eventTime", &node_143, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"note", &node_0},
    {"reason", &node_0},
    {"regarding", &ObjectReference_},
    {"related", &ObjectReference_},
    {"reportingController", &node_0},
    {"reportingInstance", &node_0},
    {"series", &events_v1_EventSeries_},
    {"type", &node_0}};
constexpr Schema events_v1_Event_{.type = Schema::Type::object,
                                  .name = "Event",
                                  .definition = "io.k8s.api.events.v1.Event",
                                  .description = "Something that happened to an object, told for people.",
                                  .fields = events_v1_Event_fields};
constexpr Schema::Field FlowDistinguisherMethod_fields[] = {{"type", &node_0, true}};
constexpr Schema FlowDistinguisherMethod_{.type = Schema::Type::object,
                                          .name = "FlowDistinguisherMethod",
                                          .definition = "io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod",
                                          .fields = FlowDistinguisherMethod_fields};
constexpr Schema::Field PriorityLevelConfigurationReference_fields[] = {{"name", &node_0, true}};
constexpr Schema PriorityLevelConfigurationReference_{
    .type = Schema::Type::object,
    .name = "PriorityLevelConfigurationReference",
    .definition = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference",
    .fields = PriorityLevelConfigurationReference_fields};
constexpr Schema::Field NonResourcePolicyRule_fields[] = {{"nonResourceURLs", &node_119, true},
                                                          {"verbs", &node_119, true}};
constexpr Schema NonResourcePolicyRule_{.type = Schema::Type::object,
                                        .name = "NonResourcePolicyRule",
                                        .definition = "io.k8s.api.flowcontrol.v1.NonResourcePolicyRule",
                                        .fields = NonResourcePolicyRule_fields};
constexpr Schema::Field ResourcePolicyRule_fields[] = {{"apiGroups", &node_119, true},
                                                       {"clusterScope", &node_3},
                                                       {"namespaces", &node_119},
                                                       {"resources", &node_119, true},
                                                       {"verbs", &node_119, true}};
constexpr Schema ResourcePolicyRule_{.type = Schema::Type::object,
                                     .name = "ResourcePolicyRule",
                                     .definition = "io.k8s.api.flowcontrol.v1.ResourcePolicyRule",
                                     .fields = ResourcePolicyRule_fields};
constexpr Schema::Field GroupSubject_fields[] = {{"name", &node_0, true}};
constexpr Schema GroupSubject_{.type = Schema::Type::object,
                               .name = "GroupSubject",
                               .definition = "io.k8s.api.flowcontrol.v1.GroupSubject",
                               .fields = GroupSubject_fields};
constexpr Schema::Field ServiceAccountSubject_fields[] = {{"name", &node_0, true}, {"namespace", &node_0, true}};
constexpr Schema ServiceAccountSubject_{.type = Schema::Type::object,
                                        .name = "ServiceAccountSubject",
                                        .definition = "io.k8s.api.flowcontrol.v1.ServiceAccountSubject",
                                        .fields = ServiceAccountSubject_fields};
constexpr Schema::Field UserSubject_fields[] = {{"name", &node_0, true}};
constexpr Schema UserSubject_{.type = Schema::Type::object,
                              .name = "UserSubject",
                              .definition = "io.k8s.api.flowcontrol.v1.UserSubject",
                              .fields = UserSubject_fields};
constexpr Schema::Field flowcontrol_v1_Subject_fields[] = {{"group", &GroupSubject_},
                                                           {"kind", &node_0, true},
                                                           {"serviceAccount", &ServiceAccountSubject_},
                                                           {"user", &UserSubject_}};
constexpr Schema flowcontrol_v1_Subject_{.type = Schema::Type::object,
                                         .name = "Subject",
                                         .definition = "io.k8s.api.flowcontrol.v1.Subject",
                                         .fields = flowcontrol_v1_Subject_fields};
constexpr Schema node_272{.type = Schema::Type::list, .element = &NonResourcePolicyRule_};
constexpr Schema node_273{.type = Schema::Type::list, .element = &ResourcePolicyRule_};
constexpr Schema node_274{.type = Schema::Type::list, .element = &flowcontrol_v1_Subject_};
constexpr Schema::Field PolicyRulesWithSubjects_fields[] = {
    {"nonResourceRules", &node_272}, {"resourceRules", &node_273}, {"subjects", &node_274, true}};
constexpr Schema PolicyRulesWithSubjects_{.type = Schema::Type::object,
                                          .name = "PolicyRulesWithSubjects",
                                          .definition = "io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects",
                                          .fields = PolicyRulesWithSubjects_fields};
constexpr Schema node_275{.type = Schema::Type::list, .element = &PolicyRulesWithSubjects_};
constexpr Schema::Field FlowSchemaSpec_fields[] = {
    {"distinguisherMethod", &FlowDistinguisherMethod_},
    {"matchingPrecedence", &node_17, false, "1000"},
    {"priorityLevelConfiguration", &PriorityLevelConfigurationReference_, true},
    {"rules", &node_275}};
constexpr Schema FlowSchemaSpec_{.type = Schema::Type::object,
                                 .name = "FlowSchemaSpec",
                                 .definition = "io.k8s.api.flowcontrol.v1.FlowSchemaSpec",
                                 .fields = FlowSchemaSpec_fields};
constexpr Schema::Field FlowSchemaCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"message", &node_0}, {"reason", &node_0}, {"status", &node_0}, {"type", &node_0}};
constexpr Schema FlowSchemaCondition_{.type = Schema::Type::object,
                                      .name = "FlowSchemaCondition",
                                      .definition = "io.k8s.api.flowcontrol.v1.FlowSchemaCondition",
                                      .fields = FlowSchemaCondition_fields};
constexpr Schema node_276{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &FlowSchemaCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field FlowSchemaStatus_fields[] = {{"conditions", &node_276}};
constexpr Schema FlowSchemaStatus_{.type = Schema::Type::object,
                                   .name = "FlowSchemaStatus",
                                   .definition = "io.k8s.api.flowcontrol.v1.FlowSchemaStatus",
                                   .fields = FlowSchemaStatus_fields};
constexpr Schema::Field FlowSchema_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &FlowSchemaSpec_, false, {}, "What is wanted."},
    {"status", &FlowSchemaStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema FlowSchema_{.type = Schema::Type::object,
                             .name = "FlowSchema",
                             .definition = "io.k8s.api.flowcontrol.v1.FlowSchema",
                             .fields = FlowSchema_fields};
constexpr Schema::Field ExemptPriorityLevelConfiguration_fields[] = {{"lendablePercent", &node_17},
                                                                     {"nominalConcurrencyShares", &node_17}};
constexpr Schema ExemptPriorityLevelConfiguration_{
    .type = Schema::Type::object,
    .name = "ExemptPriorityLevelConfiguration",
    .definition = "io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration",
    .fields = ExemptPriorityLevelConfiguration_fields};
constexpr Schema::Field QueuingConfiguration_fields[] = {
    {"handSize", &node_17, false, "8"}, {"queueLengthLimit", &node_17, false, "50"}, {"queues", &node_17, false, "64"}};
constexpr Schema QueuingConfiguration_{.type = Schema::Type::object,
                                       .name = "QueuingConfiguration",
                                       .definition = "io.k8s.api.flowcontrol.v1.QueuingConfiguration",
                                       .fields = QueuingConfiguration_fields};
constexpr std::string_view strings_277[] = {"Queue", "Reject"};
constexpr Schema node_278{.type = Schema::Type::string, .enums = strings_277};
constexpr Schema::Field LimitResponse_fields[] = {{"queuing", &QueuingConfiguration_}, {"type", &node_278, true}};
constexpr Schema LimitResponse_{.type = Schema::Type::object,
                                .name = "LimitResponse",
                                .definition = "io.k8s.api.flowcontrol.v1.LimitResponse",
                                .fields = LimitResponse_fields};
constexpr Schema::Field LimitedPriorityLevelConfiguration_fields[] = {
    {"borrowingLimitPercent", &node_17},
    {"lendablePercent", &node_17, false, "0"},
    {"limitResponse", &LimitResponse_},
    {"nominalConcurrencyShares", &node_17, false, "30"}};
constexpr Schema LimitedPriorityLevelConfiguration_{
    .type = Schema::Type::object,
    .name = "LimitedPriorityLevelConfiguration",
    .definition = "io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration",
    .fields = LimitedPriorityLevelConfiguration_fields};
constexpr std::string_view strings_279[] = {"Exempt", "Limited"};
constexpr Schema node_280{.type = Schema::Type::string, .enums = strings_279};
constexpr Schema::Field PriorityLevelConfigurationSpec_fields[] = {{"exempt", &ExemptPriorityLevelConfiguration_},
                                                                   {"limited", &LimitedPriorityLevelConfiguration_},
                                                                   {"type", &node_280, true}};
constexpr Schema PriorityLevelConfigurationSpec_{
    .type = Schema::Type::object,
    .name = "PriorityLevelConfigurationSpec",
    .definition = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec",
    .fields = PriorityLevelConfigurationSpec_fields};
constexpr Schema::Field PriorityLevelConfigurationCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"message", &node_0}, {"reason", &node_0}, {"status", &node_0}, {"type", &node_0}};
constexpr Schema PriorityLevelConfigurationCondition_{
    .type = Schema::Type::object,
    .name = "PriorityLevelConfigurationCondition",
    .definition = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition",
    .fields = PriorityLevelConfigurationCondition_fields};
constexpr Schema node_281{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &PriorityLevelConfigurationCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field PriorityLevelConfigurationStatus_fields[] = {{"conditions", &node_281}};
constexpr Schema PriorityLevelConfigurationStatus_{
    .type = Schema::Type::object,
    .name = "PriorityLevelConfigurationStatus",
    .definition = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus",
    .fields = PriorityLevelConfigurationStatus_fields};
constexpr Schema::Field PriorityLevelConfiguration_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &PriorityLevelConfigurationSpec_, false, {}, "What is wanted."},
    {"status", &PriorityLevelConfigurationStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema PriorityLevelConfiguration_{.type = Schema::Type::object,
                                             .name = "PriorityLevelConfiguration",
                                             .definition = "io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration",
                                             .fields = PriorityLevelConfiguration_fields};
constexpr Schema::Field ParentReference_fields[] = {
    {"group", &node_0}, {"name", &node_0, true}, {"namespace", &node_0}, {"resource", &node_0, true}};
constexpr Schema ParentReference_{.type = Schema::Type::object,
                                  .name = "ParentReference",
                                  .definition = "io.k8s.api.networking.v1.ParentReference",
                                  .fields = ParentReference_fields};
constexpr Schema::Field IPAddressSpec_fields[] = {{"parentRef", &ParentReference_, true}};
constexpr Schema IPAddressSpec_{.type = Schema::Type::object,
                                .name = "IPAddressSpec",
                                .definition = "io.k8s.api.networking.v1.IPAddressSpec",
                                .fields = IPAddressSpec_fields};
constexpr Schema::Field IPAddress_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &IPAddressSpec_, true, {}, "What is wanted."}};
constexpr Schema IPAddress_{.type = Schema::Type::object,
                            .name = "IPAddress",
                            .definition = "io.k8s.api.networking.v1.IPAddress",
                            .fields = IPAddress_fields};
constexpr Schema::Field ServiceCIDRSpec_fields[] = {{"cidrs", &node_10}};
constexpr Schema ServiceCIDRSpec_{.type = Schema::Type::object,
                                  .name = "ServiceCIDRSpec",
                                  .definition = "io.k8s.api.networking.v1.ServiceCIDRSpec",
                                  .fields = ServiceCIDRSpec_fields};
constexpr Schema::Field ServiceCIDRStatus_fields[] = {{"conditions", &node_136}};
constexpr Schema ServiceCIDRStatus_{.type = Schema::Type::object,
                                    .name = "ServiceCIDRStatus",
                                    .definition = "io.k8s.api.networking.v1.ServiceCIDRStatus",
                                    .fields = ServiceCIDRStatus_fields};
constexpr Schema::Field ServiceCIDR_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ServiceCIDRSpec_, false, {}, "What is wanted."},
    {"status", &ServiceCIDRStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema ServiceCIDR_{.type = Schema::Type::object,
                              .name = "ServiceCIDR",
                              .definition = "io.k8s.api.networking.v1.ServiceCIDR",
                              .fields = ServiceCIDR_fields};
constexpr Schema::Field OpaqueDeviceConfiguration_fields[] = {{"driver", &node_0, true},
                                                              {"parameters", &node_158, true}};
constexpr Schema OpaqueDeviceConfiguration_{.type = Schema::Type::object,
                                            .name = "OpaqueDeviceConfiguration",
                                            .definition = "io.k8s.api.resource.v1.OpaqueDeviceConfiguration",
                                            .fields = OpaqueDeviceConfiguration_fields};
constexpr Schema::Field DeviceClassConfiguration_fields[] = {{"opaque", &OpaqueDeviceConfiguration_}};
constexpr Schema DeviceClassConfiguration_{.type = Schema::Type::object,
                                           .name = "DeviceClassConfiguration",
                                           .definition = "io.k8s.api.resource.v1.DeviceClassConfiguration",
                                           .fields = DeviceClassConfiguration_fields};
constexpr Schema::Field CELDeviceSelector_fields[] = {{"expression", &node_0, true}};
constexpr Schema CELDeviceSelector_{.type = Schema::Type::object,
                                    .name = "CELDeviceSelector",
                                    .definition = "io.k8s.api.resource.v1.CELDeviceSelector",
                                    .fields = CELDeviceSelector_fields};
constexpr Schema::Field DeviceSelector_fields[] = {{"cel", &CELDeviceSelector_}};
constexpr Schema DeviceSelector_{.type = Schema::Type::object,
                                 .name = "DeviceSelector",
                                 .definition = "io.k8s.api.resource.v1.DeviceSelector",
                                 .fields = DeviceSelector_fields};
constexpr Schema node_282{.type = Schema::Type::list, .element = &DeviceClassConfiguration_};
constexpr Schema node_283{.type = Schema::Type::list, .element = &DeviceSelector_};
constexpr Schema::Field DeviceClassSpec_fields[] = {
    {"config", &node_282}, {"extendedResourceName", &node_0}, {"selectors", &node_283}};
constexpr Schema DeviceClassSpec_{.type = Schema::Type::object,
                                  .name = "DeviceClassSpec",
                                  .definition = "io.k8s.api.resource.v1.DeviceClassSpec",
                                  .fields = DeviceClassSpec_fields};
constexpr Schema::Field DeviceClass_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &DeviceClassSpec_, true, "{}", "What is wanted."}};
constexpr Schema DeviceClass_{.type = Schema::Type::object,
                              .name = "DeviceClass",
                              .definition = "io.k8s.api.resource.v1.DeviceClass",
                              .fields = DeviceClass_fields};
constexpr Schema::Field DeviceClaimConfiguration_fields[] = {{"opaque", &OpaqueDeviceConfiguration_},
                                                             {"requests", &node_10}};
constexpr Schema DeviceClaimConfiguration_{.type = Schema::Type::object,
                                           .name = "DeviceClaimConfiguration",
                                           .definition = "io.k8s.api.resource.v1.DeviceClaimConfiguration",
                                           .fields = DeviceClaimConfiguration_fields};
constexpr Schema::Field DeviceConstraint_fields[] = {
    {"distinctAttribute", &node_0}, {"matchAttribute", &node_0}, {"requests", &node_10}};
constexpr Schema DeviceConstraint_{.type = Schema::Type::object,
                                   .name = "DeviceConstraint",
                                   .definition = "io.k8s.api.resource.v1.DeviceConstraint",
                                   .fields = DeviceConstraint_fields};
constexpr Schema::Field CapacityRequirements_fields[] = {{"requests", &node_20}};
constexpr Schema CapacityRequirements_{.type = Schema::Type::object,
                                       .name = "CapacityRequirements",
                                       .definition = "io.k8s.api.resource.v1.CapacityRequirements",
                                       .fields = CapacityRequirements_fields};
constexpr Schema::Field DeviceToleration_fields[] = {
    {"effect", &node_0}, {"key", &node_0}, {"operator", &node_0}, {"tolerationSeconds", &node_5}, {"value", &node_0}};
constexpr Schema DeviceToleration_{.type = Schema::Type::object,
                                   .name = "DeviceToleration",
                                   .definition = "io.k8s.api.resource.v1.DeviceToleration",
                                   .fields = DeviceToleration_fields};
constexpr Schema node_284{.type = Schema::Type::list, .element = &DeviceToleration_};
constexpr Schema::Field ExactDeviceRequest_fields[] = {
    {"adminAccess", &node_3},  {"allocationMode", &node_0},        {"capacity", &CapacityRequirements_},
    {"count", &node_5},        {"deviceClassName", &node_0, true}, {"selectors", &node_283},
    {"tolerations", &node_284}};
constexpr Schema ExactDeviceRequest_{.type = Schema::Type::object,
                                     .name = "ExactDeviceRequest",
                                     .definition = "io.k8s.api.resource.v1.ExactDeviceRequest",
                                     .fields = ExactDeviceRequest_fields};
constexpr Schema::Field DeviceSubRequest_fields[] = {{"allocationMode", &node_0}, {"capacity", &CapacityRequirements_},
                                                     {"count", &node_5},          {"deviceClassName", &node_0, true},
                                                     {"name", &node_0, true},     {"selectors", &node_283},
                                                     {"tolerations", &node_284}};
constexpr Schema DeviceSubRequest_{.type = Schema::Type::object,
                                   .name = "DeviceSubRequest",
                                   .definition = "io.k8s.api.resource.v1.DeviceSubRequest",
                                   .fields = DeviceSubRequest_fields};
constexpr Schema node_285{.type = Schema::Type::list, .element = &DeviceSubRequest_};
constexpr Schema::Field DeviceRequest_fields[] = {
    {"exactly", &ExactDeviceRequest_}, {"firstAvailable", &node_285}, {"name", &node_0, true}};
constexpr Schema DeviceRequest_{.type = Schema::Type::object,
                                .name = "DeviceRequest",
                                .definition = "io.k8s.api.resource.v1.DeviceRequest",
                                .fields = DeviceRequest_fields};
constexpr Schema node_286{.type = Schema::Type::list, .element = &DeviceClaimConfiguration_};
constexpr Schema node_287{.type = Schema::Type::list, .element = &DeviceConstraint_};
constexpr Schema node_288{.type = Schema::Type::list, .element = &DeviceRequest_};
constexpr Schema::Field DeviceClaim_fields[] = {
    {"config", &node_286}, {"constraints", &node_287}, {"requests", &node_288}};
constexpr Schema DeviceClaim_{.type = Schema::Type::object,
                              .name = "DeviceClaim",
                              .definition = "io.k8s.api.resource.v1.DeviceClaim",
                              .fields = DeviceClaim_fields};
constexpr Schema::Field ResourceClaimSpec_fields[] = {{"devices", &DeviceClaim_}};
constexpr Schema ResourceClaimSpec_{.type = Schema::Type::object,
                                    .name = "ResourceClaimSpec",
                                    .definition = "io.k8s.api.resource.v1.ResourceClaimSpec",
                                    .fields = ResourceClaimSpec_fields};
constexpr Schema::Field DeviceAllocationConfiguration_fields[] = {
    {"opaque", &OpaqueDeviceConfiguration_}, {"requests", &node_10}, {"source", &node_0, true}};
constexpr Schema DeviceAllocationConfiguration_{.type = Schema::Type::object,
                                                .name = "DeviceAllocationConfiguration",
                                                .definition = "io.k8s.api.resource.v1.DeviceAllocationConfiguration",
                                                .fields = DeviceAllocationConfiguration_fields};
constexpr Schema::Field DeviceRequestAllocationResult_fields[] = {
    {"adminAccess", &node_3},       {"bindingConditions", &node_10}, {"bindingFailureConditions", &node_10},
    {"consumedCapacity", &node_20}, {"device", &node_0, true},       {"driver", &node_0, true},
    {"pool", &node_0, true},        {"request", &node_0, true},      {"shareID", &node_0},
    {"tolerations", &node_284}};
constexpr Schema DeviceRequestAllocationResult_{.type = Schema::Type::object,
                                                .name = "DeviceRequestAllocationResult",
                                                .definition = "io.k8s.api.resource.v1.DeviceRequestAllocationResult",
                                                .fields = DeviceRequestAllocationResult_fields};
constexpr Schema node_289{.type = Schema::Type::list, .element = &DeviceAllocationConfiguration_};
constexpr Schema node_290{.type = Schema::Type::list, .element = &DeviceRequestAllocationResult_};
constexpr Schema::Field DeviceAllocationResult_fields[] = {{"config", &node_289}, {"results", &node_290}};
constexpr Schema DeviceAllocationResult_{.type = Schema::Type::object,
                                         .name = "DeviceAllocationResult",
                                         .definition = "io.k8s.api.resource.v1.DeviceAllocationResult",
                                         .fields = DeviceAllocationResult_fields};
constexpr Schema::Field AllocationResult_fields[] = {
    {"allocationTimestamp", &node_2}, {"devices", &DeviceAllocationResult_}, {"nodeSelector", &NodeSelector_}};
constexpr Schema AllocationResult_{.type = Schema::Type::object,
                                   .name = "AllocationResult",
                                   .definition = "io.k8s.api.resource.v1.AllocationResult",
                                   .fields = AllocationResult_fields};
constexpr Schema::Field NetworkDeviceData_fields[] = {
    {"hardwareAddress", &node_0}, {"interfaceName", &node_0}, {"ips", &node_10}};
constexpr Schema NetworkDeviceData_{.type = Schema::Type::object,
                                    .name = "NetworkDeviceData",
                                    .definition = "io.k8s.api.resource.v1.NetworkDeviceData",
                                    .fields = NetworkDeviceData_fields};
constexpr Schema::Field AllocatedDeviceStatus_fields[] = {{"conditions", &node_245},
                                                          {"data", &node_158},
                                                          {"device", &node_0, true},
                                                          {"driver", &node_0, true},
                                                          {"networkData", &NetworkDeviceData_},
                                                          {"pool", &node_0, true},
                                                          {"shareID", &node_0}};
constexpr Schema AllocatedDeviceStatus_{.type = Schema::Type::object,
                                        .name = "AllocatedDeviceStatus",
                                        .definition = "io.k8s.api.resource.v1.AllocatedDeviceStatus",
                                        .fields = AllocatedDeviceStatus_fields};
constexpr Schema::Field ResourceClaimConsumerReference_fields[] = {
    {"apiGroup", &node_0}, {"name", &node_0, true}, {"resource", &node_0, true}, {"uid", &node_0, true}};
constexpr Schema ResourceClaimConsumerReference_{.type = Schema::Type::object,
                                                 .name = "ResourceClaimConsumerReference",
                                                 .definition = "io.k8s.api.resource.v1.ResourceClaimConsumerReference",
                                                 .fields = ResourceClaimConsumerReference_fields};
constexpr std::string_view strings_291[] = {"driver", "device", "pool", "shareID"};
constexpr Schema node_292{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &AllocatedDeviceStatus_,
                          .list_keys = strings_291};
constexpr Schema node_293{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ResourceClaimConsumerReference_,
                          .list_keys = strings_8,
                          .merge_key = "uid",
                          .patch_merge = true};
constexpr Schema::Field ResourceClaimStatus_fields[] = {
    {"allocation", &AllocationResult_}, {"devices", &node_292}, {"reservedFor", &node_293}};
constexpr Schema ResourceClaimStatus_{.type = Schema::Type::object,
                                      .name = "ResourceClaimStatus",
                                      .definition = "io.k8s.api.resource.v1.ResourceClaimStatus",
                                      .fields = ResourceClaimStatus_fields};
constexpr Schema::Field resource_v1_ResourceClaim_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ResourceClaimSpec_, true, "{}", "What is wanted."},
    {"status", &ResourceClaimStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema resource_v1_ResourceClaim_{.type = Schema::Type::object,
                                            .name = "ResourceClaim",
                                            .definition = "io.k8s.api.resource.v1.ResourceClaim",
                                            .fields = resource_v1_ResourceClaim_fields};
constexpr Schema::Field ResourceClaimTemplateSpec_fields[] = {{"metadata", &ObjectMeta_},
                                                              {"spec", &ResourceClaimSpec_, true, "{}"}};
constexpr Schema ResourceClaimTemplateSpec_{.type = Schema::Type::object,
                                            .name = "ResourceClaimTemplateSpec",
                                            .definition = "io.k8s.api.resource.v1.ResourceClaimTemplateSpec",
                                            .fields = ResourceClaimTemplateSpec_fields};
constexpr Schema::Field ResourceClaimTemplate_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ResourceClaimTemplateSpec_, true, {}, "What is wanted."}};
constexpr Schema ResourceClaimTemplate_{.type = Schema::Type::object,
                                        .name = "ResourceClaimTemplate",
                                        .definition = "io.k8s.api.resource.v1.ResourceClaimTemplate",
                                        .fields = ResourceClaimTemplate_fields};
constexpr Schema node_294{.type = Schema::Type::list, .element = &node_3};
constexpr Schema::Field DeviceAttribute_fields[] = {{"bool", &node_3},    {"bools", &node_294},  {"int", &node_5},
                                                    {"ints", &node_74},   {"string", &node_0},   {"strings", &node_10},
                                                    {"version", &node_0}, {"versions", &node_10}};
constexpr Schema DeviceAttribute_{.type = Schema::Type::object,
                                  .name = "DeviceAttribute",
                                  .definition = "io.k8s.api.resource.v1.DeviceAttribute",
                                  .fields = DeviceAttribute_fields};
constexpr Schema::Field CapacityRequestPolicyRange_fields[] = {
    {"max", &node_19}, {"min", &node_19, true}, {"step", &node_19}};
constexpr Schema CapacityRequestPolicyRange_{.type = Schema::Type::object,
                                             .name = "CapacityRequestPolicyRange",
                                             .definition = "io.k8s.api.resource.v1.CapacityRequestPolicyRange",
                                             .fields = CapacityRequestPolicyRange_fields};
constexpr Schema node_295{.type = Schema::Type::list, .element = &node_19};
constexpr Schema::Field CapacityRequestPolicy_fields[] = {
    {"default", &node_19}, {"validRange", &CapacityRequestPolicyRange_}, {"validValues", &node_295}};
constexpr Schema CapacityRequestPolicy_{.type = Schema::Type::object,
                                        .name = "CapacityRequestPolicy",
                                        .definition = "io.k8s.api.resource.v1.CapacityRequestPolicy",
                                        .fields = CapacityRequestPolicy_fields};
constexpr Schema::Field DeviceCapacity_fields[] = {{"requestPolicy", &CapacityRequestPolicy_},
                                                   {"value", &node_19, true}};
constexpr Schema DeviceCapacity_{.type = Schema::Type::object,
                                 .name = "DeviceCapacity",
                                 .definition = "io.k8s.api.resource.v1.DeviceCapacity",
                                 .fields = DeviceCapacity_fields};
constexpr Schema::Field Counter_fields[] = {{"value", &node_19, true}};
constexpr Schema Counter_{.type = Schema::Type::object,
                          .name = "Counter",
                          .definition = "io.k8s.api.resource.v1.Counter",
                          .fields = Counter_fields};
constexpr Schema node_296{.type = Schema::Type::map, .element = &Counter_};
constexpr Schema::Field DeviceCounterConsumption_fields[] = {{"counterSet", &node_0, true},
                                                             {"counters", &node_296, true}};
constexpr Schema DeviceCounterConsumption_{.type = Schema::Type::object,
                                           .name = "DeviceCounterConsumption",
                                           .definition = "io.k8s.api.resource.v1.DeviceCounterConsumption",
                                           .fields = DeviceCounterConsumption_fields};
constexpr Schema::Field NodeAllocatableResourceMapping_fields[] = {{"allocationMultiplier", &node_19},
                                                                   {"capacityKey", &node_0}};
constexpr Schema NodeAllocatableResourceMapping_{.type = Schema::Type::object,
                                                 .name = "NodeAllocatableResourceMapping",
                                                 .definition = "io.k8s.api.resource.v1.NodeAllocatableResourceMapping",
                                                 .fields = NodeAllocatableResourceMapping_fields};
constexpr Schema::Field DeviceTaint_fields[] = {
    {"effect", &node_0, true}, {"key", &node_0, true}, {"timeAdded", &node_2}, {"value", &node_0}};
constexpr Schema DeviceTaint_{.type = Schema::Type::object,
                              .name = "DeviceTaint",
                              .definition = "io.k8s.api.resource.v1.DeviceTaint",
                              .fields = DeviceTaint_fields};
constexpr Schema node_297{.type = Schema::Type::map, .element = &DeviceAttribute_};
constexpr Schema node_298{.type = Schema::Type::map, .element = &DeviceCapacity_};
constexpr Schema node_299{.type = Schema::Type::list, .element = &DeviceCounterConsumption_};
constexpr Schema node_300{.type = Schema::Type::map, .element = &NodeAllocatableResourceMapping_};
constexpr Schema node_301{.type = Schema::Type::list, .element = &DeviceTaint_};
constexpr Schema::Field Device_fields[] = {{"allNodes", &node_3},
                                           {"allowMultipleAllocations", &node_3},
                                           {"attributes", &node_297},
                                           {"bindingConditions", &node_10},
                                           {"bindingFailureConditions", &node_10},
                                           {"bindsToNode", &node_3},
                                           {"capacity", &node_298},
                                           {"consumesCounters", &node_299},
                                           {"name", &node_0, true},
                                           {"nodeAllocatableResourceMappings", &node_300},
                                           {"nodeName", &node_0},
                                           {"nodeSelector", &NodeSelector_},
                                           {"taints", &node_301}};
constexpr Schema Device_{.type = Schema::Type::object,
                         .name = "Device",
                         .definition = "io.k8s.api.resource.v1.Device",
                         .fields = Device_fields};
constexpr Schema::Field ResourcePool_fields[] = {
    {"generation", &node_5, true}, {"name", &node_0, true}, {"resourceSliceCount", &node_5, true}};
constexpr Schema ResourcePool_{.type = Schema::Type::object,
                               .name = "ResourcePool",
                               .definition = "io.k8s.api.resource.v1.ResourcePool",
                               .fields = ResourcePool_fields};
constexpr Schema::Field CounterSet_fields[] = {{"counters", &node_296, true}, {"name", &node_0, true}};
constexpr Schema CounterSet_{.type = Schema::Type::object,
                             .name = "CounterSet",
                             .definition = "io.k8s.api.resource.v1.CounterSet",
                             .fields = CounterSet_fields};
constexpr Schema node_302{.type = Schema::Type::list, .element = &Device_};
constexpr Schema node_303{.type = Schema::Type::list, .element = &CounterSet_};
constexpr Schema::Field ResourceSliceSpec_fields[] = {
    {"allNodes", &node_3},          {"devices", &node_302},           {"driver", &node_0, true},
    {"nodeName", &node_0},          {"nodeSelector", &NodeSelector_}, {"perDeviceNodeSelection", &node_3},
    {"pool", &ResourcePool_, true}, {"sharedCounters", &node_303}};
constexpr Schema ResourceSliceSpec_{.type = Schema::Type::object,
                                    .name = "ResourceSliceSpec",
                                    .definition = "io.k8s.api.resource.v1.ResourceSliceSpec",
                                    .fields = ResourceSliceSpec_fields};
constexpr Schema::Field ResourceSlice_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ResourceSliceSpec_, true, {}, "What is wanted."}};
constexpr Schema ResourceSlice_{.type = Schema::Type::object,
                                .name = "ResourceSlice",
                                .definition = "io.k8s.api.resource.v1.ResourceSlice",
                                .fields = ResourceSlice_fields};
constexpr Schema::Field GroupVersionForDiscovery_fields[] = {{"groupVersion", &node_0, true},
                                                             {"version", &node_0, true}};
constexpr Schema GroupVersionForDiscovery_{
    .type = Schema::Type::object,
    .name = "GroupVersionForDiscovery",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery",
    .fields = GroupVersionForDiscovery_fields};
constexpr Schema::Field ServerAddressByClientCIDR_fields[] = {{"clientCIDR", &node_0, true},
                                                              {"serverAddress", &node_0, true}};
constexpr Schema ServerAddressByClientCIDR_{
    .type = Schema::Type::object,
    .name = "ServerAddressByClientCIDR",
    .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR",
    .fields = ServerAddressByClientCIDR_fields};
constexpr Schema node_304{.type = Schema::Type::list, .element = &ServerAddressByClientCIDR_};
constexpr Schema node_305{.type = Schema::Type::list, .element = &GroupVersionForDiscovery_};
constexpr Schema::Field APIGroup_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"name", &node_0, true},
    {"preferredVersion", &GroupVersionForDiscovery_},
    {"serverAddressByClientCIDRs", &node_304},
    {"versions", &node_305, true}};
constexpr Schema APIGroup_{.type = Schema::Type::object,
                           .name = "APIGroup",
                           .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup",
                           .fields = APIGroup_fields};
constexpr Schema node_306{.type = Schema::Type::list, .element = &APIGroup_};
constexpr Schema::Field APIGroupList_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"groups", &node_306, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."}};
constexpr Schema APIGroupList_{.type = Schema::Type::object,
                               .name = "APIGroupList",
                               .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList",
                               .fields = APIGroupList_fields};
constexpr Schema::Field APIResource_fields[] = {{"categories", &node_10},        {"group", &node_0},
                                                {"kind", &node_0, true},         {"name", &node_0, true},
                                                {"namespaced", &node_3, true},   {"shortNames", &node_10},
                                                {"singularName", &node_0, true}, {"storageVersionHash", &node_0},
                                                {"verbs", &node_10, true},       {"version", &node_0}};
constexpr Schema APIResource_{.type = Schema::Type::object,
                              .name = "APIResource",
                              .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.APIResource",
                              .fields = APIResource_fields};
constexpr Schema node_307{.type = Schema::Type::list, .element = &APIResource_};
constexpr Schema::Field APIResourceList_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"groupVersion", &node_0, true},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"resources", &node_307, true}};
constexpr Schema APIResourceList_{.type = Schema::Type::object,
                                  .name = "APIResourceList",
                                  .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList",
                                  .fields = APIResourceList_fields};
constexpr Schema::Field APIVersions_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"serverAddressByClientCIDRs", &node_304, true},
    {"versions", &node_10, true}};
constexpr Schema APIVersions_{.type = Schema::Type::object,
                              .name = "APIVersions",
                              .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions",
                              .fields = APIVersions_fields};
constexpr Schema::Field Preconditions_fields[] = {{"resourceVersion", &node_0}, {"uid", &node_0}};
constexpr Schema Preconditions_{.type = Schema::Type::object,
                                .name = "Preconditions",
                                .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions",
                                .fields = Preconditions_fields};
constexpr Schema::Field DeleteOptions_fields[] = {
    {"apiVersion", &node_0},
    {"dryRun", &node_10, false, {}, "All: everything is checked and nothing is deleted."},
    {"gracePeriodSeconds", &node_5, false, {}, "Seconds that the object has to end by itself; 0 removes it at once."},
    {"ignoreStoreReadErrorWithClusterBreakingPotential", &node_3},
    {"kind", &node_0},
    {"orphanDependents", &node_3},
    {"preconditions", &Preconditions_, false, {}, "The deletion is refused unless these hold."},
    {"propagationPolicy",
     &node_0,
     false,
     {},
     "What becomes of what the object owns: Foreground, Background or Orphan."}};
constexpr Schema DeleteOptions_{.type = Schema::Type::object,
                                .name = "DeleteOptions",
                                .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
                                .description = "How an object is to be deleted.",
                                .fields = DeleteOptions_fields};
constexpr Schema Patch_{
    .type = Schema::Type::object, .name = "Patch", .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch"};
constexpr Schema::Field StatusCause_fields[] = {{"field", &node_0}, {"message", &node_0}, {"reason", &node_0}};
constexpr Schema StatusCause_{.type = Schema::Type::object,
                              .name = "StatusCause",
                              .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause",
                              .fields = StatusCause_fields};
constexpr Schema node_308{.type = Schema::Type::list, .element = &StatusCause_};
constexpr Schema::Field StatusDetails_fields[] = {
    {"causes", &node_308},           {"group", &node_0}, {"kind", &node_0}, {"name", &node_0},
    {"retryAfterSeconds", &node_17}, {"uid", &node_0}};
constexpr Schema StatusDetails_{.type = Schema::Type::object,
                                .name = "StatusDetails",
                                .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails",
                                .fields = StatusDetails_fields};
constexpr Schema::Field Status_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"code", &node_17, false, {}, "The HTTP status code."},
    {"details", &StatusDetails_, false, {}, "What the answer is about, and what exactly is wrong with it."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"message", &node_0, false, {}, "Why it failed, as a sentence for people."},
    {"metadata", &ListMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"reason", &node_0, false, {}, "Why it failed, as one word for programs."},
    {"status", &node_0, false, {}, "Success or Failure."}};
constexpr Schema Status_{.type = Schema::Type::object,
                         .name = "Status",
                         .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
                         .description = "The answer to a request that has no object to show: an error, as a rule.",
                         .fields = Status_fields};
constexpr Schema::Field WatchEvent_fields[] = {{"object", &node_158, true}, {"type", &node_0, true}};
constexpr Schema WatchEvent_{.type = Schema::Type::object,
                             .name = "WatchEvent",
                             .definition = "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent",
                             .fields = WatchEvent_fields};
constexpr Schema::Field BoundObjectReference_fields[] = {
    {"apiVersion", &node_0}, {"kind", &node_0}, {"name", &node_0}, {"uid", &node_0}};
constexpr Schema BoundObjectReference_{.type = Schema::Type::object,
                                       .name = "BoundObjectReference",
                                       .definition = "io.k8s.api.authentication.v1.BoundObjectReference",
                                       .fields = BoundObjectReference_fields};
constexpr Schema::Field TokenRequestSpec_fields[] = {
    {"audiences", &node_10}, {"boundObjectRef", &BoundObjectReference_}, {"expirationSeconds", &node_5, false, "3600"}};
constexpr Schema TokenRequestSpec_{.type = Schema::Type::object,
                                   .name = "TokenRequestSpec",
                                   .definition = "io.k8s.api.authentication.v1.TokenRequestSpec",
                                   .fields = TokenRequestSpec_fields};
constexpr Schema::Field TokenRequestStatus_fields[] = {{"expirationTimestamp", &node_2}, {"token", &node_0}};
constexpr Schema TokenRequestStatus_{.type = Schema::Type::object,
                                     .name = "TokenRequestStatus",
                                     .definition = "io.k8s.api.authentication.v1.TokenRequestStatus",
                                     .fields = TokenRequestStatus_fields};
constexpr Schema::Field authentication_v1_TokenRequest_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &TokenRequestSpec_, false, {}, "What is wanted."},
    {"status", &TokenRequestStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema authentication_v1_TokenRequest_{.type = Schema::Type::object,
                                                 .name = "TokenRequest",
                                                 .definition = "io.k8s.api.authentication.v1.TokenRequest",
                                                 .description = "Asks for a token of a ServiceAccount.",
                                                 .fields = authentication_v1_TokenRequest_fields};
constexpr Schema::Field ScaleSpec_fields[] = {{"replicas", &node_17, false, {}, "How many are wanted."}};
constexpr Schema ScaleSpec_{.type = Schema::Type::object,
                            .name = "ScaleSpec",
                            .definition = "io.k8s.api.autoscaling.v1.ScaleSpec",
                            .fields = ScaleSpec_fields};
constexpr Schema::Field ScaleStatus_fields[] = {{"replicas", &node_17, true, {}, "How many there are."},
                                                {"selector", &node_0}};
constexpr Schema ScaleStatus_{.type = Schema::Type::object,
                              .name = "ScaleStatus",
                              .definition = "io.k8s.api.autoscaling.v1.ScaleStatus",
                              .fields = ScaleStatus_fields};
constexpr Schema::Field Scale_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."},
    {"spec", &ScaleSpec_, false, {}, "What is wanted."},
    {"status", &ScaleStatus_, false, {}, "What is so at present; written by the system."}};
constexpr Schema Scale_{.type = Schema::Type::object,
                        .name = "Scale",
                        .definition = "io.k8s.api.autoscaling.v1.Scale",
                        .description = "How many Pods a workload wants, whatever its kind.",
                        .fields = Scale_fields};
constexpr Schema::Field Eviction_fields[] = {
    {"apiVersion", &node_0, false, {}, "Group and version in which this object is written, such as apps/v1."},
    {"deleteOptions", &DeleteOptions_},
    {"kind", &node_0, false, {}, "The type of this object, such as Deployment."},
    {"metadata", &ObjectMeta_, false, {}, "Name, labels and everything else that all objects have in common."}};
constexpr Schema Eviction_{.type = Schema::Type::object,
                           .name = "Eviction",
                           .definition = "io.k8s.api.policy.v1.Eviction",
                           .description = "Asks a Pod to leave its node, if the disruption budgets allow it.",
                           .fields = Eviction_fields};
constexpr std::string_view strings_309[] = {"create"};
constexpr std::string_view strings_310[] = {"cs"};
constexpr std::string_view strings_311[] = {"get", "list"};
constexpr std::string_view strings_312[] = {"cm"};
constexpr std::string_view strings_313[] = {"create", "delete", "deletecollection", "get",
                                            "list",   "patch",  "update",           "watch"};
constexpr std::string_view strings_314[] = {"ep"};
constexpr std::string_view strings_315[] = {"ev"};
constexpr std::string_view strings_316[] = {"limits"};
constexpr std::string_view strings_317[] = {"update"};
constexpr std::string_view strings_318[] = {"get", "patch", "update"};
constexpr std::string_view strings_319[] = {"ns"};
constexpr std::string_view strings_320[] = {"create", "delete", "get", "list", "patch", "update", "watch"};
constexpr KubernetesKind::Subresource Namespace_subresources[] = {
    {"finalize", {"", "v1", "Namespace", ""}, strings_317}, {"status", {"", "v1", "Namespace", ""}, strings_318}};
constexpr std::string_view strings_321[] = {"create", "delete", "get", "patch", "update"};
constexpr std::string_view strings_322[] = {"no"};
constexpr KubernetesKind::Subresource Node_subresources[] = {{"proxy", {"", "v1", "NodeProxyOptions", ""}, strings_321},
                                                             {"status", {"", "v1", "Node", ""}, strings_318}};
constexpr std::string_view strings_323[] = {"pvc"};
constexpr KubernetesKind::Subresource PersistentVolumeClaim_subresources[] = {
    {"status", {"", "v1", "PersistentVolumeClaim", ""}, strings_318}};
constexpr std::string_view strings_324[] = {"pv"};
constexpr KubernetesKind::Subresource PersistentVolume_subresources[] = {
    {"status", {"", "v1", "PersistentVolume", ""}, strings_318}};
constexpr std::string_view strings_325[] = {"create", "get"};
constexpr std::string_view strings_326[] = {"get"};
constexpr std::string_view strings_327[] = {"po"};
constexpr std::string_view strings_328[] = {"all"};
constexpr KubernetesKind::Subresource Pod_subresources[] = {
    {"attach", {"", "v1", "PodAttachOptions", ""}, strings_325},
    {"binding", {"", "v1", "Binding", ""}, strings_309},
    {"ephemeralcontainers", {"", "v1", "Pod", ""}, strings_318},
    {"eviction", {"policy", "v1", "Eviction", ""}, strings_309},
    {"exec", {"", "v1", "PodExecOptions", ""}, strings_325},
    {"log", {"", "v1", "Pod", ""}, strings_326},
    {"portforward", {"", "v1", "PodPortForwardOptions", ""}, strings_325},
    {"proxy", {"", "v1", "PodProxyOptions", ""}, strings_321},
    {"resize", {"", "v1", "Pod", ""}, strings_318},
    {"status", {"", "v1", "Pod", ""}, strings_318}};
constexpr std::string_view strings_329[] = {"rc"};
constexpr KubernetesKind::Subresource ReplicationController_subresources[] = {
    {"scale", {"autoscaling", "v1", "Scale", ""}, strings_318},
    {"status", {"", "v1", "ReplicationController", ""}, strings_318}};
constexpr std::string_view strings_330[] = {"quota"};
constexpr KubernetesKind::Subresource ResourceQuota_subresources[] = {
    {"status", {"", "v1", "ResourceQuota", ""}, strings_318}};
constexpr std::string_view strings_331[] = {"sa"};
constexpr KubernetesKind::Subresource ServiceAccount_subresources[] = {
    {"token", {"authentication.k8s.io", "v1", "TokenRequest", ""}, strings_309}};
constexpr std::string_view strings_332[] = {"svc"};
constexpr KubernetesKind::Subresource Service_subresources[] = {
    {"proxy", {"", "v1", "ServiceProxyOptions", ""}, strings_321}, {"status", {"", "v1", "Service", ""}, strings_318}};
constexpr std::string_view strings_333[] = {"api-extensions"};
constexpr KubernetesKind::Subresource ValidatingAdmissionPolicy_subresources[] = {
    {"status", {"admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", ""}, strings_318}};
constexpr std::string_view strings_334[] = {"crd", "crds"};
constexpr KubernetesKind::Subresource CustomResourceDefinition_subresources[] = {
    {"status", {"apiextensions.k8s.io", "v1", "CustomResourceDefinition", ""}, strings_318}};
constexpr KubernetesKind::Subresource APIService_subresources[] = {
    {"status", {"apiregistration.k8s.io", "v1", "APIService", ""}, strings_318}};
constexpr std::string_view strings_335[] = {"ds"};
constexpr KubernetesKind::Subresource DaemonSet_subresources[] = {
    {"status", {"apps", "v1", "DaemonSet", ""}, strings_318}};
constexpr std::string_view strings_336[] = {"deploy"};
constexpr KubernetesKind::Subresource Deployment_subresources[] = {
    {"scale", {"autoscaling", "v1", "Scale", ""}, strings_318},
    {"status", {"apps", "v1", "Deployment", ""}, strings_318}};
constexpr std::string_view strings_337[] = {"rs"};
constexpr KubernetesKind::Subresource ReplicaSet_subresources[] = {
    {"scale", {"autoscaling", "v1", "Scale", ""}, strings_318},
    {"status", {"apps", "v1", "ReplicaSet", ""}, strings_318}};
constexpr std::string_view strings_338[] = {"sts"};
constexpr KubernetesKind::Subresource StatefulSet_subresources[] = {
    {"scale", {"autoscaling", "v1", "Scale", ""}, strings_318},
    {"status", {"apps", "v1", "StatefulSet", ""}, strings_318}};
constexpr std::string_view strings_339[] = {"hpa"};
constexpr KubernetesKind::Subresource autoscaling_v1_HorizontalPodAutoscaler_subresources[] = {
    {"status", {"autoscaling", "v1", "HorizontalPodAutoscaler", ""}, strings_318}};
constexpr KubernetesKind::Subresource autoscaling_v2_HorizontalPodAutoscaler_subresources[] = {
    {"status", {"autoscaling", "v2", "HorizontalPodAutoscaler", ""}, strings_318}};
constexpr std::string_view strings_340[] = {"cj"};
constexpr KubernetesKind::Subresource CronJob_subresources[] = {
    {"status", {"batch", "v1", "CronJob", ""}, strings_318}};
constexpr KubernetesKind::Subresource Job_subresources[] = {{"status", {"batch", "v1", "Job", ""}, strings_318}};
constexpr std::string_view strings_341[] = {"csr"};
constexpr KubernetesKind::Subresource CertificateSigningRequest_subresources[] = {
    {"approval", {"certificates.k8s.io", "v1", "CertificateSigningRequest", ""}, strings_318},
    {"status", {"certificates.k8s.io", "v1", "CertificateSigningRequest", ""}, strings_318}};
constexpr KubernetesKind::Subresource FlowSchema_subresources[] = {
    {"status", {"flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", ""}, strings_318}};
constexpr KubernetesKind::Subresource PriorityLevelConfiguration_subresources[] = {
    {"status", {"flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration", ""}, strings_318}};
constexpr std::string_view strings_342[] = {"ing"};
constexpr KubernetesKind::Subresource Ingress_subresources[] = {
    {"status", {"networking.k8s.io", "v1", "Ingress", ""}, strings_318}};
constexpr std::string_view strings_343[] = {"netpol"};
constexpr KubernetesKind::Subresource ServiceCIDR_subresources[] = {
    {"status", {"networking.k8s.io", "v1", "ServiceCIDR", ""}, strings_318}};
constexpr std::string_view strings_344[] = {"pdb"};
constexpr KubernetesKind::Subresource PodDisruptionBudget_subresources[] = {
    {"status", {"policy", "v1", "PodDisruptionBudget", ""}, strings_318}};
constexpr KubernetesKind::Subresource resource_v1_ResourceClaim_subresources[] = {
    {"status", {"resource.k8s.io", "v1", "ResourceClaim", ""}, strings_318}};
constexpr std::string_view strings_345[] = {"pc"};
constexpr std::string_view strings_346[] = {"sc"};
constexpr KubernetesKind::Subresource VolumeAttachment_subresources[] = {
    {"status", {"storage.k8s.io", "v1", "VolumeAttachment", ""}, strings_318}};
constexpr std::string_view strings_347[] = {"vac"};

constexpr KubernetesKind kinds[] = {
    {.type = {"", "v1", "Binding", "bindings"},
     .schema = &Binding_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"", "v1", "ComponentStatus", "componentstatuses", Scope::cluster},
     .schema = &ComponentStatus_,
     .typed = nullptr,
     .short_names = strings_310,
     .categories = {},
     .verbs = strings_311,
     .stored = false},
    {.type = {"", "v1", "ConfigMap", "configmaps"},
     .schema = &ConfigMap_,
     .typed = &detail::struct_desc<ConfigMap>,
     .short_names = strings_312,
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "Endpoints", "endpoints"},
     .schema = &Endpoints_,
     .typed = &detail::struct_desc<Endpoints>,
     .short_names = strings_314,
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "Event", "events"},
     .schema = &core_v1_Event_,
     .typed = &detail::struct_desc<Event>,
     .short_names = strings_315,
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "LimitRange", "limitranges"},
     .schema = &LimitRange_,
     .typed = &detail::struct_desc<LimitRange>,
     .short_names = strings_316,
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "Namespace", "namespaces", Scope::cluster},
     .schema = &Namespace_,
     .typed = &detail::struct_desc<Namespace>,
     .short_names = strings_319,
     .categories = {},
     .verbs = strings_320,
     .subresources = Namespace_subresources},
    {.type = {"", "v1", "Node", "nodes", Scope::cluster},
     .schema = &Node_,
     .typed = &detail::struct_desc<Node>,
     .short_names = strings_322,
     .categories = {},
     .verbs = strings_313,
     .subresources = Node_subresources},
    {.type = {"", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"},
     .schema = &PersistentVolumeClaim_,
     .typed = &detail::struct_desc<PersistentVolumeClaim>,
     .short_names = strings_323,
     .categories = {},
     .verbs = strings_313,
     .subresources = PersistentVolumeClaim_subresources},
    {.type = {"", "v1", "PersistentVolume", "persistentvolumes", Scope::cluster},
     .schema = &PersistentVolume_,
     .typed = &detail::struct_desc<PersistentVolume>,
     .short_names = strings_324,
     .categories = {},
     .verbs = strings_313,
     .subresources = PersistentVolume_subresources},
    {.type = {"", "v1", "Pod", "pods"},
     .schema = &Pod_,
     .typed = &detail::struct_desc<Pod>,
     .short_names = strings_327,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = Pod_subresources},
    {.type = {"", "v1", "PodTemplate", "podtemplates"},
     .schema = &PodTemplate_,
     .typed = &detail::struct_desc<PodTemplate>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "ReplicationController", "replicationcontrollers"},
     .schema = &ReplicationController_,
     .typed = &detail::struct_desc<ReplicationController>,
     .short_names = strings_329,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = ReplicationController_subresources},
    {.type = {"", "v1", "ResourceQuota", "resourcequotas"},
     .schema = &ResourceQuota_,
     .typed = &detail::struct_desc<ResourceQuota>,
     .short_names = strings_330,
     .categories = {},
     .verbs = strings_313,
     .subresources = ResourceQuota_subresources},
    {.type = {"", "v1", "Secret", "secrets"},
     .schema = &Secret_,
     .typed = &detail::struct_desc<Secret>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"", "v1", "ServiceAccount", "serviceaccounts"},
     .schema = &ServiceAccount_,
     .typed = &detail::struct_desc<ServiceAccount>,
     .short_names = strings_331,
     .categories = {},
     .verbs = strings_313,
     .subresources = ServiceAccount_subresources},
    {.type = {"", "v1", "Service", "services"},
     .schema = &Service_,
     .typed = &detail::struct_desc<Service>,
     .short_names = strings_332,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = Service_subresources},
    {.type = {"admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies",
              Scope::cluster},
     .schema = &MutatingAdmissionPolicy_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313},
    {.type = {"admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings",
              Scope::cluster},
     .schema = &MutatingAdmissionPolicyBinding_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313},
    {.type = {"admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations",
              Scope::cluster},
     .schema = &MutatingWebhookConfiguration_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313},
    {.type = {"admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies",
              Scope::cluster},
     .schema = &ValidatingAdmissionPolicy_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313,
     .subresources = ValidatingAdmissionPolicy_subresources},
    {.type = {"admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding",
              "validatingadmissionpolicybindings", Scope::cluster},
     .schema = &ValidatingAdmissionPolicyBinding_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313},
    {.type = {"admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations",
              Scope::cluster},
     .schema = &ValidatingWebhookConfiguration_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313},
    {.type = {"apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Scope::cluster},
     .schema = &CustomResourceDefinition_,
     .typed = nullptr,
     .short_names = strings_334,
     .categories = strings_333,
     .verbs = strings_313,
     .subresources = CustomResourceDefinition_subresources},
    {.type = {"apiregistration.k8s.io", "v1", "APIService", "apiservices", Scope::cluster},
     .schema = &APIService_,
     .typed = nullptr,
     .short_names = {},
     .categories = strings_333,
     .verbs = strings_313,
     .subresources = APIService_subresources},
    {.type = {"apps", "v1", "ControllerRevision", "controllerrevisions"},
     .schema = &ControllerRevision_,
     .typed = &detail::struct_desc<ControllerRevision>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"apps", "v1", "DaemonSet", "daemonsets"},
     .schema = &DaemonSet_,
     .typed = &detail::struct_desc<DaemonSet>,
     .short_names = strings_335,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = DaemonSet_subresources},
    {.type = {"apps", "v1", "Deployment", "deployments"},
     .schema = &Deployment_,
     .typed = &detail::struct_desc<Deployment>,
     .short_names = strings_336,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = Deployment_subresources},
    {.type = {"apps", "v1", "ReplicaSet", "replicasets"},
     .schema = &ReplicaSet_,
     .typed = &detail::struct_desc<ReplicaSet>,
     .short_names = strings_337,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = ReplicaSet_subresources},
    {.type = {"apps", "v1", "StatefulSet", "statefulsets"},
     .schema = &StatefulSet_,
     .typed = &detail::struct_desc<StatefulSet>,
     .short_names = strings_338,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = StatefulSet_subresources},
    {.type = {"authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", Scope::cluster},
     .schema = &SelfSubjectReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"authentication.k8s.io", "v1", "TokenReview", "tokenreviews", Scope::cluster},
     .schema = &TokenReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"authorization.k8s.io", "v1", "LocalSubjectAccessReview", "localsubjectaccessreviews"},
     .schema = &LocalSubjectAccessReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", Scope::cluster},
     .schema = &SelfSubjectAccessReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"authorization.k8s.io", "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", Scope::cluster},
     .schema = &SelfSubjectRulesReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", Scope::cluster},
     .schema = &SubjectAccessReview_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_309,
     .stored = false},
    {.type = {"autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers"},
     .schema = &autoscaling_v1_HorizontalPodAutoscaler_,
     .typed = nullptr,
     .short_names = strings_339,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = autoscaling_v1_HorizontalPodAutoscaler_subresources,
     .stored_as = "autoscaling/v2"},
    {.type = {"autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"},
     .schema = &autoscaling_v2_HorizontalPodAutoscaler_,
     .typed = &detail::struct_desc<HorizontalPodAutoscaler>,
     .short_names = strings_339,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = autoscaling_v2_HorizontalPodAutoscaler_subresources},
    {.type = {"batch", "v1", "CronJob", "cronjobs"},
     .schema = &CronJob_,
     .typed = &detail::struct_desc<CronJob>,
     .short_names = strings_340,
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = CronJob_subresources},
    {.type = {"batch", "v1", "Job", "jobs"},
     .schema = &Job_,
     .typed = &detail::struct_desc<Job>,
     .short_names = {},
     .categories = strings_328,
     .verbs = strings_313,
     .subresources = Job_subresources},
    {.type = {"certificates.k8s.io", "v1", "CertificateSigningRequest", "certificatesigningrequests", Scope::cluster},
     .schema = &CertificateSigningRequest_,
     .typed = nullptr,
     .short_names = strings_341,
     .categories = {},
     .verbs = strings_313,
     .subresources = CertificateSigningRequest_subresources},
    {.type = {"coordination.k8s.io", "v1", "Lease", "leases"},
     .schema = &Lease_,
     .typed = &detail::struct_desc<Lease>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"},
     .schema = &EndpointSlice_,
     .typed = &detail::struct_desc<EndpointSlice>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"events.k8s.io", "v1", "Event", "events"},
     .schema = &events_v1_Event_,
     .typed = nullptr,
     .short_names = strings_315,
     .categories = {},
     .verbs = strings_313,
     .stored_as = "v1"},
    {.type = {"flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", "flowschemas", Scope::cluster},
     .schema = &FlowSchema_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313,
     .subresources = FlowSchema_subresources},
    {.type = {"flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration", "prioritylevelconfigurations",
              Scope::cluster},
     .schema = &PriorityLevelConfiguration_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313,
     .subresources = PriorityLevelConfiguration_subresources},
    {.type = {"networking.k8s.io", "v1", "IngressClass", "ingressclasses", Scope::cluster},
     .schema = &IngressClass_,
     .typed = &detail::struct_desc<IngressClass>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"networking.k8s.io", "v1", "Ingress", "ingresses"},
     .schema = &Ingress_,
     .typed = &detail::struct_desc<Ingress>,
     .short_names = strings_342,
     .categories = {},
     .verbs = strings_313,
     .subresources = Ingress_subresources},
    {.type = {"networking.k8s.io", "v1", "IPAddress", "ipaddresses", Scope::cluster},
     .schema = &IPAddress_,
     .typed = nullptr,
     .short_names = strings_99,
     .categories = {},
     .verbs = strings_313},
    {.type = {"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"},
     .schema = &NetworkPolicy_,
     .typed = &detail::struct_desc<NetworkPolicy>,
     .short_names = strings_343,
     .categories = {},
     .verbs = strings_313},
    {.type = {"networking.k8s.io", "v1", "ServiceCIDR", "servicecidrs", Scope::cluster},
     .schema = &ServiceCIDR_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313,
     .subresources = ServiceCIDR_subresources},
    {.type = {"node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", Scope::cluster},
     .schema = &RuntimeClass_,
     .typed = &detail::struct_desc<RuntimeClass>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"},
     .schema = &PodDisruptionBudget_,
     .typed = &detail::struct_desc<PodDisruptionBudget>,
     .short_names = strings_344,
     .categories = {},
     .verbs = strings_313,
     .subresources = PodDisruptionBudget_subresources},
    {.type = {"rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", Scope::cluster},
     .schema = &ClusterRoleBinding_,
     .typed = &detail::struct_desc<ClusterRoleBinding>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", Scope::cluster},
     .schema = &ClusterRole_,
     .typed = &detail::struct_desc<ClusterRole>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"},
     .schema = &RoleBinding_,
     .typed = &detail::struct_desc<RoleBinding>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"rbac.authorization.k8s.io", "v1", "Role", "roles"},
     .schema = &Role_,
     .typed = &detail::struct_desc<Role>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"resource.k8s.io", "v1", "DeviceClass", "deviceclasses", Scope::cluster},
     .schema = &DeviceClass_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"resource.k8s.io", "v1", "ResourceClaim", "resourceclaims"},
     .schema = &resource_v1_ResourceClaim_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313,
     .subresources = resource_v1_ResourceClaim_subresources},
    {.type = {"resource.k8s.io", "v1", "ResourceClaimTemplate", "resourceclaimtemplates"},
     .schema = &ResourceClaimTemplate_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"resource.k8s.io", "v1", "ResourceSlice", "resourceslices", Scope::cluster},
     .schema = &ResourceSlice_,
     .typed = nullptr,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", Scope::cluster},
     .schema = &PriorityClass_,
     .typed = &detail::struct_desc<PriorityClass>,
     .short_names = strings_345,
     .categories = {},
     .verbs = strings_313},
    {.type = {"storage.k8s.io", "v1", "CSIDriver", "csidrivers", Scope::cluster},
     .schema = &CSIDriver_,
     .typed = &detail::struct_desc<CSIDriver>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"storage.k8s.io", "v1", "CSINode", "csinodes", Scope::cluster},
     .schema = &CSINode_,
     .typed = &detail::struct_desc<CSINode>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"storage.k8s.io", "v1", "CSIStorageCapacity", "csistoragecapacities"},
     .schema = &CSIStorageCapacity_,
     .typed = &detail::struct_desc<CSIStorageCapacity>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313},
    {.type = {"storage.k8s.io", "v1", "StorageClass", "storageclasses", Scope::cluster},
     .schema = &StorageClass_,
     .typed = &detail::struct_desc<StorageClass>,
     .short_names = strings_346,
     .categories = {},
     .verbs = strings_313},
    {.type = {"storage.k8s.io", "v1", "VolumeAttachment", "volumeattachments", Scope::cluster},
     .schema = &VolumeAttachment_,
     .typed = &detail::struct_desc<VolumeAttachment>,
     .short_names = {},
     .categories = {},
     .verbs = strings_313,
     .subresources = VolumeAttachment_subresources},
    {.type = {"storage.k8s.io", "v1", "VolumeAttributesClass", "volumeattributesclasses", Scope::cluster},
     .schema = &VolumeAttributesClass_,
     .typed = &detail::struct_desc<VolumeAttributesClass>,
     .short_names = strings_347,
     .categories = {},
     .verbs = strings_313}};

constexpr Schema const* bodies[] = {&APIGroup_,  &APIGroupList_,  &APIResourceList_, &APIVersions_,
                                    &Condition_, &DeleteOptions_, &LabelSelector_,   &ListMeta_,
                                    &Patch_,     &Status_,        &WatchEvent_,      &authentication_v1_TokenRequest_,
                                    &Scale_,     &Eviction_};

}  // namespace

std::span<KubernetesKind const> kubernetes_kinds() { return kinds; }
std::span<Schema const* const> kubernetes_bodies() { return bodies; }

}  // namespace keelson
