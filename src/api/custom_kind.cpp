#include "api/custom_kind.hpp"

#include <algorithm>

namespace keelson {
namespace {

std::string text(json::value const& from, std::initializer_list<std::string_view> path) {
    return std::string(string_at(from, path));
}

std::vector<std::string> texts(json::value const& from, std::initializer_list<std::string_view> path) {
    std::vector<std::string> all;
    auto const* const list = find_path(from, path);
    if (!list || !list->is_array()) return all;
    for (auto const& one : list->get_array())
        if (one.is_string()) all.emplace_back(one.get_string());
    return all;
}

bool flag(json::value const& from, std::initializer_list<std::string_view> path) {
    auto const* const value = find_path(from, path);
    return value && value->is_bool() && value->get_bool();
}

std::string lower(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

json::array const& list_at(json::value const& from, std::initializer_list<std::string_view> path) {
    static json::array const nothing;
    auto const* const list = find_path(from, path);
    return list && list->is_array() ? list->get_array() : nothing;
}

std::string without_dot(std::string path) {
    if (path.starts_with('.')) path.erase(0, 1);
    return path;
}

std::shared_ptr<Kind const> make_version(json::value const& definition, json::value const& version,
                                         std::string const& stored_version) {
    auto kind = std::make_shared<Kind>();
    kind->group = text(definition, {"spec", "group"});
    kind->version = text(version, {"name"});
    kind->name = text(definition, {"spec", "names", "kind"});
    kind->plural = text(definition, {"spec", "names", "plural"});
    kind->singular = text(definition, {"spec", "names", "singular"});
    if (kind->singular.empty()) kind->singular = lower(kind->name);
    kind->short_names = texts(definition, {"spec", "names", "shortNames"});
    kind->categories = texts(definition, {"spec", "names", "categories"});
    kind->scope = text(definition, {"spec", "scope"}) == "Cluster" ? Scope::cluster : Scope::namespaced;
    if (kind->version != stored_version) kind->stored_as = kind->group + "/" + stored_version;

    auto custom = std::make_shared<CustomKind>();
    auto const* const openapi = find_path(version, {"schema", "openAPIV3Schema"});
    std::vector<SchemaProblem> problems;
    if (openapi) custom->schema = CustomSchema::compile(*openapi, {}, problems);
    if (!custom->schema) return nullptr;
    kind->schema = {custom->schema, &custom->schema->schema()};
    custom->list_kind = text(definition, {"spec", "names", "listKind"});
    if (custom->list_kind.empty()) custom->list_kind = kind->name + "List";
    custom->served = flag(version, {"served"});
    custom->dying = find_path(definition, {"metadata", "deletionTimestamp"}) != nullptr;
    if (flag(version, {"deprecated"})) {
        custom->deprecation = text(version, {"deprecationWarning"});
        if (custom->deprecation.empty())
            custom->deprecation = kind->api_version() + " " + kind->name + " is deprecated";
    }
    for (auto const& one : list_at(version, {"additionalPrinterColumns"})) {
        auto path = JsonPath::parse(text(one, {"jsonPath"}));
        if (!path) continue;  // was refused when the definition was written
        auto const* const priority = find_path(one, {"priority"});
        custom->columns.push_back(
            {text(one, {"name"}), text(one, {"type"}), text(one, {"format"}), text(one, {"description"}),
             priority && priority->is_int64() ? static_cast<int>(priority->get_int64()) : 0, std::move(*path)});
    }
    for (auto const& one : list_at(version, {"selectableFields"}))
        custom->selectable.push_back(without_dot(text(one, {"jsonPath"})));
    kind->has_status = find_path(version, {"subresources", "status"}) != nullptr;
    if (auto const* const scale = find_path(version, {"subresources", "scale"})) {
        custom->scale.emplace();
        custom->scale->spec = simple_path(string_at(*scale, {"specReplicasPath"}));
        custom->scale->status = simple_path(string_at(*scale, {"statusReplicasPath"}));
        custom->scale->selector = simple_path(string_at(*scale, {"labelSelectorPath"}));
        kind->subresources.push_back({"scale", "autoscaling", "v1", "Scale", {"get", "patch", "update"}});
    }
    if (kind->has_status)
        kind->subresources.push_back({"status", kind->group, kind->version, kind->name, {"get", "patch", "update"}});
    kind->custom = std::move(custom);
    return kind;
}

}  // namespace

std::vector<std::string> simple_path(std::string_view path) {
    std::vector<std::string> steps;
    if (!path.starts_with('.')) return steps;
    path.remove_prefix(1);
    while (true) {
        auto const dot = std::min(path.find('.'), path.size());
        auto const step = path.substr(0, dot);
        if (step.empty() || step.find_first_of("[]'\"*?@\\ ") != step.npos) return {};
        steps.emplace_back(step);
        if (dot == path.size()) return steps;
        path.remove_prefix(dot + 1);
    }
}

std::vector<std::shared_ptr<Kind const>> kinds_of_definition(json::value const& definition) {
    std::vector<std::shared_ptr<Kind const>> kinds;
    std::string stored;
    for (auto const& version : list_at(definition, {"spec", "versions"}))
        if (flag(version, {"storage"})) stored = text(version, {"name"});
    for (auto const& version : list_at(definition, {"spec", "versions"})) {
        bool const storage = flag(version, {"storage"});
        if (!storage && !flag(version, {"served"})) continue;
        auto kind = make_version(definition, version, stored);
        if (!kind) return {};
        kinds.insert(storage ? kinds.begin() : kinds.end(), std::move(kind));
    }
    return kinds;
}

bool has_condition(json::value const& definition, std::string_view type) {
    auto const& all = list_at(definition, {"status", "conditions"});
    return std::any_of(all.begin(), all.end(), [&](auto const& one) {
        return string_at(one, {"type"}) == type && string_at(one, {"status"}) == "True";
    });
}

namespace {

using Problem = SchemaProblem::Kind;

std::string quoted(std::string_view text) {
    std::string out;
    write_string(text, out);
    return out;
}

void check_columns(json::value const& version, std::string const& path, std::vector<SchemaProblem>& problems) {
    static std::vector<std::string> const types{"boolean", "date", "integer", "number", "string"};
    static std::vector<std::string> const formats{"byte",  "date",  "date-time", "double",
                                                  "float", "int32", "int64",     "password"};
    auto const& columns = list_at(version, {"additionalPrinterColumns"});
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const at = path + ".additionalPrinterColumns[" + std::to_string(i) + "]";
        auto const type = string_at(columns[i], {"type"}), format = string_at(columns[i], {"format"});
        if (string_at(columns[i], {"name"}).empty()) problems.push_back({Problem::required, at + ".name", {}, {}});
        if (std::find(types.begin(), types.end(), type) == types.end())
            problems.push_back({Problem::not_supported, at + ".type", quoted(type), {}, types});
        if (!format.empty() && std::find(formats.begin(), formats.end(), format) == formats.end())
            problems.push_back({Problem::not_supported, at + ".format", quoted(format), {}, formats});
        auto const json_path = string_at(columns[i], {"jsonPath"});
        if (json_path.empty()) {
            problems.push_back({Problem::required, at + ".jsonPath", {}, {}});
        } else if (auto const parsed = JsonPath::parse(json_path); !parsed) {
            problems.push_back({Problem::invalid, at + ".jsonPath", quoted(json_path), parsed.error().message});
        }
    }
}

void check_scale(json::value const& version, std::string const& path, std::vector<SchemaProblem>& problems) {
    auto const* const scale = find_path(version, {"subresources", "scale"});
    if (!scale) return;
    auto const at = path + ".subresources.scale.";
    struct Rule {
        std::string_view field, under;
        bool required;
    };
    for (auto const& [field, under, required] :
         {Rule{"specReplicasPath", "spec", true}, Rule{"statusReplicasPath", "status", true},
          Rule{"labelSelectorPath", {}, false}}) {
        auto const stated = string_at(*scale, {field});
        if (stated.empty()) {
            if (required) problems.push_back({Problem::required, at + std::string(field), {}, {}});
            continue;
        }
        auto const steps = simple_path(stated);
        if (steps.size() < 2)
            problems.push_back({Problem::invalid, at + std::string(field), quoted(stated),
                                "must be a simple json path with a dot in front and without array notation"});
        else if (!under.empty() ? steps[0] != under : steps[0] != "spec" && steps[0] != "status")
            problems.push_back({Problem::invalid, at + std::string(field), quoted(stated),
                                under.empty() ? "should be a json path under either .spec or .status"
                                              : "should be a json path under ." + std::string(under)});
    }
}

/// The schema of a field by its path, or null.
json::value const* schema_at(json::value const& openapi, std::vector<std::string> const& steps) {
    auto const* at = &openapi;
    for (auto const& step : steps) {
        at = find_path(*at, {"properties", step});
        if (!at) return nullptr;
    }
    return at;
}

void check_selectable(json::value const& version, json::value const& openapi, std::string const& path,
                      std::vector<SchemaProblem>& problems) {
    auto const& fields = list_at(version, {"selectableFields"});
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const at = path + ".selectableFields[" + std::to_string(i) + "].jsonPath";
        auto const stated = string_at(fields[i], {"jsonPath"});
        auto const steps = simple_path(stated);
        auto const* const schema = steps.empty() ? nullptr : schema_at(openapi, steps);
        auto const type = schema ? string_at(*schema, {"type"}) : std::string_view();
        if (steps.empty()) {
            problems.push_back(
                {Problem::invalid, at, quoted(stated), "must be a simple json path with a dot in front"});
        } else if (steps[0] == "metadata") {
            problems.push_back({Problem::invalid, at, quoted(stated), "must not point to fields in metadata"});
        } else if (type != "string" && type != "integer" && type != "boolean") {
            problems.push_back({Problem::invalid, at, quoted(stated),
                                "must point to a field of type string, boolean or integer that the schema has"});
        }
    }
}

}  // namespace

