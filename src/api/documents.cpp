#include "api/manifest.hpp"

#include <keelson/api/documents.hpp>

namespace keelson {
namespace {

Result<std::vector<Document>> documents_of(std::vector<ManifestDocument> const& all) {
    std::vector<Document> documents;
    for (auto const& one : all) {
        Document made;
        made.api_version = string_at(one.tree, {"apiVersion"});
        made.kind = string_at(one.tree, {"kind"});
        made.key = {std::string(string_at(one.tree, {"metadata", "namespace"})),
                    std::string(string_at(one.tree, {"metadata", "name"}))};
        made.json = canonical(one.tree);
        made.file = one.file;
        made.line = one.line;
        for (auto const& [value, field] : {std::pair<std::string const&, char const*>{made.api_version, "apiVersion"},
                                           {made.kind, "kind"},
                                           {made.key.name, "metadata.name"}}) {
            if (value.empty())
                return Error(Errc::invalid, std::string(field) + ": Required value",
                             one.file + ":" + std::to_string(one.line));
        }
        documents.push_back(std::move(made));
    }
    return documents;
}

}  // namespace

Result<std::vector<Document>> read_documents(std::string_view text, std::string const& file) {
    auto const all = read_manifest(text, file);
    if (!all) return all.error();
    return documents_of(*all);
}

Result<std::vector<Document>> read_document_files(std::string const& path) {
    auto const all = read_manifest_path(path);
    if (!all) return all.error();
    return documents_of(*all);
}

}  // namespace keelson
