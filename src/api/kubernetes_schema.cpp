#include "api/kubernetes_schema.hpp"

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {
namespace {

constexpr Schema node_0{.type = Schema::Type::string};
constexpr Schema node_1{.type = Schema::Type::any};
constexpr Schema node_2{.type = Schema::Type::string, .format = Schema::Format::time};
constexpr Schema::Field ManagedFieldsEntry_fields[] = {
    {"apiVersion", &node_0}, {"fieldsType", &node_0},  {"fieldsV1", &node_1}, {"manager", &node_0},
    {"operation", &node_0},  {"subresource", &node_0}, {"time", &node_2}};
constexpr Schema ManagedFieldsEntry_{
    .type = Schema::Type::object, .name = "ManagedFieldsEntry", .fields = ManagedFieldsEntry_fields};
constexpr Schema node_3{.type = Schema::Type::boolean};
constexpr Schema::Field OwnerReference_fields[] = {{"apiVersion", &node_0, true}, {"blockOwnerDeletion", &node_3},
                                                   {"controller", &node_3},       {"kind", &node_0, true},
                                                   {"name", &node_0, true},       {"uid", &node_0, true}};
constexpr Schema OwnerReference_{
    .type = Schema::Type::object, .name = "OwnerReference", .fields = OwnerReference_fields, .atomic = true};
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
constexpr Schema::Field ObjectMeta_fields[] = {{"annotations", &node_4},
                                               {"creationTimestamp", &node_2},
                                               {"deletionGracePeriodSeconds", &node_5},
                                               {"deletionTimestamp", &node_2},
                                               {"finalizers", &node_6},
                                               {"generateName", &node_0},
                                               {"generation", &node_5},
                                               {"labels", &node_4},
                                               {"managedFields", &node_7},
                                               {"name", &node_0},
                                               {"namespace", &node_0},
                                               {"ownerReferences", &node_9},
                                               {"resourceVersion", &node_0},
                                               {"selfLink", &node_0},
                                               {"uid", &node_0}};
constexpr Schema ObjectMeta_{.type = Schema::Type::object, .name = "ObjectMeta", .fields = ObjectMeta_fields};
constexpr Schema node_10{.type = Schema::Type::list, .element = &node_0};
constexpr Schema::Field LabelSelectorRequirement_fields[] = {
    {"key", &node_0, true}, {"operator", &node_0, true}, {"values", &node_10}};
constexpr Schema LabelSelectorRequirement_{
    .type = Schema::Type::object, .name = "LabelSelectorRequirement", .fields = LabelSelectorRequirement_fields};
constexpr Schema node_11{.type = Schema::Type::list, .element = &LabelSelectorRequirement_};
constexpr Schema::Field LabelSelector_fields[] = {{"matchExpressions", &node_11}, {"matchLabels", &node_4}};
constexpr Schema LabelSelector_{
    .type = Schema::Type::object, .name = "LabelSelector", .fields = LabelSelector_fields, .atomic = true};
constexpr Schema::Field ShardInfo_fields[] = {{"selector", &node_0, true}};
constexpr Schema ShardInfo_{.type = Schema::Type::object, .name = "ShardInfo", .fields = ShardInfo_fields};
constexpr Schema::Field ListMeta_fields[] = {{"continue", &node_0},
                                             {"remainingItemCount", &node_5},
                                             {"resourceVersion", &node_0},
                                             {"selfLink", &node_0},
                                             {"shardInfo", &ShardInfo_}};
constexpr Schema ListMeta_{.type = Schema::Type::object, .name = "ListMeta", .fields = ListMeta_fields};
constexpr Schema::Field Condition_fields[] = {{"lastTransitionTime", &node_2, true},
                                              {"message", &node_0, true},
                                              {"observedGeneration", &node_5},
                                              {"reason", &node_0, true},
                                              {"status", &node_0, true},
                                              {"type", &node_0, true}};
constexpr Schema Condition_{.type = Schema::Type::object, .name = "Condition", .fields = Condition_fields};
constexpr Schema::Field NamespaceSpec_fields[] = {{"finalizers", &node_10}};
constexpr Schema NamespaceSpec_{.type = Schema::Type::object, .name = "NamespaceSpec", .fields = NamespaceSpec_fields};
constexpr Schema::Field NamespaceCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                       {"message", &node_0},
                                                       {"reason", &node_0},
                                                       {"status", &node_0, true},
                                                       {"type", &node_0, true}};
constexpr Schema NamespaceCondition_{
    .type = Schema::Type::object, .name = "NamespaceCondition", .fields = NamespaceCondition_fields};
constexpr std::string_view strings_12[] = {"type"};
constexpr Schema node_13{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &NamespaceCondition_,
                         .list_keys = strings_12,
                         .merge_key = "type",
                         .patch_merge = true};
constexpr Schema::Field NamespaceStatus_fields[] = {{"conditions", &node_13}, {"phase", &node_0}};
constexpr Schema NamespaceStatus_{
    .type = Schema::Type::object, .name = "NamespaceStatus", .fields = NamespaceStatus_fields};
constexpr Schema::Field Namespace_fields[] = {{"apiVersion", &node_0},
                                              {"kind", &node_0},
                                              {"metadata", &ObjectMeta_},
                                              {"spec", &NamespaceSpec_},
                                              {"status", &NamespaceStatus_}};
constexpr Schema Namespace_{.type = Schema::Type::object, .name = "Namespace", .fields = Namespace_fields};
constexpr Schema::Field ConfigMapNodeConfigSource_fields[] = {{"kubeletConfigKey", &node_0, true},
                                                              {"name", &node_0, true},
                                                              {"namespace", &node_0, true},
                                                              {"resourceVersion", &node_0},
                                                              {"uid", &node_0}};
constexpr Schema ConfigMapNodeConfigSource_{
    .type = Schema::Type::object, .name = "ConfigMapNodeConfigSource", .fields = ConfigMapNodeConfigSource_fields};
constexpr Schema::Field NodeConfigSource_fields[] = {{"configMap", &ConfigMapNodeConfigSource_}};
constexpr Schema NodeConfigSource_{
    .type = Schema::Type::object, .name = "NodeConfigSource", .fields = NodeConfigSource_fields};
constexpr std::string_view strings_14[] = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
constexpr Schema node_15{.type = Schema::Type::string, .enums = strings_14};
constexpr Schema::Field Taint_fields[] = {
    {"effect", &node_15, true}, {"key", &node_0, true}, {"timeAdded", &node_2}, {"value", &node_0}};
constexpr Schema Taint_{.type = Schema::Type::object, .name = "Taint", .fields = Taint_fields};
constexpr Schema node_16{.type = Schema::Type::list, .element = &Taint_};
constexpr Schema::Field NodeSpec_fields[] = {{"configSource", &NodeConfigSource_},
                                             {"externalID", &node_0},
                                             {"podCIDR", &node_0},
                                             {"podCIDRs", &node_6},
                                             {"providerID", &node_0},
                                             {"taints", &node_16},
                                             {"unschedulable", &node_3}};
constexpr Schema NodeSpec_{.type = Schema::Type::object, .name = "NodeSpec", .fields = NodeSpec_fields};
constexpr Schema::Field NodeAddress_fields[] = {{"address", &node_0, true}, {"type", &node_0, true}};
constexpr Schema NodeAddress_{.type = Schema::Type::object, .name = "NodeAddress", .fields = NodeAddress_fields};
constexpr Schema::Field NodeCondition_fields[] = {{"lastHeartbeatTime", &node_2}, {"lastTransitionTime", &node_2},
                                                  {"message", &node_0},           {"reason", &node_0},
                                                  {"status", &node_0, true},      {"type", &node_0, true}};
constexpr Schema NodeCondition_{.type = Schema::Type::object, .name = "NodeCondition", .fields = NodeCondition_fields};
constexpr Schema::Field NodeConfigStatus_fields[] = {{"active", &NodeConfigSource_},
                                                     {"assigned", &NodeConfigSource_},
                                                     {"error", &node_0},
                                                     {"lastKnownGood", &NodeConfigSource_}};
constexpr Schema NodeConfigStatus_{
    .type = Schema::Type::object, .name = "NodeConfigStatus", .fields = NodeConfigStatus_fields};
constexpr Schema node_17{.type = Schema::Type::integer, .format = Schema::Format::int32};
constexpr Schema::Field DaemonEndpoint_fields[] = {{"Port", &node_17, true}};
constexpr Schema DaemonEndpoint_{
    .type = Schema::Type::object, .name = "DaemonEndpoint", .fields = DaemonEndpoint_fields};
constexpr Schema::Field NodeDaemonEndpoints_fields[] = {{"kubeletEndpoint", &DaemonEndpoint_}};
constexpr Schema NodeDaemonEndpoints_{
    .type = Schema::Type::object, .name = "NodeDaemonEndpoints", .fields = NodeDaemonEndpoints_fields};
constexpr Schema::Field NodeFeatures_fields[] = {{"supplementalGroupsPolicy", &node_3}};
constexpr Schema NodeFeatures_{.type = Schema::Type::object, .name = "NodeFeatures", .fields = NodeFeatures_fields};
constexpr Schema::Field ContainerImage_fields[] = {{"names", &node_10}, {"sizeBytes", &node_5}};
constexpr Schema ContainerImage_{
    .type = Schema::Type::object, .name = "ContainerImage", .fields = ContainerImage_fields};
constexpr Schema::Field NodeSwapStatus_fields[] = {{"capacity", &node_5}};
constexpr Schema NodeSwapStatus_{
    .type = Schema::Type::object, .name = "NodeSwapStatus", .fields = NodeSwapStatus_fields};
constexpr Schema::Field NodeSystemInfo_fields[] = {
    {"architecture", &node_0, true},  {"bootID", &node_0, true},           {"containerRuntimeVersion", &node_0, true},
    {"kernelVersion", &node_0, true}, {"kubeProxyVersion", &node_0, true}, {"kubeletVersion", &node_0, true},
    {"machineID", &node_0, true},     {"operatingSystem", &node_0, true},  {"osImage", &node_0, true},
    {"swap", &NodeSwapStatus_},       {"systemUUID", &node_0, true}};
constexpr Schema NodeSystemInfo_{
    .type = Schema::Type::object, .name = "NodeSystemInfo", .fields = NodeSystemInfo_fields};
constexpr Schema::Field NodeRuntimeHandlerFeatures_fields[] = {{"recursiveReadOnlyMounts", &node_3},
                                                               {"userNamespaces", &node_3}};
constexpr Schema NodeRuntimeHandlerFeatures_{
    .type = Schema::Type::object, .name = "NodeRuntimeHandlerFeatures", .fields = NodeRuntimeHandlerFeatures_fields};
constexpr Schema::Field NodeRuntimeHandler_fields[] = {{"features", &NodeRuntimeHandlerFeatures_}, {"name", &node_0}};
constexpr Schema NodeRuntimeHandler_{
    .type = Schema::Type::object, .name = "NodeRuntimeHandler", .fields = NodeRuntimeHandler_fields};
constexpr Schema::Field AttachedVolume_fields[] = {{"devicePath", &node_0, true}, {"name", &node_0, true}};
constexpr Schema AttachedVolume_{
    .type = Schema::Type::object, .name = "AttachedVolume", .fields = AttachedVolume_fields};
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
constexpr Schema::Field NodeStatus_fields[] = {{"addresses", &node_18},
                                               {"allocatable", &node_20},
                                               {"capacity", &node_20},
                                               {"conditions", &node_21},
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
constexpr Schema NodeStatus_{.type = Schema::Type::object, .name = "NodeStatus", .fields = NodeStatus_fields};
constexpr Schema::Field Node_fields[] = {{"apiVersion", &node_0},
                                         {"kind", &node_0},
                                         {"metadata", &ObjectMeta_},
                                         {"spec", &NodeSpec_},
                                         {"status", &NodeStatus_}};
constexpr Schema Node_{.type = Schema::Type::object, .name = "Node", .fields = Node_fields};
constexpr Schema::Field NodeSelectorRequirement_fields[] = {
    {"key", &node_0, true}, {"operator", &node_0, true}, {"values", &node_10}};
constexpr Schema NodeSelectorRequirement_{
    .type = Schema::Type::object, .name = "NodeSelectorRequirement", .fields = NodeSelectorRequirement_fields};
constexpr Schema node_25{.type = Schema::Type::list, .element = &NodeSelectorRequirement_};
constexpr Schema::Field NodeSelectorTerm_fields[] = {{"matchExpressions", &node_25}, {"matchFields", &node_25}};
constexpr Schema NodeSelectorTerm_{
    .type = Schema::Type::object, .name = "NodeSelectorTerm", .fields = NodeSelectorTerm_fields, .atomic = true};
constexpr Schema::Field PreferredSchedulingTerm_fields[] = {{"preference", &NodeSelectorTerm_, true},
                                                            {"weight", &node_17, true}};
constexpr Schema PreferredSchedulingTerm_{
    .type = Schema::Type::object, .name = "PreferredSchedulingTerm", .fields = PreferredSchedulingTerm_fields};
constexpr Schema node_26{.type = Schema::Type::list, .element = &NodeSelectorTerm_};
constexpr Schema::Field NodeSelector_fields[] = {{"nodeSelectorTerms", &node_26, true}};
constexpr Schema NodeSelector_{
    .type = Schema::Type::object, .name = "NodeSelector", .fields = NodeSelector_fields, .atomic = true};
constexpr Schema node_27{.type = Schema::Type::list, .element = &PreferredSchedulingTerm_};
constexpr Schema::Field NodeAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_27},
                                                 {"requiredDuringSchedulingIgnoredDuringExecution", &NodeSelector_}};