void check_versions(json::object const& spec, std::vector<SchemaProblem>& problems) {
    auto const* const versions = spec.if_contains("versions");
    if (!versions || !versions->is_array()) return;
    for (std::size_t i = 0; i < versions->get_array().size(); ++i) {
        auto const& version = versions->get_array()[i];
        auto const path = "spec.versions[" + std::to_string(i) + "]";
        auto const* const openapi = find_path(version, {"schema", "openAPIV3Schema"});
        if (!openapi || !openapi->is_object()) {
            problems.push_back({Problem::required, path + ".schema.openAPIV3Schema", {}, "schemas are required"});
            continue;
        }
        (void)CustomSchema::compile(*openapi, path + ".schema.openAPIV3Schema", problems);
        check_columns(version, path, problems);
        check_scale(version, path, problems);
        check_selectable(version, *openapi, path, problems);
        if (!string_at(version, {"deprecationWarning"}).empty() && !flag(version, {"deprecated"}))
            problems.push_back({Problem::invalid, path + ".deprecationWarning",
                                quoted(string_at(version, {"deprecationWarning"})),
                                "can only be set for deprecated versions"});
    }
}

json::object definition_of(Kind const& kind) {
    json::object names{
        {"kind", kind.name}, {"listKind", kind.name + "List"}, {"plural", kind.plural}, {"singular", kind.singular}};
    auto const add = [&](std::string_view name, std::vector<std::string> const& all) {
        if (!all.empty()) names[name] = json::array(all.begin(), all.end());
    };
    add("shortNames", kind.short_names);
    add("categories", kind.categories);
    json::object version{{"name", kind.version},
                         {"served", true},
                         {"storage", true},
                         {"schema", {{"openAPIV3Schema", structural_schema(*kind.schema)}}}};
    if (kind.has_status) version["subresources"] = {{"status", json::object{}}};
    return {{"apiVersion", "apiextensions.k8s.io/v1"},
            {"kind", "CustomResourceDefinition"},
            {"metadata", {{"name", kind.resource()}}},
            {"spec",
             {{"group", kind.group},
              {"names", std::move(names)},
              {"scope", kind.namespaced() ? "Namespaced" : "Cluster"},
              {"conversion", {{"strategy", "None"}}},
              {"versions", json::array{std::move(version)}}}}};
}

}  // namespace keelson
