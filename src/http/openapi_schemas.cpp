#include "http/openapi_schemas.hpp"

#include "api/custom_kind.hpp"
#include "api/json.hpp"
#include "api/kubernetes_schema.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr std::string_view meta_prefix = "io.k8s.apimachinery.pkg.apis.meta.v1.";

/// A scalar that has a definition of its own in Kubernetes.
struct NamedScalar {
    Schema::Format format;
    std::string_view name, form, description;
};
constexpr std::array<NamedScalar, 4> scalars{
    {{Schema::Format::quantity, "io.k8s.apimachinery.pkg.api.resource.Quantity", "",
      "An amount, such as 500m, 1.5 or 2Gi: a number with a suffix for thousands, for powers of 1024 or for "
      "thousandths."},
     {Schema::Format::int_or_string, "io.k8s.apimachinery.pkg.util.intstr.IntOrString", "int-or-string",
      "A whole number, or a text such as a percentage or the name of a port."},
     {Schema::Format::time, "io.k8s.apimachinery.pkg.apis.meta.v1.Time", "date-time",
      "A point in time, to the second."},
     {Schema::Format::micro_time, "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime", "date-time",
      "A point in time, to the microsecond."}}};

NamedScalar const* named_scalar(Schema const& schema) {
    auto const found = std::find_if(scalars.begin(), scalars.end(),
                                    [&](NamedScalar const& scalar) { return scalar.format == schema.format; });
    return found == scalars.end() ? nullptr : &*found;
}

/// What a field's schema refers to instead of saying it; empty if it is said in place.
std::string_view name_of(Schema const& schema) {
    if (auto const* const scalar = named_scalar(schema)) return scalar->name;
    return schema.definition;
}

std::string reversed(std::string_view group) {
    std::string text;
    while (!group.empty()) {
        auto const dot = group.rfind('.');
        text += group.substr(dot == group.npos ? 0 : dot + 1);
        text += '.';
        group = dot == group.npos ? std::string_view() : group.substr(0, dot);
    }
    return text;
}

/// Kinds of Kubernetes have a name; others are called as Kubernetes calls custom resources:
/// com.example.demo.v1.Greeting.
std::string name_of(Kind const& kind) {
    if (!kind.schema->definition.empty()) return std::string(kind.schema->definition);
    return reversed(kind.group) + kind.version + "." + kind.name;
}

json::object group_version_kind(std::string_view group, std::string_view version, std::string_view kind) {
    return {{"group", group}, {"kind", kind}, {"version", version}};
}

json::array strings(std::span<std::string_view const> list) {
    json::array out;
    for (auto const text : list) out.emplace_back(json::string(text));
    return out;
}

}  // namespace

std::string OpenApiSchemas::add(Kind const& kind) {
    auto name = name_of(kind);
    auto& entry = entries_[name];
    if (!entry.schema) waiting_.push_back(name);
    entry.schema = kind.schema.get();
    entry.kind = &kind;
    return name;
}

std::string OpenApiSchemas::add_list(Kind const& kind) {
    auto name =
        kind.custom ? reversed(kind.group) + kind.version + "." + kind.custom->list_kind : name_of(kind) + "List";
    auto& entry = entries_[name];
    if (!entry.kind) waiting_.push_back(name);
    entry.kind = &kind;
    entry.list = true;
    return name;
}

std::string OpenApiSchemas::add_body(std::string_view definition) {
    for (auto const* const body : kubernetes_bodies()) {
        if (body->definition != definition && body->name != definition) continue;
        std::string name(body->definition);
        (void)refer(name, body);
        entries_[name].body = true;
        return name;
    }
    return {};
}

void OpenApiSchemas::add_group_version(std::string group, std::string version) {
    groups_.push_back({std::move(group), std::move(version)});
}

json::object OpenApiSchemas::reference(std::string const& name) const {
    return {{"$ref", (version_ == OpenApiVersion::v2 ? "#/definitions/" : "#/components/schemas/") + name}};
}