constexpr Schema NodeAffinity_{.type = Schema::Type::object, .name = "NodeAffinity", .fields = NodeAffinity_fields};
constexpr Schema::Field PodAffinityTerm_fields[] = {
    {"labelSelector", &LabelSelector_},     {"matchLabelKeys", &node_10}, {"mismatchLabelKeys", &node_10},
    {"namespaceSelector", &LabelSelector_}, {"namespaces", &node_10},     {"topologyKey", &node_0, true}};
constexpr Schema PodAffinityTerm_{
    .type = Schema::Type::object, .name = "PodAffinityTerm", .fields = PodAffinityTerm_fields};
constexpr Schema::Field WeightedPodAffinityTerm_fields[] = {{"podAffinityTerm", &PodAffinityTerm_, true},
                                                            {"weight", &node_17, true}};
constexpr Schema WeightedPodAffinityTerm_{
    .type = Schema::Type::object, .name = "WeightedPodAffinityTerm", .fields = WeightedPodAffinityTerm_fields};
constexpr Schema node_28{.type = Schema::Type::list, .element = &WeightedPodAffinityTerm_};
constexpr Schema node_29{.type = Schema::Type::list, .element = &PodAffinityTerm_};
constexpr Schema::Field PodAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_28},
                                                {"requiredDuringSchedulingIgnoredDuringExecution", &node_29}};
constexpr Schema PodAffinity_{.type = Schema::Type::object, .name = "PodAffinity", .fields = PodAffinity_fields};
constexpr Schema::Field PodAntiAffinity_fields[] = {{"preferredDuringSchedulingIgnoredDuringExecution", &node_28},
                                                    {"requiredDuringSchedulingIgnoredDuringExecution", &node_29}};
constexpr Schema PodAntiAffinity_{
    .type = Schema::Type::object, .name = "PodAntiAffinity", .fields = PodAntiAffinity_fields};
constexpr Schema::Field Affinity_fields[] = {
    {"nodeAffinity", &NodeAffinity_}, {"podAffinity", &PodAffinity_}, {"podAntiAffinity", &PodAntiAffinity_}};
