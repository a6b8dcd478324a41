#include "support/rules_subject.hpp"

using namespace keelson;
using namespace keelson::test;

TEST_CASE("rules: one error stands alone and several stand in brackets") {
    FieldErrors errors;
    errors.required("spec.a");
    errors.required("spec.a");
    CHECK(errors.error("Deployment.apps", "web").message ==
          "Deployment.apps \"web\" is invalid: spec.a: Required value");
    errors.too_many("spec.b", 5, 3);
    errors.not_supported("spec.c", "x", {"A", "B"});
    auto const error = errors.error("Pod", "web");
    CHECK(error.code == Errc::invalid);
    CHECK(error.message ==
          "Pod \"web\" is invalid: [spec.a: Required value, spec.b: Too many: 5: must have at most 3 items, spec.c: "
          "Unsupported value: \"x\": supported values: \"A\", \"B\"]");
    REQUIRE(error.causes.size() == 3);
    CHECK(error.causes[1] == Cause{"FieldValueTooMany", "Too many: 5: must have at most 3 items", "spec.b"});
}

TEST_CASE("rules: names, labels, annotations, owners and finalizers") {
    std::string const owner = "apiVersion: v1, kind: Pod, uid: u";
    check_creates(
        config_map,
        {
            {"{metadata: {name: Web_1}}", "metadata.name: Invalid value: \"Web_1\": " SUBDOMAIN},
            {"{metadata: {name: null}}", "metadata.name: Required value: name or generateName is required"},
            {"{metadata: {generateName: web-}}", ""},
            {"{metadata: {generateName: Web-}}", "metadata.generateName: Invalid value: \"Web-\": " SUBDOMAIN},
            {"{metadata: {namespace: a.b}}", "metadata.namespace: Invalid value: \"a.b\": must not contain dots"},
            {"{metadata: {labels: {-a: b}}}", "metadata.labels: Invalid value: \"-a\": " QUALIFIED},
            {"{metadata: {labels: {a/b/c: d}}}",
             "metadata.labels: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, "
             "'-', "
             "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
             "'123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS "
             "subdomain prefix and '/' (e.g. 'example.com/MyName')"},
            {"{metadata: {labels: {/a: b}}}", "metadata.labels: Invalid value: \"/a\": prefix part must be non-empty"},
            {"{metadata: {labels: {a: b c}}}", "metadata.labels: Invalid value: \"b c\": " LABEL_VALUE},
            {"{metadata: {annotations: {A.b/C: any thing}}}", ""},
            {"{metadata: {annotations: {a b: c}}}", "metadata.annotations: Invalid value: \"a b\": " QUALIFIED},
            {"{metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: u}]}}", ""},
            {"{metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: '', uid: u}]}}",
             "metadata.ownerReferences[0].name: Required value: must not be empty"},
            {"{metadata: {ownerReferences: [{apiVersion: a/b/c, kind: Pod, name: a, uid: u}]}}",
             "metadata.ownerReferences[0].apiVersion: Invalid value: \"a/b/c\": must be <group>/<version> or "
             "<version>"},
            {"{metadata: {finalizers: [example.com/keep]}}", ""},
            {"{metadata: {finalizers: [keep]}}",
             "metadata.finalizers[0]: Invalid value: \"keep\": name is neither a standard finalizer name nor is it "
             "fully "
             "qualified"},
            {"{metadata: {finalizers: [orphan, foregroundDeletion]}}",
             "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and "
             "foregroundDeletion cannot be both set"},
        });
    auto const two = create(config_map, "{metadata: {ownerReferences: [{" + owner + ", name: a, controller: true}, {" +
                                            owner + ", name: b, controller: true}]}}");
    CHECK_THAT(two,
               Catch::EndsWith("Only one reference can have Controller set to true. Found \"true\" in references for "
                               "Pod/a and Pod/b"));
    CHECK(create(config_map, "{metadata: {name: " + std::string(254, 'a') + "}}") ==
          "metadata.name: Invalid value: \"" + std::string(254, 'a') + "\": must be no more than 253 bytes");
    CHECK(create(config_map, "{metadata: {annotations: {a: " + std::string(256 << 10, 'x') + "}}}") ==
          "metadata.annotations: Too long: may not be more than 262144 bytes");
    check_creates(namespace_,
                  {{"{metadata: {name: a.b}}", "metadata.name: Invalid value: \"a.b\": must not contain dots"},
                   {"{metadata: {namespace: x}}", "metadata.namespace: Forbidden: not allowed on this type"}});
}

