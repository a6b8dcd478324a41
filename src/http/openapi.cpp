#include "http/openapi.hpp"

#include "http/openapi_paths.hpp"
#include "http/openapi_proto.hpp"
#include "http/openapi_schemas.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdint>

namespace keelson::http {
namespace {

namespace json = boost::json;

constexpr std::string_view older_protobuf_type = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

json::object info(std::string_view server_version) {
    return {{"title", "Keelson: the Kubernetes API"}, {"version", server_version}};
}

std::string path_of(std::string_view group, std::string_view version) {
    return (group.empty() ? "api/" : "apis/" + std::string(group) + "/") + std::string(version);
}

/// Paths and schemas of some kinds.
void write_kinds(Kinds const& kinds, OpenApiVersion form, json::object& paths, json::object& schemas_out) {
    OpenApiSchemas schemas(form);
    for (auto const& group : groups_of(kinds)) {
        for (auto const& version : versions_of(kinds, group)) {
            schemas.add_group_version(group, version);
            for (auto const& kind : kinds_of(kinds, group, version)) add_paths(*kind, form, schemas, paths);
        }
    }
    for (std::string_view const body : {"APIResourceList", "Status", "WatchEvent"}) (void)schemas.add_body(body);
    if (form == OpenApiVersion::v2)
        for (std::string_view const body : {"APIGroup", "APIGroupList", "APIVersions"}) (void)schemas.add_body(body);
    schemas_out = schemas.write();
}

json::object write_v2(Kinds const& kinds, std::string_view server_version) {
    json::object paths, definitions;
    write_kinds(kinds, OpenApiVersion::v2, paths, definitions);
    return {{"swagger", "2.0"},
            {"info", info(server_version)},
            {"paths", std::move(paths)},
            {"definitions", std::move(definitions)}};
}

}  // namespace

std::string openapi_v3(Kinds const& kinds, std::string_view group, std::string_view version,
                       std::string_view server_version) {
    json::object paths, schemas;
    write_kinds(kinds_of(kinds, group, version), OpenApiVersion::v3, paths, schemas);
    json::object components{{"schemas", std::move(schemas)}};
    return json::serialize(json::object{{"openapi", "3.0.0"},
                                        {"info", info(server_version)},
                                        {"paths", std::move(paths)},
                                        {"components", std::move(components)}});
}

std::map<std::string, std::string> openapi_v3_documents(Kinds const& kinds, std::string_view server_version) {
    std::map<std::string, std::string> documents;
    for (auto const& group : groups_of(kinds))
        for (auto const& version : versions_of(kinds, group))
            documents.emplace(path_of(group, version), openapi_v3(kinds, group, version, server_version));
    return documents;
}

std::string content_hash(std::string_view text) {
    // FNV-1a over 128 bits: it has to change with the text, and keeps nobody out.
    __extension__ using Wide = unsigned __int128;
    constexpr auto prime = (Wide{1} << 88) + 0x13B;
    auto hash = (Wide{0x6C62272E07BB0142} << 64) + 0x62B821756295C58D;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    std::string digits(32, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4)
        *digit = "0123456789ABCDEF"[static_cast<std::size_t>(hash & 15)];
    return digits;
}

std::string openapi_v3_index(std::map<std::string, std::string> const& documents) {
    json::object paths;
    for (auto const& [path, text] : documents)
        paths[path] = {{"serverRelativeURL", "/openapi/v3/" + path + "?hash=" + content_hash(text)}};
    return json::serialize(json::object{{"paths", std::move(paths)}});
}

std::string openapi_v2(Kinds const& kinds, std::string_view server_version) {
    return json::serialize(write_v2(kinds, server_version));
}

std::string openapi_v2_protobuf(Kinds const& kinds, std::string_view server_version) {
    return gnostic_document(write_v2(kinds, server_version));
}

bool prefers_openapi_v2_protobuf(std::string_view accept) {
    for (auto rest = accept; !rest.empty();) {
        auto const end = std::min(rest.find(','), rest.size());
        auto type = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        type = type.substr(0, type.find(';'));
        while (!type.empty() && type.front() == ' ') type.remove_prefix(1);
        while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
        if (type == openapi_v2_protobuf_type || type == older_protobuf_type) return true;
        if (type == "application/json" || type == "application/*" || type == "*/*") return false;
    }
    return false;
}

}  // namespace keelson::http
