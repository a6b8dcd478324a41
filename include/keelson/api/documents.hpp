#ifndef KEELSON_API_DOCUMENTS_HPP
#define KEELSON_API_DOCUMENTS_HPP

#include <keelson/api/type_info.hpp>
#include <keelson/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// One document of a manifest: what it says it is, and all of it as JSON.
struct Document {
    std::string api_version, kind;
    ObjectKey key;
    std::string json;
    std::string file;
    int line = 0;  ///< where it begins, from 1
};

/// The documents of a YAML or JSON text; a `List` is taken apart.
/// Errors: `invalid` with file and line, also for a document without apiVersion, kind or name.
Result<std::vector<Document>> read_documents(std::string_view text, std::string const& file);
/// Those of a file, or of the files of a directory in the order of their names.
Result<std::vector<Document>> read_document_files(std::string const& path);

}  // namespace keelson

#endif
