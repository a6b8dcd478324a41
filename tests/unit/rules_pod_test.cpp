#include "support/rules_subject.hpp"

using namespace keelson;
using namespace keelson::test;

TEST_CASE("rules: containers of a Pod") {
    check_creates(
        pod, {
                 {"{spec: {containers: []}}", "spec.containers: Required value"},
                 {"{spec: {containers: [{name: app}]}}", "spec.containers[0].image: Required value"},
                 {"{spec: {containers: [{name: App, image: a}]}}",
                  "spec.containers[0].name: Invalid value: \"App\": " LABEL},
                 {"{spec: {containers: [{name: a, image: a}, {name: a, image: b}]}}",
                  "spec.containers[1].name: Duplicate value: \"a\""},
                 {"{spec: {initContainers: [{name: app, image: a}]}}",
                  "spec.initContainers[0].name: Duplicate value: \"app\""},
                 {"{spec: {containers: [{name: a, image: ' a'}]}}",
                  "spec.containers[0].image: Invalid value: \" a\": must not have leading or trailing whitespace"},
                 {"{spec: {initContainers: [{name: i, image: a, livenessProbe: {exec: {command: [a]}}}]}}",
                  "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without "
                  "restartPolicy=Always"},
                 {"{spec: {initContainers: [{name: i, image: a, restartPolicy: Always, livenessProbe: {exec: {command: "
                  "[a]}}}]}}",
                  ""},
                 {"{spec: {ephemeralContainers: [{name: e, image: a}]}}",
                  "spec.ephemeralContainers: Forbidden: cannot be set on create"},
                 {"{spec: {containers: [{name: a, image: a, restartPolicyRules: [{action: Restart, exitCodes: "
                  "{operator: In, "
                  "values: [1]}}]}]}}",
                  "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are "
                  "used"},
                 {"{spec: {restartPolicy: Never, containers: [{name: a, image: a, resizePolicy: [{resourceName: cpu, "
                  "restartPolicy: RestartContainer}]}]}}",
                  "spec.containers[0].resizePolicy: Invalid value: \"RestartContainer\": must be 'NotRequired' when "
                  "`restartPolicy` is 'Never'"},
             });
}

TEST_CASE("rules: ports of containers") {
    auto const with = [](std::string const& ports) {
        return "{spec: {containers: [{name: a, image: a, ports: " + ports + "}]}}";
    };
    CHECK(create(pod, with("[{containerPort: 80, name: http}, {containerPort: 81, name: admin}]")) == "");
    CHECK(create(pod, with("[{containerPort: 80, name: a}, {containerPort: 81, name: a}]")) ==
          "spec.containers[0].ports[1].name: Duplicate value: \"a\"");
    CHECK(create(pod, with("[{containerPort: 0}]")) == "spec.containers[0].ports[0].containerPort: Required value");
    CHECK(create(pod, with("[{containerPort: 65536}]")) ==
          "spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive");
    CHECK(create(pod, with("[{containerPort: 80, hostPort: 70000}]")) ==
          "spec.containers[0].ports[0].hostPort: Invalid value: 70000: must be between 1 and 65535, inclusive");
    CHECK(create(pod, with("[{containerPort: 80, hostPort: 8080}, {containerPort: 81, hostPort: 8080}]")) ==
          "spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//8080\"");
    CHECK(create(pod, with("[{containerPort: 80, name: '80'}]")) ==
          "spec.containers[0].ports[0].name: Invalid value: \"80\": must contain at least one letter (a-z)");
    CHECK(create(pod, with("[{containerPort: 80, name: this-is-too-long}]")) ==
          "spec.containers[0].ports[0].name: Invalid value: \"this-is-too-long\": must be no more than 15 characters");
    CHECK(create(pod, with("[{containerPort: 80, name: a--b}]")) ==
          "spec.containers[0].ports[0].name: Invalid value: \"a--b\": must not contain consecutive hyphens");
    CHECK(create(pod,
                 "{spec: {hostNetwork: true, containers: [{name: a, image: a, ports: [{containerPort: 80, hostPort: "
                 "81}]}]}}") ==
          "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is "
          "true");
}

