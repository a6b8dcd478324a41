// Written by tools/generate_protobuf.py; change its facts, not this file.
#include "http/protobuf_tables.hpp"

namespace keelson::http {
namespace {

using Kind = ProtobufField::Kind;
using Shape = ProtobufField::Shape;

constexpr ProtobufField fields[] = {
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 71, "target"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 72, "conditions"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::string, Shape::map, false, 0, "data"},
    {3, Kind::bytes, Shape::map, false, 0, "binaryData"},
    {4, Kind::boolean, Shape::one, true, 0, "immutable"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 73, "subsets"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 71, "involvedObject"},
    {3, Kind::string, Shape::one, false, 0, "reason"},
    {4, Kind::string, Shape::one, false, 0, "message"},
    {5, Kind::message, Shape::one, false, 74, "source"},
    {6, Kind::time, Shape::one, false, 0, "firstTimestamp"},
    {7, Kind::time, Shape::one, false, 0, "lastTimestamp"},
    {8, Kind::integer, Shape::one, false, 0, "count"},
    {9, Kind::string, Shape::one, false, 0, "type"},
    {10, Kind::micro_time, Shape::one, false, 0, "eventTime"},
    {11, Kind::message, Shape::one, true, 75, "series"},
    {12, Kind::string, Shape::one, false, 0, "action"},
    {13, Kind::message, Shape::one, true, 71, "related"},
    {14, Kind::string, Shape::one, false, 0, "reportingComponent"},
    {15, Kind::string, Shape::one, false, 0, "reportingInstance"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 76, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 77, "spec"},
    {3, Kind::message, Shape::one, false, 78, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 79, "spec"},
    {3, Kind::message, Shape::one, false, 80, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 81, "spec"},
    {3, Kind::message, Shape::one, false, 82, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 83, "spec"},
    {3, Kind::message, Shape::one, false, 84, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 85, "spec"},
    {3, Kind::message, Shape::one, false, 86, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, true, 69, "deleteOptions"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 87, "template"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 88, "spec"},
    {3, Kind::message, Shape::one, false, 89, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 90, "spec"},
    {3, Kind::message, Shape::one, false, 91, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 92, "spec"},
    {3, Kind::message, Shape::one, false, 93, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::bytes, Shape::map, false, 0, "data"},
    {3, Kind::string, Shape::one, false, 0, "type"},
    {4, Kind::string, Shape::map, false, 0, "stringData"},
    {5, Kind::boolean, Shape::one, true, 0, "immutable"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 71, "secrets"},
    {3, Kind::message, Shape::list, false, 94, "imagePullSecrets"},
    {4, Kind::boolean, Shape::one, true, 0, "automountServiceAccountToken"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 95, "spec"},
    {3, Kind::message, Shape::one, false, 96, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 97, "spec"},
    {3, Kind::message, Shape::one, false, 98, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 99, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 100, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 101, "webhooks"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 102, "spec"},
    {3, Kind::message, Shape::one, false, 103, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 104, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 105, "webhooks"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::raw, Shape::one, false, 0, "data"},
    {3, Kind::integer, Shape::one, false, 0, "revision"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 106, "spec"},
    {3, Kind::message, Shape::one, false, 107, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 108, "spec"},
    {3, Kind::message, Shape::one, false, 109, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 110, "spec"},
    {3, Kind::message, Shape::one, false, 111, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 112, "spec"},
    {3, Kind::message, Shape::one, false, 113, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 114, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 115, "spec"},
    {3, Kind::message, Shape::one, false, 116, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 117, "spec"},
    {3, Kind::message, Shape::one, false, 118, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 119, "spec"},
    {3, Kind::message, Shape::one, false, 118, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 120, "spec"},
    {3, Kind::message, Shape::one, false, 121, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 117, "spec"},
    {3, Kind::message, Shape::one, false, 118, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 122, "spec"},
    {3, Kind::message, Shape::one, false, 123, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 124, "spec"},
    {3, Kind::message, Shape::one, false, 125, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 126, "spec"},
    {3, Kind::message, Shape::one, false, 127, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 128, "spec"},
    {3, Kind::message, Shape::one, false, 129, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 130, "spec"},
    {3, Kind::message, Shape::one, false, 131, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 132, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 133, "endpoints"},
    {3, Kind::message, Shape::list, false, 134, "ports"},
    {4, Kind::string, Shape::one, false, 0, "addressType"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::micro_time, Shape::one, false, 0, "eventTime"},
    {3, Kind::message, Shape::one, true, 135, "series"},
    {4, Kind::string, Shape::one, false, 0, "reportingController"},
    {5, Kind::string, Shape::one, false, 0, "reportingInstance"},
    {6, Kind::string, Shape::one, false, 0, "action"},
    {7, Kind::string, Shape::one, false, 0, "reason"},
    {8, Kind::message, Shape::one, false, 71, "regarding"},
    {9, Kind::message, Shape::one, true, 71, "related"},
    {10, Kind::string, Shape::one, false, 0, "note"},
    {11, Kind::string, Shape::one, false, 0, "type"},
    {12, Kind::message, Shape::one, false, 74, "deprecatedSource"},
    {13, Kind::time, Shape::one, false, 0, "deprecatedFirstTimestamp"},
    {14, Kind::time, Shape::one, false, 0, "deprecatedLastTimestamp"},
    {15, Kind::integer, Shape::one, false, 0, "deprecatedCount"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 136, "spec"},
    {3, Kind::message, Shape::one, false, 137, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 138, "spec"},
    {3, Kind::message, Shape::one, false, 139, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 140, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 141, "spec"},
    {3, Kind::message, Shape::one, false, 142, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 143, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 144, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 145, "spec"},
    {3, Kind::message, Shape::one, false, 146, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::string, Shape::one, false, 0, "handler"},
    {3, Kind::message, Shape::one, true, 147, "overhead"},
    {4, Kind::message, Shape::one, true, 148, "scheduling"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 149, "spec"},
    {3, Kind::message, Shape::one, false, 150, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 151, "subjects"},
    {3, Kind::message, Shape::one, false, 152, "roleRef"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 153, "rules"},
    {3, Kind::message, Shape::one, true, 154, "aggregationRule"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 151, "subjects"},
    {3, Kind::message, Shape::one, false, 152, "roleRef"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::list, false, 153, "rules"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 155, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 156, "spec"},
    {3, Kind::message, Shape::one, false, 157, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 158, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 159, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::integer, Shape::one, false, 0, "value"},
    {3, Kind::boolean, Shape::one, false, 0, "globalDefault"},
    {4, Kind::string, Shape::one, false, 0, "description"},
    {5, Kind::string, Shape::one, true, 0, "preemptionPolicy"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 160, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 161, "spec"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, true, 162, "nodeTopology"},
    {3, Kind::string, Shape::one, false, 0, "storageClassName"},
    {4, Kind::quantity, Shape::one, true, 0, "capacity"},
    {5, Kind::quantity, Shape::one, true, 0, "maximumVolumeSize"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::string, Shape::one, false, 0, "provisioner"},
    {3, Kind::string, Shape::map, false, 0, "parameters"},
    {4, Kind::string, Shape::one, true, 0, "reclaimPolicy"},
    {5, Kind::string, Shape::list, false, 0, "mountOptions"},
    {6, Kind::boolean, Shape::one, true, 0, "allowVolumeExpansion"},
    {7, Kind::string, Shape::one, true, 0, "volumeBindingMode"},
    {8, Kind::message, Shape::list, false, 163, "allowedTopologies"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 164, "spec"},
    {3, Kind::message, Shape::one, false, 165, "status"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::string, Shape::one, false, 0, "driverName"},
    {3, Kind::string, Shape::map, false, 0, "parameters"},
    {1, Kind::integer, Shape::one, true, 0, "gracePeriodSeconds"},
    {2, Kind::message, Shape::one, true, 166, "preconditions"},
    {3, Kind::boolean, Shape::one, true, 0, "orphanDependents"},
    {4, Kind::string, Shape::one, true, 0, "propagationPolicy"},
    {5, Kind::string, Shape::list, false, 0, "dryRun"},
    {6, Kind::boolean, Shape::one, true, 0, "ignoreStoreReadErrorWithClusterBreakingPotential"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "generateName"},
    {3, Kind::string, Shape::one, false, 0, "namespace"},
    {4, Kind::string, Shape::one, false, 0, "selfLink"},
    {5, Kind::string, Shape::one, false, 0, "uid"},
    {6, Kind::string, Shape::one, false, 0, "resourceVersion"},
    {7, Kind::integer, Shape::one, false, 0, "generation"},
    {8, Kind::time, Shape::one, false, 0, "creationTimestamp"},
    {9, Kind::time, Shape::one, true, 0, "deletionTimestamp"},
    {10, Kind::integer, Shape::one, true, 0, "deletionGracePeriodSeconds"},
    {11, Kind::string, Shape::map, false, 0, "labels"},
    {12, Kind::string, Shape::map, false, 0, "annotations"},
    {13, Kind::message, Shape::list, false, 167, "ownerReferences"},
    {14, Kind::string, Shape::list, false, 0, "finalizers"},
    {17, Kind::message, Shape::list, false, 168, "managedFields"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::string, Shape::one, false, 0, "namespace"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, false, 0, "uid"},
    {5, Kind::string, Shape::one, false, 0, "apiVersion"},
    {6, Kind::string, Shape::one, false, 0, "resourceVersion"},
    {7, Kind::string, Shape::one, false, 0, "fieldPath"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::string, Shape::one, false, 0, "message"},
    {4, Kind::string, Shape::one, false, 0, "error"},
    {1, Kind::message, Shape::list, false, 169, "addresses"},
    {2, Kind::message, Shape::list, false, 169, "notReadyAddresses"},
    {3, Kind::message, Shape::list, false, 170, "ports"},
    {1, Kind::string, Shape::one, false, 0, "component"},
    {2, Kind::string, Shape::one, false, 0, "host"},
    {1, Kind::integer, Shape::one, false, 0, "count"},
    {2, Kind::micro_time, Shape::one, false, 0, "lastObservedTime"},
    {1, Kind::message, Shape::list, false, 171, "limits"},
    {1, Kind::string, Shape::list, false, 0, "finalizers"},
    {1, Kind::string, Shape::one, false, 0, "phase"},
    {2, Kind::message, Shape::list, false, 172, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "podCIDR"},
    {2, Kind::string, Shape::one, false, 0, "externalID"},
    {3, Kind::string, Shape::one, false, 0, "providerID"},
    {4, Kind::boolean, Shape::one, false, 0, "unschedulable"},
    {5, Kind::message, Shape::list, false, 173, "taints"},
    {6, Kind::message, Shape::one, true, 174, "configSource"},
    {7, Kind::string, Shape::list, false, 0, "podCIDRs"},
    {1, Kind::quantity, Shape::map, false, 0, "capacity"},
    {2, Kind::quantity, Shape::map, false, 0, "allocatable"},
    {3, Kind::string, Shape::one, false, 0, "phase"},
    {4, Kind::message, Shape::list, false, 175, "conditions"},
    {5, Kind::message, Shape::list, false, 176, "addresses"},
    {6, Kind::message, Shape::one, false, 177, "daemonEndpoints"},
    {7, Kind::message, Shape::one, false, 178, "nodeInfo"},
    {8, Kind::message, Shape::list, false, 179, "images"},
    {9, Kind::string, Shape::list, false, 0, "volumesInUse"},
    {10, Kind::message, Shape::list, false, 180, "volumesAttached"},
    {11, Kind::message, Shape::one, true, 181, "config"},
    {12, Kind::message, Shape::list, false, 182, "runtimeHandlers"},
    {13, Kind::message, Shape::one, true, 183, "features"},
    {14, Kind::string, Shape::list, false, 0, "declaredFeatures"},
    {1, Kind::string, Shape::list, false, 0, "accessModes"},
    {2, Kind::message, Shape::one, false, 184, "resources"},
    {3, Kind::string, Shape::one, false, 0, "volumeName"},
    {4, Kind::message, Shape::one, true, 162, "selector"},
    {5, Kind::string, Shape::one, true, 0, "storageClassName"},
    {6, Kind::string, Shape::one, true, 0, "volumeMode"},
    {7, Kind::message, Shape::one, true, 185, "dataSource"},
    {8, Kind::message, Shape::one, true, 186, "dataSourceRef"},
    {9, Kind::string, Shape::one, true, 0, "volumeAttributesClassName"},
    {1, Kind::string, Shape::one, false, 0, "phase"},
    {2, Kind::string, Shape::list, false, 0, "accessModes"},
    {3, Kind::quantity, Shape::map, false, 0, "capacity"},
    {4, Kind::message, Shape::list, false, 187, "conditions"},
    {5, Kind::quantity, Shape::map, false, 0, "allocatedResources"},
    {7, Kind::string, Shape::map, false, 0, "allocatedResourceStatuses"},
    {8, Kind::string, Shape::one, true, 0, "currentVolumeAttributesClassName"},
    {9, Kind::message, Shape::one, true, 188, "modifyVolumeStatus"},
    {1, Kind::quantity, Shape::map, false, 0, "capacity"},
    {2, Kind::inlined, Shape::one, false, 189, ""},
    {3, Kind::string, Shape::list, false, 0, "accessModes"},
    {4, Kind::message, Shape::one, true, 71, "claimRef"},
    {5, Kind::string, Shape::one, false, 0, "persistentVolumeReclaimPolicy"},
    {6, Kind::string, Shape::one, false, 0, "storageClassName"},
    {7, Kind::string, Shape::list, false, 0, "mountOptions"},
    {8, Kind::string, Shape::one, true, 0, "volumeMode"},
    {9, Kind::message, Shape::one, true, 190, "nodeAffinity"},
    {10, Kind::string, Shape::one, true, 0, "volumeAttributesClassName"},
    {1, Kind::string, Shape::one, false, 0, "phase"},
    {2, Kind::string, Shape::one, false, 0, "message"},
    {3, Kind::string, Shape::one, false, 0, "reason"},
    {4, Kind::time, Shape::one, true, 0, "lastPhaseTransitionTime"},
    {1, Kind::message, Shape::list, false, 191, "volumes"},
    {2, Kind::message, Shape::list, false, 192, "containers"},
    {3, Kind::string, Shape::one, false, 0, "restartPolicy"},
    {4, Kind::integer, Shape::one, true, 0, "terminationGracePeriodSeconds"},
    {5, Kind::integer, Shape::one, true, 0, "activeDeadlineSeconds"},
    {6, Kind::string, Shape::one, false, 0, "dnsPolicy"},
    {7, Kind::string, Shape::map, false, 0, "nodeSelector"},
    {8, Kind::string, Shape::one, false, 0, "serviceAccountName"},
    {9, Kind::string, Shape::one, false, 0, "serviceAccount"},
    {10, Kind::string, Shape::one, false, 0, "nodeName"},
    {11, Kind::boolean, Shape::one, false, 0, "hostNetwork"},
    {12, Kind::boolean, Shape::one, false, 0, "hostPID"},
    {13, Kind::boolean, Shape::one, false, 0, "hostIPC"},
    {14, Kind::message, Shape::one, true, 193, "securityContext"},
    {15, Kind::message, Shape::list, false, 94, "imagePullSecrets"},
    {16, Kind::string, Shape::one, false, 0, "hostname"},
    {17, Kind::string, Shape::one, false, 0, "subdomain"},
    {18, Kind::message, Shape::one, true, 194, "affinity"},
    {19, Kind::string, Shape::one, false, 0, "schedulerName"},
    {20, Kind::message, Shape::list, false, 192, "initContainers"},
    {21, Kind::boolean, Shape::one, true, 0, "automountServiceAccountToken"},
    {22, Kind::message, Shape::list, false, 195, "tolerations"},
    {23, Kind::message, Shape::list, false, 196, "hostAliases"},
    {24, Kind::string, Shape::one, false, 0, "priorityClassName"},
    {25, Kind::integer, Shape::one, true, 0, "priority"},
    {26, Kind::message, Shape::one, true, 197, "dnsConfig"},
    {27, Kind::boolean, Shape::one, true, 0, "shareProcessNamespace"},
    {28, Kind::message, Shape::list, false, 198, "readinessGates"},
    {29, Kind::string, Shape::one, true, 0, "runtimeClassName"},
    {30, Kind::boolean, Shape::one, true, 0, "enableServiceLinks"},
    {31, Kind::string, Shape::one, true, 0, "preemptionPolicy"},
    {32, Kind::quantity, Shape::map, false, 0, "overhead"},
    {33, Kind::message, Shape::list, false, 199, "topologySpreadConstraints"},
    {34, Kind::message, Shape::list, false, 200, "ephemeralContainers"},
    {35, Kind::boolean, Shape::one, true, 0, "setHostnameAsFQDN"},
    {36, Kind::message, Shape::one, true, 201, "os"},
    {37, Kind::boolean, Shape::one, true, 0, "hostUsers"},
    {38, Kind::message, Shape::list, false, 202, "schedulingGates"},
    {39, Kind::message, Shape::list, false, 203, "resourceClaims"},
    {40, Kind::message, Shape::one, true, 204, "resources"},
    {41, Kind::string, Shape::one, true, 0, "hostnameOverride"},
    {43, Kind::message, Shape::one, true, 205, "schedulingGroup"},
    {1, Kind::string, Shape::one, false, 0, "phase"},
    {2, Kind::message, Shape::list, false, 206, "conditions"},
    {3, Kind::string, Shape::one, false, 0, "message"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "hostIP"},
    {6, Kind::string, Shape::one, false, 0, "podIP"},
    {7, Kind::time, Shape::one, true, 0, "startTime"},
    {8, Kind::message, Shape::list, false, 207, "containerStatuses"},
    {9, Kind::string, Shape::one, false, 0, "qosClass"},
    {10, Kind::message, Shape::list, false, 207, "initContainerStatuses"},
    {11, Kind::string, Shape::one, false, 0, "nominatedNodeName"},
    {12, Kind::message, Shape::list, false, 208, "podIPs"},
    {13, Kind::message, Shape::list, false, 207, "ephemeralContainerStatuses"},
    {14, Kind::string, Shape::one, false, 0, "resize"},
    {15, Kind::message, Shape::list, false, 209, "resourceClaimStatuses"},
    {16, Kind::message, Shape::list, false, 210, "hostIPs"},
    {17, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {18, Kind::message, Shape::one, true, 211, "extendedResourceClaimStatus"},
    {19, Kind::quantity, Shape::map, false, 0, "allocatedResources"},
    {20, Kind::message, Shape::one, true, 204, "resources"},
    {21, Kind::message, Shape::list, false, 212, "nodeAllocatableResourceClaimStatuses"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 85, "spec"},
    {1, Kind::integer, Shape::one, true, 0, "replicas"},
    {2, Kind::string, Shape::map, false, 0, "selector"},
    {3, Kind::message, Shape::one, true, 87, "template"},
    {4, Kind::integer, Shape::one, false, 0, "minReadySeconds"},
    {1, Kind::integer, Shape::one, false, 0, "replicas"},
    {2, Kind::integer, Shape::one, false, 0, "fullyLabeledReplicas"},
    {3, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {4, Kind::integer, Shape::one, false, 0, "readyReplicas"},
    {5, Kind::integer, Shape::one, false, 0, "availableReplicas"},
    {6, Kind::message, Shape::list, false, 213, "conditions"},
    {1, Kind::integer, Shape::one, false, 0, "replicas"},
    {1, Kind::integer, Shape::one, false, 0, "replicas"},
    {2, Kind::string, Shape::one, false, 0, "selector"},
    {1, Kind::quantity, Shape::map, false, 0, "hard"},
    {2, Kind::string, Shape::list, false, 0, "scopes"},
    {3, Kind::message, Shape::one, true, 214, "scopeSelector"},
    {1, Kind::quantity, Shape::map, false, 0, "hard"},
    {2, Kind::quantity, Shape::map, false, 0, "used"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::list, false, 0, "audiences"},
    {3, Kind::message, Shape::one, true, 215, "boundObjectRef"},
    {4, Kind::integer, Shape::one, true, 0, "expirationSeconds"},
    {1, Kind::string, Shape::one, false, 0, "token"},
    {2, Kind::time, Shape::one, false, 0, "expirationTimestamp"},
    {1, Kind::message, Shape::list, false, 216, "ports"},
    {2, Kind::string, Shape::map, false, 0, "selector"},
    {3, Kind::string, Shape::one, false, 0, "clusterIP"},
    {4, Kind::string, Shape::one, false, 0, "type"},
    {5, Kind::string, Shape::list, false, 0, "externalIPs"},
    {7, Kind::string, Shape::one, false, 0, "sessionAffinity"},
    {8, Kind::string, Shape::one, false, 0, "loadBalancerIP"},
    {9, Kind::string, Shape::list, false, 0, "loadBalancerSourceRanges"},
    {10, Kind::string, Shape::one, false, 0, "externalName"},
    {11, Kind::string, Shape::one, false, 0, "externalTrafficPolicy"},
    {12, Kind::integer, Shape::one, false, 0, "healthCheckNodePort"},
    {13, Kind::boolean, Shape::one, false, 0, "publishNotReadyAddresses"},
    {14, Kind::message, Shape::one, true, 217, "sessionAffinityConfig"},
    {17, Kind::string, Shape::one, true, 0, "ipFamilyPolicy"},
    {18, Kind::string, Shape::list, false, 0, "clusterIPs"},
    {19, Kind::string, Shape::list, false, 0, "ipFamilies"},
    {20, Kind::boolean, Shape::one, true, 0, "allocateLoadBalancerNodePorts"},
    {21, Kind::string, Shape::one, true, 0, "loadBalancerClass"},
    {22, Kind::string, Shape::one, true, 0, "internalTrafficPolicy"},
    {23, Kind::string, Shape::one, true, 0, "trafficDistribution"},
    {1, Kind::message, Shape::one, false, 218, "loadBalancer"},
    {2, Kind::message, Shape::list, false, 219, "conditions"},
    {1, Kind::message, Shape::one, true, 220, "paramKind"},
    {2, Kind::message, Shape::one, true, 221, "matchConstraints"},
    {3, Kind::message, Shape::list, false, 222, "variables"},
    {4, Kind::message, Shape::list, false, 223, "mutations"},
    {5, Kind::string, Shape::one, true, 0, "failurePolicy"},
    {6, Kind::message, Shape::list, false, 224, "matchConditions"},
    {7, Kind::string, Shape::one, false, 0, "reinvocationPolicy"},
    {1, Kind::string, Shape::one, false, 0, "policyName"},
    {2, Kind::message, Shape::one, true, 225, "paramRef"},
    {3, Kind::message, Shape::one, true, 221, "matchResources"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 226, "clientConfig"},
    {3, Kind::message, Shape::list, false, 227, "rules"},
    {4, Kind::string, Shape::one, true, 0, "failurePolicy"},
    {5, Kind::message, Shape::one, true, 162, "namespaceSelector"},
    {6, Kind::string, Shape::one, true, 0, "sideEffects"},
    {7, Kind::integer, Shape::one, true, 0, "timeoutSeconds"},
    {8, Kind::string, Shape::list, false, 0, "admissionReviewVersions"},
    {9, Kind::string, Shape::one, true, 0, "matchPolicy"},
    {10, Kind::string, Shape::one, true, 0, "reinvocationPolicy"},
    {11, Kind::message, Shape::one, true, 162, "objectSelector"},
    {12, Kind::message, Shape::list, false, 224, "matchConditions"},
    {1, Kind::message, Shape::one, true, 220, "paramKind"},
    {2, Kind::message, Shape::one, true, 221, "matchConstraints"},
    {3, Kind::message, Shape::list, false, 228, "validations"},
    {4, Kind::string, Shape::one, true, 0, "failurePolicy"},
    {5, Kind::message, Shape::list, false, 229, "auditAnnotations"},
    {6, Kind::message, Shape::list, false, 224, "matchConditions"},
    {7, Kind::message, Shape::list, false, 222, "variables"},
    {1, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {2, Kind::message, Shape::one, true, 230, "typeChecking"},
    {3, Kind::message, Shape::list, false, 219, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "policyName"},
    {2, Kind::message, Shape::one, true, 225, "paramRef"},
    {3, Kind::message, Shape::one, true, 221, "matchResources"},
    {4, Kind::string, Shape::list, false, 0, "validationActions"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 226, "clientConfig"},
    {3, Kind::message, Shape::list, false, 227, "rules"},
    {4, Kind::string, Shape::one, true, 0, "failurePolicy"},
    {5, Kind::message, Shape::one, true, 162, "namespaceSelector"},
    {6, Kind::string, Shape::one, true, 0, "sideEffects"},
    {7, Kind::integer, Shape::one, true, 0, "timeoutSeconds"},
    {8, Kind::string, Shape::list, false, 0, "admissionReviewVersions"},
    {9, Kind::string, Shape::one, true, 0, "matchPolicy"},
    {10, Kind::message, Shape::one, true, 162, "objectSelector"},
    {11, Kind::message, Shape::list, false, 224, "matchConditions"},
    {1, Kind::message, Shape::one, true, 162, "selector"},
    {2, Kind::message, Shape::one, false, 87, "template"},
    {3, Kind::message, Shape::one, false, 231, "updateStrategy"},
    {4, Kind::integer, Shape::one, false, 0, "minReadySeconds"},
    {6, Kind::integer, Shape::one, true, 0, "revisionHistoryLimit"},
    {1, Kind::integer, Shape::one, false, 0, "currentNumberScheduled"},
    {2, Kind::integer, Shape::one, false, 0, "numberMisscheduled"},
    {3, Kind::integer, Shape::one, false, 0, "desiredNumberScheduled"},
    {4, Kind::integer, Shape::one, false, 0, "numberReady"},
    {5, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {6, Kind::integer, Shape::one, false, 0, "updatedNumberScheduled"},
    {7, Kind::integer, Shape::one, false, 0, "numberAvailable"},
    {8, Kind::integer, Shape::one, false, 0, "numberUnavailable"},
    {9, Kind::integer, Shape::one, true, 0, "collisionCount"},
    {10, Kind::message, Shape::list, false, 232, "conditions"},
    {1, Kind::integer, Shape::one, true, 0, "replicas"},
    {2, Kind::message, Shape::one, true, 162, "selector"},
    {3, Kind::message, Shape::one, false, 87, "template"},
    {4, Kind::message, Shape::one, false, 233, "strategy"},
    {5, Kind::integer, Shape::one, false, 0, "minReadySeconds"},
    {6, Kind::integer, Shape::one, true, 0, "revisionHistoryLimit"},
    {7, Kind::boolean, Shape::one, false, 0, "paused"},
    {9, Kind::integer, Shape::one, true, 0, "progressDeadlineSeconds"},
    {1, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {2, Kind::integer, Shape::one, false, 0, "replicas"},
    {3, Kind::integer, Shape::one, false, 0, "updatedReplicas"},
    {4, Kind::integer, Shape::one, false, 0, "availableReplicas"},
    {5, Kind::integer, Shape::one, false, 0, "unavailableReplicas"},
    {6, Kind::message, Shape::list, false, 234, "conditions"},
    {7, Kind::integer, Shape::one, false, 0, "readyReplicas"},
    {8, Kind::integer, Shape::one, true, 0, "collisionCount"},
    {9, Kind::integer, Shape::one, true, 0, "terminatingReplicas"},
    {1, Kind::integer, Shape::one, true, 0, "replicas"},
    {2, Kind::message, Shape::one, true, 162, "selector"},
    {3, Kind::message, Shape::one, false, 87, "template"},
    {4, Kind::integer, Shape::one, false, 0, "minReadySeconds"},
    {1, Kind::integer, Shape::one, false, 0, "replicas"},
    {2, Kind::integer, Shape::one, false, 0, "fullyLabeledReplicas"},
    {3, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {4, Kind::integer, Shape::one, false, 0, "readyReplicas"},
    {5, Kind::integer, Shape::one, false, 0, "availableReplicas"},
    {6, Kind::message, Shape::list, false, 235, "conditions"},
    {7, Kind::integer, Shape::one, true, 0, "terminatingReplicas"},
    {1, Kind::integer, Shape::one, true, 0, "replicas"},
    {2, Kind::message, Shape::one, true, 162, "selector"},
    {3, Kind::message, Shape::one, false, 87, "template"},
    {4, Kind::message, Shape::list, false, 8, "volumeClaimTemplates"},
    {5, Kind::string, Shape::one, false, 0, "serviceName"},
    {6, Kind::string, Shape::one, false, 0, "podManagementPolicy"},
    {7, Kind::message, Shape::one, false, 236, "updateStrategy"},
    {8, Kind::integer, Shape::one, true, 0, "revisionHistoryLimit"},
    {9, Kind::integer, Shape::one, false, 0, "minReadySeconds"},
    {10, Kind::message, Shape::one, true, 237, "persistentVolumeClaimRetentionPolicy"},
    {11, Kind::message, Shape::one, true, 238, "ordinals"},
    {1, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {2, Kind::integer, Shape::one, false, 0, "replicas"},
    {3, Kind::integer, Shape::one, false, 0, "readyReplicas"},
    {4, Kind::integer, Shape::one, false, 0, "currentReplicas"},
    {5, Kind::integer, Shape::one, false, 0, "updatedReplicas"},
    {6, Kind::string, Shape::one, false, 0, "currentRevision"},
    {7, Kind::string, Shape::one, false, 0, "updateRevision"},
    {9, Kind::integer, Shape::one, true, 0, "collisionCount"},
    {10, Kind::message, Shape::list, false, 239, "conditions"},
    {11, Kind::integer, Shape::one, false, 0, "availableReplicas"},
    {1, Kind::message, Shape::one, false, 240, "userInfo"},
    {1, Kind::string, Shape::one, false, 0, "token"},
    {2, Kind::string, Shape::list, false, 0, "audiences"},
    {1, Kind::boolean, Shape::one, false, 0, "authenticated"},
    {2, Kind::message, Shape::one, false, 240, "user"},
    {3, Kind::string, Shape::one, false, 0, "error"},
    {4, Kind::string, Shape::list, false, 0, "audiences"},
    {1, Kind::message, Shape::one, true, 241, "resourceAttributes"},
    {2, Kind::message, Shape::one, true, 242, "nonResourceAttributes"},
    {3, Kind::string, Shape::one, false, 0, "user"},
    {4, Kind::string, Shape::list, false, 0, "groups"},
    {5, Kind::string, Shape::map_of_lists, false, 0, "extra"},
    {6, Kind::string, Shape::one, false, 0, "uid"},
    {1, Kind::boolean, Shape::one, false, 0, "allowed"},
    {2, Kind::string, Shape::one, false, 0, "reason"},
    {3, Kind::string, Shape::one, false, 0, "evaluationError"},
    {4, Kind::boolean, Shape::one, false, 0, "denied"},
    {1, Kind::message, Shape::one, true, 241, "resourceAttributes"},
    {2, Kind::message, Shape::one, true, 242, "nonResourceAttributes"},
    {1, Kind::string, Shape::one, false, 0, "namespace"},
    {1, Kind::message, Shape::list, false, 243, "resourceRules"},
    {2, Kind::message, Shape::list, false, 244, "nonResourceRules"},
    {3, Kind::boolean, Shape::one, false, 0, "incomplete"},
    {4, Kind::string, Shape::one, false, 0, "evaluationError"},
    {1, Kind::message, Shape::one, false, 245, "scaleTargetRef"},
    {2, Kind::integer, Shape::one, true, 0, "minReplicas"},
    {3, Kind::integer, Shape::one, false, 0, "maxReplicas"},
    {4, Kind::integer, Shape::one, true, 0, "targetCPUUtilizationPercentage"},
    {1, Kind::integer, Shape::one, true, 0, "observedGeneration"},
    {2, Kind::time, Shape::one, true, 0, "lastScaleTime"},
    {3, Kind::integer, Shape::one, false, 0, "currentReplicas"},
    {4, Kind::integer, Shape::one, false, 0, "desiredReplicas"},
    {5, Kind::integer, Shape::one, true, 0, "currentCPUUtilizationPercentage"},
    {1, Kind::message, Shape::one, false, 246, "scaleTargetRef"},
    {2, Kind::integer, Shape::one, true, 0, "minReplicas"},
    {3, Kind::integer, Shape::one, false, 0, "maxReplicas"},
    {4, Kind::message, Shape::list, false, 247, "metrics"},
    {5, Kind::message, Shape::one, true, 248, "behavior"},
    {1, Kind::integer, Shape::one, true, 0, "observedGeneration"},
    {2, Kind::time, Shape::one, true, 0, "lastScaleTime"},
    {3, Kind::integer, Shape::one, false, 0, "currentReplicas"},
    {4, Kind::integer, Shape::one, false, 0, "desiredReplicas"},
    {5, Kind::message, Shape::list, false, 249, "currentMetrics"},
    {6, Kind::message, Shape::list, false, 250, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "schedule"},
    {2, Kind::integer, Shape::one, true, 0, "startingDeadlineSeconds"},
    {3, Kind::string, Shape::one, false, 0, "concurrencyPolicy"},
    {4, Kind::boolean, Shape::one, true, 0, "suspend"},
    {5, Kind::message, Shape::one, false, 251, "jobTemplate"},
    {6, Kind::integer, Shape::one, true, 0, "successfulJobsHistoryLimit"},
    {7, Kind::integer, Shape::one, true, 0, "failedJobsHistoryLimit"},
    {8, Kind::string, Shape::one, true, 0, "timeZone"},
    {1, Kind::message, Shape::list, false, 71, "active"},
    {4, Kind::time, Shape::one, true, 0, "lastScheduleTime"},
    {5, Kind::time, Shape::one, true, 0, "lastSuccessfulTime"},
    {1, Kind::integer, Shape::one, true, 0, "parallelism"},
    {2, Kind::integer, Shape::one, true, 0, "completions"},
    {3, Kind::integer, Shape::one, true, 0, "activeDeadlineSeconds"},
    {4, Kind::message, Shape::one, true, 162, "selector"},
    {5, Kind::boolean, Shape::one, true, 0, "manualSelector"},
    {6, Kind::message, Shape::one, false, 87, "template"},
    {7, Kind::integer, Shape::one, true, 0, "backoffLimit"},
    {8, Kind::integer, Shape::one, true, 0, "ttlSecondsAfterFinished"},
    {9, Kind::string, Shape::one, true, 0, "completionMode"},
    {10, Kind::boolean, Shape::one, true, 0, "suspend"},
    {11, Kind::message, Shape::one, true, 252, "podFailurePolicy"},
    {12, Kind::integer, Shape::one, true, 0, "backoffLimitPerIndex"},
    {13, Kind::integer, Shape::one, true, 0, "maxFailedIndexes"},
    {14, Kind::string, Shape::one, true, 0, "podReplacementPolicy"},
    {15, Kind::string, Shape::one, true, 0, "managedBy"},
    {16, Kind::message, Shape::one, true, 253, "successPolicy"},
    {1, Kind::message, Shape::list, false, 254, "conditions"},
    {2, Kind::time, Shape::one, true, 0, "startTime"},
    {3, Kind::time, Shape::one, true, 0, "completionTime"},
    {4, Kind::integer, Shape::one, false, 0, "active"},
    {5, Kind::integer, Shape::one, false, 0, "succeeded"},
    {6, Kind::integer, Shape::one, false, 0, "failed"},
    {7, Kind::string, Shape::one, false, 0, "completedIndexes"},
    {8, Kind::message, Shape::one, true, 255, "uncountedTerminatedPods"},
    {9, Kind::integer, Shape::one, true, 0, "ready"},
    {10, Kind::string, Shape::one, true, 0, "failedIndexes"},
    {11, Kind::integer, Shape::one, true, 0, "terminating"},
    {1, Kind::bytes, Shape::one, false, 0, "request"},
    {2, Kind::string, Shape::one, false, 0, "username"},
    {3, Kind::string, Shape::one, false, 0, "uid"},
    {4, Kind::string, Shape::list, false, 0, "groups"},
    {5, Kind::string, Shape::list, false, 0, "usages"},
    {6, Kind::string, Shape::map_of_lists, false, 0, "extra"},
    {7, Kind::string, Shape::one, false, 0, "signerName"},
    {8, Kind::integer, Shape::one, true, 0, "expirationSeconds"},
    {1, Kind::message, Shape::list, false, 256, "conditions"},
    {2, Kind::bytes, Shape::one, false, 0, "certificate"},
    {1, Kind::string, Shape::one, true, 0, "holderIdentity"},
    {2, Kind::integer, Shape::one, true, 0, "leaseDurationSeconds"},
    {3, Kind::micro_time, Shape::one, true, 0, "acquireTime"},
    {4, Kind::micro_time, Shape::one, true, 0, "renewTime"},
    {5, Kind::integer, Shape::one, true, 0, "leaseTransitions"},
    {6, Kind::string, Shape::one, true, 0, "strategy"},
    {7, Kind::string, Shape::one, true, 0, "preferredHolder"},
    {1, Kind::string, Shape::list, false, 0, "addresses"},
    {2, Kind::message, Shape::one, false, 257, "conditions"},
    {3, Kind::string, Shape::one, true, 0, "hostname"},
    {4, Kind::message, Shape::one, true, 71, "targetRef"},
    {5, Kind::string, Shape::map, false, 0, "deprecatedTopology"},
    {6, Kind::string, Shape::one, true, 0, "nodeName"},
    {7, Kind::string, Shape::one, true, 0, "zone"},
    {8, Kind::message, Shape::one, true, 258, "hints"},
    {1, Kind::string, Shape::one, true, 0, "name"},
    {2, Kind::string, Shape::one, true, 0, "protocol"},
    {3, Kind::integer, Shape::one, true, 0, "port"},
    {4, Kind::string, Shape::one, true, 0, "appProtocol"},
    {1, Kind::integer, Shape::one, false, 0, "count"},
    {2, Kind::micro_time, Shape::one, false, 0, "lastObservedTime"},
    {1, Kind::message, Shape::one, false, 259, "priorityLevelConfiguration"},
    {2, Kind::integer, Shape::one, false, 0, "matchingPrecedence"},
    {3, Kind::message, Shape::one, true, 260, "distinguisherMethod"},
    {4, Kind::message, Shape::list, false, 261, "rules"},
    {1, Kind::message, Shape::list, false, 262, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 263, "limited"},
    {3, Kind::message, Shape::one, true, 264, "exempt"},
    {1, Kind::message, Shape::list, false, 265, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "controller"},
    {2, Kind::message, Shape::one, true, 266, "parameters"},
    {1, Kind::message, Shape::one, true, 267, "defaultBackend"},
    {2, Kind::message, Shape::list, false, 268, "tls"},
    {3, Kind::message, Shape::list, false, 269, "rules"},
    {4, Kind::string, Shape::one, true, 0, "ingressClassName"},
    {1, Kind::message, Shape::one, false, 270, "loadBalancer"},
    {1, Kind::message, Shape::one, true, 271, "parentRef"},
    {1, Kind::message, Shape::one, false, 162, "podSelector"},
    {2, Kind::message, Shape::list, false, 272, "ingress"},
    {3, Kind::message, Shape::list, false, 273, "egress"},
    {4, Kind::string, Shape::list, false, 0, "policyTypes"},
    {1, Kind::string, Shape::list, false, 0, "cidrs"},
    {1, Kind::message, Shape::list, false, 219, "conditions"},
    {1, Kind::quantity, Shape::map, false, 0, "podFixed"},
    {1, Kind::string, Shape::map, false, 0, "nodeSelector"},
    {2, Kind::message, Shape::list, false, 195, "tolerations"},
    {1, Kind::int_or_string, Shape::one, true, 0, "minAvailable"},
    {2, Kind::message, Shape::one, true, 162, "selector"},
    {3, Kind::int_or_string, Shape::one, true, 0, "maxUnavailable"},
    {4, Kind::string, Shape::one, true, 0, "unhealthyPodEvictionPolicy"},
    {1, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {2, Kind::time, Shape::map, false, 0, "disruptedPods"},
    {3, Kind::integer, Shape::one, false, 0, "disruptionsAllowed"},
    {4, Kind::integer, Shape::one, false, 0, "currentHealthy"},
    {5, Kind::integer, Shape::one, false, 0, "desiredHealthy"},
    {6, Kind::integer, Shape::one, false, 0, "expectedPods"},
    {7, Kind::message, Shape::list, false, 219, "conditions"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::string, Shape::one, false, 0, "apiGroup"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, false, 0, "namespace"},
    {1, Kind::string, Shape::one, false, 0, "apiGroup"},
    {2, Kind::string, Shape::one, false, 0, "kind"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::list, false, 0, "verbs"},
    {2, Kind::string, Shape::list, false, 0, "apiGroups"},
    {3, Kind::string, Shape::list, false, 0, "resources"},
    {4, Kind::string, Shape::list, false, 0, "resourceNames"},
    {5, Kind::string, Shape::list, false, 0, "nonResourceURLs"},
    {1, Kind::message, Shape::list, false, 162, "clusterRoleSelectors"},
    {1, Kind::message, Shape::list, false, 274, "selectors"},
    {2, Kind::message, Shape::list, false, 275, "config"},
    {4, Kind::string, Shape::one, true, 0, "extendedResourceName"},
    {1, Kind::message, Shape::one, false, 276, "devices"},
    {1, Kind::message, Shape::one, true, 277, "allocation"},
    {2, Kind::message, Shape::list, false, 278, "reservedFor"},
    {4, Kind::message, Shape::list, false, 279, "devices"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 156, "spec"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::message, Shape::one, false, 280, "pool"},
    {3, Kind::string, Shape::one, true, 0, "nodeName"},
    {4, Kind::message, Shape::one, true, 281, "nodeSelector"},
    {5, Kind::boolean, Shape::one, true, 0, "allNodes"},
    {6, Kind::message, Shape::list, false, 282, "devices"},
    {7, Kind::boolean, Shape::one, true, 0, "perDeviceNodeSelection"},
    {8, Kind::message, Shape::list, false, 283, "sharedCounters"},
    {1, Kind::boolean, Shape::one, true, 0, "attachRequired"},
    {2, Kind::boolean, Shape::one, true, 0, "podInfoOnMount"},
    {3, Kind::string, Shape::list, false, 0, "volumeLifecycleModes"},
    {4, Kind::boolean, Shape::one, true, 0, "storageCapacity"},
    {5, Kind::string, Shape::one, true, 0, "fsGroupPolicy"},
    {6, Kind::message, Shape::list, false, 284, "tokenRequests"},
    {7, Kind::boolean, Shape::one, true, 0, "requiresRepublish"},
    {8, Kind::boolean, Shape::one, true, 0, "seLinuxMount"},
    {9, Kind::integer, Shape::one, true, 0, "nodeAllocatableUpdatePeriodSeconds"},
    {10, Kind::boolean, Shape::one, true, 0, "serviceAccountTokenInSecrets"},
    {11, Kind::boolean, Shape::one, true, 0, "preventPodSchedulingIfMissing"},
    {1, Kind::message, Shape::list, false, 285, "drivers"},
    {1, Kind::string, Shape::map, false, 0, "matchLabels"},
    {2, Kind::message, Shape::list, false, 286, "matchExpressions"},
    {1, Kind::message, Shape::list, false, 287, "matchLabelExpressions"},
    {1, Kind::string, Shape::one, false, 0, "attacher"},
    {2, Kind::message, Shape::one, false, 288, "source"},
    {3, Kind::string, Shape::one, false, 0, "nodeName"},
    {1, Kind::boolean, Shape::one, false, 0, "attached"},
    {2, Kind::string, Shape::map, false, 0, "attachmentMetadata"},
    {3, Kind::message, Shape::one, true, 289, "attachError"},
    {4, Kind::message, Shape::one, true, 289, "detachError"},
    {1, Kind::string, Shape::one, true, 0, "uid"},
    {2, Kind::string, Shape::one, true, 0, "resourceVersion"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, false, 0, "uid"},
    {5, Kind::string, Shape::one, false, 0, "apiVersion"},
    {6, Kind::boolean, Shape::one, true, 0, "controller"},
    {7, Kind::boolean, Shape::one, true, 0, "blockOwnerDeletion"},
    {1, Kind::string, Shape::one, false, 0, "manager"},
    {2, Kind::string, Shape::one, false, 0, "operation"},
    {3, Kind::string, Shape::one, false, 0, "apiVersion"},
    {4, Kind::time, Shape::one, true, 0, "time"},
    {6, Kind::string, Shape::one, false, 0, "fieldsType"},
    {7, Kind::raw, Shape::one, true, 0, "fieldsV1"},
    {8, Kind::string, Shape::one, false, 0, "subresource"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {2, Kind::message, Shape::one, true, 71, "targetRef"},
    {3, Kind::string, Shape::one, false, 0, "hostname"},
    {4, Kind::string, Shape::one, true, 0, "nodeName"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::integer, Shape::one, false, 0, "port"},
    {3, Kind::string, Shape::one, false, 0, "protocol"},
    {4, Kind::string, Shape::one, true, 0, "appProtocol"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::quantity, Shape::map, false, 0, "max"},
    {3, Kind::quantity, Shape::map, false, 0, "min"},
    {4, Kind::quantity, Shape::map, false, 0, "default"},
    {5, Kind::quantity, Shape::map, false, 0, "defaultRequest"},
    {6, Kind::quantity, Shape::map, false, 0, "maxLimitRequestRatio"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "value"},
    {3, Kind::string, Shape::one, false, 0, "effect"},
    {4, Kind::time, Shape::one, true, 0, "timeAdded"},
    {2, Kind::message, Shape::one, true, 290, "configMap"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastHeartbeatTime"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "address"},
    {1, Kind::message, Shape::one, false, 291, "kubeletEndpoint"},
    {1, Kind::string, Shape::one, false, 0, "machineID"},
    {2, Kind::string, Shape::one, false, 0, "systemUUID"},
    {3, Kind::string, Shape::one, false, 0, "bootID"},
    {4, Kind::string, Shape::one, false, 0, "kernelVersion"},
    {5, Kind::string, Shape::one, false, 0, "osImage"},
    {6, Kind::string, Shape::one, false, 0, "containerRuntimeVersion"},
    {7, Kind::string, Shape::one, false, 0, "kubeletVersion"},
    {8, Kind::string, Shape::one, false, 0, "kubeProxyVersion"},
    {9, Kind::string, Shape::one, false, 0, "operatingSystem"},
    {10, Kind::string, Shape::one, false, 0, "architecture"},
    {11, Kind::message, Shape::one, true, 292, "swap"},
    {1, Kind::string, Shape::list, false, 0, "names"},
    {2, Kind::integer, Shape::one, false, 0, "sizeBytes"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "devicePath"},
    {1, Kind::message, Shape::one, true, 174, "assigned"},
    {2, Kind::message, Shape::one, true, 174, "active"},
    {3, Kind::message, Shape::one, true, 174, "lastKnownGood"},
    {4, Kind::string, Shape::one, false, 0, "error"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, true, 293, "features"},
    {1, Kind::boolean, Shape::one, true, 0, "supplementalGroupsPolicy"},
    {1, Kind::quantity, Shape::map, false, 0, "limits"},
    {2, Kind::quantity, Shape::map, false, 0, "requests"},
    {1, Kind::string, Shape::one, true, 0, "apiGroup"},
    {2, Kind::string, Shape::one, false, 0, "kind"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, true, 0, "apiGroup"},
    {2, Kind::string, Shape::one, false, 0, "kind"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, true, 0, "namespace"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastProbeTime"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "targetVolumeAttributesClassName"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {1, Kind::message, Shape::one, true, 294, "gcePersistentDisk"},
    {2, Kind::message, Shape::one, true, 295, "awsElasticBlockStore"},
    {3, Kind::message, Shape::one, true, 296, "hostPath"},
    {4, Kind::message, Shape::one, true, 297, "glusterfs"},
    {5, Kind::message, Shape::one, true, 298, "nfs"},
    {6, Kind::message, Shape::one, true, 299, "rbd"},
    {7, Kind::message, Shape::one, true, 300, "iscsi"},
    {8, Kind::message, Shape::one, true, 301, "cinder"},
    {9, Kind::message, Shape::one, true, 302, "cephfs"},
    {10, Kind::message, Shape::one, true, 303, "fc"},
    {11, Kind::message, Shape::one, true, 304, "flocker"},
    {12, Kind::message, Shape::one, true, 305, "flexVolume"},
    {13, Kind::message, Shape::one, true, 306, "azureFile"},
    {14, Kind::message, Shape::one, true, 307, "vsphereVolume"},
    {15, Kind::message, Shape::one, true, 308, "quobyte"},
    {16, Kind::message, Shape::one, true, 309, "azureDisk"},
    {17, Kind::message, Shape::one, true, 310, "photonPersistentDisk"},
    {18, Kind::message, Shape::one, true, 311, "portworxVolume"},
    {19, Kind::message, Shape::one, true, 312, "scaleIO"},
    {20, Kind::message, Shape::one, true, 313, "local"},
    {21, Kind::message, Shape::one, true, 314, "storageos"},
    {22, Kind::message, Shape::one, true, 315, "csi"},
    {1, Kind::message, Shape::one, true, 281, "required"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::inlined, Shape::one, false, 316, ""},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "image"},
    {3, Kind::string, Shape::list, false, 0, "command"},
    {4, Kind::string, Shape::list, false, 0, "args"},
    {5, Kind::string, Shape::one, false, 0, "workingDir"},
    {6, Kind::message, Shape::list, false, 317, "ports"},
    {7, Kind::message, Shape::list, false, 318, "env"},
    {8, Kind::message, Shape::one, false, 204, "resources"},
    {9, Kind::message, Shape::list, false, 319, "volumeMounts"},
    {10, Kind::message, Shape::one, true, 320, "livenessProbe"},
    {11, Kind::message, Shape::one, true, 320, "readinessProbe"},
    {12, Kind::message, Shape::one, true, 321, "lifecycle"},
    {13, Kind::string, Shape::one, false, 0, "terminationMessagePath"},
    {14, Kind::string, Shape::one, false, 0, "imagePullPolicy"},
    {15, Kind::message, Shape::one, true, 322, "securityContext"},
    {16, Kind::boolean, Shape::one, false, 0, "stdin"},
    {17, Kind::boolean, Shape::one, false, 0, "stdinOnce"},
    {18, Kind::boolean, Shape::one, false, 0, "tty"},
    {19, Kind::message, Shape::list, false, 323, "envFrom"},
    {20, Kind::string, Shape::one, false, 0, "terminationMessagePolicy"},
    {21, Kind::message, Shape::list, false, 324, "volumeDevices"},
    {22, Kind::message, Shape::one, true, 320, "startupProbe"},
    {23, Kind::message, Shape::list, false, 325, "resizePolicy"},
    {24, Kind::string, Shape::one, true, 0, "restartPolicy"},
    {25, Kind::message, Shape::list, false, 326, "restartPolicyRules"},
    {1, Kind::message, Shape::one, true, 327, "seLinuxOptions"},
    {2, Kind::integer, Shape::one, true, 0, "runAsUser"},
    {3, Kind::boolean, Shape::one, true, 0, "runAsNonRoot"},
    {4, Kind::integer, Shape::list, false, 0, "supplementalGroups"},
    {5, Kind::integer, Shape::one, true, 0, "fsGroup"},
    {6, Kind::integer, Shape::one, true, 0, "runAsGroup"},
    {7, Kind::message, Shape::list, false, 328, "sysctls"},
    {8, Kind::message, Shape::one, true, 329, "windowsOptions"},
    {9, Kind::string, Shape::one, true, 0, "fsGroupChangePolicy"},
    {10, Kind::message, Shape::one, true, 330, "seccompProfile"},
    {11, Kind::message, Shape::one, true, 331, "appArmorProfile"},
    {12, Kind::string, Shape::one, true, 0, "supplementalGroupsPolicy"},
    {13, Kind::string, Shape::one, true, 0, "seLinuxChangePolicy"},
    {1, Kind::message, Shape::one, true, 332, "nodeAffinity"},
    {2, Kind::message, Shape::one, true, 333, "podAffinity"},
    {3, Kind::message, Shape::one, true, 334, "podAntiAffinity"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::one, false, 0, "value"},
    {4, Kind::string, Shape::one, false, 0, "effect"},
    {5, Kind::integer, Shape::one, true, 0, "tolerationSeconds"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {2, Kind::string, Shape::list, false, 0, "hostnames"},
    {1, Kind::string, Shape::list, false, 0, "nameservers"},
    {2, Kind::string, Shape::list, false, 0, "searches"},
    {3, Kind::message, Shape::list, false, 335, "options"},
    {1, Kind::string, Shape::one, false, 0, "conditionType"},
    {1, Kind::integer, Shape::one, false, 0, "maxSkew"},
    {2, Kind::string, Shape::one, false, 0, "topologyKey"},
    {3, Kind::string, Shape::one, false, 0, "whenUnsatisfiable"},
    {4, Kind::message, Shape::one, true, 162, "labelSelector"},
    {5, Kind::integer, Shape::one, true, 0, "minDomains"},
    {6, Kind::string, Shape::one, true, 0, "nodeAffinityPolicy"},
    {7, Kind::string, Shape::one, true, 0, "nodeTaintsPolicy"},
    {8, Kind::string, Shape::list, false, 0, "matchLabelKeys"},
    {1, Kind::inlined, Shape::one, false, 336, ""},
    {2, Kind::string, Shape::one, false, 0, "targetContainerName"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {3, Kind::string, Shape::one, true, 0, "resourceClaimName"},
    {4, Kind::string, Shape::one, true, 0, "resourceClaimTemplateName"},
    {1, Kind::quantity, Shape::map, false, 0, "limits"},
    {2, Kind::quantity, Shape::map, false, 0, "requests"},
    {3, Kind::message, Shape::list, false, 337, "claims"},
    {1, Kind::string, Shape::one, true, 0, "podGroupName"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastProbeTime"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {7, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 338, "state"},
    {3, Kind::message, Shape::one, false, 338, "lastState"},
    {4, Kind::boolean, Shape::one, false, 0, "ready"},
    {5, Kind::integer, Shape::one, false, 0, "restartCount"},
    {6, Kind::string, Shape::one, false, 0, "image"},
    {7, Kind::string, Shape::one, false, 0, "imageID"},
    {8, Kind::string, Shape::one, false, 0, "containerID"},
    {9, Kind::boolean, Shape::one, true, 0, "started"},
    {10, Kind::quantity, Shape::map, false, 0, "allocatedResources"},
    {11, Kind::message, Shape::one, true, 204, "resources"},
    {12, Kind::message, Shape::list, false, 339, "volumeMounts"},
    {13, Kind::message, Shape::one, true, 340, "user"},
    {14, Kind::message, Shape::list, false, 341, "allocatedResourcesStatus"},
    {15, Kind::string, Shape::one, true, 0, "stopSignal"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, true, 0, "resourceClaimName"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {1, Kind::message, Shape::list, false, 342, "requestMappings"},
    {2, Kind::string, Shape::one, false, 0, "resourceClaimName"},
    {1, Kind::string, Shape::one, false, 0, "resourceClaimName"},
    {2, Kind::string, Shape::list, false, 0, "containers"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::message, Shape::list, false, 343, "matchExpressions"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::string, Shape::one, false, 0, "apiVersion"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, false, 0, "uid"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "protocol"},
    {3, Kind::integer, Shape::one, false, 0, "port"},
    {4, Kind::int_or_string, Shape::one, false, 0, "targetPort"},
    {5, Kind::integer, Shape::one, false, 0, "nodePort"},
    {6, Kind::string, Shape::one, true, 0, "appProtocol"},
    {1, Kind::message, Shape::one, true, 344, "clientIP"},
    {1, Kind::message, Shape::list, false, 345, "ingress"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::integer, Shape::one, false, 0, "observedGeneration"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "apiVersion"},
    {2, Kind::string, Shape::one, false, 0, "kind"},
    {1, Kind::message, Shape::one, true, 162, "namespaceSelector"},
    {2, Kind::message, Shape::one, true, 162, "objectSelector"},
    {3, Kind::message, Shape::list, false, 346, "resourceRules"},
    {4, Kind::message, Shape::list, false, 346, "excludeResourceRules"},
    {7, Kind::string, Shape::one, true, 0, "matchPolicy"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "expression"},
    {2, Kind::string, Shape::one, false, 0, "patchType"},
    {3, Kind::message, Shape::one, true, 347, "applyConfiguration"},
    {4, Kind::message, Shape::one, true, 348, "jsonPatch"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "expression"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "namespace"},
    {3, Kind::message, Shape::one, true, 162, "selector"},
    {4, Kind::string, Shape::one, true, 0, "parameterNotFoundAction"},
    {1, Kind::message, Shape::one, true, 349, "service"},
    {2, Kind::bytes, Shape::one, false, 0, "caBundle"},
    {3, Kind::string, Shape::one, true, 0, "url"},
    {1, Kind::string, Shape::list, false, 0, "operations"},
    {2, Kind::inlined, Shape::one, false, 350, ""},
    {1, Kind::string, Shape::one, false, 0, "expression"},
    {2, Kind::string, Shape::one, false, 0, "message"},
    {3, Kind::string, Shape::one, true, 0, "reason"},
    {4, Kind::string, Shape::one, false, 0, "messageExpression"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "valueExpression"},
    {1, Kind::message, Shape::list, false, 351, "expressionWarnings"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 352, "rollingUpdate"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 353, "rollingUpdate"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {6, Kind::time, Shape::one, false, 0, "lastUpdateTime"},
    {7, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 354, "rollingUpdate"},
    {1, Kind::string, Shape::one, false, 0, "whenDeleted"},
    {2, Kind::string, Shape::one, false, 0, "whenScaled"},
    {1, Kind::integer, Shape::one, false, 0, "start"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, false, 0, "username"},
    {2, Kind::string, Shape::one, false, 0, "uid"},
    {3, Kind::string, Shape::list, false, 0, "groups"},
    {4, Kind::string, Shape::map_of_lists, false, 0, "extra"},
    {1, Kind::string, Shape::one, false, 0, "namespace"},
    {2, Kind::string, Shape::one, false, 0, "verb"},
    {3, Kind::string, Shape::one, false, 0, "group"},
    {4, Kind::string, Shape::one, false, 0, "version"},
    {5, Kind::string, Shape::one, false, 0, "resource"},
    {6, Kind::string, Shape::one, false, 0, "subresource"},
    {7, Kind::string, Shape::one, false, 0, "name"},
    {8, Kind::message, Shape::one, true, 355, "fieldSelector"},
    {9, Kind::message, Shape::one, true, 356, "labelSelector"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::string, Shape::one, false, 0, "verb"},
    {1, Kind::string, Shape::list, false, 0, "verbs"},
    {2, Kind::string, Shape::list, false, 0, "apiGroups"},
    {3, Kind::string, Shape::list, false, 0, "resources"},
    {4, Kind::string, Shape::list, false, 0, "resourceNames"},
    {1, Kind::string, Shape::list, false, 0, "verbs"},
    {2, Kind::string, Shape::list, false, 0, "nonResourceURLs"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::string, Shape::one, false, 0, "name"},
    {3, Kind::string, Shape::one, false, 0, "apiVersion"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::string, Shape::one, false, 0, "name"},
    {3, Kind::string, Shape::one, false, 0, "apiVersion"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 357, "object"},
    {3, Kind::message, Shape::one, true, 358, "pods"},
    {4, Kind::message, Shape::one, true, 359, "resource"},
    {5, Kind::message, Shape::one, true, 360, "external"},
    {7, Kind::message, Shape::one, true, 361, "containerResource"},
    {1, Kind::message, Shape::one, true, 362, "scaleUp"},
    {2, Kind::message, Shape::one, true, 362, "scaleDown"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 363, "object"},
    {3, Kind::message, Shape::one, true, 364, "pods"},
    {4, Kind::message, Shape::one, true, 365, "resource"},
    {5, Kind::message, Shape::one, true, 366, "external"},
    {7, Kind::message, Shape::one, true, 367, "containerResource"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 128, "spec"},
    {1, Kind::message, Shape::list, false, 368, "rules"},
    {1, Kind::message, Shape::list, false, 369, "rules"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastProbeTime"},
    {4, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {5, Kind::string, Shape::one, false, 0, "reason"},
    {6, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::list, false, 0, "succeeded"},
    {2, Kind::string, Shape::list, false, 0, "failed"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "reason"},
    {3, Kind::string, Shape::one, false, 0, "message"},
    {4, Kind::time, Shape::one, false, 0, "lastUpdateTime"},
    {5, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {6, Kind::string, Shape::one, false, 0, "status"},
    {1, Kind::boolean, Shape::one, true, 0, "ready"},
    {2, Kind::boolean, Shape::one, true, 0, "serving"},
    {3, Kind::boolean, Shape::one, true, 0, "terminating"},
    {1, Kind::message, Shape::list, false, 370, "forZones"},
    {2, Kind::message, Shape::list, false, 371, "forNodes"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {1, Kind::message, Shape::list, false, 372, "subjects"},
    {2, Kind::message, Shape::list, false, 373, "resourceRules"},
    {3, Kind::message, Shape::list, false, 374, "nonResourceRules"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::integer, Shape::one, true, 0, "nominalConcurrencyShares"},
    {2, Kind::message, Shape::one, false, 375, "limitResponse"},
    {3, Kind::integer, Shape::one, true, 0, "lendablePercent"},
    {4, Kind::integer, Shape::one, true, 0, "borrowingLimitPercent"},
    {1, Kind::integer, Shape::one, true, 0, "nominalConcurrencyShares"},
    {2, Kind::integer, Shape::one, true, 0, "lendablePercent"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {3, Kind::time, Shape::one, false, 0, "lastTransitionTime"},
    {4, Kind::string, Shape::one, false, 0, "reason"},
    {5, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::string, Shape::one, true, 0, "apiGroup"},
    {2, Kind::string, Shape::one, false, 0, "kind"},
    {3, Kind::string, Shape::one, false, 0, "name"},
    {4, Kind::string, Shape::one, true, 0, "scope"},
    {5, Kind::string, Shape::one, true, 0, "namespace"},
    {3, Kind::message, Shape::one, true, 185, "resource"},
    {4, Kind::message, Shape::one, true, 376, "service"},
    {1, Kind::string, Shape::list, false, 0, "hosts"},
    {2, Kind::string, Shape::one, false, 0, "secretName"},
    {1, Kind::string, Shape::one, false, 0, "host"},
    {2, Kind::inlined, Shape::one, false, 377, ""},
    {1, Kind::message, Shape::list, false, 378, "ingress"},
    {1, Kind::string, Shape::one, false, 0, "group"},
    {2, Kind::string, Shape::one, false, 0, "resource"},
    {3, Kind::string, Shape::one, false, 0, "namespace"},
    {4, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::message, Shape::list, false, 379, "ports"},
    {2, Kind::message, Shape::list, false, 380, "from"},
    {1, Kind::message, Shape::list, false, 379, "ports"},
    {2, Kind::message, Shape::list, false, 380, "to"},
    {1, Kind::message, Shape::one, true, 381, "cel"},
    {1, Kind::inlined, Shape::one, false, 382, ""},
    {1, Kind::message, Shape::list, false, 383, "requests"},
    {2, Kind::message, Shape::list, false, 384, "constraints"},
    {3, Kind::message, Shape::list, false, 385, "config"},
    {1, Kind::message, Shape::one, false, 386, "devices"},
    {3, Kind::message, Shape::one, true, 281, "nodeSelector"},
    {5, Kind::time, Shape::one, true, 0, "allocationTimestamp"},
    {1, Kind::string, Shape::one, false, 0, "apiGroup"},
    {3, Kind::string, Shape::one, false, 0, "resource"},
    {4, Kind::string, Shape::one, false, 0, "name"},
    {5, Kind::string, Shape::one, false, 0, "uid"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::string, Shape::one, false, 0, "pool"},
    {3, Kind::string, Shape::one, false, 0, "device"},
    {4, Kind::message, Shape::list, false, 219, "conditions"},
    {5, Kind::raw, Shape::one, true, 0, "data"},
    {6, Kind::message, Shape::one, true, 387, "networkData"},
    {7, Kind::string, Shape::one, true, 0, "shareID"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::integer, Shape::one, false, 0, "generation"},
    {3, Kind::integer, Shape::one, false, 0, "resourceSliceCount"},
    {1, Kind::message, Shape::list, false, 388, "nodeSelectorTerms"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::map, false, 389, "attributes"},
    {3, Kind::message, Shape::map, false, 390, "capacity"},
    {4, Kind::message, Shape::list, false, 391, "consumesCounters"},
    {5, Kind::string, Shape::one, true, 0, "nodeName"},
    {6, Kind::message, Shape::one, true, 281, "nodeSelector"},
    {7, Kind::boolean, Shape::one, true, 0, "allNodes"},
    {8, Kind::message, Shape::list, false, 392, "taints"},
    {9, Kind::boolean, Shape::one, true, 0, "bindsToNode"},
    {10, Kind::string, Shape::list, false, 0, "bindingConditions"},
    {11, Kind::string, Shape::list, false, 0, "bindingFailureConditions"},
    {12, Kind::boolean, Shape::one, true, 0, "allowMultipleAllocations"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::map, false, 393, "counters"},
    {1, Kind::string, Shape::one, false, 0, "audience"},
    {2, Kind::integer, Shape::one, true, 0, "expirationSeconds"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "nodeID"},
    {3, Kind::string, Shape::list, false, 0, "topologyKeys"},
    {4, Kind::message, Shape::one, true, 394, "allocatable"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::list, false, 0, "values"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::list, false, 0, "values"},
    {1, Kind::string, Shape::one, true, 0, "persistentVolumeName"},
    {2, Kind::message, Shape::one, true, 83, "inlineVolumeSpec"},
    {1, Kind::time, Shape::one, false, 0, "time"},
    {2, Kind::string, Shape::one, false, 0, "message"},
    {3, Kind::integer, Shape::one, true, 0, "errorCode"},
    {1, Kind::string, Shape::one, false, 0, "namespace"},
    {2, Kind::string, Shape::one, false, 0, "name"},
    {3, Kind::string, Shape::one, false, 0, "uid"},
    {4, Kind::string, Shape::one, false, 0, "resourceVersion"},
    {5, Kind::string, Shape::one, false, 0, "kubeletConfigKey"},
    {1, Kind::integer, Shape::one, false, 0, "Port"},
    {1, Kind::integer, Shape::one, true, 0, "capacity"},
    {1, Kind::boolean, Shape::one, true, 0, "recursiveReadOnlyMounts"},
    {2, Kind::boolean, Shape::one, true, 0, "userNamespaces"},
    {1, Kind::string, Shape::one, false, 0, "pdName"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::integer, Shape::one, false, 0, "partition"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "volumeID"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::integer, Shape::one, false, 0, "partition"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::string, Shape::one, true, 0, "type"},
    {1, Kind::string, Shape::one, false, 0, "endpoints"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::string, Shape::one, true, 0, "endpointsNamespace"},
    {1, Kind::string, Shape::one, false, 0, "server"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::list, false, 0, "monitors"},
    {2, Kind::string, Shape::one, false, 0, "image"},
    {3, Kind::string, Shape::one, false, 0, "fsType"},
    {4, Kind::string, Shape::one, false, 0, "pool"},
    {5, Kind::string, Shape::one, false, 0, "user"},
    {6, Kind::string, Shape::one, false, 0, "keyring"},
    {7, Kind::message, Shape::one, true, 395, "secretRef"},
    {8, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "targetPortal"},
    {2, Kind::string, Shape::one, false, 0, "iqn"},
    {3, Kind::integer, Shape::one, false, 0, "lun"},
    {4, Kind::string, Shape::one, false, 0, "iscsiInterface"},
    {5, Kind::string, Shape::one, false, 0, "fsType"},
    {6, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {7, Kind::string, Shape::list, false, 0, "portals"},
    {8, Kind::boolean, Shape::one, false, 0, "chapAuthDiscovery"},
    {10, Kind::message, Shape::one, true, 395, "secretRef"},
    {11, Kind::boolean, Shape::one, false, 0, "chapAuthSession"},
    {12, Kind::string, Shape::one, true, 0, "initiatorName"},
    {1, Kind::string, Shape::one, false, 0, "volumeID"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::message, Shape::one, true, 395, "secretRef"},
    {1, Kind::string, Shape::list, false, 0, "monitors"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::string, Shape::one, false, 0, "user"},
    {4, Kind::string, Shape::one, false, 0, "secretFile"},
    {5, Kind::message, Shape::one, true, 395, "secretRef"},
    {6, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::list, false, 0, "targetWWNs"},
    {2, Kind::integer, Shape::one, true, 0, "lun"},
    {3, Kind::string, Shape::one, false, 0, "fsType"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {5, Kind::string, Shape::list, false, 0, "wwids"},
    {1, Kind::string, Shape::one, false, 0, "datasetName"},
    {2, Kind::string, Shape::one, false, 0, "datasetUUID"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::message, Shape::one, true, 395, "secretRef"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {5, Kind::string, Shape::map, false, 0, "options"},
    {1, Kind::string, Shape::one, false, 0, "secretName"},
    {2, Kind::string, Shape::one, false, 0, "shareName"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::string, Shape::one, true, 0, "secretNamespace"},
    {1, Kind::string, Shape::one, false, 0, "volumePath"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::string, Shape::one, false, 0, "storagePolicyName"},
    {4, Kind::string, Shape::one, false, 0, "storagePolicyID"},
    {1, Kind::string, Shape::one, false, 0, "registry"},
    {2, Kind::string, Shape::one, false, 0, "volume"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::string, Shape::one, false, 0, "user"},
    {5, Kind::string, Shape::one, false, 0, "group"},
    {6, Kind::string, Shape::one, false, 0, "tenant"},
    {1, Kind::string, Shape::one, false, 0, "diskName"},
    {2, Kind::string, Shape::one, false, 0, "diskURI"},
    {3, Kind::string, Shape::one, true, 0, "cachingMode"},
    {4, Kind::string, Shape::one, true, 0, "fsType"},
    {5, Kind::boolean, Shape::one, true, 0, "readOnly"},
    {6, Kind::string, Shape::one, true, 0, "kind"},
    {1, Kind::string, Shape::one, false, 0, "pdID"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {1, Kind::string, Shape::one, false, 0, "volumeID"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "gateway"},
    {2, Kind::string, Shape::one, false, 0, "system"},
    {3, Kind::message, Shape::one, true, 395, "secretRef"},
    {4, Kind::boolean, Shape::one, false, 0, "sslEnabled"},
    {5, Kind::string, Shape::one, false, 0, "protectionDomain"},
    {6, Kind::string, Shape::one, false, 0, "storagePool"},
    {7, Kind::string, Shape::one, false, 0, "storageMode"},
    {8, Kind::string, Shape::one, false, 0, "volumeName"},
    {9, Kind::string, Shape::one, false, 0, "fsType"},
    {10, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::string, Shape::one, true, 0, "fsType"},
    {1, Kind::string, Shape::one, false, 0, "volumeName"},
    {2, Kind::string, Shape::one, false, 0, "volumeNamespace"},
    {3, Kind::string, Shape::one, false, 0, "fsType"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {5, Kind::message, Shape::one, true, 71, "secretRef"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::string, Shape::one, false, 0, "volumeHandle"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::string, Shape::one, false, 0, "fsType"},
    {5, Kind::string, Shape::map, false, 0, "volumeAttributes"},
    {6, Kind::message, Shape::one, true, 395, "controllerPublishSecretRef"},
    {7, Kind::message, Shape::one, true, 395, "nodeStageSecretRef"},
    {8, Kind::message, Shape::one, true, 395, "nodePublishSecretRef"},
    {9, Kind::message, Shape::one, true, 395, "controllerExpandSecretRef"},
    {10, Kind::message, Shape::one, true, 395, "nodeExpandSecretRef"},
    {1, Kind::message, Shape::one, true, 296, "hostPath"},
    {2, Kind::message, Shape::one, true, 396, "emptyDir"},
    {3, Kind::message, Shape::one, true, 294, "gcePersistentDisk"},
    {4, Kind::message, Shape::one, true, 295, "awsElasticBlockStore"},
    {5, Kind::message, Shape::one, true, 397, "gitRepo"},
    {6, Kind::message, Shape::one, true, 398, "secret"},
    {7, Kind::message, Shape::one, true, 298, "nfs"},
    {8, Kind::message, Shape::one, true, 399, "iscsi"},
    {9, Kind::message, Shape::one, true, 400, "glusterfs"},
    {10, Kind::message, Shape::one, true, 401, "persistentVolumeClaim"},
    {11, Kind::message, Shape::one, true, 402, "rbd"},
    {12, Kind::message, Shape::one, true, 403, "flexVolume"},
    {13, Kind::message, Shape::one, true, 404, "cinder"},
    {14, Kind::message, Shape::one, true, 405, "cephfs"},
    {15, Kind::message, Shape::one, true, 304, "flocker"},
    {16, Kind::message, Shape::one, true, 406, "downwardAPI"},
    {17, Kind::message, Shape::one, true, 303, "fc"},
    {18, Kind::message, Shape::one, true, 407, "azureFile"},
    {19, Kind::message, Shape::one, true, 408, "configMap"},
    {20, Kind::message, Shape::one, true, 307, "vsphereVolume"},
    {21, Kind::message, Shape::one, true, 308, "quobyte"},
    {22, Kind::message, Shape::one, true, 309, "azureDisk"},
    {23, Kind::message, Shape::one, true, 310, "photonPersistentDisk"},
    {24, Kind::message, Shape::one, true, 311, "portworxVolume"},
    {25, Kind::message, Shape::one, true, 409, "scaleIO"},
    {26, Kind::message, Shape::one, true, 410, "projected"},
    {27, Kind::message, Shape::one, true, 411, "storageos"},
    {28, Kind::message, Shape::one, true, 412, "csi"},
    {29, Kind::message, Shape::one, true, 413, "ephemeral"},
    {30, Kind::message, Shape::one, true, 414, "image"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::integer, Shape::one, false, 0, "hostPort"},
    {3, Kind::integer, Shape::one, false, 0, "containerPort"},
    {4, Kind::string, Shape::one, false, 0, "protocol"},
    {5, Kind::string, Shape::one, false, 0, "hostIP"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "value"},
    {3, Kind::message, Shape::one, true, 415, "valueFrom"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {3, Kind::string, Shape::one, false, 0, "mountPath"},
    {4, Kind::string, Shape::one, false, 0, "subPath"},
    {5, Kind::string, Shape::one, true, 0, "mountPropagation"},
    {6, Kind::string, Shape::one, false, 0, "subPathExpr"},
    {7, Kind::string, Shape::one, true, 0, "recursiveReadOnly"},
    {1, Kind::inlined, Shape::one, false, 416, ""},
    {2, Kind::integer, Shape::one, false, 0, "initialDelaySeconds"},
    {3, Kind::integer, Shape::one, false, 0, "timeoutSeconds"},
    {4, Kind::integer, Shape::one, false, 0, "periodSeconds"},
    {5, Kind::integer, Shape::one, false, 0, "successThreshold"},
    {6, Kind::integer, Shape::one, false, 0, "failureThreshold"},
    {7, Kind::integer, Shape::one, true, 0, "terminationGracePeriodSeconds"},
    {1, Kind::message, Shape::one, true, 417, "postStart"},
    {2, Kind::message, Shape::one, true, 417, "preStop"},
    {3, Kind::string, Shape::one, true, 0, "stopSignal"},
    {1, Kind::message, Shape::one, true, 418, "capabilities"},
    {2, Kind::boolean, Shape::one, true, 0, "privileged"},
    {3, Kind::message, Shape::one, true, 327, "seLinuxOptions"},
    {4, Kind::integer, Shape::one, true, 0, "runAsUser"},
    {5, Kind::boolean, Shape::one, true, 0, "runAsNonRoot"},
    {6, Kind::boolean, Shape::one, true, 0, "readOnlyRootFilesystem"},
    {7, Kind::boolean, Shape::one, true, 0, "allowPrivilegeEscalation"},
    {8, Kind::integer, Shape::one, true, 0, "runAsGroup"},
    {9, Kind::string, Shape::one, true, 0, "procMount"},
    {10, Kind::message, Shape::one, true, 329, "windowsOptions"},
    {11, Kind::message, Shape::one, true, 330, "seccompProfile"},
    {12, Kind::message, Shape::one, true, 331, "appArmorProfile"},
    {1, Kind::string, Shape::one, false, 0, "prefix"},
    {2, Kind::message, Shape::one, true, 419, "configMapRef"},
    {3, Kind::message, Shape::one, true, 420, "secretRef"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "devicePath"},
    {1, Kind::string, Shape::one, false, 0, "resourceName"},
    {2, Kind::string, Shape::one, false, 0, "restartPolicy"},
    {1, Kind::string, Shape::one, false, 0, "action"},
    {2, Kind::message, Shape::one, true, 421, "exitCodes"},
    {1, Kind::string, Shape::one, false, 0, "user"},
    {2, Kind::string, Shape::one, false, 0, "role"},
    {3, Kind::string, Shape::one, false, 0, "type"},
    {4, Kind::string, Shape::one, false, 0, "level"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "value"},
    {1, Kind::string, Shape::one, true, 0, "gmsaCredentialSpecName"},
    {2, Kind::string, Shape::one, true, 0, "gmsaCredentialSpec"},
    {3, Kind::string, Shape::one, true, 0, "runAsUserName"},
    {4, Kind::boolean, Shape::one, true, 0, "hostProcess"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, true, 0, "localhostProfile"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, true, 0, "localhostProfile"},
    {1, Kind::message, Shape::one, true, 281, "requiredDuringSchedulingIgnoredDuringExecution"},
    {2, Kind::message, Shape::list, false, 422, "preferredDuringSchedulingIgnoredDuringExecution"},
    {1, Kind::message, Shape::list, false, 423, "requiredDuringSchedulingIgnoredDuringExecution"},
    {2, Kind::message, Shape::list, false, 424, "preferredDuringSchedulingIgnoredDuringExecution"},
    {1, Kind::message, Shape::list, false, 423, "requiredDuringSchedulingIgnoredDuringExecution"},
    {2, Kind::message, Shape::list, false, 424, "preferredDuringSchedulingIgnoredDuringExecution"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, true, 0, "value"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "image"},
    {3, Kind::string, Shape::list, false, 0, "command"},
    {4, Kind::string, Shape::list, false, 0, "args"},
    {5, Kind::string, Shape::one, false, 0, "workingDir"},
    {6, Kind::message, Shape::list, false, 317, "ports"},
    {7, Kind::message, Shape::list, false, 318, "env"},
    {8, Kind::message, Shape::one, false, 204, "resources"},
    {9, Kind::message, Shape::list, false, 319, "volumeMounts"},
    {10, Kind::message, Shape::one, true, 320, "livenessProbe"},
    {11, Kind::message, Shape::one, true, 320, "readinessProbe"},
    {12, Kind::message, Shape::one, true, 321, "lifecycle"},
    {13, Kind::string, Shape::one, false, 0, "terminationMessagePath"},
    {14, Kind::string, Shape::one, false, 0, "imagePullPolicy"},
    {15, Kind::message, Shape::one, true, 322, "securityContext"},
    {16, Kind::boolean, Shape::one, false, 0, "stdin"},
    {17, Kind::boolean, Shape::one, false, 0, "stdinOnce"},
    {18, Kind::boolean, Shape::one, false, 0, "tty"},
    {19, Kind::message, Shape::list, false, 323, "envFrom"},
    {20, Kind::string, Shape::one, false, 0, "terminationMessagePolicy"},
    {21, Kind::message, Shape::list, false, 324, "volumeDevices"},
    {22, Kind::message, Shape::one, true, 320, "startupProbe"},
    {23, Kind::message, Shape::list, false, 325, "resizePolicy"},
    {24, Kind::string, Shape::one, true, 0, "restartPolicy"},
    {25, Kind::message, Shape::list, false, 326, "restartPolicyRules"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "request"},
    {1, Kind::message, Shape::one, true, 425, "waiting"},
    {2, Kind::message, Shape::one, true, 426, "running"},
    {3, Kind::message, Shape::one, true, 427, "terminated"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "mountPath"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::string, Shape::one, true, 0, "recursiveReadOnly"},
    {5, Kind::message, Shape::one, true, 428, "volumeStatus"},
    {1, Kind::message, Shape::one, true, 429, "linux"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::list, false, 430, "resources"},
    {1, Kind::string, Shape::one, false, 0, "containerName"},
    {2, Kind::string, Shape::one, false, 0, "resourceName"},
    {3, Kind::string, Shape::one, false, 0, "requestName"},
    {1, Kind::string, Shape::one, false, 0, "scopeName"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::list, false, 0, "values"},
    {1, Kind::integer, Shape::one, true, 0, "timeoutSeconds"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {2, Kind::string, Shape::one, false, 0, "hostname"},
    {3, Kind::string, Shape::one, true, 0, "ipMode"},
    {4, Kind::message, Shape::list, false, 431, "ports"},
    {1, Kind::string, Shape::list, false, 0, "resourceNames"},
    {2, Kind::inlined, Shape::one, false, 432, ""},
    {1, Kind::string, Shape::one, false, 0, "expression"},
    {1, Kind::string, Shape::one, false, 0, "expression"},
    {1, Kind::string, Shape::one, false, 0, "namespace"},
    {2, Kind::string, Shape::one, false, 0, "name"},
    {3, Kind::string, Shape::one, true, 0, "path"},
    {4, Kind::integer, Shape::one, true, 0, "port"},
    {1, Kind::string, Shape::list, false, 0, "apiGroups"},
    {2, Kind::string, Shape::list, false, 0, "apiVersions"},
    {3, Kind::string, Shape::list, false, 0, "resources"},
    {4, Kind::string, Shape::one, true, 0, "scope"},
    {2, Kind::string, Shape::one, false, 0, "fieldRef"},
    {3, Kind::string, Shape::one, false, 0, "warning"},
    {1, Kind::int_or_string, Shape::one, true, 0, "maxUnavailable"},
    {2, Kind::int_or_string, Shape::one, true, 0, "maxSurge"},
    {1, Kind::int_or_string, Shape::one, true, 0, "maxUnavailable"},
    {2, Kind::int_or_string, Shape::one, true, 0, "maxSurge"},
    {1, Kind::integer, Shape::one, true, 0, "partition"},
    {2, Kind::int_or_string, Shape::one, true, 0, "maxUnavailable"},
    {1, Kind::string, Shape::one, false, 0, "rawSelector"},
    {2, Kind::message, Shape::list, false, 433, "requirements"},
    {1, Kind::string, Shape::one, false, 0, "rawSelector"},
    {2, Kind::message, Shape::list, false, 286, "requirements"},
    {1, Kind::message, Shape::one, false, 246, "describedObject"},
    {2, Kind::message, Shape::one, false, 434, "target"},
    {3, Kind::message, Shape::one, false, 435, "metric"},
    {1, Kind::message, Shape::one, false, 435, "metric"},
    {2, Kind::message, Shape::one, false, 434, "target"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 434, "target"},
    {1, Kind::message, Shape::one, false, 435, "metric"},
    {2, Kind::message, Shape::one, false, 434, "target"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 434, "target"},
    {3, Kind::string, Shape::one, false, 0, "container"},
    {1, Kind::string, Shape::one, true, 0, "selectPolicy"},
    {2, Kind::message, Shape::list, false, 436, "policies"},
    {3, Kind::integer, Shape::one, true, 0, "stabilizationWindowSeconds"},
    {4, Kind::quantity, Shape::one, true, 0, "tolerance"},
    {1, Kind::message, Shape::one, false, 435, "metric"},
    {2, Kind::message, Shape::one, false, 437, "current"},
    {3, Kind::message, Shape::one, false, 246, "describedObject"},
    {1, Kind::message, Shape::one, false, 435, "metric"},
    {2, Kind::message, Shape::one, false, 437, "current"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 437, "current"},
    {1, Kind::message, Shape::one, false, 435, "metric"},
    {2, Kind::message, Shape::one, false, 437, "current"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 437, "current"},
    {3, Kind::string, Shape::one, false, 0, "container"},
    {1, Kind::string, Shape::one, false, 0, "action"},
    {2, Kind::message, Shape::one, true, 438, "onExitCodes"},
    {3, Kind::message, Shape::list, false, 439, "onPodConditions"},
    {1, Kind::string, Shape::one, true, 0, "succeededIndexes"},
    {2, Kind::integer, Shape::one, true, 0, "succeededCount"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "kind"},
    {2, Kind::message, Shape::one, true, 440, "user"},
    {3, Kind::message, Shape::one, true, 441, "group"},
    {4, Kind::message, Shape::one, true, 442, "serviceAccount"},
    {1, Kind::string, Shape::list, false, 0, "verbs"},
    {2, Kind::string, Shape::list, false, 0, "apiGroups"},
    {3, Kind::string, Shape::list, false, 0, "resources"},
    {4, Kind::boolean, Shape::one, false, 0, "clusterScope"},
    {5, Kind::string, Shape::list, false, 0, "namespaces"},
    {1, Kind::string, Shape::list, false, 0, "verbs"},
    {6, Kind::string, Shape::list, false, 0, "nonResourceURLs"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::message, Shape::one, true, 443, "queuing"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, false, 444, "port"},
    {1, Kind::message, Shape::one, true, 445, "http"},
    {1, Kind::string, Shape::one, false, 0, "ip"},
    {2, Kind::string, Shape::one, false, 0, "hostname"},
    {4, Kind::message, Shape::list, false, 446, "ports"},
    {1, Kind::string, Shape::one, true, 0, "protocol"},
    {2, Kind::int_or_string, Shape::one, true, 0, "port"},
    {3, Kind::integer, Shape::one, true, 0, "endPort"},
    {1, Kind::message, Shape::one, true, 162, "podSelector"},
    {2, Kind::message, Shape::one, true, 162, "namespaceSelector"},
    {3, Kind::message, Shape::one, true, 447, "ipBlock"},
    {1, Kind::string, Shape::one, false, 0, "expression"},
    {1, Kind::message, Shape::one, true, 448, "opaque"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, true, 449, "exactly"},
    {3, Kind::message, Shape::list, false, 450, "firstAvailable"},
    {1, Kind::string, Shape::list, false, 0, "requests"},
    {2, Kind::string, Shape::one, true, 0, "matchAttribute"},
    {3, Kind::string, Shape::one, true, 0, "distinctAttribute"},
    {1, Kind::string, Shape::list, false, 0, "requests"},
    {2, Kind::inlined, Shape::one, false, 451, ""},
    {1, Kind::message, Shape::list, false, 452, "results"},
    {2, Kind::message, Shape::list, false, 453, "config"},
    {1, Kind::string, Shape::one, false, 0, "interfaceName"},
    {2, Kind::string, Shape::list, false, 0, "ips"},
    {3, Kind::string, Shape::one, false, 0, "hardwareAddress"},
    {1, Kind::message, Shape::list, false, 454, "matchExpressions"},
    {2, Kind::message, Shape::list, false, 454, "matchFields"},
    {2, Kind::integer, Shape::one, true, 0, "int"},
    {3, Kind::boolean, Shape::one, true, 0, "bool"},
    {4, Kind::string, Shape::one, true, 0, "string"},
    {5, Kind::string, Shape::one, true, 0, "version"},
    {6, Kind::integer, Shape::list, false, 0, "ints"},
    {7, Kind::boolean, Shape::list, false, 0, "bools"},
    {8, Kind::string, Shape::list, false, 0, "strings"},
    {9, Kind::string, Shape::list, false, 0, "versions"},
    {1, Kind::quantity, Shape::one, false, 0, "value"},
    {2, Kind::message, Shape::one, true, 455, "requestPolicy"},
    {1, Kind::string, Shape::one, false, 0, "counterSet"},
    {2, Kind::message, Shape::map, false, 393, "counters"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "value"},
    {3, Kind::string, Shape::one, false, 0, "effect"},
    {4, Kind::time, Shape::one, true, 0, "timeAdded"},
    {1, Kind::quantity, Shape::one, false, 0, "value"},
    {1, Kind::integer, Shape::one, true, 0, "count"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "namespace"},
    {1, Kind::string, Shape::one, false, 0, "medium"},
    {2, Kind::quantity, Shape::one, true, 0, "sizeLimit"},
    {1, Kind::string, Shape::one, false, 0, "repository"},
    {2, Kind::string, Shape::one, false, 0, "revision"},
    {3, Kind::string, Shape::one, false, 0, "directory"},
    {1, Kind::string, Shape::one, false, 0, "secretName"},
    {2, Kind::message, Shape::list, false, 456, "items"},
    {3, Kind::integer, Shape::one, true, 0, "defaultMode"},
    {4, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "targetPortal"},
    {2, Kind::string, Shape::one, false, 0, "iqn"},
    {3, Kind::integer, Shape::one, false, 0, "lun"},
    {4, Kind::string, Shape::one, false, 0, "iscsiInterface"},
    {5, Kind::string, Shape::one, false, 0, "fsType"},
    {6, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {7, Kind::string, Shape::list, false, 0, "portals"},
    {8, Kind::boolean, Shape::one, false, 0, "chapAuthDiscovery"},
    {10, Kind::message, Shape::one, true, 94, "secretRef"},
    {11, Kind::boolean, Shape::one, false, 0, "chapAuthSession"},
    {12, Kind::string, Shape::one, true, 0, "initiatorName"},
    {1, Kind::string, Shape::one, false, 0, "endpoints"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "claimName"},
    {2, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::list, false, 0, "monitors"},
    {2, Kind::string, Shape::one, false, 0, "image"},
    {3, Kind::string, Shape::one, false, 0, "fsType"},
    {4, Kind::string, Shape::one, false, 0, "pool"},
    {5, Kind::string, Shape::one, false, 0, "user"},
    {6, Kind::string, Shape::one, false, 0, "keyring"},
    {7, Kind::message, Shape::one, true, 94, "secretRef"},
    {8, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::message, Shape::one, true, 94, "secretRef"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {5, Kind::string, Shape::map, false, 0, "options"},
    {1, Kind::string, Shape::one, false, 0, "volumeID"},
    {2, Kind::string, Shape::one, false, 0, "fsType"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {4, Kind::message, Shape::one, true, 94, "secretRef"},
    {1, Kind::string, Shape::list, false, 0, "monitors"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::string, Shape::one, false, 0, "user"},
    {4, Kind::string, Shape::one, false, 0, "secretFile"},
    {5, Kind::message, Shape::one, true, 94, "secretRef"},
    {6, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::message, Shape::list, false, 457, "items"},
    {2, Kind::integer, Shape::one, true, 0, "defaultMode"},
    {1, Kind::string, Shape::one, false, 0, "secretName"},
    {2, Kind::string, Shape::one, false, 0, "shareName"},
    {3, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::inlined, Shape::one, false, 458, ""},
    {2, Kind::message, Shape::list, false, 456, "items"},
    {3, Kind::integer, Shape::one, true, 0, "defaultMode"},
    {4, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "gateway"},
    {2, Kind::string, Shape::one, false, 0, "system"},
    {3, Kind::message, Shape::one, true, 94, "secretRef"},
    {4, Kind::boolean, Shape::one, false, 0, "sslEnabled"},
    {5, Kind::string, Shape::one, false, 0, "protectionDomain"},
    {6, Kind::string, Shape::one, false, 0, "storagePool"},
    {7, Kind::string, Shape::one, false, 0, "storageMode"},
    {8, Kind::string, Shape::one, false, 0, "volumeName"},
    {9, Kind::string, Shape::one, false, 0, "fsType"},
    {10, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {1, Kind::message, Shape::list, false, 459, "sources"},
    {2, Kind::integer, Shape::one, true, 0, "defaultMode"},
    {1, Kind::string, Shape::one, false, 0, "volumeName"},
    {2, Kind::string, Shape::one, false, 0, "volumeNamespace"},
    {3, Kind::string, Shape::one, false, 0, "fsType"},
    {4, Kind::boolean, Shape::one, false, 0, "readOnly"},
    {5, Kind::message, Shape::one, true, 94, "secretRef"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::boolean, Shape::one, true, 0, "readOnly"},
    {3, Kind::string, Shape::one, true, 0, "fsType"},
    {4, Kind::string, Shape::map, false, 0, "volumeAttributes"},
    {5, Kind::message, Shape::one, true, 94, "nodePublishSecretRef"},
    {1, Kind::message, Shape::one, true, 460, "volumeClaimTemplate"},
    {1, Kind::string, Shape::one, false, 0, "reference"},
    {2, Kind::string, Shape::one, false, 0, "pullPolicy"},
    {1, Kind::message, Shape::one, true, 461, "fieldRef"},
    {2, Kind::message, Shape::one, true, 462, "resourceFieldRef"},
    {3, Kind::message, Shape::one, true, 463, "configMapKeyRef"},
    {4, Kind::message, Shape::one, true, 464, "secretKeyRef"},
    {5, Kind::message, Shape::one, true, 465, "fileKeyRef"},
    {1, Kind::message, Shape::one, true, 466, "exec"},
    {2, Kind::message, Shape::one, true, 467, "httpGet"},
    {3, Kind::message, Shape::one, true, 468, "tcpSocket"},
    {4, Kind::message, Shape::one, true, 469, "grpc"},
    {1, Kind::message, Shape::one, true, 466, "exec"},
    {2, Kind::message, Shape::one, true, 467, "httpGet"},
    {3, Kind::message, Shape::one, true, 468, "tcpSocket"},
    {4, Kind::message, Shape::one, true, 470, "sleep"},
    {1, Kind::string, Shape::list, false, 0, "add"},
    {2, Kind::string, Shape::list, false, 0, "drop"},
    {1, Kind::inlined, Shape::one, false, 471, ""},
    {2, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::inlined, Shape::one, false, 472, ""},
    {2, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "operator"},
    {2, Kind::integer, Shape::list, false, 0, "values"},
    {1, Kind::integer, Shape::one, false, 0, "weight"},
    {2, Kind::message, Shape::one, false, 388, "preference"},
    {1, Kind::message, Shape::one, true, 162, "labelSelector"},
    {2, Kind::string, Shape::list, false, 0, "namespaces"},
    {3, Kind::string, Shape::one, false, 0, "topologyKey"},
    {4, Kind::message, Shape::one, true, 162, "namespaceSelector"},
    {5, Kind::string, Shape::list, false, 0, "matchLabelKeys"},
    {6, Kind::string, Shape::list, false, 0, "mismatchLabelKeys"},
    {1, Kind::integer, Shape::one, false, 0, "weight"},
    {2, Kind::message, Shape::one, false, 423, "podAffinityTerm"},
    {1, Kind::string, Shape::one, false, 0, "reason"},
    {2, Kind::string, Shape::one, false, 0, "message"},
    {1, Kind::time, Shape::one, false, 0, "startedAt"},
    {1, Kind::integer, Shape::one, false, 0, "exitCode"},
    {2, Kind::integer, Shape::one, false, 0, "signal"},
    {3, Kind::string, Shape::one, false, 0, "reason"},
    {4, Kind::string, Shape::one, false, 0, "message"},
    {5, Kind::time, Shape::one, false, 0, "startedAt"},
    {6, Kind::time, Shape::one, false, 0, "finishedAt"},
    {7, Kind::string, Shape::one, false, 0, "containerID"},
    {1, Kind::message, Shape::one, true, 473, "image"},
    {1, Kind::integer, Shape::one, false, 0, "uid"},
    {2, Kind::integer, Shape::one, false, 0, "gid"},
    {3, Kind::integer, Shape::list, false, 0, "supplementalGroups"},
    {1, Kind::string, Shape::one, false, 0, "resourceID"},
    {2, Kind::string, Shape::one, false, 0, "health"},
    {6, Kind::string, Shape::one, true, 0, "message"},
    {1, Kind::integer, Shape::one, false, 0, "port"},
    {2, Kind::string, Shape::one, false, 0, "protocol"},
    {3, Kind::string, Shape::one, true, 0, "error"},
    {1, Kind::string, Shape::list, false, 0, "operations"},
    {2, Kind::inlined, Shape::one, false, 474, ""},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::list, false, 0, "values"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::quantity, Shape::one, true, 0, "value"},
    {3, Kind::quantity, Shape::one, true, 0, "averageValue"},
    {4, Kind::integer, Shape::one, true, 0, "averageUtilization"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::message, Shape::one, true, 162, "selector"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::integer, Shape::one, false, 0, "value"},
    {3, Kind::integer, Shape::one, false, 0, "periodSeconds"},
    {1, Kind::quantity, Shape::one, true, 0, "value"},
    {2, Kind::quantity, Shape::one, true, 0, "averageValue"},
    {3, Kind::integer, Shape::one, true, 0, "averageUtilization"},
    {1, Kind::string, Shape::one, true, 0, "containerName"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::integer, Shape::list, false, 0, "values"},
    {1, Kind::string, Shape::one, false, 0, "type"},
    {2, Kind::string, Shape::one, false, 0, "status"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "namespace"},
    {2, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::integer, Shape::one, false, 0, "queues"},
    {2, Kind::integer, Shape::one, false, 0, "handSize"},
    {3, Kind::integer, Shape::one, false, 0, "queueLengthLimit"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::integer, Shape::one, false, 0, "number"},
    {1, Kind::message, Shape::list, false, 475, "paths"},
    {1, Kind::integer, Shape::one, false, 0, "port"},
    {2, Kind::string, Shape::one, false, 0, "protocol"},
    {3, Kind::string, Shape::one, true, 0, "error"},
    {1, Kind::string, Shape::one, false, 0, "cidr"},
    {2, Kind::string, Shape::list, false, 0, "except"},
    {1, Kind::string, Shape::one, false, 0, "driver"},
    {2, Kind::raw, Shape::one, false, 0, "parameters"},
    {1, Kind::string, Shape::one, false, 0, "deviceClassName"},
    {2, Kind::message, Shape::list, false, 274, "selectors"},
    {3, Kind::string, Shape::one, false, 0, "allocationMode"},
    {4, Kind::integer, Shape::one, false, 0, "count"},
    {5, Kind::boolean, Shape::one, true, 0, "adminAccess"},
    {6, Kind::message, Shape::list, false, 476, "tolerations"},
    {7, Kind::message, Shape::one, true, 477, "capacity"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "deviceClassName"},
    {3, Kind::message, Shape::list, false, 274, "selectors"},
    {4, Kind::string, Shape::one, false, 0, "allocationMode"},
    {5, Kind::integer, Shape::one, false, 0, "count"},
    {6, Kind::message, Shape::list, false, 476, "tolerations"},
    {7, Kind::message, Shape::one, true, 477, "capacity"},
    {1, Kind::message, Shape::one, true, 448, "opaque"},
    {1, Kind::string, Shape::one, false, 0, "request"},
    {2, Kind::string, Shape::one, false, 0, "driver"},
    {3, Kind::string, Shape::one, false, 0, "pool"},
    {4, Kind::string, Shape::one, false, 0, "device"},
    {5, Kind::boolean, Shape::one, true, 0, "adminAccess"},
    {6, Kind::message, Shape::list, false, 476, "tolerations"},
    {7, Kind::string, Shape::list, false, 0, "bindingConditions"},
    {8, Kind::string, Shape::list, false, 0, "bindingFailureConditions"},
    {9, Kind::string, Shape::one, true, 0, "shareID"},
    {10, Kind::quantity, Shape::map, false, 0, "consumedCapacity"},
    {1, Kind::string, Shape::one, false, 0, "source"},
    {2, Kind::string, Shape::list, false, 0, "requests"},
    {3, Kind::inlined, Shape::one, false, 478, ""},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::list, false, 0, "values"},
    {1, Kind::quantity, Shape::one, true, 0, "default"},
    {3, Kind::quantity, Shape::list, false, 0, "validValues"},
    {4, Kind::message, Shape::one, true, 479, "validRange"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::integer, Shape::one, true, 0, "mode"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::message, Shape::one, true, 461, "fieldRef"},
    {3, Kind::message, Shape::one, true, 462, "resourceFieldRef"},
    {4, Kind::integer, Shape::one, true, 0, "mode"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::message, Shape::one, true, 480, "secret"},
    {2, Kind::message, Shape::one, true, 481, "downwardAPI"},
    {3, Kind::message, Shape::one, true, 482, "configMap"},
    {4, Kind::message, Shape::one, true, 483, "serviceAccountToken"},
    {5, Kind::message, Shape::one, true, 484, "clusterTrustBundle"},
    {6, Kind::message, Shape::one, true, 485, "podCertificate"},
    {1, Kind::message, Shape::one, false, 70, "metadata"},
    {2, Kind::message, Shape::one, false, 81, "spec"},
    {1, Kind::string, Shape::one, false, 0, "apiVersion"},
    {2, Kind::string, Shape::one, false, 0, "fieldPath"},
    {1, Kind::string, Shape::one, false, 0, "containerName"},
    {2, Kind::string, Shape::one, false, 0, "resource"},
    {3, Kind::quantity, Shape::one, false, 0, "divisor"},
    {1, Kind::inlined, Shape::one, false, 486, ""},
    {2, Kind::string, Shape::one, false, 0, "key"},
    {3, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::inlined, Shape::one, false, 487, ""},
    {2, Kind::string, Shape::one, false, 0, "key"},
    {3, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "volumeName"},
    {2, Kind::string, Shape::one, false, 0, "path"},
    {3, Kind::string, Shape::one, false, 0, "key"},
    {4, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::list, false, 0, "command"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::int_or_string, Shape::one, false, 0, "port"},
    {3, Kind::string, Shape::one, false, 0, "host"},
    {4, Kind::string, Shape::one, false, 0, "scheme"},
    {5, Kind::message, Shape::list, false, 488, "httpHeaders"},
    {1, Kind::int_or_string, Shape::one, false, 0, "port"},
    {2, Kind::string, Shape::one, false, 0, "host"},
    {1, Kind::integer, Shape::one, false, 0, "port"},
    {2, Kind::string, Shape::one, true, 0, "service"},
    {1, Kind::integer, Shape::one, false, 0, "seconds"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "imageRef"},
    {1, Kind::string, Shape::list, false, 0, "apiGroups"},
    {2, Kind::string, Shape::list, false, 0, "apiVersions"},
    {3, Kind::string, Shape::list, false, 0, "resources"},
    {4, Kind::string, Shape::one, true, 0, "scope"},
    {1, Kind::string, Shape::one, false, 0, "path"},
    {2, Kind::message, Shape::one, false, 267, "backend"},
    {3, Kind::string, Shape::one, true, 0, "pathType"},
    {1, Kind::string, Shape::one, false, 0, "key"},
    {2, Kind::string, Shape::one, false, 0, "operator"},
    {3, Kind::string, Shape::one, false, 0, "value"},
    {4, Kind::string, Shape::one, false, 0, "effect"},
    {5, Kind::integer, Shape::one, true, 0, "tolerationSeconds"},
    {1, Kind::quantity, Shape::map, false, 0, "requests"},
    {1, Kind::message, Shape::one, true, 448, "opaque"},
    {1, Kind::quantity, Shape::one, true, 0, "min"},
    {2, Kind::quantity, Shape::one, true, 0, "max"},
    {3, Kind::quantity, Shape::one, true, 0, "step"},
    {1, Kind::inlined, Shape::one, false, 489, ""},
    {2, Kind::message, Shape::list, false, 456, "items"},
    {4, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::message, Shape::list, false, 457, "items"},
    {1, Kind::inlined, Shape::one, false, 490, ""},
    {2, Kind::message, Shape::list, false, 456, "items"},
    {4, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "audience"},
    {2, Kind::integer, Shape::one, true, 0, "expirationSeconds"},
    {3, Kind::string, Shape::one, false, 0, "path"},
    {1, Kind::string, Shape::one, true, 0, "name"},
    {2, Kind::string, Shape::one, true, 0, "signerName"},
    {3, Kind::message, Shape::one, true, 162, "labelSelector"},
    {4, Kind::string, Shape::one, false, 0, "path"},
    {5, Kind::boolean, Shape::one, true, 0, "optional"},
    {1, Kind::string, Shape::one, false, 0, "signerName"},
    {2, Kind::string, Shape::one, false, 0, "keyType"},
    {3, Kind::integer, Shape::one, true, 0, "maxExpirationSeconds"},
    {4, Kind::string, Shape::one, false, 0, "credentialBundlePath"},
    {5, Kind::string, Shape::one, false, 0, "keyPath"},
    {6, Kind::string, Shape::one, false, 0, "certificateChainPath"},
    {7, Kind::string, Shape::map, false, 0, "userAnnotations"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {2, Kind::string, Shape::one, false, 0, "value"},
    {1, Kind::string, Shape::one, false, 0, "name"},
    {1, Kind::string, Shape::one, false, 0, "name"},
};

constexpr ProtobufMessage messages[] = {
    {0, 2},        // Binding
    {2, 4},        // ComponentStatus
    {4, 8},        // ConfigMap
    {8, 10},       // Endpoints
    {10, 25},      // Event
    {25, 27},      // LimitRange
    {27, 30},      // Namespace
    {30, 33},      // Node
    {33, 36},      // PersistentVolumeClaim
    {36, 39},      // PersistentVolume
    {39, 42},      // Pod
    {42, 44},      // Eviction
    {44, 46},      // PodTemplate
    {46, 49},      // ReplicationController
    {49, 52},      // Scale
    {52, 55},      // ResourceQuota
    {55, 60},      // Secret
    {60, 64},      // ServiceAccount
    {64, 67},      // TokenRequest
    {67, 70},      // Service
    {70, 72},      // MutatingAdmissionPolicy
    {72, 74},      // MutatingAdmissionPolicyBinding
    {74, 76},      // MutatingWebhookConfiguration
    {76, 79},      // ValidatingAdmissionPolicy
    {79, 81},      // ValidatingAdmissionPolicyBinding
    {81, 83},      // ValidatingWebhookConfiguration
    {83, 86},      // ControllerRevision
    {86, 89},      // DaemonSet
    {89, 92},      // Deployment
    {92, 95},      // ReplicaSet
    {95, 98},      // StatefulSet
    {98, 100},     // SelfSubjectReview
    {100, 103},    // TokenReview
    {103, 106},    // LocalSubjectAccessReview
    {106, 109},    // SelfSubjectAccessReview
    {109, 112},    // SelfSubjectRulesReview
    {112, 115},    // SubjectAccessReview
    {115, 118},    // HorizontalPodAutoscaler
    {118, 121},    // HorizontalPodAutoscaler
    {121, 124},    // CronJob
    {124, 127},    // Job
    {127, 130},    // CertificateSigningRequest
    {130, 132},    // Lease
    {132, 136},    // EndpointSlice
    {136, 151},    // Event
    {151, 154},    // FlowSchema
    {154, 157},    // PriorityLevelConfiguration
    {157, 159},    // IngressClass
    {159, 162},    // Ingress
    {162, 164},    // IPAddress
    {164, 166},    // NetworkPolicy
    {166, 169},    // ServiceCIDR
    {169, 173},    // RuntimeClass
    {173, 176},    // PodDisruptionBudget
    {176, 179},    // ClusterRoleBinding
    {179, 182},    // ClusterRole
    {182, 185},    // RoleBinding
    {185, 187},    // Role
    {187, 189},    // DeviceClass
    {189, 192},    // ResourceClaim
    {192, 194},    // ResourceClaimTemplate
    {194, 196},    // ResourceSlice
    {196, 201},    // PriorityClass
    {201, 203},    // CSIDriver
    {203, 205},    // CSINode
    {205, 210},    // CSIStorageCapacity
    {210, 218},    // StorageClass
    {218, 221},    // VolumeAttachment
    {221, 224},    // VolumeAttributesClass
    {224, 230},    // DeleteOptions
    {230, 245},    // ObjectMeta
    {245, 252},    // ObjectReference
    {252, 256},    // ComponentCondition
    {256, 259},    // EndpointSubset
    {259, 261},    // EventSource
    {261, 263},    // EventSeries
    {263, 264},    // LimitRangeSpec
    {264, 265},    // NamespaceSpec
    {265, 267},    // NamespaceStatus
    {267, 274},    // NodeSpec
    {274, 288},    // NodeStatus
    {288, 297},    // PersistentVolumeClaimSpec
    {297, 305},    // PersistentVolumeClaimStatus
    {305, 315},    // PersistentVolumeSpec
    {315, 319},    // PersistentVolumeStatus
    {319, 361},    // PodSpec
    {361, 382},    // PodStatus
    {382, 384},    // PodTemplateSpec
    {384, 388},    // ReplicationControllerSpec
    {388, 394},    // ReplicationControllerStatus
    {394, 395},    // ScaleSpec
    {395, 397},    // ScaleStatus
    {397, 400},    // ResourceQuotaSpec
    {400, 402},    // ResourceQuotaStatus
    {402, 403},    // LocalObjectReference
    {403, 406},    // TokenRequestSpec
    {406, 408},    // TokenRequestStatus
    {408, 428},    // ServiceSpec
    {428, 430},    // ServiceStatus
    {430, 437},    // MutatingAdmissionPolicySpec
    {437, 440},    // MutatingAdmissionPolicyBindingSpec
    {440, 452},    // MutatingWebhook
    {452, 459},    // ValidatingAdmissionPolicySpec
    {459, 462},    // ValidatingAdmissionPolicyStatus
    {462, 466},    // ValidatingAdmissionPolicyBindingSpec
    {466, 477},    // ValidatingWebhook
    {477, 482},    // DaemonSetSpec
    {482, 492},    // DaemonSetStatus
    {492, 500},    // DeploymentSpec
    {500, 509},    // DeploymentStatus
    {509, 513},    // ReplicaSetSpec
    {513, 520},    // ReplicaSetStatus
    {520, 531},    // StatefulSetSpec
    {531, 541},    // StatefulSetStatus
    {541, 542},    // SelfSubjectReviewStatus
    {542, 544},    // TokenReviewSpec
    {544, 548},    // TokenReviewStatus
    {548, 554},    // SubjectAccessReviewSpec
    {554, 558},    // SubjectAccessReviewStatus
    {558, 560},    // SelfSubjectAccessReviewSpec
    {560, 561},    // SelfSubjectRulesReviewSpec
    {561, 565},    // SubjectRulesReviewStatus
    {565, 569},    // HorizontalPodAutoscalerSpec
    {569, 574},    // HorizontalPodAutoscalerStatus
    {574, 579},    // HorizontalPodAutoscalerSpec
    {579, 585},    // HorizontalPodAutoscalerStatus
    {585, 593},    // CronJobSpec
    {593, 596},    // CronJobStatus
    {596, 612},    // JobSpec
    {612, 623},    // JobStatus
    {623, 631},    // CertificateSigningRequestSpec
    {631, 633},    // CertificateSigningRequestStatus
    {633, 640},    // LeaseSpec
    {640, 648},    // Endpoint
    {648, 652},    // EndpointPort
    {652, 654},    // EventSeries
    {654, 658},    // FlowSchemaSpec
    {658, 659},    // FlowSchemaStatus
    {659, 662},    // PriorityLevelConfigurationSpec
    {662, 663},    // PriorityLevelConfigurationStatus
    {663, 665},    // IngressClassSpec
    {665, 669},    // IngressSpec
    {669, 670},    // IngressStatus
    {670, 671},    // IPAddressSpec
    {671, 675},    // NetworkPolicySpec
    {675, 676},    // ServiceCIDRSpec
    {676, 677},    // ServiceCIDRStatus
    {677, 678},    // Overhead
    {678, 680},    // Scheduling
    {680, 684},    // PodDisruptionBudgetSpec
    {684, 691},    // PodDisruptionBudgetStatus
    {691, 695},    // Subject
    {695, 698},    // RoleRef
    {698, 703},    // PolicyRule
    {703, 704},    // AggregationRule
    {704, 707},    // DeviceClassSpec
    {707, 708},    // ResourceClaimSpec
    {708, 711},    // ResourceClaimStatus
    {711, 713},    // ResourceClaimTemplateSpec
    {713, 721},    // ResourceSliceSpec
    {721, 732},    // CSIDriverSpec
    {732, 733},    // CSINodeSpec
    {733, 735},    // LabelSelector
    {735, 736},    // TopologySelectorTerm
    {736, 739},    // VolumeAttachmentSpec
    {739, 743},    // VolumeAttachmentStatus
    {743, 745},    // Preconditions
    {745, 751},    // OwnerReference
    {751, 758},    // ManagedFieldsEntry
    {758, 762},    // EndpointAddress
    {762, 766},    // EndpointPort
    {766, 772},    // LimitRangeItem
    {772, 777},    // NamespaceCondition
    {777, 781},    // Taint
    {781, 782},    // NodeConfigSource
    {782, 788},    // NodeCondition
    {788, 790},    // NodeAddress
    {790, 791},    // NodeDaemonEndpoints
    {791, 802},    // NodeSystemInfo
    {802, 804},    // ContainerImage
    {804, 806},    // AttachedVolume
    {806, 810},    // NodeConfigStatus
    {810, 812},    // NodeRuntimeHandler
    {812, 813},    // NodeFeatures
    {813, 815},    // VolumeResourceRequirements
    {815, 818},    // TypedLocalObjectReference
    {818, 822},    // TypedObjectReference
    {822, 828},    // PersistentVolumeClaimCondition
    {828, 830},    // ModifyVolumeStatus
    {830, 852},    // PersistentVolumeSpec+
    {852, 853},    // VolumeNodeAffinity
    {853, 855},    // Volume
    {855, 880},    // Container
    {880, 893},    // PodSecurityContext
    {893, 896},    // Affinity
    {896, 901},    // Toleration
    {901, 903},    // HostAlias
    {903, 906},    // PodDNSConfig
    {906, 907},    // PodReadinessGate
    {907, 915},    // TopologySpreadConstraint
    {915, 917},    // EphemeralContainer
    {917, 918},    // PodOS
    {918, 919},    // PodSchedulingGate
    {919, 922},    // PodResourceClaim
    {922, 925},    // ResourceRequirements
    {925, 926},    // PodSchedulingGroup
    {926, 933},    // PodCondition
    {933, 948},    // ContainerStatus
    {948, 949},    // PodIP
    {949, 951},    // PodResourceClaimStatus
    {951, 952},    // HostIP
    {952, 954},    // PodExtendedResourceClaimStatus
    {954, 956},    // NodeAllocatableResourceClaimStatus
    {956, 961},    // ReplicationControllerCondition
    {961, 962},    // ScopeSelector
    {962, 966},    // BoundObjectReference
    {966, 972},    // ServicePort
    {972, 973},    // SessionAffinityConfig
    {973, 974},    // LoadBalancerStatus
    {974, 980},    // Condition
    {980, 982},    // ParamKind
    {982, 987},    // MatchResources
    {987, 989},    // Variable
    {989, 992},    // Mutation
    {992, 994},    // MatchCondition
    {994, 998},    // ParamRef
    {998, 1001},   // WebhookClientConfig
    {1001, 1003},  // RuleWithOperations
    {1003, 1007},  // Validation
    {1007, 1009},  // AuditAnnotation
    {1009, 1010},  // TypeChecking
    {1010, 1012},  // DaemonSetUpdateStrategy
    {1012, 1017},  // DaemonSetCondition
    {1017, 1019},  // DeploymentStrategy
    {1019, 1025},  // DeploymentCondition
    {1025, 1030},  // ReplicaSetCondition
    {1030, 1032},  // StatefulSetUpdateStrategy
    {1032, 1034},  // StatefulSetPersistentVolumeClaimRetentionPolicy
    {1034, 1035},  // StatefulSetOrdinals
    {1035, 1040},  // StatefulSetCondition
    {1040, 1044},  // UserInfo
    {1044, 1053},  // ResourceAttributes
    {1053, 1055},  // NonResourceAttributes
    {1055, 1059},  // ResourceRule
    {1059, 1061},  // NonResourceRule
    {1061, 1064},  // CrossVersionObjectReference
    {1064, 1067},  // CrossVersionObjectReference
    {1067, 1073},  // MetricSpec
    {1073, 1075},  // HorizontalPodAutoscalerBehavior
    {1075, 1081},  // MetricStatus
    {1081, 1086},  // HorizontalPodAutoscalerCondition
    {1086, 1088},  // JobTemplateSpec
    {1088, 1089},  // PodFailurePolicy
    {1089, 1090},  // SuccessPolicy
    {1090, 1096},  // JobCondition
    {1096, 1098},  // UncountedTerminatedPods
    {1098, 1104},  // CertificateSigningRequestCondition
    {1104, 1107},  // EndpointConditions
    {1107, 1109},  // EndpointHints
    {1109, 1110},  // PriorityLevelConfigurationReference
    {1110, 1111},  // FlowDistinguisherMethod
    {1111, 1114},  // PolicyRulesWithSubjects
    {1114, 1119},  // FlowSchemaCondition
    {1119, 1123},  // LimitedPriorityLevelConfiguration
    {1123, 1125},  // ExemptPriorityLevelConfiguration
    {1125, 1130},  // PriorityLevelConfigurationCondition
    {1130, 1135},  // IngressClassParametersReference
    {1135, 1137},  // IngressBackend
    {1137, 1139},  // IngressTLS
    {1139, 1141},  // IngressRule
    {1141, 1142},  // IngressLoadBalancerStatus
    {1142, 1146},  // ParentReference
    {1146, 1148},  // NetworkPolicyIngressRule
    {1148, 1150},  // NetworkPolicyEgressRule
    {1150, 1151},  // DeviceSelector
    {1151, 1152},  // DeviceClassConfiguration
    {1152, 1155},  // DeviceClaim
    {1155, 1158},  // AllocationResult
    {1158, 1162},  // ResourceClaimConsumerReference
    {1162, 1169},  // AllocatedDeviceStatus
    {1169, 1172},  // ResourcePool
    {1172, 1173},  // NodeSelector
    {1173, 1185},  // Device
    {1185, 1187},  // CounterSet
    {1187, 1189},  // TokenRequest
    {1189, 1193},  // CSINodeDriver
    {1193, 1196},  // LabelSelectorRequirement
    {1196, 1198},  // TopologySelectorLabelRequirement
    {1198, 1200},  // VolumeAttachmentSource
    {1200, 1203},  // VolumeError
    {1203, 1208},  // ConfigMapNodeConfigSource
    {1208, 1209},  // DaemonEndpoint
    {1209, 1210},  // NodeSwapStatus
    {1210, 1212},  // NodeRuntimeHandlerFeatures
    {1212, 1216},  // GCEPersistentDiskVolumeSource
    {1216, 1220},  // AWSElasticBlockStoreVolumeSource
    {1220, 1222},  // HostPathVolumeSource
    {1222, 1226},  // GlusterfsPersistentVolumeSource
    {1226, 1229},  // NFSVolumeSource
    {1229, 1237},  // RBDPersistentVolumeSource
    {1237, 1248},  // ISCSIPersistentVolumeSource
    {1248, 1252},  // CinderPersistentVolumeSource
    {1252, 1258},  // CephFSPersistentVolumeSource
    {1258, 1263},  // FCVolumeSource
    {1263, 1265},  // FlockerVolumeSource
    {1265, 1270},  // FlexPersistentVolumeSource
    {1270, 1274},  // AzureFilePersistentVolumeSource
    {1274, 1278},  // VsphereVirtualDiskVolumeSource
    {1278, 1284},  // QuobyteVolumeSource
    {1284, 1290},  // AzureDiskVolumeSource
    {1290, 1292},  // PhotonPersistentDiskVolumeSource
    {1292, 1295},  // PortworxVolumeSource
    {1295, 1305},  // ScaleIOPersistentVolumeSource
    {1305, 1307},  // LocalVolumeSource
    {1307, 1312},  // StorageOSPersistentVolumeSource
    {1312, 1322},  // CSIPersistentVolumeSource
    {1322, 1352},  // Volume+
    {1352, 1357},  // ContainerPort
    {1357, 1360},  // EnvVar
    {1360, 1367},  // VolumeMount
    {1367, 1374},  // Probe
    {1374, 1377},  // Lifecycle
    {1377, 1389},  // SecurityContext
    {1389, 1392},  // EnvFromSource
    {1392, 1394},  // VolumeDevice
    {1394, 1396},  // ContainerResizePolicy
    {1396, 1398},  // ContainerRestartRule
    {1398, 1402},  // SELinuxOptions
    {1402, 1404},  // Sysctl
    {1404, 1408},  // WindowsSecurityContextOptions
    {1408, 1410},  // SeccompProfile
    {1410, 1412},  // AppArmorProfile
    {1412, 1414},  // NodeAffinity
    {1414, 1416},  // PodAffinity
    {1416, 1418},  // PodAntiAffinity
    {1418, 1420},  // PodDNSConfigOption
    {1420, 1445},  // EphemeralContainer+
    {1445, 1447},  // ResourceClaim
    {1447, 1450},  // ContainerState
    {1450, 1455},  // VolumeMountStatus
    {1455, 1456},  // ContainerUser
    {1456, 1458},  // ResourceStatus
    {1458, 1461},  // ContainerExtendedResourceRequest
    {1461, 1464},  // ScopedResourceSelectorRequirement
    {1464, 1465},  // ClientIPConfig
    {1465, 1469},  // LoadBalancerIngress
    {1469, 1471},  // NamedRuleWithOperations
    {1471, 1472},  // ApplyConfiguration
    {1472, 1473},  // JSONPatch
    {1473, 1477},  // ServiceReference
    {1477, 1481},  // RuleWithOperations+
    {1481, 1483},  // ExpressionWarning
    {1483, 1485},  // RollingUpdateDaemonSet
    {1485, 1487},  // RollingUpdateDeployment
    {1487, 1489},  // RollingUpdateStatefulSetStrategy
    {1489, 1491},  // FieldSelectorAttributes
    {1491, 1493},  // LabelSelectorAttributes
    {1493, 1496},  // ObjectMetricSource
    {1496, 1498},  // PodsMetricSource
    {1498, 1500},  // ResourceMetricSource
    {1500, 1502},  // ExternalMetricSource
    {1502, 1505},  // ContainerResourceMetricSource
    {1505, 1509},  // HPAScalingRules
    {1509, 1512},  // ObjectMetricStatus
    {1512, 1514},  // PodsMetricStatus
    {1514, 1516},  // ResourceMetricStatus
    {1516, 1518},  // ExternalMetricStatus
    {1518, 1521},  // ContainerResourceMetricStatus
    {1521, 1524},  // PodFailurePolicyRule
    {1524, 1526},  // SuccessPolicyRule
    {1526, 1527},  // ForZone
    {1527, 1528},  // ForNode
    {1528, 1532},  // Subject
    {1532, 1537},  // ResourcePolicyRule
    {1537, 1539},  // NonResourcePolicyRule
    {1539, 1541},  // LimitResponse
    {1541, 1543},  // IngressServiceBackend
    {1543, 1544},  // IngressRule+
    {1544, 1547},  // IngressLoadBalancerIngress
    {1547, 1550},  // NetworkPolicyPort
    {1550, 1553},  // NetworkPolicyPeer
    {1553, 1554},  // CELDeviceSelector
    {1554, 1555},  // DeviceClassConfiguration+
    {1555, 1558},  // DeviceRequest
    {1558, 1561},  // DeviceConstraint
    {1561, 1563},  // DeviceClaimConfiguration
    {1563, 1565},  // DeviceAllocationResult
    {1565, 1568},  // NetworkDeviceData
    {1568, 1570},  // NodeSelectorTerm
    {1570, 1578},  // DeviceAttribute
    {1578, 1580},  // DeviceCapacity
    {1580, 1582},  // DeviceCounterConsumption
    {1582, 1586},  // DeviceTaint
    {1586, 1587},  // Counter
    {1587, 1588},  // VolumeNodeResources
    {1588, 1590},  // SecretReference
    {1590, 1592},  // EmptyDirVolumeSource
    {1592, 1595},  // GitRepoVolumeSource
    {1595, 1599},  // SecretVolumeSource
    {1599, 1610},  // ISCSIVolumeSource
    {1610, 1613},  // GlusterfsVolumeSource
    {1613, 1615},  // PersistentVolumeClaimVolumeSource
    {1615, 1623},  // RBDVolumeSource
    {1623, 1628},  // FlexVolumeSource
    {1628, 1632},  // CinderVolumeSource
    {1632, 1638},  // CephFSVolumeSource
    {1638, 1640},  // DownwardAPIVolumeSource
    {1640, 1643},  // AzureFileVolumeSource
    {1643, 1647},  // ConfigMapVolumeSource
    {1647, 1657},  // ScaleIOVolumeSource
    {1657, 1659},  // ProjectedVolumeSource
    {1659, 1664},  // StorageOSVolumeSource
    {1664, 1669},  // CSIVolumeSource
    {1669, 1670},  // EphemeralVolumeSource
    {1670, 1672},  // ImageVolumeSource
    {1672, 1677},  // EnvVarSource
    {1677, 1681},  // Probe+
    {1681, 1685},  // LifecycleHandler
    {1685, 1687},  // Capabilities
    {1687, 1689},  // ConfigMapEnvSource
    {1689, 1691},  // SecretEnvSource
    {1691, 1693},  // ContainerRestartRuleOnExitCodes
    {1693, 1695},  // PreferredSchedulingTerm
    {1695, 1701},  // PodAffinityTerm
    {1701, 1703},  // WeightedPodAffinityTerm
    {1703, 1705},  // ContainerStateWaiting
    {1705, 1706},  // ContainerStateRunning
    {1706, 1713},  // ContainerStateTerminated
    {1713, 1714},  // VolumeStatus
    {1714, 1717},  // LinuxContainerUser
    {1717, 1720},  // ResourceHealth
    {1720, 1723},  // PortStatus
    {1723, 1725},  // NamedRuleWithOperations+
    {1725, 1728},  // FieldSelectorRequirement
    {1728, 1732},  // MetricTarget
    {1732, 1734},  // MetricIdentifier
    {1734, 1737},  // HPAScalingPolicy
    {1737, 1740},  // MetricValueStatus
    {1740, 1743},  // PodFailurePolicyOnExitCodesRequirement
    {1743, 1745},  // PodFailurePolicyOnPodConditionsPattern
    {1745, 1746},  // UserSubject
    {1746, 1747},  // GroupSubject
    {1747, 1749},  // ServiceAccountSubject
    {1749, 1752},  // QueuingConfiguration
    {1752, 1754},  // ServiceBackendPort
    {1754, 1755},  // HTTPIngressRuleValue
    {1755, 1758},  // IngressPortStatus
    {1758, 1760},  // IPBlock
    {1760, 1762},  // OpaqueDeviceConfiguration
    {1762, 1769},  // ExactDeviceRequest
    {1769, 1776},  // DeviceSubRequest
    {1776, 1777},  // DeviceClaimConfiguration+
    {1777, 1787},  // DeviceRequestAllocationResult
    {1787, 1790},  // DeviceAllocationConfiguration
    {1790, 1793},  // NodeSelectorRequirement
    {1793, 1796},  // CapacityRequestPolicy
    {1796, 1799},  // KeyToPath
    {1799, 1803},  // DownwardAPIVolumeFile
    {1803, 1804},  // ConfigMapVolumeSource+
    {1804, 1810},  // VolumeProjection
    {1810, 1812},  // PersistentVolumeClaimTemplate
    {1812, 1814},  // ObjectFieldSelector
    {1814, 1817},  // ResourceFieldSelector
    {1817, 1820},  // ConfigMapKeySelector
    {1820, 1823},  // SecretKeySelector
    {1823, 1827},  // FileKeySelector
    {1827, 1828},  // ExecAction
    {1828, 1833},  // HTTPGetAction
    {1833, 1835},  // TCPSocketAction
    {1835, 1837},  // GRPCAction
    {1837, 1838},  // SleepAction
    {1838, 1839},  // ConfigMapEnvSource+
    {1839, 1840},  // SecretEnvSource+
    {1840, 1841},  // ImageVolumeStatus
    {1841, 1845},  // NamedRuleWithOperations++
    {1845, 1848},  // HTTPIngressPath
    {1848, 1853},  // DeviceToleration
    {1853, 1854},  // CapacityRequirements
    {1854, 1855},  // DeviceAllocationConfiguration+
    {1855, 1858},  // CapacityRequestPolicyRange
    {1858, 1861},  // SecretProjection
    {1861, 1862},  // DownwardAPIProjection
    {1862, 1865},  // ConfigMapProjection
    {1865, 1868},  // ServiceAccountTokenProjection
    {1868, 1873},  // ClusterTrustBundleProjection
    {1873, 1880},  // PodCertificateProjection
    {1880, 1881},  // ConfigMapKeySelector+
    {1881, 1882},  // SecretKeySelector+
    {1882, 1884},  // HTTPHeader
    {1884, 1885},  // SecretProjection+
    {1885, 1886},  // ConfigMapProjection+
};

constexpr ProtobufRoot roots[] = {
    {"admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", 20},
    {"admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding", 21},
    {"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", 22},
    {"admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", 23},
    {"admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", 24},
    {"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", 25},
    {"apps/v1", "ControllerRevision", 26},
    {"apps/v1", "DaemonSet", 27},
    {"apps/v1", "Deployment", 28},
    {"apps/v1", "ReplicaSet", 29},
    {"apps/v1", "StatefulSet", 30},
    {"authentication.k8s.io/v1", "SelfSubjectReview", 31},
    {"authentication.k8s.io/v1", "TokenRequest", 18},
    {"authentication.k8s.io/v1", "TokenReview", 32},
    {"authorization.k8s.io/v1", "LocalSubjectAccessReview", 33},
    {"authorization.k8s.io/v1", "SelfSubjectAccessReview", 34},
    {"authorization.k8s.io/v1", "SelfSubjectRulesReview", 35},
    {"authorization.k8s.io/v1", "SubjectAccessReview", 36},
    {"autoscaling/v1", "HorizontalPodAutoscaler", 37},
    {"autoscaling/v1", "Scale", 14},
    {"autoscaling/v2", "HorizontalPodAutoscaler", 38},
    {"batch/v1", "CronJob", 39},
    {"batch/v1", "Job", 40},
    {"certificates.k8s.io/v1", "CertificateSigningRequest", 41},
    {"coordination.k8s.io/v1", "Lease", 42},
    {"discovery.k8s.io/v1", "EndpointSlice", 43},
    {"events.k8s.io/v1", "Event", 44},
    {"flowcontrol.apiserver.k8s.io/v1", "FlowSchema", 45},
    {"flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", 46},
    {"networking.k8s.io/v1", "IPAddress", 49},
    {"networking.k8s.io/v1", "Ingress", 48},
    {"networking.k8s.io/v1", "IngressClass", 47},
    {"networking.k8s.io/v1", "NetworkPolicy", 50},
    {"networking.k8s.io/v1", "ServiceCIDR", 51},
    {"node.k8s.io/v1", "RuntimeClass", 52},
    {"policy/v1", "Eviction", 11},
    {"policy/v1", "PodDisruptionBudget", 53},
    {"rbac.authorization.k8s.io/v1", "ClusterRole", 55},
    {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding", 54},
    {"rbac.authorization.k8s.io/v1", "Role", 57},
    {"rbac.authorization.k8s.io/v1", "RoleBinding", 56},
    {"resource.k8s.io/v1", "DeviceClass", 58},
    {"resource.k8s.io/v1", "ResourceClaim", 59},
    {"resource.k8s.io/v1", "ResourceClaimTemplate", 60},
    {"resource.k8s.io/v1", "ResourceSlice", 61},
    {"scheduling.k8s.io/v1", "PriorityClass", 62},
    {"storage.k8s.io/v1", "CSIDriver", 63},
    {"storage.k8s.io/v1", "CSINode", 64},
    {"storage.k8s.io/v1", "CSIStorageCapacity", 65},
    {"storage.k8s.io/v1", "StorageClass", 66},
    {"storage.k8s.io/v1", "VolumeAttachment", 67},
    {"storage.k8s.io/v1", "VolumeAttributesClass", 68},
    {"v1", "Binding", 0},
    {"v1", "ComponentStatus", 1},
    {"v1", "ConfigMap", 2},
    {"v1", "DeleteOptions", 69},
    {"v1", "Endpoints", 3},
    {"v1", "Event", 4},
    {"v1", "LimitRange", 5},
    {"v1", "Namespace", 6},
    {"v1", "Node", 7},
    {"v1", "PersistentVolume", 9},
    {"v1", "PersistentVolumeClaim", 8},
    {"v1", "Pod", 10},
    {"v1", "PodTemplate", 12},
    {"v1", "ReplicationController", 13},
    {"v1", "ResourceQuota", 15},
    {"v1", "Secret", 16},
    {"v1", "Service", 19},
    {"v1", "ServiceAccount", 17},
};

}  // namespace

ProtobufTables const& protobuf_tables() noexcept {
    static constexpr ProtobufTables tables{fields, messages, roots};
    return tables;
}

}  // namespace keelson::http
