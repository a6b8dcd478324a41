#include "http/discovery.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <tuple>

namespace keelson::http {
namespace {

namespace json = boost::json;

// https://kubernetes.io/docs/reference/using-api/api-concepts/ does not say the order, but kubectl depends on it: of
// two groups with a resource of one name the first is meant.
constexpr std::array<std::string_view, 21> group_order{"",
                                                       "apiregistration.k8s.io",
                                                       "apps",
                                                       "events.k8s.io",
                                                       "authentication.k8s.io",
                                                       "authorization.k8s.io",
                                                       "autoscaling",
                                                       "batch",
                                                       "certificates.k8s.io",
                                                       "networking.k8s.io",
                                                       "policy",
                                                       "rbac.authorization.k8s.io",
                                                       "storage.k8s.io",
                                                       "admissionregistration.k8s.io",
                                                       "apiextensions.k8s.io",
                                                       "scheduling.k8s.io",
                                                       "coordination.k8s.io",
                                                       "node.k8s.io",
                                                       "discovery.k8s.io",
                                                       "resource.k8s.io",
                                                       "flowcontrol.apiserver.k8s.io"};

/// Sorts versions as Kubernetes prefers them: stable before beta before alpha, then the higher number; what is no such
/// version comes last, by name.
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
std::tuple<int, int, int, std::string_view> rank(std::string_view version) {
    auto const number = [](std::string_view& text) {
        int value = 0;
        auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        auto const digits = static_cast<std::size_t>(parsed.ptr - text.data());
        bool const fine = parsed.ec == std::errc{} && digits != 0 && text.front() != '-' && text.front() != '0';
        text.remove_prefix(digits);
        return fine ? value : -1;
    };
    std::tuple<int, int, int, std::string_view> const other{3, 0, 0, version};
    auto rest = version;
    if (!rest.starts_with('v')) return other;
    rest.remove_prefix(1);
    auto const major = number(rest);
    if (major < 0) return other;
    if (rest.empty()) return {0, -major, 0, {}};
    bool const beta = rest.starts_with("beta");
    if (!beta && !rest.starts_with("alpha")) return other;
    rest.remove_prefix(beta ? 4 : 5);
    auto const minor = number(rest);
    if (minor < 0 || !rest.empty()) return other;
    return {beta ? 1 : 2, -major, -minor, {}};
}

json::array strings(std::vector<std::string> const& list) { return json::array(list.begin(), list.end()); }

std::string group_version(std::string_view group, std::string_view version) {
    return group.empty() ? std::string(version) : std::string(group).append("/").append(version);
}

json::object group_entry(Kinds const& kinds, std::string const& group) {
    json::array versions;
    for (auto const& version : versions_of(kinds, group))
        versions.push_back({{"groupVersion", group_version(group, version)}, {"version", version}});
    auto const preferred = versions.front();
    return {{"name", group}, {"versions", std::move(versions)}, {"preferredVersion", preferred}};
}

/// A resource and its subresources, as entries of an APIResourceList.
void add_resources(Kind const& kind, json::array& resources) {
    json::object resource{{"name", kind.plural},
                          {"singularName", kind.singular},
                          {"namespaced", kind.namespaced()},
                          {"kind", kind.name},
                          {"verbs", strings(kind.verbs)}};
    if (!kind.short_names.empty()) resource["shortNames"] = strings(kind.short_names);
    if (!kind.categories.empty()) resource["categories"] = strings(kind.categories);
    resources.push_back(std::move(resource));
    for (auto const& sub : kind.subresources) {
        json::object entry{
            {"name", kind.plural + "/" + sub.name}, {"singularName", ""}, {"namespaced", kind.namespaced()}};
        if (sub.group != kind.group || sub.version != kind.version) {
            entry["group"] = sub.group;
            entry["version"] = sub.version;
        }
        entry["kind"] = sub.kind;
        entry["verbs"] = strings(sub.verbs);
        resources.push_back(std::move(entry));
    }
}

json::object response_kind(std::string const& group, std::string const& version, std::string const& kind) {
    return {{"group", group}, {"version", version}, {"kind", kind}};
}

/// The same as an entry of aggregated discovery.
json::object aggregated_resource(Kind const& kind) {
    json::object resource{{"resource", kind.plural},
                          {"responseKind", response_kind(kind.group, kind.version, kind.name)},
                          {"scope", kind.namespaced() ? "Namespaced" : "Cluster"},
                          {"singularResource", kind.singular},
                          {"verbs", strings(kind.verbs)}};
    if (!kind.short_names.empty()) resource["shortNames"] = strings(kind.short_names);
    if (!kind.categories.empty()) resource["categories"] = strings(kind.categories);
    json::array subresources;
    for (auto const& sub : kind.subresources)
        subresources.push_back({{"subresource", sub.name},
                                {"responseKind", response_kind(sub.group, sub.version, sub.kind)},
                                {"verbs", strings(sub.verbs)}});
    if (!subresources.empty()) resource["subresources"] = std::move(subresources);
    return resource;
}

json::object aggregated_group(Kinds const& kinds, std::string const& group) {
    json::array versions;
    for (auto const& version : versions_of(kinds, group)) {
        json::array resources;
        for (auto const& kind : kinds_of(kinds, group, version)) resources.push_back(aggregated_resource(*kind));
        versions.push_back({{"version", version}, {"resources", std::move(resources)}, {"freshness", "Current"}});
    }
    json::object metadata;
    if (!group.empty()) metadata["name"] = group;
    return {{"metadata", std::move(metadata)}, {"versions", std::move(versions)}};
}

std::string aggregated_type(std::string_view version) {
    return "application/json;g=apidiscovery.k8s.io;v=" + std::string(version) + ";as=APIGroupDiscoveryList";
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// The value of a parameter of a media type: of "v" in "application/json;g=x;v=v2" it is "v2".
std::string_view parameter(std::string_view media_type, std::string_view name) {
    for (auto rest = media_type; !rest.empty();) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto const part = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (part.starts_with(name) && part.substr(name.size()).starts_with('=')) return part.substr(name.size() + 1);
    }
    return {};
}

/// The version of aggregated discovery that a client asks for first; empty if it asks for the plain form before.
std::string_view aggregated_version(std::string_view accept) {
    for (auto rest = accept; !rest.empty();) {
        auto const end = std::min(rest.find(','), rest.size());
        auto const type = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto const name = trim(type.substr(0, type.find(';')));
        if (name != "application/json" && name != "application/*" && name != "*/*") continue;
        if (parameter(type, "as").empty()) return {};
        if (parameter(type, "as") != "APIGroupDiscoveryList" || parameter(type, "g") != "apidiscovery.k8s.io") continue;
        for (std::string_view const known : {"v2", "v2beta1"})
            if (parameter(type, "v") == known) return known;
    }
    return {};
}

Reply answer(json::object const& body) {
    Reply reply;
    reply.body = json::serialize(body);
    reply.headers = {{"Vary", "Accept"}};
    return reply;
}

Reply aggregated(Kinds const& kinds, bool core, std::string_view version) {
    json::array items;
    for (auto const& group : groups_of(kinds))
        if (group.empty() == core) items.push_back(aggregated_group(kinds, group));
    auto reply = answer({{"kind", "APIGroupDiscoveryList"},
                         {"apiVersion", "apidiscovery.k8s.io/" + std::string(version)},
                         {"metadata", json::object()},
                         {"items", std::move(items)}});
    reply.content_type = aggregated_type(version);
    return reply;
}

Reply core_versions(Kinds const& kinds, std::string_view address) {
    json::object const way{{"clientCIDR", "0.0.0.0/0"}, {"serverAddress", address}};
    return answer({{"kind", "APIVersions"},
                   {"versions", strings(versions_of(kinds, {}))},
                   {"serverAddressByClientCIDRs", json::array{way}}});
}

Reply group_list(Kinds const& kinds) {
    json::array groups;
    for (auto const& group : groups_of(kinds))
        if (!group.empty()) groups.push_back(group_entry(kinds, group));
    return answer({{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", std::move(groups)}});
}

std::optional<Reply> group(Kinds const& kinds, std::string const& name) {
    if (name.empty() || versions_of(kinds, name).empty()) return {};
    auto const entry = group_entry(kinds, name);
    json::object body{{"kind", "APIGroup"}, {"apiVersion", "v1"}};
    for (auto const& member : entry) body.emplace(member.key(), member.value());
    return answer(body);
}

std::optional<Reply> resource_list(Kinds const& kinds, std::string_view group, std::string_view version) {
    auto const some = kinds_of(kinds, group, version);
    if (some.empty()) return {};
    json::array resources;
    for (auto const& kind : some) add_resources(*kind, resources);
    json::object body{{"kind", "APIResourceList"}};
    if (!group.empty()) body["apiVersion"] = "v1";
    body["groupVersion"] = group_version(group, version);
    body["resources"] = std::move(resources);
    return answer(body);
}

}  // namespace

std::vector<std::string> groups_of(Kinds const& kinds) {
    std::vector<std::string> groups;
    for (auto const& kind : kinds) groups.push_back(kind->group);
    auto const place = [](std::string const& group) {
        return std::pair(std::find(group_order.begin(), group_order.end(), group), std::string_view(group));
    };
    std::sort(groups.begin(), groups.end(), [&](auto const& a, auto const& b) { return place(a) < place(b); });
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

std::vector<std::string> versions_of(Kinds const& kinds, std::string_view group) {
    std::vector<std::string> versions;
    for (auto const& kind : kinds)
        if (kind->group == group) versions.push_back(kind->version);
    std::sort(versions.begin(), versions.end(), [](auto const& a, auto const& b) { return rank(a) < rank(b); });
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
    return versions;
}

Kinds kinds_of(Kinds const& kinds, std::string_view group, std::string_view version) {
    Kinds some;
    for (auto const& kind : kinds)
        if (kind->group == group && kind->version == version) some.push_back(kind);
    std::sort(some.begin(), some.end(), [](auto const& a, auto const& b) { return a->plural < b->plural; });
    return some;
}

std::string index_of_paths(Kinds const& kinds) {
    std::vector<std::string> paths{"/.well-known/openid-configuration",
                                   "/api",
                                   "/apis",
                                   "/healthz",
                                   "/healthz/ping",
                                   "/livez",
                                   "/livez/ping",
                                   "/metrics",
                                   "/openapi/v2",
                                   "/openapi/v3",
                                   "/openid/v1/jwks",
                                   "/readyz",
                                   "/readyz/engine",
                                   "/readyz/ping",
                                   "/version"};
    for (auto const& group : groups_of(kinds)) {
        auto const root = group.empty() ? std::string("/api") : "/apis/" + group;
        if (!group.empty()) paths.push_back(root);
        for (auto const& version : versions_of(kinds, group)) paths.push_back(root + "/" + version);
    }
    std::sort(paths.begin(), paths.end());
    return json::serialize(json::object{{"paths", strings(paths)}}) + "\n";
}

std::optional<Reply> discover(Kinds const& kinds, std::string_view path, std::string_view accept,
                              std::string_view address) {
    if (path.ends_with('/')) path.remove_suffix(1);
    bool const core = path == "/api";
    if (core || path == "/apis") {
        if (auto const version = aggregated_version(accept); !version.empty()) return aggregated(kinds, core, version);
        return core ? core_versions(kinds, address) : group_list(kinds);
    }
    std::string_view const core_prefix = "/api/", groups_prefix = "/apis/";
    if (path.starts_with(core_prefix)) return resource_list(kinds, {}, path.substr(core_prefix.size()));
    if (!path.starts_with(groups_prefix)) return {};
    auto const rest = path.substr(groups_prefix.size());
    auto const slash = rest.find('/');
    if (slash == rest.npos) return group(kinds, std::string(rest));
    if (slash == 0) return {};
    return resource_list(kinds, rest.substr(0, slash), rest.substr(slash + 1));
}

}  // namespace keelson::http
