#include "support/rules_subject.hpp"

using namespace keelson;
using namespace keelson::test;

TEST_CASE("rules: Deployments") {
    check_creates(
        deployment,
        {
            {"{spec: {replicas: -1}}", "spec.replicas: Invalid value: -1: must be greater than or equal to 0"},
            {"{spec: {replicas: 0}}", ""},
            {"{spec: {selector: {matchLabels: null}}}",
             "spec.selector: Invalid value: {}: empty selector is invalid for deployment"},
            {"{spec: {selector: {matchLabels: {app: other}}}}",
             "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template "
             "`labels`"},
            {"{spec: {selector: {matchExpressions: [{key: app, operator: Like}]}}}",
             "[spec.selector.matchExpressions[0].operator: Invalid value: \"Like\": not a valid selector operator, "
             "spec.selector: Invalid value: "
             "{\"matchLabels\":{\"app\":\"web\"},\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"Like\"}]}: "
             "invalid label selector]"},
            {"{spec: {template: {spec: {restartPolicy: Never}}}}",
             "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""},
            {"{spec: {template: {spec: {activeDeadlineSeconds: 5}}}}",
             "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not "
             "Supported"},
            {"{spec: {template: {metadata: {labels: {'-': a}}}}}",
             "spec.template.labels: Invalid value: \"-\": " QUALIFIED},
            {"{spec: {template: {spec: {containers: [{name: a}]}}}}",
             "spec.template.spec.containers[0].image: Required value"},
            {"{spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}}",
             "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"},
            {"{spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}}}",
             "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"},
            {"{spec: {strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 0%}}}}",
             "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when `maxSurge` is 0"},
            {"{spec: {strategy: {rollingUpdate: {maxUnavailable: 101%}}}}",
             "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"},
            {"{spec: {strategy: {rollingUpdate: {maxSurge: half}}}}",
             "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"half\": a valid percent string must be a numeric "
             "string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"},
            {"{spec: {strategy: {rollingUpdate: {maxSurge: -1}}}}",
             "spec.strategy.rollingUpdate.maxSurge: Invalid value: -1: must be greater than or equal to 0"},
            {"{spec: {minReadySeconds: 600}}",
             "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"},
            {"{spec: {revisionHistoryLimit: -1}}",
             "spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0"},
        });
    check_updates(deployment,
                  {{"{}", "{spec: {replicas: 3}}", ""},
                   {"{}", "{spec: {selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}}}}",
                    "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"b\"}}: field is immutable"}});
    check_defaults(deployment, {{"{}", "/spec/replicas", "1"},
                                {"{}", "/spec/strategy",
                                 "{type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}"},
                                {"{spec: {strategy: {rollingUpdate: {maxSurge: 0}}}}", "/spec/strategy/rollingUpdate",
                                 "{maxSurge: 0, maxUnavailable: 25%}"},
                                {"{spec: {strategy: {type: Recreate}}}", "/spec/strategy", "{type: Recreate}"},
                                {"{}", "/spec/progressDeadlineSeconds", "600"},
                                {"{}", "/spec/template/spec/containers/0/imagePullPolicy", "Always"},
                                {"{}", "/spec/template/spec/enableServiceLinks", "null"},
                                {"{spec: {template: {spec: {containers: [{name: a, image: a, resources: {limits: {cpu: "
                                 "1}}}]}}}}",
                                 "/spec/template/spec/containers/0/resources", "{limits: {cpu: '1'}}"}});
    CHECK(update_status(deployment, "{}", "{replicas: 1, readyReplicas: 2}") ==
          "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas");
    CHECK(update_status(deployment, "{collisionCount: 2}", "{collisionCount: 1}") ==
          "status.collisionCount: Invalid value: 1: cannot be decremented");
}

TEST_CASE("rules: ReplicaSets") {
    check_creates(replica_set,
                  {{"{spec: {template: null}}", "spec.template: Required value"},
                   {"{spec: {minReadySeconds: -1}}",
                    "spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0"},
                   {"{spec: {template: {metadata: {labels: null}}}}",
                    "spec.template.metadata.labels: Invalid value: null: `selector` does not match template "
                    "`labels`"}});
    CHECK(update_status(replica_set, "{}", "{replicas: 2, availableReplicas: 1}") ==
          "status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas");
}

TEST_CASE("rules: Jobs") {
    check_creates(
        job,
        {
            {"{spec: {template: {spec: {restartPolicy: null}}}}",
             "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""},
            {"{spec: {template: {spec: {restartPolicy: Always}}}}",
             "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""},
            {"{spec: {parallelism: -1}}", "spec.parallelism: Invalid value: -1: must be greater than or equal to 0"},
            {"{spec: {backoffLimit: -1}}", "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0"},
            {"{spec: {completionMode: Indexed, parallelism: 2}}",
             "spec.completions: Required value: when completion mode is Indexed"},
            {"{spec: {backoffLimitPerIndex: 1}}",
             "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"},
            {"{spec: {managedBy: me}}",
             "spec.managedBy: Invalid value: \"me\": must be a domain-prefixed path (such as \"acme.io/foo\")"},
            {"{spec: {template: {metadata: {labels: {job-name: other}}}}}",
             "spec.template.metadata.labels[job-name]: Invalid value: "
             "{\"job-name\":\"other\",\"controller-uid\":\"u-1\",\"batch.kubernetes.io/controller-uid\":\"u-1\","
             "\"batch.kubernetes.io/job-name\":\"train\"}: must be 'train'"},
            {"{spec: {selector: {matchLabels: {a: b}}}}",
             "[spec.selector: Invalid value: "
             "{\"matchLabels\":{\"a\":\"b\",\"batch.kubernetes.io/controller-uid\":\"u-1\"}}: `selector` not "
             "auto-generated, spec.template.metadata.labels: Invalid value: "
             "{\"controller-uid\":\"u-1\",\"batch.kubernetes.io/controller-uid\":\"u-1\",\"job-name\":\"train\","
             "\"batch.kubernetes.io/job-name\":\"train\"}: `selector` does not match template `labels`]"},
            {"{spec: {manualSelector: true, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}}}}",
             ""},
            {"{spec: {podFailurePolicy: {rules: [{action: Ignore}]}}}",
             "spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is "
             "required"},
            {"{spec: {podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [0]}}]}}}",
             "spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In "
             "operator"},
            {"{spec: {podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [3, 2]}}]}}}",
             "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [3,2]: must be ordered"},
            {"{spec: {podFailurePolicy: {rules: [{action: Count, onPodConditions: [{type: DisruptionTarget}]}]}, "
             "podReplacementPolicy: TerminatingOrFailed}}",
             "spec.podReplacementPolicy: Unsupported value: \"TerminatingOrFailed\": supported values: \"Failed\""},
            {"{spec: {completionMode: Indexed, completions: 3, successPolicy: {rules: [{succeededIndexes: '0,5'}]}}}",
             "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0,5\": error parsing succeededIndexes: "
             "too "
             "large index: \"5\""},
            {"{spec: {completionMode: Indexed, completions: 3, successPolicy: {rules: [{succeededIndexes: 0-1, "
             "succeededCount: 3}]}}}",
             "spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the "
             "number "
             "of indexes in the specified succeededIndexes field)"},
        });
    check_updates(job,
                  {{"{}", "{spec: {parallelism: 3}}", ""},
                   {"{}", "{spec: {completions: 3}}", "spec.completions: Invalid value: 3: field is immutable"},
                   {"{spec: {completionMode: Indexed, completions: 3, parallelism: 3}}",
                    "{spec: {completions: 4, parallelism: 4}}", ""},
                   {"{spec: {completionMode: Indexed, completions: 3, parallelism: 3}}", "{spec: {completions: 4}}",
                    "spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism"},
                   {"{spec: {suspend: true}}", "{spec: {template: {spec: {nodeSelector: {a: b}}}}}", ""}});
    CHECK_THAT(update(job, "{}", "{spec: {template: {spec: {nodeSelector: {a: b}}}}}"),
               Catch::StartsWith("spec.template: Invalid value: {") && Catch::EndsWith("}: field is immutable"));
    check_defaults(job, {{"{}", "/spec/completions", "1"},
                         {"{}", "/spec/parallelism", "1"},
                         {"{spec: {parallelism: 2}}", "/spec/completions", "null"},
                         {"{}", "/spec/backoffLimit", "6"},
                         {"{spec: {completionMode: Indexed, completions: 2, backoffLimitPerIndex: 1}}",
                          "/spec/backoffLimit", "2147483647"},
                         {"{}", "/spec/completionMode", "NonIndexed"},
                         {"{}", "/spec/suspend", "false"},
                         {"{}", "/spec/podReplacementPolicy", "TerminatingOrFailed"},
                         {"{spec: {podFailurePolicy: {rules: []}}}", "/spec/podReplacementPolicy", "Failed"},
                         {"{}", "/spec/selector", "{matchLabels: {batch.kubernetes.io/controller-uid: u-1}}"},
                         {"{}", "/spec/template/metadata/labels",
                          "{controller-uid: u-1, batch.kubernetes.io/controller-uid: u-1, job-name: train, "
                          "batch.kubernetes.io/job-name: train}"},
                         {"{spec: {template: {metadata: {labels: {a: b}}}}}", "/metadata/labels", "{a: b}"}});
    CHECK(update_status(job, "{}", "{failed: -1}") ==
          "status.failed: Invalid value: -1: must be greater than or equal to 0");
    CHECK(update_status(job, "{conditions: [{type: Complete, status: 'True'}], completionTime: '2026-01-01T00:00:00Z'}",
                        "{conditions: [], completionTime: null}") ==
          "status.conditions: Invalid value: cannot disable the terminal Complete=True condition");
}

TEST_CASE("rules: Services") {
    check_creates(
        service,
        {
            {"{metadata: {name: 1web}}", "metadata.name: Invalid value: \"1web\": " LABEL_1035},
            {"{spec: {ports: []}}", "spec.ports: Required value"},
            {"{spec: {clusterIP: None, ports: []}}", ""},
            {"{spec: {ports: [{port: 80}, {port: 81}]}}",
             "[spec.ports[0].name: Required value, spec.ports[1].name: Required value]"},
            {"{spec: {ports: [{name: a, port: 80}, {name: a, port: 81}]}}",
             "spec.ports[1].name: Duplicate value: \"a\""},
            {"{spec: {ports: [{name: a, port: 80}, {name: b, port: 80}]}}",
             "spec.ports[1]: Duplicate value: {\"protocol\":\"TCP\",\"port\":80}"},
            {"{spec: {ports: [{port: 0, targetPort: http}]}}",
             "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"},
            {"{spec: {ports: [{port: 80, targetPort: 0x50}]}}", ""},
            {"{spec: {ports: [{port: 80, targetPort: -1}]}}",
             "spec.ports[0].targetPort: Invalid value: -1: must be between 1 and 65535, inclusive"},
            {"{spec: {ports: [{port: 80, nodePort: 30000}]}}",
             "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"},
            {"{spec: {type: NodePort, ports: [{port: 80, nodePort: 80}]}}",
             "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid "
             "ports is 30000-32767"},
            {"{spec: {selector: {a: b c}}}", "spec.selector: Invalid value: \"b c\": " LABEL_VALUE},
            {"{spec: {clusterIP: 10.0.0}}",
             "spec.clusterIPs[0]: Invalid value: \"10.0.0\": must be a valid IP address, (e.g. 10.9.8.7 or "
             "2001:db8::ffff)"},
            {"{spec: {clusterIP: 127.1.0.1, clusterIPs: [127.1.0.2]}}",
             "spec.clusterIPs: Invalid value: [\"127.1.0.2\"]: first value must match `clusterIP`"},
            {"{spec: {type: ExternalName, ports: null}}", "spec.externalName: Required value"},
            {"{spec: {type: ExternalName, externalName: db.example.com.}}", ""},
            {"{spec: {type: LoadBalancer, clusterIP: None}}",
             "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services"},
            {"{spec: {sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 90000}}}}",
             "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and "
             "less "
             "than 86400"},
            {"{spec: {externalTrafficPolicy: Local}}",
             "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible "
             "services"},
            {"{spec: {internalTrafficPolicy: Near}}",
             "spec.internalTrafficPolicy: Unsupported value: \"Near\": supported values: \"Cluster\", \"Local\""},
            {"{spec: {loadBalancerClass: a.b/c}}",
             "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"},
            {"{spec: {ipFamilies: [IPv4, IPv4]}}", "spec.ipFamilies[1]: Duplicate value: \"IPv4\""},
        });
    check_updates(service, {{"{spec: {clusterIP: 127.1.0.1}}", "{spec: {selector: {app: b}}}", ""},
                            {"{spec: {clusterIP: 127.1.0.1}}", "{spec: {clusterIP: null, clusterIPs: null}}", ""},
                            {"{spec: {clusterIP: 127.1.0.1}}", "{spec: {clusterIP: 127.1.0.2}}",
                             "spec.clusterIPs[0]: Invalid value: [\"127.1.0.2\"]: may not change once set"},
                            {"{spec: {clusterIP: 127.1.0.1}}", "{spec: {type: ExternalName, externalName: a.b}}", ""}});
    check_defaults(service, {{"{}", "/spec/ports/0", "{port: 80, protocol: TCP, targetPort: 80}"},
                             {"{}", "/spec/type", "ClusterIP"},
                             {"{}", "/spec/sessionAffinity", "None"},
                             {"{}", "/spec/internalTrafficPolicy", "Cluster"},
                             {"{}", "/spec/ipFamilies", "[IPv4]"},
                             {"{}", "/spec/ipFamilyPolicy", "SingleStack"},
                             {"{spec: {clusterIP: '::1'}}", "/spec/ipFamilies", "[IPv6]"},
                             {"{spec: {clusterIP: 127.1.0.1}}", "/spec/clusterIPs", "[127.1.0.1]"},
                             {"{spec: {type: ExternalName, externalName: a.b}}", "/spec/ipFamilies", "null"},
                             {"{spec: {sessionAffinity: ClientIP}}", "/spec/sessionAffinityConfig",
                              "{clientIP: {timeoutSeconds: 10800}}"},
                             {"{spec: {type: NodePort}}", "/spec/externalTrafficPolicy", "Cluster"}});
    CHECK(update_status(service, "{}", "{loadBalancer: {ingress: [{ip: 1.2.3.4}]}}") ==
          "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'");
}

TEST_CASE("rules: EndpointSlices") {
    check_creates(slice,
                  {
                      {"{endpoints: [{addresses: []}]}",
                       "endpoints[0].addresses: Required value: must contain at least 1 address"},
                      {"{endpoints: [{addresses: [a]}]}",
                       "endpoints[0].addresses[0]: Invalid value: \"a\": must be a valid IPv4 address"},
                      {"{endpoints: [{addresses: [0.0.0.0]}]}",
                       "endpoints[0].addresses[0]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)"},
                      {"{endpoints: [{addresses: [169.254.1.1]}]}",
                       "endpoints[0].addresses[0]: Invalid value: \"169.254.1.1\": may not be in the link-local range "
                       "(169.254.0.0/16, fe80::/10)"},
                      {"{addressType: FQDN, endpoints: [{addresses: [web]}]}",
                       "endpoints[0].addresses[0]: Invalid value: \"web\": should be a domain with at least two "
                       "segments separated "
                       "by dots"},
                      {"{ports: [{name: a}, {name: a}]}", "ports[1].name: Duplicate value: \"a\""},
                      {"{ports: [{name: A}]}", "ports[0].name: Invalid value: \"A\": " LABEL},
                      {"{endpoints: [{addresses: [127.0.0.2], hostname: A}]}",
                       "endpoints[0].hostname: Invalid value: \"A\": " LABEL},
                  });
    check_updates(slice, {{"{}", "{addressType: FQDN, endpoints: []}",
                           "addressType: Invalid value: \"FQDN\": field is immutable"}});
    check_defaults(slice, {{"{ports: [{port: 80}]}", "/ports/0", "{name: '', port: 80, protocol: TCP}"}});
}
