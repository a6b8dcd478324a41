#include "api/kubernetes_schema.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/autoscaling_v2.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/coordination_v1.hpp>
#include <keelson/api/core_extra_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/discovery_v1.hpp>
#include <keelson/api/networking_v1.hpp>
#include <keelson/api/node_v1.hpp>
#include <keelson/api/policy_v1.hpp>
#include <keelson/api/rbac_v1.hpp>
#include <keelson/api/scheduling_v1.hpp>
#include <keelson/api/storage_v1.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace keelson;
namespace json = boost::json;

// Compares what was generated from Kubernetes' own description of its API with that description: the
// schemas, and the structs' tables. Read at run time, so that a generator that drops a field is found out.
namespace {

json::value read_facts(char const* path) {
    std::ifstream file(std::string(KEELSON_SOURCE_DIR) + path);
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
}

struct Facts {
    json::value api = read_facts("/src/api/kubernetes/v1.35.json");
    json::value more = read_facts("/tools/kubernetes_facts.json");
    json::value words = read_facts("/tools/descriptions.json");

    [[nodiscard]] json::object const& definition(std::string const& name) const {
        return api.at("definitions").at(name).as_object();
    }
    [[nodiscard]] json::value const* fact(std::string const& owner, std::string const& field,
                                          std::string_view what) const;
};

Facts const& facts() {
    static Facts const read;
    return read;
}

std::string text_of(json::object const& object, std::string_view field) {
    auto const* const value = object.if_contains(field);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// "#/definitions/io.k8s.api.core.v1.PodSpec" as its name.
std::string reference(json::object const& field) {
    auto const text = text_of(field, "$ref");
    return text.substr(text.rfind('/') + 1);
}

std::string last_part(std::string const& name) { return name.substr(name.rfind('.') + 1); }

/// "core.v1.EndpointPort": by which facts tell two definitions of one name apart.
std::string last_parts(std::string const& name) {
    auto at = name.size();
    for (int i = 0; i < 3; ++i) at = name.rfind('.', at - 1);
    return name.substr(at + 1);
}

json::value const* Facts::fact(std::string const& owner, std::string const& field, std::string_view what) const {
    for (auto const& name : {last_parts(owner), last_part(owner)})
        if (auto const* const entry = more.at("fields").as_object().if_contains(name + "." + field))
            return entry->as_object().if_contains(what);
    return nullptr;
}

std::string const meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
std::string const extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

/// What a field must look like: a word for each scalar, "list of", "map of", "object Name".
std::string wanted_type(json::object const& field) {
    static std::map<std::string, std::string> const scalars{
        {"io.k8s.apimachinery.pkg.api.resource.Quantity", "quantity"},
        {"io.k8s.apimachinery.pkg.util.intstr.IntOrString", "int_or_string"},
        {meta + "MicroTime", "micro_time"},
        {meta + "Time", "time"},
        {meta + "FieldsV1", "any"},
        {"io.k8s.apimachinery.pkg.runtime.RawExtension", "any"},
        {extensions + "JSON", "any"},
        {extensions + "JSONSchemaPropsOrArray", "any"},
        {extensions + "JSONSchemaPropsOrBool", "any"},
        {extensions + "JSONSchemaPropsOrStringArray", "any"}};
    if (auto const name = reference(field); !name.empty()) {
        auto const scalar = scalars.find(name);
        return scalar != scalars.end() ? scalar->second : "object " + last_part(name);
    }
    auto const type = text_of(field, "type");
    auto const format = text_of(field, "format");
    if (type == "array") return "list of " + wanted_type(field.at("items").as_object());
    if (type == "object") {
        auto const* const values = field.if_contains("additionalProperties");
        return values && values->is_object() ? "map of " + wanted_type(values->get_object()) : "any";
    }
    if (type == "integer") return format == "int64" ? "int64" : "int32";
    return format == "byte" ? "byte" : type;
}

std::string type_of(Schema const& schema) {
    using Type = Schema::Type;
    using Format = Schema::Format;
    switch (schema.format) {
        case Format::quantity: return "quantity";
        case Format::int_or_string: return "int_or_string";
        case Format::time: return "time";
        case Format::micro_time: return "micro_time";
        case Format::byte: return "byte";
        case Format::int32: return "int32";
        case Format::int64: return "int64";
        case Format::none: break;
    }
    switch (schema.type) {
        case Type::any: return "any";
        case Type::boolean: return "boolean";
        case Type::integer: return "integer without a format";
        case Type::number: return "number";
        case Type::string: return "string";
        case Type::object: return "object " + std::string(schema.name);
        case Type::list: return "list of " + type_of(*schema.element);
        case Type::map: return "map of " + type_of(*schema.element);
    }
    return "?";
}

/// The same of a struct's field; of an object, `name` is what the description calls it.
std::string type_of(TypeDesc const& desc, std::string const& wanted) {
    using Kind = TypeDesc::Kind;
    auto const inner = [&](std::string_view prefix) {
        auto const rest = wanted.starts_with(prefix) ? wanted.substr(prefix.size()) : std::string();
        return std::string(prefix) + type_of(desc.element(), rest);
    };
    switch (desc.kind) {
        case Kind::boolean: return "boolean";
        case Kind::int32: return "int32";
        case Kind::int64: return "int64";
        case Kind::number: return "number";
        case Kind::string: return "string";
        case Kind::bytes: return "byte";
        case Kind::quantity: return "quantity";
        case Kind::int_or_string: return "int_or_string";
        case Kind::time: return "time";
        case Kind::micro_time: return "micro_time";
        case Kind::json: return "any";
        case Kind::list: return inner("list of ");
        case Kind::map: return inner("map of ");
        case Kind::optional: return type_of(desc.element(), wanted);
        // Structs have no name at run time; their fields are compared instead.
        case Kind::object: return wanted.starts_with("object ") ? wanted : "object";
    }
    return "?";
}

std::vector<std::string> strings(json::value const* list) {
    std::vector<std::string> out;
    if (list)
        for (auto const& item : list->as_array()) out.emplace_back(item.as_string());
    return out;
}

template <class List>
std::vector<std::string> copied(List const& list) {
    return {list.begin(), list.end()};
}

/// How lists and maps merge, as the description and as the schema has it.
std::string wanted_merge(json::object const& field) {
    std::string text = text_of(field, "x-kubernetes-list-type");
    if (text == "atomic") text.clear();
    for (auto const& key : strings(field.if_contains("x-kubernetes-list-map-keys"))) text += " key " + key;
    if (auto const key = text_of(field, "x-kubernetes-patch-merge-key"); !key.empty()) text += " merge by " + key;
    auto const strategy = text_of(field, "x-kubernetes-patch-strategy");
    if (strategy.find("merge") != strategy.npos) text += " patch merge";
    if (strategy.find("retainKeys") != strategy.npos) text += " retain keys";
    // What the field says of itself counts before what its type says.
    auto map_type = text_of(field, "x-kubernetes-map-type");
    if (map_type.empty() && wanted_type(field).starts_with("object "))
        map_type = text_of(facts().definition(reference(field)), "x-kubernetes-map-type");
    bool const atomic = map_type == "atomic";
    return text + (atomic ? " atomic" : "");
}

std::string merge_of(Schema const& schema) {
    std::string text = schema.list_type == Schema::ListType::set   ? "set"
                       : schema.list_type == Schema::ListType::map ? "map"
                                                                   : "";
    for (auto const key : schema.list_keys) text += " key " + std::string(key);
    if (!schema.merge_key.empty()) text += " merge by " + std::string(schema.merge_key);
    if (schema.patch_merge) text += " patch merge";
    if (schema.retain_keys) text += " retain keys";
    return text + (schema.atomic ? " atomic" : "");
}

/// The struct that a field leads to, through lists, maps and optionals; null if it leads to a scalar.
Schema const* object_in(Schema const& schema) {
    if (schema.type == Schema::Type::object) return &schema;
    return schema.element ? object_in(*schema.element) : nullptr;
}
TypeDesc const* object_in(TypeDesc const& desc) {
    if (desc.kind == TypeDesc::Kind::object) return &desc;
    return desc.element ? object_in(desc.element()) : nullptr;
}
std::string object_in(json::object const& field) {
    if (auto const name = reference(field); !name.empty()) return wanted_type(field).starts_with("object ") ? name : "";
    for (auto const* const inner : {"items", "additionalProperties"})
        if (auto const* const value = field.if_contains(inner); value && value->is_object())
            return object_in(value->get_object());
    return {};
}

class Comparison {
public:
    /// `desc` is null where there is no struct.
    void compare(std::string const& name, Schema const& schema, TypeDesc const* desc, bool root) {
        if (!seen_.emplace(name, desc != nullptr).second) return;
        auto const& definition = facts().definition(name);
        auto const required = strings(definition.if_contains("required"));
        std::vector<std::string> const names = keys_of(definition);
        std::vector<std::string> in_schema;
        for (auto const& field : schema.fields) in_schema.emplace_back(field.name);
        INFO(name);
        CHECK(in_schema == names);
        CHECK(schema.definition == name);
        auto const members = desc ? members_of(*desc, names, root) : Members();
        for (auto const& field : names) {
            auto const* const of_schema = schema.field(field);
            if (!of_schema) continue;
            auto const& wanted = definition.at("properties").at(field).as_object();
            compare_field(name, field, wanted, *of_schema, std::count(required.begin(), required.end(), field) != 0);
            auto const inner = object_in(wanted);
            auto const* const inner_schema = object_in(*of_schema->schema);
            INFO(name << "." << field);
            CHECK((inner_schema != nullptr) == !inner.empty());
            auto const member = members.find(field);
            TypeDesc const* inner_desc = nullptr;
            if (member != members.end()) {
                auto const type = wanted_type(wanted);
                CHECK(type_of(member->second->type(), type) == type);
                inner_desc = object_in(member->second->type());
                CHECK((inner_desc != nullptr) == !inner.empty());
            }
            if (!inner.empty() && inner_schema) compare(inner, *inner_schema, inner_desc, false);
        }
    }

    [[nodiscard]] std::size_t definitions() const { return seen_.size(); }
    [[nodiscard]] std::size_t structs() const {
        std::set<std::string> all;
        for (auto const& [name, typed] : seen_)
            if (typed) all.insert(name);
        return all.size();
    }
    [[nodiscard]] std::size_t fields() const { return fields_; }

private:
    using Members = std::map<std::string, FieldDesc const*>;

    static Members members_of(TypeDesc const& desc, std::vector<std::string> const& names, bool root) {
        Members members;
        for (auto const& member : desc.fields) {
            CHECK(members.emplace(member.name, &member).second);
        }
        std::set<std::string> in_struct;
        for (auto const& [member, _] : members) in_struct.insert(member);
        auto expected = std::set<std::string>(names.begin(), names.end());
        if (root) {  // a kind's own names are its TypeInfo
            expected.erase("apiVersion");
            expected.erase("kind");
        }
        CHECK(in_struct == expected);
        return members;
    }

    static std::vector<std::string> keys_of(json::object const& definition) {
        std::vector<std::string> names;
        if (auto const* const properties = definition.if_contains("properties"))
            for (auto const& field : properties->as_object()) names.emplace_back(field.key());
        std::sort(names.begin(), names.end());
        return names;
    }

    void compare_field(std::string const& name, std::string const& field, json::object const& wanted,
                       Schema::Field const& found, bool required) {
        ++fields_;
        INFO(name << "." << field);
        CHECK(type_of(*found.schema) == wanted_type(wanted));
        CHECK(merge_of(*found.schema) == wanted_merge(wanted));
        CHECK(found.required == required);
        auto const* const enums = facts().fact(name, field, "enum");
        CHECK(copied(found.schema->enums) == strings(enums));
        auto const* const value = facts().fact(name, field, "default");
        CHECK(found.default_json.empty() == !value);
        if (value && !found.default_json.empty()) CHECK(json::parse(found.default_json) == *value);
    }

    std::set<std::pair<std::string, bool>> seen_;  // names, with a struct or without
    std::size_t fields_ = 0;
};

std::string definition_of(TypeInfo const& type) {
    for (auto const& [name, value] : facts().api.at("definitions").as_object()) {
        auto const* const names = value.as_object().if_contains("x-kubernetes-group-version-kind");
        if (!names || names->as_array().size() != 1) continue;
        auto const& names_of = names->as_array()[0].as_object();
        if (text_of(names_of, "kind") == type.kind && text_of(names_of, "group") == type.group &&
            text_of(names_of, "version") == type.version)
            return std::string(name);
    }
    return {};
}

/// That the struct is the one that stands beside the schema of its kind.
template <class... Kinds>
void check_types(std::set<std::string>& missing) {
    auto const one = [&](TypeInfo const& type, TypeDesc const& desc) {
        INFO(type.kind);
        CHECK(missing.erase(type.api_version() + " " + std::string(type.kind)) == 1);
        auto const kinds = kubernetes_kinds();
        auto const found =
            std::find_if(kinds.begin(), kinds.end(), [&](auto const& kind) { return kind.type == type; });
        REQUIRE(found != kinds.end());
        REQUIRE(found->typed);
        CHECK(&found->typed() == &desc);
    };
    (one(Kinds::type, type_desc<Kinds>()), ...);
}

}  // namespace

TEST_CASE("schema: every kind, and its struct if it has one, has exactly the fields of Kubernetes 1.35") {
    Comparison comparison;
    for (auto const& kind : kubernetes_kinds()) {
        auto const definition = definition_of(kind.type);
        INFO(kind.type.kind);
        REQUIRE(!definition.empty());
        comparison.compare(definition, *kind.schema, kind.typed ? &kind.typed() : nullptr, true);
    }
    // That all of it was looked at.
    CHECK(comparison.definitions() > 450);
    CHECK(comparison.structs() > 300);
    CHECK(comparison.fields() > 2000);
}

TEST_CASE("schema: the structs of the kinds are those that bear their names") {
    std::set<std::string> missing;
    for (auto const& kind : kubernetes_kinds())
        if (kind.typed) missing.insert(kind.type.api_version() + " " + std::string(kind.type.kind));
    check_types<Namespace, Node, Pod, ConfigMap, Secret, Service, EndpointSlice, PersistentVolume,
                PersistentVolumeClaim, ServiceAccount, Event, Lease, PriorityClass>(missing);
    check_types<Deployment, ReplicaSet, DaemonSet, StatefulSet, ControllerRevision, Job, CronJob,
                HorizontalPodAutoscaler>(missing);
    check_types<StorageClass, CSIDriver, CSINode, CSIStorageCapacity, VolumeAttachment, VolumeAttributesClass>(missing);
    check_types<Ingress, IngressClass, NetworkPolicy, RuntimeClass, PodDisruptionBudget, Role, ClusterRole, RoleBinding,
                ClusterRoleBinding>(missing);
    check_types<LimitRange, ResourceQuota, PodTemplate, ReplicationController, Endpoints>(missing);
    CHECK(missing.empty());
}

TEST_CASE("schema: the bodies of requests and answers are as Kubernetes 1.35 has them") {
    Comparison comparison;
    for (auto const* const body : kubernetes_bodies())
        if (body->name != "Patch") comparison.compare(std::string(body->definition), *body, nullptr, false);
    CHECK(comparison.definitions() > 20);
    auto const* const scale = kubernetes_body("io.k8s.api.autoscaling.v1.Scale");
    REQUIRE(scale);
    CHECK(scale->field("spec")->schema->field("replicas")->schema->format == Schema::Format::int32);
    CHECK(kubernetes_body("io.k8s.api.autoscaling.v1.Nothing") == nullptr);
}

TEST_CASE("schema: every fact about a field is about a field that there is") {
    std::set<std::string> known;
    for (auto const& [name, definition] : facts().api.at("definitions").as_object())
        if (auto const* const fields = definition.as_object().if_contains("properties"))
            for (auto const& field : fields->as_object())
                for (auto const& owner : {last_part(std::string(name)), last_parts(std::string(name))})
                    known.insert(owner + "." + std::string(field.key()));
    for (auto const& [key, value] : facts().more.at("fields").as_object()) {
        INFO(std::string(key));
        CHECK(known.contains(std::string(key)));
        for (auto const& [what, _] : value.as_object()) CHECK((what == "default" || what == "enum"));
    }
    for (auto const* const list : {"strings with a meaning when empty", "numbers with a meaning when zero"})
        for (auto const& key : facts().more.at(list).as_array()) {
            INFO(std::string(key.as_string()));
            CHECK(known.contains(std::string(key.as_string())));
        }
}

TEST_CASE("schema: every description is of something that there is, and kinds have one") {
    std::set<std::string> known;
    for (auto const& [name, definition] : facts().api.at("definitions").as_object())
        for (auto const& owner : {last_part(std::string(name)), last_parts(std::string(name))}) {
            known.insert(owner);
            if (auto const* const fields = definition.as_object().if_contains("properties"))
                for (auto const& field : fields->as_object()) known.insert(owner + "." + std::string(field.key()));
        }
    for (auto const& [key, text] : facts().words.as_object()) {
        if (key == "anywhere" || key == "of a kind") continue;
        INFO(std::string(key));
        CHECK(known.contains(std::string(key)));
        CHECK(text.as_string().ends_with('.'));
    }
    for (auto const& kind : kubernetes_kinds()) {
        if (kind.type.kind != "Deployment") continue;
        CHECK(kind.schema->description == facts().words.at("Deployment").as_string());
        auto const* const replicas = kind.schema->field("spec")->schema->field("replicas");
        CHECK(replicas->description == facts().words.at("DeploymentSpec.replicas").as_string());
        CHECK(kind.schema->field("kind")->description == facts().words.at("of a kind").at("kind").as_string());
    }
}