TEST_CASE("rules: environment of containers") {
    struct EnvRow {
        char const* env;
        char const* said;
    };
    for (
        auto const& row : std::vector<EnvRow>{
            {"[{name: A, value: b}, {name: A.B-c, value: d}]", ""},
            {"[{name: ''}]", "env[0].name: Required value"},
            {"[{name: A=B}]",
             "env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only "
             "of printable ASCII characters other than '='"},
            {"[{name: A, valueFrom: {}}]",
             "env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, "
             "`configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"},
            {"[{name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]",
             "env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"},
            {"[{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}, secretKeyRef: {name: s, key: k}}}]",
             "env[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a time"},
            {"[{name: A, valueFrom: {fieldRef: {fieldPath: 'metadata.labels[''app'']'}}}]", ""},
            {"[{name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels}}}]",
             "env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"metadata.labels\": supported values: "
             "\"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", "
             "\"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\""},
            {"[{name: A, valueFrom: {fieldRef: {fieldPath: spec.foo}}}]",
             "env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.foo\": error converting fieldPath: field "
             "label "
             "not supported: spec.foo"},
            {"[{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}]", ""},
            {"[{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 10m}}}]",
             "env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 "
             "are supported with the cpu resource"},
            {"[{name: A, valueFrom: {resourceFieldRef: {resource: limits.gpu}}}]",
             "env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.gpu\": supported values: "
             "\"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", "
             "\"requests.ephemeral-storage\", \"requests.memory\""},
            {"[{name: A, valueFrom: {configMapKeyRef: {name: c, key: ..k}}}]",
             "env[0].valueFrom.configMapKeyRef.key: Invalid value: \"..k\": must not start with '..'"},
        }) {
        INFO(row.env);
        auto const said = create(pod, "{spec: {containers: [{name: a, image: a, env: " + std::string(row.env) + "}]}}");
        CHECK(said == (*row.said ? "spec.containers[0]." + std::string(row.said) : ""));
    }
    check_creates(pod,
                  {{"{spec: {containers: [{name: a, image: a, envFrom: [{prefix: P_}]}]}}",
                    "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or "
                    "`secretRef`"},
                   {"{spec: {containers: [{name: a, image: a, envFrom: [{configMapRef: {name: a}, secretRef: {name: "
                    "b}}]}]}}",
                    "spec.containers[0].envFrom: Invalid value: \"\": may not have more than one field specified at "
                    "a time"},
                   {"{spec: {containers: [{name: a, image: a, envFrom: [{secretRef: {}}]}]}}",
                    "spec.containers[0].envFrom[0].secretRef.name: Required value"}});
}