json::object OpenApiSchemas::refer(std::string const& name, Schema const* schema) {
    auto& entry = entries_[name];
    if (!entry.schema) {
        entry.schema = schema;
        waiting_.push_back(name);
    } else if (schema->atomic) {
        entry.schema = schema;  // a field may say that there its object is not owned as one
    }
    return reference(name);
}

json::object OpenApiSchemas::write() {
    std::map<std::string, json::object> written;
    while (!waiting_.empty()) {
        auto const name = std::move(waiting_.back());
        waiting_.pop_back();
        auto const entry = entries_.at(name);
        written.emplace(name, definition(name, entry));
    }
    json::object all;
    for (auto& [name, schema] : written) all.emplace(name, std::move(schema));
    return all;
}

json::object OpenApiSchemas::definition(std::string const& name, Entry const& entry) {
    if (entry.list) return list_of(*entry.kind);
    auto const& schema = *entry.schema;
    json::object out;
    if (auto const* const scalar = named_scalar(schema)) {
        out["description"] = scalar->description;
        bool const either = schema.format == Schema::Format::int_or_string;
        if (either && version_ == OpenApiVersion::v3) {
            out["oneOf"] = json::array{{{"type", "integer"}}, {{"type", "string"}}};
        } else {
            out["type"] = "string";
        }
        if (!scalar->form.empty()) out["format"] = scalar->form;
        return out;
    }
    if (entry.kind && entry.kind->custom && version_ == OpenApiVersion::v3) {
        // All that its definition says, in the words of the definition.
        if (auto const* const meta = entry.kind->schema->field("metadata")) (void)use(*meta->schema);
        out = entry.kind->custom->schema->published();
    } else if (schema.type == Schema::Type::object) {
        within_.push_back(&schema);
        out = properties(schema);
        within_.pop_back();
        if (schema.atomic) out["x-kubernetes-map-type"] = "atomic";
    } else {  // whatever it is, it is not looked into
        bool const object = name.ends_with(".FieldsV1") || name.ends_with(".RawExtension");
        if (!schema.description.empty()) out["description"] = schema.description;
        if (object) out["type"] = "object";
        return out;
    }
    json::array kinds;
    if (entry.kind) {
        kinds.push_back(group_version_kind(entry.kind->group, entry.kind->version, entry.kind->name));
    } else if (entry.body && name.starts_with(meta_prefix)) {
        kinds.push_back(group_version_kind({}, "v1", schema.name));
        bool const everywhere = schema.name == "DeleteOptions" || schema.name == "WatchEvent";
        if (everywhere)
            for (auto const& [group, version] : groups_)
                if (!group.empty()) kinds.push_back(group_version_kind(group, version, schema.name));
    } else if (entry.body) {
        std::string_view const group = schema.name == "Scale"      ? "autoscaling"
                                       : schema.name == "Eviction" ? "policy"
                                                                   : "authentication.k8s.io";
        kinds.push_back(group_version_kind(group, "v1", schema.name));
    }
    if (!kinds.empty()) out["x-kubernetes-group-version-kind"] = std::move(kinds);
    return out;
}

json::object OpenApiSchemas::list_of(Kind const& kind) {
    Schema const text{.type = Schema::Type::string};
    json::object fields;
    fields["apiVersion"] = field({"apiVersion", &text, false, {}, "Group and version in which this list is written."});
    fields["items"] = {{"description", "The objects."}, {"type", "array"}, {"items", reference(add(kind))}};
    fields["kind"] = field({"kind", &text, false, {}, "The type of this list."});
    auto const* const meta = kubernetes_body("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta");
    fields["metadata"] = field({"metadata", meta, false, {}, "What all lists have in common."});
    return {{"description", "Several objects of kind " + kind.name + "."},
            {"type", "object"},
            {"required", json::array{"items"}},
            {"properties", std::move(fields)},
            {"x-kubernetes-group-version-kind",
             json::array{group_version_kind(kind.group, kind.version,
                                            kind.custom ? kind.custom->list_kind : kind.name + "List")}}};
}

