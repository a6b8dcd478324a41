#include "api/apply.hpp"

#include <algorithm>

namespace keelson {
namespace {

Schema const* child(Schema const* schema, std::string_view key) {
    if (!schema) return nullptr;
    if (schema->type == Schema::Type::map) return schema->element;
    auto const* const field = schema->field(key);
    return field ? field->schema : schema->element;  // objects that keep what they do not know have one
}

void merge(Schema const* schema, json::value& live, json::value const& config) {
    bool const whole = !schema || schema->atomic || schema->type == Schema::Type::any;
    if (!whole && (schema->type == Schema::Type::object || schema->type == Schema::Type::map) && live.is_object() &&
        config.is_object()) {
        auto& members = live.get_object();
        for (auto const& pair : config.get_object()) {
            if (auto* const found = members.if_contains(pair.key())) {
                merge(child(schema, pair.key()), *found, pair.value());
            } else {
                members.emplace(pair.key(), pair.value());
            }
        }
        return;
    }
    if (!whole && schema->type == Schema::Type::list && schema->list_type != Schema::ListType::atomic &&
        live.is_array() && config.is_array()) {
        auto& elements = live.get_array();
        for (auto const& element : config.get_array()) {
            auto const key = element_key(*schema, element);
            auto const found = std::find_if(elements.begin(), elements.end(),
                                            [&](auto const& e) { return element_key(*schema, e) == key; });
            if (found == elements.end()) {
                elements.push_back(element);
            } else if (schema->list_type == Schema::ListType::map) {
                merge(schema->element, *found, element);
            }
        }
        return;
    }
    live = config;
}

void remove(Schema const* schema, json::value& tree, FieldNode const& fields) {
    if (auto* const members = tree.if_object()) {
        for (auto const& [key, inner] : fields.children) {
            if (key[0] != 'f') continue;
            auto const name = std::string_view(key).substr(2);
            auto* const found = members->if_contains(name);
            if (!found) continue;
            if (inner.children.empty()) {
                if (inner.owned) members->erase(name);
                continue;
            }
            remove(child(schema, name), *found, inner);
            bool const hollow = (found->is_object() && found->get_object().empty()) ||
                                (found->is_array() && found->get_array().empty());
            if (hollow) members->erase(name);
        }
    } else if (auto* const elements = tree.if_array(); elements && schema) {
        for (auto it = elements->begin(); it != elements->end();) {
            auto const found = fields.children.find(element_key(*schema, *it));
            if (found == fields.children.end()) {
                ++it;
            } else if (found->second.owned) {
                it = elements->erase(it);
            } else {
                remove(schema->element, *it, found->second);
                ++it;
            }
        }
    }
}

TypeDesc const& inner(TypeDesc const& type) { return type.kind == TypeDesc::Kind::optional ? type.element() : type; }

void overlay(TypeDesc const& type, Schema const* schema, json::value& base, json::value const& typed) {
    if (type.kind == TypeDesc::Kind::object && base.is_object() && typed.is_object()) {
        auto& members = base.get_object();
        auto const& stated = typed.get_object();
        for (auto const& field : type.fields) {
            auto const* const value = stated.if_contains(field.name);
            auto* const old = members.if_contains(field.name);
            if (!value) {
                if (old) members.erase(field.name);
            } else if (old) {
                overlay(inner(field.type()), child(schema, field.name), *old, *value);
            } else {
                members.emplace(field.name, *value);
            }
        }
        return;
    }
    if (type.kind == TypeDesc::Kind::list && base.is_array() && typed.is_array() &&
        inner(type.element()).kind == TypeDesc::Kind::object) {
        json::array made(base.storage());
        auto& old = base.get_array();
        bool const keyed = schema && schema->list_type == Schema::ListType::map;
        for (std::size_t i = 0; i < typed.get_array().size(); ++i) {
            auto const& element = typed.get_array()[i];
            json::value* match = !keyed && i < old.size() ? &old[i] : nullptr;
            if (keyed) {
                auto const key = element_key(*schema, element);
                auto const found =
                    std::find_if(old.begin(), old.end(), [&](auto const& e) { return element_key(*schema, e) == key; });
                match = found == old.end() ? nullptr : &*found;
            }
            if (match) {
                auto copy = *match;
                overlay(inner(type.element()), schema ? schema->element : nullptr, copy, element);
                made.push_back(std::move(copy));
            } else {
                made.push_back(element);
            }
        }
        base = std::move(made);
        return;
    }
    base = typed;
}

}  // namespace

void merge_applied(Schema const& schema, json::value& live, json::value const& config) { merge(&schema, live, config); }
void remove_fields(Schema const& schema, json::value& tree, FieldNode const& fields) { remove(&schema, tree, fields); }
void overlay_typed(TypeDesc const& type, Schema const& schema, json::value& base, json::value const& typed) {
    // apiVersion and kind are no members of the struct; they stay as they are.
    overlay(type, &schema, base, typed);
}

}  // namespace keelson
