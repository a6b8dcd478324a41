#ifndef KEELSON_SRC_HTTP_TABLE_HPP
#define KEELSON_SRC_HTTP_TABLE_HPP

#include "api/custom_kind.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keelson::http {

/// A column that a CustomResourceDefinition asks for. Its type is "string", "integer", "number", "boolean" or "date".
using PrinterColumn = CustomKind::Column;

/// What the rows of a Table carry of their objects: `includeObject` of the request.
enum class RowObject : std::uint8_t { none, metadata, object };

struct TableOptions {
    Time now;  ///< ages are as of then
    RowObject include = RowObject::metadata;
    /// False for all but the first Table of a watch.
    bool with_columns = true;
    /// Those of a custom resource, behind its name; null or empty: the kind's own, or its age.
    std::vector<PrinterColumn> const* printer_columns = nullptr;
};

/// What a list says of itself.
struct ListHead {
    std::string resource_version;
    std::string continue_;
    std::optional<std::int64_t> remaining;
};

/// `meta.k8s.io/v1 Table` of objects of one kind, as `kubectl get` asks for it: the columns and words of
/// kube-apiserver, ages as of now in its short form.
/// Threading: any thread.
std::string write_table(Kind const& kind, std::span<Ref const> objects, ListHead const& head,
                        TableOptions const& options);

/// `meta.k8s.io/v1 PartialObjectMetadata` of an object: its metadata with its field owners.
std::string write_partial_object(Object const& object);
/// The same of many, as a PartialObjectMetadataList.
std::string write_partial_list(std::span<Ref const> objects, ListHead const& head);

}  // namespace keelson::http

#endif
