#ifndef KEELSON_SRC_API_APPLY_HPP
#define KEELSON_SRC_API_APPLY_HPP

#include "api/field_set.hpp"
#include "api/json.hpp"

#include <keelson/api/schema.hpp>

namespace keelson {

/// Puts what `config` states into `live`, as server-side apply does: objects and maps by member, keyed
/// lists by key, sets by value, everything else as a whole.
void merge_applied(Schema const& schema, json::value& live, json::value const& config);

/// Takes the fields of a set out of a tree. An element of a keyed list goes when the set has it itself.
void remove_fields(Schema const& schema, json::value& tree, FieldNode const& fields);

/// Lays a typed value over the object that it was read from: fields that its struct has are as in
/// `typed` or absent, all others stay. Elements of keyed lists are matched by key, others by place.
void overlay_typed(TypeDesc const& type, Schema const& schema, json::value& base, json::value const& typed);

}  // namespace keelson

#endif
