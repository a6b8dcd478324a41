#include "api/kubernetes_schema.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/coordination_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/discovery_v1.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/api/scheduling_v1.hpp>
#include <keelson/api/storage_v1.hpp>

#include <algorithm>
#include <array>
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
    return kubernetes_kinds()[0].schema->field("metadata")->schema;
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

struct Extra {
    std::string_view plural;
    std::vector<std::string> short_names;
    std::vector<std::string> categories;
    TypeDesc const* typed;
};

}  // namespace

std::shared_ptr<Schema const> derive_schema(TypeDesc const& type, bool root) {
    auto const owner = std::make_shared<Derived>();
    auto const* const top = derive(type, *owner, root);
    return {owner, top};
}

Kind make_kind(TypeInfo const& type, TypeDesc const& typed) {
    for (auto const& kind : built_in_kinds()) {
        if (kind->group == type.group && kind->plural == type.plural) return *kind;
    }
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
    return kind;
}

std::vector<std::shared_ptr<Kind const>> built_in_kinds() {
    static auto const kinds = [] {
        std::vector<Extra> const extras{
            {"namespaces", {"ns"}, {}, &type_desc<Namespace>()},
            {"nodes", {"no"}, {}, &type_desc<Node>()},
            {"pods", {"po"}, {"all"}, &type_desc<Pod>()},
            {"configmaps", {"cm"}, {}, &type_desc<ConfigMap>()},
            {"secrets", {}, {}, &type_desc<Secret>()},
            {"services", {"svc"}, {"all"}, &type_desc<Service>()},
            {"endpointslices", {}, {}, &type_desc<EndpointSlice>()},
            {"persistentvolumes", {"pv"}, {}, &type_desc<PersistentVolume>()},
            {"persistentvolumeclaims", {"pvc"}, {}, &type_desc<PersistentVolumeClaim>()},
            {"storageclasses", {"sc"}, {}, &type_desc<StorageClass>()},
            {"serviceaccounts", {"sa"}, {}, &type_desc<ServiceAccount>()},
            {"events", {"ev"}, {}, &type_desc<Event>()},
            {"leases", {}, {}, &type_desc<Lease>()},
            {"deployments", {"deploy"}, {"all"}, &type_desc<Deployment>()},
            {"replicasets", {"rs"}, {"all"}, &type_desc<ReplicaSet>()},
            {"jobs", {}, {"all"}, &type_desc<Job>()},
            {"priorityclasses", {"pc"}, {}, &type_desc<PriorityClass>()},
        };
        std::vector<std::shared_ptr<Kind const>> made;
        for (auto const& [type, schema] : kubernetes_kinds()) {
            auto const extra =
                std::find_if(extras.begin(), extras.end(), [&](Extra const& e) { return e.plural == type.plural; });
            if (extra == extras.end()) continue;
            auto kind = std::make_shared<Kind>();
            kind->group = type.group;
            kind->version = type.version;
            kind->name = type.kind;
            kind->plural = type.plural;
            kind->singular = lower(type.kind);
            kind->short_names = extra->short_names;
            kind->categories = extra->categories;
            kind->scope = type.scope;
            kind->schema = std::shared_ptr<Schema const>(std::shared_ptr<void>(), schema);
            kind->has_status = schema->field("status") != nullptr;
            kind->typed = extra->typed;
            made.push_back(std::move(kind));
        }
        return made;
    }();
    return kinds;
}

}  // namespace keelson
