#include "api/custom_schema.hpp"

#include <algorithm>

namespace keelson {
namespace {

constexpr std::string_view meta_definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

bool is_common(std::string_view field) { return field == "apiVersion" || field == "kind" || field == "metadata"; }

json::object structural(Schema const& schema, std::vector<Schema const*>& within) {
    using Type = Schema::Type;
    json::object out;
    auto const anything = [&] { out["x-kubernetes-preserve-unknown-fields"] = true; };
    switch (schema.type) {
        case Type::any: anything(); break;
        case Type::boolean: out["type"] = "boolean"; break;
        case Type::integer:
            out["type"] = "integer";
            if (schema.format == Schema::Format::int32) out["format"] = "int32";
            if (schema.format == Schema::Format::int64) out["format"] = "int64";
            break;
        case Type::number: out["type"] = "number"; break;
        case Type::string:
            if (schema.format == Schema::Format::quantity || schema.format == Schema::Format::int_or_string) {
                out["x-kubernetes-int-or-string"] = true;
                out["anyOf"] = json::array{{{"type", "integer"}}, {{"type", "string"}}};
                break;
            }
            out["type"] = "string";
            if (schema.format == Schema::Format::byte) out["format"] = "byte";
            if (schema.format == Schema::Format::time || schema.format == Schema::Format::micro_time)
                out["format"] = "date-time";
            if (!schema.enums.empty()) {
                json::array all;
                for (auto const one : schema.enums) all.emplace_back(json::string(one));
                out["enum"] = std::move(all);
            }
            break;
        case Type::list:
            out["type"] = "array";
            out["items"] = structural(*schema.element, within);
            break;
        case Type::map:
            out["type"] = "object";
            out["additionalProperties"] = structural(*schema.element, within);
            break;
        case Type::object: {
            out["type"] = "object";
            bool const again = std::find(within.begin(), within.end(), &schema) != within.end();
            if (again) {  // it contains itself, which a structural schema cannot say
                anything();
                break;
            }
            if (schema.definition == meta_definition) break;
            bool const root = within.empty();
            within.push_back(&schema);
            json::object properties;
            json::array required;
            for (auto const& field : schema.fields) {
                if (root && is_common(field.name)) continue;
                auto one = structural(*field.schema, within);
                if (!field.description.empty()) one["description"] = field.description;
                if (!field.default_json.empty()) {
                    if (auto value = parse_json(field.default_json)) one["default"] = std::move(*value);
                }
                properties.emplace(field.name, std::move(one));
                if (field.required) required.emplace_back(json::string(field.name));
            }
            within.pop_back();
            if (!properties.empty()) out["properties"] = std::move(properties);
            if (!required.empty()) out["required"] = std::move(required);
            break;
        }
    }
    if (!schema.description.empty()) out["description"] = schema.description;
    return out;
}

}  // namespace

json::object structural_schema(Schema const& root) {
    std::vector<Schema const*> within;
    return structural(root, within);
}

}  // namespace keelson
