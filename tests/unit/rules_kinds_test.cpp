#include "registry/rules/cron_schedule.hpp"
#include "support/rules_subject.hpp"

using namespace keelson;
using namespace keelson::test;

namespace {

#define TEMPLATE "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}"

constexpr Subject daemon_set{"daemonsets.apps", "DaemonSet.apps",
                             "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, " TEMPLATE "}}"};
constexpr Subject stateful_set{"statefulsets.apps", "StatefulSet.apps",
                               "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, " TEMPLATE "}}"};
constexpr Subject revision{"controllerrevisions.apps", "ControllerRevision.apps",
                           "{metadata: {name: web-1}, data: {spec: {}}, revision: 1}"};
constexpr Subject replication{"replicationcontrollers", "ReplicationController",
                              "{metadata: {name: web}, spec: {" TEMPLATE "}}"};
constexpr Subject pod_template{"podtemplates", "PodTemplate", "{metadata: {name: web}, " TEMPLATE "}"};
constexpr Subject cron_job{
    "cronjobs.batch", "CronJob.batch",
    "{metadata: {name: nightly}, spec: {schedule: '0 3 * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: "
    "Never, containers: [{name: app, image: trainer}]}}}}}}"};
constexpr Subject role{
    "roles.rbac.authorization.k8s.io", "Role.rbac.authorization.k8s.io",
    "{metadata: {name: 'system:reader'}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}"};
constexpr Subject cluster_role{"clusterroles.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io",
                               "{metadata: {name: reader}, rules: [{nonResourceURLs: [/healthz], verbs: [get]}]}"};
constexpr Subject role_binding{
    "rolebindings.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io",
    "{metadata: {name: readers}, roleRef: {kind: Role, name: reader}, subjects: [{kind: User, name: ann}, {kind: "
    "ServiceAccount, name: runner, namespace: team}]}"};
constexpr Subject cluster_role_binding{
    "clusterrolebindings.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
    "{metadata: {name: readers}, roleRef: {kind: ClusterRole, name: reader}, subjects: [{kind: Group, name: all}]}"};
constexpr Subject ingress{"ingresses.networking.k8s.io", "Ingress.networking.k8s.io",
                          "{metadata: {name: web}, spec: {rules: [{host: web.example.com, http: {paths: [{path: /, "
                          "pathType: Prefix, backend: "
                          "{service: {name: web, port: {number: 80}}}}]}}]}}"};
constexpr Subject ingress_class{"ingressclasses.networking.k8s.io", "IngressClass.networking.k8s.io",
                                "{metadata: {name: edge}, spec: {controller: example.com/edge}}"};
constexpr Subject network_policy{"networkpolicies.networking.k8s.io", "NetworkPolicy.networking.k8s.io",
                                 "{metadata: {name: closed}, spec: {podSelector: {}}}"};
constexpr Subject address{"ipaddresses.networking.k8s.io", "IPAddress.networking.k8s.io",
                          "{metadata: {name: 10.0.0.1}, spec: {parentRef: {resource: services, name: web}}}"};
constexpr Subject limit_range{"limitranges", "LimitRange",
                              "{metadata: {name: sizes}, spec: {limits: [{type: Container, max: {cpu: 2}}]}}"};
constexpr Subject quota{"resourcequotas", "ResourceQuota",
                        "{metadata: {name: team}, spec: {hard: {pods: 10, cpu: 4}}}"};
constexpr Subject budget{"poddisruptionbudgets.policy", "PodDisruptionBudget.policy",
                         "{metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}"};
constexpr Subject autoscaler{"horizontalpodautoscalers.autoscaling", "HorizontalPodAutoscaler.autoscaling",
                             "{metadata: {name: web}, spec: {maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, "
                             "kind: Deployment, name: web}}}"};
constexpr Subject runtime_class{"runtimeclasses.node.k8s.io", "RuntimeClass.node.k8s.io",
                                "{metadata: {name: strict}, handler: strict}"};

}  // namespace