json::object OpenApiSchemas::properties(Schema const& schema) {
    json::object out;
    if (!schema.description.empty()) out["description"] = schema.description;
    out["type"] = "object";
    json::array required;
    json::object fields;
    for (auto const& one : schema.fields) {
        if (one.required) required.push_back(json::string(one.name));
        fields.emplace(one.name, field(one));
    }
    if (!required.empty()) out["required"] = std::move(required);
    if (!fields.empty()) out["properties"] = std::move(fields);
    return out;
}

json::object OpenApiSchemas::field(Schema::Field const& field) {
    auto out = use(*field.schema);
    json::object more;
    if (!field.description.empty()) more["description"] = field.description;
    if (!field.default_json.empty())
        if (auto value = parse_json(field.default_json)) more["default"] = std::move(*value);
    if (field.schema->type == Schema::Type::object && field.schema->retain_keys)
        more["x-kubernetes-patch-strategy"] = "retainKeys";
    if (more.empty()) return out;
    // Beside a reference OpenAPI 3 allows nothing else.
    if (version_ == OpenApiVersion::v3 && out.contains("$ref")) out = {{"allOf", json::array{std::move(out)}}};
    for (auto& member : more) out[member.key()] = std::move(member.value());
    return out;
}

void OpenApiSchemas::mark_merging(Schema const& schema, json::object& out) const {
    using ListType = Schema::ListType;
    if (schema.type == Schema::Type::map) {
        if (schema.atomic) out["x-kubernetes-map-type"] = "atomic";
        return;
    }
    if (schema.list_type == ListType::set) {
        out["x-kubernetes-list-type"] = "set";
    } else if (schema.list_type == ListType::map) {
        out["x-kubernetes-list-type"] = "map";
        out["x-kubernetes-list-map-keys"] = strings(schema.list_keys);
    } else if (!schema.patch_merge) {
        out["x-kubernetes-list-type"] = "atomic";
    }
    if (!schema.merge_key.empty()) out["x-kubernetes-patch-merge-key"] = schema.merge_key;
    if (schema.patch_merge || schema.retain_keys)
        out["x-kubernetes-patch-strategy"] = !schema.retain_keys  ? "merge"
                                             : schema.patch_merge ? "merge,retainKeys"
                                                                  : "retainKeys";
}

json::object OpenApiSchemas::use(Schema const& schema) {
    using Type = Schema::Type;
    if (auto const name = name_of(schema); !name.empty()) return refer(std::string(name), &schema);
    json::object out;
    auto const description = [&] {
        if (!schema.description.empty()) out["description"] = schema.description;
    };
    switch (schema.type) {
        case Type::any: out["x-kubernetes-preserve-unknown-fields"] = true; break;
        case Type::boolean: out["type"] = "boolean"; break;
        case Type::integer:
            out["type"] = "integer";
            if (schema.format == Schema::Format::int32) out["format"] = "int32";
            if (schema.format == Schema::Format::int64) out["format"] = "int64";
            break;
        case Type::number:
            out["type"] = "number";
            out["format"] = "double";
            break;
        case Type::string:
            out["type"] = "string";
            if (schema.format == Schema::Format::byte) out["format"] = "byte";
            if (!schema.enums.empty()) out["enum"] = strings(schema.enums);
            break;
        case Type::list:
            out["type"] = "array";
            out["items"] = use(*schema.element);
            mark_merging(schema, out);
            break;
        case Type::map:
            out["type"] = "object";
            out["additionalProperties"] = use(*schema.element);
            mark_merging(schema, out);
            break;
        case Type::object:
            if (std::find(within_.begin(), within_.end(), &schema) != within_.end()) {
                // It contains itself and has no name to refer to it by.
                out["type"] = "object";
                out["x-kubernetes-preserve-unknown-fields"] = true;
                return out;
            }
            within_.push_back(&schema);
            out = properties(schema);
            within_.pop_back();
            if (schema.atomic) out["x-kubernetes-map-type"] = "atomic";
            return out;
    }
    description();
    return out;
}

}  // namespace keelson::http