TEST_CASE("rules: an update leaves name, uid and times, and adds no finalizer to what is being deleted") {
    check_updates(
        config_map,
        {{"{}", "{metadata: {labels: {a: b}}}", ""},
         {"{}", "{metadata: {uid: other}}", "metadata.uid: Invalid value: \"other\": field is immutable"},
         {"{}", "{metadata: {name: other}}", "metadata.name: Invalid value: \"other\": field is immutable"},
         {"{metadata: {creationTimestamp: '2026-01-01T00:00:00Z'}}",
          "{metadata: {creationTimestamp: '2026-01-02T00:00:00Z'}}",
          "metadata.creationTimestamp: Invalid value: \"2026-01-02T00:00:00Z\": field is immutable"},
         {"{metadata: {deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [a.b/c]}}",
          "{metadata: {finalizers: [a.b/c, x.y/z]}}",
          "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new "
          "finalizers []string{\"x.y/z\"}"},
         {"{metadata: {deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [a.b/c]}}",
          "{metadata: {finalizers: null}}", ""}});
}

TEST_CASE("rules: ConfigMaps and Secrets") {
    check_creates(
        config_map,
        {{"{data: {a b: c}}",
          "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or "
          "'.' "
          "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"},
         {"{data: {..: c}}", "data[..]: Invalid value: \"..\": must not be '..'"},
         {"{binaryData: {a: Yg==}}", "data[a]: Invalid value: \"a\": duplicate of key present in binaryData"}});
    CHECK(create(config_map, "{data: {a: " + std::string((1 << 20) + 1, 'x') + "}}") ==
          "[]: Too long: may not be more than 1048576 bytes");
    check_updates(config_map, {{"{}", "{data: {a: c}}", ""},
                               {"{immutable: true}", "{data: {a: c}}",
                                "data: Forbidden: field is immutable when `immutable` is set"},
                               {"{immutable: true}", "{immutable: null}",
                                "immutable: Forbidden: field is immutable when `immutable` is set"}});
    check_creates(secret, {{"{type: kubernetes.io/tls, stringData: {tls.crt: a}}", "data[tls.key]: Required value"},
                           {"{type: kubernetes.io/basic-auth}",
                            "[data[username]: Required value, data[password]: Required value]"},
                           {"{type: kubernetes.io/ssh-auth}", "data[ssh-privatekey]: Required value"},
                           {"{type: kubernetes.io/dockerconfigjson}", "data[.dockerconfigjson]: Required value"},
                           {"{type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: '{}'}}", ""},
                           {"{type: kubernetes.io/service-account-token}",
                            "metadata.annotations[kubernetes.io/service-account.name]: Required value"},
                           {"{type: example.com/any}", ""}});
    check_updates(secret, {{"{}", "{type: other}", "type: Invalid value: \"other\": field is immutable"},
                           {"{}", "{type: null}", ""},
                           {"{immutable: true}", "{stringData: {a: c}}",
                            "data: Forbidden: field is immutable when `immutable` is set"}});
    check_defaults(secret, {{"{}", "/type", "Opaque"},
                            {"{}", "/data", "{a: Yg==}"},
                            {"{data: {a: Yw==, b: Yw==}}", "/data", "{a: Yg==, b: Yw==}"},
                            {"{}", "/stringData", "null"}});
}