TEST_CASE("rules: DaemonSets") {
    check_creates(daemon_set,
                  {{"{spec: {selector: {matchLabels: null}}}",
                    "spec.selector: Invalid value: {}: empty selector is invalid for daemonset"},
                   {"{spec: {template: {spec: {restartPolicy: Never}}}}",
                    "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""},
                   {"{spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}}}}",
                    "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable "
                    "is non-zero"},
                   {"{spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 0}}}}",
                    "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"},
                   {"{spec: {updateStrategy: {type: OnDelete}}}", ""},
                   {"{spec: {updateStrategy: {type: Recreate}}}",
                    "spec.updateStrategy.type: Unsupported value: \"Recreate\": supported values: \"OnDelete\", "
                    "\"RollingUpdate\"; "}});
    check_updates(daemon_set,
                  {{"{}", "{spec: {minReadySeconds: 3}}", ""},
                   {"{}", "{spec: {selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}}}}",
                    "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"b\"}}: field is immutable"}});
    check_defaults(daemon_set, {{"{}", "/spec/updateStrategy",
                                 "{type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"},
                                {"{}", "/spec/revisionHistoryLimit", "10"},
                                {"{}", "/spec/template/spec/containers/0/imagePullPolicy", "Always"}});
}

TEST_CASE("rules: StatefulSets") {
    check_creates(stateful_set,
                  {{"{spec: {updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}}}",
                    "spec.updateStrategy.rollingUpdate: Invalid value: {\"partition\":1}: only allowed for "
                    "updateStrategy 'RollingUpdate'"},
                   {"{spec: {ordinals: {start: -1}}}",
                    "spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0"},
                   {"{spec: {volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], "
                    "resources: {requests: {storage: 1Gi}}}}]}}",
                    ""},
                   {"{spec: {volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]}}",
                    "spec.volumeClaimTemplates[0].spec.resources[storage]: Required value"}});
    check_updates(stateful_set, {{"{}", "{spec: {replicas: 3, minReadySeconds: 1}}", ""},
                                 {"{}", "{spec: {serviceName: other}}",
                                  "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', "
                                  "'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                                  "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"}});
    check_defaults(
        stateful_set,
        {{"{}", "/spec/replicas", "1"},
         {"{}", "/spec/podManagementPolicy", "OrderedReady"},
         {"{}", "/spec/persistentVolumeClaimRetentionPolicy", "{whenDeleted: Retain, whenScaled: Retain}"},
         {"{}", "/spec/updateStrategy", "{type: RollingUpdate, rollingUpdate: {partition: 0, maxUnavailable: 1}}"},
         {"{spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce]}}]}}",
          "/spec/volumeClaimTemplates/0",
          "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d}, spec: {accessModes: "
          "[ReadWriteOnce], resources: {}, volumeMode: Filesystem}, status: {phase: Pending}}"}});
    CHECK(update_status(stateful_set, "{replicas: 2}", "{readyReplicas: 3}") ==
          "status.readyReplicas: Invalid value: 3: cannot be greater than status.replicas");
}

TEST_CASE("rules: ControllerRevisions, ReplicationControllers and PodTemplates") {
    check_creates(revision, {{"{data: null}", "data: Required value: data is mandatory"},
                             {"{revision: -1}", "revision: Invalid value: -1: must be greater than or equal to 0"}});
    check_updates(revision,
                  {{"{}", "{revision: 2}", ""},
                   {"{}", "{data: {spec: {a: 1}}}", "data: Invalid value: {\"spec\":{\"a\":1}}: field is immutable"}});
    check_creates(replication, {{"{spec: {selector: {app: other}}}",
                                 "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not "
                                 "match template `labels`"},
                                {"{spec: {template: null, selector: {a: b}}}", "spec.template: Required value"}});
    check_defaults(replication, {{"{}", "/spec/selector", "{app: web}"},
                                 {"{}", "/metadata/labels", "{app: web}"},
                                 {"{}", "/spec/replicas", "1"}});
    check_creates(pod_template, {{"{template: {spec: {containers: [{name: A, image: x}]}}}",
                                  "template.spec.containers[0].name: Invalid value: \"A\": " LABEL}});
    check_defaults(pod_template, {{"{}", "/template/spec/restartPolicy", "Always"}});
}

TEST_CASE("rules: CronJobs") {
    check_creates(
        cron_job,
        {{"{spec: {schedule: ''}}", "spec.schedule: Required value"},
         {"{spec: {schedule: '* * * *'}}",
          "spec.schedule: Invalid value: \"* * * *\": expected exactly 5 fields, found 4: [* * * *]"},
         {"{spec: {schedule: 'TZ=UTC 0 3 * * *'}}",
          "spec.schedule: Invalid value: \"TZ=UTC 0 3 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone "
          "field "
          "instead"},
         {"{spec: {timeZone: Europe/Berlin}}", ""},
         {"{spec: {timeZone: ''}}", "spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string"},
         {"{spec: {timeZone: 'up and away'}}",
          "spec.timeZone: Invalid value: \"up and away\": unknown time zone up and away"},
         {"{spec: {failedJobsHistoryLimit: -1}}",
          "spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0"},
         {"{metadata: {name: a-name-that-is-so-long-that-no-job-could-have-it-after-all}}",
          "metadata.name: Invalid value: \"a-name-that-is-so-long-that-no-job-could-have-it-after-all\": must be no "
          "more "
          "than 52 characters"},
         {"{spec: {jobTemplate: {spec: {selector: {matchLabels: {a: b}}}}}}",
          "spec.jobTemplate.spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: `selector` will be "
          "auto-generated"},
         {"{spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Always}}}}}}",
          "spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", "
          "\"Never\""}});
    check_defaults(cron_job, {{"{}", "/spec/concurrencyPolicy", "Allow"},
                              {"{}", "/spec/suspend", "false"},
                              {"{}", "/spec/successfulJobsHistoryLimit", "3"},
                              {"{}", "/spec/failedJobsHistoryLimit", "1"},
                              // What a Job gets when it is made is not in the template of one.
                              {"{}", "/spec/jobTemplate/spec/parallelism", "null"},
                              {"{}", "/spec/jobTemplate/spec/template/spec/dnsPolicy", "ClusterFirst"}});
    check_defaults(job, {{"{}", "/spec/parallelism", "1"},
                         {"{}", "/spec/completionMode", "NonIndexed"},
                         {"{}", "/spec/suspend", "false"}});
}

TEST_CASE("rules: the schedules of CronJobs") {
    for (auto const* const right : {"* * * * *", "*/5 0-6,12 1,15 jan-MAR,12 mon-fri", "0 0 ? * 0", "59 23 31 12 6",
                                    "5/15 * * * *", "@hourly", "@every 1h30m", "@every 1.5s", "  0  3 * * * "}) {
        INFO(right);
        CHECK(rules::check_cron_schedule(right) == "");
    }
    for (auto const& [schedule, why] : std::vector<std::pair<std::string, std::string>>{
             {"60 * * * *", "end of range (60) above maximum (59): \"60\""},
             {"* * 0 * *", "beginning of range (0) below minimum (1): \"0\""},
             {"5-3 * * * *", "beginning of range (5) beyond end of range (3): \"5-3\""},
             {"*/0 * * * *", "step of range should be a positive number: \"*/0\""},
             {"a * * * *", "failed to parse int from \"a\""},
             {"1,, * * * *", "failed to parse int from \"\""},
             {"-1 * * * *", "failed to parse int from \"\""},
             {"1/2/3 * * * *", "too many slashes: \"1/2/3\""},
             {"1-2-3 * * * *", "too many hyphens: \"1-2-3\""},
             {"*/ * * * *", "failed to parse int from \"\""},
             {"99999999999 * * * *", "failed to parse int from \"99999999999\""},
             {"@sometimes", "unrecognized descriptor: @sometimes"},
             {"@every day", "failed to parse duration @every day"},
             {"@every ", "failed to parse duration @every "},
             {"", "empty spec string"},
             {"0 0 0 * * *", "expected exactly 5 fields, found 6: [0 0 0 * * *]"}}) {
        INFO(schedule);
        CHECK(rules::check_cron_schedule(schedule) == why);
    }
}

TEST_CASE("rules: roles and their bindings") {
    check_creates(
        role,
        {{"{rules: [{apiGroups: [''], resources: [pods]}]}",
          "rules[0].verbs: Required value; rules[0].verbs: Required value: verbs must contain at least one value"},
         {"{rules: [{apiGroups: [''], resources: [pods], verbs: []}]}",
          "rules[0].verbs: Required value: verbs must contain at least one value"},
         {"{rules: [{resources: [pods], verbs: [get]}]}",
          "rules[0].apiGroups: Required value: resource rules must supply at least one api group"},
         {"{rules: [{nonResourceURLs: [/x], verbs: [get]}]}",
          "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to "
          "non-resource URLs"},
         {"{metadata: {name: a/b}}", "metadata.name: Invalid value: \"a/b\": may not contain '/'"}});
    check_creates(
        cluster_role,
        {{"{rules: [{nonResourceURLs: [/x], resources: [pods], verbs: [get]}]}",
          "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: rules cannot apply to both regular resources "
          "and non-resource URLs"},
         {"{aggregationRule: {clusterRoleSelectors: []}}",
          "aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if "
          "aggregationRule is non-nil"}});
    check_creates(role_binding,
                  {{"{roleRef: {kind: Deployment}}",
                    "roleRef.kind: Unsupported value: \"Deployment\": supported values: \"ClusterRole\", \"Role\""},
                   {"{subjects: [{kind: Pod, name: x}]}",
                    "subjects[0].kind: Unsupported value: \"Pod\": supported values: \"Group\", \"ServiceAccount\", "
                    "\"User\""},
                   {"{subjects: [{kind: User, name: ''}]}", "subjects[0].name: Required value"}});
    check_creates(
        cluster_role_binding,
        {{"{roleRef: {kind: Role}}", "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\""},
         {"{subjects: [{kind: ServiceAccount, name: x}]}", "subjects[0].namespace: Required value"}});
    check_updates(role_binding,
                  {{"{}", "{subjects: []}", ""},
                   {"{}", "{roleRef: {name: writer}}",
                    "roleRef: Invalid value: "
                    "{\"kind\":\"Role\",\"name\":\"writer\",\"apiGroup\":\"rbac.authorization.k8s.io\"}: cannot change "
                    "roleRef"}});
    check_defaults(role_binding, {{"{}", "/roleRef/apiGroup", "rbac.authorization.k8s.io"},
                                  {"{}", "/subjects/0/apiGroup", "rbac.authorization.k8s.io"},
                                  {"{}", "/subjects/1/apiGroup", "null"}});
}

TEST_CASE("rules: Ingresses and their classes") {
    check_creates(ingress,
                  {{"{spec: {rules: []}}", "spec: Invalid value: either `defaultBackend` or `rules` must be specified"},
                   {"{spec: {rules: [], defaultBackend: {service: {name: web, port: {name: http}}}}}", ""},
                   {"{spec: {rules: [{host: 10.0.0.1}]}}",
                    "spec.rules[0].host: Invalid value: \"10.0.0.1\": must be a DNS name, not an IP address"},
                   {"{spec: {rules: [{host: '*.example.com'}]}}", ""},
                   {"{spec: {rules: [{http: {paths: [{path: x, pathType: Exact, backend: {service: {name: a, port: "
                    "{number: 1}}}}]}}]}}",
                    "spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path"},
                   {"{spec: {rules: [{http: {paths: [{path: /, pathType: Exact, backend: {}}]}}]}}",
                    "spec.rules[0].http.paths[0].backend: Invalid value: resource or service backend is required"},
                   {"{spec: {rules: [{http: {paths: [{path: /, pathType: Exact, backend: {service: {name: a}}}]}}]}}",
                    "spec.rules[0].http.paths[0].backend.service: Required value: port name or number is required"}});
    check_creates(ingress_class, {{"{spec: {controller: edge}}",
                                   "spec.controller: Invalid value: \"edge\": must be a domain-prefixed path (such as "
                                   "\"acme.io/foo\")"},
                                  {"{spec: {parameters: {kind: A, name: b, scope: Namespace}}}",
                                   "spec.parameters.namespace: Required value: parameters.scope is set to "
                                   "'Namespace'"}});
    check_updates(ingress_class, {{"{}", "{spec: {controller: example.com/other}}",
                                   "spec.controller: Invalid value: \"example.com/other\": field is immutable"}});
    check_defaults(ingress_class, {{"{spec: {parameters: {kind: A, name: b}}}", "/spec/parameters/scope", "Cluster"}});
}

TEST_CASE("rules: NetworkPolicies and IPAddresses") {
    check_creates(
        network_policy,
        {{"{spec: {policyTypes: [Sideways]}}",
          "spec.policyTypes[0]: Unsupported value: \"Sideways\": supported values: \"Egress\", \"Ingress\""},
         {"{spec: {ingress: [{from: [{}]}]}}", "spec.ingress[0].from[0]: Required value: must specify a peer"},
         {"{spec: {egress: [{ports: [{port: 80, endPort: 70}]}]}}",
          "spec.egress[0].ports[0].endPort: Invalid value: 70: must be greater than or equal to `port`"},
         {"{spec: {egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}}",
          "spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer"}});
    check_defaults(network_policy,
                   {{"{}", "/spec/policyTypes", "[Ingress]"},
                    {"{spec: {egress: [{}]}}", "/spec/policyTypes", "[Ingress, Egress]"},
                    {"{spec: {ingress: [{ports: [{port: 80}]}]}}", "/spec/ingress/0/ports/0/protocol", "TCP"}});
    check_creates(address,
                  {{"{metadata: {name: 'fd00::1'}}", ""},
                   {"{spec: {parentRef: null}}", "spec.parentRef: Required value; spec.parentRef: Required value"}});
}

TEST_CASE("rules: LimitRanges and ResourceQuotas") {
    check_creates(limit_range,
                  {{"{spec: {limits: [{type: Container, max: {cpu: 1}, min: {cpu: 2}}]}}",
                    "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than 1"},
                   {"{spec: {limits: [{type: Pod, default: {cpu: 1}}]}}",
                    "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"},
                   {"{spec: {limits: [{type: Pod, maxLimitRequestRatio: {cpu: 500m}}]}}",
                    "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1"},
                   {"{spec: {limits: [{type: Pod}, {type: Pod}]}}", "spec.limits[1].type: Duplicate value: \"Pod\""},
                   {"{spec: {limits: [{type: Pod, max: {cpu: -1}}]}}",
                    "spec.limits[0].max[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"}});
    check_defaults(limit_range, {{"{}", "/spec/limits/0",
                                  "{type: Container, max: {cpu: '2'}, default: {cpu: '2'}, defaultRequest: {cpu: "
                                  "'2'}}"},
                                 {"{spec: {limits: [{type: Container, min: {cpu: 1}}]}}", "/spec/limits/0",
                                  "{type: Container, min: {cpu: '1'}, defaultRequest: {cpu: '1'}}"}});
    check_creates(
        quota,
        {{"{spec: {hard: {pods: -1}}}", "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0"},
         {"{spec: {hard: {pods: 1500m}}}", "spec.hard[pods]: Invalid value: \"1500m\": must be an integer"},
         {"{spec: {hard: {count/jobs.batch: 5, requests.cpu: 500m}}}", ""},
         {"{spec: {hard: {bogus: 1}}}",
          "[spec.hard[bogus]: Invalid value: \"bogus\": must be a standard resource type or fully qualified, "
          "spec.hard[bogus]: Invalid value: \"bogus\": must be a standard resource for quota]"},
         {"{spec: {hard: {requests.hugepages-2Mi: 1Gi, example.com/x: 1}}}", ""},
         {"{spec: {scopes: [X]}}", "spec.scopes: Invalid value: [\"X\"]: unsupported scope"},
         {"{spec: {scopes: [BestEffort]}}",
          "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource"},
         {"{spec: {hard: {cpu: null}, scopes: [BestEffort, NotBestEffort]}}",
          "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"}});
    check_updates(quota, {{"{}", "{spec: {hard: {pods: 20}}}", ""},
                          {"{spec: {hard: {cpu: null}}}", "{spec: {hard: {cpu: null}, scopes: [BestEffort]}}",
                           "spec.scopes: Invalid value: [\"BestEffort\"]: field is immutable"}});
}

TEST_CASE("rules: disruption budgets, autoscalers and RuntimeClasses") {
    check_creates(
        budget,
        {{"{spec: {maxUnavailable: 1}}", "spec: Invalid value: minAvailable and maxUnavailable cannot be both set"},
         {"{spec: {minAvailable: null, maxUnavailable: 50%}}", ""},
         {"{spec: {minAvailable: 101%}}", "spec.minAvailable: Invalid value: \"101%\": must not be greater than 100%"},
         {"{spec: {minAvailable: -1}}", "spec.minAvailable: Invalid value: -1: must be greater than or equal to 0"}});
    check_creates(
        autoscaler,
        {{"{spec: {minReplicas: 0}}", "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1"},
         {"{spec: {minReplicas: 6}}",
          "spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`"},
         {"{spec: {scaleTargetRef: {name: ''}}}", "spec.scaleTargetRef.name: Required value"},
         {"{spec: {metrics: [{type: Pods}]}}",
          "spec.metrics[0].pods: Required value: must populate information for the given metric source"},
         {"{spec: {behavior: {scaleUp: {stabilizationWindowSeconds: 4000}}}}",
          "spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal "
          "to 3600"}});
    check_defaults(autoscaler,
                   {{"{}", "/spec/minReplicas", "1"},
                    {"{}", "/spec/metrics",
                     "[{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]"},
                    {"{}", "/spec/behavior", "null"},
                    {"{spec: {behavior: {scaleDown: {selectPolicy: Min}}}}", "/spec/behavior",
                     "{scaleDown: {policies: [{type: Percent, value: 100, periodSeconds: 15}], selectPolicy: Min}, "
                     "scaleUp: {policies: [{type: Pods, value: 4, periodSeconds: 15}, {type: Percent, value: 100, "
                     "periodSeconds: 15}], selectPolicy: Max, stabilizationWindowSeconds: 0}}"}});
    check_creates(runtime_class, {{"{handler: ''}", "handler: Required value"},
                                  {"{handler: A}", "handler: Invalid value: \"A\": " LABEL}});
    check_updates(runtime_class, {{"{}", "{handler: other}", "handler: Invalid value: \"other\": field is immutable"}});
}
