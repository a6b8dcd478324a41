#include "controllers/pod_template.hpp"

#include "controllers/stable_hash.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>

#include <memory>

namespace keelson::controllers {
namespace {

bool absent(TypeDesc const& type, void const* value) {
    switch (type.kind) {
        case TypeDesc::Kind::optional: return type.get(value) == nullptr;
        case TypeDesc::Kind::string: return static_cast<std::string const*>(value)->empty();
        case TypeDesc::Kind::list:
        case TypeDesc::Kind::map: return type.size(value) == 0;
        default: return false;  // plain values cannot say that they are absent
    }
}

void fill_defaults(TypeDesc const& type, Schema const& schema, void* value) {
    switch (type.kind) {
        case TypeDesc::Kind::object:
            for (auto const& field : type.fields) {
                auto const* const known = schema.field(field.name);
                if (!known) continue;
                auto* const member = field.member(value);
                if (!known->default_json.empty() && absent(field.type(), member))
                    (void)decode(field.type(), member, known->default_json);
                if (known->schema) fill_defaults(field.type(), *known->schema, member);
            }
            break;
        case TypeDesc::Kind::optional:
            if (auto const* const held = type.get(value))
                fill_defaults(type.element(), schema, const_cast<void*>(held));
            break;
        case TypeDesc::Kind::list:
            if (!schema.element) break;
            for (std::size_t i = 0; i < type.size(value); ++i)
                fill_defaults(type.element(), *schema.element, type.at(value, i));
            break;
        default: break;
    }
}

std::shared_ptr<Schema const> template_schema() {
    auto const root = kind_of<Deployment>().schema;
    auto const* const spec = root->field("spec");
    auto const* const found = spec && spec->schema ? spec->schema->field("template") : nullptr;
    return {root, found ? found->schema : nullptr};
}

PodTemplateSpec defaulted(PodTemplateSpec value, Schema const* schema) {
    if (schema) fill_defaults(type_desc<PodTemplateSpec>(), *schema, &value);
    return value;
}

}  // namespace

bool identical_template(PodTemplateSpec const& a, PodTemplateSpec const& b) {
    if (!equal(a.spec, b.spec)) return false;
    auto left = a.metadata, right = b.metadata;
    left.labels.erase(template_hash_label);
    right.labels.erase(template_hash_label);
    return equal(left, right);
}

bool same_template(PodTemplateSpec const& a, PodTemplateSpec const& b) {
    if (identical_template(a, b)) return true;
    static auto const schema = template_schema();
    return identical_template(defaulted(a, schema.get()), defaulted(b, schema.get()));
}

std::string template_hash(PodTemplateSpec const& pod_template, std::int32_t collisions) {
    std::string json;
    if (pod_template.metadata.labels.contains(template_hash_label)) {
        auto without = pod_template;
        without.metadata.labels.erase(template_hash_label);
        json = encode(without);
    } else {
        json = encode(pod_template);
    }
    auto hash = stable_hash(json, stable_hash("keelson template hash 1"));
    if (collisions > 0) hash = stable_hash(std::to_string(collisions), hash);
    return name_text(hash, 10);
}

}  // namespace keelson::controllers
