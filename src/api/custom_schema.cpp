#include "api/custom_schema.hpp"

#include "api/custom_node.hpp"
#include "api/kubernetes_schema.hpp"

#include <algorithm>
#include <deque>

namespace keelson {
namespace {

using Node = CustomSchema::Node;

constexpr std::string_view meta_definition = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

Schema const& object_meta() {
    static Schema const* const found = [] {
        for (auto const& kind : kubernetes_kinds()) {
            auto const* const field = kind.schema->field("metadata");
            if (field && field->schema->definition == meta_definition) return field->schema;
        }
        static Schema const anything{};
        return &anything;
    }();
    return *found;
}

bool is_common(std::string_view field) { return field == "apiVersion" || field == "kind" || field == "metadata"; }

/// Drops unknown fields and nulls, then fills in defaults.
class Preparer {
public:
    explicit Preparer(Findings& findings) : findings_(findings) {}

    void visit(Node const& node, json::value& value) {
        if (auto* const list = value.if_array()) {
            if (!node.items) return;
            for (std::size_t i = 0; i < list->size(); ++i)
                within("[" + std::to_string(i) + "]", false, [&] { visit(*node.items, (*list)[i]); });
            return;
        }
        auto* const members = value.if_object();
        if (!members) return;
        for (std::size_t i = 0; i < members->size();) {
            auto& pair = members->begin()[i];
            std::string_view const key = pair.key();
            if (keeps(node, key, pair.value())) {
                ++i;
                continue;
            }
            members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));  // swaps the last one in
        }
        for (auto const& [name, field] : node.properties) {
            if (field->default_ && !members->contains(name)) {
                auto& made = members->emplace(name, *field->default_).first->value();
                within(name, true, [&] { visit(*field, made); });
            }
        }
    }

    void set_path(std::string path) { path_ = std::move(path); }

private:
    /// Looks into one member; false: it goes.
    bool keeps(Node const& node, std::string_view key, json::value& value) {
        if ((node.root || node.embedded) && is_common(key)) {
            if (key == "metadata" && value.is_object()) within(key, true, [&] { metadata(value); });
            return !value.is_null();
        }
        auto const field = node.properties.find(key);
        Node const* const inner = field != node.properties.end() ? field->second.get() : node.additional.get();
        if (inner) {
            if (value.is_null() && !inner->nullable) return false;
            within(key, true, [&] { visit(*inner, value); });
            return true;
        }
        if (node.preserve || node.closed) return true;
        if (!value.is_null()) within(key, true, [&] { findings_.unknown.push_back(path_); });
        return false;
    }

    void metadata(json::value& value) {
        Findings found;
        keelson::normalize(object_meta(), value, found);
        for (auto& one : found.unknown) findings_.unknown.push_back(path_ + "." + one);
        for (auto const& [from, to] :
             {std::pair(&found.causes, &findings_.causes), {&found.unreadable, &findings_.unreadable}}) {
            for (auto& cause : *from) {
                cause.field = path_ + "." + cause.field;
                to->push_back(std::move(cause));
            }
        }
    }

    template <class Inner>
    void within(std::string_view step, bool dot, Inner const& inner) {
        auto const mark = path_.size();
        if (dot && mark != 0) path_ += '.';
        path_ += step;
        inner();
        path_.resize(mark);
    }

    Findings& findings_;
    std::string path_;
};

/// What a Schema that was made at run time points to. The deques only grow, so that nothing moves.
struct Made {
    std::deque<Schema> nodes;
    std::deque<std::string> texts;
    std::deque<std::vector<Schema::Field>> fields;
    std::deque<std::vector<std::string_view>> lists;

    std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }

    std::span<std::string_view const> keep(std::vector<std::string> const& all) {
        auto& made = lists.emplace_back();
        for (auto const& one : all) made.push_back(keep(one));
        return made;
    }

    Schema const* of(Node const& node) {
        using Type = Schema::Type;
        auto& made = nodes.emplace_back();
        made.description = keep(node.description);
        if (node.int_or_string) {
            made.type = Type::string;
            made.format = Schema::Format::int_or_string;
        } else if (node.type == "boolean") {
            made.type = Type::boolean;
        } else if (node.type == "integer") {
            made.type = Type::integer;
            made.format = node.format == "int32"   ? Schema::Format::int32
                          : node.format == "int64" ? Schema::Format::int64
                                                   : Schema::Format::none;
        } else if (node.type == "number") {
            made.type = Type::number;
        } else if (node.type == "string") {
            made.type = Type::string;
            bool const words =
                std::all_of(node.enums.begin(), node.enums.end(), [](auto const& e) { return e.is_string(); });
            if (words && !node.enums.empty()) {
                std::vector<std::string> all;
                for (auto const& one : node.enums) all.emplace_back(one.get_string());
                made.enums = keep(all);
            }
        } else if (node.type == "array") {
            made.type = Type::list;
            made.list_type = static_cast<Schema::ListType>(node.list);
            made.list_keys = keep(node.list_keys);
            made.element = of(*node.items);
        } else if (node.type == "object") {
            object(node, made);
        }
        return &made;
    }