constexpr Schema Affinity_{.type = Schema::Type::object, .name = "Affinity", .fields = Affinity_fields};
constexpr Schema::Field ConfigMapKeySelector_fields[] = {
    {"key", &node_0, true}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapKeySelector_{.type = Schema::Type::object,
                                       .name = "ConfigMapKeySelector",
                                       .fields = ConfigMapKeySelector_fields,
                                       .atomic = true};
constexpr Schema::Field ObjectFieldSelector_fields[] = {{"apiVersion", &node_0, false, "\"v1\""},
                                                        {"fieldPath", &node_0, true}};
constexpr Schema ObjectFieldSelector_{
    .type = Schema::Type::object, .name = "ObjectFieldSelector", .fields = ObjectFieldSelector_fields, .atomic = true};
constexpr Schema::Field FileKeySelector_fields[] = {{"key", &node_0, true},
                                                    {"optional", &node_3, false, "false"},
                                                    {"path", &node_0, true},
                                                    {"volumeName", &node_0, true}};
constexpr Schema FileKeySelector_{
    .type = Schema::Type::object, .name = "FileKeySelector", .fields = FileKeySelector_fields, .atomic = true};
constexpr Schema::Field ResourceFieldSelector_fields[] = {
    {"containerName", &node_0}, {"divisor", &node_19, false, "\"0\""}, {"resource", &node_0, true}};
constexpr Schema ResourceFieldSelector_{.type = Schema::Type::object,
                                        .name = "ResourceFieldSelector",
                                        .fields = ResourceFieldSelector_fields,
                                        .atomic = true};
constexpr Schema::Field SecretKeySelector_fields[] = {{"key", &node_0, true}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretKeySelector_{
    .type = Schema::Type::object, .name = "SecretKeySelector", .fields = SecretKeySelector_fields, .atomic = true};
constexpr Schema::Field EnvVarSource_fields[] = {{"configMapKeyRef", &ConfigMapKeySelector_},
                                                 {"fieldRef", &ObjectFieldSelector_},
                                                 {"fileKeyRef", &FileKeySelector_},
                                                 {"resourceFieldRef", &ResourceFieldSelector_},
                                                 {"secretKeyRef", &SecretKeySelector_}};
constexpr Schema EnvVarSource_{.type = Schema::Type::object, .name = "EnvVarSource", .fields = EnvVarSource_fields};
constexpr Schema::Field EnvVar_fields[] = {{"name", &node_0, true}, {"value", &node_0}, {"valueFrom", &EnvVarSource_}};
constexpr Schema EnvVar_{.type = Schema::Type::object, .name = "EnvVar", .fields = EnvVar_fields};
constexpr Schema::Field ConfigMapEnvSource_fields[] = {{"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapEnvSource_{
    .type = Schema::Type::object, .name = "ConfigMapEnvSource", .fields = ConfigMapEnvSource_fields};
constexpr Schema::Field SecretEnvSource_fields[] = {{"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretEnvSource_{
    .type = Schema::Type::object, .name = "SecretEnvSource", .fields = SecretEnvSource_fields};
constexpr Schema::Field EnvFromSource_fields[] = {
    {"configMapRef", &ConfigMapEnvSource_}, {"prefix", &node_0}, {"secretRef", &SecretEnvSource_}};
constexpr Schema EnvFromSource_{.type = Schema::Type::object, .name = "EnvFromSource", .fields = EnvFromSource_fields};
constexpr Schema::Field ExecAction_fields[] = {{"command", &node_10}};
constexpr Schema ExecAction_{.type = Schema::Type::object, .name = "ExecAction", .fields = ExecAction_fields};
constexpr Schema::Field HTTPHeader_fields[] = {{"name", &node_0, true}, {"value", &node_0, true}};
constexpr Schema HTTPHeader_{.type = Schema::Type::object, .name = "HTTPHeader", .fields = HTTPHeader_fields};
constexpr Schema node_30{.type = Schema::Type::list, .element = &HTTPHeader_};
constexpr Schema node_31{.type = Schema::Type::string, .format = Schema::Format::int_or_string};
constexpr std::string_view strings_32[] = {"HTTP", "HTTPS"};
constexpr Schema node_33{.type = Schema::Type::string, .enums = strings_32};
constexpr Schema::Field HTTPGetAction_fields[] = {{"host", &node_0},
                                                  {"httpHeaders", &node_30},
                                                  {"path", &node_0, false, "\"/\""},
                                                  {"port", &node_31, true},
                                                  {"scheme", &node_33, false, "\"HTTP\""}};
constexpr Schema HTTPGetAction_{.type = Schema::Type::object, .name = "HTTPGetAction", .fields = HTTPGetAction_fields};
constexpr Schema::Field SleepAction_fields[] = {{"seconds", &node_5, true}};
constexpr Schema SleepAction_{.type = Schema::Type::object, .name = "SleepAction", .fields = SleepAction_fields};
constexpr Schema::Field TCPSocketAction_fields[] = {{"host", &node_0}, {"port", &node_31, true}};
constexpr Schema TCPSocketAction_{
    .type = Schema::Type::object, .name = "TCPSocketAction", .fields = TCPSocketAction_fields};
constexpr Schema::Field LifecycleHandler_fields[] = {
    {"exec", &ExecAction_}, {"httpGet", &HTTPGetAction_}, {"sleep", &SleepAction_}, {"tcpSocket", &TCPSocketAction_}};
constexpr Schema LifecycleHandler_{
    .type = Schema::Type::object, .name = "LifecycleHandler", .fields = LifecycleHandler_fields};
constexpr Schema::Field Lifecycle_fields[] = {
    {"postStart", &LifecycleHandler_}, {"preStop", &LifecycleHandler_}, {"stopSignal", &node_0}};
constexpr Schema Lifecycle_{.type = Schema::Type::object, .name = "Lifecycle", .fields = Lifecycle_fields};
constexpr Schema::Field GRPCAction_fields[] = {{"port", &node_17, true}, {"service", &node_0, false, "\"\""}};
constexpr Schema GRPCAction_{.type = Schema::Type::object, .name = "GRPCAction", .fields = GRPCAction_fields};
constexpr Schema::Field Probe_fields[] = {{"exec", &ExecAction_},
                                          {"failureThreshold", &node_17, false, "3"},
                                          {"grpc", &GRPCAction_},
                                          {"httpGet", &HTTPGetAction_},
                                          {"initialDelaySeconds", &node_17},
                                          {"periodSeconds", &node_17, false, "10"},
                                          {"successThreshold", &node_17, false, "1"},
                                          {"tcpSocket", &TCPSocketAction_},
                                          {"terminationGracePeriodSeconds", &node_5},
                                          {"timeoutSeconds", &node_17, false, "1"}};
constexpr Schema Probe_{.type = Schema::Type::object, .name = "Probe", .fields = Probe_fields};
constexpr std::string_view strings_34[] = {"SCTP", "TCP", "UDP"};
constexpr Schema node_35{.type = Schema::Type::string, .enums = strings_34};
constexpr Schema::Field ContainerPort_fields[] = {{"containerPort", &node_17, true},
                                                  {"hostIP", &node_0},
                                                  {"hostPort", &node_17},
                                                  {"name", &node_0},
                                                  {"protocol", &node_35, false, "\"TCP\""}};
constexpr Schema ContainerPort_{.type = Schema::Type::object, .name = "ContainerPort", .fields = ContainerPort_fields};
constexpr std::string_view strings_36[] = {"cpu", "memory"};
constexpr Schema node_37{.type = Schema::Type::string, .enums = strings_36};
constexpr std::string_view strings_38[] = {"NotRequired", "RestartContainer"};
constexpr Schema node_39{.type = Schema::Type::string, .enums = strings_38};
constexpr Schema::Field ContainerResizePolicy_fields[] = {{"resourceName", &node_37, true},
                                                          {"restartPolicy", &node_39, true}};
constexpr Schema ContainerResizePolicy_{
    .type = Schema::Type::object, .name = "ContainerResizePolicy", .fields = ContainerResizePolicy_fields};
constexpr Schema::Field ResourceClaim_fields[] = {{"name", &node_0, true}, {"request", &node_0}};
constexpr Schema ResourceClaim_{.type = Schema::Type::object, .name = "ResourceClaim", .fields = ResourceClaim_fields};
constexpr std::string_view strings_40[] = {"name"};
constexpr Schema node_41{.type = Schema::Type::list,
                         .list_type = Schema::ListType::map,
                         .element = &ResourceClaim_,
                         .list_keys = strings_40};
constexpr Schema::Field ResourceRequirements_fields[] = {
    {"claims", &node_41}, {"limits", &node_20}, {"requests", &node_20}};
constexpr Schema ResourceRequirements_{
    .type = Schema::Type::object, .name = "ResourceRequirements", .fields = ResourceRequirements_fields};
constexpr Schema node_42{.type = Schema::Type::list, .list_type = Schema::ListType::set, .element = &node_17};
constexpr Schema::Field ContainerRestartRuleOnExitCodes_fields[] = {{"operator", &node_0, true}, {"values", &node_42}};
constexpr Schema ContainerRestartRuleOnExitCodes_{.type = Schema::Type::object,
                                                  .name = "ContainerRestartRuleOnExitCodes",
                                                  .fields = ContainerRestartRuleOnExitCodes_fields};
constexpr Schema::Field ContainerRestartRule_fields[] = {{"action", &node_0, true},
                                                         {"exitCodes", &ContainerRestartRuleOnExitCodes_}};
constexpr Schema ContainerRestartRule_{
    .type = Schema::Type::object, .name = "ContainerRestartRule", .fields = ContainerRestartRule_fields};
constexpr std::string_view strings_43[] = {"Localhost", "RuntimeDefault", "Unconfined"};
constexpr Schema node_44{.type = Schema::Type::string, .enums = strings_43};
constexpr Schema::Field AppArmorProfile_fields[] = {{"localhostProfile", &node_0}, {"type", &node_44, true}};
constexpr Schema AppArmorProfile_{
    .type = Schema::Type::object, .name = "AppArmorProfile", .fields = AppArmorProfile_fields};
constexpr Schema::Field Capabilities_fields[] = {{"add", &node_10}, {"drop", &node_10}};
constexpr Schema Capabilities_{.type = Schema::Type::object, .name = "Capabilities", .fields = Capabilities_fields};
constexpr Schema::Field SELinuxOptions_fields[] = {
    {"level", &node_0}, {"role", &node_0}, {"type", &node_0}, {"user", &node_0}};
constexpr Schema SELinuxOptions_{
    .type = Schema::Type::object, .name = "SELinuxOptions", .fields = SELinuxOptions_fields};
constexpr Schema::Field SeccompProfile_fields[] = {{"localhostProfile", &node_0}, {"type", &node_44, true}};
constexpr Schema SeccompProfile_{
    .type = Schema::Type::object, .name = "SeccompProfile", .fields = SeccompProfile_fields};
constexpr Schema::Field WindowsSecurityContextOptions_fields[] = {{"gmsaCredentialSpec", &node_0},
                                                                  {"gmsaCredentialSpecName", &node_0},
                                                                  {"hostProcess", &node_3},
                                                                  {"runAsUserName", &node_0}};
constexpr Schema WindowsSecurityContextOptions_{.type = Schema::Type::object,
                                                .name = "WindowsSecurityContextOptions",
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
constexpr Schema SecurityContext_{
    .type = Schema::Type::object, .name = "SecurityContext", .fields = SecurityContext_fields};
constexpr Schema::Field VolumeDevice_fields[] = {{"devicePath", &node_0, true}, {"name", &node_0, true}};
constexpr Schema VolumeDevice_{.type = Schema::Type::object, .name = "VolumeDevice", .fields = VolumeDevice_fields};
constexpr std::string_view strings_47[] = {"Bidirectional", "HostToContainer", "None"};
constexpr Schema node_48{.type = Schema::Type::string, .enums = strings_47};
constexpr std::string_view strings_49[] = {"Disabled", "Enabled", "IfPossible"};
constexpr Schema node_50{.type = Schema::Type::string, .enums = strings_49};
constexpr Schema::Field VolumeMount_fields[] = {
    {"mountPath", &node_0, true},    {"mountPropagation", &node_48}, {"name", &node_0, true}, {"readOnly", &node_3},
    {"recursiveReadOnly", &node_50}, {"subPath", &node_0},           {"subPathExpr", &node_0}};
constexpr Schema VolumeMount_{.type = Schema::Type::object, .name = "VolumeMount", .fields = VolumeMount_fields};
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
constexpr Schema::Field Container_fields[] = {{"args", &node_10},
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
                                              {"restartPolicy", &node_59},
                                              {"restartPolicyRules", &node_60},
                                              {"securityContext", &SecurityContext_},
                                              {"startupProbe", &Probe_},
                                              {"stdin", &node_3},
                                              {"stdinOnce", &node_3},
                                              {"terminationMessagePath", &node_0, false, "\"/dev/termination-log\""},
                                              {"terminationMessagePolicy", &node_62, false, "\"File\""},
                                              {"tty", &node_3},
                                              {"volumeDevices", &node_64},
                                              {"volumeMounts", &node_66},
                                              {"workingDir", &node_0}};
constexpr Schema Container_{.type = Schema::Type::object, .name = "Container", .fields = Container_fields};
constexpr Schema::Field PodDNSConfigOption_fields[] = {{"name", &node_0}, {"value", &node_0}};
constexpr Schema PodDNSConfigOption_{
    .type = Schema::Type::object, .name = "PodDNSConfigOption", .fields = PodDNSConfigOption_fields};
constexpr Schema node_67{.type = Schema::Type::list, .element = &PodDNSConfigOption_};
constexpr Schema::Field PodDNSConfig_fields[] = {
    {"nameservers", &node_10}, {"options", &node_67}, {"searches", &node_10}};
constexpr Schema PodDNSConfig_{.type = Schema::Type::object, .name = "PodDNSConfig", .fields = PodDNSConfig_fields};
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
constexpr Schema EphemeralContainer_{
    .type = Schema::Type::object, .name = "EphemeralContainer", .fields = EphemeralContainer_fields};
constexpr Schema::Field HostAlias_fields[] = {{"hostnames", &node_10}, {"ip", &node_0, true}};
constexpr Schema HostAlias_{.type = Schema::Type::object, .name = "HostAlias", .fields = HostAlias_fields};
constexpr Schema::Field LocalObjectReference_fields[] = {{"name", &node_0}};
constexpr Schema LocalObjectReference_{.type = Schema::Type::object,
                                       .name = "LocalObjectReference",
                                       .fields = LocalObjectReference_fields,
                                       .atomic = true};
constexpr std::string_view strings_68[] = {"linux", "windows"};
constexpr Schema node_69{.type = Schema::Type::string, .enums = strings_68};
constexpr Schema::Field PodOS_fields[] = {{"name", &node_69, true}};
constexpr Schema PodOS_{.type = Schema::Type::object, .name = "PodOS", .fields = PodOS_fields};
constexpr Schema::Field PodReadinessGate_fields[] = {{"conditionType", &node_0, true}};
constexpr Schema PodReadinessGate_{
    .type = Schema::Type::object, .name = "PodReadinessGate", .fields = PodReadinessGate_fields};
constexpr Schema::Field PodResourceClaim_fields[] = {
    {"name", &node_0, true}, {"resourceClaimName", &node_0}, {"resourceClaimTemplateName", &node_0}};
constexpr Schema PodResourceClaim_{
    .type = Schema::Type::object, .name = "PodResourceClaim", .fields = PodResourceClaim_fields};
constexpr Schema::Field PodSchedulingGate_fields[] = {{"name", &node_0, true}};
constexpr Schema PodSchedulingGate_{
    .type = Schema::Type::object, .name = "PodSchedulingGate", .fields = PodSchedulingGate_fields};
constexpr Schema::Field PodSchedulingGroup_fields[] = {{"podGroupName", &node_0}};
constexpr Schema PodSchedulingGroup_{
    .type = Schema::Type::object, .name = "PodSchedulingGroup", .fields = PodSchedulingGroup_fields};
constexpr Schema::Field Sysctl_fields[] = {{"name", &node_0, true}, {"value", &node_0, true}};
constexpr Schema Sysctl_{.type = Schema::Type::object, .name = "Sysctl", .fields = Sysctl_fields};
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
constexpr Schema PodSecurityContext_{
    .type = Schema::Type::object, .name = "PodSecurityContext", .fields = PodSecurityContext_fields};
constexpr std::string_view strings_78[] = {"Equal", "Exists"};
constexpr Schema node_79{.type = Schema::Type::string, .enums = strings_78};
constexpr Schema::Field Toleration_fields[] = {
    {"effect", &node_15}, {"key", &node_0}, {"operator", &node_79}, {"tolerationSeconds", &node_5}, {"value", &node_0}};
constexpr Schema Toleration_{.type = Schema::Type::object, .name = "Toleration", .fields = Toleration_fields};
constexpr std::string_view strings_80[] = {"Honor", "Ignore"};
constexpr Schema node_81{.type = Schema::Type::string, .enums = strings_80};
constexpr std::string_view strings_82[] = {"DoNotSchedule", "ScheduleAnyway"};
constexpr Schema node_83{.type = Schema::Type::string, .enums = strings_82};
constexpr Schema::Field TopologySpreadConstraint_fields[] = {
    {"labelSelector", &LabelSelector_}, {"matchLabelKeys", &node_10},         {"maxSkew", &node_17, true},
    {"minDomains", &node_17},           {"nodeAffinityPolicy", &node_81},     {"nodeTaintsPolicy", &node_81},
    {"topologyKey", &node_0, true},     {"whenUnsatisfiable", &node_83, true}};
constexpr Schema TopologySpreadConstraint_{
    .type = Schema::Type::object, .name = "TopologySpreadConstraint", .fields = TopologySpreadConstraint_fields};
constexpr Schema::Field AWSElasticBlockStoreVolumeSource_fields[] = {
    {"fsType", &node_0}, {"partition", &node_17}, {"readOnly", &node_3}, {"volumeID", &node_0, true}};
constexpr Schema AWSElasticBlockStoreVolumeSource_{.type = Schema::Type::object,
                                                   .name = "AWSElasticBlockStoreVolumeSource",
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
constexpr Schema AzureDiskVolumeSource_{
    .type = Schema::Type::object, .name = "AzureDiskVolumeSource", .fields = AzureDiskVolumeSource_fields};
constexpr Schema::Field AzureFileVolumeSource_fields[] = {
    {"readOnly", &node_3}, {"secretName", &node_0, true}, {"shareName", &node_0, true}};
constexpr Schema AzureFileVolumeSource_{
    .type = Schema::Type::object, .name = "AzureFileVolumeSource", .fields = AzureFileVolumeSource_fields};
constexpr Schema::Field CephFSVolumeSource_fields[] = {
    {"monitors", &node_10, true},          {"path", &node_0}, {"readOnly", &node_3}, {"secretFile", &node_0},
    {"secretRef", &LocalObjectReference_}, {"user", &node_0}};
constexpr Schema CephFSVolumeSource_{
    .type = Schema::Type::object, .name = "CephFSVolumeSource", .fields = CephFSVolumeSource_fields};
constexpr Schema::Field CinderVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"secretRef", &LocalObjectReference_}, {"volumeID", &node_0, true}};
constexpr Schema CinderVolumeSource_{
    .type = Schema::Type::object, .name = "CinderVolumeSource", .fields = CinderVolumeSource_fields};
constexpr Schema::Field KeyToPath_fields[] = {{"key", &node_0, true}, {"mode", &node_17}, {"path", &node_0, true}};
constexpr Schema KeyToPath_{.type = Schema::Type::object, .name = "KeyToPath", .fields = KeyToPath_fields};
constexpr Schema node_88{.type = Schema::Type::list, .element = &KeyToPath_};
constexpr Schema::Field ConfigMapVolumeSource_fields[] = {
    {"defaultMode", &node_17, false, "420"}, {"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapVolumeSource_{
    .type = Schema::Type::object, .name = "ConfigMapVolumeSource", .fields = ConfigMapVolumeSource_fields};
constexpr Schema::Field CSIVolumeSource_fields[] = {{"driver", &node_0, true},
                                                    {"fsType", &node_0},
                                                    {"nodePublishSecretRef", &LocalObjectReference_},
                                                    {"readOnly", &node_3},
                                                    {"volumeAttributes", &node_4}};
constexpr Schema CSIVolumeSource_{
    .type = Schema::Type::object, .name = "CSIVolumeSource", .fields = CSIVolumeSource_fields};
constexpr Schema::Field DownwardAPIVolumeFile_fields[] = {{"fieldRef", &ObjectFieldSelector_},
                                                          {"mode", &node_17},
                                                          {"path", &node_0, true},
                                                          {"resourceFieldRef", &ResourceFieldSelector_}};
constexpr Schema DownwardAPIVolumeFile_{
    .type = Schema::Type::object, .name = "DownwardAPIVolumeFile", .fields = DownwardAPIVolumeFile_fields};
constexpr Schema node_89{.type = Schema::Type::list, .element = &DownwardAPIVolumeFile_};
constexpr Schema::Field DownwardAPIVolumeSource_fields[] = {{"defaultMode", &node_17, false, "420"},
                                                            {"items", &node_89}};
constexpr Schema DownwardAPIVolumeSource_{
    .type = Schema::Type::object, .name = "DownwardAPIVolumeSource", .fields = DownwardAPIVolumeSource_fields};
constexpr Schema::Field EmptyDirVolumeSource_fields[] = {{"medium", &node_0}, {"sizeLimit", &node_19}};
constexpr Schema EmptyDirVolumeSource_{
    .type = Schema::Type::object, .name = "EmptyDirVolumeSource", .fields = EmptyDirVolumeSource_fields};
constexpr Schema::Field TypedLocalObjectReference_fields[] = {
    {"apiGroup", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}};
constexpr Schema TypedLocalObjectReference_{.type = Schema::Type::object,
                                            .name = "TypedLocalObjectReference",
                                            .fields = TypedLocalObjectReference_fields,
                                            .atomic = true};
constexpr Schema::Field TypedObjectReference_fields[] = {
    {"apiGroup", &node_0}, {"kind", &node_0, true}, {"name", &node_0, true}, {"namespace", &node_0}};
constexpr Schema TypedObjectReference_{
    .type = Schema::Type::object, .name = "TypedObjectReference", .fields = TypedObjectReference_fields};
constexpr Schema::Field VolumeResourceRequirements_fields[] = {{"limits", &node_20}, {"requests", &node_20}};
constexpr Schema VolumeResourceRequirements_{
    .type = Schema::Type::object, .name = "VolumeResourceRequirements", .fields = VolumeResourceRequirements_fields};
constexpr std::string_view strings_90[] = {"Block", "Filesystem"};
constexpr Schema node_91{.type = Schema::Type::string, .enums = strings_90};
constexpr Schema::Field PersistentVolumeClaimSpec_fields[] = {{"accessModes", &node_10},
                                                              {"dataSource", &TypedLocalObjectReference_},
                                                              {"dataSourceRef", &TypedObjectReference_},
                                                              {"resources", &VolumeResourceRequirements_, false, "{}"},
                                                              {"selector", &LabelSelector_},
                                                              {"storageClassName", &node_0},
                                                              {"volumeAttributesClassName", &node_0},
                                                              {"volumeMode", &node_91, false, "\"Filesystem\""},
                                                              {"volumeName", &node_0}};
constexpr Schema PersistentVolumeClaimSpec_{
    .type = Schema::Type::object, .name = "PersistentVolumeClaimSpec", .fields = PersistentVolumeClaimSpec_fields};
constexpr Schema::Field PersistentVolumeClaimTemplate_fields[] = {{"metadata", &ObjectMeta_},
                                                                  {"spec", &PersistentVolumeClaimSpec_, true}};
constexpr Schema PersistentVolumeClaimTemplate_{.type = Schema::Type::object,
                                                .name = "PersistentVolumeClaimTemplate",
                                                .fields = PersistentVolumeClaimTemplate_fields};
constexpr Schema::Field EphemeralVolumeSource_fields[] = {{"volumeClaimTemplate", &PersistentVolumeClaimTemplate_}};
constexpr Schema EphemeralVolumeSource_{
    .type = Schema::Type::object, .name = "EphemeralVolumeSource", .fields = EphemeralVolumeSource_fields};
constexpr Schema::Field FCVolumeSource_fields[] = {
    {"fsType", &node_0}, {"lun", &node_17}, {"readOnly", &node_3}, {"targetWWNs", &node_10}, {"wwids", &node_10}};
constexpr Schema FCVolumeSource_{
    .type = Schema::Type::object, .name = "FCVolumeSource", .fields = FCVolumeSource_fields};
constexpr Schema::Field FlexVolumeSource_fields[] = {{"driver", &node_0, true},
                                                     {"fsType", &node_0},
                                                     {"options", &node_4},
                                                     {"readOnly", &node_3},
                                                     {"secretRef", &LocalObjectReference_}};
constexpr Schema FlexVolumeSource_{
    .type = Schema::Type::object, .name = "FlexVolumeSource", .fields = FlexVolumeSource_fields};
constexpr Schema::Field FlockerVolumeSource_fields[] = {{"datasetName", &node_0}, {"datasetUUID", &node_0}};
constexpr Schema FlockerVolumeSource_{
    .type = Schema::Type::object, .name = "FlockerVolumeSource", .fields = FlockerVolumeSource_fields};
constexpr Schema::Field GCEPersistentDiskVolumeSource_fields[] = {
    {"fsType", &node_0}, {"partition", &node_17}, {"pdName", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GCEPersistentDiskVolumeSource_{.type = Schema::Type::object,
                                                .name = "GCEPersistentDiskVolumeSource",
                                                .fields = GCEPersistentDiskVolumeSource_fields};
constexpr Schema::Field GitRepoVolumeSource_fields[] = {
    {"directory", &node_0}, {"repository", &node_0, true}, {"revision", &node_0}};
constexpr Schema GitRepoVolumeSource_{
    .type = Schema::Type::object, .name = "GitRepoVolumeSource", .fields = GitRepoVolumeSource_fields};
constexpr Schema::Field GlusterfsVolumeSource_fields[] = {
    {"endpoints", &node_0, true}, {"path", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GlusterfsVolumeSource_{
    .type = Schema::Type::object, .name = "GlusterfsVolumeSource", .fields = GlusterfsVolumeSource_fields};
constexpr std::string_view strings_92[] = {"",     "BlockDevice",  "CharDevice", "Directory", "DirectoryOrCreate",
                                           "File", "FileOrCreate", "Socket"};
constexpr Schema node_93{.type = Schema::Type::string, .enums = strings_92};
constexpr Schema::Field HostPathVolumeSource_fields[] = {{"path", &node_0, true}, {"type", &node_93, false, "\"\""}};
constexpr Schema HostPathVolumeSource_{
    .type = Schema::Type::object, .name = "HostPathVolumeSource", .fields = HostPathVolumeSource_fields};
constexpr Schema::Field ImageVolumeSource_fields[] = {{"pullPolicy", &node_54}, {"reference", &node_0}};
constexpr Schema ImageVolumeSource_{
    .type = Schema::Type::object, .name = "ImageVolumeSource", .fields = ImageVolumeSource_fields};
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
constexpr Schema ISCSIVolumeSource_{
    .type = Schema::Type::object, .name = "ISCSIVolumeSource", .fields = ISCSIVolumeSource_fields};
constexpr Schema::Field NFSVolumeSource_fields[] = {
    {"path", &node_0, true}, {"readOnly", &node_3}, {"server", &node_0, true}};
constexpr Schema NFSVolumeSource_{
    .type = Schema::Type::object, .name = "NFSVolumeSource", .fields = NFSVolumeSource_fields};
constexpr Schema::Field PersistentVolumeClaimVolumeSource_fields[] = {{"claimName", &node_0, true},
                                                                      {"readOnly", &node_3}};
constexpr Schema PersistentVolumeClaimVolumeSource_{.type = Schema::Type::object,
                                                    .name = "PersistentVolumeClaimVolumeSource",
                                                    .fields = PersistentVolumeClaimVolumeSource_fields};
constexpr Schema::Field PhotonPersistentDiskVolumeSource_fields[] = {{"fsType", &node_0}, {"pdID", &node_0, true}};
constexpr Schema PhotonPersistentDiskVolumeSource_{.type = Schema::Type::object,
                                                   .name = "PhotonPersistentDiskVolumeSource",
                                                   .fields = PhotonPersistentDiskVolumeSource_fields};
constexpr Schema::Field PortworxVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"volumeID", &node_0, true}};
constexpr Schema PortworxVolumeSource_{
    .type = Schema::Type::object, .name = "PortworxVolumeSource", .fields = PortworxVolumeSource_fields};
constexpr Schema::Field ClusterTrustBundleProjection_fields[] = {{"labelSelector", &LabelSelector_},
                                                                 {"name", &node_0},
                                                                 {"optional", &node_3},
                                                                 {"path", &node_0, true},
                                                                 {"signerName", &node_0}};
constexpr Schema ClusterTrustBundleProjection_{.type = Schema::Type::object,
                                               .name = "ClusterTrustBundleProjection",
                                               .fields = ClusterTrustBundleProjection_fields};
constexpr Schema::Field ConfigMapProjection_fields[] = {{"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema ConfigMapProjection_{
    .type = Schema::Type::object, .name = "ConfigMapProjection", .fields = ConfigMapProjection_fields};
constexpr Schema::Field DownwardAPIProjection_fields[] = {{"items", &node_89}};
constexpr Schema DownwardAPIProjection_{
    .type = Schema::Type::object, .name = "DownwardAPIProjection", .fields = DownwardAPIProjection_fields};
constexpr Schema::Field PodCertificateProjection_fields[] = {
    {"certificateChainPath", &node_0}, {"credentialBundlePath", &node_0},  {"keyPath", &node_0},
    {"keyType", &node_0, true},        {"maxExpirationSeconds", &node_17}, {"signerName", &node_0, true},
    {"userAnnotations", &node_4}};
constexpr Schema PodCertificateProjection_{
    .type = Schema::Type::object, .name = "PodCertificateProjection", .fields = PodCertificateProjection_fields};
constexpr Schema::Field SecretProjection_fields[] = {{"items", &node_88}, {"name", &node_0}, {"optional", &node_3}};
constexpr Schema SecretProjection_{
    .type = Schema::Type::object, .name = "SecretProjection", .fields = SecretProjection_fields};
constexpr Schema::Field ServiceAccountTokenProjection_fields[] = {
    {"audience", &node_0}, {"expirationSeconds", &node_5, false, "3600"}, {"path", &node_0, true}};
constexpr Schema ServiceAccountTokenProjection_{.type = Schema::Type::object,
                                                .name = "ServiceAccountTokenProjection",
                                                .fields = ServiceAccountTokenProjection_fields};
constexpr Schema::Field VolumeProjection_fields[] = {{"clusterTrustBundle", &ClusterTrustBundleProjection_},
                                                     {"configMap", &ConfigMapProjection_},
                                                     {"downwardAPI", &DownwardAPIProjection_},
                                                     {"podCertificate", &PodCertificateProjection_},
                                                     {"secret", &SecretProjection_},
                                                     {"serviceAccountToken", &ServiceAccountTokenProjection_}};
constexpr Schema VolumeProjection_{
    .type = Schema::Type::object, .name = "VolumeProjection", .fields = VolumeProjection_fields};
constexpr Schema node_94{.type = Schema::Type::list, .element = &VolumeProjection_};
constexpr Schema::Field ProjectedVolumeSource_fields[] = {{"defaultMode", &node_17, false, "420"},
                                                          {"sources", &node_94}};
constexpr Schema ProjectedVolumeSource_{
    .type = Schema::Type::object, .name = "ProjectedVolumeSource", .fields = ProjectedVolumeSource_fields};
constexpr Schema::Field QuobyteVolumeSource_fields[] = {{"group", &node_0},          {"readOnly", &node_3},
                                                        {"registry", &node_0, true}, {"tenant", &node_0},
                                                        {"user", &node_0},           {"volume", &node_0, true}};
constexpr Schema QuobyteVolumeSource_{
    .type = Schema::Type::object, .name = "QuobyteVolumeSource", .fields = QuobyteVolumeSource_fields};
constexpr Schema::Field RBDVolumeSource_fields[] = {{"fsType", &node_0},
                                                    {"image", &node_0, true},
                                                    {"keyring", &node_0, false, "\"/etc/ceph/keyring\""},
                                                    {"monitors", &node_10, true},
                                                    {"pool", &node_0, false, "\"rbd\""},
                                                    {"readOnly", &node_3},
                                                    {"secretRef", &LocalObjectReference_},
                                                    {"user", &node_0, false, "\"admin\""}};
constexpr Schema RBDVolumeSource_{
    .type = Schema::Type::object, .name = "RBDVolumeSource", .fields = RBDVolumeSource_fields};
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
constexpr Schema ScaleIOVolumeSource_{
    .type = Schema::Type::object, .name = "ScaleIOVolumeSource", .fields = ScaleIOVolumeSource_fields};
constexpr Schema::Field SecretVolumeSource_fields[] = {
    {"defaultMode", &node_17, false, "420"}, {"items", &node_88}, {"optional", &node_3}, {"secretName", &node_0}};
constexpr Schema SecretVolumeSource_{
    .type = Schema::Type::object, .name = "SecretVolumeSource", .fields = SecretVolumeSource_fields};
constexpr Schema::Field StorageOSVolumeSource_fields[] = {{"fsType", &node_0},
                                                          {"readOnly", &node_3},
                                                          {"secretRef", &LocalObjectReference_},
                                                          {"volumeName", &node_0},
                                                          {"volumeNamespace", &node_0}};
constexpr Schema StorageOSVolumeSource_{
    .type = Schema::Type::object, .name = "StorageOSVolumeSource", .fields = StorageOSVolumeSource_fields};
constexpr Schema::Field VsphereVirtualDiskVolumeSource_fields[] = {
    {"fsType", &node_0}, {"storagePolicyID", &node_0}, {"storagePolicyName", &node_0}, {"volumePath", &node_0, true}};
constexpr Schema VsphereVirtualDiskVolumeSource_{.type = Schema::Type::object,
                                                 .name = "VsphereVirtualDiskVolumeSource",
                                                 .fields = VsphereVirtualDiskVolumeSource_fields};
constexpr Schema::Field Volume_fields[] = {{"awsElasticBlockStore", &AWSElasticBlockStoreVolumeSource_},
                                           {"azureDisk", &AzureDiskVolumeSource_},
                                           {"azureFile", &AzureFileVolumeSource_},
                                           {"cephfs", &CephFSVolumeSource_},
                                           {"cinder", &CinderVolumeSource_},
                                           {"configMap", &ConfigMapVolumeSource_},
                                           {"csi", &CSIVolumeSource_},
                                           {"downwardAPI", &DownwardAPIVolumeSource_},
                                           {"emptyDir", &EmptyDirVolumeSource_},
                                           {"ephemeral", &EphemeralVolumeSource_},
                                           {"fc", &FCVolumeSource_},
                                           {"flexVolume", &FlexVolumeSource_},
                                           {"flocker", &FlockerVolumeSource_},
                                           {"gcePersistentDisk", &GCEPersistentDiskVolumeSource_},
                                           {"gitRepo", &GitRepoVolumeSource_},
                                           {"glusterfs", &GlusterfsVolumeSource_},
                                           {"hostPath", &HostPathVolumeSource_},
                                           {"image", &ImageVolumeSource_},
                                           {"iscsi", &ISCSIVolumeSource_},
                                           {"name", &node_0, true},
                                           {"nfs", &NFSVolumeSource_},
                                           {"persistentVolumeClaim", &PersistentVolumeClaimVolumeSource_},
                                           {"photonPersistentDisk", &PhotonPersistentDiskVolumeSource_},
                                           {"portworxVolume", &PortworxVolumeSource_},
                                           {"projected", &ProjectedVolumeSource_},
                                           {"quobyte", &QuobyteVolumeSource_},
                                           {"rbd", &RBDVolumeSource_},
                                           {"scaleIO", &ScaleIOVolumeSource_},
                                           {"secret", &SecretVolumeSource_},
                                           {"storageos", &StorageOSVolumeSource_},
                                           {"vsphereVolume", &VsphereVirtualDiskVolumeSource_}};
constexpr Schema Volume_{.type = Schema::Type::object, .name = "Volume", .fields = Volume_fields};
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
constexpr Schema::Field PodSpec_fields[] = {{"activeDeadlineSeconds", &node_5},
                                            {"affinity", &Affinity_},
                                            {"automountServiceAccountToken", &node_3},
                                            {"containers", &node_95, true},
                                            {"dnsConfig", &PodDNSConfig_},
                                            {"dnsPolicy", &node_97, false, "\"ClusterFirst\""},
                                            {"enableServiceLinks", &node_3},
                                            {"ephemeralContainers", &node_98},
                                            {"hostAliases", &node_100},
                                            {"hostIPC", &node_3},
                                            {"hostNetwork", &node_3},
                                            {"hostPID", &node_3},
                                            {"hostUsers", &node_3},
                                            {"hostname", &node_0},
                                            {"hostnameOverride", &node_0},
                                            {"imagePullSecrets", &node_101},
                                            {"initContainers", &node_95},
                                            {"nodeName", &node_0},
                                            {"nodeSelector", &node_102},
                                            {"os", &PodOS_},
                                            {"overhead", &node_20},
                                            {"preemptionPolicy", &node_104},
                                            {"priority", &node_17},
                                            {"priorityClassName", &node_0},
                                            {"readinessGates", &node_105},
                                            {"resourceClaims", &node_106},
                                            {"resources", &ResourceRequirements_},
                                            {"restartPolicy", &node_108, false, "\"Always\""},
                                            {"runtimeClassName", &node_0},
                                            {"schedulerName", &node_0, false, "\"default-scheduler\""},
                                            {"schedulingGates", &node_109},
                                            {"schedulingGroup", &PodSchedulingGroup_},
                                            {"securityContext", &PodSecurityContext_, false, "{}"},
                                            {"serviceAccount", &node_0},
                                            {"serviceAccountName", &node_0},
                                            {"setHostnameAsFQDN", &node_3},
                                            {"shareProcessNamespace", &node_3},
                                            {"subdomain", &node_0},
                                            {"terminationGracePeriodSeconds", &node_5, false, "30"},
                                            {"tolerations", &node_110},
                                            {"topologySpreadConstraints", &node_112},
                                            {"volumes", &node_113}};
constexpr Schema PodSpec_{.type = Schema::Type::object, .name = "PodSpec", .fields = PodSpec_fields};
constexpr Schema::Field PodCondition_fields[] = {{"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2},
                                                 {"message", &node_0},       {"observedGeneration", &node_5},
                                                 {"reason", &node_0},        {"status", &node_0, true},
                                                 {"type", &node_0, true}};
constexpr Schema PodCondition_{.type = Schema::Type::object, .name = "PodCondition", .fields = PodCondition_fields};
constexpr Schema::Field ResourceHealth_fields[] = {
    {"health", &node_0}, {"message", &node_0}, {"resourceID", &node_0, true}};
constexpr Schema ResourceHealth_{
    .type = Schema::Type::object, .name = "ResourceHealth", .fields = ResourceHealth_fields};
constexpr std::string_view strings_114[] = {"resourceID"};
constexpr Schema node_115{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ResourceHealth_,
                          .list_keys = strings_114};
constexpr Schema::Field ResourceStatus_fields[] = {{"name", &node_0, true}, {"resources", &node_115}};
constexpr Schema ResourceStatus_{
    .type = Schema::Type::object, .name = "ResourceStatus", .fields = ResourceStatus_fields};
constexpr Schema::Field ContainerStateRunning_fields[] = {{"startedAt", &node_2}};
constexpr Schema ContainerStateRunning_{
    .type = Schema::Type::object, .name = "ContainerStateRunning", .fields = ContainerStateRunning_fields};
constexpr Schema::Field ContainerStateTerminated_fields[] = {
    {"containerID", &node_0}, {"exitCode", &node_17, true}, {"finishedAt", &node_2}, {"message", &node_0},
    {"reason", &node_0},      {"signal", &node_17},         {"startedAt", &node_2}};
constexpr Schema ContainerStateTerminated_{
    .type = Schema::Type::object, .name = "ContainerStateTerminated", .fields = ContainerStateTerminated_fields};
constexpr Schema::Field ContainerStateWaiting_fields[] = {{"message", &node_0}, {"reason", &node_0}};
constexpr Schema ContainerStateWaiting_{
    .type = Schema::Type::object, .name = "ContainerStateWaiting", .fields = ContainerStateWaiting_fields};
constexpr Schema::Field ContainerState_fields[] = {{"running", &ContainerStateRunning_},
                                                   {"terminated", &ContainerStateTerminated_},
                                                   {"waiting", &ContainerStateWaiting_}};
constexpr Schema ContainerState_{
    .type = Schema::Type::object, .name = "ContainerState", .fields = ContainerState_fields};
constexpr Schema::Field LinuxContainerUser_fields[] = {
    {"gid", &node_5, true}, {"supplementalGroups", &node_74}, {"uid", &node_5, true}};
constexpr Schema LinuxContainerUser_{
    .type = Schema::Type::object, .name = "LinuxContainerUser", .fields = LinuxContainerUser_fields};
constexpr Schema::Field ContainerUser_fields[] = {{"linux", &LinuxContainerUser_}};
constexpr Schema ContainerUser_{.type = Schema::Type::object, .name = "ContainerUser", .fields = ContainerUser_fields};
constexpr Schema::Field ImageVolumeStatus_fields[] = {{"imageRef", &node_0, true}};
constexpr Schema ImageVolumeStatus_{
    .type = Schema::Type::object, .name = "ImageVolumeStatus", .fields = ImageVolumeStatus_fields};
constexpr Schema::Field VolumeStatus_fields[] = {{"image", &ImageVolumeStatus_}};
constexpr Schema VolumeStatus_{.type = Schema::Type::object, .name = "VolumeStatus", .fields = VolumeStatus_fields};
constexpr Schema::Field VolumeMountStatus_fields[] = {{"mountPath", &node_0, true},
                                                      {"name", &node_0, true},
                                                      {"readOnly", &node_3},
                                                      {"recursiveReadOnly", &node_0},
                                                      {"volumeStatus", &VolumeStatus_}};
constexpr Schema VolumeMountStatus_{
    .type = Schema::Type::object, .name = "VolumeMountStatus", .fields = VolumeMountStatus_fields};
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
constexpr Schema ContainerStatus_{
    .type = Schema::Type::object, .name = "ContainerStatus", .fields = ContainerStatus_fields};
constexpr Schema::Field ContainerExtendedResourceRequest_fields[] = {
    {"containerName", &node_0, true}, {"requestName", &node_0, true}, {"resourceName", &node_0, true}};
constexpr Schema ContainerExtendedResourceRequest_{.type = Schema::Type::object,
                                                   .name = "ContainerExtendedResourceRequest",
                                                   .fields = ContainerExtendedResourceRequest_fields};
constexpr Schema node_118{.type = Schema::Type::list, .element = &ContainerExtendedResourceRequest_};
constexpr Schema::Field PodExtendedResourceClaimStatus_fields[] = {{"requestMappings", &node_118, true},
                                                                   {"resourceClaimName", &node_0, true}};
constexpr Schema PodExtendedResourceClaimStatus_{.type = Schema::Type::object,
                                                 .name = "PodExtendedResourceClaimStatus",
                                                 .fields = PodExtendedResourceClaimStatus_fields};
constexpr Schema::Field HostIP_fields[] = {{"ip", &node_0, true}};
constexpr Schema HostIP_{.type = Schema::Type::object, .name = "HostIP", .fields = HostIP_fields};
constexpr Schema node_119{.type = Schema::Type::list, .list_type = Schema::ListType::set, .element = &node_0};
constexpr Schema::Field NodeAllocatableResourceClaimStatus_fields[] = {
    {"containers", &node_119}, {"resourceClaimName", &node_0, true}, {"resources", &node_20, true}};
constexpr Schema NodeAllocatableResourceClaimStatus_{.type = Schema::Type::object,
                                                     .name = "NodeAllocatableResourceClaimStatus",
                                                     .fields = NodeAllocatableResourceClaimStatus_fields};
constexpr Schema::Field PodIP_fields[] = {{"ip", &node_0, true}};
constexpr Schema PodIP_{.type = Schema::Type::object, .name = "PodIP", .fields = PodIP_fields};
constexpr Schema::Field PodResourceClaimStatus_fields[] = {{"name", &node_0, true}, {"resourceClaimName", &node_0}};
constexpr Schema PodResourceClaimStatus_{
    .type = Schema::Type::object, .name = "PodResourceClaimStatus", .fields = PodResourceClaimStatus_fields};
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
constexpr Schema::Field PodStatus_fields[] = {{"allocatedResources", &node_20},
                                              {"conditions", &node_120},
                                              {"containerStatuses", &node_121},
                                              {"ephemeralContainerStatuses", &node_121},
                                              {"extendedResourceClaimStatus", &PodExtendedResourceClaimStatus_},
                                              {"hostIP", &node_0},
                                              {"hostIPs", &node_122},
                                              {"initContainerStatuses", &node_121},
                                              {"message", &node_0},
                                              {"nodeAllocatableResourceClaimStatuses", &node_123},
                                              {"nominatedNodeName", &node_0},
                                              {"observedGeneration", &node_5},
                                              {"phase", &node_0},
                                              {"podIP", &node_0},
                                              {"podIPs", &node_124},
                                              {"qosClass", &node_0},
                                              {"reason", &node_0},
                                              {"resize", &node_0},
                                              {"resourceClaimStatuses", &node_125},
                                              {"resources", &ResourceRequirements_},
                                              {"startTime", &node_2}};
constexpr Schema PodStatus_{.type = Schema::Type::object, .name = "PodStatus", .fields = PodStatus_fields};
constexpr Schema::Field Pod_fields[] = {{"apiVersion", &node_0},
                                        {"kind", &node_0},
                                        {"metadata", &ObjectMeta_},
                                        {"spec", &PodSpec_},
                                        {"status", &PodStatus_}};
constexpr Schema Pod_{.type = Schema::Type::object, .name = "Pod", .fields = Pod_fields};
constexpr Schema node_126{.type = Schema::Type::string, .format = Schema::Format::byte};
constexpr Schema node_127{.type = Schema::Type::map, .element = &node_126};
constexpr Schema::Field ConfigMap_fields[] = {{"apiVersion", &node_0}, {"binaryData", &node_127},
                                              {"data", &node_4},       {"immutable", &node_3},
                                              {"kind", &node_0},       {"metadata", &ObjectMeta_}};
constexpr Schema ConfigMap_{.type = Schema::Type::object, .name = "ConfigMap", .fields = ConfigMap_fields};
constexpr Schema::Field Secret_fields[] = {{"apiVersion", &node_0},
                                           {"data", &node_127},
                                           {"immutable", &node_3},
                                           {"kind", &node_0},
                                           {"metadata", &ObjectMeta_},
                                           {"stringData", &node_4},
                                           {"type", &node_0, false, "\"Opaque\""}};
constexpr Schema Secret_{.type = Schema::Type::object, .name = "Secret", .fields = Secret_fields};
constexpr Schema::Field ServicePort_fields[] = {{"appProtocol", &node_0},
                                                {"name", &node_0},
                                                {"nodePort", &node_17},
                                                {"port", &node_17, true},
                                                {"protocol", &node_35, false, "\"TCP\""},
                                                {"targetPort", &node_31}};
constexpr Schema ServicePort_{.type = Schema::Type::object, .name = "ServicePort", .fields = ServicePort_fields};
constexpr Schema::Field ClientIPConfig_fields[] = {{"timeoutSeconds", &node_17}};
constexpr Schema ClientIPConfig_{
    .type = Schema::Type::object, .name = "ClientIPConfig", .fields = ClientIPConfig_fields};
constexpr Schema::Field SessionAffinityConfig_fields[] = {{"clientIP", &ClientIPConfig_}};
constexpr Schema SessionAffinityConfig_{
    .type = Schema::Type::object, .name = "SessionAffinityConfig", .fields = SessionAffinityConfig_fields};
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
constexpr Schema::Field ServiceSpec_fields[] = {{"allocateLoadBalancerNodePorts", &node_3},
                                                {"clusterIP", &node_0},
                                                {"clusterIPs", &node_10},
                                                {"externalIPs", &node_10},
                                                {"externalName", &node_0},
                                                {"externalTrafficPolicy", &node_0},
                                                {"healthCheckNodePort", &node_17},
                                                {"internalTrafficPolicy", &node_0},
                                                {"ipFamilies", &node_10},
                                                {"ipFamilyPolicy", &node_0},
                                                {"loadBalancerClass", &node_0},
                                                {"loadBalancerIP", &node_0},
                                                {"loadBalancerSourceRanges", &node_10},
                                                {"ports", &node_129},
                                                {"publishNotReadyAddresses", &node_3},
                                                {"selector", &node_102},
                                                {"sessionAffinity", &node_131, false, "\"None\""},
                                                {"sessionAffinityConfig", &SessionAffinityConfig_},
                                                {"trafficDistribution", &node_0},
                                                {"type", &node_133, false, "\"ClusterIP\""}};
constexpr Schema ServiceSpec_{.type = Schema::Type::object, .name = "ServiceSpec", .fields = ServiceSpec_fields};
constexpr Schema::Field PortStatus_fields[] = {
    {"error", &node_0}, {"port", &node_17, true}, {"protocol", &node_0, true}};
constexpr Schema PortStatus_{.type = Schema::Type::object, .name = "PortStatus", .fields = PortStatus_fields};
constexpr Schema node_134{.type = Schema::Type::list, .element = &PortStatus_};
constexpr Schema::Field LoadBalancerIngress_fields[] = {
    {"hostname", &node_0}, {"ip", &node_0}, {"ipMode", &node_0}, {"ports", &node_134}};
constexpr Schema LoadBalancerIngress_{
    .type = Schema::Type::object, .name = "LoadBalancerIngress", .fields = LoadBalancerIngress_fields};
constexpr Schema node_135{.type = Schema::Type::list, .element = &LoadBalancerIngress_};
constexpr Schema::Field LoadBalancerStatus_fields[] = {{"ingress", &node_135}};
constexpr Schema LoadBalancerStatus_{
    .type = Schema::Type::object, .name = "LoadBalancerStatus", .fields = LoadBalancerStatus_fields};
constexpr Schema node_136{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &Condition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field ServiceStatus_fields[] = {{"conditions", &node_136}, {"loadBalancer", &LoadBalancerStatus_}};
constexpr Schema ServiceStatus_{.type = Schema::Type::object, .name = "ServiceStatus", .fields = ServiceStatus_fields};
constexpr Schema::Field Service_fields[] = {{"apiVersion", &node_0},
                                            {"kind", &node_0},
                                            {"metadata", &ObjectMeta_},
                                            {"spec", &ServiceSpec_},
                                            {"status", &ServiceStatus_}};
constexpr Schema Service_{.type = Schema::Type::object, .name = "Service", .fields = Service_fields};
constexpr Schema::Field AzureFilePersistentVolumeSource_fields[] = {
    {"readOnly", &node_3}, {"secretName", &node_0, true}, {"secretNamespace", &node_0}, {"shareName", &node_0, true}};
constexpr Schema AzureFilePersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "AzureFilePersistentVolumeSource",
                                                  .fields = AzureFilePersistentVolumeSource_fields};
constexpr Schema::Field SecretReference_fields[] = {{"name", &node_0}, {"namespace", &node_0}};
constexpr Schema SecretReference_{
    .type = Schema::Type::object, .name = "SecretReference", .fields = SecretReference_fields, .atomic = true};
constexpr Schema::Field CephFSPersistentVolumeSource_fields[] = {
    {"monitors", &node_10, true},     {"path", &node_0}, {"readOnly", &node_3}, {"secretFile", &node_0},
    {"secretRef", &SecretReference_}, {"user", &node_0}};
constexpr Schema CephFSPersistentVolumeSource_{.type = Schema::Type::object,
                                               .name = "CephFSPersistentVolumeSource",
                                               .fields = CephFSPersistentVolumeSource_fields};
constexpr Schema::Field CinderPersistentVolumeSource_fields[] = {
    {"fsType", &node_0}, {"readOnly", &node_3}, {"secretRef", &SecretReference_}, {"volumeID", &node_0, true}};
constexpr Schema CinderPersistentVolumeSource_{.type = Schema::Type::object,
                                               .name = "CinderPersistentVolumeSource",
                                               .fields = CinderPersistentVolumeSource_fields};
constexpr Schema::Field ObjectReference_fields[] = {
    {"apiVersion", &node_0}, {"fieldPath", &node_0},       {"kind", &node_0}, {"name", &node_0},
    {"namespace", &node_0},  {"resourceVersion", &node_0}, {"uid", &node_0}};
constexpr Schema ObjectReference_{
    .type = Schema::Type::object, .name = "ObjectReference", .fields = ObjectReference_fields, .atomic = true};
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
constexpr Schema CSIPersistentVolumeSource_{
    .type = Schema::Type::object, .name = "CSIPersistentVolumeSource", .fields = CSIPersistentVolumeSource_fields};
constexpr Schema::Field FlexPersistentVolumeSource_fields[] = {{"driver", &node_0, true},
                                                               {"fsType", &node_0},
                                                               {"options", &node_4},
                                                               {"readOnly", &node_3},
                                                               {"secretRef", &SecretReference_}};
constexpr Schema FlexPersistentVolumeSource_{
    .type = Schema::Type::object, .name = "FlexPersistentVolumeSource", .fields = FlexPersistentVolumeSource_fields};
constexpr Schema::Field GlusterfsPersistentVolumeSource_fields[] = {
    {"endpoints", &node_0, true}, {"endpointsNamespace", &node_0}, {"path", &node_0, true}, {"readOnly", &node_3}};
constexpr Schema GlusterfsPersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "GlusterfsPersistentVolumeSource",
                                                  .fields = GlusterfsPersistentVolumeSource_fields};
constexpr Schema::Field ISCSIPersistentVolumeSource_fields[] = {
    {"chapAuthDiscovery", &node_3},   {"chapAuthSession", &node_3},   {"fsType", &node_0},
    {"initiatorName", &node_0},       {"iqn", &node_0, true},         {"iscsiInterface", &node_0, false, "\"default\""},
    {"lun", &node_17, true},          {"portals", &node_10},          {"readOnly", &node_3},
    {"secretRef", &SecretReference_}, {"targetPortal", &node_0, true}};
constexpr Schema ISCSIPersistentVolumeSource_{
    .type = Schema::Type::object, .name = "ISCSIPersistentVolumeSource", .fields = ISCSIPersistentVolumeSource_fields};
constexpr Schema::Field LocalVolumeSource_fields[] = {{"fsType", &node_0}, {"path", &node_0, true}};
constexpr Schema LocalVolumeSource_{
    .type = Schema::Type::object, .name = "LocalVolumeSource", .fields = LocalVolumeSource_fields};
constexpr Schema::Field VolumeNodeAffinity_fields[] = {{"required", &NodeSelector_}};
constexpr Schema VolumeNodeAffinity_{
    .type = Schema::Type::object, .name = "VolumeNodeAffinity", .fields = VolumeNodeAffinity_fields};
constexpr Schema::Field RBDPersistentVolumeSource_fields[] = {{"fsType", &node_0},
                                                              {"image", &node_0, true},
                                                              {"keyring", &node_0, false, "\"/etc/ceph/keyring\""},
                                                              {"monitors", &node_10, true},
                                                              {"pool", &node_0, false, "\"rbd\""},
                                                              {"readOnly", &node_3},
                                                              {"secretRef", &SecretReference_},
                                                              {"user", &node_0, false, "\"admin\""}};
constexpr Schema RBDPersistentVolumeSource_{
    .type = Schema::Type::object, .name = "RBDPersistentVolumeSource", .fields = RBDPersistentVolumeSource_fields};
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
                                                .fields = ScaleIOPersistentVolumeSource_fields};
constexpr Schema::Field StorageOSPersistentVolumeSource_fields[] = {{"fsType", &node_0},
                                                                    {"readOnly", &node_3},
                                                                    {"secretRef", &ObjectReference_},
                                                                    {"volumeName", &node_0},
                                                                    {"volumeNamespace", &node_0}};
constexpr Schema StorageOSPersistentVolumeSource_{.type = Schema::Type::object,
                                                  .name = "StorageOSPersistentVolumeSource",
                                                  .fields = StorageOSPersistentVolumeSource_fields};
constexpr Schema node_137{.type = Schema::Type::object, .name = "ObjectReference", .fields = ObjectReference_fields};
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
constexpr Schema PersistentVolumeSpec_{
    .type = Schema::Type::object, .name = "PersistentVolumeSpec", .fields = PersistentVolumeSpec_fields};
constexpr Schema::Field PersistentVolumeStatus_fields[] = {
    {"lastPhaseTransitionTime", &node_2}, {"message", &node_0}, {"phase", &node_0}, {"reason", &node_0}};
constexpr Schema PersistentVolumeStatus_{
    .type = Schema::Type::object, .name = "PersistentVolumeStatus", .fields = PersistentVolumeStatus_fields};
constexpr Schema::Field PersistentVolume_fields[] = {{"apiVersion", &node_0},
                                                     {"kind", &node_0},
                                                     {"metadata", &ObjectMeta_},
                                                     {"spec", &PersistentVolumeSpec_},
                                                     {"status", &PersistentVolumeStatus_}};
constexpr Schema PersistentVolume_{
    .type = Schema::Type::object, .name = "PersistentVolume", .fields = PersistentVolume_fields};
constexpr Schema::Field PersistentVolumeClaimCondition_fields[] = {
    {"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2}, {"message", &node_0},
    {"reason", &node_0},        {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema PersistentVolumeClaimCondition_{.type = Schema::Type::object,
                                                 .name = "PersistentVolumeClaimCondition",
                                                 .fields = PersistentVolumeClaimCondition_fields};
constexpr Schema::Field ModifyVolumeStatus_fields[] = {{"status", &node_0, true},
                                                       {"targetVolumeAttributesClassName", &node_0}};
constexpr Schema ModifyVolumeStatus_{
    .type = Schema::Type::object, .name = "ModifyVolumeStatus", .fields = ModifyVolumeStatus_fields};
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
constexpr Schema PersistentVolumeClaimStatus_{
    .type = Schema::Type::object, .name = "PersistentVolumeClaimStatus", .fields = PersistentVolumeClaimStatus_fields};
constexpr Schema::Field PersistentVolumeClaim_fields[] = {{"apiVersion", &node_0},
                                                          {"kind", &node_0},
                                                          {"metadata", &ObjectMeta_},
                                                          {"spec", &PersistentVolumeClaimSpec_},
                                                          {"status", &PersistentVolumeClaimStatus_}};
constexpr Schema PersistentVolumeClaim_{
    .type = Schema::Type::object, .name = "PersistentVolumeClaim", .fields = PersistentVolumeClaim_fields};
constexpr Schema node_141{.type = Schema::Type::list, .element = &LocalObjectReference_};
constexpr Schema node_142{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &ObjectReference_,
                          .list_keys = strings_40,
                          .merge_key = "name",
                          .patch_merge = true};
constexpr Schema::Field ServiceAccount_fields[] = {
    {"apiVersion", &node_0},         {"automountServiceAccountToken", &node_3},
    {"imagePullSecrets", &node_141}, {"kind", &node_0},
    {"metadata", &ObjectMeta_},      {"secrets", &node_142}};
constexpr Schema ServiceAccount_{
    .type = Schema::Type::object, .name = "ServiceAccount", .fields = ServiceAccount_fields};
constexpr Schema node_143{.type = Schema::Type::string, .format = Schema::Format::micro_time};
constexpr Schema::Field EventSeries_fields[] = {{"count", &node_17}, {"lastObservedTime", &node_143}};
constexpr Schema EventSeries_{.type = Schema::Type::object, .name = "EventSeries", .fields = EventSeries_fields};
constexpr Schema::Field EventSource_fields[] = {{"component", &node_0}, {"host", &node_0}};
constexpr Schema EventSource_{.type = Schema::Type::object, .name = "EventSource", .fields = EventSource_fields};
constexpr Schema::Field Event_fields[] = {{"action", &node_0},
                                          {"apiVersion", &node_0},
                                          {"count", &node_17},
                                          {"eventTime", &node_143},
                                          {"firstTimestamp", &node_2},
                                          {"involvedObject", &ObjectReference_, true},
                                          {"kind", &node_0},
                                          {"lastTimestamp", &node_2},
                                          {"message", &node_0},
                                          {"metadata", &ObjectMeta_, true},
                                          {"reason", &node_0},
                                          {"related", &ObjectReference_},
                                          {"reportingComponent", &node_0},
                                          {"reportingInstance", &node_0},
                                          {"series", &EventSeries_},
                                          {"source", &EventSource_},
                                          {"type", &node_0}};
constexpr Schema Event_{.type = Schema::Type::object, .name = "Event", .fields = Event_fields};
constexpr Schema::Field RollingUpdateDeployment_fields[] = {{"maxSurge", &node_31}, {"maxUnavailable", &node_31}};
constexpr Schema RollingUpdateDeployment_{
    .type = Schema::Type::object, .name = "RollingUpdateDeployment", .fields = RollingUpdateDeployment_fields};
constexpr std::string_view strings_144[] = {"Recreate", "RollingUpdate"};
constexpr Schema node_145{.type = Schema::Type::string, .enums = strings_144};
constexpr Schema::Field DeploymentStrategy_fields[] = {{"rollingUpdate", &RollingUpdateDeployment_},
                                                       {"type", &node_145, false, "\"RollingUpdate\""}};
constexpr Schema DeploymentStrategy_{
    .type = Schema::Type::object, .name = "DeploymentStrategy", .fields = DeploymentStrategy_fields};
constexpr Schema::Field PodTemplateSpec_fields[] = {{"metadata", &ObjectMeta_}, {"spec", &PodSpec_}};
constexpr Schema PodTemplateSpec_{
    .type = Schema::Type::object, .name = "PodTemplateSpec", .fields = PodTemplateSpec_fields};
constexpr Schema node_146{.type = Schema::Type::object,
                          .name = "DeploymentStrategy",
                          .fields = DeploymentStrategy_fields,
                          .retain_keys = true};
constexpr Schema::Field DeploymentSpec_fields[] = {{"minReadySeconds", &node_17},
                                                   {"paused", &node_3},
                                                   {"progressDeadlineSeconds", &node_17, false, "600"},
                                                   {"replicas", &node_17, false, "1"},
                                                   {"revisionHistoryLimit", &node_17, false, "10"},
                                                   {"selector", &LabelSelector_, true},
                                                   {"strategy", &node_146, false, "{}"},
                                                   {"template", &PodTemplateSpec_, true}};
constexpr Schema DeploymentSpec_{
    .type = Schema::Type::object, .name = "DeploymentSpec", .fields = DeploymentSpec_fields};
constexpr Schema::Field DeploymentCondition_fields[] = {
    {"lastTransitionTime", &node_2}, {"lastUpdateTime", &node_2}, {"message", &node_0}, {"reason", &node_0},
    {"status", &node_0, true},       {"type", &node_0, true}};
constexpr Schema DeploymentCondition_{
    .type = Schema::Type::object, .name = "DeploymentCondition", .fields = DeploymentCondition_fields};
constexpr Schema node_147{.type = Schema::Type::list,
                          .list_type = Schema::ListType::map,
                          .element = &DeploymentCondition_,
                          .list_keys = strings_12,
                          .merge_key = "type",
                          .patch_merge = true};
constexpr Schema::Field DeploymentStatus_fields[] = {
    {"availableReplicas", &node_17},   {"collisionCount", &node_17},      {"conditions", &node_147},
    {"observedGeneration", &node_5},   {"readyReplicas", &node_17},       {"replicas", &node_17},
    {"terminatingReplicas", &node_17}, {"unavailableReplicas", &node_17}, {"updatedReplicas", &node_17}};
constexpr Schema DeploymentStatus_{
    .type = Schema::Type::object, .name = "DeploymentStatus", .fields = DeploymentStatus_fields};
constexpr Schema::Field Deployment_fields[] = {{"apiVersion", &node_0},
                                               {"kind", &node_0},
                                               {"metadata", &ObjectMeta_},
                                               {"spec", &DeploymentSpec_},
                                               {"status", &DeploymentStatus_}};
constexpr Schema Deployment_{.type = Schema::Type::object, .name = "Deployment", .fields = Deployment_fields};
constexpr Schema::Field ReplicaSetSpec_fields[] = {{"minReadySeconds", &node_17},
                                                   {"replicas", &node_17, false, "1"},
                                                   {"selector", &LabelSelector_, true},
                                                   {"template", &PodTemplateSpec_}};
constexpr Schema ReplicaSetSpec_{
    .type = Schema::Type::object, .name = "ReplicaSetSpec", .fields = ReplicaSetSpec_fields};
constexpr Schema::Field ReplicaSetCondition_fields[] = {{"lastTransitionTime", &node_2},
                                                        {"message", &node_0},
                                                        {"reason", &node_0},
                                                        {"status", &node_0, true},
                                                        {"type", &node_0, true}};
constexpr Schema ReplicaSetCondition_{
    .type = Schema::Type::object, .name = "ReplicaSetCondition", .fields = ReplicaSetCondition_fields};
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
constexpr Schema ReplicaSetStatus_{
    .type = Schema::Type::object, .name = "ReplicaSetStatus", .fields = ReplicaSetStatus_fields};
constexpr Schema::Field ReplicaSet_fields[] = {{"apiVersion", &node_0},
                                               {"kind", &node_0},
                                               {"metadata", &ObjectMeta_},
                                               {"spec", &ReplicaSetSpec_},
                                               {"status", &ReplicaSetStatus_}};
constexpr Schema ReplicaSet_{.type = Schema::Type::object, .name = "ReplicaSet", .fields = ReplicaSet_fields};
constexpr Schema::Field PodFailurePolicyOnExitCodesRequirement_fields[] = {
    {"containerName", &node_0}, {"operator", &node_0, true}, {"values", &node_42, true}};
constexpr Schema PodFailurePolicyOnExitCodesRequirement_{.type = Schema::Type::object,
                                                         .name = "PodFailurePolicyOnExitCodesRequirement",
                                                         .fields = PodFailurePolicyOnExitCodesRequirement_fields};
constexpr Schema::Field PodFailurePolicyOnPodConditionsPattern_fields[] = {{"status", &node_0, false, "\"True\""},
                                                                           {"type", &node_0, true}};
constexpr Schema PodFailurePolicyOnPodConditionsPattern_{.type = Schema::Type::object,
                                                         .name = "PodFailurePolicyOnPodConditionsPattern",
                                                         .fields = PodFailurePolicyOnPodConditionsPattern_fields};
constexpr Schema node_149{.type = Schema::Type::list, .element = &PodFailurePolicyOnPodConditionsPattern_};
constexpr Schema::Field PodFailurePolicyRule_fields[] = {{"action", &node_0, true},
                                                         {"onExitCodes", &PodFailurePolicyOnExitCodesRequirement_},
                                                         {"onPodConditions", &node_149}};
constexpr Schema PodFailurePolicyRule_{
    .type = Schema::Type::object, .name = "PodFailurePolicyRule", .fields = PodFailurePolicyRule_fields};
constexpr Schema node_150{.type = Schema::Type::list, .element = &PodFailurePolicyRule_};
constexpr Schema::Field PodFailurePolicy_fields[] = {{"rules", &node_150, true}};
constexpr Schema PodFailurePolicy_{
    .type = Schema::Type::object, .name = "PodFailurePolicy", .fields = PodFailurePolicy_fields};
constexpr Schema::Field SuccessPolicyRule_fields[] = {{"succeededCount", &node_17}, {"succeededIndexes", &node_0}};
constexpr Schema SuccessPolicyRule_{
    .type = Schema::Type::object, .name = "SuccessPolicyRule", .fields = SuccessPolicyRule_fields};
constexpr Schema node_151{.type = Schema::Type::list, .element = &SuccessPolicyRule_};
constexpr Schema::Field SuccessPolicy_fields[] = {{"rules", &node_151, true}};
constexpr Schema SuccessPolicy_{.type = Schema::Type::object, .name = "SuccessPolicy", .fields = SuccessPolicy_fields};
constexpr std::string_view strings_152[] = {"NonIndexed", "Indexed"};
constexpr Schema node_153{.type = Schema::Type::string, .enums = strings_152};
constexpr Schema::Field JobSpec_fields[] = {{"activeDeadlineSeconds", &node_5},
                                            {"backoffLimit", &node_17},
                                            {"backoffLimitPerIndex", &node_17},
                                            {"completionMode", &node_153, false, "\"NonIndexed\""},
                                            {"completions", &node_17},
                                            {"managedBy", &node_0},
                                            {"manualSelector", &node_3},
                                            {"maxFailedIndexes", &node_17},
                                            {"parallelism", &node_17, false, "1"},
                                            {"podFailurePolicy", &PodFailurePolicy_},
                                            {"podReplacementPolicy", &node_0},
                                            {"selector", &LabelSelector_},
                                            {"successPolicy", &SuccessPolicy_},
                                            {"suspend", &node_3, false, "false"},
                                            {"template", &PodTemplateSpec_, true},
                                            {"ttlSecondsAfterFinished", &node_17}};
constexpr Schema JobSpec_{.type = Schema::Type::object, .name = "JobSpec", .fields = JobSpec_fields};
constexpr Schema::Field JobCondition_fields[] = {{"lastProbeTime", &node_2}, {"lastTransitionTime", &node_2},
                                                 {"message", &node_0},       {"reason", &node_0},
                                                 {"status", &node_0, true},  {"type", &node_0, true}};
constexpr Schema JobCondition_{.type = Schema::Type::object, .name = "JobCondition", .fields = JobCondition_fields};
constexpr Schema::Field UncountedTerminatedPods_fields[] = {{"failed", &node_119}, {"succeeded", &node_119}};
constexpr Schema UncountedTerminatedPods_{
    .type = Schema::Type::object, .name = "UncountedTerminatedPods", .fields = UncountedTerminatedPods_fields};
constexpr Schema node_154{
    .type = Schema::Type::list, .element = &JobCondition_, .merge_key = "type", .patch_merge = true};
constexpr Schema::Field JobStatus_fields[] = {{"active", &node_17},
                                              {"completedIndexes", &node_0},
                                              {"completionTime", &node_2},
                                              {"conditions", &node_154},
                                              {"failed", &node_17},
                                              {"failedIndexes", &node_0},
                                              {"ready", &node_17},
                                              {"startTime", &node_2},
                                              {"succeeded", &node_17},
                                              {"terminating", &node_17},
                                              {"uncountedTerminatedPods", &UncountedTerminatedPods_}};
constexpr Schema JobStatus_{.type = Schema::Type::object, .name = "JobStatus", .fields = JobStatus_fields};
constexpr Schema::Field Job_fields[] = {{"apiVersion", &node_0},
                                        {"kind", &node_0},
                                        {"metadata", &ObjectMeta_},
                                        {"spec", &JobSpec_},
                                        {"status", &JobStatus_}};
constexpr Schema Job_{.type = Schema::Type::object, .name = "Job", .fields = Job_fields};
constexpr Schema::Field LeaseSpec_fields[] = {
    {"acquireTime", &node_143},     {"holderIdentity", &node_0},  {"leaseDurationSeconds", &node_17},
    {"leaseTransitions", &node_17}, {"preferredHolder", &node_0}, {"renewTime", &node_143},
    {"strategy", &node_0}};
constexpr Schema LeaseSpec_{.type = Schema::Type::object, .name = "LeaseSpec", .fields = LeaseSpec_fields};
constexpr Schema::Field Lease_fields[] = {
    {"apiVersion", &node_0}, {"kind", &node_0}, {"metadata", &ObjectMeta_}, {"spec", &LeaseSpec_}};
constexpr Schema Lease_{.type = Schema::Type::object, .name = "Lease", .fields = Lease_fields};
constexpr Schema::Field EndpointConditions_fields[] = {
    {"ready", &node_3}, {"serving", &node_3}, {"terminating", &node_3}};
constexpr Schema EndpointConditions_{
    .type = Schema::Type::object, .name = "EndpointConditions", .fields = EndpointConditions_fields};
constexpr Schema::Field ForNode_fields[] = {{"name", &node_0, true}};
constexpr Schema ForNode_{.type = Schema::Type::object, .name = "ForNode", .fields = ForNode_fields};
constexpr Schema::Field ForZone_fields[] = {{"name", &node_0, true}};
constexpr Schema ForZone_{.type = Schema::Type::object, .name = "ForZone", .fields = ForZone_fields};
constexpr Schema node_155{.type = Schema::Type::list, .element = &ForNode_};
constexpr Schema node_156{.type = Schema::Type::list, .element = &ForZone_};
constexpr Schema::Field EndpointHints_fields[] = {{"forNodes", &node_155}, {"forZones", &node_156}};
constexpr Schema EndpointHints_{.type = Schema::Type::object, .name = "EndpointHints", .fields = EndpointHints_fields};
constexpr Schema::Field Endpoint_fields[] = {{"addresses", &node_119, true},
                                             {"conditions", &EndpointConditions_},
                                             {"deprecatedTopology", &node_4},
                                             {"hints", &EndpointHints_},
                                             {"hostname", &node_0},
                                             {"nodeName", &node_0},
                                             {"targetRef", &ObjectReference_},
                                             {"zone", &node_0}};
constexpr Schema Endpoint_{.type = Schema::Type::object, .name = "Endpoint", .fields = Endpoint_fields};
constexpr Schema::Field EndpointPort_fields[] = {{"appProtocol", &node_0},
                                                 {"name", &node_0, false, "\"\""},
                                                 {"port", &node_17},
                                                 {"protocol", &node_35, false, "\"TCP\""}};
constexpr Schema EndpointPort_{
    .type = Schema::Type::object, .name = "EndpointPort", .fields = EndpointPort_fields, .atomic = true};
constexpr std::string_view strings_157[] = {"FQDN", "IPv4", "IPv6"};
constexpr Schema node_158{.type = Schema::Type::string, .enums = strings_157};
constexpr Schema node_159{.type = Schema::Type::list, .element = &Endpoint_};
constexpr Schema node_160{.type = Schema::Type::list, .element = &EndpointPort_};
constexpr Schema::Field EndpointSlice_fields[] = {{"addressType", &node_158, true}, {"apiVersion", &node_0},
                                                  {"endpoints", &node_159},         {"kind", &node_0},
                                                  {"metadata", &ObjectMeta_},       {"ports", &node_160}};
constexpr Schema EndpointSlice_{.type = Schema::Type::object, .name = "EndpointSlice", .fields = EndpointSlice_fields};
constexpr Schema::Field PriorityClass_fields[] = {
    {"apiVersion", &node_0},    {"description", &node_0},
    {"globalDefault", &node_3}, {"kind", &node_0},
    {"metadata", &ObjectMeta_}, {"preemptionPolicy", &node_104, false, "\"PreemptLowerPriority\""},
    {"value", &node_17}};
constexpr Schema PriorityClass_{.type = Schema::Type::object, .name = "PriorityClass", .fields = PriorityClass_fields};
constexpr Schema::Field TopologySelectorLabelRequirement_fields[] = {{"key", &node_0, true},
                                                                     {"values", &node_10, true}};
constexpr Schema TopologySelectorLabelRequirement_{.type = Schema::Type::object,
                                                   .name = "TopologySelectorLabelRequirement",
                                                   .fields = TopologySelectorLabelRequirement_fields};
constexpr Schema node_161{.type = Schema::Type::list, .element = &TopologySelectorLabelRequirement_};
constexpr Schema::Field TopologySelectorTerm_fields[] = {{"matchLabelExpressions", &node_161}};
constexpr Schema TopologySelectorTerm_{.type = Schema::Type::object,
                                       .name = "TopologySelectorTerm",
                                       .fields = TopologySelectorTerm_fields,
                                       .atomic = true};
constexpr Schema node_162{.type = Schema::Type::list, .element = &TopologySelectorTerm_};
constexpr std::string_view strings_163[] = {"Delete", "Retain"};
constexpr Schema node_164{.type = Schema::Type::string, .enums = strings_163};
constexpr std::string_view strings_165[] = {"Immediate", "WaitForFirstConsumer"};
constexpr Schema node_166{.type = Schema::Type::string, .enums = strings_165};
constexpr Schema::Field StorageClass_fields[] = {{"allowVolumeExpansion", &node_3},
                                                 {"allowedTopologies", &node_162},
                                                 {"apiVersion", &node_0},
                                                 {"kind", &node_0},
                                                 {"metadata", &ObjectMeta_},
                                                 {"mountOptions", &node_10},
                                                 {"parameters", &node_4},
                                                 {"provisioner", &node_0, true},
                                                 {"reclaimPolicy", &node_164, false, "\"Delete\""},
                                                 {"volumeBindingMode", &node_166, false, "\"Immediate\""}};
constexpr Schema StorageClass_{.type = Schema::Type::object, .name = "StorageClass", .fields = StorageClass_fields};

constexpr KubernetesKind kinds[] = {
    {{"", "v1", "Namespace", "namespaces", Scope::cluster}, &Namespace_},
    {{"", "v1", "Node", "nodes", Scope::cluster}, &Node_},
    {{"", "v1", "Pod", "pods"}, &Pod_},
    {{"", "v1", "ConfigMap", "configmaps"}, &ConfigMap_},
    {{"", "v1", "Secret", "secrets"}, &Secret_},
    {{"", "v1", "Service", "services"}, &Service_},
    {{"", "v1", "PersistentVolume", "persistentvolumes", Scope::cluster}, &PersistentVolume_},
    {{"", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"}, &PersistentVolumeClaim_},
    {{"", "v1", "ServiceAccount", "serviceaccounts"}, &ServiceAccount_},
    {{"", "v1", "Event", "events"}, &Event_},
    {{"apps", "v1", "Deployment", "deployments"}, &Deployment_},
    {{"apps", "v1", "ReplicaSet", "replicasets"}, &ReplicaSet_},
    {{"batch", "v1", "Job", "jobs"}, &Job_},
    {{"coordination.k8s.io", "v1", "Lease", "leases"}, &Lease_},
    {{"discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"}, &EndpointSlice_},
    {{"scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", Scope::cluster}, &PriorityClass_},
    {{"storage.k8s.io", "v1", "StorageClass", "storageclasses", Scope::cluster}, &StorageClass_}};

}  // namespace

std::span<KubernetesKind const> kubernetes_kinds() { return kinds; }

}  // namespace keelson