TEST_CASE("rules: volumes and mounts") {
    check_creates(
        pod,
        {
            {"{spec: {volumes: [{name: v, emptyDir: {}}], containers: [{name: a, image: a, volumeMounts: [{name: v, "
             "mountPath: /a}]}]}}",
             ""},
            {"{spec: {containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /a}]}]}}",
             "spec.containers[0].volumeMounts[0].name: Not found: \"v\""},
            {"{spec: {volumes: [{name: v, emptyDir: {}}], containers: [{name: a, image: a, volumeMounts: [{name: v, "
             "mountPath: /a}, {name: v, mountPath: /a}]}]}}",
             "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique"},
            {"{spec: {volumes: [{name: v, emptyDir: {}}], containers: [{name: a, image: a, volumeMounts: [{name: v, "
             "mountPath: /a, subPath: ../b}]}]}}",
             "spec.containers[0].volumeMounts[0].subPath: Invalid value: \"../b\": must not contain '..'"},
            {"{spec: {volumes: [{name: v, emptyDir: {}}], containers: [{name: a, image: a, volumeMounts: [{name: v, "
             "mountPath: /a, mountPropagation: Bidirectional}]}]}}",
             "spec.containers[0].volumeMounts[0].mountPropagation: Forbidden: Bidirectional mount propagation is "
             "available only to privileged containers"},
            {"{spec: {volumes: [{name: v, emptyDir: {}}, {name: v, emptyDir: {}}]}}",
             "spec.volumes[1].name: Duplicate value: \"v\""},
            {"{spec: {volumes: [{name: V, emptyDir: {}}]}}", "spec.volumes[0].name: Invalid value: \"V\": " LABEL},
            {"{spec: {volumes: [{name: v, emptyDir: {}, hostPath: {path: /a}}]}}",
             "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"},
            {"{spec: {volumes: [{name: v, hostPath: {path: /a/../b}}]}}",
             "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"},
            {"{spec: {volumes: [{name: v, emptyDir: {sizeLimit: '-1'}}]}}",
             "spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"},
            {"{spec: {volumes: [{name: v, configMap: {}}]}}", "spec.volumes[0].configMap.name: Required value"},
            {"{spec: {volumes: [{name: v, secret: {secretName: s, defaultMode: 512}}]}}",
             "spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), "
             "both "
             "inclusive"},
            {"{spec: {volumes: [{name: v, configMap: {name: c, items: [{key: k, path: /a}]}}]}}",
             "spec.volumes[0].configMap.items[0].path: Invalid value: \"/a\": must be a relative path"},
            {"{spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: ''}}]}}",
             "spec.volumes[0].persistentVolumeClaim.claimName: Required value"},
            {"{spec: {volumes: [{name: v, downwardAPI: {items: [{path: a}]}}]}}",
             "spec.volumes[0].downwardAPI.items[0]: Required value: one of fieldRef and resourceFieldRef is required"},
            {"{spec: {volumes: [{name: v, downwardAPI: {items: [{path: a, resourceFieldRef: {resource: "
             "limits.cpu}}]}}]}}",
             "spec.volumes[0].downwardAPI.items[0].resourceFieldRef.containerName: Required value"},
            {"{spec: {volumes: [{name: v, projected: {sources: [{secret: {name: s, items: [{key: a, path: p}]}}, "
             "{configMap: {name: c, items: [{key: a, path: p}]}}]}}]}}",
             "spec.volumes[0].projected: Invalid value: \"c\": conflicting duplicate paths"},
            {"{spec: {volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: "
             "60}}]}}]}}",
             "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not "
             "specify a duration less than 10 minutes"},
            {"{spec: {volumes: [{name: v, nfs: {server: s, path: a}}]}}",
             "spec.volumes[0].nfs.path: Invalid value: \"a\": must be an absolute path"},
        });
}