private:
    /// Of fields that are kept without being known: objects are owned field by field, all else as one.
    Schema const* unknown() {
        auto& made = nodes.emplace_back(Schema{.type = Schema::Type::object});
        made.element = &made;
        return &made;
    }

    void object(Node const& node, Schema& made) {
        made.atomic = node.atomic;
        bool const common = node.root || node.embedded;
        if (node.additional && !common) {
            made.type = Schema::Type::map;
            made.element = of(*node.additional);
            return;
        }
        made.type = Schema::Type::object;
        if (node.preserve) made.element = unknown();
        auto& all = fields.emplace_back();
        auto const required = [&](std::string_view name) {
            return std::find(node.required.begin(), node.required.end(), name) != node.required.end();
        };
        for (auto const& [name, field] : node.properties) {
            if (common && is_common(name)) continue;
            Schema::Field one;
            one.name = keep(name);
            one.schema = of(*field);
            one.required = required(name);
            one.description = one.schema->description;
            if (field->default_) one.default_json = keep(canonical(*field->default_));
            all.push_back(one);
        }
        if (common) {
            auto const* const text = &nodes.emplace_back(Schema{.type = Schema::Type::string});
            all.push_back({"apiVersion", text, false, {}, "Group and version in which this object is written."});
            all.push_back({"kind", text, false, {}, "The type of this object."});
            all.push_back({"metadata",
                           &object_meta(),
                           false,
                           {},
                           "Name, labels and everything else that all objects have in common."});
        }
        std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
        made.fields = all;
    }
};

}  // namespace

/// Reads schemas and finds out what is wrong with them.
class CustomSchema::Compiler {
public:
    explicit Compiler(std::vector<SchemaProblem>& problems) : problems_(&problems) {}

    std::unique_ptr<Node> root(json::value const& openapi, std::string const& path) {
        root_path_ = path;
        auto made = node(openapi, path, false);
        made->root = true;
        if (made->type != "object")
            problem(SchemaProblem::Kind::invalid, path + ".type", quoted(made->type), "must be object at the root");
        if (made->nullable) forbid(path + ".nullable", "nullable cannot be true at the root");
        if (made->additional) forbid(path + ".additionalProperties", "must not be used at the root");
        return made;
    }

private:
    using Kind = SchemaProblem::Kind;

    static std::string quoted(std::string_view text) {
        std::string out;
        write_string(text, out);
        return out;
    }
    void problem(Kind kind, std::string field, std::string value, std::string detail) {
        problems_->push_back({kind, std::move(field), std::move(value), std::move(detail), {}});
    }
    void forbid(std::string field, std::string detail) {
        problem(Kind::forbidden, std::move(field), {}, std::move(detail));
    }

    static bool flag(json::object const& from, std::string_view name) {
        auto const* const value = from.if_contains(name);
        return value && value->is_bool() && value->get_bool();
    }
    static std::string text(json::object const& from, std::string_view name) {
        auto const* const value = from.if_contains(name);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    }
    static std::optional<std::int64_t> count(json::object const& from, std::string_view name) {
        auto const* const value = from.if_contains(name);
        return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
    }
    static std::optional<json::value> number(json::object const& from, std::string_view name) {
        auto const* const value = from.if_contains(name);
        return value && value->is_number() ? std::optional<json::value>(*value) : std::nullopt;
    }
    static std::vector<std::string> texts(json::object const& from, std::string_view name) {
        std::vector<std::string> all;
        auto const* const value = from.if_contains(name);
        if (value && value->is_array()) {
            for (auto const& one : value->get_array())
                if (one.is_string()) all.emplace_back(one.get_string());
        }
        return all;
    }

