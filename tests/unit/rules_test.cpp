#include "registry/rules/rules.hpp"

#include "api/json.hpp"
#include "api/kubernetes_schema.hpp"
#include "api/normalize.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>
#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

using namespace keelson;

// One table a kind: what changes in an object that is right, as a merge patch, and what is then said of it.
namespace {

json::value from_yaml(YAML::Node const& node) {
    switch (node.Type()) {
        case YAML::NodeType::Map: {
            json::object map;
            for (auto const& entry : node) map[entry.first.as<std::string>()] = from_yaml(entry.second);
            return map;
        }
        case YAML::NodeType::Sequence: {
            json::array list;
            for (auto const& item : node) list.push_back(from_yaml(item));
            return list;
        }
        case YAML::NodeType::Scalar: {
            auto const text = node.Scalar();
            boost::system::error_code failed;
            auto const value = json::parse(text, failed);
            bool const plain = node.Tag() == "?" && !failed && !value.is_string();
            return plain ? value : json::value(json::string(text));
        }
        default: return nullptr;
    }
}

json::value yaml(std::string const& text) { return from_yaml(YAML::Load(text)); }

void merge(json::value& target, json::value const& patch) {
    if (!patch.is_object()) {
        target = patch;
        return;
    }
    if (!target.is_object()) target.emplace_object();
    for (auto const& [key, value] : patch.get_object()) {
        if (value.is_null())
            target.get_object().erase(key);
        else
            merge(target.get_object()[key], value);
    }
}

struct Subject {
    char const* resource;
    char const* kind;  ///< as errors name it: "Deployment.apps"
    char const* base;
};

KubernetesKind const& kind_of_resource(std::string_view resource) {
    for (auto const& kind : kubernetes_kinds())
        if (kind.type.resource() == resource) return kind;
    throw std::logic_error("no such kind: " + std::string(resource));
}

constexpr std::string_view uid = "u-1";

json::value changed(Subject const& subject, std::string const& change) {
    auto object = yaml(subject.base);
    merge(object, yaml(change));
    return object;
}

/// Runs the defaults, and what the Schema finds goes into `findings`.
void set_defaults(Subject const& subject, json::value& object, Findings& findings) {
    auto const& kind = kind_of_resource(subject.resource);
    auto const& rules = rules_of(subject.resource);
    auto& fields = object.get_object();
    fields["kind"] = json::string(kind.type.kind);
    fields["apiVersion"] = kind.type.api_version();
    if (kind.type.scope == Scope::namespaced) fields["metadata"].get_object().emplace("namespace", "default");
    if (rules.before_defaults) rules.before_defaults(fields);
    normalize(*kind.schema, object, findings);
    if (rules.after_defaults) rules.after_defaults(fields);
}

void prepare(Subject const& subject, json::value& object) {
    auto const& rules = rules_of(subject.resource);
    auto& fields = object.get_object();
    fields["metadata"].get_object().emplace("uid", json::string(uid));
    if (rules.prepare_create) rules.prepare_create(fields, uid);
}

json::value made(Subject const& subject, std::string const& change = "{}") {
    auto object = changed(subject, change);
    Findings findings;
    set_defaults(subject, object, findings);
    prepare(subject, object);
    return object;
}

std::string text_of(Subject const& subject, json::value const& object, Findings const& findings, FieldErrors errors) {
    std::string text;
    for (auto const& field : findings.unknown) text += "unknown field " + field + "; ";
    for (auto const& cause : findings.causes) text += cause.field + ": " + cause.message + "; ";
    if (errors.empty()) return text;
    auto message = errors.error(subject.kind, string_at(object, {"metadata", "name"})).message;
    auto const head =
        std::string(subject.kind) + " \"" + std::string(string_at(object, {"metadata", "name"})) + "\" is invalid: ";
    REQUIRE(message.starts_with(head));
    return text + message.substr(head.size());
}

/// What a create says: empty when it is accepted.
std::string create(Subject const& subject, std::string const& change) {
    auto object = changed(subject, change);
    Findings findings;
    set_defaults(subject, object, findings);
    prepare(subject, object);
    auto const& kind = kind_of_resource(subject.resource);
    auto const& rules = rules_of(subject.resource);
    auto const& fields = object.get_object();
    FieldErrors errors;
    validate_metadata(fields.at("metadata").get_object(), kind.type.scope == Scope::namespaced, rules.name, errors);
    if (rules.validate) rules.validate(fields, errors);
    if (rules.validate_create) rules.validate_create(fields, errors);
    return text_of(subject, object, findings, errors);
}

/// What an update from `before` to `before` with `change` says.
std::string update(Subject const& subject, std::string const& before, std::string const& change) {
    auto const old = made(subject, before);
    auto object = old;
    merge(object, yaml(change));
    Findings findings;
    set_defaults(subject, object, findings);
    auto const& kind = kind_of_resource(subject.resource);
    auto const& rules = rules_of(subject.resource);
    auto& fields = object.get_object();
    if (rules.prepare_update) rules.prepare_update(fields, old.get_object());
    FieldErrors errors;
    auto const& metadata = fields.at("metadata").get_object();
    validate_metadata(metadata, kind.type.scope == Scope::namespaced, rules.name, errors);
    validate_metadata_update(metadata, old.at("metadata").get_object(), errors);
    if (rules.validate) rules.validate(fields, errors);
    if (rules.validate_update) rules.validate_update(fields, old.get_object(), errors);
    return text_of(subject, object, findings, errors);
}

/// What a new status says of it.
std::string update_status(Subject const& subject, std::string const& before, std::string const& status) {
    auto old = made(subject, "{}");
    merge(old.get_object()["status"], yaml(before));
    auto object = old;
    merge(object.get_object()["status"], yaml(status));
    FieldErrors errors;
    rules_of(subject.resource).validate_status(object.get_object(), old.get_object(), errors);
    return text_of(subject, object, {}, errors);
}

struct Row {
    char const* change;
    char const* said;
};
void check_creates(Subject const& subject, std::vector<Row> const& rows) {
    CHECK(create(subject, "{}") == "");
    for (auto const& row : rows) {
        INFO(row.change);
        CHECK(create(subject, row.change) == row.said);
    }
}

struct UpdateRow {
    char const* before;
    char const* change;
    char const* said;
};
void check_updates(Subject const& subject, std::vector<UpdateRow> const& rows) {
    for (auto const& row : rows) {
        INFO(row.before << "  ->  " << row.change);
        CHECK(update(subject, row.before, row.change) == row.said);
    }
}

struct DefaultRow {
    char const* change;
    char const* path;  ///< of what is looked at, "/" between steps
    char const* value;
};
void check_defaults(Subject const& subject, std::vector<DefaultRow> const& rows) {
    for (auto const& row : rows) {
        INFO(row.change << "  " << row.path);
        auto const object = made(subject, row.change);
        boost::system::error_code failed;
        auto const* const found = object.find_pointer(row.path, failed);
        auto const wanted = yaml(row.value);
        CHECK((found ? canonical(*found) : "null") == canonical(wanted));
    }
}

constexpr Subject pod{"pods", "Pod", "{metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}"};
constexpr Subject deployment{"deployments.apps", "Deployment.apps",
                             "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: "
                             "{labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}"};
constexpr Subject replica_set{
    "replicasets.apps", "ReplicaSet.apps",
    "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: "
    "{labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}"};
constexpr Subject job{
    "jobs.batch", "Job.batch",
    "{metadata: {name: train}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, "
    "image: trainer}]}}}}"};
constexpr Subject service{"services", "Service",
                          "{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}"};
constexpr Subject slice{"endpointslices.discovery.k8s.io", "EndpointSlice.discovery.k8s.io",
                        "{metadata: {name: web-1}, addressType: IPv4, endpoints: [{addresses: [127.0.0.2]}], ports: "
                        "[{name: http, port: 80}]}"};
constexpr Subject config_map{"configmaps", "ConfigMap", "{metadata: {name: settings}, data: {a: b}}"};
constexpr Subject secret{"secrets", "Secret", "{metadata: {name: keys}, stringData: {a: b}}"};
constexpr Subject volume{"persistentvolumes", "PersistentVolume",
                         "{metadata: {name: disk}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], "
                         "hostPath: {path: /data}}}"};
constexpr Subject claim{"persistentvolumeclaims", "PersistentVolumeClaim",
                        "{metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: "
                        "1Gi}}}}"};
constexpr Subject storage_class{"storageclasses.storage.k8s.io", "StorageClass.storage.k8s.io",
                                "{metadata: {name: fast}, provisioner: example.com/disk}"};
constexpr Subject node{"nodes", "Node", "{metadata: {name: n1}}"};
constexpr Subject namespace_{"namespaces", "Namespace", "{metadata: {name: team}}"};
constexpr Subject lease{"leases.coordination.k8s.io", "Lease.coordination.k8s.io", "{metadata: {name: leader}}"};
constexpr Subject priority_class{"priorityclasses.scheduling.k8s.io", "PriorityClass.scheduling.k8s.io",
                                 "{metadata: {name: high}, value: 1000}"};
constexpr Subject event{"events", "Event",
                        "{metadata: {name: web.1a}, involvedObject: {kind: Pod, name: web, namespace: default}}"};
constexpr Subject account{"serviceaccounts", "ServiceAccount", "{metadata: {name: runner}}"};

#define SUBDOMAIN                                                                                              \
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must " \
    "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "          \
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
#define LABEL                                                                                                   \
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and " \
    "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "          \
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
#define LABEL_1035                                                                                                 \
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "        \
    "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation " \
    "is '[a-z]([-a-z0-9]*[a-z0-9])?')"
#define QUALIFIED                                                                                         \
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " \
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "  \
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
#define LABEL_VALUE                                                                                              \
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "    \
    "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " \
    "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

}  // namespace

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
