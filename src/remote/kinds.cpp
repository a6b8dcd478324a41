#include "remote/kinds.hpp"

#include "remote/wire.hpp"

#include <algorithm>

namespace keelson::remote {
namespace {

std::shared_ptr<Schema const> anything() {
    static auto const schema = std::make_shared<Schema const>();
    return schema;
}

std::vector<std::string> strings_at(json::value const& tree, std::string_view field) {
    std::vector<std::string> all;
    if (auto const* const list = find_path(tree, {field}); list && list->is_array()) {
        for (auto const& one : list->get_array()) {
            if (one.is_string()) all.emplace_back(one.get_string());
        }
    }
    return all;
}

json::array const& array_at(json::value const& tree, std::string_view field) {
    static json::array const none;
    auto const* const found = find_path(tree, {field});
    return found && found->is_array() ? found->get_array() : none;
}

Kind kind_named(std::string group, std::string version, std::string_view plural, std::string_view name) {
    Kind kind;
    kind.group = std::move(group);
    kind.version = std::move(version);
    kind.plural = plural;
    kind.name = name;
    kind.schema = anything();
    return kind;
}

void read_aggregated(json::value const& document, std::vector<std::shared_ptr<Kind const>>& out) {
    for (auto const& group : array_at(document, "items")) {
        auto const name = std::string(string_at(group, {"metadata", "name"}));
        for (auto const& version : array_at(group, "versions")) {
            for (auto const& resource : array_at(version, "resources")) {
                auto kind =
                    kind_named(name, std::string(string_at(version, {"version"})), string_at(resource, {"resource"}),
                               string_at(resource, {"responseKind", "kind"}));
                kind.singular = string_at(resource, {"singularResource"});
                kind.short_names = strings_at(resource, "shortNames");
                kind.categories = strings_at(resource, "categories");
                kind.scope = string_at(resource, {"scope"}) == "Cluster" ? Scope::cluster : Scope::namespaced;
                kind.verbs = strings_at(resource, "verbs");
                for (auto const& sub : array_at(resource, "subresources")) {
                    auto const sub_name = std::string(string_at(sub, {"subresource"}));
                    kind.has_status = kind.has_status || sub_name == "status";
                    kind.subresources.push_back({sub_name, std::string(string_at(sub, {"responseKind", "group"})),
                                                 std::string(string_at(sub, {"responseKind", "version"})),
                                                 std::string(string_at(sub, {"responseKind", "kind"})),
                                                 strings_at(sub, "verbs")});
                }
                out.push_back(std::make_shared<Kind const>(std::move(kind)));
            }
        }
    }
}

void read_legacy(json::value const& document, std::vector<std::shared_ptr<Kind const>>& out) {
    auto const spoken = string_at(document, {"groupVersion"});
    auto const slash = spoken.find('/');
    auto const group = std::string(slash == std::string_view::npos ? std::string_view() : spoken.substr(0, slash));
    auto const version = std::string(slash == std::string_view::npos ? spoken : spoken.substr(slash + 1));
    std::vector<Kind> kinds;
    for (auto const& resource : array_at(document, "resources")) {
        auto const name = string_at(resource, {"name"});
        auto const dash = name.find('/');
        if (dash == std::string_view::npos) {
            auto kind = kind_named(group, version, name, string_at(resource, {"kind"}));
            kind.singular = string_at(resource, {"singularName"});
            kind.short_names = strings_at(resource, "shortNames");
            kind.categories = strings_at(resource, "categories");
            auto const* const namespaced = find_path(resource, {"namespaced"});
            kind.scope =
                namespaced && namespaced->is_bool() && namespaced->get_bool() ? Scope::namespaced : Scope::cluster;
            kind.verbs = strings_at(resource, "verbs");
            kinds.push_back(std::move(kind));
            continue;
        }
        for (auto& kind : kinds) {
            if (kind.plural != name.substr(0, dash)) continue;
            kind.has_status = kind.has_status || name.substr(dash + 1) == "status";
            kind.subresources.push_back({std::string(name.substr(dash + 1)),
                                         std::string(string_at(resource, {"group"})),
                                         std::string(string_at(resource, {"version"})),
                                         std::string(string_at(resource, {"kind"})), strings_at(resource, "verbs")});
        }
    }
    for (auto& kind : kinds) out.push_back(std::make_shared<Kind const>(std::move(kind)));
}

bool has_name(Kind const& kind, std::string_view name) {
    return kind.resource() == name || kind.plural == name || kind.singular == name || kind.name == name ||
           std::find(kind.short_names.begin(), kind.short_names.end(), name) != kind.short_names.end();
}

}  // namespace

std::vector<std::shared_ptr<Kind const>> kinds_of(json::value const& document) {
    std::vector<std::shared_ptr<Kind const>> kinds;
    if (string_at(document, {"kind"}) == "APIGroupDiscoveryList") {
        read_aggregated(document, kinds);
    } else {
        read_legacy(document, kinds);
    }
    return kinds;
}

Kinds::Kinds() {
    for (auto& kind : built_in_kinds()) {
        if (kind->stored) built_in_.push_back(std::move(kind));
    }
}

std::shared_ptr<Kind const> Kinds::by_resource(std::string_view resource) const {
    for (auto const* const all : {&built_in_, &found_}) {
        for (auto const& kind : *all) {
            if (kind->stored_as.empty() && kind->resource() == resource) return kind;
        }
    }
    return nullptr;
}

std::shared_ptr<Kind const> Kinds::find(std::string_view api_version, std::string_view name) const {
    for (auto const* const all : {&built_in_, &found_}) {
        for (auto const& kind : *all) {
            if (api_version.empty() ? kind->stored_as.empty() && has_name(*kind, name)
                                    : kind->api_version() == api_version && kind->name == name)
                return kind;
        }
    }
    return nullptr;
}

void Kinds::found(std::vector<std::shared_ptr<Kind const>> kinds) {
    found_.clear();
    served_.clear();
    for (auto& kind : kinds) {
        auto const same = std::find_if(built_in_.begin(), built_in_.end(), [&](auto const& known) {
            return known->group == kind->group && known->version == kind->version && known->plural == kind->plural;
        });
        served_.push_back(same != built_in_.end() ? *same : kind);
        if (same == built_in_.end()) found_.push_back(std::move(kind));
    }
}

}  // namespace keelson::remote