    /// What no schema of a kind may have, or what is not carried out here.
    void refuse(json::object const& from, std::string const& path) {
        for (std::string_view const name :
             {"$ref", "definitions", "dependencies", "id", "$schema", "patternProperties", "additionalItems"}) {
            auto const* const value = from.if_contains(name);
            if (!value || value->is_null()) continue;
            forbid(path + "." + std::string(name), std::string(name) + " is not supported");
        }
        auto const* const rules = from.if_contains("x-kubernetes-validations");
        if (rules && rules->is_array() && !rules->get_array().empty())
            forbid(
                path + ".x-kubernetes-validations",
                "rules in CEL cannot be evaluated by this server: leave them out, or state them as minimum, pattern, "
                "enum and the like");
        if (flag(from, "uniqueItems"))
            forbid(path + ".uniqueItems",
                   "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }

    std::unique_ptr<Node> node(json::value const& value, std::string const& path, bool judging) {
        auto made = std::make_unique<Node>();
        auto const* const found = value.if_object();
        if (!found) {
            problem(Kind::invalid, path, canonical(value), "must be a schema");
            return made;
        }
        if (++depth_ > most_depth) {
            if (depth_ == most_depth + 1)
                forbid(path, "schemas may not be nested deeper than " + std::to_string(most_depth));
            --depth_;
            return made;
        }
        auto const& from = *found;
        refuse(from, path);
        made->type = text(from, "type");
        made->description = text(from, "description");
        made->format = text(from, "format");
        made->nullable = flag(from, "nullable");
        made->int_or_string = flag(from, "x-kubernetes-int-or-string");
        made->preserve = flag(from, "x-kubernetes-preserve-unknown-fields");
        made->embedded = flag(from, "x-kubernetes-embedded-resource");
        bounds(from, *made, path);
        if (judging) {
            only_judges(from, path);
        } else {
            structure(*made, path);
        }
        children(from, *made, path, judging);
        if (!judging) {
            lists(from, *made, path);
            default_of(from, *made, path);
        }
        --depth_;
        return made;
    }

    void structure(Node& made, std::string const& path) {
        static constexpr std::string_view types[] = {"array", "boolean", "integer", "number", "object", "string"};
        if (made.type.empty()) {
            if (!made.int_or_string && !made.preserve)
                problem(Kind::required, path + ".type", {}, "must not be empty for specified object fields");
        } else if (std::find(std::begin(types), std::end(types), made.type) == std::end(types)) {
            problems_->push_back(
                {Kind::not_supported, path + ".type", quoted(made.type), {}, {std::begin(types), std::end(types)}});
        } else if (made.int_or_string) {
            problem(Kind::invalid, path + ".type", quoted(made.type),
                    "must be empty if x-kubernetes-int-or-string is specified");
        }
        if (made.embedded && made.type != "object")
            problem(Kind::invalid, path + ".type", quoted(made.type),
                    "must be object if x-kubernetes-embedded-resource is true");
    }

    /// Within allOf, anyOf, oneOf and not: what says more than whether a value is right belongs elsewhere.
    void only_judges(json::object const& from, std::string const& path) {
        for (std::string_view const name :
             {"type", "description", "default", "additionalProperties", "nullable", "title",
              "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string",
              "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"}) {
            auto const* const value = from.if_contains(name);
            if (!value || value->is_null() || (value->is_bool() && !value->get_bool())) continue;
            // The two alternatives of an int-or-string are the exception that Kubernetes makes.
            if (name == "type" && either_allowed_) continue;
            forbid(path + "." + std::string(name), "must be undefined to be structural");
        }
    }

    void bounds(json::object const& from, Node& made, std::string const& path) {
        made.minimum = number(from, "minimum");
        made.maximum = number(from, "maximum");
        made.multiple_of = number(from, "multipleOf");
        if (made.multiple_of && made.multiple_of->to_number<double>() <= 0)
            problem(Kind::invalid, path + ".multipleOf", canonical(*made.multiple_of), "must be greater than 0");
        made.above_minimum = flag(from, "exclusiveMinimum");
        made.below_maximum = flag(from, "exclusiveMaximum");
        for (auto const& [name, slot] : {std::pair{"minLength", &made.min_length},
                                         {"maxLength", &made.max_length},
                                         {"minItems", &made.min_items},
                                         {"maxItems", &made.max_items},
                                         {"minProperties", &made.min_properties},
                                         {"maxProperties", &made.max_properties}}) {
            *slot = count(from, name);
            if (*slot && **slot < 0)
                problem(Kind::invalid, path + "." + name, std::to_string(**slot), "must be greater than or equal to 0");
        }
        if (auto const* const all = from.if_contains("enum"); all && all->is_array())
            made.enums.assign(all->get_array().begin(), all->get_array().end());
        made.required = texts(from, "required");
        made.pattern = text(from, "pattern");
        if (made.pattern.empty()) return;
        try {
            made.regex.emplace(go_to_perl(made.pattern), boost::regex::perl);
        } catch (std::exception const& thrown) {
            problem(Kind::invalid, path + ".pattern", quoted(made.pattern),
                    std::string("must be a valid regular expression: ") + thrown.what());
        }
    }

    /// Named groups are the one thing that is written in another way in Go.
    static std::string go_to_perl(std::string pattern) {
        for (std::size_t at = 0; (at = pattern.find("(?P<", at)) != std::string::npos;) pattern.erase(at + 2, 1);
        return pattern;
    }

    void children(json::object const& from, Node& made, std::string const& path, bool judging) {
        auto const* const properties = from.if_contains("properties");
        if (properties && properties->is_object()) {
            for (auto const& one : properties->get_object())
                made.properties.emplace(
                    one.key(), node(one.value(), path + ".properties[" + std::string(one.key()) + "]", judging));
        }
        auto const* const additional = from.if_contains("additionalProperties");
        if (additional && !judging) {
            if (additional->is_object()) {
                made.additional = node(*additional, path + ".additionalProperties", judging);
            } else if (additional->is_bool() && additional->get_bool()) {
                made.additional = std::make_unique<Node>();
                made.additional->preserve = true;
            } else if (additional->is_bool()) {
                forbid(path + ".additionalProperties", "additionalProperties cannot be set to false");
            }
            if (made.additional && !made.properties.empty())
                forbid(path + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        }
        auto const* const items = from.if_contains("items");
        if (items && items->is_object()) {
            made.items = node(*items, path + ".items", judging);
        } else if (items && items->is_array()) {
            forbid(path + ".items", "items must be a schema object and not an array");
        } else if (!judging && made.type == "array") {
            problem(Kind::required, path + ".items", {}, "must be specified");
            made.items = std::make_unique<Node>();
        }
        for (auto const& [name, slot] :
             {std::pair{"allOf", &made.all_of}, {"anyOf", &made.any_of}, {"oneOf", &made.one_of}}) {
            auto const* const list = from.if_contains(name);
            if (!list || !list->is_array()) continue;
            for (std::size_t i = 0; i < list->get_array().size(); ++i) {
                bool const before = std::exchange(either_allowed_, either_allowed_ || made.int_or_string);
                slot->push_back(node(list->get_array()[i], path + "." + name + "[" + std::to_string(i) + "]", true));
                either_allowed_ = before;
            }
        }
        if (auto const* const inner = from.if_contains("not"); inner && inner->is_object())
            made.not_ = node(*inner, path + ".not", true);
        if (!judging) known(made, made, path);
    }

    /// What is judged must be a field that is there in the structural part too, or it would have been pruned.
    void known(Node const& structural, Node const& made, std::string const& path) {
        auto const each = [&](Node const& judge, std::string const& at) {
            for (auto const& [name, field] : judge.properties) {
                auto const there = structural.properties.find(name);
                if (there != structural.properties.end()) continue;
                if (structural.additional || structural.preserve || structural.embedded) continue;
                problem(Kind::required, path + ".properties[" + name + "]", {},
                        "because it is defined in " + at + ".properties[" + name + "]");
            }
        };
        for (auto const& [name, list] :
             {std::pair{"allOf", &made.all_of}, {"anyOf", &made.any_of}, {"oneOf", &made.one_of}}) {
            for (std::size_t i = 0; i < list->size(); ++i)
                each(*(*list)[i], path + "." + name + "[" + std::to_string(i) + "]");
        }
        if (made.not_) each(*made.not_, path + ".not");
    }

    void lists(json::object const& from, Node& made, std::string const& path) {
        auto const type = text(from, "x-kubernetes-list-type");
        made.list_keys = texts(from, "x-kubernetes-list-map-keys");
        auto const map_type = text(from, "x-kubernetes-map-type");
        made.atomic = map_type == "atomic";
        if (!map_type.empty() && map_type != "atomic" && map_type != "granular")
            problems_->push_back(
                {Kind::not_supported, path + ".x-kubernetes-map-type", quoted(map_type), {}, {"atomic", "granular"}});
        if (!map_type.empty() && made.type != "object")
            problem(Kind::invalid, path + ".type", quoted(made.type),
                    "must be object if x-kubernetes-map-type is specified");
        if (type.empty()) {
            if (!made.list_keys.empty())
                problem(Kind::required, path + ".x-kubernetes-list-type", {},
                        "must be map if x-kubernetes-list-map-keys is non-empty");
            return;
        }
        if (made.type != "array") {
            problem(Kind::invalid, path + ".type", quoted(made.type),
                    "must be array if x-kubernetes-list-type is specified");
        } else if (type == "set") {
            made.list = Node::List::set;
        } else if (type == "map") {
            made.list = Node::List::map;
            if (made.list_keys.empty())
                problem(Kind::required, path + ".x-kubernetes-list-map-keys", {},
                        "must not be empty if x-kubernetes-list-type is map");
            if (made.items->type != "object")
                problem(Kind::invalid, path + ".items.type", quoted(made.items->type),
                        "must be object if parent array's x-kubernetes-list-type is map");
            for (auto const& key : made.list_keys) list_key(made, key, path);
        } else if (type != "atomic") {
            problems_->push_back(
                {Kind::not_supported, path + ".x-kubernetes-list-type", quoted(type), {}, {"atomic", "map", "set"}});
        }
    }

    void list_key(Node const& list, std::string const& key, std::string const& path) {
        auto const field = list.items->properties.find(key);
        if (field == list.items->properties.end()) {
            problem(Kind::invalid, path + ".x-kubernetes-list-map-keys", quoted(key),
                    "entries must all be names of item properties");
            return;
        }
        if (field->second->type == "object" || field->second->type == "array")
            problem(Kind::invalid, path + ".items.properties[" + key + "].type", quoted(field->second->type),
                    "must be a scalar type if parent array's x-kubernetes-list-type is map");
        auto const& required = list.items->required;
        if (!field->second->default_ && std::find(required.begin(), required.end(), key) == required.end())
            problem(
                Kind::required, path + ".items.properties[" + key + "].default", {},
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
    }

    void default_of(json::object const& from, Node& made, std::string const& path) {
        auto const* const stated = from.if_contains("default");
        if (!stated || (stated->is_null() && !made.nullable)) return;
        if (path == root_path_) return forbid(path + ".default", "must not be set at the root");
        auto value = *stated;
        Findings findings;
        Preparer(findings).visit(made, value);
        for (auto const& one : findings.unknown)
            problem(Kind::invalid, path + ".default", canonical(*stated), "must not have the unknown field " + one);
        CustomValidator(findings.causes).visit(made, value, path + ".default");
        for (auto const& cause : findings.causes) {
            constexpr std::string_view prefix = "Invalid value: ";
            auto const& text = cause.message;
            problem(Kind::invalid, cause.field, {}, text.starts_with(prefix) ? text.substr(prefix.size()) : text);
        }
        made.default_ = std::move(value);
    }

    static constexpr int most_depth = 64;
    std::vector<SchemaProblem>* problems_;
    std::string root_path_;
    bool either_allowed_ = false;
    int depth_ = 0;
};

std::shared_ptr<CustomSchema const> CustomSchema::compile(json::value const& openapi, std::string const& path,
                                                          std::vector<SchemaProblem>& problems) {
    auto const before = problems.size();
    auto root = Compiler(problems).root(openapi, path);
    if (problems.size() != before) return nullptr;
    std::shared_ptr<CustomSchema> made(new CustomSchema());
    auto const owner = std::make_shared<Made>();
    made->schema_ = owner->of(*root);
    made->owner_ = owner;
    made->root_ = std::move(root);
    made->published_ = openapi.get_object();
    auto& fields = made->published_["properties"];
    if (!fields.is_object()) fields.emplace_object();
    auto& properties = fields.get_object();
    properties["apiVersion"] = {{"type", "string"},
                                {"description", "Group and version in which this object is written."}};
    properties["kind"] = {{"type", "string"}, {"description", "The type of this object."}};
    properties["metadata"] = {
        {"allOf", json::array{{{"$ref", "#/components/schemas/" + std::string(meta_definition)}}}},
        {"description", "Name, labels and everything else that all objects have in common."}};
    return made;
}

void CustomSchema::prepare(json::value& object, Findings& findings) const { Preparer(findings).visit(*root_, object); }

void CustomSchema::normalize(json::value& object, Findings& findings) const {
    prepare(object, findings);
    CustomValidator(findings.causes).visit(*root_, object, {});
}

void CustomSchema::normalize_status(json::value& status, Findings& findings) const {
    auto const field = root_->properties.find(std::string_view("status"));
    if (field == root_->properties.end()) {
        if (root_->preserve) return;
        findings.unknown.emplace_back("status");
        status = nullptr;
        return;
    }
    Preparer preparer(findings);
    preparer.set_path("status");
    preparer.visit(*field->second, status);
    CustomValidator(findings.causes).visit(*field->second, status, "status");
}

}  // namespace keelson
