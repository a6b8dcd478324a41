#ifndef KEELSON_SRC_API_MANAGED_FIELDS_HPP
#define KEELSON_SRC_API_MANAGED_FIELDS_HPP

#include "api/field_set.hpp"
#include "api/json.hpp"

#include <keelson/api/object.hpp>
#include <keelson/core/error.hpp>

#include <memory>
#include <string>

namespace keelson {

/// Owners as clients see them: the list of metadata.managedFields, in Kubernetes' order (operation, time, manager,
/// version, subresource).
std::string managed_fields_json(Ownership const& owners);

/// The bytes of an object with metadata.managedFields put in where it sorts. Nothing is parsed.
std::string with_managed_fields(Object const& object);
/// The same at the end of `out`: of a list nothing is copied twice.
void write_with_managed_fields(Object const& object, std::string& out);
/// The same for metadata alone: `metadata` is the canonical JSON of an object's metadata.
std::string metadata_with_managed_fields(std::string_view metadata, Ownership const* owners);

/// Owners as a client states them. Null: it says nothing, what is recorded stays; that is an empty list too, so that a
/// client that does not know the field cannot strip it. A list of one empty entry is an empty Ownership: a reset.
/// Errors: `invalid`, with a cause for each entry that is none.
Result<std::shared_ptr<Ownership const>> read_managed_fields(json::value const& entries, FieldSets& sets);

}  // namespace keelson

#endif