TEST_CASE("rules: probes and hooks") {
    auto const probe = [](std::string const& body, std::string const& kind = "livenessProbe") {
        return create(pod, "{spec: {containers: [{name: a, image: a, " + kind + ": " + body + "}]}}");
    };
    std::string const at = "spec.containers[0].livenessProbe";
    CHECK(probe("{httpGet: {port: 80}}") == "");
    CHECK(probe("{httpGet: {port: http}}") == "");
    CHECK(probe("{}") == at + ": Required value: must specify a handler type");
    CHECK(probe("{exec: {command: [a]}, tcpSocket: {port: 80}}") ==
          at + ".tcpSocket: Forbidden: may not specify more than 1 handler type");
    CHECK(probe("{exec: {}}") == at + ".exec.command: Required value");
    CHECK(probe("{httpGet: {port: 0}}") ==
          at + ".httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive");
    CHECK(probe("{grpc: {port: 70000}}") ==
          at + ".grpc.port: Invalid value: 70000: must be between 1 and 65535, inclusive");
    CHECK(probe("{tcpSocket: {port: 80}, successThreshold: 2}") ==
          at + ".successThreshold: Invalid value: 2: must be 1");
    CHECK(probe("{tcpSocket: {port: 80}, successThreshold: 2}", "startupProbe") ==
          "spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1");
    CHECK(probe("{tcpSocket: {port: 80}, successThreshold: 2}", "readinessProbe") == "");
    CHECK(probe("{tcpSocket: {port: 80}, periodSeconds: -1}") ==
          at + ".periodSeconds: Invalid value: -1: must be greater than or equal to 0");
    CHECK(probe("{tcpSocket: {port: 80}, terminationGracePeriodSeconds: 5}", "readinessProbe") ==
          "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for "
          "readinessProbes");
    CHECK(probe("{httpGet: {port: 80, httpHeaders: [{name: 'a b', value: c}]}}") ==
          at + ".httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric "
               "characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
    CHECK(probe("{preStop: {sleep: {seconds: 31}}}", "lifecycle") ==
          "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than "
          "terminationGracePeriodSeconds (30)");
    CHECK(probe("{postStart: {}}", "lifecycle") ==
          "spec.containers[0].lifecycle.postStart: Required value: must specify a handler type");
}

TEST_CASE("rules: requests and limits") {
    auto const with = [](std::string const& resources) {
        return create(pod, "{spec: {containers: [{name: a, image: a, resources: " + resources + "}]}}");
    };
    std::string const at = "spec.containers[0].resources.";
    CHECK(with("{requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 1, example.com/gpu: 1}}") == "");
    CHECK(with("{requests: {cpu: 2}, limits: {cpu: 1}}") ==
          at + "requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1");
    CHECK(with("{limits: {memory: '-1'}, requests: {memory: '-1'}}") ==
          "[" + at + "limits[memory]: Invalid value: \"-1\": must be greater than or equal to 0, " + at +
              "requests[memory]: Invalid value: \"-1\": must be greater than or equal to 0]");
    CHECK(with("{requests: {gpu: 1}}") ==
          "[" + at + "requests[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified, " +
              at + "requests[gpu]: Invalid value: \"gpu\": must be a standard resource for containers]");
    CHECK(with("{limits: {example.com/gpu: 1500m}, requests: {example.com/gpu: 1500m}}") ==
          "[" + at + "limits[example.com/gpu]: Invalid value: \"1500m\": must be an integer, " + at +
              "requests[example.com/gpu]: Invalid value: \"1500m\": must be an integer]");
    CHECK(with("{requests: {example.com/gpu: 1}}") ==
          at + "limits: Required value: Limit must be set for non overcommitable resources");
    CHECK(with("{limits: {example.com/gpu: 2}, requests: {example.com/gpu: 1}}") ==
          at + "requests: Invalid value: \"1\": must be equal to example.com/gpu limit of 2");
    CHECK(with("{claims: [{name: c}]}") ==
          at + "claims[0]: Not found: \"c\": must be one of the names in pod.spec.resourceClaims which is empty");
    CHECK(create(pod,
                 "{spec: {resources: {requests: {cpu: 1}}, containers: [{name: a, image: a, resources: {requests: "
                 "{cpu: 2}}}]}}") ==
          "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container "
          "requests of 2");
}

TEST_CASE("rules: the rest of a Pod's spec") {
    check_creates(
        pod,
        {
            {"{spec: {activeDeadlineSeconds: 0}}",
             "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"},
            {"{spec: {hostname: a.b}}", "spec.hostname: Invalid value: \"a.b\": must not contain dots"},
            {"{spec: {subdomain: A}}", "spec.subdomain: Invalid value: \"A\": " LABEL},
            {"{spec: {nodeName: A}}", "spec.nodeName: Invalid value: \"A\": " SUBDOMAIN},
            {"{spec: {nodeSelector: {a: b c}}}", "spec.nodeSelector: Invalid value: \"b c\": " LABEL_VALUE},
            {"{spec: {nodeName: n, schedulingGates: [{name: a.b/c}]}}",
             "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"},
            {"{spec: {dnsPolicy: None}}",
             "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"},
            {"{spec: {dnsConfig: {nameservers: [a]}}}",
             "spec.dnsConfig.nameservers[0]: Invalid value: \"a\": must be a valid IP address, (e.g. 10.9.8.7 or "
             "2001:db8::ffff)"},
            {"{spec: {hostAliases: [{ip: 1.2.3, hostnames: [a]}]}}",
             "spec.hostAliases[0].ip: Invalid value: \"1.2.3\": must be a valid IP address, (e.g. 10.9.8.7 or "
             "2001:db8::ffff)"},
            {"{spec: {securityContext: {runAsUser: -1}}}",
             "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"},
            {"{spec: {securityContext: {seccompProfile: {type: Localhost}}}}",
             "spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is "
             "Localhost"},
            {"{spec: {securityContext: {sysctls: [{name: a..b, value: c}]}}}",
             "spec.securityContext.sysctls[0].name: Invalid value: \"a..b\": must have at most 253 characters and "
             "match "
             "regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"},
            {"{spec: {shareProcessNamespace: true, hostPID: true}}",
             "spec.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be "
             "enabled"},
            {"{spec: {containers: [{name: a, image: a, securityContext: {privileged: true, allowPrivilegeEscalation: "
             "false}}]}}",
             "spec.containers[0].securityContext: Invalid value: "
             "{\"privileged\":true,\"allowPrivilegeEscalation\":false}: cannot set `allowPrivilegeEscalation` to false "
             "and `privileged` to true"},
            {"{spec: {os: {name: windows}, securityContext: {fsGroup: 1}}}",
             "spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod"},
            {"{metadata: {annotations: {controller.kubernetes.io/pod-deletion-cost: much}}}",
             "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"much\": must be a "
             "32bit "
             "integer"},
        });
}

TEST_CASE("rules: where a Pod may run") {
    std::string const node_term =
        "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ";
    auto const affinity = [](std::string const& body) { return create(pod, "{spec: {affinity: " + body + "}}"); };
    std::string const at =
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    CHECK(affinity(node_term + "[{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}") == "");
    CHECK(affinity(node_term + "[]}}}") == at + ": Required value: must have at least one node selector term");
    CHECK(affinity(node_term + "[{matchExpressions: [{key: a, operator: In}]}]}}}") ==
          at + "[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'");
    CHECK(affinity(node_term + "[{matchExpressions: [{key: a, operator: Exists, values: [b]}]}]}}}") ==
          at + "[0].matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or "
               "'DoesNotExist'");
    CHECK(affinity(node_term + "[{matchExpressions: [{key: a, operator: Near, values: [b]}]}]}}}") ==
          at + "[0].matchExpressions[0].operator: Invalid value: \"Near\": not a valid selector operator");
    CHECK(affinity(node_term + "[{matchExpressions: [{key: a, operator: Gt, values: ['1', '2']}]}]}}}") ==
          at + "[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' "
               "or 'Gt'");
    CHECK(affinity(node_term + "[{matchFields: [{key: metadata.uid, operator: In, values: [a]}]}]}}}") ==
          at + "[0].matchFields[0].key: Invalid value: \"metadata.uid\": not a valid field selector key");
    CHECK(
        affinity("{podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, podAffinityTerm: "
                 "{topologyKey: zone}}]}}") ==
        "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: "
        "must be in the range 1-100");
    check_creates(
        pod,
        {{"{spec: {tolerations: [{operator: Exists}]}}", ""},
         {"{spec: {tolerations: [{value: a}]}}",
          "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty, which means "
          "\"match all values and all keys\""},
         {"{spec: {tolerations: [{key: a, operator: Exists, value: b}]}}",
          "spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'"},
         {"{spec: {tolerations: [{key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 1}]}}",
          "spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
          "`tolerationSeconds` is set"},
         {"{spec: {topologySpreadConstraints: [{maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]}}",
          "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"},
         {"{spec: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}, "
          "{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]}}",
          "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{zone, "
          "DoNotSchedule}\""},
         {"{spec: {topologySpreadConstraints: [{maxSkew: 1, minDomains: 2, topologyKey: zone, whenUnsatisfiable: "
          "ScheduleAnyway}]}}",
          "spec.topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if "
          "whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway"}});
}

TEST_CASE("rules: a Pod that runs changes little") {
    std::string const only =
        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
        "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
        "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously "
        "negative)\nchanged: ";
    auto const more = only + "spec.hostNetwork, spec.nodeName";
    auto const env = only + "spec.containers[0].env";
    auto const selector = only + "spec.nodeSelector";
    check_updates(
        pod,
        {{"{}", "{metadata: {labels: {a: b}}}", ""},
         {"{}", "{spec: {containers: [{name: app, image: other, imagePullPolicy: Always}]}}", ""},
         {"{}", "{spec: {containers: [{name: app, image: nginx, env: [{name: A, value: b}]}]}}", env.c_str()},
         {"{}", "{spec: {hostNetwork: true, nodeName: n}}", more.c_str()},
         {"{}", "{spec: {containers: [{name: app, image: a}, {name: more, image: b}]}}",
          "spec.containers: Forbidden: pod updates may not add or remove containers"},
         {"{}", "{spec: {activeDeadlineSeconds: 10}}", ""},
         {"{spec: {activeDeadlineSeconds: 10}}", "{spec: {activeDeadlineSeconds: 5}}", ""},
         {"{spec: {activeDeadlineSeconds: 10}}", "{spec: {activeDeadlineSeconds: 20}}",
          "spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value"},
         {"{spec: {activeDeadlineSeconds: 10}}", "{spec: {activeDeadlineSeconds: null}}",
          "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value"},
         {"{spec: {tolerations: [{operator: Exists}]}}",
          "{spec: {tolerations: [{operator: Exists}, {key: a, operator: "
          "Exists}]}}",
          ""},
         {"{spec: {tolerations: [{key: a, operator: Exists}]}}", "{spec: {tolerations: []}}",
          "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"},
         {"{spec: {schedulingGates: [{name: a.b/c}]}}", "{spec: {schedulingGates: []}}", ""},
         {"{}", "{spec: {schedulingGates: [{name: a.b/c}]}}",
          "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.b/c'"},
         {"{spec: {schedulingGates: [{name: a.b/c}]}}", "{spec: {nodeSelector: {a: b}}}", ""},
         {"{}", "{spec: {nodeSelector: {a: b}}}", selector.c_str()},
         {"{spec: {schedulingGates: [{name: a.b/c}], nodeSelector: {a: b}}}", "{spec: {nodeSelector: {a: c}}}",
          "spec.nodeSelector: Invalid value: {\"a\":\"c\"}: only additions to spec.nodeSelector are allowed (no "
          "mutations "
          "or deletions)"}});
}

TEST_CASE("rules: the status of a Pod") {
    CHECK(update_status(pod, "{}", "{phase: Running, podIP: 127.0.0.2, podIPs: [{ip: 127.0.0.2}]}") == "");
    CHECK(update_status(pod, "{}", "{qosClass: Guaranteed}") ==
          "status.qosClass: Invalid value: \"Guaranteed\": field is immutable");
    CHECK(update_status(pod, "{}", "{podIPs: [{ip: 127.0.0.2}, {ip: 127.0.0.3}]}") ==
          "status.podIPs: Invalid value: [{\"ip\":\"127.0.0.2\"},{\"ip\":\"127.0.0.3\"}]: may specify no more than one "
          "IP "
          "for each IP family");
    constexpr Subject once{
        "pods", "Pod", "{metadata: {name: web}, spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}"};
    CHECK(update_status(once, "{containerStatuses: [{name: app, state: {terminated: {exitCode: 1}}}]}",
                        "{containerStatuses: [{name: app, state: {running: {}}}]}") ==
          "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state");
}

TEST_CASE("rules: defaults of a Pod") {
    auto const image = [](char const* name, char const* policy) {
        auto const change = "{spec: {containers: [{name: a, image: '" + std::string(name) + "'}]}}";
        check_defaults(pod, {{change.c_str(), "/spec/containers/0/imagePullPolicy", policy}});
    };
    image("nginx", "Always");
    image("nginx:latest", "Always");
    image("nginx:1.2", "IfNotPresent");
    image("host:5000/nginx", "Always");
    image("host:5000/nginx:1", "IfNotPresent");
    image("nginx@sha256:abc", "IfNotPresent");
    check_defaults(
        pod,
        {
            {"{}", "/spec/restartPolicy", "Always"},
            {"{spec: {restartPolicy: ''}}", "/spec/restartPolicy", "Always"},
            {"{}", "/spec/terminationGracePeriodSeconds", "30"},
            {"{}", "/spec/enableServiceLinks", "true"},
            {"{}", "/spec/containers/0/resources", "{}"},
            {"{}", "/spec/containers/0/terminationMessagePath", "/dev/termination-log"},
            {"{spec: {containers: [{name: a, image: a, resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: "
             "500m}}}]}}",
             "/spec/containers/0/resources/requests", "{cpu: 500m, memory: 1Gi}"},
            {"{spec: {hostNetwork: true, containers: [{name: a, image: a, ports: [{containerPort: 80}]}]}}",
             "/spec/containers/0/ports/0", "{containerPort: 80, hostPort: 80, protocol: TCP}"},
            {"{spec: {containers: [{name: a, image: a, livenessProbe: {httpGet: {port: 80}, periodSeconds: 0}}]}}",
             "/spec/containers/0/livenessProbe",
             "{httpGet: {port: 80, path: /, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, "
             "failureThreshold: 3}"},
            {"{spec: {volumes: [{name: v}]}}", "/spec/volumes/0", "{name: v, emptyDir: {}}"},
            {"{spec: {volumes: [{name: v, hostPath: {path: /a}}]}}", "/spec/volumes/0/hostPath",
             "{path: /a, type: ''}"},
            {"{spec: {volumes: [{name: v, configMap: {name: c}}]}}", "/spec/volumes/0/configMap",
             "{name: c, defaultMode: 420}"},
            {"{spec: {volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: t}}]}}]}}",
             "/spec/volumes/0/projected",
             "{defaultMode: 420, sources: [{serviceAccountToken: {path: t, expirationSeconds: 3600}}]}"},
            {"{}", "/spec/tolerations",
             "[{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}, {key: "
             "node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}]"},
            {"{spec: {tolerations: [{operator: Exists}]}}", "/spec/tolerations", "[{operator: Exists}]"},
            {"{spec: {serviceAccountName: s}}", "/spec/serviceAccount", "s"},
            {"{}", "/status", "{phase: Pending, qosClass: BestEffort}"},
            {"{spec: {containers: [{name: a, image: a, resources: {requests: {cpu: 1}}}]}}", "/status/qosClass",
             "Burstable"},
            {"{spec: {containers: [{name: a, image: a, resources: {limits: {cpu: 1, memory: 1Gi}}}]}}",
             "/status/qosClass", "Guaranteed"},
            {"{spec: {containers: [{name: a, image: a, resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: "
             "500m}}}]}}",
             "/status/qosClass", "Burstable"},
            {"{spec: {resources: {limits: {cpu: 2}}, containers: [{name: a, image: a, resources: {requests: {cpu: "
             "1}}}]}}",
             "/spec/resources/requests", "{cpu: '1'}"},
        });
}
