#include <keelson/api/core_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(NamespaceSpec, (), (finalizers))
BOOST_DESCRIBE_STRUCT(NamespaceCondition, (), (lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(NamespaceStatus, (), (conditions, phase))
BOOST_DESCRIBE_STRUCT(Namespace, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(ConfigMapNodeConfigSource, (), (kubeletConfigKey, name, namespace_, resourceVersion, uid))
BOOST_DESCRIBE_STRUCT(NodeConfigSource, (), (configMap))
BOOST_DESCRIBE_STRUCT(Taint, (), (effect, key, timeAdded, value))
BOOST_DESCRIBE_STRUCT(NodeSpec, (), (configSource, externalID, podCIDR, podCIDRs, providerID, taints, unschedulable))
BOOST_DESCRIBE_STRUCT(NodeAddress, (), (address, type))
BOOST_DESCRIBE_STRUCT(NodeCondition, (), (lastHeartbeatTime, lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(NodeConfigStatus, (), (active, assigned, error, lastKnownGood))
BOOST_DESCRIBE_STRUCT(DaemonEndpoint, (), (Port))
BOOST_DESCRIBE_STRUCT(NodeDaemonEndpoints, (), (kubeletEndpoint))
BOOST_DESCRIBE_STRUCT(NodeFeatures, (), (supplementalGroupsPolicy))
BOOST_DESCRIBE_STRUCT(ContainerImage, (), (names, sizeBytes))
BOOST_DESCRIBE_STRUCT(NodeSwapStatus, (), (capacity))
BOOST_DESCRIBE_STRUCT(NodeSystemInfo, (),
                      (architecture, bootID, containerRuntimeVersion, kernelVersion, kubeProxyVersion, kubeletVersion,
                       machineID, operatingSystem, osImage, swap, systemUUID))
BOOST_DESCRIBE_STRUCT(NodeRuntimeHandlerFeatures, (), (recursiveReadOnlyMounts, userNamespaces))
BOOST_DESCRIBE_STRUCT(NodeRuntimeHandler, (), (features, name))
BOOST_DESCRIBE_STRUCT(AttachedVolume, (), (devicePath, name))
BOOST_DESCRIBE_STRUCT(NodeStatus, (),
                      (addresses, allocatable, capacity, conditions, config, daemonEndpoints, declaredFeatures,
                       features, images, nodeInfo, phase, runtimeHandlers, volumesAttached, volumesInUse))
BOOST_DESCRIBE_STRUCT(Node, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(NodeSelectorRequirement, (), (key, operator_, values))
BOOST_DESCRIBE_STRUCT(NodeSelectorTerm, (), (matchExpressions, matchFields))
BOOST_DESCRIBE_STRUCT(PreferredSchedulingTerm, (), (preference, weight))
BOOST_DESCRIBE_STRUCT(NodeSelector, (), (nodeSelectorTerms))
BOOST_DESCRIBE_STRUCT(NodeAffinity, (),
                      (preferredDuringSchedulingIgnoredDuringExecution, requiredDuringSchedulingIgnoredDuringExecution))
BOOST_DESCRIBE_STRUCT(PodAffinityTerm, (),
                      (labelSelector, matchLabelKeys, mismatchLabelKeys, namespaceSelector, namespaces, topologyKey))
BOOST_DESCRIBE_STRUCT(WeightedPodAffinityTerm, (), (podAffinityTerm, weight))
BOOST_DESCRIBE_STRUCT(PodAffinity, (),
                      (preferredDuringSchedulingIgnoredDuringExecution, requiredDuringSchedulingIgnoredDuringExecution))
BOOST_DESCRIBE_STRUCT(PodAntiAffinity, (),
                      (preferredDuringSchedulingIgnoredDuringExecution, requiredDuringSchedulingIgnoredDuringExecution))
BOOST_DESCRIBE_STRUCT(Affinity, (), (nodeAffinity, podAffinity, podAntiAffinity))
BOOST_DESCRIBE_STRUCT(ConfigMapKeySelector, (), (key, name, optional))
BOOST_DESCRIBE_STRUCT(ObjectFieldSelector, (), (apiVersion, fieldPath))
BOOST_DESCRIBE_STRUCT(FileKeySelector, (), (key, optional, path, volumeName))
BOOST_DESCRIBE_STRUCT(ResourceFieldSelector, (), (containerName, divisor, resource))
BOOST_DESCRIBE_STRUCT(SecretKeySelector, (), (key, name, optional))
BOOST_DESCRIBE_STRUCT(EnvVarSource, (), (configMapKeyRef, fieldRef, fileKeyRef, resourceFieldRef, secretKeyRef))
BOOST_DESCRIBE_STRUCT(EnvVar, (), (name, value, valueFrom))
BOOST_DESCRIBE_STRUCT(ConfigMapEnvSource, (), (name, optional))
BOOST_DESCRIBE_STRUCT(SecretEnvSource, (), (name, optional))
BOOST_DESCRIBE_STRUCT(EnvFromSource, (), (configMapRef, prefix, secretRef))
BOOST_DESCRIBE_STRUCT(ExecAction, (), (command))
BOOST_DESCRIBE_STRUCT(HTTPHeader, (), (name, value))
BOOST_DESCRIBE_STRUCT(HTTPGetAction, (), (host, httpHeaders, path, port, scheme))
BOOST_DESCRIBE_STRUCT(SleepAction, (), (seconds))
BOOST_DESCRIBE_STRUCT(TCPSocketAction, (), (host, port))
BOOST_DESCRIBE_STRUCT(LifecycleHandler, (), (exec, httpGet, sleep, tcpSocket))
BOOST_DESCRIBE_STRUCT(Lifecycle, (), (postStart, preStop, stopSignal))
BOOST_DESCRIBE_STRUCT(GRPCAction, (), (port, service))
BOOST_DESCRIBE_STRUCT(Probe, (),
                      (exec, failureThreshold, grpc, httpGet, initialDelaySeconds, periodSeconds, successThreshold,
                       tcpSocket, terminationGracePeriodSeconds, timeoutSeconds))
BOOST_DESCRIBE_STRUCT(ContainerPort, (), (containerPort, hostIP, hostPort, name, protocol))
BOOST_DESCRIBE_STRUCT(ContainerResizePolicy, (), (resourceName, restartPolicy))
BOOST_DESCRIBE_STRUCT(ResourceClaim, (), (name, request))
BOOST_DESCRIBE_STRUCT(ResourceRequirements, (), (claims, limits, requests))
BOOST_DESCRIBE_STRUCT(ContainerRestartRuleOnExitCodes, (), (operator_, values))
BOOST_DESCRIBE_STRUCT(ContainerRestartRule, (), (action, exitCodes))
BOOST_DESCRIBE_STRUCT(AppArmorProfile, (), (localhostProfile, type))
BOOST_DESCRIBE_STRUCT(Capabilities, (), (add, drop))
BOOST_DESCRIBE_STRUCT(SELinuxOptions, (), (level, role, type, user))
BOOST_DESCRIBE_STRUCT(SeccompProfile, (), (localhostProfile, type))
BOOST_DESCRIBE_STRUCT(WindowsSecurityContextOptions, (),
                      (gmsaCredentialSpec, gmsaCredentialSpecName, hostProcess, runAsUserName))
BOOST_DESCRIBE_STRUCT(SecurityContext, (),
                      (allowPrivilegeEscalation, appArmorProfile, capabilities, privileged, procMount,
                       readOnlyRootFilesystem, runAsGroup, runAsNonRoot, runAsUser, seLinuxOptions, seccompProfile,
                       windowsOptions))
BOOST_DESCRIBE_STRUCT(VolumeDevice, (), (devicePath, name))
BOOST_DESCRIBE_STRUCT(VolumeMount, (),
                      (mountPath, mountPropagation, name, readOnly, recursiveReadOnly, subPath, subPathExpr))
BOOST_DESCRIBE_STRUCT(Container, (),
                      (args, command, env, envFrom, image, imagePullPolicy, lifecycle, livenessProbe, name, ports,
                       readinessProbe, resizePolicy, resources, restartPolicy, restartPolicyRules, securityContext,
                       startupProbe, stdin, stdinOnce, terminationMessagePath, terminationMessagePolicy, tty,
                       volumeDevices, volumeMounts, workingDir))
BOOST_DESCRIBE_STRUCT(PodDNSConfigOption, (), (name, value))
BOOST_DESCRIBE_STRUCT(PodDNSConfig, (), (nameservers, options, searches))
BOOST_DESCRIBE_STRUCT(EphemeralContainer, (),
                      (args, command, env, envFrom, image, imagePullPolicy, lifecycle, livenessProbe, name, ports,
                       readinessProbe, resizePolicy, resources, restartPolicy, restartPolicyRules, securityContext,
                       startupProbe, stdin, stdinOnce, targetContainerName, terminationMessagePath,
                       terminationMessagePolicy, tty, volumeDevices, volumeMounts, workingDir))
BOOST_DESCRIBE_STRUCT(HostAlias, (), (hostnames, ip))
BOOST_DESCRIBE_STRUCT(LocalObjectReference, (), (name))
BOOST_DESCRIBE_STRUCT(PodOS, (), (name))
BOOST_DESCRIBE_STRUCT(PodReadinessGate, (), (conditionType))
BOOST_DESCRIBE_STRUCT(PodResourceClaim, (), (name, resourceClaimName, resourceClaimTemplateName))
BOOST_DESCRIBE_STRUCT(PodSchedulingGate, (), (name))
BOOST_DESCRIBE_STRUCT(PodSchedulingGroup, (), (podGroupName))
BOOST_DESCRIBE_STRUCT(Sysctl, (), (name, value))
BOOST_DESCRIBE_STRUCT(PodSecurityContext, (),
                      (appArmorProfile, fsGroup, fsGroupChangePolicy, runAsGroup, runAsNonRoot, runAsUser,
                       seLinuxChangePolicy, seLinuxOptions, seccompProfile, supplementalGroups,
                       supplementalGroupsPolicy, sysctls, windowsOptions))
BOOST_DESCRIBE_STRUCT(Toleration, (), (effect, key, operator_, tolerationSeconds, value))
BOOST_DESCRIBE_STRUCT(TopologySpreadConstraint, (),
                      (labelSelector, matchLabelKeys, maxSkew, minDomains, nodeAffinityPolicy, nodeTaintsPolicy,
                       topologyKey, whenUnsatisfiable))
BOOST_DESCRIBE_STRUCT(AWSElasticBlockStoreVolumeSource, (), (fsType, partition, readOnly, volumeID))
BOOST_DESCRIBE_STRUCT(AzureDiskVolumeSource, (), (cachingMode, diskName, diskURI, fsType, kind, readOnly))
BOOST_DESCRIBE_STRUCT(AzureFileVolumeSource, (), (readOnly, secretName, shareName))
BOOST_DESCRIBE_STRUCT(CephFSVolumeSource, (), (monitors, path, readOnly, secretFile, secretRef, user))
BOOST_DESCRIBE_STRUCT(CinderVolumeSource, (), (fsType, readOnly, secretRef, volumeID))
BOOST_DESCRIBE_STRUCT(KeyToPath, (), (key, mode, path))
BOOST_DESCRIBE_STRUCT(ConfigMapVolumeSource, (), (defaultMode, items, name, optional))
BOOST_DESCRIBE_STRUCT(CSIVolumeSource, (), (driver, fsType, nodePublishSecretRef, readOnly, volumeAttributes))
BOOST_DESCRIBE_STRUCT(DownwardAPIVolumeFile, (), (fieldRef, mode, path, resourceFieldRef))
BOOST_DESCRIBE_STRUCT(DownwardAPIVolumeSource, (), (defaultMode, items))
BOOST_DESCRIBE_STRUCT(EmptyDirVolumeSource, (), (medium, sizeLimit))
BOOST_DESCRIBE_STRUCT(TypedLocalObjectReference, (), (apiGroup, kind, name))
BOOST_DESCRIBE_STRUCT(TypedObjectReference, (), (apiGroup, kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(VolumeResourceRequirements, (), (limits, requests))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaimSpec, (),
                      (accessModes, dataSource, dataSourceRef, resources, selector, storageClassName,
                       volumeAttributesClassName, volumeMode, volumeName))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaimTemplate, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(EphemeralVolumeSource, (), (volumeClaimTemplate))
BOOST_DESCRIBE_STRUCT(FCVolumeSource, (), (fsType, lun, readOnly, targetWWNs, wwids))
BOOST_DESCRIBE_STRUCT(FlexVolumeSource, (), (driver, fsType, options, readOnly, secretRef))
BOOST_DESCRIBE_STRUCT(FlockerVolumeSource, (), (datasetName, datasetUUID))
BOOST_DESCRIBE_STRUCT(GCEPersistentDiskVolumeSource, (), (fsType, partition, pdName, readOnly))
BOOST_DESCRIBE_STRUCT(GitRepoVolumeSource, (), (directory, repository, revision))
BOOST_DESCRIBE_STRUCT(GlusterfsVolumeSource, (), (endpoints, path, readOnly))
BOOST_DESCRIBE_STRUCT(HostPathVolumeSource, (), (path, type))
BOOST_DESCRIBE_STRUCT(ImageVolumeSource, (), (pullPolicy, reference))
BOOST_DESCRIBE_STRUCT(ISCSIVolumeSource, (),
                      (chapAuthDiscovery, chapAuthSession, fsType, initiatorName, iqn, iscsiInterface, lun, portals,
                       readOnly, secretRef, targetPortal))
BOOST_DESCRIBE_STRUCT(NFSVolumeSource, (), (path, readOnly, server))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaimVolumeSource, (), (claimName, readOnly))
BOOST_DESCRIBE_STRUCT(PhotonPersistentDiskVolumeSource, (), (fsType, pdID))
BOOST_DESCRIBE_STRUCT(PortworxVolumeSource, (), (fsType, readOnly, volumeID))
BOOST_DESCRIBE_STRUCT(ClusterTrustBundleProjection, (), (labelSelector, name, optional, path, signerName))
BOOST_DESCRIBE_STRUCT(ConfigMapProjection, (), (items, name, optional))
BOOST_DESCRIBE_STRUCT(DownwardAPIProjection, (), (items))
BOOST_DESCRIBE_STRUCT(PodCertificateProjection, (),
                      (certificateChainPath, credentialBundlePath, keyPath, keyType, maxExpirationSeconds, signerName,
                       userAnnotations))
BOOST_DESCRIBE_STRUCT(SecretProjection, (), (items, name, optional))
BOOST_DESCRIBE_STRUCT(ServiceAccountTokenProjection, (), (audience, expirationSeconds, path))
BOOST_DESCRIBE_STRUCT(VolumeProjection, (),
                      (clusterTrustBundle, configMap, downwardAPI, podCertificate, secret, serviceAccountToken))
BOOST_DESCRIBE_STRUCT(ProjectedVolumeSource, (), (defaultMode, sources))
BOOST_DESCRIBE_STRUCT(QuobyteVolumeSource, (), (group, readOnly, registry, tenant, user, volume))
BOOST_DESCRIBE_STRUCT(RBDVolumeSource, (), (fsType, image, keyring, monitors, pool, readOnly, secretRef, user))
BOOST_DESCRIBE_STRUCT(ScaleIOVolumeSource, (),
                      (fsType, gateway, protectionDomain, readOnly, secretRef, sslEnabled, storageMode, storagePool,
                       system, volumeName))
BOOST_DESCRIBE_STRUCT(SecretVolumeSource, (), (defaultMode, items, optional, secretName))
BOOST_DESCRIBE_STRUCT(StorageOSVolumeSource, (), (fsType, readOnly, secretRef, volumeName, volumeNamespace))
BOOST_DESCRIBE_STRUCT(VsphereVirtualDiskVolumeSource, (), (fsType, storagePolicyID, storagePolicyName, volumePath))
BOOST_DESCRIBE_STRUCT(Volume, (),
                      (awsElasticBlockStore, azureDisk, azureFile, cephfs, cinder, configMap, csi, downwardAPI,
                       emptyDir, ephemeral, fc, flexVolume, flocker, gcePersistentDisk, gitRepo, glusterfs, hostPath,
                       image, iscsi, name, nfs, persistentVolumeClaim, photonPersistentDisk, portworxVolume, projected,
                       quobyte, rbd, scaleIO, secret, storageos, vsphereVolume))
BOOST_DESCRIBE_STRUCT(PodSpec, (),
                      (activeDeadlineSeconds, affinity, automountServiceAccountToken, containers, dnsConfig, dnsPolicy,
                       enableServiceLinks, ephemeralContainers, hostAliases, hostIPC, hostNetwork, hostPID, hostUsers,
                       hostname, hostnameOverride, imagePullSecrets, initContainers, nodeName, nodeSelector, os,
                       overhead, preemptionPolicy, priority, priorityClassName, readinessGates, resourceClaims,
                       resources, restartPolicy, runtimeClassName, schedulerName, schedulingGates, schedulingGroup,
                       securityContext, serviceAccount, serviceAccountName, setHostnameAsFQDN, shareProcessNamespace,
                       subdomain, terminationGracePeriodSeconds, tolerations, topologySpreadConstraints, volumes))
BOOST_DESCRIBE_STRUCT(PodCondition, (),
                      (lastProbeTime, lastTransitionTime, message, observedGeneration, reason, status, type))
BOOST_DESCRIBE_STRUCT(ResourceHealth, (), (health, message, resourceID))
BOOST_DESCRIBE_STRUCT(ResourceStatus, (), (name, resources))
BOOST_DESCRIBE_STRUCT(ContainerStateRunning, (), (startedAt))
BOOST_DESCRIBE_STRUCT(ContainerStateTerminated, (),
                      (containerID, exitCode, finishedAt, message, reason, signal, startedAt))
BOOST_DESCRIBE_STRUCT(ContainerStateWaiting, (), (message, reason))
BOOST_DESCRIBE_STRUCT(ContainerState, (), (running, terminated, waiting))
BOOST_DESCRIBE_STRUCT(LinuxContainerUser, (), (gid, supplementalGroups, uid))
BOOST_DESCRIBE_STRUCT(ContainerUser, (), (linux_))
BOOST_DESCRIBE_STRUCT(ImageVolumeStatus, (), (imageRef))
BOOST_DESCRIBE_STRUCT(VolumeStatus, (), (image))
BOOST_DESCRIBE_STRUCT(VolumeMountStatus, (), (mountPath, name, readOnly, recursiveReadOnly, volumeStatus))
BOOST_DESCRIBE_STRUCT(ContainerStatus, (),
                      (allocatedResources, allocatedResourcesStatus, containerID, image, imageID, lastState, name,
                       ready, resources, restartCount, started, state, stopSignal, user, volumeMounts))
BOOST_DESCRIBE_STRUCT(ContainerExtendedResourceRequest, (), (containerName, requestName, resourceName))
BOOST_DESCRIBE_STRUCT(PodExtendedResourceClaimStatus, (), (requestMappings, resourceClaimName))
BOOST_DESCRIBE_STRUCT(HostIP, (), (ip))
BOOST_DESCRIBE_STRUCT(NodeAllocatableResourceClaimStatus, (), (containers, resourceClaimName, resources))
BOOST_DESCRIBE_STRUCT(PodIP, (), (ip))
BOOST_DESCRIBE_STRUCT(PodResourceClaimStatus, (), (name, resourceClaimName))
BOOST_DESCRIBE_STRUCT(PodStatus, (),
                      (allocatedResources, conditions, containerStatuses, ephemeralContainerStatuses,
                       extendedResourceClaimStatus, hostIP, hostIPs, initContainerStatuses, message,
                       nodeAllocatableResourceClaimStatuses, nominatedNodeName, observedGeneration, phase, podIP,
                       podIPs, qosClass, reason, resize, resourceClaimStatuses, resources, startTime))
BOOST_DESCRIBE_STRUCT(Pod, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(ConfigMap, (), (metadata, binaryData, data, immutable))
BOOST_DESCRIBE_STRUCT(Secret, (), (metadata, data, immutable, stringData, type_))
BOOST_DESCRIBE_STRUCT(ServicePort, (), (appProtocol, name, nodePort, port, protocol, targetPort))
BOOST_DESCRIBE_STRUCT(ClientIPConfig, (), (timeoutSeconds))
BOOST_DESCRIBE_STRUCT(SessionAffinityConfig, (), (clientIP))
BOOST_DESCRIBE_STRUCT(ServiceSpec, (),
                      (allocateLoadBalancerNodePorts, clusterIP, clusterIPs, externalIPs, externalName,
                       externalTrafficPolicy, healthCheckNodePort, internalTrafficPolicy, ipFamilies, ipFamilyPolicy,
                       loadBalancerClass, loadBalancerIP, loadBalancerSourceRanges, ports, publishNotReadyAddresses,
                       selector, sessionAffinity, sessionAffinityConfig, trafficDistribution, type))
BOOST_DESCRIBE_STRUCT(PortStatus, (), (error, port, protocol))
BOOST_DESCRIBE_STRUCT(LoadBalancerIngress, (), (hostname, ip, ipMode, ports))
BOOST_DESCRIBE_STRUCT(LoadBalancerStatus, (), (ingress))
BOOST_DESCRIBE_STRUCT(ServiceStatus, (), (conditions, loadBalancer))
BOOST_DESCRIBE_STRUCT(Service, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(AzureFilePersistentVolumeSource, (), (readOnly, secretName, secretNamespace, shareName))
BOOST_DESCRIBE_STRUCT(SecretReference, (), (name, namespace_))
BOOST_DESCRIBE_STRUCT(CephFSPersistentVolumeSource, (), (monitors, path, readOnly, secretFile, secretRef, user))
BOOST_DESCRIBE_STRUCT(CinderPersistentVolumeSource, (), (fsType, readOnly, secretRef, volumeID))
BOOST_DESCRIBE_STRUCT(ObjectReference, (), (apiVersion, fieldPath, kind, name, namespace_, resourceVersion, uid))
BOOST_DESCRIBE_STRUCT(CSIPersistentVolumeSource, (),
                      (controllerExpandSecretRef, controllerPublishSecretRef, driver, fsType, nodeExpandSecretRef,
                       nodePublishSecretRef, nodeStageSecretRef, readOnly, volumeAttributes, volumeHandle))
BOOST_DESCRIBE_STRUCT(FlexPersistentVolumeSource, (), (driver, fsType, options, readOnly, secretRef))
BOOST_DESCRIBE_STRUCT(GlusterfsPersistentVolumeSource, (), (endpoints, endpointsNamespace, path, readOnly))
BOOST_DESCRIBE_STRUCT(ISCSIPersistentVolumeSource, (),
                      (chapAuthDiscovery, chapAuthSession, fsType, initiatorName, iqn, iscsiInterface, lun, portals,
                       readOnly, secretRef, targetPortal))
BOOST_DESCRIBE_STRUCT(LocalVolumeSource, (), (fsType, path))
BOOST_DESCRIBE_STRUCT(VolumeNodeAffinity, (), (required))
BOOST_DESCRIBE_STRUCT(RBDPersistentVolumeSource, (),
                      (fsType, image, keyring, monitors, pool, readOnly, secretRef, user))
BOOST_DESCRIBE_STRUCT(ScaleIOPersistentVolumeSource, (),
                      (fsType, gateway, protectionDomain, readOnly, secretRef, sslEnabled, storageMode, storagePool,
                       system, volumeName))
BOOST_DESCRIBE_STRUCT(StorageOSPersistentVolumeSource, (), (fsType, readOnly, secretRef, volumeName, volumeNamespace))
BOOST_DESCRIBE_STRUCT(PersistentVolumeSpec, (),
                      (accessModes, awsElasticBlockStore, azureDisk, azureFile, capacity, cephfs, cinder, claimRef, csi,
                       fc, flexVolume, flocker, gcePersistentDisk, glusterfs, hostPath, iscsi, local, mountOptions, nfs,
                       nodeAffinity, persistentVolumeReclaimPolicy, photonPersistentDisk, portworxVolume, quobyte, rbd,
                       scaleIO, storageClassName, storageos, volumeAttributesClassName, volumeMode, vsphereVolume))
BOOST_DESCRIBE_STRUCT(PersistentVolumeStatus, (), (lastPhaseTransitionTime, message, phase, reason))
BOOST_DESCRIBE_STRUCT(PersistentVolume, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaimCondition, (),
                      (lastProbeTime, lastTransitionTime, message, reason, status, type))
BOOST_DESCRIBE_STRUCT(ModifyVolumeStatus, (), (status, targetVolumeAttributesClassName))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaimStatus, (),
                      (accessModes, allocatedResourceStatuses, allocatedResources, capacity, conditions,
                       currentVolumeAttributesClassName, modifyVolumeStatus, phase))
BOOST_DESCRIBE_STRUCT(PersistentVolumeClaim, (), (metadata, spec, status))
BOOST_DESCRIBE_STRUCT(ServiceAccount, (), (metadata, automountServiceAccountToken, imagePullSecrets, secrets))
BOOST_DESCRIBE_STRUCT(EventSeries, (), (count, lastObservedTime))
BOOST_DESCRIBE_STRUCT(EventSource, (), (component, host))
BOOST_DESCRIBE_STRUCT(Event, (),
                      (metadata, action, count, eventTime, firstTimestamp, involvedObject, lastTimestamp, message,
                       reason, related, reportingComponent, reportingInstance, series, source, type_))
BOOST_DESCRIBE_STRUCT(PodTemplateSpec, (), (metadata, spec))
BOOST_DESCRIBE_STRUCT(TopologySelectorLabelRequirement, (), (key, values))
BOOST_DESCRIBE_STRUCT(TopologySelectorTerm, (), (matchLabelExpressions))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<NamespaceCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<ConfigMapNodeConfigSource>{"kubeletConfigKey", "name",
                                                                                             "namespace"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<Taint>{"effect", "key"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<NodeAddress>{"address", "type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<NodeCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<DaemonEndpoint>{"Port"};
template <>
inline constexpr std::array<std::string_view, 10> required_scalars<NodeSystemInfo>{
    "architecture",   "bootID",    "containerRuntimeVersion", "kernelVersion", "kubeProxyVersion",
    "kubeletVersion", "machineID", "operatingSystem",         "osImage",       "systemUUID"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<AttachedVolume>{"devicePath", "name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<NodeSelectorRequirement>{"key", "operator"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PreferredSchedulingTerm>{"weight"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodAffinityTerm>{"topologyKey"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<WeightedPodAffinityTerm>{"weight"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ConfigMapKeySelector>{"key"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ObjectFieldSelector>{"fieldPath"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<FileKeySelector>{"key", "path", "volumeName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceFieldSelector>{"resource"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<SecretKeySelector>{"key"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<EnvVar>{"name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<HTTPHeader>{"name", "value"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<SleepAction>{"seconds"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<GRPCAction>{"port"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ContainerPort>{"containerPort"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ContainerResizePolicy>{"resourceName",
                                                                                         "restartPolicy"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceClaim>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ContainerRestartRuleOnExitCodes>{"operator"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ContainerRestartRule>{"action"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<AppArmorProfile>{"type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<SeccompProfile>{"type"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<VolumeDevice>{"devicePath", "name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<VolumeMount>{"mountPath", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<Container>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<EphemeralContainer>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HostAlias>{"ip"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodOS>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodReadinessGate>{"conditionType"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodResourceClaim>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodSchedulingGate>{"name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<Sysctl>{"name", "value"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<TopologySpreadConstraint>{"maxSkew", "topologyKey",
                                                                                            "whenUnsatisfiable"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<AWSElasticBlockStoreVolumeSource>{"volumeID"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<AzureDiskVolumeSource>{"diskName", "diskURI"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<AzureFileVolumeSource>{"secretName", "shareName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CinderVolumeSource>{"volumeID"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<KeyToPath>{"key", "path"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CSIVolumeSource>{"driver"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<DownwardAPIVolumeFile>{"path"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<TypedLocalObjectReference>{"kind", "name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<TypedObjectReference>{"kind", "name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<FlexVolumeSource>{"driver"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<GCEPersistentDiskVolumeSource>{"pdName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<GitRepoVolumeSource>{"repository"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<GlusterfsVolumeSource>{"endpoints", "path"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HostPathVolumeSource>{"path"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<ISCSIVolumeSource>{"iqn", "lun", "targetPortal"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<NFSVolumeSource>{"path", "server"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PersistentVolumeClaimVolumeSource>{"claimName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PhotonPersistentDiskVolumeSource>{"pdID"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PortworxVolumeSource>{"volumeID"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ClusterTrustBundleProjection>{"path"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<PodCertificateProjection>{"keyType", "signerName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ServiceAccountTokenProjection>{"path"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<QuobyteVolumeSource>{"registry", "volume"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<RBDVolumeSource>{"image"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ScaleIOVolumeSource>{"gateway", "system"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<VsphereVirtualDiskVolumeSource>{"volumePath"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<Volume>{"name"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<PodCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceHealth>{"resourceID"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ResourceStatus>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ContainerStateTerminated>{"exitCode"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<LinuxContainerUser>{"gid", "uid"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ImageVolumeStatus>{"imageRef"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<VolumeMountStatus>{"mountPath", "name"};
template <>
inline constexpr std::array<std::string_view, 5> required_scalars<ContainerStatus>{"image", "imageID", "name", "ready",
                                                                                   "restartCount"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<ContainerExtendedResourceRequest>{
    "containerName", "requestName", "resourceName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodExtendedResourceClaimStatus>{"resourceClaimName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<HostIP>{"ip"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<NodeAllocatableResourceClaimStatus>{
    "resourceClaimName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodIP>{"ip"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<PodResourceClaimStatus>{"name"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ServicePort>{"port"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<PortStatus>{"port", "protocol"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<AzureFilePersistentVolumeSource>{"secretName",
                                                                                                   "shareName"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<CinderPersistentVolumeSource>{"volumeID"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<CSIPersistentVolumeSource>{"driver", "volumeHandle"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<FlexPersistentVolumeSource>{"driver"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<GlusterfsPersistentVolumeSource>{"endpoints", "path"};
template <>
inline constexpr std::array<std::string_view, 3> required_scalars<ISCSIPersistentVolumeSource>{"iqn", "lun",
                                                                                               "targetPortal"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<LocalVolumeSource>{"path"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<RBDPersistentVolumeSource>{"image"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<ScaleIOPersistentVolumeSource>{"gateway", "system"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<PersistentVolumeClaimCondition>{"status", "type"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ModifyVolumeStatus>{"status"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<TopologySelectorLabelRequirement>{"key"};

template TypeDesc const& struct_desc<NamespaceSpec>();
template TypeDesc const& struct_desc<NamespaceCondition>();
template TypeDesc const& struct_desc<NamespaceStatus>();
template TypeDesc const& struct_desc<Namespace>();
template TypeDesc const& struct_desc<ConfigMapNodeConfigSource>();
template TypeDesc const& struct_desc<NodeConfigSource>();
template TypeDesc const& struct_desc<Taint>();
template TypeDesc const& struct_desc<NodeSpec>();
template TypeDesc const& struct_desc<NodeAddress>();
template TypeDesc const& struct_desc<NodeCondition>();
template TypeDesc const& struct_desc<NodeConfigStatus>();
template TypeDesc const& struct_desc<DaemonEndpoint>();
template TypeDesc const& struct_desc<NodeDaemonEndpoints>();
template TypeDesc const& struct_desc<NodeFeatures>();
template TypeDesc const& struct_desc<ContainerImage>();
template TypeDesc const& struct_desc<NodeSwapStatus>();
template TypeDesc const& struct_desc<NodeSystemInfo>();
template TypeDesc const& struct_desc<NodeRuntimeHandlerFeatures>();
template TypeDesc const& struct_desc<NodeRuntimeHandler>();
template TypeDesc const& struct_desc<AttachedVolume>();
template TypeDesc const& struct_desc<NodeStatus>();
template TypeDesc const& struct_desc<Node>();
template TypeDesc const& struct_desc<NodeSelectorRequirement>();
template TypeDesc const& struct_desc<NodeSelectorTerm>();
template TypeDesc const& struct_desc<PreferredSchedulingTerm>();
template TypeDesc const& struct_desc<NodeSelector>();
template TypeDesc const& struct_desc<NodeAffinity>();
template TypeDesc const& struct_desc<PodAffinityTerm>();
template TypeDesc const& struct_desc<WeightedPodAffinityTerm>();
template TypeDesc const& struct_desc<PodAffinity>();
template TypeDesc const& struct_desc<PodAntiAffinity>();
template TypeDesc const& struct_desc<Affinity>();
template TypeDesc const& struct_desc<ConfigMapKeySelector>();
template TypeDesc const& struct_desc<ObjectFieldSelector>();
template TypeDesc const& struct_desc<FileKeySelector>();
template TypeDesc const& struct_desc<ResourceFieldSelector>();
template TypeDesc const& struct_desc<SecretKeySelector>();
template TypeDesc const& struct_desc<EnvVarSource>();
template TypeDesc const& struct_desc<EnvVar>();
template TypeDesc const& struct_desc<ConfigMapEnvSource>();
template TypeDesc const& struct_desc<SecretEnvSource>();
template TypeDesc const& struct_desc<EnvFromSource>();
template TypeDesc const& struct_desc<ExecAction>();
template TypeDesc const& struct_desc<HTTPHeader>();
template TypeDesc const& struct_desc<HTTPGetAction>();
template TypeDesc const& struct_desc<SleepAction>();
template TypeDesc const& struct_desc<TCPSocketAction>();
template TypeDesc const& struct_desc<LifecycleHandler>();
template TypeDesc const& struct_desc<Lifecycle>();
template TypeDesc const& struct_desc<GRPCAction>();
template TypeDesc const& struct_desc<Probe>();
template TypeDesc const& struct_desc<ContainerPort>();
template TypeDesc const& struct_desc<ContainerResizePolicy>();
template TypeDesc const& struct_desc<ResourceClaim>();
template TypeDesc const& struct_desc<ResourceRequirements>();
template TypeDesc const& struct_desc<ContainerRestartRuleOnExitCodes>();
template TypeDesc const& struct_desc<ContainerRestartRule>();
template TypeDesc const& struct_desc<AppArmorProfile>();
template TypeDesc const& struct_desc<Capabilities>();
template TypeDesc const& struct_desc<SELinuxOptions>();
template TypeDesc const& struct_desc<SeccompProfile>();
template TypeDesc const& struct_desc<WindowsSecurityContextOptions>();
template TypeDesc const& struct_desc<SecurityContext>();
template TypeDesc const& struct_desc<VolumeDevice>();
template TypeDesc const& struct_desc<VolumeMount>();
template TypeDesc const& struct_desc<Container>();
template TypeDesc const& struct_desc<PodDNSConfigOption>();
template TypeDesc const& struct_desc<PodDNSConfig>();
template TypeDesc const& struct_desc<EphemeralContainer>();
template TypeDesc const& struct_desc<HostAlias>();
template TypeDesc const& struct_desc<LocalObjectReference>();
template TypeDesc const& struct_desc<PodOS>();
template TypeDesc const& struct_desc<PodReadinessGate>();
template TypeDesc const& struct_desc<PodResourceClaim>();
template TypeDesc const& struct_desc<PodSchedulingGate>();
template TypeDesc const& struct_desc<PodSchedulingGroup>();
template TypeDesc const& struct_desc<Sysctl>();
template TypeDesc const& struct_desc<PodSecurityContext>();
template TypeDesc const& struct_desc<Toleration>();
template TypeDesc const& struct_desc<TopologySpreadConstraint>();
template TypeDesc const& struct_desc<AWSElasticBlockStoreVolumeSource>();
template TypeDesc const& struct_desc<AzureDiskVolumeSource>();
template TypeDesc const& struct_desc<AzureFileVolumeSource>();
template TypeDesc const& struct_desc<CephFSVolumeSource>();
template TypeDesc const& struct_desc<CinderVolumeSource>();
template TypeDesc const& struct_desc<KeyToPath>();
template TypeDesc const& struct_desc<ConfigMapVolumeSource>();
template TypeDesc const& struct_desc<CSIVolumeSource>();
template TypeDesc const& struct_desc<DownwardAPIVolumeFile>();
template TypeDesc const& struct_desc<DownwardAPIVolumeSource>();
template TypeDesc const& struct_desc<EmptyDirVolumeSource>();
template TypeDesc const& struct_desc<TypedLocalObjectReference>();
template TypeDesc const& struct_desc<TypedObjectReference>();
template TypeDesc const& struct_desc<VolumeResourceRequirements>();
template TypeDesc const& struct_desc<PersistentVolumeClaimSpec>();
template TypeDesc const& struct_desc<PersistentVolumeClaimTemplate>();
template TypeDesc const& struct_desc<EphemeralVolumeSource>();
template TypeDesc const& struct_desc<FCVolumeSource>();
template TypeDesc const& struct_desc<FlexVolumeSource>();
template TypeDesc const& struct_desc<FlockerVolumeSource>();
template TypeDesc const& struct_desc<GCEPersistentDiskVolumeSource>();
template TypeDesc const& struct_desc<GitRepoVolumeSource>();
template TypeDesc const& struct_desc<GlusterfsVolumeSource>();
template TypeDesc const& struct_desc<HostPathVolumeSource>();
template TypeDesc const& struct_desc<ImageVolumeSource>();
template TypeDesc const& struct_desc<ISCSIVolumeSource>();
template TypeDesc const& struct_desc<NFSVolumeSource>();
template TypeDesc const& struct_desc<PersistentVolumeClaimVolumeSource>();
template TypeDesc const& struct_desc<PhotonPersistentDiskVolumeSource>();
template TypeDesc const& struct_desc<PortworxVolumeSource>();
template TypeDesc const& struct_desc<ClusterTrustBundleProjection>();
template TypeDesc const& struct_desc<ConfigMapProjection>();
template TypeDesc const& struct_desc<DownwardAPIProjection>();
template TypeDesc const& struct_desc<PodCertificateProjection>();
template TypeDesc const& struct_desc<SecretProjection>();
template TypeDesc const& struct_desc<ServiceAccountTokenProjection>();
template TypeDesc const& struct_desc<VolumeProjection>();
template TypeDesc const& struct_desc<ProjectedVolumeSource>();
template TypeDesc const& struct_desc<QuobyteVolumeSource>();
template TypeDesc const& struct_desc<RBDVolumeSource>();
template TypeDesc const& struct_desc<ScaleIOVolumeSource>();
template TypeDesc const& struct_desc<SecretVolumeSource>();
template TypeDesc const& struct_desc<StorageOSVolumeSource>();
template TypeDesc const& struct_desc<VsphereVirtualDiskVolumeSource>();
template TypeDesc const& struct_desc<Volume>();
template TypeDesc const& struct_desc<PodSpec>();
template TypeDesc const& struct_desc<PodCondition>();
template TypeDesc const& struct_desc<ResourceHealth>();
template TypeDesc const& struct_desc<ResourceStatus>();
template TypeDesc const& struct_desc<ContainerStateRunning>();
template TypeDesc const& struct_desc<ContainerStateTerminated>();
template TypeDesc const& struct_desc<ContainerStateWaiting>();
template TypeDesc const& struct_desc<ContainerState>();
template TypeDesc const& struct_desc<LinuxContainerUser>();
template TypeDesc const& struct_desc<ContainerUser>();
template TypeDesc const& struct_desc<ImageVolumeStatus>();
template TypeDesc const& struct_desc<VolumeStatus>();
template TypeDesc const& struct_desc<VolumeMountStatus>();
template TypeDesc const& struct_desc<ContainerStatus>();
template TypeDesc const& struct_desc<ContainerExtendedResourceRequest>();
template TypeDesc const& struct_desc<PodExtendedResourceClaimStatus>();
template TypeDesc const& struct_desc<HostIP>();
template TypeDesc const& struct_desc<NodeAllocatableResourceClaimStatus>();
template TypeDesc const& struct_desc<PodIP>();
template TypeDesc const& struct_desc<PodResourceClaimStatus>();
template TypeDesc const& struct_desc<PodStatus>();
template TypeDesc const& struct_desc<Pod>();
template TypeDesc const& struct_desc<ConfigMap>();
template TypeDesc const& struct_desc<Secret>();
template TypeDesc const& struct_desc<ServicePort>();
template TypeDesc const& struct_desc<ClientIPConfig>();
template TypeDesc const& struct_desc<SessionAffinityConfig>();
template TypeDesc const& struct_desc<ServiceSpec>();
template TypeDesc const& struct_desc<PortStatus>();
template TypeDesc const& struct_desc<LoadBalancerIngress>();
template TypeDesc const& struct_desc<LoadBalancerStatus>();
template TypeDesc const& struct_desc<ServiceStatus>();
template TypeDesc const& struct_desc<Service>();
template TypeDesc const& struct_desc<AzureFilePersistentVolumeSource>();
template TypeDesc const& struct_desc<SecretReference>();
template TypeDesc const& struct_desc<CephFSPersistentVolumeSource>();
template TypeDesc const& struct_desc<CinderPersistentVolumeSource>();
template TypeDesc const& struct_desc<ObjectReference>();
template TypeDesc const& struct_desc<CSIPersistentVolumeSource>();
template TypeDesc const& struct_desc<FlexPersistentVolumeSource>();
template TypeDesc const& struct_desc<GlusterfsPersistentVolumeSource>();
template TypeDesc const& struct_desc<ISCSIPersistentVolumeSource>();
template TypeDesc const& struct_desc<LocalVolumeSource>();
template TypeDesc const& struct_desc<VolumeNodeAffinity>();
template TypeDesc const& struct_desc<RBDPersistentVolumeSource>();
template TypeDesc const& struct_desc<ScaleIOPersistentVolumeSource>();
template TypeDesc const& struct_desc<StorageOSPersistentVolumeSource>();
template TypeDesc const& struct_desc<PersistentVolumeSpec>();
template TypeDesc const& struct_desc<PersistentVolumeStatus>();
template TypeDesc const& struct_desc<PersistentVolume>();
template TypeDesc const& struct_desc<PersistentVolumeClaimCondition>();
template TypeDesc const& struct_desc<ModifyVolumeStatus>();
template TypeDesc const& struct_desc<PersistentVolumeClaimStatus>();
template TypeDesc const& struct_desc<PersistentVolumeClaim>();
template TypeDesc const& struct_desc<ServiceAccount>();
template TypeDesc const& struct_desc<EventSeries>();
template TypeDesc const& struct_desc<EventSource>();
template TypeDesc const& struct_desc<Event>();
template TypeDesc const& struct_desc<PodTemplateSpec>();
template TypeDesc const& struct_desc<TopologySelectorLabelRequirement>();
template TypeDesc const& struct_desc<TopologySelectorTerm>();
}  // namespace detail

}  // namespace keelson
