#ifndef KEELSON_TESTS_SUPPORT_RULES_SUBJECT_HPP
#define KEELSON_TESTS_SUPPORT_RULES_SUBJECT_HPP

#include "api/json.hpp"
#include "api/kubernetes_schema.hpp"
#include "api/normalize.hpp"
#include "registry/rules/rules.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <yaml-cpp/yaml.h>

#include <stdexcept>
#include <string>
#include <vector>

/// Rules as tables: what changes in an object that is right, as a merge patch in YAML, and what is then
/// said of it, or what it then holds.
namespace keelson::test {

inline json::value from_yaml(YAML::Node const& node) {
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

inline json::value yaml(std::string const& text) { return from_yaml(YAML::Load(text)); }

inline void merge(json::value& target, json::value const& patch) {
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

inline KubernetesKind const& kind_of_resource(std::string_view resource) {
    for (auto const& kind : kubernetes_kinds())
        if (kind.type.resource() == resource && kind.stored_as.empty()) return kind;
    throw std::logic_error("no such kind: " + std::string(resource));
}

inline constexpr std::string_view uid = "u-1";

inline json::value changed(Subject const& subject, std::string const& change) {
    auto object = yaml(subject.base);
    merge(object, yaml(change));
    return object;
}

/// Runs the defaults, and what the Schema finds goes into `findings`.
inline void set_defaults(Subject const& subject, json::value& object, Findings& findings) {
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

inline void prepare(Subject const& subject, json::value& object) {
    auto const& rules = rules_of(subject.resource);
    auto& fields = object.get_object();
    fields["metadata"].get_object().emplace("uid", json::string(uid));
    if (rules.prepare_create) rules.prepare_create(fields, uid);
}

inline json::value made(Subject const& subject, std::string const& change = "{}") {
    auto object = changed(subject, change);
    Findings findings;
    set_defaults(subject, object, findings);
    prepare(subject, object);
    return object;
}

inline std::string text_of(Subject const& subject, json::value const& object, Findings const& findings,
                           FieldErrors errors) {
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
inline std::string create(Subject const& subject, std::string const& change) {
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
inline std::string update(Subject const& subject, std::string const& before, std::string const& change) {
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
inline std::string update_status(Subject const& subject, std::string const& before, std::string const& status) {
    auto old = made(subject, "{}");
    merge(old.get_object()["status"], yaml(before));
    auto object = old;
    merge(object.get_object()["status"], yaml(status));
    FieldErrors errors;
    auto const& rules = rules_of(subject.resource);
    if (rules.prepare_status) rules.prepare_status(object.get_object(), old.get_object());
    rules.validate_status(object.get_object(), old.get_object(), errors);
    return text_of(subject, object, {}, errors);
}

struct Row {
    char const* change;
    char const* said;
};
inline void check_creates(Subject const& subject, std::vector<Row> const& rows) {
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
inline void check_updates(Subject const& subject, std::vector<UpdateRow> const& rows) {
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
inline void check_defaults(Subject const& subject, std::vector<DefaultRow> const& rows) {
    for (auto const& row : rows) {
        INFO(row.change << "  " << row.path);
        auto const object = made(subject, row.change);
        boost::system::error_code failed;
        auto const* const found = object.find_pointer(row.path, failed);
        auto const wanted = yaml(row.value);
        CHECK((found ? canonical(*found) : "null") == canonical(wanted));
    }
}

inline constexpr Subject pod{"pods", "Pod", "{metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}"};
inline constexpr Subject deployment{
    "deployments.apps", "Deployment.apps",
    "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: "
    "{labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}"};
inline constexpr Subject replica_set{
    "replicasets.apps", "ReplicaSet.apps",
    "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: "
    "{labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}"};
inline constexpr Subject job{
    "jobs.batch", "Job.batch",
    "{metadata: {name: train}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, "
    "image: trainer}]}}}}"};
inline constexpr Subject service{"services", "Service",
                                 "{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}"};
inline constexpr Subject slice{
    "endpointslices.discovery.k8s.io", "EndpointSlice.discovery.k8s.io",
    "{metadata: {name: web-1}, addressType: IPv4, endpoints: [{addresses: [127.0.0.2]}], ports: "
    "[{name: http, port: 80}]}"};
inline constexpr Subject config_map{"configmaps", "ConfigMap", "{metadata: {name: settings}, data: {a: b}}"};
inline constexpr Subject secret{"secrets", "Secret", "{metadata: {name: keys}, stringData: {a: b}}"};
inline constexpr Subject volume{
    "persistentvolumes", "PersistentVolume",
    "{metadata: {name: disk}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], "
    "hostPath: {path: /data}}}"};
inline constexpr Subject claim{
    "persistentvolumeclaims", "PersistentVolumeClaim",
    "{metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: "
    "1Gi}}}}"};
inline constexpr Subject storage_class{"storageclasses.storage.k8s.io", "StorageClass.storage.k8s.io",
                                       "{metadata: {name: fast}, provisioner: example.com/disk}"};
inline constexpr Subject node{"nodes", "Node", "{metadata: {name: n1}}"};
inline constexpr Subject namespace_{"namespaces", "Namespace", "{metadata: {name: team}}"};
inline constexpr Subject lease{"leases.coordination.k8s.io", "Lease.coordination.k8s.io", "{metadata: {name: leader}}"};
inline constexpr Subject priority_class{"priorityclasses.scheduling.k8s.io", "PriorityClass.scheduling.k8s.io",
                                        "{metadata: {name: high}, value: 1000}"};
inline constexpr Subject event{
    "events", "Event", "{metadata: {name: web.1a}, involvedObject: {kind: Pod, name: web, namespace: default}}"};
inline constexpr Subject account{"serviceaccounts", "ServiceAccount", "{metadata: {name: runner}}"};

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

}  // namespace keelson::test

#endif
