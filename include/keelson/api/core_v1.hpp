#ifndef KEELSON_API_CORE_V1_HPP
#define KEELSON_API_CORE_V1_HPP

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

/// The types of core/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct NamespaceSpec {
    std::vector<std::string> finalizers;
};

struct NamespaceCondition {
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct NamespaceStatus {
    std::vector<NamespaceCondition> conditions;
    std::string phase;
};

struct Namespace {
    static constexpr TypeInfo type{"", "v1", "Namespace", "namespaces", Scope::cluster};
    ObjectMeta metadata;
    NamespaceSpec spec;
    NamespaceStatus status;
};

struct ConfigMapNodeConfigSource {
    std::string kubeletConfigKey;
    std::string name;
    std::string namespace_;
    std::string resourceVersion;
    std::string uid;
};

struct NodeConfigSource {
    std::optional<ConfigMapNodeConfigSource> configMap;
};

struct Taint {
    std::string effect;
    std::string key;
    Time timeAdded;
    std::string value;
};

struct NodeSpec {
    std::optional<NodeConfigSource> configSource;
    std::string externalID;
    std::string podCIDR;
    std::vector<std::string> podCIDRs;
    std::string providerID;
    std::vector<Taint> taints;
    std::optional<bool> unschedulable;
};

struct NodeAddress {
    std::string address;
    std::string type;
};

struct NodeCondition {
    Time lastHeartbeatTime;
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct NodeConfigStatus {
    std::optional<NodeConfigSource> active;
    std::optional<NodeConfigSource> assigned;
    std::string error;
    std::optional<NodeConfigSource> lastKnownGood;
};

struct DaemonEndpoint {
    std::int32_t Port = 0;
};

struct NodeDaemonEndpoints {
    std::optional<DaemonEndpoint> kubeletEndpoint;
};

struct NodeFeatures {
    std::optional<bool> supplementalGroupsPolicy;
};

struct ContainerImage {
    std::vector<std::string> names;
    std::optional<std::int64_t> sizeBytes;
};

struct NodeSwapStatus {
    std::int64_t capacity = 0;
};

struct NodeSystemInfo {
    std::string architecture;
    std::string bootID;
    std::string containerRuntimeVersion;
    std::string kernelVersion;
    std::string kubeProxyVersion;
    std::string kubeletVersion;
    std::string machineID;
    std::string operatingSystem;
    std::string osImage;
    std::optional<NodeSwapStatus> swap;
    std::string systemUUID;
};

struct NodeRuntimeHandlerFeatures {
    std::optional<bool> recursiveReadOnlyMounts;
    std::optional<bool> userNamespaces;
};

struct NodeRuntimeHandler {
    std::optional<NodeRuntimeHandlerFeatures> features;
    std::string name;
};

struct AttachedVolume {
    std::string devicePath;
    std::string name;
};

struct NodeStatus {
    std::vector<NodeAddress> addresses;
    std::map<std::string, Quantity> allocatable;
    std::map<std::string, Quantity> capacity;
    std::vector<NodeCondition> conditions;
    std::optional<NodeConfigStatus> config;
    std::optional<NodeDaemonEndpoints> daemonEndpoints;
    std::vector<std::string> declaredFeatures;
    std::optional<NodeFeatures> features;
    std::vector<ContainerImage> images;
    std::optional<NodeSystemInfo> nodeInfo;
    std::string phase;
    std::vector<NodeRuntimeHandler> runtimeHandlers;
    std::vector<AttachedVolume> volumesAttached;
    std::vector<std::string> volumesInUse;
};

struct Node {
    static constexpr TypeInfo type{"", "v1", "Node", "nodes", Scope::cluster};
    ObjectMeta metadata;
    NodeSpec spec;
    NodeStatus status;
};

struct NodeSelectorRequirement {
    std::string key;
    std::string operator_;
    std::vector<std::string> values;
};

struct NodeSelectorTerm {
    std::vector<NodeSelectorRequirement> matchExpressions;
    std::vector<NodeSelectorRequirement> matchFields;
};

struct PreferredSchedulingTerm {
    NodeSelectorTerm preference;
    std::int32_t weight = 0;
};

struct NodeSelector {
    std::vector<NodeSelectorTerm> nodeSelectorTerms;
};

struct NodeAffinity {
    std::vector<PreferredSchedulingTerm> preferredDuringSchedulingIgnoredDuringExecution;
    std::optional<NodeSelector> requiredDuringSchedulingIgnoredDuringExecution;
};

struct PodAffinityTerm {
    std::optional<LabelSelector> labelSelector;
    std::vector<std::string> matchLabelKeys;
    std::vector<std::string> mismatchLabelKeys;
    std::optional<LabelSelector> namespaceSelector;
    std::vector<std::string> namespaces;
    std::string topologyKey;
};

struct WeightedPodAffinityTerm {
    PodAffinityTerm podAffinityTerm;
    std::int32_t weight = 0;
};

struct PodAffinity {
    std::vector<WeightedPodAffinityTerm> preferredDuringSchedulingIgnoredDuringExecution;
    std::vector<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution;
};

struct PodAntiAffinity {
    std::vector<WeightedPodAffinityTerm> preferredDuringSchedulingIgnoredDuringExecution;
    std::vector<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution;
};

struct Affinity {
    std::optional<NodeAffinity> nodeAffinity;
    std::optional<PodAffinity> podAffinity;
    std::optional<PodAntiAffinity> podAntiAffinity;
};

struct ConfigMapKeySelector {
    std::string key;
    std::string name;
    std::optional<bool> optional;
};

struct ObjectFieldSelector {
    std::string apiVersion;
    std::string fieldPath;
};

struct FileKeySelector {
    std::string key;
    std::optional<bool> optional;
    std::string path;
    std::string volumeName;
};

struct ResourceFieldSelector {
    std::string containerName;
    std::optional<Quantity> divisor;
    std::string resource;
};

struct SecretKeySelector {
    std::string key;
    std::string name;
    std::optional<bool> optional;
};

struct EnvVarSource {
    std::optional<ConfigMapKeySelector> configMapKeyRef;
    std::optional<ObjectFieldSelector> fieldRef;
    std::optional<FileKeySelector> fileKeyRef;
    std::optional<ResourceFieldSelector> resourceFieldRef;
    std::optional<SecretKeySelector> secretKeyRef;
};

struct EnvVar {
    std::string name;
    std::string value;
    std::optional<EnvVarSource> valueFrom;
};

struct ConfigMapEnvSource {
    std::string name;
    std::optional<bool> optional;
};

struct SecretEnvSource {
    std::string name;
    std::optional<bool> optional;
};

struct EnvFromSource {
    std::optional<ConfigMapEnvSource> configMapRef;
    std::string prefix;
    std::optional<SecretEnvSource> secretRef;
};

struct ExecAction {
    std::vector<std::string> command;
};

struct HTTPHeader {
    std::string name;
    std::string value;
};

struct HTTPGetAction {
    std::string host;
    std::vector<HTTPHeader> httpHeaders;
    std::string path;
    IntOrString port;
    std::string scheme;
};

struct SleepAction {
    std::int64_t seconds = 0;
};

struct TCPSocketAction {
    std::string host;
    IntOrString port;
};

struct LifecycleHandler {
    std::optional<ExecAction> exec;
    std::optional<HTTPGetAction> httpGet;
    std::optional<SleepAction> sleep;
    std::optional<TCPSocketAction> tcpSocket;
};

struct Lifecycle {
    std::optional<LifecycleHandler> postStart;
    std::optional<LifecycleHandler> preStop;
    std::optional<std::string> stopSignal;
};

struct GRPCAction {
    std::int32_t port = 0;
    std::optional<std::string> service;
};

struct Probe {
    std::optional<ExecAction> exec;
    std::optional<std::int32_t> failureThreshold;
    std::optional<GRPCAction> grpc;
    std::optional<HTTPGetAction> httpGet;
    std::optional<std::int32_t> initialDelaySeconds;
    std::optional<std::int32_t> periodSeconds;
    std::optional<std::int32_t> successThreshold;
    std::optional<TCPSocketAction> tcpSocket;
    std::optional<std::int64_t> terminationGracePeriodSeconds;
    std::optional<std::int32_t> timeoutSeconds;
};

struct ContainerPort {
    std::int32_t containerPort = 0;
    std::string hostIP;
    std::optional<std::int32_t> hostPort;
    std::string name;
    std::string protocol;
};

struct ContainerResizePolicy {
    std::string resourceName;
    std::string restartPolicy;
};

struct ResourceClaim {
    std::string name;
    std::string request;
};

struct ResourceRequirements {
    std::vector<ResourceClaim> claims;
    std::map<std::string, Quantity> limits;
    std::map<std::string, Quantity> requests;
};

struct ContainerRestartRuleOnExitCodes {
    std::string operator_;
    std::vector<std::int32_t> values;
};

struct ContainerRestartRule {
    std::string action;
    std::optional<ContainerRestartRuleOnExitCodes> exitCodes;
};

struct AppArmorProfile {
    std::optional<std::string> localhostProfile;
    std::string type;
};

struct Capabilities {
    std::vector<std::string> add;
    std::vector<std::string> drop;
};

struct SELinuxOptions {
    std::string level;
    std::string role;
    std::string type;
    std::string user;
};

struct SeccompProfile {
    std::optional<std::string> localhostProfile;
    std::string type;
};

struct WindowsSecurityContextOptions {
    std::string gmsaCredentialSpec;
    std::string gmsaCredentialSpecName;
    std::optional<bool> hostProcess;
    std::string runAsUserName;
};

struct SecurityContext {
    std::optional<bool> allowPrivilegeEscalation;
    std::optional<AppArmorProfile> appArmorProfile;
    std::optional<Capabilities> capabilities;
    std::optional<bool> privileged;
    std::optional<std::string> procMount;
    std::optional<bool> readOnlyRootFilesystem;
    std::optional<std::int64_t> runAsGroup;
    std::optional<bool> runAsNonRoot;
    std::optional<std::int64_t> runAsUser;
    std::optional<SELinuxOptions> seLinuxOptions;
    std::optional<SeccompProfile> seccompProfile;
    std::optional<WindowsSecurityContextOptions> windowsOptions;
};

struct VolumeDevice {
    std::string devicePath;
    std::string name;
};

struct VolumeMount {
    std::string mountPath;
    std::optional<std::string> mountPropagation;
    std::string name;
    std::optional<bool> readOnly;
    std::optional<std::string> recursiveReadOnly;
    std::string subPath;
    std::string subPathExpr;
};

struct Container {
    std::vector<std::string> args;
    std::vector<std::string> command;
    std::vector<EnvVar> env;
    std::vector<EnvFromSource> envFrom;
    std::string image;
    std::string imagePullPolicy;
    std::optional<Lifecycle> lifecycle;
    std::optional<Probe> livenessProbe;
    std::string name;
    std::vector<ContainerPort> ports;
    std::optional<Probe> readinessProbe;
    std::vector<ContainerResizePolicy> resizePolicy;
    std::optional<ResourceRequirements> resources;
    std::optional<std::string> restartPolicy;
    std::vector<ContainerRestartRule> restartPolicyRules;
    std::optional<SecurityContext> securityContext;
    std::optional<Probe> startupProbe;
    std::optional<bool> stdin;
    std::optional<bool> stdinOnce;
    std::string terminationMessagePath;
    std::string terminationMessagePolicy;
    std::optional<bool> tty;
    std::vector<VolumeDevice> volumeDevices;
    std::vector<VolumeMount> volumeMounts;
    std::string workingDir;
};

struct PodDNSConfigOption {
    std::string name;
    std::optional<std::string> value;
};

struct PodDNSConfig {
    std::vector<std::string> nameservers;
    std::vector<PodDNSConfigOption> options;
    std::vector<std::string> searches;
};

struct EphemeralContainer {
    std::vector<std::string> args;
    std::vector<std::string> command;
    std::vector<EnvVar> env;
    std::vector<EnvFromSource> envFrom;
    std::string image;
    std::string imagePullPolicy;
    std::optional<Lifecycle> lifecycle;
    std::optional<Probe> livenessProbe;
    std::string name;
    std::vector<ContainerPort> ports;
    std::optional<Probe> readinessProbe;
    std::vector<ContainerResizePolicy> resizePolicy;
    std::optional<ResourceRequirements> resources;
    std::optional<std::string> restartPolicy;
    std::vector<ContainerRestartRule> restartPolicyRules;
    std::optional<SecurityContext> securityContext;
    std::optional<Probe> startupProbe;
    std::optional<bool> stdin;
    std::optional<bool> stdinOnce;
    std::string targetContainerName;
    std::string terminationMessagePath;
    std::string terminationMessagePolicy;
    std::optional<bool> tty;
    std::vector<VolumeDevice> volumeDevices;
    std::vector<VolumeMount> volumeMounts;
    std::string workingDir;
};

struct HostAlias {
    std::vector<std::string> hostnames;
    std::string ip;
};

struct LocalObjectReference {
    std::string name;
};

struct PodOS {
    std::string name;
};

struct PodReadinessGate {
    std::string conditionType;
};

struct PodResourceClaim {
    std::string name;
    std::optional<std::string> resourceClaimName;
    std::optional<std::string> resourceClaimTemplateName;
};

struct PodSchedulingGate {
    std::string name;
};

struct PodSchedulingGroup {
    std::string podGroupName;
};

struct Sysctl {
    std::string name;
    std::string value;
};

struct PodSecurityContext {
    std::optional<AppArmorProfile> appArmorProfile;
    std::optional<std::int64_t> fsGroup;
    std::optional<std::string> fsGroupChangePolicy;
    std::optional<std::int64_t> runAsGroup;
    std::optional<bool> runAsNonRoot;
    std::optional<std::int64_t> runAsUser;
    std::optional<std::string> seLinuxChangePolicy;
    std::optional<SELinuxOptions> seLinuxOptions;
    std::optional<SeccompProfile> seccompProfile;
    std::vector<std::int64_t> supplementalGroups;
    std::optional<std::string> supplementalGroupsPolicy;
    std::vector<Sysctl> sysctls;
    std::optional<WindowsSecurityContextOptions> windowsOptions;
};

struct Toleration {
    std::string effect;
    std::string key;
    std::string operator_;
    std::optional<std::int64_t> tolerationSeconds;
    std::string value;
};

struct TopologySpreadConstraint {
    std::optional<LabelSelector> labelSelector;
    std::vector<std::string> matchLabelKeys;
    std::int32_t maxSkew = 0;
    std::optional<std::int32_t> minDomains;
    std::optional<std::string> nodeAffinityPolicy;
    std::optional<std::string> nodeTaintsPolicy;
    std::string topologyKey;
    std::string whenUnsatisfiable;
};

struct AWSElasticBlockStoreVolumeSource {
    std::string fsType;
    std::optional<std::int32_t> partition;
    std::optional<bool> readOnly;
    std::string volumeID;
};

struct AzureDiskVolumeSource {
    std::string cachingMode;
    std::string diskName;
    std::string diskURI;
    std::string fsType;
    std::string kind;
    std::optional<bool> readOnly;
};

struct AzureFileVolumeSource {
    std::optional<bool> readOnly;
    std::string secretName;
    std::string shareName;
};

struct CephFSVolumeSource {
    std::vector<std::string> monitors;
    std::string path;
    std::optional<bool> readOnly;
    std::string secretFile;
    std::optional<LocalObjectReference> secretRef;
    std::string user;
};

struct CinderVolumeSource {
    std::string fsType;
    std::optional<bool> readOnly;
    std::optional<LocalObjectReference> secretRef;
    std::string volumeID;
};

struct KeyToPath {
    std::string key;
    std::optional<std::int32_t> mode;
    std::string path;
};

struct ConfigMapVolumeSource {
    std::optional<std::int32_t> defaultMode;
    std::vector<KeyToPath> items;
    std::string name;
    std::optional<bool> optional;
};

struct CSIVolumeSource {
    std::string driver;
    std::string fsType;
    std::optional<LocalObjectReference> nodePublishSecretRef;
    std::optional<bool> readOnly;
    std::map<std::string, std::string> volumeAttributes;
};

struct DownwardAPIVolumeFile {
    std::optional<ObjectFieldSelector> fieldRef;
    std::optional<std::int32_t> mode;
    std::string path;
    std::optional<ResourceFieldSelector> resourceFieldRef;
};

struct DownwardAPIVolumeSource {
    std::optional<std::int32_t> defaultMode;
    std::vector<DownwardAPIVolumeFile> items;
};

struct EmptyDirVolumeSource {
    std::string medium;
    std::optional<Quantity> sizeLimit;
};

struct TypedLocalObjectReference {
    std::optional<std::string> apiGroup;
    std::string kind;
    std::string name;
};

struct TypedObjectReference {
    std::optional<std::string> apiGroup;
    std::string kind;
    std::string name;
    std::optional<std::string> namespace_;
};

struct VolumeResourceRequirements {
    std::map<std::string, Quantity> limits;
    std::map<std::string, Quantity> requests;
};

struct PersistentVolumeClaimSpec {
    std::vector<std::string> accessModes;
    std::optional<TypedLocalObjectReference> dataSource;
    std::optional<TypedObjectReference> dataSourceRef;
    std::optional<VolumeResourceRequirements> resources;
    std::optional<LabelSelector> selector;
    std::optional<std::string> storageClassName;
    std::optional<std::string> volumeAttributesClassName;
    std::optional<std::string> volumeMode;
    std::string volumeName;
};

struct PersistentVolumeClaimTemplate {
    ObjectMeta metadata;
    PersistentVolumeClaimSpec spec;
};

struct EphemeralVolumeSource {
    std::optional<PersistentVolumeClaimTemplate> volumeClaimTemplate;
};

struct FCVolumeSource {
    std::string fsType;
    std::optional<std::int32_t> lun;
    std::optional<bool> readOnly;
    std::vector<std::string> targetWWNs;
    std::vector<std::string> wwids;
};

struct FlexVolumeSource {
    std::string driver;
    std::string fsType;
    std::map<std::string, std::string> options;
    std::optional<bool> readOnly;
    std::optional<LocalObjectReference> secretRef;
};

struct FlockerVolumeSource {
    std::string datasetName;
    std::string datasetUUID;
};

struct GCEPersistentDiskVolumeSource {
    std::string fsType;
    std::optional<std::int32_t> partition;
    std::string pdName;
    std::optional<bool> readOnly;
};

struct GitRepoVolumeSource {
    std::string directory;
    std::string repository;
    std::string revision;
};

struct GlusterfsVolumeSource {
    std::string endpoints;
    std::string path;
    std::optional<bool> readOnly;
};

struct HostPathVolumeSource {
    std::string path;
    std::optional<std::string> type;
};

struct ImageVolumeSource {
    std::string pullPolicy;
    std::string reference;
};

struct ISCSIVolumeSource {
    std::optional<bool> chapAuthDiscovery;
    std::optional<bool> chapAuthSession;
    std::string fsType;
    std::optional<std::string> initiatorName;
    std::string iqn;
    std::string iscsiInterface;
    std::int32_t lun = 0;
    std::vector<std::string> portals;
    std::optional<bool> readOnly;
    std::optional<LocalObjectReference> secretRef;
    std::string targetPortal;
};

struct NFSVolumeSource {
    std::string path;
    std::optional<bool> readOnly;
    std::string server;
};

struct PersistentVolumeClaimVolumeSource {
    std::string claimName;
    std::optional<bool> readOnly;
};

struct PhotonPersistentDiskVolumeSource {
    std::string fsType;
    std::string pdID;
};

struct PortworxVolumeSource {
    std::string fsType;
    std::optional<bool> readOnly;
    std::string volumeID;
};

struct ClusterTrustBundleProjection {
    std::optional<LabelSelector> labelSelector;
    std::optional<std::string> name;
    std::optional<bool> optional;
    std::string path;
    std::optional<std::string> signerName;
};

struct ConfigMapProjection {
    std::vector<KeyToPath> items;
    std::string name;
    std::optional<bool> optional;
};

struct DownwardAPIProjection {
    std::vector<DownwardAPIVolumeFile> items;
};

struct PodCertificateProjection {
    std::string certificateChainPath;
    std::string credentialBundlePath;
    std::string keyPath;
    std::string keyType;
    std::optional<std::int32_t> maxExpirationSeconds;
    std::string signerName;
    std::map<std::string, std::string> userAnnotations;
};

struct SecretProjection {
    std::vector<KeyToPath> items;
    std::string name;
    std::optional<bool> optional;
};

struct ServiceAccountTokenProjection {
    std::string audience;
    std::optional<std::int64_t> expirationSeconds;
    std::string path;
};

struct VolumeProjection {
    std::optional<ClusterTrustBundleProjection> clusterTrustBundle;
    std::optional<ConfigMapProjection> configMap;
    std::optional<DownwardAPIProjection> downwardAPI;
    std::optional<PodCertificateProjection> podCertificate;
    std::optional<SecretProjection> secret;
    std::optional<ServiceAccountTokenProjection> serviceAccountToken;
};

struct ProjectedVolumeSource {
    std::optional<std::int32_t> defaultMode;
    std::vector<VolumeProjection> sources;
};

struct QuobyteVolumeSource {
    std::string group;
    std::optional<bool> readOnly;
    std::string registry;
    std::string tenant;
    std::string user;
    std::string volume;
};

struct RBDVolumeSource {
    std::string fsType;
    std::string image;
    std::string keyring;
    std::vector<std::string> monitors;
    std::string pool;
    std::optional<bool> readOnly;
    std::optional<LocalObjectReference> secretRef;
    std::string user;
};

struct ScaleIOVolumeSource {
    std::string fsType;
    std::string gateway;
    std::string protectionDomain;
    std::optional<bool> readOnly;
    LocalObjectReference secretRef;
    std::optional<bool> sslEnabled;
    std::string storageMode;
    std::string storagePool;
    std::string system;
    std::string volumeName;
};

struct SecretVolumeSource {
    std::optional<std::int32_t> defaultMode;
    std::vector<KeyToPath> items;
    std::optional<bool> optional;
    std::string secretName;
};

struct StorageOSVolumeSource {
    std::string fsType;
    std::optional<bool> readOnly;
    std::optional<LocalObjectReference> secretRef;
    std::string volumeName;
    std::string volumeNamespace;
};

struct VsphereVirtualDiskVolumeSource {
    std::string fsType;
    std::string storagePolicyID;
    std::string storagePolicyName;
    std::string volumePath;
};

struct Volume {
    std::optional<AWSElasticBlockStoreVolumeSource> awsElasticBlockStore;
    std::optional<AzureDiskVolumeSource> azureDisk;
    std::optional<AzureFileVolumeSource> azureFile;
    std::optional<CephFSVolumeSource> cephfs;
    std::optional<CinderVolumeSource> cinder;
    std::optional<ConfigMapVolumeSource> configMap;
    std::optional<CSIVolumeSource> csi;
    std::optional<DownwardAPIVolumeSource> downwardAPI;
    std::optional<EmptyDirVolumeSource> emptyDir;
    std::optional<EphemeralVolumeSource> ephemeral;
    std::optional<FCVolumeSource> fc;
    std::optional<FlexVolumeSource> flexVolume;
    std::optional<FlockerVolumeSource> flocker;
    std::optional<GCEPersistentDiskVolumeSource> gcePersistentDisk;
    std::optional<GitRepoVolumeSource> gitRepo;
    std::optional<GlusterfsVolumeSource> glusterfs;
    std::optional<HostPathVolumeSource> hostPath;
    std::optional<ImageVolumeSource> image;
    std::optional<ISCSIVolumeSource> iscsi;
    std::string name;
    std::optional<NFSVolumeSource> nfs;
    std::optional<PersistentVolumeClaimVolumeSource> persistentVolumeClaim;
    std::optional<PhotonPersistentDiskVolumeSource> photonPersistentDisk;
    std::optional<PortworxVolumeSource> portworxVolume;
    std::optional<ProjectedVolumeSource> projected;
    std::optional<QuobyteVolumeSource> quobyte;
    std::optional<RBDVolumeSource> rbd;
    std::optional<ScaleIOVolumeSource> scaleIO;
    std::optional<SecretVolumeSource> secret;
    std::optional<StorageOSVolumeSource> storageos;
    std::optional<VsphereVirtualDiskVolumeSource> vsphereVolume;
};

struct PodSpec {
    std::optional<std::int64_t> activeDeadlineSeconds;
    std::optional<Affinity> affinity;
    std::optional<bool> automountServiceAccountToken;
    std::vector<Container> containers;
    std::optional<PodDNSConfig> dnsConfig;
    std::string dnsPolicy;
    std::optional<bool> enableServiceLinks;
    std::vector<EphemeralContainer> ephemeralContainers;
    std::vector<HostAlias> hostAliases;
    std::optional<bool> hostIPC;
    std::optional<bool> hostNetwork;
    std::optional<bool> hostPID;
    std::optional<bool> hostUsers;
    std::string hostname;
    std::optional<std::string> hostnameOverride;
    std::vector<LocalObjectReference> imagePullSecrets;
    std::vector<Container> initContainers;
    std::string nodeName;
    std::map<std::string, std::string> nodeSelector;
    std::optional<PodOS> os;
    std::map<std::string, Quantity> overhead;
    std::optional<std::string> preemptionPolicy;
    std::optional<std::int32_t> priority;
    std::string priorityClassName;
    std::vector<PodReadinessGate> readinessGates;
    std::vector<PodResourceClaim> resourceClaims;
    std::optional<ResourceRequirements> resources;
    std::string restartPolicy;
    std::optional<std::string> runtimeClassName;
    std::string schedulerName;
    std::vector<PodSchedulingGate> schedulingGates;
    std::optional<PodSchedulingGroup> schedulingGroup;
    std::optional<PodSecurityContext> securityContext;
    std::string serviceAccount;
    std::string serviceAccountName;
    std::optional<bool> setHostnameAsFQDN;
    std::optional<bool> shareProcessNamespace;
    std::string subdomain;
    std::optional<std::int64_t> terminationGracePeriodSeconds;
    std::vector<Toleration> tolerations;
    std::vector<TopologySpreadConstraint> topologySpreadConstraints;
    std::vector<Volume> volumes;
};

struct PodCondition {
    Time lastProbeTime;
    Time lastTransitionTime;
    std::string message;
    std::optional<std::int64_t> observedGeneration;
    std::string reason;
    std::string status;
    std::string type;
};

struct ResourceHealth {
    std::string health;
    std::string message;
    std::string resourceID;
};

struct ResourceStatus {
    std::string name;
    std::vector<ResourceHealth> resources;
};

struct ContainerStateRunning {
    Time startedAt;
};

struct ContainerStateTerminated {
    std::string containerID;
    std::int32_t exitCode = 0;
    Time finishedAt;
    std::string message;
    std::string reason;
    std::optional<std::int32_t> signal;
    Time startedAt;
};

struct ContainerStateWaiting {
    std::string message;
    std::string reason;
};

struct ContainerState {
    std::optional<ContainerStateRunning> running;
    std::optional<ContainerStateTerminated> terminated;
    std::optional<ContainerStateWaiting> waiting;
};

struct LinuxContainerUser {
    std::int64_t gid = 0;
    std::vector<std::int64_t> supplementalGroups;
    std::int64_t uid = 0;
};

struct ContainerUser {
    std::optional<LinuxContainerUser> linux_;
};

struct ImageVolumeStatus {
    std::string imageRef;
};

struct VolumeStatus {
    std::optional<ImageVolumeStatus> image;
};

struct VolumeMountStatus {
    std::string mountPath;
    std::string name;
    std::optional<bool> readOnly;
    std::optional<std::string> recursiveReadOnly;
    std::optional<VolumeStatus> volumeStatus;
};

struct ContainerStatus {
    std::map<std::string, Quantity> allocatedResources;
    std::vector<ResourceStatus> allocatedResourcesStatus;
    std::string containerID;
    std::string image;
    std::string imageID;
    std::optional<ContainerState> lastState;
    std::string name;
    bool ready = false;
    std::optional<ResourceRequirements> resources;
    std::int32_t restartCount = 0;
    std::optional<bool> started;
    std::optional<ContainerState> state;
    std::optional<std::string> stopSignal;
    std::optional<ContainerUser> user;
    std::vector<VolumeMountStatus> volumeMounts;
};

struct ContainerExtendedResourceRequest {
    std::string containerName;
    std::string requestName;
    std::string resourceName;
};

struct PodExtendedResourceClaimStatus {
    std::vector<ContainerExtendedResourceRequest> requestMappings;
    std::string resourceClaimName;
};

struct HostIP {
    std::string ip;
};

struct NodeAllocatableResourceClaimStatus {
    std::vector<std::string> containers;
    std::string resourceClaimName;
    std::map<std::string, Quantity> resources;
};

struct PodIP {
    std::string ip;
};

struct PodResourceClaimStatus {
    std::string name;
    std::optional<std::string> resourceClaimName;
};

struct PodStatus {
    std::map<std::string, Quantity> allocatedResources;
    std::vector<PodCondition> conditions;
    std::vector<ContainerStatus> containerStatuses;
    std::vector<ContainerStatus> ephemeralContainerStatuses;
    std::optional<PodExtendedResourceClaimStatus> extendedResourceClaimStatus;
    std::string hostIP;
    std::vector<HostIP> hostIPs;
    std::vector<ContainerStatus> initContainerStatuses;
    std::string message;
    std::vector<NodeAllocatableResourceClaimStatus> nodeAllocatableResourceClaimStatuses;
    std::string nominatedNodeName;
    std::int64_t observedGeneration = 0;
    std::string phase;
    std::string podIP;
    std::vector<PodIP> podIPs;
    std::string qosClass;
    std::string reason;
    std::string resize;
    std::vector<PodResourceClaimStatus> resourceClaimStatuses;
    std::optional<ResourceRequirements> resources;
    Time startTime;
};

struct Pod {
    static constexpr TypeInfo type{"", "v1", "Pod", "pods"};
    ObjectMeta metadata;
    PodSpec spec;
    PodStatus status;
};

struct ConfigMap {
    static constexpr TypeInfo type{"", "v1", "ConfigMap", "configmaps"};
    ObjectMeta metadata;
    std::map<std::string, Bytes> binaryData;
    std::map<std::string, std::string> data;
    std::optional<bool> immutable;
};

struct Secret {
    static constexpr TypeInfo type{"", "v1", "Secret", "secrets"};
    ObjectMeta metadata;
    std::map<std::string, Bytes> data;
    std::optional<bool> immutable;
    std::map<std::string, std::string> stringData;
    std::string type_;
};

struct ServicePort {
    std::optional<std::string> appProtocol;
    std::string name;
    std::optional<std::int32_t> nodePort;
    std::int32_t port = 0;
    std::string protocol;
    std::optional<IntOrString> targetPort;
};

struct ClientIPConfig {
    std::optional<std::int32_t> timeoutSeconds;
};

struct SessionAffinityConfig {
    std::optional<ClientIPConfig> clientIP;
};

struct ServiceSpec {
    std::optional<bool> allocateLoadBalancerNodePorts;
    std::string clusterIP;
    std::vector<std::string> clusterIPs;
    std::vector<std::string> externalIPs;
    std::string externalName;
    std::string externalTrafficPolicy;
    std::optional<std::int32_t> healthCheckNodePort;
    std::optional<std::string> internalTrafficPolicy;
    std::vector<std::string> ipFamilies;
    std::optional<std::string> ipFamilyPolicy;
    std::optional<std::string> loadBalancerClass;
    std::string loadBalancerIP;
    std::vector<std::string> loadBalancerSourceRanges;
    std::vector<ServicePort> ports;
    std::optional<bool> publishNotReadyAddresses;
    std::map<std::string, std::string> selector;
    std::string sessionAffinity;
    std::optional<SessionAffinityConfig> sessionAffinityConfig;
    std::optional<std::string> trafficDistribution;
    std::string type;
};

struct PortStatus {
    std::optional<std::string> error;
    std::int32_t port = 0;
    std::string protocol;
};

struct LoadBalancerIngress {
    std::string hostname;
    std::string ip;
    std::string ipMode;
    std::vector<PortStatus> ports;
};

struct LoadBalancerStatus {
    std::vector<LoadBalancerIngress> ingress;
};

struct ServiceStatus {
    std::vector<Condition> conditions;
    std::optional<LoadBalancerStatus> loadBalancer;
};

struct Service {
    static constexpr TypeInfo type{"", "v1", "Service", "services"};
    ObjectMeta metadata;
    ServiceSpec spec;
    ServiceStatus status;
};

struct AzureFilePersistentVolumeSource {
    std::optional<bool> readOnly;
    std::string secretName;
    std::string secretNamespace;
    std::string shareName;
};

struct SecretReference {
    std::string name;
    std::string namespace_;
};

struct CephFSPersistentVolumeSource {
    std::vector<std::string> monitors;
    std::string path;
    std::optional<bool> readOnly;
    std::string secretFile;
    std::optional<SecretReference> secretRef;
    std::string user;
};

struct CinderPersistentVolumeSource {
    std::string fsType;
    std::optional<bool> readOnly;
    std::optional<SecretReference> secretRef;
    std::string volumeID;
};

struct ObjectReference {
    std::string apiVersion;
    std::string fieldPath;
    std::string kind;
    std::string name;
    std::string namespace_;
    std::string resourceVersion;
    std::string uid;
};

struct CSIPersistentVolumeSource {
    std::optional<SecretReference> controllerExpandSecretRef;
    std::optional<SecretReference> controllerPublishSecretRef;
    std::string driver;
    std::string fsType;
    std::optional<SecretReference> nodeExpandSecretRef;
    std::optional<SecretReference> nodePublishSecretRef;
    std::optional<SecretReference> nodeStageSecretRef;
    std::optional<bool> readOnly;
    std::map<std::string, std::string> volumeAttributes;
    std::string volumeHandle;
};

struct FlexPersistentVolumeSource {
    std::string driver;
    std::string fsType;
    std::map<std::string, std::string> options;
    std::optional<bool> readOnly;
    std::optional<SecretReference> secretRef;
};

struct GlusterfsPersistentVolumeSource {
    std::string endpoints;
    std::string endpointsNamespace;
    std::string path;
    std::optional<bool> readOnly;
};

struct ISCSIPersistentVolumeSource {
    std::optional<bool> chapAuthDiscovery;
    std::optional<bool> chapAuthSession;
    std::string fsType;
    std::string initiatorName;
    std::string iqn;
    std::string iscsiInterface;
    std::int32_t lun = 0;
    std::vector<std::string> portals;
    std::optional<bool> readOnly;
    std::optional<SecretReference> secretRef;
    std::string targetPortal;
};

struct LocalVolumeSource {
    std::string fsType;
    std::string path;
};

struct VolumeNodeAffinity {
    std::optional<NodeSelector> required;
};

struct RBDPersistentVolumeSource {
    std::string fsType;
    std::string image;
    std::string keyring;
    std::vector<std::string> monitors;
    std::string pool;
    std::optional<bool> readOnly;
    std::optional<SecretReference> secretRef;
    std::string user;
};

struct ScaleIOPersistentVolumeSource {
    std::string fsType;
    std::string gateway;
    std::string protectionDomain;
    std::optional<bool> readOnly;
    SecretReference secretRef;
    std::optional<bool> sslEnabled;
    std::string storageMode;
    std::string storagePool;
    std::string system;
    std::string volumeName;
};

struct StorageOSPersistentVolumeSource {
    std::string fsType;
    std::optional<bool> readOnly;
    std::optional<ObjectReference> secretRef;
    std::string volumeName;
    std::string volumeNamespace;
};

struct PersistentVolumeSpec {
    std::vector<std::string> accessModes;
    std::optional<AWSElasticBlockStoreVolumeSource> awsElasticBlockStore;
    std::optional<AzureDiskVolumeSource> azureDisk;
    std::optional<AzureFilePersistentVolumeSource> azureFile;
    std::map<std::string, Quantity> capacity;
    std::optional<CephFSPersistentVolumeSource> cephfs;
    std::optional<CinderPersistentVolumeSource> cinder;
    std::optional<ObjectReference> claimRef;
    std::optional<CSIPersistentVolumeSource> csi;
    std::optional<FCVolumeSource> fc;
    std::optional<FlexPersistentVolumeSource> flexVolume;
    std::optional<FlockerVolumeSource> flocker;
    std::optional<GCEPersistentDiskVolumeSource> gcePersistentDisk;
    std::optional<GlusterfsPersistentVolumeSource> glusterfs;
    std::optional<HostPathVolumeSource> hostPath;
    std::optional<ISCSIPersistentVolumeSource> iscsi;
    std::optional<LocalVolumeSource> local;
    std::vector<std::string> mountOptions;
    std::optional<NFSVolumeSource> nfs;
    std::optional<VolumeNodeAffinity> nodeAffinity;
    std::string persistentVolumeReclaimPolicy;
    std::optional<PhotonPersistentDiskVolumeSource> photonPersistentDisk;
    std::optional<PortworxVolumeSource> portworxVolume;
    std::optional<QuobyteVolumeSource> quobyte;
    std::optional<RBDPersistentVolumeSource> rbd;
    std::optional<ScaleIOPersistentVolumeSource> scaleIO;
    std::string storageClassName;
    std::optional<StorageOSPersistentVolumeSource> storageos;
    std::optional<std::string> volumeAttributesClassName;
    std::optional<std::string> volumeMode;
    std::optional<VsphereVirtualDiskVolumeSource> vsphereVolume;
};

struct PersistentVolumeStatus {
    Time lastPhaseTransitionTime;
    std::string message;
    std::string phase;
    std::string reason;
};

struct PersistentVolume {
    static constexpr TypeInfo type{"", "v1", "PersistentVolume", "persistentvolumes", Scope::cluster};
    ObjectMeta metadata;
    PersistentVolumeSpec spec;
    PersistentVolumeStatus status;
};

struct PersistentVolumeClaimCondition {
    Time lastProbeTime;
    Time lastTransitionTime;
    std::string message;
    std::string reason;
    std::string status;
    std::string type;
};

struct ModifyVolumeStatus {
    std::string status;
    std::string targetVolumeAttributesClassName;
};

struct PersistentVolumeClaimStatus {
    std::vector<std::string> accessModes;
    std::map<std::string, std::string> allocatedResourceStatuses;
    std::map<std::string, Quantity> allocatedResources;
    std::map<std::string, Quantity> capacity;
    std::vector<PersistentVolumeClaimCondition> conditions;
    std::optional<std::string> currentVolumeAttributesClassName;
    std::optional<ModifyVolumeStatus> modifyVolumeStatus;
    std::string phase;
};

struct PersistentVolumeClaim {
    static constexpr TypeInfo type{"", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"};
    ObjectMeta metadata;
    PersistentVolumeClaimSpec spec;
    PersistentVolumeClaimStatus status;
};

struct ServiceAccount {
    static constexpr TypeInfo type{"", "v1", "ServiceAccount", "serviceaccounts"};
    ObjectMeta metadata;
    std::optional<bool> automountServiceAccountToken;
    std::vector<LocalObjectReference> imagePullSecrets;
    std::vector<ObjectReference> secrets;
};

struct EventSeries {
    std::optional<std::int32_t> count;
    MicroTime lastObservedTime;
};

struct EventSource {
    std::string component;
    std::string host;
};

struct Event {
    static constexpr TypeInfo type{"", "v1", "Event", "events"};
    ObjectMeta metadata;
    std::string action;
    std::optional<std::int32_t> count;
    MicroTime eventTime;
    Time firstTimestamp;
    ObjectReference involvedObject;
    Time lastTimestamp;
    std::string message;
    std::string reason;
    std::optional<ObjectReference> related;
    std::string reportingComponent;
    std::string reportingInstance;
    std::optional<EventSeries> series;
    std::optional<EventSource> source;
    std::string type_;
};

struct PodTemplateSpec {
    ObjectMeta metadata;
    PodSpec spec;
};

struct TopologySelectorLabelRequirement {
    std::string key;
    std::vector<std::string> values;
};

struct TopologySelectorTerm {
    std::vector<TopologySelectorLabelRequirement> matchLabelExpressions;
};

namespace detail {
extern template TypeDesc const& struct_desc<NamespaceSpec>();
extern template TypeDesc const& struct_desc<NamespaceCondition>();
extern template TypeDesc const& struct_desc<NamespaceStatus>();
extern template TypeDesc const& struct_desc<Namespace>();
extern template TypeDesc const& struct_desc<ConfigMapNodeConfigSource>();
extern template TypeDesc const& struct_desc<NodeConfigSource>();
extern template TypeDesc const& struct_desc<Taint>();
extern template TypeDesc const& struct_desc<NodeSpec>();
extern template TypeDesc const& struct_desc<NodeAddress>();
extern template TypeDesc const& struct_desc<NodeCondition>();
extern template TypeDesc const& struct_desc<NodeConfigStatus>();
extern template TypeDesc const& struct_desc<DaemonEndpoint>();
extern template TypeDesc const& struct_desc<NodeDaemonEndpoints>();
extern template TypeDesc const& struct_desc<NodeFeatures>();
extern template TypeDesc const& struct_desc<ContainerImage>();
extern template TypeDesc const& struct_desc<NodeSwapStatus>();
extern template TypeDesc const& struct_desc<NodeSystemInfo>();
extern template TypeDesc const& struct_desc<NodeRuntimeHandlerFeatures>();
extern template TypeDesc const& struct_desc<NodeRuntimeHandler>();
extern template TypeDesc const& struct_desc<AttachedVolume>();
extern template TypeDesc const& struct_desc<NodeStatus>();
extern template TypeDesc const& struct_desc<Node>();
extern template TypeDesc const& struct_desc<NodeSelectorRequirement>();
extern template TypeDesc const& struct_desc<NodeSelectorTerm>();
extern template TypeDesc const& struct_desc<PreferredSchedulingTerm>();
extern template TypeDesc const& struct_desc<NodeSelector>();
extern template TypeDesc const& struct_desc<NodeAffinity>();
extern template TypeDesc const& struct_desc<PodAffinityTerm>();
extern template TypeDesc const& struct_desc<WeightedPodAffinityTerm>();
extern template TypeDesc const& struct_desc<PodAffinity>();
extern template TypeDesc const& struct_desc<PodAntiAffinity>();
extern template TypeDesc const& struct_desc<Affinity>();
extern template TypeDesc const& struct_desc<ConfigMapKeySelector>();
extern template TypeDesc const& struct_desc<ObjectFieldSelector>();
extern template TypeDesc const& struct_desc<FileKeySelector>();
extern template TypeDesc const& struct_desc<ResourceFieldSelector>();
extern template TypeDesc const& struct_desc<SecretKeySelector>();
extern template TypeDesc const& struct_desc<EnvVarSource>();
extern template TypeDesc const& struct_desc<EnvVar>();
extern template TypeDesc const& struct_desc<ConfigMapEnvSource>();
extern template TypeDesc const& struct_desc<SecretEnvSource>();
extern template TypeDesc const& struct_desc<EnvFromSource>();
extern template TypeDesc const& struct_desc<ExecAction>();
extern template TypeDesc const& struct_desc<HTTPHeader>();
extern template TypeDesc const& struct_desc<HTTPGetAction>();
extern template TypeDesc const& struct_desc<SleepAction>();
extern template TypeDesc const& struct_desc<TCPSocketAction>();
extern template TypeDesc const& struct_desc<LifecycleHandler>();
extern template TypeDesc const& struct_desc<Lifecycle>();
extern template TypeDesc const& struct_desc<GRPCAction>();
extern template TypeDesc const& struct_desc<Probe>();
extern template TypeDesc const& struct_desc<ContainerPort>();
extern template TypeDesc const& struct_desc<ContainerResizePolicy>();
extern template TypeDesc const& struct_desc<ResourceClaim>();
extern template TypeDesc const& struct_desc<ResourceRequirements>();
extern template TypeDesc const& struct_desc<ContainerRestartRuleOnExitCodes>();
extern template TypeDesc const& struct_desc<ContainerRestartRule>();
extern template TypeDesc const& struct_desc<AppArmorProfile>();
extern template TypeDesc const& struct_desc<Capabilities>();
extern template TypeDesc const& struct_desc<SELinuxOptions>();
extern template TypeDesc const& struct_desc<SeccompProfile>();
extern template TypeDesc const& struct_desc<WindowsSecurityContextOptions>();
extern template TypeDesc const& struct_desc<SecurityContext>();
extern template TypeDesc const& struct_desc<VolumeDevice>();
extern template TypeDesc const& struct_desc<VolumeMount>();
extern template TypeDesc const& struct_desc<Container>();
extern template TypeDesc const& struct_desc<PodDNSConfigOption>();
extern template TypeDesc const& struct_desc<PodDNSConfig>();
extern template TypeDesc const& struct_desc<EphemeralContainer>();
extern template TypeDesc const& struct_desc<HostAlias>();
extern template TypeDesc const& struct_desc<LocalObjectReference>();
extern template TypeDesc const& struct_desc<PodOS>();
extern template TypeDesc const& struct_desc<PodReadinessGate>();
extern template TypeDesc const& struct_desc<PodResourceClaim>();
extern template TypeDesc const& struct_desc<PodSchedulingGate>();
extern template TypeDesc const& struct_desc<PodSchedulingGroup>();
extern template TypeDesc const& struct_desc<Sysctl>();
extern template TypeDesc const& struct_desc<PodSecurityContext>();
extern template TypeDesc const& struct_desc<Toleration>();
extern template TypeDesc const& struct_desc<TopologySpreadConstraint>();
extern template TypeDesc const& struct_desc<AWSElasticBlockStoreVolumeSource>();
extern template TypeDesc const& struct_desc<AzureDiskVolumeSource>();
extern template TypeDesc const& struct_desc<AzureFileVolumeSource>();
extern template TypeDesc const& struct_desc<CephFSVolumeSource>();
extern template TypeDesc const& struct_desc<CinderVolumeSource>();
extern template TypeDesc const& struct_desc<KeyToPath>();
extern template TypeDesc const& struct_desc<ConfigMapVolumeSource>();
extern template TypeDesc const& struct_desc<CSIVolumeSource>();
extern template TypeDesc const& struct_desc<DownwardAPIVolumeFile>();
extern template TypeDesc const& struct_desc<DownwardAPIVolumeSource>();
extern template TypeDesc const& struct_desc<EmptyDirVolumeSource>();
extern template TypeDesc const& struct_desc<TypedLocalObjectReference>();
extern template TypeDesc const& struct_desc<TypedObjectReference>();
extern template TypeDesc const& struct_desc<VolumeResourceRequirements>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaimSpec>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaimTemplate>();
extern template TypeDesc const& struct_desc<EphemeralVolumeSource>();
extern template TypeDesc const& struct_desc<FCVolumeSource>();
extern template TypeDesc const& struct_desc<FlexVolumeSource>();
extern template TypeDesc const& struct_desc<FlockerVolumeSource>();
extern template TypeDesc const& struct_desc<GCEPersistentDiskVolumeSource>();
extern template TypeDesc const& struct_desc<GitRepoVolumeSource>();
extern template TypeDesc const& struct_desc<GlusterfsVolumeSource>();
extern template TypeDesc const& struct_desc<HostPathVolumeSource>();
extern template TypeDesc const& struct_desc<ImageVolumeSource>();
extern template TypeDesc const& struct_desc<ISCSIVolumeSource>();
extern template TypeDesc const& struct_desc<NFSVolumeSource>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaimVolumeSource>();
extern template TypeDesc const& struct_desc<PhotonPersistentDiskVolumeSource>();
extern template TypeDesc const& struct_desc<PortworxVolumeSource>();
extern template TypeDesc const& struct_desc<ClusterTrustBundleProjection>();
extern template TypeDesc const& struct_desc<ConfigMapProjection>();
extern template TypeDesc const& struct_desc<DownwardAPIProjection>();
extern template TypeDesc const& struct_desc<PodCertificateProjection>();
extern template TypeDesc const& struct_desc<SecretProjection>();
extern template TypeDesc const& struct_desc<ServiceAccountTokenProjection>();
extern template TypeDesc const& struct_desc<VolumeProjection>();
extern template TypeDesc const& struct_desc<ProjectedVolumeSource>();
extern template TypeDesc const& struct_desc<QuobyteVolumeSource>();
extern template TypeDesc const& struct_desc<RBDVolumeSource>();
extern template TypeDesc const& struct_desc<ScaleIOVolumeSource>();
extern template TypeDesc const& struct_desc<SecretVolumeSource>();
extern template TypeDesc const& struct_desc<StorageOSVolumeSource>();
extern template TypeDesc const& struct_desc<VsphereVirtualDiskVolumeSource>();
extern template TypeDesc const& struct_desc<Volume>();
extern template TypeDesc const& struct_desc<PodSpec>();
extern template TypeDesc const& struct_desc<PodCondition>();
extern template TypeDesc const& struct_desc<ResourceHealth>();
extern template TypeDesc const& struct_desc<ResourceStatus>();
extern template TypeDesc const& struct_desc<ContainerStateRunning>();
extern template TypeDesc const& struct_desc<ContainerStateTerminated>();
extern template TypeDesc const& struct_desc<ContainerStateWaiting>();
extern template TypeDesc const& struct_desc<ContainerState>();
extern template TypeDesc const& struct_desc<LinuxContainerUser>();
extern template TypeDesc const& struct_desc<ContainerUser>();
extern template TypeDesc const& struct_desc<ImageVolumeStatus>();
extern template TypeDesc const& struct_desc<VolumeStatus>();
extern template TypeDesc const& struct_desc<VolumeMountStatus>();
extern template TypeDesc const& struct_desc<ContainerStatus>();
extern template TypeDesc const& struct_desc<ContainerExtendedResourceRequest>();
extern template TypeDesc const& struct_desc<PodExtendedResourceClaimStatus>();
extern template TypeDesc const& struct_desc<HostIP>();
extern template TypeDesc const& struct_desc<NodeAllocatableResourceClaimStatus>();
extern template TypeDesc const& struct_desc<PodIP>();
extern template TypeDesc const& struct_desc<PodResourceClaimStatus>();
extern template TypeDesc const& struct_desc<PodStatus>();
extern template TypeDesc const& struct_desc<Pod>();
extern template TypeDesc const& struct_desc<ConfigMap>();
extern template TypeDesc const& struct_desc<Secret>();
extern template TypeDesc const& struct_desc<ServicePort>();
extern template TypeDesc const& struct_desc<ClientIPConfig>();
extern template TypeDesc const& struct_desc<SessionAffinityConfig>();
extern template TypeDesc const& struct_desc<ServiceSpec>();
extern template TypeDesc const& struct_desc<PortStatus>();
extern template TypeDesc const& struct_desc<LoadBalancerIngress>();
extern template TypeDesc const& struct_desc<LoadBalancerStatus>();
extern template TypeDesc const& struct_desc<ServiceStatus>();
extern template TypeDesc const& struct_desc<Service>();
extern template TypeDesc const& struct_desc<AzureFilePersistentVolumeSource>();
extern template TypeDesc const& struct_desc<SecretReference>();
extern template TypeDesc const& struct_desc<CephFSPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<CinderPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<ObjectReference>();
extern template TypeDesc const& struct_desc<CSIPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<FlexPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<GlusterfsPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<ISCSIPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<LocalVolumeSource>();
extern template TypeDesc const& struct_desc<VolumeNodeAffinity>();
extern template TypeDesc const& struct_desc<RBDPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<ScaleIOPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<StorageOSPersistentVolumeSource>();
extern template TypeDesc const& struct_desc<PersistentVolumeSpec>();
extern template TypeDesc const& struct_desc<PersistentVolumeStatus>();
extern template TypeDesc const& struct_desc<PersistentVolume>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaimCondition>();
extern template TypeDesc const& struct_desc<ModifyVolumeStatus>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaimStatus>();
extern template TypeDesc const& struct_desc<PersistentVolumeClaim>();
extern template TypeDesc const& struct_desc<ServiceAccount>();
extern template TypeDesc const& struct_desc<EventSeries>();
extern template TypeDesc const& struct_desc<EventSource>();
extern template TypeDesc const& struct_desc<Event>();
extern template TypeDesc const& struct_desc<PodTemplateSpec>();
extern template TypeDesc const& struct_desc<TopologySelectorLabelRequirement>();
extern template TypeDesc const& struct_desc<TopologySelectorTerm>();
}  // namespace detail

}  // namespace keelson

#endif