TEST_CASE("rules: volumes, claims and classes of storage") {
    check_creates(
        volume,
        {{"{spec: {accessModes: []}}", "spec.accessModes: Required value"},
         {"{spec: {accessModes: [Write]}}",
          "spec.accessModes: Unsupported value: \"Write\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", "
          "\"ReadWriteOnce\", \"ReadWriteOncePod\""},
         {"{spec: {accessModes: [ReadWriteOnce, ReadWriteOncePod]}}",
          "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"},
         {"{spec: {capacity: {storage: '0'}}}",
          "spec.capacity[storage]: Invalid value: \"0\": must be greater than zero"},
         {"{spec: {capacity: null}}", "spec.capacity: Required value"},
         {"{spec: {capacity: {cpu: 1, storage: null}}}",
          "spec.capacity: Unsupported value: {\"cpu\":\"1\"}: supported values: \"storage\""},
         {"{spec: {hostPath: null}}", "spec: Required value: must specify a volume type"},
         {"{spec: {nfs: {server: s, path: /a}}}", "spec.nfs: Forbidden: may not specify more than 1 volume type"},
         {"{spec: {hostPath: null, local: {path: /a}}}",
          "spec.nodeAffinity: Required value: Local volume requires node affinity"},
         {"{spec: {hostPath: {path: /}, persistentVolumeReclaimPolicy: Recycle}}",
          "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"},
         {"{spec: {storageClassName: A}}", "spec.storageClassName: Invalid value: \"A\": " SUBDOMAIN}});
    check_updates(volume, {{"{}", "{spec: {claimRef: {name: c}}}", ""},
                           {"{}", "{spec: {hostPath: {path: /other}}}",
                            "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after "
                            "creation\nchanged: spec.hostPath"}});
    check_defaults(volume, {{"{}", "/spec/persistentVolumeReclaimPolicy", "Retain"},
                            {"{}", "/spec/volumeMode", "Filesystem"},
                            {"{}", "/status", "{phase: Pending}"}});
    std::string const settled =
        "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for "
        "bound claims\nchanged: ";
    auto const size = settled + "spec.resources";
    auto const modes = settled + "spec.accessModes";
    auto const class_name = settled + "spec.storageClassName";
    check_creates(
        claim,
        {{"{spec: {accessModes: []}}", "spec.accessModes: Required value: at least 1 access mode is required"},
         {"{spec: {resources: null}}", "spec.resources[storage]: Required value"},
         {"{spec: {resources: {requests: {storage: '0'}}}}",
          "spec.resources[storage]: Invalid value: \"0\": must be greater than zero"},
         {"{spec: {storageClassName: ''}}", ""},
         {"{spec: {dataSource: {kind: Pod, name: a}}}",
          "[spec.dataSource: Invalid value: \"Pod\": must be 'PersistentVolumeClaim' when referencing the default "
          "apiGroup, spec.dataSourceRef: Invalid value: \"Pod\": must be 'PersistentVolumeClaim' when referencing the "
          "default apiGroup]"}});
    check_updates(claim, {{"{}", "{spec: {volumeName: v}}", ""},
                          {"{}", "{spec: {storageClassName: fast}}", ""},
                          {"{spec: {storageClassName: ''}}", "{spec: {storageClassName: fast}}", class_name.c_str()},
                          {"{}", "{spec: {accessModes: [ReadOnlyMany]}}", modes.c_str()},
                          {"{}", "{spec: {resources: {requests: {storage: 2Gi}}}}", size.c_str()}});
    check_defaults(claim, {{"{}", "/spec/volumeMode", "Filesystem"},
                           {"{}", "/status", "{phase: Pending}"},
                           {"{spec: {dataSource: {kind: PersistentVolumeClaim, name: a}}}", "/spec/dataSourceRef",
                            "{kind: PersistentVolumeClaim, name: a}"}});
    check_creates(storage_class, {{"{provisioner: ''}", "provisioner: Required value"},
                                  {"{provisioner: 'a b'}", "provisioner: Invalid value: \"a b\": " QUALIFIED}});
    check_updates(storage_class,
                  {{"{}", "{provisioner: b}", "provisioner: Forbidden: updates to provisioner are forbidden."},
                   {"{}", "{parameters: {a: b}}", "parameters: Forbidden: updates to parameters are forbidden."},
                   {"{}", "{volumeBindingMode: WaitForFirstConsumer}",
                    "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": field is immutable"}});
    check_defaults(storage_class, {{"{}", "/reclaimPolicy", "Delete"}, {"{}", "/volumeBindingMode", "Immediate"}});
}

TEST_CASE("rules: a bound claim may grow and not shrink") {
    auto const resized = [](char const* storage) {
        auto old = made(claim);
        merge(old, yaml("{status: {phase: Bound, capacity: {storage: 1Gi}}}"));
        auto object = old;
        merge(object, yaml("{spec: {resources: {requests: {storage: " + std::string(storage) + "}}}}"));
        FieldErrors errors;
        rules_of("persistentvolumeclaims").validate_update(object.get_object(), old.get_object(), errors);
        return text_of(claim, object, {}, errors);
    };
    CHECK(resized("2Gi") == "");
    CHECK(resized("512Mi") == "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity");
}

TEST_CASE("rules: Nodes, Namespaces, Leases, PriorityClasses, Events and ServiceAccounts") {
    check_creates(
        node,
        {{"{spec: {taints: [{key: 'a b', effect: NoSchedule}]}}",
          "spec.taints[0].key: Invalid value: \"a b\": " QUALIFIED},
         {"{spec: {taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoSchedule, value: b}]}}",
          "spec.taints[1]: Duplicate value: {\"key\":\"a\",\"effect\":\"NoSchedule\",\"value\":\"b\"}: taints must be "
          "unique by key and effect pair"},
         {"{status: {capacity: {cpu: '-1'}}}",
          "[status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0, status.allocatable.cpu: "
          "Invalid value: \"-1\": must be greater than or equal to 0]"},
         {"{spec: {podCIDRs: [10.0.0.1/8]}}",
          "spec.podCIDRs[0]: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix length"}});
    check_updates(node,
                  {{"{}", "{spec: {unschedulable: true, providerID: a}}", ""},
                   {"{spec: {providerID: a}}", "{spec: {providerID: b}}",
                    "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid"}});
    check_defaults(node, {{"{status: {capacity: {cpu: 1}}}", "/status/allocatable", "{cpu: '1'}"}});
    check_defaults(namespace_, {{"{}", "/metadata/labels", "{kubernetes.io/metadata.name: team}"},
                                {"{}", "/spec/finalizers", "[kubernetes]"},
                                {"{}", "/status", "{phase: Active}"}});
    CHECK(update_status(namespace_, "{}", "{phase: Terminating}") ==
          "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty");
    check_updates(namespace_, {{"{}", "{spec: {finalizers: []}}", ""}});
    check_creates(lease, {{"{spec: {leaseDurationSeconds: 0}}",
                           "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"},
                          {"{spec: {leaseTransitions: -1}}",
                           "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"}});
    check_creates(priority_class, {{"{value: 1000000001}",
                                    "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"},
                                   {"{metadata: {name: system-mine}}",
                                    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved "
                                    "for system use only. error: "
                                    "system-mine is not a known system priority class"},
                                   {"{metadata: {name: system-node-critical}, value: 2000001000}", ""}});
    check_updates(priority_class, {{"{}", "{value: 2}", "value: Forbidden: may not be changed in an update."},
                                   {"{}", "{preemptionPolicy: Never}",
                                    "preemptionPolicy: Invalid value: \"Never\": field is immutable"}});
    check_creates(event, {{"{involvedObject: {namespace: other}}",
                           "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace"},
                          {"{metadata: {name: a%b}}", "metadata.name: Invalid value: \"a%b\": may not contain '%'"}});
    check_creates(account, {{"{metadata: {name: A}}", "metadata.name: Invalid value: \"A\": " SUBDOMAIN}});
}

TEST_CASE("rules: generation counts what each kind calls its spec") {
    auto const counts = [](Subject const& subject, char const* change) {
        auto const old = made(subject);
        auto object = old;
        merge(object, yaml(change));
        auto const hook = rules_of(subject.resource).generation_changes;
        return hook && hook(object.get_object(), old.get_object());
    };
    CHECK(counts(deployment, "{spec: {replicas: 2}}"));
    CHECK(counts(deployment, "{metadata: {annotations: {a: b}}}"));
    CHECK_FALSE(counts(deployment, "{status: {replicas: 2}}"));
    CHECK(counts(replica_set, "{spec: {replicas: 2}}"));
    CHECK_FALSE(counts(replica_set, "{metadata: {annotations: {a: b}}}"));
    CHECK(counts(pod, "{spec: {activeDeadlineSeconds: 2}}"));
    CHECK_FALSE(counts(pod, "{metadata: {labels: {a: b}}, status: {phase: Running}}"));
    CHECK(counts(slice, "{metadata: {labels: {a: b}}}"));
    CHECK(rules_of("priorityclasses.scheduling.k8s.io").generation_changes != nullptr);
    for (auto const* const resource : {"services", "configmaps", "secrets", "nodes", "namespaces", "persistentvolumes",
                                       "persistentvolumeclaims", "leases.coordination.k8s.io", "events"})
        CHECK(rules_of(resource).generation_changes == nullptr);
}

TEST_CASE("rules: a kind without rules has the empty ones, and nonsense of every shape is survived") {
    CHECK(rules_of("greetings.demo.example.com").validate == nullptr);
    // Hooks run on what people write: nothing may be taken for granted, whatever the Schema said of it.
    for (auto const& kind : kubernetes_kinds())
        for (auto const* const text :
             {"{}", "{spec: 1, status: [], data: x}", "{spec: null, metadata: null}",
              "{spec: {template: [], containers: {a: b}, selector: 5, ports: [1, null, {}], volumes: [[], 3]}}",
              "{spec: {template: {spec: {containers: [1, {name: 2, ports: [x], env: {}}]}, metadata: 1}}}"}) {
            auto object = yaml(text).get_object();
            auto const& rules = rules_of(kind.type.resource());
            INFO(kind.type.kind << " " << text);
            if (rules.before_defaults) rules.before_defaults(object);
            if (rules.after_defaults) rules.after_defaults(object);
            if (rules.prepare_create) rules.prepare_create(object, uid);
            FieldErrors errors;
            if (rules.validate) rules.validate(object, errors);
            if (rules.validate_create) rules.validate_create(object, errors);
            if (rules.validate_update) rules.validate_update(object, object, errors);
            if (rules.validate_status) rules.validate_status(object, object, errors);
            if (rules.prepare_update) rules.prepare_update(object, object);
            SUCCEED();
        }
}
