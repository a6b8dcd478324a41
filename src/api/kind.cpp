#include "api/kubernetes_schema.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/meta_v1.hpp>

#include <algorithm>
#include <deque>

namespace keelson {

Schema::Field const* Schema::field(std::string_view wanted) const noexcept {
    auto const found = std::lower_bound(fields.begin(), fields.end(), wanted,
                                        [](Field const& a, std::string_view b) { return a.name < b; });
    return found != fields.end() && found->name == wanted ? &*found : nullptr;
}

namespace {

/// What a derived schema points to. Nodes never move: the deques only grow.
struct Derived {
    std::deque<Schema> nodes;
    std::deque<std::vector<Schema::Field>> fields;
    std::vector<std::pair<TypeDesc const*, Schema const*>> seen;
};

Schema const* derive(TypeDesc const& type, Derived& into, bool root);

Schema scalar(TypeDesc::Kind kind) {
    using Form = TypeDesc::Kind;
    using Type = Schema::Type;
    using Format = Schema::Format;
    switch (kind) {
        case Form::boolean: return {.type = Type::boolean};
        case Form::int32: return {.type = Type::integer, .format = Format::int32};
        case Form::int64: return {.type = Type::integer, .format = Format::int64};
        case Form::number: return {.type = Type::number};
        case Form::string: return {.type = Type::string};
        case Form::bytes: return {.type = Type::string, .format = Format::byte};
        case Form::quantity: return {.type = Type::string, .format = Format::quantity};
        case Form::int_or_string: return {.type = Type::string, .format = Format::int_or_string};
        case Form::time: return {.type = Type::string, .format = Format::time};
        case Form::micro_time: return {.type = Type::string, .format = Format::micro_time};
        default: return {};
    }
}

/// The built-in schema of a struct that has one (ObjectMeta in a user's kind), found by its table.
Schema const* built_in(TypeDesc const& type) {
    if (&type != &type_desc<ObjectMeta>()) return nullptr;
    static constexpr std::string_view name = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    for (auto const& kind : kubernetes_kinds()) {
        auto const* const metadata = kind.schema->field("metadata");
        if (metadata && metadata->schema->definition == name) return metadata->schema;
    }
    return nullptr;
}

void derive_object(TypeDesc const& type, Schema& node, Derived& into, bool root) {
    auto& fields = into.fields.emplace_back();
    for (auto const& field : type.fields) {
        Schema::Field made{.name = field.name, .schema = derive(field.type(), into, false)};
        for (auto const& rule : type.rules) {
            if (rule.field != field.name) continue;
            made.required = rule.facts.required;
            made.default_json = rule.facts.default_json;
            if (!rule.facts.enums.empty()) {
                auto& copy = into.nodes.emplace_back(*made.schema);
                copy.enums = rule.facts.enums;
                made.schema = &copy;
            }
        }
        fields.push_back(made);
    }
    if (root) {
        auto const* text = &into.nodes.emplace_back(Schema{.type = Schema::Type::string});
        fields.push_back({.name = "apiVersion", .schema = text});
        fields.push_back({.name = "kind", .schema = text});
    }
    std::sort(fields.begin(), fields.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    node.fields = fields;
}

Schema const* derive(TypeDesc const& type, Derived& into, bool root) {
    if (auto const* known = built_in(type)) return known;
    if (type.kind == TypeDesc::Kind::optional) return derive(type.element(), into, false);
    for (auto const& [desc, schema] : into.seen) {
        if (desc == &type) return schema;
    }
    auto& node = into.nodes.emplace_back(scalar(type.kind));
    into.seen.emplace_back(&type, &node);
    switch (type.kind) {
        case TypeDesc::Kind::object:
            node.type = Schema::Type::object;
            derive_object(type, node, into, root);
            break;
        case TypeDesc::Kind::list:
            node.type = Schema::Type::list;
            node.element = derive(type.element(), into, false);
            break;
        case TypeDesc::Kind::map:
            node.type = Schema::Type::map;
            node.element = derive(type.element(), into, false);
            break;
        default: break;
    }
    return &node;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::vector<std::string> strings(KubernetesKind::Strings list) { return {list.begin(), list.end()}; }

std::shared_ptr<Kind const> built_in(KubernetesKind const& row) {
    auto kind = std::make_shared<Kind>();
    kind->group = row.type.group;
    kind->version = row.type.version;
    kind->name = row.type.kind;
    kind->plural = row.type.plural;
    kind->singular = lower(row.type.kind);
    kind->short_names = strings(row.short_names);
    kind->categories = strings(row.categories);
    kind->scope = row.type.scope;
    kind->schema = std::shared_ptr<Schema const>(std::shared_ptr<void>(), row.schema);
    kind->typed = row.typed ? &row.typed() : nullptr;
    kind->verbs = strings(row.verbs);
    for (auto const& [name, type, verbs] : row.subresources) {
        kind->subresources.push_back({std::string(name), std::string(type.group), std::string(type.version),
                                      std::string(type.kind), strings(verbs)});
        kind->has_status = kind->has_status || name == "status";
    }
    kind->stored_as = row.stored_as;
    kind->stored = row.stored;
    return kind;
}

std::vector<std::shared_ptr<Kind const>> const& made_once() {
    static auto const kinds = [] {
        std::vector<std::shared_ptr<Kind const>> made;
        for (auto const& row : kubernetes_kinds()) made.push_back(built_in(row));
        return made;
    }();
    return kinds;
}

}  // namespace

std::shared_ptr<Schema const> derive_schema(TypeDesc const& type, bool root) {
    auto const owner = std::make_shared<Derived>();
    auto const* const top = derive(type, *owner, root);
    return {owner, top};
}

std::vector<std::string> every_verb() {
    return {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"};
}

Kind make_kind(TypeInfo const& type, TypeDesc const& typed) {
    Kind const* other_version = nullptr;
    for (auto const& kind : made_once()) {
        if (kind->group != type.group || kind->plural != type.plural) continue;
        if (kind->version == type.version) return *kind;
        if (kind->stored_as.empty()) other_version = kind.get();
    }
    if (other_version) return *other_version;
    Kind kind;
    kind.group = type.group;
    kind.version = type.version;
    kind.name = type.kind;
    kind.plural = type.plural;
    kind.singular = lower(type.kind);
    kind.scope = type.scope;
    kind.typed = &typed;
    kind.schema = derive_schema(typed, true);
    kind.has_status = kind.schema->field("status") != nullptr;
    if (kind.has_status)
        kind.subresources = {{"status", kind.group, kind.version, kind.name, {"get", "patch", "update"}}};
    return kind;
}

std::vector<std::shared_ptr<Kind const>> built_in_kinds() { return made_once(); }

Schema const* kubernetes_body(std::string_view definition) {
    for (auto const* const body : kubernetes_bodies())
        if (body->definition == definition) return body;
    return nullptr;
}

}  // namespace keelson
